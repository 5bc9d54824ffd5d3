"""The graph as RDF triples, which Turtle, N-Triples and JSON-LD write: one graph in three spellings.

The terms are those of schema.org, Dublin Core and W3C's PROV-O, SKOS and Organization Ontology. If these have no term,
citygraph uses its own. docs/exports.md has the table. All that has keys of its own (a piece of evidence, a figure, an
entry of a history) is a resource, so that SPARQL can ask for each key. Each resource has an IRI, and its parts have
IRIs below it (``#iznik/evidence/1``; no id has a slash). So there are no blank nodes, and a part keeps its name.

A tie is a resource of its own, with its status. If the tie is a fact (it holds or took place, and its status says so),
there is also a plain triple between its ends for its kind, and one for the Wikidata property of the kind. A tie that is
planned, over, disputed or of unknown status has no plain triple, because that would look like a fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from citygraph.domain.kinds import Kind
from citygraph.domain.tie_rules import Stage
from citygraph.outputs.attributes import NODES, TIES, Attribute, Facts, Format, as_text
from citygraph.outputs.part import Part, PartTie

BASE = "https://citygraph.invalid/graph"
"""The address to which the IRIs of a file are relative. It is nobody's (RFC 2606): to publish a file, put its own."""
PREFIXES = {
    "cg": "urn:citygraph:",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


class Iri(NamedTuple):
    """The name of a resource: ``#iznik``, relative to :data:`BASE`, or ``schema:City`` with a prefix."""

    name: str

    @property
    def absolute(self) -> str:
        """The whole IRI."""
        prefix, _, local = self.name.partition(":")
        return BASE + self.name if self.name.startswith("#") else PREFIXES.get(prefix, f"{prefix}:") + local


class Literal(NamedTuple):
    """A text, which may have a ``type`` (a name with a prefix) or a ``language`` (a language tag)."""

    text: str
    type: str | None = None
    language: str | None = None


_ESCAPES = {code: f"\\u{code:04X}" for code in range(32)} | str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def quoted(literal: Literal, type: str | None) -> str:
    """A literal as Turtle and N-Triples write it; ``type`` is its type as the format names it."""
    text = f'"{literal.text.translate(_ESCAPES)}"'
    return text + (f"@{literal.language}" if literal.language else f"^^{type}" if type else "")


Value = Iri | Literal
Triple = tuple[Iri, str, Value]
"""The subject, a property (a name with a prefix), and its value."""


def rdf_format(title: str) -> Format:
    """The format of a given title: RDF can hold all attributes, statements and sources."""
    return Format(title, NODES, TIES, beside=frozenset({"statements", "sources"}), counts=False)


def resources(part: Part) -> Iterator[tuple[Iri, list[tuple[str, Value]]]]:
    """The resources of a part of a graph, each with its properties. The ends of ties come several times, with some
    properties each time."""
    for triples in _records(part):
        found: dict[Iri, list[tuple[str, Value]]] = {}
        for subject, property, value in triples:
            found.setdefault(subject, []).append((property, value))
        yield from found.items()


def _records(part: Part) -> Iterator[Iterable[Triple]]:
    """The triples of each record."""
    for id, facts in part.nodes():
        yield _node(Iri(f"#{id}"), facts)
    for tie in part.ties():
        yield _tie(tie, part.kinds[tie.facts["kind"]], part.stage(tie.facts))
    for number, statement in enumerate(part.statements(), 1):
        yield _statement(Iri(f"#said/{number}"), statement)
    for id, record in part.sources():
        source = Iri(f"#{id}")
        yield chain([(source, _CLASS, Iri("schema:CreativeWork"))], _keys(source, record.items(), _OF_A_SOURCE))
    for kind in part.kinds.values():
        yield _kind(Iri(f"cg:{kind.id}"), kind)


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
    "notes": "skos:note",
    "since": "schema:startDate",
    "until": "schema:endDate",
    "on": "dcterms:date",
    "when": "dcterms:date",
    "title": "dcterms:title",
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
    "notes": "skos:note",
}
_OF_A_STATEMENT = {
    "by": "schema:creator",
    "about": "schema:about",
    "on": "schema:dateCreated",
    "tags": "schema:keywords",
    "notes": "skos:note",
}
_OF_EVIDENCE = {"source": "dcterms:source", "quote": "schema:text", "by": "prov:wasAttributedTo"}
_OF_AN_ENTRY = {"is": "cg:status", "from": "schema:startDate"}
_OF_A_FIGURE = {
    "property": "schema:measuredProperty",
    "value": "schema:value",
    "unit": "schema:unitText",
    "period": "dcterms:temporal",
    "as_of": "schema:observationDate",
    "tags": "schema:keywords",
    "notes": "skos:note",
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
    "source",
    "during",
}
"""The attributes and keys whose values are ids."""
_SAID_OTHERWISE = {"label", "node_type", "kind", "quotes", "names", "wikidata", "geonames", "identifiers"}
"""The attributes that RDF expresses in its own way: as classes, as texts with a language, or as other resources."""

