"""Large tables, read in sets: the plain rows of a sheet at once, as columns; all other rows one by one.

Rows have one *shape* if the same cells are empty and the ties in them are alike (:mod:`citygraph.folder.likeness`). The
first row of each shape is read as :mod:`citygraph.folder.csv_records` reads it; if that finds no mistake, the other
rows of the shape are plain, too. A row with a cell that is not right is not plain. What is not plain is read there, at
its place, and so are its mistakes. So no check stands here.
"""

from __future__ import annotations

import contextlib
import datetime
import string
from collections.abc import Iterator, Sequence
from itertools import compress, repeat
from operator import eq

from citygraph.domain.terms import NODE_TYPES
from citygraph.folder.csv_columns import RowSet, TableColumns, split
from citygraph.folder.csv_header import TableHeader
from citygraph.folder.csv_records import CsvTable, is_blank
from citygraph.folder.csv_text import CsvRow, Sheet, TooLong
from citygraph.folder.likeness import ASKED, Days, in_order, passed
from citygraph.folder.parser import COMPARED, FileContents, RecordReader
from citygraph.folder.values import is_id

_WORTH_IT = 8
"""A sheet is read in sets if at most one row in so many has to be read by itself, and at most one has a new shape."""
_MOST_REMEMBERED = 1 << 18
_ALL, _SOME, _NONE = "all", "some", "none"
Shape = tuple[object, ...]


