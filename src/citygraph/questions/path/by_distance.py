"""The path of the least distance between two nodes, along the great circles between its places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from heapq import heappop, heappush
from itertools import pairwise
from math import inf

from citygraph.domain.geo import Vector, kilometres, kilometres_apart, on_sphere
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
    found = _nearest(search) if all(map(is_located, map(search.numbered.about, search.ends))) else []
    if not found:
        return None
    nodes = [search.numbered.id(node) for node in found]
    path = search.walked([search.between(*pair) for pair in pairwise(nodes)], nodes, all_ties=all_ties)
    places = {node: (graph.nodes[node]["lon"], graph.nodes[node]["lat"]) for node in nodes}
    hops = tuple(replace(hop, km=round(kilometres(places[hop.from_], places[hop.to]), 1)) for hop in path.hops)
    whole = sum(kilometres(places[one], places[other]) for one, other in pairwise(nodes))
    return replace(path, hops=hops, km=round(whole, 1))


_SLACK = 1e-6
"""Sums of distances that differ by less, in kilometres, are equal: floats say no more."""


def _nearest(search: PathSearch) -> list[NodeKey]:
    """The nodes of the nearest path; none if there is no path.

    This is A* from both ends: no way is shorter than the great circle. A node that one side has settled is closed to
    the other, and a side goes on from none that cannot be on a path shorter than the best one found (NBA*: Pijls and
    Post, "Yet another bidirectional algorithm for finding the shortest path", 2009). So nodes that lie far off the way
    are never looked at.
    """
    points = _NodePoints(search)
    whole = points.between(*search.ends)
    sides = [_SearchSide(end, whole) for end in search.ends]
    best: tuple[float, int] = (inf, 0)
    meeting: NodeKey | None = None
    settled: set[NodeKey] = set()
    while sides[0].waiting and sides[1].waiting:
        way = len(sides[1].waiting) < len(sides[0].waiting)
        here, there = sides[way], sides[not way]
        here.least, _, node = heappop(here.waiting)
        if here.least > best[0] + _SLACK:
            break
        if node in settled:
            continue
        settled.add(node)
        km, hops = here.ways[node]
        if km + there.least - points.between(here.end, node) > best[0] + _SLACK:
            continue
        for after in points.admitted(search.steps(search.around(node, way)) - settled):
            found = km + points.between(node, after), hops + 1
            if after in here.ways and found >= here.ways[after]:
                continue
            here.ways[after], here.before[after] = found, node
            if after in there.ways:
                whole, ties = found[0] + there.ways[after][0], found[1] + there.ways[after][1]
                if whole < best[0] - _SLACK or (whole < best[0] + _SLACK and ties < best[1]):
                    best, meeting = (whole, ties), after
            least = found[0] + points.between(after, there.end)
            if least <= best[0] + _SLACK:
                heappush(here.waiting, (least, found[1], after))
    return [] if meeting is None else [*sides[0].walk(meeting)[::-1], *sides[1].walk(meeting)[1:]]


class _SearchSide:
    """One side of the search, from an ``end``: the best ``ways`` to nodes that are known so far, in kilometres and
    ties, with the node ``before`` each. No path through one of those that are ``waiting`` is shorter than ``least``."""

    def __init__(self, end: NodeKey, least: float) -> None:
        self.end, self.least = end, least
        self.ways: dict[NodeKey, tuple[float, int]] = {end: (0.0, 0)}
        self.before: dict[NodeKey, NodeKey] = {}
        self.waiting: list[tuple[float, int, NodeKey]] = [(least, 0, end)]

    def walk(self, node: NodeKey) -> list[NodeKey]:
        """The nodes from one to this side's end."""
        nodes = [node]
        while nodes[-1] != self.end:
            nodes.append(self.before[nodes[-1]])
        return nodes


class _NodePoints:
    """Where the nodes of a search lie, as far as it has come."""

    def __init__(self, search: PathSearch) -> None:
        self._search = search
        self._points: dict[NodeKey, Vector] = {}
        self._known: set[NodeKey] = set()
        self.admitted({*search.ends})

    def admitted(self, nodes: set[NodeKey]) -> set[NodeKey]:
        """Those of some nodes that may lie on the path. The places of new ones are read at once."""
        if new := nodes - self._known:
            about = self._search.admitted_abouts(new)
            self._known |= new
            self._points |= {node: on_sphere((data["lon"], data["lat"])) for node, data in about.items()}
        return {node for node in nodes if node in self._points}

    def between(self, one: NodeKey, other: NodeKey) -> float:
        """The kilometres between two nodes."""
        return kilometres_apart(self._points[one], self._points[other])
