"""Which columns tell of the tie or the post itself."""

from __future__ import annotations

import shlex
from itertools import islice

from citygraph.imports.asking import Question, Reading
from citygraph.imports.columns.claims import OUTVOTES, SURE, Claim
from citygraph.imports.columns.date_forms import goes_on, holds_terms
from citygraph.imports.columns.draft import LOOKED_AT, SHOWN, Draft
from citygraph.imports.columns.figure_headers import property_in
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.targets import ENDS, FIGURES, is_target
from citygraph.imports.columns.tie_kinds import are_remarks

_OF_AN_EVENT = ("on", "since", "agreement.signed")
"""What a table of events tells of their time; where they have a first and a last day, the first."""


def assign_facts(draft: Draft) -> None:
    """Give the columns about the tie or the post, and about the source of the row, to their targets."""
    claims = draft.claims if draft.job.sort == "table" else _without_times_of_display(draft)
    for claim in claims:
        if claim.group == "row":
            draft.take(claim, claim.inner)
        elif claim.group == "fact":
            _assign_fact(draft, claim)


def _assign_fact(draft: Draft, claim: Claim) -> None:
    """A column about the tie or the post. A year alone says when that began, or of when a figure is."""
    inner = claim.inner
    if inner == "observations.value.period":
        inner = _of_a_period(draft, claim)
    if inner == "year" and draft.shape == "node" and draft.type == "event":
        inner = "on"
    if inner in ("year", "as_of") or (inner == "on" and draft.shape == "node" and draft.type != "event"):
        first, *others = (_times_of_figures(draft) if inner == "as_of" else _of_a_year(draft, claim)) or [""]
        inner = first
        for target in others:
            draft.found.setdefault(target, []).append(claim.column)
    elif draft.shape == "node":
        times = dict.fromkeys(_OF_AN_EVENT, "when") if draft.type == "event" else {}
        inner = {"title": "name", "notes": "notes", **times}.get(inner, "")
        if inner == "when" and inner in draft.targets:
            return
        if inner == "name" and ("name" in draft.found or _names_no_city(draft, claim)):
            return
    elif inner == "on" and draft.shape == "tie" and claim.why not in SURE:
        inner = "since"  # of what stands for a time, a date is its first day; an occurrence gets it as its day
    elif inner == "kind" and claim.fits < 2 and (draft.job.has_kind or are_remarks(draft, claim)):
        inner = "notes"  # none of its words is a kind
    if inner and is_target(inner, draft.shape):
        draft.take(claim, inner)


def _of_a_period(draft: Draft, claim: Claim) -> str:
    """The target of a column of stretches of time: those of the ties, or of their figures; empty if that is asked.
    Figures have no stretch that goes on, and a status is one of a tie; several stretches of one pair are of figures."""
    values = [one for one in draft.claims if one.inner == "observations.value"]
    column = draft.columns[claim.column]
    if not values or draft.shape != "tie":
        return "since"
    if draft.job.sort != "table" or not holds_terms(column):
        return claim.inner
    has_status = "status" in draft.targets or any(one.inner == "status" for one in draft.claims)
    if has_status or any(map(goes_on, column.texts)):
        return "since"
    ends = [draft.column_of(side) for side in ENDS["tie"]]
    pairs = [tuple(row.get(name, "") for name in ends) for row in islice(draft.job.rows(), LOOKED_AT)]
    if len({*pairs}) < len(pairs):
        return claim.inner
    rows = draft.job.survey.first[:SHOWN]
    figure, time = values[0].column, shlex.quote(claim.column)
    readings = (
        Reading("since when and until when the tie stands", f"--map since={time}", column.first()),
        Reading(f"the years of `{figure}`", f"--map {claim.inner}={time}",
                tuple(f"{row.get(figure, '')} in {row.get(claim.column, '')}" for row in rows)),
    )  # fmt: skip
    what = f"`{claim.column}`: is it when the tie stands, or of when `{figure}` is?"
    draft.questions.append(Question(draft.job.where, what, readings))
    return ""


def _names_no_city(draft: Draft, claim: Claim) -> bool:
    """A title is that of a record, an agreement say, as long as it is that of no known town."""
    column = draft.columns[claim.column]
    return draft.type == "city" and draft.job.sort == "table" and column.towns < OUTVOTES


def _of_a_year(draft: Draft, claim: Claim) -> list[str]:
    """The targets of a column of years: the times of the figures that have none, or else the beginning of the tie. If
    the row may have a figure that is not read, that is asked."""
    times = _times_of_figures(draft)
    if times or draft.shape == "node":
        return times
    if draft.shape == "tie" and draft.job.sort == "table" and (figure := _unread_figure(draft)):
        target, time = f"{FIGURES}.{property_in(figure) or 'value'}", _time_of_figures(draft)
        rows = draft.job.survey.first[:SHOWN]
        readings = (
            Reading(f"the year of `{figure}`",
                    f"--map {target}={shlex.quote(figure)} --map {target}.{time}={shlex.quote(claim.column)}",
                    tuple(f"{row.get(figure, '')} in {row.get(claim.column, '')}" for row in rows)),
            Reading("since when the tie stands", f"--map since={shlex.quote(claim.column)}",
                    tuple(f"since {row.get(claim.column, '')}" for row in rows)),
        )  # fmt: skip
        what = f"`{claim.column}`: is it the year of `{figure}`, or of the tie?"
        draft.questions.append(Question(draft.job.where, what, readings))
        return []
    return ["since"]


def _times_of_figures(draft: Draft) -> list[str]:
    """The targets of the times of those figures that have none."""
    time = _time_of_figures(draft)
    of_claims = [one.inner for one in draft.claims if one.group == "fact" and draft.shape == "tie"]
    figures = [target for target in dict.fromkeys((*draft.found, *of_claims)) if _is_a_figure(target)]
    return [f"{figure}.{time}" for figure in figures if f"{figure}.{time}" not in draft.found]


def _time_of_figures(draft: Draft) -> str:
    return "as_of" if draft.shape == "node" else "period"


def _is_a_figure(target: str) -> bool:
    return target.startswith(f"{FIGURES}.") and target.count(".") == 1


def _unread_figure(draft: Draft) -> str:
    """The first column of numbers that may be figures of ties, and that nothing reads; empty if there is none."""
    claimed = {claim.column for claim in draft.claims}
    for name, column in draft.columns.items():
        meaning = meaning_of(name)
        may_count = meaning is None or meaning.has_target or meaning.attribute == "count"
        is_free = name not in claimed and name not in draft.uses
        if column.sort == "numbers" and is_free and may_count and not column.counts_rows:
            return name
    return ""


def _without_times_of_display(draft: Draft) -> list[Claim]:
    """In formats of graphs, ``start`` and ``end`` are the times at which an edge is shown, if attributes have the
    dates of the tie: ``since`` and ``until``."""
    claims = draft.claims
    named = {claim.column.lower() for claim in claims} | set(draft.found)
    if not named & {"since", "until", "on"}:
        return claims
    shown = {"start", "end"} & draft.columns.keys() - draft.uses.keys()
    for name in shown:
        draft.use(name, "", "the time at which it is shown")
    return [claim for claim in claims if claim.column not in shown]
