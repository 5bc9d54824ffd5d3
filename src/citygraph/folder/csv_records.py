"""Tables: what the columns of a CSV file mean. Each row becomes the values that a record has in YAML, and the parser
reads those. So tables and YAML have the same meaning and the same mistakes.

``<section>.csv`` or ``<section>-anything.csv`` has one record in each row and one key in each column. Keys within a key
have a dot (``names.zh``), and items of a list have a semicolon between them. A figure has a column for its property
(``observations.population``); its source is the source of the row. Other lists of records have no columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from citygraph.domain.model import (
    SECTIONS,
    CityRecord,
    Coordinates,
    EvidenceRecord,
    Holds,
    Id,
    ListOf,
    MapOf,
    ObservationRecord,
    RecordOf,
    Section,
    Status,
    keys_of,
)
from citygraph.domain.names import nearest
from citygraph.domain.terms import ANYTHING
from citygraph.folder import hints, values
from citygraph.folder.access import OpenFile
from citygraph.folder.csv_text import LONGEST_CELL, ROW, CsvCell, CsvRow, Lost, Mark, Sheet, TooLong, read
from citygraph.folder.diagnostics import Diagnostic, Diagnostics, Rule, Said, Span
from citygraph.folder.fixes import did_you_mean
from citygraph.folder.limits import TABLE
from citygraph.folder.parser import (
    BAD,
    COUNTRY_HINT,
    FACTS,
    FIGURES,
    FileContents,
    Known,
    RecordReader,
    Trial,
    part_of,
)
from citygraph.folder.records import WHOLE, Part
from citygraph.folder.rules import (
    DUPLICATE_KEY,
    EMPTY_FILE,
    MISSING_COUNTRY,
    MISSING_EVIDENCE,
    MISSING_KEY,
    NO_HEADER,
    TABLE_SYNTAX,
    UNKNOWN_KEY,
    UNKNOWN_TABLE,
    WRONG_NUMBER_OF_CELLS,
    WRONG_SHAPE,
)
from citygraph.folder.yaml_text import Entries, Value, YamlMapping, YamlSequence

_PIECE = 20_000
"""The most rows that are passed on at a time."""
_MOST_TEXT = 1 << 24
"""The most text, in characters, that is read before its rows are passed on."""
_MOST_REMEMBERED = 1 << 10
_LONGEST_REMEMBERED = 1 << 10
_SECTIONS = {section.key: section for section in SECTIONS}
_NAMED = re.compile(rf"({'|'.join(_SECTIONS)})[\W_]+(.*)", re.IGNORECASE)


Rows = Callable[[list[str]], bool]
"""True for the rows to read, given the texts in their cells."""


def pieces(
    opened: OpenFile, file: str, only: Rows | None = None, mistakes: Diagnostics | None = None
) -> Iterator[FileContents]:
    """The content of a table, piece by piece; ``only`` selects rows. ``file`` is the name of the table in messages;
    ``mistakes`` is an empty list for those of its records."""
    section = _SECTIONS.get(_stem(file).partition("-")[0])
    if section is None:
        yield FileContents([], Diagnostics([_unknown(file)]), {ANYTHING})
    else:
        yield from _CsvTable(section, file, only, mistakes).pieces(read(opened, file))


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


class _ColumnMeaning(dict[str, Known | None]):
    """One column: the result of reading each text that its cells have had; None for an empty cell.

    Many columns have few different texts. So each result is kept for other rows: within its row, a cell of this column
    always has the same place.
    """

    def __init__(self, name: str, index: int, holds: Holds, part: Part) -> None:
        super().__init__()
        self.index = index
        self.mark = Mark(CsvRow.cell(index))
        self.key = CsvCell(name, self.mark)
        self.is_list = isinstance(holds, ListOf | Coordinates)
        self.trial = Trial(_NOWHERE, name, holds, self.mark.index, part)
        self.tried: Any = self.value("")  # the trial keeps no values, so one object serves for all
        self.tried_items: list[Any] = [self.item(n, "") for n in range(2)]

    def __missing__(self, text: str) -> Known | None:
        words = _words(text)
        tried = self.tried
        if self.is_list:
            items = words.split(";")
            if len(items) == len(self.tried_items):
                for item, one in zip(self.tried_items, items, strict=True):
                    item.value = one.strip()
                tried.items = self.tried_items
            else:
                tried = self.value(words)
        else:
            tried.value = words
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        known = self.trial.read(tried) if words else None
        if len(text) <= _LONGEST_REMEMBERED:
            self[text] = known
        return known

    def value(self, words: str) -> Value:
        """The value of a cell with this text."""
        if not self.is_list:
            return CsvCell(words, self.mark)
        return YamlSequence(self.mark, self.mark, [self.item(n, item) for n, item in enumerate(words.split(";"))])

    def item(self, n: int, text: str) -> CsvCell:
        return CsvCell(text.strip(), Mark(CsvRow.cell(self.index, n)))

    def entry(self, cells: list[str]) -> Entries:
        """The key and value of a row's cell in this column; empty if the cell is empty."""
        words = _words(cells[self.index])
        return {self.key.value: (self.key, self.value(words))} if words else {}


