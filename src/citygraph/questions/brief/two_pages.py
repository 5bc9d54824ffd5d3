"""How much of a brief two pages have room for."""

from __future__ import annotations

from bisect import bisect_right
from math import ceil

from citygraph.domain.lens import Lens
from citygraph.graph.asked import Asked
from citygraph.questions.brief.document import BriefDocument, written
from citygraph.questions.brief.facts import Brief, Meeting

MOST = 40
"""The most things that a document lists under one word, if nobody asks for another number; fewer if two pages have no
room for them."""
_FEWER = (3, 4, 5, 7, 9, 11, 14, 18, 24, 30, MOST)
_ROOM, _ROW, _SOURCE_ROW = 104, 118, 70
"""How many rows two pages have beside the map, and how many letters a row of text and a row of a source have: of the
PDF, measured with texts of many lists."""


def document_of(facts: Brief | Meeting, asked: Asked, lens: Lens, limit: int | None = None) -> BriefDocument:
    """The words of a brief. At most ``limit`` things under one word; without a limit, as many as two pages have room
    for. The others are counted."""
    if limit is not None:
        return written(facts, asked, lens, limit)
    documents = {MOST: written(facts, asked, lens, MOST)}

    def rows(most: int) -> int:
        if most not in documents:
            documents[most] = written(facts, asked, lens, most)
        return _rows(documents[most])

    fitting = len(_FEWER) if rows(MOST) <= _ROOM else bisect_right(_FEWER, _ROOM, key=rows)
    return documents[_FEWER[max(fitting, 1) - 1]]


def _rows(document: BriefDocument) -> int:
    """About how many rows a document takes on paper."""

    def rows(text: str, room: int) -> int:
        wide = sum(2 if letter >= "\u1100" else 1 for letter in text)
        return -(-wide // room)

    found = 0.0
    for title, groups in document.sections():
        found += 2.4 * bool(title)
        for group, lines in groups:
            found += 1.9 * bool(group)
            for line in lines:
                parts = [line.text] if line.what else [item.text for item in line.items]
                found += sum(1.15 * rows(f"{line.what}: {part} {' '.join(line.notes)}", _ROW) for part in parts)
    for source in document.sources:  # in two columns, in smaller letters
        texts = (f"{source.title} {source.about} {source.url or ''}", *(passage for _, passage in source.passages))
        found += sum(0.45 * (rows(text, _SOURCE_ROW) + 0.5) for text in texts)
    return ceil(found)
