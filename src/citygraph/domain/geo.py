"""Geometry on the sphere: the distance between two places, and the great circle between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from heapq import heappop, heappush
from math import asin, atan2, ceil, copysign, cos, degrees, dist, hypot, pi, radians, sin
from typing import Any

Position = tuple[float, float]
"""Longitude and latitude in degrees: the order of GeoJSON."""
Vector = tuple[float, ...]
"""A point of the unit sphere."""

_RADIUS = 6371.0
"""The mean radius of the earth, in kilometres."""
_STEP = 2.0
"""The longest piece of a great circle that is drawn as a straight line, in degrees of arc."""
_SLACK = 1e-9
"""By how much of the radius a chord may be longer than a float says."""
_DIGITS = 5
"""The decimal digits of the vertices between the ends: about a metre."""


def kilometres(one: Position, other: Position) -> float:
    """The distance between two places in kilometres, along the great circle.

    >>> round(kilometres((2.35, 48.86), (13.4, 52.52)))
    877
    """
    return kilometres_apart(on_sphere(one), on_sphere(other))


def kilometres_apart(one: Vector, other: Vector) -> float:
    """The same for two points (see :func:`on_sphere`)."""
    return 2 * _RADIUS * asin(min(1.0, dist(one, other) / 2))


def beyond(km: float) -> Callable[[Vector, Vector], bool]:
    """A quick test for many pairs of points (see :func:`on_sphere`): true if they lie farther apart than this, and
    perhaps if they lie a few metres nearer, but never false if they lie farther apart."""
    least = 2 * sin(min(max(km, 0.0) / (2 * _RADIUS), pi / 2)) - _SLACK
    return lambda one, other: dist(one, other) > least


def nearest_pairs(ones: Mapping[Any, Position], others: Mapping[Any, Position]) -> Iterator[tuple[float, Any, Any]]:
    """All pairs of one place and one other, with their distance in kilometres: the nearest first, one by one.

    The first pairs of two large sets cost little, wherever these lie: the sets are halved only where they may be near.
    """
    if not ones or not others:
        return
    one, other = (_Heap([(on_sphere(place), key) for key, place in places.items()]) for places in (ones, others))
    waiting = [(one.gap(other), 0, one, other)]
    count = 0
    while waiting:
        _, _, one, other = heappop(waiting)
        if len(one.points) == len(other.points) == 1:
            here, there = one.points[0][1], other.points[0][1]
            yield kilometres(ones[here], others[there]), here, there
            continue
        split_one = len(one.points) >= len(other.points)
        for half in one.halves if split_one else other.halves:
            count -= 1  # of equal gaps the last first: else all pairs of places at one spot would wait
            pair = (half, other) if split_one else (one, half)
            heappush(waiting, (pair[0].gap(pair[1]), count, *pair))


class _Heap:
    """Some points of the unit sphere with their keys, within a box."""

    def __init__(self, points: list[tuple[Vector, Any]]) -> None:
        self.points = points
        axes = list(zip(*(vector for vector, _ in points), strict=True))
        self.low: list[float] = [*map(min, axes)]
        self.high: list[float] = [*map(max, axes)]

    def gap(self, other: _Heap) -> float:
        """The square of the distance between the boxes; no pair of points is nearer."""
        sides = zip(self.low, self.high, other.low, other.high, strict=True)
        gaps = (max(low - above, below - high, 0.0) for low, high, below, above in sides)
        return sum(gap * gap for gap in gaps)

    @cached_property
    def halves(self) -> tuple[_Heap, _Heap]:
        """The points, parted in the middle along the longest side of the box."""
        sides = [high - low for low, high in zip(self.low, self.high, strict=True)]
        axis = sides.index(max(sides))
        in_order, middle = sorted(self.points, key=lambda point: point[0][axis]), len(self.points) // 2
        return _Heap(in_order[:middle]), _Heap(in_order[middle:])


def great_circle(start: Position, end: Position) -> list[list[Position]]:
    """The great circle between two places, in pieces of at most 2° of arc; in two parts if it crosses the 180th
    meridian. Between opposite places all great circles are equally short; this one leads over the North Pole.
    """
    one, other = on_sphere(start), on_sphere(end)
    towards = _across(one, other) or _across(one, (0, 0, 1)) or (1, 0, 0)
    cosine = _dot(one, other)
    angle = atan2(dist(other, tuple(cosine * x for x in one)), cosine)
    steps = ceil(degrees(angle) / _STEP) or 1
    turns = (angle * step / steps for step in range(1, steps))
    between = [_position([x * cos(turn) + y * sin(turn) for x, y in zip(one, towards, strict=True)]) for turn in turns]
    if between:  # at a pole any longitude will do
        start = (between[0][0], start[1]) if abs(start[1]) == 90 else start
        end = (between[-1][0], end[1]) if abs(end[1]) == 90 else end
    return _cut([start, *between, end])


def _cut(line: list[Position]) -> list[list[Position]]:
    """A line, cut into parts at the 180th meridian, where they meet."""
    parts = [[line[0]]]
    for longitude, latitude in line[1:]:
        here = parts[-1][-1]
        if abs(longitude - here[0]) <= 180:
            parts[-1].append((longitude, latitude))
        elif abs(longitude) == 180:  # it is on both sides
            parts[-1].append((-longitude, latitude))
        elif abs(here[0]) == 180:
            if len(parts[-1]) == 1:
                parts.pop()
            parts.append([(-here[0], here[1]), (longitude, latitude)])
        else:
            side, at = copysign(180, here[0]), _latitude_of_180(here, (longitude, latitude))
            parts[-1].append((side, at))
            parts.append([(-side, at), (longitude, latitude)])
    return parts


def _latitude_of_180(one: Position, other: Position) -> float:
    """The latitude at which the great circle through two places crosses the 180th meridian."""
    a, b = on_sphere(one), on_sphere(other)
    share = a[1] / (a[1] - b[1])
    return _position([x + share * (y - x) for x, y in zip(a, b, strict=True)])[1]


def on_sphere(position: Position) -> Vector:
    """A place as a point of the unit sphere."""
    longitude, latitude = map(radians, position)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def _position(vector: list[float]) -> Position:
    x, y, z = vector
    found = atan2(y, x), atan2(z, hypot(x, y))
    return round(degrees(found[0]), _DIGITS) + 0.0, round(degrees(found[1]), _DIGITS) + 0.0  # no -0.0


def _across(one: Vector, other: Vector) -> Vector | None:
    """The unit vector at a right angle to ``one``, toward ``other``; None if both lie on one line."""
    along = _dot(one, other)
    rest = [y - along * x for x, y in zip(one, other, strict=True)]
    length = hypot(*rest)
    return tuple(x / length for x in rest) if length > 1e-9 else None


def _dot(one: Vector, other: Vector) -> float:
    return sum(x * y for x, y in zip(one, other, strict=True))
