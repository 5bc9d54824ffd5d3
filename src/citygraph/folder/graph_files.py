"""How the files of a graph folder are found, with their stamps. Nothing is opened here: see
:mod:`citygraph.folder.access`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.folder import JOURNAL
from citygraph.folder.limits import Limits, limits

SUFFIXES = (".yaml", ".yml", ".csv")
WHOLE_FOLDER = "."
"""Stands among the files of a folder for the folder itself, if it has too many files to read any."""
_MOST = (1 << 63) - 1
"""The largest integer that SQLite keeps. Files dated after 2262 have a larger time in nanoseconds."""


class Stamp(NamedTuple):
    """What the file system knows of a file: size in bytes, times in ns, inode. An equal stamp means equal content,
    unless the stamp was taken too soon after a change for the clock to tell. A different stamp may mean different
    content. It is all zero for a file that is not read: to know why, one must look at it again."""

    size: int
    mtime: int
    ctime: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """The stamp of a file with this status."""
        values = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        return cls(*(value & _MOST for value in values))


_UNSEEN = Stamp(0, 0, 0, 0)
_DRAFT: ContextVar[tuple[str, Mapping[str, bytes | None]] | None] = ContextVar("draft", default=None)


@contextmanager
def as_if(folder: Path | str, files: Mapping[str, bytes | None]) -> Iterator[None]:
    """Within the block, this process reads a folder as if some of its files had another content (None: as if they were
    not there). Nothing is written. ``files`` are named by their paths in the folder, with ``/``."""
    before = _DRAFT.set((os.path.realpath(folder), files))
    try:
        yield
    finally:
        _DRAFT.reset(before)


def drafted(folder: Path | str) -> Mapping[str, bytes | None]:
    """The files of a folder that are read as if they had another content."""
    draft = _DRAFT.get()
    return draft[1] if draft is not None and draft[0] == os.path.realpath(folder) else {}


def may_hold_records(name: str) -> bool:
    """True if a file of this name may hold records, provided that its folder is not hidden."""
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def graph_files(folder: Path | str) -> dict[str, Stamp]:
    """The files below a folder that may hold records, sorted by their paths relative to the folder, and their stamps.
    Hidden files and files in hidden folders are left out. What cannot be read is among them, folders too: so reading it
    reports why. If a change of files was interrupted below the folder, it is finished first.

    Raises:
        CityGraphError: if there is no such folder, the limits are wrongly set, or an interrupted change cannot be
            finished.
    """
    most = limits()
    while True:
        found: dict[str, Stamp] = {}
        interrupted: list[Path] = []
        for file, stamp in _walk(os.fspath(folder), most, interrupted):
            # A name that is not UTF-8 is escaped. No file has the escaped name, so reading it reports the mistake.
            found[file if file.isascii() else file.encode(errors="backslashreplace").decode()] = stamp
            if len(found) > most.files:
                found = {WHOLE_FOLDER: _UNSEEN}
                break
        if not interrupted:
            for file, content in drafted(folder).items():
                found.pop(file, None)
                if content is not None and may_hold_records(file.rpartition("/")[2]):
                    found[file] = Stamp(len(content), 0, 0, 0)  # inode 0: whoever compares stamps must look inside
            return dict(sorted(found.items()))
        from citygraph.folder import journal

        for change in interrupted:  # all of them before the next walk, which sees what they have changed
            journal.finish(change)


def has_graph_files(folder: Path | str) -> bool:
    """True if a folder has a file that may hold records, or will have one when an interrupted change is finished."""
    interrupted: list[Path] = []
    return next(_walk(os.fspath(folder), limits(), interrupted), None) is not None or bool(interrupted)


def _walk(folder: str, most: Limits, interrupted: list[Path]) -> Iterator[tuple[str, Stamp]]:
    """The files that may hold records, and what cannot be read, in any order. A folder inside that several links lead
    to is walked once: under its own name if that is not hidden. The folders in which a change of files was interrupted
    are added to ``interrupted``."""
    if not os.path.isdir(folder):
        raise CityGraphError(f"there is no folder {folder}")
    todo, links = [""], list[str]()
    walked = {""}
    while todo or links:
        if todo:
            within = todo.pop()
        else:  # links come last, when all folders are walked under their own names
            links.sort(reverse=True)
            path = links.pop()
            place = os.path.join(folder, path)
            try:
                inside = place_inside(folder, path)
            except OSError:
                inside = None
            if not os.path.isdir(place):
                if may_hold_records(path.rpartition("/")[2]):
                    yield path, _UNSEEN if inside is None else _stamp(path, place, most)
                continue
            if inside is None:
                yield path, _UNSEEN
                continue
            if inside in walked:
                continue
            walked.add(inside)
            within = f"{path}/"
        try:
            with os.scandir(os.path.join(folder, within)) as entries:
                for entry in entries:
                    name = entry.name
                    if name.startswith("."):
                        if name == JOURNAL:
                            interrupted.append(Path(folder, within))
                        continue
                    if entry.is_symlink():
                        links.append(within + name)
                    elif entry.is_dir(follow_symlinks=False):
                        path = within + name
                        if path.count("/") < most.depth and os.access(entry.path, os.X_OK | os.R_OK):
                            todo.append(f"{path}/")
                            walked.add(path)
                        else:
                            yield path, _UNSEEN
                    elif may_hold_records(name):
                        yield within + name, _stamp(name, entry, most)
        except OSError:
            yield within.rstrip("/") or WHOLE_FOLDER, _UNSEEN


def _stamp(name: str, there: os.DirEntry[str] | str, most: Limits) -> Stamp:
    """The stamp of a file; all zero if it is not read. So a file that was too large is looked at again when the limits
    are raised."""
    try:
        found = os.stat(there) if isinstance(there, str) else there.stat(follow_symlinks=False)
    except OSError:
        return _UNSEEN
    return Stamp.of(found) if found.st_size <= most.of(name)[1] else _UNSEEN


def place_inside(folder: str, file: str) -> str | None:
    """The real place of a file, relative to the real folder; None if it lies outside."""
    root = os.path.realpath(folder)
    real = os.path.realpath(os.path.join(root, file))
    if real == root:
        return ""
    root = root.rstrip(os.sep) + os.sep
    return real[len(root) :] if real.startswith(root) else None
