"""Graphs in node-link JSON, as networkx, D3, vis.js and many notebooks write them: ``nodes``, and ``links`` or
``edges``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.files import decoded
from citygraph.imports.json_text import WrittenNumber, as_json, value_in
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

UNIT = "item"
TAKES = frozenset[str]({"encoding"})
_ENDS = ("source", "target")
_OTHER_ENDS = ("from", "to")
"""What vis.js calls the ends of an edge."""


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The nodes, then the links. A list of texts and numbers becomes one text, any other
    list or mapping JSON text. In the older form of D3, links
    name their ends by places in the list of nodes, from 0.

    Raises:
        CityGraphError: if no link names its ends.
    """
    text = decoded(file, how.encoding)
    graph = value_in(file, text, how.says)
    how.has_read(len(text))
    links = next((graph[key] for key in ("links", "edges") if key in graph), None) if isinstance(graph, dict) else None
    if links is None or not isinstance(links, list) or not isinstance(graph.get("nodes"), list):
        raise CityGraphError(f"{file}: this is not node-link JSON: it has no `nodes`, or no `links`")
    nodes, links = graph["nodes"], _with_ends(file, links, how)
    by_place = _are_places(nodes, links)
    if by_place:
        how.says(f"{file.name}: source and target of the links are places in the list of nodes, from 0")
    keys = []
    for number, node in enumerate(nodes, 1):
        values = _texts(node) if isinstance(node, dict) else {"id": _text(node)}
        key = values.get("id") or values.get("key") or (str(number - 1) if by_place else values.get("name", ""))
        keys.append(key)
        yield ForeignRow(number, "node", {**values, "id": key}) if key else UnreadableRow(number, "the node has no id")
    directed = bool(graph.get("directed", False))
    for number, link in enumerate(links, 1):
        values = _texts(link) if isinstance(link, dict) else {}
        if by_place and values:
            values |= {end: keys[int(link[end])] for end in _ENDS}
        if all(values.get(end) for end in _ENDS):
            yield ForeignRow(number, "tie", values, directed)
        else:
            yield UnreadableRow(number, "the link has no source, or no target")


def _with_ends(file: Path, links: list[Any], how: ReadOptions) -> list[Any]:
    """The links with their ends under ``source`` and ``target``."""
    if not links or any(link.keys() & {*_ENDS} for link in _objects(links)):
        return links
    if any(link.keys() >= {*_OTHER_ENDS} for link in _objects(links)):
        how.says(f"{file.name}: `from` and `to` of the links are read as `source` and `target`")
        called = dict(zip(_OTHER_ENDS, _ENDS, strict=True))
        return [
            {called.get(name, name): value for name, value in link.items()} if isinstance(link, dict) else link
            for link in links
        ]
    keys = ", ".join(f"`{visible(key)}`" for key in next(_objects(links), {})) or "no keys"
    raise CityGraphError(f"{file}: the links have neither `source` and `target` nor `from` and `to`, but {keys}")


def _are_places(nodes: list[Any], links: list[Any]) -> bool:
    """True if links name their ends by places in the list of nodes: by whole numbers that are no ids of nodes."""
    ends = [link.get(end) for link in _objects(links) for end in _ENDS]
    if not ends or not all(_is_place(end, len(nodes)) for end in ends):
        return False
    ids = {_text(node.get("id", node.get("key"))) if isinstance(node, dict) else _text(node) for node in nodes}
    return ids.isdisjoint(ends)


def _is_place(value: Any, most: int) -> bool:
    return isinstance(value, WrittenNumber) and value.isdecimal() and len(value) < 10 and int(value) < most


def _objects(items: list[Any]) -> Iterator[dict[str, Any]]:
    return (item for item in items if isinstance(item, dict))


def _texts(item: dict[str, Any]) -> dict[str, str]:
    texts = {name: _text(value) for name, value in item.items()}
    return {name: text for name, text in texts.items() if text}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict) and "id" in value:  # D3 puts whole nodes into its links
        return _text(value["id"])
    if isinstance(value, list) and not any(isinstance(one, list | dict) for one in value):
        return "; ".join(filter(None, map(_text, value)))
    return value.strip() if isinstance(value, str) else as_json(value)
