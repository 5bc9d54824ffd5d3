"""What a phrase in the place of a status says, by the words within it: ``terminated by council vote``, ``umowa
wypowiedziana przez radę``. The words, inflected by stems, are those of ``status_stems.csv``."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from citygraph.domain.terms import STATUSES
from citygraph.domain.tie_rules import by_status
from citygraph.imports.values.word_tables import plain_words, words_by

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
    if len(text) > _LONGEST or any(sign in text for sign in "?~"):
        return ""
    said = _said(text)
    statuses = [status for status in STATUSES if status in said]
    plans = [status for status in statuses if by_status(status).is_plan]
    if "open" in said or len(statuses) > max(1, len(plans)):
        return ""
    if plans:
        return max(plans, key=lambda status: by_status(status).doubt)
    return statuses[0] if statuses and "future" not in said else ""


def leaves_open(text: str) -> bool:
    """True if a word of a text leaves the status beside it open, as *not* does."""
    return "open" in _said(text)


def _said(text: str) -> set[str]:
    return {_means()[_word(found[0])] for found in _pattern().finditer(plain_words(text))}


def _word(found: str) -> str:
    """The entry of the table that a match is of: the longest with which it begins."""
    return next(found[:end] for end in range(len(found), 0, -1) if found[:end] in _means())


@cache
def _means() -> dict[str, str]:
    return {
        plain_words(word): means for means, words in words_by("means", "status_stems.csv").items() for word in words
    }


@cache
def _pattern() -> re.Pattern[str]:
    """Finds the words, the longest first: so *not yet signed* is one, and no *not*."""
    spaced: dict[str, str] = {}
    unspaced: list[str] = []
    for words in words_by("means", "status_stems.csv").values():
        for word in words:
            plain = plain_words(word)
            if _UNSPACED.search(plain):
                unspaced.append(plain)
            else:
                spaced[plain] = r"\w*" if word.endswith("-") else r"\b"
    of_words = "|".join(re.escape(plain) + spaced[plain] for plain in sorted(spaced, key=len, reverse=True))
    of_signs = "|".join(map(re.escape, sorted(unspaced, key=len, reverse=True)))
    return re.compile(rf"\b(?:{of_words})|{of_signs}")
