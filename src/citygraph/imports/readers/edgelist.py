"""Pairs of ids, one pair in each line, separated by white space. Lines that begin with # or % are comments. Text after
the pair is not imported unless a column number is mapped to a target."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from citygraph.imports.files import decoded
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

UNIT = "line"
_COMMENTS = ("#", "%")
_ENDS = ("source", "target")


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The pairs of a file. Text after a pair goes into columns named by their number, from 3."""
    for number, line in enumerate(decoded(file, how.encoding).splitlines(), 1):
        how.has_read(len(line) + 1)
        words = [word.strip() for word in line.split("\t")] if "\t" in line else line.split()
        if not line.strip() or line.lstrip().startswith(_COMMENTS):
            continue
        words = [word for word in words if word]
        if len(words) < 2:
            yield UnreadableRow(number, f"only one id: {line.strip()[:60]}")
            continue
        names = [*_ENDS, *(str(index) for index in range(3, len(words) + 1))]
        yield ForeignRow(number, "tie", dict(zip(names, words, strict=True)))
