"""The path of the least distance between two nodes, along the great circles between its places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from heapq import heappop, heappush
from itertools import pairwise

from citygraph.domain.geo import Position, kilometres
from citygraph.domain.lens import Lens
from citygraph.graph.interface import NodeKey, ReadGraph
from citygraph.questions.path.search import Path, PathSearch, is_located


def nearest_path(
    graph: ReadGraph,
    start: str,
    end: str,
    lens: Lens,
    *,
    directed: bool,
    avoid: Collection[str],
    within: Collection[str | None],
    max_hops: None = None,
    all_ties: bool = False,
) -> Path | None:
    """The path whose hops are the fewest kilometres in all; of equally long ones the one of fewer ties. Each node of it
    has coordinates. None if there is no such path."""
    if start == end:
        return Path(0, 0, (), km=0.0)
    search = PathSearch(graph, start, end, lens=lens, avoid=avoid, directed=directed, within=within, located=True)
    if not all(map(is_located, map(search.numbered.about, search.ends))) or not search.web():
        return None
    nodes = [search.numbered.id(node) for node in _nearest(search)]
    path = search.walked([search.between(*pair) for pair in pairwise(nodes)], nodes, all_ties=all_ties)
    places = {node: (graph.nodes[node]["lon"], graph.nodes[node]["lat"]) for node in nodes}
    hops = tuple(replace(hop, km=round(kilometres(places[hop.from_], places[hop.to]), 1)) for hop in path.hops)
    whole = sum(kilometres(places[one], places[other]) for one, other in pairwise(nodes))
    return replace(path, hops=hops, km=round(whole, 1))


def _nearest(search: PathSearch) -> list[NodeKey]:
    """The nodes of the nearest path, which exists.

    This is A*: no way to the end is shorter than the great circle to it, so nodes that lie far off the way are never
    looked at.
    """
    start, end = search.ends

    @cache
    def place(node: NodeKey) -> Position:
        about = search.numbered.about(node)
        return about["lon"], about["lat"]

    @cache
    def left(node: NodeKey) -> float:
        return kilometres(place(node), place(end))

    before: dict[NodeKey, NodeKey] = {}
    best = {start: (0.0, 0)}
    waiting = [(left(start), 0, start)]
    done: set[NodeKey] = set()
    while end not in done:
        _, _, node = heappop(waiting)
        if node in done:
            continue
        done.add(node)
        km, hops = best[node]
        for after in search.admitted(search.steps(search.around(node, 0))) - done:
            way = (km + kilometres(place(node), place(after)), hops + 1)
            if after not in best or way < best[after]:
                best[after], before[after] = way, node
                heappush(waiting, (way[0] + left(after), way[1], after))
    nodes = [end]
    while nodes[-1] != start:
        nodes.append(before[nodes[-1]])
    return nodes[::-1]
