"""Ranks that are vectors: what a matrix of ties leaves as it is. Conjugate gradients find them in some dozen products.

Written once for both ways to calculate: :class:`Plain` and :class:`citygraph.questions.measures.arrays.Arrays` have the
few operations that are needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt
from operator import mul
from typing import Any, Protocol

from citygraph.domain.errors import CityGraphError

DAMPING = 0.85
"""How likely who walks at random takes another tie, as networkx has it."""
_EXACT = 1e-13
"""What is left of the error, of the whole, when a search ends."""
_PATIENCE = 5000
_AGAIN = 50
"""After so many steps what was only added up is calculated again."""

Vector = Any
"""A sequence of floats."""


class Matrix(Protocol):
    """How many ties there are between any two nodes, as a matrix, and what one can do with vectors."""

    def ones(self) -> Vector: ...
    def times(self, vector: Vector) -> Vector:
        """Of each node the sum over its neighbors, once for each tie."""
        ...

    def product(self, one: Vector, other: Vector) -> Vector: ...
    def plus(self, one: Vector, by: float, other: Vector) -> Vector:
        """``one + by * other``."""
        ...

    def dot(self, one: Vector, other: Vector) -> float: ...
    def power(self, vector: Vector, exponent: float) -> Vector:
        """0 where the vector is."""
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
    """How often who walks along ties at random, and at times begins anew anywhere, is at each node.

    Without direction, with ``A`` the ties and ``D`` the degrees, the share ``x`` solves ``(1 - d A D⁻¹) x = t``. What
    begins anew, ``t``, is the same everywhere, and follows from all shares being 1 together. In ``z = D^-½ x`` the
    system is symmetric and definite.
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
    z = matrix.plus(root, 1 / (matrix.dot(degree, one) or 1) - 1, root)  # close to it: as often as there are ties
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
    """The greatest eigenvalue of a connected network, and its vector, of length 1: who is tied to those that rank high
    ranks high.

    Each step goes as far as the quotient ``x·Ax / x·x`` grows in the plane of the error and the last direction.

    Raises:
        CityGraphError: it does not settle.
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
