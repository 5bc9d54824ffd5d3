"""The text of a table → rows of cells that know their place.

A table is read in sheets, which are runs of whole rows (:mod:`citygraph.folder.csv_blocks` cuts them). One regular
expression checks the quotes of a whole sheet, another its characters. A mistake costs the row that it is in. After
that, the csv module only has to split.

A place in a row is one number for the cell and the item in that cell (``Row.cell``). Lines and columns are not counted
until a message needs them; then the sheet is searched for them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from citygraph.domain.odd_characters import named
from citygraph.folder.diagnostics import Diagnostic, Span
from citygraph.folder.rules import TABLE_SYNTAX
from citygraph.folder.yaml_text import ALLOWED, Document, Scalar

LONGEST_CELL = csv.field_size_limit()
"""In a longer cell, a closing quote is probably missing."""
_ITEMS = 16
_ITEM_MASK = (1 << _ITEMS) - 1

# Matches up to the first wrong quote: quotes stand around whole cells, and inside those only in pairs.
_QUOTED_RIGHT = re.compile(r'(?:[^"]*+(?<![^,\r\n])"[^"]*+(?:""[^"]*+)*+"(?=[,\r\n]|\Z))*+[^"]*+')
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
_ROW = re.compile(r'(?:[^"\r\n]++|"[^"]*+(?:""[^"]*+)*+(?:"|\Z))*+(?:\r\n|\n|\r|(?P<open>\Z))')
_CELL = re.compile(r'(?:"[^"]*+(?:""[^"]*+)*+"|[^",\r\n]*+)')
_LINE = re.compile(r"([^\r\n]*+)(?:\r\n|\n|\r)?")
_PLAIN = bytes(range(0x20, 0x7F)) + b"\t\n\r"
TWICE = "put the whole cell between quotes, and write each quote in it twice"


class Mark:
    """The start and the end of a value as one number: see ``Row.cell``."""

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index


ROW = Mark(0)
"""The place of a whole row."""


class CsvCell(Scalar):
    """A text in a table. It is never null, as if it stood between quotes. One object may serve for equal cells of a
    column."""

    anchor = tag = None
    style = '"'

    def __init__(self, value: str, mark: Any) -> None:
        self.value = value
        self.start_mark = self.end_mark = mark


class CsvRow:
    """One row. It stands in for a document, with cells as its places."""

    __slots__ = ("number", "sheet")

    def __init__(self, sheet: Sheet, number: int) -> None:
        self.sheet = sheet
        self.number = number

    @staticmethod
    def cell(index: int, item: int = -1) -> int:
        """The place of a cell, or of an item of the list in it, as a number; 0 is the place of the whole row."""
        return index + 1 << _ITEMS | min(item + 1, _ITEM_MASK)

    @staticmethod
    def column(place: int) -> int:
        """The number of the column that a place is in, from 0."""
        return (place >> _ITEMS) - 1

    @property
    def file(self) -> str:
        return self.sheet.file

    @property
    def row(self) -> int:
        """The number of the row in its table, from 0."""
        return self.sheet.first + self.number

    def span(self, start: int, end: int | None = None) -> Span:
        """The span of the cell or item at ``start``; for the whole row, its first character."""
        return self.sheet.span(self.number, start)


@dataclass(slots=True)
class Sheet:
    """A run of whole rows of a table, valid as CSV. ``line`` is the number of its first line, from 1; ``offset`` how
    many bytes stand before it, a byte order mark apart; ``first`` how many rows, which who reads the rows must say.
    ``data`` is the text in UTF-8, if it is at hand: to look through bytes takes less time."""

    file: str
    text: str
    line: int
    offset: int = 0
    first: int = 0
    data: bytes | None = None
    _starts: list[int] | None = None
    _document: Document | None = None

    def rows(self) -> Iterator[list[str]]:
        """The cells of each row; an empty line has none.

        Raises:
            TooLong: if a cell has more than ``LONGEST_CELL`` characters; the iteration ends there.
        """
        try:
            yield from csv.reader(io.StringIO(self.text, newline=""))
        except csv.Error:
            raise TooLong from None

    def encoded(self) -> bytes:
        """The text in UTF-8."""
        return self.text.encode() if self.data is None else self.data

    def starts(self) -> list[int]:
        """The offset of each row."""
        if self._starts is None:
            self._starts = rows_of(self.text)
        return self._starts

    def after(self, number: int) -> Sheet:
        """The sheet of the rows after row ``number``."""
        starts = self.starts()
        at = starts[number + 1] if number + 1 < len(starts) else len(self.text)
        before = self.text[:at]
        line, offset = self.line + lines_in(before), self.offset + size_of(before)
        return Sheet(self.file, self.text[at:], line, offset, self.first + number + 1)

    def span(self, number: int, place: int) -> Span:
        start = self.starts()[number] if self.text else 0
        if place >> _ITEMS:
            begin, end = self._cell(start, (place >> _ITEMS) - 1, (place & _ITEM_MASK) - 1)
            return self.at(begin, end)
        return self.at(start, start + 1)

    def at(self, start: int, end: int) -> Span:
        """The span of ``text[start:end]``."""
        if self._document is None:
            self._document = Document(self.file, self.text)
        span = self._document.span(start, end)
        return replace(span, line=self.line + span.line - 1)

    def _cell(self, at: int, index: int, item: int) -> tuple[int, int]:
        """The offsets of the start and end of a cell's text, without quotes and the space around it."""
        start, end = cell_span(self.text, at, index)
        if self.text[start : start + 1] == '"':
            start, end = start + 1, end - 1
        if item >= 0:
            for _ in range(item):
                start = self.text.find(";", start, end) + 1 or start
            end = found if (found := self.text.find(";", start, end)) >= 0 else end
        text = self.text[start:end]
        return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def rows_of(text: str) -> list[int]:
    """The offset of each row of a table."""
    return [row.start() for row in _ROW.finditer(text) if row.start() < len(text)]


