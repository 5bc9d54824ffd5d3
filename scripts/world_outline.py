"""Make src/citygraph/outputs/land.json: the outline of the world's land, for maps that need no network.

    npm install --prefix /tmp/outline world-atlas@2.0.2
    pip install shapely && python scripts/world_outline.py /tmp/outline/node_modules/world-atlas/land-110m.json

From Natural Earth's 1:110m land (public domain), which world-atlas carries as TopoJSON. The polygons are cut at the
antimeridian of the map's centre instead of at 180°, so that no continent is in two pieces, and rounded to 0.1°. Without
Antarctica, which has no cities.
"""

import json
import sys
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from shapely import affinity, box, union_all
from shapely.geometry import Polygon

from citygraph.outputs.land import CENTRE

SOUTH = -60
"""The latitude south of which all land is Antarctica."""


def main(atlas: Path) -> None:
    land = union_all(polygons(json.loads(atlas.read_text())))
    window = box(CENTRE - 180, SOUTH, CENTRE + 180, 90)
    pieces = [affinity.translate(land, xoff=turn).intersection(window) for turn in (-360, 0, 360)]
    # Slightly wider, so that polygons that meet at 180° become one.
    whole = union_all(pieces).buffer(0.01, join_style="mitre").intersection(window)
    rings = [ring for polygon in whole.geoms for ring in (polygon.exterior, *polygon.interiors)]
    rounded = [tenths(list(ring.coords)) for ring in rings]
    kept = sorted((ring for ring in rounded if len(ring) >= 8 and area(ring) > 20), key=len, reverse=True)
    lines = ",\n".join(json.dumps(ring, separators=(",", ":")) for ring in kept)
    credit = "Natural Earth 1:110m land, public domain, naturalearthdata.com"
    about = "rings of longitude, latitude in tenths of a degree, longitudes from west of the map's edge on"
    text = f'{{\n"credit": "{credit}",\n"about": "{about}",\n"rings": [\n{lines}\n]\n}}\n'
    Path("src/citygraph/outputs/land.json").write_text(text)
    print(f"{len(kept)} rings, {len(text)} bytes")


def polygons(topology: dict[str, Any]) -> list[Polygon]:
    """The polygons of a TopoJSON; one that crosses 180° goes on beyond it."""
    (sx, sy), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        xs, ys = accumulate(x for x, _ in steps), accumulate(y for _, y in steps)
        arcs.append([(x * sx + dx, y * sy + dy) for x, y in zip(xs, ys, strict=True)])

    def ring(indexes: list[int]) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        for index in indexes:
            for x, y in arcs[index] if index >= 0 else arcs[~index][::-1]:
                turns = round((found[-1][0] - x) / 360) if found else 0
                found.append((x + 360 * turns, y))
        return found

    (land,) = topology["objects"]["land"]["geometries"]
    found = [Polygon(ring(outer), [ring(inner) for inner in inners]) for outer, *inners in land["arcs"]]
    return [polygon.buffer(0) for polygon in found if polygon.bounds[3] > SOUTH]


def tenths(ring: list[tuple[float, float]]) -> list[int]:
    """A ring as one list of whole tenths of a degree, without what rounds to the place before it."""
    places = [(round(x * 10), round(y * 10)) for x, y in ring]
    kept = [place for place, after in pairwise(places) if place != after]
    return [number for place in kept for number in place]


def area(ring: list[int]) -> float:
    """Twice the area, in square tenths of a degree."""
    places = list(zip(ring[::2], ring[1::2], strict=True))
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(places, [*places[1:], places[0]], strict=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
