"""The store as a networkx graph, for networkx's own algorithms. It loads what they visit, and it is read-only.

Local algorithms (a path, an ego graph) touch little of it. For algorithms that visit the whole graph, use the copy in
memory: :attr:`citygraph.world.World.graph`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import networkx as nx

if TYPE_CHECKING:
    from citygraph.store.graph_view import StoreGraph


class LazyGraph(nx.MultiDiGraph):  # type: ignore[misc]  # networkx has no types
    """A ``networkx.MultiDiGraph`` over a store. Without a ``view`` it is an ordinary empty graph, since networkx makes
    such graphs for copies."""

    def __init__(self, incoming_graph_data: Any = None, *, view: StoreGraph | None = None, **attributes: Any) -> None:
        super().__init__(incoming_graph_data, **attributes)
        if view is not None:
            self._node = view.nodes
            self._adj = view.adj
            self._pred = view.pred
            self.graph.update(view.graph)
            nx.freeze(self)


def lazy_graph(view: StoreGraph) -> nx.MultiDiGraph:
    """The graph of a store as a frozen ``networkx.MultiDiGraph``."""
    return cast(nx.MultiDiGraph, LazyGraph(view=view))
