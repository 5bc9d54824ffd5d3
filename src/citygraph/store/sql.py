"""SQL queries on the store. No query can change anything."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean
from citygraph.store.layout import SEALED, connect, only
from citygraph.store.sql_views import VIEWS

Row = tuple[Any, ...]

_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE})
_PRAGMAS = frozenset(
    {"database_list", "function_list", "index_info", "index_list", "table_info", "table_list", "table_xinfo"}
)
"""The pragmas that only read."""
_STEPS = 20_000
"""How many steps SQLite takes between two calls of the progress handler: some hundredths of a second."""
MOST_BYTES = 100_000_000
"""The longest value that SQLite makes. All else that grows with an answer it keeps in temporary files."""


class WrongSQL(CityGraphError):
    """A statement that SQLite cannot run, or that would change something."""


def file_of(database: sqlite3.Connection) -> Path | None:
    """The file of a database; None if the database belongs to this process alone."""
    (_, _, file) = only(database.execute("PRAGMA database_list"))
    return Path(file) if file else None


def answer(
    database: sqlite3.Connection,
    statement: str,
    waits: Callable[[], None] | None = None,
    most_seconds: float | None = None,
    most_memory: int | None = None,
) -> Iterator[Row]:
    """The names of the columns, all different; then the rows, as SQLite finds them. ``waits`` is called again and again
    while SQLite works. ``most_seconds`` limits the time for which this thread works, without the time for which it
    waits. ``most_memory`` limits the bytes that SQLite takes, now and later in this process; then it writes no
    temporary files.

    Raises:
        WrongSQL: if it is not one statement that reads; or if it fails, before the first row or later: also if it takes
            too long, or makes a value of more than ``MOST_BYTES``.
        KeyboardInterrupt: if the user presses Ctrl-C.
    """
    end = float("inf") if most_seconds is None else time.thread_time() + most_seconds

    def is_late() -> bool:
        """Called while SQLite works: only a call into Python lets Python notice Ctrl-C. True ends the statement."""
        if waits:
            waits()
        return time.thread_time() > end

    with _reading(database) as reader:
        if most_memory is not None:
            reader.execute("PRAGMA temp_store = MEMORY")
            reader.execute(f"PRAGMA hard_heap_limit = {most_memory}")
        reader.set_authorizer(_authorized)
        reader.set_progress_handler(is_late, _STEPS)
        usual = reader.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
        try:
            cursor = reader.execute(statement)
            if cursor.description is None:
                raise WrongSQL("there is no statement; `citygraph sql` without one lists the views")
            yield _unlike(column for column, *_ in cursor.description)
            yield from cursor
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            code = getattr(error, "sqlite_errorcode", None)
            if code == sqlite3.SQLITE_INTERRUPT:
                if time.thread_time() > end:
                    raise WrongSQL(too_late(most_seconds)) from None
                raise KeyboardInterrupt from None
            if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise
            raise WrongSQL(_told(error, code)) from None
        finally:
            reader.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, usual)


def too_late(most_seconds: float | None) -> str:
    """What is said of a statement that takes too long."""
    return f"the answer takes more than {most_seconds:g} s of work; --timeout allows more"


@contextmanager
def _reading(database: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A connection that only reads. If the database has no file, or no longer, it is the database's own connection, set
    to read only meanwhile."""
    file = file_of(database)
    try:
        if file is None:
            raise FileNotFoundError
        reader = connect(file, how=SEALED)
        reader.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except (OSError, sqlite3.OperationalError):
        database.execute("PRAGMA query_only = ON")
        try:
            yield database
        finally:
            database.set_progress_handler(None, 0)
            database.set_authorizer(None)
            database.execute("PRAGMA query_only = OFF")
        return
    with closing(reader):
        reader.execute("PRAGMA query_only = ON")
        yield reader


def _authorized(action: int, one: str | None, other: str | None, *_: str | None) -> int:
    reads = action in _READING
    function = action == sqlite3.SQLITE_FUNCTION and other != "load_extension"
    pragma = action == sqlite3.SQLITE_PRAGMA and one in _PRAGMAS
    return sqlite3.SQLITE_OK if reads or function or pragma else sqlite3.SQLITE_DENY


def _unlike(columns: Iterator[str]) -> tuple[str, ...]:
    """The names of columns, with a number after a name that is repeated."""
    found: dict[str, None] = {}
    for column in columns:
        name, number = column, 1
        while name in found:
            number += 1
            name = f"{column}_{number}"
        found[name] = None
    return tuple(found)


_OTHERWISE = {"from": "from_id", "to": "to_id", "group": "kind_group", "on": "date", "when": "date"}
"""Names that citygraph uses elsewhere but SQL reserves, and the columns to use instead."""


def _told(error: Exception, code: int | None) -> str:
    """The message for an error, with a hint."""
    message = " ".join(str(error).split())
    if code == sqlite3.SQLITE_TOOBIG:
        return f"a value has more than {MOST_BYTES:,} bytes; ask for less of it, or in several rows"
    if code == sqlite3.SQLITE_AUTH:
        return "only statements that read are allowed: SELECT, WITH, VALUES, EXPLAIN"
    if missing := re.fullmatch(r"no such table: (?:main\.)?(.*)", message, re.DOTALL):
        views = [view.name for view in VIEWS]
        return f"{message}; {did_you_mean(missing[1], views) or 'the views are ' + ', '.join(views)}"
    if missing := re.fullmatch(r"no such column: (?:\w+\.)*(.*)", message, re.DOTALL):
        columns = {column.name: None for view in VIEWS for column in view.columns}
        hint = did_you_mean(_OTHERWISE.get(missing[1].lower(), missing[1]), columns)
        return f"{message}; {hint or '`citygraph sql` lists the columns'}"
    if "one statement at a time" in message:
        return "there is more than one statement; ask one at a time"
    if "number of bindings" in message:
        return "`?` and `:name` get no values here; write the value itself"
    near = re.fullmatch(r'near "(\w+)": syntax error', message)
    if near and near[1].lower() in _OTHERWISE:
        return f"{message}; if you meant the column, it is called `{_OTHERWISE[near[1].lower()]}`"
    return message
