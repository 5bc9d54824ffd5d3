"""Words that registers write before or behind a name: ``City of Leeds``, ``Mainz, Stadt``, ``大阪市``.

Nothing here says that such a word is no part of a name: *Villa de Leyva*, *Stadt Wehlen* and *Mexico City* are names.
A column shows it, or the user. ``register_words.csv`` has the words; it is read for the first name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from citygraph.imports.values.names import in_brackets, with_comma
from citygraph.imports.values.word_tables import rows_of

_APOSTROPHES = str.maketrans("’ʼ`", "'''")
_OF_A_TOWN = re.compile(r"(?:[\w-]+[ -])*\w*stadt", re.IGNORECASE)
"""What German towns call themselves: *documenta-Stadt*, *Barlachstadt*."""


class RegisterName(NamedTuple):
    """A name without the word of the register, and the word: with a comma before it if it stands apart (``, Stadt``).
    ``is_apart`` is True then: no name has such a word of its own."""

    name: str
    word: str

    @property
    def is_apart(self) -> bool:
        """True if the word stands behind a comma or in brackets."""
        return self.word.startswith(", ")


class _RegisterWord(NamedTuple):
    text: str
    where: str
    countries: frozenset[str]

    def is_of(self, country: str) -> bool:
        return country in self.countries or "*" in self.countries

    @property
    def is_joined(self) -> bool:
        """True if no space stands before it: ``-shi``, ``市``."""
        return self.text[0] == "-" or self.text.upper() == self.text.lower()


@cache
def _words() -> tuple[_RegisterWord, ...]:
    """All words, the longest first."""
    found = [
        _RegisterWord(word, row["where"], frozenset(row["countries"].split()))
        for row in rows_of("register_words.csv")
        for word in row["words"].split(";")
    ]
    return tuple(sorted(found, key=lambda word: -len(word.text)))


@cache
def _patterns(country: str) -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """What stands before a name and behind it in a country (in any, if none is given), and what may stand apart."""
    words = [word for word in _words() if (word.is_of(country) if country else word.where != "perhaps")]
    before = [re.escape(word.text) + ("" if word.text[-1] in "'" else r"\s*" if word.text[-1] == "." else r"\s+")
              for word in words if word.where == "before"]  # fmt: skip
    behind = [("" if word.is_joined else r"\s") + re.escape(word.text) for word in words if word.where != "before"]
    apart = {word.text.casefold() for word in words}
    return (
        re.compile(f"(?:the )?(?P<word>{'|'.join(before) or '(?!)'})(?P<name>.+)", re.IGNORECASE),
        re.compile(f"(?P<name>.+?)(?P<word>{'|'.join(behind) or '(?!)'})"),
        frozenset(apart),
    )


@lru_cache(maxsize=1 << 13)
def register_name(text: str, country: str = "") -> RegisterName | None:
    """The name in a text with a register's word before it, behind it, or apart from it; None if it has none. Only words
    of the ``country`` count, if one is given; without one, words that end many names do not count.

    >>> [tuple(register_name(text)) for text in ("City of Lyon", "Mainz, Stadt", "서울특별시")]
    [('Lyon', 'City of'), ('Mainz', ', Stadt'), ('서울', '특별시')]
    >>> register_name("Stadtlohn"), register_name("New City"), register_name("Mexico City", "MX")
    (None, None, None)
    """
    plain = text.translate(_APOSTROPHES)
    before, behind, apart = _patterns(country)
    if parts := with_comma(plain) or in_brackets(plain):
        name, word = parts
        is_german = not country or country in ("DE", "AT", "CH")
        if word.casefold() in apart or (is_german and _OF_A_TOWN.fullmatch(word)):
            return RegisterName(name, f", {word}")
    for pattern in (before, behind):
        if (found := pattern.fullmatch(plain)) and _is_name(found["name"].strip(), plain):
            return RegisterName(found["name"].strip(), found["word"].strip())
    return None


def _is_name(rest: str, text: str) -> bool:
    """Whether the rest of a text can be a name: it begins as one does where letters have cases."""
    if not rest[0].isalpha() or (len(rest) < 2 and rest.isascii()):
        return False
    return not rest[0].islower() or text.islower() or (not text[0].isupper() and text[0] != rest[0])


def with_words(name: str, country: str) -> Iterator[str]:
    """The name with each word of the registers of its country, before it, behind it, and apart from it."""
    for word in _words():
        if word.is_of(country):
            if word.where == "before":
                yield word.text + " " * (word.text[-1] != "'") + name
            else:
                yield name + " " * (not word.is_joined) + word.text
            yield f"{name}, {word.text}"
