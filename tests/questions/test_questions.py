"""Neighbors, ties, officials, cards, sources, names: what the library answers."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import citygraph
from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Filter, Lens
from citygraph.graph.resolve import AmbiguousName, UnknownName
from citygraph.graph.tie_facts import Evidence
from citygraph.questions._columns import first_words
from citygraph.questions.neighbors import neighborhood
from citygraph.questions.show.cards import NodeCard, SourceCard, TieCard
from citygraph.questions.sources import all_sources
from citygraph.questions.ties import listed
from citygraph.world import World
from conftest import SEED
from conftest import citygraph as run_command
from worlds import build, lenses, told_worlds, world_texts

Folder = Callable[..., Path]


@pytest.fixture(scope="module")
def seed() -> World:
    return citygraph.open(SEED)


# ---------------------------------------------------------------- neighbors


@given(text=world_texts(), lens=lenses(), hops=st.integers(1, 4), data=st.data())
def test_neighbors_are_those_of_networkxs_ego_graph(text: str, lens: Lens, hops: int, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    node = data.draw(st.sampled_from(sorted(graph)))
    admitted = {other for other, values in graph.nodes(data=True) if other == node or lens.admits_node(values)}
    seen = nx.Graph()
    seen.add_node(node)
    seen.add_edges_from(
        (one, other)
        for one, other, tie in graph.edges(data=True)
        if lens.admits_tie(tie) and one in admitted and other in admitted
    )
    distances = nx.single_source_shortest_path_length(seen, node, cutoff=hops)
    rows = list(neighborhood(graph, node, lens, hops=hops))
    assert {row.node: row.distance for row in rows} == {other: far for other, far in distances.items() if far}
    counted = Counter(
        tie
        for one, other, tie, values in graph.edges(keys=True, data=True)
        if lens.admits_tie(values)
        and abs(distances.get(one, 99) - distances.get(other, 99)) == 1
        and max(distances.get(one, 99), distances.get(other, 99)) <= hops
    )
    assert Counter(row.tie for row in rows) == counted


def test_a_directed_tie_reads_both_ways(seed: World) -> None:
    there = next(row for row in seed.neighbors("jingdezhen") if row.node == "dubai")
    back = next(row for row in seed.neighbors("dubai") if row.node == "jingdezhen")
    assert (there.label, there.direction) == ("has a flagship store in", "out")
    assert (back.label, back.direction) == ("hosts a flagship store of", "in")


def test_a_tie_without_direction_reads_the_same_from_both_ends(seed: World) -> None:
    for one, other in (("iznik", "jingdezhen"), ("jingdezhen", "iznik")):
        row = next(row for row in seed.neighbors(one, kind="sister-city") if row.node == other)
        assert (row.label, row.direction) == ("is a sister city of", "both")


@pytest.mark.parametrize("city", ["Jingdezhen", "Dubai", "Osh"])
def test_partners_are_the_neighbors_by_ties_of_the_economy(city: str, seed: World) -> None:
    for country in ((), "!AE"):
        assert list(seed.partners(city, country=country)) == list(
            seed.neighbors(city, group="economy", country=country)
        )
    assert {row.node for row in seed.partners("Jingdezhen")} == {"dubai", "istanbul", "made-in-jingdezhen"}


# ---------------------------------------------------------------- ties


@given(text=world_texts(), lens=lenses())
def test_ties_list_each_tie_once_in_order_of_ids(text: str, lens: Lens) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = build(text, Path(folder))
    rows = list(listed(graph, lens))
    expected = set()
    for one, other, tie, values in graph.edges(keys=True, data=True):
        ends = [graph.nodes[one], graph.nodes[other]]
        told_out = any(end["type"] in lens.types.exclude or end["country"] in lens.countries.exclude for end in ends)
        if lens.admits_tie(values) and not told_out and any(lens.admits_node(end) for end in ends):
            expected.add(tie)
    assert [row.tie for row in rows] == sorted(expected)


def test_ties_between_two_countries_count_the_cities_in_them(seed: World) -> None:
    by_name = {row.tie for row in seed.ties(between=("Türkiye", "China"))}
    assert {"sister-city.iznik.jingdezhen", "flagship-store.jingdezhen.istanbul", "exchange.china.turkiye"} <= by_name
    assert by_name == {row.tie for row in seed.ties(between=("CN", "TR"))}


def test_ties_between_countries_that_have_no_record(folder: Folder) -> None:
    world = citygraph.open(
        folder(
            c="cities:\n  osh: {name: Osh, country: KG}\n  iznik: {name: Iznik, country: TR}\n"
            "ties:\n  - {kind: sister-city, between: [osh, iznik]}\n"
        )
    )
    for pair in (("KG", "TR"), ("Kyrgyzstan", "Turkey"), ("kg", "Türkiye"), ("Osh", "TR")):
        assert [row.tie for row in world.ties(between=pair)] == ["sister-city.iznik.osh"]


def test_officials_of_a_city_include_its_council(seed: World) -> None:
    assert [(post.name, post.title, post.of) for post in seed.officials("Osh")] == [
        ("Nurbaev Niiazbek", "Deputy Speaker", "City Council of Osh")
    ]
    assert len(seed.officials()) == 4


# ---------------------------------------------------------------- the lens


def test_a_kind_answers_to_a_registers_own_term(seed: World) -> None:
    assert {row.kind for row in seed.ties(kind="友好城市")} == {"sister-city"}


def test_no_people(seed: World) -> None:
    for row in seed.ties(type="!official"):
        assert "official" not in {seed.view.nodes[row.from_]["type"], seed.view.nodes[row.to]["type"]}


def test_who_is_left_out_is_not_named_as_a_speaker_either(seed: World) -> None:
    card = seed.show("jingdezhen", type="!official").data
    assert isinstance(card, NodeCard)
    assert card.statements == card.posts == ()
    evidence = [item for row in (*card.ties, *card.figures, card) for item in row.evidence]
    evidence += [item for row in seed.ties(type="!official") for item in row.evidence]
    assert evidence
    assert not [item for item in evidence if item.by]
    said = seed.cited("article", type="!official")
    assert said
    assert not [row for row in said if row.by or row.what in ("official", "statement")]


def test_the_lens_says_what_counts_of_a_source(seed: World) -> None:
    rows = seed.cited("article", kind="flagship-store")
    assert {row.id for row in rows} == {"flagship-store.jingdezhen.dubai", "flagship-store.jingdezhen.istanbul"}
    article = next(row for row in seed.sources(kind="flagship-store") if row.id == "article")
    assert (article.cited, article.ties) == (2, 2)


def test_a_filter_takes_any_of_several_and_two_filters_both(seed: World) -> None:
    rows = seed.ties(kind=["flagship-store", "sister-city"], country="TR")
    assert {row.tie for row in rows} == {"flagship-store.jingdezhen.istanbul", "sister-city.iznik.jingdezhen"}


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"kind": "sistr-city"}, "no kind `sistr-city`; did you mean `sister-city`"),
        ({"status": "actve"}, "no status `actve`; did you mean `active`"),
        ({"type": "town"}, "no type `town`"),
        ({"country": "Kirgistan"}, "no country `Kirgistan`; did you mean `KG`"),
        ({"group": "trade"}, "no group `trade`"),
        ({"at": "19.10.2019"}, "write year-month-day: 2019-10-19"),
    ],
)
def test_a_filter_that_means_nothing_says_what_is_near(filters: dict[str, str], message: str, seed: World) -> None:
    with pytest.raises(CityGraphError, match=message):
        seed.lens(**filters)


def test_what_held_in_2019_leaves_out_plans_and_what_began_later(seed: World) -> None:
    held = {row.tie: row.held for row in seed.ties(at="2019")}
    assert "sister-city.iznik.jingdezhen" not in held
    assert "training.jingdezhen.osh" not in held
    assert held["historical-link.jingdezhen.osh"] == "possibly"
    assert seed.ties(at="2022", kind="sister-city")[0].held == "yes"


def test_what_happens_at_an_event_happens_when_it_does(seed: World) -> None:
    assert {row.held for row in seed.ties(at="2025", kind="speaks-at")} == {"yes"}
    assert not seed.ties(at="2024", kind="speaks-at")


# ---------------------------------------------------------------- cards and sources


def test_the_card_of_a_city_has_all_that_is_known(seed: World) -> None:
    card = seed.show("Jingdezhen").data
    assert isinstance(card, NodeCard)
    assert card.names == {"zh": "景德镇"}
    assert [post.name for post in card.posts] == ["Chen Kelong"]
    visitors = [(figure.when, figure.bound, figure.value) for figure in card.figures if figure.property == "visitors"]
    assert ("2024", "more-than", 60_000_000) in visitors
    assert {said.by for said in card.statements} == {
        "chen-kelong", "kagan-mehmet-usta", "nurbaev-niiazbek", "veronika-todorova"
    }  # fmt: skip
    assert set(card.sources) == {"article", "geonames", "wikidata-2022"}


@pytest.mark.parametrize("name", ["chen-kelong", "City Council of Osh", "mayors-dialogue-2025", "china"])
def test_every_type_of_node_has_a_card(name: str, seed: World) -> None:
    assert isinstance(seed.show(name).data, NodeCard)


@given(text=world_texts(), data=st.data())
def test_a_card_has_a_line_for_each_post_and_each_tie(text: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(folder, cache=False)
        node = data.draw(st.sampled_from(sorted(world.view.nodes)))
        answer = world.show(node)
        lines = list(answer)
    card = answer.data
    assert isinstance(card, NodeCard)
    assert [line.value for line in lines if line.what in ("name", "id")][:2] == [card.name, card.id]
    assert [line.id for line in lines if line.id] == [row.tie for row in (*card.posts, *card.ties)]


def test_a_tie_has_a_card_by_its_id(seed: World) -> None:
    card = seed.show("training.jingdezhen.osh").data
    assert isinstance(card, TieCard)
    assert card.tie.status == "planned"


def test_a_source_has_a_card_that_says_what_else_it_says(seed: World) -> None:
    card = seed.show("Global mayors foster artistic ceramic bonds").data
    assert isinstance(card, SourceCard)
    assert card.cited == tuple(seed.cited("article"))
    assert {row.what for row in card.cited} >= {"tie", "statement", "visitors", "city"}


def test_sources_count_what_stands_on_them(seed: World) -> None:
    article = next(source for source in seed.sources() if source.id == "article")
    assert article.ties == seed.graph.number_of_edges()
    assert article.cited == len(seed.cited("article"))


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("typed", "id"),
    [
        ("iznik", "iznik"), ("İZNİK", "iznik"), ("ıznik", "iznik"), ("Iznik", "iznik"),
        ("景德镇", "jingdezhen"), ("jing-de-zhen", "jingdezhen"), ("Jing De Zhen", "jingdezhen"),
        ("porcelain capital", "jingdezhen"), ("Q34405", "jingdezhen"), ("wikidata:q34405", "jingdezhen"),
        ("geonames:1805680", "jingdezhen"), ("Ош", "osh"), ("دبي", "dubai"), ("istanbul", "istanbul"),
        ("Osh, KG", "osh"), ("Osh, Kyrgyzstan", "osh"), ("TR", "turkiye"), ("Türkiye", "turkiye"),
    ],
)  # fmt: skip
def test_a_name_in_any_spelling_finds_its_record(typed: str, id: str, seed: World) -> None:
    assert seed.resolve(typed) == id


def test_namesakes_are_told_apart_by_country_type_or_id(folder: Folder) -> None:
    world = citygraph.open(
        folder(
            c="cities:\n  springfield-us: {name: Springfield, country: US}\n"
            "  springfield-gb: {name: Springfield, country: GB}\n"
            "organizations:\n  springfield-fc: {name: Springfield}\n"
        )
    )
    with pytest.raises(AmbiguousName) as told:
        world.resolve("springfield")
    assert told.value.candidates == ("springfield-fc", "springfield-gb", "springfield-us")
    assert world.resolve("Springfield, US") == "springfield-us"
    assert world.resolve("Springfield, United Kingdom") == "springfield-gb"
    assert world.resolve("Springfield, organization") == "springfield-fc"
    assert world.resolve("springfield-us") == "springfield-us"


def test_a_name_that_a_city_shares_with_a_source_is_that_of_the_city(folder: Folder) -> None:
    folder(
        c="cities:\n  graz-at: {name: Graz, country: AT, source: graz}\n"
        "sources:\n  graz: {title: graz.csv, passages: [Graz has partners.]}\n"
    )
    assert "graz-at" in run_command("show", "Graz", cwd=folder()).out
    assert "graz.csv" in run_command("show", "graz", cwd=folder()).out


def test_the_id_of_a_tie_with_a_direction_the_other_way_round_says_the_right_one(seed: World) -> None:
    with pytest.raises(UnknownName) as told:
        seed.show("flagship-store.istanbul.jingdezhen")
    assert told.value.way_out.startswith("did you mean `flagship-store.jingdezhen.istanbul`?")
    with pytest.raises(UnknownName) as told:
        seed.neighbors("flagship-store.istanbul.jingdezhen")
    assert not told.value.way_out


def test_an_unknown_name_says_which_are_near(seed: World) -> None:
    with pytest.raises(UnknownName) as told:
        seed.resolve("Jingdezen")
    assert told.value.candidates[0] == "jingdezhen"
    with pytest.raises(UnknownName) as told:
        seed.resolve("Kelong")
    assert told.value.candidates[0] == "chen-kelong"


def test_find_looks_into_all_names_and_ranks_whole_ones_first(seed: World) -> None:
    assert [row.id for row in seed.find("osh")][:2] == ["osh", "city-council-of-osh"]
    assert "jingdezhen" in [row.id for row in seed.find("porcelain")]
    assert [row.id for row in seed.find("istambul")] == ["istanbul"]
    assert {row.type for row in seed.find("e", in_="names", type="event")} == {"event"}


# ---------------------------------------------------------------- the library


def test_the_graph_is_a_plain_multidigraph_with_one_edge_a_tie(seed: World) -> None:
    assert type(seed.graph) is nx.MultiDiGraph
    assert len({tie for _, _, tie in seed.graph.edges(keys=True)}) == seed.graph.number_of_edges()
    assert seed.graph.nodes["osh"]["country"] == "KG"
    assert nx.shortest_path_length(seed.graph.to_undirected(), "iznik", "osh") == 2


def test_answers_are_frozen(seed: World) -> None:
    row = seed.neighbors("osh")[0]
    with pytest.raises(AttributeError):
        row.status = "active"  # type: ignore[misc]


def test_no_such_folder_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match="there is no folder"):
        citygraph.open(tmp_path / "nowhere")


def test_a_statement_of_somebody_in_a_broken_file_is_left_out(folder: Folder) -> None:
    world = citygraph.open(
        folder(
            people="officials:\n  m: {name: M\n",
            rest="sources:\n  paper: {title: P}\nstatements:\n  - {by: m, source: paper, quote: Yes}\n",
        )
    )
    assert [row.cited for row in world.sources()] == [0]
    assert list(world.cited("paper")) == []


def test_an_excluded_person_is_in_no_corner_of_a_card(folder: Folder) -> None:
    world = citygraph.open(
        folder(
            c="cities:\n  a: {name: A, country: KG}\n  b: {name: B, country: TR}\n"
            "officials:\n  secret: {name: Secret}\nsources:\n  paper: {title: P}\n"
            "ties:\n  - kind: sister-city\n    between: [a, b]\n    source: paper\n    on_behalf_of: secret\n"
            "    agreement: {signed: 2001, signed_by: secret}\n"
            "    status: [{is: active, from: 2001, source: paper, by: secret}]\n"
            "statements:\n  - {by: b, about: [a, secret], source: paper, quote: Yes}\n"
        )
    )
    assert world.diagnostics == ()
    assert "secret" in repr(world.show("sister-city.a.b").data)
    for text in ("sister-city.a.b", "a"):
        card = world.show(text, type="!official")
        assert "secret" not in repr((card.data, list(card)))


def test_a_name_is_looked_for_among_those_that_can_be_meant(folder: Folder) -> None:
    world = citygraph.open(
        folder(
            c="cities:\n  dubai-city: {name: Dubai, country: AE}\n"
            "  la: {name: Los Angeles, country: US, aliases: [LA]}\n"
            "countries:\n  laos: {name: Laos, iso: LA}\nsources:\n  dubai: {title: Dubai}\n"
        )
    )
    assert world.resolve("dubai") == "dubai-city"
    assert world.resolve("LA, city") == "la"
    with pytest.raises(AmbiguousName):
        world.resolve("LA")


def test_a_history_says_since_when(folder: Folder) -> None:
    world = citygraph.open(
        folder(
            c="cities:\n  a: {name: A, country: KG}\n  b: {name: B, country: TR}\nties:\n"
            "  - {kind: sister-city, between: [a, b], status: [{is: planned, from: 1990}, {is: active, from: 1992}]}\n"
        )
    )
    row = world.ties()[0]
    assert (row.status, row.since) == ("active", "1992")


def test_a_history_that_opens_with_the_end_does_not_say_since_when(folder: Folder) -> None:
    world = citygraph.open(
        folder(
            c="cities:\n  a: {name: A, country: KG}\n  b: {name: B, country: TR}\n"
            "ties:\n  - {kind: sister-city, between: [a, b], status: [{is: ended, from: 2020}]}\n"
        )
    )
    assert world.ties()[0].since is None
    assert [row.held for row in world.ties(at="2019")] == ["possibly"]
    assert not world.ties(at="2021")


# ---------------------------------------------------------------- sources of a history


@given(text=told_worlds())
def test_the_sources_of_a_tie_are_those_of_its_record_and_of_its_history(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
        world = World(Path(folder), cache=False)
        written = {tie: _written_sources(data) for tie, (_, _, data) in world.view.graph["ties"].items()}
        lacking = {diagnostic.message for diagnostic in world.diagnostics if diagnostic.code == "missing-evidence"}
        assert {row.tie: row.sources for row in world.ties()} == written
        told = lacking & {"this tie names no source", "this post names no source"}
        assert bool(told) == any(not sources for sources in written.values())
        _, in_sql = world.sql("SELECT id, sources FROM ties")
        assert dict(in_sql) == {tie: "; ".join(sources) or None for tie, sources in written.items()}
        for source in "st":
            with_it = {tie for tie, sources in written.items() if source in sources}
            assert {row.tie for row in world.ties(source=[source])} == with_it
            for lens in (Lens(), Lens(statuses=Filter(frozenset(), frozenset(("none",))))):  # counted before, and now
                (counted,) = (one for one in all_sources(world.view, lens) if one.id == source)
                assert counted.ties == len(with_it)


def _written_sources(tie: dict[str, Any]) -> tuple[str, ...]:
    lists = (tie["evidence"], *(entry.get("evidence", []) for entry in tie.get("history") or ()))
    return tuple(dict.fromkeys(item["source"] for items in lists for item in items))


def test_what_rests_on_the_history_alone_is_told_with_it(folder: Folder) -> None:
    world = World(
        folder(
            a="cities:\n  a: {name: Aa, country: DE}\n  b: {name: Bb, country: RU}\n"
            "sources:\n  chronicle: {title: C}\n  newspaper: {title: N}\n"
            "ties:\n  - {kind: sister-city, between: [a, b], source: chronicle, quote: since 1990, status: "
            "[{is: active, from: 1990}, {is: suspended, from: 2022-03-08, source: newspaper, quote: on ice}]}\n"
        )
    )
    (row,) = world.neighbors("a")
    assert row.sources == ("chronicle", "newspaper")
    assert [item.quote for item in row.evidence] == ["since 1990", "on ice"]
    lines = [(line.section, line.words) for line in world.show("sister-city.a.b") if line.words]
    assert lines == [("History", "“on ice”"), ("Evidence", "“since 1990”")]  # each once


# ---------------------------------------------------------------- what lists say of what is no fact

DOUBTED = """\
cities:
  a: {name: Aa, country: DE}
  b: {name: Bb, country: RU}
  c: {name: Cc, country: SE}
