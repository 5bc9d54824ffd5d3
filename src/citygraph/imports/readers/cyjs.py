"""Graphs in the JSON of Cytoscape and Cytoscape.js, as networkx and citygraph write it, too: ``elements``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.imports.files import decoded
from citygraph.imports.json_rows import columns_of
from citygraph.imports.json_text import TooDeep, value_in
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

UNIT = "item"
TAKES = frozenset[str]({"encoding"})


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The nodes and edges: their ``data``, the place of a node as ``x`` and ``y``, its ``classes``. A node inside
    another one has the id of that in the column ``parent``. Only networkx says whether edges have a direction."""
    text = decoded(file, how.encoding)
    graph = value_in(file, text, how.says)
    how.has_read(len(text))
    items = items_in(graph)
    if items is None:
        raise CityGraphError(f"{file}: this is no JSON of Cytoscape: it has no `elements` with `nodes` and `edges`")
    says = graph.get("directed") if isinstance(graph, dict) else None
    directed = says if isinstance(says, bool) else None
    for number, (is_edge, item) in enumerate(items, 1):
        data = item.get("data") if isinstance(item, dict) else None
        if not isinstance(data, dict):
            yield UnreadableRow(number, "the element has no `data`")
            continue
        try:
            values = columns_of({**data, **{name: value for name, value in _beside(item, is_edge) if name not in data}})
        except TooDeep as error:
            yield UnreadableRow(number, str(error))
            continue
        needed = ("source", "target") if is_edge else ("id",)
        if missing := [name for name in needed if not values.get(name)]:
            what = values.get("label", "") or values.get("name", "")
            yield UnreadableRow(number, f"the {'edge' if is_edge else 'node'} has no {missing[0]}", what)
        else:
            yield ForeignRow(number, "tie" if is_edge else "node", values, directed if is_edge else None)


def items_in(graph: Any) -> list[tuple[bool, Any]] | None:
    """The elements of a graph, each with whether it is an edge; None if it is no graph of Cytoscape. Some files have
    the lists of nodes and edges alone."""
    elements = graph.get("elements", graph) if isinstance(graph, dict) else graph
    if isinstance(elements, dict):
        lists = [elements.get("nodes", []), elements.get("edges", [])]
        if not elements.keys() & {"nodes", "edges"} or not all(isinstance(one, list) for one in lists):
            return None
        if elements is graph and not all(map(_has_data, lists[0][:1] or [None])):
            return None  # nodes and links of another program
        return [(is_edge, item) for is_edge, items in zip((False, True), lists, strict=True) for item in items]
    if not isinstance(elements, list) or not any(map(_is_edge, elements)):
        return None
    if not all(map(_has_data, elements)):
        return None
    return sorted(((_is_edge(item), item) for item in elements), key=lambda each: each[0])


def _has_data(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("data"), dict)


def _is_edge(item: Any) -> bool:
    if not _has_data(item):
        return False
    data = item["data"]
    return bool(item["group"] == "edges" if "group" in item else {"source", "target"} <= data.keys())


def _beside(item: dict[str, Any], is_edge: bool) -> Iterator[tuple[str, Any]]:
    """What stands beside the data of an element and is no state of a drawing."""
    place = item.get("position")
    if isinstance(place, dict) and not is_edge:
        yield from ((axis, place[axis]) for axis in ("x", "y") if axis in place)
    if item.get("classes"):
        yield "classes", item["classes"]
