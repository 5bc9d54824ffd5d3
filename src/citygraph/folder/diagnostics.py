"""Mistakes in a graph folder: what is wrong, where, and the way out.

A :class:`Rule` is a kind of mistake with a stable code. A :class:`Diagnostic` is one such mistake at one place.
Bad data never raises an exception: the code that finds a mistake makes a ``Diagnostic`` and goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from citygraph.domain.odd_characters import explained


class Severity(StrEnum):
    """How bad a mistake is. An *error* is always wrong; a *warning* needs a second look."""

    ERROR = "error"
    WARNING = "warning"


class Where(NamedTuple):
    """What a place in a file belongs to: one ``key`` of a record, or the whole record if ``key`` is empty.

    ``type`` is ``tie``, ``source``, or the type of a node.
    """

    type: str
    id: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file: ``file`` relative to the graph folder; ``line`` and ``column`` from 1, in code points.

    ``length`` is how many characters the carets underline; ``excerpt`` is the line without its line end.
    """

    file: str
    line: int
    column: int
    length: int = 1
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of mistake: its stable ``code``, and its text in ``docs/checks.md`` (``manual``).

    ``example`` is the content of a whole file with only this mistake, ``file`` the name of that file. A test runs it.
    """

    code: str
    severity: Severity
    manual: str
    example: str | bytes
    file: str = "example.yaml"

    def at(self, span: Span, message: str, hint: str = "") -> Diagnostic:
        """The diagnostic for this mistake at ``span``. If the message shows a sign that the eye cannot see, the hint
        names it."""
        if not message.isascii() and self.severity is Severity.ERROR and (sign := explained(message)):
            hint = f"{sign}; {hint}" if hint else sign
        return Diagnostic(self.code, self.severity, message, span, hint)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake at one place. ``hint`` says the way out; it may be empty."""

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str = ""

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The sort key in a report: by place, then by code, so that two runs print the same."""
        return (self.span.file, self.span.line, self.span.column, self.code, self.message)
