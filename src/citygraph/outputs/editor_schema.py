"""The JSON Schema of a graph file, with the ids of a graph: an editor that has it offers them."""

from __future__ import annotations

from typing import NamedTuple

from citygraph.domain.model import SECTIONS
from citygraph.domain.terms import NODE_TYPES
from citygraph.folder.schema import schema_text
from citygraph.graph.asked import Asked

MOST_IDS = 10_000
"""The most ids in a schema: with ten times as many, yaml-language-server works for minutes before it offers one."""


class EditorSchema(NamedTuple):
    """The ``text`` of the schema; and how many records of which sections were ``left_out``."""

    text: str
    left_out: dict[str, int]


def editor_schema(asked: Asked) -> EditorSchema:
    """The schema with the kinds, nodes and sources of a graph. Sections are left out, the one with the most records
    first, until the others have :data:`MOST_IDS` records at most."""
    found: dict[str, dict[str, str]] = {type: {} for type in (*NODE_TYPES, "source")}
    for id, node in asked.view.nodes.items():
        country = None if node["country"] == id else node["country"]
        found[node["type"]][id] = ", ".join(filter(None, (node["name"], country)))
    for id, source in asked.view.graph["sources"].items():
        said = (source.get("title", id), source.get("publisher"), source.get("published"))
        found["source"][id] = ", ".join(filter(None, said))
    sections = {section.type: section.key for section in SECTIONS}
    left_out: dict[str, int] = {}
    while sum(map(len, found.values())) > MOST_IDS:
        _, largest = max((len(some), type) for type, some in found.items())
        left_out[sections[largest]] = len(found.pop(largest))
    return EditorSchema(schema_text(asked.kinds.values(), found), left_out)
