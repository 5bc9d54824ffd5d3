"""Years side by side as columns: ``Country, 2010, 2015, 2020``. Each cell is a figure of its own year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.figure_headers import figure_header
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.mapping import ColumnMapping
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import FIGURES, Shape
from citygraph.imports.year_columns import YearColumn, year_columns

YEARS = "years"
"""What ``--set years=PROPERTY`` names: the property of the figures that stand in columns of years."""


_OF_TIES = {"amounts that go from end to end": "value", "people who move from end to end": "migrants"}
"""What figures between two ends may be, with names for that."""
_FIGURES = ("numbers", "years", "nothing")
_NUMBER = re.compile(r"[-+]?\d[\d.,' ]*")
"""Figures may have a mark behind them: ``18.911,3 (v)``."""


def years_among(columns: Sequence[ColumnSurvey]) -> list[YearColumn]:
    """The columns that hold the figures of one property in several years; none unless all hold numbers."""
    numbers = [column.name for column in columns if column.sort in _FIGURES or column.share(_NUMBER.match) >= 0.5]
    found = year_columns(numbers) or _with_dates(numbers)
    return found if len({one.figure.casefold() for one in found}) == 1 else []


def _with_dates(names: Sequence[str]) -> list[YearColumn]:
    """Columns that say more than the year beside their figure: ``Einwohner (31.12.2021)``, ``Pop. 2010 (thousands)``.
    All have one unit."""
    said = {name: header for name in names if (header := figure_header(name)).time and header.what}
    figures = Counter(header.what.casefold() for header in said.values())
    several = {name: header for name, header in said.items() if figures[header.what.casefold()] > 1}
    if len({(header.times, header.unit) for header in several.values()}) > 1:
        return []
    if len({header.time for header in several.values()}) < len(several):
        return []
    return [YearColumn(name, int(header.time[:4]), header.what) for name, header in several.items()]


def property_of(years: Sequence[YearColumn]) -> str:
    """The property that the headers name: ``Population 2010``; empty if they name none."""
    meaning = meaning_of(years[0].figure) if years[0].figure else None
    readings = (meaning, *meaning.others) if meaning else ()  # the columns hold numbers: *población* is no town here
    figures = {one.attribute for one in readings if one.attribute.startswith(f"{FIGURES}.")}
    inner = figures.pop() if len(figures) == 1 else ""
    return inner.removeprefix(f"{FIGURES}.") if inner.count(".") == 1 else ""


def what_they_count(
    where: str, years: Sequence[YearColumn], columns: dict[str, ColumnSurvey], shape: Shape
) -> Question:
    """The question what the figures in the columns of years are."""
    names = ", ".join(f"`{one.name}`" for one in years[:3]) + (" …" if len(years) > 3 else "")
    samples = tuple(f"{one.year}: {', '.join(columns[one.name].first(2))}" for one in years[:3])
    figure = years[0].figure.strip()
    if figure:
        known = {figure: property_called(figure)}
    else:
        known = _OF_TIES if shape == "tie" else {"inhabitants": "population"}
    readings = tuple(
        Reading(says, f"--set {YEARS}={property}", samples)
        for says, property in {**known, "another figure": "NAME"}.items()
    )
    return Question(where, f"{names} are years side by side: what do their figures count?", readings)


def property_called(figure: str) -> str:
    """A name for a property, from the words of a header.

    >>> property_called("Passengers (total)"), property_called("Übernachtungen")
    ('passengers-total', 'übernachtungen')
    """
    return re.sub(r"[\W_]+", "-", figure.casefold()).strip("-")


def by_year(plan: ColumnMapping, years: Sequence[YearColumn], target: str, shape: Shape) -> list[ColumnMapping]:
    """The plans for a row: one for each year. ``target`` is that of its figure."""
    is_of_node = shape == "node" or not target.startswith(FIGURES)
    time = f"{target}.{'as_of' if is_of_node else 'period'}"
    return [
        replace(
            plan,
            columns={**plan.columns, target: (one.name,)},
            constants={
                **plan.constants,
                time: (said := figure_header(one.name)).time or str(one.year),
                **({f"{target}.bound": said.bound} if said.bound else {}),
            },
            may_be_empty=plan.may_be_empty or one is not years[0],
        )
        for one in years
    ]
