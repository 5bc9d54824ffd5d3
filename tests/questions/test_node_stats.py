"""The figures of one node: against a plain walk over all ties."""

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

import citygraph
from citygraph.domain.distances import apart
from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import stage
from citygraph.questions.measures.of_node import statistics_of
from citygraph.world import World
from conftest import citygraph as run
from worlds import build, lenses, placed_worlds

Folder = Callable[..., Path]


@given(text=placed_worlds(), lens=lenses(), data=st.data())
def test_figures_of_a_node_are_those_of_a_walk_over_all_ties(text: str, lens: Lens, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        node = data.draw(st.sampled_from(sorted(graph)))
        stored = statistics_of(World(folder, cache=False).view, node, lens)
    assert statistics_of(graph, node, lens) == stored
    kinds, counted, left_out = Counter[str](), Counter[str](), Counter[str]()
    others = set[str]()
    for start, end, tie in graph.edges(data=True):
        if node not in (start, end) or start == end or not lens.admits_tie(tie):
            continue
        other = end if start == node else start
        if lens.asks_for_nodes and not lens.admits_node(graph.nodes[other]):
            continue
        today = stage(tie, lens.day)
        if lens.statuses.include or not (today.is_plan or (today.is_over and not lens.has_date)):
            counted[tie["status"]] += 1
            kinds[tie["kind"]] += 1
            others.add(other)
        else:
            left_out[tie["status"]] += 1
    assert stored.ties == kinds.total()
    assert stored.ties_by_kind == kinds
    assert (stored.counted, stored.left_out) == (counted, left_out)
    assert stored.ties_by_status == counted + left_out
    countries = Counter(graph.nodes[other]["country"] for other in others)
    assert stored.neighbors == len(others) == sum(stored.neighbors_by_type.values())
    assert Counter(stored.neighbors_by_country) + Counter({None: stored.without_country}) == countries
    distances = {other: apart(graph.nodes[node], graph.nodes[other]) for other in others}
    known = {other: km for other, km in distances.items() if km is not None}
    assert stored.without_coordinates == sum(graph.nodes[other]["lat"] is None for other in others)
    assert stored.has_coordinates == (graph.nodes[node]["lat"] is not None)
    if known:
        assert stored.nearest_km == min(known.values()) == known[str(stored.nearest)]
        assert stored.farthest_km == max(known.values()) == known[str(stored.farthest)]
        assert stored.median_km == pytest.approx(median(known.values()), abs=0.06)
    else:
        assert (stored.nearest, stored.nearest_km, stored.median_km, stored.farthest_km) == (None, None, None, None)


WORLD = """
cities:
  a: {name: Alfa, country: TR, coordinates: [40, 29]}
  b: {name: Bravo, country: TR, coordinates: [41, 29]}
  c: {name: Charlie, country: KG, coordinates: [40, 72]}
  d: {name: Delta, country: TR}
  e: {name: Echo, country: FR, coordinates: [48, 2]}
  f: {name: Foxtrot, country: FR, coordinates: [48, 3]}
ties:
  - {kind: sister-city, between: [a, b], status: active}
  - {kind: sister-city, between: [a, c]}
  - {kind: sister-city, between: [a, d], status: active}
  - {kind: sister-city, between: [a, e], status: planned}
  - {kind: sister-city, between: [a, f], status: ended}
"""


def test_neither_a_plan_nor_what_has_ended_is_a_neighbor_that_holds(folder: Folder) -> None:
    world = citygraph.open(folder(world=WORLD))
    answer = world.stats_of("Alfa")
    found = answer.data
    assert (found.ties, found.neighbors, found.neighbors_by_country) == (3, 3, {"TR": 2, "KG": 1})
    assert (found.nearest, found.nearest_km) == ("b", 111.2)
    assert (found.farthest, found.farthest_km) == ("c", 3626.1)
    assert (found.median_km, found.without_coordinates) == (1868.6, 1)
    assert answer.remarks == ["counted: 2 active, 1 unknown; left out: 1 ended, 1 planned"]
    planned = world.stats_of("Alfa", status=["planned"]).data
    assert (planned.ties, planned.neighbors_by_country) == (1, {"FR": 1})


def test_of_a_node_that_lies_nobody_knows_where_no_distance_is_known(folder: Folder) -> None:
    ran = run("stats", "delta", "--graph", str(folder(world=WORLD)), "--format", "table")
    assert ran.code == 0
    assert "km" not in ran.out
    assert "citygraph: Delta has no coordinates, so no distance to it is known\n" in ran.err


def test_a_node_without_ties_has_figures_too(folder: Folder) -> None:
    found = citygraph.open(folder(world="cities:\n  a: {name: Alfa, country: TR}\n")).stats_of("a").data
    assert (found.ties, found.neighbors, found.ties_by_status, found.median_km) == (0, 0, {}, None)


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        (["Alfa", "--by", "country"], 2, "--by country: it does not go with NAME"),
        (["Alfa", "--simple"], 2, "--simple: it does not go with NAME"),
        (["nowhere"], 1, "nothing here is called `nowhere`"),
    ],
)
def test_bad_use(folder: Folder, given: list[str], code: int, said: str) -> None:
    ran = run("stats", *given, "--graph", str(folder(world=WORLD)))
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
