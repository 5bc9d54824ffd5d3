"""Which ties are there? A list, filtered; between two nodes or two countries; and who holds which post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citygraph.graph import Attributes, End, ReadGraph, ends
from citygraph.lens import Lens
from citygraph.model import Held
from citygraph.queries.rows import TieFacts, only_if_asked, tie_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(TieFacts):
    """One tie, read in its own direction. ``title`` is a name of its own, of a post the post's."""

    from_: str
    to: str
    title: str | None
    held: Held | None = only_if_asked()


def ties(graph: ReadGraph, lens: Lens | None = None, *, between: tuple[str, str] | None = None) -> Iterator[Tie]:
    """All ties that the lens shows, in order of their ids.

    ``between`` two nodes: only those with one at each end. A country stands for itself and all that lies in it.
    """
    lens = lens or Lens()
    found = _all(graph) if between is None else _between(graph, *between)
    by_id = {end.tie: (start, end) for start, end in found}
    for _, (start, end) in sorted(by_id.items()):
        if lens.admits_tie(end.data) and is_listed(lens, graph.nodes[start], graph.nodes[end.node]):
            yield tie_row(graph, start, end, lens)


def tie_row(graph: ReadGraph, start: str, end: End, lens: Lens) -> Tie:
    """The row of a tie that starts at ``start``."""
    return Tie(
        **tie_facts(graph, end, lens), from_=start, to=end.node, title=end.data.get("title"), held=lens.held(end.data)
    )


def is_listed(lens: Lens, one: Attributes, other: Attributes) -> bool:
    """In a list of ties, one end that is asked for is enough; neither may be one that was told to stay out."""
    if lens.excludes_node(one) or lens.excludes_node(other):
        return False
    return lens.admits_node(one) or lens.admits_node(other)


def _all(graph: ReadGraph) -> Iterator[tuple[str, End]]:
    for node in graph.nodes:
        for other, parallel in graph.adj[node].items():
            for tie, data in parallel.items():
                yield node, End(other, tie, "both" if data["symmetric"] else "out", data)


def _between(graph: ReadGraph, one: str, other: str) -> Iterator[tuple[str, End]]:
    ones, others = _stands_for(graph, one), _stands_for(graph, other)
    for node in ones:
        for end in ends(graph, node):
            if end.node in others:
                if end.direction == "in":
                    yield end.node, End(node, end.tie, "out", end.data)
                elif end.direction == "both" and end.node < node:
                    yield end.node, End(node, end.tie, "both", end.data)
                else:
                    yield node, end


def _stands_for(graph: ReadGraph, id: str) -> set[str]:
    if id not in graph.nodes:  # a country's code, of which the folder has no record
        return {node for node, data in graph.nodes.items() if data["country"] == id}
    node = graph.nodes[id]
    if node["type"] != "country":
        return {id}
    return {id, *(other for other, data in graph.nodes.items() if data["country"] == node["country"])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Tie):
    """A public post: an official (``from_``) holds ``title`` at a place (``to``)."""

    name: str
    of: str
    seen: str | None


def officials(graph: ReadGraph, node: str | None = None, lens: Lens | None = None) -> Iterator[Post]:
    """Who holds or held which public post: of a person, those of theirs; of a place, also those in what is part of
    it, as its council; of none, all. In order of the ties' ids."""
    lens = lens or Lens()
    nodes = graph.nodes if node is None else _with_parts(graph, node)
    held = {
        end.tie: (here, end) if end.direction == "out" else (end.node, End(here, end.tie, "out", end.data))
        for here in nodes
        for end in ends(graph, here)
        if end.data["kind"] == "holds-post"
    }
    for _, (official, end) in sorted(held.items()):
        if lens.admits_tie(end.data) and is_listed(lens, graph.nodes[official], graph.nodes[end.node]):
            row = tie_row(graph, official, end, lens)
            values = {name: getattr(row, name) for name in Tie.__dataclass_fields__}
            name, of = graph.nodes[official]["name"], graph.nodes[end.node]["name"]
            yield Post(**values, name=name, of=of, seen=end.data.get("seen"))


def _with_parts(graph: ReadGraph, place: str) -> set[str]:
    found, todo = {place}, [place]
    while todo:
        for end in ends(graph, todo.pop(), "toward"):
            if end.data["kind"] == "part-of" and end.node not in found:
                found.add(end.node)
                todo.append(end.node)
    return found
