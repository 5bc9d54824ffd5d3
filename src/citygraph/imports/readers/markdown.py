"""Tables in Markdown, with ``|`` between the cells and a row of ``---`` below the header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.delimited import RawRow
from citygraph.imports.files import decoded
from citygraph.imports.grid import grid
from citygraph.imports.readers import Read, ReadOptions, Said
from citygraph.imports.struck_through import COLUMN, LEFT_OPEN, STRIKE, meaning_of_strikes, without_strikes

UNIT = "line"
TAKES = frozenset[str]({"encoding", "header-row"})

_BELOW_HEADER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_SIGN = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"\s*#{1,6}\s+(.*?)\s*#*\s*")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*)(?:\s+\"[^\"]*\")?\)|<(https?://[^<>\s]+)>")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w\\])(\*\*\*|\*\*|\*|__|_|`)(?=\S)(.+?)(?<=[^\s\\])\1(?!\w)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def read(file: Path, how: ReadOptions) -> Iterator[Read]:
    """The rows of the tables. Headings and other lines above them are titles, those below are notes. What is struck
    through has ended, if a note says so; else it stands in a column of its own, and that is said.

    Raises:
        CityGraphError: if there is no table.
    """
    lines = decoded(file, how.encoding).splitlines()
    tables = _tables(lines)
    if not tables:
        raise CityGraphError(f"{file}: this is Markdown, and no table is in it: rows of cells with | between them")
    how.has_read(sum(len(line) + 1 for line in lines))
    in_table = {number for table in tables for number in table}
    around = [line for number, line in enumerate(lines, 1) if number not in in_table]
    means = meaning_of_strikes(around, plain)
    header = how.header_row or tables[0].start
    rows, said = _rows(lines, tables, means)
    yield from said
    yield from grid(rows, file, how._replace(header_row=header), UNIT).items


def _tables(lines: list[str]) -> list[range]:
    """The lines of each table, by their numbers from 1."""
    found: list[range] = []
    for number, (header, below) in enumerate(pairwise(lines), 1):
        if (found and number in found[-1]) or not (_SIGN.search(header) and _is_below(below)):
            continue
        end = number + 2
        while end <= len(lines) and _SIGN.search(lines[end - 1]):
            end += 1
        found.append(range(number, end))
    return found


def _is_below(line: str) -> bool:
    return _BELOW_HEADER.fullmatch(line) is not None and "|" in line


def _rows(lines: list[str], tables: list[range], means: str) -> tuple[list[RawRow], list[Said]]:
    """The rows of cells, without those below headers, and what is said of what is struck through."""
    width = len(_cells(lines[tables[0].start - 1]))
    headers = {table.start for table in tables}
    in_table = set(chain.from_iterable(tables))
    rows: list[RawRow] = []
    struck: list[tuple[int, str]] = []
    has_struck = not means and any(STRIKE.search(lines[number - 1]) for number in in_table)
    for number, line in enumerate(lines, 1):
        if number in in_table:
            if number - 1 in headers:
                continue
            cells, out = without_strikes(_cells(line), means, plain)
            if out:
                struck.append((number, out))
            if has_struck:
                cells = [*cells, *[""] * (width - len(cells)), COLUMN if number in headers else out]
            rows.append((number, cells))
        elif text := plain(found[1] if (found := _HEADING.fullmatch(line)) else line.strip().lstrip(">").strip()):
            rows.append((number, [text]))
    return rows, [Said(number, f"`{visible(text.replace('~~', ''))}` {LEFT_OPEN}") for number, text in struck]


def _cells(line: str) -> list[str]:
    text = line.strip().removeprefix("|")
    cells = _SIGN.split(text)
    return cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells


def plain(text: str) -> str:
    r"""A text without the signs of Markdown. Of a link the text stays; an address alone stays as it is.

    >>> plain("**Graz** ([Wiki](https://example.org))"), plain("<https://example.org>"), plain(r"1\*")
    ('Graz (Wiki)', 'https://example.org', '1*')
    """
    text = _LINK.sub(lambda found: found[3] or found[1] or found[2], text)
    text = _BREAK.sub("\n", text)
    while (shorter := _EMPHASIS.sub(r"\2", text)) != text:
        text = shorter
    return _ESCAPED.sub(r"\1", text).strip()
