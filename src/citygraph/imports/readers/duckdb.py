"""A table of a DuckDB database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.imports.database_rows import chosen, rows_of
from citygraph.imports.duckdb_files import opened, quoted, selected
from citygraph.imports.files import blocks
from citygraph.imports.readers import Read, ReadOptions

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

UNIT = "row"
TAKES = frozenset[str]({"sheet"})
_COLUMNS = """
SELECT table_schema, table_name, column_name FROM information_schema.columns
JOIN information_schema.tables USING (table_catalog, table_schema, table_name)
WHERE table_type = 'BASE TABLE' ORDER BY table_schema, table_name, ordinal_position
"""


def read(file: Path, how: ReadOptions) -> Iterator[Read]:
    """The rows of a table. If there are several, ``how.sheet`` says which. Views are not read, since they are programs
    of whoever made the file.

    Raises:
        OpenQuestions: if it does not.
    """
    with _opened(file) as connection:
        places = _places(connection)
        columns, rows = selected(connection, places.of[chosen(file, places.columns, how)])
        yield from rows_of(file, columns, rows, how)


def tables(file: Path) -> list[str]:
    """The names of the tables."""
    with _opened(file) as connection:
        return [*_places(connection).columns]


class _TablePlaces(NamedTuple):
    """The columns of each table, and what it is called in SQL."""

    columns: dict[str, list[str]]
    of: dict[str, str]


def _places(connection: DuckDBPyConnection) -> _TablePlaces:
    found = _TablePlaces({}, {})
    for schema, table, column in connection.execute(_COLUMNS).fetchall():
        name = table if schema == "main" else f"{schema}.{table}"
        found.columns.setdefault(name, []).append(column)
        found.of[name] = f"{quoted(schema)}.{quoted(table)}"
    return found


def _opened(file: Path) -> AbstractContextManager[DuckDBPyConnection]:
    if next(blocks(file), b"")[8:12] != b"DUCK":
        raise CityGraphError(f"{file}: this is no DuckDB database")
    return opened(file, os.fspath(file), enable_external_access=False)
