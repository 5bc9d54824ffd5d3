"""The name of a person in several columns: first name, what stands between, and one or two family names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from citygraph.domain.names import fold
from citygraph.imports.columns.draft import LOOKED_AT, Draft
from citygraph.imports.columns.header_concepts import Meaning
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.mapping import JOINED, between_parts
from citygraph.imports.columns.survey import ColumnSurvey

_FAMILY_FIRST = frozenset(map(fold, ("vezetéknév", "családnév", "姓", "姓氏", "苗字", "氏", "성")))
"""Headers of family names in languages that put these first."""
_MOSTLY = 0.5
_SIGNS = 2
"""How many signs a Korean or Chinese family name has at most."""


def parts_of_person(draft: Draft) -> tuple[str, ...]:
    """The columns that together name a person, in the order of the name; empty if there is no first name, or no family
    name. A bare `Name` beside one of them is the other, as long as it does not hold both."""
    parts: dict[str, list[str]] = {"given_name": [], "middle_name": [], "family_name": [], "name": []}
    mapped = {name for specs in draft.said.map.values() for spec in specs for name in draft.names_in(spec)}
    for name, column in draft.columns.items():
        meaning = _part_meant(column)
        if meaning is None or meaning.attribute not in parts or meaning.side or meaning.language or name in mapped:
            continue
        is_of_persons = meaning.attribute != "name" or meaning.thing in ("", "person")
        if is_of_persons and column.sort in ("texts", "countries"):
            parts[meaning.attribute].append(name)
    given, middle, family, bare = parts.values()
    if given and not family:
        family = _other_part(draft, bare, given[0])
    elif family and not given:
        given = _other_part(draft, bare, family[0])
    if not given or not family:
        return ()
    in_order = (family, given, middle) if fold(family[0]) in _FAMILY_FIRST else (given, middle, family)
    return tuple(name for several in in_order for name in several)


def _part_meant(column: ColumnSurvey) -> Meaning | None:
    """The meaning of a header. `성` over single signs is a family name, and else a province."""
    meaning = meaning_of(column.name)
    others = meaning.others if meaning is not None else ()
    family = next((one for one in others if one.attribute == "family_name"), None)
    return family if family and column.share(lambda text: len(text) <= _SIGNS) > _MOSTLY else meaning


def _other_part(draft: Draft, bare: Sequence[str], known: str) -> list[str]:
    """The one bare `Name` whose texts do not have the known part of the name of their row within them."""
    if len(bare) != 1:
        return []
    whole = filled = 0
    for row in islice(draft.job.rows(), LOOKED_AT):
        if (text := fold(row.get(bare[0], ""))) and (part := fold(row.get(known, ""))):
            filled += 1
            whole += part in text
    return [*bare] if filled and whole < _MOSTLY * filled else []


def join_person_names(draft: Draft) -> None:
    """Officials are called by the parts of their names, where no column has the whole name."""
    if draft.type != "official" or "name" in draft.said.map or not (parts := parts_of_person(draft)):
        return
    whole = [name for name in draft.found.get("name", ()) if name not in parts]
    draft.found["name"] = [*whole, JOINED.join(parts)]
    for name in parts:
        draft.use(name, "name", "header; a part of the name")
    if not whole:
        draft.says.append(f"{' and '.join(f'`{name}`' for name in parts)} together are the names of the officials")


def shown_person(row: Mapping[str, str], parts: Sequence[str]) -> str:
    """The name of the person of a row."""
    texts = [text for name in parts if (text := row.get(name, ""))]
    return between_parts(texts).join(texts)
