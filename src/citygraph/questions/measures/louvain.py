"""Which groups of nodes are tied among themselves more than to others? Louvain's method (Blondel et al. 2008).

It looks for the partition with the greatest modularity, ``nx.community.modularity(G, parts)`` for ``G`` as in the other
measures: the share of ties within communities, less the share that chance would give nodes of these degrees. No fast
method is certain to find the greatest; this one comes as near as ``nx.community.louvain_communities``, and its result
is the same each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from citygraph.domain.countries import country_name
from citygraph.domain.lens import Lens
from citygraph.graph.asked import Progress, silent
from citygraph.graph.interface import NodeKey, ReadGraph, country_records, numbered
from citygraph.graph.tie_facts import only_in_python
from citygraph.questions._counts import TieCounts, by_status
from citygraph.questions.measures import plain
from citygraph.questions.measures.distances import SEED
from citygraph.questions.measures.network import Network, network

_NAMED = 3
"""The number of cities in the name of a community."""
_LEAST_GAIN = 1e-9
"""A smaller gain may come from rounding, and does not count."""

Weights = list[dict[int, int]]
"""For each node, the number of its ties to each other node, and to itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A community, named after its largest cities. ``ties`` counts the ties within it. ``countries`` has the number of
    its nodes in each country: the largest number first, then the country of its largest city. ``members`` are the ids
    of its nodes, in the order that its name has."""

    number: int
    name: str
    nodes: int
    ties: int
    ties_to_others: int
    countries: dict[str, int]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """The communities, the largest first, and their ``modularity``, None if there is no tie. ``alone`` counts the nodes
    without a tie to another, which are in no community. ``counted`` and ``left_out`` are the numbers of ties of each
    status, of those that count (:meth:`citygraph.domain.lens.Lens.counts`), and of the others. If countries are
    measured, the last two are the numbers of nodes and ties that are left out."""

    modularity: float | None
    alone: int
    communities: tuple[Community, ...]
    counted: dict[str, int]
    left_out: dict[str, int]
    counts: TieCounts = only_in_python()
    without_country: int | None = field(default=None, metadata={"only_if_asked": True})
    within_country: int | None = field(default=None, metadata={"only_if_asked": True})


def detect_communities(
    graph: ReadGraph,
    lens: Lens | None = None,
    *,
    by_country: bool = False,
    simple: bool = False,
    progress: Progress = silent,
) -> Communities:
    """The communities of what the lens shows, or of its countries; with ``simple``, of the simple graph."""
    measured = network(graph, lens or Lens(), by_country=by_country)
    if simple:
        measured = measured.simple()
    parts = partition(measured, progress)
    community = {node: number for number, part in enumerate(parts) for node in part}
    inner, outer = [0] * len(parts), [0] * len(parts)
    for one, other in measured.each():
        if community[one] == community[other]:
            inner[community[one]] += 1
        else:
            outer[community[one]] += 1
            outer[community[other]] += 1
    degree, called = plain.degrees(measured), _countries(graph) if by_country else _nodes(graph)
    found: list[Community] = []
    alone = 0
    for number, part in enumerate(parts):
        if len(part) == 1 and not outer[number]:
            alone += 1
            continue
        progress("naming the communities", len(found), len(parts))
        members = sorted((called(measured.nodes[node], degree[node]) for node in part), key=lambda member: member.size)
        countries = Counter(member.country for member in members if member.country)
        found.append(
            Community(
                number=len(found) + 1,
                name=", ".join(member.name for member in members[:_NAMED]),
                nodes=len(part),
                ties=inner[number],
                ties_to_others=outer[number],
                countries=dict(countries.most_common()),
                members=tuple(member.id for member in members),
            )
        )
    return Communities(
        modularity=modularity(measured, parts),
        alone=alone,
        communities=tuple(found),
        counted=by_status(measured.counts.counted),
        left_out=by_status(measured.counts.left_out),
        counts=measured.counts,
        without_country=measured.outside if by_country else None,
        within_country=measured.within if by_country else None,
    )


class _Member(NamedTuple):
    """A member of a community. ``size`` is its sort key: cities first, then by the last figure of population, then by
    ties, then by id."""

    id: str
    name: str
    country: str | None
    size: tuple[bool, float, int, str]


def _nodes(graph: ReadGraph) -> Callable[[NodeKey, int], _Member]:
    by_number = numbered(graph)

    def called(node: NodeKey, ties: int) -> _Member:
        id = by_number.id(node)
        known = graph.nodes[id]
        figures = known["record"].get("observations", ())
        people: Any = next((one["value"] for one in reversed(figures) if one["property"] == "population"), 0)
        return _Member(id, known["name"], known["country"], (known["type"] != "city", -people, -ties, id))

    return called


def _countries(graph: ReadGraph) -> Callable[[str, int], _Member]:
    records = country_records(graph)

    def called(code: str, ties: int) -> _Member:
        name = graph.nodes[records[code]]["name"] if code in records else country_name(code)
        return _Member(code, name or code, code, (False, 0, -ties, code))

    return called


def modularity(network: Network, parts: Sequence[Sequence[int]]) -> float | None:
    """The share of ties within the parts, less the share by chance: from -1/2 to 1 (Newman & Girvan 2004). None if
    there is no tie."""
    if not network.ties:
        return None
    community = {node: number for number, part in enumerate(parts) for node in part}
    degree, inner, total = plain.degrees(network), 0, [0] * len(parts)
    for one, other in network.each():
        inner += community[one] == community[other]
    for node, count in enumerate(degree):
        total[community[node]] += count
    ties = network.ties
    return (4 * ties * inner - sum(count * count for count in total)) / (4 * ties * ties)


def partition(network: Network, progress: Progress = silent) -> list[list[int]]:
    """The nodes of each community, in order: the largest community first, equal ones in the order of their first
    nodes."""
    weights: Weights = [{} for _ in network.nodes]
    for one, other in network.each():
        weights[one][other] = weights[one].get(other, 0) + 1
        if one != other:
            weights[other][one] = weights[other].get(one, 0) + 1
    whole = weights
    belongs = list(range(len(weights)))
    random = Random(SEED)
    while True:
        moved = _moved(weights, random, progress)
        numbers = {old: new for new, old in enumerate(dict.fromkeys(moved))}
        if len(numbers) == len(weights):
            break
        belongs = [numbers[moved[node]] for node in belongs]
        weights = _merged(weights, [numbers[one] for one in moved], len(numbers))
    # If a node that held a community together has left it, it may have come apart: then its parts are better.
    around = [[other for other in tied if belongs[other] == belongs[node]] for node, tied in enumerate(whole)]
    return sorted(plain.components(around), key=lambda part: (-len(part), part[0]))


def _moved(weights: Weights, random: Random, progress: Progress) -> list[int]:
    """The community of each node, after moving nodes until no single move gains."""
    degree = [sum(tied.values()) + tied.get(node, 0) for node, tied in enumerate(weights)]
    twice = sum(degree)
    community, total = list(range(len(weights))), degree[:]
    order = list(range(len(weights)))
    random.shuffle(order)
    waiting, queued = order, bytearray(b"\1" * len(order))
    while waiting:
        begun, waiting = waiting, []
        for count, node in enumerate(begun):
            if count % 1000 == 0:
                progress("finding communities", 0, 0)
            queued[node] = 0
            own, share = community[node], degree[node] / twice if twice else 0.0
            ties: dict[int, int] = {}
            for other, weight in weights[node].items():
                if other != node:
                    ties[community[other]] = ties.get(community[other], 0) + weight
            total[own] -= degree[node]
            best, most = own, ties.get(own, 0) - total[own] * share + _LEAST_GAIN
            for there, weight in ties.items():
                gain = weight - total[there] * share
                if gain > most:
                    best, most = there, gain
            total[best] += degree[node]
            if best != own:
                community[node] = best
                for other in weights[node]:
                    if not queued[other] and community[other] != best:
                        queued[other] = 1
                        waiting.append(other)
    return community


def _merged(weights: Weights, community: Sequence[int], count: int) -> Weights:
    """The network whose nodes are the communities, with the ties between and within them."""
    merged: Weights = [{} for _ in range(count)]
    for node, tied in enumerate(weights):
        here = merged[community[node]]
        for other, weight in tied.items():
            there = community[other]
            if there != community[node] or node <= other:
                here[there] = here.get(there, 0) + weight
    return merged
