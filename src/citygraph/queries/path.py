"""How are these two connected? A shortest path over ties, with who says so at each hop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from citygraph.graph import Attributes, Degree, End, ReadGraph, Way, ends
from citygraph.lens import Lens
from citygraph.queries.rows import TieFacts, only_if_asked, tie_facts
from citygraph.terms import NEVER_HELD, Held


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop(TieFacts):
    """One tie walked, ``from_`` one node ``to`` the next; ``held`` at the lens's date, None if it has none."""

    from_: str
    to: str
    held: Held | None = only_if_asked()


@dataclass(frozen=True, slots=True)
class Path:
    """A shortest path. ``length`` counts hops: 0 from a node to itself, None if there is no path.

    ``hops`` has one tie for each, the best attested; ``parallel`` counts the further ties that run beside them.
    With all ties asked for, ``hops`` has those too, each hop's best first.
    """

    length: int | None
    parallel: int
    hops: tuple[Hop, ...]

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The statuses of hops that are no facts (yet): proposed, planned, cancelled. A hop is no fact if its best
        tie is none."""
        best = {(hop.from_, hop.to): hop.status for hop in reversed(self.hops)}
        return tuple(sorted({status for status in best.values() if status in NEVER_HELD}))


NO_PATH = Path(None, 0, ())

_DOUBT = {
    "active": 0,
    "dormant": 1,
    "suspended": 1,
    "unknown": 1,
    "ended": 2,
    "planned": 3,
    "proposed": 3,
    "cancelled": 4,
}


def doubt(tie: Attributes) -> int:
    """How far a tie is from an active, sourced one: 0 is best. What took place is as good as what is active."""
    took_place = tie["nature"] == "occurrence" and tie["status"] == "ended"
    return 2 * (0 if took_place else _DOUBT[tie["status"]]) + (not tie["evidence"])


def shortest_paths(
    graph: ReadGraph,
    start: str,
    end: str,
    lens: Lens | None = None,
    *,
    directed: bool = False,
    avoid: Collection[str] = (),
    all_ties: bool = False,
) -> Iterator[Path]:
    """Every shortest path, the one over the least doubtful ties first, then by ids. None at all if there is no path.

    Direction does not stop a path unless ``directed``. The lens and ``avoid`` say which nodes may lie between.
    """
    lens = lens or Lens()
    if start == end:
        yield Path(0, 0, ())
        return

    def ways(node: str, way: Way) -> Iterator[End]:
        return ends(graph, node, way if directed else "any")

    def admitted(tie: End) -> bool:
        if not lens.admits_tie(tie.data):
            return False
        if tie.node in (start, end):
            return True
        return tie.node not in avoid and (not lens.asks_for_nodes or lens.admits_node(graph.nodes[tie.node]))

    onward = _shortest_web(start, end, ways, admitted, graph.degree)
    if not onward:
        return
    ties: dict[tuple[str, str], list[End]] = {}
    for node, following in onward.items():
        for tie in ways(node, "away"):
            if tie.node in following and admitted(tie):
                ties.setdefault((node, tie.node), []).append(tie)
    for parallel in ties.values():
        parallel.sort(key=lambda tie: (doubt(tie.data), tie.tie))

    def hops(nodes: list[str]) -> Path:
        walked = []
        beside = 0
        for pair in pairwise(nodes):
            parallel = ties[pair]
            beside += len(parallel) - 1
            walked += [
                Hop(**tie_facts(graph, tie, lens), from_=pair[0], to=pair[1], held=lens.held(tie.data))
                for tie in (parallel if all_ties else parallel[:1])
            ]
        return Path(len(nodes) - 1, beside, tuple(walked))

    best = _least_doubtful(start, end, onward, {pair: doubt(parallel[0].data) for pair, parallel in ties.items()})
    yield hops(best)
    for nodes in _walks(start, end, onward):
        if nodes != best:
            yield hops(nodes)


def _shortest_web(
    start: str,
    end: str,
    ways: Callable[[str, Way], Iterator[End]],
    admitted: Callable[[End], bool],
    degree: Degree,
) -> dict[str, set[str]]:
    """All shortest paths at once: for each node on one, those that follow it. Empty if there is none.

    Breadth-first from both ends, whole levels at a time, the one with fewer ties first, so that little is looked at
    even where the graph is large. The last level is the largest, and of its ties only those matter at which the two
    sides meet: so these are asked first whether they are admitted, and the others only if the sides do not.
    """
    kinds_of_way: tuple[Way, Way] = ("away", "toward")
    levels: list[list[str]] = [[start], [end]]
    nearer: list[dict[str, set[str]]] = [{start: set()}, {end: set()}]  # towards the side's own end
    while levels[0] and levels[1]:
        side = 0 if _ties_of(levels[0], degree) <= _ties_of(levels[1], degree) else 1
        met: dict[str, set[str]] = {}
        others: list[tuple[str, End]] = []
        for node in levels[side]:
            for tie in ways(node, kinds_of_way[side]):
                if tie.node in nearer[1 - side]:
                    if admitted(tie):
                        met.setdefault(tie.node, set()).add(node)
                elif tie.node not in nearer[side]:
                    others.append((node, tie))
        if met:
            nearer[side].update(met)
            return _joined(met, nearer)
        found: dict[str, set[str]] = {}
        for node, tie in others:
            if admitted(tie):
                found.setdefault(tie.node, set()).add(node)
        nearer[side].update(found)
        levels[side] = sorted(found)
    return {}


def _ties_of(level: list[str], degree: Degree) -> int:
    return sum(degree[node] for node in level)


def _joined(met: Collection[str], nearer: list[dict[str, set[str]]]) -> dict[str, set[str]]:
    onward: dict[str, set[str]] = {}
    for side in (0, 1):
        todo, seen = list(met), set(met)
        while todo:
            node = todo.pop()
            for other in nearer[side][node]:
                before, after = (other, node) if side == 0 else (node, other)
                onward.setdefault(before, set()).add(after)
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
    return onward


def _least_doubtful(start: str, end: str, onward: dict[str, set[str]], doubts: dict[tuple[str, str], int]) -> list[str]:
    """Of all shortest paths the one with the least doubt in sum; of equal ones the first by ids."""
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
    """Every path through the web, in order of ids, one at a time: there may be very many."""
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
