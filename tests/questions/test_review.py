"""What needs a second look: one planted doubt after the other, laws on random worlds, then what people would notice."""

import calendar
import copy
import csv
import datetime
import io
import json
import random
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import review_reasons
from citygraph.domain.dates import parse_date
from citygraph.domain.held import held
from citygraph.domain.lens import Lens
from citygraph.questions.review.findings import Finding, FindingsByReason, findings_of
from citygraph.questions.review.reasons import REASONS
from citygraph.questions.ties import stands_for
from citygraph.world import World
from conftest import ROOT, SEED, citygraph, examples, in_terminal
from worlds import files, lenses, networkx_graph

Folder = Callable[..., Path]
Texts = dict[str, Any]
TODAY = datetime.date(2026, 11, 26)
LENS = Lens(today=TODAY)

BOTH = [{"source": "register"}, {"source": "gazette"}]
"""Two sources, both new, and neither is the word of one side."""
SOUND: Texts = {
    "sources": {
        "register": {"title": "The register", "publisher": "A club", "published": "2026-03"},
        "gazette": {"title": "The gazette", "published": "2010", "retrieved": "2026-05-02"},
        "leaflet": {"title": "A leaflet", "publisher": "Troyan", "published": "2026"},
        "old-list": {"title": "An old list", "published": "2019", "retrieved": "2026-01-01"},
        "undated": {"title": "A note", "url": "https://example.org"},
    },
    "countries": {"turkiye": {"name": "Turkiye", "iso": "TR"}},
    "cities": {
        "iznik": {"name": "Iznik", "country": "TR", "coordinates": [40.43, 29.72], "identifiers": {"wikidata": "Q1"}},
        "osh": {"name": "Osh", "country": "KG", "coordinates": [40.53, 72.8], "identifiers": {"wikidata": "Q2"}},
        "troyan": {"name": "Troyan", "country": "BG", "coordinates": [42.88, 24.71], "identifiers": {"wikidata": "Q3"}},
    },
    "organizations": {"council": {"name": "Council of Osh"}, "studio": {"name": "A studio", "country": "TR"}},
    "officials": {
        "ada": {"name": "Ada", "posts": [{"title": "Mayor", "of": "osh", "seen": "2026", "source": "register"}]},
        "ben": {"name": "Ben", "posts": [{"title": "Speaker", "of": "council", "since": "2025", "evidence": BOTH}]},
        "eda": {"name": "Eda", "posts": [{"title": "Minister", "of": "turkiye", "seen": "2026-01", "evidence": BOTH}]},
    },
    "events": {"fair": {"name": "Fair", "when": "2026-04"}, "expo": {"name": "Expo", "when": "2026-12"}},
    "ties": [
        {"kind": "sister-city", "between": ["iznik", "osh"], "since": "1999", "status": "active", "evidence": BOTH},
        {"kind": "part-of", "from": "council", "to": "osh", "source": "register"},
        {"kind": "exhibits-at", "from": "osh", "to": "expo", "status": "planned", "evidence": BOTH},
    ],
}


def tie(kind: str = "sister-city", ends: tuple[str, str] = ("osh", "troyan"), **says: Any) -> Callable[[Texts], None]:
    """A world with one more tie."""

    def plant(world: Texts) -> None:
        about: Texts = {"kind": kind}
        about |= {"between": list(ends)} if kind == "sister-city" else dict(zip(("from", "to"), ends, strict=True))
        if not {"source", "evidence"} & says.keys():
            about["evidence"] = BOTH
        world["ties"].append(about | says)

    return plant


def node(section: str, id: str, **says: Any) -> Callable[[Texts], None]:
    """A world with one more node, or one that says more; what is None goes."""

    def plant(world: Texts) -> None:
        record = world.setdefault(section, {}).setdefault(id, {"name": id.title()}) | says
        world[section][id] = {key: value for key, value in record.items() if value is not None}

    return plant


