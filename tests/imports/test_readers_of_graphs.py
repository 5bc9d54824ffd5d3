"""Graphs of other programs: what those programs write is read whole, with its directions, parallel edges and
attributes; what is broken ends in words."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.detect import reader_of
from citygraph.imports.readers import ForeignRow, UnreadableRow
from conftest import CONSUMERS, examples, need
from imported import Imported, put, questions, read, values

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]), min_size=1,
                max_size=8).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
Edges = list[tuple[int, int, int]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], Edges, bool]:
    """Names of nodes; edges by the numbers of their ends, with a year; and whether they have directions."""
    names = draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    ends = st.integers(0, len(names) - 1)
    return names, draw(st.lists(st.tuples(ends, ends, st.integers(1900, 2030)), max_size=6)), draw(st.booleans())


def of_networkx(names: list[str], edges: Edges, directed: bool) -> Any:
    graph = nx.MultiDiGraph() if directed else nx.MultiGraph()
    graph.add_nodes_from(names)
    graph.add_edges_from((names[one], names[other], {"since": year}) for one, other, year in edges)
    return graph


def of_igraph(names: list[str], edges: Edges, directed: bool) -> Any:
    graph = igraph.Graph(n=len(names), edges=[edge[:2] for edge in edges], directed=directed)
    graph.vs["name"] = names
    graph.es["since"] = [edge[2] for edge in edges]
    return graph


def seen(name: str, file: Path, called: str) -> tuple[list[str], Edges, set[bool | None]]:
    """The graph that a reader gives. ``called`` is the column with the names of nodes."""
    rows = [row for row in read(name, file)[0] if isinstance(row, ForeignRow)]
    nodes = [row.values for row in rows if row.sort == "node"]
    place = {node["id"]: number for number, node in enumerate(nodes)}
    ties = [row for row in rows if row.sort == "tie"]
    edges = [(place[one.values["source"]], place[one.values["target"]], int(one.values["since"])) for one in ties]
    return [node[called] for node in nodes], edges, {tie.directed for tie in ties}


def same(one: Edges, other: Edges, directed: bool) -> bool:
    """True if the edges are the same, in any order, and without a direction also the other way round."""
    ends = [[(*(edge[:2] if directed else sorted(edge[:2])), edge[2]) for edge in edges] for edges in (one, other)]
    return sorted(ends[0]) == sorted(ends[1])


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graphs")


# ---------------------------------------------------------------- GML


@examples(20)
@given(graphs())
def test_a_graph_that_networkx_writes_as_gml_is_read_whole(scratch: Path, graph: tuple[list[str], Edges, bool]) -> None:
    file = scratch / "nx.gml"
    nx.write_gml(of_networkx(*graph), file)
    names, edges, directed = seen("gml", file, "label")
    assert names == graph[0]
    assert same(edges, graph[1], graph[2])
    assert directed <= {graph[2]}


@examples(20)
@given(graphs())
def test_a_graph_that_igraph_writes_as_gml_is_read_whole(scratch: Path, graph: tuple[list[str], Edges, bool]) -> None:
    file = scratch / "ig.gml"
    of_igraph(*graph).write_gml(str(file))
    names, edges, directed = seen("gml", file, "name")
    assert names == graph[0]
    assert same(edges, graph[1], graph[2])
    assert directed <= {graph[2]}


GML = """\
# a "comment" [ of any text
Creator "a program"
graph
[
  comment "in
two lines"
  directed 1
  node [ id 1 label "Saarbr&#252;cken &amp; &quot;Umland&quot;" graphics [ x 1.50 fill #FF0000 ] tag "a" tag "b" ]
  node [ id 2 label "A&B;" graph [ node [ id 3 ] edge [ source 3 target 3 ] ] ]
  node [ id 4 gid 2 one "_networkx_list_start" one "z" ]
  node [ label "no id" ]
  edge [ source 1 target 2 directed 0 ]
  edge [ source 1 ]
  edge [ source 1 target 2 key 1 ]
]
"""


def test_gml_keeps_what_a_node_has_inside(tmp_path: Path) -> None:
    rows, _ = read("gml", put(tmp_path, GML))
    assert rows == [
        ForeignRow(8, "node", {"id": "1", "label": 'Saarbrücken & "Umland"', "graphics.x": "1.50",
                               "tag": "a; b"}),
        ForeignRow(9, "node", {"id": "2", "label": "A&B;"}),
        ForeignRow(9, "node", {"id": "3", "parent": "2"}),
        ForeignRow(9, "tie", {"source": "3", "target": "3"}, True),
        ForeignRow(10, "node", {"id": "4", "one": "z", "parent": "2"}),
        UnreadableRow(11, "the node has no id", "no id"),
        ForeignRow(12, "tie", {"source": "1", "target": "2"}, False),
        UnreadableRow(13, "the edge has no target"),
        ForeignRow(14, "tie", {"source": "1", "target": "2", "key": "1"}, True),
    ]  # fmt: skip
    assert reader_of(put(tmp_path, GML)) == "gml"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("graph [\n node [ id 1", "the file ends, and the `[` of line 2 is not closed"),
        ("graph [\n node [ id", "the file ends, and `id` has no value"),
        ('graph [\n node [ id 1 label "Osh ]\n', ":2:20: this is not GML: a quote opens here and is not closed"),
        ('graph [ node [ id 1 label "a"b" ] ]', ":1:31: this is not GML: a quote opens here and is not closed"),
        ("graph [ node [ id ] ]", ":1:19: this is not GML: `id` has no value, and `]` stands here"),
        ("graph [ ]\n]", ":2:1: this is not GML: no list is open here"),
        ("graph [ [ ] ]", "a key should stand here, not `[`"),
        ("a,b\n1,2\n", "a key should stand here, not `a,b`"),
        ("node 1", "no `graph [ … ]` stands in it"),
        ("graph [ ]\ngraph [ ]", ":2: a second graph begins here"),
        ("graph " + "[ a " * 300, "nested more than 256 deep"),
    ],
)
def test_gml_that_cannot_be_read_says_where(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CityGraphError) as refused:
        values("gml", put(tmp_path, text))
    assert says in str(refused.value)


def test_cities_of_gml_are_tied_since_their_year(tmp_path: Path) -> None:
    nodes = "".join(f'node [ id {id} label "{name}" country "{country}" ]\n' for id, name, country in
                    ((0, "Nantes", "FR"), (1, "Saarbr&#252;cken", "DE"), (2, "Cardiff", "GB")))  # fmt: skip
    edges = "edge [ source 0 target 1 since 1965 ] edge [ source 0 target 2 since 1964 ]"
    found = Imported(tmp_path, f"graph [\n{nodes}{edges}\n]\n", "net.gml", reader=None)
    assert found.cities == {"Nantes": "FR", "Saarbrücken": "DE", "Cardiff": "GB"}
    assert [(tie["ends"], tie["since"]) for tie in found.ties] == [
        (("Cardiff", "Nantes"), "1964"), (("Nantes", "Saarbrücken"), "1965"),
    ]  # fmt: skip


# ---------------------------------------------------------------- Pajek


@examples(20)
@given(graphs())
def test_a_graph_that_igraph_writes_for_pajek_is_read_whole(
    scratch: Path, graph: tuple[list[str], Edges, bool]
) -> None:
    file = scratch / "ig.net"
    made = of_igraph(*graph)
    made.vs["id"] = graph[0]
    made.es["weight"] = [edge[2] for edge in graph[1]]
    made.write_pajek(str(file))
    rows = [row for row in read("pajek", file)[0] if isinstance(row, ForeignRow)]
    ties = [row for row in rows if row.sort == "tie"]
    edges = [(int(tie.values["source"]) - 1, int(tie.values["target"]) - 1, int(tie.values["weight"])) for tie in ties]
    assert [row.values["label"] for row in rows if row.sort == "node"] == graph[0]
    assert same(edges, graph[1], graph[2])
    assert {tie.directed for tie in ties} <= {graph[2]}


def test_what_networkx_writes_for_pajek_is_read_with_its_attributes(tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    graph.add_node("New York", country="US")
    graph.add_edge("New York", "Osh", weight=2.0, since="1990")
    graph.add_edge("New York", "Osh")
    nx.write_pajek(graph, tmp_path / "a.net")
    rows = values("pajek", tmp_path / "a.net")
    assert [(row["id"], row["label"], row.get("country")) for row in rows[:2]] == [
        ("1", "New York", "US"),
        ("2", "Osh", None),
    ]
    assert rows[2:] == [
        {"source": "1", "target": "2", "weight": "2.0", "since": "1990"},
        {"source": "1", "target": "2", "weight": "1.0"},
    ]
    assert len(nx.read_pajek(tmp_path / "a.net").edges) == 2


PAJEK = """\
% a comment
*Network Ties of towns
*Vertices 5 2
1 "Saarbr&#252;cken (SB)" 0.1 .5 0.5 box ic Red [5-10,12]
3 Osh
4 "A"
9 "B"
3 "C"
*Arcs :2 "trade"
1 3 2.5 l "a label" c Blue [1-3]
3 1
3 6 1
1
7: 1 4
*Edges
5 4
*Edgeslist
3 1 4
*Matrix
0 1 0
0 0 .5
*Partition Sort.clu
*Vertices 5
1
1
2
2
2
*Vector short
*Vertices 2
1
2
"""


def test_the_sections_of_pajek_are_vertices_with_values_and_ties_with_directions(tmp_path: Path) -> None:
    rows, said = read("pajek", put(tmp_path, PAJEK))
    found = [row for row in rows if isinstance(row, ForeignRow)]
    assert [row.values for row in found if row.sort == "node"] == [
        {"id": "1", "label": "Saarbrücken (SB)", "x": "0.1", "y": ".5", "z": "0.5", "shape": "box", "ic": "Red",
         "time": "5-10,12", "mode": "1", "Sort": "1"},
        {"id": "3", "label": "Osh", "mode": "2", "Sort": "2"},
        {"id": "4", "label": "A", "mode": "2", "Sort": "2"},
        {"id": "2", "mode": "1", "Sort": "1"},
        {"id": "5", "mode": "2", "Sort": "2"},
    ]  # fmt: skip
    assert [(row.values, row.directed) for row in found if row.sort == "tie"] == [
        ({"source": "1", "target": "3", "weight": "2.5", "label": "a label", "c": "Blue", "time": "1-3",
          "relation": "trade"}, True),
        ({"source": "3", "target": "1", "relation": "trade"}, True),
        ({"source": "1", "target": "4", "relation": "7"}, True),
        ({"source": "5", "target": "4"}, False),
        ({"source": "3", "target": "1"}, False),
        ({"source": "3", "target": "4"}, False),
        ({"source": "1", "target": "4", "weight": "1"}, True),
        ({"source": "2", "target": "5", "weight": ".5"}, True),
    ]  # fmt: skip
    assert [row[:2] for row in rows if isinstance(row, UnreadableRow)] == [
        (7, "there is no vertex `9`: the vertices are 1 to 5"),
        (8, "the vertex 3 has a line already"),
        (12, "there is no vertex `6`: the vertices are 1 to 5"),
        (13, "the line names no second vertex"),
    ]
    assert said == ["list.txt:29: `short` is not read: it has 2 values, and the network has 5 vertices"]
    assert reader_of(put(tmp_path, PAJEK)) == "pajek"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no line begins with `*Vertices`"),
        ("*Network x\n", "no line begins with `*Vertices`"),
        (
            "1 2\n*Vertices 2\n",
            ":1: this is no network of Pajek: `*Vertices` or `*Network` should stand here, not `1 2`",
        ),
        ("*Vertices\n1 a\n", ":1: the number of vertices should stand behind `*Vertices`"),
        ("*Vertices 99999999\n", "more than 30,000,000 vertices"),
        ("*Vertices 2 3\n", "more of one mode than vertices"),
        ("*Vertices 1\n*Arcs\n*Network b\n*Vertices 2\n", ":4: a second network begins here"),
        ("*Vertices 2\n*Ties\n1 2\n", ":2: Pajek has no section `*Ties`"),
    ],
)
def test_a_network_of_pajek_that_cannot_be_read_says_where(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CityGraphError) as refused:
        values("pajek", put(tmp_path, text))
    assert says in str(refused.value)


def test_a_matrix_with_a_row_too_short_costs_that_row(tmp_path: Path) -> None:
    rows, _ = read("pajek", put(tmp_path, "*Vertices 2\n*Matrix\n0 1\n1\n"))
    assert rows[-1] == UnreadableRow(4, "the matrix should have 2 rows of 2 numbers; this is row 2, of 1", "1")


def test_old_encodings_of_pajek_are_read(tmp_path: Path) -> None:
    names = ["Kraków", "Poznań", "Wrocław", "Łódź", "Gdańsk", "Białystok", "Częstochowa", "Rzeszów"]
    lines = "".join(f'{number} "{name}"\r\n' for number, name in enumerate(names, 1))
    file = put(tmp_path, f"*Vertices {len(names)}\r\n{lines}*Edges\r\n1 2\r\n".encode("cp1250"))
    assert [row["label"] for row in values("pajek", file, encoding="cp1250")[: len(names)]] == names


# ---------------------------------------------------------------- JSON


def written(format: str, file: Path) -> Path:
    """A graph of two towns and three ties, as a program from npm writes it."""
    need(shutil.which("node") and (CONSUMERS / "node_modules").exists(), "a program from tests/consumers")
    graph = {"nodes": ["Osh", "Köln"], "ties": [[0, 1, 1990], [1, 0, 1991], [0, 1, 1992]]}
    done = subprocess.run(["node", "write.cjs", format], cwd=CONSUMERS, input=json.dumps(graph), capture_output=True,
                          encoding="utf-8", check=True)  # fmt: skip
    return put(file.parent, done.stdout, file.name)


def test_what_graphology_writes_is_read_with_its_directions(tmp_path: Path) -> None:
    file = written("graphology", tmp_path / "a.json")
    rows, _ = read("json", file)  # it is seen from the file
    found = [row for row in rows if isinstance(row, ForeignRow)]
    assert [row.values for row in found[:2]] == [
        {"id": "0", "name": "Osh", "at.lat": "1.5"}, {"id": "1", "name": "Köln", "at.lat": "1.5"},
    ]  # fmt: skip
    ties = [(row.values["source"], row.values["target"], row.values["since"], row.directed) for row in found[2:]]
    assert ties == [("0", "1", "1990", True), ("1", "0", "1991", False), ("0", "1", "1992", True)]
    assert read("graphology", file)[0] == rows


def graph_rows(data: Any, folder: Path) -> list[tuple[str, dict[str, str], bool | None]]:
    """The nodes and edges in a JSON file; which reader it is for is seen from it."""
    rows = read("json", put(folder, json.dumps(data), "graph.json"))[0]
    return [(row.sort, row.values, row.directed) for row in rows if isinstance(row, ForeignRow)]


GRAPHOLOGY: dict[str, Any] = {
    "nodes": [{"key": "o", "attributes": {"label": "Osh"}}, {"key": "k"}],
    "edges": [{"key": "e", "source": "o", "target": "k", "attributes": {"since": 1990}}],
}


def test_graphology_needs_no_options_and_gephi_lite_keeps_attributes_beside_it(tmp_path: Path) -> None:
    expected = [("node", {"id": "o", "label": "Osh"}, None), ("node", {"id": "k"}, None),
                ("tie", {"id": "e", "source": "o", "target": "k", "since": "1990"}, True)]  # fmt: skip
    assert graph_rows(GRAPHOLOGY, tmp_path) == expected
    bare = {name: [{key: one[key] for key in one if key != "attributes"} for one in GRAPHOLOGY[name]]
            for name in GRAPHOLOGY}  # fmt: skip
    dataset = {"fullGraph": {"options": {"type": "directed"}, **bare}, "layout": {"o": {"x": 1, "y": 2}},
               "nodeData": {"o": {"label": "Osh"}}, "edgeData": {"e": {"since": 1990}},
               "nodeFields": [{"id": "label"}]}  # fmt: skip
    assert graph_rows({"type": "gephi-lite", "version": "1.0.0", "graphDataset": dataset}, tmp_path) == expected


def test_the_elements_of_cytoscape_may_stand_alone(tmp_path: Path) -> None:
    elements = {"nodes": [{"data": {"id": "o"}}, {"data": {"id": "k"}}],
                "edges": [{"data": {"source": "o", "target": "k"}}]}  # fmt: skip
    whole = graph_rows({"elements": elements}, tmp_path)
    assert graph_rows(elements, tmp_path) == whole
    assert [sort for sort, _, _ in whole] == ["node", "node", "tie"]
    links = {"nodes": [{"id": "o"}, {"id": "k"}], "edges": [{"source": "o", "target": "k"}]}
    assert [values for _, values, _ in graph_rows(links, tmp_path)] == [values for _, values, _ in whole]


def test_what_cytoscape_writes_is_read_with_places_and_classes(tmp_path: Path) -> None:
    file = written("cyjs", tmp_path / "a.json")
    rows, _ = read("json", file)
    found = [row for row in rows if isinstance(row, ForeignRow)]
    assert [row.values for row in found[:2]] == [
        {"id": "n0", "name": "Osh", "x": "0", "y": "0"}, {"id": "n1", "name": "Köln", "x": "0", "y": "0"},
    ]  # fmt: skip
    assert [(row.values["since"], row.values["classes"], row.directed) for row in found[2:]] == [
        ("1990", "tie", None), ("1991", "tie", None), ("1992", "tie", None),
    ]  # fmt: skip
    elements = json.loads(file.read_text("utf-8"))["elements"]
    flat = put(tmp_path, json.dumps([*elements["edges"], *elements["nodes"]]), "flat.json")
    assert [row.values for row in read("json", flat)[0] if isinstance(row, ForeignRow)] == [row.values for row in found]


@examples(20)
@given(graphs())
def test_a_graph_that_networkx_writes_for_cytoscape_or_as_links_is_read_whole(
    scratch: Path, graph: tuple[list[str], Edges, bool]
) -> None:
    made = of_networkx(*graph)
    for node in made:
        made.nodes[node]["name"] = node
    for reader, data in (("cyjs", nx.cytoscape_data(made)), ("node-link", nx.node_link_data(made, edges="links"))):
        names, edges, directed = seen(reader, put(scratch, json.dumps(data), "nx.json"), "name")
        assert names == graph[0]
        assert same(edges, graph[1], graph[2])
        assert directed <= {graph[2]}


@pytest.mark.parametrize(
    ("reader", "text", "says"),
    [
        ("cyjs", '{"elements": 1}', "no `elements` with `nodes` and `edges`"),
        ("cyjs", '[{"data": {"id": 1}}]', "no `elements` with `nodes` and `edges`"),
        ("cyjs", '{"elements": {"nodes": [', "the text ends"),
        ("graphology", '{"nodes": [{"id": 1}], "edges": [], "options": {}}', "its `nodes` have no `key`"),
    ],
)
def test_a_graph_in_json_that_cannot_be_read_says_why(reader: str, text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match=says):
        values(reader, put(tmp_path, text))


def test_elements_without_their_ids_are_refused(tmp_path: Path) -> None:
    text = '{"elements": {"nodes": [{"data": {"name": "Osh"}}, 1], "edges": [{"data": {"source": "a"}}]}}'
    assert read("cyjs", put(tmp_path, text))[0] == [
        UnreadableRow(1, "the node has no id", "Osh"),
        UnreadableRow(2, "the element has no `data`"),
        UnreadableRow(3, "the edge has no target"),
    ]
    text = '{"attributes": {}, "nodes": [{"key": ""}], "edges": [{"source": "a"}, 1]}'
    assert read("graphology", put(tmp_path, text))[0] == [
        UnreadableRow(1, "the node has no key"),
        UnreadableRow(1, "the edge has no target"),
        UnreadableRow(2, "the edge is no object"),
    ]


def test_graphml_without_a_namespace_is_graphml(tmp_path: Path) -> None:
    text = ('<graphml><key id="n" for="node" attr.name="name"/><graph edgedefault="directed"><node id="a">'
            '<data key="n">Osh</data></node><node id="b"/><edge source="a" target="b"/></graph></graphml>')  # fmt: skip
    file = put(tmp_path, text, "a.xml")
    assert reader_of(file) == "graphml"
    assert values("graphml", file)[0] == {"id": "a", "name": "Osh"}


VIS = '{"nodes": [{"id": 1, "label": "Osh"}, {"id": 2, "label": "Iznik"}], "edges": [%s]}'


def test_edges_of_vis_js_name_their_ends_from_and_to(tmp_path: Path) -> None:
    edge = VIS % '{"from": 1, "to": 2, "since": 1946}'
    (tie,) = Imported(tmp_path, edge, "net.json", reader=None).ties
    assert (set(tie["ends"]), tie["since"]) == ({"Osh", "Iznik"}, "1946")
    assert "`from` and `to` of the links" in read("node-link", put(tmp_path, edge))[1][0]


def test_links_without_any_ends_stop_the_import(tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match=r"the links have neither `source` and `target` nor .* but `a`, `b`"):
        read("node-link", put(tmp_path, VIS % '{"a": 1, "b": 2}'))


CYTOSCAPE = (
    '{"elements": {"nodes": [{"data": {"id": "1", "name": "Osaka"}}, {"data": {"id": "2", "name": "Hamburg"}},'
    ' {"data": {"id": "3", "name": "Melbourne"}}], "edges": ['
    '{"data": {"source": "1", "target": "2", "%(c)s": "%(a)s"}},'
    ' {"data": {"source": "1", "target": "3", "%(c)s": "%(b)s"}}]}}'
)


def test_the_interaction_of_an_edge_is_its_kind(tmp_path: Path) -> None:
    file = CYTOSCAPE % {"c": "interaction", "a": "sister city", "b": "friendship city"}
    assert [tie["kind"] for tie in Imported(tmp_path, file, "net.cyjs", reader=None).ties] == [
        "sister-city",
        "friendship-city",
    ]


def test_an_interaction_that_cytoscape_gives_to_every_edge_says_no_kind(tmp_path: Path) -> None:
    file = CYTOSCAPE % {"c": "interaction", "a": "interacts with", "b": "interacts with"}
    assert {tie["kind"] for tie in Imported(tmp_path, file, "net.cyjs", reader=None).ties} == {"sister-city"}


@pytest.mark.parametrize("column", ["interaction", "label", "relation", "caption"])
def test_words_for_other_kinds_beside_edges_are_asked_about(tmp_path: Path, column: str) -> None:
    file = CYTOSCAPE % {"c": column, "a": "sister city", "b": "trade"}
    (question,) = questions(tmp_path, file, "net.cyjs", reader=None)
    assert f"`{column}`" in question.what


@pytest.mark.parametrize(("said", "told"), [("true", 0), ("false", 1)])
def test_an_edge_that_is_said_to_lead_both_ways_is_not_told_to_have_a_direction(
    tmp_path: Path, said: str, told: int
) -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge("Osh", "Iznik", kind="sister-city", symmetric=said == "true")
    imported = Imported(tmp_path, json.dumps(nx.cytoscape_data(graph)), "net.cyjs", reader=None)
    assert len(imported.told("read")) == told


def test_how_yed_draws_a_graph_is_said_once_and_a_label_that_stands_only_there_is_read(tmp_path: Path) -> None:
    node = 'node [ id %d label "Narvik" graphics [ x 1 w 9 ] LabelGraphics [ text "%s" fontSize 12 ] ]'
    edge = 'edge [ source 0 target 1 graphics [ fill "#0" ] LabelGraphics [ text "1972" ] ]'
    text = f"graph [ {node % (0, 'Narvik')} {node % (1, 'port')} {edge} ]"
    rows, said = read("gml", put(tmp_path, text))
    assert [row.values for row in rows if isinstance(row, ForeignRow)] == [
        {"id": "0", "label": "Narvik", "graphics.x": "1"},
        {"id": "1", "label": "Narvik", "graphics.x": "1", "LabelGraphics.text": "port"},
        {"source": "0", "target": "1", "label": "1972"},
    ]
    assert said == ["list.txt: how a program draws it is not read: graphics.w, LabelGraphics.fontSize, graphics.fill"]
