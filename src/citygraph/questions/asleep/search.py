"""Finds the standing ties of which nothing was heard for years.

Of a node, it looks at each of its ties. Of a whole graph, it reads no tie: it looks once at what many have in common,
and takes together what was heard between the same two nodes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import compress, groupby, product
from operator import and_
from typing import Any, Literal

from citygraph.domain import signs
from citygraph.domain.dates import months_later
from citygraph.domain.held import has_come_about
from citygraph.domain.lens import Lens
from citygraph.domain.signs import Sign, What
from citygraph.domain.tie_rules import Stage, all_evidence, stage
from citygraph.graph.admitted import shown_through
from citygraph.graph.interface import End, Life, Likeness, ReadGraph, as_dict, numbered
from citygraph.graph.tie_facts import is_excluded
from citygraph.questions.asleep.between import POST, Between, Heard, Perhaps, Sources
from citygraph.questions.ties import Tie, is_listed, stands_for, tie_fields, ties_at

YEARS = 5
"""The default number of years without a sign."""
State = Literal["asleep", "perhaps", "undated"]
_NEVER = 0
"""The day of what has no date; all days are later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asleep(Tie):
    """A standing tie of which nothing was heard for years. ``heard`` is the date of the last sure sign, ``sign`` what
    that was; ``heard_from`` is the id of a source that tells it by its own date, and ``heard_of`` the id of another tie
    between the same two. ``silence`` is in whole years.

    ``state`` is *perhaps* if something may be newer: what ``perhaps`` came about, or is ``without_date`` (ids of
    sources and of other ties). It is *undated* if no sure sign has a date."""

    state: State
    silence: int | None
    heard: str | None
    sign: What | None
    heard_from: str | None
    heard_of: str | None
    perhaps: tuple[Perhaps, ...]
    without_date: tuple[str, ...]


class Sleeping:
    """The ties that sleep. ``standing`` is the number of ties that were looked at, since they stand. ``has_parts`` says
    if posts or parts stand, too; these are left out."""

    def __init__(self, standing: int, has_parts: bool, count: int, rows: Callable[[], Iterator[Asleep]]) -> None:
        self.standing, self.has_parts, self._count, self.rows = standing, has_parts, count, rows

    def __len__(self) -> int:
        return self._count


def asleep_in(
    graph: ReadGraph,
    node: str | None = None,
    lens: Lens | None = None,
    *,
    years: int = YEARS,
    limit: int | None = None,
) -> Sleeping:
    """The standing ties without a sign of life for so many years: the longest silence first, then by ids; those without
    any date last. Only those at a node, if one is given; a country stands for all that lies in it, a region for its
    parts. With a ``limit`` the rows may end after so many."""
    lens = lens or Lens()
    before = months_later(lens.day, -12 * years)
    if node is not None:
        return _of_node(graph, node, lens, before)
    return _OfAll(graph, lens).before(before, limit)


# ------------------------------------------------------------------ of a node


def _of_node(graph: ReadGraph, node: str, lens: Lens, before: datetime.date) -> Sleeping:
    between, standing, has_parts, found = Between(graph, lens.day), 0, False, []
    for start, end in _standing_ties(graph, node, lens):
        if not signs.can_fall_silent(end.data):
            has_parts = True
            continue
        standing += 1
        row = _row(graph, start, end, lens, between.heard(end.tie, start, end.node))
        if row.heard is None or _day(row, lens.day) < before:
            found.append(row)
    found.sort(key=lambda row: (_day(row, lens.day), row.from_, row.to, row.tie))
    return Sleeping(standing, has_parts, len(found), lambda: iter(found))


def _day(row: Asleep, today: datetime.date) -> datetime.date:
    return datetime.date.max if row.heard is None else signs.last_day_of(row.heard, today)


def _standing_ties(graph: ReadGraph, node: str, lens: Lens) -> Iterator[tuple[str, End]]:
    """The ties of a node, and of what it stands for, that the lens shows and that stand today."""
    for id, edge in ties_at(graph, stands_for(graph, node)):
        is_shown = lens.admits_tie(edge.data) and is_listed(graph, lens, edge.start, edge.end)
        if is_shown and signs.stands_for_sure(edge.data, stage(edge.data, lens.day), lens.day):
            yield edge.start, edge.from_start(id)


