"""The shortest paths between two nodes: a search from both ends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from citygraph.domain import tie_rules
from citygraph.domain.lens import Lens
from citygraph.domain.terms import Held
from citygraph.domain.tie_rules import stage
from citygraph.graph.interface import Attributes, Direction, End, Neighbors, NodeKey, ReadGraph, numbered
from citygraph.graph.tie_facts import TieFacts, only_if_asked, tie_facts

if TYPE_CHECKING:
    from citygraph.questions.path.apart import Apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop(TieFacts):
    """One tie of a path, ``from_`` one node ``to`` the next. ``held`` says if it held at the lens's date; None if the
    lens has no date. ``km`` is the distance between the two, if the path is the one of the least distance."""

    from_: str
    to: str
    held: Held | None = only_if_asked()
    km: float | None = only_if_asked()


@dataclass(frozen=True, slots=True)
class Path:
    """A shortest path. ``length`` counts hops: 0 from a node to itself, None if there is no path.

    ``hops`` has one tie for each hop, the least doubtful; ``parallel`` counts the other ties that run beside them. If
    all ties are asked for, ``hops`` has those, too, the least doubtful of each hop first. ``rests_on`` has
    what the hops are today, if that is to be told (:meth:`citygraph.domain.lens.Lens.to_be_told`). A hop is what its
    least doubtful tie is. ``km`` is the whole distance, if the path is the one of the least. If there is no path,
    ``apart`` says how far a search gets.
    """

    length: int | None
    parallel: int
    hops: tuple[Hop, ...]
    rests_on: tuple[str, ...] = ()
    km: float | None = only_if_asked()
    apart: Apart | None = only_if_asked()

    def caveats(self, called: str = "this path") -> Iterator[str]:
        """Remarks on what may mislead about it."""
        if self.length == 0:
            yield "both names mean the same node"
        if self.rests_on:
            plans = {hop.stage.word for hop in self.hops if hop.stage.is_plan}
            are_plans = plans.issuperset(self.rests_on)
            words = (
                f"that are only {' and '.join(self.rests_on)}"
                if are_plans
                else f"whose status is {_any(self.rests_on)}"
            )
            yield f"{called} rests on ties {words}"
        if "possibly" in {hop.held for hop in self.hops}:
            yield f"{called} rests on ties that only possibly held then"


NO_PATH = Path(None, 0, ())
LATER = {"Apart": "citygraph.questions.path.apart"}
"""Types of fields here, and their modules: a path that is found needs none of these."""


def shortest_paths(
    graph: ReadGraph,
    start: str,
    end: str,
    lens: Lens | None = None,
    *,
    directed: bool = False,
    avoid: Collection[str] = (),
    within: Collection[str | None] = (),
    max_hops: int | None = None,
    all_ties: bool = False,
) -> Iterator[Path]:
    """Every shortest path: the one with the least doubtful ties first, the others in order of ids.

    The direction of ties counts only if ``directed``. The lens and ``avoid`` say which nodes may lie between; and
    ``within``, in which countries, None for those that lie in none. A path of more than ``max_hops`` ties is none.
    """
    lens = lens or Lens()
    if start == end:
        yield Path(0, 0, ())
        return
    search = PathSearch(graph, start, end, lens=lens, avoid=avoid, directed=directed, within=within)
    onward = search.web(max_hops)
    if not onward:
        return
    ties = {(node, after): search.between(node, after) for node, following in onward.items() for after in following}

    def hops(nodes: list[str]) -> Path:
        return search.walked([ties[pair] for pair in pairwise(nodes)], nodes, all_ties=all_ties)

    best = _least_doubtful(start, end, onward, {pair: search.doubt(parallel[0]) for pair, parallel in ties.items()})
    yield hops(best)
    for nodes in _walks(start, end, onward):
        if nodes != best:
            yield hops(nodes)


class PathSearch:
    """One search, over nodes as the graph numbers them: see :func:`citygraph.graph.interface.numbered`."""

    def __init__(
        self,
        graph: ReadGraph,
        start: str,
        end: str,
        *,
        lens: Lens,
        avoid: Collection[str] = (),
        directed: bool = False,
        within: Collection[str | None] = (),
        located: bool = False,
    ) -> None:
        self.graph = graph
        self.numbered = numbered(graph)
        self.lens = lens
        self.today = lens.day
        self.directed = directed
        self.ends = (self.numbered.number(start), self.numbered.number(end))
        self.avoided = {self.numbered.number(node) for node in avoid} - {*self.ends}
        self.within, self.located = within, located
        self.all_nodes_may_lie_between = not (lens.asks_for_nodes or within or located)
        self.all_ties_count = not (lens.asks_for_ties or lens.asks_for_words)

    def web(self, max_hops: int | None = None) -> dict[str, set[str]]:
        """All shortest paths at once: for each node on one of them, the nodes that follow it. Empty if there is none of
        at most ``max_hops`` ties.

        This is a bidirectional breadth-first search. It advances a whole level at a time, on the side whose last level
        has fewer ties, so that it reads little even of a large graph. The last level is the largest, and only those of
        its ties matter that meet the other side. So the search checks these first, and the others only if the sides do
        not meet.
        """
        sides = (_Frontier(self.ends[0]), _Frontier(self.ends[1]))
        while sides[0].levels[-1] and sides[1].levels[-1]:
            if max_hops is not None and len(sides[0].levels) + len(sides[1].levels) - 2 >= max_hops:
                break
            side = min((0, 1), key=lambda side: self.weight(sides[side]))
            one, other = sides[side], sides[1 - side]
            around = {node: self.around(node, side) for node in one.levels[-1]}
            met = {node: found for node in around if (found := self.admitted(self.steps(around[node], other.seen)))}
            if met:
                return self.joined(met, one, other, side)
            one.advance({node: self.steps(beside) for node, beside in around.items()}, self.admitted)
        return {}

    def reach(self, side: int, most: int) -> dict[NodeKey, int]:
        """The nodes to which ties lead from an end, each with its distance in ties, the nearest first. If they are more
        than ``most``, only the first."""
        level, distance = [self.ends[side]], 0
        found: dict[NodeKey, int] = dict.fromkeys(level, distance)
        while level:
            distance += 1
            new: set[NodeKey] = set()
            for node in level:
                steps = self.steps(self.around(node, side))
                new |= self.admitted(steps - found.keys())
                if len(found) + len(new) > most:
                    return {**found, **dict.fromkeys(islice(sorted(new), most - len(found)), distance)}
            level = sorted(new)
            found |= dict.fromkeys(level, distance)
        return found

    def weight(self, side: _Frontier) -> int:
        """The number of ties of the nodes in a side's last level."""
        if side.weight is None:
            side.weight = sum(self.numbered.degree[node] for node in side.levels[-1])
        return side.weight

    def around(self, node: NodeKey, side: int) -> list[tuple[Neighbors, bool]]:
        """The ties of a node, each with True if it points against the path. ``side`` 0 walks from the start, and 1
        from the end toward the start."""
        along, against = (self.numbered.adj, self.numbered.pred)[:: -1 if side else 1]
        return [(along[node], False), (against[node], True)]

    def steps(self, around: list[tuple[Neighbors, bool]], among: set[NodeKey] | None = None) -> set[NodeKey]:
        """The nodes to which the ties around a node lead that count; only those ``among`` the given ones."""
        found: set[NodeKey] = set()
        for beside, against in around:
            others = beside.keys() if among is None else beside.keys() & among
            if self.all_ties_count and not (against and self.directed):
                found.update(others)
            else:
                found.update(
                    other for other in others if any(self.counts(tie, against) for tie in beside[other].values())
                )
        return found

    def counts(self, tie: Attributes, against: bool) -> bool:
        return self.lens.admits_tie(tie) and not (against and self.directed and not tie["symmetric"])

    def admitted(self, nodes: set[NodeKey]) -> set[NodeKey]:
        """Those of ``nodes`` that may lie on the path."""
        nodes = nodes - self.avoided
        if self.all_nodes_may_lie_between:
            return nodes
        return set(self.admitted_abouts(nodes))

    def admitted_abouts(self, nodes: set[NodeKey]) -> dict[NodeKey, Attributes]:
        """The same nodes, each with its type, country and place."""
        about = self.numbered.abouts(nodes - self.avoided)
        return {node: data for node, data in about.items() if node in self.ends or self.may_lie_between(data)}

    def may_lie_between(self, node: Attributes) -> bool:
        return (
            self.lens.admits_node(node)
            and (not self.within or node["country"] in self.within)
            and (is_located(node) or not self.located)
        )

    def joined(
        self, met: dict[NodeKey, set[NodeKey]], one: _Frontier, other: _Frontier, side: int
    ) -> dict[str, set[str]]:
        """The web of two sides, after one has ``met`` the other."""
        id = cache(self.numbered.id)
        onward: dict[str, set[str]] = {}
        for reversed, steps in (
            (side, met),
            (side, one.back(set(met))),
            (1 - side, other.back(set().union(*met.values()))),
        ):
            for node, others in steps.items():
                for after in others:
                    before, following = (after, node) if reversed else (node, after)
                    onward.setdefault(id(before), set()).add(id(following))
        return onward

    def between(self, node: str, after: str) -> list[End]:
        """The ties from a node to one that follows it, the least doubtful first."""
        found = []
        for beside, against in ((self.graph.adj[node], False), (self.graph.pred[node], True)):
            for tie, data in beside.get(after, {}).items():
                if self.counts(data, against):
                    direction: Direction = "both" if data["symmetric"] else "in" if against else "out"
                    found.append(End(after, tie, direction, data))
        return sorted(found, key=lambda tie: (self.doubt(tie), tie.tie))

    def walked(self, ties: Sequence[Sequence[End]], nodes: Sequence[str], *, all_ties: bool) -> Path:
        """The path over ``nodes``. Between each two run some ties, the least doubtful first."""
        hops = [
            Hop(**tie_facts(self.graph, tie, self.lens), from_=node, to=after, held=self.lens.held(tie.data))
            for (node, after), parallel in zip(pairwise(nodes), ties, strict=True)
            for tie in (parallel if all_ties else parallel[:1])
        ]
        beside = sum(len(parallel) - 1 for parallel in ties)
        return Path(len(ties), beside, tuple(hops), self.rests_on(parallel[0] for parallel in ties))

    def rests_on(self, ties: Iterable[End]) -> tuple[str, ...]:
        """What the ties of a path are, if that is to be told: see :class:`Path`."""
        return self.lens.to_be_told(stage(tie.data, self.today) for tie in ties)

    def doubt(self, tie: End) -> int:
        """How doubtful a tie is: of ties that lead as far, the least doubtful are walked."""
        return tie_rules.doubt(stage(tie.data, self.today), tie_rules.all_evidence(tie.data))


