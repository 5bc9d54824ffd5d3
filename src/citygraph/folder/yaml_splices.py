"""What takes the place of what in the text of a YAML file: how a change becomes text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from citygraph.folder.yaml_nodes import is_nothing
from citygraph.folder.yaml_places import LINE_END, PROPERTY, RARE, Path, YamlPlaces
from citygraph.folder.yaml_style import Plain, entry, in_line, quoted, scalar
from citygraph.folder.yaml_style import key as key_text

_DEEPER_COMMENT = re.compile(r"(?:\r\n|\n|\r)([ \t]+)#[^\r\n]*")
_COMMENT = "a comment stands beside this; edit it by hand"
PROPERTIES = ("&", "*", "!")
NO_TEXT = "this is no text in a line; edit it by hand"


class _Splice(NamedTuple):
    """``text`` takes the place of the characters from ``start`` to ``end``. ``rank`` orders what is put in at one
    place."""

    start: int
    end: int
    rank: int
    text: str


class YamlSplices:
    """What is put into the text of a file, and what is taken out. What it says then is looked at by ``YamlEdits``."""

    def __init__(self, places: YamlPlaces) -> None:
        self.places = places
        self.all: list[_Splice] = []
        found = LINE_END.search(places.text)
        self._newline = found[0] if found else "\n"

    def add(self, start: int, end: int, text: str, rank: int = 0) -> None:
        """Put a text into the place of the characters from ``start`` to ``end``."""
        self.all.append(_Splice(start, end, rank, text.replace("\n", self._newline)))

    def made(self) -> str:
        """The new text.

        Raises:
            CannotEdit: if two of the changes meet.
        """
        pieces, at = [], 0
        for start, end, _, text in sorted(self.all, key=lambda one: (one.start, one.rank)):
            if start < at and not text and not self.places.text[start:at].strip():  # empty lines that go with both
                start = at
            if start < at:
                raise self.places.cannot(start, "two changes meet here; make one of them first")
            pieces += [self.places.text[at:start], text]
            at = max(at, end)
        return "".join([*pieces, self.places.text[at:]])

    def respell(self, node: Any, text: str) -> None:
        """Give a text new characters."""
        if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
            raise self.places.cannot(node.start_mark.index, NO_TEXT)
        start, end = node.start_mark.index, node.end_mark.index
        start = self.places.text.find(node.style, start, end) if node.style else start
        old = self.places.text[start:end]
        if old.startswith(PROPERTIES):
            raise self.places.cannot(start, PROPERTY)
        self.add(start, end, quoted(text, node.style) if node.style else scalar(text, flow=True))

    def insert(self, mapping: Any, key: str, value: Plain, order: Sequence[str], apart: bool) -> None:
        ranks = {name: rank for rank, name in enumerate(order)}
        rank = ranks.get(key, len(ranks))
        spans = [(name.start_mark.index, self.places.end_of_pair(name, inner)) for name, inner in mapping.value]
        before = [span for span, (name, _) in zip(spans, mapping.value, strict=True)
                  if ranks.get(name.value, len(ranks)) <= rank]  # fmt: skip
        if mapping.flow_style:
            written = f"{key_text(key, flow=True)}: {in_line(value)}"
            if before:
                self.add(before[-1][1], before[-1][1], f", {written}", rank)
            else:
                at = mapping.start_mark.index + 1
                self.add(at, at, f"{written}, " if mapping.value else written, rank)
            return
        indent = self.places.column(spans[0][0])  # nothing is put before the first key: a dash may stand there
        self.put_lines(before or spans[:1], entry(key, value, indent), indent, rank, apart=apart)

    def put_lines(
        self, spans: Sequence[tuple[int, int]], lines: str, indent: int, rank: int = 0, *, apart: bool = False
    ) -> None:
        """Put lines after the last of some entries, given by where they start and end. If those stand ``apart``, or
        there is only one, which has several lines, an empty line is put between."""
        start, end = spans[-1]
        at = self.places.line_end(end)
        # A comment that is indented deeper is of what is above.
        while found := _DEEPER_COMMENT.match(self.places.text, at):
            if found.end(1) - found.start(1) <= indent:
                break
            at = found.end()
        is_long = LINE_END.search(self.places.text, start, end) is not None
        gap = apart and (self.places.is_after_blank(self.places.line_start(start)) or (len(spans) == 1 and is_long))
        self.add(at, at, ("\n\n" if gap else "\n") + " " * indent + lines, rank)

    def replace(self, mapping: Any, name: Any, old: Any, value: Plain) -> None:
        """Put another value into the place of an old one: within its line, if both stand in one."""
        start, end = old.start_mark.index, self.places.end(old)
        before = self.places.text[start:end]
        is_block = isinstance(old, yaml.ScalarNode) and old.style in ("|", ">")
        in_a_line = not (is_block or is_nothing(old) or LINE_END.search(before))
        if before.startswith(PROPERTIES):
            raise self.places.cannot(start, PROPERTY)
        new = self._in_place_of(old, value, mapping.flow_style) if mapping.flow_style or in_a_line else None
        if new is not None:
            self.add(start, end, f" {new}" if is_nothing(old) else new)
            return
        after = self.places.text.index(":", name.end_mark.index) + 1
        if "#" in self.places.text[after:start]:
            raise self.places.cannot(after, _COMMENT)
        lines = entry("x", value, self.places.column(name.start_mark.index)).removeprefix("x:")
        self.add(after, max(end, after), lines)

    @staticmethod
    def _in_place_of(old: Any, value: Plain, flow: bool) -> str | None:
        """A value as it stands in the line of an old one; None if it needs lines of its own."""
        if not isinstance(value, str):
            if isinstance(value, (int, float)) or value is None:
                return quoted(scalar(value), old.style) if getattr(old, "style", None) else scalar(value)
            return in_line(value) if flow or getattr(old, "flow_style", False) else None
        if "\n" in value and not flow:
            return None
        return quoted(value, old.style) if isinstance(old, yaml.ScalarNode) and old.style else scalar(value, flow=flow)

    def take_from_line(self, spans: list[tuple[int, int]], index: int, *, is_at_the_end: bool) -> None:
        """Take out an entry with the comma behind it; if no entry stays behind it, with the one before it."""
        start, end = spans[index]
        if not is_at_the_end:
            end = spans[index + 1][0]
        elif index:
            start = spans[index - 1][1]
        self._keep_comments(start, end, spans[index])
        self.add(start, end, "")

    def take_lines(self, spans: list[tuple[int, int]], index: int, comments: str) -> None:
        """Take out the lines of an entry. ``comments`` take their place."""
        start, end = spans[index]
        begin = self.places.line_start(start)
        if self.places.text[begin:start].strip(" "):  # it begins on the line of a dash or a key
            if index + 1 == len(spans):
                raise self.places.cannot(start, RARE)
            stop = spans[index + 1][0]
            self._keep_comments(start, stop, spans[index])
            self.add(start, stop, "")
            return
        stop = self.places.after_line(end)
        blank = self.places.blanks_from(stop)
        if index + 1 < len(spans) and blank > stop and (not begin or self.places.is_after_blank(begin) or not index):
            stop = blank
        elif index + 1 == len(spans) and index:
            begin = self.places.blanks_to(begin)
        self.add(begin, stop, comments)

    def _keep_comments(self, start: int, end: int, span: tuple[int, int]) -> None:
        """Refuse to take out a comment that stands between two entries."""
        outside = self.places.text[start : span[0]] + self.places.text[span[1] : end]
        if "#" in outside:
            raise self.places.cannot(span[0], _COMMENT)

    def comments_between(self, span: tuple[int, int], parts: Sequence[Path]) -> str:
        """The lines within an entry that are comments, but not those within its parts."""
        at, kept = self.places.after_line(span[0]), []
        within = [self.places.among(part) for part in parts]
        for start, stop in sorted(spans[index] for _, index, spans in within):
            kept += self.places.text[at : max(at, self.places.line_start(start))].splitlines()
            at = max(at, self.places.after_line(stop))
        return "".join(f"{line}\n" for line in kept if line.lstrip().startswith("#"))
