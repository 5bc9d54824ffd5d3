"""Findings that somebody has accepted: what they silence, and when they are of no use."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.folder import diagnostics
from citygraph.world import World
from conftest import citygraph

Folder = Callable[..., Path]

TIES = """\
cities:
  osh: {name: Osh, country: KG}
  troyan: {name: Troyan}
  iznik: {name: Iznik, country: TR}
officials:
  usta: {name: Kagan Mehmet Usta, posts: [{title: Mayor, of: iznik}]}
sources:
  paper: {title: The paper, passages: [Osh and Troyan signed]}
ties:
  - {kind: sister-city, between: [osh, troyan], source: paper, quote: Osh et Troyan}
  - {kind: sister-city, between: [osh, iznik], id: silk.road}
"""
FOUND = {
    ("missing-country", "troyan"),
    ("quote-not-found", "sister-city.osh.troyan"),
    ("missing-evidence", "silk.road"),
    ("missing-evidence", "holds-post.usta.iznik"),
}
"""What is found in it: codes, and the ids of records."""


def items(some: object) -> str:
    return "accepted:\n" + "".join(
        f"  - {json.dumps({'check': code, 'record': record, 'because': 'The minister says so.'})}\n"
        for code, record in some  # type: ignore[attr-defined]
    )


def codes(world: World) -> set[tuple[str, str]]:
    return {(one.code, one.record) for one in world.diagnostics}


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A report that lists only the first two of a code."""
    monkeypatch.setattr(diagnostics, "MOST_LISTED", 2)


# ---------------------------------------------------------------- laws


@given(st.sets(st.sampled_from(sorted(FOUND))), st.booleans())
def test_what_is_accepted_is_told_no_more_and_all_else_is(some: set[tuple[str, str]], apart: bool) -> None:
    text = items(sorted(some)) if some else ""
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, "a.yaml").write_text(TIES if apart else TIES + text)
        if apart and text:
            Path(scratch, "b.yaml").write_text(text)
        world = World(scratch, cache=False)
    assert codes(world) == FOUND - some
    assert {(one.finding.code, one.finding.record) for one in world.accepted} == some
    assert {one.because for one in world.accepted} <= {"The minister says so."}


# ---------------------------------------------------------------- what it accepts


def test_an_error_cannot_be_accepted(folder: Folder) -> None:
    world = World(folder(a=TIES.replace("source: paper,", "source: papr,") + items([("unknown-source", "osh")])))
    problems = [(one.code, str(one.severity)) for one in world.diagnostics]
    assert ("accepted-error", "error") in problems
    assert ("unknown-source", "error") in problems
    assert not world.accepted


@pytest.mark.parametrize(
    "item", ["check: missing-country, record: troyan", "check: missing-country, record: troyan, because: ''"]
)
def test_without_a_reason_nothing_is_accepted(folder: Folder, item: str) -> None:
    world = World(folder(a=f"{TIES}accepted:\n  - {{{item}}}\n"))
    assert ("missing-country", "troyan") in codes(world)
    assert world.errors == 1


def test_an_item_of_no_use_is_told_with_the_way_out(folder: Folder) -> None:
    wrong = [
        ("missing-contry", "troyan"),
        ("missing-country", "troyann"),
        ("missing-country", "osh"),
        ("missing-country", "troyan"),
        ("missing-country", "troyan"),
    ]
    world = World(folder(a=TIES, b=items(wrong)))
    told = [one for one in world.diagnostics if one.code == "accepted-unneeded"]
    assert [(one.span.line, one.span.column, one.message, one.hint) for one in told] == [
        (2, 15, "there is no check `missing-contry`", "did you mean `missing-country`?"),
        (3, 44, "there is no record with the id `troyann`", "did you mean `troyan`?"),
        (4, 15, "`missing-country` finds nothing at `osh`", "take this item out"),
        (6, 15, "an earlier item accepts the same", "it is at b.yaml:5"),
    ]
    assert {str(one.severity) for one in told} == {"warning"}


def test_what_cannot_be_read_may_need_its_item(folder: Folder) -> None:
    world = World(folder(a=items([("missing-country", "lost")]), b="cities:\n  lost: {name: Lost\n"))
    assert [one.code for one in world.diagnostics] == ["yaml-syntax"]


def test_in_a_table(folder: Folder) -> None:
    graph = folder(a=TIES)
    (graph / "accepted.csv").write_text(
        "check,record,because\nmissing-country,troyan,It is in dispute.\nmissing-country,osh,No.\n"
    )
    world = World(graph)
    assert ("missing-country", "troyan") not in codes(world)
    (told,) = [one for one in world.diagnostics if one.code == "accepted-unneeded"]
    assert (told.span.file, told.span.line) == ("accepted.csv", 3)
    assert [one.because for one in world.accepted] == ["It is in dispute."]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("as_table", [False, True])
