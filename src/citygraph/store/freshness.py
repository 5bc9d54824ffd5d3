"""Whether a store still says what the files say."""

from __future__ import annotations

import datetime
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.domain.version import __version__
from citygraph.folder.loader import Stamp
from citygraph.store.layout import LAYOUT, decoded, only

if TYPE_CHECKING:
    from citygraph.folder.diagnostics import Diagnostic

GRANULARITY = 3_000_000_000
"""A file that was changed less than this (ns) before it was looked at may have changed again since, under the same
stamp: clocks of file systems tick in steps of up to two seconds."""


_DECIDE = ("domain", "folder", "graph", "store")
"""The rooms that decide how files are read, and what a store keeps of them."""


class Difference(NamedTuple):
    """What has changed: files that are new or say something else, those that are gone, those that are the same under
    another stamp, and the numbers of those that the day may have turned."""

    changed: list[str]
    removed: list[str]
    restamped: list[str]
    turned: list[int]

    def __bool__(self) -> bool:
        return bool(self.changed or self.removed or self.restamped or self.turned)

    @property
    def matters(self) -> bool:
        """Whether an answer may be another one."""
        return bool(self.changed or self.removed or self.turned)


def difference(
    database: sqlite3.Connection, folder: Path, stamps: Mapping[str, Stamp], today: datetime.date, now: int
) -> Difference:
    """What has changed since a store was built, by the stamps that the files have ``now`` (ns)."""
    found = Difference([], [], [], [])
    known = set()
    (built,) = only(database.execute("SELECT value FROM _meta WHERE key = 'today'"))
    back = built > today.isoformat()  # the clock was set back: whatever the day turned may turn again
    rows = database.execute("SELECT f, file, size, mtime, ctime, inode, looked, digest, turns FROM _files")
    for f, file, size, mtime, ctime, inode, looked, content, turns in rows:
        known.add(file)
        stamp = stamps.get(file)
        if stamp is None:
            found.removed.append(file)
            continue
        sure = inode and looked - max(mtime, ctime) > GRANULARITY  # no inode: it could not be looked at
        if not (sure and stamp == (size, mtime, ctime, inode)):
            if digest(folder / file) != content:
                found.changed.append(file)
            elif stamp != (size, mtime, ctime, inode) or now - max(mtime, ctime) > GRANULARITY:
                found.restamped.append(file)
        if back or (turns and turns <= today.isoformat()):
            found.turned.append(f)
    found.changed.extend(sorted(stamps.keys() - known))
    return found


def restamp(database: sqlite3.Connection, files: Iterable[str], stamps: Mapping[str, Stamp], now: int) -> None:
    """Note under which stamps files say what they said before."""
    database.executemany(
        "UPDATE _files SET size = ?, mtime = ?, ctime = ?, inode = ?, looked = ? WHERE file = ?",
        [(*stamps[file], now, file) for file in files],
    )


def digest(path: Path) -> bytes:
    """A fingerprint of a file's content; of one that cannot be read, why not."""
    import hashlib

    if os.path.exists(path) and not os.path.isfile(path):  # a pipe would keep us waiting
        return b"no file"
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "blake2b").digest()[:16]
    except OSError as error:
        return str(error.errno).encode()


def name_of(folder: Path) -> str:
    """What a folder is called in its store, however one comes to it."""
    return os.path.realpath(folder).encode(errors="backslashreplace").decode()


@cache
def program() -> str:
    """Which program built a store: other code may read the same files otherwise.

    An installed package is known by its version. In a checkout its files change under the same version: there the
    newest of those that decide what a store holds tells.
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
    return f"{__version__} {LAYOUT} {newest} {sys.hexversion}"


def problems(database: sqlite3.Connection) -> Iterator[Diagnostic]:
    """What is wrong in the folder, in order of place."""
    from citygraph.folder.diagnostics import Diagnostic, Severity, Span

    for (text,) in database.execute("SELECT problems FROM _files ORDER BY file"):
        for code, severity, message, hint, span in decoded(text):
            yield Diagnostic(code, Severity(severity), message, Span(*span), hint)
