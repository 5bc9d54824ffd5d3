"""What a check is: a rule, the records that it looks at, and what it can look up."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple, Protocol

from citygraph.domain.docstrings import docstring
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.terms import NODE_TYPES
from citygraph.folder.diagnostics import Rule, Said, Severity, Span
from citygraph.folder.records import WHOLE, Part, Record

Place = Callable[[], str]
"""Returns where a record is, as file and line. To find the line can take long."""


class CheckContext(Protocol):
    """What a check can look up: the records of all files together."""

    @property
    def vocabulary(self) -> Vocabulary: ...
    @property
    def today(self) -> datetime.date: ...

    def type_of(self, id: str) -> str | None:
        """The type of the record with this id; ``unread`` if the record may be in text that could not be read; None
        if there is no such record."""

    def is_first(self, record: Record) -> bool:
        """True if a record is the first with its id, in the order of files: the one that citygraph uses."""

    def first(self, id: str) -> Place | None:
        """Where the first record with this id is."""

    def namesake(self, record: Record) -> tuple[str, Place] | None:
        """The first node before the record that shares its type, name, country, level and region (:func:`name_key`),
        and from which no identifier tells it apart: its id, and where it is. The record is the first with its id."""

    def called(self, type: str, name: str) -> list[str]:
        """The ids of the first nodes of this type with this name, or of the first sources with this title."""

    def did_you_mean(self, id: str, types: tuple[str, ...]) -> str:
        """A hint that names the record of these types with the most similar id; empty if none is similar."""

    def passages(self, source: str) -> str:
        """All passages of a source as one text with even white space (:func:`evened`); empty if there are none."""

    def time_of(self, event: str) -> str | None:
        """When an event takes place, as it is written; None if that is unknown, or if there is no such event."""

    def kind_records(self, id: str) -> list[dict[str, Any]]:
        """The records that declare a kind, the built-in one first."""

    def is_unread(self, id: str) -> bool:
        """True if a record with this id may be in text that could not be read."""


@dataclass(frozen=True)
class Mistake:
    """One mistake that a check found: its place, the message, and a hint at the way out.

    ``costs`` are the parts of the record that the mistake costs; ``rule`` replaces the rule of the check. Where many
    records may have a mistake, its place is found only if it is listed.
    """

    span: Span | Callable[[], Span]
    message: str
    hint: Said = ""
    costs: tuple[Part, ...] = (WHOLE,)
    rule: Rule | None = None


Look = Callable[[Record, CheckContext], Iterator[Mistake]]


class Check(NamedTuple):
    """One check: its rule, the types of records that it looks at, and its function.

    A check that is ``alone`` looks up nothing but the vocabulary and the day, and reads nothing of a record but these
    keys. So two ties that say the same under them get the same result. Empty for all other checks.
    """

    rule: Rule
    types: frozenset[str]
    look: Look
    alone: frozenset[str]


ALL = (*NODE_TYPES, "tie", "statement", "source")
"""The types of all records that refer to others."""


def check(
    code: str, severity: Severity, types: Iterable[str], example: str, *, alone: Iterable[str] = (), fix: str = ""
) -> Callable[[Look], Check]:
    """Make a check of a function, for records of these types. ``fix``: see :class:`Rule`."""

    def of(function: Look) -> Check:
        rule = Rule(code, severity, partial(docstring, function), example, fix=fix)
        return Check(rule, frozenset(types), function, frozenset(alone))

    return of


def one_of(types: Iterable[str]) -> str:
    """``a city or an organization``."""
    words = [("an " if type[0] in "aeiou" else "a ") + type for type in sorted(types)]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " or " + words[-1]
