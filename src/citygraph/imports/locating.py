"""What the gazetteer says of partners whose country neither the files nor the folder have.

The rule is that of ``citygraph locate``: the one clear place of a name is taken, with its source, and said. A name that
means several places stays without a country, and `judgements.txt` has a line for each of them. What the rows say
besides, of a region or of coordinates, narrows the choice, and so does what most names of the column have in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from citygraph.domain.countries import country_name
from citygraph.domain.country_names import meanings
from citygraph.domain.names import fold
from citygraph.domain.subdivisions import has_parts, subdivision
from citygraph.imports.entities import Entities
from citygraph.imports.entity import BETWEEN_NOTES, Entity, distance
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.gather import Column
from citygraph.imports.matching import Judgements, RecordMatch, named
from citygraph.imports.report import ImportReport
from citygraph.imports.source_folder import NodeVersions

if TYPE_CHECKING:
    from citygraph.domain.gazetteer import PopulatedPlace
    from citygraph.graph.located import Located

_GEONAMES = "geonames"
_AS_BEFORE = "as at the last import"
_MOST_PLACES = 5
"""So many places of one name are shown, the largest first."""
_FEW = 3
"""Of fewer cities, the countries of a column say nothing."""


def locate(
    things: Entities,
    partners: Callable[[], Mapping[Entity, set[Column]]],
    before: Iterable[NodeVersions],
    rest: ExistingRecords,
    judgements: Judgements,
    report: ImportReport,
) -> None:
    """Give each partner without a country that of the place which its name clearly means. ``partners`` gives the ends
    of ties, each with its columns; ``before`` are the present records of the source. What the rest of the folder has is
    not looked up, nor what may be one of several cities."""
    if all(thing.country or thing.type != "city" for thing in things):
        return
    columns, present = partners(), _by_name(before)
    parents = {thing.part_of.settled for thing in things if thing.part_of is not None}
    found = {
        thing: _looked_up(thing, present.get(fold(thing.name), []), judgements)
        for thing in columns
        if thing not in parents and _may_be_looked_up(thing, rest, judgements)
    }
    if not found:
        return
    found |= dict(_unlike_their_columns(found, columns))
    located: dict[str, list[Entity]] = {}
    for thing in things:
        place = found[thing].place if thing in found else None
        if id := place.geonames if place else thing.identifiers.get(_GEONAMES):
            located.setdefault(id, []).append(thing)
    clear = several = 0
    for thing, one in found.items():
        if one.place is None:
            several += bool(one.places)
            _tell_of_several(thing, one, judgements, report)
        elif other := _other(thing, located[one.place.geonames], one.place, rest, judgements):
            why = f"no country is given; GeoNames has the name for {_words(one.place)}, as it has that of {other}"
            report.tell("unsure", thing.where, thing.name, f"{why}; are they one? Both stay records")
        else:
            thing.judged_as = named(thing)
            thing.located, thing.country = one.place, one.place.country
            if one.open == _AS_BEFORE:  # it was said then
                continue
            clear += 1
            why = f"no country is given; GeoNames has {_words(one.place)}: {one.open or _how_clear(one)}"
            report.tell("located", thing.where, f"{thing.name} → {one.place.country}", why)
    if clear:
        of = "1 city" if clear == 1 else f"{clear:,} cities"
        report.said.append(
            f"the country of {of}, which no row gives, is that of GeoNames, which is named as a source; "
            "`citygraph locate` adds the coordinates"
        )
    if several:
        names = "1 name" if several == 1 else f"{several:,} names"
        report.said.append(
            f"{names} without a country can be several places: write `same` before one of them in "
            f"{judgements.path.name}, or give the rows a country, and import again"
        )


def _how_clear(one: Located) -> str:
    from citygraph.domain.gazetteer import CLEAR, CLEAR_BY_NAME, clear_one

    if len(one.places) == 1:
        return "the only place of this name"
    if clear_one(one.places):
        return f"{CLEAR} times as large as the next, or more"
    return f"this is its usual name, and it is {CLEAR_BY_NAME} times as large as others so called, or more"


def cite(things: Iterable[Entity], register: str, gazetteer: str) -> bool:
    """Add the gazetteer to what located things stand on: the ``register``, or the sources that their rows name. True if
    there are any. Both are ids of sources."""
    located = [thing for thing in things if thing.located is not None]
    for thing in located:
        thing.evidence = [*(thing.evidence or [{"source": register}]), {"source": gazetteer}]
    return bool(located)


def _by_name(records: Iterable[NodeVersions]) -> dict[str, list[Mapping[str, Any]]]:
    """The data of cities, by all their names: as the last import wrote them, unless people have added a country."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for record in records:
        data = record.base if record.base is not None and "country" in record.base else record.mine or record.base
        if record.type == "city" and data is not None:
            for name in {fold(name) for name in (data["name"], *data.get("aliases", ()))}:
                found.setdefault(name, []).append(data)
    return found


