"""YAML text → values that know their place. The only room that knows PyYAML.

A value keeps the text that stands in the file; what type it is, the schema says later (``country: NO`` is Norway, and
``010`` is text). Where the text is broken, what stood whole before the break is still given.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from citygraph.diagnostics import Diagnostic, Rule, Span
from citygraph.rules import (
    DUPLICATE_KEY,
    EMPTY_FILE,
    ENDLESS_ANCHORS,
    NOT_UTF8,
    SEVERAL_DOCUMENTS,
    UNREADABLE,
    YAML_SYNTAX,
    YAML_TAG,
)

_DEEPEST = 64
_MOST_BY_ALIAS = 100_000
"""How many values the aliases of one file may stand for, in all; people need a handful."""

# U+0085, U+2028 and U+2029 end a line for libyaml and not for editors.
_NOT_ALLOWED = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"\r\n|\n|\r")
_PLAUSIBLE_ID = re.compile(
    r"^[ \t]*+(?:-[ \t]++)?\{?[ \t]*+(?:id[ \t]*+:[ \t]*+([A-Za-z0-9_.-]++)|([A-Za-z0-9_.-]++)[ \t]*+:)", re.MULTILINE
)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# The same events, from C where it was built in.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Document:
    """One file's text, and where its lines begin. Offsets are in code points from its start."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._starts: list[int] | None = None

    def span(self, start: int, end: int | None = None) -> Span:
        """The place of ``text[start:end]``; what reaches over the line's end is not underlined."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(self.text))]
        start = min(start, len(self.text))
        line = bisect.bisect_right(self._starts, start)
        line_start = self._starts[line - 1]
        line_end = self._starts[line] if line < len(self._starts) else len(self.text)
        excerpt = self.text[line_start:line_end].rstrip("\r\n")
        column = start - line_start + 1
        length = max(1, min((end or start + 1) - start, len(excerpt) - column + 1))
        return Span(self.file, line, column, length, excerpt)


@dataclass(slots=True)
class Scalar:
    """A text. ``plain`` if it stands without quotes: only then can it mean nothing at all."""

    text: str
    start: int
    end: int
    plain: bool = True

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in _NULLS


@dataclass(slots=True)
class Sequence:
    """A list."""

    start: int
    end: int
    items: list[Value] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """A mapping: each key with its value, by the key's text."""

    start: int
    end: int
    entries: dict[str, tuple[Scalar, Value]] = field(default_factory=dict)


Value = Scalar | Sequence | Mapping


def describe(value: Value) -> str:
    """What a value is, for a message: ``a list``, ``nothing``, ``the text `x```."""
    if isinstance(value, Sequence):
        return "a list"
    if isinstance(value, Mapping):
        return "a mapping"
    if value.is_null:
        return "nothing"
    shown = value.text if len(value.text) <= 40 else value.text[:39] + "…"
    return f"the text `{shown}`"


def read(path: Path, file: str) -> tuple[Document | None, list[Diagnostic]]:
    """The file's text, or None and why not. ``file`` is how messages name it."""
    try:
        if path.exists() and not path.is_file():
            return None, [UNREADABLE.at(Span(file, 1, 1), "this is no file that can be read")]
        data = path.read_bytes()
    except OSError as error:
        return None, [UNREADABLE.at(Span(file, 1, 1), f"cannot be read: {error.strerror or error}")]
    return decode(data, file)


def decode(data: bytes, file: str) -> tuple[Document | None, list[Diagnostic]]:
    """UTF-8 bytes → text; a byte order mark is no part of it."""
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


def plausible_ids(text: str) -> set[str]:
    """What may be ids of records in a text that does not parse: every key that stands indented, every ``id:``."""
    return {id for match in _PLAUSIBLE_ID.findall(text) for id in match if id}


