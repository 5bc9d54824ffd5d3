"""Suggestions: what networkx says of shared partners, what people share besides, and how well hidden ties are found."""

import datetime
import json
import math
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import stage
from citygraph.questions.suggest.candidates import Suggestion, suggestions_for
from citygraph.questions.suggest.evaluation import _Pairs, _Round, _unpacked
from citygraph.questions.suggest.shared import SharedTies, SharedTiesInMemory
from citygraph.world import World
from conftest import citygraph, in_terminal
from worlds import COUNTRIES, build, lenses, networkx_graph, world_texts

Folder = Callable[..., Path]


def simple_graph(graph: nx.MultiDiGraph, lens: Lens, *, perhaps: bool = False) -> nx.Graph:
    """The ties that weigh something, or ``perhaps`` also visits of which nobody knows if they took place; without whom
    the lens excludes."""
    simple = nx.Graph()
    simple.add_nodes_from(node for node, data in graph.nodes(data=True) if not lens.excludes_node(data))
    for one, other, tie in graph.edges(data=True):
        today = stage(tie, datetime.date.today())
        weighs = perhaps or lens.statuses.include or tie["nature"] == "standing" or not today.is_open
        stands = weighs and lens.counts(today)
        if one != other and one in simple and other in simple and stands and lens.admits_tie(tie):
            simple.add_edge(one, other)
    return simple


def may_be_suggested(graph: nx.MultiDiGraph, lens: Lens, one: str, other: str) -> bool:
    mine, theirs = graph.nodes[one], graph.nodes[other]
    types = lens.types.include or {mine["type"]}
    abroad = (
        mine["country"] is None or mine["country"] in lens.countries.include or mine["country"] != theirs["country"]
    )
    kinds = Lens(kinds=lens.kinds, groups=lens.groups)
    between = [*graph.adj[one].get(other, {}).values(), *graph.pred[one].get(other, {}).values()]
    tied = any(kinds.admits_tie(tie) for tie in between)
    return one != other and theirs["type"] in types and lens.admits_node(theirs) and abroad and not tied


def _type_and_country(graph: nx.MultiDiGraph, node: str) -> tuple[str, str | None]:
    return graph.nodes[node]["type"], graph.nodes[node]["country"]


@given(world_texts(), lenses())
def test_shared_partners_score_as_networkx_has_it(text: str, lens: Lens) -> None:
    with TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    simple, with_visits = simple_graph(graph, lens), simple_graph(graph, lens, perhaps=True)
    for node in graph:
        others = [other for other in simple if may_be_suggested(graph, lens, node, other)]
        if node in simple:
            pairs = [(node, other) for other in others if set(nx.common_neighbors(simple, node, other))]
            expected = {
                other: (adamic, allocation)
                for (_, other, adamic), (_, _, allocation) in zip(
                    nx.adamic_adar_index(simple, pairs), nx.resource_allocation_index(simple, pairs), strict=True
                )
            }
            found = suggestions_for(graph, node, lens).suggestions
            scores = {row.id: (row.adamic_adar, row.resource_allocation) for row in found}
            assert scores.keys() == expected.keys()
            for other, score in scores.items():
                assert score == pytest.approx(expected[other], abs=1e-12)
            order = [(-row.score, row.id) for row in found]
            assert order == sorted(order)
            for row in found:
                assert row.rank == 1 + sum(other.score > row.score + 1e-9 for other in found)
                assert row.score == pytest.approx(sum(one.adamic_adar for one in row.shared))
                common = set(nx.common_neighbors(simple, node, row.id))
                assert {one.id for one in row.shared if one.adamic_adar} == common
                perhaps = set(nx.common_neighbors(with_visits, node, row.id)) - common
                assert {one.id for one in row.shared if not one.adamic_adar} == perhaps, "told, but they weigh nothing"
                like = (graph.nodes[node]["type"], graph.nodes[node]["country"])
                there = [other for other in simple[row.id] if like == _type_and_country(graph, other)]
                assert [one.id for one in row.partners_there] == (sorted({*there} - {node}) if like[1] else [])
        for top in range(3):
            first = suggestions_for(graph, node, lens, top=top).suggestions
            assert first == suggestions_for(graph, node, lens).suggestions[:top]


