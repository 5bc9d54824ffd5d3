"""JSON that has names where others have objects: lists by name (``{"Lyon": ["Milan", "Leipzig"]}``), and partners by
name (``{"twins": {"Mulhouse": 1965}}``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from citygraph.domain.country_names import meanings
from citygraph.domain.names import visible
from citygraph.imports.asking import Question, Reading
from citygraph.imports.json_text import WrittenNumber

NAME, LISTED = "key", "values"
"""The columns for the name of a list, and for what stands in it."""
OUTER = "group"
"""The column for the name of the object that has the list."""
_YEAR = re.compile(r"1\d{3}|20\d\d|2100", re.ASCII)
_SHOWN = 3
_MOSTLY = 0.8


def rows_of_lists(value: Any, *, of_names: bool = False) -> list[dict[str, Any]]:
    """A row for each list of texts in an object whose keys are names; empty if it is no such object. Lists of one
    length are the columns of a table, unless their keys look like names of places: ``of_names`` asks for that."""
    if not isinstance(value, dict) or len(value) < 2:
        return []
    inner = list(value.values())
    if all(isinstance(one, dict) for one in inner):  # by country, and then by city
        groups = {name: rows_of_lists(one, of_names=True) or _lists_in(one) for name, one in value.items()}
        return [{OUTER: name, **row} for name, rows in groups.items() for row in rows] if all(groups.values()) else []
    rows = _lists_in(value)
    is_of_columns = len({len(one) for one in inner}) == 1 if rows else False
    return rows if rows and (not (is_of_columns or of_names) or _are_places(list(value))) else []


def _lists_in(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    inner = list(value.values())
    if not all(isinstance(one, list) for one in inner):
        return []
    texts = [text for one in inner for text in one]
    if not texts or not all(isinstance(text, str) and not isinstance(text, WrittenNumber) for text in texts):
        return []
    return [{NAME: name, LISTED: texts} for name, texts in value.items()]


def _are_places(names: list[str]) -> bool:
    from citygraph.domain.gazetteer import is_a_name  # only such files need it

    places = sum(bool(meanings(name)) or is_a_name(name) for name in names)
    return places >= _MOSTLY * len(names) and not any(map(_is_a_header, names))


def _is_a_header(name: str) -> bool:
    from citygraph.imports.columns.headers import meaning_of

    return meaning_of(name) is not None


def what_lists_are(where: str, rows: list[dict[str, Any]]) -> Question:
    """The question of what the names are whose lists these are."""
    shown = [(row[NAME], row[LISTED][0]) for row in rows if row[LISTED]][:_SHOWN]
    both = f"--map from.name={NAME} --map to.name={LISTED}"
    group = f" --map from.country={OUTER}" if OUTER in rows[0] else ""
    ties = Reading("twin towns of each name", f"{both}{group} --kind sister-city",
                   tuple(f"{name} → {one}" for name, one in shown))  # fmt: skip
    other = Reading("ties of another kind", f"{both}{group} --kind KIND", ties.samples)
    members = Reading(
        "members of each name", f"--map from.name={LISTED} --map to.name={NAME} --set to.type=organization "
        "--kind member-of", tuple(f"{one} → {name}" for name, one in shown),
    )  # fmt: skip
    inside = tuple(f"{one}, in {name}" for name, one in shown)
    cities = Reading("cities in each country", f"--map country={NAME} --map name={LISTED} --split '{LISTED}=;'", inside)
    regions = Reading("cities in each region", f"--map region={NAME} --map name={LISTED} --split '{LISTED}=;'", inside)
    are_countries = sum(bool(meanings(row[NAME])) for row in rows) >= _MOSTLY * len(rows)
    readings = (cities, members, ties, other) if are_countries else (ties, other, members, regions)
    first, text = shown[0]
    what = f"it has lists by name, as `{visible(first)}: [{visible(text)}, …]`: what do they list?"
    return Question(where, what, readings)


class WholeRow(dict[str, Any]):
    """The columns of a row, by their whole names."""


def partners_by_name(name: str, value: Mapping[str, Any]) -> list[WholeRow]:
    """The partners in an object under a key such as ``twins``, whose own keys are their names: a row for each, with
    what stands beside the name. Empty if it is no such object.

    >>> partners_by_name("twins", {"Mulhouse": 1965, "Nancy": 1970})
    [{'twins': 'Mulhouse', 'twins.year': 1965}, {'twins': 'Nancy', 'twins.year': 1970}]
    """
    if not value or not all(map(_may_be_a_name, value)) or not _tells_of_partners(name):
        return []
    rows: list[WholeRow] = []
    are_years = all(_YEAR.fullmatch(str(one)) for one in value.values() if one not in (None, ""))
    for partner, beside in value.items():
        if isinstance(beside, list):
            return []
        if isinstance(beside, dict):
            rows.append(WholeRow({name: partner, **{f"{name}.{key}": one for key, one in beside.items()}}))
        else:
            rows.append(WholeRow({name: partner, f"{name}.{'year' if are_years else 'value'}": beside}))
    return rows


def _may_be_a_name(key: str) -> bool:
    return key[:1].isalpha() and not key[0].islower() and not _is_a_header(key)


def _tells_of_partners(key: str) -> bool:
    from citygraph.imports.columns.partnership_words import tells_of_ties

    return tells_of_ties(key)
