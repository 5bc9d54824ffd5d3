"""What only all files together show: which files need a second look, and what the checks look up there.

A file is first read alone, and every record without a mistake of its own counts as sound. That is nearly always right.
It may be wrong if, for example, no file or two files declare an id. The SQL queries here find such cases for all files
at once. Those files get a second look, record by record, with the rules of :mod:`citygraph.folder.checks`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from citygraph.domain.kinds import Kind, Vocabulary, merged, missing_keys
from citygraph.domain.names import first_alike, fold, told_apart
from citygraph.domain.terms import ANYTHING, NODE_TYPES
from citygraph.folder import checks, loader
from citygraph.folder.csv_columns import RowSet
from citygraph.folder.diagnostics import Diagnostics
from citygraph.folder.fixes import did_you_mean_id
from citygraph.folder.limits import TABLE
from citygraph.folder.loader import read
from citygraph.folder.parser import FileContents, builtin_kinds
from citygraph.folder.records import Part, Record
from citygraph.store.layout import NUMBER, TYPE_BITS, TYPES, decoded, file_of, stretch
from citygraph.store.rows import SelfContainedChecks

_OWN_IDS = ("kind", "check")
"""The types whose ids are apart from those of records: a check and a city may have one name."""

_NO_RECORD = TYPE_BITS["unread"] | TYPE_BITS["quote"] | TYPE_BITS["kind"]
_LARGE = 4_000_000
"""A file of more bytes is not kept in memory between the two looks."""
_LARGE_TABLE = 1 << 16
"""The same for a table, which is then read in sets. Of smaller ones, few rows are alike."""

_MOST_HINTS = 100
"""How many hints that search all ids a file gets. A file with more mistakes than that has another problem."""


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
    """A file that has been read. By id: ``first`` is the first record of each, ``named`` are all nodes with a name."""

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
    """:class:`citygraph.folder.checks.CheckContext` over the store's declarations. If a check needs a record of another
    file, that file is read again."""

    def __init__(self, database: sqlite3.Connection, folder: Path, alone: SelfContainedChecks) -> None:
        self._database = database
        self._folder = folder
        self._ask = database.execute
        self.vocabulary = alone.vocabulary
        self.today = alone.today
        self.hints_left = _MOST_HINTS
        self._types: dict[str, str | None] = {}
        self._firsts: dict[str, str | None] = {}
        self._passages: dict[str, str] = {}
        self._read = lru_cache(maxsize=16)(lambda file: _File(read(folder, file)))
        self._looked_at = "", _File(FileContents([], Diagnostics(), set()))

    def contents(self, file: str) -> FileContents:
        """The content of a file."""
        return self._file(file).contents

    def pieces(self, file: str, size: int) -> Iterator[FileContents | RowSet]:
        """The content of a file of so many bytes, piece by piece if it is large: of a table, plain rows in sets. It is
        read when the first piece is asked for."""
        if size > (_LARGE_TABLE if file.lower().endswith(TABLE) else _LARGE):
            yield from loader.in_sets(self._folder, file, self.today)
        else:
            yield self.contents(file)

    def look_at(self, file: str, mistakes: Diagnostics | None = None) -> FileContents:
        """The content of the file whose records are checked next. Until the next call, ``contents`` returns the same
        objects for it. ``mistakes`` is an empty list for those of its records, for which it is read again."""
        self._looked_at = file, self._read(file) if mistakes is None else _File(read(self._folder, file, mistakes))
        return self.contents(file)

    def _file(self, file: str) -> _File:
        return self._looked_at[1] if file == self._looked_at[0] else self._read(file)

    def first(self, id: str) -> Record | None:
        if id not in self._firsts:
            files = [self._ask("SELECT file FROM _files WHERE f = ?", (f,)) for f in set(declaring(self._database, id))]
            self._firsts[id] = min((file for found in files for (file,) in found), default=None)
        file = self._firsts[id]
        return None if file is None else self._file(file).first.get(id)

    def type_of(self, id: str) -> str | None:
        if id not in self._types:
            self._types[id] = self._look_up_type(id)
        return self._types[id]

    def _look_up_type(self, id: str) -> str | None:
        rows = self._ask(f"SELECT type FROM _declared WHERE n = {NUMBER}", (id,))
        types = {type for (type,) in rows if not type & _NO_RECORD}
        if ties_called(self._database, id):
            types.add(TYPE_BITS["tie"])
        if len(types) > 1:
            first = self.first(id)
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

    def namesake(self, record: Record) -> Record | None:
        key = checks.name_key(record.type, record.data)
        found = self._namesakes("\x1f".join(key)).get(record.id)
        if found is None:
            return None
        file, id = found
        those = self._file(file).named.get(id, ())
        alike = (
            it for it in those if checks.name_key(it.type, it.data) == key and not told_apart(it.data, record.data)
        )
        return next(alike, None)  # None if the file has just changed

    @lru_cache(maxsize=1 << 10)  # noqa: B019  # lives as long as one update of the store
    def _namesakes(self, name: str) -> dict[str, tuple[str, str]]:
        """By the ids of the nodes with this name: file and id of each one's first namesake, if it has one."""
        rows = self._ask(
            "SELECT file, id, detail FROM _declared JOIN _files USING (f) JOIN _ids USING (n) WHERE name = ?"
            " ORDER BY file, place",
            (name,),
        ).fetchall()
        if len(rows) == 1:  # most names
            return {}
        found: dict[str, tuple[str, str]] = {}
        seen: set[str] = set()
        for (_, id, _), first in zip(rows, first_alike([decoded(detail) for *_, detail in rows]), strict=True):
            if first is not None and id not in seen:
                found[id] = rows[first][:2]
            seen.add(id)
        return found

    def called(self, type: str, name: str) -> list[str]:
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
        bits = sum(TYPE_BITS[type] for type in types)
        question = "SELECT DISTINCT id FROM _declared JOIN _ids USING (n) WHERE type & ?"
        ids = [other for (other,) in self._ask(question, (bits,))]
        if "tie" in types:
            ids += [other for (other,) in self._ask("SELECT id FROM _edges")]
        return did_you_mean_id(id, sorted(ids))

    def passages(self, source: str) -> str:
        if source not in self._passages:
            row = self._ask(f"SELECT 1 FROM _declared WHERE n = {NUMBER}", (f"quote:{source}",)).fetchone()
            record = self.first(source) if row else None
            kept = record.data.get("passages", ()) if record is not None and record.type == "source" else ()
            self._passages[source] = "\0".join(map(checks.evened, kept))
        return self._passages[source]

    def kind_records(self, id: str) -> list[dict[str, Any]]:
        declared = [record for other, record in self._kinds() if other == id]
        return [builtin_kinds()[id], *declared] if id in builtin_kinds() else declared

    @lru_cache(maxsize=1)  # noqa: B019  # lives as long as one update of the store
    def _kinds(self) -> list[tuple[str, dict[str, Any]]]:
        return declared_kinds(self._database)


