"""Folders and zip archives: the files in one of them are one source. If they are those of a graph folder, its folders
belong to it."""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.folder.access import in_bytes
from citygraph.folder.graph_files import graph_files, may_hold_records
from citygraph.folder.limits import limits, raised
from citygraph.imports.detect import ZIP, format_of, head_of
from citygraph.imports.files import decoded
from citygraph.imports.json_text import TooDeep, as_json, value_in
from citygraph.imports.own_worlds import are_of_a_world
from citygraph.imports.pipes import KeptFile, PipedFile
from citygraph.imports.readers import sources
from citygraph.imports.readers.json import is_record
from citygraph.imports.workbooks.archive import parts_of
from citygraph.imports.yaml_values import documents_in

_ABOUT = ("readme", "license", "licence", "copying", "changelog", "datapackage.json")
"""How the names of files begin that tell about the others."""
_MAPPING = ".import.yaml"
_SHOWN = 6


@contextmanager
def unbundled(paths: Sequence[Path], says: Callable[[str], None]) -> Iterator[tuple[list[Path], str]]:
    """The files, with those of a folder or of an archive in its place; and the name of the folder or archive, if there
    is nothing else. ``says`` is told of the files in it that are left out.

    Raises:
        CityGraphError: if there is no file in it that a reader reads; if an archive is damaged, has a password or
            several folders, or is too large.
    """
    with tempfile.TemporaryDirectory(prefix="citygraph-") as scratch:
        files: list[Path] = []
        for number, path in enumerate(paths):
            inside = Path(scratch, str(number))
            if path.is_dir():
                files += _world_in(path, says) or _joined(path, _in_folder(path, says), inside.with_suffix(".json"))
            elif path.is_file() and format_of(head_of(path), path) is ZIP:
                parts = _unpacked(path, inside)
                files += _world_of(path, parts, says) or _joined(
                    path, _in_archive(path, parts, says), inside.with_suffix(".json")
                )
            else:
                files.append(path)
        is_one = len(paths) == 1 and files != [*paths] and not isinstance(paths[0], PipedFile)
        yield files, (paths[0].resolve().name if paths[0].is_dir() else paths[0].name) if is_one else ""


def _in_folder(folder: Path, says: Callable[[str], None]) -> list[Path]:
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        raise CityGraphError(f"{folder}: cannot be read: {error.strerror or error}") from None
    if folders := [path.name for path in inside if path.is_dir() and not path.name.startswith(".")]:
        says(f"{folder}: the folders in it are left out: {_listed(folders)}")
    if len(inside) > limits().files:
        raise CityGraphError(f"{folder}: {len(inside):,} files are in it; {raised('files', str(len(inside)))}")
    return _read_of(folder, [path for path in inside if path.is_file()], says)


def _world_in(folder: Path, says: Callable[[str], None]) -> list[Path]:
    """The files of a graph folder, and those of the folders in it; none if it is no graph folder."""
    files = [folder / name for name in graph_files(folder)]
    if not are_of_a_world([file for file in files if not _is_hidden(file.name)]):
        return []
    return _world_of(folder, [*files, *(path for path in folder.rglob("*") if path.is_file())], says)


def _world_of(bundle: Path, files: Sequence[Path], says: Callable[[str], None]) -> list[Path]:
    """Those of the files that hold records, if all of these are of a graph folder. ``says`` is told of the others."""
    inside = {file.relative_to(bundle): file for file in files}
    shown = {path: file for path, file in inside.items() if not any(map(_is_hidden, path.parts))}
    records = {path: file for path, file in shown.items() if may_hold_records(path.name)}
    if any(".." in path.parts for path in inside) or not are_of_a_world(list(records.values())):
        return []
    if others := sorted(str(path) for path in shown.keys() - records.keys()):
        says(f"{bundle}: left out: {_listed(others)}")
    return [records[path] for path in sorted(records)]


def _unpacked(archive: Path, scratch: Path) -> list[Path]:
    """The files of an archive, unpacked into a scratch folder, and called by the archive and their path in it."""
    try:
        with zipfile.ZipFile(archive) as opened:
            parts = [part for part in opened.infolist() if not part.is_dir() and "__MACOSX" not in part.filename]
            _check(archive, parts)
            scratch.mkdir()
            return [_unpacked_part(opened, archive, part, scratch / str(at)) for at, part in enumerate(parts)]
    except RuntimeError:  # what zipfile raises for a part with a password, and for a way to pack that it does not know
        raise CityGraphError(
            f"{archive}: a password or an unknown way of packing is in the way; unpack it first"
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError):
        raise CityGraphError(f"{archive}: the zip archive is damaged; get it again") from None


