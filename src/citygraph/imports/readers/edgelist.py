"""Pairs of ids, one pair in each line, separated by white space. Lines that begin with # or % are comments. Text after
the pair is not imported unless its column is mapped to a target. A first line of names of columns is a header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from citygraph.domain.names import visible
from citygraph.imports.files import decoded
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

UNIT = "line"
_COMMENTS = ("#", "%")
_ENDS = ("source", "target")
_NAMES = (
    *(("source", "target"), ("from", "to"), ("src", "dst"), ("src", "dest"), ("src", "tgt"), ("origin", "destination")),
    *(
        ("node1", "node2"),
        ("node_1", "node_2"),
        ("node_a", "node_b"),
        ("nodea", "nodeb"),
        ("id1", "id2"),
        ("id_1", "id_2"),
    ),
    *(("fromnodeid", "tonodeid"), ("from_id", "to_id"), ("from_node", "to_node"), ("source_id", "target_id")),
    *(("city", "partner"), ("city1", "city2"), ("city_1", "city_2"), ("city_a", "city_b"), ("citya", "cityb")),
    *(("vertex1", "vertex2"), ("head", "tail"), ("start", "end"), ("sender", "receiver")),
)


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The pairs of a file. Text after a pair goes into columns with the names that a header has, or else their numbers,
    from 3.

    Raises:
        CityGraphError: if the file is clearly in another format.
    """
    from citygraph.imports.detect import refuse_if_other

    refuse_if_other("edgelist", file)
    lines = decoded(file, how.encoding).splitlines()
    names = list(_ENDS)
    is_first = True
    for number, line in enumerate(lines, 1):
        how.has_read(len(line) + 1)
        words = _words(line)
        if not words:
            continue
        if is_first and how.header and (header := header_of(words)) and not _are_ids(words[:2], lines[number:]):
            how.says(
                f"{file.name}:{number}: `{visible(line.strip())[:60]}` is read as a header; --no-header: it is a pair"
            )
            names = header
        elif len(words) < 2:
            yield UnreadableRow(number, f"only one id: {line.strip()[:60]}")
        else:
            columns = [*names, *(str(index) for index in range(len(names) + 1, len(words) + 1))]
            yield ForeignRow(number, "tie", dict(zip(columns, words, strict=False)))
        is_first = False


def _words(line: str) -> list[str]:
    """The words of a line; none if it is a comment."""
    if not line.strip() or line.lstrip().startswith(_COMMENTS):
        return []
    words = [word.strip() for word in line.split("\t")] if "\t" in line else line.split()
    return [word for word in words if word]


def _are_ids(words: Sequence[str], lines: Sequence[str]) -> bool:
    """True if one of the words names a node in one of the lines."""
    return any(word in words for line in lines for word in _words(line)[:2])


def header_of(words: Sequence[str]) -> list[str] | None:
    """The columns that a first line names, with the ends as ``source`` and ``target``; None if it is no header.

    >>> header_of(["From", "To", "weight"])
    ['source', 'target', 'weight']
    """
    ends = tuple(word.strip("\"'").casefold().replace("-", "_") for word in words[:2])
    for one, other in _NAMES:
        if ends in ((one, other), (other, one)):
            rest = dict.fromkeys(word for word in words[2:] if word not in _ENDS)
            if len(rest) != len(words) - 2:
                return None
            return [*(_ENDS if ends == (one, other) else reversed(_ENDS)), *rest]
    return None
