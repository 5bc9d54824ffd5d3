"""Visits and delegations: a table of days and of places is one of ties, whose other end may stand in no column."""

from __future__ import annotations

import shlex

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import OUTVOTES
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.partnership_words import says_who_came, tells_of_visits
from citygraph.imports.columns.survey import is_date
from citygraph.imports.columns.whose_list import ANY, towns_named

_KIND = "delegation"
_MOSTLY = 0.5


def ask_about_visits(draft: Draft) -> Question | None:
    """The question who came, if a header tells of visits, days stand beside places, and no row names two of them. None
    if the table is about something else."""
    telling = [name for name in draft.columns if tells_of_visits(name)]
    if not telling or not _days(draft) or {"name", "key", "id"} & draft.said.map.keys():
        return None
    named = [claim.column for claim in draft.claims if claim.inner == "name" and not claim.side]
    countries = [claim.column for claim in draft.claims if claim.inner == "country"]
    texts = [one for one in draft.columns.values() if has_words(one) and one.sort == "texts"]
    came = [one.name for one in texts if says_who_came(one.name)]
    rows = draft.job.survey.first[:SHOWN]
    if not named and came:
        return _received(draft, came[0], countries, telling[0])
    if len(named) != 1 or named == came:
        return _received(draft, came[0], countries, telling[0]) if came and named == came else None
    (place,) = named
    to = f"--map to.name={shlex.quote(place)}"
    to += "".join(f" --map to.country={shlex.quote(name)}" for name in countries[:1])
    to += _day(draft)
    known = {claim.column for claim in draft.claims}
    guests = came + [one.name for one in texts if one.name not in (*known, *came)
                     and (one.towns >= OUTVOTES or (one.name in telling and one.known_towns >= OUTVOTES))]  # fmt: skip
    readings = [
        Reading(f"visits from `{guest}` to `{place}`", f"--map from.name={shlex.quote(guest)} {to} --kind {_KIND}",
                tuple(f"{row.get(guest, '')} → {row.get(place, '')}" for row in rows))
        for guest in guests[:1]
    ]  # fmt: skip
    samples = tuple(f"… → {row.get(place, '')}" for row in rows)
    readings += [
        Reading("visits: write which city came", f"--set from.name=NAME {to} --kind {_KIND}", samples),
        Reading("visits: write which country came", f"--set from.name=NAME --set from.type=country {to} --kind {_KIND}",
                samples),
        Reading("places only", draft.job.type_option("city"), tuple(row.get(place, "") for row in rows)),
    ]  # fmt: skip
    what = f"`{telling[0]}` tells of visits, but no column names who came: what is each row?"
    return Question(draft.job.where, what, tuple(readings))


def _days(draft: Draft) -> list[str]:
    return [one.name for one in draft.columns.values() if one.sort == "dates" or one.share(is_date) > _MOSTLY]


def _day(draft: Draft) -> str:
    """The option for the day, if no header says that it is one: `Date of visit`."""
    days = _days(draft)
    known = {claim.column for claim in draft.claims}
    return f" --map on={shlex.quote(days[0])}" if len(days) == 1 and days[0] not in known else ""


def _received(draft: Draft, guest: str, countries: list[str], telling: str) -> Question:
    """The question whom the guests visited whom a column names: that may stand in the title."""
    host = next(iter(towns_named(draft)), ANY)
    option = f"--map from.name={shlex.quote(guest)} {host.option('to')}"
    option += "".join(f" --map from.country={shlex.quote(name)}" for name in countries[:1])
    places = tuple(row.get(guest, "") for row in draft.job.survey.first[:SHOWN])
    readings = (
        Reading(host.says("visits to"), f"{option}{_day(draft)} --kind {_KIND}",
                tuple(f"{place} → {host.shown}" for place in places)),
        Reading("places only", f"{draft.job.type_option('city')} --map name={shlex.quote(guest)}", places),
    )  # fmt: skip
    what = f"`{telling}` tells of visits, and `{guest}` names who came, but no column whom: what is each row?"
    return Question(draft.job.where, what, readings)
