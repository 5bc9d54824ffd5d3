"""A table in Parquet, as pandas, Polars, DuckDB and data portals save it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.imports.database_rows import rows_of
from citygraph.imports.duckdb_files import opened, selected
from citygraph.imports.files import blocks
from citygraph.imports.readers import Read, ReadOptions

UNIT = "row"
TAKES = frozenset[str]()


def read(file: Path, how: ReadOptions) -> Iterator[Read]:
    """The rows of the table."""
    if not next(blocks(file), b"").startswith(b"PAR1"):
        raise CityGraphError(f"{file}: this is no Parquet file")
    path = os.fspath(file)
    if any(sign in path for sign in "*?["):  # DuckDB would look for several files
        raise CityGraphError(f"{file}: its name has a sign that stands for others (* ? [); give it another name")
    with opened(file, ":memory:") as connection:
        columns, rows = selected(connection, "read_parquet(?, hive_partitioning = false)", [path])
        yield from rows_of(file, columns, rows, how)
