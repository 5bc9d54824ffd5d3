"""Which of a table's first rows is its header, and what its columns are called.

A header names what the rows below have. So it has a text where they have numbers, dates or links, it names most of the
columns that they fill, and no row below says the same again. If a table shows none of this, the user is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.delimited import RawRow
from citygraph.imports.header_cells import filled, is_like_a_header, is_value, names_a_column, says
from citygraph.imports.header_pairs import filled_from, is_second, joined_names
from citygraph.imports.readers import LeftOut, ReadOptions, Said, UnreadableRow
from citygraph.imports.title_rows import (
    alone_above,
    as_one_text,
    is_a_title,
    is_title_of_list,
    titles_above,
    titles_below,
)


class HeaderRow(NamedTuple):
    """The ``names`` of a table's columns, its header's cells as they stand, and what is said of it and of the rows
    above. The rows begin at the index ``rows_from``."""

    names: list[str]
    cells: list[str]
    remarks: list[LeftOut | Said | UnreadableRow]
    rows_from: int


def header_of(ahead: Sequence[RawRow], file: Path, how: ReadOptions, unit: str) -> HeaderRow:
    """The header of a table, from its first rows: no cell has white space around it, and no row is empty.

    Raises:
        CityGraphError: if the row that ``how`` names as header is not among them.
        OpenQuestions: if the first row may be a header or not.
    """
    if how.header_row is None and _counts_columns(ahead):
        numbers = LeftOut(ahead[0][0], shown(ahead[0][1]), "it counts the columns, as programs do, and names none")
        return _without(ahead[1:], 0, [numbers])._replace(rows_from=1)
    if not how.header:
        first = _comments_above(ahead, how._replace(columns=frozenset()))
        rest = first + (alone_above(ahead[first:]) or titles_above(ahead[first:]))
        alone = [
            LeftOut(number, text, "it is a title", True) if is_a_title(text := as_one_text(cells))
            else UnreadableRow(number, _ALONE_ABOVE, shown(cells)) for number, cells in ahead[first:rest]
        ]  # fmt: skip
        header = _without([*ahead[:first], *ahead[rest:]], first, [*alone])
        return header._replace(rows_from=rest)
    if how.header_row is not None:
        at = next((at for at, (number, _) in enumerate(ahead) if number == how.header_row), None)
        if at is None:
            raise CityGraphError(f"{file}: there is no row in {unit} {how.header_row} that could be the header")
        return _with(ahead, at, unit)
    verdicts: list[tuple[int, str]] = []
    for at in _candidates(ahead, _comments_above(ahead, how)):
        verdicts.append((at, verdict := _verdict(ahead, at, how)))
        if verdict and not (verdict == "header" and _is_title_of(ahead, at)):
            break
        if len(verdicts) == _MOST_OPEN:
            break
    if (titles := titles_above(ahead)) and not any(verdict == "header" and at >= titles for at, verdict in verdicts):
        table = header_of(ahead[titles:], file, how, unit)
        told = [LeftOut(line, as_one_text(row), "it stands above the table", True) for line, row in ahead[:titles]]
        return table._replace(remarks=[*told, *table.remarks], rows_from=table.rows_from + titles)
    at, verdict = verdicts[-1]
    if verdict == "header" and (above := _as_good_above(ahead, at, verdicts)) is not None:
        raise _open(ahead, above, file, unit)
    if verdict == "header":
        return _with(ahead, at, unit)
    if verdict == "row" and len(verdicts) == 1:
        for below in range(at + 1, min(at + _MOST_OPEN, len(ahead))):  # a title may look like a row
            if _verdict(ahead, below, how) == "header":
                raise _open(ahead, below, file, unit)
        return _without(ahead, at, [Said(ahead[at][0], "there is no header: the first row is like those below it; "
                                         "the columns are called 1, 2, …")])  # fmt: skip
    at = verdicts[0][0]
    if at == len(ahead) - 1:  # no row is left that could tell
        return _with(ahead, at, unit)
    raise _open(ahead, at, file, unit)


def _counts_columns(ahead: Sequence[RawRow]) -> bool:
    """Whether the first row is 0, 1, 2, … above columns of words, as pandas writes it if the columns have no names."""
    cells = ahead[0][1][not ahead[0][1][0] :]
    if len(cells) < _FEWEST_COUNTED or len(ahead) < 2 or cells not in (
        [str(number) for number in range(start, start + len(cells))] for start in (0, 1)
    ):  # fmt: skip
        return False
    below = [cell for _, row in ahead[1:] for cell in row if cell]
    return sum(map(is_value, below)) * 2 < len(below)


def _is_title_of(ahead: Sequence[RawRow], at: int) -> bool:
    """Whether a row that looks like a header is a title of several cells: the row below is the better header, since it
    names more columns, and the two are no pair."""
    if at + 2 >= len(ahead):
        return False
    cells, below = ahead[at][1], ahead[at + 1][1]
    names, more = (sum(map(names_a_column, row)) for row in (cells, below))
    return filled(cells) < filled(below) and names + 1 < more and joined_names(cells, below) is None


def _as_good_above(ahead: Sequence[RawRow], at: int, verdicts: Sequence[tuple[int, str]]) -> int | None:
    """The first open row above that fills as many columns as the row that looks like the header, if no word of either
    is known: it may be the header, in a language that citygraph does not know. A title fills fewer."""
    if any(map(names_a_column, ahead[at][1])):
        return None
    return next(
        (row for row, verdict in verdicts if not verdict and filled(ahead[row][1]) >= filled(ahead[at][1])), None
    )


_FEWEST_COUNTED = 3
_MOST_OPEN = 4
"""How many rows may say nothing about themselves before the user is asked about the first of them."""
_MOST_UNNAMED = 0.5
"""A header names at least so many of the columns that have values below it."""


def _candidates(ahead: Sequence[RawRow], first: int) -> Iterator[int]:
    """The rows that name enough columns to be a header, from the ``first`` row on."""
    is_list = all(filled(cells) <= 1 for _, cells in ahead)
    last = len(ahead) - 1
    found = False
    for at in range(first, len(ahead)):
        cells = ahead[at][1]
        if at < last and ((not is_list and filled(cells) < 2) or _is_cut(cells)):
            continue
        used = [column for column, number in _used(ahead[at + 1 :]).items() if number]
        named = sum(column < len(cells) and bool(cells[column]) for column in used)
        if named >= len(used) * _MOST_UNNAMED:
            found = True
            yield at
    if not found:
        yield first


def _is_cut(cells: list[str]) -> bool:
    """Whether a row is a title with commas: brackets open in one cell, and close in another."""
    open_ones = [cell.count("(") - cell.count(")") for cell in cells]
    return any(number > 0 for number in open_ones) and sum(open_ones) == 0


def _used(rows: Sequence[RawRow]) -> Counter[int]:
    """How many rows fill each column; rows of one cell are titles and notes, not rows."""
    return Counter(
        column for _, cells in rows if filled(cells) > 1 for column, cell in enumerate(cells) if cell
    )  # fmt: skip


_ALONE_ABOVE = "this stands above rows of more cells: it may be a title; if it is a row, write - into its empty cells"
_COMMENT = re.compile(r"#+(?:\s.*)?", re.DOTALL)
_ABOVE = re.compile(r"#+(?:\s.*|[^\W\d].*)?", re.DOTALL)
"""A comment above a header. Below it, `#Nice` is a name, and only `# a remark` is a comment."""


def is_comment(cells: list[str], width: int) -> bool:
    """Whether a row is a comment, as programs write them, in a table of so many columns: its cells are no cells."""
    return _COMMENT.fullmatch(cells[0]) is not None and (len(cells) != width or filled(cells) == 1)


def _comments_above(ahead: Sequence[RawRow], how: ReadOptions) -> int:
    """How many comments stand above all else. The last may be the header, which some programs mark with #."""
    comment = _ABOVE if how.header else _COMMENT
    number = next((at for at, (_, cells) in enumerate(ahead) if not comment.fullmatch(cells[0])), 0)
    if number and len(ahead[number - 1][1]) == len(ahead[number][1]) > 1 and _verdict(ahead, number, how) != "header":
        return number - 1
    return number


