"""Ties, counted by time, kind, group, status, countries or sources, or by two of these."""

import csv
import io
import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.dates import parse_date
from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import all_evidence, beginning
from citygraph.graph.admitted import sources_of_ties
from citygraph.graph.interface import ReadGraph, sources_of
from citygraph.questions import WrongOption
from citygraph.questions._tie_counts import TieTally, count
from citygraph.questions.ties import By, Tie, TieCount, listed
from citygraph.render.ties import _Pivot
from citygraph.world import World
from conftest import SEED, citygraph, in_terminal
from worlds import lenses, networkx_graph, told_worlds, world_texts, yaml_of

WAYS: tuple[By, ...] = get_args(By)
SEVERAL = st.lists(st.sampled_from(WAYS), min_size=1, max_size=2, unique=True).map(tuple)
Values = tuple[str | None, ...]


def opened(text: str, folder: str) -> World:
    """The world of a text, which need not be sound: what is wrong in it is left out."""
    (Path(folder) / "world.yaml").write_text(text, encoding="utf-8")
    return World(folder, cache=False)


def values(tie: Tie, by: By, graph: ReadGraph) -> list[Values]:
    """What a tie counts under, from its row alone."""
    if by in ("year", "decade"):
        began = tie.time if graph.graph["kinds"][tie.kind].nature == "occurrence" else tie.since
        if began is None:
            return [(None,)]
        date = parse_date(began.split("/")[0])
        stretch = {f"{year:04}" for year in range(date.earliest.year, date.latest.year + 1)}
        if by == "decade":
            stretch = {f"{year[:3]}0s" for year in stretch}
        return [(stretch.pop() if len(stretch) == 1 else "unclear",)]
    if by == "country":
        pair = sorted((graph.nodes[end]["country"] for end in (tie.from_, tie.to)), key=lambda one: (one is None, one))
        return [tuple(pair)]
    if by == "source":
        return [(source,) for source in tie.sources] or [(None,)]
    return [({"kind": tie.kind, "status": tie.stage.word, "group": graph.graph["kinds"][tie.kind].group}[by],)]


def plainly(ties: Iterable[Tie], by: tuple[By, ...], graph: ReadGraph) -> dict[Values, list[Tie]]:
    found: dict[Values, list[Tie]] = {}
    for tie in ties:
        for cell in product(*(values(tie, one, graph) for one in by)):
            found.setdefault(sum(cell, ()), []).append(tie)
    return found


def numbers(rows: Iterable[TieCount]) -> dict[Values, int]:
    return {tuple(row.by.values()): row.ties for row in rows}


