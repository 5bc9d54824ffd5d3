"""What happened when, and what is to come? Entries about ties, posts, events and statements, in order of time.

Dates stay as fine as their source. The first day of the written date, without its marks of doubt, decides the place of
an entry: 2021, 2021~, 2021-01 and 2021-01-01 all begin a year. If entries begin together, the coarser date comes first,
then the one without a mark.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from citygraph.domain import dated_facts, tie_rules
from citygraph.domain.dated_facts import EntryMode
from citygraph.domain.dates import months_later, parse_date
from citygraph.domain.held import held
from citygraph.domain.lens import Lens
from citygraph.domain.terms import Held
from citygraph.domain.tie_rules import Stage, stage
from citygraph.domain.tie_words import label
from citygraph.domain.written_dates import WrittenDate, written
from citygraph.graph.asked import Progress, silent
from citygraph.graph.interface import Attributes, Direction, End, ReadGraph, ends, numbered, sources_of
from citygraph.graph.tie_facts import Evidence, evidence_of, is_excluded, only_if_asked, only_in_python
from citygraph.questions.ties import is_listed, listed_among, stands_for

Of = Literal["tie", "post", "event", "statement", "figure"]
Happening = Literal[
    "proposed", "planned", "approved", "signed", "began", "took office", "took place", "said", "counted", "seen",
    "anniversary", "unknown", "active", "resumed", "dormant", "suspended", "expired", "ended", "left office",
    "cancelled",
]  # fmt: skip
"""What happened, in the order for entries of one day: beginnings come before ends."""

_TO_COME: dict[EntryMode, bool] = {"planned": False, "open": True, "ahead": True}
"""What is to come, and whether that needs a date."""
ROUND = 5
"""The years between two round anniversaries."""
_ORDER = {what: rank for rank, what in enumerate(get_args(Happening))}
_OFFICE: dict[Happening, Happening] = {"began": "took office", "ended": "left office"}
_LOOK = 1000
"""The ties to read between two reports of progress."""
_SPARE = 1000
"""The entries to keep beyond twice the limit, so that they are seldom sorted."""


class Window(NamedTuple):
    """A range of days, both ends included."""

    first: datetime.date
    last: datetime.date


class Count(NamedTuple):
    """A figure of a node, without its time."""

    property: str
    value: float
    bound: str
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One thing that happened, or is to. ``when`` is its date as the source has it; ``earliest`` and ``latest`` are the
    first and the last day that the date can mean (``latest`` is None if it goes on). All three are None if there is no
    date.

    A tie or a post reads ``from_``, ``label``, ``to`` from the named node; ``status`` is that of today, and ``stage``
    is what the tie is today, ``notes`` are its notes. An event is ``from_`` alone. Of a statement, ``from_`` is the
    speaker, ``at`` the event and ``about`` the nodes that it is about. Of a figure, ``from_`` is its node. ``years`` is
    the number of years of an anniversary.
    """

    when: str | None
    earliest: str | None
    latest: str | None
    uncertain: bool
    what: Happening
    mode: EntryMode
    of: Of
    id: str | None
    from_: str
    to: str | None = None
    kind: str | None = None
    label: str | None = None
    direction: Direction | None = None
    title: str | None = None
    status: str | None = None
    stage: Stage | None = only_in_python(None)
    notes: Any = only_in_python(None)
    since: str | None = None
    years: int | None = None
    at: str | None = None
    about: tuple[str, ...] = ()
    figure: Count | None = None
    sources: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    held: Held | None = only_if_asked()


class TimelineEntries(NamedTuple):
    """Entries in order of time, and those without a date. ``about`` is the node or country that they are about, or None
    for all. Beyond the limit, ``dated`` counts all entries with a date, and ``missing`` those without, by what they are
    of."""

    about: str | None
    entries: tuple[TimelineEntry, ...]
    undated: tuple[TimelineEntry, ...]
    dated: int
    missing: dict[Of, int]


