"""Turtle, for RDF stores and SPARQL, rdflib, Protégé.

The terms are those of ``_rdf``; docs/exports.md shows them by example. The file is written as a stream, in order of
ids. rdflib would hold the whole graph in memory; the tests read the file with it.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from citygraph.outputs.formats._rdf import PREFIXES, Iri, Literal, rdf_format, resources
from citygraph.outputs.part import Part

FORMAT = rdf_format("Turtle")

_ESCAPES = {code: f"\\u{code:04X}" for code in range(32)} | str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n")
    for prefix, iri in PREFIXES.items():
        text.write(f"@prefix {prefix}: <{iri}> .\n")
    for subject, triples in resources(part):
        said = " ;\n    ".join(f"{property} {_term(value)}" for property, value in triples)
        text.write(f"\n{_term(subject)}\n    {said} .\n")
    text.detach()


def _term(term: Iri | Literal) -> str:
    if isinstance(term, Iri):
        is_prefixed = term.name.partition(":")[0] in PREFIXES
        return term.name if is_prefixed else f"<{term.name}>"
    quoted = f'"{term.text.translate(_ESCAPES)}"'
    return quoted + (f"@{term.language}" if term.language else f"^^{term.type}" if term.type else "")
