"""YAML text → what it says, with its layout: the comments, the empty lines, and what stands in brackets.

Comments are found between the values, never within them. A comment on a line of its own belongs to the entry below it;
one that is indented deeper than that entry ends what stands above. A comment beside an entry belongs to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from citygraph.domain.odd_characters import named
from citygraph.folder.yaml_nodes import CannotEdit
from citygraph.folder.yaml_text import ALLOWED, DEEPEST, NULLS, Document, Loader, first_conflict_marker

_SPACE = " \t\n"
_RARE = "this is laid out in a way that citygraph does not know; lay it out by hand"
_PROPERTY = "an anchor, an alias or a tag of YAML stands here; write it out"
_DIRECTIVE = "this is a directive of YAML; take it out"
_UNSOUND = "this is not sound YAML; `citygraph check` says why"

Scalar = yaml.ScalarEvent


@dataclass(slots=True)
class Entry:
    """An entry of a mapping, or an item of a list: then it has no key. ``above`` has the comments on lines of their
    own, and an empty text for each empty line; ``beside`` those at the end of its line, with a space before one that
    may be the rest of a text, as in ``room #4``: see :meth:`citygraph.folder.yaml_text.Document.cuts`."""

    key: Scalar | None
    value: Any = None
    above: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Collection:
    """A mapping or a list. ``column`` is where its entries begin; ``below`` is as ``above``, after the last of them."""

    is_mapping: bool
    in_brackets: bool
    column: int
    start: int
    entries: list[Entry] = field(default_factory=list)
    below: list[str] = field(default_factory=list)

    @property
    def last(self) -> Collection | None:
        """The mapping or list that is its last value and stands in lines of its own."""
        value = self.entries[-1].value if self.entries else None
        return value if isinstance(value, Collection) and not value.in_brackets else None


