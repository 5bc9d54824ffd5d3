"""Countries in place of the nodes in them: the quotient graph, and ties between two countries or regions."""

import io
import json
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_measures import KEYS, by_networkx, same
from test_rank import by_networkx as ranked_by_networkx
from test_rank import close

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.domain.terms import MEASURES, Measure
from citygraph.outputs.formats import export, formats
from citygraph.questions.measures.centrality import ranking
from citygraph.questions.measures.sizes import statistics
from citygraph.questions.ties import counted_by_country, listed
from citygraph.world import World
from conftest import citygraph, in_terminal
from networks import counting, extract_of_2022, needs_shared, shown
from worlds import build, lenses, networkx_graph, world_texts


def _ends(one: str, other: str, data: dict[str, Any]) -> tuple[str, str]:
    """The ends of a tie: in its direction, or in order if it has none."""
    return (min(one, other), max(one, other)) if data["symmetric"] else (one, other)


def quotient(graph: nx.MultiDiGraph, lens: Lens) -> nx.MultiGraph:
    """Countries, and one edge for each tie between two of them."""
    return between_countries(counting(graph, lens))


def between_countries(part: nx.MultiGraph) -> nx.MultiGraph:
    found = nx.MultiGraph()
    country = dict(part.nodes(data="country"))
    found.add_nodes_from(sorted(set(country.values()) - {None}))
    for one, other, data in part.edges(data=True):
        ends = country[one], country[other]
        if None not in ends and ends[0] != ends[1]:
            found.add_edge(*ends, **data)
    return found


@given(world_texts(), lenses())
def test_figures_of_countries_are_those_of_the_quotient_graph(text: str, lens: Lens) -> None:
    with TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        found = statistics(World(folder, cache=False).view, lens, by_country=True)
    expected, part = quotient(graph, lens), counting(graph, lens)
    same({key: getattr(found, key) for key in KEYS}, by_networkx(expected))
    assert found.ties_by_kind == Counter(kind for _, _, kind in expected.edges(data="kind"))
    assert sum(found.counted.values()) == found.ties
    statuses = Counter(status for *_, status in between_countries(shown(graph, lens)).edges(data="status"))
    assert statuses == found.ties_by_status == Counter(found.counted) + Counter(found.left_out)
    assert found.without_country == sum(country is None for _, country in part.nodes(data="country"))
    assert found.within_country is not None
    lost = part.number_of_edges() - found.ties - found.within_country
    assert lost == sum(None in (part.nodes[a]["country"], part.nodes[b]["country"]) for a, b in part.edges())


@given(world_texts(), lenses(), st.sampled_from(MEASURES))
def test_ranks_of_countries_are_those_of_the_quotient_graph(text: str, lens: Lens, by: Measure) -> None:
    with TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        rows = ranking(World(folder, cache=False).view, lens, by=by, by_country=True).rows
    expected = quotient(graph, lens)
    found = {row.id: row.value for row in rows}
    close([found[code] for code in expected], ranked_by_networkx(expected, by))
    assert {row.type for row in rows} <= {"country"}


