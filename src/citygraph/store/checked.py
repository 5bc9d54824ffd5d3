"""What is wrong in a folder: the mistakes of all its files, without the findings that the folder accepts.

The store keeps the mistakes of each file with the file. What is accepted is taken out when they are read: so if an item
of ``accepted`` changes, no other file has to be looked at.
"""

from __future__ import annotations

import dataclasses
import datetime
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from citygraph.domain.names import did_you_mean
from citygraph.domain.terms import NODE_TYPES
from citygraph.folder.checks import MANUAL
from citygraph.folder.diagnostics import (
    Accepted,
    Diagnostic,
    Diagnostics,
    Said,
    Severity,
    Sifted,
    Span,
    text_of,
)
from citygraph.folder.rules import ACCEPTED_UNNEEDED
from citygraph.store.cross_file import CrossFileChecks, StoredDeclarations, declared_kinds, vocabulary_of
from citygraph.store.layout import decoded
from citygraph.store.rows import SelfContainedChecks


class _Item(NamedTuple):
    """An item of ``accepted``, with the places of its code and its id."""

    code: str
    record: str
    because: str
    at_code: Span
    at_record: Span


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
        self._items: dict[tuple[str, str], _Item] = {}
        self._accepts: dict[str, set[str]] = defaultdict(set)
        for item in self._all_items():
            self._items.setdefault((item.code, item.record), item)
            self._accepts[item.code].add(item.record)
        for file, text in self._ask("SELECT file, problems FROM _files ORDER BY file").fetchall():
            self._file(file, *decoded(text))
        self._tell_unneeded()

    def checked(self) -> Checked:
        """All of it."""
        problems = sorted(self.problems, key=lambda one: one.order)
        accepted = []
        for one in sorted(self.accepted, key=lambda one: one.order):
            item = self._items[one.code, one.record]
            accepted.append(Accepted(one, item.because, item.at_code))
        for one in self.accepted.not_listed():
            message = f"{one.more:,} more of `{one.code}` are accepted, and not listed"
            accepted.append(Accepted(dataclasses.replace(one, message=message), "", one.span))
        return Checked((*problems, *self.problems.not_listed()), tuple(accepted))

    # ---------------------------------------------------------------- the mistakes of files

    def _file(self, file: str, listed: list[Any], numbers: list[Any]) -> None:
        """Add the mistakes of a file."""
        found = Sifted(self._accepts)
        of_code = {(code, Severity(severity)): number for code, severity, number in numbers}
        for code, severity, message, span, hint, record in listed:
            found.add(Diagnostic(code, Severity(severity), message, Span(*span), hint, record))
            of_code[code, Severity(severity)] -= 1
        if any(number and self._accepts.get(code) for (code, _), number in of_code.items()):
            found = self._looked_at_again(file)  # some that are not kept may be accepted, too
        else:
            found.numbers.update(of_code)
        self.include(found)

    def include(self, found: Sifted) -> None:
        """Add mistakes, and what is accepted of them."""
        self.problems.include(found)
        self.accepted.include(found.accepted)
        self._met |= found.met

    def _looked_at_again(self, file: str) -> Sifted:
        """The mistakes of a file with more than are kept."""
        alone, across = Sifted(self._accepts), Sifted(self._accepts)
        contents = self._declarations.look_at(file, alone)
        look = CrossFileChecks(self._declarations, contents, across)
        for record in contents.records:
            if record.type != "kind":
                look.verdict(record)
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

    # ---------------------------------------------------------------- what is accepted

    def _all_items(self) -> Iterator[_Item]:
        """The items of all files, in order."""
        rows = self._ask(
            "SELECT code, record, because, spans FROM _accepted JOIN _files USING (f) ORDER BY file, place"
        )
        for code, record, because, spans in rows:
            yield _Item(code, record, because, *(Span(*span) for span in decoded(spans)))

    def _tell_unneeded(self) -> None:
        """Warn of each item that accepts nothing."""
        for item in self._all_items():
            first = self._items[item.code, item.record]
            if first != item:
                where = first.at_code
                self._unneeded(item.at_code, "an earlier item accepts the same", f"it is at {where.file}:{where.line}")
            elif (item.code, item.record) not in self._met:
                self._judge(item)

    def _judge(self, item: _Item) -> None:
        """Warn of an item whose check finds nothing at its record."""
        if item.code not in MANUAL:
            message = f"there is no check `{item.code}`"
            self._unneeded(item.at_code, message, lambda: did_you_mean(item.code, MANUAL) or _CODES)
            return
        type = self._declarations.type_of(item.record)
        if type is None and item.record not in self._kinds:
            message = f"there is no record with the id `{item.record}`"
            self._unneeded(item.at_record, message, lambda: self._declarations.did_you_mean(item.record, _WITH_ID))
        elif type != "unread":  # in text that could not be read there may be anything
            self._unneeded(item.at_code, f"`{item.code}` finds nothing at `{item.record}`", "take this item out")

    @cached_property
    def _kinds(self) -> set[str]:
        """The kinds that the folder declares."""
        return {id for id, _ in declared_kinds(self._database)}

    def _unneeded(self, span: Span, message: str, hint: Said) -> None:
        self.problems.tell(ACCEPTED_UNNEEDED, "", lambda: ACCEPTED_UNNEEDED.at(span, message, text_of(hint)))


_CODES = "docs/checks.md lists the codes"
_WITH_ID = (*NODE_TYPES, "tie", "source")


def files_with(database: sqlite3.Connection, codes: Collection[str]) -> list[str]:
    """The files with mistakes of these codes."""
    rows = database.execute("SELECT file, problems FROM _files WHERE errors ORDER BY file")
    return [file for file, text in rows if any(code in codes for code, _, _ in decoded(text)[1])]
