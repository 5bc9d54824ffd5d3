"""Node-link JSON, for networkx, d3, a script of one's own.

``networkx.node_link_graph(data, edges="edges")`` reads it: ``nodes`` have an ``id``; ``edges`` have ``source``,
``target`` and ``key``, the tie's id. Nothing is lost: statements, sources and kinds of one's own are under ``graph``.
There, too, ``generator`` says that citygraph wrote the file, so that an import takes its records as they are.
"""

from __future__ import annotations

from typing import BinaryIO

from citygraph.domain.model import SECTIONS
from citygraph.folder.writer import as_written
from citygraph.outputs.attributes import NODES, TIES, Format, native
from citygraph.outputs.formats._json import json_object
from citygraph.outputs.part import Part
from citygraph.outputs.written_records import added_kinds

FORMAT = Format("Node-link JSON", NODES, TIES, beside=frozenset({"statements", "sources"}), weights=True)

_KINDS = next(section for section in SECTIONS if section.type == "kind")


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""
    with json_object(out) as data:
        data.member("directed", True)
        data.member("multigraph", True)
        data.array("nodes", ({"id": id, **native(FORMAT.nodes, facts)} for id, facts in part.nodes()))
        edges = (({"source": start, "target": end, "key": id}, facts) for id, start, end, facts in part.ties())
        data.array("edges", ({**ids, **native(part.format.ties, facts)} for ids, facts in edges))
        with data.object("graph") as graph:
            graph.member("generator", "citygraph")
            graph.array("statements", part.statements())
            graph.member("sources", dict(part.sources()))
            if kinds := {id: as_written(_KINDS, kind) for id, kind in added_kinds(part.kinds)}:
                graph.member("kinds", kinds)
