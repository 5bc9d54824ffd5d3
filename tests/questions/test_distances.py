"""How far away: against a plain search over all neighbors and the distance by the haversine formula."""

import math
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import citygraph
from citygraph.domain.distances import apart, in_kilometres
from citygraph.domain.errors import CityGraphError
from citygraph.domain.geo import kilometres
from citygraph.domain.lens import Lens
from citygraph.graph.asked import Asked
from citygraph.graph.interface import Attributes
from citygraph.questions._data import as_data
from citygraph.questions._far_ties import far_ties
from citygraph.questions.neighbors import neighborhood, neighbors
from citygraph.questions.show import show
from citygraph.questions.show.cards import NodeCard
from citygraph.questions.ties import listed
from citygraph.world import World
from conftest import citygraph as run
from worlds import build, lenses, placed_worlds

Folder = Callable[..., Path]


@given(text=placed_worlds(), hops=st.integers(1, 3), data=st.data())
def test_what_is_near_is_listed_and_what_lies_nowhere_is_told(text: str, hops: int, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    node, most = data.draw(st.sampled_from(sorted(graph))), data.draw(st.sampled_from([0, 100, 5000, 21000]))
    found = neighbors(Asked(graph), node, hops=hops, within=f"{most}km")
    near, nowhere = [], set()
    for row in neighborhood(graph, node, hops=hops):
        one, other = graph.nodes[node], graph.nodes[row.node]
        if None in (one["lat"], other["lat"]):
            nowhere.add(other["name"])
        elif (km := kilometres((one["lon"], one["lat"]), (other["lon"], other["lat"]))) <= most:
            near.append((row.tie, pytest.approx(km, abs=0.06)))
    assert sorted((row.tie, row.km) for row in found) == sorted(near, key=lambda pair: pair[0])
    assert [row.km for row in found] == sorted(row.km or 0 for row in found)
    assert len(found) == len(near)
    said = "".join(found.remarks)
    if graph.nodes[node]["lat"] is None:
        assert said.startswith(f"{graph.nodes[node]['name']} has no coordinates, so no distance to it is known")
    else:
        assert bool(said) == bool(nowhere)
        assert sum(name in said for name in nowhere) >= min(5, len(nowhere))


@given(text=placed_worlds(), data=st.data())
def test_show_has_the_distance_of_each_partner(text: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    node = data.draw(st.sampled_from(sorted(graph)))
    card = show(Asked(graph), node).data
    assert isinstance(card, NodeCard)
    for row in card.ties:
        assert row.km == apart(graph.nodes[node], graph.nodes[row.node])
        assert ("km" in as_data(row)) == (row.km is not None)
    assert all(row.km is None for row in neighborhood(graph, node, Lens()))


@given(text=placed_worlds(), lens=lenses(), data=st.data())
def test_ties_that_reach_far_are_listed_and_those_that_end_nowhere_are_counted(
    text: str, lens: Lens, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        view = World(folder, cache=False).view
        km = data.draw(st.sampled_from([0, 100, 1111.9, 5000, 12000.05, 21000]))
        node = st.sampled_from(sorted(graph))
        pair = data.draw(st.none() | st.tuples(node, node))
        here = None if pair else data.draw(st.none() | node)
        far, unknown = [], 0
        for row in listed(graph, lens, at=here, between=pair):
            one, other = graph.nodes[row.from_], graph.nodes[row.to]
            if None in (one["lat"], other["lat"]):
                unknown += 1
            elif (distance := round(haversine(one, other), 1)) > km:
                far.append(replace(row, km=distance))
        far.sort(key=lambda row: (-(row.km or 0), row.tie))
        for source in (graph, view):
            found = far_ties(source, lens, km, at=here, between=pair)
            assert list(found.rows()) == far
            assert found.unknown == unknown
            for limit in (None, 0, 1, 2):
                first = Counter((row.status, row.stage) for row in far[:limit])
                assert found.standings(limit) == first


def haversine(one: Attributes, other: Attributes) -> float:
    """The distance along the great circle, written down a second time."""
    (lat, lon), (lat2, lon2) = ((math.radians(node["lat"]), math.radians(node["lon"])) for node in (one, other))
    h = math.sin((lat2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat2) * math.sin((lon2 - lon) / 2) ** 2
    return 6371 * 2 * math.asin(min(1, math.sqrt(h)))


@pytest.mark.parametrize(
    ("text", "km"), [("500km", 500), ("500 km", 500), ("0.5km", 0.5), ("100mi", 160.9344), (" 7mi ", 11.265408)]
)
def test_a_distance_has_a_number_and_a_unit(text: str, km: float) -> None:
    assert in_kilometres(text) == pytest.approx(km)


@pytest.mark.parametrize("text", ["", "500", "km", "-5km", "5 miles", "1,000km", "١٠km", "5km5km", "nan km", "5KM\n5"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(CityGraphError, match="is not a distance; write a number and its unit: 500km or 300mi"):
        in_kilometres(text)


NEAR = """
cities:
  a: {name: Alfa, country: TR, coordinates: [40, 29]}
  b: {name: Bravo, country: TR, coordinates: [41, 29]}
  c: {name: Charlie, country: KG, coordinates: [40, 72]}
  d: {name: Delta, country: TR}
ties:
  - {kind: sister-city, between: [a, b], status: planned}
  - {kind: sister-city, between: [a, c], status: active}
  - {kind: sister-city, between: [a, d], status: active}
"""


def test_a_plan_that_is_near_is_still_a_plan(folder: Folder) -> None:
    world = citygraph.open(folder(world=NEAR))
    found = world.neighbors("a", within="200km")
    assert [(row.node, row.km, row.label) for row in found] == [("b", 111.2, "is to be a sister city of")]
    assert found.remarks == ["without coordinates, so it is not known how far away: Delta"]


def test_nothing_near_says_so(folder: Folder) -> None:
    world = citygraph.open(folder(world=NEAR))
    assert world.neighbors("a", within="10mi").nothing == "no neighbor of Alfa is known to be within 10mi"
    found = world.neighbors("d", within="10mi")
    assert (len(found), found.remarks[0]) == (0, "Delta has no coordinates, so no distance to it is known")


def test_a_wrong_distance_is_bad_use() -> None:
    ran = run("neighbors", "Iznik", "--within", "500")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "citygraph: `500` is not a distance; write a number and its unit: 500km or 300mi\n"


def test_ties_that_reach_far(folder: Folder) -> None:
    world = citygraph.open(folder(world=NEAR))
    found = world.ties(farther_than="50mi")
    assert [(row.tie, row.label, row.km) for row in found] == [
        ("sister-city.a.c", "is a sister city of", 3626.1),
        ("sister-city.a.b", "is to be a sister city of", 111.2),
    ]
    assert found.remarks == ["1 tie has an end without coordinates, so it is not known how far it reaches"]
    assert [row.tie for row in world.ties(farther_than="50mi", status=["!planned"])] == ["sister-city.a.c"]
    assert [row.tie for row in world.ties(farther_than="50mi", between=("a", "TR"))] == ["sister-city.a.b"]
    assert "km" not in as_data(world.ties()[0])


def test_the_count_of_far_ties_tells_of_those_that_end_nowhere(folder: Folder) -> None:
    world = folder(world=NEAR)
    ran = run("ties", "--farther-than", "200 km", "--count", "--graph", str(world))
    assert (ran.code, ran.out) == (0, "1\n")
    assert ran.err.splitlines() == [
        "citygraph: 1 active",
        "citygraph: 1 tie has an end without coordinates, so it is not known how far it reaches",
    ]
    ran = run("ties", "--farther-than", "9000km", "--graph", str(world))
    assert (ran.code, ran.err.splitlines()[0]) == (0, "citygraph: no tie is known to reach farther than 9000km")
    ran = run("ties", "--farther-than", "far", "--graph", str(world))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "citygraph: `far` is not a distance; write a number and its unit: 500km or 300mi\n"
    ran = run("ties", "--farther-than", "9km", "--by", "country", "--graph", str(world))
    assert (ran.code, ran.out) == (2, "")
    assert "it does not go with --by country" in ran.err
