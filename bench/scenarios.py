"""The scenarios of the benchmark, which can run one by one, and the goals of citygraph in them."""

import json
import math
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bench.measure import ROOT, Check, Command, Ratio, Run, Series, exit_code_is_0, in_turn, run
from bench.pairs import AT, KIND, LENSES
from bench.rivals import LADYBUG, NETWORKX, RIVALS, Rival

SEED = ROOT / "graph"
BARE = "python -c pass"
TYPER = "python -c 'import typer'"
SEED_PATH = "citygraph, the seed world"
CITYGRAPH = "citygraph"

PAIRS_IN_A_WORLD = 7
IN_GIT, COMMITS = 2_000, 200
"""The ties of the folder that has a history, and its commits."""

OPTIONS: dict[str, list[str]] = {"": [], "at": ["--at", str(AT)], "kind": ["--kind", KIND]}
"""Each of ``LENSES`` as options, ours and a rival's."""

SEED_QUESTIONS = {"": ("Iznik", "Osh"), "at": ("Iznik", "Osh"), "kind": ("Iznik", "Jingdezhen")}
"""Two names that a path joins in the seed world, for each lens."""


@dataclass(frozen=True)
class Goal:
    """A goal, and its measured value. ``at_least``: True if more is better. ``unit``: ``×`` or ``MB``. ``obstacle``:
    the reason, from a profile, that the page gives if the goal is missed."""

    number: int
    what: str
    limit: float
    at_least: bool
    unit: str
    measured: Ratio | None
    remark: str | None = None
    obstacle: str | None = None

    @property
    def reached(self) -> bool:
        if self.measured is None:
            return False
        return self.measured.middle >= self.limit if self.at_least else self.measured.middle <= self.limit


@dataclass(frozen=True)
class Row:
    """A command in a scenario: the ratio of its time to that of a bare Python, its seconds, its memory, and an error,
    if its answer was wrong."""

    scenario: str
    name: str
    to_bare: Ratio | None
    seconds: float | None
    peak: int | None
    runs: int
    remark: str | None


@dataclass(frozen=True)
class Built:
    """The cost of making a snapshot, a database or a pickle of a world; no seconds if it existed already."""

    ties: int
    form: str
    name: str
    seconds: float | None
    peak: int | None
    size: int | None
    remark: str | None


@dataclass
class Report:
    """All results of a run."""

    goals: list[Goal] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    built: list[Built] = field(default_factory=list)
    worlds: dict[str, dict[str, Any]] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    @property
    def minutes(self) -> int:
        """How long it has taken so far."""
        return math.ceil((time.monotonic() - self.began) / 60)


@dataclass(frozen=True)
class World:
    """A generated world: its folder, and the content of ``world.json``."""

    folder: Path
    about: dict[str, Any]

    @property
    def graph(self) -> Path:
        return self.folder / "graph"

    @property
    def cache(self) -> Path:
        return self.folder / "cache"


