"""The measured network: nodes by number, and the two ends of each tie."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from citygraph.domain.lens import Lens, VisiblePart
from citygraph.graph.admitted import CommonFacts, admitted
from citygraph.graph.interface import NodeKey, Numbered, ReadGraph, numbered
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
    by_number = numbered(graph)
    if by_country:
        return _countries(by_number, lens)
    shown = VisiblePart(lens, by_number.all_nodes())
    position = {node: place for place, node in enumerate(shown.nodes)}
    ties = _Ties(by_number, lens)
    ends = ties.ends(position)
    return Network(list(position), ends, ties.counts, ties.kinds, Counter(shown.nodes.values()))


def _countries(graph: Numbered, lens: Lens) -> Network:
    nodes = list(graph.all_nodes())
    country = {node: data["country"] for node, data in nodes}
    shown = VisiblePart(lens, nodes)
    codes = sorted({country[node] for node in shown.nodes} - {None})
    place = {code: index for index, code in enumerate(codes)}
    position = {node: place[country[node]] for node in shown.nodes if country[node] is not None}
    ties = _Ties(graph, lens)
    ends = ties.ends(position, within=False)
    outside, types = len(shown.nodes) - len(position), {"country": len(codes)} if codes else {}
    return Network(codes, ends, ties.counts, ties.kinds, types, outside, ties.within)


class _Ties:
    """The ties that a lens shows, told apart by whether they count."""

    def __init__(self, graph: Numbered, lens: Lens) -> None:
        self._graph, self._lens = graph, lens
        self.counts = TieCounts()
        self.kinds: Counter[str] = Counter()
        self.within = 0

    def ends(self, position: dict[NodeKey, int], *, within: bool = True) -> array[int]:
        """The positions of the ends of the ties that count and have both ends in the network. Without ``within``, ties
        between nodes of one position are left out."""
        found: dict[CommonFacts, int] = defaultdict(int)  # a Counter takes longer to add one
        inner: dict[CommonFacts, int] = defaultdict(int)
        place = position.get

        def kept() -> Iterator[int]:  # a pair for each tie would cost a third more
            for start, end, alike in admitted(self._graph, self._lens):
                one, other = place(start), place(end)
                if one is None or other is None:
                    continue
                if within or one != other:
                    found[alike] += 1
                    if alike.counts:
                        yield one
                        yield other
                else:
                    inner[alike] += 1

        ends = array("i", kept())
        self.within = sum(count for alike, count in inner.items() if alike.counts)
        for alike, count in found.items():
            (self.counts.counted if alike.counts else self.counts.left_out)[alike.standing] += count
            if alike.counts:
                self.kinds[alike.kind] += count
        return ends
