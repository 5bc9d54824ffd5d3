"""Which ties are there? All of them, or those between two nodes or two countries."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Annotated, Any, Unpack

from citygraph.domain.lens import Lens
from citygraph.domain.terms import Held
from citygraph.domain.tie_rules import Standing, standing
from citygraph.graph.admitted import AdmittedTies, admitted
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import Attributes, Edge, End, Numbered, ReadGraph, ends, numbered
from citygraph.graph.tie_facts import TieFacts, only_if_asked, only_in_python, tie_facts
from citygraph.questions import BY_COUNTRY, LIMIT, Answer, Column, Naming, Parameter
from citygraph.questions._columns import end_to_end
from citygraph.questions._counts import Standings, by_status, in_words, most_first


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(TieFacts):
    """One tie, read in its own direction. ``title`` is the tie's own name; of a post, the title of the post."""

    from_: str
    to: str
    title: str | None
    held: Held | None = only_if_asked()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryTies:
    """The number of ties between two countries, also by kind and by status, the largest number first. A country is
    None if the end of the tie is in none; both are the same for ties within one country. ``standings`` are the same
    numbers by how the ties stand today: a status alone does not say what is over, or took place."""

    country: str | None
    other: str | None
    ties: int
    kinds: dict[str, int]
    statuses: dict[str, int]
    standings: Standings = only_in_python()


PANEL = "Ask"
FLAGS = {"count": "Print only the number of ties, and how many of them there are of each status."}

Between = Annotated[
    tuple[str, str] | None,
    Parameter(
        "Only ties between these two; a country stands for all that lies in it, a region for its parts.",
        "A B",
        names="node",
    ),
]


def ties(
    asked: Asked, *, between: Between = None, limit: Annotated[int | None, LIMIT] = None, **lens: Unpack[LensWords]
) -> Answer[Tie]:
    """List the ties: all of them, or those between two nodes or two countries.

    [dim]citygraph ties --group economy[/dim]

    [dim]citygraph ties --between Türkiye China --count[/dim]

    [dim]citygraph ties --kind sister-city --by country[/dim]
    """
    seen, pair = asked.lens(**lens), _pair(asked, between)
    return Answer(
        lambda: listed(asked.view, seen, between=pair),
        end_to_end(asked.name),
        limit=limit,
        count=lambda: count_ties(asked.view, seen, between=pair),
        standings=lambda: count_standings(asked.view, seen, between=pair, limit=limit),
        nothing="there are no such ties",
    )


def ties_by_country(
    asked: Asked, *, between: Between = None, limit: Annotated[int | None, LIMIT] = None, **lens: Unpack[LensWords]
) -> Answer[CountryTies]:
    """The ties, counted by the countries of their ends."""
    counted = counted_by_country(asked.view, asked.lens(**lens), between=_pair(asked, between))
    return Answer(counted, _country_columns(asked.country_name), limit=limit, nothing="there are no such ties")


INSTEAD = {BY_COUNTRY: ties_by_country}


def _pair(asked: Asked, between: tuple[str, str] | None) -> tuple[str, str] | None:
    return between and (asked.end_or_country(between[0]), asked.end_or_country(between[1]))


def _country_columns(country_name: Naming) -> list[Column]:
    """The columns of ties by country."""

    def named(code: str | None) -> str:
        return country_name(code) if code else "no country"

    def counts(counted: dict[str, int]) -> str:
        return ", ".join(f"{count:,} {what}" for what, count in counted.items())

    def plain(counted: dict[str, int]) -> str:
        return " ".join(f"{what}:{count}" for what, count in counted.items())

    return [
        Column("country", lambda row: named(row.country), style="bold", place="table"),
        Column("and", lambda row: named(row.other), style="bold", place="table"),
        Column("ties", lambda row: f"{row.ties:,}", place="table"),
        Column("of which kind", lambda row: counts(row.kinds), place="table"),
        Column("of which status", lambda row: in_words(row.standings), style="dim", place="table"),
        Column("country", lambda row: row.country or "", place="data"),
        Column("other", lambda row: row.other or "", place="data"),
        Column("ties", lambda row: str(row.ties), place="data"),
        Column("kinds", lambda row: plain(row.kinds), place="data"),
        Column("statuses", lambda row: plain(row.statuses), place="data"),
    ]


# ------------------------------------------------------------------ the list


def listed(graph: ReadGraph, lens: Lens | None = None, *, between: tuple[str, str] | None = None) -> Iterator[Tie]:
    """All ties that the lens shows, in order of their ids.

    ``between`` two nodes: only those with one at each end. A country stands for itself and all that lies in it, a
    region for itself and all that is part of it.
    """
    lens = lens or Lens()
    for start, end in _listed(graph, lens, between):
        yield tie_row(graph, start, end, lens)


def count_ties(graph: ReadGraph, lens: Lens | None = None, *, between: tuple[str, str] | None = None) -> int:
    """The number of rows of :func:`listed`."""
    return count_standings(graph, lens, between=between).total()


def count_standings(
    graph: ReadGraph,
    lens: Lens | None = None,
    *,
    between: tuple[str, str] | None = None,
    limit: int | None = None,
) -> Counter[Standing]:
    """The number of rows of :func:`listed`, or of the first ``limit`` of them, by how the ties stand."""
    lens = lens or Lens()
    if between is not None or limit is not None:
        return Counter(standing(end.data, lens.day) for _, end in islice(_listed(graph, lens, between), limit))
    by_number = numbered(graph)
    if lens.is_empty:
        return by_number.all_standings(lens.day)
    return _all_listed(by_number, lens).standings()


