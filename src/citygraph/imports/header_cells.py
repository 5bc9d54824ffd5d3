"""What the text of one cell says: a value, nothing, or the name of a column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citygraph.domain.country_codes import country_of
from citygraph.imports.values.missing import is_missing

if TYPE_CHECKING:
    from citygraph.imports.columns.header_concepts import Meaning

_VALUE = re.compile(
    r"""[^\w(]{0,3}\d[\d\s.,:/'’°′″+\-–—]*(?:\w{0,3}|%|\ ?[a-z]{1,3}²?)  # 1.234,5 km², 48°34′N, 13.05.1990, +5 %
    |\d{4}-\d\d-\d\d[T\ ].*                                                # 1990-05-13T00:00:00Z
    |\d{1,2}(?:\.|st|nd|rd|th|er|º)?\ (?:de\ |of\ )?[^\W\d_][^\s\d,]{2,},?(?:\ de)?\ \d{4}  # 12 mai 1990, 7 มิ.ย. 2542
    |[^\W\d]{3,}\.?\ \d{1,2}(?:st|nd|rd|th)?,?\ \d{4}                      # May 12, 1990
    |.{0,4}\d{1,4}\ ?[年년].*                                              # 1990年5月12日
    |(?:\d+\s?[°].*|\d{4,5}[NS]\ ?\d{5,6}[EW])                             # 48° 34′ N 7° 45′ E, 4230N 00131E
    |[a-z]+://\S+|www\.\S+|\S+@\S+\.\S+
    |(?:https?:)?//\S+|(?:wd:)?Q\d+""",
    re.VERBOSE | re.IGNORECASE,
)
_MARKS = frozenset(("x", "X", ".."))
"""Marks in a cell that say nothing of their column."""


def is_value(text: str) -> bool:
    """Whether a text is a number, a date, a place in degrees, an address on the web or an identifier, and so no name of
    a column."""
    return _VALUE.fullmatch(text) is not None


def says(text: str) -> bool:
    """Whether a text says anything: some words stand for nothing."""
    return not is_missing(text) and text not in _MARKS


_LONGEST = 60
_NO_NAMES = ("currency",)


def names_a_column(text: str) -> bool:
    """Whether a text is a usual name of a column: each of its words is, so that Mexico City is none.

    Nor is the code of a country or of a currency, as ``NO``, which is a number, too.
    """
    if not says(text) or (len(text) < 4 and text.isupper() and text != "ID" and country_of(text, None)):
        return False
    found = meaning(text)
    return found is not None and found.attribute not in _NO_NAMES


def meaning(text: str) -> Meaning | None:
    """What a text means as the name of a column; None if it is no usual one."""
    from citygraph.imports.columns.headers import meaning_of  # not every table needs its words

    return meaning_of(text) if len(text) <= _LONGEST else None


def is_like_a_header(cells: list[str]) -> bool:
    """Whether a row has nothing but usual names of columns, and several."""
    return filled(cells) > 1 and all(names_a_column(cell) for cell in cells if cell)


def filled(cells: list[str]) -> int:
    """How many cells have a text."""
    return len(cells) - cells.count("")
