"""The folder ``graph``: a small world in which a tie of each kind stands in each way.

Each stage has a city of its own, so ties that differ in nothing but their stage lead to different cities. Alder has
all partnerships and visits, the fairs have the guests, and the wardens have the posts. What is *perhaps over* is so on
the day ``TODAY``.
"""

import datetime
from pathlib import Path

from citygraph.domain.tie_rules import Stage

GRAPH = Path(__file__).parent / "graph"
TODAY = datetime.date(2026, 11, 27)
NOON = datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC)
HUB, PEER = "alder", "yew"

STANDING = {
    "birch": Stage.ACTIVE,
    "cedar": Stage.ENDED,
    "dogwood": Stage.SUSPENDED,
    "elm": Stage.PLANNED,
    "fir": Stage.PROPOSED,
    "gorse": Stage.UNKNOWN,
    "hazel": Stage.DORMANT,
    "juniper": Stage.CANCELLED,
    "larch": Stage.DISPUTED,
    "maple": Stage.OVER,
    "oak": Stage.PERHAPS_OVER,
}
"""What the partnership of Alder with each city is, and the post of that city's warden."""
OCCURRING = {
    "cedar": Stage.TOOK_PLACE,
    "elm": Stage.PLANNED,
    "fir": Stage.PROPOSED,
    "gorse": Stage.UNKNOWN,
    "juniper": Stage.CANCELLED,
    "larch": Stage.DISPUTED,
}
"""What Alder's visit to each city is, and that city's attendance at the fair of 2023."""

STAGES = {
    **{f"sister-city.{HUB}.{city}": stage for city, stage in STANDING.items()},
    **{f"holds-post.warden-{city}.{city}": stage for city, stage in STANDING.items()},
    **{f"delegation.{HUB}.{city}": stage for city, stage in OCCURRING.items()},
    **{f"attends.{city}.wood-fair": stage for city, stage in OCCURRING.items()},
}
"""What each of these ties is, by its id."""
