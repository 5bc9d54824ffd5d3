"""Where the nodes of a picture go: laws for any graph, then what people would notice of a few."""

import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise
from math import dist, isfinite
from statistics import fmean, median

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from citygraph.outputs.layout import APART, FEW, layout
from citygraph.outputs.packing import ACROSS, CLOSEST, DOWN, GAP
from conftest import examples

Tie = tuple[str, str]
Graph = tuple[list[str], list[Tie]]
Picture = dict[str, tuple[float, float]]


def by_chance(size: int, ties: int, seed: int) -> Graph:
    """With loops, parallel ties, and nodes without any."""
    chance = random.Random(seed)
    nodes = [f"n{i}" for i in range(size)]
    return nodes, [(chance.choice(nodes), chance.choice(nodes)) for _ in range(ties)]


few = st.integers(1, 40).flatmap(lambda size: st.builds(by_chance, st.just(size), st.integers(0, 60), st.integers(0)))
many = st.builds(by_chance, st.just(FEW + 100), st.integers(450, 600), st.integers(0))
graphs = st.one_of(few, few, few, few, many)
"""Of either method."""


def of(ties: Iterable[Tie]) -> Picture:
    known = list(ties)
    return layout([node for tie in known for node in tie], known)


def grid(width: int, height: int) -> list[Tie]:
    return [(f"{a}", f"{b}") for a, b in nx.grid_2d_graph(width, height).edges]


def lengths(picture: Picture, ties: Iterable[Tie]) -> list[float]:
    return [dist(picture[a], picture[b]) for a, b in ties if a != b]


