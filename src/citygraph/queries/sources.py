"""What do we rest on? All sources, and what one of them says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from citygraph.graph import Citation, ReadGraph
from citygraph.queries.find import describe


@dataclass(frozen=True, slots=True)
class Source:
    """One source: ``cited`` counts the places that name it, ``ties`` those that are ties."""

    id: str
    title: str
    type: str | None
    publisher: str | None
    published: str | None
    url: str | None
    licence: str | None
    cited: int
    ties: int


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing that a source says: ``what`` it is about (tie, statement, city, a figure's property …), of whom
    (``id``, and its ``name`` or how a tie reads), in which words, and whom the source reports (``by``)."""

    what: str
    id: str
    name: str
    quote: str | None
    by: str | None


def sources(graph: ReadGraph) -> Iterator[Source]:
    """All sources, in order of their ids."""
    for id, record in sorted(graph.graph["sources"].items()):
        citations: list[Citation] = graph.graph["citations"].get(id, [])
        yield Source(
            id,
            record.get("title", id),
            record.get("type"),
            record.get("publisher"),
            record.get("published"),
            record.get("url"),
            record.get("licence"),
            len(citations),
            len({citation.id for citation in citations if citation.what == "tie"}),
        )


def cited(graph: ReadGraph, source: str) -> Iterator[Cited]:
    """What a source says, all of it: ties first, then what was said, then figures and the records themselves."""
    order = {"tie": 0, "status": 0, "statement": 1}
    citations: list[Citation] = graph.graph["citations"].get(source, [])
    for citation in sorted(citations, key=lambda cite: (order.get(cite.what, 2), cite.id, cite.what)):
        name = _read(graph, citation.id) if citation.what in ("tie", "status") else describe(graph, citation.id)[0]
        yield Cited(citation.what, citation.id, name, citation.quote, citation.by)


def _read(graph: ReadGraph, tie: str) -> str:
    """A tie as a sentence."""
    start, end = graph.graph["ties"][tie]
    label = graph.graph["kinds"][graph.adj[start][end][tie]["kind"]].label
    return f"{graph.nodes[start]['name']} {label} {graph.nodes[end]['name']}"
