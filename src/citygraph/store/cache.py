"""What is in the user's cache: the snapshots of all folders, listed and removed."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from citygraph.store import Damaged
from citygraph.store.layout import connect, only
from citygraph.store.snapshot import SUFFIX, cache_folder, numbers_in


class Snapshot(NamedTuple):
    """One snapshot: its graph folder, the path of its file, and its size in bytes."""

    folder: str
    path: Path
    size: int


def snapshots() -> Iterator[Snapshot]:
    """All snapshots in the cache."""
    for place in _places():
        for number in sorted(numbers_in(place)):
            path = place / f"{number}{SUFFIX}"
            with contextlib.suppress(OSError):
                yield Snapshot(_folder_of(path), path, path.stat().st_size)


def clear_cache() -> None:
    """Remove all snapshots, and the files of unfinished builds."""
    for place in _places():
        for name in os.listdir(place):
            if SUFFIX in name:
                (place / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # other files are in it
            place.rmdir()


def _places() -> list[Path]:
    try:
        return sorted(path for path in cache_folder().iterdir() if path.is_dir() and numbers_in(path))
    except OSError:
        return []


def _folder_of(path: Path) -> str:
    try:
        with contextlib.closing(connect(path)) as database:
            (folder,) = only(database.execute("SELECT value FROM _meta WHERE key = 'folder'"))
            return str(folder)
    except (sqlite3.Error, Damaged):
        return "?"
