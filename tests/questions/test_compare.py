"""Two nodes side by side: laws on random worlds, then what people would notice."""

import csv
import io
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.lens import Lens
from citygraph.questions._thirds import SECTIONS
from citygraph.questions.compare import Comparison, Third, Thirds, comparison
from citygraph.questions.neighbors import neighborhood
from citygraph.world import World
from conftest import SEED, citygraph, in_terminal
from worlds import HOSTILE, build, lenses, world_texts

Folder = Callable[..., Path]


def built(text: str) -> nx.MultiDiGraph:
    with tempfile.TemporaryDirectory() as folder:
        return build(text, Path(folder))


def two(graph: nx.MultiDiGraph, data: st.DataObject) -> tuple[str, str]:
    one, other = data.draw(st.lists(st.sampled_from(sorted(graph)), min_size=2, max_size=2, unique=True))
    return one, other


def all_thirds(found: Comparison) -> list[Third]:
    return [third for section in SECTIONS for third in chain(*_parts(getattr(found, section)))]


def _parts(thirds: Thirds) -> tuple[tuple[Third, ...], ...]:
    return thirds.common, thirds.only_one, thirds.only_other


# ---------------------------------------------------------------- laws


@given(text=world_texts(), lens=lenses(), data=st.data())
def test_common_and_only_are_all_neighbors_each_once(text: str, lens: Lens, data: st.DataObject) -> None:
    graph = built(text)
    one, other = two(graph, data)
    found = comparison(graph, one, other, lens)
    thirds = all_thirds(found)
    assert len({third.id for third in thirds}) == len(thirds)
    for side, opposite, rows in ((one, other, "one"), (other, one, "other")):
        told = Counter(row for third in thirds for row in getattr(third, rows))
        assert told == Counter(row for row in neighborhood(graph, side, lens) if row.node != opposite)
    for section in SECTIONS:
        common, only_one, only_other = _parts(getattr(found, section))
        assert all(third.one and third.other for third in common)
        assert all(third.one and not third.other for third in only_one)
        assert all(third.other and not third.one for third in only_other)


@given(text=world_texts(), lens=lenses(), data=st.data())
def test_the_other_way_round_it_is_mirrored(text: str, lens: Lens, data: st.DataObject) -> None:
    graph = built(text)
    one, other = two(graph, data)
    there, back = comparison(graph, one, other, lens), comparison(graph, other, one, lens)
    assert (there.one, there.other, there.distance) == (back.other, back.one, back.distance)
    assert {tie.tie for tie in there.ties} == {tie.tie for tie in back.ties}
    for section in SECTIONS:
        assert _parts(getattr(there, section)) == tuple(
            tuple(Third(third.id, third.name, third.type, third.country, third.other, third.one) for third in thirds)
            for thirds in _swapped(getattr(back, section))
        )
    assert there.known_for.common == back.known_for.common
    assert there.known_for.only_one == back.known_for.only_other
    mirrored = {code: (ones, others) for code, (others, ones) in back.countries.common.items()}
    assert (there.countries.common, there.countries.only_one) == (mirrored, back.countries.only_other)


def _swapped(thirds: Thirds) -> tuple[tuple[Third, ...], ...]:
    return thirds.common, thirds.only_other, thirds.only_one


@given(text=world_texts(), lens=lenses(), data=st.data())
def test_the_ties_between_are_those_that_the_graph_has(text: str, lens: Lens, data: st.DataObject) -> None:
    graph = built(text)
    one, other = two(graph, data)
    found = comparison(graph, one, other, lens)
    between = {
        tie
        for start, end, tie, values in graph.edges(keys=True, data=True)
        if {start, end} == {one, other} and lens.admits_tie(values)
    }
    assert {tie.tie for tie in found.ties} == between
    assert {end for tie in found.ties for end in (tie.from_, tie.to)} <= {one, other}
    for side in (found.one, found.other):
        ties = {row.tie for row in neighborhood(graph, side.id, lens)} | between
        assert side.ties == len(ties) == sum(side.statuses.values())


