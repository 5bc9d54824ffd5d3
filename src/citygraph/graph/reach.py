"""The nodes within some hops of a node: a breadth-first search over ties."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from citygraph.domain.lens import Lens
from citygraph.graph.interface import End, ReadGraph, ends
from citygraph.graph.tie_facts import reading_order


def within(graph: ReadGraph, node: str, lens: Lens | None = None, *, hops: int) -> set[str]:
    """A node, and the nodes that :func:`reached` finds from it."""
    return {node, *(end.node for _, _, end in reached(graph, node, lens or Lens(), hops))}


def _from(graph: ReadGraph, via: str) -> Iterator[tuple[str, End]]:
    return ((via, end) for end in ends(graph, via))


def reached(graph: ReadGraph, node: str, lens: Lens, hops: int) -> Iterator[tuple[int, str, End]]:
    """Each tie that reaches a node in fewest hops, up to ``hops``: the distance, the node before, and the tie as seen
    from there. A generator, since a hub has very many."""
    order = reading_order(graph)
    seen = {node}
    level = {node}
    for distance in range(1, hops + 1):
        found: set[str] = set()
        for via, end in merge(*(_from(graph, via) for via in sorted(level)), key=order):
            if end.node in seen or not lens.admits_tie(end.data):
                continue
            if not lens.asks_for_nodes or lens.admits_node(graph.nodes[end.node]):
                found.add(end.node)
                yield distance, via, end
        seen |= found
        level = found
        if not level:
            return
