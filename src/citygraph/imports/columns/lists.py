"""Several names in one cell: where a column of names may have them, it is asked, and a cell is cut as the user says."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import ENDS, split
from citygraph.imports.columns.two_names import comma_of_two
from citygraph.imports.options import ONE_NAME
from citygraph.imports.values import names
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.cell_lists import (
    AND,
    DOT,
    LINE,
    TOGETHER,
    and_between,
    between_towns,
    sign_between,
    signs_between_years,
    texts_in,
)
from citygraph.imports.values.several import BETWEEN

_COMMAS = (",", "，", "،")
_MANY = 0.3
"""The share of the texts of a column that look like several names, for the column to be asked about."""
_LOOKED_AT = 60
_DASHES = (" - ", " – ", " — ")
_WITH_COMMAS = ("official", "organization", "event")
"""Things whose names have commas: *Smith, John*."""


def cut_lists(draft: Draft) -> None:
    """Note which lists of the format are those of partners. The lists beside them that have equally many texts in each
    row belong to the partners one by one."""
    if draft.shape != "tie":
        return
    ends = {side: _lists_of(draft, side) for side in ENDS["tie"]}
    if bool(ends["from"]) == bool(ends["to"]):
        return
    side = "from" if ends["from"] else "to"
    beside = {
        name for target, names in draft.found.items() for name in names
        if _is_list(draft, name) and split(target, "tie")[0] in (side, "facts")
    } - {*ends[side]}  # fmt: skip
    for row in draft.job.rows() if beside else ():
        number = len(texts_in(row.get(ends[side][0], ""), BETWEEN))
        beside -= {name for name in beside if len(texts_in(row.get(name, ""), BETWEEN)) != number}
    for name in (*ends[side], *beside):
        draft.cut[name] = BETWEEN
        draft.use(name, draft.uses[name].target, f"{draft.uses[name].why}; a tie for each text in its lists")


def _lists_of(draft: Draft, side: str) -> list[str]:
    targets = (f"{side}.name", side, f"{side}.identifiers.wikidata")
    return [name for target in targets for name in draft.found.get(target, ()) if _is_list(draft, name)]


def _is_list(draft: Draft, name: str) -> bool:
    return name in draft.columns and draft.columns[name].has_lists and name not in draft.said.split


def ask_about_lists(draft: Draft, forms: CellForms) -> None:
    """Ask about columns whose cells look like several names, and note those of which the user says that they do not."""
    for prefix in ENDS[draft.shape]:
        start = f"{prefix}." if prefix else ""
        target = f"{start}name"
        has_commas = draft.constants.get(f"{start}type", draft.type) in _WITH_COMMAS
        for name in draft.found.get(target, ()):
            if draft.said.split.get(name) == ONE_NAME:
                forms.one_name.add(target)
            elif name in draft.columns and name not in draft.said.split:
                column = draft.columns[name]
                _ask(draft, column, _with_places(column) if target in forms.bracketed else _signs(column, has_commas))


def _signs(column: ColumnSurvey, has_commas: bool) -> dict[str, str]:
    """The signs in those texts that look like several names."""
    plain = {text: names.bare(text) for text in column.texts}
    signs = {text: sign for text, name in plain.items() if (sign := sign_between(name))}
    if not has_commas:  # beside lists of three, those of two are lists, too
        signs |= {text: sign for text, name in plain.items() if text not in signs and (sign := comma_of_two(name))}
        with_and = {text: sign for text, name in plain.items() if (sign := and_between(name))}
        if with_and and all(
            sign in (*_COMMAS, LINE) for sign in signs.values()
        ):  # `Lyon, Nice and Metz`: it cuts at commas and lines, too
            signs = dict.fromkeys(signs, AND)
        signs = with_and | signs
        signs |= {text: between[0] for text in plain if text not in signs and (between := signs_between_years(text))}
        if any(map(between_towns, column.texts[:_LOOKED_AT])):
            signs = {text: sign for text, name in plain.items() if (sign := between_towns(name))} | signs
            dashes = {sign for sign in signs.values() if sign in _DASHES}
            signs = {text: sign for text, name in plain.items() for sign in dashes if sign in name} | signs
    return signs


def _with_places(column: ColumnSurvey) -> dict[str, str]:
    """The signs in those texts that look like several names with their countries. A comma alone stands before a country
    or a state."""
    signs = {text: sign for text in column.texts if (sign := _line(names.several_with_places(text)))}
    others = {text: sign_between(text) for text in column.texts if text not in signs} if signs else {}
    return signs | {text: sign for text, sign in others.items() if sign and sign not in _COMMAS}


def _line(sign: str) -> str:
    return LINE if sign == "\n" else sign


def _ask(draft: Draft, column: ColumnSurvey, signs: Mapping[str, str]) -> None:
    sure = DOT in signs.values() or any(names.years_within(text) > 1 for text in signs)  # each name has its year
    if not signs or (not sure and len(signs) < max(min(2, len(column.texts)), _MANY * len(column.texts))):
        return
    sign = next(iter(signs.values()))
    shown = [text for text in signs if signs[text] == sign][:SHOWN]
    together = _together(signs)
    if len(together) > 1:
        shown = list(dict.fromkeys(text for one in together for text in signs if one in text))[:SHOWN]
    readings = [Reading("several names", _option(column, each), _cut(shown, each))
                for each in dict.fromkeys((together, sign)) if each]  # fmt: skip
    if len(readings) > 1:
        readings = [readings[0], readings[1]._replace(says=f"several names, cut at {sign} alone")]
    readings.append(Reading("one name", _option(column, ONE_NAME), tuple(shown)))
    what = f"`{column.name}`: are these several names in one cell?"
    draft.questions.append(Question(draft.job.where, what, tuple(readings), tuple(shown)))


def _together(signs: Mapping[str, str]) -> str:
    """All signs that stand between the names in the cells of a column, if they are several: those that show themselves,
    and those within what these cut. Empty if they cannot be said together."""
    found = dict.fromkeys(signs.values())
    for text, sign in signs.items():
        within = [comma_of_two(names.bare(part)) for part in texts_in(text, sign)] if sign not in _COMMAS else []
        found |= dict.fromkeys(filter(None, (*signs_between_years(text), *within)))
    return "".join(found) if len(found) > 1 and TOGETHER.issuperset(found) else ""


def _option(column: ColumnSurvey, sign: str) -> str:
    return f"--split {shlex.quote(f'{column.name}={sign}')}"


def _cut(texts: Sequence[str], sign: str) -> tuple[str, ...]:
    return tuple(" | ".join(texts_in(text, sign)) for text in texts)
