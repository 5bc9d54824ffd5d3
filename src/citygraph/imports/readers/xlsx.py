"""Workbooks of Excel (xlsx, xlsm, xlsb, xls) and OpenDocument (ods). The rows are those of one sheet."""

from __future__ import annotations

import datetime
import io
import os
import shlex
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean, visible
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.database_rows import ALL_TABLES
from citygraph.imports.delimited import RawRow
from citygraph.imports.files import read as bytes_of
from citygraph.imports.grid import grid
from citygraph.imports.readers import ForeignRow, Read, ReadOptions, Said, one_by_one
from citygraph.imports.struck_through import COLUMN, LEFT_OPEN, meaning_of_strikes, without_strikes
from citygraph.imports.workbooks import look
from citygraph.imports.workbooks.sheet_look import MOST_CELLS, Fineness, Place, SheetLook, has_password, is_damaged

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

UNIT = "row"
TAKES = frozenset[str]({"sheet", "no-header", "header-row"})
_SHOWN = 4
"""How many cells, merged cells and the like a message shows."""
_LOOKED_AT = 20
"""In how many rows the header of a sheet is looked for, to show it."""
_FINEST = {"month": 7, "year": 4}


def read(file: Path, how: ReadOptions) -> Iterator[Read]:
    """The rows of a sheet. If several sheets have rows, ``how.sheet`` says which.

    Raises:
        OpenQuestions: if it does not.
    """
    rows, has_struck = raw_rows(file, how)
    return _with_strikes(list(rows), file, how) if has_struck else grid(rows, file, how, UNIT).items


def _with_strikes(rows: list[RawRow], file: Path, how: ReadOptions) -> Iterator[Read]:
    """The rows, in whose cells what is struck through stands between ``~~``, by the rules for tables of texts."""
    alone = ((number, [cell for cell in cells if cell]) for number, cells in rows)
    means = meaning_of_strikes((texts[0] for _, texts in alone if len(texts) == 1), str)
    kept: list[RawRow] = []
    open_: dict[int, str] = {}
    for number, cells in rows:
        texts, struck = without_strikes(cells, means, str)
        kept.append((number, texts))
        if struck:
            open_[number] = struck
            yield Said(number, f"`{visible(struck.replace('~~', ''))}` {LEFT_OPEN}")
    for item in one_by_one(grid(kept, file, how, UNIT).items):
        if isinstance(item, ForeignRow) and (struck := open_.get(item.line, "")):
            item = item._replace(values={**item.values, COLUMN: struck})
        yield item


def tables(file: Path) -> list[str]:
    """The names of the sheets that have rows, without those that are hidden."""
    data = bytes_of(file)
    look(file, data)
    with _whatever_happens(file):
        workbook = _opened(data)
        return [name for name, sheet in _with_rows(workbook).items() if not sheet.is_hidden]


def raw_rows(file: Path, how: ReadOptions) -> tuple[Iterator[RawRow], bool]:
    """The rows of a sheet, as the texts of their cells. Dates are ISO dates, whole numbers have no ``.0``, and errors
    are empty. What stands in merged cells stands in each of them, and what is struck through between ``~~``. Also,
    whether anything is."""
    data = bytes_of(file)
    looks = look(file, data)
    with _whatever_happens(file):
        sheet = _chosen(file, _opened(data), how)
        found = looks.get(sheet.name, SheetLook())
        merged = found.merged or [(first, last) for first, last in sheet.merged_cell_ranges or ()]
        first_column = (sheet.start or (0, 0))[1]
        cells: Iterator[list[Any]] = sheet.iter_rows()
        how.has_read(len(data))
    _say(file, found, how)
    if found.coarse:
        cells = _as_coarse(cells, found.coarse, first_column)
    rows: Iterator[list[str]] = map(_texts, cells)
    if found.struck:
        rows = _struck(rows, found.struck, first_column)
    if merged:
        rows = _filled(file, rows, [_moved(one, first_column) for one in merged], how)
    return enumerate(rows, 1), bool(found.struck)


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        raise CityGraphError(
            "a workbook needs python-calamine: pip install 'citygraph[import]'; or save the sheet as CSV (UTF-8)"
        ) from None
    return CalamineWorkbook.from_object(io.BytesIO(data))


