"""Which columns the rows of each question have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from citygraph.domain.dates import OPEN
from citygraph.graph.tie_facts import Evidence
from citygraph.questions import Column

Naming = Callable[[str], str]
"""From the id of a node to its name."""
BOUND_WORDS = {
    "exactly": "",
    "about": "about ",
    "more-than": "more than ",
    "at-least": "at least ",
    "less-than": "less than ",
    "at-most": "at most ",
    "nearly": "nearly ",
}


def when(row: Any) -> str:
    """The dates of a tie in a few words: ``since 2021``, ``1992 – 2019``, ``2025``."""
    if row.on:
        return str(row.on)
    if row.since and row.until:
        return f"since {row.since}" if row.until == OPEN else f"{row.since} – {row.until}"
    if row.since:
        return f"since {row.since}"
    if row.until:
        return "goes on" if row.until == OPEN else f"until {row.until}"
    return ""


def words(evidence: tuple[Evidence, ...], naming: Naming) -> str:
    """The words that a tie stands on, and whose: each quote on a line of its own."""
    said = []
    for item in evidence:
        by = naming(item.by) if item.by else ""
        quote = f"“{item.quote}”" if item.quote else ""
        if quote or by:
            said.append(" – ".join(filter(None, (quote, by))))
    return "\n".join(said)


def first_words(evidence: tuple[Evidence, ...], naming: Naming) -> str:
    """The first of :func:`words`, and how many more there are."""
    first, *more = words(evidence, naming).split("\n")
    return f"{first}  (+{len(more)} more)" if more else first


def _tie_columns(naming: Naming) -> list[Column]:
    return [
        Column("when", when, place="table"),
        Column("since", lambda row: row.since or "", place="data"),
        Column("until", lambda row: row.until or "", place="data"),
        Column("on", lambda row: row.on or "", place="data"),
        Column("status", lambda row: row.status),
        Column("held", lambda row: row.held or "", optional=True),
        Column("source", lambda row: ", ".join(row.sources), style="dim"),
        Column("words", lambda row: first_words(row.evidence, naming), style="italic dim", place="below"),
        Column("words", lambda row: words(row.evidence, naming), place="data"),
        Column("tie", lambda row: row.tie, place="data"),
    ]


def hop_columns(naming: Naming) -> list[Column]:
    """Path: hop by hop."""
    return [
        Column("from", lambda row: naming(row.from_), style="bold"),
        Column("how", lambda row: row.label),
        Column("to", lambda row: naming(row.to), style="bold"),
        *_tie_columns(naming),
    ]


def kind_columns() -> list[Column]:
    """The vocabulary."""
    return [
        Column("kind", lambda row: row.id, style="bold"),
        Column("group", lambda row: row.group, style="dim"),
        Column("nature", lambda row: row.nature, style="dim"),
        Column("reads", lambda row: row.label),
        Column("inverse", lambda row: "" if row.symmetric else row.inverse),
        Column("ends", _ends, style="dim", place="below"),
        Column("ends", _ends, place="data"),
        Column("terms", lambda row: ", ".join(term for terms in row.terms.values() for term in terms), place="data"),
        Column("wikidata", lambda row: row.wikidata or "", place="data"),
    ]


def _ends(row: Any) -> str:
    starts, ends = ", ".join(sorted(row.starts)), ", ".join(sorted(row.ends))
    return f"{starts} ↔" if row.symmetric else f"{starts} → {ends}"


def remark_columns() -> list[Column]:
    """Import: what needs a second look."""
    return [
        Column("outcome", lambda row: row.outcome, style="bold"),
        Column("where", lambda row: row.where),
        Column("what", lambda row: row.what),
        Column("why", lambda row: row.why),
    ]


def view_columns() -> list[Column]:
    """The views of the snapshot."""

    def columns(view: Any) -> str:
        return ", ".join(column["name"] for column in view["columns"])

    return [
        Column("view", lambda view: str(view["view"]), style="bold"),
        Column("its rows", lambda view: str(view["about"])),
        Column("columns", columns, style="dim", place="below"),
        Column("columns", columns, place="data"),
    ]
