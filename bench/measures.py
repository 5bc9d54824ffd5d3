"""``python -m bench.measures``: measures of a network of a million ties, side by side with igraph, in one process.

Both begin with the same arrays of ends. igraph builds its graph of them, and has each measure from that; a command of
citygraph asks for one measure, and builds what that needs. So there are two ratios: to igraph with its building, which
is the same work, and to igraph when its graph is there. The two take turns, and a ratio is that of the medians; in
brackets the least and the most of the rounds. That both come to the same is looked at first. With ``--plain``, also
what citygraph takes without numpy and scipy.
"""

import argparse
import statistics
import time
from array import array
from collections.abc import Callable
from random import Random
from typing import Any

import igraph

from citygraph.graph.asked import silent
from citygraph.questions.measures import arrays, plain, vectors
from citygraph.questions.measures.network import Network

_EARLY = 1.9
"""As in :mod:`bench.worlds`: the higher, the more ties the first nodes have."""
_TIES_PER_NODE = 8
_WITHIN = 1e-9


def drawn(ties: int, seed: int) -> Network:
    """A network whose degrees follow a power law, with parallel ties, but none from a node to itself."""
    random = Random(seed)
    nodes = ties // _TIES_PER_NODE
    ends = array("i")
    while len(ends) < 2 * ties:
        one, other = random.randrange(nodes), int(nodes * random.random() ** _EARLY)
        if one != other:
            ends.extend((one, other))
    return Network(range(nodes), ends)


def seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def compare(
    what: str, ours: Callable[[], Any], built: Callable[[], Any], theirs: Callable[[], Any], rounds: int
) -> None:
    """Print a row: how long we take, and the ratios to igraph with its building, and without."""
    times = [(seconds(ours), seconds(built), seconds(theirs)) for _ in range(rounds)]
    mine, building, asking = (statistics.median(column) for column in zip(*times, strict=True))
    whole, alone = sorted(one / (two + three) for one, two, three in times), sorted(one / two for one, _, two in times)
    print(
        f"| {what} | {mine:.3f} s | {mine / (building + asking):.2f} × ({whole[0]:.2f}–{whole[-1]:.2f})"
        f" | {mine / asking:.2f} × ({alone[0]:.2f}–{alone[-1]:.2f}) |",
        flush=True,
    )


def same(found: Any, expected: Any) -> None:
    greatest = max(map(abs, expected))
    difference = max(abs(a - b) for a, b in zip(found, expected, strict=True)) / greatest
    assert difference <= _WITHIN, difference


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.measures")
    parser.add_argument("--ties", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sample", type=int, default=64, help="nodes to look for shortest ways from")
    parser.add_argument("--plain", action="store_true", help="also without numpy and scipy")
    asked = parser.parse_args()
    network = drawn(asked.ties, seed=1)
    nodes = len(network.nodes)
    sources = Random(1).sample(range(nodes), asked.sample)

    def built() -> igraph.Graph:
        return igraph.Graph(n=nodes, edges=list(network.each()))

    graph = built()
    simple = built()
    simple.simplify()

    def pagerank() -> Any:
        return vectors.pagerank(arrays.Arrays(arrays.matrix(network)), lambda: None).tolist()

    def betweenness() -> Any:
        return arrays.betweenness(network, sources, silent)[0]  # type: ignore[index]

    def theirs() -> Any:
        return [2 * value for value in simple.betweenness(directed=False, sources=sources)]

    same(plain.degrees(network), graph.degree())
    same(sorted(map(len, arrays.components(network))), sorted(graph.components().sizes()))
    same(pagerank(), graph.pagerank())
    same(betweenness(), theirs())
    print(f"{asked.ties:,} ties of {nodes:,} nodes, igraph {igraph.__version__}\n")
    print("| what | takes | to igraph, with its building | to igraph, built |\n| --- | --- | --- | --- |")
    compare("degree", lambda: plain.degrees(network), built, graph.degree, asked.rounds)
    compare("components", lambda: arrays.components(network), built, lambda: list(graph.components()), asked.rounds)
    compare("PageRank", pagerank, built, graph.pagerank, asked.rounds)
    compare(f"betweenness, from {asked.sample} nodes", betweenness, built, theirs, max(2, asked.rounds // 2))
    if asked.plain:
        rows = {
            "components": lambda: plain.components(plain.neighbors(network)),
            "PageRank": lambda: vectors.pagerank(vectors.Plain(network.around()), lambda: None),
        }
        for what, work in rows.items():
            print(f"{what} without numpy: {seconds(work):.1f} s", flush=True)


if __name__ == "__main__":
    main()
