"""How likely a text is to be made of names: by the letters that follow each other in names of 53 languages.

``letters.csv`` counts them in the names of Unicode CLDR, ``languages.csv`` has the alphabets and the countries of the
languages. ``scripts/letters.py`` makes both. :mod:`citygraph.imports.encodings` asks which reading of a file's bytes is
the likeliest.

In an alphabet, the letter before counts. Of Chinese characters, CLDR has too few. They are as likely as their group in
the national standard: GB 2312, Big5 and JIS X 0208 each put the common characters before the rare ones.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

EDGE = "^"
"""Stands for the beginning and the end of a word."""
WORD = re.compile("(?:[^\\W\\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])+")
"""Letters, with the vowels and accents that follow them."""
_ONE_SPELLING = str.maketrans({"ș": "ş", "ț": "ţ", "Ș": "Ş", "Ț": "Ţ", "İ": "i"})
_TYPOGRAPHY = frozenset("’‘“”„‚«»–—·°ºª№…\xa0ʻʼ、。（）　〜・")
_CLOSES = frozenset("’”»")
_IN_WORDS = frozenset("’ʼ・")
_SCRIPTS = {
    **dict.fromkeys(("bg", "be", "mk", "ru", "sr", "uk"), "CYRILLIC"),
    **dict.fromkeys(("ar", "fa", "ur"), "ARABIC"),
    **dict.fromkeys(("ja", "zh", "zh_Hant"), "CJK"),
    "el": "GREEK",
    "he": "HEBREW",
    "th": "THAI",
    "ko": "HANGUL",
}

# All costs are natural logarithms of how likely something is in a name.
_CONTROL, _SYMBOL, _SYMBOL_AT_A_LETTER, _PUNCTUATION = -25.0, -9.0, -22.0, -5.0
_CAPITAL_INSIDE = -10.0
_OF_ANOTHER_SCRIPT = -16.0
_FOREIGN = 2e-4
"""How likely a letter of the same script is that the alphabet lacks."""
_SMOOTHING = 20.0
"""How many letters must have been counted after a letter until the count says as much as the letter's frequency."""


class _Standard(NamedTuple):
    """A national character set: its codec, the first bytes of its common characters, how many are common and rare."""

    codec: str
    first: int
    last: int
    common: int
    rare: int


_STANDARDS = {
    "zh": _Standard("gb2312", 0xB0, 0xD7, 3755, 3008),
    "zh_Hant": _Standard("big5", 0xA4, 0xC6, 5401, 7652),
    "ja": _Standard("euc_jp", 0xB0, 0xCF, 2965, 3390),
}


def spelled(name: str) -> str:
    """A name in small letters, as encodings of bytes can write it.

    >>> spelled("Timișoara") == spelled("TIMIŞOARA")
    True
    """
    return unicodedata.normalize("NFC", name).translate(_ONE_SPELLING).lower()


def is_one_of_thousands(letter: str) -> bool:
    """If it is a Chinese character or a Korean syllable: too many for it to matter which follows which."""
    return "\u3400" <= letter <= "\u9fff" or "가" <= letter <= "힣"


