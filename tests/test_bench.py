"""The benchmark: that it asks what it says, and knows a wrong answer. How long anything takes decides nothing here."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.all_ties import of_duckdb
from bench.measure import Command, Ratio, Series, in_turn, run
from bench.page import page
from bench.pairs import LENSES
from bench.rivals import RIVALS, Rival
from bench.scenarios import OPTIONS, Bench, Edits, Goal, Report, World, is_a_path, number
from conftest import ROOT, citygraph

TIES = 1500


def written(folder: Path, form: str, **variables: str) -> World:
    words = [sys.executable, "-m", "bench.worlds", str(folder), "--ties", str(TIES), "--form", form]
    subprocess.run(words, cwd=ROOT, env=variables or None, check=True)
    return World(folder, json.loads((folder / "world.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def as_yaml(tmp_path_factory: pytest.TempPathFactory) -> World:
    return written(tmp_path_factory.mktemp("worlds") / "yaml", "yaml")


@pytest.fixture(scope="module")
def as_csv(tmp_path_factory: pytest.TempPathFactory) -> World:
    return written(tmp_path_factory.mktemp("worlds") / "csv", "csv")


# ---------------------------------------------------------------- worlds


def test_a_world_is_the_same_each_time(as_yaml: World, tmp_path: Path) -> None:
    again = written(tmp_path / "again", "yaml", PYTHONHASHSEED="7")
    assert again.about == as_yaml.about
    files = {file.name: file.read_bytes() for file in again.graph.iterdir()}
    assert files == {file.name: file.read_bytes() for file in as_yaml.graph.iterdir()}


def test_a_world_is_sound_and_as_large_as_asked_for(as_yaml: World) -> None:
    checked = citygraph("check", "--graph", as_yaml.graph)
    assert checked.code == 0, checked.out
    assert len(list(as_yaml.graph.iterdir())) == 50
    assert citygraph("ties", "--count", "--graph", as_yaml.graph).out.split() == [str(TIES)]


def test_both_forms_tell_of_one_world(as_yaml: World, as_csv: World) -> None:
    for key in ("pairs", "hub", "leaf", "ties", "cities"):
        assert as_csv.about[key] == as_yaml.about[key]


def test_duckdb_counts_the_ties_that_citygraph_counts(as_csv: World) -> None:
    pytest.importorskip("duckdb")
    theirs = Counter[str]()
    for source, _, ties in of_duckdb(as_csv.graph, "ties by source"):
        theirs[source or "no source"] += ties
    ran = citygraph("ties", "--by", "source", "--graph", as_csv.graph, "--format", "json")
    assert {one["by"]["source"] or "no source": one["ties"] for one in json.loads(ran.out)} == theirs
    held = json.loads(citygraph("ties", "--at", "2015", "--graph", as_csv.graph, "--format", "json").out)
    assert sum(ties for _, ties in of_duckdb(as_csv.graph, "how many ties held in 2015")) >= len(held) > 0
    (_, number), *_ = of_duckdb(as_csv.graph, "a word that a quarter of all ties have")
    ran = citygraph("find", "partners", "--in", "words", "--graph", as_csv.graph, "--format", "json")
    assert len(json.loads(ran.out)) == number


def test_few_cities_have_very_many_ties(as_yaml: World) -> None:
    assert as_yaml.about["hub"]["ties"] > 20 * TIES / as_yaml.about["cities"] / 2
    assert as_yaml.about["leaf"]["ties"] <= 2


# ---------------------------------------------------------------- answers


def pairs(world: World) -> list[dict[str, Any]]:
    assert len(world.about["pairs"]) == 5
    return world.about["pairs"][:2]


@pytest.mark.parametrize("lens", LENSES)
def test_citygraph_finds_the_ways_that_a_world_expects(as_yaml: World, lens: str) -> None:
    bench = Bench(as_yaml.folder)
    for pair in pairs(as_yaml):
        assert run(bench.path(as_yaml, pair, lens)).wrong is None


@pytest.mark.parametrize("rival", RIVALS, ids=lambda rival: rival.script)
def test_others_find_the_same_ways(as_csv: World, rival: Rival) -> None:
    if rival.version is None:
        pytest.skip(f"{rival.package} is not installed; the extra `bench` has it")
    bench = Bench(as_csv.folder)
    store, made = bench.load(rival, as_csv)
    assert made is not None
    assert made.wrong is None, made.error
    for lens in LENSES:
        ran = run(bench.ask(rival, store, pairs(as_csv)[0], lens))
        assert ran.wrong is None, ran.error
    assert bench.load(rival, as_csv) == (store, None), "it is not loaded twice"


def test_yaml_read_by_pyyaml_has_the_same_ways(as_yaml: World) -> None:
    pair = pairs(as_yaml)[0]
    ends = pair["from"]["id"], pair["to"]["id"]
    words = [sys.executable, "-m", "bench.rivals.networkx_yaml", "ask", as_yaml.graph, *ends, "--loader", "CSafeLoader"]
    ran = run(Command("networkx", words, check=is_a_path(pair["lengths"][""], *ends)))
    assert ran.wrong is None, ran.error


@pytest.mark.parametrize(
    ("hops", "wrong"),
    [
        ([("a", "b"), ("c", "b")], None),
        ([("b", "a"), ("b", "c")], None),
        ([("a", "c")], "answers 1 hops, not 2"),
        ([("a", "b"), ("d", "c")], "answers with a way that is broken"),
        ([("b", "d"), ("d", "c")], "answers with a way that is broken"),
        ([("a", "b"), ("b", "d")], "answers with a way to somewhere else"),
    ],
)
def test_a_wrong_way_is_told_from_a_right_one(hops: list[tuple[str, str]], wrong: str | None) -> None:
    answer = {"length": len(hops), "hops": [{"from": one, "to": other} for one, other in hops]}
    assert is_a_path(2, "a", "c")(0, json.dumps(answer)) == wrong


def test_no_answer_is_a_wrong_answer() -> None:
    check = is_a_path(2, "a", "c")
    assert check(2, "") == "ended with exit code 2"
    assert check(0, "a\tb") == "prints something else"
    assert check(1, '{"length": null, "hops": []}') == "answers None hops, not 2"


def test_the_options_are_those_that_a_world_has_answers_for() -> None:
    assert OPTIONS.keys() == LENSES.keys()


def test_edits_are_new_each_time_and_can_be_undone(as_yaml: World) -> None:
    file = as_yaml.graph / "region-25.yaml"
    before = file.read_text(encoding="utf-8")
    edits, seen = Edits(file), [before]
    for edit in (edits.one_tie, edits.all_ties, edits.one_tie):
        edit()
        after = file.read_text(encoding="utf-8")
        assert after != seen[-1]
        assert len(after) == len(before)
        seen.append(after)
    changed = [
        sum(one != other for one, other in zip(before.split("\n"), text.split("\n"), strict=True)) for text in seen
    ]
    assert changed == [0, 1, before.count("    since: "), 1]
    edits.undo()
    assert file.read_text(encoding="utf-8") == before


# ---------------------------------------------------------------- measuring


def test_commands_run_in_turn_and_are_compared_round_by_round() -> None:
    order: list[str] = []
    short = Command("short", [sys.executable, "-c", "pass"], before=lambda: order.append("short"))
    long = Command("long", [sys.executable, "-c", "import time; time.sleep(.1)"], before=lambda: order.append("long"))
    series = in_turn([[short, long]], 3)
    assert order == ["short", "long"] * 4, "the first round is not counted"
    ratio = series.ratio("long", "short")
    assert ratio is not None
    assert ratio.rounds == 3
    assert 0 < ratio.least <= ratio.most
    assert min(ran.seconds for ran in series.runs("long")) >= 0.1
    assert all(ran.peak > 1_000_000 for ran in series.runs("short"))


def test_who_does_not_answer_is_not_asked_again() -> None:
    series = in_turn([[Command("broken", [sys.executable, "-c", "raise SystemExit(3)"])]], 3, say=lambda _: None)
    assert [ran.wrong for ran in series.runs("broken")] == ["ended with exit code 3"]
    assert series.ratio("broken", "broken") is None
    assert series.seconds("broken") is None


def test_who_takes_too_long_is_stopped() -> None:
    endless = Command("endless", [sys.executable, "-c", "import time; time.sleep(60)"])
    assert run(endless, timeout=0.2).wrong == "took longer than 0 seconds"


def test_peak_memory_is_that_of_the_command_and_not_of_who_measures() -> None:
    ours = bytearray(200_000_000)
    small, large = (
        run(Command("memory", [sys.executable, "-c", f"held = b'x' * {size}"])).peak for size in (1, 100_000_000)
    )
    assert small < 100_000_000 < large < len(ours)


def test_what_cannot_be_run_is_told() -> None:
    assert run(Command("missing", ["/there/is/none"])).wrong == "could not be run"


def test_a_terminal_is_one_of_120_columns() -> None:
    words = [sys.executable, "-c", "import os; print(os.isatty(1), os.get_terminal_size().columns)"]
    assert run(Command("terminal", words, terminal=True)).out.split() == ["True", "120"]
    assert "False" in run(Command("pipe", [sys.executable, "-c", "import os; print(os.isatty(1))"])).out


# ---------------------------------------------------------------- the page


def test_the_page_says_which_goals_are_reached(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.measure("Nothing much", [[bench.bare()]], 2)
    bench.report.goals += [
        Goal(1, "quick", 7, False, "×", Ratio(6.5, 6, 8, 15)),
        Goal(2, "slow", 7, False, "×", Ratio(14, 12, 15, 15), obstacle="The wind."),
        Goal(3, "faster", 40, True, "×", Ratio(20, 19, 21, 5), obstacle="The wind."),
        Goal(4, "never asked", 40, True, "×", None, "networkx: was not asked", obstacle="Nobody."),
        Goal(5, "quick, too", 7, False, "×", Ratio(6.5, 6, 8, 15), obstacle="The sea."),
    ]
    told = page(bench.report, "python -m bench")
    assert "| 1 | quick | 6.50 × (6.00–8.00) | 15 | at most 7 × | yes |" in told
    assert "| 2 | slow | 14.0 × (12.0–15.0) | 15 | at most 7 × | **no**, off by a factor of 2.00 |" in told
    assert "| 3 | faster | 20.0 × (19.0–21.0) | 5 | at least 40 × | **no**, off by a factor of 2.00 |" in told
    assert "not measured (networkx: was not asked)" in told
    assert "- **2, 3** The wind.\n" in told
    assert "Nobody." not in told
    assert "The sea." not in told
    assert "The run took 1 minute." in told
    assert "python -c pass" in told
    assert str(ROOT) not in told
    assert str(tmp_path) not in told


def test_a_page_of_nothing_is_one() -> None:
    assert page(Report(), "python -m bench").startswith("# Benchmarks\n")
    assert Series().names() == []


@pytest.mark.parametrize(("count", "told"), [(10_000_000, "10 M"), (260_000, "260 k"), (900, "900")])
def test_numbers_are_told_in_short(count: int, told: str) -> None:
    assert number(count) == told


# ---------------------------------------------------------------- loading


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="there is no sqlite3, whose import is the floor")
def test_loading_is_compared_with_its_floor(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "bench.loading", "--ties", str(TIES), "--rounds", "1", "--keep", str(tmp_path)]
    out = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, encoding="utf-8").stdout
    _, _, floor, reading, first_answer = out.splitlines()
    assert "sqlite3 .import" in floor
    assert "×" in reading
    assert re.search(r"first answer \| [\d.]+ s \| [\d.]+ × ", first_answer)
    assert {path.name for path in tmp_path.iterdir()} == {f"csv-{TIES}-1"}