def _listed(graph: ReadGraph, lens: Lens, between: tuple[str, str] | None) -> Iterator[tuple[str, End]]:
    if between is None:
        found = _all(graph)
    else:
        by_id = {end.tie: (start, end) for start, end in _between(graph, *between)}
        found = (tie for _, tie in sorted(by_id.items()))
    return (tie for tie in found if lens.admits_tie(tie[1].data) and is_listed(graph, lens, tie[0], tie[1].node))


def tie_row(graph: ReadGraph, start: str, end: End, lens: Lens) -> Tie:
    """The row of a tie that starts at ``start``."""
    return Tie(**tie_fields(graph, start, end, lens))


def tie_fields(graph: ReadGraph, start: str, end: End, lens: Lens) -> dict[str, Any]:
    """The fields of :class:`Tie`, for rows that have more."""
    held, title = lens.held(end.data), end.data.get("title")
    return {**tie_facts(graph, end, lens), "from_": start, "to": end.node, "title": title, "held": held}


def listed_among(
    graph: ReadGraph, ties: Iterable[tuple[str, Edge]], lens: Lens, node: str | None = None
) -> Iterator[tuple[str, End]]:
    """Of these ties by their ids, those that a list shows: each with its start, and as it is seen from there. Only
    those at a ``node`` and what it stands for, if one is given."""
    here = None if node is None else stands_for(graph, node)
    for id, edge in ties:
        is_here = here is None or edge.start in here or edge.end in here
        if is_here and lens.admits_tie(edge.data) and is_listed(graph, lens, edge.start, edge.end):
            yield edge.start, edge.from_start(id)


def ties_at(graph: ReadGraph, nodes: Iterable[str]) -> Iterator[tuple[str, Edge]]:
    """The ties of some nodes by their ids, each once. What is no node has none."""
    known = set()
    for here in sorted(nodes):
        for end in ends(graph, here) if here in graph.nodes else ():
            if end.tie not in known:
                known.add(end.tie)
                yield end.tie, end.edge_from(here)


def is_listed(graph: ReadGraph, lens: Lens, one: str, other: str) -> bool:
    """True if a list of ties shows a tie between these two."""
    return not lens.asks_for_nodes or _are_listed(lens, graph.nodes[one], graph.nodes[other])


def _are_listed(lens: Lens, *ends: Attributes) -> bool:
    """True if the lens admits one of the ends and excludes none."""
    return not any(map(lens.excludes_node, ends)) and any(map(lens.admits_node, ends))


def counted_by_country(
    graph: ReadGraph, lens: Lens | None = None, *, between: tuple[str, str] | None = None
) -> list[CountryTies]:
    """The rows of :func:`listed`, counted by the countries of their ends: the largest number first, then by codes."""
    kinds: dict[tuple[str | None, str | None], Counter[str]] = {}
    standings: dict[tuple[str | None, str | None], Counter[Standing]] = {}
    for (one, other, kind, stands), count in _of_countries(graph, lens or Lens(), between).items():
        pair = (one, other)
        if one is None or (other is not None and other < one):
            pair = (other, one)
        kinds.setdefault(pair, Counter())[kind] += count
        standings.setdefault(pair, Counter())[stands] += count
    rows = [
        CountryTies(
            country=pair[0],
            other=pair[1],
            ties=counts.total(),
            kinds=most_first(counts),
            statuses=by_status(standings[pair]),
            standings=standings[pair],
        )
        for pair, counts in kinds.items()
    ]
    last = "\U0010ffff"
    return sorted(rows, key=lambda row: (-row.ties, row.country or last, row.other or last))


def _of_countries(
    graph: ReadGraph, lens: Lens, between: tuple[str, str] | None
) -> Counter[tuple[str | None, str | None, str, Standing]]:
    """The numbers of listed ties from a country to another, of a kind, that stand alike."""
    if between is not None:
        return Counter(
            (graph.nodes[start]["country"], graph.nodes[end.node]["country"], end.data["kind"],
             standing(end.data, lens.day))
            for start, end in _listed(graph, lens, between)
        )  # fmt: skip
    found: Counter[tuple[str | None, str | None, str, Standing]] = Counter()
    for one, other, alike, count in _all_listed(numbered(graph), lens).between_countries():
        found[one, other, alike.kind, alike.standing] += count
    return found


def _all_listed(graph: Numbered, lens: Lens) -> AdmittedTies:
    """All listed ties."""
    ties = admitted(graph, lens)
    if lens.asks_for_nodes:
        ties = ties.at([lens.admits_node(about) for _, about in ties.nodes])
        ties = ties.among([not lens.excludes_node(about) for _, about in ties.nodes])
    return ties


def _all(graph: ReadGraph) -> Iterator[tuple[str, End]]:
    for id, edge in graph.graph["ties"].items():
        yield edge.start, edge.from_start(id)


def _between(graph: ReadGraph, one: str, other: str) -> Iterator[tuple[str, End]]:
    ones, others = stands_for(graph, one), stands_for(graph, other)
    for node in ones:
        for end in ends(graph, node):
            if end.node in others:
                if end.direction == "in":
                    yield end.node, End(node, end.tie, "out", end.data)
                elif end.direction == "both" and end.node < node:
                    yield end.node, End(node, end.tie, "both", end.data)
                else:
                    yield node, end


def stands_for(graph: ReadGraph, id: str) -> set[str]:
    """A node and all that lies in it: the nodes of a country (also by its code, if it has no record), or the parts of
    a region, in as many steps as there are."""
    countries = graph.graph["countries"]
    if id not in graph.nodes:  # a country's code, of which the folder has no record
        return set(countries.get(id, ()))
    node = graph.nodes[id]
    if node["type"] == "country":
        return {id, *countries.get(node["country"], ())}
    parts, found, todo = graph.graph["parts"], {id}, [id]
    while todo:
        new = set(parts.get(todo.pop(), ())) - found
        found |= new
        todo += new
    return found
