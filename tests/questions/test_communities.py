"""Communities: partitions that are as good as networkx's, and what is told of them."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given

from citygraph.questions.measures import groups, leiden, louvain
from citygraph.questions.measures.groups import modularity
from citygraph.questions.measures.network import Network
from citygraph.world import World
from conftest import citygraph, in_terminal
from networks import extract_of_2022, measured, multigraphs, needs_shared

METHODS = pytest.mark.parametrize("method", [leiden.partition, louvain.partition])
Method = Callable[[Network], list[list[int]]]


def by_networkx(graph: nx.Graph, parts: list[list[int]]) -> float:
    nodes = list(graph)
    return float(nx.community.modularity(graph, [{nodes[index] for index in part} for part in parts], weight=None))


@METHODS
@given(graph=multigraphs())
def test_every_node_is_in_one_community_and_each_holds_together(method: Method, graph: nx.MultiGraph) -> None:
    network = measured(graph)
    parts = method(network)
    assert sorted(node for part in parts for node in part) == list(range(len(graph)))
    assert all(nx.is_connected(graph.subgraph(part)) for part in parts)
    assert parts == method(network), "the same each time"
    found = modularity(network, parts)
    if graph.edges:
        assert found == pytest.approx(by_networkx(graph, parts), abs=1e-12)
        assert found >= by_networkx(graph, [[node] for node in graph]) - 1e-12
    else:
        assert found is None


@given(graph=multigraphs())
def test_the_largest_community_comes_first(graph: nx.MultiGraph) -> None:
    parts, _ = groups.partition(measured(graph))
    assert parts == sorted(parts, key=lambda part: (-len(part), part[0]))


def test_the_method_leaves_chance_as_it_was() -> None:
    network = measured(nx.karate_club_graph())
    random.seed(1)
    expected = random.random()
    random.seed(1)
    leiden.partition(network)
    assert random.random() == expected


@METHODS
@pytest.mark.parametrize("seed", range(5))
def test_communities_are_as_good_as_those_of_networkx(method: Method, seed: int) -> None:
    for graph in (
        nx.planted_partition_graph(20, 30, 0.3, 0.01, seed=seed),
        nx.barabasi_albert_graph(500, 3, seed=seed),
        nx.connected_watts_strogatz_graph(500, 6, 0.1, seed=seed),
    ):
        found = modularity(measured(graph), method(measured(graph)))
        theirs = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=seed))
        assert found is not None
        assert found > theirs - 0.02


@METHODS
def test_planted_communities_are_found(method: Method) -> None:
    graph = nx.planted_partition_graph(10, 20, 0.6, 0.01, seed=1)
    assert sorted(method(measured(graph))) == [list(range(begin, begin + 20)) for begin in range(0, 200, 20)]


@METHODS
def test_the_karate_club_splits_where_it_did(method: Method) -> None:
    """Four communities, of modularity 0.419 (Brandes et al. 2008 showed that no more than 0.4198 is possible); two
    members but for whom each is on one side of the split that Zachary saw."""
    graph = nx.karate_club_graph()
    parts = method(measured(graph))
    assert len(parts) == 4
    assert modularity(measured(graph), parts) == pytest.approx(0.4198, abs=2e-3)
    sides = [[graph.nodes[node]["club"] for node in part] for part in parts]
    assert sum(min(side.count("Mr. Hi"), side.count("Officer")) for side in sides) <= 2


WORLD = """\
cities:
  a: {name: Aydin, country: TR, observations: [{property: population, value: 10}]}
  b: {name: Bursa, country: TR, observations: [{property: population, value: 5}, {property: population, value: 30}]}
  c: {name: Cizre, country: TR}
  d: {name: Delhi, country: IN, observations: [{property: population, value: 20}]}
  x: {name: Xian, country: CN}
  y: {name: Yibin, country: CN}
  z: {name: Zibo, country: CN}
  alone: {name: Nowhere, country: CN}
ties:
  - {kind: exchange, between: [a, b]}
  - {kind: exchange, between: [b, c]}
  - {kind: exchange, between: [a, c]}
  - {kind: exchange, between: [a, d]}
  - {kind: exchange, between: [b, d]}
  - {kind: exchange, between: [c, x]}
  - {kind: exchange, between: [x, y]}
  - {kind: exchange, between: [y, z]}
  - {kind: exchange, between: [x, z]}
  - {kind: sister-city, between: [x, z]}