@dataclass
class Bench:
    """How to measure, and the report that it goes into."""

    keep: Path
    ties: int = 1_000_000
    many: int = 10_000_000
    yaml: int = 260_000
    form: str = "csv"
    seed: int = 1
    pairs: int = 5
    rounds: int = 3
    patience: float = 20
    timeout: float = 1800
    report: Report = field(default_factory=Report)

    def say(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    # -------------------------------------------------------------- worlds and stores

    def world(self, ties: int, form: str) -> World:
        """A world of this size, made by a process of its own unless it is there already."""
        folder = self.keep / f"{form}-{ties}-{self.seed}"
        words = [sys.executable, "-m", "bench.worlds", folder, "--ties", ties, "--form", form, "--seed", self.seed]
        self.say(f"  a world of {ties:,} ties ({form})")
        subprocess.run([*map(str, words), "--pairs", str(PAIRS_IN_A_WORLD)], cwd=ROOT, check=True)
        world = World(folder, json.loads((folder / "world.json").read_text(encoding="utf-8")))
        self.report.worlds[folder.name] = {key: world.about[key] for key in ("ties", "cities", "files", "megabytes")}
        return world

    def pairs_of(self, world: World) -> list[dict[str, Any]]:
        pairs: list[dict[str, Any]] = world.about["pairs"]
        return pairs[: self.pairs]

    def build(self, world: World) -> None:
        """Have citygraph make its snapshot of a world, if it has none, and report on that."""
        self.say(f"  citygraph builds {world.about['ties']:,} ties")
        there = any(world.cache.glob("**/*"))
        ran = run(self.path(world, world.about["pairs"][0], ""), self.timeout)
        if ran.wrong:
            self.say(f"    {ran.wrong}\n{ran.error}")
        self.built(world, CITYGRAPH, None if there else ran, world.cache)

    def built(self, world: World, name: str, ran: Run | None, store: Path) -> None:
        """Report on a store that this run made of a world; the run is None if the store existed already."""
        files = store.rglob("*") if store.is_dir() else store.parent.glob(f"{store.name}*")
        size = sum(file.stat().st_size for file in files if file.is_file() and file.suffix != ".made") or None
        of = world.about["ties"], world.about["made_from"]["form"], name
        if ran is None:
            self.report.built.append(Built(*of, None, None, size, "was there already"))
        else:
            self.report.built.append(Built(*of, ran.seconds, ran.peak, size, ran.wrong))

    def load(self, rival: Rival, world: World, anew: bool = False) -> tuple[Path, Run | None]:
        """The store that a rival makes of a world's tables, and the run that made it; None if it existed already."""
        stores = world.folder / "stores"
        store, told = stores / rival.script, stores / f"{rival.script}.made"
        if not anew and told.exists() and told.read_text() == rival.version:
            return store, None
        stores.mkdir(exist_ok=True)
        for old in stores.glob(f"{rival.script}*"):
            old.unlink()
        self.say(f"  {rival.called} loads {world.about['ties']:,} ties")
        words = [sys.executable, "-m", f"bench.rivals.{rival.script}", "load", str(world.graph), str(store)]
        ran = run(Command(rival.called, words), self.timeout)
        if ran.wrong is None:
            told.write_text(rival.version or "")
        else:
            self.say(ran.error)
        return store, ran

    # -------------------------------------------------------------- commands

    def bare(self) -> Command:
        return Command(BARE, [sys.executable, "-c", "pass"])

    def typer(self) -> Command:
        return Command(TYPER, [sys.executable, "-c", "import typer"])

    def citygraph(self, name: str, graph: Path, cache: Path, *words: str, **others: Any) -> Command:
        """A citygraph command line for a folder."""
        variables = {"CITYGRAPH_CACHE": str(cache)}
        return Command(name, [*citygraph(), *words, "--graph", graph], variables, **others)

    def seed_path(self, lens: str) -> Command:
        words = ["path", *SEED_QUESTIONS[lens], *OPTIONS[lens], "--format", "json"]
        return self.citygraph(SEED_PATH, SEED, self.keep / "seed-cache", *words, check=is_a_path(None, None, None))

    def path(self, world: World, pair: dict[str, Any], lens: str, name: str = CITYGRAPH, **others: Any) -> Command:
        """The path between two cities, asked by their names with all diacritics, as a person would ask."""
        words = ["path", pair["from"]["name"], pair["to"]["name"], *OPTIONS[lens], "--format", "json"]
        return self.citygraph(name, world.graph, world.cache, *words, check=_expects(pair, lens), **others)

    def ask(self, rival: Rival, store: Path, pair: dict[str, Any], lens: str) -> Command:
        """The same path from a rival, asked by ids."""
        words = [sys.executable, "-m", f"bench.rivals.{rival.script}", "ask", str(store)]
        words += [pair["from"]["id"], pair["to"]["id"], *OPTIONS[lens]]
        return Command(rival.called, words, check=_expects(pair, lens))

    # -------------------------------------------------------------- into the report

    def measure(self, scenario: str, turns: Sequence[Sequence[Command]], rounds: int | None = None) -> Series:
        self.say(f"  {scenario}")
        series = in_turn(turns, rounds or self.rounds, self.patience, self.timeout, self.say)
        for name in (command.name for command in turns[0]):
            self.report.rows.append(
                Row(
                    scenario,
                    name,
                    series.ratio(name, BARE) if name != BARE else None,
                    series.seconds(name),
                    series.peak(name),
                    len(series.sound(name)),
                    series.wrong(name),
                )
            )
        return series

    def goal_at_most(
        self, number: int, what: str, limit: float, series: Series, one: str, other: str, obstacle: str | None = None
    ) -> None:
        """``one`` shall take at most ``limit`` times as long as ``other``."""
        self._goal(number, what, limit, False, "×", series.ratio(one, other), series, one, other, obstacle=obstacle)

    def goal_faster(
        self, number: int, what: str, limit: float, series: Series, one: str, than: str, obstacle: str | None = None
    ) -> None:
        """``than`` shall take at least ``limit`` times as long as ``one``."""
        self._goal(number, what, limit, True, "×", series.ratio(than, one), series, one, than, obstacle=obstacle)

    def goal_peak(self, number: int, what: str, megabytes: float, series: Series, name: str) -> None:
        peaks = [run.peak / 1e6 for run in series.sound(name).values()]
        measured = Ratio(max(peaks), min(peaks), max(peaks), len(peaks)) if peaks else None
        self._goal(number, what, megabytes, False, "MB", measured, series, name, name)

    def _goal(
        self,
        number: int,
        what: str,
        limit: float,
        at_least: bool,
        unit: str,
        measured: Ratio | None,
        series: Series,
        *names: str,
        obstacle: str | None = None,
    ) -> None:
        wrong = [f"{name}: {series.wrong(name)}" for name in dict.fromkeys(names) if series.wrong(name)]
        absent = [f"{name}: was not asked" for name in dict.fromkeys(names) if not series.runs(name)]
        self.report.goals.append(
            Goal(number, what, limit, at_least, unit, measured, "; ".join([*wrong, *absent]) or None, obstacle)
        )


def citygraph() -> list[str | Path]:
    """The command that is installed beside this Python."""
    script = Path(sysconfig.get_path("scripts")) / "citygraph"
    return [script] if script.exists() else [sys.executable, "-m", "citygraph"]


# ------------------------------------------------------------------ is the answer right?


def is_a_path(length: int | None, start: str | None, end: str | None) -> Check:
    """A check that the answer is JSON with an unbroken chain of hops, of the right length and between the right
    ends."""

    def check(code: int, out: str) -> str | None:
        if code not in (0, 1):
            return f"ended with exit code {code}"
        try:
            answer = json.loads(out)
            hops = [(hop["from"], hop["to"]) for hop in answer["hops"]]
        except (ValueError, KeyError, TypeError):
            return exit_code_is_0(code, out) or "prints something else"
        if length is not None and answer["length"] != length:
            return f"answers {answer['length']} hops, not {length}"
        if answer["length"] != len(hops) or not hops:
            return "answers without a way"
        here = {start} if start is not None else set(hops[0])
        for hop in hops:  # a hop may name its ends in either order
            here = {other for one, other in (hop, hop[::-1]) if one in here}
            if not here:
                return "answers with a way that is broken"
        return None if end is None or end in here else "answers with a way to somewhere else"

    return check


def _expects(pair: dict[str, Any], lens: str) -> Check:
    return is_a_path(pair["lengths"][lens], pair["from"]["id"], pair["to"]["id"])


# ------------------------------------------------------------------ what stands in the way, by profiles

TYPER_AND_IMPORTS = (
    f"Most of the time is `{TYPER}` (its row is under *Start*), which every command needs. Of the rest, three quarters "
    "are imports (SQLite, JSON, our own modules), and one quarter is the answer."
)
SEARCH_GROWS = (
    "A large world makes the search longer. Between two cities lie the ties of hundreds of other cities, at 10 M ties "
    "of one or two thousand, and the store looks up the ties of each city."
)
BUILDING = (
    "The processes that read the files, one on each core, use nine tenths of the CPU time: about a third of it for "
    "YAML with its places, a third for records, and a third for making and writing rows. The last tenth is for joining "
    "all files, which one process does."
)
UPDATING = (
    "Most of the time is for reading the changed file. One process reads it, but a build from nothing has one process "
    "on each core. Start and imports alone take 2 % of the time of such a build."
)

# ------------------------------------------------------------------ the scenarios


def start(bench: Bench) -> None:
    """A path in the seed world, in a pipe and in a terminal."""
    piped, table = "citygraph path, JSON in a pipe", "citygraph path, a table in a terminal"
    cache = bench.keep / "seed-cache"
    commands = [
        bench.bare(),
        bench.typer(),
        bench.citygraph(piped, SEED, cache, "path", "Iznik", "Osh", "--format", "json"),
        bench.citygraph(table, SEED, cache, "path", "Iznik", "Osh", terminal=True),
    ]
    series = bench.measure("Start: a path in the seed world", [commands], bench.rounds * 5)
    bench.goal_at_most(
        1,
        f"`path` in the seed world, `--format json` in a pipe, to `{BARE}`",
        7,
        series,
        piped,
        BARE,
        TYPER_AND_IMPORTS,
    )
    bench.goal_at_most(
        2,
        f"the same, a table in a terminal, to `{BARE}`",
        10,
        series,
        table,
        BARE,
        f"As for 1. Besides, rich draws the table, which takes about as long as everything else except `{TYPER}`.",
    )


def build(bench: Bench) -> None:
    """The cost of making a snapshot, a database or a pickle of a world."""
    world = bench.world(bench.ties, bench.form)
    tables = bench.world(bench.ties, "csv")
    shutil.rmtree(world.cache, ignore_errors=True)
    bench.build(world)
    for rival in RIVALS:
        if rival.version is None:
            bench.report.built.append(Built(bench.ties, "csv", rival.called, None, None, None, "is not installed"))
        else:
            store, made = bench.load(rival, tables, anew=True)
            bench.built(tables, rival.called, made, store)


def path(bench: Bench) -> None:
    """Paths in a large world, against all rivals, through each lens."""
    world = bench.world(bench.ties, bench.form)
    tables = bench.world(bench.ties, "csv")
    stores = {rival: bench.load(rival, tables)[0] for rival in RIVALS if rival.version is not None}
    run(bench.path(world, world.about["pairs"][0], ""), bench.timeout)  # builds, if it must
    for lens in LENSES:
        turns = [
            [
                bench.bare(),
                bench.seed_path(lens),
                bench.path(world, pair, lens),
                *(bench.ask(rival, store, pair, lens) for rival, store in stores.items()),
            ]
            for pair in bench.pairs_of(world)
        ]
        asked = " ".join(["path", *OPTIONS[lens]])
        size = number(bench.ties)
        series = bench.measure(f"`{asked}` at {size} ties", turns)
        called = f"`{asked}` at {size} ties"
        bench.goal_at_most(
            3, f"{called}, to the same in the seed world", 1.3, series, CITYGRAPH, SEED_PATH, SEARCH_GROWS
        )
        bench.goal_faster(3, f"{called}, faster than {NETWORKX.called}", 40, series, CITYGRAPH, NETWORKX.called)
        bench.goal_faster(
            3,
            f"{called}, faster than {LADYBUG.called}",
            3,
            series,
            CITYGRAPH,
            LADYBUG.called,
            f"`{TYPER}` alone, without any answer, takes most of the time that the goal allows.",
        )


def large(bench: Bench) -> None:
    """Paths in a very large world, against the Cypher database."""
    world = bench.world(bench.many, bench.form)
    tables = bench.world(bench.many, "csv")
    bench.build(world)
    stores = {}
    if LADYBUG.version is not None:
        stores[LADYBUG], made = bench.load(LADYBUG, tables)
        bench.built(tables, LADYBUG.called, made, stores[LADYBUG])
    turns = [
        [
            bench.bare(),
            bench.seed_path(""),
            bench.path(world, pair, ""),
            *(bench.ask(rival, store, pair, "") for rival, store in stores.items()),
        ]
        for pair in bench.pairs_of(world)
    ]
    called = f"`path` at {number(bench.many)} ties"
    series = bench.measure(called, turns)
    bench.goal_at_most(4, f"{called}, to the same in the seed world", 1.5, series, CITYGRAPH, SEED_PATH, SEARCH_GROWS)
    bench.goal_peak(4, f"{called}, peak memory", 60, series, CITYGRAPH)
    bench.goal_faster(4, f"{called}, faster than {LADYBUG.called}", 15, series, CITYGRAPH, LADYBUG.called, SEARCH_GROWS)


def cold(bench: Bench) -> None:
    """A path in a folder of YAML files that was never read before, and after a change of one of its files."""
    world = bench.world(bench.yaml, "yaml")
    pair = world.about["pairs"][0]
    files = sorted(world.graph.glob("region-*.yaml"))
    edit = Edits(files[len(files) // 2])
    from_nothing = "citygraph, nothing built before"
    one_tie = "citygraph, after a change of one tie"
    one_file = "citygraph, after a change of all ties in one file"
    again = "citygraph, nothing changed"
    forget = partial(shutil.rmtree, world.cache, ignore_errors=True)
    by_c, by_python = "networkx, from YAML by CSafeLoader", "networkx, from YAML by yaml.safe_load"

    def script(name: str, loader: str, once: bool = False) -> Command:
        words = [sys.executable, "-m", "bench.rivals.networkx_yaml", "ask", str(world.graph)]
        words += [pair["from"]["id"], pair["to"]["id"], "--loader", loader]
        return Command(name, words, check=_expects(pair, ""), once=once)

    commands = [
        bench.bare(),
        bench.path(world, pair, "", from_nothing, before=forget, always=True),
        bench.path(world, pair, "", one_tie, before=edit.one_tie, always=True),
        bench.path(world, pair, "", one_file, before=edit.all_ties, always=True),
        bench.path(world, pair, "", again, always=True),
        script(by_c, "CSafeLoader"),
        script(by_python, "SafeLoader", once=True),
    ]
    size = f"{world.about['megabytes']:.3g} MB of YAML in {world.about['files']} files"
    forget()
    bench.build(world)
    try:
        series = bench.measure(f"`path` from {size} ({number(bench.yaml)} ties)", [commands])
    finally:
        edit.undo()
    called = f"`path` from {size}, nothing built before"
    bench.goal_faster(5, f"{called}, faster than CSafeLoader and networkx", 8, series, from_nothing, by_c, BUILDING)
    bench.goal_faster(5, f"{called}, faster than safe_load and networkx", 20, series, from_nothing, by_python, BUILDING)
    bench.goal_at_most(
        6,
        "`path` after a change of one tie, to the same with nothing built before",
        0.08,
        series,
        one_tie,
        from_nothing,
        UPDATING,
    )
    bench.goal_at_most(
        6, "`path` after a change of all ties in one file, to the same", 0.08, series, one_file, from_nothing, UPDATING
    )


class Edits:
    """Changes of a file, as an editor makes them: another date each time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._text = file.read_text(encoding="utf-8")
        self._times = 0

    def one_tie(self) -> None:
        """Another date for the tie in the middle."""
        dates = list(re.finditer(r"^    since: (\d{4})", self._text, re.MULTILINE))
        date = dates[len(dates) // 2]
        self._write(self._text[: date.start(1)] + self._other(date) + self._text[date.end(1) :])

    def all_ties(self) -> None:
        """Other dates for all ties."""
        self._write(re.sub(r"(?<=^    since: )(\d{4})", self._other, self._text, flags=re.MULTILINE))

    def undo(self) -> None:
        """The file as it was."""
        self._file.write_text(self._text, encoding="utf-8")

    def _other(self, date: re.Match[str]) -> str:
        return str(int(date[1]) - 1 - self._times % 2)

    def _write(self, text: str) -> None:
        self._times += 1
        self._file.write_text(text, encoding="utf-8")


def neighbors(bench: Bench) -> None:
    """The neighbors of the city that has most ties, and of one that has next to none."""
    world = bench.world(bench.ties, bench.form)
    names = {}
    for which in ("hub", "leaf"):
        ties = world.about[which]["ties"]
        names[which] = f"citygraph neighbors of a city with {ties:,} {'tie' if ties == 1 else 'ties'}, --limit 20"
    commands = [
        bench.citygraph(
            name, world.graph, world.cache, "neighbors", world.about[which]["id"], "--limit", "20", "--format", "json"
        )
        for which, name in names.items()
    ]
    series = bench.measure(f"`neighbors` at {number(bench.ties)} ties", [[bench.bare(), *commands]], bench.rounds * 3)
    what = f"`neighbors --limit 20` of the largest hub at {number(bench.ties)} ties, to that of a leaf"
    bench.goal_at_most(7, what, 1.5, series, names["hub"], names["leaf"])


def complete(bench: Bench) -> None:
    """The completion of a name, as the shell asks for it when the user presses Tab."""
    world = bench.world(bench.ties, bench.form)
    almost, beginning = "completion of a name but for its last two letters", "completion of a name's first four letters"

    def press_tab(name: str, typed: str, wanted: str | None) -> Command:
        def offers(code: int, out: str) -> str | None:
            return exit_code_is_0(code, out) or (
                None if wanted is None or wanted in out.split() else "answers without it"
            )

        variables = {
            "CITYGRAPH_CACHE": str(world.cache),
            "CITYGRAPH_GRAPH": str(world.graph),
            "_CITYGRAPH_COMPLETE": "complete_bash",
            "COMP_WORDS": f"citygraph path {typed}",
            "COMP_CWORD": "2",
        }
        return Command(name, citygraph(), variables, check=offers)

    ids = [pair["from"]["id"] for pair in bench.pairs_of(world)]
    turns = [[bench.bare(), press_tab(almost, id[:-2], id), press_tab(beginning, id[:4], None)] for id in ids]
    series = bench.measure(f"Completion at {number(bench.ties)} ties", turns)
    what = f"completion of a name at {number(bench.ties)} ties, to `{BARE}`"
    bench.goal_at_most(8, what, 8, series, almost, BARE, TYPER_AND_IMPORTS)


def history(bench: Bench) -> None:
    """``diff``, and ``log`` of the city with most ties, in a git history in which each commit changes a tie."""
    world = bench.world(IN_GIT, "yaml")
    shutil.rmtree(world.folder / ".git", ignore_errors=True)
    edits = [Edits(file) for file in sorted(world.graph.glob("region-*.yaml"))]

    def commit() -> None:
        git = ["git", "-C", str(world.folder), "-c", "user.name=bench", "-c", "user.email=bench@localhost"]
        subprocess.run([*git, "add", "--all", "graph"], check=True)
        subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--message", "A change"], check=True)

    subprocess.run(["git", "init", "--quiet", world.folder], check=True)
    for turn in range(COMMITS):
        if turn:
            edits[turn % len(edits)].one_tie()
        commit()
    hub = world.about["hub"]
    words = {
        f"citygraph log of a city with {hub['ties']:,} ties": ["log", hub["id"]],
        "citygraph diff": ["diff"],
        f"citygraph diff HEAD~{COMMITS - 1} HEAD": ["diff", f"HEAD~{COMMITS - 1}", "HEAD"],
        "citygraph neighbors of the city, for comparison": ["neighbors", hub["id"]],
    }
    commands = [
        bench.citygraph(name, world.graph, world.cache, *asked, "--format", "json") for name, asked in words.items()
    ]
    size = f"{number(IN_GIT)} ties in {world.about['files']} files of YAML"
    bench.measure(f"`log` and `diff`: {size}, {COMMITS} commits", [[bench.bare(), *commands]])
    for edit in edits:
        edit.undo()


def number(count: int) -> str:
    """A number of ties in short: 1 M, 20 k."""
    for unit, name in ((1_000_000, " M"), (1_000, " k")):
        if count >= unit:
            return f"{count / unit:g}{name}"
    return str(count)


SCENARIOS: dict[str, Callable[[Bench], None]] = {
    "start": start,
    "build": build,
    "path": path,
    "neighbors": neighbors,
    "complete": complete,
    "cold": cold,
    "large": large,
    "history": history,
}
