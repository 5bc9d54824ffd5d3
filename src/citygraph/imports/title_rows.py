"""Titles of a table: rows of fewer cells above its header, or between its header and its rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citygraph.imports.beside_rows import is_note
from citygraph.imports.delimited import RawRow
from citygraph.imports.header_cells import filled, is_like_a_header, names_a_column


def titles_above(ahead: Sequence[RawRow]) -> int:
    """How many rows of fewer cells stand above rows that all have as many more, one of them with a word for what tables
    have or with a date of the table: ``Twin towns, updated 12.03.2024``."""
    widths = [filled(cells) for _, cells in ahead]
    number = next((at for at, width in enumerate(widths) if width == max(widths)), 0)
    if not 0 < number <= _MOST_TITLES or len(ahead) - number < 2 or min(widths[number:]) <= max(widths[:number]):
        return 0
    if any(is_like_a_header(cells) and not any(map(_A_YEAR.search, cells)) for _, cells in ahead[:number]):
        return 0  # it names some of the columns
    above = ahead[number - 1][1]
    if not above[0] and all(above[1:]) and len(above) == max(widths):
        return 0  # it names all columns but that of the names of the rows
    words = [word for _, cells in ahead[:number] for cell in cells for word in _WORD.findall(cell)]
    notes = any(is_note(cell) or _STATED.match(cell) for _, cells in ahead[:number] for cell in cells if cell)
    return number if notes or any(map(names_a_column, words)) else 0


def titles_below(rows: Sequence[RawRow]) -> int:
    """How many rows of one cell stand between a header and rows that all have several, and are titles. Others may be
    names, or titles of groups of rows."""
    number = next((at for at, (_, cells) in enumerate(rows) if filled(cells) > 1), 0)
    if not 0 < number <= _MOST_TITLES or len(rows) - number < 2:
        return 0
    if any(filled(cells) < 2 for _, cells in rows[number:]):
        return 0
    return number if all(is_a_title(as_one_text(cells)) for _, cells in rows[:number]) else 0


def is_a_title(text: str) -> bool:
    """Whether a text that is the name of no town has a word for ties, or a word for what tables have in one of its two
    parts: ``City of Graz – international relations``."""
    from citygraph.domain.gazetteer import is_a_name  # few tables have rows of one cell below their headers
    from citygraph.imports.columns.partnership_words import tells_of_ties

    has_parts = _BETWEEN_PARTS.search(text) is not None and any(map(names_a_column, _WORD.findall(text)))
    return (has_parts or tells_of_ties(text)) and not is_a_name(text)


_BETWEEN_PARTS = re.compile(r"\s[–—|-]\s|[:：]\s?")
_MOST_TITLES = 3
_A_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]{4,}")
_STATED = re.compile(
    r"(?:updated?|as of|last|stand|état|mise à jour|actualizad|atualizad|aggiornat|stan|bijgewerkt|по состоянию|станом|"
    r"截至|更新|現在|기준)", re.IGNORECASE
)  # fmt: skip


def alone_above(rows: Sequence[RawRow]) -> int:
    """How many rows of one cell stand above rows of several. If others below have one cell, too, only words that name
    columns make titles of them, as in ``Partner towns of Ulm``. Above a list, it is the first row if it is a title."""
    number = next((at for at, (_, cells) in enumerate(rows) if filled(cells) > 1), 0)
    if not number and rows and is_title_of_list(rows):
        return 1
    if all(filled(cells) > 1 for _, cells in rows[number:]):
        return number
    words = (word for _, cells in rows[:number] for cell in cells for word in cell.split())
    return number if any(map(names_a_column, words)) else 0


def is_title_of_list(rows: Sequence[RawRow]) -> bool:
    """Whether rows of one cell begin with the only one that has a word for ties, and is no town: ``Twin towns of Ulm``
    above the names."""
    from citygraph.imports.columns.partnership_words import tells_of_ties  # few tables are lists without a header

    if len(rows) < _FEWEST_OF_A_LIST or any(filled(cells) > 1 for _, cells in rows):
        return False
    first, *others = (as_one_text(cells) for _, cells in rows)
    return is_a_title(first) and sum(map(tells_of_ties, others)) * _RARE <= len(others)


_FEWEST_OF_A_LIST = 3
_RARE = 5


def as_one_text(cells: Sequence[str]) -> str:
    """A row as one text, whole: a title that is cut would end in a piece of a name, and it may explain marks."""
    return ", ".join(" ".join(cell.split()) for cell in cells if cell)
