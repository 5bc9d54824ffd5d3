"""GeoJSON, for QGIS, Leaflet, MapLibre, geojson.io, DuckDB's spatial extension.

RFC 7946: WGS 84, longitude first. A node is a point, a tie the great circle between its ends, cut where it crosses the
180th meridian. What has no coordinates has the geometry ``null``, which the format allows: no node and no tie is lost.
Values are as JSON has them, lists as lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from citygraph.domain.geo import Position, great_circle
from citygraph.outputs.attributes import NODES, TIES, Format, native
from citygraph.outputs.formats._json import json_object
from citygraph.outputs.part import Part

FORMAT = Format("GeoJSON", NODES, TIES)


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""
    with json_object(out) as collection:
        collection.member("type", "FeatureCollection")
        collection.array("features", _features(part))


def _features(part: Part) -> Iterator[dict[str, Any]]:
    for id, facts in part.nodes():
        place = part.place(id)
        point = None if place is None else {"type": "Point", "coordinates": place}
        yield _feature({"id": id}, point, native(FORMAT.nodes, facts))
    for id, start, end, facts in part.ties():
        line = _line(part.place(start), part.place(end))
        yield _feature({"id": id, "source": start, "target": end}, line, native(FORMAT.ties, facts))


def _feature(ids: dict[str, str], geometry: dict[str, Any] | None, values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": ids["id"], "geometry": geometry, "properties": {**ids, **values}}


def _line(start: Position | None, end: Position | None) -> dict[str, Any] | None:
    if start is None or end is None:
        return None
    parts = great_circle(start, end)
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}
