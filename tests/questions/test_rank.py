"""Who is the most central: what networkx says of the same graph, and what textbooks say of well-known ones."""

import json
import math
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.domain.terms import MEASURES, Measure
from citygraph.graph.asked import silent
from citygraph.questions import measures
from citygraph.questions.measures import arrays, plain, vectors
from citygraph.questions.measures import centrality as centralities
from citygraph.questions.measures.centrality import centrality, in_order, ranking
from citygraph.world import World
from conftest import citygraph, in_terminal
from networks import counting, extract_of_2022, measured, multigraphs, needs_shared
from worlds import build, lenses, world_texts

WITHIN = 1e-9
"""How close all values come to networkx's, of the greatest."""


def by_networkx(graph: nx.MultiGraph, by: Measure) -> list[float]:
    if by == "degree":
        return [degree for _, degree in graph.degree]
    if not graph:
        return []
    if by == "eigenvector":
        return by_algebra(graph)
    found = {
        "betweenness": nx.betweenness_centrality,
        "closeness": nx.closeness_centrality,
        "pagerank": lambda graph: nx.pagerank(graph, tol=1e-15, max_iter=5000),
    }[by](graph)
    return [found[node] for node in graph]


def by_algebra(graph: nx.MultiGraph) -> list[float]:
    """What networkx's iteration comes to, which begins at all ones: those made shorter onto the eigenvectors of the
    greatest eigenvalue. Its own answer stops far from that, or not at all."""
    values, directions = numpy.linalg.eigh(nx.to_numpy_array(graph))
    greatest = directions[:, values > values[-1] - 1e-9]
    vector = greatest @ (greatest.T @ numpy.ones(len(graph)))
    return list(numpy.abs(vector) / numpy.linalg.norm(vector))


def close(found: Sequence[float], expected: Sequence[float]) -> None:
    assert len(found) == len(expected)
    within = WITHIN * max(map(abs, expected), default=1)
    assert max((abs(a - b) for a, b in zip(found, expected, strict=True)), default=0) <= within


@pytest.mark.parametrize("by", MEASURES)
@given(graph=multigraphs())
def test_values_are_those_of_networkx_on_any_graph(by: Measure, graph: nx.MultiGraph) -> None:
    found = centrality(measured(graph), by)
    close(found.values, by_networkx(graph, by))
    assert found.errors is None


@given(multigraphs())
def test_arrays_give_the_same_as_python_alone(graph: nx.MultiGraph) -> None:
    network = measured(graph)
    neighbors, around = plain.neighbors(network), network.around()
    assert [sorted(others) for others in arrays.neighbors(network)] == [sorted(others) for others in neighbors]
    assert arrays.components(network) == plain.components(neighbors)
    assert arrays.triangles(neighbors) == plain.triangles(neighbors)
    everyone = range(len(graph))
    for found, expected in zip(
        arrays.betweenness(network, everyone, silent) or (),
        plain.betweenness(neighbors, everyone, silent),
        strict=True,
    ):
        close(found, expected)
    if graph:
        matrix = arrays.Arrays(arrays.matrix(network))
        close(list(vectors.pagerank(matrix, lambda: None)), vectors.pagerank(vectors.Plain(around), lambda: None))


def test_arrays_settle_on_the_same_vector() -> None:
    graph = nx.barabasi_albert_graph(3000, 2, seed=1)
    network = measured(graph)
    _, found = vectors.leading(arrays.Arrays(arrays.matrix(network)), lambda: None)
    _, expected = vectors.leading(vectors.Plain(network.around()), lambda: None)
    close(list(found), expected)


def test_where_some_are_far_apart_arrays_leave_it_to_python() -> None:
    path = measured(nx.path_graph(300))
    assert arrays.betweenness(path, range(300), silent) is None
    assert arrays.betweenness(measured(nx.path_graph(90)), range(90), silent) is not None


@given(world_texts(), lenses(), st.sampled_from(MEASURES))
def test_ranks_are_of_what_the_lens_shows_from_the_store_as_from_networkx(text: str, lens: Lens, by: Measure) -> None:
    with TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        found = ranking(World(folder, cache=False).view, lens, by=by)
        part = counting(graph, lens)
        assert [(row.rank, row.id) for row in ranking(graph, lens, by=by).rows] == [
            (row.rank, row.id) for row in found.rows
        ]
        values = {row.id: row.value for row in found.rows}
        close([values[node] for node in part], by_networkx(part, by))
        assert [row.value for row in found.rows] == sorted(values.values(), reverse=True)


