"""networkx from a pickle: a MultiGraph, as its documentation keeps graphs between processes (``pickle``, the newest
protocol); narrowed by ``subgraph_view``, searched by ``bidirectional_shortest_path``."""

import pickle
import sys
from itertools import pairwise

import networkx as nx

from bench.rivals.tables import answer, cities, question, ties


def load(folder: str, store: str) -> None:
    graph = nx.MultiGraph()
    for city in cities(folder):
        graph.add_node(city["id"], name=city["name"], country=city["country"])
    for tie in ties(folder):
        graph.add_edge(tie["from"], tie["to"], **tie)
    with open(store, "wb") as file:
        pickle.dump(graph, file, pickle.HIGHEST_PROTOCOL)


def ask(store: str, words: list[str]) -> None:
    with open(store, "rb") as file:
        whole: nx.MultiGraph = pickle.load(file)
    asked = question(words)

    def counts(one: str, other: str, key: int) -> bool:
        tie = whole.adj[one][other][key]
        if asked.kind is not None and tie["kind"] != asked.kind:
            return False
        return asked.at is None or tie["first"] <= asked.at <= tie["last"]

    narrowed = asked.at is not None or asked.kind is not None
    graph = nx.subgraph_view(whole, filter_edge=counts) if narrowed else whole
    try:
        way = nx.bidirectional_shortest_path(graph, asked.start, asked.end)
    except nx.NetworkXNoPath:
        return answer(None)
    return answer(next(iter(graph[one][other].values())) for one, other in pairwise(way))


if __name__ == "__main__":
    if sys.argv[1] == "load":
        load(sys.argv[2], sys.argv[3])
    else:
        ask(sys.argv[2], sys.argv[3:])
