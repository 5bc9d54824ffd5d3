"""YAML text → values that know their place, section by section. All records are read here; ``yaml_edits`` and
``yaml_layout`` read a file once more, to change its text. If the YAML is broken, the values that are complete before
the error are still handed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any

import yaml

from citygraph.domain.odd_characters import named
from citygraph.folder.diagnostics import Diagnostics, Rule
from citygraph.folder.rules import (
    BEYOND_LIMIT,
    BREAKS,
    DUPLICATE_KEY,
    EMPTY_FILE,
    ENDLESS_ANCHORS,
    SEVERAL_DOCUMENTS,
    UNUSED_ANCHOR,
    YAML_SYNTAX,
    YAML_TAG,
)
from citygraph.folder.yaml_mistakes import explained
from citygraph.folder.yaml_text import (
    ALLOWED,
    DEEPEST,
    MOST_BY_ALIAS,
    Document,
    Loader,
    Scalar,
    Value,
    YamlMapping,
    YamlSequence,
    describe,
    first_conflict_marker,
    is_null,
    place,
    quoted,
    unfinished_merge,
)

_MOST_AT_ONCE = 200_000
"""How many values are in memory at once: those of a record, and of all that must be read as a whole."""
_CHUNK = 10_000
"""After how many values that is looked at."""
_PIECE = 16
"""How many items of a section are read before they are passed on."""
_MOST_READ_AGAIN = 50_000_000
"""How many characters are read once more for texts that begin with a sign."""
_IN_BRACKETS = ",[]{}"
_LETTERS = range(0xE0C9, 0xE0CF)
"""Stand for a sign and for those in brackets, which YAML is to take for letters: characters that nobody types."""
_AT_TOP, _IN_ROOT, _IN_SECTION = 1, 2, 3
"""How many containers are open around a value, including the stream of documents."""
_SEVERAL = {
    **dict.fromkeys(("source", "quote", "by"), "; several go under `evidence:`, each as `- {source: …, quote: …}`"),
    **dict.fromkeys(("evidence", "observations", "posts"), "; all items go into one list"),
}
"""The hint if one of these keys is there twice."""

Take = Callable[[Scalar, Value, bool], None]
"""Takes a section of a file: its key; its value, or a piece of it with the records since the last piece; and True if
that was the last piece."""


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
        self.unused: dict[str, Scalar] = {}  # the texts with an anchor that no alias has asked for, by anchor
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
        self.read_again = 0  # how many characters, since the text had a mistake
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
        events: Iterator[Any] | None = iter(Loader(self.text).get_event, None)
        while events is not None:
            try:
                add = self.stack[-1].items.append
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
                        self.tell_unused()
                        return self.roots[0] if self.roots else None
                    if self.are_too_many(event):
                        return self.salvage()
            except yaml.MarkedYAMLError as error:
                events = self.broken(error)
            except yaml.YAMLError as error:  # of PyYAML's reader, which has no mark; its checks are made before
                self.report(YAML_SYNTAX, (0, 1), str(error).splitlines()[0])
                break
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
            if not scalar.style and scalar.value:
                self.unused[scalar.anchor] = scalar

    def tell_unused(self) -> None:
        """Report the anchors of texts that no alias asks for: they may be the first words of these texts."""
        for anchor, scalar in self.unused.items():
            start, _ = place(scalar)
            hint = (
                f"if it belongs to the text, put the whole text between quotes: `{quoted(f'&{anchor} {scalar.value}')}`"
            )
            message = f"YAML takes `&{anchor}` for the name of an anchor, so it is not in the text"
            self.report(UNUSED_ANCHOR, (start, start + 1 + len(anchor)), message, hint)

    def tagged(self, event: Any) -> None:
        message = f"the tag `{event.tag}` has no meaning here"
        hint = "take it out: the schema sets the type of a value; a text that begins with `!` goes between quotes"
        self.report(YAML_TAG, place(event), message, hint)

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
            if self.document.line_from(event.end_mark.index).strip()[:1] in ("", *",]}#"):  # else more is wrong with it
                hint = f"if it is a text, put it between quotes: `{quoted('*' + name)}`"
                self.report(YAML_SYNTAX, place(event), f"no anchor `&{name}` stands before this alias", hint)
            self.count -= 1  # it stands for no value
            self.attach(_nothing_at(event))
            return True
        self.unused.pop(name, None)
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

    def broken(self, error: yaml.MarkedYAMLError) -> Iterator[Any] | None:
        """Report an error. If only a sign that belongs to a text is in the way, returns the events from that text on,
        in which it has the sign; so the mistake costs no other value."""
        found = explained(self.document, error)
        if found.is_misread:
            self.torn = found.at
        self.report(YAML_SYNTAX, (found.at, found.at + 1), found.message, found.hint)
        return None if found.text is None else self.with_letters(*found.text)

    def with_letters(self, begin: int, end: int) -> Iterator[Any] | None:
        """Take the signs in a text for letters: the events from this text on, of which it is the first. What was read
        of it otherwise is forgotten. None if that leads nowhere."""
        self.read_again += 2 * len(self.text)
        if self.read_again > _MOST_READ_AGAIN:
            return None
        signs = _IN_BRACKETS + self.text[begin]
        letters = dict(zip(map(ord, signs), _LETTERS, strict=True))
        text = self.text[:begin] + self.text[begin:end].translate(letters) + self.text[end:]
        try:
            event, events, depth = _first_that_differs(self.text, text)
        except yaml.YAMLError:
            return None
        if type(event) is not Scalar:
            return None
        start, stop = place(event)
        if not start <= begin < stop:
            return None
        while len(self.stack) > 1 and self.stack[-1].start_mark.index >= start:
            self.stack.pop()
            self.open_anchors.discard(self.anchored.pop(len(self.stack), ("", 0))[0])
        if len(self.stack) != depth:
            return None  # what is around the text is closed, since its end was taken for that of something else
        items = self.stack[-1].items
        while items and place(items[-1])[0] >= start:
            items.pop()
        self.text = text
        event.value = event.value.translate({letter: ord(sign) for sign, letter in zip(signs, _LETTERS, strict=True)})
        return chain([event], events)

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


def _first_that_differs(one: str, other: str) -> tuple[Any, Iterator[Any], int]:
    """The first event of another text that the one does not have, the events after it, and how many containers are open
    there, including the stream of documents."""
    before, events = (iter(Loader(text).get_event, None) for text in (one, other))
    depth = 1
    event: Any
    for event in events:
        try:
            same: Any = next(before, None)
        except yaml.YAMLError:
            same = None
        if type(event) is not type(same) or place(event) != place(same):
            return event, events, depth
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
    return None, events, depth


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