def test_the_karate_club_shares_what_it_shares(folder: Folder) -> None:
    """Mr. Hi and the officer, who were not friends, have four friends in common, of 3, 5, 5 and 6 friends each."""
    club = nx.karate_club_graph()
    lines = [f"  m{member}: {{name: Member {member}, country: {COUNTRIES[member % 2]}}}" for member in club]
    ties = [f"  - {{kind: sister-city, between: [m{one}, m{other}]}}" for one, other in club.edges]
    world = World(folder(w="\n".join(["cities:", *lines, "ties:", *ties])))
    (officer,) = (row for row in world.suggest("m0", top=None) if row.id == "m33")
    assert officer.adamic_adar == pytest.approx(1 / math.log(3) + 2 / math.log(5) + 1 / math.log(6), abs=1e-12)
    assert officer.resource_allocation == pytest.approx(0.9, abs=1e-12)
    assert [(one.id, one.connects) for one in officer.shared] == [("m19", 3), ("m13", 5), ("m8", 5), ("m31", 6)] or [
        (one.id, one.connects) for one in officer.shared
    ] == [("m19", 3), ("m8", 5), ("m13", 5), ("m31", 6)]


# ---------------------------------------------------------------- what people share besides


@st.composite
def rich_texts(draw: st.DrawFn) -> str:
    """Worlds with events, organizations, people who hold posts, and what cities are known for."""
    cities = [f"c{index}" for index in range(draw(st.integers(3, 7)))]
    lines = ["cities:"]
    for city in cities:
        words = draw(st.lists(st.sampled_from(["Porcelain", "porcelain", "tea", "silk"]), max_size=2, unique=True))
        known = f", known_for: [{', '.join(words)}]" if words else ""
        lines.append(f"  {city}: {{name: {city}, country: {draw(st.sampled_from(COUNTRIES[:3]))}{known}}}")
    lines += ["organizations:", "  o0: {name: o0}", "  o1: {name: o1}", "  o2: {name: o2}"]
    lines += ["events:", "  e0: {name: e0, when: 2020}", "  e1: {name: e1}", "officials:"]
    statuses = st.sampled_from(["active", "unknown", "planned", "ended"])
    for person in ("p0", "p1", "p2"):
        places = draw(st.lists(st.sampled_from([*cities, "o0", "o1"]), max_size=2, unique=True))
        since = st.sampled_from([2010, 2019, 2022])
        posts = [f"{{title: Mayor, of: {place}, since: {draw(since)}, status: {draw(statuses)}}}" for place in places]
        held = f", posts: [{', '.join(posts)}]" if posts else ""
        lines.append(f"  {person}: {{name: {person}{held}}}")
    lines.append("ties:")
    ends = {
        "sister-city": (cities, cities),
        "member-of": ([*cities, "p0", "p1", "o0"], ["o0", "o1", "o2"]),
        "part-of": (["o0", "o1"], [*cities, "o1", "o2"]),
        "attends": ([*cities, "p0", "p1", "p2", "o0"], ["e0", "e1"]),
    }
    for index in range(draw(st.integers(4, 14))):
        kind = draw(st.sampled_from(list(ends)))
        one, other = (draw(st.sampled_from(side)) for side in ends[kind])
        if one != other:
            status = draw(statuses if kind != "attends" else st.sampled_from(["ended", "planned", "unknown"]))
            both = f"between: [{one}, {other}]" if kind == "sister-city" else f"from: {one}, to: {other}"
            lines.append(f"  - {{id: t{index}, kind: {kind}, {both}, status: {status}}}")
    return "\n".join([*lines, "  - {kind: sister-city, between: [c0, c1]}"]) + "\n"


EXCLUDING = [
    {},
    {"kind": "sister-city"},
    {"type": "!official"},
    {"country": "!CN"},
    {"country": "TR"},
    {"status": "planned"},
]


