"""Graphs of other programs: what those programs write is read whole, with its directions, parallel edges and
attributes; what is broken ends in words."""

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
from conftest import examples
from imported import Imported, put, read, values

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
                               "graphics.fill": "#FF0000", "tag": "a; b"}),
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
