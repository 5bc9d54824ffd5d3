"""Embassies and consulates: their names are those of organizations, also where they have a place of their own."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import OUTVOTES, PLACES
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.draft import LOOKED_AT, SHOWN, Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.kept_notes import as_notes
from citygraph.imports.columns.mapping import JOINED
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.whose_list import ANY, countries_in, towns_named
from citygraph.imports.columns.witness import Witness
from citygraph.imports.values.missions import OF_MISSIONS, is_a_mission, tells_of_missions
from citygraph.imports.values.statuses_of_kinds import says_status

_MOST = 0.5
_WORDS_OF_A_SORT = 2
"""A column whose texts stand there again has sorts of missions, if these are no longer: *Consulate General*."""


def has_missions(column: ColumnSurvey) -> bool:
    """True if most names of a column are those of missions, and not only their sorts."""
    return column.sort == "texts" and column.share(is_a_mission) > _MOST and not _are_sorts(column)


def _are_sorts(column: ColumnSurvey) -> bool:
    return len(column.texts) < column.filled and column.share(_has_several_words) <= _MOST


def _has_several_words(text: str) -> bool:
    return len(text.split()) > _WORDS_OF_A_SORT


def ask_about_missions(draft: Draft) -> Question | None:
    """The question what rows are that have names of embassies or consulates; None if none have."""
    mapped = {name for specs in draft.said.map.values() for spec in specs for name in draft.names_in(spec)}
    missions = [column for name, column in draft.columns.items() if name not in mapped and has_missions(column)]
    sorts = [one for name, one in draft.columns.items() if name not in mapped and _has_sorts(one)]
    if {"name", "key", "id"} & draft.said.map.keys() or not draft.job.is_alone:
        return None
    if not missions:
        return _ask_about_sorts(draft, sorts[0].name) if sorts else _ask_about_towns(draft)
    mission = missions[0]
    name = shlex.quote(mission.name)
    rows = [row for row in islice(draft.job.rows(), LOOKED_AT) if row.get(mission.name)][:SHOWN]

    def shown(*columns: str) -> tuple[str, ...]:
        return tuple(": ".join(row.get(column, "") for column in columns) for row in rows)

    of_its_own = [claim.column for claim in draft.claims if claim.inner == "name" or claim.group == "fact"]
    option = f"{draft.job.type_option('organization')} --map name={name}"
    option += as_notes(draft, [mission.name], (*of_its_own, *_times(draft)))
    places = [claim.column for claim in draft.claims if claim.inner == "name" and claim.thing in PLACES]
    if places and len(mission.texts) < mission.filled:  # a consulate general in each of several towns
        option += f" --map key={shlex.quote(f'{mission.name}{JOINED}{places[0]}')}"
    readings = [Reading("organizations", option, shown(mission.name))]
    for head in [one.name for one in draft.columns.values() if one is not mission and seems(one) == "official"][:1]:
        of = f"--map of.name={name} --set of.type=organization"
        option = f"{draft.job.type_option('official')} --map name={shlex.quote(head)} {of}"
        option += as_notes(draft, [mission.name, head], (*of_its_own, *_times(draft)))
        readings.append(Reading(f"officials: `{head}`", option, shown(head, mission.name)))
    place = places[0] if places else mission.name
    if places:
        others = f" --kind {OF_MISSIONS}{_standing(draft, [place])}"
        readings.append(_of_one_country(place, rows, others))
    readings.append(Reading("places", f"{draft.job.type_option('city')} --map name={shlex.quote(place)}", shown(place)))
    what = f"`{mission.name}` names embassies or consulates: what is each row about?"
    return Question(draft.job.where, what, tuple(readings))


def _ask_about_towns(draft: Draft) -> Question | None:
    """The question what rows are whose towns stand under `Embassy in`; None if they do not."""
    named = [claim.column for claim in draft.claims if claim.inner == "name"]
    towns = [name for name in named if tells_of_missions(name) and draft.columns[name].known_towns >= OUTVOTES]
    if len(named) != 1 or not towns:
        return None
    rows = draft.job.survey.first[:SHOWN]
    others = f" --kind {OF_MISSIONS}{_standing(draft, towns)}"
    countries = [claim.column for claim in draft.claims if claim.inner == "country" and not claim.side]
    others += "".join(f" --map to.country={shlex.quote(name)}" for name in countries[:1])
    readings = (
        _of_one_country(towns[0], rows, others),
        Reading("places only", draft.job.type_option("city"), tuple(row.get(towns[0], "") for row in rows)),
    )
    what = f"`{towns[0]}` has the towns of embassies or consulates: what is each row about?"
    return Question(draft.job.where, what, readings)


def _has_sorts(column: ColumnSurvey) -> bool:
    return column.sort == "texts" and column.share(is_a_mission) > _MOST and _are_sorts(column)


def _ask_about_sorts(draft: Draft, sort: str) -> Question | None:
    """The question what rows are that have a sort of missions, and nothing but the places where they are; None if there
    are other facts on these."""
    claims = [claim for claim in draft.claims if claim.column != sort]
    if any(claim.tells_of_a_place and claim.inner not in _WHERE for claim in claims):
        return None
    cities = [claim.column for claim in claims if claim.inner == "name" and claim.thing in ("city", "place")]
    known = {claim.column for claim in claims if claim.inner != "country" and not claim.is_a_country}
    countries = [name for name, one in draft.columns.items() if name not in known and one.sort == "countries"]
    if countries and not cities:
        cities = [
            name
            for name, one in draft.columns.items()
            if name not in (sort, *known, *countries) and one.known_towns >= OUTVOTES
        ]
    if not cities and not countries:
        return None
    rows = draft.job.survey.first[:SHOWN]
    place = (cities or countries)[0]
    of_countries = "" if cities else " --set to.type=country"
    named = {claim.column for claim in claims if claim.inner == "name"}
    as_places = f"--map name={shlex.quote(place)}" + ("" if cities else " --set type=country")
    if place in named and cities:
        as_places = draft.job.type_option("city")
    kinds = _as_kinds(draft.columns[sort]) + _standing(draft, [sort, place, *countries[:1]])
    between = [_from_each(country, place, rows, kinds) for country in countries[:1] if cities]
    of_one = _of_one_country(place, rows, f"{of_countries} {kinds}")
    if between and _lie_there(draft, place, countries[0]):  # a country's own offices, and where these are
        between, of_one = [], of_one._replace(option=f"{of_one.option} --map to.country={shlex.quote(countries[0])}")
    *in_named, in_one = _in_one_town(draft, place, kinds)
    readings = (
        *between,
        *(in_named if not cities else ()),
        *_of_named_country(draft, sort, of_one),
        of_one,
        *((in_one,) if not cities else ()),
        Reading("places only", as_places, tuple(row.get(place, "") for row in rows)),
    )
    what = f"`{sort}` has sorts of embassies or consulates: what is each row about?"
    return Question(draft.job.where, what, readings)


_WHERE = ("lat", "lon", "coordinates")
"""Missions have a place on a map, as towns do: GeoJSON has it for all."""


def _says_status(text: str) -> bool:
    return says_status(text, "missions")


def _standing(draft: Draft, read: Sequence[str]) -> str:
    """The options for how missions stand, where headers do not say it, and for all else, as notes: who leads them, and
    what they are called. ``read`` are the columns that the reading has already."""
    known = {claim.column: claim.inner for claim in draft.claims}
    has_status = "status" in known.values()
    standing = [
        name for name, column in draft.columns.items()
        if name not in read and not has_status and column.sort == "texts" and column.share(_says_status) >= _MOST
        and known.get(name) != "until"
    ]  # fmt: skip
    options = [f" --map status={shlex.quote(name)}" for name in standing[:1]]
    read = [*read, *standing[:1]]
    open_ = {"since", "until"} - {*known.values()}
    for name, target in _times(draft).items():
        if name not in (*read, *standing, *known) and target in open_:
            options.append(f" --map {target}={shlex.quote(name)}")
            read.append(name)
            open_.remove(target)
    return "".join(options) + as_notes(draft, read)


def _times(draft: Draft) -> dict[str, str]:
    """The columns that say when missions were opened or closed, each with its target. What was `Geschlossen` was
    closed."""
    found = {}
    for name in draft.columns:
        meaning = meaning_of(name)
        says = {one.attribute for one in (meaning, *meaning.others)} if meaning is not None else set()
        if says & {"closed", "founded"}:
            found[name] = "until" if "closed" in says else "since"
    return found


def _lie_there(draft: Draft, place: str, country: str) -> bool:
    """True if GeoNames has most of the towns in the countries beside them."""
    witness = Witness("country", country, [place], draft.columns[country].texts)
    for row in islice(draft.job.rows(), LOOKED_AT):
        witness.see(row)
    return witness.speaks_for(place)


def _from_each(country: str, place: str, rows: Iterable[Mapping[str, str]], kinds: str) -> Reading:
    """The reading of a country and a town as an office of the one in the other."""
    option = (
        f"--map from.name={shlex.quote(country)} --set from.type=country --map to.name={shlex.quote(place)} {kinds}"
    )
    samples = tuple(f"{row.get(country, '')} → {row.get(place, '')}" for row in rows)
    return Reading(f"offices of each `{country}` in `{place}`", option, samples)


def _in_one_town(draft: Draft, country: str, kinds: str) -> list[Reading]:
    """The readings of countries as those that have offices in one town: the title may name it."""
    rows = draft.job.survey.first[:SHOWN]
    return [
        Reading(
            town.says("offices of these countries in", "one town: write its name"),
            f"--map from.name={shlex.quote(country)} --set from.type=country {town.option('to')} {kinds}",
            tuple(f"{row.get(country, '')} → {town.shown}" for row in rows),
        )
        for town in (*towns_named(draft), ANY)
    ]  # fmt: skip


def _of_named_country(draft: Draft, sort: str, of_one: Reading) -> list[Reading]:
    """The reading as offices of one country, where all sorts, or the title, name it: `Посольство України`."""
    named = [{*countries_in(text)} for text in draft.columns[sort].texts if is_a_mission(text)]
    common = set.intersection(*named) if named else set()
    titles = {} if common else [name for title in draft.job.survey.titles for name in countries_in(title)]
    return [
        of_one._replace(
            says=f"offices of {name}{'' if common else ', as in the title'}",
            option=of_one.option.replace(f"={ANY.name} ", f"={shlex.quote(name)} ", 1),
            samples=tuple(text.replace("…", name, 1) for text in of_one.samples),
        )
        for name in (sorted(common) if len(common) == 1 else titles)
    ]


def _as_kinds(column: ColumnSurvey) -> str:
    """What makes sorts of missions words for one kind of ties: a row without one brings no tie."""
    words = [text for text in column.texts if is_a_mission(text)]
    kinds = " ".join(f"--kind {shlex.quote(f'{word}={OF_MISSIONS}')}" for word in words)
    return f"--map kind={shlex.quote(column.name)} {kinds}"


def _of_one_country(place: str, rows: Iterable[Mapping[str, str]], others: str = f" --kind {OF_MISSIONS}") -> Reading:
    """The reading of places as those where one country has its missions."""
    option = f"--set from.name=NAME --set from.type=country --map to.name={shlex.quote(place)}{others}"
    samples = tuple(f"… → {row.get(place, '')}" for row in rows)
    return Reading("offices of one country: write its name", option, samples)
