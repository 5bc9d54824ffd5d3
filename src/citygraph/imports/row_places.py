"""The place that a row gives of a thing, in degrees."""

from __future__ import annotations

from citygraph.domain.countries import may_lie_in
from citygraph.imports.columns.coordinates import is_turned_by_name, shown_by, shown_by_name
from citygraph.imports.entity import Place, note
from citygraph.imports.report import ImportReport
from citygraph.imports.values.cell_forms import PlaceOrder
from citygraph.imports.values.places import degrees, point


def place_of_row(
    said: dict[str, str], order: PlaceOrder | None, country: str, where: str, report: ImportReport,
    has_turned: bool = False,
) -> Place | None:  # fmt: skip
    """The place, taken out of the texts of a row; None if they give none. ``country`` is the code of its country, if it
    is known. What is no place goes into the notes. If the column ``has_turned`` places, its towns are looked up."""
    lat, lon, both = (said.pop(target, "") for target in ("lat", "lon", "coordinates"))
    if not both and not (lat and lon):
        if lat or lon:
            half = f"lat {lat}" if lat else f"lon {lon}"
            note(said, "coordinates", half)
            why = f"{half} alone is no place; the text is in the notes"
            report.tell("doubtful", where, said.get("name", ""), why)
        return None
    try:
        if lat and lon:
            place = degrees(lat, "lat"), degrees(lon, "lon")
        elif order == "both" and (shown := shown_by(both, country)) is None and _has_an_order(both):
            shown = None if country else shown_by_name(both, said.get("name", ""))
            if shown is None:
                raise ValueError(f"{both!r} can be two places, and the column has both orders")
            place = point(both, longitude_first=shown == "lon")
        else:
            place = point(both, longitude_first=order == "lon")
        if _is_turned(place, country):
            way = "if latitude and longitude are turned round"
            raise ValueError(f"{both or f'{lat}, {lon}'!r} lies in {country} only {way}")
        if has_turned and not country and is_turned_by_name(said.get("name", ""), place):
            way = "if latitude and longitude are turned round"
            raise ValueError(f"{both or f'{lat}, {lon}'!r} is where GeoNames has {said['name']} only {way}")
    except ValueError as error:
        note(said, "coordinates", both or f"{lat}, {lon}")
        report.tell("doubtful", where, said.get("name", ""), f"{error}; the text is in the notes")
        return None
    if place == (0.0, 0.0):
        why = "0, 0 lies in the sea, south of Ghana; it is taken for unknown"
        report.tell("doubtful", where, said.get("name", ""), why)
        return None
    return place


def _has_an_order(text: str) -> bool:
    """True if the place of a text depends on which number comes first."""
    try:
        return point(text) != point(text, longitude_first=True)
    except ValueError:
        return False


def _is_turned(place: Place, country: str) -> bool:
    """True if a place lies in its country only if latitude and longitude are turned round."""
    lat, lon = place
    return may_lie_in(country, lat, lon) is False and abs(lon) <= 90 and may_lie_in(country, lon, lat) is True
