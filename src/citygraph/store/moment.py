"""The files of a folder that keeps changing, as they were at one moment."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from citygraph.folder.access import NotRead, open_in
from citygraph.folder.graph_files import Stamp, graph_files

_MOST_TRIES = 200
"""A reading takes some hundredths of a millisecond for each small file, so a program that writes them without a pause
is between two of them soon."""


def copied_at_one_moment(folder: Path, into: Path) -> tuple[int, dict[str, Stamp]] | None:
    """Copy the files of a folder into an empty one. Returns the time (ns) and the stamps of the files. None if one
    of them cannot be read, or they were never twice the same.

    If all files are read, and then read again and nothing has changed, all of it was there at the moment between.
    """
    for _ in range(_MOST_TRIES):
        now = time.time_ns()
        try:
            stamps = graph_files(folder)
            held = _contents(folder, stamps)
            is_same = held == _contents(folder, graph_files(folder))
        except NotRead:  # perhaps it has just gone
            continue
        if is_same:
            for file, content in held.items():
                (into / file).parent.mkdir(parents=True, exist_ok=True)
                (into / file).write_bytes(content)
            return now, stamps
    return None


def _contents(folder: Path, files: Iterable[str]) -> dict[str, bytes]:
    found = {}
    for file in files:
        with open_in(folder, file) as opened:
            found[file] = opened.read()
    return found
