"""The part of a graph that a file shows, and a count of what the file's format loses.

It is given a graph, a lens and a format. It gives the nodes, ties, statements and sources that the lens shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple

from citygraph.domain.kinds import Vocabulary
from citygraph.domain.lens import Lens, VisiblePart
from citygraph.domain.tie_rules import Stage, is_told, stage
from citygraph.domain.tie_words import label_alone
from citygraph.graph.citations import citations_in
from citygraph.graph.interface import Attributes, Edge, ReadGraph, as_dict
from citygraph.graph.weights import Weights
from citygraph.outputs.attributes import Facts, Format

_REFERENCES = frozenset({"part_of", "during", "by", "at", "about", "on_behalf_of", "signed_by"})
"""The keys of records that refer to nodes, besides the ends of a tie."""


OUTSIDE = "references to what is not in the export"


class PartNode(NamedTuple):
    """A node: its id and its facts (see :func:`facts_of_node`)."""

    id: str
    facts: Facts


class PartTie(NamedTuple):
    """A tie: its id, the ids of its ends, and its facts (see :func:`facts_of_tie`)."""

    id: str
    start: str
    end: str
    facts: Facts


def facts_of_node(node: Attributes, record: Attributes) -> Facts:
    """The keys of a node's record, with these changes: ``type``, ``country``, ``lat`` and ``lon`` are those of the
    graph's node (see :mod:`citygraph.graph.interface`), ``subtype`` is the record's own ``type``, and ``record`` is the
    record itself."""
    facts = {**record, "record": record, "type": node["type"], "subtype": record.get("type")}
    facts.update((key, node[key]) for key in ("name", "country", "lat", "lon"))
    return facts


def facts_of_tie(id: str, tie: Attributes, kinds: Vocabulary, stage: Stage) -> Facts:
    """The attributes of a tie, its id as ``tie``, and as ``label`` how it reads in its direction. A label that the tie
    has already stays, as of a tie between countries."""
    return {"label": label_alone(kinds[tie["kind"]], "out", stage), **as_dict(tie), "tie": id}


class Part:
    """The nodes that the lens shows, or the nodes ``among`` the given ids, and the ties between them that the lens
    shows; both in order of ids.

    References to nodes that the lens excludes are removed from the records. If the format is ``closed``, so are all
    references to nodes outside the part. With ``weights``, ties without a weight are left out, and the others have the
    fact ``weight``. Read :meth:`nodes` and :meth:`ties` only once, because they count what the format loses. Only the
    ids of the nodes are kept in memory.
    """

    def __init__(
        self,
        graph: ReadGraph,
        lens: Lens,
        format: Format,
        among: Collection[str] | None = None,
        weights: Weights | None = None,
    ) -> None:
        self._graph, self._lens, self._among, self._weights = graph, lens, among, weights
        self.format = format
        ids = sorted(graph.nodes if among is None else among)
        self._part = VisiblePart(lens, ((id, graph.nodes[id]) for id in ids), whatever=among is not None)
        self.types: dict[str, str] = self._part.nodes
        """The type of each node by its id, in order of ids."""
        self._today = lens.day
        self.ties_read = 0
        self._left_out: Counter[str] = Counter()
        self._warnings: Counter[str] = Counter()
        self._cited: set[str] = set()
        self.is_whole = lens.is_empty and among is None
        """True if the part is the whole graph."""
        self.kinds: Vocabulary = graph.graph["kinds"]
        is_partial = bool(lens.types.exclude or lens.countries.exclude) or (format.closed and not self.is_whole)
        self._shown: Callable[[Any], Any] = self._without_hidden if is_partial else lambda value: value

    def nodes(self, of: str | None = None) -> Iterator[PartNode]:
        """All nodes of the part, or those ``of`` one type."""
        lost = self.format.lost("nodes")
        for id, type in self.types.items():
            if of not in (None, type):
                continue
            node = self._graph.nodes[id]
            facts = facts_of_node(node, self._shown(node["record"]))
            self._count(type, id, facts, lost)
            yield PartNode(id, facts)

    def ties(self) -> Iterator[PartTie]:
        """All ties of the part."""
        lost = self.format.lost("ties")
        for id, (start, end, data) in self._edges():
            if self._part.has_tie(start, end, data):
                facts = self._shown(facts_of_tie(id, data, self.kinds, self.stage(data)))
                if self._weights:
                    weight = self._weights.of(data)
                    if weight is None:
                        continue  # programs would take it for 1
                    facts = {**facts, "weight": float(weight)}
                self._count("tie", id, facts, lost)
                self.ties_read += 1
                yield PartTie(id, start, end, facts)

    def has_tie(self, id: str) -> bool:
        """True if the tie is in the part."""
        ties = self._graph.graph["ties"]
        return id in ties and self._part.has_tie(*ties[id])

    def stage(self, tie: Facts) -> Stage:
        """What a tie is today; of a tie between countries, what those are that it counts."""
        return tie.get("stage") or stage(tie, self._today)

    def place(self, id: str) -> tuple[float, float] | None:
        """Longitude and latitude of a node, in degrees; None without coordinates."""
        node = self._graph.nodes[id]
        return None if node["lat"] is None or node["lon"] is None else (node["lon"], node["lat"])

    def statements(self) -> Iterator[Facts]:
        """The statements whose speakers are in the part."""
        for id, said in self._graph.graph["statements"].items():
            for statement in said:
                if statement["by"] == id in self.types:
                    self._cited.update(item["source"] for item in statement["evidence"])
                    yield self._shown(statement)

    def sources(self) -> Iterator[tuple[str, Facts]]:
        """The ids and records of the sources that the part cites. Call it after reading the nodes, ties and statements.
        For the whole graph, all sources."""
        sources = self._graph.graph["sources"]
        return ((id, sources[id]) for id in sorted(sources if self.is_whole else self._cited))

    def warn(self, what: str) -> None:
        """Count a value to warn of; ``what`` is one of the things that the format ``warns`` of."""
        self._warnings[what] += 1

    def warnings(self) -> tuple[str, ...]:
        """The losses and warnings, a line for each kind. Call it after writing everything."""
        left_out = dict(self._left_out)
        for beside, found in (("statements", self.statements), ("sources", self.sources)):
            count = 0 if beside in self.format.beside else sum(1 for _ in found())
            left_out |= {beside: count} if count else {}
        lines = [f"{what}: {count}" for what, count in sorted(self._warnings.items())]
        if left_out:
            named = ", ".join(f"{what} ({count})" for what, count in sorted(left_out.items()))
            lines.insert(0, f"{self.format.title} has no place for {named}")
        return tuple(lines)

    def _edges(self) -> Iterator[tuple[str, Edge]]:
        if self._among is None:
            yield from self._graph.graph["ties"].items()
            return
        found = {
            tie: Edge(start, end, data)
            for start in self.types
            for end, parallel in self._graph.adj[start].items()
            for tie, data in parallel.items()
        }
        yield from sorted(found.items())

    def _count(self, what: str, id: str, facts: Facts, lost: frozenset[str]) -> None:
        self._left_out.update(key for key in lost & facts.keys() if _says_something(key, facts[key]))
        self._cited.update(source for source, _ in citations_in(what, id, facts))
        if document := facts.get("agreement", {}).get("document"):
            self._cited.add(document)

    def _without_hidden(self, value: Any) -> Any:
        """A record, or a value in one, without references to hidden nodes."""
        if isinstance(value, list):
            return [self._without_hidden(item) for item in value]
        if not isinstance(value, dict):
            return value
        shown: dict[str, Any] = {}
        for key, item in value.items():
            if key not in _REFERENCES:
                shown[key] = item if key == "notes" else self._without_hidden(item)
            elif isinstance(item, list):
                shown |= {key: kept} if (kept := [id for id in item if not self._is_hidden(id)]) else {}
            elif not self._is_hidden(item):
                shown[key] = item
            elif key == "by":  # evidence always has it
                shown[key] = None
        return shown

    def _is_hidden(self, id: str | None) -> bool:
        if id is None or id in self.types or id not in self._graph.nodes:
            return False
        if self._lens.excludes_node(self._graph.nodes[id]):
            return True
        if self.format.closed:
            self.warn(OUTSIDE)
        return self.format.closed


def _says_something(key: str, value: Any) -> bool:
    return is_told(value) if key == "status" else value not in (None, [], {})