def _words(text: str) -> str:
    words = text.strip()
    return words.replace("\r\n", "\n").replace("\r", "\n") if "\r" in words else words


def _known(columns: list[_ColumnMeaning], cells: list[str]) -> list[Known]:
    """The results for the cells of a row in these columns, without empty cells."""
    return [known for column in columns if (text := cells[column.index]) and (known := column[text])]


class _ColumnGroup(NamedTuple):
    """The columns of one mapping, such as ``names``."""

    key: CsvCell
    columns: list[_ColumnMeaning]

    def known(self, cells: list[str]) -> Known | None:
        """The result for the mapping in a row, or None if all its cells are empty."""
        row = _known(self.columns, cells)
        if not row:
            return None
        values = {name: found for name, found, _, _, _ in row}
        found = BAD if any(one is BAD for one in values.values()) else values
        return self.key.value, found, False, row[0][3], [reference for known in row for reference in known[4]]


class _ObservationColumns(NamedTuple):
    """The columns of one figure: its value, and its other keys, such as ``as_of``."""

    key: CsvCell
    property: str
    columns: list[_ColumnMeaning]

    def known(self, cells: list[str]) -> Known | None:
        """The result for the figure in a row, without the source, which is the row's; None if all its cells are
        empty."""
        row = _known(self.columns, cells)
        if not row:
            return None
        values = {name: found for name, found, _, _, _ in row}
        is_bad = "value" not in values or any(one is BAD for one in values.values())
        found = BAD if is_bad else {"property": self.property, **values}
        return FIGURES, found, False, row[0][3], [reference for known in row for reference in known[4]]

    def value(self, cells: list[str], source: Entries) -> YamlMapping | None:
        """The figure in a row, as the mapping that YAML would have; None if all its cells are empty."""
        entries: Entries = {}
        for column in self.columns:
            entries |= column.entry(cells)
        if not entries:
            return None
        mark = self.columns[0].mark
        property = (CsvCell("property", mark), CsvCell(self.property, mark))
        return YamlMapping(mark, mark, [], {"property": property, **entries, **source})


