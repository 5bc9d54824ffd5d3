"""Distances between nodes, in ties: breadth-first searches from many nodes at a time.

Each node has the set of sources that have reached it, as the bits of one integer. A step joins the sets of a node's
neighbors. So one step in Python advances some thousand searches, and numpy would gain nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from citygraph.graph.asked import Progress

MOST_EXACT = 20_000
"""Up to this many nodes, all distances are measured."""
SAMPLE = 1024
"""The number of sources otherwise; and of further ones for the bounds."""
_AT_ONCE = 4096
_DOING = "measuring distances"
SURE = 1.96
"""The number of standard errors that 95 % of all samples are within."""
SEED = 2022
"""The seed of all samples, so that the same network gives the same figures."""

Neighbors = Sequence[Sequence[int]]


class Distances(NamedTuple):
    """The diameter, the radius and the mean distance of one component.

    If they come from a sample, ``looked_from`` is its size, and ``error`` half the 95 % confidence interval of the
    mean. ``diameter`` is then a lower bound, with ``diameter_at_most`` as the upper one; ``radius`` is an upper bound,
    with ``radius_at_least`` as the lower one. All four bounds are certain.
    """

    diameter: int
    radius: int
    mean: float
    looked_from: int | None = None
    error: float = 0.0
    diameter_at_most: int = 0
    radius_at_least: int = 0


def distances(neighbors: Neighbors, progress: Progress, *, exact: bool = False) -> Distances:
    """The distances within one connected component; with ``exact``, never from a sample."""
    if len(neighbors) > MOST_EXACT and not exact:
        return _sampled(neighbors, progress)
    farthest, nearest, total = 0, len(neighbors), 0
    for sources in all_at_once(neighbors):
        everyone, distance = (1 << len(sources)) - 1, 0
        for distance, fresh in enumerate(spread(neighbors, sources)):
            progress(_DOING, sources.start, len(neighbors))
            total += distance * sum(map(int.bit_count, fresh))
            if distance < nearest and _joined(fresh) != everyone:
                nearest = distance - 1  # some source has reached all nodes
        farthest, nearest = max(farthest, distance), min(nearest, distance)
    pairs = len(neighbors) * (len(neighbors) - 1)
    return Distances(farthest, nearest, total / pairs if pairs else 0.0)


def sums(neighbors: Neighbors, progress: Progress, *, exact: bool = False) -> tuple[list[float], list[float] | None]:
    """Within one component, the sum of the distances from each node to all others. If these come from a sample, also
    the error of each sum, half its 95 % confidence interval."""
    count = len(neighbors)
    if count > MOST_EXACT and not exact:
        return _sampled_sums(neighbors, progress)
    totals = [0] * count
    for sources in all_at_once(neighbors):
        for distance, fresh in enumerate(spread(neighbors, sources)):
            progress(_DOING, sources.start, count)
            for node, reached in enumerate(fresh):
                if reached:
                    totals[node] += distance * reached.bit_count()
    return [float(total) for total in totals], None


def _sampled_sums(neighbors: Neighbors, progress: Progress) -> tuple[list[float], list[float]]:
    count = len(neighbors)
    sources = random.Random(SEED).sample(range(count), SAMPLE)
    sampled = set(sources)
    totals, squares = [0] * count, [0] * count
    for distance, fresh in enumerate(spread(neighbors, sources)):
        progress(_DOING, 0, 0)
        for node, reached in enumerate(fresh):
            if reached:
                so_many = reached.bit_count()
                totals[node] += distance * so_many
                squares[node] += distance * distance * so_many
    found, errors = [], []
    for node in range(count):
        looked = SAMPLE - (node in sampled)  # the distance of a node to itself does not count
        mean = totals[node] / looked
        variance = max(squares[node] - looked * mean * mean, 0) / (looked - 1)
        found.append(mean * (count - 1))
        errors.append(SURE * (variance / looked * (1 - looked / (count - 1))) ** 0.5 * (count - 1))
    return found, errors


def all_at_once(neighbors: Neighbors) -> Iterator[range]:
    """All nodes, in ranges that fit into memory."""
    for begin in range(0, len(neighbors), _AT_ONCE):
        yield range(begin, min(begin + _AT_ONCE, len(neighbors)))


def spread(neighbors: Neighbors, sources: Sequence[int]) -> Iterator[list[int]]:
    """Search from all ``sources`` at a time. For each distance from 0 on, it yields for each node the set of sources at
    that distance: bit ``i`` is the ``i``-th source."""
    seen = [0] * len(neighbors)
    for index, source in enumerate(sources):
        seen[source] |= 1 << index
    fresh, everyone = seen[:], (1 << len(sources)) - 1
    while any(fresh):
        yield fresh
        further = [0] * len(neighbors)
        for node, around in enumerate(neighbors):
            known = seen[node]
            if known != everyone:
                reached = 0
                for other in around:
                    reached |= fresh[other]
                if reached:
                    reached &= ~known
                    further[node] = reached
        for node, reached in enumerate(further):
            if reached:
                seen[node] |= reached
        fresh = further


def _sampled(neighbors: Neighbors, progress: Progress) -> Distances:
    count = len(neighbors)
    sources = random.Random(SEED).sample(range(count), SAMPLE)
    from_each, eccentricities, totals = _looked_from(neighbors, sources, lambda: progress(_DOING, 0, 2))
    means = [total / (count - 1) for total in from_each]
    mean = sum(means) / SAMPLE
    variance = sum((one - mean) ** 2 for one in means) / (SAMPLE - 1)
    error = SURE * (variance / SAMPLE * (1 - SAMPLE / count)) ** 0.5
    # The outermost nodes give the best bounds of the diameter, and the innermost those of the radius.
    inward = sorted(range(count), key=totals.__getitem__)
    bounds = [*inward[: SAMPLE // 2], *inward[-SAMPLE // 2 :]]
    eccentricities += _looked_from(neighbors, bounds, lambda: progress(_DOING, 1, 2))[1]
    diameter, radius = max(eccentricities), min(eccentricities)
    return Distances(diameter, radius, mean, SAMPLE, error, 2 * radius, (diameter + 1) // 2)


def _looked_from(
    neighbors: Neighbors, sources: Sequence[int], goes_on: Callable[[], None]
) -> tuple[list[int], list[int], list[int]]:
    """For each source the sum of its distances, and the greatest; for each node the sum of its distances to the
    sources."""
    sums, farthest = [0] * len(sources), [0] * len(sources)
    totals = [0] * len(neighbors)
    for distance, fresh in enumerate(spread(neighbors, sources)):
        goes_on()
        for node, reached in enumerate(fresh):
            if reached:
                totals[node] += distance * reached.bit_count()
        for index, count in enumerate(_tally(fresh, len(sources))):
            if count:
                sums[index] += distance * count
                farthest[index] = distance
    return sums, farthest, totals


def _tally(sets: Sequence[int], width: int) -> list[int]:
    """The number of sets that each bit is in. All bits are added up at a time, digit by digit, as on an abacus."""
    digits: list[int] = []
    for carried in sets:
        place = 0
        while carried:
            if place == len(digits):
                digits.append(0)
            digits[place], carried = digits[place] ^ carried, digits[place] & carried
            place += 1
    return [sum((digit >> bit & 1) << place for place, digit in enumerate(digits)) for bit in range(width)]


def _joined(sets: Sequence[int]) -> int:
    joined = 0
    for one in sets:
        joined |= one
    return joined