_DATES = {"since", "until", "on", "seen", "when", "published", "retrieved", "from", "period", "as_of"}
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


def _node(node: Iri, facts: Facts) -> Iterator[Triple]:
    # Provinces and counties are written as cities, too.
    classes = ("schema:AdministrativeArea",) if "level" in facts else _CLASSES[facts["type"]]
    yield from ((node, _CLASS, Iri(name)) for name in classes)
    yield from _attributes(node, NODES, facts)
    for language, name in facts.get("names", {}).items():
        yield node, "schema:name", Literal(name, language=language)
    for scheme, identifier in facts.get("identifiers", {}).items():
        yield node, "schema:identifier", Literal(f"{scheme}:{identifier}")
        form, iri = _ELSEWHERE.get(scheme, (None, ""))
        if form and form.fullmatch(identifier):
            yield node, "schema:sameAs", Iri(iri.format(identifier))


def _tie(tie: PartTie, kind: Kind, stage: Stage) -> Iterator[Triple]:
    subject, start, end = Iri(f"#{tie.id}"), Iri(f"#{tie.start}"), Iri(f"#{tie.end}")
    yield subject, _CLASS, Iri("cg:Tie")
    if kind.id == "holds-post" and stage.is_fact:  # a membership says that somebody is a member
        yield subject, _CLASS, Iri("org:Membership")
        yield subject, "org:member", start
        yield subject, "org:organization", end
    yield subject, "rdfs:label", Literal(tie.facts["label"], language="en")
    yield subject, "cg:kind", Iri(f"cg:{kind.id}")
    yield subject, "cg:from", start
    yield subject, "cg:to", end
    yield from _attributes(subject, TIES, tie.facts)
    if stage.is_fact:
        yield from _between(start, end, kind)


def _between(start: Iri, end: Iri, kind: Kind) -> Iterator[Triple]:
    """The plain triples between the ends of a tie that is a fact."""
    properties = [(f"cg:{kind.id}", start, end)]
    if kind.wikidata and _WIKIDATA.fullmatch(kind.wikidata):
        ends = (end, start) if kind.wikidata.startswith("^") else (start, end)  # as in a SPARQL path
        properties.append((f"wdt:{kind.wikidata.removeprefix('^')}", *ends))
    for property, one, other in properties:
        yield one, property, other
        if kind.symmetric:
            yield other, property, one


def _statement(said: Iri, statement: Facts) -> Iterator[Triple]:
    yield said, _CLASS, Iri("schema:Quotation")
    for item in statement["evidence"]:
        yield said, "dcterms:source", Iri(f"#{item['source']}")
        if item["quote"]:
            yield said, "schema:text", Literal(item["quote"])
    yield from _keys(said, statement.items(), _OF_A_STATEMENT)