def _may_be_looked_up(thing: Entity, rest: ExistingRecords, judgements: Judgements) -> bool:
    """True for a city without a country that the folder does not have, and that is no other one of the files."""
    from citygraph.graph.located import CITY_LEVELS

    if thing.type != "city" or thing.country or thing.doubts_country or thing.is_open or "name" not in thing.facts:
        return False
    if thing.facts.get("level", "city").lower() not in CITY_LEVELS:
        return False
    if any(not id.startswith(f"{_GEONAMES}:") for id in judgements.records_of(thing)):
        return False
    return not rest.matches(thing, "", near=False)


def _looked_up(thing: Entity, before: Sequence[Mapping[str, Any]], judgements: Judgements) -> Located:
    """The places that a thing may be. A GeoNames id decides: that of the judgements, of the rows, or of the present
    record. A country that somebody has given to the present record is not doubted."""
    from citygraph.domain.gazetteer import clear_one, place_of, places_called
    from citygraph.domain.regions import lies_in
    from citygraph.graph.located import NEAR, Located

    for id in judgements.records_of(thing):
        if place := place_of(id.removeprefix(f"{_GEONAMES}:")):
            return Located(thing.name, (place,), place, f"as {judgements.path.name} says")
    if place := place_of(thing.identifiers.get(_GEONAMES, "")):
        return Located(thing.name, (place,), place, "its GeoNames id is given")
    for record in before if len(before) == 1 else ():
        place = place_of(record.get("identifiers", {}).get(_GEONAMES, ""))
        if place and place.country == record.get("country"):
            return Located(thing.name, (place,), place, _AS_BEFORE)
        if record.get("country"):
            return Located(thing.name)
    name, places = next(((name, found) for name in _names(thing) if (found := places_called(name))), ("", []))
    places = [place for place in places if _said_of(thing, place, judgements) != "different"]
    if not places:
        return Located(thing.name)
    fitting = [place for place in places if _fits(thing, place)]
    if not fitting:
        where = f"{NEAR:.0f} km of its coordinates" if thing.place else thing.region
        return Located(thing.name, tuple(places), None, f"none is known to lie within {where}")
    if thing.region and (within := [place for place in fitting if lies_in(place, thing.region)]):
        if len(within) == 1 < len(fitting):
            return Located(thing.name, tuple(within), within[0], f"the only place of this name where {thing.region} is")
        fitting = within
    elif thing.region and not subdivision(thing.region) and len(fitting) > 1:
        return Located(thing.name, tuple(fitting), None, f"nothing says which lies within {thing.region}")
    place = clear_one(fitting, name)
    if place and _means_another(thing, place):
        place = None
    if place and (named := thing.beside & {one.country for one in places} - {place.country}):
        names = " and ".join(country_name(code) or code for code in sorted(named))
        return Located(thing.name, tuple(fitting), None, f"a cell beside it, which is not read, names {names}")
    return Located(thing.name, tuple(fitting), place)


def _names(thing: Entity) -> Iterator[str]:
    """The names of a thing, the usual one first."""
    yield thing.name
    yield from (text for target, text in thing.facts.items() if target.startswith("names."))
    yield from filter(None, thing.facts.get("aliases", "").split(BETWEEN_NOTES))


