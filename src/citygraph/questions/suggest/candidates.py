"""Which nodes have much in common with a given node, and no tie to it yet?

:mod:`citygraph.questions.suggest.shared` says what two nodes have in common, and how much that counts. The ranking is
by Adamic-Adar: of hidden twinnings of 2022, it finds more than resource allocation does
(:mod:`citygraph.questions.suggest.evaluation`).

**Candidates** are of the type of the given node, or of the types that the lens asks for. They lie in another country,
since twinning crosses borders, unless the lens names the node's own country. And they have no tie to it of the kinds
that the lens asks for, of any status. A node with only a planned or ended tie is listed apart, since it is no new idea.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.domain.names import fold
from citygraph.domain.tie_rules import Stage, stage
from citygraph.graph.interface import Attributes, End, NodeKey, ReadGraph, ends, numbered
from citygraph.graph.tie_facts import TieFacts, tie_facts
from citygraph.questions.suggest.shared import (
    SharedTies,
    adamic_adar,
    joins,
    resource_allocation,
    settled,
    whole,
)

How = Literal["partner", "network", "event", "known_for", "tie"]
"""How two nodes have a thing in common: both have an agreement with it (``partner``), belong to it (``network``), take
part in it (``event``), are known for it, or have another ``tie`` to it."""
_ASK = ("city", "country", "organization")
score_of = adamic_adar
"""The weight of a thing in the ranking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A thing that two nodes have in common: a node, or a word (then ``id`` and ``type`` are None). ``connects`` is the
    number of nodes that share it, and gives its weights; they are 0 if nobody knows that both took part in it. ``ties``
    are the ids of the ties of both to it; ``through`` are the ids of the delegates through which one of them takes
    part. ``rests_on`` has what those ties are that are no facts today: *unknown*, *planned* …"""

    how: How
    id: str | None
    name: str
    type: str | None
    connects: int
    adamic_adar: float
    resource_allocation: float
    ties: tuple[str, ...]
    through: tuple[str, ...]
    rests_on: tuple[str, ...] = ()


class PartnerThere(NamedTuple):
    """A node in the country of the given node. ``rests_on`` is empty if a partnership with it is a fact."""

    id: str
    name: str
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TieBetween(TieFacts):
    """A tie between the given node and another, read from the given node."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A node with something in common with the given node; the things with the greatest weight come first.

    ``partners_there`` are its partners of the given node's type and in that country. ``ties`` are its ties to the given
    node that the lens does not ask for.
    """

    rank: int
    id: str
    name: str
    type: str
    country: str | None
    score: float
    adamic_adar: float
    resource_allocation: float
    shared: tuple[Shared, ...]
    partners_there: tuple[PartnerThere, ...]
    ties: tuple[TieBetween, ...]


class NotNew(NamedTuple):
    """A node that would be suggested without its tie, which is planned, over, or not of the lens's date."""

    id: str
    name: str
    ties: tuple[TieBetween, ...]


class Suggestions(NamedTuple):
    """The first suggestions for the node ``id``. ``more`` is true if there are others; ``things`` counts the things
    that others may have in common with it. Two lists have nodes that would stand among the suggestions: ``not_new``,
    if they had no tie, and ``at_home``, if they lay in another country."""

    id: str
    country: str | None
    things: int
    suggestions: tuple[Suggestion, ...]
    more: bool
    not_new: tuple[NotNew, ...]
    at_home: tuple[PartnerThere, ...]


def suggestions_for(graph: ReadGraph, node: str, lens: Lens | None = None, *, top: int | None = None) -> Suggestions:
    """At most ``top`` nodes that have something in common with ``node``, the highest score first, equal ones by id.

    Raises:
        CityGraphError: if ``node`` is a person or an event.
    """
    if graph.nodes[node]["type"] not in _ASK:
        known = graph.nodes[node]
        article = "an" if known["type"][0] in "aeiou" else "a"
        raise CityGraphError(
            f"{known['name']} is {article} {known['type']}; suggestions are for cities, countries and organizations"
        )
    return _CandidateSearch(graph, node, lens or Lens()).found(top)


class _SharedWord(NamedTuple):
    """A thing that is no node: a word that both nodes are known for."""

    key: str


