"""The world map: the outline of the land, and the projection of places and routes.

The projection is Equal Earth (Šavrič, Patterson and Jenny 2018). Unlike Mercator, it shows all countries in their true
proportions. Its centre is at 11° East, so that the edge runs through the Bering Strait and cuts no continent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from math import asin, cos, radians, sin, sqrt
from typing import Any, Literal, NamedTuple, cast

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
    """The great circle between two places, as lines on the map: one line, or more if it crosses the map's edge. The
    edge in the north and the south is a pole, so a line over it would run along all of the edge: it ends there."""
    parts = [part for whole in great_circle(_turned(start), _turned(end)) for part in _without_poles(whole)]
    return [[_flat(place) for place in part] for part in parts]


_POLE = 82.0
"""The latitude, north and south, beyond which a line is left out: 4 pixels of a map of the world."""


def _without_poles(line: list[Position]) -> list[list[Position]]:
    """The parts of a line that are not near a pole. Its ends are kept, wherever they are."""
    parts: list[list[Position]] = [[]]
    for at, place in enumerate(line):
        if abs(place[1]) <= _POLE or at in (0, len(line) - 1):
            parts[-1].append(place)
        elif parts[-1]:
            parts.append([])
    found = [part for part in parts if len(part) > 1]
    return found or [line]


class Outlines(NamedTuple):
    """The lines of the world's countries on the map. ``land`` are closed rings; ``dashed`` disputed borders."""

    land: list[list[Point]]
    borders: list[list[Point]]
    dashed: list[list[Point]]


Fineness = Literal["coarse", "fine"]
"""``coarse`` is enough for a map of the world, ``fine`` for a part of it."""

COARSE_UP_TO = 320.0
"""The scale, in pixels to a radius of the globe, up to which the coarse outline is as good as the fine one."""


@cache
def outlines(fineness: Fineness) -> Outlines:
    """The world's lands and their borders on the map."""
    level = _data()[fineness]
    return Outlines(*([_line(text, level["unit"]) for text in level[key]] for key in Outlines._fields))


def decoded(text: str, unit: int) -> Iterator[Position]:
    """The places of a line in ``land.json``, with longitudes counted from the map's centre. ``unit`` steps are a
    degree.

    The text is a row of whole numbers: the longitude and the latitude of the first place, then the steps to each next
    one. A number is even if it is twice a number from 0 on, odd if it is 1 less than twice one below 0. It is written
    with the 90 letters of ``SIGNS``, the smallest digit first: the last digit is one of the first 45 letters, the
    others of the last 45.
    """
    half = len(SIGNS) // 2
    here, number, scale, is_down = [0, 0], 0, 1, False
    for letter in text:
        digit = _VALUES[letter]
        number += digit % half * scale
        scale *= half
        if digit < half:
            here[is_down] += number // 2 if number % 2 == 0 else -(number + 1) // 2
            if is_down:
                yield here[0] / unit, here[1] / unit
            number, scale, is_down = 0, 1, not is_down


SIGNS = "".join(letter for letter in map(chr, range(33, 127)) if letter not in '"\\<&')
"""The letters of a line in ``land.json``: all of ASCII that stand for themselves in JSON and in HTML."""
_VALUES = {letter: value for value, letter in enumerate(SIGNS)}


class CountryPlace(NamedTuple):
    """Where the name of a country may stand: its code, the middle of the place, and the width of the land there, in
    radii of the globe."""

    code: str
    at: Point
    width: float


@cache
def countries() -> list[CountryPlace]:
    """The places for the names of countries, the widest first. What has no code of its own has none: who is named there
    is disputed."""
    return [CountryPlace(code, project((x, y)), radians(width)) for code, x, y, width in _data()["names"]]


def packed(names: Callable[[str], str]) -> dict[str, Any]:
    """The outlines as ``land.json`` has them, for a script that unpacks them: see :func:`decoded`. ``names`` says what
    a country is called, by its code."""
    whole = _data()
    spots = [[names(code), *place] for code, *place in whole["names"]]
    levels = {key: whole[key] for key in ("coarse", "fine")}
    return {
        "centre": CENTRE,
        "signs": SIGNS,
        "coarseUpTo": COARSE_UP_TO,
        "emptySouth": EMPTY_SOUTH,
        "pole": _POLE,
        **levels,
        "names": spots,
    }


def credit() -> str:
    """The credit for the outline, as pictures show it, with the year whose borders these are."""
    return f"{_data()['credit']}; borders as of {_data()['year']}, dashed where disputed"


def _line(text: str, unit: int) -> list[Point]:
    return [_flat(place) for place in decoded(text, unit)]


@cache
def edge(south: float = -90) -> list[Point]:
    """The outline of the globe on the map, from a latitude on, as a closed ring."""
    east = [_flat((180, latitude)) for latitude in (south, *range(int(south // 2 * 2) + 2, 91, 2))]
    return [*east, *((-x, y) for x, y in reversed(east))]


EMPTY_SOUTH = -58.0
"""The latitude south of which nobody lives: a map of the world ends there."""


def southernmost(y: float) -> float:
    """The latitude where a map of the world ends in the south, if ``y`` is the lowest of its points."""
    return EMPTY_SOUTH if y < _flat((0, EMPTY_SOUTH))[1] else -90.0


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