def cell_span(text: str, row: int, index: int) -> tuple[int, int]:
    """The offsets of the start and end of a cell, with its quotes, in the row that begins at an offset; if the row has
    fewer cells, of its last one."""
    cell = _CELL.match(text, row)
    for _ in range(index):
        if cell is None or text[cell.end() : cell.end() + 1] != ",":  # the row ends before that cell
            break
        cell = _CELL.match(text, cell.end() + 1)
    return cell.span() if cell else (row, row)


class TooLong(Exception):
    """A cell has more than ``LONGEST_CELL`` characters."""


@dataclass(slots=True)
class Lost:
    """A part of a table that cannot be split into cells: the mistake, and the text of the part. ``all`` if the rest of
    the table is lost too."""

    diagnostic: Diagnostic
    text: str = ""
    all: bool = False

    def cells(self) -> list[str]:
        """The cells of its first line, as far as they can be guessed."""
        try:
            return next(csv.reader(self.text.splitlines()[:1]), [])
        except csv.Error:
            return []


class Splitter:
    """Splits a text into sheets of valid CSV and lost parts. ``data`` is the same in UTF-8, if it is at hand."""

    def __init__(self, file: str, text: str, line: int, offset: int, data: bytes | None = None) -> None:
        self.file = file
        self.text = text
        self.data = data
        self.start = 0  # the text before it is passed on
        self.line = line
        self.offset = offset
        self.allowed = self.quoted = -1  # up to where the characters, and the quotes, are right

    def split(self, whole: bool) -> Iterator[Sheet | Lost]:
        """Pass the text on, except a last row without an end; ``whole`` if no text follows, so that row too."""
        text = self.text
        while self.start < len(text):
            if self.allowed < self.start:
                self.allowed = len(text) if not self.start and self.is_plain() else _allowed(text, self.start)
            if self.quoted < self.start:
                found = _QUOTED_RIGHT.match(text, self.start) if '"' in text else None
                self.quoted = found.end() if found else len(text)
            bad = min(self.allowed, self.quoted)
            row = self.row_at(bad) if bad < len(text) else bad
            if self.start < row:
                yield self.take(row)
            if bad < len(text):
                if not whole and self.is_open(row, self.quoted) and len(text) - self.quoted <= LONGEST_CELL:
                    return
                diagnostic = self.character(bad) if bad == self.allowed else self.quote(bad)
                yield Lost(diagnostic, self.take(self.end_of(row, bad)).text)

    def take(self, end: int) -> Sheet:
        text = self.text[self.start : end]
        sheet = Sheet(self.file, text, self.line, self.offset, data=self.data if text == self.text else None)
        self.start = end
        self.line += lines_in(text) if sheet.data is None else line_ends(sheet.data)
        self.offset += size_of(text) if sheet.data is None else len(sheet.data)
        return sheet

    def is_plain(self) -> bool:
        """True if all characters are allowed. The pattern takes its time for each, so plain ones are left out first."""
        data = self.text.encode() if self.data is None else self.data
        return ALLOWED.fullmatch(data.translate(None, _PLAIN).decode()) is not None

    def row_at(self, at: int) -> int:
        """The offset of the row that has the offset ``at``."""
        row = self.start
        for found in _ROW.finditer(self.text, self.start, at):
            if found["open"] is not None:
                return found.start()
            row = found.end()
        return row

    def end_of(self, row: int, bad: int) -> int:
        """The end of a row with a mistake at ``bad``; if its quotes hide the end, the end of the line."""
        if bad == self.allowed:
            found = _ROW.match(self.text, row)
            if found and bad < found.end() <= self.quoted:
                return found.end()
        found = _LINE.match(self.text, bad)
        return found.end() if found else len(self.text)

    def is_open(self, row: int, at: int) -> bool:
        """True if a quote at ``at`` opens a cell of this row, and the text ends before the cell does."""
        if at == len(self.text) or not self.opens(at) or _QUOTED.match(self.text, at):
            return False
        found = _ROW.match(self.text, row)
        return found is not None and at < found.end()

    def opens(self, at: int) -> bool:
        return at == 0 or self.text[at - 1] in ",\r\n"

    def span(self, at: int) -> Span:
        line = self.line + lines_in(self.text[self.start : at])
        start = max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1
        found = _LINE.match(self.text, start)
        return Span.within(self.file, line, self.text, start, found.end(1) if found else start, (at, at + 1))

    def character(self, at: int) -> Diagnostic:
        message = f"the character {named(self.text[at])} is not allowed"
        return TABLE_SYNTAX.at(self.span(at), message, "take it out; this row is not read")

    def quote(self, at: int) -> Diagnostic:
        text = self.text
        if not self.opens(at):
            before = text[max(text.rfind(end, 0, at) for end in ",\r\n") + 1 : at]
            hint = "take out the space before the quote" if not before.strip() else TWICE
            return TABLE_SYNTAX.at(self.span(at), "a quote stands in a cell that does not begin with one", hint)
        found = _QUOTED.match(text, at)
        if found is None or found.end() - at > LONGEST_CELL:
            hint = "close it; a quote within a cell is written twice"
            return TABLE_SYNTAX.at(self.span(at), "the quote that opens this cell is never closed", hint)
        end = found.end()
        if lines := lines_in(text[at:end]):
            below = "1 line" if lines == 1 else f"{lines} lines"  # not its number, which changes with the rows before
            message = f"the quote that opens this cell is closed {below} below, within a cell"
            return TABLE_SYNTAX.at(self.span(at), message, "is a quote missing before? Within a cell, write it twice")
        return TABLE_SYNTAX.at(self.span(end - 1), "this quote closes the cell, but the cell goes on", TWICE)


def _allowed(text: str, start: int) -> int:
    """Up to where the characters are allowed."""
    found = ALLOWED.match(text, start)
    return found.end() if found else start


def lines_in(text: str) -> int:
    """The number of line ends in a text."""
    ends = text.count("\n")
    return ends + text.count("\r") - text.count("\r\n") if "\r" in text else ends


def line_ends(data: bytes) -> int:
    """The same in bytes."""
    ends = data.count(b"\n")
    return ends + data.count(b"\r") - data.count(b"\r\n") if b"\r" in data else ends


def size_of(text: str) -> int:
    """The number of bytes of a text."""
    return len(text) if text.isascii() else len(text.encode())
