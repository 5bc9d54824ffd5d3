"""The store as a graph of networkx's own, for its own algorithms. It loads what they visit, and cannot be changed.

Local algorithms (a path, an ego graph) touch little of it. What goes through the whole graph is better asked of a
copy in memory: :attr:`citygraph.world.World.graph`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import networkx as nx

if TYPE_CHECKING:
    from citygraph.store.graph_view import StoreGraph


class LazyGraph(nx.MultiDiGraph):  # type: ignore[misc]  # networkx has no types
    """A ``networkx.MultiDiGraph`` over a store. Without one it is empty and like any other: networkx makes such to put
    copies in."""

    def __init__(self, incoming_graph_data: Any = None, *, view: StoreGraph | None = None, **attributes: Any) -> None:
        super().__init__(incoming_graph_data, **attributes)
        if view is not None:
            self._node = view.nodes
            self._adj = view.adj
            self._pred = view.pred
            self.graph.update(view.graph)
            nx.freeze(self)


def lazy_graph(view: StoreGraph) -> nx.MultiDiGraph:
    """A store's graph, for networkx."""
    return cast(nx.MultiDiGraph, LazyGraph(view=view))
