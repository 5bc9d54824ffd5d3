"""How well do the things in common predict a tie?

The method is that of the literature (Lü & Zhou, *Link prediction in complex networks: a survey*, Physica A 390 (2011)).
Each round draws a tenth of the tied pairs and hides all ties between them. Then every untied pair gets a score from
what is left, and the hidden pairs should have the highest. Each round hides another tenth; the draws are always the
same. The figures are:

``auc``        the probability that a hidden pair has a higher score than an untied one; equal scores count half. Exact:
               all pairs are compared
``precision``  the share of hidden pairs among the ``k`` pairs with the highest scores, where ``k`` pairs are hidden. If
               pairs are equal at the end of the list, each is as likely on it as the others
``first``      the same for the first few
``listed``     for each end of each hidden pair: how often the other end is among the first ten suggestions

A pair is of two nodes that the lens admits, of the types that it asks for, or of cities if it asks for none. They lie
in different countries unless the lens asks for countries: :mod:`citygraph.questions.suggest.candidates` would suggest
them to each other. A node without a tie left stays in: no measure can find its partners, and none may gain if it is
left out.

Two other methods stand beside: the product of degrees (preferential attachment, Barabási & Albert 1999), and chance,
whose figures follow without a draw.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.graph.asked import Progress, silent
from citygraph.graph.interface import NodeKey, ReadGraph, numbered
from citygraph.questions.suggest.shared import SharedTiesInMemory, adamic_adar, resource_allocation, settled, whole

Method = Literal["Adamic-Adar", "resource allocation", "degree product", "chance"]

ROUNDS = 10
_FEWER = 3
_MUCH = 20_000_000
"""If so many pairs of ties share a node, ``_FEWER`` rounds are enough: each has very many pairs."""
FIRST = 20
"""The number of pairs that ``first`` looks at."""
LISTED = 10
"""The number of suggestions that ``listed`` looks at."""
_SEED = 2011
_SHARE = 10
"""One in this many pairs is hidden."""
_HALF = 80
"""The two scores of a pair are added up as one number: the first score begins at this bit, the second is below it."""
_PER_STEP = 200
"""The nodes between two reports of progress."""


class Measured(NamedTuple):
    """The mean over the rounds, and their standard deviation."""

    mean: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted:
    """The figures of a method: see the module."""

    method: Method
    auc: Measured
    precision: Measured
    first: Measured
    listed: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How well each method finds hidden ties. ``tied`` and ``untied`` count the pairs of nodes, and ``hidden`` the
    tied pairs that each round hides. ``first`` and ``listed`` are the lengths of the lists for the figures of that
    name. ``reachable`` is the share of hidden pairs that still have something in common."""

    nodes: int
    tied: int
    untied: int
    hidden: int
    rounds: int
    first: int
    listed: int
    reachable: Measured
    methods: tuple[Predicted, ...]


def evaluate(graph: ReadGraph, lens: Lens | None = None, *, progress: Progress = silent) -> Evaluation:
    """How well do the things in common predict a tie?

    Raises:
        CityGraphError: if there are too few tied pairs to hide a tenth of them, or no untied pairs.
    """
    from random import Random

    pairs = _Pairs(graph, lens or Lens(), progress)
    hidden = len(pairs.tied) // _SHARE
    if not hidden:
        raise CityGraphError(
            f"to hide a tenth of the tied pairs takes at least {_SHARE} of them; the lens shows {len(pairs.tied)}"
        )
    if not pairs.untied:
        raise CityGraphError("all pairs that the lens shows are tied: there are no untied pairs to compare them with")
    random = Random(_SEED)  # noqa: S311  # a sample, no secret
    meet = sum(math.comb(len(pairs.beside[node]), 2) for node in pairs.nodes)
    count = ROUNDS if meet < _MUCH else _FEWER
    rounds = []
    for number in range(count):
        before = number * len(pairs.nodes)

        def step(done: int, before: int = before) -> None:
            progress("hiding ties and looking for them", before + done, count * len(pairs.nodes))

        rounds.append(_Round(pairs, random.sample(pairs.tied, hidden)).results(step))
    return Evaluation(
        nodes=len(pairs.nodes),
        tied=len(pairs.tied),
        untied=pairs.untied,
        hidden=hidden,
        rounds=count,
        first=min(FIRST, hidden),
        listed=LISTED,
        reachable=_measured(one.reachable for one in rounds),
        methods=tuple(_predicted(method, [one.methods[method] for one in rounds]) for method in get_args(Method)),
    )


