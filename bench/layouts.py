"""``python -m bench.layouts``: compare the layout of citygraph with others, in quality and speed; writes
``docs/layout.md``."""

import argparse
import random
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from heapq import nsmallest
from itertools import islice
from math import dist, sqrt
from pathlib import Path
from statistics import fmean, median

import igraph
import networkx as nx

from bench.measure import ROOT
from bench.page import machine
from citygraph.outputs import layout as ours
from citygraph.outputs.packing import Places
from citygraph.world import World

PAGE = ROOT / "docs/layout.md"
TOO_SLOW = {("by preference", "sparse stress")}
"""Networks and ways that are skipped. Here the way puts so many nodes at one place that keeping them apart takes
minutes."""
LOCAL, PIVOTS = 12, 50
"""Sparse stress compares each node with up to ``LOCAL`` nodes two ties away, and with ``PIVOTS`` pivots."""

ROUNDS, PATIENCE = 3, 20
"""A network is laid out ``ROUNDS`` times, with other names for its nodes each time; but only once if a layout takes
more than ``PATIENCE`` seconds."""

Picture = dict[str, tuple[float, float]]
Draw = Callable[[nx.Graph], Picture]


def networks(file: Path | None) -> Iterator[tuple[str, nx.Graph]]:
    """The networks, with their names; the same in each run."""
    view = World(ROOT / "graph", cache=False).view
    seed = nx.Graph((a, b) for a in view.nodes for b in view.adj[a])
    seed.add_nodes_from(view.nodes)
    yield "the seed world", seed
    yield "Zachary's karate club", nx.karate_club_graph()
    yield "a lattice of 10 × 10", nx.grid_2d_graph(10, 10)
    yield "a lattice of 100 × 100", nx.grid_2d_graph(100, 100)
    yield "a tree by chance", nx.random_labeled_tree(1000, seed=1)
    yield "eight groups", nx.random_partition_graph([50] * 8, 0.12, 0.0012, seed=1)
    if file:
        yield "sister cities of 2022", _of_file(file)
    yield "by preference", nx.barabasi_albert_graph(10_000, 2, seed=1)


def _of_file(file: Path) -> nx.Graph:
    graph = nx.Graph(nx.read_gexf(file))
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph


def _ours(graph: nx.Graph) -> Picture:
    return ours.layout(list(graph), graph.edges)


def _ours_by(method: str, *, long: bool = False) -> Draw:
    """Our layout, but with one method for components of any size."""

    def draw(graph: nx.Graph) -> Picture:
        kept = ours.FEW, ours._long, ours._by_distances
        if method == "forces":
            ours.FEW = 2
            ours._long = lambda near: long  # noqa: ARG005
        else:
            ours.FEW = 10**9
            ours._by_distances = _sparse_stress
        try:
            return _ours(graph)
        finally:
            ours.FEW, ours._long, ours._by_distances = kept

    return draw


def _igraph(name: str) -> Draw:
    def draw(graph: nx.Graph) -> Picture:
        random.seed(1)
        nodes = list(graph)
        number = {node: i for i, node in enumerate(nodes)}
        whole = igraph.Graph(len(nodes), [(number[a], number[b]) for a, b in graph.edges])
        return {node: (x, y) for node, (x, y) in zip(nodes, whole.layout(name), strict=True)}

    return draw


WAYS: dict[str, Draw] = {
    "citygraph": _ours,
    "forces, for small worlds": _ours_by("forces"),
    "forces, for trees and lattices": _ours_by("forces", long=True),
    "sparse stress": _ours_by("stress"),
    "igraph, fr": _igraph("fr"),
    "igraph, drl": _igraph("drl"),
}