class _CandidateSearch:
    """One search, over nodes as the graph numbers them."""

    def __init__(self, graph: ReadGraph, node: str, lens: Lens) -> None:
        self.graph, self.node, self.lens = graph, node, lens
        self.numbered = numbered(graph)
        self.shared_ties = SharedTies(graph, lens)
        self.asks = graph.nodes[node]
        self.types = lens.types.include or frozenset({self.asks["type"]})
        self.own_country = None if self.asks["country"] in lens.countries.include else self.asks["country"]
        self.here = self.numbered.number(node)
        self.words = {_SharedWord(fold(word)): word for word in reversed(self.asks["record"].get("known_for", ()))}
        self.connects: dict[NodeKey | _SharedWord, int] = {}
        self.perhaps_beside = self.shared_ties.perhaps_beside(self.here)

    def found(self, top: int | None) -> Suggestions:
        """Look at the candidates in order until there are enough: a hub may have very many."""
        in_common = self.in_common()
        things = len(self.connects)
        tied: dict[str, list[End]] = {}
        for end in ends(self.graph, self.node):
            tied.setdefault(end.node, []).append(end)
        rows: list[Suggestion] = []
        not_new: list[NotNew] = []
        at_home: list[PartnerThere] = []
        more, rank, last = False, 0, -1
        for score, id, number in self.in_order(in_common):
            data = self.shared_ties.about(number)
            if data["type"] not in self.types or not self.lens.admits_node(data):
                continue
            ties = tied.get(id, [])
            full = top is not None and len(rows) >= top
            if any(joins(self.lens, end.data) for end in ties):
                if not full and not any(self.shared_ties.counts(end.data) for end in ties):
                    not_new.append(NotNew(id, self.graph.nodes[id]["name"], self.facts(ties)))
            elif self.own_country is not None and data["country"] == self.own_country:
                if not full:
                    at_home.append(PartnerThere(id, self.graph.nodes[id]["name"]))
            elif full:
                more = True
                break
            else:
                rank, last = (rank if score == last else len(rows) + 1), score
                rows.append(self.row(rank, id, number, in_common[number], self.facts(ties)))
        return Suggestions(
            id=self.node,
            country=self.asks["country"],
            things=things,
            suggestions=tuple(rows),
            more=more,
            not_new=tuple(not_new),
            at_home=tuple(at_home),
        )

    def in_common(self) -> dict[NodeKey, list[NodeKey | _SharedWord]]:
        """The things that each other node has in common with the given node."""
        found: dict[NodeKey, list[NodeKey | _SharedWord]] = {}
        for thing in self.shared_ties.things(self.here):
            self.connects[thing] = len(self.shared_ties.beside(thing))
            for member in self.shared_ties.members(thing):
                found.setdefault(member, []).append(thing)
        for word in self.words:
            known = {self.numbered.number(name.id) for name in self.graph.graph["names"].known_for(word.key)}
            known = {member for member in known if not self.shared_ties.is_excluded(member)}
            self.connects[word] = len(known)
            for member in known:
                found.setdefault(member, []).append(word)
        found.pop(self.here, None)
        return found

    def in_order(self, in_common: dict[NodeKey, list[NodeKey | _SharedWord]]) -> Iterator[tuple[int, str, NodeKey]]:
        """Score, id and number of the other nodes: the highest score first, equal ones by id."""
        weight = {thing: whole(score_of(count)) for thing, count in self.connects.items()}
        scores = {other: settled(sum(weight[thing] for thing in things)) for other, things in in_common.items()}
        falling = sorted(scores, key=lambda other: -scores[other])
        for score, equal in groupby(falling, key=scores.__getitem__):
            yield from ((score, id, number) for id, number in sorted((self.numbered.id(one), one) for one in equal))

    def row(
        self, rank: int, id: str, number: NodeKey, things: Iterable[NodeKey | _SharedWord], ties: tuple[TieBetween, ...]
    ) -> Suggestion:
        """The suggestion of a node, with its things in common, its scores and its ties."""
        data = self.graph.nodes[id]
        things = list(things)
        shared = sorted((self.shared(thing, id, number) for thing in things), key=lambda one: (one.connects, one.name))
        perhaps = self.shared_ties.perhaps_beside_among(number, self.perhaps_beside - {self.here, number, *things})
        shared += sorted((self.perhaps_shared(thing, id, number) for thing in perhaps), key=lambda one: one.name)
        weights = (adamic_adar, resource_allocation)
        sums = {by.__name__: math.fsum(getattr(one, by.__name__) for one in shared) for by in weights}
        return Suggestion(
            rank=rank,
            id=id,
            name=data["name"],
            type=data["type"],
            country=data["country"],
            score=sums[score_of.__name__],
            **sums,
            shared=tuple(shared),
            partners_there=tuple(self.partners_there(number)),
            ties=ties,
        )

    def partners_there(self, number: NodeKey) -> Iterator[PartnerThere]:
        """The partners of another node that have the given node's type and country."""
        country = self.asks["country"]
        there = (
            set() if country is None else self.shared_ties.beside_in(number, self.asks["type"], country) - {self.here}
        )
        for id in sorted(map(self.numbered.id, there)):
            yield PartnerThere(id, self.graph.nodes[id]["name"], self.rests_on([[self.numbered.id(number)]], id))

    def perhaps_shared(self, thing: NodeKey, other: str, number: NodeKey) -> Shared:
        """A thing that both have in common only if they took part in it, which nobody knows: it weighs nothing."""
        self.connects.setdefault(thing, len(self.shared_ties.beside(thing)))
        return replace(self.shared(thing, other, number), adamic_adar=0.0, resource_allocation=0.0)

    def shared(self, thing: NodeKey | _SharedWord, other: str, number: NodeKey) -> Shared:
        """A thing that the given node and another have in common, with its weights and ties."""
        weights: dict[str, Any] = {"connects": self.connects[thing]}
        weights |= {by.__name__: by(self.connects[thing]) for by in (adamic_adar, resource_allocation)}
        if isinstance(thing, _SharedWord):
            word = self.words[thing]
            return Shared(how="known_for", id=None, name=word, type=None, ties=(), through=(), **weights)
        id = self.numbered.id(thing)
        data = self.graph.nodes[id]
        ties: dict[str, str] = {}
        through: dict[str, None] = {}
        sides: list[list[str]] = []
        for one, its_number in ((self.node, self.here), (other, number)):
            senders = sorted(self.numbered.id(sender) for sender in self.shared_ties.senders(its_number, thing))
            through |= dict.fromkeys(senders)
            sides.append([one, *senders])
            for end in sides[-1]:
                ties |= self.groups_between(end, id)
        how = _how(data["type"], frozenset(ties.values()))
        return Shared(
            how=how,
            id=id,
            name=data["name"],
            type=data["type"],
            ties=tuple(ties),
            through=tuple(through),
            rests_on=self.rests_on(sides, id),
            **weights,
        )

    def rests_on(self, sides: Iterable[Iterable[str]], other: str) -> tuple[str, ...]:
        """What the ties of each side to another node are, if that is to be told
        (:meth:`citygraph.domain.lens.Lens.to_be_told`). A side counts by its least doubtful tie."""
        found: set[Stage] = set()
        for side in sides:
            ties = [data for one in side for data in self.ties_between(one, other).values()]
            stages = [stage(tie, self.lens.day) for tie in ties]
            found |= {min(stages, key=lambda one: one.doubt)} if stages else set()
        return self.lens.to_be_told(found)

    def groups_between(self, one: str, other: str) -> dict[str, str]:
        """The ties between two nodes that count, each with its group."""
        return {tie: data["group"] for tie, data in self.ties_between(one, other).items()}

    def ties_between(self, one: str, other: str) -> dict[str, Attributes]:
        """The ties between two nodes that count, also those that weigh nothing."""
        return {
            tie: data
            for beside in (self.graph.adj[one], self.graph.pred[one])
            for tie, data in sorted(beside.get(other, {}).items())
            if self.shared_ties.is_shown(data)
        }

    def facts(self, ties: Iterable[End]) -> tuple[TieBetween, ...]:
        """Ties as rows, read from the given node."""
        return tuple(TieBetween(**tie_facts(self.graph, end, self.lens)) for end in ties)


def _how(type: str, groups: frozenset[str]) -> How:
    """How two nodes have a third one in common, from its type and the groups of the ties to it."""
    if type == "event":
        return "event" if groups <= {"event", "exchange"} else "tie"
    if type == "organization" and groups == {"network"}:
        return "network"
    return "partner" if groups == {"agreement"} else "tie"