# ------------------------------------------------------------------ is it a header?


def _verdict(ahead: Sequence[RawRow], at: int, how: ReadOptions) -> str:
    """What a row is: ``header``, ``row``, or nothing if it does not show."""
    cells = ahead[at][1]
    numbers = {str(index) for index in range(1, len(cells) + 1)}  # of the columns of a table without a header
    if not (how.columns - numbers).isdisjoint(cells):
        return "header"
    below = [row for _, row in ahead[at + 1 :] if (filled(row) > 1 or len(cells) == 1)
             and row != cells and not is_like_a_header(row)]  # fmt: skip
    columns = [[row[index] for row in below if index < len(row) and says(row[index])] for index in range(len(cells))]
    known = sum(
        names_a_column(cell) and cell not in column for cell, column in zip(cells, columns, strict=True) if cell
    )
    if known >= 2 or (known and known * 2 >= filled(cells)):
        return "header"
    if _above_marks(ahead, at) + known > 1:
        return "header"
    years = set(_years_side_by_side(cells, columns))
    votes = Counter(
        "header" if index in years else _vote(cell, column)
        for index, (cell, column) in enumerate(zip(cells, columns, strict=True))
        if says(cell)
    )
    if votes["header"] and votes["row"]:
        return "header" if known else ""
    if votes["header"] or votes["row"]:
        return "header" if votes["header"] else "row"
    if not below:
        return "row" if any(map(is_value, cells)) else ""
    if any(_IDENTIFIER.fullmatch(cell) for cell in cells):
        return "header"
    if any(map(_is_of_another_sort, cells, columns)):
        return "header"
    repeats = any(len(column) >= _TELLING and len(set(column)) * 2 <= len(column) for column in columns)
    return "header" if repeats and len(set(cells)) == len(cells) else ""


