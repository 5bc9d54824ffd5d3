"""How the cells of a file are written, as its columns show it: the order of day and month, the decimal sign, the sort
of country codes, and what stands behind a name.

What a column leaves open for all its cells is a question.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Container, Iterable, Mapping, Sequence

from citygraph.domain.country_codes import SORTS, CodeSort, OpenSorts, country_of, sort_of_codes
from citygraph.domain.country_names import meanings
from citygraph.domain.model import DateText, Number
from citygraph.domain.names import fold
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import of_name_and_time
from citygraph.imports.columns.country_signs import SignsSeen, signs_behind, signs_in
from citygraph.imports.columns.figure_headers import figure_header
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import ENDS, FACT_RECORDS, FIGURES, NODE_RECORDS, Shape, holds, split
from citygraph.imports.columns.years import YEARS
from citygraph.imports.options import ONE_NAME, FileOptions
from citygraph.imports.values import names
from citygraph.imports.values.calendars import CALENDARS, Calendar, calendar_in, may_be_of, serial, why_unlikely
from citygraph.imports.values.cell_forms import CellForms, FigureForm
from citygraph.imports.values.date_columns import DateColumn, SerialColumn
from citygraph.imports.values.dates import DateOrder, First, date
from citygraph.imports.values.figures import figure
from citygraph.imports.values.missing import is_missing
from citygraph.imports.values.numbers import DecimalColumn, DecimalSign
from citygraph.imports.values.register_words import register_name
from citygraph.imports.values.yes_or_no import answer, status_asked

_SHOWN = 3
_LOOKED_AT = 400
"""How many texts of a column are looked at to see of which calendar its years are."""
_BOTH: tuple[First, First] = ("dmy", "mdy")
_WAYS: dict[str, str] = {"dmy": "the day comes first", "mdy": "the month comes first"}
_CODES = {
    "iso": "ISO 3166", "numeric": "UN M49", "sports": "IOC and FIFA", "vehicle": "signs of vehicles", "fips": "FIPS",
}  # fmt: skip
"""The sorts of codes, in words."""
_SORTS = {"country": "country", "lat": "latitude", "lon": "longitude", "key": "country", "iso": "country"}
"""The sorts of cells, for what stands for nothing: NA is a code, too."""
_FRACTION = re.compile(r"\d+[.,](?!0+$)(?:\d{1,2}|\d{4,})")
_SIGNS: tuple[tuple[DecimalSign, str], ...] = (
    (".", "the point is the decimal sign"), (",", "the comma is the decimal sign"),
)  # fmt: skip
_MOST_FRACTIONS = 0.3
"""A column of people is none if so many of its texts are fractions."""
_LONGEST_CODE = 3
_FEW = 2


class FormsFinder:
    """Finds the forms of the cells of a file. ``columns`` are those of each target. ``questions`` has what stays open,
    and ``says`` what was decided, in words."""

    def __init__(
        self, where: str, said: FileOptions, date_order: First | None, decimal: DecimalSign | None, shape: Shape,
        calendar: Calendar = "", rows: Callable[[], Iterable[Mapping[str, str]]] = tuple,
    ) -> None:  # fmt: skip
        self._rows = rows
        self._countries: dict[str, str] = {}
        self._signs: set[str] = set()
        self.questions: list[Question] = []
        self.says: list[str] = []
        self._where = where
        self._said = said
        self._date_order = date_order
        self._decimal = decimal
        self._shape = shape
        self._calendar = calendar

    def forms(self, columns: Mapping[str, Sequence[ColumnSurvey]]) -> CellForms:
        """The forms of the cells of the columns, which are given by target."""
        forms = CellForms(missing=frozenset(self._said.missing))
        dates: dict[str, DateColumn] = {}
        self._countries = {target: those[0].name for target, those in columns.items()
                           if target.endswith("country") and len(those) == 1}  # fmt: skip
        self._signs = signs_in([one for target, those in columns.items() if target.endswith("name") for one in those])
        for target, those in columns.items():
            about, inner = split(target, self._shape)
            held = self._held(about, inner)
            if isinstance(held, DateText):
                dates[target] = _dates(those, self._date_order or "")
                self._check_serials(target, those)
                if self._shape == "post" or any(_has_stretches(column) for column in those):
                    forms.periods.add(target)
            elif isinstance(held, Number):
                if inner.startswith(f"{FIGURES}."):
                    self._decide_figures(target, inner, about, those, columns, forms)
                self._decide_decimal(target, those, forms)
                if not any(column.share(_is_negative) for column in those):
                    forms.sorts[target] = "figure"
            elif inner in _SORTS:
                forms.sorts[target] = _SORTS[inner]
            if inner == "country":
                self._decide_codes(target, those, forms)
            elif inner == "name" and about in ENDS[self._shape]:
                self._see_years(target, about, those, forms, has_since="since" in {*columns, *self._said.set})
                if self._names_persons(about, those):
                    forms.sorts[target] = "person"
                self._decide_brackets(target, those, forms)
                if any(self._said.split.get(column.name) == ONE_NAME for column in those):
                    forms.one_name.add(target)
                sort = sort_of_codes(text for column in those for text in column.counts)
                if isinstance(sort, str):  # it counts where the things are countries
                    forms.country_sort[target] = sort
            elif inner == "aliases":
                self._decide_lists(target, those, forms)
            elif inner == "status":
                self._see_answers(target, those, forms)
        self._decide_order(dates, columns, forms)
        return forms

    def _see_answers(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """A column may ask whether the tie is active. What a *no* means stays open: dormant, or ended."""
        asked = {status_asked(column.name) for column in columns} - {None}
        if len(asked) == 1 and any(column.share(answer) for column in columns):
            forms.if_yes = asked.pop() or ""
            forms.sorts[target] = "answer"
            self.says.append(f"{_named(columns)}: a yes means `{forms.if_yes}`")

    def _names_persons(self, about: str, columns: Sequence[ColumnSurvey]) -> bool:
        """True if a column of names has those of persons: the officials of posts, or as its header says."""
        said = [meaning_of(column.name) for column in columns]
        of_persons = any(meaning is not None and meaning.thing == "person" for meaning in said)
        return of_persons or (self._shape == "post" and not about)

    def _held(self, about: str, inner: str) -> object:
        if about == "row":
            return DateText() if inner == "source.published" else None
        if about == "facts":
            return holds(FACT_RECORDS[self._shape], inner)
        return next((found for one in NODE_RECORDS.values() if (found := holds(one, inner))), None)

    # ---------------------------------------------------------------- dates

    def _decide_order(
        self, dates: Mapping[str, DateColumn], columns: Mapping[str, Sequence[ColumnSurvey]], forms: CellForms
    ) -> None:
        """What one column of dates leaves open, another one of the same file may show."""
        shown = {way: text for column in dates.values() for way, text in column.shown.items()}
        for target, column in dates.items():
            name = _named(columns[target])
            if column.is_open and len(shown) == 1:
                ((way, text),) = shown.items()
                column = _dates(columns[target], "mdy" if way == "mdy" else "dmy")
                self.says.append(f"`{name}`: {_WAYS[way]}, as {text} in another column shows")
            elif column.is_open:
                self._ask_order(name, column.undecided)
            elif column.order.first == "both":
                texts = " and ".join(column.shown.values())
                self.says.append(
                    f"`{name}` has both orders of day and month ({texts}): what can be two days is left open"
                )
            elif column.undecided and column.shown:
                ((way, text),) = column.shown.items()
                self.says.append(f"`{name}`: {_WAYS[way]}, as {text} shows")
            forms.date_order[target] = column.order._replace(calendar=self._calendar_of(columns[target], column.order))

    def _calendar_of(self, columns: Sequence[ColumnSurvey], order: DateOrder) -> Calendar:
        """The calendar of a column's years: as the user or its name says. If most of them are unlikely by the Gregorian
        one, the column is asked about."""
        if self._calendar:
            return self._calendar
        for column in columns:
            if calendar := calendar_in(column.name):
                self.says.append(f"`{column.name}`: its years are those of {CALENDARS[calendar]}")
                return calendar
        read = [(text, day) for column in columns for text in column.texts[:_LOOKED_AT] if (day := _day(text, order))]
        unlikely = [(text, day) for text, day in read if why_unlikely(day)]
        if 2 * len(unlikely) > len(read):
            name, shown = _named(columns), unlikely[:_SHOWN]
            may_be = may_be_of(shown[0][1])
            readings = [
                Reading(CALENDARS[calendar], f"--calendar {calendar}",
                        tuple(_day(text, order._replace(calendar=calendar)) or text for text, _ in shown))
                for calendar in dict.fromkeys((may_be, *(("gregorian",) if may_be != "buddhist" else ())))
            ]  # fmt: skip
            readings.append(Reading("no dates, or those of another calendar", f"--map notes={shlex.quote(name)}"))
            what = f"`{name}`: of which calendar are these years?"
            self.questions.append(Question(self._where, what, tuple(readings), tuple(text for text, _ in shown)))
        return ""

    def _check_serials(self, target: str, columns: Sequence[ColumnSurvey]) -> None:
        """A spreadsheet's numbers of days may be anything else."""
        numbers = SerialColumn()
        texts = [text for column in columns for text in column.texts]
        for text in texts:
            numbers.see(text)
        if numbers.may_be_serials and self._date_order != "serial":
            name, shown = _named(columns), tuple(texts[:_SHOWN])
            readings = (
                Reading("a spreadsheet's numbers of days", "--date-order serial", tuple(map(serial, shown))),
                Reading("no dates", f"--map notes={shlex.quote(name)}", shown),
            )
            self.questions.append(Question(self._where, f"`{name}`: are these numbers dates?", readings, shown))

    def _ask_order(self, name: str, texts: Sequence[str]) -> None:
        texts = texts[:_SHOWN]
        readings = tuple(
            Reading(_WAYS[way], f"--date-order {way}", tuple(date(text, DateOrder(way)) for text in texts))
            for way in _BOTH
        )
        what = f"`{name}`: does the day or the month come first? No date of the file decides"
        self.questions.append(Question(self._where, what, readings, tuple(texts)))

    # ---------------------------------------------------------------- numbers

    def _decide_decimal(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        found = DecimalColumn()
        for column in columns:
            for text in column.texts:
                found.see(text)
        name = ", ".join(column.name for column in columns)
        is_said = {target, f"{target}.unit"} & {*self._said.map, *self._said.set}
        if target in forms.figures and forms.figures[target].of_people and not is_said:
            self._check_people(target, name, columns, forms.figures[target].times)
        if self._decimal:
            forms.decimal[target] = self._decimal
        elif found.is_open:
            texts = found.undecided[:_SHOWN]
            readings = tuple(
                Reading(says, f"--decimal '{sign}'", tuple(_as_read(text, sign) for text in texts))
                for sign, says in _SIGNS
            )
            what = f"`{name}`: are these thousands or fractions? No number of the column decides"
            self.questions.append(Question(self._where, what, readings, tuple(texts)))
        elif found.sign:
            forms.decimal[target] = found.sign

    def _decide_figures(
        self, target: str, inner: str, about: str, columns: Sequence[ColumnSurvey],
        all_columns: Mapping[str, Sequence[ColumnSurvey]], forms: CellForms,
    ) -> None:  # fmt: skip
        """What the names of the columns say of their figures. Columns of years say their time elsewhere."""
        found = [figure_header(column.name) for column in columns]
        first = found[0] if found else figure_header("")
        one_by_one = [(one.times, one.unit) for one in found]
        if len({*one_by_one}) > 1:
            readings = tuple(Reading(f"`{column.name}`", f"--map {target}={shlex.quote(column.name)}", column.first())
                             for column in columns)  # fmt: skip
            what = f"{_named(columns)}: these columns of `{target}` have different units: which is it?"
            self.questions.append(Question(self._where, what, readings))
        unit_of_row = f"{target}.unit" in {*all_columns, *self._said.set}
        said_unit = self._said.set.get(f"{target}.unit", "")
        counts_more = figure_header(f"x ({said_unit})").times > 1  # --set unit="million USD"
        time_key = "period" if about == "facts" else "as_of"
        form = FigureForm(
            1 if counts_more else first.times,
            "" if unit_of_row else first.unit,
            first.time if len(found) == 1 else "",
            first.bound,
            time_key,
            inner == f"{FIGURES}.population" and not unit_of_row,
        )
        forms.figures[target] = form
        says = [f"{form.times:,} times as much" if form.times > 1 else "", f"in {form.unit}" if form.unit else "",
                f"of {form.time}" if form.time else "", form.bound]  # fmt: skip
        if any(says):
            self.says.append(f"`{_named(columns)}`: its figures are {', '.join(filter(None, says))}")

    def _check_people(self, target: str, name: str, columns: Sequence[ColumnSurvey], times: int) -> None:
        """People come whole: a column with fractions of them counts thousands or millions, or no people."""
        if times > 1:
            return
        parts = [text for column in columns for text in column.texts if _FRACTION.fullmatch(text)]
        if not any(column.share(_FRACTION.fullmatch) >= _MOST_FRACTIONS for column in columns):
            return
        texts = tuple(parts[:_SHOWN])
        readings = tuple(
            Reading(unit, f"--set {target}.unit={unit}",
                    tuple(f"{text} {unit}" for text in texts))
            for unit in ("thousands", "millions")
        )  # fmt: skip
        notes = " ".join(f"--map notes={shlex.quote(column.name)}" for column in columns)
        none = Reading("no people", notes if len(columns) == 1 else f"--set {YEARS}=NAME")
        what = f"`{name}` has fractions, and people come whole: what does it count?"
        self.questions.append(Question(self._where, what, (*readings, none), texts))

    # ---------------------------------------------------------------- countries

    def _decide_codes(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        texts = [text for column in columns for text in column.counts]
        forms.beside |= frozenset(texts)
        found = sort_of_codes(texts) or self._short_numbers(columns, texts)
        if isinstance(found, OpenSorts):
            name = ", ".join(column.name for column in columns)
            differ = found.differ[:_SHOWN]
            readings = tuple(
                Reading(f"as codes of {_CODES[sort]}", _countries_option(differ, sort), tuple(
                    country_of(text, sort) or "" for text in differ)) for sort in found.sorts
            )  # fmt: skip
            first, second = (_CODES[sort] for sort in found.sorts[:2])
            what = f"`{name}`: {first} and {second} give some codes to different countries"
            if not set(differ) <= self._said.countries.keys():
                self.questions.append(Question(self._where, what, readings, differ))
        elif found in ("iso", "numeric") or (found is not None and self._are_of_another_sort(texts)):
            forms.country_sort[target] = found

    # ---------------------------------------------------------------- names

    def _short_numbers(self, columns: Sequence[ColumnSurvey], texts: Sequence[str]) -> CodeSort | None:
        """Numbers of UN M49 whose leading zeros are lost look like dialling codes, unless their header says M49."""
        values = list(dict.fromkeys(text for text in texts if not is_missing(text, "country")))
        if not values or not all(text.isdecimal() and country_of(text, "numeric") for text in values):
            return None
        if any((meaning := meaning_of(column.name)) and meaning.attribute == "m49" for column in columns):
            return "numeric"
        if not set(values) <= self._said.countries.keys():
            shown = values[:_SHOWN]
            name = _named(columns)
            readings = (
                Reading("numbers of UN M49", _countries_option(values, "numeric"),
                        tuple(country_of(text, "numeric") or "" for text in shown)),
                Reading("other numbers, as dialling codes", f"--map notes={shlex.quote(name)}", tuple(shown)),
            )  # fmt: skip
            what = f"`{name}`: are these numbers of countries without their leading zeros?"
            self.questions.append(Question(self._where, what, readings, tuple(shown)))
        return None

    @staticmethod
    def _are_of_another_sort(texts: Sequence[str]) -> bool:
        """One code that ISO lacks may be a mistake; several show that all are of another sort."""
        return sum(len(text) <= _LONGEST_CODE and not country_of(text, "iso") for text in set(texts)) >= _FEW

    def _decide_words(self, target: str, column: ColumnSurvey, forms: CellForms) -> None:
        """What a register puts before or behind each name is no part of it, nor is what stands apart behind one
        (``Mainz, Stadt``), unless a rest would be another name of the column: a district has the name of its town."""
        found = {text: name for text in column.texts if (name := register_name(text))}
        if len(found) < max(len(column.texts), _FEW):
            names = set(map(fold, column.counts))
            found = {text: name for text, name in found.items() if name.is_apart}
            if any(fold(name.name) in names for name in found.values()):
                return
        if found:
            text, first = next(iter(found.items()))
            forms.words[target] = forms.words.get(target, frozenset()) | {name.word for name in found.values()}
            self.says.append(f"`{column.name}`: what a register adds to a name is taken off: {text} → {first.name}")

    def _see_years(
        self, target: str, about: str, columns: Sequence[ColumnSurvey], forms: CellForms, has_since: bool
    ) -> None:
        """A year behind a partner is no part of its name. Where the header says of what it is the year, the
        tie stands since then. Else it goes to the notes of the tie."""
        if self._shape != "tie" or self._said.set.get(f"{about}.type", self._said.type or "city") != "city":
            return
        for column in columns:
            for text in column.texts:
                if found := names.with_year(text):
                    forms.dated.add(target)
                    if not has_since and of_name_and_time(column.name):
                        forms.since.add(target)
                        self.says.append(f"`{column.name}`: a year behind a name is since when the tie "
                                         f"stands, as in {text} → {found[0]} | {found[1]}")  # fmt: skip
                        break
                    self.says.append(f"`{column.name}`: a year behind a name goes to the notes of the tie, "
                                     f"as in {text} → {found[0]} | {found[1]}; with a column of its own, "
                                     "--map since=COLUMN says since when the tie stands")  # fmt: skip
                    break

    def _decide_brackets(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Names with a country or a state behind them are told apart if the column shows that it is no part of them."""
        for column in columns:
            self._decide_words(target, column, forms)
            plain = [dated[0] if (dated := names.with_year(text)) else text for text in column.texts]
            behind = [apart[1] for text in plain if (apart := names.apart(text))]
            seen = self._signs_behind(column)
            if seen.question:
                self.questions.append(seen.question)
                continue
            if seen.sort:
                forms.sort_behind[target] = seen.sort
                forms.bracketed.add(target)
                self.says.append(
                    f"`{column.name}`: {SORTS[seen.sort]} stand behind the names, as in {_first_apart(column)}"
                )
                continue
            known = [text for text in behind if meanings(text) or subdivision(text) or text in self._said.countries]
            if behind and len(known) >= max(1, 0.8 * len(behind)):
                forms.bracketed.add(target)
                codes = {text for text in known if len(text) <= _LONGEST_CODE and text.isascii()}
                self._decide_parts(target, column, codes, forms)
                self._decide_parts(target, column, {*known} - codes, forms)
                self.says.append(
                    f"`{column.name}`: a country or a state behind a name is told apart, as in {_first_apart(column)}"
                )

    def _signs_behind(self, column: ColumnSurvey) -> SignsSeen:
        if self._said.split.get(column.name) == ONE_NAME:
            return SignsSeen()
        return signs_behind(self._where, column, self._signs, self._said.countries.keys())

    def _decide_lists(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Other names stand with semicolons between them, or else with commas, as programs write lists."""
        texts = [text for column in columns for text in column.texts]
        lists = [text for text in texts if len(names.in_list(text)) > 1]
        if len(lists) > max(2, 0.1 * len(texts)) and not any(";" in text for text in texts):
            forms.with_commas.add(target)
            self.says.append(f"{_named(columns)}: commas stand between several names, as in {lists[0][:60]}")

    def _decide_parts(self, target: str, column: ColumnSurvey, behind: set[str], forms: CellForms) -> None:
        """``CA`` behind a name is California or Canada, and ``Georgia`` is a state or a country. What else stands
        behind the names of the column decides: other codes for codes, other names for names."""
        is_country = {text for text in behind if meanings(text)}
        open_ = sorted(text for text in is_country if subdivision(text) and text not in self._said.countries)
        if not open_ or self._rows_decide(target, column, frozenset(open_)):
            return
        parts = {part.country for text in behind - is_country for part in subdivision(text)}
        countries = [text for text in is_country if not subdivision(text)]
        if len(parts) == 1 and not countries:
            (of,) = parts
            if all(subdivision(text, of) for text in open_):
                forms.parts_of[target] = of
                return
        elif countries and not parts:
            return
        shown = [text for text in column.texts if (apart := names.apart(text)) and apart[1] in open_][:_SHOWN]
        last = [found[1] for text in shown if (found := names.apart(text))]
        as_countries = {text: meanings(text)[0] for text in last}
        as_parts = {text: (subdivision(text, "US") or subdivision(text))[0] for text in last}
        readings = (
            Reading("a country", _said_countries(as_countries), tuple(as_countries[text] for text in last)),
            Reading("a state or province", _said_countries({text: part.country for text, part in as_parts.items()}),
                    tuple(f"{as_parts[text].name}, {as_parts[text].country}" for text in last)),
        )  # fmt: skip
        what = f"`{column.name}`: is {open_[0]} behind a name a country, or a part of one?"
        self.questions.append(Question(self._where, what, readings, tuple(shown)))

    def _rows_decide(self, target: str, column: ColumnSurvey, open_: Container[str]) -> bool:
        """True if each row with one of the texts behind its name says its country, and that is it, or has it."""
        of_country = self._countries.get(target.removesuffix("name") + "country")
        if of_country is None:
            return False
        for row in self._rows():
            apart = names.apart(row.get(column.name, ""))
            if apart and apart[1] in open_:
                code = country_of(row.get(of_country, ""), None)
                if not code or not (subdivision(apart[1], code) or code in meanings(apart[1])):
                    return False
        return True


def _dates(columns: Sequence[ColumnSurvey], order: First) -> DateColumn:
    found = DateColumn(order)
    for column in columns:
        for text in column.texts:
            found.see(text)
    return found


def _has_stretches(column: ColumnSurvey) -> bool:
    """True if a column has stretches of time rather than dates: as its header says, or as most of its texts show."""
    meaning = meaning_of(column.name)
    return (meaning is not None and meaning.attribute == "period") or (
        len(column.texts) > 1 and column.share(_BOTH_YEARS.fullmatch) > _HALF
    )


_BOTH_YEARS = re.compile(r"\d{4}\s?[/–—-]\s?(?:\d{2}|\d{4})?")
_HALF = 0.5


def _named(columns: Sequence[ColumnSurvey]) -> str:
    return ", ".join(column.name for column in columns)


def _as_read(text: str, sign: DecimalSign) -> str:
    """A figure as a question shows it."""
    try:
        found = figure(text, sign)
    except ValueError:
        return text
    return f"{found.bound} {found.value}".strip()


def _day(text: str, order: DateOrder) -> str:
    """A date, as it reads; empty if it is none."""
    try:
        return date(text, order)
    except ValueError:
        return ""


def _is_negative(text: str) -> bool:
    return text.startswith("-") and text[1:2].isdigit() and not text.startswith("-9")


def _said_countries(codes: Mapping[str, str]) -> str:
    return " ".join(f"--country {shlex.quote(f'{text}={code}')}" for text, code in codes.items())


def _countries_option(texts: Sequence[str], sort: CodeSort) -> str:
    return _said_countries({text: country_of(text, sort) or "" for text in texts})


def _first_apart(column: ColumnSurvey) -> str:
    plain = (dated[0] if (dated := names.with_year(text)) else text for text in column.texts)
    text = next(text for text in plain if names.apart(text))
    name, behind = names.apart(text) or (text, "")
    return f"{text} → {name} | {behind}"
