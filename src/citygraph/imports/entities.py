"""Rows → things. All that rows say about one thing is gathered into one :class:`Entity`, which becomes one record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from citygraph.domain.countries import country_name, lies_far
from citygraph.domain.country_codes import CodeSort
from citygraph.domain.country_names import meanings
from citygraph.domain.names import fold
from citygraph.domain.terms import NODE_TYPES
from citygraph.imports.columns.coordinates import side_in
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.targets import NODE_RECORDS, holds
from citygraph.imports.columns.type_words import type_of_thing
from citygraph.imports.countries import CountryNames
from citygraph.imports.entity import BETWEEN_NOTES, IDENTIFIERS, Entity, Place, is_near, note
from citygraph.imports.instead_of_names import InsteadOfNames
from citygraph.imports.report import ImportReport
from citygraph.imports.row_countries import RowCountries
from citygraph.imports.row_facts import RowFacts, figures_of
from citygraph.imports.row_identity import is_another, is_called, sign_of
from citygraph.imports.row_names import RowNames
from citygraph.imports.row_places import place_of_row
from citygraph.imports.row_regions import RowRegions
from citygraph.imports.values import names
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.identifiers import identifier
from citygraph.imports.values.numbers import whole
from citygraph.imports.values.places import with_side
from citygraph.imports.values.status_phrases import remarked_country

_NO_ID = re.compile(r"-\d+|0+", re.ASCII)


class Entities:
    """All things of the rows of an import."""

    def __init__(self, countries: CountryNames, report: ImportReport) -> None:
        self._report = report
        self._all: list[Entity] = []
        self._country_names = countries
        self._row_countries = RowCountries(countries, report)
        self._instead = InsteadOfNames(report)
        self._names = RowNames(countries, report)
        self._facts = RowFacts(report)
        self._regions = RowRegions(countries, report)
        self._countries: dict[tuple[str, CodeSort | None], str | Entity | None] = {}
        self._types_told: set[str] = set()
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
        found = self._all[number]
        return found if found.is_same_as is None else found.settled

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
        self._names.tidy_places(said, forms, start, where)
        stated = said.get("type", "").lower()
        of_type = stated if stated in NODE_TYPES else type  # `School meeting` may be an event, and no city
        self._instead.take_out(texts.get("name", ""), said, forms, f"{start}name", where, of_type, is_end)
        given, key, wish = said.pop("type", ""), said.pop("key", None), said.pop("id", "")
        if key is not None:
            key = whole(key)
        meant = type_of_thing(given, said.get("name", "")) if given else ""
        is_type = given.lower() in NODE_TYPES
        if given and meant and meant != "part":
            type = self._type_by_word(given, meant, type, said.get("name", ""), where)
        elif meant and type == "city" and holds(NODE_RECORDS[type], "level") is not None:
            said.setdefault("level", given)
            is_type = said["level"] == given
        if given in forms.strange_types and type == "city":
            why = f"its type `{given}` is not understood, so it may be no city; write {', '.join(NODE_TYPES)} there"
            self._report.tell("doubtful", where, said.get("name", given), why)
        if type == "city" and _is_level_of_countries(said.get("level", "")) and meanings(said.get("name", "")):
            type = "country"
            why = f"its level is {said.pop('level')}, and its name is that of a country: it is one"
            self._report.tell("read", where, said["name"], why)
        for target in [target for target in said if target.startswith(IDENTIFIERS)]:
            try:
                said[target] = identifier(target.removeprefix(IDENTIFIERS), said[target])
            except ValueError as error:
                note(said, target, text := said.pop(target))
                self._report.tell("doubtful", where, said.get("name", text), f"{error}; it is in the notes")
        if "name" in said:
            self._names.tidy(said, forms, f"{start}name", where, type, is_end)
        if type == "city" and not given:
            self._regions.mark(said, where)
        if key is None and not any(target == "name" or target.startswith(IDENTIFIERS) for target in said):
            return None
        if "name" in texts and "name" not in said and not is_end and not any(one.startswith("names.") for one in said):
            ids = (text for target, text in said.items() if target.startswith(IDENTIFIERS))
            self._report.tell("doubtful", where, key or next(ids, ""), "the row has no name, so its id stands for it")
        if "name" in said and said["name"] == said.get(f"{IDENTIFIERS}wikidata"):
            why = "Wikidata gives no label in the language that was asked for, so the id stands for the name"
            self._report.tell("doubtful", where, said["name"], why)
        country_sort = forms.country_sort.get(f"{start}country")
        if type == "country":
            self._row_countries.identify(said, forms, start, where, key)
        of_country = said.pop("country", "")
        if f"{start}country" in forms.remarked and (remark := remarked_country(of_country)):
            of_country = remark.name
        is_part = ""
        if (
            type == "city"
            and of_country
            and (is_part := self._row_countries.meant(of_country, said.get("name", ""), where))
        ):
            said.setdefault("region", of_country)
        is_open = (
            type == "city"
            and not is_part
            and of_country in forms.shared_countries.get(start, ())
            and self._row_countries.is_open(of_country, said.get("name", ""), where)
        )
        country = None if is_open else is_part or self._country(of_country, forms, country_sort, where)
        if of_country and country is None:
            note(said, "country", of_country)
        if side := forms.side_of_o.get(start) or side_in(said.get("lat", ""), said.get("lon", ""), str(country or "")):
            said |= {axis: with_side(said[axis], side) for axis in ("lon", "coordinates") if axis in said}
        place = place_of_row(
            said, forms.place_order.get(start), country if isinstance(country, str) else "", where, self._report,
            start in forms.has_turned,
        )  # fmt: skip
        if place and isinstance(country, str) and lies_far(country, *place):
            country = self._row_countries.far(said, country, of_country, where)
        region, part_of = said.pop("region", ""), said.pop("part_of", "")
        if of_country and country is not None:
            beside = self._country_names.read(of_country, country_sort)
            if beside.rest or (beside.part and (region or part_of)):
                note(said, "country", of_country)
            region = region or ("" if part_of else beside.part)  # Newport in Wales is none in England
        if "aliases" in said and f"{start}aliases" in forms.with_commas:
            said["aliases"] = BETWEEN_NOTES.join(names.in_list(said["aliases"]))
        if key is not None and not is_end and self._is_no_id(key, said.get("name", ""), where):
            key = None
        figures = figures_of(said)
        sign = sign_of(said, figures, of)
        thing = self._known(type, key, said, country, region or part_of, place, sign, is_end)
        if thing is not None and not is_end and said.get("name") and not is_called(thing, said["name"]):
            if is_another(thing, key, said, country, region or part_of, place):
                key = self._give_up_ids(thing, key, said, where)
                thing = None
            elif holds(NODE_RECORDS[thing.type], "aliases") is not None:
                name = said.pop("name")
                self._facts.learn(thing, "aliases", name, where)
                self._report.tell(
                    "read", where, str(thing), f"its id has the name {name} here; that is kept as an alias"
                )
        if thing is None:
            thing = self.add(type, where)
            thing.wish, thing.region, thing.sign = wish, region or part_of, sign
        if of is not None and of not in thing.posts_at:
            thing.posts_at = [*thing.posts_at, of]
        if given and not is_type:
            has_types = holds(NODE_RECORDS[type], "type") is not None
            self._facts.learn(thing, *(("type", given) if has_types else ("notes", f"type: {given}")), where)
        thing.country = thing.country or country
        thing.doubts_country = thing.doubts_country or bool(of_country and country is None)
        if country != thing.country and country is not None:
            other = country.name if isinstance(country, Entity) else country
            self._facts.contradicts(thing, "country", other, thing.country_name, where)
        if region and not part_of:
            self._facts.learn(thing, "notes", f"region: {region}", where)
        if part_of and thing.part_of is None and part_of != said.get("name"):
            level = forms.level_of_parts.get(f"{start}part_of", "")
            thing.part_of = self._region(part_of, country, level, where)
            self._parts.setdefault(part_of, []).append(thing)
        thing.place = thing.place or place
        if place and thing.place and not is_near(thing, place):
            self._facts.contradicts(thing, "coordinates", "{}, {}".format(*place), "{}, {}".format(*thing.place), where)
        for target, text in said.items():
            if cell := self._facts.clean(thing, target, text, forms, start, where):
                self._facts.learn(thing, target, cell.text, where)
        for property, texts_of_it in figures.items():
            self._facts.add_figure(thing, property, texts_of_it, forms, start, where)
        thing.is_declared = thing.is_declared or not is_end
        thing.as_part = ""
        self._index(thing, key)
        return thing

    def _type_by_word(self, given: str, meant: str, type: str, name: str, where: str) -> str:
        """The type of a thing by the word that a row has for it. The first of each word is told."""
        if given.lower() not in NODE_TYPES and meant != type and given not in self._types_told:
            self._types_told.add(given)
            self._report.tell("read", where, given, f"things of this type are of the type `{meant}`, as {name}")
        return meant

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
        identifiers = [one for one in said.items() if one[0].startswith(IDENTIFIERS)]
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

    def _give_up_ids(self, thing: Entity, key: str | None, said: dict[str, str], where: str) -> str | None:
        """Move the ids that a thing has already into the notes of another one; its key, if it keeps one."""
        shared = [(IDENTIFIERS + scheme, text) for scheme, text in thing.identifiers.items()
                  if said.get(IDENTIFIERS + scheme) == text]  # fmt: skip
        if key is not None and key == thing.key:
            shared.append(("key", key))
            key = None
        for target, text in shared:
            said.pop(target, None)
            note(said, target, text)
            why = f"{text} is the `{target}` of {thing} already, and this is another place; it is in the notes"
            self._report.tell("doubtful", where, said["name"], why)
        return key

    def _is_no_id(self, key: str, name: str, where: str) -> bool:
        """True for numbers such as -99 and 0 that unlike things share: registers write them where they have no id."""
        others = self._by_key.get(key, {}).values() if name and _NO_ID.fullmatch(key) else ()
        other = next((one for one in others if one.is_declared and not is_called(one, name)), None)
        if other is not None:
            self._report.tell("read", where, name, f"{key} is also the id of {other.name}; it is taken for no id")
        return other is not None

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
            self._by_identifier.setdefault((IDENTIFIERS + scheme, text), thing)
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
        into.doubts_country = into.doubts_country or one.doubts_country
        into.region = into.region or one.region
        into.part_of = into.part_of or one.part_of
        into.as_part = into.as_part and one.as_part
        into.key = into.key or one.key
        into.wish = into.wish or one.wish
        into.located = into.located or one.located
        into.posts_at = [*into.posts_at, *(of for of in one.posts_at if of not in into.posts_at)]
        for figure in one.figures:
            self._facts.keep_figure(into, figure, one.where)
        into.evidence = [*into.evidence, *(item for item in one.evidence if item not in into.evidence)]
        for target, text in one.facts.items():
            self._facts.learn(into, target, text, one.where)

    def add_alias(self, thing: Entity, name: str) -> None:
        """Keep another spelling of a thing's name."""
        self._facts.learn(thing, "aliases", name, thing.where)

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
            found = self._row_countries.read(text, forms, sort, where)
            if found.code or found.is_ambiguous:
                self._countries[text, sort] = found.code or None
            else:
                self._countries[text, sort] = thing = self.add("country", where)
                thing.facts["name"] = found.name
                self._index(thing, None)
        return self._countries[text, sort]

    def name_by_key(self, thing: Entity) -> None:
        """A country that the files name only by a code has its usual name."""
        code = self._country_names.read(thing.key or "", None).code
        if code:
            thing.facts["name"] = country_name(code) or code
            thing.facts.setdefault("iso", code)

    def _region(self, name: str, country: str | Entity | None, level: str, where: str) -> Entity:
        country_name = country.name if isinstance(country, Entity) else country or ""
        known = self._by_name.get(("city", fold(name), country_name, ""), [])
        for one in known:
            return one
        thing = self.add("city", where)
        thing.facts["name"], thing.country = name, country
        thing.as_part = self._regions.level_of_part(name, country if isinstance(country, str) else "", level)
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

    def give_levels(self) -> None:
        """Give the larger places of others their level, if no row says that one of them is a town."""
        for thing in self:
            if thing.as_part:
                thing.facts.setdefault("level", thing.as_part)


def _is_level_of_countries(level: str) -> bool:
    """True if the level of a thing in a register says that it is a country: `Country`, `Staat`."""
    meaning = meaning_of(level) if level else None
    return meaning is not None and meaning.thing == "country" and not (meaning.attribute or meaning.side)