@given(text=world_texts(), lens=lenses(), data=st.data())
def test_countries_are_those_of_partners(text: str, lens: Lens, data: st.DataObject) -> None:
    graph = built(text)
    one, other = two(graph, data)
    found = comparison(graph, one, other, lens)
    for side, opposite, which in ((one, other, 0), (other, one, 1)):
        cities = {
            row.node
            for row in neighborhood(graph, side, lens)
            if row.type in ("city", "country") and row.node != opposite and lens.counts(row.stage)
        }
        counts = Counter(graph.nodes[city]["country"] for city in cities)
        told = {code: both[which] for code, both in found.countries.common.items()}
        told |= found.countries.only_other if which else found.countries.only_one
        assert told == dict(counts)


# ---------------------------------------------------------------- what people see


TWO = """\
cities:
  a:
    name: Alpha
    country: GB
    level: municipality
    part_of: shire
    coordinates: [48.86, 2.35]
    known_for: [Ceramics, Cider]
    observations:
      - {property: population, as_of: 2011, value: 38000, source: r}
      - {property: population, as_of: 2021, value: 41500, bound: about, source: r}
  b: {name: Beta, country: FR, coordinates: [52.52, 13.4], known_for: [ceramics, tea],
      observations: [{property: visitors, period: 2024, value: 9, source: s}]}
  shire: {name: Shire, country: GB}
  c: {name: Gamma, country: DE}
  d: {name: Delta, country: DE}
  e: {name: Epsilon, country: JP}
organizations:
  ring: {name: Ring of Six, type: network}
  firm: {name: Firm, type: company}
events:
  fair: {name: Pottery Fair, when: 2024-07}
officials:
  p: {name: P. Mayor, posts: [{title: Mayor, of: a, since: 2020, status: active, source: r}]}
ties:
  - {kind: sister-city, between: [a, b], since: 1987, status: active, source: r, quote: twinned since 1987}
  - {kind: sister-city, between: [a, c], since: 1990, status: active, source: r}
  - {kind: exchange, between: [a, c], source: s}
  - {kind: friendship-city, between: [b, c], since: 2001, until: 2010, status: ended, source: s}
  - {kind: interest, from: a, to: d, status: proposed, source: r}
  - {kind: sister-city, between: [b, e], since: 1999, until: 2012, status: ended, source: r}
  - {kind: delegation, from: b, to: d, on: 2019, status: ended, source: r}
  - {kind: member-of, from: a, to: ring, source: r}
  - {kind: supports, from: ring, to: b, status: planned, source: r}
  - {kind: supports, from: firm, to: b, status: active, source: r}
  - {kind: hosts, from: a, to: fair, status: ended, source: r}
  - {kind: attends, from: p, to: fair, status: ended, source: r}
sources:
  r: {title: Register}
  s: {title: Gazette}
"""


@pytest.fixture
def both(folder: Folder) -> Path:
    return folder(world=TWO)


def told(*arguments: str | Path, **variables: str) -> list[str]:
    done = citygraph("compare", *arguments, "--format", "table", COLUMNS="110", **variables)
    assert (done.code, done.err) == (0, "")
    return [" ".join(line.split()) for line in done.out.splitlines()]


