"""The graph: what a record is as a node, what a tie is as an edge. Decided here alone.

**Nodes** are records that a tie can join, by id, with ``type``, ``name``, ``country`` (ISO code, or the id of a
country that has none, or None), ``lat``, ``lon`` (degrees or None) and ``record``, all that its files say of it (see
``model``).

**Edges** are ties, by tie id, from FROM to TO, with all that their record says; always there: ``kind``, ``group``,
``nature``, ``symmetric``, ``status``, ``since``, ``until``, ``on`` (text or None) and ``evidence`` (a list). A
symmetric tie is one edge, whose ends are in order of id, with ``symmetric`` True: one tie, one edge, so that counting
edges counts ties.

**Graph attributes** hold what is neither: ``kinds`` (the vocabulary), ``sources`` (records by id), ``names`` (the
name index), ``ties`` (FROM and TO by tie id), ``statements`` (records by the id of a node that they are by, at or
about), ``citations`` (by source id, what stands on it).

All attributes but ``kinds`` and ``names`` are plain data that JSON can carry. Questions read a graph through
:class:`ReadGraph` and nothing else, so that they run on whatever offers that much of networkx's interface.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from citygraph.model import NEVER_HELD, NODE_TYPES, OVER
from citygraph.names import Name, NameIndex

if TYPE_CHECKING:
    import networkx as nx

    from citygraph.kinds import Vocabulary
    from citygraph.loader import Loaded
    from citygraph.records import Record

Direction = Literal["out", "in", "both"]
Way = Literal["any", "away", "toward"]
Attributes = Mapping[str, Any]


class ReadGraph(Protocol):
    """The read side of a ``networkx.MultiDiGraph`` that questions need."""

    @property
    def nodes(self) -> Mapping[str, Attributes]: ...
    @property
    def adj(self) -> Mapping[str, Mapping[str, Mapping[str, Attributes]]]: ...
    @property
    def pred(self) -> Mapping[str, Mapping[str, Mapping[str, Attributes]]]: ...
    @property
    def graph(self) -> Mapping[str, Any]: ...


class End(NamedTuple):
    """A tie seen from one of its ends: who is at the other, and which way it is read."""

    node: str
    tie: str
    direction: Direction
    data: Attributes


class Citation(NamedTuple):
    """Something that stands on a source: ``what`` it is (tie, statement, record, a figure's property), whose, in
    which words."""

    what: str
    id: str
    quote: str | None
    by: str | None
    detail: str


def build(loaded: Loaded) -> nx.MultiDiGraph:
    """The graph of a loaded folder."""
    import networkx

    graph = networkx.MultiDiGraph()
    countries = {record.id: record.data.get("iso", record.id) for record in loaded.records if record.type == "country"}
    for record in loaded.records:
        if record.type in NODE_TYPES:
            graph.add_node(record.id, **_node(record, countries))
    for record in loaded.records:
        if record.type == "tie" and record.data["kind"] in loaded.vocabulary:
            start, end = record.data["from"], record.data["to"]
            if start in graph and end in graph:
                graph.add_edge(start, end, key=record.id, **_edge(record, loaded.vocabulary, graph.nodes))
    sources = {record.id: record.data for record in loaded.records if record.type == "source"}
    statements = [_statement(record, graph) for record in loaded.records if record.type == "statement"]
    statements = [statement for statement in statements if statement["by"] in graph]
    graph.graph.update(
        kinds=loaded.vocabulary,
        sources=sources,
        names=NameIndex(_names(graph, sources)),
        ties={tie: (start, end) for start, end, tie in graph.edges(keys=True)},
        statements=_statements_by_node(statements),
        citations=_citations(graph, statements),
    )
    return graph


def _node(record: Record, countries: Mapping[str, str]) -> dict[str, Any]:
    data = record.data
    # A country is in itself, so that --country finds it too.
    country = data.get("iso", record.id) if record.type == "country" else data.get("country")
    latitude, longitude = data.get("coordinates", (None, None))
    return {
        "type": record.type,
        "name": data.get("name", record.id),
        "country": countries.get(country, country) if country else None,
        "lat": latitude,
        "lon": longitude,
        "record": data,
    }


def _edge(record: Record, vocabulary: Vocabulary, nodes: Mapping[str, Attributes]) -> dict[str, Any]:
    kind = vocabulary[record.data["kind"]]
    edge: dict[str, Any] = {
        "kind": kind.id,
        "group": kind.group,
        "nature": kind.nature,
        "symmetric": kind.symmetric,
        "status": "unknown",
        "since": None,
        "until": None,
        "on": None,
    }
    edge.update((key, value) for key, value in record.data.items() if key not in ("from", "to", "id"))
    if edge.get("history") and edge["since"] is None:
        # The history may say when it first came into force; what it opens with may also be its end.
        first: dict[str, Any] = next((entry for entry in edge["history"] if entry.get("is") not in NEVER_HELD), {})
        edge["since"] = None if first.get("is") in OVER else first.get("from")
    if kind.nature == "occurrence" and edge["on"] is None:
        # What happens at an event happens when the event does.
        whens = [nodes[end]["record"].get("when") for end in (record.data["from"], record.data["to"])]
        edge["when"] = next(filter(None, whens), None)
    return edge


def _names(graph: nx.MultiDiGraph, sources: Mapping[str, Attributes]) -> Iterator[Name]:
    for id, node in graph.nodes(data=True):
        yield Name(id, id, "id")
        record = node["record"]
        yield Name(id, node["name"], "name")
        for alias in record.get("aliases", ()):
            yield Name(id, alias, "alias")
        for language, name in record.get("names", {}).items():
            yield Name(id, name, language)
        for scheme, identifier in record.get("identifiers", {}).items():
            yield Name(id, identifier, "identifier")
            yield Name(id, f"{scheme}:{identifier}", "identifier")
        if record.get("iso"):
            yield Name(id, record["iso"], "identifier")
    for id, source in sources.items():
        yield Name(id, id, "id")
        yield Name(id, source.get("title", id), "name")


def _statement(record: Record, graph: nx.MultiDiGraph) -> dict[str, Any]:
    """What was said, about whom there is: others may stand in a file that could not be read."""
    data = {key: value for key, value in record.data.items() if key != "at" or value in graph}
    return {**data, "about": [id for id in data.get("about", ()) if id in graph]}


def _statements_by_node(statements: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    by_node: dict[str, list[dict[str, Any]]] = {}
    for statement in statements:
        for id in dict.fromkeys((statement["by"], statement.get("at"), *statement.get("about", ()))):
            if id is not None:
                by_node.setdefault(id, []).append(statement)
    return by_node


def _citations(graph: nx.MultiDiGraph, statements: list[dict[str, Any]]) -> dict[str, list[Citation]]:
    by_source: dict[str, list[Citation]] = {}

    def cite(what: str, id: str, evidence: list[dict[str, Any]], detail: str = "") -> None:
        for item in evidence:
            by_source.setdefault(item["source"], []).append(Citation(what, id, item["quote"], item["by"], detail))

    for id, node in graph.nodes(data=True):
        cite(node["type"], id, node["record"].get("evidence", []))
        for observation in node["record"].get("observations", ()):
            cite(observation["property"], id, observation["evidence"], _figure_in_words(observation))
    for _, _, tie, data in graph.edges(keys=True, data=True):
        cite("tie", tie, data["evidence"])
        for entry in data.get("history", ()):
            cite("status", tie, entry.get("evidence", []))
    for statement in statements:
        cite("statement", statement["by"], statement["evidence"])
    return by_source


def _figure_in_words(observation: Mapping[str, Any]) -> str:
    when = next((observation[key] for key in ("period", "during", "as_of") if key in observation), None)
    return f"{observation.get('value', 0):,}" + (f" ({when})" if when else "")


def ends(graph: ReadGraph, node: str, way: Way = "any") -> Iterator[End]:
    """All ties of a node, each seen from it: those that can be walked ``away`` from it, ``toward`` it, or ``any``.

    A tie without direction can be walked both ways.
    """
    for along, direction in ((graph.adj, "out"), (graph.pred, "in")):
        against = (way == "away" and direction == "in") or (way == "toward" and direction == "out")
        for other, ties in along[node].items():
            for tie, data in ties.items():
                if data["symmetric"]:
                    yield End(other, tie, "both", data)
                elif not against:
                    yield End(other, tie, "out" if direction == "out" else "in", data)


def sources_of(evidence: list[dict[str, Any]]) -> tuple[str, ...]:
    """The ids of the sources of a piece of evidence, each once, in order."""
    return tuple(dict.fromkeys(item["source"] for item in evidence))
