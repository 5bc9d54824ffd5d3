"""What a tie is today is the same in every output: ties of all sorts on one day, asked of each."""

import contextlib
import datetime
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser

from browser import looking
from citygraph.cli.app import main
from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import Stage
from citygraph.outputs.page import write_page
from citygraph.outputs.picture.facts import subject_of
from citygraph.questions.timeline import in_words
from citygraph.world import World

Folder = Callable[..., Path]
TODAY = datetime.date(2026, 11, 27)

STANDING = {
    "active": ("status: active, since: 1987", Stage.ACTIVE),
    "active-till-2019": ("status: active, until: 2019", Stage.ACTIVE),
    "dormant": ("status: dormant", Stage.DORMANT),
    "suspended": ("status: suspended", Stage.SUSPENDED),
    "ended": ("status: ended", Stage.ENDED),
    "till-2019": ("until: 2019", Stage.OVER),
    "till-2026": ("until: 2026", Stage.PERHAPS_OVER),
    "till-2031": ("until: 2031", Stage.UNKNOWN),
    "open": ("until: ..", Stage.UNKNOWN),
    "unknown": ("since: 1987", Stage.UNKNOWN),
    "planned": ("status: planned, since: 2019", Stage.PLANNED),
    "proposed": ("status: proposed", Stage.PROPOSED),
    "cancelled": ("status: cancelled", Stage.CANCELLED),
    "ending": ("status: [{is: active, from: 1987}, {is: ended, from: 2031}]", Stage.ACTIVE),
    "beginning": ("status: [{is: planned}, {is: active, from: 2031}]", Stage.PLANNED),
}
OCCURRING = {
    "visited": ("status: ended, on: 2019", Stage.TOOK_PLACE),
    "perhaps-visited": ("on: 2019", Stage.UNKNOWN),
    "to-be-visited": ("status: planned, on: 2019", Stage.PLANNED),
    "not-visited": ("status: cancelled, on: 2019", Stage.CANCELLED),
}
STAGES = {id: stage for id, (_, stage) in (STANDING | OCCURRING).items()}
"""What each tie is, by the id of the city that it leads to."""
OVER = {id for id, stage in STAGES.items() if stage.is_over}
PLANS = {id for id, stage in STAGES.items() if stage.is_plan}
FACTS = {id for id, stage in STAGES.items() if stage.is_fact}


def ties(hub: str, prefix: str, said: str | None = None) -> str:
    """The ties of a city, of all sorts; or all of one."""
    return "".join(
        f"  - {{id: {prefix}-{id}, kind: {kind}, {ends.format(hub, id)}, {said or keys}, source: s}}\n"
        for kind, ends, several in (
            ("sister-city", "between: [{}, {}]", STANDING),
            ("delegation", "from: {}, to: {}", OCCURRING),
        )
        for id, (keys, _) in several.items()
    )


CITIES = "cities:\n  hub: {name: Hub, country: GB, coordinates: [52, 0]}\n" + "".join(
    f"  {id}: {{name: To {id}, country: FR, coordinates: [48, 2]}}\n" for id in STAGES
)
TEXT = f"sources: {{s: {{title: S}}}}\n{CITIES}ties:\n{ties('hub', 't')}"


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    noon = datetime.datetime.combine(TODAY, datetime.time(12), datetime.UTC)
    with time_machine.travel(noon, tick=True):
        yield


@pytest.fixture
def world(folder: Folder) -> World:
    """A city, and one tie to each other."""
    world = World(folder(world=TEXT))
    assert not world.errors
    return world


