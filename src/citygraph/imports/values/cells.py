"""The text of a cell → the form of its target: dates, figures, other texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from citygraph.domain.dates import OPEN
from citygraph.domain.model import DateText, Holds, Number
from citygraph.imports.columns.targets import FIGURES
from citygraph.imports.values.calendars import why_unlikely
from citygraph.imports.values.cell_forms import CellForms, FigureForm
from citygraph.imports.values.dates import date, time_of_day
from citygraph.imports.values.figures import figure, times, why_too_long
from citygraph.imports.values.footnote_marks import MARK_TAKEN_OFF, without_mark
from citygraph.imports.values.html_in_cells import HTML_READ, without_html
from citygraph.imports.values.numbers import number, whole
from citygraph.imports.values.stretches import period
from citygraph.imports.values.units import multiplies

_YEAR_OR_MONTH = re.compile(r"\d{4}/\d{2}", re.ASCII)
_TWO_YEARS = re.compile(r"(\d{4})\s?([/–—-])\s?(\d{2}|\d{4})\D*")
_NEAR = 2
"""So many years apart, two years under `since` may be those of two signatures, one in each town."""
_A_FIGURE = re.compile(rf"(?:.+\.)?{FIGURES}\.[^.]+")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)|\[([^\[\]]+)\]")
_BEFORE_OR_UNTIL = "до"
"""*Until* or *before*, in Russian and Ukrainian."""
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_FORM = FigureForm()


class Cell(NamedTuple):
    """What a cell says: the ``text`` in the form that citygraph writes; what else it says of the same thing, by key
    (``until`` in a cell about the beginning, ``bound`` in one of a figure); and what was done to it, if that has to be
    said."""

    text: str
    beside: Mapping[str, str] = _NOTHING
    remark: str = ""


def in_form(text: str, held: Holds, forms: CellForms, target: str) -> Cell:
    """A text in the form that citygraph writes. ``target`` is the text's target in the mapping of its file.

    Raises:
        ValueError: if the target cannot hold it.
    """
    if not isinstance(held, DateText | Number):
        return Cell(text)
    try:
        return _read(text, held, forms, target)
    except ValueError as error:
        told = error
    if (shown := without_html(text)) != text:
        cell = in_form(" ".join(shown.split()), held, forms, target)
        return cell._replace(remark="; ".join(filter(None, (HTML_READ, cell.remark))))
    plain, remark = without_mark(text), MARK_TAKEN_OFF
    if plain == text and isinstance(held, DateText) and (found := _IN_BRACKETS.fullmatch(text.strip())):
        plain, remark = (found[1] or found[2]).strip(), "brackets around it were taken off"
    if plain != text:
        try:
            return _read(plain, held, forms, target)._replace(remark=remark)
        except ValueError as error:
            told = error if isinstance(held, Number) else told  # 198* is a decade
    raise told


def _read(text: str, held: Holds, forms: CellForms, target: str) -> Cell:
    if isinstance(held, DateText):
        return _date(text, held, forms, target)
    if _A_FIGURE.fullmatch(target):
        return _figure(text, forms, target)
    return Cell(number(text, forms.decimal.get(target)))


def _date(text: str, held: DateText, forms: CellForms, target: str) -> Cell:
    order = forms.date_order.get(target)
    key = target.rpartition(".")[2]
    start, end = _stretch(text, forms, target) or ("", "")
    if order is None or not order.calendar:
        for day in (start, end):
            if day and (why := why_unlikely(day)):
                raise ValueError(f"{text!r} {why}")
    if start and end and held.period:
        return Cell(f"{start}/{end}")
    is_one = _may_be_one_beginning(text, target in forms.periods) or (
        target not in forms.periods and _are_near(start, end)
    )
    if start and end and (key != "since" or is_one):
        raise ValueError(f"{text!r} can be a beginning and an end, or one beginning, in {start}; write one date")
    if key == "until" and end and not start:
        return Cell(end)
    if key == "since" and (start or end):
        if not start and text.casefold().startswith(_BEFORE_OR_UNTIL):
            raise ValueError(f"{text!r} can mean until then, or before then")
        return Cell(start, {"until": end} if end else _NOTHING)
    day = date(text, order)
    if (order is None or not order.calendar) and (why := why_unlikely(day)):
        raise ValueError(f"{text!r} {why}")
    return Cell(day, remark="a time of day was left out" if time_of_day(text) else "")


def _stretch(text: str, forms: CellForms, target: str) -> tuple[str, str] | None:
    """The beginning and the end of a stretch of time: ``1987–1995``, ``since 1999``; one of them may be empty. None if
    the text is no stretch of time, but perhaps a date."""
    order = forms.date_order.get(target)
    if _YEAR_OR_MONTH.fullmatch(text):  # 2005/06 is a month, or a year of a school
        return None
    try:
        found = date(text, order)
    except ValueError:
        try:
            return period(text, order)
        except ValueError:
            return None
    start, cut, end = found.partition("/")  # an interval of EDTF
    return (start, end) if cut else None


def _may_be_one_beginning(text: str, is_period: bool) -> bool:
    """True if two years under `since` need not be a beginning and an end, so that nothing ends by them: ``1990/1991``
    is also a year of a school; and where the column has single dates otherwise, ``1990-1991`` and ``1967/1999`` are as
    often the years of two signatures. ``is_period`` is true of a column of stretches. Two years far from each other,
    with a dash between them, are no one beginning."""
    found = _TWO_YEARS.fullmatch(text.strip())
    if found is None:
        return False
    years = int(found[1]), int(found[1][: 4 - len(found[3])] + found[3])
    is_next = found[2] == "/" and years[1] == years[0] + 1
    return is_next or (not is_period and (found[2] == "/" or years[1] - years[0] <= _NEAR))


def _are_near(start: str, end: str) -> bool:
    """True if a stretch lies within one year: under `since`, *12–15 May 1990* and *May–June 1990* are when a tie began,
    and nothing ends by them."""
    return bool(start and end) and end != OPEN and start[:4] == end[:4] and len(start) > _DIGITS_OF_YEAR


_DIGITS_OF_YEAR = 4


def _figure(text: str, forms: CellForms, target: str) -> Cell:
    form = forms.figures.get(target, _NO_FORM)
    found = figure(text, forms.decimal.get(target))
    if form.times > 1 and multiplies(text):
        raise ValueError(f"{text!r} says how much it counts, and so does the name of its column")
    if found.unit and form.unit and found.unit != form.unit:
        raise ValueError(f"{text!r} is in {found.unit}, and its column in {form.unit}")
    value = times(found.value, form.times)
    if why := why_too_long(value):
        raise ValueError(f"{text!r}: {why}")
    if form.of_people and found.unit:
        raise ValueError(f"{text!r} is no number of people; it is in {found.unit}")
    if form.of_people:
        value = whole(value)
        if not value.isdecimal():
            raise ValueError(f"{text!r} is no number of people; they come whole, and not less than none")
    if found.time and (why := why_unlikely(found.time)):
        raise ValueError(f"{text!r} {why}")
    beside = {
        form.time_key: found.time or form.time,
        "bound": found.bound or form.bound,
        "unit": found.unit or form.unit,
    }
    return Cell(value, {key: said for key, said in beside.items() if said} or _NOTHING)


def figure_with(about: Mapping[str, str | None], beside: Mapping[str, str]) -> dict[str, str]:
    """What is said about a figure: by other cells of its row, ``about``, None for a text that could not be read; and
    ``beside`` its number, by its own cell or by the name of its column. Of two units, that of the row counts.

    Raises:
        ValueError: if a part could not be read, without which it would be another figure, or if two differ.
    """
    said = {key: text for key, text in about.items() if text}
    for key, text in about.items():
        if text is None:
            raise ValueError(f"its `{key}` could not be read, and it would be another figure without that")
    for key, text in beside.items():
        if key != "unit" and said.get(key, text) != text:
            raise ValueError(f"its cell or column says {text}, and its row says {said[key]}")
    return {**beside, **said}
