"""Graphs in GML, as Gephi, igraph, networkx, yEd and many collections write them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.files import decoded
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

UNIT = "line"
TAKES = frozenset[str]({"encoding"})
_DEEPEST = 256
"""How deep lists may be nested."""
_TOKEN = re.compile(r'[\s\ufeff]+|(?P<open>\[)|(?P<close>\])|"(?P<text>[^"]*)"|(?P<word>[^\s\[\]"\ufeff]+)')
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{0,30});", re.ASCII)
_KEY = re.compile(r"[A-Za-z_]\w*")
_LIST_BEGINS = "_networkx_list_start"
"""With this text networkx marks lists of a single value."""


class _List(NamedTuple):
    """A list of GML: its keys and values, in their order, and the line where it begins."""

    line: int
    items: list[tuple[str, str | _List]]

    def each(self, key: str) -> Iterator[str | _List]:
        return (value for name, value in self.items if name == key)

    def text(self, key: str) -> str:
        """The first text under a key; empty if there is none."""
        return next((value for value in self.each(key) if isinstance(value, str)), "")


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """Nodes and edges in the order of the file. A list inside a node becomes columns with a dot (``graphics.x``), a key
    that stands there several times one text. A node inside another one, or in a group of yEd (``gid``), has the id of
    that in the column ``parent``. Of how a program draws it, only places and a text that is no label are read.

    Raises:
        CityGraphError: if this is no GML.
    """
    text = decoded(file, how.encoding)
    how.has_read(len(text))
    graphs = [value for value in _parsed(file, text).each("graph") if isinstance(value, _List)]
    if not graphs:
        raise CityGraphError(f"{file}: this is not GML: no `graph [ … ]` stands in it")
    if len(graphs) > 1:
        raise CityGraphError(f"{file}:{graphs[1].line}: a second graph begins here; put each into a file of its own")
    return _with_looks_said(graphs[0], file, how)


_LOOKS = re.compile(r"(LabelGraphics|graphics)\.(?!(?:(?<=\bgraphics\.)[xyz]|text)$).*")
"""How a program draws a node or an edge, but for the place of a node and the text of a label."""
_LABEL_TEXT = "LabelGraphics.text"


def _with_looks_said(graph: _List, file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    drawn: dict[str, None] = {}
    for row in _rows(graph, "", False):
        if isinstance(row, ForeignRow):
            for name in [name for name in row.values if _LOOKS.fullmatch(name)]:
                drawn[name] = None
                del row.values[name]
            if text := row.values.pop(_LABEL_TEXT, ""):
                row.values[_LABEL_TEXT if row.values.get("label", text) != text else "label"] = text
        yield row
    if drawn:
        how.says(f"{file.name}: how a program draws it is not read: {', '.join(map(visible, drawn))}")


def _rows(graph: _List, parent: str, around: bool) -> Iterator[ForeignRow | UnreadableRow]:
    """The rows of a graph. ``parent`` is the node in which it lies, and ``around`` whether the graph there has
    directions."""
    directed = _is_true(graph.text("directed"), around)
    for name, item in graph.items:
        if name not in ("node", "edge") or isinstance(item, str):
            continue
        inner = next((value for value in item.each("graph") if isinstance(value, _List)), None)
        values = _values(item.items if inner is None else [one for one in item.items if one[0] != "graph"])
        needed = ("id",) if name == "node" else ("source", "target")
        if missing := [key for key in needed if not values.get(key)]:
            yield UnreadableRow(item.line, f"the {name} has no {missing[0]}", values.get("label", ""))
        elif name == "node":
            if outer := values.pop("gid", "") or parent:
                values.setdefault("parent", outer)
            yield ForeignRow(item.line, "node", values)
        else:
            yield ForeignRow(item.line, "tie", values, _is_true(values.pop("directed", ""), directed))
        if inner is not None:
            yield from _rows(inner, values.get("id", parent), directed)


def _is_true(text: str, otherwise: bool) -> bool:
    return text.lower() not in ("0", "false") if text else otherwise


def _values(items: list[tuple[str, str | _List]], before: str = "") -> dict[str, str]:
    several: dict[str, list[str]] = {}
    for key, value in items:
        if isinstance(value, str):
            if value not in ("", _LIST_BEGINS):
                several.setdefault(before + key, []).append(value)
        else:
            for name, text in _values(value.items, f"{before}{key}.").items():
                several.setdefault(name, []).append(text)
    return {name: "; ".join(texts) for name, texts in several.items()}


def _parsed(file: Path, text: str) -> _List:
    """All that a text has, as a list.

    Raises:
        CityGraphError: at the first sign that cannot stand where it does.
    """
    whole = _List(1, [])
    open_ = [whole]
    key = ""
    line, counted, at = 1, 0, 0
    while found := _TOKEN.match(text, at):
        start, at = at, found.end()
        sort = found.lastgroup
        if sort is None:
            continue
        if not key and found[0].startswith("#"):  # a comment; after a key it is a colour
            at = text.find("\n", start) % (len(text) + 1)
            continue
        line += text.count("\n", counted, start)
        counted = start
        if sort == "close":
            if key or len(open_) == 1:
                why = f"`{key}` has no value" if key else "no list is open here"
                raise _not_gml(file, line, text, start, f"{why}, and `]` stands here")
            open_.pop()
        elif not key:
            if sort != "word" or not _KEY.fullmatch(found[0]):
                raise _not_gml(file, line, text, start, f"a key should stand here, not `{visible(found[0][:40])}`")
            key = found[0]
        elif sort == "open":
            if len(open_) > _DEEPEST:
                raise CityGraphError(f"{file}:{line}: lists are nested more than {_DEEPEST} deep")
            inner = _List(line, [])
            open_[-1].items.append((key, inner))
            open_.append(inner)
            key = ""
        else:
            value = found["text"]
            open_[-1].items.append((key, found[0] if value is None else _ENTITY.sub(_sign, value.strip())))
            key = ""
    if at < len(text):
        line += text.count("\n", counted, at)
        raise _not_gml(file, line, text, at, "a quote opens here and is not closed")
    if key or len(open_) > 1:
        begun = f"`{key}` has no value" if key else f"the `[` of line {open_[-1].line} is not closed"
        raise CityGraphError(f"{file}: this is not whole GML: the file ends, and {begun}")
    return whole


def _sign(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def _not_gml(file: Path, line: int, text: str, at: int, why: str) -> CityGraphError:
    column = at - text.rfind("\n", 0, at)
    return CityGraphError(f"{file}:{line}:{column}: this is not GML: {why}")
