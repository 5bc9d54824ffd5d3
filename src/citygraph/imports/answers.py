"""Answers for one of several files: an option holds for all of them, and says of each what its things and ties are. So
such an answer is a line for the mapping file of the one that is asked about."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from citygraph.imports.asking import OpenQuestions, Question
from citygraph.imports.columns.partnership_words import says_membership, tells_of_ties

_WHAT_IT_IS = frozenset(("kind", "kinds", "new-kind", "type"))
_OF_TARGETS = ("map", "set", "split")
_OF_A_FILE = re.compile(r"in (?P<file>\S.*?\.import\.yaml), type: (?P<type>\S+)(?P<rest>(?: .*)?)")

T = TypeVar("T")


def may_have_ties(names: Iterable[str]) -> bool:
    """True if the columns of a file, or what it is called, tell of ties or of members."""
    return any(tells_of_ties(name) or says_membership(name) for name in names)


def asked_of_one(step: Callable[[], T], stem: str) -> T:
    """What a step gives; its questions have answers for the mapping file of one file, which is called ``stem``.

    Raises:
        OpenQuestions: if the step leaves something open.
    """
    try:
        return step()
    except OpenQuestions as open_:
        raise OpenQuestions([_of_one(question, stem) for question in open_.questions]) from None


def _of_one(question: Question, stem: str) -> Question:
    readings = (reading._replace(option=answer_of_one(reading.option, stem)) for reading in question.readings)
    return question._replace(readings=tuple(readings))


def answer_of_one(option: str, stem: str) -> str:
    """An option as what the mapping file of one file says, if it says what the things or the ties of that file are.

    >>> answer_of_one("--map to.name=Network --set to.type=organization --kind member-of", "b")
    'in b.import.yaml, {map: {to.name: Network}, set: {to.type: organization}, kind: member-of}'
    >>> answer_of_one("--kind sister-city", "b"), answer_of_one("--set from.name=Leeds", "b")
    ('in b.import.yaml, kind: sister-city', '--set from.name=Leeds')
    """
    import yaml  # only questions about several files need it

    given = _OF_A_FILE.fullmatch(option)
    words = shlex.split(given["rest"] if given else option)
    if len(words) % 2 or not all(word.startswith("--") for word in words[::2]):
        return option
    said: dict[str, Any] = {"type": given["type"]} if given else {}
    for name, text in zip(words[::2], words[1::2], strict=True):
        key = name.removeprefix("--")
        target, equals, value = text.partition("=")
        if key == "map":
            said.setdefault(key, {}).setdefault(target, []).append(value)
        elif key in _OF_TARGETS or (key == "kind" and equals):
            said.setdefault("kinds" if key == "kind" else key, {})[target] = value
        else:
            said[key] = text
    says_what = not _WHAT_IT_IS.isdisjoint(said) or any(
        target.rpartition(".")[2] == "type" for target in said.get("set", ())
    )
    if not says_what or (given and len(said) == 1):
        return option
    if "map" in said:
        said["map"] = {target: names[0] if len(names) == 1 else names for target, names in said["map"].items()}
    text = yaml.safe_dump(said, default_flow_style=True, allow_unicode=True, sort_keys=False, width=1_000_000).strip()
    return f"in {stem}.import.yaml, {text[1:-1] if len(said) == 1 and '{' not in text[1:] else text}"