def figure(value: float, **says: Any) -> Texts:
    return {"property": "visitors", "period": "2025", "value": value, "source": "register"} | says


def said(source: str, quote: str | None = None, by: str | None = None) -> Texts:
    return {key: value for key, value in (("source", source), ("quote", quote), ("by", by)) if value}


def both(*plants: Callable[[Texts], None]) -> Callable[[Texts], None]:
    def plant(world: Texts) -> None:
        for one in plants:
            one(world)

    return plant


OSH_TROYAN = "sister-city.osh.troyan"
PLACE = {"country": "BG", "coordinates": [42.9, 24.7], "identifiers": {"geonames": "1"}}
PLANTED: dict[str, tuple[Callable[[Texts], None], str, str, str | None]] = {
    "a plan of last month": (tie(status="planned", since="2026-10"), "plan-passed", OSH_TROYAN, None),
    "a proposal of yesterday": (tie(status="proposed", since="2026-11-25"), "plan-passed", OSH_TROYAN, None),
    "a visit that was planned": (
        tie("delegation", status="planned", on="2026-10-01/2026-10-03"),
        "plan-passed",
        "delegation.osh.troyan",
        None,
    ),
    "a stand at a fair that is over": (
        tie("exhibits-at", ("osh", "fair"), status="planned"),
        "plan-passed",
        "exhibits-at.osh.fair",
        None,
    ),
    "an end that is near": (tie(until="2027-11-26"), "runs-out", OSH_TROYAN, None),
    "a term that ends today": (
        node("officials", "cem", posts=[{"title": "Mayor", "of": "troyan", "until": "2026-11-26", "evidence": BOTH}]),
        "runs-out",
        "holds-post.cem.troyan",
        None,
    ),
    "an agreement that is near its end": (tie(agreement={"expires": "2027"[:4] + "-06"}), "runs-out", OSH_TROYAN, None),
    "an agreement that has expired": (
        tie(status="active", agreement={"signed": "2020", "expires": "2025"}),
        "runs-out",
        OSH_TROYAN,
        None,
    ),
    "two years in two sources": (
        tie(evidence=[said("register", "twinned in 1987"), said("gazette", "since 3 May 1989")]),
        "contradiction",
        OSH_TROYAN,
        None,
    ),
    "two figures": (
        node("cities", "osh", observations=[figure(10), figure(12, source="gazette")]),
        "contradiction",
        "osh",
        None,
    ),
    "more than, and less": (
        node("cities", "osh", observations=[figure(10, bound="more-than"), figure(10, source="gazette")]),
        "contradiction",
        "osh",
        None,
    ),
    "about, and not so about": (
        node("cities", "osh", observations=[figure(10, bound="about"), figure(12, source="gazette")]),
        "contradiction",
        "osh",
        None,
    ),
    "a twin by its alias": (
        node("cities", "trojan", aliases=["TROJÁN", "Troyán"], **PLACE),
        "look-alike",
        "troyan",
        "trojan",
    ),
    "a twin in another script": (
        node("cities", "lovech", names={"bg": "Троян"}, **PLACE),
        "look-alike",
        "troyan",
        "lovech",
    ),
    "a twin of one level": (
        node("cities", "troy", name="Troyan", level="county", **PLACE),
        "look-alike",
        "troyan",
        "troy",
    ),
    "a twin without coordinates": (
        node("cities", "trojan", aliases=["Troyan"], country="BG", coordinates=[42.5, 24.9], identifiers={"a": "1"}),
        "look-alike",
        "troyan",
        "trojan",
    ),
    "a slip of the pen, next door": (
        node("cities", "troian", name="Troian", **PLACE),
        "look-alike",
        "troyan",
        "troian",
    ),
    "one identifier for two": (
        node("cities", "aba", country="BG", coordinates=[0, 0], identifiers={"wikidata": "Q3"}),
        "look-alike",
        "troyan",
        "aba",
    ),
    "a person twice": (node("officials", "adah", name="A. Lovelace", aliases=["Ada"]), "look-alike", "adah", "ada"),
    "a tie twice": (
        tie(ends=("iznik", "osh"), id="again", status="active", since="1998"),
        "look-alike",
        "again",
        "sister-city.iznik.osh",
    ),
    "its mayor says so": (
        tie(evidence=[said("register", by="ada"), said("gazette", by="osh")]),
        "one-side",
        OSH_TROYAN,
        "osh",
    ),
    "its council's speaker says so": (
        tie(evidence=[said("register", by="ben"), said("gazette", by="ben")]),
        "one-side",
        OSH_TROYAN,
        "osh",
    ),
    "its minister says so": (
        tie(ends=("iznik", "troyan"), evidence=[said("register", by="eda"), said("gazette", by="eda")]),
        "one-side",
        "sister-city.iznik.troyan",
        "iznik",
    ),
    "its mayor says so, and both lie in one country": (
        both(
            node("cities", "bursa", country="TR", coordinates=[40.2, 29.06], identifiers={"wikidata": "Q4"}),
            node("officials", "cem", posts=[{"title": "Mayor", "of": "bursa", "seen": "2026", "evidence": BOTH}]),
            tie(ends=("bursa", "iznik"), evidence=[said("register", by="cem"), said("gazette", by="cem")]),
        ),
        "one-side",
        "sister-city.bursa.iznik",
        "bursa",
    ),
    "its own leaflet says so": (
        tie(evidence=[said("leaflet"), said("gazette", by="troyan")]),
        "one-side",
        OSH_TROYAN,
        "troyan",
    ),
    "nobody has seen it": (
        tie(evidence=[said("old-list"), {**said("old-list", "so it is"), "by": "osh"}, said("old-list", by="troyan")]),
        "not-confirmed",
        OSH_TROYAN,
        None,
    ),
    "a post of long ago": (
        node(
            "officials", "cem", posts=[{"title": "Mayor", "of": "troyan", "seen": "2024-11-25", "source": "old-list"}]
        ),
        "not-confirmed",
        "holds-post.cem.troyan",
        None,
    ),
    "only the register": (tie(source="register"), "one-source", OSH_TROYAN, None),
    "a visit in one source": (
        tie("delegation", on="2019", source="old-list"),
        "one-source",
        "delegation.osh.troyan",
        None,
    ),
    "a source without a date": (tie(evidence=[said("register"), said("undated")]), "undated-source", "undated", None),
    "no place": (node("cities", "troyan", coordinates=None), "no-coordinates", "troyan", None),
    "no identifier": (node("cities", "troyan", identifiers=None), "no-identifier", "troyan", None),
}
ALSO = {"nobody has seen it": {"one-source"}}
"""What such a world has to look at besides."""