class SetReader:
    """Reads one table of nodes or ties in sets."""

    def __init__(self, table: CsvTable, today: datetime.date) -> None:
        self.table = table
        self.today = today
        self.columns: TableColumns | None = None
        self.header: TableHeader | None = None  # that of the columns
        self.shapes = _Shapes(table, today)
        self.ends = _Ends()

    @staticmethod
    def can_read(table: CsvTable) -> bool:
        """True if a table can be read in sets: one of nodes or ties."""
        return table.section.type in (*NODE_TYPES, "tie")

    def sheet(self, sheet: Sheet) -> Iterator[FileContents | RowSet]:
        """Read a sheet."""
        rest = self.begin(sheet) if self.table.header is None else sheet
        if rest is not None:
            self.plan()
            yield from self.body(rest)

    def begin(self, sheet: Sheet) -> Sheet | None:
        """Read the header; returns the rows below it, if there are any to read."""
        table, blank = self.table, 0
        try:
            for cells in sheet.rows():
                if not is_blank(cells):
                    break
                blank += 1
            else:
                table.rows = sheet.first + blank
                return None
        except TooLong:
            return sheet
        rest = sheet.after(blank)
        table.begin(CsvRow(sheet, blank), cells)
        table.rows = rest.first
        return rest if rest.text and table.header is not None and not table.is_over else None

    def plan(self) -> None:
        """Plan how the columns are read."""
        header = self.table.header
        if header is None or header is self.header:
            return
        self.header = header
        keys = {meaning.key.value for _, meaning in header.columns}
        needed = {"kind"} if header.id is None else {"name"}
        if needed <= keys and not header.figures and not header.unnamed:
            self.columns = TableColumns(header, self.today)

    def body(self, sheet: Sheet) -> Iterator[FileContents | RowSet]:
        """Read the rows below the header."""
        rows, others = self.split(sheet) if self.columns else (None, {})
        plain = self.plain(rows) if rows is not None else None
        if rows is None or plain is None or (len(rows) - sum(plain) + len(others)) * _WORTH_IT > len(rows):
            yield from self.table.sheet(sheet)
            return
        if not all(plain):
            cells = zip(*rows.texts, strict=True)
            others |= {
                n: list(row) for n, row, is_plain in zip(rows.numbers, cells, plain, strict=True) if not is_plain
            }
            rows = rows.only(plain)
        self.table.is_empty = self.table.is_empty and not rows
        self.table.rows = sheet.first + len(rows) + len(others)
        for number in sorted(others):
            self.table.row(sheet, number, others[number])
        yield self.table.piece()
        if rows:
            rows.new_dates = rows.columns.first_seen(rows.texts)
            yield rows

    def split(self, sheet: Sheet) -> tuple[RowSet | None, dict[int, list[str]]]:
        """The rows that have as many cells as the header, as columns, and the cells of all others by number; None if
        they cannot be split."""
        columns = self.columns
        assert columns is not None
        others: dict[int, list[str]] = {}
        texts = split(sheet, columns.width)
        numbers: Sequence[int]
        if texts is None:
            try:
                cells = list(sheet.rows())
            except TooLong:
                return None, others
            numbers = [number for number, row in enumerate(cells) if len(row) == columns.width]
            if len(numbers) < len(cells):
                others = {number: row for number, row in enumerate(cells) if len(row) != columns.width}
            texts = list(map(list, zip(*(cells[number] for number in numbers), strict=True)))
        else:
            numbers = range(len(texts[0]))
        if not numbers:
            return None, others
        return RowSet(self.table, columns, sheet, numbers, texts, {}, [], [], [], []), others

    def plain(self, rows: RowSet) -> list[bool] | None:
        """Fill in what the rows say; returns which of them are plain. None if too few are alike."""
        columns = rows.columns
        plain = [True] * len(rows.numbers)
        said = columns.parts(rows.texts)
        for index in columns.wrong:
            plain = [one and part is not None for one, part in zip(plain, said[index], strict=True)]
        rows.parts = said  # type: ignore[assignment]  # those of rows that are not plain are left out later
        if columns.id is not None:
            rows.ids = list(map(str.strip, rows.texts[columns.id.index]))
            plain = [one and is_id(id) for one, id in zip(plain, rows.ids, strict=True)]
        else:
            plain = self.join(rows, plain)
        for keys, are_amiss, _ in COMPARED:
            if keys[0] in columns.places:
                amiss = map(are_amiss, *map(rows.values, keys))
                plain = [one and not other for one, other in zip(plain, amiss, strict=True)]
        return self.shapes.of(rows, plain)

    def join(self, rows: RowSet, plain: list[bool]) -> list[bool]:
        """Fill in the ends of ties. A tie with two different ends that may be ids stays plain."""
        between, start, lead = (rows.column(key) for key in ("between", "from", "to"))
        directed = [at for at, pair in enumerate(between) if not pair] if "" in between else []
        texts = list(between)
        for at in directed:
            texts[at] = f"{start[at]};{lead[at]}"
        joined = _BETWEEN_PAIRS.join(texts).replace("; ", ";")
        flat = joined.split(";")
        starts, leads = flat[::3], flat[1::3]
        if not _are_pairs_of_ids(joined, len(texts)):
            pairs = list(map(str.count, texts, repeat(";")))
            plain = [one and number == 1 for one, number in zip(plain, pairs, strict=True)]
            texts = [text if number == 1 else ";" for text, number in zip(texts, pairs, strict=True)]
            flat = _BETWEEN_PAIRS.join(texts).split(";")
            starts, leads = (list(map(self.ends.__getitem__, flat[at::3])) for at in range(2))
        if not all(starts) or not all(leads) or any(map(eq, starts, leads)):
            both = zip(starts, leads, strict=True)
            plain = [one and "" not in pair and pair[0] != pair[1] for one, pair in zip(plain, both, strict=True)]
        rows.starts = [one if one < other else other for one, other in zip(starts, leads, strict=True)]
        rows.leads = [other if one < other else one for one, other in zip(starts, leads, strict=True)]
        for at in directed:  # only the ends of symmetric ties are in order
            rows.starts[at], rows.leads[at] = starts[at], leads[at]
        return plain


_BETWEEN_PAIRS = ";\n;"
_ID_SIGNS = (string.ascii_letters + string.digits + "_-").encode()


def _are_pairs_of_ids(joined: str, number: int) -> bool:
    """True for a number of pairs of texts that are ids or empty: a semicolon is between the two."""
    if not joined.isascii() or joined.startswith("-") or ";-" in joined:
        return False
    return joined.encode().translate(None, _ID_SIGNS) == b";".join([b";"] + [b"\n;;"] * (number - 1))


class _Ends(dict[str, str]):
    """The id that each text of an end is; empty for one that cannot be an id."""

    def __missing__(self, text: str) -> str:
        id = text.strip()
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[text] = found = id if is_id(id) else ""
        return found


