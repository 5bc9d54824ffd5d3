"""What there is to say of an import, row by row and in all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Outcome = Literal["refused", "doubtful", "unread", "linked", "unsure", "added", "changed", "gone", "kept"]


class Remark(NamedTuple):
    """Something that a person should know of a row, a record or a column: what came of it, where it stands, what it is,
    and why."""

    outcome: Outcome
    where: str
    what: str
    why: str


@dataclass(slots=True)
class Report:
    """All remarks on an import, how its columns were read (``mapped``), and what it did: rows ``read``, records
    ``written`` by their type, and whether there was something before that it ``updates``."""

    remarks: list[Remark] = field(default_factory=list)
    mapped: list[str] = field(default_factory=list)
    read: int = 0
    written: Counter[str] = field(default_factory=Counter)
    updates: bool = False

    def tell(self, outcome: Outcome, where: str, what: str, why: str) -> None:
        self.remarks.append(Remark(outcome, where, what, why))

    def count(self, *outcomes: Outcome) -> int:
        return sum(remark.outcome in outcomes for remark in self.remarks)
