"""Counts what is known, and lists what is missing.

Of a whole graph, no tie is read: ties that say as much, of one kind and status, are counted together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from citygraph.domain import expected
from citygraph.domain.expected import Expected
from citygraph.domain.lens import Lens
from citygraph.domain.terms import NODE_TYPES
from citygraph.domain.tie_rules import Stage, all_evidence, stage
from citygraph.graph.admitted import shown_through
from citygraph.graph.interface import Attributes, Edge, ReadGraph, numbered, sources_of
from citygraph.questions.ties import is_listed, stands_for, ties_at

TYPES = (*NODE_TYPES, "tie", "post", "source")
"""The types of records that are counted, in this order."""
_POST = "holds-post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many of the records of a type (``of``) say a ``field``: ``known`` of ``total``. In the others it is
    ``missing``; of those, ``said_unknown`` have a history that says that it is not known. ``share`` is known / total,
    from 0 to 1."""

    of: str
    field: str
    known: int
    total: int
    missing: int
    said_unknown: int
    share: float


class UnsaidFact(NamedTuple):
    """What a record does not say: the type and the id of the record, and the field. A tie has its ends (``edge``), and
    what it is today (``stage``)."""

    of: str
    id: str
    field: Expected
    is_said_unknown: bool
    edge: Edge | None = None
    stage: Stage | None = None


Counts = Counter[tuple[str, Expected, str]]
"""How many records of a type say a field, lack it, or say that it is not known."""


def coverage_of(graph: ReadGraph, node: str | None = None, lens: Lens | None = None) -> list[Coverage]:
    """How much is known of all records that the lens shows, by type and field: see :mod:`citygraph.domain.expected`.

    With ``node`` only of this node, its ties, the officials with posts there, and the sources of these; a country
    stands for all that lies in it, a region for its parts. A lens that asks for ties leaves out nodes."""
    looked = _Looked(graph, node, lens or Lens())
    counts = looked.counts()
    by_field: dict[tuple[str, Expected], dict[str, int]] = {}
    for (of, field, state), number in counts.items():
        by_field.setdefault((of, field), {})[state] = number
    rows = []
    for (of, field), states in by_field.items():
        known, total = states.get("known", 0), sum(states.values())
        rows.append(
            Coverage(
                of=of,
                field=field.field,
                known=known,
                total=total,
                missing=total - known,
                said_unknown=states.get("said unknown", 0),
                share=known / total,
            )
        )
    return sorted(rows, key=lambda row: (TYPES.index(row.of), expected.FIELDS.index(row.field)))


def missing_in(graph: ReadGraph, node: str | None = None, lens: Lens | None = None) -> Iterator[UnsaidFact]:
    """What is missing in the same records, one fact at a time: nodes, then ties, then sources, each in order of ids."""
    looked = _Looked(graph, node, lens or Lens())
    return looked.missing()


