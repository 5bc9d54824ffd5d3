"""Measures of the network: what networkx says of the same graph, and what textbooks say of well-known ones."""

import json
import math
import warnings
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import pytest
from hypothesis import given

from citygraph.domain.lens import Lens
from citygraph.graph.asked import silent
from citygraph.questions.measures import distances, neighbors_of
from citygraph.questions.measures.sizes import figures, statistics
from citygraph.world import World
from conftest import citygraph, in_terminal
from networks import counting, extract_of_2022, measured, multigraphs, needs_shared, shown, without_loops
from worlds import build, lenses, world_texts

KEYS = [
    *("nodes", "ties", "components", "largest_component", "density", "mean_degree", "max_degree"),
    *("diameter", "radius", "mean_distance", "transitivity", "average_clustering", "triangles", "assortativity"),
]


def by_networkx(graph: nx.Graph) -> dict[str, float | None]:
    """What networkx says; None where it refuses, or says that it is no number."""

    def of_the_largest(measure: Any) -> Any:
        return measure(graph.subgraph(max(nx.connected_components(graph), key=len))) if graph else None

    degrees, simple = [degree for _, degree in graph.degree], without_loops(graph)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it divides by zero, and says nan
        mixing = nx.degree_assortativity_coefficient(graph) if graph.edges else math.nan
    # Where all degrees are the same but for what floating point loses, it gives any number.
    alike = len({graph.degree[node] for edge in graph.edges() for node in edge}) < 2
    return {
        "nodes": len(graph),
        "ties": graph.number_of_edges(),
        "components": nx.number_connected_components(graph),
        "largest_component": max(map(len, nx.connected_components(graph)), default=0),
        "density": nx.density(graph),
        "mean_degree": sum(degrees) / len(graph) if graph else None,
        "max_degree": max(degrees, default=None),
        "diameter": of_the_largest(nx.diameter),
        "radius": of_the_largest(nx.radius),
        "mean_distance": of_the_largest(nx.average_shortest_path_length),
        "transitivity": nx.transitivity(simple),
        "average_clustering": nx.average_clustering(simple) if graph else None,
        "triangles": sum(nx.triangles(simple).values()) // 3,
        "assortativity": None if alike or math.isnan(mixing) else mixing,
    }


def same(found: dict[str, Any], expected: dict[str, float | None], within: float = 1e-12) -> None:
    for key in KEYS:
        assert found[key] == (expected[key] if expected[key] is None else pytest.approx(expected[key], within)), key


@given(multigraphs())
def test_figures_are_those_of_networkx_on_any_graph(graph: nx.MultiGraph) -> None:
    network = measured(graph)
    found = figures(network)
    assert set(KEYS) <= found.keys()
    same(found, by_networkx(graph))
    assert {key for key in KEYS if found[key] is None} == found["undefined"].keys()
    same(figures(network.simple()), by_networkx(without_loops(graph)))


@given(world_texts(), lenses())
def test_figures_are_of_what_the_lens_shows_from_the_store_as_from_networkx(text: str, lens: Lens) -> None:
    with TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        found = statistics(World(folder, cache=False).view, lens)
        part = counting(graph, lens)
        assert statistics(graph, lens) == found
        same({key: getattr(found, key) for key in KEYS}, by_networkx(part))
        kinds = [data["kind"] for *_, data in part.edges(data=True)]
        assert found.ties_by_kind == {kind: kinds.count(kind) for kind in kinds}
        assert list(found.ties_by_kind.values()) == sorted(found.ties_by_kind.values(), reverse=True)
        for counts in (found.ties_by_group, found.counted):
            assert sum(counts.values()) == found.ties
        statuses = [data["status"] for *_, data in shown(graph, lens).edges(data=True)]
        assert found.ties_by_status == {status: statuses.count(status) for status in statuses}
        both = Counter(found.counted) + Counter(found.left_out)
        assert both == Counter(found.ties_by_status), "what counts and what does not are all that the lens shows"
        assert sum(found.nodes_by_type.values()) == found.nodes


