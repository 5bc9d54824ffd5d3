"""What many mistakes cost: writes files with thousands of mistakes, checks each, and prints CPU seconds and memory.

python -m bench.mistakes
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

_TIE = "{kind: sister-city, between: [a, a]},"
FILES: dict[str, tuple[str, Callable[[], Iterable[str]]]] = {
    "2,000 ties on one line": ("a.yaml", lambda: ["ties: [", *[_TIE] * 2000, "]\n"]),
    "4,000 ties on one line": ("a.yaml", lambda: ["ties: [", *[_TIE] * 4000, "]\n"]),
    "27,000 ties on one line": ("a.yaml", lambda: ["ties: [", *[_TIE] * 27_000, "]\n"]),
    "16,000 unknown columns": ("cities.csv", lambda: ["id,name", *(f",c{n}" for n in range(16_000)), "\na,A\n"]),
    "one key 20,000 times": ("a.yaml", lambda: ["cities:\n  c:\n    name: C\n", *["    name: C\n"] * 20_000]),
    "a quote that is never closed": ("cities.csv", lambda: ['id,name,country\na,"', *["x\n"] * 200_000]),
    "a million dates that are none": (
        "ties.csv",
        lambda: chain(["kind,between,since,source\n"], (f"sister-city,a; b{n},202x,s\n" for n in range(10**6))),
    ),
}


def main() -> None:
    """Measure each file in a process of its own."""
    for what, (name, lines) in FILES.items():
        with tempfile.TemporaryDirectory() as scratch:
            graph = Path(scratch, "graph")
            graph.mkdir()
            with (graph / name).open("w", encoding="utf-8") as file:
                file.writelines(lines())
            process = subprocess.Popen(
                [sys.executable, "-m", "citygraph", "check", "--graph", str(graph)],
                env={**os.environ, "CITYGRAPH_CACHE": f"{scratch}/cache"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            _, _, used = os.wait4(process.pid, 0)
            print(f"{what}: {used.ru_utime + used.ru_stime:.1f} s, {used.ru_maxrss / 1024:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
