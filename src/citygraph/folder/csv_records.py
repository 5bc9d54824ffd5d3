"""Tables: each row of a CSV file becomes the values that a record has in YAML, and the parser reads those.

So tables and YAML have the same meaning and the same mistakes. :mod:`citygraph.folder.csv_header` knows what the
columns mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import TypeVar

from citygraph.domain.model import SECTIONS, Section
from citygraph.domain.names import nearest
from citygraph.domain.terms import ANYTHING
from citygraph.folder.access import OpenFile
from citygraph.folder.csv_header import TableHeader
from citygraph.folder.csv_text import LONGEST_CELL, CsvCell, CsvRow, Lost, Sheet, SheetPlace, TooLong, read
from citygraph.folder.diagnostics import Diagnostic, Diagnostics, Span
from citygraph.folder.limits import TABLE
from citygraph.folder.parser import FileContents, RecordReader
from citygraph.folder.rules import (
    EMPTY_FILE,
    MISSING_KEY,
    TABLE_SYNTAX,
    UNKNOWN_TABLE,
    WRONG_NUMBER_OF_CELLS,
)

_PIECE = 20_000
"""The most rows that are passed on at a time."""
_MOST_TEXT = 1 << 24
"""The most text, in characters, that is read before its rows are passed on."""
_SECTIONS = {section.key: section for section in SECTIONS}
_NAMED = re.compile(rf"({'|'.join(_SECTIONS)})[\W_]+(.*)", re.IGNORECASE)


_Piece = TypeVar("_Piece")


def pieces(opened: OpenFile, file: str, mistakes: Diagnostics | None = None) -> Iterator[FileContents]:
    """The content of a table, piece by piece. ``file`` is the name of the table in messages; ``mistakes`` is an empty
    list for those of its records."""
    section = section_of(file)
    if section is None:
        yield FileContents([], Diagnostics([_unknown(file)]), {ANYTHING})
    else:
        table = CsvTable(section, file, mistakes)
        yield from table.pieces(read(opened, file), table.sheet)


def section_of(file: str) -> Section | None:
    """The section that a table has records of, by its name."""
    return _SECTIONS.get(_stem(file).partition("-")[0])


def _stem(file: str) -> str:
    return PurePosixPath(file).name[: -len(TABLE)]


def _unknown(file: str) -> Diagnostic:
    stem = _stem(file)
    hint = "name it `cities.csv`, `ties-2024.csv` …; if it is not a table of the graph, begin its name with a dot"
    if named := _NAMED.fullmatch(stem):
        hint = f"did you mean `{named[1].lower()}-{named[2]}{TABLE}`?"
    elif near := nearest(stem.partition("-")[0].lower(), _SECTIONS):
        hint = f"did you mean `{near[0]}{stem[len(stem.partition('-')[0]) :]}{TABLE}`?"
    return UNKNOWN_TABLE.at(Span(file, 1, 1), f"the name `{PurePosixPath(file).name}` begins with no section", hint)


class CsvTable:
    """The state of reading one table."""

    def __init__(self, section: Section, file: str, mistakes: Diagnostics | None = None) -> None:
        self.section = section
        self.reader = RecordReader(CsvRow(Sheet(file, "", 1), 0), mistakes)
        self.header: TableHeader | None = None
        self.is_empty = True
        self.is_over = False  # True if the rest of the table cannot be read
        self.text = 0  # how many characters were read since the last piece
        self.rows = 0  # how many rows were read
        self.sheets: list[SheetPlace] = []  # the places of those since the last piece

    def pieces(
        self, parts: Iterator[Sheet | Lost], of: Callable[[Sheet], Iterator[_Piece]]
    ) -> Iterator[_Piece | FileContents]:
        """The content of all parts of the table. ``of`` reads a sheet."""
        for part in parts:
            if isinstance(part, Lost):
                self.lose(part)
                self.rows += 1
            else:
                part.first = self.rows
                yield from of(part)
                self.text += len(part.text)
            if self.is_over:
                self.reader.unread.add(ANYTHING)
                break
            if self.text >= _MOST_TEXT:
                yield self.piece()
        if self.is_empty and not self.reader.records and not self.reader.diagnostics.numbers:
            self.reader.document = self.header.row if self.header else self.reader.document
            message = "the table has a header but no rows" if self.header else "the file has no records"
            self.reader.report(EMPTY_FILE, (0, 0), message)
        yield self.piece()

    def piece(self) -> FileContents:
        """The content read since the last piece."""
        contents = self.records()
        contents.sheets, self.sheets = self.sheets, []
        return contents

    def records(self) -> FileContents:
        """The same, without the places of sheets."""
        reader, self.text = self.reader, 0
        mistakes = reader.diagnostics
        self.is_empty = self.is_empty and not reader.records
        self.reader = RecordReader(reader.document, mistakes)
        self.reader.excused = reader.excused
        return FileContents(reader.records, mistakes.handed_over(), reader.unread)

    def sheet(self, sheet: Sheet) -> Iterator[FileContents]:
        """Read a sheet. If a row is too long to split, the sheet ends there, and the rows after it form another
        sheet."""
        self.sheets.append(sheet.place)
        number = -1
        numbered = enumerate(sheet.rows())
        try:
            if self.header is None:
                for number, cells in numbered:
                    if not is_blank(cells):
                        self.begin(CsvRow(sheet, number), cells)
                        break
            for number, cells in numbered if self.header is not None and not self.is_over else ():
                self.row(sheet, number, cells)
                if len(self.reader.records) >= _PIECE:
                    yield self.piece()
            self.rows = sheet.first + number + 1
        except TooLong:
            self.lose(Lost(_too_long(sheet, number + 1)))
            if not self.is_over:
                yield from self.sheet(sheet.after(number + 1))

    def row(self, sheet: Sheet, number: int, cells: list[str]) -> None:
        """Read a row below the header."""
        header, section, reader = self.header, self.section, self.reader
        assert header is not None
        if len(cells) != header.width or header.unnamed:
            if is_blank(cells):
                return
            self.is_empty = False
            if not self.is_right(CsvRow(sheet, number), cells):
                return
        found, id = header.known(cells), header.id
        reader.document = CsvRow(sheet, number)
        if id is None:
            if found and not reader.row(section, None, found):
                reader.listed(section, header.value(cells))
        elif known_id := id[cells[id.index]]:
            if not reader.row(section, known_id, found):
                reader.named(section, CsvCell(cells[id.index].strip(), id.mark), header.value(cells))
        elif found:
            reader.start("", "", (0, 0))
            reader.report(MISSING_KEY, (0, 0), "the row has no `id`", f"each row of `{section.key}` needs one")

    def begin(self, row: CsvRow, cells: list[str]) -> None:
        """Read the first row as the header."""
        self.reader.document = row
        self.header = TableHeader(self.section, row, cells, self.reader)
        self.reader.excused = self.header.excused
        if not self.header.is_one or (self.header.id is None and not self.section.listed):
            self.is_over = True
            self.is_empty = False

    def is_right(self, row: CsvRow, cells: list[str]) -> bool:
        """True if a row has as many cells as the header; reports if it has not."""
        assert self.header is not None
        reader, header, number = self.reader, self.header, len(cells)
        reader.start("", "", (0, 0))
        reader.document = row
        if number == header.width:
            extra = next((index for index in header.unnamed if cells[index].strip()), None)
            if extra is None:
                return True
            at = CsvRow.cell(extra)
            hint = "name it in the first row"
            reader.report(WRONG_NUMBER_OF_CELLS, (at, at), "this cell stands in a column without a name", hint)
        else:
            at = CsvRow.cell(min(number - 1, header.width))
            message = f"the row has {_cells_in_words(number)}, the header {header.width}"
            hint = "put quotes around a text that has a comma" if number > header.width else ""
            reader.report(WRONG_NUMBER_OF_CELLS, (at, at), message, hint or "write the commas of empty cells too")
        self.miss(cells)
        return False

    def miss(self, cells: list[str]) -> None:
        """Note the id of a row that is not read, since other records may refer to it."""
        index = self.header.names.index("id") if self.header and "id" in self.header.names else len(cells)
        if index < len(cells):
            self.reader.unread.add(cells[index].strip())

    def lose(self, lost: Lost) -> None:
        """Report a part that cannot be split into cells."""
        self.is_empty = False
        self.is_over = lost.all or self.header is None
        self.reader.diagnostics.add(lost.diagnostic)
        self.miss(lost.cells())


def is_blank(cells: list[str]) -> bool:
    return not any(map(str.strip, cells))


def _cells_in_words(number: int) -> str:
    return "one cell" if number == 1 else f"{number} cells"


def _too_long(sheet: Sheet, number: int) -> Diagnostic:
    message = f"a cell has more than {LONGEST_CELL:,} characters"
    return TABLE_SYNTAX.at(sheet.span(number, 0), message, "is there a quote that is not closed? If not, shorten it")
