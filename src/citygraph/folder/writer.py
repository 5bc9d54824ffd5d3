"""Records → files: YAML and tables. It is the reverse of the parser: a written record reads back the same."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, BinaryIO, NamedTuple

from citygraph.domain.model import (
    ObservationRecord,
    PostRecord,
    Section,
    StatementRecord,
    StatusEntry,
    TieEvidenceRecord,
    keys_of,
)
from citygraph.folder.csv_text import LONGEST_CELL
from citygraph.folder.files import no_room
from citygraph.folder.yaml_style import entry
from citygraph.folder.yaml_text import ALLOWED, first_conflict_marker

_LISTED = {
    "evidence": TieEvidenceRecord,
    "observations": ObservationRecord,
    "posts": PostRecord,
    "status": StatusEntry,
}
"""The keys that hold lists of records, and the type of those records."""
_BETWEEN_ITEMS = "; "
_TOGETHER = 512
"""So many rows of a table are put away together."""
_LONGEST_ROW = 1 << 20
"""How many characters a row has at most: readers take a line far longer for no table at all."""


def as_written(section: Section, data: Mapping[str, Any], *, symmetric: bool = False) -> dict[str, Any]:
    """A loaded record in the form that users write, with its keys in the order of their declaration.

    A single item of evidence that gives no status becomes ``source``, ``quote`` and ``by`` beside the other keys. A
    dated history, also that of a post, becomes the status. The ends of a ``symmetric`` tie become ``between``.
    """
    written = dict(data)
    if symmetric:
        written["between"] = [written.pop("from"), written.pop("to")]
    return _ordered(section.record, written)


def _ordered(record: type, data: Mapping[str, Any]) -> dict[str, Any]:
    said = {**data, "evidence": None, **_evidence(record, data)}
    if history := data.get("history"):
        said["status"] = history
    found = {}
    order = _order(record)
    for key in sorted(said.keys() & order.keys(), key=order.__getitem__):
        value = said[key]
        if key in _LISTED and isinstance(value, list):
            value = [_ordered(_LISTED[key], item) for item in value]
        if value is not None and value != [] and value != {}:
            found[key] = value
    return found


@cache
def _order(record: type) -> dict[str, int]:
    return {key: place for place, key in enumerate(keys_of(record).all)}


def _evidence(record: type, data: Mapping[str, Any]) -> dict[str, Any]:
    items = [{key: text for key, text in item.items() if text is not None} for item in data.get("evidence") or ()]
    if len(items) != 1 or "status" in items[0]:  # beside the other keys it would be that of the tie
        return {"evidence": items}
    if record is not StatementRecord:
        return items[0]
    if items[0].get("by") == data["by"]:  # a statement's `by` is who made it
        return {**items[0], "by": data["by"]}
    return {"evidence": items}


# ------------------------------------------------------------------ YAML


def as_yaml(section: Section, records: Mapping[str, Mapping[str, Any]] | Sequence[Mapping[str, Any]]) -> str:
    """A file with one section: records by their ids, or a list of records."""
    return entry(section.key, records, 0) + "\n"


# ------------------------------------------------------------------ tables


def row_of(record: Mapping[str, Any]) -> dict[str, str] | None:
    """The cells of a written record, by column; None if a table has no cell for everything in it: see
    :mod:`citygraph.folder.csv_records`."""
    if not _figures_fit(record):
        return None
    if isinstance(record.get("notes"), list):  # a cell of notes is read as one text
        return None
    row = {column: cell_of(value) for column, value in _columns(record)}
    cells = [cell for cell in row.values() if cell is not None]
    if len(cells) < len(row) or sum(map(len, cells)) > _LONGEST_ROW:
        return None
    return row  # type: ignore[return-value]  # no cell is None


def _figures_fit(record: Mapping[str, Any]) -> bool:
    """True if each figure has its own property, and the source of the record is its only source."""
    figures = record.get("observations", ())
    if not figures:
        return True
    properties = {figure["property"] for figure in figures if "." not in figure["property"]}
    return len(properties) == len(figures) and all(
        figure.get("source") == record.get("source") and figure.keys() <= _OF_A_FIGURE for figure in figures
    )


_OF_A_FIGURE = {"property", "value", "bound", "unit", "period", "during", "as_of", "source"}


def _columns(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The columns of a record, with their values."""
    for key, value in record.items():
        if key == "observations":
            for figure in value:
                column = f"{key}.{figure['property']}"
                yield column, figure["value"]
                yield from ((f"{column}.{inner}", item) for inner, item in figure.items() if inner not in _IN_THE_NAME)
        elif isinstance(value, dict) and key != "notes":
            yield from ((f"{key}.{inner}", item) for inner, item in value.items())
        else:
            yield key, value


_IN_THE_NAME = ("property", "value", "source")


