"""How the dates of a file are written: the order of day and month, the calendar, numbers of days, stretches of time."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence

from citygraph.domain.dates import OPEN
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.forms_found import SHOWN, FormsFound, named
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.values.calendars import CALENDARS, Calendar, calendar_in, may_be_of, serial, why_unlikely
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.date_columns import DateColumn, SerialColumn
from citygraph.imports.values.dates import A_START, DateOrder, First, Starts, date
from citygraph.imports.values.numbers import whole
from citygraph.imports.values.stretches import period
from citygraph.imports.values.terms import terms_in

_LOOKED_AT = 400
"""How many texts of a column are looked at to see of which calendar its years are."""
_BOTH: tuple[First, First] = ("dmy", "mdy")
_WAYS: dict[str, str] = {"dmy": "the day comes first", "mdy": "the month comes first"}
_BOTH_YEARS = re.compile(r"\d{4}\s?[/–—-]\s?(?:\d{2}|\d{4})?")
_MIDNIGHT = re.compile(r"\+?\d{4}-\d\d-\d\dT00:00:00\S*", re.ASCII)
_HALF = 0.5
_EXAMPLES = 2


class DateForms:
    """Finds how the dates of a file are written."""

    def __init__(self, of: FormsFound) -> None:
        self._of = of
        self._dates: dict[str, DateColumn] = {}

    def see(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Look at the columns of dates of a target."""
        self._dates[target] = _dates(columns, self._of.date_order or "")
        self._check_serials(columns)
        if self._of.shape == "post" or any(has_stretches(column) for column in columns):
            forms.periods.add(target)

    def decide_order(self, columns: Mapping[str, Sequence[ColumnSurvey]], forms: CellForms) -> None:
        """What one column of dates leaves open, another one of the same file may show."""
        shown = {way: text for column in self._dates.values() for way, text in column.shown.items()}
        for target, column in self._dates.items():
            name = named(columns[target])
            if column.is_open and len(shown) == 1:
                ((way, text),) = shown.items()
                column = _dates(columns[target], "mdy" if way == "mdy" else "dmy")
                self._of.says.append(f"`{name}`: {_WAYS[way]}, as {text} in another column shows")
            elif column.is_open:
                self._ask_order(name, column.undecided)
            elif column.order.first == "both":
                texts = " and ".join(column.shown.values())
                self._of.says.append(
                    f"`{name}` has both orders of day and month ({texts}): what can be two days is left open"
                )
            elif column.against:
                (other,) = (way for way in _BOTH if way != column.order.first)
                self._of.says.append(
                    f"`{name}`: {_WAYS[other]} in {column.against}, against --date-order {column.order.first}: such "
                    "dates stay open"
                )
            elif column.undecided and (shows := column.shown.get(column.order.first)):
                self._of.says.append(f"`{name}`: {_WAYS[column.order.first]}, as {shows} shows")
            if parts := [text for text in column.parts_of_years if not whole(text).isdigit()]:
                texts = " and ".join(parts[:_EXAMPLES])
                self._of.says.append(f"`{name}` has years with a part of a year ({texts}): the year alone is taken")
            forms.date_order[target] = column.order._replace(
                calendar=self._calendar_of(columns[target], column.order), starts=self._starts_in(columns[target])
            )

    def _starts_in(self, columns: Sequence[ColumnSurvey]) -> Starts:
        """What the times of a column stand for that are midnight on a first day: Wikidata writes a year as its first
        day, and a month, too; where a column has nothing but first days of years, it has years. Where other times are
        real days, the first day of a month is one, too; but the first of January stays open, and only the year is
        sure."""
        times = [text for column in columns for text in column.texts if _MIDNIGHT.fullmatch(text)]
        firsts = [text for text in times if A_START.fullmatch(text)]
        if not firsts:
            return ""
        has_days = len(firsts) < len(times)
        of_years = [text for text in firsts if "-01-01T" in text]
        starts: Starts = "years" if has_days or len(of_years) == len(firsts) else "months"
        if any(column.sort == "items" for column in self._of.all_columns):
            why = "Wikidata writes a year as its first day"
        elif len(of_years) == sum(len(column.texts) for column in columns):
            why = "each time is the first midnight of a year"
        else:
            return ""
        if read := of_years if starts == "years" else firsts:
            dates = f"{len(read):,} dates" if len(read) > 1 else "1 date"
            as_read = date(read[0], DateOrder(starts=starts))
            self._of.says.append(
                f"`{named(columns)}`: {why}: {dates} may be days, and {'are' if len(read) > 1 else 'is'} read as "
                f"{'years' if starts == 'years' else 'years or months'}, as in {read[0][:10]} → {as_read}"
            )
        return starts

    def _calendar_of(self, columns: Sequence[ColumnSurvey], order: DateOrder) -> Calendar:
        """The calendar of a column's years: as the user or its name says. If most of them are unlikely by the Gregorian
        one, the column is asked about."""
        if self._of.calendar:
            return self._of.calendar
        for column in columns:
            if calendar := calendar_in(column.name):
                self._of.says.append(f"`{column.name}`: its years are those of {CALENDARS[calendar]}")
                return calendar
        read = [(text, day) for column in columns for text in column.texts[:_LOOKED_AT] if (day := _day(text, order))]
        unlikely = [(text, day) for text, day in read if why_unlikely(day)]
        if 2 * len(unlikely) > len(read):
            name, shown = named(columns), unlikely[:SHOWN]
            may_be = may_be_of(shown[0][1])
            readings = [
                Reading(CALENDARS[calendar], f"--calendar {calendar}",
                        tuple(_day(text, order._replace(calendar=calendar)) or text for text, _ in shown))
                for calendar in dict.fromkeys((may_be, *(("gregorian",) if may_be != "buddhist" else ())))
            ]  # fmt: skip
            readings.append(Reading("no dates, or those of another calendar", f"--map notes={shlex.quote(name)}"))
            what = f"`{name}`: of which calendar are these years?"
            self._of.questions.append(Question(self._of.where, what, tuple(readings), tuple(text for text, _ in shown)))
        return ""

    def _check_serials(self, columns: Sequence[ColumnSurvey]) -> None:
        """A spreadsheet's numbers of days may be anything else."""
        numbers = SerialColumn()
        texts = [text for column in columns for text in column.texts]
        for text in texts:
            numbers.see(text)
        if numbers.may_be_serials and self._of.date_order != "serial":
            name, shown = named(columns), tuple(texts[:SHOWN])
            readings = (
                Reading("a spreadsheet's numbers of days", "--date-order serial", tuple(map(serial, shown))),
                Reading("no dates", f"--map notes={shlex.quote(name)}", shown),
            )
            self._of.questions.append(Question(self._of.where, f"`{name}`: are these numbers dates?", readings, shown))

    def _ask_order(self, name: str, texts: Sequence[str]) -> None:
        texts = texts[:SHOWN]
        readings = tuple(
            Reading(_WAYS[way], f"--date-order {way}", tuple(date(text, DateOrder(way)) for text in texts))
            for way in _BOTH
        )
        what = f"`{name}`: does the day or the month come first? No date of the file decides"
        self._of.questions.append(Question(self._of.where, what, readings, tuple(texts)))


