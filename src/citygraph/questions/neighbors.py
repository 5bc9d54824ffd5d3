"""Who is tied to this, how, since when, from which source?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citygraph.domain.lens import Lens
from citygraph.domain.terms import Held
from citygraph.graph.interface import ReadGraph
from citygraph.graph.reach import reached
from citygraph.graph.tie_facts import TieFacts, only_if_asked, tie_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor(TieFacts):
    """One tie that leads to ``node``, ``distance`` hops away, read from the node before it: ``via``, if more than one
    hop is asked for."""

    node: str
    name: str
    type: str
    country: str | None
    distance: int
    via: str | None = only_if_asked()
    held: Held | None = only_if_asked()


def neighbors(graph: ReadGraph, node: str, lens: Lens | None = None, *, hops: int = 1) -> Iterator[Neighbor]:
    """The ties of a node, by distance; up to ``hops`` away, those by which each node is reached in fewest hops.

    A node that the lens does not admit is not stepped through either.
    """
    lens = lens or Lens()
    for distance, via, end in reached(graph, node, lens, hops):
        other = graph.nodes[end.node]
        yield Neighbor(
            **tie_facts(graph, end, lens),
            node=end.node,
            name=other["name"],
            type=other["type"],
            country=other["country"],
            distance=distance,
            via=via if hops > 1 else None,
            held=lens.held(end.data),
        )


def count_neighbors(graph: ReadGraph, node: str, lens: Lens | None = None, *, hops: int = 1) -> int:
    """How many rows :func:`neighbors` has."""
    if hops == 1 and (lens is None or lens.is_empty):
        return graph.degree[node]
    return sum(1 for _ in reached(graph, node, lens or Lens(), hops))
