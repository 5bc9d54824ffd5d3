"""How far all are from each other, in ties: breadth-first searches from many nodes at a time.

What a node has been reached from is a set, kept as the bits of one integer. To go a tie further is to join the sets of
a node's neighbors, so that one step in Python goes on with some thousand searches; numpy would gain nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from citygraph.graph.asked import Progress

MOST_EXACT = 20_000
"""Up to so many nodes all distances are looked at."""
SAMPLE = 1024
"""How many nodes are looked from otherwise, and a second time for the bounds."""
_AT_ONCE = 4096
_DOING = "measuring distances"
SURE = 1.96
"""How many standard errors 95 % of all samples are within."""
SEED = 2022
"""Of all samples, so that the same network gives the same figures."""

Neighbors = Sequence[Sequence[int]]


class Distances(NamedTuple):
    """Distances within one component: the farthest, the least far that one can be from all others, and the mean.

    If only a sample was looked at, ``looked_from`` is how many, the ``error`` of the mean is what it is within with 95
    % certainty, and the other two are bounds: the diameter is at least and the radius at most what is said, and they
    are within the other two for certain.
    """

    diameter: int
    radius: int
    mean: float
    looked_from: int | None = None
    error: float = 0.0
    diameter_at_most: int = 0
    radius_at_least: int = 0


def distances(neighbors: Neighbors, progress: Progress, *, exact: bool = False) -> Distances:
    """The distances within one component, all of whose nodes can be reached from each other; ``exact`` however many
    they are."""
    if len(neighbors) > MOST_EXACT and not exact:
        return _sampled(neighbors, progress)
    farthest, nearest, total = 0, len(neighbors), 0
    for sources in all_at_once(neighbors):
        everyone, distance = (1 << len(sources)) - 1, 0
        for distance, fresh in enumerate(spread(neighbors, sources)):
            progress(_DOING, sources.start, len(neighbors))
            total += distance * sum(map(int.bit_count, fresh))
            if distance < nearest and _joined(fresh) != everyone:
                nearest = distance - 1  # some have been as far as they can get
        farthest, nearest = max(farthest, distance), min(nearest, distance)
    pairs = len(neighbors) * (len(neighbors) - 1)
    return Distances(farthest, nearest, total / pairs if pairs else 0.0)


def sums(neighbors: Neighbors, progress: Progress, *, exact: bool = False) -> tuple[list[float], list[float] | None]:
    """Within one component, of each node the sum of its distances to all others, and if that is taken from a sample of
    them, what each sum is within with 95 % certainty."""
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
        looked = SAMPLE - (node in sampled)  # its distance to itself tells nothing
        mean = totals[node] / looked
        variance = max(squares[node] - looked * mean * mean, 0) / (looked - 1)
        found.append(mean * (count - 1))
        errors.append(SURE * (variance / looked * (1 - looked / (count - 1))) ** 0.5 * (count - 1))
    return found, errors


def all_at_once(neighbors: Neighbors) -> Iterator[range]:
    """All nodes, as many of them at a time as fit into memory."""
    for begin in range(0, len(neighbors), _AT_ONCE):
        yield range(begin, min(begin + _AT_ONCE, len(neighbors)))


def spread(neighbors: Neighbors, sources: Sequence[int]) -> Iterator[list[int]]:
    """Search from all ``sources`` at a time: for each distance from 0 on, and for each node, from which of them it is
    that far: bit ``i`` is the ``i``-th."""
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
    # The outermost and the innermost of all tell most of how far apart the farthest are, and how near one is to all.
    inward = sorted(range(count), key=totals.__getitem__)
    bounds = [*inward[: SAMPLE // 2], *inward[-SAMPLE // 2 :]]
    eccentricities += _looked_from(neighbors, bounds, lambda: progress(_DOING, 1, 2))[1]
    diameter, radius = max(eccentricities), min(eccentricities)
    return Distances(diameter, radius, mean, SAMPLE, error, 2 * radius, (diameter + 1) // 2)


def _looked_from(
    neighbors: Neighbors, sources: Sequence[int], goes_on: Callable[[], None]
) -> tuple[list[int], list[int], list[int]]:
    """Of each source the sum of its distances, and the greatest; of each node the sum of those from the sources."""
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
    """How many of the sets each bit is in: all are added up at a time, digit by digit, as on an abacus."""
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
