"""How many ties are alike: by the time when they begin, their kind, group, status, countries or sources, or by two of
these.

A tie is counted once, with the *keys* under which it stands: one key by most; by source, one for each. So totals count
each tie once, whatever stands in the rows.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from itertools import count as numbers
from typing import Any, NamedTuple

from citygraph.domain.dates import year_of
from citygraph.domain.lens import Lens
from citygraph.domain.tie_rules import Standing, all_evidence, beginning, standing
from citygraph.graph.admitted import AdmittedTies, sources_of_ties
from citygraph.graph.interface import Attributes, Numbered, ReadGraph, numbered, sources_of
from citygraph.questions._counts import by_status, claims
from citygraph.questions._ways_out import DATED
from citygraph.questions.ties import By, TieCount, all_listed, keys_of, listed_ends, pair_of_countries

Key = tuple[str | None, ...]
"""The values of a row, by :func:`citygraph.questions.ties.keys_of`; None where no source says."""
Keys = tuple[Key, ...]
"""The keys under which one tie counts."""

UNCLEAR = "unclear"
_NOT_SAID: Key = (None,)
YEARS: dict[By, int] = {"year": 1, "decade": 10}
"""What is counted by time: the number of years that are counted together."""


@dataclass(frozen=True, slots=True)
class TieTally:
    """Ties, counted ``by`` one thing or two. ``alike`` are the numbers of those with the same keys that stand alike.
    ``order`` has the keys by each, as rows stand and as columns do; all of ``rows_in_all``, if the rows are limited."""

    by: tuple[By, ...]
    alike: Counter[tuple[tuple[Keys, ...], Standing]]
    order: tuple[list[Key], ...]
    rows_in_all: int

    @property
    def total(self) -> Counter[Standing]:
        """All ties, each once."""
        return _summed((standing, count) for (_, standing), count in self.alike.items())

    def under(self, place: int) -> dict[Key, Counter[Standing]]:
        """The ties under each key of the rows (``place`` 0) or of the columns (1)."""
        found: defaultdict[Key, Counter[Standing]] = defaultdict(Counter)
        for (keys, stands), number in self.alike.items():
            for key in keys[place]:
                found[key][stands] += number
        return found

    def only(self, place: int, among: Iterable[Key]) -> "TieTally":
        """The same of those ties alone that are under one of some keys."""
        those = {*among}
        alike = {alike: number for alike, number in self.alike.items() if not those.isdisjoint(alike[0][place])}
        return replace(self, alike=Counter(alike))

    def cells(self) -> dict[tuple[Key, ...], Counter[Standing]]:
        """The ties under each row, or each pair of row and column."""
        found: defaultdict[tuple[Key, ...], Counter[Standing]] = defaultdict(Counter)
        for (keys, stands), number in self.alike.items():
            for cell in _pairs(keys):
                found[cell][stands] += number
        return found

    def rows(self) -> list[TieCount]:
        """A row for each that has ties."""
        cells = self.cells()
        return [_row(self.by, cell, cells[cell]) for cell in _pairs(self.order) if cell in cells]


def count(
    graph: ReadGraph,
    lens: Lens,
    by: tuple[By, ...],
    *,
    at: str | None = None,
    between: tuple[str, str] | None = None,
    limit: int | None = None,
) -> TieTally:
    """The listed ties (see :func:`citygraph.questions.ties.listed`), counted by one thing or two. Of the first, at most
    ``limit`` keys are in order."""
    if at is None and between is None:
        alike = _of_all(numbered(graph), all_listed(numbered(graph), lens), graph.graph["kinds"], by)
    else:
        alike = Counter(
            (tuple(_keys(one, graph, lens, start, end.node, end.data) for one in by), standing(end.data, lens.day))
            for start, end in listed_ends(graph, lens, at=at, between=between)
        )
    counted = TieTally(by, alike, (), 0)
    order = [_in_order(one, counted.under(place)) for place, one in enumerate(by)]
    shown = order[0][:limit]
    if len(by) > 1 and len(shown) < len(order[0]):
        order[1] = _in_order(by[1], counted.only(0, shown).under(1))
    return TieTally(by, alike, (shown, *order[1:]), len(order[0]))


def _row(by: tuple[By, ...], cell: tuple[Key, ...], standings: Counter[Standing]) -> TieCount:
    names = chain.from_iterable(map(keys_of, by))
    return TieCount(
        by=dict(zip(names, chain.from_iterable(cell), strict=True)),
        ties=standings.total(),
        **claims(standings)._asdict(),
        statuses=by_status(standings),
        standings=standings,
    )


def _pairs(keys: Sequence[Iterable[Key]]) -> Iterator[tuple[Key, ...]]:
    if len(keys) == 1:
        return ((key,) for key in keys[0])
    return ((one, other) for one in keys[0] for other in keys[1])


def _summed(several: Iterable[tuple[Standing, int]]) -> Counter[Standing]:
    found: Counter[Standing] = Counter()
    for stands, number in several:
        found[stands] += number
    return found


def _in_order(by: By, under: dict[Key, Counter[Standing]]) -> list[Key]:
    """Times one after the other, else the largest number first. What is unclear comes last, and then what no source
    says."""

    def rank(key: Key) -> tuple[Any, ...]:
        last = (all(value is None for value in key), key == (UNCLEAR,))
        names = tuple((value is None, value or "") for value in key)
        return (*last, names) if by in YEARS else (*last, -under[key].total(), names)

    return sorted(under, key=rank)


# ------------------------------------------------------------------ the keys of a tie


def _time_key(began: str | None, years: int) -> Key:
    if began is None:
        return _NOT_SAID
    year = year_of(began, years)
    return (UNCLEAR if year is None else f"{year:04}" + "s" * (years > 1),)


def _source_keys(sources: Sequence[str]) -> Keys:
    return tuple((source,) for source in sources) or (_NOT_SAID,)


def _keys(by: By, graph: ReadGraph, lens: Lens, start: str, end: str, tie: Attributes) -> Keys:
    """The keys of a tie."""
    if by in YEARS:
        return (_time_key(beginning(tie), YEARS[by]),)
    if by == "source":
        return _source_keys(sources_of(all_evidence(tie)))
    if by == "country":
        return (pair_of_countries(graph.nodes[start]["country"], graph.nodes[end]["country"]),)
    return ((_of_its_kind(by, graph.graph["kinds"], tie["kind"], standing(tie, lens.day)),),)


def _of_its_kind(by: By, kinds: Any, kind: str, stands: Standing) -> str:
    """What follows from the kind of a tie, or from how it stands."""
    if by == "group":
        return str(kinds[kind].group)
    return kind if by == "kind" else stands[1].word


class _Keyed(NamedTuple):
    """The keys of each of some ties, as a place in ``keys``."""

    places: Iterable[int]
    keys: Sequence[Keys]


def _of_all(
    graph: Numbered, ties: AdmittedTies, kinds: Any, by: tuple[By, ...]
) -> Counter[tuple[tuple[Keys, ...], Standing]]:
    """The numbers of those of all ties that have the same keys and stand alike: no tie is looked at alone."""
    columns = [_column(graph, ties, one) for one in by]
    read = [column.places for column in columns if column]
    found: Counter[tuple[tuple[Keys, ...], Standing]] = Counter()
    for (*places, alike), number in Counter(zip(*read, ties.alike, strict=True)).items():
        common, rest = ties.common[alike], iter(places)
        keys = tuple(
            column.keys[next(rest)] if column else ((_of_its_kind(one, kinds, common.kind, common.standing),),)
            for one, column in zip(by, columns, strict=True)
        )
        found[keys, common.standing] += number
    return found


def _column(graph: Numbered, ties: AdmittedTies, by: By) -> _Keyed | None:
    """The keys of ties; None if they follow from what those have in common that are alike."""
    if by in YEARS:
        began = graph.beginnings()
        return _told_apart(ties.of(began.places), [(_time_key(one, YEARS[by]),) for one in began.values])
    if by == "source":
        sources = sources_of_ties(graph)
        return _Keyed(ties.of(sources.places), [*map(_source_keys, sources.values)])
    if by == "country":
        country = [about["country"] for _, about in ties.nodes].__getitem__
        pairs: defaultdict[tuple[str | None, str | None], int] = defaultdict(numbers().__next__)
        ends = zip(map(country, ties.starts), map(country, ties.ends), strict=True)
        places = array("i", map(pairs.__getitem__, ends))
        return _Keyed(places, [(pair_of_countries(*pair),) for pair in pairs])
    return None


def _told_apart(places: Iterable[int], keys: Sequence[Keys]) -> _Keyed:
    """A column whose keys are all different: so many dates are of one year that they are counted sooner."""
    known = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    return _Keyed(map([known[key] for key in keys].__getitem__, places), list(known))


# ------------------------------------------------------------------ words


_DATE = f"date; {DATED}"
_LACKS: dict[By, str] = {
    "year": _DATE,
    "decade": _DATE,
    "source": "source; a tie names one with `source: ID`",
}


def missing(counted: TieTally) -> str:
    """What the folder would have to say so that ties could be counted; empty if there is some of it, or no tie."""
    ties = counted.total.total()
    for by, place in zip(counted.by, range(2), strict=False):
        if ties and by in _LACKS and {*counted.under(place)} == {_NOT_SAID}:
            return f"the only tie has no {_LACKS[by]}" if ties == 1 else f"none of the {ties:,} ties has a {_LACKS[by]}"
    return ""


def remarks(counted: TieTally) -> Iterator[str]:
    """What a reader must know of the numbers."""
    if len(counted.order[0]) < counted.rows_in_all:
        yield f"{len(counted.order[0]):,} of {counted.rows_in_all:,} shown"
    for place, by in enumerate(counted.by):
        under = counted.under(place)
        if (UNCLEAR,) in under:
            number = under[(UNCLEAR,)].total()
            yield f"unclear: {_ties(number)} with a date that may lie in two {by}s, such as {_EXAMPLES[by]}"
        if by == "source" and (sum_ := sum(one.total() for one in under.values())) > (ties := counted.total.total()):
            yield f"a tie with several sources counts under each: {_ties(ties)}, counted {sum_:,} times"


_EXAMPLES: dict[By, str] = {"year": "1987~", "decade": "1989~"}


def _ties(number: int) -> str:
    return "1 tie" if number == 1 else f"{number:,} ties"
