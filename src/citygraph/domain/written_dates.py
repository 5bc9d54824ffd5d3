"""Dates as they are written: where they stand in an order of time, and what they mean.

A mark of doubt makes a date reach further, and does not move it: ``2021~`` stands at the beginning of 2021. Only what
orders dates needs this, so that no small answer pays for it.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import NamedTuple

from citygraph.domain.dates import MARKS, Date, parse_date, parse_period


class WrittenDate(NamedTuple):
    """A date or period as it is written: the first and last day that it names, marks aside, and those that it can mean,
    None if it goes on; how fine it is; and whether it is marked."""

    first: datetime.date
    last: datetime.date | None
    earliest: datetime.date
    latest: datetime.date | None
    digits: int
    uncertain: bool


@lru_cache(maxsize=1 << 16)
def written(text: str) -> WrittenDate:
    """What a date or period says.

    >>> written("2021~").first.isoformat(), written("2021~").earliest.isoformat()
    ('2021-01-01', '2020-01-01')
    """
    period = parse_period(text)
    start, end = _plain(period.start), period.end and _plain(period.end)
    return WrittenDate(
        start.earliest,
        end and end.latest,
        period.start.earliest,
        period.end and period.end.latest,
        len(start.text),
        start != period.start or end != period.end,
    )


def _plain(date: Date) -> Date:
    return parse_date(date.text.rstrip(MARKS))
