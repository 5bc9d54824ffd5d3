"""Make src/citygraph/outputs/land.json: the world's land, its borders and where names of countries go, for maps that
need no network.

    npm install --prefix /tmp/outline world-atlas@2.0.2
    pip install shapely && PYTHONPATH=src python scripts/world_outline.py /tmp/outline/node_modules/world-atlas

From Natural Earth 4.1 of 2018 (public domain), which world-atlas carries as TopoJSON: countries at 1:50m, and small
ones at 1:10m, so that their islands are land. Without Antarctica, which has no cities. The land is cut at the edge of
our map instead of at 180°, so that no continent is in two pieces.
docs/decisions/2026-12-01-outline.md says what was measured.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from math import cos, hypot, radians
from pathlib import Path
from typing import Any, NamedTuple

from shapely import affinity, box, union_all
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.ops import polylabel

from citygraph.domain.country_codes import country_of
from citygraph.outputs.land import CENTRE, SIGNS

SOUTH = -60
"""The latitude south of which all land is Antarctica."""
SMALL = 0.6
"""Countries of less land than this are taken from 1:10m, in square degrees: up to about 7,000 km²."""

Place = tuple[float, float]


class Fineness(NamedTuple):
    """How fine an outline is: ``unit`` is the number of its steps in a degree; no point that is left out is farther
    from the line than ``off`` degrees, and rings of less than ``least`` square degrees are left out."""

    unit: int
    off: float
    least: float


FINE = Fineness(100, 0.028, 0.0004)
COARSE = Fineness(10, 0.25, 0.3)

UNNUMBERED = "without a number in ISO 3166-1"
DISPUTED: tuple[tuple[str, frozenset[str], tuple[float, float, float, float]], ...] = (
    ("Western Sahara", frozenset({"732"}), (-180, -90, 180, 90)),
    ("Palestine", frozenset({"275"}), (-180, -90, 180, 90)),
    ("the line between Crimea and the mainland", frozenset({"643", "804"}), (32, 44, 36.8, 46.4)),
    ("Kashmir", frozenset({"356", "586"}), (73, 32.4, 78, 38)),
    ("Kashmir", frozenset({"586", "156"}), (73, 32.4, 78, 38)),
    ("the line between China and India", frozenset({"356", "156"}), (73, 26, 98, 38)),
    ("Hala'ib", frozenset({"818", "729"}), (33, 21, 38, 24)),
    ("Abyei", frozenset({"729", "728"}), (27, 9, 30, 11)),
    ("the Ilemi triangle", frozenset({"404", "728"}), (33, 3, 37, 6)),
)
"""Where borders are disputed, for the data do not say it: lands by their numbers (one: all its borders), and the box in
which their border is. Borders of what has no number are disputed, too."""


class Atlas:
    """Countries of one scale, with the lines that they share."""

    def __init__(self, file: Path) -> None:
        topology = json.loads(file.read_text(encoding="utf-8"))
        (sx, sy), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
        self.arcs: list[list[Place]] = []
        for steps in topology["arcs"]:
            xs, ys = accumulate(x for x, _ in steps), accumulate(y for _, y in steps)
            self.arcs.append([(round(x * sx + dx, 4), round(y * sy + dy, 4)) for x, y in zip(xs, ys, strict=True)])
        self.countries = topology["objects"]["countries"]["geometries"]

    def polygons(self, country: dict[str, Any]) -> list[Polygon]:
        found = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        return [
            Polygon(self._ring(outer), [self._ring(inner) for inner in inners]).buffer(0) for outer, *inners in found
        ]

    def _ring(self, indexes: Iterable[int]) -> list[Place]:
        """A ring; one that crosses 180° goes on beyond it."""
        found: list[Place] = []
        for index in indexes:
            for x, y in self.arcs[index] if index >= 0 else self.arcs[~index][::-1]:
                turns = round((found[-1][0] - x) / 360) if found else 0
                found.append((round(x + 360 * turns, 4), y))
        return found

    def borders(self) -> Iterator[tuple[list[Place], list[str]]]:
        """The lines that two countries share, with their numbers; "" for one that has none."""
        sides: defaultdict[int, list[str]] = defaultdict(list)
        for country in self.countries:
            whole = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
            for index in {index if index >= 0 else ~index for polygon in whole for ring in polygon for index in ring}:
                sides[index].append(country.get("id", ""))
        for index, numbers in sides.items():
            if len(numbers) == 2:
                yield self.arcs[index], numbers


def main(atlas: Path) -> None:
    medium, large = Atlas(atlas / "countries-50m.json"), Atlas(atlas / "countries-10m.json")
    finer = {country["properties"]["name"]: country for country in large.countries}
    lands: dict[str, tuple[str, MultiPolygon]] = {}
    for country in medium.countries:
        name = country["properties"]["name"]
        polygons = medium.polygons(country)
        if sum(polygon.area for polygon in polygons) < SMALL and name in finer:
            polygons = large.polygons(finer[name])
        polygons = [polygon for polygon in polygons if polygon.bounds[3] > SOUTH]
        if polygons:
            lands[name] = country.get("id", ""), union_all(polygons)
    # What 1:50m lacks: places with a city, such as Gibraltar and Tuvalu.
    for name, country in finer.items():
        if "id" in country and country["id"] not in ("010", *(number for number, _ in lands.values())):
            lands[name] = country["id"], union_all(large.polygons(country))
    window = box(CENTRE - 180, SOUTH, CENTRE + 180, 90)
    whole = union_all([shape for _, shape in lands.values()])
    pieces = [affinity.translate(whole, xoff=turn).intersection(window) for turn in (-360, 0, 360)]
    whole = union_all(pieces, grid_size=0.0001)
    rings = [list(ring.coords) for shape in whole.geoms for ring in (shape.exterior, *shape.interiors)]
    borders = list(medium.borders())
    data = {
        "credit": "Natural Earth 4.1, public domain, naturalearthdata.com",
        "about": "1:50m, small countries 1:10m, from world-atlas 2.0.2; scripts/world_outline.py makes it",
        "year": 2018,
        "centre": CENTRE,
        "coarse": level(rings, borders, COARSE),
        "fine": level(rings, borders, FINE),
        "names": spots(lands.values()),
    }
    text = "{\n" + ",\n".join(f"{json.dumps(key)}: {lines(value)}" for key, value in data.items()) + "\n}\n"
    Path("src/citygraph/outputs/land.json").write_text(text, encoding="utf-8")
    for key, value in data.items():
        print(f"{key}: {len(json.dumps(value))} bytes")


def lines(value: Any) -> str:
    """The value as JSON with a line for each text in a list, so that a diff can be read."""
    if isinstance(value, list):
        return "[\n" + ",\n".join(json.dumps(item, separators=(",", ":")) for item in value) + "\n]"
    if isinstance(value, dict):
        return "{" + ",\n".join(f"{json.dumps(key)}: {lines(item)}" for key, item in value.items()) + "}"
    return json.dumps(value)


def level(rings: Sequence[list[Place]], borders: Sequence[tuple[list[Place], list[str]]], fineness: Fineness) -> Any:
    """The outlines of one fineness."""
    ends = {end for line, _ in borders for end in (line[0], line[-1])}
    shores = [thin_ring(ring, ends, fineness) for ring in rings if Polygon(ring).area >= fineness.least]
    solid, dashed = (
        joined([thinned(line, fineness.off) for line, numbers in borders if is_disputed(line, numbers) == disputed])
        for disputed in (False, True)
    )
    print({"rings": len(shores), "points": sum(map(len, shores)), "of borders": sum(map(len, (*solid, *dashed)))})
    spelled = [text for line in shores if (text := encoded(line, fineness.unit, 4))]
    return {
        "unit": fineness.unit,
        "land": sorted(spelled, key=len, reverse=True),
        "borders": [text for line in solid if (text := encoded(line, fineness.unit, 2))],
        "dashed": [text for line in dashed if (text := encoded(line, fineness.unit, 2))],
    }


def is_disputed(line: Sequence[Place], numbers: Sequence[str]) -> bool:
    middle = line[len(line) // 2]
    return "" in numbers or any(
        lands <= set(numbers) and west <= middle[0] <= east and south <= middle[1] <= north
        for _, lands, (west, south, east, north) in DISPUTED
    )


def joined(parts: list[list[Place]]) -> list[list[Place]]:
    """The same lines, with those that go on one after the other in one piece."""
    found: list[list[Place]] = []
    left = list(parts)
    while left:
        line = left.pop()
        while True:
            for at, other in enumerate(left):
                if line[-1] == other[0]:
                    line = [*line, *other[1:]]
                elif line[-1] == other[-1]:
                    line = [*line, *other[-2::-1]]
                elif line[0] == other[-1]:
                    line = [*other, *line[1:]]
                elif line[0] == other[0]:
                    line = [*other[:0:-1], *line]
                else:
                    continue
                del left[at]
                break
            else:
                break
        found.append(line)
    return found


def thin_ring(ring: list[Place], fixed: set[Place], fineness: Fineness) -> list[Place]:
    """A closed ring with fewer points, of which the ``fixed`` ones stay: there borders end."""
    stays = sorted({0, *(at for at, place in enumerate(ring[:-1]) if place in fixed), len(ring) - 1})
    if len(stays) == 2:
        far = max(range(len(ring)), key=lambda at: hypot(ring[at][0] - ring[0][0], ring[at][1] - ring[0][1]))
        stays = [0, far, len(ring) - 1]
    # Of a small island more is kept: it would else be a triangle.
    off = min(fineness.off, Polygon(ring).area ** 0.5 / 12)
    found: list[Place] = [ring[0]]
    for one, other in pairwise(stays):
        found += thinned(ring[one : other + 1], off)[1:]
    return found


def thinned(line: list[Place], off: float) -> list[Place]:
    """The line with fewer points (Douglas and Peucker 1973); a degree of longitude counts as long as it is there."""
    keep = {0, len(line) - 1}
    stretches = [(0, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        narrow = cos(radians(line[first][1]))
        piece = LineString([(line[first][0] * narrow, line[first][1]), (line[last][0] * narrow, line[last][1])])
        farthest, most = first, off
        for at in range(first + 1, last):
            if (away := piece.distance(Point(line[at][0] * narrow, line[at][1]))) > most:
                farthest, most = at, away
        if farthest != first:
            keep.add(farthest)
            stretches += [(first, farthest), (farthest, last)]
    return [line[at] for at in sorted(keep)]


def encoded(line: Sequence[Place], unit: int, fewest: int) -> str:
    """A line as a text: see :func:`citygraph.outputs.land.decoded`. Empty for one of fewer than ``fewest`` places."""
    places = [(round((x - CENTRE) * unit), round(y * unit)) for x, y in line]
    kept = [place for at, place in enumerate(places) if not at or place != places[at - 1]]
    if len(kept) < fewest:
        return ""
    steps = [kept[0], *((to[0] - at[0], to[1] - at[1]) for at, to in pairwise(kept))]
    return "".join(signs(number) for step in steps for number in step)


def signs(number: int) -> str:
    half = len(SIGNS) // 2
    left = 2 * number if number >= 0 else -2 * number - 1
    text = ""
    while left >= half:
        text += SIGNS[half + left % half]
        left //= half
    return text + SIGNS[left]


def spots(lands: Iterable[tuple[str, MultiPolygon | Polygon]]) -> list[list[Any]]:
    """Where the names of countries may stand, the widest first; each country once."""
    found: dict[str, list[Any]] = {}
    for number, shape in lands:
        if (place := spot(number, shape)) and place[3] >= found.get(place[0], place)[3]:
            found[place[0]] = place
    return sorted(found.values(), key=lambda place: (-place[3], place[0]))


def spot(number: str, shape: MultiPolygon | Polygon) -> list[Any] | None:
    """Where the name of a country may stand: its code, the middle of its name, and the width of the land there, all in
    degrees. None for what has no code."""
    code = country_of(number, "numeric") if number else None
    if code is None or shape.is_empty:
        return None
    largest = max(getattr(shape, "geoms", [shape]), key=lambda polygon: polygon.area)
    west, south, east, north = largest.bounds
    best: tuple[float, float, float] | None = None
    for share in (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65):
        latitude = south + share * (north - south)
        across = largest.intersection(LineString([(west - 1, latitude), (east + 1, latitude)]))
        for part in getattr(across, "geoms", [across]):
            if part.length and (best is None or part.length * cos(radians(latitude)) > best[2]):
                best = part.interpolate(0.5, normalized=True).x, latitude, part.length * cos(radians(latitude))
    middle = polylabel(largest, 0.05) if largest.area > 0.01 else largest.centroid
    x, y = (best[0], best[1]) if best and best[2] > 3 else (middle.x, middle.y)
    return [code, round(x, 1), round(y, 1), round(best[2] if best else 0, 1)]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
