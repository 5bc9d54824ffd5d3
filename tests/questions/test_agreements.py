"""What was signed: a law against a plain look at each record, then what people would notice."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.terms import STATUSES
from citygraph.questions.agreements import agreements_of
from citygraph.questions.show.cards import NodeCard
from citygraph.world import World
from conftest import citygraph, examples
from worlds import networkx_graph, yaml_of

TOWNS = {id: {"name": f"Town {id}", "country": "GB" if id < "c" else "FR", "source": "s"} for id in "abcd"}
PERSONS = {id: {"name": f"Mayor {id}", "posts": [{"of": "a", "source": "s"}]} for id in ("mayor-a", "mayor-b")}
DAYS = st.sampled_from(["1987", "1987-05", "1987-05-02", "2019~", "2035"])
SIGNED_BY = st.lists(st.sampled_from(sorted(PERSONS)), min_size=1, unique=True)
PAPER = st.fixed_dictionaries(
    {}, optional={"signed": DAYS, "approved": DAYS, "signed_by": SIGNED_BY, "document": st.just("s")}
)
TIES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["sister-city", "cooperation-agreement"]),
            "between": st.sampled_from([["a", "b"], ["b", "c"], ["c", "d"], ["a", "d"]]),
            "status": st.sampled_from([one for one in STATUSES if one != "unknown"]),
            "source": st.just("s"),
        },
        optional={"agreement": PAPER, "form": st.sampled_from(["mou", "charter"]), "notes": st.just("a form")},
    ),
    max_size=8,
)  # fmt: skip


def world_of(folder: Path, ties: list[dict[str, Any]]) -> World:
    numbered = [{"id": f"{tie['kind']}.{number}", **tie} for number, tie in enumerate(ties)]
    sources = {"s": {"title": "Minutes"}}
    text = yaml_of({"cities": TOWNS, "officials": PERSONS, "ties": numbered, "sources": sources})
    (folder / "all.yaml").write_text(text, encoding="utf-8")
    world = World(folder, cache=False)
    assert not world.errors
    return world


@examples(60)
@given(TIES, st.sampled_from([None, "a", "c"]), st.sampled_from([None, "mayor-a"]))
def test_all_ties_with_a_paper_are_there_once_and_no_others(
    ties: list[dict[str, Any]], node: str | None, person: str | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = world_of(Path(folder), ties)
        found = agreements_of(world.view, node, signed_by=person)
        assert agreements_of(networkx_graph(world.view), node, signed_by=person) == found
    papers = [
        (f"{tie['kind']}.{number}", tie) for number, tie in enumerate(ties) if tie.get("agreement") or "form" in tie
    ]
    expected = {
        id: tie.get("agreement", {}).get("signed")
        for id, tie in papers
        if node is None or node in tie["between"]
        if person is None or person in tie.get("agreement", {}).get("signed_by", ())
    }
    assert {one.tie: one.signed for one in found} == expected
    assert len(found) == len(expected)
    days = [one.signed or one.approved for one in found]
    assert days == sorted(days, key=lambda day: day or "~")


def paper(status: str, **dates: str) -> list[dict[str, Any]]:
    return [{"kind": "sister-city", "between": ["a", "b"], "status": status, "source": "s", "agreement": dates}]


@pytest.mark.parametrize(
    ("tie", "shown", "hidden"),
    [
        (paper("active", signed="1987-05-02", expires="2037"), ["1987-05-02", "until 2037"], ["to be", "expired"]),
        (paper("active", signed="1987", expires="2019"), ["expired 2019", "active"], ["until 2019"]),
        (paper("planned", signed="2031"), ["to be signed 2031", "planned"], ["is a sister"]),
        (paper("planned", signed="2019", expires="2029"), ["to run until 2029", "is to be"], ["  until 2029"]),
        (paper("ended", approved="2010-01"), ["approved 2010-01", "was a sister"], ["signed 2010"]),
        (paper("cancelled", signed="2031"), ["cancelled"], ["is a sister"]),
    ],
)
def test_what_is_to_come_never_reads_like_what_has_happened(
    tie: list[dict[str, Any]], shown: list[str], hidden: list[str], tmp_path: Path
) -> None:
    world_of(tmp_path, tie)
    printed = citygraph("agreements", "--graph", str(tmp_path), "--format", "table").out
    flat = " ".join(printed.split())
    assert [text for text in shown if text not in flat] == []
    assert [text for text in hidden if text in printed] == []


def test_a_folder_without_papers_says_how_to_write_one(tmp_path: Path) -> None:
    world_of(tmp_path, [{"kind": "sister-city", "between": ["a", "b"], "status": "active", "source": "s"}])
    ran = citygraph("agreements", "--graph", str(tmp_path))
    assert ran.code == 1
    assert "`agreement:`" in ran.err


def test_a_paper_and_the_one_that_replaces_it_name_each_other(tmp_path: Path) -> None:
    first = {**paper("ended", signed="2010")[0]}
    world_of(tmp_path, [first, {**paper("active", signed="2020")[0], "follows": "sister-city.0"}])
    one, other = agreements_of(World(tmp_path, cache=False).view)
    assert (one.followed_by, other.follows) == (("sister-city.1",), "sister-city.0")


def test_the_card_of_a_person_has_what_they_signed(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("cities: {z: {name: Zed, country: GB, source: s}}\n", encoding="utf-8")
    tie = {**paper("planned")[0], "agreement": {"signed": "2035", "signed_by": ["mayor-a"]}, "form": "mou"}
    world_of(tmp_path, [tie, {**paper("active", signed="1990")[0], "notes": "mayor-a was there"}])
    card = World(tmp_path, cache=False).show("mayor-a").data
    assert isinstance(card, NodeCard)
    assert [one.tie for one in card.signed] == ["sister-city.0"]
    printed = " ".join(citygraph("show", "mayor-a", "--graph", str(tmp_path), "--format", "table").out.split())
    assert "mou Town a is to be a sister city of Town b to be signed 2035 planned" in printed
    assert "Signed" not in citygraph("show", "mayor-b", "--graph", str(tmp_path), "--format", "table").out


def test_a_signatory_whom_the_lens_excludes_is_not_named(tmp_path: Path) -> None:
    tie = [{**paper("active")[0], "agreement": {"signed": "2010", "signed_by": ["mayor-a"]}}]
    world = world_of(tmp_path, tie)
    assert [one.signed_by for one in world.agreements()] == [("mayor-a",)]
    assert [one.signed_by for one in world.agreements(type="!official")] == [()]