def close(picture: Picture, least: float) -> Iterator[Tie]:
    """Pairs nearer than that."""
    cells = defaultdict(list)
    for node, (x, y) in picture.items():
        cells[x // least, y // least].append(node)
    for (i, j), mine in cells.items():
        near = [node for a in (-1, 0, 1) for b in (-1, 0, 1) for node in cells.get((i + a, j + b), ())]
        yield from ((a, b) for a in mine for b in near if a < b and dist(picture[a], picture[b]) < least)


def side(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def crossings(picture: Picture, ties: Iterable[Tie]) -> int:
    found = 0
    for (a, b), (c, d) in combinations(set(ties), 2):
        if len({a, b, c, d}) == 4:
            p, q, r, s = (picture[node] for node in (a, b, c, d))
            found += side(p, q, r) * side(p, q, s) < 0 and side(r, s, p) * side(r, s, q) < 0
    return found


# ---------------------------------------------------------------- laws


@examples(40)
@given(graph=graphs)
def test_each_node_has_one_place_round_the_middle_and_apart_from_all_others(graph: Graph) -> None:
    nodes, ties = graph
    picture = layout(nodes, ties)
    assert list(picture) == sorted(nodes)
    xs, ys = [x for x, _ in picture.values()], [y for _, y in picture.values()]
    assert all(map(isfinite, xs + ys))
    assert abs(min(xs) + max(xs)) < 0.01
    assert abs(min(ys) + max(ys)) < 0.01
    assert not list(close(picture, APART))


@examples(25)
@given(graph=graphs, seed=st.integers(0))
def test_order_directions_loops_and_parallel_ties_change_nothing(graph: Graph, seed: int) -> None:
    nodes, ties = graph
    chance = random.Random(seed)
    more = [(b, a) if chance.random() < 0.5 else (a, b) for a, b in ties + ties[::2]] + [(node, node) for node in nodes]
    chance.shuffle(more)
    assert repr(layout(chance.sample(nodes, len(nodes)), iter(more))) == repr(layout(nodes, ties))


@examples(40)
@given(graph=graphs)
def test_components_lie_beside_each_other(graph: Graph) -> None:
    """A straight line parts any two of them, with some room on both sides."""
    picture = layout(*graph)
    whole = nx.Graph(graph[1])
    whole.add_nodes_from(graph[0])
    for one, other in combinations(nx.connected_components(whole), 2):
        least = GAP * 0.9 if min(len(one), len(other)) > 1 else CLOSEST * DOWN * 0.99
        assert gap([picture[node] for node in one], [picture[node] for node in other]) >= least


def gap(these: list[tuple[float, float]], those: list[tuple[float, float]]) -> float:
    """The widest empty band between two sets of points, if any: across a side of a hull, or a pair of points."""
    ways = [(b[0] - a[0], b[1] - a[1]) for a in these for b in those]
    ways += [(a[1] - b[1], b[0] - a[0]) for some in (these, those) for a, b in combinations(some, 2)]
    best = 0.0
    for x, y in ways:
        far = dist((0, 0), (x, y))
        one = sorted((x * p + y * q) / far for p, q in these)
        two = sorted((x * p + y * q) / far for p, q in those)
        best = max(best, two[0] - one[-1], one[0] - two[-1])
        if best >= GAP:
            break
    return best


def test_a_new_process_comes_to_the_same_places() -> None:
    code = "from test_layout import *; print([layout(*by_chance(*size)) for size in ((60, 70, 1), (400, 500, 2))])"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


# ---------------------------------------------------------------- what people notice


def test_nothing_and_one_thing_can_be_drawn() -> None:
    assert layout([], []) == {}
    assert layout(["a"], [("a", "a")]) == {"a": (0.0, 0.0)}


def test_two_lie_side_by_side_a_unit_apart() -> None:
    assert of([("b", "a")]) in ({"a": (-0.5, 0), "b": (0.5, 0)}, {"a": (0.5, 0), "b": (-0.5, 0)})


def test_a_path_is_straight_and_a_long_one_does_not_lie_on_itself() -> None:
    picture = of(pairwise("0123456789"))
    assert dist(picture["0"], picture["9"]) == max(dist(a, b) for a, b in combinations(picture.values(), 2)) > 8
    ties = list(pairwise(f"{i:03}" for i in range(400)))
    assert crossings(of(ties), ties) == 0


def test_branches_of_a_tree_do_not_lie_on_each_other() -> None:
    for size in (40, 400):
        ties = [(f"{i // 3}", f"{i}") for i in range(1, size)]
        assert crossings(of(ties), ties) < size / 8


def test_a_grid_unfolds() -> None:
    for size in (8, 20, 40):
        ties = grid(size, size)
        picture = of(ties)
        assert size > 20 or crossings(picture, ties) == 0
        assert max(lengths(picture, ties)) < 4 * min(lengths(picture, ties))


def test_leaves_surround_their_hub() -> None:
    for size in (6, 40, 500):
        picture = of(("hub", f"{i}") for i in range(size))
        x, y = picture.pop("hub")
        corners = [(px > x, py > y) for px, py in picture.values()]
        for corner in set(corners):
            assert corners.count(corner) >= size // 4 - max(1, size // 10)


def test_leaves_that_stress_would_put_at_one_distance_are_kept_apart() -> None:
    assert not list(close(of(("hub", f"{i}") for i in range(FEW - 1)), APART))


def test_tied_nodes_lie_nearer_than_others() -> None:
    for size, ties in ((60, 90), (600, 900)):
        nodes, tied = by_chance(size, ties, 7)
        picture = layout(nodes, tied)
        assert fmean(lengths(picture, tied)) < 0.6 * fmean(lengths(picture, combinations(nodes, 2)))


def test_half_of_all_ties_are_a_unit_long_or_longer() -> None:
    for size, ties in ((60, 90), (600, 900)):
        nodes, tied = by_chance(size, ties, 7)
        assert median(lengths(layout(nodes, tied), tied)) > 0.95


def test_groups_stand_apart() -> None:
    groups = [by_chance(50, 150, seed)[1] for seed in range(8)]
    ties = [(f"{g}{a}", f"{g}{b}") for g, group in enumerate(groups) for a, b in group]
    chance = random.Random(1)
    ties += [(chance.choice(ties)[0], chance.choice(ties)[1]) for _ in range(30)]
    picture = of(ties)
    nearest = {node: min((dist(picture[node], picture[o]), o) for o in picture if o != node)[1] for node in picture}
    assert fmean(node[0] == other[0] for node, other in nearest.items()) > 0.95


def test_no_arm_reaches_far_out_of_the_bulk() -> None:
    nodes, ties = by_chance(400, 1600, 3)
    for bush in range(8):
        ties += [(nodes[bush], f"hub{bush}"), *((f"hub{bush}", f"{bush}leaf{i}") for i in range(12))]
    picture = of(ties)
    middle = (median(x for x, _ in picture.values()), median(y for _, y in picture.values()))
    out = sorted(dist(middle, place) for place in picture.values())
    assert out[-1] < 3 * out[len(out) // 2]


def test_small_components_and_lone_nodes_leave_most_of_the_room_to_the_largest() -> None:
    ties = grid(8, 8) + [(f"{i}a", f"{i}b") for i in range(20)]
    lone = [f"lone{i}" for i in range(10)]
    picture = layout([*lone, *(node for tie in ties for node in tie)], ties)
    xs, ys = [x for x, _ in picture.values()], [y for _, y in picture.values()]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    assert 0.8 < width / height < 2.2
    assert width * height < 4 * 7 * 7


def test_lone_nodes_stand_close_below_the_rest_in_centred_rows_with_room_for_names() -> None:
    ties = [(f"{i}", f"{i + 1}") for i in range(6)] + [("0", "7"), ("7", "3")]
    lone = [f"lone{i}" for i in range(7)]
    picture = layout([*lone, *(node for tie in ties for node in tie)], ties)
    rest = [place for node, place in picture.items() if node not in lone]
    middle = (min(x for x, _ in rest) + max(x for x, _ in rest)) / 2
    rows = defaultdict(list)
    for node in lone:
        rows[picture[node][1]].append(picture[node][0])
    assert CLOSEST * GAP * 0.99 < min(rows) - max(y for _, y in rest) < GAP * 0.6
    assert all(CLOSEST * DOWN * 0.99 < b - a < DOWN * 0.6 for a, b in pairwise(sorted(rows)))
    *full, last = (len(rows[y]) for y in sorted(rows))
    assert set(full) == {max(full)}
    assert 0 < last <= max(full)
    for xs in rows.values():
        assert abs((min(xs) + max(xs)) / 2 - middle) < 0.01
        assert all(abs(b - a - ACROSS) < 0.01 for a, b in pairwise(sorted(xs)))


def test_lone_nodes_stand_in_a_grid() -> None:
    picture = layout([f"{i:03}" for i in range(100)], [])
    assert len({x for x, _ in picture.values()}) * len({y for _, y in picture.values()}) < 112
