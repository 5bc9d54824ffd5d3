"""The world map: the outline of the land, and the projection of places and routes.

The projection is Equal Earth (Šavrič, Patterson and Jenny 2018). Unlike Mercator, it shows all countries in their true
proportions. Its centre is at 11° East, so that the edge runs through the Bering Strait and cuts no continent.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt
from typing import Any, cast

from citygraph.domain.geo import Position, great_circle

CENTRE = 11
"""The map's central meridian, in degrees."""

Point = tuple[float, float]
"""x to the right and y downwards from the map's centre, in radii of the globe."""

_A = (1.340264, -0.081106, 0.000893, 0.003796)
"""The coefficients of the projection."""


def project(place: Position) -> Point:
    """The point of a place (longitude and latitude in degrees) on the map."""
    return _flat(_turned(place))


def route(start: Position, end: Position) -> list[list[Point]]:
    """The great circle between two places, as lines on the map: one line, or two if it crosses the map's edge."""
    return [[_flat(place) for place in part] for part in great_circle(_turned(start), _turned(end))]


@cache
def land() -> list[list[Point]]:
    """The outlines of the world's land on the map, as closed rings."""
    return [[_flat((ring[at] / 10 - CENTRE, ring[at + 1] / 10)) for at in range(0, len(ring), 2)] for ring in outline()]


def outline() -> list[list[int]]:
    """The outlines on the globe, as in ``land.json``: each ring is a list of longitude, latitude, longitude … in tenths
    of a degree."""
    return cast(list[list[int]], _data()["rings"])


def credit() -> str:
    """The credit for the outline, as pictures show it."""
    return str(_data()["credit"])


@cache
def edge() -> list[Point]:
    """The outline of the whole globe on the map, as a closed ring."""
    east = [_flat((180, latitude)) for latitude in range(-90, 91, 2)]
    return [*east, *((-x, y) for x, y in reversed(east))]


@cache
def _data() -> dict[str, Any]:
    text = resources.files("citygraph.outputs").joinpath("land.json").read_text(encoding="utf-8")
    return cast(dict[str, Any], json.loads(text))


def _turned(place: Position) -> Position:
    """A place, with its longitude counted from the map's centre."""
    longitude = place[0] - CENTRE
    return (longitude + 360 if longitude < -180 else longitude, place[1])


def _flat(turned: Position) -> Point:
    longitude, latitude = map(radians, turned)
    theta = asin(sqrt(3) / 2 * sin(latitude))
    one, two, three, four = _A
    power = theta**6
    across = 9 * four * theta**2 * power + 7 * three * power + 3 * two * theta**2 + one
    x = 2 * sqrt(3) * longitude * cos(theta) / (3 * across)
    y = theta * (four * theta**2 * power + three * power + two * theta**2 + one)
    return x, -y