def printed(*arguments: str, graph: Path) -> str:
    """What a command prints on that day, its table in one line."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["citygraph", *arguments, "--format", "table", "--graph", str(graph)])
        patch.setenv("COLUMNS", "200")
        with contextlib.suppress(SystemExit):
            main()
    return " ".join(out.getvalue().split())


def test_the_rows_of_answers(world: World) -> None:
    assert {row.node: row.stage for row in world.neighbors("hub")} == STAGES


def test_pictures_and_their_legend(world: World) -> None:
    subject = subject_of(world.view, Lens(), None)
    assert {tie.end if tie.start == "hub" else tie.start: tie.stage for tie in subject.ties} == STAGES
    assert dict(subject.stages) == Counter(STAGES.values())


def test_the_page(world: World, browser: Browser, tmp_path: Path) -> None:
    write_page(world.view, tmp_path / "page.html", Lens(), title="Stages")
    with looking(browser, tmp_path / "page.html") as page:
        stages = page.evaluate("Object.fromEntries(TIES.map((tie) => [tie.id.slice(2), tie.time.stage]))")
        page.evaluate("PAGE.open(TIE.get('t-till-2019'))")
        status = page.locator("#panel dt:text-is('Status') + dd").inner_text()
        page.evaluate("PAGE.open(NODE.get('hub'))")
        rows = page.locator("#panel .ties .row").all_inner_texts()
    assert stages == {id: stage.word for id, stage in STAGES.items()}
    assert status == "unknown (over)"
    words = dict(row.removeprefix("To ").split("\n")[:2] for row in rows)
    assert words == {id: stage.word for id, stage in STAGES.items()}


# ---------------------------------------------------------------- questions


def test_suggest_shares_what_stands_or_took_place_as_far_as_anybody_says(folder: Folder) -> None:
    """Two cities have the same ties, of all sorts."""
    peer = "cities:\n  peer: {name: Peer, country: DE, coordinates: [50, 9]}\n"
    world = World(folder(world=TEXT.replace("cities:\n", peer) + ties("peer", "u")))
    [suggestion] = [one for one in world.suggest("hub") if one.id == "peer"]
    assert {shared.id for shared in suggestion.shared} == STAGES.keys() - OVER - PLANS


def test_compare_says_why_a_tie_is_not_so(folder: Folder) -> None:
    peer = "cities:\n  peer: {name: Peer, country: DE, coordinates: [50, 9]}\n"
    seen = printed("compare", "hub", "peer", "--limit", "99", graph=folder(world=TEXT.replace("cities:\n", peer)))
    said = {id: re.search(rf"To {id}\b(?! ?-)( \(([a-z ]+)\))?", seen) for id in STAGES}
    assert {id: found[2] for id, found in said.items() if found} == {
        **dict.fromkeys(STAGES),
        **{id: "unknown" for id, stage in STAGES.items() if stage is Stage.UNKNOWN},
        "suspended": "suspended",
        "ended": "ended",
        "till-2019": "over",
        "till-2026": "perhaps over",
        "planned": "planned",
        "proposed": "proposed",
        "cancelled": "cancelled",
        "beginning": "planned",
        "to-be-visited": "planned",
        "not-visited": "cancelled",
    }


def test_diff_says_what_has_become_of_wishes(tmp_path: Path) -> None:
    """Of unknown status, what may be over by its date has no more than changed."""
    before, after = tmp_path / "before", tmp_path / "after"
    all_proposed = TEXT.replace(ties("hub", "t"), ties("hub", "t", "status: proposed"))
    for folder, text in ((before, all_proposed), (after, TEXT)):
        folder.mkdir()
        (folder / "world.yaml").write_text(text, encoding="utf-8")
    became = {change.id: change.change for change in World(after).diff(World(before)).data}
    words = {
        Stage.ACTIVE: "began",
        Stage.DORMANT: "began",
        Stage.SUSPENDED: "suspended",
        Stage.ENDED: "ended",
        Stage.OVER: "ended",
        Stage.TOOK_PLACE: "took place",
        Stage.CANCELLED: "cancelled",
    }
    assert became == {f"t-{id}": words.get(stage, "changed") for id, stage in STAGES.items() if id != "proposed"}


def test_review_asks_of_plans_that_have_passed_and_of_what_runs_out(world: World) -> None:
    found = {(row.reason, row.id.removeprefix("t-")) for row in world.review(reason=["plan-passed", "runs-out"])}
    assert found == {("plan-passed", "planned"), ("plan-passed", "to-be-visited"), ("runs-out", "till-2026")}


def test_check_warns_of_what_is_in_force_though_its_last_day_has_passed(world: World) -> None:
    said = {warning.message for warning in world.diagnostics}
    assert said == {"it is active, but 2019 has passed"}


def test_the_timeline_tells_ends_and_visits_as_they_are(world: World) -> None:
    told = {
        (row.id.removeprefix("t-"), row.when, in_words(row), row.mode)
        for row in world.timeline("hub")
        if row.what in ("ended", "took place") and row.id and row.when
    }
    assert told == {
        ("active-till-2019", "2019", "was to end", "lapsed"),
        ("till-2019", "2019", "ended", "happened"),
        ("till-2026", "2026", "ends", "open"),
        ("till-2031", "2031", "is to end", "ahead"),
        ("ending", "2031", "is to end", "ahead"),
        ("visited", "2019", "took place", "happened"),
        ("perhaps-visited", "2019", "perhaps took place", "perhaps"),
        ("to-be-visited", "2019", "was to take place", "lapsed"),
        ("not-visited", "2019", "was to take place", "cancelled"),
    }


def test_yaml_hands_on_what_is_said(world: World, tmp_path: Path) -> None:
    """It has the status and the dates as they are written, and none that is worked out."""
    world.export(tmp_path / "world.yaml")
    text = (tmp_path / "world.yaml").read_text(encoding="utf-8")
    assert not re.search("perhaps over|took place", text)
    assert {"2019", "2026", "2031"} <= set(re.findall("20[0-9]{2}", text))
