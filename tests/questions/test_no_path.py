"""There is no path: what is told of it, against networkx and a plain search over all pairs and all sets of options."""

import shlex
import tempfile
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import citygraph
from citygraph.domain.geo import kilometres
from citygraph.domain.lens import Lens
from citygraph.graph.asked import Asked
from citygraph.questions._data import as_data
from citygraph.questions.path import path
from citygraph.questions.path.apart import MOST, Apart
from citygraph.world import World
from worlds import COUNTRIES, KINDS, build, placed_worlds

Folder = Callable[..., Path]
Conditions = dict[str, Any]

WORDS = {
    "kind": KINDS,
    "status": ("active", "planned", "ended", "unknown"),
    "country": COUNTRIES,
    "type": ("city", "organization"),
    "source": ("s", "t"),
    "at": ("2019", "2021"),
}


@st.composite
def conditions(draw: st.DrawFn) -> Conditions:
    """Some words of a lens, with and without a `!`, nodes to avoid, and perhaps the direction."""
    found: Conditions = {}
    for name in draw(st.lists(st.sampled_from([*WORDS]), max_size=3, unique=True)):
        word = st.builds("{}{}".format, st.sampled_from(["", "!"]), st.sampled_from(WORDS[name]))
        found[name] = draw(st.lists(word, min_size=1, max_size=2, unique=True))
    if draw(st.booleans()):
        found["avoid"] = draw(st.lists(st.sampled_from(["c1", "c2", "c3"]), max_size=2, unique=True))
    return found | ({"directed": True} if draw(st.booleans()) else {})


def parts(given: Conditions) -> list[tuple[str, ...]]:
    """The conditions as on the command line: what asks for something is one, each other word one of its own."""
    found: list[tuple[str, ...]] = []
    for name, words in given.items():
        if words is True:
            found.append((f"--{name}",))
            continue
        asks = [word for word in words if not word.startswith("!") and name != "avoid"]
        found += [tuple(part for word in asks for part in (f"--{name}", word))] if asks else []
        found += [(f"--{name}", word) for word in words if word not in asks]
    return found


def meant(several: list[tuple[str, ...]]) -> Conditions:
    """The conditions that a command line gives."""
    found: Conditions = {}
    for option, *words in several:
        if not words:
            found[option[2:]] = True
        else:
            found.setdefault(option[2:], []).extend(words[::2])
    return found


def steps(graph: nx.MultiDiGraph, start: str, end: str, given: Conditions) -> nx.DiGraph:
    """The steps that the conditions allow."""
    lens: Lens = Asked(graph).lens(**{name: words for name, words in given.items() if name in WORDS})
    known = {
        id
        for id in graph
        if id in (start, end) or (lens.admits_node(graph.nodes[id]) and id not in given.get("avoid", ()))
    }
    allowed = nx.DiGraph()
    allowed.add_nodes_from(known)
    for one, other, data in graph.edges(data=True):
        if lens.admits_tie(data) and {one, other} <= known:
            allowed.add_edge(one, other)
            if data["symmetric"] or not given.get("directed"):
                allowed.add_edge(other, one)
    return allowed


def length(graph: nx.MultiDiGraph, start: str, end: str, given: Conditions) -> int | None:
    allowed = steps(graph, start, end, given)
    return nx.shortest_path_length(allowed, start, end) if nx.has_path(allowed, start, end) else None


@st.composite
def apart_in_some_world(draw: st.DrawFn) -> tuple[nx.MultiDiGraph, str, str, Conditions, Apart]:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(draw(placed_worlds()), Path(folder))
    start, end = draw(st.lists(st.sampled_from(sorted(graph)), min_size=2, max_size=2, unique=True))
    given = draw(conditions())
    assume(graph.nodes.keys() - {start, end} >= {*given.get("avoid", ())})
    found = path(Asked(graph), start, end, **given).data
    expected = length(graph, start, end, given)
    assert (found.length is None) == (expected is None) == (found.apart is not None)
    assume(found.apart is not None)
    assert found.apart is not None
    return graph, start, end, given, found.apart


