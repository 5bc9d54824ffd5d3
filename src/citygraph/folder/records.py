"""Records as a file writes them: their data, the places of their values, and the references and quotations that the
checks look up."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from citygraph.domain.terms import NODE_TYPES
from citygraph.folder.diagnostics import Span
from citygraph.folder.yaml_text import Locator

Place = tuple[int, int]
"""A place in a document: start and end offset."""


@dataclass(slots=True, eq=False)
class RecordPart:
    """The smallest thing that a mistake can cost: a whole record (no ``path``), one of its keys, or an item of a list.

    ``sound`` is the parser's verdict. The checks do not change it; they return the wrong parts.
    """

    path: tuple[str, int] | tuple[str] | tuple[()] = ()
    sound: bool = True


@dataclass(slots=True, eq=False)
class Reference:
    """A record names another record by its id ``target``, under the key ``key``. The target must have one of
    ``types``."""

    target: str
    types: tuple[str, ...]
    key: str
    place: Place
    part: RecordPart


@dataclass(slots=True, eq=False)
class Quotation:
    """A record quotes ``words`` from the source with the id ``source``."""

    source: str
    words: str
    place: Place


@dataclass(slots=True, eq=False)
class Record:
    """One record as a file writes it: its ``data``, shaped as the TypedDict of its type, and the ``places`` of its
    values.

    If a tie is a post, ``owner`` is the official who holds it.
    """

    type: str
    id: str
    document: Locator
    place: Place
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    whole: RecordPart = field(default_factory=RecordPart)
    parts: list[RecordPart] = field(default_factory=list)
    owner: Record | None = None

    def span(self, key: str = "") -> Span:
        """The place of the record, or of the value of one of its keys."""
        return self.document.span(*self.places.get(key, self.place))

    def without(self, wrong: Collection[RecordPart]) -> dict[str, Any] | None:
        """The data without the wrong parts; None if the whole record must be left out.

        A node or a source stays, without its wrong parts. A tie or a statement with a mistake is left out.
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
