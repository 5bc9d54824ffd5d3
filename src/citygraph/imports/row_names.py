"""The name of a thing as a row has it: what is no part of it, and what that says of its country and its region."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citygraph.domain.country_codes import SORTS, CodeSort, country_of
from citygraph.domain.country_names import meanings, without_flags
from citygraph.domain.names import fold
from citygraph.domain.subdivisions import Subdivision, subdivision
from citygraph.imports.columns.abbreviated_countries import cut_short
from citygraph.imports.columns.two_names import perhaps_two_towns
from citygraph.imports.countries import (
    CountryNames,
    certain_country,
    country_and_part,
    is_name_of_several,
    part_instead,
)
from citygraph.imports.entity import note
from citygraph.imports.garbled import lost_letters
from citygraph.imports.report import ImportReport, RejectedRow
from citygraph.imports.values import names
from citygraph.imports.values.articles import with_article_before
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.countries_beside import code_beside, country_before
from citygraph.imports.values.courtesy import without_courtesy
from citygraph.imports.values.family_first import given_name_first
from citygraph.imports.values.joined_names import are_towns, towns_in, without_others
from citygraph.imports.values.regions_behind import in_region, is_part_behind
from citygraph.imports.values.register_words import register_name

_LONGER_THAN_CODES = 4
_ID = re.compile(r"\d{5,}", re.ASCII)
_CODE = re.compile(r"[A-Z]{2}", re.ASCII)
_DOUBTED = re.compile(r"(.*[\w)\]])\s*(?:\?+|？+|[(\[（][?？]+[)\]）])")

_PLACES_BESIDE = ("country", "region", "part_of")
_OF_ONE = ("identifiers.", "coordinates", "lat")
"""What has an id in a register or a place of its own is one thing, whatever signs are in its name."""


class RowNames:
    """Reads the names of rows."""

    def __init__(self, countries: CountryNames, report: ImportReport) -> None:
        self._country_names = countries
        self._report = report

    def tidy(self, said: dict[str, str], forms: CellForms, target: str, where: str, type: str, is_end: bool) -> None:
        """Take off what is no part of a name. An end of a tie that names several towns names none."""
        text, flags = without_flags(said["name"])
        if not text:
            text = said["name"]  # nothing but a flag
        elif text != said["name"]:
            self._told_by_name(said, flags, text, "the flag beside the name is that of its country", where)
        if target in forms.bracketed and target not in forms.one_name:
            _check_is_one(text)
        if lost := lost_letters(text):
            self._report.tell("doubtful", where, text, lost)
        name = self._tidied(text, where)
        if type == "official":
            name = without_courtesy(name, target in forms.courtesy)
        if target in forms.family_first:
            name = given_name_first(name)
        is_told = False
        if type == "city" and _ID.fullmatch(name):
            why = "a number is no name of a city: it stands there until the row gives one"
            self._report.tell("doubtful", where, name, why)
        if type == "city" and (alone := without_others(name)) != name:
            why = f"there are others, too, which the cell does not name; it is taken for {alone}"
            self._report.tell("doubtful", where, name, why)
            name = alone
        if type == "city" and (doubted := _DOUBTED.fullmatch(name)):
            name = doubted[1]
            note(said, "name", said["name"])
            why = f"the file doubts this name; it is taken for {name}, and the text is in the notes"
            self._report.tell("doubtful", where, said["name"], why)
        if (words := forms.words.get(target)) and (plain := register_name(name)) and plain.word in words:
            name = plain.name
        if target in forms.remarked:
            name = names.without_remarks(name)
        alike = forms.postcoded.get(target, frozenset() if type == "city" else None)
        is_plain = target in forms.postcoded
        coded = names.with_postcode(name, is_plain=is_plain) if alike is not None else None
        if coded and alike is not None and fold(coded[0]) not in alike:
            name = coded[0]
            note(said, "postcode", coded[1])
            sign = coded[1].partition("-")[0]
            if sign.isalpha() and (code := country_of(sign, "vehicle") or country_of(sign, "iso")):
                said.setdefault("country", code)  # F-29200
            if not is_plain:  # else it is said of the column
                why = "a postcode in brackets is no part of a name; it is in the notes"
                self._report.tell("read", where, "name", why)
        if target in forms.dated and (dated := names.with_year(name)):
            name = names.without_remarks(dated[0]) if target in forms.remarked else dated[0]
        if type == "city" and target not in forms.one_name:
            name = self._without_short_country(said, forms, target, name, where)
        if target in forms.bracketed and target not in forms.one_name and (apart := names.apart(name)):
            inner = names.in_brackets(apart[0])
            self._tell_other_country(said, apart, where)
            if "country" not in said and part_instead(apart[1], apart[0]):
                said["country"], name = apart[1], _without_part(said, apart[0])  # which it is, the row says there
            elif self._tell_apart(said, apart, forms.parts_of.get(target), forms.sort_behind.get(target)):
                name = _without_part(said, apart[0])
                if (inner := names.in_brackets(name)) and certain_country(inner[1]) == (said.get("country"),):
                    name = inner[0]  # Shenyang (Cina)(Liaoning)
            elif inner and (codes := certain_country(inner[1])) and said.get("country", codes[0]) == codes[0]:
                said |= {"country": codes[0], "region": said.get("region", apart[1])}
                name = inner[0]
            elif (town := self._without_region(said, name, where)) != name:
                name = town
            else:
                why = f"{apart[1]} behind the name is no country and no part of one that is known; the name stays whole"
                self._report.tell("doubtful", where, name, why)
        elif type == "city" and target not in forms.one_name and (before := country_before(name)):
            name = self._without_country_before(said, before, name, where)
        elif type == "city" and (apart := names.in_brackets(name) or names.with_comma(name) or names.with_slash(name)):
            of_row = self._country_names.read(said.get("country", ""), None).code
            codes = () if _is_small(apart) else certain_country(apart[1]) or _code_of(apart[1], of_row)
            if not codes and (both := country_and_part(apart[1]))[0]:  # Stockton (California, USA)
                codes = both[:1]
                said.setdefault("region", both[1])
            if codes and not said.get("country") and _is_elsewhere(*apart, codes[0]):
                why = f"{apart[1]} behind the name can be a country, and a place in another one; the name stays whole"
                self._report.tell("doubtful", where, name, why)
                codes, is_told = (), True
            if codes and self._country_names.read(said.get("country", ""), None).code in ("", *codes):
                self._told_by_name(said, codes, apart[0], "the country behind the name is that of the city", where)
                name = apart[0]
            elif not said.get("country") and part_instead(apart[1], apart[0]):
                said["country"], name = apart[1], apart[0]
            elif is_name_of_several(apart[1]) and not said.get("country") and not _is_small(apart):
                why = f"{apart[1]} behind the name can be a country, or a part of one; the name stays whole"
                self._report.tell("doubtful", where, name, why)
            elif not said.get("country") and (part := self._certain_part(said, apart)):
                why = "GeoNames has the name in the country of this part" if _is_known(apart[0]) else (
                    "only one country has a part of this name"
                )  # fmt: skip
                self._report.tell("read", where, f"{name} → {apart[0]} | {part.name}, {part.country}", why)
                said["country"] = part.country
                said.setdefault("region", part.name)
                name = apart[0]
            elif _CODE.fullmatch(apart[1]) and not said.get("country"):
                name = self._without_code(said, apart, where)
            elif target not in forms.one_name:
                name = self._without_region(said, name, where)
        if target in forms.turned and target not in forms.one_name and type == "city":
            name = with_article_before(name)
        if (
            type == "city"
            and target not in forms.one_name
            and not is_told
            and not any(key.startswith(_OF_ONE) for key in said)
            and (several := towns_in(name) or perhaps_two_towns(name))
        ):
            country = self._country_names.read(said.get("country", ""), None).code
            if is_end and are_towns(several, name, country):
                why = (
                    f"GeoNames has {' and '.join(several)}, and no town of the whole name: nothing is made of it; give "
                )
                self._report.tell("doubtful", where, name, why + "each a row of its own, or cut the cell with --split")
                name = ""
            else:
                why = f"it can be several names: {', '.join(several)}; if so, give each a row of its own"
                self._report.tell("doubtful", where, name, why)
        if name:
            said["name"] = name
        else:
            del said["name"]

    def tidy_places(self, said: dict[str, str], forms: CellForms, start: str, where: str) -> None:
        """Take off what is no part of the country and the region beside a name: one rule for all names. Of a country
        that is cut short, the code stands there, if the towns of its column show it."""
        for target in _PLACES_BESIDE:
            text = said.get(target, "")
            if text and not self._country_names.is_said(text):
                short = forms.cut_short.get(start + target, {})
                said[target] = short.get(text) or self._tidied(text, where)

    def _tidied(self, text: str, where: str) -> str:
        found = names.tidied(text)
        if found.what:
            self._report.tell("read", where, f"{text} → {found.name}", found.what)
        return found.name

    def _told_by_name(self, said: dict[str, str], codes: Sequence[str], rest: str, why: str, where: str) -> None:
        """What a name says of its country, beside the ``rest`` of it. The country of the row counts."""
        code = codes[0] if len(codes) == 1 else ""
        of_row = self._country_names.read(said.get("country", ""), None).code
        if code and of_row in ("", code):
            self._report.tell("read", where, f"{said['name']} → {rest} | {code}", why)
            said.setdefault("country", code)
        else:
            kept = f"the row says {of_row}" if of_row else "it names no one country"
            self._report.tell("doubtful", where, said["name"], f"{why}, but {kept}; the text is in the notes")
            note(said, "name", said["name"])

    def _tell_other_country(self, said: dict[str, str], apart: tuple[str, str], where: str) -> None:
        """Tell of a country behind a name that is none of its row: `Windsor (Canada)` in Germany."""
        of_row = self._country_names.read(said.get("country", ""), None).code
        codes = (country_and_part(apart[1])[0],) if not meanings(apart[1]) else certain_country(apart[1])
        if of_row and codes and codes[0] and of_row not in codes and not subdivision(apart[1], of_row):
            self._told_by_name(said, codes, apart[0], "a country stands behind the name", where)

    def _without_short_country(self, said: dict[str, str], forms: CellForms, target: str, name: str, where: str) -> str:
        """A name without the code of its country beside it, or a short form of it behind it, as its column has."""
        if (sort := forms.coded.get(target)) and (coded := code_beside(name)) and (code := country_of(coded[1], sort)):
            said.setdefault("country", code)
            return coded[0]
        short = forms.cut_short.get(target)
        if not short or not (apart := cut_short(name)):
            return name
        code = short.get(apart[1], "")
        if code and self._country_names.read(said.get("country", ""), None).code in ("", code):
            said.setdefault("country", code)
            return apart[0]
        if not said.get("country"):
            why = f"{apart[1]} behind the name may be short for a country; it is in the notes"
            self._report.tell("doubtful", where, name, why)
            note(said, "country", apart[1])
            return apart[0]
        return name

    def _without_region(self, said: dict[str, str], name: str, where: str) -> str:
        """A name without the part of its country behind it, if GeoNames has the town there."""
        if (found := in_region(name, self._country_names.read(said.get("country", ""), None).code)) is None:
            return name
        why = f"GeoNames has the town in this part of {found.country}"
        self._report.tell("read", where, f"{name} → {found.name} | {found.region}", why)
        said.setdefault("country", found.country)
        said.setdefault("region", found.region)
        return found.name

    def _without_country_before(self, said: dict[str, str], before: tuple[str, str], name: str, where: str) -> str:
        """A name without the one country before it, if GeoNames has the name there."""
        from citygraph.domain.gazetteer import places_called  # few names of an import need it

        codes = certain_country(before[1])
        if codes and places_called(before[0], codes[0]):
            self._told_by_name(said, codes, before[0], "the country before the name is that of the city", where)
            return before[0]
        if not said.get("country") and not places_called(name):
            why = f"{before[1]} before the name can be its country; the name stays whole"
            self._report.tell("doubtful", where, name, why)
        return name

    def _certain_part(self, said: dict[str, str], apart: tuple[str, str]) -> Subdivision | None:
        """The part of a country that stands behind a name, if its full name means no other: `Gering, Nebraska`. It is
        none if GeoNames has the name only in other countries, or something else under the name of the part."""
        name, behind = apart
        if len(behind) < _LONGER_THAN_CODES or _is_small(apart) or not is_part_behind(*apart):
            return None
        parts = subdivision(behind)
        if len(parts) != 1 or meanings(behind) or behind.endswith("."):
            return None
        of_row = self._country_names.read(said.get("country", ""), None).code
        if of_row not in ("", parts[0].country) or (said.get("country") and not of_row):
            return None
        from citygraph.domain.gazetteer import places_called  # few names of an import need it

        found = {place.country for place in places_called(name)}
        others = {place.country for place in places_called(behind)} - {parts[0].country}
        return None if (found and parts[0].country not in found) or (others and not found) else parts[0]

    def _without_code(self, said: dict[str, str], apart: tuple[str, str], where: str) -> str:
        """A name without the one code behind it, if GeoNames has the name in only one of the countries and states that
        the code can mean: ``York, PA``."""
        name, code = apart
        readings = {(country, "") for country in meanings(code)} | {(part.country, code) for part in subdivision(code)}
        if not readings:
            return said["name"]
        from citygraph.domain.gazetteer import places_called  # few names of an import need it

        found = [reading for reading in sorted(readings) if places_called(name, reading[0], reading[1] or None)]
        if len(found) != 1:
            why = f"{code} behind the name can be a country, or a part of one; the name stays whole"
            self._report.tell("doubtful", where, said["name"], why)
            return said["name"]
        country, region = found[0]
        said["country"] = country
        if region:
            said.setdefault("region", subdivision(code, country)[0].name)
        why = "GeoNames has the name there, and in no other place that the code behind it can mean"
        self._report.tell("read", where, f"{said['name']} → {name} | {' '.join(filter(None, found[0]))}", why)
        return name

    def _tell_apart(
        self, said: dict[str, str], apart: tuple[str, str], part_of: str | None, sort: CodeSort | None
    ) -> bool:
        """What stands behind a name: a country, or a part of one; False if it is neither. It is a part of the country
        of its row, or that country, if it can be; else codes are parts of the country ``part_of``, or codes of a
        ``sort``, if the column shows it."""
        name, behind = apart
        if _is_small(apart) or not any(map(str.isalpha, behind)):  # a year is no region
            return False
        of_row = self._country_names.read(said.get("country", ""), None).code
        code, part = country_and_part(behind)
        if code and of_row in ("", code):
            said.setdefault("country", code)
            said.setdefault("region", part)
            return True
        if of_row and subdivision(behind, of_row):
            part_of = of_row
        found = self._country_names.read(behind, sort)
        if of_row and of_row == found.code:
            part_of = None
        parts = subdivision(behind, part_of) if part_of else ()
        if found.code and not parts and not of_row and _is_elsewhere(name, behind, found.code):
            return False
        if found.code and not parts:
            said.setdefault("country", found.code)
            parts = subdivision(behind, found.code)
        elif not parts and not found.is_ambiguous:
            parts = subdivision(behind)
        if not (found.code or parts or found.is_ambiguous):
            return False
        if parts and len({part.country for part in parts}) == 1:
            said.setdefault("country", parts[0].country)
        if not found.code or parts:
            said.setdefault("region", parts[0].name if len(parts) == 1 else behind)
        return True


def _is_known(name: str) -> bool:
    from citygraph.domain.gazetteer import is_a_name  # few names of an import need it

    return is_a_name(name)


def _code_of(behind: str, of_row: str) -> tuple[str, ...]:
    """The country of a row, if it is what the code behind its name means in some sort: `Aarau (CH)` in Switzerland."""
    is_code = behind.isupper() and len(behind) <= _LONGER_THAN_CODES
    return (of_row,) if of_row and is_code and of_row in {country_of(behind, sort) for sort in SORTS} else ()


def _is_small(apart: tuple[str, str]) -> bool:
    """True for a word in small letters behind a name with capitals: `Hawaii (island)` is not in Island (Iceland)."""
    return apart[1][:1].islower() and apart[0][:1].isupper()


def _is_elsewhere(name: str, behind: str, code: str) -> bool:
    """True if what stands behind a name is also that of a place, and GeoNames has the name not in the country ``code``,
    but in another one: `Santa Fe, Granada` is not in Grenada, and `Iserlohn / San Marino` can be two cities."""
    if len(behind) < _LONGER_THAN_CODES:
        return False
    from citygraph.domain.gazetteer import places_called  # few names of an import need it

    places = places_called(behind)
    if not places:
        return False
    is_there_too = any(place.country == code for place in places)
    found = places_called(name) if is_there_too else places_called(name, places[0].country)
    return bool(found) and not places_called(name, code)


def _without_part(said: dict[str, str], name: str) -> str:
    """A name without the part of its country that stands behind it: `Leeds, England` of `Leeds, England, UK`."""
    apart = names.with_comma(name)
    parts = subdivision(apart[1], said["country"]) if apart and "country" in said else ()
    if not apart or not parts:
        return name
    said.setdefault("region", parts[0].name if len(parts) == 1 else apart[1])
    return apart[0]


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
