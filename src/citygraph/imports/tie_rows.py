"""The rows of an import that are ties or posts, kept on disk until all things are known.

Which things two rows are about is known only after the last row. So a row is first put away, with the numbers of its
ends, and read again when the ends are settled: all rows of the same kind between the same two together.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from typing import NamedTuple

_CUT = "\x1f"
"""Between the texts of a row: the unit separator of ASCII, which no cell may hold."""
_PIECE = 4096
"""How many rows are written at a time."""


class TieRow(NamedTuple):
    """A row that is a tie or a post: the place of its mapping and of its file in their lists, its line, the number of
    its kind, the numbers of its ends, and its texts by target."""

    mapping: int
    file: int
    line: int
    kind: int
    start: int
    end: int
    texts: tuple[str, ...]


class TieRows:
    """Rows, in a database that is on the disk of this machine and has no name."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute('CREATE TABLE rows (mapping, file, line, kind, start, "end", low, high, texts)')
        self._waiting: list[tuple[object, ...]] = []
        self.number = 0

    def add(self, row: TieRow) -> None:
        """Put a row away.

        Raises:
            ValueError: if a text has the control character that separates the texts of a row.
        """
        texts = _CUT.join(row.texts)
        if texts.count(_CUT) >= max(len(row.texts), 1):
            raise ValueError("has a control character, U+001F")
        self._waiting.append((*row[:-1], None, None, texts))
        self.number += 1
        if len(self._waiting) >= _PIECE:
            self._write()

    def _write(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", self._waiting)
        self._db.execute("COMMIT")
        self._waiting.clear()

    def together(self, settled: Callable[[int], int], is_symmetric: Callable[[int], bool]) -> Iterator[list[TieRow]]:
        """All rows of one kind between the same two, in the order of the first of them. ``settled`` gives the number
        of the thing that an end turned out to be."""
        self._write()
        self._db.create_function("settled", 1, settled, deterministic=True)
        self._db.create_function("symmetric", 1, is_symmetric, deterministic=True)
        self._db.execute("""UPDATE rows SET start = settled(start), "end" = settled("end")""")
        self._db.execute(
            """UPDATE rows SET
                 low = CASE WHEN symmetric(kind) THEN min(start, "end") ELSE start END,
                 high = CASE WHEN symmetric(kind) THEN max(start, "end") ELSE "end" END"""
        )
        found = self._db.execute(
            """SELECT mapping, file, line, kind, start, "end", texts, low, high FROM rows
               ORDER BY low, high, kind, rowid"""
        )
        for _, rows in itertools.groupby(found, key=lambda row: (row[3], row[7], row[8])):
            yield [TieRow(row[0], row[1], row[2], row[3], row[4], row[5], tuple(row[6].split(_CUT))) for row in rows]

    def close(self) -> None:
        """Give the disk back."""
        self._db.close()
