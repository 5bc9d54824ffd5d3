"""What only all files together show: what the checks look up there.

A file is first read alone, and every record without a mistake of its own counts as sound. That is nearly always right.
Where it may be wrong, :mod:`citygraph.store.doubts` finds. Those records get a second look with the rules of
:mod:`citygraph.folder.checks`: of a table only their rows are read again, of a YAML file the whole.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from citygraph.domain.kinds import Kind, Vocabulary, merged, missing_keys
from citygraph.domain.names import first_alike, fold, told_apart
from citygraph.domain.terms import ANYTHING, NODE_TYPES
from citygraph.folder import checks, loader
from citygraph.folder.checks.check import Place
from citygraph.folder.checks.quotes import evened
from citygraph.folder.checks.references import name_key
from citygraph.folder.csv_blocks import BlockPlace
from citygraph.folder.csv_columns import RowSet
from citygraph.folder.csv_records import section_of
from citygraph.folder.csv_rows import TableRows
from citygraph.folder.diagnostics import Diagnostics
from citygraph.folder.fixes import did_you_mean_id
from citygraph.folder.limits import TABLE
from citygraph.folder.loader import read
from citygraph.folder.parser import FileContents, builtin_kinds
from citygraph.folder.records import Part, Record
from citygraph.folder.values import is_id
from citygraph.store.layout import NUMBER, TYPE_BITS, TYPES, decoded, file_of, number, only, row_of, row_of_declared
from citygraph.store.rows import SelfContainedChecks, row_of_table

_OWN_IDS = ("kind", "check", "question")
"""The types whose ids are apart from those of records: a check and a city may have one name."""

NO_RECORD = TYPE_BITS["unread"] | TYPE_BITS["quote"] | TYPE_BITS["kind"] | TYPE_BITS["time"]
_LARGE = 4_000_000
"""A file of more bytes is not kept in memory between the two looks."""
_LARGE_TABLE = 1 << 16
"""The same for a table, which is then read in sets. Of smaller ones, few rows are alike."""

_MOST_HINTS = 100
"""How many hints that search all ids a file gets. A file with more mistakes than that has another problem."""


def is_by_rows(file: str) -> bool:
    """True for a table whose records have nothing to do with each other but by their ids."""
    section = section_of(file) if file.lower().endswith(TABLE) else None
    return section is not None and section.type in (*NODE_TYPES, "tie", "source", "statement")


def pieces(
    folder: Path, file: str, size: int, today: datetime.date, whole: Callable[[str], FileContents]
) -> Iterator[FileContents | RowSet]:
    """The content of a file of so many bytes, piece by piece if it is large: of a table, plain rows in sets. ``whole``
    reads any other file. It is read when the first piece is asked for."""
    if size > (_LARGE_TABLE if file.lower().endswith(TABLE) else _LARGE):
        yield from loader.in_sets(folder, file, today)
    elif is_by_rows(file):
        yield from loader.pieces(folder, file)
    else:
        yield whole(file)


def table_rows(database: sqlite3.Connection, folder: Path, file: str) -> TableRows:
    """The rows of a table, to be read one by one."""
    places = database.execute(
        "SELECT first, rows, line, offset, _blocks.size FROM _blocks JOIN _files USING (f) WHERE file = ?"
        " ORDER BY first",
        (file,),
    )
    return TableRows(folder, file, list(map(BlockPlace._make, places)))


def _place(record: Record | None) -> str:
    """Where a record is, as file and line; if its file has just changed, not where."""
    if record is None:
        return "a place that has just changed"
    span = record.span()
    return f"{span.file}:{span.line}"


def vocabulary_of(declared: Iterable[tuple[str, dict[str, Any]]]) -> tuple[Vocabulary, dict[str, dict[str, Any]]]:
    """The vocabulary of the built-in kinds and those that a folder declares, in order; and the complete records of the
    kinds, by id."""
    several: dict[str, list[dict[str, Any]]] = {id: [record] for id, record in builtin_kinds().items()}
    for id, record in declared:
        several.setdefault(id, []).append(record)
    whole = {id: merged(records) for id, records in several.items()}
    complete = {id: record for id, record in whole.items() if not missing_keys(record)}
    return Vocabulary(Kind.from_record(id, record) for id, record in complete.items()), complete


def declared_kinds(database: sqlite3.Connection) -> list[tuple[str, dict[str, Any]]]:
    """The kinds that the files declare, in order."""
    rows = database.execute(
        "SELECT id, detail FROM _declared JOIN _ids USING (n) JOIN _files USING (f) WHERE type = ?"
        " ORDER BY file, place",
        (TYPE_BITS["kind"],),
    )
    return [(id, decoded(detail)) for id, detail in rows]


class _File:
    """A YAML file that has been read. By id: ``first`` is the first record of each, ``named`` are all nodes with a
    name."""

    def __init__(self, contents: FileContents) -> None:
        self.contents = contents

    @cached_property
    def first(self) -> dict[str, Record]:
        return {record.id: record for record in reversed(self.contents.records) if record.type not in _OWN_IDS}

    @cached_property
    def named(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self.contents.records:
            if record.type in NODE_TYPES and record.data.get("name"):
                found.setdefault(record.id, []).append(record)
        return found


class StoredDeclarations:
    """:class:`citygraph.folder.checks.check.CheckContext` over the store's declarations. If a check needs a record of
    another file, that file is read again."""

    def __init__(self, database: sqlite3.Connection, folder: Path, alone: SelfContainedChecks) -> None:
        self._database = database
        self._folder = folder
        self._ask = database.execute
        self.vocabulary = alone.vocabulary
        self.today = alone.today
        self.hints_left = _MOST_HINTS
        self._ids: dict[tuple[str, ...], list[str]] = {}
        self._types: dict[str, str | None] = {}
        self._firsts: dict[str, tuple[str, int] | None] = {}
        self._tables = lru_cache(maxsize=64)(self._table)
        self._name_of = lru_cache(maxsize=1 << 10)(self._read_name)
        self._namesakes = lru_cache(maxsize=1 << 10)(self._read_namesakes)
        self._passages: dict[str, str] = {}
        self._read = lru_cache(maxsize=16)(lambda file: _File(read(folder, file)))
        self._looked_at = "", _File(FileContents([], Diagnostics(), set()))

    def contents(self, file: str) -> FileContents:
        """The content of a file."""
        return self._file(file).contents

    def pieces(self, file: str, size: int) -> Iterator[FileContents | RowSet]:
        """The content of a file of so many bytes, piece by piece if it is large."""
        return pieces(self._folder, file, size, self.today, self.contents)

    def look_at(self, file: str, mistakes: Diagnostics | None = None) -> FileContents:
        """The content of the file whose records are checked next. Until the next call, ``contents`` returns the same
        objects for it. ``mistakes`` is an empty list for those of its records, for which it is read again."""
        self._looked_at = file, self._read(file) if mistakes is None else _File(read(self._folder, file, mistakes))
        return self.contents(file)

    def _file(self, file: str) -> _File:
        return self._looked_at[1] if file == self._looked_at[0] else self._read(file)

    def table(self, file: str) -> TableRows | None:
        """The rows of a table whose records are looked at one by one; None for any other file."""
        return self._tables(file) if is_by_rows(file) else None

    def _table(self, file: str) -> TableRows:
        return table_rows(self._database, self._folder, file)

    def is_first(self, record: Record) -> bool:
        first = self._where_first(record.id)
        if first is None or first[0] != record.document.file:
            return False
        row = row_of_table(record)
        return row == first[1] if row else self._file(first[0]).first.get(record.id) is record

    def first(self, id: str) -> Place | None:
        return None if self._where_first(id) is None else lambda: _place(self._first_record(id))

    def _where_first(self, id: str) -> tuple[str, int] | None:
        """The file of the first record with an id, and its row if that is a table."""
        if id not in self._firsts:
            numbers = declaring(self._database, id)
            places = ((self._name_of(file_of(number)), row_of(number)) for number in numbers)
            self._firsts[id] = min(places, default=None)
        return self._firsts[id]

    def _read_name(self, f: int) -> str:
        """The name of a file."""
        (name,) = only(self._ask("SELECT file FROM _files WHERE f = ?", (f,)))
        return str(name)

    def _first_record(self, id: str) -> Record | None:
        first = self._where_first(id)
        if first is None:
            return None
        file, row = first
        table = self.table(file)
        return table.record(row) if table else self._file(file).first.get(id)

    def type_of(self, id: str) -> str | None:
        if id not in self._types:
            self._types[id] = self._look_up_type(id)
        return self._types[id]

    def _look_up_type(self, id: str) -> str | None:
        rows = self._ask(f"SELECT type FROM _declared WHERE n = {NUMBER}", (id,))
        types = {type for (type,) in rows if not type & NO_RECORD}
        if ties_called(self._database, id):
            types.add(TYPE_BITS["tie"])
        if len(types) > 1:
            first = self._first_record(id)
            return first.type if first else None
        if types:
            return TYPES[types.pop()]
        return "unread" if self.is_unread(id) else None

    def is_unread(self, id: str) -> bool:
        unread = TYPE_BITS["unread"]
        rows = self._ask(
            f"SELECT 1 FROM _declared WHERE n IN ({NUMBER}, {NUMBER}) AND type = ?", (id, ANYTHING, unread)
        )
        return rows.fetchone() is not None

    def namesake(self, record: Record) -> tuple[str, Place] | None:
        found = self._namesakes("\x1f".join(name_key(record.type, record.data))).get(record.id)
        if found is None:
            return None
        file, place, id = found
        return id, lambda: _place(self._namesake_of(record, file, row_of_declared(place), id))

    def _namesake_of(self, record: Record, file: str, row: int, id: str) -> Record | None:
        if table := self.table(file):
            return table.record(row)
        key = name_key(record.type, record.data)
        those = self._file(file).named.get(id, ())
        alike = (it for it in those if name_key(it.type, it.data) == key and not told_apart(it.data, record.data))
        return next(alike, None)  # None if the file has just changed

    def _read_namesakes(self, name: str) -> dict[str, tuple[str, int, str]]:
        """By the ids of the nodes with this name: file, place and id of each one's first namesake, if it has one."""
        rows = self._ask(
            "SELECT file, place, id, detail FROM _declared JOIN _files USING (f) JOIN _ids USING (n) WHERE name = ?"
            " ORDER BY file, place",
            (name,),
        ).fetchall()
        if len(rows) == 1:  # most names
            return {}
        found: dict[str, tuple[str, int, str]] = {}
        seen: set[str] = set()
        for (_, _, id, _), first in zip(rows, first_alike([decoded(detail) for *_, detail in rows]), strict=True):
            if first is not None and id not in seen:
                found[id] = rows[first][:3]
            seen.add(id)
        return found

    def called(self, type: str, name: str) -> list[str]:
        if type == "source":
            question = (
                "SELECT DISTINCT id FROM _names JOIN _ids USING (n) JOIN _sources USING (n) WHERE key = ? LIMIT 9"
            )
            return [id for (id,) in self._ask(question, (fold(name),))]
        key = f"{type}\x1f{fold(name)}\x1f"
        rows = self._ask(
            "SELECT id FROM _declared JOIN _ids USING (n) JOIN _files USING (f) WHERE name >= ? AND name < ?"
            " ORDER BY file, place LIMIT 9",
            (key, key + "\U0010ffff"),
        )
        return list(dict.fromkeys(id for (id,) in rows))

    def did_you_mean(self, id: str, types: tuple[str, ...]) -> str:
        if not self.hints_left:
            return ""
        self.hints_left -= 1
        if types not in self._ids:
            bits = sum(TYPE_BITS[type] for type in types)
            question = "SELECT DISTINCT id FROM _declared JOIN _ids USING (n) WHERE type & ? ORDER BY id"
            self._ids[types] = [other for (other,) in self._ask(question, (bits,)) if is_id(other, dots=True)]
        ids = self._ids[types]
        if "tie" in types:
            ids = sorted([*ids, *(other for (other,) in self._ask("SELECT id FROM _edges"))])
        return did_you_mean_id(id, ids)

    def forget_ids(self) -> None:
        """Read the ids that a hint may name again: records have been replaced."""
        self._ids.clear()

    def passages(self, source: str) -> str:
        if source not in self._passages:
            row = self._ask(f"SELECT 1 FROM _declared WHERE n = {NUMBER}", (f"quote:{source}",)).fetchone()
            record = self._first_record(source) if row else None
            kept = record.data.get("passages", ()) if record is not None and record.type == "source" else ()
            self._passages[source] = "\0".join(map(evened, kept))
        return self._passages[source]

    def time_of(self, event: str) -> str | None:
        question = (
            f"SELECT detail FROM _declared JOIN _files USING (f) WHERE n = {NUMBER} AND type = ? ORDER BY file, place"
        )
        row = self._ask(question, (event, TYPE_BITS["time"])).fetchone()
        return str(row[0]) if row else None

    def kind_records(self, id: str) -> list[dict[str, Any]]:
        declared = [record for other, record in self._kinds if other == id]
        return [builtin_kinds()[id], *declared] if id in builtin_kinds() else declared

    @cached_property
    def _kinds(self) -> list[tuple[str, dict[str, Any]]]:
        return declared_kinds(self._database)


