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
from typing import Any, Protocol

import yaml

from citygraph.folder.diagnostics import Diagnostic, Rule, Span
from citygraph.folder.rules import (
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
_PIECE = 16
"""How many items of a section are read before they are handed over."""
_AT_TOP, _IN_ROOT, _IN_SECTION = 1, 2, 3
"""How many containers are open around a value, the stream of documents included."""

# U+0085, U+2028 and U+2029 end a line for libyaml and not for editors.
ALLOWED = re.compile("[\x20-\x7e\n\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff\t\r]*+")
_LINE_END = re.compile(r"\r\n|\n|\r")
_PLAUSIBLE_ID = re.compile(
    r"^[ \t]*+(?:-[ \t]++)?\{?[ \t]*+(?:id[ \t]*+:[ \t]*+([A-Za-z0-9_.-]++)|([A-Za-z0-9_.-]++)[ \t]*+:)", re.MULTILINE
)
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# The same events, from C where it was built in.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Locator(Protocol):
    """What knows where the places of a record are: the document that it stands in, or its row in a table."""

    @property
    def file(self) -> str: ...

    def span(self, start: int, end: int | None = None) -> Span: ...


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


Scalar = yaml.ScalarEvent
"""A text: its ``value``, and its ``style``, empty if it stands without quotes. It is the parser's own event: to make
another object of each, and there are a dozen to a record, would only take time."""


@dataclass(slots=True)
class Sequence:
    """A list."""

    start_mark: Any
    end_mark: Any
    items: list[Any]


@dataclass(slots=True)
class Mapping:
    """A mapping: each key with its value, by the key's text."""

    start_mark: Any
    end_mark: Any
    items: list[Any]  # keys and values in turn, while it is open
    entries: Entries = field(default_factory=dict)


Value = Scalar | Sequence | Mapping
Entries = dict[str, tuple[Scalar, Value]]

Take = Callable[[Scalar, Value, bool], None]
"""Takes a section of a file: its key, and its value or a piece of it, with the records that have come since the last
piece; and whether that was all."""


def place(value: Any) -> tuple[int, int]:
    """Where a value starts and ends."""
    return value.start_mark.index, value.end_mark.index


def is_null(value: Value) -> bool:
    """Whether a value is none. In quotes, it is a text."""
    return isinstance(value, Scalar) and value.value in NULLS and not value.style


def describe(value: Value) -> str:
    """What a value is, for a message: ``a list``, ``nothing``, ``the text `x```."""
    if isinstance(value, Sequence):
        return "a list"
    if isinstance(value, Mapping):
        return "a mapping"
    if is_null(value):
        return "nothing"
    shown = value.value if len(value.value) <= 40 else value.value[:39] + "…"
    return f"the text `{shown}`"


def read(path: Path, file: str) -> tuple[Document | None, list[Diagnostic]]:
    """The file's text, or None and why not. ``file`` is how messages name it."""
    if problem := unreadable(path, file):
        return None, [problem]
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [failed(error, file)]
    return decode(data, file)


def unreadable(path: Path, file: str) -> Diagnostic | None:
    """Why a path cannot be opened, as far as it can be told without opening it: some things wait for ever."""
    try:
        if path.exists() and not path.is_file():
            return UNREADABLE.at(Span(file, 1, 1), "this is no file that can be read")
    except OSError as error:
        return failed(error, file)
    return None


def failed(error: OSError, file: str) -> Diagnostic:
    """A file cannot be read, as the system says."""
    return UNREADABLE.at(Span(file, 1, 1), f"cannot be read: {error.strerror or error}")


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

    The sections of a file are handed over while it is read, long ones in pieces: so the values of some records are
    kept at a time, not of all, which takes a third less time and memory. Equal keys are told at the end of their
    mapping all the same.
    """

    def __init__(self, document: Document, text: str, take: Take) -> None:
        self.document = document
        self.text = text  # what is read of it
        self.take = take
        self.diagnostics: list[Diagnostic] = []
        self.roots: list[Any] = []  # the document's value, once it is whole
        self.stack: list[Sequence | Mapping] = [Sequence(None, None, self.roots)]
        self.anchors: dict[str, tuple[Value, int]] = {}  # what each stands for, and how many values that is
        self.anchored: dict[int, tuple[str, int]] = {}  # by depth: an open container's anchor, the count at its start
        self.open_anchors: set[str] = set()
        self.count = 0  # values in the containers that have ended, those that aliases stand for included
        self.by_alias = 0
        self.handed_over = 0  # how many of the root's items
        self.sections: set[str] = set()  # the keys of those
        self.begun: Sequence | Mapping | None = None  # the section that is handed over in pieces
        self.begun_keys: dict[str, Scalar] = {}
        self.begun_doubles: list[Scalar] = []

    def report(self, rule: Rule, place: tuple[int, int], message: str, hint: str = "") -> None:
        self.diagnostics.append(rule.at(self.document.span(*place), message, hint))

    def run(self) -> Value | None:
        """Hand over all sections. The value that they are in, as far as it could be read."""
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
                if kind is Scalar:
                    add(event)
                    if event.tag or event.anchor:
                        self.mark(event)
                elif kind in take and not take[kind](event):
                    break
                else:
                    add = self.stack[-1].items.append
            else:
                return self.roots[0] if self.roots else None
        except yaml.MarkedYAMLError as error:
            self.broken(error)
        except yaml.YAMLError as error:  # a reader's error, which has no mark; what it checks is checked before
            self.report(YAML_SYNTAX, (0, 1), str(error).splitlines()[0])
        return self.salvage()

    def mark(self, scalar: Scalar) -> None:
        """A tag, an anchor: few scalars have any."""
        if scalar.tag is not None:
            self.tagged(scalar)
        if scalar.anchor:
            self.anchors[scalar.anchor] = (scalar, 1)

    def tagged(self, event: Any) -> None:
        message = f"the tag `{event.tag}` has no meaning here"
        self.report(YAML_TAG, place(event), message, "take it out: the schema says what type a value is")

    # -------------------------------------------------------------- events: each is taken, and says whether to read on

    def open(self, event: Any) -> bool:
        """A list or a mapping begins."""
        if event.tag is not None:
            self.tagged(event)
        if event.anchor:
            self.anchored[len(self.stack)] = (event.anchor, self.count)
            self.open_anchors.add(event.anchor)
        container = Mapping if type(event) is yaml.MappingStartEvent else Sequence
        self.stack.append(container(event.start_mark, event.end_mark, []))
        if len(self.stack) > _DEEPEST + 1:
            self.report(YAML_SYNTAX, place(event), f"nested more than {_DEEPEST} deep")
            return False
        return True

    def close(self, event: Any) -> bool:
        """It ends, and is a value where it stands."""
        container = self.stack.pop()
        container.end_mark = event.end_mark
        self.count += len(container.items)
        depth = len(self.stack)
        if self.anchored and depth in self.anchored:
            anchor, count = self.anchored.pop(depth)
            self.open_anchors.discard(anchor)
            self.anchors[anchor] = (container, self.count - count + 1)
        if isinstance(container, Mapping):
            self.pair(container)
        self.attach(container)
        if depth == _IN_SECTION and len(self.stack[-1].items) >= _PIECE:
            self.hand_over_piece()
        elif depth == _AT_TOP:
            self.hand_over(container)
        return True

    def alias(self, event: Any) -> bool:
        """Put in what an alias stands for; not if that would never end."""
        name = event.anchor
        if name in self.open_anchors:
            self.report(ENDLESS_ANCHORS, place(event), f"`*{name}` contains itself")
            return False
        if name not in self.anchors:
            self.report(YAML_SYNTAX, place(event), f"no anchor `&{name}` stands before this alias")
            self.count -= 1  # it is none
            self.attach(_nothing_at(event))
            return True
        value, size = self.anchors[name]
        self.count += size - 1  # its container counts it as one
        self.by_alias += size
        if self.by_alias > _MOST_BY_ALIAS:
            message = f"the aliases of this file stand for more than {_MOST_BY_ALIAS:,} values"
            self.report(ENDLESS_ANCHORS, place(event), message)
            return False
        self.attach(value)
        return True

    def document_start(self, event: Any) -> bool:
        if not self.roots:
            return True
        message = "a second document starts here; it is not read"
        self.report(SEVERAL_DOCUMENTS, place(event), message, "one file, one document: make two files of it")
        return False

    # -------------------------------------------------------------- containers

    def attach(self, value: Value) -> None:
        """Put a value where it stands; only a scalar can be a key."""
        parent = self.stack[-1]
        if isinstance(parent, Mapping) and len(parent.items) % 2 == 0 and not isinstance(value, Scalar):
            self.report(YAML_SYNTAX, place(value), f"{describe(value)} cannot be a key")
            value = _nothing_at(value)
        parent.items.append(value)

    def pair(self, mapping: Mapping) -> None:
        """Keys and values in turn become entries. Of equal keys, the first is kept."""
        if mapping is self.begun:
            self.pair_piece(mapping)
            for key in self.begun_doubles:
                self.double(self.begun_keys[key.value], key)
            return
        turns = iter(mapping.items)
        mapping.entries = {key.value: (key, value) for key, value in zip(turns, turns, strict=False)}
        if len(mapping.entries) < len(mapping.items) // 2:
            mapping.entries = {}
            turns = iter(mapping.items)
            for entry in zip(turns, turns, strict=False):
                first = mapping.entries.setdefault(entry[0].value, entry)
                if first is not entry:
                    self.double(first[0], entry[0])

    def double(self, first: Scalar, key: Scalar) -> None:
        line = self.document.span(*place(first)).line
        message = f"the key `{key.value}` is here twice"
        self.report(DUPLICATE_KEY, place(key), message, f"the first is on line {line}")

    # -------------------------------------------------------------- sections

    def hand_over(self, root: Sequence | Mapping) -> None:
        """Those sections that have ended, and the rest of the one that was begun; of several with one key the first."""
        if not isinstance(root, Mapping):
            return
        for at in range(self.handed_over, len(root.items) - 1, 2):
            key, section = root.items[at : at + 2]
            if section is self.begun or key.value not in self.sections:
                self.sections.add(key.value)
                self.take(key, section, True)
        self.handed_over = len(root.items) // 2 * 2

    def hand_over_piece(self) -> None:
        """What is whole of the section that is open; not if an alias may ask for all of it, later."""
        _, root, section = self.stack
        if not isinstance(root, Mapping) or len(root.items) % 2 == 0 or _IN_ROOT in self.anchored:
            return
        key = root.items[-1]
        if section is not self.begun:
            self.hand_over(root)
            if key.value in self.sections:
                return
            self.sections.add(key.value)
            self.begun, self.begun_keys, self.begun_doubles = section, {}, []
        if isinstance(section, Mapping):
            self.pair_piece(section)
            self.take(key, section, False)
            del section.items[: len(section.items) // 2 * 2]
        else:
            self.take(key, section, False)
            section.items.clear()

    def pair_piece(self, section: Mapping) -> None:
        """As ``pair`` does, with the keys of earlier pieces in mind."""
        section.entries = {}
        turns = iter(section.items)
        for key, value in zip(turns, turns, strict=False):
            if key.value in self.begun_keys:
                self.begun_doubles.append(key)
            else:
                self.begun_keys[key.value] = key
                section.entries[key.value] = (key, value)

    # -------------------------------------------------------------- what is broken

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
        self.report(YAML_SYNTAX, (at, at + 1), message, hint)

    def salvage(self) -> Value | None:
        """Keep what was whole: the sections so far, and their records but the one that was open."""
        if self.roots or len(self.stack) == 1:
            return self.roots[0] if self.roots else None
        _, root, *sections = self.stack[:3]
        if sections and isinstance(root, Mapping) and len(root.items) % 2:
            root.items += sections  # its key waits for it
        for container in (root, *sections):
            if isinstance(container, Mapping):
                self.pair(container)
        self.hand_over(root)
        return root


def _nothing_at(value: Any) -> Scalar:
    """What stands for a value that cannot be where it is."""
    return Scalar(None, None, (True, False), "", value.start_mark, value.end_mark)


def compose(document: Document, take: Take) -> tuple[Value | None, list[Diagnostic]]:
    """Hand over a document's sections. The value that they are in, None if there is none; and what is wrong with its
    YAML."""
    text = document.text
    allowed = ALLOWED.match(text)
    bad = allowed.end() if allowed else 0  # where a character is that is not
    # What stands before a bad character is read. Two signs that cannot follow it keep the record that it is in open.
    composer = _Composer(document, text[:bad] + ": [" if bad < len(text) else text, take)
    value = composer.run()
    if bad < len(text):
        message = f"the character U+{ord(text[bad]):04X} is not allowed in YAML"
        hint = "in a text between double quotes, write it as an escape"
        return value, [YAML_SYNTAX.at(document.span(bad, bad + 1), message, hint)]
    if not composer.diagnostics and (value is None or is_null(value)):
        return None, [EMPTY_FILE.at(document.span(0), "the file says nothing")]
    return value, composer.diagnostics
