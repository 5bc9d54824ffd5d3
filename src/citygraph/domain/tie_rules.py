"""The rules about ties: what a tie's status and its dates mean. Each rule is here, once.

All that draws, exports, counts, compares or lists ties asks here what they are. Only this module,
:mod:`citygraph.domain.dated_facts` (what happens on the dates of a tie) and :mod:`citygraph.domain.held` (when a tie
held) compare statuses; a test looks for others. What a date means by itself is in :mod:`citygraph.domain.dates`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, Literal

from citygraph.domain.dates import OPEN, first_day, has_passed, is_ahead, parse_date, parse_period
from citygraph.domain.terms import DENIED, DISPUTED, NEVER_HELD, OVER, STATUSES_OF_TODAY

Tie = Mapping[str, Any]
"""What is known of a tie, as an edge of the graph has it."""
Entry = Mapping[str, Any]
"""One entry of a dated history: ``is``, and perhaps ``from``."""

# ------------------------------------------------------------------ what a tie is today


class Stage(Enum):
    """What a tie is on a day: by its status; where that is *unknown*, by whether its last day has passed.

    Each stage has the ``word`` that people read, and a ``doubt``: how far the tie is from a fact, 0 being the least.
    Each is one of four: a plan (``is_plan``) has not come about; a fact (``is_fact``) is so, or was done; what is over
    (``is_over``) stood, and does not stand now; of what is open (``is_open``) nobody can say how it stands, so it is
    neither fact nor end. A fact that needs no further word ``is_plain``. :mod:`citygraph.domain.tie_words` says how
    each stage reads and looks.
    """

    PROPOSED = "proposed", 3, "plan"
    PLANNED = "planned", 3, "plan"
    CANCELLED = "cancelled", 4, "plan"
    ACTIVE = "active", 0, "fact"
    DORMANT = "dormant", 1, "fact"
    TOOK_PLACE = "took place", 0, "fact"
    SUSPENDED = "suspended", 1, "over"
    ENDED = "ended", 2, "over"
    OVER = "over", 2, "over"  # no source says that it ended, but its last day has passed
    PERHAPS_OVER = "perhaps over", 1, "open"
    UNKNOWN = "unknown", 1, "open"
    DISPUTED = "disputed", 1, "open"

    def __init__(self, word: str, doubt: int, what: Literal["plan", "fact", "over", "open"]) -> None:
        self.word, self.doubt = word, doubt
        self.is_plan, self.is_fact = what == "plan", what == "fact"
        self.is_over, self.is_open = what == "over", what == "open"
        self.is_plain = self.is_fact and not doubt

    __hash__ = object.__hash__  # a member is one object; Enum's own hash is Python code, and counting ties would wait


_STANDING = {stage.word: stage for stage in Stage if stage.word in STATUSES_OF_TODAY}
_OCCURRING = {
    **_STANDING,
    "ended": Stage.TOOK_PLACE,
    # What occurs cannot be one of these. `check` refuses them, and here they say nothing.
    **dict.fromkeys(("active", "dormant", "suspended"), Stage.UNKNOWN),
}


def stage(tie: Tie, today: datetime.date) -> Stage:
    """What a tie is today: see :class:`Stage`. A status that is to come on a day ahead is not that of today.

    >>> tie = {"nature": "standing", "status": "unknown", "until": "2026"}
    >>> [stage(tie, datetime.date(year, 11, 27)).word for year in (2025, 2026, 2027)]
    ['unknown', 'perhaps over', 'over']
    """
    history = tie.get("history")
    status = status_of_today(history, today) if history and tie["status"] != DISPUTED else tie["status"]
    found = by_status(status, tie["nature"])
    until = tie.get("until")
    if found is not Stage.UNKNOWN or tie["nature"] == "occurrence" or until is None or until == OPEN:
        return found
    if has_passed(until, today):
        return Stage.OVER
    return Stage.PERHAPS_OVER if parse_date(until).earliest < today else found


Standing = tuple[str, Stage]
"""How a tie stands on a day: its status as the graph has it, and what it is that day, its stage."""


def standing(tie: Tie, today: datetime.date) -> Standing:
    """How a tie stands today."""
    return tie["status"], stage(tie, today)


def grounds(tie: Tie) -> dict[str, Any]:
    """What the standing of a tie follows from, on each day: its nature and its status, and more only if the day
    matters. Ties with equal grounds always stand alike.

    >>> grounds({"nature": "standing", "status": "active", "since": "1990", "until": "2030"})
    {'nature': 'standing', 'status': 'active'}
    >>> grounds({"nature": "standing", "status": "unknown", "since": "1990", "until": "2030"})
    {'nature': 'standing', 'status': 'unknown', 'until': '2030'}
    """
    nature, status, history = tie["nature"], tie["status"], tie.get("history")
    found = {"nature": nature, "status": status}
    turns = history and status != DISPUTED
    if turns:
        found["history"] = statuses_of(history or ())
    if (turns or by_status(status, nature) is Stage.UNKNOWN) and nature != "occurrence" and tie.get("until"):
        found["until"] = tie["until"]
    return found


def statuses_of(history: Sequence[Entry]) -> list[Entry]:
    """The statuses of a history and their dates, without what else its entries say."""
    return [{key: entry[key] for key in ("is", "from") if key in entry} for entry in history]


def by_status(status: str | None, nature: str = "standing") -> Stage:
    """What a status alone says of a tie of this nature. Without a status it is unknown."""
    return (_OCCURRING if nature == "occurrence" else _STANDING)[status or "unknown"]


def is_told(status: str | None) -> bool:
    """True if a source says how the tie stands: the status *unknown* says nothing."""
    return by_status(status) is not Stage.UNKNOWN


def contradict(one: str | None, other: str | None, nature: str = "standing") -> bool:
    """True if two statuses that are told of one tie contradict each other in whether it holds, or took place: one is a
    fact, and the other is another thing. None of them may read like the tie then.

    >>> contradict("active", "ended"), contradict("dormant", "active"), contradict("ended", "suspended")
    (True, True, False)
    >>> contradict("active", "unknown"), contradict("planned", "ended", "occurrence")
    (False, True)
    """
    is_fact = any(by_status(status, nature).is_fact for status in (one, other))
    return is_fact and one != other and is_told(one) and is_told(other)


def was_cancelled(status: str | None) -> bool:
    """True if a status says that a tie was planned, and never came about."""
    return by_status(status) is Stage.CANCELLED


def can_be(status: str | None, nature: str) -> bool:
    """True if a tie of this nature can have this status: an occurrence is not active, dormant or suspended."""
    return not is_told(status) or by_status(status, nature) is not Stage.UNKNOWN


def status_of_today(history: Sequence[Entry], today: datetime.date) -> str:
    """The status that a history gives to its tie: that of the last entry before those ahead; if all are ahead, it is
    *unknown*."""
    begun = so_far([entry.get("from") for entry in history], today)
    return str(history[begun - 1].get("is", "unknown")) if begun else "unknown"


def status_since(tie: Tie, today: datetime.date) -> str | None:
    """Since when a tie has the status of today, if its history says so and neither ``since`` nor ``until`` does.

    >>> tie = {
    ...     "status": "suspended",
    ...     "since": "1992",
    ...     "history": [{"is": "active"}, {"is": "suspended", "from": "2022"}],
    ... }
    >>> status_since(tie, datetime.date(2026, 11, 27))
    '2022'
    """
    history = tie.get("history") or ()
    begun = so_far([entry.get("from") for entry in history], today)
    if not begun or history[begun - 1].get("is") != tie["status"]:  # its evidence gives another
        return None
    begin: str | None = history[begun - 1].get("from")
    return None if begin in (tie.get("since"), tie.get("until")) else begin


def key_of_date(status: str | None) -> str | None:
    """The key of a date that a source gives beside a status: when the tie began, or ended. None if it is the date of
    the status itself, or of a plan.

    >>> key_of_date(None), key_of_date("ended"), key_of_date("suspended")
    ('since', 'until', None)
    """
    return {None: "since", "active": "since", "ended": "until"}.get(status)


def so_far(begins: Sequence[str | None], today: datetime.date) -> int:
    """The number of entries of a history before the first that is ahead; ``begins`` are their dates."""
    ahead = (index for index, begin in enumerate(begins) if begin and is_ahead(begin, today))
    return next(ahead, len(begins))


def status_in_evidence(record: Mapping[str, Any]) -> str | None:
    """The status that the evidence of a tie gives it; None if it gives none. It is *disputed* if two items give two
    statuses, if one gives another than the record, or if one denies the tie. *Unknown* contradicts nothing. If a status
    of the record is lost (None, for what could not be read), the others alone settle nothing.

    >>> status_in_evidence({"status": "active", "evidence": [{"source": "a"}, {"source": "b", "status": "ended"}]})
    'disputed'
    """
    given = set()
    for item in record.get("evidence", ()):  # a loop: a comprehension costs more, and most items give none
        if status := item.get("status"):
            given.add(status)
    given.discard("unknown")
    if not given:
        return None
    claims = given | ({record["status"]} if is_told(record.get("status")) else set())
    if DENIED in claims or len(claims) > 1:
        return DISPUTED
    return None if record.get("status", "unknown") is None else min(claims)


def all_evidence(tie: Tie) -> Sequence[Mapping[str, Any]]:
    """The evidence of a tie: that of its record, then that of each entry of its history. A status of today may rest on
    the history alone.

    >>> suspended = {"is": "suspended", "from": "2022", "evidence": [{"source": "newspaper"}]}
    >>> [item["source"] for item in all_evidence({"evidence": [{"source": "chronicle"}], "history": [suspended]})]
    ['chronicle', 'newspaper']
    """
    own: Sequence[Mapping[str, Any]] = tie.get("evidence", ())
    history = tie.get("history")
    return [*own, *(item for entry in history for item in entry.get("evidence", ()))] if history else own


def told_by(tie: Tie) -> set[str]:
    """The ids of the persons or bodies that tell of a tie: those whose words its evidence reports, and those who signed
    its agreement.

    >>> told_by({"evidence": [{"source": "chronicle", "by": "mayor"}], "agreement": {"signed_by": ["deputy"]}}) == {
    ...     "mayor",
    ...     "deputy",
    ... }
    True
    """
    speakers = {item.get("by") for item in all_evidence(tie)}
    return {*filter(None, speakers), *(tie.get("agreement") or {}).get("signed_by", ())}


def doubt(stage: Stage, evidence: Sequence[Any]) -> int:
    """The doubt of a tie, 0 being the least: first that of its stage, then one more if no source attests the tie."""
    return 2 * stage.doubt + (not evidence)


# ------------------------------------------------------------------ dates of a tie


def came_about(history: Sequence[Entry]) -> int | None:
    """The index of the first entry of a history that is no plan; None if all entries are plans.

    >>> came_about([{"is": "planned", "from": "2018"}, {"is": "active", "from": "2019"}])
    1
    """
    return next((index for index, entry in enumerate(history) if entry.get("is") not in NEVER_HELD), None)


def since(history: Sequence[Entry]) -> str | None:
    """Since when a tie holds, as its history says: the date of the first entry that is no plan. If that entry ends the
    tie, the tie held before it, and the history does not say since when.

    >>> since([{"is": "planned", "from": "2018"}, {"is": "active", "from": "2019"}])
    '2019'
    """
    first = came_about(history)
    return None if first is None or history[first].get("is") in OVER else history[first].get("from")


def until(history: Sequence[Entry]) -> str | None:
    """When a tie ended, as its history says: the date of the last entry, if that ends the tie. A suspension is no end.

    >>> until([{"is": "active", "from": "1992"}, {"is": "ended", "from": "2014-05-09"}])
    '2014-05-09'
    >>> until([{"is": "active", "from": "1992"}, {"is": "suspended", "from": "2022-03-08"}])
    """
    last: Entry = history[-1] if history else {}
    return last.get("from") if last.get("is") == "ended" else None


def when(tie: Tie) -> str | None:
    """When an occurrence takes place: on its own date, else on that of the event that it joins; None if neither is
    known."""
    return tie.get("on") or tie.get("when")


def beginning(tie: Tie) -> str | None:
    """When a tie began, or took place, or is to: ``since`` of one that stands, else :func:`when`."""
    return when(tie) if tie["nature"] == "occurrence" else tie.get("since")


def are_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """True if the times of two ties of one kind between the same two tell that they are two, not one told twice: the
    first had ended when the second began, or they took place on other days. What is unknown tells nothing.

    >>> (
    ...     are_apart({"since": "1987", "until": "1999"}, {"since": "2005"}),
    ...     are_apart({"since": "1987"}, {"since": "2005"}),
    ... )
    (True, False)
    """
    if one.get("on") and other.get("on"):
        days = [parse_period(tie["on"]) for tie in (one, other)]
        first, second = sorted(days, key=lambda day: day.start.earliest)
        return first.end is not None and first.end.latest < second.start.earliest
    earlier, later = sorted((one, other), key=lambda tie: tie.get("since") or "")
    ends, begins = earlier.get("until"), later.get("since")
    if ends in (None, OPEN) or begins is None or earlier.get("since") == begins:
        return False
    return first_day(begins) >= first_day(str(ends))


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
