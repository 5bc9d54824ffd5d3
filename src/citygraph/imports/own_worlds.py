"""Graph folders of citygraph, and its exports to YAML: files that hold records already, under the sections of the
format (docs/format.md)."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import SECTIONS
from citygraph.folder import loader
from citygraph.folder.access import NotRead, open_source
from citygraph.folder.diagnostics import Severity
from citygraph.folder.writer import as_written
from citygraph.imports.own_exports import DraftRecord, OwnExport
from citygraph.imports.record_texts import WRITTEN, records_of
from citygraph.world import World

_SECTION_OF = {section.type: section for section in WRITTEN}
_KEY_OF = {section.type: section.key for section in SECTIONS}
_KEYS = frozenset(_KEY_OF.values())
_TABLES = frozenset(f"{key}.csv" for key in _KEYS)
_AT_THE_MARGIN = re.compile(rb"[^\s#%].*")
_SECTION = re.compile(rb"""(?:\{[ \t]*)?["']?([A-Za-z_-]+)["']?[ \t]*:(?=[ \t\r]|$)""")
_OF_A_LIST = re.compile(rb"- |-\s*$|---|\.\.\.|[]}]")
"""What else may stand at the margin: an item of a list, the mark of a document, the end of a value."""


def are_of_a_world(files: Sequence[Path]) -> bool:
    """True if files may be those of a graph folder, by their names and the keys at their margins: YAML files with
    sections alone, at least one, and tables that are called like sections."""
    yamls = [file for file in files if file.suffix.lower() in (".yaml", ".yml")]
    tables = all(file.name.lower() in _TABLES for file in files if file not in yamls)
    return bool(yamls) and tables and all(_sections_of(file) for file in yamls)


def _sections_of(file: Path) -> set[str]:
    """The sections at the margin of a YAML file; empty if anything else stands there."""
    found = set[str]()
    try:
        with open_source(file) as opened:
            for line in _lines(opened.blocks()):
                section = _SECTION.match(line)
                if section and (key := section[1].decode()) in _KEYS:
                    found.add(key)
                elif not _OF_A_LIST.match(line):
                    return set()
    except NotRead:
        return set()
    return found


def _lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The lines that begin at the margin."""
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).removeprefix(b"\xef\xbb\xbf").split(b"\n")
        yield from filter(_AT_THE_MARGIN.match, whole)
    yield from filter(_AT_THE_MARGIN.match, [rest])


def own_world(files: Sequence[Path]) -> OwnExport | None:
    """The records in the files of a graph folder, or in an export to YAML; None if the files are none.

    Raises:
        CityGraphError: if they can only be one, and there are mistakes in them.
    """
    if not are_of_a_world(files):
        return None
    with tempfile.TemporaryDirectory(prefix="citygraph-") as scratch:
        shown = [os.path.abspath(str(file)) for file in files]  # what is unpacked lies elsewhere
        above = os.path.commonpath([os.path.dirname(name) for name in shown])
        for file, name in zip(files, shown, strict=True):  # copied, so that all that is read is these files
            copy = Path(scratch, os.path.relpath(name, above))
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, copy)
        return _read(Path(scratch), files)


def _read(folder: Path, files: Sequence[Path]) -> OwnExport | None:
    world = World(folder, cache=False)
    if world.errors:
        if not any("sources" in _sections_of(file) for file in files if file.suffix.lower() != ".csv"):
            return None  # somebody else's YAML may have cities, too
        first = next(one for one in world.diagnostics if one.severity is Severity.ERROR)
        mistakes = "1 mistake" if world.errors == 1 else f"{world.errors:,} mistakes"
        raise CityGraphError(
            f"{first.span.file}:{first.span.line}: {first.message}; `citygraph check` finds {mistakes} in these "
            "records of citygraph: correct them first, or name one list with --at, to read it like that of any file"
        )
    drafts: list[DraftRecord] = []
    kinds = {}
    left_out = set[str]()
    for file in world.files:
        for piece in loader.pieces(folder, file):
            place_of = {one.id: f"{file}:{one.span().line}" for one in piece.records if one.owner is None}
            for record in piece.records:
                if record.type == "kind":
                    kinds[record.id] = dict(record.data)
                elif record.type not in _SECTION_OF and record.owner is None:
                    left_out.add(f"`{_KEY_OF[record.type]}`")
            for text in records_of(one for one in piece.records if one.type in _SECTION_OF):
                section = _SECTION_OF[text.type]
                id = "" if text.type == "statement" else text.id
                symmetric = text.type == "tie" and world.kinds[text.data["kind"]].symmetric
                written = as_written(section, text.data, symmetric=symmetric)
                drafts.append(DraftRecord(section, id, written, place_of.get(text.id, file)))
    return OwnExport([], [], {}, kinds=kinds, drafts=drafts, left_out=sorted(left_out))
