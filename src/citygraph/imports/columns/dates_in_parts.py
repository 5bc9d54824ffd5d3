"""One date in several columns: ``year, month, day``, ``start_year, start_month``. They are read together."""

from __future__ import annotations

import re
from collections.abc import Mapping

from citygraph.domain.months import key, months_by_name
from citygraph.imports.columns.mapping import JOINED
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.values.numbers import whole

_WORDS = {
    "year": "year yyyy yy yr jahr année annee an año anio ano anno jaar rok roku год рік yıl سنة السنة عام العام év "
    "anul år vuosi έτος năm tahun metai gads aasta година godina leto any urtea urte שנה سال ปี वर्ष साल",
    "month": "month mon mth mm monat mois mes mês mese maand miesiąc месяц місяць ay شهر الشهر měsíc mesiac hónap lună "
    "luna månad måned kuukausi kk μήνας tháng bulan mėnuo mēnesis kuu месец mjesec mesec hilabetea hilabete חודש ماه "
    "เดือน महीना माह",
    "day": "day dd tag jour día dia giorno dag dzień день gün يوم اليوم den deň nap zi ziua päivä pv ημέρα ngày hari "
    "diena päev ден dan egun eguna יום روز วัน दिन",
}
"""What the parts of a date are called, in many languages."""
_PART_OF = {word: part for part, words in _WORDS.items() for word in words.split()}
_LETTERS = {"年": "year", "月": "month", "日": "day", "년": "year", "월": "month", "일": "day"}
"""Chinese, Japanese and Korean have them at the end of a word."""
_BETWEEN = re.compile(r"[\s_.\-/:()]+|(?<=[a-z])(?=[A-Z])")
_DAY = re.compile(r"[0-2]?\d|3[01]", re.ASCII)
_MONTH = re.compile(r"0?\d|1[0-2]", re.ASCII)


def dates_in_parts(columns: Mapping[str, ColumnSurvey]) -> dict[str, list[str]]:
    """By the column of a year: the columns of the month and the day beside it.

    The rest of their names is the same, and they hold numbers that months and days can have, or names of months.
    """
    found: dict[str, dict[str, str]] = {}
    for name in columns:
        rest, part = _part_in(name)
        if part:
            found.setdefault(rest, {}).setdefault(part, name)
    dates = {}
    for parts in found.values():
        if {"year", "month"} <= parts.keys() and columns[parts["year"]].sort == "years":
            month, day = columns[parts["month"]], columns.get(parts.get("day", ""))
            if month.texts and month.share(_is_a_month) == 1:
                has_days = day is not None and day.texts and day.share(lambda text: _DAY.fullmatch(whole(text))) == 1
                dates[parts["year"]] = [month.name, *([day.name] if day and has_days else [])]
    return dates


def spec_of(year: str, others: list[str]) -> str:
    """What names the columns together, as ``--map since=year+month+day`` does."""
    return JOINED.join((year, *others))


def _part_in(header: str) -> tuple[str, str]:
    """A header without its word for a part of a date, and the part; empty if it has none, or several."""
    if header[-1:] in _LETTERS:
        return header[:-1], _LETTERS[header[-1]]
    words = [word.casefold() for word in _BETWEEN.split(header) if word]
    parts = [(at, _PART_OF[word]) for at, word in enumerate(words) if word in _PART_OF]
    if len(parts) != 1:
        return header, ""
    ((at, part),) = parts
    return " ".join(words[:at] + words[at + 1 :]), part


def _is_a_month(text: str) -> bool:
    return _MONTH.fullmatch(whole(text)) is not None or key(text.strip(" .")) in months_by_name()
