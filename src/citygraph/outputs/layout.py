"""The positions of the nodes in a picture of a network.

It lays out each component alone and turns it into the smallest box. It packs the other components round the largest,
and puts the nodes without ties in rows below. No method is best for every network (see docs/layout.md):

- A component of up to ``FEW`` nodes: stress, reduced by stochastic gradient descent (Zheng, Pawar and Goodman 2019,
  *Graph drawing by stochastic gradient descent*). It moves one pair of nodes at a time, to bring its distance in the
  picture near to its distance along ties.
- A larger component: a multilevel force-directed layout (Hu 2005, *Efficient, high-quality force-directed graph
  drawing*). It lays out a coarse graph of few nodes first, then finer and finer ones. In a small world, nodes with one
  tie come last, about the nodes that they are tied to.
- The forces of a small world: a tie pulls with the same force at any length, and a node pushes by its number of ties
  (Noack 2009, *Modularity clustering is force-directed layout*). So groups stand apart.
- The forces of trees and lattices: a tie pulls by the square of its length, since the forces above would tear them
  apart.

All machines compute the same positions. The results depend only on ``+ - * /`` and square roots, which IEEE 754 rounds
in the same way everywhere. The builtin ``sum`` is never used for floats, because it rounds in another way since Python
3.12.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, product
from math import ceil, floor, inf, sqrt
from random import Random

from citygraph.outputs.packing import Places, box, packed, rings, rows, turned

APART = 0.4
"""The least distance between two nodes."""
FEW = 150
"""The most nodes of a component for which the layout compares all pairs."""

_FRESH = 4
"""In so many rounds of a small world, the forces of nodes far away are worked out once."""
_LAST = 24
"""The rounds in which leaves find their places about their hubs."""

Near = list[dict[int, float]]
"""The neighbors of each node, with the strength of the tie to each."""

Chance = Callable[[], float]
"""Gives pseudo-random numbers from 0 to 1."""


def layout(nodes: Sequence[str], ties: Iterable[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """The (x, y) of each node, in order of ids. The middle is (0, 0), and y grows downwards.

    The unit is the median length of a tie, or less: at least half of a component's ties have length 1 or more. No two
    nodes are nearer than ``APART``. Loops, directions, parallel ties and the order of the arguments change nothing.
    """
    names = sorted(set(nodes))
    number = {name: i for i, name in enumerate(names)}
    near: list[set[int]] = [set() for _ in names]
    for one, other in ties:
        a, b = number[one], number[other]
        if a != b:
            near[a].add(b)
            near[b].add(a)
    parts = list(_components([sorted(them) for them in near]))
    parts.sort(key=lambda part: (-len(part), part))
    tied = [part for part in parts if len(part) > 1]
    laid = []
    for part in tied:
        place = {node: i for i, node in enumerate(part)}
        laid.append(_lay([dict.fromkeys(sorted(place[other] for other in near[node]), 1.0) for node in part]))
    spots = dict(zip((i for part in tied for i in part), packed(laid), strict=True))
    alone = [part[0] for part in parts if len(part) == 1]
    spots.update(zip(alone, rows(len(alone), list(spots.values())), strict=True))
    left, top, right, bottom = box(list(spots.values()))
    x0, y0 = (left + right) / 2, (top + bottom) / 2
    return {name: (round(spots[i][0] - x0, 3) + 0.0, round(spots[i][1] - y0, 3) + 0.0) for i, name in enumerate(names)}


def _components(near: list[list[int]]) -> Iterator[list[int]]:
    seen = [False] * len(near)
    for start in range(len(near)):
        if not seen[start]:
            steps = _steps(near, start)
            for node in steps:
                seen[node] = True
            yield sorted(steps)


def _steps(near: Sequence[Iterable[int]], start: int) -> dict[int, int]:
    """The distance along ties from ``start`` to each node that can be reached (breadth-first search)."""
    steps = {start: 0}
    level = [start]
    for far in count(1):
        level = [other for node in level for other in near[node] if steps.setdefault(other, far) == far]
        level = list(dict.fromkeys(level))
        if not level:
            break
    return steps


# One component


def _lay(near: Near) -> Places:
    """The places of a component of two or more nodes, scaled to the unit, and turned to be wider than high."""
    chance = Random(len(near)).random  # noqa: S311  # Python promises the same numbers for this method alone
    x, y = _by_distances(near, chance) if len(near) <= FEW else _by_forces(near, chance)
    _scale(x, y, near)
    _push_apart(x, y, chance)
    _settle(x, y)
    return turned(x, y)


def _long(near: Near) -> bool:
    """True if the paths from node to node are long, as in a tree or a lattice, and not short as in a small world."""
    start = range(0, len(near), ceil(len(near) / 10))
    steps = [far for i in start for far in _steps(near, i).values()]
    return sum(map(len, near)) < 2.4 * len(near) or 1 << sum(steps) // len(steps) > len(near)


def _by_distances(near: Near, chance: Chance) -> Places:
    size = len(near)
    pairs = [(i, j, float(far)) for i in range(size) for j, far in _steps(near, i).items() if j < i]
    x, y = [chance() for _ in near], [chance() for _ in near]
    longest = max(far for _, _, far in pairs)
    rate = longest * longest
    while True:
        for i in range(len(pairs) - 1, 0, -1):
            j = int(chance() * (i + 1))
            pairs[i], pairs[j] = pairs[j], pairs[i]
        for i, j, far in pairs:
            dx, dy = x[i] - x[j], y[i] - y[j]
            now = sqrt(dx * dx + dy * dy) or 1e-9
            move = min(rate / (far * far), 1.0) * (now - far) / (now + now)
            dx *= move
            dy *= move
            x[i] -= dx
            y[i] -= dy
            x[j] += dx
            y[j] += dy
        if rate < 0.05:
            break
        rate *= 0.7
    return x, y


def _by_forces(near: Near, chance: Chance) -> Places:
    long = _long(near)
    weight = [1.0 if long else (len(them) + 1) / 2 for them in near]
    levels, owners = [(near, weight)], []
    # Half of the cities of a register have one partner. They need fewer rounds than the nodes that they surround.
    has_leaves = not long and 5 * sum(len(them) == 1 for them in near) > len(near)
    if has_leaves:
        owner, near, weight = _without_leaves(near, weight)
        owners.append(owner)
        levels.append((near, weight))
    while len(near) > (100 if long else 10):
        owner, near, weight = _coarser(near, weight)
        if len(near) > 0.95 * len(owner):
            break
        owners.append(owner)
        levels.append((near, weight))
    near, weight = levels.pop()
    side = sqrt(len(levels[0][0]) if levels else len(near))
    if long and 1 < len(near) <= FEW:
        x, y = _by_distances(near, chance)
    else:
        x, y = [side * chance() for _ in near], [side * chance() for _ in near]
    _relax(x, y, near, weight, long, 200, side)
    while levels:
        near, weight = levels.pop()
        owner = owners.pop()
        space = sqrt((max(x) - min(x)) * (max(y) - min(y)) / len(x)) or side
        fx, fy = [], []
        for node, them in enumerate(near):
            # Between the places of its own coarse node and of the coarse nodes of its neighbors.
            sx, sy, all_ = 2 * x[owner[node]], 2 * y[owner[node]], 2.0
            for other, strength in them.items():
                sx += strength * x[owner[other]]
                sy += strength * y[owner[other]]
                all_ += strength
            fx.append(sx / all_ + space * (chance() - 0.5) / 2)
            fy.append(sy / all_ + space * (chance() - 0.5) / 2)
        x, y = fx, fy
        if has_leaves and not levels:
            _put_leaves(x, y, near, weight)
            _relax(x, y, near, weight, long, _LAST, space * 0.7)
        else:
            least, most = (30, 100) if long or not levels else (16, 32)
            _relax(x, y, near, weight, long, max(least, min(most, 40_000 // len(near))), space)
    if not long:
        _draw_in(x, y)
    return x, y


def _draw_in(x: list[float], y: list[float]) -> None:
    """Shorten the long arms: a node outside a disc round most of the nodes keeps a third of its distance to the
    disc."""
    x0, y0 = sorted(x)[len(x) // 2], sorted(y)[len(y) // 2]
    out = [sqrt((px - x0) * (px - x0) + (py - y0) * (py - y0)) for px, py in zip(x, y, strict=True)]
    rim = 1.6 * sorted(out)[len(out) // 2]
    for i, far in enumerate(out):
        if far > rim:
            part = (rim + (far - rim) / 3) / far
            x[i] = x0 + (x[i] - x0) * part
            y[i] = y0 + (y[i] - y0) * part


def _without_leaves(near: Near, weight: list[float]) -> tuple[list[int], Near, list[float]]:
    """The graph without the nodes of one neighbor; these go with it. As :func:`_coarser` gives it."""
    inner = [node for node, them in enumerate(near) if len(them) > 1]
    owner = [-1] * len(near)
    for number, node in enumerate(inner):
        owner[node] = number
    heavy = [weight[node] for node in inner]
    for node, them in enumerate(near):
        if owner[node] < 0:
            (hub,) = them
            owner[node] = owner[hub]
            heavy[owner[hub]] += weight[node]
    return owner, [{owner[o]: near[node][o] for o in near[node] if len(near[o]) > 1} for node in inner], heavy


def _put_leaves(x: list[float], y: list[float], near: Near, weight: list[float]) -> None:
    """Put the leaves of each hub about it, as far as its push would bring them, each a golden angle after the last."""
    for hub, them in enumerate(near):
        leaves = [other for other in them if len(near[other]) == 1]
        reach = 0.1 * (weight[hub] + 0.7 * len(leaves))
        dx, dy = 1.0, 0.0
        for number, leaf in enumerate(leaves):
            dx, dy = dx * _GOLDEN[0] - dy * _GOLDEN[1], dx * _GOLDEN[1] + dy * _GOLDEN[0]
            far = sqrt(reach * (0.5 + (number + 0.5) / len(leaves)))
            x[leaf], y[leaf] = x[hub] + dx * far, y[hub] + dy * far


_GOLDEN = (-0.7373688780783197, 0.6754902942615238)
"""The cosine and the sine of the golden angle: points that are turned by it never lie behind each other."""


def _coarser(near: Near, weight: list[float]) -> tuple[list[int], Near, list[float]]:
    """A coarser graph: for each node its coarse node, then the coarse graph, and the weights of its nodes."""
    owner = [-1] * len(near)
    size = 0
    for node in sorted(range(len(near)), key=lambda node: (len(near[node]), node)):
        if owner[node] >= 0:
            continue
        # A leaf joins its hub, even if the hub has joined others. Other nodes join in pairs, light and close ones
        # first.
        free = [other for other in near[node] if owner[other] < 0] or (list(near[node]) if len(near[node]) == 1 else [])
        if free:
            mate = max(free, key=lambda other: (near[node][other] / weight[other], -other))
            if owner[mate] < 0:
                owner[mate], size = size, size + 1
            owner[node] = owner[mate]
        else:
            owner[node], size = size, size + 1
    coarse: Near = [{} for _ in range(size)]
    heavy = [0.0] * size
    for node, them in enumerate(near):
        mine = owner[node]
        heavy[mine] += weight[node]
        for other, strength in them.items():
            if owner[other] != mine:
                coarse[mine][owner[other]] = coarse[mine].get(owner[other], 0.0) + strength
    return owner, coarse, heavy


def _relax(
    x: list[float], y: list[float], near: Near, weight: list[float], long: bool, rounds: int, reach: float
) -> None:
    """Let the forces move the nodes: in the first round by ``reach`` at most, in the last by a fiftieth of it."""
    cooling = 1 - 3.9 / rounds
    ties = [list(them.items()) for them in near]
    for turn in range(rounds):
        if turn % (2 if long else _FRESH) == 0:
            pushes = _pushes(x, y, weight)
        moves = []
        for px, py, mine, mass, (gx, gy, close) in zip(x, y, ties, weight, pushes, strict=True):
            fx = fy = stiff = 0.0
            for other, strength in mine:
                dx, dy = x[other] - px, y[other] - py
                far = sqrt(dx * dx + dy * dy + 0.05)
                pull = strength * far if long else strength / far
                fx += dx * pull
                fy += dy * pull
                stiff += pull
            for other in close:
                dx, dy = px - x[other], py - y[other]
                square = dx * dx + dy * dy + 1e-4
                push = weight[other] / (square * sqrt(square))
                gx += dx * push
                gy += dy * push
            stiff = stiff * 1.5 or 1.0
            mass *= 0.1
            fx = (fx + gx * mass) / stiff
            fy = (fy + gy * mass) / stiff
            far = sqrt(fx * fx + fy * fy)
            part = reach / far if far > reach else 1.0
            moves.append((px + fx * part, py + fy * part))
        x[:], y[:] = map(list, zip(*moves, strict=True))
        reach *= cooling


def _pushes(x: list[float], y: list[float], weight: list[float]) -> list[tuple[float, float, list[int]]]:
    """For each node the force with which nodes far away push it, and the nodes that are close.

    The push of a node is its weight over the squared distance. Nodes far away count as one (Barnes and Hut 1986, *A
    hierarchical O(N log N) force-calculation algorithm*). What is close changes with each move, so the caller works out
    its push; the rest changes slowly.
    """
    cells: list[tuple[float, float, float, float, int]] = []

    def quarter(them: list[int], left: float, top: float, side: float) -> None:
        """Append the cell of these nodes, and the cells within it. Each cell holds the number of the cell after all
        those within it; that of one node holds, in place of a size, its number as -1, -2, ..."""
        if len(them) == 1 or side < 1e-6:
            for i in them:
                cells.append((x[i], y[i], weight[i], -1.0 - i, len(cells) + 1))
            return
        mine = len(cells)
        cells.append((0.0, 0.0, 0.0, 0.0, 0))
        half = side / 2
        middle, centre = left + half, top + half
        quarters: tuple[list[int], ...] = ([], [], [], [])
        sx = sy = all_ = 0.0
        for i in them:
            w, px, py = weight[i], x[i], y[i]
            all_ += w
            sx += w * px
            sy += w * py
            quarters[(px > middle) + 2 * (py > centre)].append(i)
        for k, some in enumerate(quarters):
            if some:
                quarter(some, middle if k & 1 else left, centre if k & 2 else top, half)
        cells[mine] = (sx / all_, sy / all_, all_, side * side / 2, len(cells))

    left, top = min(x), min(y)
    quarter(list(range(len(x))), left, top, max(max(x) - left, max(y) - top) + 1e-6)
    end = len(cells)
    pushes = []
    for px, py in zip(x, y, strict=True):
        fx = fy = 0.0
        close: list[int] = []
        i = 0
        while i < end:
            cx, cy, mass, size, after = cells[i]
            if size < 0.0:
                close.append(int(-1.0 - size))
                i += 1
                continue
            dx = px - cx
            dy = py - cy
            square = dx * dx + dy * dy + 1e-4
            if size < square:
                push = mass / (square * sqrt(square))
                fx += dx * push
                fy += dy * push
                i = after
            else:
                i += 1
        pushes.append((fx, fy, close))
    return pushes


def _scale(x: list[float], y: list[float], near: Near) -> None:
    """Scale the places so that the median length of a tie is 1, or more if the nodes would be too crowded."""
    lengths = sorted(_far(x, y, i, j) for i, them in enumerate(near) for j in them)
    unit = lengths[len(lengths) // 2]
    if len(near) > FEW:
        closest = sorted(_closest(x, y))
        unit = min(unit, closest[len(closest) // 4] / APART)
    for i in range(len(x)):
        x[i] /= unit
        y[i] /= unit


def _far(x: list[float], y: list[float], i: int, j: int) -> float:
    dx, dy = x[i] - x[j], y[i] - y[j]
    return sqrt(dx * dx + dy * dy)


def _closest(x: list[float], y: list[float]) -> Iterator[float]:
    """The distance of each fourth node to its nearest other node."""
    order = sorted(range(len(x)), key=lambda i: (x[i], y[i]))
    for at in range(0, len(order), 4):
        i, least = order[at], inf
        for side in (range(at + 1, len(order)), range(at - 1, -1, -1)):
            for k in side:
                j = order[k]
                if abs(x[j] - x[i]) >= least:
                    break
                least = min(least, _far(x, y, i, j))
        yield least


def _push_apart(x: list[float], y: list[float], chance: Chance) -> None:
    """Push nodes apart that are too near to each other, until none is or 60 rounds have passed."""
    wanted = APART * 1.05
    for turn in range(60):
        if turn % 6 == 0:
            pairs = _close_pairs(x, y, wanted * 1.4)
        hits = 0
        for i, j in pairs:
            dx, dy = x[i] - x[j], y[i] - y[j]
            square = dx * dx + dy * dy
            if square < wanted * wanted:
                hits += 1
                if square < 1e-6:
                    dx, dy = chance() - 0.5, chance() - 0.5
                    square = dx * dx + dy * dy + 1e-6
                far = sqrt(square)
                move = (wanted - min(far, wanted)) / (far + far)
                x[i] += dx * move
                y[i] += dy * move
                x[j] -= dx * move
                y[j] -= dy * move
        if not hits and turn % 6 == 0:
            break


def _close_pairs(x: list[float], y: list[float], reach: float) -> list[tuple[int, int]]:
    """The pairs of nodes nearer to each other than ``reach``."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for i, (px, py) in enumerate(zip(x, y, strict=True)):
        cells[floor(px / reach), floor(py / reach)].append(i)
    found = []
    for (a, b), them in cells.items():
        others = [j for da, db in ((1, -1), (1, 0), (1, 1), (0, 1)) for j in cells.get((a + da, b + db), ())]
        for k, i in enumerate(them, 1):
            px, py = x[i], y[i]
            for j in them[k:] + others:
                dx, dy = px - x[j], py - y[j]
                if dx * dx + dy * dy < reach * reach:
                    found.append((i, j))
    return found


def _settle(x: list[float], y: list[float]) -> None:
    """Move each node that is still too near to another to the nearest free place."""
    wanted = APART + 0.002  # positions are rounded in the end
    cells: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for i in range(len(x)):
        for dx, dy in rings():
            px, py = x[i] + dx * wanted / 2, y[i] + dy * wanted / 2
            a, b = floor(px / wanted), floor(py / wanted)
            if all(
                (px - qx) * (px - qx) + (py - qy) * (py - qy) >= wanted * wanted
                for da, db in product((-1, 0, 1), repeat=2)
                for qx, qy in cells.get((a + da, b + db), ())
            ):
                break
        cells[a, b].append((px, py))
        x[i], y[i] = px, py
