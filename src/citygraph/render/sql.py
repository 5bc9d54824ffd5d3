"""The answer to an SQL statement: any columns and any number of rows, written one by one as SQLite finds them."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TextIO

from citygraph.questions import Column
from citygraph.render.plain import as_json
from citygraph.render.tables import console, is_too_narrow, table, write_csv, write_tsv

Row = tuple[Any, ...]


def write_answer(
    columns: Sequence[str], rows: Iterable[Row], format: str, out: TextIO | None = None
) -> tuple[int, int]:
    """Write an answer to standard output, or ``out``; the number of its rows, and that of the texts that a spreadsheet
    would take for a formula, in a format that spreadsheets read."""
    counted = _Counted(rows)
    formulas = _FORMATS[format](columns, counted, out or sys.stdout)
    return counted.count, formulas


class _Counted:
    """Rows that are counted while they are read."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _text(value: Any) -> str:
    """A value as text: null is empty, and bytes are written as in SQL."""
    if isinstance(value, bytes):
        return f"X'{value.hex().upper()}'"
    return "" if value is None else str(value)


def _in_json(value: Any) -> Any:
    """A value for JSON, which has neither bytes nor infinity."""
    return _text(value) if isinstance(value, bytes) or (isinstance(value, float) and math.isinf(value)) else value


def _write_tsv(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> int:
    return write_tsv(columns, (map(_text, row) for row in rows), out)


def _write_csv(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> int:
    return write_csv(columns, (map(_text, row) for row in rows), out)


def _write_json(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> int:
    before = "[\n"
    for row in rows:
        record = as_json(dict(zip(columns, map(_in_json, row), strict=True)))
        out.write(before + "  " + record.replace("\n", "\n  "))
        before = ",\n"
    out.write("[]\n" if before == "[\n" else "\n]\n")
    return 0


def _write_table(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> int:
    found = list(rows)
    if not found:
        return 0
    to = console(out)
    shown = [Column(name, _cell(index)) for index, name in enumerate(columns)]
    if not is_too_narrow(found, shown, to.width):
        to.print(table(found, shown, to.width))
        return 0
    line = [Column("", lambda pair: str(pair[0]), style="bold"), Column("", lambda pair: _text(pair[1]))]
    for number, row in enumerate(found):
        said = [pair for pair in zip(columns, row, strict=True) if pair[1] is not None]
        to.print(*[""] * bool(number), table(said or [("", "null")], line, to.width, header=False), sep="\n")
    return 0


def _cell(index: int) -> Callable[[Row], str]:
    return lambda row: "null" if row[index] is None else _text(row[index])


_FORMATS = {"table": _write_table, "tsv": _write_tsv, "csv": _write_csv, "json": _write_json}
