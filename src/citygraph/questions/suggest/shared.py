"""What two nodes have in common, and how much that counts.

Two nodes can have in common the nodes to which both are tied; the events and organizations in which both take part,
also through a delegate, who held a post in them then; and the words that both are known for. Each of these things
*connects* some number k of nodes: those that it is tied to, or that are known for it. The smaller k, the more it
counts:

===================  ======  ================================================================================
Adamic-Adar          1/ln k  Adamic & Adar, *Friends and neighbors on the Web*, Social Networks 25 (2003)
resource allocation  1/k     Zhou, Lü & Zhang, *Predicting missing links via local information*, European
                             Physical Journal B 71 (2009)
===================  ======  ================================================================================

The score of two nodes is the sum over all things in common. With ``G`` the simple graph of the ties that count, the
common neighbors contribute ``nx.adamic_adar_index(G)`` or ``nx.resource_allocation_index(G)``.

**A tie counts** if it holds, took place or is unknown: plans do not, and neither do ties that are over
(:meth:`citygraph.domain.lens.Lens.counts`). A visit or an attendance of which nobody knows if it took place is a thing
in common, but weighs nothing, unless the lens asks for its status. Nodes that the lens excludes are left out
everywhere. The types and countries that it asks for are those of the suggested nodes, not of the things in common.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from citygraph.domain import tie_rules
from citygraph.domain.dates import parse_period
from citygraph.domain.held import held
from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import stage
from citygraph.graph.asked import Progress, silent
from citygraph.graph.interface import Attributes, NodeKey, ReadGraph, numbered

_PER_STEP = 10_000

GATHERINGS = ("event", "organization")
"""The types of things in which a node can take part through a delegate."""
_DELEGATES = ("official", "organization")
_BELONGS = ("holds-post", "part-of")
"""The kinds of ties by which a person or a body belongs to a city."""
_ONE, _FINE = 1 << 60, 30
"""Scores are added up as whole numbers, so that their order does not matter: ``_ONE`` stands for 1. The last ``_FINE``
bits of a sum may come from rounding."""


def adamic_adar(connects: int) -> float:
    """The weight of a thing that connects this many nodes: 1/ln k (Adamic & Adar 2003)."""
    return 1 / math.log(max(connects, 2))


def resource_allocation(connects: int) -> float:
    """The weight of a thing that connects this many nodes: 1/k (Zhou, Lü & Zhang 2009)."""
    return 1 / max(connects, 2)


def whole(weight: float) -> int:
    """A weight as a whole number, so that sums are exact."""
    return round(weight * _ONE)


def settled(total: int) -> int:
    """A sum of such weights without the bits that rounding may change: equal scores are equal."""
    return (total + (1 << (_FINE - 1))) >> _FINE


def joins(lens: Lens, tie: Attributes) -> bool:
    """True if a tie is of the kinds and groups of the lens, of any status, date and source."""
    return (not lens.kinds or lens.kinds.admits(tie["kind"])) and (not lens.groups or lens.groups.admits(tie["group"]))


class SharedTies:
    """The nodes to which each node of a graph has a tie that counts. It reads the ties of a node when the caller asks
    for them."""

    def __init__(self, graph: ReadGraph, lens: Lens) -> None:
        self.lens = lens
        self.today = lens.day
        self._numbered = numbered(graph)
        self._excludes = bool(lens.types.exclude or lens.countries.exclude)
        self._beside: dict[NodeKey, set[NodeKey]] = {}

    def about(self, node: NodeKey) -> Attributes:
        """The type and country of a node."""
        return self._numbered.about(node)

    def beside(self, node: NodeKey) -> set[NodeKey]:
        """The neighbors of a node by ties that count, each once, without the node itself."""
        found = self._beside.get(node)
        if found is None:
            found = self._beside[node] = {
                other
                for other, tie in self._ties(node)
                if other != node and self.counts(tie) and not self.is_excluded(other)
            }
        return found

    def beside_in(self, node: NodeKey, type: str, country: str) -> set[NodeKey]:
        """Those of :meth:`beside` with a type and a country. It does not read ties to others."""
        found: set[NodeKey] = set()
        for beside in (self._numbered.adj[node], self._numbered.pred[node]):
            for other in beside.keys() - found - {node}:
                data = self.about(other)
                if (
                    (data["type"], data["country"]) == (type, country)
                    and not self.is_excluded(other)
                    and any(self.counts(tie) for tie in beside[other].values())
                ):
                    found.add(other)
        return found

    def counts(self, tie: Attributes) -> bool:
        """Whether a tie says that two have to do with each other, and weighs something: see the module."""
        return self.is_shown(tie) and (bool(self.lens.statuses.include) or not self._is_uncertain(tie))

    def is_shown(self, tie: Attributes) -> bool:
        """The same, also of a tie that weighs nothing."""
        return self.lens.admits_tie(tie) and self.lens.counts(stage(tie, self.today))

    def _is_uncertain(self, tie: Attributes) -> bool:
        """Whether nobody knows if a visit took place."""
        return bool(tie["nature"] == "occurrence") and stage(tie, self.today).is_open

    def perhaps_beside(self, node: NodeKey) -> set[NodeKey]:
        """The neighbors of a node by ties that count, also by those that weigh nothing."""
        visits = ((other, tie) for other, tie in self._ties(node) if tie["nature"] == "occurrence")
        shown = {other for other, tie in visits if other != node and self.is_shown(tie)}
        return self.beside(node) | {other for other in shown if not self.is_excluded(other)}

    def perhaps_beside_among(self, node: NodeKey, among: set[NodeKey]) -> set[NodeKey]:
        """Those of them that are ``among`` the given nodes. It does not read ties to others."""
        return {
            other
            for beside in (self._numbered.adj[node], self._numbered.pred[node])
            for other in beside.keys() & among
            if any(self.is_shown(tie) for tie in beside[other].values())
        }

    def _stands(self, tie: Attributes) -> bool:
        """Whether a tie stands today or took place, as far as anybody says."""
        found = stage(tie, self.today)
        return not (found.is_plan or found.is_over)

    def is_excluded(self, node: NodeKey) -> bool:
        """True if the lens excludes a node."""
        return self._excludes and self.lens.excludes_node(self.about(node))

    def things(self, node: NodeKey) -> set[NodeKey]:
        """The neighbors of a node, and the events and organizations in which it takes part through delegates."""
        found = set(self.beside(node))
        for delegate in self._delegates(node):
            for gathering in self.beside(delegate) - found - {node}:
                if self.about(gathering)["type"] in GATHERINGS and node in self._sent(delegate, gathering):
                    found.add(gathering)
        return found

    def members(self, thing: NodeKey) -> set[NodeKey]:
        """The nodes that share a thing: those that have it among their :meth:`things`."""
        direct = self.beside(thing)
        if self.about(thing)["type"] not in GATHERINGS:
            return direct
        delegates = (other for other in direct if self.about(other)["type"] in _DELEGATES)
        return direct.union(*(self._sent(delegate, thing) for delegate in delegates)) - {thing}

    def senders(self, node: NodeKey, thing: NodeKey) -> set[NodeKey]:
        """The delegates through which a node takes part in an event or an organization."""
        if self.about(thing)["type"] not in GATHERINGS:
            return set()
        delegates = self.beside(thing) & self._delegates(node)
        return {delegate for delegate in delegates if node in self._sent(delegate, thing)}

    def _sent(self, delegate: NodeKey, gathering: NodeKey) -> set[NodeKey]:
        """The nodes that a person or body represents at an event or in an organization: those to which it belonged at
        the time. If a tie names a node that it acts for (``on_behalf_of``), the tie counts only if that is one of
        them."""
        found: set[NodeKey] = set()
        for tie in self._between(delegate, gathering):
            if tie["kind"] not in _BELONGS and self.counts(tie):
                belonged = self._belongs(delegate, tie_rules.when(tie))
                sender = tie.get("on_behalf_of")
                if sender is None or self._numbered.number(sender) in belonged:
                    found |= belonged
        return found

    def _belongs(self, delegate: NodeKey, when: str | None) -> set[NodeKey]:
        """The nodes in which a person holds a post, or of which a body is part; and the nodes of which these are part,
        as a council is of its city."""
        found: set[NodeKey] = set()
        todo = [delegate]
        while todo:
            for place, tie in self._leads(todo.pop()):
                if place not in found and self._held(tie, when) and not self.is_excluded(place):
                    found.add(place)
                    if self.about(place)["type"] == "organization":
                        todo.append(place)
        return found

    def _delegates(self, node: NodeKey) -> set[NodeKey]:
        """The persons and bodies that belong, or belonged, to a node."""
        found: set[NodeKey] = set()
        todo = [node]
        while todo:
            for one in self._led(todo.pop()):
                type = self.about(one)["type"]
                if one not in found and type in _DELEGATES and not self.is_excluded(one):
                    found.add(one)
                    todo += [one] if type == "organization" else []
        return found

    def _held(self, tie: Attributes, when: str | None) -> bool:
        if not self.lens.admits_sources_of(tie):
            return False
        return self._stands(tie) if when is None else held(tie, parse_period(when).start, self.today) != "no"

    def _ties(self, node: NodeKey) -> Iterator[tuple[NodeKey, Attributes]]:
        for beside in (self._numbered.adj[node], self._numbered.pred[node]):
            for other in beside:
                for tie in beside[other].values():
                    yield other, tie

    def _between(self, one: NodeKey, other: NodeKey) -> Iterator[Attributes]:
        for beside in (self._numbered.adj[one], self._numbered.pred[one]):
            if other in beside:
                yield from beside[other].values()

    def _leads(self, delegate: NodeKey) -> Iterator[tuple[NodeKey, Attributes]]:
        """The ties by which a person or body belongs to other nodes."""
        for place, ties in self._numbered.adj[delegate].items():
            yield from ((place, tie) for tie in ties.values() if tie["kind"] in _BELONGS)

    def _led(self, node: NodeKey) -> Iterator[NodeKey]:
        """The persons and bodies with such a tie to a node."""
        for one, ties in self._numbered.pred[node].items():
            if any(tie["kind"] in _BELONGS for tie in ties.values()):
                yield one


class SharedTiesInMemory(SharedTies):
    """The same for all nodes: it reads all ties once, at the start."""

    def __init__(self, graph: ReadGraph, lens: Lens, progress: Progress = silent) -> None:
        super().__init__(graph, lens)
        by_number, count = numbered(graph), len(graph.graph["ties"])
        self.nodes: dict[NodeKey, Attributes] = dict(by_number.all_nodes())
        self.joined: dict[NodeKey, set[NodeKey]] = {}
        """The neighbors of a node by ties of the lens's kinds and groups, of any status."""
        self._beside = {node: set() for node in self.nodes}
        self._out: dict[NodeKey, list[tuple[NodeKey, Attributes]]] = {}
        self._in: dict[NodeKey, list[NodeKey]] = {}
        self._sending: dict[tuple[NodeKey, NodeKey], list[Attributes]] = {}
        for done, (one, other, tie) in enumerate(by_number.all_ties()):
            if done % _PER_STEP == 0:
                progress("reading ties", done, count)
            self._read(one, other, tie)

    def _read(self, one: NodeKey, other: NodeKey, tie: Attributes) -> None:
        if tie["kind"] in _BELONGS:
            self._out.setdefault(one, []).append((other, tie))
            self._in.setdefault(other, []).append(one)
        if one == other or not joins(self.lens, tie) or self.is_excluded(one) or self.is_excluded(other):
            return
        for here, there in ((one, other), (other, one)):
            self.joined.setdefault(here, set()).add(there)
        if self.counts(tie):
            for here, there in ((one, other), (other, one)):
                self._beside[here].add(there)
                if self.about(here)["type"] in _DELEGATES and self.about(there)["type"] in GATHERINGS:
                    self._sending.setdefault((here, there), []).append(tie)

    def about(self, node: NodeKey) -> Attributes:
        return self.nodes[node]

    def _between(self, one: NodeKey, other: NodeKey) -> Iterator[Attributes]:
        return iter(self._sending.get((one, other), ()))

    def _leads(self, delegate: NodeKey) -> Iterator[tuple[NodeKey, Attributes]]:
        return iter(self._out.get(delegate, ()))

    def _led(self, node: NodeKey) -> Iterator[NodeKey]:
        return iter(self._in.get(node, ()))
