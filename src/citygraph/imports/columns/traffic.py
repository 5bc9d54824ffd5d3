"""Flights, trains and ferries from one place: the title names it, and the rows name where they lead."""

from __future__ import annotations

import shlex

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import PLACES
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.figure_headers import property_in
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import tells_of_traffic
from citygraph.imports.columns.targets import FIGURES
from citygraph.imports.columns.tie_kinds import DIRECTED
from citygraph.imports.columns.whose_list import ANY, Owner, towns_named

_MOSTLY = 0.5
"""The share of names of towns in a column of places."""


def ask_about_traffic(draft: Draft) -> Question | None:
    """The question whether the places of a table are those to which one place is connected, if its title or its name
    tells of flights, trains or ferries. None if it does not, or if the user has said what names each row."""
    told = next(filter(tells_of_traffic, (*draft.job.survey.titles, *draft.job.called)), "")
    if not told or {"name", "key", "id"} & draft.said.map.keys():
        return None
    place = _column_of_places(draft)
    if not place:
        return None
    rows = draft.job.survey.first[:SHOWN]
    countries = [name for name, one in draft.columns.items() if one.sort == "countries" and name != place]
    to = f"--map to.name={shlex.quote(place)}"
    to += "".join(f" --map to.country={shlex.quote(name)}" for name in countries[:1])
    to += "".join(f" --map {FIGURES}.{what}={shlex.quote(name)}" for name, what in _figures(draft).items())

    def of(town: Owner) -> Reading:
        samples = tuple(f"{town.shown} → {row.get(place, '')}" for row in rows)
        option = f"{town.option()} {to} {DIRECTED['traffic, which has a direction']}"
        return Reading(town.says("connections from"), option, samples)

    towns = [name for name, one in draft.columns.items() if one.known_towns >= _MOSTLY]
    readings = [_between(draft, *towns[:2])] if len(towns) > 1 else []
    readings += [of(town) for town in (*towns_named(draft), ANY)]
    names = tuple(row.get(place, "") for row in rows)
    alone = f"{draft.job.type_option('city')} --map name={shlex.quote(place)}"
    readings.append(Reading("places only", alone, names))
    what = f"`{told}` tells of traffic, but no header says where it starts: what is each row?"
    return Question(draft.job.where, what, tuple(readings))


def _between(draft: Draft, start: str, end: str) -> Reading:
    """The reading of two columns of places as those from which and to which connections lead."""
    samples = tuple(f"{row.get(start, '')} → {row.get(end, '')}" for row in draft.job.survey.first[:SHOWN])
    ends = f"--map from.name={shlex.quote(start)} --map to.name={shlex.quote(end)}"
    figures = "".join(f" --map {FIGURES}.{what}={shlex.quote(name)}" for name, what in _figures(draft).items())
    option = f"{ends}{figures} {DIRECTED['traffic, which has a direction']}"
    return Reading(f"connections from `{start}` to `{end}`", option, samples)


def _column_of_places(draft: Draft) -> str:
    """The column that says where connections lead: the only one of names, or else the first that may have names."""
    named = [claim.column for claim in draft.claims if claim.inner == "name" and not claim.side]
    if named:
        return named[0] if len(named) == 1 else ""
    known = {claim.column for claim in draft.claims}
    free = [one for name, one in draft.columns.items() if name not in (*draft.uses, *known)]
    may_be = [
        one.name for one in free
        if one.sort == "texts" and has_words(one) and len(one.texts) > one.filled / 2
        and ((meaning := meaning_of(one.name)) is None or meaning.thing in PLACES)
    ]  # fmt: skip
    return next(iter(may_be), "")


def _figures(draft: Draft) -> dict[str, str]:
    """The columns of figures of which nothing else is known, each with a name for what it counts."""
    known = {claim.column for claim in draft.claims}
    free = [name for name, one in draft.columns.items() if one.sort == "numbers" and name not in (*draft.uses, *known)]
    return {name: what for name in free if (what := property_in(name))}
