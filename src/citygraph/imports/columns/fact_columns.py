"""Which columns tell of the tie or the post itself."""

from __future__ import annotations

from citygraph.imports.columns.claims import SURE, Claim
from citygraph.imports.columns.draft import Draft
from citygraph.imports.columns.targets import FIGURES, is_target
from citygraph.imports.columns.tie_kinds import are_remarks

_ONE_END = "the rows name one end"


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
    if inner == "observations.value.period" and not any(one.inner == "observations.value" for one in draft.claims):
        inner = "since"  # a stretch of time
    if inner == "year":
        figures = [target for target in draft.found if target.startswith(FIGURES) and target.count(".") == 1]
        if draft.shape == "node":
            of_nodes = [target for target in figures if f"{target}.as_of" not in draft.found]
            inner = f"{of_nodes[0]}.as_of" if len(of_nodes) == 1 else ""
        elif draft.has_value:
            inner = "observations.value.period"
        else:
            inner = "since"
    elif draft.shape == "node":
        may_be_tie = inner in ("since", "agreement.signed", "status") and draft.type == "city"
        if may_be_tie and draft.job.sort == "table" and not any(_ONE_END in said for said in draft.says):
            draft.says.append(f"`{claim.column}` tells of a tie, and {_ONE_END}: if all have the same "
                             "other end, name it, as in --set to.name='C40 Cities' --kind member-of")  # fmt: skip
        inner = {"title": "name", "notes": "notes"}.get(inner, "")
        if inner == "name" and "name" in draft.found:
            return
    elif inner == "on" and draft.shape == "tie" and claim.why not in SURE:
        inner = "since"  # of what stands for a time, a date is its first day; an occurrence gets it as its day
    elif inner == "kind" and claim.fits < 2 and (draft.job.has_kind or are_remarks(draft, claim)):
        inner = "notes"  # none of its words is a kind
    if inner and is_target(inner, draft.shape):
        draft.take(claim, inner)


def _without_times_of_display(draft: Draft) -> list[Claim]:
    """In formats of graphs, ``start`` and ``end`` are the times at which an edge is shown, if attributes have the
    dates of the tie: ``since`` and ``until``."""
    claims = draft.claims
    named = {claim.column.lower() for claim in claims} | set(draft.found)
    if not named & {"since", "until", "on"}:
        return claims
    shown = [claim for claim in claims if claim.column in ("start", "end")]
    for claim in shown:
        draft.use(claim.column, "", "the time at which it is shown")
    return [claim for claim in claims if claim not in shown]
