"""``python -m bench.loading``: what the first snapshot of large tables takes, beside the floor of any such loading.

The floor is SQLite's own ``.import`` of the tables of cities and ties, and an index for each end of a tie. It checks
nothing. Beside it: a plain reading of the same tables by Python's csv module, with a dict of ids. All are whole
processes, which take turns; the first answer of citygraph, with an empty cache, includes its start and all checks.
Prints a table in Markdown. A ratio is that of the medians of the rounds; in brackets the least and the most.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.measure import ROOT, Command, Run, exit_code_is_0, run
from bench.scenarios import citygraph

FLOOR = "sqlite3 .import, two indexes"
READING = "csv.reader, a dict of ids"
READ = """
import csv, sys
ids = {}
for name in sys.argv[1:]:
    with open(name, newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            for cell in row[:4]:
                for id in cell.split("; "):
                    ids.setdefault(id, len(ids))
"""


def commands(folder: Path, ties: int) -> list[Command]:
    """The commands to compare, for a world in ``folder``; the first is the floor."""
    graph, cache, database = folder / "graph", folder / "loading-cache", folder / "floor.sqlite"
    tables = sorted(graph.glob("cities*.csv")) + sorted(graph.glob("ties*.csv"))
    # The first table of a section makes the SQL table; the header of a further one is a row too many of a million.
    imports = [f".import '{table}' {table.name.partition('.')[0].partition('-')[0]}" for table in tables]
    indexes = ['CREATE INDEX first ON ties("between", "from");', 'CREATE INDEX second ON ties("to");']
    unsafe = ["-cmd", "PRAGMA journal_mode=off", "-cmd", "PRAGMA synchronous=off"]
    floor: list[str | Path] = ["sqlite3", database, *unsafe, "-csv"]

    def counted(code: int, out: str) -> str | None:
        return None if code == 0 and out.split() == [str(ties)] else f"answers {out.split()}"

    return [
        Command(FLOOR, [*floor, *imports, *indexes], before=lambda: database.unlink(missing_ok=True)),
        Command(READING, [sys.executable, "-c", READ, *tables], check=exit_code_is_0),
        Command(
            "citygraph, its first answer",
            [*citygraph(), "ties", "--count", "--graph", graph],
            {"CITYGRAPH_CACHE": str(cache)},
            before=lambda: shutil.rmtree(cache, ignore_errors=True),
            check=counted,
        ),
    ]


def ratio(runs: list[Run], floors: list[Run], of: Callable[[Run], float]) -> str:
    """The ratio of two series in one measure."""
    each = [of(one) / of(other) for one, other in zip(runs, floors, strict=True)]
    middle = statistics.median(map(of, runs)) / statistics.median(map(of, floors))
    return f"{middle:.1f} × ({min(each):.1f}–{max(each):.1f})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.loading", description=(__doc__ or "").split("\n\n")[1])
    parser.add_argument("--ties", type=int, default=1_000_000, help="in the tables (1,000,000)")
    parser.add_argument("--rounds", type=int, default=2, help="(2)")
    parser.add_argument("--seed", type=int, default=1, help="another one makes another world")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the world here, for the next run")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="citygraph-bench-") as for_now:
        folder = (asked.keep or Path(for_now)).absolute() / f"csv-{asked.ties}-{asked.seed}"
        words = [sys.executable, "-m", "bench.worlds", folder, "--ties", asked.ties, "--form", "csv"]
        subprocess.run([*map(str, words), "--seed", str(asked.seed)], cwd=ROOT, check=True)
        compared = commands(folder, asked.ties)
        runs: dict[str, list[Run]] = {command.name: [] for command in compared}
        for _ in range(asked.rounds):
            for command in compared:
                found = run(command)
                if found.wrong:
                    sys.exit(f"{command.name} {found.wrong}\n{found.error}")
                runs[command.name].append(found)
        shutil.rmtree(folder / "loading-cache")
        (folder / "floor.sqlite").unlink()
    floors = runs[FLOOR]
    print("| command | CPU | to the floor | wall | to the floor | most memory |\n| --- | --- | --- | --- | --- | --- |")
    for name, several in runs.items():
        worked = statistics.median(one.worked for one in several)
        seconds = statistics.median(one.seconds for one in several)
        in_cpu, in_wall = (ratio(several, floors, of) for of in (lambda one: one.worked, lambda one: one.seconds))
        if name == FLOOR:
            in_cpu = in_wall = ""
        peak = max(one.peak for one in several) / 1e6
        print(f"| {name} | {worked:.1f} s | {in_cpu} | {seconds:.1f} s | {in_wall} | {peak:,.0f} MB |")


if __name__ == "__main__":
    main()
