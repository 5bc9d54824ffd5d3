"""``--graph A --graph B``: two folders asked as one."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.graph.asked import Asked
from citygraph.graph.joined import joined
from citygraph.questions.ties import ties
from citygraph.world import World
from conftest import citygraph
from worlds import world_texts

OWN = """
cities:
  leeds: {name: Leeds, country: GB, identifiers: {wikidata: Q39121}}
  lille: {name: Lille, country: FR}
  dortmund: {name: Dortmund, country: DE, part_of: ruhr, coordinates: [51.51, 7.47]}
  ruhr: {name: Ruhr, country: DE, level: region}
ties:
  - {kind: sister-city, between: [leeds, lille], since: 1968, status: active, source: list, quote: Leeds and Lille}
  - {kind: sister-city, between: [leeds, dortmund], since: 1969, status: active, source: list}
sources:
  list: {title: A list of Leeds, published: 2020}
"""
COLLEAGUE = """
cities:
  leeds: {name: Leeds, country: US}
  leeds-uk: {name: Leeds, country: GB, names: {zh: 利兹}, identifiers: {wikidata: Q39121}}
  lille: {name: Lille, country: FR}
  siegen: {name: Siegen, country: DE}
officials:
  li: {name: Li, posts: [{title: mayor, of: siegen, source: list}]}
ties:
  - {kind: sister-city, between: [leeds-uk, siegen], since: 1966, status: active, source: list, quote: with Siegen}
  - {kind: sister-city, between: [leeds, siegen], status: planned, source: list}
statements:
  - {by: li, about: [siegen, leeds-uk], source: list, quote: we like it}
