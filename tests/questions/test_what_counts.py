"""Which ties count as an answer: what holds, what took place and what nobody knows; never a plan. And each answer says
of what it is."""

import datetime
import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.domain.dates import parse_date
from citygraph.domain.lens import Filter, Lens
from citygraph.domain.terms import NATURES, STATUSES
from citygraph.domain.tie_rules import grounds, stage, standing
from citygraph.graph.admitted import admitted
from citygraph.graph.interface import numbered
from citygraph.questions.measures.centrality import ranking
from citygraph.questions.measures.groups import detect_communities
from citygraph.questions.measures.sizes import statistics
from citygraph.questions.ties import count_standings, count_ties, listed
from citygraph.world import World
from conftest import citygraph, in_terminal
from worlds import build, lenses, networkx_graph, world_texts, yaml_of

DAYS = st.dates(datetime.date(2015, 1, 1), datetime.date(2035, 12, 31))
DATES = st.sampled_from(["1987", "2019~", "2019-05", "2026", "2026?", "2026-11-27", "2031"])
LATER = st.sampled_from(["2017", "2018-06", "2024", "2026", "2032"])
STORIES = st.lists(st.fixed_dictionaries({"is": st.sampled_from(STATUSES)}, optional={"from": DATES}), max_size=3)

# ---------------------------------------------------------------- how a tie stands


@given(
    tie=st.fixed_dictionaries(
        {"nature": st.sampled_from(NATURES), "status": st.sampled_from((*STATUSES, "disputed"))},
        optional={"since": DATES, "until": DATES | st.just(".."), "on": DATES, "history": STORIES},
    ),
    today=DAYS,
)
def test_a_tie_stands_on_each_day_as_its_grounds_say(tie: dict[str, Any], today: datetime.date) -> None:
    assert standing(grounds(tie), today) == standing(tie, today)
    assert grounds(grounds(tie)) == grounds(tie)


@st.composite
def stories(draw: st.DrawFn) -> dict[str, Any]:
    """A world with ties that end or change their status on some day, and with sources that disagree."""
    ties = []
    for index in range(draw(st.integers(0, 6))):
        tie: dict[str, Any] = {"id": f"t{index}", "kind": "exchange", "between": ["a", "b"], "source": "s"}
        sort = draw(st.sampled_from(["status", "until", "story", "visit", "disputed"]))
        if sort == "status":
            tie["status"] = draw(st.sampled_from(STATUSES))
        elif sort == "until":
            tie |= {"since": "2016", "until": draw(LATER)}
        elif sort == "story":
            last = draw(st.sampled_from(["ended", "suspended", "unknown", "dormant"]))
            tie["status"] = [{"is": "active", "from": "2016"}, {"is": last, "from": draw(LATER)}]
        elif sort == "visit":
            del tie["between"]
            tie |= {"kind": "delegation", "from": "a", "to": "b", "on": draw(LATER)}
        else:
            tie |= {"source": [{"source": "s", "status": "active"}, {"source": "t", "status": "ended"}]}
        ties.append(tie)
    cities = {"a": {"name": "A", "country": "TR"}, "b": {"name": "B", "country": "CN"}}
    return {"cities": cities, "sources": {"s": {"title": "S"}, "t": {"title": "T"}}, "ties": ties}


