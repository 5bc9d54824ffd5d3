"""Paths through given nodes, of at most so many ties, within a country, and of the least distance: against networkx."""

import random
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import citygraph
from citygraph.domain.errors import CityGraphError
from citygraph.domain.geo import kilometres
from citygraph.graph.asked import Asked
from citygraph.questions import WrongOption
from citygraph.questions.path import path, paths
from conftest import citygraph as run
from worlds import COUNTRIES, build, placed_worlds

Folder = Callable[..., Path]
Case = tuple[nx.MultiDiGraph, str, str]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(draw(placed_worlds()), Path(folder))
    start, end = draw(st.lists(st.sampled_from(sorted(graph)), min_size=2, max_size=2, unique=True))
    return graph, start, end


def steps(graph: nx.MultiDiGraph, start: str, end: str, may: Callable[[Any], bool], *, directed: bool) -> nx.DiGraph:
    """The steps over nodes that ``may`` lie between, each with its kilometres; None if these are not known."""
    known = [id for id in graph if id in (start, end) or may(graph.nodes[id])]
    allowed = nx.DiGraph()
    allowed.add_nodes_from(known)
    for one, other, data in graph.edges(data=True):
        if one in known and other in known:
            allowed.add_edge(one, other, km=km(graph, one, other))
            if data["symmetric"] or not directed:
                allowed.add_edge(other, one, km=km(graph, one, other))
    return allowed


def km(graph: nx.MultiDiGraph, *ends: str) -> float | None:
    (lat, lon), (lat2, lon2) = ((graph.nodes[id]["lat"], graph.nodes[id]["lon"]) for id in ends)
    return None if None in (lat, lat2) else kilometres((lon, lat), (lon2, lat2))


def anything(node: Any) -> bool:
    return True


@given(case=cases(), directed=st.booleans(), data=st.data())
def test_a_path_via_nodes_is_the_shortest_paths_between_them(case: Case, directed: bool, data: st.DataObject) -> None:
    graph, start, end = case
    via = data.draw(st.lists(st.sampled_from(sorted(graph)), min_size=1, max_size=2))
    max_hops = data.draw(st.none() | st.integers(0, 5))
    allowed = steps(graph, start, end, anything, directed=directed)
    legs = list(pairwise([start, *via, end]))
    found = path(Asked(graph), start, end, via=via, directed=directed, max_hops=max_hops).data
    expected = (
        sum(nx.shortest_path_length(allowed, *leg) for leg in legs)
        if all(nx.has_path(allowed, *leg) for leg in legs)
        else None
    )
    assert found.length == (None if expected is None or (max_hops is not None and expected > max_hops) else expected)
    assert (found.apart is None) == (found.length is not None)
    if found.length:
        walked = [found.hops[0].from_, *(hop.to for hop in found.hops)]
        assert all(allowed.has_edge(*pair) for pair in pairwise(walked))
        assert (walked[0], walked[-1]) == (start, end)
        at = 0
        for node in via:
            at = walked.index(node, at)


@given(case=cases(), max_hops=st.integers(0, 6), directed=st.booleans())
def test_a_path_of_more_ties_is_none(case: Case, max_hops: int, directed: bool) -> None:
    graph, start, end = case
    allowed = steps(graph, start, end, anything, directed=directed)
    there = nx.single_source_shortest_path_length(allowed, start, cutoff=max_hops)
    found = path(Asked(graph), start, end, max_hops=max_hops, directed=directed).data
    every = paths(Asked(graph), start, end, max_hops=max_hops, directed=directed).data
    assert found.length == there.get(end)
    if end in there:
        assert len(every) == len(list(nx.all_shortest_paths(allowed, start, end)))
        return
    longer = nx.has_path(allowed, start, end)
    assert found.apart is not None
    assert (found.apart.start is None) == longer
    named = [(one.options, one.path.length) for one in found.apart.without]
    expected = [((f"--max-hops {max_hops}",), nx.shortest_path_length(allowed, start, end))] if longer else []
    assert [one for one in named if "--directed" not in one[0]] == expected


