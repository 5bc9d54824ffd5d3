"""Which kinds are near to words that no kind is called by: *mayor of*, *seat in*, *partner of*."""

from __future__ import annotations

import re
from collections.abc import Mapping

from citygraph.domain.names import fold
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.values.missions import OF_MISSIONS, tells_of_missions

SEAT = "based-in"
"""A kind that citygraph lacks, for where organizations have their seats."""
_LETTERS_ALIKE = 5
_MOST_NEAR = 3


def near_kinds(draft: Draft, text: str, fits: Mapping[str, str], words_for: Mapping[str, str]) -> dict[str, str]:
    """The kinds that may be near to words that no kind is called by, with their labels: a post for `mayor of`, and
    those with a word that begins alike, as `project-partner` for `partner of`. Where the ends may be of any type, all
    kinds can be meant. ``words_for`` are those of questions."""
    words = re.findall(r"[^\W\d_]+", text)
    is_of_any = are_of_any_type(draft)
    near: dict[str, str] = {}
    runs = (" ".join(words[:size]) for size in range(len(words), 0, -1))
    if is_of_any and any((meaning := meaning_of(run)) and meaning.thing == "person" for run in runs):
        near["holds-post"] = "who holds a post where"
    if is_of_any and any(map(tells_of_missions, (text, *words))):
        near[OF_MISSIONS] = words_for.get(OF_MISSIONS, draft.job.kinds[OF_MISSIONS].label)
    begins = {fold(word)[:_LETTERS_ALIKE] for word in words if len(word) >= _LETTERS_ALIKE}
    for kind in draft.job.kinds.values() if begins else ():
        own = re.findall(r"[^\W\d_]+", " ".join((kind.id, kind.label)))
        is_alike = any(fold(word)[:_LETTERS_ALIKE] in begins for word in own)
        if is_alike and (kind.id in fits or is_of_any) and len(near) < _MOST_NEAR:
            near[kind.id] = words_for.get(kind.id, kind.label)
    return near


def are_of_any_type(draft: Draft) -> bool:
    """True if other rows, or a column, say what the ends of each tie are."""
    return draft.job.sort == "tie" or any(side in draft.found or f"{side}.type" in draft.found for side in ENDS["tie"])


def tells_of_a_seat(text: str) -> bool:
    """True for words that say where an organization has its seat.

    >>> tells_of_a_seat("seat in"), tells_of_a_seat("Hauptsitz"), tells_of_a_seat("member of")
    (True, True, False)
    """
    folded, as_written = fold(text), text.casefold()
    return any(re.search(rf"\b{stem}", folded) for stem in _OF_SEATS) or any(
        stem in as_written for stem in _OF_SEATS_IN_OTHER_SCRIPTS
    )


_OF_SEATS = tuple(map(fold, (
    "seat", "seated", "headquarter", "hq", "based in", "sitz", "hauptsitz",
    "siège", "sede", "zetel", "siedziba", "säte",
    "sídlo", "székhely", "merkez",
)))  # fmt: skip
_OF_SEATS_IN_OTHER_SCRIPTS = ("штаб-квартир", "مقر", "总部", "總部", "本部", "본부")
