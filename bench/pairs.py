"""Chooses the cities to ask about, and finds the answers to expect by plain searches of its own over the drawn
ties."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

KIND, AT = "sister-city", 2015
"""The kind, and the year, that questions are narrowed to."""

SISTERS, HELD = 1, 2
"""The marks of a tie: it is of the kind ``KIND``, it held in the year ``AT``."""

LENSES = {"": 0, "at": HELD, "kind": SISTERS}
"""The lenses of the path questions, each with the marks that its ties must have."""


class Ties:
    """The ends of many ties, in a few bytes each."""

    def __init__(self, cities: int) -> None:
        self._ends, self._marks = array("i"), array("B")
        self._degrees = array("i", bytes(4 * cities))

    def __len__(self) -> int:
        return len(self._marks)

    def add(self, one: int, other: int, marks: int) -> None:
        self._ends.extend((one, other))
        self._marks.append(marks)
        self._degrees[one] += 1
        self._degrees[other] += 1

    def degree(self, city: int) -> int:
        return self._degrees[city]

    def degrees(self) -> Sequence[int]:
        return self._degrees

    def lay_out(self) -> tuple[array[int], array[int], array[int]]:
        """The ties of each city side by side (compressed sparse rows): where the ties of a city begin, the other ends,
        the marks."""
        begins = array("i", bytes(4 * (len(self._degrees) + 1)))
        total = 0
        for city, degree in enumerate(self._degrees):
            begins[city] = total
            total += degree
        begins[-1] = total
        others, marks = array("i", bytes(4 * total)), array("B", bytes(total))
        free = array("i", begins)
        ends = iter(self._ends)
        for (one, other), mark in zip(zip(ends, ends, strict=True), self._marks, strict=True):
            for here, there in ((one, other), (other, one)):
                others[free[here]] = there
                marks[free[here]] = mark
                free[here] += 1
        return begins, others, marks


@dataclass(frozen=True)
class Pair:
    """Two cities, and their distance through each lens."""

    start: int
    end: int
    lengths: dict[str, int]


@dataclass(frozen=True)
class Questions:
    pairs: list[Pair]
    hub: int
    leaf: int


def questions(ties: Ties, candidates: list[int], count: int, random: Random) -> Questions:
    """Pairs of ``candidates`` (cities with unique names) that a path joins through every lens, at the most common
    distance from the first of the two; also the city with most ties, and one of those with fewest."""
    begins, others, marks = ties.lay_out()
    drawn = random.sample(candidates, len(candidates))
    half = len(drawn) // 2
    ends = drawn[half:]
    pairs: list[Pair] = []
    for start in drawn[:half]:
        if len(pairs) == count:
            break
        far = {lens: _distances(start, begins, others, marks, wanted) for lens, wanted in LENSES.items()}
        counted = Counter(length for length in far[""] if length > 0)
        typical = max(counted, key=lambda length: counted[length])
        fit = (end for end in ends if far[""][end] == typical and min(there[end] for there in far.values()) > 0)
        end = next(fit, None)
        if end is not None:
            pairs.append(Pair(start, end, {lens: there[end] for lens, there in far.items()}))
            ends.remove(end)
    degrees = ties.degrees()
    hub = max(range(len(degrees)), key=degrees.__getitem__)
    return Questions(pairs, hub, leaf=min(ends, key=degrees.__getitem__))


def _distances(start: int, begins: array[int], others: array[int], marks: array[int], wanted: int) -> array[int]:
    """The distance to each city over ties with the ``wanted`` marks, in hops; -1 if there is no path."""
    distances = array("i", [-1]) * (len(begins) - 1)
    distances[start] = 0
    reached, distance = [start], 0
    while reached:
        distance += 1
        following = []
        for city in reached:
            begin, end = begins[city], begins[city + 1]
            for other, mark in zip(others[begin:end], marks[begin:end], strict=True):
                if distances[other] < 0 and mark & wanted == wanted:
                    distances[other] = distance
                    following.append(other)
        reached = following
    return distances
