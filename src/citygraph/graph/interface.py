"""The interface of the graph: the attributes of nodes and edges. Only this module defines them.

**Nodes** are the records that a tie can join, by id. Their attributes are ``type``, ``name``, ``country`` (ISO code, or
the id of a country that has none, or None), ``lat``, ``lon`` (degrees or None) and ``record``, all that the files say
of it (see ``model``).

**Edges** are ties, by tie id, from FROM to TO, with all that their record says. These attributes are always there:
``kind``, ``group``, ``nature``, ``symmetric``, ``status``, ``since``, ``until``, ``on`` (text or None) and ``evidence``
(a list). Of a history, the ``status`` is that of today. If the sources disagree, the ``status`` is *disputed*, and the
record's own one is ``stated``. A symmetric tie is one edge with ``symmetric`` True, whose ends are in order of id. So
each tie is one edge, and the number of edges is that of ties.

**Graph attributes** hold the rest: ``kinds`` (the vocabulary), ``sources`` (records by id), ``names`` (an index of all
names), ``ties`` (each as an :class:`Edge` by its id, in order of ids), ``countries`` (by the ``country`` of nodes, the
ids of the nodes in it), ``parts`` (by the id of a region, the ids of its parts), ``statements`` (records by the id of
each node that they are by, at or about), ``citations`` (by source id, all that cites it: see
:mod:`citygraph.graph.citations`).

Questions read a graph only through :class:`ReadGraph`. So they run on any object with that part of networkx's
interface: the snapshot, and a plain ``networkx.MultiDiGraph``.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from citygraph.domain import tie_rules
from citygraph.domain.names import Name
from citygraph.domain.terms import DISPUTED, NODE_TYPES
from citygraph.domain.tie_rules import Standing

if TYPE_CHECKING:
    from citygraph.domain.geo import Position
    from citygraph.domain.kinds import Kind
    from citygraph.graph.columns import TieEnds, TiesAlike, TiesTold, TieValues

Direction = Literal["out", "in", "both"]
Way = Literal["any", "away", "toward"]
Attributes = Mapping[str, Any]

SUBJECTS = {"known_for": "known for", "tags": "tag"}
"""The keys of a record whose words ``find`` searches, although they are no names; each with its label."""


class ReadGraph(Protocol):
    """The read side of a ``networkx.MultiDiGraph`` that questions need."""

    @property
    def nodes(self) -> Mapping[str, Attributes]: ...
    @property
    def adj(self) -> Mapping[str, Mapping[str, Mapping[str, Attributes]]]: ...
    @property
    def pred(self) -> Mapping[str, Mapping[str, Mapping[str, Attributes]]]: ...
    @property
    def degree(self) -> Degree: ...
    @property
    def graph(self) -> Mapping[str, Any]: ...


class Degree(Protocol):
    """The number of ties of each node."""

    def __getitem__(self, node: Any) -> int: ...


NodeKey = Any
"""The key of a node in a graph: its id, or a number."""
Likeness = Any
"""What ties have in common that are of one kind and stand alike on each day: see :meth:`Numbered.alike`."""
Life = Any
"""What ties have in common that have gone through the same: see :meth:`Numbered.alike`."""
Neighbors = Mapping[NodeKey, Mapping[Any, Attributes]]
"""The neighbors of a node, and the edges to each."""


class Numbered(Protocol):
    """A graph by its own keys of nodes, which may be numbers: a search over many nodes needs no ids."""

    @property
    def adj(self) -> Mapping[NodeKey, Neighbors]: ...
    @property
    def pred(self) -> Mapping[NodeKey, Neighbors]: ...
    @property
    def degree(self) -> Degree: ...
    def number(self, id: str) -> NodeKey: ...
    def id(self, node: NodeKey) -> str: ...
    def about(self, node: NodeKey) -> Attributes:
        """The type, country, latitude and longitude of a node, and perhaps more."""
        ...

    def abouts(self, nodes: Collection[NodeKey]) -> Mapping[NodeKey, Attributes]:
        """The same of several nodes, read at once."""
        ...

    def all_nodes(self) -> Iterator[tuple[NodeKey, Attributes]]:
        """All nodes in order of their ids, each with its type and country, and perhaps more."""
        ...

    def all_records(self) -> Iterator[tuple[NodeKey, Attributes]]:
        """All nodes in any order, each with its type, its country and its record, and perhaps more."""
        ...

    def places(self) -> Mapping[NodeKey, Position]:
        """Where all nodes lie that have coordinates."""
        ...

    def all_ties(self) -> Iterator[tuple[NodeKey, NodeKey, Attributes]]:
        """All ties, by their ends, in any order."""
        ...

    def alike(self, *, dated: bool = False, as_one: Callable[[Attributes], Hashable] | None = None) -> TiesAlike:
        """All ties, without attributes. Ties of one likeness are of one kind and stand alike on each day. If ``dated``,
        those that also have one life held at the same times. So a question that asks for no more reads no tie. Lives of
        which ``as_one`` gives the same may count as one of them."""
        ...

    def ends(self) -> TieEnds:
        """The same ties in the same order, and all nodes."""
        ...

    def beginnings(self) -> TieValues[str | None]:
        """When each of them begins or takes place (:func:`citygraph.domain.tie_rules.beginning`), in the same order."""
        ...

    def facts(self, likeness: Likeness) -> Attributes:
        """The attributes that ties of one likeness share: what they are of their kind, their status, and what of their
        history and their end says how they stand."""
        ...

    def life(self, life: Life) -> Attributes:
        """The dates and the history of ties of one life."""
        ...

    def told(self, *, in_full: bool = False) -> TiesTold:
        """The same ties in the same order: the sources on which they rest, and which facts their records say. With
        ``in_full``, these say what their agreements and figures say; else only if there is an agreement."""
        ...

    def all_standings(self, today: datetime.date) -> Counter[Standing]:
        """The number of ties that stand in each way on a day. It reads no tie."""
        ...

    def edges_at(self, places: Iterable[int]) -> Iterator[tuple[str, Edge]]:
        """The ties at some places of :meth:`alike`, by their ids."""
        ...

    def all_edges(self) -> Iterator[tuple[str, Edge]]:
        """All ties by their ids, in any order: the order of ids would cost more."""
        ...


def as_dict(attributes: Attributes) -> dict[str, Any]:
    """A copy of attributes as a dict. It is read once, where each look at attributes in the store would ask again."""
    copy: Callable[[], dict[str, Any]] | None = getattr(attributes, "copy", None)
    return copy() if copy else dict(attributes)


class End(NamedTuple):
    """A tie seen from one of its ends: the node at the other end, and the direction in which the tie reads."""

    node: str
    tie: str
    direction: Direction
    data: Attributes

    def edge_from(self, here: str) -> Edge:
        """The tie in its own direction, as seen from the node ``here``."""
        start, end = (self.node, here) if self.direction == "in" else (here, self.node)
        if self.direction == "both":
            start, end = sorted((start, end))
        return Edge(start, end, self.data)


class Edge(NamedTuple):
    """A tie in its own direction."""

    start: str
    end: str
    data: Attributes

    def from_start(self, id: str) -> End:
        """The tie with this id, seen from where it starts."""
        return End(self.end, id, "both" if self.data["symmetric"] else "out", self.data)


def node(
    type: str, name: str, country: str | None, place: tuple[float | None, float | None], record: Any
) -> Attributes:
    """The attributes of a node."""
    return {"type": type, "name": name, "country": country, "lat": place[0], "lon": place[1], "record": record}


def first_name(node: Attributes) -> str:
    """The name that the record of a node has first; ``node["name"]`` may be the one in a reader's language."""
    name: str = node["record"].get("name", node["name"])
    return name


