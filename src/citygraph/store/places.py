"""The places of records in files. The store knows the file of each record; to find the line, the file is read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.folder.diagnostics import Span, Where
from citygraph.folder.loader import pieces
from citygraph.store.cross_file import asking, at_end, declaring, is_by_rows, table_rows, ties_called
from citygraph.store.layout import BITS, NUMBER, TYPE_BITS, file_of, number, row_of

if TYPE_CHECKING:
    from citygraph.folder.parser import FileContents


def spans(
    database: sqlite3.Connection, folder: Path, wanted: Iterable[Where], report: Callable[[int, int], None]
) -> dict[Where, Span]:
    """The places of the wanted sound records. A record that has left the files since the store was built has none.

    Each file with a wanted record is read; of a table, the blocks that have one. ``report`` is called before each with
    the number of files read and the number of all files to read.
    """
    by_file: dict[str, dict[Where, int]] = {}
    names: dict[int, str] = dict(database.execute("SELECT f, file FROM _files"))
    for where in wanted:
        for record in _numbers(database, where)[:1]:
            by_file.setdefault(names[file_of(record)], {})[where] = row_of(record)
    found: dict[Where, Span] = {}
    for done, file in enumerate(sorted(by_file)):
        report(done, len(by_file))
        there = by_file[file]
        if is_by_rows(file):
            rows = table_rows(database, folder, file).pieces(set(there.values()))
            found |= _looked_up((contents for _, _, contents in rows), there)
        if missing := there.keys() - found.keys():  # it is no table, or has changed since it was read
            found |= _looked_up(pieces(folder, file), missing)
    return found


def files_about(database: sqlite3.Connection, id: str) -> list[str]:
    """The files with a record of an id, or one that refers to it, sorted."""
    names: dict[int, str] = dict(database.execute("SELECT f, file FROM _files"))
    numbers = (*declaring(database, id), *at_end(database, id))
    return sorted({names[f] for f in (*map(file_of, numbers), *asking(database, id))})


def named_ties(database: sqlite3.Connection) -> list[str]:
    """The ids of ties that records name, sorted; there need be no such ties."""
    tie = TYPE_BITS["tie"]
    rows = database.execute(f"SELECT DISTINCT id FROM _asks JOIN _ids USING (n) WHERE types & {tie} ORDER BY id")
    return [id for (id,) in rows]


def homes(database: sqlite3.Connection, type: str, kind: str = "") -> list[str]:
    """The files with records of a type, those with the most first; of ties, first those of one kind."""
    table, number, of_type, values = {
        "tie": ("_ties", "t", "1", ()),
        "source": ("_sources", "r", "1", ()),
        "statement": ("_statements", "r", "1", ()),
    }.get(type, ("_nodes", "r", "type = ?", (type,)))
    first = "sum(kind = (SELECT k FROM _kinds WHERE id = ?))" if type == "tie" else "?"
    rows = database.execute(
        f"SELECT file FROM {table} JOIN _files ON f = {number} >> {BITS} WHERE {of_type}"
        f" GROUP BY f ORDER BY {first} DESC, count(*) DESC, file",
        (*values, kind),
    )
    return [file for (file,) in rows]


def _numbers(database: sqlite3.Connection, where: Where) -> list[int]:
    if where.type == "tie":
        return ties_called(database, where.id)
    if where.type == "kind":
        kind = TYPE_BITS["kind"]
        found = database.execute(
            f"SELECT f FROM _declared WHERE n = {NUMBER} AND type & {kind} ORDER BY f", (where.id,)
        )
        return [number(f) for (f,) in found]
    table = "_sources" if where.type == "source" else "_nodes"
    return [r for (r,) in database.execute(f"SELECT r FROM {table} WHERE n = {NUMBER} ORDER BY r", (where.id,))]


def _looked_up(contents: Iterable[FileContents], wanted: Iterable[Where]) -> dict[Where, Span]:
    keys: dict[tuple[str, str], list[Where]] = {}
    for where in wanted:
        keys.setdefault((where.type, where.id), []).append(where)
    found: dict[Where, Span] = {}
    for piece in contents:
        for record in piece.records:
            for where in keys.pop((record.type, record.id), ()):  # the first record with an id counts
                found[where] = record.span(where.key)
        if not keys:
            break
    return found
