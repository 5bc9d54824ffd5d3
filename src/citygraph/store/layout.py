"""The tables of the database, and how to open it.

The names of tables begin with ``_``, since they are private to the store. Other programs read the views
(:mod:`citygraph.store.sql_views`).

Every id has a number ``n``, by which all tables refer to it. Every file has a number ``f``. The numbers of its records
begin with ``f`` (:func:`number`). So each row shows its file, and the rows of a file have consecutive numbers. A record
of a table has the number of its row, so that it can be read again without the rest of the table. Between the blocks of
a table, numbers are free for rows that come later.

``_ids``        the ids, as users write them; sorted as if a dot followed, as it does where an id is part of a tie's id
``_files``      one row for each file: its stamp and digest; the mistakes that it has alone, and those that all files
                together show; and the day on which to check it again
``_blocks``     where each block of a table stands (:class:`citygraph.folder.csv_blocks.BlockPlace`); the digest by
                which it is known again; and the mistakes that it has alone, with lines from its first
``_doubts``     the records that are looked at again in each update, by the numbers of their rows; of a file that is no
                table, all are looked at if one is
``_declared``   the ids and names that files declare, except those of sound ties; and details for the checks. ``place``
                is twice the number of the record in its file, and one more for the passages of a source and for the
                time of an event; what may be declared in text that cannot be read has a place below 0
``_asks``       the ids that a file refers to, and the types (bits) that they may have, except the ends of sound ties;
                of a table, for each block by its first row; and the tags of its ties, after ``tag:``, without types
``_nodes``      sound nodes; ``country`` as written; ``data`` the record
``_sources``    sound sources
``_statements`` sound statements
``_spoken``     the nodes that each statement is by, at or about
``_kinds``      the vocabulary, in order: the types (bits) at which ties of a kind start and end, how many there are,
                and how one reads with each status, as JSON: ``{"out": {status: label}, "in": {status: label}}``
``_ties``       sound ties: ends, kind, and ``data`` with their other keys. ``id`` is null if it is the default one,
                ``kind.a.b``, and no dot within one of the three makes that ambiguous. ``since`` and ``until``
                are set only if the history gives them and the record does not, ``status`` only if there is a history,
                or if the evidence gives it. ``told`` is what it rests on, and which facts its record says
                (:mod:`citygraph.store.told`). ``standing`` is what its standing follows from
                (:func:`citygraph.domain.tie_rules.grounds`): the place of its nature and status in ``STANDINGS``, or
                JSON if the day matters. ``life`` is what it has gone through (:mod:`citygraph.store.lives`), so that
                a question about a time reads no ``data``. Two indexes hold the ties of each node together, by kind:
                those that start at it, and those that lead to it
``_columns``    their ends and what they have in common, as arrays (:mod:`citygraph.store.tie_columns`)
``_edges``      the same (a view), with ids in place of numbers
``_names``      all names, by the key that all spellings of a name share; and ``searched``, the text for searches, if
                it differs from the key
``_citations``  how often a file cites a source, and in how many ties, their histories included
``_standings``  how many ties of a file have each ``standing``
``_days``       every written date and period, with the first and the last day that it can mean
``_accepted``   the findings that files accept: code, id of the record, reason; and the places of code and id, as JSON
``_checks``     the checks of the folder's own; and the places of id, sentence and SQL, as JSON
``_questions``  the questions that files keep; and the places of id and command, as JSON
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from citygraph.domain.terms import NATURES, STATUSES_OF_TODAY
from citygraph.store import Damaged

TAG = "tag:"
"""What stands in ``_ids`` before a tag of a tie. The files that have the tag ask for it, with no type."""
SOURCES = "sources:"
"""What stands in ``_ids`` before the ids of several sources on which one tie rests."""
LAYOUT = 22
"""The version of the layout. Raise it with every change to the tables or their content."""
APPLICATION = 0x63697479
"""What stands in the header of a snapshot, so that ``file`` and others can tell it from other databases."""

BITS = 28

TABLES = """
CREATE TABLE _ids(n INTEGER PRIMARY KEY, id TEXT NOT NULL);
CREATE TABLE _files(
    f INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, size INT, mtime INT, ctime INT, inode INT, looked INT, digest
    BLOB, problems TEXT, found TEXT, errors INT, turns TEXT);