@given(world_texts(), lenses(), st.data())
def test_counts_of_ties_by_country_are_those_of_the_list(text: str, lens: Lens, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        view = World(folder, cache=False).view
        pair = st.tuples(st.sampled_from(sorted(graph)), st.sampled_from(sorted(graph)))
        between = data.draw(st.none() | pair)
        rows = counted_by_country(view, lens, between=between)
        every = list(listed(view, lens, between=between))
        assert counted_by_country(graph, lens, between=between) == rows
    country = dict(graph.nodes(data="country"))
    pairs = Counter(frozenset((country[tie.from_], country[tie.to])) for tie in every)
    assert {frozenset((row.country, row.other)): row.ties for row in rows} == pairs
    assert sum((Counter(row.kinds) for row in rows), Counter()) == Counter(tie.kind for tie in every)
    assert sum((Counter(row.statuses) for row in rows), Counter()) == Counter(tie.status for tie in every)
    assert sum((Counter(row.standings) for row in rows), Counter()) == Counter((tie.status, tie.stage) for tie in every)
    assert [row.ties for row in rows] == sorted(pairs.values(), reverse=True)


@given(world_texts(), lenses())
def test_an_export_by_country_is_the_quotient_graph(text: str, lens: Lens) -> None:
    with TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        out = io.BytesIO()
        written = export(World(folder, cache=False).view, out, lens, format="graphml", by_country=True)
    expected, country = between_countries(shown(graph, lens)), dict(graph.nodes(data="country"))
    read = nx.parse_graphml(out.getvalue().decode(), force_multigraph=True)
    assert {data["country"] for _, data in read.nodes(data=True)} == set(expected)
    code = dict(read.nodes(data="country"))
    found = Counter()
    for one, other, data in read.edges(data=True):
        found[(*_ends(code[one], code[other], data), data["kind"], data["status"])] += int(data["ties"])
    part = shown(graph, lens)
    in_direction = [(*edge[:2], data) for *edge, data in graph.edges(keys=True, data=True) if part.has_edge(*edge)]
    assert found == Counter(
        (*_ends(country[one], country[other], data), data["kind"], data["status"])
        for one, other, data in in_direction
        if None not in (country[one], country[other]) and country[one] != country[other]
    )
    assert (written.nodes, written.ties) == (len(expected), len(found)), "one tie for all that are alike"


WORLD = """\
cities:
  bavaria: {name: Bavaria, country: DE, level: state, names: {de: Bayern}}
  franconia: {name: Franconia, country: DE, part_of: bavaria}
  munich: {name: Munich, country: DE, part_of: bavaria, coordinates: [48, 11]}
  nuremberg: {name: Nuremberg, country: DE, part_of: franconia, coordinates: [49, 11]}
  berlin: {name: Berlin, country: DE, coordinates: [52, 13]}
  verona: {name: Verona, country: IT, part_of: veneto, coordinates: [45, 11]}
  veneto: {name: Veneto, country: IT, part_of: verona}
  atlantis: {name: Atlantis}
ties:
  - {kind: sister-city, between: [munich, verona], status: active}
  - {kind: sister-city, between: [nuremberg, verona], status: ended}
  - {kind: exchange, between: [bavaria, veneto], status: planned}
  - {kind: sister-city, between: [berlin, verona], status: active}
  - {kind: exchange, between: [berlin, munich]}
  - {kind: exchange, between: [atlantis, munich]}
"""


@pytest.fixture
def world(folder: Any) -> Path:
    written: Path = folder(world=WORLD.replace(", part_of: verona}", "}"))
    return written


def test_how_many_ties_between_a_region_and_a_country_is_one_command(world: Path) -> None:
    def count(*between: str) -> str:
        return citygraph("ties", "--between", *between, "--count", "--graph", world).out.strip()

    assert count("Bavaria", "Italy") == count("IT", "Bayern") == "3"
    assert count("Franconia", "Veneto") == "1"
    assert count("Bavaria", "Berlin") == "1"
    assert count("Germany", "Italy") == "4"
    asked = ("ties", "--between", "Bavaria", "Italy", "--by", "country", "--format", "json", "--graph", str(world))
    assert json.loads(citygraph(*asked).out) == [
        {
            "country": "DE",
            "other": "IT",
            "ties": 3,
            "kinds": {"sister-city": 2, "exchange": 1},
            "statuses": {"active": 1, "ended": 1, "planned": 1},
        }
    ]


def test_regions_that_are_part_of_each_other_end_somewhere(folder: Any) -> None:
    graph = folder(world=WORLD)
    assert citygraph("ties", "--between", "Veneto", "Munich", "--count", "--graph", graph).out == "1\n"


@given(
    st.lists(st.integers(0, 7) | st.none(), min_size=8, max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda ends: ends[0] < ends[1]), unique=True),
    st.tuples(st.integers(0, 7), st.integers(0, 7)),
)
def test_a_region_stands_for_all_that_leads_to_it(
    regions: list[int | None], pairs: list[tuple[int, int]], between: tuple[int, int]
) -> None:
    parts = nx.DiGraph()
    parts.add_nodes_from(range(8))
    parts.add_edges_from((part, region) for part, region in enumerate(regions) if region not in (None, part))
    lines = ["cities:"]
    for city in range(8):
        lies_in = "".join(f", part_of: c{region}" for region in parts[city])
        lines.append(f"  c{city}: {{name: City {city}, country: TR{lies_in}}}")
    lines += ["ties:", *(f"  - {{kind: exchange, between: [c{one}, c{other}]}}" for one, other in pairs)]
    one, other = ({node} | nx.ancestors(parts, node) for node in between)
    with TemporaryDirectory() as folder:
        graph = build("\n".join(lines) if pairs else "\n".join(lines[:-1]), Path(folder))
        view = World(folder, cache=False).view
        asked = (f"c{between[0]}", f"c{between[1]}")
        found = {frozenset((tie.from_, tie.to)) for tie in listed(view, between=asked)}
        assert {frozenset((tie.from_, tie.to)) for tie in listed(graph, between=asked)} == found
    assert found == {
        frozenset((f"c{a}", f"c{b}")) for a, b in pairs if (a in one and b in other) or (b in one and a in other)
    }