@given(st.lists(st.sampled_from([0.0, 0.25, 0.25 + 1e-12, 0.5, 1.0])))
def test_equal_values_have_one_rank_and_stay_in_order(values: list[float]) -> None:
    order = in_order(values)
    assert sorted(index for _, index, _ in order) == list(range(len(values)))
    for place, index, _ in order:
        assert place == 1 + sum(value > values[index] + 1e-6 for value in values), "as at the Olympics"
    for (place, index, _), (next_place, next_index, _) in pairwise(order):
        assert place < next_place or index < next_index


def test_the_karate_club_has_its_textbook_leaders() -> None:
    """Of the two who fell out, Mr Hi (node 0) leads by most measures, and the president (33) by the others."""
    network = measured(nx.karate_club_graph())
    leaders = {by: [index for _, index, _ in in_order(centrality(network, by).values)[:3]] for by in MEASURES}
    assert leaders == {
        "degree": [33, 0, 32],
        "betweenness": [0, 33, 32],
        "closeness": [0, 2, 33],
        "pagerank": [33, 0, 32],
        "eigenvector": [33, 0, 2],
    }
    assert centrality(network, "betweenness").values[0] == pytest.approx(0.4376, abs=5e-5)
    assert centrality(network, "eigenvector").values[33] == pytest.approx(0.3734, abs=5e-5)


def test_the_medici_lie_between_the_other_florentine_families() -> None:
    """Padgett and Ansell 1993, as Jackson (2008) has it: the Medici are on 52 % of the ways between
    others, the Guadagni, who come next, on 25 %, the Strozzi, who were richer, on 10 %."""
    graph = nx.florentine_families_graph()
    values = dict(zip(graph, centrality(measured(graph), "betweenness").values, strict=True))
    assert [round(values[family], 3) for family in ("Medici", "Guadagni", "Strozzi")] == [0.522, 0.255, 0.103]
    for by in MEASURES:
        found = centrality(measured(graph), by).values
        assert list(graph)[in_order(found)[0][1]] == "Medici", by


def test_values_from_a_sample_are_within_their_errors_at_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    network = measured(nx.barabasi_albert_graph(1500, 3, seed=1))
    exact = {by: centrality(network, by) for by in ("betweenness", "closeness")}
    monkeypatch.setattr(centralities, "MOST_EXACT", 1000)
    monkeypatch.setattr(centralities.distances, "MOST_EXACT", 1000)
    for by, sample in (("betweenness", centralities.SAMPLE), ("closeness", centralities.distances.SAMPLE)):
        sampled = centrality(network, by)
        assert (exact[by].errors, sampled.looked_from) == (None, sample)
        assert sampled.errors is not None
        top = [index for _, index, _ in in_order(sampled.values)[:100]]
        held = sum(abs(sampled.values[index] - exact[by].values[index]) <= sampled.errors[index] for index in top)
        assert 85 <= held <= 100, by
        assert all(0 < sampled.errors[index] < sampled.values[index] for index in top), by
        assert centrality(network, by, exact=True).values == exact[by].values
        assert sampled == centrality(network, by), "the same each time"


def test_ranks_that_do_not_settle_are_an_error_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_PATIENCE", 5)
    with pytest.raises(CityGraphError, match="--by pagerank"):
        centrality(measured(nx.path_graph(300)), "eigenvector")


def by_igraph(graph: Any, by: Measure) -> list[float]:
    """As networkx has it: betweenness as a share of all pairs; closeness times the share that can be reached."""
    others = graph.vcount() - 1
    if by == "betweenness":
        return [2 * value / (others * (others - 1)) for value in graph.betweenness()]
    components = graph.connected_components()
    reached = [components.size(component) - 1 for component in components.membership]
    return [value * some / others if some else 0.0 for value, some in zip(graph.closeness(), reached, strict=True)]


