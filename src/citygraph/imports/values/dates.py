"""Dates in foreign forms → EDTF, with the same precision: never finer than the text, and never guessed.

What one text leaves open, its column may decide: :mod:`citygraph.imports.values.date_columns`. The calendar is the
Gregorian one, those of Japan, Taiwan and Thailand where a text names their years, and others where the column says so.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

from citygraph.domain.dates import FORM, OPEN, parse_date, parse_period
from citygraph.domain.months import key, months_by_name
from citygraph.domain.odd_characters import without_hidden
from citygraph.imports.values.calendars import SERIAL, SERIALS, Calendar, gregorian, joined, serial
from citygraph.imports.values.east_asian_dates import eastern
from citygraph.imports.values.hedges import ABOUT, ABOUT_AFTER
from citygraph.imports.values.weekdays import is_on, without_weekday

First = Literal["dmy", "mdy", "both", "serial", ""]
Starts = Literal["years", "months", ""]


class DateOrder(NamedTuple):
    """How the dates of a column read. ``first``: the day or the month comes first in ``03/04/1990``, ``dmy`` or
    ``mdy``; ``both`` if the column shows both ways; empty if it shows none; ``serial`` if numbers of five digits are a
    spreadsheet's numbers of days. ``languages``: those in which the names of its months can be; None if they do not
    say. ``calendar``: that of its years; empty if nobody says. ``decimal``: True if what stands behind the point of a
    year is a part of the year, as in ``1990.5``, and no month. ``starts``: what is written as the midnight that it
    begins with, ``1990-01-01T00:00:00Z``: years, or months, too. ``is_said``: True if the user says what comes first,
    so that a date which cannot be so is none."""

    first: First = ""
    languages: frozenset[str] | None = None
    calendar: Calendar = ""
    decimal: bool = False
    starts: Starts = ""
    is_said: bool = False


_OPEN_ORDER = DateOrder()

_CUT = r"\s?[-/.]\s?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})({_CUT}|\s)(\d{{1,2}})(?:\2(\d{{1,2}}))?\.?", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})({_CUT}|\s)(\d{{1,2}})\2(\d{{4}})\.?", re.ASCII)
_MONTH_AND_YEAR = re.compile(rf"(\d{{1,2}}){_CUT}(\d{{4}})", re.ASCII)
_DIGITS = re.compile(r"(\d{4}|\d{6}|\d{8})(?:\.0+)?", re.ASCII)
DECIMAL_YEAR = re.compile(r"(\d{4})[.,](\d+)", re.ASCII)
"""A year with a part of a year behind it, or with a month: ``1990.5``."""
SHORT_YEAR = re.compile(r"\d{1,2}(?:\s?[-/.]\s?|\s)(?:\d{1,2}|[^\W\d_]{3,10}\.?)(?:\s?[-/.]\s?|\s)['’]?\d{2}")
"""A date whose year has no century: ``22/10/57``."""
_ROMAN = re.compile(r"(?:(\d{1,2})[-/. ]{1,2})?(I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})[-/. ]{1,2}(\d{4})", re.ASCII)
_ROMAN_YEAR_FIRST = re.compile(
    r"(\d{4})[-/. ]{1,2}(I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})(?:[-/. ]{1,2}(\d{1,2})\.?|\.)", re.ASCII
)
"""*1997. IV. 3.*, and *1997. IV.*; but *1997 IV* may be a quarter."""
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_YEAR_SAID = re.compile(
    r"(?<=\d{4})\.?\s?(?:г\.?|года|год|година|године|годы|р\.?|рік|року|ж\.?|жыл|r\.?|roku|rok|g\.?|godine|gada|m\.?|он|оны"
    r"|yılı|م|年|년)$",
    re.IGNORECASE,
)
"""The word for *year* behind a date in numbers: ``16.08.1979 г.``"""
_TENS = r"(?<!\d)(?:1\d|20)?\d0"
_DECADE_BEHIND = (
    r"['’]?s|er|年代|년대|-(?:luku|luvu|tal|ть?і|t?ih|es\b|an\b|ndad|те|[ехі]\b)|['’]l[aıiu]"
    r"|\.?\s(?:lét|let|rok|aast|gad|évek)"
)
_DECADE_BEFORE = r"lat[ay]?|latach|années|anos|años|década|dècada|anni|jaren|anii|anilor|δεκαετία|thập\sniên"
_DECADE = re.compile(
    rf"\d{{3}}[xX_*?-]|(?:the\s)?\d{{2}}s|lata\s\w+te|anni\s\w+anta"
    rf"|\D*(?:{_TENS}(?:{_DECADE_BEHIND})|\b(?:{_DECADE_BEFORE})\s(?:de\s|του\s)?['’]?{_TENS})\D*(?:20\D*)?",
    re.IGNORECASE,
)
"""A decade in many languages, also its beginning or its end; *20* behind it is the century."""
_QUARTER = re.compile(
    r"(?:Q[1-4]|[1-4]Q|[1-4]\.\s?Quartal|spring|summer|autumn|fall|winter)[\s/,-]*\d{4}|\d{4}[\s/-]*(?:Q[1-4]|[1-4]Q)",
    re.IGNORECASE,
)
_SEASON = re.compile(r"(\d{2})(\d{2})/(\d{2})", re.ASCII)
_TIME = re.compile(
    r"(?<=\S)(?:T|,?\s(?:at\s|um\s)?)"
    r"(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[AaPp]\.?\s?[Mm]\.?)?(?:\sUhr)?|(?<=T)\d{4}(?:\d{2})?)"
    r"(?:\s?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?$",
    re.ASCII,
)
_MIDNIGHT = re.compile(r"0{1,2}:00(?::00(?:[.,]0+)?)?(?:\s?[Aa]\.?\s?[Mm]\.?)?(?:\sUhr)?|12:00(?::00)?\s?[Aa][Mm]|0+")

A_START = re.compile(r"\+?(\d{4})-(\d\d)-01T00:00:00(?:\.0+)?(?:Z|[+-]00:00)?", re.ASCII)
"""The midnight that a year or a month begins with, as programs write it."""
_RAISED = re.compile("[\u00b2\u00b3\u00b9\u2070-\u209c]")
_THAI_ERA = re.compile(r"(?:พ\.?\s?ศ\.?|\bB\.\s?E\.|\bBE(?=\s?\d))\s?|\s?\b(?:BE|B\.\s?E\.)$")
_MINGUO_YEAR = re.compile(r"^(\d{2,3})(?=\D|$)|^(\d{3})(\d{4})$", re.ASCII)
_ONE_SIDE = re.compile(
    r"(?:before|prior\sto|vor|avant|antes\sde|antes\sdo|prima\sdel?|voor|przed|до|раніше|ранее|قبل|"
    r"after|later\sthan|nach|après|después\sde|depois\sde|dopo(?:\sil)?|na|po|после|після|بعد)"
    r"(?:\s(?:the|dem|el|le|il))?\s(?=.*\d)|[<>≤≥]=?\s?(?=\d)",
    re.IGNORECASE,
)
"""Before or after a date. Where a stretch of time is meant, as *do 1990* may be, another word says from when."""
_ONE_SIDE_AFTER = re.compile(
    r"\s?(?:以前|之前|以后|以後|之后|之後|이전|이후|前|(?<!前)[后後]"
    r"|['’]?[dt][ae]n\s(?:önce|sonra)|\sor\s(?:earlier|before|later|after))$", re.IGNORECASE
)  # fmt: skip
_UNCERTAIN = re.compile(r"(?<=[\d\w])\s?(?:\(\?\)|\[\?\]|\?)$")

_TOKEN = re.compile(
    r"(\d+)(?:(?<!\d{3})\.?(?:st|nd|rd|th|er|re|ème|eme|ste|de|e|o|a|ª|°|-?го|-?е|-?є|-?а)(?=[\s,./-]|$))?"
    r"|([^\d\s,./()_-]+)|[\s,./-]+",
    re.IGNORECASE,
)
_TOKENS = re.compile(r"[^()_]+")
_CUTS = " ,./-"
_BEFORE = frozenset(map(key, (
    "the", "on", "in", "im", "am", "den", "le", "el", "il", "la", "en", "em", "στις", "в", "у", "year", "jahr",
    "jahre", "année", "an", "año", "ano", "anno", "jaar", "год", "рік", "yıl", "عام", "سنة", "на", "ngày",
    "วันที่", "เมื่อ", "เมื่อวันที่",
)))  # fmt: skip
_WITHIN = frozenset(map(key, (
    "de", "del", "of", "d", "di", "г", "года", "год", "р", "року", "рік", "r", "roku", "rok", "m", "d", "gada",
    "g", "god", "yılı", "م", "ad", "ce",
)))  # fmt: skip
"""Words that say nothing in a date: before it, and within or after it."""

LONGEST = 80
"""No date has more characters."""


# ------------------------------------------------------------------ one date


@lru_cache(maxsize=1 << 16)
def date(text: str, order: DateOrder | None = None) -> str:
    """A date in a foreign form → the same date in EDTF, with the same precision. A time of day is left out; see
    :func:`time_of_day`. A period in EDTF stays as it is; for other stretches of time there is
    :func:`~citygraph.imports.values.stretches.period`.

    ``order`` is what the column decides. Without it, the day comes first if there are points (``03.04.1990``), and
    other forms stay open.

    Raises:
        ValueError: if the text is not a date, or can be two; the message is a sentence about what is open.

    >>> date("19.10.2021"), date("12 mai 1990"), date("ca. 1950"), date("昭和62年5月2日")
    ('2021-10-19', '1990-05-12', '1950~', '1987-05-02')
    """
    order = order or _OPEN_ORDER
    if FORM.fullmatch(text) and "-00" not in text:
        return _sound(text, order.calendar)
    if len(text) > LONGEST:
        raise ValueError(f"{text[:LONGEST]!r} … is not a date")
    if order.first == "serial" and SERIAL.fullmatch(text.strip()):
        return serial(text)
    plain = plain_date(text)
    if _is_interval(plain):
        return parse_period(plain).text
    if plain.startswith("+"):  # as Wikidata writes it
        plain = plain[1:]
    if order.starts and (found := A_START.fullmatch(plain)) and (found[2] == "01" or order.starts == "months"):
        return _sound(found[1] if found[2] == "01" else f"{found[1]}-{found[2]}", order.calendar)
    plain = _TIME.sub("", plain)
    if found := _ONE_SIDE.match(plain) or _ONE_SIDE_AFTER.search(plain):
        raise ValueError(
            f"{text!r} says only on which side of a date it lies ({found[0].strip()}), and no date says that"
        )
    core, mark = plain, ""
    calendar = order.calendar
    if found := _THAI_ERA.search(core):
        core, calendar = (core[: found.start()] + core[found.end() :]).strip(" ,"), "buddhist"
    if found := _UNCERTAIN.search(core):
        core, mark = core[: found.start()], "?"
    if found := ABOUT.match(core) or ABOUT_AFTER.search(core):
        core = (core[: found.start()] + core[found.end() :]).strip()
        mark = "%" if mark else "~"
    if FORM.fullmatch(core) and core[-1].isdigit() and "-00" not in core:
        return _sound(core + mark, calendar)
    if order.decimal and (found := DECIMAL_YEAR.fullmatch(core)):
        core = found[1]
    if calendar == "minguo":
        core, calendar = _MINGUO_YEAR.sub(_of_taiwan, core), ""
    if day := eastern(core, text):  # its years are those of the Gregorian calendar now
        return _sound(day + mark, "")
    if (said := _YEAR_SAID.search(core)) and _numbers(core[: said.start()], text, order):
        core = core[: said.start()]
    for read in (_digits, _numbers, _words):
        if day := read(core, text, order):
            return _sound(day + mark, calendar)
    rest, weekdays = without_weekday(plain)
    if weekdays:
        found_day = date(rest, order)
        if not is_on(found_day, weekdays):
            raise ValueError(f"{text!r} names another day of the week than that of {found_day}")
        return found_day
    raise ValueError(_why_not(plain, text))


def _of_taiwan(found: re.Match[str]) -> str:
    """The digits of a date of Taiwan, with its Gregorian year: ``112/05/02``, ``1120502``."""
    return f"{int(found[1]) + 1911}{found[2] or ''}"


def time_of_day(text: str) -> str:
    """The time of day that :func:`date` leaves out; empty if there is none, or it is midnight.

    >>> time_of_day("2021-10-19T08:30:00Z"), time_of_day("2021-10-19 00:00:00")
    ('08:30:00', '')
    """
    found = _TIME.search(plain_date(text)) if ":" in text or "T" in text else None
    return "" if found is None or _MIDNIGHT.fullmatch(found[1]) else found[1]


@lru_cache(maxsize=1 << 12)
def plain_date(text: str) -> str:
    """The text with ASCII digits, plain spaces and hyphens, without characters that nobody sees, and without spaces
    around the signs of a date in numbers: ``1966. 6.30.``"""
    if not text.isascii() and not _RAISED.search(text):  # a raised digit is a mark, and none of the date
        text = re.sub("[\uff5e\u301c\u2010-\u2015\u2212]", "-", without_hidden(text))
        text = unicodedata.normalize("NFKC", text)
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return _PADDED.sub(r"\1\2\3\2\4", " ".join(text.split()))


_PADDED = re.compile(r"(?<!\d)(\d{1,4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,4})(?!\d)", re.ASCII)
"""Numbers of a date that spaces bring into line below each other: ``1966. 6.30``."""


def _sound(day: str, calendar: Calendar) -> str:
    return parse_date(gregorian(day, calendar) if calendar else day).text


def _is_interval(text: str) -> bool:
    start, slash, end = text.partition("/")
    return bool(slash and FORM.fullmatch(start) and (end == OPEN or FORM.fullmatch(end)))


def _digits(core: str, text: str, order: DateOrder) -> str:
    """``1990``, ``19900512``, ``199005``, and the same as a spreadsheet's number."""
    if not (found := _DIGITS.fullmatch(core)):
        return ""
    digits = found[1]
    if len(digits) == 6 and int(digits[2:4]) <= 12:  # it may as well be a day with a short year
        return ""
    return joined(digits[:4], digits[4:6] or None, digits[6:] or None)