def test_two_cities_side_by_side(both: Path) -> None:
    assert [row for row in told("Alpha", "Beta", "--graph", both) if "──" not in row] == [
        "Alpha Beta",
        "type city, municipality city",
        "country United Kingdom France",
        "part of Shire –",
        "population about 41,500 (2021, r) + 1 more –",
        "visitors – 9 (2024, s)",
        "ties 7 (3 active, 2 unknown, 1 proposed, 1 took place) 6 (2 active, 2 ended, 1 planned, 1 took place)",
        "877 km apart",
        "",
        "Between them",
        "Alpha is a sister city of Beta since 1987 active r",
        "“twinned since 1987”",
        "",
        "Partners 2 in common, 1 only of Beta",
        "name type Alpha Beta",
        "Delta city, DE interest, proposed delegation, 2019, took place",
        "Gamma city, DE sister-city, since 1990, active friendship-city, 2001 – 2010, ended",
        "exchange, unknown",
        "only Beta Epsilon (ended)",
        "",
        "Networks 1 in common",
        "name type Alpha Beta",
        "Ring of Six organization member-of, unknown supports, planned",
        "",
        "Organizations nothing in common, 1 only of Beta",
        "only Beta Firm",
        "",
        "Events nothing in common, 1 only of Alpha",
        "only Alpha Pottery Fair",
        "",
        "People nothing in common, 1 only of Alpha",
        "only Alpha P. Mayor",
        "",
        "Known for 1 in common, 1 only of Alpha, 1 only of Beta",
        "both Ceramics",
        "only Alpha Cider",
        "only Beta tea",
        "",
        "Countries of partners 1 in common",
        "both Germany (1 and 1)",
    ]


def test_the_lens_compares_then(both: Path) -> None:
    rows = told("Alpha", "Beta", "--at", "1988", "--kind", "sister-city", "--graph", both)
    assert "Alpha is a sister city of Beta since 1987 active yes r" in rows
    assert not any(row.startswith("Partners") for row in rows)
    assert "only Beta Epsilon" in told("Alpha", "Beta", "--at", "2000", "--graph", both)
    rows = told("Alpha", "Beta", "--at", "2012", "--kind", "sister-city", "--kind", "exchange", "--graph", both)
    assert "only Alpha Gamma" in rows
    assert "only Alpha Gamma (possibly)" in told("Alpha", "Beta", "--at", "2012", "--kind", "exchange", "--graph", both)
    rows = told("Alpha", "Beta", "--at", "2005", "--group", "agreement", "--group", "exchange", "--graph", both)
    assert "exchange, unknown (possibly)" in rows


def test_the_two_take_part_whatever_the_lens_says_of_nodes(both: Path) -> None:
    rows = told("Alpha", "Beta", "--type", "organization", "--graph", both)
    assert "Alpha is a sister city of Beta since 1987 active r" in rows
    assert not any("Gamma" in row for row in rows)


def test_lists_are_cut_honestly_and_only_for_people(folder: Folder) -> None:
    names = [f"n{number:03}" for number in range(60)]
    ties = [f"  - {{kind: sister-city, between: [{end}, {name}]}}" for name in names[:30] for end in "ab"]
    ties += [f"  - {{kind: sister-city, between: [a, {name}]}}" for name in names[30:]]
    cities = [f"  {name}: {{name: City {name}, country: FR}}" for name in ("a", "b", *names)]
    world = folder(world="\n".join(["cities:", *cities, "ties:", *ties]))
    rows = told("a", "b", "--graph", world)
    assert "Partners 30 in common, 30 only of City a" in rows
    assert "+ 10 more in common" in rows
    assert any(row.endswith("+ 18 more") for row in rows)
    assert "+ 29 more in common" in told("a", "b", "--limit", "1", "--graph", world)
    found = json.loads(citygraph("compare", "a", "b", "--graph", world, "--format", "json").out)
    assert [len(found["partners"][part]) for part in ("common", "only_one", "only_other")] == [30, 30, 0]
    lines = list(csv.DictReader(io.StringIO(citygraph("compare", "a", "b", "--graph", world, "--format", "csv").out)))
    assert Counter(line["in"] for line in lines if line["section"] == "partners") == {"common": 30, "one": 30}


