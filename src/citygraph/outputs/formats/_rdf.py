"""The graph as RDF triples, which Turtle and JSON-LD write.

The terms are those of schema.org, the W3C's Organization Ontology and Dublin Core. If these have no term, citygraph
uses its own, with the attribute names in docs/exports.md. Every resource has an IRI relative to the document
(``#iznik``). So there are no blank nodes, and the file can be published at any address.

A tie is a resource of its own, with all its facts. If the tie is a fact (it stands or took place, and its status says
so), there is also a plain triple between its ends for its kind, and one for the Wikidata property of the kind. A tie
that is planned, over, or of unknown status has no plain triple, because that would look like a fact.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from citygraph.domain.kinds import Kind
from citygraph.outputs.attributes import NODES, TIES, Attribute, Facts, Format, as_text
from citygraph.outputs.part import Part, PartTie

PREFIXES = {
    "cg": "urn:citygraph:",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "org": "http://www.w3.org/ns/org#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Iri(NamedTuple):
    """The name of a resource: ``#iznik`` in this document, or ``schema:City`` with a prefix."""

    name: str


class Literal(NamedTuple):
    """A text, which may have a ``type`` (a name with a prefix) or a ``language`` (a language tag)."""

    text: str
    type: str | None = None
    language: str | None = None


Triple = tuple[str, Iri | Literal]
"""A property (a name with a prefix) and its value; the subject stands beside it."""


def rdf_format(title: str) -> Format:
    """The format of a given title: RDF can hold all attributes, statements and sources."""
    return Format(title, NODES, TIES, beside=frozenset({"statements", "sources"}), counts=False)


def resources(part: Part) -> Iterator[tuple[Iri, list[Triple]]]:
    """The resources of a part of a graph, each with its triples. The ends of ties come several times, with some triples
    each time."""
    for node, facts in part.nodes():
        yield Iri(f"#{node}"), [*_classes(facts), *_attributes(NODES, facts), *_names(facts)]
    for tie in part.ties():
        kind = part.kinds[tie.facts["kind"]]
        yield Iri(f"#{tie.id}"), [*_tie(tie, kind), *_attributes(TIES, tie.facts)]
        if part.stage(tie.facts).is_fact:
            for start, property, end in _between(tie, kind):
                yield Iri(f"#{start}"), [(property, Iri(f"#{end}"))]
    for number, statement in enumerate(part.statements(), 1):
        # No id has a slash.
        yield Iri(f"#said/{number}"), [*_quotation(statement), *_record(statement, _OF_A_STATEMENT)]
    for source, record in part.sources():
        yield Iri(f"#{source}"), [(_CLASS, Iri("schema:CreativeWork")), *_record(record, _OF_A_SOURCE)]
    for kind in part.kinds.values():
        yield Iri(f"cg:{kind.id}"), list(_kind(kind))


_CLASS = "rdf:type"
_CLASSES = {
    "city": ("schema:City",),
    "country": ("schema:Country",),
    "official": ("schema:Person",),
    "organization": ("schema:Organization", "org:Organization"),
    "event": ("schema:Event",),
}
_TERMS = {
    "name": "schema:name",
    "aliases": "schema:alternateName",
    "lat": "schema:latitude",
    "lon": "schema:longitude",
    "part_of": "schema:containedInPlace",
    "sources": "dcterms:source",
    "tags": "schema:keywords",
    "since": "schema:startDate",
    "until": "schema:endDate",
}
"""The terms of other vocabularies for our attributes."""
_OF_A_SOURCE = {
    "title": "schema:name",
    "authors": "schema:author",
    "contributors": "schema:contributor",
    "publisher": "schema:publisher",
    "published": "schema:datePublished",
    "url": "schema:url",
    "archive_url": "schema:archivedAt",
    "licence": "schema:license",
    "language": "schema:inLanguage",
    "tags": "schema:keywords",
}
_OF_A_STATEMENT = {
    "by": "schema:creator",
    "about": "schema:about",
    "on": "schema:dateCreated",
    "tags": "schema:keywords",
}
_IDS = {
    "part_of",
    "sources",
    "on_behalf_of",
    "agreement_signed_by",
    "agreement_document",
    "follows",
    "by",
    "at",
    "about",
}
"""The attributes and keys whose values are ids."""
_SAID_OTHERWISE = {"label", "node_type", "kind", "names", "wikidata", "geonames", "identifiers"}
"""The attributes that RDF expresses in its own way: as classes, as texts with a language, or as other resources."""