class CrossFileChecks:
    """Checks the records of one file with all other files at hand. The mistakes are in ``problems``. ``unsettled`` is
    True if the result depends on other files."""

    def __init__(self, folder: StoredDeclarations, contents: FileContents) -> None:
        self.folder = folder
        self.problems = Diagnostics()
        self.unsettled = False
        folder.hints_left = _MOST_HINTS
        for record in contents.records:
            if record.type == "kind":
                self._wrong(record)

    def verdict(self, record: Record) -> Collection[Part] | None:
        """The wrong parts of a record; None if the whole record must be left out."""
        wrong = self._wrong(record)
        if self._is_first(record) and self._hangs_together(record):
            return wrong
        self.unsettled = True
        return None

    def _wrong(self, record: Record) -> list[Part]:
        found, wrong = checks.run(record, self.folder, self.problems)
        self.unsettled = self.unsettled or found
        return wrong

    def _is_first(self, record: Record) -> bool:
        """True if the record is the first with its id; a post also needs its official to be first. Statements have no
        id; of checks with one name, those who run them take the first."""
        if record.owner is not None and not self._is_first(record.owner):
            return False
        return not record.id or record.type in _OWN_IDS or self.folder.first(record.id) is record

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
    """The number of the file of each record with this id."""
    rows = database.execute(f"SELECT f FROM _declared WHERE n = {NUMBER} AND NOT type & {_NO_RECORD}", (id,))
    return [f for (f,) in rows] + [file_of(t) for t in ties_called(database, id)]


