"""Which nodes is this one tied to: how, since when, from which source?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Unpack

from citygraph.domain.lens import Lens
from citygraph.domain.terms import Held
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import Attributes, End, ReadGraph
from citygraph.graph.reach import reached
from citygraph.graph.tie_facts import TieFacts, only_if_asked, tie_facts
from citygraph.questions import LIMIT, NODE, Answer, Column, Naming, Parameter
from citygraph.questions._columns import KM, WHAT_IT_IS, tie_columns
from citygraph.questions._ways_out import LOCATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbor(TieFacts):
    """One tie that leads to ``node``, ``distance`` hops away. It reads from the node before that, which is ``via`` if
    the question asks for more than one hop. ``km`` is how far ``node`` is from the node of the question, if that is
    asked for and known."""

    node: str
    name: str
    type: str
    country: str | None
    distance: int
    via: str | None = only_if_asked()
    held: Held | None = only_if_asked()
    km: float | None = only_if_asked()


PANEL = "Ask"
FLAGS = {"tree": "As a tree: by group of kinds, then by node."}


def neighbors(
    asked: Asked,
    node: Annotated[str, NODE],
    *,
    hops: Annotated[int, Parameter("Up to N hops away.", "N", least=1)] = 1,
    within: Annotated[
        str | None, Parameter("Only those at most so far away, the nearest first: 500km or 300mi.", "DISTANCE")
    ] = None,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[Neighbor]:
    """Which nodes is this one tied to: how, since when, from which source?

    [dim]citygraph neighbors Jingdezhen[/dim]

    [dim]citygraph neighbors 景德镇 --kind 友好城市 --at 2023[/dim]

    [dim]citygraph neighbors Osh --hops 2 --tree[/dim]

    [dim]citygraph neighbors Iznik --hops 2 --within 500km[/dim]
    """
    seen, id = asked.lens(**lens), asked.resolve(node)
    if within is not None:
        return _within(asked, id, seen, hops, within, limit)
    return Answer(
        lambda: neighborhood(asked.view, id, seen, hops=hops),
        neighbor_columns(asked.name),
        limit=limit,
        count=lambda: count_neighbors(asked.view, id, seen, hops=hops),
        nothing=f"{asked.name(id)} has no such ties",
    )


def _within(asked: Asked, id: str, lens: Lens, hops: int, distance: str, limit: int | None) -> Answer[Neighbor]:
    """The neighbors at most so far away, the nearest first. Those whose distance is not known are told."""
    from citygraph.domain.distances import in_kilometres

    most = in_kilometres(distance)
    rows = list(neighborhood(asked.view, id, lens, hops=hops, measured=True))
    near = sorted((row for row in rows if row.km is not None and row.km <= most), key=lambda row: row.km or 0.0)
    name, here = asked.name(id), asked.view.nodes[id]
    remarks = []
    is_nowhere = None in (here["lat"], here["lon"])
    if is_nowhere:
        remarks = [f"{name} has no coordinates, so no distance to it is known", LOCATED]
    elif unknown := list(dict.fromkeys(row.node for row in rows if row.km is None)):
        named = ", ".join(map(asked.name, unknown[:_NAMED]))
        more = f" and {len(unknown) - _NAMED:,} more" if len(unknown) > _NAMED else ""
        remarks = [f"without coordinates, so it is not known how far away: {named}{more}"]
    nothing = f"no neighbor of {name} is known to be within {distance}" if rows else f"{name} has no such ties"
    is_no = is_nowhere or all(row.km is None for row in rows)
    return Answer(near, neighbor_columns(asked.name), limit=limit, nothing=nothing, is_no=is_no, remarks=remarks)


_NAMED = 5
"""How many nodes without coordinates are named."""


def neighbor_columns(naming: Naming) -> list[Column]:
    """One row per tie."""
    for_people, for_programs = KM
    return [
        Column("hops", lambda row: str(row.distance) if row.via else "", place="table"),
        Column("distance", lambda row: str(row.distance), place="data"),
        Column("via", lambda row: naming(row.via) if row.via else "", optional=True),
        Column("how", lambda row: row.label),
        Column("node", lambda row: row.node, place="data"),
        Column("name", lambda row: naming(row.node), style="bold", place="table"),
        Column("name", lambda row: row.name, place="data"),
        *WHAT_IT_IS,
        for_people,
        *tie_columns(naming),
        for_programs,
    ]


def neighborhood(
    graph: ReadGraph, node: str, lens: Lens | None = None, *, hops: int = 1, measured: bool = False
) -> Iterator[Neighbor]:
    """The ties of a node, by distance. Up to ``hops`` away, these are the ties that reach each node in fewest hops. If
    ``measured``, each row has the kilometres, if they are known.

    The search does not go through a node that the lens does not admit.
    """
    lens = lens or Lens()
    here = graph.nodes[node] if measured else None
    for distance, via, end in reached(graph, node, lens, hops):
        yield neighbor(graph, end, lens, distance=distance, via=via if hops > 1 else None, measured_from=here)


def neighbor(
    graph: ReadGraph,
    end: End,
    lens: Lens,
    *,
    distance: int = 1,
    via: str | None = None,
    measured_from: Attributes | None = None,
) -> Neighbor:
    """The row of a tie, seen from the end that is nearer; with the kilometres if it is ``measured_from`` a node."""
    other = graph.nodes[end.node]
    return Neighbor(
        **tie_facts(graph, end, lens),
        node=end.node,
        name=other["name"],
        type=other["type"],
        country=other["country"],
        distance=distance,
        via=via,
        held=lens.held(end.data),
        km=None if measured_from is None else _km(measured_from, other),
    )


def _km(one: Attributes, other: Attributes) -> float | None:
    from citygraph.domain.distances import apart

    return apart(one, other)


def count_neighbors(graph: ReadGraph, node: str, lens: Lens | None = None, *, hops: int = 1) -> int:
    """The number of rows of :func:`neighborhood`."""
    if hops == 1 and (lens is None or lens.is_empty):
        return graph.degree[node]
    return sum(1 for _ in reached(graph, node, lens or Lens(), hops))
