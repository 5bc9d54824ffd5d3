"""Dates as people write them elsewhere: ``06.06.1959``, ``June 1959``, ``1959/6/6``.

A file does not take them, but a hint says how it writes them. Only a mistake needs this, so that no answer pays for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from citygraph.domain.dates import FORM, OPEN, parse_date, parse_period
from citygraph.domain.odd_characters import plain

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_ELSEWHERE = ("de", "fr", "es", "it")
"""In these languages and in English, the usual name of a month means one month."""
_MONTH = r"(?P<name>[^\s\d.,;:/()-]{3,14})\.?"
_OF_YEAR = r"(?:\s?(?:г|года|р|року)\.?)?"
"""What Russian and Ukrainian write behind a year."""
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°)?"
_FORMS = [re.compile(form, re.ASCII | re.IGNORECASE) for form in (
    rf"{_YEAR}([-./])(?P<month>\d{{1,2}})(?:\2(?P<day>\d{{1,2}}))?\.?",  # 1959/06/06, 1959-6
    rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)",  # 19590606
    rf"{_YEAR}年(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?)?",
    rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",  # 06.06.1959: with dots the day comes first
    rf"(?P<one>\d{{1,2}})([/-])(?P<other>\d{{1,2}})\2{_YEAR}",  # 06/07/1959: or the month
    rf"(?P<month>\d{{1,2}})[./-]{_YEAR}",
    rf"{_DAY}\.?[\s-](?:(?:of|de)\s)?{_MONTH}(?:\sdel?\s|[\s,-]\s?){_YEAR}{_OF_YEAR}",  # 6 June 1959
    rf"{_MONTH}\s{_DAY},?\s{_YEAR}",  # June 6, 1959
    rf"{_MONTH}[\s,-]\s?(?:(?:of|del?)\s)?{_YEAR}",
    rf"{_YEAR}[\s,-]\s?{_MONTH}(?:[\s-]{_DAY})?",
)]  # fmt: skip
_BETWEEN = re.compile(r"\s*/\s*|\s+(?:to|until|till|bis|au|al|до)\s+|\s*[–—]\s*|\s+-\s+|(?<=\.)-|(?<=\d{4})-(?=\d{4}$)")
_DAYS_OF_A_MONTH = re.compile(r"(\D*)(\d{1,2})\.?\s?[-–—]\s?(\d{1,2})((?:\.|\s|,)\s?[^/]*\d{4})")
"""``12.-14.6.2023``, ``June 12-14, 2023``: what stands before both days, the days, and the rest."""
_DAY_AND_MONTH = re.compile(r"\d{1,2}\.\s?(?:\d{1,2}\.|[^\W\d]+)|\d{1,2}\s[^\W\d]+|[^\W\d]+\s\d{1,2}")
_LAST_YEAR = re.compile(r"\d{4}$")
_NOTHING = re.compile(r"^(?:00[./-])+(?=\d*[1-9])|(?<=\d)(?:[./-]00)+$")
"""Zeros in the place of a day or a month that is not known."""
_SINCE_PRINT = range(1700, 2100)
"""Years that mean the same in digits of any script: others may be of another calendar."""

GOES_ON = frozenset({
    "present", "now", "today", "ongoing", "current", "currently", "to date", "to present", "heute", "jetzt",
    "bis heute", "laufend", "andauernd", "aktuell", "aujourd'hui", "présent", "en cours", "actuel", "hoy", "actualidad",
    "la actualidad", "presente", "en curso", "hoje", "atual", "em curso", "oggi", "attuale", "in corso", "heden", "nu",
    "lopend", "obecnie", "nadal", "dziś", "сейчас", "настоящее время", "по настоящее время", "сьогодні", "дотепер",
    "досі", "bugün", "günümüz", "devam ediyor", "至今", "现在", "現在", "今", "继续中", "継続中", "현재",
    "الآن", "حتى الآن",
})  # fmt: skip
"""Words for the end of what goes on."""
NOT_KNOWN = frozenset({
    "-", "--", "---", "–", "—", "?", "??", "???", "/", "...", "…", "x", "n/a", "n.a.", "na", "none", "nil", "tbd",
    "tba", "n.d.", "unknown", "not known", "unclear", "undated", "no date", "unbekannt", "unklar", "k.a.", "k. a.",
    "o.j.", "o. j.",
    "ohne datum", "keine angabe", "inconnu", "inconnue", "desconocido", "desconocida", "sin fecha", "desconhecido",
    "desconhecida", "sconosciuto", "sconosciuta", "ignoto", "onbekend", "nieznany", "nieznana", "brak", "brak danych",
    "неизвестно", "нет данных", "невідомо", "немає даних", "bilinmiyor", "不明", "未知", "不详", "不詳",
    "미상", "غير معروف",
})  # fmt: skip
"""Words and signs for a date that is not known."""

QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a"
"""Quotation marks as books set them. YAML takes them for letters."""


def half_width(text: str) -> str:
    """The text with ASCII letters, digits and signs in place of their full-width forms (U+FF01 to U+FF5E), of the
    ideographic space and comma, and of digits of other scripts.

    >>> half_width("since：２０２１")
    'since:2021'
    """
    return "".join(
        unicodedata.normalize("NFKC", sign)
        if "\uff01" <= sign <= "\uff5e" or sign == "\u3000"
        else str(unicodedata.decimal(sign, sign))
        for sign in text.replace("、", ",")
    )


def meant_dates(text: str, *, period: bool = False) -> list[str]:
    """The dates, as a file writes them, that a text in another form may mean. There are two if day and month can be
    swapped, and none if the text is no date, or no such day exists. ``period``: also a stretch of time.

    >>> meant_dates("6 June 1959"), meant_dates("06/07/1959")
    (['1959-06-06'], ['1959-07-06', '1959-06-07'])
    """
    given = text
    text = _as_typed(text)
    found = [text, *_days(text)]
    if period:
        for one, other in _ends(text):
            found += map("/".join, product([one, *_days(one)], [other, *_days(other)]))
    found = list(dict.fromkeys(one for one in found if _is_date(one, period=period)))
    if not all(sign.isascii() or not sign.isdecimal() or "\uff10" <= sign <= "\uff19" for sign in given):
        return [one for one in found if int(one[:4]) in _SINCE_PRINT]
    return found


def no_such_day(text: str) -> str:
    """Why a text that reads like a date is none: that there is no such day; empty if it does not read like one.

    >>> no_such_day("31.6.2021")
    'there is no 2021-06-31: June 2021 has 30 days'
    """
    for date in _days(_as_typed(text)):
        try:
            parse_date(date)
        except ValueError as error:
            return str(error) if FORM.fullmatch(date) else ""
    return ""


def _as_typed(text: str) -> str:
    return _NOTHING.sub("", plain(half_width(text)).strip(f"{QUOTES} "))


def _ends(text: str) -> Iterator[tuple[str, str]]:
    """What may be the first and the last day of a stretch of time, as they are written."""
    if found := _DAYS_OF_A_MONTH.fullmatch(text):
        before, one, other, rest = found.groups()
        yield f"{before}{one}{rest}", f"{before}{other}{rest}"
    for cut in _BETWEEN.finditer(text):
        one, other = text[: cut.start()], text[cut.end() :]
        yield one, other
        if (year := _LAST_YEAR.search(other)) and _DAY_AND_MONTH.fullmatch(one):
            yield f"{one}{'' if one.endswith('.') else ' '}{year[0]}", other


def _is_date(text: str, *, period: bool) -> bool:
    ends = text.split("/") if period else [text]
    if len(ends) > 2 or not FORM.fullmatch(ends[0]) or not (ends[-1] == OPEN or FORM.fullmatch(ends[-1])):
        return False
    try:
        (parse_period if period else parse_date)(text)
    except ValueError:
        return False
    return True


def _days(text: str) -> Iterator[str]:
    """What a text may mean by its form; some of it may not exist."""
    plain_text = re.sub(r"(?<=\d)\s?[\u2010-\u2015\u2212]\s?(?=\d)", "-", text)
    for form in _FORMS:
        found = form.fullmatch(plain_text)
        if not found:
            continue
        said = found.groupdict()
        year, day, month = said["year"], said.get("day"), said.get("month")
        if name := said.get("name"):
            month = _month(name.lower())
            if month is None:
                continue
        if "one" in said:
            one, other = said["one"], said["other"]
            yield from dict.fromkeys(_written(year, *two) for two in ((other, one), (one, other)))
        else:
            yield _written(year, month, day)


def _month(name: str) -> str | None:
    """The number of a month; None if there is no such month, or if it is another one in another language."""
    if found := next((n for n, one in enumerate(_MONTHS, 1) if _names(name, one)), 0):
        return str(found)
    from citygraph.domain import months  # their table takes longer to read than a file of the folder

    if usual := next(filter(None, (months.month_number(name, language) for language in _ELSEWHERE)), 0):
        return str(usual)
    several = {number for numbers in months.months_by_name().get(months.key(name), {}).values() for number in numbers}
    return str(*several) if len(several) == 1 else None


def _names(name: str, month: str) -> bool:
    return name in (month, month[:3], month[:4] if month == "september" else month)


def _written(year: str, month: str | None, day: str | None) -> str:
    return "-".join(part if len(part) > 1 else f"0{part}" for part in (year, month, day) if part)
