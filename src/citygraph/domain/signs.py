"""Signs of life of a tie: the dates on which something was heard of it. `review` and `asleep` share them.

Nothing is heard of what is to come. So neither a date ahead is a sign, nor the day of a plan, nor the last day of a
tie that stands: only that a source told of the plan.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from citygraph.domain.dates import OPEN, is_ahead, last_day
from citygraph.domain.held import may_hold
from citygraph.domain.tie_rules import Stage, Tie, when

What = Literal[
    "seen", "began", "took place", "ended", "signed", "approved", "status", "figure", "published", "read",
]  # fmt: skip
"""What was heard: of the tie itself, of a figure of it, or that a source about it was *published*, or at least
*read*."""


class Sign(NamedTuple):
    """Something that was heard, and ``when``: a date or a period. ``source`` is the id of a source that tells it by its
    own date. It is not sure (``is_sure``) that it came about if no source says so of what occurs, or if sources
    disagree on the tie."""

    when: str
    what: What
    source: str | None = None
    is_sure: bool = True


def of_its_dates(tie: Tie, stage: Stage, today: datetime.date) -> Iterator[Sign]:
    """The signs in the dates of a tie, and in those of its history. ``stage`` is what it is today."""
    dates: list[tuple[What, str | None]] = [("seen", tie.get("seen"))]
    dates += [("status", entry.get("from")) for entry in tie.get("history") or ()]
    if tie["nature"] == "occurrence":
        dates.append(("took place", None if stage.is_plan else when(tie)))
    elif not stage.is_plan:
        dates += [("began", tie.get("since")), ("ended", tie.get("until") if stage.is_over else None)]
    return (
        Sign(date, what, is_sure=stage is not Stage.DISPUTED and (what != "took place" or stage.is_fact))
        for what, date in dates
        if date and _has_come(date, today)
    )


def of_its_paper(tie: Tie, today: datetime.date) -> Iterator[Sign]:
    """The signs in its agreement: that it was signed, or approved."""
    paper = tie.get("agreement") or {}
    days: tuple[What, ...] = ("signed", "approved")
    return (Sign(paper[what], what) for what in days if what in paper and _has_come(paper[what], today))


def of_its_sources(
    evidence: Iterable[Mapping[str, Any]], date_of: Callable[[str], Sign | None], today: datetime.date
) -> Iterator[Sign]:
    """The signs in the sources of some evidence; ``date_of`` gives that of each: see :func:`of_source`."""
    for source in dict.fromkeys(item["source"] for item in evidence):
        sign = date_of(source)
        if sign and _has_come(sign.when, today):
            yield sign


def of_source(id: str, record: Mapping[str, Any]) -> Sign | None:
    """The day of a source: when it was published, else when it was read; None if it has no date.

    >>> of_source("register", {"title": "Register", "published": "2019", "retrieved": "2026-01-01"})
    Sign(when='2019', what='published', source='register', is_sure=True)
    """
    if published := record.get("published"):
        return Sign(published, "published", id)
    retrieved = record.get("retrieved")
    return Sign(retrieved, "read", id) if retrieved else None


def of_its_figures(tie: Tie, date_of: Callable[[str], Sign | None], today: datetime.date) -> Iterator[Sign]:
    """The signs in the figures of a tie. They do not say that it holds, but something is known of it."""
    for figure in tie.get("observations") or ():
        date = figure.get("period") or figure.get("as_of")
        if date and _has_come(date, today):
            yield Sign(date, "figure")
        yield from of_its_sources(figure.get("evidence", ()), date_of, today)


def last_day_of(when: str, today: datetime.date) -> datetime.date:
    """The last day that the date of a sign can mean; of a period that goes on, today."""
    return last_day(when) or today


def can_fall_silent(tie: Tie) -> bool:
    """True if a tie joins two parties that meet, write and sign: not if it is of the group *structure*, since a part
    need not be heard of to be one."""
    return bool(tie["group"] != "structure")


def stands_for_sure(tie: Tie, stage: Stage, today: datetime.date) -> bool:
    """True if a standing tie holds today as far as is known: a source says so (it is active or dormant), and its dates
    do not say otherwise. Of an unknown status nobody knows."""
    return stage.is_fact and may_hold(tie, stage, today)


def _has_come(date: str, today: datetime.date) -> bool:
    """True if a date or period is not ahead."""
    return date != OPEN and not is_ahead(date, today)
