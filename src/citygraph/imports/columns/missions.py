"""Embassies and consulates: their names are those of organizations, also where they have a place of their own."""

from __future__ import annotations

import shlex
from itertools import islice

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import PLACES
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.draft import LOOKED_AT, SHOWN, Draft
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.tie_kinds import OF_MISSIONS
from citygraph.imports.values.missions import is_a_mission

_MOST = 0.5
_WORDS_OF_A_SORT = 2
_SORTS = 2
"""A column whose texts stand there so often, on average, has sorts of missions: *Embassy*, *Consulate General*."""


def has_missions(column: ColumnSurvey) -> bool:
    """True if most names of a column are those of missions, and not only their sorts."""
    are_sorts = len(column.texts) * _SORTS <= column.filled and column.share(_has_several_words) <= _MOST
    return column.sort == "texts" and not are_sorts and column.share(is_a_mission) > _MOST


def _has_several_words(text: str) -> bool:
    return len(text.split()) > _WORDS_OF_A_SORT


def ask_about_missions(draft: Draft) -> Question | None:
    """The question what rows are that have names of embassies or consulates; None if none have."""
    mapped = {name for specs in draft.said.map.values() for spec in specs for name in draft.names_in(spec)}
    missions = [column for name, column in draft.columns.items() if name not in mapped and has_missions(column)]
    if not missions or {"name", "key", "id"} & draft.said.map.keys() or not draft.job.is_alone:
        return None
    mission = missions[0]
    name = shlex.quote(mission.name)
    rows = [row for row in islice(draft.job.rows(), LOOKED_AT) if row.get(mission.name)][:SHOWN]

    def shown(*columns: str) -> tuple[str, ...]:
        return tuple(": ".join(row.get(column, "") for column in columns) for row in rows)

    readings = [
        Reading("organizations", f"{draft.job.type_option('organization')} --map name={name}", shown(mission.name))
    ]
    for head in [one.name for one in draft.columns.values() if one is not mission and seems(one) == "official"][:1]:
        of = f"--map of.name={name} --set of.type=organization"
        option = f"{draft.job.type_option('official')} --map name={shlex.quote(head)} {of}"
        readings.append(Reading(f"officials: `{head}`", option, shown(head, mission.name)))
    places = [claim.column for claim in draft.claims if claim.inner == "name" and claim.thing in PLACES]
    place = places[0] if places else mission.name
    if places:
        option = (f"--set from.name=NAME --set from.type=country --map to.name={shlex.quote(place)} "
                  f"--kind {OF_MISSIONS}")  # fmt: skip
        samples = tuple(f"… → {row.get(place, '')}" for row in rows)
        readings.append(Reading("offices of one country: write its name", option, samples))
    readings.append(Reading("places", f"{draft.job.type_option('city')} --map name={shlex.quote(place)}", shown(place)))
    what = f"`{mission.name}` names embassies or consulates: what is each row about?"
    return Question(draft.job.where, what, tuple(readings))
