"""Several graphs asked as one: a colleague's register beside one's own. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.names import Name, NameIndex, fold
from citygraph.domain.terms import DISPUTED
from citygraph.domain.tie_rules import are_apart, contradict
from citygraph.graph.citations import Citations, citations_in
from citygraph.graph.interface import Attributes, Edge, ReadGraph, as_dict, names_of, node
from citygraph.graph.references import renamed

_ADDS_UP = ("evidence", "observations", "aliases", "tags", "known_for", "passages")
"""What two records of one thing say side by side."""
_TELLS_A_SOURCE = ("url", "published", "publisher")
"""What makes a source with a title sure to be the one of that title: two councils both have minutes."""

Identifier = tuple[str, str, str]
"""A type of node, the scheme of an identifier, and its text."""
_Identified = Mapping[Identifier, Sequence[str]]
"""The ids of nodes by their identifiers."""
_Pair = tuple[str, str]
"""The id of a node in its graph, and that of a node of the graphs before."""


class Judged(NamedTuple):
    """What a person says in the folder of the graph called ``graph``: a ``thing`` is the ``record`` of that graph, or
    it is another one. A thing is an identifier (``wikidata:Q84``), or the record of another graph
    (``colleague:leeds``); any other name means nothing here."""

    graph: str
    is_same: bool
    thing: str
    record: str


@dataclass(slots=True)
class JoinedGraph:
    """A :class:`citygraph.graph.interface.ReadGraph` of several graphs, each called by a name.

    Nodes of different graphs are one if they have one type and an identifier in common, none that contradicts, and if
    no third node has that identifier, too; or if a person says so (:class:`Judged`), and no identifier contradicts. If
    a person says that they are two, they are two. Sources are one if they have id, title and address, date or publisher
    in common, and contradict each other in nothing. Any other record whose id an earlier graph has, too, gets the name
    of its graph before its id: ``colleague:leeds``. Ties that say the same are one, with the sources of both; others
    stay side by side. If one of two holds, and the other says that it does not, both are *disputed*.

    ``same`` are the ids of nodes that several graphs have. ``apart`` has the ids of records that mean something else
    than in an earlier graph, each with its id there. ``ambiguous`` are the ids of nodes whose identifiers fit several.
    ``alike`` are those of nodes that have only name and country in common with one of an earlier graph. ``otherwise``
    are the ids of ties that an earlier graph has, too, and tells otherwise. ``judged`` are those of ``same`` that
    are one since a person says so; ``refused`` are the judgements that are not followed, each with the reason.

    ``origins`` has where a record is from: by *node*, *source* or *tie* and its id here, the names of its graphs and
    its id in each."""

    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    adj: dict[str, dict[str, dict[str, Attributes]]] = field(default_factory=dict)
    pred: dict[str, dict[str, dict[str, Attributes]]] = field(default_factory=dict)
    degree: dict[str, int] = field(default_factory=dict)
    graph: dict[str, Any] = field(default_factory=dict)
    same: set[str] = field(default_factory=set)
    apart: dict[str, str] = field(default_factory=dict)
    ambiguous: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)
    judged: set[str] = field(default_factory=set)
    refused: dict[Judged, str] = field(default_factory=dict)
    origins: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)


def joined(parts: Sequence[tuple[str, ReadGraph]], judged: Iterable[Judged] = ()) -> JoinedGraph:
    """One graph of several, each with its name; ``judged`` is what people say of their nodes. All of each is read.

    Raises:
        CityGraphError: if two of them give one kind of tie two meanings.
    """
    joining = _Joining(judged)
    for name, graph in parts:
        joining.add(name, graph)
    return joining.done()


class _Joining:
    def __init__(self, judged: Iterable[Judged]) -> None:
        self.whole = JoinedGraph()
        self.said = list(dict.fromkeys(judged))
        self.called: dict[str, dict[str, str]] = {}
        """By the name of a graph, the ids here of its nodes."""
        self.kinds: dict[str, Kind] = {}
        self.named: dict[str, str] = {}
        """The graph that a kind is from."""
        self.sources: dict[str, dict[str, Any]] = {}
        self.ties: dict[str, Edge] = {}
        self.told: dict[tuple[str, str, str], list[str]] = {}
        """The ids of ties by kind and ends."""
        self.statements: list[dict[str, Any]] = []
        self.former: list[Name] = []
        """The ids that nodes have in their own graph, and not here."""

    def add(self, name: str, graph: ReadGraph) -> None:
        """Add a graph to those before it."""
        self._add_kinds(name, graph.graph["kinds"])
        nodes, sources = self._nodes_called(name, graph), self._sources_called(name, graph)
        ids = {**nodes, **sources}
        self.called[name] = {id: nodes.get(id, id) for id in graph.nodes}
        for what, several, called in (("node", graph.nodes, nodes), ("source", graph.graph["sources"], sources)):
            for id in several:
                self.whole.origins.setdefault((what, called.get(id, id)), []).append((name, id))
        countries = {id: ids.get(id, id) for id, one in graph.nodes.items() if _is_own_code(id, one)}
        for id, source in graph.graph["sources"].items():
            here, record = ids.get(id, id), renamed(dict(source), ids)
            self.sources[here] = _together(self.sources.get(here, {}), record)
        before = {(one["type"], fold(one["name"]), one["country"]) for one in self.whole.nodes.values()}
        for id, attributes in graph.nodes.items():
            self._add_node(name, ids.get(id, id), id, attributes, ids, countries, before)
        self._add_ties(name, graph.graph["ties"], ids)
        said = graph.graph["statements"]
        for one in (one for speaker in said for one in said[speaker] if one["by"] == speaker):
            statement = renamed(dict(one), ids)
            if statement not in self.statements:
                self.statements.append(statement)

    def _add_kinds(self, name: str, kinds: Mapping[str, Kind]) -> None:
        for kind in kinds.values():
            there = self.kinds.get(kind.id, kind)
            if there._replace(terms={}) != kind._replace(terms={}):
                raise CityGraphError(
                    f"the kind `{kind.id}` means one thing in {self.named[kind.id]} and another in {name}; give it one"
                    " meaning in both, or another id in one of them (`citygraph mv --kind`)"
                )
            terms = {
                language: tuple(dict.fromkeys((*there.terms.get(language, ()), *kind.terms.get(language, ()))))
                for language in {**there.terms, **kind.terms}
            }
            self.kinds[kind.id] = there._replace(terms=terms)
            self.named.setdefault(kind.id, name)

    # ---------------------------------------------------------------- what is the same, and what has the same id

    def _nodes_called(self, name: str, graph: ReadGraph) -> dict[str, str]:
        """The ids here of the nodes of a graph that have another id here than there."""
        here, there = _by_identifier(self.whole.nodes), _by_identifier(graph.nodes)
        fitting: dict[str, set[str]] = {}
        same, different = self._pairs_judged(name, graph, here, there)
        for identifier in here.keys() & there.keys():
            for id in there[identifier]:
                fitting.setdefault(id, set()).update(one for one in here[identifier] if (id, one) not in different)
        fitting = {id: others for id, others in fitting.items() if others}
        for id, other in same:
            fitting.setdefault(id, set()).add(other)
        claimed = Counter(other for others in fitting.values() for other in others)
        found: dict[str, str] = {}
        for id, others in fitting.items():
            (other, *more) = sorted(others)
            if more or claimed[other] > 1:
                self.whole.ambiguous.append(id)
            elif _agree(graph.nodes[id], self.whole.nodes[other]):
                found[id] = other
                self.whole.same.add(other)
                self.whole.judged |= {other} if (id, other) in same else set()
        for id in graph.nodes:
            if id not in found and self._has(id):
                found[id] = self._apart(name, id)
        return found

    def _pairs_judged(
        self, name: str, graph: ReadGraph, here: _Identified, there: _Identified
    ) -> tuple[set[_Pair], set[_Pair]]:
        """The pairs of a node of a graph and a node here of which people say that they are one, and that they are
        two."""
        same, different = set[_Pair](), set[_Pair]()
        for one in self.said:
            graphs, scheme = ({name, *self.called}, one.thing.partition(":")[0])
            if one.graph == name:
                record = graph.nodes.get(one.record)
                pairs = [(one.record, id) for id in self._meant(one.thing, record, self.called, here)]
            elif one.graph in self.called and scheme not in self.called:
                own = self.called[one.graph].get(one.record)
                record = None if own is None else self.whole.nodes[own]
                theirs = {name: {id: id for id in graph.nodes}}
                pairs = [(id, own) for id in self._meant(one.thing, record, theirs, there) if own is not None]
            else:
                continue
            for id, other in pairs:
                if graph.nodes[id]["type"] != self.whole.nodes[other]["type"]:
                    self.whole.refused[one] = "one is of another type"
                elif one.is_same and not _agree(graph.nodes[id], self.whole.nodes[other]):
                    self.whole.refused[one] = "their identifiers differ"
                else:
                    (same if one.is_same else different).add((id, other))
            if not pairs and scheme in graphs:
                self.whole.refused[one] = "there is no such record"
        return same - different, different

    @staticmethod
    def _meant(
        thing: str, record: Attributes | None, graphs: Mapping[str, Mapping[str, str]], identified: _Identified
    ) -> Iterable[str]:
        """The ids of the nodes that a thing in a judgement on a record may mean: of those in ``graphs``, and of those
        with such an identifier."""
        scheme, _, text = thing.partition(":")
        if record is None:
            return ()
        if scheme in graphs:
            return [graphs[scheme][text]] if text in graphs[scheme] else ()
        return identified.get((record["type"], scheme, text), ())

    def _has(self, id: str) -> bool:
        return id in self.whole.nodes or id in self.sources or id in self.ties

    def _apart(self, name: str, id: str) -> str:
        """The id here of a record whose id a graph before has, too."""
        tried = (f"{name}:{id}" if number == 1 else f"{name}:{id}.{number}" for number in count(1))
        here = next(one for one in tried if not self._has(one) and one not in self.whole.apart)
        self.whole.apart[here] = id
        return here

    def _sources_called(self, name: str, graph: ReadGraph) -> dict[str, str]:
        """The same of the sources."""
        found = {}
        for id, source in graph.graph["sources"].items():
            if self._has(id) and not (id in self.sources and _are_one_source(self.sources[id], source)):
                found[id] = self._apart(name, id)
        return found

    # ---------------------------------------------------------------- records

    def _add_node(
        self, name: str, here: str, id: str, attributes: Attributes, ids: Mapping[str, str],
        countries: Mapping[str, str], before: set[tuple[str, str, str | None]],
    ) -> None:  # fmt: skip
        """Add a node with its id ``here``. One that has type, name and country of a node ``before``, and is not known
        to be that, has the name of its graph behind its own."""
        written = dict(attributes["record"])
        record = renamed(written, ids)
        if "country" in written:
            record["country"] = countries.get(written["country"], written["country"])
        country = countries.get(attributes["country"], attributes["country"])
        shown = attributes["name"]
        if here not in self.whole.same and (attributes["type"], fold(shown), country) in before:
            shown = f"{shown} ({name})"
            self.whole.alike.append(here)
        added = node(attributes["type"], shown, country, (attributes["lat"], attributes["lon"]), record)
        nodes = self.whole.nodes
        nodes[here] = _one_node(nodes[here], added) if here in nodes else dict(added)
        if here != id:
            self.former.append(Name(here, id, "alias"))

    def _add_ties(self, name: str, ties: Mapping[str, Edge], ids: Mapping[str, str]) -> None:
        """``ids`` are those of nodes and sources; those of ties follow from them."""
        called: dict[str, str] = {}
        new: dict[str, Edge] = {}
        met: set[str] = set()
        for id, (start, end, data) in ties.items():
            kind = self.kinds[data["kind"]]
            one, other = ids.get(start, start), ids.get(end, end)
            if kind.symmetric and one > other:
                one, other = other, one
            edge = Edge(one, other, renamed(as_dict(data), ids))
            earlier = [tie for tie in self.told.get((kind.id, one, other), ()) if tie not in met]
            same = next((tie for tie in earlier if _say_the_same(self.ties[tie], edge)), None)
            if same is not None:
                met.add(same)
                called[id] = same
                self.whole.origins.setdefault(("tie", same), []).append((name, id))
                there = self.ties[same]
                evidence = _side_by_side(there.data["evidence"], edge.data["evidence"])
                self.ties[same] = there._replace(data={**there.data, "evidence": evidence})
                continue
            here = f"{kind.id}.{one}.{other}" if id == f"{kind.id}.{start}.{end}" else id
            if self._has(here) or here in new:
                here = self._apart(name, here)
            for tie in earlier:
                if not are_apart(self.ties[tie].data, edge.data):
                    self.whole.otherwise.append(here)
                    edge = self._disputed(tie, edge, kind.nature)
            called[id] = here
            new[here] = edge
            self.whole.origins.setdefault(("tie", here), []).append((name, id))
        for here, edge in new.items():
            before = edge.data.get("follows")
            data = {**edge.data, "follows": called.get(before, before)} if before else edge.data
            self.ties[here] = edge._replace(data=data)
            self.told.setdefault((data["kind"], edge.start, edge.end), []).append(here)

    def _disputed(self, tie: str, edge: Edge, nature: str) -> Edge:
        """A tie that another graph tells, too; both are disputed if one holds by its own graph, and the other does
        not."""
        there = self.ties[tie]
        one, other = (_stated(one.data) for one in (there, edge))
        if not contradict(one, other, nature):
            return edge
        self.ties[tie] = there._replace(data={**there.data, "status": DISPUTED, "stated": one})
        return edge._replace(data={**edge.data, "status": DISPUTED, "stated": other})

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
        named = (
            name
            for type, id, record in (*records, *(("source", id, one) for id, one in sources.items()))
            for name in names_of(type, id, record)
        )
        whole.graph = {
            "kinds": Vocabulary(self.kinds.values()),
            "sources": sources,
            "names": NameIndex([*named, *(name for name in self.former if not self._has(name.text))]),
            "ties": ties,
            "countries": countries,
            "parts": parts,
            "statements": _by_node(self.statements),
            "citations": _by_source((*records, *(("tie", id, edge.data) for id, edge in ties.items()),
                                     *(("statement", one["by"], one) for one in self.statements))),
        }  # fmt: skip
        return whole


def _is_own_code(id: str, attributes: Attributes) -> bool:
    """True if the nodes in a country name it by the id of its record: it has no ISO code."""
    return attributes["type"] == "country" and attributes["country"] == id and not attributes["record"].get("iso")


def _by_identifier(nodes: Mapping[str, Attributes]) -> dict[Identifier, list[str]]:
    found: dict[Identifier, list[str]] = {}
    for id, attributes in nodes.items():
        for scheme, text in _identifiers(attributes).items():
            found.setdefault((attributes["type"], scheme, text), []).append(id)
    return found


def _identifiers(attributes: Attributes) -> dict[str, str]:
    """The identifiers of a node by their schemes; the code of a country is one."""
    record = attributes["record"]
    iso = {"iso": record["iso"]} if record.get("iso") else {}
    return {**{scheme: str(text) for scheme, text in record.get("identifiers", {}).items()}, **iso}


def _agree(one: Attributes, other: Attributes) -> bool:
    """True if two nodes have no scheme in which their identifiers differ."""
    own, there = _identifiers(one), _identifiers(other)
    return all(there[scheme] == text for scheme, text in own.items() if scheme in there)


def _are_one_source(one: Attributes, other: Attributes) -> bool:
    """True if two sources with one id are one: they have title and address, date or publisher in common, and contradict
    each other in nothing of these."""
    told = ("title", *_TELLS_A_SOURCE)
    fits = all(one[key] == other[key] for key in told if key in one and key in other)
    return fits and "title" in one and "title" in other and any(key in one and key in other for key in _TELLS_A_SOURCE)


def _one_node(first: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of a node that two graphs have: those of the first, and of the other what it lacks. Each name of
    the other that the first has otherwise is an alias."""
    own, theirs = first["record"], other["record"]
    record = _together(own, theirs)
    names = [
        theirs.get("name", other["name"]),
        *(text for tag, text in theirs.get("names", {}).items() if own.get("names", {}).get(tag, text) != text),
    ]
    aliases = [name for name in names if name != own.get("name", first["name"])]
    if aliases:
        record["aliases"] = _side_by_side(record.get("aliases", ()), aliases)
    known = {key: value for key, value in first.items() if value is not None}
    return {**other, **known, "record": record}


def _together(own: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Two records of one thing: what the first says, and of the other what it lacks."""
    record = {**theirs, **own}
    for key, value in own.items():
        if key in theirs and key in _ADDS_UP:
            record[key] = _side_by_side(value, theirs[key])
        elif key in ("names", "identifiers") and key in theirs:
            record[key] = {**theirs[key], **value}
    return record


def _side_by_side(first: Iterable[Any], other: Iterable[Any]) -> list[Any]:
    found = list(first)
    return [*found, *(one for one in other if one not in found)]


def _say_the_same(one: Edge, other: Edge) -> bool:
    """True if two ties of one kind and between the same nodes differ in their evidence alone."""
    return _beside_evidence(one) == _beside_evidence(other)


def _beside_evidence(edge: Edge) -> dict[str, Any]:
    said = {key: value for key, value in edge.data.items() if key not in ("evidence", "stated")}
    return {**said, "status": _stated(edge.data)}


def _stated(tie: Attributes) -> str | None:
    """The status of a tie by its own record."""
    stated: str | None = tie.get("stated", tie["status"])
    return stated


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
