"""The layout of the database, and how it is opened.

Tables are named with a ``_`` before: they are the store's own, and others read them through the ``views``.

Every id has a number ``n``, by which everything refers to it. Every file has a number ``f``, and what it says has
numbers that begin with it (:func:`number`): so each row knows its file, and all rows of one are a stretch of numbers.

``_ids``        the ids, as people write them. They are ordered as if a dot came after them, as it does where they are a
                part of a tie's id
``_files``      one row for each file: its stamp and digest, what is wrong in it, and when that is to be asked again
``_declared``   ids and names that files declare, but those of sound ties; and what others' checks may ask of them
``_asks``       which ids a file refers to, and which types (bits) they may be of; but not the ends of sound ties
``_nodes``      sound nodes; ``country`` as written; ``data`` the record
``_sources``    sound sources
``_statements`` sound statements, and in ``_spoken`` the nodes that they are by, at or about
``_kinds``      the vocabulary, in order: which types (bits) ties of a kind start at and lead to, and how many there are
``_ties``       sound ties: ends, kind, and ``data``, what they say beside that. ``id`` only where it is not the default
                one, ``kind.a.b``, or where a dot within one of the three would blur that; ``since`` only where the
                history says when it began, and no key of its own. Two indexes hold each node's ties together, by
                kind: those that start at it, and those that lead to it
``_edges``      the same, with ids in place of numbers
``_names``      every name, by the key that all its spellings share; and ``searched``, what a search looks through, if
                that is not the key
``_citations``  how often a file cites a source, and in how many ties
``_days``       every date and period that is written, with the first and the last day that it can mean
"""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

from citygraph.store import Damaged

LAYOUT = 6
"""To be raised whenever what is kept, or how, changes."""

BITS = 28

TABLES = """
CREATE TABLE _ids(n INTEGER PRIMARY KEY, id TEXT NOT NULL);
CREATE TABLE _files(
    f INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, size INT, mtime INT, ctime INT, inode INT, looked INT, digest
    BLOB, problems TEXT, errors INT, unsettled INT, turns TEXT);
CREATE TABLE _declared(
    f INT, place INT, n INT, type INT, name TEXT, detail TEXT, PRIMARY KEY(f, place)) WITHOUT ROWID;
CREATE TABLE _asks(f INT, n INT, types INT, PRIMARY KEY(f, n, types)) WITHOUT ROWID;
CREATE TABLE _nodes(
    r INTEGER PRIMARY KEY, n INT, type TEXT, name TEXT, country TEXT, lat REAL, lon REAL, data TEXT);
CREATE TABLE _sources(r INTEGER PRIMARY KEY, n INT, data TEXT);
CREATE TABLE _statements(r INTEGER PRIMARY KEY, data TEXT);
CREATE TABLE _spoken(n INT, r INT, PRIMARY KEY(n, r)) WITHOUT ROWID;
CREATE TABLE _kinds(k INTEGER PRIMARY KEY, id TEXT, starts INT, leads INT, ties INT, data TEXT);
CREATE TABLE _ties(t INTEGER PRIMARY KEY, a INT, b INT, kind INT, id TEXT, since TEXT, data TEXT);
CREATE TABLE _names(
    key TEXT, n INT, how TEXT, text TEXT, r INT, searched TEXT, PRIMARY KEY(key, n, how, text, r)) WITHOUT ROWID;
CREATE TABLE _citations(f INT, n INT, cited INT, ties INT, PRIMARY KEY(f, n)) WITHOUT ROWID;
CREATE TABLE _days(written TEXT, earliest TEXT, latest TEXT, PRIMARY KEY(written)) WITHOUT ROWID;
CREATE TABLE _meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE VIEW _edges AS
    SELECT t, ifnull(_ties.id, _kinds.id || '.' || one.id || '.' || other.id) AS id, one.id AS start, other.id AS goal,
        kind, _ties.data AS data
    FROM _ties JOIN _kinds ON k = kind JOIN _ids AS one ON one.n = a JOIN _ids AS other ON other.n = b;
"""
IDS_INDEX = "CREATE UNIQUE INDEX IF NOT EXISTS ids_id ON _ids(id || '.')"
INDEXES = f"""
{IDS_INDEX};
CREATE UNIQUE INDEX ids_plain ON _ids(id);
CREATE INDEX declared_n ON _declared(n, type);
CREATE INDEX declared_name ON _declared(name) WHERE name IS NOT NULL;
CREATE INDEX asks_n ON _asks(n);
CREATE INDEX nodes_n ON _nodes(n);
CREATE INDEX nodes_country ON _nodes(country);
CREATE INDEX countries ON _nodes(n, country) WHERE type = 'country';
CREATE INDEX sources_n ON _sources(n);
CREATE INDEX ties_a ON _ties(a, kind, b);
CREATE INDEX ties_b ON _ties(b, kind, a);
CREATE INDEX ties_id ON _ties(id) WHERE id IS NOT NULL;
CREATE INDEX citations_n ON _citations(n);
"""

