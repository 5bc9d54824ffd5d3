"""Which ties are there? All of them, those of a node, or those between two nodes or two countries; and how many."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict, Unpack, get_args

from citygraph.domain.lens import Lens
from citygraph.domain.terms import Held
from citygraph.domain.tie_rules import Stage, Standing, standing
from citygraph.graph.admitted import AdmittedTies, admitted
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import Attributes, Edge, End, Numbered, ReadGraph, ends, numbered, ties_that_may_say
from citygraph.graph.tie_facts import TieFacts, only_if_asked, only_in_python, tie_facts
from citygraph.questions import BY_COUNTRY, LIMIT, OF_NODE, Answer, Column, Naming, Parameter, WrongOption
from citygraph.questions._columns import KM, end_to_end
from citygraph.questions._counts import Standings, by_status, in_words, most_first
from citygraph.questions._ways_out import LOCATED

if TYPE_CHECKING:
    from citygraph.questions._tie_counts import TieTally


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(TieFacts):
    """One tie, read in its own direction. ``title`` is the tie's own name; of a post, the title of the post. ``km`` is
    how far apart its ends lie, if the question asks for that."""

    from_: str
    to: str
    title: str | None
    held: Held | None = only_if_asked()
    km: float | None = only_if_asked()


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


By = Literal["year", "decade", "kind", "group", "status", "country", "source"]
"""What ties are counted by. The ``year`` is that in which a tie begins, takes place, or is to. The ``status`` is what
it is today, in the word that people read. By ``country``, ties count under the countries of both ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieCount:
    """The number of ties that are alike in what they are counted ``by``: ``{"decade": "1990s", "kind": "exchange"}``.
    A value is None if no source says it, and *unclear* if the date of a tie may lie in two years or decades. By
    country, there are the keys ``country`` and ``other``. A tie with several sources counts under each.

    ``facts`` of the ties are in force or took place; of those that are ``open`` nobody can say how they stand; others
    are ``over``; ``plans`` have not come about. ``statuses`` are the same ties by status, and ``standings`` by how they
    stand today."""

    by: dict[str, str | None]
    ties: int
    facts: int
    open: int
    over: int
    plans: int
    statuses: dict[str, int]
    standings: Standings = only_in_python()


PANEL = "Ask"
FLAGS = {"count": "Print only the number of ties, and how many of them there are of each status."}

Node = Annotated[str | None, OF_NODE]
Between = Annotated[
    tuple[str, str] | None,
    Parameter(
        "Only ties between these two; a country stands for all that lies in it, a region for its parts.",
        "A B",
        names="node",
    ),
]
BY = Parameter(
    "Count the ties: by the year or decade in which they begin, by kind, group, status, country or source. Give it "
    "twice, and the second goes across.",
    "WHAT",
    flag="--by",
    choices=get_args(By),
)