class _Figures(NamedTuple):
    """The figures of a method in one round."""

    auc: float
    precision: float
    first: float
    listed: float


class _Result(NamedTuple):
    """The result of one round."""

    reachable: float
    methods: dict[Method, _Figures]


def _measured(values: Iterable[float]) -> Measured:
    import statistics

    values = list(values)
    return Measured(statistics.fmean(values), statistics.stdev(values))


def _predicted(method: Method, rounds: Sequence[_Figures]) -> Predicted:
    return Predicted(method=method, **{key: _measured(getattr(one, key) for one in rounds) for key in _Figures._fields})


class _Word(NamedTuple):
    """A thing that is no node: a word that nodes are known for."""

    key: str


_Thing = NodeKey | _Word


class _Pairs:
    """All pairs of nodes that may be suggested to each other, the tied ones among them, and the things of each node."""

    def __init__(self, graph: ReadGraph, lens: Lens, progress: Progress = silent) -> None:
        shared_ties = SharedTiesInMemory(graph, lens, progress)
        types = lens.types.include or {"city"}
        about = shared_ties.nodes
        self.nodes = [node for node, data in about.items() if data["type"] in types and lens.admits_node(data)]
        self.there = frozenset(self.nodes)
        self.country = {node: None if lens.countries.include else about[node]["country"] for node in self.nodes}
        self.at_home: dict[str | None, set[NodeKey]] = {}
        for node, country in self.country.items():
            self.at_home.setdefault(country, set()).add(node)
        self.at_home.pop(None, None)
        self.joined = {node: self._abroad(node, shared_ties.joined.get(node, set())) for node in self.nodes}
        """The nodes that cannot be suggested to a node, since they have a tie to it."""
        self.tied = [
            (one, other)
            for one in self.nodes
            for other in sorted(self._abroad(one, shared_ties.beside(one)))
            if one < other
        ]
        allowed = math.comb(len(self.nodes), 2) - sum(math.comb(len(home), 2) for home in self.at_home.values())
        self.untied = allowed - sum(map(len, self.joined.values())) // 2

        self.beside = {node: shared_ties.beside(node) for node in about}
        self.others: dict[NodeKey, set[_Thing]] = {
            node: set(shared_ties.things(node) - self.beside[node]) for node in self.nodes
        }
        """The things of a node that are not its neighbors."""
        gatherings = {thing for things in self.others.values() for thing in things}
        self.sent: dict[NodeKey, set[NodeKey]] = {
            thing: (shared_ties.members(thing) - self.beside[thing]) & self.there for thing in gatherings
        }
        """The nodes that share a thing through delegates alone."""
        self.connects: dict[_Thing, int] = {node: len(others) for node, others in self.beside.items()}
        self.members: dict[_Thing, set[NodeKey]] = {
            node: (others & self.there) | self.sent.get(node, set()) for node, others in self.beside.items()
        }
        self._add_words(graph, shared_ties)
        self.things: dict[NodeKey, set[_Thing]] = {node: self.beside[node] | self.others[node] for node in self.nodes}

    def _abroad(self, node: NodeKey, others: set[NodeKey]) -> set[NodeKey]:
        """Those of ``others`` that may be suggested to a node."""
        return (others & self.there) - self.at_home.get(self.country[node], set())

    def _add_words(self, graph: ReadGraph, shared_ties: SharedTiesInMemory) -> None:
        number = numbered(graph).number
        known: dict[_Word, set[NodeKey]] = {}
        for name in graph.graph["names"].known_for():
            known.setdefault(_Word(name.key), set()).add(number(name.id))
        for word, nodes in known.items():
            nodes = {node for node in nodes if not shared_ties.is_excluded(node)}
            self.connects[word] = len(nodes)
            self.members[word] = nodes & self.there
            for node in self.members[word]:
                self.others[node].add(word)


