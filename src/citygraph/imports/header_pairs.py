"""Two rows that are one header: the titles of groups above names, years below a title, units, a translation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from citygraph.imports.delimited import RawRow
from citygraph.imports.header_cells import filled, is_value, meaning, names_a_column, says

_MOST = 0.8
"""A column is of the sort that so many of its cells are of."""


def is_second(ahead: Sequence[RawRow], at: int) -> bool:
    """Whether the row below the header belongs to it: units, a translation, the names below a group's title."""
    cells, second = ahead[at][1], ahead[at + 1][1]
    below = [row for _, row in ahead[at + 2 :] if filled(row) > 1]
    if below and _has_times_of_groups(cells, second, below):
        return True
    if below and filled(second) > 1 and all(cell.casefold() in _TYPES for cell in second if cell):
        return True
    if not below or len(second) > len(cells) or any(map(is_value, second)) or second == cells:
        return False
    if filled(second) == 1:
        return not second[0] and any(map(_UNIT.fullmatch, second))
    columns = [[row[index] for row in below if index < len(row) and says(row[index])] for index in range(len(second))]
    if any(cell in column for cell, column in zip(second, columns, strict=True) if cell):
        return False
    of_values = [cell for cell, column in zip(second, columns, strict=True)
                 if says(cell) and column and sum(map(is_value, column)) >= len(column) * _MOST]  # fmt: skip
    # Ids such as n1 read like the names of columns in all rows.
    known = sum(names_a_column(cell) for cell, column in zip(second, columns, strict=True)
                if not column or sum(map(names_a_column, column)) < len(column) * _MOST)  # fmt: skip
    if known >= 2 and known * 2 >= filled(second):
        return True
    if not any(map(_UNIT.fullmatch, of_values)) and len(of_values) < 2:
        return False
    return len(of_values) == filled(second) or not second[0] or _IN_BRACKETS.fullmatch(second[0]) is not None


_TYPES = frozenset((
    "string", "str", "text", "char", "varchar", "character", "integer", "int", "int64", "bigint", "number", "numeric",
    "float", "float64", "double", "decimal", "real", "boolean", "bool", "date", "datetime", "timestamp", "object",
    "category", "factor", "<chr>", "<int>", "<dbl>", "<lgl>", "<date>", "<fct>",
))  # fmt: skip
"""The types of columns, as programs write them below a header."""


def _has_times_of_groups(cells: list[str], second: list[str], below: Sequence[list[str]]) -> bool:
    """Whether the row below the header has years or days of its figures, as ``,2011,2021,km2`` below
    ``City,Population,,Area``: it has nothing of its own where the rows have their name, and no times stand below."""
    first = next(index for index, cell in enumerate(cells) if cell)
    own = {index: cell for index, cell in enumerate(second) if cell and (index >= len(cells) or cell != cells[index])}
    times = {index for index, cell in own.items() if _TIME.fullmatch(cell)}
    if not times or first in own or any(is_value(cell) for index, cell in own.items() if index not in times):
        return False
    columns = {index: [row[index] for row in below if index < len(row) and says(row[index])] for index in own}
    return not any(
        own[index] in column or (index in times and column and all(map(_TIME.fullmatch, column)))
        for index, column in columns.items()
    )


def filled_from(above: list[str], names: list[str]) -> list[str] | None:
    """The names of columns, with those that stand alone in the row above; None if that row names no such column."""
    whole = [name or title for name, title in zip(names, above + [""] * len(names), strict=False)]
    return whole if whole != names and any(above[:1]) else None


_TIME = re.compile(
    r"(?:(?:\d{1,2}[./-]\s?){0,2}(?:1[89]|20)\d\d|(?:1[89]|20)\d\d-\d\d-\d\d)(?:\s?(?:年|년|г\.?|р\.?|r\.|[ep*]|\([^()]+\)|[^\W\d_]{3,12}))?"
)
"""A year or a day that a column of figures is of: ``2011``, ``31.12.2021``, ``2021 census``."""
_IN_BRACKETS = re.compile(r"\(.+\)|\[.+\]")
_UNIT = re.compile(rf"{_IN_BRACKETS.pattern}|%|[kcm]?m[²³2]?|sq\.? ?(?:km|mi)|[A-Z]{{3}}|[€$£¥°]")


def joined_names(groups: list[str], cells: list[str], is_above: bool = False) -> list[str] | None:
    """The names of columns that have the title of a group above them: the title stands above the first of its columns,
    and the cells beside it are empty, or have it too, as merged cells do. None if the two rows are no such pair."""
    width = max(len(groups), len(cells))
    groups, cells = groups + [""] * (width - len(groups)), cells + [""] * (width - len(cells))
    groups = [title if title != before else "" for before, title in pairwise(["", *groups])]
    cells = ["" if name == title else name for title, name in zip(groups, cells, strict=True)]  # merged downwards
    starts = [index for index, title in enumerate(groups) if title]
    # The last group ends where a name comes that no other group has, if they share others.
    last = starts[-1] if starts else 0
    shared = [index for index in range(last, width) if cells[index] and cells[index] in cells[:last]]
    names, group, is_pair = [], "", False
    for index, (title, name) in enumerate(zip(groups, cells, strict=True)):
        is_pair |= bool(group and name and not title)
        group = title or ("" if shared and index > shared[-1] else group)
        names.append(_name_in_group(group, name) if name else title)
    if not is_pair or any(map(is_value, groups)) or len(set(names)) < len(set(cells)):
        return None
    if any(title.count("(") != title.count(")") for title in groups):
        return None  # a title with commas: `Members (1 = member, 0 = not)`
    tells_apart = len(set(filter(None, cells))) < filled(cells) and len(set(names)) == width
    if filled(groups) == 1 and groups[0]:  # else it is a title of the whole table
        of_group = meaning(groups[0])
        is_group = of_group is not None and of_group.thing not in ("tie", "agreement") and " " not in groups[0]
        return names if is_group else None
    return names if not is_above or tells_apart or any(map(names_a_column, groups)) else None


def _name_in_group(group: str, name: str) -> str:
    """The name of a column in a group; a time stands before the unit: ``Population 1990 (thousands)``."""
    unit = _UNIT_BEHIND.fullmatch(group) if _TIME.fullmatch(name) else None
    return f"{unit[1]} {name} {unit[2]}" if unit else f"{group} {name}".strip()


_UNIT_BEHIND = re.compile(r"(.*\S)\s*(\([^()]+\))")
