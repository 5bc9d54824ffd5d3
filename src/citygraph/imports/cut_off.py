"""A file of lines that ends within one, as half a download does: its last line has no end, and fewer cells than each
line before it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

WHY = (
    "the file ends within this line: it has fewer parts than each line before it, and no line break; the file may be "
    "cut off; if it is whole, end it with a line break"
)
_LONGEST = 4
"""So many bytes the line break of any encoding has."""
Line = tuple[int, list[str]]


def is_without_end(file: Path) -> bool:
    """True if no line break stands at the end of a file."""
    with file.open("rb") as opened:
        size = opened.seek(0, os.SEEK_END)
        opened.seek(max(size - _LONGEST, 0))
        return opened.read().rstrip(b"\0")[-1:] not in (b"\n", b"\r")


class LastLine:
    """Sees the lines of a file without an end pass by, each its number and its cells. Then ``number`` is that of the
    last one if the file may be cut off there, else 0."""

    def __init__(self) -> None:
        self._last = 0
        self._cells = self._fewest = self._fewest_before = 0

    def of(self, lines: Iterable[Line]) -> Iterator[Line]:
        for line in lines:
            if cells := len(line[1]):
                self._fewest_before = self._fewest
                self._fewest = min(self._fewest or cells, cells)
                self._last, self._cells = line[0], cells
            yield line

    @property
    def number(self) -> int:
        return self._last if self._cells < self._fewest_before else 0
