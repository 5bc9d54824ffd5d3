"""GraphML, for Gephi, yEd, Cytoscape, igraph and networkx.

Nodes are ``city:iznik``; edges have the tie's id, unique in the file. Each attribute is declared with one type; a value
that is not there is left out; lists are joined with ``; ``. All edges are directed, since networkx refuses a file with
both sorts: a tie without direction has ``symmetric`` true.

The rules that keep other programs from breaking on the file are in docs/formats.md. It is written with the standard
library's XML writer: networkx's own gives edges ids that are unique only between two nodes, and names its keys ``d0``,
which Gephi takes for a label.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, BinaryIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from citygraph.graph import Attributes, ReadGraph, sources_of

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_SCHEMA = f"{_NAMESPACE} {_NAMESPACE}/1.0/graphml.xsd"
# XML 1.0 can hold no other characters, not even escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Read = Callable[[Attributes], Any]


def _key(name: str) -> Read:
    return lambda data: data.get(name)


def _record(name: str) -> Read:
    return lambda data: data["record"].get(name)


# Attribute → its type in the file, and its value. `id`, `x`, `weight` and others are Gephi's own: not used.
NODE_ATTRIBUTES: dict[str, tuple[str, Read]] = {
    "label": ("string", _key("name")),
    "type": ("string", _key("type")),
    "name": ("string", _key("name")),
    "country": ("string", _key("country")),
    "lat": ("double", _key("lat")),
    "lon": ("double", _key("lon")),
    "aliases": ("string", _record("aliases")),
    "names": (
        "string",
        lambda data: [f"{language}={name}" for language, name in data["record"].get("names", {}).items()],
    ),
    "wikidata": ("string", lambda data: data["record"].get("identifiers", {}).get("wikidata")),
    "subtype": ("string", _record("type")),
    "level": ("string", _record("level")),
    "when": ("string", _record("when")),
}
EDGE_ATTRIBUTES: dict[str, tuple[str, Read]] = {
    "label": ("string", _key("read")),
    "tie": ("string", _key("tie")),
    "kind": ("string", _key("kind")),
    "group": ("string", _key("group")),
    "symmetric": ("boolean", _key("symmetric")),
    "status": ("string", _key("status")),
    "since": ("string", _key("since")),
    "until": ("string", _key("until")),
    "on": ("string", _key("on")),
    "seen": ("string", _key("seen")),
    "title": ("string", _key("title")),
    "subject": ("string", _key("subject")),
    "sources": ("string", lambda data: list(sources_of(data["evidence"]))),
    "quotes": ("string", lambda data: [item["quote"] for item in data["evidence"] if item["quote"]]),
}


def write(graph: ReadGraph, nodes: Sequence[str], ties: Sequence[tuple[str, str, str]], out: BinaryIO) -> None:
    """Write nodes (ids) and ties (id, from, to), in the order given."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n", write_through=True)
    xml = _Xml(text)
    xml.start(
        "graphml",
        {"xmlns": _NAMESPACE, "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance", "xsi:schemaLocation": _SCHEMA},
    )
    for scope, attributes in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
        for name, (type, _) in attributes.items():
            xml.empty("key", {"id": f"{scope[0]}_{name}", "for": scope, "attr.name": name, "attr.type": type})
    xml.start("graph", {"id": "citygraph", "edgedefault": "directed"})
    for id in nodes:
        node = graph.nodes[id]
        xml.start("node", {"id": f"{node['type']}:{id}"})
        xml.data("n", NODE_ATTRIBUTES, node)
        xml.end("node")
    kinds = graph.graph["kinds"]
    for tie, start, end in ties:
        data = {**graph.adj[start][end][tie], "tie": tie}
        data["read"] = kinds[data["kind"]].label
        ends = {"source": f"{graph.nodes[start]['type']}:{start}", "target": f"{graph.nodes[end]['type']}:{end}"}
        xml.start("edge", {"id": tie, **ends})
        xml.data("e", EDGE_ATTRIBUTES, data)
        xml.end("edge")
    xml.end("graph")
    xml.end("graphml")
    text.detach()


class _Xml:
    """An indented XML document."""

    def __init__(self, out: io.TextIOWrapper) -> None:
        self._writer = XMLGenerator(out, encoding="utf-8", short_empty_elements=True)
        self._depth = 0
        self._writer.startDocument()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._indent()
        self._writer.startElement(tag, AttributesImpl({name: _clean(value) for name, value in attributes.items()}))
        self._depth += 1
        self._writer.characters("\n")

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._indent()
        self._writer.endElement(tag)
        self._writer.characters("\n")

    def empty(self, tag: str, attributes: dict[str, str], text: str = "") -> None:
        self._indent()
        self._writer.startElement(tag, AttributesImpl(attributes))
        if text:
            self._writer.characters(text)
        self._writer.endElement(tag)
        self._writer.characters("\n")

    def data(self, prefix: str, attributes: dict[str, tuple[str, Read]], values: Attributes) -> None:
        for name, (_, read) in attributes.items():
            value = read(values)
            if value is not None and value != [] and value != "":
                self.empty("data", {"key": f"{prefix}_{name}"}, _text(value))

    def _indent(self) -> None:
        self._writer.characters("  " * self._depth)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(_clean(str(item)) for item in value)
    return _clean(str(value))


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
