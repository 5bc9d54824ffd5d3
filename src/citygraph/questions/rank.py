"""Which nodes are the most central? :mod:`citygraph.questions.measures.centrality` defines the measures."""

from collections.abc import Callable, Iterator
from typing import Annotated, Literal, Unpack

from citygraph.domain.lens import Lens
from citygraph.domain.terms import MEASURES, Measure
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.weights import Weights
from citygraph.questions import BY_COUNTRY, Answer, Column, Parameter, WrongOption
from citygraph.questions._columns import name_columns
from citygraph.questions._measures import EXACT, SIMPLE, TOP, if_slow, left_out, number
from citygraph.questions.measures.centrality import Ranked, Ranking, ranking, ranking_by_weight

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
    weight: Annotated[
        str | None,
        Parameter(
            "Add up this figure of the ties, such as trade: with --by degree. With --at, the figure of then.",
            "PROPERTY",
        ),
    ] = None,
    **lens: Unpack[LensWords],
) -> Answer[Ranked]:
    """Which cities are the most central?

    By the number of their ties, or by their place in the network. Equal values have the same rank. Plans, and what is
    over, count only with --status; a remark has their numbers.

    [dim]citygraph rank --type city --top 10[/dim]

    [dim]citygraph rank --type city --kind sister-city --by betweenness[/dim]

    [dim]citygraph rank --by country --by pagerank[/dim]

    [dim]citygraph rank --weight trade --at 2020[/dim]
    """
    if weight is not None:
        return _by_weight(asked, weight, asked.lens(**lens), by=by, by_country=by_country, top=top, simple=simple)
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


def _by_weight(
    asked: Asked, property: str, lens: Lens, *, by: Measure, by_country: bool, top: int | None, simple: bool
) -> Answer[Ranked]:
    if by != "degree":
        raise WrongOption("--weight", f"figures can be added up with --by degree; for {by} they have no clear meaning")
    if simple:
        raise WrongOption("--weight", "--simple counts parallel ties as one, and each has a figure of its own")
    weights = Weights(asked.view, property, lens)
    found = ranking_by_weight(asked.view, lens, weights, top=top, by_country=by_country, progress=asked.progress)
    return Answer(
        found.rows,
        rank_columns("degree", f"{property} ({weights.unit})" if weights.unit else property),
        remarks=(*weights.remarks(), *_weightless(found), *_remarks(found, by, briefly=False)),
    )


def _weightless(found: Ranking) -> Iterator[str]:
    if found.weightless:
        yield f"without a rank: {found.weightless:,} whose ties have no such figure"


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


def rank_columns(by: Measure, value: str = "") -> list[Column]:
    """The columns of a ranking; ``value`` is what people read above the values, if it is not the measure."""
    return [
        Column("rank", lambda row: str(row.rank)),
        Column("id", lambda row: row.id, place="data"),
        *name_columns(lambda row: row.id),
        Column("type", lambda row: ", ".join(filter(None, (row.type, row.country))), style="dim", place="table"),
        Column("type", lambda row: row.type, place="data"),
        Column("country", lambda row: row.country or "", place="data"),
        Column(value or by, _value, place="table"),
        Column("value", lambda row: str(row.value), place="data"),
        Column("error", lambda row: "" if row.error is None else str(row.error), place="data"),
        *_of_weights(),
    ]


RANKED_BY: dict[Measure, str] = {
    "degree": "the number of its ties",
    "betweenness": "the share of the shortest paths between two other nodes that lead through it",
    "closeness": "1 divided by the mean number of ties to another node; less if it cannot reach all",
    "pagerank": "the share of time that a random walk along the ties spends at it",
    "eigenvector": "the higher, the more ties it has to nodes with high values",
}
"""The meaning of each measure."""


def _of_weights() -> Iterator[Column]:
    """The columns that only a ranking by weight has."""

    def column(title: str, field: str, place: Literal["table", "data"], words: Callable[[float], str]) -> Column:
        def cell(row: Ranked) -> str:
            value = getattr(row, field)
            return "" if value is None else words(value)

        return Column(title, cell, place=place, optional=True)

    for title, field in (("out", "out"), ("in", "in_")):
        yield column(title, field, "table", number)
        yield column(title, field, "data", str)
    yield Column("of its ties", _of_ties, place="table", optional=True)
    yield column("ties", "ties", "data", str)
    yield column("without", "without", "data", str)


def _of_ties(row: Ranked) -> str:
    return "" if row.ties is None else f"{row.ties:,} of {row.ties + (row.without or 0):,}"


def _value(row: Ranked) -> str:
    return number(row.value) if row.error is None else f"{row.value:.4g} ± {row.error:.1g}"