def _check(archive: Path, parts: Sequence[zipfile.ZipInfo]) -> None:
    size, most = sum(part.file_size for part in parts), limits()
    if size > most.source:
        raise CityGraphError(
            f"{archive}: unpacked, the files in it have {in_bytes(size)}, and a file to import may have "
            f"{in_bytes(most.source)}; {raised('source', str(size))}"
        )
    if len(parts) > most.files:
        raise CityGraphError(f"{archive}: {len(parts):,} files are in it; {raised('files', str(len(parts)))}")


def _unpacked_part(opened: zipfile.ZipFile, archive: Path, part: zipfile.ZipInfo, copy: Path) -> Path:
    with copy.open("wb") as out:
        for block in parts_of(opened, part.filename):
            out.write(block)
    return KeptFile.of(archive / part.filename.lstrip("/"), copy)


def _in_archive(archive: Path, parts: Sequence[Path], says: Callable[[str], None]) -> list[Path]:
    """The files of an archive that a reader reads. Messages call them by the archive and their own name."""
    folders = sorted({str(file.parent.relative_to(archive)) for file in parts if not _is_hidden(file.name)})
    if len(folders) > 1:
        raise CityGraphError(f"{archive}: it has files in several folders ({_listed(folders)}); unpack it, and import "
                             "each folder as a source of its own")  # fmt: skip
    return _read_of(archive, [KeptFile.of(archive / file.name, Path(os.fspath(file))) for file in parts], says)


def _is_hidden(name: str) -> bool:
    return PurePosixPath(name).name.startswith((".", "~$")) or name.endswith(
        (".import.yaml", "Thumbs.db", "desktop.ini")
    )


def _read_of(bundle: Path, files: Sequence[Path], says: Callable[[str], None]) -> list[Path]:
    """Those of the files that a reader reads. ``says`` is told of the others."""
    found = []
    left_out = []
    for file in files:
        if _is_hidden(file.name):
            if file.name.endswith(_MAPPING) and isinstance(file, KeptFile):
                left_out.append(f"{file.name} (a mapping file; it is read in a folder, and not in an archive)")
            continue
        if file.name.lower().startswith(_ABOUT):
            left_out.append(file.name)
        elif (format := format_of(head_of(file), file)) and format.reader not in sources():
            left_out.append(f"{file.name} ({format.name})")
        else:
            found.append(file)
    if left_out:
        says(f"{bundle}: left out: {_listed(left_out)}")
    if not found:
        raise CityGraphError(f"{bundle}: there is no file in it that can be imported")
    return found


def _joined(bundle: Path, files: list[Path], copy: Path) -> list[Path]:
    """The files, with one list in the place of those that have one record each. Its items have the name of their file
    in the column ``file``."""
    records: dict[Path, dict[str, Any]] = {}
    for file in files:
        if file.suffix.lower() in _OF_RECORDS and (value := _record_in(file)) is not None:
            records[file] = value
    if len(records) < 2:
        return files
    lines = (as_json({"file": file.name, **value}) for file, value in records.items())
    copy.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")
    suffixes = {file.suffix for file in records}
    name = f"*{suffixes.pop()}" if len(suffixes) == 1 else "*"
    return [*(file for file in files if file not in records), KeptFile.of(bundle / name, copy)]


_OF_RECORDS = (".json", ".yaml", ".yml")


def _record_in(file: Path) -> dict[str, Any] | None:
    """The record that is all of a file; None if there is another thing in it. A file that cannot be read is one for
    its reader, which says why."""
    try:
        text = decoded(file)
        if file.suffix.lower() == ".json":
            value = value_in(file, text, _nothing)
        else:
            documents = documents_in(file, text, _nothing)
            value = documents[0] if len(documents) == 1 else None
        return value if is_record(file, value) else None
    except (CityGraphError, TooDeep):
        return None


def _nothing(_: str) -> None:
    """What is said of a file is said when it is read."""


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(visible(name) for name in names[:_SHOWN]) + more
