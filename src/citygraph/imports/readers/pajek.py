"""Networks of Pajek (.net, and .paj with one network): vertices, arcs, edges, their lists, and matrices."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.cut_off import WHY, LastLine, is_without_end
from citygraph.imports.files import decoded
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

UNIT = "line"
TAKES = frozenset[str]({"encoding"})
_WORD = re.compile(r'"(?P<quoted>[^"]*)"|(?P<time>\[[\d\s,*-]*\])|(?P<bare>\S+)')
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{0,30});", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_RELATION = re.compile(r'(?::\s*(\d+))?\s*(?:"([^"]*)"|(.*\S))?\s*')
_OF_A_LINE = re.compile(r"(\d+):\s")
_TIES = {"arcs": True, "edges": False, "arcslist": True, "edgeslist": False, "matrix": True}
"""The sections with ties, and whether those have a direction."""
_OF_VERTICES = frozenset({"partition", "vector", "permutation"})
"""The sections with a value for each vertex."""
_MOST_VERTICES = 30_000_000
"""So many vertices a line may speak of: each is a row, also without a line of its own."""


class _PajekSection(NamedTuple):
    """A section: its name, what stands behind that, the number of its line, and the lines in it."""

    name: str
    about: str
    line: int
    body: Sequence[tuple[int, str]]


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The vertices, then the ties. A vertex has the columns ``id``, ``label``, ``x``, ``y``, ``z``, in networks of two
    modes ``mode``, and what its line and the partitions of a project say; a tie has ``weight``, ``relation`` and
    ``time``.

    Raises:
        CityGraphError: if this is no network of Pajek, or there are several.
    """
    text = decoded(file, how.encoding)
    how.has_read(len(text))
    sections = _sections(file, text)
    first = next((number for number, one in enumerate(sections) if _begins_network(sections, number)), None)
    if first is None:
        raise CityGraphError(f"{file}: this is no network of Pajek: no line begins with `*Vertices`")
    if other := next((sections[at] for at in range(first + 1, len(sections)) if _begins_network(sections, at)), None):
        raise CityGraphError(f"{file}:{other.line}: a second network begins here; save each as a .net file of its own")
    number, mode = _size(file, sections[first])
    values, said = _values_of_vertices(file, sections, number)
    for sentence in said:
        how.says(sentence)
    cut = _cut_line(file, sections[-1])
    rows = chain(_vertices(sections[first], number, mode, values), _all_ties(sections, number, mode))
    for row in rows:
        is_cut = row.line == cut and isinstance(row, ForeignRow)
        yield UnreadableRow(cut, WHY, visible(sections[-1].body[-1][1])[:60]) if is_cut else row
    if 0 < len(sections[first].body) < number and sections[first] is sections[-1]:
        lines = len(sections[first].body)
        has = f"{lines:,} of {number:,} vertices {'has a line' if lines == 1 else 'have lines'}, and no ties follow"
        yield UnreadableRow(sections[first].body[-1][0], f"{has}: the file may be cut off")
    for section in sections:
        if section.name in ("events", "cluster", "hierarchy"):
            how.says(f"{file.name}:{section.line}: the section `*{section.name.capitalize()}` is not read")


def _all_ties(sections: Sequence[_PajekSection], number: int, mode: int) -> Iterator[ForeignRow | UnreadableRow]:
    for section in sections:
        if section.name == "matrix":
            yield from _of_matrix(section, number, mode)
        elif section.name in _TIES:
            yield from _ties(section, number)


def _cut_line(file: Path, section: _PajekSection) -> int:
    """The number of the last line of a file, if the file may be cut off there; else 0. In lists of arcs the lines have
    as many words as they like."""
    if not section.body or section.name.endswith("list") or not is_without_end(file):
        return 0
    last = LastLine()
    for _ in last.of((line, [word.text for word in _words(text)]) for line, text in section.body):
        pass
    line, text = section.body[-1]
    return line if text.count('"') % 2 else last.number


