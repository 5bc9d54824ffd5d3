"""Exports of citygraph itself, read as they were written: nodes and ties by their ids, with the values of all
attributes (:mod:`citygraph.outputs.attributes`), and what stands beside them.

A file says of itself that citygraph wrote it: node-link JSON by its ``generator``, GEXF by its ``creator``, GraphML by
the name of its graph, and the two tables of CSV by their columns, whichever spreadsheet has saved them since. Foreign
readers do not mind that.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import Section
from citygraph.domain.terms import NODE_TYPES
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.delimited import RawRow
from citygraph.imports.detect import format_of, head_of
from citygraph.imports.files import decoded, encoding_in, lines_of
from citygraph.imports.json_text import NotJson, WrittenNumber, parsed, value_in
from citygraph.imports.readers import ReadOptions
from citygraph.imports.values.yes_or_no import answer
from citygraph.imports.xml import elements
from citygraph.outputs.attributes import NODES, TIES, WEIGHT, Attribute


class ExportedRow(NamedTuple):
    """A node or a tie of an export: its ``place`` in the file, its ``id``, the ids of the ends of a tie, and its
    ``values`` by attribute, in the form of the record. ``wrong`` says why it cannot be read; empty if it can."""

    place: str
    id: str
    ends: tuple[str, str] | None
    values: dict[str, Any]
    wrong: str = ""


class DraftRecord(NamedTuple):
    """A record as people write it: its section, its id (empty if its section is a list without ids), its keys, and its
    place in the file."""

    section: Section
    id: str
    written: dict[str, Any]
    place: str


class OwnExport(NamedTuple):
    """What an export has: ``nodes`` and ``ties``; and ``sources``, ``kinds`` (both by id) and ``statements``, which
    only some formats have a place for. ``sources`` is None if the format has none. Of YAML and graph folders, all
    records but kinds are ``drafts``; ``left_out`` are the types of those that no import writes."""

    nodes: list[ExportedRow]
    ties: list[ExportedRow]
    sources: dict[str, Any] | None = None
    statements: list[Any] = []  # noqa: RUF012 (never written to)
    kinds: dict[str, Any] = {}  # noqa: RUF012 (never written to)
    drafts: list[DraftRecord] = []  # noqa: RUF012 (never written to)
    left_out: list[str] = []  # noqa: RUF012 (never written to)

    @property
    def is_counted(self) -> bool:
        """True if its ties are counts of ties between countries: these are no records."""
        return any("ties" in tie.values for tie in self.ties)


def own_export(files: Sequence[Path], says: Callable[[str], None]) -> OwnExport | None:
    """What the files have, if they are an export of citygraph, whole; None if they are none.
    ``says`` is told of what the file says twice.

    Raises:
        CityGraphError: if they say that they are one, and cannot be read.
    """
    if len(files) == 2:
        return _tables(*files)
    if len(files) != 1:
        return None
    (file,) = files
    head = head_of(file)
    if b"<creator>citygraph</creator>" in head:
        return _gexf(file)
    if b'<graph id="citygraph"' in head:
        return _graphml(file)
    return _json(file, says) if head.lstrip()[:1] == b"{" else None


# ------------------------------------------------------------------ node-link JSON

_GENERATOR = re.compile(r'"generator"\s*:\s*"citygraph"')


def _json(file: Path, says: Callable[[str], None]) -> OwnExport | None:
    text = decoded(file)
    if not _GENERATOR.search(text):
        return None
    value = value_in(file, text, says)
    graph = value.get("graph")
    if not isinstance(graph, dict) or graph.get("generator") != "citygraph":
        return None
    lists = {key: value.get(key) for key in ("nodes", "edges")}
    for key, found in lists.items():
        if not isinstance(found, list):
            raise CityGraphError(f"{file}: citygraph's export has a list `{key}`, and this file has none; export again")
    shapes = (("sources", dict), ("statements", list), ("kinds", dict))
    beside = {key: _typed(graph[key]) for key, shape in shapes if isinstance(graph.get(key), shape)}
    for key, shape in shapes:
        if key in graph and key not in beside:
            is_what = "an object" if shape is dict else "a list"
            raise CityGraphError(f"{file}: `graph.{key}` of citygraph's export is {is_what}; export again")
    rows = {key: [_of_json(file, number, item) for number, item in enumerate(found, 1)] for key, found in lists.items()}
    return OwnExport(rows["nodes"], rows["edges"], **{"sources": {}, **beside})


def _of_json(file: Path, number: int, item: Any) -> ExportedRow:
    place = f"{file.name}, item {number}"
    if not isinstance(item, dict):
        return ExportedRow(place, "", None, {}, "it is no object")
    values = _typed(item)
    is_tie = "source" in values or "target" in values
    id = values.pop("key" if is_tie else "id", "")
    ends = (str(values.pop("source", "")), str(values.pop("target", ""))) if is_tie else None
    return ExportedRow(place, str(id), ends, values)


def _typed(value: Any) -> Any:
    """A value of JSON with its numbers as numbers."""
    if isinstance(value, WrittenNumber):
        return json.loads(value)
    if isinstance(value, dict):
        return {key: _typed(one) for key, one in value.items()}
    return [_typed(one) for one in value] if isinstance(value, list) else value


# ------------------------------------------------------------------ values as texts

_DECLARED = {
    "node": {attribute.name: attribute for attribute in NODES},
    "edge": {attribute.name: attribute for attribute in (*TIES, WEIGHT)},
}
_JSON_TEXTS = frozenset({"names", "identifiers", "observations", "evidence", "history"})
"""The attributes whose values have keys of their own."""


def _of_texts(place: str, scope: str, id: str, ends: tuple[str, str] | None, texts: dict[str, str]) -> ExportedRow:
    """A row from the texts of its attributes."""
    values: dict[str, Any] = {}
    for name, text in texts.items():
        try:
            values[name] = _value(name, _DECLARED[scope].get(name), text)
        except (NotJson, ValueError):
            return ExportedRow(place, id, ends, {}, f"`{name}` is not as citygraph writes it: {text[:60]}")
    return ExportedRow(place, id, ends, values)


def _value(name: str, attribute: Attribute | None, text: str) -> Any:
    """The value that :meth:`Attribute.plain` made a text of.

    Raises:
        NotJson, ValueError: if it has made no such text.
    """
    if name in _JSON_TEXTS:
        return _typed(parsed(text).value)
    if name == "notes" and text[:1] in ("[", "{"):
        try:
            return _typed(parsed(text).value)
        except NotJson:
            return text  # a text may begin like that
    if attribute is None:
        return text
    if attribute.type == "boolean":
        is_written = text in ("true", "false") or text.isupper()  # a spreadsheet makes TRUE, WAHR or VRAI of it
        said = answer(text) if is_written else None
        return said if said is not None else _no_value(text)
    if attribute.type == "double":
        return float(text.replace(",", ".") if _NUMBER_WITH_COMMA.fullmatch(text) else text)
    if attribute.type != "strings":
        return text
    if text.startswith("[") and attribute.carries is None:
        return _texts(parsed(text).value)
    return text.split("; ")


def _texts(value: Any) -> list[str]:
    if isinstance(value, list) and all(isinstance(one, str) and not isinstance(one, WrittenNumber) for one in value):
        return value
    raise ValueError(value)


def _no_value(text: str) -> Any:
    raise ValueError(text)


def _typed_id(id: str) -> tuple[str, str]:
    """The type and the id in the id of a node: ``city:osh``."""
    type, _, bare = id.partition(":")
    return (type, bare) if type in NODE_TYPES else ("", "")


def _of_xml(file: Path, line: int, scope: str, given: dict[str, str], texts: dict[str, str]) -> ExportedRow:
    place = f"{file.name}:{line}"
    if scope == "edge":
        ends = _typed_id(given.get("source", ""))[1], _typed_id(given.get("target", ""))[1]
        return _of_texts(place, scope, given.get("id", ""), ends, texts)
    type, id = _typed_id(given.get("id", ""))
    row = _of_texts(place, scope, id, None, texts)
    if not row.wrong and type != row.values.get("node_type"):
        return row._replace(wrong=f"its id says `{type}`, and its node_type `{row.values.get('node_type', '')}`")
    return row


def _gexf(file: Path) -> OwnExport:
    rows: dict[str, list[ExportedRow]] = {"node": [], "edge": []}
    for element in elements(file, "gexf", frozenset(rows), lambda _: None):
        given = element.attributes
        texts = {
            value.attributes.get("for", ""): value.attributes.get("value", "")
            for group in element.children
            if group.name == "attvalues"
            for value in group.each("attvalue")
        }
        texts = {"label": given["label"], **texts} if "label" in given else texts
        rows[element.name].append(_of_xml(file, element.line, element.name, given, texts))
    return OwnExport(rows["node"], rows["edge"])


def _graphml(file: Path) -> OwnExport:
    rows: dict[str, list[ExportedRow]] = {"node": [], "edge": []}
    for element in elements(file, "graphml", frozenset(rows), lambda _: None):
        data = (child for child in element.children if child.name == "data")
        texts = {one.attributes.get("key", "")[2:]: one.text for one in data}
        texts.pop("tie", None)  # the id again
        rows[element.name].append(_of_xml(file, element.line, element.name, element.attributes, texts))
    return OwnExport(rows["node"], rows["edge"])


# ------------------------------------------------------------------ tables

_HEADERS: dict[str, tuple[list[str], ...]] = {
    "node": (["id", *_DECLARED["node"]],),
    "edge": tuple(
        ["id", "source", "target", *(one.name for one in attributes)] for attributes in (TIES, (*TIES, WEIGHT))
    ),
}
_FIRST_CELLS = re.compile("\ufeff?id([,;|\t])(?:label|source)\\1")
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_NUMBER_WITH_COMMA = re.compile(r"-?\d+,\d+(?:E[+-]?\d+)?", re.ASCII)


def _tables(one: Path, other: Path) -> OwnExport | None:
    """The rows of the two tables of an export; None if these are no such tables. A spreadsheet may have saved them
    since: with other delimiters, in another encoding, or as workbooks."""
    found: dict[str, list[ExportedRow]] = {}
    for file in (one, other):
        with_header = _table(file)
        if with_header is None:
            return None
        scope, rows = with_header
        found[scope] = list(rows)
    return OwnExport(found["node"], found["edge"]) if len(found) == 2 else None


def _table(file: Path) -> tuple[str, Iterator[ExportedRow]] | None:
    with_unit = _raw_rows(file)
    if with_unit is None:
        return None
    rows, before = with_unit
    try:
        _, header = next(rows)
    except (csv.Error, StopIteration):
        return None
    scope = next((scope for scope, known in _HEADERS.items() if header in known), None)
    return (scope, _of_cells(file, before, scope, header, rows)) if scope else None


def _raw_rows(file: Path) -> tuple[Iterator[RawRow], str] | None:
    """The rows of a table that begins as those of an export do, and what stands between the name of the file and the
    number of a row; None if it is no such table."""
    head = head_of(file)
    format = format_of(head, file)
    if format is not None and format.reader == "xlsx":
        from citygraph.imports.readers import xlsx

        try:
            return xlsx.raw_rows(file, ReadOptions())[0], ", row "
        except (OpenQuestions, CityGraphError):  # whoever reads it as any workbook says why
            return None
    beginning = head.decode(_MARKS.get(head[:2], "utf-8-sig"), "replace")
    if (cells := _FIRST_CELLS.match(beginning)) is None:
        return None
    lines = lines_of(file, encoding_in(file).encoding)
    return _split(lines, cells[1]), ":"


def _split(lines: Iterator[str], delimiter: str) -> Iterator[RawRow]:
    rows = csv.reader((line.removeprefix("\ufeff") for line in lines), delimiter=delimiter, strict=True)
    line = 1
    for cells in rows:
        yield line, cells
        line = rows.line_num + 1


def _of_cells(
    file: Path, before: str, scope: str, header: list[str], rows: Iterator[RawRow]
) -> Iterator[ExportedRow]:  # fmt: skip
    number = 1
    try:
        for number, cells in rows:
            if any(cells):
                yield _cells(f"{file.name}{before}{number}", scope, header, cells)
    except csv.Error as error:
        raise CityGraphError(f"{file}:{number + 1}: this is no whole row of a table: {error}; export again") from None


def _cells(place: str, scope: str, header: list[str], cells: list[str]) -> ExportedRow:
    if len(cells) != len(header):
        return ExportedRow(place, cells[0], None, {}, f"it has {len(cells)} cells, the header {len(header)}")
    texts = {name: cell for name, cell in zip(header, cells, strict=True) if cell}
    id = texts.pop("id", "")
    ends = (texts.pop("source", ""), texts.pop("target", "")) if scope == "edge" else None
    return _of_texts(place, scope, id, ends, texts)