def _sparse_stress(near: ours.Near, chance: ours.Chance) -> Places:
    """The sparse stress model (Ortmann, Klimenta and Brandes 2017): stress over some near nodes and over pivots only,
    reduced by stochastic gradient descent (Zheng, Pawar and Goodman 2019)."""
    pairs = list(_pairs(near))
    x, y = [chance() for _ in near], [chance() for _ in near]
    rate = float(max(far for _, _, far, _, _ in pairs) ** 2)
    while rate > 0.025:
        random.Random(len(pairs)).shuffle(pairs)
        for i, j, far, mine, its in pairs:
            dx, dy = x[i] - x[j], y[i] - y[j]
            now = sqrt(dx * dx + dy * dy) or 1e-9
            move = (now - far) / (now + now)
            part, other = move * min(1.0, rate * mine), move * min(1.0, rate * its)
            x[i] -= dx * part
            y[i] -= dy * part
            x[j] += dx * other
            y[j] += dy * other
        rate *= 0.5
    return x, y


def _pairs(near: ours.Near) -> Iterator[tuple[int, int, int, float, float]]:
    """Pairs of nodes: both, their distance along ties, and the weight of the pair for each of the two."""
    for i, them in enumerate(near):
        two = (far for one in them for far in near[one] if far != i and far not in them)
        yield from ((i, j, 1, 1.0, 1.0) for j in them if j < i)
        yield from ((i, j, 2, 0.25, 0.25) for j in dict.fromkeys(islice(two, LOCAL)))
    closest, whose = [len(near)] * len(near), [0] * len(near)
    pivots: list[tuple[int, dict[int, int]]] = []
    for number in range(min(PIVOTS, len(near))):
        pivot = max(range(len(near)), key=closest.__getitem__)
        steps = ours._steps(near, pivot)
        pivots.append((pivot, steps))
        for j, far in steps.items():
            if far < closest[j]:
                closest[j], whose[j] = far, number
    for number, (pivot, steps) in enumerate(pivots):
        reach = sorted(closest[j] for j in steps if whose[j] == number)
        yield from ((j, pivot, far, bisect(reach, far // 2) / far**2, 0.0) for j, far in steps.items() if far > 1)


# How good a picture is


def stress(picture: Picture, graph: nx.Graph) -> float:
    """The mean squared relative difference between distances in the picture and along ties, in the best scale; 0 if
    there is none."""
    found = []
    for node in random.Random(1).sample(sorted(graph), min(40, len(graph))):
        steps = nx.single_source_shortest_path_length(graph, node)
        found += [dist(picture[node], picture[other]) / far for other, far in steps.items() if far]
    scale = sum(found) / sum(ratio * ratio for ratio in found)
    return fmean((scale * ratio - 1) ** 2 for ratio in found)


def crossings(picture: Picture, graph: nx.Graph) -> float:
    """How many of a thousand pairs of ties without a common end cross."""
    chance, ties = random.Random(1), sorted(graph.edges)
    asked = crossed = 0
    while asked < 200_000:
        (a, b), (c, d) = chance.choice(ties), chance.choice(ties)
        if len({a, b, c, d}) == 4:
            p, q, r, s = picture[a], picture[b], picture[c], picture[d]
            asked += 1
            crossed += _side(p, q, r) * _side(p, q, s) < 0 and _side(r, s, p) * _side(r, s, q) < 0
    return 1000 * crossed / asked


def _side(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def nearby(picture: Picture, graph: nx.Graph) -> tuple[float, float]:
    """Two shares, as means over nodes in components of more than ten: the neighbors of a node with n ties among its n
    nearest nodes, and the nodes of its community (Louvain) among its eight nearest."""
    communities = nx.community.louvain_communities(graph, seed=1)
    group = {node: i for i, some in enumerate(communities) for node in some}
    large = sorted(node for some in nx.connected_components(graph) if len(some) > 10 for node in some)
    tied, alike = [], []
    for node in random.Random(1).sample(large, min(500, len(large))):
        nearest = nsmallest(
            max(8, graph.degree(node)) + 1, picture, key=lambda other: dist(picture[other], picture[node])
        )
        nearest.remove(node)
        tied.append(fmean(other in graph[node] for other in nearest[: graph.degree(node)]))
        alike.append(fmean(group[other] == group[node] for other in nearest[:8]))
    return fmean(tied), fmean(alike)


def crowding(picture: Picture, graph: nx.Graph) -> float:
    """The least distance of two nodes, divided by the median length of a tie."""
    spots = sorted(picture.values())
    least = float("inf")
    for i, spot in enumerate(spots):
        for other in spots[i + 1 :]:
            if other[0] - spot[0] >= least:
                break
            least = min(least, dist(spot, other))
    return least / median(dist(picture[a], picture[b]) for a, b in graph.edges)


FORMS = (".2f", ".3f", ".1f", ".0%", ".0%", ".3f")
"""How each of the six measured values is written."""


def _renamed(graph: nx.Graph, turn: int) -> nx.Graph:
    """The same graph with other names, so that our layout starts from other places, and the measures sample other
    pairs."""
    names = [f"{i:06}" for i in range(len(graph))]
    random.Random(turn).shuffle(names)
    return nx.relabel_nodes(graph, dict(zip(graph, names, strict=True)))


def _measured(draw: Draw, graph: nx.Graph) -> tuple[float, ...]:
    start = time.perf_counter()
    picture = draw(graph)
    seconds = time.perf_counter() - start
    return seconds, stress(picture, graph), crossings(picture, graph), *nearby(picture, graph), crowding(picture, graph)


def _spread(form: str, values: tuple[float, ...]) -> str:
    middle, least, most = (f"{value:{form}}" for value in (median(values), min(values), max(values)))
    return middle if least == most else f"{middle} ({least}–{most})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.layouts", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a GEXF file of sister cities, to lay out as well")
    file = parser.parse_args().file
    lines = [HEAD.format(command=f"python -m bench.layouts {file.name if file else ''}".rstrip(), machine=machine())]
    for name, known in networks(file):
        lines += ["", f"**{name}**: {len(known):,} nodes, {known.number_of_edges():,} ties", ""]
        heads = ["by", "s, here", "stress", "crossings", "tied", "alike", "least"]
        lines += [f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads))]
        for way, draw in WAYS.items():
            if (name, way) in TOO_SLOW:
                lines.append(f"| {way} | more than 120 | | | | | |")
                continue
            found: list[tuple[float, ...]] = []
            for turn in range(ROUNDS):
                found.append(_measured(draw, _renamed(known, turn)))
                if found[-1][0] > PATIENCE:
                    break
            cells = (_spread(form, values) for form, values in zip(FORMS, zip(*found, strict=True), strict=True))
            lines.append(f"| {' | '.join((way, *cells))} |")
            print(name, lines[-1], flush=True)
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")


HEAD = """\
# Ways to lay out a network

<!-- Made by `python -m bench.layouts`; what is changed here by hand is lost. -->

This page compares the layout of citygraph (`citygraph.outputs.layout`) with other layouts. One run made all figures:

```sh
pip install -e '.[dev,bench]'
{command}
```

The machine: {machine}. The file comes from
[graphs-comparison](https://github.com/albertoursino/graphs-comparison) (Ursino, Mariotto and Marangoni, from
Wikidata). The benchmark makes the other networks itself.

Each way lays out each network three times, with other names for the nodes each time, so that our layout starts from
other places. igraph starts from the same places each time; its figures differ only because they look at other pairs
of nodes. If a layout takes more than 20 s, it runs once. A figure is the median; the lowest and the highest are in
brackets.

- **s, here**: seconds on this machine. igraph is in C. All others are in Python, and they pack components and keep
  nodes apart with the same code as ours.
- **stress**: the mean squared difference between the distance of two nodes in the picture and their distance along
  ties, for pairs from 40 nodes. Less is better.
- **crossings**: how many of a thousand pairs of ties cross. Less is better.
- **tied**: for a node with *n* ties, the share of its *n* nearest nodes that are its neighbors. More is better.
- **alike**: the share of the eight nearest nodes that are in the same community (Louvain). More is better.
- **least**: the least distance of two nodes, divided by the median length of a tie. Near 0, nodes lie on each other.

Our conclusions: up to 150 nodes, stress keeps distances best and shows regular shapes. It turns larger small worlds
into a ball; forces with a constant pull show their groups. But these forces tear trees apart, so trees and lattices
get a pull that grows with length. citygraph chooses one of these three by the size and the shape of the network."""


if __name__ == "__main__":
    main()