QUIET: dict[str, Callable[[Texts], None]] = {
    "a plan of this month": tie(status="planned", since="2026-11"),
    "a plan of about last year": tie(status="planned", since="2025~"),
    "a mayor who is still to come says so": both(
        node("officials", "cem", posts=[{"title": "Mayor", "of": "osh", "since": "2030", "evidence": BOTH}]),
        tie(evidence=[said("register", by="cem"), said("gazette", by="cem")]),
    ),
    "a plan without a date": tie(status="planned"),
    "what was cancelled": tie(status="cancelled", since="2020"),
    "a fair that goes on": tie("delegation", status="planned", on="2026-10-01/2026-11-26"),
    "an end that is far": tie(until="2027-11-27"),
    "what is known to go on": tie(until=".."),
    "an expired paper of what is over": tie(status="ended", agreement={"expires": "2020"}),
    "the same year twice": tie(
        evidence=[said("register", "twinned in 1987"), said("gazette", "in 1987, on 3 May, by 1200 people")]
    ),
    "several years in a quote": tie(evidence=[said("register", "1987, renewed 2001"), said("gazette", "in 1989")]),
    "figures of two years": node("cities", "osh", observations=[figure(10), figure(12, period="2024")]),
    "figures of two things": node("cities", "osh", observations=[figure(10), figure(12, unit="thousands")]),
    "figures that agree": node(
        "cities", "osh", observations=[figure(10, bound="about"), figure(11), figure(9, bound="more-than")]
    ),
    "a namesake abroad": node("cities", "troyan-md", aliases=["Troyan"], **{**PLACE, "country": "MD"}),
    "a namesake far away": node("cities", "aba", aliases=["Troyan"], **{**PLACE, "coordinates": [43.6, 27.9]}),
    "a namesake with another identifier": node(
        "cities", "aba", aliases=["Troyan"], **{**PLACE, "identifiers": {"wikidata": "Q9"}}
    ),
    "a region and its town": both(
        node("cities", "aba", aliases=["Troyan"], country="BG", coordinates=[42.9, 24.7], identifiers={"a": "1"}),
        node("cities", "troyan", part_of="aba"),
    ),
    "a neighbor of another name": node("cities", "trogir", name="Trogir", **PLACE),
    "two ties, one after the other": tie(ends=("iznik", "osh"), id="again", status="ended", since="1980", until="1990"),
    "two ties, about two things": tie(
        ends=("iznik", "osh"), id="again", status="active", since="1998", subject=["tea"]
    ),
    "both sides": tie(evidence=[said("register", by="ada"), said("leaflet")]),
    "one side, and somebody else": tie(evidence=[said("register", by="ada"), said("gazette")]),
    "a minister of both": both(
        node("cities", "bursa", country="TR", coordinates=[40.2, 29.06], identifiers={"wikidata": "Q4"}),
        tie(ends=("bursa", "iznik"), evidence=[said("register", by="eda"), said("gazette", by="eda")]),
    ),
    "an interest": tie("interest", evidence=[said("register", by="ada"), said("gazette", by="ada")]),
    "a speech": tie("speaks-at", ("ada", "fair"), evidence=[said("register", by="ada"), said("gazette", by="ada")]),
    "seen of late": tie(seen="2024-11-26", evidence=[said("old-list"), said("gazette")]),
    "over long ago": tie(status="ended", until="2001", evidence=[said("old-list"), said("register")]),
    "an undated source of what is over": tie(status="ended", evidence=[said("undated"), said("register")]),
}