@given(world_texts() | told_worlds(), lenses(), SEVERAL, st.data())
def test_counts_are_those_of_the_list(text: str, lens: Lens, by: tuple[By, ...], data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        view = opened(text, folder).view
        graph = networkx_graph(view)
        node = st.sampled_from(sorted(graph))
        those: dict[str, Any] = data.draw(
            st.just({})
            | st.fixed_dictionaries({"at": node})
            | st.fixed_dictionaries({"between": st.tuples(node, node)})
        )
        counted = count(view, lens, by, **those)
        every = list(listed(view, lens, **those))
        rows = counted.rows()
        assert count(graph, lens, by, **those).rows() == rows
    expected = plainly(every, by, graph)
    assert numbers(rows) == {cell: len(ties) for cell, ties in expected.items()}
    for row in rows:
        ties = expected[tuple(row.by.values())]
        assert row.standings == Counter((tie.status, tie.stage) for tie in ties)
        assert row.statuses == Counter(tie.status for tie in ties)
        claims = [
            sum(getattr(tie.stage, what) for tie in ties) for what in ("is_fact", "is_open", "is_over", "is_plan")
        ]
        assert [row.facts, row.open, row.over, row.plans] == claims
        assert sum(claims) == row.ties
    assert counted.total == Counter((tie.status, tie.stage) for tie in every)


@given(world_texts() | told_worlds(), lenses(), SEVERAL)
def test_totals_are_the_sums_unless_a_tie_has_several_sources(text: str, lens: Lens, by: tuple[By, ...]) -> None:
    with TemporaryDirectory() as folder:
        view = opened(text, folder).view
        rows = count(view, lens, by).rows()
        total = sum(1 for _ in listed(view, lens))
        alone = [numbers(count(view, lens, (one,)).rows()) for one in by]
    assert sum(row.ties for row in rows) >= total
    if "source" not in by:
        assert sum(row.ties for row in rows) == total
    first = len(next(iter(alone[0]), ()))
    across: Counter[Values] = Counter()
    for cell, ties in numbers(rows).items():
        across[cell[:first]] += ties
    if len(by) == 1 or by[1] != "source":
        assert across == alone[0]
    else:
        assert all(across[cell] >= ties for cell, ties in alone[0].items())


@given(world_texts() | told_worlds(), lenses(), SEVERAL)
def test_a_lens_only_takes_away(text: str, lens: Lens, by: tuple[By, ...]) -> None:
    with TemporaryDirectory() as folder:
        view = opened(text, folder).view
        every, some = (numbers(count(view, one, by).rows()) for one in (Lens(), lens))
    assert all(every[cell] >= ties for cell, ties in some.items())


@given(world_texts() | told_worlds(), SEVERAL, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(text: str, by: tuple[By, ...], chance: random.Random) -> None:
    records = yaml.safe_load(text)
    found = []
    for _ in range(2):
        with TemporaryDirectory() as folder:
            found.append(count(opened(yaml_of(records), folder).view, Lens(), by).rows())
        chance.shuffle(records.get("ties") or [])
        records = dict(sorted(records.items(), key=lambda _: chance.random()))
    assert found[0] == found[1]


@given(world_texts() | told_worlds(), SEVERAL, st.integers(20, 200), st.booleans())
def test_a_table_of_any_width_has_all_ties(text: str, by: tuple[By, ...], width: int, has_bars: bool) -> None:
    with TemporaryDirectory() as folder:
        world = opened(text, folder)
        answer = world.tie_counts(by=by)
        if not answer.tally.rows():
            return
        drawn = _Pivot(answer, world, width, has_bars=has_bars)
    lines = {line.label: line for line in drawn.lines}
    assert list(lines)[-1] == "all" or len(lines) == 1
    for line in drawn.lines:
        of_cells = sum((cell.total() for cell in line.cells), 0)
        assert of_cells == line.ties.total() or "source" in by or len(by) == 1
    if by[0] != "source":
        assert sum(line.ties.total() for line in drawn.lines if line.label != "all") == answer.tally.total.total()


@given(told_worlds())
def test_columns_of_dates_and_sources_say_what_each_tie_says(text: str) -> None:
    with TemporaryDirectory() as folder:
        view = opened(text, folder).view
        every = [edge.data for _, edge in view.numbered.all_edges()]
        began, sources = view.numbered.beginnings(), sources_of_ties(view.numbered)
    assert [began.values[place] for place in began.places] == [beginning(tie) for tie in every]
    assert [sources.values[place] for place in sources.places] == [sources_of(all_evidence(tie)) for tie in every]


WORLD = """\
cities:
  alba: {name: Alba, country: IT}
  berg: {name: Berg, country: DE}
  crna: {name: Crna, country: ME}
  dorf: {name: Dorf}
events:
  fair: {name: Fair, when: 2016-05}
organizations: {club: {name: Club}}
sources: {s: {title: S}, t: {title: T}}
ties:
  - {kind: sister-city, between: [alba, berg], since: 1985~, status: active, evidence: [{source: s}, {source: t}]}
  - {kind: sister-city, between: [alba, crna], since: 1989~, status: ended, source: s}
  - {kind: exchange, between: [alba, dorf], since: 2027, status: planned}
  - {kind: exchange, between: [berg, dorf], since: 1953-05, status: unknown, until: 1960}
  - {kind: exchange, between: [berg, crna]}
  - {kind: delegation, from: alba, to: berg, on: 2019-12-30/2020-01-02, status: ended, source: t}
  - {kind: exhibits-at, from: club, to: fair, status: ended, notes: {evidence: [{source: s}]}}
  - {kind: cooperation-agreement, between: [crna, dorf], since: 1990, status: cancelled,
     title: 'The "evidence":[{"source":"x"}] of Crna', notes: {evidence: [{source: none}]}, source: s}
  - kind: friendship-city
    between: [alba, berg]
    status: [{is: planned, from: 2001, source: s}, {is: active, from: 2003, source: t}]
    observations: [{property: visits, value: 3, source: s}]
"""


@pytest.fixture
def world(folder: Any) -> Path:
    written: Path = folder(world=WORLD)
    return written


def rows_of(world: Path, *by: By, of: str | None = None, **lens: Any) -> dict[Values, int]:
    return numbers(World(world, cache=False).tie_counts(*filter(None, [of]), by=by, **lens))


def test_a_date_that_may_lie_in_two_decades_is_of_none(world: Path) -> None:
    assert rows_of(world, "decade") == {
        ("1950s",): 1,
        ("1980s",): 1,  # 1985~
        ("1990s",): 1,
        ("2000s",): 1,  # when it came into force, not when it was planned
        ("2010s",): 2,  # the delegation began in December; what is at an event has its time
        ("2020s",): 1,
        ("unclear",): 1,  # 1989~
        (None,): 1,
    }
    assert rows_of(world, "year")["unclear",] == 2
    assert list(rows_of(world, "year"))[-2:] == [("unclear",), (None,)]


def test_a_tie_with_two_sources_counts_under_each_and_the_sum_is_said_to_be_another(world: Path) -> None:
    assert rows_of(world, "source") == {("s",): 4, ("t",): 3, (None,): 4}
    ran = citygraph("ties", "--by", "source", "--graph", world)
    assert ran.err == "citygraph: a tie with several sources counts under each: 9 ties, counted 11 times\n"
    asked = ("ties", "--by", "source", "--format", "table", "--graph", world)
    assert re.search("^all +9 ", citygraph(*asked).out, re.MULTILINE)


def test_a_plan_never_counts_like_what_holds(world: Path) -> None:
    ran = citygraph("ties", "--by", "decade", "--by", "kind", "--format", "table", "--graph", world, COLUMNS="120")
    (line,) = (line for line in ran.out.splitlines() if line.startswith("2020s"))
    assert line.split() == ["2020s", "+1", "+1"]
    assert "+ counts 1 cancelled, 1 ended, 1 over, 1 planned; the other numbers: 2 active, 2 took place, 1 unknown" in (
        ran.err
    )
    rows = json.loads(citygraph("ties", "--by", "decade", "--format", "json", "--graph", world).out)
    (row,) = (row for row in rows if row["by"] == {"decade": "2020s"})
    assert (row["ties"], row["facts"], row["plans"], row["statuses"]) == (1, 0, 1, {"planned": 1})
    planned = ("ties", "--by", "decade", "--by", "kind", "--status", "planned", "--format", "table", "--graph", world)
    assert "+" not in citygraph(*planned).out, "whoever asks for plans counts plans"


def test_of_one_node_and_of_two(world: Path) -> None:
    assert rows_of(world, "kind", of="Alba") == {
        ("sister-city",): 2, ("delegation",): 1, ("exchange",): 1, ("friendship-city",): 1,
    }  # fmt: skip
    assert rows_of(world, "country", "kind", of="ME", between=None) == {
        ("DE", "ME", "exchange"): 1, ("IT", "ME", "sister-city"): 1, ("ME", None, "cooperation-agreement"): 1,
    }  # fmt: skip
    assert rows_of(world, "status", between=("Germany", "Italy")) == {("active",): 2, ("took place",): 1}
    listed = citygraph("ties", "Alba", "--graph", world).out.splitlines()
    assert len(listed) == 1 + int(citygraph("ties", "Alba", "--count", "--graph", world).out) == 6
    by_country = json.loads(citygraph("ties", "Crna", "--by", "country", "--format", "json", "--graph", world).out)
    assert [(row["country"], row["other"], row["ties"]) for row in by_country] == [
        ("DE", "ME", 1), ("IT", "ME", 1), ("ME", None, 1),
    ]  # fmt: skip


def test_csv_is_long_so_that_any_program_can_turn_it(world: Path) -> None:
    out = citygraph("ties", "--by", "decade", "--by", "country", "--format", "csv", "--graph", world).out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == ["decade", "country", "other", "ties", "facts", "open", "over", "plans", "statuses"]
    assert sum(int(row["ties"]) for row in rows) == 9
    assert rows[-1] == {
        "decade": "", "country": "DE", "other": "ME", "ties": "1", "facts": "0", "open": "1", "over": "0", "plans": "0",
        "statuses": "unknown:1",
    }  # fmt: skip


def test_the_first_rows_keep_all_of_their_columns(world: Path) -> None:
    ran = citygraph("ties", "--by", "kind", "--by", "decade", "--limit", "1", "--graph", world)
    assert [line.split("\t")[:3] for line in ran.out.splitlines()[1:]] == [
        ["exchange", "1950s", "1"], ["exchange", "2020s", "1"], ["exchange", "", "1"],
    ]  # fmt: skip
    assert ran.err.splitlines()[0] == "citygraph: 1 of 6 shown"


def test_bars_are_for_terminals_that_have_room(world: Path) -> None:
    asked = f"citygraph ties --by decade --graph {world}"
    _, seen = in_terminal(asked, NO_COLOR="1")
    assert re.search(r"^2020s +1 +░+ +1 planned", seen, re.MULTILINE)
    assert re.search(r"^1960s – 1970s +0 *$", seen, re.MULTILINE)
    assert "citygraph: █ in force or took place   ▓ not known   ▒ over   ░ not come about" in seen.splitlines()
    _, seen = in_terminal(asked, columns=40, NO_COLOR="1")
    assert "░" not in seen
    assert all(len(line.rstrip()) <= 40 for line in seen.splitlines() if not line.startswith("citygraph"))
    assert "░" not in citygraph("ties", "--by", "decade", "--format", "table", "--graph", world).out
    _, seen = in_terminal(asked, NO_COLOR="1", PYTHONIOENCODING="ascii")
    assert re.search(r"^2020s +1 +\.+ +1 planned", seen, re.MULTILINE)


def test_what_has_no_room_is_summed_and_said(world: Path) -> None:
    asked = ("ties", "--by", "decade", "--by", "kind", "--format", "table", "--graph", world)
    ran = citygraph(*asked, COLUMNS="50")
    assert ran.out.splitlines()[0].split()[-2:] == ["others", "ties"]
    assert "citygraph: others: 4 columns for which the table has no room; --format csv has all" in ran.err
    assert "others" not in citygraph(*asked, COLUMNS="120").out
    both = ("ties", "--by", "status", "--by", "source", "--format", "table", "--graph", world)
    narrow, wide = (citygraph(*both, COLUMNS=width).out.splitlines() for width in ("32", "120"))
    assert narrow[0].split() == ["status", "s", "others", "ties"]
    assert wide[0].split() == ["status", "s", "t", "no", "source", "ties"]
    assert wide[-1].split() == ["all", "2", "+2", "3", "2", "+2", "5", "+4"], "the sum is 11"
    assert narrow[-1].split() == ["all", "2", "+2", "5", "+2", "5", "+4"], "two have both s and t"


def test_what_no_tie_says_is_said_with_the_way_out(folder: Any) -> None:
    graph = folder(world="cities: {a: {name: A}, b: {name: B}}\nties:\n  - {kind: exchange, between: [a, b]}\n")
    for by, lacks in (("year", "date; `since: 1990` says"), ("source", "source; a tie names one with `source: ID`")):
        ran = citygraph("ties", "--by", "kind", "--by", by, "--graph", graph)
        assert (ran.code, ran.out.count("\n")) == (1, 1)
        assert f"citygraph: the only tie has no {lacks}" in ran.err
    ran = citygraph("ties", "--by", "year", "--kind", "sister-city", "--graph", graph)
    assert (ran.code, ran.err) == (0, "citygraph: there are no such ties\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "colour"], "'colour' is none of: year, decade, kind, group, status, country, source"),
        (["--by", "kind", "--by", "kind"], "kind is there twice; give two that differ"),
        (["--by", "kind", "--by", "year", "--by", "country"], "give it once or twice"),
        (["Alba", "--between", "Alba", "Berg", "--by", "kind"], "it names two nodes; leave out the other"),
        (["Alba", "--between", "Alba", "Berg"], "it names two nodes; leave out the other"),
    ],
)
def test_what_cannot_be_asked_says_why(world: Path, words: list[str], said: str) -> None:
    ran = citygraph("ties", *words, "--graph", world)
    assert (ran.code, ran.out) == (2, "")
    assert said in " ".join(re.sub(r"[│╭╮╰╯─]", " ", ran.err).split())


def test_a_misspelled_node_is_proposed(world: Path) -> None:
    ran = citygraph("ties", "Albba", "--by", "kind", "--graph", world)
    assert ran.code == 1
    assert "Alba" in ran.err


def test_the_number_of_ties_is_that_of_all_rows(world: Path) -> None:
    ran = citygraph("ties", "--by", "source", "--count", "--graph", world)
    assert ran.out == "9\n"


def test_a_program_says_by_what(world: Path) -> None:
    with pytest.raises(WrongOption, match="once or twice"):
        World(world, cache=False).tie_counts()


def test_long_and_odd_names_break_no_table(folder: Any) -> None:
    graph = folder(
        world=f"""\
cities:
  a: {{name: 景德镇, country: x}}
  b: {{name: "[bold]Bee", country: y}}
countries: {{x: {{name: "{"X" * 500}"}}, y: {{name: "[bold]دبي"}}}}
ties:
  - {{kind: exchange, between: [a, b], since: 2001}}
  - {{kind: sister-city, between: [a, b], since: 2002}}
"""
    )
    for by in (["country", "kind"], ["kind", "country"]):
        words = [word for one in by for word in ("--by", one)]
        for columns in ("30", "80", "120"):
            out = citygraph("ties", *words, "--format", "table", "--graph", graph, COLUMNS=columns)
            assert out.code == 0
            assert max(map(len, out.out.splitlines())) <= int(columns)
            assert re.search("2\\s", out.out)


def test_of_the_seed_world() -> None:
    counted: TieTally = World(SEED, cache=False).tie_counts("Jingdezhen", by=("kind",)).tally
    assert numbers(counted.rows())["interest",] == 2