_MOST = 0.8
"""A column is of the sort that so many of its cells are of."""
_TELLING = 8
"""After so many rows that say the same again and again, a first row that none of them repeats is the header."""


def _vote(cell: str, column: list[str]) -> str:
    """What one cell of a row says, beside the cells below it."""
    if not column:
        return ""
    values = sum(map(is_value, column))
    if values >= len(column) * _MOST:
        return "row" if is_value(cell) else "header"
    if cell in column:
        return "row"
    if len(column) >= 2 and all(map(_CODE.fullmatch, column)):
        return "row" if _CODE.fullmatch(cell) else "header"
    if len(column) >= 2 and all(map(_is_answer, column)):
        return "row" if _is_answer(cell) else "header"
    return ""


BULLET = re.compile(r"[-–—•*·▪‣►]\s+(?=\w)")


def _is_of_another_sort(cell: str, column: list[str]) -> bool:
    """Whether all cells of a column are countries, or missions, or begin with a bullet, and the one above does not."""
    from citygraph.domain.country_names import meanings  # few tables need them
    from citygraph.imports.values.missions import is_a_mission

    sorts = (BULLET.match, meanings, is_a_mission)
    return len(column) > 2 and any(all(map(fits, column)) and not fits(cell) for fits in sorts)


def _is_answer(cell: str) -> bool:
    from citygraph.imports.values.yes_or_no import answer  # not every table needs it

    is_code = _CODE.fullmatch(cell) is not None  # NO may be Norway
    return answer(cell) is not None and not is_code and (len(cell) > 1 or cell in "xX" or not cell.isalpha())


def _above_marks(ahead: Sequence[RawRow], at: int) -> int:
    """Above how many columns of nothing but marks, as *x* and *yes*, a row of names stands: 0 if it has marks, too.
    Letters are marks there if the name above has more of them."""
    cells, below = ahead[at][1], [row for _, row in ahead[at + 1 :]]
    columns = [[row[index] for row in below if index < len(row) and row[index].strip("-–—")]
               for index in range(len(cells))]  # fmt: skip
    marked = [cell for cell, column in zip(cells, columns, strict=True) if cell and column and (
        all(map(_is_answer, column)) or (len(cell) > 2 and len(column) > 1 and all(map(_is_mark, column)))
    )]  # fmt: skip
    return 0 if any(map(_is_answer, marked)) else len(marked)


def _is_mark(cell: str) -> bool:
    return _is_answer(cell) or (len(cell) == 1 and (cell in "01" or not cell.isdigit()))


_YEAR = re.compile(r"(?:1[0-9]|20)\d\d")


def _years_side_by_side(cells: list[str], columns: list[list[str]]) -> Iterator[int]:
    """The cells that are years in order, above columns that do not hold years."""
    found = [
        index for index, (cell, column) in enumerate(zip(cells, columns, strict=True))
        if _YEAR.fullmatch(cell) and not all(map(_YEAR.fullmatch, column))
    ]  # fmt: skip
    years = [int(cells[index]) for index in found]
    if len(years) >= 2 and len(set(years)) == len(years) and years in (sorted(years), sorted(years, reverse=True)):
        yield from found


