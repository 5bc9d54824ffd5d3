"""Mistakes in a graph folder: what is wrong, where, and the way out.

A :class:`Rule` is a kind of mistake with a stable code. A :class:`Diagnostic` is one such mistake at one place.
Bad data never raises an exception: the code that finds a mistake makes a ``Diagnostic`` and goes on.

A file may have a million mistakes, or lines of a million characters. So a diagnostic has an excerpt of its line and
shortens what it quotes, and of each code only the first :data:`MOST_LISTED` are made; the others are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from citygraph.domain.odd_characters import explained
from citygraph.folder.fixes import Fix, Sure

MOST_LISTED = 1000
"""How many diagnostics of one code a report lists."""
EXCERPT = 200
"""The most characters of a line that a diagnostic shows."""
_BEFORE = 70
"""How many of them stand before its place, if the line is long."""
_QUOTED = {"message": 60, "hint": 300}
"""The most characters that are quoted of a value."""
_LONGEST_TEXT = 2000


Said = str | Callable[[], str]
"""A text, or a function that makes it. To find the way out can take long, so it is done only for what is listed."""


def text_of(said: Said) -> str:
    """The text."""
    return said if isinstance(said, str) else said()


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

    ``length`` is how many characters the carets underline. ``excerpt`` is the line without its line end, or a part of
    it that begins at the column ``first``.
    """

    file: str
    line: int
    column: int
    length: int = 1
    excerpt: str = ""
    first: int = 1

    @classmethod
    def within(cls, file: str, line: int, text: str, begin: int, end: int, place: tuple[int, int]) -> Span:
        """The span of ``place`` in a text, given its line: ``text[begin:end]`` with its number. The underlined part
        ends at the end of the line at the latest."""
        while end > begin and text[end - 1] in "\r\n":
            end -= 1
        start = place[0]
        column = start - begin + 1
        length = max(1, min(place[1] - start, end - start))
        if end - begin <= EXCERPT:
            return cls(file, line, column, length, text[begin:end])
        first = max(begin, min(start - _BEFORE, end - EXCERPT))
        last = min(end, first + EXCERPT)
        before, after = "…" if first > begin else "", "…" if last < end else ""
        return cls(file, line, column, length, before + text[first:last] + after, first - begin + 1 - len(before))


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of mistake: its stable ``code``, and what the manual says of it (``manual``, in Markdown).

    ``example`` is the content of a whole file with only this mistake, ``file`` the name of that file. A test runs it.
    ``fix`` is a sentence of the manual about what ``check --fix`` writes; empty if no way out is ever sure.
    """

    code: str
    severity: Severity
    manual: Said
    example: str | bytes
    file: str = "example.yaml"
    fix: str = ""

    @property
    def explanation(self) -> str:
        """The text of the manual as one paragraph."""
        said = " ".join(text_of(self.manual).split())
        return f"{said} `check --fix` {self.fix}" if self.fix else said

    @property
    def example_text(self) -> str:
        """The example as text."""
        return self.example if isinstance(self.example, str) else self.example.decode("latin-1")

    def at(self, span: Span, message: str, hint: str = "", record: str = "") -> Diagnostic:
        """The diagnostic for this mistake at ``span``, in the record with the id ``record``. If the message shows a
        sign that the eye cannot see, the hint names it. A :class:`Sure` hint becomes a fix."""
        fix = None
        if isinstance(hint, Sure) and self.fix:
            at = hint.instead or span
            fix = Fix(at.line, at.column, at.length, hint.meant)
        message, hint = _shortened(message, "message"), _shortened(hint, "hint")
        if not message.isascii() and self.severity is Severity.ERROR and (sign := explained(message)):
            hint = f"{sign}; {hint}" if hint else sign
        return Diagnostic(self.code, self.severity, message, span, hint, record, fix=fix)


def _shortened(text: str, part: str) -> str:
    """A text in which no quotation between backticks is long. A hint may quote more, since it can be pasted."""
    most = _QUOTED[part]
    if len(text) <= most:
        return text
    short = re.sub(rf"`([^`]{{{most}}})[^`]+`", r"`\1…`", text)
    return short if len(short) <= _LONGEST_TEXT else f"{short[:_LONGEST_TEXT]}…"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake at one place. ``hint`` says the way out; it may be empty. ``record`` is the id of the record that has
    it, empty if there is none: for a statement, or a whole file. ``fix`` is the way out if it is sure.

    If ``more`` is not 0, the diagnostic stands for so many more mistakes of its code, which are not listed.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str = ""
    record: str = ""
    more: int = 0
    fix: Fix | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The sort key in a report: by place, then by code, so that two runs print the same."""
        return (self.span.file, self.span.line, self.span.column, self.code, self.message)