@given(case=apart_in_some_world())
def test_what_it_says_to_leave_out_gives_a_path_of_that_length_and_nothing_less_does(
    case: tuple[nx.MultiDiGraph, str, str, Conditions, Apart],
) -> None:
    graph, start, end, given, apart = case
    every = parts(given)
    enough = [
        {*some}
        for size in range(len(every) + 1)
        for some in combinations(every, size)
        if length(graph, start, end, meant([one for one in every if one not in some])) is not None
    ]
    named = [{tuple(shlex.split(option)) for option in one.options} for one in apart.without]
    smallest = min(map(len, enough), default=0)
    if smallest <= 2:
        assert sorted(map(sorted, named)) == sorted(sorted(one) for one in enough if len(one) == smallest)
    else:
        assert len(named) == 1
        assert named[0] in enough
        assert not any(one < named[0] for one in enough)
    for one, left_out in zip(apart.without, named, strict=True):
        left = meant([part for part in every if part not in left_out])
        assert one.path.length == length(graph, start, end, left) == len(one.path.hops)
    lengths = [one.path.length or 0 for one in apart.without]
    assert lengths == sorted(lengths)


@given(case=apart_in_some_world())
def test_what_each_end_reaches_is_what_networkx_reaches(
    case: tuple[nx.MultiDiGraph, str, str, Conditions, Apart],
) -> None:
    graph, start, end, given, apart = case
    allowed = steps(graph, start, end, given)
    ones, others = nx.descendants(allowed, start), nx.ancestors(allowed, end)
    assert (apart.start.end, apart.start.nodes, apart.start.is_all) == (start, len(ones), True)
    assert (apart.end.end, apart.end.nodes, apart.end.is_all) == (end, len(others), True)


@given(case=apart_in_some_world())
def test_the_misses_are_the_nearest_of_all_pairs(case: tuple[nx.MultiDiGraph, str, str, Conditions, Apart]) -> None:
    graph, start, end, given, apart = case
    allowed = steps(graph, start, end, given)
    ones = nx.single_source_shortest_path_length(allowed, start)
    others = nx.single_source_shortest_path_length(allowed.reverse(), end)
    every = sorted(
        kilometres(*(place for place in places if place))
        for one in ones
        for other in others
        if None not in (places := [place_of(graph, one), place_of(graph, other)])
    )
    for miss in apart.nearest:
        assert (miss.from_hops, miss.to_hops) == (ones[miss.from_], others[miss.to])
        countries = {graph.nodes[miss.from_]["country"], graph.nodes[miss.to]["country"]}
        assert miss.country == (countries.pop() if len(countries) == 1 else None)
    if every:
        assert [miss.km for miss in apart.nearest] == pytest.approx(every[:3], abs=0.06)
    else:
        shared = {graph.nodes[one]["country"] for one in ones} & {graph.nodes[other]["country"] for other in others}
        assert all(miss.km is None for miss in apart.nearest)
        assert {miss.country for miss in apart.nearest} <= shared - {None}
        assert len(apart.nearest) == min(3, len(shared - {None}))


def place_of(graph: nx.MultiDiGraph, id: str) -> tuple[float, float] | None:
    node = graph.nodes[id]
    return None if node["lat"] is None else (node["lon"], node["lat"])


# ------------------------------------------------------------------ as a user notices it

ISLANDS = """
cities:
  a: {name: Alfa, country: TR, coordinates: [40, 29]}
  b: {name: Bravo, country: TR, coordinates: [41, 29]}
  c: {name: Charlie, country: KG, coordinates: [40, 72]}
  d: {name: Delta, country: KG, coordinates: [40, 32]}
ties:
  - {kind: sister-city, between: [a, b], status: active}
  - {kind: sister-city, between: [c, d], status: active}
  - {kind: friendship-city, between: [b, d], status: planned}
"""


def remarks(world: World, *ends: str, **given: Any) -> Iterator[str]:
    found = world.path(*ends, **given)
    assert found.is_no
    assert not list(found)
    yield from (found.nothing, *found.remarks)


