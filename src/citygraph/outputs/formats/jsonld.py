"""JSON-LD, for web pages and whoever has JSON at hand.

The same graph as in Turtle, with the base and the prefixes as its context, and a resource to a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from citygraph.outputs.formats._json import json_object
from citygraph.outputs.formats._rdf import BASE, PREFIXES, Iri, Value, rdf_format, resources
from citygraph.outputs.part import Part

FORMAT = rdf_format("JSON-LD")


def write(part: Part, out: BinaryIO) -> None:
    """Write a part of a graph."""
    with json_object(out) as document:
        document.member("@context", {"@base": BASE, **PREFIXES})
        document.array("@graph", (_object(subject, properties) for subject, properties in resources(part)))


def _object(subject: Iri, properties: Iterable[tuple[str, Value]]) -> dict[str, Any]:
    said: dict[str, Any] = {"@id": subject.name}
    for property, value in properties:
        if property == "rdf:type":
            said.setdefault("@type", []).append(value[0])
        else:
            said.setdefault(property, []).append(_value(value))
    return said


def _value(value: Value) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.name}
    about = {"@type": value.type} if value.type else {"@language": value.language} if value.language else {}
    return {"@value": value.text, **about}
