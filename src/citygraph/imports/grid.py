"""Raw rows of cells → the rows of a table, with what is seen around them and left out.

People put titles above a table, totals and notes below it, and headers in between. Only the first rows are read ahead,
to find the header, and the last ones are held back, to tell what stands below the table. All else streams.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.country_codes import country_of
from citygraph.domain.errors import CityGraphError
from citygraph.imports.beside_rows import STARTS_OF_TOTALS, is_count, is_note, is_page, says_count, says_total
from citygraph.imports.delimited import RawRow
from citygraph.imports.header_cells import filled, is_like_a_header, is_value, meaning, says
from citygraph.imports.header_row import BULLET, HeaderRow, header_of, is_comment, shown, unique
from citygraph.imports.matrix import is_matrix, read_matrix
from citygraph.imports.readers import (
    TITLE_OF_ROWS,
    ForeignRow,
    Item,
    LeftOut,
    Read,
    ReadOptions,
    RowBlock,
    RowTitle,
    Said,
    UnreadableRow,
    one_by_one,
)

_AHEAD = 100
"""How many rows are looked at before the first is read."""
_BATCH = 512
_MOST_COLUMNS = 50_000
_HELD_BACK = 30
"""How many rows at the end may be totals and notes."""


class ForeignGrid(NamedTuple):
    """A table: its ``header``, which is the unique names of its columns, and its ``items``: rows, and what is said."""

    header: list[str]
    items: Iterator[Read]


def grid(rows: Iterable[RawRow], file: Path, how: ReadOptions, unit: str = "line") -> ForeignGrid:
    """A table from its raw rows, which are read as ``items`` is. ``unit`` is what their numbers count.

    Raises:
        CityGraphError: if there is no row, or if most rows are longer than the header.
        OpenQuestions: if the first row may be a header or not.
    """
    batches = _batches(iter(rows))
    first = next(batches, [])
    if not first:
        raise CityGraphError(f"{file}: the table is empty")
    ahead = first[:_AHEAD]
    for number, cells in ahead:
        if len(cells) > _MOST_COLUMNS:
            where = f"{file}:{number}" if unit == "line" else f"{file}, {unit} {number}"
            raise CityGraphError(
                f"{where}: the row has {len(cells):,} cells, and a table at most {_MOST_COLUMNS:,} columns"
            )
    if how.header and how.header_row is None:
        for at in range(min(_MOST_TITLES, len(ahead) - 2)):
            if is_matrix(ahead[at:]):
                titles = [LeftOut(line, shown(cells), "it stands above the matrix", True) for line, cells in ahead[:at]]
                whole = chain(first[at:], chain.from_iterable(batches))
                items = read_matrix(whole, file, unit, how, [title.what for title in titles])
                return ForeignGrid(["source", "target", "weight"], chain(titles, items))
    header = header_of(ahead, file, how, unit)
    names, said = _as_wide_as_rows(header, ahead, file, unit)
    below = ahead[header.rows_from :]
    if len(below) > 1 and all(BULLET.match(cells[0]) for _, cells in below):
        first, batches = _without_bullets(first), map(_without_bullets, batches)
        ahead = first[:_AHEAD]
        said = [*said, Said(below[0][0], "each row begins with a bullet, which is left out")]
    body = _Body(names, header.cells, ahead[header.rows_from :])
    read = chain(header.remarks, said, body.items(first[header.rows_from :], batches))
    return ForeignGrid(body.names, with_directions(body.names, read, how))


_DIRECTED = {"directed": True, "undirected": False, "mutual": False}


def with_directions(names: list[str], items: Iterator[Read], how: ReadOptions) -> Iterator[Read]:
    """The rows, with the direction of an edge for the column ``Type`` beside ``Source`` and ``Target``, as Gephi saves
    edges; unless the user tells of that column."""
    columns = {name.lower(): name for name in names}
    if not {"source", "target", "type"} <= columns.keys() or columns["type"] in how.columns:
        return items
    return (_with_direction(item, columns["type"]) for item in one_by_one(items))


def _with_direction(item: Item, column: str) -> Item:
    if not isinstance(item, ForeignRow) or (text := item.values[column].lower()) not in _DIRECTED:
        return item
    values = {name: value for name, value in item.values.items() if name != column}
    return item._replace(values=values, directed=_DIRECTED[text])


_MOST_TITLES = 10


def _batches(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    """The rows that are not empty, without white space around cells, in batches. Only the last may be small."""
    kept: list[RawRow] = []
    while batch := list(islice(rows, _BATCH)):
        kept += [(number, cells) for number, raw in batch if any(cells := list(map(str.strip, raw)))]
        if len(kept) >= _AHEAD:
            yield kept
            kept = []
    if kept:
        yield kept


def _without_bullets(rows: Iterable[RawRow]) -> list[RawRow]:
    return [(number, [BULLET.sub("", cells[0], count=1), *cells[1:]]) for number, cells in rows]


def _as_wide_as_rows(header: HeaderRow, ahead: Sequence[RawRow], file: Path, unit: str) -> tuple[list[str], list[Said]]:
    """The names of the columns, with one for the numbers of rows, which R writes without a name."""
    below = [cells for _, cells in ahead[header.rows_from :]]
    longer = [cells for cells in below if any(cells[len(header.names) :])]
    if not header.cells or len(longer) * 2 <= len(below):
        return header.names, []
    if len(longer) == len(below) and {len(cells) for cells in below} == {len(header.names) + 1}:
        numbers = [cells[0] for cells in below]
        if numbers == [str(index) for index in range(1, len(numbers) + 1)]:
            return unique(["row", *header.names]), [
                Said(ahead[0][0], "the first column has no name in the header; it numbers the rows")
            ]
    raise CityGraphError(
        f"{file}: the header has {_cells(len(header.names))} ({shown(header.cells)}), but most rows below have "
        f"{max(map(len, longer))}; --header-row N says in which {unit} the header is, --no-header that there is none"
    )


def _cells(number: int) -> str:
    return "1 cell" if number == 1 else f"{number:,} cells"


# ------------------------------------------------------------------ the rows

ALONE = (
    "this stands alone in its row: it may be a title of the rows below, which are read without it; "
    "give them a column for it"
)
_BEHIND_A_TITLE = re.compile(r"(?:\s*[(\[（]\d{1,4}[)\]）])?\s*[:：]?\s*$")
"""How many rows follow, and a colon: ``Twin towns (12):``."""
_MOST_LONE = 0.3
_MOST = 0.9
"""A column is of the sort that so many of its cells are of."""


class _Body:
    """The rows below the header, and the ``names`` of their columns: with one for titles of rows, if there are any.
    ``ahead`` are the first rows."""

    def __init__(self, names: list[str], header: list[str], ahead: Sequence[RawRow]) -> None:
        self._width = len(names)
        self._second = 0
        """The number of the header of another table, below which no row is read."""
        self._before = ahead[0][0] - 1 if ahead else 0
        self._header = header + [""] * (self._width - len(header))
        self._others = f"the {'header' if header else 'other rows'} {self._width:,}"
        used = {index for _, cells in ahead for index, cell in enumerate(cells) if cell}
        used |= {index for index, cell in enumerate(self._header) if cell}
        begins_with_title = bool(ahead) and _is_lone(ahead[0][1]) and _says_of_ties(ahead[0][1][0])
        self._lone_are_rows = (len(used) <= 2 and not begins_with_title) or self._has_lone_rows(
            [cells for _, cells in ahead]
        )
        self._first = [cells[0] for _, cells in ahead if filled(cells) > 1 and cells[0]]
        whole = [cells for _, cells in ahead if len(cells) == self._width and cells != self._header]
        columns = zip(*whole, strict=True) if whole else ((),) * self._width
        self._sorts = [_sort_of([cell for cell in column if says(cell)]) for column in columns]
        *self.names, self._column = unique([*names, TITLE_OF_ROWS])
        self._has_titles = bool(header) and self._finds_titles([cells for _, cells in ahead])
        if self._has_titles:
            self.names.append(self._column)
        self._title: list[str] = [""] * self._has_titles
        """The title of the rows that come, for the last of their columns; nothing if they have no such column."""

    def items(self, first: list[RawRow], batches: Iterable[list[RawRow]]) -> Iterator[Read]:
        """All rows, of which ``first`` and then ``batches`` have not been read."""
        held = first
        for batch in batches:
            held += batch
            yield from self._rows(held[:-_HELD_BACK])
            held = held[-_HELD_BACK:]
        yield from self._rows(held[:-_HELD_BACK])
        held = held[-_HELD_BACK:]
        end = self._end_of(held)
        yield from self._rows(held[:end])
        for number, cells in held[end:]:
            yield LeftOut(number, shown(cells), self._why_below(cells))

    def _rows(self, rows: Sequence[RawRow]) -> Iterator[Read]:
        width, starts = self._width, STARTS_OF_TOTALS
        # A header stands again where a cell is called like its column. One column is enough to look.
        named = [index for index, name in enumerate(self._header) if name]
        at = named[min(1, len(named) - 1)] if named else 0
        name, first = self._header[at] or None, self._header[0] or None
        plain: list[RawRow] = []
        for row in rows:
            number, cells = row
            # Most rows are as wide as the header and have several texts: they cost little.
            if (
                len(cells) == width
                and (cells[0][:3] not in starts or (cells[0] and not says_total(cells[0])))
                and cells.count("") < width - 1
                and cells[at] != name
                and cells[0] != first
                and not self._second
            ):
                plain.append(row)
            else:
                if plain:
                    yield self._block(plain)
                    self._before, plain = plain[-1][0], []
                yield self._looked_at(number, cells, number > self._before + 1)
                self._before = number
        if plain:
            yield self._block(plain)
            self._before = plain[-1][0]

    def _block(self, plain: list[RawRow]) -> RowBlock:
        if self._has_titles:
            plain = [(number, cells + self._title) for number, cells in plain]
        return RowBlock(self.names, plain)

    def _looked_at(self, number: int, cells: list[str], is_below_a_gap: bool) -> Item:
        width = self._width
        if self._second and cells != self._header:
            why = f"it stands below the header of another table, in row {self._second}; give each table a file"
            return UnreadableRow(number, why, shown(cells))
        if is_comment(cells, width):
            return LeftOut(number, shown(cells), "a comment")
        if any(cells[width:]):
            return UnreadableRow(
                number,
                f"the row has {_cells(len(cells))}, {self._others}; is there a delimiter inside a cell that is not "
                "quoted?",
                shown(cells),
            )
        if len(cells) < width and (why := self._why_shifted(cells)):
            return UnreadableRow(number, why, shown(cells))
        cells = cells[:width] + [""] * (width - len(cells))  # spreadsheets leave out empty cells at the end
        if cells == self._header:
            self._second = 0
            return LeftOut(number, shown(cells), "the header again")
        if self._is_other_header(cells):
            self._second = number if is_below_a_gap and self._means_another(cells) else 0
            if self._second:
                return UnreadableRow(
                    number, "this is the header of another table; give each table a file", shown(cells)
                )
            return UnreadableRow(
                number, "this looks like the header of another table, but the rows below it are read by the first "
                        "header; give each table a file", shown(cells)
            )  # fmt: skip
        if is_page(cells[0]) and _is_lone(cells):
            return LeftOut(number, cells[0], "the number of a page")
        if self._is_total(cells):
            return LeftOut(number, shown(cells), "a total")
        if self._is_title_of_rows(cells):
            if not self._has_titles or is_note(cells[0]):
                return UnreadableRow(number, ALONE, shown(cells))
            self._title = [_BEHIND_A_TITLE.sub("", cells[0])]
            return RowTitle(number, cells[0], self._column)
        return ForeignRow(number, "table", dict(zip(self.names, cells + self._title, strict=True)))

    def _finds_titles(self, ahead: list[list[str]]) -> bool:
        """Whether a title of rows is among the first rows: notes and totals are none, nor is what nothing follows."""
        while ahead and _is_lone(ahead[-1]):
            ahead.pop()
        told = [cells for cells in ahead if self._is_title_of_rows(cells) and not is_comment(cells, self._width)]
        return not all(says_total(cells[0]) or is_note(cells[0]) for cells in told)

    def _is_title_of_rows(self, cells: list[str]) -> bool:
        return _is_lone(cells) and (not self._lone_are_rows or self._is_title(cells[0]))

    def _is_title(self, text: str) -> bool:
        """Whether a text that stands alone may be about the rows around it, although others that do are rows: the name
        of a country among places, words for ties or their status, a count, or what begins with # as comments do."""
        if self._width == 1:
            return False
        is_country = not self._are_countries and country_of(text, None) is not None
        return is_country or is_count(text) or text.startswith("#") or _says_of_ties(text)

    @cached_property
    def _are_countries(self) -> bool:
        """Whether the first column has names of countries."""
        return sum(country_of(text, None) is not None for text in self._first) > len(self._first) * _MOST_LONE

    def _has_lone_rows(self, ahead: list[list[str]]) -> bool:
        """Whether rows of the table are empty but for a name. They come one after the other; titles of groups do not.
        Notes may do both."""
        lone = [_is_lone(cells) for cells in ahead if not (_is_lone(cells) and is_note(cells[0]))]
        while lone and lone[-1]:
            lone.pop()
        is_often = bool(lone) and not lone[0] and sum(lone) > len(lone) * _MOST_LONE
        return is_often or any(one and other for one, other in pairwise(lone))

    def _is_other_header(self, cells: list[str]) -> bool:
        same = sum(cell == name for cell, name in zip(cells, self._header, strict=True) if cell)
        return self._width > 1 and same * 2 >= filled(cells) and is_like_a_header(cells)

    def _means_another(self, cells: list[str]) -> bool:
        """Whether a header means something else than that of the table: `City, Mayor` below `City, Partner`."""
        pairs = [(cell, name) for cell, name in zip(cells, self._header, strict=True) if cell != name]
        return any(meaning(cell) != meaning(name) for cell, name in pairs)

    def _is_total(self, cells: list[str]) -> bool:
        """Whether a row says that it is a total, and has nothing but numbers and counts beside that: ``2 towns``."""
        word, *rest = [cell for cell in cells if cell]
        says_so = self._width > 1 and says_total(word)
        return says_so and all(is_value(cell) or is_count(cell) or not says(cell) for cell in rest)

    def _why_shifted(self, cells: list[str]) -> str:
        """Why a short row has lost a cell that is not its last: a text stands in a column of numbers, or a number in
        one of texts."""
        for index, cell in enumerate(cells):
            sort = self._sorts[index]
            if says(cell) and sort and sort != (own := _sort_of([cell])) and own in self._sorts[index + 1 :]:
                return (
                    f"the row has {_cells(len(cells))}, {self._others}, and `{cell[:40]}` does not fit its "
                    f"column `{self.names[index]}`; is a cell missing?"
                )
        return ""

    # -------------------------------------------------------------- below the table

    def _end_of(self, rows: list[RawRow]) -> int:
        """The index where the rows end, and totals and notes begin."""
        end = len(rows)
        while end and self._is_below(rows, end - 1):
            end -= 1
        return end

    def _is_below(self, rows: list[RawRow], at: int) -> bool:
        number, cells = rows[at]
        first = next(cell for cell in cells if cell)
        if is_note(first) and (filled(cells) == 1 or len(cells) != self._width):
            return True
        if is_comment(cells, self._width) or any(cells[self._width :]):
            return False
        if self._is_total(cells) or self._are_sums(cells) or self._is_count_of_rows(cells):
            return True
        if not _is_lone(cells) or self._width == 1:
            return False
        before, above = rows[at - 1] if at else (number - 1, [])
        return number > before + 1 + sum(cell.count("\n") for cell in above)  # an empty row stands between them

    def _are_sums(self, cells: list[str]) -> bool:
        """Whether a row has nothing but numbers, and nothing where the others have a name."""
        is_nameless = self._width > 2 and not cells[0] and self._sorts[0] == "text"
        return is_nameless and all(is_value(cell) for cell in cells if cell)

    def _is_count_of_rows(self, cells: list[str]) -> bool:
        """Whether a row says how many something is: a number stands where the others have a text."""
        numbers = [sort for cell, sort in zip(cells[1:], self._sorts[1:], strict=False) if cell and is_value(cell)]
        return says_count(cells[0]) and len(numbers) == filled(cells[1:]) == 1 and "value" not in numbers

    def _why_below(self, cells: list[str]) -> str:
        is_sum = self._is_total(cells) or self._are_sums(cells) or self._is_count_of_rows(cells)
        return "a total below the rows" if is_sum else "a note below the rows"


def _says_of_ties(text: str) -> bool:
    from citygraph.imports.columns.partnership_words import tells_of_ties  # few tables need these words
    from citygraph.imports.values.status_phrases import tells_status

    return tells_of_ties(text) or tells_status(text)


def _is_lone(cells: list[str]) -> bool:
    """Whether only the first cell has a text."""
    return bool(cells[0]) and filled(cells) == 1


def _sort_of(cells: Sequence[str]) -> str:
    """Whether cells are ``value`` or ``text``; empty if they are neither, or a mixture."""
    values = sum(map(is_value, cells))
    if not cells:
        return ""
    return "value" if values >= len(cells) * _MOST else "text" if values <= len(cells) * (1 - _MOST) else ""
