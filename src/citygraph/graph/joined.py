"""Several graphs asked as one: a colleague's register beside one's own. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.names import NameIndex, fold
from citygraph.graph.citations import Citations, citations_in
from citygraph.graph.interface import Attributes, Edge, ReadGraph, as_dict, names_of, node
from citygraph.graph.references import renamed

_ADDS_UP = ("evidence", "observations", "aliases", "tags", "known_for")
"""What two records of one thing say side by side; of all else, the first says it."""


@dataclass(slots=True)
class JoinedGraph:
    """A :class:`citygraph.graph.interface.ReadGraph` of several graphs, each called by a name.

    Nodes of different graphs are one if they have one type and an identifier in common, and none that contradicts. Two
    sources are one if they have id, title, address and date in common. Any other record whose id an earlier graph has,
    too, gets the name of its graph before its id: ``colleague:leeds``. Ties stay apart unless they say the same: then
    the sources of both attest one.

    ``same`` are the ids of nodes that several graphs have. ``apart`` has the ids of nodes and sources that mean
    something else than in an earlier graph, each with its id there. ``otherwise`` are the ids of ties that an earlier
    graph has, too, and tells otherwise."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    adj: dict[str, dict[str, dict[str, Attributes]]] = field(default_factory=dict)
    pred: dict[str, dict[str, dict[str, Attributes]]] = field(default_factory=dict)
    degree: dict[str, int] = field(default_factory=dict)
    graph: dict[str, Any] = field(default_factory=dict)
    same: list[str] = field(default_factory=list)
    apart: dict[str, str] = field(default_factory=dict)
    otherwise: list[str] = field(default_factory=list)


def joined(parts: Sequence[tuple[str, ReadGraph]]) -> JoinedGraph:
    """One graph of several, each with its name. All of each is read.

    Raises:
        CityGraphError: if two of them give one kind of tie two meanings.
    """
    joining = _Joining()
    for name, graph in parts:
        joining.add(name, graph)
    return joining.done()


class _Joining:
    def __init__(self) -> None:
        self.whole = JoinedGraph()
        self.kinds: dict[str, Kind] = {}
        self.named: dict[str, str] = {}
        """The graph that a kind is from."""
        self.sources: dict[str, Attributes] = {}
        self.ties: dict[str, Edge] = {}
        self.statements: list[dict[str, Any]] = []
        self.known: dict[tuple[str, str, str], str] = {}
        """The nodes by type, and scheme and text of an identifier."""

    def add(self, name: str, graph: ReadGraph) -> None:
        """Add a graph to those before it."""
        self._add_kinds(name, graph.graph["kinds"])
        ids = {**self._nodes_called(name, graph), **self._sources_called(name, graph)}
        for id, source in graph.graph["sources"].items():
            self.sources.setdefault(ids.get(id, id), renamed(dict(source), ids))
        for id, attributes in graph.nodes.items():
            self._add_node(ids.get(id, id), attributes, ids)
        for here, there in self.whole.apart.items():
            self._tell_apart(name, here, there)
        self._add_ties(name, graph.graph["ties"], ids)
        said = graph.graph["statements"]
        own = (one for speaker in said for one in said[speaker] if one["by"] == speaker)
        self.statements += [renamed(dict(one), ids) for one in own]

    def _add_kinds(self, name: str, kinds: Mapping[str, Kind]) -> None:
        for kind in kinds.values():
            if self.kinds.setdefault(kind.id, kind) != kind:
                first = self.named[kind.id]
                raise CityGraphError(
                    f"the kind `{kind.id}` means one thing in {first} and another in {name}; give it one meaning, or"
                    " another id in one of them"
                )
            self.named.setdefault(kind.id, name)

    # ---------------------------------------------------------------- what is the same, and what has the same id

    def _nodes_called(self, name: str, graph: ReadGraph) -> dict[str, str]:
        """The ids here of the nodes of a graph that have another id here than there."""
        found: dict[str, str] = {}
        taken: set[str] = set()
        for id, attributes in graph.nodes.items():
            same = self._same(attributes)
            if same is not None and same not in taken:
                taken.add(same)
                found[id] = same
                self.whole.same.append(same)
        for id in graph.nodes:
            if id not in found and self._has(id):
                found[id] = self._apart(name, id)
        return found

    def _same(self, attributes: Attributes) -> str | None:
        """The node of the graphs before that a node of the next one is; None if it is none of them."""
        own = dict(_identifiers(attributes))
        met = {
            self.known[attributes["type"], *pair] for pair in own.items() if (attributes["type"], *pair) in self.known
        }
        fitting = [id for id in met if _agree(own, dict(_identifiers(self.whole.nodes[id])))]
        return fitting[0] if len(fitting) == 1 else None

    def _has(self, id: str) -> bool:
        return id in self.whole.nodes or id in self.sources

    def _apart(self, name: str, id: str) -> str:
        """The id here of a record whose id a graph before has, too."""
        here = f"{name}:{id}"
        self.whole.apart[here] = id
        return here

    def _sources_called(self, name: str, graph: ReadGraph) -> dict[str, str]:
        """The same of the sources."""
        found = {}
        for id, source in graph.graph["sources"].items():
            there = self.sources.get(id)
            is_same = there is not None and all(
                source.get(key) == there.get(key) for key in ("title", "url", "published")
            )
            if self._has(id) and not is_same:
                found[id] = self._apart(name, id)
        return found

    # ---------------------------------------------------------------- records

    def _add_node(self, id: str, attributes: Attributes, ids: Mapping[str, str]) -> None:
        nodes = self.whole.nodes
        record = renamed(dict(attributes["record"]), ids)
        country = ids.get(attributes["country"], attributes["country"])
        place = (attributes["lat"], attributes["lon"])
        added = node(attributes["type"], attributes["name"], country, place, record)
        nodes[id] = _together(nodes[id], added) if id in nodes else dict(added)
        for pair in _identifiers(nodes[id]):
            self.known.setdefault((attributes["type"], *pair), id)

    def _tell_apart(self, name: str, here: str, there: str) -> None:
        """Give a node the name of its graph, too, if the one with its id has its name and country."""
        nodes = self.whole.nodes
        if here.startswith(f"{name}:") and here in nodes and there in nodes:
            one, other = nodes[here], nodes[there]
            if (fold(one["name"]), one["country"]) == (fold(other["name"]), other["country"]):
                one["name"] = f"{one['name']} ({name})"

    def _add_ties(self, name: str, ties: Mapping[str, Edge], ids: Mapping[str, str]) -> None:
        """``ids`` are those of nodes and sources; those of ties follow from them."""
        called: dict[str, str] = {}
        found = {}
        for id, (start, end, data) in ties.items():
            kind = self.kinds[data["kind"]]
            ends = [ids.get(start, start), ids.get(end, end)]
            if kind.symmetric:
                ends.sort()
            here = ".".join((kind.id, *ends)) if id == f"{kind.id}.{start}.{end}" else id
            edge = Edge(ends[0], ends[1], renamed(as_dict(data), ids))
            there = self.ties.get(here)
            if there is not None and not _say_the_same(there, edge):
                here = f"{name}:{here}"
                if there[:2] == edge[:2]:
                    self.whole.otherwise.append(here)
            called[id] = here
            found[here] = edge
        for id, edge in found.items():
            before = edge.data.get("follows")
            data = {**edge.data, "follows": called.get(before, before)} if before else edge.data
            there = self.ties.get(id)
            evidence = _side_by_side(there.data["evidence"] if there else (), data["evidence"])
            self.ties[id] = Edge(edge.start, edge.end, {**data, **(there.data if there else {}), "evidence": evidence})

    # ---------------------------------------------------------------- at the end

    def done(self) -> JoinedGraph:
        """The whole, with its indexes."""
        whole = self.whole
        whole.nodes = dict(sorted(whole.nodes.items()))
        whole.adj, whole.pred = {id: {} for id in whole.nodes}, {id: {} for id in whole.nodes}
        whole.degree = dict.fromkeys(whole.nodes, 0)
        ties = dict(sorted(self.ties.items()))
        for id, edge in ties.items():
            whole.adj[edge.start].setdefault(edge.end, {})[id] = edge.data
            whole.pred[edge.end].setdefault(edge.start, {})[id] = edge.data
            whole.degree[edge.start] += 1
            whole.degree[edge.end] += 1
        countries: dict[str, list[str]] = {}
        parts: dict[str, list[str]] = {}
        for id, one in whole.nodes.items():
            if one["country"]:
                countries.setdefault(one["country"], []).append(id)
            if (region := one["record"].get("part_of")) in whole.nodes:
                parts.setdefault(region, []).append(id)
        sources = dict(sorted(self.sources.items()))
        records = [*((one["type"], id, one["record"]) for id, one in whole.nodes.items())]
        whole.graph = {
            "kinds": Vocabulary(self.kinds.values()),
            "sources": sources,
            "names": NameIndex(
                name
                for type, id, record in (*records, *(("source", id, one) for id, one in sources.items()))
                for name in names_of(type, id, record)
            ),
            "ties": ties,
            "countries": countries,
            "parts": parts,
            "statements": _by_node(self.statements),
            "citations": _by_source((*records, *(("tie", id, edge.data) for id, edge in ties.items()),
                                     *(("statement", one["by"], one) for one in self.statements))),
        }  # fmt: skip
        return whole


