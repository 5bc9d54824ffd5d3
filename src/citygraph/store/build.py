"""Filling the store from files, and updating it when some of them have changed.

Both take two steps. First, each new file is read alone, and its records go in. Then the builder finds the files that
may have mistakes which only all files together show, and looks at those again. An update does this only for what has
changed: an unchanged row keeps its number.
"""

from __future__ import annotations

import contextlib
import datetime
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from citygraph.domain.kinds import Kind
from citygraph.domain.terms import ANYTHING, DISPUTED, STATUSES
from citygraph.domain.tie_rules import by_status
from citygraph.folder.graph_files import Stamp
from citygraph.folder.loader import garbage_collector_off
from citygraph.folder.records import encode
from citygraph.graph.interface import names_of
from citygraph.store.cross_file import (
    CrossFileChecks,
    StoredDeclarations,
    asking,
    declared_kinds,
    declaring,
    to_look_at,
)
from citygraph.store.freshness import Difference, OutOfDate, name_of, program
from citygraph.store.layout import (
    FILLED,
    IDS_INDEX,
    INDEXES,
    KEYS,
    NUMBER,
    NUMBERS,
    TABLES,
    Ids,
    decoded,
    only,
    stretch,
)
from citygraph.store.read_files import FileReading, ReadingProgress, Shard, Silent, Writer, guessed_kinds, shared_out
from citygraph.store.rows import FileRows, Row, bits, enter, spoken_of
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
            with read_in(database, FileReading(folder, stamps, today, now, declared), report, alone=alone) as builder:
                found = declared_kinds(database)
                if found == declared:
                    builder.finish()
                    return
            declared = found  # the guess was wrong: read the ties again with the right vocabulary


@contextlib.contextmanager
def read_in(
    database: sqlite3.Connection, reading: FileReading, report: ReadingProgress, *, alone: bool
) -> Iterator[_Builder]:
    """Read all files of a folder for the first time, in a transaction: in this process alone, or in several."""
    shares = shared_out(reading.stamps, most=1) if alone else shared_out(reading.stamps)
    report.begins(sum(stamp.size for stamp in reading.stamps.values()))
    with contextlib.ExitStack() as stack:
        (_, _, beside) = only(database.execute("PRAGMA database_list"))
        readings = [Shard(reading, share, report, beside) for share in shares] if len(shares) > 1 else []
        shards = [stack.enter_context(shard) for shard in readings]
        for shard in shards:
            shard.wait()
            database.execute("ATTACH ? AS ?", (str(shard.path), shard.name))
        database.execute("BEGIN")
        for type, name in database.execute(
            "SELECT type, name FROM main.sqlite_schema WHERE type IN ('table', 'view')"
        ).fetchall():
            database.execute(f"DROP {type} {name}")
        for statement in TABLES.split(";"):
            database.execute(statement)
        builder = _Builder(database, reading)
        builder.put_kinds()
        if shards:
            builder.gather([shard.name for shard in shards])
        else:
            for f, file in shares[0] if shares else ():
                builder.first_look(f, file, builder.lookup.pieces(file, reading.stamps[file].size))
                report.has_read(reading.stamps[file].size)
        report.links()
        yield builder
        database.execute("COMMIT")
        for shard in shards:
            database.execute(f"DETACH {shard.name}")


def update(
    database: sqlite3.Connection,
    folder: Path,
    stamps: Mapping[str, Stamp],
    today: datetime.date,
    now: int,
    difference: Difference,
) -> None:
    """Update a database to the present files. The caller must have begun a transaction.

    Raises:
        OutOfDate: if the database must be built anew.
    """
    with garbage_collector_off():
        reading = FileReading(folder, stamps, today, now, declared_kinds(database))
        _Update(_Builder(database, reading)).run(difference)


