"""Columns that hold one figure in several years, side by side, as their names show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class YearColumn(NamedTuple):
    """A column that holds a figure of one year: its ``name``, the ``year``, and the figure's name if it has one."""

    name: str
    year: int
    figure: str


_OF_THE_WORLD_BANK = re.compile(r" ?\[YR\d{4}\]")
_OF_A_YEAR = re.compile(
    r"(?P<before>(?:.*[^\W\d_])?)[ _.:(\[-]*(?P<year>(?:1[0-9]|20)\d\d)(?:\.0|[/-]\d\d(?:\d\d)?)?"
    r"[)\]]?(?P<after>(?:[ _.:-]+[^\W\d_].*)?)",
    re.IGNORECASE,
)


def year_columns(header: Sequence[str]) -> list[YearColumn]:
    """The columns that hold one figure in several years, side by side; none unless there are at least two, of different
    years.

    >>> [column.year for column in year_columns(["Country", "1990", "1995 [YR1995]"])]
    [1990, 1995]
    >>> year_columns(["City", "Population 2010", "pop. 2020", "Population 2020"])[0]
    YearColumn(name='Population 2010', year=2010, figure='Population')
    """
    figures: dict[str, list[YearColumn]] = {}
    for name in header:
        if found := _OF_A_YEAR.fullmatch(_OF_THE_WORLD_BANK.sub("", name)):
            figure = " ".join(filter(None, (found["before"].strip(" _.:-(["), found["after"].strip(" _.:-"))))
            figure = "" if figure.lower() in ("x", "y", "yr", "fy") else figure
            figures.setdefault(figure.casefold(), []).append(YearColumn(name, int(found["year"]), figure))
    several = [columns for columns in figures.values() if len({column.year for column in columns}) > 1]
    return [column for columns in several for column in columns]
