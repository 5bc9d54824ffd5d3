"""Geometry of lines and outlines in the plane: bend them, clip them, simplify them, find points along them.

It uses only ``+ - * /`` and square roots, which give the same results on every machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

Point = tuple[float, float]
Line = Sequence[Point]


class Box(NamedTuple):
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def meets(self, other: Box) -> bool:
        """True if the two boxes have more than an edge in common."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def has(self, other: Box) -> bool:
        """True if the other box lies within this one."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def within(self, margin: float) -> Box:
        """The box without a margin on each side."""
        return Box(self.left + margin, self.top + margin, self.right - margin, self.bottom - margin)

    def nearest(self, point: Point) -> Point:
        """The point of the box that is nearest to the given point."""
        return min(max(point[0], self.left), self.right), min(max(point[1], self.top), self.bottom)


def around(points: Sequence[Point]) -> Box:
    """The smallest box that contains all points."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def distance(one: Point, other: Point) -> float:
    return sqrt((other[0] - one[0]) ** 2 + (other[1] - one[1]) ** 2)


def length(*parts: Line) -> float:
    """The total length of lines. It adds one by one, because ``sum`` rounds in another way since Python 3.12."""
    whole = 0.0
    for part in parts:
        for one, other in pairwise(part):
            whole += distance(one, other)
    return whole


def bent(parts: Sequence[Line], sideways: Callable[[float], Point], bulge: float) -> list[list[Point]]:
    """A line in parts, moved and bent. Each point moves by ``sideways`` of its position along the line (0 to 1), and
    also at a right angle to the line: by ``bulge`` in the middle, less towards the ends."""
    whole = length(*parts) or 1.0
    gone, found = 0.0, []
    for part in parts:
        moved = []
        for at, point in enumerate(part):
            gone += distance(part[at - 1], point) if at else 0.0
            along = gone / whole
            (move_x, move_y), (across, down) = sideways(along), _direction(part, at)
            out = bulge * 4 * along * (1 - along)
            moved.append((point[0] + move_x - down * out, point[1] + move_y + across * out))
        found.append(moved)
    return found


def beside(line: Line, by: float) -> list[Point]:
    """A line that runs beside the given one, at the distance ``by``."""
    return [(x - by * _direction(line, at)[1], y + by * _direction(line, at)[0]) for at, (x, y) in enumerate(line)]


def _direction(line: Line, at: int) -> Point:
    """The direction of a line at one of its points, as a vector of length 1."""
    before, after = line[max(at - 1, 0)], line[min(at + 1, len(line) - 1)]
    step = distance(before, after)
    return ((after[0] - before[0]) / step, (after[1] - before[1]) / step) if step else (1.0, 0.0)


def halfway(parts: Sequence[Line], share: float) -> tuple[Point, Point]:
    """The point at a ``share`` (0 to 1) of a line's length, and the direction of the line there."""
    left = share * length(*parts)
    for part in parts:
        for at, (one, other) in enumerate(pairwise(part)):
            step = distance(one, other)
            if left <= step and step:
                on = left / step
                point = one[0] + on * (other[0] - one[0]), one[1] + on * (other[1] - one[1])
                return point, _direction(part[at : at + 2], 0)
            left -= step
    return parts[0][0], (1.0, 0.0)


def divided(line: Line, step: float) -> list[Point]:
    """The same line, with more points, so that neighbors are no farther apart than ``step``."""
    found = [line[0]]
    for one, other in pairwise(line):
        pieces = int(distance(one, other) / step) + 1
        found += [
            (one[0] + (other[0] - one[0]) * at / pieces, one[1] + (other[1] - one[1]) * at / pieces)
            for at in range(1, pieces)
        ]
        found.append(other)
    return found


def thinned(line: Line, by: float) -> list[Point]:
    """The line with fewer points: none of the removed points is farther than ``by`` from the new line (Douglas and
    Peucker 1973)."""
    keep = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        farthest, off = first, by
        for at in range(first + 1, last):
            if (away := _away(line[at], line[first], line[last])) > off:
                farthest, off = at, away
        if farthest != first:
            keep.add(farthest)
            stretches += [(first, farthest), (farthest, last)]
    return [line[at] for at in sorted(keep)]


def _away(point: Point, one: Point, other: Point) -> float:
    """The distance of a point from the straight line between two others."""
    across, down = other[0] - one[0], other[1] - one[1]
    square = across**2 + down**2
    along = ((point[0] - one[0]) * across + (point[1] - one[1]) * down) / square if square else 0.0
    along = min(max(along, 0.0), 1.0)
    return distance(point, (one[0] + along * across, one[1] + along * down))


def clipped(ring: Line, box: Box) -> list[Point]:
    """The part of an outline within a box, as an outline (Sutherland and Hodgman 1974)."""
    found = list(ring)
    for axis, bound, sign in ((0, box.left, 1), (0, box.right, -1), (1, box.top, 1), (1, box.bottom, -1)):
        before, found = found, []
        for at, point in enumerate(before):
            last = before[at - 1]
            inside, was_inside = sign * point[axis] >= sign * bound, sign * last[axis] >= sign * bound
            if inside != was_inside:
                share = (bound - last[axis]) / (point[axis] - last[axis])
                other = last[1 - axis] + share * (point[1 - axis] - last[1 - axis])
                found.append((bound, other) if axis == 0 else (other, bound))
            if inside:
                found.append(point)
    return found


def within(line: Line, box: Box) -> list[list[Point]]:
    """The parts of a line within a box (Liang and Barsky 1984)."""
    found: list[list[Point]] = []
    for one, other in pairwise(line):
        enters, leaves = 0.0, 1.0
        for axis, low, high in ((0, box.left, box.right), (1, box.top, box.bottom)):
            step = other[axis] - one[axis]
            if not step:
                leaves = leaves if low <= one[axis] <= high else -1.0
                continue
            first, last = sorted(((low - one[axis]) / step, (high - one[axis]) / step))
            enters, leaves = max(enters, first), min(leaves, last)
        if enters >= leaves:
            continue
        begin, end = (
            (one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])) for share in (enters, leaves)
        )
        if found and not enters and found[-1][-1] == one:
            found[-1].append(other if leaves == 1 else end)
        else:
            found.append([begin if enters else one, other if leaves == 1 else end])
    return found
