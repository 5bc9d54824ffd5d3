"""Partial dates: EDTF level 0, and the two level-1 marks that people need.

``2021``, ``2021-10``, ``2021-10-19`` are dates as fine as their source; ``2021~`` is about 2021, ``2021?`` uncertain.
A date is not a day but a stretch of days, from its earliest to its latest; comparing two of them can stay open.
EDTF: https://www.loc.gov/standards/datetime/ (ISO 8601-2:2019).
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

OPEN = ".."
"""What ``until`` says when a thing is known to go on. A missing ``until`` means unknown."""

MARKS = "~?%"
"""About, uncertain, or both: see :class:`Date`."""
FORM = re.compile(rf"(\d{{4}})(?:-(\d{{2}})(?:-(\d{{2}}))?)?([{MARKS}]?)", re.ASCII)


class Date(NamedTuple):
    """A date as its source gives it: the EDTF ``text``, and the first and the last day that it can mean.

    A date marked ``~`` (about), ``?`` (uncertain) or ``%`` (both) may be off by one of its own units
    either way: ``2021~`` reaches from 2020-01-01 to 2022-12-31. EDTF leaves that width to the reader.
    """

    text: str
    earliest: datetime.date
    latest: datetime.date


class Period(NamedTuple):
    """A stretch of time, ``2021``, ``2025-10-01/2025-10-08`` or ``2021/..``: ``end`` is None while it goes on."""

    text: str
    start: Date
    end: Date | None


def _add_months(year: int, month: int, months: int) -> tuple[int, int]:
    months += year * 12 + month - 1
    return months // 12, months % 12 + 1


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or earlier if they are negative; the last of its month where that is shorter,
    and the first or the last of all days beyond those.

    >>> months_later(datetime.date(2026, 12, 31), 2).isoformat()
    '2027-02-28'
    """
    year, month = _add_months(day.year, day.month, months)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return datetime.date.min if months < 0 else datetime.date.max
    return datetime.date(year, month, min(day.day, days_in_month(year, month)))


def days_in_month(year: int, month: int) -> int:
    """28 to 31. (``calendar`` knows, too; its import costs a hundredth of a small answer.)"""
    if month == 12:
        return 31
    return (datetime.date(year, month + 1, 1) - datetime.timedelta(days=1)).day


def _widened(year: int, month: int | None, day: int | None) -> tuple[datetime.date, datetime.date]:
    """One unit of the date's own precision further, either way, within the years that a calendar has."""
    if month is None:
        return datetime.date(max(year - 1, 1), 1, 1), datetime.date(min(year + 1, 9999), 12, 31)
    if day is None:
        first, last = _add_months(year, month, -1), _add_months(year, month, 1)
        first, last = max(first, (1, 1)), min(last, (9999, 12))
        return datetime.date(*first, 1), datetime.date(*last, days_in_month(*last))
    here = datetime.date(year, month, day).toordinal()
    return (
        datetime.date.fromordinal(max(here - 1, 1)),
        datetime.date.fromordinal(min(here + 1, datetime.date.max.toordinal())),
    )


@lru_cache(maxsize=1 << 15)  # the days of some decades
def parse_date(text: str) -> Date:
    """The date that ``text`` writes.

    Raises:
        ValueError: it is not a date, or no such day exists; the message says which, for a person.

    >>> parse_date("2021-02").latest.isoformat()
    '2021-02-28'
    >>> parse_date("2021~").earliest.isoformat()
    '2020-01-01'
    """
    form = FORM.fullmatch(text)
    if form is None:
        raise ValueError(_why_not(text))
    year = int(form[1])
    month = int(form[2]) if form[2] else None
    day = int(form[3]) if form[3] else None
    if year == 0:
        raise ValueError("there is no year 0000")
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"there is no month {form[2]}")
    last_day = days_in_month(year, month) if month else 31
    if day is not None and not 1 <= day <= last_day:
        raise ValueError(f"there is no {text[:10]}: {datetime.date(year, month or 1, 1):%B} {year} has {last_day} days")
    if form[4]:
        return Date(text, *_widened(year, month, day))
    return Date(text, datetime.date(year, month or 1, day or 1), datetime.date(year, month or 12, day or last_day))


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """The date or interval that ``text`` writes.

    Raises:
        ValueError: as :func:`parse_date`; also when the end lies before the start.
    """
    start_text, slash, end_text = text.partition("/")
    if slash and FORM.fullmatch(start_text) is None:  # a slash, but no interval
        raise ValueError(_why_not(text, period=True))
    start = parse_date(start_text)
    if not slash:
        return Period(text, start, start)
    if end_text == OPEN:
        return Period(text, start, None)
    if FORM.fullmatch(end_text) is None:
        raise ValueError(_why_not(text, period=True))
    end = parse_date(end_text)
    if end.latest < start.earliest:
        raise ValueError(f"{end_text} lies before {start_text}")
    return Period(text, start, end)


def first_day(text: str) -> datetime.date:
    """The first day that a date or period can mean."""
    return parse_period(text).start.earliest


def last_day(text: str) -> datetime.date | None:
    """The last day that a date or period can mean; None if it goes on, as ``..`` says by itself.

    >>> last_day("2021~").isoformat(), last_day("2021/..")
    ('2022-12-31', None)
    """
    if "/" not in text and text != OPEN:
        return parse_date(text).latest
    end = None if text == OPEN else parse_period(text).end
    return end and end.latest


