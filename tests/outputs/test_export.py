"""What is handed on, of which part of the graph; what is said to be lost; files that are whole or not there."""

import io
import os
import random
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import citygraph as library
from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.outputs.attributes import NODE_KEYS, NODES, TIE_KEYS, TIES
from citygraph.outputs.formats import export, exporter, formats
from citygraph.outputs.xml import NOT_IN_XML
from conftest import SEED, citygraph, examples, in_terminal
from export_tables import PAGE, page
from worlds import HOSTILE, build, exported, lenses, told_worlds, world_texts, yaml_of

Folder = Callable[..., Path]
NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


def written(graph: nx.MultiDiGraph, lens: Lens | None = None, format: str = "graphml") -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        files = export(graph, Path(folder) / f"x.{format}", lens or Lens()).files
        return b"".join(file.read_bytes() for file in files)


def seen(text: bytes) -> tuple[set[str], Counter[str]]:
    root = etree.fromstring(text)
    nodes = {node.get("id").split(":")[1] for node in root.iter(NAMESPACE + "node")}
    return nodes, Counter(edge.get("id") for edge in root.iter(NAMESPACE + "edge"))


# ---------------------------------------------------------------- laws


@given(text=world_texts(), lens=lenses())
def test_an_export_is_the_part_that_the_lens_shows(text: str, lens: Lens) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    nodes, ties = seen(written(graph, lens))
    assert nodes == {id for id, data in graph.nodes(data=True) if lens.admits_node(data)}
    assert ties == Counter(
        tie
        for one, other, tie, data in graph.edges(keys=True, data=True)
        if lens.admits_tie(data) and {one, other} <= nodes
    )


