"""YAML text → values that know their place. The only room that knows PyYAML.

A value keeps the text that stands in the file; what type it is, the schema says later (``country: NO`` is Norway, and
``010`` is text). Where the text is broken, what stood whole before the break is still given.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from pathlib import Path

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
_NOT_ALLOWED = re.compile("[\u2028\u2029]|[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
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
    """A mapping; no two of its keys are equal."""

    start: int
    end: int
    entries: list[tuple[Scalar, Value]] = field(default_factory=list)


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
    """Builds one document's values from the parser's events, on a stack of open containers."""

    def __init__(self, document: Document, text: str) -> None:
        self.document = document
        self.text = text  # what is read of it
        self.diagnostics: list[Diagnostic] = []
        self.root: Value | None = None
        self.stack: list[Sequence | Mapping] = []
        self.pending: list[Scalar | None] = []  # the key of each open container that waits for its value
        self.anchors: dict[str, tuple[Value, int]] = {}
        self.anchored: list[tuple[str, int] | None] = []  # each open container's anchor, and the count at its start
        self.open_anchors: set[str] = set()
        self.count = 0  # values so far, those that aliases stand for included
        self.by_alias = 0

    def report(self, rule: Rule, start: int, end: int, message: str, hint: str = "") -> None:
        self.diagnostics.append(rule.at(self.document.span(start, end), message, hint))

    def attach(self, value: Value) -> None:
        if not self.stack:
            self.root = value
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(value)
            return
        key = self.pending[-1]
        if key is not None:
            parent.entries.append((key, value))
            self.pending[-1] = None
        elif isinstance(value, Scalar):
            self.pending[-1] = value
        else:
            self.report(YAML_SYNTAX, value.start, value.end, f"{describe(value)} cannot be a key")
            self.pending[-1] = Scalar("", value.start, value.end)

    def open(self, container: Sequence | Mapping, anchor: str | None) -> None:
        self.count += 1
        self.stack.append(container)
        self.pending.append(None)
        self.anchored.append((anchor, self.count) if anchor else None)
        if anchor:
            self.open_anchors.add(anchor)

    def close(self, end: int) -> None:
        container = self.stack.pop()
        self.pending.pop()
        container.end = end
        anchored = self.anchored.pop()
        if anchored:
            self.open_anchors.discard(anchored[0])
            self.anchors[anchored[0]] = (container, self.count - anchored[1] + 1)
        if isinstance(container, Mapping):
            self.drop_duplicates(container)
        self.attach(container)

    def drop_duplicates(self, mapping: Mapping) -> None:
        first: dict[str, Scalar] = {}
        for key, _ in mapping.entries:
            known = first.setdefault(key.text, key)
            if known is not key:
                line = self.document.span(known.start).line
                self.report(
                    DUPLICATE_KEY,
                    key.start,
                    key.end,
                    f"the key `{key.text}` is here twice",
                    f"the first is on line {line}",
                )
        if len(first) < len(mapping.entries):
            mapping.entries = [entry for entry in mapping.entries if first[entry[0].text] is entry[0]]

    def alias(self, name: str, start: int, end: int) -> bool:
        """Put in what an alias stands for; False when that would never end."""
        if name in self.open_anchors:
            self.report(ENDLESS_ANCHORS, start, end, f"`*{name}` contains itself")
            return False
        if name not in self.anchors:
            self.report(YAML_SYNTAX, start, end, f"no anchor `&{name}` stands before this alias")
            self.attach(Scalar("", start, end))
            return True
        value, size = self.anchors[name]
        self.count += size
        self.by_alias += size
        if self.by_alias > _MOST_BY_ALIAS:
            self.report(
                ENDLESS_ANCHORS, start, end, f"the aliases of this file stand for more than {_MOST_BY_ALIAS:,} values"
            )
            return False
        self.attach(value)
        return True

    def run(self) -> None:
        try:
            for event in yaml.parse(self.text, Loader=_Loader):
                if not self.take(event):
                    break
            else:
                return
        except yaml.MarkedYAMLError as error:
            self.broken(error)
        except yaml.YAMLError as error:  # a reader's error, which has no mark; what it checks is checked before
            self.report(YAML_SYNTAX, 0, 1, str(error).splitlines()[0])
        self.salvage()

    def take(self, event: yaml.Event) -> bool:
        """One event; False to stop reading."""
        assert event.start_mark is not None  # only hand-made events have no marks
        assert event.end_mark is not None
        start, end = event.start_mark.index, event.end_mark.index
        if (
            isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent))
            and event.tag is not None
        ):
            self.report(
                YAML_TAG,
                start,
                end,
                f"the tag `{event.tag}` has no meaning here",
                "take it out: the schema says what type a value is",
            )
        if isinstance(event, yaml.ScalarEvent):
            self.count += 1
            scalar = Scalar(event.value, start, end, plain=not event.style)
            if event.anchor:
                self.anchors[event.anchor] = (scalar, 1)
            self.attach(scalar)
        elif isinstance(event, yaml.MappingStartEvent):
            self.open(Mapping(start, end), event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent):
            self.open(Sequence(start, end), event.anchor)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self.close(end)
        elif isinstance(event, yaml.AliasEvent):
            return self.alias(event.anchor or "", start, end)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.report(
                SEVERAL_DOCUMENTS,
                start,
                end,
                "a second document starts here; it is not read",
                "one file, one document: make two files of it",
            )
            return False
        if len(self.stack) > _DEEPEST:
            self.report(YAML_SYNTAX, start, end, f"nested more than {_DEEPEST} deep")
            return False
        return True

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

    def salvage(self) -> None:
        """Keep what was whole: the sections so far, and their records but the one that was open."""
        if self.root is not None or not self.stack:
            return
        root = self.root = self.stack[0]
        if len(self.stack) > 1 and isinstance(root, Mapping) and self.pending[0] is not None:
            root.entries.append((self.pending[0], self.stack[1]))
        for container in self.stack[:2]:
            if isinstance(container, Mapping):
                self.drop_duplicates(container)


def compose(document: Document) -> tuple[Value | None, list[Diagnostic]]:
    """The one value that the document holds, None if it holds none; and what is wrong with its YAML."""
    bad = _NOT_ALLOWED.search(document.text)
    # What stands before a bad character is read. Two signs that cannot follow it keep the record that it is in open.
    composer = _Composer(document, document.text[: bad.start()] + ": [" if bad else document.text)
    composer.run()
    value = composer.root
    if bad:
        message = f"the character U+{ord(bad[0]):04X} is not allowed in YAML"
        hint = "in a text between double quotes, write it as an escape"
        return value, [YAML_SYNTAX.at(document.span(bad.start(), bad.end()), message, hint)]
    if not composer.diagnostics and (value is None or (isinstance(value, Scalar) and value.is_null)):
        return None, [EMPTY_FILE.at(document.span(0), "the file says nothing")]
    return value, composer.diagnostics


def entries(value: Value) -> list[tuple[Scalar, Value]]:
    """The entries of a mapping; none of anything else."""
    return value.entries if isinstance(value, Mapping) else []
