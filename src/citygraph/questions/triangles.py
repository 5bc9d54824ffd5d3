"""Which partners of a node are tied to each other?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Unpack, get_args

from citygraph.domain.kinds import Vocabulary
from citygraph.domain.lens import Lens
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import ReadGraph, ends, numbered
from citygraph.graph.reach import reached
from citygraph.questions import LIMIT, NODE, Answer, Column, Naming
from citygraph.questions._thirds import decisive, doubt_of, in_words, may_hold, plain
from citygraph.questions.neighbors import Neighbor, neighbor

Holds = Literal["yes", "perhaps", "no"]
_ORDER: tuple[Holds, ...] = get_args(Holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """A node that the given one is tied to, with the ties between these two."""

    id: str
    name: str
    type: str
    country: str | None
    ties: tuple[Neighbor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangle:
    """Two nodes to which the given one is tied, and that are tied to each other: ``between`` are those ties, as they
    read from ``one``. It ``holds`` if on each side a tie is in force or took place; *perhaps* if nobody can say that of
    some side; *no* if one side has only plans, or ties that are over."""

    holds: Holds
    one: Corner
    other: Corner
    between: tuple[Neighbor, ...]


PANEL = "Ask"


def triangles(
    asked: Asked,
    node: Annotated[str, NODE],
    *,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[Triangle]:
    """Which of its partners are partners of each other, too?

    Each pair of nodes to which it is tied, and that are tied to each other; first where all three sides hold. For those
    that share partners with it, and have no tie to it yet, ask `suggest`.

    [dim]citygraph triangles Jingdezhen[/dim]

    [dim]citygraph triangles Jingdezhen --type city --limit 10[/dim]
    """
    seen, id = asked.lens(**lens), asked.resolve(node)
    found = triangles_of(asked.view, id, seen)
    name = asked.name(id)
    return Answer(
        found,
        _columns(name, asked.name),
        limit=limit,
        nothing=f"no two nodes are known that have such ties to {name} and to each other",
        is_no=not found,
        remarks=["none of these is known to hold on all three sides"] if found and found[0].holds != "yes" else (),
    )


def triangles_of(graph: ReadGraph, node: str, lens: Lens | None = None) -> list[Triangle]:
    """The triangles with a corner at ``node``, of ties that the lens shows between nodes that it admits; each pair of
    other corners once. First those that hold, then in the order of the names of their corners."""
    lens, kinds = lens or Lens(), graph.graph["kinds"]
    beside: dict[str, list[Neighbor]] = {}
    for _, _, end in reached(graph, node, lens, 1):
        beside.setdefault(end.node, []).append(neighbor(graph, end, lens))
    corners = sorted(map(_corner, beside.values()), key=lambda corner: (corner.name.casefold(), corner.id))
    place = {corner.id: place for place, corner in enumerate(corners)}
    found = [
        Triangle(holds=_holds((one.ties, between, other.ties), kinds), one=one, other=other, between=between)
        for one, others in _tied_among_themselves(graph, corners)
        for other, between in _later(graph, one, others, place, lens)
    ]
    return sorted(found, key=lambda row: (_ORDER.index(row.holds), place[row.one.id], place[row.other.id]))


def _corner(ties: list[Neighbor]) -> Corner:
    it = ties[0]
    return Corner(id=it.node, name=it.name, type=it.type, country=it.country, ties=tuple(ties))


def _tied_among_themselves(graph: ReadGraph, corners: Iterable[Corner]) -> Iterator[tuple[Corner, dict[str, Corner]]]:
    """Those that have a tie to another of them, and these by their ids. It reads no tie: most partners of a node have
    none."""
    by_number = numbered(graph)
    by_key = {by_number.number(corner.id): corner for corner in corners}
    for key, corner in by_key.items():
        others = {other for side in (by_number.adj, by_number.pred) for other in side[key].keys() & by_key.keys()}
        if tied := {by_key[other].id: by_key[other] for other in others - {key}}:
            yield corner, tied


def _later(
    graph: ReadGraph, one: Corner, others: Mapping[str, Corner], place: Mapping[str, int], lens: Lens
) -> Iterator[tuple[Corner, tuple[Neighbor, ...]]]:
    """Those of the others that come after this corner, and the ties to them."""
    later = [id for id in others if place[id] > place[one.id]]
    found: dict[str, list[Neighbor]] = {}
    for end in ends(graph, one.id, among=later) if later else ():
        if lens.admits_tie(end.data):
            found.setdefault(end.node, []).append(neighbor(graph, end, lens))
    return ((others[id], tuple(ties)) for id, ties in found.items())


def _holds(sides: Iterable[tuple[Neighbor, ...]], kinds: Vocabulary) -> Holds:
    deciding = [decisive(side, kinds) for side in sides]
    if not any(map(doubt_of, deciding)):
        return "yes"
    return "perhaps" if all(any(map(may_hold, side)) for side in deciding) else "no"


# ------------------------------------------------------------------ words


def _columns(name: str, naming: Naming) -> list[Column]:
    return [
        Column("holds", lambda row: row.holds),
        Column("one", lambda row: naming(row.one.id), style="bold", place="table"),
        Column("other", lambda row: naming(row.other.id), style="bold", place="table"),
        Column(f"{name} and one", lambda row: _lines(row.one.ties), place="table"),
        Column("one and other", lambda row: _lines(row.between), place="table"),
        Column(f"{name} and other", lambda row: _lines(row.other.ties), place="table"),
        Column("one", lambda row: row.one.id, place="data"),
        Column("one_name", lambda row: row.one.name, place="data"),
        Column("other", lambda row: row.other.id, place="data"),
        Column("other_name", lambda row: row.other.name, place="data"),
        Column("ties_of_one", lambda row: plain(row.one.ties), place="data"),
        Column("between", lambda row: plain(row.between), place="data"),
        Column("ties_of_other", lambda row: plain(row.other.ties), place="data"),
        Column("source", lambda row: ", ".join(_sources(row)), place="data"),
    ]


def _lines(ties: Iterable[Neighbor]) -> str:
    return "\n".join(map(in_words, ties))


def _sources(row: Triangle) -> Iterable[str]:
    return dict.fromkeys(source for tie in (*row.one.ties, *row.between, *row.other.ties) for source in tie.sources)