def _numbers(core: str, text: str, order: DateOrder) -> str:
    if found := _YEAR_FIRST.fullmatch(core):
        year, cut, month, day = found.groups()
        if day is None and cut.isspace():
            return ""
        if day is None and cut == "." and month == "1":
            raise ValueError(f"{text!r} can be January, or October without its zero; write {year}-01 or {year}-10")
        season = _SEASON.fullmatch(core)
        if season and int(season[2]) < int(season[3]) <= 12:
            raise ValueError(f"{text!r} can be a month, or {year} to {season[1]}{season[3]}; write {year}-{month} "
                             f"or {year}/{season[1]}{season[3]}")  # fmt: skip
        return "" if season and int(season[3]) > 12 else joined(year, month, day)
    if found := _YEAR_LAST.fullmatch(core):
        one, cut, other, year = found.groups()
        with_points = "." in cut
        shown = _shows(one, other) if order.is_said and order.first in _FIRST else ""
        # With points the day comes first nearly everywhere, whatever other forms have.
        if shown not in ("", order.first) and not (with_points and shown == "dmy"):
            raise ValueError(
                f"{text!r} has the {_FIRST[shown]} first, against --date-order {order.first}; write year-month-day"
            )
        return _ordered(one, other, year, text, order.first or ("dmy" if with_points else ""))
    if found := _MONTH_AND_YEAR.fullmatch(core):
        return joined(found[2], found[1], None)
    if found := _ROMAN.fullmatch(core):
        return joined(found[3], str(_ROMANS.index(found[2]) + 1), found[1])
    if found := _ROMAN_YEAR_FIRST.fullmatch(core):
        return joined(found[1], str(_ROMANS.index(found[2]) + 1), found[3])
    return ""


