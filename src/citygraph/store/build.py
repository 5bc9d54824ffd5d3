"""Filling the store from files.

That takes two steps. First, each file is read alone, and its records go in. Then the builder finds the records that may
have mistakes which only all files together show, and looks at those again. An update
(:mod:`citygraph.store.update`) does this only for what has changed.
"""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from citygraph.domain.kinds import Kind
from citygraph.domain.terms import DISPUTED, STATUSES
from citygraph.domain.tie_rules import by_status
from citygraph.folder.graph_files import Stamp
from citygraph.folder.loader import garbage_collector_off
from citygraph.folder.records import encode
from citygraph.store import tie_columns
from citygraph.store.cross_file import declared_kinds
from citygraph.store.doubts import to_look_at
from citygraph.store.freshness import name_of, program
from citygraph.store.layout import INDEXES, TABLES, only
from citygraph.store.processes import ReaderFailed, ReaderProcess
from citygraph.store.read_files import FileReading, ReadingProgress, Silent, guessed_kinds, shared_out
from citygraph.store.rows import bits
from citygraph.store.second_looks import SecondLooks
from citygraph.store.sql_views import VIEWS


def _labels(kind: Kind) -> dict[str, dict[str, str]]:
    """How a tie of a kind reads from its first end (``out``) and from the other (``in``), with each status."""
    from citygraph.domain.tie_words import label_alone

    return {
        direction: {
            status: label_alone(kind, direction, by_status(status, kind.nature)) for status in (*STATUSES, DISPUTED)
        }
        for direction in ("out", "in")
    }


def build(
    database: sqlite3.Connection,
    folder: Path,
    stamps: Mapping[str, Stamp],
    today: datetime.date,
    now: int,
    report: ReadingProgress | None = None,
    *,
    alone: bool = False,
) -> None:
    """Fill an empty database from all files of a folder. ``now`` is the time (ns) at which their stamps were taken.
    ``alone`` reads them in this process only, since other processes would need room on the disk."""
    report = report or Silent()
    declared = guessed_kinds(folder, stamps)
    with garbage_collector_off():
        while True:
            reading = FileReading(folder, stamps, today, now, declared)
            try:
                with read_in(database, reading, report, alone=alone) as builder:
                    found = declared_kinds(database)
                    if found == declared:
                        builder.finish()
                        return
                declared = found  # the guess was wrong: read the ties again with the right vocabulary
            except ReaderFailed:
                database.execute("COMMIT")  # of what is dropped in the next round
                alone = True


@contextlib.contextmanager
def read_in(
    database: sqlite3.Connection, reading: FileReading, report: ReadingProgress, *, alone: bool
) -> Iterator[Builder]:
    """Read all files of a folder for the first time, in a transaction: in this process alone, or in several."""
    shares = [] if alone else shared_out(reading.stamps)
    report.begins(sum(stamp.size for stamp in reading.stamps.values()))
    with contextlib.ExitStack() as stack:
        (_, _, beside) = only(database.execute("PRAGMA database_list"))
        readers: dict[int, ReaderProcess] = {}
        for share in shares:
            process = stack.enter_context(ReaderProcess(reading, share, beside))
            readers |= {f: process for f, _ in share}
        database.execute("BEGIN")
        for type, name in database.execute(
            "SELECT type, name FROM main.sqlite_schema WHERE type IN ('table', 'view')"
        ).fetchall():
            database.execute(f"DROP {type} {name}")
        for statement in TABLES.split(";"):
            database.execute(statement)
        builder = Builder(database, reading)
        builder.put_kinds()
        for f, file in enumerate(sorted(reading.stamps), 1):
            size = reading.stamps[file].size
            if f in readers:
                found = readers[f].read(builder.ids)
            else:
                found = builder.read(f, file, builder.lookup.pieces(file, size))
            builder.first_look(f, file, found)
            report.has_read(size)
        report.links()
        yield builder
        database.execute("COMMIT")


class Builder(SecondLooks):
    """Writes a store from all files together."""

    # ---------------------------------------------------------------- a folder that is new

    def put_kinds(self) -> None:
        """Write the vocabulary."""
        kinds = (
            (rank, kind.id, bits(kind.starts), bits(kind.ends), 0, encode(self.kinds[kind.id]), encode(_labels(kind)))
            for rank, kind in enumerate(self.vocabulary.values())
        )
        self.database.executemany("INSERT INTO _kinds VALUES (?, ?, ?, ?, ?, ?, ?)", kinds)

    def finish(self) -> None:
        """Take the second look, and write everything that depends on all files."""
        for statement in (*INDEXES.split(";"), *(view.statement for view in VIEWS)):
            self.ask(statement)
        self.look_again(to_look_at(self.database, self.reading.today))
        tie_columns.write(self.database)
        self.sign()

    def sign(self) -> None:
        """Note the program, the folder and the day of the database, which marks it as complete."""
        values = {
            "program": program(),
            "folder": name_of(self.reading.folder),
            "today": self.reading.today.isoformat(),
        }
        self.database.executemany("INSERT OR REPLACE INTO _meta VALUES (?, ?)", list(values.items()))
