"""One thing that rows of an import tell of: what it is called, where it is, what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from citygraph.domain.geo import kilometres

if TYPE_CHECKING:
    from citygraph.domain.gazetteer import PopulatedPlace

NEARBY = 30.0
"""The most kilometres between the places at which two registers put the same city."""
IDENTIFIERS = "identifiers."
"""The targets of ids in registers begin with it."""
BETWEEN_NOTES = "; "

Place = tuple[float, float]
"""Latitude and longitude, in degrees."""


@dataclass(slots=True, eq=False)
class Entity:
    """A future node: the ``facts`` of all rows about it, by target.

    ``where`` is its first row, for messages. ``key`` is its id in the file. It ``doubts_country`` if a row names one
    that is not sure. ``region`` tells it apart from its namesakes; ``posts_at`` are the places of an official's posts,
    which do so, too. ``sign`` has the texts of its rows that may tell it apart, and ``mark`` what does, if namesakes
    contradict each other. ``id`` is its id in the folder: that of an existing record, or a new one, if possible the
    ``wish`` of a row. ``is_elsewhere`` is True if another file of the folder has its record. It ``is_declared`` if a
    row of its own says what it is, and not only a row of a tie. ``is_same_as`` is the thing that it turned out to be;
    it ``is_open`` if it may be one of several others. ``evidence`` are the sources that rows name for it, with their
    quotes. ``as_part`` is its level if no row names it but as the larger place of others. ``beside`` are the codes of
    countries that its rows name in cells which are not read. If no row has its country, ``located`` is the place that
    its name means in the gazetteer, and ``judged_as`` its name in the judgements, which has no country."""

    type: str
    where: str
    number: int = 0
    key: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    figures: Sequence[dict[str, str]] = ()
    place: Place | None = None
    country: str | Entity | None = None
    doubts_country: bool = False
    region: str = ""
    posts_at: Sequence[Entity] = ()
    sign: tuple[str, ...] = ()
    mark: str = ""
    part_of: Entity | None = None
    as_part: str = ""
    wish: str = ""
    id: str = ""
    is_declared: bool = False
    is_elsewhere: bool = False
    is_same_as: Entity | None = None
    is_open: bool = False
    evidence: Sequence[dict[str, str]] = ()
    beside: frozenset[str] = frozenset()
    located: PopulatedPlace | None = None
    judged_as: str = ""

    @property
    def name(self) -> str:
        """Its name; if no row has one, its key or its first identifier."""
        return self.facts.get("name") or self.key or next(iter(self.identifiers.values()), "")

    @property
    def identifiers(self) -> dict[str, str]:
        """Its ids in registers, by scheme."""
        named = (target for target in self.facts if target.startswith(IDENTIFIERS))
        return {target.removeprefix(IDENTIFIERS): self.facts[target] for target in named}

    @property
    def country_name(self) -> str:
        """The code of its country, or the name of one that has no code."""
        return self.country.settled.name if isinstance(self.country, Entity) else self.country or ""

    @property
    def settled(self) -> Entity:
        """The thing that it turned out to be: itself, or another one."""
        found = self
        while found.is_same_as is not None:
            found = found.is_same_as
        return found

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.region, self.country_name)))


def distance(one: Place, other: Place) -> float:
    """Kilometres between two places."""
    return kilometres((one[1], one[0]), (other[1], other[0]))


def is_near(one: Entity, place: Place | None) -> bool:
    """True unless a thing and a place are known to be far apart."""
    return not (place and one.place) or distance(place, one.place) <= NEARBY


def joined(one: str, other: str) -> str:
    """Two lists of items with semicolons between them, as one list without repetitions."""
    parts = [part for words in (one, other) for part in words.split(BETWEEN_NOTES)]
    return BETWEEN_NOTES.join(dict.fromkeys(filter(None, parts)))


def note(facts: dict[str, str], target: str, text: str) -> None:
    """Keep a text under ``notes`` that has no other place."""
    facts["notes"] = joined(facts.get("notes", ""), f"{target}: {text}")