class _Shapes:
    """The shapes of the rows of one table, each with a number, below 0 if one of its rows has a mistake."""

    def __init__(self, table: CsvTable, today: datetime.date) -> None:
        self.table = table
        self.known: dict[Shape, dict[Shape, int]] = {}
        self.number = 0
        self.orders = _Orders(today)

    def of(self, rows: RowSet, plain: list[bool]) -> list[bool] | None:
        """Fill in the shapes; returns the rows that are still plain. None if there are too many new shapes."""
        columns, parts = rows.columns, rows.parts
        dates, words, rest = columns.asked(ASKED if columns.id is None else ())
        seen = [parts[index] for index in rest]
        if columns.id is None:
            seen += [rows.column(key) for key in ("between", "from", "to")]
        keys: list[Sequence[object]] = [parts[index] for index in words]
        shared = []
        for column in seen:
            empty = column.count("")
            shared.append(_ALL if not empty else _NONE if empty == len(plain) else _SOME)
            if shared[-1] is _SOME:
                keys.append(list(map(bool, column)))
        given = [index for index in dates if rows.texts[index].count("") < len(plain)]
        keys += [columns.classes(index, rows.texts[index]) for index in given]
        if len(given) > 1:
            keys.append(self.orders.of([rows.texts[index] for index in given]))
        keys = keys or [[None] * len(plain)]
        known = self.known.setdefault((*shared, *given), {})
        found = list(map(known.get, zip(*keys, strict=True)))
        several = set(compress(found, plain))
        new: dict[Shape, int] = {}  # and the first row of each
        if None in several:
            several.remove(None)
            for number, (shape, one, is_plain) in enumerate(zip(zip(*keys, strict=True), found, plain, strict=True)):
                if one is None and is_plain:
                    new.setdefault(shape, number)
        if (len(several) + len(new)) * _WORTH_IT > len(plain) + 8 * _WORTH_IT:
            return None
        for shape, number in new.items():
            self.number += 1
            is_sound = self.is_sound([column[number] for column in rows.texts])
            known[shape] = self.number if is_sound else -self.number
        if new:
            found = list(map(known.get, zip(*keys, strict=True)))
            several = set(compress(found, plain))
        rows.shapes = found  # type: ignore[assignment]  # those of rows that are not plain are left out later
        if all(shape and shape > 0 for shape in several):
            return plain
        return [one and bool(shape and shape > 0) for one, shape in zip(plain, found, strict=True)]

    def is_sound(self, cells: list[str]) -> bool:
        """True if reading a row finds no mistake."""
        header, section = self.table.header, self.table.section
        assert header is not None
        reader = RecordReader(_NOWHERE)
        reader.excused = header.excused
        found, id = header.known(cells), None if header.id is None else header.id[cells[header.id.index]]
        return bool(found) and reader.row(section, id, found) and not reader.diagnostics and reader.records[0].sound


class _Days(dict[str, Days]):
    """The days of the date in each text; those of a text that is no date are as little known as of one to come."""

    def __init__(self, today: datetime.date) -> None:
        super().__init__()
        self.today = today

    def __missing__(self, text: str) -> Days:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        date, days = text.strip(), None
        with contextlib.suppress(ValueError):  # it is no date
            days = passed(date, self.today) if date else ()
        self[text] = days
        return days


class _Orders:
    """What the checks can tell of the dates of rows that may have several."""

    def __init__(self, today: datetime.date) -> None:
        self.days = _Days(today)

    def of(self, columns: list[list[str]]) -> list[object]:
        """A column that is equal in rows whose dates stand in the same order; None where there is one at most."""
        others: list[object] = list(columns[1] if len(columns) == 2 else map(any, zip(*columns[1:], strict=True)))
        cells = list(compress(zip(*columns, strict=True), others))
        days = zip(*(map(self.days.__getitem__, texts) for texts in zip(*cells, strict=True)), strict=True)
        together = map(in_order, cells, days)
        return [next(together) if one else None for one in others]


_NOWHERE = CsvRow(Sheet("", "", 1), 0)
