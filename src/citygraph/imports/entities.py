"""Rows → things and ties. All rows about one thing are gathered into one :class:`Entity`, which becomes one record."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from citygraph.domain.countries import code_of, did_you_mean_country
from citygraph.domain.dates import OPEN, has_passed
from citygraph.domain.geo import kilometres
from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.model import DateText, ListOf, Number
from citygraph.domain.names import fold
from citygraph.domain.terms import NODE_TYPES
from citygraph.imports.columns.options import ColumnOptions
from citygraph.imports.columns.plan import ColumnMapping
from citygraph.imports.columns.targets import ENDS, FACT_RECORDS, NODE_RECORDS, Shape, holds
from citygraph.imports.report import ImportReport
from citygraph.imports.values.dates import date
from citygraph.imports.values.numbers import decimal, number
from citygraph.imports.values.places import point

NEARBY = 30.0
"""The most kilometres between the places at which two registers put the same city."""
_MAYBE_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}", re.ASCII)
_FIGURES = "observations."
_IDENTIFIERS = "identifiers."
_QID = re.compile(r"Q[1-9]\d*", re.ASCII)
_BETWEEN_NOTES = "; "

Place = tuple[float, float]
"""Latitude and longitude, in degrees."""


class RejectedRow(Exception):
    """A row cannot be imported; the message gives the reason."""


@dataclass(slots=True, eq=False)
class Entity:
    """A future node: the ``facts`` of all rows about it, by target.

    ``where`` is its first row, for messages. ``key`` is its id in the file. ``id`` is its id in the folder: that of an
    existing record, or a new one, if possible the ``wish`` of a row. ``is_elsewhere`` is True if another file of the
    folder has its record.
    """

    type: str
    where: str
    key: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    figures: list[dict[str, str]] = field(default_factory=list)
    place: Place | None = None
    country: str | Entity | None = None
    wish: str = ""
    id: str = ""
    is_elsewhere: bool = False

    @property
    def name(self) -> str:
        """Its name; if no row has one, its key or its first identifier."""
        return self.facts.get("name") or self.key or next(iter(self.identifiers.values()), "")

    @property
    def identifiers(self) -> dict[str, str]:
        """Its ids in registers, by scheme."""
        named = (target for target in self.facts if target.startswith(_IDENTIFIERS))
        return {target.removeprefix(_IDENTIFIERS): self.facts[target] for target in named}

    @property
    def country_name(self) -> str:
        """The code of its country, or the name of one that has no code."""
        return self.country.name if isinstance(self.country, Entity) else self.country or ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.country_name)))


@dataclass(slots=True, eq=False)
class EntityTie:
    """A future tie, or a future post of an official."""

    shape: Shape
    kind: Kind
    start: Entity
    end: Entity
    where: str
    facts: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.start.name} – {self.end.name}"


def distance(one: Place, other: Place) -> float:
    """Kilometres between two places."""
    return kilometres((one[1], one[0]), (other[1], other[0]))


class EntityBuilder:
    """Gathers things and ties while rows are read."""

    def __init__(
        self, said: ColumnOptions, type: str, kind: Kind, vocabulary: Vocabulary, report: ImportReport
    ) -> None:
        self.said = said
        self.type = type
        self.kind = kind
        self.vocabulary = vocabulary
        self.report = report
        self.things: list[Entity] = []
        self.bonds: dict[tuple[object, ...], EntityTie] = {}
        self._by_key: dict[str, Entity] = {}
        self._by_identifier: dict[tuple[str, str], Entity] = {}
        self._by_name: dict[tuple[str, str, str], list[Entity]] = {}
        self._countries: dict[str, str | Entity] = {}
        self._today = datetime.date.today()

    def take(self, plan: ColumnMapping, values: Mapping[str, str], where: str, directed: bool | None) -> None:
        """Take one row. ``directed`` is True or False if the file says whether an edge has a direction, else None.

        Raises:
            Refused: if the row cannot be imported. Its facts about the ends may be kept all the same.
        """
        parts = _parts(plan.read(values), plan.shape)
        for prefix in ENDS[plan.shape]:
            if not any(target in ("key", "name") or target.startswith(_IDENTIFIERS) for target in parts[prefix]):
                raise RejectedRow(f"the row has no `{prefix or 'name'}`")
        if plan.shape == "node":
            self._thing(parts[""], where, self.type)
            return
        if plan.shape == "post":
            official = self._thing(parts[""], where, "official")
            self._join(plan.shape, self.vocabulary["holds-post"], official, self._thing(parts["of"], where, "city"),
                       parts["facts"], where)  # fmt: skip
            return
        kind = self._kind(parts["facts"])
        if directed is False and not kind.symmetric:
            raise RejectedRow(f"`{kind.id}` has a direction, and this edge has none")
        start, end = (self._thing(parts[prefix], where, self.type) for prefix in ENDS["tie"])
        self._join(plan.shape, kind, start, end, parts["facts"], where)

    def finish(self, register: str) -> None:
        """Decide, after all rows, what the keys of the file are: Wikidata ids if all of them look like that, else ids
        of ``register``."""
        keyed = [thing for thing in self.things if thing.key is not None and thing.key != thing.facts.get("name")]
        of_wikidata = bool(keyed) and all(_QID.fullmatch(thing.key or "") for thing in keyed)
        for thing in keyed:
            if of_wikidata or "name" in thing.facts:
                thing.facts.setdefault(_IDENTIFIERS + ("wikidata" if of_wikidata else register), thing.key or "")
        self._doubt_fractions()

    def _doubt_fractions(self) -> None:
        """Tell of each property whose figures may all be whole numbers with a point between groups of digits: one
        point, and three digits after it."""
        values: dict[str, list[tuple[str, str]]] = {}
        for thing in self.things:
            for figure in thing.figures:
                values.setdefault(figure["property"], []).append((figure["value"], thing.where))
        for property, figures in values.items():
            if all(_MAYBE_GROUPED.fullmatch(value) for value, _ in figures):
                value, where = figures[0]
                why = f"read as fractions: {value}; if the point parts thousands, write {value.replace('.', '')}"
                self.report.tell("doubtful", where, property, why)

    # ---------------------------------------------------------------- things

    def _thing(self, said: dict[str, str], where: str, type: str) -> Entity:
        """The thing that a row is about, with the facts of the row added: a new thing, or one from an earlier row."""
        given, key, wish = said.pop("type", ""), said.pop("key", None), said.pop("id", "")
        is_type = given.lower() in NODE_TYPES
        type = given.lower() if is_type else type
        place = self._place(said, where)
        country = self._country(said.pop("country", ""), where)
        figures = _figures(said)
        thing = self._known(type, key, said, country, place)
        if thing is None:
            thing = Entity(type, where, wish=wish)
            self.things.append(thing)
        if given and not is_type:
            has_types = holds(NODE_RECORDS[type], "type") is not None
            self._learn(thing, *(("type", given) if has_types else ("notes", f"type: {given}")), where)
        thing.country = thing.country or country
        if country != thing.country and country is not None:
            other = country.name if isinstance(country, Entity) else country
            self._contradicts(thing, "country", other, thing.country_name, where)
        thing.place = thing.place or place
        if place and thing.place and distance(place, thing.place) > NEARBY:
            self._contradicts(thing, "coordinates", "{}, {}".format(*place), "{}, {}".format(*thing.place), where)
        for target, text in said.items():
            self._learn(thing, target, text, where)
        for property, figure in figures.items():
            cleaned = {key: self._clean(thing, _FIGURES + property + "." * bool(key) + key, text, where)
                       for key, text in figure.items()}  # fmt: skip
            if cleaned.get(""):
                whole = {"property": property, "value": cleaned.pop(""), **{k: v for k, v in cleaned.items() if v}}
                if whole not in thing.figures:
                    thing.figures.append(whole)
        self._index(thing, key)
        return thing

    def _known(
        self, type: str, key: str | None, said: dict[str, str], country: str | Entity | None, place: Place | None
    ) -> Entity | None:
        """The thing that the row means, if an earlier row had it, else None.

        It is found by its key in the file, then by an identifier. If the row has neither, it is found by name and
        country, unless it is too far away.
        """
        if key is not None and key in self._by_key:
            return self._by_key[key]
        identifiers = [one for one in said.items() if one[0].startswith(_IDENTIFIERS)]
        by_identifier = [self._by_identifier[one] for one in identifiers if one in self._by_identifier]
        if by_identifier or identifiers or key is not None:
            return by_identifier[0] if by_identifier else None
        country_name = country.name if isinstance(country, Entity) else country or ""
        namesakes = self._by_name.get((type, fold(said["name"]), country_name), [])
        near = (one for one in namesakes if not (place and one.place) or distance(place, one.place) <= NEARBY)
        return next(near, None)

    def _index(self, thing: Entity, key: str | None) -> None:
        if key is not None:
            self._by_key[key] = thing
            thing.key = thing.key or key
        for scheme, identifier in thing.identifiers.items():
            self._by_identifier.setdefault((_IDENTIFIERS + scheme, identifier), thing)
        namesakes = self._by_name.setdefault((thing.type, fold(thing.name), thing.country_name), [])
        if thing not in namesakes:
            namesakes.append(thing)

    def _place(self, said: dict[str, str], where: str) -> Place | None:
        lat, lon, both = (said.pop(target, "") for target in ("lat", "lon", "coordinates"))
        if not both and not (lat and lon):
            return None
        try:
            if not (lat and lon):
                lat, lon = point(both)
            place = float(decimal(lat)), float(decimal(lon))
            if not (-90 <= place[0] <= 90 and -180 <= place[1] <= 180):
                raise ValueError(f"{lat}, {lon} are not a latitude and a longitude")
        except ValueError as error:
            _note(said, "coordinates", both or f"{lat}, {lon}")
            self.report.tell("doubtful", where, said.get("name", ""), f"{error}; the text is in the notes")
            return None
        return place

    # ---------------------------------------------------------------- facts of a thing or a tie

    def _learn(self, about: Entity | EntityTie, target: str, text: str, where: str) -> None:
        """Add a fact of a row. Lists add up; of other facts the first stays, and the report has the others. A
        different spelling of a name is no contradiction."""
        text = self._clean(about, target, text, where)
        known = about.facts.setdefault(target, text) if text else ""
        if known == text:
            return
        if target == "notes" or isinstance(_holds(about, target), ListOf):
            parts = [part for words in (known, text) for part in words.split(_BETWEEN_NOTES)]
            about.facts[target] = _BETWEEN_NOTES.join(dict.fromkeys(parts))
        elif target != "name" or fold(known) != fold(text):
            self._contradicts(about, target, text, known, where)

    def _contradicts(self, about: Entity | EntityTie, target: str, text: str, known: str, where: str) -> None:
        self.report.tell("doubtful", where, str(about), f"`{target}` is {text} here, but {known} before; that is kept")

    def _clean(self, about: Entity | EntityTie, target: str, text: str, where: str) -> str:
        """A text in the form that citygraph writes. If the target cannot hold it, the text goes into the notes, and the
        result is empty."""
        held = _holds(about, target)
        try:
            if held is None:
                raise ValueError(f"a record of its type has no `{target}`")
            if isinstance(held, DateText):
                return date(text)
            return number(text) if isinstance(held, Number) else text
        except ValueError as error:
            _note(about.facts, target, text)
            self.report.tell("doubtful", where, str(about), f"{error}; the text is in the notes")
            return ""

    # ---------------------------------------------------------------- countries

    def _country(self, text: str, where: str) -> str | Entity | None:
        """The code of a country, or a new thing if its name has no code; None for an empty text."""
        if text and text not in self._countries:
            self._countries[text] = self.said.countries.get(text) or code_of(text) or self._without_code(text, where)
        return self._countries.get(text)

    def _without_code(self, text: str, where: str) -> Entity:
        country = Entity("country", where, facts={"name": text})
        self.things.append(country)
        hint = did_you_mean_country(text)
        why = "no code for this country, so it gets a record; a mapping file can give a code under `countries:`"
        self.report.tell("doubtful", where, text, why + (f"; {hint}" if hint else ""))
        return country

    # ---------------------------------------------------------------- ties

    def _kind(self, facts: dict[str, str]) -> Kind:
        """The kind of a tie. If the row has a register's own word for it, the word is kept under ``called``."""
        word = facts.pop("kind", "")
        if not word:
            return self.kind
        ids = [self.said.kinds[word]] if word in self.said.kinds else self.vocabulary.called(word)
        if len(ids) != 1 or ids[0] not in self.vocabulary:
            what = f"can be {' or '.join(ids)}" if len(ids) > 1 else "is no kind of tie"
            raise RejectedRow(f"`{word}` {what}; name the kind under `kinds:` in a mapping file")
        if word != ids[0]:
            facts.setdefault("called", word)
        return self.vocabulary[ids[0]]

    def _join(self, shape: Shape, kind: Kind, start: Entity, end: Entity, facts: dict[str, str], where: str) -> None:
        if start is end:
            raise RejectedRow(f"both ends are {start}")
        ends: object = frozenset((start, end)) if kind.symmetric else (start, end)
        identity = (kind.id, ends, facts.get("id"), facts.get("title") if shape == "post" else None)
        bond = self.bonds.setdefault(identity, EntityTie(shape, kind, start, end, where))
        for target, text in facts.items():
            self._learn(bond, target, text, where)
        self._date(bond)

    def _date(self, bond: EntityTie) -> None:
        """Give an occurrence one date, ``on``. Set the status of a standing tie to ended if its end has passed."""
        facts = bond.facts
        if bond.kind.nature == "occurrence":
            times = [facts.pop(key) for key in ("since", "until") if key in facts]
            if times:
                facts.setdefault("on", "/".join(times))
        elif "status" not in facts and has_passed(facts.get("until", OPEN), self._today):
            facts["status"] = "ended"


