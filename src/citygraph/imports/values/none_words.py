"""Words in the place of a name that say that there is none, or none yet, in many languages: ``none_words.csv``."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from citygraph.imports.values.word_tables import plain_words, words_by

_LONGEST = 60
"""No such text has more characters."""
_CROSSES = frozenset(("x", "xx", "xxx", "xxxx"))
_ZEROS = frozenset(("0", "ø", "∅"))
_MARKS = re.compile(r"[^\w]+|_+|[(\[]\d{1,2}[)\]]|\d{1,2}[)*]|[⁰¹²³⁴-⁹]+")
"""What has no letter and is no number: signs, and the mark of a footnote."""
_BLANKS = re.compile(r"(?!\.{2,}$)[\s_.,:/|·•－ー／―−–—-]*")
"""Signs that fill an empty cell."""
_EDGES = " .,;:!()[]{}<>（）【】-–—*\"'"
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that put no spaces between words, or not between these."""


def says_none(text: str) -> bool:
    """Whether a text in the place of a name says that there is none, or none yet.

    >>> says_none("derzeit keine"), says_none("aucun jumelage"), says_none("in corso di definizione")
    (True, True, True)
    >>> says_none("Lyon"), says_none("Nema"), says_none("nema")
    (False, False, True)
    >>> says_none("[?]"), says_none("0"), says_none("1")
    (True, True, False)
    """
    return len(text) <= _LONGEST and _says_none(text)


def is_open_mark(text: str) -> bool:
    """Whether a text in the place of a name is only a mark, and not one that fills an empty cell: it says that there
    is somebody, and not who.

    >>> is_open_mark("?"), is_open_mark("x"), is_open_mark("[1]"), is_open_mark("–"), is_open_mark("Lyon")
    (True, True, True, False, False)
    """
    text = text.strip().casefold()
    return text not in _ZEROS and not _BLANKS.fullmatch(text) and _is_mark(text)


def _is_mark(text: str) -> bool:
    return text in _CROSSES or text in _ZEROS or _MARKS.fullmatch(text) is not None


def is_undecided(text: str) -> bool:
    """Whether a text says that something is to be decided, or to be told, later.

    >>> is_undecided("to be confirmed"), is_undecided("noch offen"), is_undecided("–"), is_undecided("n/a")
    (True, True, False, False)
    """
    return len(text) <= _LONGEST and _is_of("open", plain_words(text))


def is_unknown(text: str) -> bool:
    """Whether a text says that nobody knows something, and not only that it is not given.

    >>> is_unknown("unbekannt"), is_unknown("date unknown"), is_unknown("k. A."), is_unknown("?")
    (True, True, False, False)
    """
    return len(text) <= _LONGEST and _is_of("unknown", plain_words(text))


def is_perhaps_a_name(text: str) -> bool:
    """Whether such a word is also the name of a place, as *Nema* in Mali is: then it says so only in small letters, or
    if nothing else is said of the place.

    >>> is_perhaps_a_name("Nema"), is_perhaps_a_name("Lyon")
    (True, False)
    """
    return len(text) <= _LONGEST and plain_words(text) in _parts()["perhaps"]


def is_word_for_none(text: str) -> bool:
    """Whether a text is just a word for none, as it stands in the table.

    >>> is_word_for_none("Keine"), is_word_for_none("derzeit keine")
    (True, False)
    """
    return text.casefold() in _as_written()


def without_words_around(text: str) -> str:
    """A text without the words of time, and those for partner towns, at its ends.

    >>> without_words_around("currently suspended"), without_words_around("Partnerschaft beendet")
    ('suspended', 'beendet')
    >>> without_words_around("現在休止中"), without_words_around("目前暂停")
    ('休止中', '暂停')
    """
    words = _without_time_before(text).split()
    keys = [plain_words(word) for word in words]
    around = _parts()["hedge"] | _parts()["tie"]
    cut = True
    while cut:
        cut = False
        for number in range(len(words) - 1, 0, -1):
            if " ".join(keys[:number]) in around:
                words, keys, cut = words[number:], keys[number:], True
                break
            if " ".join(keys[-number:]) in around:
                words, keys, cut = words[:-number], keys[:-number], True
                break
    return " ".join(words)


def _without_time_before(text: str) -> str:
    """``現在交流休止`` without the word of time, where no space stands behind it."""
    if text[:1].isascii() or len(text.split()) != 1:
        return text
    before = next((text[:size] for size in (2, 1) if text[:size] in _parts()["hedge"]), "")
    return text[len(before) :].removeprefix("は") if before else text


@lru_cache(maxsize=1 << 13)
def _says_none(text: str) -> bool:
    if _is_mark(text.strip().casefold()):
        return True
    key = plain_words(text)
    if not key or not _may_say_none(key):
        return False
    if key in _parts()["perhaps"]:
        return text.strip(_EDGES).islower()
    return _is_said(key)


def _may_say_none(key: str) -> bool:
    """False if a text cannot say so by its first and its last word, as most names."""
    first, last = key.partition(" ")[0], key.rpartition(" ")[2]
    return first in _first_words() or last in _last_words() or _UNSPACED.search(key) is not None


@cache
def _first_words() -> frozenset[str]:
    return frozenset(word.partition(" ")[0] for part in _OF_NONE for word in _parts()[part])


@cache
def _last_words() -> frozenset[str]:
    return frozenset(word.rpartition(" ")[2] for word in _parts()["hedge"])


_OF_NONE = ("none", "open", "perhaps", "hedge", "no")
"""The words with which a text begins that says that there is none."""


def _is_said(key: str) -> bool:
    parts = _parts()
    if key in parts["none"] or key in parts["open"]:
        return True
    gap = "" if _UNSPACED.search(key) else " "
    for word in _at_an_end(key, "hedge", gap):
        rest = key.removeprefix(word) if key.startswith(word + gap) else key.removesuffix(word)
        if _is_said(rest.strip()):
            return True
    return any(
        key.startswith(word + gap) and key.removeprefix(word).strip() in parts["tie"]
        for word in _at_an_end(key, "no", gap)
    )


def _is_of(part: str, key: str) -> bool:
    """True for a word of a part, also with words of time around it."""
    if key in _parts()[part]:
        return True
    gap = "" if _UNSPACED.search(key) else " "
    return any(
        _is_of(part, (key.removeprefix(word) if key.startswith(word + gap) else key.removesuffix(word)).strip())
        for word in _at_an_end(key, "hedge", gap)
    )


def _at_an_end(key: str, part: str, gap: str) -> list[str]:
    """The words of a part with which a text begins or ends, if there is more of it."""
    words = _parts()[part]
    if not gap:
        return [word for word in words if key != word and (key.startswith(word) or key.endswith(word))]
    split = key.split(" ")
    cuts = range(1, len(split))
    ends = [" ".join(split[:at]) for at in cuts] + [" ".join(split[at:]) for at in cuts]
    return [word for word in ends if word in words]


@cache
def _parts() -> dict[str, frozenset[str]]:
    return words_by("part", "none_words.csv", plain_words)


@cache
def _as_written() -> frozenset[str]:
    return words_by("part", "none_words.csv", str.casefold)["none"]
