"""Visits and delegations: a table of days and of places is one of ties, whose other end may stand in no column."""

from __future__ import annotations

import shlex

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import OUTVOTES
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.partnership_words import tells_of_visits
from citygraph.imports.columns.survey import is_date

_KIND = "delegation"
_MOSTLY = 0.5


def ask_about_visits(draft: Draft) -> Question | None:
    """The question who came, if a header tells of visits, days stand beside places, and no row names two of them. None
    if the table is about something else."""
    telling = [name for name in draft.columns if tells_of_visits(name)]
    days = [one.name for one in draft.columns.values() if one.sort == "dates" or one.share(is_date) > _MOSTLY]
    if not telling or not days or {"name", "key", "id"} & draft.said.map.keys():
        return None
    named = [claim.column for claim in draft.claims if claim.inner == "name" and not claim.side]
    countries = [claim.column for claim in draft.claims if claim.inner == "country"]
    if len(named) != 1:
        return None
    rows = draft.job.survey.first[:SHOWN]
    (place,) = named
    to = f"--map to.name={shlex.quote(place)}"
    to += "".join(f" --map to.country={shlex.quote(name)}" for name in countries[:1])
    known = {claim.column for claim in draft.claims}
    if len(days) == 1 and days[0] not in known:  # `Date of visit`
        to += f" --map on={shlex.quote(days[0])}"
    guests = [one.name for one in draft.columns.values()
              if one.name not in known and has_words(one) and one.towns >= OUTVOTES]  # fmt: skip
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
