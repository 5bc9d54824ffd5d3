"""Dates in foreign forms → EDTF, with the same precision: never finer than the text, and never guessed.

What one text leaves open, its column may decide: see :class:`DateColumn`. The calendar is the Gregorian one, those of
Japan, Taiwan and Thailand where a text names their years, and others where the column says so.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple

from citygraph.domain.dates import FORM, OPEN, parse_date, parse_period
from citygraph.domain.months import key, months_by_name
from citygraph.domain.odd_characters import without_hidden
from citygraph.imports.values.calendars import Calendar, gregorian
from citygraph.imports.values.hedges import ABOUT, ABOUT_AFTER
from citygraph.imports.values.weekdays import is_on, without_weekday

First = Literal["dmy", "mdy", "both", "serial", ""]


class DateOrder(NamedTuple):
    """How the dates of a column read. ``first``: the day or the month comes first in ``03/04/1990``, ``dmy`` or
    ``mdy``; ``both`` if the column shows both ways; empty if it shows none; ``serial`` if numbers of five digits are a
    spreadsheet's numbers of days. ``languages``: those in which the names of its months can be; None if they do not
    say. ``calendar``: that of its years; empty if nobody says."""

    first: First = ""
    languages: frozenset[str] | None = None
    calendar: Calendar = ""


_OPEN_ORDER = DateOrder()

_CUT = r"\s?[-/.]\s?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})({_CUT}|\s)(\d{{1,2}})(?:\2(\d{{1,2}}))?\.?", re.ASCII)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})({_CUT}|\s)(\d{{1,2}})\2(\d{{4}})\.?", re.ASCII)
_MONTH_AND_YEAR = re.compile(rf"(\d{{1,2}}){_CUT}(\d{{4}})", re.ASCII)
_DIGITS = re.compile(r"(\d{4}|\d{6}|\d{8})(?:\.0+)?", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}(?:\s?[-/.]\s?|\s)(?:\d{1,2}|[^\W\d_]{3,10}\.?)(?:\s?[-/.]\s?|\s)['’]?\d{2}")
_ROMAN = re.compile(r"(?:(\d{1,2})[-/. ]{1,2})?(I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})[-/. ]{1,2}(\d{4})", re.ASCII)
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_DECADE = re.compile(r"\d{3}[xX_*?-]|\d{3}0(?:['’]?s|er|er\s?Jahre|年代|년대|-[ех])|(?:the\s)?\d{2}s", re.IGNORECASE)
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

_EASTERN = re.compile(r"(\d{4})\s?[年년](?:\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日号號일])?)?")
_ERA = re.compile(
    r"(明治|大正|昭和|平成|令和|(?:中華|中华)?民[國国])\s?(\d{1,3}|元)\s?年(?:\s?(\d{1,2})\s?月(?:\s?(\d{1,2})\s?日)?)?"
)
_ERA_LETTER = re.compile(r"([MTSHR])(\d{1,2})[-./](\d{1,2})[-./](\d{1,2})", re.ASCII)
_ERA_TWICE = re.compile(r"([^()]+年)\s?\(([^()]+?)年?\)\s?([^()]*)")
_HAN_DIGITS = "〇一二三四五六七八九"
_HAN_NUMBER = re.compile(r"[〇零○一二三四五六七八九十]+(?=\s?[年月日号號])")
_ERAS = {
    "明治": ("1868-10-23", "1912-07-30"),
    "大正": ("1912-07-30", "1926-12-25"),
    "昭和": ("1926-12-25", "1989-01-07"),
    "平成": ("1989-01-08", "2019-04-30"),
    "令和": ("2019-05-01", "9999-12-31"),
    "民国": ("1912-01-01", "9999-12-31"),
}
"""The first and the last day of the eras of Japan and of the calendar of Taiwan, by the Gregorian calendar."""
_SPELLED_ERAS = {"meiji": "明治", "taisho": "大正", "showa": "昭和", "heisei": "平成", "reiwa": "令和"}
_ERA_SPELLED = re.compile(r"(Meiji|Taish[oō]|Sh[oō]wa|Heisei|Reiwa)\s?(\d{1,2})", re.IGNORECASE)
_LETTERS_OF_ERAS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_VIETNAMESE = re.compile(r"(?:ngày\s)?(?:(\d{1,2})\s)?tháng\s(\d{1,2})(?:,?\snăm\s|,?\s|/)(\d{4})", re.IGNORECASE)

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
)))  # fmt: skip
_WITHIN = frozenset(map(key, (
    "de", "del", "of", "d", "di", "г", "года", "год", "р", "року", "рік", "r", "roku", "rok", "m", "d", "gada",
    "g", "god", "yılı", "م", "ad", "ce",
)))  # fmt: skip
"""Words that say nothing in a date: before it, and within or after it."""

_SINCE = re.compile(
    r"(?:since|from|seit|ab|depuis|dès|à\spartir\sde|desde|a\spartir\sde|dal|sinds|vanaf|od|с|з|від|починаючи\sз|منذ|من|自|从|從)"
    r"(?:\s|(?=\d))(?:dem\s|el\s|le\s)?",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:von|vom|de|del|du|da|dal|van)\s", re.IGNORECASE)
"""Before the start of a stretch whose end follows."""
_SINCE_AFTER = re.compile(
    r"\s?(?:年?起|年?以来|年?以來|年?から|년?부터"
    r"|['’]?d[ae]n\sberi|['’]?t[ae]n\sberi|onwards)$", re.IGNORECASE
)  # fmt: skip
_UNTIL = re.compile(
    r"(?:until|till|up\sto|bis|jusqu['’]en|jusqu['’]au|hasta|fino\sal|até|tot|t/m|до|по|حتى|إلى|至|到)(?:\s|(?=\d))",
    re.IGNORECASE,
)
_UNTIL_AFTER = re.compile(r"\s?(?:まで|까지|為止|为止)$")
_NOW = frozenset((
    "present", "the present", "now", "today", "to date", "date", "ongoing", "current", "heute", "heutig",
    "jetzt", "aujourd'hui", "à ce jour", "présent", "actualidad", "la actualidad", "hoy", "presente", "oggi",
    "atualidade", "hoje", "heden", "nu", "dziś", "teraz", "obecnie", "настоящее время", "н.в.", "наст. вр.",
    "сегодня", "теперішній час", "н.ч.", "günümüz", "halen", "الآن", "今", "至今", "现在", "現在", "현재",
))  # fmt: skip
_BETWEEN = re.compile(
    r"\s(?:to|until|till|bis|bis\szum|au|à|a|al|hasta|até|t/m|tot|do|до|по|إلى|حتى)\s|\s?-\s?|\s?~\s?|から|부터\s?|至|到|\s?/\s?",
    re.IGNORECASE,
)  # fmt: skip
_SHORT_END = re.compile(r"(\d{2})(\d{2})[-/](\d{2})", re.ASCII)

_LONGEST = 80
"""No date has more characters."""
_EXAMPLES = 3
_MOST_WORDS = 500


# ------------------------------------------------------------------ one date


@lru_cache(maxsize=1 << 16)
def date(text: str, order: DateOrder | None = None) -> str:
    """A date in a foreign form → the same date in EDTF, with the same precision. A time of day is left out; see
    :func:`time_of_day`. A period in EDTF stays as it is; for other stretches of time there is :func:`period`.

    ``order`` is what the column decides: see :class:`DateColumn`. Without it, the day comes first if there are points
    (``03.04.1990``), and other forms stay open.

    Raises:
        ValueError: if the text is not a date, or can be two; the message is a sentence about what is open.

    >>> date("19.10.2021"), date("12 mai 1990"), date("ca. 1950"), date("昭和62年5月2日")
    ('2021-10-19', '1990-05-12', '1950~', '1987-05-02')
    """
    order = order or _OPEN_ORDER
    if FORM.fullmatch(text) and "-00" not in text:
        return _sound(text, order.calendar)
    if len(text) > _LONGEST:
        raise ValueError(f"{text[:_LONGEST]!r} … is not a date")
    if order.first == "serial" and _SERIAL.fullmatch(text.strip()):
        return serial(text)
    plain = _plain(text)
    if _is_interval(plain):
        return parse_period(plain).text
    if plain.startswith("+"):  # as Wikidata writes it
        plain = plain[1:]
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
    if calendar == "minguo":
        core, calendar = _MINGUO_YEAR.sub(_of_taiwan, core), ""
    for read in (_digits, _numbers, _eastern, _words):
        if day := read(core, text, order):
            return _sound(day + mark, "" if read is _eastern else calendar)
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
    found = _TIME.search(_plain(text)) if ":" in text or "T" in text else None
    return "" if found is None or _MIDNIGHT.fullmatch(found[1]) else found[1]


@lru_cache(maxsize=1 << 12)
def _plain(text: str) -> str:
    """The text with ASCII digits, plain spaces and hyphens, without characters that nobody sees."""
    if not text.isascii() and not _RAISED.search(text):  # a raised digit is a mark, and none of the date
        text = re.sub("[\uff5e\u301c\u2010-\u2015\u2212]", "-", without_hidden(text))
        text = unicodedata.normalize("NFKC", text)
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    return " ".join(text.split())


def _sound(day: str, calendar: Calendar) -> str:
    return parse_date(gregorian(day, calendar) if calendar else day).text


def _is_interval(text: str) -> bool:
    start, slash, end = text.partition("/")
    return bool(slash and FORM.fullmatch(start) and (end == OPEN or FORM.fullmatch(end)))


def _joined(year: str, month: str | None, day: str | None) -> str:
    """A month or day of zero is one that nobody knows, as databases write it."""
    if month and not int(month) and not (day and int(day)):
        month = day = None
    if day and not int(day):
        day = None
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def _digits(core: str, text: str, order: DateOrder) -> str:
    """``1990``, ``19900512``, ``199005``, and the same as a spreadsheet's number."""
    if not (found := _DIGITS.fullmatch(core)):
        return ""
    digits = found[1]
    if len(digits) == 6 and int(digits[2:4]) <= 12:  # it may as well be a day with a short year
        return ""
    return _joined(digits[:4], digits[4:6] or None, digits[6:] or None)


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
        return "" if season and int(season[3]) > 12 else _joined(year, month, day)
    if found := _YEAR_LAST.fullmatch(core):
        one, cut, other, year = found.groups()
        return _ordered(one, other, year, text, order.first or ("dmy" if "." in cut else ""))
    if found := _MONTH_AND_YEAR.fullmatch(core):
        return _joined(found[2], found[1], None)
    if found := _ROMAN.fullmatch(core):
        return _joined(found[3], str(_ROMANS.index(found[2]) + 1), found[1])
    return ""