def opened(world: Texts, by: random.Random | None = None) -> World:
    """A world in files, all of it sound."""
    with tempfile.TemporaryDirectory() as place:
        write(world, Path(place), by)
        read = World(place, cache=False)
        assert not read.errors, [problem.message for problem in read.diagnostics]
        return read


def write(world: Texts, folder: Path, by: random.Random | None = None) -> None:
    for name, content in files(world, by).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")


def with_(*plants: Callable[[Texts], None]) -> Texts:
    world = copy.deepcopy(SOUND)
    for plant in plants:
        plant(world)
    return world


def findings(found: Iterable[FindingsByReason]) -> list[Finding]:
    return [finding for those in found for finding in those.findings]


def asked(world: World, *node: str, lens: Lens = LENS, **options: Any) -> list[Finding]:
    """All findings, in a world whose files are gone."""
    return findings(findings_of(world.view, *node, lens=lens, **options))


# ---------------------------------------------------------------- one doubt, one finding


def test_a_world_without_a_doubt_says_nothing() -> None:
    assert asked(opened(SOUND)) == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_doubt_is_found_and_nothing_else(name: str) -> None:
    plant, reason, id, other = PLANTED[name]
    found = asked(opened(with_(plant)))
    besides = ALSO.get(name, set())
    one = [finding for finding in found if finding.reason not in besides]
    assert [(finding.reason, finding.id, finding.other) for finding in one] == [(reason, id, other)]
    assert {finding.reason for finding in found} == {reason} | besides
    assert one[0].hint
    assert one[0].message


