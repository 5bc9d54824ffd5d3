"""Rows of cells, as a sheet or a list of lists has them, as rows of a table: named by the first row that has cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

RawRow = tuple[int, list[str]]
"""The number of a row, from 1, and its cells."""


def foreign_rows(
    rows: Iterable[RawRow], file: Path, how: ReadOptions, unit: str
) -> Iterator[ForeignRow | UnreadableRow]:
    """The rows of a table. ``unit`` is what their numbers count.

    Raises:
        CityGraphError: if there is none.
    """
    header: list[str] | None = None
    for number, cells in rows:
        if not any(cells):
            continue
        if header is None:
            header = _unique(cells) if how.header else [str(index) for index in range(1, len(cells) + 1)]
            if how.header:
                continue
        if any(cells[len(header) :]):
            yield UnreadableRow(number, f"the row has {len(cells)} cells, the first row {len(header)}")
        else:
            yield ForeignRow(number, "table", dict(zip_longest(header, cells[: len(header)], fillvalue="")))
    if header is None:
        raise CityGraphError(f"{file}: the table is empty")


def _unique(names: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    unique = []
    for index, name in enumerate(names, 1):
        name = name or str(index)
        seen[name] += 1
        unique.append(name + {1: "", 2: " (again)"}.get(seen[name], f" (again {seen[name]})"))
    return unique