officials:
  o: {name: Oo, posts: [{title: Mayor, of: a, since: 1984, until: 2002, source: s}]}
  p: {name: Pp, posts: [{title: Mayor, of: a, since: 2727, status: planned, source: s}]}
events:
  e: {name: Fair, when: 2025-10-01/2025-10-08}
sources:
  s: {title: Web, published: 2024}
  n: {title: Newspaper, published: 2022-03-09}
ties:
  - {kind: sister-city, between: [a, b], status: active, evidence: [{source: s}, {source: n, by: o, status: denied}]}
  - {kind: sister-city, between: [a, c], since: 1988, until: 2011, status: ended, source: s}
  - {kind: delegation, from: a, to: c, on: 1999, status: ended, source: s}
  - {kind: sister-city, between: [b, c], since: 2727, status: planned, source: s}
  - {kind: attends, from: a, to: e, status: ended, source: s}
"""


def _printed(folder: Folder, *command: str) -> list[list[str]]:
    """The lines of a table, each as its cells."""
    ran = run_command(*command, "--format", "table", "--graph", str(folder(a=DOUBTED)))
    assert ran.code == 0, ran.err
    return [re.split(r"\s{2,}", line.strip()) for line in ran.out.splitlines() if line.strip()]


def test_a_partnership_that_has_ended_is_not_renewed_by_a_visit(folder: Folder) -> None:
    found = World(folder(a=DOUBTED)).compare("a", "b").data.countries
    assert "SE" not in {**found.common, **found.only_one, **found.only_other}
    alone = DOUBTED.replace("  - {kind: sister-city, between: [b, c], since: 2727, status: planned, source: s}\n", "")
    ran = run_command("compare", "a", "b", "--format", "table", "--graph", str(folder(a=alone)))
    assert "only Aa  Cc (ended)" in ran.out


def test_a_post_reads_as_it_stands(folder: Folder) -> None:
    assert ["held", "Mayor, Aa", "1984 – 2002", "over", "s"] in _printed(folder, "show", "o")
    assert ["is to hold", "Mayor, Aa", "from 2727", "planned", "s"] in _printed(folder, "show", "p")
    assert ["Mayor", "was Oo", "1984 – 2002", "over", "s"] in _printed(folder, "show", "a")
    assert ["Pp", "is to hold", "Mayor", "Aa", "from 2727", "planned", "s"] in _printed(folder, "officials")


def test_a_plan_is_not_since_and_an_attendance_has_the_time_of_its_event(folder: Folder) -> None:
    for command in (["neighbors", "b"], ["show", "b"]):
        rows = [row for row in _printed(folder, *command) if "planned" in row]
        assert rows
        assert all("from 2727" in row for row in rows)
    assert any("2025-10-01/2025-10-08" in row for row in _printed(folder, "neighbors", "e"))


def test_evidence_that_denies_a_tie_says_so_in_lists(folder: Folder) -> None:
    for command in (["neighbors", "b"], ["show", "b"], ["ties"]):
        assert ["as Oo says: denied"] in _printed(folder, *command)


@given(
    items=st.lists(
        st.builds(Evidence, st.just("s"), st.sampled_from([None, "q"]), st.sampled_from([None, "o"]),
                  st.sampled_from([None, "active", "denied"])),
        max_size=4,
    )
)  # fmt: skip
def test_a_list_leaves_out_no_status_that_evidence_gives(items: list[Evidence]) -> None:
    said = first_words(tuple(items), str)
    assert [line.rpartition(": ")[2].split("  (+")[0] for line in said.split("\n") if ": " in line] == [
        item.status for item in items if item.status
    ]


def test_ties_by_country_call_a_visit_what_it_is(folder: Folder) -> None:
    (counted,) = (row for row in _printed(folder, "ties", "--by", "country") if row[:2] == ["Germany", "Sweden"])
    assert counted[-1] == "1 ended, 1 took place"
    rows = World(folder(a=DOUBTED)).ties_by_country()
    assert {"ended": 2} in [row.statuses for row in rows]


@pytest.mark.parametrize("word", ["over", "took place", "perhaps over"])
def test_the_word_for_what_a_tie_is_leads_to_its_status(folder: Folder, word: str) -> None:
    with pytest.raises(CityGraphError, match=rf"`{word}` is not a status.*`--status (ended|unknown)"):
        World(folder(a=DOUBTED)).ties(status=[word])


def test_statistics_call_a_visit_what_it_is(folder: Folder) -> None:
    (counted,) = (row for row in _printed(folder, "stats") if row[0] == "ties by status")
    assert "2 took place" in counted[-1]
    assert World(folder(a=DOUBTED)).stats().data.ties_by_status["ended"] == 3