@given(rich_texts(), st.sampled_from(EXCLUDING))
def test_what_is_in_common_is_the_same_from_either_side_and_for_all_at_once(text: str, asked: dict[str, str]) -> None:
    with TemporaryDirectory() as place:
        Path(place, "world.yaml").write_text(text, encoding="utf-8")
        world = World(place, cache=False)
        assert not world.errors, world.diagnostics
        lens = world.lens(**asked)
        graph = networkx_graph(world.view)
        cities = [node for node in graph if graph.nodes[node]["type"] == "city"]
        found = {city: suggestions_for(world.view, city, lens) for city in cities}
        assert found == {city: suggestions_for(graph, city, lens) for city in cities}, "from the store as from networkx"
        shared_ties = SharedTies(graph, lens)
        for node in (node for node in graph if not shared_ties.is_excluded(node)):
            assert all(node in shared_ties.members(thing) for thing in shared_ties.things(node))
            assert all(node in shared_ties.things(member) for member in shared_ties.members(node))
            whole = SharedTiesInMemory(graph, lens)
            assert (whole.things(node), whole.members(node)) == (shared_ties.things(node), shared_ties.members(node))
        scores = {
            frozenset((node, row.id)): (row.resource_allocation, row.adamic_adar)
            for node, suggestions in found.items()
            for row in suggestions.suggestions
            if lens.admits_node(graph.nodes[node])
        }
        pairs = _Pairs(graph, lens)
        nothing_hidden = _Round(pairs, [])
        everything = {
            frozenset((one, other)): tuple(half / 2**30 for half in _unpacked(score))
            for one in pairs.nodes
            for other, score in nothing_hidden._scores(one).items()
        }
        assert scores.keys() == everything.keys()
        for pair, score in scores.items():
            assert score == pytest.approx(everything[pair], abs=1e-8)
        for node, suggestions in found.items():
            for row in suggestions.suggestions:
                back = found[row.id] if row.country not in lens.countries.include else None
                if back and lens.admits_node(graph.nodes[node]):
                    (same,) = (other for other in back.suggestions if other.id == node)
                    assert same.score == pytest.approx(row.score)


WORLD = """\
cities:
  x: {name: Xian, country: CN, known_for: [Porcelain, tourism, tea]}
  y: {name: Yibin, country: CN, known_for: porcelain}
  a: {name: Aydin, country: TR, known_for: [porcelain]}
  b: {name: Bursa, country: TR, known_for: [tourism, TEA]}
  d: {name: Delhi, country: IN, known_for: tourism}
  e: {name: Essen, country: DE, known_for: tourism}
  f: {name: Fulda, country: DE}
  hub: {name: Hub, country: FR}
  other: {name: Other, country: FR}
  alone: {name: Alone, country: FR}
officials:
  mayor: {name: Ada Reed, posts: [{title: Mayor, of: x, since: 2018, status: active}]}
  was: {name: Bo Lind, posts: [{title: Mayor, of: e, since: 2001, until: 2005, status: ended}]}
  council-man: {name: Cy Ahn, posts: [{title: Member, of: council, since: 2019, status: active}]}
organizations:
  council: {name: Council of Delhi, country: IN}
  network: {name: Tea Towns}
events:
  forum: {name: Forum, when: 2024}
ties:
  - {kind: part-of, from: council, to: d}
  - {kind: speaks-at, from: mayor, to: forum, status: ended}
  - {kind: attends, from: was, to: forum, status: ended}
  - {kind: attends, from: council-man, to: forum, status: ended}
  - {kind: member-of, from: x, to: network, status: active}
  - {kind: member-of, from: b, to: network, status: active}
  - {kind: sister-city, between: [x, hub], status: active}
  - {kind: sister-city, between: [b, hub], status: active}
  - {kind: sister-city, between: [f, hub], status: ended, until: 2010}
  - {kind: sister-city, between: [other, hub], status: planned}
  - {kind: sister-city, between: [b, y], status: active}
  - {kind: flagship-store, from: x, to: b, status: active, since: 2020}
  - {kind: sister-city, between: [x, a], status: ended, until: 2015}
"""


def rows(*arguments: str | Path) -> dict[str, Suggestion]:
    ran = citygraph("suggest", *arguments, "--format", "json")
    assert ran.code == 0, ran.err
    return {row["id"]: row for row in json.loads(ran.out)["suggestions"]}


