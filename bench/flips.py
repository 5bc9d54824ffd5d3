"""``python -m bench.flips GRAPH``: what becomes of answers when a bit of the snapshot flips.

Of a graph folder, as ``python -m bench.worlds`` makes them, the snapshot gets one flipped bit at a random place, and a
question is asked. That is done so many times for each question. Its answer is right, or right from a new snapshot since
the damage was noticed, or wrong without a word. (Nothing is built anew in truth: the bit is flipped back.)

Who writes to a file changes its ctime. A bit that flips on the disk itself does not: ``--below`` shows what becomes of
that until the snapshot is next compared with its checksum, a day later at most.
"""

import argparse
import os
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from citygraph.store import cache_folder, snapshot
from citygraph.store.layout import SEALED, connect
from citygraph.world import World

Question = Callable[[World], Any]
OUTCOMES = ("right", "right, from a new snapshot", "wrong")


def questions(world: World) -> dict[str, Question]:
    """One of each sort, about nodes that have ties."""
    ranking = list(world.rank(top=None))
    hub, other = ranking[len(ranking) // 50].id, ranking[len(ranking) // 2].id
    name = world.name(other)
    return {
        "path": lambda world: world.path(hub, other).data,
        "neighbors": lambda world: list(world.neighbors(hub)),
        "find": lambda world: list(world.find(name)),
        "ties --count": lambda world: (world.ties().total, str(world.ties().remarks)),
        "show": lambda world: world.show(hub).data,
    }


class Flips:
    """Flips bits in the snapshot of a folder, and asks."""

    def __init__(self, folder: Path, *, below: bool) -> None:
        self.folder = folder
        self.below = below
        world = World(folder)
        assert world.snapshot is not None, "there is no room for a snapshot"
        self.snapshot = world.snapshot
        self.questions = questions(world)
        self.right = {name: repr(question(World(folder))) for name, question in self.questions.items()}
        self.size = self.snapshot.stat().st_size

    def outcome(self, name: str, bit: int) -> str:
        """What becomes of a question when a bit is flipped."""
        noticed = False

        def built(_: Any, __: Path) -> sqlite3.Connection:
            nonlocal noticed
            if not noticed:
                self.flip(bit)
            noticed = True
            return connect(self.snapshot, how=SEALED)

        self.flip(bit)
        if self.below:
            cache_folder.seal(self.snapshot)
        with patch.object(snapshot._Opening, "_built", built):
            try:
                answer = repr(self.questions[name](World(self.folder)))
            except Exception as error:  # whatever a person would see
                answer = f"{type(error).__name__}: {error}"
        if not noticed:
            self.flip(bit)
        cache_folder.seal(self.snapshot)
        if not self.below:
            time.sleep(0.005)  # the clock of the file system ticks
        if answer != self.right[name]:
            return "wrong"
        return "right, from a new snapshot" if noticed else "right"

    def flip(self, bit: int) -> None:
        descriptor = os.open(self.snapshot, os.O_RDWR)
        try:
            (byte,) = os.pread(descriptor, 1, bit // 8)
            os.pwrite(descriptor, bytes([byte ^ 1 << bit % 8]), bit // 8)
        finally:
            os.close(descriptor)


def measured(folder: Path, flips: int, seed: int, *, below: bool) -> dict[str, Counter[str]]:
    """How often each question ended in each way."""
    with patch.object(cache_folder, "GRANULARITY", -(10**9)):  # else no seal would hold for three seconds
        several = Flips(folder, below=below)
        places = random.Random(seed)
        cache_folder.seal(several.snapshot)
        return {
            name: Counter(several.outcome(name, places.randrange(8 * several.size)) for _ in range(flips))
            for name in several.questions
        }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.flips", description="Flip bits in a snapshot.")
    parser.add_argument("graph", type=Path)
    parser.add_argument("--flips", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--below", action="store_true", help="flip below the file system, so that no time changes")
    asked = parser.parse_args()
    found = measured(asked.graph, asked.flips, asked.seed, below=asked.below)
    print("| |", " | ".join(OUTCOMES), "|\n| --- | --- | --- | --- |")
    for name, outcomes in found.items():
        print(f"| `{name}` |", " | ".join(str(outcomes[outcome]) for outcome in OUTCOMES), "|")


if __name__ == "__main__":
    main()
