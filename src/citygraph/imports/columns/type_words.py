"""Words for what things are, in a column of types: ``university``, ``Netzwerk``, ``ciudad``, ``region``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from citygraph.domain.country_names import meanings
from citygraph.domain.terms import NODE_TYPES
from citygraph.imports.columns.header_concepts import Meaning
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.values.word_tables import rows_of

TypeMeant = Literal["city", "country", "official", "organization", "event", "part", ""]
"""A type of nodes, or ``part``: a larger place in a country. Empty if a word is not understood."""
_OF_THINGS: dict[str, TypeMeant] = {
    "city": "city", "country": "country", "person": "official", "organization": "organization", "event": "event",
}  # fmt: skip
_LONGEST = 60
_SHORT = 2
"""A shorter word within a text is mostly another one: the Danish *by* is a city, and *by rail* is none."""


@lru_cache(maxsize=1 << 12)
def type_meant(word: str) -> TypeMeant:
    """What a word in a column of types says that a thing is.

    >>> type_meant("Hochschule"), type_meant("ciudad"), type_meant("NGO"), type_meant("Bundesland")
    ('organization', 'city', 'organization', 'part')
    >>> type_meant("port city"), type_meant("réseau national"), type_meant("university city"), type_meant("by rail")
    ('city', 'organization', '', '')
    """
    text = " ".join(word.casefold().replace("_", " ").split())
    if not text or len(text) > _LONGEST:
        return ""
    if text in NODE_TYPES:
        return "official" if text == "official" else _OF_THINGS[text]
    if text in _words():
        return _words()[text]
    if (meaning := meaning_of(text)) is not None:
        return _of_a_header(meaning)
    first, *others = text.split()
    ends = [one for one in (first, others[-1]) if len(one) > _SHORT] if others else []
    found = set(map(type_meant, ends)) - {""}
    return found.pop() if len(found) == 1 else ""


def _of_a_header(meaning: Meaning) -> TypeMeant:
    if meaning.side or meaning.number or meaning.language:
        return ""
    if meaning.attribute == "part_of" and all(other.attribute == "continent" for other in meaning.others):
        return "part"
    if meaning.attribute or meaning.others:
        return ""
    return _OF_THINGS.get(meaning.thing, "")


class TypesBesideNames(NamedTuple):
    """What words for types say of the names beside them. ``are_other`` is True if some things are no towns. ``strange``
    are the words that are not understood, where GeoNames knows no town of the names beside them: such a thing may be
    anything."""

    are_other: bool
    strange: frozenset[str]


def types_beside(pairs: Iterable[tuple[str, str]], *, are_cities: bool = False) -> TypesBesideNames:
    """What the words for types in the rows of a table say, given the word and the name of each. If the header of the
    names says that they ``are_cities``, only names that no town has can be others."""
    from citygraph.domain.gazetteer import is_a_name  # few files have such words

    are_other = False
    names: dict[str, set[str]] = {}
    for word, name in pairs:
        if found := type_of_thing(word, name):
            are_other = are_other or (found != "city" and not (are_cities and is_a_name(name)))
        elif word and name:
            names.setdefault(word, set()).add(name)
    strange = frozenset(word for word, beside in names.items() if not any(map(is_a_name, beside)))
    return TypesBesideNames(are_other, strange)


def type_of_thing(word: str, name: str) -> TypeMeant:
    """What a thing is by the word for its type and by its own name: *Land* is a country, and a state of Germany.

    >>> type_of_thing("Land", "Norwegen"), type_of_thing("Land", "Tirol"), type_of_thing("state", "Bavaria")
    ('country', 'part', 'part')
    """
    if found := type_meant(word):
        return found
    meaning = meaning_of(word)
    readings = () if meaning is None or meaning.side else (meaning, *meaning.others)
    if any(one.thing == "country" and not one.attribute for one in readings) and meanings(name):
        return "country"
    return "part" if any(one.attribute == "part_of" for one in readings) else ""


@cache
def _words() -> dict[str, TypeMeant]:
    known: dict[str, TypeMeant] = {**{type: type for type in _OF_THINGS.values()}, "part": "part", "open": ""}
    found: dict[str, TypeMeant] = {}
    for row in rows_of("type_words.csv", "citygraph.imports.columns"):
        for word in row["words"].split(";"):
            found.setdefault(word.strip().casefold(), known[row["type"]])
    return found
