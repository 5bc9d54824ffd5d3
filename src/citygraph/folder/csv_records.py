"""Tables: each row of a CSV file becomes the values that a record has in YAML, and the parser reads those.

So tables and YAML have the same meaning and the same mistakes. :mod:`citygraph.folder.csv_header` knows what the
columns mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple, TypeVar

from citygraph.domain.model import SECTIONS, Section
from citygraph.domain.names import misspelled
from citygraph.domain.terms import ANYTHING
from citygraph.folder.access import OpenFile
from citygraph.folder.csv_blocks import Block, BlockPlace, digest_of, read
from citygraph.folder.csv_header import TableHeader
from citygraph.folder.csv_text import LONGEST_CELL, CsvCell, CsvRow, Lost, Sheet, TooLong
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

SPARE = 1 << 7
"""How many numbers of rows are left free after each block of a new table, for rows that come later."""
_SECTIONS = {section.key: section for section in SECTIONS}
_NAMED = re.compile(rf"({'|'.join(_SECTIONS)})[\W_]+(.*)", re.IGNORECASE)


_Piece = TypeVar("_Piece")


def pieces(opened: OpenFile, file: str, mistakes: Diagnostics | None = None) -> Iterator[FileContents]:
    """The content of a table, block by block. ``file`` is the name of the table in messages; ``mistakes`` is an empty
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
    elif near := misspelled(stem.partition("-")[0].lower(), _SECTIONS):
        hint = f"did you mean `{near[0]}{stem[len(stem.partition('-')[0]) :]}{TABLE}`?"
    return UNKNOWN_TABLE.at(Span(file, 1, 1), f"the name `{PurePosixPath(file).name}` begins with no section", hint)


class KeptBlock(NamedTuple):
    """A block of a table that says what it said before, and where it stands now; ``header`` is that of its table."""

    place: BlockPlace
    header: TableHeader


class CsvTable:
    """The state of reading one table."""

    def __init__(self, section: Section, file: str, mistakes: Diagnostics | None = None) -> None:
        self.section = section
        self.reader = RecordReader(CsvRow(Sheet(file, "", 1), 0), mistakes)
        self.header: TableHeader | None = None
        self.is_empty = True
        self.is_over = False  # True if the rest of the table cannot be read
        self.rows = 0  # the number of the next row
        self.spare = SPARE

    def pieces(
        self, blocks: Iterable[Block | KeptBlock], of: Callable[[Sheet], Iterator[_Piece]]
    ) -> Iterator[_Piece | FileContents]:
        """The content of all blocks of the table. ``of`` reads a sheet."""
        for block in blocks:
            if isinstance(block, KeptBlock):
                self.keep(block)
                yield FileContents([], Diagnostics(), set(), block.place, is_kept=True)
                continue
            if block.parts:  # else its row goes on
                yield from self.block(block, of)
            if self.is_over:
                break
        if self.is_empty and not self.reader.diagnostics.numbers:
            self.reader.document = self.header.row if self.header else self.reader.document
            message = "the table has a header but no rows" if self.header else "the file has no records"
            self.reader.report(EMPTY_FILE, (0, 0), message)
        yield self.piece()

    def block(self, block: Block, of: Callable[[Sheet], Iterator[_Piece]]) -> Iterator[_Piece | FileContents]:
        """The content of a block."""
        first, was_empty, self.is_empty = self.rows, self.is_empty, True
        told = self.reader.diagnostics.numbers.total()
        for part in block.parts:
            if isinstance(part, Lost):
                self.lose(part)
                self.rows += 1
            else:
                part.first = self.rows
                yield from of(part)
            if self.is_over:
                self.reader.unread.add(ANYTHING)
                break
        says_something = self.reader.diagnostics.numbers.total() > told
        contents = self.piece()
        contents.block = BlockPlace(first, self.rows - first, block.line, block.offset, block.size)
        if block.digest and self.header and not self.is_over and (says_something or not self.is_empty):
            contents.digest = self.signed(block.digest)
        self.is_empty = self.is_empty and was_empty
        self.rows += self.spare
        yield contents

    def keep(self, kept: KeptBlock) -> None:
        """Pass over a block that says what it said before."""
        self.header = self.header or kept.header
        assert self.header is not None
        self.reader.excused = self.header.excused
        self.is_empty = False
        self.rows = kept.place.first + kept.place.rows

    def signed(self, digest: bytes) -> bytes:
        """The digest of a block and of the header, from which both follows what the block says."""
        assert self.header is not None
        return digest_of(digest, "\0".join(self.header.names).encode())

    def piece(self) -> FileContents:
        """The content read since the last piece."""
        reader = self.reader
        mistakes = reader.diagnostics
        self.is_empty = self.is_empty and not reader.records
        self.reader = RecordReader(reader.document, mistakes)
        self.reader.excused = reader.excused
        return FileContents(reader.records, mistakes.handed_over(), reader.unread)

    def sheet(self, sheet: Sheet) -> Iterator[FileContents]:
        """Read a sheet. If a row is too long to split, the sheet ends there, and the rows after it form another
        sheet."""
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
            self.rows = sheet.first + number + 1
        except TooLong:
            self.lose(Lost(_too_long(sheet, number + 1)))
            self.rows = sheet.first + number + 2
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


def begun(opened: OpenFile, file: str) -> CsvTable | None:
    """A table of which no more than the header is read; None if it has none."""
    section = section_of(file)
    assert section is not None
    table = CsvTable(section, file)
    for block in read(opened, file):
        for part in block.parts:
            if isinstance(part, Lost):
                return None
            part.first = table.rows
            try:
                for number, cells in enumerate(part.rows()):
                    if not is_blank(cells):
                        table.begin(CsvRow(part, number), cells)
                        return None if table.is_over else table
                    table.rows += 1
            except TooLong:
                return None
        table.rows += table.spare
    return None


def is_blank(cells: list[str]) -> bool:
    return not any(map(str.strip, cells))


def _cells_in_words(number: int) -> str:
    return "one cell" if number == 1 else f"{number} cells"


def _too_long(sheet: Sheet, number: int) -> Diagnostic:
    message = f"a cell has more than {LONGEST_CELL:,} characters"
    return TABLE_SYNTAX.at(sheet.span(number, 0), message, "is there a quote that is not closed? If not, shorten it")
