"""Finds the ties whose ends lie far apart. Of a whole graph, it reads only those."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice

from citygraph.domain.distances import apart, rounded
from citygraph.domain.geo import beyond, on_sphere
from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import Standing, standing
from citygraph.graph.interface import End, ReadGraph, numbered
from citygraph.questions.ties import Tie, all_listed, listed_ends, tie_fields

_ROUNDING = 0.1
"""A distance is rounded up by less than so many kilometres."""
_NOWHERE = (0.0, 0.0)
"""Stands in for a place that nobody knows, of ties that are not looked at."""
_Far = tuple[float, str, End]
"""How far apart the ends of a tie lie, its start, and the tie as it is seen from there."""


@dataclass(frozen=True)
class FarTies:
    """Ties whose ends lie far apart. ``counted`` says how many stand in each way; ``unknown`` is the number of ties of
    which nobody knows if they are among these."""

    graph: ReadGraph
    lens: Lens
    counted: Counter[Standing]
    unknown: int
    far: Callable[[], Iterator[_Far]]

    def rows(self) -> Iterator[Tie]:
        """The ties: the farthest first, then in order of their ids."""
        for km, start, end in self.far():
            yield Tie(**tie_fields(self.graph, start, end, self.lens), km=km)

    def standings(self, limit: int | None = None) -> Counter[Standing]:
        """How many of them, or of the first ``limit``, stand in each way."""
        if limit is None:
            return self.counted
        return Counter(standing(end.data, self.lens.day) for _, _, end in islice(self.far(), limit))


def far_ties(
    graph: ReadGraph, lens: Lens, km: float, *, at: str | None = None, between: tuple[str, str] | None = None
) -> FarTies:
    """The ties of :func:`~citygraph.questions.ties.listed` whose ends lie more than ``km`` apart. Distances are
    compared as they are shown: see :func:`~citygraph.domain.distances.rounded`."""
    if at is None and between is None:
        return _of_all(graph, lens, km)
    found: list[_Far] = []
    unknown = 0
    for start, end in listed_ends(graph, lens, at=at, between=between):
        distance = apart(graph.nodes[start], graph.nodes[end.node])
        if distance is None:
            unknown += 1
        elif distance > km:
            found.append((distance, start, end))
    found.sort(key=lambda far: (-far[0], far[2].tie))
    counted = Counter(standing(end.data, lens.day) for _, _, end in found)
    return FarTies(graph, lens, counted, unknown, lambda: iter(found))


def _of_all(graph: ReadGraph, lens: Lens, km: float) -> FarTies:
    by_number = numbered(graph)
    listed, place_of = all_listed(by_number, lens), by_number.places()
    located = listed.among([node in place_of for node, _ in listed.nodes])
    places = [place_of.get(node, _NOWHERE) for node, _ in listed.nodes]
    perhaps = located.if_ends(beyond(km - _ROUNDING), list(map(on_sphere, places)))
    counted: Counter[Standing] = Counter()
    found: list[tuple[float, int]] = []
    for start, end, alike, tie in zip(perhaps.starts, perhaps.ends, perhaps.alike, perhaps.places, strict=True):
        distance = rounded(places[start], places[end])
        if distance > km:
            found.append((-distance, tie))
            counted[perhaps.common[alike].standing] += 1
    found.sort()

    def far() -> Iterator[_Far]:
        for less, equally_far in groupby(found, key=lambda one: one[0]):
            edges = by_number.edges_at([tie for _, tie in equally_far])
            for id, edge in sorted(edges, key=lambda tie: tie[0]):
                yield -less, edge.start, edge.from_start(id)

    return FarTies(graph, lens, counted, len(listed) - len(located), far)
