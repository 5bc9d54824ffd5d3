"""When a tie held: as far as its dates and the history of its status say.

Dates are partial, so a tie may have lived in several ways. What is asked here is decided on the bounds of each change,
for all of these lives at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from citygraph.domain import tie_rules
from citygraph.domain.dates import OPEN, Date, first_day, is_ahead, last_day, parse_date
from citygraph.domain.terms import NEVER_HELD, OVER, Held

SURE: tuple[Held, ...] = ("no", "possibly", "yes")
"""The answers, the surest last."""
_FIRST, _LAST = datetime.date.min, datetime.date.max
Days = tuple[datetime.date, datetime.date]
"""A first and a last day."""
Stretch = tuple[datetime.date | None, datetime.date | None]
"""The same, with None where none is known, or it goes on."""
Life = tuple[list[tuple[str, str | None]], str | None, str | None]
"""Statuses, each from a date on; ``until`` when the last of them; and a time at which the tie was ``seen``."""
_STANDING = ("since", "until", "seen")
DATES = (*_STANDING, "on")
"""The keys of a tie that hold its dates: those of one that stands, and that of one that occurs. Lives have
them in this order in the snapshot."""


def held(tie: Mapping[str, Any], at: Date, today: datetime.date) -> Held:
    """Whether a tie held at some moment of ``at``, as far as its dates and its status history say.

    Dates are partial, so a tie may have lived in several ways: *yes* if it held then in all of them, *no* if in none.
    Proposed, planned and cancelled ties never held. A missing date is unknown, not open. An active or dormant tie holds
    to this day; a suspended or ended one held before.
    """
    if tie["nature"] == "occurrence":
        return _occurred(tie, at)
    return _stood(*_life(tie, today), at, today)


def may_hold(tie: Mapping[str, Any], stage: tie_rules.Stage, today: datetime.date) -> bool:
    """True if a standing tie may hold to this day; ``stage`` is what it is today.

    >>> tie = {"nature": "standing", "status": "active", "since": "2019", "until": None}
    >>> [may_hold(tie, tie_rules.Stage.ACTIVE, datetime.date(year, 1, 1)) for year in (2018, 2020)]
    [False, True]
    """
    if tie["nature"] != "standing" or stage.is_plan or stage.is_over:
        return False
    if tie["until"] is None and not tie.get("history"):  # most ties; ``held`` says the same, but takes longer
        return tie["since"] is None or not is_ahead(tie["since"], today)
    return held(tie, parse_date(today.isoformat()), today) != "no"


def lived(record: Mapping[str, Any]) -> dict[str, Any]:
    """What :func:`held` asks of a tie besides its nature and its status, from its record. An occurrence without a date
    of its own has nothing, since it has the time of its event.

    >>> lived({"nature": "standing", "since": "1990", "until": "2030", "title": "Friends"})
    {'since': '1990', 'until': '2030'}
    """
    if record["nature"] == "occurrence":
        return {"on": record["on"]} if "on" in record else {}
    found = {key: record[key] for key in _STANDING if record.get(key)}
    if record.get("history"):
        found["history"] = tie_rules.statuses_of(record["history"])
    return found


class _Placed(NamedTuple):
    """The first and the last day of each date in a date or period (``own``), where these lie ``among`` the days that
    are asked for, and this with the order in which they come (``shape``); the ``first`` and the ``last`` of them."""

    own: list[int]
    among: tuple[int, ...]
    shape: tuple[Any, ...]
    first: int
    last: int


class InOrder:
    """A key that ties of one nature and status share if :func:`held` says the same of them whenever both the time that
    is asked for and the day of the question begin and end on some of ``days``. For it compares days, and does nothing
    else with them: so their order decides.
    """

    def __init__(self, days: Iterable[datetime.date]) -> None:
        self._days = sorted(day.toordinal() for day in {*days, _FIRST, _LAST})
        self._known: dict[str | None, _Placed] = {None: _Placed([], (), (), 0, 0)}

    def __call__(self, tie: Mapping[str, Any]) -> tuple[Any, ...]:
        """The key of a tie, from its dates and its history."""
        get = tie.get
        since, until, history = get("since"), get("until"), get("history") or ()
        known = self._known.get  # a call for each of many dates takes longer than the rest
        begins, ends = known(since) or self._placed(since), known(until) or self._placed(until)
        if history or get("seen") or get("on") or get("when") or (since and until and begins.last >= ends.first):
            return self._of_many(tie, history)
        return begins.shape, ends.shape, until == OPEN  # most ties: their days come one after the other

    def _of_many(self, tie: Mapping[str, Any], history: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
        texts = [*map(tie.get, (*DATES, "when")), *[each.get("from") for each in history]]
        placed = list(map(self._placed, texts))
        own = [day for one in placed for day in one.own]
        order = sorted(own)
        statuses = tuple([entry.get("is") for entry in history])
        return statuses, tie.get("until") == OPEN, *[one.among for one in placed], *[order.index(day) for day in own]

    def _placed(self, text: str | None) -> _Placed:
        """The days of a date or period."""
        if text not in self._known:
            from bisect import bisect_left, bisect_right  # a small answer does without it

            assert text is not None
            own = [day.toordinal() for date in text.split("/") for day in _span(date)]
            among = tuple([bisect_left(self._days, day) + bisect_right(self._days, day) for day in own])
            order = sorted(own)
            shape = among, tuple([order.index(day) for day in own])
            self._known[text] = _Placed(own, among, shape, order[0], order[-1])
        return self._known[text]


def stretches(tie: Mapping[str, Any]) -> list[Stretch]:
    """When a tie may have held, as far as its dates can mean: stretches that do not meet, in order.

    These are the days of which :func:`held` does not say *no*, ``today`` being the last of all. A tie that never held
    has none.
    """
    if tie["nature"] == "occurrence":
        happened = tie_rules.when(tie)
        return [] if tie["status"] in NEVER_HELD else [reach(happened)] if happened else [(None, None)]
    changes, runs = _changes(*_life(tie, _LAST), _LAST)
    found: list[Days] = []
    for first, last in sorted((changes[begin][0], changes[end][1]) for begin, end in runs):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(last, found[-1][1])
        elif first <= last:
            found.append((first, last))
    return [(None if first == _FIRST else first, None if last == _LAST else last) for first, last in found]


def has_come_about(tie: Mapping[str, Any], today: datetime.date) -> bool:
    """True if a tie may hold today, or held before: not a plan, and nothing that begins on a day ahead."""
    return any(first is None or first <= today for first, _ in stretches(tie))


def reach(period: str) -> Stretch:
    """The first and the last day that a date or period can mean."""
    return first_day(period), last_day(period)


def _life(tie: Mapping[str, Any], today: datetime.date) -> Life:
    """What a standing tie has gone through."""
    since, until, seen = tie.get("since"), tie.get("until"), tie.get("seen")
    status = tie["status"]
    entries = [(entry.get("is", "unknown"), entry.get("from")) for entry in tie.get("history") or ()]
    if not entries:
        entries = [(status, None if status in OVER else since)]
    else:
        first = tie_rules.came_about(tie["history"])
        if first is not None and entries[first][1] is None and entries[first][0] not in OVER:
            entries[first] = (entries[first][0], since)  # `since` is when it first came into force
    if entries[-1][0] in OVER and entries[-1][1] is None:
        # Since `until` it does not stand. If it is suspended today, before that, the day of its suspension is unknown.
        ahead = until and (until == OPEN or is_ahead(until, today))
        entries[-1], until = (entries[-1][0], None if ahead else until), None
    if entries[0][0] in OVER:
        entries.insert(0, ("unknown", since))  # what is suspended or ended stood before
    return entries, until, seen


def _occurred(tie: Mapping[str, Any], at: Date) -> Held:
    if tie["status"] in NEVER_HELD:
        return "no"
    happened = tie_rules.when(tie)
    if happened is None:
        return "possibly"
    start, slash, end = happened.partition("/")
    if slash and tie.get("on"):
        # It goes on from one day to the other; but what happens *at* such an event happens at some time in it.
        return _stood([("unknown", start)], end, None, at, _LAST)
    first, last = reach(happened)
    first, last = first or _FIRST, last or _LAST
    if last < at.earliest or first > at.latest:
        return "no"
    return "yes" if first >= at.earliest and last <= at.latest else "possibly"


def _stood(
    entries: list[tuple[str, str | None]], until: str | None, seen: str | None, at: Date, today: datetime.date
) -> Held:
    """Whether a tie held that has gone through these statuses, each from a date on, the last of them ``until`` another.

    Each change took place between two days. With those narrowed by what is known besides, a life that held then exists
    if some stretch of standing may reach ``at``, and one that did not if some gap between them may cover it.
    """
    changes, runs = _changes(entries, until, seen, today)
    if not any(changes[begin][0] <= at.latest and changes[end][1] >= at.earliest for begin, end in runs):
        return "no"
    befores = [True, *(changes[end][0] < at.earliest for _, end in runs)]
    afters = [*(changes[begin][1] > at.latest for begin, _ in runs), True]
    return "possibly" if any(before and after for before, after in zip(befores, afters, strict=True)) else "yes"


def _changes(
    entries: list[tuple[str, str | None]], until: str | None, seen: str | None, today: datetime.date
) -> tuple[list[Days], list[tuple[int, int]]]:
    """The days between which each change took place, as narrow as they are known, and the stretches of standing: see
    :func:`_runs`."""
    changes = [*(_span(begin) for _, begin in entries), _span(until)]
    last_status = entries[-1][0]
    begun = tie_rules.so_far([begin for _, begin in entries], today)
    if begun and not tie_rules.by_status(entries[begun - 1][0]).is_open:
        _narrow(changes, begun - 1, (_FIRST, today))  # the last status before those ahead is that of today, if any is
    if last_status in ("active", "dormant"):
        _narrow(changes, len(entries), (today, _LAST))
    runs = _runs([status for status, _ in entries])
    if seen and len(runs) == 1:
        _narrow(changes, runs[0][0], (_FIRST, _span(seen)[1]))
        _narrow(changes, runs[0][1], (_span(seen)[0], _LAST))
    for index in range(1, len(changes)):  # in order: nothing begins before what it follows
        _narrow(changes, index, (changes[index - 1][0], _LAST))
    for index in range(len(changes) - 2, -1, -1):
        _narrow(changes, index, (_FIRST, changes[index + 1][1]))
    return changes, runs


def _span(text: str | None) -> Days:
    """The first and the last day that a date can mean: any day if there is none, the last of all if it is open."""
    if text is None:
        return _FIRST, _LAST
    if text == OPEN:
        return _LAST, _LAST
    return parse_date(text).earliest, parse_date(text).latest


def _narrow(changes: list[Days], index: int, to: Days) -> None:
    """Narrow the days of a change, unless no day is left: then the dates contradict what is known, and stay."""
    earliest, latest = max(changes[index][0], to[0]), min(changes[index][1], to[1])
    if earliest <= latest:
        changes[index] = earliest, latest


def _runs(statuses: list[str]) -> list[tuple[int, int]]:
    """The stretches in which a tie stands: the index of the change that each begins with, and that it ends with."""
    runs: list[tuple[int, int]] = []
    for index, status in enumerate(statuses):
        if status not in NEVER_HELD and status not in OVER:
            if runs and runs[-1][1] == index:
                runs[-1] = runs[-1][0], index + 1
            else:
                runs.append((index, index + 1))
    return runs
