"""What the gazetteer says of cities that lack their country, their coordinates or their GeoNames id.

A place is taken only if it is clear which one is meant: see :func:`citygraph.domain.gazetteer.clear_one`. What a record
says already narrows the choice, and is never doubted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from citygraph.domain.countries import country_name, is_code
from citygraph.domain.errors import CityGraphError
from citygraph.domain.gazetteer import PopulatedPlace, clear_one, place_of, places_called
from citygraph.domain.geo import kilometres
from citygraph.domain.names import fold, told_apart
from citygraph.graph.interface import Attributes, ReadGraph, numbered

NEAR = 50.0
"""How many kilometres the coordinates of a record may be from those of the same place in the gazetteer: a large city or
district has its centre elsewhere for each who measures."""
CITY_LEVELS = ("city", "town", "municipality", "commune", "borough", "district")
"""Levels of records that the gazetteer's places may be. A province may have the name of a city in it."""


@dataclass(frozen=True)
class Located:
    """What the gazetteer says of one city. ``places`` are those that may be meant, the largest first; ``place`` is the
    one that is meant, None if that is ``open`` (a sentence with the reason). ``facts`` are the keys that the record
    lacks, with their values."""

    city: str
    places: tuple[PopulatedPlace, ...] = ()
    place: PopulatedPlace | None = None
    open: str = ""

    def facts(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The keys that a record lacks, with what the place says."""
        if self.place is None:
            return {}
        place, found = self.place, dict[str, Any]()
        if not record.get("country"):
            found["country"] = place.country
        if not record.get("coordinates"):
            found["coordinates"] = [place.latitude, place.longitude]
        identifiers = record.get("identifiers") or {}
        if "geonames" not in identifiers:
            found["identifiers"] = {**identifiers, "geonames": place.geonames}
        return found


def lacks(node: Attributes) -> bool:
    """True if a city lacks its country, its coordinates or its GeoNames id."""
    return not node["country"] or node["lat"] is None or "geonames" not in node["record"].get("identifiers", {})


def lacking(graph: ReadGraph) -> list[str]:
    """The ids of all cities that lack one of the three, in order; without provinces and what else is larger than a
    city."""
    by_number = numbered(graph)
    cities = [by_number.id(number) for number, about in by_number.all_nodes() if about["type"] == "city"]
    return [id for id in cities if lacks(graph.nodes[id]) and _is_city(graph.nodes[id])]


def _is_city(node: Attributes) -> bool:
    return str(node["record"].get("level", "city")).lower() in CITY_LEVELS


def locate(graph: ReadGraph, cities: Iterable[str], said: Mapping[str, str]) -> list[Located]:
    """What the gazetteer says of cities, by their ids. ``said`` are the GeoNames ids of those whose place is told.

    Raises:
        CityGraphError: if the gazetteer has no place with such an id.
    """
    found = [_located(graph, city, said.get(city)) for city in cities]
    first: dict[PopulatedPlace, str] = {}
    for at, one in enumerate(found):
        if one.place is not None:
            other = _other_record(graph, one) or first.setdefault(one.place, one.city)
            if other != one.city:
                found[at] = replace(one, place=None, open=f"`{other}` is this place; are they one?")
            elif (namesake := _namesake(graph, one)) is not None:
                found[at] = replace(one, place=None, open=f"`{namesake}` has this name in this country; are they one?")
    return found


def _namesake(graph: ReadGraph, one: Located) -> str | None:
    """The record of another city that nothing would tell apart from one which gets its country: `check` would warn."""
    node = graph.nodes[one.city]
    if node["country"]:
        return None
    record = {**node["record"], **one.facts(node["record"])}
    ids = graph.graph["names"].lookup(node["name"])
    return next((id for id in ids if id != one.city and _are_alike(record, graph.nodes[id])), None)


def _are_alike(record: Mapping[str, Any], other: Attributes) -> bool:
    theirs = other["record"]
    is_one = other["type"] == "city" and fold(other["name"]) == fold(record["name"]) and not told_apart(record, theirs)
    return is_one and all(record.get(key) == theirs.get(key) for key in ("country", "level", "part_of"))


def _other_record(graph: ReadGraph, one: Located) -> str | None:
    """The record of another city that has the GeoNames id of a place."""
    assert one.place is not None
    ids = graph.graph["names"].lookup(f"geonames:{one.place.geonames}")
    return next((id for id in ids if id != one.city and graph.nodes[id]["type"] == "city"), None)


def _located(graph: ReadGraph, city: str, said: str | None) -> Located:
    node = graph.nodes[city]
    has = node["record"].get("identifiers", {}).get("geonames")
    if said is not None:
        place = place_of(said)
        if place is None:
            raise CityGraphError(f"the gazetteer has no place with the GeoNames id {said}")
        if has not in (None, said):
            return Located(city, (place,), open=f"it has the GeoNames id {has}")
        return Located(city, (place,), place)
    if has is not None:
        place = place_of(has)
        return (
            Located(city, (place,), place) if place else Located(city, open=f"GeoNames {has} is not in the gazetteer")
        )
    return _by_name(graph, city)


def _by_name(graph: ReadGraph, city: str) -> Located:
    """The place of a city that its names, and its country or coordinates if it has them, mean."""
    node = graph.nodes[city]
    country = node["country"]
    name, named = next(((name, found) for name in _names(node) if (found := places_called(name))), ("", []))
    if not named:
        return Located(city, open="the gazetteer has no place of this name")
    places, why = named, ""
    if country:
        places = [place for place in named if place.country == country]
        where = country_name(country) or country
        why = f"no place of this name is in {where}" if is_code(country) else f"the gazetteer does not know {where}"
    if places and node["lat"] is not None:
        here = node["lon"], node["lat"]
        places = [place for place in places if kilometres(here, (place.longitude, place.latitude)) <= NEAR]
        why = f"no place of this name is within {NEAR:.0f} km of its coordinates"
    if not places:
        return Located(city, tuple(named), open=why)
    place, why = clear_one(places, name), f"{len(places)} places have this name"
    if not _is_city(node):
        place, why = None, f"its level is {node['record']['level']}; the gazetteer has cities"
    elif graph.graph["parts"].get(city):
        place, why = None, "others are part of it, so it may be larger than a city"
    return Located(city, tuple(places), place, "" if place else why)


def _names(node: Attributes) -> Iterator[str]:
    """The names of a record, the usual one first."""
    record = node["record"]
    yield node["name"]
    yield from record.get("names", {}).values()
    yield from record.get("aliases", ())
