"""The card of a node, a source or a tie: all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from citygraph.domain import tie_rules
from citygraph.domain.lens import Lens
from citygraph.graph.interface import ReadGraph, first_name
from citygraph.graph.tie_facts import Evidence, evidence_of, is_excluded
from citygraph.questions.agreements import Agreement, agreements_of
from citygraph.questions.neighbors import Neighbor, neighborhood
from citygraph.questions.officials import Post, posts_of
from citygraph.questions.sources import Cited, citations_of
from citygraph.questions.ties import Tie, tie_row


@dataclass(frozen=True, slots=True)
class Observation:
    """One observation. ``when`` is its period, the id of the event that it is about, or the time at which it held."""

    property: str
    value: float
    bound: str
    unit: str | None
    when: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: the ids of its speaker (``by``), of the event (``at``) and of the nodes that it is ``about``; its
    words are in the evidence."""

    by: str
    at: str | None
    on: str | None
    about: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class NodeCard:
    """A node: its record and its ties. ``posts`` are those of a person, or those at a place and in its parts;
    ``signed`` is what a person signed; ``ties`` are all other ties. ``details`` are the keys of its record that have no
    field here."""

    id: str
    name: str
    type: str
    country: str | None
    latitude: float | None
    longitude: float | None
    names: Mapping[str, str]
    aliases: tuple[str, ...]
    identifiers: Mapping[str, str]
    details: Mapping[str, Any]
    figures: tuple[Observation, ...]
    posts: tuple[Post, ...]
    signed: tuple[Agreement, ...]
    ties: tuple[Neighbor, ...]
    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TieCard:
    """A tie. ``details`` are the keys of its record that rows have no field for."""

    tie: Tie
    figures: tuple[Observation, ...]
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source: ``details`` is its record, ``cited`` what it says."""

    id: str
    title: str
    details: Mapping[str, Any]
    cited: tuple[Cited, ...]


Card = NodeCard | TieCard | SourceCard

_NODE_FIELDS = frozenset(
    {"name", "names", "aliases", "identifiers", "country", "coordinates", "observations", "evidence"}
)
_TIE_FIELDS = frozenset({"kind", "status", "since", "until", "on", "evidence", "title", "symmetric", "observations"})


def card_of(graph: ReadGraph, id: str, lens: Lens | None = None) -> Card:
    """The card of the node, source or tie that has this id."""
    if id in graph.nodes:
        return node_card(graph, id, lens)
    if id in graph.graph["sources"]:
        return source_card(graph, id, lens)
    return tie_card(graph, id, lens)


def node_card(graph: ReadGraph, id: str, lens: Lens | None = None) -> NodeCard:
    """The card of a node, with the ties that the lens shows. A node that the lens excludes is not quoted either."""
    node = graph.nodes[id]
    record = node["record"]
    others = [] if node["name"] == first_name(node) else [first_name(node)]
    lens = lens or Lens()
    posts = tuple(posts_of(graph, id, lens))
    signed = tuple(agreements_of(graph, lens=lens, signed_by=id)) if node["type"] == "official" else ()
    ties = tuple(row for row in neighborhood(graph, id, lens, measured=True) if row.kind != "holds-post")
    figures = observations_of(graph, record, lens)
    statements = tuple(
        _statement(graph, statement, lens)
        for statement in graph.graph["statements"].get(id, ())
        if not is_excluded(graph, statement["by"], lens)
    )
    evidence = evidence_of(graph, record, lens)
    rows: tuple[Tie | Neighbor | Observation | Statement, ...] = (*posts, *signed, *ties, *figures, *statements)
    cited_by = (evidence, *(row.evidence for row in rows))
    return NodeCard(
        id=id,
        name=node["name"],
        type=node["type"],
        country=node["country"],
        latitude=node["lat"],
        longitude=node["lon"],
        names=record.get("names", {}),
        aliases=(*others, *record.get("aliases", ())),
        identifiers=record.get("identifiers", {}),
        details={key: value for key, value in record.items() if key not in _NODE_FIELDS},
        figures=figures,
        posts=posts,
        signed=signed,
        ties=ties,
        statements=statements,
        evidence=evidence,
        sources=tuple(dict.fromkeys(item.source for items in cited_by for item in items)),
    )


def observations_of(graph: ReadGraph, record: Mapping[str, Any], lens: Lens) -> tuple[Observation, ...]:
    """The observations of a node or a tie."""
    return tuple(_observation(graph, observation, lens) for observation in record.get("observations", ()))


def _observation(graph: ReadGraph, observation: Mapping[str, Any], lens: Lens) -> Observation:
    when = tie_rules.figure_time(observation)
    return Observation(
        observation.get("property", ""),
        observation["value"],
        observation.get("bound", "exactly"),
        observation.get("unit"),
        when,
        evidence_of(graph, observation, lens),
    )


def _statement(graph: ReadGraph, statement: Mapping[str, Any], lens: Lens) -> Statement:
    return Statement(
        statement["by"],
        statement.get("at"),
        statement.get("on"),
        tuple(id for id in statement.get("about", ()) if not is_excluded(graph, id, lens)),
        evidence_of(graph, statement, lens),
    )


def tie_card(graph: ReadGraph, id: str, lens: Lens | None = None) -> TieCard:
    """The card of a tie.

    Raises:
        KeyError: if there is no tie with this id.
    """
    edge = graph.graph["ties"][id]
    data, lens = edge.data, lens or Lens()
    row = tie_row(graph, edge.start, edge.from_start(id), lens)
    details = {key: value for key, value in data.items() if key not in _TIE_FIELDS and value is not None}
    return TieCard(row, observations_of(graph, data, lens), _without_excluded(graph, details, lens))


def _without_excluded(graph: ReadGraph, details: Mapping[str, Any], lens: Lens) -> dict[str, Any]:
    """The details of a tie without the ids of nodes that the lens excludes."""
    shown = {
        key: value for key, value in details.items() if key != "on_behalf_of" or not is_excluded(graph, value, lens)
    }
    if "agreement" in shown:
        signed_by = [id for id in shown["agreement"].get("signed_by", ()) if not is_excluded(graph, id, lens)]
        others = {key: value for key, value in shown["agreement"].items() if key != "signed_by"}
        shown["agreement"] = {**others, **({"signed_by": signed_by} if signed_by else {})}
    if "history" in shown:
        shown["history"] = [{**entry, "evidence": evidence_of(graph, entry, lens)} for entry in shown["history"]]
    return shown


def source_card(graph: ReadGraph, id: str, lens: Lens | None = None) -> SourceCard:
    """The card of a source, with the citations that the lens shows."""
    record = graph.graph["sources"][id]
    details = {key: value for key, value in record.items() if key != "title"}
    return SourceCard(id, record.get("title", id), details, tuple(citations_of(graph, id, lens)))
