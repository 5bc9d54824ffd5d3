"""Which sort of codes the countries of a file have."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from citygraph.domain.country_codes import CodeSort, OpenSorts, country_of, sort_of_codes
from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.forms_found import SHOWN, FormsFound, countries_option, named
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.missing import is_missing
from citygraph.imports.values.status_phrases import remarked_country

_CODES = {
    "iso": "ISO 3166", "numeric": "UN M49", "sports": "IOC and FIFA", "vehicle": "signs of vehicles", "fips": "FIPS",
}  # fmt: skip
"""The sorts of codes, in words."""
_LONGEST_CODE = 3
_FEW = 2


class CountryForms:
    """Finds the sorts of codes of a file's countries."""

    def __init__(self, of: FormsFound) -> None:
        self._of = of

    def decide_codes(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """The sort of the codes in the columns of a target; asked, if two sorts fit and differ."""
        texts = [text for column in columns for text in column.counts]
        forms.beside |= frozenset(texts)
        found = sort_of_codes(texts) or self._short_numbers(columns, texts)
        if isinstance(found, OpenSorts):
            name = ", ".join(column.name for column in columns)
            differ = found.differ[:SHOWN]
            readings = tuple(
                Reading(f"as codes of {_CODES[sort]}", _countries_option(differ, sort), tuple(
                    country_of(text, sort) or "" for text in differ)) for sort in found.sorts
            )  # fmt: skip
            first, second = (_CODES[sort] for sort in found.sorts[:2])
            what = f"`{name}`: {first} and {second} give some codes to different countries"
            if not set(differ) <= self._of.said.countries.keys():
                self._of.questions.append(Question(self._of.where, what, readings, differ))
        elif found in ("iso", "numeric") or (found is not None and self._are_of_another_sort(texts)):
            forms.country_sort[target] = found

    def see_remarks(self, target: str, columns: Sequence[ColumnSurvey], forms: CellForms) -> None:
        """Words behind the country of an end that say how the tie stands are none of the country."""
        for column in columns:
            found = {text: said for text in column.texts if (said := remarked_country(text))
                     and text not in self._of.said.countries}  # fmt: skip
            if found:
                forms.remarked.add(target)
                forms.remarked_countries.add(column.name)
                text, first = next(iter(found.items()))
                self._of.says.append(
                    f"`{column.name}`: words behind a country that say how the tie stands are taken apart, as in "
                    f"{text} → {first.name} | {', '.join(first.phrases)}"
                )

    def _short_numbers(self, columns: Sequence[ColumnSurvey], texts: Sequence[str]) -> CodeSort | None:
        """Numbers of UN M49 whose leading zeros are lost look like dialling codes, unless their header says M49."""
        values = list(dict.fromkeys(text for text in texts if not is_missing(text, "country")))
        if not values or not all(text.isdecimal() and country_of(text, "numeric") for text in values):
            return None
        if any((meaning := meaning_of(column.name)) and meaning.attribute == "m49" for column in columns):
            return "numeric"
        if not set(values) <= self._of.said.countries.keys():
            shown = values[:SHOWN]
            name = named(columns)
            readings = (
                Reading("numbers of UN M49", _countries_option(values, "numeric"),
                        tuple(country_of(text, "numeric") or "" for text in shown)),
                Reading("other numbers, as dialling codes", f"--map notes={shlex.quote(name)}", tuple(shown)),
            )  # fmt: skip
            what = f"`{name}`: are these numbers of countries without their leading zeros?"
            self._of.questions.append(Question(self._of.where, what, readings, tuple(shown)))
        return None

    @staticmethod
    def _are_of_another_sort(texts: Sequence[str]) -> bool:
        """One code that ISO lacks may be a mistake; several show that all are of another sort."""
        return sum(len(text) <= _LONGEST_CODE and not country_of(text, "iso") for text in set(texts)) >= _FEW


def _countries_option(texts: Sequence[str], sort: CodeSort) -> str:
    return countries_option({text: country_of(text, sort) or "" for text in texts})
