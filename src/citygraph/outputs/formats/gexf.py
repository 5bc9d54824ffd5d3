"""GEXF, for Gephi with its timeline, Gephi Lite, sigma.js, networkx.

The version is 1.3. Nodes and ties have the same attributes as in GraphML. They also have times, in the form that
Gephi's timeline reads: the days on which a tie may have held, by the rules of ``--at``, and the days of an event. A tie
without dates has no time, and neither has a tie that never held, such as a planned one. A setting in Gephi shows these
at all times or at none.

We do not use the writer of networkx: it does not write ``kind``, by which Gephi distinguishes parallel edges, and it
writes today's date into the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import BinaryIO

from citygraph.domain.held import Stretch, reach, stretches
from citygraph.outputs.attributes import NODES, TIES, Attribute, Facts, Format, as_text
from citygraph.outputs.part import Part
from citygraph.outputs.xml import NOT_IN_XML, Xml

FORMAT = Format("GEXF", NODES, TIES, warns=(NOT_IN_XML,), weights=True)

_NAMESPACE = "http://gexf.net/1.3"
_ROOT = {
    "xmlns": _NAMESPACE,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:schemaLocation": f"{_NAMESPACE} {_NAMESPACE}/gexf.xsd",
    "version": "1.3",
}
_GRAPH = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval", "defaultedgetype": "directed"}


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""
    xml = Xml(out, part.warn)
    xml.start("gexf", _ROOT)
    xml.start("meta")
    xml.element("creator", {}, "citygraph")
    xml.end()
    xml.start("graph", _GRAPH)
    for scope, declared in (("node", FORMAT.nodes), ("edge", FORMAT.ties)):
        xml.start("attributes", {"class": scope})
        for attribute in _in_values(declared):
            named = {"id": attribute.name, "title": attribute.name}
            xml.element("attribute", {**named, "type": attribute.plain_type})
        xml.end()
    xml.start("nodes")
    for id, facts in part.nodes():
        when = [reach(facts["when"])] if "when" in facts else []
        node = {"id": f"{facts['type']}:{id}", "label": facts["name"]}
        _element(part, xml, "node", node, FORMAT.nodes, facts, when)
    xml.end()
    xml.start("edges")
    for id, start, end, facts in part.ties():
        edge = {
            "id": id,
            "source": f"{part.types[start]}:{start}",
            "target": f"{part.types[end]}:{end}",
            "label": facts["label"],
            "kind": facts["kind"],
        }
        weight = facts.get("weight", facts.get("ties"))
        if weight is not None:
            edge["weight"] = as_text(weight)
        _element(part, xml, "edge", edge, FORMAT.ties, facts, stretches(facts))
    xml.end()
    xml.end()
    xml.end()


def _in_values(declared: Iterable[Attribute]) -> Iterable[Attribute]:
    """All attributes except the label, for which GEXF has a place of its own."""
    return (attribute for attribute in declared if attribute.name != "label")


def _element(
    part: Part,
    xml: Xml,
    tag: str,
    attributes: dict[str, str],
    declared: Iterable[Attribute],
    facts: Facts,
    times: list[Stretch],
) -> None:
    spells = [_bounds(*time) for time in times if any(time)]
    xml.start(tag, {**attributes, **(spells[0] if len(spells) == 1 else {})})
    xml.start("attvalues")
    for attribute in _in_values(declared):
        value = attribute.plain(facts)
        if value is not None:
            xml.element("attvalue", {"for": attribute.name, "value": as_text(value)})
    xml.end()
    if len(spells) > 1:
        xml.start("spells")
        for spell in spells:
            xml.element("spell", spell)
        xml.end()
    xml.end()


def _bounds(first: datetime.date | None, last: datetime.date | None) -> dict[str, str]:
    return {name: day.isoformat() for name, day in (("start", first), ("end", last)) if day}
