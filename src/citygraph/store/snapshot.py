"""The snapshot: the store on disk, and how a command opens one that is up to date with the files.

The snapshots of a graph folder lie in their own folder in the user's cache. Each build makes a complete new snapshot
with the next number; readers take the highest. An update of a few files is a transaction in the snapshot. So a reader
never waits and never sees a half-written state, even if a writer is killed. All snapshots can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import re
import shutil
import sqlite3
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.folder.access import Stamp, graph_files
from citygraph.store import Damaged
from citygraph.store.freshness import Difference, difference, name_of, program, restamp
from citygraph.store.layout import IN_MEMORY, connect, only

if TYPE_CHECKING:
    from citygraph.store.read_files import ReadingProgress

CACHE_VARIABLE = "CITYGRAPH_CACHE"
SUFFIX = ".sqlite"
_BUILDING = "building-"
_MOST_CHANGED = 3
"""If more than one part in this many of a folder's bytes has changed, building anew costs less than an update."""


def cache_folder() -> Path:
    """The folder for snapshots: ``CITYGRAPH_CACHE``, or else the user's cache folder.

    Raises:
        OSError: if the user has no home.
    """
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    caches = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(caches):  # the XDG Base Directory Specification says to ignore a relative path
        where = {"win32": os.environ.get("LOCALAPPDATA", "~/AppData/Local"), "darwin": "~/Library/Caches"}
        caches = where.get(sys.platform, "~/.cache")
    try:
        return Path(caches, "citygraph").expanduser()
    except RuntimeError:
        raise FileNotFoundError(errno.ENOENT, "this user has no home", caches) from None


def place_of(folder: Path) -> Path:
    """The folder for the snapshots of one graph folder."""
    import zlib

    real = os.path.realpath(folder)
    name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in os.path.basename(real))[:32]
    return cache_folder() / f"{name}-{zlib.crc32(real.encode('utf-8', 'surrogateescape')):08x}"


def open_store(
    folder: Path,
    *,
    cache: bool = True,
    anew: bool = False,
    today: datetime.date | None = None,
    report: ReadingProgress | None = None,
) -> sqlite3.Connection:
    """Open a store that is up to date with the files of a folder. ``anew`` ignores an existing snapshot;
    ``cache=False`` uses none. ``report`` shows the progress if many files must be read.

    Raises:
        CityGraphError: if there is no such folder.
    """
    today = today or datetime.date.today()
    now = time.time_ns()
    opening = _Opening(folder, graph_files(folder), today, now, report)
    if cache:
        with contextlib.suppress(OSError, sqlite3.Error):
            return opening.on_disk(place_of(folder), anew=anew)
    return opening.in_memory()