class _Builder(Writer):
    """Writes a store from all files together."""

    def __init__(self, database: sqlite3.Connection, reading: FileReading) -> None:
        super().__init__(database, reading)
        self.lookup = StoredDeclarations(database, reading.folder, self.alone)

    # ---------------------------------------------------------------- a folder that is new

    def put_kinds(self) -> None:
        """Write the vocabulary."""
        kinds = (
            (rank, kind.id, bits(kind.starts), bits(kind.ends), 0, encode(self.kinds[kind.id]), encode(_labels(kind)))
            for rank, kind in enumerate(self.vocabulary.values())
        )
        self.database.executemany("INSERT INTO _kinds VALUES (?, ?, ?, ?, ?, ?, ?)", kinds)

    def gather(self, shards: list[str]) -> None:
        """Copy the rows of the shards. Each shard has its own numbers for ids, which are translated."""
        several = " UNION ".join(f"SELECT id FROM {shard}._ids" for shard in shards)
        self.ask(f"INSERT INTO _ids(id) {several} ORDER BY 1")
        self.ask(IDS_INDEX)
        for shard in shards:
            self.ask(f"CREATE TEMP TABLE {shard}_ids(there INTEGER PRIMARY KEY, here INT)")
            self.ask(
                f"INSERT INTO {shard}_ids SELECT there.n, here.n FROM {shard}._ids AS there JOIN main._ids AS here"
                " ON here.id || '.' = there.id || '.' ORDER BY there.n"
            )
        for table in FILLED:
            several = " UNION ALL ".join(_renumbered(table, shard) for shard in shards)
            order = f"ORDER BY {KEYS[table]}" if table in KEYS else ""
            self.ask(f"INSERT OR IGNORE INTO _{table} {several} {order}")
        for shard in shards:
            self.ask(f"DROP TABLE {shard}_ids")
        self.ids = Ids(self.database)

    def finish(self) -> None:
        """Take the second look, and write everything that depends on all files."""
        for statement in (*INDEXES.split(";"), *(view.statement for view in VIEWS)):
            self.ask(statement)
        counted = self.ask("SELECT count(*), kind FROM _ties GROUP BY kind").fetchall()
        self.database.executemany("UPDATE _kinds SET ties = ? WHERE k = ?", counted)
        doubtful = {f for (f,) in self.ask("SELECT f FROM _files WHERE unsettled")}
        for f in sorted(doubtful | to_look_at(self.database), key=self.order()):
            self.look_again(f)
        self.sign()

    def order(self) -> Any:
        """The sort key of files in a report: their paths."""
        return dict(self.ask("SELECT f, file FROM _files")).__getitem__

    def look_again(self, f: int) -> None:
        """Run all checks on the records of a file, and write the sound parts."""
        (file,) = only(self.ask("SELECT file FROM _files WHERE f = ?", (f,)))
        contents = self.lookup.look_at(file)
        look = CrossFileChecks(self.lookup, contents)
        entries = enter(contents, f, self.alone, self.ids, look.verdict)
        self.replace(entries)
        entries.problems.include(look.problems)
        self.settle(entries, unsettled=look.unsettled or entries.doubtful)

    # ---------------------------------------------------------------- a file that has changed

    def replace(self, entries: FileRows) -> None:
        """Replace the rows of a file. Equal rows stay."""
        within = stretch(entries.f)
        numbers = self._free_numbers(within)
        for table, rows in entries.rows_by_file():
            self.ask(f"DELETE FROM _{table} WHERE f = ?", (entries.f,))
            self.insert([(table, rows)])

        _, new, gone = self._replace("ties", "t", within, entries.ties, numbers)
        more = Counter(tie[3] for tie in new)
        more.subtract(tie[3] for tie in gone)
        self.database.executemany("UPDATE _kinds SET ties = ties + ? WHERE k = ?", [(n, k) for k, n in more.items()])

        kept: dict[int, int] = {}
        fresh: set[int] = set()
        for table in ("nodes", "sources", "statements"):
            in_order = table == "statements"  # statements are read in the order of the file
            rows = getattr(entries, table)
            numbered, new, gone = self._replace(table, "r", within, rows, numbers, in_order=in_order)
            kept |= numbered
            fresh |= {row[0] for row in new}
            for row in gone:
                self._forget(table, row)
        names = [(*name[:4], kept[name[4]], name[5]) for name in entries.names]
        spoken = [(n, kept[r]) for n, r in entries.spoken]
        self.insert(
            [
                ("names", [row for row in names if row[4] in fresh]),
                ("spoken", [row for row in spoken if row[1] in fresh]),
                ("days", entries.days()),
            ]
        )

    def _free_numbers(self, within: tuple[int, int]) -> Iterator[int]:
        """The free numbers of a file."""
        columns = (("r", "nodes"), ("r", "sources"), ("r", "statements"), ("t", "ties"))
        highest = (
            self.ask(f"SELECT max({key}) FROM _{table} WHERE {key} BETWEEN ? AND ?", within) for key, table in columns
        )
        return iter(range(max(found.fetchone()[0] or within[0] for found in highest) + 1, within[1]))

    def _replace(
        self,
        table: str,
        key: str,
        within: tuple[int, int],
        rows: Iterable[Row],
        numbers: Iterator[int],
        *,
        in_order: bool = False,
    ) -> tuple[dict[int, int], list[Row], list[Row]]:
        """Replace a file's rows in one table. Returns the number of each row by its number in ``rows``, the new rows,
        and the removed ones. With ``in_order``, the numbers must have the order of the rows."""
        old: dict[Row, list[int]] = defaultdict(list)
        for number, *row in self.ask(f"SELECT * FROM _{table} WHERE {key} BETWEEN ? AND ? ORDER BY {key} DESC", within):
            old[tuple(row)].append(number)
        numbered = {}
        new: list[Row] = []
        last = 0
        for number, *row in rows:
            known = old.get(tuple(row))
            if known and (known[-1] > last or not in_order) and not (new and in_order):
                numbered[number] = last = known.pop()
            else:
                numbered[number] = next(numbers)
                new.append((numbered[number], *row))
        gone = [(number, *row) for row, left in old.items() for number in left]
        self.database.executemany(f"DELETE FROM _{table} WHERE {key} = ?", [(row[0],) for row in gone])
        self.insert([(table, new)])
        return numbered, new, gone

    def _forget(self, table: str, row: Row) -> None:
        """Delete the rows of other tables that belong to a removed record."""
        r, data = row[0], decoded(row[-1])
        if table == "statements":
            spoken = [(self.ids[id], r) for id in spoken_of(data)]
            self.database.executemany("DELETE FROM _spoken WHERE n = ? AND r = ?", spoken)
            return
        type = row[2] if table == "nodes" else "source"
        (id,) = only(self.ask("SELECT id FROM _ids WHERE n = ?", (row[1],)))
        # The whole key, since many records may share a part of it: those with one id.
        names = [(name.key, self.ids[name.id], name.how, name.text, r) for name in names_of(type, id, data)]
        self.database.executemany(
            "DELETE FROM _names WHERE key = ? AND n = ? AND how = ? AND text = ? AND r = ?", names
        )

    def sign(self) -> None:
        """Note the program, the folder and the day of the database, which marks it as complete."""
        values = {
            "program": program(),
            "folder": name_of(self.reading.folder),
            "today": self.reading.today.isoformat(),
        }
        self.database.executemany("INSERT OR REPLACE INTO _meta VALUES (?, ?)", list(values.items()))


