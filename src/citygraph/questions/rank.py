"""Which nodes are the most central? :mod:`citygraph.questions.measures.centrality` defines the measures."""

from collections.abc import Iterator
from typing import Annotated, Unpack

from citygraph.domain.terms import MEASURES, Measure
from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import BY_COUNTRY, Answer, Column, Parameter
from citygraph.questions._measures import EXACT, SIMPLE, TOP, if_slow, left_out, number
from citygraph.questions.measures.centrality import Ranked, Ranking, ranking

PANEL = "Understand"


def rank(
    asked: Asked,
    *,
    by: Annotated[
        Measure,
        Parameter(
            f"The measure: {', '.join(MEASURES)}. And country: rank countries in place of the nodes in them.",
            "MEASURE",
            choices=MEASURES,
        ),
    ] = "degree",
    by_country: Annotated[bool, BY_COUNTRY] = False,
    top: Annotated[int | None, TOP] = 20,
    simple: Annotated[bool, SIMPLE] = False,
    exact: Annotated[bool, EXACT] = False,
    **lens: Unpack[LensWords],
) -> Answer[Ranked]:
    """Which cities are the most central?

    By the number of their ties, or by their place in the network. Equal values have the same rank. Plans, and what is
    over, count only with --status; a remark has their numbers.

    [dim]citygraph rank --type city --top 10[/dim]

    [dim]citygraph rank --type city --kind sister-city --by betweenness[/dim]

    [dim]citygraph rank --by country --by pagerank[/dim]
    """
    found = ranking(
        asked.view,
        asked.lens(**lens),
        by=by,
        top=top,
        by_country=by_country,
        simple=simple,
        exact=exact,
        progress=asked.progress,
    )
    return Answer(
        found.rows,
        rank_columns(by),
        nothing="" if found.of else "there is no node",
        remarks=tuple(_remarks(found, by, asked.briefly)) if found.of else (),
        hint_if_slow=if_slow(),
    )


def _remarks(found: Ranking, by: Measure, briefly: bool) -> Iterator[str]:
    if briefly:
        yield f"{by}: {RANKED_BY[by]}"
    if len(found.rows) < found.of:
        more = found.also_equal
        equal = f"; {more:,} more {'ranks' if more == 1 else 'rank'} as the last of these" if more else ""
        yield f"{len(found.rows):,} of {found.of:,} shown{equal}"
    yield from left_out(found.counts, found.within_country, found.without_country)
    if found.looked_from:
        yield f"values from a sample of {found.looked_from:,} nodes, ± 1.96 standard errors; --exact measures all"


def rank_columns(by: Measure) -> list[Column]:
    """The columns of a ranking."""
    return [
        Column("rank", lambda row: str(row.rank)),
        Column("id", lambda row: row.id, place="data"),
        Column("name", lambda row: row.name, style="bold"),
        Column("type", lambda row: ", ".join(filter(None, (row.type, row.country))), style="dim", place="table"),
        Column("type", lambda row: row.type, place="data"),
        Column("country", lambda row: row.country or "", place="data"),
        Column(by, _value, place="table"),
        Column("value", lambda row: str(row.value), place="data"),
        Column("error", lambda row: "" if row.error is None else str(row.error), place="data"),
    ]


RANKED_BY: dict[Measure, str] = {
    "degree": "the number of its ties",
    "betweenness": "the share of the shortest paths between two other nodes that lead through it",
    "closeness": "1 divided by the mean number of ties to another node; less if it cannot reach all",
    "pagerank": "the share of time that a random walk along the ties spends at it",
    "eigenvector": "the higher, the more ties it has to nodes with high values",
}
"""The meaning of each measure."""


def _value(row: Ranked) -> str:
    return number(row.value) if row.error is None else f"{row.value:.4g} ± {row.error:.1g}"