def test_programs_are_told_each_tie_with_its_source(both: Path) -> None:
    found = json.loads(citygraph("compare", "Alpha", "Beta", "--graph", both, "--format", "json").out)
    assert list(found) == [
        "one", "other", "distance", "ties", "partners", "networks", "organizations", "events", "people", "known_for",
        "countries",
    ]  # fmt: skip
    gamma = next(third for third in found["partners"]["common"] if third["id"] == "c")
    assert [(tie["kind"], tie["status"], tie["sources"]) for tie in gamma["one"]] == [
        ("sister-city", "active", ["r"]),
        ("exchange", "unknown", ["s"]),
    ]
    assert found["countries"] == {"common": {"DE": [1, 1]}, "only_one": {}, "only_other": {}}, (
        "no plan, and nothing that is over"
    )
    assert found["known_for"] == {"common": ["Ceramics"], "only_one": ["Cider"], "only_other": ["tea"]}
    assert [figure["value"] for figure in found["one"]["figures"]] == [38000, 41500]
    lines = list(csv.DictReader(io.StringIO(citygraph("compare", "a", "b", "--graph", both, "--format", "csv").out)))
    row = next(line for line in lines if line["id"] == "c")
    assert (row["section"], row["in"], row["one"], row["other"], row["source"]) == (
        "partners",
        "common",
        "sister-city:active (since 1990); exchange:unknown",
        "friendship-city:ended (2001 – 2010)",
        "r, s",
    )


@pytest.mark.parametrize("format", ["table", "tsv", "csv", "json"])
def test_names_cannot_steer_a_terminal(format: str, folder: Folder) -> None:
    graph = folder(world=HOSTILE)
    for one, other in (("quotes", "control"), ("control", "lines"), ("_", "010")):
        done = citygraph("compare", one, other, "--graph", graph, "--format", format)
        assert done.code == 0
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.out.replace("\r\n", "\n"))


def test_from_python_a_limit_shortens_the_rows_and_not_the_data(both: Path) -> None:
    world = World(both, cache=False)
    kinds = ("sister-city", "friendship-city")
    found = world.compare("Alpha", "Beta", kind=kinds)
    assert [(row.in_, row.id) for row in found if row.section == "partners"] == [("common", "c"), ("other", "e")]
    few = world.compare("Alpha", "Beta", kind=kinds, limit=0)
    assert few.data == found.data
    assert {row.section for row in few} == {"side", "between"}


def test_nodes_of_any_type_can_be_compared() -> None:
    world = World(SEED)
    officials = comparison(world.view, "kagan-mehmet-usta", "nurbaev-niiazbek")
    assert [third.id for third in officials.events.common] == ["mayors-dialogue-2025"]
    assert "Turkiye" in citygraph("compare", "China", "Türkiye", "--format", "table").out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("Iznik", "Q999"), 1, "citygraph: nothing here is called `Q999`"),
        (("Iznik", "İznik"), 2, "citygraph: `Iznik` and `İznik` are the same node"),
        (("Iznik",), 2, "Missing argument"),
    ],
)
def test_what_cannot_be_compared_is_explained(arguments: tuple[str, ...], code: int, message: str) -> None:
    done = citygraph("compare", *arguments)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_a_terminal_of_80_columns_is_enough(both: Path) -> None:
    code, seen = in_terminal(f"citygraph compare Alpha Beta --graph {both}", NO_COLOR="1")
    assert code == 0
    assert max(map(len, seen.splitlines())) <= 80
    assert "\x1b" not in seen


def test_countries_of_partners_say_which_partnerships_are_no_facts(tmp_path: Path) -> None:
    cities = "".join(f"  {id}: {{name: {id}, country: {id[:2].upper()}}}\n" for id in ("it-a", "ua-a", "de-a", "de-b"))
    ties = "".join(
        f"  - {{kind: sister-city, between: [{one}, {other}]{status}, source: r}}\n"
        for one, other, status in (
            ("it-a", "de-a", ", status: active"),
            ("it-a", "de-b", ""),
            ("ua-a", "de-a", ""),
            ("ua-a", "de-b", ", status: planned"),
        )
    )
    (tmp_path / "w.yaml").write_text(f"cities:\n{cities}sources:\n  r: {{title: R}}\nties:\n{ties}")
    said = citygraph("compare", "it-a", "ua-a", "--format", "table", "--graph", tmp_path).out
    assert "Germany (2, of which 1 unknown; 1 unknown)" in said
    data = citygraph("compare", "it-a", "ua-a", "--format", "csv", "--graph", tmp_path).out
    assert 'countries,common,DE,Germany,,,"2, of which 1 unknown",1 unknown,' in data
