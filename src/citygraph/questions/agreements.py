"""What was signed, when, by whom, and until when does it run?"""

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Unpack

from citygraph.domain import dated_facts
from citygraph.domain.lens import Lens
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import End, ReadGraph, ties_that_may_say
from citygraph.graph.tie_facts import is_excluded
from citygraph.questions import LIMIT, OF_NODE, Answer, Column, Naming, Parameter
from citygraph.questions._columns import SOURCE, said_of_ties, status
from citygraph.questions.ties import Tie, listed_that_may_say, tie_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Tie):
    """A tie with its paper. ``form`` is what the paper is; ``signed``, ``approved`` and ``expires`` are its dates,
    ``signed_by`` the ids of officials, and ``document`` the source that is the paper itself. ``follows`` is the tie
    that this one replaces, and ``followed_by`` are those that replace it."""

    form: str | None
    signed: str | None
    approved: str | None
    expires: str | None
    signed_by: tuple[str, ...]
    document: str | None
    follows: str | None
    followed_by: tuple[str, ...]


PANEL = "Ask"


def agreements(
    asked: Asked,
    node: Annotated[str | None, OF_NODE] = None,
    *,
    signed_by: Annotated[
        str | None, Parameter("Only what this person signed.", "PERSON", flag="--signed-by", names="node")
    ] = None,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[Agreement]:
    """What was signed, when, by whom, and until when does it run?

    The ties that have a paper: an agreement, or the form of one. Those that were signed first come first.

    [dim]citygraph agreements Jingdezhen[/dim]

    [dim]citygraph agreements --signed-by 'Mayor of Anytown' --status active[/dim]
    """
    seen = asked.lens(**lens)
    here = None if node is None else asked.end_or_country(node)
    person = None if signed_by is None else asked.resolve(signed_by)
    found = agreements_of(asked.view, here, seen, signed_by=person)
    return Answer(
        found, _columns(asked.name, seen.day), limit=limit, nothing=_nothing(asked.name, here, person), is_no=not found
    )


def agreements_of(
    graph: ReadGraph, node: str | None = None, lens: Lens | None = None, *, signed_by: str | None = None
) -> list[Agreement]:
    """The ties with a paper: in the order of the days when it was signed or approved, those without a day last. Only
    those at a node, if one is given, and only those that a person signed, if ``signed_by`` names one."""
    lens = lens or Lens()
    ties = [
        (start, end)
        for start, end in listed_that_may_say(graph, lens, node, "agreement", "form", naming=signed_by)
        if end.data.get("agreement") or end.data.get("form")
        if signed_by is None or signed_by in end.data.get("agreement", {}).get("signed_by", ())
    ]
    followers = followers_of(graph, [end.tie for _, end in ties])
    found = [_row(graph, start, end, lens, followers) for start, end in ties]
    return sorted(found, key=lambda one: (not (one.signed or one.approved), one.signed or one.approved, one.tie))


def followers_of(graph: ReadGraph, ties: Collection[str]) -> dict[str, list[str]]:
    """The ids of the ties that replace each of these, by its id, in order."""
    found: dict[str, list[str]] = {}
    for naming in ties if len(ties) <= _FEW else [None]:
        for id, (_, _, data) in ties_that_may_say(graph, "follows", naming=naming) if ties else ():
            before = data.get("follows")
            if before is not None and before == (naming or before):
                found.setdefault(before, []).append(id)
    return found


_FEW = 100
"""The most ties whose followers are looked for one after the other."""


def _row(graph: ReadGraph, start: str, end: End, lens: Lens, followers: Mapping[str, list[str]]) -> Agreement:
    paper = end.data.get("agreement", {})
    return Agreement(
        **tie_fields(graph, start, end, lens),
        form=end.data.get("form"),
        signed=paper.get("signed"),
        approved=paper.get("approved"),
        expires=paper.get("expires"),
        signed_by=tuple(id for id in paper.get("signed_by", ()) if not is_excluded(graph, id, lens)),
        document=paper.get("document"),
        follows=end.data.get("follows"),
        followed_by=tuple(followers.get(end.tie, ())),
    )


# ------------------------------------------------------------------ words


def _columns(naming: Naming, today: datetime.date) -> list[Column]:
    return [
        Column("from", lambda row: naming(row.from_), style="bold"),
        Column("how", lambda row: row.label),
        Column("to", lambda row: naming(row.to), style="bold"),
        Column("form", lambda row: row.form or "", optional=True),
        Column("signed", lambda row: signed_on(row, today), place="table", optional=True),
        Column("term", lambda row: term(row, today), place="table", optional=True),
        Column("status", status, place="table"),
        Column("signed", lambda row: row.signed or "", place="data"),
        Column("approved", lambda row: row.approved or "", place="data"),
        Column("expires", lambda row: row.expires or "", place="data"),
        Column("signed by", lambda row: ", ".join(row.signed_by), place="data"),
        Column("document", lambda row: row.document or "", place="data"),
        Column("follows", lambda row: row.follows or "", place="data"),
        Column("followed by", lambda row: ", ".join(row.followed_by), place="data"),
        Column("since", lambda row: row.since or "", place="data"),
        Column("until", lambda row: row.until or "", place="data"),
        Column("on", lambda row: row.on or "", place="data"),
        Column("status", lambda row: row.status, place="data"),
        Column("held", lambda row: row.held or "", optional=True),
        SOURCE,
        Column("paper", lambda row: "\n".join(_paper(row, naming)), style="dim", place="below"),
        *said_of_ties(naming),
    ]


_SAID: dict[str, dict[dated_facts.EntryMode, str]] = {
    "signed": {"ahead": "to be signed ", "planned": "to be signed ", "lapsed": "was to be signed "},
    "approved": {"happened": "approved ", "open": "approved ", "ahead": "to be approved ",
                 "planned": "to be approved ", "lapsed": "was to be approved "},
    "expired": {"happened": "expired ", "open": "until ", "ahead": "until ", "planned": "to run until ",
                "lapsed": "was to run until "},
}  # fmt: skip
"""What stands before a date of a paper, by what has come of it."""


def _on(what: str, day: str | None, row: Agreement, today: datetime.date) -> str:
    """A date of a paper in words, so that what is to come never reads like what has happened."""
    if day is None:
        return ""
    rests_on = row.stage if row.stage.is_plan else None
    return _SAID[what].get(dated_facts.mode(what, rests_on, day, today), "") + day


def signed_on(row: Agreement, today: datetime.date) -> str:
    """When a paper was signed, or is to be; of one that was only approved, that."""
    return _on("signed", row.signed, row, today) or _on("approved", row.approved, row, today)


def term(row: Agreement, today: datetime.date) -> str:
    """Until when a paper runs, or is to; that it has expired; empty if no source says."""
    return _on("expired", row.expires, row, today)


def _paper(row: Agreement, naming: Naming) -> Iterator[str]:
    """Who signed it, where it is, what it replaces, and what replaces it."""
    if row.signed_by:
        yield f"signed by {', '.join(map(naming, row.signed_by))}"
    if row.document:
        yield f"document: {naming(row.document)}"
    if row.follows:
        yield f"follows {row.follows}"
    if row.followed_by:
        yield f"followed by {', '.join(row.followed_by)}"


def _nothing(naming: Naming, node: str | None, person: str | None) -> str:
    of = f" of {naming(node)}" if node else ""
    by = f" signed by {naming(person)}" if person else ""
    return f"no agreement{of}{by} is written down; a tie tells of one under `agreement:` or `form:`"
