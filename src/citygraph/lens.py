"""The lens: which part of the graph a question looks at. One frozen value, shared by all questions.

Each filter takes several values (any of them will do) and can be negated (none of them may be). Kinds, statuses,
sources and the date say which *ties* count; types and countries say which *nodes* take part. The node that is asked
about always does. What that means for a tie depends on where one stands:

- from a node (``neighbors``, ``path``, ``show``): the node at its other end must be admitted;
- in a list of ties (``ties``): at least one of its ends is admitted, and neither is excluded;
- in a part of the graph (``export``): both ends are admitted.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from citygraph.dates import OPEN, Date, parse_date, parse_period
from citygraph.model import NEVER_HELD, Held

_FIRST, _LAST = datetime.date.min, datetime.date.max


@dataclass(frozen=True, slots=True)
class Filter:
    """Values of which one must be there (any will do if there are none), and values of which none may."""

    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()

    @classmethod
    def of(cls, values: Iterable[str]) -> Filter:
        """A filter from values as people write them: ``!x`` excludes x."""
        values = tuple(values)
        return cls(
            frozenset(value for value in values if not value.startswith("!")),
            frozenset(value[1:] for value in values if value.startswith("!")),
        )

    def admits(self, *values: str | None) -> bool:
        """Whether a thing that has these values passes."""
        if self.exclude and not self.exclude.isdisjoint(values):
            return False
        return not self.include or not self.include.isdisjoint(values)

    def excludes(self, value: str | None) -> bool:
        return value in self.exclude


@dataclass(frozen=True, slots=True)
class Lens:
    """Which ties and nodes a question looks at. The empty lens looks at all.

    ``at`` asks what held at a time; ``today`` is when it is asked, since *active* means active to this day.
    """

    kinds: Filter = Filter()
    groups: Filter = Filter()
    types: Filter = Filter()
    statuses: Filter = Filter()
    countries: Filter = Filter()
    sources: Filter = Filter()
    at: Date | None = None
    today: datetime.date = field(default_factory=datetime.date.today)

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return self == Lens(today=self.today)

    def admits_node(self, node: Mapping[str, Any]) -> bool:
        """Whether a node takes part. A node without a country is in none."""
        return self.types.admits(node["type"]) and self.countries.admits(node["country"])

    def excludes_node(self, node: Mapping[str, Any]) -> bool:
        """Whether a node was told to stay out, not merely left unasked for."""
        return self.types.excludes(node["type"]) or self.countries.excludes(node["country"])

    @property
    def asks_for_ties(self) -> bool:
        """Whether it says which ties count, not only which nodes take part."""
        return self.at is not None or any(each != Filter() for each in (self.kinds, self.groups, self.statuses))

    def admits_tie(self, tie: Mapping[str, Any]) -> bool:
        """Whether a tie counts, its ends aside."""
        return (
            self.kinds.admits(tie["kind"])
            and self.groups.admits(tie["group"])
            and self.statuses.admits(tie["status"])
            and self.sources.admits(*(item["source"] for item in tie["evidence"]))
            and (self.at is None or self.held(tie) != "no")
        )

    def held(self, tie: Mapping[str, Any]) -> Held | None:
        """Whether a tie held at ``at``; None if no date is asked for."""
        return None if self.at is None else held(tie, self.at, self.today)


def held(tie: Mapping[str, Any], at: Date, today: datetime.date) -> Held:
    """Whether a tie held at some moment of ``at``, as far as its dates and its status history say.

    Proposed, planned and cancelled ties never held. A missing date is unknown, not open. An active or dormant tie holds
    to this day; a suspended or ended one held, if at all, before.
    """
    if tie["nature"] == "occurrence":
        return _occurred(tie, at)
    if not tie.get("history"):
        return _stood(tie["status"], tie.get("since"), tie.get("until"), tie.get("seen"), at, today)
    answers: set[Held] = set()
    entries = tie["history"]
    for index, entry in enumerate(entries):
        is_last = index == len(entries) - 1
        since = entry.get("from") or (tie.get("since") if index == 0 else None)
        status = entry.get("is", "unknown")
        if status in ("suspended", "ended"):
            continue
        if is_last:
            answers.add(_stood(status, since, tie.get("until"), tie.get("seen"), at, today))
        else:
            # What came after it ended it, whenever that was.
            until = entries[index + 1].get("from")
            answers.add(_stood("ended" if status not in NEVER_HELD else status, since, until, None, at, today))
    return "yes" if "yes" in answers else "possibly" if "possibly" in answers else "no"


def _occurred(tie: Mapping[str, Any], at: Date) -> Held:
    if tie["status"] in NEVER_HELD:
        return "no"
    when = tie.get("on") or tie.get("when")
    if when is None:
        return "possibly"
    period = parse_period(when)
    first, last = period.start.earliest, period.end.latest if period.end else _LAST
    if last < at.earliest or first > at.latest:
        return "no"
    if first >= at.earliest and last <= at.latest:
        return "yes"
    if tie.get("on") and period.start is not period.end:
        # An interval is all of it; but what happens at an event happens at some time in it.
        begun, not_over = period.start.latest, period.end.earliest if period.end else _LAST
        return "yes" if begun <= at.latest and not_over >= at.earliest else "possibly"
    return "possibly"


def _stood(status: str, since: str | None, until: str | None, seen: str | None, at: Date, today: datetime.date) -> Held:
    if status in NEVER_HELD:
        return "no"
    # It began between start and start_by, and ended between end_from and end.
    start, start_by, end_from, end = _FIRST, _LAST, _FIRST, _LAST
    if since:
        start, start_by = parse_date(since).earliest, parse_date(since).latest
    if until == OPEN:
        end_from = _LAST
    elif until:
        end_from, end = parse_date(until).earliest, parse_date(until).latest
    elif status in ("active", "dormant"):
        end_from = today
    elif status in ("suspended", "ended"):
        end = today
    if status in ("active", "dormant"):
        start_by = min(start_by, today)
    if seen:
        start_by = min(start_by, parse_date(seen).latest)
        end_from = max(end_from, parse_date(seen).earliest)
    end_from = max(end_from, start)  # whatever ends has begun
    if start > at.latest or end < at.earliest:
        return "no"
    return "yes" if start_by <= at.latest and end_from >= at.earliest else "possibly"