def test_the_karate_club_has_its_textbook_values() -> None:
    """Zachary 1977, as given by Newman (2003), KONECT and networkx."""
    found = figures(measured(nx.karate_club_graph()))
    assert (found["nodes"], found["ties"], found["components"], found["max_degree"]) == (34, 78, 1, 17)
    assert (found["diameter"], found["radius"], found["triangles"]) == (5, 3, 45)
    assert found["density"] == pytest.approx(0.1390, abs=5e-5)
    assert found["mean_distance"] == pytest.approx(2.4082, abs=5e-5)
    assert found["transitivity"] == pytest.approx(0.2557, abs=5e-5)
    assert found["average_clustering"] == pytest.approx(0.5706, abs=5e-5)
    assert found["assortativity"] == pytest.approx(-0.4756, abs=5e-5)


def test_the_florentine_families_have_theirs() -> None:
    """Marriages of Padgett and Ansell 1993: the Medici marry most; Pucci, whom nobody marries, is not in the data."""
    found = figures(measured(nx.florentine_families_graph()))
    assert (found["nodes"], found["ties"], found["max_degree"]) == (15, 20, 6)
    assert (found["diameter"], found["radius"], found["triangles"]) == (5, 3, 3)
    assert found["mean_distance"] == pytest.approx(2.4857, abs=5e-5)
    assert found["transitivity"] == pytest.approx(0.1915, abs=5e-5)


def test_a_large_network_is_sampled_within_its_error_and_bounds() -> None:
    graph = nx.barabasi_albert_graph(distances.MOST_EXACT + 1000, 3, seed=1)
    neighbors = neighbors_of(measured(graph))
    sampled = distances.distances(neighbors, silent)
    exact = distances.distances(neighbors, silent, exact=True)
    assert (sampled.looked_from, exact.looked_from) == (distances.SAMPLE, None)
    assert 0 < abs(sampled.mean - exact.mean) < 2 * sampled.error < 0.1
    assert sampled.diameter <= exact.diameter <= sampled.diameter_at_most
    assert sampled.radius_at_least <= exact.radius <= sampled.radius
    assert sampled == distances.distances(neighbors, silent), "the same figures each time"


@needs_shared
def test_the_extract_of_2022_has_the_figures_that_networkx_gives_on_the_file(twinnings: Path) -> None:
    ran = citygraph("stats", "--type", "city", "--format", "json", "--graph", twinnings)
    found = json.loads(ran.out)
    assert list(found)[: len(KEYS)] == KEYS
    graph = extract_of_2022()
    parts = [graph.subgraph(part) for part in nx.connected_components(graph)]
    largest = max(parts, key=len)
    assert (found["nodes"], found["ties"], found["components"]) == (4566, 8182, 221) == (*_size(graph), len(parts))
    assert found["largest_component"] == len(largest) == 3990
    assert found["max_degree"] == max(degree for _, degree in graph.degree)
    assert found["triangles"] == sum(nx.triangles(graph).values()) // 3
    for key, measure in {
        "density": nx.density,
        "transitivity": nx.transitivity,
        "average_clustering": nx.average_clustering,
        "assortativity": nx.degree_assortativity_coefficient,
    }.items():
        assert found[key] == pytest.approx(measure(graph), rel=1e-12), key
    # Over a minute in networkx, and the same in scipy.
    import numpy
    from scipy.sparse.csgraph import shortest_path

    between = shortest_path(nx.to_scipy_sparse_array(largest, weight=None), unweighted=True)
    assert (found["diameter"], found["radius"]) == (between.max(), between.max(axis=0).min())
    assert found["mean_distance"] == pytest.approx(numpy.sum(between) / (3990 * 3989), rel=1e-12)
    assert found["sampled"] is None


def _size(graph: nx.Graph) -> tuple[int, int]:
    return graph.number_of_nodes(), graph.number_of_edges()


