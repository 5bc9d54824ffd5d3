"""The first look at files: from each file, by itself, to the rows of the store.

At first, files are independent of each other. So other processes may read them (:mod:`citygraph.store.processes`),
and one writes their rows, in the order of the files: the same rows, however many processes read.
"""

from __future__ import annotations

import datetime
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from citygraph.folder import loader
from citygraph.folder.access import NotRead, open_in
from citygraph.folder.csv_columns import RowSet
from citygraph.folder.diagnostics import Diagnostics, Severity
from citygraph.folder.graph_files import Stamp
from citygraph.folder.limits import TABLE
from citygraph.folder.parser import FileContents
from citygraph.store.cross_file import vocabulary_of
from citygraph.store.freshness import digest
from citygraph.store.layout import SORTED, IdNumbers, Ids, decoded, only
from citygraph.store.problems import encode_problems
from citygraph.store.row_sets import SetWriter
from citygraph.store.rows import FileRows, PlainTies, Row, RowWriter, SelfContainedChecks

_SHARE = 2_000_000
"""The least number of bytes for each process. Reading fewer takes less time than starting a process."""
_MOST_PROCESSES = 8
_WRITING = (0.1, 0.35)
"""How long to write the rows of a file takes, beside reading it: of YAML, and of a table."""
_KINDS = re.compile(rb"^[\"']?kinds\b", re.MULTILINE)

_AT_A_TIME = 10_000
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
    """Reports the progress of reading a folder."""

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


def shared_out(stamps: Mapping[str, Stamp]) -> list[Share]:
    """The files that other processes should read, a share for each, by their numbers in the order of all; this process
    reads the rest, and writes all rows."""
    size = sum(stamp.size for stamp in stamps.values())
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    number = min(cores, _MOST_PROCESSES, size // _SHARE)  # this process included
    if number < 2:
        return []
    shares: list[Share] = [[] for _ in range(number)]
    work = [0.0] * number
    numbered = list(enumerate(sorted(stamps), 1))
    work[0] = sum(stamps[file].size * _WRITING[file.lower().endswith(TABLE)] for _, file in numbered)
    for f, file in sorted(numbered, key=lambda one: -stamps[one[1]].size):  # the largest first
        least = work.index(min(work))
        shares[least].append((f, file))
        work[least] += stamps[file].size
    return [sorted(share) for share in shares[1:] if share]


class Batch(NamedTuple):
    """Some rows of a file: plain ties as columns, and all others by table."""

    ties: list[PlainTies]
    rows: list[tuple[str, list[Row]]]


class FileEnd(NamedTuple):
    """What is known of a file when all of it is read: its ``digest`` before that, the mistakes that it has alone, as
    they are kept, how many of these are errors, the day on which a record of it needs a second look, and how many ties
    of each kind it has."""

    digest: bytes
    problems: str
    errors: int
    turns: str | None
    kinds: dict[int, int]


class FileReader:
    """Reads single files for the first time."""

    def __init__(self, reading: FileReading, alone: SelfContainedChecks, ids: IdNumbers) -> None:
        self.reading = reading
        self.alone = alone
        self.ids = ids

    def read(self, f: int, file: str, pieces: Iterable[FileContents | RowSet]) -> Iterator[Batch | FileEnd]:
        """The rows of a file, of which these are the ``pieces``. Only one piece of it is in memory at a time."""
        content = digest(self.reading.folder, file)  # before it is read: what changes later is seen at the next look
        entering = RowWriter(f, self.alone, self.ids)
        entries, in_sets = entering.entries, SetWriter(entering)
        for piece in pieces:
            if isinstance(piece, RowSet):
                in_sets.take(piece)
            else:
                entering.take(piece)
            are_many = len(entries.ties) + len(entries.nodes) > _AT_A_TIME
            if are_many or entries.plain_ties:
                yield Batch(entries.plain_ties, entries.drain() if are_many else [])
                entries.plain_ties = []
        entering.end()
        yield Batch(entries.plain_ties, list(entries.rows()))
        turns = entries.turns.isoformat() if entries.turns else None
        yield FileEnd(content, _kept(entries.problems), entries.problems.errors, turns, dict(entries.kinds))


class Writer:
    """Writes the rows of single files into a database."""

    def __init__(self, database: sqlite3.Connection, reading: FileReading) -> None:
        self.database = database
        self.ask = database.execute
        self.reading = reading
        self.vocabulary, self.kinds = vocabulary_of(reading.declared)
        self.alone = SelfContainedChecks(self.vocabulary, reading.today)
        self.ids = Ids(database)

    def first_look(self, f: int, file: str, found: Iterable[Batch | FileEnd]) -> None:
        """Insert the rows of a new file as they are read."""
        for part in found:
            if isinstance(part, FileEnd):
                self.know(f, file, part.digest)
                self._note(f, part.problems, part.errors, part.turns)
                self.count_kinds(part.kinds)
            else:
                self.insert(part.rows)
                self.insert_plain(part.ties)

    def read(self, f: int, file: str, pieces: Iterable[FileContents | RowSet]) -> Iterator[Batch | FileEnd]:
        """Read a file in this process."""
        return FileReader(self.reading, self.alone, self.ids).read(f, file, pieces)

    def know(self, f: int, file: str, content: bytes) -> None:
        """Note a file with its stamp and the digest of its content."""
        self.ask(
            "INSERT INTO _files(f, file, size, mtime, ctime, inode, looked, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(file) DO UPDATE SET size = excluded.size, mtime = excluded.mtime, ctime = excluded.ctime,"
            " inode = excluded.inode, looked = excluded.looked, digest = excluded.digest",
            (f, file, *self.reading.stamps[file], self.reading.now, content),
        )

    def settle(self, entries: FileRows) -> None:
        """Note the mistakes that a file has alone, and the day on which a record of it needs a second look."""
        turns = entries.turns.isoformat() if entries.turns else None
        self.settle_alone(entries.f, entries.problems, turns)

    def settle_alone(self, f: int, problems: Diagnostics, turns: str | None) -> None:
        """The same."""
        self._note(f, _kept(problems), problems.errors, turns)

    def _note(self, f: int, problems: str, errors: int, turns: str | None) -> None:
        values = (problems, errors, turns, f)
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
        self.ids.write()
        for table, several in rows:
            if several:
                if table in SORTED:
                    several.sort()
                self._put(f"INSERT OR IGNORE INTO _{table}", several, len(several), len(several[0]))

    def insert_plain(self, sets: list[PlainTies]) -> None:
        """Insert plain ties. SQLite is not given the nulls, which take as long as values."""
        self.ids.write()
        for ties in sets:
            columns = "t, a, b, kind, told, standing, life, data"
            self._put(f"INSERT INTO _ties({columns})", zip(*ties, strict=True), len(ties[0]), len(ties))

    def count_kinds(self, kinds: Mapping[int, int]) -> None:
        """Add to the numbers of ties of some kinds."""
        several = [(number, kind) for kind, number in kinds.items()]
        self.database.executemany("UPDATE _kinds SET ties = ties + ? WHERE k = ?", several)

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
