"""Several officials of one place in a row: ``City, Mayor, Deputy mayor``. Each column of them makes posts."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

from citygraph.domain.names import fold
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import Claim
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.header_words import header_words
from citygraph.imports.columns.headers import is_of_an_office, meaning_of, term_in

_OF_A_POST = ("title", "since", "until", "on", "year", "status")
"""What may be about the post of one official, or about those of all."""


JUST_PERSONS = frozenset(map(fold, (
    "official", "officials", "person", "persons", "representative", "politician", "leader", "contact person", "head",
    "office holder", "incumbent", "personen", "ansprechpartner", "ansprechpartnerin", "amtsinhaber", "vertreter",
    "kontaktperson", "personne", "élu", "élue", "représentant", "contact", "titulaire", "persona", "representante",
    "contacto", "funcionario", "titular", "pessoa", "contato", "autarca", "rappresentante", "referente", "titolare",
    "persoon", "vertegenwoordiger", "contactpersoon", "ambtsdrager", "osoba", "przedstawiciel", "osoba kontaktowa",
    "персона", "человек", "должностное лицо", "представитель", "особа", "людина", "посадова особа", "представник",
    "kişi", "temsilci", "yetkili", "ilgili kişi", "yetkili kişi", "الشخص", "المسؤول", "الممثل", "人物", "人员", "官员",
    "官員",
    "联系人", "聯絡人", "代表", "代表者", "担当者", "인물", "대표", "대표자", "담당자", "henkilö", "πρόσωπο", "người",
    "orang", "personă", "személy",
)))  # fmt: skip
"""Headers that say that a column has persons, and not which post they hold."""


_NOMINATIVES = {
    "burmistrza": "Burmistrz", "prezydenta": "Prezydent", "wójta": "Wójt", "мэра": "Мэр", "главы": "Глава",
    "мера": "Мер", "міського голови": "Міський голова", "голови": "Голова",
}  # fmt: skip
"""Posts as they stand behind a word for *name*, where that changes them, and as titles."""


_PARTS_OF_NAMES = ("given_name", "middle_name", "family_name")


def leave_out_terms_of_officials(draft: Draft) -> None:
    """Leave terms of office unread, where rows are ties and nothing reads the officials beside them: since when a mayor
    governs is not since when there is a partnership."""
    known = {claim.column for claim in draft.claims}
    persons = [name for name in draft.columns if name not in known and name not in draft.uses and _names_persons(name)]
    if draft.shape != "tie" or not persons:
        return
    times = ("since", "until", "observations.value.period")
    terms = [claim for claim in draft.claims if claim.inner in times and is_of_an_office(claim.column)]
    for claim in terms:
        draft.use(claim.column, "", f"the term of `{persons[0]}`, whom nothing reads")
    draft.claims = [claim for claim in draft.claims if claim not in terms]


def _names_persons(header: str) -> bool:
    meaning = meaning_of(header)
    return meaning is not None and meaning.thing == "person" and meaning.is_of_names


def name_post_by_header(draft: Draft) -> None:
    """`Mayor` over the names of officials, or over parts of them, is the title of their posts, where nothing else says
    it."""
    if draft.shape != "post":
        return
    names = [name for spec in draft.found.get("name", ()) for name in draft.names_in(spec)[:1] if name in draft.columns]
    is_said = "title" in draft.targets or any(claim.inner == "title" for claim in draft.claims)
    if len(names) != 1 or draft.spread or is_said or fold(names[0]) in JUST_PERSONS:
        return
    meaning = meaning_of(names[0])
    title = names[0] if meaning is not None and (meaning.thing, meaning.attribute) == ("person", "") else ""
    if meaning is not None and (
        meaning.attribute in _PARTS_OF_NAMES or (meaning.thing, meaning.attribute) == ("person", "name")
    ):
        title = post_in(names[0])
    if title:
        draft.constants |= {target: text for target, text in _said_of_the_post(title).items()
                            if target not in draft.targets}  # fmt: skip
        draft.says.append(f"`{names[0]}` names officials: its header is the title of their posts; "
                         "--set title=TITLE gives another")  # fmt: skip


def _said_of_the_post(header: str) -> dict[str, str]:
    """What a header with a post says of it, by target: its title, and its term. A year alone is only a year in which it
    was held, so it is a remark.

    >>> _said_of_the_post("Mayor 2010-2014"), _said_of_the_post("Mayor (2010)")
    ({'title': 'Mayor', 'since': '2010', 'until': '2014'}, {'title': 'Mayor', 'notes': 'Mayor (2010)'})
    """
    if (term := term_in(header)) is not None:
        said = {"title": term.post, "since": term.since, "until": term.until}
        return {target: text for target, text in said.items() if text}
    if found := _YEAR.search(header):
        title = f"{header[: found.start()]}{header[found.end() :]}".strip()
        return {"title": title, "notes": header}
    return {"title": header}


_YEAR = re.compile(r"\s*[(\[]?(?<!\d)(?:1[89]|20)\d\d(?!\d)[)\]]?\s*", re.ASCII)


def post_in(header: str) -> str:
    """The word for a post in a header that promises names: `Maire` of ``Nom du maire``; empty if there is none.

    >>> post_in("mayor_name"), post_in("Nom du maire"), post_in("Nombre del alcalde"), post_in("Name of person")
    ('Mayor', 'Maire', 'Alcalde', '')
    """
    words = re.findall(r"[A-Z]?[^\W\d_A-Z]+|[^\W\d_]+", re.sub(r"['’]s\b", "", header))
    runs = [words[start:end] for start in range(len(words)) for end in range(len(words), start, -1)]
    for run in sorted(runs, key=len, reverse=True):
        while run and "of" in header_words().whole.get(run[0].casefold(), ()):
            run = run[1:]  # `du maire`
        text = " ".join(run)
        meaning = meaning_of(text)
        if (
            meaning is not None
            and (meaning.thing, meaning.attribute) == ("person", "")
            and fold(text) not in JUST_PERSONS
        ):
            return _NOMINATIVES.get(text.casefold(), text[0].upper() + text[1:])
    return ""


def spread_officials(draft: Draft) -> None:
    """Where several columns have officials, each makes a post, with its header as the title. A column whose name begins
    with that of one of them is about that one. Of whom other columns are is asked."""
    of_persons = [claim.column for claim in draft.claims if claim.inner == "name" and claim.thing == "person"]
    persons = [name for name in of_persons if name in draft.found.get("name", ())]
    if len(persons) < 2:
        return
    draft.found["name"] = [name for name in draft.found["name"] if name not in persons]
    if not draft.found["name"]:
        del draft.found["name"]
    draft.spread = persons
    for name in persons:
        draft.use(name, "name", "header; a post for each column")
        draft.of_partner[name] = {}
    facts = [claim for claim in draft.claims if claim.group == "fact" and claim.inner in _OF_A_POST]
    own = {claim.column: _whose(claim, persons) for claim in facts}
    for claim in facts:
        if owner := own[claim.column]:
            inner = "since" if claim.inner in ("on", "year") else claim.inner
            draft.of_partner[owner][inner] = (claim.column,)
            draft.use(claim.column, inner, f"{claim.why}; of {owner}")
    draft.claims = [claim for claim in draft.claims if claim not in facts or not own[claim.column]]
    has_title = "title" in draft.targets or any(claim.inner == "title" for claim in facts)
    if not has_title:
        draft.by_header = {name: _said_of_the_post(name) for name in persons}
        what = "with its header as the title"
        if any(len(said) > 1 for said in draft.by_header.values()):
            what = "with the title and the time of its header"
        draft.says.append(f"{' and '.join(f'`{name}`' for name in persons)} name officials: each makes a post, {what}")
    open_ = [claim for claim in facts if not own[claim.column] and claim.inner not in draft.said.map]
    if open_:
        _ask(draft, persons, open_)


def _whose(claim: Claim, persons: Sequence[str]) -> str:
    """The official with whose column's name that of another column begins; empty if there is none."""
    return max((name for name in persons if claim.column.startswith(f"{name} ")), default="", key=len)


def _ask(draft: Draft, persons: Sequence[str], facts: Sequence[Claim]) -> None:
    """Ask of whom the columns about a post are."""
    names = " and ".join(f"`{claim.column}`" for claim in facts)
    rows = draft.job.survey.first[:SHOWN]

    def shown(several: Sequence[str]) -> tuple[str, ...]:
        of_it = facts[0].column
        return tuple(" and ".join(row.get(name, "") for name in several) + f": {row.get(of_it, '')}" for row in rows)

    for_all = " ".join(f"--map {_target(claim)}={shlex.quote(claim.column)}" for claim in facts)
    readings = [Reading("of each official", for_all, shown(persons))]
    for name in persons:
        others = " ".join(f"--map notes={shlex.quote(other)}" for other in persons if other != name)
        readings.append(Reading(f"of `{name}`; the others are notes", f"--map name={shlex.quote(name)} {others}",
                                shown([name])))  # fmt: skip
    what = f"{' and '.join(f'`{name}`' for name in persons)} name officials: of whom is {names}?"
    draft.questions.append(Question(draft.job.where, what, tuple(readings)))


def _target(claim: Claim) -> str:
    return "since" if claim.inner in ("on", "year") else claim.inner
