"""How are these two connected? A shortest path over ties, with the evidence of each hop."""

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import Annotated, Any, Unpack

from citygraph.domain.errors import CityGraphError
from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import LIMIT, Column, Parameter, Report, WrongOption
from citygraph.questions._columns import KM, end_to_end
from citygraph.questions._ways_out import LOCATED
from citygraph.questions.path.search import Hop, Path, is_located, shortest_paths

PANEL = "Ask"
Given = dict[str, Any]
"""The conditions of a path as they were given, by the names of parameters: those of the lens, and the others."""

Start = Annotated[str, Parameter("Where to start: an id, name, alias or identifier.", "FROM", names="node")]
Goal = Annotated[str, Parameter("Where to end.", "TO", names="node")]
Directed = Annotated[bool, Parameter("Follow ties only in their direction.")]
Avoid = Annotated[Iterable[str], Parameter("Not through this node; repeat for more.", "NAME", names="node")]
Within = Annotated[
    str | None,
    Parameter("Only through nodes in this country; a node without a country is in none.", "COUNTRY", names="country"),
]
MaxHops = Annotated[int | None, Parameter("At most N ties long.", "N", least=0)]
AllTies = Annotated[bool, Parameter("Also the ties that run beside those shown.")]


def path(
    asked: Asked,
    start: Start,
    end: Goal,
    *,
    directed: Directed = False,
    avoid: Avoid = (),
    via: Annotated[
        Iterable[str], Parameter("Through this node; repeat for more, in order.", "NAME", names="node")
    ] = (),
    within_country: Within = None,
    max_hops: MaxHops = None,
    cheapest: Annotated[
        str | None, Parameter("The path of the least distance, in place of the fewest ties.", "km", choices=("km",))
    ] = None,
    all_ties: AllTies = False,
    **lens: Unpack[LensWords],
) -> Report[Hop, Path]:
    """How are these two connected, and who says so?

    A shortest path over ties, hop by hop; of several, the one over active ties with a source. A remark says if it rests
    on plans, on what is over, or on what nobody knows.

    [dim]citygraph path Iznik Osh[/dim]

    [dim]citygraph path Iznik Osh --all-ties --status '!planned'[/dim]

    [dim]citygraph path Iznik Osh --cheapest km[/dim]
    """
    if cheapest and max_hops is not None:
        raise WrongOption("--max-hops", "the path of the least distance has as many ties as it needs")
    limits = {"within_country": within_country, "max_hops": max_hops, "cheapest": cheapest}
    asks = given(lens, directed=directed, avoid=avoid, via=via, **limits)
    best = _best(asked, start, end, asks, all_ties=all_ties)
    columns = [*end_to_end(asked.name), *(KM if cheapest else ())]
    if best is None:
        best, nothing, remarks = no_path(asked, start, end, asks)
        return Report(best, (), columns, nothing=nothing, is_no=True, remarks=remarks)
    remarks = [*best.caveats(), *_beside(best)]
    if via or cheapest:
        from citygraph.questions.path.legs import said_of

        remarks += said_of(best, asked.name)
    return Report(best, best.hops, columns, remarks=remarks)


