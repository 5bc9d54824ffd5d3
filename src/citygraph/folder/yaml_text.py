"""YAML text → values that know their place. All records are read here; ``yaml_edits`` and ``yaml_layout`` read a file
once more, to change its text.

A value keeps its text as it stands in the file. The schema sets its type later, so ``country: NO`` is Norway and
``010`` is a text. If the YAML is broken, the values that are complete before the error are still returned.
"""

from __future__ import annotations

import bisect
import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Protocol

import yaml

from citygraph.domain.odd_characters import named, plain
from citygraph.domain.terms import ANYTHING
from citygraph.folder.access import NotRead, OpenFile
from citygraph.folder.diagnostics import Diagnostic, Diagnostics, Rule, Span
from citygraph.folder.rules import (
    BEYOND_LIMIT,
    BREAKS,
    DUPLICATE_KEY,
    EMPTY_FILE,
    ENDLESS_ANCHORS,
    MERGE_CONFLICT,
    NOT_UTF8,
    SEVERAL_DOCUMENTS,
    UNREADABLE,
    YAML_SYNTAX,
    YAML_TAG,
)

DEEPEST = 64
_MOST_AT_ONCE = 200_000
"""How many values are in memory at once: those of a record, and of all that must be read as a whole."""
_CHUNK = 10_000
"""After how many values that is looked at."""
_MOST_PLAUSIBLE = 100_000
MOST_BY_ALIAS = 100_000
"""How many values all aliases of one file together may stand for. Real files need a handful."""
_PIECE = 16
"""How many items of a section are read before they are passed on."""
_AT_TOP, _IN_ROOT, _IN_SECTION = 1, 2, 3
"""How many containers are open around a value, including the stream of documents."""

# U+0085, U+2028 and U+2029 end a line for libyaml and not for editors.
ALLOWED = re.compile("[\x20-\x7e\n\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff\t\r]*+")
_COMMENT_IN_TEXT = re.compile(r"(?<=\S) #(?=[^\s#!])")
_LINE_END = re.compile(r"\r\n|\n|\r")
_MARKERS = ("<<<<<<<", ">>>>>>>", "|||||||")
_MARKER = re.compile(r"^(?:(<|>|\|)\1{6,}|={7,})(?=[ \r\n]|\Z)", re.MULTILINE)
_PLAUSIBLE_ID = re.compile(
    r"^[ \t]*+(?:-[ \t]++)?\{?[ \t]*+(?:id[ \t]*+:[ \t]*+([A-Za-z0-9_.-]++)|([A-Za-z0-9_.-]++)[ \t]*+:)", re.MULTILINE
)
_QUOTED_WORD = re.compile(r"""(?:^|(?<=[\s,\[{]))(["'])[^"'\n]*\1[ \t]*$""")
_REST_OF_TEXT = re.compile(r"[^\s,\]}:#][^,\]}\n]*")
_KEY = re.compile(r"""["']?[\w-]+["']?\s*:(\s|$)""")
_KEY_AND_TEXT = re.compile(r"""\s*(?:- +)?([\w.-]+): +([^\s"'\[{&*!|>].*?)\s*""")
_KEY_AND_QUOTED = re.compile(r"""\s*(?:- +)?[\w.-]+: +(["'].*?)\s*""")
_KEYS_IN_A_ROW = re.compile(r"(\S+?)\s*([;,])\s*([A-Za-z_]\w*: +\S.*)")
_ONLY_A_QUESTION = re.compile(r".*: +\?\s*")
_DASH = re.compile(r"( *)- +\S")
_ODD = "\u00a0\u2000-\u200a\u202f\u3000"
_ODD_INDENT = re.compile(rf"^ *([{_ODD}])[ {_ODD}]*(?:- +)?[\w.-]+:(?=\s|$)", re.MULTILINE)
_ODD_SPACE = re.compile(rf"^ *(?:- +)?([\w.-]+:)([{_ODD}])([^\n]*)", re.MULTILINE)
_DASH_WITHOUT_SPACE = re.compile(r"^ *-([A-Za-z_][\w-]*:)( [^\n]*|$)", re.MULTILINE)
_LINE_OF_KEY = re.compile(r" *([\w.-]+):(?: .*)?")
_LONGEST_WORD = 500
_LONGEST_TYPED = 1000
_SEVERAL = {
    **dict.fromkeys(("source", "quote", "by"), "; several go under `evidence:`, each as `- {source: …, quote: …}`"),
    **dict.fromkeys(("evidence", "observations", "posts"), "; all items go into one list"),
}
"""The hint if one of these keys is there twice."""
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

