"""A table of a DuckDB database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.imports.database_rows import chosen, rows_of
from citygraph.imports.duckdb_files import opened, quoted, selected
from citygraph.imports.files import blocks
from citygraph.imports.readers import Item, ReadOptions

UNIT = "row"
TAKES = frozenset[str]({"sheet"})
_COLUMNS = """
SELECT table_schema, table_name, column_name FROM information_schema.columns
JOIN information_schema.tables USING (table_catalog, table_schema, table_name)
WHERE table_type = 'BASE TABLE' ORDER BY table_schema, table_name, ordinal_position
"""


def read(file: Path, how: ReadOptions) -> Iterator[Item]:
    """The rows of a table. If there are several, ``how.sheet`` says which. Views are not read, since they are programs
    of whoever made the file.

    Raises:
        OpenQuestions: if it does not.
    """
    if next(blocks(file), b"")[8:12] != b"DUCK":
        raise CityGraphError(f"{file}: this is no DuckDB database")
    with opened(file, os.fspath(file), enable_external_access=False) as connection:
        tables: dict[str, list[str]] = {}
        places: dict[str, str] = {}
        for schema, table, column in connection.execute(_COLUMNS).fetchall():
            name = table if schema == "main" else f"{schema}.{table}"
            tables.setdefault(name, []).append(column)
            places[name] = f"{quoted(schema)}.{quoted(table)}"
        columns, rows = selected(connection, places[chosen(file, tables, how)])
        yield from rows_of(file, columns, rows, how)
