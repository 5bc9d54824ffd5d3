"""Projects with a lead partner, and congresses with participating cities: no city is called by a project's name."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from citygraph.domain.names import fold
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.claims import PLACES, has_answers
from citygraph.imports.columns.contents import seems
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.kept_notes import as_notes
from citygraph.imports.columns.mapping import JOINED
from citygraph.imports.columns.partnership_words import has_stem, names_events, tells_of_events
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.parties import COUNTERPART, may_be_parties

_PROJECTS = tuple(map(fold, (
    "project", "projekt", "projet", "proyecto", "projeto", "progetto", "proiect", "hanke", "projekty",
)))  # fmt: skip
_PROJECTS_IN_OTHER_SCRIPTS = ("проект", "проєкт", "مشروع", "项目", "項目", "プロジェクト", "프로젝트")
_LEADS = tuple(map(fold, (
    "lead", "coordinat", "coordinad", "koordin", "federf", "chef de file", "líder", "lider", "capofila", "penvoerder",
    "hovedpartner", "huvudpartner", "vezető", "vedoucí",
)))  # fmt: skip
_LEADS_IN_OTHER_SCRIPTS = ("ведущ", "координатор", "провідн", "منسق", "牵头", "牽頭", "主導", "幹事", "주관", "주도")
_PARTICIPANTS = tuple(map(fold, (
    "partner", "partenaire", "socio", "parceir", "particip", "partecip", "teilnehm", "beteilig", "uczestn", "deelnem",
    "katılımcı", "deltag", "osallist", "résztve", "účastn", "sudionic", "attend",
)))  # fmt: skip
_PARTICIPANTS_IN_OTHER_SCRIPTS = ("партн", "участ", "учасн", "مشارك", "شرك", "参加", "參加", "参与", "參與", "参会",
                                  "伙伴", "夥伴", "참가", "참여", "파트너")  # fmt: skip
_MOSTLY = 0.5


def names_a_project(header: str) -> bool:
    """True if a header promises names of projects.

    >>> names_a_project("Project"), names_a_project("Titre du projet"), names_a_project("Project partner")
    (True, True, False)
    """
    meaning = meaning_of(header)
    is_of_projects = meaning is None or meaning.thing == "affair" or meaning.attribute in ("title", "name")
    return (
        is_of_projects
        and has_stem(header, _PROJECTS, _PROJECTS_IN_OTHER_SCRIPTS)
        and not has_stem(header, _PARTICIPANTS, _PARTICIPANTS_IN_OTHER_SCRIPTS)
        and not _leads(header)
    )


def _leads(header: str) -> bool:
    return has_stem(header, _LEADS, _LEADS_IN_OTHER_SCRIPTS)


def ask_about_projects(draft: Draft) -> None:
    """Ask what rows are that name a project or an event, and cities that lead it, host it or take part.

    Raises:
        OpenQuestions: if there are such. What else is to be asked depends on the answer.
    """
    said = draft.said.things_said
    is_said = draft.job.has_type or draft.job.has_kind or not said.isdisjoint((*ENDS["tie"], "name", "key", "type"))
    if draft.job.sort != "table" or is_said or draft.job.keys or draft.job.persons_of:
        return
    texts = [one for one in draft.columns.values() if one.sort == "texts" and has_words(one) and not has_answers(one)]
    if question := _of_projects(draft, texts) or _of_events(draft, texts):
        raise OpenQuestions([question])


def _of_projects(draft: Draft, texts: Sequence[ColumnSurvey]) -> Question | None:
    projects = [one for one in texts if names_a_project(one.name)]
    leads = [one for one in texts if one not in projects and _leads(one.name) and _has_towns(one)]
    partners = _participants(texts, (*projects, *leads))
    if len(projects) != 1 or len(leads) != 1 or len(partners) != 1:
        return None
    project, lead, partner = projects[0].name, leads[0].name, partners[0].name
    notes = _notes(draft, (project, lead, partner))
    to_partners = f"--map from.name={shlex.quote(lead)} --map to.name={shlex.quote(partner)} --kind project-partner"
    to_partners += f" --map title={shlex.quote(project)}{notes}"
    readings = (
        Reading(f"ties from `{lead}` to each of `{partner}`", to_partners, _pairs(draft, lead, partner)),
        Reading(f"`{partner}` take part in each project", f"--map from.name={shlex.quote(partner)} "
                f"--map to.name={shlex.quote(project)} --set to.type=organization --kind participates-in "
                f"--map notes={shlex.quote(lead)}{notes}", _pairs(draft, partner, project)),
        Reading(f"`{lead}` takes part in each project", f"--map from.name={shlex.quote(lead)} "
                f"--map to.name={shlex.quote(project)} --set to.type=organization --kind participates-in "
                f"--map notes={shlex.quote(partner)}{notes}", _pairs(draft, lead, project)),
    )  # fmt: skip
    what = f"`{project}` names projects, `{lead}` who leads them, and `{partner}` who takes part: what is each row?"
    return Question(draft.job.where, what, readings)


def _of_events(draft: Draft, texts: Sequence[ColumnSurvey]) -> Question | None:
    events = [one for one in texts if _names_events(one.name)]
    guests = [one for one in _participants(texts, events) if one.has_lists or one.share(may_be_parties) >= _MOSTLY]
    if len(events) != 1 or len(guests) != 1:
        return None
    event, guest = events[0], guests[0].name
    hosts = [one for one in texts if one not in (*events, *guests) and _has_towns(one) and seems(one) != "official"][:1]
    guests_of = f"--map from.name={shlex.quote(guest)}" + (" --set from.type=city" if _says_cities(guest) else "")
    to = f"--map to.name={shlex.quote(event.name)} --set to.type=event{_told_apart(draft, event)}"
    host = "".join(f" --map notes={shlex.quote(one.name)}" for one in hosts)
    notes = _notes(draft, (event.name, guest, *(one.name for one in hosts)))
    readings = [
        Reading(f"`{guest}` attend each event", f"{guests_of} {to} --kind attends{host}{notes}",
                _pairs(draft, guest, event.name)),
        *(Reading(f"`{one.name}` hosts each event", f"--map from.name={shlex.quote(one.name)} {to} --kind hosts "
                  f"--map notes={shlex.quote(guest)}{notes}", _pairs(draft, one.name, event.name)) for one in hosts),
        Reading("ties of these cities with each other", f"{guests_of} "
                f"--map to.name={COUNTERPART} --map title={shlex.quote(event.name)}{host}{notes}",
                tuple(row.get(guest, "") for row in draft.job.survey.first[:SHOWN])),
    ]  # fmt: skip
    what = f"`{event.name}` names events, and `{guest}` who takes part: what is each row?"
    return Question(draft.job.where, what, tuple(readings))


def _names_events(header: str) -> bool:
    is_called_so = names_events(header) or (meaning_of(header) is None and tells_of_events(header))
    return is_called_so and not has_stem(header, _PARTICIPANTS, _PARTICIPANTS_IN_OTHER_SCRIPTS)


def _told_apart(draft: Draft, event: ColumnSurvey) -> str:
    """The options that tell events of one name apart by their days; nothing if each has a name of its own."""
    days = [claim.column for claim in draft.claims if claim.inner in ("since", "on", "year")]
    if len(event.texts) == event.filled or not days:
        return ""
    key = shlex.quote(f"{event.name}{JOINED}{days[0]}")
    return f" --map to.key={key} --map to.when={shlex.quote(days[0])}"


def _participants(texts: Sequence[ColumnSurvey], others: Sequence[ColumnSurvey]) -> list[ColumnSurvey]:
    """The columns whose headers name participants or partners, and that are not those of their countries."""
    called = [one for one in texts if has_stem(one.name, _PARTICIPANTS, _PARTICIPANTS_IN_OTHER_SCRIPTS)]
    return [one for one in called if one not in others and seems(one) not in ("official", "organization")]


def _says_cities(header: str) -> bool:
    """True if a word of a header means cities, whatever the others mean."""
    meanings = map(meaning_of, re.findall(r"[^\W\d_]+", header))
    return any(meaning is not None and (meaning.thing, meaning.attribute) == ("city", "") for meaning in meanings)


def _has_towns(column: ColumnSurvey) -> bool:
    """True if most names of a column are those of towns in GeoNames, or if its header says so."""
    meaning = meaning_of(column.name)
    is_called_so = meaning is not None and meaning.thing in PLACES and meaning.thing != "country"
    return is_called_so or column.known_towns >= _MOSTLY


def _notes(draft: Draft, read: Sequence[str]) -> str:
    """The options for what tells of a project or an event, and names no end in this reading."""
    return as_notes(draft, read, [claim.column for claim in draft.claims if claim.inner == "name"])


def _pairs(draft: Draft, start: str, end: str) -> tuple[str, ...]:
    return tuple(f"{row.get(start, '')} → {row.get(end, '')}" for row in draft.job.survey.first[:SHOWN])
