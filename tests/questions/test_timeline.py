"""What happened when, and what is to come: laws on random worlds, then what people would notice."""

import calendar
import datetime
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import example, given
from hypothesis import strategies as st

from citygraph.domain.dates import parse_period
from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.domain.terms import NEVER_HELD, OVER, STATUSES
from citygraph.domain.tie_rules import Stage, stage
from citygraph.questions.neighbors import neighborhood
from citygraph.questions.ties import is_listed
from citygraph.questions.timeline import in_words
from citygraph.questions.timeline.entries import (
    TimelineEntry,
    Window,
    anniversaries,
    entries_of,
    gaps,
    in_order,
    window,
)
from citygraph.render.timeline import charted
from citygraph.world import World
from conftest import SEED, citygraph, in_terminal
from worlds import HOSTILE, lenses, networkx_graph, yaml_of

Folder = Callable[..., Path]
TODAY = datetime.date(2026, 11, 26)

# ---------------------------------------------------------------- random worlds, full of dates

_YEARS = st.sampled_from([1951, 1996, 2015, 2016, 2017, 2024, 2025, 2026, 2027, 2028])
_MARKS = st.sampled_from(["", "", "~", "?", "%"])
DATES = st.one_of(
    st.sampled_from(["1996-02-29", "1996-02", "2016-02-29~", "2025-11-30%", "2026-11-26", "2026-11-25", "2031"]),
    st.builds("{}{}".format, _YEARS, _MARKS),
    st.builds("{}-{:02}{}".format, _YEARS, st.sampled_from([1, 2, 11, 12]), _MARKS),
    st.builds("{}-{:02}-{:02}{}".format, _YEARS, st.sampled_from([1, 11]), st.sampled_from([1, 26]), _MARKS),
)
PERIODS = DATES | st.sampled_from(["2019/2021", "2025-10-01/2025-10-08", "2026-11/2027-02", "2015/..", "2027~/2029"])
STEPS = st.lists(
    st.fixed_dictionaries({"is": st.sampled_from(STATUSES)}, optional={"from": DATES, "source": st.just("t")}),
    min_size=1,
    max_size=4,
)
PAPER = st.fixed_dictionaries({}, optional=dict.fromkeys(("signed", "approved", "expires"), DATES))


def maybe(draw: st.DrawFn, **keys: st.SearchStrategy[Any]) -> dict[str, Any]:
    drawn = {key: draw(value) for key, value in keys.items() if draw(st.booleans())}
    return {key: value for key, value in drawn.items() if value}


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, Any]:
    """Cities in a county, a country, a council, officials, events; ties, sayings and figures with all sorts of dates.
    Some of it contradicts itself: then it is left out as it is read, or not."""
    cities = [f"c{number}" for number in range(draw(st.integers(2, 4)))]
    figure = st.fixed_dictionaries(
        {"property": st.just("people"), "value": st.integers(1, 9), "source": st.just("s")},
        optional={"as_of": DATES, "period": PERIODS, "during": st.just("e0")},
    )
    post = st.fixed_dictionaries(
        {"title": st.just("Mayor"), "of": st.sampled_from([*cities, "o"]), "source": st.just("s")},
        optional={"since": DATES, "until": DATES | st.just(".."), "seen": DATES, "status": st.sampled_from(STATUSES)},
    )
    world: dict[str, Any] = {
        "cities": {
            id: {"name": id, "country": draw(st.sampled_from(["CN", "TR"])), "part_of": "county"}
            | maybe(draw, observations=st.lists(figure, max_size=2))
            for id in cities
        }
        | {"county": {"name": "County", "country": "CN", "level": "county"}},
        "organizations": {"o": {"name": "Council"}},
        "countries": {"china": {"name": "China", "iso": "CN"}},
        "officials": {"p": {"name": "P", "posts": draw(st.lists(post, max_size=2))}},
        "events": {f"e{number}": {"name": f"E{number}", "source": "s", **maybe(draw, when=PERIODS)} for number in "01"},
        "sources": {"s": {"title": "S"}, "t": {"title": "T"}},
    }
    ties = [{"kind": "part-of", "from": "o", "to": cities[0]}] if draw(st.booleans()) else []
    for number in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from(["sister-city", "exchange", "delegation", "hosts"]))
        one, other = draw(st.lists(st.sampled_from(cities), min_size=2, max_size=2, unique=True))
        tie: dict[str, Any] = {"kind": kind, "id": f"t{number}", "source": draw(st.sampled_from("st"))}
        if kind in ("sister-city", "exchange"):
            tie |= {"between": [one, draw(st.sampled_from(["o", other])) if kind == "exchange" else other]}
            status = draw(st.sampled_from([*STATUSES, "active", "active"]) | STEPS)
            until = DATES | st.just("..")
            tie |= {"status": status, **maybe(draw, since=DATES, until=until, seen=DATES, agreement=PAPER)}
        else:
            tie |= {"from": one, "to": other if kind == "delegation" else draw(st.sampled_from(["e0", "e1"]))}
            tie |= {"status": draw(st.sampled_from(["planned", "ended", "cancelled", "unknown", "proposed"]))}
            tie |= maybe(draw, on=PERIODS)
        ties.append(tie)
    who = st.sampled_from(["p", *cities])
    said = st.fixed_dictionaries(
        {"by": who, "source": st.sampled_from("st")},
        optional={"on": DATES, "at": st.just("e0"), "about": st.lists(who, max_size=2, unique=True)},
    )
    return {**world, "ties": ties, "statements": draw(st.lists(said, max_size=3))}


