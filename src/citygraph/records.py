"""Records as a file writes them, with the places of what they say, and with what they leave for the checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from citygraph.diagnostics import Span
from citygraph.model import NODE_TYPES
from citygraph.syntax import Document

Place = tuple[int, int]
"""Where something stands in its document: start and end offset."""


@dataclass(slots=True, eq=False)
class Part:
    """The smallest thing that a mistake costs: one key or list item of a record, or (no ``container``) all of it."""

    container: Any = None
    item: Any = None
    sound: bool = True

    def prune(self) -> None:
        """Take the part out of its record, if it is not sound."""
        if self.sound or self.container is None:
            return
        if isinstance(self.container, dict):
            self.container.pop(self.item, None)
        else:
            self.container[:] = [item for item in self.container if item is not self.item]


@dataclass(slots=True, eq=False)
class Reference:
    """A record names another one by its id, which must be of one of ``types``. ``key`` is where, as ``from``."""

    target: str
    types: tuple[str, ...]
    key: str
    place: Place
    part: Part


@dataclass(slots=True, eq=False)
class Quotation:
    """A record quotes a source."""

    source: str
    words: str
    place: Place


@dataclass(slots=True, eq=False)
class Record:
    """One record as a file writes it: its ``data``, by the TypedDict of its type, and the places of what it says."""

    type: str
    id: str
    document: Document
    place: Place
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    whole: Part = field(default_factory=Part)

    def span(self, key: str = "") -> Span:
        """Where the record, or the value of one of its keys, stands."""
        return self.document.span(*self.places.get(key, self.place))

    @property
    def sound(self) -> bool:
        """Whether it can be answered from. Nodes and sources stay, without what is wrong in them; ties and statements
        go."""
        return self.whole.sound or self.type in (*NODE_TYPES, "source")
