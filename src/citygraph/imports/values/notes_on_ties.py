"""What a remark beside a tie may say of how it stands, in a sentence: *Die Partnerschaft wurde 2014 aufgelöst.* Many
remarks have such a word and are about something else: *Bürgerreise 2025 geplant*."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from citygraph.domain.months import months_by_name
from citygraph.domain.tie_rules import by_status
from citygraph.imports.values.status_clauses import may_be_clause
from citygraph.imports.values.status_phrases import status_phrase
from citygraph.imports.values.status_stems import may_tell_status, status_within, words_around

_IN_DOUBT = re.compile(r"[?~]")
_SENTENCES = re.compile(r"(?<=[^\W\d]{2})[.!]\s+|(?<=\d{4})[.!]\s+(?=[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω])|[;。！\n]\s*")


class StatusInNote(NamedTuple):
    """The status that a sentence of a remark gives to its tie. It ``is_certain`` if the sentence has no other words
    than those for a tie, a status, and what stands around them: *the link of our fire brigades* is another thing."""

    status: str
    is_certain: bool


@lru_cache(maxsize=1 << 12)
def status_in_note(text: str) -> StatusInNote | None:
    """What a sentence of a remark says of how its tie stands, if it names nothing else, or a tie; None if no sentence
    does, as for a remark that is nothing but a status.

    >>> (
    ...     tuple(status_in_note("Festakt 1994. Die Partnerschaft wurde 2014 aufgelöst.")),
    ...     tuple(status_in_note("suspended like all our ties")),
    ... )
    (('ended', True), ('suspended', False))
    >>> status_in_note("Bürgerreise 2025 geplant"), tuple(status_in_note("Kooperation der Feuerwehren eingestellt"))
    (None, ('ended', False))
    """
    if not may_tell_status(text) or status_phrase(text):
        return None
    for sentence in _SENTENCES.split(text):
        status = status_within(_IN_DOUBT.sub(" ", sentence))
        if not status:
            continue
        said = words_around(sentence)
        is_certain = said[0] != "cause" and not _IN_DOUBT.search(sentence) and all(map(_belongs_to_status, said))
        if is_certain or "tie" in said or (not by_status(status).is_plan and may_be_clause(sentence)):
            return StatusInNote(status, is_certain)
    return None


def _belongs_to_status(word: str) -> bool:
    return (
        word in ("status", "tie", "around", "cause", "by")
        or word in months_by_name()
        or _DATED.fullmatch(word) is not None
    )


_DATED = re.compile(r"[\d年月日년월일已于於在自从從由起より以来にをがはの에서의]+")
"""A date, with the signs that stand around it in East Asia."""
