"""What a phrase in the place of a status says, by the words within it: ``terminated by council vote``, ``umowa
wypowiedziana przez radę``. The words, inflected by stems, are those of ``status_stems.csv``, and those of
``validity_words.csv``: ``nicht mehr gültig``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from citygraph.domain.terms import STATUSES
from citygraph.domain.tie_rules import by_status
from citygraph.imports.values.word_tables import plain_words, rows_of, words_by

_LONGEST = 100
"""A longer text tells more than one thing."""
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts in which words stand without spaces, or with endings that are words."""


@lru_cache(maxsize=1 << 12)
def status_within(text: str) -> str:
    """The status that the words of a phrase mean: never one that holds, since such words stand beside others in many
    phrases. Empty if there are none, if they contradict each other, or if a word leaves it open, as *not* and *renewed*
    do.

    >>> status_within("terminated by council vote"), status_within("rozmowy w toku"), status_within("交流停止中")
    ('ended', 'proposed', 'suspended')
    >>> status_within("not terminated"), status_within("active, but talks"), status_within("proposal rejected")
    ('', '', 'cancelled')
    """
    if len(text) > _LONGEST or any(sign in text for sign in "?~") or not may_tell_status(text):
        return ""
    said = _said(text)
    if not _OPEN.isdisjoint(said):
        return ""
    statuses = [status for status in STATUSES if status in said]
    plans = [status for status in statuses if by_status(status).is_plan]
    if len(statuses) > max(1, len(plans)):
        return ""
    if plans:
        return max(plans, key=lambda status: by_status(status).doubt)
    return statuses[0] if statuses and "future" not in said else ""


def leaves_open(text: str) -> bool:
    """True if a word of a text leaves the status beside it open, as *not* does."""
    return not _OPEN.isdisjoint(_said(text))


@lru_cache(maxsize=1 << 12)
def denies_validity(text: str) -> bool:
    """True if a text says that something is not valid, and not whether it is so no longer, or not yet.

    >>> denies_validity("не действует"), denies_validity("nicht mehr gültig"), denies_validity("not one of us")
    (True, False, False)
    """
    return len(text) <= _LONGEST and may_tell_status(text) and _NOT_VALID in _said(text)


def words_around(text: str) -> list[str]:
    """The words of a phrase in their order: ``status`` for one that means a status; ``tie`` for what such a phrase may
    be about, ``around`` and ``cause`` for words that only belong to it, ``by`` for one before who or what brought it
    about, ``side`` for a party to it; each other word as it stands.

    >>> words_around("The partnership was dissolved in 2014"), words_around("school closed")
    (['around', 'tie', 'around', 'status', 'around', '2014'], ['school', 'closed'])
    """
    found: list[str] = []
    at = 0
    plain = _with_validity(plain_words(text))
    for match in _pattern(_ALL).finditer(plain):
        means = _meaning(match[0], _ALL)
        found += [*plain[at : match.start()].split(), "status" if means in STATUSES else means]
        at = match.end()
    return [*found, *plain[at:].split()]


def _said(text: str) -> set[str]:
    return {
        _meaning(found[0], _OF_STATUSES) for found in _pattern(_OF_STATUSES).finditer(_with_validity(plain_words(text)))
    }


_NOT_VALID = "not valid"
_OPEN = frozenset(("open", _NOT_VALID))
_OF_STATUSES = (*STATUSES, *_OPEN, "future")
_ALL = (*STATUSES, "tie", "around", "cause", "by", "side")
"""What the words of a pattern mean. A word may be in both: *no* leaves a status open, and is *in the* in Portuguese."""


def _meaning(found: str, of: tuple[str, ...]) -> str:
    """What the entry of the table means that a match is of: the longest with which it begins."""
    means = _means(of)
    return next(means[found[:end]] for end in range(len(found), 0, -1) if found[:end] in means)


@cache
def _means(of: tuple[str, ...]) -> dict[str, str]:
    by_means = words_by("means", "status_stems.csv")
    return {plain_words(word): means for means in of for word in by_means.get(means, ())}


def may_tell_status(text: str) -> bool:
    """True unless no word of a text can be one of those for a status. The pattern costs far more, and most remarks of
    a register have no such word."""
    plain = plain_words(text)
    if _UNSPACED.search(plain):
        return True
    by_beginning = _keys()
    return any(word.startswith(keys) for word in plain.split() if (keys := by_beginning.get(word[:_BEGINNING])))


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    """The longest word of each entry for a status, or how it begins, by its first letters."""
    by_means = words_by("means", "status_stems.csv")
    words = [plain_words(word) for means in (*STATUSES, _NOT_VALID) for word in by_means.get(means, ())]
    words += _begin_valid()
    found: dict[str, tuple[str, ...]] = {}
    for word in {max(word.split(), key=len) for word in words if not _UNSPACED.search(word)}:
        found[word[:_BEGINNING]] = (*found.get(word[:_BEGINNING], ()), word)
    return found


_BEGINNING = 2


@cache
def _pattern(means: tuple[str, ...]) -> re.Pattern[str]:
    """Finds the words of these meanings, the longest first: so *not yet signed* is one, and no *not*."""
    spaced: dict[str, str] = {}
    unspaced: list[str] = []
    by_means = words_by("means", "status_stems.csv")
    for one in means:
        for word in by_means.get(one, ()):
            plain = plain_words(word)
            if _UNSPACED.search(plain):
                unspaced.append(plain)
            else:
                spaced[plain] = r"\w*" if word.endswith("-") else r"\b"
    of_words = "|".join(re.escape(plain) + spaced[plain] for plain in sorted(spaced, key=len, reverse=True))
    of_signs = "|".join(map(re.escape, sorted(unspaced, key=len, reverse=True)))
    return re.compile(rf"\b(?:{of_words})|{of_signs}")


def _with_validity(plain: str) -> str:
    """Plain words with one of the other table for what is said of something that is valid no longer, not yet or not:
    there are far too many pairs of such words to list each."""
    if not any(word.startswith(_begin_valid()) for word in plain.split()):
        return plain
    return _denied().sub(lambda found: _DENIED[next(sort for sort in _DENIED if found[sort] is not None)], plain)


_DENIED = {"over": "ended", "ahead": "planned", "no": _NOT_VALID}
"""What each column of negations means beside a word for being valid, in words of the table of stems."""


@cache
def _denied() -> re.Pattern[str]:
    """Finds a word for being valid with a negation before or behind it, of which the longest counts."""
    words = _of_validity()
    valid = _one_of(words["valid"])
    sides = {sort: (rf"(?:{_one_of(words[sort])}) (?:{valid})", rf"(?:{valid}) (?:{_one_of(words[sort])})")
             for sort in _DENIED}  # fmt: skip
    return re.compile(r"\b(?:" + "|".join(f"(?P<{sort}>{'|'.join(both)})" for sort, both in sides.items()) + ")")


@cache
def _begin_valid() -> tuple[str, ...]:
    return tuple({max(plain_words(word).split(), key=len) for word in _of_validity()["valid"]})


@cache
def _of_validity() -> dict[str, list[str]]:
    rows = list(rows_of("validity_words.csv"))
    return {sort: [word for row in rows for word in row[sort].split(";") if word] for sort in ("valid", *_DENIED)}


def _one_of(words: Iterable[str]) -> str:
    ends = {plain_words(word): r"\w*" if word.endswith("-") else r"\b" for word in words}
    return "|".join(plain + ends[plain] for plain in sorted(ends, key=len, reverse=True))
