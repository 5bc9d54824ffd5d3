"""Tables in CSV or TSV, as spreadsheets and registers save them. Each row is a tie, a city or an official."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from citygraph.imports.delimited import rows_of
from citygraph.imports.files import decoded
from citygraph.imports.grid import grid
from citygraph.imports.readers import Item, ReadOptions

UNIT = "line"


def read(file: Path, how: ReadOptions) -> Iterator[Item]:
    """The rows of a table. The header names the columns; without a header their numbers do, from 1."""
    lines = io.StringIO(decoded(file, how.encoding), newline="")
    yield from grid(rows_of(lines, file, how), file, how, UNIT).items