def test_it_says_what_to_leave_out_and_where_the_sides_come_near(folder: Folder) -> None:
    world = citygraph.open(folder(world=ISLANDS))
    assert list(remarks(world, "a", "c", kind="sister-city")) == [
        "no path from Alfa to Charlie through this lens",
        "without `--kind sister-city` there is a path of 3 ties; it rests on ties that are only planned",
        "ties lead from Alfa to 1 other node, and from Charlie to 1 other node",
        "nearest to each other, one of each side: Alfa and Delta, 256 km; Bravo and Delta, 277 km; "
        "Bravo and Charlie, 3,600 km",
    ]


def test_it_says_if_no_option_keeps_a_path_out(folder: Folder) -> None:
    text = ISLANDS.replace("  - {kind: friendship-city, between: [b, d], status: planned}\n", "")
    world = citygraph.open(folder(world=text))
    assert "without these options there is no path, either" in remarks(world, "a", "c", status="active")
    assert "without these options there is no path, either" not in list(remarks(world, "a", "c"))


def test_words_are_quoted_for_a_shell(folder: Folder) -> None:
    world = citygraph.open(folder(world=ISLANDS))
    said = list(remarks(world, "a", "c", status=iter(["!planned"]), avoid=iter(["d"])))
    assert "without `--status '!planned'` and `--avoid d` there is a path of 3 ties" in said[1]


def test_what_only_possibly_held_then_is_told_of_the_path_without_an_option(folder: Folder) -> None:
    text = ISLANDS.replace("status: planned", "status: active")
    said = list(remarks(citygraph.open(folder(world=text)), "a", "c", kind="sister-city", at="2000"))
    assert said[1].endswith("a path of 3 ties; it rests on ties that only possibly held then")


def test_without_coordinates_pairs_in_one_country_are_named(folder: Folder) -> None:
    text = ISLANDS.replace(", coordinates: [40, 29]", "").replace(", coordinates: [41, 29]", "")
    text = text.replace("d: {name: Delta, country: KG", "d: {name: Delta, country: TR")
    said = list(remarks(citygraph.open(folder(world=text)), "a", "c", kind="sister-city"))
    assert said[-1] == "no distance between the two sides is known; in one country, one of each side: Alfa and Delta"
    said = list(remarks(citygraph.open(folder(world=text.replace("TR", "KG", 2))), "d", "b", kind="placement"))
    assert said[-1] == "no distance between the two sides is known: one of them has no coordinates"


def test_a_side_of_very_many_is_not_counted_to_the_end(folder: Folder) -> None:
    many = "\n".join(f"n{n},N {n},TR" for n in range(MOST + 5))
    ties = "\n".join(f"sister-city,a; n{n}" for n in range(MOST + 5))
    place = folder(world="cities:\n  a: {name: A, country: TR}\n  b: {name: B, country: TR}\n")
    (place / "cities.csv").write_text(f"id,name,country\n{many}\n")
    (place / "ties.csv").write_text(f"kind,between\n{ties}\n")
    world = citygraph.open(place)
    said = list(remarks(world, "a", "b"))
    assert said[1] == "ties lead from A to more than 10,000 other nodes, and from B to no other node"
    apart = world.path("a", "b").data.apart
    assert apart is not None
    assert (apart.start.nodes, apart.start.is_all, apart.end.is_all) == (MOST, False, True)


def test_in_json_it_is_there_only_if_there_is_no_path(folder: Folder) -> None:
    world = citygraph.open(folder(world=ISLANDS))
    assert "apart" not in as_data(world.path("a", "c").data)
    apart = as_data(world.path("a", "c", kind="sister-city").data)["apart"]
    assert apart["start"] == {"end": "a", "nodes": 1, "is_all": True}
    assert apart["nearest"][0] == {"from": "a", "to": "d", "from_hops": 0, "to_hops": 1, "km": 255.5, "country": None}
    assert [one["options"] for one in apart["without"]] == [["--kind sister-city"]]
    assert apart["without"][0]["path"]["length"] == 3


def test_all_paths_and_the_map_say_the_same(folder: Folder) -> None:
    world = citygraph.open(folder(world=ISLANDS))
    said = list(remarks(world, "a", "c", kind="sister-city"))
    for found in (world.paths("a", "c", kind="sister-city"), world.map(path=("a", "c"), kind="sister-city")):
        assert [found.nothing, *found.remarks] == said
