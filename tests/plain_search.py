"""A plain search over the ties of a graph, that answers are compared with."""

import tempfile
from pathlib import Path
from typing import Any

import networkx as nx

from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import stage
from worlds import build


def built(text: str) -> nx.MultiDiGraph:
    with tempfile.TemporaryDirectory() as folder:
        return build(text, Path(folder))


def ties_between(graph: nx.MultiDiGraph, one: str, other: str, lens: Lens) -> dict[str, dict[str, Any]]:
    """The ties between two nodes that the lens shows."""
    return {
        tie: values
        for start, end, tie, values in graph.edges(keys=True, data=True)
        if {start, end} == {one, other} and lens.admits_tie(values)
    }


def how_sure(ties: dict[str, dict[str, Any]], lens: Lens) -> int:
    """2 if these ties make their ends partners, 1 if nobody knows, 0 if not: of standing ties and visits, the standing
    ones decide."""
    deciding = [tie for tie in ties.values() if tie["nature"] == "standing"] or list(ties.values())
    if lens.at:
        return max(({"yes": 2, "possibly": 1}.get(lens.held(tie) or "", 0) for tie in deciding), default=0)
    stages = [stage(tie, lens.day) for tie in deciding]
    return max((2 if one.is_fact else 1 if one.is_open else 0 for one in stages), default=0)