@pytest.mark.parametrize("name", QUIET)
def test_what_is_in_order_is_left_alone(name: str) -> None:
    assert asked(opened(with_(QUIET[name]))) == []


def test_the_manual_says_what_the_reasons_say() -> None:
    text = review_reasons.PAGE.read_text(encoding="utf-8")
    assert review_reasons.page(text) == text, "run scripts/review_reasons.py"


def test_the_help_names_every_reason() -> None:
    text = " ".join(citygraph("review", "--help", COLUMNS="500").out.split())
    assert f"Reasons: {', '.join(REASONS)}; docs/review.md" in text


def test_every_reason_has_been_planted() -> None:
    assert {reason for _, reason, _, _ in PLANTED.values()} == REASONS.keys()


def test_thousands_of_one_name_in_one_place_are_not_each_compared_with_each() -> None:
    cities = {
        f"c{n}": {"name": f"Place {n}", "aliases": ["Here"], "country": "BG", "coordinates": [42.9, 24.7]}
        for n in range(2000)
    }
    (found,) = findings_of(opened({"cities": cities}).view, reasons=["look-alike"], limit=3)
    assert 2000 - 1 <= found.count <= 2000 * 40


def test_no_reason_is_nothing_to_look_at() -> None:
    world = opened(with_(tie(source="register")))
    assert findings_of(world.view, lens=LENS, reasons=[]) == ()
    done = citygraph("review", "--reason", "one-side", "--reason", "!one-side")
    assert (done.code, done.err) == (0, "citygraph: nothing needs a second look\n")


def test_a_world_of_another_time_has_no_places(tmp_path: Path) -> None:
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("the project lies in no git repository")
    found = findings(World.at_revision(SEED, "HEAD").review(reason="one-side").data)
    assert found
    assert {finding.line for finding in found} == {None}


def test_across_a_meridian_and_near_the_pole_a_neighbor_is_one() -> None:
    def place(name: str, latitude: float, longitude: float) -> Texts:
        return {"name": name, "country": "RU", "coordinates": [latitude, longitude], "identifiers": {name: "x"}}

    cities = {
        "a": place("Anadyr", 64.73, 179.98),
        "b": place("Anadir", 64.73, -179.98),
        "c": place("Longyear", 89.5, 10.0),
        "d": place("Longyeer", 89.5, 13.0),
        "e": place("Greenwich", 51.48, -0.01),
        "f": place("Greenwick", 51.48, 0.01),
    }
    found = asked(opened({"cities": cities}))
    assert [(finding.id, finding.other) for finding in found] == [("b", "a"), ("d", "c"), ("f", "e")]


# ---------------------------------------------------------------- laws


def plants(draw: st.DrawFn) -> Texts:
    """A world with some doubts, no two of which speak of one record."""
    names = draw(st.lists(st.sampled_from(sorted({**PLANTED, **QUIET})), max_size=6, unique=True))
    world, taken = copy.deepcopy(SOUND), set()
    for name in names:
        plant = PLANTED[name][0] if name in PLANTED else QUIET[name]
        before = copy.deepcopy(world)
        plant(world)
        ids = {
            one.get("id", (one["kind"], *one.get("between", (one.get("from"), one.get("to")))))
            for one in world["ties"][len(before["ties"]) :]
        }
        ids |= {
            id
            for section in ("cities", "officials")
            for id, record in world[section].items()
            if before[section].get(id) != record
        }
        if ids & taken or not ids:
            world = before
        taken |= ids
    return world


doubtful = st.composite(plants)()


def same(found: Iterable[Finding]) -> list[Finding]:
    """Findings, but for the order in which a record names its sources."""
    return [
        replace(finding, sources=tuple(sorted(finding.sources)), file=None, line=None, column=None) for finding in found
    ]


@examples(50)
@given(world=doubtful, by=st.randoms(use_true_random=False))
def test_where_records_stand_changes_nothing_but_the_places(world: Texts, by: random.Random) -> None:
    assert same(asked(opened(world))) == same(asked(opened(world, by)))


