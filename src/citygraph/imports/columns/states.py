"""States and provinces: a column of them is no column of countries, though *Georgia* is both."""

from __future__ import annotations

import shlex

from citygraph.domain.country_codes import country_of
from citygraph.domain.country_names import also_part, meanings
from citygraph.domain.subdivisions import countries_in_codes, country_of_parts, subdivision
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import SURE
from citygraph.imports.columns.codes_of_parts import ask_about_codes, lie_in, tell_codes_from_countries
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.forms_found import countries_option
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import ENDS

_LONGEST_CODE = 3


def tell_states_from_countries(draft: Draft) -> None:
    """Where some texts are states, and no countries, all are."""
    countries = [claim for claim in draft.claims if claim.inner == "country" and claim.why not in SURE]
    for claim in countries:
        column = draft.columns[claim.column]
        if not (of := country_of_parts(column.texts)):
            continue
        if not all(_is_a_country(text) for text in column.texts):
            claim.inner, claim.thing = "region", ""
            claim.why = f"{claim.why}; it holds states of {of}"
    tell_codes_from_countries(draft)


def name_ends_by_regions(draft: Draft) -> None:
    """Where no column names a city, and each end has a region, the regions are the ends, and not their countries."""
    is_open = draft.job.sort == "table" and draft.type == "city"
    if not is_open or any(claim.names_a_node for claim in draft.claims) or {"name", "from.name"} & draft.targets:
        return
    regions = [claim for claim in draft.claims if claim.inner == "region" and claim.group == "node"]
    countries = [claim for claim in draft.claims if claim.inner == "country" and claim.group == "node"]
    sides = [claim.side or "from" for claim in regions]
    if sorted(sides) != sorted(ENDS["tie"]):
        return
    if any(claim.side for claim in countries):  # else it is open whose a bare one is
        for claim in countries:
            claim.side = claim.side or "from"
    for claim in regions:
        claim.side = claim.side or "from"
        claim.inner, claim.thing = "name", "place"
        draft.constants.setdefault(f"{claim.side}.level", "region")
    named = " and ".join(f"`{claim.column}`" for claim in regions)
    draft.says.append(f"{named} name the ends: each is a record of the level region")


def name_countries_of_states(draft: Draft) -> None:
    """Several states of one country, by name, say which country that is. What may all be both countries and states is
    asked, unless the header says that they are countries."""
    for prefix in ENDS[draft.shape]:
        start = f"{prefix}." if prefix else ""
        if f"{start}type" in draft.constants:
            continue
        countries, regions = (_only_column(draft, f"{start}{inner}") for inner in ("country", "region"))
        if countries and not regions and (of := country_of_parts(countries.texts)) and _may_be_a_state(countries):
            _ask(draft, start, countries, of)
        elif f"{start}country" in {*draft.found, *draft.constants}:
            continue
        elif (codes := _codes_of_parts(draft, prefix, regions)) and len(named := countries_in_codes(codes.texts)) == 1:
            draft.constants[f"{start}country"] = (of := named.pop())
            draft.says.append(f"`{codes.name}` has codes of parts of {of}: that is the country; "
                              f"--set {start}country=CODE names another")  # fmt: skip
            if not regions:
                draft.found[f"{start}region"] = [codes.name]
                draft.use(codes.name, f"{start}region", "header; codes of ISO 3166-2")
        elif regions:
            of = country_of_parts(regions.texts)
            are_names = len(regions.texts) > 1 and all(len(text) > _LONGEST_CODE for text in regions.texts)
            towns = _only_column(draft, f"{start}name")
            if of and (are_names or (towns and lie_in(draft, towns.name, of))):
                draft.constants[f"{start}country"] = of
                draft.says.append(f"`{regions.name}` has states of {of}: that is the country; "
                                  f"--set {start}country=CODE names another")  # fmt: skip
    ask_about_codes(draft)


def _codes_of_parts(draft: Draft, side: str, regions: ColumnSurvey | None) -> ColumnSurvey | None:
    """The column that has codes of the parts of countries: that of the regions, or one beside it that nobody reads."""
    beside = (
        column
        for name, column in draft.columns.items()
        if name not in draft.uses
        and (meaning := meaning_of(name))
        and (meaning.attribute, meaning.side) == ("part_of.code", side)
    )
    return next((one for one in (regions, *beside) if one and countries_in_codes(one.texts)), None)


def _only_column(draft: Draft, target: str) -> ColumnSurvey | None:
    names = draft.found.get(target, ())
    return draft.columns.get(names[0]) if len(names) == 1 else None


def _ask(draft: Draft, start: str, column: ColumnSurvey, of: str) -> None:
    if f"{start}country" in draft.said.map:
        return
    name = shlex.quote(column.name)
    meant = {text: code for text in column.texts if also_part(text) and (code := country_of(text, None))}
    readings = (
        Reading("a country", " ".join(filter(None, (f"--map {start}country={name}", countries_option(meant)))),
                tuple(country_of(text, None) or "" for text in column.first())),
        Reading("a state or province", f"--map {start}region={name} --set {start}country={of}",
                tuple(f"{subdivision(text, of)[0].name}, {of}" for text in column.first())),
    )  # fmt: skip
    what = f"`{column.name}`: is {column.texts[0]} a country, or a part of one?"
    draft.questions.append(Question(draft.job.where, what, readings, column.first()))


def _is_a_country(text: str) -> bool:
    return bool(meanings(text)) or country_of(text, None) is not None


def _may_be_a_state(column: ColumnSurvey) -> bool:
    """True if the header may mean states. A code alone is that of a country: others would show that all are states."""
    if len(column.texts) == 1 and len(column.texts[0]) <= _LONGEST_CODE:
        return False
    meaning = meaning_of(column.name)
    return meaning is not None and any(one.attribute == "part_of" for one in (meaning, *meaning.others))
