"""networkx's own algorithms, on a graph that loads what they visit: they say what they say of one in memory."""

import tempfile
from itertools import islice
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import citygraph
from citygraph.world import World
from conftest import SEED, examples
from worlds import world_texts


def same(one: nx.MultiDiGraph, other: nx.MultiDiGraph) -> bool:
    edges = [
        {(start, end, tie): dict(data) for start, end, tie, data in graph.edges(keys=True, data=True)}
        for graph in (one, other)
    ]
    nodes = [{node: dict(data) for node, data in graph.nodes(data=True)} for graph in (one, other)]
    return nodes[0] == nodes[1] and edges[0] == edges[1]


@examples(60)
@given(text=world_texts(), data=st.data())
def test_networkxs_local_algorithms_run_unchanged(text: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
    whole, lazy = world.graph, world.lazy_graph
    one, other = (data.draw(st.sampled_from(sorted(whole))) for _ in range(2))
    undirected = [graph.to_undirected(as_view=True) for graph in (whole, lazy)]
    for here, there in ((whole, lazy), undirected):
        if not nx.has_path(here, one, other):
            with pytest.raises(nx.NetworkXNoPath):
                nx.bidirectional_shortest_path(there, one, other)
            continue
        found = nx.bidirectional_shortest_path(there, one, other)
        assert nx.is_path(here, found)
        assert len(found) == len(nx.bidirectional_shortest_path(here, one, other))
        assert nx.bidirectional_dijkstra(there, one, other)[0] == nx.bidirectional_dijkstra(here, one, other)[0]
        paths = [set(map(tuple, nx.all_shortest_paths(graph, one, other))) for graph in (here, there)]
        assert paths[0] == paths[1]
        if one != other:
            simple = [sorted(islice(nx.all_simple_paths(graph, one, other, cutoff=3), 200)) for graph in (here, there)]
            assert len(simple[0]) == 200 or simple[0] == simple[1]
    assert same(nx.ego_graph(lazy, one, radius=2), nx.ego_graph(whole, one, radius=2))
    assert same(nx.ego_graph(lazy, one, undirected=True), nx.ego_graph(whole, one, undirected=True))
    assert same(lazy, whole)
    assert sorted(map(len, nx.weakly_connected_components(lazy))) == sorted(
        map(len, nx.weakly_connected_components(whole))
    )
    assert dict(lazy.degree) == dict(whole.degree)


def test_it_cannot_be_changed() -> None:
    lazy = citygraph.open(SEED).lazy_graph
    with pytest.raises(nx.NetworkXError, match="Frozen"):
        lazy.add_edge("osh", "iznik")
    with pytest.raises(nx.NetworkXError, match="Frozen"):
        lazy.remove_node("osh")
    copy = lazy.copy()
    copy.add_edge("osh", "iznik")
    assert copy.number_of_edges() == lazy.number_of_edges() + 1


def test_a_path_loads_what_it_visits_and_no_more() -> None:
    world = citygraph.open(SEED)
    asked: list[str] = []
    world.view.database.set_trace_callback(asked.append)
    assert nx.bidirectional_shortest_path(world.lazy_graph.to_undirected(as_view=True), "iznik", "jingdezhen")
    assert 0 < sum("FROM _ties" in query for query in asked) < 8