Take = Callable[[Scalar, Value, bool], None]
"""Takes a section of a file: its key; its value, or a piece of it with the records since the last piece; and True if
that was the last piece."""


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


class _Composer:
    """Builds the values of one document from PyYAML's events, on a stack of open containers.

    An open container holds its items in a flat list. A mapping's keys and values take turns in it, and become entries
    when the mapping ends. So a scalar, which most events are, is always added in the same way.

    The sections of a file are passed on while the file is read, long sections in pieces. So only the values of some
    records are in memory at a time, which takes a third less time and memory. Equal keys are still reported at the end
    of their mapping.
    """

    def __init__(self, document: Document, end: int, take: Take) -> None:
        self.document = document
        self.text = document.text[:end]  # the part of it that is read
        self.is_cut = end < len(document.text)
        self.take = take
        self.diagnostics = Diagnostics()
        self.roots: list[Any] = []  # the document's value, once it is complete
        self.stack: list[YamlSequence | YamlMapping] = [YamlSequence(None, None, self.roots)]
        self.anchors: dict[str, tuple[Value, int]] = {}  # the value of each anchor, and how many values are in it
        self.anchored: dict[int, tuple[str, int]] = {}  # by depth: an open container's anchor, the count at its start
        self.open_anchors: set[str] = set()
        self.count = 0  # values in the containers that have ended, including the values of aliases
        self.by_alias = 0
        self.handed_over = 0  # how many items of the root
        self.sections: set[str] = set()  # the keys of the sections handed over
        self.begun: YamlSequence | YamlMapping | None = None  # the section that is being handed over in pieces
        self.begun_keys: dict[str, int] = {}  # where the first of each stands
        self.begun_doubles: list[Scalar] = []
        self.gone = 0  # the count when the last piece was handed over
        self.torn: int | None = None  # where a line stands that YAML took for another section

    def report(self, rule: Rule, place: tuple[int, int], message: str, hint: str = "") -> None:
        self.diagnostics.tell(rule, "", lambda: rule.at(self.document.span(*place), message, hint))

    def run(self) -> Value | None:
        """Hand over all sections. Returns the value around them, as far as it could be read."""
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
            events = iter(Loader(self.text).get_event, None)
            while True:
                event = None
                for event in islice(events, _CHUNK):
                    kind = type(event)
                    if kind is Scalar:
                        add(event)
                        if event.tag or event.anchor:
                            self.mark(event)
                    elif kind in take and not take[kind](event):
                        return self.salvage()
                    else:
                        add = self.stack[-1].items.append
                if event is None:
                    return self.roots[0] if self.roots else None
                if self.are_too_many(event):
                    return self.salvage()
        except yaml.MarkedYAMLError as error:
            self.broken(error)
        except yaml.YAMLError as error:  # an error of PyYAML's reader, which has no mark; its checks are made before
            self.report(YAML_SYNTAX, (0, 1), str(error).splitlines()[0])
        return self.salvage()

    def are_too_many(self, event: yaml.Event) -> bool:
        """True if too many values are in memory; reports it at the container that has most of them."""
        pending = self.count - self.gone + sum(len(container.items) for container in self.stack)
        if pending + len(self.begun_doubles) <= _MOST_AT_ONCE or len(self.stack) == 1:
            return False
        largest = max(self.stack[1:], key=lambda container: len(container.items))
        start = place(largest)[0]
        message = f"more than {_MOST_AT_ONCE:,} values are to be read at once"
        hint = "write more records of fewer values, and no anchor for a whole section"
        self.report(BEYOND_LIMIT, (start, start + 1), message, hint)
        return True

    def mark(self, scalar: Scalar) -> None:
        """Note the tag or the anchor of a scalar; few have any."""
        if scalar.tag is not None:
            self.tagged(scalar)
        if scalar.anchor:
            self.anchors[scalar.anchor] = (scalar, 1)

    def tagged(self, event: Any) -> None:
        message = f"the tag `{event.tag}` has no meaning here"
        self.report(YAML_TAG, place(event), message, "take it out: the schema sets the type of a value")

    # -------------------------------------------------------------- events: each method returns True to read on

    def open(self, event: Any) -> bool:
        """A list or a mapping begins."""
        if event.tag is not None:
            self.tagged(event)
        if event.anchor:
            self.anchored[len(self.stack)] = (event.anchor, self.count)
            self.open_anchors.add(event.anchor)
        container = YamlMapping if type(event) is yaml.MappingStartEvent else YamlSequence
        self.stack.append(container(event.start_mark, event.end_mark, []))
        if len(self.stack) > DEEPEST + 1:
            self.report(YAML_SYNTAX, place(event), f"nested more than {DEEPEST} deep")
            return False
        return True

    def close(self, event: Any) -> bool:
        """A list or a mapping ends; add it to the container around it."""
        if self.is_cut and event.start_mark.index >= len(self.text):
            return False  # only the cut ends it: in the file it may go on
        container = self.stack.pop()
        container.end_mark = event.end_mark
        self.count += len(container.items)
        depth = len(self.stack)
        if self.anchored and depth in self.anchored:
            anchor, count = self.anchored.pop(depth)
            self.open_anchors.discard(anchor)
            self.anchors[anchor] = (container, self.count - count + 1)
        if isinstance(container, YamlMapping):
            self.pair(container)
        self.attach(container)
        if depth == _IN_SECTION and len(self.stack[-1].items) >= _PIECE:
            self.hand_over_piece()
        elif depth == _AT_TOP:
            self.hand_over(container)
        return True

    def alias(self, event: Any) -> bool:
        """Put the value of an alias in its place, unless the value contains the alias itself or grows too large."""
        name = event.anchor
        if name in self.open_anchors:
            self.report(ENDLESS_ANCHORS, place(event), f"`*{name}` contains itself")
            return False
        if name not in self.anchors:
            self.report(YAML_SYNTAX, place(event), f"no anchor `&{name}` stands before this alias")
            self.count -= 1  # it stands for no value
            self.attach(_nothing_at(event))
            return True
        value, size = self.anchors[name]
        self.count += size - 1  # its container counts it as one
        self.by_alias += size
        if self.by_alias > MOST_BY_ALIAS:
            message = f"the aliases of this file stand for more than {MOST_BY_ALIAS:,} values"
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
        """Add a value to the open container; only a scalar can be a key."""
        parent = self.stack[-1]
        if isinstance(parent, YamlMapping) and len(parent.items) % 2 == 0 and not isinstance(value, Scalar):
            self.report(YAML_SYNTAX, place(value), f"{describe(value)} cannot be a key")
            value = _nothing_at(value)
        parent.items.append(value)

    def pair(self, mapping: YamlMapping) -> None:
        """Turn keys and values into entries. Of equal keys, the first counts."""
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
                    self.double(place(first[0])[0], entry[0])

    def double(self, first: int, key: Scalar) -> None:
        """Report a key that is there already, at the offset ``first``."""
        line = self.document.line_number(first)
        message = f"the key `{key.value}` is here twice"
        self.report(DUPLICATE_KEY, place(key), message, f"the first is on line {line}{_SEVERAL.get(key.value, '')}")

    # -------------------------------------------------------------- sections

    def hand_over(self, root: YamlSequence | YamlMapping) -> None:
        """Hand over the sections that have ended, and the rest of the section that was begun. Of several sections with
        one key, the first counts."""
        if not isinstance(root, YamlMapping):
            return
        for at in range(self.handed_over, len(root.items) - 1, 2):
            key, section = root.items[at : at + 2]
            if section is self.begun or key.value not in self.sections:
                self.sections.add(key.value)
                self.take(key, section, True)
        self.handed_over = len(root.items) // 2 * 2

    def hand_over_piece(self) -> None:
        """Hand over the complete items of the open section, unless an alias may later need the whole section."""
        _, root, section = self.stack
        if not isinstance(root, YamlMapping) or len(root.items) % 2 == 0 or _IN_ROOT in self.anchored:
            return
        key = root.items[-1]
        if section is not self.begun:
            self.hand_over(root)
            if key.value in self.sections:
                return
            self.sections.add(key.value)
            self.begun, self.begun_keys, self.begun_doubles = section, {}, []
        if isinstance(section, YamlMapping):
            self.pair_piece(section)
            self.take(key, section, False)
            del section.items[: len(section.items) // 2 * 2]
        else:
            self.take(key, section, False)
            section.items.clear()
        self.gone = self.count

    def pair_piece(self, section: YamlMapping) -> None:
        """Do what ``pair`` does, but compare with the keys of earlier pieces too."""
        section.entries = {}
        turns = iter(section.items)
        for key, value in zip(turns, turns, strict=False):
            if key.value in self.begun_keys:
                self.begun_doubles.append(key)
            else:
                self.begun_keys[key.value] = key.start_mark.index
                section.entries[key.value] = (key, value)

    # -------------------------------------------------------------- what is broken

    def broken(self, error: yaml.MarkedYAMLError) -> None:
        problem, context = error.problem_mark, error.context_mark
        message = error.problem or error.context or "not YAML"
        at = problem.index if problem else 0
        if context and (at >= len(self.document.text.rstrip()) or "could not find expected ':'" in message):
            # YAML notices this mistake at the end of the text, or a line later. The place to correct is the start.
            at = context.index
        elif context and error.context and context.line != (problem.line if problem else 0):
            message = f"{message}, {error.context} that starts on line {self.document.line_number(context.index)}"
        hint = ""
        text = self.document.text
        if found := self.misread(context.index if context else at, max(at, problem.index if problem else at)):
            at, message, hint = found
            self.torn = at
        elif at < len(text) and text[at] == "\t":
            hint = "indent with spaces, not with tabs"
        elif quote := _begins_quoted(self.document.line_at(at), text[: at + 1], text[at:]):
            hint = f"a text that begins with a quoted word goes between quotes as a whole: `{quote}`"
        elif "mapping values are not allowed" in message or (
            context and problem and context.line == problem.line and text.startswith(": ", at)
        ):
            hint = "put a text that has a colon and a space in it between quotes"
            whole = _KEY_AND_TEXT.fullmatch(self.document.line_at(at))
            if whole and (keys := _KEYS_IN_A_ROW.fullmatch(whole[2])):
                message = f"the `{keys[2]}` does not end the value of `{whole[1]}`"
                hint = f"write each key on a line of its own: `{whole[1]}: {keys[1]}`, and below it `{keys[3]}`"
            elif whole:
                hint += f": `{whole[1]}: {quoted(whole[2])}`"
        elif "mapping keys are not allowed" in message and _ONLY_A_QUESTION.fullmatch(self.document.line_at(at)):
            message, hint = "a `?` is no value in YAML", "leave the key out if it is not known"
        elif "expected '-' indicator" in message and (key := _LINE_OF_KEY.fullmatch(self.document.line_at(at))):
            message = f"`{key[1]}` stands below the dash, so it is no key of the record that begins there"
            hint = "indent it by two spaces more, as the key after the dash"
        elif dash := _DASH.match(self.document.line_at(at)):
            hint = self.dashes(at, dash)
        elif "could not find expected ':'" in message and "：" in (line := self.document.line_at(at)):
            message = f"the colon `：` is {named('：')}, which YAML does not take for one"
            right = re.sub("：[ \u3000]*", ": ", line.strip())
            hint = f"write `{right}`"
        elif "could not find expected ':'" in message:
            hint = "a key needs a colon after it; a text of several lines needs to be indented"
        else:
            end = problem.index if problem else at
            cut = self.document.cuts(min(at, context.index if context else at), end)
            if cut is not None:
                rest = self.document.line_from(cut + 1)
                hint = f"YAML takes `{rest}` for a comment; put a text with a # between quotes"
        self.report(YAML_SYNTAX, (at, at + 1), message, hint)

    def misread(self, start: int, end: int) -> tuple[int, str, str] | None:
        """What YAML read otherwise than its author meant, in the lines from ``start`` to ``end`` or just before, and
        so noticed too late: its offset, the message and the hint; None if there is no such thing."""
        text = self.document.text
        begin = text.rfind("\n", 0, start) + 1
        begin = text.rfind("\n", 0, max(0, begin - 1)) + 1
        lines = text[begin : len(text) if (stop := text.find("\n", end)) < 0 else stop]
        for odd in _ODD_INDENT.finditer(lines):
            message = f"the line begins with {named(odd[1])}, which indents nothing in YAML"
            return begin + odd.start(1), message, "indent with plain spaces"
        for odd in _ODD_SPACE.finditer(lines):
            message = f"after the colon stands {named(odd[2])}, which YAML does not take for a space"
            return begin + odd.start(2), message, f"write `{odd[1]} {plain(odd[3]).strip()}`"
        for dash in _DASH_WITHOUT_SPACE.finditer(lines):
            message = f"YAML takes `-{dash[1]}` for a key, since no space follows the dash"
            return begin + dash.start(1) - 1, message, f"write `- {dash[1]}{dash[2].rstrip()}`"
        return None

    def dashes(self, at: int, dash: re.Match[str]) -> str:
        """The hint for a dash that is indented otherwise than the one of the record before."""
        span = self.document.span(at)
        for number, line in enumerate(reversed(self.document.text[: at - span.column + 1].splitlines()), 1):
            before = _DASH.match(line)
            if before and len(before[1]) != len(dash[1]):
                return f"indent the dash as on line {span.line - number}: by {_spaces(len(before[1]))}"
        return ""

    def salvage(self) -> Value | None:
        """Hand over what is complete: the sections so far, without the record that was open."""
        if self.roots or len(self.stack) == 1:
            return self.roots[0] if self.roots else None
        _, root, *sections = self.stack[:3]
        if sections and isinstance(root, YamlMapping) and len(root.items) % 2:
            root.items += sections  # the value for the last key
        while self.torn is not None and root.items and place(root.items[-1])[0] >= self.torn:
            root.items.pop()
        for container in (root, *sections):
            if self.is_cut and container.items and is_null(container.items[-1]):
                container.items.pop()  # its value stands after the cut
            if isinstance(container, YamlMapping):
                self.pair(container)
        self.hand_over(root)
        return root


def _spaces(number: int) -> str:
    return {0: "no space", 1: "one space"}.get(number, f"{number} spaces")


def _begins_quoted(line: str, before: str, after: str) -> str:
    """Between quotes, the text that YAML took to end with the quoted word before ``after``; empty if there is none."""
    whole = _KEY_AND_QUOTED.fullmatch(line)
    if whole and before[:-1].rstrip(" ")[-1:] == whole[1][0] and not _KEY.match(after):
        return quoted(_unquoted(whole[1]))
    word = _QUOTED_WORD.search(before[:-1], max(0, len(before) - _LONGEST_WORD))
    rest = _REST_OF_TEXT.match(after)
    if word is None or rest is None or _KEY.match(rest[0]):
        return ""
    return quoted(_unquoted(before[word.start(1) : -1] + rest[0].rstrip()))


def _unquoted(text: str) -> str:
    """A text without the marks around all of it: ``"He said "yes" then"``, but not ``"one" and "two"``."""
    mark, inner = text[0], text[1:-1]
    around = len(text) > 2 and text.endswith(mark) and re.match(rf"[^{mark}]*(?<![^\s(]){mark}", inner)
    return inner if around else text


def quoted(text: str) -> str:
    """A text between quotes, as YAML can write it in a line."""
    line = text.replace("\n", " ")
    return "'" + line.replace("'", "''") + "'" if '"' in line or "\\" in line else f'"{line}"'


def plain_or_quoted(text: str) -> str:
    """A text as YAML can write it in a line: between quotes only if it needs them."""
    return quoted(text) if re.search(r"[:#,\n\[\]{}]|^[-?!&*%@`'\"|>]", text) else text


def _nothing_at(value: Any) -> Scalar:
    """A null, in the place of a value that cannot stand there."""
    return Scalar(None, None, (True, False), "", value.start_mark, value.end_mark)


def compose(document: Document, take: Take) -> tuple[Value | None, Diagnostics]:
    """Hand over the sections of a document. Returns the value around them (None if there is none), and the mistakes in
    the YAML."""
    text = document.text
    problem, end = None, len(text)
    if marker := first_conflict_marker(text):
        problem, end = unfinished_merge(document.span(*marker)), marker[0]
    allowed = ALLOWED.match(text, 0, end)
    bad = allowed.end() if allowed else 0  # the first character that is not allowed
    if bad < end and problem is None:
        message = f"the character {named(text[bad])} is not allowed in YAML"
        hint = "in a text between double quotes, write it as an escape"
        problem = YAML_SYNTAX.at(document.span(bad, bad + 1), message, hint)
    composer = _Composer(document, bad, take)
    value, found = composer.run(), composer.diagnostics
    if problem is not None:  # what is wrong with the YAML before it may be so because of the cut
        found[:] = [one for one in found if one.code not in BREAKS]
        for rule in [rule for rule in found.numbers if rule[0] in BREAKS]:
            del found.numbers[rule]
        found.add(problem)
    elif not found and (value is None or is_null(value)):
        found.add(EMPTY_FILE.at(document.span(0), "the file has no records"))
        value = None
    return value, found
