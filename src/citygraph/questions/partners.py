"""Which partners does a city have in the economy?"""

from typing import Annotated, Unpack

from citygraph.graph.asked import Asked, LensWords
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

    [dim]citygraph partners Jingdezhen[/dim]
    """
    seen, id, kinds = asked.lens(**lens), asked.resolve(city), asked.kinds
    return Answer(
        lambda: (row for row in neighborhood(asked.view, id, seen) if kinds[row.kind].group == "economy"),
        neighbor_columns(asked.name),
        limit=limit,
        nothing=f"{asked.name(id)} has no such partners in the economy; its agreements with others:"
        f" citygraph neighbors {id} --group agreement",
    )