def edge(facts: Attributes, kind: Kind, when: Callable[[], str | None]) -> dict[str, Any]:
    """The attributes of an edge, from the record of its tie without id and ends. ``when`` gives the time of the event
    that the tie joins; None if there is none.

    ``since`` and the time come from the history and the event only if the record gives none. A record that gives a date
    which could not be read has None there.
    """
    data: dict[str, Any] = {
        "kind": kind.id,
        "group": kind.group,
        "nature": kind.nature,
        "symmetric": kind.symmetric,
        "status": "unknown",
        "since": None,
        "until": None,
        "on": None,
        **facts,
    }
    if data.get("history"):
        data["status"] = tie_rules.status_of_today(data["history"], datetime.date.today())
        for key, of_the_history in (("since", tie_rules.since), ("until", tie_rules.until)):
            if key not in facts:
                data[key] = of_the_history(data["history"])
    if data["status"] is None:  # it is lost
        data["status"] = "unknown"
    if given := tie_rules.status_in_evidence(facts):
        data["status"] = given
        if given == DISPUTED:
            data["stated"] = facts.get("status")
    if kind.nature == "occurrence" and data["on"] is None:
        data["when"] = None if "on" in facts else when()  # an occurrence at an event has the time of the event
    return data


def names_of(type: str, id: str, record: Attributes) -> Iterator[Name]:
    """All names of a node or a source."""
    if type == "source":
        yield Name(id, id, "id")
        yield Name(id, record.get("title", id), "name")
    elif type in NODE_TYPES:
        yield Name(id, id, "id")
        yield Name(id, record.get("name", id), "name")
        for alias in record.get("aliases", ()):
            yield Name(id, alias, "alias")
        for language, name in record.get("names", {}).items():
            yield Name(id, name, language)
        for scheme, identifier in record.get("identifiers", {}).items():
            yield Name(id, identifier, "identifier")
            yield Name(id, f"{scheme}:{identifier}", "identifier")
        if record.get("iso"):
            yield Name(id, record["iso"], "identifier")
        for key, how in SUBJECTS.items():
            for word in record.get(key, ()):
                yield Name(id, word, how)