@given(case=cases(), country=st.sampled_from(COUNTRIES))
def test_within_a_country_all_nodes_between_lie_in_it(case: Case, country: str) -> None:
    graph, start, end = case
    inside = steps(graph, start, end, lambda node: node["country"] == country, directed=False)
    with_others = steps(graph, start, end, lambda node: node["country"] in (country, None), directed=False)
    found = path(Asked(graph), start, end, within_country=country).data
    if nx.has_path(inside, start, end):
        assert found.length == nx.shortest_path_length(inside, start, end)
        assert all(graph.nodes[hop.to]["country"] == country for hop in found.hops[:-1])
        return
    assert found.length is None
    assert found.apart is not None
    countryless = found.apart.countryless
    assert (countryless is not None) == nx.has_path(with_others, start, end)
    if countryless is not None:
        assert countryless.length == nx.shortest_path_length(with_others, start, end)


@given(case=cases(), directed=st.booleans(), data=st.data())
def test_the_cheapest_path_is_that_of_dijkstra(case: Case, directed: bool, data: st.DataObject) -> None:
    graph, start, end = case
    via = data.draw(st.lists(st.sampled_from(sorted(graph)), max_size=1))
    found = path(Asked(graph), start, end, cheapest="km", via=via, directed=directed).data
    located = [id for id in graph if graph.nodes[id]["lat"] is not None]
    allowed = steps(graph, start, end, anything, directed=directed).subgraph(located)
    legs = list(pairwise([start, *via, end]))
    if not all(one in allowed and other in allowed and nx.has_path(allowed, one, other) for one, other in legs):
        # a leg from a node to itself needs no distance
        assume(all(one != other for one, other in legs))
        assert found.length is None
        return
    expected = sum(nx.dijkstra_path_length(allowed, one, other, weight="km") for one, other in legs)
    assert found.km == pytest.approx(expected, abs=0.2)
    assert sum(hop.km or 0 for hop in found.hops) == pytest.approx(expected, abs=0.1 * (len(found.hops) + 1))
    for hop in found.hops:
        assert hop.km == pytest.approx(km(graph, hop.from_, hop.to), abs=0.06)


@given(case=cases())
def test_of_equally_long_paths_the_cheapest_has_the_fewest_ties(case: Case) -> None:
    graph, start, end = case
    located = [id for id in graph if graph.nodes[id]["lat"] is not None]
    allowed = steps(graph, start, end, anything, directed=False).subgraph(located)
    assume(start in allowed and end in allowed and nx.has_path(allowed, start, end))
    found = path(Asked(graph), start, end, cheapest="km").data
    for *_, step in allowed.edges(data=True):
        step["km"] += 0.001  # a metre for each tie
    fewest = nx.dijkstra_path(allowed, start, end, weight="km")
    assert found.length == len(fewest) - 1


def test_the_cheapest_path_is_that_of_dijkstra_in_a_larger_world(folder: Folder) -> None:
    chance = random.Random(7)
    cities = [f"c{n}" for n in range(40)]
    text = "cities:\n" + "".join(
        f"  {id}: {{name: City {id}, coordinates: [{chance.randint(-60, 60)}, {chance.randint(-99, 99)}]}}\n"
        for id in cities
    )
    pairs = {tuple(sorted(chance.sample(cities, 2))) for _ in range(110)}
    text += "ties:\n" + "".join(f"  - {{kind: sister-city, between: [{one}, {other}]}}\n" for one, other in pairs)
    graph = build(text, folder())
    allowed = steps(graph, "c0", "c1", anything, directed=False)
    for start in ("c0", "c1", "c2"):
        for end, expected in nx.single_source_dijkstra_path_length(allowed, start, weight="km").items():
            assert path(Asked(graph), start, end, cheapest="km").data.km == pytest.approx(expected, abs=0.1)


# ------------------------------------------------------------------ as a user notices it

