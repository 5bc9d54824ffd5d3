"""What several nodes share: laws on random worlds, then what people would notice."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.lens import Lens
from citygraph.questions.common import common_of
from citygraph.questions.compare import comparison
from citygraph.world import World
from conftest import SEED, citygraph, citygraph_from_its_start, examples, in_terminal
from plain_search import built, how_sure, ties_between
from worlds import HOSTILE, build, lenses, world_texts

Folder = Callable[..., Path]


def several(graph: nx.MultiDiGraph, data: st.DataObject) -> list[str]:
    return data.draw(st.lists(st.sampled_from(sorted(graph)), min_size=2, max_size=4, unique=True))


# ---------------------------------------------------------------- laws


@examples(60)
@given(text=world_texts(), lens=lenses(), data=st.data())
def test_what_is_shared_is_what_a_plain_search_finds(text: str, lens: Lens, data: st.DataObject) -> None:
    graph = built(text)
    asked = several(graph, data)
    expected = {}
    for node in set(graph) - {*asked}:
        if not lens.admits_node(graph.nodes[node]):
            continue
        ties = {one: ties_between(graph, one, node, lens) for one in asked}
        sure = sorted((how_sure(of_one, lens) for of_one in ties.values()), reverse=True)
        if sure[-1] == 2:
            shared = "all"
        elif sure[-1] == 1:
            shared = "perhaps all"
        elif len(asked) > 2 and sure[-2]:
            shared = "all but one" if sure[-2] == 2 else "perhaps all but one"
        elif all(ties.values()):
            shared = "fewer"
        else:
            continue
        expected[node] = shared, {one: set(of_one) for one, of_one in ties.items()}
    found = common_of(graph, asked, lens)
    assert {
        row.id: (row.shared_by, {one: {tie.tie for tie in ties} for one, ties in row.ties.items()}) for row in found
    } == expected
    order = ["all", "perhaps all", "all but one", "perhaps all but one", "fewer"]
    assert sorted(found, key=lambda row: order.index(row.shared_by)) == found


@examples(30)
@given(text=world_texts(), lens=lenses(), data=st.data())
def test_the_order_of_the_nodes_says_nothing_and_two_share_what_a_comparison_shows(
    text: str, lens: Lens, data: st.DataObject
) -> None:
    graph = built(text)
    asked = several(graph, data)
    found = common_of(graph, asked, lens)
    assert common_of(graph, list(reversed(asked)), lens) == found
    sections = {row.id: row.section for row in common_of(graph, asked[:2], lens)}
    compared = comparison(graph, asked[0], asked[1], lens)
    assert sections == {
        third.id: section
        for section in ("partners", "networks", "organizations", "events", "people")
        for third in getattr(compared, section).common
    }


@examples(20)
@given(text=world_texts(), data=st.data())
def test_a_snapshot_answers_like_a_graph_in_memory(text: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        asked = several(graph, data)
        assert list(World(folder, cache=False).common(*asked)) == common_of(graph, asked)


# ---------------------------------------------------------------- what people see

SHARING = """\
cities:
  a: {name: Alpha, country: GB}
  b: {name: Beta, country: FR}
  c: {name: Gamma, country: DE}
  real: {name: Real, country: JP}
  dream: {name: Dream, country: JP}
  past: {name: Past, country: JP}
  rumour: {name: Rumour, country: JP}
  two: {name: Two, country: JP}
organizations:
  ring: {name: Ring of Six, type: network}
events:
  fair: {name: Pottery Fair, when: 2024-07}
ties:
  - {kind: sister-city, between: [a, b], status: active, source: r}
  - {kind: sister-city, between: [a, real], since: 1990, status: active, source: r}
  - {kind: sister-city, between: [b, real], status: dormant, source: r}
  - {kind: exchange, between: [c, real], status: active, source: s}
  - {kind: sister-city, between: [a, dream], status: active, source: r}
  - {kind: sister-city, between: [b, dream], status: planned, source: r}
  - {kind: sister-city, between: [c, dream], status: proposed, source: r}
  - {kind: sister-city, between: [a, past], since: 1980, until: 1999, status: ended, source: r}
  - {kind: delegation, from: a, to: past, on: 2005, status: ended, source: r}
  - {kind: sister-city, between: [b, past], since: 1980, status: active, source: r}
  - {kind: sister-city, between: [c, past], since: 1980, status: active, source: r}
  - {kind: sister-city, between: [a, rumour], source: r}
  - {kind: sister-city, between: [b, rumour], status: active, source: r}
  - {kind: sister-city, between: [c, rumour], status: active, source: r}
  - {kind: sister-city, between: [a, two], source: r}
  - {kind: sister-city, between: [b, two], status: active, source: r}
  - {kind: member-of, from: a, to: ring, status: active, source: r}
  - {kind: member-of, from: b, to: ring, status: active, source: r}
  - {kind: member-of, from: c, to: ring, status: active, source: r}
  - {kind: attends, from: a, to: fair, status: ended, source: r}
  - {kind: attends, from: c, to: fair, status: ended, source: r}
sources:
  r: {title: Register}
  s: {title: Gazette}