def has_stretches(column: ColumnSurvey) -> bool:
    """True if a column has stretches of time rather than dates: as its header says, or as most of its texts show."""
    meaning = meaning_of(column.name)
    return (meaning is not None and meaning.attribute == "period") or (
        len(column.texts) > 1 and column.share(_BOTH_YEARS.fullmatch) > _HALF
    )


def holds_terms(column: ColumnSurvey) -> bool:
    """True if most texts of a column say from when or until when, as `2019-` and `since 2020` do."""
    return column.share(_is_a_stretch) > _HALF


def goes_on(text: str) -> bool:
    """True if a text says since when something is, and not until when: ``2022-``, ``since 2020``."""
    try:
        start, end = period(text, DateOrder("dmy"))
    except ValueError:
        return False
    return bool(start) and end in ("", OPEN)


def _is_a_stretch(text: str) -> bool:
    order = DateOrder("dmy")
    try:
        return bool(period(text, order))
    except ValueError:
        return bool(terms_in(text, order))


def _dates(columns: Sequence[ColumnSurvey], order: First) -> DateColumn:
    found = DateColumn(order)
    for column in columns:
        for text in column.texts:
            found.see(text)
    return found


def _day(text: str, order: DateOrder) -> str:
    """A date, as it reads; empty if it is none."""
    try:
        return date(text, order)
    except ValueError:
        return ""
