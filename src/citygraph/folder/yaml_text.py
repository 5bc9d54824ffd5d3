"""The text of a YAML file, and its values, which know their place: ``yaml_composer`` makes them.

A value keeps its text as it stands in the file. The schema sets its type later, so ``country: NO`` is Norway and
``010`` is a text.
"""

from __future__ import annotations

import bisect
import re
from array import array
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

import yaml

from citygraph.domain.terms import ANYTHING
from citygraph.folder.access import NotRead, OpenFile
from citygraph.folder.diagnostics import Diagnostic, Span
from citygraph.folder.rules import BEYOND_LIMIT, MERGE_CONFLICT, NOT_UTF8, UNREADABLE

DEEPEST = 64
_MOST_PLAUSIBLE = 100_000
MOST_BY_ALIAS = 100_000
"""How many values all aliases of one file together may stand for. Real files need a handful."""

# U+0085, U+2028 and U+2029 end a line for libyaml and not for editors.
ALLOWED = re.compile("[\x20-\x7e\n\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff\t\r]*+")
_COMMENT_IN_TEXT = re.compile(r"(?<=\S) #(?=[^\s#!])")
_LINE_END = re.compile(r"\r\n|\n|\r")
_MARKERS = ("<<<<<<<", ">>>>>>>", "|||||||")
_MARKER = re.compile(r"^(?:(<|>|\|)\1{6,}|={7,})(?=[ \r\n]|\Z)", re.MULTILINE)
_PLAUSIBLE_ID = re.compile(
    r"^[ \t]*+(?:-[ \t]++)?\{?[ \t]*+(?:id[ \t]*+:[ \t]*+([A-Za-z0-9_.-]++)|([A-Za-z0-9_.-]++)[ \t]*+:)", re.MULTILINE
)
_LONGEST_TYPED = 1000
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# The same events, from C where it was built in.
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Locator(Protocol):
    """Turns offsets into places in a file: a whole document, or one row of a table."""

    @property
    def file(self) -> str: ...

    def span(self, start: int, end: int | None = None) -> Span: ...


class Document:
    """The text of one file, and where its lines begin. Offsets count code points from the start."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._starts: array[int] | None = None

    @cached_property
    def may_cut(self) -> bool:
        """True if YAML may end a text before a ``#``: see ``cuts``."""
        return " #" in self.text

    def cuts(self, start: int, end: int | None = None) -> int | None:
        """The offset of the first space from ``start`` on, and before ``end`` (or just at ``start``), that may be part
        of a text, but before which YAML ends it: a ``#`` follows, and then no space, as in ``room #4``; or None."""
        found = _COMMENT_IN_TEXT.match(self.text, start) if end is None else _COMMENT_IN_TEXT.search(self.text, start)
        return found.start() if found and (end is None or found.start() < end) else None

    def line_from(self, start: int) -> str:
        """The rest of the line from an offset on."""
        return _LINE_END.split(self.text[start : start + 1000], maxsplit=1)[0]

    def span(self, start: int, end: int | None = None) -> Span:
        """The place of ``text[start:end]``. The underlined part ends at the end of the line at the latest."""
        start = min(start, len(self.text))
        line, begin, stop = self._line(start)
        return Span.within(self.file, line, self.text, begin, stop, (start, end or start + 1))

    def line_number(self, offset: int) -> int:
        """The number of the line that has an offset, from 1."""
        return self._line(offset)[0]

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and a column, both from 1."""
        if self._starts is None:
            self._line(0)
        return (self._starts or [0])[line - 1] + column - 1

    def line_at(self, offset: int) -> str:
        """The line that has an offset, without its end; empty if the line is too long for anybody to have typed it."""
        _, begin, end = self._line(offset)
        return self.text[begin:end].rstrip("\r\n") if end - begin <= _LONGEST_TYPED else ""

    def _line(self, offset: int) -> tuple[int, int, int]:
        """The number of the line that has an offset, where it starts and where the next one starts."""
        if self._starts is None:
            self._starts = array("Q", [0])
            self._starts.extend(match.end() for match in _LINE_END.finditer(self.text))
        line = bisect.bisect_right(self._starts, offset)
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        return line, self._starts[line - 1], end


Scalar = yaml.ScalarEvent
"""A text: its ``value``, and its ``style``, which is empty if the text has no quotes. It is PyYAML's own event. A
record has a dozen of them, and a second object for each would cost time."""


@dataclass(slots=True)
class YamlSequence:
    """A list."""

    start_mark: Any
    end_mark: Any
    items: list[Any]


@dataclass(slots=True)
class YamlMapping:
    """A mapping: each key with its value, by the key's text."""

    start_mark: Any
    end_mark: Any
    items: list[Any]  # keys and values in turn, until the mapping ends
    entries: Entries = field(default_factory=dict)


