"""networkx straight from the YAML files: PyYAML reads them (``--loader SafeLoader``, which is ``yaml.safe_load``, or
``CSafeLoader``, the same from C, as its documentation advises), a MultiGraph is made of them and asked."""

import sys
from itertools import pairwise
from pathlib import Path

import networkx as nx
import yaml

from bench.rivals.tables import answer, question


def ask(folder: str, words: list[str]) -> None:
    *words, _, loader = words
    asked = question(words)
    graph = nx.MultiGraph()
    for path in sorted(Path(folder).glob("*.yaml")):
        with path.open(encoding="utf-8") as file:
            sections = yaml.load(file, getattr(yaml, loader))
        for id, city in sections.get("cities", {}).items():
            graph.add_node(id, **city)
        for tie in sections.get("ties", []):
            start, end = tie["between"] if "between" in tie else (tie["from"], tie["to"])
            graph.add_edge(start, end, **{**tie, "from": start, "to": end})
    try:
        way = nx.bidirectional_shortest_path(graph, asked.start, asked.end)
    except nx.NetworkXNoPath:
        return answer(None)
    ties = (next(iter(graph[one][other].values())) for one, other in pairwise(way))
    return answer({key: tie[key] if isinstance(tie[key], list) else str(tie[key]) for key in tie} for tie in ties)


if __name__ == "__main__":
    ask(sys.argv[2], sys.argv[3:])