def _renumbered(table: str, shard: str) -> str:
    """The SQL for the rows of a table in a shard, with the ids' numbers of the main database."""
    columns, joins = [], [f"{shard}._{table} AS it"]
    for column in FILLED[table].split(", "):
        if column in NUMBERS:
            columns.append(f"of_{column}.here AS {column}")
            joins.append(f"{shard}_ids AS of_{column} ON of_{column}.there = it.{column}")
        else:
            columns.append(f"it.{column}")
    return f"SELECT {', '.join(columns)} FROM {' CROSS JOIN '.join(joins)}"  # its rows in the outer loop


class _Update:
    """One update of a complete database."""

    def __init__(self, builder: _Builder) -> None:
        self.builder = builder
        self.ask = builder.ask

    def run(self, difference: Difference) -> None:
        builder = self.builder
        numbers = dict(self.ask("SELECT file, f FROM _files"))
        added = [file for file in difference.changed if file not in numbers]
        numbers |= {file: f for f, file in enumerate(added, max(numbers.values(), default=0) + 1)}
        changed = [numbers[file] for file in difference.changed]
        removed = [numbers[file] for file in difference.removed]

        before = self.exports([*changed, *removed])
        kinds = declared_kinds(builder.database)
        doubtful = set(difference.turned)
        for f, file in zip(changed, difference.changed, strict=True):
            builder.know(f, file)
            entries = enter(builder.lookup.contents(file), f, builder.alone, builder.ids)
            builder.replace(entries)
            builder.settle(entries, unsettled=entries.doubtful)
        for f in removed:
            builder.replace(FileRows(f))
            self.ask("DELETE FROM _files WHERE f = ?", (f,))
        if declared_kinds(builder.database) != kinds:
            raise OutOfDate

        if changed or removed:
            doubtful |= {f for (f,) in self.ask("SELECT f FROM _files WHERE unsettled")}
            doubtful |= to_look_at(builder.database, changed)
            doubtful |= self.concerned(before ^ self.exports([*changed, *removed]))
        for f in sorted(doubtful, key=builder.order()):
            builder.look_again(f)
        builder.sign()

    def exports(self, files: Iterable[int]) -> set[Row]:
        """The declarations in these files that other files can refer to, and the files' ties."""
        found: set[Row] = set()
        for f in files:
            found.update(self.ask("SELECT f, n, type, name, detail FROM _declared WHERE f = ?", (f,)))
            found.update(self.ask("SELECT a, b, kind, id FROM _ties WHERE t BETWEEN ? AND ?", stretch(f)))
        return found

    def concerned(self, changes: Iterable[Row]) -> set[int]:
        """The files whose checks may depend on these changes."""
        database = self.builder.database
        (anything,) = only(self.ask(f"SELECT {NUMBER}", (ANYTHING,)))
        found = set()
        for change in changes:
            if len(change) == _OF_A_TIE:
                id = self.id_of(*change)
                found |= {*declaring(database, id), *asking(database, id)}
                continue
            _, n, _, name, _ = change
            if n == anything:  # a missing id may have been in a file that could not be read
                found |= to_look_at(database)
            (id,) = only(self.ask("SELECT id FROM _ids WHERE n = ?", (n,)))
            found |= {*declaring(database, id), *asking(database, id)}
            if name is not None:
                found |= {f for (f,) in self.ask("SELECT f FROM _declared WHERE name = ?", (name,))}
        return found

    def id_of(self, a: int, b: int, kind: int, id: str | None) -> str:
        """The id of a tie."""
        question = (
            "SELECT ifnull(?, _kinds.id || '.' || one.id || '.' || other.id) FROM _kinds, _ids AS one, _ids AS other"
        )
        row = self.ask(f"{question} WHERE k = ? AND one.n = ? AND other.n = ?", (id, kind, a, b)).fetchone()
        return str(row[0])


_OF_A_TIE = 4
"""How many values the row of a tie has in :meth:`_Update.exports`."""
