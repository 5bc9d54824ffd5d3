"""The report of an import: remarks on rows, records and columns, and the totals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from citygraph.imports.columns.mapping import ColumnMapping
from citygraph.imports.readers import Sort

Outcome = Literal[
    "refused", "doubtful", "unread", "left out", "repeated", "read", "joined", "linked", "lacking", "filled",
    "differs", "unsure", "located", "unlocated", "added", "changed", "gone", "kept", "conflict",
]  # fmt: skip
NEEDS_A_LOOK: tuple[Outcome, ...] = ("refused", "doubtful", "unsure", "differs", "conflict")
"""The outcomes with which something stays open: the exit code is 1."""
MOST_LISTED = 1000
"""How many remarks of one outcome are listed. The others are counted."""


class RejectedRow(Exception):
    """A row cannot be imported; the message gives the reason."""


class FilePlan(NamedTuple):
    """How the columns of one sort of rows of a file are read, and the type of nodes of which no row says another."""

    where: str
    sort: Sort
    type: str
    mapping: ColumnMapping


class Remark(NamedTuple):
    """A remark on a row, a record or a column: its outcome, its first place, its name, the reason, and how many rows
    have it."""

    outcome: Outcome
    where: str
    what: str
    why: str
    number: int = 1


@dataclass(slots=True)
class ImportReport:
    """All remarks on an import, and its totals. ``plans`` says by file and sort of row how the columns are read,
    ``said`` holds what was decided about a whole file, ``rows`` has the number of rows by sort, ``written`` that of
    records by type, ``statuses`` that of ties by status, ``regions`` that of cities that are parts of countries.
    ``updates`` is True if there was an earlier import, ``corrected`` is how many records stay as people have changed
    them, ``conflicts`` has the ids of those of which the source's version can be taken, and ``links`` is True if the
    folder's own records are used."""

    plans: list[FilePlan] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    rows: Counter[Sort] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    regions: int = 0
    updates: bool = False
    corrected: int = 0
    conflicts: list[str] = field(default_factory=list)
    links: bool = False
    _remarks: dict[tuple[str, str, str], Remark] = field(default_factory=dict)
    _number: Counter[str] = field(default_factory=Counter)
    _listed: Counter[str] = field(default_factory=Counter)

    @property
    def read(self) -> int:
        """The number of all rows."""
        return self.rows.total()

    def tell(self, outcome: Outcome, where: str, what: str, why: str) -> None:
        """Add a remark. One with the same words as an earlier one is counted with that."""
        self._number[outcome] += 1
        key = (outcome, what, why)
        if known := self._remarks.get(key):
            self._remarks[key] = known._replace(number=known.number + 1)
        elif self._listed[outcome] < MOST_LISTED:
            self._listed[outcome] += 1
            self._remarks[key] = Remark(outcome, where, what, why)

    @property
    def remarks(self) -> list[Remark]:
        """The remarks, in the order in which they came."""
        return list(self._remarks.values())

    def count(self, *outcomes: Outcome) -> int:
        """How many rows, records and columns have one of these outcomes."""
        return sum(self._number[outcome] for outcome in outcomes)

    def not_listed(self) -> dict[str, int]:
        """How many remarks of each outcome are counted, but not listed."""
        listed = Counter[str]()
        for remark in self._remarks.values():
            listed[remark.outcome] += remark.number
        return {
            outcome: number - listed[outcome] for outcome, number in self._number.items() if number > listed[outcome]
        }