class CrossFileChecks:
    """Checks records of one file with all other files at hand. The mistakes are in ``problems``; ``doubts`` are the
    rows of the records whose result depends on other records, with 0 for those that are in no table."""

    def __init__(self, folder: StoredDeclarations, contents: FileContents | None = None) -> None:
        self.folder = folder
        self.problems = Diagnostics()
        self.doubts: set[int] = set()
        folder.hints_left = _MOST_HINTS
        folder.forget_ids()
        for record in contents.records if contents else ():
            if record.type == "kind":
                self._wrong(record)

    def verdict(self, record: Record, is_clean: bool) -> Collection[Part] | None:
        """The wrong parts of a record; None if the whole record must be left out. If it ``is_clean``, the checks that
        look at it alone find nothing."""
        wrong = self._wrong(record, is_clean=is_clean)
        if self._is_first(record) and self._hangs_together(record):
            return wrong
        self.doubts.add(row_of_table(record))
        return None

    def _wrong(self, record: Record, *, is_clean: bool = False) -> list[Part]:
        found, wrong = checks.run(record, self.folder, self.problems, is_clean=is_clean)
        if found:
            self.doubts.add(row_of_table(record))
        return wrong

    def _is_first(self, record: Record) -> bool:
        """True if the record is the first with its id; a post also needs its official to be first. Statements have no
        id; of checks or questions with one name, those who run them take the first."""
        if record.owner is not None and not self._is_first(record.owner):
            return False
        return not record.id or record.type in _OWN_IDS or self.folder.is_first(record)

    def _hangs_together(self, record: Record) -> bool:
        """True if the ends of a tie, or the speaker of a statement, are nodes. They can be missing without a reported
        mistake if a file cannot be read."""
        needed = [record.data.get(key) for key in _NEEDED.get(record.type, ())]
        return all(id is None or self.folder.type_of(id) in NODE_TYPES for id in needed)


