"""Graphs in GEXF 1.1 to 1.3, as Gephi writes them, with their attributes and the times of their edges."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow
from citygraph.imports.xml import Element, elements

UNIT = "line"
_DIRECTED = {"directed": True, "undirected": False, "mutual": False}


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """Nodes and edges in the order of the file. An attribute's title names its column."""
    titles: dict[tuple[str, str], str] = {}
    defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    outer: dict[str, dict[str, str]] = {}

    def starts(element: Element) -> None:
        outer.setdefault(element.name, element.attributes)

    for element in elements(file, frozenset({"attributes", "node", "edge"}), how.has_read, starts):
        given = element.attributes
        if element.name == "attributes":
            scope = given.get("class", "node")
            for attribute in element.each("attribute"):
                key = attribute.attributes.get("id", "")
                title = titles[scope, key] = attribute.attributes.get("title") or key
                for words in attribute.each("default"):
                    defaults.setdefault(scope, {})[title] = words.text.strip()
            continue
        values = {**defaults[element.name], **_values(element, titles)}
        needed = ("id",) if element.name == "node" else ("source", "target")
        if missing := [name for name in needed if name not in values]:
            yield UnreadableRow(element.line, f"the {element.name} has no {missing[0]}")
        elif element.name == "node":
            yield ForeignRow(element.line, "node", values)
        else:
            type = given.get("type") or outer.get("graph", {}).get("defaultedgetype", "undirected")
            yield ForeignRow(element.line, "tie", values, _DIRECTED.get(type, False))
    if "gexf" not in outer:
        raise CityGraphError(f"{file}: this is not a GEXF file")


_TAKEN = {
    "node": ("id", "label", "start", "end"),
    "edge": ("source", "target", "label", "kind", "start", "end", "weight"),
}


def _values(element: Element, titles: dict[tuple[str, str], str]) -> dict[str, str]:
    """The values of an element: its XML attributes, its ``attvalues``, and the first and last time of its spells."""
    given = element.attributes
    values = {name: given[name] for name in _TAKEN[element.name] if given.get(name)}
    for group in element.children:
        if group.name == "attvalues":
            for value in group.each("attvalue"):
                key = value.attributes.get("for") or value.attributes.get("id", "")
                if text := value.attributes.get("value", "").strip():
                    values[titles.get((element.name, key), key)] = text
        elif group.name == "spells":
            spells = [spell.attributes for spell in group.each("spell")]
            for name, spell in (("start", spells[:1]), ("end", spells[-1:])):
                if spell and (text := spell[0].get(name, "")):
                    values[name] = text
    return values