"""


def test_communities_are_called_by_their_largest_cities(folder: Any) -> None:
    graph = folder(world=WORLD)
    found = json.loads(citygraph("communities", "--format", "json", "--graph", graph).out)
    assert (found["alone"], found["method"]) == (1, "Leiden")
    assert found["communities"] == [
        {
            "number": 1,
            "name": "Bursa, Delhi, Aydin",
            "nodes": 4,
            "ties": 5,
            "ties_to_others": 1,
            "countries": {"TR": 3, "IN": 1},
            "members": ["b", "d", "a", "c"],
        },
        {
            "number": 2,
            "name": "Xian, Zibo, Yibin",
            "nodes": 3,
            "ties": 4,
            "ties_to_others": 1,
            "countries": {"CN": 3},
            "members": ["x", "z", "y"],
        },
    ]
    simple = json.loads(citygraph("communities", "--simple", "--format", "json", "--graph", graph).out)
    assert [one["ties"] for one in simple["communities"]] == [5, 3]
    ran = citygraph("communities", "--top", "1", "--format", "csv", "--graph", graph)
    assert ran.out.splitlines()[1] == '1,"Bursa, Delhi, Aydin",4,5,1,TR:3 IN:1,b d a c'
    assert ran.err.splitlines() == [
        "citygraph: 1 of 2 shown",
        "citygraph: counted: 10 unknown",
        "citygraph: 1 node has no tie to another, and no community",
        "citygraph: found by Leiden's method",
    ]
    _, seen = in_terminal(f"citygraph communities --graph {graph}", NO_COLOR="1")
    assert "3 TR, 1 IN" in seen
    assert "modularity" in seen
    none = citygraph("communities", "--type", "event", "--graph", graph)
    assert (none.code, none.err) == (0, "citygraph: no node is tied to another\n")


def test_without_igraph_the_method_is_another(folder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(folder(world=WORLD), cache=False)
    with_igraph = world.communities().data
    monkeypatch.setattr(groups, "find_spec", lambda _: None)
    without = world.communities().data
    assert (with_igraph.method, without.method) == ("Leiden", "Louvain")
    assert with_igraph.communities == without.communities


def test_from_python_the_first_are_rows_and_data(folder: Any) -> None:
    world = World(folder(world=WORLD), cache=False)
    found = world.communities(top=1)
    assert [row.name for row in found] == ["Bursa, Delhi, Aydin"]
    assert tuple(found) == found.data.communities
    assert found.remarks == (
        "1 of 2 shown",
        "counted: 10 unknown",
        "1 node has no tie to another, and no community",
        "found by Leiden's method",
    )
    assert world.communities(kind="sister-city").data.communities[0].members == ("x", "z")


def test_countries_have_communities_too(folder: Any) -> None:
    graph = folder(world=WORLD)
    ran = citygraph("communities", "--by", "country", "--format", "json", "--graph", graph)
    found = json.loads(ran.out)
    assert (found["within_country"], found["without_country"], found["alone"]) == (7, 0, 0)
    assert [(one["name"], one["members"], one["ties"]) for one in found["communities"]] == [
        ("Türkiye, India, China", ["TR", "IN", "CN"], 3)
    ]
    assert ran.err.splitlines() == [
        "citygraph: counted: 3 unknown",
        "citygraph: left out: 7 ties within one country",
        "citygraph: found by Leiden's method",
    ]


@needs_shared
def test_the_twinnings_of_2022_fall_apart_as_well_as_in_networkx(twinnings: Path) -> None:
    asked = ("communities", "--type", "city", "--top", "999", "--format", "json", "--graph", str(twinnings))
    found = json.loads(citygraph(*asked).out)
    graph = extract_of_2022()
    theirs = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1), weight=None)
    assert found["modularity"] > theirs - 0.01
    assert sum(one["nodes"] for one in found["communities"]) + found["alone"] == len(graph)
    within = sum(one["ties"] for one in found["communities"])
    assert within + sum(one["ties_to_others"] for one in found["communities"]) / 2 == graph.number_of_edges()
