"""Changes in the text of a table, made at the cells that they are about. All other characters stay.

Rows are numbered from 0, with the header; a column is called by its name in the header. Changes are gathered first. The
new text is read, and if it does not say exactly what the changes say, nothing is changed.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping

from citygraph.folder.csv_text import CsvRow, cell_span, rows_of
from citygraph.folder.fixes import Fix
from citygraph.folder.yaml_nodes import CannotEdit
from citygraph.folder.yaml_text import Document

_NEEDS_QUOTES = re.compile(r'[",\r\n]|^\s|\s$')
_RARE = "this row is laid out in a rare way; edit it by hand"
_LINE_END = re.compile(r"\r\n|\n|\r")


class TableEdits:
    """Changes of one table."""

    def __init__(self, document: Document) -> None:
        """Read the table.

        Raises:
            CannotEdit: if its quotes are not those of a table.
        """
        self.document = document
        self._text = document.text
        self._starts = rows_of(self._text)
        try:
            self._rows = list(csv.reader(io.StringIO(self._text, newline=""), strict=True))
        except csv.Error:
            raise CannotEdit(document, 0, "this is not a sound table; correct it first") from None
        if len(self._rows) != len(self._starts) or not self._rows:
            raise CannotEdit(document, 0, "this is not a sound table; correct it first")
        self._splices: list[tuple[int, int, str]] = []
        self._meant: list[list[str] | None] = [list(row) for row in self._rows]
        self._more: list[list[str]] = []
        self._corrected: dict[tuple[int, int], list[tuple[int, int, str]]] = {}
        """What is corrected in a cell, by the place of the cell: start, end and text of each, from the start of it."""
        self._corrections: dict[tuple[int, int], str] = {}
        """The new text of these cells."""
        found = _LINE_END.search(self._text)
        self._newline = found[0] if found else "\n"

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [name.strip() for name in self._rows[0]]

    @property
    def number(self) -> int:
        """How many rows the table had, with its header."""
        return len(self._rows)

    @property
    def is_empty(self) -> bool:
        """True if no row is left but the header."""
        return not self._more and not any(row and any(row) for row in self._meant[1:])

    def row_at(self, line: int) -> int:
        """The number of the row that begins on a line; lines count from 1.

        Raises:
            KeyError: if none begins there.
        """
        start = self.document.offset(line, 1)
        number = bisect_left(self._starts, start)
        if number == len(self._starts) or self._starts[number] != start:
            raise KeyError(line)
        return number

    def cells(self, row: int) -> dict[str, str]:
        """What a row says now, by column, without empty cells."""
        cells = self._meant[row] or []
        return {name: text.strip() for name, text in zip(self.columns, cells, strict=False) if text.strip()}

    def has(self, columns: Collection[str]) -> bool:
        """True if the table has all these columns."""
        return set(columns) <= set(self.columns)

    def has_changed(self, row: int, column: str) -> bool:
        """True if a change so far has given a cell another text, or taken out its row."""
        cells, index = self._meant[row], self._index(column)
        return cells is None or cells[index : index + 1] != self._rows[row][index : index + 1]

    def put(self, row: int, column: str, text: str) -> None:
        """Give a cell another text; an empty one empties it.

        Raises:
            KeyError: if there is no such column or row.
        """
        index = self._index(column)
        cells = self._meant[row]
        if cells is None or index >= len(cells):
            raise KeyError(row)
        start, end = cell_span(self._text, self._starts[row], index)
        is_quoted = self._text[start : start + 1] == '"'
        self._splices.append((start, end, _cell(text, is_quoted=is_quoted)))
        cells[index] = text

    def replace(self, row: int, column: str, old: str, new: str) -> None:
        """Put another item into the place of one in a cell: the rest of the cell stays.

        Raises:
            KeyError: if there is no such column or row.
        """
        self._put_within(row, column, re.compile(rf"(?<![^\s;\"]){re.escape(old)}(?![^\s;\"])"), new)

    def replace_within(self, row: int, column: str, old: str, new: str) -> None:
        """Put some characters into the place of others in a cell.

        Raises:
            KeyError: if there is no such column or row.
        """
        self._put_within(row, column, re.compile(re.escape(old)), new)

    def _put_within(self, row: int, column: str, pattern: re.Pattern[str], new: str) -> None:
        index = self._index(column)
        cells = self._meant[row]
        if cells is None or index >= len(cells):
            raise KeyError(row)
        if not pattern.search(cells[index]):
            return
        start, end = cell_span(self._text, self._starts[row], index)
        for found in pattern.finditer(self._text[start:end]):
            self._splices.append((start + found.start(), start + found.end(), new))
        cells[index] = pattern.sub(lambda _: new, cells[index])

    def correct(self, fix: Fix) -> tuple[str, str]:
        """Write what is meant at a place; what stood there, and what stands there now. If nothing is meant,
        the row goes.

        Raises:
            CannotEdit: if the place is laid out in a rare way.
        """
        at = self.document.offset(fix.line, fix.column)
        row = bisect_right(self._starts, at) - 1
        start, end = cell_span(self._text, self._starts[row], index := 0)
        while end < at and self._text[end : end + 1] == ",":
            index += 1
            start, end = cell_span(self._text, end + 1, 0)
        cells = self._meant[row]
        if cells is None or index >= len(cells):
            raise CannotEdit(self.document, at, _RARE)
        if fix.meant is None:
            self.remove(row)
            return ",".join(self._rows[row]), ""
        cell, first, last = self._text[start:end], at - start, at - start + fix.length
        if _LINE_END.match(cell, last):  # the place goes on in the next line
            raise CannotEdit(self.document, at, _RARE)
        is_quoted = cell.startswith('"')
        parts = self._corrected.setdefault((start, end), [])
        parts.append((first, last, fix.meant.replace('"', '""') if is_quoted else fix.meant))
        for begin, stop, text in sorted(parts, reverse=True):
            cell = cell[:begin] + text + cell[stop:]
        (said,) = next(csv.reader([cell], strict=True)) if is_quoted else [cell]
        is_plain = not _NEEDS_QUOTES.search(said.strip())  # blanks around it stay outside of quotes, as they were
        self._corrections[start, end] = cell if is_quoted or is_plain else _cell(said)
        cells[index] = said
        return self._text[at : at + fix.length], fix.meant

    def column_of(self, place: int) -> str:
        """The column of a place that the reader gives: see ``CsvRow.cell``."""
        return self.columns[CsvRow.column(place)]

    def remove(self, row: int) -> None:
        """Take out a row, if it is there still."""
        if self._meant[row] is None:
            return
        start = self._starts[row]
        end = self._starts[row + 1] if row + 1 < len(self._starts) else len(self._text)
        self._splices.append((start, end, ""))
        self._meant[row] = None

    def append(self, cells: Mapping[str, str]) -> None:
        """Add a row at the end, from its cells by column.

        Raises:
            KeyError: if there is no such column.
        """
        row = [""] * len(self._rows[0])
        for column, text in cells.items():
            row[self._index(column)] = text
        self._more.append(row)

    def _index(self, column: str) -> int:
        if column not in self.columns:
            raise KeyError(column)
        return self.columns.index(column)

    def content(self) -> bytes:
        """The new content of the table, without a byte order mark.

        Raises:
            CannotEdit: as ``text``.
        """
        return self.text().encode()

    def text(self) -> str:
        """The new text of the table.

        Raises:
            CannotEdit: if the new text would not say exactly what the changes say.
        """
        pieces, at = [], 0
        corrections = [(*place, text) for place, text in self._corrections.items()]
        for start, end, text in sorted([*self._splices, *corrections]):
            if start < at:
                raise CannotEdit(self.document, start, "two changes meet here; make one of them first")
            pieces += [self._text[at:start], text]
            at = end
        pieces.append(self._text[at:])
        new = "".join(pieces)
        if self._more and not new.endswith(("\n", "\r")):
            new += self._newline
        new += "".join(",".join(_cell(text) for text in row) + self._newline for row in self._more)
        said = list(csv.reader(io.StringIO(new, newline="")))
        if said != [row for row in (*self._meant, *self._more) if row is not None]:
            where = min((start for start, _, _ in self._splices), default=0)
            raise CannotEdit(self.document, where, _RARE)
        return new


def _cell(text: str, *, is_quoted: bool = False) -> str:
    if is_quoted or _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text
