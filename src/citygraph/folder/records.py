"""Records as a file writes them, with the places of what they say, and with what they leave for the checks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from citygraph.domain.terms import NODE_TYPES
from citygraph.folder.diagnostics import Span
from citygraph.folder.yaml_text import Locator

Place = tuple[int, int]
"""Where something stands in its document: start and end offset."""


@dataclass(slots=True, eq=False)
class Part:
    """The smallest thing that a mistake costs: all of a record (no ``path``), one of its keys, or an item of a list.

    ``sound`` is what the parser found; what the checks find, they say with the part.
    """

    path: tuple[str, int] | tuple[str] | tuple[()] = ()
    sound: bool = True


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
    """One record as a file writes it: its ``data``, by the TypedDict of its type, and the places of what it says.

    ``owner`` is the official whose post a tie is.
    """

    type: str
    id: str
    document: Locator
    place: Place
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    whole: Part = field(default_factory=Part)
    parts: list[Part] = field(default_factory=list)
    owner: Record | None = None

    def span(self, key: str = "") -> Span:
        """Where the record, or the value of one of its keys, stands."""
        return self.document.span(*self.places.get(key, self.place))

    def without(self, wrong: Collection[Part]) -> dict[str, Any] | None:
        """A copy of the data without the parts that are wrong; None if nothing is left to answer from.

        Nodes and sources stay, without what is wrong in them; ties and statements go.
        """
        if self.type not in (*NODE_TYPES, "source") and (not self.whole.sound or self.whole in wrong):
            return None
        if not self.parts and not wrong:
            return self.data
        paths = [part.path for part in self.parts if part.path and (not part.sound or part in wrong)]
        keys = {path[0] for path in paths if len(path) == 1}
        items = {path for path in paths if len(path) == 2}
        data = {key: value for key, value in self.data.items() if key not in keys}
        for key in {path[0] for path in items} & data.keys():
            data[key] = [item for index, item in enumerate(data[key]) if (key, index) not in items]
        return data