@given(text=world_texts(), lens=lenses(), hops=st.integers(0, 3), data=st.data())
def test_an_ego_export_is_what_networkx_finds_so_many_hops_away(
    text: str, lens: Lens, hops: int, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        ego = data.draw(st.sampled_from(sorted(graph)))
        out = io.BytesIO()
        exported(library.open(folder), out, lens, format="graphml", ego=ego, hops=hops)
    shown = graph.subgraph({ego} | {id for id, node in graph.nodes(data=True) if lens.admits_node(node)})
    shown = shown.edge_subgraph(edge for edge in shown.edges if lens.admits_tie(shown.edges[edge]))
    near = set(nx.ego_graph(shown.to_undirected(), ego, radius=hops)) if ego in shown else {ego}
    assert seen(out.getvalue()) == (near, Counter(tie for one, other, tie in shown.edges if {one, other} <= near))


@pytest.mark.parametrize("format", formats())
@given(text=world_texts())
@examples(10)
def test_the_same_graph_gives_the_same_bytes(format: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        once, again = build(text, Path(folder)), library.open(folder).view
    backwards = nx.MultiDiGraph()
    backwards.graph.update(once.graph)
    backwards.add_nodes_from(reversed(list(once.nodes(data=True))))
    backwards.add_edges_from(reversed(list(once.edges(keys=True, data=True))))
    assert written(once, format=format) == written(again, format=format) == written(backwards, format=format)


@given(text=told_worlds() | st.just(HOSTILE), by=st.randoms(use_true_random=False))
@examples(10)
def test_keys_in_any_order_give_the_same_bytes(text: str, by: random.Random) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        graph, again = build(text, Path(one)), build(yaml_of(with_keys_shuffled(yaml.safe_load(text), by)), Path(other))
        for format in formats():
            assert written(graph, format=format) == written(again, format=format), format


def with_keys_shuffled(value: Any, by: random.Random) -> Any:
    """The same with the keys of all mappings in another order, those of notes apart."""
    if isinstance(value, list):
        return [with_keys_shuffled(item, by) for item in value]
    if not isinstance(value, dict):
        return value
    pairs = [(key, inner if key == "notes" else with_keys_shuffled(inner, by)) for key, inner in value.items()]
    return dict(by.sample(pairs, len(pairs)))


def test_columns_in_any_order_give_the_same_bytes_as_yaml(tmp_path: Path) -> None:
    in_yaml, in_tables = tmp_path / "y", tmp_path / "t"
    in_yaml.mkdir()
    in_tables.mkdir()
    (in_yaml / "a.yaml").write_text(
        "cities:\n  a: {name: A, country: TR, names: {ja: ア, zh: 甲, ar: أ}, "
        "identifiers: {wikidata: Q1, geonames: '1'}, "
        "observations: [{property: visitors, as_of: 2020, value: 5, unit: persons, source: r}], source: r}\n"
        "sources:\n  r: {title: R, type: register, published: 2020, url: 'https://example.org',"
        " files: {a: 'sha256:0'}}\n"
    )
    (in_tables / "cities.csv").write_text(
        "names.zh,identifiers.wikidata,observations.visitors.unit,observations.visitors,names.ar,country,source,"
        "identifiers.geonames,observations.visitors.as_of,id,name,names.ja\n甲,Q1,persons,5,أ,TR,r,1,2020,a,A,ア\n"
    )
    (in_tables / "sources.csv").write_text(
        "url,files.a,published,id,type,title\nhttps://example.org,sha256:0,2020,r,register,R\n"
    )
    one, other = (library.open(folder) for folder in (in_yaml, in_tables))
    assert not one.diagnostics
    assert not other.diagnostics
    for format in formats():
        assert written(one.view, format=format) == written(other.view, format=format), format


@pytest.mark.parametrize("format", formats())
def test_whom_the_lens_excludes_is_not_named(format: str, folder: Folder) -> None:
    world = library.open(folder(world=HOSTILE))
    excluding = written(world.view, world.lens(type="!official"), format)
    assert b"mayor" not in excluding
    assert b"mayor" in written(world.view, format=format)


# ---------------------------------------------------------------- what is lost


@pytest.mark.parametrize("format", formats())
def test_what_a_format_has_no_place_for_is_said(format: str, folder: Folder) -> None:
    world = library.open(folder(world=HOSTILE))
    module = exporter(format)
    warnings = export(world.view, io.BytesIO(), Lens(), format=format).warnings if len(module.FORMAT.files) == 1 else ()
    for line in warnings:
        what, _, count = line.rpartition(": ")
        place = line.startswith(f"{module.FORMAT.title} has no place for")
        assert place or (what in module.FORMAT.warns and int(count))


def test_each_kind_of_loss_is_one_line_with_its_number(folder: Folder) -> None:
    world = library.open(folder(world=HOSTILE))
    assert export(world.view, io.BytesIO(), Lens(), format="graphml").warnings == (
        "GraphML has no place for sources (1), statements (1)",
        f"{NOT_IN_XML}: 2",
    )
    nothing = world.lens(type="country")
    assert export(world.view, io.BytesIO(), nothing, format="graphml").warnings == ()


def test_no_key_of_a_record_is_forgotten() -> None:
    """A new key of the model needs an attribute, or is said to be lost where one is not declared."""
    for declared, keys in ((NODES, NODE_KEYS), (TIES, TIE_KEYS)):
        assert {attribute.carries or attribute.name for attribute in declared} >= keys
        assert len({attribute.name for attribute in declared}) == len(declared)


TAKEN = {
    "sigma.js": "type x y z size color hidden zIndex forceLabel highlighted",
    "Gephi": "id r g b weight timeset",
    "GEXF, as networkx writes it": "start end pid parents slices spells viz",
    "Cytoscape": "source target parent selected interaction SUID position",
    "Cytoscape JSON, as networkx reads it": "key value",
    "Graphviz": "class comment dir height image layer lp margin peripheries pos shape style tooltip URL width xlabel",
}


def test_no_attribute_has_a_name_that_a_reader_takes_for_its_own() -> None:
    taken = {name for names in TAKEN.values() for name in names.split()}
    assert not taken & {attribute.name for attribute in (*NODES, *TIES)}
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in taken if f"`{name}`" not in page] == []


def test_the_tables_of_the_page_are_those_of_the_formats() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, "run scripts/export_tables.py"


# ---------------------------------------------------------------- files


def test_an_export_replaces_a_file_whole_or_leaves_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.graphml"
    path.write_text("before")
    view = library.open(SEED).view

    def fails(part: object, out: io.BytesIO) -> None:
        out.write(b"half")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("citygraph.outputs.formats.graphml.write", fails)
        with pytest.raises(CityGraphError, match="No space left"):
            export(view, path, Lens())
        stream = io.BytesIO()
        with pytest.raises(OSError, match="No space left"):
            export(view, stream, Lens(), format="graphml")
        assert stream.getvalue() == b""
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["x.graphml"]
    export(view, path, Lens())
    assert path.read_bytes().startswith(b"<?xml")
    assert os.listdir(tmp_path) == ["x.graphml"]


def test_two_files_are_replaced_together_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = library.open(SEED).view
    files = {tmp_path / "x.nodes.csv", tmp_path / "x.ties.csv"}
    for file in files:
        file.write_text("before")

    def fails(part: object, nodes: io.BytesIO, ties: io.BytesIO) -> None:
        nodes.write(b"whole")
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("citygraph.outputs.formats.csv.write", fails)
        with pytest.raises(CityGraphError, match="No space left"):
            export(view, tmp_path / "x.csv", Lens())
    assert {path: path.read_text() for path in tmp_path.iterdir()} == dict.fromkeys(files, "before")
    with pytest.raises(CityGraphError, match="CSV is several files"):
        export(view, io.BytesIO(), Lens(), format="csv")
    (tmp_path / "x.ties.csv").unlink()
    (tmp_path / "x.ties.csv").mkdir()
    with pytest.raises(CityGraphError, match=r"x\.ties\.csv is a folder"):
        export(view, tmp_path / "x.csv", Lens())
    assert (tmp_path / "x.nodes.csv").read_text() == "before"


def test_a_link_stays_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    view = library.open(SEED).view
    whole = written(view)
    (tmp_path / "folder").mkdir()
    kept = tmp_path / "folder/kept.graphml"
    kept.write_text("before")
    link = tmp_path / "link.graphml"
    link.symlink_to(kept)
    export(view, link, Lens())
    assert link.is_symlink()
    assert kept.read_bytes() == whole
    pipe = tmp_path / "pipe.graphml"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
    export(view, pipe, Lens())
    assert reader.communicate()[0] == whole
    assert pipe.is_fifo()


# ---------------------------------------------------------------- the command


def test_the_command_says_how_much_it_wrote(tmp_path: Path) -> None:
    ran = citygraph("export", tmp_path / "x.graphml", "--type", "!official")
    assert (ran.code, ran.out) == (0, "")
    assert re.search(r"22 nodes, \d+ ties\n", ran.err)
    assert "GraphML has no place for sources" in ran.err


def test_standard_output_gets_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "x.any"
    ran = citygraph("export", "-", "--format", "GraphML", "--ego", "Osh", "--hops", "2")
    assert ran.code == 0
    assert citygraph("export", path, "--format", "graphml", "--ego", "ош", "--hops", "2").code == 0
    assert ran.out == path.read_text(encoding="utf-8")
    assert "standard output: " in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("x.docx", "x.docx: no format has this suffix; there is "),
        ("x", "x: no format has this suffix"),
        ("-", "which format? there is "),
        ("x.graphml --format docx", "there is no format `docx`; there is "),
        ("nowhere/x.graphml", "nowhere/x.graphml: No such file or directory"),
        ("folder.graphml", "folder.graphml is a folder"),
        ("x.graphml --ego Jingdezen", "did you mean"),
    ],
)
def test_what_cannot_be_written_is_told(arguments: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "folder.graphml").mkdir()
    ran = citygraph("export", *arguments.split(), "--graph", SEED, cwd=tmp_path)
    assert ran.code == (1 if "Jingdezen" in arguments else 2)
    assert message in ran.err
    assert ran.out == ""
    assert os.listdir(tmp_path) == ["folder.graphml"]


def test_in_a_terminal(tmp_path: Path) -> None:
    code, seen = in_terminal(f"citygraph export {tmp_path}/x.graphml --graph {SEED}", NO_COLOR="1")
    assert code == 0
    assert "26 nodes, 29 ties" in " ".join(seen.split())
