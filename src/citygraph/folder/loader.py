"""The files of a folder, and the records of each. It reads one file at a time; bad data never raises an exception."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.terms import ANYTHING
from citygraph.folder import JOURNAL

if TYPE_CHECKING:
    from citygraph.folder.csv_records import Rows
    from citygraph.folder.parser import FileContents

SUFFIXES = (".yaml", ".yml", ".csv")


_MOST = (1 << 63) - 1
"""The largest integer that SQLite keeps. Files dated after 2262 have a larger time in nanoseconds."""


class Stamp(NamedTuple):
    """What the file system knows of a file: size in bytes, times in ns, inode. An equal stamp means equal content,
    unless the stamp was taken too soon after a change for the clock to tell. A different stamp may mean different
    content."""

    size: int
    mtime: int
    ctime: int
    inode: int

    @classmethod
    def of(cls, path: str | Path) -> Stamp:
        """The stamp of a file; all zero if the system does not show it."""
        try:
            found = os.stat(path)
        except OSError:
            return cls(0, 0, 0, 0)
        values = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        return cls(*(value & _MOST for value in values))


def may_hold_records(name: str) -> bool:
    """True if a file of this name may hold records, provided that its folder is not hidden."""
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def graph_files(folder: Path) -> list[str]:
    """The files below a folder that may hold records: sorted paths, relative to the folder. Hidden files and files in
    hidden folders are left out.

    If a change of files was interrupted below the folder, it is finished first.

    Raises:
        CityGraphError: if there is no such folder, or an interrupted change cannot be finished.
    """
    if not os.path.isdir(folder):
        raise CityGraphError(f"there is no folder {folder}")
    found: list[str] = []
    seen = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(root)
        if real in seen:  # a symbolic link leads back
            folders.clear()
            continue
        seen.add(real)
        if JOURNAL in files:
            from citygraph.folder import journal

            journal.finish(Path(root))
            return graph_files(folder)
        folders[:] = [name for name in folders if not name.startswith(".")]
        # A folder without permission is listed like a file, so that reading it reports the mistake.
        named = [name for name in folders if not os.access(os.path.join(root, name), os.X_OK | os.R_OK)]
        named += filter(may_hold_records, files)
        found += [os.path.relpath(os.path.join(root, name), folder) for name in named]
    # A name that is not UTF-8 is escaped. No file has the escaped name, so reading it reports the mistake.
    found = [name.encode(errors="backslashreplace").decode() for name in found]
    return sorted(found if os.sep == "/" else [name.replace(os.sep, "/") for name in found])


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


def pieces(folder: Path, file: str, only: Rows | None = None) -> Iterator[FileContents]:
    """The content of one file, piece by piece: a table some thousand rows at a time, a YAML file as a whole. ``only``
    selects rows of a table. If the file cannot be read, the content is the reason, as a diagnostic."""
    from citygraph.folder import csv_records, parser, yaml_text

    if file.lower().endswith(csv_records.SUFFIX):
        yield from csv_records.pieces(folder / file, file, only)
        return
    document, problems = yaml_text.read(folder / file, file)
    if document is None:
        yield parser.FileContents([], problems, {ANYTHING})
    else:
        yield parser.parse(document)


def read(folder: Path, file: str) -> FileContents:
    """The content of one file, all at once."""
    several = pieces(folder, file)
    contents = next(several)
    for piece in several:
        contents.records += piece.records
        contents.diagnostics += piece.diagnostics
        contents.unread |= piece.unread
    return contents
