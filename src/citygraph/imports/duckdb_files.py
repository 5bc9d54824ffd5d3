"""DuckDB, the library that reads Parquet and its own databases. It loads no extensions and opens no other files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citygraph.domain.errors import CityGraphError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BATCH = 1000
_AS_TEXT = ("TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE", "INTERVAL", "BIT")
"""Types that Python has no values for, or needs another library for."""


@contextmanager
def opened(file: Path, database: str, **config: Any) -> Iterator[DuckDBPyConnection]:
    """A connection to a ``database`` (``:memory:``, or the path of one) that only reads. Messages name the ``file``.

    Raises:
        CityGraphError: if DuckDB is not installed, or cannot read the file.
    """
    try:
        import duckdb
    except ImportError:
        raise CityGraphError(
            f"{file}: this needs duckdb: pip install 'citygraph[duckdb]'; or save the table as CSV (UTF-8)"
        ) from None
    safe = {"autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 2}
    try:
        with duckdb.connect(database, read_only=database != ":memory:", config={**safe, **config}) as connection:
            yield connection
    except duckdb.Error as error:
        why = str(error).partition("\n")[0]
        raise CityGraphError(f"{file}: it is damaged, or DuckDB cannot read it: {why[:200]}") from None


def selected(connection: DuckDBPyConnection, source: str, given: Sequence[Any] = ()) -> tuple[list[str], Iterator[Any]]:
    """The names of the columns of a source of rows in SQL, and its rows."""
    described = connection.execute(f"DESCRIBE SELECT * FROM {source}", list(given)).fetchall()  # noqa: S608
    columns = [str(name) for name, *_ in described]
    terms = [
        f"CAST({quoted(name)} AS VARCHAR)" if type in _AS_TEXT else quoted(name) for name, type, *_ in described
    ]  # fmt: skip
    found = connection.execute(f"SELECT {', '.join(terms)} FROM {source}", list(given))  # noqa: S608 (quoted names)
    return columns, _rows(found)


def _rows(found: DuckDBPyConnection) -> Iterator[Any]:
    while rows := found.fetchmany(_BATCH):
        yield from rows


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
