"""Pairs of ids, one pair in each line, with white space or a delimiter between them. Lines that begin with # or % are
comments. Text after the pair is not imported unless its column is mapped to a target. A first line of names of columns
is a header."""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.asking import OpenQuestions, Question, Reading
from citygraph.imports.cut_off import WHY, LastLine, is_without_end
from citygraph.imports.files import decoded
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

UNIT = "line"
TAKES = frozenset[str]({"encoding", "no-header", "delimiter"})
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
    *(("von", "nach"), ("fra", "til"), ("från", "till"), ("van", "naar"), ("de", "vers"), ("de", "à"), ("da", "a")),
    *(("desde", "hasta"), ("origen", "destino"), ("origem", "destino"), ("od", "do"), ("z", "do"), ("от", "до")),
)


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The pairs of a file. Text after a pair goes into columns with the names that a header has, or else their numbers,
    from 3. An id with spaces may stand in double quotes.

    Raises:
        CityGraphError: if most lines have one id only.
    """
    lines = decoded(file, how.encoding).splitlines()
    told = [line for line in lines if line.strip() and not line.lstrip().startswith(_COMMENTS)]
    words_of = _splitter(file, told, how)
    rows = [(number, words) for number, line in enumerate(lines, 1) if (words := _words(line, words_of))]
    names = list(_ENDS)
    if rows and how.header and (header := header_of(rows[0][1])) and not _are_ids(rows[0][1][:2], rows[1:]):
        number, words = rows.pop(0)
        how.says(
            f"{file.name}:{number}: `{visible(' '.join(words))[:60]}` is read as a header; --no-header: it is a pair"
        )
        names = header
    lone = [number for number, words in rows if not all(words[:2]) or len(words) < 2]
    if len(lone) * 2 > len(rows):
        raise CityGraphError(
            f"{file}:{lone[0]}: this is no edge list: {len(lone):,} of {len(rows):,} lines have one id only; "
            "--delimiter names the sign between the ids, and `import table` reads a table"
        )
    how.has_read(sum(map(len, lines)) + len(lines))
    last = LastLine()
    if is_without_end(file):
        rows = [*last.of(rows)]
    for number, words in rows:
        if len(words) < 2 or not all(words[:2]):
            yield UnreadableRow(number, "there is only one id in this line", visible(" ".join(words).strip())[:60])
            continue
        if number == last.number:
            yield UnreadableRow(number, WHY, visible(" ".join(words))[:60])
            continue
        attributes = _attributes(words[-1])
        if attributes is not None:
            words = words[:-1]
        columns = [*names, *(str(index) for index in range(len(names) + 1, len(words) + 1))]
        texts = {name: word for name, word in zip(columns, words, strict=False) if word}
        yield ForeignRow(number, "tie", texts | (attributes or {}))


_Row = tuple[int, list[str]]
_Splitter = Callable[[str], list[str]]
_DELIMITERS = ",;|"
_SHOWN = 3
_WORD = re.compile(r'"((?:[^"]|"")*)"(?=\s|\Z)|(\S+)')


def _splitter(file: Path, lines: Sequence[str], how: ReadOptions) -> _Splitter:
    """How a line is cut: at the delimiter that the user names, at tabs if most lines have some, at another sign if it
    cuts all lines into equally many parts; else at white space.

    Raises:
        OpenQuestions: if white space cuts all lines as well, and the sign stands within both ids.
    """
    if how.delimiter is not None:
        return _at_spaces if how.delimiter == " " else partial(_at, how.delimiter)
    if sum("\t" in line for line in lines) * 2 > len(lines):
        return partial(_at, "\t")
    for sign in _DELIMITERS:
        widths = {len(_at(sign, line)) for line in lines}
        if len(widths) == 1 and widths.pop() > 1:
            _ask_if_within(file, lines, sign)
            return partial(_at, sign)
    return _at_spaces


def _ask_if_within(file: Path, lines: Sequence[str], sign: str) -> None:
    """Ask if a sign stands within both ids of all lines: ``Washington,DC Paris,TX``."""
    words = [re.sub(rf"\s*{re.escape(sign)}\s*", sign, line).split()[:2] for line in lines]
    if not all(len(pair) == 2 and all(sign in word.strip(sign) for word in pair) for pair in words):
        return
    at_sign = tuple(" – ".join(_at(sign, line)[:2]) for line in lines[:_SHOWN])
    at_spaces = tuple(" – ".join(line.split()[:2]) for line in lines[:_SHOWN])
    readings = (
        Reading(f"`{sign}` stands between the ids", f"--delimiter '{sign}'", at_sign),
        Reading("white space does", "--delimiter space", at_spaces),
    )
    raise OpenQuestions([Question(str(file), "what stands between the two ids of a line?", readings)])


def _at(sign: str, line: str) -> list[str]:
    try:
        cells = next(csv.reader([line], delimiter=sign, skipinitialspace=True), [])
    except csv.Error:  # a cell is longer than the csv module takes
        cells = line.split(sign)
    words = [cell.strip() for cell in cells]
    return [word for word in words if word] if sign == "\t" else words  # tabs may line columns up


def _at_spaces(line: str) -> list[str]:
    """The words of a line. What begins with { is one, as networkx writes attributes."""
    pair, brace, rest = line.partition(" {")
    words = [found[2] or found[1].replace('""', '"') for found in _WORD.finditer(pair)]
    return [*filter(None, words), *([f"{{{rest.strip()}"] if brace else [])]


def _attributes(text: str) -> dict[str, str] | None:
    """The attributes that networkx writes behind a pair, ``{'since': 1990}``; None if a text has none."""
    if not text.startswith("{") or len(text) > _LONGEST:
        return None
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    texts = {str(name): "" if value is None else str(value) for name, value in found.items()}
    return {f"{name} (again)" if name in _ENDS else name: text for name, text in texts.items() if text}


_LONGEST = 10_000
"""A longer text is kept as it stands."""


def _words(line: str, words_of: _Splitter) -> list[str]:
    """The words of a line; none if it is a comment."""
    if not line.strip() or line.lstrip().startswith(_COMMENTS):
        return []
    return words_of(line) if "\t" not in line or words_of is not _at_spaces else _at("\t", line)


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
