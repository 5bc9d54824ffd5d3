"""What is said of a sheet, and how far its cells may reach."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from citygraph.domain.errors import CityGraphError

Fineness = Literal["month", "year"]
Place = tuple[int, int]
"""Row and column of a cell, from 0."""

MOST_CELLS = 30_000_000
"""How many places a sheet may have from its first cell to its last: they take about 1 GB of memory."""


@dataclass(slots=True)
class SheetLook:
    """What is to be said of a sheet. ``coarse`` has the dates that are shown without a day, or without a month;
    ``merged`` the first and last place of cells that are one
    (not of xlsx and xls: calamine tells those); ``struck`` the cells whose text is struck through as a whole (of xlsx
    and ods)."""

    hidden_rows: int = 0
    hidden_columns: int = 0
    formulas_without_value: int = 0
    coarse: dict[Place, Fineness] = field(default_factory=dict)
    merged: list[tuple[Place, Place]] = field(default_factory=list)
    struck: set[Place] = field(default_factory=set)


def is_damaged(file: Path) -> CityGraphError:
    """A workbook that cannot be read."""
    return CityGraphError(f"{file}: the workbook is damaged or cut off; open it in a spreadsheet, and save it again")


def has_password(file: Path) -> CityGraphError:
    """A workbook that is encrypted."""
    return CityGraphError(f"{file}: the workbook has a password; save it without one")


def check_span(file: Path, cells: int) -> None:
    if cells > MOST_CELLS:
        raise CityGraphError(
            f"{file}: a sheet spans {cells:,} cells from the first to the last, and {MOST_CELLS:,} are read; "
            "delete what stands far outside the table, or save the sheet as CSV (UTF-8)"
        )


MONTH = "17"
"""The number of the format ``mmm-yy``, which workbooks need not tell."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^]]*\]|_.|\*.')


def fineness_of(code: str) -> Fineness | None:
    """How fine a date is that is shown in a format of Excel, if it is no day.

    >>> [fineness_of(code) for code in ("mmm-yy", '"since "yyyy', "[$-407]d. mmmm yyyy;@", "0.0")]
    ['month', 'year', None, None]
    """
    letters = set(_QUOTED.sub("", code).lower().partition(";")[0])
    if "y" not in letters or letters & set("dhs0#"):
        return None
    return "month" if "m" in letters else "year"
