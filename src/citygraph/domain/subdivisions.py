"""States, provinces and other first parts of countries, as they stand behind a town: ``Portland, OR``.

The table is ``subdivisions.csv``, written by hand: ISO 3166-2 codes, names, and other names in use. It has the
countries whose lists of towns usually name a part.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

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