_CODE = re.compile(r"[A-Z]{2,3}")
_IDENTIFIER = re.compile(r"[a-z]+(?:(?:[_.][a-z\d]+)+|(?:[A-Z][a-z]+)+)")


# ------------------------------------------------------------------ its names


def _with(ahead: Sequence[RawRow], at: int, unit: str) -> HeaderRow:
    number, cells = ahead[at]
    remarks: list[LeftOut | Said | UnreadableRow] = []
    above = list(ahead[:at])
    rows_from = at + 1
    joined = None
    is_below = bool(above) and above[-1][0] == number - 1 and not _ABOVE.fullmatch(above[-1][1][0])
    if is_below and (joined := joined_names(above[-1][1], cells, is_above=True)):
        lines = [above.pop()[0], number]
        if above and above[-1][0] == lines[0] - 1 and (whole := filled_from(above[-1][1], joined)):
            lines.insert(0, above.pop()[0])
            joined = whole
        text = f"the header is {unit}s {', '.join(map(str, lines[:-1]))} and {number}, read as one: {shown(joined)}"
    elif at + 1 < len(ahead) and is_second(ahead, at) and (joined := joined_names(cells, ahead[at + 1][1])):
        rows_from += 1
        text = f"the header is {unit}s {number} and {ahead[at + 1][0]}, read as one: {shown(joined)}"
    else:
        text = f"the header is {unit} {number}"
    remarks += [
        LeftOut(line, as_one_text(row), f"it stands above the header in {unit} {number}", True) for line, row in above
    ]
    if joined or above:
        remarks.append(Said(number, text))
    if not joined and rows_from < len(ahead) and is_second(ahead, at):
        second = ahead[rows_from]
        remarks.append(LeftOut(second[0], shown(second[1]), "a second header, such as units or a translation"))
        rows_from += 1
    for line, row in ahead[rows_from : rows_from + titles_below(ahead[rows_from:])]:
        remarks.append(LeftOut(line, as_one_text(row), "it is a title of the table, below its header", True))
        rows_from += 1
    names = unique(joined or cells)
    if cells[0].startswith("#") and cells[0].strip("# ") and not joined:
        names[0] = names[0].strip("# ")
    return HeaderRow(names, cells, remarks, rows_from)


def _without(ahead: Sequence[RawRow], at: int, remarks: list[LeftOut | Said | UnreadableRow]) -> HeaderRow:
    widths = Counter(len(cells) for _, cells in ahead[at:])
    # Rows may lack empty cells at their end; a broken row may have some more.
    width = max((width for width, number in widths.items() if number * 10 >= widths.total()), default=1)
    above: list[LeftOut | Said | UnreadableRow] = [
        LeftOut(line, as_one_text(row), "it stands above the first row", True) for line, row in ahead[:at]
    ]
    return HeaderRow([str(index) for index in range(1, width + 1)], [], above + remarks, at)


def unique(names: Sequence[str]) -> list[str]:
    """Unique names for columns. A repeated name gets a word added, since a number could mean the other end of a tie."""
    seen: Counter[str] = Counter()
    result = []
    for index, name in enumerate(names, 1):
        name = " ".join(name.split()) or str(index)
        seen[name] += 1
        again = {1: "", 2: " (again)"}.get(seen[name], f" (again {seen[name]})")
        result.append(name + again)
    return result


def shown(cells: Sequence[str]) -> str:
    """A row in a few words."""
    return as_one_text(cells)[:60]


def _open(ahead: Sequence[RawRow], at: int, file: Path, unit: str) -> OpenQuestions:
    number, cells = ahead[at]
    below = ahead[min(at + 1, len(ahead) - 1)][1]
    as_header = Reading("it is the header", f"--header-row {number}", (f"first row: {shown(below)}",))
    readings = as_header, Reading("it is a row", "--no-header", (f"first row: {shown(cells)}",))
    if is_title_of_list(ahead[at:]):
        readings = Reading("it is a title", "--no-header", (f"first row: {shown(below)}",)), as_header
    where = f"{file}:{number}" if unit == "line" else f"{file}, {unit} {number}"
    others = " or ".join(reading.says.removeprefix("it is ") for reading in readings)
    what = f"nothing tells whether `{shown(cells)}` is {others}"
    return OpenQuestions([Question(where, what, readings, (shown(cells), shown(below)))])
