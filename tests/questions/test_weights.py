"""Figures of ties as weights: who has the most, and what other programs find in a file."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import stage
from citygraph.graph.weights import Weights
from citygraph.questions.measures.centrality import ranking_by_weight
from citygraph.world import World
from conftest import citygraph, examples
from worlds import exported, lenses, networkx_graph, world_texts

Folder = Callable[..., Path]


@st.composite
def weighed_worlds(draw: st.DrawFn) -> str:
    """The YAML of a world whose ties have figures of several years, which now and then contradict each other."""
    lines = draw(world_texts()).splitlines()
    for at, line in enumerate(lines):
        if line.startswith("  - {id: t"):
            told = draw(st.lists(st.tuples(st.integers(2018, 2021), st.integers(-2, 9)), max_size=2))
            figures = [f"{{property: trade, value: {value}, period: {year}, source: s}}" for year, value in told]
            figures += draw(st.sampled_from([[], ["{property: guests, value: 7, source: s}"]]))
            lines[at] = line[:-1] + f", observations: [{', '.join(figures)}]}}" if figures else line
    return "\n".join(lines) + "\n"


def weight_of(tie: dict[str, Any], years: range) -> float | None:
    """The figure of the latest year; none if there are two of that year and they differ."""
    told = [figure for figure in tie.get("observations", ()) if figure["property"] == "trade"]
    told = [figure for figure in told if int(figure["period"]) in years]
    latest = max((figure["period"] for figure in told), default=None)
    values = {figure["value"] for figure in told if figure["period"] == latest}
    return values.pop() if len(values) == 1 else None


def weighed(graph: nx.MultiDiGraph, lens: Lens) -> nx.MultiDiGraph:
    """The nodes and ties that the lens shows, with the ``weight`` of each tie that has one."""
    years = range(int(lens.at[0].text[:4]), int(lens.at[0].text[:4]) + 1) if lens.at else range(2000, 2100)
    part = nx.MultiDiGraph()
    part.add_nodes_from(node for node, data in graph.nodes(data=True) if lens.admits_node(data))
    for one, other, id, tie in graph.edges(keys=True, data=True):
        if lens.admits_tie(tie) and {one, other} <= set(part):
            part.add_edge(one, other, key=id, **tie, weight=weight_of(tie, years))
    return part


def kept(part: nx.MultiDiGraph, admits: Callable[[dict[str, Any]], bool]) -> nx.MultiDiGraph:
    return part.edge_subgraph([tuple(edge) for *edge, tie in part.edges(keys=True, data=True) if admits(tie)])


@examples(40)
@given(weighed_worlds(), lenses())
def test_strength_is_the_sum_of_networkx(text: str, lens: Lens) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        view = World(Path(folder), cache=False).view
        graph = networkx_graph(view)
        part = kept(weighed(graph, lens), lambda tie: tie["weight"] is not None and lens.counts(stage(tie, lens.day)))
        directed = kept(part, lambda tie: not tie["symmetric"])
        for of in (view, graph):
            weights = Weights(of, "trade", lens)
            try:
                found = ranking_by_weight(of, lens, weights).rows
            except CityGraphError:
                assert not part.edges or weights.contradicted
                continue
            assert {row.id: row.value for row in found} == dict(part.degree(weight="weight"))
            assert {row.id: row.ties for row in found} == dict(part.degree)
            for way, sums in (("out", directed.out_degree), ("in_", directed.in_degree)):
                assert {row.id: getattr(row, way) or 0 for row in found} == {
                    node: sums(node, weight="weight") if node in directed else 0 for node in part
                }


def by_igraph(path: Path) -> dict[str, float]:
    return {edge["tie"]: edge["weight"] for edge in igraph.Graph.Read_GraphML(str(path)).es}


def by_networkx(read: Callable[[Path], nx.Graph], id: str) -> Callable[[Path], dict[str, float]]:
    return lambda path: {data[id]: data["weight"] for *_, data in read(path).edges(data=True)}


def node_link(path: Path) -> dict[str, float]:
    graph = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
    return {key: weight for _, _, key, weight in graph.edges(keys=True, data="weight")}


def cytoscape(path: Path) -> dict[str, float]:
    graph = nx.cytoscape_graph(json.loads(path.read_text(encoding="utf-8")))
    return {key: weight for _, _, key, weight in graph.edges(keys=True, data="weight")}


def rows(path: Path) -> dict[str, float]:
    with path.with_suffix(".ties.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: float(row["weight"]) for row in csv.DictReader(file)}


READERS: dict[str, Callable[[Path], dict[str, float]]] = {
    "igraph.graphml": by_igraph,
    "networkx.graphml": by_networkx(nx.read_graphml, "tie"),
    "networkx.gexf": by_networkx(nx.read_gexf, "id"),
    "networkx.json": node_link,
    "networkx.cyjs": cytoscape,
    "csv.csv": rows,
}


@pytest.mark.parametrize("reader", READERS)
@examples(12)
@given(text=weighed_worlds(), lens=lenses())
def test_other_programs_find_the_weights_and_no_tie_without(reader: str, text: str, lens: Lens) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        edges = weighed(networkx_graph(world.view), lens).edges(keys=True, data="weight")
        expected = {id: weight for _, _, id, weight in edges if weight is not None}
        path = Path(folder) / f"x.{reader.partition('.')[2]}"
        try:
            written = exported(world, path, lens, weight="trade")
        except CityGraphError:
            assert not expected
            assert not list(Path(folder).glob("x.*"))
            return
        assert READERS[reader](path) == expected
        assert written.ties == len(expected)
        without = len(edges) - len(expected)
        said = [line.split()[2] for line in written.warnings if line.startswith("left out")]
        assert sum(map(int, said)) == without


# ---------------------------------------------------------------- examples

FLOWS = """
kinds:
  exports-to:
    {group: economy, nature: standing, label: exports to, inverse: imports from, from: city, to: city}