def numbered(graph: ReadGraph) -> Numbered:
    """A graph by its own numbers; by its ids if it has none."""
    own: Numbered | None = getattr(graph, "numbered", None)
    return own or _ById(graph)


class _ById:
    """A :class:`Numbered` graph whose numbers are the ids."""

    def __init__(self, graph: ReadGraph) -> None:
        self.adj, self.pred, self.degree = graph.adj, graph.pred, graph.degree
        self._graph = graph

    def number(self, id: str) -> str:
        return id

    id = number

    def about(self, node: str) -> Attributes:
        return self._graph.nodes[node]

    def abouts(self, nodes: Collection[str]) -> dict[str, Attributes]:
        return {node: self._graph.nodes[node] for node in nodes}

    def all_nodes(self) -> Iterator[tuple[str, Attributes]]:
        return ((id, self._graph.nodes[id]) for id in sorted(self._graph.nodes))

    def all_records(self) -> Iterator[tuple[str, Attributes]]:
        return iter(self._graph.nodes.items())

    def places(self) -> Mapping[str, Position]:
        nodes = self._graph.nodes.items()
        return {id: (node["lon"], node["lat"]) for id, node in nodes if None not in (node["lon"], node["lat"])}

    def all_ties(self) -> Iterator[tuple[str, str, Attributes]]:
        return ((edge.start, edge.end, edge.data) for _, edge in self.all_edges())

    def alike(self, *, dated: bool = False, as_one: Callable[[Attributes], Hashable] | None = None) -> TiesAlike:
        from citygraph.graph.columns import TiesAlike

        ids = [id for id, _ in self.all_edges()]
        return TiesAlike(range(len(ids)), [(id, id) for id in ids])

    def ends(self) -> TieEnds:
        from citygraph.graph.columns import TieEnds

        nodes, ties = list(self.all_nodes()), [tie for _, tie in self.all_edges()]
        place = {node: place for place, (node, _) in enumerate(nodes)}
        return TieEnds(nodes, [place[tie.start] for tie in ties], [place[tie.end] for tie in ties])

    def beginnings(self) -> TieValues[str | None]:
        from citygraph.graph.columns import TieValues

        began = [tie_rules.beginning(tie.data) for _, tie in self.all_edges()]
        return TieValues(range(len(began)), began)

    def facts(self, tie: str) -> Attributes:
        data: Attributes = self._graph.graph["ties"][tie].data
        return data

    life = facts

    def told(self, *, in_full: bool = False) -> TiesTold:
        from citygraph.graph.columns import TiesTold

        records = [tie.data for _, tie in self.all_edges()]
        return TiesTold(range(len(records)), records)

    def edges_at(self, places: Iterable[int]) -> Iterator[tuple[str, Edge]]:
        edges = list(self.all_edges())
        return (edges[place] for place in places)

    def all_standings(self, today: datetime.date) -> Counter[Standing]:
        return Counter(tie_rules.standing(edge.data, today) for _, edge in self.all_edges())

    def all_edges(self) -> Iterator[tuple[str, Edge]]:
        return iter(self._graph.graph["ties"].items())


