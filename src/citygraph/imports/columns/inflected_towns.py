"""Towns in another case: `Partnerská města Brna` are those of Brno. A title offers the name that the town has alone.

An ending alone proves nothing. GeoNames has to know one town, and only one, that fits, in a country where the language
of the title is spoken. ``inflected_towns.csv`` has the endings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

from citygraph.domain.gazetteer import LARGE, PopulatedPlace, name_key, places_called
from citygraph.domain.names import fold
from citygraph.imports.columns.partnership_words import languages_of_partners
from citygraph.imports.values.word_tables import rows_of

_NONE = "-"
_MOST_WORDS = 3
_SHORTEST_STEM = 2


class _Ending(NamedTuple):
    ending: str
    alone: tuple[str, ...]
    countries: frozenset[str]


def town_in_case(part: str) -> str:
    """The town that a part of a title names in another case, as it is called alone; empty if GeoNames does not decide
    it.

    >>> town_in_case("Partnerská města Brna"), town_in_case("Turun ystävyyskaupungit")
    ('Brno', 'Turku')
    >>> town_in_case("Partnerská města Lhoty"), town_in_case("Twin towns of Oxford")
    ('', '')
    """
    words = part.split()
    for where in ("end", "start"):
        endings = _of_title(part, where)
        for number in range(min(_MOST_WORDS, len(words) - 1), 0, -1) if endings else ():
            name = words[-number:] if where == "end" else words[:number]
            if all(word[0].isupper() for word in name) and (found := _nominative(name, endings)):
                return found
    return ""


def may_be_in_case(part: str, where: str, name: str) -> bool:
    """True if the name at one end of a part of a title may stand in another case: its language has such, and no large
    town is called so."""
    return bool(_of_title(part, where)) and not any((one.population or 0) >= LARGE for one in places_called(name))


def _of_title(part: str, where: str) -> list[_Ending]:
    """The endings in the languages of a title, the longest first."""
    found = [one for language in sorted(languages_of_partners(part)) for one in _endings().get((language, where), ())]
    return sorted(found, key=lambda one: -len(one.ending))


def _nominative(words: Sequence[str], endings: Sequence[_Ending]) -> str:
    """The name of the one town that words in another case can mean; empty if there is none, or several."""
    countries = frozenset(country for one in endings for country in one.countries)
    as_written = " ".join(words)
    names: dict[str, None] = {}
    places: dict[str, PopulatedPlace] = {}
    for forms in product(*(dict.fromkeys(_alone(word, endings)) for word in words)):
        name = " ".join(forms)
        for place in _large(name, countries) if name != as_written else ():
            places[place.geonames] = place
            names[name] = None
    itself = _large(as_written, countries)
    if len(places) != 1 or any(one.geonames not in places for one in itself):
        return ""
    (place,) = places.values()
    if any(fold(one.name) == fold(as_written) for one in itself):
        return ""  # it is called so alone
    is_latin = name_key(as_written) == fold(as_written)
    same = any(fold(name) == fold(place.name) for name in names)
    return place.name if (same and is_latin) or _moves_its_accent(as_written) else next(iter(names))


def _moves_its_accent(name: str) -> bool:
    """True for Greek, where no ending says which letter has the accent."""
    return name_key(name).startswith("greek")


def _alone(word: str, endings: Sequence[_Ending]) -> Iterator[str]:
    """How a word may end alone."""
    for one in endings:
        stem = word.removesuffix(one.ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            yield from (stem + alone for alone in one.alone)
    yield word


def _large(name: str, countries: frozenset[str]) -> list[PopulatedPlace]:
    return [one for one in places_called(name) if one.country in countries and (one.population or 0) >= LARGE]


@cache
def _endings() -> dict[tuple[str, str], list[_Ending]]:
    """The endings by language, and by the place of the town in the title."""
    found: dict[tuple[str, str], list[_Ending]] = {}
    for row in rows_of("inflected_towns.csv", "citygraph.imports.columns"):
        alone = tuple("" if one == _NONE else one for one in row["alone"].split(";"))
        for language, where in product(row["languages"].split(), row["where"].split()):
            one = _Ending(row["ending"], alone, frozenset(row["countries"].split()))
            found.setdefault((language, where), []).append(one)
    return found