def _row(graph: ReadGraph, start: str, end: End, lens: Lens, heard: Heard) -> Asleep:
    sign, today = heard.sign, lens.day
    last = sign and signs.last_day_of(sign.when, today)
    of_another = None if heard.tie == end.tie else heard.tie
    perhaps = (one._replace(tie=None) if one.tie and _is_hidden(graph, one.tie, lens) else one for one in heard.perhaps)
    return Asleep(
        **tie_fields(graph, start, end, lens),
        state="undated" if sign is None else "perhaps" if heard.perhaps or heard.without_date else "asleep",
        silence=None if last is None else _whole_years(last, today),
        heard=sign and sign.when,
        sign=sign and sign.what,
        heard_from=sign and sign.source,
        heard_of=None if of_another is None or _is_hidden(graph, of_another, lens) else of_another,
        perhaps=tuple(perhaps),
        without_date=heard.without_date,
    )


def _is_hidden(graph: ReadGraph, tie: str, lens: Lens) -> bool:
    """True if the lens excludes who the other tie is of: then nobody is named."""
    start, end, _ = graph.graph["ties"][tie]
    return is_excluded(graph, start, lens) or is_excluded(graph, end, lens)


def _whole_years(last: datetime.date, today: datetime.date) -> int:
    return max(0, today.year - last.year - ((today.month, today.day) < (last.month, last.day)))


# ------------------------------------------------------------------ of all


