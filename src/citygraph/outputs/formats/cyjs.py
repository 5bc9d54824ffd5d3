"""Cytoscape JSON, for Cytoscape, Cytoscape.js, networkx.

The ``data`` of an element has its ``id`` (for an edge also ``source`` and ``target``) and its attributes. These are
plain values, because Cytoscape shows them in a table. ``networkx.cytoscape_graph`` wants more: ``directed`` and
``multigraph`` beside the elements, the id of a node as ``value``, and that of an edge as ``key``.
"""

from __future__ import annotations

from typing import Any, BinaryIO

from citygraph.outputs.attributes import NODES, TIES, Attribute, Facts, Format
from citygraph.outputs.formats._json import json_object
from citygraph.outputs.part import Part

FORMAT = Format("Cytoscape JSON", NODES, TIES, weights=True)


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""

    def element(ids: dict[str, str], declared: tuple[Attribute, ...], facts: Facts) -> dict[str, Any]:
        values = ((attribute.name, attribute.plain(facts)) for attribute in declared)
        return {"data": {**ids, **{name: value for name, value in values if value is not None}}}

    with json_object(out) as network:
        network.member("data", {})
        network.member("directed", True)
        network.member("multigraph", True)
        with network.object("elements") as elements:
            nodes = (({"id": id, "value": id}, facts) for id, facts in part.nodes())
            elements.array("nodes", (element(ids, FORMAT.nodes, facts) for ids, facts in nodes))
            ties = (
                ({"id": id, "key": id, "source": start, "target": end}, facts) for id, start, end, facts in part.ties()
            )
            elements.array("edges", (element(ids, part.format.ties, facts) for ids, facts in ties))