class _Round:
    """One round: the network without the hidden pairs, and how well each method finds these."""

    def __init__(self, pairs: _Pairs, hidden: Sequence[tuple[NodeKey, NodeKey]]) -> None:
        self.pairs = pairs
        self.hidden = hidden
        self.partners: dict[NodeKey, set[NodeKey]] = {}
        """The hidden partners of each node."""
        for one, other in hidden:
            self.partners.setdefault(one, set()).add(other)
            self.partners.setdefault(other, set()).add(one)
        self.degree = {node: len(pairs.beside[node]) for node in pairs.nodes}
        self.things, self.members, connects = dict(pairs.things), dict(pairs.members), dict(pairs.connects)
        for node, partners in self.partners.items():
            left = pairs.beside[node] - partners
            self.things[node] = left | pairs.others[node]
            self.members[node] = (left & pairs.there) | pairs.sent.get(node, set())
            self.degree[node] = connects[node] = len(left)
        both = {
            count: whole(resource_allocation(count)) << _HALF | whole(adamic_adar(count))
            for count in set(connects.values())
        }
        self.weight = {thing: both[count] for thing, count in connects.items()}

    def results(self, step: Callable[[int], None]) -> _Result:
        """How well each method finds the hidden pairs."""
        of_hidden = [self._score(one, other) for one, other in self.hidden]
        tallies = [_Tally(scores, self.pairs.untied) for scores in zip(*map(_unpacked, of_hidden), strict=True)]
        listed = [0.0, 0.0]
        for done, node in enumerate(self.pairs.nodes):
            if done % _PER_STEP == 0:
                step(done)
            scores = self._scores(node)
            partners = self.partners.get(node, set())
            for index, tally in enumerate(tallies):
                own = {other: _unpacked(score)[index] for other, score in scores.items()}
                tally.add(Counter(score for other, score in own.items() if node < other and other not in partners))
                if partners:
                    listed[index] += sum(_listed(own.get(other, 0), own.values()) for other in partners)
        by_score = [self._figures(tally, found) for tally, found in zip(tallies, listed, strict=True)]
        return _Result(
            sum(map(bool, of_hidden)) / len(of_hidden),
            {
                "resource allocation": by_score[0],
                "Adamic-Adar": by_score[1],
                "degree product": self._by_degree(),
                "chance": self._by_chance(),
            },
        )

    def _figures(self, tally: _Tally, listed: float) -> _Figures:
        count = len(self.hidden)
        return _Figures(tally.auc(), tally.precision(count), tally.precision(min(FIRST, count)), listed / (2 * count))

    def _by_degree(self) -> _Figures:
        """The figures of the product of degrees. It has so few values that all pairs can be counted by them."""
        degree, pairs = self.degree, self.pairs
        untied = _products(degree.values())
        for home in pairs.at_home.values():
            untied.subtract(_products(degree[node] for node in home))
        untied.subtract(
            degree[one] * degree[other] for one in pairs.nodes for other in pairs.joined[one] if one < other
        )
        tally = _Tally([degree[one] * degree[other] for one, other in self.hidden], pairs.untied)
        tally.add(untied)
        everywhere = sorted(degree.values())
        at_home = {country: sorted(degree[node] for node in home) for country, home in pairs.at_home.items()}
        listed = 0.0
        for node, partners in self.partners.items():
            out = sorted(degree[other] for other in pairs.joined[node] - partners)
            out = sorted(
                [*out, *at_home.get(pairs.country[node], [degree[node]])]
            )  # a node without a country is its own
            for partner in partners:
                value = degree[partner]
                better, equal = (count(everywhere, value) - count(out, value) for count in (_count_above, _count_equal))
                listed += _share_of_list(better, equal)
        return self._figures(tally, listed)

    def _by_chance(self) -> _Figures:
        """The figures of a random order of the pairs."""
        pairs = self.pairs
        share = len(self.hidden) / (len(self.hidden) + pairs.untied)
        listed = 0.0
        for node, partners in self.partners.items():
            at_home = len(pairs.at_home.get(pairs.country[node], [node]))
            listed += len(partners) * _share_of_list(0, len(pairs.nodes) - at_home - len(pairs.joined[node] - partners))
        return _Figures(0.5, share, share, listed / (2 * len(self.hidden)))

    def _score(self, one: NodeKey, other: NodeKey) -> int:
        return sum(self.weight[thing] for thing in self.things[one] & self.things[other])

    def _scores(self, node: NodeKey) -> dict[NodeKey, int]:
        """The scores of the nodes that have something in common with a node and may be suggested to it."""
        found: dict[NodeKey, int] = {}
        for thing in self.things[node]:
            weight = self.weight[thing]
            for member in self.members[thing]:
                found[member] = found.get(member, 0) + weight
        found.pop(node, None)
        out = self.pairs.joined[node] - self.partners.get(node, set())
        for other in out & found.keys():
            del found[other]
        for other in self.pairs.at_home.get(self.pairs.country[node], set()) & found.keys():
            del found[other]
        return found


