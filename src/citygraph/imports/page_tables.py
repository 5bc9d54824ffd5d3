"""The tables of a page with text around them, as readers of markup find them → the rows of one table.

A cell may span several rows and columns, may have a flag beside its text, and references behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.countries import country_name
from citygraph.domain.country_codes import country_of
from citygraph.domain.country_names import meanings
from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.database_rows import chosen
from citygraph.imports.delimited import RawRow
from citygraph.imports.grid import grid
from citygraph.imports.header_cells import meaning
from citygraph.imports.readers import ForeignRow, Item, LeftOut, ReadOptions, RowTitle, Said, one_by_one
from citygraph.imports.struck_through import COLUMN, LEFT_OPEN, STRIKE, meaning_of_strikes, without_strikes

MOST_SPANNED = 10_000
"""No cell spans more rows or columns."""
_ADDRESS = "source.url"
_TITLE = "source.title"
_FOOTNOTE = "Notes"


class PageSource(NamedTuple):
    """What a reference leads to: its address, and its title, if it has one."""

    address: str
    title: str = ""


class PageCell(NamedTuple):
    """A cell: its text, how many rows and columns it spans, the sources in it, the address of its link, and the text of
    a footnote to it."""

    text: str
    rows: int = 1
    columns: int = 1
    is_header: bool = False
    sources: tuple[PageSource, ...] = ()
    link: str = ""
    footnote: str = ""


class PageTable(NamedTuple):
    """A table: its title, the texts ``above`` it with their lines, and its rows, each with its line. A list is a table
    of one column, whose header is its title."""

    title: str
    above: tuple[tuple[int, str], ...]
    rows: list[tuple[int, list[PageCell]]]
    is_list: bool = False


def rows_of(
    file: Path, tables: Iterable[PageTable], notes: Iterable[str], how: ReadOptions, what: str
) -> Iterator[Item]:
    """The rows of the table that is meant. Tables with one header are one. ``notes`` are the texts around the tables,
    ``what`` is what the file is.

    Raises:
        OpenQuestions: if several tables are in it, and ``how.sheet`` names none.
        CityGraphError: if there is no table.
    """
    named = names_of(tables)
    if not named:
        raise CityGraphError(f"{file}: this is {what}, and no table with a header and rows is in it")
    name = chosen(file, {name: [cell.text for cell in table.rows[0][1]] for name, table in named.items()}, how)
    table = named[name]
    lines, rows, said = _raw(table, meaning_of_strikes(notes, str))
    yield from said
    if table.is_list:  # an item alone in its row is no title
        yield from _items(rows, lines)
        return
    header = how.header_row and next((at for at, line in lines.items() if line == how.header_row), None)
    header = header or _first(table)
    for item in one_by_one(grid(rows, file, how._replace(header_row=header), "line").items):
        yield _with_lines(item, lines)


def _items(rows: list[RawRow], lines: dict[int, int]) -> Iterator[Item]:
    at = next(at for at, (number, _) in enumerate(rows, 1) if number != at)  # a number is free above the header
    titles, (_, names) = rows[: at - 1], rows[at - 1]
    for number, texts in titles:
        yield LeftOut(lines[number], texts[0], "it stands above the list", is_above=True)
    for number, texts in rows[at:]:
        yield ForeignRow(lines[number], "table", dict(zip(names, texts, strict=True)))


def names_of(tables: Iterable[PageTable]) -> dict[str, PageTable]:
    """The tables with rows, by their titles. Those with one header are one."""
    found: list[PageTable] = []
    for table in tables:
        spread = _with_one_header(_spread(table))
        width = max((len(cells) for _, cells in spread.rows), default=0)
        if len(spread.rows) < _FEWEST or (width < _FEWEST and not table.is_list):
            continue
        texts = [cell.text for cell in spread.rows[0][1]]
        for at, other in enumerate(found):
            if [cell.text for cell in other.rows[0][1]] == texts:
                found[at] = other._replace(rows=[*other.rows, *spread.rows[1:]])
                break
        else:
            found.append(spread)
    names: dict[str, PageTable] = {}
    for number, table in enumerate(found, 1):
        title = table.title or f"table {number}"
        names[title if title not in names else f"{title} ({number})"] = table
    return names


_FEWEST = 2


def _with_lines(item: Item, lines: dict[int, int]) -> Item:
    """What the grid says of the rows, with the lines of the file for their numbers: it counts rows, since a row of a
    page may stand in many lines, and what it finds below the last of them is a note."""

    def line(found: re.Match[str]) -> str:
        return f"line {lines.get(int(found[2]), found[2])}"

    item = item._replace(line=lines.get(item.line, item.line))
    if isinstance(item, Said):
        return item._replace(text=_NUMBERED.sub(line, item.text))
    return item if isinstance(item, (ForeignRow, RowTitle)) else item._replace(why=_NUMBERED.sub(line, item.why))


def _spread(table: PageTable) -> PageTable:
    """The table with each cell in each place that it spans; what spans a whole row is one cell, as a title is."""
    width = max((sum(cell.columns for cell in cells) for _, cells in table.rows), default=0)
    left: dict[int, tuple[PageCell, int]] = {}
    """The cells that reach down into the next row, by column, with the number of rows to go."""
    rows: list[tuple[int, list[PageCell]]] = []
    for line, cells in table.rows:
        if len(cells) == 1 and cells[0].columns >= width > 1 and not left:
            rows.append((line, [cells[0]]))
            continue
        row: list[PageCell] = []
        rest = iter(cells)
        for at in count():
            if at in left:
                cell, more = left.pop(at)
                row.append(cell)
                if more > 1:
                    left[at] = (cell, more - 1)
                continue
            if (cell := next(rest, None)) is None:  # type: ignore[assignment]
                if not any(place > at for place in left):
                    break
                row.append(PageCell(""))
                continue
            for place in range(at, at + cell.columns):
                if cell.rows > 1:
                    left[place] = (cell, cell.rows - 1 + (place > at))
                elif place > at:
                    left[place] = (cell, 1)
            row.append(cell)
        rows.append((line, row))
    return table._replace(rows=rows)


def _with_one_header(table: PageTable) -> PageTable:
    """The table with the first rows of header cells as one: ``Partner``, ``Name`` below it → ``Partner Name``."""
    rows = list(table.rows)
    above = list(table.above)
    while len(rows) > _FEWEST and len(rows[0][1]) == 1 and not table.is_list:  # a title in the table
        above.append((rows[0][0], rows.pop(0)[1][0].text))
    heads = next((at for at, (_, cells) in enumerate(rows) if not all(cell.is_header for cell in cells)), len(rows))
    if 1 < heads < len(rows) and len({len(cells) for _, cells in rows[:heads]}) == 1:
        columns = zip(*(cells for _, cells in rows[:heads]), strict=True)
        texts = [" ".join(dict.fromkeys(cell.text for cell in column if cell.text)) for column in columns]
        rows[:heads] = [(rows[0][0], [PageCell(text, is_header=True) for text in texts])]
    return table._replace(rows=rows, above=tuple(above))


def _first(table: PageTable) -> int:
    """The number of the header. A number is free above it: what stands right above a header may belong to it."""
    return len(table.above) + 2


def _raw(table: PageTable, means: str) -> tuple[dict[int, int], list[RawRow], list[Item]]:
    """The lines of the rows by their numbers, the rows of texts, and what has to be said."""
    first = _first(table)
    titles = [(line, [PageCell(text)]) for line, text in table.above]
    numbered = [*enumerate(titles, 1), *enumerate(table.rows, first)]
    lines = {number: line for number, (line, _) in numbered}
    width = len(table.rows[0][1])
    body = [cells for _, cells in table.rows[1:]]
    bare = {at for at in range(width) if _is_of_sources([cells[at] for _, cells in table.rows if at < len(cells)])}
    linked = [at for at in range(width) if at not in bare and any(at < len(row) and row[at].link for row in body)]
    has_sources = bool(bare) or any(cell.sources for cells in body for cell in cells)
    has_titles = any(row[at].link for row in body for at in bare if at < len(row)) or any(
        source.title for cells in body for cell in cells for source in cell.sources
    )
    has_notes = any(cell.footnote for cells in body for cell in cells)
    has_struck = not means and any(STRIKE.search(cell.text) for cells in body for cell in cells)
    rows: list[RawRow] = []
    said: list[Item] = []
    with_more = 0
    for number, (line, cells) in numbered:
        texts, struck = without_strikes((cell.text for cell in cells), means, str)
        if number < first or (len(cells) == 1 and width > 1):
            rows.append((number, texts))
            continue
        texts += [""] * (width - len(texts))
        more = [cells[at].link if at < len(cells) else "" for at in linked]
        of_links = [PageSource(cells[at].link, cells[at].text) for at in bare if at < len(cells) and cells[at].link]
        sources = list(dict.fromkeys((*(source for cell in cells for source in cell.sources), *of_links)))
        with_more += len(sources) > 1
        source = sources[0] if sources else PageSource("")
        more += [source.address] * has_sources + [source.title] * has_titles
        if number == first:
            more = [*(f"{texts[at]} URL".strip() for at in linked), *[_ADDRESS] * has_sources, *[_TITLE] * has_titles]
        footnotes = "; ".join(dict.fromkeys(cell.footnote for cell in cells if cell.footnote))
        more += [_FOOTNOTE if number == first else footnotes] * has_notes
        more += [COLUMN if number == first else struck] * has_struck
        if struck and number != first:
            said.append(Said(line, f"`{visible(struck.replace('~~', ''))}` {LEFT_OPEN}"))
        kept = (text for at, text in enumerate(texts[:width]) if at not in bare)
        rows.append((number, [*kept, *more, *texts[width:]]))  # with a cell too many, it is refused
    if with_more:
        of_rows = "1 row has" if with_more == 1 else f"{with_more:,} rows have"
        said.append(Said(lines[first], f"{of_rows} several references; the first one is the source of the row"))
    return lines, rows, said


def _is_of_sources(cells: list[PageCell]) -> bool:
    """True for a column whose cells have nothing but references, or, under a word for sources, links."""
    header, *body = cells
    if not any(cell.text for cell in body):
        return any(cell.sources for cell in body)
    found = meaning(header.text)
    if found is None or found.attribute not in _OF_SOURCES:
        return False
    return all(cell.link or not cell.text for cell in body)


_OF_SOURCES = ("source", "key")
"""What *Source* and *Ref.* mean as headers."""
_NUMBERED = re.compile(r"\b(line|row) (\d+)")


def whole_name(label: str, page: str) -> str:
    """The name in a link that shows less than the name of its page: with the country, or the part of one, behind it.

    >>> whole_name("Portland", "Portland, Oregon"), whole_name("Lyon", "Lyon (ville)"), whole_name("here", "Lyon")
    ('Portland, Oregon', 'Lyon', 'here')
    """
    part = _BEHIND_NAME.fullmatch(page.removeprefix(label)) if page.startswith(label) else None
    text = part and (part[1] or part[2])
    return page if text and (meanings(text) or subdivision(text)) else label


_BEHIND_NAME = re.compile(r",\s(.+)|\s\((.+)\)")

# ------------------------------------------------------------------ flags


def country_of_flag(flag: str) -> str:
    """What a flag stands for, in words: a country by its name or its code, or a part of one; empty if it is neither.

    >>> country_of_flag("FRA"), country_of_flag("GER"), country_of_flag("Bavaria"), country_of_flag("Esperanto")
    ('France', 'Germany', 'Bavaria', '')
    """
    is_code = len(flag) <= _LONGEST_CODE and flag.isalpha() and flag.isascii()
    code = country_of(flag, "iso") or (country_of(flag, "sports") if is_code else None)
    if code and is_code:
        return country_name(code) or flag
    return flag if code or meanings(flag) or (not is_code and subdivision(flag)) else ""


_LONGEST_CODE = 3
_YEAR = re.compile(r"\s*\([^()]*\d{4}[^()]*\)$")
"""A year in brackets behind a name."""
_PARTS = re.compile(r"\s*[,()]\s*")


def with_flags(text: str, flags: Sequence[str]) -> str:
    """A text with the country of the flag beside it, unless it names that country; the country alone, if there is no
    text.

    >>> with_flags("Lyon (1967)", ["FRA"]), with_flags("Lyon, Frankreich", ["FRA"]), with_flags("", ["FRA"])
    ('Lyon (France) (1967)', 'Lyon, Frankreich', 'France')
    """
    countries = list(dict.fromkeys(filter(None, map(country_of_flag, flags))))
    if len(countries) != 1:
        return text or ", ".join(countries)
    codes = {*meanings(countries[0])}
    said = [*_PARTS.split(text), text]
    if countries[0] in said or any(codes & {*meanings(part)} for part in said):
        return text
    if any(subdivision(part, code) for part in said[1:-1] for code in codes):  # Montclair, New Jersey
        return text
    year = _YEAR.search(text)
    at = year.start() if year else len(text)
    return f"{text[:at]} ({countries[0]}){text[at:]}" if text else countries[0]
