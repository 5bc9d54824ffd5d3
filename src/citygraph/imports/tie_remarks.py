"""What stands beside the names of a row, within the word for its kind or alone in its remarks, and says how the tie
stands: ``Porirua (former)``, ``ehemalige Städtepartnerschaft``, ``suspended 2022``."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import suppress

from citygraph.domain.dates import OPEN, first_day, is_ahead, last_day
from citygraph.domain.model import DateText
from citygraph.domain.terms import STATUSES
from citygraph.domain.tie_rules import by_status, can_be, key_of_date, was_cancelled
from citygraph.imports.entity import note
from citygraph.imports.report import Outcome
from citygraph.imports.status_history import as_text, is_open
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.cells import in_form
from citygraph.imports.values.notes_on_ties import status_in_note
from citygraph.imports.values.status_clauses import says_more
from citygraph.imports.values.status_phrases import StatusPhrase, status_phrase
from citygraph.imports.values.status_stems import denies_validity, status_within
from citygraph.imports.values.statuses import may_have_ended
from citygraph.imports.values.statuses_of_kinds import Sort, in_words_for_ties

_NOTE = "remark"


def learn_remark(
    facts: dict[str, str], text: str, phrase: StatusPhrase | None, forms: CellForms, of: Sort | None
) -> tuple[Outcome, str, str]:
    """Add what a remark says, a ``phrase`` if it is understood, to the facts of a tie, and what has to be told of it.
    What the row says otherwise counts, and the remark goes to the notes. ``of`` tells of which sort the tie is."""
    if phrase is None and (status := status_within(text)):
        phrase = StatusPhrase(status)
        note(facts, _NOTE, text)
    if phrase is None:
        note(facts, _NOTE, text)
        return "doubtful", text, "this stands beside a name, and is no known status; it is in the notes"
    try:
        said = _facts(phrase, forms)
    except ValueError as error:
        note(facts, _NOTE, text)
        return "doubtful", text, f"{error}; the text is in the notes"
    is_noted = text in facts.get("notes", "")  # it stood among the remarks of the row
    is_dateless = bool(phrase.when or phrase.until) and said == {"status": phrase.status}
    happens_otherwise = of == "events" and not _is_of_events(text, said)
    if happens_otherwise or (not is_noted and (is_dateless or says_more(text))):
        note(facts, _NOTE, text)
    if happens_otherwise:  # what happens on a day has no status of a tie that stands
        return "doubtful", text, "this tells of a tie that stands, and this kind happens at a time; it is in the notes"
    for key, value in said.items():
        if facts.get(key, value) != value:
            note(facts, _NOTE, text)
            if key == "status" and not by_status(phrase.status).is_plain:
                why = f"`{text}` stands beside it"
                if told := open_status(facts, "", "", why):
                    return told
            why = f"it says that `{key}` is {value}, and its row that it is {facts[key]}; that is kept"
            return "doubtful", text, why
    facts |= said
    means = f"`{phrase.status}`" if phrase.status else "the end" if phrase.until else "the beginning"
    return "read", text, f"this is no part of a name or a kind, but says how the tie stands: {means}"


def _is_of_events(text: str, said: dict[str, str]) -> bool:
    """True if a remark says nothing but a status that an event can have, and is a word for those of events, or says
    that one does not take place."""
    if said.keys() != {"status"} or not can_be(said["status"], "occurrence"):
        return False
    return (
        in_words_for_ties(text, "events") != text or was_cancelled(said["status"]) or by_status(said["status"]).is_plan
    )


def learn_title(facts: dict[str, str], title: str, status: str) -> tuple[Outcome, str, str] | None:
    """Give a post the ``status`` that its title says, and tell of it; None if the title says none, or the row says more
    of it. If the row says that it is held, the status is open."""
    if not status or facts.get("status") == status:
        return None
    if by_status(status).is_plan and "until" in facts:
        return None
    if not is_open(facts.get("status", "")):
        return open_status(facts, "", "", f"its title is `{title}`")
    facts["status"] = status
    return "read", title, f"this title says how the post stands: `{status}`"


def open_status(facts: dict[str, str], key: str, text: str, why: str) -> tuple[Outcome, str, str] | None:
    """Leave the status of a tie open, where its row says that the tie holds, and another part of the row, the ``text``
    of a ``key``, that it does not: an end must never read like a tie that holds. None if the row says nothing of the
    sort."""
    status = facts.get("status", "")
    if status not in STATUSES or not by_status(status).is_fact:
        return None
    note(facts, "status", status)
    if key:
        note(facts, key, text)
    facts["status"] = "unknown"
    return "doubtful", "", f"its row says that it is {status}, but {why}: so `status` is unknown; both are in the notes"


def doubt_of_note(facts: dict[str, str], text: str) -> tuple[Outcome, str, str] | None:
    """Leave the status of a tie open, where a remark says in a sentence that it rests or has ended, and tell of it;
    only tell of it, where it may be about a part of the tie. None if it says no such thing, or the row knows. What is
    planned beside a tie that holds is another thing."""
    found = status_in_note(text)
    said = facts.get("status", "")
    if not found and denies_validity(text):
        stays = "its status stays unknown" if is_open(said) else f"its row says that it is {said}; that is kept"
        return "doubtful", text, f"this says that something is not valid, and not if no longer or not yet; {stays}"
    if not found:
        return None
    if is_open(said):
        return "doubtful", text, f"this may say that the tie is {found.status}; its status stays unknown"
    if by_status(found.status).is_plan or found.status == said:
        return None
    if not found.is_certain and said in STATUSES and by_status(said).is_fact:
        why = f"this may say that the tie is {found.status}, but its row says that it is {said}; that is kept"
        return "doubtful", text, why
    return open_status(facts, "", "", f"its notes may say that it is {found.status}")


def settle_cancelled(
    facts: dict[str, str], texts: Sequence[str], forms: CellForms, today: datetime.date
) -> tuple[Outcome, str, str] | None:
    """Tell what was cancelled before it began from what began and ended, by the dates of the row: many languages have
    one word for both. ``texts`` are those of the status, none if the user says what it is. What no date decides is
    unknown."""
    if not texts or facts.get("status") not in STATUSES or not was_cancelled(facts["status"]):
        return None
    phrases = filter(None, map(status_phrase, texts))
    said = next((when for phrase in phrases if (when := phrase.until or phrase.when)), "")
    last = facts.get("until", "")
    if said and not last:
        with suppress(ValueError):
            last = str(in_form(said, DateText(), forms, "until").text)
    begun = [facts[key] for key in _BEGINS if key in facts and not is_ahead(facts[key], today)]
    shown = ", ".join(texts)
    if last and (first := next(iter(begun), facts.get("agreement.approved", ""))) and _are_in_order(first, last):
        facts |= {"status": "ended", "until": last}
        return "read", shown, f"its row has a date before that, {first}: it has ended in {last}, and was not cancelled"
    if not begun and not any(map(may_have_ended, texts)):
        return None
    note(facts, "status", shown)
    facts["status"] = "unknown"
    why = f"though it began in {begun[0]}" if begun else "and the word may say that it ended"
    return "doubtful", shown, f"it was cancelled, {why}: so `status` is unknown; the text is in the notes"


_BEGINS = ("since", "agreement.signed")


def _are_in_order(first: str, last: str) -> bool:
    end = last_day(last)
    return last != OPEN and end is not None and first_day(first) < end


def _facts(phrase: StatusPhrase, forms: CellForms) -> dict[str, str]:
    if phrase.status and by_status(phrase.status).is_plan:
        return {"status": phrase.status}  # its date is no date of the tie yet, so it stays in the notes
    when, until = (in_form(text, DateText(), forms, "since").text if text else "" for text in phrase[1:])
    if until and not phrase.status:
        return {key: date for key, date in (("since", when), ("until", until)) if date}
    status = {"status": phrase.status} if phrase.status else {}
    if not when:
        return status
    if key := key_of_date(phrase.status or None):
        return {**status, key: when}
    return {"status": as_text([("unknown", ""), (phrase.status, when)])}  # it began before it was suspended
