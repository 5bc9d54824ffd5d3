"""YAML text → the parser's nodes, for who edits text: what stands at which place, and what it says.

The parser's events are looked at once: they become nodes, and what would take very long or very deep to read is refused
(see :mod:`citygraph.folder.yaml_text`).
"""

from __future__ import annotations

from typing import Any

import yaml

from citygraph.domain.errors import CityGraphError
from citygraph.folder.yaml_text import DEEPEST, MOST_BY_ALIAS, NULLS, Document, Loader

_UNSOUND = "this is not sound YAML; correct it first"
UNREADABLE = object()
"""What a text says that is no sound YAML."""


class CannotEdit(CityGraphError):
    """A file, or a place in it, cannot be edited as text: it is no YAML, or is laid out in a rare way."""

    def __init__(self, document: Document, offset: int, why: str) -> None:
        super().__init__(f"{document.file}:{document.line_number(offset)}: {why}")


def composed(document: Document) -> Any:
    """The node of a file; None if there is none. An alias is the node of its anchor.

    Raises:
        CannotEdit: if it is no sound YAML, or has several documents.
    """
    try:
        return _composed(document)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise CannotEdit(document, mark.index if mark else 0, _UNSOUND) from None
    except (yaml.YAMLError, ValueError):
        raise CannotEdit(document, 0, _UNSOUND) from None


def _composed(document: Document) -> Any:
    here: list[Any] = []
    root = here
    open: list[tuple[list[Any], Any, str | None, int]] = []
    anchors: dict[str, tuple[Any, int]] = {}
    """The nodes of anchors, and how many values each stands for."""
    by_alias = size = documents = 0
    event: Any
    for event in yaml.parse(document.text, Loader):
        kind = type(event)
        if kind is yaml.ScalarEvent:
            node: Any = yaml.ScalarNode(event.tag, event.value, event.start_mark, event.end_mark, event.style)
            here.append(node)
            size += 1
            if event.anchor is not None:
                anchors[event.anchor] = node, 1
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            of = yaml.MappingNode if kind is yaml.MappingStartEvent else yaml.SequenceNode
            node = of(event.tag, [], event.start_mark, None, event.flow_style)
            here.append(node)
            open.append((here, node, event.anchor, size))
            if len(open) >= DEEPEST:
                raise CannotEdit(document, event.start_mark.index, "this is nested too deeply")
            here, size = [], 0
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            inner = here
            here, node, anchor, before = open.pop()
            node.end_mark = event.end_mark
            node.value = inner if kind is yaml.SequenceEndEvent else list(zip(inner[::2], inner[1::2], strict=True))
            if anchor is not None:
                anchors[anchor] = node, size + 1
            size += before + 1
        elif kind is yaml.AliasEvent:
            if event.anchor not in anchors:  # or it stands within itself
                raise CannotEdit(document, event.start_mark.index, _UNSOUND)
            node, stands_for = anchors[event.anchor]
            here.append(node)
            size += stands_for
            by_alias += stands_for
            if by_alias > MOST_BY_ALIAS:
                raise CannotEdit(document, event.start_mark.index, "the aliases stand for too much; write it out")
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise CannotEdit(document, event.start_mark.index, _UNSOUND)
    return root[0] if root else None


def is_nothing(node: Any) -> bool:
    """True for a value left empty, or written as null."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in NULLS


def plain(node: Any) -> Any:
    """What a node says: texts, lists and mappings; None for nothing."""
    if isinstance(node, yaml.ScalarNode):
        return None if is_nothing(node) else node.value
    if isinstance(node, yaml.SequenceNode):
        return [plain(one) for one in node.value]
    return {plain(name): plain(value) for name, value in node.value}


def said(text: str) -> Any:
    """What a text says, as :func:`plain`; an empty mapping if it says nothing; ``UNREADABLE`` if it is no sound YAML.
    It makes no nodes, which take longer than what they say."""
    try:
        return _said(text)
    except (yaml.YAMLError, ValueError, KeyError, TypeError):
        return UNREADABLE


def _said(text: str) -> Any:
    here: list[Any] = []
    root, open, anchors = here, list[tuple[list[Any], str | None]](), dict[str, Any]()
    event: Any
    for event in yaml.parse(text, Loader):
        kind = type(event)
        if kind is yaml.ScalarEvent:
            value: Any = None if event.value in NULLS and not event.style else event.value
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            open.append((here, event.anchor))
            here = []
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            value = here if kind is yaml.SequenceEndEvent else dict(zip(here[::2], here[1::2], strict=True))
            here, anchor = open.pop()
            if anchor is not None:
                anchors[anchor] = value
        elif kind is yaml.AliasEvent:
            value = anchors[event.anchor]
        else:
            continue
        if kind is yaml.ScalarEvent and event.anchor is not None:
            anchors[event.anchor] = value
        here.append(value)
    if len(root) > 1:
        return UNREADABLE
    return root[0] if root else {}
