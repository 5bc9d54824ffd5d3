"""Where the store lies on disk, and how a command comes by one that says what the files say.

A folder's snapshots lie in a folder of their own in the user's cache. Each build makes a new one, under the next
number, and puts it there whole; readers take the highest. An update of a few files is a transaction in it. So a
reader never waits and never sees half of anything, whoever is killed when. It is all disposable.
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

from citygraph.folder.loader import Stamp, graph_files
from citygraph.store import Damaged
from citygraph.store.freshness import Difference, difference, name_of, program, restamp
from citygraph.store.layout import IN_MEMORY, connect, only

if TYPE_CHECKING:
    from citygraph.store.read_files import Report

CACHE_VARIABLE = "CITYGRAPH_CACHE"
SUFFIX = ".sqlite"
_BUILDING = "building-"
_MOST_CHANGED = 3
"""If more than one part in this many of a folder's bytes has changed, building anew costs less than an update."""


def cache_folder() -> Path:
    """Where snapshots are kept: the folder that ``CITYGRAPH_CACHE`` names, else the user's own for caches.

    Raises:
        OSError: there is no such user.
    """
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    caches = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(caches):  # to be ignored then, says the XDG Base Directory Specification
        where = {"win32": os.environ.get("LOCALAPPDATA", "~/AppData/Local"), "darwin": "~/Library/Caches"}
        caches = where.get(sys.platform, "~/.cache")
    try:
        return Path(caches, "citygraph").expanduser()
    except RuntimeError:
        raise FileNotFoundError(errno.ENOENT, "this user has no home", caches) from None


def place_of(folder: Path) -> Path:
    """Where the snapshots of a graph folder are kept; no other folder has its there."""
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
    report: Report | None = None,
) -> sqlite3.Connection:
    """A store that says what the files of a folder say; ``anew`` if the snapshot that is there is of no use. ``report``
    is told how far that is, where many files have to be read.

    Raises:
        CityGraphError: it is no folder.
    """
    today = today or datetime.date.today()
    now = time.time_ns()
    stamps = {file: Stamp.of(os.path.join(folder, file)) for file in graph_files(folder)}
    opening = _Opening(folder, stamps, today, now, report)
    if cache:
        with contextlib.suppress(OSError, sqlite3.Error):
            return opening.on_disk(place_of(folder), anew=anew)
    return opening.in_memory()


class _Opening:
    """Comes by a store of a folder's files, as they are ``now``."""

    def __init__(
        self, folder: Path, stamps: dict[str, Stamp], today: datetime.date, now: int, report: Report | None
    ) -> None:
        self.folder = folder
        self.report = report
        self.stamps = stamps
        self.today = today
        self.now = now

    def in_memory(self) -> sqlite3.Connection:
        """A new one, of this process alone."""
        from citygraph.store.build import build

        with contextlib.suppress(OSError, sqlite3.Error):
            database = connect("")
            build(database, self.folder, self.stamps, self.today, self.now, self.report)
            return database
        database = connect(IN_MEMORY)  # there is no room on the disk at all
        build(database, self.folder, self.stamps, self.today, self.now, self.report, alone=True)
        return database

    def on_disk(self, place: Path, *, anew: bool) -> sqlite3.Connection:
        """The newest snapshot, if need be brought up to date, or built anew.

        Raises:
            OSError, sqlite3.Error: there can be none.
        """
        newest = max(numbers_in(place), default=0)
        if newest and not anew:
            database = self._kept(place / f"{newest}{SUFFIX}")
            if database is not None:
                return database
        return self._built_anew(place, newest)

    def _kept(self, path: Path) -> sqlite3.Connection | None:
        """A snapshot, brought up to date; None where there is no use of it."""
        # SQLite quotes what is damaged in its messages, and Python cannot always decode those.
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
        """Whether it says what the files say; or does now. False if it is to be built anew.

        Then it is in a transaction, which keeps what it says as it is while others bring it up to later dates.
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
                may_write = False  # only stamps were to be noted, and somebody else is writing
        return False

    def _updated(self, database: sqlite3.Connection) -> bool:
        database.execute("BEGIN IMMEDIATE")
        try:
            found = self._difference(database)  # while this waited, somebody else may have
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
        for older in numbers:  # perhaps this one too: others build as well, and a number that is free may be an old one
            if older < max(numbers):
                _remove(place, older)
        return database


_SMALL = 1 << 20
_MOST_TRIES = 4
"""How often others may change a snapshot while it is brought up to date."""


def _version(database: sqlite3.Connection) -> int:
    """Another number whenever others have changed a database; this begins to read it."""
    (version,) = only(database.execute("PRAGMA data_version"))
    return int(version)


def numbers_in(place: Path) -> list[int]:
    """The numbers of the snapshots in a place."""
    try:
        names = os.listdir(place)
    except FileNotFoundError:
        return []
    matches = (re.fullmatch(r"([0-9]+)" + re.escape(SUFFIX), name) for name in names)
    return [int(match[1]) for match in matches if match]


def _published(scratch: Path, place: Path, newest: int) -> int:
    """Give a finished snapshot the next number that is free."""
    while True:
        newest += 1
        target = place / f"{newest}{SUFFIX}"
        try:
            os.link(scratch, target)
        except FileExistsError:
            continue
        except OSError:  # a file system without links
            os.rename(scratch, target)
        return newest


def _remove(place: Path, number: int) -> None:
    for name in (f"{number}{SUFFIX}", f"{number}{SUFFIX}-wal", f"{number}{SUFFIX}-shm"):
        with contextlib.suppress(OSError):  # somebody has it open, where that forbids it
            (place / name).unlink()


def _clear_away(place: Path) -> None:
    """Remove what builders left that did not end."""
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
