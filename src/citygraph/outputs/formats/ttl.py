"""Turtle, for RDF stores and SPARQL, rdflib, Protégé.

The terms are those of ``_rdf``; docs/exports.md has them in a table. The file is written as a stream, in order of
ids. rdflib would hold the whole graph in memory; the tests read the file with it.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from citygraph.outputs.formats._rdf import BASE, PREFIXES, Iri, Value, quoted, rdf_format, resources
from citygraph.outputs.part import Part

FORMAT = rdf_format("Turtle")


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n")
    text.write(f"@base <{BASE}> .\n")
    for prefix, iri in PREFIXES.items():
        text.write(f"@prefix {prefix}: <{iri}> .\n")
    for subject, properties in resources(part):
        said = " ;\n    ".join(f"{property} {_term(value)}" for property, value in properties)
        text.write(f"\n{_term(subject)}\n    {said} .\n")
    text.detach()


def _term(term: Value) -> str:
    if isinstance(term, Iri):
        is_prefixed = term.name.partition(":")[0] in PREFIXES
        return term.name if is_prefixed else f"<{term.name}>"
    return quoted(term, term.type)