def asking(database: sqlite3.Connection, id: str) -> set[int]:
    """The numbers of the files that refer to this id."""
    found = {f for (f,) in database.execute(f"SELECT f FROM _asks WHERE n = {NUMBER}", (id,))}
    for end in ("a", "b"):
        found |= {file_of(t) for (t,) in database.execute(f"SELECT t FROM _ties WHERE {end} = {NUMBER}", (id,))}
    return found


def to_look_at(database: sqlite3.Connection, files: Collection[int] | None = None) -> set[int]:
    """Those of the files (None: all) that may have mistakes which only all files together show."""
    scope = _Scope(files)
    found = _with_unresolved(database, scope) | _with_unfit_ends(database, scope)
    quoting = database.execute(
        f"SELECT DISTINCT f FROM _asks WHERE NOT types AND {scope.rows}"
        " AND EXISTS (SELECT 1 FROM _declared WHERE _declared.n = _asks.n)"
    )
    found |= {f for (f,) in quoting}
    found |= _with_duplicates(database, scope)
    found |= _with_namesakes(database, files)
    return found


class _Scope:
    """Some files, or all (None), as SQL conditions: ``rows`` for tables with a file number, ``ties`` for ties."""

    def __init__(self, files: Collection[int] | None) -> None:
        self.files = files
        self.rows = self.ties = "1"
        if files is not None:
            self.rows = f"f IN ({', '.join(map(str, files))})"
            stretches = ("t BETWEEN {} AND {}".format(*stretch(f)) for f in files)
            self.ties = f"({' OR '.join(stretches) or 0})"

    def __contains__(self, f: int) -> bool:
        return self.files is None or f in self.files


def _with_unresolved(database: sqlite3.Connection, scope: _Scope) -> set[int]:
    """The files that refer to ids which no file declares."""
    rows = database.execute(
        f"SELECT f, types, id FROM _asks JOIN _ids USING (n) WHERE types AND {scope.rows}"
        " AND NOT EXISTS (SELECT 1 FROM _declared WHERE _declared.n = _asks.n AND _declared.type & _asks.types)"
    )
    return {f for f, types, id in rows if not (types & TYPE_BITS["tie"] and ties_called(database, id))}


def _with_unfit_ends(database: sqlite3.Connection, scope: _Scope) -> set[int]:
    """The files with ties whose ends their kind does not join."""
    found = set()
    for end, types in (("a", "starts"), ("b", "leads")):
        if scope.files is None and _fits_all_kinds(database, end, types):
            continue
        rows = database.execute(
            f"SELECT it.n, kind FROM (SELECT DISTINCT {end} AS n, kind FROM _ties WHERE {scope.ties}) AS it"
            f" JOIN _kinds ON k = kind WHERE NOT EXISTS (SELECT 1 FROM _declared WHERE n = it.n AND type & {types})"
        )
        for unfit in rows:
            ties = database.execute(f"SELECT t FROM _ties WHERE {end} = ? AND kind = ?", unfit)
            found |= {f for (t,) in ties if (f := file_of(t)) in scope}
    return found


