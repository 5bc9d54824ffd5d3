"""What the scripts share: the command line, a folder's CSV tables row by row, and the form of an answer."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

FOREVER = 9999
"""The last year of a tie that has no end."""


class Question(NamedTuple):
    """The way from one city to another, by ids; over ties that held in a year, or are of a kind, if that is given."""

    start: str
    end: str
    at: int | None
    kind: str | None


def question(words: list[str]) -> Question:
    """The question in ``FROM TO [--at YEAR] [--kind KIND]``. Without argparse, whose start-up time would count against
    the rival."""
    options = dict(zip(words[2::2], words[3::2], strict=True))
    return Question(words[0], words[1], int(options["--at"]) if "--at" in options else None, options.get("--kind"))


def answer(hops: Iterable[dict[str, Any]] | None) -> None:
    """Print a way as JSON."""
    found = list(hops) if hops is not None else []
    json.dump({"length": None if hops is None else len(found), "hops": found}, sys.stdout, ensure_ascii=False)
    print()


def cities(folder: str) -> Iterator[dict[str, str]]:
    """The rows of the tables of cities."""
    return _rows(folder, "cities")


def ties(folder: str) -> Iterator[dict[str, Any]]:
    """The rows of the tables of ties, with both ends under ``from`` and ``to`` whatever the kind, and the first and the
    last year in which they held."""
    for row in _rows(folder, "ties"):
        start, end = row["between"].split("; ") if row["between"] else (row["from"], row["to"])
        until = row["until"]
        yield {
            "from": start,
            "to": end,
            **{key: row[key] for key in ("kind", "since", "until", "status", "source", "quote")},
            "first": int(row["since"][:4]),
            "last": int(until[:4]) if until else FOREVER,
        }


def _rows(folder: str, section: str) -> Iterator[dict[str, str]]:
    for path in sorted(Path(folder).glob(f"{section}*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
