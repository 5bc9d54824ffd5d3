"""A tie, or a post, that rows of an import tell of."""

from __future__ import annotations

from dataclasses import dataclass, field

from citygraph.domain.kinds import Kind
from citygraph.imports.columns.targets import Shape
from citygraph.imports.entity import Entity


@dataclass(slots=True, eq=False)
class EntityTie:
    """A future tie, or a future post of an official: its ``facts`` by target, its figures, and its evidence."""

    shape: Shape
    kind: Kind
    start: Entity
    end: Entity
    where: str
    facts: dict[str, str] = field(default_factory=dict)
    figures: list[dict[str, str]] = field(default_factory=list)
    evidence: list[dict[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.start.name} – {self.end.name}"
