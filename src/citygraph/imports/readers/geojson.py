"""Places in GeoJSON: the properties of each point, with its longitude and latitude."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.imports.files import decoded
from citygraph.imports.json_rows import point_of, table_rows, text_of
from citygraph.imports.json_text import value_in
from citygraph.imports.readers import ForeignRow, LeftOut, ReadOptions, UnreadableRow

UNIT = "item"
TAKES = frozenset[str]({"encoding"})


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow | LeftOut]:
    """The features. A shape that is no point has no place: its row has the properties alone, and a sentence says so."""
    text = decoded(file, how.encoding)
    value = value_in(file, text, how.says)
    how.has_read(len(text))
    features = value.get("features", [value]) if isinstance(value, dict) else None
    if not isinstance(features, list) or value.get("type") not in ("FeatureCollection", "Feature"):
        raise CityGraphError(f"{file}: this is not GeoJSON with features")
    _check_degrees(file, value)
    if (name := text_of(value.get("name"))) and value["type"] == "FeatureCollection":
        yield LeftOut(0, name, "the name of the collection", is_above=True)
    without = 0
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            yield UnreadableRow(number, "this is no feature")
            continue
        shape = feature.get("geometry")
        without += isinstance(shape, dict) and point_of(shape) is None
        yield from table_rows(number, properties_of(feature))
    if without:
        is_no = "1 shape is no point, so it has no place" if without == 1 else f"{without:,} shapes are no points"
        how.says(f"{file.name}: {is_no}" + ("" if without == 1 else ", so they have no places"))


def properties_of(feature: dict[str, Any]) -> dict[str, Any]:
    """The properties of a feature with ``lon`` and ``lat``, and its id if no property is called so; another object as
    it is."""
    if feature.get("type") != "Feature" or "geometry" not in feature:
        return feature
    given = feature.get("properties")
    found = dict(given) if isinstance(given, dict) else {}
    shape = feature["geometry"]
    if isinstance(shape, dict) and (point := point_of(shape)):
        found = {f"{name} (again)" if name in ("lon", "lat") else name: value for name, value in found.items()}
        found = {"lon": point[0], "lat": point[1], **found}  # before all names: they are those of the feature itself
    return {"id": feature["id"], **found} if "id" in feature else found


def _check_degrees(file: Path, value: dict[str, Any]) -> None:
    """Raise an error if the coordinates are no degrees: GeoJSON had other systems once, named in ``crs``."""
    system = value.get("crs")
    named = system.get("properties") if isinstance(system, dict) else None
    name = str(named.get("name", "")) if isinstance(named, dict) else ""
    if name and not name.upper().endswith(("CRS84", ":4326", ":4258", ":4269", ":4283")):
        raise CityGraphError(f"{file}: its coordinates are in `{name[:60]}`; save it in degrees (WGS 84)")
