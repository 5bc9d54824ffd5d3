"""Cells beside a tie that say that something is not known, not decided, or not given: what they say is not lost."""

from __future__ import annotations

import re
from collections.abc import Mapping

from citygraph.domain.terms import STATUSES
from citygraph.domain.tie_rules import by_status
from citygraph.imports.columns.mapping import ColumnMapping
from citygraph.imports.columns.targets import FIGURES
from citygraph.imports.entity import note
from citygraph.imports.report import Outcome
from citygraph.imports.values.cells import Cell
from citygraph.imports.values.none_words import is_undecided, is_unknown

LAST_DAYS = ("until", "agreement.expires")
"""The last day of a tie and that of its agreement: registers write either of both."""


def why_no_day(target: str, text: str) -> str:
    """What words in the place of a day leave open, in words; empty if they say nothing, or are a day."""
    if is_undecided(text):
        return f"this says that `{target}` is not decided, or not told yet; it is in the notes"
    if target in LAST_DAYS and is_unknown(text):  # an end that nobody knows is no tie without an end
        return f"this says that `{target}` is not known: it may have ended; it is in the notes"
    return ""


def note_what_has_no_figure(
    facts: dict[str, str], texts: Mapping[str, str], read: Mapping[str, Cell | None], mapping: ColumnMapping
) -> None:
    """Keep what the cells of a row say of a figure that it does not have: of when it would be, and ``n/a``. ``texts``
    has them by target; what could not be ``read`` is kept already."""
    said = {target: text for target, text in texts.items() if mapping.constants.get(target) != text}
    about = [target for target in said if target.count(".") > 1 and mapping.forms.value(said[target], target)]
    if not about:
        return
    for target, text in said.items():
        inner = target.removeprefix(f"{FIGURES}.").partition(".")[2]
        if read.get(inner, _UNSAID) is not None and (target in about or re.search(r"[^\W\d_]", text)):
            note(facts, target, text)


def status_of_no_event(facts: dict[str, str]) -> tuple[Outcome, str, str] | None:
    """Leave the status open that nothing has that happens at a time: no meeting is suspended, or active. What has to be
    told of it; None if the status is another one."""
    status = facts.get("status", "")
    if status not in STATUSES or by_status(status).is_open or not by_status(status, "occurrence").is_open:
        return None
    del facts["status"]
    note(facts, "status", status)
    return "doubtful", status, "what happens at a time has no such status, so it is unknown; the word is in the notes"


def time_of_event(facts: dict[str, str]) -> list[tuple[Outcome, str, str]]:
    """Make one time of the first and the last day of what happens at a time, and say what has to be told of them. A
    last day alone is none: who has signed a charter may leave it years later."""
    since, until = facts.pop("since", ""), facts.pop("until", "")
    times = {"until": until} if until and (not since or "on" in facts) else {}
    if since and "on" in facts and facts["on"] != since:
        times = {"since": since, **times}
    elif since:
        facts["on"] = f"{since}/{until}" if until and not times else since
    for key, day in times.items():
        note(facts, key, day)
    why = "what happens at a time has no such day beside its own, so it is in the notes"
    return [("doubtful", f"{key} {day}", why) for key, day in times.items()]


_UNSAID = Cell("")
