"""Filling the store from files, and bringing it up to date when some of them have changed.

Both go the same way. Each new file is looked at alone, and what it says goes in. Then the files are found in which
something may be wrong that only all of them together tell; those are looked at again. Last, each node's ties are put in
reading order. An update does so only for what has changed: a row that says the same keeps its number.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from citygraph.graph import names_of
from citygraph.loader import Stamp, garbage_collector_off
from citygraph.store.entries import Entries, Row, encode, enter, spoken_of
from citygraph.store.freshness import Difference, name_of, program
from citygraph.store.linking import Folder, SecondLook, declared_kinds, to_look_at
from citygraph.store.reading import Reading, Report, Shard, Silent, Writer, guessed_kinds, shared_out
from citygraph.store.tables import INDEXES, KEPT_BY, PART, TABLES, TYPE_BITS, file_of, stretch
from citygraph.terms import ANYTHING

Entry = tuple[str, str, int, int]
"""The other end of a tie, the tie, its facts and its way: see ``tables``."""


class VocabularyChanged(Exception):
    """The files declare other kinds than the store was built with: all ties are to be read anew."""


def build(
    database: sqlite3.Connection,
    folder: Path,
    stamps: Mapping[str, Stamp],
    today: datetime.date,
    now: int,
    report: Report | None = None,
    *,
    alone: bool = False,
) -> None:
    """Fill an empty database from all files of a folder. ``now`` is the time (ns) at which their stamps were taken;
    ``alone`` if no other process is to help, which takes room on the disk."""
    report = report or Silent()
    declared = guessed_kinds(folder, stamps)
    with garbage_collector_off():
        while True:
            with read_in(database, Reading(folder, stamps, today, now, declared), report, alone=alone) as builder:
                found = declared_kinds(database)
                if found == declared:
                    builder.finish()
                    return
            declared = found  # ties were read by another vocabulary than the files declare


@contextlib.contextmanager
def read_in(database: sqlite3.Connection, reading: Reading, report: Report, *, alone: bool) -> Iterator[_Builder]:
    """A first look at all files of a folder, in a transaction: by this process alone, or by several."""
    shares = shared_out(reading.stamps, most=1) if alone else shared_out(reading.stamps)
    report.begins(sum(stamp.size for stamp in reading.stamps.values()))
    with contextlib.ExitStack() as stack:
        (_, _, beside) = database.execute("PRAGMA database_list").fetchone()
        readings = [Shard(reading, share, report, beside) for share in shares] if len(shares) > 1 else []
        shards = [stack.enter_context(shard) for shard in readings]
        for shard in shards:
            shard.wait()
            database.execute("ATTACH ? AS ?", (str(shard.path), shard.name))
        database.execute("BEGIN")
        for (table,) in database.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall():
            database.execute(f"DROP TABLE {table}")
        for statement in TABLES.split(";"):
            database.execute(statement)
        builder = _Builder(database, reading)
        if shards:
            builder.gather([shard.name for shard in shards])
        else:
            for f, file in shares[0] if shares else ():
                builder.first_look(f, file, builder.lookup.pieces(file))
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
    """Bring a database up to what the files say now; the transaction is the caller's.

    Raises:
        VocabularyChanged: it has to be built anew.
    """
    with garbage_collector_off():
        reading = Reading(folder, stamps, today, now, declared_kinds(database))
        _Update(_Builder(database, reading)).run(difference)


class _Builder(Writer):
    """Writes what only all files together tell."""

    def __init__(self, database: sqlite3.Connection, reading: Reading) -> None:
        super().__init__(database, reading)
        self.lookup = Folder(database, reading.folder, self.alone)
        self.changes = _Changes()

    # ---------------------------------------------------------------- a folder that is new

    def gather(self, shards: list[str]) -> None:
        """Take in what other databases have, in the order in which it is kept."""
        for table, order in KEPT_BY.items():
            several = " UNION ALL ".join(f"SELECT * FROM {shard}.{table}" for shard in shards)
            self.ask(f"INSERT OR IGNORE INTO {table} {several} ORDER BY {order}")

    def finish(self) -> None:
        """The second look, and everything that is made from all files."""
        for statement in INDEXES.split(";"):
            self.ask(statement)
        doubtful = {f for (f,) in self.ask("SELECT f FROM files WHERE unsettled")}
        for f in sorted(doubtful | to_look_at(self.database), key=self.order()):
            self.look_again(f)
        self.arrange_all()
        self.sign()

    def order(self) -> Any:
        """Files as a report lists them."""
        return dict(self.ask("SELECT f, file FROM files")).__getitem__

    def look_again(self, f: int) -> None:
        """Ask all checks of a file's records, and put in what they leave of it."""
        (file,) = self.ask("SELECT file FROM files WHERE f = ?", (f,)).fetchone()
        contents = self.lookup.look_at(file)
        look = SecondLook(self.lookup, contents)
        entries = enter(contents, f, self.alone, look.verdict)
        self.replace(entries)
        self.settle(entries, [*entries.problems, *look.problems], unsettled=look.unsettled or entries.doubtful)

    # ---------------------------------------------------------------- a file that says something else

    def replace(self, entries: Entries) -> None:
        """Put a file's rows in the place of those that it had. Rows that say the same stay; which ties do not is
        noted in
        ``changes``."""
        within = stretch(entries.f)
        numbers = self._free_numbers(within)
        for table, rows in entries.rows_by_file():
            self.ask(f"DELETE FROM {table} WHERE f = ?", (entries.f,))
            self.insert([(table, rows)])

        facts, _, _ = self._replace("facts", "p", within, [(p, data) for data, p in entries.facts.items()], numbers)
        ties = [(t, id, a, b, facts[p], way) for t, id, a, b, p, way in entries.ties]
        _, new, gone = self._replace("ties", "t", within, ties, numbers)
        for tie in gone:
            self.changes.note(tie, gone=True)
        for tie in new:
            self.changes.note(tie, gone=False)

        kept: dict[int, int] = {}
        fresh: set[int] = set()
        for table in ("nodes", "sources", "statements"):
            in_order = table == "statements"  # they are read in the order in which they are written
            rows = getattr(entries, table)
            numbered, new, gone = self._replace(table, "r", within, rows, numbers, in_order=in_order)
            kept |= numbered
            fresh |= {row[0] for row in new}
            for row in gone:
                self._forget(table, row)
        names = [(*name[:4], kept[name[4]], name[5]) for name in entries.names]
        spoken = [(id, kept[r]) for id, r in entries.spoken]
        self.insert(
            [
                ("names", [row for row in names if row[4] in fresh]),
                ("spoken", [row for row in spoken if row[1] in fresh]),
            ]
        )

    def _free_numbers(self, within: tuple[int, int]) -> Iterator[int]:
        """Numbers of a file that nothing has yet."""
        columns = (("r", "nodes"), ("r", "sources"), ("r", "statements"), ("p", "facts"), ("t", "ties"))
        highest = (
            self.ask(f"SELECT max({key}) FROM {table} WHERE {key} BETWEEN ? AND ?", within) for key, table in columns
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
        """Put rows in the place of a file's rows in a table: under which number each of them is there, those that are
        new, and those that are gone. ``in_order`` if their numbers are to be in the order of the rows."""
        old: dict[Row, list[int]] = defaultdict(list)
        for number, *row in self.ask(f"SELECT * FROM {table} WHERE {key} BETWEEN ? AND ? ORDER BY {key} DESC", within):
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
        self.database.executemany(f"DELETE FROM {table} WHERE {key} = ?", [(row[0],) for row in gone])
        self.insert([(table, new)])
        return numbered, new, gone

    def _forget(self, table: str, row: Row) -> None:
        """Take out what stands elsewhere for a record that is gone."""
        r, data = row[0], json.loads(row[-1])
        if table == "statements":
            self.database.executemany("DELETE FROM spoken WHERE id = ? AND r = ?", [(id, r) for id in spoken_of(data)])
            return
        type = row[2] if table == "nodes" else "source"
        names = [(name.key, r) for name in names_of(type, row[1], data)]
        self.database.executemany("DELETE FROM names WHERE key = ? AND r = ?", names)

    # ---------------------------------------------------------------- each node's ties

    def arrange_all(self) -> None:
        """Each node's ties in reading order, from all ties."""
        rows = self.ask(
            "SELECT a, way >> 2, b, id, p, way FROM ties"
            " UNION ALL SELECT b, way >> 2, a, id, p, way + 1 FROM ties ORDER BY 1, 2, 3, 4"
        )
        parts = (
            part
            for node, several in groupby(rows, key=itemgetter(0))
            for part in _parts(node, [row[2:] for row in several])
        )
        self.database.executemany("INSERT INTO adjacency VALUES (?, ?, ?, ?)", parts)

    def arrange_changed(self) -> None:
        """The same for the nodes whose ties have changed."""
        for node, changed in self.changes.by_node.items():
            flat = (
                value
                for (part,) in self.ask("SELECT ties FROM adjacency WHERE node = ? ORDER BY part", (node,))
                for value in json.loads(part)
            )
            counted = Counter(zip(*[flat] * 4, strict=True))
            counted.update(changed)
            entries = sorted(counted.elements(), key=lambda entry: (entry[3] >> 2, entry[0], entry[1]))
            self.ask("DELETE FROM adjacency WHERE node = ?", (node,))
            self.database.executemany("INSERT INTO adjacency VALUES (?, ?, ?, ?)", _parts(node, entries))

    def sign(self) -> None:
        """Note what the database is of, and from when: it is whole from here on."""
        values = {
            "program": program(),
            "folder": name_of(self.reading.folder),
            "today": self.reading.today.isoformat(),
            "vocabulary": encode(self.kinds),
        }
        self.database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))