_FIRST: dict[First, str] = {"dmy": "day", "mdy": "month"}


def _shows(one: str, other: str) -> First:
    """The order that two numbers of a date show, since there is no month 13."""
    first, second = int(one), int(other)
    if (first > 12) == (second > 12) or not first or not second:
        return ""
    return "dmy" if first > 12 else "mdy"


def _ordered(one: str, other: str, year: str, text: str, first_said: First) -> str:
    first, second = int(one), int(other)
    if not first or not second:
        return joined(year, one if first else other, None)
    if first == second or (first > 12) != (second > 12):
        month, day = sorted((first, second))
    elif first_said == "dmy":
        day, month = first, second
    elif first_said == "mdy":
        month, day = first, second
    else:
        why = "can be two days" + (", and the column has both orders" if first_said == "both" else "")
        raise ValueError(f"{text!r} {why}; write year-month-day")
    return joined(year, str(month), str(day))


# ------------------------------------------------------------------ months in words


def _words(core: str, text: str, order: DateOrder) -> str:
    """A date whose month is a word; or a year with words around it that say nothing."""
    numbers: list[str] = []
    run: list[str] = []
    month_at = -1
    if not _TOKENS.fullmatch(core) or core[0] in _CUTS or core[-1] in "/-":
        return ""
    for token in _TOKEN.finditer(core):
        if token[2]:
            word = key(token[2])
            if not numbers and not run and word in _BEFORE:
                continue
            if month_at not in (-1, len(numbers)):
                if word in _WITHIN:
                    continue
                return ""
            if (word in _WITHIN and word not in months_by_name()) and (numbers or run):
                continue
            month_at = len(numbers)
            run.append(word)
        elif token[1]:
            numbers.append(token[1])
    if not numbers:
        return ""
    lengths = [len(number) for number in numbers]
    if not run:
        return numbers[0] if lengths == [4] else ""
    months = _months(run, order.languages)
    if not months:
        return ""
    if len(months) > 1:
        names = " or ".join(f"{datetime.date(2000, month, 1):%B}" for month in sorted(months))
        raise ValueError(f"{text!r} can be {names}, by its language; write year-month-day")
    month = str(*months)
    if lengths == [4]:
        return joined(numbers[0], month, None)
    if len(lengths) == 2 and lengths[1] == 4 and lengths[0] <= 2:  # 12 May 1990, May 12, 1990
        return joined(numbers[1], month, numbers[0])
    if len(lengths) == 2 and lengths[0] == 4 and lengths[1] <= 2 and month_at:  # 1990 May 12, 1990. gada 12. maijs
        return joined(numbers[0], month, numbers[1])
    return ""


