"""Which groups of nodes are tied among themselves more than to others? :mod:`citygraph.questions.measures.groups` finds
them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Unpack

from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import BY_COUNTRY, Column, Report
from citygraph.questions._measures import SIMPLE, TOP, left_out, number
from citygraph.questions.measures.groups import Communities, Community, detect_communities

PANEL = "Understand"


def communities(
    asked: Asked,
    *,
    top: Annotated[int | None, TOP] = 20,
    by_country: Annotated[bool, BY_COUNTRY] = False,
    simple: Annotated[bool, SIMPLE] = False,
    **lens: Unpack[LensWords],
) -> Report[Community, Communities]:
    """Which groups of cities are tied among themselves more than to others?

    Each is named after its largest cities, and has the countries of its nodes. The result is the same each time. A
    remark names the method, and the numbers of ties that do not count: plans and what is over, without --status.

    [dim]citygraph communities --type city --kind sister-city --simple[/dim]
    """
    found = detect_communities(
        asked.view, asked.lens(**lens), by_country=by_country, simple=simple, progress=asked.progress
    )
    shown = found.communities[:top]
    return Report(
        replace(found, communities=shown),
        shown,
        COLUMNS,
        nothing="" if found.communities else "no node is tied to another",
        remarks=tuple(_remarks(found, len(shown), asked.briefly)) if found.communities else (),
    )


def _remarks(found: Communities, shown: int, briefly: bool) -> Iterator[str]:
    if shown < len(found.communities):
        yield f"{shown:,} of {len(found.communities):,} shown"
    yield from left_out(found.counts, found.within_country, found.without_country)
    if found.alone:
        yield f"{found.alone:,} {'node has' if found.alone == 1 else 'nodes have'} no tie to another, and no community"
    yield f"found by {found.method}'s method"
    if briefly:
        yield f"modularity {number(found.modularity)}: the share of ties within communities beyond chance; 1 at most"


_COUNTRIES_SHOWN = 5
COLUMNS = (
    Column("community", lambda row: str(row.number), place="data"),
    Column("#", lambda row: str(row.number), place="table"),
    Column("name", lambda row: row.name, style="bold"),
    Column("nodes", lambda row: number(row.nodes), place="table"),
    Column("nodes", lambda row: str(row.nodes), place="data"),
    Column("ties", lambda row: number(row.ties), place="table"),
    Column("ties", lambda row: str(row.ties), place="data"),
    Column("to others", lambda row: number(row.ties_to_others), place="table"),
    Column("ties_to_others", lambda row: str(row.ties_to_others), place="data"),
    Column("countries", lambda row: _first_countries(row.countries), place="table"),
    Column("countries", lambda row: " ".join(f"{code}:{count}" for code, count in row.countries.items()), place="data"),
    Column("members", lambda row: " ".join(row.members), place="data"),
)


def _first_countries(countries: dict[str, int]) -> str:
    once = set(countries.values()) == {1}
    shown = list(countries.items())[:_COUNTRIES_SHOWN]
    first = ", ".join(code if once else f"{count:,} {code}" for code, count in shown)
    more = len(countries) - _COUNTRIES_SHOWN
    return f"{first} (+{more} more)" if more > 0 else first
