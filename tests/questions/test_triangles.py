"""Partners that are tied to each other: laws on random worlds, then what people would notice."""

import json
import re
import tempfile
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.lens import Lens
from citygraph.questions.triangles import triangles_of
from citygraph.world import World
from conftest import citygraph, examples, in_terminal
from plain_search import built, how_sure, ties_between
from worlds import HOSTILE, build, lenses, world_texts

Folder = Callable[..., Path]

# ---------------------------------------------------------------- laws


@examples(60)
@given(text=world_texts(), lens=lenses(), data=st.data())
def test_triangles_are_those_that_a_plain_search_finds(text: str, lens: Lens, data: st.DataObject) -> None:
    graph = built(text)
    node = data.draw(st.sampled_from(sorted(graph)))
    shown = [id for id in graph if id != node and lens.admits_node(graph.nodes[id])]
    expected = {}
    for one, other in combinations(shown, 2):
        sides = [ties_between(graph, *pair, lens) for pair in ((node, one), (one, other), (node, other))]
        if all(sides):
            least = min(how_sure(side, lens) for side in sides)
            ties = {tie for side in sides for tie in side}
            expected[frozenset((one, other))] = ("no", "perhaps", "yes")[least], ties
    found = triangles_of(graph, node, lens)
    assert len(found) == len(expected)
    assert {
        frozenset((row.one.id, row.other.id)): (
            row.holds,
            {tie.tie for side in (row.one.ties, row.between, row.other.ties) for tie in side},
        )
        for row in found
    } == expected
    assert [row.holds for row in found] == sorted((row.holds for row in found), key=["yes", "perhaps", "no"].index)


@examples(30)
@given(text=world_texts())
def test_a_triangle_is_seen_from_each_of_its_corners(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        world = World(folder, cache=False)
        seen: dict[frozenset[str], list[str]] = {}
        for node in graph:
            found = triangles_of(graph, node)
            assert list(world.triangles(node)) == found
            for row in found:
                assert {tie.node for tie in row.between} == {row.other.id}
                seen.setdefault(frozenset((node, row.one.id, row.other.id)), []).append(row.holds)
        assert all(len(corners) == len(told) == 3 and len({*told}) == 1 for corners, told in seen.items())


# ---------------------------------------------------------------- what people see

KNIT = """\
cities:
  x: {name: Xanth, country: GB}
  a: {name: Alpha, country: FR}
  b: {name: Beta, country: DE}
  c: {name: Gamma, country: JP}
  d: {name: Delta, country: JP}
  e: {name: Epsilon, country: JP}
ties:
  - {kind: sister-city, between: [x, a], since: 1990, status: active, source: r}
  - {kind: sister-city, between: [x, b], status: active, source: r}
  - {kind: sister-city, between: [x, c], source: r}
  - {kind: sister-city, between: [x, d], status: ended, until: 2001, source: s}
  - {kind: delegation, from: x, to: d, on: 2005, status: ended, source: s}
  - {kind: sister-city, between: [x, e], status: active, source: s}
  - {kind: sister-city, between: [a, b], status: active, source: s}
  - {kind: exchange, between: [a, b], status: planned, source: s}
  - {kind: sister-city, between: [b, c], status: active, source: r}
  - {kind: sister-city, between: [a, d], status: active, source: r}
  - {kind: sister-city, between: [a, e], status: proposed, source: r}
sources:
  r: {title: Register}
  s: {title: Gazette}
"""


@pytest.fixture
def world(folder: Folder) -> Path:
    return folder(world=KNIT)


def told(*arguments: str | Path) -> list[list[str]]:
    done = citygraph("triangles", *arguments, "--format", "tsv")
    return [line.split("\t") for line in done.out.splitlines()[1:]]


def test_those_that_hold_come_first_and_plans_and_past_ties_hold_none(world: Path) -> None:
    rows = told("Xanth", "--graph", world)
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("yes", "a", "b"),
        ("perhaps", "b", "c"),
        ("no", "a", "d"),
        ("no", "a", "e"),
    ]
    assert rows[0][5:] == [
        "sister-city:active (since 1990)",
        "sister-city:active; exchange:planned",
        "sister-city:active",
        "r, s",
    ]


def test_the_lens_says_which_ties_are_sides(world: Path) -> None:
    assert [row[1] for row in told("Xanth", "--kind", "exchange", "--graph", world)] == []
    assert [(row[1], row[3]) for row in told("x", "--status", "active", "--graph", world)] == [("a", "b")]
    assert [
        (row[0], row[3]) for row in told("x", "--at", "2000", "--country", "JP", "--country", "FR", "--graph", world)
    ] == [("perhaps", "d")]


def test_a_table_names_the_sides(world: Path) -> None:
    done = citygraph("triangles", "Xanth", "--graph", world, "--limit", "1", "--format", "table", COLUMNS="120")
    assert [" ".join(line.split()) for line in done.out.splitlines() if "──" not in line] == [
        "holds one other Xanth and one one and other Xanth and other",
        "yes Alpha Beta sister-city, since 1990, active sister-city, active sister-city, active",
        "exchange, planned",
    ]
    assert done.err == "citygraph: 1 of 4 shown\n"


def test_programs_are_told_each_tie(world: Path) -> None:
    found = json.loads(citygraph("triangles", "x", "--graph", world, "--format", "json").out)
    assert [(tie["kind"], tie["node"], tie["sources"]) for tie in found[0]["between"]] == [
        ("sister-city", "b", ["s"]),
        ("exchange", "b", ["s"]),
    ]
    assert {row["holds"] for row in found} == {"yes", "perhaps", "no"}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("Iznik",), 1, "citygraph: no two nodes are known that have such ties to Iznik and to each other"),
        (("Jingdezhen", "--type", "organization", "--type", "city"), 0, "none of these is known to hold on all three"),
        (("Nowhere",), 1, "citygraph: nothing here is called `Nowhere`"),
        (("Iznik", "--limit", "-1"), 2, "Invalid value for '--limit'"),
    ],
)
def test_what_is_not_there_is_told(arguments: tuple[str, ...], code: int, message: str) -> None:
    done = citygraph("triangles", *arguments)
    assert done.code == code
    assert message in done.err


@pytest.mark.parametrize("format", ["table", "tsv", "csv", "json"])
def test_names_cannot_steer_a_terminal(format: str, folder: Folder) -> None:
    more = "  - {kind: exchange, between: [lines, quotes]}\n  - {kind: exchange, between: [quotes, control]}\n"
    done = citygraph("triangles", "quotes", "--graph", folder(world=HOSTILE + more), "--format", format)
    assert done.code == 0
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.out.replace("\r\n", "\n"))


def test_a_terminal_of_80_columns_is_enough(world: Path) -> None:
    code, seen = in_terminal(f"citygraph triangles Xanth --graph {world}", NO_COLOR="1")
    assert code == 0
    assert max(map(len, seen.splitlines())) <= 80
    assert "\x1b" not in seen
