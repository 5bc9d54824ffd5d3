"""Members of councils and committees: ``Name, Role, Committee`` has posts, and no column names a city."""

from __future__ import annotations

import shlex

from citygraph.domain.names import fold
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.claims import OUTVOTES
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import has_stem
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.columns.whose_list import ANY, seats, towns_named

_BODIES = tuple(map(fold, (
    "committee", "commission", "council", "board", "working group", "cabinet", "ausschuss", "kommission", "beirat",
    "gremium", "fraktion", "dezernat", "referat", "comité", "conseil", "groupe de travail", "comisión", "consejo",
    "grupo de trabajo", "comissão", "conselho", "comitato", "consiglio", "giunta", "commissie",
    "werkgroep", "komisja", "rada", "komisyon", "kurul", "meclis", "nämnd", "utskott", "utvalg", "udvalg", "výbor",
    "komise", "lautakunta", "valiokunta", "bizottság", "comitet", "comisia", "odbor", "povjerenstv",
)))  # fmt: skip
_BODIES_IN_OTHER_SCRIPTS = (
    "комитет", "комисс", "совет", "комітет", "комісі", "рада", "одбор", "комисия", "επιτροπή", "لجنة",
    "مجلس", "委員会", "委员会", "委員會", "議会", "议会", "위원회", "의회",
)  # fmt: skip
_ROLES = frozenset(map(fold, ("role", "roles", "rolle", "roll", "rôle", "rol", "papel", "rola", "роль", "rooli", "役")))


def ask_about_bodies(draft: Draft) -> None:
    """Ask what rows are that name persons, and the committee or the council of each, and no town.

    Raises:
        OpenQuestions: if there are such. What else is to be asked depends on the answer.
    """
    said = draft.said.things_said
    is_said = draft.job.has_type or not said.isdisjoint((*ENDS["tie"], "of", "name", "key", "id", "type"))
    if draft.job.sort != "table" or is_said or not draft.job.is_alone:
        return
    texts = [one for one in draft.columns.values() if one.sort == "texts" and has_words(one)]
    bodies = [one for one in texts if _names_bodies(one)]
    persons = [one for one in texts if one not in bodies and _names_persons(one)]
    others = [one for one in texts if one not in (*bodies, *persons)]
    if len(bodies) == 1 and len(persons) == 1 and not any(one.known_towns >= OUTVOTES for one in others):
        raise OpenQuestions([_question(draft, persons[0].name, bodies[0].name, others)])


def _names_bodies(column: ColumnSurvey) -> bool:
    is_called_so = has_stem(column.name, _BODIES, _BODIES_IN_OTHER_SCRIPTS)
    return is_called_so and seems(column) != "official" and column.known_towns < OUTVOTES


def _names_persons(column: ColumnSurvey) -> bool:
    """True if a header names persons, or their names look like it under a header that says no more than *name*."""
    meaning = meaning_of(column.name)
    if meaning is None:
        return seems(column) == "official"
    is_called_so = meaning.thing == "person" and meaning.is_of_names
    may_be = meaning.attribute == "name" or (meaning.thing, meaning.attribute) == ("city", "")  # `Member`
    return is_called_so or (may_be and seems(column) == "official")


def _question(draft: Draft, person: str, body: str, others: list[ColumnSurvey]) -> Question:
    rows = draft.job.survey.first[:SHOWN]
    titles = [one.name for one in others if fold(one.name) in _ROLES or _is_a_title(one.name)]
    title = "".join(f" --map title={shlex.quote(name)}" for name in titles[:1])
    of_person = f"{draft.job.type_option('official')} --map name={shlex.quote(person)}{title}"
    remark = f" --map notes={shlex.quote(body)}"
    readings = [
        Reading(f"posts in each `{body}`",
                f"{of_person} --map of.name={shlex.quote(body)} --set of.type=organization",
                tuple(f"{row.get(person, '')}: {row.get(body, '')}" for row in rows)),
        *(Reading(f"{owner.says('posts in')}; `{body}` is a remark",
                  f"{of_person} {owner.option('of')}{remark}",
                  tuple(f"{row.get(person, '')}: {owner.shown}" for row in rows))
          for owner in (*(seats(draft) or towns_named(draft)), ANY)),
        Reading("persons, without posts", f"{draft.job.type_option('official')} --map name={shlex.quote(person)}"
                + "".join(f" --map notes={shlex.quote(name)}" for name in (*titles[:1], body)),
                tuple(row.get(person, "") for row in rows)),
    ]  # fmt: skip
    what = f"`{person}` names persons, and `{body}` where they sit, but no column a town: what is each row?"
    return Question(draft.job.where, what, tuple(readings))


def _is_a_title(header: str) -> bool:
    meaning = meaning_of(header)
    return meaning is not None and "title" in {one.attribute for one in (meaning, *meaning.others)}
