"""The way out of a mistake that is sure: only one text can be meant. ``citygraph check --fix`` writes it.

The code that finds a mistake says so where it gives the hint: the hint is then a :class:`Sure`. All else follows from
that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple, Protocol

from citygraph.domain.names import did_you_mean as in_words
from citygraph.domain.names import fold, misspelled, nearest


class Stretch(Protocol):
    """Some characters of a line."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def length(self) -> int: ...


class Fix(NamedTuple):
    """What should stand in the place of so many characters of a file (``length``), from a line and a column on. Both
    count from 1. What is ``meant`` is a text, which still has to be written as YAML or as a table writes it; None if
    the item that the place is in should go."""

    line: int
    column: int
    length: int
    meant: str | None


class Sure(str):
    """A hint at the only way out: what is ``meant``, in the place of the mistake, or in that of ``instead``."""

    meant: str | None
    instead: Stretch | None

    def __new__(cls, hint: str, meant: str | None, instead: Stretch | None = None) -> Sure:
        one = super().__new__(cls, hint)
        one.meant, one.instead = meant, instead
        return one


_LEAST = 4
"""How many letters a word has at least that can be told although one is amiss."""
_LEAST_CHANGED = 9
"""The same, if a letter is another one, or one too many: a contract is no contact, and Lima is not Lime."""
_WORD = re.compile(r"[-_. ]+")
_DIGITS = re.compile(r"\d+")


def did_you_mean(text: str, choices: Iterable[str]) -> str:
    """A hint with the nearest of ``choices``, or an empty one. It is sure if :func:`slip` says so.

    >>> did_you_mean("sistr-city", ["sister-city", "contact"]).meant
    'sister-city'
    """
    several = list(choices)
    hint, meant = in_words(text, several), slip(text, several)
    return Sure(hint, meant) if hint and meant else hint


def did_you_mean_id(text: str, ids: Iterable[str]) -> str:
    """The same for the id of a record. It is sure only if the same word is written in other letters, since ids are
    proper names: with one letter more, `petrov` is another person.

    >>> did_you_mean_id("Osh", ["osh"]).meant, type(did_you_mean_id("petrov", ["petrova"]))
    ('osh', <class 'str'>)
    """
    hint = did_you_mean(text, ids)
    return hint if isinstance(hint, Sure) and fold(text) == fold(str(hint.meant)) else str(hint)


def slip(text: str, choices: Collection[str]) -> str | None:
    """The only one of ``choices`` that a text can mean, if it is written with a slip: in other letters of the same
    sound, with other spaces or hyphens, or with one letter amiss: left out, doubled, or in the place of its neighbour;
    in a long word, any one. None if another one is near, or if it may be a word of its own: see
    :func:`citygraph.domain.names.misspelled`.

    >>> slip("Active", ["active", "planned"]), slip("sister-ciyt", ["contact", "sister-city"])
    ('active', 'sister-city')
    >>> slip("paper-2", ["paper"]), slip("contrast", ["contact"]), slip("papr", ["paper", "papyr"])
    (None, None, None)
    """
    same = [choice for choice in choices if fold(choice) == fold(text)]
    if same:
        return same[0] if len(same) == 1 and _DIGITS.findall(same[0]) == _DIGITS.findall(text) else None
    near = nearest(text, choices, limit=2)
    if len(near) != 1 or misspelled(text, near) != near:
        return None
    return near[0] if _one_letter_amiss(text.strip().lower(), near[0].lower()) else None


def _one_letter_amiss(text: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    if OSA.distance(text, other) != 1:
        return False
    words, others = _WORD.split(text), _WORD.split(other)
    if len(words) != len(others):
        return True  # a hyphen is amiss
    ((word, right),) = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]] or [("", "")]
    is_light = sorted(word) == sorted(right) or len(word) < len(right) or _singled(word) == _singled(right)
    return min(len(word), len(right)) >= (_LEAST if is_light else _LEAST_CHANGED) and word[0] == right[0]


def _singled(word: str) -> str:
    """A word whose doubled letters are single."""
    return re.sub(r"(.)\1+", r"\1", word)
