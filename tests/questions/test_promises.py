"""What was said to come, and what became of it."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.lens import Lens
from citygraph.domain.terms import NEVER_HELD, STATUSES
from citygraph.questions.promises import promises_of
from citygraph.world import World
from conftest import citygraph, examples
from worlds import networkx_graph, yaml_of

TOWNS = {id: {"name": f"Town {id}", "country": "GB", "source": "s"} for id in "abc"}
TODAY = datetime.date(2026, 11, 30)
STATUS = st.sampled_from(STATUSES) | st.lists(
    st.fixed_dictionaries({"is": st.sampled_from(STATUSES)}), min_size=1, max_size=3
)
TIES = st.lists(
    st.fixed_dictionaries(
        {"between": st.sampled_from([["a", "b"], ["b", "c"]]), "status": STATUS},
        optional={"since": st.sampled_from(["2019", "2026"])},
    ),
    max_size=6,
)  # fmt: skip


def world_of(folder: Path, ties: list[dict[str, Any]]) -> World:
    numbered = [
        {"id": f"sister-city.{number}", "kind": "sister-city", "source": "s", **tie} for number, tie in enumerate(ties)
    ]
    sources = {"s": {"title": "Minutes", "published": "2018-03"}}
    (folder / "all.yaml").write_text(yaml_of({"cities": TOWNS, "ties": numbered, "sources": sources}), encoding="utf-8")
    world = World(folder, cache=False)
    assert not world.errors
    return world


def said(status: str | list[dict[str, str]]) -> list[str]:
    return [status] if isinstance(status, str) else [entry["is"] for entry in status]


@examples(60)
@given(TIES, st.sampled_from([None, "a"]))
def test_each_plan_is_there_once_and_what_was_never_one_is_not(ties: list[dict[str, Any]], node: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = world_of(Path(folder), ties)
        found = promises_of(world.view, node, Lens(today=TODAY))
        assert promises_of(networkx_graph(world.view), node, Lens(today=TODAY)) == found
        loaded = {id: edge.data for id, edge in world.view.graph["ties"].items()}
    here = {
        id: data for id, data in loaded.items() if node is None or node in ties[int(id.rpartition(".")[2])]["between"]
    }
    plans = {id for id in here if NEVER_HELD & {*said(ties[int(id.rpartition(".")[2])]["status"])}}
    assert {one.tie for one in found} == plans
    for one in found:
        statuses = said(ties[int(one.tie.rpartition(".")[2])]["status"])
        assert (one.outcome in ("overdue", "open", "dropped")) == (statuses[-1] in NEVER_HELD), one
        assert one.outcome != "overdue" or one.due == "2019"
        assert one.outcome != "kept" or {"active", "dormant", "suspended", "ended"} & {*statuses}


@pytest.mark.parametrize(
    ("tie", "outcome"),
    [
        ({"status": "planned", "since": "2019"}, "overdue"),
        ({"status": "planned", "since": "2031"}, "open"),
        ({"status": "proposed"}, "open"),
        ({"status": "planned", "agreement": {"signed": "2019-05"}}, "overdue"),
        ({"status": "cancelled"}, "dropped"),
        ({"status": [{"is": "planned", "from": "2018"}, {"is": "active", "from": "2019"}]}, "kept"),
        ({"status": [{"is": "planned", "from": "2018"}, {"is": "unknown", "from": "2019"}]}, "unknown"),
    ],
)
def test_what_became_of_a_plan(tie: dict[str, Any], outcome: str, tmp_path: Path) -> None:
    world = world_of(tmp_path, [{"between": ["a", "b"], **tie}])
    assert [(one.outcome, one.said) for one in promises_of(world.view)] == [(outcome, "2018-03")]


@pytest.mark.parametrize(
    ("status", "kept"), [("active", True), ("ended", True), ("planned", False), ("unknown", False)]
)
def test_a_plan_is_kept_by_the_tie_that_follows_it_if_that_came_about(status: str, kept: bool, tmp_path: Path) -> None:
    plan = {"between": ["a", "b"], "status": "planned", "since": "2019"}
    world = world_of(tmp_path, [plan, {"between": ["a", "b"], "status": status, "follows": "sister-city.0"}])
    found = next(one for one in promises_of(world.view) if one.tie == "sister-city.0")
    assert (found.outcome, found.kept_by) == (("kept", "sister-city.1") if kept else ("overdue", None))


def test_overdue_plans_come_first(tmp_path: Path) -> None:
    open_plan = {"between": ["a", "b"], "status": "planned", "since": "2031"}
    late = {"between": ["b", "c"], "status": "planned", "since": "2019"}
    world_of(tmp_path, [open_plan, late, {"between": ["a", "b"], "status": "active"}])
    printed = citygraph("promises", "--graph", str(tmp_path), "--format", "tsv").out.splitlines()
    assert [line.split("\t")[3:5] for line in printed[1:]] == [["2019", "overdue"], ["2031", "open"]]
    assert citygraph("promises", "Town c", "--status", "active", "--graph", str(tmp_path)).code == 1