def _identifiers(attributes: Attributes) -> Iterable[tuple[str, str]]:
    """The identifiers of a node by their schemes; the code of a country is one."""
    record = attributes["record"]
    yield from ((scheme, str(text)) for scheme, text in record.get("identifiers", {}).items())
    if record.get("iso"):
        yield "iso", record["iso"]


def _agree(own: Mapping[str, str], there: Mapping[str, str]) -> bool:
    """True if two things have no scheme in which their identifiers differ."""
    return all(there[scheme] == text for scheme, text in own.items() if scheme in there)


def _together(first: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a node that two graphs have: those of the first, and of the other what it lacks."""
    own, theirs = first["record"], other["record"]
    record = {**theirs, **own}
    for key in ("names", "identifiers"):
        if key in own and key in theirs:
            record[key] = {**theirs[key], **own[key]}
    for key in _ADDS_UP:
        if key in own and key in theirs:
            record[key] = _side_by_side(own[key], theirs[key])
    if first["name"] != other["name"]:
        record["aliases"] = _side_by_side(record.get("aliases", ()), [other["name"]])
    known = {key: value for key, value in first.items() if value is not None}
    return {**other, **known, "record": record}


def _side_by_side(first: Iterable[Any], other: Iterable[Any]) -> list[Any]:
    found = list(first)
    return [*found, *(one for one in other if one not in found)]


def _say_the_same(one: Edge, other: Edge) -> bool:
    """True if two ties differ in their evidence alone."""
    return one._replace(data={**one.data, "evidence": None}) == other._replace(data={**other.data, "evidence": None})


def _by_node(statements: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for one in statements:
        for id in dict.fromkeys((one["by"], *filter(None, (one.get("at"),)), *one.get("about", ()))):
            found.setdefault(id, []).append(one)
    return found


def _by_source(records: Iterable[tuple[str, str, Attributes]]) -> dict[str, Citations]:
    found: dict[str, Citations] = {}
    for what, id, record in records:
        for source, citation in citations_in(what, id, record):
            found.setdefault(source, Citations()).append(citation)
    return found