class Gap(NamedTuple):
    """Whole years without an entry: their number, and the index of the entry after them."""

    years: int
    before: int


# ------------------------------------------------------------------ dates


_SPAN = re.compile(r"(\d{1,4}) ?(day|month|year)s?", re.ASCII)


def window(text: str, today: datetime.date) -> Window:
    """The days of ``18 months`` from today on, or of a date or period.

    Raises:
        ValueError: if the text is neither.

    >>> window("2 months", datetime.date(2026, 12, 31))[1].isoformat(), window("2027", datetime.date.min)[0].isoformat()
    ('2027-02-28', '2027-01-01')
    """
    span = _SPAN.fullmatch(text)
    if span is None:
        date = written(text)
        return Window(date.first, date.last or datetime.date.max)
    number, unit = int(span[1]), span[2]
    if unit == "day":
        left = (datetime.date.max - today).days
        return Window(today, today + datetime.timedelta(min(number, left)))
    return Window(today, months_later(today, number * (12 if unit == "year" else 1)))


def in_order(entry: TimelineEntry) -> tuple[Any, ...]:
    """A sort key: see the module. Entries without a date come last."""
    rest = _ORDER[entry.what], entry.of, entry.id or "", entry.from_, entry.to or "", entry.title or ""
    if entry.when is None:
        return datetime.date.max, 0, False, *rest
    date = written(entry.when)
    return date.first, date.digits, date.uncertain, *rest


def gaps(entries: Iterable[TimelineEntry]) -> list[Gap]:
    """The long gaps of a timeline: three or more whole years without an entry, and at least a tenth of its span."""
    years = []
    for entry in entries:
        if entry.when is not None:
            date = written(entry.when)
            years.append((date.first.year, (date.last or date.first).year))
    if not years:
        return []
    span = max(last for _, last in years) - years[0][0] + 1
    found, reached = [], years[0][1]
    for index, (first, last) in enumerate(years):
        quiet = first - reached - 1
        if quiet >= 3 and quiet * 10 >= span:
            found.append(Gap(quiet, index))
        reached = max(reached, last)
    return found


# ------------------------------------------------------------------ the question


def entries_of(
    graph: ReadGraph,
    node: str | None = None,
    lens: Lens | None = None,
    *,
    within: Window | None = None,
    upcoming: bool = False,
    limit: int | None = None,
    progress: Progress = silent,
) -> TimelineEntries:
    """The entries about a node; a country stands for all that lies in it, a region for its parts. If ``node`` is None,
    the entries about all that the lens shows, without figures.

    With ``within``, only what may fall in that window. With ``upcoming``, only what is still to come in it, plans
    without a date, and round anniversaries of ties that are not over. At most the first ``limit`` entries with a date,
    and as many without.
    """
    lens = lens or Lens()
    members = None if node is None else frozenset(stands_for(graph, node))
    dated, undated = _FirstEntries(limit), _FirstEntries(limit)
    missing: Counter[Of] = Counter()
    teller = _TieEntries(graph, lens, members, node, within, dated.is_later, upcoming=upcoming)
    for entry in teller.all(progress):
        if entry.when is None:
            undated.add(entry)
            missing[entry.of] += 1
        else:
            dated.add(entry)
    return TimelineEntries(node, dated.entries(), undated.entries(), dated.count, dict(missing))