def opened(world: dict[str, Any]) -> World:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "world.yaml").write_text(yaml_of(world), encoding="utf-8")
        return World(folder, cache=False)


def all_of(world: World, node: str | None = None, lens: Lens | None = None, **options: Any) -> list[TimelineEntry]:
    found = entries_of(world.view, node, (lens or Lens())._replace(today=TODAY), **options)
    return [*found.entries, *found.undated]


def dates_of(tie: Any) -> list[str]:
    """The dates that a tie has, as one reads its record; one that is written twice, as `since` and in the history, is
    one."""
    if tie["nature"] == "occurrence":
        return [date for date in [tie["on"] or tie.get("when")] if date]
    steps = tie.get("history") or []
    dates = [tie["since"], tie.get("seen"), None if tie["until"] == ".." else tie["until"]]
    dates += [step.get("from") for step in steps] + list((tie.get("agreement") or {}).values())
    held = [step for step in steps if step["is"] not in NEVER_HELD]
    if held and held[0]["is"] not in OVER and held[0].get("from") == tie["since"] is not None:
        dates.remove(tie["since"])
    if steps and steps[-1]["is"] in OVER and steps[-1].get("from") == tie["until"] is not None:
        dates.remove(tie["until"])
    return [date for date in dates if date]


def first_day(text: str) -> tuple[int, ...]:
    """Where a date begins, as it is written."""
    year, month, day, *_ = [*map(int, re.findall(r"\d+", text.partition("/")[0])), 1, 1]
    return year, month, day


