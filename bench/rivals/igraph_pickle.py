"""igraph from a pickle (``Graph.write_pickle`` and ``Read_Pickle`` of its documentation): attributes in lists, cities
found by the vertex attribute ``name``, which igraph indexes; ``get_shortest_path``, which searches by breadth."""

import sys
from typing import Any

import igraph

from bench.rivals.tables import answer, cities, question, ties

KEPT = ("from", "to", "kind", "since", "until", "status", "source", "quote", "first", "last")


def load(folder: str, store: str) -> None:
    ids, names, countries = [], [], []
    for city in cities(folder):
        ids.append(city["id"])
        names.append(city["name"])
        countries.append(city["country"])
    numbers = {id: number for number, id in enumerate(ids)}
    kept: dict[str, list[Any]] = {key: [] for key in KEPT}
    for tie in ties(folder):
        for key in KEPT:
            kept[key].append(tie[key])
    graph = igraph.Graph(
        n=len(ids),
        edges=[(numbers[start], numbers[end]) for start, end in zip(kept["from"], kept["to"], strict=True)],
        vertex_attrs={"name": ids, "title": names, "country": countries},
        edge_attrs=kept,
    )
    graph.write_pickle(store)


def ask(store: str, words: list[str]) -> None:
    graph = igraph.Graph.Read_Pickle(store)
    asked = question(words)
    if asked.kind is not None:
        graph = graph.subgraph_edges(graph.es.select(kind=asked.kind), delete_vertices=False)
    if asked.at is not None:
        graph = graph.subgraph_edges(graph.es.select(first_le=asked.at, last_ge=asked.at), delete_vertices=False)
    edges = graph.get_shortest_path(asked.start, asked.end, output="epath")
    answer((graph.es[edge].attributes() for edge in edges) if edges else None)


if __name__ == "__main__":
    if sys.argv[1] == "load":
        load(sys.argv[2], sys.argv[3])
    else:
        ask(sys.argv[2], sys.argv[3:])
