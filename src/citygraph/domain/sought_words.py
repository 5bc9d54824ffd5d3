"""Words that somebody looks for in texts, and where a text has them.

``ceramics trade`` are two words, and a text must have both. A word may stand inside another one; with a star at its end
(``ceram*``) another one must begin with it; within quotation marks (``"sister city"``) whole words follow one another.
No other sign means anything.

Case, diacritics and signs between words make no difference: ``IZNIK`` finds *İznik*, and ``sister city`` finds
*sister-city*. Scripts do: :func:`citygraph.domain.names.fold` spells 城市 as its sound, which many other words share,
so it would find what nobody wrote. In a script without spaces (Chinese, Japanese, Thai …) each letter is a word.

A text is read letter by letter (:func:`read`), so it is known where in the text a word stands. Of many texts,
:class:`LooseSearch` finds those that may have a word, without reading them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

Span = tuple[int, int]
"""Where a text has a word: the place of its first character, and the one after its last."""

_UNSEEN = (
    "\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f"
    "\ufeff"
)
"""Accents of Latin, Greek and Cyrillic letters, vowel signs of Hebrew and Arabic, and signs without a shape. The vowel
signs of Thai or Hindi, and the voicing marks of Japanese, are letters to their readers."""
_MARKS = re.compile(f"[{_UNSEEN}]+")
_JOINED = "\u0900-\u109f\u1100-\u11ff\u1b00-\u1bff\u3099\u309a\U00010000-\U0010ffff"
_COMPOSED, _MARKED = re.compile(f"[{_JOINED}]"), re.compile(f"[{_JOINED}\u0300-\u036f\u0653-\u0655]")
"""What Unicode may make one character with the one before it; and that with accents. To look for these is quicker than
to ask Unicode of each letter."""
_BARE = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th",
    "ə": "e", "ɖ": "d", "ƒ": "f",
}  # fmt: skip
"""Latin letters that people type without their stroke or as two, although Unicode does not take them apart."""
_BLOCKS = (
    (0xAA, 0x250), (0x250, 0x2B0), (0x370, 0x590), (0x5D0, 0x700), (0x10A0, 0x1100), (0x1C90, 0x1CC0), (0x1E00, 0x2000),
    (0x2070, 0x20A0), (0x2100, 0x2190), (0x2460, 0x2500), (0x2C00, 0x2C60), (0x3130, 0x3190), (0xF900, 0xFB07),
    (0xFB13, 0xFE00), (0xFE70, 0xFFF0),
)  # fmt: skip
"""Where the letters stand that are read like others: with accents, capitals, wide and presentation forms."""
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u312f\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
_QUOTES = re.compile("[“”„‟«»＂]")
_PHRASE = re.compile(r'"([^"]*)"|([^\s"]+)')


def read(text: str) -> str:
    """A text as its words are compared: without case and diacritics; signs stay.

    >>> read("İznik'te Çini"), read("Straße"), read("がか")
    ("iznik'te cini", 'strasse', 'がか')
    """
    return text.lower() if text.isascii() else composed(text).translate(_READ)


def composed(text: str) -> str:
    """A text in which a letter with its marks is one character, where Unicode has one."""
    return unicodedata.normalize("NFC", text) if not text.isascii() and _MARKED.search(text) else text


class _Readings(dict[int, str]):
    """What a letter is read as, by its number: one letter or several; none if it is only a mark."""

    def __missing__(self, number: int) -> str:
        found = self[number] = _read(chr(number))
        return found


def _read(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    if letter in _BARE:
        return _BARE[letter]
    if _MARKS.match(letter):
        return ""
    if not any(first <= ord(letter) < after for first, after in _BLOCKS):
        return letter
    folded = unicodedata.normalize("NFKC", letter).casefold()
    bare = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", folded)))
    found = "".join(_BARE.get(part, part) for part in bare)
    return found if all(map(_is_letter, found)) else letter.casefold()  # ½ is no 1 and 2


_READ = _Readings()


@cache
def _is_letter(sign: str) -> bool:
    """True if a sign is part of a word."""
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"


def words_in(text: str) -> list[str]:
    """The words of a text, as they are compared.

    >>> words_in("Sister-city ties, İznik’in")
    ['sister', 'city', 'ties', 'iznik', 'in']
    """
    return "".join([sign if _is_letter(sign) else " " for sign in read(text)]).split()


WHOLE, BEGINS, INSIDE = range(3)
"""How a text has a word: as a word of its own, at the beginning of one, or inside one."""


class SoughtTerm:
    """One word or phrase that is looked for: ``words`` that follow one another, with signs between them. ``most`` is
    how it may stand in a text at most: :data:`WHOLE`, :data:`BEGINS` or :data:`INSIDE`."""

    __slots__ = ("_pattern", "most", "words")

    def __init__(self, words: tuple[str, ...], most: int = INSIDE) -> None:
        self.words, self.most = words, most
        self._pattern = re.compile(r"[\W_]+".join(map(re.escape, words))) if len(words) > 1 else None

    def found_in(self, text: str) -> Iterator[tuple[int, Span]]:
        """How and where a text has the term, each time that it does; the text is what :func:`read` gives."""
        return ((how, span) for span in self._places(text) if (how := _stands(text, *span)) <= self.most)

    def best_in(self, text: str) -> int | None:
        """The best of them; None if there is none."""
        best = None
        for start, end in self._places(text):
            how = _stands(text, start, end)
            if not how:
                return how
            if how <= self.most and (best is None or how < best):
                best = how
        return best

    def is_plainly_in(self, text: str) -> bool:
        """True if a text has the term as a whole word, in these letters and between signs of ASCII. That is sure of a
        text that nobody has :func:`read`."""
        if self._pattern is not None:
            return False
        (word,) = self.words
        start = text.find(word)
        end = start + len(word)
        return start >= 0 and not _goes_on(text[start - 1 : start]) and not _goes_on(text[end : end + 1])

    def _places(self, text: str) -> Iterator[Span]:
        if self._pattern is None:
            (word,), start = self.words, -1
            while (start := text.find(word, start + 1)) >= 0:
                yield start, start + len(word)
            return
        after = 0
        while match := self._pattern.search(text, after):
            after = match.start() + 1
            if tuple(words_in(match[0])) == self.words:  # nothing but signs stands between the words
                yield match.span()


def _goes_on(neighbor: str) -> bool:
    """True if a word may go on with a letter beside it, or a mark."""
    return neighbor.isalnum() or not neighbor.isascii()


def _stands(text: str, start: int, end: int) -> int:
    """How a word stands at this place in a text."""
    if not _is_edge(text, start):
        return INSIDE
    return WHOLE if _is_edge(text, end) else BEGINS


def _is_edge(text: str, place: int) -> bool:
    """True if no word goes on across this place in a text."""
    if not 0 < place < len(text) or not (_is_letter(text[place - 1]) and _is_letter(text[place])):
        return True
    is_free = _WITHOUT_SPACES.match(text[place]) or _WITHOUT_SPACES.match(text[place - 1])
    return bool(is_free) and unicodedata.category(text[place])[0] != "M"


class SoughtWords:
    """What somebody looks for: the ``text`` as it is typed, and its ``terms``; it has none if no letter or digit is in
    it. It ``is_plain`` if it has no phrase in quotation marks and no star."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.terms: list[SoughtTerm] = []
        straight = _QUOTES.sub('"', text)
        if straight.count('"') % 2:  # the last one closes nothing
            straight = " ".join(straight.rsplit('"', 1))
        for phrase, word in _PHRASE.findall(straight):
            if words := tuple(words_in(phrase or word)):
                self.terms.append(SoughtTerm(words, WHOLE if phrase else BEGINS if word.endswith("*") else INSIDE))
        self.is_plain = all(term.most == INSIDE for term in self.terms)
        self._together = SoughtTerm(tuple(word for term in self.terms for word in term.words), WHOLE)

    @property
    def words(self) -> list[str]:
        """All words that a record must have, each once."""
        return list(dict.fromkeys(word for term in self.terms for word in term.words))

    def found_in(self, text: str) -> tuple[int, frozenset[int]] | None:
        """How a text has the words, and the numbers of the terms that it has; None if it has none. The less the first
        number, the closer they are to what is asked for: at 0, whole words follow one another as in that."""
        if len(self.terms) == 1:
            found = WHOLE if self.terms[0].is_plainly_in(text) else self.terms[0].best_in(read(text))
            return None if found is None else (found, _ONLY)
        as_read = read(text)
        several = {
            number: best for number, term in enumerate(self.terms) if (best := term.best_in(as_read)) is not None
        }
        if not several:
            return None
        if len(several) < len(self.terms):  # that counts for more than how the others stand
            return 2 + INSIDE + len(self.terms) - len(several), frozenset(several)
        is_whole = self._together.best_in(as_read) is not None
        return (0 if is_whole else 1 + max(several.values())), frozenset(several)

    def places_in(self, text: str) -> tuple[Span, ...]:
        """Where a :func:`composed` text has the words, in order; no two places overlap."""
        as_read = read(text)
        spans = sorted(span for term in self.terms for _, span in term.found_in(as_read))
        return tuple(_joined(_as_written(text, spans)))