def days(text: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that a date or period names, the last of all if it goes on."""
    start, _, end = re.sub(r"[~?%]", "", text).partition("/")
    last = "9999" if end == ".." else end or start
    year, month, day = [*map(int, last.split("-")), None, None][:3]
    assert year
    return (
        datetime.date(*first_day(start)),  # type: ignore[arg-type]
        datetime.date(year, month or 12, day or calendar.monthrange(year, month or 12)[1]),
    )


# ---------------------------------------------------------------- laws


@given(world=worlds(), lens=lenses())
def test_every_tie_of_the_lens_is_told_as_often_as_it_has_dates(world: dict[str, Any], lens: Lens) -> None:
    graph = networkx_graph(opened(world).view)
    lens = lens._replace(today=TODAY)
    told: Counter[tuple[str | None, str | None]] = Counter()
    found = entries_of(graph, None, lens)
    for entry in (*found.entries, *found.undated):
        if entry.of in ("tie", "post"):
            told[entry.id, entry.when] += 1
    expected: Counter[tuple[str | None, str | None]] = Counter()
    for id, (start, end, tie) in graph.graph["ties"].items():
        if lens.admits_tie(tie) and is_listed(graph, lens, start, end):
            expected.update((id, date) for date in dates_of(tie) or [None])
    assert told == expected
    assert all(entry.when is None for entry in found.undated)


@given(world=worlds())
def test_every_event_and_every_saying_is_told_once(world: dict[str, Any]) -> None:
    graph = networkx_graph(opened(world).view)
    found = entries_of(graph, None, Lens(today=TODAY))
    told = [*found.entries, *found.undated]
    assert sorted(entry.from_ for entry in told if entry.of == "event") == ["e0", "e1"]
    said = [one for by, all_said in graph.graph["statements"].items() for one in all_said if one["by"] == by]
    assert sorted(entry.from_ for entry in told if entry.of == "statement") == sorted(one["by"] for one in said)
    assert not [entry for entry in told if entry.of == "figure"]


@given(world=worlds(), data=st.data())
def test_what_is_told_of_a_node_is_what_its_neighbors_its_record_and_sayings_say(
    world: dict[str, Any], data: st.DataObject
) -> None:
    graph = networkx_graph(opened(world).view)
    lens = data.draw(lenses())._replace(today=TODAY)
    node = data.draw(st.sampled_from(sorted(set(graph) - {"china", "county"})))
    found = entries_of(graph, node, lens)
    told = [*found.entries, *found.undated]
    ties = {entry.id for entry in told if entry.of == "tie"}
    assert ties == {row.tie for row in neighborhood(graph, node, lens) if row.kind != "holds-post"}
    assert {entry.from_ for entry in told if entry.of in ("tie", "figure")} <= {node}
    if lens._replace(sources=Lens().sources).is_empty:
        record = graph.nodes[node]["record"]
        figures = [
            figure for figure in record.get("observations", ()) if not lens.sources or figure_is_of(figure, lens)
        ]
        assert Counter(entry.of for entry in told)["figure"] == len(figures)
        said = [one for one in graph.graph["statements"].get(node, ()) if not lens.sources or figure_is_of(one, lens)]
        assert Counter(entry.of for entry in told)["statement"] == len(said)


def figure_is_of(record: Any, lens: Lens) -> bool:
    return lens.sources.admits(*(item["source"] for item in record["evidence"]))


@given(world=worlds(), lens=lenses())
def test_a_country_and_a_region_tell_all_that_lies_in_them_once(world: dict[str, Any], lens: Lens) -> None:
    graph = networkx_graph(opened(world).view)
    lens = Lens(today=TODAY, kinds=lens.kinds, statuses=lens.statuses, sources=lens.sources)
    inside = {
        "county": {"county", *(id for id, node in graph.nodes.items() if node["record"].get("part_of") == "county")},
        "china": {id for id, node in graph.nodes.items() if node["country"] == "CN"},
    }
    for place, members in inside.items():
        found = entries_of(graph, place, lens)
        told = {entry.id for entry in (*found.entries, *found.undated) if entry.of == "tie"}
        assert told == {
            id
            for id, (start, end, tie) in graph.graph["ties"].items()
            if {start, end} & members and tie["kind"] != "holds-post" and lens.admits_tie(tie)
        }
        once = Counter((entry.id, entry.when, entry.what) for entry in found.entries if entry.of == "tie")
        everywhere = entries_of(graph, None, lens).entries
        assert once <= Counter((entry.id, entry.when, entry.what) for entry in everywhere)


@given(dates=st.lists(PERIODS, max_size=9))
def test_of_those_that_begin_together_the_coarser_comes_first_and_then_what_has_no_mark(dates: list[str]) -> None:
    told = [entry.when or "" for entry in sorted(map(happened, dates), key=in_order)]
    starts = [text.partition("/")[0] for text in told]
    order = [
        (first_day(start), len(start.rstrip("~?%")), bool(set("~?%") & set(text)))
        for start, text in zip(starts, told, strict=True)
    ]
    assert order == sorted(order)


@given(world=worlds(), node=st.none() | st.sampled_from(["c0", "p", "china"]))
def test_it_is_in_order_of_first_days_and_the_coarser_comes_first(world: dict[str, Any], node: str | None) -> None:
    entries = entries_of(opened(world).view, node, Lens(today=TODAY)).entries
    order = [
        (first_day(entry.when or ""), len((entry.when or "").partition("/")[0].rstrip("~?%"))) for entry in entries
    ]
    assert order == sorted(order)
    for entry in entries:
        period = parse_period(entry.when or "")
        assert entry.earliest == str(period.start.earliest)
        assert entry.latest == (str(period.end.latest) if period.end else None)
        assert entry.uncertain == bool(re.search("[~?%]", entry.when or ""))


@given(world=worlds(), node=st.none() | st.sampled_from(["c0", "p", "china", "county"]), lens=lenses())
def test_the_store_and_networkx_tell_the_same(world: dict[str, Any], node: str | None, lens: Lens) -> None:
    both = opened(world)
    lens = lens._replace(today=TODAY)
    assert entries_of(both.view, node, lens) == entries_of(networkx_graph(both.view), node, lens)


@given(dates=st.lists(PERIODS | st.integers(2000, 2030).map(str), max_size=9))
def test_a_gap_is_a_run_of_years_that_no_entry_touches(dates: list[str]) -> None:
    entries = sorted(map(happened, dates), key=in_order)
    touched = set()
    for date in dates:
        first, last = days(date)
        touched |= set(range(first.year, (first if last.year == 9999 else last).year + 1))
    runs, run = [], 0
    for year in range(min(touched, default=0), max(touched, default=0) + 1):
        run = 0 if year in touched else run + 1
        if run and year + 1 in touched:
            runs.append(run)
    span = max(touched, default=0) - min(touched, default=0) + 1
    found = gaps(entries)
    assert [gap.years for gap in found] == [run for run in runs if run >= 3 and run >= span / 10]
    for gap in found:
        assert first_day(entries[gap.before].when or "")[0] - gap.years - 1 in touched


def happened(when: str) -> TimelineEntry:
    """An entry of which only the date counts."""
    return TimelineEntry(
        when=when,
        earliest=None,
        latest=None,
        uncertain=False,
        what="began",
        mode="happened",
        of="tie",
        id="t",
        from_="c0",
    )


@given(world=worlds(), span=PERIODS)
def test_within_a_span_is_what_may_lie_in_it(world: dict[str, Any], span: str) -> None:
    view = opened(world).view
    first, last = days(span)
    found = entries_of(view, None, Lens(today=TODAY), within=window(span, TODAY))
    whole = entries_of(view, None, Lens(today=TODAY))
    inside = [one for one in whole.entries if days(one.when or "")[0] <= last and days(one.when or "")[1] >= first]
    assert (list(found.entries), found.undated) == (inside, whole.undated)


@given(world=worlds(), limit=st.integers(0, 5), upcoming=st.booleans())
def test_a_limit_is_the_first_so_many_and_counts_all(world: dict[str, Any], limit: int, upcoming: bool) -> None:
    view = opened(world).view
    options: dict[str, Any] = {"upcoming": upcoming, "within": window("2016/2031", TODAY)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("citygraph.questions.timeline.entries._SPARE", 0)
        first = entries_of(view, None, Lens(today=TODAY), limit=limit, **options)
    whole = entries_of(view, None, Lens(today=TODAY), **options)
    assert (first.entries, first.undated) == (whole.entries[:limit], whole.undated[:limit])
    assert (first.dated, first.missing) == (whole.dated, whole.missing)
    assert first.dated == len(whole.entries)
    assert sum(first.missing.values()) == len(whole.undated)


def of_cities(*ties: dict[str, Any]) -> dict[str, Any]:
    """A world of two cities, and ties between them."""
    cities = {id: {"name": id, "country": "CN"} for id in ("c0", "c1")}
    between = [{"kind": "sister-city", "between": ["c0", "c1"], "source": "s", **tie} for tie in ties]
    return {"cities": cities, "sources": {"s": {"title": "S"}}, "ties": between}


@given(world=worlds())
@example(world=of_cities({"status": [{"is": "active"}, {"is": "unknown", "from": "2031"}]}))
@example(world=of_cities({"status": "active", "until": "2025"}))
def test_a_plan_does_not_read_like_a_fact(world: dict[str, Any]) -> None:
    for entry in all_of(opened(world)):
        words = in_words(entry)
        if entry.what == "took place" and entry.stage is not None and entry.stage.is_open:
            assert re.match("perhaps (took|takes) place$", words), "one word, whatever its day"
        elif entry.mode in ("happened", "open"):
            assert not re.match("is to |may |was to |perhaps ", words)
        else:
            no_fact = "is to |may |was to |to be |expires|expected|perhaps |not known from then on"
            assert re.match(no_fact, words), (entry, words)
        if entry.of == "tie" and entry.status in NEVER_HELD and entry.what in ("began", "took place"):
            stood = entry.when is not None and "was" not in words and entry.mode == "happened"
            assert not stood or entry.kind in ("sister-city", "exchange"), entry  # which may have a history
        if entry.when is not None and days(entry.when)[0] > TODAY and not entry.uncertain:
            assert entry.mode != "happened"


@given(world=worlds())
def test_an_event_took_place_if_a_source_says_so(world: dict[str, Any]) -> None:
    opened_world = opened(world)
    graph = networkx_graph(opened_world.view)
    for entry in all_of(opened_world):
        if entry.of != "event":
            continue
        ties = [tie for one in (graph.pred, graph.adj) for all in one[entry.from_].values() for tie in all.values()]
        said = [one for one in graph.graph["statements"].get(entry.from_, ()) if one.get("at") == entry.from_]
        is_told = bool(said) or any(stage(tie, TODAY) is Stage.TOOK_PLACE for tie in ties)
        has_passed = entry.latest is not None and entry.latest < TODAY.isoformat()
        assert (entry.mode == "happened") == (is_told and has_passed), entry
        assert (entry.mode == "perhaps") == (not is_told and has_passed), entry


@given(world=worlds())
def test_only_what_a_status_or_a_day_that_has_passed_says_took_place_or_is_over(world: dict[str, Any]) -> None:
    opened_world = opened(world)
    ties = opened_world.view.graph["ties"]
    for entry in all_of(opened_world):
        tie = ties[entry.id].data if entry.of in ("tie", "post") else None
        if tie is None or entry.mode != "happened" or tie.get("history"):
            continue
        if entry.what == "took place":
            assert stage(tie, TODAY) is Stage.TOOK_PLACE
        elif entry.what in ("ended", "left office", "suspended"):
            assert stage(tie, TODAY).is_over


# ---------------------------------------------------------------- anniversaries, counted day by day


def counted(since: str, window: Window) -> set[tuple[str, int]]:
    """Every day of a window is looked at, whether it, its month or its year is one of a round anniversary."""
    plain, mark = (since[:-1], since[-1]) if since[-1] in "~?%" else (since, "")
    found = set()
    day = window.first
    while day <= window.last:
        leap = calendar.isleap(day.year)
        years = day.year - int(plain[:4])
        celebrated = plain[5:] if leap or plain[5:] != "02-29" else "02-28"
        if years > 0 and years % 5 == 0 and day.isoformat()[5:].startswith(celebrated):
            found.add((day.isoformat()[: len(plain)] + mark, years))
        day += datetime.timedelta(1)
    return found


SINCE = DATES | st.sampled_from(["1996-02-29", "2000-02-29~", "1904-02-29", "1976-02", "1997-12-31", "1997-01-01"])


@given(since=SINCE, first=st.dates(datetime.date(2024, 1, 1), datetime.date(2030, 1, 1)), span=st.integers(0, 800))
def test_round_anniversaries_are_those_counted_day_by_day(since: str, first: datetime.date, span: int) -> None:
    asked = Window(first, first + datetime.timedelta(span))
    tie = {"nature": "standing", "status": "active", "since": since, "until": ".."}
    assert set(anniversaries(tie, asked, first)) == counted(since, asked)


@given(world=worlds(), span=PERIODS)
def test_what_is_over_or_never_was_has_no_anniversary(world: dict[str, Any], span: str) -> None:
    for entry in all_of(opened(world), within=window(span, TODAY), upcoming=True):
        if entry.what == "anniversary":
            assert entry.of == "tie"
            assert entry.status in ("active", "dormant", "unknown")
        else:
            assert entry.mode in ("open", "ahead", "planned")


def test_a_leap_day_is_celebrated_on_the_28th_where_there_is_none() -> None:
    tie = {"nature": "standing", "status": "active", "since": "1996-02-29"}
    asked = Window(datetime.date(2020, 1, 1), datetime.date(2022, 1, 1))
    assert list(anniversaries(tie, asked, TODAY)) == [("2021-02-28", 25)]
    asked = Window(datetime.date(2016, 1, 1), datetime.date(2016, 12, 31))
    assert list(anniversaries(tie, asked, TODAY)) == [("2016-02-29", 20)]


def test_a_signature_stands_in_where_nobody_says_when_it_began() -> None:
    tie = {"nature": "standing", "status": "active", "since": None, "agreement": {"signed": "1977-05"}}
    asked = Window(datetime.date(2027, 5, 31), datetime.date(2027, 6, 1))
    assert list(anniversaries(tie, asked, TODAY)) == [("2027-05", 50)]


def test_only_the_next_is_told_where_a_span_has_no_end() -> None:
    tie = {"nature": "standing", "status": "active", "since": "1977"}
    assert list(anniversaries(tie, window("2028/..", TODAY), TODAY)) == [("2032", 55)]


def test_what_occurs_has_no_anniversary() -> None:
    tie = {"nature": "occurrence", "status": "unknown", "on": "1977-05", "agreement": {"signed": "1977-05"}}
    asked = Window(datetime.date(2027, 1, 1), datetime.date(2027, 12, 31))
    assert list(anniversaries(tie, asked, TODAY)) == []


def test_a_tie_that_ends_before_has_no_anniversary() -> None:
    tie = {"nature": "standing", "status": "active", "since": "1977-05", "until": "2027-01"}
    asked = Window(datetime.date(2027, 1, 1), datetime.date(2027, 12, 31))
    assert list(anniversaries(tie, asked, TODAY)) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12 months", "2026-11-26", "2027-11-26"),
        ("3 months", "2026-11-26", "2027-02-26"),
        ("90 days", "2026-11-26", "2027-02-24"),
        ("1 year", "2026-11-26", "2027-11-26"),
        ("9999 years", "2026-11-26", "9999-12-31"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("2027-02/2028", "2027-02-01", "2028-12-31"),
        ("2027/..", "2027-01-01", "9999-12-31"),
    ],
)
def test_a_span_is_counted_from_today_or_is_a_period(text: str, first: str, last: str) -> None:
    assert window(text, TODAY) == Window(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


def test_months_end_where_the_month_does() -> None:
    assert window("3 months", datetime.date(2026, 11, 30)).last == datetime.date(2027, 2, 28)


HISTORY = """\
cities: {a: {name: A, country: GB}, b: {name: B, country: FR}, c: {name: C, country: FR}, d: {name: D, country: FR}}
sources: {s: {title: S}, t: {title: T}}
ties:
  - {kind: sister-city, between: [a, b], since: 2000, source: s,
     status: [{is: active, from: 2005}, {is: dormant, from: 2010, source: t}, {is: active, from: 2015}]}
  - {kind: sister-city, between: [a, c], since: 2000, source: s,
     status: [{is: suspended, from: 2005}, {is: planned, from: 2010}]}
  - {kind: sister-city, between: [a, d], since: 2000, until: 2010, source: s,
     status: [{is: planned, from: 1999}, {is: active, from: 2000}, {is: ended, from: 2010}]}
"""


def test_a_history_is_told_step_by_step_and_no_date_twice(folder: Folder) -> None:
    entries = [entry for entry in World(folder(world=HISTORY)).timeline() if entry.when]
    assert {(entry.mode, entry.sources) for entry in entries} == {("happened", ("s",)), ("happened", ("t",))}
    assert [(entry.to, entry.when, entry.what) for entry in sorted(entries, key=lambda entry: entry.to or "")] == [
        ("b", "2000", "began"),
        ("b", "2005", "active"),
        ("b", "2010", "dormant"),
        ("b", "2015", "resumed"),
        ("c", "2000", "began"),
        ("c", "2005", "suspended"),
        ("c", "2010", "planned"),
        ("d", "1999", "planned"),
        ("d", "2000", "began"),
        ("d", "2010", "ended"),
    ]


FIGURES = """\
cities:
  a:
    name: A
    country: GB
    observations:
      - {property: guests, value: 1, period: 2019, during: fair, as_of: 2021, source: s}
      - {property: guests, value: 2, during: fair, as_of: 2021, source: s}
      - {property: guests, value: 3, during: some-day, as_of: 2021, source: s}
      - {property: guests, value: 4, during: some-day, source: s}
events: {fair: {name: Fair, when: 2020-05}, some-day: {name: Some day}}
sources: {s: {title: S}}
"""


def test_a_figure_is_told_when_it_counts_as_sql_has_it(folder: Folder) -> None:
    world = World(folder(world=FIGURES))
    told = [(entry.figure.value, entry.when) for entry in world.timeline("a") if entry.figure]
    assert told == [(1, "2019"), (2, "2020-05"), (3, "2021"), (4, None)]
    _, rows = world.sql("SELECT value, date FROM observations ORDER BY number")
    assert list(rows) == told


# ---------------------------------------------------------------- a town's life


LIFE = """\
cities:
  anytown:
    name: Anytown
    country: GB
    observations: [{property: population, as_of: 2021, value: 41500, source: r}]
  otherville: {name: Otherville, country: FR}
  thirdburg: {name: Thirdburg, country: DE}
organizations:
  council: {name: Town Council, type: council}
officials:
  mayor:
    name: A. Mayor
    posts:
      - {title: Mayor, of: anytown, since: 2012-05, until: 2020-05-07, status: ended, source: r}
      - {title: Councillor, of: council, seen: 2009, status: ended, source: r}
events:
  fair: {name: Pottery Fair, when: 2187-07-12/2187-07-14, source: r}
ties:
  - kind: sister-city
    between: [anytown, otherville]
    since: 1952-02-29
    status: active
    source: r
    quote: twinned since 1952
    agreement: {approved: 1951-11-03, expires: 2187-06-30}
  - kind: sister-city
    between: [anytown, thirdburg]
    status: [{is: active, from: 1987~}, {is: suspended, from: 2022-03-08, source: s, quote: we suspend it},
             {is: active, from: 2024}]
    source: r
  - {kind: delegation, from: anytown, to: otherville, on: 2019-05, status: planned, source: r}
  - {kind: delegation, from: otherville, to: anytown, on: 2020-06, status: cancelled, source: r}
  - {kind: hosts, from: anytown, to: fair, status: planned, source: r}
  - {kind: interest, from: anytown, to: thirdburg, status: proposed, source: r}
  - {kind: part-of, from: council, to: anytown, status: active, source: r}
statements:
  - {by: mayor, on: 2013-04, about: anytown, source: r, quote: we are old friends}
sources:
  r: {title: Register}
  s: {title: Gazette}
"""


@pytest.fixture
def life(folder: Folder) -> Path:
    return folder(world=LIFE)


def told(*arguments: str | Path, **variables: str) -> list[str]:
    """The rows of a timeline as people see them, each with single spaces."""
    done = citygraph("timeline", *arguments, "--format", "table", COLUMNS="120", **variables)
    assert done.code == 0, done.err
    return [" ".join(line.split()) for line in done.out.splitlines()[2:]]


def test_the_timeline_of_a_town(life: Path) -> None:
    assert told("Anytown", "--graph", life) == [
        "1951-11-03 was approved is a sister city of Otherville active r",
        "“twinned since 1952”",
        "1952-02-29 began is a sister city of Otherville active r",
        "“twinned since 1952”",
        "· · · 34 years without an entry",
        "1987~ began is a sister city of Thirdburg active r",
        "2009 seen A. Mayor, Councillor, Town Council ended r",
        "2012-05 took office A. Mayor, Mayor ended r",
        "2013-04 said A. Mayor r",
        "“we are old friends” – A. Mayor",
        "2019-05 was to take place is to send a delegation to Otherville planned r",
        "2020-05-07 left office A. Mayor, Mayor ended r",
        "2020-06 was to take place was to receive a delegation from Otherville cancelled r",
        "2021 counted population: 41,500 r",
        "2022-03-08 was suspended is a sister city of Thirdburg active s",
        "“we suspend it”",
        "2024 resumed is a sister city of Thirdburg active r",
        "· · · 162 years without an entry",
        "2187-06-30 expires is a sister city of Otherville active r",
        "“twinned since 1952”",
        "2187-07-12/ is to take place is to host Pottery Fair planned r",
        "2187-07-14",
    ]


def test_what_is_to_come(life: Path) -> None:
    assert told("Anytown", "--upcoming", "--within", "2187", "--graph", life) == [
        "2187~ 200 years is a sister city of Thirdburg, since 1987~ active r",
        "2187-02-28 235 years is a sister city of Otherville, since 1952-02-29 active r",
        "“twinned since 1952”",
        "2187-06-30 expires is a sister city of Otherville active r",
        "“twinned since 1952”",
        "2187-07-12/ is to take place is to host Pottery Fair planned r",
        "2187-07-14",
        "no date may begin would be interested in cooperation with Thirdburg proposed r",
    ]


def test_twelve_months_if_nobody_says_how_long(life: Path) -> None:
    world = World(life)
    with time_machine.travel(datetime.date(2186, 7, 13)):
        found = [(entry.when, entry.what) for entry in world.timeline("Anytown", upcoming=True) if entry.when]
    assert found == [
        ("2187~", "anniversary"),
        ("2187-02-28", "anniversary"),
        ("2187-06-30", "expired"),
        ("2187-07-12/2187-07-14", "took place"),
    ]
    with time_machine.travel(datetime.date(2186, 7, 11)):
        days = [entry.when for entry in world.timeline("Anytown", upcoming=True) if entry.when]
    assert days[-1] == "2187-06-30"


def test_what_marks_mean_and_what_has_no_date_is_said(life: Path) -> None:
    done = citygraph("timeline", "Anytown", "--graph", life, "--format", "table")
    assert done.err == (
        "citygraph: ~ about then\ncitygraph: without a date: 2 ties; --format tsv, csv and json list these last\n"
    )
    rows = json.loads(citygraph("timeline", "Anytown", "--graph", life, "--format", "json").out)
    assert [row["id"] for row in rows[-2:]] == ["interest.anytown.thirdburg", "part-of.council.anytown"]
    assert {(row["when"], row["earliest"], row["latest"]) for row in rows[-2:]} == {(None, None, None)}
    assert [row["mode"] for row in rows[-2:]] == ["planned", "happened"]


def test_programs_are_told_all_of_it(life: Path) -> None:
    rows = json.loads(citygraph("timeline", "Anytown", "--graph", life, "--format", "json").out)
    suspended = next(row for row in rows if row["what"] == "suspended")
    assert suspended["sources"] == ["s"]
    assert (suspended["when"], suspended["mode"], suspended["of"]) == ("2022-03-08", "happened", "tie")
    about = next(row for row in rows if row["when"] == "1987~")
    assert (about["uncertain"], about["earliest"], about["latest"]) == (True, "1986-01-01", "1988-12-31")
    figure = next(row for row in rows if row["of"] == "figure")
    assert figure["figure"] == {"property": "population", "value": 41500, "bound": "exactly", "unit": None}
    assert "held" not in figure
    lines = citygraph("timeline", "Anytown", "--graph", life, "--format", "csv").out.splitlines()
    assert len(lines) == len(rows) + 1
    assert lines[0].startswith("when,earliest,latest,uncertain,what,mode,of,id,which,from,to,kind")
    assert all(len(row) == len(rows[0]) for row in rows)


def test_a_limit_is_the_first_so_many(life: Path) -> None:
    done = citygraph("timeline", "Anytown", "--graph", life, "--limit", "2", "--format", "tsv")
    assert len(done.out.splitlines()) == 3
    assert done.err == "citygraph: 2 of 16 shown\n"


def test_the_first_of_very_many_on_one_day_are_those_with_the_first_ids(tmp_path: Path) -> None:
    rows = [f"t{number:04},sister-city,a; b,{2016 + number % 2}" for number in reversed(range(3000))]
    (tmp_path / "ties.csv").write_text("\n".join(["id,kind,between,since", *rows]), encoding="utf-8")
    (tmp_path / "cities.csv").write_text("id,name,country\na,A,GB\nb,B,FR\n", encoding="utf-8")
    found = World(tmp_path, cache=False).timeline(limit=3)
    assert [entry.id for entry in found] == ["t0000", "t0002", "t0004"]
    assert found.total == 3000


def test_a_town_as_seen_from_its_country_and_from_a_person(life: Path) -> None:
    assert "2009 seen Councillor, Town Council ended r" in told("A. Mayor", "--graph", life)
    assert "1952-02-29 began Otherville is a sister city of Anytown active r" in told("France", "--graph", life)
    assert not any("Thirdburg" in row for row in told("France", "--graph", life))


def test_the_lens_counts(life: Path) -> None:
    rows = told("--kind", "delegation", "--graph", life)
    assert rows == [
        "2019-05 was to take place Anytown is to send a delegation to Otherville planned r",
        "2020-06 was to take place Otherville was to send a delegation to Anytown cancelled r",
    ]
    assert not any("Mayor" in row for row in told("Anytown", "--type", "!official", "--graph", life))
    assert told("Anytown", "--at", "2023", "--kind", "sister-city", "--graph", life)[-2] == (
        "2187-06-30 expires is a sister city of Otherville active yes r"
    )


def test_nothing_is_said_so(life: Path) -> None:
    done = citygraph("timeline", "Anytown", "--within", "1800/1900", "--kind", "sister-city", "--graph", life)
    assert (done.code, done.err) == (0, "citygraph: nothing is known to have happened then\n")
    done = citygraph("timeline", "Anytown", "--kind", "interest", "--format", "table", "--graph", life)
    assert done.code == 1
    assert done.err.startswith("citygraph: nothing here has a date; `since: 1990` says when a tie began")
    done = citygraph("timeline", "Otherville", "--kind", "hosts", "--upcoming", "--graph", life)
    assert (done.code, done.err) == (0, "citygraph: nothing is known to come\n")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("Anytwon",), 1, "citygraph: nothing here is called `Anytwon`; did you mean\n  anytown"),
        (("--within", "soon"), 2, "citygraph: 'soon' is not a date"),
        (("--within", "2020/2010"), 2, "citygraph: 2010 lies before 2020; or a period"),
        (("--upcoming", "--within", "1.5.2027"), 2, "write year-month-day: 2027-05-01; or a period"),
    ],
)
def test_what_cannot_be_answered_is_explained(arguments: tuple[str, ...], code: int, message: str, life: Path) -> None:
    done = citygraph("timeline", *arguments, "--graph", life)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


@pytest.mark.parametrize("format", ["table", "tsv", "csv", "json"])
def test_names_cannot_steer_a_terminal(format: str, folder: Folder) -> None:
    done = citygraph("timeline", "--graph", folder(world=HOSTILE), "--format", format)
    assert done.code == 0
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.out.replace("\r\n", "\n"))


def test_a_terminal_of_80_columns_is_enough(life: Path) -> None:
    code, seen = in_terminal(f"citygraph timeline Anytown --graph {life}", NO_COLOR="1")
    assert code == 0
    assert max(len(line) for line in seen.splitlines() if not line.startswith("citygraph: ")) <= 80
    assert "34 years without an entry" in seen
    assert "\x1b" not in seen


def test_the_seed_world_tells_no_plan_as_a_fact() -> None:
    for entry in World(SEED).timeline():
        if entry.when is not None:
            continue
        if entry.status in ("planned", "proposed"):
            assert entry.mode == "planned"


def test_an_unknown_span_is_an_error_of_the_library() -> None:
    with pytest.raises(CityGraphError, match="18 months"):
        World(SEED).timeline(within="whenever")


def test_a_tie_with_notes_has_their_sign_in_all_lists(folder: Callable[..., Path]) -> None:
    there = folder(
        world="cities:\n  a: {name: A, country: IT}\n  b: {name: B, country: UA}\nsources:\n  r: {title: R}\nties:\n"
        "  - {kind: delegation, from: a, to: b, on: 2021, status: ended, source: r, notes: perhaps to C}\n"
    )
    for command in (("timeline",), ("show", "a"), ("sources", "r"), ("show", "r")):
        assert "took place, note" in citygraph(*command, "--format", "table", "--graph", there).out, command
    for command in (("timeline",), ("show", "a")):
        assert "perhaps to C" in citygraph(*command, "--format", "csv", "--graph", there).out, command


# ------------------------------------------------------------------ the chart

_CHART = ["when", "began", "ended", "other", "perhaps", "to come", "not come about"]


@given(world=worlds())
def test_a_chart_counts_each_dated_entry_once(world: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as place, time_machine.travel(TODAY, tick=False):
        (Path(place) / "world.yaml").write_text(yaml_of(world), encoding="utf-8")
        entries = [one for one in World(place, cache=False).timeline() if one.earliest or one.latest]
    lines = charted(entries)
    assert sum(sum(line.claims) for line in lines) == len(entries)
    never = sum(one.mode in ("planned", "ahead", "lapsed", "cancelled") for one in entries)
    assert sum(line.to_come + line.lapsed for line in lines) >= never
    sure = sum(line.began + line.ended + line.other for line in lines)
    assert sure <= sum(one.mode == "happened" for one in entries)  # what may have happened is in no column of what did
    periods = [line.when for line in lines if line.when != "unclear"]
    assert periods == sorted(periods, key=lambda period: int(period.rstrip("s")))
    assert len(periods) <= 300


def test_a_chart_in_a_pipe_is_rows_with_figures() -> None:
    ran = citygraph("timeline", "--chart", "--graph", SEED)
    head, *rows = (line.split("\t") for line in ran.out.splitlines())
    assert head == _CHART
    assert [row[0] for row in rows] == ["2021", "2022", "2023", "2024", "2025"]
    assert rows[0][1] == "1"  # one twinning began
    assert rows[1][1:] == ["0"] * 6


def test_a_chart_in_a_terminal_has_bars_and_says_what_they_mean() -> None:
    for columns in (80, 120):
        _, seen = in_terminal(f"citygraph timeline --chart --graph {SEED}", columns, NO_COLOR="1")
        lines = seen.splitlines()
        assert max(map(len, lines)) <= columns
        longest = next(line for line in lines if line.startswith("2025"))
        assert "█" * 20 in longest
        assert "▓ perhaps" in seen
    assert "leave out --format" in " ".join(citygraph("timeline", "--chart", "--format", "csv").err.split())


def test_an_empty_chart_says_so(folder: Folder) -> None:
    ran = citygraph("timeline", "--chart", "--graph", folder(a="cities:\n  a: {name: A, country: GB}\n"))
    assert "nothing" in ran.err
