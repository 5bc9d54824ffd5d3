"""The content of the files of a folder. It reads one file at a time; bad data never raises an exception."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.domain.terms import ANYTHING
from citygraph.folder.access import NotRead, open_in
from citygraph.folder.limits import TABLE

if TYPE_CHECKING:
    from citygraph.folder.csv_changes import TableChanges
    from citygraph.folder.csv_columns import RowSet
    from citygraph.folder.csv_records import CsvTable
    from citygraph.folder.csv_text import Sheet
    from citygraph.folder.diagnostics import Diagnostics
    from citygraph.folder.parser import FileContents


@contextmanager
def garbage_collector_off() -> Iterator[None]:
    """Switch the garbage collector off. Loading makes many small objects and no cycles; searching for cycles would
    double its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def pieces(folder: Path, file: str, mistakes: Diagnostics | None = None) -> Iterator[FileContents]:
    """The content of one file, piece by piece: a table some thousand rows at a time, a YAML file as a whole.
    ``mistakes`` is an empty list for those of its records. If the file cannot be read, the content is the reason, as a
    diagnostic."""
    from citygraph.folder import csv_records, parser, yaml_text
    from citygraph.folder.diagnostics import Diagnostics

    try:
        with open_in(folder, file) as opened:
            if file.lower().endswith(TABLE):
                yield from csv_records.pieces(opened, file, mistakes)
                return
            document, problems = yaml_text.read(opened, file)
    except NotRead as reason:
        document, problems = None, [yaml_text.not_read(reason, file)]
    if document is None:
        yield parser.FileContents([], Diagnostics(problems), {ANYTHING})
    else:
        yield parser.parse(document, mistakes)


def in_sets(folder: Path, file: str, today: datetime.date) -> Iterator[FileContents | RowSet]:
    """The content of one file, piece by piece; of a table of nodes or ties, the plain rows as columns."""
    if file.lower().endswith(TABLE):
        from citygraph.folder import csv_blocks, csv_records

        with suppress(NotRead), open_in(folder, file) as opened:
            if csv_records.section_of(file):
                table, of = _reader(file, today)
                yield from table.pieces(csv_blocks.read(opened, file), of)
                return
    yield from pieces(folder, file)


def changed(folder: Path, changes: TableChanges, today: datetime.date) -> Iterator[FileContents | RowSet]:
    """The content of a table as far as it has changed, piece by piece, and the blocks that are as they were.

    Raises:
        NotRead: if it changes while it is read.
    """
    with open_in(folder, changes.file) as opened:
        table, of = _reader(changes.file, today)
        table.spare = 0
        yield from table.pieces(changes.blocks(opened, table), of)


def _reader(file: str, today: datetime.date) -> tuple[CsvTable, Callable[[Sheet], Iterator[FileContents | RowSet]]]:
    """A table, and how its sheets are read."""
    from citygraph.folder.csv_records import CsvTable, section_of
    from citygraph.folder.csv_sets import SetReader

    section = section_of(file)
    assert section is not None
    table = CsvTable(section, file)
    return table, SetReader(table, today).sheet if SetReader.can_read(table) else table.sheet


def read(folder: Path, file: str, mistakes: Diagnostics | None = None) -> FileContents:
    """The content of one file, all at once. ``mistakes`` is an empty list for those of its records."""
    several = pieces(folder, file, mistakes=mistakes)
    contents = next(several)
    for piece in several:
        contents.records += piece.records
        contents.diagnostics.include(piece.diagnostics)
        contents.unread |= piece.unread
    return contents
