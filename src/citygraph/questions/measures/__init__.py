"""Measures of the network as a whole: (graph, lens, …) → frozen rows, as networkx has them.

Which way a tie is read says who did what, not which way a network can be walked. So the network that is measured has
the part of the graph that the lens shows (see :class:`citygraph.domain.lens.VisiblePart`) **without direction**: for
networkx, ``graph.to_undirected()``, which keeps all ties as their keys differ (``nx.MultiGraph(graph)`` loses those
that run against others); *simple* is ``nx.Graph`` of that without loops.

A measure may be written twice: in Python alone (:mod:`~citygraph.questions.measures.plain`), and through numpy and
scipy (:mod:`~citygraph.questions.measures.arrays`). Here is what picks one of the two.

No module here imports networkx, numpy or scipy when it is imported.
"""

from functools import cache
from importlib.util import find_spec
from typing import Any

from citygraph.questions.measures import plain
from citygraph.questions.measures.network import Network

_WORTH_ARRAYS = 100_000
"""From so many steps on, arrays save more than it takes to import them."""


@cache
def has_arrays() -> bool:
    """True if numpy and scipy are installed."""
    return all(find_spec(module) for module in ("numpy", "scipy"))


def arrays_for(steps: int) -> Any:
    """:mod:`citygraph.questions.measures.arrays`, where that is of use for so many steps; else None."""
    if steps < _WORTH_ARRAYS or not has_arrays():
        return None
    from citygraph.questions.measures import arrays

    return arrays


def neighbors_of(network: Network) -> list[list[int]]:
    """See :func:`citygraph.questions.measures.plain.neighbors`."""
    through = arrays_for(network.ties)
    return list(through.neighbors(network)) if through else plain.neighbors(network)
