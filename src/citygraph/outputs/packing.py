"""Packs the components of a network into one picture: turns each into its smallest box, and puts the others round the
largest.

As in :mod:`citygraph.outputs.layout`, all machines compute the same places.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import count, product
from math import ceil, floor, inf, sqrt

GAP = 1
"""The least gap between two components."""
ACROSS, DOWN = 1.6, 0.8
"""The distance between nodes without ties, in a row and between rows. Rows are closer, since names stand to the right
of nodes."""
CLOSEST = 0.52
"""The part of these distances that is enough in a small picture, where a unit is many pixels."""
WIDE = 1.5
"""The wanted ratio of the picture's width to its height."""

Places = tuple[list[float], list[float]]
"""The x of each node, and the y of each node."""


def turned(x: list[float], y: list[float]) -> Places:
    """The places, turned into the smallest box, which is wider than high. One side of that box lies along an edge of
    the convex hull (Freeman and Shapira 1975)."""
    hull = _hull(list(zip(x, y, strict=True)))
    best, turn = inf, (1.0, 0.0)
    for (ax, ay), (bx, by) in zip(hull, hull[1:] + hull[:1], strict=True):
        dx, dy = bx - ax, by - ay
        far = sqrt(dx * dx + dy * dy)
        c, s = dx / far, dy / far
        across = [c * px + s * py for px, py in hull]
        along = [c * py - s * px for px, py in hull]
        width, height = max(across) - min(across), max(along) - min(along)
        if width * height < best - 1e-9:
            best, turn = width * height, (c, s) if width >= height else (-s, c)
    c, s = turn
    return (
        [c * px + s * py for px, py in zip(x, y, strict=True)],
        [c * py - s * px for px, py in zip(x, y, strict=True)],
    )


def _hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of the convex hull, in order (Andrew's monotone chain, 1979)."""

    def half(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        corners: list[tuple[float, float]] = []
        for x, y in points:
            while len(corners) > 1:
                (ax, ay), (bx, by) = corners[-2:]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                corners.pop()
            corners.append((x, y))
        return corners[:-1]

    points = sorted(set(points))
    return half(points) + half(points[::-1])


def packed(laid: list[Places]) -> Iterator[tuple[float, float]]:
    """The places of all nodes. The first component is in the middle; each next one goes where the picture grows
    least."""
    taken: set[tuple[int, int]] = set()
    ways: dict[tuple[int, int], Iterator[tuple[int, int]]] = {}
    for x, y in laid:
        points = list(zip(x, y, strict=True))
        left, top, right, bottom = box(points)
        x0, y0 = (left + right) / 2, (top + bottom) / 2
        cells = _cells(_hull([(px - x0, py - y0) for px, py in points]))
        size = ceil(right - left), ceil(bottom - top)
        # A place with no room for a component has none for the next one of the same size.
        for i, j in ways.setdefault(size, rings(WIDE, *size)):
            if not any((a + i, b + j) in taken for a, b in cells):
                break
        taken.update((a + i + da, b + j + db) for a, b in cells for da, db in product((-GAP, 0, GAP), repeat=2))
        for px, py in points:
            yield px - x0 + i, py - y0 + j


def rings(wide: float = 1.0, width: int = 0, height: int = 0) -> Iterator[tuple[int, int]]:
    """All places with whole coordinates, from the middle outwards, for a box of this size. The order is that of the
    picture that would contain the box, which is ``wide`` times as wide as high."""

    def within(ring: int) -> tuple[int, int]:
        return floor(wide * ring - width / 2), floor(ring - height / 2)

    for ring in count():
        (across, along), (less, low) = within(ring), within(ring - 1)
        yield from sorted(
            (
                (i, j)
                for j in range(-along, along + 1)
                for i in range(-across, across + 1)
                if abs(i) > less or abs(j) > low
            ),
            key=lambda place: (place[0] * place[0] + place[1] * place[1], place),
        )


def _cells(hull: list[tuple[float, float]]) -> list[tuple[int, int]]:
    """The cells of a grid that a convex shape covers."""
    rows: dict[int, list[int]] = defaultdict(list)
    for (ax, ay), (bx, by) in zip(hull, hull[1:] + hull[:1], strict=True):
        dx, dy = bx - ax, by - ay
        steps = ceil(2 * max(abs(dx), abs(dy))) + 1
        for k in range(steps):
            rows[floor(ay + dy * k / steps)].append(floor(ax + dx * k / steps))
    return [(i, j) for j, row in rows.items() for i in range(min(row), max(row) + 1)]


def rows(many: int, inside: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Places for ``many`` nodes in centred rows below the points ``inside``. The rows are as wide as those points, or
    wider if the picture would become too high."""
    left, top, right, bottom = box(inside)
    close = min(1, max(CLOSEST, (bottom - top) / 8)) if inside else 1
    gap, down = GAP * close, DOWN * close
    columns = floor((right - left) / ACROSS) + 1
    while columns < many and columns * ACROSS < bottom - top + ceil(many / columns) * down:
        columns += 1
    columns = ceil(many / ceil(many / columns)) if many else columns  # so that the last row is nearly full
    for first in range(0, many, columns):
        size = min(columns, many - first)
        x, y = (left + right - (size - 1) * ACROSS) / 2, bottom + gap + first // columns * down
        yield from ((x + i * ACROSS, y) for i in range(size))


def box(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return min(xs), min(ys), max(xs), max(ys)
