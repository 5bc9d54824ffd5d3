"""Writes rows in a format: a table for people; tsv, csv or json for programs."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, TextIO

from citygraph.domain.names import is_formula
from citygraph.questions import TABULAR, Column
from citygraph.render.plain import as_json, visible

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from citygraph.outputs.style import Theme

STATUS_STYLES = {
    "active": "green",
    "planned": "yellow",
    "proposed": "yellow",
    "suspended": "magenta",
    "dormant": "magenta",
    "ended": "blue",
    "over": "blue",
    "took place": "green",
    "perhaps over": "dim",
    "disputed": "bold red",
    "cancelled": "red strike",
    "unknown": "dim",
}
"""The styles in a table of what a tie is today. The word is always there, so that a reader needs no colours."""

LIT = "bold reverse"
"""The style in a table of the words that somebody looked for."""
PLAIN_WIDTH = 80
"""The width of pictures outside a terminal, in cells."""
_GAP = 2


def theme() -> Theme:
    """The theme of the terminal: light if ``COLORFGBG`` says so, which Konsole, iTerm2 and rxvt set; else dark."""
    return "light" if os.environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15") else "dark"


Links = Callable[[str], str | None]
"""From the id of a source to its address; None if it has none."""


def write_rows(
    rows: Iterable[Any],
    columns: Sequence[Column],
    format: str,
    out: TextIO | None = None,
    *,
    links: Links | None = None,
) -> int:
    """Write rows to standard output, or ``out``; the number of texts that a spreadsheet would take for a formula, in a
    format that spreadsheets read. The sources in a table are ``links``, where the terminal shows such (OSC 8)."""
    if format == "table":
        return _write_table(list(rows), columns, out or sys.stdout, links)
    return _FORMATS[format](list(rows), columns, out or sys.stdout)


def write_json(data: Any, out: TextIO | None = None) -> None:
    """Write data as JSON to standard output, or ``out``."""
    (out or sys.stdout).write(as_json(data) + "\n")


def write_tsv(head: Sequence[str], rows: Iterable[Iterable[str]], out: TextIO) -> int:
    """Write rows of texts with tabs between them; the number of texts that a spreadsheet takes for a formula."""
    out.write("\t".join(map(visible, head)) + "\n")
    formulas = 0
    for row in rows:
        cells = [visible(text) for text in row]
        out.write("\t".join(cells) + "\n")
        formulas += sum(map(is_formula, cells))
    return formulas


def write_csv(head: Sequence[str], rows: Iterable[Iterable[str]], out: TextIO) -> int:
    """Write rows of texts as csv; the number of texts that a spreadsheet takes for a formula."""
    import csv

    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(visible, head))
    formulas = 0
    for row in rows:
        cells = [visible(text, keep_lines=True) for text in row]
        writer.writerow(cells)
        formulas += sum(map(is_formula, cells))
    return formulas


def _write_json(rows: list[Any], columns: Sequence[Column], out: TextIO) -> int:
    write_json(rows, out)
    return 0


def _data_columns(rows: list[Any], columns: Sequence[Column]) -> list[Column]:
    return [
        column
        for column in columns
        if column.place in ("both", "data") and not (column.optional and not any(map(column.cell, rows)))
    ]


def _write_tsv(rows: list[Any], columns: Sequence[Column], out: TextIO) -> int:
    return write_tsv(*_texts(rows, columns), out)


def _write_csv(rows: list[Any], columns: Sequence[Column], out: TextIO) -> int:
    return write_csv(*_texts(rows, columns), out)


def _texts(rows: list[Any], columns: Sequence[Column]) -> tuple[list[str], Iterator[list[str]]]:
    """The titles of the columns for programs, and the cells of each row."""
    columns = _data_columns(rows, columns)
    return [column.title for column in columns], ([column.cell(row) for column in columns] for row in rows)


def _write_table(rows: list[Any], columns: Sequence[Column], out: TextIO, links: Links | None) -> int:
    if rows:
        to = console(out)
        to.print(table(rows, columns, to.width, links=links))
    return 0


_FORMATS = {"tsv": _write_tsv, "csv": _write_csv, "json": _write_json}
FORMATS = TABULAR


def table(
    rows: Sequence[Any], columns: Sequence[Column], width: int, *, header: bool = True, links: Links | None = None
) -> RenderableType:
    """Rows for a terminal of ``width`` cells: columns that wrap, and below each row its long texts, over the whole
    width. Columns of numbers are flush right. Sources are ``links``, if these are given.

    A column that is empty in all rows is left out.
    """
    from rich.console import Group
    from rich.padding import Padding
    from rich.rule import Rule
    from rich.text import Text

    shown = [column for column in columns if column.place in ("both", "table") and any(map(column.cell, rows))]
    if not shown:
        return Group()
    below = [column for column in columns if column.place == "below"]
    cells = [[_cell(column, row, links) for column in shown] for row in rows]
    sides = [_side(column) for column in zip(*cells, strict=True)]
    titles = [Text(column.title, style="bold") for column in shown] if header else [Text() for _ in shown]
    widths, gap = _fitted([titles, *cells], width)
    drawn: list[RenderableType] = []
    if header:
        drawn += [_line(titles, widths, sides, gap), Rule(characters="─", style="dim")]
    for row, line in zip(rows, cells, strict=True):
        drawn.append(_line(line, widths, sides, gap))
        for column in below:
            if column.cell(row):
                drawn.append(Padding(_cell(column, row), (0, 0, 0, 4), expand=False))
    return Group(*drawn)


_LEGIBLE = 10
"""In fewer cells, words break and are hard to read."""
_CROWDING = 30
"""A word of more cells may break before the words of other columns do."""


def is_too_narrow(rows: Sequence[Any], columns: Sequence[Column], width: int) -> bool:
    """True if rows have so many columns that words would break in narrow ones."""
    from rich.text import Text

    lines = [[Text(column.title) for column in columns], *([_cell(column, row) for column in columns] for row in rows)]
    widths, _ = _fitted(lines, width)
    least = (
        max(len(word) for cell in cells for word in cell.plain.split() or [""]) for cells in zip(*lines, strict=True)
    )
    return any(has < min(need, _LEGIBLE) for has, need in zip(widths, least, strict=True))


def _cell(column: Column, row: Any, links: Links | None = None) -> Any:
    from rich.text import Text

    text = column.cell(row)
    style = STATUS_STYLES.get(re.split(r",| \(", text)[0], "") if column.title == "status" else column.style
    cell = Text(visible(text, keep_lines=True), style=style, overflow="fold")
    if links and column.title == "source":
        for word in re.finditer(r"[^,\s]+", text):
            address = links(word[0])
            if address and re.fullmatch(_ADDRESS, address, re.ASCII):
                cell.stylize(f"link {address}", *word.span())
    for start, end in _lit(column, row, text):
        cell.stylize(LIT, start, end)
    return cell


def _lit(column: Column, row: Any, text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text to light up, as places in what is shown of it."""
    for places in column.lit(row) if column.lit else ():
        start, end = (len(visible(text[:place], keep_lines=True)) for place in places)
        yield start, end


