"""How well ``imports/columns/headers.py`` reads names of columns that its list of words was not made from.

``PYTHONPATH=scripts:src python scripts/column_names.py`` prints for each language how many names it reads right; how
many it reads as open, with the right meaning among them; how many it leaves out (``none``); how many are open without
the right meaning (``unsure``); and how many it reads wrong. ``tests/imports/headers_seen_elsewhere.csv`` has the names.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

from citygraph.imports.columns.header_concepts import Meaning
from citygraph.imports.columns.headers import meaning_of

NAMES = Path(__file__).parents[1] / "tests/imports/headers_seen_elsewhere.csv"
JUDGEMENTS = ("right", "open", "none", "unsure", "wrong")


def in_words(meaning: Meaning | None) -> str:
    """A meaning as the files of the tests write it: ``to city name@en``."""
    if meaning is None or not meaning.has_target:
        return "nothing"
    said = " ".join(part for part in meaning[:3] if part)
    return f"{said}@{meaning.language}" if meaning.language else said


def judged(meaning: Meaning | None, expected: str) -> str:
    """How a meaning holds against the expected one: one of :data:`JUDGEMENTS`."""
    if in_words(meaning) == expected:
        return "right"
    if meaning and not meaning.certain:
        return "open" if expected in map(in_words, meaning.others) else "unsure"
    return "none" if in_words(meaning) == "nothing" else "wrong"


def main() -> None:
    """Print the table."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with NAMES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            judgement = judged(meaning_of(row["header"]), row["meaning"])
            found[row["language"]][judgement] += 1
            found["all"][judgement] += 1
    print(f"{'':8}" + "".join(f"{judgement:>8}" for judgement in JUDGEMENTS))
    for language, counts in sorted(found.items(), key=lambda item: (item[0] == "all", item[0])):
        print(f"{language:8}" + "".join(f"{counts[judgement]:8}" for judgement in JUDGEMENTS))


if __name__ == "__main__":
    main()
