"""Graphs in node-link JSON, as networkx, D3 and many notebooks write them: ``nodes``, and ``links`` or ``edges``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.imports.files import decoded, json_in
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow

UNIT = "item"


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The nodes, then the links. A list or mapping among the values becomes JSON text."""
    text = decoded(file, how.encoding)
    graph = json_in(file, text)
    how.has_read(len(text))
    links = next((graph[key] for key in ("links", "edges") if key in graph), None) if isinstance(graph, dict) else None
    if links is None or not isinstance(links, list) or not isinstance(graph.get("nodes"), list):
        raise CityGraphError(f"{file}: this is not node-link JSON: it has no `nodes`, or no `links`")
    for number, node in enumerate(graph["nodes"], 1):
        values = _texts(node) if isinstance(node, dict) else {"id": _text(node)}
        key = values.get("id") or values.get("key") or values.get("name")
        yield ForeignRow(number, "node", {**values, "id": key}) if key else UnreadableRow(number, "the node has no id")
    directed = bool(graph.get("directed", False))
    for number, link in enumerate(links, 1):
        values = _texts(link) if isinstance(link, dict) else {}
        if all(values.get(end) for end in ("source", "target")):
            yield ForeignRow(number, "tie", values, directed)
        else:
            yield UnreadableRow(number, "the link has no source, or no target")


def _texts(item: dict[str, Any]) -> dict[str, str]:
    texts = {name: _text(value) for name, value in item.items()}
    return {name: text for name, text in texts.items() if text}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict) and "id" in value:  # D3 puts whole nodes into its links
        return _text(value["id"])
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