class _OfAll:
    """All ties of a graph in columns. A day is a number, see :meth:`datetime.date.toordinal`."""

    def __init__(self, graph: ReadGraph, lens: Lens) -> None:
        self._graph, self._lens, self._today = graph, lens, lens.day
        self._numbered, self._date_of = numbered(graph), Sources(graph)
        self._alike, self._told = self._numbered.alike(dated=True), self._numbered.told(in_full=True)
        self._nodes, self._starts, self._ends = self._numbered.ends()
        self._day_of_life = _LastDays(self._heard_of_life, self._today)
        self._day_of_record = _LastDays(self._heard_of_record, self._today)
        self._facts = {likeness: self._numbered.facts(likeness) for likeness in {one for one, _ in self._alike.common}}

    def before(self, day: datetime.date, limit: int | None) -> Sleeping:
        """The ties that sleep: those of which nothing was heard from this day on."""
        stands, count = self._standing(self._can_fall_silent), len(self._nodes)
        pairs = [
            one * count + other if one < other else other * count + one
            for one, other in zip(self._starts, self._ends, strict=True)
        ]
        last = dict.fromkeys(compress(pairs, stands), _NEVER)
        self._hear(pairs, last)
        until, total = day.toordinal(), len(pairs)
        never = datetime.date.max.toordinal() + 1  # last in order
        order = [
            (((last[pair] or never) * count + start) * count + end) * total + place
            for pair, start, end, place in zip(
                *(compress(column, stands) for column in (pairs, self._starts, self._ends, range(total))), strict=True
            )
            if last[pair] < until
        ]
        chosen = sorted(order) if limit is None else self._first(order, limit, total)
        has_parts = not any(stands) and any(self._standing(self._stand - self._can_fall_silent))
        return Sleeping(sum(stands), has_parts, len(order), lambda: self._rows(chosen, total))

    def _first(self, order: list[int], limit: int, total: int) -> list[int]:
        """The first of them, and those that differ from the last of these in nothing but their ids."""
        first = nsmallest(limit, order)
        if not first:
            return []
        same = first[-1] // total
        return sorted({*first, *(one for one in order if one // total == same)})

    def _rows(self, order: Iterable[int], total: int) -> Iterator[Asleep]:
        between = Between(self._graph, self._today)
        for _, alike in groupby(order, key=lambda one: one // total):
            edges = self._numbered.edges_at([one % total for one in alike])
            for id, edge in sorted(edges, key=lambda tie: tie[0]):
                heard = between.heard(id, edge.start, edge.end)
                yield _row(self._graph, edge.start, edge.from_start(id), self._lens, heard)

    # ---------------------------------------------------------------- which stand

    def _standing(self, those: set[Likeness]) -> bytes:
        """Of each tie, 1 if it is alike one of those, stands for sure and the lens shows it, else 0."""
        of_common = [likeness in those and self._stands(likeness, life) for likeness, life in self._alike.common]
        found = map(of_common.__getitem__, self._alike.places)
        shown = shown_through(self._numbered, self._lens, self._alike, self._told)
        return bytes(found if shown is None else map(and_, found, shown))

    def _stands(self, likeness: Likeness, life: Life) -> bool:
        data = self._dated(likeness, life)
        return signs.stands_for_sure(data, stage(data, self._today), self._today)

    @cached_property
    def _stand(self) -> set[Likeness]:
        """The likenesses of ties that stand, their lives aside: most lives need no reading."""
        return {likeness for likeness, facts in self._facts.items() if stage(facts, self._today).is_fact}

    @cached_property
    def _can_fall_silent(self) -> set[Likeness]:
        """Those of them that are neither posts nor parts."""
        return {likeness for likeness in self._stand if signs.can_fall_silent(self._facts[likeness])}

    def _dated(self, likeness: Likeness, life: Life) -> dict[str, Any]:
        own = self._numbered.life(life)
        return {"since": None, "until": None, "on": None, **as_dict(own), **self._facts[likeness]}

    # ---------------------------------------------------------------- what was heard

    def _hear(self, pairs: Sequence[int], last: dict[int, int]) -> None:
        """Note the day of the last sure sign of life between each of the pairs of nodes in ``last``."""
        speaks = [signs.can_fall_silent(self._facts[likeness]) for likeness, _ in self._alike.common]
        heard = bytes(map(and_, map(last.__contains__, pairs), map(speaks.__getitem__, self._alike.places)))
        for pair, day in zip(compress(pairs, heard), self._days(heard), strict=True):
            if day > last[pair]:
                last[pair] = day
        officials = {place for place, (_, about) in enumerate(self._nodes) if about["type"] == "official"}
        if officials:
            theirs = bytes(
                speaks[at] and (start in officials or end in officials)
                for at, start, end in zip(self._alike.places, self._starts, self._ends, strict=True)
            )
            self._add_officials(last, theirs)

    def _add_officials(self, last: dict[int, int], theirs: bytes) -> None:
        """Add the signs of life of the ties of officials to those between the places of their posts."""
        count, places = len(self._nodes), self._places_of_posts()
        ends = compress(self._starts, theirs), compress(self._ends, theirs)
        for start, end, day in zip(*ends, self._days(theirs), strict=True):
            for one, other in product((start, *places.get(start, ())), (end, *places.get(end, ()))):
                pair = min(one, other) * count + max(one, other)
                if day > last.get(pair, day):
                    last[pair] = day

    def _places_of_posts(self) -> dict[int, list[int]]:
        """Where each official holds or held a post, if sources do not disagree on it."""
        of_posts = {
            likeness
            for likeness, facts in self._facts.items()
            if facts["kind"] == POST and stage(facts, self._today) is not Stage.DISPUTED
        }
        posts = [
            likeness in of_posts and has_come_about(self._dated(likeness, life), self._today)
            for likeness, life in self._alike.common
        ]
        found: dict[int, list[int]] = {}
        for start, end, at in zip(self._starts, self._ends, self._alike.places, strict=True):
            if posts[at]:
                found.setdefault(start, []).append(end)
        return found

    def _days(self, those: bytes) -> Iterator[int]:
        """The day of the last sign of life of each of these ties."""
        lives = map(self._day_of_life.__getitem__, compress(self._alike.places, those))
        records = map(self._day_of_record.__getitem__, compress(self._told.places, those))
        return map(max, lives, records)

    def _heard_of_life(self, place: int) -> Iterator[Sign]:
        data = self._dated(*self._alike.common[place])
        return signs.of_its_dates(data, stage(data, self._today), self._today)

    def _heard_of_record(self, place: int) -> Iterator[Sign]:
        record, today = self._told.common[place], self._today
        yield from signs.of_its_paper(record, today)
        yield from signs.of_its_sources(all_evidence(record), self._date_of, today)
        yield from signs.of_its_figures(record, self._date_of, today)


class _LastDays(dict[int, int]):
    """The day of the last of some signs of life, by a place, found when it is asked for. It takes those that are
    sure."""

    def __init__(self, heard: Callable[[int], Iterable[Sign]], today: datetime.date) -> None:
        super().__init__()
        self._heard, self._today = heard, today

    def __missing__(self, place: int) -> int:
        sure = (sign for sign in self._heard(place) if sign.is_sure)
        days = (signs.last_day_of(sign.when, self._today).toordinal() for sign in sure)
        found = self[place] = max(days, default=_NEVER)
        return found
