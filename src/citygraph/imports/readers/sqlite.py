"""A table of an SQLite database."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from citygraph.domain.errors import CityGraphError
from citygraph.imports.database_rows import chosen, rows_of
from citygraph.imports.files import blocks
from citygraph.imports.readers import Read, ReadOptions

UNIT = "row"
TAKES = frozenset[str]({"sheet"})
_MAGIC = b"SQLite format 3\0"
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
_VIEWS = "SELECT count(*) FROM sqlite_schema WHERE type = 'view'"


def read(file: Path, how: ReadOptions) -> Iterator[Read]:
    """The rows of a table, by their order in the file. If there are several, ``how.sheet`` says which. Views are not
    read, since they are programs of whoever made the file.

    Raises:
        OpenQuestions: if it does not.
    """
    with _opened(file) as connection:
        if (views := connection.execute(_VIEWS).fetchone()[0]) and how.sheet is None:
            how.says(f"{file.name}: {'1 view is' if views == 1 else f'{views:,} views are'} left out")
        table = chosen(file, _columns_of(connection), how)
        rows = connection.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608 (a name of the file, quoted)
        yield from rows_of(file, [column[0] for column in rows.description], rows, how)


def tables(file: Path) -> list[str]:
    """The names of the tables."""
    with _opened(file) as connection:
        return [*_columns_of(connection)]


def _columns_of(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The columns of each table."""
    names = [name for (name,) in connection.execute(_TABLES)]
    return {name: [row[1] for row in connection.execute(f"PRAGMA table_info({_quoted(name)})")] for name in names}


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads.

    Raises:
        CityGraphError: if this is no whole database.
    """
    if not next(blocks(file), b"").startswith(_MAGIC):
        raise CityGraphError(f"{file}: this is no SQLite database")
    beside = Path(f"{os.fspath(file)}-wal")
    if beside.is_file() and beside.stat().st_size:
        raise CityGraphError(f"{file}: a program has it open and has not saved all of it; close that program first")
    try:
        with closing(sqlite3.connect(f"file:{quote(os.fspath(file))}?mode=ro&immutable=1", uri=True)) as opened:
            opened.execute("PRAGMA trusted_schema = OFF")
            if (found := opened.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":  # half a file may read as rows
                raise sqlite3.DatabaseError(found)
            opened.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
            yield opened
    except (sqlite3.Error, UnicodeError) as error:
        why = str(error).partition("\n")[0][:200]
        raise CityGraphError(f"{file}: the SQLite database is damaged, or cannot be read: {why}") from None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
