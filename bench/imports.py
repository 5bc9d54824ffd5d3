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
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.measure import Command, Run, run
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


if __name__ == "__main__":
    write(Path(sys.argv[3]), int(sys.argv[1]), MORE[sys.argv[2]])
