"""What the things of a table are, where no column says it: persons and countries are no cities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from citygraph.domain.country_names import meanings
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.columns.doubles import first_difference
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.columns.tie_kinds import is_of_a_flow

_FEW = 3
"""As many names of countries in a column are no accident: they are countries."""


def check_for_persons(draft: Draft) -> None:
    """Persons with terms or titles are officials with their posts, and no cities."""
    if draft.shape == "tie" or draft.job.sort != "table" or draft.job.has_type or "type" in draft.said.set:
        return
    of_posts = [claim.column for claim in draft.claims if claim.inner in ("title", "until")]
    persons = [name for name in draft.columns if name not in draft.uses and _is_person(name)]
    if persons and of_posts:
        rows = draft.job.survey.first[:SHOWN]
        readings = (
            Reading("officials with their posts", "--type official", tuple(row.get(persons[0], "") for row in rows)),
            Reading("places", "--type city", tuple(_first_other(row, persons) for row in rows)),
        )
        what = f"`{persons[0]}` names persons, and `{of_posts[0]}` tells of posts: what is each row about?"
        raise OpenQuestions([Question(draft.job.where, what, readings)])


def _first_other(row: Mapping[str, str], persons: Sequence[str]) -> str:
    return next((text for name, text in row.items() if text and name not in persons), "")


def name_countries(draft: Draft) -> None:
    """Names that are all those of countries are countries, unless the header says that they are cities."""
    if draft.type != "city" or draft.shape == "post":
        return
    for prefix in ENDS[draft.shape]:
        start = f"{prefix}." if prefix else ""
        columns = [name for name in draft.found.get(f"{start}name", ()) if name in draft.columns]
        given = {*draft.found, *draft.said.map, *draft.constants}
        if len(columns) != 1 or f"{start}type" in given or f"{start}region" in given:
            continue
        column = draft.columns[columns[0]]
        claim = next((claim for claim in draft.claims if claim.column == column.name), None)
        if column.sort != "countries" or column.share(meanings) < 0.95 or (claim and claim.thing == "city"):
            continue
        if f"{start}country" in draft.found and first_difference(draft, "country", [
            column.name, *draft.found[f"{start}country"]
        ]):  # fmt: skip
            continue  # Singapore is a city, too
        if len(column.texts) >= _FEW or is_of_a_flow(column.name):
            draft.constants[f"{start}type"] = "country"
            draft.says.append(f"`{column.name}` has names of countries: they are countries; "
                             f"--set {start}type=city makes them cities")  # fmt: skip
        else:
            readings = tuple(
                Reading(says, f"--set {start}type={type}", column.first())
                for says, type in (("countries", "country"), ("cities", "city"))
            )
            what = f"`{column.name}`: are these countries, or cities of the same names?"
            draft.questions.append(Question(draft.job.where, what, readings))


def _is_person(name: str) -> bool:
    meaning = meaning_of(name)
    return meaning is not None and meaning.certain and meaning.thing == "person"
