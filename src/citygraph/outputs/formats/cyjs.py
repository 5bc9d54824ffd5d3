"""Cytoscape JSON, for Cytoscape and Cytoscape.js.

The ``data`` of an element has its ``id`` (for an edge also ``source`` and ``target``) and its attributes. These are
plain values, because Cytoscape shows them in a table.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from citygraph.outputs.attributes import AMBIGUOUS, NODES, TIES, Attribute, Facts, Format
from citygraph.outputs.formats._json import json_object
from citygraph.outputs.part import Part

FORMAT = Format("Cytoscape JSON", NODES, TIES, warns=(AMBIGUOUS,))


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""

    def element(ids: dict[str, str], declared: tuple[Attribute, ...], facts: Facts) -> dict[str, Any]:
        values = ((attribute.name, attribute.plain(facts, part.warn)) for attribute in declared)
        return {"data": {**ids, **{name: value for name, value in values if value is not None}}}

    with json_object(out) as network, network.object("elements") as elements:
        elements.array("nodes", (element({"id": id}, FORMAT.nodes, facts) for id, facts in part.nodes()))
        edges = (({"id": id, "source": start, "target": end}, facts) for id, start, end, facts in part.ties())
        elements.array("edges", (element(ids, FORMAT.ties, facts) for ids, facts in edges))
