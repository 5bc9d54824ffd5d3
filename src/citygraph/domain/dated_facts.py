"""What happens on each date of a tie, and if it did: the rules of the timeline."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from citygraph.domain.dates import OPEN, has_passed, is_ahead
from citygraph.domain.terms import OVER
from citygraph.domain.tie_rules import Stage, Tie, by_status, came_about, when

Happened = Literal[
    "proposed", "planned", "approved", "signed", "began", "took place", "seen", "unknown", "active", "resumed",
    "dormant", "suspended", "expired", "ended", "cancelled",
]  # fmt: skip
"""What happens to a tie on one of its dates."""
EntryMode = Literal["happened", "perhaps", "open", "ahead", "planned", "lapsed", "cancelled"]
"""If it happened: it ``happened``; its day has passed, and no source says that it took place (``perhaps``); its date
reaches to today or beyond, and no status says more (``open``); its date lies ``ahead``; it is only ``planned`` or
proposed; its day has passed, but it was a plan, or the end of a tie that stands (``lapsed``); it was ``cancelled``."""

_TO_COME = frozenset({Stage.PROPOSED, Stage.PLANNED})
_TURNS: dict[str, Happened] = {
    "proposed": "proposed",
    "planned": "planned",
    "dormant": "dormant",
    "suspended": "suspended",
    "ended": "ended",
    "cancelled": "cancelled",
    "unknown": "unknown",
}
_RESTS = frozenset({"dormant", *OVER})
"""The statuses after which *active* means that the tie has resumed."""
_PAPER: dict[str, Happened] = {"approved": "approved", "signed": "signed", "expires": "expired"}
_ENDS = frozenset({"ended", "left office", "suspended"})
_TOLD = frozenset({"seen", "said", "counted", "proposed", "planned", "cancelled", "unknown"})
"""What has happened if a source reports it, whatever has become of the tie."""


class DatedFact(NamedTuple):
    """A date of a tie, what happens on it, the stage that this rests on, and its own evidence if it has any."""

    when: str
    what: Happened
    rests_on: Stage
    evidence: Sequence[Mapping[str, Any]] | None = None


def of(tie: Tie) -> Iterator[DatedFact]:
    """Each date of a tie, once: a history may give the same date as ``since`` or ``until``."""
    status = tie["status"]
    now = by_status(status)
    if tie["nature"] == "occurrence" and (happened := when(tie)):
        yield DatedFact(happened, "took place", by_status(status, tie["nature"]))
    history = [dict(step) for step in tie.get("history") or ()]
    since, until = tie.get("since"), None if tie.get("until") == OPEN else tie.get("until")
    if history and until and history[-1].get("is") in OVER and history[-1].get("from") in (None, until):
        history[-1]["from"], until = until, None
    began = came_about(history)
    has_begun = Stage.ACTIVE if began is not None else now
    if began is not None and (history[began].get("is") in OVER or history[began].get("from") not in (None, since)):
        began = None
    if began is not None:
        history[began]["from"], since = since, None
    if since:
        yield DatedFact(since, "began", has_begun)
    for index, step in enumerate(history):
        if step.get("from"):
            rested = any(before["is"] in _RESTS for before in history[:index])
            turn = "began" if index == began else _TURNS.get(step["is"]) or ("resumed" if rested else "active")
            yield DatedFact(step["from"], turn, by_status(step["is"]), step.get("evidence"))
    agreement = tie.get("agreement") or {}
    for key, done in _PAPER.items():
        if key in agreement:
            yield DatedFact(agreement[key], done, now if now in _TO_COME else Stage.UNKNOWN)
    if tie.get("seen"):
        yield DatedFact(tie["seen"], "seen", now)
    if until:
        yield DatedFact(until, "suspended" if now is Stage.SUSPENDED and not history else "ended", now)


def undated(tie: Tie) -> tuple[Happened, Stage]:
    """What happens to a tie without a date, and the stage that this rests on."""
    rests_on = by_status(tie["status"], tie["nature"])
    return ("took place", rests_on) if tie["nature"] == "occurrence" else ("began", rests_on)


def event(ties: Iterable[Tie], *, has_words: bool) -> Stage | None:
    """What an event rests on. It took place if a source says so: of a tie to it, or by words that were said there
    (``has_words``). None if no source does, since an event has no status of its own."""
    took_place = has_words or any(by_status(tie["status"], tie["nature"]) is Stage.TOOK_PLACE for tie in ties)
    return Stage.TOOK_PLACE if took_place else None


def mode(what: str, rests_on: Stage | None, when: str | None, today: datetime.date) -> EntryMode:
    """If something happened: first from the stage of its tie (None for what is no tie), then from its date or period. A
    day that has passed does not make an event take place: a source says so, see :func:`event`."""
    ahead, past = when is not None and is_ahead(when, today), when is not None and has_passed(when, today)
    nobody_says = rests_on is None or rests_on.is_open
    if what in _TOLD:
        return "ahead" if ahead else "happened"
    if what in ("approved", "signed") and past:  # of a plan, too
        return "happened"
    if rests_on is Stage.CANCELLED:
        return "cancelled"
    if rests_on in _TO_COME:
        return "lapsed" if past else "planned"
    if ahead:
        return "ahead"
    if what in _ENDS and not nobody_says and not (rests_on and rests_on.is_over):
        return "lapsed" if past else "open"
    if past:
        return "perhaps" if what == "took place" and nobody_says else "happened"
    return "open" if nobody_says else "happened"


def is_a_wish(status: str | None) -> bool:
    """True if a plan is only proposed, so that it *may* come about, and is not *to*."""
    return status == "proposed"
