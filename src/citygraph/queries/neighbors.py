"""Who is tied to this, how, since when, from which source?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citygraph.graph import ReadGraph, ends
from citygraph.lens import Lens
from citygraph.model import Held
from citygraph.queries.rows import TieFacts, only_if_asked, reading_order, tie_facts


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
    seen = {node}
    level = [node]
    for distance in range(1, hops + 1):
        reached = [
            (via, end)
            for via in level
            for end in ends(graph, via)
            if end.node not in seen and lens.admits_tie(end.data) and lens.admits_node(graph.nodes[end.node])
        ]
        for via, end in sorted(reached, key=reading_order(graph)):
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
        level = sorted({end.node for _, end in reached})
        if not level:
            return
        seen.update(level)