def _holds(about: Entity | EntityTie, target: str) -> object:
    return holds(NODE_RECORDS[about.type] if isinstance(about, Entity) else FACT_RECORDS[about.shape], target)


def _parts(said: Mapping[str, str], shape: Shape) -> dict[str, dict[str, str]]:
    """The texts of a row, split by what they are about: each node by its prefix, and the tie under ``facts``."""
    parts: dict[str, dict[str, str]] = {**{prefix: {} for prefix in ENDS[shape]}, "facts": {}}
    for target, text in said.items():
        prefix, dot, inner = target.partition(".")
        if prefix in ENDS[shape]:
            parts[prefix][inner if dot else "key"] = text
        elif shape in FACT_RECORDS and holds(FACT_RECORDS[shape], target) is not None:
            parts["facts"][target] = text
        else:
            parts[""][target] = text
    return parts


def _figures(said: dict[str, str]) -> dict[str, dict[str, str]]:
    """The figures of a row, by property, taken out of ``said``. The value of a figure has the empty key; its other
    texts have their own keys."""
    figures: dict[str, dict[str, str]] = {}
    for target in [target for target in said if target.startswith(_FIGURES)]:
        property, _, key = target.removeprefix(_FIGURES).partition(".")
        figures.setdefault(property, {})[key] = said.pop(target)
    return figures


def _note(facts: dict[str, str], target: str, text: str) -> None:
    """Keep a text under ``notes`` that has no other place."""
    kept = facts.get("notes", "").split(_BETWEEN_NOTES)
    facts["notes"] = _BETWEEN_NOTES.join(dict.fromkeys(filter(None, (*kept, f"{target}: {text}"))))