def _ordered(one: str, other: str, year: str, text: str, first_said: First) -> str:
    first, second = int(one), int(other)
    if not first or not second:
        return _joined(year, one if first else other, None)
    if first == second or (first > 12) != (second > 12):
        month, day = sorted((first, second))
    elif first_said == "dmy":
        day, month = first, second
    elif first_said == "mdy":
        month, day = first, second
    else:
        why = "can be two days" + (", and the column has both orders" if first_said == "both" else "")
        raise ValueError(f"{text!r} {why}; write year-month-day")
    return _joined(year, str(month), str(day))


# ------------------------------------------------------------------ dates of China, Japan, Korea


def _eastern(core: str, text: str, order: DateOrder) -> str:
    if spelled := _ERA_SPELLED.fullmatch(core):
        return _of_era(_SPELLED_ERAS[spelled[1].lower().replace("ō", "o")], spelled[2], None, None, text)
    if core.isascii():
        letter = _ERA_LETTER.fullmatch(core)
        return _of_era(_LETTERS_OF_ERAS[letter[1]], letter[2], letter[3], letter[4], text) if letter else ""
    core = _HAN_NUMBER.sub(_han_number, core)
    if twice := _ERA_TWICE.fullmatch(core):  # 昭和62年(1987年)5月2日
        one, other = (_eastern(f"{year.removesuffix('年')}年", text, order) for year in twice.group(1, 2))
        if one != other:
            raise ValueError(f"{text!r} has two years that are not the same")
        core = twice[1] + twice[3]
    if found := _EASTERN.fullmatch(core):
        return _joined(*found.groups())
    if found := _ERA.fullmatch(core):
        era = found[1] if found[1] in _ERAS else "民国"
        return _of_era(era, "1" if found[2] == "元" else found[2], found[3], found[4], text)
    if found := _VIETNAMESE.fullmatch(core):
        return _joined(found[3], found[2], found[1])
    return ""


