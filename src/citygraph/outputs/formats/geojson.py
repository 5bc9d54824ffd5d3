"""GeoJSON, for QGIS, Leaflet, MapLibre, geojson.io, DuckDB's spatial extension.

It follows RFC 7946: WGS 84, longitude first. A node is a point. A tie is the great circle between its ends, cut at the
180th meridian if it crosses it. If coordinates are missing, the geometry is ``null``, which the format allows, so that
no node and no tie is lost. Lists stay lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from citygraph.domain.geo import Position, great_circle
from citygraph.outputs.attributes import NODES, TIES, Format, native
from citygraph.outputs.formats._json import json_object
from citygraph.outputs.part import Part

FORMAT = Format("GeoJSON", NODES, TIES, weights=True)


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
        yield _feature({"id": id, "source": start, "target": end}, line, native(part.format.ties, facts))


def _feature(ids: dict[str, str], geometry: dict[str, Any] | None, values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": ids["id"], "geometry": geometry, "properties": {**ids, **values}}


def _line(start: Position | None, end: Position | None) -> dict[str, Any] | None:
    if start is None or end is None:
        return None
    parts = great_circle(start, end)
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}