class _Looked:
    """The records that a question looks at."""

    def __init__(self, graph: ReadGraph, node: str | None, lens: Lens) -> None:
        self._graph, self._asked, self._lens = graph, node, lens
        self._today = lens.day
        self._members = None if node is None else stands_for(graph, node)
        self._sources: dict[str, None] = {}

    def counts(self) -> Counts:
        found: Counts = Counter()
        alike: Counter[tuple[str, tuple[Expected, ...], tuple[bool, ...]]] = Counter()
        for of, record in self._records():
            fields = expected.of_node(of, record)
            alike[of, fields, tuple([field.is_known(record) for field in fields])] += 1
        for (of, fields, known), number in alike.items():
            for field, is_known in zip(fields, known, strict=True):
                found[of, field, "known" if is_known else "missing"] += number
        for record, number in self._numbers_of_ties():
            self._cite(all_evidence(record))
            for field in expected.of_tie(record, self._today):
                found[_type_of(record), field, expected.known(field, record, self._today)] += number
        for _, record in self._cited():
            for field in expected.of_node("source", record):
                found["source", field, expected.known(field, record, self._today)] += 1
        return found

    def missing(self) -> Iterator[UnsaidFact]:
        for of, id, record in self._nodes():
            yield from self._lacks(of, id, record, expected.of_node(of, record))
        for id, edge in self._ties():
            self._cite(all_evidence(edge.data))
            yield from self._lacks(_type_of(edge.data), id, edge.data, expected.of_tie(edge.data, self._today), edge)
        for id, record in self._cited():
            yield from self._lacks("source", id, record, expected.of_node("source", record))

    def _lacks(
        self, of: str, id: str, record: Attributes, fields: Iterable[Expected], edge: Edge | None = None
    ) -> Iterator[UnsaidFact]:
        for field in fields:
            state = expected.known(field, record, self._today)
            if state != "known":
                today = None if edge is None else stage(record, self._today)
                yield UnsaidFact(of, id, field, state == "said unknown", edge, today)

    # ---------------------------------------------------------------- nodes

    def _nodes(self) -> Iterator[tuple[str, str, Attributes]]:
        """The type, the id and the record of each node."""
        if not self._lens.asks_for_ties:
            nodes = self._graph.nodes
            found = nodes.items() if self._members is None else ((id, nodes[id]) for id in self._with_officials())
            yield from ((node["type"], id, self._whole(id, node)) for id, node in found if self._shows(id, node))

    def _records(self) -> Iterator[tuple[str, Attributes]]:
        """The type and the record of each, in any order."""
        if self._members is not None or self._lens.asks_for_ties:
            yield from ((of, record) for of, _, record in self._nodes())
            return
        by_number, shows_all = numbered(self._graph), self._lens.is_empty
        for n, node in by_number.all_records():
            if shows_all or self._shows(None, node):  # if all are shown, all sources count, cited or not
                yield node["type"], self._whole(by_number.id(n) if node["type"] == "official" else "", node)

    def _shows(self, id: str | None, node: Attributes) -> bool:
        """True if the lens shows a node, or the question names it; its sources are cited then."""
        lens, evidence = self._lens, node["record"].get("evidence", ())
        is_shown = lens.is_empty or (
            lens.admits_node(node) and (not lens.sources or lens.sources.admits(*sources_of(evidence)))
        )
        if is_shown or (id is not None and id == self._asked):
            self._cite(evidence)
            return True
        return False

    def _whole(self, id: str, node: Attributes) -> Attributes:
        """The record of a node, with its country as the graph has it, and with the posts of an official."""
        record: Attributes = node["record"]
        if node["type"] == "official":
            posts = [tie for ties in self._graph.adj[id].values() for tie in ties.values() if tie["kind"] == _POST]
            return {**record, "posts": posts}
        return {**record, "country": node["country"]} if node["country"] != record.get("country") else record

    def _with_officials(self) -> list[str]:
        members = {id for id in self._members or () if id in self._graph.nodes}
        for id in list(members):
            for person, ties in self._graph.pred[id].items():
                if any(tie["kind"] == _POST for tie in ties.values()):
                    members.add(person)
        return sorted(members)

    # ---------------------------------------------------------------- ties

    def _numbers_of_ties(self) -> Iterable[tuple[Attributes, int]]:
        """The ties, or what they say that matters here, and how many say it."""
        if self._members is not None:
            return ((edge.data, 1) for _, edge in self._ties())
        return self._counted_in_columns()

    def _counted_in_columns(self) -> Iterator[tuple[Attributes, int]]:
        graph, lens = numbered(self._graph), self._lens
        alike, told = graph.alike(dated=lens.has_date, as_one=lens.in_order()), graph.told()
        facts = {likeness: graph.facts(likeness) for likeness, _ in alike.common}
        shown = shown_through(graph, lens, alike, told)
        pairs = list(zip(alike.places, told.places, strict=True))
        own = set()
        for pair, number in Counter(pairs if shown is None else compress(pairs, shown)).items():
            record = _together(facts[alike.common[pair[0]][0]], told.common[pair[1]])
            if record["nature"] == "occurrence" and not record["on"]:  # it may have the date of its event
                own.add(pair)
            else:
                yield record, number
        if own:
            these = [at for at, pair in enumerate(pairs) if pair in own and (shown is None or shown[at])]
            yield from ((edge.data, 1) for _, edge in graph.edges_at(these))

    def _ties(self) -> Iterator[tuple[str, Edge]]:
        every = self._graph.graph["ties"]
        found = every.items() if self._members is None else sorted(ties_at(self._graph, self._members))
        lens = self._lens
        for id, edge in found:
            if lens.is_empty or (lens.admits_tie(edge.data) and is_listed(self._graph, lens, edge.start, edge.end)):
                yield id, edge

    # ---------------------------------------------------------------- sources

    def _cite(self, evidence: Iterable[Attributes]) -> None:
        self._sources.update(dict.fromkeys(sources_of(evidence)))

    def _cited(self) -> Iterator[tuple[str, Attributes]]:
        """The sources that the records rest on; of a whole graph all."""
        records: Mapping[str, Attributes] = self._graph.graph["sources"]
        every = records if self._members is None and self._lens.is_empty else sorted(self._sources)
        return ((id, records[id]) for id in every if id in records)


def _type_of(tie: Attributes) -> str:
    return "post" if tie["kind"] == _POST else "tie"


def _together(facts: Attributes, told: Attributes) -> Attributes:
    """What ties have in common, and what each of them says."""
    return {"since": None, "until": None, "on": None, **told, **facts}