_NEEDED = {"tie": ("from", "to"), "statement": ("by",)}


def ties_called(database: sqlite3.Connection, id: str) -> list[int]:
    """The numbers of the ties with this id."""
    found = [t for (t,) in database.execute("SELECT t FROM _ties WHERE id = ?", (id,))]
    parts = id.split(".")
    if len(parts) == 3:  # as default_id() makes them
        found += [
            t
            for (t,) in database.execute(
                f"SELECT t FROM _ties WHERE kind = (SELECT k FROM _kinds WHERE id = ?) AND a = {NUMBER}"
                f" AND b = {NUMBER} AND id IS NULL",
                parts,
            )
        ]
    return found


def declaring(database: sqlite3.Connection, id: str) -> list[int]:
    """The number of each record with this id."""
    rows = database.execute(f"SELECT f, place FROM _declared WHERE n = {NUMBER} AND NOT type & {NO_RECORD}", (id,))
    return [number(f, row_of_declared(place)) for f, place in rows] + ties_called(database, id)


def at_end(database: sqlite3.Connection, id: str) -> list[int]:
    """The number of each sound tie with an end of this id."""
    ties = (database.execute(f"SELECT t FROM _ties WHERE {end} = {NUMBER}", (id,)) for end in ("a", "b"))
    return [t for several in ties for (t,) in several]


def asking(database: sqlite3.Connection, id: str) -> list[int]:
    """The numbers of the files that refer to this id, the ends of sound ties apart."""
    return [f for (f,) in database.execute(f"SELECT DISTINCT f FROM _asks WHERE n = {NUMBER}", (id,))]
