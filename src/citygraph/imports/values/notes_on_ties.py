"""What a remark beside a tie may say of how it stands, in a sentence: *Die Partnerschaft wurde 2014 aufgelöst.* Many
remarks have such a word and are about something else: *Bürgerreise 2025 geplant*."""

from __future__ import annotations

import re
from functools import lru_cache

from citygraph.domain.months import months_by_name
from citygraph.imports.values.status_phrases import status_phrase
from citygraph.imports.values.status_stems import may_tell_status, status_within, words_around

_SENTENCES = re.compile(r"(?<=[^\W\d]{2})[.!]\s+|[;。！\n]\s*")


@lru_cache(maxsize=1 << 12)
def status_in_note(text: str) -> str:
    """The status that a sentence of a remark gives to its tie, if it names no other thing; else empty, as for a remark
    that is nothing but a status.

    >>> status_in_note("Die Partnerschaft wurde 2014 aufgelöst."), status_in_note("suspended since the war")
    ('ended', 'suspended')
    >>> status_in_note("Bürgerreise 2025 geplant"), status_in_note("planned city of the 18th century")
    ('', '')
    """
    for sentence in _SENTENCES.split(text) if may_tell_status(text) else ():
        status = status_within(sentence)
        if status and not status_phrase(sentence) and _is_about_tie(sentence):
            return status
    return ""


def _is_about_tie(sentence: str) -> bool:
    said = words_around(sentence)
    if "tie" in said:
        return True
    return said[0] != "cause" and all(map(_belongs_to_status, said))


def _belongs_to_status(word: str) -> bool:
    return word in ("status", "around", "cause") or word in months_by_name() or _DATED.fullmatch(word) is not None


_DATED = re.compile(r"[\d年月日년월일已于於在自从從由起より以来에서의]+")
"""A date, with the signs that stand around it in East Asia."""
