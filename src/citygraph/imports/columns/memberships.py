"""What is asked about columns of marks: are their headers organizations, events or towns to which rows are tied?"""

from __future__ import annotations

import re
import shlex

from citygraph.domain.country_names import meanings
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.contents import names_an_organization
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import says_membership, tells_of_events
from citygraph.imports.marks import MARKED, Marks, by_mark, marks_of

_SHORT_NAME = re.compile(r"[A-Z]{3,}\d*|[A-Z]\d{2,}|[A-Z]+-?[A-Z]+[a-z]+")
"""A name such as ICLEI, C40."""
_MOSTLY = 0.8


def ask_about_marks(draft: Draft) -> None:
    """Ask what columns of marks are, if a header may be a name; else tell how to say so.

    Raises:
        OpenQuestions: if they may be.
    """
    if question := marks_question(draft):
        raise OpenQuestions([question])  # all else depends on the answer
    marks, town = _marks(draft), _column_of_names(draft)
    if marks and town and not any(map(meanings, marks.columns)):  # how many partners there are in France
        draft.says.append(f"{_shown(marks)} have marks: if these are organizations with members, {_ends(town)} --set "
                          "to.type=organization --kind member-of reads them so")  # fmt: skip


def marks_question(draft: Draft) -> Question | None:
    """The question if the headers of marks are organizations, events or towns; None if they look like none."""
    marks, town = _marks(draft), _column_of_names(draft)
    if not marks or not town or town in marks.columns:
        return None
    pairs = [(row.get(town, ""), row[MARKED]) for one in draft.job.survey.first for row in by_mark(one, marks)
             if isinstance(row, dict) and row[MARKED]][:SHOWN]  # fmt: skip
    name, ends = shlex.quote(town), _ends(town)
    forth, back = (tuple(f"{a} → {b}" for a, b in pairs), tuple(f"{b} → {a}" for a, b in pairs))
    meaning = meaning_of(town)
    of_members = Reading("members of these organizations", f"{ends} --set to.type=organization --kind member-of", forth)
    of_events = Reading("guests of these events", f"{ends} --set to.type=event --kind attends", forth)
    if _are_towns(marks.columns):
        of_organizations = meaning is not None and meaning.thing == "organization"
        members = Reading(f"members of each `{town}`", f"--map from.name={MARKED} --map to.name={name} "
                          "--set to.type=organization --kind member-of", back)  # fmt: skip
        twins = Reading("ties between towns", f"{ends} --kind sister-city", forth)
        readings = [members, twins] if of_organizations else [twins, members]
    elif any(map(tells_of_events, [*marks.columns, *draft.job.survey.titles])):
        readings = [of_events, of_members]
    elif any(map(_may_be_an_organization, marks.columns)) or marks.letters or _has_a_word_for_members(draft):
        readings = [of_members]
    else:
        return None
    alone = Reading("something else: leave them out", draft.job.type_option("city"), tuple(a for a, _ in pairs))
    what = f"{_shown(marks)} have marks (yes and no): what are they?"
    if marks.letters:
        letters = ", ".join(f"`{letter}`" for letter in marks.letters)
        what = (f"{_shown(marks)} have marks, among them {letters}, which nothing explains (they go into the notes of "
                "the ties): what are the columns?")  # fmt: skip
    return Question(draft.job.where, what, (*readings, alone))


def _marks(draft: Draft) -> Marks | None:
    """The marks of a table of nodes, if none of their columns is read otherwise; None if there are none."""
    if draft.job.sort != "table" or draft.shape != "node" or draft.job.has_type:
        return None
    marks = marks_of(draft.job.survey)
    return marks if marks.columns and not any(name in draft.uses for name in marks.columns) else None


def _shown(marks: Marks) -> str:
    return ", ".join(f"`{name}`" for name in marks.columns[:SHOWN]) + (" …" if len(marks.columns) > SHOWN else "")


def _ends(town: str) -> str:
    return f"--map from.name={shlex.quote(town)} --map to.name={MARKED}"


def _may_be_an_organization(header: str) -> bool:
    """True for short names, words for organizations and members, and several words with capitals: `Energy Cities`."""
    words = re.findall(r"[^\W\d_]+", header)
    capitals = len(words) > 1 and all(word[0].isupper() for word in words)
    is_short = _SHORT_NAME.fullmatch(header) is not None or any(len(word) > 2 and word.isupper() for word in words)
    return is_short or capitals or names_an_organization(header) or says_membership(header)


def _has_a_word_for_members(draft: Draft) -> bool:
    return any(map(says_membership, [*draft.columns, *draft.job.survey.titles, *draft.job.called]))


def _column_of_names(draft: Draft) -> str:
    """The column that names what each row is about."""
    if said := draft.found.get("name"):
        return said[0] if said[0] in draft.columns else ""
    named = [claim.column for claim in draft.claims if claim.inner in ("name", "key") and not claim.side]
    texts = [column.name for column in draft.columns.values() if column.sort == "texts"]
    return next(iter((*named, *texts)), "")


def _are_towns(names: list[str]) -> bool:
    from citygraph.domain.gazetteer import is_a_name  # only tables of marks need it

    return sum(map(is_a_name, names)) >= _MOSTLY * len(names)
