"""The ties of a whole graph that a lens admits: one tie of each likeness is read, and not all."""

from __future__ import annotations

from collections.abc import Iterator

from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import Standing, standing
from citygraph.graph.interface import Attributes, Likeness, NodeKey, Numbered


class CommonFacts:
    """What ties of one likeness have in common: their ``kind``, how they stand, if the lens admits them, their ends
    aside, and if the figures of a network count them (:meth:`citygraph.domain.lens.Lens.counts`)."""

    __slots__ = ("counts", "is_admitted", "kind", "standing")

    def __init__(self, tie: Attributes, lens: Lens) -> None:
        self.kind: str = tie["kind"]
        self.standing: Standing = standing(tie, lens.day)
        self.is_admitted = lens.admits_tie(tie)
        self.counts = lens.counts(self.standing[1])


def admitted(graph: Numbered, lens: Lens) -> Iterator[tuple[NodeKey, NodeKey, CommonFacts]]:
    """The ends of the ties that the lens admits, their ends aside, in any order; and what each has in common with
    others."""
    known: dict[Likeness, CommonFacts] = {}
    if lens.sources:  # what a tie rests on is its own
        for start, end, tie in graph.all_ties():
            if lens.admits_tie(tie):
                likeness = tie["kind"], standing(tie, lens.day)
                if likeness not in known:
                    known[likeness] = CommonFacts(tie, lens)
                yield start, end, known[likeness]
        return
    for start, end, key, likeness in graph.all_ends(dated=lens.has_date):
        alike = known.get(likeness)
        if alike is None:
            alike = known[likeness] = CommonFacts(graph.tie(key), lens)
        if alike.is_admitted:
            yield start, end, alike
