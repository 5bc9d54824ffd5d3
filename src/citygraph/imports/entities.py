"""Rows → things. All that rows say about one thing is gathered into one :class:`Entity`, which becomes one record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from citygraph.domain.countries import country_name, lies_far, may_lie_in
from citygraph.domain.country_codes import CodeSort
from citygraph.domain.country_names import also, without_flags
from citygraph.domain.geo import kilometres
from citygraph.domain.model import ListOf
from citygraph.domain.names import fold
from citygraph.domain.subdivisions import subdivision
from citygraph.domain.terms import NODE_TYPES
from citygraph.imports.columns.coordinates import shown_by, side_in
from citygraph.imports.columns.targets import FIGURES, NODE_RECORDS, holds
from citygraph.imports.countries import CountryNames, CountryReading, certain_country, is_name_of_several
from citygraph.imports.garbled import lost_letters
from citygraph.imports.report import ImportReport
from citygraph.imports.values import names
from citygraph.imports.values.cell_forms import CellForms, PlaceOrder
from citygraph.imports.values.cells import Cell, figure_with, in_form
from citygraph.imports.values.identifiers import identifier
from citygraph.imports.values.numbers import whole
from citygraph.imports.values.places import degrees, point, with_side
from citygraph.imports.values.register_words import register_name

NEARBY = 30.0
"""The most kilometres between the places at which two registers put the same city."""
_FIGURES = FIGURES + "."
_LONGEST_CODE = 3
_IDENTIFIERS = "identifiers."
BETWEEN_NOTES = "; "

Place = tuple[float, float]
"""Latitude and longitude, in degrees."""


class RejectedRow(Exception):
    """A row cannot be imported; the message gives the reason."""


@dataclass(slots=True, eq=False)
class Entity:
    """A future node: the ``facts`` of all rows about it, by target.

    ``where`` is its first row, for messages. ``key`` is its id in the file. ``region`` tells it apart from its
    namesakes; ``posts_at`` are the places of an official's posts, which do so, too. ``sign`` has the texts of its rows
    that may tell it apart, and ``mark`` what does, if namesakes contradict each other. ``id`` is its id in the folder:
    that of an existing record, or a new one, if possible the ``wish`` of a row. ``is_elsewhere`` is True if another
    file of the folder has its record. It ``is_declared`` if a row of its own says what it is, and not only a row of a
    tie. ``is_same_as`` is the thing that it turned out to be; it ``is_open`` if it may be one of several others.
    ``evidence`` are the sources that rows name for it, with their quotes.
    """

    type: str
    where: str
    number: int = 0
    key: str | None = None
    facts: dict[str, str] = field(default_factory=dict)
    figures: Sequence[dict[str, str]] = ()
    place: Place | None = None
    country: str | Entity | None = None
    region: str = ""
    posts_at: Sequence[Entity] = ()
    sign: tuple[str, ...] = ()
    mark: str = ""
    part_of: Entity | None = None
    wish: str = ""
    id: str = ""
    is_declared: bool = False
    is_elsewhere: bool = False
    is_same_as: Entity | None = None
    is_open: bool = False
    evidence: Sequence[dict[str, str]] = ()

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


class Entities:
    """All things of the rows of an import."""

    def __init__(self, countries: CountryNames, report: ImportReport) -> None:
        self.report = report
        self._all: list[Entity] = []
        self._country_names = countries
        self._told_of: set[str] = set()
        self._countries: dict[tuple[str, CodeSort | None], str | Entity | None] = {}
        self._by_key: dict[str, dict[str, Entity]] = {}
        self._by_identifier: dict[tuple[str, str], Entity] = {}
        self._by_name: dict[tuple[str, str, str, str], list[Entity]] = {}
        self._parts: dict[str, list[Entity]] = {}
        """The regions that rows name, by the text there."""

    def __iter__(self) -> Iterator[Entity]:
        """The things, without those that turned out to be another one."""
        return (one for one in self._all if one.is_same_as is None)

    def __getitem__(self, number: int) -> Entity:
        """The thing with a number, or what it turned out to be."""
        return self._all[number].settled

    def __len__(self) -> int:
        return len(self._all)

    def moved(self) -> dict[int, int]:
        """The numbers of the things that turned out to be another one, and the numbers of those."""
        return {one.number: one.settled.number for one in self._all if one.is_same_as is not None}

    def add(self, type: str, where: str) -> Entity:
        """A new thing."""
        thing = Entity(type, where, len(self._all))
        self._all.append(thing)
        return thing

    def take(
        self, texts: Mapping[str, str], forms: CellForms, prefix: str, where: str, type: str, is_end: bool,
        of: Entity | None = None,
    ) -> Entity | None:  # fmt: skip
        """The thing that a part of a row is about, with the facts of the row added: a new thing, or one from an
        earlier row. None if the row names none. ``prefix`` is that of the targets of ``forms``. ``is_end`` is False if
        the row is about the thing itself. ``of`` is the place of an official's post."""
        start = f"{prefix}." if prefix else ""
        said = {target: value for target, text in texts.items() if (value := forms.value(text, start + target))}
        given, key, wish = said.pop("type", ""), said.pop("key", None), said.pop("id", "")
        if key is not None and key.endswith(".0"):
            key = whole(key)
        is_type = given.lower() in NODE_TYPES
        type = given.lower() if is_type else type
        for target in [target for target in said if target.startswith(_IDENTIFIERS)]:
            try:
                said[target] = identifier(target.removeprefix(_IDENTIFIERS), said[target])
            except ValueError as error:
                note(said, target, text := said.pop(target))
                self.report.tell("doubtful", where, said.get("name", text), f"{error}; it is in the notes")
        if "name" in said:
            self._tidy(said, forms, f"{start}name", where, type)
        if key is None and not any(target == "name" or target.startswith(_IDENTIFIERS) for target in said):
            return None
        if "name" in texts and "name" not in said and not is_end and not any(one.startswith("names.") for one in said):
            self.report.tell("doubtful", where, key or "", "the row has no name, so its id stands for it")
        country_sort = forms.country_sort.get(f"{start}country")
        if type == "country":
            self._identify_country(said, forms, start, where)
        of_country = said.pop("country", "")
        country = self._country(of_country, forms, country_sort, where)
        if of_country and country is None:
            note(said, "country", of_country)
        if side := forms.side_of_o.get(start) or side_in(said.get("lat", ""), said.get("lon", ""), str(country or "")):
            said["lon"] = with_side(said.get("lon", ""), side)
        place = self._place(said, forms.place_order.get(start), country if isinstance(country, str) else "", where)
        if place and isinstance(country, str) and lies_far(country, *place):
            country = self._far_country(said, country, of_country, where)
        region, part_of = said.pop("region", ""), said.pop("part_of", "")
        if of_country and country is not None and self._country_names.read(of_country, country_sort).is_part:
            if region or part_of:
                note(said, "country", of_country)
            else:
                region = of_country  # Newport in Wales is none in England
        if "aliases" in said and f"{start}aliases" in forms.with_commas:
            said["aliases"] = BETWEEN_NOTES.join(names.in_list(said["aliases"]))
        figures = _figures(said)
        sign = _sign(said, figures, of)
        thing = self._known(type, key, said, country, region or part_of, place, sign, is_end)
        if thing is not None and not is_end and said.get("name") and not _is_called(thing, said["name"]):
            if self._is_another(thing, key, said, country, region or part_of, place):
                key = self._give_up_ids(thing, key, said, where)
                thing = None
            elif holds(NODE_RECORDS[thing.type], "aliases") is not None:
                name = said.pop("name")
                self._learn(thing, "aliases", name, where)
                self.report.tell(
                    "read", where, str(thing), f"its id has the name {name} here; that is kept as an alias"
                )
        if thing is None:
            thing = self.add(type, where)
            thing.wish, thing.region, thing.sign = wish, region or part_of, sign
        if of is not None and of not in thing.posts_at:
            thing.posts_at = [*thing.posts_at, of]
        if given and not is_type:
            has_types = holds(NODE_RECORDS[type], "type") is not None
            self._learn(thing, *(("type", given) if has_types else ("notes", f"type: {given}")), where)
        thing.country = thing.country or country
        if country != thing.country and country is not None:
            other = country.name if isinstance(country, Entity) else country
            self.contradicts(thing, "country", other, thing.country_name, where)
        if region and not part_of:
            self._learn(thing, "notes", f"region: {region}", where)
        if part_of and thing.part_of is None and part_of != said.get("name"):
            thing.part_of = self._region(part_of, country, where)
            self._parts.setdefault(part_of, []).append(thing)
        thing.place = thing.place or place
        if place and thing.place and not is_near(thing, place):
            self.contradicts(thing, "coordinates", "{}, {}".format(*place), "{}, {}".format(*thing.place), where)
        for target, text in said.items():
            if cell := self._clean(thing, target, text, forms, start, where):
                self._learn(thing, target, cell.text, where)
        for property, texts_of_it in figures.items():
            self._add_figure(thing, property, texts_of_it, forms, start, where)
        thing.is_declared = thing.is_declared or not is_end
        self._index(thing, key)
        return thing

    # ---------------------------------------------------------------- who it is

    def _known(
        self, type: str, key: str | None, said: dict[str, str], country: str | Entity | None, region: str,
        place: Place | None, sign: tuple[str, ...], is_end: bool,
    ) -> Entity | None:  # fmt: skip
        """The thing that the row means, if an earlier row had it, else None.

        It is found by its key in the file, then by an identifier. If the row has neither, it is found by name, country
        and region among the things of such rows, if both have a place nearby, or both have none, and if they have one
        sign. What differs in more may still be one thing: that can be said only after the last row
        (:func:`citygraph.imports.who.settle`).
        """
        if key is not None and (known := self._with_key(key, type, is_end)):
            return known
        identifiers = [one for one in said.items() if one[0].startswith(_IDENTIFIERS)]
        by_identifier = [
            self._by_identifier[one]
            for one in identifiers
            if one in self._by_identifier and (key is None or self._by_identifier[one].key in (None, key))
        ]
        if by_identifier or identifiers or key is not None:
            return by_identifier[0] if by_identifier else None
        country_name = country.name if isinstance(country, Entity) else country or ""
        namesakes = self._by_name.get((type, fold(said["name"]), country_name, fold(region)), [])
        return next(
            (
                one
                for one in namesakes
                if one.key is None and (place is None) == (one.place is None) and is_near(one, place)
                if not one.identifiers and one.sign == sign
            ),
            None,
        )

    @staticmethod
    def _is_another(
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
            or any(mine[scheme] != said[_IDENTIFIERS + scheme] for scheme in mine if _IDENTIFIERS + scheme in said)
        )

    def _give_up_ids(self, thing: Entity, key: str | None, said: dict[str, str], where: str) -> str | None:
        """Move the ids that a thing has already into the notes of another one; its key, if it keeps one."""
        shared = [(_IDENTIFIERS + scheme, text) for scheme, text in thing.identifiers.items()
                  if said.get(_IDENTIFIERS + scheme) == text]  # fmt: skip
        if key is not None and key == thing.key:
            shared.append(("key", key))
            key = None
        for target, text in shared:
            said.pop(target, None)
            note(said, target, text)
            why = f"{text} is the `{target}` of {thing} already, and this is another place; it is in the notes"
            self.report.tell("doubtful", where, said["name"], why)
        return key

    def _with_key(self, key: str, type: str, is_end: bool) -> Entity | None:
        """The thing with a key. Things of several types may have one key: a person 1 and a town 1, each in a file of
        its own. An end is named by its key alone, so it may be of another type than the others; and a thing that only
        ends have named so far is of the type that its own row says."""
        by_type = self._by_key.get(key, {})
        if type in by_type or len(by_type) != 1:
            return by_type.get(type)
        other = next(iter(by_type.values()))
        if is_end:
            return other
        if other.is_declared:
            return None
        other.type = type
        return other

    def _index(self, thing: Entity, key: str | None) -> None:
        if key is not None:
            self._by_key.setdefault(key, {})[thing.type] = thing
            thing.key = thing.key or key
        for scheme, text in thing.identifiers.items():
            self._by_identifier.setdefault((_IDENTIFIERS + scheme, text), thing)
        namesakes = self._by_name.setdefault((thing.type, fold(thing.name), thing.country_name, fold(thing.region)), [])
        if thing not in namesakes:
            namesakes.append(thing)

    def namesakes(self) -> Iterator[list[Entity]]:
        """The things of one type and name, in any country, where there are several."""
        by_name: dict[tuple[str, str], list[Entity]] = {}
        for thing in self:
            by_name.setdefault((thing.type, fold(thing.name)), []).append(thing)
        return (several for several in by_name.values() if len(several) > 1)

    def merge(self, one: Entity, into: Entity) -> None:
        """Make one thing of two. What the second does not say comes from the first."""
        one.is_same_as = into
        into.place = into.place or one.place
        into.country = into.country or one.country
        into.region = into.region or one.region
        into.part_of = into.part_of or one.part_of
        into.key = into.key or one.key
        into.wish = into.wish or one.wish
        into.posts_at = [*into.posts_at, *(of for of in one.posts_at if of not in into.posts_at)]
        for figure in one.figures:
            self._keep_figure(into, figure, one.where)
        into.evidence = [*into.evidence, *(item for item in one.evidence if item not in into.evidence)]
        for target, text in one.facts.items():
            self._learn(into, target, text, one.where)

    def add_alias(self, thing: Entity, name: str) -> None:
        """Keep another spelling of a thing's name."""
        self._learn(thing, "aliases", name, thing.where)

    def by_names(self) -> Callable[[str], Entity | None]:
        """A search for the one thing with a name."""
        by_name: dict[str, list[Entity]] = {}

        def find(name: str) -> Entity | None:
            if not by_name:  # few files have names to look for
                for thing in self:
                    by_name.setdefault(fold(thing.name), []).append(thing)
            found = by_name.get(fold(name), [])
            return found[0] if len(found) == 1 else None

        return find

    # ---------------------------------------------------------------- countries and regions

    def _country(self, text: str, forms: CellForms, sort: CodeSort | None, where: str) -> str | Entity | None:
        """The code of a country, or a new thing if its name has no code; None for an empty or an ambiguous text."""
        if not text:
            return None
        if (text, sort) not in self._countries:
            found = self._country_names.read(text, sort, forms.beside)
            if found.code or found.is_ambiguous:
                self._countries[text, sort] = found.code or None
            else:
                self._countries[text, sort] = thing = self.add("country", where)
                thing.facts["name"] = found.name
                self._index(thing, None)
            self._tell_of(found, where, found.remark)
        return self._countries[text, sort]

    def _far_country(self, said: dict[str, str], code: str, text: str, where: str) -> str | None:
        """The country of a row whose place lies far from it: none if its name is also that of a part of a country."""
        why = f"its coordinates lie far from {country_name(code)}"
        if is_part := bool(subdivision(text) or also(text)):
            note(said, "country", text)
            why = f"{why}; {text} can be a part of another country, so no country is written; the text is in the notes"
        self.report.tell("doubtful", where, said.get("name", ""), why)
        return None if is_part else code

    def _identify_country(self, said: dict[str, str], forms: CellForms, start: str, where: str) -> None:
        """A country itself has its code, from a column of codes or from its name. A part of a country has none, and is
        no second spelling of it: *England* beside *United Kingdom*."""
        of_column = self._country_names.read(said.pop("country", ""), forms.country_sort.get(f"{start}country"))
        name = said.get("name", "")
        found = self._country_names.read(name, forms.country_sort.get(f"{start}name"), forms.beside)
        code = of_column.code or found.code
        if found.is_part:
            if said.get("iso", code) == code:
                said.pop("iso", None)
                code = ""
            self._tell_of(found, where, f"{found.remark} It gets a record of its own, without the code {found.code}")
        elif not of_column.code and not said.get("iso") and name:
            self._tell_of(found, where, found.remark)
        if code:
            said.setdefault("iso", code)
            if f"{start}name" in forms.country_sort and len(name) <= _LONGEST_CODE:
                said["name"] = country_name(code) or name

    def _tell_of(self, found: CountryReading, where: str, why: str) -> None:
        """Tell of the name of a country, the first time that it stands in the files."""
        if why and found.name not in self._told_of:
            self._told_of.add(found.name)
            is_open = found.is_ambiguous or found.is_doubtful
            self.report.tell("doubtful" if is_open else "read", where, found.name, why)

    def name_by_key(self, thing: Entity) -> None:
        """A country that the files name only by a code has its usual name."""
        code = self._country_names.read(thing.key or "", None).code
        if code:
            thing.facts["name"] = country_name(code) or code
            thing.facts.setdefault("iso", code)

    def _region(self, name: str, country: str | Entity | None, where: str) -> Entity:
        country_name = country.name if isinstance(country, Entity) else country or ""
        known = self._by_name.get(("city", fold(name), country_name, ""), [])
        for one in known:
            return one
        thing = self.add("city", where)
        thing.facts["name"], thing.country = name, country
        self._index(thing, None)
        return thing

    def settle_parts(self) -> None:
        """After all rows: if all texts that name a region are keys of things, they are keys, and no names."""
        found = {text: self._by_key.get(text) or self._by_key.get(f"city:{text}") or {} for text in self._parts}
        if not all(found.values()):
            return
        for text, things in self._parts.items():
            region = found[text].get("city")
            for thing in things:
                named, thing.part_of = thing.part_of, region if region is not thing else None
                thing.region = region.name if thing.region == text and region is not None else thing.region
                if named is not None and region is not None and not (named.is_declared or named.key):
                    named.is_same_as = region if named is not region else named.is_same_as

    # ---------------------------------------------------------------- facts

    def _tidy(self, said: dict[str, str], forms: CellForms, target: str, where: str, type: str) -> None:
        """Take off what is no part of a name."""
        text, flags = without_flags(said["name"])
        if not text:
            text = said["name"]  # nothing but a flag
        elif text != said["name"]:
            self._told_by_name(said, flags, text, "the flag beside the name is that of its country", where)
        if target in forms.bracketed and target not in forms.one_name:
            _check_is_one(text)
        if lost := lost_letters(text):
            self.report.tell("doubtful", where, text, lost)
        found = names.tidied(text)
        if found.what:
            self.report.tell("read", where, f"{text} → {found.name}", found.what)
        name = found.name
        if (words := forms.words.get(target)) and (plain := register_name(name)) and plain.word in words:
            name = plain.name
        if target in forms.dated and (dated := names.with_year(name)):
            name, _ = dated
        if target in forms.bracketed and (apart := names.apart(name)):
            name, behind = apart
            self._tell_apart(said, behind, forms.parts_of.get(target))
        elif type == "city" and (apart := names.in_brackets(name) or names.with_comma(name)):
            codes = certain_country(apart[1])
            if codes and self._country_names.read(said.get("country", ""), None).code in ("", *codes):
                self._told_by_name(said, codes, apart[0], "the country behind the name is that of the city", where)
                name = apart[0]
            elif is_name_of_several(apart[1]) and not said.get("country"):
                why = f"{apart[1]} behind the name can be a country, or a part of one; the name stays whole"
                self.report.tell("doubtful", where, name, why)
        if type == "city" and target not in forms.one_name and (several := _cities_in(name)):
            why = f"it can be several names: {', '.join(several)}; if so, give each a row of its own"
            self.report.tell("doubtful", where, name, why)
        if name:
            said["name"] = name
        else:
            del said["name"]

    def _told_by_name(self, said: dict[str, str], codes: Sequence[str], rest: str, why: str, where: str) -> None:
        """What a name says of its country, beside the ``rest`` of it. The country of the row counts."""
        code = codes[0] if len(codes) == 1 else ""
        of_row = self._country_names.read(said.get("country", ""), None).code
        if code and of_row in ("", code):
            self.report.tell("read", where, f"{said['name']} → {rest} | {code}", why)
            said.setdefault("country", code)
        else:
            kept = f"the row says {of_row}" if of_row else "it names no one country"
            self.report.tell("doubtful", where, said["name"], f"{why}, but {kept}; the text is in the notes")
            note(said, "name", said["name"])

    def _tell_apart(self, said: dict[str, str], behind: str, part_of: str | None) -> None:
        """What stands behind a name: a country, or a part of one. It is a part of the country of its row, or that
        country, if it can be; else codes are parts of the country ``part_of``, if the column shows it."""
        of_row = self._country_names.read(said.get("country", ""), None).code
        if of_row and subdivision(behind, of_row):
            part_of = of_row
        found = self._country_names.read(behind, None)
        if of_row and of_row == found.code:
            part_of = None
        parts = subdivision(behind, part_of) if part_of else ()
        if found.code and not parts:
            said.setdefault("country", found.code)
            parts = subdivision(behind, found.code)
        elif not parts and not found.is_ambiguous:
            parts = subdivision(behind)
        if parts and len({part.country for part in parts}) == 1:
            said.setdefault("country", parts[0].country)
        if not found.code or parts:
            said.setdefault("region", parts[0].name if len(parts) == 1 else behind)

    def _place(self, said: dict[str, str], order: PlaceOrder | None, country: str, where: str) -> Place | None:
        lat, lon, both = (said.pop(target, "") for target in ("lat", "lon", "coordinates"))
        if not both and not (lat and lon):
            if lat or lon:
                half = f"lat {lat}" if lat else f"lon {lon}"
                note(said, "coordinates", half)
                why = f"{half} alone is no place; the text is in the notes"
                self.report.tell("doubtful", where, said.get("name", ""), why)
            return None
        try:
            if lat and lon:
                place = degrees(lat, "lat"), degrees(lon, "lon")
            elif order == "both" and shown_by(both, country) is None and _has_an_order(both):
                raise ValueError(f"{both!r} can be two places, and the column has both orders")
            else:
                place = point(both, longitude_first=order == "lon")
            if order != "said" and _is_turned(place, country):
                way = "if latitude and longitude are turned round"
                raise ValueError(f"{both or f'{lat}, {lon}'!r} lies in {country} only {way}")
        except ValueError as error:
            note(said, "coordinates", both or f"{lat}, {lon}")
            self.report.tell("doubtful", where, said.get("name", ""), f"{error}; the text is in the notes")
            return None
        if place == (0.0, 0.0):
            why = "0, 0 lies in the sea, south of Ghana; it is taken for unknown"
            self.report.tell("doubtful", where, said.get("name", ""), why)
            return None
        return place

    def _add_figure(
        self, thing: Entity, property: str, texts: dict[str, str], forms: CellForms, start: str, where: str
    ) -> None:
        read = {
            key: self._clean(thing, _FIGURES + property + "." * bool(key) + key, text, forms, start, where)
            for key, text in texts.items()
        }
        value = read.pop("", None)
        if value is None or not value.text:
            return
        try:
            about = figure_with({key: cell and cell.text for key, cell in read.items()}, value.beside)
        except ValueError as error:
            note(thing.facts, _FIGURES + property, texts[""])
            self.report.tell("doubtful", where, str(thing), f"`{property}` {texts['']}: {error}; it is in the notes")
            return
        about = {"property": property, **about}
        whole = {"property": property, "value": value.text, **about}
        self._keep_figure(thing, whole, where)

    def _keep_figure(self, thing: Entity, figure: dict[str, str], where: str) -> None:
        if figure in thing.figures:
            return
        about = {key: text for key, text in figure.items() if key != "value"}
        if any({key: text for key, text in one.items() if key != "value"} == about for one in thing.figures):
            why = f"`{figure['property']}` is {figure['value']} here, and another figure before; both are kept"
            self.report.tell("doubtful", where, str(thing), why)
        thing.figures = [*thing.figures, figure]

    def _learn(self, about: Entity, target: str, text: str, where: str) -> None:
        """Add a fact of a row. Lists add up; of other facts the first stays, and the report has the others. A
        different spelling of a name is no contradiction."""
        known = about.facts.setdefault(target, text) if text else ""
        if known == text:
            return
        if target == "notes" or isinstance(holds(NODE_RECORDS[about.type], target), ListOf):
            about.facts[target] = joined(known, text)
        elif target != "name" or fold(known) != fold(text):
            self.contradicts(about, target, text, known, where)

    def contradicts(self, about: Entity, target: str, text: str, known: str, where: str) -> None:
        """Tell of a fact that an earlier row gives otherwise."""
        why = f"`{target}` is {text} here, but {known} before; that is kept"
        self.report.tell("doubtful", where, str(about), why)

    def _clean(self, about: Entity, target: str, text: str, forms: CellForms, start: str, where: str) -> Cell | None:
        """What a text says in the form that citygraph writes. If the target cannot hold it, the text goes into the
        notes, and the result is None."""
        held = holds(NODE_RECORDS[about.type], target)
        try:
            if held is None:
                raise ValueError(f"a record of its type has no `{target}`")
            cell = in_form(text, held, forms, start + target)
        except ValueError as error:
            note(about.facts, target, text)
            self.report.tell("doubtful", where, str(about), f"{error}; the text is in the notes")
            return None
        if cell.remark:
            self.report.tell("read", where, target, cell.remark)
        return cell


