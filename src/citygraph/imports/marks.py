"""Columns of marks: ``City, Eurocities, ICLEI, C40`` with *x*, *yes*, *1* or years in the cells. A row becomes a row
for each column that is marked, with the header in the column ``marked``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import says_membership
from citygraph.imports.columns.survey import ColumnSurvey, Survey
from citygraph.imports.values.missing import is_missing
from citygraph.imports.values.statuses import status_of
from citygraph.imports.values.yes_or_no import answer

MARKED = "marked"
"""The column that gets the headers of the marked columns."""
OTHERS = "others"
"""The column that gets the texts of all columns of names of which the user says nothing, one in each row."""
_YES = frozenset(("1", "•", "●", "■", "+", "*", "✅", "√"))
_NO = frozenset(("0", "-", "–", "—", "❌", "."))
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?:\.0)?", re.ASCII)
_LEAST = 2


def marked_columns(survey: Survey) -> list[str]:
    """The columns of marks, if there are several. Their headers have no meaning of their own, or tell of members."""
    found = [
        name for name, column in survey.columns.items()
        if (meaning_of(name) is None or says_membership(name)) and not name.isdigit() and _has_marks(column)
    ]  # fmt: skip
    return found if len(found) >= _LEAST and len(found) < len(survey.columns) else []


def is_mark(text: str) -> bool:
    """True if a text marks a cell, or says that it is not marked."""
    return text in _YES or text in _NO or answer(text) is not None


def _has_marks(column: ColumnSurvey) -> bool:
    texts = [text for text in column.counts if not is_missing(text)]
    fit = all(is_mark(text) or _YEAR.fullmatch(text) or status_of(text) is not None for text in texts)
    return column.is_whole and fit and any(is_mark(text) or _YEAR.fullmatch(text) for text in texts)


def by_mark(row: Mapping[str, str], columns: Sequence[str]) -> Iterator[dict[str, str] | tuple[str, str]]:
    """A row for each marked column, with the year or the status that stands there; for a cell that says neither yes nor
    no, the column and its text. A row without any mark stays one."""
    own = {name: text for name, text in row.items() if name not in columns}
    since, status = (name if name not in row else f"{MARKED}.{name}" for name in ("since", "status"))
    nothing = own | {MARKED: "", since: "", status: ""}
    is_marked = False
    for column in columns:
        text = row.get(column, "")
        said = True if text in _YES else False if not text or text in _NO else answer(text)
        header = _OF_MEMBERS.sub("", column) or column
        if said or _YEAR.fullmatch(text):
            year = text.removesuffix(".0") if said is None else ""
            yield nothing | {MARKED: header, since: year}
        elif said is None and status_of(text) is not None:
            yield nothing | {MARKED: header, status: text}
        elif said is None:
            yield column, text
            continue
        else:
            continue
        is_marked = True
    if not is_marked:
        yield nothing


def by_other(row: Mapping[str, str], columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """A row for the text of each of the columns; one if there is none."""
    own = {name: text for name, text in row.items() if name not in columns}
    texts = [text for name in columns if (text := row.get(name, ""))]
    yield from (own | {OTHERS: text} for text in texts or [""])


_OF_MEMBERS = re.compile(
    r"^(?:member(?:ship)? (?:of|in)(?: the)?|mitglied(?:schaft)? (?:im|in|bei|der|von)|membre (?:de la|de|du|d')|"
    r"miembro de|membro di|membro de)\s*", re.IGNORECASE
)  # fmt: skip
