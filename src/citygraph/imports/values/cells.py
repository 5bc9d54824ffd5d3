"""The text of a cell → the form of its target: dates, numbers, statuses, addresses."""

from __future__ import annotations

from citygraph.domain.model import DateText, Holds, Number
from citygraph.imports.columns.mapping import CellForms
from citygraph.imports.values.dates import date
from citygraph.imports.values.numbers import number


def in_form(text: str, held: Holds, forms: CellForms, target: str) -> str:
    """A text in the form that citygraph writes. ``target`` is the text's target in the mapping of its file.

    Raises:
        ValueError: if the target cannot hold it.
    """
    if isinstance(held, DateText):
        return date(text, forms.date_order.get(target))
    if isinstance(held, Number):
        return number(text, forms.decimal.get(target))
    return text
