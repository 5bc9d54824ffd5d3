"""The header of a table: what each of its columns means, and what the text of a cell in it says.

``<section>.csv`` or ``<section>-anything.csv`` has one record in each row and one key in each column. Keys within a key
have a dot (``names.zh``), and items of a list have a semicolon between them. A figure has a column for its property
(``observations.population``); its source is the source of the row. Other lists of records have no columns.
"""

from __future__ import annotations

import re
from functools import cached_property, partial
from typing import Any, NamedTuple

from citygraph.domain.model import (
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
    Text,
    keys_of,
)
from citygraph.domain.names import misspelled
from citygraph.folder import hints, values
from citygraph.folder.csv_text import ROW, CsvCell, CsvRow, Mark, Sheet
from citygraph.folder.diagnostics import Rule, Said
from citygraph.folder.fixes import did_you_mean
from citygraph.folder.parser import (
    BAD,
    COUNTRY_HINT,
    FACTS,
    FIGURES,
    Known,
    RecordReader,
    Trial,
    part_of,
)
from citygraph.folder.records import WHOLE, Part
from citygraph.folder.rules import (
    DUPLICATE_KEY,
    MISSING_COUNTRY,
    MISSING_EVIDENCE,
    MISSING_KEY,
    NO_HEADER,
    UNKNOWN_KEY,
    WRONG_SHAPE,
)
from citygraph.folder.yaml_text import Entries, Value, YamlMapping, YamlSequence

_MOST_REMEMBERED = 1 << 10
_LONGEST_REMEMBERED = 1 << 10


class ColumnMeaning(dict[str, Known | None]):
    """One column: the result of reading each text that its cells have had; None for an empty cell.

    Many columns have few different texts. So each result is kept for other rows: within its row, a cell of this column
    always has the same place.
    """

    def __init__(self, name: str, index: int, holds: Holds, part: Part) -> None:
        super().__init__()
        self.index = index
        self.holds = holds
        self.mark = Mark(CsvRow.cell(index))
        self.key = CsvCell(name, self.mark)
        self.is_list = isinstance(holds, ListOf | Coordinates)
        self.trial = Trial(_NOWHERE, name, holds, self.mark.index, part)
        self.tried: Any = self.value("")  # the trial keeps no values, so one object serves for all
        self.tried_items: list[Any] = [self.item(n, "") for n in range(2)]

    def __missing__(self, text: str) -> Known | None:
        if isinstance(self.holds, Coordinates) and (plain := values.plain_coordinates(text)):
            return self.key.value, plain, True, self.trial.place, ()  # it is not kept, since few cities share a place
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


def _known(columns: list[ColumnMeaning], cells: list[str]) -> list[Known]:
    """The results for the cells of a row in these columns, without empty cells."""
    return [known for column in columns if (text := cells[column.index]) and (known := column[text])]


class ColumnGroup(NamedTuple):
    """The columns of one mapping, such as ``names``."""

    key: CsvCell
    columns: list[ColumnMeaning]

    def known(self, cells: list[str]) -> Known | None:
        """The result for the mapping in a row, or None if all its cells are empty."""
        row = _known(self.columns, cells)
        if not row:
            return None
        values = {name: found for name, found, _, _, _ in row}
        found = BAD if any(one is BAD for one in values.values()) else values
        return self.key.value, found, False, row[0][3], [reference for known in row for reference in known[4]]


class ObservationColumns(NamedTuple):
    """The columns of one figure: its value, and its other keys, such as ``as_of``."""

    key: CsvCell
    property: str
    columns: list[ColumnMeaning]

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


class TableHeader:
    """The plan of a table: the meaning of each column, from the header."""

    def __init__(self, section: Section, row: CsvRow, cells: list[str], reader: RecordReader) -> None:
        self.section = section
        self.row = row
        self.reader = reader
        self.names = [cell.strip() for cell in cells]
        self.keys = keys_of(section.record)
        self.width = len(cells)
        self.columns: list[tuple[int, ColumnMeaning]] = []
        self.groups: dict[str, ColumnGroup] = {}
        self.figures: dict[str, ObservationColumns] = {}
        self.id: ColumnMeaning | None = None
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
        for group in self.groups.values():
            if all(isinstance(column.holds, Text) for column in group.columns):
                group.columns.sort(key=lambda column: column.key.value)  # as the parser does

    def column(self, name: str, index: int) -> None:
        """Plan for a column, or report why its name is wrong."""
        if name == "id" and not self.section.listed:
            self.id = ColumnMeaning(name, index, Id(), WHOLE)
            return
        key = self.keys.all.get(name)
        outer, dot, inner = name.partition(".")
        if key is not None:
            if self.is_cell(key.holds, name, index):
                part = part_of(self.section.record, name)
                self.columns.append((index, ColumnMeaning(name, index, key.holds, part)))
        elif dot and outer == FIGURES and outer in self.keys.all and inner:
            self.figure(inner, index)
        elif dot and outer in self.keys.all and (holds := self.within(outer, inner, index)):
            group = self.groups.setdefault(outer, ColumnGroup(CsvCell(outer, Mark(CsvRow.cell(index))), []))
            group.columns.append(ColumnMeaning(inner, index, holds, (outer, inner)))
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
            property, ObservationColumns(CsvCell(FIGURES, Mark(CsvRow.cell(index))), property, [])
        )
        figure.columns.append(ColumnMeaning(key or "value", index, holds, WHOLE))

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
            near = misspelled(outer, mappings)
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
