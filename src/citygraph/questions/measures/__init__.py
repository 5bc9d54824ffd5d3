"""Measures of the network as a whole, one file per question: (graph, lens, …) → frozen rows, as networkx has them.

Which way a tie is read says who did what, not which way a network can be walked. So the network that is measured has
the part of the graph that the lens shows (see :class:`citygraph.domain.lens.VisiblePart`) **without direction**: for
networkx, ``graph.to_undirected()``, which keeps all ties as their keys differ (``nx.MultiGraph(graph)`` loses those
that run against others); *simple* is ``nx.Graph`` of that without loops.

No module here imports networkx, numpy or scipy when it is imported.
"""
