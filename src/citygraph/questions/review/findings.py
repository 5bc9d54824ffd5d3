"""Finds what needs a second look, by reason: :mod:`citygraph.questions.review.reasons` lists the reasons.

Within a reason, the most pressing finding comes first, then ids decide. So the order of records in the files makes no
difference.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import Stage
from citygraph.domain.tie_words import label
from citygraph.folder.diagnostics import Span, Where
from citygraph.graph.asked import Progress, silent
from citygraph.graph.interface import (
    Attributes,
    Direction,
    Edge,
    ReadGraph,
    first_name,
    numbered,
    sources_of,
)
from citygraph.graph.tie_facts import only_in_python
from citygraph.questions.review.look_alikes import alike_nodes, alike_ties
from citygraph.questions.review.reasons import (
    NODE_LOOKS,
    REASONS,
    TIE_LOOKS,
    Concern,
    Context,
    TieUnderReview,
    undated_sources,
)
from citygraph.questions.ties import is_listed, stands_for, ties_at

MONTHS = 24
"""The default age from which on a tie counts as not confirmed."""
_LOOK = 1 << 12
"""The ties or nodes between two reports of progress."""
_SPARE = 1 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One record that needs a second look: a tie, post, source or node (``of`` is its type) by its ``id``. ``other`` is
    the id of its look-alike, or of the side that alone reports it. A tie or a post has a ``status``, and the ``stage``
    that this is today. ``when`` is the date that the finding rests on.

    ``key`` is the key of the record to look at. ``file``, ``line`` and ``column`` (from 1) are its place in the graph
    folder; they are None until :func:`placed` fills them in.
    """

    reason: str
    of: str
    id: str
    other: str | None
    from_: str | None = None
    to: str | None = None
    kind: str | None = None
    label: str | None = None
    direction: Direction | None = None
    status: str | None = None
    stage: Stage | None = only_in_python(None)
    when: str | None
    sources: tuple[str, ...]
    message: str
    hint: str
    key: str
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def where(self) -> Where:
        """The record and the key that the finding points to."""
        return Where("tie" if self.of == "post" else self.of, self.id, self.key)


@dataclass(frozen=True, slots=True)
class FindingsByReason:
    """The findings for one reason, at most as many as the limit; ``count`` counts all."""

    reason: str
    count: int
    findings: tuple[Finding, ...]


def findings_of(
    graph: ReadGraph,
    node: str | None = None,
    lens: Lens | None = None,
    *,
    reasons: Collection[str] = tuple(REASONS),
    months: int = MONTHS,
    limit: int | None = None,
    progress: Progress = silent,
) -> tuple[FindingsByReason, ...]:
    """The findings for each of ``reasons``; at most the first ``limit`` for each.

    With ``node``, only findings on it and its ties; a country stands for all that lies in it, a region for its parts.
    A lens that asks for ties leaves out findings on nodes. ``months`` is the age from which on a tie counts as not
    confirmed.
    """
    reviewer = _Reviewer(graph, lens or Lens(), node, reasons, months, limit)
    reviewer.look(progress)
    return tuple(FindingsByReason(reason, pile.count, pile.first()) for reason, pile in reviewer.piles.items())


def placed(found: Iterable[FindingsByReason], spans: Mapping[Where, Span]) -> tuple[FindingsByReason, ...]:
    """The same findings, with their places in the files."""

    def place(finding: Finding) -> Finding:
        span = spans.get(finding.where)
        return replace(finding, file=span.file, line=span.line, column=span.column) if span else finding

    return tuple(replace(those, findings=tuple(map(place, those.findings))) for those in found)


Place = tuple[datetime.date, str, str, str]
"""The sort key of findings."""


class _Findings:
    """Keeps the ``limit`` most pressing of the added findings, or all, and counts them."""

    def __init__(self, limit: int | None) -> None:
        self.count = 0
        self._limit = limit
        self._kept: list[tuple[Place, Finding]] = []
        self._last: Place | None = None

    def add(self, id: str, doubt: Concern, make: Callable[[], Finding]) -> None:
        """Add a doubt about the record of this id. ``make`` is called only if the finding may be kept."""
        self.count += 1
        place = doubt.order, id, doubt.other or "", doubt.message
        if self._last is not None and place > self._last:
            return
        self._kept.append((place, make()))
        if self._limit is not None and len(self._kept) > 2 * self._limit + _SPARE:
            self._cut()

    def first(self) -> tuple[Finding, ...]:
        self._cut()
        return tuple(finding for _, finding in self._kept)

    def _cut(self) -> None:
        self._kept.sort(key=lambda kept: kept[0])
        if self._limit is not None and len(self._kept) >= self._limit:
            del self._kept[self._limit :]
            self._last = self._kept[-1][0] if self._kept else (datetime.date.min, "", "", "")


