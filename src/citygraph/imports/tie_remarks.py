"""What stands beside the names of a row, within the word for its kind or alone in its remarks, and says how the tie
stands: ``Porirua (former)``, ``ehemalige Städtepartnerschaft``, ``suspended 2022``."""

from __future__ import annotations

from citygraph.domain.model import DateText
from citygraph.domain.terms import STATUSES
from citygraph.domain.tie_rules import by_status, key_of_date
from citygraph.imports.entity import note
from citygraph.imports.report import Outcome
from citygraph.imports.status_history import as_text
from citygraph.imports.values.cell_forms import CellForms
from citygraph.imports.values.cells import in_form
from citygraph.imports.values.status_phrases import StatusPhrase
from citygraph.imports.values.status_stems import status_within

_NOTE = "remark"


def learn_remark(
    facts: dict[str, str], text: str, phrase: StatusPhrase | None, forms: CellForms, is_occurrence: bool
) -> tuple[Outcome, str, str]:
    """Add what a remark says, a ``phrase`` if it is understood, to the facts of a tie, and what has to be told of it.
    What the row says otherwise counts, and the remark goes to the notes."""
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
    if is_occurrence or ((phrase.when or phrase.until) and said == {"status": phrase.status}):
        note(facts, _NOTE, text)
    if is_occurrence:  # what happens on a day has no status of a tie that stands
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


def _facts(phrase: StatusPhrase, forms: CellForms) -> dict[str, str]:
    when, until = (in_form(text, DateText(), forms, "since").text if text else "" for text in phrase[1:])
    if until and not phrase.status:
        return {key: date for key, date in (("since", when), ("until", until)) if date}
    status = {"status": phrase.status} if phrase.status else {}
    if not when or (phrase.status and by_status(phrase.status).is_plan):
        return status  # that of a plan is no date of the tie yet, so it stays in the notes
    if key := key_of_date(phrase.status or None):
        return {**status, key: when}
    return {"status": as_text([("unknown", ""), (phrase.status, when)])}  # it began before it was suspended