def _han_number(found: re.Match[str]) -> str:
    """``一九九〇`` → ``1990``, ``二十三`` → ``23``."""
    text = found[0].replace("零", "〇").replace("○", "〇")
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return "".join(str(_HAN_DIGITS.index(sign)) for sign in text)
    if len(tens) > 1 or len(ones) > 1:
        return found[0]
    return f"{_HAN_DIGITS.index(tens) if tens else 1}{_HAN_DIGITS.index(ones) if ones else 0}"


def _of_era(era: str, number: str, month: str | None, day: str | None, text: str) -> str:
    first, last = map(datetime.date.fromisoformat, _ERAS[era])
    date = parse_date(_joined(str(first.year + int(number) - 1), month, day))
    if not int(number) or date.latest < first or date.earliest > last:
        until = f" to {last}" if last.year < 9999 else ""
        raise ValueError(f"{text!r} is no date of its era, which lasts from {first}{until}")
    return date.text


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
        return _joined(numbers[0], month, None)
    if len(lengths) == 2 and lengths[1] == 4 and lengths[0] <= 2:  # 12 May 1990, May 12, 1990
        return _joined(numbers[1], month, numbers[0])
    if len(lengths) == 2 and lengths[0] == 4 and lengths[1] <= 2 and month_at:  # 1990 May 12, 1990. gada 12. maijs
        return _joined(numbers[0], month, numbers[1])
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
    if _SHORT_YEAR.fullmatch(plain):
        return f"{text!r} is not a date; write all four digits of the year"
    try:
        parse_date(text)
    except ValueError as error:
        return str(error)
    return f"{text!r} is not a date"  # pragma: no cover - whatever parse_date reads has been read before


