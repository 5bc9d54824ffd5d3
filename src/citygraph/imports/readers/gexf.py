"""Graphs in GEXF 1.1 to 1.3, as Gephi writes them, with their attributes and the times of their edges."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow
from citygraph.imports.xml import Element, elements

UNIT = "line"
TAKES = frozenset[str]()
_DIRECTED = {"directed": True, "undirected": False, "mutual": False}


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """Nodes and edges in the order of the file. An attribute's title names its column. A node inside another one has
    the id of that in the column ``parent``."""
    titles: dict[tuple[str, str], str] = {}
    defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    interrupted = 0
    for element in elements(file, "gexf", frozenset({"attributes", "node", "edge"}), how.has_read):
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
            yield UnreadableRow(element.line, f"the {element.name} has no {missing[0]}", values.get("label", ""))
        elif element.name == "node":
            outer = element.around("node")
            if parent := given.get("pid") or (outer.attributes.get("id") if outer else ""):
                values.setdefault("parent", parent)
            yield ForeignRow(element.line, "node", values)
        else:
            interrupted += _note_spells(element, values)
            graph = element.around("graph")
            type = given.get("type") or (graph.attributes.get("defaultedgetype", "") if graph else "")
            yield ForeignRow(element.line, "tie", values, _DIRECTED.get(type, False))
    if interrupted:
        edges = (
            "1 edge has several spells: it is"
            if interrupted == 1
            else f"{interrupted:,} edges have several spells: each is"
        )
        how.says(f"{file.name}: {edges} one tie, from the first day to the last; its notes have the spells")


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
    if spells := _spells(element):
        for name, spell in (("start", spells[0]), ("end", spells[-1])):
            if text := spell.get(name, ""):
                values[name] = text
    return values


def _spells(element: Element) -> list[dict[str, str]]:
    return [spell.attributes for group in element.children if group.name == "spells" for spell in group.each("spell")]


_DATED = frozenset({"since", "until", "on", "history"})


def _note_spells(element: Element, values: dict[str, str]) -> bool:
    """Note the spells of an edge, if it has several, and no attribute that says the same: a tie has one beginning and
    one end. True if it is so."""
    spells = _spells(element)
    if len(spells) < 2 or not _DATED.isdisjoint(values):
        return False
    text = "spells: " + "; ".join(f"{spell.get('start', '')}/{spell.get('end', '')}" for spell in spells)
    values["notes"] = f"{values['notes']}; {text}" if values.get("notes") else text
    return True
