"""Measures in Python alone. ``arrays`` has the same functions for large networks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from citygraph.graph.asked import Progress
from citygraph.questions.measures.network import Network

Neighbors = Sequence[Sequence[int]]


def degrees(network: Network) -> list[int]:
    """The number of ties of each node; a tie to itself counts twice, since it has two ends there."""
    found = [0] * len(network.nodes)
    for node in network.ends:
        found[node] += 1
    return found


def neighbors(network: Network) -> list[list[int]]:
    """The neighbors of each node, each once, without the node itself."""
    around: list[list[int]] = [[] for _ in network.nodes]
    for one, other in network.simple().each():
        around[one].append(other)
        around[other].append(one)
    return around


def components(neighbors: Neighbors) -> list[list[int]]:
    """The members of each component, in order; the components in the order of their first members."""
    seen = bytearray(len(neighbors))
    found = []
    for first in range(len(neighbors)):
        if not seen[first]:
            seen[first] = 1
            members = [first]
            for node in members:  # the list grows in the loop
                for other in neighbors[node]:
                    if not seen[other]:
                        seen[other] = 1
                        members.append(other)
            found.append(sorted(members))
    return found


def triangles(neighbors: Neighbors) -> list[int]:
    """The number of triangles that each node is a corner of.

    Each triangle is found once, from the corner with the fewest ties. So the pairs of neighbors of a hub are never
    compared.
    """
    order = sorted(range(len(neighbors)), key=lambda node: len(neighbors[node]))
    rank = [0] * len(neighbors)
    for place, node in enumerate(order):
        rank[node] = place
    onward = [{other for other in around if rank[other] > rank[node]} for node, around in enumerate(neighbors)]
    corners = [0] * len(neighbors)
    for one in range(len(neighbors)):
        for other in onward[one]:
            common = onward[one] & onward[other]
            if common:
                corners[one] += len(common)
                corners[other] += len(common)
                for third in common:
                    corners[third] += 1
    return corners


def assortativity(network: Network, degree: Sequence[int]) -> float | None:
    """Degree assortativity (Newman 2002): Pearson's correlation of the degrees at both ends of a tie, with each tie
    counted from both ends. None if all degrees are equal, or there is no tie.

    All sums are whole numbers, so that only the last division rounds.
    """
    pairs = total = squares = products = 0
    for one, other in network.each():
        a, b = degree[one], degree[other]
        weight = 1 if one == other else 2
        pairs += weight
        products += weight * a * b
        total += a if one == other else a + b
        squares += a * a if one == other else a * a + b * b
    variance = pairs * squares - total * total
    return (pairs * products - total * total) / variance if variance else None


def within(neighbors: Neighbors, members: Sequence[int]) -> list[list[int]]:
    """The neighbors within a component. Its members are numbered from 0 on, in their order."""
    place = {node: index for index, node in enumerate(members)}
    return [[place[other] for other in neighbors[node]] for node in members]


def clustering(neighbors: Neighbors, corners: Sequence[int]) -> Iterator[float]:
    """The clustering coefficient of each node (Watts & Strogatz 1998): the share of the pairs of its neighbors that are
    tied to each other; 0 if there is no pair."""
    for around, count in zip(neighbors, corners, strict=True):
        pairs = len(around) * (len(around) - 1)
        yield 2 * count / pairs if pairs else 0.0


def betweenness(neighbors: Neighbors, sources: Sequence[int], progress: Progress) -> tuple[list[float], list[float]]:
    """Betweenness by Brandes's algorithm (2001), not normalized: the sum over ``sources`` and targets of the share of
    the shortest paths that lead through each node; and the sum of the squares of the parts that each source adds."""
    sums, squares = [0.0] * len(neighbors), [0.0] * len(neighbors)
    for count, source in enumerate(sources):
        progress("following shortest ways", count, len(sources))
        ways, distance = [0] * len(neighbors), [-1] * len(neighbors)
        ways[source], distance[source] = 1, 0
        reached = [source]
        for node in reached:  # the list grows in the loop
            further = distance[node] + 1
            for other in neighbors[node]:
                if distance[other] < 0:
                    distance[other] = further
                    reached.append(other)
                if distance[other] == further:
                    ways[other] += ways[node]
        share = [0.0] * len(neighbors)
        for node in reversed(reached):
            nearer, each = distance[node] - 1, (1 + share[node]) / ways[node]
            for other in neighbors[node]:
                if distance[other] == nearer:
                    share[other] += ways[other] * each
            if node != source:
                sums[node] += share[node]
                squares[node] += share[node] ** 2
    return sums, squares
