"""The measured network: nodes by number, and the two ends of each tie."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from citygraph.domain.lens import Lens, VisiblePart
from citygraph.graph.interface import NodeKey, Numbered, ReadGraph, numbered


class Network(NamedTuple):
    """The measured network. ``nodes`` are the graph's own numbers (see :func:`citygraph.graph.interface.numbered`), or
    codes of countries, in order of ids. ``ends`` has the positions of both ends of each tie, one tie after the other.

    If countries are measured, ``outside`` counts the nodes without a country, and ``within`` the ties within one. Both
    are left out, as in any quotient graph.
    """

    nodes: Sequence[NodeKey]
    ends: array[int]
    outside: int = 0
    within: int = 0

    @property
    def ties(self) -> int:
        """The number of ties."""
        return len(self.ends) // 2

    def each(self) -> Iterator[tuple[int, int]]:
        """The two ends of each tie."""
        ends = iter(self.ends)
        return zip(ends, ends, strict=True)

    def simple(self) -> Network:
        """The simple graph: one tie between two nodes that have any, and none from a node to itself."""
        kept = dict.fromkeys((one, other) if one < other else (other, one) for one, other in self.each())
        ends = (pair for pair in kept if pair[0] != pair[1])
        return self._replace(ends=array("i", chain.from_iterable(ends)))

    def around(self) -> list[list[int]]:
        """The neighbors of each node, once for each tie; a tie from a node to itself gives that node once."""
        around: list[list[int]] = [[] for _ in self.nodes]
        for one, other in self.each():
            around[one].append(other)
            if one != other:
                around[other].append(one)
        return around


def network(graph: ReadGraph, lens: Lens, *, by_country: bool = False) -> Network:
    """The part of a graph that a lens shows; or the countries of its nodes, with the ties between them. Then nodes
    without a country are left out, with their ties."""
    by_number = numbered(graph)
    if by_country:
        return _countries(by_number, lens)
    shown = VisiblePart(lens, by_number.all_nodes())
    position = {node: place for place, node in enumerate(shown.nodes)}
    return Network(list(position), _ends(_pairs(by_number, lens, shown), position))


def _countries(graph: Numbered, lens: Lens) -> Network:
    country = {node: data["country"] for node, data in graph.all_nodes()}
    shown = VisiblePart(lens, graph.all_nodes())
    codes = sorted({country[node] for node in shown.nodes} - {None})
    place = {code: index for index, code in enumerate(codes)}
    position = {node: place[country[node]] for node in shown.nodes if country[node] is not None}
    ends = _ends(_pairs(graph, lens, shown), position)
    both = iter(ends)
    between = array("i", chain.from_iterable(pair for pair in zip(both, both, strict=True) if pair[0] != pair[1]))
    return Network(codes, between, len(shown.nodes) - len(position), (len(ends) - len(between)) // 2)


def _pairs(graph: Numbered, lens: Lens, shown: VisiblePart) -> Iterator[tuple[NodeKey, NodeKey]]:
    """The ends of the ties that the lens admits; an end may be a node that the lens does not show."""
    if lens.asks_for_ties or lens.sources:
        return ((start, end) for start, end, tie in graph.all_ties() if shown.has_tie(start, end, tie))
    return graph.all_ends()


def _ends(pairs: Iterable[tuple[NodeKey, NodeKey]], position: dict[NodeKey, int]) -> array[int]:
    """The positions of the ends of the ties that have both ends in the network."""
    there = position.keys()
    kept = (pair for pair in pairs if pair[0] in there and pair[1] in there)
    return array("i", map(position.__getitem__, chain.from_iterable(kept)))
