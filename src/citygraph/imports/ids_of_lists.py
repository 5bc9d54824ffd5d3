"""Whether the ids that a list gives its things still stand for the same things.

Many of them are places in the list: D3, Pajek and igraph number their nodes, and tables have running numbers. If a
newer list has a row more, or another order, each of them stands for another thing. So a name that another id had, or
has now, goes before an id; and running numbers are believed only if most names agree with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from citygraph.domain.names import fold
from citygraph.imports.entity import IDENTIFIERS, Entity

OwnId = tuple[str, str]
"""A type of things, and an id in the list."""


class ThingBefore(NamedTuple):
    """What the last import had under an id: its name, all its names as :func:`~citygraph.domain.names.fold` gives them,
    and its country, if it is known."""

    name: str
    names: Sequence[str]
    country: str


def own_id(thing: Entity, source: str) -> str:
    """The id that the list of a source gives a thing; empty if it gives none."""
    return thing.facts.get(IDENTIFIERS + source, "")


def moved_ids(
    things: Iterable[Entity], source: str, before: Mapping[OwnId, ThingBefore], known_again: Mapping[OwnId, Entity],
    country_of: Callable[[Entity], str],
) -> dict[OwnId, Entity]:  # fmt: skip
    """The ids of a source that stand for other things now, with those things. ``known_again`` are the things whose id
    and name are as they were."""
    of_type: dict[str, dict[OwnId, Entity]] = {}
    for thing in things:
        if own := own_id(thing, source):
            of_type.setdefault(thing.type, {})[thing.type, own] = thing
    moved: dict[OwnId, Entity] = {}
    for type, by_id in of_type.items():
        left = {id: thing for id, thing in by_id.items() if id not in known_again}
        others = {id: thing for id, thing in left.items() if id in before}
        is_running = _are_running([id for _, id in by_id])
        if is_running and 2 * len(others) > len(by_id):
            moved |= others
            continue
        names_now = {fold(thing.name) for thing in left.values()}
        names_left = {
            name for id, one in before.items() if id[0] == type and id not in known_again for name in one.names
        }
        for id, thing in others.items():
            is_another = fold(thing.name) in names_left or not names_now.isdisjoint(before[id].names)
            countries = {country_of(thing), before[id].country} - {""}
            if is_another or (is_running and len(countries) > 1):
                moved[id] = thing
    return moved


def _are_running(ids: Sequence[str]) -> bool:
    """True if ids are the places of things in their list, from 0 or from 1."""
    return any(all(id == str(place) for place, id in enumerate(ids, first)) for first in (0, 1))