def cell_of(value: Any) -> str | None:
    """The text of a cell that holds a value; None if no cell can."""
    if isinstance(value, list):
        items = [_text_of(item) for item in value]
        if not items or any(item is None or ";" in item for item in items):
            return None
        text = _BETWEEN_ITEMS.join(items)  # type: ignore[arg-type]  # none is None
        return text if len(text) <= LONGEST_CELL else None
    return _text_of(value)


def _text_of(value: Any) -> str | None:
    if not isinstance(value, (str, int, float)):
        return None
    text = str(value)
    if len(text) > LONGEST_CELL or text != text.strip() or not text:
        return None
    if text.isascii() and text.isprintable():  # as nearly all are
        return text
    if "\r" in text or ALLOWED.fullmatch(text) is None:
        return None
    # In a cell of several lines, one can look like git's.
    return None if "\n" in text and first_conflict_marker(text) else text


def as_table(section: Section, records: Mapping[str, Mapping[str, Any]] | Sequence[Mapping[str, Any]]) -> str:
    """A CSV table of written records, with a column for each key of any record, in the order of their declaration."""
    table = GrowingTable(section)
    for id, record in records.items() if isinstance(records, Mapping) else (("", record) for record in records):
        table.add(id, row_of(record) or {})
    out = io.BytesIO()
    table.write(out)
    return out.getvalue().decode()


def as_csv(cells: Iterable[str]) -> str:
    """A row of a table, as it stands in a file."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


class _TablePart(NamedTuple):
    """Rows of a growing table that have the same columns, and the byte at which they begin."""

    columns: tuple[str, ...]
    start: int


class GrowingTable:
    """A CSV table of written records that grows record by record. It has a column for each key of any record, in the
    order of their declaration: so its header is known only at the end, and the rows are kept on disk until then. Each
    new column begins a new part of them: only the rows of earlier parts have to be written anew."""

    def __init__(self, section: Section) -> None:
        self._place = {key: index for index, key in enumerate(("id", *keys_of(section.record).all))}
        self._parts: list[_TablePart] = []
        self._rows = tempfile.TemporaryFile()  # noqa: SIM115  # open as long as it is
        self._waiting: list[str] = []

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns so far: those of the next row, unless that has others."""
        return self._parts[-1].columns if self._parts else ()

    def add(self, id: str, row: Mapping[str, str]) -> None:
        """Add a record by its cells (:func:`row_of`). ``id`` is empty if it has none of its own.

        Raises:
            CityGraphError: if the disk for temporary files is full.
        """
        cells = {"id": id, **row} if id else row
        if not self._parts or not cells.keys() <= {*self.columns}:
            self._put_away()
            columns = sorted({*self.columns, *cells}, key=self._in_order)
            self._parts.append(_TablePart(tuple(columns), self._rows.tell()))
        self.add_line(as_csv(cells.get(column, "") for column in self.columns))

    def add_line(self, line: str) -> None:
        """Add a record by its row as it stands in the file, which has all columns so far.

        Raises:
            CityGraphError: if the disk for temporary files is full.
        """
        self._waiting.append(line)
        if len(self._waiting) >= _TOGETHER:
            self._put_away()

    def _put_away(self) -> None:
        text = "".join(self._waiting)
        self._waiting.clear()
        try:
            self._rows.write(text.encode())
            self._rows.flush()
        except OSError as error:
            raise no_room(error.strerror) from None

    def _in_order(self, column: str) -> tuple[int, str]:
        return self._place[column.partition(".")[0]], column

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows so far, by column, without empty cells."""
        self._put_away()
        for part, end in self._each_part():
            for row in csv.reader(self._lines(part.start, end)):
                yield {column: text for column, text in zip(part.columns, row, strict=True) if text}
        self._rows.seek(0, os.SEEK_END)

    def _each_part(self) -> Iterator[tuple[_TablePart, int]]:
        """The parts, each with the byte at which it ends."""
        ends = [part.start for part in self._parts[1:]]
        return zip(self._parts, (*ends, self._rows.seek(0, os.SEEK_END)), strict=False)

    def _lines(self, start: int, end: int) -> Iterator[str]:
        self._rows.seek(start)
        while start < end:
            line = self._rows.readline()
            start += len(line)
            yield line.decode()

    def write(self, out: BinaryIO) -> None:
        """Write the table in UTF-8. Nothing can be added afterwards."""
        self._put_away()
        header = self.columns  # the last part has all
        out.write(as_csv(header).encode())
        for part, end in self._each_part():
            if part.columns == header:
                self._rows.seek(part.start)
                shutil.copyfileobj(self._rows, out)
                break
            for row in csv.reader(self._lines(part.start, end)):
                cells = dict(zip(part.columns, row, strict=True))
                out.write(as_csv(cells.get(column, "") for column in header).encode())
        self.close()

    def close(self) -> None:
        """Give the disk back."""
        with suppress(OSError):  # what is still to be written finds no room
            self._rows.close()