_ONLY = frozenset((0,))


def _as_written(text: str, spans: list[Span]) -> list[Span]:
    """Places in what is :func:`read` as places in the text itself."""
    if text.isascii() or all(len(_READ[ord(letter)]) == 1 for letter in set(text)):
        return spans
    places = [place for place, letter in enumerate(text) for _ in _READ[ord(letter)]]
    return [(places[start], places[end - 1] + 1) for start, end in spans]


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Places in order, those that overlap as one."""
    if not spans:
        return
    first, after = spans[0]
    for start, end in spans[1:]:
        if start > after:
            yield first, after
            first, after = start, end
        else:
            after = max(after, end)
    yield first, after


# ------------------------------------------------------------------ among many texts


class LooseSearch:
    """Says quickly of many texts, as JSON writes them, which may have words: it leaves out none that has them all.

    For each of the first letters of a word it looks for all letters that are read like it, in texts as they are
    written. ``words`` are those first letters.
    """

    def __init__(self, words: list[str]) -> None:
        self.words = list(dict.fromkeys(word[:_LETTERS] for word in words))
        self._patterns: list[re.Pattern[str]] | None = None

    def may_be_in(self, text: str) -> bool:
        """True if a text may have all the words."""
        as_read = read(text)
        return all(word in as_read for word in self.words)

    def among(self, texts: list[str]) -> Iterator[int]:
        """The places in a list of those texts that may have all the words, in order. No text has line ends."""
        if len(texts) < _WORTH_IT:  # the letters of all scripts take longer to gather than some texts to read
            yield from (place for place, text in enumerate(texts) if self.may_be_in(text))
            return
        if self._patterns is None:
            self._patterns = [re.compile("".join(map(_alike, word))) for word in self.words]
        joined = "\n".join(texts)
        if _COMPOSED.search(joined):
            joined = composed(joined)
        joined = _several().sub(lambda found: _READ[ord(found[0])], joined)
        found = [set(_lines(joined, pattern)) for pattern in self._patterns]
        yield from sorted(set.intersection(*found)) if found else range(len(texts))


_LETTERS, _WORTH_IT = 10, 2000


def _lines(text: str, pattern: re.Pattern[str]) -> Iterator[int]:
    """The numbers of the lines in which a pattern is found."""
    line = place = 0
    while match := pattern.search(text, place):
        line += text.count("\n", place, match.start())
        yield line
        place = text.find("\n", match.end())
        if place < 0:
            return


def _alike(letter: str) -> str:
    """A regular expression for all letters that are read like this one, and the marks on them."""
    signs = letter + letter.upper() if letter.isascii() else letter
    return f"[{re.escape(signs + ''.join(_letters().get(letter, ())))}][{_UNSEEN}]*"


@cache
def _letters() -> dict[str, list[str]]:
    """The letters that are read like another one, or like several, by what they are read as."""
    found: dict[str, list[str]] = {}
    for first, after in _BLOCKS:
        for number in range(first, after):
            found.setdefault(_READ[number], []).append(chr(number))
    return found


@cache
def _several() -> re.Pattern[str]:
    """A regular expression for letters that are read like several."""
    return re.compile(f"[{''.join(letter for read, alike in _letters().items() if len(read) > 1 for letter in alike)}]")
