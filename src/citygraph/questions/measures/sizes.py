"""Figures of the whole network: its size, its distances, how tightly it is knit.

Here ``G = graph.to_undirected()``, or with *simple* ``nx.Graph`` of it without loops. ``C`` is its largest component;
of equally large ones, that of the first node.

===================  ==================================================================
density              ``nx.density(G)``; parallel ties count, so it may be above 1
mean, max degree     of ``G.degree``; a loop counts twice
diameter, radius     ``nx.diameter(C)``, ``nx.radius(C)``
mean distance        ``nx.average_shortest_path_length(C)``
assortativity        ``nx.degree_assortativity_coefficient(G)``
===================  ==================================================================

Triangles, transitivity (``nx.transitivity``) and average clustering (``nx.average_clustering``, which counts all nodes)
are defined on the simple graph alone, so they are always those of the simple graph.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from citygraph.domain.lens import Lens
from citygraph.graph.asked import Progress, silent
from citygraph.graph.interface import ReadGraph
from citygraph.questions._counts import CountedTies, counted_ties, most_first
from citygraph.questions.measures import arrays_for, neighbors_of, plain
from citygraph.questions.measures.distances import Distances, distances
from citygraph.questions.measures.network import Network, network

_NO_NODE = "there is no node"
_ALL_ALIKE = "all nodes have equally many ties: there is nothing to compare"
_NO_TIE = "there is no tie"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The errors of distances from a sample of ``looked_from`` nodes. The mean is within ``mean_distance_error`` with
    95 % certainty; the other two are bounds that are certain."""

    looked_from: int
    mean_distance_error: float
    diameter_at_most: int
    radius_at_least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats(CountedTies):
    """The figures of a network: see the module. A figure is None if it is not defined; ``undefined`` has the reason.

    The figures are of the ties that count. The counts by type,
    kind, group and status are of records, even if parallel ties count as one. ``sampled`` is None if the distances are
    exact. If countries are measured, ``without_country`` is the number of nodes that are left out, and
    ``within_country`` that of ties.
    """

    nodes: int
    ties: int
    components: int
    largest_component: int
    density: float
    mean_degree: float | None
    max_degree: int | None
    diameter: int | None
    radius: int | None
    mean_distance: float | None
    transitivity: float
    average_clustering: float | None
    triangles: int
    assortativity: float | None
    nodes_by_type: dict[str, int]
    undefined: dict[str, str]
    sampled: Sample | None
    without_country: int | None = field(default=None, metadata={"only_if_asked": True})
    within_country: int | None = field(default=None, metadata={"only_if_asked": True})


def statistics(
    graph: ReadGraph,
    lens: Lens | None = None,
    *,
    simple: bool = False,
    by_country: bool = False,
    exact: bool = False,
    progress: Progress = silent,
) -> Stats:
    """The figures of what the lens shows, or of its countries; with ``simple``, of the simple graph; with ``exact``,
    without a sample even if that takes long."""
    lens = lens or Lens()
    measured = network(graph, lens, by_country=by_country)
    groups: Counter[str] = Counter()
    for kind, count in measured.kinds.items():
        groups[graph.graph["kinds"][kind].group] += count
    return Stats(
        **figures(measured.simple() if simple else measured, exact=exact, progress=progress),
        nodes_by_type=most_first(measured.types),
        **counted_ties(measured.counts, measured.kinds, groups),
        without_country=measured.outside if by_country else None,
        within_country=measured.within if by_country else None,
    )


def figures(network: Network, *, exact: bool = False, progress: Progress = silent) -> dict[str, Any]:
    """The figures of a network, with the reasons of those that are not defined."""
    nodes, ties = len(network.nodes), network.ties
    progress("looking at the ties", 0, 0)
    neighbors, degree = neighbors_of(network), plain.degrees(network)
    through = arrays_for(ties)
    components = through.components(network) if through else plain.components(neighbors)
    largest: list[int] = max(components, key=len, default=[])
    progress("counting triangles", 0, 0)
    corners = through.triangles(neighbors) if through else plain.triangles(neighbors)
    paired = sum(len(around) * (len(around) - 1) for around in neighbors)
    far = distances(plain.within(neighbors, largest), progress, exact=exact) if largest else None
    found = {
        "nodes": nodes,
        "ties": ties,
        "components": len(components),
        "largest_component": len(largest),
        "density": 2 * ties / (nodes * (nodes - 1)) if nodes > 1 else 0.0,
        "mean_degree": 2 * ties / nodes if nodes else None,
        "max_degree": max(degree, default=None),
        "diameter": far and far.diameter,
        "radius": far and far.radius,
        "mean_distance": far and far.mean,
        "transitivity": 2 * sum(corners) / paired if paired else 0.0,
        "average_clustering": sum(plain.clustering(neighbors, corners)) / nodes if nodes else None,
        "triangles": sum(corners) // 3,
        "assortativity": plain.assortativity(network, degree),
    }
    undefined = {key: _NO_NODE for key, value in found.items() if value is None}
    if found["assortativity"] is None:
        undefined["assortativity"] = _ALL_ALIKE if ties else _NO_TIE
    return {**found, "undefined": undefined, "sampled": _sample(far)}


def _sample(far: Distances | None) -> Sample | None:
    if far is None or far.looked_from is None:
        return None
    return Sample(
        looked_from=far.looked_from,
        mean_distance_error=far.error,
        diameter_at_most=far.diameter_at_most,
        radius_at_least=far.radius_at_least,
    )
