"""Graphs in GraphML, as Gephi, yEd, igraph, networkx and citygraph itself write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow
from citygraph.imports.xml import Element, elements

UNIT = "line"
TAKES = frozenset[str]()
_DIRECTED = {"true": True, "false": False}


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """Nodes and edges in the order of the file. The name of a key names its column; labels of yEd go into ``label``. A
    node inside another one has the id of that in the column ``parent``; an edge may have the columns ``sourceport`` and
    ``targetport``. A hyperedge is refused."""
    names: dict[str, str] = {}
    defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    for element in elements(file, "graphml", frozenset({"key", "node", "edge", "hyperedge"}), how.has_read):
        given = element.attributes
        if element.name == "key":
            key = given.get("id", "")
            name = names[key] = given.get("attr.name") or key
            for scope in defaults if given.get("for", "all") == "all" else (given["for"],):
                for words in element.each("default"):
                    defaults.setdefault(scope, {})[name] = words.text.strip()
            continue
        if element.name == "hyperedge":
            ends = [end.attributes.get("node", "") for end in element.each("endpoint")]
            yield UnreadableRow(element.line, _HYPEREDGE, ", ".join(ends))
            continue
        needed = ("id",) if element.name == "node" else ("source", "target")
        if missing := [name for name in needed if not given.get(name)]:
            yield UnreadableRow(element.line, f"the {element.name} has no {missing[0]}")
            continue
        values = {**defaults[element.name], **_data(element, names), **{name: given[name] for name in needed}}
        if element.name == "node":
            if outer := element.around("node"):
                values.setdefault("parent", outer.attributes.get("id", ""))
            yield ForeignRow(element.line, "node", values)
        else:
            values |= {name: given[name] for name in _PORTS if given.get(name)}
            graph = element.around("graph")
            is_directed = graph is None or graph.attributes.get("edgedefault") != "undirected"
            yield ForeignRow(element.line, "tie", values, _DIRECTED.get(given.get("directed", ""), is_directed))


_PORTS = ("sourceport", "targetport")
_HYPEREDGE = "this is a hyperedge, and a tie has two ends; write an edge for each pair, or a node for what they share"


def _data(element: Element, names: dict[str, str]) -> dict[str, str]:
    values = {}
    for data in element.children:
        if data.name == "data":
            labels = [label for name in ("NodeLabel", "EdgeLabel") for label in data.each(name)]
            if labels:
                values["label"] = labels[0].text.strip()
            elif words := data.words:
                values[names.get(data.attributes.get("key", ""), data.attributes.get("key", ""))] = words
    return values
