"""What is asked about columns of marks: are their headers organizations, or towns, to which the rows are tied?"""

from __future__ import annotations

import re
import shlex

from citygraph.domain.country_names import meanings
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.contents import names_an_organization
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import says_membership
from citygraph.imports.marks import MARKED, by_mark, marked_columns

_SHORT_NAME = re.compile(r"[A-Z]{3,}\d*|[A-Z]\d{2,}|[A-Z]+-?[A-Z]+[a-z]+")
"""A name such as ICLEI, C40."""
_MOSTLY = 0.8


def ask_about_marks(draft: Draft) -> None:
    """Ask if columns of marks are organizations or towns, if a header looks like one; else tell how to say so.

    Raises:
        OpenQuestions: if they may be.
    """
    if draft.job.sort != "table" or draft.shape != "node" or draft.job.has_type:
        return
    marks = [name for name in marked_columns(draft.job.survey) if name not in draft.uses]
    town = _column_of_names(draft)
    if not marks or len(marks) < len(marked_columns(draft.job.survey)) or not town:
        return
    shown = ", ".join(f"`{name}`" for name in marks[:SHOWN]) + (" …" if len(marks) > SHOWN else "")
    pairs = [(row[town], row[MARKED]) for one in draft.job.survey.first for row in by_mark(one, marks)
             if isinstance(row, dict) and row[MARKED]][:SHOWN]  # fmt: skip
    name = shlex.quote(town)
    ends = f"--map from.name={name} --map to.name={MARKED}"
    forth, back = (tuple(f"{a} → {b}" for a, b in pairs), tuple(f"{b} → {a}" for a, b in pairs))
    meaning = meaning_of(town)
    if _are_towns(marks):
        of_organizations = meaning is not None and meaning.thing == "organization"
        members = Reading(f"members of each `{town}`", f"--map from.name={MARKED} --map to.name={name} "
                          "--set to.type=organization --kind member-of", back)  # fmt: skip
        twins = Reading("ties between towns", f"{ends} --kind sister-city", forth)
        readings = [members, twins] if of_organizations else [twins, members]
    elif any(_SHORT_NAME.fullmatch(one) or names_an_organization(one) or says_membership(one) for one in marks):
        readings = [Reading("members of these organizations", f"{ends} --set to.type=organization --kind member-of",
                            forth)]  # fmt: skip
    elif any(map(meanings, marks)):  # how many partners there are in France
        return
    else:
        draft.says.append(f"{shown} have marks: if these are organizations with members, {ends} --set "
                          "to.type=organization --kind member-of reads them so")  # fmt: skip
        return
    alone = Reading("something else: leave them out", draft.job.type_option("city"), tuple(a for a, _ in pairs))
    what = f"{shown} have marks (yes and no): what are they?"
    raise OpenQuestions([Question(draft.job.where, what, (*readings, alone))])  # all else depends on the answer


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