def test_parts_are_found_in_whatever_file_they_stand(folder: Any) -> None:
    graph = folder(
        one="cities:\n  bavaria: {name: Bavaria, country: DE}\n  rome: {name: Rome, country: IT}\n",
        two="cities:\n  munich: {name: Munich, country: DE, part_of: bavaria}\n",
        three="cities:\n  passau: {name: Passau, country: DE, part_of: nowhere}\n",
        ties="ties:\n  - {kind: exchange, between: [munich, rome]}\n  - {kind: exchange, between: [passau, rome]}\n",
    )
    opened = World(graph, cache=False)
    assert (
        dict(opened.view.graph["parts"]) == dict(networkx_graph(opened.view).graph["parts"]) == {"bavaria": ["munich"]}
    )
    assert len(opened.ties(between=("Bavaria", "Italy"))) == 1


def test_a_table_of_countries_names_them(world: Path) -> None:
    _, seen = in_terminal(f"citygraph ties --by country --graph {world}", NO_COLOR="1")
    lines = seen.splitlines()
    assert lines[2].split("  ")[:2] == ["Germany", "Italy"]
    assert any(line.startswith("Germany  no country") for line in lines)
    assert citygraph("ties", "--by", "country", "--count", "--graph", world).out == "3\n"
    ran = citygraph("ties", "--by", "country", "--limit", "1", "--graph", world)
    assert ran.out.splitlines()[1] == "DE\tIT\t4\tsister-city:3 exchange:1\tactive:2 ended:1 planned:1"
    assert ran.err == "citygraph: 1 of 3 shown\n"
    ran = citygraph("rank", "--by", "country", "--by", "closeness", "--format", "json", "--graph", world)
    assert [(row["id"], row["name"]) for row in json.loads(ran.out)] == [("DE", "Germany"), ("IT", "Italy")]
    assert ran.err.splitlines() == [
        "citygraph: counted: 2 active; left out: 1 ended, 1 planned",
        "citygraph: left out: 1 tie within one country",
        "citygraph: left out: 1 node without a country",
    ]
    assert citygraph("rank", "--by", "degree", "--by", "closeness", "--graph", world).code == 2
    assert citygraph("stats", "--by", "continent", "--graph", world).code == 2


def test_countries_are_exported_with_what_they_count_and_where_they_are(world: Path, tmp_path: Path) -> None:
    ran = citygraph("export", tmp_path / "x.gexf", "--by", "country", "--graph", world)
    assert ran.err.splitlines()[1:] == [
        "citygraph: without ties to what is in no country (1)",
        "citygraph: without ties within one country (1)",
    ]
    read = nx.read_gexf(tmp_path / "x.gexf")
    weights = {(data["kind"], data["status"]): data["weight"] for *_, data in read.edges(data=True)}
    assert weights == {("sister-city", "active"): 2, ("sister-city", "ended"): 1, ("exchange", "planned"): 1}
    out = citygraph("export", "-", "--format", "geojson", "--by", "country", "--graph", world).out
    germany, italy, *lines = json.loads(out)["features"]
    assert germany["geometry"]["coordinates"] == pytest.approx([11.6, 49.7], abs=0.1)
    assert italy["geometry"]["coordinates"] == [11, 45]
    assert {line["properties"]["label"] for line in lines} == {
        "is a sister city of (2 active)",
        "was a sister city of (1 ended)",
        "is to have exchanges with (1 planned)",
    }