class _FirstEntries:
    """Keeps the first ``limit`` of the added entries, or all, and counts them."""

    def __init__(self, limit: int | None) -> None:
        self.count = 0
        self._limit = limit
        self._kept: list[TimelineEntry] = []
        self._last: datetime.date | None = None

    def add(self, entry: TimelineEntry) -> None:
        self.count += 1
        self._kept.append(entry)
        if self._limit is not None and len(self._kept) > 2 * self._limit + _SPARE:
            self._cut()

    def is_later(self, when: str) -> bool:
        """True if ``limit`` entries before this date are known. The entry is then counted, and need not be added."""
        if self._last is None or written(when).first <= self._last:
            return False
        self.count += 1
        return True

    def entries(self) -> tuple[TimelineEntry, ...]:
        self._cut()
        return tuple(self._kept)

    def _cut(self) -> None:
        self._kept.sort(key=in_order)
        if self._limit is not None and len(self._kept) >= self._limit:
            del self._kept[self._limit :]
            last = self._kept[-1].when if self._kept else None
            self._last = None if last is None else written(last).first


class _TieEntries:
    """Finds the entries about some nodes, or all. It builds only entries that the question asks for."""

    def __init__(
        self,
        graph: ReadGraph,
        lens: Lens,
        members: frozenset[str] | None,
        asked: str | None,
        within: Window | None,
        is_later: Callable[[str], bool],
        *,
        upcoming: bool,
    ) -> None:
        self._graph, self._lens = graph, lens
        self._is_later = is_later
        self._members, self._asked = members, asked
        self._within, self._upcoming = within, upcoming
        self._today = lens.day

    def all(self, progress: Progress) -> Iterator[TimelineEntry]:
        """All entries, in any order."""
        ties = self._all_ties() if self._members is None else self._ties_of(self._members)
        of = len(self._graph.graph["ties"]) if self._members is None else 0
        for done, (start, end) in enumerate(ties):
            if done % _LOOK == 0:
                progress("reading ties", done, of)
            yield from self._of_tie(start, end)
        if self._lens.asks_for_ties:
            return
        yield from self._events()
        yield from self._statements()
        if self._asked is not None and self._asked in self._graph.nodes:
            yield from self._figures(self._asked)

    def _mode(self, when: str | None, what: Happening, rests_on: Stage | None) -> EntryMode | None:
        """The mode of an entry; None if the question does not ask for it."""
        date = None if when is None else written(when)
        if self._within and date and not self._may_lie(date, self._within):
            return None
        mode = dated_facts.mode(what, rests_on, when, self._today)
        if not self._upcoming:
            return mode
        needs_date = _TO_COME.get(mode)
        return None if needs_date is None or (needs_date and not date) else mode

    def _may_lie(self, date: WrittenDate, window: Window) -> bool:
        if date.first > window.last:
            return False
        if date.last is None:  # it goes on: only its beginning can be to come
            return not self._upcoming or date.first >= window.first
        return date.last >= window.first

    # ---------------------------------------------------------------- ties

    def _all_ties(self) -> Iterator[tuple[str, End]]:
        return listed_among(self._graph, numbered(self._graph).all_edges(), self._lens)

    def _ties_of(self, members: frozenset[str]) -> Iterator[tuple[str, End]]:
        """The ties of some nodes, each once; also the posts in their parts, as in their councils."""
        todo, known, seen = sorted(members), set(members), set()
        for here in todo:  # the list grows in the loop
            for end in ends(self._graph, here):
                if end.data["kind"] == "part-of" and end.direction == "in" and end.node not in known:
                    known.add(end.node)
                    todo.append(end.node)
                if end.tie not in seen and self._is_told(here, end):
                    seen.add(end.tie)
                    yield here, end

    def _is_told(self, here: str, end: End) -> bool:
        lens, nodes = self._lens, self._graph.nodes
        is_post = end.data["kind"] == "holds-post"
        if (here not in (self._members or ()) and not is_post) or not lens.admits_tie(end.data):
            return False
        if not lens.asks_for_nodes:
            return True
        if is_post:
            return is_listed(self._graph, lens, here, end.node)
        if here != self._asked and lens.excludes_node(nodes[here]):
            return False
        if end.node in (self._members or ()):
            return end.node == self._asked or not lens.excludes_node(nodes[end.node])
        return lens.admits_node(nodes[end.node])

    def _of_tie(self, start: str, end: End) -> Iterator[TimelineEntry]:
        tie = end.data
        dates: list[tuple[str | None, Happening, Stage | None, Any]] = [*dated_facts.of(tie)]
        is_post = tie["kind"] == "holds-post"
        if not dates:
            dates = [(None, *dated_facts.undated(tie), None)]
        told = [
            (one, mode) for one in dates if (mode := self._mode(*one[:3])) and not (one[0] and self._is_later(one[0]))
        ]
        jubilees = []
        if self._upcoming and self._within and not is_post:
            found = anniversaries(tie, self._within, self._today)
            jubilees = [one for one in found if not self._is_later(one[0])]
        if not told and not jubilees:
            return
        evidence = evidence_of(self._graph, tie, self._lens)
        stands = stage(tie, self._today)
        said = {
            "of": "post" if is_post else "tie",
            "id": end.tie,
            "from_": start,
            "to": end.node,
            "kind": tie["kind"],
            "label": label(self._graph.graph["kinds"][tie["kind"]], end.direction, stands),
            "direction": end.direction,
            "title": tie.get("title"),
            "status": tie["status"],
            "stage": stands,
            "notes": tie.get("notes"),
            "since": tie["since"],
            "held": self._lens.held(tie),
        }
        for (when, what, _, own), mode in told:
            who = evidence_of(self._graph, {"evidence": own}, self._lens) if own else evidence
            yield _entry(when, _OFFICE.get(what, what) if is_post else what, mode, evidence=who, **said)
        for when, years in jubilees:
            mode = dated_facts.mode("anniversary", None, when, self._today)
            yield _entry(when, "anniversary", mode, evidence=evidence, years=years, **said)

    # ---------------------------------------------------------------- what is no tie

    def _events(self) -> Iterator[TimelineEntry]:
        by_number = numbered(self._graph)
        if self._members is None:
            found: Iterable[str] = (
                by_number.id(node)
                for node, data in by_number.all_nodes()
                if data["type"] == "event" and self._lens.admits_node(data)
            )
        else:
            found = (id for id in sorted(self._members) if id in self._graph.nodes and self._is_shown(id))
        for id in found:
            node = self._graph.nodes[id]
            if node["type"] == "event" and self._has_source(node["record"]):
                evidence = evidence_of(self._graph, node["record"], self._lens)
                when = node["record"].get("when")
                mode = self._mode(when, "took place", None)
                if mode == "perhaps":
                    mode = self._mode(when, "took place", self._event_rests_on(id))
                if mode:
                    yield _entry(when, "took place", mode, of="event", id=id, from_=id, evidence=evidence)

    def _event_rests_on(self, id: str) -> Stage | None:
        """What it rests on that an event took place."""
        has_words = any(said.get("at") == id for said in self._graph.graph["statements"].get(id, ()))
        return dated_facts.event((end.data for end in ends(self._graph, id)), has_words=has_words)

    def _is_shown(self, id: str) -> bool:
        return id == self._asked or not is_excluded(self._graph, id, self._lens)

    def _has_source(self, record: Attributes) -> bool:
        sources = self._lens.sources
        return not sources or sources.admits(*sources_of(record.get("evidence", [])))

    def _statements(self) -> Iterator[TimelineEntry]:
        statements = self._graph.graph["statements"]
        for id in sorted(statements if self._members is None else self._members):
            for said in statements.get(id, ()):
                if id == self._told_under(said) and self._is_quoted(said) and self._has_source(said):
                    yield from self._statement(said)

    def _told_under(self, said: Attributes) -> str | None:
        """The node under which a statement is listed, so that it is listed once: the first asked-for node of its
        speaker, its event and the nodes that it is about."""
        concerned = (said["by"], said.get("at"), *said.get("about", ()))
        return next((id for id in concerned if id and (self._members is None or id in self._members)), None)

    def _is_quoted(self, said: Attributes) -> bool:
        lens, nodes = self._lens, self._graph.nodes
        if said["by"] != self._asked and is_excluded(self._graph, said["by"], lens):
            return False
        if self._members is not None or not lens.asks_for_nodes:
            return True
        concerned = (said["by"], said.get("at"), *said.get("about", ()))
        return any(id in nodes and lens.admits_node(nodes[id]) for id in concerned if id)

    def _statement(self, said: Attributes) -> Iterator[TimelineEntry]:
        at, when = said.get("at"), said.get("on")
        if when is None and at is not None:
            event = self._graph.nodes.get(at)
            when = event and event["record"].get("when")
        if mode := self._mode(when, "said", None):
            yield _entry(
                when,
                "said",
                mode,
                of="statement",
                id=None,
                from_=said["by"],
                at=at if at and self._is_shown(at) else None,
                about=tuple(id for id in said.get("about", ()) if self._is_shown(id)),
                evidence=evidence_of(self._graph, said, self._lens),
            )

    def _date_of(self, event: str) -> str | None:
        node = self._graph.nodes.get(event)
        return None if node is None else node["record"].get("when")

    def _figures(self, id: str) -> Iterator[TimelineEntry]:
        for figure in self._graph.nodes[id]["record"].get("observations", ()):
            if not self._has_source(figure):
                continue
            during = figure.get("during")
            when = tie_rules.figure_date(figure, self._date_of)
            count = Count(figure["property"], figure["value"], figure.get("bound", "exactly"), figure.get("unit"))
            if mode := self._mode(when, "counted", None):
                yield _entry(
                    when,
                    "counted",
                    mode,
                    of="figure",
                    id=None,
                    from_=id,
                    at=during if during and self._is_shown(during) else None,
                    figure=count,
                    evidence=evidence_of(self._graph, figure, self._lens),
                )


