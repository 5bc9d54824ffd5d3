"""What is said of cities that have no country after all, and which option can give it.

An option gives one country to all rows: it is named only for what has no other one so far. Of partners who live all
over the world it would make compatriots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

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
        if any(thing.country is None and not thing.doubts_country for thing in those) and not _have_several(those)
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


def _have_several(cities: Iterable[Entity]) -> bool:
    return len({one.country_name for one in cities} - {""}) > 1
