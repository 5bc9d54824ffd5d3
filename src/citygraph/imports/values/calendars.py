"""Calendars beside the Gregorian one, and dates that are most likely of one of them.

A year of another calendar looks like a year: 2533 is 1990 in Thailand, 1369 is 1990 in Iran, 112 is 2023 in Taiwan. So
such a date is converted only if its text, its column or the user names the calendar. The Islamic calendar is not
converted: its days begin with the sight of the moon, and differ between countries.
"""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import Literal

from citygraph.domain.dates import MARKS

Calendar = Literal["", "gregorian", "buddhist", "minguo", "persian"]
"""What the user or a column says of its years; empty if nobody says anything."""

CALENDARS: dict[Calendar, str] = {
    "gregorian": "the Gregorian calendar", "buddhist": "the Buddhist calendar of Thailand",
    "minguo": "the calendar of Taiwan", "persian": "the calendar of Iran and Afghanistan",
}  # fmt: skip
"""Those that an import reads, in words."""
_FORM = re.compile(rf"(\d{{4}})(?:-(\d\d)(?:-(\d\d))?)?([{MARKS}]?)", re.ASCII)
_THAI_NEW_YEAR = 2484
"""From this year on, 1941, the year of Thailand begins in January; before, it began in April."""
_PERSIAN_YEARS = range(1210, 1473)
_PERSIAN_LEAPS = ({1, 5, 9, 13, 17, 21, 26, 30}, {1, 5, 9, 13, 17, 22, 26, 30})
"""The leap years of a cycle of 33 years: up to 1342, and from 1343 on."""
_PERSIAN_START = (1369, datetime.date(1990, 3, 21))
"""A year, and its first day."""
_FUTURE = 100
"""So many years ahead nobody plans."""
_OLDEST = 1500
"""Few ties and figures of registers are older; before it, years of Iran and of the Islamic calendar are more likely."""
_BUDDHIST = range(2400, 2700)
_PERSIAN = range(1250, 1450)
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
SERIALS = range(10_000, 80_001)
"""A spreadsheet's number of a day, and those that may be one: 1927 to 2119."""
_IN_HEADERS: tuple[tuple[Calendar, str], ...] = (
    ("buddhist", r"พ\.?\s?ศ\.?|\bB\.\s?E\."), ("minguo", "民國|民国"),
    ("persian", "شمسی|خورشیدی|هجری شمسی|jalali|shamsi|solar hijri"),
)  # fmt: skip


def calendar_in(header: str) -> Calendar:
    """The calendar that the name of a column names; empty if it names none.

    >>> calendar_in("ปี พ.ศ."), calendar_in("民國年"), calendar_in("Year")
    ('buddhist', 'minguo', '')
    """
    return next((calendar for calendar, words in _IN_HEADERS if re.search(words, header, re.IGNORECASE)), "")


def gregorian(day: str, calendar: Calendar) -> str:
    """A date of a calendar in the form of EDTF → the same time by the Gregorian calendar. Months and years that begin
    at other times get the mark ``~``, with which a date reaches over all of them.

    Raises:
        ValueError: if the calendar has no such day.

    >>> gregorian("2533-05-12", "buddhist"), gregorian("1369-02-22", "persian"), gregorian("1369", "persian")
    ('1990-05-12', '1990-05-12', '1990~')
    """
    found = _FORM.fullmatch(day)
    if not found or calendar in ("", "gregorian", "minguo"):  # four digits are no year of Taiwan yet
        return day
    year, month, date, mark = int(found[1]), found[2], found[3], found[4]
    if calendar == "buddhist":
        if year not in _BUDDHIST:
            raise ValueError(f"{year} is no likely year of the Buddhist calendar")
        if year < _THAI_NEW_YEAR and not month:
            return f"{year - 543:04}{_with_about(mark)}"
        year -= 542 if year < _THAI_NEW_YEAR and int(month) <= 3 else 543
    else:
        return _of_persia(year, int(month or 0), int(date or 0), mark)
    return "-".join(filter(None, (f"{year:04}", month, date))) + mark


def _of_persia(year: int, month: int, date: int, mark: str) -> str:
    if year not in _PERSIAN_YEARS:
        raise ValueError(f"there is no table of the calendar of Iran for the year {year}")
    lengths = [31] * 6 + [30] * 5 + [29 + _is_leap(year)]
    if month > 12 or (month and date > lengths[month - 1]):
        raise ValueError(f"the calendar of Iran has no {year}-{month:02}-{date:02}")
    start, first = _PERSIAN_START
    years = range(start, year) if year > start else range(year, start)
    days = sum(365 + _is_leap(one) for one in years) * (1 if year > start else -1)
    day = first + datetime.timedelta(days + sum(lengths[: max(month - 1, 0)]) + max(date - 1, 0))
    if date:
        return f"{day.isoformat()}{mark}"
    # Nearly all of a year lies in the year in which it begins; of a month, two thirds.
    return f"{day:%Y-%m}{_with_about(mark)}" if month else f"{day:%Y}{_with_about(mark)}"


def _is_leap(year: int) -> bool:
    return year % 33 in _PERSIAN_LEAPS[year > 1342]


def _with_about(mark: str) -> str:
    return "%" if mark in ("?", "%") else "~"


def joined(year: str, month: str | None, day: str | None) -> str:
    """The digits of a date in the form of EDTF. A month or day of zero is one that nobody knows."""
    if month and not int(month) and not (day and int(day)):
        month = day = None
    if day and not int(day):
        day = None
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


@cache
def _this_year() -> int:
    return datetime.date.today().year


def why_unlikely(date: str) -> str:
    """Why a date or a period of a register is most likely none of the Gregorian calendar; empty if it may be one.

    >>> why_unlikely("2533"), why_unlikely("1990-05-12")
    ('lies far ahead; it may be a year of the Buddhist calendar: 1990', '')
    """
    year = int(date[:4]) if date[:4].isdecimal() else 2000
    last = date.rpartition("/")[2]
    for one in (year, int(last[:4]) if last[:4].isdecimal() else year):
        if one > _this_year() + _FUTURE:
            may_be = f"; it may be a year of the Buddhist calendar: {one - 543}" if one in _BUDDHIST else ""
            return f"lies far ahead{may_be}"
        if one < _OLDEST:
            may_be = " of another calendar" if one in _PERSIAN else " with a digit too few or too many"
            return f"lies far back; it may be a year{may_be}; if it is right, say --calendar gregorian"
    return ""


def may_be_of(date: str) -> Calendar:
    """The calendar of which an unlikely date may be; ``gregorian`` if none is known."""
    year = int(date[:4]) if date[:4].isdecimal() else 0
    return "buddhist" if year in _BUDDHIST else "persian" if year in _PERSIAN else "gregorian"


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
