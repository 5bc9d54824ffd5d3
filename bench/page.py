"""Writes the results of the benchmark as a Markdown page, ``docs/benchmarks.md``."""

import os
import platform
import textwrap
from collections.abc import Iterator

from bench.measure import Ratio
from bench.rivals import RIVALS
from bench.scenarios import BARE, CITYGRAPH, TYPER, Goal, Report, number

HERE = "on this machine, this run"
"""The only column with seconds."""


def page(report: Report, command: str) -> str:
    """The page as Markdown. It names ``command``, which makes the page again."""
    parts = (_head(report, command), _goals(report), _obstacles(report), _all(report), _built(report), _how(report))
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def machine() -> str:
    """The machine in words."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{cores} {'core' if cores == 1 else 'cores'}, {memory:.0f} GiB of memory, {platform.system()}, {python}"


def packages() -> str:
    """The packages of the rivals, with their versions."""
    told = [f"{rival.package} {rival.version or '(not installed)'}" for rival in RIVALS]
    return ", ".join(told)


def _prose(text: str, first: str = "") -> Iterator[str]:
    """A paragraph, or an item of a list if ``first`` is its dash."""
    yield from textwrap.wrap(
        text, 120, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False
    )
    if not first:
        yield ""


def _cells(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _table(*heads: str) -> Iterator[str]:
    yield _cells(*heads)
    yield _cells(*("---" for _ in heads))


def _head(report: Report, command: str) -> Iterator[str]:
    yield "# Benchmarks"
    yield ""
    yield "<!-- Made by `python -m bench`; what is changed here by hand is lost. -->"
    yield ""
    yield from _prose(
        "How long does citygraph take, compared with other ways to the same answers? All are whole processes, from "
        "start to exit, which take turns. One run made all figures:"
    )
    yield "```sh"
    yield "pip install -e '.[bench]'"
    yield command
    yield "```"
    yield ""
    yield from _prose(
        f"The machine: {machine()}. The other packages: {packages()}. The run took "
        f"{report.minutes} {'minute' if report.minutes == 1 else 'minutes'}."
    )
    yield from _prose(
        "A ratio is the ratio of two medians; the lowest and the highest of the rounds are in brackets. You can "
        "compare ratios between machines, but not seconds: the seconds below are of this machine and this run."
    )
    yield from _prose("[layout.md](layout.md) compares ways to lay out networks.")


def _goals(report: Report) -> Iterator[str]:
    yield "## Goals"
    yield ""
    yield from _table("", "what", "measured", "rounds", "goal", "reached")
    for goal in sorted(report.goals, key=lambda goal: goal.number):
        rounds = goal.measured.rounds if goal.measured else ""
        limit = f"{'at least' if goal.at_least else 'at most'} {goal.limit:g} {goal.unit}"
        yield _cells(goal.number, goal.what, _spread(goal.measured, goal.unit), rounds, limit, verdict(goal))
    yield ""


def _obstacles(report: Report) -> Iterator[str]:
    missed = [goal for goal in report.goals if goal.measured and not goal.reached and goal.obstacle]
    if not missed:
        return
    yield "Profiles of the worlds in full size show why citygraph misses these goals:"
    yield ""
    for obstacle in dict.fromkeys(goal.obstacle for goal in sorted(missed, key=lambda goal: goal.number)):
        numbers = dict.fromkeys(str(goal.number) for goal in missed if goal.obstacle == obstacle)
        yield from _prose(f"**{', '.join(numbers)}** {obstacle}", "- ")
    yield ""


def verdict(goal: Goal) -> str:
    """``yes`` if a goal is reached; else by what factor it is missed, or why it was not measured."""
    if goal.measured is None:
        return f"not measured ({goal.remark})" if goal.remark else "not measured"
    also = f" ({goal.remark})" if goal.remark else ""
    if goal.reached:
        return f"yes{also}"
    off = goal.limit / goal.measured.middle if goal.at_least else goal.measured.middle / goal.limit
    return f"**no**, off by a factor of {_digits(off)}{also}"


def _all(report: Report) -> Iterator[str]:
    yield "## All that was run"
    yield ""
    yield from _prose(
        f"Each row compares a command with `{BARE}` in the same rounds. Peak memory is the most memory that one "
        "process of the command had."
    )
    for scenario in dict.fromkeys(row.scenario for row in report.rows):
        yield f"**{scenario}**"
        yield ""
        yield from _table("command", f"to `{BARE}`", "rounds", "peak memory", "answer", HERE)
        for row in report.rows:
            if row.scenario == scenario:
                answer = row.remark or ("" if row.name in (BARE, TYPER) else "right")
                bare = _spread(row.to_bare, "×")
                yield _cells(row.name, bare, row.runs, _megabytes(row.peak), answer, _seconds(row.seconds))
        yield ""


def _built(report: Report) -> Iterator[str]:
    if not report.built:
        return
    yield "## Building"
    yield ""
    yield from _prose(
        "The time from the files to the snapshot, database or pickle that the commands above read, measured once each. "
        "For citygraph it includes all checks and a first answer. There is no goal for it."
    )
    yield from _table("", "", "time to citygraph's", "size", "peak memory", "remark", HERE)
    ours = {built.ties: built for built in report.built if built.name == CITYGRAPH}
    for built in report.built:
        ratio, its = "", ours.get(built.ties)
        if its and its is not built and its.seconds and built.seconds and not (its.remark or built.remark):
            ratio = f"{_digits(built.seconds / its.seconds)} ×"
        world = f"{number(built.ties)} ties, {built.form.upper()}"
        size, peak = _megabytes(built.size), _megabytes(built.peak)
        yield _cells(world, built.name, ratio, size, peak, built.remark or "", _seconds(built.seconds))
    yield ""


def _how(report: Report) -> Iterator[str]:
    yield "## How"
    yield ""
    worlds = ", ".join(
        f"{number(world['ties'])} ties between {world['cities']:,} cities in {world['files']} files "
        f"({_digits(world['megabytes'])} MB)"
        for world in report.worlds.values()
    )
    items = (
        "**Worlds** are invented, and the same in each run: cities with names as in twelve languages, ties whose "
        f"number per city follows a power law, dates, sources, quotes. Here: {worlds}. The seed world is `graph/`.",
        "**Paths** join random pairs of cities whose distance is the most common one. citygraph gets the cities' "
        "names, as people write them, and the others get ids. The benchmark itself searches the ties that it drew, to "
        "know the length of each path. An answer is right if it has that length and is an unbroken chain.",
        "**The others** are the scripts in `bench/rivals/`. They use indexes and bulk loading as their documentation "
        "advises.",
        "**Each command** first runs once without being counted, so that its files are in the system's memory. Very "
        "slow commands run in fewer rounds.",
        "**Peak memory** is measured by a small process that starts the command: a Python that imports nothing. If a "
        "command needs less memory than this process, the figure is that of the process.",
    )
    for item in items:
        yield from _prose(item, "- ")


def _spread(ratio: Ratio | None, unit: str) -> str:
    if ratio is None:
        return ""
    return f"{_digits(ratio.middle)} {unit} ({_digits(ratio.least)}–{_digits(ratio.most)})"


def _digits(value: float) -> str:
    """A number with three significant digits, or two below 10."""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def _megabytes(size: int | None) -> str:
    return "" if size is None else f"{_digits(size / 1e6)} MB"


def _seconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{_digits(seconds)} s"
