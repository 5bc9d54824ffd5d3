"""The snapshot: the store on disk, and how a command opens one that is up to date with the files.

A snapshot never changes once it has its name: a build and an update both write a new file in a folder of their own, and
give it the next number when it is complete. Readers take the highest. So a reader never waits and never sees a
half-written state, even if a writer is killed, and one checksum tells whether a snapshot is still as it was written.
Where they lie, and when they are believed, is in :mod:`citygraph.store.cache_folder`.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.folder.graph_files import as_if, graph_files
from citygraph.store import Damaged
from citygraph.store.cache_folder import (
    SUFFIX,
    is_whole,
    may_be_believed,
    numbers_in,
    place_of,
    seal,
    write_checksum,
)
from citygraph.store.freshness import Difference, OutOfDate, difference, is_much, name_of, program, restamp
from citygraph.store.layout import APPLICATION, IN_MEMORY, SEALED, connect

if TYPE_CHECKING:
    from citygraph.store.read_files import ReadingProgress

_MOST_TRIES = 4
"""How often other processes may replace a snapshot while this one opens it, or change the vocabulary."""
_PAUSES = (0, 0.01, 0.03)
"""How long to wait, in seconds, before files that were changed while they were read are looked at again."""
_KEEPS_CHANGING = "keeps changing, so this answer may mix two of its states; ask again when it is at rest"
MOST_COPIED = 1 << 26
"""Up to so many bytes, the files of a folder that does not come to rest are copied at one moment, and read then."""


def open_store(
    folder: Path,
    *,
    cache: bool = True,
    anew: bool = False,
    today: datetime.date | None = None,
    report: ReadingProgress | None = None,
    remark: Callable[[str], None] | None = None,
) -> sqlite3.Connection:
    """Open a store that is up to date with the files of a folder. ``anew`` ignores an existing snapshot;
    ``cache=False`` uses none. ``report`` shows the progress if many files must be read. ``remark`` is called with what
    a person should know.

    Raises:
        CityGraphError: if there is no such folder.
    """
    opening = _Opening(folder, today or datetime.date.today(), report, remark)
    if cache:
        try:
            return opening.on_disk(place_of(folder), anew=anew)
        except (OSError, sqlite3.Error) as error:
            from citygraph.store.cache import NotPrivate

            if isinstance(error, NotPrivate):
                opening.remark(str(error))
    return opening.in_memory()


@contextlib.contextmanager
def drafted_store(
    folder: Path, files: Mapping[str, bytes | None], *, cache: bool = True
) -> Iterator[sqlite3.Connection]:
    """A store of a folder as if some of its files had another content: see :func:`~citygraph.folder.graph_files.as_if`.
    It is gone after the block. If the user's cache has a snapshot, it is an updated copy of that.

    Raises:
        CityGraphError: if there is no such folder.
    """
    with as_if(folder, files), contextlib.closing(_drafted(folder, cache)) as database:
        yield database


def _drafted(folder: Path, cache: bool) -> sqlite3.Connection:
    opening = _Opening(folder, datetime.date.today(), None, None)
    if cache:
        with contextlib.suppress(OSError, sqlite3.Error, Damaged, UnicodeDecodeError, OutOfDate):
            place = place_of(folder)
            newest = max(numbers_in(place), default=0)
            database = opening.copied(place / f"{newest}{SUFFIX}") if newest else None
            if database is not None:
                return database
    return opening.in_memory(alone=True)  # other processes would read the files as they are on the disk


class _Opening:
    """Opens a store of a folder's files, as they are ``now`` (ns)."""

    def __init__(
        self,
        folder: Path,
        today: datetime.date,
        report: ReadingProgress | None,
        remark: Callable[[str], None] | None,
    ) -> None:
        self.folder = folder
        self.report = report
        self.remark = remark or (lambda _: None)
        self.today = today
        self.is_restless = False
        self.look()

    def look(self) -> None:
        """Take the stamps of the files."""
        self.now = time.time_ns()
        self.stamps = graph_files(self.folder)

    def in_memory(self, *, alone: bool = False) -> sqlite3.Connection:
        """A new store for this process alone, which it may also read ``alone``."""
        with contextlib.suppress(OSError, sqlite3.Error):
            database = connect("")
            self._fill(database, alone=alone)
            return database
        database = connect(IN_MEMORY)  # there is no room on the disk
        self._fill(database, alone=True)
        return database

    def on_disk(self, place: Path, *, anew: bool) -> sqlite3.Connection:
        """The newest snapshot, updated or built anew if necessary.

        Raises:
            OSError, sqlite3.Error: if there can be no snapshot.
        """
        for _ in range(0 if anew else _MOST_TRIES):
            newest = max(numbers_in(place), default=0)
            # SQLite quotes damaged text in its messages, and Python cannot always decode it.
            with contextlib.suppress(OSError, sqlite3.Error, Damaged, UnicodeDecodeError):
                database = self._kept(place / f"{newest}{SUFFIX}") if newest else None
                if database is not None:
                    return database
            if max(numbers_in(place), default=0) == newest:  # else another process has replaced it
                break
        return self._built(place)

    def _kept(self, path: Path) -> sqlite3.Connection | None:
        """The snapshot at a path, updated; None if it is of no use."""
        database = self._believed(path)
        if database is None:
            return None
        found = self._difference(database)
        if not found:
            return database
        if not found.matters:
            with contextlib.suppress(OSError, sqlite3.Error):  # only stamps are to be noted
                return self._updated(path, found)
            return database
        return None if self._is_much(found) else self._updated(path, found)

    def _believed(self, path: Path) -> sqlite3.Connection | None:
        """The snapshot at a path; None if it is damaged, or of another program or folder."""
        if not may_be_believed(path):
            return None
        database = connect(path, how=SEALED)
        kept = dict(database.execute("SELECT key, value FROM _meta WHERE key IN ('program', 'folder')"))
        return database if kept == {"program": program(), "folder": name_of(self.folder)} else None

    def _is_much(self, found: Difference) -> bool:
        """True if to build anew costs less than an update, whatever has changed in tables that are known."""
        from citygraph.store.cross_file import is_by_rows

        parts = {file for file in found.known if is_by_rows(file)}
        return is_much(sum(self.stamps[file].size for file in found.changed if file not in parts), self.stamps)

    def copied(self, path: Path) -> sqlite3.Connection | None:
        """A copy of the snapshot at a path for this process alone, updated; None if it is of no use.

        Raises:
            OSError, sqlite3.Error, Damaged, OutOfDate: if it cannot be updated.
        """
        kept = self._believed(path)
        if kept is None:
            return None
        with contextlib.closing(kept):
            found = self._difference(kept)
            if self._is_much(found):
                return None
            copy = connect("")
            kept.backup(copy)
        self._update(copy, found)
        return copy

    def _updated(self, path: Path, found: Difference) -> sqlite3.Connection | None:
        """The next snapshot: a copy of the one at a path, updated. None if it must be built anew."""

        def write(copy: Path) -> None:
            if not is_whole(path, copy=copy):
                raise Damaged("the snapshot is not as it was written")
            with _unjournaled(copy) as database:
                self._update(database, found)
                self._settle(database)

        try:
            return self._written(path.parent, write)
        except (Damaged, OutOfDate):
            return None

    def _built(self, place: Path) -> sqlite3.Connection:
        """The next snapshot, built anew."""
        from citygraph.store.cache import keep_in_bounds

        def write(path: Path) -> None:
            with _unjournaled(path) as database:
                self._fill(database, room=path.parent)
                database.execute(f"PRAGMA application_id = {APPLICATION}")

        database = self._written(place, write)
        with contextlib.suppress(OSError):
            keep_in_bounds(place)
        return database

    def _written(self, place: Path, write: Callable[[Path], None]) -> sqlite3.Connection:
        """What a function writes into an empty file becomes the next snapshot."""
        from citygraph.store.cache import building_in, make_place, remove

        make_place(place, self.folder)
        with building_in(place) as scratch:
            path = scratch / f"new{SUFFIX}"
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            write(path)
            write_checksum(path)
            newest = _published(path, place)
            database = connect(newest, how=SEALED)
        seal(newest)
        numbers = numbers_in(place)
        for older in numbers:  # perhaps this one too, if another process has published a higher number
            if older < max(numbers):
                remove(place, older)
        return database

    # ---------------------------------------------------------------- filling a database

    def _fill(self, database: sqlite3.Connection, room: Path | None = None, *, alone: bool = False) -> None:
        """Read all files into an empty database. ``room`` is a folder for copies of them, if they must be copied."""
        for _ in range(_MOST_TRIES):
            if self.is_restless:
                break
            self._read(database, self.folder, alone=alone)
            with contextlib.suppress(OutOfDate):
                self._settle(database)
                return
        self._read_at_one_moment(database, room, alone=alone)

    def _read_at_one_moment(self, database: sqlite3.Connection, room: Path | None, *, alone: bool) -> None:
        """Read all files from copies of them, which were made at one moment. If that fails, read them as they are."""
        import tempfile

        from citygraph.store.moment import copied_at_one_moment

        with tempfile.TemporaryDirectory(prefix="citygraph-", dir=room) as copies:
            found = copied_at_one_moment(self.folder, Path(copies))
            if found:
                self.now, self.stamps = found
                self._read(database, Path(copies), alone=alone)
                database.execute("UPDATE _meta SET value = ? WHERE key = 'folder'", (name_of(self.folder),))
                return
        self.look()
        self._read(database, self.folder, alone=alone)
        self.remark(f"{self.folder} {_KEEPS_CHANGING}")

    def _read(self, database: sqlite3.Connection, folder: Path, *, alone: bool) -> None:
        from citygraph.store.build import build

        build(database, folder, self.stamps, self.today, self.now, self.report, alone=alone)

    def _settle(self, database: sqlite3.Connection) -> None:
        """Read again what has changed since it was read, until nothing has: then all is of one moment.

        Raises:
            OutOfDate: if it must be built anew. If the files do not come to rest, but are small enough to be copied at
                one moment, ``is_restless`` is true.
        """
        for pause in _PAUSES:
            time.sleep(pause)
            self.look()
            found = self._difference(database)
            if not found.matters:
                return
            self._update(database, found)
        if sum(stamp.size for stamp in self.stamps.values()) > MOST_COPIED:
            self.remark(f"{self.folder} {_KEEPS_CHANGING}")
            return
        self.is_restless = True
        raise OutOfDate

    def _update(self, database: sqlite3.Connection, found: Difference) -> None:
        """Update a database to the present files.

        Raises:
            OutOfDate: if it must be built anew.
        """
        database.execute("BEGIN")
        try:
            restamp(database, found.restamped, self.stamps, self.now)
            if found.matters:
                from citygraph.store.update import update

                update(database, self.folder, self.stamps, self.today, self.now, found)
        finally:  # a database that is half updated is built anew or thrown away
            database.execute("COMMIT")

    def _difference(self, database: sqlite3.Connection) -> Difference:
        return difference(database, self.folder, self.stamps, self.today, self.now)


@contextlib.contextmanager
def _unjournaled(path: Path) -> Iterator[sqlite3.Connection]:
    """A database in a file that is thrown away if anything fails."""
    with contextlib.closing(connect(path)) as database:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "secure_delete = OFF"):
            database.execute(f"PRAGMA {setting}")
        yield database


def _published(scratch: Path, place: Path) -> Path:
    """Give a finished snapshot the next free number, and return its path."""
    number = max(numbers_in(place), default=0)
    while True:
        number += 1
        target = place / f"{number}{SUFFIX}"
        try:
            os.link(scratch, target)
        except FileExistsError:
            continue
        except OSError:  # the file system has no hard links
            os.rename(scratch, target)
        return target
