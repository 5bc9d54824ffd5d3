"""What was said to come, when is it due, and was it kept?"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Unpack, get_args

from citygraph.domain.dates import has_passed
from citygraph.domain.lens import Lens
from citygraph.domain.terms import STATUSES
from citygraph.domain.tie_rules import beginning, by_status, stage, was_cancelled
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import Attributes, End, ReadGraph
from citygraph.questions import LIMIT, OF_NODE, Answer, Column, Naming
from citygraph.questions._columns import SOURCE, said_of_ties, status
from citygraph.questions.agreements import followers_of
from citygraph.questions.ties import Tie, listed_that_may_say, tie_fields

Outcome = Literal["overdue", "open", "unknown", "kept", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(Tie):
    """A tie that was planned or proposed. ``due`` is when it is to begin, to take place or to be signed; ``said`` is
    when the first of its sources was published.

    ``outcome`` is *overdue* or *open* for a plan, by its date; *kept* if the tie came about, or the tie ``kept_by``
    that follows it; *dropped* if it was cancelled; *unknown* if no source says what became of the plan."""

    outcome: Outcome
    due: str | None
    said: str | None
    kept_by: str | None


PANEL = "Ask"


def promises(
    asked: Asked,
    node: Annotated[str | None, OF_NODE] = None,
    *,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[Promise]:
    """What was said to come, when is it due, and was it kept?

    The ties that a source has called planned or proposed: first those that are overdue.

    [dim]citygraph promises Jingdezhen[/dim]

    [dim]citygraph promises Osh --status proposed[/dim]
    """
    seen = asked.lens(**lens)
    here = None if node is None else asked.end_or_country(node)
    found = promises_of(asked.view, here, seen)
    of = f" of {asked.name(here)}" if here else ""
    return Answer(
        found,
        _columns(asked.name),
        limit=limit,
        nothing=f"no plan{of} is written down; a tie tells of one by `status: planned` or `proposed`",
        is_no=not found,
    )


def promises_of(graph: ReadGraph, node: str | None = None, lens: Lens | None = None) -> list[Promise]:
    """The ties that are or were planned or proposed: by what became of them, in the order of :data:`Outcome`, then by
    the day when they are due, those without a day last. Only those at a node, if one is given."""
    lens = lens or Lens()
    plans = [
        (start, end, became)
        for start, end in listed_that_may_say(graph, lens, node, *_PLANS)
        if (became := outcome(end.data, lens.day))
    ]
    followers = followers_of(graph, [end.tie for _, end, _ in plans])
    found = [_row(graph, start, end, lens, followers, became) for start, end, became in plans]
    return sorted(found, key=lambda one: (_ORDER[one.outcome], one.due is None, one.due, one.tie))


_PLANS = tuple(status for status in STATUSES if by_status(status).is_plan)
_ORDER: dict[Outcome, int] = {outcome: place for place, outcome in enumerate(get_args(Outcome))}


def outcome(tie: Attributes, today: datetime.date) -> Outcome | None:
    """What became of a plan, as far as the tie itself says; None if it never was one."""
    now = stage(tie, today)
    if was_cancelled(tie["status"]):
        return "dropped"
    if now.is_plan:
        due = _due(tie)
        return "overdue" if due and has_passed(due, today) else "open"
    stages = [by_status(entry.get("is"), tie["nature"]) for entry in tie.get("history") or ()]
    planned = next((at for at, one in enumerate(stages) if one.is_plan), None)
    if planned is None:
        return None
    return "kept" if any(one.is_fact or one.is_over for one in stages[planned:]) else "unknown"


def _due(tie: Attributes) -> str | None:
    paper = tie.get("agreement") or {}
    return beginning(tie) or paper.get("signed")


def _row(
    graph: ReadGraph, start: str, end: End, lens: Lens, followers: Mapping[str, list[str]], became: Outcome
) -> Promise:
    fields = tie_fields(graph, start, end, lens)
    kept_by = None if became in ("kept", "dropped") else _kept_by(graph, followers.get(end.tie, ()), lens.day)
    sources: Mapping[str, Attributes] = graph.graph["sources"]
    published = [day for id in fields["sources"] if id in sources and (day := sources[id].get("published"))]
    return Promise(
        **fields,
        outcome="kept" if kept_by else became,
        due=_due(end.data),
        said=min(published, default=None),
        kept_by=kept_by,
    )


def _kept_by(graph: ReadGraph, followers: Iterable[str], today: datetime.date) -> str | None:
    """The first tie that follows a plan, and has come about."""
    ties = graph.graph["ties"]
    for id in followers:
        now = stage(ties[id].data, today)
        if now.is_fact or now.is_over:
            return id
    return None


# ------------------------------------------------------------------ words


def _columns(naming: Naming) -> list[Column]:
    return [
        Column("from", lambda row: naming(row.from_), style="bold"),
        Column("how", lambda row: row.label),
        Column("to", lambda row: naming(row.to), style="bold"),
        Column("due", lambda row: row.due or ""),
        Column("outcome", _outcome, place="table"),
        Column("outcome", lambda row: row.outcome, place="data"),
        Column("kept by", lambda row: row.kept_by or "", place="data"),
        Column("status", status, place="table"),
        Column("status", lambda row: row.status, place="data"),
        Column("said", lambda row: row.said or "", optional=True),
        SOURCE,
        *said_of_ties(naming),
    ]


def _outcome(row: Promise) -> str:
    return f"kept: {row.kept_by}" if row.kept_by else row.outcome