@given(world=doubtful, lens=lenses())
def test_a_networkx_graph_has_the_same_to_look_at(world: Texts, lens: Lens) -> None:
    read, lens = opened(world), lens._replace(sources=lens.sources.__class__(), today=TODAY)
    assert findings(findings_of(networkx_graph(read.view), lens=lens)) == asked(read, lens=lens)


@given(world=doubtful, limit=st.integers(0, 3), some=st.lists(st.sampled_from(list(REASONS)), unique=True))
def test_a_limit_takes_the_first_and_counts_all(world: Texts, limit: int, some: list[str]) -> None:
    read, some = opened(world), some or list(REASONS)
    all_of_it = {those.reason: those for those in findings_of(read.view, lens=LENS)}
    for those in findings_of(read.view, lens=LENS, limit=limit, reasons=some):
        assert those.reason in some
        assert those.count == all_of_it[those.reason].count == len(all_of_it[those.reason].findings)
        assert those.findings == all_of_it[those.reason].findings[:limit]


@given(world=doubtful, node=st.sampled_from(["osh", "troyan", "turkiye", "ada", "fair"]))
def test_of_a_node_it_says_what_concerns_it(world: Texts, node: str) -> None:
    read = opened(world)
    members = stands_for(read.view, node)
    expected = [one for one in asked(read) if one.of != "source" and {one.id, one.from_, one.to, one.other} & members]
    assert [one for one in asked(read, node) if one.of != "source"] == expected


@given(world=doubtful, lens=lenses())
def test_a_lens_shows_a_part_of_it(world: Texts, lens: Lens) -> None:
    read, lens = opened(world), lens._replace(sources=lens.sources.__class__(), today=TODAY)
    everything = {one.id + one.message for one in asked(read) if one.of != "source"}
    through = [one for one in asked(read, lens=lens) if one.of != "source"]
    assert {one.id + one.message for one in through} <= everything
    if lens.asks_for_ties:
        assert all(one.from_ for one in through)


