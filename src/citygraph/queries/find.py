"""Which record is it? A search over all names, in any spelling and script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citygraph.graph import ReadGraph, ends
from citygraph.lens import Filter, Lens
from citygraph.names import Name, NameIndex, fold


@dataclass(frozen=True, slots=True)
class Found:
    """One record that goes by the text: ``matched`` is the name that fits and ``how`` what it is to the record
    (id, name, alias, a language tag, identifier, subject)."""

    id: str
    name: str
    type: str
    country: str | None
    matched: str
    how: str


def find(graph: ReadGraph, text: str, lens: Lens | None = None) -> Iterator[Found]:
    """Every node and source that has ``text`` in one of its names, or is known for it; the closest first: the whole
    name, its beginning, the beginning of a word, inside. If there is none, those with a name that is spelled much
    like it."""
    lens = lens or Lens()
    index: NameIndex = graph.graph["names"]
    best: dict[str, tuple[int, int, Name]] = {}
    for name in (*index, *_subjects(graph)):
        rank = _rank(name.text, text)
        if rank is not None:
            candidate = (rank, _HOW.get(name.how, 3), name)
            if name.id not in best or candidate[:2] < best[name.id][:2]:
                best[name.id] = candidate
    if best:
        names = [name for _, _, name in sorted(best.values(), key=lambda found: (found[0], found[1], found[2].id))]
    else:
        names = [Name(id, describe(graph, id)[0], "spelled alike") for id in index.near(text, limit=10)]
    for name in names:
        called, type, country = describe(graph, name.id)
        node = graph.nodes.get(name.id)
        if lens.is_empty or (node is not None and lens.admits_node(node) and _has_tie(graph, name.id, lens)):
            yield Found(name.id, called, type, country, name.text, name.how)


def _has_tie(graph: ReadGraph, id: str, lens: Lens) -> bool:
    """Whether a node has a tie of those that the lens asks for, if it asks for any."""
    asked = lens.asks_for_ties or lens.sources != Filter()
    return not asked or any(lens.admits_tie(end.data) for end in ends(graph, id))


_HOW = {"name": 0, "alias": 1, "id": 2}


def _rank(name: str, text: str) -> int | None:
    key, wanted = fold(name), fold(text)
    if key == wanted:
        return 0
    if key.startswith(wanted):
        return 1
    if any(fold(word).startswith(wanted) for word in name.split()):
        return 2
    return 3 if wanted in key else None


def _subjects(graph: ReadGraph) -> Iterator[Name]:
    for id, node in graph.nodes.items():
        for key in ("known_for", "tags"):
            for word in node["record"].get(key, ()):
                yield Name(id, word, "known for" if key == "known_for" else "tag")


def describe(graph: ReadGraph, id: str) -> tuple[str, str, str | None]:
    """Name, type and country of a node or a source."""
    node = graph.nodes.get(id)
    if node is not None:
        return node["name"], node["type"], node["country"]
    return graph.graph["sources"][id].get("title", id), "source", None
