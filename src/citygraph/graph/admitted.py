"""The ties of a whole graph that a lens admits: it decides once for all that are alike, and reads none."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import compress
from operator import and_, ne, or_
from typing import Any

from citygraph.domain.lens import Lens
from citygraph.domain.terms import Held
from citygraph.domain.tie_rules import Standing, all_evidence, standing
from citygraph.graph.columns import TieEnds, TiesAlike, TiesTold, TieValues
from citygraph.graph.interface import Attributes, Life, Likeness, NodeKey, Numbered, sources_of


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


class AdmittedTies:
    """The ties of a graph that a lens admits. ``common`` is what those have in common that are alike.

    All ties are held in columns, with the same order, and ``kept`` has a byte for each, which is not 0 if it is
    admitted; None if all are. Where they lead is read at the first use.
    """

    def __init__(
        self,
        places: Sequence[int],
        common: Sequence[CommonFacts],
        read: Callable[[], TieEnds],
        kept: bytes | None = None,
    ) -> None:
        self.common = common
        self._places, self._read, self._kept = places, read, kept

    @property
    def nodes(self) -> Sequence[tuple[NodeKey, Attributes]]:
        """All nodes of the graph."""
        return self._read().nodes

    @property
    def starts(self) -> Iterable[int]:
        """Where each starts, as a place in ``nodes``."""
        return self.of(self._read().starts)

    @property
    def ends(self) -> Iterable[int]:
        """Where each ends."""
        return self.of(self._read().ends)

    @property
    def alike(self) -> Iterable[int]:
        """The place in ``common`` of each."""
        return self.of(self._places)

    @property
    def places(self) -> Iterable[int]:
        """The place of each among all ties: see :meth:`citygraph.graph.interface.Numbered.edges_at`."""
        return self.of(range(len(self._places)))

    def of(self, column: Sequence[int]) -> Iterable[int]:
        """What a column of all ties has of these."""
        return column if self._kept is None else compress(column, self._kept)

    def __len__(self) -> int:
        return len(self._places) if self._kept is None else len(self._kept) - self._kept.count(0)

    def if_alike(self, fits: Sequence[bool]) -> AdmittedTies:
        """Those for whose place in ``common`` there is a true value."""
        if all(fits):
            return self
        if isinstance(self._places, array) and self._places.typecode == "B":  # then it takes no time
            return self._only(self._places.tobytes().translate(bytes(fits).ljust(256, b"\0")))
        return self.if_value(self._places, fits)

    def if_value(self, places: Sequence[int], fits: Sequence[bool]) -> AdmittedTies:
        """Those for whose place in a column of all ties there is a true value."""
        return self._only(bytes(map(fits.__getitem__, places)))

    def told_by_likeness(self) -> AdmittedTies:
        """The same; those of one likeness have one place in ``common``, even if their lives differ."""
        places = {facts: place for place, facts in enumerate(dict.fromkeys(self.common))}
        if len(places) == len(self.common):
            return self
        of_likeness = [places[facts] for facts in self.common]
        return AdmittedTies(
            array("i", map(of_likeness.__getitem__, self._places)), list(places), self._read, self._kept
        )

    def at(self, shown: Sequence[bool]) -> AdmittedTies:
        """Those with at least one end at a node that is shown."""
        return self.if_ends(or_, shown)

    def among(self, shown: Sequence[bool]) -> AdmittedTies:
        """Those with both ends at nodes that are shown."""
        return self if all(shown) else self.if_ends(and_, shown)

    def apart(self, place: Sequence[int]) -> AdmittedTies:
        """Those with ends at nodes of two places."""
        return self.if_ends(ne, place)

    def counting(self) -> AdmittedTies:
        """Those that the figures of a network count."""
        return self.if_alike([common.counts for common in self.common])

    def if_ends(self, fit: Callable[[Any, Any], Any], of_nodes: Sequence[Any]) -> AdmittedTies:
        """Those whose ends ``fit`` each other by what there is ``of_nodes``, one thing of each."""
        of_node = of_nodes.__getitem__
        _, starts, ends = self._read()
        return self._only(bytes(map(fit, map(of_node, starts), map(of_node, ends))))

    def _only(self, kept: bytes) -> AdmittedTies:
        kept = kept if self._kept is None else bytes(map(and_, kept, self._kept))
        return AdmittedTies(self._places, self.common, self._read, kept)

    def numbers(self) -> list[tuple[CommonFacts, int]]:
        """How many of them are alike."""
        return [(self.common[place], count) for place, count in Counter(self.alike).items()]

    def between_countries(self) -> Iterator[tuple[str | None, str | None, CommonFacts, int]]:
        """How many of them lead from one country to another and are alike."""
        country = [about["country"] for _, about in self.nodes].__getitem__
        alike = zip(map(country, self.starts), map(country, self.ends), self.alike, strict=True)
        return ((one, other, self.common[place], count) for (one, other, place), count in Counter(alike).items())

    def standings(self) -> Counter[Standing]:
        """How many of them stand in each way."""
        found: Counter[Standing] = Counter()
        for common, count in self.numbers():
            found[common.standing] += count
        return found


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


def admitted(graph: Numbered, lens: Lens) -> AdmittedTies:
    """The ties that the lens admits, their ends aside."""
    alike, facts = graph.alike(dated=lens.has_date, as_one=lens.in_order()), _ByLikeness(graph, lens)
    common = [facts[likeness] for likeness, _ in alike.common]
    fits = [
        one.is_admitted and (not lens.has_date or one.fits_at[life])
        for one, (_, life) in zip(common, alike.common, strict=True)
    ]
    ties = AdmittedTies(alike.places, common, cache(graph.ends)).if_alike(fits).told_by_likeness()
    if lens.sources:
        sources = sources_of_ties(graph)
        ties = ties.if_value(sources.places, [lens.sources.admits(*those) for those in sources.values])
    if lens.tags or lens.persons:  # these are each tie's own
        fits = [lens.admits_tie(tie) for _, _, tie in graph.all_ties()]
        ties = ties.if_value(range(len(fits)), fits)
    return ties


def shown_through(graph: Numbered, lens: Lens, alike: TiesAlike, told: TiesTold) -> bytes | None:
    """Of each tie, 1 if a list of ties shows it through the lens, else 0; None if the lens shows all. If the lens has a
    date, ``alike`` must be dated."""
    if lens.is_empty:
        return None
    fits = [_fits(graph, lens, likeness, life) for likeness, life in alike.common]
    found = bytes(map(fits.__getitem__, alike.places))
    if lens.tags or lens.persons:  # they are told apart by nothing but their records
        found = bytes(map(and_, found, (lens.admits_tie(tie) for _, _, tie in graph.all_ties())))
    elif lens.sources:
        rests = list(map(lens.admits_sources_of, told.common))
        found = bytes(map(and_, found, map(rests.__getitem__, told.places)))
    if lens.asks_for_nodes:
        nodes, starts, ends = graph.ends()
        admits = [lens.admits_node(about) for _, about in nodes]
        excludes = [lens.excludes_node(about) for _, about in nodes]
        found = bytes(
            one and (admits[start] or admits[end]) and not (excludes[start] or excludes[end])
            for one, start, end in zip(found, starts, ends, strict=True)
        )
    return found


def _fits(graph: Numbered, lens: Lens, likeness: Likeness, life: Life) -> bool:
    facts = graph.facts(likeness)
    return lens.admits_today(facts) and (not lens.has_date or lens.fits({**graph.life(life), **facts}) != "no")


def sources_of_ties(graph: Numbered) -> TieValues[tuple[str, ...]]:
    """The ids of the sources of each tie, those of its history included."""
    told = graph.told()
    return TieValues(told.places, [sources_of(all_evidence(record)) for record in told.common])
