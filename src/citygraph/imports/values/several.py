"""A cell that the format itself says has several texts, as a list of JSON does."""

from __future__ import annotations

from collections.abc import Sequence

BETWEEN = ";"
"""The sign between the texts of such a cell, where it is shown or kept as one text."""


class Several(str):
    """The texts of a list as one text: ``parts`` are those that are not empty, at least two.

    >>> Several(["Lyon", "Riga"]), Several(["Lyon", "Riga"]).parts
    ('Lyon; Riga', ('Lyon', 'Riga'))
    """

    __slots__ = ("parts",)
    parts: tuple[str, ...]

    def __new__(cls, parts: Sequence[str]) -> Several:
        one = super().__new__(cls, f"{BETWEEN} ".join(parts))
        one.parts = tuple(parts)
        return one
