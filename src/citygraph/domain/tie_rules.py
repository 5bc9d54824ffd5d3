"""The rules about ties: what a tie's status and its dates mean. Each rule is here, once.

Whatever has to know more of a tie than what its record says asks here: what is drawn, exported, counted, compared and
told. So statuses are compared in this module and in :mod:`citygraph.domain.held`, and nowhere else; a test looks.
What a date means by itself is in :mod:`citygraph.domain.dates`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Literal, NamedTuple

from citygraph.domain.dates import OPEN, has_passed, is_ahead, parse_date
from citygraph.domain.terms import NEVER_HELD, OVER, STATUSES

Tie = Mapping[str, Any]
"""What is known of a tie, as an edge of the graph has it."""
Entry = Mapping[str, Any]
"""One entry of a dated history: ``is``, and perhaps ``from``."""

# ------------------------------------------------------------------ what a tie is today


class Stage(Enum):
    """What a tie is on a day: by its status; where that is *unknown*, by whether its last day has passed.

    Each has a ``word``, a ``doubt``, which is how far it is from what is so (0 is best), and is one of four: a plan
    (``is_plan``), which has not come about; a fact (``is_fact``), which is so or was done; over (``is_over``), which
    stood and does not now; or open (``is_open``): nobody says, so that it is no fact, and no end.
    """

    PLANNED = "planned", 3, "plan"  # or proposed
    CANCELLED = "cancelled", 4, "plan"
    STANDS = "stands", 0, "fact"
    DORMANT = "dormant", 1, "fact"
    TOOK_PLACE = "took place", 0, "fact"
    SUSPENDED = "suspended", 1, "over"
    OVER = "over", 2, "over"
    PERHAPS_OVER = "perhaps over", 1, "open"
    UNKNOWN = "unknown", 1, "open"

    def __init__(self, word: str, doubt: int, what: Literal["plan", "fact", "over", "open"]) -> None:
        self.word, self.doubt = word, doubt
        self.is_plan, self.is_fact = what == "plan", what == "fact"
        self.is_over, self.is_open = what == "over", what == "open"


_STANDING = {
    "proposed": Stage.PLANNED,
    "planned": Stage.PLANNED,
    "active": Stage.STANDS,
    "dormant": Stage.DORMANT,
    "suspended": Stage.SUSPENDED,
    "ended": Stage.OVER,
    "cancelled": Stage.CANCELLED,
    "unknown": Stage.UNKNOWN,
}
_OCCURRING = {
    **dict.fromkeys(STATUSES, Stage.UNKNOWN),
    "proposed": Stage.PLANNED,
    "planned": Stage.PLANNED,
    "ended": Stage.TOOK_PLACE,
    "cancelled": Stage.CANCELLED,
}
"""What occurs cannot be active, dormant or suspended; ``check`` refuses that, and here it says nothing."""


def stage(tie: Tie, today: datetime.date) -> Stage:
    """What a tie is today: see :class:`Stage`. A status that is to come on a day ahead is not that of today.

    >>> tie = {"nature": "standing", "status": "unknown", "until": "2026"}
    >>> [stage(tie, datetime.date(year, 11, 27)).word for year in (2025, 2026, 2027)]
    ['unknown', 'perhaps over', 'over']
    """
    status = status_of_today(tie, today)
    if tie["nature"] == "occurrence":
        return _OCCURRING[status]
    found = _STANDING[status]
    until = tie.get("until")
    if found is not Stage.UNKNOWN or until is None or until == OPEN:
        return found
    if has_passed(until, today):
        return Stage.OVER
    return Stage.PERHAPS_OVER if parse_date(until).earliest < today else found


def by_status(status: str | None) -> Stage:
    """What a status alone says of a tie that stands for a time; if there is none, it is unknown."""
    return _STANDING[status or "unknown"]


def is_told(status: str | None) -> bool:
    """Whether a source says how a tie stands: *unknown* is what nobody says."""
    return by_status(status) is not Stage.UNKNOWN


def can_be(status: str | None, nature: str) -> bool:
    """Whether a tie of this nature can have this status: what occurs is not active, dormant or suspended."""
    return nature != "occurrence" or not is_told(status) or _OCCURRING[status or "unknown"] is not Stage.UNKNOWN


def status_of_today(tie: Tie, today: datetime.date) -> str:
    """The status of a tie; of one with a history, that of its last entry before those that are ahead, *unknown* if all
    are."""
    history = tie.get("history")
    if not history:
        return str(tie["status"])
    begun = so_far([entry.get("from") for entry in history], today)
    return str(history[begun - 1].get("is", "unknown")) if begun else "unknown"


def so_far(begins: Sequence[str | None], today: datetime.date) -> int:
    """How many entries of a history, by the dates from which they count, come before the first that is ahead."""
    ahead = (index for index, begin in enumerate(begins) if begin and is_ahead(begin, today))
    return next(ahead, len(begins))


def in_a_word(status: str, stage: Stage) -> str:
    """What a tie is today as people read it: its status, unless it is something else than that says by itself.

    >>> in_a_word("ended", Stage.OVER), in_a_word("ended", Stage.TOOK_PLACE), in_a_word("unknown", Stage.OVER)
    ('ended', 'took place', 'over')
    """
    return status if by_status(status) is stage else stage.word


def doubt(stage: Stage, evidence: Sequence[Any]) -> int:
    """How doubtful a tie is, 0 being the least: by what it is today; then by whether a source says so."""
    return 2 * stage.doubt + (not evidence)


# ------------------------------------------------------------------ dates of a tie


def came_about(history: Sequence[Entry]) -> int | None:
    """Which entry of a history is the first that is no plan; None if all of them are.

    >>> came_about([{"is": "planned", "from": "2018"}, {"is": "active", "from": "2019"}])
    1
    """
    return next((index for index, entry in enumerate(history) if entry.get("is") not in NEVER_HELD), None)


def since(history: Sequence[Entry]) -> str | None:
    """Since when a tie holds, as its history says: from its first entry that is no plan. If that says that the tie is
    over, the tie held before, and nobody says since when.

    >>> since([{"is": "planned", "from": "2018"}, {"is": "active", "from": "2019"}])
    '2019'
    """
    first = came_about(history)
    return None if first is None or history[first].get("is") in OVER else history[first].get("from")


def when(tie: Tie) -> str | None:
    """When an occurrence takes place: on its own date, else when the event does that it joins; None if neither is
    known."""
    return tie.get("on") or tie.get("when")


def beginning(tie: Tie) -> str | None:
    """When a tie began, or took place, or is to: ``since`` of one that stands, else :func:`when`."""
    return when(tie) if tie["nature"] == "occurrence" else tie.get("since")


# ------------------------------------------------------------------ what happened on them

Happened = Literal[
    "proposed", "planned", "approved", "signed", "began", "took place", "seen", "unknown", "active", "resumed",
    "dormant", "suspended", "expired", "ended", "cancelled",
]  # fmt: skip
"""What happens to a tie on one of its dates."""
EntryMode = Literal["happened", "perhaps", "open", "ahead", "planned", "lapsed", "cancelled"]
"""Whether it did. It ``happened``; its day has passed, and nobody says that it took place (``perhaps``); its date
reaches to this day or beyond, and nobody says (``open``); its date lies ``ahead``; it is only ``planned`` or proposed;
its day has passed, but it was a plan, or an end though the tie stands (``lapsed``); it was ``cancelled``."""

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
"""After these, what is active again has been taken up again."""
_PAPER: dict[str, Happened] = {"approved": "approved", "signed": "signed", "expires": "expired"}
_ENDS = frozenset({"ended", "left office", "suspended"})
_TOLD = frozenset({"seen", "said", "counted", "proposed", "planned", "cancelled", "unknown"})
"""What has happened if a source tells of it, whatever became of the tie."""


class DatedFact(NamedTuple):
    """A date of a tie, what happens on it, the stage that this rests on, and evidence of its own, if it has some."""

    when: str
    what: Happened
    rests_on: Stage
    evidence: Sequence[Mapping[str, Any]] | None = None


def dated_facts(tie: Tie) -> Iterator[DatedFact]:
    """Each date that a tie has, once. A history and ``since``, ``until`` may say the same."""
    status = tie["status"]
    now = by_status(status)
    if tie["nature"] == "occurrence" and (happened := when(tie)):
        yield DatedFact(happened, "took place", _OCCURRING[status])
    history = [dict(step) for step in tie.get("history") or ()]
    since, until = tie.get("since"), None if tie.get("until") == OPEN else tie.get("until")
    if history and until and history[-1].get("is") in OVER and history[-1].get("from") in (None, until):
        history[-1]["from"], until = until, None
    began = came_about(history)
    has_begun = Stage.STANDS if began is not None else now
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
            yield DatedFact(agreement[key], done, now if now is Stage.PLANNED else Stage.UNKNOWN)
    if tie.get("seen"):
        yield DatedFact(tie["seen"], "seen", now)
    if until:
        yield DatedFact(until, "suspended" if now is Stage.SUSPENDED and not history else "ended", now)


def undated_fact(tie: Tie) -> tuple[Happened, Stage]:
    """What is to be said of a tie that has no date, and the stage that this rests on."""
    occurs = tie["nature"] == "occurrence"
    return ("took place", _OCCURRING[tie["status"]]) if occurs else ("began", by_status(tie["status"]))


def mode(what: str, rests_on: Stage | None, when: str | None, today: datetime.date) -> EntryMode:
    """Whether something happened: by the stage of the tie that it rests on, None if it is of no tie; then by its date,
    or period."""
    ahead, past = when is not None and is_ahead(when, today), when is not None and has_passed(when, today)
    nobody_says = rests_on is None or rests_on.is_open
    if what in _TOLD:
        return "ahead" if ahead else "happened"
    if what in ("approved", "signed") and past:  # of a plan, too
        return "happened"
    if rests_on is Stage.CANCELLED:
        return "cancelled"
    if rests_on is Stage.PLANNED:
        return "lapsed" if past else "planned"
    if ahead:
        return "ahead"
    if what in _ENDS and not nobody_says and not (rests_on and rests_on.is_over):
        return "lapsed" if past else "open"
    if past:
        return "perhaps" if what == "took place" and rests_on is Stage.UNKNOWN else "happened"
    return "open" if nobody_says else "happened"


def is_a_wish(status: str | None) -> bool:
    """Whether a plan is only proposed: it may come about, and is not to."""
    return status == "proposed"


# ------------------------------------------------------------------ figures

_TIMES = ("period", "during", "as_of")
"""The keys that say when a figure counts, the one that counts most first."""


def figure_time(observation: Mapping[str, Any]) -> str | None:
    """When a figure counts, as it is written: the ``period`` that it is about, else the id of the event ``during``
    which, else the date ``as_of`` which it held."""
    return next((observation[key] for key in _TIMES if key in observation), None)


def figure_date(observation: Mapping[str, Any], date_of: Callable[[str], str | None]) -> str | None:
    """The same as a date or period: for an event, ``date_of`` says when that is; if it does not know, the figure counts
    ``as_of`` its own date."""
    event = observation.get("during")
    return observation.get("period") or (date_of(event) if event else None) or observation.get("as_of")