def _parts(node: str, entries: list[Entry]) -> Iterator[Row]:
    """A node's ties as rows of ``adjacency``."""
    for part, first in enumerate(range(0, len(entries), PART)):
        some = entries[first : first + PART]
        yield node, part, len(some), encode(list(chain.from_iterable(some)))


class _Changes:
    """How many more, or fewer, of each entry there are at each node: two ties may say the same until one is left
    out."""

    def __init__(self) -> None:
        self.by_node: dict[str, Counter[Entry]] = defaultdict(Counter)

    def note(self, tie: Row, *, gone: bool) -> None:
        _, id, a, b, p, way = tie
        more = -1 if gone else 1
        self.by_node[a][b, id, p, way] += more
        self.by_node[b][a, id, p, way + 1] += more


class _Update:
    """One update of a database that is whole."""

    def __init__(self, builder: _Builder) -> None:
        self.builder = builder
        self.ask = builder.ask

    def run(self, difference: Difference) -> None:
        builder = self.builder
        numbers = dict(self.ask("SELECT file, f FROM files"))
        added = [file for file in difference.changed if file not in numbers]
        numbers |= {file: f for f, file in enumerate(added, max(numbers.values(), default=0) + 1)}
        changed = [numbers[file] for file in difference.changed]
        removed = [numbers[file] for file in difference.removed]

        before = self.exports([*changed, *removed])
        kinds = declared_kinds(builder.database)
        doubtful = set(difference.turned)
        for f, file in zip(changed, difference.changed, strict=True):
            builder.know(f, file)
            entries = enter(builder.lookup.contents(file), f, builder.alone)
            builder.replace(entries)
            builder.settle(entries, entries.problems, unsettled=entries.doubtful)
        for f in removed:
            builder.replace(Entries(f))
            self.ask("DELETE FROM files WHERE f = ?", (f,))
        if declared_kinds(builder.database) != kinds:
            raise VocabularyChanged

        if changed or removed:
            doubtful |= {f for (f,) in self.ask("SELECT f FROM files WHERE unsettled")}
            doubtful |= to_look_at(builder.database, changed)
            doubtful |= self.concerned(before ^ self.exports([*changed, *removed]))
        for f in sorted(doubtful, key=builder.order()):
            builder.look_again(f)
        builder.arrange_changed()
        builder.sign()

    def exports(self, files: Iterable[int]) -> set[Row]:
        """What these files declare, as far as others can ask for it."""
        found: set[Row] = set()
        for f in files:
            found.update(self.ask("SELECT f, id, type, name, detail FROM declared WHERE f = ?", (f,)))
            ties = self.ask("SELECT id FROM ties WHERE t BETWEEN ? AND ?", stretch(f))
            found.update((f, id, TYPE_BITS["tie"], None, None) for (id,) in ties)
        return found

    def concerned(self, changes: Iterable[Row]) -> set[int]:
        """The files whose checks may ask for what has changed."""
        found = set()
        for _, id, _, name, _ in changes:
            if id == ANYTHING:  # what nobody declares may have stood in a file that could not be read
                found |= to_look_at(self.builder.database)
            found |= {f for (f,) in self.ask("SELECT f FROM asks WHERE id = ?", (id,))}
            found |= {f for (f,) in self.ask("SELECT f FROM declared WHERE id = ?", (id,))}
            found |= {file_of(t) for (t,) in self.ask("SELECT t FROM ties WHERE id = ?", (id,))}
            if name is not None:
                found |= {f for (f,) in self.ask("SELECT f FROM declared WHERE name = ?", (name,))}
        return found
