"""The mistakes of a folder that a change brings in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass, field

from citygraph.folder.diagnostics import Diagnostic, Severity
from citygraph.folder.rules import ACCEPTED_UNNEEDED

_QUOTED = re.compile(r"`([^`]+)`")
_Key = Callable[[Diagnostic], Hashable]


@dataclass(slots=True)
class NewMistakes:
    """The mistakes that a change brings in."""

    errors: list[Diagnostic] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)
    unneeded: list[Diagnostic] = field(default_factory=list)
    """No mistakes of the change: items of ``accepted`` that accept nothing any more, since it is mended."""


def new_mistakes(
    before: Sequence[Diagnostic], after: Sequence[Diagnostic], called_now: Callable[[str], str] | None = None
) -> NewMistakes:
    """The mistakes of a folder that it did not have before. A mistake is the same as one before if it has the same code
    and the same words: lines move.

    ``called_now``: if records are renamed, the id of now for one of before. Then words may change, too: a mistake is
    also the same if it has the same code and is in the same record. Of a code with more mistakes than are listed, some
    come into the list when others leave it; so there are no more new ones than the number has grown.
    """
    now = called_now or str
    old, new = [one for one in before if not one.more], [one for one in after if not one.more]
    old, new = _unpaired(
        old,
        new,
        lambda one: (one.code, _QUOTED.sub(lambda quoted: f"`{now(quoted[1])}`", one.message)),
        lambda one: (one.code, one.message),
    )
    if called_now is not None:
        old, new = _unpaired(
            old,
            new,
            lambda one: (one.code, now(one.record) if one.record else one.span.file),
            lambda one: (one.code, one.record or one.span.file),
        )
    found = NewMistakes()
    for one in _as_many_as_grown(before, after, new):
        if one.code == ACCEPTED_UNNEEDED.code:
            found.unneeded.append(one)
        else:
            (found.errors if one.severity is Severity.ERROR else found.warnings).append(one)
    return found


def _unpaired(
    before: Collection[Diagnostic], after: Collection[Diagnostic], of_before: _Key, of_after: _Key
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Those before and those after that have no partner of the same key."""
    there: dict[Hashable, list[Diagnostic]] = defaultdict(list)
    for one in before:
        there[of_before(one)].append(one)
    rest = []
    for one in after:
        if several := there.get(of_after(one)):
            several.pop()
        else:
            rest.append(one)
    return [one for several in there.values() for one in several], rest


def _as_many_as_grown(
    before: Collection[Diagnostic], after: Collection[Diagnostic], new: Collection[Diagnostic]
) -> list[Diagnostic]:
    """The new ones; of codes with more than are listed, as many as the number has grown."""
    grown: Counter[str] = Counter()
    for sign, several in ((1, after), (-1, before)):
        for one in several:
            grown[one.code] += sign * (one.more or 1)
    counted = {one.code: one for one in (*before, *after) if one.more}
    found = [one for one in new if one.code not in counted]
    for code, rest in counted.items():
        if grown[code] > 0:
            found += [one for one in new if one.code == code][: grown[code]] or [rest]
    return found