@lru_cache(maxsize=1 << 14)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "?").split(maxsplit=1)[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC") else name


def is_of_one_script(word: str) -> bool:
    """If no two letters of a word are of different scripts.

    >>> is_of_one_script("Łódź"), is_of_one_script("MГјnchen")
    (True, False)
    """
    return len({_script(letter) for letter in word if letter.isalpha()}) <= 1


class _Spelling:
    """How likely the words of a language are. ``follow`` counts which letters follow a letter."""

    def __init__(self, name: str, alphabet: str, countries: str, follow: dict[str, dict[str, int]]) -> None:
        self.name = name
        self.countries = frozenset(countries.split())
        self._script = _SCRIPTS.get(name, "LATIN")
        self._alphabet = frozenset(alphabet + ("abcdefghijklmnopqrstuvwxyz" if self._script == "LATIN" else ""))
        self._follow = follow
        self._counted: Counter[str] = Counter()
        for letters in follow.values():
            self._counted.update(letters)
        self._all = self._counted.total()
        # The names of CLDR have a few hundred characters of thousands; of letters, they have all.
        self._unseen = {"zh": 0.5, "zh_Hant": 0.5, "ja": 0.5, "ko": 1.0}.get(name, 0.0) * self._all or 20.0
        self._known: dict[str, float] = {}
        if name == "ko":
            self._parts = self._parts_of_syllables()

    def cost(self, word: str) -> float:
        """How likely a word is, spelled as by :func:`spelled`; the logarithm."""
        known, total, before = self._known, 0.0, EDGE
        if not any(_script(letter) == self._script for letter in word):
            return _OF_ANOTHER_SCRIPT * len(word)
        for letter in (*word, EDGE):
            pair = before + letter
            if pair not in known:
                known[pair] = self._after(before, letter)
            total += known[pair]
            before = letter
        return total

    def _after(self, before: str, letter: str) -> float:
        if is_one_of_thousands(before) or is_one_of_thousands(letter):
            return -1.0 if letter == EDGE else math.log(self._frequency(letter))
        counted = self._follow.get(before, {})
        share = counted.get(letter, 0) + _SMOOTHING * self._frequency(letter)
        return math.log(share / (sum(counted.values()) + _SMOOTHING))

    def _frequency(self, letter: str) -> float:
        return (self._counted[letter] + self._unseen * self._expected(letter)) / (self._all + self._unseen)

    def _expected(self, letter: str) -> float:
        """How likely a letter would be if nothing had been counted."""
        if letter in self._alphabet:
            return 0.8 / len(self._alphabet)
        if self.name == "ko":
            return self._syllable(letter)
        if self.name not in _STANDARDS:
            return _FOREIGN if _script(letter) == self._script else 1e-7
        if not is_one_of_thousands(letter):
            return 0.25 / 170 if self.name == "ja" and "\u3040" <= letter <= "\u30ff" else 1e-7
        standard = _STANDARDS[self.name]
        try:
            first = letter.encode(standard.codec)[0]
        except UnicodeEncodeError:
            return 1e-7
        return 0.95 / standard.common if standard.first <= first <= standard.last else 0.03 / standard.rare

    def _parts_of_syllables(self) -> tuple[Counter[int], Counter[int], Counter[int]]:
        parts: tuple[Counter[int], Counter[int], Counter[int]] = (Counter(), Counter(), Counter())
        for letter, number in self._counted.items():
            if "가" <= letter <= "힣":
                for part, of_this in zip(parts, _letters_of(letter), strict=True):
                    part[of_this] += number
        return parts

    def _syllable(self, letter: str) -> float:
        """A syllable of Hangul is as likely as its consonants and its vowel."""
        if not "가" <= letter <= "힣":
            return 1e-6
        likely = 1.0
        for part, of_this, number in zip(self._parts, _letters_of(letter), (19, 21, 28), strict=True):
            likely *= (part[of_this] + 0.5) / (part.total() + 0.5 * number)
        return likely


def _letters_of(syllable: str) -> tuple[int, int, int]:
    number = ord(syllable) - ord("가")
    return number // 588, number // 28 % 21, number % 28


class LikelyNames:
    """How likely texts are to be made of names, in a table that names these countries (ISO codes)."""

    _SPOKEN_THERE = 0.75
    """How much of what is expected are the languages of the countries that a table names."""
    _EXPECTED = 20.0
    """As many words must have been seen until they say as much about the table's languages as what is expected."""

    def __init__(self, countries: Iterable[str] = ()) -> None:
        self._languages = _languages()
        countries = frozenset(countries)
        there = [bool(countries & language.countries) for language in self._languages]
        known = self._SPOKEN_THERE if any(there) else 0.0
        some, share = (1 - known) / len(there), known / max(sum(there), 1)
        self._prior = [some + share if spoken else some for spoken in there]
        self._words: dict[str, tuple[float, list[float]]] = {}

    def costs(self, texts: Iterable[str]) -> list[float]:
        """The logarithms of how likely each of the texts is. Which languages they have is learned from them: how likely
        a word is counts with the languages of all other words."""
        costs: list[float] = []
        words: list[list[float]] = []
        of: list[int] = []
        for at, text in enumerate(texts):
            costs.append(_symbols(text))
            for word in WORD.findall(text):
                most, each = self._of(word)
                costs[at] += most
                words.append(each)
                of.append(at)
        shares, learned, fits = self._prior, self._prior, []
        for _ in range(2):
            fits = [_parts([a * b for a, b in zip(shares, each, strict=True)]) for each in words]
            learned = [self._EXPECTED * prior + sum(own) for prior, *own in zip(self._prior, *fits, strict=True)]
            shares = _parts(learned)
        for at, each, fit in zip(of, words, fits, strict=True):
            others = sum((a - own) * b for a, own, b in zip(learned, fit, each, strict=True))
            costs[at] += math.log(others / (self._EXPECTED + len(words) - 1))
        return costs

    def _of(self, word: str) -> tuple[float, list[float]]:
        """The cost of a word in the language that has it most likely, and how likely the others are beside that."""
        found = self._words.get(word)
        if found is None:
            small = spelled(_part(word))
            costs = [language.cost(small) for language in self._languages]
            most = max(costs)
            inside = sum(a.islower() and b.isupper() for a, b in pairwise(word))
            found = most + inside * _CAPITAL_INSIDE, [math.exp(cost - most) for cost in costs]
            self._words[word] = found
        return found


_LONGEST = 100
"""No word that tells a language has more letters."""


def _part(word: str) -> str:
    """A word, or of a very long one the letters around the first that is not ASCII."""
    if len(word) <= _LONGEST:
        return word
    at = next((at for at, letter in enumerate(word) if not letter.isascii()), 0)
    return word[max(at - _LONGEST // 2, 0) :][:_LONGEST]


def _parts(numbers: list[float]) -> list[float]:
    whole = sum(numbers)
    return [number / whole for number in numbers]


def _symbols(text: str) -> float:
    """What the characters of a text cost that are no letters."""
    total = 0.0
    for at, sign in enumerate(text):
        if sign.isascii():
            if sign in "@[\\]^`{|}~\x7f":  # the second byte of a character can look like these
                total -= 7
            continue
        category = unicodedata.category(sign)
        if category[0] in "LM":
            continue
        before, after = text[max(at - 1, 0) : at].isalpha(), text[at + 1 : at + 2].isalpha()
        if category in ("Cc", "Co"):
            total += _CONTROL
        elif sign not in _TYPOGRAPHY or (after and (sign not in _IN_WORDS if before else sign in _CLOSES)):
            total += _SYMBOL_AT_A_LETTER if before or after else _SYMBOL
        else:
            total += _PUNCTUATION
    return total


@lru_cache(maxsize=1)
def _languages() -> list[_Spelling]:
    follow: dict[str, dict[str, dict[str, int]]] = {}
    for language, after, letters in _rows("letters.csv"):
        counts = {letter: int(number or 1) for letter, number in re.findall(r"(\D)(\d*)", letters)}
        follow.setdefault(language, {})[after] = counts
    return [
        _Spelling(language, alphabet, countries, follow[language])
        for language, countries, alphabet in _rows("languages.csv")
    ]


def _rows(file: str) -> Iterator[list[str]]:
    with Path(__file__).with_name(file).open(encoding="utf-8", newline="") as opened:
        next(opened)  # the credit
        rows = csv.reader(opened)
        next(rows)
        yield from rows
