"""The questions that a folder keeps, as its files write them."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from citygraph.folder.diagnostics import Span
from citygraph.store.layout import decoded

MOST_QUESTIONS = 100
"""How many questions a folder may keep."""


class SavedQuestion(NamedTuple):
    """A question as a file keeps it, with the places of its id and its command."""

    id: str
    sentence: str
    command: str
    at_id: Span
    at_command: Span


def saved_questions(database: sqlite3.Connection) -> list[SavedQuestion]:
    """The questions that the files keep, in order. Several may have one id; the first is the one that is asked."""
    rows = database.execute(
        "SELECT id, sentence, command, spans FROM _questions JOIN _files USING (f) ORDER BY file, place"
    )
    return [
        SavedQuestion(id, sentence, command, *(Span(*span) for span in decoded(spans)))
        for id, sentence, command, spans in rows
    ]
