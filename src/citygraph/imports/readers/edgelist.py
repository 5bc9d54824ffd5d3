"""Pairs of ids, one pair in each line, separated by white space. Lines that begin with # or % are comments. Text after
the pair is not imported unless its column is mapped to a target. A first line of names of columns is a header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from citygraph.domain.names import visible
from citygraph.imports.files import decoded
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

UNIT = "line"
TAKES = frozenset[str]({"encoding", "no-header"})
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
    """
    lines = decoded(file, how.encoding).splitlines()
    has_tabs = sum("\t" in line for line in lines) * 2 > sum(map(bool, map(str.strip, lines)))
    rows = [(number, words) for number, line in enumerate(lines, 1) if (words := _words(line, has_tabs))]
    names = list(_ENDS)
    if rows and how.header and (header := header_of(rows[0][1])) and not _are_ids(rows[0][1][:2], rows[1:]):
        number, words = rows.pop(0)
        how.says(
            f"{file.name}:{number}: `{visible(' '.join(words))[:60]}` is read as a header; --no-header: it is a pair"
        )
        names = header
    if not has_tabs:
        how.has_read(sum(map(len, lines)) + len(lines))
    for number, words in rows:
        if len(words) < 2:
            yield UnreadableRow(number, "there is only one id in this line", visible(words[0])[:60])
            continue
        columns = [*names, *(str(index) for index in range(len(names) + 1, len(words) + 1))]
        yield ForeignRow(number, "tie", dict(zip(columns, words, strict=False)))


_Row = tuple[int, list[str]]


def _words(line: str, has_tabs: bool) -> list[str]:
    """The words of a line; none if it is a comment. What begins with { is one, as networkx writes attributes."""
    if not line.strip() or line.lstrip().startswith(_COMMENTS):
        return []
    if has_tabs or "\t" in line:
        return [word for word in map(str.strip, line.split("\t")) if word]
    pair, brace, rest = line.partition(" {")
    return [*pair.split(), *([f"{{{rest.strip()}"] if brace else [])]


def _are_ids(words: Sequence[str], rows: Sequence[_Row]) -> bool:
    """True if one of the words names a node in one of the rows."""
    return any(word in words for _, row in rows for word in row[:2])


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
