"""Which standing ties nobody has heard of for years: a law against a plain search, then what people would notice."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import example, given
from hypothesis import strategies as st

from citygraph.domain.dates import parse_period
from citygraph.domain.held import held
from citygraph.domain.lens import Filter, Lens
from citygraph.domain.tie_rules import Stage, stage
from citygraph.questions.asleep.search import Asleep, asleep_in
from citygraph.questions.review.findings import findings_of
from citygraph.questions.ties import stands_for
from citygraph.world import World
from conftest import SEED, citygraph, examples, in_terminal
from worlds import networkx_graph, yaml_of

Texts = dict[str, Any]
TODAY = datetime.date(2026, 11, 30)
SOURCES = {
    "old": {"title": "An old list", "published": "2012-05"},
    "read": {"title": "A page", "retrieved": "2019-02-03"},
    "new": {"title": "The news", "published": "2026"},
    "undated": {"title": "A note"},
}
NODES: Texts = {
    "cities": {
        "a": {"name": "Town a", "country": "GB"},
        "b": {"name": "Town b", "country": "DE"},
        "c": {"name": "Town c", "country": "DE"},
    },
    "organizations": {"club": {"name": "The club"}},
}
DATES = st.sampled_from(["2008", "2015~", "2021-11", "2021-12-01", "2025", "2026", "2031"])
EVIDENCE = st.lists(
    st.fixed_dictionaries({"source": st.sampled_from([*SOURCES])}, optional={"by": st.just("mayor")}), max_size=2
)
STANDING = ("active", "active", "dormant", "unknown", "suspended", "ended", "planned", "cancelled")
HISTORY = st.tuples(st.sampled_from(["planned", "active"]), st.sampled_from(["active", "ended", "suspended"]))


DENIED = st.sampled_from([{}, {}, {}, {"evidence": [{"source": "old", "status": "denied"}]}])


@st.composite
def ties(draw: st.DrawFn) -> Texts:
    one, other = draw(st.sampled_from([("a", "b"), ("b", "a"), ("b", "c")]))
    kind = draw(st.sampled_from(["sister-city", "sister-city", "cooperation-agreement", "interest", "training"]))
    tie: Texts = {"kind": kind, "evidence": draw(EVIDENCE)}
    if kind in ("sister-city", "cooperation-agreement"):
        tie["between"] = [one, other]
    else:
        tie |= {"from": draw(st.sampled_from([one, "mayor"])), "to": other}
    if kind == "training":
        tie |= draw(
            st.fixed_dictionaries(
                {}, optional={"on": DATES | st.just("2020-11/2021-12"), "notes": st.just('"source":"new"')}
            )
        )
        return tie | {"status": draw(st.sampled_from(["ended", "unknown", "planned", "cancelled"]))} | draw(DENIED)
    if draw(st.booleans()):
        tie["status"] = draw(st.sampled_from(STANDING))
        tie |= draw(
            st.fixed_dictionaries({}, optional={"since": DATES, "until": st.sampled_from(["2019", "2026", "2040"])})
        )
    else:
        steps = zip(draw(HISTORY), sorted(draw(st.tuples(DATES, DATES))), strict=True)
        tie["status"] = [{"is": word, "from": day, "evidence": draw(EVIDENCE)} for word, day in steps]
    agreement = st.fixed_dictionaries({}, optional={"signed": DATES, "approved": DATES, "expires": DATES})
    figure = {"property": "trade", "value": 3, "as_of": "2022", "evidence": draw(EVIDENCE)}
    more = st.fixed_dictionaries(
        {}, optional={"seen": DATES, "agreement": agreement.filter(bool), "observations": st.just([figure])}
    )
    return tie | draw(more) | draw(DENIED) | draw(st.fixed_dictionaries({}, optional={"tags": st.just(["art"])}))


POSTS = st.lists(
    st.fixed_dictionaries(
        {"of": st.sampled_from("abc"), "status": st.sampled_from(["ended", "planned", "unknown"])},
        optional={
            "since": st.sampled_from(["2009", "2030"]),
            "evidence": st.just([{"source": "old", "status": "active"}, {"source": "read", "status": "denied"}]),
        },
    ),
    max_size=1,
)


def without_gaps(data: Any) -> Any:
    """The same without keys that have nothing."""
    if isinstance(data, dict):
        return {key: without_gaps(value) for key, value in data.items() if value not in (None, [], {})}
    return list(map(without_gaps, data)) if isinstance(data, list) else data


def world_of(folder: Path, ties: list[Texts], posts: list[Texts] | None = None, *, errors: int | None = 0) -> World:
    """A world of these ties; it may have any number of errors if that is None."""
    texts = {**NODES, "officials": {"mayor": {"name": "The mayor", "posts": posts}}}
    numbered = [{"id": f"t{number}", **tie} for number, tie in enumerate(ties)]
    sections = {**texts, "ties": numbered, "sources": SOURCES}
    (folder / "all.yaml").write_text(yaml_of(without_gaps(sections)), encoding="utf-8")
    world = World(folder, cache=False)
    assert errors in (None, world.errors), world.diagnostics
    return world


# ------------------------------------------------------------------ the law


def last(date: str) -> datetime.date:
    end = parse_period(date).end
    return end.latest if end else TODAY


def sources_in(data: Any) -> Iterator[str]:
    """All sources that are named under `evidence` in a record, as deep as it goes."""
    for key, value in data.items():
        if key == "evidence":
            yield from (item["source"] for item in value)
        elif key in ("history", "observations"):
            for item in value:
                yield from sources_in(item)


def come(dates: list[str | None]) -> list[str]:
    return [date for date in dates if date and parse_period(date).start.earliest <= TODAY]


def own_dates(data: Any) -> list[str]:
    """The dates of one tie itself on which something came about, or perhaps did."""
    now = stage(data, TODAY)
    dates = [data.get("seen"), *(entry.get("from") for entry in data.get("history", []))]
    if now not in (Stage.PLANNED, Stage.PROPOSED, Stage.CANCELLED):
        dates += [data["since"], data["on"]]
        dates += [data["until"]] if now in (Stage.ENDED, Stage.SUSPENDED, Stage.OVER) else []
    return come(dates)


def is_doubtful(data: Any) -> bool:
    """True if a source denies the tie, or none says that the visit took place."""
    now = stage(data, TODAY)
    return now is Stage.DISPUTED or (data["nature"] == "occurrence" and now is Stage.UNKNOWN)


def heard_of(data: Any, sources: Any) -> list[str]:
    """The dates on which something was heard of one tie for sure."""
    dates = [data.get("agreement", {}).get(key) for key in ("signed", "approved")]
    dates += [figure.get("as_of") for figure in data.get("observations", [])]
    records = [sources[id] for id in sources_in(data)]
    dates += [record.get("published") or record.get("retrieved") for record in records]
    return come(dates) + ([] if is_doubtful(data) else own_dates(data))


def plain(
    world: World, before: datetime.date
) -> dict[str, tuple[str, datetime.date | None, frozenset[str], frozenset[str]]]:
    """Each sleeping tie with its state, the day of its last sure sign, and what may be newer, since it perhaps came
    about or has no date: tie by tie, pair by pair."""
    edges, sources = world.view.graph["ties"], world.view.graph["sources"]
    of_posts = {
        edge.end: edge.data["status"] == "disputed"
        for edge in edges.values()
        if edge.data["kind"] == "holds-post" and edge.data["status"] != "planned" and edge.data["since"] != "2030"
    }

    def speak(end: str) -> set[str]:
        return {end, *(of_posts if end == "mayor" else ())}

    found = {}
    for id, (start, end, data) in edges.items():
        now = parse_period(TODAY.isoformat()).start
        if data["group"] == "structure" or data["nature"] != "standing":
            continue
        if stage(data, TODAY).word not in ("active", "dormant") or held(data, now, TODAY) == "no":
            continue
        dates, undated = [], set()
        doubtful: dict[str, datetime.date] = {}
        for other, (one, two, theirs) in edges.items():
            meant = {frozenset(pair) for pair in product(speak(one), speak(two))}
            if theirs["group"] != "structure" and frozenset((start, end)) in meant:
                heard, named = [*heard_of(theirs, sources)], {*sources_in(theirs)}
                is_unsure = {start, end} != {one, two} and any(of_posts[place] for place in {start, end} - {one, two})
                here = [] if is_unsure else heard
                dates += here
                without = {source for source in named if not {"published", "retrieved"} & sources[source].keys()}
                undated |= without
                perhaps = (own_dates(theirs) if is_doubtful(theirs) else []) + (heard if is_unsure else [])
                if perhaps:
                    doubtful[other] = max(map(last, perhaps))
                if other != id and not here and not without and not perhaps:
                    undated.add(other)
        newest = max(map(last, dates), default=None)
        if newest is None or newest < before:
            newer = frozenset(other for other, day in doubtful.items() if newest is None or day > newest)
            state = "undated" if newest is None else "perhaps" if undated or newer else "asleep"
            found[id] = state, newest, newer, frozenset(undated)
    return found


def all_of(world: Any, *, node: str | None = None, lens: Lens | None = None, **how: Any) -> list[Asleep]:
    return list(asleep_in(world, node, lens or Lens(today=TODAY), **how).rows())


TWINS: Texts = {"kind": "sister-city", "between": ["a", "b"], "status": "active", "source": "old"}
VISIT: Texts = {"kind": "training", "from": "a", "to": "b", "source": "old", "on": "2025"}


DOUBTED: Texts = {
    "of": "a",
    "evidence": [{"source": "old", "status": "active"}, {"source": "read", "status": "denied"}],
}


# Chance seldom draws these: a doubtful visit that is newer than all else, one by a mayor who is still to come, one by
# a mayor whom some deny.
@example([TWINS, {**VISIT, "status": "unknown"}], [], 5)
@example([TWINS, {**VISIT, "source": None, "evidence": [{"source": "old", "status": "denied"}]}], [], 5)
@example([TWINS, {**VISIT, "from": "mayor", "status": "ended"}], [{"of": "a", "since": "2030"}], 5)
@example([TWINS, {**VISIT, "from": "mayor", "status": "ended", "source": "new"}], [DOUBTED], 5)
@examples(60)
@given(st.lists(ties(), max_size=7), POSTS, st.sampled_from([0, 1, 5, 11]))
def test_what_sleeps_is_what_a_plain_search_finds(ties: list[Texts], posts: list[Texts], years: int) -> None:
    with tempfile.TemporaryDirectory() as folder, time_machine.travel(TODAY):
        world = world_of(Path(folder), ties, posts, errors=None)
        found = all_of(world.view, years=years)
        assert all_of(networkx_graph(world.view), years=years) == found
        expected = plain(world, TODAY.replace(year=TODAY.year - years))
        for node in ("a", "c", "mayor", "DE"):
            here = stands_for(world.view, node)
            assert all_of(world.view, node=node, years=years) == [one for one in found if {one.from_, one.to} & here]
        for limit in range(4):
            assert all_of(world.view, years=years, limit=limit)[:limit] == found[:limit]
        (unconfirmed,) = findings_of(world.view, None, Lens(today=TODAY), reasons=["not-confirmed"], months=12 * years)
        assert len(asleep_in(world.view, lens=Lens(today=TODAY), years=years)) == len(found)
    assert {
        one.tie: (
            one.state,
            one.heard and last(one.heard),
            frozenset(sign.tie for sign in one.perhaps),
            frozenset(one.without_date),
        )
        for one in found
    } == expected
    days = [datetime.date.max if one.heard is None else last(one.heard) for one in found]
    assert [(day, one.from_, one.to, one.tie) for day, one in zip(days, found, strict=True)] == sorted(
        (day, one.from_, one.to, one.tie) for day, one in zip(days, found, strict=True)
    )
    own = {finding.id for finding in unconfirmed.findings}
    dated = {one.tie for one in found if one.heard and one.heard_of is None}
    assert dated <= own, "what sleeps by its own dates is not confirmed, too"
    assert not {one.tie for one in found} & {one.tie for one in found if one.stage.is_open or one.stage.is_plan}


LENSES = [
    {"kinds": Filter(frozenset({"sister-city"}))},
    {"groups": Filter(frozenset(), frozenset({"agreement"}))},
    {"statuses": Filter(frozenset({"dormant"}))},
    {"countries": Filter(frozenset({"GB"}))},
    {"types": Filter(frozenset(), frozenset({"official"}))},
    {"sources": Filter(frozenset({"old"}))},
    {"sources": Filter(frozenset(), frozenset({"old"})), "tags": Filter(frozenset(), frozenset({"art"}))},
    {"tags": Filter(frozenset({"art"}))},
    {"persons": Filter(frozenset({"mayor"}))},
    {"at": (parse_period("2013").start,)},
]


@examples(40)
@given(st.lists(ties(), max_size=7), st.sampled_from(LENSES))
def test_a_lens_shows_some_of_them_and_changes_nothing_that_was_heard(ties: list[Texts], words: Texts) -> None:
    with tempfile.TemporaryDirectory() as folder, time_machine.travel(TODAY):
        world = world_of(Path(folder), ties, errors=None)
        lens = Lens(today=TODAY, **words)
        every, shown = all_of(world.view), {one.tie: one for one in all_of(world.view, lens=lens)}
        nodes, edges = world.view.nodes, world.view.graph["ties"]
        assert all_of(networkx_graph(world.view), lens=lens) == [*shown.values()]

        def is_shown(one: Asleep) -> bool:
            ends = [nodes[one.from_], nodes[one.to]]
            return (
                lens.admits_tie(edges[one.tie].data)
                and any(map(lens.admits_node, ends))
                and not any(map(lens.excludes_node, ends))
            )

        assert [*shown] == [one.tie for one in every if is_shown(one)]
        assert all(shown[one.tie].heard == one.heard for one in every if one.tie in shown)


# ------------------------------------------------------------------ as people notice it


def heard_in(folder: Path, *ties: Texts, **more: Any) -> list[tuple[str, str | None, str | None, str | None]]:
    with time_machine.travel(TODAY):
        found = all_of(world_of(folder, list(ties), **more).view)
    return [(one.state, one.heard, one.heard_from, one.heard_of) for one in found]


@pytest.mark.parametrize(
    ("visit", "last_heard"),
    [
        (None, "2012-05"),
        ({**VISIT, "status": "ended"}, None),
        ({**VISIT, "status": "unknown"}, "2012-05"),  # nobody says that it took place
        ({**VISIT, "status": "planned"}, "2012-05"),
        ({**VISIT, "status": "cancelled"}, "2012-05"),
        ({**VISIT, "status": "planned", "source": "new"}, None),  # somebody spoke of it
        ({**VISIT, "to": "c", "status": "ended"}, "2012-05"),
        ({**VISIT, "on": "2019", "status": "ended"}, "2019"),
    ],
)
def test_a_visit_is_a_sign_of_life_of_a_partnership(
    visit: Texts | None, last_heard: str | None, tmp_path: Path
) -> None:
    found = heard_in(tmp_path, TWINS, *([visit] if visit else []))
    assert [heard for _, heard, *_ in found] == [last_heard] * (last_heard is not None)
    if last_heard == "2019":
        assert found == [("asleep", "2019", None, "t1")]


DOUBTFUL = [{"status": "unknown"}, {"source": None, "evidence": [{"source": "old", "status": "denied"}]}]


@pytest.mark.parametrize("doubt", DOUBTFUL)
def test_what_perhaps_took_place_wakes_no_tie_and_is_told(doubt: Texts, tmp_path: Path) -> None:
    with time_machine.travel(TODAY):
        (row,) = all_of(world_of(tmp_path, [TWINS, {**VISIT, **doubt}]).view)
    assert (row.state, row.heard, row.silence, row.without_date) == ("perhaps", "2012-05", 14, ())
    assert row.perhaps == (("t1", "took place", "2025"),)
    told = citygraph("asleep", "--graph", str(tmp_path))
    assert told.code == 0
    assert "t1 perhaps took place in 2025" in told.out
    assert "no date" not in told.out
    data = citygraph("asleep", "--graph", str(tmp_path), "--format", "json")
    assert json.loads(data.out)[0]["perhaps"] == [{"tie": "t1", "what": "took place", "when": "2025"}]


def test_a_visit_that_perhaps_took_place_before_the_last_sure_sign_is_no_matter(tmp_path: Path) -> None:
    assert heard_in(tmp_path, TWINS, {**VISIT, "on": "2010", "status": "unknown"}) == [
        ("asleep", "2012-05", "old", None)
    ]


def test_an_agreement_that_a_source_denies_wakes_no_tie(tmp_path: Path) -> None:
    denied = {**TWINS, "kind": "cooperation-agreement", "since": "2024", "source": None, "status": None}
    denied["evidence"] = [{"source": "old", "status": "denied"}]
    assert heard_in(tmp_path, TWINS, denied) == [("perhaps", "2012-05", "old", None)]


@pytest.mark.parametrize(
    ("post", "wakes"),
    [
        ({"status": "ended"}, True),
        ({"status": "unknown"}, True),
        ({"status": "unknown", "since": "2019"}, True),
        ({"status": "planned"}, False),
        ({"status": "unknown", "since": "2030"}, False),
    ],
)
def test_a_mayor_speaks_for_the_town_unless_the_post_is_still_to_come(post: Texts, wakes: bool, tmp_path: Path) -> None:
    posts = [{"title": "Mayor", "of": "a", **post, "source": "old"}]
    visit = {**VISIT, "from": "mayor", "status": "ended"}
    assert bool(heard_in(tmp_path, TWINS, visit, posts=posts)) is not wakes


def test_a_mayor_whom_some_deny_perhaps_speaks_for_the_town(tmp_path: Path) -> None:
    visit = {**VISIT, "from": "mayor", "status": "ended", "source": "new"}
    posts = [{"title": "Mayor", **DOUBTED}]
    assert heard_in(tmp_path, TWINS, visit, posts=posts) == [("perhaps", "2012-05", "old", None)]
    sure = {"id": "again", "title": "Mayor", "of": "a", "source": "old"}
    assert heard_in(tmp_path, TWINS, visit, posts=[*posts, sure]) == []
    with time_machine.travel(TODAY):
        world_of(tmp_path, [TWINS, visit], posts)
        done = citygraph("asleep", "a", "--format", "csv", "--graph", tmp_path)
    assert "t1 was perhaps told of in 2026" in done.out


def test_what_has_no_date_may_be_newer_and_is_never_asleep_for_sure(tmp_path: Path) -> None:
    by_a_note = {**TWINS, "between": ["b", "c"], "source": "undated"}
    visit = {"kind": "training", "from": "a", "to": "b", "status": "ended"}
    assert heard_in(tmp_path, TWINS, by_a_note) == [("asleep", "2012-05", "old", None), ("undated", None, None, None)]
    assert heard_in(tmp_path, TWINS, visit) == [("perhaps", "2012-05", "old", None)]
    assert heard_in(tmp_path, {**by_a_note, "since": "1987"}) == [("perhaps", "1987", None, None)]


def test_a_source_that_cannot_be_read_may_be_newer(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("sources:\n  torn: {title: [}\n", encoding="utf-8")
    assert heard_in(tmp_path, {**TWINS, "since": "1987", "source": "torn"}, errors=1) == [
        ("perhaps", "1987", None, None)
    ]


@pytest.mark.parametrize("status", ["unknown", "suspended", "ended", "planned", "proposed", "cancelled"])
def test_what_does_not_stand_for_sure_does_not_sleep(status: str, tmp_path: Path) -> None:
    assert heard_in(tmp_path, {**TWINS, "status": status}) == []


def test_a_day_ahead_is_no_sign(tmp_path: Path) -> None:
    assert [heard for _, heard, *_ in heard_in(tmp_path, {**TWINS, "until": "2040", "seen": "2027"})] == ["2012-05"]


def test_it_falls_asleep_on_the_day(tmp_path: Path) -> None:
    view = world_of(tmp_path, [{**TWINS, "seen": "2021-11-29"}]).view
    days = [datetime.date(2026, 11, 29), datetime.date(2026, 11, 30)]
    assert [[one.silence for one in all_of(view, lens=Lens(today=day))] for day in days] == [[], [5]]


def test_a_table_says_how_long_since_when_and_by_what(tmp_path: Path) -> None:
    visit = {**VISIT, "on": "2014-03", "status": "ended"}
    world_of(tmp_path, [TWINS, visit, {**TWINS, "between": ["b", "c"], "source": "undated"}])
    code, seen = in_terminal(f"citygraph asleep --graph {tmp_path}", columns=120, NO_COLOR="1")
    assert code == 0
    lines = [" ".join(line.split()) for line in seen.splitlines()]
    years = datetime.date.today().year - 2014
    expected = {f"Town a is a sister city of Town b {silence} years 2014-03 t1: took place active"
                for silence in (years - 1, years)}  # fmt: skip
    assert expected & {*lines}
    assert "Town b is a sister city of Town c nothing dated active" in lines


def test_programs_get_every_part_of_the_answer(tmp_path: Path) -> None:
    world_of(tmp_path, [TWINS])
    (row,) = json.loads(citygraph("asleep", "--graph", str(tmp_path), "--format", "json").out)
    assert {key: row[key] for key in ("tie", "state", "heard", "sign", "heard_from", "heard_of", "without_date")} == {
        "tie": "t0", "state": "asleep", "heard": "2012-05", "sign": "published", "heard_from": "old",
        "heard_of": None, "without_date": [],
    }  # fmt: skip


def test_nothing_asleep_is_a_no_that_says_what_was_looked_at(tmp_path: Path) -> None:
    world_of(tmp_path, [{**TWINS, "source": "new"}, {**TWINS, "between": ["b", "c"], "status": "unknown"}])
    awake = citygraph("asleep", "--graph", str(tmp_path))
    assert (awake.code, awake.err) == (
        1,
        "citygraph: nothing sleeps: something was heard of the only standing tie within 5 years\n",
    )
    unknown = citygraph("asleep", "Town c", "--graph", str(tmp_path))
    assert unknown.code == 1
    assert "no tie of Town c is known to stand; `status: active` or `dormant` says that a tie does" in unknown.err


def test_who_has_only_a_post_is_told_that_posts_are_left_out(tmp_path: Path) -> None:
    world_of(tmp_path, [], [{"title": "Mayor", "of": "a", "status": "active", "source": "new"}])
    for name, of in (["mayor"], " of The mayor"), ([], ""):
        told = citygraph("asleep", *name, "--graph", str(tmp_path))
        assert (told.code, told.err) == (
            1,
            f"citygraph: posts and parts are left out, and no other tie{of} is known to stand\n",
        )


def test_wrong_words_are_told() -> None:
    assert citygraph("asleep", "--years", "-1", "--graph", str(SEED)).code == 2
    unknown = citygraph("asleep", "Jingdezen", "--graph", str(SEED))
    assert unknown.code == 1
    assert "Jingdezhen" in unknown.err
