"""The ties of a whole graph that a lens admits: it decides once for all that are alike, and reads none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from citygraph.domain.lens import Lens
from citygraph.domain.terms import Held
from citygraph.domain.tie_rules import Standing, standing
from citygraph.graph.interface import Attributes, Life, Likeness, NodeKey, Numbered


class CommonFacts:
    """What ties of one likeness have in common: their ``kind``, how they stand, if the lens admits them, their ends and
    their times aside, and if the figures of a network count them (:meth:`citygraph.domain.lens.Lens.counts`).
    ``fits_at`` says of each life if it fits the times that the lens asks for."""

    __slots__ = ("counts", "fits_at", "is_admitted", "kind", "standing")

    def __init__(self, facts: Attributes, lens: Lens, fits_at: Mapping[Life, bool]) -> None:
        self.kind: str = facts["kind"]
        self.standing: Standing = standing(facts, lens.day)
        self.is_admitted = lens.admits_today(facts)
        self.counts = lens.counts(self.standing[1])
        self.fits_at = fits_at


class _FitsAt(dict[Life, bool]):
    """If ties of one nature and status fit the times that a lens asks for, by what they have gone through."""

    def __init__(self, graph: Numbered, facts: Attributes, fits: Callable[[Attributes], Held | None]) -> None:
        super().__init__()
        self._life, self._fits = graph.life, fits
        self._facts = {key: facts[key] for key in ("nature", "status")}

    def __missing__(self, life: Life) -> bool:
        found = self[life] = self._fits({**self._life(life), **self._facts}) != "no"
        return found


class _ByLikeness(dict[Likeness, CommonFacts]):
    """What ties have in common, by their likeness."""

    def __init__(self, graph: Numbered, lens: Lens) -> None:
        super().__init__()
        self._graph, self._lens, self._fits = graph, lens, lens.fitting()
        self._fits_at: dict[tuple[str, str], _FitsAt] = {}

    def __missing__(self, likeness: Likeness) -> CommonFacts:
        facts = self._graph.facts(likeness)
        stands = facts["nature"], facts["status"]
        if stands not in self._fits_at:
            self._fits_at[stands] = _FitsAt(self._graph, facts, self._fits)
        found = self[likeness] = CommonFacts(facts, self._lens, self._fits_at[stands])
        return found


def admitted(graph: Numbered, lens: Lens) -> Iterator[tuple[NodeKey, NodeKey, CommonFacts]]:
    """The ends of the ties that the lens admits, their ends aside, in any order; and what each has in common with
    others."""
    if lens.sources:  # what a tie rests on is its own
        yield from _attested(graph, lens)
        return
    alike, dated = _ByLikeness(graph, lens), lens.has_date
    for start, end, likeness, life in graph.all_ends(dated=dated):
        common = alike[likeness]
        if common.is_admitted and (not dated or common.fits_at[life]):
            yield start, end, common


def _attested(graph: Numbered, lens: Lens) -> Iterator[tuple[NodeKey, NodeKey, CommonFacts]]:
    known: dict[tuple[Any, ...], CommonFacts] = {}
    for start, end, tie in graph.all_ties():
        if lens.admits_tie(tie):
            likeness = tie["kind"], standing(tie, lens.day)
            if likeness not in known:
                known[likeness] = CommonFacts(tie, lens, {})
            yield start, end, known[likeness]


def admitted_standings(graph: Numbered, lens: Lens) -> Counter[Standing]:
    """The number of ties that the lens admits, their ends aside, by how they stand."""
    found: Counter[Standing] = Counter()
    if lens.sources:
        found.update(common.standing for _, _, common in admitted(graph, lens))
        return found
    alike, dated = _ByLikeness(graph, lens), lens.has_date
    for likeness, life, number in graph.all_alike(dated=dated):
        common = alike[likeness]
        if common.is_admitted and (not dated or common.fits_at[life]):
            found[common.standing] += number
    return found
