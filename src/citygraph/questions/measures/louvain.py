"""Louvain's method (Blondel et al. 2008), in Python alone: it comes as near to the greatest modularity as
``nx.community.louvain_communities``."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from citygraph.graph.asked import Progress, silent
from citygraph.questions.measures import plain
from citygraph.questions.measures.distances import SEED
from citygraph.questions.measures.network import Network

_LEAST_GAIN = 1e-9
"""A smaller gain may come from rounding, and does not count."""

Weights = list[dict[int, int]]
"""For each node, the number of its ties to each other node, and to itself."""


def partition(network: Network, progress: Progress = silent) -> list[list[int]]:
    """The nodes of each community, in order."""
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
    return plain.components(around)


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
