"""The way out of a mistake that is sure: only one text can be meant. ``citygraph check --fix`` writes it.

The code that finds a mistake says so where it gives the hint: the hint is then a :class:`Sure`. All else follows from
that.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple, Protocol

from citygraph.domain.names import did_you_mean as in_words
from citygraph.domain.names import fold, nearest


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
_LEAST_CHANGED = 6
"""The same, if one letter stands in the place of another: Lima is not Lime."""
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
    sound, with other spaces or hyphens, or with one letter amiss. None if another one is near, or if it may be a word
    of its own: other digits, another first letter, a short word.

    >>> slip("Active", ["active", "planned"]), slip("troian", ["osh", "troyan"])
    ('active', 'troyan')
    >>> slip("paper-2", ["paper"]), slip("lima", ["lime"]), slip("papr", ["paper", "papyr"])
    (None, None, None)
    """
    same = [choice for choice in choices if fold(choice) == fold(text)]
    near = same or nearest(text, choices, limit=2)
    if len(near) != 1 or _DIGITS.findall(near[0]) != _DIGITS.findall(text):
        return None
    return near[0] if same or _one_letter_amiss(text.strip().lower(), near[0].lower()) else None


def _one_letter_amiss(text: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    if OSA.distance(text, other) != 1:
        return False
    words, others = _WORD.split(text), _WORD.split(other)
    if len(words) != len(others):
        return True  # a hyphen is amiss
    ((word, right),) = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]] or [("", "")]
    least = _LEAST_CHANGED if len(word) == len(right) and sorted(word) != sorted(right) else _LEAST
    return min(len(word), len(right)) >= least and word[0] == right[0]
