"""A folder → its records, and everything that is wrong in it. Bad data never raises."""

from __future__ import annotations

import datetime
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from citygraph import checks, parser, rules, syntax
from citygraph.diagnostics import CityGraphError, Diagnostic
from citygraph.kinds import Kind, Vocabulary
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
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = Path(root).relative_to(folder)
        found += [(below / name).as_posix() for name in files if name.endswith(SUFFIXES) and not name.startswith(".")]
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
        unread: set[str] = set()
        for file in files:
            document, problems = syntax.read(folder / file, file)
            if document is not None:
                contents = parser.parse(document)
                records += contents.records
                problems = problems + contents.diagnostics
            diagnostics += problems
            if any(problem.code in _BREAKS for problem in problems):
                unread |= _ids_in(folder / file)
        index = _index(records, unread, today or datetime.date.today())
        for record in records:
            diagnostics += checks.run(record, index)
        for record in records:
            for part in record.parts:
                part.prune()
    sound = tuple(record for record in records if record.sound and _is_first(record, index))
    return Loaded(
        folder, tuple(files), sound, index.vocabulary, tuple(sorted(diagnostics, key=lambda found: found.order))
    )


_BREAKS = {rule.code for rule in (rules.NOT_UTF8, rules.YAML_SYNTAX, rules.ENDLESS_ANCHORS, rules.SEVERAL_DOCUMENTS)}


def _ids_in(path: Path) -> set[str]:
    """What may be ids in a file that could not be read whole: nothing refers to them in vain."""
    return syntax.plausible_ids(path.read_bytes().decode("utf-8", "replace"))


def _is_first(record: Record, index: checks.Folder) -> bool:
    """Of records with one id, the first is read. Statements have none."""
    return not record.id or record.type == "kind" or index.records.get(record.id) is record


def _index(records: list[Record], unread: set[str], today: datetime.date) -> checks.Folder:
    index = checks.Folder(unread=unread, today=today)
    builtin = _builtin_kinds()
    for record in (*builtin, *(record for record in records if record.type == "kind")):
        index.kind_records.setdefault(record.id, []).append(record)
    for record in records:
        if record.id and record.type != "kind":
            index.records.setdefault(record.id, record)
            if record.type in NODE_TYPES and record.data.get("name"):
                index.by_name.setdefault(checks.name_key(record), []).append(record)
    index.vocabulary = _vocabulary(index.kind_records)
    return index


@cache
def _builtin_kinds() -> tuple[Record, ...]:
    text = resources.files("citygraph").joinpath("kinds.yaml").read_text(encoding="utf-8")
    return tuple(parser.parse(Document("kinds.yaml", text)).records)


def _vocabulary(kind_records: dict[str, list[Record]]) -> Vocabulary:
    """The kinds that are complete. A later record of a kind refines the ones before it, key by key; its terms add
    up."""
    kinds = []
    for id, records in kind_records.items():
        merged: dict[str, Any] = {}
        for record in records:
            data = record.data
            if "between" in data:
                merged = {key: value for key, value in merged.items() if key not in ("from", "to", "inverse")}
            elif {"from", "to"} & data.keys():
                merged.pop("between", None)
            terms = {
                language: [*merged.get("terms", {}).get(language, []), *words]
                for language, words in data.get("terms", {}).items()
            }
            merged = {**merged, **data, "terms": {**merged.get("terms", {}), **terms}}
        ends = {"between"} if "between" in merged else {"from", "to", "inverse"}
        if {"group", "nature", "label", *ends} <= merged.keys():
            kinds.append(Kind.from_record(id, merged))
    return Vocabulary(kinds)


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