def _sections(file: Path, text: str) -> list[_PajekSection]:
    """The sections of a file.

    Raises:
        CityGraphError: if it begins with something else, or has a section that Pajek does not know.
    """
    sections: list[_PajekSection] = []
    body: list[tuple[int, str]] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.strip(" \t\r\x1a\x00")
        if not line or line.startswith(("%", "/*")):
            continue
        if line.startswith("*"):
            name = re.match(r"\*\s*([A-Za-z]*)", line)
            known = name[1].lower() if name else ""
            if known not in (*_TIES, *_OF_VERTICES, "network", "vertices", "events", "cluster", "hierarchy"):
                raise CityGraphError(f"{file}:{number}: Pajek has no section `{visible(line[:40])}`")
            body = []
            sections.append(_PajekSection(known, line[name.end() :].strip() if name else "", number, body))
        elif not sections:
            raise CityGraphError(
                f"{file}:{number}: this is no network of Pajek: `*Vertices` or `*Network` should stand here, not "
                f"`{visible(line[:40])}`"
            )
        else:
            body.append((number, line))
    return sections


def _begins_network(sections: Sequence[_PajekSection], at: int) -> bool:
    """True if the vertices of a network begin here, and not those of a partition."""
    return sections[at].name == "vertices" and (at == 0 or sections[at - 1].name not in (*_OF_VERTICES, "cluster"))


def _size(file: Path, vertices: _PajekSection) -> tuple[int, int]:
    """How many vertices there are, and of a network of two modes how many are of the first; else 0."""
    numbers = vertices.about.split()
    if not numbers or not all(map(_is_whole, numbers[:2])):
        raise CityGraphError(f"{file}:{vertices.line}: the number of vertices should stand behind `*Vertices`")
    number, mode = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 0
    if number > _MOST_VERTICES or mode > number:
        what = f"more than {_MOST_VERTICES:,} vertices" if number > _MOST_VERTICES else "more of one mode than vertices"
        raise CityGraphError(f"{file}:{vertices.line}: the file speaks of {what}")
    return number, mode


def _is_whole(text: str) -> bool:
    return text.isdecimal() and text.isascii() and len(text) < 12


def _values_of_vertices(
    file: Path, sections: Sequence[_PajekSection], number: int
) -> tuple[dict[str, list[str]], list[str]]:
    """The columns of partitions and vectors, and what is said of those that do not fit."""
    columns: dict[str, list[str]] = {}
    said = []
    for at, section in enumerate(sections):
        if section.name not in _OF_VERTICES or at + 1 == len(sections) or sections[at + 1].name != "vertices":
            continue
        values = [line for _, line in sections[at + 1].body]
        name = re.sub(r"\.(?:clu|vec|per)\b.*", "", section.about, flags=re.IGNORECASE) or section.name
        if len(values) != number:
            has = f"{len(values):,} values, and the network has {number:,} vertices"
            said.append(f"{file.name}:{section.line}: `{visible(name)[:40]}` is not read: it has {has}")
            continue
        while name in columns or name in ("id", "label"):
            name += " (again)"
        columns[name] = values
    return columns, said


def _vertices(
    section: _PajekSection, number: int, mode: int, values: dict[str, list[str]]
) -> Iterator[ForeignRow | UnreadableRow]:
    """A row for each vertex, also for those without a line."""

    def row(line: int, id: int, own: dict[str, str]) -> ForeignRow:
        modes = {"mode": "1" if id <= mode else "2"} if mode else {}
        given = {name: texts[id - 1] for name, texts in values.items()}
        return ForeignRow(line, "node", {"id": str(id), **own, **modes, **given})

    seen = set()
    for line, text in section.body:
        words = _words(text)
        id = int(words[0].text) if words and _is_whole(words[0].text) else 0
        if not 0 < id <= number:
            yield UnreadableRow(line, _no_vertex(words[0].text if words else "", number), visible(text)[:60])
        elif id in seen:
            yield UnreadableRow(line, f"the vertex {id} has a line already", visible(text)[:60])
        else:
            seen.add(id)
            yield row(line, id, _of_vertex(words[1:]))
    for id in range(1, number + 1):
        if id not in seen:
            yield row(section.line, id, {})


def _no_vertex(text: str, number: int) -> str:
    return f"there is no vertex `{visible(text)[:20]}`: the vertices are 1 to {number}"


class _PajekWord(NamedTuple):
    """A word of a line: its text, and whether it stands in quotes or in the brackets of times."""

    text: str
    sort: str


