"""The checks of a folder's own: questions in SQL whose answers are findings.

Strangers may have written them. So they run in a process of their own, with limits that hold whatever SQLite is asked
to do: it only reads the store, writes no file, and has so much memory, and so many seconds for all checks together.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from citygraph.domain.names import did_you_mean
from citygraph.folder import diagnostics
from citygraph.folder.diagnostics import Accepts, Severity, Span
from citygraph.store import Damaged
from citygraph.store.layout import SEALED, connect, decoded
from citygraph.store.sql import WrongSQL, answer, file_of, too_late

MOST_CHECKS = 100
"""How many checks of its own a folder may have."""
_MOST_BYTES = 500_000_000
"""How much memory SQLite may take for them, temporary tables included."""
_MOST_OF_THE_PROCESS = 4 * _MOST_BYTES
_LONGEST = 200
"""The most characters of a value that a finding shows."""
_LONGEST_ID = 1000
_PATIENCE = 4
"""On a busy machine, the process gets no less than one part in this many of the time."""
_COLUMN = re.compile(r"\{\s*(\w+)\s*\}")
RECORD = "record"
"""The column with the id of the record that has the finding."""


class OwnCheck(NamedTuple):
    """A check as a file declares it, with the places of its id, its sentence and its SQL."""

    id: str
    severity: Severity
    sentence: str
    sql: str
    at_id: Span
    at_sentence: Span
    at_sql: Span

    @property
    def columns(self) -> list[str]:
        """The columns that its sentence shows."""
        return list(dict.fromkeys(_COLUMN.findall(self.sentence)))

    def said(self, row: Mapping[str, str]) -> str:
        """The sentence about a row."""
        return " ".join(_COLUMN.sub(lambda column: row[column[1]], self.sentence).split())


class NotRun(NamedTuple):
    """Why a check has no result, the way out, and the place to look at."""

    message: str
    hint: str
    at: Span


class Found(NamedTuple):
    """What a check has found: the first rows and the first accepted ones, as texts; how many there are of both; and the
    ids that it met of those that are accepted."""

    rows: list[dict[str, str]]
    number: int
    number_accepted: int
    met: list[str]


def declared_checks(database: sqlite3.Connection) -> list[OwnCheck]:
    """The checks that the files declare, in order."""
    rows = database.execute(
        "SELECT id, severity, sentence, sql, spans FROM _checks JOIN _files USING (f) ORDER BY file, place"
    )
    return [
        OwnCheck(id, Severity(severity), sentence, sql, *(Span(*span) for span in decoded(spans)))
        for id, severity, sentence, sql, spans in rows
    ]


def run(
    database: sqlite3.Connection, checks: list[OwnCheck], accepts: Accepts, seconds: float | None
) -> Iterator[tuple[OwnCheck, Found | NotRun]]:
    """Run checks on a store, for so many seconds of work at most.

    Raises:
        Damaged: if the store is.
    """
    if not checks:
        return
    with _file(database) as path:
        task = {
            "path": str(path),
            "seconds": seconds,
            "most": diagnostics.MOST_LISTED,
            "checks": [
                [one.sql, one.columns, sorted(accepts.get(one.id, ())) if one.severity is Severity.WARNING else []]
                for one in checks
            ],
        }
        results, end = _results(task, seconds)
        for number, one in enumerate(checks):
            result = results.get(number)
            if isinstance(result, Found):
                yield one, result
            elif isinstance(result, str):
                yield one, NotRun(result, "", one.at_sql)
            elif result is not None:
                yield one, _without_columns(one, result)
            elif number == len(results):
                yield one, NotRun(end, "", one.at_sql)
            else:
                yield one, NotRun("it was not run, because of the one before it", "", one.at_id)


def _without_columns(check: OwnCheck, columns: list[str]) -> NotRun:
    """Why a check is not run whose answer lacks a column."""
    if RECORD not in columns:
        return NotRun(
            f"its answer has no column `{RECORD}`",
            f"name the column with the id so: `SELECT id AS {RECORD}`",
            check.at_sql,
        )
    missing = next(column for column in check.columns if column not in columns)
    hint = did_you_mean(missing, columns) or "the answer has " + ", ".join(f"`{column}`" for column in columns)
    return NotRun(f"its answer has no column `{missing}`", hint, check.at_sentence)


@contextlib.contextmanager
def _file(database: sqlite3.Connection) -> Iterator[Path]:
    """The file of a store; if it has none of its own, a copy for this purpose."""
    path = file_of(database)
    if path is not None and path.exists():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="citygraph-", ignore_cleanup_errors=True) as scratch:
        copy = Path(scratch, "copy.sqlite")
        with contextlib.closing(sqlite3.connect(copy)) as target:
            database.backup(target)
        yield copy


def _results(task: dict[str, Any], seconds: float | None) -> tuple[dict[int, Found | str | list[str]], str]:
    """The results of the checks, by their numbers, as far as the process comes: what a check has found, why it cannot
    run, or its columns if it lacks one. And why the process came no further."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", "from citygraph.store.own_checks import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        encoding="utf-8",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    alarm = threading.Timer(_PATIENCE * (seconds + 10), process.kill) if seconds is not None else None
    results: dict[int, Found | str | list[str]] = {}
    try:
        if alarm:
            alarm.start()
        with contextlib.suppress(BrokenPipeError), process.stdin as task_in:
            json.dump(task, task_in)
        for line in process.stdout:
            if not line.endswith("\n"):  # it was stopped
                break
            result = json.loads(line)
            if "damaged" in result:
                raise Damaged("SQLite finds the snapshot damaged")
            results[len(results)] = Found(*result["found"]) if "found" in result else result["not"]
        is_late = process.wait() == 0
    finally:
        if alarm:
            alarm.cancel()
        process.kill()
        process.wait()
        process.stdout.close()
    return results, too_late(seconds) if is_late and seconds else "it takes more time or memory than a check may take"


