"""The words in the names of columns: a name is cut into words of the list, and each word means one or more concepts.

The list is ``header_words.csv``, which also says how to add some.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

_LONGEST_WORD = 12  # atoms in one entry of the list
_CASES = re.compile(r"[^\W\d_]+|\d+")
_ARTICLE = re.compile(r"(?:\b|(?<=_))ال(?=\w\w)")
# Accents of Latin, Greek, Cyrillic and Arabic; those of Japanese make other letters.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670]+")
_UNSPACED = re.compile("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")  # Chinese, Japanese, Korean
_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ى": "ي", "ة": "ه", "ـ": "",
})  # fmt: skip
LANGUAGES = {code: code for code in (
    "ar", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga",
    "gl", "he", "hi", "hr", "hu", "hy", "it", "ja", "ka", "kk", "ko", "ky", "lt", "lv", "mk", "mn", "ms", "nb", "nl",
    "nn", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "th", "tr", "uk", "ur", "uz", "vi", "zh",
)}  # fmt: skip
LANGUAGES |= {"cn": "zh", "jp": "ja", "kr": "ko", "ua": "uk", "cz": "cs", "gr": "el", "eng": "en"}
"""Those codes of languages that are no words of names, and the codes of countries that stand for their languages."""


def _without_marks(text: str) -> str:
    """The text with full letters: no accents, one form of each letter; case stays."""
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        return text
    return _ARTICLE.sub("", unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", text))))


def _folded(text: str) -> str:
    return _without_marks(text).casefold().translate(_LETTERS)


def _is_unspaced(letter: str) -> bool:
    """Whether a letter is of a script that writes words without spaces."""
    return _UNSPACED.match(letter) is not None


def atoms_of(header: str) -> list[str]:
    """The smallest parts of a name that can be words: ``cityLabel`` has two. Of scripts without spaces, each letter."""
    atoms: list[str] = []
    for word in _CASES.findall(_without_marks(header.replace("#", " no "))):
        start = 0
        for place in range(1, len(word) + 1):
            if place < len(word) and not _is_unspaced(word[place]) and not _is_unspaced(word[place - 1]):
                before, here, after = word[place - 1], word[place], word[place + 1 : place + 2]
                if not here.isupper() or (before.isupper() and not after.islower()):
                    continue
            atoms.append(word[start:place].casefold().translate(_LETTERS))
            start = place
    return [atom for atom in atoms if atom]


def pieces_of(atoms: Sequence[str]) -> list[str] | None:
    """The atoms put together to words of the list: as few as possible, the first ones long. None if one is unknown."""
    whole = header_words().whole
    best: list[list[str] | None] = [None] * len(atoms) + [[]]
    for start in range(len(atoms) - 1, -1, -1):
        for end in range(min(len(atoms), start + _LONGEST_WORD), start, -1):
            rest = best[end]
            known = best[start]
            if rest is None or (known is not None and len(rest) + 1 >= len(known)):
                continue
            piece = "".join(atoms[start:end])
            alone = end == start + 1
            language = start and end == len(atoms) and piece in LANGUAGES
            if piece in whole or language or (alone and (is_number(piece, start) or concepts_of_compound(piece))):
                best[start] = [piece, *rest]
    found = best[0]
    # Single signs, one after the other, are more often a word that the list does not have.
    if found and len(found) > 1 and all(len(piece) == 1 and _is_unspaced(piece) for piece in found):
        return None
    return found


def is_number(piece: str, place: int) -> bool:
    """Whether a piece tells columns of one meaning apart: ``2`` in ``Partner 2``, ``2020`` in ``2020 population``."""
    if piece.isdecimal():
        return len(piece) == 4 or (len(piece) < 3 and place > 0)
    return piece in ("a", "b", "c", "d") and place > 0


@cache
def concepts_of_compound(word: str) -> tuple[str, ...]:
    """The concepts of a word that is made of parts: ``Gemeindename``."""
    words = header_words()

    def rest(start: int) -> Iterator[str]:
        for end in range(len(word), start, -1):
            part = word[start:end]
            if end == len(word):
                yield from words.last.get(part, ()) if start else ()
            elif concepts := words.first.get(part) if not start else words.middle.get(part):
                yield from (f"{concept} {others}" for concept in concepts for others in rest(end))

    return tuple(dict.fromkeys(rest(0)))


class _Words(NamedTuple):
    """The list: the concepts of each word, which has no spaces here; and of the parts of compounds."""

    whole: dict[str, list[str]]
    first: dict[str, list[str]]
    middle: dict[str, list[str]]
    last: dict[str, list[str]]


def header_lines() -> Iterator[tuple[str, str, str]]:
    """The lines of the list: a language, what the words mean, and the words, with ``|`` between them."""
    for line in Path(__file__).with_name("header_words.csv").read_text("utf-8").splitlines():
        if line and line[0] != "#" and line != "language,concept,words":
            language, concepts, words = line.split(",", 2)
            yield language, concepts, words


@cache
def header_words() -> _Words:
    meant: list[str] = []
    lines: list[str] = []
    for language, concepts, words in header_lines():
        meant.append(concepts)
        lines.append(words)
        if language == "de" and words != (spelled := words.translate(_UMLAUTS)):
            meant.append(concepts)
            lines.append(spelled)
    found = _Words({}, {}, {}, {})
    whole = found.whole
    # All at once: 6000 words one by one take as long as the whole import of a small file.
    for concepts, words in zip(meant, _NO_LETTERS.sub("", _folded("\n".join(lines))).split("\n"), strict=True):
        parts = words.split("|")
        if "-" in words:
            for part in (word for word in parts if "-" in word):
                kind = found.first if part[0] != "-" else found.last if part[-1] != "-" else found.middle
                kind.setdefault(part.strip("-"), []).append(concepts)
            parts = [word for word in parts if "-" not in word]
        for word in parts:
            if word not in whole:
                whole[word] = [concepts]
            elif concepts not in whole[word]:
                whole[word].append(concepts)
    return found


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NO_LETTERS = re.compile(r"[^\w|\n-]|_")
