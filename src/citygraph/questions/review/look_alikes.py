"""Records that look like the same thing: the reason ``look-alike`` of ``review``.

To compare each record with each would take too long. Two nodes are compared if they share a name or an identifier, or
lie within a few kilometres. Two ties are compared if the second one between the same two nodes has an id of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from math import ceil, cos, radians
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from citygraph.domain.geo import Position, kilometres
from citygraph.domain.held import stretches
from citygraph.domain.names import fold, told_apart
from citygraph.graph.interface import Attributes, Edge, ReadGraph, first_name

FAR = 50.0
"""Kilometres: two places of one name that are farther apart are two. A city and the seat of its county may be as far
apart."""
NEAR = 5.0
"""Kilometres: two places that are no farther apart may be one, even if their names differ a little."""
_SLIPS = 2
"""The most letters in which those names may differ; and one in ``_LETTERS`` at most."""
_LETTERS = 5
_CELL = 0.1
"""Degrees: the side of the cells that neighborhoods are made of."""
_KILOMETRES = 111.0
"""The length of a degree of latitude, about."""
_MANY, _WINDOW = 200, 20
"""If more than ``_MANY`` nodes share a name or a place, a file is wrong. Then each is compared only with the next
``_WINDOW``."""
_TOLD_APART_BY = ("title", "subject", "form", "role")


class Pair(NamedTuple):
    """Two records that look alike, and a message that says why."""

    id: str
    other: str
    message: str


class _ComparedRecord(NamedTuple):
    """The facts of a node that are compared."""

    id: str
    type: str
    country: str | None
    place: Position | None
    name: str
    names: frozenset[str]
    record: Mapping[str, Any]


# ------------------------------------------------------------------ nodes


def alike_nodes(nodes: Iterable[tuple[str, Attributes]], concern: Callable[[str], bool]) -> Iterator[Pair]:
    """The pairs of nodes that look alike, each once; only those with a node for which ``concern`` is true."""
    things = {id: _thing(id, node) for id, node in nodes}
    found: dict[tuple[str, str], Pair] = {}
    looks = ((_sharing_identifiers, _one_identifier), (_sharing_names, _one_name), (_close, _nearly))
    for candidates, message in looks:
        for one, other in candidates(things.values()):
            other, one = sorted((one, other))
            if (one.id, other.id) not in found and (concern(one.id) or concern(other.id)):
                said = message(one, other)
                if said is not None:
                    found[one.id, other.id] = Pair(one.id, other.id, said)
    yield from found.values()


def _thing(id: str, node: Attributes) -> _ComparedRecord:
    record = node["record"]
    name = fold(first_name(node))
    names = {name, *map(fold, record.get("aliases", ())), *map(fold, record.get("names", {}).values())}
    place = None if node["lat"] is None else (node["lon"], node["lat"])
    return _ComparedRecord(id, node["type"], node["country"], place, name, frozenset(names), record)


_Pairs = Iterator[tuple[_ComparedRecord, _ComparedRecord]]


def _sharing(things: Iterable[_ComparedRecord], keys: Callable[[_ComparedRecord], Iterable[Any]]) -> _Pairs:
    by_key: dict[Any, list[_ComparedRecord]] = {}
    for thing in things:
        for key in keys(thing):
            by_key.setdefault(key, []).append(thing)
    for those in by_key.values():
        yield from _pairs(those)


def _pairs(those: list[_ComparedRecord]) -> _Pairs:
    """Each with each; if there are very many, each with the next ones in order of names."""
    if len(those) <= _MANY:
        yield from combinations(those, 2)
        return
    those.sort(key=lambda thing: (thing.name, thing.id))
    for index, one in enumerate(those):
        for other in those[index + 1 : index + 1 + _WINDOW]:
            yield one, other


def _sharing_identifiers(things: Iterable[_ComparedRecord]) -> _Pairs:
    return _sharing(things, lambda thing: thing.record.get("identifiers", {}).items())


def _sharing_names(things: Iterable[_ComparedRecord]) -> _Pairs:
    return _sharing(things, lambda thing: ((thing.type, name) for name in thing.names))


def _close(things: Iterable[_ComparedRecord]) -> _Pairs:
    cells: dict[tuple[int, int], list[_ComparedRecord]] = {}
    for thing in things:
        if thing.place is not None and len(thing.name) >= _LETTERS:
            cells.setdefault(_cell(thing.place), []).append(thing)
    for (x, y), here in cells.items():
        around = list(here)
        wide = min(ceil(NEAR / _KILOMETRES / _CELL / max(cos(radians(abs(y * _CELL) + _CELL)), 1e-3)), 1800)
        for row, columns in ((y, range(1, wide + 1)), (y + 1, range(-wide, wide + 1))):
            for east in columns:
                around += cells.get(((x + east) % 3600, row), ())
        yield from _pairs(around)


def _cell(place: Position) -> tuple[int, int]:
    return int(place[0] // _CELL) % 3600, int(place[1] // _CELL)


def _one_identifier(one: _ComparedRecord, other: _ComparedRecord) -> str:
    mine = one.record["identifiers"]
    scheme = min(scheme for scheme, value in other.record["identifiers"].items() if mine.get(scheme) == value)
    return f"`{other.id}` has the same identifier, {scheme} {mine[scheme]}"


def _one_name(one: _ComparedRecord, other: _ComparedRecord) -> str | None:
    if _told_apart(one, other) or (one.country and other.country and one.country != other.country):
        return None
    same = [one.record.get(key) == other.record.get(key) for key in ("country", "level", "part_of")]
    apart = _apart(one, other)
    if (one.name == other.name and all(same)) or (apart is not None and apart > FAR):
        return None
    return f"`{other.id}` has the same name" + ("" if apart is None else f", {_distance(apart)}")


def _nearly(one: _ComparedRecord, other: _ComparedRecord) -> str | None:
    apart = _apart(one, other)
    if one.type != other.type or one.name == other.name or apart is None or apart > NEAR or _told_apart(one, other):
        return None
    slips = min(_SLIPS, len(min(one.name, other.name, key=len)) // _LETTERS)
    if OSA.distance(one.name, other.name, score_cutoff=slips) > slips:
        return None
    return f"`{other.id}` has nearly the same name, {_distance(apart)}"


def _told_apart(one: _ComparedRecord, other: _ComparedRecord) -> bool:
    """True if identifiers, levels or regions show that they are two."""
    if told_apart(one.record, other.record):
        return True
    if one.record.get("part_of") == other.id or other.record.get("part_of") == one.id:
        return True
    return any(
        one.record.get(key) and other.record.get(key) and one.record[key] != other.record[key]
        for key in ("level", "part_of")
    )


def _apart(one: _ComparedRecord, other: _ComparedRecord) -> float | None:
    return None if one.place is None or other.place is None else kilometres(one.place, other.place)


def _distance(apart: float) -> str:
    return f"{apart:.0f} km away" if apart >= 0.5 else "at the same place"


# ------------------------------------------------------------------ ties


def alike_ties(graph: ReadGraph, id: str, edge: Edge) -> Iterator[Pair]:
    """The other ties that a tie looks like. Only a tie with an id of its own can be a second one."""
    data = edge.data
    if data["nature"] != "standing" or id == f"{data['kind']}.{edge.start}.{edge.end}":
        return
    for other, tie in sorted(graph.adj[edge.start][edge.end].items()):
        has_own = other != f"{data['kind']}.{edge.start}.{edge.end}"
        if tie["kind"] != data["kind"] or other == id or (has_own and other > id):
            continue
        if not any(data.get(key) != tie.get(key) for key in _TOLD_APART_BY) and _overlap(data, tie):
            yield Pair(id, other, f"`{other}` is of the same kind, between the same two, and may hold at the same time")


def _overlap(one: Attributes, other: Attributes) -> bool:
    return any(
        (a is None or d is None or a <= d) and (c is None or b is None or c <= b)
        for a, b in stretches(one)
        for c, d in stretches(other)
    )
