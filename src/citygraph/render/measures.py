"""Measures of the network: figures for programs, and for people what each means, in words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

from citygraph.domain.terms import Measure
from citygraph.questions import Column
from citygraph.questions.measures.centrality import Ranked
from citygraph.questions.measures.louvain import Communities
from citygraph.questions.measures.sizes import Stats
from citygraph.render.plain import as_json
from citygraph.render.tables import write_rows

_PLURALS = {"city": "cities", "country": "countries"}
_BREAKDOWNS = ("nodes_by_type", "ties_by_kind", "ties_by_group", "ties_by_status")
_STRONG, _WEAK = 0.3, 0.05
"""From which correlation on people would call it one, and up to which none."""


class Figure(NamedTuple):
    """One figure: what it is, perhaps ``of`` which part, its value, and what that means."""

    what: str
    of: str
    value: int | float | None
    shown: str
    words: str


_COLUMNS = [
    Column("figure", lambda figure: figure.what, place="data"),
    Column("of", lambda figure: figure.of, place="data"),
    Column("value", lambda figure: "" if figure.value is None else str(figure.value), place="data"),
    Column("figure", lambda figure: figure.what.replace("_", " "), place="table"),
    Column("value", lambda figure: figure.shown, style="bold", place="table"),
    Column("in words", lambda figure: figure.words),
]


def write_stats(stats: Stats, format: str) -> None:
    """Write the figures of a network to standard output."""
    if format == "json":
        sys.stdout.write(as_json(stats) + "\n")
        return
    figures = list(_figures(stats))
    if format == "table":
        figures = [figure for figure in figures if not figure.of]
        apart = {key: counted(getattr(stats, key)) for key in _BREAKDOWNS[1:]}
        after = 1 + next(index for index, figure in enumerate(figures) if figure.what == "ties")
        figures[after:after] = [Figure(key, "", None, "", words) for key, words in apart.items() if words]
    write_rows(figures, _COLUMNS, format)


def number(value: float | None) -> str:
    """A figure as people read it: whole numbers with their thousands apart, others with four digits that count."""
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.2f}" if abs(value) >= 1000 else f"{value:.4g}"


def counted(counts: dict[str, int]) -> str:
    """How many there are of what: ``7 sister-city, 2 exchange``."""
    return ", ".join(f"{count:,} {what}" for what, count in counts.items())


def rank_columns(by: Measure) -> list[Column]:
    """Which columns the rows of a ranking have."""
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


_COUNTRIES_SHOWN = 5
_COMMUNITY_COLUMNS = [
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
]


def write_communities(found: Communities, format: str) -> None:
    """Write communities to standard output."""
    if format == "json":
        sys.stdout.write(as_json(found) + "\n")
    else:
        write_rows(found.communities, _COMMUNITY_COLUMNS, format)


def _first_countries(countries: dict[str, int]) -> str:
    once = set(countries.values()) == {1}
    shown = list(countries.items())[:_COUNTRIES_SHOWN]
    first = ", ".join(code if once else f"{count:,} {code}" for code, count in shown)
    more = len(countries) - _COUNTRIES_SHOWN
    return f"{first} (+{more} more)" if more > 0 else first


RANKED_BY: dict[Measure, str] = {
    "degree": "how many ties each has",
    "betweenness": "the share of the shortest ways between two others that lead over it",
    "closeness": "1 divided by how many ties lie between it and others on average; less if not all can be reached",
    "pagerank": "how much of the time somebody is there who walks along ties at random",
    "eigenvector": "the higher, the more ties to those that are high themselves",
}
"""What each measure says, in words."""


def _value(row: Ranked) -> str:
    return number(row.value) if row.error is None else f"{row.value:.4g} ± {row.error:.1g}"


def _plural(type: str, count: int = 2) -> str:
    return type if count == 1 else _PLURALS.get(type, f"{type}s")


def _figures(stats: Stats) -> Iterator[Figure]:
    words = _words(stats)
    for key, meaning in words.items():
        value = getattr(stats, key)
        yield Figure(key, "", value, _shown(stats, key), stats.undefined.get(key, meaning))
    for key in _BREAKDOWNS:
        for of, count in getattr(stats, key).items():
            yield Figure(key, of, count, number(count), "")
    for key in ("looked_from", "mean_distance_error", "diameter_at_most", "radius_at_least"):
        if stats.sampled:
            yield Figure("sampled", key, value := getattr(stats.sampled, key), number(value), "")


def _shown(stats: Stats, key: str) -> str:
    value, sampled = getattr(stats, key), stats.sampled
    if sampled and key == "mean_distance":
        return f"{value:.4g} ± {sampled.mean_distance_error:.1g}"
    if sampled and key == "diameter" and value < sampled.diameter_at_most:
        return f"{value:,} – {sampled.diameter_at_most:,}"
    if sampled and key == "radius" and value > sampled.radius_at_least:
        return f"{sampled.radius_at_least:,} – {value:,}"
    return number(value)


def _words(stats: Stats) -> dict[str, str]:
    """What each figure says, in the order in which they are read."""
    types = list(stats.nodes_by_type)
    one = types[0] if len(types) == 1 else "node"
    many = _plural(one)
    records = sum(stats.ties_by_kind.values())
    merged = stats.ties != records
    share = f"{100 * stats.largest_component / stats.nodes:.3g} % of all {many}" if stats.nodes else ""
    return {
        "nodes": ", ".join(f"{count:,} {_plural(type, count)}" for type, count in stats.nodes_by_type.items()),
        "ties": f"parallel ones taken for one, of {records:,}; below, all are counted" if merged else "",
        "components": f"parts of the network that no tie joins to each other; a {one} without ties is one, too",
        "largest_component": f"{many} in the largest of them, {share}: each can be reached from each over ties",
        "density": f"{_per(stats.density)} of {many}, tied or not",
        "mean_degree": f"ties that a {one} has on average",
        "max_degree": f"ties that the {one} with most of them has",
        "diameter": f"ties lie between the two {many} that are farthest apart, on the shortest way",
        "radius": f"ties at most lead from the most central {one} to any other",
        "mean_distance": f"ties lie between two {many} on average, on the shortest way",
        "transitivity": f"in {100 * stats.transitivity:.3g} of 100 cases two that are tied to the same {one} are tied "
        "to each other",
        "average_clustering": f"the same for each {one} by itself, and then the mean: small ones count like large ones",
        "triangles": f"three {many} of which each is tied to both others",
        "assortativity": _mixing(stats.assortativity, many),
    }


def _per(density: float) -> str:
    for pairs in (100, 10_000, 1_000_000):
        if density * pairs >= 1:
            break
    return f"{density * pairs:.3g} ties to every {pairs:,} pairs"


def _mixing(correlation: float | None, many: str) -> str:
    if correlation is None:
        return ""
    if abs(correlation) < _WEAK:
        return f"from -1 to 1: {many} with many ties are tied to those with many about as often as chance has it"
    much = "much" if abs(correlation) >= _STRONG else "somewhat"
    whom = "with many" if correlation > 0 else "with few"
    return f"from -1 to 1: {many} with many ties are tied to those {whom} {much} more than chance has it"
