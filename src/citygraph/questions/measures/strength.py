"""The strength of nodes: their degree with a figure of each tie as its weight (Barrat et al. 2004).

With ``G`` the ties that count and have a weight:

=====  ========================================================
value  ``G.to_undirected().degree(weight="weight")``
out    ``G.out_degree(weight="weight")``, of directed ties alone
in     ``G.in_degree(weight="weight")``, of directed ties alone
=====  ========================================================
"""

from __future__ import annotations

from typing import NamedTuple

from citygraph.domain.lens import Lens, VisiblePart
from citygraph.domain.tie_rules import standing
from citygraph.graph.asked import Progress
from citygraph.graph.interface import NodeKey, ReadGraph, numbered
from citygraph.graph.weights import Weights
from citygraph.questions._counts import TieCounts

_LOOK = 1 << 14
"""The ties between two reports of progress."""


class Strength(NamedTuple):
    """The strength of one node: of all its ties, of the directed ones that start at it, and of those that lead to it.
    ``ties`` is the number of ties with a weight, ``without`` that of the others; a tie to itself counts twice."""

    value: float = 0
    out: float = 0
    in_: float = 0
    ties: int = 0
    without: int = 0

    def plus(self, weight: float | None, *, out: bool, in_: bool) -> Strength:
        """The strength with one more tie."""
        if weight is None:
            return self._replace(without=self.without + 1)
        more_out, more_in = weight if out else 0, weight if in_ else 0
        return Strength(self.value + weight, self.out + more_out, self.in_ + more_in, self.ties + 1, self.without)


class Strengths(NamedTuple):
    """The strengths of the nodes, or countries, that have a tie with a weight, in order of ids. ``weightless`` is the
    number of the others. ``is_directed`` is true if a tie among them is directed. ``counts`` is of the ties with a
    weight, and of those that do not count. ``outside`` and ``within`` are as in
    :class:`citygraph.questions.measures.network.Network`."""

    of: dict[NodeKey, Strength]
    weightless: int
    is_directed: bool
    counts: TieCounts
    outside: int = 0
    within: int = 0


def strengths(
    graph: ReadGraph, lens: Lens, weights: Weights, progress: Progress, *, by_country: bool = False
) -> Strengths:
    """The strengths in the part of a graph that a lens shows; or of its countries, by the ties between them.

    Raises:
        CityGraphError: if no tie has a weight, or the weights have several units.
    """
    by_number = numbered(graph)
    shown = VisiblePart(lens, by_number.all_nodes())
    place: dict[NodeKey, NodeKey] = {node: node for node in shown.nodes}
    if by_country:
        country = {node: data["country"] for node, data in by_number.all_nodes()}
        place = {node: country[node] for node in shown.nodes if country[node] is not None}
    found = dict.fromkeys(sorted(set(place.values())) if by_country else place, Strength())
    counts, is_directed, within = TieCounts(), False, 0
    total = len(graph.graph["ties"])
    for done, (start, end, tie) in enumerate(by_number.all_ties()):
        if done % _LOOK == 0:
            progress("looking at the ties", done, total)
        if start not in place or end not in place or not shown.has_tie(start, end, tie):
            continue
        one, other = place[start], place[end]
        stands = standing(tie, lens.day)
        is_counted = lens.counts(stands[1])
        if by_country and one == other:
            within += is_counted
        elif not is_counted:
            counts.left_out[stands] += 1
        else:
            weight, directed = weights.of(tie), not tie["symmetric"]
            found[one] = found[one].plus(weight, out=directed, in_=False)
            found[other] = found[other].plus(weight, out=False, in_=directed)
            if weight is not None:
                counts.counted[stands] += 1
                is_directed = is_directed or directed
    weights.settled()
    weighed = {node: strength for node, strength in found.items() if strength.ties}
    outside = len(shown.nodes) - len(place)
    return Strengths(weighed, len(found) - len(weighed), is_directed, counts, outside, within)
