"""What the records of all ties say of sources, papers and figures, without reading each: most differ in their sources
alone, and many rest on the same."""

from __future__ import annotations

import re
from array import array
from itertools import chain
from typing import Any

from citygraph.graph.columns import TiesTold
from citygraph.graph.interface import Attributes
from citygraph.store.graph_view import StoreGraph
from citygraph.store.layout import decoded

_TOLD = re.compile(r'"(?:source":"(?:[^"\\]|\\.)*"|(?:agreement|history|observations|notes)":.*)', re.DOTALL)
"""What tells one record from another here: its sources, and all that follows the first key that may hold sources or
dates of its own, or anything ('notes'). A quotation mark within a text has a backslash before it, so no text has a
key."""


def told(graph: StoreGraph) -> TiesTold:
    """What each tie tells, in the order of the files."""
    places = _Places()
    records = chain.from_iterable(graph.ask("SELECT data FROM _ties ORDER BY t"))
    column = array("i", map(places.__getitem__, map(tuple, map(_TOLD.findall, records))))
    return TiesTold(column, [_read(parts) for parts in places])


class _Places(dict[tuple[str, ...], int]):
    """A place for each sort of record, the next one for a new one."""

    def __missing__(self, parts: tuple[str, ...]) -> int:
        place = self[parts] = len(self)
        return place


def _read(parts: tuple[str, ...]) -> Attributes:
    """The part of a record that was kept of it. Its keys after the sources are the last that it has."""
    sources = [part for part in parts if part.startswith('"source"')]
    more: dict[str, Any] = decoded("{" + parts[-1]) if len(sources) < len(parts) else {}
    return {"evidence": [decoded(f"{{{source}}}") for source in sources] + more.pop("evidence", []), **more}
