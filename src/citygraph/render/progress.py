"""A progress bar for work that takes longer than a second."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 1.0
_PAUSE = 0.1
"""Seconds between two drawings: to draw the bar at each row would take longer than to read the row."""


class Bar:
    """A :class:`citygraph.store.read_files.ReadingProgress` on stderr, if that is a terminal. It goes at the end."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._size = 0
        self._read = 0
        self._doing = ""
        self._bar: Progress | None = None
        self._drawn = self._began

    def begins(self, size: int) -> None:
        self._size, self._read = size, 0

    def has_read(self, size: int) -> None:
        self._read += size
        self._draw("reading")

    def links(self) -> None:
        self._draw("linking")

    def works(self, doing: str, done: int, of: int) -> None:
        """Report progress of other work: a :data:`citygraph.graph.asked.Progress`."""
        self._size, self._read = of, done
        self._draw(doing)

    @property
    def seconds(self) -> float:
        """The seconds since the start."""
        return time.monotonic() - self._began

    def _draw(self, doing: str) -> None:
        now = time.monotonic()
        if now - self._drawn < _PAUSE:
            return
        self._drawn = now
        if self._bar is None:
            if not sys.stderr.isatty() or now - self._began < _PATIENCE:
                return
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

            self._bar = Progress(
                TextColumn("{task.description}"), BarColumn(),
                TaskProgressColumn("{task.percentage:.0f} %", style="default"), TimeRemainingColumn(),
                console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._bar.add_task(doing)
            self._bar.start()
        task = self._bar.task_ids[0]
        if doing != self._doing:
            self._doing = doing
            self._bar.reset(task, total=self._size or None, description=doing)
        self._bar.update(task, completed=self._read)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *raised: object) -> None:
        if self._bar is not None:
            self._bar.stop()
