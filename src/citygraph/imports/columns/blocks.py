"""Blocks of the same columns side by side, as ``City, Country, Year, City, Country, Year``: a list that goes on at its
right. A row becomes a row for each block."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from citygraph.domain.country_names import meanings
from citygraph.domain.names import fold
from citygraph.domain.subdivisions import subdivision
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import tells_of_ties
from citygraph.imports.columns.survey import Survey
from citygraph.imports.columns.towns_in_titles import owner_in

_AGAIN = re.compile(r" \(again(?: (\d+))?\)$")
_TIMES = frozenset(("since", "until", "year", "agreement.signed", "on"))

Block = Mapping[str, str]
"""The columns of the first block, each with the one that stands in its place in another."""


def blocks_of(survey: Survey, told_of: Collection[str]) -> list[Block]:
    """The blocks of a table, the first among them; none if its columns do not repeat as a whole, or if they may be the
    two ends of ties. They are none of these if a title tells of ties, and each block has its own time, or no row names
    the town in the title. ``told_of`` are the columns of which the user speaks."""
    columns = [name for name, one in survey.columns.items() if one.filled and not _numbers_rows(name)]
    first = [name for name in columns if not _AGAIN.search(name)]
    width = len(first)
    blocks = [columns[start : start + width] for start in range(0, len(columns), width)] if width else []
    if len(blocks) < 2 or any([_AGAIN.sub("", name) for name in block] != first for block in blocks):
        return []
    titles = [title for title in survey.titles if tells_of_ties(title)]
    if not titles or any(_AGAIN.search(name) for name in told_of) or any(map(_is_of_an_end, first)):
        return []
    has_times = any((meaning := meaning_of(name)) is not None and meaning.attribute in _TIMES for name in first)
    owners = {fold(owner) for title in titles if (owner := owner_in(title))}
    names_owner = any(fold(text) in owners for name in columns for text in survey.columns[name].texts)
    if names_owner or not (has_times or any(map(_is_a_town, owners))):
        return []
    return [dict(zip(first, block, strict=True)) for block in blocks]


def _is_a_town(name: str) -> bool:
    """True for a town, and no country or part of one, whose towns may stand in the first columns."""
    from citygraph.domain.gazetteer import is_a_name  # few tables have blocks

    return is_a_name(name) and not meanings(name) and not subdivision(name)


def _numbers_rows(name: str) -> bool:
    meaning = meaning_of(_AGAIN.sub("", name))
    return meaning is not None and meaning.attribute in ("row", "number")


def _is_of_an_end(name: str) -> bool:
    """True if a header says which end it is, as `Partner` does: columns for several partners are read otherwise."""
    meaning = meaning_of(name)
    return meaning is not None and meaning.side != ""