def _entry(
    when: str | None, what: Happening, mode: EntryMode, *, evidence: tuple[Evidence, ...], **others: Any
) -> TimelineEntry:
    date = None if when is None else written(when)
    return TimelineEntry(
        when=when,
        earliest=date and date.earliest.isoformat(),
        latest=None if date is None or date.latest is None else date.latest.isoformat(),
        uncertain=date is not None and date.uncertain,
        what=what,
        mode=mode,
        sources=tuple(dict.fromkeys(item.source for item in evidence)),
        evidence=evidence,
        **others,
    )


# ------------------------------------------------------------------ anniversaries


def anniversaries(tie: Attributes, window: Window, today: datetime.date) -> Iterator[tuple[str, int]]:
    """The round anniversaries of a tie in a window: each a date, as fine as that of the tie, and the number of years.

    Only standing ties have some, if they are not over and may hold then. The years count from the beginning of the tie,
    or else from its signature. In a window without an end, only the next anniversary.
    """
    began = tie.get("since") or (tie.get("agreement") or {}).get("signed")
    if tie["nature"] != "standing" or stage(tie, today).is_over or not began:
        return
    year = int(began[:4])
    for then in range(window.first.year, min(window.last.year, 9999) + 1):
        years = then - year
        if years > 0 and years % ROUND == 0:
            when = moved(began, years)
            date = written(when)
            in_it = date.first <= window.last and date.last is not None and date.last >= window.first
            if in_it and held(tie, parse_date(when), today) != "no":
                yield when, years
                if window.last == datetime.date.max:
                    return


def moved(text: str, years: int) -> str:
    """The same date a number of years later; 29 February becomes the 28th in a year without it.

    >>> moved("1996-02-29", 25), moved("1987-05", 40), moved("1987~", 40)
    ('2021-02-28', '2027-05', '2027~')
    """
    year = int(text[:4]) + years
    rest = text[4:]
    if rest[:6] == "-02-29" and not (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
        rest = "-02-28" + rest[6:]
    return f"{year:04}{rest}"
