"""What is struck through in the tables of a text, or in a workbook: it has ended, if a note says so; else nobody knows
what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from citygraph.imports.values.status_phrases import status_phrase
from citygraph.imports.values.status_stems import status_within

COLUMN = "struck through"
"""The column with what is struck through in a row, where no note says what that means: a remark."""
STRIKE = re.compile(r"~~(.+?)~~|<(?:s|del|strike)>(.+?)</(?:s|del|strike)>", re.IGNORECASE | re.DOTALL)
LEFT_OPEN = "is struck through, and no note says what that means; its row is read as the others"
_WORD_FOR_STRUCK = re.compile(
    r"str(?:uck|ike)|crossed out|(?:durch|aus)gestrichen|barr[ée]|ray[ée]|tachad|riscad|barrat|doorgestreept"
    r"|doorgehaald|överstruk|genomstruk|overstreg|gjennomstrek|overstrek|yliviiva|skreślon|przekreślon|škrtnut|přeškrt|prečiark"
    r"|áthúz|tăiat|precrtan|prečrtan|зач[её]ркн|закреслен|зачеркнат|üstü çizili|διαγραμμέν"
    r"|删除线|刪除線|取り消し線|취소선",
    re.IGNORECASE,
)  # fmt: skip
_MEANS = re.compile(r"[=:–—-]|\s(?:means|is|are|bedeutet|sind|ist|betyder|betekent|significa)\s")


def meaning_of_strikes(notes: Iterable[str], plain: Callable[[str], str]) -> str:
    """The status that a note gives to what is struck through: ``Överstruken = samarbetet avslutat``; empty if none
    does. ``plain`` takes the signs of the format off a text."""
    return next(filter(None, (_meaning(note, plain) for note in notes)), "")


def _meaning(note: str, plain: Callable[[str], str]) -> str:
    if not (word := _WORD_FOR_STRUCK.search(note)):
        return ""
    behind = _MEANS.split(note[word.end() :], maxsplit=1)
    said = plain(behind[-1]).strip(" .")
    phrase = status_phrase(said)
    return phrase.status if phrase and phrase.status else status_within(said)


def without_strikes(cells: Iterable[str], means: str, plain: Callable[[str], str]) -> tuple[list[str], str]:
    """The texts of cells, and what is struck through and left open. The first cell keeps its text, and ``means`` is
    what a note says of it; elsewhere what is struck through beside other words does not count."""
    texts: list[str] = []
    out: list[str] = []
    for place, cell in enumerate(cells):
        struck = [plain(one or other) for one, other in STRIKE.findall(cell)]
        kept = plain(STRIKE.sub("" if place else r"\1\2", cell))
        if struck:
            kept = kept or struck[0]  # of a cell that is struck through as a whole
        if struck and means:
            kept = kept if place else f"{kept} ({means})"
        elif struck:
            out += [f"~~{text}~~" for text in struck]  # as it stands: alone, a word for a status would be one
        texts.append(kept)
    return texts, "; ".join(out)
