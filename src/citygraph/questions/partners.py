"""Which partners does a city have in the economy?"""

import shlex
from collections.abc import Iterator
from typing import Annotated, Unpack

from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.interface import ends
from citygraph.questions import LIMIT, NODE, Answer
from citygraph.questions.neighbors import Neighbor, neighbor_columns, neighborhood

PANEL = "Ask"


def partners(
    asked: Asked,
    city: Annotated[str, NODE],
    *,
    limit: Annotated[int | None, LIMIT] = None,
    **lens: Unpack[LensWords],
) -> Answer[Neighbor]:
    """A city's partners in the economy: trade, stores, offices.

    Partner towns are neighbors by a kind of tie: `citygraph neighbors NAME --kind sister-city`.

    [dim]citygraph partners Jingdezhen[/dim]
    """
    seen, id, kinds = asked.lens(**lens), asked.resolve(city), asked.kinds
    towns = tuple(f"--kind {shlex.quote(kind)}" for kind in _partnerships(asked, id))
    agreements = f"; its agreements with others: citygraph neighbors {id} --group agreement"
    return Answer(
        lambda: (row for row in neighborhood(asked.view, id, seen) if kinds[row.kind].group == "economy"),
        neighbor_columns(asked.name),
        limit=limit,
        nothing=f"{asked.name(id)} has no such partners in the economy{'' if towns else agreements}",
        remarks=[f"for its partner towns, ask: citygraph neighbors {id} {' '.join(towns)}"] if towns else (),
    )


def _partnerships(asked: Asked, node: str) -> Iterator[str]:
    """The kinds by which a node has a tie as a town has to its partner town, of any status: agreements that join cities
    alone, and that read alike from both ends."""
    kinds, towns = asked.kinds, frozenset({"city"})
    of_towns = [
        id for id, kind in kinds.items() if kind.group == "agreement" and kind.symmetric and {*kind.starts} == towns
    ]
    has = {end.data["kind"] for end in ends(asked.view, node)}
    return (id for id in of_towns if id in has)
