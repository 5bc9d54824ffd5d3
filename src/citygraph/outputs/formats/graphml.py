"""GraphML, for Gephi, yEd, Cytoscape, igraph, networkx.

The id of a node has its type (``city:iznik``). The id of an edge is the tie's, which is unique in the file. Each
attribute has one declared type; a missing value is left out. All edges are directed, because networkx refuses a file
with directed and undirected ones. A symmetric tie has ``symmetric`` true.

The rules that keep other programs from breaking on the file are in docs/exports.md. We do not use the writer of
networkx: its edge ids are unique only between two nodes, and it names its keys ``d0``, which Gephi reads as a label.
"""

from __future__ import annotations

from typing import BinaryIO

from citygraph.outputs.attributes import NODES, TIES, Attribute, Facts, Format, as_text, present
from citygraph.outputs.part import Part
from citygraph.outputs.xml import NOT_IN_XML, Xml

_TIE = Attribute("tie", "its id, which igraph hides in an edge's own", carries="id")
FORMAT = Format("GraphML", NODES, (_TIE, *TIES), warns=(NOT_IN_XML,), weights=True)

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_ROOT = {
    "xmlns": _NAMESPACE,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_NAMESPACE} {_NAMESPACE}/1.0/graphml.xsd",
}


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""
    xml = Xml(out, part.warn)
    xml.start("graphml", _ROOT)
    for scope, attributes in (("node", FORMAT.nodes), ("edge", part.format.ties)):
        for attribute in attributes:
            named = {"attr.name": attribute.name, "attr.type": attribute.plain_type}
            xml.element("key", {"id": f"{scope[0]}_{attribute.name}", "for": scope, **named})

    def element(tag: str, attributes: dict[str, str], declared: tuple[Attribute, ...], facts: Facts) -> None:
        xml.start(tag, attributes)
        for attribute in present(declared, tuple(facts)):
            value = attribute.plain(facts)
            if value is not None:
                xml.element("data", {"key": f"{tag[0]}_{attribute.name}"}, as_text(value))
        xml.end()

    xml.start("graph", {"id": "citygraph", "edgedefault": "directed"})
    for id, facts in part.nodes():
        element("node", {"id": f"{facts['type']}:{id}"}, FORMAT.nodes, facts)
    for id, start, end, facts in part.ties():
        ends = {"source": f"{part.types[start]}:{start}", "target": f"{part.types[end]}:{end}"}
        element("edge", {"id": id, **ends}, part.format.ties, facts)
    xml.end()
    xml.end()
