"""What the rooms share that find how cells are written."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from citygraph.imports.asking import Question
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import Shape
from citygraph.imports.options import FileOptions
from citygraph.imports.values.calendars import Calendar
from citygraph.imports.values.dates import First
from citygraph.imports.values.numbers import DecimalSign


@dataclass
class FormsFound:
    """A file ``where`` the forms of cells are looked for, what the user has ``said``, and a way to read its ``rows``
    again. ``footnotes`` are the notes below the table, by their marks; ``yes`` is the status that a
    *yes* means, if the user says it. ``all_columns`` are also those without a target: they may show how the others are
    written. ``questions`` has what stays open, and ``says`` what was decided, in words."""

    where: str
    said: FileOptions
    date_order: First | None
    decimal: DecimalSign | None
    shape: Shape
    calendar: Calendar = ""
    rows: Callable[[], Iterable[Mapping[str, str]]] = tuple
    footnotes: Mapping[str, str] = field(default_factory=dict)
    yes: str = ""
    all_columns: Collection[ColumnSurvey] = ()
    questions: list[Question] = field(default_factory=list)
    says: list[str] = field(default_factory=list)


SHOWN = 3
"""How many texts of a column a question shows."""


def countries_option(codes: Mapping[str, str]) -> str:
    """The option that says which country each text means."""
    return " ".join(f"--country {shlex.quote(f'{text}={code}')}" for text, code in codes.items())


def named(columns: Sequence[ColumnSurvey]) -> str:
    """The names of columns, in a row."""
    return ", ".join(column.name for column in columns)
