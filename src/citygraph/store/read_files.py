"""The first look at files, by one process or by several at once.

Files are independent of each other at first: so each process takes some of them, and puts what they say into a database
of its own, a shard. Nothing that Python knows has to go from one process to another.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self

from citygraph.folder import loader
from citygraph.folder.diagnostics import Diagnostic, Severity
from citygraph.folder.loader import Stamp, garbage_collector_off
from citygraph.folder.parser import FileContents
from citygraph.store.cross_file import vocabulary_of
from citygraph.store.freshness import digest
from citygraph.store.layout import LOOSE, Ids, connect
from citygraph.store.rows import Alone, Entering, Entries, Row, encode

_SHARE = 2_000_000
"""Less than so many bytes are not worth a process of their own: one takes as long to start."""
_MOST_SHARDS = 8  # SQLite attaches ten
_KINDS = re.compile(rb"^[\"']?kinds\b", re.MULTILINE)

_AT_A_TIME = 20_000
"""So many records are put in at once."""

Share = list[tuple[int, str]]
"""Files, with their numbers."""


class Reading(NamedTuple):
    """What is read: the files of a folder by their stamps, taken at the time ``now`` (ns), on which day, and which
    kinds the files are thought to declare."""

    folder: Path
    stamps: Mapping[str, Stamp]
    today: datetime.date
    now: int
    declared: list[tuple[str, dict[str, Any]]]


class Report(Protocol):
    """Is told how far the reading of a folder is; by several threads."""

    def begins(self, size: int) -> None:
        """So many bytes are to be read."""

    def has_read(self, size: int) -> None:
        """So many more have been."""

    def links(self) -> None:
        """All are read; what is left is to bring together what they say."""


class Silent:
    """Nobody wants to know."""

    def begins(self, size: int) -> None: ...

    def has_read(self, size: int) -> None: ...

    def links(self) -> None: ...


def guessed_kinds(folder: Path, stamps: Mapping[str, Stamp]) -> list[tuple[str, dict[str, Any]]]:
    """The kinds that files seem to declare. A wrong guess costs a second reading, no more."""
    found = []
    for file in sorted(stamps):
        try:
            text = (folder / file).read_bytes() if (folder / file).is_file() else b""
        except OSError:
            continue
        if b"kinds" in text and _KINDS.search(text):
            found += [(record.id, record.data) for record in loader.read(folder, file).records if record.type == "kind"]
    return found


def shared_out(stamps: Mapping[str, Stamp], most: int = _MOST_SHARDS) -> list[Share]:
    """The files, numbered in order, in as many shares as processes should read them at once; at ``most`` so many."""
    numbered = list(enumerate(sorted(stamps), 1))
    size = sum(stamp.size for stamp in stamps.values())
    number = max(
        1,
        min(
            len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
            most,
            size // _SHARE,
        ),
    )
    shares: list[Share] = [[]]
    before = 0
    for f, file in numbered:
        if len(shares) < number and before >= size * len(shares) / number:
            shares.append([])
        shares[-1].append((f, file))
        before += stamps[file].size
    return [share for share in shares if share]


class Writer:
    """Writes what files say by themselves into a database."""

    def __init__(self, database: sqlite3.Connection, reading: Reading) -> None:
        self.database = database
        self.ask = database.execute
        self.reading = reading
        self.vocabulary, self.kinds = vocabulary_of(reading.declared)
        self.alone = Alone(self.vocabulary, reading.today)
        self.ids = Ids(database)

    def first_look(self, f: int, file: str, pieces: Iterable[FileContents]) -> None:
        """Put in what a file says, of which the database knows nothing. A piece of it is in memory at a time."""
        self.know(f, file)
        entering = Entering(f, self.alone, self.ids)
        entries = entering.entries
        for piece in pieces:
            entering.take(piece)
            if len(entries.ties) + len(entries.nodes) > _AT_A_TIME:
                self.insert(entries.drain())
        self.insert(entries.rows())
        self.settle(entries, entries.problems, unsettled=entries.doubtful)

    def know(self, f: int, file: str) -> None:
        """Note a file, its stamp and content."""
        self.ask(
            "INSERT INTO _files(f, file, size, mtime, ctime, inode, looked, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(file) DO UPDATE SET size = excluded.size, mtime = excluded.mtime, ctime = excluded.ctime,"
            " inode = excluded.inode, looked = excluded.looked, digest = excluded.digest",
            (f, file, *self.reading.stamps[file], self.reading.now, digest(self.reading.folder / file)),
        )

    def settle(self, entries: Entries, problems: Iterable[Diagnostic], *, unsettled: bool) -> None:
        """Note what is wrong in a file, and when that is to be asked again."""
        ordered = sorted(problems, key=lambda found: found.order)
        errors = sum(found.severity is Severity.ERROR for found in ordered)
        packed = [
            [one.code, one.severity, one.message, one.hint, list(dataclasses.astuple(one.span))] for one in ordered
        ]
        self.ask(
            "UPDATE _files SET problems = ?, errors = ?, unsettled = ?, turns = ? WHERE f = ?",
            (encode(packed), errors, unsettled, entries.turns and entries.turns.isoformat(), entries.f),
        )

    def insert(self, rows: Iterable[tuple[str, list[Row]]]) -> None:
        """Put rows into their tables."""
        for table, several in rows:
            if several:
                slots = ", ".join("?" * len(several[0]))
                self.database.executemany(f"INSERT OR IGNORE INTO _{table} VALUES ({slots})", several)


class Shard:
    """What one share of the files says, read by a process of its own into a database of its own."""

    _count = 0

    def __init__(self, reading: Reading, share: Share, report: Report, beside: str) -> None:
        Shard._count += 1
        self.name = f"shard{Shard._count}"
        self._beside = beside
        self._reading = reading
        self._share = share
        self._report = report

    def __enter__(self) -> Self:
        self._folder = None
        if self._beside:  # what a killed builder leaves there is cleared away
            self.path = Path(f"{self._beside}-{self.name}")
        else:
            self._folder = tempfile.TemporaryDirectory(prefix="citygraph-", ignore_cleanup_errors=True)
            self.path = Path(self._folder.name) / "shard.sqlite"
        task = {
            "folder": str(self._reading.folder),
            "today": self._reading.today.isoformat(),
            "now": self._reading.now,
            "declared": self._reading.declared,
            "share": [(f, file, self._reading.stamps[file]) for f, file in self._share],
            "path": str(self.path),
        }
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from citygraph.store.read_files import read_share; read_share()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            encoding="utf-8",
        )
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError), self._process.stdin as task_in:
            json.dump(task, task_in)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._report.has_read(int(line))

    def wait(self) -> None:
        """Until all is read. If the process could not, this one does it."""
        if self._process.wait() != 0:
            self.path.unlink(missing_ok=True)
            _read(self.path, self._reading, self._share, self._report.has_read)

    def __exit__(self, *raised: object) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        with contextlib.suppress(OSError):
            self.path.unlink()
        if self._folder is not None:
            self._folder.cleanup()


def read_share() -> None:
    """What the process of a shard does: the task is on its standard input; how many bytes it has read, on its
    output."""
    task = json.load(sys.stdin)
    share = [(f, file) for f, file, _ in task["share"]]
    stamps = {file: Stamp(*stamp) for _, file, stamp in task["share"]}
    declared = [(id, record) for id, record in task["declared"]]
    today = datetime.date.fromisoformat(task["today"])
    reading = Reading(Path(task["folder"]), stamps, today, task["now"], declared)
    _read(Path(task["path"]), reading, share, lambda size: print(size, flush=True))


def _read(path: Path, reading: Reading, share: Share, done: Callable[[int], None]) -> None:
    path.touch()
    with contextlib.closing(connect(path)) as database, garbage_collector_off():
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        for statement in LOOSE.split(";"):
            database.execute(statement)
        writer = Writer(database, reading)
        for f, file in share:
            writer.first_look(f, file, loader.pieces(reading.folder, file))
            done(reading.stamps[file].size)
        database.execute("COMMIT")