def test_each_says_why_and_whom_it_has_there_already(folder: Folder) -> None:
    graph = folder(w=WORLD)
    code, seen = in_terminal(f"citygraph suggest x --kind sister-city --kind member-of --graph {graph}", NO_COLOR="1")
    assert code == 0
    assert [line.rstrip() for line in seen.splitlines()] == [
        "rank  city   country   score  partner in CN",
        "─" * 80,
        "   1  Bursa  TR        5.049  Yibin",
        "    share 1 partner: Hub; both known for tea, tourism; both in Tea Towns",
        "    already: Xian has a flagship store in, since 2020, active",
        "   2  Delhi  IN       0.7213  none",
        "    both known for tourism",
        "   2  Essen  DE       0.7213  none",
        "    both known for tourism",
        "citygraph: score: the sum of 1 / ln k over all things in common, each shared by",
        "  k nodes (Adamic-Adar)",
        "citygraph: not suggested, since there is a record of a tie: Aydin (was a sister",
        "  city of, until 2015, ended)",
        "citygraph: not suggested, since also in CN: Yibin; --country CN suggests these",
    ]


def test_what_few_have_counts_for_more(folder: Folder) -> None:
    bursa = rows("x", "--kind", "sister-city", "--graph", folder(w=WORLD))["b"]
    weights = {one["name"]: one["adamic_adar"] for one in bursa["shared"]}
    assert weights == pytest.approx({"Hub": 1 / math.log(2), "tea": 1 / math.log(2), "tourism": 1 / math.log(4)})


def test_neither_plans_nor_what_is_over_is_shared_unless_the_lens_asks(folder: Folder) -> None:
    graph = folder(w=WORLD)
    assert not {"f", "other"} & rows("x", "--graph", graph).keys()
    assert "f" in rows("x", "--status", "active", "--status", "ended", "--graph", graph)
    assert {"f"} == rows("x", "--at", "2005", "--kind", "sister-city", "--graph", graph).keys() - {"b", "d", "e"}


def test_a_city_is_where_its_people_were_if_they_held_their_posts_then(folder: Folder) -> None:
    graph = folder(w=WORLD)
    found = rows("x", "--group", "event", "--graph", graph)
    (forum,) = (one for one in found["d"]["shared"] if one["how"] == "event")
    assert (forum["name"], forum["through"]) == ("Forum", ["mayor", "council-man"])
    assert set(forum["ties"]) == {"speaks-at.mayor.forum", "attends.council-man.forum"}
    assert [one["how"] for one in found["e"]["shared"]] == ["known_for"], "he was mayor until 2005, and came in 2024"
    out = citygraph("suggest", "x", "--type", "!official", "--graph", graph, "--format", "json").out
    assert "Forum" not in out


def test_a_tie_of_the_lens_in_whatever_status_is_not_proposed_as_new(folder: Folder) -> None:
    graph = folder(w=WORLD)
    for lens in (["--kind", "sister-city"], ["--status", "active"], ["--at", "2024"], []):
        ran = citygraph("suggest", "x", *lens, "--graph", graph, "--format", "json")
        found = json.loads(ran.out)
        assert "a" not in {row["id"] for row in found["suggestions"]}
        assert [one["id"] for one in found["not_new"]] == ["a"]
        assert "Aydin (was a sister city of, until 2015, ended)" in ran.err
    assert "b" not in rows("x", "--graph", graph), "a flagship store is a tie, too"
    assert [tie["label"] for tie in rows("x", "--kind", "sister-city", "--graph", graph)["b"]["ties"]] == [
        "has a flagship store in"
    ]


def test_the_lens_says_who_is_suggested(folder: Folder) -> None:
    graph = folder(w=WORLD)
    assert rows("x", "--country", "DE", "--graph", graph).keys() == {"e"}
    assert rows("x", "--country", "CN", "--graph", graph).keys() == {"y"}
    assert rows("x", "--type", "organization", "--graph", graph).keys() == {"council"}
    found = World(graph).suggest("Xian", country="DE", top=1)
    assert [row.name for row in found] == ["Essen"]
    assert (found.data.id, found.data.suggestions) == ("x", tuple(found))