class Diagnostics(list[Diagnostic]):
    """The diagnostics of a file, or of several: of each code the first :data:`MOST_LISTED`, and the ``numbers`` of all
    by code and severity."""

    def __init__(self, some: Iterable[Diagnostic] = ()) -> None:
        super().__init__()
        self.numbers: Counter[tuple[str, Severity]] = Counter()
        self._handed_over: Counter[tuple[str, Severity]] = Counter()
        for one in some:
            self.add(one)

    def tell(self, rule: Rule, record: str, make: Callable[[], Diagnostic]) -> None:
        """Count a mistake in a record, and append the diagnostic that ``make`` makes unless there are too many."""
        chosen = self._of(rule.code, rule.severity, record)
        chosen.numbers[rule.code, rule.severity] += 1
        if chosen.numbers[rule.code, rule.severity] <= MOST_LISTED:
            chosen.append(make())

    def add(self, one: Diagnostic) -> None:
        """Count a mistake, and append its diagnostic unless there are too many."""
        chosen = self._of(one.code, one.severity, one.record)
        chosen.numbers[one.code, one.severity] += 1
        if chosen.numbers[one.code, one.severity] <= MOST_LISTED:
            chosen.append(one)

    def _of(self, code: str, severity: Severity, record: str) -> Diagnostics:
        """The list that a mistake belongs to."""
        return self

    def include(self, others: Diagnostics) -> None:
        """Add others, of which some may only be counted."""
        before = self.numbers.copy()
        for one in others:
            self.add(one)
        self.numbers = before + others.numbers

    def handed_over(self) -> Diagnostics:
        """Those since the last call. The numbers so far still decide which are to be appended."""
        part = Diagnostics()
        part.extend(self)
        part.numbers = self.numbers - self._handed_over
        self._handed_over = self.numbers.copy()
        self.clear()
        return part

    def codes(self) -> set[str]:
        """The codes of all mistakes, also of those that are only counted."""
        return {code for code, _ in self.numbers}

    @property
    def errors(self) -> int:
        """The number of errors."""
        return sum(number for (_, severity), number in self.numbers.items() if severity is Severity.ERROR)

    def not_listed(self) -> Iterator[Diagnostic]:
        """For each code of which there are more, a diagnostic that says how many. Its place is the folder."""
        for (code, severity), number in sorted(self.numbers.items()):
            if (more := number - MOST_LISTED) > 0:
                message = f"{more:,} more of `{code}` are not listed; correct some, and check again"
                yield Diagnostic(code, severity, message, Span(".", 1, 1), more=more)


Accepts = Mapping[str, Collection[str]]
"""What is accepted: by the codes of warnings, the ids of records."""


class Sifted(Diagnostics):
    """Diagnostics without the warnings that ``accepts`` names. These are in ``accepted``; ``met`` are their codes and
    the ids of their records. An accepted one takes no place of another among the first :data:`MOST_LISTED`."""

    def __init__(self, accepts: Accepts) -> None:
        super().__init__()
        self._accepts = accepts
        self.accepted = Diagnostics()
        self.met: set[tuple[str, str]] = set()

    def _of(self, code: str, severity: Severity, record: str) -> Diagnostics:
        if severity is not Severity.WARNING or record not in self._accepts.get(code, ()):
            return self
        self.met.add((code, record))
        return self.accepted


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that somebody accepts, ``because`` of what they say at ``span``."""

    finding: Diagnostic
    because: str
    span: Span
