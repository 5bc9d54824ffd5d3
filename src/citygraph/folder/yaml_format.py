"""The one form of a YAML file: the order of keys, indents, quotes, the width of lines, empty lines.

What the author chooses stays: the order of records, sections and items; if a list or a mapping stands in brackets, as
long as it fits into a line; if a long text is folded (``>-``); comments, and empty lines between entries.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import Any

from citygraph.domain.model import (
    SECTIONS,
    Coordinates,
    Holds,
    Id,
    ListOf,
    MapOf,
    Number,
    RecordOf,
    Status,
    StatusEntry,
    keys_of,
)
from citygraph.folder.yaml_layout import Collection, Entry, Layout, Scalar, is_nothing
from citygraph.folder.yaml_nodes import CannotEdit
from citygraph.folder.yaml_style import STEP, WIDTH, bare, key, scalar, text
from citygraph.folder.yaml_text import ALLOWED, Document

_SPACE_BETWEEN = re.compile(r"(?<=\S) (?=\S)")
_FOLDABLE = re.compile(r"\S[^\n]*(?:\n+\S[^\n]*)*\n?")
_TOP = {
    section.key: ListOf(RecordOf(section.record)) if section.listed else MapOf(Id(), RecordOf(section.record))
    for section in SECTIONS
}
_UNSURE = "citygraph would change what this file says, and does not; lay it out by hand"


def formatted(document: Document) -> str:
    """The text of a file in the one form. It says the same, and has the same comments.

    Raises:
        CannotEdit: if it is no sound YAML, or has what citygraph cannot lay out.
    """
    layout = Layout(document)
    new = "".join(f"{line}\n" for line in _file(layout.root))
    if new != document.text:
        again = Layout(Document(document.file, new))
        if again.said != layout.said or sorted(again.comments) != sorted(layout.comments):
            raise CannotEdit(document, 0, _UNSURE)
    return new


def _file(root: Collection) -> list[str]:
    lines: list[str] = []
    for entry in root.entries:
        above, own = _entry(entry, 0, _TOP.get(entry.key.value) if entry.key else None)
        if lines and (not above or above[0]):
            above = ["", *above]
        lines += [*_spaced(above, is_first=not lines), *own]
    lines += _spaced(root.below, is_first=not lines)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _spaced(lines: list[str], *, is_first: bool) -> list[str]:
    """Comments and empty lines, without one empty line after another, and without one at the start."""
    found: list[str] = []
    for line in lines:
        if line or (found[-1] if found else not is_first):
            found.append(line)
    return found


def _lines(value: Collection, indent: int, holds: Holds | None) -> tuple[list[str], list[str]]:
    """The lines of a mapping or list, with their indents: the comments above its first entry, and the rest."""
    pad = " " * indent
    lines: list[str] = []
    first: list[str] = []
    for number, entry in enumerate(_ordered(value, holds)):
        above, own = _entry(entry, indent, _held(holds, entry))
        above = _spaced(above, is_first=number == 0)
        if number == 0:
            first = above
        else:
            lines += [f"{pad}{line}" if line else "" for line in above]
        lines += own
    lines += [f"{pad}{line}" if line else "" for line in _spaced(value.below, is_first=False)]
    return first, lines


def _entry(entry: Entry, indent: int, holds: Holds | None) -> tuple[list[str], list[str]]:
    """The lines of an entry: comments and empty lines above it, without an indent, and its own."""
    lead = "-" if entry.key is None else f"{key(entry.key.value)}:"
    start, column = " " * indent + lead, indent + len(lead) + 1
    above, beside = [*entry.above, *(one.lstrip(" ") for one in entry.beside[:-1])], entry.beside[-1:]
    value = entry.value
    if not isinstance(value, Collection):
        own = _text(value, holds, column, indent + STEP)
        at = 0 if own[0][:1] in ("|", ">") else -1
        lines = [f"{start} {own[0]}".rstrip(" "), *own[1:]]
        return above, _with(lines, at, beside)
    line = _line(value, holds) if value.in_brackets else None
    if line is not None and column + len(line) <= WIDTH:
        return above, _with([f"{start} {line}"], 0, beside)
    if not value.entries:
        return [*above, *value.below], _with([f"{start} {'{}' if value.is_mapping else '[]'}"], 0, beside)
    first, lines = _lines(value, indent + STEP, holds)
    if entry.key is None:
        return [*above, *(one.lstrip(" ") for one in beside), *first], [f"{start} {lines[0].lstrip(' ')}", *lines[1:]]
    pad = " " * (indent + STEP)
    return above, [*_with([start], 0, beside), *(f"{pad}{one}" if one else "" for one in first), *lines]


def _with(lines: list[str], at: int, beside: list[str]) -> list[str]:
    """Some lines, with a comment beside one of them. What may be the rest of a text still looks so to ``check``."""
    if beside:
        lines[at] += beside[0] if beside[0].startswith(" ") else f"  {beside[0]}"
    return lines


def _line(value: Collection, holds: Holds | None) -> str | None:
    """A mapping or list between brackets; None if it has comments, which need lines."""
    if any(value.below):
        return None
    items = []
    for entry in _ordered(value, holds):
        if entry.beside or any(entry.above):
            return None
        inner = _held(holds, entry)
        if isinstance(entry.value, Collection):
            item = _line(entry.value, inner)
            if item is None:
                return None
        else:
            item = _scalar(entry.value, inner, flow=True)
        items.append(item if entry.key is None else f"{key(entry.key.value, flow=True)}: {item}")
    return "{" + ", ".join(items) + "}" if value.is_mapping else "[" + ", ".join(items) + "]"


# ---------------------------------------------------------------- texts


def _scalar(value: Scalar, holds: Holds | None, *, flow: bool) -> str:
    if is_nothing(value):
        return "null" if flow or value.value else ""
    if isinstance(holds, Number):
        return bare(value.value, flow=flow)
    return scalar(value.value, flow=flow)


def _text(value: Scalar, holds: Holds | None, column: int, indent: int) -> list[str]:
    """A text in lines: the first begins at a column, the others have an indent."""
    if is_nothing(value) or isinstance(holds, Number):
        return [_scalar(value, holds, flow=False)]
    if value.style == ">" and (folded := _folded(value.value, indent)):
        return folded
    return text(value.value, column, indent).split("\n")


def _folded(value: str, indent: int) -> list[str] | None:
    """A text in lines that YAML joins again, after a ``>``; None if it cannot stand so."""
    if not _FOLDABLE.fullmatch(value) or not ALLOWED.fullmatch(value) or "\t" in value or "\r" in value:
        return None
    pad = " " * indent
    lines = [">" if value.endswith("\n") else ">-"]
    for number, paragraph in enumerate(value.removesuffix("\n").split("\n")):
        if number:
            lines.append("")  # a line end of the text; a paragraph that is empty is one more
        if not paragraph:
            continue
        if paragraph.endswith(" "):
            return None
        start = 0
        best = None
        for found in chain(_SPACE_BETWEEN.finditer(paragraph), [None]):
            end = found.start() if found else len(paragraph)
            if best is not None and end - start > max(WIDTH - indent, STEP):
                lines.append(pad + paragraph[start:best])
                start = best + 1
            best = end
        lines.append(pad + paragraph[start:])
    return lines


# ---------------------------------------------------------------- records


def _held(holds: Holds | None, entry: Entry) -> Holds | None:
    """What an entry may hold, if it stands in what holds something."""
    match holds:
        case RecordOf(type=type) if entry.key is not None:
            declared = keys_of(type).all.get(entry.key.value)
            return declared.holds if declared else None
        case MapOf(value=inner) if entry.key is not None:
            return inner
        case ListOf(item=inner) if entry.key is None:
            return inner
        case Status() if entry.key is None:
            return RecordOf(StatusEntry)
        case Coordinates():
            return Number()
    return None


@cache
def _ranks(record: type) -> dict[str, int]:
    return {key: rank for rank, key in enumerate(keys_of(record).all)}


def _ordered(value: Collection, holds: Holds | None) -> list[Entry]:
    """The entries, those of a record in the order of its keys. What is no key of it stays after the entry before."""
    if not isinstance(holds, RecordOf) or not value.is_mapping:
        return value.entries
    ranks = _ranks(holds.type)
    found: list[tuple[int, Any]] = []
    rank = -1
    for entry in value.entries:
        rank = ranks.get(entry.key.value, rank) if entry.key else rank
        found.append((rank, entry))
    return [entry for _, entry in sorted(found, key=lambda one: one[0])]
