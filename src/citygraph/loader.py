"""A folder → its records, and everything that is wrong in it. Bad data never raises."""

from __future__ import annotations

import datetime
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path

from citygraph import checks, parser, syntax
from citygraph.diagnostics import CityGraphError, Diagnostic
from citygraph.kinds import Kind, Vocabulary, merged, missing_keys
from citygraph.model import NODE_TYPES
from citygraph.records import Record
from citygraph.syntax import Document

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A folder as it was read: the sound records in order of files, the vocabulary, and what is wrong."""

    folder: Path
    files: tuple[str, ...]
    records: tuple[Record, ...]
    vocabulary: Vocabulary
    diagnostics: tuple[Diagnostic, ...]


def graph_files(folder: Path) -> list[str]:
    """The YAML files below a folder, relative to it, in order; hidden ones and those in hidden folders are not.

    Raises:
        CityGraphError: it is no folder.
    """
    if not folder.is_dir():
        raise CityGraphError(f"there is no folder {folder}")
    found = []
    seen = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        if os.path.realpath(root) in seen:  # a link leads back
            folders.clear()
            continue
        seen.add(os.path.realpath(root))
        folders[:] = [name for name in folders if not name.startswith(".")]
        # A folder that may not be entered is reported as a file would be.
        found += [
            (Path(root) / name).relative_to(folder).as_posix()
            for name in folders
            if not os.access(Path(root) / name, os.X_OK | os.R_OK)
        ]
        below = Path(root).relative_to(folder)
        named = [name for name in files if name.lower().endswith(SUFFIXES) and not name.startswith(".")]
        found += [(below / name).as_posix() for name in named]
    return sorted(found)


def load(folder: Path, today: datetime.date | None = None) -> Loaded:
    """Read all files of a folder, check them one by one and together.

    ``today`` decides what has passed; it is the clock's day if not given.

    Raises:
        CityGraphError: it is no folder.
    """
    files = graph_files(folder)
    with _garbage_collector_off():
        records: list[Record] = []
        diagnostics: list[Diagnostic] = []
        index = checks.Folder(today=today or datetime.date.today())
        for file in files:
            document, problems = syntax.read(folder / file, file)
            diagnostics += problems
            if document is None:
                index.unreadable = True
                continue
            contents = parser.parse(document)
            records += contents.records
            diagnostics += contents.diagnostics
            index.unread |= contents.unread
        _fill(index, records)
        sound = []
        for record in records:
            found, wrong = checks.run(record, index)
            diagnostics += found
            data = record.without(wrong)
            if data is not None and _is_first(record, index):
                sound.append(replace(record, data=data))
    diagnostics.sort(key=lambda found: found.order)
    return Loaded(folder, tuple(files), tuple(sound), index.vocabulary, tuple(diagnostics))


def _is_first(record: Record, index: checks.Folder) -> bool:
    """Of records with one id, the first is read, and the posts of the first. Statements have no id."""
    if record.owner is not None and not _is_first(record.owner, index):
        return False
    return not record.id or record.type == "kind" or index.records.get(record.id) is record


def _fill(index: checks.Folder, records: list[Record]) -> None:
    for record in (*_builtin_kinds(), *(record for record in records if record.type == "kind")):
        index.kind_records.setdefault(record.id, []).append(record)
    for record in records:
        if record.id and record.type != "kind":
            index.records.setdefault(record.id, record)
            if record.type in NODE_TYPES and record.data.get("name"):
                index.by_name.setdefault(checks.name_key(record)[:2], record)
                index.namesakes.setdefault(checks.name_key(record), []).append(record)
    kinds = {id: merged(record.data for record in several) for id, several in index.kind_records.items()}
    index.vocabulary = Vocabulary(Kind.from_record(id, kind) for id, kind in kinds.items() if not missing_keys(kind))


@cache
def _builtin_kinds() -> tuple[Record, ...]:
    text = resources.files("citygraph").joinpath("kinds.yaml").read_text(encoding="utf-8")
    return tuple(parser.parse(Document("kinds.yaml", text)).records)


@contextmanager
def _garbage_collector_off() -> Iterator[None]:
    """Loading makes many small objects and no cycles; looking for some doubles its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
