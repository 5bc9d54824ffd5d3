"""What is wrong in a graph folder, where, and the way out.

A :class:`Rule` is a kind of mistake with a stable code; a :class:`Diagnostic` is one such mistake at one place.
Bad data is never an exception: rooms that find a mistake make a ``Diagnostic`` and go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How bad: an *error* is wrong whatever one meant; a *warning* wants a second look."""

    ERROR = "error"
    WARNING = "warning"


class Where(NamedTuple):
    """What stands at a place: one ``key`` of a record, or all of it.

    ``type`` is ``tie``, ``source``, or that of a node.
    """

    type: str
    id: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file: ``file`` relative to the graph folder; ``line`` and ``column`` from 1, in code points.

    ``length`` is what the caret underlines on that line and ``excerpt`` the line itself, without its end.
    """

    file: str
    line: int
    column: int
    length: int = 1
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of mistake: its stable ``code``, and what ``docs/checks.md`` says of it.

    ``example`` is a whole file that makes just this mistake, ``file`` its name; a test runs it.
    """

    code: str
    severity: Severity
    manual: str
    example: str | bytes
    file: str = "example.yaml"

    def at(self, span: Span, message: str, hint: str = "") -> Diagnostic:
        """This mistake, found at ``span``."""
        return Diagnostic(self.code, self.severity, message, span, hint)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake at one place. ``hint`` is the way out, or empty."""

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str = ""

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Where it stands in a report: by place, then by code, so that two runs print the same."""
        return (self.span.file, self.span.line, self.span.column, self.code, self.message)
