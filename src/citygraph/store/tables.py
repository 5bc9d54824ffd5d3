"""The layout of the database, and how it is opened.

Every file has a number ``f``, and what it says has numbers that begin with it (:func:`number`): so each row knows its
file, and all rows of one are a stretch of numbers. References between records are their ids, as people write them.

``files``       one row for each file: its stamp and digest, what is wrong in it, and when that is to be asked again
``declared``    ids and names that files declare, but those of sound ties; and what others' checks may ask of them
``asks``        which ids a file refers to, and which types (bits) they may be of
``nodes``       sound nodes; ``country`` as written; ``data`` the record
``sources``     sound sources
``statements``  sound statements, and in ``spoken`` the nodes that they are by, at or about
``facts``       what ties say beside their id and ends, each once a file
``ties``        sound ties: ends, facts, and ``way``: four times the place of its kind in the vocabulary, plus 2 if it
                has no direction
``adjacency``   each node's ties in reading order (by kind, then by ids), in parts of at most ``PART``: a JSON list that
                repeats the other end, the tie, its facts and its way, plus 1 where the node is the tie's second end
``names``       every name, by the key that all its spellings share, and ``searched``, what a search looks through
``citations``   how often a file cites a source, and in how many ties
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

LAYOUT = 2
"""To be raised whenever what is kept, or how, changes."""

PART = 256
_BITS = 28

TABLES = """
CREATE TABLE files(
    f INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, size INT, mtime INT, ctime INT, inode INT, looked INT, digest
    BLOB, problems TEXT, errors INT, unsettled INT, turns TEXT);
CREATE TABLE declared(f INT, n INT, id TEXT, type INT, name TEXT, detail TEXT, PRIMARY KEY(f, n)) WITHOUT ROWID;
CREATE TABLE asks(f INT, id TEXT, types INT, PRIMARY KEY(f, id, types)) WITHOUT ROWID;
CREATE TABLE nodes(
    r INTEGER PRIMARY KEY, id TEXT, type TEXT, name TEXT, country TEXT, lat REAL, lon REAL, data TEXT);
CREATE TABLE sources(r INTEGER PRIMARY KEY, id TEXT, data TEXT);
CREATE TABLE statements(r INTEGER PRIMARY KEY, data TEXT);
CREATE TABLE spoken(id TEXT, r INT, PRIMARY KEY(id, r)) WITHOUT ROWID;
CREATE TABLE facts(p INTEGER PRIMARY KEY, data TEXT);
CREATE TABLE ties(t INTEGER PRIMARY KEY, id TEXT, a TEXT, b TEXT, p INT, way INT);
CREATE TABLE adjacency(node TEXT, part INT, n INT, ties TEXT);
CREATE TABLE names(
    key TEXT, id TEXT, how TEXT, text TEXT, r INT, searched TEXT, PRIMARY KEY(key, id, how, text, r)) WITHOUT ROWID;
CREATE TABLE citations(f INT, source TEXT, cited INT, ties INT, PRIMARY KEY(f, source)) WITHOUT ROWID;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX declared_id ON declared(id);
CREATE INDEX declared_name ON declared(name) WHERE name IS NOT NULL;
CREATE INDEX asks_id ON asks(id);
CREATE INDEX nodes_id ON nodes(id);
CREATE INDEX nodes_country ON nodes(country);
CREATE INDEX nodes_countries ON nodes(type, id, country) WHERE type = 'country';
CREATE INDEX sources_id ON sources(id);
CREATE INDEX ties_id ON ties(id);
CREATE UNIQUE INDEX adjacency_node ON adjacency(node, part);
CREATE INDEX citations_source ON citations(source);
"""

LOOSE = re.sub(r", PRIMARY KEY\([^)]*\)\) WITHOUT ROWID", ")", TABLES)
"""The same tables without keys, for rows that are only passed on."""

KEPT_BY = {
    "files": "f", "declared": "f, n", "asks": "f, id, types", "nodes": "r", "sources": "r", "statements": "r",
    "spoken": "id, r", "facts": "p", "ties": "t", "names": "key, id, how, text, r", "citations": "f, source",
}  # fmt: skip
"""The tables that files fill, and what orders each: rows that come in order cost least."""

TYPE_BITS = {
    "city": 1, "country": 2, "official": 4, "organization": 8, "event": 16, "source": 32, "tie": 64, "kind": 128,
    "unread": 256, "quote": 512,
}  # fmt: skip
TYPES = {bit: type for type, bit in TYPE_BITS.items()}


def number(f: int, n: int = 0) -> int:
    """The number of the ``n``-th thing in file ``f``."""
    return (f << _BITS) + n


def file_of(number: int) -> int:
    """The file that a number is from."""
    return number >> _BITS


def stretch(f: int) -> tuple[int, int]:
    """The first and the last number that a file can have."""
    return number(f), number(f + 1) - 1


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