@needs_shared
@pytest.mark.parametrize("by", MEASURES)
def test_the_extract_of_2022_has_the_ranks_that_networkx_gives_on_the_file(twinnings: Path, by: Measure) -> None:
    asked = citygraph("rank", "--type", "city", "--by", by, "--top", "5000", "--format", "json", "--graph", twinnings)
    rows = json.loads(asked.out)
    graph = extract_of_2022()
    assert len(rows) == len(graph)
    if by in ("betweenness", "closeness"):  # minutes in networkx; igraph has the same in a second
        import igraph

        expected = by_igraph(igraph.Graph.from_networkx(graph), by)
    elif by == "eigenvector":
        largest = graph.subgraph(max(nx.connected_components(graph), key=len))
        found = nx.eigenvector_centrality_numpy(largest)
        expected = [found.get(node, 0.0) for node in graph]
    else:
        expected = by_networkx(graph, by)
    close([row["value"] for row in rows], sorted(expected, reverse=True))
    leader = max(zip(expected, graph, strict=True))[1]
    assert rows[0]["name"] == graph.nodes[leader]["label"]


WORLD = """\
cities:
  a: {name: A, country: TR}
  b: {name: B, country: TR}
  c: {name: C, country: CN}
  d: {name: D, country: CN}
ties:
  - {kind: sister-city, between: [a, b], status: active}
  - {kind: exchange, between: [a, b], status: planned}
  - {kind: exchange, between: [a, c]}
  - {kind: exchange, between: [a, d]}
"""


def test_equal_ranks_at_the_end_of_the_list_are_told(folder: Any) -> None:
    graph = folder(world=WORLD)
    ran = citygraph("rank", "--top", "3", "--format", "csv", "--graph", graph)
    assert ran.out.splitlines() == [
        "rank,id,name,type,country,value,error",
        "1,a,A,city,TR,3,",
        "2,b,B,city,TR,1,",
        "2,c,C,city,CN,1,",
    ]
    assert ran.err.splitlines() == [
        "citygraph: 3 of 4 shown; 1 more ranks as the last of these",
        "citygraph: counted: 2 unknown, 1 active; left out: 1 planned",
    ]
    assert (
        citygraph("rank", "--simple", "--top", "1", "--format", "json", "--graph", graph).out.count('"value": 3') == 1
    )
    row = json.loads(citygraph("rank", "--top", "1", "--format", "json", "--graph", graph).out)[0]
    assert row == {"rank": 1, "id": "a", "name": "A", "type": "city", "country": "TR", "value": 3, "error": None}


def test_a_ranking_says_in_words_what_it_is_by(folder: Any) -> None:
    graph = folder(world=WORLD)
    for by in MEASURES:
        code, seen = in_terminal(f"citygraph rank --by {by} --graph {graph}", NO_COLOR="1")
        assert code == 0
        assert seen.split("\n")[0].split() == ["rank", "name", "type", by]
        assert f"citygraph: {by}: " in seen
    ran = citygraph("rank", "--by", "fame", "--graph", graph)
    assert ran.code == 2
    assert "degree, betweenness" in " ".join(ran.err.split())
    none = citygraph("rank", "--type", "event", "--graph", graph)
    assert (none.code, none.err) == (0, "citygraph: there is no node\n")


def test_without_numpy_it_is_slower_and_says_what_would_help(
    folder: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = measured(nx.barabasi_albert_graph(300, 3, seed=1))
    monkeypatch.setattr(measures, "_WORTH_ARRAYS", 0)
    through = {by: centrality(graph, by).values for by in MEASURES}
    monkeypatch.setattr(measures, "has_arrays", lambda: False)
    for by in MEASURES:
        close(centrality(graph, by).values, through[by])
    # An interpreter that has neither, and thinks that any time is long.
    no_numpy = (
        "import sys; sys.modules['numpy'] = None; sys.modules['scipy'] = None;"
        "import importlib.util; importlib.util.find_spec = lambda name: None;"
        "import citygraph.cli.question as questions; questions._PATIENCE = 0;"
        "from citygraph.cli.app import main; sys.argv[0] = 'citygraph'; main()"
    )
    (tmp_path / "run.py").write_text(no_numpy)
    _, seen = in_terminal(f"{sys.executable} {tmp_path}/run.py rank --graph {folder(world=WORLD)}")
    assert "pip install numpy scipy" in " ".join(seen.split())
    assert math.isfinite(through["pagerank"][0])