PARALLEL = """\
cities: {a: {name: A, country: TR}, b: {name: B, country: TR}, c: {name: C, country: CN}}
ties:
  - {kind: sister-city, between: [a, b], status: active}
  - {kind: exchange, between: [a, b], status: planned}
  - {kind: delegation, from: b, to: a}
  - {kind: exchange, between: [b, c]}
"""


def test_from_python_rows_have_each_figure_and_the_data_all_of_them(folder: Any) -> None:
    found = World(folder(world=PARALLEL), cache=False).stats(kind="exchange")
    whole = {row.name: row.value for row in found if not row.of}
    assert whole == {key: getattr(found.data, key) for key in KEYS}
    assert found.data.ties == 1, "the other is planned"
    counted = {(row.name, row.of): row.value for row in found if row.of}
    assert counted[("nodes_by_type", "city")] == 3
    assert {of: count for (name, of), count in counted.items() if name == "ties_by_status"} == found.data.ties_by_status


def test_simple_takes_parallel_ties_for_one_and_still_counts_what_there_is(folder: Any) -> None:
    graph = folder(world=PARALLEL)
    whole = json.loads(citygraph("stats", "--format", "json", "--graph", graph).out)
    simple = json.loads(citygraph("stats", "--simple", "--format", "json", "--graph", graph).out)
    assert (whole["ties"], simple["ties"]) == (3, 2)
    assert (whole["density"], simple["density"]) == (1, 2 / 3)
    assert whole["ties_by_kind"] == simple["ties_by_kind"] == {"delegation": 1, "exchange": 1, "sister-city": 1}
    assert whole["ties_by_status"] == {"unknown": 2, "active": 1, "planned": 1}
    assert whole.keys() == simple.keys()
    _, seen = in_terminal(f"citygraph stats --simple --graph {graph}", columns=200, NO_COLOR="1")
    assert "of 3" in next(line for line in seen.splitlines() if line.startswith("ties "))


def test_what_is_not_defined_is_null_with_a_word_why(folder: Any) -> None:
    graph = folder(world=PARALLEL)
    none = json.loads(citygraph("stats", "--type", "event", "--format", "json", "--graph", graph).out)
    assert list(none)[: len(KEYS)] == KEYS
    assert (none["nodes"], none["diameter"], none["mean_degree"], none["density"]) == (0, None, None, 0)
    assert none["undefined"]["diameter"] == "there is no node"
    pair = json.loads(citygraph("stats", "--kind", "sister-city", "--format", "json", "--graph", graph).out)
    assert pair["assortativity"] is None
    assert "equally many ties" in pair["undefined"]["assortativity"]
    _, seen = in_terminal(f"citygraph stats --type event --graph {graph}", columns=100, NO_COLOR="1")
    assert "there is no node" in seen


def test_each_figure_is_explained_in_words(folder: Any) -> None:
    code, seen = in_terminal(f"citygraph stats --type city --graph {folder(world=PARALLEL)}", columns=120, NO_COLOR="1")
    assert code == 0
    for key in KEYS:
        line = next(line for line in seen.splitlines() if line.startswith(key.replace("_", " ")))
        assert key == "ties" or len(line.split()) > 4 or key == "nodes", line
    assert "two cities" in seen


def test_long_work_shows_how_far_it_is_and_is_interrupted_without_a_traceback(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    graph.mkdir()
    rows = "".join(f"sister-city,c{i}; c{i + 1}\n" for i in range(9000))  # a chain: no way is longer
    (graph / "cities.csv").write_text("id,name,country\n" + "".join(f"c{i},C {i},TR\n" for i in range(9001)))
    (graph / "ties.csv").write_text("kind,between\n" + rows)
    citygraph("stats", "--kind", "exchange", "--graph", graph)  # so that it need not be read
    doing = "measuring distances"
    code, seen = in_terminal(f"citygraph stats --graph {graph}", columns=120, interrupt_at=doing)
    assert code == 130
    assert doing in seen
    assert "%" in seen
    assert "Traceback" not in seen
