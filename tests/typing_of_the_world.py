"""What a type checker says of the world's questions. mypy reads this file as part of the package (see pyproject.toml):
each comment names the error that it must find, and mypy complains where it finds none."""

from typing import assert_type

import citygraph
from citygraph.questions import Answer, Report
from citygraph.questions.measures.centrality import Ranked
from citygraph.questions.path.search import Hop, Path
from citygraph.questions.ties import CountryTies, Tie, TieCount, TieTable

world = citygraph.open()

assert_type(world.ties(kind="sister-city", at=["2019", "2021"]), Answer[Tie])
assert_type(world.path("Iznik", "Osh"), Report[Hop, Path])
assert_type(world.ties_by_country(between=("Türkiye", "China")), Answer[CountryTies])
assert_type(world.tie_counts("Jingdezhen", by=("decade", "kind"), status="active"), TieTable)
assert_type(world.tie_counts(by=("source",))[0], TieCount)
world.tie_counts(by=("color",))  # type: ignore[arg-type]
assert_type(world.rank(by="betweenness", top=None), Answer[Ranked])
assert_type(world.resolve("Iznik"), str)

world.ties(kid="sister-city")  # type: ignore[call-arg]
world.ties(kind=3)  # type: ignore[arg-type]
world.path("Iznik")  # type: ignore[call-arg]
world.rank(by="degre")  # type: ignore[arg-type]
world.resolve(3)  # type: ignore[arg-type]
