"""Cypher, for Neo4j, Memgraph, LadybugDB.

There is a statement for each node and each tie. The label of a node is its type (``City``). The type of a relationship
is the kind of the tie (``SISTER_CITY``). Lists of texts stay lists; a value with keys of its own becomes JSON text.
"""

from __future__ import annotations

import io
import json
from typing import Any, BinaryIO

from citygraph.domain.terms import NODE_TYPES
from citygraph.outputs.attributes import NODES, TIES, Attribute, Facts, Format, as_text
from citygraph.outputs.part import Part

FORMAT = Format("Cypher", NODES, TIES, weights=True)

_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n")
    for type in NODE_TYPES:  # without an index, a database searches all nodes for the ends of each tie
        text.write(f"CREATE CONSTRAINT {type}_id IF NOT EXISTS FOR (n:{type.capitalize()}) REQUIRE n.id IS UNIQUE;\n")
    for id, facts in part.nodes():
        text.write(f"CREATE (:{facts['type'].capitalize()} {_map(id, FORMAT.nodes, facts)});\n")
    for id, start, end, facts in part.ties():
        ends = (
            f"({name}:{part.types[node].capitalize()} {{id: '{node}'}})" for name, node in (("a", start), ("b", end))
        )
        kind = facts["kind"].upper().replace("-", "_")
        text.write(f"MATCH {', '.join(ends)} CREATE (a)-[:`{kind}` {_map(id, part.format.ties, facts)}]->(b);\n")
    text.detach()


def _map(id: str, declared: tuple[Attribute, ...], facts: Facts) -> str:
    """A map literal. Its keys are in backticks, because some are reserved words of Cypher."""
    values = ((attribute, attribute.of(facts)) for attribute in declared)
    pairs = [f"`{attribute.name}`: {_literal(attribute, value)}" for attribute, value in values if value is not None]
    return "{" + ", ".join([f"`id`: '{id}'", *pairs]) + "}"


def _literal(attribute: Attribute, value: Any) -> str:
    if attribute.type == "strings":
        return "[" + ", ".join(map(_quoted, value)) + "]"
    if isinstance(value, (bool, float)):
        return as_text(value)
    return _quoted(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _quoted(text: str) -> str:
    return f"'{text.translate(_ESCAPES)}'"