class _Header:
    """The plan of a table: the meaning of each column, from the header."""

    def __init__(self, section: Section, row: CsvRow, cells: list[str], reader: RecordReader) -> None:
        self.section = section
        self.row = row
        self.reader = reader
        self.names = [cell.strip() for cell in cells]
        self.keys = keys_of(section.record)
        self.width = len(cells)
        self.columns: list[tuple[int, _ColumnMeaning]] = []
        self.groups: dict[str, _ColumnGroup] = {}
        self.figures: dict[str, _ObservationColumns] = {}
        self.id: _ColumnMeaning | None = None
        self.unnamed: list[int] = []
        self.excused: set[str] = set()
        self.is_one = self.names_columns()
        if self.is_one:
            self.plan()
            self.missing()

    def report(self, rule: Rule, index: int, message: Said, hint: Said = "") -> None:
        at = CsvRow.cell(index) if index >= 0 else 0
        self.reader.report(rule, (at, at), message, hint)

    @cached_property
    def entries(self) -> Entries:
        """The columns as keys of a record without values."""
        return {name: (CsvCell(name, ROW), CsvCell("", ROW)) for name in self.names}

    def names_columns(self) -> bool:
        """True if the row is a header at all. If it is not, this is the only mistake to report."""
        known = {"id", *self.keys.all}
        if any(name.partition(".")[0].lower() in known for name in self.names):
            return True
        some = _FIRST.get(self.section.key) or ["id", *sorted(self.keys.required, reverse=True)]
        hint = "name the columns in the first row: " + ",".join(some)
        first = self.names[0]
        if re.fullmatch("sep=.?", first, re.IGNORECASE):
            hint = "take this line out: it is an instruction for a spreadsheet"
        elif ";" in first or "\t" in first:
            sign = "semicolons" if ";" in first else "tabs"
            hint = f"separate cells with commas, not with {sign}: save it as CSV UTF-8 (comma delimited)"
        self.report(NO_HEADER, 0, f"the first row names no column of `{self.section.key}`", hint)
        return False

    def plan(self) -> None:
        first: dict[str, int] = {}
        for index, name in enumerate(self.names):
            if not name:
                self.unnamed.append(index)
            elif name in first:
                hint = f"the first is column {first[name] + 1}"
                self.report(DUPLICATE_KEY, index, f"the column `{name}` is here twice", hint)
            else:
                first[name] = index
                self.column(name, index)

    def column(self, name: str, index: int) -> None:
        """Plan for a column, or report why its name is wrong."""
        if name == "id" and not self.section.listed:
            self.id = _ColumnMeaning(name, index, Id(), WHOLE)
            return
        key = self.keys.all.get(name)
        outer, dot, inner = name.partition(".")
        if key is not None:
            if self.is_cell(key.holds, name, index):
                part = part_of(self.section.record, name)
                self.columns.append((index, _ColumnMeaning(name, index, key.holds, part)))
        elif dot and outer == FIGURES and outer in self.keys.all and inner:
            self.figure(inner, index)
        elif dot and outer in self.keys.all and (holds := self.within(outer, inner, index)):
            group = self.groups.setdefault(outer, _ColumnGroup(CsvCell(outer, Mark(CsvRow.cell(index))), []))
            group.columns.append(_ColumnMeaning(inner, index, holds, (outer, inner)))
        elif not dot or outer not in self.keys.all:
            hint = partial(hints.unknown_key, self.section.record, name, self.entries, column=True)
            self.report(UNKNOWN_KEY, index, f"`{self.section.key}` has no column `{name}`", hint)

    def figure(self, inner: str, index: int) -> None:
        """Plan for a column of a figure, such as ``population`` or ``population.as_of``."""
        property, dot, key = inner.partition(".")
        holds = OF_A_FIGURE.get(key if dot else "value")
        if holds is None:
            self.report(UNKNOWN_KEY, index, f"a figure has no column `{key}`", did_you_mean(key, OF_A_FIGURE))
            return
        figure = self.figures.setdefault(
            property, _ObservationColumns(CsvCell(FIGURES, Mark(CsvRow.cell(index))), property, [])
        )
        figure.columns.append(_ColumnMeaning(key or "value", index, holds, WHOLE))

    def is_cell(self, holds: Holds, name: str, index: int) -> bool:
        """True if the value of a key fits into a cell; reports if it does not."""
        if _is_of_records(holds):
            self.report(WRONG_SHAPE, index, f"`{name}` is a list of records, which no cell can hold", _as_yaml(name))
            return False
        if isinstance(holds, MapOf | RecordOf):
            inner = next(iter(keys_of(holds.type).all)) if isinstance(holds, RecordOf) else _EXAMPLES.get(name, "…")
            message = f"`{name}` is a mapping, which needs a column for each of its keys"
            self.report(WRONG_SHAPE, index, message, f"name the column `{name}.{inner}`")
            return False
        return True

    def within(self, outer: str, inner: str, index: int) -> Holds | None:
        """What a key within a key holds; or None, after reporting that there is no such key."""
        holds = self.keys.all[outer].holds
        if isinstance(holds, RecordOf):
            keys = keys_of(holds.type).all
            if inner in keys:
                return keys[inner].holds
            self.report(UNKNOWN_KEY, index, f"`{outer}` has no key `{inner}`", did_you_mean(inner, keys))
        elif isinstance(holds, MapOf):
            try:
                values.reader(holds.key)(CsvCell(inner.strip(), ROW), outer)
            except values.Wrong as wrong:
                self.report(wrong.rule, index, wrong.message, wrong.hint)
            else:
                return holds.value
        else:
            mappings = [key for key, one in self.keys.all.items() if isinstance(one.holds, MapOf | RecordOf)]
            near = nearest(outer, mappings)
            hint = f"did you mean `{near[0]}.{inner}`?" if near else ""
            if isinstance(holds, Status):
                hint = "a dated history is a list of records: write it as YAML"
            elif _is_of_records(holds):
                hint = _as_yaml(outer)
            self.report(UNKNOWN_KEY, index, f"`{outer}` is not a mapping; it has no key `{inner}`", hint)
        return None

    def missing(self) -> None:
        """Report the missing columns once for the table, not once for each row."""
        section, there = self.section, {name.partition(".")[0] for name in self.names}
        if not section.listed and self.id is None:
            self.report(MISSING_KEY, -1, "the table has no column `id`", f"each row of `{section.key}` needs an id")
        for name in self.keys.all:
            if name in self.keys.required and name not in there:
                self.report(MISSING_KEY, -1, f"the table has no column `{name}`", self.keys.all[name].about)
                self.excused.add(name)
        if section.record is CityRecord and "country" not in there:
            self.report(MISSING_COUNTRY, -1, "the table has no column `country`", COUNTRY_HINT)
            self.excused.add("country")
        if section.type == "tie" and "between" not in there and not {"from", "to"} <= there:
            what = "`to`" if "from" in there else "`from`" if "to" in there else "for the ends of the ties"
            hint = "`between` for symmetric kinds (`a; b`), `from` and `to` for directed ones"
            self.report(MISSING_KEY, -1, f"the table has no column {what}", hint)
            self.excused.add(hints.ENDS)
        if (section.record in FACTS or self.figures) and "source" not in there:
            hint = "add a column `source`, and `quote` with its words"
            self.report(MISSING_EVIDENCE, -1, f"the table names no source for its {section.key}", hint)
            self.excused.add("evidence")

    def known(self, cells: list[str]) -> list[Known]:
        """The results for the cells of a row."""
        found = [known for index, column in self.columns if (text := cells[index]) and (known := column[text])]
        if self.groups:
            found += [known for group in self.groups.values() if (known := group.known(cells))]
        if self.figures:
            found += [known for figure in self.figures.values() if (known := figure.known(cells))]
        return found

    def value(self, cells: list[str]) -> YamlMapping:
        """A row as the mapping that YAML would have."""
        found: Entries = {}
        for _, column in self.columns:
            found |= column.entry(cells)
        for name, (key, columns) in self.groups.items():
            inner: Entries = {}
            for column in columns:
                inner |= column.entry(cells)
            if inner:
                mark = next(iter(inner.values()))[0].start_mark
                found[name] = (key, YamlMapping(mark, mark, [], inner))
        source = {"source": found["source"]} if "source" in found else {}
        figures = [value for figure in self.figures.values() if (value := figure.value(cells, source))]
        if figures:
            key = next(iter(self.figures.values())).key
            found[FIGURES] = key, YamlSequence(figures[0].start_mark, figures[0].end_mark, figures)
        return YamlMapping(ROW, ROW, [], found)


