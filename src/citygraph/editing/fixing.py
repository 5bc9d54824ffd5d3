"""What ``check --fix`` does: the mistakes of a folder that have one sure way out are corrected.

A correction may show another mistake: what stands under a misspelled key is read only when the key is right. So the
folder is checked again after each round, until there is nothing more to correct.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.editing.draft import FolderDraft
from citygraph.folder.csv_edits import TableEdits
from citygraph.folder.diagnostics import Diagnostic, Severity
from citygraph.folder.graph_files import as_if
from citygraph.folder.limits import TABLE
from citygraph.folder.yaml_edits import YamlEdits
from citygraph.folder.yaml_text import decode
from citygraph.store.checked import Checked, FolderCheck
from citygraph.store.snapshot import drafted_store

_BOM = b"\xef\xbb\xbf"

Contents = dict[str, bytes | None]
"""What files hold now, by name; None if a file is gone. Other files are as on the disk."""


class Corrected(NamedTuple):
    """A mistake that is corrected: what stood there, and what stands there now; nothing, if it went."""

    mistake: Diagnostic
    was: str
    now: str


class Fixed(NamedTuple):
    """What was corrected in a folder, and what is left."""

    corrected: tuple[Corrected, ...]
    left: Checked


def fix(draft: FolderDraft, timeout: float) -> Fixed:
    """Correct what has one sure way out, in a draft. A correction that would bring in an error, or that the text of its
    file does not allow, is left. ``timeout``: see :meth:`citygraph.world.World.check`."""
    rounds = _Rounds(draft, timeout)
    contents: Contents = {}
    while True:
        found = rounds.checked(contents)
        chosen = rounds.open(found)
        if not chosen:
            break
        contents = rounds.corrected_in(contents, found, chosen)
    for file, content in contents.items():
        text = "" if content is None else content.decode("utf-8-sig")
        draft.rewrite(file, partial(_instead, text))
    return Fixed(tuple(rounds.done), found)


class _Rounds:
    def __init__(self, draft: FolderDraft, timeout: float) -> None:
        self.draft = draft
        self.timeout = timeout
        self.done: list[Corrected] = []
        self.refused: set[tuple[str, ...]] = set()

    def checked(self, contents: Contents) -> Checked:
        with drafted_store(self.draft.folder, contents) as database:
            check = FolderCheck(database, self.draft.folder)
            check.run_own(self.timeout or None)
            return check.checked()

    def open(self, found: Checked) -> list[Diagnostic]:
        """The mistakes to correct in this round: at one place only the first."""
        chosen: dict[tuple[str, int, int], Diagnostic] = {}
        for one in found.problems:
            if one.fix and _known(one) not in self.refused:
                chosen.setdefault((one.span.file, one.fix.line, one.fix.column), one)
        return list(chosen.values())

    def corrected_in(self, contents: Contents, found: Checked, chosen: Sequence[Diagnostic]) -> Contents:
        """The contents with as many of these corrections as are sound together. Others are refused from now on."""
        taken: list[Diagnostic] = []
        todo = [list(chosen)]
        while todo:
            some = todo.pop()
            if self.are_sound(contents, found, [*taken, *some]):
                taken += some
            elif len(some) == 1:
                self.refused.add(_known(some[0]))
            else:
                half = len(some) // 2
                todo += [some[half:], some[:half]]
        new, done = self.attempt(contents, taken)
        self.done += done
        return new

    def are_sound(self, contents: Contents, found: Checked, some: Sequence[Diagnostic]) -> bool:
        """True if these corrections can be made, and bring in no error but such as the next round corrects."""
        with suppress(CityGraphError, KeyError, IndexError):
            new, _ = self.attempt(contents, some)
            return not _has_new_errors(found.problems, self.checked(new).problems)
        return False

    def attempt(self, contents: Contents, some: Iterable[Diagnostic]) -> tuple[Contents, list[Corrected]]:
        """The contents with these corrections.

        Raises:
            CannotEdit, KeyError, IndexError: if one cannot be made.
        """
        by_file: dict[str, list[Diagnostic]] = defaultdict(list)
        for one in some:
            by_file[one.span.file].append(one)
        new, done = dict(contents), list[Corrected]()
        for file, several in by_file.items():
            with as_if(self.draft.folder, contents):
                held = self.draft.held(file)
            document, _ = decode(held, str(self.draft.folder / file))
            if document is None:
                raise KeyError(file)
            is_table = file.lower().endswith(TABLE)
            edits: YamlEdits | TableEdits = TableEdits(document) if is_table else YamlEdits(document)
            for one in several:
                assert one.fix is not None
                done.append(Corrected(one, *edits.correct(one.fix)))
            text = edits.text()
            new[file] = None if edits.is_empty else (_BOM if held.startswith(_BOM) else b"") + text.encode()
        return new, done


def _known(one: Diagnostic) -> tuple[str, ...]:
    """What a mistake is known by, however the lines of its file move."""
    return one.span.file, one.code, one.record, one.message


def _has_new_errors(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> bool:
    """True if there are errors that were not there before, and that have no sure way out. Of a code with more errors
    than are listed, there must not be more of them."""
    old, new = _errors(before), _errors(after)
    for code, messages in new.items():
        had = old.get(code, Counter())
        if "" in messages or "" in had:  # not all are listed
            if messages.total() > had.total():
                return True
        elif messages - had:
            return True
    return False


def _errors(problems: Iterable[Diagnostic]) -> dict[str, Counter[str]]:
    """The messages of errors, by code; of those that are not listed, how many there are under an empty one."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in problems:
        if one.severity is Severity.ERROR and (one.more or not one.fix):
            found[one.code]["" if one.more else one.message] += one.more or 1
    return found


def _instead(text: str, _: str) -> str:
    return text
