"""The text of a YAML file, and where what it says stands in it."""

from __future__ import annotations

import bisect
import re
from functools import cached_property
from typing import Any

import yaml

from citygraph.folder.yaml_nodes import CannotEdit, composed, is_nothing
from citygraph.folder.yaml_text import Document

LINE_END = re.compile(r"\r\n|\n|\r")
_SPACE = " \t\r\n"
_BLANKS = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*")
RARE = "this place is laid out in a way that citygraph cannot edit; edit it by hand"
PROPERTY = "an anchor, an alias or a tag of YAML stands here; edit it by hand"

Path = tuple[str | int, ...]
"""Keys, and numbers of items from 0, from the top of the file."""


class YamlPlaces:
    """Where the parts of a file stand: offsets into its ``text``, nodes of PyYAML below its ``root``."""

    def __init__(self, document: Document) -> None:
        """Read the file.

        Raises:
            CannotEdit: if it is no sound YAML, or has several documents.
        """
        self.document = document
        self.text = document.text
        self.root: Any = composed(document)
        self._begins: dict[int, list[int]] = {}
        self._entries: dict[int, list[tuple[int, int]]] = {}

    def path_at(self, line: int, column: int) -> Path:
        """The path of what begins at a line and a column, both from 1: of an entry if that is a key.

        Raises:
            KeyError: if nothing begins there.
        """
        offset = self.document.offset(line, column)
        node: Any = self.root
        path: Path = ()
        while isinstance(node, yaml.CollectionNode):
            starts = self._starts_of(node)
            number = bisect.bisect_right(starts, offset) - 1
            if number < 0:
                break
            is_mapping = isinstance(node, yaml.MappingNode)
            name, inner = node.value[number] if is_mapping else (None, node.value[number])
            path = (*path, name.value if name else number)
            if starts[number] == offset and (not is_mapping or len(path) > 1):
                return path
            node = inner
            if isinstance(node, yaml.ScalarNode) and node.start_mark.index == offset:
                return path
        raise KeyError(offset)

    def _starts_of(self, node: Any) -> list[int]:
        """Where the entries of a list or mapping begin."""
        if id(node) not in self._begins:
            several = isinstance(node, yaml.MappingNode)
            self._begins[id(node)] = [(one[0] if several else one).start_mark.index for one in node.value]
        return self._begins[id(node)]

    def scalar_at(self, offset: int) -> tuple[Path, Any, bool]:
        """The text that begins at an offset: its path, its node, and True if it is a key.

        Raises:
            KeyError: if none begins there.
        """
        node: Any = self.root
        path: Path = ()
        while isinstance(node, yaml.CollectionNode):
            number = bisect.bisect_right(self._starts_of(node), offset) - 1
            if number < 0:
                break
            name, node = node.value[number] if isinstance(node, yaml.MappingNode) else (None, node.value[number])
            path = (*path, name.value if name else number)
            if name and name.start_mark.index == offset:
                return path, name, True
            if isinstance(node, yaml.ScalarNode) and node.start_mark.index == offset:
                return path, node, False
        raise KeyError(offset)

    def node(self, path: Path) -> Any:
        node = self.root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = self.pair(node, step)[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                raise KeyError(path)
        return node

    def check_shared(self, path: Path) -> None:
        """Refuse to change what aliases put into several places.

        Raises:
            CannotEdit: if a part of the path is written by an anchor and an alias.
        """
        node = self.root
        for step in path:
            name, node = self.pair(node, step) if isinstance(node, yaml.MappingNode) else (None, node.value[step])
            if id(node) in self._shared:
                raise self.cannot((name or node).start_mark.index, PROPERTY)

    @cached_property
    def _shared(self) -> set[int]:
        """The lists and mappings that stand in several places, by their identity."""
        seen, shared, todo = set[int](), set[int](), [self.root] if "*" in self.text else []
        while todo:
            node = todo.pop()
            if not isinstance(node, yaml.CollectionNode):
                continue
            if id(node) in seen:
                shared.add(id(node))
                continue
            seen.add(id(node))
            todo += (one for pair in node.value for one in pair) if isinstance(node, yaml.MappingNode) else node.value
        return shared

    @staticmethod
    def pair(node: Any, key: str | int) -> tuple[Any, Any]:
        for name, value in reversed(node.value):  # of two equal keys, YAML takes the last
            if name.value == key:
                return name, value
        raise KeyError(key)

    def among(self, path: Path) -> tuple[Any, int, list[tuple[int, int]]]:
        """The list or mapping that has an entry, the entry's number there, and where all its entries start and end."""
        *above, step = path
        holder = self.node(tuple(above))
        if id(holder) not in self._entries:
            if isinstance(holder, yaml.MappingNode):
                spans = [(name.start_mark.index, self.end_of_pair(name, value)) for name, value in holder.value]
            else:
                begin = (lambda one: one.start_mark.index) if holder.flow_style else self.dash
                spans = [(begin(one), self.end(one)) for one in holder.value]
            self._entries[id(holder)] = spans
        if isinstance(holder, yaml.MappingNode):
            pair = self.pair(holder, step)
            index = next(number for number, one in enumerate(holder.value) if one is pair or one == pair)
        else:
            index = int(step)
        return holder, index, self._entries[id(holder)]

    # ---------------------------------------------------------------- lines

    def dash(self, node: Any) -> int:
        """The offset of the dash before an item."""
        at = node.start_mark.index
        if is_nothing(node):
            return self.text.rindex("-", 0, at)
        dash: int = at - 1
        while dash >= 0 and self.text[dash] in _SPACE:
            dash -= 1
        if dash < 0 or self.text[dash] != "-":
            raise self.cannot(at, RARE)
        return dash

    def end_of_pair(self, name: Any, value: Any) -> int:
        return max(self.end(name), self.end(value))

    def end(self, node: Any) -> int:
        """The offset after the last character of a node. YAML lets a block end where the next token begins."""
        if isinstance(node, yaml.ScalarNode):
            end: int = node.end_mark.index
            return end if node.style not in ("|", ">") else len(self.text[:end].rstrip(_SPACE))
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        return max(self.end(one) for one in last) if isinstance(last, tuple) else self.end(last)

    def line_start(self, at: int) -> int:
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line_end(self, at: int) -> int:
        """The end of the line that has an offset, before its line end."""
        found = LINE_END.search(self.text, at)
        return found.start() if found else len(self.text)

    def after_line(self, at: int) -> int:
        found = LINE_END.search(self.text, at)
        return found.end() if found else len(self.text)

    def column(self, at: int) -> int:
        """How far to the right an offset stands, from 0."""
        return at - self.line_start(at)

    def blanks_from(self, at: int) -> int:
        found = _BLANKS.match(self.text, at)
        return found.end() if found else at

    def blanks_to(self, at: int) -> int:
        """The offset of the first of the empty lines just before an offset."""
        while at:
            begin = self.line_start(at - 1) if self.text[at - 2 : at] != "\r\n" else self.line_start(at - 2)
            if self.text[begin:at].strip():
                break
            at = begin
        return at

    def is_after_blank(self, begin: int) -> bool:
        return self.blanks_to(begin) < begin

    def cannot(self, offset: int, why: str) -> CannotEdit:
        return CannotEdit(self.document, offset, why)