# ------------------------------------------------------------------ stretches of time


def period(text: str, order: DateOrder | None = None) -> tuple[str, str]:
    """A stretch of time in one text → when it began and when it ended, each in EDTF: empty if the text does not say,
    ``..`` for an end if it says that it goes on.

    Raises:
        ValueError: if the text is no stretch of time. One date is none.

    >>> period("1987–1995"), period("seit 1990"), period("../1985"), period("May 1990 to present")
    (('1987', '1995'), ('1990', ''), ('', '1985'), ('1990-05', '..'))
    """

    def day(part: str) -> str:
        found = date(part.strip(), order)
        if "/" in found:
            raise ValueError(f"{part!r} is a stretch of time")
        return found

    if len(text) > 2 * _LONGEST:
        raise ValueError(f"{text[:_LONGEST]!r} … is no stretch of time")
    plain = _plain(text)
    if _is_date(plain, order):
        raise ValueError(f"{text!r} is one date, no stretch of time")
    start, slash, end = plain.partition("/")
    if slash and start.strip() in ("", OPEN):
        return "", day(end)
    if slash and end.strip() in ("", OPEN) and FORM.fullmatch(start.strip()):
        return day(start), end.strip()
    if short := _SHORT_END.fullmatch(plain):
        if int(short[3]) <= int(short[2]):
            raise ValueError(f"{text!r} is no stretch of time whose end is certain; write both years")
        return short[1] + short[2], short[1] + short[3]
    found = set()
    for cut in _BETWEEN.finditer(plain):
        try:
            found.add(_both(plain[: cut.start()], plain[cut.end() :], day))
        except ValueError as error:
            if str(error).startswith("there is no time"):
                raise
    if len(found) == 1:
        return found.pop()
    for one, side in ((_SINCE, 0), (_UNTIL, 1)):
        rest = plain[found_word.end() :] if (found_word := one.match(plain)) else ""
        after = (_SINCE_AFTER, _UNTIL_AFTER)[side].search(plain)
        rest = rest or (plain[: after.start()] if after else "")
        if rest:
            rest += "年" if after and after[0].startswith("年") else "년" if after and after[0].startswith("년") else ""
            return (day(rest), "") if side == 0 else ("", day(rest))
    raise ValueError(f"{text!r} is no stretch of time; write 1987/1995")


def _is_date(plain: str, order: DateOrder | None) -> bool:
    try:
        return "/" not in date(plain, order)
    except ValueError:
        return False


def _both(start: str, end: str, day: Callable[[str], str]) -> tuple[str, str]:
    """The two ends of a stretch. What the start leaves out, its end says: ``12–15 May 1990``."""
    start, end = start.strip(), end.strip()
    if before := _SINCE.match(start) or _FROM.match(start):
        start = start[before.end() :]
    if not end or end.casefold() in _NOW:
        return day(start), OPEN if end else ""
    last = day(_UNTIL_AFTER.sub("", end))
    try:
        first = day(start)
    except ValueError:
        if re.fullmatch(r"\d{1,2}\.?", start) and re.fullmatch(r"\d{4}-\d\d-\d\d", last):
            first = day(f"{last[:8]}{start.rstrip('.').zfill(2)}")
        elif re.search(r"[^\W\d_]", start):
            first = day(f"{start} {last[:4]}")
        else:
            raise
    if parse_date(last).latest < parse_date(first).earliest:
        raise ValueError(f"there is no time from {first} to {last}: the end lies before the start")
    return first, last