def ties(
    asked: Asked,
    node: Node = None,
    *,
    between: Between = None,
    farther_than: Annotated[
        str | None,
        Parameter(
            "Only those whose ends lie farther apart than that, the farthest first: 5000km or 3000mi.", "DISTANCE"
        ),
    ] = None,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[Tie]:
    """List the ties, or count them: all, those of a node, or those between two nodes or two countries.

    [dim]citygraph ties --group economy[/dim]

    [dim]citygraph ties --between Türkiye China --count[/dim]

    [dim]citygraph ties --kind sister-city --by country[/dim]

    [dim]citygraph ties Jingdezhen --by decade --by kind[/dim]

    [dim]citygraph ties --kind sister-city --farther-than 5000km[/dim]
    """
    seen, those = asked.lens(**lens), _those(asked, node, between)
    if farther_than is not None:
        return _far(asked, seen, those, farther_than, limit)
    return Answer(
        lambda: listed(asked.view, seen, **those),
        end_to_end(asked.name),
        limit=limit,
        count=lambda: count_ties(asked.view, seen, **those),
        standings=lambda: count_standings(asked.view, seen, limit=limit, **those),
        nothing="there are no such ties",
    )


def _far(asked: Asked, lens: Lens, those: "_Those", distance: str, limit: int | None) -> Answer[Tie]:
    """The ties whose ends lie farther apart. Those that have an end without coordinates are told."""
    from citygraph.domain.distances import in_kilometres
    from citygraph.questions._far_ties import far_ties

    found = far_ties(asked.view, lens, in_kilometres(distance), **those)
    remarks, unknown = [], found.unknown
    if unknown:
        has, it = ("1 tie has", "it reaches") if unknown == 1 else (f"{unknown:,} ties have", "they reach")
        remarks = [f"{has} an end without coordinates, so it is not known how far {it}"]
    is_unknown = bool(unknown) and not found.counted and not numbered(asked.view).places()
    if is_unknown:
        remarks.append(f"nothing here has coordinates; {LOCATED}")
    return Answer(
        found.rows,
        [*end_to_end(asked.name), *KM],
        limit=limit,
        count=lambda: found.standings().total(),
        standings=lambda: found.standings(limit),
        nothing=f"no tie is known to reach farther than {distance}",
        is_no=is_unknown,
        remarks=remarks,
    )


def ties_by_country(
    asked: Asked,
    node: Node = None,
    *,
    between: Between = None,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[CountryTies]:
    """The ties, counted by the countries of their ends."""
    counted = counted_by_country(asked.view, asked.lens(**lens), **_those(asked, node, between))
    return Answer(counted, _country_columns(asked.country_name), limit=limit, nothing="there are no such ties")


class TieTable(Answer[TieCount]):
    """The numbers of ties; ``tally`` has them as they stand in a table, with its totals. ``counts`` says of a stage
    if the figures of a network count such ties."""

    tally: "TieTally"
    counts: Callable[[Stage], bool]


def tie_counts(
    asked: Asked,
    node: Node = None,
    *,
    by: Annotated[tuple[By, ...], BY] = (),
    between: Between = None,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> TieTable:
    """The ties, counted by year, decade, kind, group, status, country or source, or by two of these."""
    from citygraph.questions import _tie_counts

    seen, by = asked.lens(**lens), _checked(by)
    counted = _tie_counts.count(asked.view, seen, by, limit=limit, **_those(asked, node, between))
    missing = _tie_counts.missing(counted)
    answer = TieTable(
        () if missing else counted.rows(),
        _count_columns(by),
        standings=lambda: counted.total,
        nothing=missing or "there are no such ties",
        is_no=bool(missing),
        remarks=() if missing else tuple(_tie_counts.remarks(counted)),
    )
    answer.tally, answer.counts = counted, seen.counts
    return answer


INSTEAD = {BY: tie_counts, BY_COUNTRY: ties_by_country}


def _checked(by: Sequence[str]) -> tuple[By, ...]:
    """What to count by: one or two words, as the user gives them."""
    for word in by:
        if word not in get_args(By):
            raise WrongOption("--by", f"{word!r} is none of: {', '.join(get_args(By))}")
    if not 1 <= len(by) <= 2:
        raise WrongOption("--by", "give it once or twice")
    if len(set(by)) < len(by):
        raise WrongOption("--by", f"{by[0]} is there twice; give two that differ")
    return tuple(by)  # type: ignore[arg-type]  # each of them is a By


class _Those(TypedDict):
    """Which ties a question is about, if not all: those at a node, or between two; by ids."""

    at: str | None
    between: tuple[str, str] | None


def _those(asked: Asked, node: str | None, between: tuple[str, str] | None) -> _Those:
    if node is not None and between is not None:
        raise WrongOption("--between", "it names two nodes; leave out the other")
    return {
        "at": node and asked.end_or_country(node),
        "between": between and (asked.end_or_country(between[0]), asked.end_or_country(between[1])),
    }


def _count_columns(by: Sequence[By]) -> list[Column]:
    """The columns of counts for programs: a table is drawn by hand."""

    def cell(name: str) -> Callable[[TieCount], str]:
        return lambda row: row.by[name] or ""

    def number(name: str) -> Callable[[TieCount], str]:
        return lambda row: str(getattr(row, name))

    keys = [key for word in by for key in keys_of(word)]
    return [
        *(Column(key, cell(key)) for key in keys),
        *(Column(name, number(name)) for name in ("ties", "facts", "open", "over", "plans")),
        Column("statuses", lambda row: _plain(row.statuses)),
    ]


def keys_of(by: By) -> tuple[str, ...]:
    """The keys of a row that is counted by this."""
    return ("country", "other") if by == "country" else (by,)


def _country_columns(country_name: Naming) -> list[Column]:
    """The columns of ties by country."""

    def named(code: str | None) -> str:
        return country_name(code) if code else "no country"

    def counts(counted: dict[str, int]) -> str:
        return ", ".join(f"{count:,} {what}" for what, count in counted.items())

    return [
        Column("country", lambda row: named(row.country), style="bold", place="table"),
        Column("and", lambda row: named(row.other), style="bold", place="table"),
        Column("ties", lambda row: f"{row.ties:,}", place="table"),
        Column("of which kind", lambda row: counts(row.kinds), place="table"),
        Column("of which status", lambda row: in_words(row.standings), style="dim", place="table"),
        Column("country", lambda row: row.country or "", place="data"),
        Column("other", lambda row: row.other or "", place="data"),
        Column("ties", lambda row: str(row.ties), place="data"),
        Column("kinds", lambda row: _plain(row.kinds), place="data"),
        Column("statuses", lambda row: _plain(row.statuses), place="data"),
    ]


def _plain(counted: dict[str, int]) -> str:
    return " ".join(f"{what}:{count}" for what, count in counted.items())


# ------------------------------------------------------------------ the list


def listed(
    graph: ReadGraph, lens: Lens | None = None, *, at: str | None = None, between: tuple[str, str] | None = None
) -> Iterator[Tie]:
    """All ties that the lens shows, in order of their ids.

    ``at`` a node: only those with an end there. ``between`` two nodes: only those with one at each end. A country
    stands for itself and all that lies in it, a region for itself and all that is part of it.
    """
    lens = lens or Lens()
    for start, end in listed_ends(graph, lens, at=at, between=between):
        yield tie_row(graph, start, end, lens)


def count_ties(
    graph: ReadGraph, lens: Lens | None = None, *, at: str | None = None, between: tuple[str, str] | None = None
) -> int:
    """The number of rows of :func:`listed`."""
    return count_standings(graph, lens, at=at, between=between).total()


def count_standings(
    graph: ReadGraph,
    lens: Lens | None = None,
    *,
    at: str | None = None,
    between: tuple[str, str] | None = None,
    limit: int | None = None,
) -> Counter[Standing]:
    """The number of rows of :func:`listed`, or of the first ``limit`` of them, by how the ties stand."""
    lens = lens or Lens()
    if at is not None or between is not None or limit is not None:
        those = listed_ends(graph, lens, at=at, between=between)
        return Counter(standing(end.data, lens.day) for _, end in islice(those, limit))
    by_number = numbered(graph)
    if lens.is_empty:
        return by_number.all_standings(lens.day)
    return all_listed(by_number, lens).standings()


def listed_ends(
    graph: ReadGraph, lens: Lens, *, at: str | None = None, between: tuple[str, str] | None = None
) -> Iterator[tuple[str, End]]:
    """The ties of :func:`listed`, each with its start, and as it is seen from there."""
    found: Iterator[tuple[str, End]]
    if at is not None or between is not None:
        those = _between(graph, *between) if between else _at(graph, str(at))
        by_id = {end.tie: (start, end) for start, end in those}
        found = (tie for _, tie in sorted(by_id.items()))
    else:
        found = _all(graph)
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


def listed_that_may_say(
    graph: ReadGraph, lens: Lens, node: str | None, *words: str, naming: str | None = None
) -> Iterator[tuple[str, End]]:
    """Of :func:`ties_that_may_say`, those that :func:`listed_among` gives. If the node stands for few, their ties are
    looked up, whatever these say; so the answer takes no longer in a large graph."""
    here = set() if node is None else stands_for(graph, node)
    if node is None or len(here) > _FEW:
        return listed_among(graph, ties_that_may_say(graph, *words, naming=naming), lens, node)
    return listed_among(graph, ties_at(graph, here), lens, node)


_FEW = 100
"""The most nodes whose ties are looked up one node after the other. To look through all ties takes about as long as to
look up some hundreds of nodes."""


def is_listed(graph: ReadGraph, lens: Lens, one: str, other: str) -> bool:
    """True if a list of ties shows a tie between these two."""
    return not lens.asks_for_nodes or _are_listed(lens, graph.nodes[one], graph.nodes[other])


def _are_listed(lens: Lens, *ends: Attributes) -> bool:
    """True if the lens admits one of the ends and excludes none."""
    return not any(map(lens.excludes_node, ends)) and any(map(lens.admits_node, ends))


def counted_by_country(
    graph: ReadGraph, lens: Lens | None = None, *, at: str | None = None, between: tuple[str, str] | None = None
) -> list[CountryTies]:
    """The rows of :func:`listed`, counted by the countries of their ends: the largest number first, then by codes."""
    kinds: dict[tuple[str | None, str | None], Counter[str]] = {}
    standings: dict[tuple[str | None, str | None], Counter[Standing]] = {}
    for (one, other, kind, stands), count in _of_countries(graph, lens or Lens(), at, between).items():
        pair = pair_of_countries(one, other)
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


def pair_of_countries(one: str | None, other: str | None) -> tuple[str | None, str | None]:
    """Two countries in their order, none last."""
    return (other, one) if one is None or (other is not None and other < one) else (one, other)


def _of_countries(
    graph: ReadGraph, lens: Lens, at: str | None, between: tuple[str, str] | None
) -> Counter[tuple[str | None, str | None, str, Standing]]:
    """The numbers of listed ties from a country to another, of a kind, that stand alike."""
    if at is not None or between is not None:
        return Counter(
            (graph.nodes[start]["country"], graph.nodes[end.node]["country"], end.data["kind"],
             standing(end.data, lens.day))
            for start, end in listed_ends(graph, lens, at=at, between=between)
        )  # fmt: skip
    found: Counter[tuple[str | None, str | None, str, Standing]] = Counter()
    for one, other, alike, count in all_listed(numbered(graph), lens).between_countries():
        found[one, other, alike.kind, alike.standing] += count
    return found


def all_listed(graph: Numbered, lens: Lens) -> AdmittedTies:
    """All listed ties."""
    ties = admitted(graph, lens)
    if lens.asks_for_nodes:
        ties = ties.at([lens.admits_node(about) for _, about in ties.nodes])
        ties = ties.among([not lens.excludes_node(about) for _, about in ties.nodes])
    return ties


def _all(graph: ReadGraph) -> Iterator[tuple[str, End]]:
    for id, edge in graph.graph["ties"].items():
        yield edge.start, edge.from_start(id)


def _at(graph: ReadGraph, id: str) -> Iterator[tuple[str, End]]:
    for node in stands_for(graph, id):
        for end in ends(graph, node):
            yield _from_start(node, end)


def _between(graph: ReadGraph, one: str, other: str) -> Iterator[tuple[str, End]]:
    ones, others = stands_for(graph, one), stands_for(graph, other)
    for node in ones:
        for end in ends(graph, node):
            if end.node in others:
                yield _from_start(node, end)


def _from_start(node: str, end: End) -> tuple[str, End]:
    """A tie that is seen from a node: its start, and as it is seen from there."""
    if end.direction == "in":
        return end.node, End(node, end.tie, "out", end.data)
    if end.direction == "both" and end.node < node:
        return end.node, End(node, end.tie, "both", end.data)
    return node, end


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
