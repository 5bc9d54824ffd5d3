"""The first look at files, in one process or in several.

At first, files are independent of each other. So each process reads some of them and writes their rows into its own
database, a shard. No Python objects have to pass from one process to another.
"""

from __future__ import annotations

import contextlib
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
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self

from citygraph.folder import loader
from citygraph.folder.access import NotRead, open_in
from citygraph.folder.csv_columns import RowSet
from citygraph.folder.diagnostics import Diagnostics, Severity
from citygraph.folder.graph_files import Stamp
from citygraph.folder.limits import TABLE
from citygraph.folder.loader import garbage_collector_off
from citygraph.folder.parser import FileContents
from citygraph.store.cross_file import vocabulary_of
from citygraph.store.freshness import digest
from citygraph.store.layout import LOOSE, Ids, connect, decoded, only
from citygraph.store.problems import encode_problems
from citygraph.store.row_sets import SetWriter
from citygraph.store.rows import FileRows, PlainTies, Row, RowWriter, SelfContainedChecks

_SHARE = 2_000_000
"""The least number of bytes for a process of its own. Reading fewer takes less time than starting a process."""
_MOST_SHARDS = 8  # SQLite attaches ten
_KINDS = re.compile(rb"^[\"']?kinds\b", re.MULTILINE)

_AT_A_TIME = 20_000
"""How many records are inserted at once."""
_IN_ONE_STATEMENT = 32
"""How many rows."""

Share = list[tuple[int, str]]
"""Files, with their numbers."""


class FileReading(NamedTuple):
    """What to read: the files of a folder with their stamps, which were taken at ``now`` (ns); the day; and the kinds
    that the files seem to declare."""

    folder: Path
    stamps: Mapping[str, Stamp]
    today: datetime.date
    now: int
    declared: list[tuple[str, dict[str, Any]]]


class ReadingProgress(Protocol):
    """Reports the progress of reading a folder. Several threads call its methods."""

    def begins(self, size: int) -> None:
        """Reading begins; ``size`` is the number of bytes to read."""

    def has_read(self, size: int) -> None:
        """``size`` more bytes have been read."""

    def links(self) -> None:
        """All files are read; the work across files begins."""


class Silent:
    """A report that reports nothing."""

    def begins(self, size: int) -> None: ...

    def has_read(self, size: int) -> None: ...

    def links(self) -> None: ...


def guessed_kinds(folder: Path, stamps: Mapping[str, Stamp]) -> list[tuple[str, dict[str, Any]]]:
    """The kinds that files seem to declare. A wrong guess only costs a second reading."""
    found = []
    for file in sorted(stamps):
        if file.lower().endswith(TABLE):
            may = file.rpartition("/")[2].startswith("kinds")  # the name of a table says what is in it
        else:
            try:
                with open_in(folder, file) as opened:
                    text = opened.read()
            except NotRead:
                continue
            may = b"kinds" in text and _KINDS.search(text) is not None
        if may:
            found += [(record.id, record.data) for record in loader.read(folder, file).records if record.type == "kind"]
    return found