def _cities_in(name: str) -> list[str]:
    """The names of cities in one text, if each is known, and the whole is none."""
    parts = names.perhaps_several(name)
    if not parts:
        return []
    from citygraph.domain.gazetteer import places_called  # few names of an import need it

    return parts if all(map(places_called, parts)) and not places_called(name) else []


def _has_an_order(text: str) -> bool:
    """True if the place of a text depends on which number comes first."""
    try:
        return point(text) != point(text, longitude_first=True)
    except ValueError:
        return False


def _is_turned(place: Place, country: str) -> bool:
    """True if a place lies in its country only if latitude and longitude are turned round."""
    lat, lon = place
    return may_lie_in(country, lat, lon) is False and abs(lon) <= 90 and may_lie_in(country, lon, lat) is True


def _is_called(thing: Entity, name: str) -> bool:
    known = (thing.name, *thing.facts.get("aliases", "").split(BETWEEN_NOTES))
    return "name" not in thing.facts or fold(name) in map(fold, known)


def _sign(said: Mapping[str, str], figures: Mapping[str, Mapping[str, str]], of: Entity | None) -> tuple[str, ...]:
    """The texts of a row that differ if it is about another thing of the same name: its level, its figures without a
    date, the place of its post."""
    level = said.get("level", "")
    if of is None and not level and not figures:
        return ()
    whole = (f"{property} {texts.get('', '')}" for property, texts in sorted(figures.items())
             if not (texts.get("as_of") or texts.get("period")))  # fmt: skip
    return (str(of.number) if of is not None else "", fold(level), *whole)