class _Composer:
    """Builds one document's values from the parser's events, on a stack of open containers.

    What an open container holds so far is a flat list; a mapping's keys and values take turns in it, and become
    entries when it ends. So a scalar, as most events are, is added in one way wherever it stands.
    """

    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text  # what is read of it
        self.diagnostics: list[Diagnostic] = []
        self.roots: list[Any] = []  # the document's value, once it is whole
        self.stack: list[Sequence | Mapping] = []
        self.items: list[list[Any]] = [self.roots]  # what stands at the top, and in each open container
        self.anchors: dict[str, tuple[Value, int]] = {}  # what each stands for, and how many values that is
        self.anchored: dict[int, tuple[str, int]] = {}  # by depth: an open container's anchor, the count at its start
        self.open_anchors: set[str] = set()
        self.count = 0  # values in the containers that have ended, those that aliases stand for included
        self.by_alias = 0

    def report(self, rule: Rule, start: int, end: int, message: str, hint: str = "") -> None:
        self.diagnostics.append(rule.at(self.document.span(start, end), message, hint))

    def run(self) -> Value | None:
        """The value, as far as it could be read."""
        take: dict[type[yaml.Event], Callable[[Any], bool]] = {
            yaml.MappingStartEvent: self.open,
            yaml.SequenceStartEvent: self.open,
            yaml.MappingEndEvent: self.close,
            yaml.SequenceEndEvent: self.close,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document_start,
        }
        try:
            add = self.roots.append
            for event in iter(_Loader(self.text).get_event, None):
                kind = type(event)
                if kind is yaml.ScalarEvent:
                    scalar = Scalar(event.value, event.start_mark.index, event.end_mark.index, not event.style)
                    add(scalar)
                    if event.tag or event.anchor:
                        self.mark(scalar, event)
                elif kind in take and not take[kind](event):
                    break
                else:
                    add = self.items[-1].append
            else:
                return self.roots[0] if self.roots else None
        except yaml.MarkedYAMLError as error:
            self.broken(error)
        except yaml.YAMLError as error:  # a reader's error, which has no mark; what it checks is checked before
            self.report(YAML_SYNTAX, 0, 1, str(error).splitlines()[0])
        return self.salvage()

    def mark(self, scalar: Scalar, event: Any) -> None:
        """A tag, an anchor: few scalars have any."""
        if event.tag is not None:
            self.tagged(event)
        if event.anchor:
            self.anchors[event.anchor] = (scalar, 1)

    def tagged(self, event: Any) -> None:
        self.report(
            YAML_TAG,
            event.start_mark.index,
            event.end_mark.index,
            f"the tag `{event.tag}` has no meaning here",
            "take it out: the schema says what type a value is",
        )

    # Each of these takes one event, and says whether to read on.

    def open(self, event: Any) -> bool:
        start, end = event.start_mark.index, event.end_mark.index
        if event.tag is not None:
            self.tagged(event)
        if event.anchor:
            self.anchored[len(self.stack)] = (event.anchor, self.count)
            self.open_anchors.add(event.anchor)
        if type(event) is yaml.MappingStartEvent:
            self.stack.append(Mapping(start, end))
            self.items.append([])
        else:
            sequence = Sequence(start, end)
            self.stack.append(sequence)
            self.items.append(sequence.items)
        if len(self.stack) > _DEEPEST:
            self.report(YAML_SYNTAX, start, end, f"nested more than {_DEEPEST} deep")
            return False
        return True

    def close(self, event: Any) -> bool:
        container, items = self.stack.pop(), self.items.pop()
        container.end = event.end_mark.index
        self.count += len(items)
        if self.anchored and (anchored := self.anchored.pop(len(self.stack), None)):
            anchor, count = anchored
            self.open_anchors.discard(anchor)
            self.anchors[anchor] = (container, self.count - count + 1)
        if isinstance(container, Mapping):
            self.pair(container, items)
        self.attach(container)
        return True

    def alias(self, event: Any) -> bool:
        """Put in what an alias stands for; not if that would never end."""
        name, start, end = event.anchor, event.start_mark.index, event.end_mark.index
        if name in self.open_anchors:
            self.report(ENDLESS_ANCHORS, start, end, f"`*{name}` contains itself")
            return False
        if name not in self.anchors:
            self.report(YAML_SYNTAX, start, end, f"no anchor `&{name}` stands before this alias")
            self.count -= 1  # it is none
            self.attach(Scalar("", start, end))
            return True
        value, size = self.anchors[name]
        self.count += size - 1  # its container counts it as one
        self.by_alias += size
        if self.by_alias > _MOST_BY_ALIAS:
            self.report(
                ENDLESS_ANCHORS, start, end, f"the aliases of this file stand for more than {_MOST_BY_ALIAS:,} values"
            )
            return False
        self.attach(value)
        return True

    def document_start(self, event: Any) -> bool:
        if not self.roots:
            return True
        self.report(
            SEVERAL_DOCUMENTS,
            event.start_mark.index,
            event.end_mark.index,
            "a second document starts here; it is not read",
            "one file, one document: make two files of it",
        )
        return False

    def attach(self, value: Value) -> None:
        """Put a value where it stands; only a scalar can be a key."""
        items = self.items[-1]
        if not isinstance(value, Scalar) and self.stack and isinstance(self.stack[-1], Mapping) and len(items) % 2 == 0:
            self.report(YAML_SYNTAX, value.start, value.end, f"{describe(value)} cannot be a key")
            value = Scalar("", value.start, value.end)
        items.append(value)

    def pair(self, mapping: Mapping, items: list[Any]) -> None:
        """Keys and values in turn become entries. Of equal keys, the first is kept."""
        turns = iter(items)
        mapping.entries = {key.text: (key, value) for key, value in zip(turns, turns, strict=False)}
        if len(mapping.entries) < len(items) // 2:
            mapping.entries = {}
            turns = iter(items)
            for entry in zip(turns, turns, strict=False):
                key = entry[0]
                first = mapping.entries.setdefault(key.text, entry)
                if first is not entry:
                    line = self.document.span(first[0].start).line
                    self.report(
                        DUPLICATE_KEY,
                        key.start,
                        key.end,
                        f"the key `{key.text}` is here twice",
                        f"the first is on line {line}",
                    )

    def broken(self, error: yaml.MarkedYAMLError) -> None:
        problem, context = error.problem_mark, error.context_mark
        message = error.problem or error.context or "not YAML"
        at = problem.index if problem else 0
        if context and (at >= len(self.document.text.rstrip()) or "could not find expected ':'" in message):
            # Noticed only where the text ends, or a line later: the place to mend is where it began.
            at = context.index
        elif context and error.context and context.line != (problem.line if problem else 0):
            message = f"{message}, {error.context} that starts on line {self.document.span(context.index).line}"
        hint = ""
        text = self.document.text
        if at < len(text) and text[at] == "\t":
            hint = "indent with spaces, not with tabs"
        elif "mapping values are not allowed" in message:
            hint = "put a text that has a colon and a space in it between quotes"
        elif "could not find expected ':'" in message:
            hint = "a key needs a colon after it; a text of several lines needs to be indented"
        self.report(YAML_SYNTAX, at, at + 1, message, hint)

    def salvage(self) -> Value | None:
        """Keep what was whole: the sections so far, and their records but the one that was open."""
        if self.roots or not self.stack:
            return self.roots[0] if self.roots else None
        if len(self.stack) > 1 and isinstance(self.stack[0], Mapping) and len(self.items[1]) % 2:
            self.items[1].append(self.stack[1])  # its key waits for it
        for container, items in zip(self.stack[:2], self.items[1:], strict=False):
            if isinstance(container, Mapping):
                self.pair(container, items)
        return self.stack[0]


def compose(document: Document) -> tuple[Value | None, list[Diagnostic]]:
    """The one value that the document holds, None if it holds none; and what is wrong with its YAML."""
    bad = _NOT_ALLOWED.search(document.text)
    # What stands before a bad character is read. Two signs that cannot follow it keep the record that it is in open.
    composer = _Composer(document, document.text[: bad.start()] + ": [" if bad else document.text)
    value = composer.run()
    if bad:
        message = f"the character U+{ord(bad[0]):04X} is not allowed in YAML"
        hint = "in a text between double quotes, write it as an escape"
        return value, [YAML_SYNTAX.at(document.span(bad.start(), bad.end()), message, hint)]
    if not composer.diagnostics and (value is None or (isinstance(value, Scalar) and value.is_null)):
        return None, [EMPTY_FILE.at(document.span(0), "the file says nothing")]
    return value, composer.diagnostics
