"""When two ties are alike: when the checks that look at a tie alone find the same in both.

Each of these checks declares the keys that it reads (``alone``). Of dates, a check may ask which of them are there, if
they have passed, and which comes before which. So most of a million ties are like one of a few dozen, and the checks
look at those.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from citygraph.domain.dates import OPEN, first_day, has_passed, last_day
from citygraph.domain.held import DATES
from citygraph.domain.tie_rules import status_in_evidence
from citygraph.folder.checks import CHECKS
from citygraph.folder.checks.ties import TURNING
from citygraph.folder.records import Record

ASKED = frozenset().union(TURNING, *(check.alone for check in CHECKS if "tie" in check.types))
"""The keys of a tie that these checks read, or that say on which day they may find something else."""
ENDS = ("between", "from", "to")
_WORDS = tuple(sorted(ASKED.difference(DATES, ENDS, ("history", "agreement", "evidence"))))

Likeness = tuple[Any, ...]


def likeness(tie: Record, today: datetime.date) -> Likeness:
    """A key that alike ties share."""
    data = tie.data
    found: Likeness = ("between" in tie.places, "from" in tie.places, "to" in data, status_in_evidence(data))
    dates = tuple([data.get(key) or "" for key in DATES])
    if "history" in data or "agreement" in data:
        return *found, *map(data.get, _WORDS), *dates, repr(data.get("history")), repr(data.get("agreement"))
    return *found, *map(data.get, _WORDS), *when(dates, today)


def when(dates: tuple[str, ...], today: datetime.date) -> tuple[str | int, ...]:
    """What the checks can tell of some dates of one tie; an empty text is no date. Dates that have passed, and of which
    none can be of the same day as another, are told by their order alone.

    >>> now = datetime.date(2026, 11, 30)
    >>> when(("1990", "", "2001-05"), now) == when(("1877-01-02", "", "1878"), now) != when(("1990", "", "1989"), now)
    True
    """
    return in_order(dates, [passed(date, today) if date else () for date in dates])


Days = tuple[int, int] | tuple[()] | None
"""The first and the last day that a date can mean, numbered; None if it has not passed, nothing for no date."""


def in_order(dates: tuple[str, ...], several: Sequence[Days]) -> tuple[str | int, ...]:
    """The same of dates whose days are known."""
    if len(several) == 2 and (one := several[0]) and (other := several[1]):  # most of several
        return (0, 1) if one[1] < other[0] else (1, 0) if other[1] < one[0] else dates
    if None in several:
        return dates
    ordered = sorted(filter(None, several))
    before = 0
    for first, last in ordered:
        if first <= before:
            return dates
        before = last
    return tuple([ordered.index(days) if days else "" for days in several])


@lru_cache(maxsize=1 << 16)
def passed(date: str, today: datetime.date) -> Days:
    """The days of a date."""
    if date == OPEN or not has_passed(date, today):
        return None
    return first_day(date).toordinal(), (last_day(date) or today).toordinal()
