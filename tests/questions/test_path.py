"""How are these two connected? Against networkx on random worlds, and what is preferred among equally short paths."""

import datetime
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import citygraph
from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import all_evidence, doubt, stage
from citygraph.questions._data import as_data
from citygraph.questions.path.search import shortest_paths
from worlds import build, lenses, world_texts

Folder = Callable[..., Path]


def oracle(graph: nx.MultiDiGraph, start: str, end: str, lens: Lens, *, directed: bool, avoid: set[str]) -> nx.DiGraph:
    """The same question put to networkx: a plain digraph of the steps that the lens allows."""
    steps = nx.DiGraph()
    steps.add_nodes_from([start, end])
    for one, other, data in graph.edges(data=True):
        between = {one, other} - {start, end}
        if lens.admits_tie(data) and not between & avoid and all(lens.admits_node(graph.nodes[n]) for n in between):
            steps.add_edge(one, other)
            if data["symmetric"] or not directed:
                steps.add_edge(other, one)
    return steps


@given(text=world_texts(), lens=lenses(), directed=st.booleans(), data=st.data())
def test_paths_are_networkxs_shortest_paths(text: str, lens: Lens, directed: bool, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    nodes = sorted(graph)
    start, end = data.draw(st.sampled_from(nodes)), data.draw(st.sampled_from(nodes))
    avoid = set(data.draw(st.lists(st.sampled_from(nodes), max_size=1))) - {start, end}
    steps = oracle(graph, start, end, lens, directed=directed, avoid=avoid)
    paths = list(shortest_paths(graph, start, end, lens, directed=directed, avoid=avoid))
    if start == end:
        assert [(path.length, path.hops) for path in paths] == [(0, ())]
        return
    walked = [[path.hops[0].from_, *(hop.to for hop in path.hops)] for path in paths]
    expected = list(nx.all_shortest_paths(steps, start, end)) if nx.has_path(steps, start, end) else []
    assert sorted(walked) == sorted(expected)
    for path, nodes_walked in zip(paths, walked, strict=True):
        assert path.length == len(path.hops) == len(nodes_walked) - 1
        assert [(hop.from_, hop.to) for hop in path.hops] == list(pairwise(nodes_walked))


@given(text=world_texts(), lens=lenses(), data=st.data())
def test_the_first_path_has_the_least_doubt_and_then_the_first_ids(text: str, lens: Lens, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    start, end = data.draw(st.lists(st.sampled_from(sorted(graph)), min_size=2, max_size=2, unique=True))
    ranked = []
    for path in shortest_paths(graph, start, end, lens):
        doubts = 0
        for hop in path.hops:
            beside = [*graph.get_edge_data(hop.from_, hop.to, default={}).items()]
            beside += [*graph.get_edge_data(hop.to, hop.from_, default={}).items()]
            today = datetime.date.today()
            admitted = [(doubt(stage(tie, today), all_evidence(tie)), id) for id, tie in beside if lens.admits_tie(tie)]
            assert min(admitted)[1] == hop.tie
            doubts += min(admitted)[0]
        ranked.append((doubts, [hop.to for hop in path.hops]))
    if ranked:
        assert ranked[0] == min(ranked)
        assert [ids for _, ids in ranked[1:]] == sorted(ids for _, ids in ranked[1:])


@given(text=world_texts(), data=st.data())
def test_ties_that_run_beside_are_counted_and_shown_if_asked(text: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    start, end = data.draw(st.lists(st.sampled_from(sorted(graph)), min_size=2, max_size=2, unique=True))
    for few, all in zip(
        shortest_paths(graph, start, end), shortest_paths(graph, start, end, all_ties=True), strict=True
    ):
        assert few.length == all.length
        assert few.parallel == all.parallel == len(all.hops) - len(few.hops)
        assert [hop for hop in all.hops if hop in few.hops] == list(few.hops)


def diamond(*statuses: str) -> str:
    """A to d by b and by c: four ties of the statuses given, in the order ab, bd, ac, cd."""
    ends = ("ab", "bd", "ac", "cd")
    cities = "".join(f"  {id}: {{name: City {id}, country: KG}}\n" for id in "abcd")
    ties = "".join(
        f"  - {{kind: sister-city, between: [{one}, {other}], status: {status}, source: s}}\n"
        for (one, other), status in zip(ends, statuses, strict=True)
    )
    return f"cities:\n{cities}sources:\n  s: {{title: S}}\nties:\n{ties}"


@pytest.mark.parametrize(
    ("statuses", "through"),
    [
        (("active", "active", "active", "active"), "b"),
        (("active", "planned", "active", "active"), "c"),
        (("active", "unknown", "active", "active"), "c"),
        (("active", "unknown", "active", "planned"), "b"),
        (("cancelled", "active", "planned", "active"), "c"),
        (("ended", "active", "unknown", "active"), "c"),
        (("unknown, until: 2019", "active", "unknown, until: 2187", "active"), "c"),
        (("unknown, until: 2019", "active", "ended", "active"), "b"),
        (("active, until: 2019", "active", "unknown", "active"), "b"),
        (("ended", "active", "[{is: planned}, {is: active, from: 2187}]", "active"), "b"),
    ],
)
def test_among_equally_short_paths_active_ties_are_preferred(
    statuses: tuple[str, ...], through: str, folder: Folder
) -> None:
    world = citygraph.open(folder(world=diamond(*statuses)))
    assert world.path("a", "d").data.hops[0].to == through


def test_among_equally_short_paths_sourced_ties_are_preferred(folder: Folder) -> None:
    text = diamond(*["active"] * 4).replace(
        "between: [b, d], status: active, source: s", "between: [b, d], status: active"
    )
    assert citygraph.open(folder(world=text)).path("a", "d")[0].to == "c"


def test_a_path_over_plans_says_that_it_rests_on_them(folder: Folder) -> None:
    world = citygraph.open(folder(world=diamond("planned", "active", "proposed", "cancelled")))
    assert world.path("a", "d").data.rests_on == ("planned",)
    assert world.path("a", "d", status="!planned").data.rests_on == ("cancelled", "proposed")


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        (("active", "active"), None),
        (("active", "dormant"), "whose status is dormant"),
        (("active", "ended"), "whose status is ended"),
        (("unknown, until: 2019", "suspended"), "whose status is over or suspended"),
        (("unknown", "planned"), "whose status is planned or unknown"),
        (("cancelled", "planned"), "that are only cancelled and planned"),
    ],
)
def test_a_path_says_if_it_rests_on_what_is_no_fact(statuses: tuple[str, str], words: str, folder: Folder) -> None:
    world = citygraph.open(folder(world=diamond(*statuses, "cancelled", "cancelled")))
    found = world.path("a", "d", avoid=["c"])
    said = [remark for remark in found.remarks if "rests on" in remark]
    assert said == ([f"this path rests on ties {words}"] if words else [])
    assert as_data(found.data)["rests_on"] == list(found.data.rests_on)


def test_a_path_at_a_date_rests_on_what_held_then(folder: Folder) -> None:
    world = citygraph.open(
        folder(world=diamond("ended, since: 1990, until: 2010", "active, since: 1990", *["planned"] * 2))
    )
    assert world.path("a", "d").data.rests_on == ("ended",)
    assert world.path("a", "d", at="2000").data.rests_on == ()


def test_what_is_to_come_about_is_a_plan_today(folder: Folder) -> None:
    to_come = "[{is: planned}, {is: active, from: 2187}]"
    world = citygraph.open(folder(world=diamond(to_come, "active", "cancelled", "active")))
    assert world.path("a", "d").data.rests_on == ("planned",)


def test_all_can_be_bounded_without_walking_all(folder: Folder) -> None:
    layers = [[f"n{layer}-{i}" for i in range(8)] for layer in range(30)]
    cities = [node for layer in layers for node in layer]
    text = "cities:\n" + "".join(f"  {id}: {{name: City {id}, country: KG}}\n" for id in cities) + "ties:\n"
    for near, far in pairwise(layers):
        text += "".join(f"  - {{kind: sister-city, between: [{one}, {other}]}}\n" for one in near for other in far)
    world = citygraph.open(folder(world=text))
    paths = world.paths("n0-0", "n29-0", limit=5).data  # of 8 to the 28th
    assert [path.length for path in paths] == [29] * 5


def test_a_path_cannot_avoid_its_own_ends(folder: Folder) -> None:
    world = citygraph.open(folder(world=diamond(*["active"] * 4)))
    with pytest.raises(CityGraphError, match="its own ends"):
        world.path("a", "d", avoid=["a"])
