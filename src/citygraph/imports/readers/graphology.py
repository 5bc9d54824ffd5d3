"""Graphs in the JSON of graphology, as Sigma uses it, and in files of Gephi Lite: nodes have a ``key`` and
``attributes``."""

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
    graph = graph_in(value_in(file, text, how.says))
    how.has_read(len(text))
    if graph is None:
        raise CityGraphError(f"{file}: this is no JSON of graphology: its `nodes` have no `key`")
    options = graph.get("options")
    is_undirected = isinstance(options, dict) and options.get("type") == "undirected"
    for number, node in enumerate(graph["nodes"], 1):
        yield _row(number, node, ("key",), None)
    for number, edge in enumerate(graph["edges"], 1):
        undirected = edge.get("undirected", is_undirected) if isinstance(edge, dict) else False
        yield _row(number, edge, ("source", "target"), undirected is not True)


def graph_in(value: Any) -> dict[str, Any] | None:
    """The graph of graphology that a JSON value is, or that a file of Gephi Lite has; None if there is none. Every node
    is an object with a key, and nothing else but its attributes."""
    if not isinstance(value, dict):
        return None
    if value.get("type") == "gephi-lite" and isinstance(dataset := value.get("graphDataset"), dict):
        return _of_gephi_lite(dataset)
    nodes, edges = value.get("nodes"), value.get("edges")
    if not isinstance(nodes, list) or not isinstance(edges, list):
        return None
    if not all(isinstance(node, dict) and "key" in node and node.keys() <= {"key", "attributes"} for node in nodes):
        return None
    says_so = "options" in value or "attributes" in value
    return value if says_so or any(isinstance(node.get("attributes"), dict) for node in nodes) else None


def _of_gephi_lite(dataset: dict[str, Any]) -> dict[str, Any] | None:
    """The whole graph in a file of Gephi Lite, which keeps the attributes of nodes and edges beside it, by their
    keys."""
    graph = graph_in(dataset.get("fullGraph"))
    if graph is None:
        return None
    lists = {}
    for name, beside in (("nodes", "nodeData"), ("edges", "edgeData")):
        known = dataset.get(beside)
        known = known if isinstance(known, dict) else {}
        lists[name] = [
            {"attributes": known.get(item.get("key")), **item} if isinstance(item, dict) else item
            for item in graph[name]
        ]
    return {**graph, **lists}


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