def _fits_all_kinds(database: sqlite3.Connection, end: str, types: str) -> bool:
    """True if each id at this end of a tie has a type at which the ties of all kinds may be, as if all are cities. That
    takes less time to see than whether it fits the kinds of its own ties."""
    fits = -1
    for (some,) in database.execute(f"SELECT {types} FROM _kinds WHERE ties"):
        fits &= some
    unfit = database.execute(
        f"SELECT 1 FROM (SELECT DISTINCT {end} AS n FROM _ties) AS it"
        f" WHERE NOT EXISTS (SELECT 1 FROM _declared WHERE n = it.n AND type & {fits}) LIMIT 1"
    )
    return unfit.fetchone() is None


def _with_duplicates(database: sqlite3.Connection, scope: _Scope) -> set[int]:
    """The files that declare an id which is declared twice, and the files that refer to it."""
    found = set()
    for id in _maybe_twice(database, scope):
        files = declaring(database, id)
        if len(files) > 1:
            concerned = asking(database, id).union(files)
            found |= concerned if any(f in scope for f in concerned) else set()
    return found


def _maybe_twice(database: sqlite3.Connection, scope: _Scope) -> set[str]:
    """The ids that two records may have, if one of the records, or a reference to the id, is in scope."""
    alike = "other.a = it.a AND other.kind = it.kind AND other.b = it.b AND other.t <> it.t"
    if scope.files is None:  # one pass over an index costs less than one query for each tie
        pairs = "(SELECT a, kind, b FROM _ties GROUP BY a, kind, b HAVING count(*) > 1)"
        twins = f"SELECT t FROM {pairs} JOIN _ties USING (a, kind, b)"
    else:
        twins = f"SELECT t FROM _ties AS it WHERE {scope.ties} AND EXISTS (SELECT 1 FROM _ties AS other WHERE {alike})"
    record = f"_declared.n = _ids.n AND NOT _declared.type & {_NO_RECORD}"
    queries = (
        f"SELECT id FROM (SELECT n FROM _declared WHERE NOT type & {_NO_RECORD} GROUP BY n HAVING count(*) > 1)"
        " JOIN _ids USING (n)",
        f"SELECT id FROM _edges WHERE t IN ({twins})",
        f"SELECT id FROM _ties AS it WHERE id IS NOT NULL AND {scope.ties} AND (id LIKE '%.%.%'"
        " OR EXISTS (SELECT 1 FROM _ties AS other WHERE other.id = it.id AND other.t <> it.t))",
        "SELECT _ties.id FROM _ties CROSS JOIN _ids ON _ids.id || '.' = _ties.id || '.' WHERE _ties.id IS NOT NULL"
        f" AND EXISTS (SELECT 1 FROM _declared WHERE {record})",
        f"SELECT id FROM _ids WHERE id LIKE '%.%.%' AND EXISTS (SELECT 1 FROM _declared WHERE {record})",
        f"SELECT id FROM _asks JOIN _ids USING (n) WHERE types & {TYPE_BITS['tie']} AND {scope.rows}",
    )
    return {id for query in queries for (id,) in database.execute(query)}


def _with_namesakes(database: sqlite3.Connection, files: Collection[int] | None) -> set[int]:
    """The files with a node that nothing tells apart from a namesake before it."""
    within = ""
    if files is not None:
        within = f" AND name IN (SELECT name FROM _declared WHERE f IN ({', '.join(map(str, files))}))"
    rows = database.execute(
        "SELECT name, f, detail FROM _declared JOIN _files USING (f) WHERE name IN"
        f" (SELECT name FROM _declared WHERE name IS NOT NULL{within} GROUP BY name HAVING count(*) > 1)"
        " ORDER BY name, file, place"
    )
    found = set()
    for _, namesakes in groupby(rows, key=itemgetter(0)):
        files, identifiers = zip(*((f, decoded(detail)) for _, f, detail in namesakes), strict=True)
        found |= {f for f, first in zip(files, first_alike(identifiers), strict=True) if first is not None}
    return found