_DATES = {"since", "until", "on", "seen", "when", "published", "retrieved"}
_DATES |= {"agreement_signed", "agreement_approved", "agreement_expires"}
_DATE_TYPES = (
    (re.compile(r"\d{4}", re.ASCII), "xsd:gYear"),
    (re.compile(r"\d{4}-\d\d", re.ASCII), "xsd:gYearMonth"),
    (re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), "xsd:date"),
    (re.compile(".*"), "edtf:EDTF"),
)
_WIKIDATA = re.compile(r"\^?P\d+", re.ASCII)
_ELSEWHERE = {
    "wikidata": (re.compile(r"Q\d+", re.ASCII), "wd:{}"),
    "geonames": (re.compile(r"\d+", re.ASCII), "https://sws.geonames.org/{}/"),
}


def _classes(facts: Facts) -> Iterator[Triple]:
    # Provinces and counties are written as cities, too.
    classes = ("schema:AdministrativeArea",) if "level" in facts else _CLASSES[facts["type"]]
    return ((_CLASS, Iri(name)) for name in classes)


def _names(facts: Facts) -> Iterator[Triple]:
    """Its names in other languages, and its identifiers elsewhere."""
    for language, name in facts.get("names", {}).items():
        yield "schema:name", Literal(name, language=language)
    for scheme, identifier in facts.get("identifiers", {}).items():
        yield "schema:identifier", Literal(f"{scheme}:{identifier}")
        form, iri = _ELSEWHERE.get(scheme, (None, ""))
        if form and form.fullmatch(identifier):
            yield "schema:sameAs", Iri(iri.format(identifier))


def _tie(tie: PartTie, kind: Kind) -> Iterator[Triple]:
    yield _CLASS, Iri("cg:Tie")
    yield "rdfs:label", Literal(tie.facts["label"], language="en")
    yield "cg:kind", Iri(f"cg:{kind.id}")
    yield "cg:from", Iri(f"#{tie.start}")
    yield "cg:to", Iri(f"#{tie.end}")
    if kind.id == "holds-post":
        yield _CLASS, Iri("org:Membership")
        yield "org:member", Iri(f"#{tie.start}")
        yield "org:organization", Iri(f"#{tie.end}")


def _between(tie: PartTie, kind: Kind) -> Iterator[tuple[str, str, str]]:
    """The plain triples between the ends of a tie; none if the tie is no fact."""
    start, end = tie.start, tie.end
    properties = [(f"cg:{kind.id}", start, end)]
    if kind.wikidata and _WIKIDATA.fullmatch(kind.wikidata):
        ends = (end, start) if kind.wikidata.startswith("^") else (start, end)  # as in a SPARQL path
        properties.append((f"wdt:{kind.wikidata.removeprefix('^')}", *ends))
    for property, one, other in properties:
        yield one, property, other
        if kind.symmetric:
            yield other, property, one


def _quotation(statement: Facts) -> Iterator[Triple]:
    yield _CLASS, Iri("schema:Quotation")
    for item in statement["evidence"]:
        yield "dcterms:source", Iri(f"#{item['source']}")
        if item["quote"]:
            yield "schema:text", Literal(item["quote"])


def _kind(kind: Kind) -> Iterator[Triple]:
    yield _CLASS, Iri("rdf:Property")
    yield "rdfs:label", Literal(kind.label, language="en")
    yield "cg:inverse", Literal(kind.inverse, language="en")
    yield "cg:group", Literal(kind.group)
    yield "cg:nature", Literal(kind.nature)
    if kind.wikidata:
        yield "cg:wikidata", Literal(kind.wikidata)
    for language, terms in kind.terms.items():
        yield from (("skos:altLabel", Literal(term, language=language)) for term in terms)


def _attributes(declared: tuple[Attribute, ...], facts: Facts) -> Iterator[Triple]:
    for attribute in declared:
        if attribute.name not in _SAID_OTHERWISE:
            yield from _values(attribute.name, _TERMS, attribute.of(facts))


def _record(record: Mapping[str, Any], terms: Mapping[str, str]) -> Iterator[Triple]:
    for key, value in record.items():
        yield from _values(key, terms, value)


def _values(key: str, terms: Mapping[str, str], value: Any) -> Iterator[Triple]:
    if value is None:
        return
    several = value if isinstance(value, list) and all(isinstance(item, str) for item in value) else [value]
    yield from ((terms.get(key, f"cg:{key}"), _object(key, item)) for item in several)


def _object(key: str, value: Any) -> Iri | Literal:
    if isinstance(value, bool):
        return Literal(as_text(value), "xsd:boolean")
    if isinstance(value, float):
        return Literal(as_text(value), "xsd:double")
    if not isinstance(value, str):
        return Literal(json.dumps(value, ensure_ascii=False))
    if key in _IDS:
        return Iri(f"#{value}")
    if key in ("url", "archive_url"):
        return Literal(value, "xsd:anyURI")
    return Literal(value, next(type for form, type in _DATE_TYPES if form.fullmatch(value)) if key in _DATES else None)