def test_accepted_ones_take_no_place_of_others(folder: Folder, as_table: bool) -> None:
    names = [f"c{number}" for number in range(7)]
    yaml = "cities:\n" + "".join(f"  {name}: {{name: {name}}}\n" for name in names)
    graph = folder(b=items([("missing-country", name) for name in names[:5]]))
    if as_table:
        (graph / "cities.csv").write_text("id,name,country\n" + "".join(f"{name},{name},\n" for name in names))
    else:
        (graph / "a.yaml").write_text(yaml)
    world = World(graph)
    assert codes(world) == {("missing-country", "c5"), ("missing-country", "c6")}
    assert sum(one.finding.more or 1 for one in world.accepted) == 5
    assert len(world.accepted) == 3, "two, and how many more"


@pytest.mark.usefixtures("few")
def test_findings_across_files_take_no_place_of_others(folder: Folder) -> None:
    names = [f"c{number}" for number in range(7)]
    cities = "cities:\n" + "".join(f"  {name}: {{name: Springfield, country: US}}\n" for name in names)
    world = World(folder(a=cities, b=items([("duplicate-name", name) for name in names[1:5]])))
    assert codes(world) == {("duplicate-name", "c5"), ("duplicate-name", "c6")}


# ---------------------------------------------------------------- changes


def test_an_item_that_comes_and_goes_alone_is_seen(folder: Folder) -> None:
    graph = folder(a=TIES)
    there = codes(World(graph))
    for some in ([("missing-country", "troyan")], sorted(FOUND), []):
        (graph / "b.yaml").write_text(items(some) if some else "# nothing\n")
        for cache in (True, False):
            world = World(graph, cache=cache)
            assert codes(world) - {("empty-file", "")} == there - set(some)
            assert len(world.accepted) == len(some)


def test_a_finding_that_goes_leaves_its_item_unneeded(folder: Folder) -> None:
    graph = folder(a=TIES, b=items([("missing-country", "troyan")]))
    assert "accepted-unneeded" not in {code for code, _ in codes(World(graph))}
    (graph / "a.yaml").write_text(TIES.replace("{name: Troyan}", "{name: Troyan, country: BG}"))
    assert "accepted-unneeded" in {code for code, _ in codes(World(graph))}


def test_a_revision_has_what_it_accepted(folder: Folder, tmp_path: Path) -> None:
    graph = folder(a=TIES, b=items([("missing-country", "troyan")]))
    names = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        subprocess.run(["git", *words], cwd=graph, check=True, env={**os.environ, **names})
    (graph / "b.yaml").unlink()
    assert ("missing-country", "troyan") in codes(World(graph))
    then = World.at_revision(graph, "HEAD")
    assert len(then.accepted) == 1
    assert ("missing-country", "troyan") not in codes(then)
    assert "nothing has changed" in citygraph("diff", "--graph", graph).err


# ---------------------------------------------------------------- the command


def test_check_counts_them_and_lists_them(folder: Folder) -> None:
    graph = folder(a=TIES, b=items(sorted(FOUND)))
    checked = citygraph("check", "--strict", "--graph", graph)
    assert (checked.code, checked.out) == (0, "")
    assert checked.err.endswith("2 files, 0 errors, 0 warnings, 4 accepted\n")

    listed = citygraph("check", "--accepted", "--graph", graph)
    assert listed.code == 0
    assert listed.out.count("accepted[") == 4
    assert "a.yaml:3:3: accepted[missing-country] `troyan` has no `country`" in listed.out
    assert f"= The minister says so. ({graph}/b.yaml:3)" in listed.out

    rows = json.loads(citygraph("check", "--format", "json", "--graph", graph).out)
    assert {(row["code"], row["record"]) for row in rows} == FOUND
    assert {row["accepted"]["because"] for row in rows} == {"The minister says so."}
    assert citygraph("check", "--format", "github", "--graph", graph).out == ""


def test_json_has_what_stands_and_what_is_accepted(folder: Folder) -> None:
    graph = folder(a=TIES, b=items([("missing-country", "troyan")]))
    rows = json.loads(citygraph("check", "--format", "json", "--graph", graph).out)
    accepted = [row for row in rows if row["accepted"]]
    assert [row["accepted"] for row in accepted] == [{"because": "The minister says so.", "file": "b.yaml", "line": 2}]
    assert {(row["code"], row["record"]) for row in rows if not row["accepted"]} == FOUND - {
        ("missing-country", "troyan")
    }


def test_writers_take_the_items_along(folder: Folder) -> None:
    items_of_troyan = [("missing-country", "troyan"), ("quote-not-found", "sister-city.osh.troyan")]
    graph = folder(a=TIES, b=items(items_of_troyan))
    assert citygraph("mv", "troyan", "trojan", "--graph", graph).code == 0
    assert {record for _, record in codes(World(graph))} == {"silk.road", "holds-post.usta.iznik"}
    assert len(World(graph).accepted) == 2
    told = citygraph("rm", "trojan", "--graph", graph)
    assert "`record` of an item of `accepted`" in told.err
    assert citygraph("rm", "trojan", "--cascade", "--graph", graph).code == 0
    assert not (graph / "b.yaml").exists()


def test_no_export_has_them(folder: Folder, tmp_path: Path) -> None:
    graph = folder(a=TIES, b=items([("missing-country", "troyan")]))
    assert citygraph("export", tmp_path / "out.yaml", "--graph", graph).code == 0
    assert "accepted" not in (tmp_path / "out.yaml").read_text()
