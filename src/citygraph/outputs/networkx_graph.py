"""The graph as a networkx graph whose attributes are plain values, for networkx's own algorithms, and for its writers.

Nodes are ids, and the key of an edge is the id of its tie. The attributes are those of the exports
(:mod:`citygraph.outputs.attributes`): texts, numbers and booleans; a list of texts is joined, a value with keys of its
own is JSON text, and what is unknown is left out. So all of networkx's writers take the graph. The records themselves
are asked of the world.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar, cast

import networkx as nx

from citygraph.domain.tie_rules import Stage, stage
from citygraph.domain.tie_words import label_alone
from citygraph.folder.loader import garbage_collector_off
from citygraph.graph.interface import Attributes, ReadGraph, as_dict
from citygraph.outputs.attributes import NODES, TIES, plain_values
from citygraph.outputs.part import facts_of_node

Found = TypeVar("Found")
Made = TypeVar("Made")


def whole_graph(graph: ReadGraph) -> nx.MultiDiGraph:
    """A copy of the whole graph in memory."""
    copy = nx.MultiDiGraph()
    with garbage_collector_off():
        _fill(copy, graph)
    return copy


def _fill(copy: nx.MultiDiGraph, graph: ReadGraph) -> None:
    copy.add_nodes_from((id, _of_node(node)) for id, node in graph.nodes.items())
    of_tie = _of_tie(graph, datetime.date.today())
    there, back = copy._adj, copy._pred  # add_edge looks at each end and each key again, and copies the attributes
    for id, (start, end, tie) in graph.graph["ties"].items():
        parallel = there[start].get(end)
        if parallel is None:
            parallel = there[start][end] = back[end][start] = {}
        parallel[id] = of_tie(tie)


class LazyGraph(nx.MultiDiGraph):  # type: ignore[misc]  # networkx has no types
    """A ``networkx.MultiDiGraph`` over a graph that loads what is visited. Without a ``view`` it is an ordinary empty
    graph, since networkx makes such graphs for copies."""

    def __init__(self, incoming_graph_data: Any = None, *, view: ReadGraph | None = None, **attributes: Any) -> None:
        super().__init__(incoming_graph_data, **attributes)
        if view is not None:
            of_tie = _of_tie(view, datetime.date.today())
            self._node = _Each(view.nodes, _of_node)
            self._adj, self._pred = (
                _Each(beside, lambda others: _Each(others, lambda parallel: _Each(parallel, of_tie)))
                for beside in (view.adj, view.pred)
            )
            nx.freeze(self)


def lazy_graph(view: ReadGraph) -> nx.MultiDiGraph:
    """The same graph, frozen, and loaded while an algorithm visits it. Each look at a node or a tie reads it again, in
    some 30 µs, and nothing is kept. Local algorithms (a path, an ego graph) touch little of it; for those that visit
    all of it, or some of it many times, use :func:`whole_graph`."""
    return cast(nx.MultiDiGraph, LazyGraph(view=view))


class _Each(Mapping[str, Made], Generic[Found, Made]):
    """A mapping whose values are made of those of another, at each look-up."""

    def __init__(self, of: Mapping[str, Found], make: Callable[[Found], Made]) -> None:
        self._of, self._make = of, make

    def __getitem__(self, key: str) -> Made:
        return self._make(self._of[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def __len__(self) -> int:
        return len(self._of)

    def __contains__(self, key: object) -> bool:
        return key in self._of


def _of_node(node: Attributes) -> dict[str, Any]:
    return plain_values(NODES, facts_of_node(node, node["record"]))


def _of_tie(graph: ReadGraph, today: datetime.date) -> Callable[[Attributes], dict[str, Any]]:
    kinds = graph.graph["kinds"]
    labels: dict[tuple[str, Stage], str] = {}

    def of_tie(tie: Attributes) -> dict[str, Any]:
        facts = as_dict(tie)
        reads = facts["kind"], stage(facts, today)
        if reads not in labels:
            labels[reads] = label_alone(kinds[reads[0]], "out", reads[1])
        facts["label"] = labels[reads]
        return plain_values(TIES, facts)

    return of_tie