def year_of(text: str, years: int = 1) -> int | None:
    """The year in which a date or period begins; of several ``years``, the first of those that a calendar counts
    together: 10 for decades. None if it may begin in two of them.

    >>> year_of("1989-05/1991"), year_of("1989-05", 10), year_of("1985~"), year_of("1985~", 10), year_of("1989~", 10)
    (1989, 1980, None, 1980, None)
    """
    start = text.partition("/")[0]
    if start[-1] not in MARKS:  # most dates, and there are many
        year = int(start[:4])
        return year - year % years
    date = parse_date(start)
    first, last = (day.year - day.year % years for day in (date.earliest, date.latest))
    return first if first == last else None


@lru_cache(maxsize=1 << 16)
def has_passed(text: str, today: datetime.date) -> bool:
    """Whether a date or period has passed: with the last day that it can mean, and not before.

    >>> has_passed("2026", datetime.date(2026, 11, 27)), has_passed("2025", datetime.date(2026, 11, 27))
    (False, True)
    """
    last = last_day(text)
    return last is not None and last < today


def is_ahead(text: str, today: datetime.date) -> bool:
    """Whether a date or period is yet to come: also the first day that it can mean."""
    if text < f"{today.year:04}":  # it begins in a former year, or is open; most dates do, and need no reading
        return False
    return first_day(text) > today


def finer(one: str, other: str) -> str | None:
    """The finer of two dates of which one tells the same more exactly; None if each tells another thing.

    >>> finer("1962", "1962-05-04"), finer("1962-05-04", "1962~"), finer("1962", "1963-05"), finer("1962?", "1962")
    ('1962-05-04', '1962-05-04', None, None)
    """
    coarse, fine = sorted((one, other), key=lambda text: len(text.rstrip(MARKS)))
    if not (FORM.fullmatch(coarse) and FORM.fullmatch(fine) and fine.startswith(f"{coarse.rstrip(MARKS)}-")):
        return None
    within, around = parse_date(fine), parse_date(coarse)
    return fine if around.earliest <= within.earliest and within.latest <= around.latest else None


@lru_cache(maxsize=1 << 10)
def _why_not(text: str, *, period: bool = False) -> str:
    """What is wrong with a date. It is remembered, since a column may have the same mistake in each row."""
    from citygraph.domain.spelled_dates import GOES_ON, NOT_KNOWN, meant_dates, no_such_day

    if found := meant_dates(text, period=period):
        form = ("year", "year-month", "year-month-day")[found[0].partition("/")[0].count("-")]
        which = "" if len(found) == 1 else " (which number is the month?)"
        return f"{text!r} is not a date; write {form}: {' or '.join(found)}{which}"
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]", text):
        return f"{text!r} is not a date; leave the time of day out: {text[:10]}"
    stretch = re.fullmatch(r"(\d{4})\s*[-–]\s*(\d{4})", text)
    if stretch and period:
        return f"{text!r} is not a date; a period has a slash: {stretch[1]}/{stretch[2]}"
    if stretch:
        return f"{text!r} is not a date; it is a stretch of time, from {stretch[1]} to {stretch[2]}"
    if re.fullmatch(r"(c\.?|ca\.?|circa|about)\s*\d{4}", text, re.IGNORECASE):
        return f"{text!r} is not a date; about a year is {text[-4:]}~"
    if text.casefold() in GOES_ON:
        return f"{text!r} is not a date; `until: ..` says that it goes on"
    if text.casefold() in NOT_KNOWN:
        return f"{text!r} is not a date; leave it out if it is not known"
    if why := no_such_day(text):
        return f"{text!r} is not a date; {why}"
    if re.fullmatch(r"\d{1,2}([./-])\d{1,2}\1(\d{4}|\d{2})", text, re.ASCII):
        return f"{text!r} is not a date; write year-month-day, the year with four digits"
    return f"{text!r} is not a date; write 2021, 2021-10 or 2021-10-19, with ~ for about and ? for uncertain"


def is_to_come(since: str | None, today: datetime.date, *, is_plan: bool) -> bool:
    """Whether a tie with this first date begins only: it is a plan, or the date is ahead. It has no *since*."""
    return is_plan or bool(since and is_ahead(since, today))


def in_words(
    on: str | None, since: str | None, until: str | None, today: datetime.date, *, is_plan: bool = False
) -> str:
    """How the dates of a tie read in a table: ``since 2021``, ``1992 – 2019``, ``2025``; ``from 2027`` if it is to
    come. Empty if it has none.

    >>> day = datetime.date(2026, 5, 1)
    >>> in_words(None, "1992", "2019", day), in_words(None, "2021", "..", day), in_words(None, None, "..", day)
    ('1992 – 2019', 'since 2021', 'goes on')
    >>> in_words(None, "2027", None, day), in_words(None, "2025", None, day, is_plan=True)
    ('from 2027', 'from 2025')
    """
    if on:
        return on
    if since and until and until != OPEN:
        return f"{since} – {until}"
    if since:
        return f"{'from' if is_to_come(since, today, is_plan=is_plan) else 'since'} {since}"
    if until:
        return "goes on" if until == OPEN else f"until {until}"
    return ""
