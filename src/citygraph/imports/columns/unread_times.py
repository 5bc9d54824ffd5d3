"""Dates and years beside ties and posts that no header explains: they are asked about, and never just left unread."""

from __future__ import annotations

import re
import shlex

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.date_forms import holds_terms
from citygraph.imports.columns.draft import SHOWN, Draft
from citygraph.imports.columns.figure_headers import figure_header
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.survey import ColumnSurvey
from citygraph.imports.columns.target_words import in_words
from citygraph.imports.values.dates import DECIMAL_YEAR

_OF_A_FACT = {
    "tie": {
        "since": "since when the tie stands",
        "until": "until when it stood",
        "agreement.signed": "when its agreement was signed",
    },
    "post": {"since": "since when the post is held", "until": "until when it was held"},
}
"""By shape: what a time beside a tie or a post can be, by target."""
_YEAR = re.compile(r"(\d{4})(?:[.,]\d+)?", re.ASCII)
_YEARS = range(1900, 2051)
"""Numbers of four digits outside these are counts or postcodes as often as years."""
_MOSTLY = 0.8
_PLACE = 2
"""The most digits of the place of a column."""
_SURELY = 2
"""How well contents fit a target for which they speak."""
_OTHER_THINGS = ("event", "affair", "person", "organization")
"""What has times of its own: a visit, a flight."""
_TIMES = (
    "since",
    "until",
    "on",
    "year",
    "period",
    "term",
    "agreement.signed",
    "agreement.expires",
    "agreement.approved",
)
_NO_TIMES = ("", "name", "part_of", "part_of.code", "code", "title", "kind", "status")
"""What no stretch of time is: such a header is another word here, as `الولاية`, a state and a term of office, is."""


def ask_about_unread_times(draft: Draft) -> None:
    """Ask what columns of dates and years are that have no target, if nothing is known of their headers."""
    if draft.shape == "node" and draft.type == "official" and draft.job.is_alone:
        _ask_where_terms_are(draft)
    if draft.shape not in _OF_A_FACT or draft.job.sort == "node" or draft.years:
        return
    asked = " ".join(reading.option for question in draft.questions for reading in question.readings)
    for column in draft.columns.values():
        if column.name in draft.uses or shlex.quote(column.name) in asked:
            continue
        if holds_unknown_times(column) and not _has_lost(draft, column):
            draft.questions.append(_what_it_is(draft, column))


def _has_lost(draft: Draft, column: ColumnSurvey) -> bool:
    """Keep as notes what seems to have a time that another column has, as the user says."""
    target = next((one.inner for one in draft.claims if one.column == column.name and one.inner in draft.said.map), "")
    if target not in _OF_A_FACT[draft.shape]:
        return False
    draft.found.setdefault("notes", []).append(column.name)
    draft.use(column.name, "notes", f"header: {in_words(target, draft.shape)}, which another column has, as you say")
    draft.says.append(
        f"`{column.name}` seems to have {in_words(target, draft.shape)}, too, and --map {target} names another column: "
        "it is in the notes"
    )
    return True


def _ask_where_terms_are(draft: Draft) -> None:
    """Terms of officials are those of posts: where no column says where these are held, that is asked."""
    claims = [claim for claim in draft.claims if claim.inner in ("since", "until") and claim.column not in draft.uses]
    if draft.job.sort != "table" or all(claim.fits < _SURELY for claim in claims):
        return
    names = [claim.column for claim in claims]
    texts = tuple(
        " – ".join(filter(None, (row.get(name, "") for name in names))) for row in draft.job.survey.first[:SHOWN]
    )
    notes = " ".join(f"--map notes={shlex.quote(name)}" for name in names)
    readings = (
        Reading("posts of one place: write its name", "--set of.name=NAME", texts),
        Reading("posts of one organization: write its name", "--set of.name=NAME --set of.type=organization", texts),
        Reading("no terms: remarks on the persons", notes, texts),
    )
    named = ", ".join(f"`{name}`" for name in names)
    what = f"{named} may tell of terms, but no column says where the posts are held"
    draft.questions.append(Question(draft.job.where, what, readings, texts))


def holds_unknown_times(column: ColumnSurvey) -> bool:
    """True if a column has dates or years, and its header does not say that they are those of something else."""
    return _holds_times(column) and not _is_explained(column)


def _holds_times(column: ColumnSurvey) -> bool:
    if column.sort == "dates":
        return True
    are_years = column.sort == "years" or (column.sort == "numbers" and column.share(DECIMAL_YEAR.fullmatch) > 0)
    return are_years and column.share(_is_a_recent_year) >= _MOSTLY


def _is_a_recent_year(text: str) -> bool:
    found = _YEAR.fullmatch(text)
    return found is not None and int(found[1]) in _YEARS


def _is_explained(column: ColumnSurvey) -> bool:
    """True if a header says that a column is something else: an id, a figure, a birth, when a row was written."""
    header = column.name
    if header.isdigit():
        return len(header) > _PLACE  # in a table without a header, columns are called by their places
    meaning = meaning_of(header)
    if meaning is not None:
        may_be = [one.attribute for one in (meaning, *meaning.others)]
        return not {*may_be} & {*_TIMES, *(_NO_TIMES if holds_terms(column) else ())}
    words = filter(None, map(meaning_of, re.findall(r"[^\W\d_]+", header)))
    return figure_header(header).what != header or any(
        not one.has_target or one.thing in _OTHER_THINGS for one in words
    )


def _what_it_is(draft: Draft, column: ColumnSurvey) -> Question:
    rows = [row for row in draft.job.survey.first if row.get(column.name)][:SHOWN]
    texts = tuple(row[column.name] for row in rows) or column.first()
    name = shlex.quote(column.name)
    may_be = _OF_A_FACT[draft.shape]
    if holds_terms(column):
        may_be = {"since": "from when to when"}
    readings = [
        Reading(says, f"--map {target}={name}", tuple(f"{target.rpartition('.')[2]} {text}" for text in texts))
        for target, says in may_be.items()
        if target not in draft.targets
    ]
    readings.append(Reading("something else: a remark", f"--map notes={name}", texts))
    what = f"`{column.name}` has {'dates' if column.sort == 'dates' else 'years'}: what are they?"
    return Question(draft.job.where, f"{what} No header says it", tuple(readings), texts)
