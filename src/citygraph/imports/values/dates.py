"""Dates in foreign forms → EDTF, with the same precision."""

from __future__ import annotations

import calendar
import re

from citygraph.domain.dates import parse_period

_MONTHS = {name.lower(): number for names in (calendar.month_name, calendar.month_abbr) for number, name in
           enumerate(names) if name}  # fmt: skip
_TIME = re.compile(r"[+]?(\d{4}-\d{2}-\d{2})[T ][\d:.]+(Z|[+-][\d:]+)?", re.ASCII)
_WITH_DOTS = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})", re.ASCII)
_WITH_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(?:(\d{1,2})\.? )?([^\W\d]+)\.?,? (\d{4})")
_ABOUT = re.compile(r"(?:c\.?|ca\.?|circa|about) ?(\d{4})", re.IGNORECASE)


def date(text: str) -> str:
    """A date in a foreign form → the same date in EDTF, with the same precision.

    Raises:
        ValueError: if the text is not a date, or can be two dates: ``3/4/2021``.

    >>> date("19.10.2021"), date("October 2021"), date("ca. 1950"), date("2021-10-19T00:00:00Z")
    ('2021-10-19', '2021-10', '1950~', '2021-10-19')
    """
    found = text
    if time := _TIME.fullmatch(text):
        found = time[1]
    elif about := _ABOUT.fullmatch(text):
        found = about[1] + "~"
    elif dots := _WITH_DOTS.fullmatch(text):
        found = _joined(dots[3], dots[2], dots[1])
    elif slashes := _WITH_SLASHES.fullmatch(text):
        day, month = int(slashes[1]), int(slashes[2])
        if day <= 12 and month <= 12 and day != month:
            raise ValueError(f"{text!r} can be two days; write year-month-day")
        found = _joined(slashes[3], *map(str, sorted((day, month))))
    elif (words := _IN_WORDS.fullmatch(text)) and words[2].lower() in _MONTHS:
        found = _joined(words[3], str(_MONTHS[words[2].lower()]), words[1])
    parse_period(found)
    return found


def _joined(year: str, month: str, day: str | None) -> str:
    return "-".join(part.zfill(2) for part in (year, month, day) if part)
