"""A tie, or a post, that rows of an import tell of."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import NamedTuple

from citygraph.domain.kinds import Kind
from citygraph.imports.columns.targets import Shape
from citygraph.imports.entity import Entity


@dataclass(slots=True, eq=False)
class EntityTie:
    """A future tie, or a future post of an official: its ``facts`` by target, its figures, and its evidence. Rows with
    the same ``pattern`` say the same of their ties, but for the ends and the one date."""

    shape: Shape
    kind: Kind
    start: Entity
    end: Entity
    where: str
    facts: dict[str, str] = field(default_factory=dict)
    figures: list[dict[str, str]] = field(default_factory=list)
    evidence: list[dict[str, str]] = field(default_factory=list)
    pattern: Hashable = None

    def __str__(self) -> str:
        return f"{self.start.name} – {self.end.name}"


class TieLike(NamedTuple):
    """A future tie whose row has the pattern of an earlier one: its ends and its date, which may be empty."""

    pattern: Hashable
    start: Entity
    end: Entity
    date: str
