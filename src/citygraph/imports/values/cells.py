"""The text of a cell → the form of its target: dates, numbers, other texts."""

from __future__ import annotations

import re

from citygraph.domain.model import DateText, Holds, Number
from citygraph.imports.columns.mapping import CellForms
from citygraph.imports.values.dates import date, period
from citygraph.imports.values.numbers import number

_YEAR_OR_MONTH = re.compile(r"\d{4}/\d{2}", re.ASCII)


def in_form(text: str, held: Holds, forms: CellForms, target: str) -> str:
    """A text in the form that citygraph writes. ``target`` is the text's target in the mapping of its file.

    Raises:
        ValueError: if the target cannot hold it.
    """
    if isinstance(held, DateText):
        if (both := stretch(text, forms, target)) and held.period and all(both):
            return "/".join(both)
        if both and target.rpartition(".")[2] == "until" and not both[0]:
            return both[1]
        return date(text, forms.date_order.get(target))
    if isinstance(held, Number):
        return number(text, forms.decimal.get(target))
    return text


def stretch(text: str, forms: CellForms, target: str) -> tuple[str, str] | None:
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
