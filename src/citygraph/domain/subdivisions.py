"""States, provinces and other first parts of countries, as they stand behind a town: ``Portland, OR``.

The table is ``subdivisions.csv``, written by hand: ISO 3166-2 codes, names, and other names in use. It has the
countries whose lists of towns usually name a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from citygraph.domain.countries import is_code
from citygraph.domain.country_names import key, rows


class Subdivision(NamedTuple):
    """A part of a country: its country's code, its ISO 3166-2 code, and its usual name."""

    country: str
    iso: str
    name: str


@cache
def _by_key() -> dict[str, tuple[Subdivision, ...]]:
    found: dict[str, tuple[Subdivision, ...]] = {}
    for row in rows("subdivisions.csv"):
        country, _, code = row["iso"].partition("-")
        part = Subdivision(country, row["iso"], row["name"])
        spelled = {key(name) for name in (row["iso"], row["name"], *filter(None, row["others"].split(";")))}
        if code.isalpha():
            spelled.add(key(code))
        for name in spelled:
            found[name] = (*found.get(name, ()), part)
    return found


def subdivision(text: str, country: str | None = None) -> tuple[Subdivision, ...]:
    """The parts of countries that a text may name, by name or code; those of one country, if its code is given.

    A code of two letters is often also the code of a country, or of parts of several: ``CA`` is California and Canada.

    >>> [part.iso for part in subdivision("OR", "US")], [part.iso for part in subdivision("bavaria")]
    (['US-OR'], ['DE-BY'])
    """
    return tuple(part for part in _by_key().get(key(text), ()) if country in (None, part.country))


_CODE = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}", re.ASCII)


def countries_in_codes(texts: Iterable[str]) -> set[str]:
    """The countries whose parts all texts are, by the form of codes of ISO 3166-2; none if one of the texts is no such
    code, or if each names two countries.

    >>> countries_in_codes(["PT-07", "PT-08"]), countries_in_codes(["US-CA", "US-NY"]), countries_in_codes(["PL-UA"])
    ({'PT'}, {'US'}, set())
    """
    several = set(texts)
    found = {text[:2] for text in several if _CODE.fullmatch(text) and is_code(text[:2])}
    are_codes = all(_CODE.fullmatch(text) and text[:2] in found for text in several)
    return found if are_codes and not all(is_code(text[3:]) for text in several) else set()


@cache
def _countries() -> frozenset[str]:
    return frozenset(part.country for parts in _by_key().values() for part in parts)


def has_parts(country: str) -> bool:
    """True if the table has the parts of a country, given its code.

    >>> has_parts("US"), has_parts("RO")
    (True, False)
    """
    return country in _countries()


def country_of_parts(texts: Iterable[str]) -> str:
    """The code of the one country of which all texts are parts, by name or code; empty if there is none, or several.

    >>> country_of_parts(["GA", "TX"]), country_of_parts(["Bayern", "Tirol"]), country_of_parts(["CA"])
    ('US', '', 'US')
    """
    common: set[str] | None = None
    for text in texts:
        countries = {part.country for part in subdivision(text)}
        common = countries if common is None else common & countries
        if not common:
            return ""
    return next(iter(common)) if common and len(common) == 1 else ""


@cache
def _home_nations() -> dict[str, str]:
    return {key(name): row["part"] for row in rows("home_nations.csv") for name in row["regions"].split(";")}


def home_nation(region: str) -> str:
    """The part of the United Kingdom in which a region of it lies, by its ISO 3166-2 code. The counties of Wales,
    Scotland and Northern Ireland are known; what is none of them lies in England.

    >>> home_nation("Gwynedd"), home_nation("Isle of Wight")
    ('GB-WLS', 'GB-ENG')
    """
    return _home_nations().get(key(region), "GB-ENG")
