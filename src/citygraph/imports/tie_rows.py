"""The rows of an import that are ties or posts, kept on disk until all things are known.

Which things two rows are about is known only after the last row. So a row is first put away, with the numbers of its
ends, and read again when the ends are settled: all rows of the same kind between the same two together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from citygraph.folder.files import no_room

_CUT = "\x1f"
"""Between the texts of a row: the unit separator of ASCII, which no cell may hold."""
_PIECE = 4096
"""How many rows are written at a time."""


_SORTED = """
WITH settled AS (
  SELECT mapping, file, line, kind, ifnull(s.other, start) AS start, ifnull(e.other, "end") AS "end", texts,
    kind IN both_ways AS both, rows.rowid AS place
  FROM rows LEFT JOIN moved AS s ON s.one = start LEFT JOIN moved AS e ON e.one = "end"
)
SELECT mapping, file, line, kind, start, "end", texts,
  iif(both, min(start, "end"), start) AS low, iif(both, max(start, "end"), "end") AS high
FROM settled ORDER BY low, high, kind, place
"""


_TIED = """
SELECT min(start, "end"), max(start, "end")
FROM rows JOIN groups AS one ON one.thing = start JOIN groups AS other ON other.thing = "end"
WHERE start != "end" AND one.number = other.number
"""


_SIDES = 'SELECT mapping, 0, start FROM rows UNION SELECT mapping, 1, "end" FROM rows'


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


def joined_texts(rows: Sequence[tuple[str, ...]]) -> list[str] | None:
    """The texts of each of several rows as one; None if one of them has the character that separates them."""
    joined = list(map(_CUT.join, rows))
    cuts = sum(max(len(row) - 1, 0) for row in rows)
    return joined if sum(text.count(_CUT) for text in joined) == cuts else None


class TieRows:
    """Rows, in a database that is on the disk of this machine and has no name."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute('CREATE TABLE rows (start, "end", kind, mapping, file, line, texts)')
        self._waiting: list[tuple[int, int, int, int, int, int, str]] = []
        self.number = 0

    def add(self, row: TieRow) -> None:
        """Put a row away.

        Raises:
            ValueError: if a text has the control character that separates the texts of a row.
            CityGraphError: if the disk is full.
        """
        joined = joined_texts([row.texts])
        if joined is None:
            raise ValueError("has a control character, U+001F")
        self.put((row.start, row.end, row.kind, row.mapping, row.file, row.line, joined[0]))

    def put(self, row: tuple[int, int, int, int, int, int, str]) -> None:
        """Put a row away: the numbers of its ends, its kind, its mapping and its file, its line, and its joined texts.

        Raises:
            CityGraphError: if the disk is full.
        """
        self._waiting.append(row)
        self.number += 1
        if len(self._waiting) >= _PIECE:
            with _room():
                self._write()

    def _write(self) -> None:
        self._db.execute("BEGIN")
        self._db.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?)", self._waiting)
        self._db.execute("COMMIT")
        self._waiting.clear()

    def columns(self) -> Iterator[tuple[int, int, int]]:
        """The mapping of rows, the side (0 for the start of ties, 1 for their end) and the number of each thing there,
        once.

        Raises:
            CityGraphError: if the disk is full.
        """
        with _room():
            self._write()
            yield from self._db.execute(_SIDES)

    def pairs(self) -> Iterator[tuple[int, int, int]]:
        """The number of the kind and those of the ends of all rows, once.

        Raises:
            CityGraphError: if the disk is full.
        """
        with _room():
            self._write()
            yield from self._db.execute('SELECT DISTINCT kind, start, "end" FROM rows')

    def tied(self, groups: Mapping[int, int]) -> set[tuple[int, int]]:
        """The pairs of things of one group that a row joins, the lower number first. ``groups`` has the number of the
        group of each thing.

        Raises:
            CityGraphError: if the disk is full.
        """
        with _room():
            self._write()
            self._db.execute("CREATE TEMP TABLE groups (thing INTEGER PRIMARY KEY, number)")
            self._db.executemany("INSERT INTO groups VALUES (?, ?)", groups.items())
            found = self._db.execute(_TIED).fetchall()
            self._db.execute("DROP TABLE groups")
            return {*found}

    def together(self, moved: Mapping[int, int], symmetric: Sequence[bool]) -> Iterator[list[TieRow]]:
        """All rows of one kind between the same two, in the order of the first of them. ``moved`` has the numbers of
        things that turned out to be another, and the numbers of those; ``symmetric`` says so of each kind.

        Raises:
            CityGraphError: if the disk is full.
        """
        with _room():
            self._write()
            self._db.execute("CREATE TABLE moved (one INTEGER PRIMARY KEY, other)")
            self._db.executemany("INSERT INTO moved VALUES (?, ?)", moved.items())
            self._db.execute("CREATE TABLE both_ways (kind INTEGER PRIMARY KEY)")
            kinds = [(kind,) for kind, is_symmetric in enumerate(symmetric) if is_symmetric]
            self._db.executemany("INSERT INTO both_ways VALUES (?)", kinds)
            found = self._db.execute(_SORTED)
            rows: list[TieRow] = []
            before = None
            for mapping, file, line, kind, start, end, texts, *of_pair in found:
                pair = kind, *of_pair
                if pair != before and rows:
                    yield rows
                    rows = []
                before = pair
                rows.append(TieRow(mapping, file, line, kind, start, end, tuple(texts.split(_CUT))))
            if rows:
                yield rows

    def close(self) -> None:
        """Give the disk back."""
        self._db.close()


@contextmanager
def _room() -> Iterator[None]:
    """Say in a sentence what the database cannot do."""
    try:
        yield
    except sqlite3.Error as error:
        raise no_room(error) from None
