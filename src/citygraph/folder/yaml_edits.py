"""Changes in the text of a YAML file, made at the places that they are about. All other characters stay.

A place is a path from the top of the file: ``("cities", "anytown", "aliases", 0)``. Changes are gathered first; none
sees what another one writes. Then the new text is read, and if it does not say exactly what the changes say, nothing is
changed: so whatever the layout of a file, an edit is right or it is refused.
"""

from __future__ import annotations

import bisect
import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from citygraph.folder.fixes import Fix
from citygraph.folder.yaml_nodes import CannotEdit, composed, is_nothing, plain, said
from citygraph.folder.yaml_style import STEP, Plain, entry, in_line, item, mapping, quoted, respelled, scalar
from citygraph.folder.yaml_style import key as key_text
from citygraph.folder.yaml_text import Document

_LINE_END = re.compile(r"\r\n|\n|\r")
_SPACE = " \t\r\n"
_DEEPER_COMMENT = re.compile(r"(?:\r\n|\n|\r)([ \t]+)#[^\r\n]*")
_BLANKS = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*")
_RARE = "this place is laid out in a way that citygraph cannot edit; edit it by hand"
_COMMENT = "a comment stands beside this; edit it by hand"
_PROPERTIES = ("&", "*", "!")
_PROPERTY = "an anchor, an alias or a tag of YAML stands here; edit it by hand"
_NO_TEXT = "this is no text in a line; edit it by hand"

Path = tuple[str | int, ...]
"""Keys, and numbers of items from 0, from the top of the file."""


class _Splice(NamedTuple):
    """``text`` takes the place of the characters from ``start`` to ``end``. ``rank`` orders what is put in at one
    place."""

    start: int
    end: int
    rank: int
    text: str