_ADDRESS = r"https?://[!-~]+"
"""An address that a terminal may get: without signs that would end the link or control the terminal."""
_NUMBER = r"[-+−]?\d[\d,]*(\.\d+)?( ?%)?( \+\d[\d,]*)?"


def _side(cells: Sequence[Any]) -> Literal["left", "right"]:
    """The side at which the texts of a column are flush: right if each is a number, so that digits stand in line."""
    said = [cell.plain for cell in cells if cell.plain]
    return "right" if said and all(re.fullmatch(_NUMBER, text) for text in said) else "left"


def _line(
    cells: Sequence[Any], widths: Sequence[int], sides: Sequence[Literal["left", "right"]], gap: int
) -> RenderableType:
    from rich.table import Table

    grid = Table.grid(padding=(0, gap, 0, 0))
    for width, side in zip(widths, sides, strict=True):
        grid.add_column(width=width, justify=side, overflow="fold")
    grid.add_row(*cells)
    return grid


def _fitted(lines: Sequence[Sequence[Any]], width: int) -> tuple[list[int], int]:
    """The widths of columns, and the gap between them. Each column has the width that it needs; if they do not fit, the
    widest are narrowed first, and words break only if they must, or are so long that they would crowd out others."""
    from rich.cells import cell_len

    columns = list(zip(*lines, strict=True))
    needs = [max(line.cell_len for cell in column for line in cell.split(allow_blank=True)) for column in columns]
    least = [
        max((min(cell_len(word), _CROWDING) for cell in column for word in cell.plain.split()), default=1)
        for column in columns
    ]
    gap = _GAP if sum(least) + _GAP * (len(columns) - 1) <= width else 1
    excess = sum(needs) + gap * (len(columns) - 1) - width
    while excess > 0:
        widest = max(range(len(needs)), key=lambda index: (needs[index] > least[index], needs[index]))
        if needs[widest] <= 1:
            break
        needs[widest] -= 1
        excess -= 1
    return needs, gap


def console(out: TextIO | None = None, *, plain_width: int | None = None) -> Console:
    """A rich console that prints data as it is: without markup, emoji codes or highlighted numbers.

    If ``NO_COLOR`` is set, it prints plain text: rich by itself would still print bold. Outside a terminal it is
    ``plain_width`` cells wide, unless ``COLUMNS`` says otherwise: rich by itself would ask any terminal that it finds.
    """
    from rich.console import Console

    out = out or sys.stdout
    made = Console(
        file=out,
        width=None if out.isatty() or os.environ.get("COLUMNS") else plain_width,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        markup=False,
        emoji=False,
        highlight=False,
    )
    if os.environ.get("COLUMNS") == "0":  # some terminals set it so, and rich believes it
        made.width = 80
    return made
