"""What a brief tells, gathered from the other questions: nothing is found here that they do not find."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from citygraph.domain.lens import Lens
from citygraph.graph.interface import ReadGraph
from citygraph.questions.agreements import Agreement, agreements_of
from citygraph.questions.compare import Comparison, comparison
from citygraph.questions.promises import Promise, promises_of
from citygraph.questions.show.cards import NodeCard, node_card
from citygraph.questions.ties import Tie
from citygraph.questions.timeline.entries import TimelineEntry, entries_of, window

SPAN = "12 months"
"""How far a brief looks ahead."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A node on a ``day``. ``card`` has its record, its posts and its ties. ``agreements`` and ``promises`` are those
    of its own ties, posts aside. ``coming`` is what is to come within 12 months and has a date, and round
    anniversaries."""

    day: str
    card: NodeCard
    agreements: tuple[Agreement, ...]
    promises: tuple[Promise, ...]
    coming: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two nodes on a ``day``: the ``comparison`` has the ties between them and what they have in common;
    ``agreements``, ``promises`` and ``coming`` are those between them; ``one`` and ``other`` are their cards."""

    day: str
    comparison: Comparison
    agreements: tuple[Agreement, ...]
    promises: tuple[Promise, ...]
    coming: tuple[TimelineEntry, ...]
    one: NodeCard
    other: NodeCard


def brief_of(graph: ReadGraph, node: str, lens: Lens | None = None) -> Brief:
    """The facts for a brief of a node. A country is told by its own record and its own ties, not by those of all that
    lies in it."""
    lens = lens or Lens()
    card = node_card(graph, node, lens)
    posts = {post.tie for post in card.posts}
    return Brief(
        lens.day.isoformat(),
        card,
        tuple(row for row in agreements_of(graph, node, lens) if node in (row.from_, row.to)),
        tuple(row for row in promises_of(graph, node, lens) if node in (row.from_, row.to) and row.tie not in posts),
        tuple(one for one in _coming(graph, node, lens) if node in (one.from_, one.to) or one.id in posts),
    )


def meeting_of(graph: ReadGraph, one: str, other: str, lens: Lens | None = None) -> Meeting:
    """The facts for a meeting of two nodes."""
    lens = lens or Lens()
    both = {one, other}

    def between(rows: Iterable[Tie]) -> set[str]:
        return {row.tie for row in rows if {row.from_, row.to} == both}

    agreements, promises = agreements_of(graph, one, lens), promises_of(graph, one, lens)
    signed, said = between(agreements), between(promises)
    return Meeting(
        lens.day.isoformat(),
        comparison(graph, one, other, lens),
        tuple(row for row in agreements if row.tie in signed),
        tuple(row for row in promises if row.tie in said),
        tuple(entry for entry in _coming(graph, one, lens) if {entry.from_, entry.to} == both),
        node_card(graph, one, lens),
        node_card(graph, other, lens),
    )


def _coming(graph: ReadGraph, node: str, lens: Lens) -> tuple[TimelineEntry, ...]:
    return entries_of(graph, node, lens, within=window(SPAN, lens.day), upcoming=True).entries
