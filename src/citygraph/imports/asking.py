"""What a file leaves open about a whole column or about all its bytes. It stops an import before anything is written.

The rule is: right, or asked; never guessed in silence. A question shows how the first rows of the file read in each
way, and the option that chooses that way. What is open for a single row is no question: its cell stays empty, and the
report has a remark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from citygraph.domain.errors import CityGraphError


class Reading(NamedTuple):
    """One way to read what is open: ``says`` names it in words, ``option`` is what the user pastes to choose it, and
    ``samples`` are the first texts of the file, as they read in this way."""

    says: str
    option: str
    samples: tuple[str, ...] = ()


class Question(NamedTuple):
    """What one file leaves open. ``where`` is the file, with a line if there is one; ``what`` is a sentence about what
    is open and why; ``texts`` are the first texts as they stand in the file, one for each sample of the readings."""

    where: str
    what: str
    readings: tuple[Reading, ...]
    texts: tuple[str, ...] = ()


class OpenQuestions(CityGraphError):
    """A file leaves something open. The message has all questions as plain text. What one answer settles is asked once:
    the order of day and month is that of all columns."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = tuple(_each_once(questions))
        super().__init__("\n".join(_in_words(question) for question in self.questions))


T = TypeVar("T")


def asked_together(steps: Iterable[Callable[[], T]]) -> list[T]:
    """What each step gives. What the steps leave open is asked in one stop, after the last one.

    Raises:
        OpenQuestions: with the questions of all steps.
    """
    found: list[T] = []
    questions: list[Question] = []
    for step in steps:
        try:
            found.append(step())
        except OpenQuestions as open_:
            questions += open_.questions
    if questions:
        raise OpenQuestions(questions)
    return found


def _each_once(questions: Iterable[Question]) -> Iterable[Question]:
    by_options: dict[tuple[str, ...], Question] = {}
    for question in questions:
        by_options.setdefault(tuple(reading.option for reading in question.readings), question)
    return by_options.values()


def _in_words(question: Question) -> str:
    lines = [f"{question.where}: {question.what}"]
    for reading in question.readings:
        samples = f": {', '.join(reading.samples)}" if reading.samples else ""
        lines.append(f"  {reading.says}{samples}: {reading.option}")
    return "\n".join(lines)
