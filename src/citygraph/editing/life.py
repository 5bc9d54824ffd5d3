"""The life of a tie: how it stands, that it has ended, that it still stands."""

from __future__ import annotations

import datetime
from typing import Any

from citygraph.domain.dates import parse_date
from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import did_you_mean
from citygraph.domain.terms import STATED
from citygraph.domain.tie_rules import stage
from citygraph.editing.citing import CitedSource
from citygraph.editing.draft import FolderDraft
from citygraph.editing.evidence import GivenEvidence, cite, evidence_of
from citygraph.editing.records import change, written
from citygraph.folder.diagnostics import Where


def note_status(
    draft: FolderDraft, tie: str, word: str, on: str | None, given: GivenEvidence, end_reason: str | None = None
) -> str:
    """Add an entry to the history of a tie: its status from a day on, with who says so. Returns what was done.

    Raises:
        CityGraphError: if there is no such tie, status, date or source.
    """
    where = _tie(draft, tie)
    if word not in STATED:
        raise CityGraphError(f"`{word}` is no status; {did_you_mean(word, STATED) or ', '.join(STATED)}")
    item, source = evidence_of(draft, given)
    entry = {"is": word, **({"from": _date(on)} if on else {}), **item}
    before = written(draft, where).get("status")
    if isinstance(before, list):
        is_there = before[-1] == entry or (entry.keys() == {"is"} and before[-1].get("is") == word)
        history: Any = before if is_there else [*before, entry]
    elif entry.keys() == {"is"}:  # no day, and nobody who says so: there is no history to tell
        history = word
    else:
        history = [*([] if before not in STATED else [{"is": before}]), entry]
    change(draft, where, {"status": history, **({"end_reason": end_reason} if end_reason else {})})
    return f"`{where.id}` is {word}" + (f" from {on} on" if on else "") + _cited(draft, source)


def note_confirmation(draft: FolderDraft, tie: str, on: str | None, given: GivenEvidence) -> str:
    """Note that a source shows a tie in force: on a day, or on the day when the source was published. A later `seen`
    stays. Returns what was done.

    Raises:
        CityGraphError: as ``note_status``; or if no day is known.
    """
    where = _tie(draft, tie)
    stands = stage(draft.world.view.graph["ties"][where.id].data, datetime.date.today())
    if stands.is_over or stands.is_plan:
        raise CityGraphError(f"`{where.id}` is {stands.word}, so it cannot be confirmed; say how it stands now with "
                             f"`citygraph status {where.id} active`")  # fmt: skip
    item, source = evidence_of(draft, given)
    if source is not None and on is None:
        known = {**draft.world.view.graph["sources"].get(source.id, {}), **source.said}
        on = known.get("published") or known.get("retrieved")
    seen = _date(on) if on else None
    before = written(draft, where).get("seen")
    if seen and before and parse_date(str(before)).latest >= parse_date(seen).latest:
        seen = None
    change(draft, where, {"seen": seen} if seen else {}, [item] if item else [])
    return f"`{where.id}` is confirmed" + (f" for {on}" if on else "") + _cited(draft, source)


def _tie(draft: FolderDraft, text: str) -> Where:
    return Where("tie", draft.world.resolve(text, ("tie",)))


def _date(text: str) -> str:
    try:
        parse_date(text)
    except ValueError as error:
        raise CityGraphError(str(error)) from None
    return text


def _cited(draft: FolderDraft, source: CitedSource | None) -> str:
    """Write what is new of the source; the words for it."""
    if source is None:
        return ""
    grown = cite(draft, source)
    return f"; `{source.id}` is added" if source.is_new else f"; `{source.id}` gets {', '.join(grown)}" if grown else ""