class _Tally:
    """Compares the scores of the hidden pairs with those of the untied ones. The caller adds the untied scores above
    0."""

    def __init__(self, hidden: Sequence[int], untied: int) -> None:
        self._hidden = sorted(hidden)
        self._untied = untied
        self._told = 0
        self._won = 0
        """Over all comparisons of a hidden with an untied pair: 2 if the hidden one has the higher score, 1 if both
        have the same."""
        self._best: Counter[int] = Counter()
        """The highest added scores: as many as can matter for ``precision``."""
        self._floor = 1

    def add(self, scores: Counter[int]) -> None:
        """Add untied pairs, as the number of pairs with each score. A pair may be added only once."""
        for score, count in scores.items():
            if score and count:
                self._told += count
                self._won += count * self._beaten(score)
                if score >= self._floor:
                    self._best[score] += count
        if len(self._best) > 4 * len(self._hidden) + 1000:
            self._forget()

    def _beaten(self, score: int) -> int:
        return 2 * len(self._hidden) - bisect_left(self._hidden, score) - bisect_right(self._hidden, score)

    def _forget(self) -> None:
        kept: Counter[int] = Counter()
        room = len(self._hidden)
        for score in sorted(self._best, reverse=True):
            if room <= 0:
                break
            kept[score] = self._best[score]
            room -= kept[score]
            self._floor = score
        self._best = kept

    def auc(self) -> float:
        """The probability that a hidden pair has a higher score than an untied one."""
        won = self._won + (self._untied - self._told) * self._beaten(0)
        return won / (2 * len(self._hidden) * self._untied)

    def precision(self, first: int) -> float:
        """The share of hidden pairs among the ``first`` pairs with the highest scores."""
        hidden = Counter(self._hidden)
        found, room = 0.0, first
        for score in sorted({*hidden, *self._best} - {0}, reverse=True):
            count = hidden[score] + self._best[score]
            found += hidden[score] * min(1, room / count)
            room -= min(room, count)
        left = hidden[0] + self._untied - self._told
        return (found + (hidden[0] * min(1, room / left) if left else 0)) / first


def _unpacked(score: int) -> tuple[int, int]:
    """The score by resource allocation and the one by Adamic-Adar, from the number in which they are added up."""
    return settled(score >> _HALF), settled(score & ((1 << _HALF) - 1))


def _listed(score: int, scores: Collection[int]) -> float:
    """The probability that a node with this score is among the first suggestions; 0 if it has no score."""
    if not score:
        return 0.0
    return _share_of_list(sum(other > score for other in scores), sum(other == score for other in scores))


def _share_of_list(better: int, equal: int) -> float:
    """The probability that a node is on the list, if ``better`` nodes score higher and ``equal`` ones, itself included,
    score the same."""
    return min(1.0, max(0, LISTED - better) / equal)


def _count_above(values: Sequence[int], value: int) -> int:
    return len(values) - bisect_right(values, value)


def _count_equal(values: Sequence[int], value: int) -> int:
    return bisect_right(values, value) - bisect_left(values, value)


def _products(degrees: Iterable[int]) -> Counter[int]:
    """The number of pairs of nodes with each product of degrees."""
    counts = sorted(Counter(degrees).items())
    found: Counter[int] = Counter()
    for index, (one, count) in enumerate(counts):
        found[one * one] += math.comb(count, 2)
        for other, others in counts[index + 1 :]:
            found[one * other] += count * others
    return found
