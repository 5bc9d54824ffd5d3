"""What is said of cities that have no country after all, and which option can give it.

An option gives one country to all rows: it is named only for what has no other one so far. Of partners who live all
over the world it would make compatriots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice

from citygraph.imports.columns.mapping import ColumnMapping
from citygraph.imports.entity import Entity
from citygraph.imports.gather import Column
from citygraph.imports.report import ImportReport


def tell_of_countries(
    things: Sequence[Entity],
    mappings: Sequence[ColumnMapping],
    partners: Callable[[], Mapping[Entity, set[Column]]],
    report: ImportReport,
) -> None:
    """Say how many cities have no country: `check` will warn of each. ``partners`` gives the ends of ties, each with
    its columns."""
    cities = [thing for thing in things if thing.type == "city"]
    without = [thing for thing in cities if thing.country is None]
    if not without:
        return
    who = "no city has a country" if len(without) == len(cities) else (
        f"{len(without):,} of {len(cities):,} cities {'has' if len(without) == 1 else 'have'} no country"
    )  # fmt: skip
    columns = partners()
    options = list(dict.fromkeys(
        f"`--set {start}country=CODE`"
        for number, plan in enumerate(mappings)
        for start, those in _of_plan(number, plan, cities, columns)
        if any(map(_is_open, those)) and not _have_several(those)
    ))  # fmt: skip
    way_out = f"{' or '.join(options)} names that of all rows" if options else (
        "give them one in the file: in a column, or behind their names"
    )  # fmt: skip
    report.said.append(f"{who}, such as {without[0].name}; {way_out}")


def _of_plan(
    number: int, plan: ColumnMapping, cities: Iterable[Entity], columns: Mapping[Entity, set[Column]]
) -> Iterable[tuple[str, list[Entity]]]:
    """What the targets of each node of a plan begin with, and the cities that it may name. Ends that are told of in
    rows of their own get their countries there."""
    if plan.shape == "tie":
        for side, start in enumerate(("from.", "to.")):
            yield start, [one for one in cities if (number, side) in columns.get(one, ()) and not one.is_declared]
    else:
        yield {"node": "", "post": "of."}[plan.shape], list(cities)


def _is_open(city: Entity) -> bool:
    """True if an option may give a city its country. A number is an id, and says nothing of where it is."""
    return city.country is None and not city.doubts_country and any(map(str.isalpha, city.name))


def _have_several(cities: Sequence[Entity]) -> bool:
    """True if cities have several countries, or if the places are in several that their names clearly mean."""
    countries = {one.country_name for one in cities} - {""}
    if len(countries) > 1:
        return True
    from citygraph.domain.gazetteer import clear_one, places_called  # few imports need it

    for city in islice(filter(_is_open, cities), _LOOKED_AT):
        if place := clear_one(places_called(city.name)):
            countries.add(place.country)
        if len(countries) > 1:
            return True
    return False


_LOOKED_AT = 50
