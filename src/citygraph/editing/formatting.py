"""The YAML files of a folder in the one form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.folder import journal
from citygraph.folder.access import NotRead, open_in
from citygraph.folder.graph_files import graph_files
from citygraph.folder.limits import TABLE
from citygraph.folder.loader import garbage_collector_off
from citygraph.folder.locks import only_writer
from citygraph.folder.yaml_format import formatted
from citygraph.folder.yaml_text import decode


class FormOfFile(NamedTuple):
    """A file of a folder: what it holds on the disk, and what it would hold in the one form; or why it has none."""

    file: str
    held: bytes
    new: bytes
    refused: str = ""


def yaml_files(folder: Path, named: Iterable[Path]) -> list[str]:
    """The YAML files of a folder, by their paths in it; if some are named, only those.

    Raises:
        CityGraphError: if there is no such folder, or one that is named is no YAML file of it.
    """
    files = [file for file in graph_files(folder) if not file.lower().endswith(TABLE)]
    real = {(folder / file).resolve(): file for file in files}
    chosen: dict[str, None] = {}
    for path in named:
        file = real.get(path.resolve()) or real.get((folder / path).resolve())
        if file is None:
            if path.name.lower().endswith(TABLE):
                raise CityGraphError(f"{path} is a table; `fmt` is for YAML")
            raise CityGraphError(f"{path} is no YAML file of {folder}")
        chosen[file] = None
    return list(chosen) or files


def in_form(folder: Path, files: Iterable[str]) -> Iterator[FormOfFile]:
    """Files of a folder as they are, and in the one form."""
    for file in files:
        name = str(folder / file)
        try:
            with open_in(folder, file) as opened:
                held = opened.read()
        except NotRead as reason:
            yield FormOfFile(file, b"", b"", f"{name}: {reason}")
            continue
        document, found = decode(held, name)
        if document is None:
            yield FormOfFile(file, held, held, f"{name}: {found[0].message}")
            continue
        try:
            with garbage_collector_off():
                new = formatted(document).encode()
            yield FormOfFile(file, held, new)
        except CityGraphError as error:
            yield FormOfFile(file, held, held, str(error))


def put_into_form(folder: Path, files: Sequence[FormOfFile]) -> None:
    """Give files their form, all of them or none.

    Raises:
        CityGraphError: if a file has changed since it was read, or cannot be written; or another command is writing.
    """
    changes = {one.file: one.new for one in files}
    if not changes:
        return
    with only_writer(folder):
        for one in files:
            try:
                with open_in(folder, one.file) as opened:
                    now = opened.read()
            except NotRead as reason:
                raise CityGraphError(f"{folder / one.file}: {reason}") from None
            if now != one.held:
                raise CityGraphError(f"{folder / one.file} has changed meanwhile; run this once more")
        journal.replace_together(folder, changes)