@examples(50)
@given(world=doubtful, by=st.none() | st.randoms(use_true_random=False))
def test_its_place_is_where_it_is_written(world: Texts, by: random.Random | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(world, Path(folder), by)
        for finding in findings(World(folder, cache=False).review().data):
            assert finding.file
            assert finding.line
            assert finding.column
            text = Path(folder, finding.file).read_text(encoding="utf-8")
            assert finding.line <= text.count("\n") + 1
            content = yaml.safe_load(text)
            if finding.of == "tie":
                own = {
                    one.get(
                        "id",
                        ".".join(
                            (one["kind"], *sorted(one["between"]))
                            if "between" in one
                            else (one["kind"], one["from"], one["to"])
                        ),
                    )
                    for one in content["ties"]
                }
                assert finding.id in own
            else:
                id = finding.from_ if finding.of == "post" else finding.id
                assert any(id in records for records in content.values() if isinstance(records, dict))


DAYS = st.dates(datetime.date(2019, 1, 1), datetime.date(2031, 12, 31))


def earlier(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months before, or the last that there is in that month: month by month."""
    there = day
    for _ in range(months):
        there = there.replace(day=1) - datetime.timedelta(1)
    return there.replace(day=min(day.day, calendar.monthrange(there.year, there.month)[1]))


@given(seen=DAYS, today=DAYS, months=st.integers(0, 40), form=st.sampled_from([10, 7, 4]))
def test_a_word_grows_old_on_its_day(seen: datetime.date, today: datetime.date, months: int, form: int) -> None:
    date = seen.isoformat()[:form]
    world = with_(tie(seen=date, evidence=[said("old-list"), said("leaflet")]))
    if parse_date(date).earliest > today:
        date = "2018"
    world["sources"]["leaflet"]["published"] = world["sources"]["old-list"]["published"] = "2018"
    found = asked(opened(world), lens=Lens(today=today), months=months, reasons=["not-confirmed"])
    told = [one for one in found if one.id == OSH_TROYAN]
    assert [one.when for one in told] == [date] * (parse_date(date).latest < earlier(today, months))


@given(until=DAYS, today=DAYS)
def test_what_runs_out_is_told_a_year_before(until: datetime.date, today: datetime.date) -> None:
    found = asked(opened(with_(tie(until=until.isoformat()))), lens=Lens(today=today), reasons=["runs-out"])
    horizon = today.replace(year=today.year + 1, day=min(today.day, 28) if today.month == 2 else today.day)
    assert bool(found) == (today <= until <= horizon)


@given(since=st.none() | DAYS, form=st.sampled_from([10, 7, 4]), mark=st.sampled_from(["", "~", "?"]), today=DAYS)
def test_whether_a_tie_may_hold_is_what_the_lens_says(
    since: datetime.date | None, form: int, mark: str, today: datetime.date
) -> None:
    says = {"since": since.isoformat()[:form] + mark} if since else {}
    read = opened(with_(tie(evidence=[said("undated"), said("register")], **says)))
    data = read.view.graph["ties"][OSH_TROYAN].data
    expected = held(data, parse_date(today.isoformat()), today) != "no"
    assert bool(asked(read, lens=Lens(today=today), reasons=["undated-source"])) == expected


# ---------------------------------------------------------------- what people see


def test_in_a_terminal_it_is_told_by_reason_with_a_way_out(tmp_path: Path) -> None:
    code, seen = in_terminal(f"citygraph review --graph {SEED}", columns=80, NO_COLOR="1")
    lines = seen.splitlines()
    assert code == 0
    assert max(len(line) for line in lines if not line.startswith("citygraph: ")) <= 80
    assert "one-side (11): ties that only one of the two sides reports" in lines
    assert "  and 6 more" in lines
    remark = "citygraph: the first 5 of each reason are shown; --reason REASON shows all of one"
    assert remark in " ".join(seen.split())
    assert "  = look it up, in Wikidata or GeoNames; never from memory" in lines
    assert not any("\x1b" in line for line in lines)
    _, asked_for = in_terminal(f"citygraph review --reason one-side --graph {SEED}", columns=200, NO_COLOR="1")
    assert " more\n" not in asked_for
    assert asked_for.count("only the side of `jingdezhen` says so") == 7


def test_rows_are_for_programs_and_have_everything() -> None:
    done = citygraph("review", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    told = json.loads(citygraph("review", "--format", "json").out)
    flat = [finding for those in told for finding in those["findings"]]
    assert [those["count"] for those in told] == [len(those["findings"]) for those in told]
    assert [(row["reason"], row["id"], row["line"]) for row in rows] == [
        (one["reason"], one["id"], str(one["line"])) for one in flat
    ]
    assert done.err.startswith(f"citygraph: {len(rows)} to look at: ")
    for row in rows:
        lines = (ROOT / "graph" / row["file"]).read_text(encoding="utf-8").splitlines()
        around = "\n".join(lines[max(0, int(row["line"]) - 8) : int(row["line"])])  # the key may stand below
        assert (f"kind: {row['kind']}" if row["of"] == "tie" else row["id"]) in around


def test_github_gets_annotations_with_paths_from_here() -> None:
    done = citygraph("review", "--format", "github", "--reason", "no-coordinates")
    assert done.out == (
        "::warning file=graph/cities.yaml,line=79,col=3,title=no-coordinates::Jiangxi: it has no `coordinates`; "
        "a gazetteer has them; name it as the source\n"
    )


def test_the_exit_code_says_whether_there_is_anything_if_asked(folder: Folder) -> None:
    clean = folder(world=files(SOUND)["world.yaml"])
    for options, code in (((), 0), (("--exit-code",), 1)):
        assert citygraph("review", *options).code == code
    done = citygraph("review", "--exit-code", "--graph", clean, "--months", "100000")
    assert (done.code, done.err) == (0, "citygraph: nothing needs a second look\n")


def test_reasons_can_be_left_out_and_wrong_ones_are_told() -> None:
    done = citygraph("review", "--reason", "!one-source", "--reason", "!one-side", "--format", "tsv")
    assert {line.split("\t")[0] for line in done.out.splitlines()[1:]} == {
        "not-confirmed", "undated-source", "no-coordinates", "no-identifier"
    }  # fmt: skip
    done = citygraph("review", "--reason", "one-sid")
    assert (done.code, done.err) == (2, "citygraph: there is no reason `one-sid`; did you mean `one-side`?\n")
    done = citygraph("review", "Nowhere")
    assert done.code == 1
    assert "Nowhere" in done.err
    assert citygraph("review", "--months", "-1").code == 2


def test_a_region_and_a_country_stand_for_what_lies_in_them() -> None:
    for name in ("Jiangxi", "China", "CN"):
        done = citygraph("review", name, "--format", "tsv", "--reason", "one-side")
        assert "flagship-store.jingdezhen.dubai" in done.out
    assert "jingdezhen" not in citygraph("review", "Turkiye", "--reason", "no-identifier").out


def test_who_is_to_be_left_out_is_not_named(folder: Folder) -> None:
    done = citygraph("review", "--type", "!official", "--format", "json")
    officials = yaml.safe_load((ROOT / "graph/officials.yaml").read_text(encoding="utf-8"))["officials"]
    assert not [id for id in officials if id in done.out]


def test_a_table_of_ties_has_lines_also_where_ids_have_spaces_around_them(folder: Folder) -> None:
    graph = folder(world=files(SOUND)["world.yaml"])
    (graph / "ties-more.csv").write_text(
        "kind,between,from,to,source\nsister-city,osh;troyan,,,register\n"
        "delegation,, iznik , troyan ,register\nsister-city, iznik ; troyan ,,,register\n",
        encoding="utf-8",
    )
    done = citygraph("review", "--graph", graph, "--reason", "one-source", "--format", "tsv")
    rows = [line.split("\t") for line in done.out.splitlines()[1:]]
    assert [(row[2], row[11], row[12]) for row in rows] == [
        ("delegation.iznik.troyan", "ties-more.csv", "3"),
        ("sister-city.iznik.troyan", "ties-more.csv", "4"),
        (OSH_TROYAN, "ties-more.csv", "2"),
    ]


def test_hostile_words_are_shown_and_not_obeyed(folder: Folder) -> None:
    world = with_(node("cities", "troyan", name="Tro\u202eyan \x1b[31m::error::", coordinates=None))
    graph = folder(world=files(world)["world.yaml"])
    for format in ("table", "github", "tsv", "csv", "json"):
        out = citygraph("review", "--graph", graph, "--format", format).out
        assert "\x1b" not in out
        assert "\u202e" not in out
    lines = citygraph("review", "--graph", graph, "--format", "github").out.splitlines()
    assert all(line.startswith("::warning file=") for line in lines)


def test_a_disputed_tie_is_a_contradiction_with_who_says_what(folder: Folder) -> None:
    world = World(
        folder(
            a="cities:\n  a: {name: Aa, country: DE}\n  b: {name: Bb, country: RU}\n"
            "officials:\n  o: {name: Oo}\nsources:\n  s: {title: S}\n  n: {title: N}\n"
            "ties:\n  - {kind: sister-city, between: [a, b], status: active, evidence:"
            " [{source: s}, {source: n, by: o, status: denied}, {source: s, status: ended}]}\n"
        )
    )
    (found,) = (reason for reason in findings_of(world.view, lens=LENS) if reason.reason == "contradiction")
    (finding,) = found.findings
    assert finding.message == (
        "its sources disagree on how it stands: active (its own `status`), denied (`o` in `n`), ended (`s`)"
    )
