"""GraphML, read back by programs that are not ours; and files that are whole or not there."""

import math
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from lxml import etree

import citygraph as library
from citygraph.errors import CityGraphError
from citygraph.exporters import export
from citygraph.exporters.graphml import EDGE_ATTRIBUTES, NODE_ATTRIBUTES
from citygraph.lens import Lens
from conftest import SEED, citygraph
from worlds import build, lenses, world_texts

Folder = Callable[..., Path]
NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"

HOSTILE = """\
cities:
  quotes: {name: "Quote \\" ' <b> & ]]> &amp;", country: KG, names: {ar: دبي, zh: 景德镇, ky: Ош}}
  lines: {name: "two\\nlines\\tand a tab", country: TR}
  control: {name: "bell \\a escape \\e null \\0 end", country: TR, aliases: [emoji 😀, "rtl \\u202e x", "=1+1"]}
  namibia: {name: Windhoek, country: NA, coordinates: [-22.57, 17.08]}
sources:
  paper: {title: The paper}
ties:
  - {kind: sister-city, between: [quotes, lines], since: 2021~, source: paper, quote: "<said> & \\"quoted\\""}
  - {kind: sister-city, between: [lines, control], status: active, source: paper}
  - {kind: flagship-store, from: quotes, to: control, subject: [a, b], source: paper}
  - {kind: flagship-store, from: control, to: quotes, source: paper}
  - {kind: flagship-store, from: control, to: quotes, id: second.store, source: paper}
"""


def written(graph: nx.MultiDiGraph, lens: Lens | None = None) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.graphml"
        export(graph, path, lens or Lens())
        return path.read_bytes()


# ---------------------------------------------------------------- laws


@given(text=world_texts(), lens=lenses())
def test_an_export_is_the_part_that_the_lens_shows(text: str, lens: Lens) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    root = etree.fromstring(written(graph, lens))
    nodes = {id for id, data in graph.nodes(data=True) if lens.admits_node(data)}
    assert {node.get("id").split(":")[1] for node in root.iter(NAMESPACE + "node")} == nodes
    assert Counter(edge.get("id") for edge in root.iter(NAMESPACE + "edge")) == Counter(
        tie
        for one, other, tie, data in graph.edges(keys=True, data=True)
        if lens.admits_tie(data) and {one, other} <= nodes
    )


@given(text=world_texts())
@settings(max_examples=20)
def test_the_same_graph_gives_the_same_bytes(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        once, again = build(text, Path(folder)), build(text, Path(folder))
    backwards = nx.MultiDiGraph()
    backwards.graph.update(again.graph)
    backwards.add_nodes_from(reversed(list(again.nodes(data=True))))
    backwards.add_edges_from(reversed(list(again.edges(keys=True, data=True))))
    assert written(once) == written(again) == written(backwards)


# ---------------------------------------------------------------- foreign readers


@pytest.fixture(params=["seed", "hostile"])
def exported(request: pytest.FixtureRequest, folder: Folder, tmp_path: Path) -> tuple[nx.MultiDiGraph, Path]:
    world = library.open(SEED if request.param == "seed" else folder(world=HOSTILE))
    assert not world.diagnostics
    path = tmp_path / "world.graphml"
    export(world.graph, path, Lens())
    return world.graph, path


def clean(text: str) -> str:
    """What XML can carry of a text."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


def test_igraph_reads_every_node_and_tie(exported: tuple[nx.MultiDiGraph, Path]) -> None:
    graph, path = exported
    read = igraph.Graph.Read_GraphML(str(path))
    assert (read.vcount(), read.ecount()) == (graph.number_of_nodes(), graph.number_of_edges())
    assert sorted(read.vs["name"]) == sorted(clean(data["name"]) for _, data in graph.nodes(data=True))
    assert read.vs["label"] == read.vs["name"]
    assert sorted(read.es["tie"]) == sorted(tie for _, _, tie in graph.edges(keys=True))
    by_id = dict(zip((id.split(":")[1] for id in read.vs["id"]), read.vs, strict=True))
    for id, data in graph.nodes(data=True):
        node = by_id[id]
        assert node["type"] == data["type"]
        assert (node["country"] or None) == data["country"]
        if data["lat"] is None:
            assert math.isnan(node["lat"])
        else:
            assert (node["lat"], node["lon"]) == (data["lat"], data["lon"])


def test_networkx_reads_every_node_and_tie(exported: tuple[nx.MultiDiGraph, Path]) -> None:
    graph, path = exported
    read = nx.read_graphml(path, force_multigraph=True)
    assert (read.number_of_nodes(), read.number_of_edges()) == (graph.number_of_nodes(), graph.number_of_edges())
    assert {tie for _, _, tie in read.edges(keys=True)} == {tie for _, _, tie in graph.edges(keys=True)}
    for id, data in graph.nodes(data=True):
        assert read.nodes[f"{data['type']}:{id}"]["name"] == clean(data["name"])
    for one, other, tie, data in graph.edges(keys=True, data=True):
        ends = [f"{graph.nodes[end]['type']}:{end}" for end in (one, other)]
        assert read.edges[*ends, tie]["status"] == data["status"]
        assert read.edges[*ends, tie].get("since") == data["since"]
        assert read.edges[*ends, tie]["symmetric"] is data["symmetric"]


def test_ids_are_unique_name_tokens_and_every_value_is_declared(exported: tuple[nx.MultiDiGraph, Path]) -> None:
    _, path = exported
    root = etree.parse(path).getroot()
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[\w.:-]+", id) for id in ids)
    declared = {key.get("id"): key for key in root.iter(NAMESPACE + "key")}
    assert not any(re.fullmatch(r"d\d+", id) for id in declared)
    for data in root.iter(NAMESPACE + "data"):
        key = declared[data.get("key")]
        assert key.get("for") == data.getparent().tag.removeprefix(NAMESPACE)
        assert data.text not in (None, "", "None", "True", "False")


def test_no_attribute_has_a_name_that_gephi_gives_a_meaning() -> None:
    taken = {"id", "x", "y", "z", "size", "r", "g", "b", "weight"}
    assert not taken & {*NODE_ATTRIBUTES, *EDGE_ATTRIBUTES}
    assert {"type", "name", "label", "country", "lat", "lon"} <= NODE_ATTRIBUTES.keys()


# ---------------------------------------------------------------- files


def test_an_export_replaces_a_file_whole_or_leaves_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.graphml"
    path.write_text("before")
    graph = library.open(SEED).graph

    def fails(graph: object, nodes: object, ties: object, out: object) -> None:
        out.write(b"half")  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("citygraph.exporters.graphml.write", fails)
        with pytest.raises(CityGraphError, match="No space left"):
            export(graph, path, Lens())
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["x.graphml"]
    export(graph, path, Lens())
    assert path.read_bytes().startswith(b"<?xml")
    assert os.listdir(tmp_path) == ["x.graphml"]


def test_the_command_says_how_much_it_wrote(tmp_path: Path) -> None:
    ran = citygraph("export", tmp_path / "x.graphml", "--type", "!official")
    assert (ran.code, ran.out) == (0, "")
    assert re.search(r"22 nodes, \d+ ties", ran.err)
    assert b"official:" not in (tmp_path / "x.graphml").read_bytes()
