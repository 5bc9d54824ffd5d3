"""Words for statuses that mean something else of other ties: of missions, of what happens at a time, of posts."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from citygraph.domain.kinds import Kind
from citygraph.imports.values.missions import OF_MISSIONS
from citygraph.imports.values.status_phrases import tells_status
from citygraph.imports.values.stretches import goes_on
from citygraph.imports.values.word_tables import rows_of

Sort = Literal["missions", "events", "posts"]
"""Sorts of kinds with words of their own, each in its table: ``statuses_of_events.csv``."""
OF_POSTS = "holds-post"


def sort_of(kind: Kind) -> Sort | None:
    """Which words of their own the ties of a kind have; None if they have none."""
    if kind.nature == "occurrence":
        return "events"
    return {OF_MISSIONS: "missions", OF_POSTS: "posts"}.get(kind.id)  # type: ignore[return-value]


def says_status(text: str, of: Sort) -> bool:
    """True for a text that says how something of this sort stands, in words for all ties or in its own.

    >>> (
    ...     says_status("geschlossen seit 2012", "missions"),
    ...     says_status("abierto", "missions"),
    ...     says_status("Lyon", "missions"),
    ... )
    (True, True, False)
    """
    return tells_status(in_words_for_ties(text, of))


def in_words_for_ties(text: str, of: Sort | None) -> str:
    """A text in the place of a status, with words for the statuses of all ties.

    >>> in_words_for_ties("geschlossen seit 2012", "missions"), in_words_for_ties("elmaradt", "events")
    ('ended seit 2012', 'cancelled')
    >>> in_words_for_ties("verstorben 2011", "posts"), in_words_for_ties("held", None)
    ('ended 2011', 'held')
    """
    if of is None or len(text) > _LONGEST or not any(map(str.isalpha, text)):
        return text
    return _words(of).sub(lambda found: _statuses(of)[found[0].casefold()], text)


def of_a_holder(text: str, of: Sort | None) -> tuple[str, ...]:
    """The status of a post whose time, or the word in the place of its status, says that it goes on now; else none. A
    partnership *since 1990, until now* may only be one of whose end nobody has told.

    >>> of_a_holder("incumbent", "posts"), of_a_holder("2014–present", "posts"), of_a_holder("present", None)
    (('active',), ('active',), ())
    """
    return ("active",) if of == "posts" and goes_on(text) else ()


_LONGEST = 80
"""No status has more characters."""


@cache
def _statuses(of: Sort) -> dict[str, str]:
    return {word.casefold(): status for word, status in _listed(of)}


@cache
def _words(of: Sort) -> re.Pattern[str]:
    """The words, the longest first: *closed* is a part of *temporarily closed*."""
    words = sorted((word for word, _ in _listed(of)), key=len, reverse=True)
    return re.compile("|".join(rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])" for word in words), re.IGNORECASE)


def _listed(of: Sort) -> list[tuple[str, str]]:
    return [(word, row["status"]) for row in rows_of(f"statuses_of_{of}.csv") for word in row["words"].split(";")]