def _fits(thing: Entity, place: PopulatedPlace) -> bool:
    """True unless the coordinates or the region of a thing lie elsewhere. Most parts of countries are unknown: they
    contradict no place, nor does a code where those of its country are unknown: *AR* is Arkansas, and Arad."""
    from citygraph.graph.located import NEAR

    if thing.place and distance(thing.place, (place.latitude, place.longitude)) > NEAR:
        return False
    parts = subdivision(thing.region) if thing.region else ()
    is_open = len(thing.region) <= _CODE and not has_parts(place.country)
    return not parts or is_open or any(part.country == place.country for part in parts)


def _means_another(thing: Entity, place: PopulatedPlace) -> bool:
    """True if a name is also that of a country, or of a part of one, and the place does not lie there: *Georgia*."""
    countries = {*meanings(thing.name), *(part.country for part in subdivision(thing.name) if len(thing.name) > _CODE)}
    return bool(countries) and place.country not in countries


_CODE = 3


def _unlike_their_columns(
    found: Mapping[Entity, Located], columns: Mapping[Entity, set[Column]]
) -> Iterator[tuple[Entity, Located]]:
    """What is not clear after all: most names of its column are of one country, which has a place of this name, too.
    *Athens* among towns of Georgia is none of Greece."""
    countries: dict[Column, Counter[str]] = {}
    for thing, of in columns.items():
        told = {thing.country_name} if thing.country_name else set[str]()
        if not told and thing in found:
            one = found[thing]
            told = {one.place.country} if one.place else {place.country for place in one.places}
        if len(told) == 1:
            for column in of:
                countries.setdefault(column, Counter()).update(told)
    most: dict[Column, str] = {}
    for column, counted in countries.items():
        (country, number), *_ = counted.most_common(1)
        if counted.total() >= _FEW and 2 * number > counted.total():
            most[column] = country
    for thing, one in found.items():
        if one.place is None or one.open:
            continue
        others = {most[column] for column in columns[thing] if column in most} - {one.place.country}
        if here := sorted(others & {place.country for place in one.places}):
            yield thing, replace(one, place=None, open=f"most names of its column are in {' or '.join(here)}")


def _other(
    thing: Entity, alike: Iterable[Entity], place: PopulatedPlace, rest: ExistingRecords, judgements: Judgements
) -> str:
    """Another thing of the files, or a record of the folder, that is the same place; empty if there is none. The user
    is asked if they are one."""
    for other in alike:
        if other is not thing and not judgements.differ(thing, other):
            judgements.ask(thing, other, f"{thing}, {other}: GeoNames has both names for {_words(place)}")
            return str(other)
    if id := rest.called(f"{_GEONAMES}:{place.geonames}"):
        verdict = judgements.verdict(thing, RecordMatch(id, "unsure", f"GeoNames has both names for {_words(place)}"))
        return f"`{id}`, a record of the folder" if verdict != "different" else ""
    return ""


def _said_of(thing: Entity, place: PopulatedPlace, judgements: Judgements) -> str:
    return judgements.verdict(thing, RecordMatch(f"{_GEONAMES}:{place.geonames}", "same", _words(place)))


def _tell_of_several(thing: Entity, one: Located, judgements: Judgements, report: ImportReport) -> None:
    """Tell of a name that means several places, each with a line of judgements."""
    if not one.places:
        return
    for place in islice(one.places, _MOST_PLACES):
        judgements.verdict(thing, RecordMatch(f"{_GEONAMES}:{place.geonames}", "unsure", _words(place)))
    number = len(one.places)
    places = "; ".join(map(_words, one.places[:_MOST_PLACES])) + "; …" * (number > _MOST_PLACES)
    several = "GeoNames has one place" if number == 1 else f"GeoNames has {number:,} places"
    reason = f", and {one.open}" if one.open else ""
    why = f"no country is given, and {several} of this name{reason}, so none is written: {places}"
    report.tell("unlocated", thing.where, thing.name, why)


def _words(place: PopulatedPlace) -> str:
    people = f"{place.population:,} people" if place.population else "an unknown number of people"
    return f"{', '.join(filter(None, (place.name, place.region, place.country)))} ({people})"
