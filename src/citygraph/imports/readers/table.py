"""Tables in CSV or TSV, as spreadsheets and registers save them. Each row is a tie, a city or an official."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citygraph.imports.delimited import rows_of
from citygraph.imports.files import encoding_in, lines_of
from citygraph.imports.grid import grid
from citygraph.imports.readers import Read, ReadOptions

UNIT = "line"
TAKES = frozenset[str]({"encoding", "no-header", "header-row", "delimiter"})


def read(file: Path, how: ReadOptions) -> Iterator[Read]:
    """The rows of a table. The header names the columns; without a header their numbers do, from 1."""
    guess = encoding_in(file, how.encoding)
    if guess.samples:
        how.says(f"{file.name}: {guess}")
    yield from grid(rows_of(lines_of(file, guess.encoding), file, how), file, how, UNIT).items