cities: {a: {name: A, country: DE}, b: {name: B, country: FR}, c: {name: C, country: FR}, d: {name: D, country: FR}}
events: {fair: {name: The Fair, when: 2021-05}, feast: {name: The Feast}}
sources: {s: {title: S}, t: {title: T}}
ties:
"""
OUT = "  - {kind: exports-to, from: a, to: b, source: s, observations: [%s]}\n"
BACK = "  - {kind: exports-to, from: b, to: a, source: s, observations: [%s]}\n"
BOTH = "  - {kind: trades-with, between: [a, b], source: s, observations: [%s]}\n"
BARE = "  - {kind: trades-with, between: [a, c], source: s}\n"


def figure(value: object, more: str = "", property: str = "trade") -> str:
    return f"{{property: {property}, value: {value}, source: t{', ' * bool(more)}{more}}}"


def test_both_directions_stay_apart_and_what_has_no_figure_is_said(folder: Folder) -> None:
    graph = folder(world=FLOWS + OUT % figure(5) + BACK % figure(7, "bound: about") + BOTH % figure(1000) + BARE)
    shown = citygraph("rank", "--weight", "trade", "--graph", graph, "--format", "table")
    lines = [line.split() for line in shown.out.splitlines()]
    assert lines[0] == ["rank", "name", "type", "trade", "out", "in", "of", "its", "ties"]
    assert lines[2:] == [
        ["1", "A", "city,", "DE", "1,012", "5", "7", "3", "of", "4"],
        ["1", "B", "city,", "FR", "1,012", "7", "5", "3", "of", "3"],
    ]
    for remark in (
        "figures: `trade`, without a date",
        "not exact, and taken as written: 1 about",
        "left out: 1 tie without such a figure",
        "without a rank: 4 whose ties have no such figure",
        "counted: 3 unknown",
    ):
        assert f"citygraph: {remark}\n" in shown.err


@pytest.mark.parametrize(
    ("figures", "at", "value"),
    [
        ([figure(1, "period: 2019"), figure(2, "period: 2020")], (), 2),
        ([figure(1, "period: 2019"), figure(2, "period: 2020")], "2019", 1),
        ([figure(1, "period: 2020-03"), figure(2, "period: 2020")], (), 2),  # the month ends before the year
        ([figure(1, "period: 2020-12"), figure(2, "period: 2020")], (), 1),
        ([figure(1, "period: 2015/2020"), figure(2, "period: 2020")], "2020", 2),
        ([figure(1, "period: 2015/2020"), figure(2, "period: 2020")], "2017", 1),
        ([figure(1), figure(2, "as_of: 2020")], (), 2),
        ([figure(1, "during: fair"), figure(2, "as_of: 2020")], (), 1),
        ([figure(1, "during: feast, as_of: 2019"), figure(2, "as_of: 2018")], (), 1),
        ([figure(3, "as_of: 2020"), figure(3, "as_of: 2020, notes: once more")], (), 3),
        ([figure(3, "period: 2019/.."), figure(1, "as_of: 2020")], (), 3),
    ],
)
def test_the_latest_figure_counts(figures: list[str], at: Any, value: float, folder: Folder) -> None:
    world = World(folder(world=FLOWS + OUT % ", ".join(figures)), cache=False)
    assert {row.value for row in world.rank(weight="trade", at=at)} == {value}


@pytest.mark.parametrize(
    ("ties", "asked", "says"),
    [
        (
            OUT % figure(5, "unit: EUR") + BACK % figure(9, "unit: t") + BOTH % figure(1, "unit: t"),
            {"weight": "trade"},
            "the figures `trade` are in several units: EUR (1), t (2)",
        ),
        (OUT % figure(5, "unit: EUR") + BACK % figure(9), {"weight": "trade"}, "several units: EUR (1), no unit (1)"),
        (OUT % figure(5), {"weight": "trad"}, "has a figure `trad`; did you mean `trade`?"),
        (OUT % figure(5), {"weight": "flights"}, "has a figure `flights`; there is trade"),
        (OUT % figure(5, "period: 2020"), {"weight": "trade", "at": "2019"}, "has a figure `trade` at 2019"),
        (BARE, {"weight": "trade"}, "none of these ties has a figure `trade`"),
    ],
)
def test_what_cannot_be_added_is_refused_and_no_file_is_written(
    ties: str, asked: dict[str, Any], says: str, folder: Folder, tmp_path: Path
) -> None:
    world = World(folder(world=FLOWS + ties), cache=False)
    out = io.BytesIO()
    for refused in (
        lambda: world.rank(**asked),
        lambda: world.export(tmp_path / "x.graphml", **asked),
        lambda: world.export(out, format="json", **asked),
    ):
        with pytest.raises(CityGraphError, match=re.escape(says)):
            refused()
    assert not list(tmp_path.glob("x.*"))
    assert not out.getvalue()


@pytest.mark.parametrize("reader", READERS)
def test_a_file_has_no_tie_without_a_weight(reader: str, folder: Folder, tmp_path: Path) -> None:
    """Programs would take it for one of weight 1."""
    two = ", ".join([figure(5, "period: 2020"), figure(6, "period: 2020")])
    world = World(folder(world=FLOWS + OUT % two + BACK % figure(7, "period: 2020") + BARE), cache=False)
    path = tmp_path / f"x.{reader.partition('.')[2]}"
    written = world.export(path, weight="trade")
    assert READERS[reader](path) == {"exports-to.b.a": 7}
    assert written.warnings[:3] == (
        "figures: `trade`, of 2020",
        "left out: 1 tie without such a figure",
        "left out: 1 tie with different figures for one time",
    )


def test_two_figures_of_one_time_that_differ_are_no_weight_and_review_lists_them(folder: Folder) -> None:
    two = ", ".join([figure(5, "period: 2020"), figure(6, "period: 2020")])
    graph = folder(world=FLOWS + OUT % two + BACK % figure(7, "period: 2020"))
    shown = citygraph("rank", "--weight", "trade", "--graph", graph, "--format", "tsv")
    assert [line.split("\t")[5] for line in shown.out.splitlines()[1:]] == ["7", "7"]
    assert "left out: 1 tie with different figures for one time\n" in shown.err
    reviewed = citygraph("review", "--reason", "contradiction", "--graph", graph, "--format", "json")
    (row,) = json.loads(reviewed.out)[0]["findings"]
    assert (row["id"], row["key"]) == ("exports-to.a.b", "observations")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("rank", "--weight", "trade", "--by", "pagerank"), "for pagerank they have no clear meaning"),
        (("rank", "--weight", "trade", "--simple"), "each has a figure of its own"),
        (
            ("export", "-", "--format", "dot", "--weight", "trade"),
            "DOT has no place for weights; these formats have: csv",
        ),
        (("export", "-", "--format", "json", "--weight", "trade", "--by", "country"), "do not go together"),
    ],
)
def test_what_has_no_meaning_is_refused(command: tuple[str, ...], says: str, folder: Folder) -> None:
    graph = folder(world=FLOWS + OUT % figure(5))
    shown = citygraph(*command, "--graph", graph)
    assert (shown.code, shown.out) == (2, "")
    assert says in " ".join(shown.err.replace("│", " ").split())


def test_countries_have_the_sums_of_the_ties_between_them(folder: Folder) -> None:
    within = (OUT % figure(99)).replace("from: a, to: b", "from: b, to: c")
    graph = folder(world=FLOWS + OUT % figure(5) + BACK % figure(7) + within)
    shown = citygraph("rank", "--by", "country", "--weight", "trade", "--graph", graph, "--format", "json")
    rows = {row["id"]: (row["value"], row["out"], row["in"]) for row in json.loads(shown.out)}
    assert rows == {"DE": (12, 5, 7), "FR": (12, 7, 5)}
    assert "left out: 1 tie within one country\n" in shown.err


def test_the_source_of_a_figure_attests_the_figure_and_not_the_tie(folder: Folder) -> None:
    """Also if the property has the name of a part of a tie."""
    graph = folder(world=FLOWS + OUT % figure(5, "period: 2020", "status"))
    cited = json.loads(citygraph("sources", "--graph", graph, "--format", "json").out)
    assert [(row["id"], row["cited"], row["ties"]) for row in cited] == [("s", 1, 1), ("t", 1, 0)]
    (row,) = json.loads(citygraph("sources", "t", "--graph", graph, "--format", "json").out)
    assert (row["what"], row["id"]) == ("status", "exports-to.a.b")
    assert row["name"].endswith(": 5 (2020)")
    assert not json.loads(citygraph("ties", "--source", "t", "--graph", graph, "--format", "json").out)
    shown = citygraph("show", "exports-to.a.b", "--graph", graph, "--format", "table").out
    assert "Figures" in shown
    assert "  t  T" in shown
