"""Whether a row is about a thing that an earlier row had, as far as its own texts show."""

from __future__ import annotations

from collections.abc import Mapping

from citygraph.domain.names import fold
from citygraph.imports.entity import BETWEEN_NOTES, IDENTIFIERS, Entity, Place, is_near


def is_another(
    thing: Entity, key: str | None, said: Mapping[str, str], country: str | Entity | None, region: str,
    place: Place | None,
) -> bool:  # fmt: skip
    """Whether a row of another name is about another place, though it has an id of a thing: its country, region,
    place, or another id is another one, too."""
    mine = thing.identifiers
    return (
        not is_near(thing, place)
        or (thing.country is not None and country is not None and thing.country != country)
        or bool(thing.region and region and fold(thing.region) != fold(region))
        or (thing.key is not None and key is not None and thing.key != key)
        or any(mine[scheme] != said[IDENTIFIERS + scheme] for scheme in mine if IDENTIFIERS + scheme in said)
    )


def is_called(thing: Entity, name: str) -> bool:
    """True if a thing has a name already, in any spelling, or has none yet."""
    known = (thing.name, *thing.facts.get("aliases", "").split(BETWEEN_NOTES))
    return "name" not in thing.facts or fold(name) in map(fold, known)


def sign_of(said: Mapping[str, str], figures: Mapping[str, Mapping[str, str]], of: Entity | None) -> tuple[str, ...]:
    """The texts of a row that differ if it is about another thing of the same name: its level, its figures without a
    date, the place of its post."""
    level = said.get("level", "")
    if of is None and not level and not figures:
        return ()
    whole = (f"{property} {texts.get('', '')}" for property, texts in sorted(figures.items())
             if not (texts.get("as_of") or texts.get("period")))  # fmt: skip
    return (str(of.number) if of is not None else "", fold(level), *whole)
