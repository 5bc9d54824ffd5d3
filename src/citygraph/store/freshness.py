"""Comparing a store with the files: which files have changed since it was built."""

from __future__ import annotations

import datetime
import os
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from citygraph.domain.version import __version__
from citygraph.folder.graph_files import Stamp
from citygraph.store.layout import LAYOUT, only

GRANULARITY = 3_000_000_000
"""In ns. If a file was changed less than this before its stamp was taken, it may have changed again under the same
stamp: the clocks of file systems tick in steps of up to two seconds."""


_MOST_CHANGED = 3
"""If more than one part in this many of a folder's bytes has changed, building anew costs less than an update."""
_SMALL = 1 << 20


_DECIDE = ("domain", "folder", "graph", "store")
"""The packages that decide how files are read, and what a store keeps of them."""


class OutOfDate(Exception):
    """A store cannot be updated, and must be built anew: the files declare other kinds than it was built with, or they
    change while they are read."""


class Difference:
    """What has changed: new or changed files, removed files, files with a new stamp but the same content, and the
    numbers of files whose checks may have a new result because of the day. Of the changed files, ``known`` were there
    before."""

    def __init__(self) -> None:
        self.known: list[str] = []
        self.changed: list[str] = []
        self.removed: list[str] = []
        self.restamped: list[str] = []
        self.turned: list[int] = []

    def __bool__(self) -> bool:
        return bool(self.changed or self.removed or self.restamped or self.turned)

    @property
    def matters(self) -> bool:
        """True if an answer may change."""
        return bool(self.changed or self.removed or self.turned)


def difference(
    database: sqlite3.Connection, folder: Path, stamps: Mapping[str, Stamp], today: datetime.date, now: int
) -> Difference:
    """The changes since a store was built. ``stamps`` are the present stamps of the files, taken at ``now`` (ns)."""
    found = Difference()
    known = set()
    (built,) = only(database.execute("SELECT value FROM _meta WHERE key = 'today'"))
    back = built > today.isoformat()  # the clock was set back, so each result that depends on the day may change
    rows = database.execute("SELECT f, file, size, mtime, ctime, inode, looked, digest, turns FROM _files")
    for f, file, size, mtime, ctime, inode, looked, content, turns in rows:
        known.add(file)
        stamp = stamps.get(file)
        if stamp is None:
            found.removed.append(file)
            continue
        sure = inode and looked - max(mtime, ctime) > GRANULARITY  # inode 0: the system did not show the file
        if not (sure and stamp == (size, mtime, ctime, inode)):
            if digest(folder, file) != content:
                found.changed.append(file)
                found.known.append(file)
            elif stamp != (size, mtime, ctime, inode) or now - max(mtime, ctime) > GRANULARITY:
                found.restamped.append(file)
        if back or (turns and turns <= today.isoformat()):
            found.turned.append(f)
    found.changed.extend(sorted(stamps.keys() - known))
    return found


def is_much(size: int, stamps: Mapping[str, Stamp]) -> bool:
    """True if to build anew costs less than to read so many bytes of a folder in an update."""
    return size * _MOST_CHANGED > sum(stamp.size for stamp in stamps.values()) and size > _SMALL


def restamp(database: sqlite3.Connection, files: Iterable[str], stamps: Mapping[str, Stamp], now: int) -> None:
    """Note the new stamps of files whose content has not changed."""
    database.executemany(
        "UPDATE _files SET size = ?, mtime = ?, ctime = ?, inode = ?, looked = ? WHERE file = ?",
        [(*stamps[file], now, file) for file in files],
    )


def digest(folder: Path, file: str) -> bytes:
    """A digest of a file's content (BLAKE2b, 16 bytes); if the file is not read, the reason as bytes."""
    import hashlib

    from citygraph.folder.access import NotRead, open_in

    found = hashlib.blake2b()
    try:
        with open_in(folder, file) as opened:
            for block in opened.blocks():
                found.update(block)
    except NotRead as reason:
        return str(reason).encode(errors="backslashreplace")
    return found.digest()[:16]


def name_of(folder: Path) -> str:
    """The name of a folder in its store: its real path, whichever link leads to it."""
    return os.path.realpath(folder).encode(errors="backslashreplace").decode()


@cache
def program() -> str:
    """The name of the program that builds a store, since other code may read the same files differently.

    An installed package has a version. In a checkout, files change under the same version, so the name also has the
    time of the newest file that decides what a store holds. What casing and normal forms do to names follows from the
    version of Python: its first two numbers, since patches do not change that.
    """
    root = os.path.dirname(os.path.dirname(__file__))
    newest = 0
    if os.path.exists(os.path.join(root, "..", "..", "pyproject.toml")):
        newest = max(
            entry.stat().st_mtime_ns
            for room in _DECIDE
            for entry in os.scandir(os.path.join(root, room))
            if entry.is_file()
        )
    return f"{__version__} {LAYOUT} {newest} {sys.version_info.major}.{sys.version_info.minor}"