def paths(
    asked: Asked,
    start: Start,
    end: Goal,
    *,
    directed: Directed = False,
    avoid: Avoid = (),
    within_country: Within = None,
    max_hops: MaxHops = None,
    all_ties: AllTies = False,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Report[tuple[int, Hop], list[Path]]:
    """Every shortest path, the least doubtful one first, then in order of ids; at most ``limit``. If there is none, the
    data is one path without a length, which says how far a search gets."""
    asks = given(lens, directed=directed, avoid=avoid, within_country=within_country, max_hops=max_hops)
    one, other = stops(asked, start, end, asks)
    found = shortest_paths(asked.view, one, other, **limits_of(asked, asks), all_ties=all_ties)
    some = list(islice(found, None if limit is None else limit + 1))  # one more than shown, to know if there are more
    shown = some[:limit]
    remarks = [
        remark
        for called, path in ((f"path {number}", path) for number, path in enumerate(shown, 1))
        for remark in (*path.caveats(called), *_beside(path, called))
    ]
    if len(some) > len(shown):
        remarks.append(f"there are more than {limit} shortest paths")
    nothing, data = "", shown
    if not some:
        none, nothing, remarks = no_path(asked, start, end, asks)
        data = [none]
    return Report(
        data,
        [(number, hop) for number, path in enumerate(shown, 1) for hop in path.hops],
        [Column("path", lambda row: str(row[0])), *map(_of_hop, end_to_end(asked.name))],
        nothing=nothing,
        is_no=not some,
        remarks=remarks,
    )


INSTEAD = {Parameter("Every shortest path.", flag="--all"): paths}


def given(lens: LensWords, **limits: Any) -> Given:
    """The conditions that say something, from the words of a lens and the other limits. Several words are read once
    here, since a search may be repeated without some of them."""
    said = {**lens, **limits}
    return {
        name: value if isinstance(value, (str, int)) else tuple(value)
        for name, value in said.items()
        if value or (value == 0 and value is not False)
    }


def no_path(asked: Asked, start: str, end: str, given: Given) -> tuple[Path, str, list[str]]:
    """The answer that there is no path, a sentence that says so, and remarks on how far a search gets."""
    from citygraph.questions.path.apart import apart, told

    nodes, limits = stops(asked, start, end, given), limits_of(asked, given)
    del limits["max_hops"]
    limits["located"] = bool(given.get("cheapest"))
    found = apart(asked.view, nodes, limits, given, lambda fewer: _best(asked, start, end, fewer))
    one, *between, other = map(asked.name, nodes)
    via = f" via {', '.join(between)}" if between else ""
    through = " through this lens" if any(name in given for name in LensWords.__annotations__) else ""
    remarks = list(told(found, given, asked))
    if given.get("cheapest"):
        about = {asked.name(node): asked.view.nodes[node] for node in nodes}
        unknown = [name for name, node in about.items() if not is_located(node)]
        remarks += [f"{name} has no coordinates, so no distance to it is known" for name in unknown]
        remarks += [LOCATED] if unknown else []
    return Path(None, 0, (), apart=found), f"no path from {one} to {other}{via}{through}", remarks


def _beside(path: Path, called: str = "this path") -> Iterator[str]:
    """The remark on the ties that run beside the shown ones."""
    if path.parallel > len(path.hops) - (path.length or 0):
        more = "1 more tie runs" if path.parallel == 1 else f"{path.parallel} more ties run"
        beside = "these" if called == "this path" else f"those of {called}"
        yield f"{more} beside {beside}; --all-ties shows them"


def _best(asked: Asked, start: str, end: str, given: Given, *, all_ties: bool = False) -> Path | None:
    """The least doubtful path under the conditions; of several legs, if it is to go through other nodes."""
    limits, legs = limits_of(asked, given), list[Path]()
    for one, other in pairwise(stops(asked, start, end, given)):
        if given.get("cheapest"):
            from citygraph.questions.path.by_distance import nearest_path

            leg = nearest_path(asked.view, one, other, **limits, all_ties=all_ties)
        else:
            leg = next(shortest_paths(asked.view, one, other, **limits, all_ties=all_ties), None)
        if leg is None:
            return None
        legs.append(leg)
        if limits["max_hops"] is not None:
            limits["max_hops"] -= leg.length
    if len(legs) == 1:
        return legs[0]
    from citygraph.questions.path.legs import joined

    return joined(legs)


def stops(asked: Asked, start: str, end: str, given: Given) -> list[str]:
    """The ids of the nodes that a path is to go through, in order: its ends, and those between."""
    one, other, *between = map(asked.resolve, (start, end, *given.get("via", ())))
    avoided = {asked.resolve(node) for node in given.get("avoid", ())}
    if avoided & {one, other}:
        raise CityGraphError("a path cannot avoid its own ends")
    if avoided.intersection(between):
        raise CityGraphError("a path cannot avoid what it is to go through")
    return [one, *between, other]


def limits_of(asked: Asked, given: Given) -> dict[str, Any]:
    """What the given conditions mean, as :func:`~citygraph.questions.path.search.shortest_paths` takes them."""
    words: Any = {name: value for name, value in given.items() if name in LensWords.__annotations__}
    within = given.get("within_country")
    return {
        "lens": asked.lens(**words),
        "directed": given.get("directed", False),
        "avoid": {asked.resolve(node) for node in given.get("avoid", ())},
        "within": {asked.country(within), *((None,) if given.get("countryless") else ())} if within else (),
        "max_hops": given.get("max_hops"),
    }


def _of_hop(column: Column) -> Column:
    return column._replace(cell=lambda row: column.cell(row[1]))
