"""``python -m bench.communities``: the methods of ``communities`` side by side in one process, on drawn networks.

CPU seconds and modularity of Leiden's method (igraph), Louvain's (ours) and, with ``--networkx``, that of networkx. A
network of planted groups has communities to find; one whose degrees follow a power law has few.
"""

import argparse
import time
from array import array
from collections.abc import Callable
from itertools import chain
from random import Random

import networkx as nx

from bench.measures import drawn
from citygraph.questions.measures import leiden, louvain
from citygraph.questions.measures.groups import modularity
from citygraph.questions.measures.network import Network

_GROUP = 50
"""The nodes of a planted group."""
_OUTSIDE = 0.2
"""The share of ties that lead out of their group."""
_TIES_PER_NODE = 8


def planted(ties: int, seed: int) -> Network:
    """A network of groups; most ties stay within one."""
    random = Random(seed)
    nodes = ties // _TIES_PER_NODE

    def pair() -> tuple[int, int]:
        one = random.randrange(nodes)
        begin = one - one % _GROUP
        inside = begin + random.randrange(min(_GROUP, nodes - begin))
        return one, random.randrange(nodes) if random.random() < _OUTSIDE else inside

    return Network(range(nodes), array("i", chain.from_iterable(pair() for _ in range(ties))))


def by_networkx(network: Network) -> list[list[int]]:
    graph = nx.MultiGraph(list(network.each()))
    return [sorted(part) for part in nx.community.louvain_communities(graph, seed=1)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.communities")
    parser.add_argument("--ties", type=int, default=1_000_000)
    parser.add_argument("--networkx", action="store_true", help="also networkx's")
    asked = parser.parse_args()
    methods: dict[str, Callable[[Network], list[list[int]]]] = {
        "Leiden": leiden.partition,
        "Louvain": louvain.partition,
    }
    if asked.networkx:
        methods["networkx"] = by_networkx
    print("| network | method | CPU s | modularity | communities |\n| --- | --- | --- | --- | --- |")
    for name, network in {"planted": planted(asked.ties, 1), "power law": drawn(asked.ties, 1)}.items():
        for method, partition in methods.items():
            began = time.process_time()
            parts = partition(network)
            took = time.process_time() - began
            print(f"| {name} | {method} | {took:.2f} | {modularity(network, parts):.4f} | {len(parts)} |", flush=True)


if __name__ == "__main__":
    main()