class _Opening:
    """Opens a store of a folder's files, as they are ``now`` (ns)."""

    def __init__(
        self, folder: Path, stamps: dict[str, Stamp], today: datetime.date, now: int, report: ReadingProgress | None
    ) -> None:
        self.folder = folder
        self.report = report
        self.stamps = stamps
        self.today = today
        self.now = now

    def in_memory(self) -> sqlite3.Connection:
        """A new store for this process alone."""
        from citygraph.store.build import build

        with contextlib.suppress(OSError, sqlite3.Error):
            database = connect("")
            build(database, self.folder, self.stamps, self.today, self.now, self.report)
            return database
        database = connect(IN_MEMORY)  # there is no room on the disk
        build(database, self.folder, self.stamps, self.today, self.now, self.report, alone=True)
        return database

    def on_disk(self, place: Path, *, anew: bool) -> sqlite3.Connection:
        """The newest snapshot, updated or built anew if necessary.

        Raises:
            OSError, sqlite3.Error: if there can be no snapshot.
        """
        newest = max(numbers_in(place), default=0)
        if newest and not anew:
            database = self._kept(place / f"{newest}{SUFFIX}")
            if database is not None:
                return database
        return self._built_anew(place, newest)

    def _kept(self, path: Path) -> sqlite3.Connection | None:
        """The snapshot at a path, updated; None if it is of no use."""
        # SQLite quotes damaged text in its messages, and Python cannot always decode it.
        with contextlib.suppress(OSError, sqlite3.Error, Damaged, UnicodeDecodeError):
            database = connect(path)
            try:
                if self._is_ours(database) and self._brought_up_to_date(database) and path.exists():
                    return database
            except BaseException:
                database.close()
                raise
            database.close()
        return None

    def _is_ours(self, database: sqlite3.Connection) -> bool:
        kept = dict(database.execute("SELECT key, value FROM _meta WHERE key IN ('program', 'folder')"))
        return kept == {"program": program(), "folder": name_of(self.folder)}

    def _brought_up_to_date(self, database: sqlite3.Connection) -> bool:
        """Update a snapshot if necessary. True if it is up to date now, False if it must be built anew.

        If True, the connection is in a transaction, so that this reader sees the same state while other processes
        update the snapshot.
        """
        may_write, version = True, 0
        for _ in range(_MOST_TRIES):
            database.execute("BEGIN")
            if _version(database) == version:
                return True
            found = self._difference(database)
            if not found or not (found.matters or may_write):
                return True
            database.execute("ROLLBACK")
            changed = sum(self.stamps[file].size for file in found.changed)
            if changed * _MOST_CHANGED > sum(stamp.size for stamp in self.stamps.values()) and changed > _SMALL:
                return False
            try:
                if not self._updated(database):
                    return False
                version = _version(database)
            except sqlite3.OperationalError:
                if found.matters:
                    raise
                may_write = False  # only stamps are to be noted, and another process is writing
        return False

    def _updated(self, database: sqlite3.Connection) -> bool:
        database.execute("BEGIN IMMEDIATE")
        try:
            found = self._difference(database)  # another process may have updated it while this one waited
            restamp(database, found.restamped, self.stamps, self.now)
            if found.matters and not self._rows_updated(database, found):
                database.execute("ROLLBACK")
                return False
            database.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                database.execute("ROLLBACK")
            raise
        return True

    def _rows_updated(self, database: sqlite3.Connection, found: Difference) -> bool:
        from citygraph.store.build import VocabularyChanged, update

        try:
            update(database, self.folder, self.stamps, self.today, self.now, found)
        except VocabularyChanged:
            return False
        return True

    def _difference(self, database: sqlite3.Connection) -> Difference:
        return difference(database, self.folder, self.stamps, self.today, self.now)

    def _built_anew(self, place: Path, newest: int) -> sqlite3.Connection:
        from citygraph.store.build import build

        place.mkdir(parents=True, exist_ok=True)
        _clear_away(place)
        scratch = place / f"{_BUILDING}{os.getpid()}-{self.now}{SUFFIX}"
        try:
            scratch.touch()
            database = connect(scratch)
            for setting in (
                "journal_mode = OFF",
                "synchronous = OFF",
                "locking_mode = EXCLUSIVE",
                "secure_delete = OFF",
            ):
                database.execute(f"PRAGMA {setting}")
            build(database, self.folder, self.stamps, self.today, self.now, self.report)
            database.execute("PRAGMA locking_mode = NORMAL")
            database.execute("PRAGMA journal_mode = WAL")
            database.close()
            number = _published(scratch, place, newest)
        finally:
            for left in place.glob(f"{scratch.name}*"):
                left.unlink(missing_ok=True)
        database = connect(place / f"{number}{SUFFIX}")
        database.execute("BEGIN")
        _version(database)
        numbers = numbers_in(place)
        for older in numbers:  # perhaps this one too, if another process has published a higher number
            if older < max(numbers):
                _remove(place, older)
        return database


_SMALL = 1 << 20
_MOST_TRIES = 4
"""How often other processes may change a snapshot while this one updates it."""


def _version(database: sqlite3.Connection) -> int:
    """A number that changes when another process changes the database. Asking for it begins the read transaction."""
    (version,) = only(database.execute("PRAGMA data_version"))
    return int(version)


def numbers_in(place: Path) -> list[int]:
    """The numbers of the snapshots in a folder."""
    try:
        names = os.listdir(place)
    except FileNotFoundError:
        return []
    matches = (re.fullmatch(r"([0-9]+)" + re.escape(SUFFIX), name) for name in names)
    return [int(match[1]) for match in matches if match]


def _published(scratch: Path, place: Path, newest: int) -> int:
    """Give a finished snapshot the next free number, and return it."""
    while True:
        newest += 1
        target = place / f"{newest}{SUFFIX}"
        try:
            os.link(scratch, target)
        except FileExistsError:
            continue
        except OSError:  # the file system has no hard links
            os.rename(scratch, target)
        return newest


def _remove(place: Path, number: int) -> None:
    for name in (f"{number}{SUFFIX}", f"{number}{SUFFIX}-wal", f"{number}{SUFFIX}-shm"):
        with contextlib.suppress(OSError):  # on some systems a file that is open cannot be removed
            (place / name).unlink()


def _clear_away(place: Path) -> None:
    """Remove the files of builds that were killed."""
    for left in place.glob(f"{_BUILDING}*"):
        process = left.name.removeprefix(_BUILDING).partition("-")[0]
        if not (process.isdigit() and _is_running(int(process))):
            with contextlib.suppress(OSError):
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
