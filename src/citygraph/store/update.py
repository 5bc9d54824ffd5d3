"""Updating the store when some files have changed, or the day."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from citygraph.domain.terms import ANYTHING
from citygraph.folder.graph_files import Stamp
from citygraph.folder.loader import garbage_collector_off
from citygraph.store import tie_columns
from citygraph.store.build import Builder
from citygraph.store.changed_tables import ChangedTable, exports
from citygraph.store.cross_file import declared_kinds, is_by_rows
from citygraph.store.doubts import Doubts, to_look_at
from citygraph.store.freshness import Difference, OutOfDate, digest, is_much
from citygraph.store.layout import NUMBER, Range, only, row_of_declared, stretch
from citygraph.store.read_files import FileReading
from citygraph.store.rows import Row, enter


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
    with garbage_collector_off(), tie_columns.kept_up(database):
        reading = FileReading(folder, stamps, today, now, declared_kinds(database))
        _Update(Builder(database, reading)).run(difference)


class _Update:
    """One update of a complete database."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.ask = builder.ask
        (self.built,) = only(self.ask("SELECT value FROM _meta WHERE key = 'today'"))
        self.today = builder.reading.today.isoformat()

    def run(self, difference: Difference) -> None:
        builder = self.builder
        numbers = dict(self.ask("SELECT file, f FROM _files"))
        added = [file for file in difference.changed if file not in numbers]
        numbers |= {file: f for f, file in enumerate(added, max(numbers.values(), default=0) + 1)}
        changed = [numbers[file] for file in difference.changed]
        removed = [numbers[file] for file in difference.removed]

        kinds = declared_kinds(builder.database)
        doubts = self.turned(difference.turned)
        tables = [ChangedTable(builder, numbers[file], file) for file in difference.known if is_by_rows(file)]
        if is_much(sum(table.size for table in tables), builder.reading.stamps):
            raise OutOfDate
        whole = {f: file for f, file in zip(changed, difference.changed, strict=True) if not is_by_rows(file)}
        new = {numbers[file]: file for file in added if is_by_rows(file)}
        replaced = [stretch(f) for f in (*whole, *new, *removed)]
        before = self.exports(replaced)
        for table in tables:
            table.update()
        for f, file in whole.items():
            builder.know(f, file, digest(builder.reading.folder, file))
            entries = enter(builder.lookup.contents(file), f, builder.alone, builder.ids)
            builder.replace(entries)
            builder.settle(entries)
        for f, file in new.items():
            pieces = builder.lookup.pieces(file, builder.reading.stamps[file].size)
            builder.first_look(f, file, builder.read(f, file, pieces))
        for f in removed:
            builder.clear(f)
            self.ask("DELETE FROM _files WHERE f = ?", (f,))
            doubts.pop(f, None)
        if declared_kinds(builder.database) != kinds:
            raise OutOfDate

        after = self.exports(replaced)
        for table in tables:
            before |= table.before
            after |= table.after
            replaced += table.replaced
        if replaced:
            doubts.include(to_look_at(builder.database, builder.reading.today, replaced))
            doubts.include(self.concerned(before, after))
        builder.look_again(doubts)
        builder.sign()

    def turned(self, files: Collection[int]) -> Doubts:
        """What of these files the day may have turned: all records of a file, or the rows of a table with certain
        dates."""
        found = Doubts()
        found.add_all(files)
        if self.built > self.today:  # the clock was set back
            return found
        dates = {
            date
            for (date,) in self.ask(
                f"SELECT DISTINCT written FROM ({_TURNS}) WHERE day > ? AND day <= ?", (self.built, self.today)
            )
        }
        (following,) = only(self.ask(f"SELECT min(day) FROM ({_TURNS}) WHERE day > ?", (self.today,)))
        for f in files:
            found[f].texts |= dates
            found[f].all = False
            self.ask("UPDATE _files SET turns = ? WHERE f = ?", (following, f))
        return found

    def exports(self, records: Iterable[Range]) -> set[Row]:
        """What other records can see of these."""
        return {row for several in records for row in exports(self.builder, several)}

    def concerned(self, before: set[Row], after: set[Row]) -> Doubts:
        """What the checks may see otherwise after a change of these declarations."""
        database = self.builder.database
        (anything,) = only(self.ask(f"SELECT {NUMBER}", (ANYTHING,)))
        found = Doubts()
        for change in {_by_id(row) for row in before} ^ {_by_id(row) for row in after}:
            if len(change) == _OF_A_TIE:
                found.add_id(database, self.id_of(*change))
                continue
            _, n, *_ = change
            if n == anything:  # a missing id may have been in a file that could not be read
                found.include(to_look_at(database, self.builder.reading.today))
            (id,) = only(self.ask("SELECT id FROM _ids WHERE n = ?", (n,)))
            found.add_id(database, id)
        for name in {row[3] for row in before ^ after if len(row) != _OF_A_TIE and row[3] is not None}:
            for f, place in self.ask("SELECT f, place FROM _declared WHERE name = ?", (name,)):
                found[f].rows.add(row_of_declared(place))
        return found

    def id_of(self, a: int, b: int, kind: int, id: str | None) -> str:
        """The id of a tie."""
        question = (
            "SELECT ifnull(?, _kinds.id || '.' || one.id || '.' || other.id) FROM _kinds, _ids AS one, _ids AS other"
        )
        row = self.ask(f"{question} WHERE k = ? AND one.n = ? AND other.n = ?", (id, kind, a, b)).fetchone()
        return str(row[0])


def _by_id(row: Row) -> Row:
    """What those who refer to a record by its id can see of its declaration."""
    if len(row) == _OF_A_TIE:
        return row
    f, n, type, name, detail = row
    return (f, n, type, detail, "") if name is None else (f, n, type, "", "")


_OF_A_TIE = 4
"""How many values the row of a tie has in what :func:`exports` finds."""
_TURNS = "SELECT written, earliest AS day FROM _days UNION ALL SELECT written, date(latest, '+1 day') FROM _days"
"""The days on which a date begins to have come, or to have passed."""
