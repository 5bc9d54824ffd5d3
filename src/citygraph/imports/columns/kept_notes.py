"""What a question keeps in the notes, so that nothing of a row is lost: the columns that its reading does not need."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.headers import meaning_of

_NUMBERS = ("numbers", "places")
"""What is no remark: figures and coordinates."""


def as_notes(draft: Draft, read: Sequence[str], also: Sequence[str] = ()) -> str:
    """The options that keep as notes what nothing else reads, but for private data of persons. ``read`` are the columns
    that a reading has already, ``also`` those that seem to be something else, and are nothing in this reading."""
    known = {claim.column for claim in draft.claims if claim.inner != "title" and claim.thing != "person"}
    left = [
        name
        for name, column in draft.columns.items()
        if column.filled
        and column.sort not in _NUMBERS
        and name not in (*read, *draft.uses)
        and (name not in known or name in also)
        and not ((meaning := meaning_of(name)) and meaning.is_private)
    ]
    return "".join(f" --map notes={shlex.quote(name)}" for name in left)
