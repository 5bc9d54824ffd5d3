"""``python -m bench.imports ROWS``: what it takes to bring in a large table of ties, and to build what that writes.

Each row names two cities with their countries, a day and a status; for eight rows there is one city. The import and the
first check of the written folder, with an empty cache, take turns as processes. A ratio is that of the medians of their
CPU time; in brackets the least and the most of the rounds. Prints the rows of a table in Markdown.
"""

import argparse
import csv
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.measure import ROOT, Command, Run, run
from bench.names import STYLES, draw

ROWS_PER_CITY = 8
HEADER = ("City", "Country", "Partner city", "Partner country", "Since", "Status")
MORE = {"plain": (), "notes": ("Notes",), "sources": ("Source URL",)}
"""The further columns of each file: ``notes`` has another text in each row, ``sources`` another address."""
STATUSES = ("active", "ended", "")


def cities(number: int, random: Random) -> list[tuple[str, str]]:
    """So many pairs of name and country, all different."""
    found: dict[tuple[str, str], None] = {}
    while len(found) < number:
        style = random.randrange(len(STYLES))
        found[draw(random, style).latin, random.choice(STYLES[style].countries)] = None
    return list(found)


def rows(number: int, more: tuple[str, ...], seed: int = 1) -> Iterator[tuple[str, ...]]:
    """The rows of a table of ties, below its header. A tie is never from a city to itself."""
    random = Random(seed)
    known = cities(max(number // ROWS_PER_CITY, 2), random)
    for row in range(number):
        one, other = random.choice(known), random.choice(known)
        while one == other:
            other = random.choice(known)
        day = f"{random.randint(1950, 2020)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        further = {
            "Notes": f"{one[0]} and {other[0]} agreed on {random.choice(('schools', 'sport', 'music'))} in act {row}",
            "Source URL": f"https://example.org/acts/{row}",
        }
        yield (*one, *other, day, random.choice(STATUSES), *(further[name] for name in more))


def write(file: Path, number: int, more: tuple[str, ...]) -> None:
    """Write a table of ties."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow((*HEADER, *more))
        writer.writerows(rows(number, more))


def measured(name: str, number: int, rounds: int, folder: Path) -> str:
    """A row: what the import of one file takes, beside the cold check of what it writes, and its update."""
    file, graph, cache = folder / f"{name}.csv", folder / "graph", folder / "cache"
    write(file, number, MORE[name])
    python = [sys.executable, "-m", "citygraph"]

    def command(*words: str | Path) -> Run:
        shutil.rmtree(cache, ignore_errors=True)
        variables = {"CITYGRAPH_CACHE": str(cache), "PYTHONPATH": str(ROOT / "src")}
        ran = run(Command(name, [*python, *words], variables, check=has_ended))
        assert ran.wrong is None, ran.error
        return ran

    found: dict[str, list[Run]] = {"first": [], "check": [], "again": []}
    for _ in range(rounds):
        shutil.rmtree(graph, ignore_errors=True)
        found["first"].append(command("import", file, "--into", graph))
        found["check"].append(command("check", "--graph", graph))
        found["again"].append(command("import", file, "--into", graph))
    file.unlink()
    cells = [f"{file.name}, {number:,} rows"]
    for what in found:
        worked = [one.worked for one in found[what]]
        peak = max(one.peak for one in found[what]) / 1e6
        cells.append(f"{statistics.median(worked):.1f} s, {peak:.0f} MB")
    for what in ("first", "again"):
        ratios = sorted(one.worked / other.worked for one, other in zip(found[what], found["check"], strict=True))
        middle = statistics.median(one.worked for one in found[what]) / statistics.median(
            one.worked for one in found["check"]
        )
        cells.append(f"{middle:.2f} × ({ratios[0]:.2f}–{ratios[-1]:.2f})")
    return f"| {' | '.join(cells)} |"


def section(page: str) -> str:
    """The part of docs/benchmarks.md that has these figures: the last one."""
    return page[page.find("\n## Importing") :] if "\n## Importing" in page else ""


def has_ended(code: int, _: str) -> str | None:
    """An import that has something to tell ends with 1."""
    return None if code in (0, 1) else f"ended with exit code {code}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("rows", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--only", choices=list(MORE), help="one of the files")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    print("| file | import | first check | the same file again | import to check | again to check |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="citygraph-imports-") as folder:
        for name in [asked.only] if asked.only else MORE:
            print(measured(name, asked.rows, asked.rounds, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
