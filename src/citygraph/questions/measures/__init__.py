"""Measures of the network as a whole: (graph, lens, …) → frozen rows, with the values of networkx.

The direction of a tie says which side acts; it does not bar the way back. So the measured network is the part of the
graph that the lens shows (see :class:`citygraph.domain.lens.VisiblePart`) **without direction**. For networkx that is
``graph.to_undirected()``, which keeps all ties, since their keys differ (``nx.MultiGraph(graph)`` would lose those that
run against others). *Simple* is ``nx.Graph`` of that without loops.

Some measures are written twice: in Python alone (:mod:`~citygraph.questions.measures.plain`), and with numpy and scipy
(:mod:`~citygraph.questions.measures.arrays`). This module chooses one of the two.

No module here imports networkx, numpy or scipy when it is imported.
"""

from functools import cache
from importlib.util import find_spec
from typing import Any

from citygraph.questions.measures import plain
from citygraph.questions.measures.network import Network

_WORTH_ARRAYS = 100_000
"""The steps from which on arrays save more time than their import takes."""


@cache
def has_arrays() -> bool:
    """True if numpy and scipy are installed."""
    return all(find_spec(module) for module in ("numpy", "scipy"))


def arrays_for(steps: int) -> Any:
    """:mod:`citygraph.questions.measures.arrays` if it saves time for this many steps; else None."""
    if steps < _WORTH_ARRAYS or not has_arrays():
        return None
    from citygraph.questions.measures import arrays

    return arrays


def neighbors_of(network: Network) -> list[list[int]]:
    """See :func:`citygraph.questions.measures.plain.neighbors`."""
    through = arrays_for(network.ties)
    return list(through.neighbors(network)) if through else plain.neighbors(network)