CREATE TABLE _blocks(
    f INT, first INT, rows INT, line INT, offset INT, size INT, digest BLOB, problems TEXT, PRIMARY KEY(f, first))
    WITHOUT ROWID;
CREATE TABLE _doubts(f INT, row INT, PRIMARY KEY(f, row)) WITHOUT ROWID;
CREATE TABLE _declared(
    f INT, place INT, n INT, type INT, name TEXT, detail TEXT, PRIMARY KEY(f, place)) WITHOUT ROWID;
CREATE TABLE _asks(f INT, block INT, n INT, types INT, PRIMARY KEY(f, block, n, types)) WITHOUT ROWID;
CREATE TABLE _nodes(
    r INTEGER PRIMARY KEY, n INT, type TEXT, name TEXT, country TEXT, lat REAL, lon REAL, data TEXT);
CREATE TABLE _sources(r INTEGER PRIMARY KEY, n INT, data TEXT);
CREATE TABLE _statements(r INTEGER PRIMARY KEY, data TEXT);
CREATE TABLE _spoken(n INT, r INT, PRIMARY KEY(n, r)) WITHOUT ROWID;
CREATE TABLE _kinds(k INTEGER PRIMARY KEY, id TEXT, starts INT, leads INT, ties INT, data TEXT, labels TEXT);
CREATE TABLE _ties(
    t INTEGER PRIMARY KEY, a INT, b INT, kind INT, id TEXT, since TEXT, until TEXT, status TEXT, told INT,
    standing INT, life TEXT, data TEXT);
CREATE TABLE _columns(block INTEGER PRIMARY KEY, starts BLOB, ends BLOB, alike BLOB, common TEXT, told
    BLOB, tellings TEXT);
CREATE TABLE _names(
    key TEXT, n INT, how TEXT, text TEXT, r INT, searched TEXT);
CREATE TABLE _citations(f INT, n INT, cited INT, ties INT, PRIMARY KEY(f, n)) WITHOUT ROWID;
CREATE TABLE _standings(f INT, standing INT, ties INT, PRIMARY KEY(f, standing)) WITHOUT ROWID;
CREATE TABLE _days(written TEXT, earliest TEXT, latest TEXT, PRIMARY KEY(written)) WITHOUT ROWID;
CREATE TABLE _accepted(
    f INT, place INT, code TEXT, record TEXT, because TEXT, spans TEXT, PRIMARY KEY(f, place)) WITHOUT ROWID;
CREATE TABLE _checks(
    f INT, place INT, id TEXT, severity TEXT, sentence TEXT, sql TEXT, spans TEXT, PRIMARY KEY(f, place)) WITHOUT ROWID;
CREATE TABLE _questions(
    f INT, place INT, id TEXT, sentence TEXT, command TEXT, spans TEXT, PRIMARY KEY(f, place)) WITHOUT ROWID;
CREATE TABLE _meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE VIEW _edges AS
    SELECT t, ifnull(_ties.id, _kinds.id || '.' || one.id || '.' || other.id) AS id, one.id AS start, other.id AS goal,
        kind, _ties.data AS data
    FROM _ties JOIN _kinds ON k = kind JOIN _ids AS one ON one.n = a JOIN _ids AS other ON other.n = b;
