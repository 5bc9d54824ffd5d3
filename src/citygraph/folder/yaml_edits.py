"""Changes in the text of a YAML file, made at the places that they are about. All other characters stay.

A place is a path from the top of the file: ``("cities", "anytown", "aliases", 0)``. Changes are gathered first; none
sees what another one writes. Then the new text is read, and if it does not say exactly what the changes say, nothing is
changed: so whatever the layout of a file, an edit is right or it is refused.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from typing import Any

import yaml

from citygraph.folder.fixes import Fix
from citygraph.folder.yaml_nodes import CannotEdit, is_nothing, plain, said
from citygraph.folder.yaml_places import LINE_END, PROPERTY, RARE, Path, YamlPlaces
from citygraph.folder.yaml_splices import NO_TEXT, PROPERTIES, YamlSplices
from citygraph.folder.yaml_style import STEP, Plain, entry, in_line, item, mapping, quoted, respelled, scalar
from citygraph.folder.yaml_style import key as key_text
from citygraph.folder.yaml_text import Document


class YamlEdits:
    """Changes of one file."""

    def __init__(self, document: Document) -> None:
        """Read the file.

        Raises:
            CannotEdit: if it is no sound YAML, or has several documents.
        """
        self._new: str | None = None
        self._resting: bytes | None = None
        """The new content, while that is all there is."""
        self._is_empty = False
        self._is_made_at_the_end = False
        """True if there are changes that can be made in the text only when all are known."""
        self.places: YamlPlaces
        self._meant: Any
        self._open(document)
        self._splices = YamlSplices(self.places)
        self._removed: set[Path] = set()
        self._sections: dict[str, tuple[Any, Sequence[str], bool]] = {}
        """The sections that the file did not have, or that were empty: what is in them, their order, and ``apart``.
        They grow until the text is made."""

    def _open(self, document: Document) -> None:
        """Read the file, and what it says with the changes so far."""
        self.places = YamlPlaces(document)
        self._meant = (plain(self.places.root) if self.places.root is not None else None) or {}
        if self._new is not None:
            self._meant = said(self._new)

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
            self._new = None
            del self.places, self._splices.places, self._meant  # read anew at need

    def wake(self, again: Callable[[], Document]) -> None:
        """Read the file again, if it is at rest."""
        if self._resting is not None:
            self._new, self._resting = self._resting.decode(), None
            self._open(again())
            self._splices.places = self.places

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
        return not self.has(path) or self.at(path) != plain(self.places.node(path))

    # ---------------------------------------------------------------- changes

    @contextmanager
    def all_or_none(self, path: Path) -> Iterator[None]:
        """Within the block, the file changes at a path and below. If one of the changes cannot be made, none is."""
        number, removed, *above = len(self._splices.all), set(self._removed), self.at(path[:-1])
        held = copy.deepcopy(self.at(path))
        try:
            yield
        except CannotEdit:
            del self._splices.all[number:]
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
        self._new = None
        *above, key = path
        if self._is_new(path):
            self._begin(path, value, order, apart)
            return
        mapping = self.places.node(tuple(above))
        if is_nothing(mapping) and above:
            self.put(tuple(above), {str(key): value}, order)
            return
        if not isinstance(mapping, yaml.MappingNode):
            raise KeyError(path)
        self.places.check_shared(tuple(above))
        try:
            name, old = self.places.pair(mapping, key)
        except KeyError:
            self._splices.insert(mapping, str(key), value, order, apart)
        else:
            self._splices.replace(mapping, name, old, value)
        self.at(tuple(above))[key] = meant(value)

    def replace(self, path: Path, text: str) -> None:
        """Give a text that stands at a path, or is a key there, new characters, between the same quotes.

        Raises:
            CannotEdit, KeyError: as ``put``.
        """
        self._new = None
        self._splices.respell(self.places.node(path), text)
        self.at(path[:-1])[path[-1]] = text

    def replace_within(self, path: Path, old: str, new: str) -> None:
        """Put some characters into the place of others, in all texts at a path and below it.

        Raises:
            CannotEdit, KeyError: as ``put``.
        """
        self._new = None
        node = self.places.node(path)
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark.index, node.end_mark.index
            while (at := self.places.text.find(old, start, end)) >= 0:
                self._splices.add(at, at + len(old), new)
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
        self._new = None
        *above, old = path
        name, _ = self.places.pair(self.places.node(tuple(above)), old)
        self._splices.respell(name, key)
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
        start = self.places.document.offset(fix.line, fix.column)
        self._new = None
        path, node, is_key = self.places.scalar_at(start)
        if fix.meant is None:
            self.remove(path[:-1])
            return in_line(self.at(path[:-1])), ""
        if is_key:
            self.rename(path, fix.meant)
            return str(node.value), key_text(fix.meant)
        end = max(node.end_mark.index, start + fix.length)
        written = self.places.text[start:end]
        if written.startswith(PROPERTIES):
            raise self.places.cannot(start, PROPERTY)
        if node.style in ("|", ">") or LINE_END.search(written):
            raise self.places.cannot(start, NO_TEXT)
        flow = any(getattr(self.places.node(path[:n]), "flow_style", False) for n in range(len(path)))
        if end > node.end_mark.index:  # what YAML took for a comment becomes a part of the text
            new = quoted(fix.meant)
        else:
            new = respelled(written, node.value, fix.meant, flow=flow)
        self._splices.add(start, end, new)
        self.at(path[:-1])[path[-1]] = fix.meant
        return written, new

    def append(self, path: Path, value: Plain, *, apart: bool = False) -> None:
        """Add an item to the end of a list. ``apart``: with an empty line before it, if the items stand apart.

        Raises:
            CannotEdit, KeyError: as ``put``.
        """
        if len(path) == 1 and path[0] in self._sections:
            self._begun(path).append(copy.deepcopy(value))
            self.at(path).append(meant(value))
            return
        self._new = None
        node = self.places.node(path)
        if is_nothing(node):
            self.put(path, [value])
            return
        if not isinstance(node, yaml.SequenceNode):
            raise KeyError(path)
        self.places.check_shared(path)
        if node.flow_style:
            at = self.places.end(node.value[-1]) if node.value else node.start_mark.index + 1
            self._splices.add(at, at, (", " if node.value else "") + in_line(value))
        else:
            spans = [(self.places.dash(one), self.places.end(one)) for one in node.value]
            indent = self.places.column(spans[0][0])
            last = node.value[-1]
            in_lines = isinstance(last, yaml.MappingNode) and not last.flow_style
            if in_lines and isinstance(value, Mapping) and value:
                lines = f"- {mapping(value, indent + STEP)}"
            else:
                lines = item(value, indent)
            self._splices.put_lines(spans, lines, indent, apart=apart)
        self.at(path).append(meant(value))

    def remove(self, path: Path) -> None:
        """Take out a key or an item of a list, with the lines that only it stands in. If it is the only one, what holds
        it goes, too.

        Raises:
            CannotEdit, KeyError: as ``put``.
        """
        self.places.node(path)
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
        node = self.places.node(path)
        below = [pair[0].value for pair in node.value] if isinstance(node, yaml.MappingNode) else range(len(node.value))
        return all((*path, step) in gone for step in below) and len(self.at(path)) == len(node.value)

    def _take(self, path: Path, parts: Sequence[Path], going: Set[Any]) -> None:
        """Take out an entry; ``parts`` are the ones below it that were to go, if it goes because nothing is left.
        ``going`` are the steps to all that goes from the same list or mapping."""
        holder, index, spans = self.places.among(path)
        if holder.flow_style:
            after = range(index + 1, len(spans))
            steps = after if isinstance(holder, yaml.SequenceNode) else (holder.value[at][0].value for at in after)
            self._splices.take_from_line(spans, index, is_at_the_end=all(step in going for step in steps))
        else:
            self._splices.take_lines(spans, index, self._splices.comments_between(spans[index], parts))

    def text(self) -> str:
        """The new text of the file. If all its records are taken out, comments are left.

        Raises:
            CannotEdit: if the new text would not say exactly what the changes say.
        """
        if self._new is not None:
            return self._new
        if not self._splices.all and not self._is_made_at_the_end:
            self._new = self.places.text
            return self._new
        self._take_out()
        self._removed.clear()
        others = len(self._splices.all)
        self._lay_out_sections()
        new = self._splices.made()
        del self._splices.all[others:]
        if said(new) != self._meant and said(f"{new}\n") == self._meant:
            new += "\n"  # a block text ends a file that has no line end
        if said(new) != self._meant:
            where = min((one.start for one in self._splices.all), default=0)
            raise self.places.cannot(where, RARE)
        self._new = new
        return new

    # ---------------------------------------------------------------- new sections

    def _is_new(self, path: Path) -> bool:
        """True if a path leads into a section that the file does not have, or that is empty."""
        section = path[0]
        if section in self._sections or self.places.root is None:
            return True
        if not isinstance(self.places.root, yaml.MappingNode):
            return False
        return all(name.value != section or is_nothing(value) for name, value in self.places.root.value)

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
            if self.places.root is None:
                end = len(self.places.text)
                start = "" if not self.places.text or self.places.text.endswith(("\n", "\r")) else "\n"
                self._splices.add(end, end, f"{start}{entry(section, value, 0)}\n", len(self._splices.all))
                continue
            try:
                name, old = self.places.pair(self.places.root, section)
            except KeyError:
                self._splices.insert(self.places.root, section, value, order, apart)
            else:
                self._splices.replace(self.places.root, name, old, value)


def _from_the_end(path: Path) -> tuple[tuple[int, str], ...]:
    """The sort key by which later items of a list come last."""
    return tuple((step, "") if isinstance(step, int) else (0, step) for step in path)


def meant(value: Plain) -> Any:
    """What a value says as soon as it is written: numbers are texts then."""
    if isinstance(value, (int, float)):
        return scalar(value)
    if isinstance(value, str) or value is None:
        return value
    if hasattr(value, "items"):
        return {str(key): meant(inner) for key, inner in value.items()}
    return [meant(inner) for inner in copy.copy(value)]