class _Reviewer:
    def __init__(
        self,
        graph: ReadGraph,
        lens: Lens,
        node: str | None,
        reasons: Collection[str],
        months: int,
        limit: int | None,
    ) -> None:
        self._graph, self._lens, self._asked = graph, lens, node
        self._members = None if node is None else stands_for(graph, node)
        self._context = Context(graph, lens.day, months)
        self.piles = {reason: _Findings(limit) for reason in REASONS if reason in reasons}
        self._tie_looks = [(reason, look) for reason, look in TIE_LOOKS.items() if reason in reasons]
        self._undated: Counter[str] = Counter()

    def look(self, progress: Progress) -> None:
        """Look at all ties and nodes that the question asks for."""
        if self._tie_looks or {"look-alike", "undated-source"} & self.piles.keys():
            of = len(self._graph.graph["ties"]) if self._members is None else 0
            for done, (id, edge) in enumerate(self._ties()):
                if done % _LOOK == 0:
                    progress("looking at ties", done, of)
                self._look_at_tie(TieUnderReview(id, edge.start, edge.end, edge.data, self._context.today))
        for source, count in self._undated.items():
            may_hold = "that may hold to this day"
            rest = f"1 tie or post {may_hold} rests" if count == 1 else f"{count:,} ties and posts {may_hold} rest"
            self._add("undated-source", "source", source, Concern(f"{rest} on it, and its date is unknown"))
        if not self._lens.asks_for_ties:
            self._look_at_nodes(progress)

    # ---------------------------------------------------------------- ties

    def _ties(self) -> Iterator[tuple[str, Edge]]:
        if self._members is None:
            found: Iterable[tuple[str, Edge]] = numbered(self._graph).all_edges()
        else:
            found = ties_at(self._graph, self._members)
        if self._lens.is_empty:
            yield from found
            return
        for id, edge in found:
            if self._lens.admits_tie(edge.data) and is_listed(self._graph, self._lens, edge.start, edge.end):
                yield id, edge

    def _look_at_tie(self, tie: TieUnderReview) -> None:
        for reason, look in self._tie_looks:
            for doubt in look(tie, self._context):
                self.piles[reason].add(tie.id, doubt, partial(self._of_tie, reason, tie, doubt))
        if "undated-source" in self.piles:
            self._undated.update(undated_sources(tie, self._context))
        if "look-alike" in self.piles:
            for pair in alike_ties(self._graph, tie.id, Edge(tie.start, tie.end, tie.data)):
                doubt = Concern(pair.message, other=pair.other)
                self.piles["look-alike"].add(tie.id, doubt, partial(self._of_tie, "look-alike", tie, doubt))

    def _of_tie(self, reason: str, tie: TieUnderReview, doubt: Concern) -> Finding:
        direction: Direction = "both" if tie.data["symmetric"] else "out"
        return Finding(
            reason=reason,
            of="post" if tie.is_post else "tie",
            id=tie.id,
            other=doubt.other,
            from_=tie.start,
            to=tie.end,
            kind=tie.data["kind"],
            label=label(self._graph.graph["kinds"][tie.data["kind"]], direction, tie.stage),
            direction=direction,
            status=tie.data["status"],
            stage=tie.stage,
            when=doubt.when,
            sources=sources_of(tie.evidence),
            message=doubt.message,
            hint=REASONS[reason].hint,
            key=doubt.key,
        )

    # ---------------------------------------------------------------- nodes

    def _look_at_nodes(self, progress: Progress) -> None:
        looks = [(reason, look) for reason, look in NODE_LOOKS.items() if reason in self.piles]
        if looks:
            for done, (id, node) in enumerate(self._nodes(self._members)):
                if done % _LOOK == 0:
                    progress("looking at nodes", done, 0)
                for reason, look in looks:
                    for doubt in look(node):
                        self._add(reason, node["type"], id, doubt)
        if "look-alike" in self.piles:
            progress("comparing nodes", 0, 0)
            members, nodes = self._members, self._graph.nodes
            for pair in alike_nodes(self._nodes(self._comparable()), lambda one: members is None or one in members):
                doubt = Concern(pair.message, "name", pair.other)
                self._add("look-alike", nodes[pair.id]["type"], pair.id, doubt)

    def _nodes(self, among: Iterable[str] | None) -> Iterator[tuple[str, Attributes]]:
        nodes = self._graph.nodes
        found = nodes.items() if among is None else ((id, nodes[id]) for id in sorted(among) if id in nodes)
        for id, node in found:
            if id == self._asked or (self._lens.admits_node(node) and self._has_source(node)):
                yield id, node

    def _has_source(self, node: Attributes) -> bool:
        sources = self._lens.sources
        return not sources or sources.admits(*sources_of(node["record"].get("evidence", [])))

    def _comparable(self) -> set[str] | None:
        """The nodes that may look like a member: those that share a name, an identifier or the country with one."""
        if self._members is None:
            return None
        names, nodes, found = self._graph.graph["names"], self._graph.nodes, set(self._members)
        countries = self._graph.graph["countries"]
        members = [nodes[id] for id in self._members if id in nodes]
        for node in members:
            record = node["record"]
            called = (first_name(node), *record.get("aliases", ()), *record.get("names", {}).values())
            known = (f"{scheme}:{identifier}" for scheme, identifier in record.get("identifiers", {}).items())
            for text in (*called, *known):
                found.update(names.lookup(text, nodes.__contains__))
        for country in {node["country"] for node in members} - {None}:
            found.update(countries.get(country, ()))
        return found

    def _add(self, reason: str, of: str, id: str, doubt: Concern) -> None:
        self.piles[reason].add(id, doubt, lambda: self._of_record(reason, of, id, doubt))

    def _of_record(self, reason: str, of: str, id: str, doubt: Concern) -> Finding:
        evidence = [] if of == "source" else self._graph.nodes[id]["record"].get("evidence", [])
        return Finding(
            reason=reason,
            of=of,
            id=id,
            other=doubt.other,
            when=doubt.when,
            sources=sources_of(evidence),
            message=doubt.message,
            hint=REASONS[reason].hint,
            key=doubt.key,
        )