def _is_of_records(holds: Holds) -> bool:
    return isinstance(holds, ListOf) and isinstance(holds.item, RecordOf)


def _as_yaml(name: str) -> str:
    """The hint where a column would have to hold a list of records."""
    short = ", or use the columns `source`, `quote`, `by`" if name == "evidence" else ""
    return "write these records as YAML" + short


OF_A_FIGURE = {key: held.holds for key, held in keys_of(ObservationRecord).all.items()
               if key not in ("property", "evidence", *keys_of(EvidenceRecord).all, "notes", "tags")}  # fmt: skip
"""The keys of a figure in a table, and what each holds."""

_FIRST = {
    "cities": ("id", "name", "country"),
    "ties": ("kind", "between", "since", "source"),
    "statements": ("by", "on", "source", "quote"),
}
_EXAMPLES = {"names": "zh", "identifiers": "wikidata", "terms": "de"}


_NOWHERE = CsvRow(Sheet("", "", 1), 0)


class _CsvTable:
    """The state of reading one table."""

    def __init__(self, section: Section, file: str, only: Rows | None, mistakes: Diagnostics | None) -> None:
        self.section = section
        self.only = only
        self.reader = RecordReader(CsvRow(Sheet(file, "", 1), 0), mistakes)
        self.header: _Header | None = None
        self.is_empty = True
        self.is_over = False  # True if the rest of the table cannot be read
        self.text = 0  # how many characters were read since the last piece

    def pieces(self, parts: Iterator[Sheet | Lost]) -> Iterator[FileContents]:
        """The content of all parts of the table."""
        for part in parts:
            if isinstance(part, Lost):
                self.lose(part)
            else:
                yield from self.sheet(part)
                self.text += len(part.text)
            if self.is_over:
                self.reader.unread.add(ANYTHING)
                break
            if self.text >= _MOST_TEXT:
                yield self.piece()
        if self.is_empty:
            self.reader.document = self.header.row if self.header else self.reader.document
            message = "the table has a header but no rows" if self.header else "the file has no records"
            self.reader.report(EMPTY_FILE, (0, 0), message)
        yield self.piece()

    def piece(self) -> FileContents:
        """The content read since the last piece."""
        reader, self.text = self.reader, 0
        mistakes = reader.diagnostics
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
                    if not _is_blank(cells):
                        self.begin(CsvRow(sheet, number), cells)
                        break
            if self.header is None or self.is_over:
                return
            header, section, reader = self.header, self.section, self.reader
            width, check, known, id, only = header.width, header.unnamed, header.known, header.id, self.only
            for number, cells in numbered:
                if only is not None and not only(cells):
                    continue
                if len(cells) != width or check:
                    if _is_blank(cells):
                        continue
                    self.is_empty = False
                    if not self.is_right(CsvRow(sheet, number), cells):
                        continue
                found = known(cells)
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
                if len(reader.records) >= _PIECE:
                    self.is_empty = False
                    yield self.piece()
                    reader = self.reader
            self.is_empty = self.is_empty and not reader.records and not reader.diagnostics.numbers
        except TooLong:
            self.lose(Lost(_too_long(sheet, number + 1)))
            if not self.is_over:
                yield from self.sheet(sheet.after(number + 1))

    def begin(self, row: CsvRow, cells: list[str]) -> None:
        """Read the first row as the header."""
        self.reader.document = row
        self.header = _Header(self.section, row, cells, self.reader)
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


def _is_blank(cells: list[str]) -> bool:
    return not any(map(str.strip, cells))


def _cells_in_words(number: int) -> str:
    return "one cell" if number == 1 else f"{number} cells"


def _too_long(sheet: Sheet, number: int) -> Diagnostic:
    message = f"a cell has more than {LONGEST_CELL:,} characters"
    return TABLE_SYNTAX.at(sheet.span(number, 0), message, "is there a quote that is not closed? If not, shorten it")
