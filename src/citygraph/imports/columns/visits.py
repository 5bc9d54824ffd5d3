"""Visits and delegations: a table of days and of places is one of ties, whose other end may stand in no column."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from citygraph.domain.names import visible
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.claims import OUTVOTES, PLACES
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.partnership_words import says_a_delegation, says_who_came, tells_of_visits
from citygraph.imports.columns.survey import ColumnSurvey, is_date
from citygraph.imports.columns.whose_list import ANY, towns_named

_KIND = "delegation"
_MOSTLY = 0.5
_PERIOD = "observations.value.period"
"""What `Period` means where figures are: beside visits, it is when they were."""


def ask_who_visited_whom(draft: Draft) -> None:
    """Ask who came, where a header such as `Visit to` or `訪問先` stands above towns; and what rows are that name
    persons who came.

    Raises:
        OpenQuestions: if there is such a column beside days, and no row names both ends. What else is to be asked
            depends on the answer.
    """
    if draft.job.sort != "table" or draft.are_rows_said or not _days(draft):
        return
    texts = [one for one in draft.columns.values() if one.sort == "texts" and has_words(one)]
    came = [one for one in texts if says_who_came(one.name) or says_a_delegation(one.name)]
    hosts = [one for one in texts if one not in came and tells_of_visits(one.name) and one.known_towns >= _MOSTLY]
    persons = [one for one in came if seems(one) == "official"]
    guests = [one.name for one in came if one not in persons]
    if hosts:
        raise OpenQuestions([_visited(draft, hosts[0].name, guests or _places(draft, hosts))])
    if persons and not guests:
        raise OpenQuestions([_of_persons(draft, persons[0].name, texts)])


def ask_about_visits(draft: Draft) -> Question | None:
    """The question who came, if a header or a title tells of visits, days stand beside places, and no row names two of
    them. None if the table is about something else."""
    of_titles = [f"the title `{visible(title)}`" for title in draft.job.survey.titles if tells_of_visits(title)]
    telling = [name for name in draft.columns if tells_of_visits(name)] or of_titles
    if not telling or not _days(draft) or {"name", "key", "id"} & draft.said.map.keys():
        return None
    named = [claim.column for claim in draft.claims if claim.inner == "name" and not claim.side]
    texts = [one for one in draft.columns.values() if has_words(one) and one.sort == "texts"]
    came = [one.name for one in texts if says_who_came(one.name)]
    if came and (not named or named == came):
        return _received(draft, came[0], telling[0])
    if len(named) != 1 or named == came:
        return None
    known = {claim.column for claim in draft.claims}
    guests = came + [one.name for one in texts if one.name not in (*known, *came)
                     and (one.towns >= OUTVOTES or (one.name in telling and one.known_towns >= OUTVOTES))]  # fmt: skip
    if telling == of_titles:
        return _either_way(draft, named[0], telling[0])
    return _visited(draft, named[0], guests, telling[0])


def _either_way(draft: Draft, place: str, title: str) -> Question:
    """The question whether the places of a column were visited, or visited another town, of which a title alone says
    that there were visits: `Delegations of Lyon` may have gone out or come in."""
    others = f"{_day(draft)} --kind {_KIND}{_heads(draft, [place])}"
    column, places = shlex.quote(place), tuple(row.get(place, "") for row in draft.job.survey.first[:SHOWN])
    readings = []
    for owner in towns_named(draft)[:1] or [ANY]:
        out = f"{owner.option()} --map to.name={column}{_of_country(draft, 'to')}{others}"
        back = f"--map from.name={column}{_of_country(draft, 'from')} {owner.option('to')}{others}"
        readings += [
            Reading(owner.says("visits from"), out, tuple(f"{owner.shown} → {name}" for name in places)),
            Reading(owner.says("visits to"), back, tuple(f"{name} → {owner.shown}" for name in places)),
        ]
    readings.append(Reading("places only", f"{draft.job.type_option('city')}{_named(draft, place)}", places))
    return Question(draft.job.where, f"{title} tells of visits: what is each row?", tuple(readings))


def _visited(draft: Draft, place: str, guests: Sequence[str], telling: str = "") -> Question:
    """The question who came to the place that a column names. ``telling`` tells of visits, if that column does not."""
    rows = draft.job.survey.first[:SHOWN]
    to = f"--map to.name={shlex.quote(place)}{_of_country(draft, 'to')}{_day(draft)}"
    others = f"--kind {_KIND}{_heads(draft, [place, *guests[:1]])}"
    places = [row.get(place, "") for row in rows]
    samples = tuple(f"… → {name}" for name in places)
    readings = [
        *(Reading(f"visits from `{guest}` to `{place}`", f"--map from.name={shlex.quote(guest)} {to} {others}",
                  tuple(f"{row.get(guest, '')} → {row.get(place, '')}" for row in rows)) for guest in guests[:1]),
        *(Reading(f"visits from {owner}", f"{owner.option()} {to} {others}",
                  tuple(f"{owner.shown} → {name}" for name in places)) for owner in towns_named(draft)),
        Reading("visits: write which city came", f"{ANY.option()} {to} {others}", samples),
        Reading("visits: write which country came", f"{ANY.option()} --set from.type=country {to} {others}", samples),
        Reading("places only", f"{draft.job.type_option('city')}{_named(draft, place)}", tuple(places)),
    ]  # fmt: skip
    tells = f"`{telling}` tells of visits" if telling else f"`{place}` names the place of visits"
    open_ = "but no column names who came" if not guests else f"and `{guests[0]}` may name who came"
    return Question(draft.job.where, f"{tells}, {open_}: what is each row?", tuple(readings))


def _received(draft: Draft, guest: str, telling: str) -> Question:
    """The question whom the guests visited whom a column names: that may stand in the title."""
    host = next(iter(towns_named(draft)), ANY)
    option = f"--map from.name={shlex.quote(guest)} {host.option('to')}{_of_country(draft, 'from')}"
    places = tuple(row.get(guest, "") for row in draft.job.survey.first[:SHOWN])
    readings = (
        Reading(host.says("visits to"), f"{option}{_day(draft)} --kind {_KIND}",
                tuple(f"{place} → {host.shown}" for place in places)),
        Reading("places only", f"{draft.job.type_option('city')} --map name={shlex.quote(guest)}", places),
    )  # fmt: skip
    what = f"`{telling}` tells of visits, and `{guest}` names who came, but no column whom: what is each row?"
    return Question(draft.job.where, what, readings)


def _of_persons(draft: Draft, person: str, texts: Sequence[ColumnSurvey]) -> Question:
    """The question what rows are that name persons who came: these are no end of a visit, but their town may be."""
    host, rows = next(iter(towns_named(draft)), ANY), draft.job.survey.first[:SHOWN]
    to = f"{host.option('to')}{_day(draft)} --kind {_KIND} --map notes={shlex.quote(person)}"
    homes = [one.name for one in texts if one.name != person and one.known_towns >= OUTVOTES and not _is_a_venue(one)]
    persons = tuple(row.get(person, "") for row in rows)
    readings = [
        Reading(host.says(f"visits of `{home}` to"),
                f"--map from.name={shlex.quote(home)}{_of_country(draft, 'from')} {to}",
                tuple(f"{row.get(home, '')} → {host.shown}" for row in rows))
        for home in homes[:1]
    ]  # fmt: skip
    readings += [
        Reading(host.says(f"visits of each `{country}` to"),
                f"--map from.name={shlex.quote(country)} --set from.type=country {to}",
                tuple(f"{row.get(country, '')} → {host.shown}" for row in rows))
        for country in _countries(draft)
    ]  # fmt: skip
    readings.append(
        Reading("persons, and no visits", f"{draft.job.type_option('official')} --map name={shlex.quote(person)}"
                + "".join(f" --map notes={shlex.quote(day)}" for day in _days(draft)[:1]), persons)
    )  # fmt: skip
    what = f"`{person}` names persons who came: what is each row?"
    return Question(draft.job.where, what, tuple(readings))


def _is_a_venue(column: ColumnSurvey) -> bool:
    return tells_of_visits(column.name) and not says_who_came(column.name)


def _places(draft: Draft, hosts: Sequence[ColumnSurvey]) -> list[str]:
    """The columns that name other places than the hosts."""
    visited = {one.name for one in hosts}
    return [claim.column for claim in draft.claims
            if claim.inner == "name" and claim.thing in PLACES and claim.column not in visited]  # fmt: skip


def _days(draft: Draft) -> list[str]:
    told = {claim.column for claim in draft.claims if claim.inner in ("on", _PERIOD)}
    return [
        one.name for one in draft.columns.values()
        if one.sort == "dates" or one.share(is_date) > _MOSTLY or (one.name in told and one.sort == "texts")
    ]  # fmt: skip


def _day(draft: Draft) -> str:
    """The option for the day, if no header says that it is one: `Date of visit`."""
    days = _days(draft)
    known = {claim.column for claim in draft.claims if claim.inner != _PERIOD}
    return f" --map on={shlex.quote(days[0])}" if len(days) == 1 and days[0] not in known else ""


def _countries(draft: Draft) -> list[str]:
    return [claim.column for claim in draft.claims if claim.inner == "country"][:1]


def _of_country(draft: Draft, side: str) -> str:
    return "".join(f" --map {side}.country={shlex.quote(name)}" for name in _countries(draft))


def _heads(draft: Draft, read: Sequence[str]) -> str:
    """The options that keep in the notes who led a delegation."""
    known = {claim.column for claim in draft.claims}
    heads = [name for name, one in draft.columns.items()
             if name not in (*read, *known, *draft.uses) and seems(one) == "official"]  # fmt: skip
    return "".join(f" --map notes={shlex.quote(name)}" for name in heads)


def _named(draft: Draft, place: str) -> str:
    """The option that names the places, if their header does not say that they are some."""
    are_named = any(claim.column == place and claim.inner == "name" and not claim.side for claim in draft.claims)
    return "" if are_named else f" --map name={shlex.quote(place)}"
