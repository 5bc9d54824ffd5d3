"""Figures of one node: its ties, its neighbors, their countries, and how far away they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from citygraph.domain.distances import apart
from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import Standing, standing
from citygraph.graph.interface import ReadGraph
from citygraph.graph.reach import reached
from citygraph.questions._counts import CountedTies, TieCounts, counted_ties, most_first


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeStats(CountedTies):
    """The figures of one node, of its ties that count. ``neighbors`` are the nodes at the other ends, each once;
    ``neighbors_by_country`` has those that lie in a country, its own included, and ``without_country`` is the number of
    the others. Distances are in kilometres along the great circle, rounded to 0.1, and None if none is known;
    ``nearest`` and ``farthest`` are ids, of equally far nodes the first. ``without_coordinates`` is the number of
    neighbors that have none."""

    node: str
    name: str
    type: str
    country: str | None
    has_coordinates: bool
    ties: int
    neighbors: int
    neighbors_by_type: dict[str, int]
    neighbors_by_country: dict[str, int]
    without_country: int
    nearest: str | None
    nearest_km: float | None
    median_km: float | None
    farthest: str | None
    farthest_km: float | None
    without_coordinates: int


def statistics_of(graph: ReadGraph, node: str, lens: Lens | None = None) -> NodeStats:
    """The figures of a node, of what the lens shows. Its ties are those of
    :func:`~citygraph.questions.neighbors.neighborhood`."""
    lens = lens or Lens()
    counted, left_out = Counter[Standing](), Counter[Standing]()
    kinds, groups = Counter[str](), Counter[str]()
    neighbors: set[str] = set()
    for _, _, end in reached(graph, node, lens, 1):
        stands = standing(end.data, lens.day)
        if not lens.counts(stands[1]):
            left_out[stands] += 1
            continue
        counted[stands] += 1
        kinds[end.data["kind"]] += 1
        groups[end.data["group"]] += 1
        neighbors.add(end.node)
    here, others = graph.nodes[node], {id: graph.nodes[id] for id in sorted(neighbors)}
    countries = Counter(other["country"] for other in others.values())
    known = {id: km for id, other in others.items() if (km := apart(here, other)) is not None}
    nearest, farthest = min(known, key=known.__getitem__, default=None), max(known, key=known.__getitem__, default=None)
    return NodeStats(
        node=node,
        name=here["name"],
        type=here["type"],
        country=here["country"],
        has_coordinates=None not in (here["lat"], here["lon"]),
        ties=counted.total(),
        neighbors=len(others),
        **counted_ties(TieCounts(counted, left_out), kinds, groups),
        neighbors_by_type=most_first(Counter(other["type"] for other in others.values())),
        neighbors_by_country=most_first({code: count for code, count in countries.items() if code}),
        without_country=countries[None],
        nearest=nearest,
        nearest_km=known.get(nearest) if nearest else None,
        median_km=_median(sorted(known.values())),
        farthest=farthest,
        farthest_km=known.get(farthest) if farthest else None,
        without_coordinates=sum(None in (other["lat"], other["lon"]) for other in others.values()),
    )


def _median(in_order: Sequence[float]) -> float | None:
    """The median of numbers in order: of an even number of them, the mean of the two in the middle, rounded to 0.1."""
    if not in_order:
        return None
    middle = len(in_order) // 2
    return in_order[middle] if len(in_order) % 2 else round((in_order[middle - 1] + in_order[middle]) / 2, 1)
