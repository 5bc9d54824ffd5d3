"""What tells two things of one name apart.

A register, a place, a country or a region tells them apart: they are two. Facts that contradict each other (5,000
people and 800,000, a mayor of Lyon and one of Lille) may also be those of one thing: they are two until the user says
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from citygraph.domain.country_names import stated
from citygraph.domain.names import fold
from citygraph.domain.subdivisions import home_nation, subdivision
from citygraph.imports.entity import Entity, is_near

_OTHER_SIZE = 1.25
"""By so much two figures may differ that are about one place: people count in other years, or in another way."""


def may_be_one(one: Entity, other: Entity) -> bool:
    """True unless something tells two things of one name apart, or they contradict each other."""
    return not are_two(one, other) and not contradiction(one, other)


def are_two(one: Entity, other: Entity) -> bool:
    """True if a register, a place, a country or a region tells two things of one name apart."""
    if (one.key is not None and other.key is not None) or not is_near(one, other.place):
        return True
    mine, theirs = one.country_name, other.country_name
    if mine != theirs and ((mine and theirs) or one.type == "official"):
        return True
    if regions_differ(one.region, other.region, mine or theirs):
        return True
    if not (one.region and other.region) and (lies_elsewhere(one.region, theirs) or lies_elsewhere(other.region, mine)):
        return True
    return differ(one.identifiers, other.identifiers)


def contradiction(one: Entity, other: Entity) -> str:
    """In what two things contradict each other, in words; empty if they do not. Things that share an identifier do not:
    they are one, whatever else their rows say."""
    mine, theirs = one.identifiers, other.identifiers
    if any(mine[scheme] == theirs[scheme] for scheme in mine.keys() & theirs.keys()):
        return ""
    if one.region and other.region and fold(one.region) != fold(other.region):
        country = one.country_name or other.country_name
        if country != "GB" and may_lie_within(one.region, other.region, country):
            return f"the regions {one.region} and {other.region}"
    places = [[of.settled for of in thing.posts_at] for thing in (one, other)]
    if all(places) and not any(of in places[1] for of in places[0]):
        return f"posts in {places[0][0].name} and {places[1][0].name}"
    levels = [thing.facts.get("level", "") for thing in (one, other)]
    if all(levels) and fold(levels[0]) != fold(levels[1]):
        return f"{levels[0]} and {levels[1]}"
    sizes = [sizes_of(thing.figures) for thing in (one, other)]
    for what in sorted(sizes[0].keys() & sizes[1]):
        if sizes_differ(sizes[0][what], sizes[1][what]):
            return f"a {what[0]} of {sizes[0][what]} and of {sizes[1][what]}"
    return ""


def mark(thing: Entity) -> str:
    """What tells a thing from another one that it contradicts, in short."""
    of = thing.posts_at[0].settled.name if thing.posts_at else ""
    figures = (f"{property}={value}" for (property, *_), value in sizes_of(thing.figures).items())
    return of or thing.facts.get("level") or next(figures, "")


Sizes = dict[tuple[str, str], str]
"""Figures by property and time; without a time, that is empty."""


def sizes_of(figures: Iterable[Mapping[str, str]]) -> Sizes:
    """The first figure of each property and time."""
    found: Sizes = {}
    for figure in figures:
        time = str(figure.get("as_of") or figure.get("period") or "")
        found.setdefault((figure["property"], time), str(figure["value"]))
    return found


def sizes_differ(one: str, other: str) -> bool:
    """True if two figures of one time, or of no stated one, can hardly be those of one place."""
    try:
        low, high = sorted((float(one), float(other)))
    except ValueError:
        return fold(one) != fold(other)
    return low != high and (low <= 0 or high / low > _OTHER_SIZE)


# ------------------------------------------------------------------ ids and regions


def differ(mine: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    """True if a register has different ids for two."""
    return any(mine[scheme] != theirs[scheme] for scheme in mine.keys() & theirs.keys())


def regions_differ(one: str, other: str, country: str) -> bool:
    """True if two regions of one country are two. They are not if either is unknown, or *IL* stands for *Illinois*."""
    if not one or not other or fold(one) == fold(other):
        return False
    if may_lie_within(one, other, country):
        return False
    return not _parts(one, country) & _parts(other, country)


def may_lie_within(one: str, other: str, country: str) -> bool:
    """True if one of two regions of a country may lie in the other: Kent lies in England, and not in Wales. Of other
    parts than those of the United Kingdom, nothing says what lies in them."""
    for part, region in ((one, other), (other, one)):
        if not _parts(region, country) and (place := stated(part)) and place.sort == "part":
            mine = _parts(part, country)
            return home_nation(region) in mine if mine & _HOME_NATIONS else True
    return False


_HOME_NATIONS = {"GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR"}


def lies_in(region: str, country: str) -> bool:
    """True if a region is known as a part of a country."""
    return bool(_parts(region, country))


def lies_elsewhere(region: str, country: str) -> bool:
    """True if a region is known, but as no part of this country: Texas is none of France."""
    return bool(region and country) and not lies_in(region, country) and bool(_parts(region, ""))


def _parts(region: str, country: str) -> set[str]:
    return {part.iso for part in subdivision(region, country or None)}
