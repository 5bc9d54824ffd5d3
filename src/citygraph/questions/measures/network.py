"""The measured network: nodes by number, and the two ends of each tie."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress
from types import MappingProxyType
from typing import NamedTuple

from citygraph.domain.lens import Lens
from citygraph.graph.admitted import AdmittedTies, admitted
from citygraph.graph.interface import NodeKey, ReadGraph, numbered
from citygraph.questions._counts import TieCounts


class Network(NamedTuple):
    """The measured network. ``nodes`` are the graph's own numbers (see :func:`citygraph.graph.interface.numbered`), or
    codes of countries, in order of ids. ``ends`` has the positions of both ends of each tie, one tie after the other.
    ``counts`` says how the ties stand that it counts, and those that it leaves out for that; ``kinds`` of which kinds
    the counted ones are, and ``types`` of which types the nodes.

    If countries are measured, ``outside`` counts the nodes without a country, and ``within`` the ties within one that
    would count. Both are left out, as in any quotient graph; ``counts`` is of the ties between two countries.
    """

    nodes: Sequence[NodeKey]
    ends: array[int]
    counts: TieCounts = TieCounts()
    kinds: Mapping[str, int] = MappingProxyType({})
    types: Mapping[str, int] = MappingProxyType({})
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
    """The part of a graph that a lens shows, with the ties that count; or the countries of its nodes, with the ties
    between them. Then nodes without a country are left out, with their ties."""
    ties = admitted(numbered(graph), lens)
    shown = [lens.admits_node(about) for _, about in ties.nodes] if lens.asks_for_nodes else [True] * len(ties.nodes)
    ties = ties.among(shown)
    return _countries(ties, shown) if by_country else _nodes(ties, shown)


def _nodes(ties: AdmittedTies, shown: Sequence[bool]) -> Network:
    nodes = list(compress(ties.nodes, shown))
    position = None if all(shown) else list(accumulate(shown, initial=0))
    types = Counter(about["type"] for _, about in nodes)
    return Network([node for node, _ in nodes], _ends(position, ties.counting()), *_counts(ties), types)


def _countries(ties: AdmittedTies, shown: Sequence[bool]) -> Network:
    country = [about["country"] for _, about in ties.nodes]
    there = list(compress(country, shown))
    codes = sorted(set(there) - {None})
    place = {code: index for index, code in enumerate(codes)}
    somewhere = [code in place for code in country]
    position = [place.get(code, 0) for code in country]
    ties = ties.among(somewhere)
    between = ties.apart(position)
    ends, counts = _ends(position, between.counting()), _counts(between)
    types = {"country": len(codes)} if codes else {}
    within = len(ties.counting()) - len(ends) // 2
    return Network(codes, ends, *counts, types, there.count(None), within)


def _ends(position: Sequence[int] | None, ties: AdmittedTies) -> array[int]:
    """The positions of both ends of each tie, by the places of their nodes; None if these are the positions."""
    ends = array("i", bytes(2 * len(ties) * array("i").itemsize))
    for first, places in enumerate((ties.starts, ties.ends)):
        ends[first::2] = array("i", places if position is None else map(position.__getitem__, places))
    return ends


def _counts(ties: AdmittedTies) -> tuple[TieCounts, Counter[str]]:
    """How ties stand, told apart by whether they count; and how many of those that count are of each kind."""
    counts, kinds = TieCounts(), Counter[str]()
    for alike, count in ties.numbers():
        (counts.counted if alike.counts else counts.left_out)[alike.standing] += count
        if alike.counts:
            kinds[alike.kind] += count
    return counts, kinds
