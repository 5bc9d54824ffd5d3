"""Graphs in the JSON of graphology, which Gephi Lite and Sigma use: nodes have a ``key`` and ``attributes``."""

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
    """The nodes, then the edges: their keys are in the column ``id``. An edge has a direction unless it, or the whole
    graph, says that it has none."""
    text = decoded(file, how.encoding)
    graph = value_in(file, text, how.says)
    how.has_read(len(text))
    if not is_graph(graph):
        raise CityGraphError(f"{file}: this is no JSON of graphology: its `nodes` have no `key`")
    options = graph.get("options")
    is_undirected = isinstance(options, dict) and options.get("type") == "undirected"
    for number, node in enumerate(graph["nodes"], 1):
        yield _row(number, node, ("key",), None)
    for number, edge in enumerate(graph["edges"], 1):
        undirected = edge.get("undirected", is_undirected) if isinstance(edge, dict) else False
        yield _row(number, edge, ("source", "target"), undirected is not True)


def is_graph(value: Any) -> bool:
    """True if a JSON value is a graph of graphology: every node is an object with a key, and nothing else but its
    attributes."""
    if not isinstance(value, dict) or not isinstance(value.get("nodes"), list):
        return False
    if not isinstance(value.get("edges"), list):
        return False
    return ("options" in value or "attributes" in value) and all(
        isinstance(node, dict) and "key" in node and node.keys() <= {"key", "attributes"} for node in value["nodes"]
    )


_NO_COLUMNS = ("attributes", "undirected")


def _row(number: int, item: Any, needed: tuple[str, ...], directed: bool | None) -> ForeignRow | UnreadableRow:
    called = "node" if directed is None else "edge"
    if not isinstance(item, dict):
        return UnreadableRow(number, f"the {called} is no object")
    given = item.get("attributes")
    own = {"id" if name == "key" else name: value for name, value in item.items() if name not in _NO_COLUMNS}
    try:
        values = columns_of({**own, **(given if isinstance(given, dict) else {}), **own})
    except TooDeep as error:
        return UnreadableRow(number, str(error))
    if missing := [name for name in needed if not values.get("id" if name == "key" else name)]:
        return UnreadableRow(number, f"the {called} has no {missing[0]}", values.get("label", ""))
    return ForeignRow(number, "node" if called == "node" else "tie", values, directed)