class Layout:
    """What a file says, with its layout."""

    def __init__(self, document: Document) -> None:
        """Read a file, whatever ends its lines.

        Raises:
            CannotEdit: if it is no sound YAML, says something twice, or has what citygraph cannot lay out: anchors,
                tags, several documents.
        """
        self.document = Document(document.file, document.text.replace("\r\n", "\n").replace("\r", "\n"))
        self.text = self.document.text
        self.root = Collection(True, False, 0, 0)
        self.comments: list[str] = []
        self._at = 0
        """Where the last value, key or bracket ends."""
        self._last: Entry | None = None
        """The entry that it belongs to."""
        self._open: list[Collection] = []
        self._check_characters()
        try:
            self._read()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._refuse(mark.index if mark else 0, _UNSOUND)
        except (yaml.YAMLError, ValueError):
            self._refuse(0, _UNSOUND)
        for column, comment in self._gap(len(self.text)):
            self._end_of(self.root, column).below.append(comment)

    @property
    def said(self) -> Any:
        """What the file says: texts, lists and mappings, and None for nothing."""
        return _said(self.root)

    def _refuse(self, offset: int, why: str) -> NoReturn:
        raise CannotEdit(self.document, offset, why)

    def _check_characters(self) -> None:
        if marker := first_conflict_marker(self.text):
            self._refuse(marker[0], "a merge is not finished: this is a conflict marker of git")
        allowed = ALLOWED.match(self.text)
        bad = allowed.end() if allowed else 0
        if bad < len(self.text):
            self._refuse(bad, f"the character {named(self.text[bad])} is not allowed in YAML")

    # ---------------------------------------------------------------- the parser's events

    def _read(self) -> None:
        documents = 0
        event: Any
        for event in yaml.parse(self.text, Loader):
            kind = type(event)
            if kind is Scalar:
                self._scalar(event)
            elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
                self._start(event, is_mapping=kind is yaml.MappingStartEvent)
            elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
                self._end(event)
            elif kind is yaml.AliasEvent:
                self._refuse(event.start_mark.index, _PROPERTY)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self._refuse(event.start_mark.index, "a second document starts here; make two files of it")
                if event.version or event.tags:
                    self._refuse(event.start_mark.index, _DIRECTIVE)

    def _scalar(self, event: Any) -> None:
        start, end = max(event.start_mark.index, self._at), event.end_mark.index
        if event.anchor or event.tag:
            self._refuse(start, _PROPERTY)
        if not self._open:
            self._refuse(start, "a file has sections at its top, such as `cities:`")
        self._take(event, start)
        if event.style in ("|", ">"):
            header = self.text[start : self.text.find("\n", start)]
            if "#" in header and self._last:
                self._last.beside.append(self._comment(header))
            end = max(len(self.text[start:end].rstrip(_SPACE)), len(header)) + start
        self._at = max(self._at, end)

    def _start(self, event: Any, *, is_mapping: bool) -> None:
        start, in_brackets = event.start_mark.index, bool(event.flow_style)
        if event.anchor or event.tag:
            self._refuse(start, _PROPERTY)
        if len(self._open) >= DEEPEST:
            self._refuse(start, "this is nested too deeply")
        if in_brackets and self.text[start] not in "{[":
            self._refuse(start, _RARE)
        new = Collection(is_mapping, in_brackets, event.start_mark.column, start)
        if self._open:
            if self._open[-1].is_mapping and not self._awaits_value():
                self._refuse(start, "a list or a mapping is no key")
            self._take(new, start)
        elif is_mapping:
            self.root = new
        else:
            self._refuse(start, "a file has sections at its top, such as `cities:`")
        if in_brackets:
            self._at = start + 1
        self._open.append(new)

    def _end(self, event: Any) -> None:
        ended = self._open.pop()
        seen: set[str] = set()
        for entry in ended.entries:
            key: Any = entry.key
            if key is not None and key.value in seen:
                self._refuse(key.start_mark.index, "this key is here twice")
            if key is not None:
                seen.add(key.value)
        if ended.in_brackets:
            end = event.end_mark.index
            ended.below += [comment for _, comment in self._gap(end - 1)]
            self._at = end
            if self._open:
                self._last = self._open[-1].entries[-1]

    # ---------------------------------------------------------------- entries and their comments

    def _awaits_value(self) -> bool:
        entries = self._open[-1].entries
        return bool(entries) and entries[-1].value is None

    def _take(self, value: Any, start: int) -> None:
        """Take a key, a value or an item that begins at an offset."""
        within = self._open[-1]
        if within.is_mapping and self._awaits_value():
            entry = within.entries[-1]
            entry.value = value
            if isinstance(value, Collection) and not value.in_brackets:
                return  # what stands between goes to its first entry
            entry.above += [comment for _, comment in self._gap(start) if comment]
            self._at = start
            return
        found = self._gap(start)
        entry = Entry(None) if not within.is_mapping else Entry(self._key(value))
        if not within.is_mapping:
            entry.value = value
        entry.above = self._above(within, found)
        within.entries.append(entry)
        self._last = entry
        self._at = start

    def _key(self, value: Any) -> Scalar:
        if value.style in ("|", ">") or is_nothing(value):
            self._refuse(value.start_mark.index, _RARE)
        key: Scalar = value
        return key

    def _above(self, within: Collection, found: list[tuple[int, str]]) -> list[str]:
        """What of some lines belongs to the next entry. The rest ends what stands above."""
        if not found:
            return []
        number = column = 0
        above = within.last if not within.in_brackets else None
        for at, (indent, comment) in enumerate(found, 1):
            if comment and (above is None or indent <= within.column):
                break
            if comment:
                column = min(column or indent, indent)
                for _, one in found[number:at]:
                    self._end_of(above, column).below.append(one)  # type: ignore[arg-type]  # it is not None
                number = at
        return [comment for _, comment in found[number:]]

    @staticmethod
    def _end_of(collection: Collection, column: int) -> Collection:
        """The innermost of what ends with a collection that begins no further to the right than a column."""
        while (inner := collection.last) and inner.column <= column:
            collection = inner
        return collection

    def _gap(self, end: int) -> list[tuple[int, str]]:
        """The comments between the last value and an offset, each with its column, and empty texts for empty lines.
        A comment on the line of the last value goes to its entry."""
        piece = self.text[self._at : end]
        if "#" not in piece and piece.count("\n") < 2:
            return []
        found: list[tuple[int, str]] = []
        first, *lines = piece.split("\n")
        if "#" in first:
            if self._last is None:
                found.append((0, self._comment(first)))
            else:
                space = " " if self.document.cuts(self._at + first.index("#") - 1) is not None else ""
                self._last.beside.append(space + self._comment(first))
        for number, line in enumerate(lines, 1):
            column = line.find("#")
            if column >= 0:
                is_own = not line[:column].strip()
                found.append((column if is_own else 0, self._comment(line)))
            elif number < len(lines) and not line.strip():
                found.append((0, ""))
        return found

    def _comment(self, line: str) -> str:
        comment = line[line.index("#") :].rstrip()
        self.comments.append(comment)
        return comment


def is_nothing(value: Scalar) -> bool:
    """True for YAML's null."""
    return not value.style and value.value in NULLS


def _said(value: Any) -> Any:
    if isinstance(value, Collection):
        if value.is_mapping:
            return {entry.key.value: _said(entry.value) for entry in value.entries if entry.key is not None}
        return [_said(entry.value) for entry in value.entries]
    return None if value is None or is_nothing(value) else value.value