# ------------------------------------------------------------------ a whole column


_EVIDENCE = re.compile(r"(?<!\d)(\d{1,2})(\s?([-/.])\s?|\s)(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
_LETTERS = re.compile(r"[^\d\s,./()_-]{2,}")


class DateColumn:
    """What the texts of a column show together: whether the day or the month comes first, and in which languages its
    months can be. Give it each distinct text once, in any order."""

    def __init__(self, said: First = "") -> None:
        """``said`` is what the user says; then the texts decide nothing about days and months."""
        self._said = said
        self._shown: dict[str, str] = {}
        self._with_points: dict[str, str] = {}
        self._words: set[str] = set()
        self.undecided: list[str] = []

    def see(self, text: str) -> None:
        """Take note of a text. This is cheap: no date is read."""
        plain = text if text.isascii() else _plain(text)
        for one, _, sign, other, year in _EVIDENCE.findall(plain):
            first, second = int(one), int(other)
            if len(year) == 2 and int(year) <= 31:  # the year may come first
                continue
            if max(first, second) > 31 or not first or not second or first == second:
                continue
            if first > 12 or second > 12:
                if min(first, second) <= 12:
                    way = "dmy" if first > 12 else "mdy"
                    (self._with_points if sign == "." and way == "dmy" else self._shown).setdefault(way, text)
            elif sign != "." and len(self.undecided) < _EXAMPLES and text not in self.undecided and len(year) == 4:
                self.undecided.append(text)
        if len(self._words) < _MOST_WORDS and not plain.isdigit():
            self._words.update(_LETTERS.findall(plain))

    @property
    def shown(self) -> dict[str, str]:
        """Each order that the column shows, with the first text that shows it. Points come with the day first nearly
        everywhere, so they say nothing of other forms, unless the month comes first."""
        if "mdy" in self._shown or not self.undecided:
            return self._with_points | self._shown
        return self._shown

    @property
    def order(self) -> DateOrder:
        """How to read the dates of the column, by what the user says, or by what it shows."""
        shown = self.shown
        first: First = "both" if len(shown) > 1 else "dmy" if "dmy" in shown else "mdy" if shown else ""
        return DateOrder(self._said or first, self._languages())

    @property
    def is_open(self) -> bool:
        """True if some texts can be two days, and no other text decides: then the user is asked."""
        return not self.order.first and bool(self.undecided)

    def _languages(self) -> frozenset[str] | None:
        found: frozenset[str] | None = None
        for word in self._words:
            if by_language := months_by_name().get(key(word)):
                found = frozenset(by_language) if found is None else found.intersection(by_language)
        return found or None


# ------------------------------------------------------------------ numbers of days


def serial(text: str, date1904: bool = False) -> str:
    """The number that a spreadsheet keeps for a day → that day. Call it only if a whole column has such numbers, and
    the user says so. ``date1904``: the workbook counts from 1904, as old ones from a Mac do.

    Raises:
        ValueError: if the text is not such a number.

    >>> serial("33005"), serial("31543", date1904=True)
    ('1990-05-12', '1990-05-12')
    """
    found = re.fullmatch(r"(\d{1,7})(?:\.\d+)?", text.strip(), re.ASCII)
    days = int(found[1]) if found else 0
    start = datetime.date(1904, 1, 1) if date1904 else datetime.date(1899, 12, 30)
    if not found or (days <= 60 and not date1904) or days > (datetime.date.max - start).days:
        raise ValueError(f"{text!r} is no number of a day in a spreadsheet")
    return (start + datetime.timedelta(days)).isoformat()


_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)


class SerialColumn:
    """Whether all texts of a column can be a spreadsheet's numbers of days, 1927 to 2119. Such a column is asked
    about, since the numbers can be anything else."""

    def __init__(self) -> None:
        self._seen = self._other = False

    def see(self, text: str) -> None:
        self._seen = True
        found = _SERIAL.fullmatch(text.strip())
        self._other = self._other or not (found and 10_000 <= int(found[1]) <= 80_000)

    @property
    def may_be_serials(self) -> bool:
        return self._seen and not self._other
