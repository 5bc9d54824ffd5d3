"""Whether the places of a file lie in their countries as they stand, or only with latitude and longitude turned round.

Where two columns say which is which, and the countries say otherwise, the user is asked. Where both stand in one
column, nobody has said which comes first: then the countries decide, and that is said.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from citygraph.domain.countries import may_lie_in
from citygraph.domain.country_codes import country_of
from citygraph.domain.gazetteer import places_called
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.survey import bare_name
from citygraph.imports.values.cell_forms import PlaceOrder
from citygraph.imports.values.places import Side, degrees, has_open_side, point, with_side

_PLACED = 1000
"""How many rows are looked at."""
_SHOWN = 3
_MISTAKES = 0.1
"""So many rows in the other order, for each in the usual one, are mistakes; more are a column with both orders."""


LETTER_O = "letter-o"
"""What ``--set letter-o=W`` names: the side that the letter *O* means."""
_SIDES: dict[str, Side] = {"e": "E", "east": "E", "w": "W", "west": "W"}
_NEAR = 0.4
"""So many degrees from each other, a place of the file and one of GeoNames are one."""


class OrderSeen(NamedTuple):
    """What the rows show of one place: in which ``order`` its numbers stand; a ``question``, if the names of columns
    say otherwise; what was decided, in words; what the letter *O* means for a side; and whether GeoNames ``has_turned``
    some towns where they lie with both numbers turned round."""

    order: PlaceOrder | None = None
    question: Question | None = None
    says: str = ""
    side_of_o: Side | None = None
    has_turned: bool = False


def order_of_places(
    where: str,
    start: str,
    found: Mapping[str, Sequence[str]],
    said: Mapping[str, Sequence[str]],
    country: str,
    rows: Callable[[], Iterable[Mapping[str, str]]],
    side_said: str = "",
) -> OrderSeen:
    """What the rows of a file show of the places of one of its nodes, whose targets begin with ``start``. ``found`` are
    the columns by target, ``said`` those that the user names, ``country`` is that of all rows, if it is said, and
    ``side_said`` what the letter *O* means."""
    of_country = next(iter(found.get(f"{start}country", ())), "")

    def placed() -> Iterable[tuple[Mapping[str, str], str]]:
        for row in islice(rows(), _PLACED):
            yield row, country_of(row.get(of_country, "") or country, None) or ""

    lat, lon, both = (found.get(f"{start}{target}", ()) for target in ("lat", "lon", "coordinates"))
    column = lon[0] if len(lat) == len(lon) == 1 else both[0] if len(both) == 1 else ""
    if column and any(has_open_side(row.get(column, "")) for row, _ in placed()):
        name = next(iter(found.get(f"{start}name", ())), "")
        side = _SIDES.get(side_said.casefold()) or side_of_o(column, list(placed()), *lat, name=name)
        says = f"`{column}`: O is {'east' if side == 'E' else 'west'}" if side else ""
        question = None if side else _ask_for_o(where, column, placed())
        return OrderSeen("said" if f"{start}lat" in said else None, question, says, side)
    if f"{start}lat" in said:  # single rows may be turned round all the same
        has_turned = len(lat) == len(lon) == 1 and _has_turned_by_name(lat[0], lon[0], placed(), _name_of(start, found))
        return OrderSeen("said", has_turned=has_turned)
    if len(lat) == len(lon) == 1:
        return _of_two_columns(where, start, lat[0], lon[0], placed(), _name_of(start, found))
    return _of_one_column(both[0], placed(), _name_of(start, found)) if len(both) == 1 else OrderSeen()


def _name_of(start: str, found: Mapping[str, Sequence[str]]) -> str:
    names = found.get(f"{start}name", ())
    return names[0] if len(names) == 1 else ""


def _ask_for_o(where: str, column: str, placed: Iterable[tuple[Mapping[str, str], str]]) -> Question:
    texts = tuple(islice((text for row, _ in placed if has_open_side(text := row.get(column, ""))), _SHOWN))
    readings = (
        Reading("east: Ost, Oost", f"--set {LETTER_O}=E", tuple(with_side(text, "E") for text in texts)),
        Reading("west: ouest, oeste, ovest", f"--set {LETTER_O}=W", tuple(with_side(text, "W") for text in texts)),
    )
    return Question(where, f"`{column}`: is O east or west? Nothing in the file decides", readings, texts)


def _of_two_columns(
    where: str, start: str, lat: str, lon: str, placed: Iterable[tuple[Mapping[str, str], str]], name: str
) -> OrderSeen:
    turned: list[Mapping[str, str]] = []
    straight = by_name = 0
    for number, (row, code) in enumerate(placed):
        one, other = row.get(lat, ""), row.get(lon, "")
        if not code and number < _NAMES_LOOKED_UP and is_turned_by_name(row.get(name, ""), _place(one, other)):
            turned.append(row)
            by_name += 1
        elif _lies(one, other, code):
            straight += 1
        elif _lies(other, one, code):
            turned.append(row)
    if len(turned) <= straight:
        return OrderSeen(has_turned=by_name > 0)
    rows = turned[:_SHOWN]
    ways = (("they are swapped", lon, lat), ("they are as they say; a place elsewhere is left open", lat, lon))
    readings = tuple(
        Reading(
            says,
            f"--map {start}lat={shlex.quote(first)} --map {start}lon={shlex.quote(second)}",
            tuple(f"{row[first]}, {row[second]}" for row in rows),
        )
        for says, first, second in ways
    )
    places = f"{len(turned):,} of their first places lie elsewhere"
    what = f"`{lat}` and `{lon}` look swapped: as they are, {places}"
    return OrderSeen(question=Question(where, what, readings))


def _has_turned_by_name(lat: str, lon: str, placed: Iterable[tuple[Mapping[str, str], str]], name: str) -> bool:
    return any(
        not code and is_turned_by_name(row.get(name, ""), _place(row.get(lat, ""), row.get(lon, "")))
        for row, code in islice(placed, _NAMES_LOOKED_UP)
    )


def _of_one_column(column: str, placed: Iterable[tuple[Mapping[str, str], str]], name: str) -> OrderSeen:
    shown: dict[PlaceOrder, list[str]] = {"lat": [], "lon": []}
    by_name = 0
    for number, (row, code) in enumerate(placed):
        if not (text := row.get(column, "")):
            continue
        order = shown_by(text, code)
        if not (order or code) and number < _NAMES_LOOKED_UP and (order := shown_by_name(text, row.get(name, ""))):
            by_name += 1
        if order:
            shown[order].append(text)
    fewer, more = sorted(shown.values(), key=len)
    if _says_longitude_first(column) and len(shown["lon"]) >= len(shown["lat"]):
        return OrderSeen("lon", has_turned=by_name > 0 and bool(shown["lat"]))
    if len(fewer) > _MISTAKES * len(more):
        says = (
            f"`{column}` has both orders ({shown['lat'][0]} and {shown['lon'][0]}): what can be two places is left open"
        )
        return OrderSeen("both", says=says)
    if more is shown["lon"] and more:
        says = f"`{column}`: the longitude comes first, as {more[0]} shows"
        return OrderSeen("lon", says=says, has_turned=by_name > 0 and bool(fewer))
    return OrderSeen(has_turned=by_name > 0 and bool(fewer))


def _says_longitude_first(header: str) -> bool:
    """True for a header such as ``Long/Lat``."""
    axes = [meaning.attribute for word in re.findall(r"[^\W\d_]+", header) if (meaning := meaning_of(word))]
    return axes == ["lon", "lat"]


def shown_by_name(text: str, name: str) -> PlaceOrder | None:
    """Which number comes first in a text, if GeoNames has a place of a name only where one way leads.

    >>> (
    ...     shown_by_name("10.21, 56.16", "Aarhus"),
    ...     shown_by_name("56.16, 10.21", "Aarhus"),
    ...     shown_by_name("1, 2", "Aarhus"),
    ... )
    ('lon', 'lat', None)
    """
    straight, turned = _point(text, first="lat"), _point(text, first="lon")
    if straight == turned or not name:
        return None
    one, other = (place is not None and _is_called(name, place) for place in (straight, turned))
    return None if one == other else "lat" if one else "lon"


def is_turned_by_name(name: str, place: tuple[float, float] | None) -> bool:
    """True if GeoNames has a place of a name not near a place, but where that lies with both numbers turned round."""
    if place is None or not name or abs(place[1]) > 90 or abs(place[0] - place[1]) < _NEAR:
        return False
    return not _is_called(name, place) and _is_called(name, (place[1], place[0]))


def _is_called(name: str, place: tuple[float, float]) -> bool:
    return any(
        max(abs(known.latitude - place[0]), abs(known.longitude - place[1])) < _NEAR
        for known in places_called(bare_name(name))
    )


def _place(lat: str, lon: str) -> tuple[float, float] | None:
    try:
        return degrees(lat, "lat"), degrees(lon, "lon")
    except ValueError:
        return None


_NAMES_LOOKED_UP = 200
"""How many names of rows without a country are looked up."""


_GERMAN = re.compile(r"\b(?:stadt|städte|partnerstadt|ort|land|staat|gemeinde|breite|länge)|länge\b", re.IGNORECASE)
_ROMANCE = re.compile(
    r"\b(?:ville|pays|commune|jumel|ciudad|país|municipio|longitud\b|latitud\b|città|paese|comune|longitudine|latitudine"
    r"|cidade|município)",
    re.IGNORECASE,
)
"""Words of headers in the languages in which *O* is east, and in those in which it is west."""


def side_of_o(lon: str, rows: Sequence[tuple[Mapping[str, str], str]], lat: str = "", *, name: str = "") -> Side | None:
    """What the letter *O* means in a column of longitudes, or of whole places if ``lat`` is empty: the side that the
    column names by no other letter; or else that of the language of the headers; or else that which the countries of
    the rows show, or what GeoNames has under their names. ``rows`` have each the code of its country."""
    others = {text[-1].upper() for row, _ in rows if (text := row.get(lon, "").strip())} & {"E", "W"}
    if len(others) == 1:
        return "W" if others == {"E"} else "E"
    words = " ".join(next((row for row, _ in rows), {}))
    if bool(_GERMAN.search(words)) != bool(_ROMANCE.search(words)):
        return "E" if _GERMAN.search(words) else "W"
    shown = {side for row, code in rows if (side := side_in(row.get(lat, ""), row.get(lon, ""), code))}
    if not shown and name:
        by_name = (_side_of(row.get(name, ""), row.get(lat, ""), row.get(lon, "")) for row, _ in rows[:_LOOKED_UP])
        shown = {side for side in by_name if side}
    return shown.pop() if len(shown) == 1 else None


_LOOKED_UP = 30
"""How many names are looked up."""


def _side_of(name: str, lat: str, lon: str) -> Side | None:
    """The side that *O* means, if GeoNames has a place of this name only there."""
    if not has_open_side(lon):
        return None
    found: set[Side] = set()
    for side in _BOTH:
        whole = with_side(lon, side)
        try:
            place = (degrees(lat, "lat"), degrees(whole, "lon")) if lat else point(whole)
        except ValueError:
            return None
        for known in places_called(name):
            if max(abs(known.latitude - place[0]), abs(known.longitude - place[1])) < _NEAR:
                found.add(side)
    return found.pop() if len(found) == 1 else None


_BOTH: tuple[Side, Side] = ("E", "W")


def side_in(lat: str, lon: str, country: str) -> Side | None:
    """The side that *O* means, if a place lies in its country only so.

    >>> side_in("47.1", "9,7° O", "AT"), side_in("48.4", "4° O", "FR"), side_in("48.4", "4° E", "AT")
    ('E', None, None)
    """
    if not country or not has_open_side(lon):
        return None
    one, other = (_lies(lat, with_side(lon, side), country) for side in ("E", "W"))
    return None if one == other else "E" if one else "W"


def shown_by(text: str, country: str) -> PlaceOrder | None:
    """Which number comes first in a text, if only one way is a place in its country, or on Earth if that is not known:
    ``lat`` or ``lon``; None if both ways are, or none, or if the text says it itself.

    >>> shown_by("48.1, 11.5", "DE"), shown_by("11.5, 48.1", "DE"), shown_by("139.7, 35.6", ""), shown_by("N48 E11", "")
    ('lat', 'lon', 'lon', None)
    """
    straight, turned = _point(text, first="lat"), _point(text, first="lon")
    if straight == turned:
        return None
    one, other = (place is not None and may_lie_in(country, *place) is not False for place in (straight, turned))
    return None if one == other else "lat" if one else "lon"


def _point(text: str, first: str) -> tuple[float, float] | None:
    try:
        return point(text, longitude_first=first == "lon")
    except ValueError:
        return None


def _lies(lat: str, lon: str, country: str) -> bool:
    """True if a place may lie in a country, or on Earth if that is not known."""
    try:
        place = degrees(lat, "lat"), degrees(lon, "lon")
    except ValueError:
        return False
    return may_lie_in(country, *place) is not False
