"""Leiden's method (Traag et al. 2019) by igraph, the extra ``communities``.

On large networks it is several times faster than Louvain's and finds a greater modularity. Communities are connected.
"""

from __future__ import annotations

import random

import igraph

from citygraph.questions.measures import plain
from citygraph.questions.measures.distances import SEED
from citygraph.questions.measures.network import Network


def partition(network: Network) -> list[list[int]]:
    """The nodes of each community, in order."""
    graph = igraph.Graph(len(network.nodes), list(network.each()))
    igraph.set_random_number_generator(random.Random(SEED))
    try:
        # That is the modularity, but with ties of a node to itself, which igraph's own leaves out.
        found = graph.community_leiden(
            objective_function="CPM",
            node_weights=plain.degrees(network),
            resolution=1 / (2 * network.ties) if network.ties else 1,
            n_iterations=_ROUNDS,
        )
    finally:
        igraph.set_random_number_generator(random)
    return [sorted(part) for part in found]


_ROUNDS = 4
"""How often the whole network is gone through. More rounds gain little."""