def test_ties_with_a_direction_keep_it_between_countries(folder: Any, tmp_path: Path) -> None:
    """A store of Lviv in Graz does not read as one of Austria in Ukraine, although AT comes before UA."""
    graph = folder(
        world="""\
cities: {lviv: {name: Lviv, country: UA}, graz: {name: Graz, country: AT}}
sources: {r: {title: R}}
ties:
  - {kind: flagship-store, from: lviv, to: graz, status: active, source: r}
  - {kind: delegation, from: lviv, to: graz, on: 2020, status: ended, source: r}
  - {kind: delegation, from: graz, to: lviv, on: 2021, status: ended, source: r}
  - {kind: delegation, from: graz, to: lviv, on: 2022, status: ended, source: r, id: second}
  - {kind: sister-city, between: [graz, lviv], status: active, source: r}
"""
    )
    for name in ("x.gexf", "x.mmd", "x.dot"):
        assert citygraph("export", tmp_path / name, "--by", "country", "--graph", graph).code == 0
    read = nx.read_gexf(tmp_path / "x.gexf")
    name = dict(read.nodes(data="label"))
    ties = [(name[one], name[other], data["label"], data["symmetric"]) for one, other, data in read.edges(data=True)]
    assert sorted(ties) == [
        ("Austria", "Ukraine", "is a sister city of (1 active)", True),
        ("Austria", "Ukraine", "sent a delegation to (2 took place)", False),
        ("Ukraine", "Austria", "has a flagship store in (1 active)", False),
        ("Ukraine", "Austria", "sent a delegation to (1 took place)", False),
    ]
    assert '"UA" -> "AT" [label="has a flagship store in (1 active)"' in (tmp_path / "x.dot").read_text()
    assert re.search(r'n1 -->\|"has a flagship store in [^|]*\| n0', (tmp_path / "x.mmd").read_text())


@pytest.mark.parametrize("format", formats())
def test_every_format_has_countries_or_says_why_not(world: Path, tmp_path: Path, format: str) -> None:
    opened = World(world)
    if format in ("yaml", "ttl", "nt", "jsonld"):
        with pytest.raises(CityGraphError, match="no place for counts"):
            opened.export(tmp_path / f"x.{format}", by_country=True)
        assert not list(tmp_path.glob("x.*"))
    else:
        written = opened.export(tmp_path / f"x.{format}", by_country=True)
        assert (written.nodes, written.ties) == (2, 3)
        assert any("Germany" in file.read_text() for file in written.files)


def test_near_one_node_and_by_country_cannot_both_be(world: Path) -> None:
    ran = citygraph("export", "-", "--format", "json", "--by", "country", "--ego", "Munich", "--graph", world)
    assert ran.code == 2
    assert "do not go together" in ran.err


@needs_shared
def test_the_countries_of_2022_are_tied_as_often_as_the_file_says(twinnings: Path) -> None:
    asked = ("ties", "--by", "country", "--format", "json", "--graph", str(twinnings))
    rows = json.loads(citygraph(*asked).out)
    graph, code = extract_of_2022(), {}
    cities = json.loads(citygraph("export", "-", "--format", "json", "--graph", twinnings).out)["nodes"]
    code = {one["wikidata"]: one.get("country") for one in cities if "wikidata" in one}
    pairs = Counter(frozenset((code[one], code[other])) for one, other in graph.edges())
    assert {frozenset((row["country"], row["other"])): row["ties"] for row in rows} == pairs
    assert sum(pairs.values()) == 8182
    ran = citygraph("ties", "--between", "Türkiye", "China", "--count", "--graph", twinnings)
    assert int(ran.out) == pairs[frozenset(("TR", "CN"))] > 0
