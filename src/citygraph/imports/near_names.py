"""Names in one country that may be two spellings of one name: Padova and Padua, Muenchen and München, St. and Saint.

Nothing here says that two things are one: it finds what to ask about. ``city_names.csv``, which
``scripts/city_names.py`` makes, has the names of large cities in other languages. It is read for the first name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from citygraph.domain.names import fold
from citygraph.imports.values.register_words import register_name, with_words
from citygraph.imports.values.word_tables import rows_of

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa",
                          "ø": "oe", "Ø": "Oe"})  # fmt: skip
_SAINT = re.compile(r"\b(?:st|saint|sankt|sint)\b\.?(?=[\s-]*\w)", re.IGNORECASE)
_SAINTE = re.compile(r"\bste\b\.?(?=[\s-]*\w)", re.IGNORECASE)
_SAINTS = ("saint", "st", "sankt", "sint")
_BEHIND = re.compile(
    r"(?P<stem>\w.*?)(?:\s*[(/].*|,\s.*|"
    r"[\s-](?:a\.|am|an der|an|auf der|bei|b\.|i\.|im|in der|in|ob der|ob|unter|vor der|v\.|upon|on|under|sur|sous|lès|"
    r"les|lez|en|nad|pod|na|aan den|aan de|aan|op|del|della|dei|al|sul)[\s-].+)",
    re.IGNORECASE,
)
"""What tells a name from its namesakes: a river, a landscape or a state behind it."""
_SHORTEST_STEM = 4
_MOST_TYPED = 300
"""How many names of one country are compared letter by letter: among more, neighbours in the alphabet are often two."""
_LONG = 7
"""The fewest letters of names that differ by one letter and may be the same."""
_FEWEST_SIGNS = 5
_FEW = 5
"""In a list of at most ``_MOST_TYPED`` names, so many pairs that are alike in one way can be misspelled ones."""
_SHARE = 2000
"""In a longer one, one pair of so many names. Are there more, the likeness is usual there, and no sign of anything."""
_MOST_ALL = 5
"""Of so many names that are near each other, each pair is asked about; of more, each is asked about with the first."""
_SYLLABLES = frozenset("CN HK JP KP KR LA MM MO SG TH TW VN".split())  # noqa: SIM905
"""Countries whose names have few syllables, so that two cities often differ by one letter."""
_TRANSLITERATED = frozenset("AM AZ BG BY GE KG KZ MD ME MK MN RS RU TJ TM UA UZ".split())  # noqa: SIM905
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("kh", "h"), ("zh", "z"), ("sh", "s"), ("ch", "c"),
    ("cz", "c"), ("sz", "s"), ("dj", "j"), ("dz", "z"), ("ts", "c"), ("tz", "c"), ("ou", "u"), ("w", "v"), ("ph", "f"),
    ("j", "i"), ("y", "i"), ("x", "ks"), ("ie", "e"), ("io", "o"), ("iu", "u"), ("ia", "a"), ("ii", "i"),
)  # fmt: skip
"""Letters that stand for one sound where a name is spelled in Latin letters."""
_DOUBLED = re.compile(r"(.)\1")


class NearPair(NamedTuple):
    """The places of two names that may be one, the first in the order of the alphabet, and the reason in words."""

    one: int
    other: int
    why: str


class NearNames(NamedTuple):
    """The ``pairs`` to ask about, and by likeness the number of pairs that are too many to mean anything."""

    pairs: list[NearPair]
    too_many: Mapping[str, int]


# ------------------------------------------------------------------ names in other languages


@cache
def _cities() -> dict[tuple[str, str], list[tuple[str, ...]]]:
    """By country and name, the cities of the table: each as its names, its own first."""
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for row in rows_of("city_names.csv", "citygraph.imports"):
        city = (row["name"], *row["others"].split())
        for name in city:
            found.setdefault((row["country"], name), []).append(city)
    return found


def _called(name: str, country: str) -> list[tuple[str, ...]]:
    return _cities().get((country, name), [])


def in_other_languages(name: str, country: str) -> list[str]:
    """The keys of a large city's names in other languages, and in its own; none for other cities.

    >>> "koln" in in_other_languages("Cologne", "DE"), in_other_languages("Cologne", "FR")
    (True, [])
    """
    own = fold(name)
    return [key for key in dict.fromkeys(key for city in _called(own, country) for key in city) if key != own]


# ------------------------------------------------------------------ spellings


def spellings(name: str, country: str) -> dict[str, str]:
    """The keys (:func:`citygraph.domain.names.fold`) under which a record of the same city may stand, each with the
    reason: its spellings, and a large city's names in other languages. The name's own key is not among them.

    >>> "padova" in spellings("Padua", "IT"), "stgallen" in spellings("Sankt Gallen", "CH")
    (True, True)
    """
    own = fold(name)
    found = dict.fromkeys(in_other_languages(name, country), _LANGUAGE)
    for text in _respelled(name):
        found.setdefault(fold(text), _WRITTEN)
    if _SAINT.search(name):
        for saint in _SAINTS:
            found.setdefault(fold(_SAINT.sub(saint + " ", name)), _WRITTEN)
    for text in (_plain(name, country), *with_words(name, country)):
        found.setdefault(fold(text), _TITLED)
    plain = re.sub("([aou])e", r"\1", own)
    if len(own) >= _LONG and plain != own:
        found.setdefault(plain, _WRITTEN)
    found.pop(own, None)
    found.pop("", None)
    return found


_LANGUAGE = "a city has both names, in two languages"
_WRITTEN = "only the way of writing differs"
_TITLED = "one name has a word for what it names"
_LETTERS = "the names sound alike in another alphabet"
_LETTER = "one letter differs"
_LONGER = "one name is longer, by what tells it from its namesakes"


def _respelled(name: str) -> Iterator[str]:
    """A name without umlauts, and with *Saint* in one form."""
    if not name.isascii():
        yield name.translate(_UMLAUTS)
    yield _SAINTE.sub("sainte ", _SAINT.sub("saint ", name))


def _plain(name: str, country: str) -> str:
    """A name without a word for what it names (*City of*, *Stadt*, *-shi*); empty if it has none."""
    found = register_name(name, country)
    return found.name if found else "New York" if (name, country) == ("New York City", "US") else ""


def _sounds(key: str) -> str:
    for letters, sign in _SOUNDS:
        key = key.replace(letters, sign)
    key = _DOUBLED.sub(r"\1", key)
    return key if len(key) >= _FEWEST_SIGNS else ""


# ------------------------------------------------------------------ pairs


def near_names(names: Sequence[str], country: str, differ: Callable[[int, int], bool]) -> NearNames:
    """Pairs of names of one country that may be two spellings of one. ``differ`` says of two places in the list that
    something else tells them apart."""
    keys = [fold(name) for name in names]
    order = sorted(range(len(names)), key=lambda at: (keys[at], names[at]))
    known: set[tuple[int, int]] = set()
    pairs: list[NearPair] = []
    too_many: dict[str, int] = {}

    def add(found: Iterator[tuple[int, int]], why: str, *, is_sure: bool) -> None:
        new = []
        for one, other in found:
            if keys[other] < keys[one]:
                one, other = other, one
            if keys[one] != keys[other] and (one, other) not in known and not differ(one, other):
                known.add((one, other))
                new.append(NearPair(one, other, why))
        if is_sure or len(new) <= (_FEW if len(names) <= _MOST_TYPED else len(names) // _SHARE + 1):
            pairs.extend(new)
        else:
            too_many[why] = len(new)

    add(_of_one_city(keys, order, country), _LANGUAGE, is_sure=True)
    add(_within(order, lambda at: [keys[at], *map(fold, _respelled(names[at]))]), _WRITTEN, is_sure=True)
    add(_with_a_word(names, keys, order, country), _TITLED, is_sure=True)
    add(_longer(names, keys, order), _LONGER, is_sure=False)
    if country in _TRANSLITERATED:
        add(_within(order, lambda at: [_sounds(keys[at])]), _LETTERS, is_sure=False)
    if len(names) <= _MOST_TYPED and country not in _SYLLABLES:
        add(_a_letter_apart(names, keys, order, country), _LETTER, is_sure=False)
    return NearNames(sorted(pairs, key=lambda pair: (keys[pair.one], keys[pair.other], pair)), too_many)


def _within(order: Sequence[int], signs: Callable[[int], Sequence[str]]) -> Iterator[tuple[int, int]]:
    """The pairs that share a sign."""
    groups: dict[str, list[int]] = {}
    for at in order:
        for sign in dict.fromkeys(signs(at)):
            if sign:
                groups.setdefault(sign, []).append(at)
    for group in groups.values():
        if len(group) <= _MOST_ALL:
            yield from combinations(group, 2)
        else:
            yield from ((group[0], other) for other in group[1:])


def _with_a_word(
    names: Sequence[str], keys: Sequence[str], order: Sequence[int], country: str
) -> Iterator[tuple[int, int]]:
    """A bare name with those that have a register's word beside it. Two with different words are two: *Oakland city*,
    *Oakland town*."""
    bare: dict[str, list[int]] = {}
    for at in order:
        bare.setdefault(keys[at], []).append(at)
    for at in order:
        plain = fold(_plain(names[at], country))
        if plain and plain != keys[at]:
            yield from ((one, at) for one in bare.get(plain, ()))


def _of_one_city(keys: Sequence[str], order: Sequence[int], country: str) -> Iterator[tuple[int, int]]:
    return _within(order, lambda at: [city[0] for city in _called(keys[at], country)])


def _longer(names: Sequence[str], keys: Sequence[str], order: Sequence[int]) -> Iterator[tuple[int, int]]:
    """A short name with one or two that are longer; of more, the short one is another."""
    longer: dict[str, list[int]] = {}
    for at in order:
        if found := _BEHIND.fullmatch(names[at]):
            stem = fold(found["stem"])
            if len(stem) >= _SHORTEST_STEM:
                longer.setdefault(stem, []).append(at)
    for at in order:
        several = longer.get(keys[at], [])
        if len(several) <= 2:
            yield from ((at, other) for other in several)


_NUMBER = re.compile(r"[\s(-]+(?:\d+|[IVXLC]+)\)?$")


def _without_number(name: str) -> str:
    return _NUMBER.sub("", name.rstrip(")"))


def _a_letter_apart(
    names: Sequence[str], keys: Sequence[str], order: Sequence[int], country: str
) -> Iterator[tuple[int, int]]:
    from rapidfuzz.distance import OSA

    def is_city(key: str) -> bool:
        return any(city[0] == key for city in _called(key, country))

    long = [at for at in order if len(keys[at]) >= _LONG]
    for one, other in combinations(long, 2):
        mine, theirs = keys[one], keys[other]
        if abs(len(mine) - len(theirs)) < 2 and OSA.distance(mine, theirs, score_cutoff=1) == 1:
            if _without_number(names[one]) == _without_number(names[other]):
                continue  # District 1, District 12; Bairro Novo I, Bairro Novo II
            if not (is_city(mine) and is_city(theirs)):
                yield one, other
