"""Mistakes as the store keeps them: those that are listed, and how many there are, as JSON.

Those of a block of a table have lines from its first, so that they stay the same where the block moves. A block lists
as many as its file had room for when it was read.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from citygraph.folder import diagnostics
from citygraph.folder.diagnostics import Diagnostic, Diagnostics, Severity, Span
from citygraph.folder.fixes import Fix
from citygraph.folder.records import encode
from citygraph.store.layout import decoded

Numbers = Counter[tuple[str, Severity]]


class KeptProblems(NamedTuple):
    """Mistakes that are listed, and how many there are of each code."""

    listed: list[Diagnostic]
    numbers: Numbers


def encode_problems(problems: Diagnostics, line: int = 1) -> str:
    """Mistakes as JSON, with lines from ``line``."""
    listed = []
    for one in problems:
        span: list[Any] = [*dataclasses.astuple(one.span)]
        span[1] -= line - 1
        fix = one.fix and one.fix._replace(line=one.fix.line - line + 1)
        listed.append([one.code, one.severity, one.message, span, one.hint, one.record, fix])
    return encode([listed, [[code, severity, number] for (code, severity), number in problems.numbers.items()]])


def decode_problems(text: str, line: int = 1) -> KeptProblems:
    """Mistakes from JSON.

    Raises:
        Damaged: if it is none.
    """
    listed = []
    several, numbers = decoded(text)
    for code, severity, message, (file, at, *place), hint, record, fix in several:
        known = Fix(fix[0] + line - 1, *fix[1:]) if fix else None
        span = Span(file, at + line - 1, *place)
        listed.append(Diagnostic(code, Severity(severity), message, span, hint, record, fix=known))
    return KeptProblems(listed, Counter({(code, Severity(severity)): number for code, severity, number in numbers}))


def together(blocks: Iterable[KeptProblems]) -> Diagnostics:
    """The mistakes of all blocks of a file, in order."""
    found = Diagnostics()
    for listed, numbers in blocks:
        before = found.numbers.copy()
        for one in listed:
            found.add(one)
        found.numbers = before + numbers
    return found


def lists_enough(block: KeptProblems, before: Numbers) -> bool:
    """True if a block lists as many of its mistakes as its file has room for after so many ``before``."""
    listed = Counter((one.code, one.severity) for one in block.listed)
    most = diagnostics.MOST_LISTED
    return all(listed[code] >= min(number, most - before[code]) for code, number in block.numbers.items())