"""
TYPE_BITS = {
    "city": 1, "country": 2, "official": 4, "organization": 8, "event": 16, "source": 32, "tie": 64, "kind": 128,
    "unread": 256, "quote": 512, "time": 1024,
}  # fmt: skip
IDS_INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS ids_id ON _ids(id || '.')"
INDEXES = f"""
{IDS_INDEX};
CREATE UNIQUE INDEX ids_plain ON _ids(id);
CREATE INDEX declared_n ON _declared(n, type);
CREATE INDEX declared_name ON _declared(name) WHERE name IS NOT NULL;
CREATE INDEX declared_time ON _declared(detail, n) WHERE type = {TYPE_BITS["time"]};
CREATE INDEX asks_n ON _asks(n);
CREATE INDEX nodes_n ON _nodes(n);
CREATE INDEX nodes_country ON _nodes(country);
CREATE INDEX countries ON _nodes(n, country) WHERE type = 'country';
CREATE INDEX sources_n ON _sources(n);
CREATE INDEX names_key ON _names(key, r);
CREATE INDEX ties_a ON _ties(a, kind, b);
CREATE INDEX ties_b ON _ties(b, kind, a);
CREATE INDEX ties_id ON _ties(id) WHERE id IS NOT NULL;
CREATE INDEX citations_n ON _citations(n);
CREATE INDEX accepted_code ON _accepted(code, record);
"""

FILLED = {
    "files": "f, file, size, mtime, ctime, inode, looked, digest, problems, found, errors, turns",
    "blocks": "f, first, rows, line, offset, size, digest, problems",
    "doubts": "f, row",
    "declared": "f, place, n, type, name, detail",
    "asks": "f, block, n, types",
    "nodes": "r, n, type, name, country, lat, lon, data",
    "sources": "r, n, data",
    "statements": "r, data",
    "spoken": "n, r",
    "ties": "t, a, b, kind, id, since, until, status, told, standing, life, data",
    "names": "key, n, how, text, r, searched",
    "citations": "f, n, cited, ties",
    "standings": "f, standing, ties",
    "days": "written, earliest, latest",
    "accepted": "f, place, code, record, because, spans",
    "checks": "f, place, id, severity, sentence, sql, spans",
    "questions": "f, place, id, sentence, command, spans",
}
"""The tables that files fill, except ``_ids``: their names without the ``_``, and their columns."""
NUMBERS = frozenset({"n", "a", "b"})
"""The columns that hold the number of an id."""
TOLD = "told"
"""The column that holds what a tie tells, with the number of an id in it: see :mod:`citygraph.store.told`."""
SORTED = ("asks", "spoken", "citations", "days")
"""The tables whose keys do not have the order of the files. Inserting rows in key order costs least."""

STANDINGS = tuple((nature, status) for nature in NATURES for status in STATUSES_OF_TODAY)
"""The pairs of nature and status, by which ``_ties`` numbers them. Most ties stand as their pair alone says."""

THE_ID = "id || '.' = ? || '.'"
"""The SQL condition that finds an id in ``_ids``."""
NUMBER = f"(SELECT n FROM _ids WHERE {THE_ID})"

TYPES = {bit: type for type, bit in TYPE_BITS.items()}
_MOST_REMEMBERED = 1 << 20


def number(f: int, n: int = 0) -> int:
    """The number of the ``n``-th thing in file ``f``."""
    return (f << BITS) + n


def file_of(number: int) -> int:
    """The file of a number."""
    return number >> BITS


def row_of(number: int) -> int:
    """The row of a number, if its file is a table."""
    return number & ((1 << BITS) - 1)


def declared_place(row: int, *, beside: bool) -> int:
    """The ``place`` in ``_declared`` of what a row declares: its id, or what stands ``beside`` it: that it has passages
    to look quotes up in, or when it takes place."""
    return 2 * row + beside


def unread_place(row: int) -> int:
    """The ``place`` in ``_declared`` of what may be declared in a row that cannot be read."""
    return -row - 1


def row_of_declared(place: int) -> int:
    """The row that declares what has this ``place``."""
    return place // 2


Range = tuple[int, int]
"""The first and the last of some numbers of records of one file."""


def stretch(f: int) -> Range:
    """The first and the last number of a file."""
    return number(f), number(f + 1) - 1


def rows_in(several: Range) -> tuple[int, int, int]:
    """The file of some records, and the first and the last of their rows."""
    first, last = several
    return file_of(first), row_of(first), row_of(last)


def default_id(kind: str, start: str, end: str) -> str | None:
    """The id of a tie without its own, if it can be split again into kind and ends; else None."""
    id = f"{kind}.{start}.{end}"
    return id if id.count(".") == 2 else None


class IdNumbers(dict[str, int]):
    """A number for each id. A new id gets the next one, and is among the ``new`` until they are taken."""

    def __init__(self, last: int = 0) -> None:
        super().__init__()
        self.last = last
        self.new: list[str] = []
        self.are_all_here = True

    def __missing__(self, id: str) -> int:
        found = self.known(id)
        if not found:
            found = self.last = self.last + 1
            self.new.append(id)
        if len(self) >= _MOST_REMEMBERED:
            self.forget()
        self[id] = found
        return found

    def known(self, id: str) -> int | None:
        """The number of an id that is not remembered, if it has one."""
        return None

    def forget(self) -> None:
        """Make room. A forgotten id that is not ``known`` gets a second number."""
        self.clear()

    def add(self, several: Iterable[str]) -> None:
        """Give numbers to new ids, which takes less time for many than for one after the other."""
        new = [id for id in dict.fromkeys(several) if id not in self]
        if self.are_all_here and len(self) + len(new) < _MOST_REMEMBERED:
            self.update(zip(new, range(self.last + 1, self.last + 1 + len(new)), strict=True))
            self.new += new
            self.last += len(new)

    def taken(self) -> list[str]:
        """The new ids since the last call, in the order of their numbers, which are the highest."""
        new, self.new = self.new, []
        return new


class Ids(IdNumbers):
    """The number of each id in a database. New ids must be written before their rows are."""

    def __init__(self, database: sqlite3.Connection) -> None:
        super().__init__(database.execute("SELECT max(n) FROM _ids").fetchone()[0] or 0)
        self._database = database
        self.are_all_here = not self.last

    def known(self, id: str) -> int | None:
        if self.are_all_here:
            return None
        self.write()
        row = self._database.execute(f"SELECT n FROM _ids WHERE {THE_ID}", (id,)).fetchone()
        return row and int(row[0])

    def forget(self) -> None:
        self.write()
        self._database.execute(IDS_INDEX)
        self.are_all_here = False
        super().forget()

    def write(self) -> None:
        """Write the new ids."""
        if self.new:
            new = self.taken()
            self._database.executemany("INSERT INTO _ids VALUES (?, ?)", enumerate(new, self.last + 1 - len(new)))


IN_MEMORY = ":memory:"
SEALED = "mode=ro&immutable=1"
"""How a snapshot is opened: nobody changes it once it has its name, so SQLite needs no locks."""


class _Connection(sqlite3.Connection):
    """A connection that closes itself when the last reference goes. Without that, Python 3.13 warns."""

    def __del__(self) -> None:
        with contextlib.suppress(sqlite3.ProgrammingError):  # it was never opened
            self.close()


def connect(path: Path | str, *, how: str = "mode=rw") -> sqlite3.Connection:
    """A connection to an existing database. The empty path makes a new, private database that moves data to the disk
    if it grows large. ``IN_MEMORY`` makes one that never uses the disk. ``how`` may be ``SEALED``."""
    kept = path and path != IN_MEMORY
    name = f"{Path(path).absolute().as_uri()}?{how}" if kept else path
    connection = sqlite3.connect(name, uri=True, isolation_level=None, check_same_thread=False, factory=_Connection)
    if not kept:
        connection.execute(f"PRAGMA temp_store={'MEMORY' if path else 'FILE'}")
    return connection


def decoded(text: str) -> Any:
    """The value of a JSON column.

    Raises:
        Damaged: if the text is not JSON.
    """
    try:
        return json.loads(text)
    except (TypeError, ValueError) as error:
        raise Damaged("a JSON column does not hold JSON") from error


def only(rows: sqlite3.Cursor) -> Any:
    """The single row of a query's answer.

    Raises:
        Damaged: if there is no row.
    """
    row = rows.fetchone()
    if row is None:
        raise Damaged("a row is missing that another refers to")
    return row
