"""How are these two connected? A shortest path over ties, with the evidence of each hop."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Annotated, Any, Unpack

from citygraph.domain.errors import CityGraphError
from citygraph.graph.asked import Asked, LensWords
from citygraph.questions import LIMIT, Column, Parameter, Report
from citygraph.questions._columns import end_to_end
from citygraph.questions.path.search import Hop, Path, PathSearch, caveats, shortest_paths

PANEL = "Ask"
Given = dict[str, Any]
"""The conditions of a path as they were given, by the names of parameters: those of the lens, and the others."""

Start = Annotated[str, Parameter("Where to start: an id, name, alias or identifier.", "FROM", names="node")]
Goal = Annotated[str, Parameter("Where to end.", "TO", names="node")]
Directed = Annotated[bool, Parameter("Follow ties only in their direction.")]
Avoid = Annotated[Iterable[str], Parameter("Not through this node; repeat for more.", "NAME", names="node")]
AllTies = Annotated[bool, Parameter("Also the ties that run beside those shown.")]


def path(
    asked: Asked,
    start: Start,
    end: Goal,
    *,
    directed: Directed = False,
    avoid: Avoid = (),
    all_ties: AllTies = False,
    **lens: Unpack[LensWords],
) -> Report[Hop, Path]:
    """How are these two connected, and who says so?

    A shortest path over ties, hop by hop; of several, the one over active ties with a source. A remark says if it rests
    on plans, on what is over, or on what nobody knows.

    [dim]citygraph path Iznik Osh[/dim]

    [dim]citygraph path Iznik Osh --all-ties --status '!planned'[/dim]
    """
    asks = given(lens, directed=directed, avoid=avoid)
    best = next(_between(asked, start, end, asks, all_ties=all_ties), None)
    if best is None:
        best, nothing, remarks = no_path(asked, start, end, asks)
        return Report(best, (), end_to_end(asked.name), nothing=nothing, is_no=True, remarks=remarks)
    return Report(best, best.hops, end_to_end(asked.name), remarks=(*caveats(best), *_beside(best)))


def paths(
    asked: Asked,
    start: Start,
    end: Goal,
    *,
    directed: Directed = False,
    avoid: Avoid = (),
    all_ties: AllTies = False,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Report[tuple[int, Hop], list[Path]]:
    """Every shortest path, the least doubtful one first, then in order of ids; at most ``limit``."""
    asks = given(lens, directed=directed, avoid=avoid)
    found = _between(asked, start, end, asks, all_ties=all_ties)
    some = list(islice(found, None if limit is None else limit + 1))  # one more than shown, to know if there are more
    shown = some[:limit]
    remarks = [
        remark
        for called, path in ((f"path {number}", path) for number, path in enumerate(shown, 1))
        for remark in (*caveats(path, called), *_beside(path, called))
    ]
    if len(some) > len(shown):
        remarks.append(f"there are more than {limit} shortest paths")
    nothing = ""
    if not some:
        _, nothing, remarks = no_path(asked, start, end, asks)
    return Report(
        shown,
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
        name: value if isinstance(value, str) else tuple(value) if hasattr(value, "__iter__") else value
        for name, value in said.items()
        if value
    }


def no_path(asked: Asked, start: str, end: str, given: Given) -> tuple[Path, str, list[str]]:
    """The answer that there is no path, a sentence that says so, and remarks on how far a search gets."""
    from citygraph.questions.path.apart import apart, told

    one, other = asked.resolve(start), asked.resolve(end)
    search = PathSearch(asked.view, one, other, **limits_of(asked, given))
    found = apart(search, one, other, given, lambda fewer: next(_between(asked, one, other, fewer), None))
    through = " through this lens" if any(name in given for name in LensWords.__annotations__) else ""
    sentence = f"no path from {asked.name(one)} to {asked.name(other)}{through}"
    return Path(None, 0, (), apart=found), sentence, list(told(found, given, asked))


def _beside(path: Path, called: str = "this path") -> Iterator[str]:
    """The remark on the ties that run beside the shown ones."""
    if path.parallel > len(path.hops) - (path.length or 0):
        more = "1 more tie runs" if path.parallel == 1 else f"{path.parallel} more ties run"
        beside = "these" if called == "this path" else f"those of {called}"
        yield f"{more} beside {beside}; --all-ties shows them"


def _between(asked: Asked, start: str, end: str, given: Given, *, all_ties: bool = False) -> Iterator[Path]:
    one, other, limits = asked.resolve(start), asked.resolve(end), limits_of(asked, given)
    if limits["avoid"] & {one, other}:
        raise CityGraphError("a path cannot avoid its own ends")
    return shortest_paths(asked.view, one, other, **limits, all_ties=all_ties)


def limits_of(asked: Asked, given: Given) -> dict[str, Any]:
    """What the given conditions mean, as :func:`~citygraph.questions.path.search.shortest_paths` takes them."""
    directed, avoid = given.get("directed", False), {asked.resolve(node) for node in given.get("avoid", ())}
    words: Any = {name: value for name, value in given.items() if name not in ("directed", "avoid")}
    return {"lens": asked.lens(**words), "directed": directed, "avoid": avoid}


def _of_hop(column: Column) -> Column:
    return column._replace(cell=lambda row: column.cell(row[1]))
