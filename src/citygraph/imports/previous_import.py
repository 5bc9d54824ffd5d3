"""The records of the last import of a source, to be matched with the things of a newer list."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from citygraph.domain.names import fold
from citygraph.imports.apart import sizes_differ, sizes_of
from citygraph.imports.entity import Entity, is_near
from citygraph.imports.ids_of_lists import OwnId, ThingBefore, own_id
from citygraph.imports.matching import Candidate, compared, identifiers_of


class PreviousImport:
    """The records of the last import of the same source. Each can be matched only once."""

    def __init__(
        self,
        records: Iterable[tuple[Mapping[str, Any], Candidate]],
        met: set[str],
        source: str,
        moved: Container[OwnId],
    ) -> None:
        """``records`` are pairs of data and record; ``met`` are the ids of those that have been matched. ``moved`` are
        the ids in the list of the source that stand for other things now."""
        self._by_identifier: dict[tuple[str, str, str], Candidate] = {}
        self._by_name: dict[str, list[Candidate]] = {}
        self._met, self._source, self._moved = met, source, moved
        self.by_own_id: dict[OwnId, ThingBefore] = {}
        """What there was under the ids of the source."""
        for data, record in records:
            names = list(dict.fromkeys(fold(name) for name in (data["name"], *data.get("aliases", ()))))
            for scheme, id in record.identifiers.items():
                self._by_identifier[record.type, scheme, id] = record
                if scheme == source:
                    self.by_own_id[record.type, id] = ThingBefore(data["name"], names, record.country)
            for name in names:
                self._by_name.setdefault(name, []).append(record)

    def meet_by_id_and_name(self, thing: Entity) -> str:
        """The id that a thing had at the last import, if its id in the list and its name are as they were."""
        own = own_id(thing, self._source)
        before = self.by_own_id.get((thing.type, own))
        if before is None or (thing.name != before.name and fold(thing.name) not in before.names):
            return ""
        return self._taken([self._by_identifier[thing.type, self._source, own]])

    def meet(self, thing: Entity, country: str, *, exactly: bool) -> str:
        """The id that a thing had at the last import; empty if it had none. All things are to be asked ``exactly``
        first: then a record must agree in what both could tell, region and place too, so that a new namesake does not
        take the id of an old one."""
        met = [
            self._by_identifier[thing.type, scheme, id]
            for scheme, id in identifiers_of(thing).items()
            if (thing.type, scheme, id) in self._by_identifier
            and not (scheme == self._source and (thing.type, id) in self._moved)
        ]
        if not met:
            same = self._by_name.get(fold(thing.name), [])
            met = [one for one in same if self._fits(thing, self._believed(one, thing), country, exactly)]
        return self._taken([one for one in met if one.type == thing.type])

    def _taken(self, met: list[Candidate]) -> str:
        """The id of the first of the records that nothing has been matched with; it is matched now."""
        free = next((one.id for one in met if one.id not in self._met), "")
        if free:
            self._met.add(free)
        return free

    def _believed(self, one: Candidate, thing: Entity) -> Candidate:
        """A record without the id in the list, if that says nothing about a thing."""
        own = one.identifiers.get(self._source)
        if own is None or not any((one.type, id) in self._moved for id in (own, own_id(thing, self._source))):
            return one
        return one._replace(identifiers={key: id for key, id in one.identifiers.items() if key != self._source})

    @staticmethod
    def _fits(thing: Entity, one: Candidate, country: str, exactly: bool) -> bool:
        if exactly:
            agrees = one.country == country and bool(one.region) == bool(thing.region)
            near = not (thing.place or one.place) or bool(thing.place and one.place and is_near(thing, one.place))
            if not agrees or not near or (one.identifiers and not thing.identifiers and thing.key is None):
                return False
            mine, places = sizes_of(thing.figures), [of.settled.id for of in thing.posts_at]
            shared = mine.keys() & one.figures.keys()
            if bool(mine) != bool(one.figures) or any(sizes_differ(mine[what], one.figures[what]) for what in shared):
                return False
            if fold(thing.facts.get("level", "")) != fold(one.level) or bool(places) != bool(one.posts):
                return False
            if places and not any(place in one.posts for place in places):
                return False
        verdict = compared(thing, one, country).verdict
        had = country if one.country or thing.located is None else ""  # it may have been open which place it is
        return verdict == "same" or (one.country == had and verdict != "different" and is_near(thing, one.place))