def is_located(node: Attributes) -> bool:
    """True if a node has coordinates."""
    return None not in (node["lat"], node["lon"])


class _Frontier:
    """One side of a search: its levels from the end on, the nodes that it has ``seen``, and the ``steps`` from each
    node."""

    def __init__(self, end: NodeKey) -> None:
        self.levels = [{end}]
        self.seen = {end}
        self.steps: dict[NodeKey, set[NodeKey]] = {}
        self.weight: int | None = None

    def advance(self, steps: dict[NodeKey, set[NodeKey]], admitted: Callable[[set[NodeKey]], set[NodeKey]]) -> None:
        """Add a level: the new nodes that the steps lead to."""
        level = admitted(set().union(*steps.values()) - self.seen)
        self.steps |= steps
        self.levels.append(level)
        self.seen |= level
        self.weight = None

    def back(self, nodes: set[NodeKey]) -> dict[NodeKey, set[NodeKey]]:
        """All steps that lead to ``nodes`` of the last level, from level to level."""
        taken: dict[NodeKey, set[NodeKey]] = {}
        for level in self.levels[-2::-1]:
            before = {node: found for node in level if (found := self.steps[node] & nodes)}
            taken |= before
            nodes = set(before)
        return taken


def _least_doubtful(start: str, end: str, onward: dict[str, set[str]], doubts: dict[tuple[str, str], int]) -> list[str]:
    """The shortest path with the smallest sum of doubts; of equal ones, the first by ids."""
    total = {end: 0}
    for node in reversed(_by_distance(start, onward)):
        if node != end:
            total[node] = min(doubts[node, after] + total[after] for after in onward[node])
    nodes = [start]
    while nodes[-1] != end:
        here = nodes[-1]
        nodes.append(min(onward[here], key=lambda after: (doubts[here, after] + total[after], after)))
    return nodes


def _by_distance(start: str, onward: dict[str, set[str]]) -> list[str]:
    order = [start]
    seen = {start}
    for node in order:  # grows while it is read
        for after in sorted(onward.get(node, ())):
            if after not in seen:
                seen.add(after)
                order.append(after)
    return order


def _walks(start: str, end: str, onward: dict[str, set[str]]) -> Iterator[list[str]]:
    """Every path through the web, in order of ids. A generator, since there may be very many."""
    nodes = [start]
    choices = [iter(sorted(onward[start]))]
    while choices:
        node = next(choices[-1], None)
        if node is None:
            choices.pop()
            nodes.pop()
        elif node == end:
            yield [*nodes, node]
        else:
            nodes.append(node)
            choices.append(iter(sorted(onward[node])))


# ------------------------------------------------------------------ words


def _any(words: tuple[str, ...]) -> str:
    """``ended``; ``ended or unknown``; ``ended, planned or unknown``."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
