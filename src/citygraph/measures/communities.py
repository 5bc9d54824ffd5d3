"""Which groups of nodes are tied among themselves more than to others? Louvain's method (Blondel et al. 2008).

It looks for the partition of greatest modularity, ``nx.community.modularity(G, parts)`` for ``G`` as in the other
measures: the share of ties within communities, less what chance would give nodes of these degrees. Nobody finds the
greatest for certain; this comes as near as ``nx.community.louvain_communities``, and gives the same each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from citygraph.graph import Attributes, ReadGraph, numbered
from citygraph.lens import Lens
from citygraph.measures import plain
from citygraph.measures.distances import SEED
from citygraph.measures.network import Network, Progress, network, silent

_NAMED = 3
"""How many of its cities a community is called by."""
_LEAST_GAIN = 1e-9
"""A move that gains less gains nothing: it may be rounding."""

Weights = list[dict[int, int]]
"""Of each node how many ties it has to each other, and to itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A community, called by its largest cities: how many nodes it has, ties within it and ties to others; how many of
    its nodes lie in each country, the most first; and their ids, in the same order as its name has them."""

    number: int
    name: str
    nodes: int
    ties: int
    ties_to_others: int
    countries: dict[str, int]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """The communities, the largest first; the ``modularity`` of them all, None if there is no tie; and how many nodes
    are tied to no other, and so in none."""

    modularity: float | None
    alone: int
    communities: tuple[Community, ...]


def communities(
    graph: ReadGraph, lens: Lens | None = None, *, simple: bool = False, progress: Progress = silent
) -> Communities:
    """The communities of what the lens shows, or of the ``simple`` graph."""
    measured = network(graph, lens or Lens())
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
    degree, by_number = plain.degrees(measured), numbered(graph)
    found: list[Community] = []
    alone = 0
    for number, part in enumerate(parts):
        if len(part) == 1 and not outer[number]:
            alone += 1
            continue
        progress("looking at who is in them", len(found), len(parts))
        ids = ((by_number.id(measured.nodes[node]), degree[node]) for node in part)
        members = sorted((_size(id, graph.nodes[id], ties), graph.nodes[id], id) for id, ties in ids)
        countries = Counter(node["country"] for _, node, _ in members if node["country"])
        found.append(
            Community(
                number=len(found) + 1,
                name=", ".join(node["name"] for _, node, _ in members[:_NAMED]),
                nodes=len(part),
                ties=inner[number],
                ties_to_others=outer[number],
                countries=dict(sorted(countries.items(), key=lambda counted: (-counted[1], counted[0]))),
                members=tuple(id for _, _, id in members),
            )
        )
    return Communities(modularity=modularity(measured, parts), alone=alone, communities=tuple(found))


def _size(id: str, node: Attributes, ties: int) -> tuple[bool, float, int, str]:
    """What nodes are sorted by: cities first, then by people, as the last figure has it, then by ties, then by id."""
    figures = node["record"].get("observations", ())
    people: Any = next((one["value"] for one in reversed(figures) if one["property"] == "population"), 0)
    return node["type"] != "city", -people, -ties, id


def modularity(network: Network, parts: Sequence[Sequence[int]]) -> float | None:
    """How many more ties than by chance run within the parts, of all: from -1/2 to 1. None if there is no tie."""
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
    """The nodes of each community, in order; the largest first, equal ones in the order of their first nodes."""
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
    # Where a node that held a community together has left it, it may have come apart: as several it is better.
    around = [[other for other in tied if belongs[other] == belongs[node]] for node, tied in enumerate(whole)]
    return sorted(plain.components(around), key=lambda part: (-len(part), part[0]))


def _moved(weights: Weights, random: Random, progress: Progress) -> list[int]:
    """The community of each node, when no single one gains by going to another."""
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
    """The communities as nodes, with the ties between and within them."""
    merged: Weights = [{} for _ in range(count)]
    for node, tied in enumerate(weights):
        here = merged[community[node]]
        for other, weight in tied.items():
            there = community[other]
            if there != community[node] or node <= other:
                here[there] = here.get(there, 0) + weight
    return merged
