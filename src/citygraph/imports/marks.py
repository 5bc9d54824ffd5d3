"""Columns of marks: ``City, Eurocities, ICLEI, C40`` with *x*, *yes*, *1*, letters or years in the cells. A row
becomes a row for each column that is marked, with the header in the column ``marked``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.partnership_words import says_membership
from citygraph.imports.columns.survey import ColumnSurvey, Survey
from citygraph.imports.values.missing import is_missing
from citygraph.imports.values.statuses import says_no_tie, status_of
from citygraph.imports.values.yes_or_no import answer

MARKED = "marked"
"""The column that gets the headers of the marked columns."""
OTHERS = "others"
"""The column that gets the texts of all columns of names of which the user says nothing, one in each row."""
_YES = frozenset(("1", "•", "●", "■", "+", "*", "✅", "√"))
_NO = frozenset(("0", "-", "–", "—", "❌", "."))
_YEAR = re.compile(r"(?:1[89]|20)\d\d(?:\.0)?", re.ASCII)
_LETTER = re.compile(r"[^\W\d_]")
_CROSSES = frozenset(("x", "X", "×"))
_FULL, _HOLLOW = frozenset("●•■★"), frozenset("○◯□☆")
_LEAST = 2
_SOME = 0.3
"""The least share of marks in a column where other texts stand, too, as *(online)*."""
_LONGEST = 3
"""More words are no remark beside marks."""
_TIMES = frozenset(("since", "until", "year", "on", "as_of", "period", "date"))


class Marks(NamedTuple):
    """The ``columns`` of marks of a table. ``means`` has what its letters stand for: what a title or a note says, or
    nothing. ``has`` are the columns that a row for each mark gets: *since*, *status*, *notes*."""

    columns: list[str]
    means: Mapping[str, str]
    has: frozenset[str]

    @property
    def letters(self) -> list[str]:
        """Those letters that no title explains."""
        return [letter for letter, meaning in self.means.items() if not meaning]


def marks_of(survey: Survey) -> Marks:
    """The columns of marks, if there are several. Their headers have no meaning of their own, or tell of members or
    towns, and never of times; beside columns of nothing but marks, other texts may stand, too."""
    free = [column for name, column in survey.columns.items()
            if not name.isdigit() and _may_be_marked(name) and not _tells_a_time(name)]  # fmt: skip
    whole = [one for one in free if _share_of_marks(one) == 1]
    bare = any(meaning_of(one.name) is None or says_membership(one.name) for one in whole)
    found = [
        one.name for one in free
        if one in whole or (bare and _share_of_marks(one) >= _SOME and one.share(_is_short) == 1)
    ]  # fmt: skip
    if not bare or len(found) < _LEAST or len(found) == len(survey.columns):
        return Marks([], {}, frozenset())
    texts = {text: None for name in found for text in survey.columns[name].counts if not is_missing(text)}
    means = _meanings(list(texts), [*survey.titles, *survey.notes])
    if not means and not any(is_mark(text) or _YEAR.fullmatch(text) for text in texts):
        return Marks([], {}, frozenset())
    has = {"since": any(map(_YEAR.fullmatch, texts)), "notes": bool(means),
           "status": any(answer(text) is None and status_of(means.get(text) or text) for text in texts)}  # fmt: skip
    return Marks(found, means, frozenset(name for name, is_there in has.items() if is_there))


def marked_columns(survey: Survey) -> list[str]:
    """The columns of marks, if there are several."""
    return marks_of(survey).columns


def is_mark(text: str) -> bool:
    """True if a text marks a cell, or says that it is not marked."""
    return text in _YES or text in _NO or answer(text) is not None


def _may_be_marked(header: str) -> bool:
    meaning = meaning_of(header)
    return meaning is None or says_membership(header) or meaning.side == "to" or meaning.thing in ("city", "event")


def _tells_a_time(header: str) -> bool:
    """True for a column of times, also of objects in a list, as `memberships.from`."""
    if says_membership(header) and not any(sign in header for sign in " ._"):
        return (meaning := meaning_of(header)) is not None and meaning.attribute in _TIMES
    meanings = [meaning_of(header)] + [meaning_of(header.rpartition(".")[2])] * ("." in header)
    return header.rpartition(".")[2].casefold() in ("from", "to") or any(
        one is not None and one.attribute in _TIMES for one in meanings
    )


def _is_short(text: str) -> bool:
    return len(text.split()) <= _LONGEST


def _share_of_marks(column: ColumnSurvey) -> float:
    """The share of the cells that have a mark, a letter, a year or a status; 0 if none has a mark, a letter, or a
    year."""
    counts = {text: number for text, number in column.counts.items() if not is_missing(text)}
    marks = {text for text in counts if is_mark(text) or _YEAR.fullmatch(text) or _is_letter(text)}
    fit = sum(number for text, number in counts.items() if text in marks or status_of(text) is not None)
    return fit / sum(counts.values()) if column.is_whole and marks else 0.0


def _is_letter(text: str) -> bool:
    return _LETTER.fullmatch(text) is not None and text.upper() != text.lower()


def _meanings(texts: Sequence[str], explained: Sequence[str]) -> dict[str, str]:
    """What letters in the place of marks mean. One letter for *yes*, alone or beside one for *no*, is a plain mark."""
    known = _legend(explained)
    letters = [text for text in texts if text in known or _is_letter(text)]
    letters = [text for text in letters if text not in _CROSSES or text in known]
    if _FULL.intersection(texts):  # a circle beside a dot is something else
        letters += [text for text in texts if text in _HOLLOW and text not in letters]
    plain = [text for text in texts if text in _YES or (answer(text) and text not in letters)]
    yes = [text for text in letters if answer(text)]
    if all(answer(text) is not None for text in letters) and len(yes) < 2 and not (yes and plain):
        letters = [text for text in letters if text in known]
    return {text: known.get(text, "") for text in letters if answer(text) is not False or text in known}


_EXPLAINED = re.compile(r"(?<![^\W_])([^\W_]{1,2}|[^\w\s,;()=|/–—-])\s*(?:=|[:–—-](?=\s))\s*([^,;()=|/]*[^\s,;()=|/])")


def _legend(texts: Iterable[str]) -> dict[str, str]:
    """What marks mean, as a title or a note explains them: ``(1 = member, A = associate)``."""
    return {mark: meaning for text in texts for mark, meaning in _EXPLAINED.findall(text)}


_NOT = re.compile(
    r"(?:not?|non|nicht|kein\w*|pas|нет|не|nie|ne|nej|inte|ikke|ei|sin|sem|geen|niet|yok|değil)\b", re.IGNORECASE
)


def by_mark(row: Mapping[str, str], marks: Marks) -> Iterator[dict[str, str] | tuple[str, str]]:
    """A row for each marked column, with the year or the status that stands there, and with what a letter means; for a
    cell that says neither yes nor no, the column and its text. A row without any mark stays one."""
    own = {name: text for name, text in row.items() if name not in marks.columns}
    since, status, notes = (name if name not in row else f"{MARKED}.{name}" for name in ("since", "status", "notes"))
    called = {"since": since, "status": status, "notes": notes}
    nothing = own | {MARKED: ""} | {called[name]: "" for name in called if name in marks.has}
    is_marked = False
    for column in marks.columns:
        text = row.get(column, "")
        meaning = marks.means.get(text)
        said = True if text in _YES else False if not text or text in _NO else answer(text)
        header = _OF_MEMBERS.sub("", column) or column
        if meaning is not None:
            if answer(meaning) is False or says_no_tie(meaning) or _NOT.match(meaning):
                continue
            if status_of(meaning) is not None:
                yield nothing | {MARKED: header, status: meaning}
            else:
                is_plain = says_membership(meaning) and " " not in meaning
                note = f"{text} = {meaning}" if meaning else f"marked {text}"
                yield nothing | {MARKED: header} | ({} if is_plain else {notes: note})
        elif said or _YEAR.fullmatch(text):
            year = text.removesuffix(".0") if said is None else ""
            yield nothing | {MARKED: header} | ({since: year} if year else {})
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