"""


@pytest.fixture
def world(folder: Folder) -> Path:
    return folder(world=SHARING)


def told(*arguments: str | Path) -> list[list[str]]:
    done = citygraph("common", *arguments, "--format", "tsv")
    return [line.split("\t") for line in done.out.splitlines()[1:]]


def test_neither_plans_nor_what_is_over_is_shared(world: Path) -> None:
    assert [row[:3] for row in told("Alpha", "Beta", "Gamma", "--graph", world)] == [
        ["all", "partners", "real"],
        ["all", "networks", "ring"],
        ["perhaps all", "partners", "rumour"],
        ["all but one", "partners", "past"],
        ["all but one", "events", "fair"],
        ["perhaps all but one", "partners", "two"],
        ["fewer", "partners", "dream"],
    ]
    assert [row[:3] for row in told("Alpha", "Beta", "--graph", world)] == [
        ["all", "partners", "real"],
        ["all", "networks", "ring"],
        ["perhaps all", "partners", "rumour"],
        ["perhaps all", "partners", "two"],
        ["fewer", "partners", "dream"],
        ["fewer", "partners", "past"],
    ]


def test_the_lens_asks_what_was_shared_then(world: Path) -> None:
    then = told("Alpha", "Beta", "Gamma", "--at", "1995", "--kind", "sister-city", "--graph", world)
    assert then[0][:3] == ["all", "partners", "past"]
    assert [row[2] for row in told("Alpha", "Beta", "Gamma", "--group", "network", "--graph", world)] == ["ring"]


def test_a_table_says_how_each_is_tied_to_it(world: Path) -> None:
    done = citygraph("common", "Alpha", "Beta", "--graph", world, "--format", "table", "--limit", "2", COLUMNS="120")
    rows = [" ".join(line.split()) for line in done.out.splitlines() if "──" not in line]
    assert rows == [
        "name type shared by Alpha Beta",
        "Real city, JP all sister-city, since 1990, active sister-city, dormant",
        "Ring of Six organization all member-of, active member-of, active",
    ]
    assert done.err == "citygraph: 2 of 6 shown\n"
    many = citygraph("common", "a", "b", "c", "dream", "--graph", world, "--format", "table", COLUMNS="90").out
    assert "Gamma: exchange, active" in many
    assert "Dream: –" in many


def test_programs_are_told_each_tie_with_its_source(world: Path) -> None:
    found = json.loads(citygraph("common", "a", "b", "--graph", world, "--format", "json").out)
    past = next(row for row in found if row["id"] == "past")
    assert past["shared_by"] == "fewer"
    assert [(tie["kind"], tie["status"], tie["sources"]) for tie in past["ties"]["a"]] == [
        ("sister-city", "ended", ["r"]),
        ("delegation", "ended", ["r"]),
    ]
    lines = csv.DictReader(io.StringIO(citygraph("common", "a", "c", "--graph", world, "--format", "csv").out))
    row = next(line for line in lines if line["id"] == "real")
    assert (row["a"], row["c"], row["source"]) == ("sister-city:active (since 1990)", "exchange:active", "r, s")


def test_programs_are_told_that_a_tie_only_possibly_held_then() -> None:
    done = citygraph("common", "Iznik", "Osh", "--at", "2022", "--format", "csv")
    assert "sister-city:active (since 2021); historical-link:unknown (possibly)" in done.out


def test_a_remark_says_if_nothing_is_known_to_be_shared() -> None:
    done = citygraph("common", "Iznik", "Osh")
    assert (done.code, done.err) == (0, "citygraph: none of these is known to be shared by all\n")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ("Iznik", "Dubai", "--status", "planned"),
            1,
            "no node is known to which Iznik and Dubai both have such a tie",
        ),
        (("Iznik", "Osh", "Q999"), 1, "citygraph: nothing here is called `Q999`"),
        (("Iznik", "Osh", "İznik"), 2, "citygraph: `Iznik` and `İznik` are the same node"),
        (("Iznik",), 2, "Missing argument"),
    ],
)
def test_what_cannot_be_answered_is_explained(arguments: tuple[str, ...], code: int, message: str) -> None:
    done = citygraph("common", *arguments, "--format", "json")
    assert done.code == code
    assert done.out in ("", "[]\n")
    assert message in done.err


@pytest.mark.parametrize("format", ["table", "tsv", "csv", "json"])
def test_names_cannot_steer_a_terminal(format: str, folder: Folder) -> None:
    done = citygraph(
        "common", "quotes", "lines", "control", "long", "--graph", folder(world=HOSTILE), "--format", format
    )
    assert done.code in (0, 1)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.out.replace("\r\n", "\n"))


def test_a_terminal_of_80_columns_is_enough(world: Path) -> None:
    code, seen = in_terminal(f"citygraph common Alpha Beta Gamma --graph {world}", NO_COLOR="1")
    assert code == 0
    assert max(map(len, seen.splitlines())) <= 80
    assert "\x1b" not in seen


def test_names_are_completed_for_each_argument() -> None:
    line = f"citygraph common --graph {SEED} Iznik Osh jing"
    done = citygraph_from_its_start(
        _CITYGRAPH_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(line.split()) - 1)
    )
    assert "jingdezhen" in done.out.split()