@contextmanager
def _whatever_happens(file: Path) -> Iterator[None]:
    """Whatever the library makes of a damaged workbook becomes one line: errors, and panics of Rust, which are no
    ``Exception``, and which Rust itself tells to standard error."""
    try:
        with _without_standard_error():
            yield
    except (CityGraphError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        if type(error).__name__ == "PasswordError":
            raise has_password(file) from None
        raise is_damaged(file) from None


@contextmanager
def _without_standard_error() -> Iterator[None]:
    try:
        kept = os.dup(2)
    except OSError:  # it is closed
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


# ------------------------------------------------------------------ which sheet


def _chosen(file: Path, workbook: CalamineWorkbook, how: ReadOptions) -> CalamineSheet:
    """The sheet that has the rows, or that the user names."""
    names = workbook.sheet_names
    if how.sheet is not None:
        return workbook.get_sheet_by_name(_named(file, how.sheet, names))
    with_rows = _with_rows(workbook)
    hidden = [name for name, found in with_rows.items() if found.is_hidden]
    shown = [name for name in with_rows if name not in hidden]
    if len(shown) == 1:
        if hidden:
            left_out = ", ".join(f"`{visible(name)}`" for name in hidden[:_SHOWN])
            option = f"--sheet {shlex.quote(hidden[0])}"
            how.says(f"{file.name}: hidden sheets are left out: {left_out}; {option} reads one")
        if len(names) > 1:
            how.says(f"{file.name}: the rows are those of the sheet `{visible(shown[0])}`")
        return with_rows[shown[0]].sheet
    if not with_rows:
        raise CityGraphError(f"{file}: the workbook has no sheet with rows")
    readings = tuple(
        Reading(
            f"the {'hidden ' if name in hidden else ''}sheet `{visible(name)}`",
            f"--sheet {shlex.quote(name)}",
            tuple(map(visible, _header(with_rows[name].sheet)[:_SHOWN])),
        )
        for name in (shown or hidden)
    )
    what = "several sheets have rows; which one is meant?" if shown else "only hidden sheets have rows"
    if len(shown) > 1:
        readings += (Reading("all of them, joined by their keys", f"--sheet {ALL_TABLES}"),)
    raise OpenQuestions([Question(str(file), what, readings)])


class _SheetWithRows(NamedTuple):
    """A sheet that has rows."""

    sheet: CalamineSheet
    is_hidden: bool


def _with_rows(workbook: CalamineWorkbook) -> dict[str, _SheetWithRows]:
    """The sheets that have rows, by their names; charts have none."""
    found = {}
    for one in workbook.sheets_metadata:
        if str(one.typ).rpartition(".")[2] == "WorkSheet":
            sheet = workbook.get_sheet_by_name(one.name)
            if sheet.start is not None:
                found[one.name] = _SheetWithRows(sheet, str(one.visible).rpartition(".")[2] != "Visible")
    return found


def _named(file: Path, said: str, names: list[str]) -> str:
    """The sheet of that name, or of that number from 1."""
    if said in names:
        return said
    same = [name for name in names if name.strip().casefold() == said.strip().casefold()]
    if len(same) == 1:
        return same[0]
    if said.isascii() and said.isdecimal() and 1 <= int(said[:9]) <= len(names):
        return names[int(said[:9]) - 1]
    hint = did_you_mean(said, names) or "the sheets are " + ", ".join(f"`{visible(name)}`" for name in names[:10])
    raise CityGraphError(f"{file}: there is no sheet `{visible(said)}`; {hint}")


def _header(sheet: CalamineSheet) -> list[str]:
    """The first cells that look like a header: of the first rows, the fullest one."""
    first = [
        [text for text in _texts(cells) if text]
        for cells, _ in zip(sheet.iter_rows(), range((sheet.start or (0, 0))[0] + _LOOKED_AT), strict=False)
    ]
    return max(first, key=len, default=[])


# ------------------------------------------------------------------ cells


def _texts(cells: Iterable[Any]) -> list[str]:
    return [cell.strip() if isinstance(cell, str) else _text(cell) for cell in cells]


def _text(cell: Any) -> str:
    """The text of a cell that is no text.

    >>> [_text(cell) for cell in (1964.0, 0.5, True, datetime.datetime(1990, 5, 13), datetime.time(8, 30))]
    ['1964', '0.5', 'true', '1990-05-13', '08:30:00']
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()
    if isinstance(cell, datetime.timedelta):
        hours, seconds = divmod(round(cell.total_seconds()), 3600)
        return f"{hours}:{seconds // 60:02}:{seconds % 60:02}"
    return str(cell) if isinstance(cell, int) else str(cell.isoformat())


def _moved(cells: tuple[Place, Place], first_column: int) -> tuple[Place, Place]:
    (top, left), (bottom, right) = cells
    return (top, left - first_column), (bottom, right - first_column)


def _as_coarse(rows: Iterable[list[Any]], coarse: dict[Place, Fineness], first_column: int) -> Iterator[list[Any]]:
    """The rows, with dates as coarse as they are shown."""
    places: dict[int, list[tuple[int, Fineness]]] = {}
    for (number, column), fineness in coarse.items():
        places.setdefault(number, []).append((column - first_column, fineness))
    for number, row in enumerate(rows):
        for column, fineness in places.get(number, ()):
            if 0 <= column < len(row) and isinstance(row[column], datetime.date):
                row[column] = row[column].isoformat()[: _FINEST[fineness]]
        yield row


def _struck(rows: Iterable[list[str]], struck: set[Place], first_column: int) -> Iterator[list[str]]:
    """The rows, with what is struck through between ``~~``."""
    for number, row in enumerate(rows):
        yield [
            f"~~{text}~~" if text and (number, column) in struck else text
            for column, text in enumerate(row, first_column)
        ]


class _Merged(NamedTuple):
    """Cells of several rows or columns that are one, with the text of the first."""

    top: int
    bottom: int
    left: int
    right: int
    text: str


def _filled(
    file: Path, rows: Iterable[list[str]], merged: list[tuple[Place, Place]], how: ReadOptions
) -> Iterator[list[str]]:
    """The rows, with the text of merged cells in each of them. A text over the whole width is a title, and stays where
    it is."""
    if sum(((bottom - top) + 1) * ((right - left) + 1) for (top, left), (bottom, right) in merged) > MOST_CELLS:
        raise CityGraphError(f"{file}: more cells are merged than a sheet may have; save the sheet as CSV (UTF-8)")
    begin: dict[int, list[tuple[Place, Place]]] = {}
    for cells in merged:
        begin.setdefault(cells[0][0], []).append(cells)
    here: list[_Merged] = []
    told: dict[_Merged, None] = {}
    for number, row in enumerate(rows):
        here = [one for one in here if one.bottom >= number]
        is_lone = sum(map(bool, row)) == 1
        for (top, left), (bottom, right) in begin.get(number, ()):
            if 0 <= left < len(row) and row[left] and not (top == bottom and is_lone):
                here.append(_Merged(top, bottom, left, right, row[left]))
        for one in here:
            for column in range(one.left, min(one.right + 1, len(row))):
                if not row[column]:
                    row[column] = one.text
                    told[one] = None
        yield row
    if told:
        shown = [
            f"`{visible(one.text)[:40]}` ("
            + (f"row {one.top + 1}" if one.top == one.bottom else f"rows {one.top + 1} to {one.bottom + 1}")
            + ")"
            for one in list(told)[:_SHOWN]
        ]
        more = f" and {len(told) - _SHOWN:,} more" if len(told) > _SHOWN else ""
        how.says(f"{file.name}: what stands in merged cells holds for all of them: {', '.join(shown)}{more}")


def _say(file: Path, found: SheetLook, how: ReadOptions) -> None:
    for number, one, many in (
        (found.hidden_rows, "1 hidden row is read, too", "{:,} hidden rows are read, too"),
        (found.hidden_columns, "1 hidden column is read, too", "{:,} hidden columns are read, too"),
        (
            found.formulas_without_value,
            "1 formula has no value in the file, so its cell is empty; open the workbook, and save it",
            "{:,} formulas have no value in the file, so their cells are empty; open the workbook, and save it",
        ),
        (
            len(found.coarse),
            "1 date is shown without its day, and is read so",
            "{:,} dates are shown without their day, and are read so",
        ),
    ):
        if number:
            how.says(f"{file.name}: " + (one if number == 1 else many.format(number)))