def test_who_cannot_be_helped_is_told_so(folder: Folder) -> None:
    graph = folder(w=WORLD)
    alone = citygraph("suggest", "alone", "--graph", graph)
    assert (alone.code, alone.out.count("\n")) == (0, 1)
    assert "Alone has no such tie" in alone.err
    person = citygraph("suggest", "mayor", "--graph", graph)
    assert (person.code, person.out) == (2, "")
    assert "Ada Reed is an official" in person.err
    for wrong in (["suggest"], ["suggest", "x", "--evaluate"], ["suggest", "--evaluate", "--top", "3"]):
        assert citygraph(*wrong, "--graph", graph).code == 2
    few = citygraph("suggest", "--evaluate", "--graph", graph)
    assert few.code == 2
    assert "takes at least 10" in few.err


# ---------------------------------------------------------------- how well hidden ties are found


@st.composite
def tied_worlds(draw: st.DrawFn) -> tuple[str, int]:
    """Cities with many twinnings, and a seed of what to hide."""
    size = draw(st.integers(5, 9))
    lines = [f"  c{index}: {{name: c{index}, country: {draw(st.sampled_from(COUNTRIES))}}}" for index in range(size)]
    every = list(combinations(range(size), 2))
    pairs = draw(st.lists(st.sampled_from(every), min_size=4, max_size=len(every) - 3, unique=True))
    ties = [f"  - {{kind: sister-city, between: [c{one}, c{other}]}}" for one, other in pairs]
    return "\n".join(["cities:", *lines, "ties:", *ties]) + "\n", draw(st.integers(0, 9))


@given(tied_worlds())
def test_what_is_said_of_the_methods_is_what_looking_at_each_pair_gives(drawn: tuple[str, int]) -> None:
    text, seed = drawn
    with TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    country = {node: data["country"] for node, data in graph.nodes(data=True)}
    pairs = _Pairs(graph, Lens())
    full = simple_graph(graph, Lens())
    every = [pair for pair in combinations(sorted(graph), 2) if country[pair[0]] != country[pair[1]]]
    tied = [pair for pair in every if full.has_edge(*pair)]
    untied = [pair for pair in every if not full.has_edge(*pair)]
    assert sorted(pairs.tied) == tied
    assert pairs.untied == len(untied)
    assume(tied and untied)
    hidden = [pair for index, pair in enumerate(tied) if index % 3 == seed % 3] or tied[:1]
    left = nx.Graph(full)
    left.remove_edges_from(hidden)
    result = _Round(pairs, hidden).results(lambda _: None)
    reachable = [pair for pair in hidden if set(nx.common_neighbors(left, *pair))]
    assert result.reachable == pytest.approx(len(reachable) / len(hidden))
    for method, by in (
        ("Adamic-Adar", nx.adamic_adar_index),
        ("resource allocation", nx.resource_allocation_index),
        ("degree product", nx.preferential_attachment),
    ):
        score = {frozenset((one, other)): round(value, 9) for one, other, value in by(left, every)}
        figures = result.methods[method]
        won = [_won(score[frozenset(one)], score[frozenset(other)]) for one in hidden for other in untied]
        assert figures.auc == pytest.approx(sum(won) / len(won))
        lot = [(score[frozenset(pair)], pair in hidden) for pair in [*hidden, *untied]]
        assert figures.precision == pytest.approx(_precision(lot, len(hidden)))
        assert figures.first == pytest.approx(_precision(lot, min(20, len(hidden))))
        listed = [
            _listed(score, one, other, [*hidden, *untied], zero_too=method == "degree product")
            for pair in hidden
            for one, other in (pair, pair[::-1])
        ]
        assert figures.listed == pytest.approx(sum(listed) / len(listed))
    assert result.methods["chance"].precision == pytest.approx(len(hidden) / (len(hidden) + len(untied)))


def _won(one: float, other: float) -> float:
    return 1.0 if one > other else 0.5 if one == other else 0.0


def _precision(lot: list[tuple[float, bool]], first: int) -> float:
    """The mean over all orders of those that are equal."""
    found = 0.0
    for value, is_hidden in lot:
        if is_hidden:
            better = sum(other > value for other, _ in lot)
            equal = sum(other == value for other, _ in lot)
            found += min(1.0, max(0, first - better) / equal)
    return found / first


