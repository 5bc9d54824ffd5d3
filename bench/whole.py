"""``python -m bench.whole``: what questions about a whole graph take, in worlds of several sizes.

Each command asks a world whose snapshot is there. Seconds are those of the processor, with the start of Python; of
several rounds, the least. Between two sizes, the exponent says how the cost grows: 1 is in step with the ties, 2 with
their square. n log n is 1.08 from 10⁴ to 10⁶ ties. Prints a table in Markdown.
"""

import argparse
import subprocess
import sys
import tempfile
from itertools import pairwise
from math import log
from pathlib import Path

from bench.measure import ROOT, Command, run
from bench.scenarios import citygraph

QUESTIONS: dict[str, list[str]] = {
    "ties --count --at 2015": ["ties", "--count", "--at", "2015"],
    "ties --by country": ["ties", "--by", "country"],
    "rank --by degree": ["rank", "--by", "degree"],
    "stats --simple": ["stats", "--simple"],
    "communities": ["communities"],
    "review --limit 5": ["review", "--limit", "5"],
    "review, all findings": ["review", "--format", "tsv"],
    "review --reason look-alike": ["review", "--reason", "look-alike"],
    "suggest --evaluate": ["suggest", "--evaluate"],
    "timeline": ["timeline", "--format", "tsv"],
    "diff, nothing has changed": ["diff", "--exit-code"],
    "diff, all is new": ["diff", "EMPTY", "GRAPH"],
    **{f"export, {suffix}": ["export", f"OUT.{suffix}"] for suffix in ("csv", "json", "graphml")},
}
"""The commands, by name. ``GRAPH`` is the folder, ``EMPTY`` one with nothing in it, ``OUT`` a file to write."""


def commit(graph: Path) -> None:
    """Put a graph folder under git, for ``diff``."""
    if not (graph / ".git").exists():
        git = ["git", "-c", "user.name=bench", "-c", "user.email=", "-C", str(graph)]
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "The world"]):
            subprocess.run([*git, *words], check=True)


def seconds(name: str, folder: Path, timeout: float, rounds: int) -> tuple[float, int] | None:
    """The seconds of a command and its most memory in bytes; None if it took too long."""
    graph, empty = folder / "graph", folder / "empty"
    empty.mkdir(exist_ok=True)
    given = {"GRAPH": str(graph), "EMPTY": str(empty)}
    words = [given.get(word, word.replace("OUT", str(folder / "out"))) for word in QUESTIONS[name]]
    if words[0] == "diff":
        commit(graph)
    if words[:2] != ["diff", str(empty)]:
        words += ["--graph", str(graph)]
    asked = Command(name, [*citygraph(), *words], {"CITYGRAPH_CACHE": str(folder / "cache")}, check=lambda *_: None)
    found = [run(asked, timeout) for _ in range(rounds)]
    if any(one.wrong for one in found):
        return None
    return min(one.worked for one in found), max(one.peak for one in found)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.whole", description=(__doc__ or "").split("\n\n")[1])
    sizes = [10_000, 30_000, 100_000, 300_000, 1_000_000]
    parser.add_argument("--ties", type=int, nargs="+", default=sizes, help="the sizes of the worlds")
    parser.add_argument("--only", nargs="+", choices=list(QUESTIONS), metavar="NAME", help="; ".join(QUESTIONS))
    parser.add_argument("--rounds", type=int, default=1, help="(1)")
    parser.add_argument("--patience", type=float, default=600, metavar="SECONDS", help="a longer command is stopped")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the worlds here, for the next run")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="citygraph-bench-") as for_now:
        folders = {}
        for ties in asked.ties:
            folders[ties] = (asked.keep or Path(for_now)).absolute() / f"csv-{ties}-1"
            words = ["-m", "bench.worlds", folders[ties], "--ties", ties, "--form", "csv"]
            subprocess.run([sys.executable, *map(str, words)], cwd=ROOT, check=True)
            graph, cache = folders[ties] / "graph", {"CITYGRAPH_CACHE": str(folders[ties] / "cache")}
            commit(graph)  # before the snapshot, so that its files are as they stay
            run(Command("its snapshot", [*citygraph(), "ties", "--count", "--graph", graph], cache))
        print("| command |", " | ".join(f"{ties:,} ties" for ties in folders), "| exponents | memory |")
        print("| --- |", "--- |" * (len(folders) + 2))
        for name in asked.only or QUESTIONS:
            found: dict[int, tuple[float, int]] = {}
            for ties, folder in folders.items():
                if (took := seconds(name, folder, asked.patience, asked.rounds)) is None:
                    break
                found[ties] = took
            exponents = [
                f"{log(found[more][0] / found[less][0]) / log(more / less):.2f}" for less, more in pairwise(found)
            ]
            cells = [f"{found[ties][0]:.1f} s" if ties in found else "–" for ties in folders]
            peak = max((peak for _, peak in found.values()), default=0) / 1e6
            print(f"| `{name}` |", " | ".join(cells), f"| {', '.join(exponents)} | {peak:,.0f} MB |", flush=True)


if __name__ == "__main__":
    main()
