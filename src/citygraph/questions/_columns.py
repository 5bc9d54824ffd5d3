"""The columns that rows about a tie share, and the words for its dates and its evidence."""

import datetime
from collections.abc import Callable
from typing import Any

from citygraph.domain.dates import in_words
from citygraph.domain.names import shortened
from citygraph.graph.tie_facts import Evidence
from citygraph.graph.written import free_text
from citygraph.questions import Column, Naming

BOUND_WORDS = {
    "exactly": "",
    "about": "about ",
    "more-than": "more than ",
    "at-least": "at least ",
    "less-than": "less than ",
    "at-most": "at most ",
    "nearly": "nearly ",
}


def figure_in_words(figure: Any) -> str:
    """A figure with its bound and its unit: ``more than 60,000,000``."""
    return BOUND_WORDS[figure.bound] + f"{figure.value:,}" + (f" {figure.unit}" if figure.unit else "")


def when(row: Any) -> str:
    """The dates of a tie in a few words. What has not come about has no *since*."""
    is_plan = row.stage is not None and row.stage.is_plan
    happened = getattr(row, "time", None) or row.on
    return in_words(happened, row.since, row.until, datetime.date.today(), is_plan=is_plan)


def status(row: Any) -> str:
    """What a tie is today, for people: a word; since when, if its dates do not say so; and *note* if its record has
    one, where its author may have a doubt."""
    since = getattr(row, "status_since", None)
    said = f"{row.stage.word} since {since}" if since else str(row.stage.word)
    return noted(said, row.notes)


def noted(status: str, notes: Any) -> str:
    """The status of a tie, with the sign for its notes, if it has some."""
    return f"{status}, note" if notes else status


def words(evidence: tuple[Evidence, ...], naming: Naming) -> str:
    """What the evidence of a tie says, each piece on a line of its own: its quote and its speaker; and the status that
    it gives, as it may be that it denies the tie. Evidence without any of these says no more than its source."""
    return "\n".join(filter(None, (_said(item, naming) for item in evidence)))


def _said(item: Evidence, naming: Naming) -> str:
    by = naming(item.by) if item.by else ""
    if item.quote:
        said = " – ".join(filter(None, (f"“{item.quote}”", by)))
    elif by:
        said = f"as {by} says"
    else:
        said = item.source if item.status else ""
    return f"{said}: {item.status}" if item.status else said


def first_words(evidence: tuple[Evidence, ...], naming: Naming) -> str:
    """The first line of :func:`words`, and the number of the others. What gives a status is never among the others:
    it may contradict the first."""
    said = [(line, item.status) for item in evidence if (line := _said(item, naming))]
    shown = [line for number, (line, status) in enumerate(said) if status or not number]
    more = f"  (+{len(said) - len(shown)} more)" if len(shown) < len(said) else ""
    return "\n".join(shown) + more


def name_columns(id: Callable[[Any], str]) -> tuple[Column, Column]:
    """The name in each row of the node with an ``id``."""
    return (
        Column("name", lambda row: shortened(row.name, id(row)), style="bold", place="table"),
        Column("name", lambda row: row.name, place="data"),
    )


WHAT_IT_IS = (
    Column("type", lambda row: ", ".join(filter(None, (row.type, row.country))), style="dim", place="table"),
    Column("type", lambda row: row.type, place="data"),
    Column("country", lambda row: row.country or "", place="data"),
)


KM = (
    Column("km", lambda row: "" if row.km is None else f"{row.km:,.0f}", place="table", optional=True),
    Column("km", lambda row: "" if row.km is None else str(row.km), place="data", optional=True),
)
"""How far away, or how far apart: for people, and for programs."""


def tie_columns(naming: Naming) -> list[Column]:
    return [
        Column("when", when, place="table"),
        Column("since", lambda row: row.since or "", place="data"),
        Column("until", lambda row: row.until or "", place="data"),
        Column("on", lambda row: row.on or "", place="data"),
        Column("status", status, place="table"),
        Column("status", lambda row: row.status, place="data"),
        Column("held", lambda row: row.held or "", optional=True),
        SOURCE,
        *said_of_ties(naming),
    ]


SOURCE = Column("source", lambda row: ", ".join(row.sources), style="dim")


def said_of_ties(naming: Naming) -> list[Column]:
    """The last columns of ties: the words that they stand on, their notes, and their ids."""
    return [
        Column("words", lambda row: first_words(row.evidence, naming), style="italic dim", place="below"),
        Column("words", lambda row: words(row.evidence, naming), place="data"),
        Column("notes", lambda row: free_text(row.notes), place="data", optional=True),
        Column("tie", lambda row: row.tie, place="data"),
    ]


def end_to_end(naming: Naming) -> list[Column]:
    """A tie in its own direction: from, how, to."""
    return [
        Column("from", lambda row: naming(row.from_), style="bold"),
        Column("how", lambda row: row.label),
        Column("to", lambda row: naming(row.to), style="bold"),
        *tie_columns(naming),
    ]
