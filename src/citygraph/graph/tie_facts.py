"""The fields that the rows of several questions share: a tie as it reads, and its evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, field
from typing import Any, NamedTuple

from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import Stage, all_evidence, stage, status_since, when
from citygraph.domain.tie_words import label
from citygraph.graph.interface import Attributes, Direction, End, ReadGraph, sources_of


def only_if_asked() -> Any:
    """A field of a row that JSON leaves out, and does not show as null, unless an option asks for it."""
    return field(default=None, metadata={"only_if_asked": True})


def only_in_python(default: Any = MISSING) -> Any:
    """A field that is not in JSON: what follows from others."""
    return field(default=default, metadata={"only_in_python": True})


class Evidence(NamedTuple):
    """One piece of evidence: the id of the source, its quote, and the id of the speaker that it reports; the last two
    are None if unknown. ``status`` is the status that it gives to a tie, or *denied*, if it says so."""

    source: str
    quote: str | None
    by: str | None
    status: str | None = None

    @staticmethod
    def only_if_given() -> tuple[str, ...]:
        """The fields that JSON leaves out if they are None."""
        return ("status",)


@dataclass(frozen=True, slots=True, kw_only=True, init=False, repr=False, eq=False)  # rows make those, once each
class TieFacts:
    """The fields of every row about a tie, as the tie reads in that row. ``time`` is when an occurrence takes place,
    also if only its event says so. ``stage`` is what the tie is today, and ``status_since`` since when, if neither
    ``since`` nor ``until`` says so. ``evidence`` is that of the record, then that of its history; ``sources`` are those
    of both. ``notes`` is what its record says under that key; None if there is nothing."""

    tie: str
    kind: str
    label: str
    direction: Direction
    since: str | None
    until: str | None
    on: str | None
    time: str | None = only_in_python(None)
    status: str
    stage: Stage = only_in_python()
    status_since: str | None = only_in_python(None)
    sources: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    notes: Any


def evidence_of(graph: ReadGraph, data: Attributes, lens: Lens) -> tuple[Evidence, ...]:
    """The evidence of a record or an edge, without speakers that the lens excludes."""
    return tuple(
        Evidence(
            item["source"],
            item["quote"],
            None if is_excluded(graph, item["by"], lens) else item["by"],
            item.get("status"),
        )
        for item in data.get("evidence", ())
    )


def is_excluded(graph: ReadGraph, id: str | None, lens: Lens) -> bool:
    """True if the lens excludes the node with this id."""
    return id is not None and id in graph.nodes and lens.excludes_node(graph.nodes[id])


def tie_facts(graph: ReadGraph, end: End, lens: Lens) -> dict[str, Any]:
    """The fields of :class:`TieFacts` for a tie seen from one of its ends."""
    data = end.data
    stands = stage(data, lens.day)
    evidence = all_evidence(data)
    return {
        "tie": end.tie,
        "kind": data["kind"],
        "label": label(graph.graph["kinds"][data["kind"]], end.direction, stands),
        "direction": end.direction,
        "since": data["since"],
        "until": data["until"],
        "on": data["on"],
        "time": when(data),
        "status": data["status"],
        "stage": stands,
        "status_since": status_since(data, lens.day),
        "sources": sources_of(evidence),
        "evidence": evidence_of(graph, {"evidence": evidence}, lens),
        "notes": data.get("notes"),
    }


def reading_order(graph: ReadGraph) -> Callable[[tuple[str, End]], tuple[int, str, str, str]]:
    """A sort key for ties seen from a node: by kind as the vocabulary lists them, then by ids."""
    rank = {kind: index for index, kind in enumerate(graph.graph["kinds"])}

    def key(seen: tuple[str, End]) -> tuple[int, str, str, str]:
        node, end = seen
        return rank[end.data["kind"]], end.node, end.tie, node

    return key