LOOSE = re.sub(r", PRIMARY KEY\([^)]*\)\) WITHOUT ROWID", ")", TABLES)
"""The same tables without keys, for rows that are only passed on."""

FILLED = {
    "files": "f, file, size, mtime, ctime, inode, looked, digest, problems, errors, unsettled, turns",
    "declared": "f, place, n, type, name, detail",
    "asks": "f, n, types",
    "nodes": "r, n, type, name, country, lat, lon, data",
    "sources": "r, n, data",
    "statements": "r, data",
    "spoken": "n, r",
    "ties": "t, a, b, kind, id, since, data",
    "names": "key, n, how, text, r, searched",
    "citations": "f, n, cited, ties",
    "days": "written, earliest, latest",
}
"""The tables that files fill, but ``_ids``, by their names without the ``_``; and their columns."""
NUMBERS = frozenset({"n", "a", "b"})
"""The columns that hold the number of an id."""
KEYS = {
    "asks": "f, n, types",
    "spoken": "n, r",
    "names": "key, n, how, text, r",
    "citations": "f, n",
    "days": "written",
}
"""What orders the tables that are not in the order of the files: rows that come in order cost least."""

THE_ID = "id || '.' = ? || '.'"
"""Finds an id in ``_ids``."""
NUMBER = f"(SELECT n FROM _ids WHERE {THE_ID})"

TYPE_BITS = {
    "city": 1, "country": 2, "official": 4, "organization": 8, "event": 16, "source": 32, "tie": 64, "kind": 128,
    "unread": 256, "quote": 512,
}  # fmt: skip
TYPES = {bit: type for type, bit in TYPE_BITS.items()}
_MOST_REMEMBERED = 1 << 20


def number(f: int, n: int = 0) -> int:
    """The number of the ``n``-th thing in file ``f``."""
    return (f << BITS) + n


def file_of(number: int) -> int:
    """The file that a number is from."""
    return number >> BITS


def stretch(f: int) -> tuple[int, int]:
    """The first and the last number that a file can have."""
    return number(f), number(f + 1) - 1


def default_id(kind: str, start: str, end: str) -> str | None:
    """The id of a tie that has none of its own, if one can tell from it what it was made of."""
    id = f"{kind}.{start}.{end}"
    return id if id.count(".") == 2 else None


class Ids(dict[str, int]):
    """The number of each id in a database. One that has none gets the next."""

    def __init__(self, database: sqlite3.Connection) -> None:
        super().__init__()
        self._ask = database.execute
        self._last = self._ask("SELECT max(n) FROM _ids").fetchone()[0] or 0
        self._all_here = not self._last

    def __missing__(self, id: str) -> int:
        known = None if self._all_here else self._ask(f"SELECT n FROM _ids WHERE {THE_ID}", (id,)).fetchone()
        if known:
            (n,) = known
        else:
            n = self._last = self._last + 1
            self._ask("INSERT INTO _ids VALUES (?, ?)", (n, id))
        if len(self) >= _MOST_REMEMBERED:
            self._ask(IDS_INDEX)
            self._all_here = False
            self.clear()
        self[id] = n
        return int(n)


IN_MEMORY = ":memory:"


def connect(path: Path | str) -> sqlite3.Connection:
    """A connection to a database that is there; the empty path is a new one of this process alone, which spills to the
    disk what the memory should not hold; ``IN_MEMORY`` is one that never does."""
    if not path:
        connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA temp_store=FILE")
    elif path == IN_MEMORY:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA temp_store=MEMORY")
    else:
        connection = sqlite3.connect(
            f"{Path(path).absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
        )
    return connection


def decoded(text: str) -> Any:
    """What a column of JSON says.

    Raises:
        Damaged: it is no JSON.
    """
    try:
        return json.loads(text)
    except (TypeError, ValueError) as error:
        raise Damaged("a column of JSON holds none") from error


def only(rows: sqlite3.Cursor) -> Any:
    """The row of an answer that has one.

    Raises:
        Damaged: it has none.
    """
    row = rows.fetchone()
    if row is None:
        raise Damaged("a row is missing that another refers to")
    return row
