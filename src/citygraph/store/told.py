"""What the records of all ties say, without reading each: most say the same keys, and differ in their sources alone."""

from __future__ import annotations

import re
from array import array
from itertools import chain
from typing import Any

from citygraph.graph.columns import SAID, TiesTold
from citygraph.graph.interface import Attributes
from citygraph.store.graph_view import StoreGraph
from citygraph.store.layout import decoded

_TOLD = re.compile(
    r'"(?:(?:since|on|title|form|quote)":"|source":"(?:[^"\\]|\\.)*"|(?:agreement|history|observations|notes)":.*)',
    re.DOTALL,
)
"""What tells one record from another here: that it has a key, its sources, and all that follows the first key that may
hold sources or dates of its own, or anything ('notes'). A quotation mark within a text has a backslash before it, so no
text has a key."""


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
    """The part of a record that was kept of it."""
    record: dict[str, Any] = {}
    evidence: list[dict[str, Any]] = []
    for part in parts:
        key, _, value = part[1:].partition('":')
        if key == "source":
            evidence.append({**decoded(f"{{{part}}}"), "quote": None})
        elif key == "quote":
            evidence[-1]["quote"] = SAID
        elif value == '"':
            record[key] = SAID
        else:  # it goes to the end
            record |= decoded("{" + part)
    return {**record, "evidence": evidence + record.get("evidence", [])}
