"""Graphs in GraphML, as Gephi, yEd, igraph, networkx and citygraph itself write them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow
from citygraph.imports.xml import Element, elements

UNIT = "line"
_DIRECTED = {"true": True, "false": False}


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """Nodes and edges in the order of the file. The name of a key names its column; labels of yEd go into ``label``."""
    names: dict[str, str] = {}
    defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    outer: dict[str, dict[str, str]] = {}

    def starts(element: Element) -> None:
        outer.setdefault(element.name, element.attributes)

    for element in elements(file, frozenset({"key", "node", "edge"}), how.has_read, starts):
        given = element.attributes
        if element.name == "key":
            key = given.get("id", "")
            name = names[key] = given.get("attr.name") or key
            for scope in defaults if given.get("for", "all") == "all" else (given["for"],):
                for words in element.each("default"):
                    defaults.setdefault(scope, {})[name] = words.text.strip()
            continue
        needed = ("id",) if element.name == "node" else ("source", "target")
        if missing := [name for name in needed if not given.get(name)]:
            yield UnreadableRow(element.line, f"the {element.name} has no {missing[0]}")
            continue
        values = {**defaults[element.name], **_data(element, names), **{name: given[name] for name in needed}}
        if element.name == "node":
            yield ForeignRow(element.line, "node", values)
        else:
            is_directed = outer.get("graph", {}).get("edgedefault") != "undirected"
            yield ForeignRow(element.line, "tie", values, _DIRECTED.get(given.get("directed", ""), is_directed))
    if "graphml" not in outer:
        raise CityGraphError(f"{file}: this is not a GraphML file")


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