def _figures(said: dict[str, str]) -> dict[str, dict[str, str]]:
    """The figures of a row, by property, taken out of ``said``. The value of a figure has the empty key; its other
    texts have their own keys."""
    figures: dict[str, dict[str, str]] = {}
    for target in [target for target in said if target.startswith(_FIGURES)]:
        property, _, key = target.removeprefix(_FIGURES).partition(".")
        figures.setdefault(property, {})[key] = said.pop(target)
    return figures


def joined(one: str, other: str) -> str:
    """Two lists of items with semicolons between them, as one list without repetitions."""
    parts = [part for words in (one, other) for part in words.split(BETWEEN_NOTES)]
    return BETWEEN_NOTES.join(dict.fromkeys(filter(None, parts)))


def note(facts: dict[str, str], target: str, text: str) -> None:
    """Keep a text under ``notes`` that has no other place."""
    facts["notes"] = joined(facts.get("notes", ""), f"{target}: {text}")


def _check_is_one(text: str) -> None:
    """Raise RejectedRow if a cell has several names, each with its country."""
    what = f"`{text}` looks like several names in one cell"
    if sign := names.several_with_places(text):
        raise RejectedRow(
            f"{what}; --split 'COLUMN={sign}' cuts the cells of its column, and --split COLUMN=none says that each "
            "cell is one name"
        )
    if names.has_countries_within(text):
        raise RejectedRow(
            f"{what}, and commas stand before their countries, too: write a semicolon between the names, and import "
            "with --split 'COLUMN=;'"
        )
