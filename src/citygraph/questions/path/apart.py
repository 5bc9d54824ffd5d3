"""Why is there no path? How far a search gets from each end, where the two sides come near, and what keeps a path
out."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, pairwise
from typing import Any, NamedTuple

from citygraph.domain.geo import nearest_pairs
from citygraph.graph.asked import Asked
from citygraph.graph.interface import NodeKey, Numbered, ReadGraph
from citygraph.graph.tie_facts import only_if_asked
from citygraph.questions import Naming
from citygraph.questions.path.search import Path, PathSearch, is_located

MOST = 10_000
"""The most nodes of a side that are looked at: so a graph of any size answers soon."""
_MISSES = 3
"""How many pairs of nodes are named."""
_FEW = 8
"""Up to so many conditions, pairs of them are tried, too."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The number of ``nodes`` that are reached from an end. If ``is_all`` is false, there are more."""

    end: str
    nodes: int
    is_all: bool


@dataclass(frozen=True, slots=True)
class Miss:
    """Two nodes between which a tie would make a path: ``from_`` is on the side of the start and so many ties from it,
    ``to`` on that of the end. ``km`` is the distance between them; None if it is not known. ``country`` is the one that
    both lie in, if so."""

    from_: str
    to: str
    from_hops: int
    to_hops: int
    km: float | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Omission:
    """Options to leave out, as on the command line, and the path that there is then."""

    options: tuple[str, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class Apart:
    """How far a search gets from two ends that no path joins. ``nearest`` has the pairs of nodes that are nearest to
    each other, one of each side, of those that were looked at; or if no distance is known, pairs in one country.
    ``without`` has the smallest sets of options that keep a path out; it is empty if options do not.

    If a path is to go through other nodes, this is about the first leg for which there is no path. ``start`` and
    ``end`` are None if there is one, but of too many ties. ``countryless`` is the path that there is if nodes without a
    country count as in the country that the path is to stay in."""

    start: Reach | None
    end: Reach | None
    nearest: tuple[Miss, ...]
    without: tuple[Omission, ...]
    countryless: Path | None = only_if_asked()


Given = dict[str, Any]
"""The conditions of a path as they were given, by the names of the parameters."""


class Condition(NamedTuple):
    """One condition: the parameter, and those of its words that are one condition. All words that ask for something are
    one, since a path needs only one of them; each word that rules something out is one."""

    parameter: str
    words: tuple[str, ...] = ()

    @property
    def options(self) -> str:
        """The condition as on the command line."""
        option = "--" + self.parameter.replace("_", "-")
        return " ".join(f"{option} {shlex.quote(word)}" for word in self.words) or option


def conditions(given: Given) -> list[Condition]:
    """The conditions, in the order given."""
    found = []
    for parameter, value in given.items():
        if value is True:
            found.append(Condition(parameter))
            continue
        words = list(dict.fromkeys(_words(value)))
        asks = [] if parameter in ("avoid", "via") else [word for word in words if not word.startswith("!")]
        found += [Condition(parameter, tuple(asks))] if asks else []
        found += [Condition(parameter, (word,)) for word in words if word not in asks]
    return found


def without(given: Given, some: Sequence[Condition]) -> Given:
    """The conditions without some of them."""
    left = {**given}
    for parameter, words in some:
        value = left.pop(parameter)
        kept = [word for word in _words(value) if word not in words] if words else []
        if kept:
            left[parameter] = kept
    return left


def _words(value: Any) -> Sequence[str]:
    return [str(value)] if isinstance(value, (str, int)) else value


Seek = Callable[[Given], Path | None]
"""A search under some conditions: the least doubtful shortest path, or None."""


def omissions(given: Given, seek: Seek) -> tuple[Omission, ...]:
    """The smallest sets of conditions without which there is a path, the shortest path first."""
    all_of_them = conditions(given)
    found = seek(without(given, all_of_them)) if all_of_them else None
    if found is None:
        return ()
    for size in range(1, min(2, len(all_of_them)) + 1 if len(all_of_them) <= _FEW else 2):
        several = [
            Omission(tuple(one.options for one in some), path)
            for some in combinations(all_of_them, size)
            if (path := seek(without(given, some)))
        ]
        if several:
            return tuple(sorted(several, key=lambda one: one.path.length or 0))
    needed = all_of_them
    for one in all_of_them:  # none of these can be put back
        fewer = [other for other in needed if other is not one]
        path = seek(without(given, fewer))
        if path is not None:
            needed, found = fewer, path
    return (Omission(tuple(one.options for one in needed), found),)


def apart(graph: ReadGraph, stops: Sequence[str], limits: Mapping[str, Any], given: Given, seek: Seek) -> Apart:
    """How far a search gets that finds no path over the ``stops``, and what of the ``given`` conditions keeps a path
    out. ``limits`` is what these mean, for :class:`PathSearch`."""
    countryless = seek({**given, "countryless": True}) if given.get("within_country") else None
    left_out = omissions(given, seek)
    for start, end in pairwise(stops):
        search = PathSearch(graph, start, end, **limits)
        if start == end or search.web():
            continue
        reached = [search.reach(side, MOST + 2) for side in (0, 1)]  # the end, and one more than shown
        one, other = (
            Reach(node, min(len(side) - 1, MOST), len(side) - 1 <= MOST)
            for node, side in zip((start, end), reached, strict=True)
        )
        nearest = tuple(islice(_misses(search.numbered, *reached), _MISSES))
        return Apart(one, other, nearest, left_out, countryless)
    return Apart(None, None, (), left_out, countryless)


def _misses(graph: Numbered, ones: Mapping[NodeKey, int], others: Mapping[NodeKey, int]) -> Iterator[Miss]:
    about = [{node: graph.about(node) for node in side} for side in (ones, others)]
    places = [{node: (data["lon"], data["lat"]) for node, data in side.items() if is_located(data)} for side in about]

    def miss(one: NodeKey, other: NodeKey, km: float | None) -> Miss:
        country = about[0][one]["country"]
        shared = country if country == about[1][other]["country"] else None
        return Miss(graph.id(one), graph.id(other), ones[one], others[other], km, shared)

    if all(places):
        for km, one, other in nearest_pairs(*places):
            yield miss(one, other, round(km, 1))
        return
    first = [{data["country"]: node for node, data in reversed(side.items())} for side in about]
    in_both = [country for country in first[0] if country is not None and country in first[1]]
    for country in sorted(in_both, key=lambda one: (ones[first[0][one]] + others[first[1][one]], one)):
        yield miss(first[0][country], first[1][country], None)


# ------------------------------------------------------------------ words


def told(found: Apart, given: Given, asked: Asked) -> Iterator[str]:
    """Remarks for people: first what to leave out."""
    for one in found.without[:_MISSES]:
        yield f"without {_and(one.options)} {_there_is(one.path)}"
    if len(found.without) > _MISSES:
        yield f"{len(found.without) - _MISSES} more options keep a path out"
    if found.countryless:
        yield f"if nodes without a country count as in {given['within_country']}, {_there_is(found.countryless)}"
    if not found.without and any(conditions(given)):
        yield "without these options there is no path, either"
    if found.start and found.end:
        yield from _told_of_sides(found.start, found.end, given, asked.name)
        yield _told_of_misses(found, asked.name)


def _there_is(path: Path) -> str:
    km = f", {path.km:,.0f} km" if path.km is not None else ""
    return "; ".join([f"there is a path of {_count(path.length or 0, 'tie')}{km}", *path.caveats("it")])


def _told_of_sides(start: Reach, end: Reach, given: Given, naming: Naming) -> Iterator[str]:
    where = " over places with coordinates" if given.get("cheapest") else ""
    one, other = naming(start.end), naming(end.end)
    if given.get("directed"):
        yield f"ties{where} lead from {one} to {_reached(start)}, and to {other} from {_reached(end)}"
    else:
        yield f"ties{where} lead from {one} to {_reached(start)}, and from {other} to {_reached(end)}"


def _told_of_misses(found: Apart, naming: Naming) -> str:
    pairs = [(f"{naming(one.from_)} and {naming(one.to)}", one.km) for one in found.nearest]
    if any(km is not None for _, km in pairs):
        is_all = found.start and found.end and found.start.is_all and found.end.is_all
        among = "" if is_all else f", of the first {MOST:,} nodes"
        return f"nearest to each other, one of each side{among}: " + "; ".join(
            f"{two}, {km:,.0f} km" for two, km in pairs
        )
    if pairs:
        same = "; ".join(two for two, _ in pairs)
        return f"no distance between the two sides is known; in one country, one of each side: {same}"
    return "no distance between the two sides is known: one of them has no coordinates"


def _reached(side: Reach) -> str:
    if not side.nodes:
        return "no other node"
    return _count(side.nodes, "other node") if side.is_all else f"more than {side.nodes:,} other nodes"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _and(options: Sequence[str]) -> str:
    *others, last = (f"`{one}`" for one in options)
    return f"{', '.join(others)} and {last}" if others else last
