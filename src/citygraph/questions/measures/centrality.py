"""Which nodes are the most central? Each node has a value by one of five measures, and a rank by that value.

With ``G = graph.to_undirected()``, or *simple*, ``nx.Graph`` of it without loops:

=============  =========================================================================
degree         ``G.degree``; a loop counts twice
betweenness    ``nx.betweenness_centrality(G)``
closeness      ``nx.closeness_centrality(G)``
pagerank       ``nx.pagerank(G)``, but exact
eigenvector    ``nx.eigenvector_centrality_numpy(G)``, of each component (see ``_eigenvector``)
=============  =========================================================================

Parallel ties count in degree, pagerank and eigenvector.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

from citygraph.domain.countries import country_name
from citygraph.domain.lens import Lens
from citygraph.domain.terms import Measure
from citygraph.graph.asked import Progress, silent
from citygraph.graph.interface import NodeKey, ReadGraph, country_records, numbered
from citygraph.graph.tie_facts import only_if_asked
from citygraph.graph.weights import Weights
from citygraph.questions._counts import TieCounts
from citygraph.questions.measures import arrays_for, distances, neighbors_of, plain, vectors
from citygraph.questions.measures.network import Network, network
from citygraph.questions.measures.strength import strengths

MOST_EXACT = 5_000
"""Up to this many nodes, betweenness follows the shortest paths from all."""
SAMPLE = 256
"""The number of nodes that it starts from otherwise."""
_ALIKE = 1e-9
"""Values that differ by less than this share of the greater one are equal but for rounding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A node and its rank. Nodes of equal value have the same rank. ``error`` is 1.96 standard errors of ``value``, or
    None if that is exact. At the top of a ranking, nine values in ten are within their error. Far down, where a value
    comes from few of the sampled nodes, the error is too small.

    With a weight, ``value`` is the sum of the figures of its ties. ``out`` and ``in_`` are the parts of the directed
    ties that start at it, and that lead to it; None if no tie is directed. ``ties`` is the number of its ties that have
    such a figure, and ``without`` that of those that have none."""

    rank: int
    id: str
    name: str
    type: str
    country: str | None
    value: float
    error: float | None
    out: float | None = only_if_asked()
    in_: float | None = only_if_asked()
    ties: int | None = only_if_asked()
    without: int | None = only_if_asked()


class Ranking(NamedTuple):
    """The first nodes of a ranking. ``of`` is the number of all nodes, and ``also_equal`` that of further nodes with
    the value of the last row. ``looked_from`` is the size of the sample, or None if the values are exact. ``counts``
    says which ties count. If countries are ranked, the next two are the numbers of ties and nodes that are left out.
    With a weight, ``weightless`` is the number of nodes that have no tie with such a figure; they have no rank."""

    rows: tuple[Ranked, ...]
    of: int
    also_equal: int
    looked_from: int | None
    counts: TieCounts
    within_country: int = 0
    without_country: int = 0
    weightless: int = 0


class Values(NamedTuple):
    """The value of each node. If the values come from a sample: the error of each, and the size of the sample."""

    values: Sequence[float]
    errors: Sequence[float] | None = None
    looked_from: int | None = None


def ranking(
    graph: ReadGraph,
    lens: Lens | None = None,
    *,
    by: Measure = "degree",
    top: int | None = None,
    by_country: bool = False,
    simple: bool = False,
    exact: bool = False,
    progress: Progress = silent,
) -> Ranking:
    """The nodes that the lens shows, or their countries: the highest value first, equal ones by id; at most ``top``."""
    measured = network(graph, lens or Lens(), by_country=by_country)
    values = centrality(measured.simple() if simple else measured, by, exact=exact, progress=progress)
    order = in_order(values.values)
    first = order[:top]
    called = _countries(graph) if by_country else _nodes(graph)
    rows = []
    for place, index, value in first:
        id, name, type, country = called(measured.nodes[index])
        error = values.errors[index] if values.errors else None
        rows.append(Ranked(rank=place, id=id, name=name, type=type, country=country, value=value, error=error))
    looked_from, left_out = values.looked_from, (measured.within, measured.outside)
    return Ranking(tuple(rows), len(order), _also_equal(order, len(rows)), looked_from, measured.counts, *left_out)


def ranking_by_weight(
    graph: ReadGraph,
    lens: Lens,
    weights: Weights,
    *,
    top: int | None = None,
    by_country: bool = False,
    progress: Progress = silent,
) -> Ranking:
    """The same by the sum of the weights of their ties: see :mod:`citygraph.questions.measures.strength`.

    Raises:
        CityGraphError: if no tie has a weight, or the weights have several units.
    """
    found = strengths(graph, lens, weights, progress, by_country=by_country)
    nodes = list(found.of)
    order = in_order([strength.value for strength in found.of.values()])
    called = _countries(graph) if by_country else _nodes(graph)
    rows = []
    for place, index, value in order[:top]:
        id, name, type, country = called(nodes[index])
        strength = found.of[nodes[index]]
        row = Ranked(rank=place, id=id, name=name, type=type, country=country, value=value, error=None,
                     ties=strength.ties, without=strength.without)  # fmt: skip
        rows.append(replace(row, out=strength.out, in_=strength.in_) if found.is_directed else row)
    also_equal = _also_equal(order, len(rows))
    return Ranking(
        tuple(rows), len(order), also_equal, None, found.counts, found.within, found.outside, found.weightless
    )


def _also_equal(order: Sequence[tuple[int, int, float]], shown: int) -> int:
    """The number of those not shown that have the rank of the last one shown."""
    return sum(1 for place, _, _ in order[shown:] if shown and place == order[shown - 1][0])


Called = Callable[[NodeKey], tuple[str, str, str, str | None]]
"""From a node of the network to its id, name, type and country."""


def _nodes(graph: ReadGraph) -> Called:
    by_number = numbered(graph)

    def called(node: NodeKey) -> tuple[str, str, str, str | None]:
        id = by_number.id(node)
        known = graph.nodes[id]
        return id, known["name"], known["type"], known["country"]

    return called


def _countries(graph: ReadGraph) -> Called:
    records = country_records(graph)

    def called(code: str) -> tuple[str, str, str, str | None]:
        name = graph.nodes[records[code]]["name"] if code in records else country_name(code)
        return code, name or code, "country", code

    return called


def in_order(values: Sequence[float]) -> list[tuple[int, int, float]]:
    """Rank, position and value of each, the highest first. Values that differ only by rounding get one rank and one
    value, and stay in the given order."""
    falling = sorted(range(len(values)), key=lambda index: -values[index])
    found: list[tuple[int, int, float]] = []
    begin = 0
    while begin < len(falling):
        highest = values[falling[begin]]
        end = begin
        while end < len(falling) and highest - values[falling[end]] <= _ALIKE * abs(highest):
            end += 1
        found += ((begin + 1, index, highest) for index in sorted(falling[begin:end]))
        begin = end
    return found


def centrality(network: Network, by: Measure, *, exact: bool = False, progress: Progress = silent) -> Values:
    """The value of each node by one of the measures."""
    return _CENTRALITIES[by](network, exact, progress)


def _degree(network: Network, exact: bool, progress: Progress) -> Values:
    return Values(plain.degrees(network))


def _closeness(network: Network, exact: bool, progress: Progress) -> Values:
    """The inverse of the mean distance to the reachable nodes, times their share of all nodes (Wasserman & Faust)."""
    neighbors = neighbors_of(network)
    size = len(neighbors)
    values, errors, sampled = [0.0] * size, [0.0] * size, False
    for members in plain.components(neighbors):
        others = len(members) - 1
        if not others:
            continue
        sums, within = distances.sums(plain.within(neighbors, members), progress, exact=exact)
        for place, node in enumerate(members):
            values[node] = others / sums[place] * (others / (size - 1))
            if within:
                sampled, errors[node] = True, values[node] * within[place] / sums[place]
    return Values(values, errors, distances.SAMPLE) if sampled else Values(values)


def _betweenness(network: Network, exact: bool, progress: Progress) -> Values:
    """The share of the shortest paths between two other nodes that lead through a node (Brandes 2001)."""
    size = len(network.nodes)
    everyone = exact or size <= MOST_EXACT
    count = size if everyone else SAMPLE
    sources = range(size) if everyone else sorted(Random(distances.SEED).sample(range(size), count))
    through = arrays_for(network.ties * count)
    found = through.betweenness(network, sources, progress) if through else None
    sums, squares = found or plain.betweenness(neighbors_of(network), sources, progress)
    pairs = (size - 1) * (size - 2)
    if not pairs:
        return Values([0.0] * size)
    values = [total * size / (count * pairs) for total in sums]
    if everyone:
        return Values(values)
    spread = distances.SURE * (size / pairs) * ((1 - count / size) / count) ** 0.5
    errors = [
        spread * (max(square - total * total / count, 0) / (count - 1)) ** 0.5
        for total, square in zip(sums, squares, strict=True)
    ]
    return Values(values, errors, count)


def _pagerank(network: Network, exact: bool, progress: Progress) -> Values:
    if not network.nodes:
        return Values([])
    return Values(list(vectors.pagerank(_matrix(network), _steps(progress, "walking"))))


def _eigenvector(network: Network, exact: bool, progress: Progress) -> Values:
    """The leading eigenvector of the component with the greatest eigenvalue; 0 elsewhere. If several components share
    it, each has the part that a power iteration from all ones gives, as in networkx."""
    size = len(network.nodes)
    through = arrays_for(network.ties)
    around = network.around()
    parts = through.components(network) if through else plain.components(around)
    # No eigenvalue exceeds the greatest degree, so the first part nearly always has the greatest eigenvalue.
    parts.sort(key=lambda part: -max(len(around[node]) for node in part))
    found: list[tuple[float, list[int], list[float]]] = []
    best = 0.0
    for part in parts:
        if found and max(len(around[node]) for node in part) < best * (1 - _ALIKE):
            break
        own: vectors.Matrix
        if through and len(part) > 1000:
            own = through.Arrays(through.matrix(network)[part][:, part])
        else:
            own = vectors.Plain(plain.within(around, part))
        value, vector = vectors.leading(own, _steps(progress, "settling"))
        found.append((value, part, list(vector)))
        best = max(best, value)
    values = [0.0] * size
    for value, part, vector in found:
        if value >= best * (1 - _ALIKE):
            weight = sum(vector)
            for node, share in zip(part, vector, strict=True):
                values[node] = abs(weight * share)
    length = sum(value * value for value in values) ** 0.5
    return Values([value / length for value in values] if length else values)


def _matrix(network: Network) -> vectors.Matrix:
    through = arrays_for(network.ties)
    return through.Arrays(through.matrix(network)) if through else vectors.Plain(network.around())


def _steps(progress: Progress, doing: str) -> Callable[[], None]:
    return lambda: progress(doing, 0, 0)


_CENTRALITIES: dict[Measure, Callable[[Network, bool, Progress], Values]] = {
    "degree": _degree,
    "betweenness": _betweenness,
    "closeness": _closeness,
    "pagerank": _pagerank,
    "eigenvector": _eigenvector,
}