@settings(max_examples=30, deadline=None)
@given(world=stories(), other=stories(), today=DAYS)
def test_the_store_counts_how_ties_stand_as_one_counts_them_by_hand(
    world: dict[str, Any], other: dict[str, Any], today: datetime.date
) -> None:
    """Also after files have changed: it keeps the numbers, and does not read the ties."""
    other["ties"] = [tie | {"id": f"other-{tie['id']}"} for tie in other["ties"]]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITYGRAPH_CACHE", f"{folder}/cache")
        graph = Path(folder) / "graph"
        graph.mkdir()
        for files in ({"world": world, "other": {"ties": other["ties"]}}, {"world": world}, {"world": other}):
            for file in graph.iterdir():
                file.unlink()
            for name, records in files.items():
                (graph / f"{name}.yaml").write_text(yaml_of(records))
            opened = World(graph)
            view = opened.view
            copy = networkx_graph(view)
            counted = Counter(standing(edge.data, today) for edge in copy.graph["ties"].values())
            for each in (view, copy):
                by_number = numbered(each)
                assert by_number.all_standings(today) == counted
                for lens in (Lens(today=today), Lens(today=today, at=(parse_date("2019"),)), Lens(statuses=ACTIVE)):
                    expected = Counter(
                        (edge.start, edge.end, edge.data["kind"], standing(edge.data, lens.day))
                        for edge in copy.graph["ties"].values()
                        if lens.admits_tie(edge.data)
                    )
                    ties = admitted(by_number, lens)
                    ids = [by_number.id(node) for node, _ in ties.nodes]
                    assert expected == Counter(
                        (ids[start], ids[end], ties.common[alike].kind, ties.common[alike].standing)
                        for start, end, alike in zip(ties.starts, ties.ends, ties.alike, strict=True)
                    )
                    assert ties.standings().total() == len(ties) == expected.total()


ACTIVE = Filter(include=frozenset({"active"}))

# ---------------------------------------------------------------- the figures of a network

PLANS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.sampled_from(["planned", "proposed", "cancelled"])))


@settings(max_examples=50, deadline=None)
@given(text=world_texts(), plans=PLANS, by_country=st.booleans())
def test_a_plan_changes_no_figure_of_a_network(text: str, plans: list[tuple[int, int, str]], by_country: bool) -> None:
    cities = text.count("{name: City")
    planned = "".join(
        f"  - {{id: p{index}, kind: exchange, between: [c{one % cities}, c{other % cities}], status: {status}}}\n"
        for index, (one, other, status) in enumerate(plans)
        if one % cities != other % cities
    )
    more = planned if "\nties:" in text or not planned else f"ties:\n{planned}"
    with TemporaryDirectory() as folder:
        before = build(text, Path(folder))
    with TemporaryDirectory() as folder:
        after = build(text + more, Path(folder))
        store = World(folder, cache=False).view
    lens = Lens()
    for graph in (after, store):
        one, other = (ranking(each, lens, by_country=by_country) for each in (before, graph))
        assert [(row.id, row.value) for row in one.rows] == [(row.id, row.value) for row in other.rows]
        assert one.counts.counted == other.counts.counted
    shapes = []
    for graph in (before, after):
        found = statistics(graph, lens, by_country=by_country)
        parts = detect_communities(graph, lens, by_country=by_country)
        shapes.append(
            (found.ties, found.density, found.ties_by_kind, found.counted, found.components, parts.modularity)
        )
    assert shapes[0] == shapes[1]


TOWN = """\
cities:
  a: {name: Alder, country: GB}
  b: {name: Birch, country: FR}
  c: {name: Cedar, country: DE}
  d: {name: Dogwood, country: IT}
ties:
  - {kind: sister-city, between: [a, b], status: active}
  - {kind: exchange, between: [a, b]}
  - {kind: exchange, between: [a, c], status: ended, until: "2015"}
  - {kind: exchange, between: [a, d], until: "2010"}
  - {kind: sister-city, between: [a, d], status: planned}
  - {kind: sister-city, between: [c, d], status: cancelled}
  - {kind: delegation, from: a, to: c, on: "2019", status: ended}
"""