def ends(graph: ReadGraph, node: str, way: Way = "any", among: Collection[str] | None = None) -> Iterator[End]:
    """The ties of a node, seen from it, in reading order: by kind as the vocabulary lists them, then by ids. ``way``
    chooses ties that lead ``away`` from the node, ``toward`` it, or ``any``; ``among``, those to some other nodes.

    A symmetric tie leads both ways.
    """
    in_order: Callable[[str, Collection[str] | None], Iterator[End]] | None = getattr(graph, "ends", None)
    against = {"any": None, "away": "in", "toward": "out"}[way]
    for end in in_order(node, among) if in_order else _sorted_ends(graph, node, among):
        if end.direction != against:
            yield end


def _sorted_ends(graph: ReadGraph, node: str, among: Collection[str] | None) -> list[End]:
    """The ties of a node in reading order, for a graph that keeps them in no order."""
    found = []
    for along, direction in ((graph.adj, "out"), (graph.pred, "in")):
        for other, ties in along[node].items():
            if among is None or other in among:
                for tie, data in ties.items():
                    found.append(End(other, tie, "both" if data["symmetric"] else direction, data))  # type: ignore[arg-type]
    rank = {kind: index for index, kind in enumerate(graph.graph["kinds"])}
    return sorted(found, key=lambda end: (rank[end.data["kind"]], end.node, end.tie))


def country_records(graph: ReadGraph) -> dict[str, str]:
    """The ids of the records of countries, by the ``country`` of the nodes in them."""
    by_number = numbered(graph)
    return {data["country"]: by_number.id(node) for node, data in by_number.all_nodes() if data["type"] == "country"}


def ties_that_may_say(graph: ReadGraph, *words: str, naming: str | None = None) -> Iterable[tuple[str, Edge]]:
    """The ties that may have one of these words as a key of their record or as a value, by their ids and in order of
    these; only those that may be ``naming`` a record besides their ends, if its id is given. A store looks for the
    words without reading each tie; other graphs give all ties."""
    ties: Mapping[str, Edge] = graph.graph["ties"]
    those: Callable[..., Iterable[tuple[str, Edge]]] | None = getattr(ties, "that_may_say", None)
    return those(*words, naming=naming) if those else ties.items()


def tags_of_ties(graph: ReadGraph) -> Iterable[str]:
    """The tags that ties have, each once. A store has a list of them; other graphs read all ties."""
    ties: Mapping[str, Edge] = graph.graph["ties"]
    known: Callable[[], Iterable[str]] | None = getattr(ties, "tags", None)
    return known() if known else dict.fromkeys(tag for tie in ties.values() for tag in tie.data.get("tags", ()))


def sources_of(evidence: Iterable[Attributes]) -> tuple[str, ...]:
    """The ids of the sources in a list of evidence, each once, in order."""
    return tuple(dict.fromkeys(item["source"] for item in evidence))
