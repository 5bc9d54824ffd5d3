"""The functions of :mod:`citygraph.questions.measures.plain` with numpy and scipy, for large networks. The extra
``arrays`` installs these."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from citygraph.graph.asked import Progress
from citygraph.questions.measures.network import Network

Floats = NDArray[numpy.float64]
_CELLS = 1 << 22
"""The most numbers in one table: 32 MB."""
_FAR = 100
"""If some nodes are farther apart than that, a step over all nodes reaches too few new ones to be worth it."""


def matrix(network: Network, *, simple: bool = False) -> Any:
    """The adjacency matrix: the number of ties between any two nodes. With ``simple``, 1 if there is any, and 0 from a
    node to itself."""
    one, other = _ends(network).reshape(-1, 2).T
    apart = one != other
    there, back = numpy.concatenate([one, other[apart]]), numpy.concatenate([other, one[apart]])
    if simple:
        there, back = numpy.concatenate([one[apart], other[apart]]), numpy.concatenate([other[apart], one[apart]])
    size = len(network.nodes)
    found = csr_array(coo_array((numpy.ones(len(there)), (there, back)), shape=(size, size)))
    if simple:
        found.data[:] = 1
    return found


def neighbors(network: Network) -> list[list[int]]:
    """See :func:`citygraph.questions.measures.plain.neighbors`."""
    found = matrix(network, simple=True)
    others, begins = found.indices.tolist(), found.indptr.tolist()
    return [others[begins[node] : begins[node + 1]] for node in range(len(network.nodes))]


def components(network: Network) -> list[list[int]]:
    """See :func:`citygraph.questions.measures.plain.components`."""
    if not network.nodes:
        return []
    one, other = _ends(network).reshape(-1, 2).T
    size = len(network.nodes)
    ties = coo_array((numpy.ones(len(one), numpy.int8), (one, other)), shape=(size, size))
    count, label = connected_components(ties, directed=False)
    members = numpy.argsort(label, kind="stable")
    parts = numpy.split(members, numpy.cumsum(numpy.bincount(label, minlength=count))[:-1])
    return sorted((part.tolist() for part in parts), key=lambda part: int(part[0]))


def triangles(neighbors: Sequence[Sequence[int]]) -> list[int]:
    """See :func:`citygraph.questions.measures.plain.triangles`. Ties lead from the node with fewer of them to the one
    with more, so that few lead away from a hub."""
    indptr, others = _rows(neighbors)
    size, count = len(neighbors), numpy.diff(indptr)
    rank = numpy.empty(size, numpy.int64)
    rank[numpy.argsort(count, kind="stable")] = numpy.arange(size)
    here = numpy.repeat(numpy.arange(size), count)
    onward = rank[here] < rank[others]
    ties = (numpy.ones(int(onward.sum()), numpy.int64), (here[onward], others[onward]))
    up = csr_array(coo_array(ties, shape=(size, size)))
    lowest = (up @ up).multiply(up).sum(axis=1)
    higher = (csr_array(up.T) @ up).multiply(up)
    found: list[int] = (lowest + higher.sum(axis=1) + higher.sum(axis=0)).astype(int).tolist()
    return found


def _rows(neighbors: Sequence[Sequence[int]]) -> tuple[NDArray[numpy.int64], NDArray[numpy.int64]]:
    """Lists of neighbors as one array, and where the neighbors of each node begin in it."""
    indptr = numpy.zeros(len(neighbors) + 1, numpy.int64)
    numpy.cumsum([len(around) for around in neighbors], out=indptr[1:])
    return indptr, numpy.fromiter(chain.from_iterable(neighbors), numpy.int64, int(indptr[-1]))


class Arrays:
    """A :class:`citygraph.questions.measures.vectors.Matrix` with vectors of numpy."""

    def __init__(self, matrix: Any) -> None:
        self._matrix = matrix

    def ones(self) -> Floats:
        return numpy.ones(self._matrix.shape[0])

    def times(self, vector: Floats) -> Any:
        return self._matrix @ vector

    def product(self, one: Floats, other: Floats) -> Floats:
        return one * other

    def plus(self, one: Floats, by: float, other: Floats) -> Floats:
        return one + by * other

    def dot(self, one: Floats, other: Floats) -> float:
        return float(one @ other)

    def power(self, vector: Floats, exponent: float) -> Floats:
        return numpy.power(vector, exponent, where=vector != 0, out=numpy.zeros_like(vector))


def betweenness(network: Network, sources: Sequence[int], progress: Progress) -> tuple[list[float], list[float]] | None:
    """See :func:`citygraph.questions.measures.plain.betweenness`. Several searches run at a time, each in a column of a
    table. None if some nodes are too far apart for that."""
    ties, size = matrix(network, simple=True), len(network.nodes)
    sums, squares = numpy.zeros(size), numpy.zeros(size)
    width = max(8, min(256, _CELLS // max(size, 1)))
    for begin in range(0, len(sources), width):
        chosen = numpy.array(sources[begin : begin + width])
        column = numpy.arange(len(chosen))
        distance = numpy.full((size, len(chosen)), -1, numpy.int16)
        ways = numpy.zeros((size, len(chosen)))
        distance[chosen, column], ways[chosen, column] = 0, 1
        fresh, level = ways.copy(), 0
        while True:
            progress("following shortest ways", begin, len(sources))
            fresh = ties @ fresh
            fresh[distance >= 0] = 0
            new = fresh > 0
            if not new.any():
                break
            level += 1
            if level > _FAR:
                return None
            distance[new] = level
            ways += fresh
        share = numpy.zeros_like(ways)
        for nearer in range(level - 1, 0, -1):  # paths through the source itself do not count
            progress("following shortest ways", begin, len(sources))
            each = numpy.divide(1 + share, ways, where=distance == nearer + 1, out=numpy.zeros_like(ways))
            back = ties @ each
            numpy.multiply(back, ways, where=distance == nearer, out=share)
        sums += share.sum(axis=1)
        squares += (share * share).sum(axis=1)
    return sums.tolist(), squares.tolist()


def _ends(network: Network) -> NDArray[numpy.int32]:
    return numpy.frombuffer(network.ends, dtype=numpy.int32) if network.ends else numpy.zeros(0, numpy.int32)
