"""Which groups of nodes are tied among themselves more than to others?

They are the parts with the greatest modularity that can be found: ``nx.community.modularity(G, parts)`` for ``G`` as in
the other measures, the share of ties within communities, less the share that chance would give nodes of these degrees.
No fast method is certain to find the greatest. With igraph, :mod:`~citygraph.questions.measures.leiden` looks for it,
else :mod:`~citygraph.questions.measures.louvain`. The result of each is the same each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, Literal, NamedTuple

from citygraph.domain.countries import country_name
from citygraph.domain.lens import Lens
from citygraph.graph.asked import Progress, silent
from citygraph.graph.interface import NodeKey, ReadGraph, country_records, numbered
from citygraph.graph.tie_facts import only_in_python
from citygraph.questions._counts import TieCounts, by_status
from citygraph.questions.measures import louvain, plain
from citygraph.questions.measures.network import Network, network

_NAMED = 3
"""The number of cities in the name of a community."""

Method = Literal["Leiden", "Louvain"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A community, named after its largest cities. ``ties`` counts the ties within it. ``countries`` has the number of
    its nodes in each country: the largest number first, then the country of its largest city. ``members`` are the ids
    of its nodes, in the order that its name has."""

    number: int
    name: str
    nodes: int
    ties: int
    ties_to_others: int
    countries: dict[str, int]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Communities:
    """The communities, the largest first; their ``modularity``, None if there is no tie; and the ``method`` that found
    them. ``alone`` counts the nodes without a tie to another, which are in no community. ``counted`` and ``left_out``
    are the numbers of ties of each status, of those that count (:meth:`citygraph.domain.lens.Lens.counts`), and of the
    others. If countries are measured, the last two are the numbers of nodes and ties that are left out."""

    modularity: float | None
    method: Method
    alone: int
    communities: tuple[Community, ...]
    counted: dict[str, int]
    left_out: dict[str, int]
    counts: TieCounts = only_in_python()
    without_country: int | None = field(default=None, metadata={"only_if_asked": True})
    within_country: int | None = field(default=None, metadata={"only_if_asked": True})


def detect_communities(
    graph: ReadGraph,
    lens: Lens | None = None,
    *,
    by_country: bool = False,
    simple: bool = False,
    progress: Progress = silent,
) -> Communities:
    """The communities of what the lens shows, or of its countries; with ``simple``, of the simple graph."""
    measured = network(graph, lens or Lens(), by_country=by_country)
    if simple:
        measured = measured.simple()
    parts, method = partition(measured, progress)
    community = {node: number for number, part in enumerate(parts) for node in part}
    inner, outer = [0] * len(parts), [0] * len(parts)
    for one, other in measured.each():
        if community[one] == community[other]:
            inner[community[one]] += 1
        else:
            outer[community[one]] += 1
            outer[community[other]] += 1
    degree, called = plain.degrees(measured), _countries(graph) if by_country else _nodes(graph)
    found: list[Community] = []
    alone = 0
    for number, part in enumerate(parts):
        if len(part) == 1 and not outer[number]:
            alone += 1
            continue
        progress("naming the communities", len(found), len(parts))
        members = sorted((called(measured.nodes[node], degree[node]) for node in part), key=lambda member: member.size)
        countries = Counter(member.country for member in members if member.country)
        found.append(
            Community(
                number=len(found) + 1,
                name=", ".join(member.name for member in members[:_NAMED]),
                nodes=len(part),
                ties=inner[number],
                ties_to_others=outer[number],
                countries=dict(countries.most_common()),
                members=tuple(member.id for member in members),
            )
        )
    return Communities(
        modularity=modularity(measured, parts),
        method=method,
        alone=alone,
        communities=tuple(found),
        counted=by_status(measured.counts.counted),
        left_out=by_status(measured.counts.left_out),
        counts=measured.counts,
        without_country=measured.outside if by_country else None,
        within_country=measured.within if by_country else None,
    )


class _Member(NamedTuple):
    """A member of a community. ``size`` is its sort key: cities first, then by the last figure of population, then by
    ties, then by id."""

    id: str
    name: str
    country: str | None
    size: tuple[bool, float, int, str]


def _nodes(graph: ReadGraph) -> Callable[[NodeKey, int], _Member]:
    by_number = numbered(graph)

    def called(node: NodeKey, ties: int) -> _Member:
        id = by_number.id(node)
        known = graph.nodes[id]
        figures = known["record"].get("observations", ())
        people: Any = next((one["value"] for one in reversed(figures) if one["property"] == "population"), 0)
        return _Member(id, known["name"], known["country"], (known["type"] != "city", -people, -ties, id))

    return called


def _countries(graph: ReadGraph) -> Callable[[str, int], _Member]:
    records = country_records(graph)

    def called(code: str, ties: int) -> _Member:
        name = graph.nodes[records[code]]["name"] if code in records else country_name(code)
        return _Member(code, name or code, code, (False, 0, -ties, code))

    return called


def modularity(network: Network, parts: Sequence[Sequence[int]]) -> float | None:
    """The share of ties within the parts, less the share by chance: from -1/2 to 1 (Newman & Girvan 2004). None if
    there is no tie."""
    if not network.ties:
        return None
    community = {node: number for number, part in enumerate(parts) for node in part}
    degree, inner, total = plain.degrees(network), 0, [0] * len(parts)
    for one, other in network.each():
        inner += community[one] == community[other]
    for node, count in enumerate(degree):
        total[community[node]] += count
    ties = network.ties
    return (4 * ties * inner - sum(count * count for count in total)) / (4 * ties * ties)


def partition(network: Network, progress: Progress = silent) -> tuple[list[list[int]], Method]:
    """The nodes of each community, in order, and the method that found them: the largest community first, equal ones in
    the order of their first nodes."""
    method: Method = "Leiden" if find_spec("igraph") else "Louvain"
    if method == "Leiden":
        from citygraph.questions.measures import leiden

        progress("finding communities", 0, 0)
        parts = leiden.partition(network)
    else:
        parts = louvain.partition(network, progress)
    return sorted(parts, key=lambda part: (-len(part), part[0])), method