Value = Scalar | YamlSequence | YamlMapping
Entries = dict[str, tuple[Scalar, Value]]


def place(value: Any) -> tuple[int, int]:
    """The offsets of the start and the end of a value."""
    return value.start_mark.index, value.end_mark.index


def is_null(value: Value) -> bool:
    """True if a value is YAML's null. In quotes, ``null`` is a text."""
    return isinstance(value, Scalar) and value.value in NULLS and not value.style


def describe(value: Value) -> str:
    """A value described for a message: ``a list``, ``nothing``, ``the text `x```."""
    if isinstance(value, YamlSequence):
        return "a list"
    if isinstance(value, YamlMapping):
        return "a mapping"
    if is_null(value):
        return "nothing"
    return f"the text `{value.value if len(value.value) <= 40 else value.value[:39] + '…'}`"


def read(opened: OpenFile, file: str) -> tuple[Document | None, list[Diagnostic]]:
    """The text of a file, or None and the reason. ``file`` is its name in messages."""
    try:
        return decode(opened.read(), file)
    except NotRead as reason:
        return None, [not_read(reason, file)]


def not_read(reason: NotRead, file: str) -> Diagnostic:
    """The diagnostic for a file that is not read."""
    rule = BEYOND_LIMIT if reason.beyond else UNREADABLE
    return rule.at(Span(file, 1, 1), reason.why, reason.hint)


def decode(data: bytes, file: str) -> tuple[Document | None, list[Diagnostic]]:
    """UTF-8 bytes → the document, without a byte order mark; or None and the reason."""
    try:
        return Document(file, data.decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        before = Document(file, data[: error.start].decode("utf-8-sig", "replace"))
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            hint = "it looks like UTF-16; save it as UTF-8"
        else:
            hint = "save it as UTF-8 in your editor"
        span = before.span(len(before.text))
        return None, [NOT_UTF8.at(span, f"the byte 0x{data[error.start]:02x} is not UTF-8", hint)]


def may_have_conflict_marker(data: bytes) -> bool:
    """False for bytes without the signs of a conflict marker, which takes less time to see than where one is."""
    return any(marker.encode() in data for marker in _MARKERS)


def first_conflict_marker(text: str) -> tuple[int, int] | None:
    """The offsets of the first conflict marker that git has left in a text, or None. A line of ``=`` is a marker only
    if the text has another one."""
    if not any(marker in text for marker in _MARKERS):  # the pattern would take far longer
        return None
    first = _MARKER.search(text)
    return first.span() if first and any(marker[1] for marker in _MARKER.finditer(text)) else None


def unfinished_merge(span: Span) -> Diagnostic:
    """The diagnostic for a file with conflict markers, at the first of them."""
    hint = "keep what is right of both sides, and delete the lines with <<<<<<<, ======= and >>>>>>>"
    return MERGE_CONFLICT.at(span, "a merge is not finished: this is a conflict marker of git", hint)


def plausible_ids(text: str) -> set[str]:
    """The possible ids of records in a text that does not parse: all keys, and all values of ``id:``. If there are very
    many, any id is possible."""
    found: set[str] = set()
    for match in _PLAUSIBLE_ID.finditer(text):
        found.update(filter(None, match.groups()))
        if len(found) > _MOST_PLAUSIBLE:
            return {ANYTHING}
    return found


def quoted(text: str) -> str:
    """A text between quotes, as YAML can write it in a line."""
    line = text.replace("\n", " ")
    return "'" + line.replace("'", "''") + "'" if '"' in line or "\\" in line else f'"{line}"'


def plain_or_quoted(text: str) -> str:
    """A text as YAML can write it in a line: between quotes only if it needs them."""
    return quoted(text) if re.search(r"[:#,\n\[\]{}]|^[-?!&*%@`'\"|>]", text) else text
