"""What is wrong in a folder: the mistakes of all its files, without the findings that the folder accepts.

The store keeps the mistakes of each file with the file. What is accepted is taken out when they are read: so if an item
of ``accepted`` changes, no other file has to be looked at.
"""

from __future__ import annotations

import dataclasses
import datetime
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.names import did_you_mean
from citygraph.domain.terms import NODE_TYPES
from citygraph.folder.checks import MANUAL, run
from citygraph.folder.diagnostics import (
    Accepted,
    Diagnostic,
    Diagnostics,
    Rule,
    Said,
    Severity,
    Sifted,
    Span,
    Where,
    text_of,
)
from citygraph.folder.fixes import Sure
from citygraph.folder.rules import ACCEPTED_UNNEEDED, WRONG_CHECK, WRONG_QUESTION
from citygraph.store import own_checks
from citygraph.store.cross_file import StoredDeclarations, declared_kinds, vocabulary_of
from citygraph.store.layout import decoded, only
from citygraph.store.own_checks import MOST_CHECKS, RECORD, OwnCheck
from citygraph.store.places import spans
from citygraph.store.problems import KeptProblems, decode_problems
from citygraph.store.rows import SelfContainedChecks
from citygraph.store.saved_questions import MOST_QUESTIONS, SavedQuestion, saved_questions


class _Item(NamedTuple):
    """An item of ``accepted``, with the places of its code and its id as the store has them."""

    code: str
    record: str
    because: str
    spans: str

    @property
    def at_code(self) -> Span:
        return Span(*decoded(self.spans)[0])

    @property
    def at_record(self) -> Span:
        return Span(*decoded(self.spans)[1])


WhyNot = Callable[[str], tuple[str, str] | None]
"""Says why a command line asks no question of the folder, and the way out; None if it asks one."""


class Checked(NamedTuple):
    """What is wrong in a folder, and what is accepted, both in order of place. Of each code the first thousand are
    listed; at the end a diagnostic says how many there are besides (``more``)."""

    problems: tuple[Diagnostic, ...]
    accepted: tuple[Accepted, ...]


