"""A row that has several names in one cell, several marks, or several blocks of columns → a row for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from citygraph.imports.columns.blocks import Block
from citygraph.imports.marks import Marks, by_mark, by_other
from citygraph.imports.options import ONE_NAME, FileOptions
from citygraph.imports.parties import by_pair, by_pair_of_columns
from citygraph.imports.readers import ForeignRow, Item, UnreadableRow
from citygraph.imports.values.cell_lists import texts_in


class Unfolding:
    """How the rows of a file are cut. ``split`` has the columns with several names, each with the sign between them:
    what the user says, and what the file itself shows. ``beside`` has the columns whose lists belong to these names one
    by one, where they are as long, ``marks`` the columns of marks if their rows are cut, and ``others`` those of names
    of which each makes a row, ``parties`` the columns whose names are tied to each other, ``blocks`` those of the same
    columns side by side. ``cut`` gets the columns in which a cell has had several names."""

    def __init__(self, said: FileOptions) -> None:
        self.split = {column: sign for column, sign in said.split.items() if sign != ONE_NAME}
        self.beside: dict[str, str] = {}
        self.marks: Marks | None = None
        self.others: list[str] = []
        self.parties: list[str] = []
        self.blocks: list[Block] = []
        self.cut: set[str] = set()

    def __bool__(self) -> bool:
        """True if rows may be cut."""
        return bool(self.blocks or self.split or self.marks or self.others or self.parties)

    def items(self, item: Item) -> Iterator[Item]:
        """A row for each of the names in a cell, and for each mark; other items as they are."""
        if self.blocks and isinstance(item, ForeignRow):
            for block in self.blocks:
                values = {name: item.values.get(of_block, "") for name, of_block in block.items()}
                if any(values.values()):
                    yield from self._unfolded(item._replace(values=values))
            return
        yield from self._unfolded(item)

    def _unfolded(self, item: Item) -> Iterator[Item]:
        if not isinstance(item, ForeignRow) or not (self.split or self.marks or self.others or self.parties):
            yield item
            return
        self.cut |= {name for name, sign in self.split.items() if len(texts_in(item.values.get(name, ""), sign)) > 1}
        for row in cut_row(item.values, self.split, self.beside):
            for one in self._rows(row):
                if isinstance(one, dict):
                    yield item._replace(values=one)
                else:
                    column, text = one
                    why = "a country stands among names" if self.parties else "this says neither yes nor no"
                    yield UnreadableRow(item.line, f"under `{column}` {why}", text)

    def _rows(self, row: dict[str, str]) -> Iterable[dict[str, str] | tuple[str, str]]:
        if len(self.parties) > 1:
            return by_pair_of_columns(row, self.parties)
        if self.parties:
            return by_pair(row, self.parties[0])
        return by_mark(row, self.marks) if self.marks else by_other(row, self.others) if self.others else [row]


def cut_row(
    row: dict[str, str], split: Mapping[str, str], beside: Mapping[str, str] | None = None
) -> list[dict[str, str]]:
    """A row for each of the names in a cell. The names of several columns belong together, one by one; where they are
    not equally many, each goes with each."""
    parts = {column: texts_in(row[column], sign) for column, sign in split.items() if column in row} if split else {}
    if not parts:
        return [row]
    several = {column: texts for column, texts in parts.items() if len(texts) > 1}
    if len({len(texts) for texts in several.values()}) == 1:
        number = len(next(iter(several.values())))
        lists = {column: texts_in(row.get(column, ""), sign) for column, sign in (beside or {}).items()}
        several |= {column: texts for column, texts in lists.items() if len(texts) == number}
        return [{**row, **{column: texts[at] for column, texts in several.items()}} for at in range(number)]
    rows = [row]
    for column, texts in parts.items():
        rows = [{**one, column: text} for one in rows for text in texts]
    return rows