def _words(line: str) -> list[_PajekWord]:
    return [
        _PajekWord(_ENTITY.sub(_sign, found[found.lastgroup or "bare"].strip()), found.lastgroup or "bare")
        for found in _WORD.finditer(line)
    ]


def _sign(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def _of_vertex(words: list[_PajekWord]) -> dict[str, str]:
    """The columns of a vertex: its label, then its place, its shape, and parameters with their values."""
    values: dict[str, str] = {}
    if words and words[0].sort != "time":
        values["label"] = words.pop(0).text
    for axis in "xyz":
        if words and words[0].sort == "bare" and _NUMBER.fullmatch(words[0].text):
            values[axis] = words.pop(0).text
    return {name: text for name, text in {**values, **_parameters(words, "shape")}.items() if text}


def _parameters(words: list[_PajekWord], first: str) -> dict[str, str]:
    """The parameters at the end of a line, in pairs. A single word before them is called ``first``; times are in
    brackets."""
    times = "; ".join(word.text.strip("[] ") for word in words if word.sort == "time")
    words = [word for word in words if word.sort != "time"]
    values = {}
    if len(words) % 2:
        values[first] = words.pop(0).text
    for key, value in zip(words[::2], words[1::2], strict=True):
        name = {"l": "label"}.get(key.text, key.text) or "(no name)"
        values[name if name not in values else f"{name} (again)"] = value.text
    return {**values, "time": times} if times else values


def _ties(section: _PajekSection, number: int) -> Iterator[ForeignRow | UnreadableRow]:
    """The ties of a section: one in each line, or in a list those of the first vertex to each other one."""
    directed = _TIES[section.name]
    relation = _relation(section)
    for line, text in section.body:
        of_line = _OF_A_LINE.match(text)
        words = _words(text[of_line.end() :] if of_line else text)
        called = of_line[1] if of_line else relation
        ends = words if section.name.endswith("list") else words[:2]
        wrong = next((end.text for end in ends if not (_is_whole(end.text) and 0 < int(end.text) <= number)), None)
        if wrong is not None or len(ends) < 2:
            why = "the line names no second vertex" if wrong is None else _no_vertex(wrong, number)
            yield UnreadableRow(line, why, visible(text)[:60])
            continue
        rest = words[len(ends) :]
        own: dict[str, str] = {}
        if rest and rest[0].sort == "bare" and _NUMBER.fullmatch(rest[0].text):
            own["weight"] = rest.pop(0).text
        own |= {name: value for name, value in _parameters(rest, "value").items() if value}
        if called:
            own["relation"] = called
        for end in ends[1:]:
            ids = {"source": str(int(ends[0].text)), "target": str(int(end.text))}
            yield ForeignRow(line, "tie", {**ids, **own, **ids}, directed)


def _relation(section: _PajekSection) -> str:
    """The relation of which a section has the ties, by its name or its number."""
    found = _RELATION.fullmatch(section.about)
    return (found[2] or found[3] or found[1] or "").strip() if found else section.about


def _of_matrix(section: _PajekSection, number: int, mode: int) -> Iterator[ForeignRow | UnreadableRow]:
    """A tie for each figure in a matrix that is not 0: across are all vertices, or those of the second mode."""
    relation = _relation(section)
    down, across = (mode, number - mode) if mode else (number, number)
    for start, (line, text) in enumerate(section.body, 1):
        cells = text.split()
        if start > down or len(cells) != across or not all(map(_NUMBER.fullmatch, cells)):
            why = (
                f"the matrix should have {down:,} rows of {across:,} numbers; this is row {start:,}, of {len(cells):,}"
            )
            yield UnreadableRow(line, why, visible(text)[:60])
            continue
        for end, cell in enumerate(cells, 1):
            if float(cell):
                ids = {"source": str(start), "target": str(end + mode)}
                own = {"relation": relation} if relation else {}
                yield ForeignRow(line, "tie", {**ids, "weight": cell, **own}, True)
    if (rows := len(section.body)) < down:
        has = f"the matrix should have {down:,} rows, and {rows:,} {'stands' if rows == 1 else 'stand'} here"
        yield UnreadableRow(section.line, f"{has}: the file may be cut off")
