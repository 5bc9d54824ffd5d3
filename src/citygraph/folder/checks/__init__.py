"""The rules that need more than one key, or more than one file: one small function each.

A check looks at one record at a time, and can look up others in the whole
:class:`citygraph.folder.checks.check.CheckContext`. So when a file has changed, only its records and those that refer
to them need to be checked again. The docstring of a check is its text in the manual.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial

from citygraph.folder.checks import references, ties
from citygraph.folder.checks.check import Check, CheckContext, Mistake, check
from citygraph.folder.checks.quotes import quote_not_found
from citygraph.folder.diagnostics import Diagnostic, Diagnostics, Rule, Severity, text_of
from citygraph.folder.records import Part, Record
from citygraph.folder.rules import RULES


@check(
    "accepted-error",
    Severity.ERROR,
    ("accepted",),
    "cities:\n  osh: {name: Osh, country: KG}\n"
    "accepted:\n  - {check: unknown-source, record: osh, because: We shall add the paper.}\n",
    alone=("check",),
)
def accepted_error(record: Record, folder: CheckContext) -> Iterator[Mistake]:
    """An item of `accepted` names a check that finds errors. Only a warning can be accepted, since an error costs a
    part of the data. citygraph does not read the item."""
    code = record.data.get("check")
    if code in MANUAL and MANUAL[code].severity is Severity.ERROR:
        message = f"what `{code}` finds is an error, and only warnings can be accepted"
        yield Mistake(record.span("check"), message, "correct what it finds, and take this item out")


CHECKS = (
    references.duplicate_id,
    references.duplicate_name,
    references.dangling_end,
    references.unknown_source,
    references.unknown_reference,
    references.wrong_reference,
    ties.unknown_kind,
    ties.ends_contradict_kind,
    ties.wrong_end_type,
    ties.status_contradicts_kind,
    ties.dates_contradict_kind,
    ties.reversed_dates,
    ties.status_contradicts_dates,
    ties.status_contradicts_event,
    ties.until_has_passed,
    quote_not_found,
    ties.incomplete_kind,
    accepted_error,
)
"""All checks, in the order in which they run. Later checks can rely on earlier ones."""
MANUAL = {rule.code: rule for rule in (*RULES, *(one.rule for one in CHECKS))}
"""The rules of all mistakes by code, in the order of the manual. ``scripts/checks_manual.py`` makes ``docs/checks.md``
from them, and ``citygraph check --explain`` shows one."""


def run(
    record: Record, folder: CheckContext, report: Diagnostics, *, is_clean: bool = False
) -> tuple[bool, list[Part]]:
    """Report the mistakes of a record in its folder. Returns True if there is one, and the parts of the record that
    they cost. Of a record that ``is_clean``, the checks that look at it alone are known to find nothing."""
    some = False
    wrong: list[Part] = []
    for one in _checks_of(record.type, is_clean):
        for finding in one.look(record, folder):
            found = finding.rule or one.rule
            if found.severity is Severity.ERROR:
                wrong += finding.costs
            some = True
            report.tell(found, record.id, partial(_told, found, finding, record.id))
    return some, wrong


@cache
def _checks_of(type: str, is_clean: bool) -> list[Check]:
    """The checks of records of a type."""
    return [one for one in CHECKS if type in one.types and not (is_clean and one.alone)]


def _told(rule: Rule, mistake: Mistake, record: str) -> Diagnostic:
    span = mistake.span() if callable(mistake.span) else mistake.span
    return rule.at(span, mistake.message, text_of(mistake.hint), record)


def is_clean_alone(record: Record, folder: CheckContext) -> bool:
    """True if the checks that look only at the record itself find nothing."""
    return not any(any(one.look(record, folder)) for one in CHECKS if one.alone and record.type in one.types)
