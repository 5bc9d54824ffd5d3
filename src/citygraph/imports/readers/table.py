"""Tables in CSV or TSV, as spreadsheets and registers save them. Each row is a tie, a city or an official."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citygraph.imports.cut_off import WHY, LastLine, is_without_end
from citygraph.imports.delimited import rows_of
from citygraph.imports.files import encoding_in, lines_of
from citygraph.imports.grid import grid
from citygraph.imports.header_row import shown
from citygraph.imports.readers import ForeignRow, Item, Read, ReadOptions, RowBlock, UnreadableRow

UNIT = "line"
TAKES = frozenset[str]({"encoding", "no-header", "header-row", "delimiter"})


def read(file: Path, how: ReadOptions) -> Iterator[Read]:
    """The rows of a table. The header names the columns; without a header their numbers do, from 1."""
    guess = encoding_in(file, how.encoding)
    if guess.samples:
        how.says(f"{file.name}: {guess}")
    rows = rows_of(lines_of(file, guess.encoding), file, how)
    if not is_without_end(file):
        yield from grid(rows, file, how, UNIT).items
        return
    last = LastLine()
    for item in grid(last.of(rows), file, how, UNIT).items:
        # The grid holds back the last rows that it has seen, so ``last`` is that of the file where one of them comes.
        if isinstance(item, RowBlock) and item.rows[-1][0] == last.number:
            yield from (_unless_cut(row, last) for row in item.each())
        else:
            yield item if isinstance(item, RowBlock) else _unless_cut(item, last)


def _unless_cut(item: Item, last: LastLine) -> Item:
    if not isinstance(item, ForeignRow) or item.line != last.number:
        return item
    return UnreadableRow(item.line, WHY, shown([*item.values.values()]))
