"""N-Triples, for RDF stores that load large files, and line by line for grep, diff and sort.

The same graph as in Turtle, a triple to a line. N-Triples has no relative IRIs, so each one is written out.
"""

from __future__ import annotations

import io
from typing import BinaryIO

from citygraph.outputs.formats._rdf import Iri, Value, quoted, rdf_format, resources
from citygraph.outputs.part import Part

FORMAT = rdf_format("N-Triples")


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n")
    for subject, properties in resources(part):
        for property, value in properties:
            text.write(f"{_term(subject)} {_term(Iri(property))} {_term(value)} .\n")
    text.detach()


def _term(term: Value) -> str:
    if isinstance(term, Iri):
        return f"<{term.absolute}>"
    return quoted(term, f"<{Iri(term.type).absolute}>" if term.type else None)