def _kind(subject: Iri, kind: Kind) -> Iterator[Triple]:
    yield subject, _CLASS, Iri("rdf:Property")
    yield subject, "rdfs:label", Literal(kind.label, language="en")
    yield subject, "cg:inverse", Literal(kind.inverse, language="en")
    yield subject, "cg:group", Literal(kind.group)
    yield subject, "cg:nature", Literal(kind.nature)
    if kind.wikidata:
        yield subject, "cg:wikidata", Literal(kind.wikidata)
    for language, terms in kind.terms.items():
        yield from ((subject, "skos:altLabel", Literal(term, language=language)) for term in terms)


def _attributes(subject: Iri, declared: tuple[Attribute, ...], facts: Facts) -> Iterator[Triple]:
    values = ((one.name, one.of(facts)) for one in declared if one.name not in _SAID_OTHERWISE)
    return _keys(subject, values, _TERMS)


def _keys(subject: Iri, values: Iterable[tuple[str, Any]], terms: Mapping[str, str]) -> Iterator[Triple]:
    """What the keys of a record say of the subject."""
    for key, value in values:
        property = terms.get(key, f"cg:{key}")
        if key == "notes" or isinstance(value, Mapping):
            yield from _free(subject, property, value, f"{subject.name}/{key}")
        elif key in _PARTS:
            for number, item in enumerate(value or (), 1):
                inner = Iri(f"{subject.name}/{key}/{number}")
                yield subject, property, inner
                yield from _PARTS[key](inner, item, subject)
        else:
            several = value if isinstance(value, list) else [value]
            yield from ((subject, property, _object(key, item)) for item in several if item is not None)


def _evidence(evidence: Iri, item: Facts, of: Iri) -> Iterator[Triple]:
    yield evidence, _CLASS, Iri("cg:Evidence")
    yield from _keys(evidence, item.items(), _OF_EVIDENCE)


def _figure(figure: Iri, observation: Facts, of: Iri) -> Iterator[Triple]:
    yield figure, _CLASS, Iri("schema:Observation")
    yield figure, "schema:observationAbout", of
    yield from _keys(figure, observation.items(), _OF_A_FIGURE)


def _entry(entry: Iri, item: Facts, of: Iri) -> Iterator[Triple]:
    return _keys(entry, item.items(), _OF_AN_ENTRY)


_PARTS: dict[str, Callable[[Iri, Facts, Iri], Iterator[Triple]]] = {
    "evidence": _evidence,
    "observations": _figure,
    "history": _entry,
}
"""The keys whose items are resources, and what each says: of itself, its item, and the record that it is of."""


def _free(subject: Iri, property: str, value: Any, path: str) -> Iterator[Triple]:
    """Any YAML as a value: each item of a list is one, and so is each pair of a mapping, as a ``schema:PropertyValue``
    with an IRI below ``path``."""
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from _free(subject, property, item, f"{path}/{number}")
    elif isinstance(value, Mapping):
        for number, (name, item) in enumerate(value.items(), 1):
            pair = Iri(f"{path}/{number}")
            yield subject, property, pair
            yield pair, _CLASS, Iri("schema:PropertyValue")
            yield pair, "schema:name", Literal(name)
            yield from _free(pair, "schema:value", item, pair.name)
    elif value is not None:
        yield subject, property, _object("", value)


def _object(key: str, value: str | float | bool) -> Value:
    if isinstance(value, bool):
        return Literal(as_text(value), "xsd:boolean")
    if isinstance(value, int):
        return Literal(as_text(value), "xsd:integer")
    if isinstance(value, float):
        text = as_text(value)
        return Literal({"inf": "INF", "-inf": "-INF", "nan": "NaN"}.get(text, text), "xsd:double")
    if key in _IDS:
        return Iri(f"#{value}")
    if key in ("url", "archive_url"):
        return Literal(value, "xsd:anyURI")
    return Literal(value, next(type for form, type in _DATE_TYPES if form.fullmatch(value)) if key in _DATES else None)