def _months(run: list[str], languages: frozenset[str] | None) -> frozenset[int]:
    """The months that words mean: together, or each of them the same one, as in ``أيار/مايو``."""
    known = months_by_name()
    names = [name for name in ("".join(run), "".join(run).removeprefix("ב")) if name in known][:1] or run
    meant = []
    for name in names:
        by_language = known.get(name, {})
        told = {language: months for language, months in by_language.items() if not languages or language in languages}
        meant.append(frozenset().union(*(told or by_language).values()))
    return meant[0] if len(set(meant)) == 1 else frozenset()


def _why_not(plain: str, text: str) -> str:
    if _DECADE.fullmatch(plain):
        return f"{text!r} is not a date; it is a decade, and nothing says which year"
    if _QUARTER.fullmatch(plain):
        return f"{text!r} is not a date; write the month, or the year alone"
    if SHORT_YEAR.fullmatch(plain):
        return f"{text!r} is not a date; write all four digits of the year"
    if (number := SERIAL.fullmatch(plain)) and int(number[1]) in SERIALS:
        day = serial(plain)
        return f"{text!r} is not a date; if it is a spreadsheet's number of {day}, `--date-order serial` reads it so"
    try:
        parse_date(text)
    except ValueError as error:
        return str(error)
    return f"{text!r} is not a date"  # pragma: no cover - whatever parse_date reads has been read before
