"""Networks to measure: random ones, the part of a world that a lens shows, and the twinnings of 2022."""

from array import array
from functools import cache
from itertools import chain

import networkx as nx
import pytest
from hypothesis import strategies as st

from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import stage
from citygraph.questions.measures.network import Network
from conftest import SHARED

TWINNINGS = SHARED / "data/sister_cities_2022.gexf"
needs_shared = pytest.mark.skipif(not TWINNINGS.exists(), reason="the extract of 2022 is not beside this checkout")


@cache
def extract_of_2022() -> nx.Graph:
    """The file of the twinnings of 2022, as networkx reads it. Nobody can change it."""
    return nx.freeze(nx.read_gexf(TWINNINGS))


@st.composite
def multigraphs(draw: st.DrawFn) -> nx.MultiGraph:
    """Small graphs with parallel ties, loops, and nodes without any."""
    size = draw(st.integers(0, 9))
    graph = nx.MultiGraph()
    graph.add_nodes_from(range(size))
    if size:
        node = st.integers(0, size - 1)
        graph.add_edges_from(draw(st.lists(st.tuples(node, node), max_size=20)))
    return graph


def measured(graph: nx.Graph) -> Network:
    """The same graph as one of ours."""
    place = {node: index for index, node in enumerate(graph)}
    return Network(list(graph), array("i", chain.from_iterable((place[a], place[b]) for a, b in graph.edges())))


def without_loops(graph: nx.Graph) -> nx.Graph:
    simple = nx.Graph(graph)
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    return simple


def counting(graph: nx.MultiDiGraph, lens: Lens) -> nx.MultiGraph:
    """The same, but of the ties only those that count."""
    part = shown(graph, lens)
    out = [edge for *edge, data in part.edges(keys=True, data=True) if not lens.counts(stage(data, lens.day))]
    part.remove_edges_from(out)
    return part


def shown(graph: nx.MultiDiGraph, lens: Lens) -> nx.MultiGraph:
    """The nodes that a lens admits, and the ties that it admits between them, without direction."""
    part = nx.MultiDiGraph(graph.subgraph(node for node, data in graph.nodes(data=True) if lens.admits_node(data)))
    out = [edge for *edge, data in part.edges(keys=True, data=True) if not lens.admits_tie(data)]
    part.remove_edges_from(out)
    return part.to_undirected()
