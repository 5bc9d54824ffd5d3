"""Which ties are there? A list, filtered; between two nodes or two countries; and who holds which post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citygraph.graph import End, ReadGraph, ends
from citygraph.lens import Lens
from citygraph.queries.rows import TieFacts, only_if_asked, tie_facts
from citygraph.terms import Held


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
    for start, end in _listed(graph, lens, between):
        yield tie_row(graph, start, end, lens)


def count_ties(graph: ReadGraph, lens: Lens | None = None, *, between: tuple[str, str] | None = None) -> int:
    """How many rows :func:`ties` has."""
    if between is None and (lens is None or lens.is_empty):
        return len(graph.graph["ties"])
    return sum(1 for _ in _listed(graph, lens or Lens(), between))


def _listed(graph: ReadGraph, lens: Lens, between: tuple[str, str] | None) -> Iterator[tuple[str, End]]:
    if between is None:
        found = _all(graph)
    else:
        by_id = {end.tie: (start, end) for start, end in _between(graph, *between)}
        found = (tie for _, tie in sorted(by_id.items()))
    return (tie for tie in found if lens.admits_tie(tie[1].data) and is_listed(graph, lens, tie[0], tie[1].node))


def tie_row(graph: ReadGraph, start: str, end: End, lens: Lens) -> Tie:
    """The row of a tie that starts at ``start``."""
    return Tie(
        **tie_facts(graph, end, lens), from_=start, to=end.node, title=end.data.get("title"), held=lens.held(end.data)
    )


def is_listed(graph: ReadGraph, lens: Lens, one: str, other: str) -> bool:
    """In a list of ties, one end that is asked for is enough; neither may be one that was told to stay out."""
    if not lens.asks_for_nodes:
        return True
    ends = (graph.nodes[one], graph.nodes[other])
    return not any(map(lens.excludes_node, ends)) and any(map(lens.admits_node, ends))


def _all(graph: ReadGraph) -> Iterator[tuple[str, End]]:
    for tie, (start, end, data) in graph.graph["ties"].items():
        yield start, End(end, tie, "both" if data["symmetric"] else "out", data)


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
    countries = graph.graph["countries"]
    if id not in graph.nodes:  # a country's code, of which the folder has no record
        return set(countries.get(id, ()))
    node = graph.nodes[id]
    return {id} if node["type"] != "country" else {id, *countries.get(node["country"], ())}


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
    if node is None:
        posts: Iterable[tuple[str, End]] = (tie for tie in _all(graph) if tie[1].data["kind"] == "holds-post")
    else:
        held = {
            end.tie: (here, end) if end.direction == "out" else (end.node, End(here, end.tie, "out", end.data))
            for here in _with_parts(graph, node)
            for end in ends(graph, here)
            if end.data["kind"] == "holds-post"
        }
        posts = (post for _, post in sorted(held.items()))
    for official, end in posts:
        if lens.admits_tie(end.data) and is_listed(graph, lens, official, end.node):
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
