"""All ties of a graph in columns, for questions that ask a little of each: see
:meth:`citygraph.graph.interface.Numbered.alike`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from citygraph.graph.interface import Attributes, Life, Likeness, NodeKey

Value = TypeVar("Value")


class TieValues(NamedTuple, Generic[Value]):
    """What one column says of each of all ties, as a place in ``values``."""

    places: Sequence[int]
    values: Sequence[Value]


class TiesAlike(NamedTuple):
    """What each of all ties has in common with others, as a place in ``common``."""

    places: Sequence[int]
    common: Sequence[tuple[Likeness, Life]]


SAID = "…"
"""In place of a text of which only matters that it is there."""


class TiesTold(NamedTuple):
    """What the record of each of all ties says beside its ends, its kind and how it stands, as a place in ``common``:
    the sources of its ``evidence``, with that of its history if that is not there itself; and if it has ``since``,
    ``on``, ``title``, ``form``, an ``agreement`` and quotes, with :data:`SAID` in place of these. In full, there are
    ``agreement`` and ``observations`` themselves. There may be more, and a key that says nothing may be missing."""

    places: Sequence[int]
    common: Sequence[Attributes]


class TieEnds(NamedTuple):
    """All nodes in order of their ids, each with its type and country, and perhaps more; and where each tie starts and
    ends, as places in ``nodes``."""

    nodes: Sequence[tuple[NodeKey, Attributes]]
    starts: Sequence[int]
    ends: Sequence[int]