def _listed(
    score: dict[frozenset[str], float], one: str, other: str, among: list[tuple[str, str]], *, zero_too: bool
) -> float:
    own = [score[frozenset(pair)] for pair in among if one in pair]
    value = score[frozenset((one, other))]
    if not value and not zero_too:
        return 0.0
    return min(1.0, max(0, 10 - sum(rival > value for rival in own)) / sum(rival == value for rival in own))


def test_planted_groups_are_found_again(folder: Folder) -> None:
    """Ties run within groups of ten, so that those that are hidden have the most in common."""
    groups = nx.planted_partition_graph(8, 10, 0.8, 0.01, seed=1)
    lines = [f"  c{city}: {{name: City {city}, country: {COUNTRIES[city % 4]}}}" for city in groups]
    ties = [f"  - {{kind: sister-city, between: [c{one}, c{other}]}}" for one, other in groups.edges]
    graph = folder(w="\n".join(["cities:", *lines, "ties:", *ties]))
    found = json.loads(citygraph("suggest", "--evaluate", "--graph", graph, "--format", "json").out)
    methods = {one["method"]: one for one in found["methods"]}
    assert methods["Adamic-Adar"]["auc"]["mean"] > 0.9
    assert methods["degree product"]["auc"]["mean"] < 0.7
    assert methods["chance"]["auc"] == {"mean": 0.5, "spread": 0}
    assert methods["Adamic-Adar"]["listed"]["mean"] > 0.8
    again = json.loads(citygraph("suggest", "--evaluate", "--graph", graph, "--format", "json").out)
    assert again == found, "the same each time"


def test_where_all_are_tied_there_is_nothing_to_tell(folder: Folder) -> None:
    lines = [f"  c{city}: {{name: City {city}}}" for city in range(6)]
    ties = [f"  - {{kind: sister-city, between: [c{one}, c{other}]}}" for one, other in combinations(range(6), 2)]
    world = World(folder(w="\n".join(["cities:", *lines, "ties:", *ties])))
    with pytest.raises(CityGraphError, match="all pairs"):
        world.evaluate_suggestions()


FAIR = """\
cities:
  a: {name: Alder, country: GB}
  b: {name: Birch, country: FR}
  g: {name: Gorse, country: SE}
  h: {name: Hazel, country: NO, known_for: [wood]}
events: {fair: {name: Wood Fair, when: "2023"}}
ties:
  - {kind: sister-city, between: [a, b], status: active}
  - {kind: sister-city, between: [a, g]}
  - {kind: attends, from: b, to: fair}
  - {kind: attends, from: g, to: fair}
  - {kind: attends, from: h, to: fair}
"""


def test_who_was_invited_to_the_same_fair_has_that_perhaps_in_common_and_it_weighs_nothing(folder: Folder) -> None:
    world = World(folder(w=FAIR.replace("NO,", '"NO",')))
    (gorse,) = world.suggest("b")
    assert gorse.score == pytest.approx(1 / math.log(2)), "the tie to Alder alone; Hazel shares nothing that weighs"
    assert [(one.id, one.rests_on) for one in gorse.shared] == [("a", ("unknown",)), ("fair", ("unknown",))]
    why = citygraph("suggest", "b", "--graph", world.folder, "--format", "tsv").out.splitlines()[1]
    assert "share 1 partner: Alder (unknown); both at Wood Fair (unknown)" in why
    asked = world.suggest("b", status="unknown")
    assert {row.id: bool(row.score) for row in asked} == {"g": True, "h": True}


def test_a_reason_says_what_its_ties_are(folder: Folder) -> None:
    ties = """
ties:
  - {kind: exchange, between: [a, b], status: planned}
  - {kind: exchange, between: [b, g], status: active}
  - {kind: exchange, between: [a, h]}
  - {kind: exchange, between: [g, h], status: active}
"""
    graph = folder(w=FAIR.split("\nties:")[0].replace("NO,", '"NO",') + ties)

    def why(*lens: str) -> str:
        return citygraph("suggest", "Alder", *lens, "--graph", graph, "--format", "csv").out

    assert "both tied to Hazel (unknown)" in why()
    assert "Birch" not in why()
    assert "both tied to Birch (planned)" in why("--status", "planned", "--status", "active")