sources:
  list: {title: The colleague's list, published: 2023}
"""


@pytest.fixture
def two(folder: Callable[..., Path], tmp_path: Path) -> tuple[Path, Path]:
    own, colleague = tmp_path / "own", tmp_path / "colleague"
    for place, text in ((own, OWN), (colleague, COLLEAGUE)):
        place.mkdir()
        (place / "world.yaml").write_text(text, encoding="utf-8")
    return own, colleague


def asked(two: tuple[Path, Path], *words: str) -> Any:
    ran = citygraph(*words, "--graph", two[0], "--graph", two[1], "--format", "json")
    return json.loads(ran.out)


def test_a_path_leads_from_one_register_into_the_other(two: tuple[Path, Path]) -> None:
    hops = asked(two, "path", "dortmund", "siegen")["hops"]
    assert [hop["to"] for hop in hops] == ["leeds", "siegen"]


def test_what_has_an_identifier_in_common_is_one_and_keeps_all_that_both_say(two: tuple[Path, Path]) -> None:
    card = asked(two, "show", "leeds")
    assert card["names"] == {"zh": "利兹"}
    assert {tie["node"] for tie in card["ties"]} == {"lille", "dortmund", "siegen"}
    assert [said["by"] for said in card["statements"]] == ["li"]


def test_an_id_that_clashes_is_told_with_its_folder(two: tuple[Path, Path]) -> None:
    ran = citygraph("ties", "--graph", two[0], "--graph", two[1], "--format", "table")
    assert "that of colleague is `colleague:leeds` here" in " ".join(ran.err.split())
    assert re.search(r"Leeds, US +is to be a", ran.out)
    of_us = asked(two, "neighbors", "colleague:leeds")
    assert [(row["node"], row["status"], row["sources"]) for row in of_us] == [
        ("siegen", "planned", ["colleague:list"])
    ]
    assert asked(two, "sources", "colleague:list")
    by_name = {row["node"]: row["name"] for row in asked(two, "neighbors", "leeds", "--hops", "1")}
    assert by_name["lille"] == "Lille"
    assert asked(two, "find", "lille")[0]["name"] == "Lille (colleague)"


def test_evidence_stays_with_its_own_source(two: tuple[Path, Path]) -> None:
    rows = {row["tie"]: row for row in asked(two, "ties")}
    assert rows["sister-city.leeds.siegen"]["sources"] == ["colleague:list"]
    assert rows["sister-city.leeds.lille"]["sources"] == ["list"]


def test_a_tie_that_both_tell_alike_has_both_sources_and_another_stands_beside_it(two: tuple[Path, Path]) -> None:
    more = COLLEAGUE.replace("statements:", "\n".join((
        "  - {kind: sister-city, between: [leeds-uk, l2], since: 1968, status: active, source: list}",
        "  - {kind: sister-city, between: [leeds-uk, d2], status: ended, until: 2022, source: list}",
        "statements:",
    )))  # fmt: skip
    more = more.replace("cities:\n", "cities:\n  l2: {name: Lille, country: FR, identifiers: {wikidata: Q648}}\n"
                        "  d2: {name: Dortmund, country: DE, identifiers: {wikidata: Q1295}}\n")  # fmt: skip
    (two[1] / "world.yaml").write_text(more, encoding="utf-8")
    own = OWN.replace("country: FR", "country: FR, identifiers: {wikidata: Q648}")
    (two[0] / "world.yaml").write_text(
        own.replace("name: Dortmund,", "name: Dortmund, identifiers: {wikidata: Q1295},"), encoding="utf-8"
    )
    rows = asked(two, "ties", "--between", "leeds", "lille")
    assert [(row["status"], row["sources"]) for row in rows] == [("active", ["list", "colleague:list"])]
    told = {(row["tie"], row["status"]) for row in asked(two, "ties", "--between", "leeds", "dortmund")}
    usual = "sister-city.dortmund.leeds"
    assert told == {(usual, "active"), (f"colleague:{usual}", "ended")}
    ran = citygraph("ties", "--count", "--graph", two[0], "--graph", two[1])
    assert "1 tie is told in two ways" in ran.err


def test_every_question_answers(two: tuple[Path, Path]) -> None:
    for words in (
        "path leeds siegen", "neighbors leeds --hops 2", "show lille", "show colleague:lille", "find le",
        "ties --by country", "ties --count", "ties --at 1990", "officials", "agreements", "promises", "partners leeds",
        "sources", "compare leeds siegen", "common lille dortmund", "map", "stats", "rank", "communities",
        "suggest leeds", "timeline", "review", "ties --between ruhr GB",
    ):  # fmt: skip
        ran = citygraph(*words.split(), "--graph", two[0], "--graph", two[1])
        assert ran.code in (0, 1), (words, ran.err)
        assert "Traceback" not in ran.err
        assert "fault" not in ran.err


def test_bad_input_is_refused_in_words(two: tuple[Path, Path], folder: Callable[..., Path]) -> None:
    own, colleague = two
    twice = citygraph("ties", "--graph", own, "--graph", f"{own}/")
    assert (twice.code, twice.out) == (2, "")
    assert "twice" in twice.err
    none = citygraph("ties", "--graph", own, "--graph", own / "nothing")
    assert none.code == 2
    kind = (
        "kinds:\n  sings: {{label: sings with, inverse: sings with, group: exchange, from: city, to: city,"
        " nature: {}}}\n"
    )
    (own / "kinds.yaml").write_text(kind.format("standing"), encoding="utf-8")
    (colleague / "kinds.yaml").write_text(kind.format("occurrence"), encoding="utf-8")
    both = citygraph("ties", "--graph", own, "--graph", colleague)
    assert both.code == 2
    assert "`sings` means one thing in own and another in colleague" in " ".join(both.err.split())
    assert "no such option" not in citygraph("log", "leeds", "--graph", own, "--graph", colleague).err.lower()


def test_folders_of_one_name_are_called_by_what_tells_them_apart(tmp_path: Path) -> None:
    places = [tmp_path / who / "graph" for who in ("mine", "yours")]
    for place in places:
        place.mkdir(parents=True)
        (place / "world.yaml").write_text(COLLEAGUE, encoding="utf-8")
    ran = citygraph("ties", "--graph", places[0], "--graph", places[1])
    assert "mine and yours are asked as one" in ran.err
    assert "yours:" in ran.out


# ------------------------------------------------------------------ laws


def answers(view: Any) -> dict[str, Any]:
    return {row.tie: row for row in ties(Asked(view))}


def _tie(line: str) -> int | None:
    """The number of the tie in a line of a world."""
    found = re.match(r"  - \{id: t(\d+),", line)
    return int(found[1]) if found else None


@given(text=world_texts(), chosen=st.sets(st.integers(0, 15)))
def test_a_world_cut_in_two_answers_as_the_whole(
    text: str, chosen: set[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = re.sub(r"(\w+): \{name: (\w+ \w+)", r"\1: {name: \2, identifiers: {own: \1}", text)
    lines = text.splitlines()
    own = [line for line in lines if (number := _tie(line)) is None or number in chosen]
    other = [line for line in lines if (number := _tie(line)) is None or number not in chosen]
    worlds = []
    for part in (lines, own, other):
        place = tmp_path_factory.mktemp("part")
        (place / "w.yaml").write_text("\n".join(part).removesuffix("ties:"), encoding="utf-8")
        worlds.append(World(place, cache=False))
    whole, *parts = (world.view for world in worlds)
    both = joined([("own", parts[0]), ("other", parts[1])])
    assert answers(both) == answers(whole)
    assert dict(both.graph["countries"]) == dict(whole.graph["countries"].items())
    assert not both.apart
    assert {id: list(cited) for id, cited in both.graph["citations"].items()} == {
        id: sorted(cited, key=lambda one: (one.is_in_tie, one.id)) for id, cited in whole.graph["citations"].items()
    }


@given(text=world_texts())
def test_a_world_beside_itself_says_what_it_says(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("world")
    (place / "w.yaml").write_text(re.sub(r"(\w+): \{name: (\w+ \w+)", r"\1: {name: \2, identifiers: {own: \1}", text))
    view = World(place, cache=False).view
    both = joined([("one", view), ("other", view)])
    assert answers(both) == answers(view)
    assert not both.otherwise


@given(text=world_texts())
def test_without_identifiers_no_two_nodes_are_one(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("world")
    (place / "w.yaml").write_text(text)
    view = World(place, cache=False).view
    both = joined([("one", view), ("other", view)])
    assert len(both.nodes) == 2 * len(view.nodes)
    assert len(answers(both)) == 2 * len(answers(view))
