"""Single rows of a table, read again: the blocks that have them are read, and no other part of the file.

Where the blocks of a table stand is known since it was read as a whole.
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
from citygraph.folder.csv_blocks import BlockPlace, BlockReader, block_at, part
from citygraph.folder.csv_columns import may_refer
from citygraph.folder.csv_header import ColumnMeaning, TableHeader
from citygraph.folder.csv_records import CsvTable, KeptBlock, begun
from citygraph.folder.csv_text import Lost, Sheet, TooLong
from citygraph.folder.diagnostics import Diagnostics
from citygraph.folder.likeness import ENDS
from citygraph.folder.parser import FileContents
from citygraph.folder.records import Record

_FEW = 50
"""Up to so many texts are looked for in the text of a sheet before its cells are."""
_PLAIN = re.compile(r"[\w.~/-]+", re.ASCII)
"""A text that stands in a file as it is read."""
_PlacedRow = tuple[Sheet, int, list[str]]
"""A row: its sheet, its number there, and its cells."""


class TableRows:
    """The rows of one table of a folder. Rows that are not there any more are left out."""

    def __init__(self, folder: Path, file: str, blocks: Sequence[BlockPlace]) -> None:
        self._folder = folder
        self._file = file
        self._blocks = blocks
        self._firsts = [place.first for place in blocks]
        self._rows = lru_cache(maxsize=4)(self._read)
        self._table: CsvTable | None = None
        with suppress(NotRead), open_in(folder, file) as opened:
            self._table = begun(opened, file)

    def all(self) -> range:
        """The numbers of all rows, and some that no row has."""
        if not self._blocks:
            return range(0)
        last = self._blocks[-1]
        return range(last.first + last.rows)

    def mistakes(self, place: BlockPlace) -> Diagnostics:
        """What is wrong in a block by itself."""
        found = Diagnostics()
        if self._table is None or self._table.header is None:
            return found
        table, reader, header = CsvTable(self._table.section, self._file), BlockReader(self._file), self._table.header
        reader.line, reader.offset, table.rows = place.line, place.offset, place.first
        if header.row.row < place.first:
            table.keep(KeptBlock(place._replace(rows=0), header))
        with suppress(NotRead), open_in(self._folder, self._file) as opened:
            for piece in table.block(reader.block(part(opened, place.offset, place.size)), table.sheet):
                found.include(piece.diagnostics)
        return found

    def pieces(self, rows: Iterable[int]) -> Iterator[tuple[int, list[int], FileContents]]:
        """The records in these rows, block by block, in order: the number of the first row of each block, those of the
        rows, and their content. What is wrong in a row by itself is not told again."""
        for at, several in groupby(sorted(rows), key=lambda row: bisect_right(self._firsts, row) - 1):
            taken = list(several)
            if at >= 0:
                self._take(self._blocks[at], taken)
            yield self._firsts[at] if at >= 0 else 0, taken, self._piece()

    def record(self, row: int) -> Record | None:
        """The record in a row."""
        for _, _, contents in self.pieces([row]):
            return next(iter(contents.records), None)
        return None

    def _take(self, place: BlockPlace, rows: Iterable[int]) -> None:
        """Read rows of one block."""
        there = self._rows(place)
        if self._table is not None and self._table.header is not None:
            header = self._table.header.row.row
            for row in rows:
                number = row - place.first
                if row != header and number < len(there) and (found := there[number]):
                    self._table.row(*found)

    def _piece(self) -> FileContents:
        if self._table is None:
            return FileContents([], Diagnostics(), set())
        contents = self._table.piece()
        return FileContents(contents.records, Diagnostics(), set())

    def _read(self, place: BlockPlace) -> list[_PlacedRow | None]:
        """The rows of a block; None for what cannot be split into cells."""
        found: list[_PlacedRow | None] = []
        with suppress(NotRead, UnicodeDecodeError), open_in(self._folder, self._file) as opened:
            for sheet in block_at(opened, self._file, place):
                rest = None if isinstance(sheet, Lost) else sheet
                if rest is None:
                    found.append(None)
                while rest:
                    rest.first = place.first + len(found)
                    rest = _add_rows(rest, found)
        return found

    def mentioning(self, texts: Collection[str]) -> set[int]:
        """The rows that refer to one of these ids, the ends of ties apart, that quote a source (``quote:<id>``), or
        that have one of these texts in a cell, such as a date."""
        found: set[int] = set()
        if not texts or self._table is None or self._table.header is None:
            return found
        header = self._table.header
        words = {text.removeprefix("quote:") for text in texts}
        few = words if len(words) <= _FEW and all(map(_PLAIN.fullmatch, words)) else None
        for place in self._blocks:
            if few is None or self._has(place, few):
                found |= self._mentioning(header, place, texts)
        return found

    def _has(self, place: BlockPlace, words: Iterable[str]) -> bool:
        """True if one of these words is in the text of a block."""
        with suppress(NotRead), open_in(self._folder, self._file) as opened:
            data = part(opened, place.offset, place.size)
            return any(word.encode() in data for word in words)
        return False

    def _mentioning(self, header: TableHeader, place: BlockPlace, texts: Collection[str]) -> set[int]:
        several = [(sheet.first + number, cells) for sheet, number, cells in filter(None, self._rows(place))]
        whole = [(row, cells) for row, cells in several if len(cells) == header.width]
        found: set[int] = set()
        quote = next((column.index for _, column in header.columns if column.key.value == "quote"), None)
        for column in _columns(header):
            index = column.index
            refers = may_refer(column.holds)
            hits = dict[str, bool]()  # by text: whether it needs a quote beside it
            for text in {cells[index] for _, cells in whole}:
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
                    row
                    for row, cells in whole
                    if cells[index] in hits and (not hits[cells[index]] or (quote is not None and cells[quote].strip()))
                }
        return found


def _add_rows(sheet: Sheet, into: list[_PlacedRow | None]) -> Sheet | None:
    """Add the rows of a sheet. If one is too long to split, returns the sheet of those after it."""
    number = -1
    try:
        for number, cells in enumerate(sheet.rows()):
            into.append((sheet, number, cells))
    except TooLong:
        into.append(None)
        return sheet.after(number + 1)
    return None


def _columns(header: TableHeader) -> Iterator[ColumnMeaning]:
    """The columns in which a row may refer to others, the ends of ties apart, or have a date."""
    yield from (column for _, column in header.columns if column.key.value not in ENDS)
    for group in header.groups.values():
        yield from group.columns
    for figure in header.figures.values():
        yield from figure.columns