# ------------------------------------------------------------------ in the process


def main() -> None:
    """The main function of the process. It reads its task from standard input, and prints a line for each check."""
    task = json.load(sys.stdin)
    seconds = task["seconds"]
    _limit(seconds)
    database = connect(Path(task["path"]), how=SEALED)
    for sql, columns, accepts in task["checks"]:
        result: dict[str, Any]
        left = None if seconds is None else seconds - time.thread_time()
        if left is not None and left <= 0:
            break
        try:
            result = _asked(database, sql, {RECORD, *columns}, set(accepts), task["most"], left)
        except WrongSQL as error:
            if left is not None and time.thread_time() >= seconds:
                break
            result = {"not": _why(str(error))}
        except MemoryError:
            result = {"not": _TOO_MUCH}
        except sqlite3.DatabaseError:
            result = {"damaged": True}
        print(json.dumps(result), flush=True)


_TOO_MUCH = f"it takes more than {_MOST_BYTES // 1_000_000} MB of memory"


def _why(message: str) -> str:
    return _TOO_MUCH if message in ("out of memory", "database or disk is full", "disk I/O error") else message


def _limit(seconds: float | None) -> None:
    """Set the limits of this process, as far as the system has them."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if seconds is not None:
            whole = int(seconds) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_OF_THE_PROCESS, _MOST_OF_THE_PROCESS))


def _asked(
    database: sqlite3.Connection, sql: str, needed: set[str], accepts: set[str], most: int, seconds: float | None
) -> dict[str, Any]:
    """The result of a check, as :func:`_results` reads it."""
    rows = answer(database, sql, most_seconds=seconds, most_memory=_MOST_BYTES)
    columns = next(rows)
    if not needed <= set(columns):
        return {"not": list(columns)}
    wanted = [(index, column) for index, column in enumerate(columns) if column in needed - {RECORD}]
    listed, numbers, met = [], [0, 0], set()
    place = columns.index(RECORD)
    for row in rows:
        id = "" if row[place] is None else str(row[place])
        is_accepted = id in accepts
        numbers[is_accepted] += 1
        if is_accepted:
            met.add(id)
        if numbers[is_accepted] <= most:
            id = id if is_accepted else id[:_LONGEST_ID]
            listed.append({column: _text(row[index]) for index, column in wanted} | {RECORD: id})
    return {"found": [listed, *numbers, sorted(met)]}


def _text(value: Any) -> str:
    """A value as a sentence shows it."""
    if value is None:
        return "unknown"
    if isinstance(value, bytes):
        return f"{len(value):,} bytes"
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
