"""What the columns of a table without a header show, so that the user can name them by number."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from itertools import pairwise

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.survey import ColumnSurvey

_LONGEST = 24
_OF_WORDS = 0.5
_MOST = 6
"""How many columns may be the name."""


def which_has_the_name(where: str, columns: Sequence[ColumnSurvey]) -> Question:
    """The question which column has the name, with options for what the others seem to be."""
    texts = [column for column in columns if column.share(_is_word) >= _OF_WORDS][:_MOST] or columns[:_MOST]
    others = _suggested(columns)
    readings = []
    for column in texts:
        maps = {"name": column.name} | {target: name for target, name in others.items() if name != column.name}
        option = " ".join(f"--map {target}={shlex.quote(name)}" for target, name in maps.items())
        readings.append(Reading(f"column {column.name}", f"--no-header {option}", _values(column)))
    what = f"there is no header; which of its {len(columns)} columns has the `name`?"
    return Question(where, what, tuple(readings))


def _is_word(text: str) -> bool:
    """Whether a text is no code and no number."""
    return len(text) > 1 and any(sign.isalpha() and not sign.isupper() for sign in text)


def _values(column: ColumnSurvey) -> tuple[str, ...]:
    return tuple(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…" for text in column.first())


def _suggested(columns: Sequence[ColumnSurvey]) -> dict[str, str]:
    """What the contents of columns suggest. Nothing is read by it before the user says so."""
    found = {}
    if columns and columns[0].is_of_ids and (not columns[0].is_whole or len(columns[0].counts) == columns[0].filled):
        found["key"] = columns[0].name
    if country := next((column.name for column in columns if column.sort == "countries"), ""):
        found["country"] = country
    for one, other in pairwise(columns):
        if _are_degrees(one, 90) and _are_degrees(other, 180):
            return found | {"lat": one.name, "lon": other.name}
    return found


def _are_degrees(column: ColumnSurvey, most: float) -> bool:
    def fits(text: str) -> bool:
        try:
            return "." in text and abs(float(text)) <= most
        except ValueError:
            return False

    return column.sort == "numbers" and column.share(fits) >= 0.95