FAR_AND_NEAR = """
cities:
  a: {name: Alfa, country: TR, coordinates: [40, 29]}
  b: {name: Bravo, country: TR, coordinates: [40, 35]}
  c: {name: Charlie, country: KG, coordinates: [40, 45]}
  far: {name: Far, country: US, coordinates: [40, -100]}
  nowhere: {name: Nowhere, country: TR}
organizations:
  o: {name: Office}
ties:
  - {kind: sister-city, between: [a, far], status: active}
  - {kind: sister-city, between: [far, c], status: active}
  - {kind: sister-city, between: [a, b], status: active}
  - {kind: project-partner, between: [b, o], status: active}
  - {kind: project-partner, between: [o, c], status: active}
  - {kind: sister-city, between: [a, nowhere], status: active}
"""


def test_the_cheapest_path_is_not_that_of_the_fewest_ties(folder: Folder) -> None:
    text = FAR_AND_NEAR + "  - {kind: friendship-city, between: [b, c], status: planned}\n"
    text += "  - {kind: sister-city, between: [a, c], status: ended}\n"
    world = citygraph.open(folder(world=text))
    found = world.path("a", "c", cheapest="km", status="!ended")
    assert [hop.to for hop in found.data.hops] == ["b", "c"]
    assert found.remarks[-2:] == [
        "this path rests on ties that are only planned",
        "1,362 km in all, along the great circles between the places",
    ]


def test_what_has_no_coordinates_is_not_passed_and_that_is_told(folder: Folder) -> None:
    world = citygraph.open(folder(world=FAR_AND_NEAR))
    found = world.path("a", "c", cheapest="km", avoid=["far"])
    assert found.is_no
    assert "without `--cheapest km` there is a path of 3 ties" in found.remarks
    found = world.path("a", "nowhere", cheapest="km")
    assert found.is_no
    assert found.remarks[-2] == "Nowhere has no coordinates, so no distance to it is known"
    assert "`citygraph locate`" in found.remarks[-1]


def test_nodes_without_a_country_are_in_none_and_that_is_told(folder: Folder) -> None:
    world = citygraph.open(folder(world=FAR_AND_NEAR))
    found = world.path("b", "c", within_country="Türkiye", avoid=["a"])
    assert found.is_no
    assert "if nodes without a country count as in Türkiye, there is a path of 2 ties" in found.remarks
    assert found.remarks[0] == "without `--within-country 'Türkiye'` there is a path of 2 ties"


def test_a_path_says_if_it_goes_through_a_node_twice(folder: Folder) -> None:
    world = citygraph.open(folder(world=FAR_AND_NEAR))
    found = world.path("far", "b", via=["nowhere"])
    assert found.data.length == 4
    assert found.remarks == ["this path goes more than once through Alfa"]
    assert world.path("far", "b", via=["a"]).remarks == []


def test_a_path_of_legs_names_the_leg_that_fails(folder: Folder) -> None:
    text = FAR_AND_NEAR.replace("\nties:", "\n  x: {name: Xray}\nties:", 1)
    found = citygraph.open(folder(world=text)).path("a", "c", via=["x"])
    assert found.nothing == "no path from Alfa to Charlie via Xray"
    assert found.remarks[0] == "without `--via x` there is a path of 2 ties"
    assert "ties lead from Alfa to 5 other nodes, and from Xray to no other node" in found.remarks


def test_options_that_do_not_go_together(folder: Folder) -> None:
    world = citygraph.open(folder(world=FAR_AND_NEAR))
    with pytest.raises(CityGraphError, match="what it is to go through"):
        world.path("a", "c", via=["b"], avoid=["b"])
    with pytest.raises(WrongOption, match="as many ties as it needs"):
        world.path("a", "c", cheapest="km", max_hops=3)
    assert run("path", "Iznik", "Osh", "--all", "--via", "Jingdezhen").code == 2
    assert run("path", "Iznik", "Osh", "--cheapest", "miles").code == 2
    assert run("path", "Iznik", "Osh", "--max-hops", "-1").code == 2
    assert run("path", "Iznik", "Osh", "--within-country", "Nowhereland").code == 2
