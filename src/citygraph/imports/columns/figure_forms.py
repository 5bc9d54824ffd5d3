"""How the figures of a file are written: the decimal sign, their unit and time, and whether they count people."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.figure_headers import figure_header
from citygraph.imports.columns.forms_found import SHOWN, FormsFound, named
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.targets import FIGURES
from citygraph.imports.columns.years import YEARS
from citygraph.imports.values.cell_forms import CellForms, FigureForm
from citygraph.imports.values.figures import figure
from citygraph.imports.values.numbers import DecimalColumn, DecimalSign
from citygraph.imports.values.units import COUNTED

_FRACTION = re.compile(r"\d+[.,](?!0+$)(?:\d{1,2}|\d{4,})")
_SIGNS: tuple[tuple[DecimalSign, str], ...] = (
    (".", "the point is the decimal sign"), (",", "the comma is the decimal sign"),
)  # fmt: skip
_DIGITS_AND_SIGNS = re.compile(r"-?[\d.,]+", re.ASCII)
_LOOKED_AT = 400
"""How many texts of a column are looked at to see which sign makes them whole."""
_MOST_FRACTIONS = 0.3
"""A column of people is none if so many of its texts are fractions."""


class FigureForms:
    """Finds how the figures of a file are written."""

    def __init__(self, of: FormsFound) -> None:
        self._of = of

    def _as_others_show(self) -> tuple[DecimalSign, str] | None:
        """The decimal sign that figures with both signs show anywhere in the file, with one of them; None if none has
        both, or if they differ."""
        found = DecimalColumn()
        for column in self._of.all_columns:
            for text in filter(_DIGITS_AND_SIGNS.fullmatch, column.texts):
                found.see(text)
        shown = {sign: found.of_both[sign] for sign, _ in _SIGNS if sign in found.of_both}
        return next(iter(shown.items())) if len(shown) == 1 else None

    def decide_decimal(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Which sign is the decimal one, and whether people come in fractions."""
        found = DecimalColumn()
        for column in columns:
            for text in column.texts:
                found.see(text)
        name = ", ".join(column.name for column in columns)
        is_said = {target, f"{target}.unit"} & {*self._of.said.map, *self._of.said.set}
        if target in forms.figures and forms.figures[target].of_people and not is_said:
            self._check_people(target, name, columns, forms.figures[target].times)
        counts_whole = target in forms.figures and _counts_whole(columns, forms.figures[target]) and not is_said
        if self._of.decimal:
            forms.decimal[target] = self._of.decimal
        elif found.is_open and counts_whole and (sign := _sign_of_wholes(columns)):
            forms.decimal[target] = sign
            text = found.undecided[0]
            self._of.says.append(f"`{name}`: {text} is {_as_read(text, sign)}, since it counts what comes whole")
        elif found.is_open and (other := self._as_others_show()):
            forms.decimal[target], shown = other
            text = found.undecided[0]
            self._of.says.append(f"`{name}`: {text} is {_as_read(text, other[0])}, as {shown} in another column shows")
        elif found.is_open:
            texts = found.undecided[:SHOWN]
            readings = tuple(
                Reading(says, f"--decimal '{sign}'", tuple(_as_read(text, sign) for text in texts))
                for sign, says in _SIGNS
            )
            what = f"`{name}`: are these thousands or fractions? No number of the column decides"
            self._of.questions.append(Question(self._of.where, what, readings, tuple(texts)))
        elif found.sign:
            forms.decimal[target] = found.sign

    def decide_figures(
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
            what = f"{named(columns)}: these columns of `{target}` have different units: which is it?"
            self._of.questions.append(Question(self._of.where, what, readings))
        unit_of_row = f"{target}.unit" in {*all_columns, *self._of.said.set}
        said_unit = self._of.said.set.get(f"{target}.unit", "")
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
            self._of.says.append(f"`{named(columns)}`: its figures are {', '.join(filter(None, says))}")

    def _check_people(self, target: str, name: str, columns: Sequence[ColumnSurvey], times: int) -> None:
        """People come whole: a column with fractions of them counts thousands or millions, or no people."""
        if times > 1:
            return
        parts = [text for column in columns for text in column.texts if _FRACTION.fullmatch(text)]
        if not any(column.share(_FRACTION.fullmatch) >= _MOST_FRACTIONS for column in columns):
            return
        texts = tuple(parts[:SHOWN])
        readings = tuple(
            Reading(unit, f"--set {target}.unit={unit}",
                    tuple(f"{text} {unit}" for text in texts))
            for unit in ("thousands", "millions")
        )  # fmt: skip
        notes = " ".join(f"--map notes={shlex.quote(column.name)}" for column in columns)
        none = Reading("no people", notes if len(columns) == 1 else f"--set {YEARS}=NAME")
        what = f"`{name}` has fractions, and people come whole: what does it count?"
        self._of.questions.append(Question(self._of.where, what, (*readings, none), texts))


def _counts_whole(columns: Sequence[ColumnSurvey], form: FigureForm) -> bool:
    """True if nobody counts parts of what a column counts: people, or what its header gives the number of."""
    words = [meaning_of(word) for column in columns for word in re.findall(r"[^\W\d_]+", column.name)]
    is_count = any(word is not None and word.attribute == "count" for word in words)
    comes_whole = form.unit in COUNTED.values() or ((form.of_people or is_count) and not form.unit)
    return comes_whole and form.times == 1


def _sign_of_wholes(columns: Sequence[ColumnSurvey]) -> DecimalSign | None:
    """The decimal sign by which all figures of some columns are whole; None if both signs do it, or none."""
    texts = [text for column in columns for text in column.texts[:_LOOKED_AT]]
    signs = [sign for sign, _ in _SIGNS if all(_is_whole(text, sign) for text in texts)]
    return signs[0] if len(signs) == 1 else None


def _is_whole(text: str, sign: DecimalSign) -> bool:
    """False for a fraction. What cannot be read is none."""
    try:
        return "." not in figure(text, sign).value
    except ValueError:
        return True


def _as_read(text: str, sign: DecimalSign) -> str:
    """A figure as a question shows it."""
    try:
        found = figure(text, sign)
    except ValueError:
        return text
    return f"{found.bound} {found.value}".strip()


def is_negative(text: str) -> bool:
    """True for a number below 0 that does not stand for nothing, as -99 may."""
    return text.startswith("-") and text[1:2].isdigit() and not text.startswith("-9")
