"""Ids for things without one: readable, and the same at the next import."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count

from citygraph.domain.names import slug
from citygraph.imports.entities import Entity


def assign_ids(things: Iterable[Entity], is_taken: Callable[[str], bool]) -> None:
    """Give each thing an id made from its name. If several things share the id, or another record has it, add the
    country. If that is not enough, add the region, then an identifier: ``london-ca``, ``springfield-us-ohio``,
    ``columbus-us-q16567``. The last resort is a number."""
    nameless = list(things)
    given: set[str] = set()

    def is_free(id: str) -> bool:
        return id != "" and id not in given and not is_taken(id)

    for spelled in (_by_name, _by_country, _by_region, _by_identifier):
        sharing: dict[str, list[Entity]] = {}
        for thing in nameless:
            sharing.setdefault(spelled(thing), []).append(thing)
        nameless = []
        for id, those in sharing.items():
            if len(those) == 1 and is_free(id):
                those[0].id = id
                given.add(id)
            else:
                nameless += those
    for thing in nameless:
        stem = _by_country(thing) or thing.type
        thing.id = next(id for number in count(2) if is_free(id := f"{stem}-{number}"))
        given.add(thing.id)


def _by_name(thing: Entity) -> str:
    return slug(thing.wish or thing.name)


def _by_country(thing: Entity) -> str:
    return "-".join(filter(None, (_by_name(thing), slug(thing.country_name))))


def _by_region(thing: Entity) -> str:
    return "-".join(filter(None, (_by_country(thing), slug(thing.region))))


def _by_identifier(thing: Entity) -> str:
    identifiers = thing.identifiers
    scheme = "wikidata" if "wikidata" in identifiers else min(identifiers, default="")
    return "-".join(filter(None, (_by_country(thing), slug(identifiers.get(scheme, "")))))
