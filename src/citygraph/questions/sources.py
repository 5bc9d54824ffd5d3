"""Which sources does the graph rest on? All sources, and what one of them says."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Unpack

from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import Stage, stage
from citygraph.domain.tie_words import sentence
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.citations import Citation, Citations
from citygraph.graph.interface import ReadGraph
from citygraph.graph.resolve import describe
from citygraph.graph.tie_facts import is_excluded, only_in_python
from citygraph.questions import Answer, Column, Naming, Parameter
from citygraph.questions._columns import noted
from citygraph.questions.ties import is_listed


@dataclass(frozen=True, slots=True)
class Source:
    """One source. ``cited`` counts the places that name it; ``ties`` counts the ties among them, also those that
    name it in their history alone."""

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
    """One thing that a source says: ``what`` it is about (tie, statement, city, the property of a figure …), the
    ``id`` of that record and its ``name`` (of a tie, how it reads), the ``status`` of a tie, the ``quote``, and the id
    of the speaker that the source reports (``by``). ``stage`` is what the tie is today, and ``notes`` are
    its notes."""

    what: str
    id: str
    name: str
    status: str | None
    quote: str | None
    by: str | None
    stage: Stage | None = only_in_python(None)
    notes: Any = only_in_python(None)


PANEL = "Ask"

_SOURCE = Parameter("The id or title of a source.", "SOURCE", names="source")


def sources(asked: Asked, **lens: Unpack[LensWords]) -> Answer[Source]:
    """Which sources does the graph rest on; and what does one of them say?

    [dim]citygraph sources[/dim]

    [dim]citygraph sources article[/dim]
    """
    seen = asked.lens(**lens)
    found = list(all_sources(asked.view, seen))
    way_out = "; they stand under `sources:`, and a record names one with `source: ID`" if seen.is_empty else ""
    return Answer(found, _SOURCE_COLUMNS, nothing=f"there are no sources{way_out}", is_no=True)


def cited(asked: Asked, which: Annotated[str, _SOURCE], **lens: Unpack[LensWords]) -> Answer[Cited]:
    """What one source says."""
    seen, id = asked.lens(**lens), asked.resolve(which, ("source",))
    found = list(citations_of(asked.view, id, seen))
    return Answer(found, _cited_columns(asked.name), nothing="nothing rests on this source")


INSTEAD = {_SOURCE: cited}

_SOURCE_COLUMNS = (
    Column("id", lambda row: row.id),
    Column("title", lambda row: row.title, style="bold"),
    Column("type", lambda row: row.type or "", style="dim"),
    Column("publisher", lambda row: row.publisher or ""),
    Column("published", lambda row: row.published or ""),
    Column("cited", lambda row: str(row.cited)),
    Column("ties", lambda row: str(row.ties)),
    Column("licence", lambda row: row.licence or "", place="data"),
    Column("url", lambda row: row.url or "", place="data"),
)


def _cited_columns(naming: Naming) -> list[Column]:
    return [
        Column("what", lambda row: row.what, style="dim"),
        Column("of", lambda row: row.name, style="bold"),
        Column("status", lambda row: noted(row.stage.word, row.notes) if row.stage else "", place="table"),
        Column("status", lambda row: row.status or "", place="data"),
        Column("id", lambda row: row.id, place="data"),
        Column("by", lambda row: naming(row.by) if row.by else ""),
        Column("words", lambda row: f"“{row.quote}”" if row.quote else "", style="italic dim", place="below"),
        Column("words", lambda row: row.quote or "", place="data"),
    ]


def all_sources(graph: ReadGraph, lens: Lens | None = None) -> Iterator[Source]:
    """All sources, in order of their ids. Only citations that the lens shows count."""
    for id, record in sorted(graph.graph["sources"].items()):
        cited, ties = _counts(graph, id, lens or Lens())
        yield Source(
            id,
            record.get("title", id),
            record.get("type"),
            record.get("publisher"),
            record.get("published"),
            record.get("url"),
            record.get("licence"),
            cited,
            ties,
        )


def _counts(graph: ReadGraph, source: str, lens: Lens) -> tuple[int, int]:
    """The number of citations of a source, and the number of ties among them."""
    if lens.is_empty:
        citations = graph.graph["citations"].get(source)
        return citations.counts if citations is not None else (0, 0)
    return Citations(_shown(graph, source, lens)).counts


def citations_of(graph: ReadGraph, source: str, lens: Lens | None = None) -> Iterator[Cited]:
    """What a source says, as far as the lens shows it: ties first, then statements, then figures and records."""
    lens = lens or Lens()
    today = lens.day
    order = {"tie": 0, "status": 0, "statement": 1}  # a figure of a tie comes with the other figures
    shown = _shown(graph, source, lens)
    for citation in sorted(shown, key=lambda cite: (order.get(cite.what, 2), cite.id, cite.what)):
        status = stands = notes = None
        if citation.is_in_tie:
            start, end, tie = graph.graph["ties"][citation.id]
            status, stands, notes = tie["status"], stage(tie, today), tie.get("notes")
            name = sentence(
                graph.nodes[start]["name"], graph.graph["kinds"][tie["kind"]], graph.nodes[end]["name"], stands
            )
        else:
            name = describe(graph, citation.id)[0]
        by = None if is_excluded(graph, citation.by, lens) else citation.by
        if citation.detail:
            name = f"{name}: {citation.detail}"
        yield Cited(citation.what, citation.id, name, status, citation.quote, by, stands, notes)


def _shown(graph: ReadGraph, source: str, lens: Lens) -> Iterator[Citation]:
    for citation in graph.graph["citations"].get(source, ()):
        if citation.is_in_tie:
            start, end, data = graph.graph["ties"][citation.id]
            if lens.admits_tie(data) and is_listed(graph, lens, start, end):
                yield citation
        elif not lens.asks_for_ties and lens.admits_node(graph.nodes[citation.id]):
            yield citation
