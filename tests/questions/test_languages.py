"""``--lang``: names in a reader's language, and nothing else changes."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import citygraph as library
from citygraph.world import World
from conftest import ANSI, SEED, citygraph, in_terminal

TOWNS = """
cities:
  north: {name: Northtown, country: GB, names: {zh: 北镇, de: Nordstadt}}
  south: {name: Southtown, country: GB, names: {zh-Hant: 南鎮}, aliases: [Sud]}
  other: {name: Northtown, country: US, names: {zh: 北镇}}
  plain: {name: Plain, country: FR}
ties:
  - {kind: sister-city, between: [north, south], status: active, source: s}
  - {kind: sister-city, between: [north, plain], status: planned, source: s}
  - {kind: sister-city, between: [other, plain], status: ended, source: s}
sources:
  s: {title: A list}
"""


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    (tmp_path / "towns.yaml").write_text(TOWNS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("neighbors south", "北镇"),
        ("path south plain", "南鎮"),
        ("ties", "北镇, GB"),  # two are called so, as in the language of their records
        ("show north", "北镇"),
        ("find north", "北镇"),
        ("rank", "南鎮"),
        ("compare north south", "南鎮"),
        ("communities", "北镇"),
        ("timeline", "北镇, GB"),
        ("promises", "北镇, GB"),
        ("review --format table", "北镇, GB"),
    ],
)
def test_every_answer_names_nodes_in_the_language(asked: str, seen: str, towns: Path) -> None:
    ran = citygraph(*asked.split(), "--lang", "zh", "--graph", towns, COLUMNS="200")
    assert seen in ran.out
    assert "Southtown" not in ran.out
    assert "no record has" not in ran.err


def test_towns_of_one_name_in_one_country_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "towns.yaml").write_text(
        "cities:\n"
        "  shire: {name: The Shire, country: GB, level: region}\n"
        "  one: {name: Westham, country: GB, part_of: shire, names: {zh: 西镇}}\n"
        "  two: {name: West Town, country: GB, names: {zh: 西镇}}\n"
        "  far: {name: Far, country: FR}\n"
        "ties:\n"
        "  - {kind: sister-city, between: [one, far], status: active, source: s}\n"
        "  - {kind: sister-city, between: [two, far], status: active, source: s}\n"
        "sources: {s: {title: A list}}\n"
    )
    for question in ("ties", "neighbors far"):
        ran = citygraph(*question.split(), "--lang", "zh", "--format", "table", "--graph", tmp_path, COLUMNS="200")
        assert "西镇, GB (The Shire)" in ran.out
        assert "西镇, GB (two)" in ran.out
    assert "Westham" in citygraph("neighbors", "far", "--format", "table", "--graph", tmp_path).out


def test_a_record_without_such_a_name_keeps_its_own(towns: Path) -> None:
    ran = citygraph("ties", "--lang", "de", "--graph", towns, "--format", "json")
    ends = citygraph("neighbors", "plain", "--lang", "de", "--graph", towns, "--format", "json")
    assert {row["name"] for row in json.loads(ends.out)} == {"Nordstadt", "Northtown"}
    assert {row["to"] for row in json.loads(ran.out)} == {"south", "plain"}  # ids are ids in any language


@given(tag=st.sampled_from(["", "zh", "zh-Hant", "zh-TW", "de", "ky", "tr", "bg", "ar", "fr"]))
def test_an_answer_says_the_same_in_each_language(tag: str) -> None:
    plain, spoken = World(SEED), World(SEED)
    spoken.language = tag
    for ask in ("ties", "timeline", "officials", "review", "rank", "sources", "promises", "agreements"):
        rows, told = list(getattr(plain, ask)()), list(getattr(spoken, ask)())
        assert len(rows) == len(told)
        for row, other in zip(rows, told, strict=True):
            assert _facts(row) == _facts(other)


def _facts(row: Any) -> dict[str, Any]:
    """What a row says besides names."""
    names = ("name", "of", "what", "said", "about")
    return {field.name: getattr(row, field.name) for field in dataclasses.fields(row) if field.name not in names}


def test_the_card_keeps_the_name_that_the_record_has_first(towns: Path) -> None:
    ran = citygraph("show", "south", "--lang", "zh-TW", "--graph", towns, "--format", "table")
    assert ran.out.startswith("南鎮")
    assert "Southtown, Sud" in ran.out


def test_a_name_that_a_question_takes_may_be_in_any_language(towns: Path) -> None:
    world = library.open(towns)
    world.language = "zh"
    assert world.resolve("Southtown") == world.resolve("南鎮") == "south"
    assert world.name("north") == "北镇, GB"
    world.language = ""
    assert world.name("south") == "Southtown"


def test_a_changed_language_form_is_no_renaming(towns: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    later = tmp_path_factory.mktemp("later")
    (later / "towns.yaml").write_text(TOWNS.replace("zh: 北镇, de", "zh: 北鎮, de"), encoding="utf-8")
    ran = citygraph("diff", f"{towns}/", f"{later}/", "--lang", "zh", "--format", "json")
    (change,) = json.loads(ran.out)
    assert change["change"] == "changed"


def test_a_language_that_no_record_knows_is_said(towns: Path) -> None:
    ran = citygraph("ties", "--lang", "fr", "--graph", towns)
    assert "Southtown" in ran.out
    assert "no record has a name in `fr`" in ran.err
    assert "there are names in de, zh, zh-Hant" in ran.err


@pytest.mark.parametrize(("tag", "way_out"), [("zh_CN.UTF-8", "write zh-CN"), ("chinese!", "write a BCP 47 tag")])
def test_what_is_no_tag_is_refused(tag: str, way_out: str, towns: Path) -> None:
    ran = citygraph("ties", "--lang", tag, "--graph", towns)
    assert ran.code == 2
    assert way_out in " ".join(ran.err.replace("│", " ").split())


def test_a_terminal_speaks_the_language_of_its_locale(towns: Path) -> None:
    _, seen = in_terminal(f"citygraph ties --graph {towns}", LC_ALL="zh_TW.UTF-8")
    assert "南鎮" in ANSI.sub("", seen)
    _, seen = in_terminal(f"citygraph ties --graph {towns} --lang ''", LC_ALL="zh_TW.UTF-8")
    assert "Southtown" in ANSI.sub("", seen)
    assert "南鎮" not in citygraph("ties", "--graph", towns, LC_ALL="zh_TW.UTF-8").out  # a program gets the same always
