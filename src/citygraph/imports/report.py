"""The report of an import: remarks on rows, records and columns, and the totals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Outcome = Literal["refused", "doubtful", "unread", "linked", "unsure", "added", "changed", "gone", "kept"]


class Remark(NamedTuple):
    """A remark on a row, a record or a column: its outcome, its place, its name, and the reason."""

    outcome: Outcome
    where: str
    what: str
    why: str


@dataclass(slots=True)
class ImportReport:
    """All remarks on an import, and its totals. ``mapped`` says how the columns were read, ``read`` is the number of
    rows, ``written`` the number of records by type, ``statuses`` the number of ties by status. ``updates`` is True if
    there was an earlier import."""

    remarks: list[Remark] = field(default_factory=list)
    mapped: list[str] = field(default_factory=list)
    read: int = 0
    written: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    updates: bool = False

    def tell(self, outcome: Outcome, where: str, what: str, why: str) -> None:
        self.remarks.append(Remark(outcome, where, what, why))

    def count(self, *outcomes: Outcome) -> int:
        return sum(remark.outcome in outcomes for remark in self.remarks)
