"""Why something needs a second look: a closed list of reasons, and how to find each in a tie or a node.

None of them is a mistake; those are for ``check``. A reason is what time, a single witness or a gap makes doubtful. The
ids of reasons are a public contract, as the codes of checks are. ``look_alikes`` finds the records that look alike.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from math import inf
from typing import Any, NamedTuple

from citygraph.domain import signs, tie_rules
from citygraph.domain.dates import OPEN, has_passed, last_day, months_later, parse_date
from citygraph.domain.held import has_come_about, may_hold
from citygraph.domain.signs import Sign
from citygraph.domain.tie_rules import Stage, beginning, stage
from citygraph.graph.interface import Attributes, ReadGraph, as_dict, country_records, sources_of

AHEAD = 12
"""Months: how long before the last day of a tie or an agreement it is reported."""


class Reason(NamedTuple):
    """A reason for a second look: its ``id``, its meaning in a line (``about``) and exactly (``manual``), and the way
    out (``hint``)."""

    id: str
    about: str
    manual: str
    hint: str


REASONS = {
    reason.id: reason
    for reason in (
        Reason(
            "plan-passed",
            "plans whose day has passed",
            "A tie is `planned` or `proposed`, and the last day that its `on` or `since` can mean has passed. If it "
            "has neither, the date of its event counts.",
            "did it come about? Then write that in `status:`, with its source; else it is `cancelled`",
        ),
        Reason(
            "runs-out",
            f"ties and posts that end within {AHEAD} months, or whose agreement has expired",
            f"The last day of a tie or a post (`until`) is within the next {AHEAD} months. Or the last day of its "
            "agreement (`expires`) is within them or has passed, and the tie may hold to this day.",
            "is it renewed? Then give the new day; if it is over, `status: ended`",
        ),
        Reason(
            "contradiction",
            "sources that contradict each other",
            "Two figures of one thing for the same time cannot both be right (`about` leaves a tenth either way, "
            "`nearly` a tenth below). Or a tie is *disputed*: its evidence gives it two statuses, or denies it. Or two "
            "quotes of a tie, from two sources, each name one year, and the years differ.",
            "which source do you believe, and why? `notes:` keeps the answer",
        ),
        Reason(
            "look-alike",
            "records that look like the same thing",
            "Two nodes of one type share a name, in any spelling and language, and lie in one country and at most "
            "50 km apart, as far as their records say. Or their names differ in one letter of five (two at most), and "
            "they are at most 5 km apart. Or two nodes of any type share an identifier. Nodes are left out if other "
            "identifiers, levels or regions tell them apart; so are those with the same `name`, country, level and "
            "region, which `check` reports. Two ties look alike if they are standing, of one kind, between the same "
            "two nodes, and may hold at the same time, unless title, subject, form or role tells them apart.",
            "if they are one, one of them goes; if two, `identifiers:`, `level:` or `part_of:` say so, or a tie's "
            "`subject:`",
        ),
        Reason(
            "one-side",
            "ties that only one of the two sides reports",
            "All evidence of a tie between two parties comes from one of them: from the speaker (`by`), else from the "
            "record with the name of the publisher. An official speaks for the places of all posts that are or were "
            "held, if sources do not disagree on that; an organization for what it is part of, a region for its parts, "
            "a country for what lies in it. A speaker for both ends is on neither side. The kind `interest` is left "
            "out, since it is one-sided by its nature; so is the group *structure*.",
            "what does the other side say? Add that as `evidence:`",
        ),
        Reason(
            "not-confirmed",
            "ties and posts that no source has confirmed for long",
            "A standing tie or a post may hold to this day, and its newest date is more than so many months old, at "
            "the latest day that the date can mean. The dates are those on which it was `seen`, began, changed its "
            "status, was signed or approved, and on which its sources were published, or else read (`retrieved`). A "
            "date ahead confirms nothing. Of the group *structure* only posts count.",
            "does it hold still? Add a source that says so, or `seen:`",
        ),
        Reason(
            "one-source",
            "ties that rest on one source",
            "All evidence of a tie is from one source. The group *structure* is left out: posts, parts, successors.",
            "which other source says so?",
        ),
        Reason(
            "undated-source",
            "sources without a date",
            "A source has neither `published` nor `retrieved`, and standing ties or posts that may hold to this day "
            "rest on it: their age is unknown.",
            "when was it published, or when did you read it?",
        ),
        Reason(
            "no-coordinates",
            "cities that are on no map",
            "A city has no `coordinates`.",
            "a gazetteer has them; name it as the source",
        ),
        Reason(
            "no-identifier",
            "cities without an identifier",
            "A city has no `identifiers`, so that other data sets cannot match it.",
            "look it up, in Wikidata or GeoNames; never from memory",
        ),
    )
}
"""Every reason by its id, the most pressing first."""


class Concern(NamedTuple):
    """A doubt about a record: its message; the ``key`` of the record, the ``other`` record and the date (``when``) that
    it is about. ``order`` is the last day of that date: the earlier, the more pressing."""

    message: str
    key: str = ""
    other: str | None = None
    when: str | None = None
    order: datetime.date = datetime.date.min


class TieUnderReview:
    """A tie under review, with all its ``evidence``, also that of its history, and what it is today (``stage``)."""

    __slots__ = ("data", "end", "evidence", "id", "stage", "start")

    def __init__(self, id: str, start: str, end: str, data: Attributes, today: datetime.date) -> None:
        self.id, self.start, self.end = id, start, end
        self.data = as_dict(data)
        self.evidence = tie_rules.all_evidence(self.data)
        self.stage = stage(self.data, today)

    @property
    def is_post(self) -> bool:
        return bool(self.data["kind"] == "holds-post")

    @property
    def joins_parties(self) -> bool:
        """True if it is a tie between two parties, and not of the group *structure*: a post, a part."""
        return bool(self.data["group"] != "structure")


class Context:
    """What a look needs beside the record: the day, the limits of time, and which node speaks for which."""

    def __init__(self, graph: ReadGraph, today: datetime.date, months: int) -> None:
        self.graph, self.today = graph, today
        self.long_ago = months_later(today, -months)
        self.soon = months_later(today, AHEAD)
        self._sources: dict[str, Attributes | None] = {}
        self._publishers: dict[str, str | None] = {}
        self._voices: dict[str, frozenset[str]] = {}

    def may_hold(self, tie: TieUnderReview) -> bool:
        """True if a standing tie may hold to this day."""
        return may_hold(tie.data, tie.stage, self.today)

    def date_of(self, source: str) -> Sign | None:
        """The day of a source: when it was published, else when it was read."""
        return signs.of_source(source, self._source(source) or {})

    def is_read(self, source: str) -> bool:
        """True if the record of a source could be read. What it says else is not known."""
        return self._source(source) is not None

    def _source(self, id: str) -> Attributes | None:
        """The record of a source; None if it could not be read."""
        if id not in self._sources:
            self._sources[id] = self.graph.graph["sources"].get(id)
        return self._sources[id]

    def speaker(self, item: Mapping[str, Any]) -> str | None:
        """The id of the node that speaks in a piece of evidence: its ``by``, else the publisher; None if neither is a
        node, or its record could not be read."""
        if item["by"] is not None:
            return str(item["by"]) if item["by"] in self.graph.nodes else None
        source = item["source"]
        if source not in self._publishers:
            self._publishers[source] = self._record_of((self._source(source) or {}).get("publisher"))
        return self._publishers[source]

    def _record_of(self, publisher: str | None) -> str | None:
        """The node with the name of a publisher; None if there is none, or several."""
        if publisher is None:
            return None
        named: list[str] = self.graph.graph["names"].lookup(publisher, self.graph.nodes.__contains__)
        return named[0] if len(named) == 1 else None

    def voice(self, id: str) -> frozenset[str]:
        """The nodes that a node speaks for: itself, and all that it belongs to."""
        if id not in self._voices:
            found, todo = {id}, [id]
            while todo:
                new = set(self._above(todo.pop())) - found
                found |= new
                todo += new
            self._voices[id] = frozenset(found)
        return self._voices[id]

    def _above(self, id: str) -> Iterator[str]:
        for other, ties in self.graph.adj[id].items():
            if any(map(self._belongs, ties.values())):
                yield other
        node = self.graph.nodes[id]
        if region := node["record"].get("part_of"):
            yield region
        if country := self._countries.get(node["country"]):
            yield country

    def _belongs(self, tie: Attributes) -> bool:
        is_above = tie["kind"] in ("holds-post", "part-of") and stage(tie, self.today) is not Stage.DISPUTED
        return is_above and has_come_about(tie, self.today)

    @cached_property
    def _countries(self) -> dict[str, str]:
        return country_records(self.graph)


TieLook = Callable[[TieUnderReview, Context], Iterator[Concern]]
NodeLook = Callable[[Attributes], Iterator[Concern]]


# ------------------------------------------------------------------ ties


def plan_passed(tie: TieUnderReview, context: Context) -> Iterator[Concern]:
    data, today = tie.data, tie.stage
    when = beginning(data)
    if today in (Stage.PROPOSED, Stage.PLANNED) and when and has_passed(when, context.today):
        key = next((key for key in ("on", "since") if data[key] == when), "status")
        says = f"it is {today.word}, but {when} has passed"
        yield Concern(says, key, None, when, last_day(when) or context.today)


def runs_out(tie: TieUnderReview, context: Context) -> Iterator[Concern]:
    data, today = tie.data, tie.stage
    if today.is_plan or today.is_over:
        return
    until = data["until"]
    if until and until != OPEN and context.today <= (last := parse_date(until).latest) <= context.soon:
        yield Concern(f"it ends {_on(until)}", "until", None, until, last)
        return
    expires = (data.get("agreement") or {}).get("expires")
    if not expires:
        return
    last = parse_date(expires).latest
    if last <= context.soon and context.may_hold(tie):
        over = last < context.today
        message = f"its agreement {'expired' if over else 'expires'} {_on(expires)}"
        message += ", and nothing says that it was renewed" if over else ""
        yield Concern(message, "agreement", None, expires, last)


def _on(date: str) -> str:
    return f"{'on' if len(date) >= 10 else 'in'} {date}"


_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d.,]?\d)", re.ASCII)


def sources_contradict(tie: TieUnderReview, context: Context) -> Iterator[Concern]:
    yield from _statuses_contradict(tie)
    yield from _quotes_contradict(tie)
    yield from _figures_contradict(tie.data)


def _statuses_contradict(tie: TieUnderReview) -> Iterator[Concern]:
    if tie.stage is not Stage.DISPUTED:
        return
    stated = tie.data.get("stated")
    said = [f"{stated} (its own `status`)"] if tie_rules.is_told(stated) else []
    for item in tie.evidence:
        if item.get("status"):
            by = f"`{item['by']}` in " if item["by"] else ""
            said.append(f"{item['status']} ({by}`{item['source']}`)")
    yield Concern(f"its sources disagree on how it stands: {', '.join(dict.fromkeys(said))}", "evidence")


def _quotes_contradict(tie: TieUnderReview) -> Iterator[Concern]:
    if len(tie.evidence) < 2:
        return
    named: dict[str, set[str]] = {}  # by source
    for item in tie.evidence:
        named.setdefault(item["source"], set()).update(_YEAR.findall(item["quote"] or ""))
    said = sorted((*years, source) for source, years in named.items() if len(years) == 1)
    if len({year for year, _ in said}) > 1:
        words = ", ".join(f"{year} (`{source}`)" for year, source in said)
        yield Concern(f"its quotes name different years: {words}", "evidence")


def one_side(tie: TieUnderReview, context: Context) -> Iterator[Concern]:
    if not tie.joins_parties or tie.data["kind"] == "interest":
        return
    speakers = {context.speaker(item) for item in tie.evidence}
    if not speakers or None in speakers:
        return
    nodes, ends = context.graph.nodes, (tie.start, tie.end)
    if any(nodes[end]["type"] == "event" for end in ends):
        return
    start, end = map(context.voice, ends)
    sides = {_side(context.voice(speaker), start - end, end - start) for speaker in speakers if speaker}
    if len(sides) == 1 and (side := sides.pop()) is not None:
        yield Concern(f"only the side of `{ends[side]}` says so", "evidence", ends[side])


def _side(voice: frozenset[str], start: frozenset[str], end: frozenset[str]) -> int | None:
    """The end that a voice speaks for, 0 or 1; None if it speaks for both or neither."""
    for_start, for_end = bool(voice & start), bool(voice & end)
    return None if for_start == for_end else int(for_end)


def not_confirmed(tie: TieUnderReview, context: Context) -> Iterator[Concern]:
    if not (tie.joins_parties or tie.is_post):
        return
    if not all(context.is_read(source) for source in sources_of(tie.evidence)):
        return  # it may be the one that confirms the tie
    if not context.may_hold(tie):
        return
    today = context.today
    heard = [
        *signs.of_its_dates(tie.data, tie.stage, today),
        *signs.of_its_paper(tie.data, today),
        *signs.of_its_sources(tie.evidence, context.date_of, today),
    ]
    newest = max((one.when for one in heard), key=lambda date: parse_date(date).latest, default=None)
    if newest is None or (latest := parse_date(newest).latest) >= context.long_ago:
        return
    yield Concern(f"nothing since {newest} says that it holds", "", None, newest, latest)


def one_source(tie: TieUnderReview, context: Context) -> Iterator[Concern]:
    if tie.joins_parties and len(sources := {item["source"] for item in tie.evidence}) == 1:
        yield Concern(f"only `{sources.pop()}` says so", "evidence")


TIE_LOOKS: dict[str, TieLook] = {
    "plan-passed": plan_passed,
    "runs-out": runs_out,
    "contradiction": sources_contradict,
    "one-side": one_side,
    "not-confirmed": not_confirmed,
    "one-source": one_source,
}


def undated_sources(tie: TieUnderReview, context: Context) -> Iterator[str]:
    """The sources without a date of a tie that may hold to this day."""
    sources = filter(context.is_read, sources_of(tie.evidence))
    undated = [source for source in sources if context.date_of(source) is None]
    if undated and (tie.joins_parties or tie.is_post) and context.may_hold(tie):
        yield from undated


# ------------------------------------------------------------------ nodes


def figures_contradict(node: Attributes) -> Iterator[Concern]:
    yield from _figures_contradict(node["record"])


def _figures_contradict(record: Attributes) -> Iterator[Concern]:
    same: dict[tuple[Any, ...], list[_DatedFigure]] = {}
    for observation in record.get("observations", ()):
        when = tie_rules.figure_time(observation)
        if when is not None:
            figure = _DatedFigure.of(observation)
            same.setdefault((observation["property"], observation.get("unit"), when), []).append(figure)
    for (of, _, when), figures in same.items():
        low, high = min(figures, key=lambda one: (one.most, one.words)), max(figures, key=lambda one: one[::2])
        if low.most < high.least:
            yield Concern(f"{of} of {when}: {low.words}, but {high.words}", "observations", None, when)


_STEP = 1e-9
_RANGES: dict[str, Callable[[float], tuple[float, float]]] = {
    "exactly": lambda value: (value, value),
    "about": lambda value: (value - abs(value) / 10, value + abs(value) / 10),
    "more-than": lambda value: (value + max(abs(value), 1) * _STEP, inf),
    "at-least": lambda value: (value, inf),
    "less-than": lambda value: (-inf, value - max(abs(value), 1) * _STEP),
    "at-most": lambda value: (-inf, value),
    "nearly": lambda value: (value - abs(value) / 10, value),
}
"""The least and the most that a figure can mean."""


class _DatedFigure(NamedTuple):
    least: float
    most: float
    words: str

    @classmethod
    def of(cls, observation: Mapping[str, Any]) -> _DatedFigure:
        bound, value = observation.get("bound", "exactly"), observation["value"]
        sources = ", ".join(f"`{source}`" for source in sources_of(observation["evidence"]))
        said = f"{value:,}" if bound == "exactly" else f"{bound.replace('-', ' ')} {value:,}"
        return cls(*_RANGES[bound](value), said + (f" ({sources})" if sources else ""))


def no_coordinates(node: Attributes) -> Iterator[Concern]:
    if node["type"] == "city" and node["lat"] is None:
        yield Concern("it has no `coordinates`")


def no_identifier(node: Attributes) -> Iterator[Concern]:
    if node["type"] == "city" and not node["record"].get("identifiers"):
        yield Concern("it has no `identifiers`")


NODE_LOOKS: dict[str, NodeLook] = {
    "contradiction": figures_contradict,
    "no-coordinates": no_coordinates,
    "no-identifier": no_identifier,
}
