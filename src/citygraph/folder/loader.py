"""The content of the files of a folder. It reads one file at a time; bad data never raises an exception."""

from __future__ import annotations

import datetime
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.domain.terms import ANYTHING
from citygraph.folder.access import NotRead, open_in
from citygraph.folder.limits import TABLE

if TYPE_CHECKING:
    from citygraph.folder.csv_columns import RowSet
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
    from citygraph.folder import csv_sets

    if file.lower().endswith(TABLE) and csv_sets.can_be_read(file):
        try:
            with open_in(folder, file) as opened:
                yield from csv_sets.pieces(opened, file, today)
                return
        except NotRead:
            pass
    yield from pieces(folder, file)


def read(folder: Path, file: str, mistakes: Diagnostics | None = None) -> FileContents:
    """The content of one file, all at once. ``mistakes`` is an empty list for those of its records."""
    several = pieces(folder, file, mistakes=mistakes)
    contents = next(several)
    for piece in several:
        contents.records += piece.records
        contents.diagnostics.include(piece.diagnostics)
        contents.unread |= piece.unread
    return contents
