"""Columns of a few words, or of *yes* and *no*, beside ties under a header that says nothing.

They may tell how the ties stand, or their kinds, so they are asked about, and never just left unread."""

from __future__ import annotations

import shlex
from itertools import islice

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import CONTINENTS
from citygraph.imports.columns.draft import LOOKED_AT, SHOWN, Draft
from citygraph.imports.columns.figure_headers import figure_header
from citygraph.imports.columns.headers import meaning_of, names_a_post
from citygraph.imports.columns.survey import ColumnSurvey, Dependence, names_a_place
from citygraph.imports.columns.targets import ENDS
from citygraph.imports.values.missing import is_missing
from citygraph.imports.values.status_phrases import tells_status
from citygraph.imports.values.yes_or_no import YES_MEANS, answer, status_asked

_FEW = range(2, 6)
"""How many different words may be those for statuses or kinds."""
_FEWEST_ROWS = 4
_LONGEST = 40
_MOSTLY = 0.8
_PLACE = 2
"""The most digits of the place of a column."""
_OF_KINDS = frozenset({"group", "symmetric"})
"""What a table of ties that citygraph has exported says again of the kind of each."""
_SAID_BY_YES = {
    "active": "it is active",
    "ended": "it has ended",
    "dormant": "it is dormant",
    "planned": "it is planned",
}


def ask_about_unread_words(draft: Draft) -> None:
    """Ask what columns of a few words are that have no target, if nothing is known of their headers."""
    if draft.shape != "tie" or draft.job.sort != "table" or draft.years:
        return
    asked = " ".join(reading.option for question in draft.questions for reading in question.readings)
    open_columns = [
        column
        for name, column in draft.columns.items()
        if name not in draft.uses and shlex.quote(name) not in asked and not _is_explained(name)
    ]
    if {"kind", *_OF_KINDS} <= draft.columns.keys():
        open_columns = [column for column in open_columns if column.name not in _OF_KINDS]
    for column in open_columns:
        texts = [text for text in column.counts if answer(text) is not None or not is_missing(text)]
        answers = sum(answer(text) is not None for text in texts)
        has_answers = answers > 0 and answers >= _MOSTLY * len(texts)
        is_known = column.sort == "texts" and column.share(lambda text: tells_status(text) or _is_a_kind(draft, text))
        is_open = has_answers or is_known or _may_be_words(column, texts)
        if is_open and not _is_of_an_end(draft, column, surely=bool(has_answers or is_known)):
            asks = _what_yes_means if has_answers else _what_they_are
            draft.questions.append(asks(draft, column, texts))


def _is_a_kind(draft: Draft, text: str) -> bool:
    return bool(draft.job.kinds.called(text))


def _is_explained(header: str) -> bool:
    if header.isdigit():
        return len(header) > _PLACE  # in a table without a header, columns are called by their places
    return meaning_of(header) is not None or figure_header(header).what != header


def _may_be_words(column: ColumnSurvey, texts: list[str]) -> bool:
    """True if a column has a few words, again and again, that are no names of places or posts, and no codes."""
    if column.sort != "texts" or len(texts) not in _FEW or column.filled < max(_FEWEST_ROWS, len(texts) + 1):
        return False
    if all(map(str.isupper, texts)) or any(len(text) > _LONGEST or any(map(str.isdecimal, text)) for text in texts):
        return False
    return not any(names_a_place(text) or text.lower() in CONTINENTS for text in texts) and not all(
        map(names_a_post, texts)
    )  # who signed is no status


def _is_of_an_end(draft: Draft, column: ColumnSurvey, *, surely: bool) -> bool:
    """True if equal names of an end have equal texts there: these tell of the town, and not of its ties."""
    owners = [name for side in ENDS["tie"] if (name := draft.column_of(side))]
    seen = Dependence(owners, column.name, str.__eq__, frozenset())
    for row in islice(draft.job.rows(), LOOKED_AT):
        seen.see(row)
    return any(seen.shows(owner) if surely else seen.holds(owner) for owner in owners)


def _what_yes_means(draft: Draft, column: ColumnSurvey, texts: list[str]) -> Question:
    name = shlex.quote(column.name)
    shown = tuple(texts[:SHOWN])
    named = status_asked(column.name)
    statuses = dict.fromkeys((*([named] if named in _SAID_BY_YES else []), *_SAID_BY_YES))
    readings = [
        Reading(f"a yes: {_SAID_BY_YES[status]}", f"--map status={name} --set {YES_MEANS}={status}",
                tuple(status if answer(text) else text for text in shown))
        for status in statuses
    ]  # fmt: skip
    readings.append(Reading("something else: a remark", f"--map notes={name}", shown))
    what = f"`{column.name}` has yes and no: what does it ask? No word for it is known"
    return Question(draft.job.where, what, tuple(readings), shown)


def _what_they_are(draft: Draft, column: ColumnSurvey, texts: list[str]) -> Question:
    name = shlex.quote(column.name)
    shown = tuple(texts[:SHOWN])
    readings = [
        Reading(says, f"--map {target}={name}", shown)
        for target, says in {"status": "how the tie stands", "kind": "the kind of the tie"}.items()
        if target not in draft.targets and not (target == "kind" and draft.job.has_kind)
    ]
    readings.append(Reading("something else: a remark", f"--map notes={name}", shown))
    what = f"`{column.name}` has a few words beside the ties: what are they? No header says it"
    return Question(draft.job.where, what, tuple(readings), shown)
