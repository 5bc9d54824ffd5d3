"""The world as a networkx graph: networkx's own writers take it, and its algorithms say of a graph that loads what they
visit what they say of one in memory."""

import json
import pickle
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import citygraph
from citygraph.outputs.attributes import NODES, TIES
from citygraph.world import World
from conftest import ROOT, SEED, examples
from worlds import told_worlds, world_texts


def by_file(write: Callable[..., None], read: Callable[..., Any], **how: Any) -> Callable[[nx.MultiDiGraph, Path], Any]:
    def again(graph: nx.MultiDiGraph, path: Path) -> Any:
        write(graph, path)
        return read(path, **how)

    return again


def by_json(data_of: Callable[..., Any], graph_of: Callable[..., Any], **how: str) -> Callable[..., Any]:
    return lambda graph, _: graph_of(json.loads(json.dumps(data_of(graph, **how))), **how)


WRITERS: dict[str, Callable[[nx.MultiDiGraph, Path], Any]] = {
    "graphml": by_file(nx.write_graphml, nx.read_graphml, force_multigraph=True),
    "gexf": by_file(nx.write_gexf, nx.read_gexf),
    "gml": by_file(nx.write_gml, nx.read_gml, label="name"),
    "node-link": by_json(nx.node_link_data, nx.node_link_graph, edges="edges"),
    "cytoscape": by_json(nx.cytoscape_data, nx.cytoscape_graph),
    "pickle": lambda graph, _: pickle.loads(pickle.dumps(graph)),
}


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
@given(text=told_worlds())
@examples(15)
def test_each_writer_of_networkx_takes_the_graph(writer: Callable[[nx.MultiDiGraph, Path], Any], text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        assume(not world.errors)
        again = writer(world.graph, Path(folder) / "again")
    assert (again.number_of_nodes(), again.number_of_edges()) == (len(world.view.nodes), len(world.view.graph["ties"]))
    statuses = [tie["status"] for _, _, tie in world.view.graph["ties"].values()]
    assert Counter(data["status"] for *_, data in again.edges(data=True)) == Counter(statuses)


@given(text=told_worlds())
@examples(25)
def test_attributes_are_plain_and_those_of_the_exports(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        world.export(Path(folder) / "world.graphml")
        exported = nx.read_graphml(Path(folder) / "world.graphml", force_multigraph=True)
    graph = world.graph
    assert graph.graph == {}
    for declared, elements in ((NODES, graph.nodes(data=True)), (TIES, graph.edges(data=True))):
        for *_, data in elements:
            assert {type(value) for value in data.values()} <= {str, float, bool}
            assert data.keys() <= {attribute.name for attribute in declared}
    assert dict(graph.nodes(data=True)) == {name.partition(":")[2]: data for name, data in exported.nodes(data=True)}
    assert {tie: data for *_, tie, data in graph.edges(keys=True, data=True)} == {
        tie: {name: value for name, value in data.items() if name not in ("id", "tie")}
        for *_, tie, data in exported.edges(keys=True, data=True)
    }


def test_the_readme_says_how_to_write_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(import networkx.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(code, {"world": citygraph.open(SEED)})
    assert nx.read_gexf(tmp_path / "cities.gexf").nodes["osh"]["country"] == "KG"


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