def test_each_measure_says_what_it_counts_and_what_it_leaves_out(folder: Any) -> None:
    graph = folder(world=TOWN)
    said = "counted: 1 active, 1 took place, 1 unknown; left out: 1 cancelled, 1 ended, 1 over, 1 planned"
    for question in ("rank", "communities", "stats"):
        assert said in citygraph(question, "--graph", graph).err
    ranks = json.loads(citygraph("rank", "--graph", graph, "--format", "json").out)
    assert {row["id"]: row["value"] for row in ranks} == {"a": 3, "b": 2, "c": 1, "d": 0}
    found = json.loads(citygraph("stats", "--graph", graph, "--format", "json").out)
    assert found["counted"] == {"active": 1, "ended": 1, "unknown": 1}
    assert found["left_out"] == {"cancelled": 1, "ended": 1, "planned": 1, "unknown": 1}
    assert found["ties_by_status"] == {"ended": 2, "unknown": 2, "active": 1, "cancelled": 1, "planned": 1}
    assert found["ties_by_kind"] == {"delegation": 1, "exchange": 1, "sister-city": 1}
    parts = json.loads(citygraph("communities", "--graph", graph, "--format", "json").out)
    assert (parts["counted"], parts["left_out"]) == (found["counted"], found["left_out"])
    _, seen = in_terminal(f"citygraph stats --graph {graph}", columns=200, NO_COLOR="1")
    assert "of all: 1 active, 1 cancelled, 1 ended, 1 over, 1 planned, 1 took place, 1 unknown" in seen
    assert "4 more do not count: they are plans, or over" in seen


def test_a_status_that_one_asks_for_counts_and_so_does_what_held_then(folder: Any) -> None:
    graph = folder(world=TOWN)

    def said(*lens: str) -> str:
        return citygraph("rank", "--graph", graph, *lens).err.splitlines()[0].removeprefix("citygraph: ")

    assert said("--status", "planned") == "counted: 1 planned"
    assert said("--status", "ended", "--status", "unknown") == "counted: 1 ended, 1 over, 1 took place, 1 unknown"
    assert said("--status", "!unknown") == "counted: 1 active, 1 took place; left out: 1 cancelled, 1 ended, 1 planned"
    assert said("--at", "2009") == "counted: 1 active, 1 ended, 1 over, 1 unknown", "ties that held, or may have"


@settings(max_examples=50, deadline=None)
@given(text=world_texts(), lens=lenses(), data=st.data())
def test_how_many_ties_is_counted_as_they_are_listed(text: str, lens: Lens, data: st.DataObject) -> None:
    limit = data.draw(st.none() | st.integers(0, 5))
    with TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
        for view in (graph, World(folder, cache=False).view):
            rows = list(listed(view, lens))
            found = count_standings(view, lens, limit=limit)
            assert found == Counter((row.status, row.stage) for row in rows[:limit])
            assert count_ties(view, lens) == len(rows)


def test_a_number_of_ties_says_of_what(folder: Any) -> None:
    graph = folder(world=TOWN)
    words = "1 active, 1 cancelled, 1 ended, 1 over, 1 planned, 1 took place, 1 unknown"
    ran = citygraph("ties", "--count", "--graph", graph)
    assert (ran.out, ran.err) == ("7\n", f"citygraph: {words}\n")
    ran = citygraph("ties", "--count", "--format", "json", "--graph", graph)
    statuses = {"ended": 2, "unknown": 2, "active": 1, "cancelled": 1, "planned": 1}
    assert (json.loads(ran.out), ran.err) == ({"count": 7, "statuses": statuses}, "")
    code, seen = in_terminal(f"citygraph ties --count --graph {graph}", columns=120, NO_COLOR="1")
    assert (code, seen.split()) == (0, f"7 ({words})".split())
    ran = citygraph("ties", "--count", "--type", "event", "--graph", graph)
    assert (ran.out, ran.err) == ("0\n", "")


def test_only_a_lens_that_asks_for_it_counts_what_is_no_fact() -> None:
    every = [
        stage({"nature": nature, "status": status}, datetime.date(2026, 1, 1))
        for nature in NATURES
        for status in (*STATUSES, "disputed")
    ]

    for found in every:
        assert Lens().counts(found) == (found.is_fact or found.is_open)
        assert Lens(statuses=Filter(exclude=frozenset({"active"}))).counts(found) == Lens().counts(found)
        assert Lens(statuses=Filter(frozenset({"planned"}))).counts(found)
