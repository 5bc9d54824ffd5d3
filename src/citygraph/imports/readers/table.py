"""Tables in CSV or TSV, as spreadsheets and registers save them. Each row is a tie, a city or an official."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.imports.files import decoded, rows_in
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

UNIT = "line"
_DELIMITERS = "\t;|,"
"""Possible delimiters, the rarest in texts first: if several fit equally well, the first counts."""
_SAID = re.compile("sep=(.)", re.IGNORECASE)
_LOOKED_AT = 50
"""How many rows are used to detect the delimiter."""


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The rows of a table. The header names the columns; without a header their numbers do, from 1."""
    text = decoded(file, how.encoding)
    first, _, rest = text.partition("\n")
    said = _SAID.fullmatch(first.strip())  # Excel's own line that names the delimiter
    delimiter = said[1] if said else delimiter_of(text)
    rows = rows_in(rest if said else text, file, delimiter, 1 if said else 0)
    header: list[str] | None = None
    for number, cells in rows:
        how.has_read(sum(map(len, cells)) + len(cells))
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if header is None and how.header:
            header = _unique(cells)
            continue
        if header is None:
            header = [str(index) for index in range(1, len(cells) + 1)]
        if any(cells[len(header) :]):
            yield UnreadableRow(number, f"the row has {len(cells)} cells, the first row {len(header)}")
        else:  # spreadsheets leave out empty cells at the end
            yield ForeignRow(number, "table", dict(zip_longest(header, cells[: len(header)], fillvalue="")))
    if header is None:
        raise CityGraphError(f"{file}: the table is empty")


def _unique(names: list[str]) -> list[str]:
    """Unique names for columns. A repeated name gets a word added, since a number could mean the other end of a tie."""
    seen: Counter[str] = Counter()
    unique = []
    for index, name in enumerate(names, 1):
        name = name or str(index)
        seen[name] += 1
        again = {1: "", 2: " (again)"}.get(seen[name], f" (again {seen[name]})")
        unique.append(name + again)
    return unique


def delimiter_of(text: str) -> str:
    r"""The character that splits the first rows of a table into equally many columns, and into most.

    >>> delimiter_of("a;b,c\n1;2,5\n")
    ';'
    """

    def fitness(delimiter: str) -> tuple[float, int]:
        rows = csv.reader(io.StringIO(text[: 1 << 16], newline=""), delimiter=delimiter)
        try:
            widths = Counter(len(cells) for cells, _ in zip(rows, range(_LOOKED_AT), strict=False) if cells)
        except csv.Error:
            return 0.0, 0
        width, often = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        return (often / widths.total() if width > 1 else 0.0), width

    return max(_DELIMITERS, key=lambda delimiter: (*fitness(delimiter), -_DELIMITERS.index(delimiter)))
