"""YAML → the values that JSON has. Texts stay as they are written: ``NO`` is a text, and ``1.10`` keeps its digits."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.folder.yaml_text import MOST_BY_ALIAS, NULLS, Loader
from citygraph.imports.json_text import DEEPEST, WrittenNumber, stands_twice

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)


class _Open:
    """A list or a mapping that is not at its end: what is in it so far, and the key that waits for its value."""

    def __init__(self, value: dict[str, Any] | list[Any], anchor: str | None, line: int) -> None:
        self.value, self.anchor, self.line = value, anchor, line
        self.key: str | None = None
        self.own: set[str] = set()
        """Its own keys: those that are not from another mapping."""
        self.size = 1


def documents_in(file: Path, text: str, says: Callable[[str], None]) -> list[Any]:
    """The values of the documents in a text. An alias stands for the value at its anchor, and ``<<`` brings in the keys
    of another mapping. ``says`` is told of keys that stand twice in a mapping.

    Raises:
        CityGraphError: if it is not YAML, is nested too deep, or its aliases stand for too much.
    """
    documents: list[Any] = []
    open_: list[_Open] = []
    anchors: dict[str, tuple[Any, int]] = {}
    by_alias = 0

    def put(value: Any, size: int, line: int) -> None:
        if not open_:
            documents.append(value)
            return
        outer = open_[-1]
        outer.size += size
        if isinstance(outer.value, list):
            outer.value.append(value)
        elif outer.key is None:
            outer.key = str(value) if isinstance(value, str) else "" if value is None else "(a list or a mapping)"
        else:
            _enter(outer, value, f"{file.name}:{line}", says)

    try:
        for event in yaml.parse(text, Loader=Loader):
            line = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(event, yaml.ScalarEvent):
                value = _scalar(event)
                if event.anchor:
                    anchors[event.anchor] = value, 1
                put(value, 1, line)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                if len(open_) >= DEEPEST:
                    raise CityGraphError(f"{file}:{line}: its values are nested too deep")
                open_.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor, line))
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                done = open_.pop()
                if done.anchor:
                    anchors[done.anchor] = done.value, done.size
                put(done.value, done.size, done.line)
            elif isinstance(event, yaml.AliasEvent):
                name = event.anchor or ""
                if name not in anchors:
                    raise CityGraphError(f"{file}:{line}: there is no whole value with the anchor `{name[:40]}`")
                value, size = anchors[name]
                by_alias += size
                if by_alias > MOST_BY_ALIAS:
                    raise CityGraphError(f"{file}:{line}: its aliases stand for more than {MOST_BY_ALIAS:,} values")
                put(value, size, line)
            elif isinstance(event, yaml.DocumentStartEvent):
                anchors.clear()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        raise CityGraphError(f"{file}{at}: this is not YAML: {visible(str(error.problem or error.context))}") from None
    except yaml.YAMLError:
        raise CityGraphError(f"{file}: this is not YAML: it has a sign that YAML does not allow") from None
    return documents


def _enter(mapping: _Open, value: Any, where: str, says: Callable[[str], None]) -> None:
    """Put a value under the key of a mapping that waits for it."""
    key, into = mapping.key or "", mapping.value
    mapping.key = None
    if not isinstance(into, dict):
        return
    others = value if isinstance(value, list) else [value]
    if key == "<<" and all(isinstance(one, dict) for one in others):
        for other in others:
            for name, text in other.items():
                into.setdefault(name, text)
        return
    if key in mapping.own:
        says(f"{where}: {stands_twice(key, 1)}")
    mapping.own.add(key)
    into[key] = value


def _scalar(event: yaml.ScalarEvent) -> Any:
    if event.style is None or event.style == "":
        if event.value in NULLS:
            return None
        if _NUMBER.fullmatch(event.value):
            return WrittenNumber(event.value)
    return event.value
