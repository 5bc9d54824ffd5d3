"""Other processes that read files, while this one writes what they find.

Each reads its share of the files and writes their rows into a file of its own, the spool, from which this process takes
them. The numbers of ids in them are its own, and are translated here.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import marshal
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

from citygraph.folder import loader
from citygraph.folder.graph_files import Stamp
from citygraph.folder.loader import garbage_collector_off
from citygraph.store import told
from citygraph.store.cross_file import pieces, vocabulary_of
from citygraph.store.layout import FILLED, NUMBERS, TOLD, IdNumbers, Ids
from citygraph.store.read_files import Batch, FileEnd, FileReader, FileReading, Share
from citygraph.store.rows import PlainTies, Row, SelfContainedChecks

_FORMAT = 2
"""Of marshal: the fastest, since equal objects are not looked for."""
_OF_IDS = {
    table: [index for index, column in enumerate(columns.split(", ")) if column in NUMBERS]
    for table, columns in FILLED.items()
}
"""The columns of each table that hold the numbers of ids."""
_TOLD_OF_ROWS = FILLED["ties"].split(", ").index(TOLD)
_ENDS, _TOLD = (1, 2), 4
"""The same of plain ties, and what these tell."""


class ReaderFailed(Exception):
    """A process that read files has ended too early, as for want of memory."""


class ReaderProcess:
    """A process that reads a share of the files. The spool stands ``beside`` a database; without one, in a folder for
    temporary files."""

    _count = 0

    def __init__(self, reading: FileReading, share: Share, beside: str) -> None:
        ReaderProcess._count += 1
        self._name = f"spool{ReaderProcess._count}"
        self._beside = beside
        self._reading = reading
        self._share = share
        self._numbers = [0]  # here, by the numbers there, which begin with 1

    def __enter__(self) -> Self:
        self._stack = contextlib.ExitStack()
        if self._beside:  # the next build deletes what a killed one leaves there
            path = Path(f"{self._beside}-{self._name}")
        else:
            folder = tempfile.TemporaryDirectory(prefix="citygraph-", ignore_cleanup_errors=True)
            path = Path(self._stack.enter_context(folder), self._name)
        path.touch(mode=0o600)
        self._stack.callback(_remove, path)
        self._spool = self._stack.enter_context(path.open("rb"))
        task = {
            "folder": str(self._reading.folder),
            "today": self._reading.today.isoformat(),
            "now": self._reading.now,
            "declared": self._reading.declared,
            "share": [(f, file, self._reading.stamps[file]) for f, file in self._share],
            "path": str(path),
        }
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from citygraph.store.processes import read_share; read_share()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            encoding="utf-8",
        )
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError), self._process.stdin as task_in:
            json.dump(task, task_in)
        return self

    def __exit__(self, *raised: object) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._stack.close()

    def read(self, ids: Ids) -> Iterator[Batch | FileEnd]:
        """The rows of the next file of the share, as soon as they are read.

        Raises:
            ReaderFailed: if the process has ended.
        """
        assert self._process.stdout is not None
        for line in self._process.stdout:
            new, ties, tables, end = marshal.loads(self._spool.read(int(line)))  # noqa: S302  # our own process wrote it
            if end:
                yield FileEnd(*end)
                return
            ids.add(new)
            self._numbers += map(ids.__getitem__, new)
            yield Batch(
                [self._ties(*columns) for columns in ties],
                [(table, self._rows(table, columns)) for table, columns in tables],
            )
        raise ReaderFailed

    def _rows(self, table: str, columns: Sequence[Any]) -> list[Row]:
        found = self._translated(columns, _OF_IDS[table])
        if table == "ties":
            found[_TOLD_OF_ROWS] = told.translated(found[_TOLD_OF_ROWS], self._numbers)
        rows = list(zip(*found, strict=True))
        return _summed(rows) if table == "citations" else rows

    def _ties(self, numbers: Sequence[int] | tuple[int, int], *others: Any) -> PlainTies:
        found = self._translated((numbers, *others), _ENDS)
        found[_TOLD] = told.translated(found[_TOLD], self._numbers)
        if isinstance(numbers, tuple):
            found[0] = range(*numbers)
        ties: PlainTies = tuple(found)
        return ties

    def _translated(self, columns: Sequence[Any], of_ids: Iterable[int]) -> Any:
        """Columns with the numbers that ids have here."""
        found = list(columns)
        for index in of_ids:
            found[index] = list(map(self._numbers.__getitem__, found[index]))
        return found


def _summed(citations: Iterable[Row]) -> list[Row]:
    """One row for each source. A process that cannot remember all ids gives an id a second number, so it may have
    counted some sources in parts."""
    counts: dict[tuple[int, int], tuple[int, int]] = {}
    for f, n, cited, ties in citations:
        before = counts.get((f, n), (0, 0))
        counts[f, n] = before[0] + cited, before[1] + ties
    return [(*key, *both) for key, both in counts.items()]


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


# ------------------------------------------------------------------ in the other process


def read_share() -> None:
    """The main function of a reader's process. It reads its task from standard input, and prints how many bytes it has
    written into the spool for each batch."""
    task = json.load(sys.stdin)
    stamps = {file: Stamp(*stamp) for _, file, stamp in task["share"]}
    declared = [(id, record) for id, record in task["declared"]]
    today = datetime.date.fromisoformat(task["today"])
    reading = FileReading(Path(task["folder"]), stamps, today, task["now"], declared)
    ids = IdNumbers()
    reader = FileReader(reading, SelfContainedChecks(vocabulary_of(declared)[0], today), ids)
    with open(task["path"], "wb") as spool, garbage_collector_off():
        for f, file, _ in task["share"]:
            found = pieces(reading.folder, file, stamps[file].size, today, partial(loader.read, reading.folder))
            for part in reader.read(f, file, found):
                data = marshal.dumps((ids.taken(), *_in_columns(part)), _FORMAT)
                spool.write(data)
                spool.flush()
                print(len(data), flush=True)


def _in_columns(part: Batch | FileEnd) -> tuple[list[list[Any]], list[tuple[str, list[Row]]], tuple[Any, ...]]:
    """What marshal takes: columns, and what is known at the end of a file."""
    if isinstance(part, FileEnd):
        return [], [], tuple(part)
    ties = [[(one.start, one.stop) if isinstance(one, range) else one for one in columns] for columns in part.ties]
    return ties, [(table, list(zip(*rows, strict=True))) for table, rows in part.rows if rows], ()
