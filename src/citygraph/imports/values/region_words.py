"""Names of parts of countries in the place of a town: ``江苏省``, ``Московская область``, ``Landkreis Oder-Spree``.

Provinces have partners, too; they are no cities. A word in the name says it, or the table of the parts of countries.
``region_words.csv`` has the words.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from citygraph.domain.country_names import meanings
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.values.word_tables import rows_of


class RegionSign(NamedTuple):
    """What shows that a name is that of a part of a country. ``level`` is empty if it only may be one; ``word`` is the
    word in the name that says it, empty if the table of parts does."""

    level: str
    word: str


_OF_THE_TABLE = "region"
_SHORTEST = 4
"""Shorter names in Latin letters are mostly codes."""


class _RegionWord(NamedTuple):
    text: str
    how: str
    level: str
    least: int


@cache
def _words() -> dict[str, dict[str, _RegionWord]]:
    """By where they stand: the words in small letters. A surer use of a word goes before a less sure one."""
    found: dict[str, dict[str, _RegionWord]] = {"first": {}, "last": {}}
    for row in rows_of("region_words.csv"):
        for text in row["words"].split(";"):
            word = _RegionWord(text, row["how"], row["level"], int(row["least"]))
            if row["where"] in found:
                found[row["where"]].setdefault(text.casefold(), word)
    return found


@cache
def _joined() -> tuple[tuple[str, _RegionWord], ...]:
    return tuple(
        (row["where"], _RegionWord(text, row["how"], row["level"], int(row["least"])))
        for row in rows_of("region_words.csv")
        for text in row["words"].split(";")
        if row["where"] in ("start", "end")
    )


@cache
def _headers() -> dict[str, str]:
    """The levels by the words that name a column of parts of countries."""
    return {
        text.casefold(): row["level"]
        for row in rows_of("region_words.csv")
        for text in row["words"].split(";")
        if row["level"]
    }


def level_of_header(header: str) -> str:
    """The level of the parts of a country in a column, as its name says it; empty if it does not, as that of a town.

    >>> level_of_header("Bundesland"), level_of_header("Région de la ville"), level_of_header("Stadt")
    ('state', 'region', '')
    """
    words = header.casefold().split()
    return _headers().get(" ".join(words)) or (_headers().get(words[0], "") if words else "")


@lru_cache(maxsize=1 << 15)
def region_sign(name: str, country: str = "") -> RegionSign | None:
    """What shows that a name is that of a part of a country, and of no town; None if nothing does. ``country`` is the
    ISO 3166-1 code of its country, empty if that is not known.

    >>> region_sign("江苏省"), region_sign("苏州"), region_sign("Aichi Prefecture")
    (RegionSign(level='province', word='省'), None, RegionSign(level='prefecture', word='Prefecture'))
    >>> region_sign("Bavaria", "DE"), region_sign("Bavaria"), region_sign("Victoria", "CA")
    (RegionSign(level='region', word=''), RegionSign(level='', word=''), None)
    """
    word = _word_in(name)
    is_in_table = bool(subdivision(name, country or None)) and not (name.isascii() and len(name) < _SHORTEST)
    if (word is None and not is_in_table) or meanings(name):
        return None
    if word is not None and word.how == "sure":
        return RegionSign(word.level, word.text)
    if _is_a_town(name, country):
        return None
    if is_in_table and (country or not _is_latin(name)):
        return RegionSign(_OF_THE_TABLE, "")
    return RegionSign(word.level if word else "", word.text if word else "")


def _word_in(name: str) -> _RegionWord | None:
    """The word of a name that says what part of a country it names."""
    parts = name.casefold().split()
    if len(parts) > 1:
        sides = (("first", parts[:_LONGEST]), ("last", parts[-_LONGEST:]))
        for where, side in sides:
            runs = (side[:size] if where == "first" else side[-size:] for size in range(_LONGEST, 0, -1))
            words = (_words()[where].get(" ".join(run)) for run in runs if len(run) < len(parts))
            if word := next(filter(None, words), None):
                return word._replace(text=_as_in(name, word.text, where))
    elif not name.isascii():
        for where, word in _joined():
            is_there = name.endswith(word.text) if where == "end" else name.startswith(word.text)
            if is_there and len(name) - len(word.text) >= word.least:
                return word
    return None


def _as_in(name: str, word: str, where: str) -> str:
    """A word as it is written at one end of a name."""
    number = len(word.split())
    parts = name.split()
    return " ".join(parts[:number] if where == "first" else parts[-number:])


_LONGEST = 2
"""How many words say together what a name names: `автономный округ`."""


def _is_a_town(name: str, country: str) -> bool:
    from citygraph.domain.gazetteer import places_called  # few names have such words

    return bool(places_called(name, country or None))


def _is_latin(name: str) -> bool:
    return any(letter.isupper() or letter.islower() for letter in name)
