"""Graphs in GEXF 1.1 to 1.3, as Gephi writes them, with their attributes and the times of their edges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from citygraph.imports.gexf_times import GexfTimes, Spell, in_words, over_time
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow
from citygraph.imports.status_history import as_text
from citygraph.imports.xml import Element, elements

UNIT = "line"
TAKES = frozenset[str]()
_DIRECTED = {"directed": True, "undirected": False, "mutual": False}


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """Nodes and edges in the order of the file. An attribute's title names its column. A node inside another one has
    the id of that in the column ``parent``."""
    titles: dict[tuple[str, str], str] = {}
    defaults: dict[str, dict[str, str]] = {"node": {}, "edge": {}}
    interrupted, times = 0, GexfTimes()
    drawn: dict[str, None] = {}
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
        spells = times.spells(element)
        own = _values(element, titles, spells, times)
        usual = defaults[element.name].items()  # what has values with times need not have it at other ones
        values = {**{title: text for title, text in usual if over_time(title) not in own}, **own}
        drawn |= {child.name: None for child in element.children if child.name in _DRAWN}
        needed = ("id",) if element.name == "node" else ("source", "target")
        if missing := [name for name in needed if name not in values]:
            yield UnreadableRow(element.line, f"the {element.name} has no {missing[0]}", values.get("label", ""))
        elif element.name == "node":
            if parents := _parents(element):
                values.setdefault("parent" if len(parents) == 1 else "parents", "; ".join(parents))
            yield ForeignRow(element.line, "node", values)
        else:
            interrupted += _add_history(spells, values)
            graph = element.around("graph")
            type = given.get("type") or (graph.attributes.get("defaultedgetype", "") if graph else "")
            yield ForeignRow(element.line, "tie", values, _DIRECTED.get(type, False))
    if interrupted:
        edges = "1 edge has several spells" if interrupted == 1 else f"{interrupted:,} edges have several spells"
        how.says(f"{file.name}: {edges}: each is one tie with a dated history, which had ended between two of them")
    if drawn:
        how.says(f"{file.name}: how a program draws it is not read: {', '.join(drawn)}")
    for sentence in times.said():
        how.says(f"{file.name}: {sentence}")


_DRAWN = frozenset({"color", "position", "size", "shape", "thickness"})


def _parents(node: Element) -> list[str]:
    """The ids of the nodes that a node is inside of."""
    outer = node.around("node")
    own = node.attributes.get("pid") or (outer.attributes.get("id", "") if outer else "")
    others = (parent.attributes.get("for", "") for group in node.children for parent in group.each("parent"))
    return list(dict.fromkeys(filter(None, (own, *others))))


_TAKEN = {
    "node": ("id", "label"),
    "edge": ("source", "target", "label", "kind", "weight"),
}


def _values(
    element: Element, titles: dict[tuple[str, str], str], spells: Sequence[Spell], times: GexfTimes
) -> dict[str, str]:
    """The values of an element: its XML attributes, its ``attvalues``, and the first and last time of its spells."""
    given = element.attributes
    values = {name: given[name] for name in _TAKEN[element.name] if given.get(name)}
    if spells:
        values |= {name: text for name, text in (("start", spells[0].start), ("end", spells[-1].end)) if text}
    if moments := times.moments(element):
        values |= {"timestamp": moments[0]} | ({"last timestamp": moments[-1]} if len(moments) > 1 else {})
    several: dict[str, list[Element]] = {}
    for group in element.children:
        if group.name == "attvalues":
            for value in group.each("attvalue"):
                key = value.attributes.get("for") or value.attributes.get("id", "")
                several.setdefault(titles.get((element.name, key), key), []).append(value)
    for title, those in several.items():
        values |= times.values(title, those)
    if _has_gaps(spells) and (element.name == "node" or not _DATED.isdisjoint(values)):
        values["spells"] = in_words(spells)
    return values


def _has_gaps(spells: Sequence[Spell]) -> bool:
    return any(before.end != after.start for before, after in pairwise(spells))


_DATED = frozenset({"since", "until", "on", "history", "status"})


def _add_history(spells: Sequence[Spell], values: dict[str, str]) -> bool:
    """Give an edge of several spells a dated history, unless it has attributes that say how it stood: between two
    spells it had ended, and within one nothing says how it stood. True if it has one now."""
    if len(spells) < 2 or not _DATED.isdisjoint(values):
        return False
    entries = [("unknown", spells[0].start)]
    for before, after in pairwise(spells):
        if before.end != after.start:
            entries += ("ended", before.end), ("unknown", after.start)
    if len(entries) == 1:
        return False
    values["status"] = as_text(entries)
    return True