class FolderCheck:
    """Gathers what is wrong in a folder: ``problems``, and what is ``accepted``."""

    def __init__(self, database: sqlite3.Connection, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._ask = database.execute
        self.problems = Diagnostics()
        self.accepted = Diagnostics()
        self._met: set[tuple[str, str]] = set()
        self._accepts: dict[str, set[str]] = defaultdict(set)
        for code, record in self._ask("SELECT DISTINCT code, record FROM _accepted"):
            self._accepts[code].add(record)
        for file, *texts in self._ask("SELECT file, problems, found FROM _files ORDER BY file").fetchall():
            self._file(file, [decode_problems(text) for text in texts if text])
        self._own = own_checks.declared_checks(database)
        self._ran: set[str] = set()

    def checked(self) -> Checked:
        """All of it."""
        self._tell_unneeded()
        problems = sorted(self.problems, key=lambda one: one.order)
        accepted = []
        for one in sorted(self.accepted, key=lambda one: one.order):
            item = self._first_item(one.code, one.record)
            accepted.append(Accepted(one, item.because, item.at_code))
        for one in self.accepted.not_listed():
            message = f"{one.more:,} more of `{one.code}` are accepted, and not listed"
            accepted.append(Accepted(dataclasses.replace(one, message=message), "", one.span))
        return Checked((*problems, *self.problems.not_listed()), tuple(accepted))

    # ---------------------------------------------------------------- the mistakes of files

    def _file(self, file: str, kept: list[KeptProblems]) -> None:
        """Add the mistakes of a file: those that it has alone, and those that all files together show."""
        found = Sifted(self._accepts)
        of_code: Counter[tuple[str, Severity]] = Counter()
        several: list[Diagnostic] = []
        for listed, numbers in kept:
            of_code.update(numbers)
            several += listed
        for one in sorted(several, key=lambda one: one.order):
            found.add(one)
            of_code[one.code, one.severity] -= 1
        if any(number and self._accepts.get(code) for (code, _), number in of_code.items()):
            found = self._looked_at_again(file)  # some that are not kept may be accepted, too
        else:
            found.numbers.update(of_code)
        self._include(found)

    def _include(self, found: Sifted) -> None:
        """Add mistakes, and what is accepted of them."""
        self.problems.include(found)
        self.accepted.include(found.accepted)
        self._met |= found.met

    def _looked_at_again(self, file: str) -> Sifted:
        """The mistakes of a file with more than are kept."""
        alone, across = Sifted(self._accepts), Sifted(self._accepts)
        contents = self._declarations.look_at(file, alone)
        for record in contents.records:
            run(record, self._declarations, across)
        found = Sifted(self._accepts)
        found.include(contents.diagnostics)
        found.include(across)
        for part in (alone, across):
            found.accepted.include(part.accepted)
            found.met |= part.met
        found.sort(key=lambda one: one.order)
        return found

    @cached_property
    def _declarations(self) -> StoredDeclarations:
        (today,) = self._ask("SELECT value FROM _meta WHERE key = 'today'").fetchone()
        vocabulary, _ = vocabulary_of(declared_kinds(self._database))
        alone = SelfContainedChecks(vocabulary, datetime.date.fromisoformat(today))
        return StoredDeclarations(self._database, self._folder, alone)

    # ---------------------------------------------------------------- the folder's own checks

    def run_own(self, seconds: float | None, severities: Collection[Severity] = tuple(Severity)) -> bool:
        """Run the checks of the folder's own that find mistakes of these severities, for so many seconds of work at
        most, and add what they find. True if they have found something, or cannot run."""
        found = Sifted(self._accepts)
        answers = {}
        before = self.problems.numbers.total()
        wanted = [check for check in self._that_can_run() if check.severity in severities]
        for check, answer in own_checks.run(self._database, wanted, self._accepts, seconds):
            if isinstance(answer, own_checks.NotRun):
                self._cannot_run(check, answer.at, answer.message, answer.hint)
            else:
                answers[check] = answer
        places = self._places({row[RECORD] for answer in answers.values() for row in answer.rows})
        for check, answer in answers.items():
            self._ran.add(check.id)
            rule = Rule(check.id, check.severity, "", "")
            hint = f"a check of this folder, at {check.at_id.file}:{check.at_id.line}"
            for row in answer.rows:
                id = row[RECORD]
                found.add(rule.at(places.get(id, check.at_id), check.said(row), hint, id))
            found.numbers[check.id, check.severity] = answer.number
            found.accepted.numbers[check.id, check.severity] = answer.number_accepted
            found.met |= {(check.id, id) for id in answer.met}
        self._include(found)
        return self.problems.numbers.total() > before

    def _that_can_run(self) -> Iterator[OwnCheck]:
        """The first hundred of the folder's own checks; those that have a name of their own."""
        first: dict[str, Span | None] = dict.fromkeys(MANUAL)
        for number, check in enumerate(self._own):
            if number >= MOST_CHECKS:
                message = f"`{check.id}` is not run: a folder may have {MOST_CHECKS} checks of its own"
                self.problems.tell(WRONG_CHECK, "", partial(WRONG_CHECK.at, check.at_id, message))
            elif check.id in first:
                at = first[check.id]
                hint = f"the first is at {at.file}:{at.line}" if at else "it is one of citygraph's own checks"
                self._cannot_run(check, check.at_id, "the name is taken", hint)
            else:
                first[check.id] = check.at_id
                yield check

    def _cannot_run(self, check: OwnCheck, at: Span, message: str, hint: str) -> None:
        self.problems.add(WRONG_CHECK.at(at, f"`{check.id}`: {message}", hint))

    # ---------------------------------------------------------------- the questions that it keeps

    def look_at_questions(self, why_not: WhyNot) -> bool:
        """Add what is wrong with the questions that the folder keeps. True if something is."""
        first: dict[str, SavedQuestion] = {}
        is_wrong = False
        for number, question in enumerate(saved_questions(self._database)):
            reason: tuple[str, str] | None
            at = question.at_id
            if number >= MOST_QUESTIONS:
                reason = f"it is not looked at: a folder may keep {MOST_QUESTIONS} questions", ""
            elif question.id in first:
                other = first[question.id].at_id
                reason = "the name is taken", f"the first is at {other.file}:{other.line}"
            else:
                first[question.id] = question
                at, reason = question.at_command, why_not(question.command)
            if reason is not None:
                is_wrong = True
                message, hint = reason
                told = partial(WRONG_QUESTION.at, at, f"`{question.id}`: {message}", hint)
                self.problems.tell(WRONG_QUESTION, "", told)
        return is_wrong

    def _places(self, ids: Collection[str]) -> dict[str, Span]:
        """The places of these records, as far as there are such."""
        types = {id: self._declarations.type_of(id) for id in ids}
        wanted = [Where(type, id) for id, type in types.items() if type in _WITH_ID]
        return {where.id: span for where, span in spans(self._database, self._folder, wanted, lambda *_: None).items()}

    # ---------------------------------------------------------------- what is accepted

    def _all_items(self) -> Iterator[_Item]:
        """The items of all files, in order."""
        yield from map(_Item._make, self._ask(f"{_ITEMS} ORDER BY file, place"))

    def _first_item(self, code: str, record: str) -> _Item:
        """The first item that accepts what a check finds at a record."""
        row = self._ask(f"{_ITEMS} WHERE code = ? AND record = ? ORDER BY file, place LIMIT 1", (code, record))
        return _Item._make(only(row))

    def _where_first(self, code: str, record: str) -> str:
        where = self._first_item(code, record).at_code
        return f"it is at {where.file}:{where.line}"

    def _goes(self, code: str, record: str) -> str:
        """The hint for an item that an earlier one makes needless."""
        return Sure(self._where_first(code, record), None)

    def _tell_unneeded(self) -> None:
        """Warn of each item that accepts nothing."""
        own = {check.id: check for check in self._own}
        codes, seen = {*MANUAL, *own}, set()
        for item in self._all_items():
            what = item.code, item.record
            if what in seen:
                self._unneeded(item.at_code, "an earlier item accepts the same", partial(self._goes, *what))
                continue
            seen.add(what)
            if what in self._met or (item.code in own and item.code not in self._ran):
                continue  # what has not run may need it
            if item.code in own and own[item.code].severity is Severity.ERROR:
                message = f"what `{item.code}` finds is an error, and only warnings can be accepted"
                hint = "correct what it finds, and take this item out"
                self.problems.add(MANUAL["accepted-error"].at(item.at_code, message, hint))
            else:
                self._judge(item, codes)

    def _judge(self, item: _Item, codes: Collection[str]) -> None:
        """Warn of an item whose check finds nothing at its record."""
        if item.code not in codes:
            message = f"there is no check `{item.code}`"
            self._unneeded(item.at_code, message, lambda: did_you_mean(item.code, sorted(codes)) or _CODES)
            return
        type = self._declarations.type_of(item.record)
        if type is None and item.record not in self._kinds:
            message = f"there is no record with the id `{item.record}`"
            self._unneeded(item.at_record, message, lambda: self._declarations.did_you_mean(item.record, _WITH_ID))
        elif type != "unread":  # in text that could not be read there may be anything
            hint: str = Sure("take this item out", None)
            if self._has_errors:
                hint = "take this item out, once the folder has no errors: an error may hide what this accepts"
            self._unneeded(item.at_code, f"`{item.code}` finds nothing at `{item.record}`", hint)

    @cached_property
    def _has_errors(self) -> bool:
        """True if the folder has errors. Each costs a part of some record, in which a check could have found
        something."""
        return any(number and severity is Severity.ERROR for (_, severity), number in self.problems.numbers.items())

    @cached_property
    def _kinds(self) -> set[str]:
        """The kinds that the folder declares."""
        return {id for id, _ in declared_kinds(self._database)}

    def _unneeded(self, span: Span, message: str, hint: Said) -> None:
        self.problems.tell(ACCEPTED_UNNEEDED, "", lambda: ACCEPTED_UNNEEDED.at(span, message, text_of(hint)))


_ITEMS = "SELECT code, record, because, spans FROM _accepted JOIN _files USING (f)"
_CODES = "docs/checks.md lists the codes"
_WITH_ID = (*NODE_TYPES, "tie", "source")


def files_with(database: sqlite3.Connection, codes: Collection[str]) -> list[str]:
    """The files with mistakes of these codes."""
    rows = database.execute("SELECT file, problems, found FROM _files WHERE errors ORDER BY file")
    return [
        file for file, *texts in rows if any(code in codes for text in texts if text for code, _, _ in decoded(text)[1])
    ]