def shared_out(stamps: Mapping[str, Stamp], most: int = _MOST_SHARDS) -> list[Share]:
    """The files, numbered in order, split into one share for each process that should read; ``most`` limits them."""
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
    """Writes the rows of single files into a database."""

    def __init__(self, database: sqlite3.Connection, reading: FileReading) -> None:
        self.database = database
        self.ask = database.execute
        self.reading = reading
        self.vocabulary, self.kinds = vocabulary_of(reading.declared)
        self.alone = SelfContainedChecks(self.vocabulary, reading.today)
        self.ids = Ids(database)

    def first_look(self, f: int, file: str, pieces: Iterable[FileContents | RowSet]) -> None:
        """Insert the rows of a new file. Only one piece of it is in memory at a time."""
        self.know(f, file)
        entering = RowWriter(f, self.alone, self.ids)
        entries, in_sets = entering.entries, SetWriter(entering)
        for piece in pieces:
            if isinstance(piece, RowSet):
                in_sets.take(piece)
            else:
                entering.take(piece)
            self.insert_plain(entries.plain_ties)
            if len(entries.ties) + len(entries.nodes) > _AT_A_TIME:
                self.insert(entries.drain())
        entering.end()
        self.insert(entries.rows())
        self.settle(entries)

    def know(self, f: int, file: str) -> None:
        """Note a file with its stamp and digest."""
        self.ask(
            "INSERT INTO _files(f, file, size, mtime, ctime, inode, looked, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(file) DO UPDATE SET size = excluded.size, mtime = excluded.mtime, ctime = excluded.ctime,"
            " inode = excluded.inode, looked = excluded.looked, digest = excluded.digest",
            (f, file, *self.reading.stamps[file], self.reading.now, digest(self.reading.folder, file)),
        )

    def settle(self, entries: FileRows) -> None:
        """Note the mistakes that a file has alone, and the day on which a record of it needs a second look."""
        turns = entries.turns.isoformat() if entries.turns else None
        self.settle_alone(entries.f, entries.problems, turns)

    def settle_alone(self, f: int, problems: Diagnostics, turns: str | None) -> None:
        """The same."""
        values = (_kept(problems), problems.errors, turns, f)
        self.ask("UPDATE _files SET problems = ?, found = NULL, errors = ?, turns = ? WHERE f = ?", values)

    def settle_found(self, f: int, problems: Diagnostics) -> None:
        """Note the mistakes that all files together show in a file."""
        (alone,) = only(self.ask("SELECT problems FROM _files WHERE f = ?", (f,)))
        errors = sum(number for _, severity, number in decoded(alone)[1] if severity == Severity.ERROR)
        self.ask(
            "UPDATE _files SET found = ?, errors = ? WHERE f = ?",
            (_kept(problems) if problems.numbers else None, errors + problems.errors, f),
        )

    def insert(self, rows: Iterable[tuple[str, list[Row]]]) -> None:
        """Insert rows into their tables."""
        for table, several in rows:
            if several:
                self._put(f"INSERT OR IGNORE INTO _{table}", several, len(several), len(several[0]))

    def insert_plain(self, sets: list[PlainTies]) -> None:
        """Insert plain ties, and empty the list. SQLite is not given the nulls, which take as long as values."""
        for ties in sets:
            columns = "t, a, b, kind, standing, life, data"
            self._put(f"INSERT INTO _ties({columns})", zip(*ties, strict=True), len(ties[0]), len(ties))
        sets.clear()

    def _put(self, into: str, rows: Iterable[Row], number: int, width: int) -> None:
        """Insert a ``number`` of rows of some ``width``, many with each statement, which takes SQLite less time."""
        slots = f"({', '.join('?' * width)})"
        left = iter(rows)
        flat = chain.from_iterable(islice(left, number - number % _IN_ONE_STATEMENT))
        together = zip(*[flat] * (width * _IN_ONE_STATEMENT), strict=True)
        self.database.executemany(f"{into} VALUES {', '.join([slots] * _IN_ONE_STATEMENT)}", together)
        self.database.executemany(f"{into} VALUES {slots}", left)


def _kept(problems: Diagnostics) -> str:
    problems.sort(key=lambda one: one.order)
    return encode_problems(problems)


class Shard:
    """One share of the files, read by its own process into its own database."""

    _count = 0

    def __init__(self, reading: FileReading, share: Share, report: ReadingProgress, beside: str) -> None:
        Shard._count += 1
        self.name = f"shard{Shard._count}"
        self._beside = beside
        self._reading = reading
        self._share = share
        self._report = report

    def __enter__(self) -> Self:
        self._folder = None
        if self._beside:  # the next build deletes what a killed one leaves there
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
        """Wait until the share is read. If its process has failed, this process reads the share."""
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
    """The main function of a shard's process. It reads its task from standard input, and prints the number of bytes
    read after each file."""
    task = json.load(sys.stdin)
    share = [(f, file) for f, file, _ in task["share"]]
    stamps = {file: Stamp(*stamp) for _, file, stamp in task["share"]}
    declared = [(id, record) for id, record in task["declared"]]
    today = datetime.date.fromisoformat(task["today"])
    reading = FileReading(Path(task["folder"]), stamps, today, task["now"], declared)
    _read(Path(task["path"]), reading, share, lambda size: print(size, flush=True))


def _read(path: Path, reading: FileReading, share: Share, done: Callable[[int], None]) -> None:
    path.touch(mode=0o600)
    with contextlib.closing(connect(path)) as database, garbage_collector_off():
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("BEGIN")
        for statement in LOOSE.split(";"):
            database.execute(statement)
        writer = Writer(database, reading)
        for f, file in share:
            writer.first_look(f, file, loader.in_sets(reading.folder, file, reading.today))
            done(reading.stamps[file].size)
        database.execute("COMMIT")
