"""Single rows of a table, read again: the sheets that have them are read, and no other part of the file.

Where the sheets of a table stand is known since it was read as a whole (:attr:`CsvTable.sheets`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from citygraph.folder.access import NotRead, open_in
from citygraph.folder.csv_columns import may_refer
from citygraph.folder.csv_header import ColumnMeaning, TableHeader
from citygraph.folder.csv_records import CsvTable, is_blank, section_of
from citygraph.folder.csv_text import CsvRow, Sheet, SheetPlace, TooLong, read, sheet_at
from citygraph.folder.diagnostics import Diagnostics
from citygraph.folder.likeness import ENDS
from citygraph.folder.parser import FileContents
from citygraph.folder.records import Record

_FEW = 50
"""Up to so many texts are looked for in the text of a sheet before its cells are."""
_PLAIN = re.compile(r"[\w.~/-]+", re.ASCII)
"""A text that stands in a file as it is read."""
_AT_ONCE = 1000
"""How many records are passed on at a time."""


class TableRows:
    """The rows of one table of a folder. Rows that are not there any more are left out."""

    def __init__(self, folder: Path, file: str, sheets: Sequence[SheetPlace]) -> None:
        self._folder = folder
        self._file = file
        self._sheets = sheets
        self._firsts = [place.first for place in sheets]
        self._cells = lru_cache(maxsize=4)(self._read)
        self._header: int | None = None
        self._table = self._begun()

    def _begun(self) -> CsvTable | None:
        """The table after its header is read."""
        section = section_of(self._file)
        assert section is not None
        table = CsvTable(section, self._file)
        with suppress(NotRead, TooLong), open_in(self._folder, self._file) as opened:
            for part in read(opened, self._file):
                if not isinstance(part, Sheet):
                    return None
                for number, cells in enumerate(part.rows()):
                    if not is_blank(cells):
                        self._header = table.rows + number
                        table.begin(CsvRow(part, number), cells)
                        return None if table.is_over else table
                table.rows += number + 1
        return None

    def all(self) -> range:
        """The numbers of all rows."""
        if not self._sheets:
            return range(0)
        last = self._sheets[-1]
        return range(last.first + len(self._cells(last)[1]))

    def pieces(self, rows: Iterable[int]) -> Iterator[tuple[list[int], FileContents]]:
        """The records in these rows, piece by piece, in order, with the numbers of the rows of each piece. What is
        wrong in a row by itself is not told again."""
        several = groupby(sorted(rows), key=lambda row: bisect_right(self._firsts, row) - 1)
        taken: list[int] = []
        for at, some in several:
            taken += self._take(self._sheets[at], some) if at >= 0 else some
            if len(taken) >= _AT_ONCE:
                yield taken, self._piece()
                taken = []
        if taken:
            yield taken, self._piece()

    def record(self, row: int) -> Record | None:
        """The record in a row."""
        for _, contents in self.pieces([row]):
            return next(iter(contents.records), None)
        return None

    def _take(self, place: SheetPlace, rows: Iterable[int]) -> list[int]:
        """Read rows of one sheet."""
        sheet, cells = self._cells(place)
        taken = list(rows)
        if self._table is not None:
            for row in taken:
                number = row - place.first
                if row != self._header and number < len(cells):
                    self._table.row(sheet, number, cells[number])
        return taken

    def _piece(self) -> FileContents:
        if self._table is None:
            return FileContents([], Diagnostics(), set())
        contents = self._table.piece()
        return FileContents(contents.records, Diagnostics(), set())

    def _read(self, place: SheetPlace) -> tuple[Sheet, list[list[str]]]:
        """A sheet and the cells of its rows."""
        sheet = self._sheet(place)
        return sheet, _cells(sheet)

    def _sheet(self, place: SheetPlace) -> Sheet:
        with suppress(NotRead, UnicodeDecodeError), open_in(self._folder, self._file) as opened:
            return sheet_at(opened, self._file, place)
        return Sheet(self._file, "", 1)

    def mentioning(self, texts: Collection[str]) -> set[int]:
        """The rows that refer to one of these ids, the ends of ties apart, that quote a source (``quote:<id>``), or
        that have one of these texts in a cell, such as a date."""
        found: set[int] = set()
        if not texts or self._table is None or self._table.header is None:
            return found
        header = self._table.header
        words = {text.removeprefix("quote:") for text in texts}
        few = words if len(words) <= _FEW and all(map(_PLAIN.fullmatch, words)) else None
        for place in self._sheets:
            sheet = self._sheet(place)
            if few is None or any(word in sheet.text for word in few):
                found |= self._mentioning(header, place, _cells(sheet), texts)
        return found

    def _mentioning(
        self, header: TableHeader, place: SheetPlace, cells: list[list[str]], texts: Collection[str]
    ) -> set[int]:
        whole = [(number, row) for number, row in enumerate(cells) if len(row) == header.width]
        found: set[int] = set()
        quote = next((column.index for _, column in header.columns if column.key.value == "quote"), None)
        for column in _columns(header):
            index = column.index
            refers = may_refer(column.holds)
            hits = dict[str, bool]()  # by text: whether it needs a quote beside it
            for text in {row[index] for _, row in whole}:
                if text.strip() in texts:
                    hits[text] = False
                elif refers and (known := column[text]):
                    ids = [reference[0] for reference in known[4]]
                    if any(id in texts for id in ids):
                        hits[text] = False
                    elif column.key.value == "source" and any(f"quote:{id}" in texts for id in ids):
                        hits[text] = True
            if hits:
                found |= {
                    place.first + number
                    for number, row in whole
                    if row[index] in hits and (not hits[row[index]] or (quote is not None and row[quote].strip()))
                }
        return found


def _cells(sheet: Sheet) -> list[list[str]]:
    """The cells of the rows of a sheet, up to one that is too long."""
    cells: list[list[str]] = []
    with suppress(TooLong):
        cells.extend(sheet.rows())  # those before one that is too long stay
    return cells


def _columns(header: TableHeader) -> Iterator[ColumnMeaning]:
    """The columns in which a row may refer to others, the ends of ties apart, or have a date."""
    yield from (column for _, column in header.columns if column.key.value not in ENDS)
    for group in header.groups.values():
        yield from group.columns
    for figure in header.figures.values():
        yield from figure.columns