class YamlEdits:
    """Changes of one file."""

    def __init__(self, document: Document) -> None:
        """Read the file.

        Raises:
            CannotEdit: if it is no sound YAML, or has several documents.
        """
        self.document = document
        self._text = document.text
        self._new: str | None = None
        self._resting: bytes | None = None
        """The new content, while that is all there is."""
        self._is_empty = False
        self._is_made_at_the_end = False
        """True if there are changes that can be made in the text only when all are known."""
        self._root: Any
        self._meant: Any
        self._open()
        self._splices: list[_Splice] = []
        self._removed: set[Path] = set()
        self._sections: dict[str, tuple[Any, Sequence[str], bool]] = {}
        """The sections that the file did not have, or that were empty: what is in them, their order, and ``apart``.
        They grow until the text is made."""
        found = _LINE_END.search(self._text)
        self._newline = found[0] if found else "\n"

    def _open(self) -> None:
        """Read the file, and what it says with the changes so far."""
        self._root = composed(self.document)
        self._meant = (plain(self._root) if self._root is not None else None) or {}
        if self._new is not None:
            self._meant = said(self._new)
        self._begins: dict[int, list[int]] = {}
        self._entries: dict[int, list[tuple[int, int]]] = {}
        self.__dict__.pop("_shared", None)

    def rest(self, *, for_good: bool = False) -> None:
        """Make the new text now, if that can be done, and forget what it is made of: while it is edited, a file takes
        fifty times its size in memory. To edit it further, ``wake`` it. What is taken out, and new sections, can be
        made only if all changes are known, so ``for_good``.

        Raises:
            CannotEdit: as ``text``.
        """
        if (for_good or not self._is_made_at_the_end) and self._resting is None:
            self._resting = self.text().encode()
            self._is_empty = not self._meant
            self._new = self._root = self._meant = self.document = None  # type: ignore[assignment]  # read anew at need
            self._text = ""
            self._begins, self._entries = {}, {}
            self.__dict__.pop("_shared", None)

    def wake(self, again: Callable[[], Document]) -> None:
        """Read the file again, if it is at rest."""
        if self._resting is not None:
            self.document = again()
            self._text = self.document.text
            self._new, self._resting = self._resting.decode(), None
            self._open()

    def content(self) -> bytes:
        """The new content of the file, without a byte order mark.

        Raises:
            CannotEdit: as ``text``.
        """
        return self.text().encode() if self._resting is None else self._resting

    @property
    def is_empty(self) -> bool:
        """True if the file says nothing with the changes so far."""
        return self._is_empty if self._resting is not None else not self._meant

    def _cannot(self, offset: int, why: str) -> CannotEdit:
        return CannotEdit(self.document, offset, why)

    # ---------------------------------------------------------------- what is there

    @property
    def data(self) -> Any:
        """What the file says, with all changes so far: texts, lists and mappings, and None for a value left empty."""
        return self._meant

    def at(self, path: Path) -> Any:
        """What the file says at a path, with all changes so far.

        Raises:
            KeyError: if there is nothing.
        """
        here = self._meant
        for step in path:
            here = here[step]
        return here

    def has(self, path: Path) -> bool:
        """True if there is something at a path."""
        try:
            self.at(path)
        except (KeyError, IndexError, TypeError):
            return False
        return True

    def has_changed(self, path: Path) -> bool:
        """True if a change so far has given what the file says at a path another value, or moved it."""
        return not self.has(path) or self.at(path) != plain(self._node(path))

    def path_at(self, offset: int) -> Path:
        """The path of what begins at an offset: of an entry if that is a key.

        Raises:
            KeyError: if nothing begins there.
        """
        node: Any = self._root
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

    def _node(self, path: Path) -> Any:
        node = self._root
        for step in path:
            if isinstance(node, yaml.MappingNode):
                node = self._pair(node, step)[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                raise KeyError(path)
        return node

    def _check_shared(self, path: Path) -> None:
        """Refuse to change what aliases put into several places.

        Raises:
            CannotEdit: if a part of the path is written by an anchor and an alias.
        """
        node = self._root
        for step in path:
            name, node = self._pair(node, step) if isinstance(node, yaml.MappingNode) else (None, node.value[step])
            if id(node) in self._shared:
                raise self._cannot((name or node).start_mark.index, _PROPERTY)

    @cached_property
    def _shared(self) -> set[int]:
        """The lists and mappings that stand in several places, by their identity."""
        seen, shared, todo = set[int](), set[int](), [self._root] if "*" in self._text else []
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
    def _pair(node: Any, key: str | int) -> tuple[Any, Any]:
        for name, value in reversed(node.value):  # of two equal keys, YAML takes the last
            if name.value == key:
                return name, value
        raise KeyError(key)

    # ---------------------------------------------------------------- changes

    @contextmanager
    def all_or_none(self, path: Path) -> Iterator[None]:
        """Within the block, the file changes at a path and below. If one of the changes cannot be made, none is."""
        number, removed, *above = len(self._splices), set(self._removed), self.at(path[:-1])
        held = copy.deepcopy(self.at(path))
        try:
            yield
        except CannotEdit:
            del self._splices[number:]
            self._removed = removed
            above[0][path[-1]] = held
            raise

    def put(self, path: Path, value: Plain, order: Sequence[str] = (), *, apart: bool = False) -> None:
        """Give a key a value. A new key is put after those that come before it in ``order``; without an order, last.
        ``apart``: with an empty line before it, if the other keys stand apart.

        Raises:
            CannotEdit: if the place cannot be edited as text.
            KeyError: if there is no place that could have the key.
        """
        *above, key = path
        if self._is_new(path):
            self._begin(path, value, order, apart)
            return
        mapping = self._node(tuple(above))
        if is_nothing(mapping) and above:
            self.put(tuple(above), {str(key): value}, order)
            return
        if not isinstance(mapping, yaml.MappingNode):
            raise KeyError(path)
        self._check_shared(tuple(above))
        try:
            name, old = self._pair(mapping, key)
        except KeyError:
            self._insert(mapping, str(key), value, order, apart)
        else:
            self._replace(mapping, name, old, value)
        self.at(tuple(above))[key] = meant(value)

    def replace(self, path: Path, text: str) -> None:
        """Give a text that stands at a path, or is a key there, new characters, between the same quotes.

        Raises:
            CannotEdit, KeyError: as ``put``.
        """
        self._scalar(self._node(path), text)
        self.at(path[:-1])[path[-1]] = text

    def replace_within(self, path: Path, old: str, new: str) -> None:
        """Put some characters into the place of others, in all texts at a path and below it.

        Raises:
            CannotEdit, KeyError: as ``put``.
        """
        node = self._node(path)
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark.index, node.end_mark.index
            while (at := self._text.find(old, start, end)) >= 0:
                self._splice(at, at + len(old), new)
                start = at + len(old)
            if isinstance(text := self.at(path), str):
                self.at(path[:-1])[path[-1]] = text.replace(old, new)
            return
        steps = (
            range(len(node.value)) if isinstance(node, yaml.SequenceNode) else [name.value for name, _ in node.value]
        )
        for step in steps:
            self.replace_within((*path, step), old, new)

    def rename(self, path: Path, key: str) -> None:
        """Give a key another name.

        Raises:
            CannotEdit, KeyError: as ``put``.
        """
        *above, old = path
        name, _ = self._pair(self._node(tuple(above)), old)
        self._scalar(name, key)
        mapping = self.at(tuple(above))
        pairs = [(key if one == old else one, value) for one, value in mapping.items()]
        mapping.clear()
        mapping.update(pairs)

    def correct(self, fix: Fix) -> tuple[str, str]:
        """Write what is meant at a place; what stood there, and what stands there now. If nothing is meant,
        the item that it stands in goes.

        Raises:
            CannotEdit, KeyError: as ``put``.
        """
        start = self.document.offset(fix.line, fix.column)
        path, node, is_key = self._scalar_at(start)
        if fix.meant is None:
            self.remove(path[:-1])
            return in_line(self.at(path[:-1])), ""
        if is_key:
            self.rename(path, fix.meant)
            return str(node.value), key_text(fix.meant)
        end = max(node.end_mark.index, start + fix.length)
        written = self._text[start:end]
        if written.startswith(_PROPERTIES):
            raise self._cannot(start, _PROPERTY)
        if node.style in ("|", ">") or _LINE_END.search(written):
            raise self._cannot(start, _NO_TEXT)
        flow = any(getattr(self._node(path[:n]), "flow_style", False) for n in range(len(path)))
        if end > node.end_mark.index:  # what YAML took for a comment becomes a part of the text
            new = quoted(fix.meant)
        else:
            new = respelled(written, node.value, fix.meant, flow=flow)
        self._splice(start, end, new)
        self.at(path[:-1])[path[-1]] = fix.meant
        return written, new

    def _scalar_at(self, offset: int) -> tuple[Path, Any, bool]:
        """The text that begins at an offset: its path, its node, and True if it is a key.

        Raises:
            KeyError: if none begins there.
        """
        node: Any = self._root
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

    def append(self, path: Path, value: Plain, *, apart: bool = False) -> None:
        """Add an item to the end of a list. ``apart``: with an empty line before it, if the items stand apart.

        Raises:
            CannotEdit, KeyError: as ``put``.
        """
        if len(path) == 1 and path[0] in self._sections:
            self._begun(path).append(copy.deepcopy(value))
            self.at(path).append(meant(value))
            return
        node = self._node(path)
        if is_nothing(node):
            self.put(path, [value])
            return
        if not isinstance(node, yaml.SequenceNode):
            raise KeyError(path)
        self._check_shared(path)
        if node.flow_style:
            at = _end(node.value[-1], self._text) if node.value else node.start_mark.index + 1
            self._splice(at, at, (", " if node.value else "") + in_line(value))
        else:
            spans = [(self._dash(one), _end(one, self._text)) for one in node.value]
            indent = self._column(spans[0][0])
            last = node.value[-1]
            in_lines = isinstance(last, yaml.MappingNode) and not last.flow_style and isinstance(value, Mapping)
            lines = f"- {mapping(value, indent + STEP)}" if in_lines and value else item(value, indent)  # type: ignore[arg-type]
            self._lines_after(spans, lines, indent, apart=apart)
        self.at(path).append(meant(value))

    def remove(self, path: Path) -> None:
        """Take out a key or an item of a list, with the lines that only it stands in. If it is the only one, what holds
        it goes, too.

        Raises:
            CannotEdit, KeyError: as ``put``.
        """
        self._node(path)
        self._new = None
        self._is_made_at_the_end = True
        self._removed.add(path)

    def _take_out(self) -> None:
        """Make the removals. What loses all that it holds goes, too."""
        gone = {path for path in self._removed if not any(path[:n] in self._removed for n in range(1, len(path)))}
        meant = list(gone)
        for path in sorted(gone, key=len, reverse=True):
            here = path
            while len(here) > 1 and here in gone and self._all_below(here[:-1], gone):
                gone = {one for one in gone if one[: len(here) - 1] != here[:-1]} | {here[:-1]}
                here = here[:-1]
        going: dict[Path, set[Any]] = {}
        for path in gone:
            going.setdefault(path[:-1], set()).add(path[-1])
        for path in gone:
            self._take(path, [one for one in meant if one[: len(path)] == path and one != path], going[path[:-1]])
        for path in sorted(gone, key=_from_the_end, reverse=True):
            del self.at(path[:-1])[path[-1]]

    def _all_below(self, path: Path, gone: set[Path]) -> bool:
        node = self._node(path)
        below = [pair[0].value for pair in node.value] if isinstance(node, yaml.MappingNode) else range(len(node.value))
        return all((*path, step) in gone for step in below) and len(self.at(path)) == len(node.value)

    def _take(self, path: Path, parts: Sequence[Path], going: Set[Any]) -> None:
        """Take out an entry; ``parts`` are the ones below it that were to go, if it goes because nothing is left.
        ``going`` are the steps to all that goes from the same list or mapping."""
        holder, index, spans = self._among(path)
        if holder.flow_style:
            after = range(index + 1, len(spans))
            steps = after if isinstance(holder, yaml.SequenceNode) else (holder.value[at][0].value for at in after)
            self._take_from_line(spans, index, is_at_the_end=all(step in going for step in steps))
        else:
            self._take_lines(spans, index, self._comments_between(spans[index], parts))

    def _among(self, path: Path) -> tuple[Any, int, list[tuple[int, int]]]:
        """The list or mapping that has an entry, the entry's number there, and where all its entries start and end."""
        *above, step = path
        holder = self._node(tuple(above))
        if id(holder) not in self._entries:
            if isinstance(holder, yaml.MappingNode):
                spans = [(name.start_mark.index, self._end_of_pair(name, value)) for name, value in holder.value]
            else:
                begin = (lambda one: one.start_mark.index) if holder.flow_style else self._dash
                spans = [(begin(one), _end(one, self._text)) for one in holder.value]
            self._entries[id(holder)] = spans
        if isinstance(holder, yaml.MappingNode):
            pair = self._pair(holder, step)
            index = next(number for number, one in enumerate(holder.value) if one is pair or one == pair)
        else:
            index = int(step)
        return holder, index, self._entries[id(holder)]

    def _comments_between(self, span: tuple[int, int], parts: Sequence[Path]) -> str:
        """The lines within an entry that are comments, but not those within its parts."""
        at, kept = self._after_line(span[0]), []
        within = [self._among(part) for part in parts]
        for start, stop in sorted(spans[index] for _, index, spans in within):
            kept += self._text[at : max(at, self._line_start(start))].splitlines()
            at = max(at, self._after_line(stop))
        return "".join(f"{line}\n" for line in kept if line.lstrip().startswith("#"))

    def text(self) -> str:
        """The new text of the file. If all its records are taken out, comments are left.

        Raises:
            CannotEdit: if the new text would not say exactly what the changes say.
        """
        if self._new is not None:
            return self._new
        if not self._splices and not self._is_made_at_the_end:
            self._new = self._text
            return self._new
        self._take_out()
        self._removed.clear()
        others = len(self._splices)
        self._lay_out_sections()
        pieces, at = [], 0
        for start, end, _, text in sorted(self._splices, key=lambda one: (one.start, one.rank)):
            if start < at and not text and not self._text[start:at].strip():  # empty lines that go with both
                start = at
            if start < at:
                raise self._cannot(start, "two changes meet here; make one of them first")
            pieces += [self._text[at:start], text]
            at = max(at, end)
        del self._splices[others:]
        new = "".join([*pieces, self._text[at:]])
        if said(new) != self._meant:
            where = min((one.start for one in self._splices), default=0)
            raise self._cannot(where, _RARE)
        self._new = new
        return new

    # ---------------------------------------------------------------- how a change becomes text

    def _splice(self, start: int, end: int, text: str, rank: int = 0) -> None:
        self._new = None
        self._splices.append(_Splice(start, end, rank, text.replace("\n", self._newline)))

    def _is_new(self, path: Path) -> bool:
        """True if a path leads into a section that the file does not have, or that is empty."""
        section = path[0]
        if section in self._sections or self._root is None:
            return True
        if not isinstance(self._root, yaml.MappingNode):
            return False
        return all(name.value != section or is_nothing(value) for name, value in self._root.value)

    def _begin(self, path: Path, value: Plain, order: Sequence[str], apart: bool) -> None:
        """Put something into a new section, or begin it."""
        self._is_made_at_the_end = True
        *above, key = path
        if not above:
            self._sections[str(key)] = copy.deepcopy(value), order, apart
            self._meant[key] = meant(value)
        elif len(above) == 1 and self._meant.get(above[0]) is None:
            self._begin(tuple(above), {str(key): value}, (), apart)
        else:
            self._begun(tuple(above))[key] = copy.deepcopy(value)
            self.at(tuple(above))[key] = meant(value)
        self._new = None

    def _begun(self, path: Path) -> Any:
        """What a new section has at a path.

        Raises:
            KeyError: if there is nothing.
        """
        section, *steps = path
        here = self._sections[str(section)][0]
        for step in steps:
            here = here[step]
        self._new = None
        return here

    def _lay_out_sections(self) -> None:
        """Make changes of the text of the new sections."""
        for section, (value, order, apart) in self._sections.items():
            if self._root is None:
                end = len(self._text)
                start = "" if not self._text or self._text.endswith(("\n", "\r")) else "\n"
                self._splice(end, end, f"{start}{entry(section, value, 0)}\n", len(self._splices))
                continue
            try:
                name, old = self._pair(self._root, section)
            except KeyError:
                self._insert(self._root, section, value, order, apart)
            else:
                self._replace(self._root, name, old, value)

    def _scalar(self, node: Any, text: str) -> None:
        """Give a text new characters."""
        if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
            raise self._cannot(node.start_mark.index, _NO_TEXT)
        start, end = node.start_mark.index, node.end_mark.index
        start = self._text.find(node.style, start, end) if node.style else start
        old = self._text[start:end]
        if old.startswith(_PROPERTIES):
            raise self._cannot(start, _PROPERTY)
        self._splice(start, end, quoted(text, node.style) if node.style else scalar(text, flow=True))

    def _insert(self, mapping: Any, key: str, value: Plain, order: Sequence[str], apart: bool) -> None:
        ranks = {name: rank for rank, name in enumerate(order)}
        rank = ranks.get(key, len(ranks))
        spans = [(name.start_mark.index, self._end_of_pair(name, inner)) for name, inner in mapping.value]
        before = [span for span, (name, _) in zip(spans, mapping.value, strict=True)
                  if ranks.get(name.value, len(ranks)) <= rank]  # fmt: skip
        if mapping.flow_style:
            written = f"{key_text(key, flow=True)}: {in_line(value)}"
            if before:
                self._splice(before[-1][1], before[-1][1], f", {written}", rank)
            else:
                at = mapping.start_mark.index + 1
                self._splice(at, at, f"{written}, " if mapping.value else written, rank)
            return
        indent = self._column(spans[0][0])  # nothing is put before the first key: a dash may stand there
        self._lines_after(before or spans[:1], entry(key, value, indent), indent, rank, apart=apart)

    def _lines_after(
        self, spans: Sequence[tuple[int, int]], lines: str, indent: int, rank: int = 0, *, apart: bool = False
    ) -> None:
        """Put lines after the last of some entries, given by where they start and end. If those stand ``apart``, or
        there is only one, which has several lines, an empty line is put between."""
        start, end = spans[-1]
        at = self._line_end(end)
        while found := _DEEPER_COMMENT.match(self._text, at):  # a comment that is indented deeper is of what is above
            if found.end(1) - found.start(1) <= indent:
                break
            at = found.end()
        is_long = _LINE_END.search(self._text, start, end) is not None
        gap = apart and (self._is_after_blank(self._line_start(start)) or (len(spans) == 1 and is_long))
        self._splice(at, at, ("\n\n" if gap else "\n") + " " * indent + lines, rank)

    def _replace(self, mapping: Any, name: Any, old: Any, value: Plain) -> None:
        """Put another value into the place of an old one: within its line, if both stand in one."""
        start, end = old.start_mark.index, _end(old, self._text)
        before = self._text[start:end]
        is_block = isinstance(old, yaml.ScalarNode) and old.style in ("|", ">")
        in_a_line = not (is_block or is_nothing(old) or _LINE_END.search(before))
        if before.startswith(_PROPERTIES):
            raise self._cannot(start, _PROPERTY)
        new = self._in_place_of(old, value, mapping.flow_style) if mapping.flow_style or in_a_line else None
        if new is not None:
            self._splice(start, end, f" {new}" if is_nothing(old) else new)
            return
        after = self._text.index(":", name.end_mark.index) + 1
        if "#" in self._text[after:start]:
            raise self._cannot(after, _COMMENT)
        key = "x:"
        self._splice(after, max(end, after), entry(key[:-1], value, self._column(name.start_mark.index))[len(key) :])

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

    def _take_from_line(self, spans: list[tuple[int, int]], index: int, *, is_at_the_end: bool) -> None:
        """Take out an entry with the comma behind it; if no entry stays behind it, with the one before it."""
        start, end = spans[index]
        if not is_at_the_end:
            end = spans[index + 1][0]
        elif index:
            start = spans[index - 1][1]
        self._keep_comments(start, end, spans[index])
        self._splice(start, end, "")

    def _take_lines(self, spans: list[tuple[int, int]], index: int, comments: str) -> None:
        """Take out the lines of an entry. ``comments`` take their place."""
        start, end = spans[index]
        begin = self._line_start(start)
        if self._text[begin:start].strip(" "):  # it begins on the line of a dash or a key
            if index + 1 == len(spans):
                raise self._cannot(start, _RARE)
            stop = spans[index + 1][0]
            self._keep_comments(start, stop, spans[index])
            self._splice(start, stop, "")
            return
        stop = self._after_line(end)
        blank = self._blanks_from(stop)
        if index + 1 < len(spans) and blank > stop and (not begin or self._is_after_blank(begin) or not index):
            stop = blank
        elif index + 1 == len(spans) and index:
            begin = self._blanks_to(begin)
        self._splice(begin, stop, comments)

    def _keep_comments(self, start: int, end: int, span: tuple[int, int]) -> None:
        """Refuse to take out a comment that stands between two entries."""
        outside = self._text[start : span[0]] + self._text[span[1] : end]
        if "#" in outside:
            raise self._cannot(span[0], _COMMENT)

    # ---------------------------------------------------------------- where things stand

    def _dash(self, node: Any) -> int:
        """The offset of the dash before an item."""
        at = node.start_mark.index
        if is_nothing(node):
            return self._text.rindex("-", 0, at)
        dash: int = at - 1
        while dash >= 0 and self._text[dash] in _SPACE:
            dash -= 1
        if dash < 0 or self._text[dash] != "-":
            raise self._cannot(at, _RARE)
        return dash

    def _end_of_pair(self, name: Any, value: Any) -> int:
        return max(_end(name, self._text), _end(value, self._text))

    def _line_start(self, at: int) -> int:
        return max(self._text.rfind("\n", 0, at), self._text.rfind("\r", 0, at)) + 1

    def _line_end(self, at: int) -> int:
        """The end of the line that has an offset, before its line end."""
        found = _LINE_END.search(self._text, at)
        return found.start() if found else len(self._text)

    def _after_line(self, at: int) -> int:
        found = _LINE_END.search(self._text, at)
        return found.end() if found else len(self._text)

    def _column(self, at: int) -> int:
        """How far to the right an offset stands, from 0."""
        return at - self._line_start(at)

    def _blanks_from(self, at: int) -> int:
        found = _BLANKS.match(self._text, at)
        return found.end() if found else at

    def _blanks_to(self, at: int) -> int:
        """The offset of the first of the empty lines just before an offset."""
        while at:
            begin = self._line_start(at - 1) if self._text[at - 2 : at] != "\r\n" else self._line_start(at - 2)
            if self._text[begin:at].strip():
                break
            at = begin
        return at

    def _is_after_blank(self, begin: int) -> bool:
        return self._blanks_to(begin) < begin


def _from_the_end(path: Path) -> tuple[tuple[int, str], ...]:
    """The sort key by which later items of a list come last."""
    return tuple((step, "") if isinstance(step, int) else (0, step) for step in path)


def _end(node: Any, text: str) -> int:
    """The offset after the last character of a node. YAML lets a block end where the next token begins."""
    if isinstance(node, yaml.ScalarNode):
        end: int = node.end_mark.index
        return end if node.style not in ("|", ">") else len(text[:end].rstrip(_SPACE))
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return max(_end(one, text) for one in last) if isinstance(last, tuple) else _end(last, text)


def meant(value: Plain) -> Any:
    """What a value says as soon as it is written: numbers are texts then."""
    if isinstance(value, (int, float)):
        return scalar(value)
    if isinstance(value, str) or value is None:
        return value
    if hasattr(value, "items"):
        return {str(key): meant(inner) for key, inner in value.items()}
    return [meant(inner) for inner in copy.copy(value)]
