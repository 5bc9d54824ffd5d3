"""Rows of a table in a database → texts by column."""

from __future__ import annotations

import datetime
import math
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean, visible
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.grid import with_directions
from citygraph.imports.json_rows import columns_of
from citygraph.imports.json_text import WrittenNumber
from citygraph.imports.readers import ForeignRow, Item, Read, ReadOptions

ALL_TABLES = "all"
"""What ``--sheet`` says if all tables are meant."""
_SHOWN = 4
_MOST_WHOLE = 1e15


def chosen(file: Path, tables: Mapping[str, Sequence[str]], how: ReadOptions) -> str:
    """The table that the user names with ``how.sheet``, by its name or its number, or the only one. ``tables`` has the
    columns of each.

    Raises:
        OpenQuestions: if there are several, and none is named.
        CityGraphError: if there is none, or none of that name.
    """
    names = [*tables]
    if not names:
        raise CityGraphError(f"{file}: there is no table in it")
    if how.sheet is not None:
        if how.sheet in tables:
            return how.sheet
        if how.sheet.isdecimal() and 0 < int(how.sheet) <= len(names):
            return names[int(how.sheet) - 1]
        hint = did_you_mean(how.sheet, names) or "the tables are " + ", ".join(f"`{visible(name)}`" for name in names)
        raise CityGraphError(f"{file}: there is no table `{visible(how.sheet)}`; {hint}")
    if len(names) == 1:
        return names[0]
    readings = tuple(
        Reading(f"the table `{visible(name)}`", f"--sheet {shlex.quote(name)}", tuple(map(visible, columns[:_SHOWN])))
        for name, columns in tables.items()
    )
    every = Reading("all of them, joined by their keys", f"--sheet {ALL_TABLES}")
    raise OpenQuestions([Question(str(file), "several tables are in it; which one is meant?", (*readings, every))])


def rows_of(file: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]], how: ReadOptions) -> Iterator[Read]:
    """The rows of a table. A value of several parts becomes columns with a dot, a list of texts one text; bytes are
    left out, and counted."""
    left_out: Counter[str] = Counter()

    def items() -> Iterator[Item]:
        for number, row in enumerate(rows, 1):
            values = {name: _value(value) for name, value in zip(columns, row, strict=True)}
            left_out.update(name for name, value in values.items() if value is _BYTES)
            given = {name: None if value is _BYTES else value for name, value in values.items()}
            yield ForeignRow(number, "table", {**dict.fromkeys(columns, ""), **columns_of(given)})

    yield from with_directions([*columns], items(), how)
    for name, number in left_out.items():
        cells = "1 cell" if number == 1 else f"{number:,} cells"
        how.says(f"{file.name}: `{visible(name)}` holds bytes in {cells}, which are left out")


_BYTES = object()


def _value(value: Any) -> Any:
    """A value of a database as JSON has it: numbers as they are written, whole ones without ``.0``; days as dates."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return WrittenNumber(int(value) if value.is_integer() and abs(value) < _MOST_WHOLE else repr(value))
    if isinstance(value, int | Decimal):
        return WrittenNumber(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return _BYTES
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): _inner(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_inner(one) for one in value]
    return str(value)


def _inner(value: Any) -> Any:
    found = _value(value)
    return None if found is _BYTES else found
