"""An import as the user asks for it: files, and what is said about each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import slug, visible
from citygraph.folder.diagnostics import Where
from citygraph.folder.records import Supplement
from citygraph.folder.values import is_id
from citygraph.imports.database_rows import ALL_TABLES
from citygraph.imports.detect import reader_for, reader_of
from citygraph.imports.mapping_file import read as read_mapping
from citygraph.imports.options import FileOptions, said_of
from citygraph.imports.pipes import KeptFile
from citygraph.imports.readers import Database, importer

SURVEY, GATHER, WRITE = 1, 2, 2
"""What parts of an import take, beside each other: to see what columns hold, to gather things, and to make records."""
PASSES = SURVEY + GATHER + WRITE
"""How often an import reports each byte of its files as read."""


class Supplied(Protocol):
    """The new content of files of the folder, and why records there could not be edited."""

    @property
    def files(self) -> Mapping[str, bytes | None]: ...
    @property
    def refused(self) -> Mapping[Where, str]: ...


Supply = Callable[[Path, Sequence[Supplement]], Supplied]
"""Gives records of a folder what they lack. Nothing is written."""


class Withdrawal(Supplied, Protocol):
    """What records lose besides, as parts of what they say."""

    @property
    def lost(self) -> Mapping[Where, Mapping[str, Any]]: ...


Withdraw = Callable[[Path, Sequence[Supplement]], Withdrawal]
"""Takes out of records what they got, as far as it stands as they got it. Nothing is written."""


class ImportFile(NamedTuple):
    """A file to import: the name of its reader, and what the user says about it."""

    path: Path
    reader: str
    said: FileOptions


def files_to_import(paths: Sequence[Path], mapping: Path | None, given: FileOptions) -> list[ImportFile]:
    """The files, with what mapping files and the options that are ``given`` say about each.

    Raises:
        CityGraphError: if a file cannot be opened, if no reader can read it, or if there is a mistake in a mapping
            file.
    """
    several = said_of(paths, mapping, given, read_mapping)
    files = [
        ImportFile(path, reader_for(said.reader, path) if said.reader else reader_of(path), said)
        for path, said in zip(paths, several, strict=True)
    ]
    return [one for file in files for one in _each_table(file)]


class DatabaseTable(KeptFile):
    """A table of a database, or a sheet of a workbook, as a file beside it: of its name is its mapping file, too."""

    database: Path


def whole_file(path: Path) -> Path:
    """The file itself, or the database of a table, or the workbook of a sheet."""
    return path.database if isinstance(path, DatabaseTable) else path


def _each_table(file: ImportFile) -> list[ImportFile]:
    """The tables of a database or the sheets of a workbook, if the user wants all of them or several
    (``--sheet cities,partners``); else the file."""
    reader, wanted = importer(file.reader), file.said.sheet
    if wanted is None or not (wanted == ALL_TABLES or "," in wanted) or not isinstance(reader, Database):
        return [file]
    names = reader.tables(file.path)
    if not names:  # its reader says that there is nothing
        return [file._replace(said=replace(file.said, sheet=None))]
    parts = names if wanted == ALL_TABLES else [part.strip() for part in wanted.split(",")]
    if wanted in names or not set(parts) <= set(names):  # a table may be called so; what is none is told by its reader
        return [file]
    names = parts
    paths = [DatabaseTable.of(file.path.with_name(name.replace("/", "_")), file.path) for name in names]
    for path in paths:
        path.database = file.path
    several = said_of(paths, None, replace(file.said, sheet=None), read_mapping)
    return [
        ImportFile(path, file.reader, replace(said, sheet=name))
        for path, name, said in zip(paths, names, several, strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportJob:
    """An import of ``files`` into the graph ``folder``. ``has_read`` is called with the number of bytes read since the
    last call, each byte being read ``PASSES`` times, and ``says`` with a sentence about what a reader has seen.
    ``bundle`` is the name of the folder or archive that has the files, if the user named that alone. With
    ``theirs`` the files have what both they and people have changed since the last import; ``taken`` are the ids of
    records of which they have it.
    ``known_as`` is the source that the files turn out to be of, if the user does not name one.
    ``supply`` edits the records of others in the folder, for ``--fill``."""

    files: Sequence[ImportFile]
    folder: Path
    bundle: str = ""
    dry_run: bool = False
    theirs: bool = False
    taken: Sequence[str] = ()
    known_as: str = ""
    supply: Supply | None = None
    has_read: Callable[[int], None] = lambda _: None
    says: Callable[[str], None] = lambda _: None

    @property
    def said(self) -> list[FileOptions]:
        """What the user says about each file."""
        return [file.said for file in self.files]

    @property
    def of_import(self) -> FileOptions:
        """What the user says about the source, and about all that is written."""
        return self.files[0].said

    @property
    def name(self) -> str:
        """The name of the folder, of the archive, or of the first file."""
        return self.bundle or whole_file(self.files[0].path).name

    @property
    def names_source(self) -> bool:
        """True if the user says which source the files are."""
        return "id" in self.of_import.source

    @property
    def source_by_name(self) -> str:
        """The id of a source that the name of the file gives."""
        return slug(Path(self.name).stem)[:LONGEST_SOURCE].strip("-") or "import"

    @property
    def source(self) -> str:
        """The id of the source: the user's, or else that of the list which the files turn out to be, or else one made
        from the name of the file."""
        return str(self.of_import.source.get("id", self.known_as or self.source_by_name))


LONGEST_SOURCE = 200
"""How many characters the id of a source may have: it is the name of a folder too."""


def check_source(id: str) -> None:
    """Raise an error if a text cannot be the id of a source."""
    if not is_id(id) or len(id) > LONGEST_SOURCE:
        spelled = slug(id)[:LONGEST_SOURCE].strip("-") or "my-source"
        raise CityGraphError(
            f"`{visible(id)}` cannot be the id of a source, which names its folder too: it may have ASCII letters, "
            f"digits, - and _, and at most {LONGEST_SOURCE} of them; write --source {spelled}"
        )


def size_of(file: Path) -> int:
    """The size of a file in bytes; 0 if it is a pipe, say."""
    return file.stat().st_size if file.is_file() else 0
