"""PageRank and the leading eigenvector of the adjacency matrix. Conjugate gradients find them in some dozen products.

They are written once, over the few operations of a :class:`Matrix`: :class:`Plain` has them in Python, and
:class:`citygraph.questions.measures.arrays.Arrays` with numpy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from operator import mul
from typing import Any, Protocol

from citygraph.domain.errors import CityGraphError

DAMPING = 0.85
"""The probability that a random walk takes another tie; the default of networkx."""
_EXACT = 1e-13
"""The relative error at which a search ends."""
_PATIENCE = 5000
_AGAIN = 50
"""The steps after which a product is calculated anew, since updates add up rounding errors."""

Vector = Any
"""A sequence of floats."""


class Matrix(Protocol):
    """The adjacency matrix (the number of ties between any two nodes), and operations on vectors."""

    def ones(self) -> Vector: ...
    def times(self, vector: Vector) -> Vector:
        """The product with a vector: for each node the sum over its neighbors, once for each tie."""
        ...

    def product(self, one: Vector, other: Vector) -> Vector: ...
    def plus(self, one: Vector, by: float, other: Vector) -> Vector:
        """``one + by * other``."""
        ...

    def dot(self, one: Vector, other: Vector) -> float: ...
    def power(self, vector: Vector, exponent: float) -> Vector:
        """Each element to a power; 0 where the vector is 0."""
        ...


class Plain:
    """A matrix of plain lists: the neighbors of each node, once for each tie."""

    def __init__(self, around: Sequence[Sequence[int]]) -> None:
        self._around = around

    def ones(self) -> list[float]:
        return [1.0] * len(self._around)

    def times(self, vector: list[float]) -> list[float]:
        of = vector.__getitem__
        return [sum(map(of, others)) for others in self._around]

    def product(self, one: list[float], other: list[float]) -> list[float]:
        return list(map(mul, one, other))

    def plus(self, one: list[float], by: float, other: list[float]) -> list[float]:
        return [a + by * b for a, b in zip(one, other, strict=True)]

    def dot(self, one: list[float], other: list[float]) -> float:
        return float(sum(map(mul, one, other)))

    def power(self, vector: list[float], exponent: float) -> list[float]:
        return [value**exponent if value else 0.0 for value in vector]


def pagerank(matrix: Matrix, goes_on: Callable[[], None]) -> Vector:
    """PageRank (Brin & Page 1998): the share of time at each node of a random walk that at times jumps to any node.

    With the adjacency matrix ``A``, the degrees ``D`` and the damping ``d``, the shares ``x`` solve ``(1 - d A D⁻¹) x =
    t``. The jumps ``t`` are the same for each node, and follow since the shares add up to 1. Without direction the
    system in ``z = D^-½ x`` is symmetric and positive definite, so conjugate gradients solve it.
    """
    degree = matrix.times(matrix.ones())
    root, scale = matrix.power(degree, 0.5), matrix.power(degree, -0.5)
    one = matrix.ones()
    tied = matrix.product(root, scale)  # 1 where there is a tie, 0 where none is
    several, alone = matrix.dot(tied, tied), matrix.dot(one, one) - matrix.dot(tied, tied)
    begins = 1 / (several / (1 - DAMPING) + alone)

    def system(z: Vector) -> Vector:
        return matrix.plus(z, -DAMPING, matrix.product(scale, matrix.times(matrix.product(scale, z))))

    right = matrix.plus(matrix.product(scale, one), begins - 1, scale)
    z = matrix.plus(root, 1 / (matrix.dot(degree, one) or 1) - 1, root)  # near the solution: by degree
    left = matrix.plus(right, -1, system(z))
    direction, size, whole = left, matrix.dot(left, left), matrix.dot(right, right)
    while size > _EXACT**2 * whole:
        goes_on()
        image = system(direction)
        step = size / matrix.dot(direction, image)
        z = matrix.plus(z, step, direction)
        left = matrix.plus(left, -step, image)
        before, size = size, matrix.dot(left, left)
        direction = matrix.plus(left, size / before, direction)
    shares = matrix.product(root, z)
    rest = matrix.plus(one, -1, tied)
    return matrix.plus(shares, begins, rest)


def leading(matrix: Matrix, goes_on: Callable[[], None]) -> tuple[float, Vector]:
    """The greatest eigenvalue of a connected network, and its eigenvector, of length 1: a node ranks high if its
    neighbors do.

    Conjugate gradients on the Rayleigh quotient ``x·Ax / x·x``: each step maximizes it along a direction from the error
    and the last direction.

    Raises:
        CityGraphError: if the search does not converge.
    """
    one = matrix.ones()
    x = matrix.plus(one, 1 / sqrt(matrix.dot(one, one)) - 1, one)
    image = matrix.times(x)
    value, direction, before = matrix.dot(x, image), None, 0.0
    for count in range(1, _PATIENCE):
        error = matrix.plus(image, -value, x)
        size = matrix.dot(error, error)
        if size <= (10 * _EXACT * value) ** 2:
            return value, x
        goes_on()
        direction = error if direction is None else matrix.plus(error, size / before, direction)
        before, moved = size, matrix.times(direction)
        step = _best_step(
            value,
            matrix.dot(x, direction),
            matrix.dot(x, moved),
            matrix.dot(direction, moved),
            matrix.dot(direction, direction),
        )
        x, image = matrix.plus(x, step, direction), matrix.plus(image, step, moved)
        length = sqrt(matrix.dot(x, x))
        x = matrix.plus(x, 1 / length - 1, x)
        image = matrix.times(x) if count % _AGAIN == 0 else matrix.plus(image, 1 / length - 1, image)
        value = matrix.dot(x, image)
    raise CityGraphError("the ranks by eigenvector do not settle in this network; --by pagerank does in any")


def _best_step(value: float, a: float, b: float, c: float, d: float) -> float:
    """The ``t`` at which ``(value + 2bt + ct²) / (1 + 2at + dt²)`` is greatest: a root of ``p t² + q t + r``."""
    p, q, r = a * c - b * d, c - value * d, b - value * a
    half = -0.5 * (q + (sqrt(max(q * q - 4 * p * r, 0)) if q >= 0 else -sqrt(max(q * q - 4 * p * r, 0))))
    roots = [top / bottom for top, bottom in ((half, p), (r, half)) if bottom]
    return max(roots, key=lambda t: (value + t * (2 * b + c * t)) / (1 + t * (2 * a + d * t)), default=0.0)
