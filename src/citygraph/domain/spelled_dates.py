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
"""The other languages that a hint reads. The usual name of a month means one month in all of them."""
_MONTH = r"(?P<name>[A-Za-z\u00e0-\u00fc]{3,10})\.?"
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°)?"
_FORMS = [re.compile(form, re.ASCII | re.IGNORECASE) for form in (
    rf"{_YEAR}([-./])(?P<month>\d{{1,2}})(?:\2(?P<day>\d{{1,2}}))?\.?",  # 1959/06/06, 1959-6
    rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)",  # 19590606
    rf"{_YEAR}年(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?)?",
    rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",  # 06.06.1959: with dots the day comes first
    rf"(?P<one>\d{{1,2}})([/-])(?P<other>\d{{1,2}})\2{_YEAR}",  # 06/07/1959: or the month
    rf"(?P<month>\d{{1,2}})[./-]{_YEAR}",
    rf"{_DAY}\.?[\s-](?:(?:of|de)\s)?{_MONTH}(?:\sdel?\s|[\s,-]\s?){_YEAR}",  # 6 June 1959, 6 de junio de 1959
    rf"{_MONTH}\s{_DAY},?\s{_YEAR}",  # June 6, 1959
    rf"{_MONTH}[\s,-]\s?(?:(?:of|del?)\s)?{_YEAR}",
    rf"{_YEAR}[\s,-]\s?{_MONTH}(?:[\s-]{_DAY})?",
)]  # fmt: skip
_BETWEEN = re.compile(r"\s*/\s*|\s+(?:to|until|till)\s+|\s*[–—]\s*|\s+-\s+|(?<=\d{4})-(?=\d{4}$)")

QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a"
"""Quotation marks as books set them. YAML takes them for letters."""


def half_width(text: str) -> str:
    """The text with ASCII letters, digits and signs in place of their full-width forms (U+FF01 to U+FF5E), of the
    ideographic space and comma, and of a dash between digits.

    >>> half_width("since：２０２１")
    'since:2021'
    """
    return "".join(
        unicodedata.normalize("NFKC", sign) if "\uff01" <= sign <= "\uff5e" or sign == "\u3000" else sign
        for sign in text.replace("、", ",")
    )


def meant_dates(text: str, *, period: bool = False) -> list[str]:
    """The dates, as a file writes them, that a text in another form may mean. There are two if day and month can be
    swapped, and none if the text is no date, or no such day exists. ``period``: also a stretch of time.

    >>> meant_dates("6 June 1959"), meant_dates("06/07/1959")
    (['1959-06-06'], ['1959-07-06', '1959-06-07'])
    """
    text = plain(half_width(text)).strip(f"{QUOTES} ")
    found = [text, *_days(text)]
    if period:
        for cut in _BETWEEN.finditer(text):
            ends = [[end, *_days(end)] for end in (text[: cut.start()], text[cut.end() :])]
            found += map("/".join, product(*ends))
    return list(dict.fromkeys(one for one in found if _is_date(one, period=period)))


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
        if "one" in said:
            one, other = said["one"], said["other"]
            yield from dict.fromkeys(_written(year, *two) for two in ((other, one), (one, other)))
        else:
            yield _written(year, month, day)


def _month(name: str) -> str:
    """The number of a month; ``0`` if there is no such month."""
    if found := next((n for n, one in enumerate(_MONTHS, 1) if _names(name, one)), 0):
        return str(found)
    from citygraph.domain.months import month_number  # its table takes longer to read than a file of the folder

    return str(next(filter(None, (month_number(name, language) for language in _ELSEWHERE)), 0))


def _names(name: str, month: str) -> bool:
    return name in (month, month[:3], month[:4] if month == "september" else month)


def _written(year: str, month: str | None, day: str | None) -> str:
    return "-".join(part if len(part) > 1 else f"0{part}" for part in (year, month, day) if part)
