"""A draft: the new text of some files of a folder, before it is written.

A writer changes the draft; then the draft says what it would change, and which mistakes that would bring in; then it is
written, all files or none. Records keep their places until the draft is written: each change is about the files as they
are on the disk.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.editing.mistakes import NewMistakes, new_mistakes
from citygraph.folder import journal
from citygraph.folder.access import NotRead, open_in
from citygraph.folder.csv_edits import TableEdits
from citygraph.folder.diagnostics import Diagnostic, Severity, Span, Where
from citygraph.folder.limits import TABLE
from citygraph.folder.loader import garbage_collector_off
from citygraph.folder.locks import only_writer
from citygraph.folder.yaml_edits import YamlEdits
from citygraph.folder.yaml_places import Path as YamlPath
from citygraph.folder.yaml_text import Document, decode
from citygraph.graph.asked import Asked
from citygraph.questions._command_line import why_not
from citygraph.store.checked import FolderCheck
from citygraph.store.graph_view import StoreGraph
from citygraph.store.snapshot import drafted_store
from citygraph.world import World

_BOM = b"\xef\xbb\xbf"
_ENDS = 2
_MOST_AWAKE = 2
"""How many YAML files are in memory with all that their parser makes of them."""
_SECONDS = 60
"""How long the folder's own checks may work before a draft is written."""
_AROUND = 3
"""How many lines a diff shows around a change."""


class InYaml(NamedTuple):
    """The place of a record in a YAML file."""

    file: str
    path: YamlPath


class InTable(NamedTuple):
    """The place of a record in a table: the number of its row, with the header as 0."""

    file: str
    row: int


@contextmanager
def drafting(folder: Path, *, cache: bool = True) -> Iterator[FolderDraft]:
    """A draft of a folder. Nobody else's command writes there until the block ends.

    Raises:
        CityGraphError: if there is no such folder, or another command keeps writing there.
    """
    if not folder.is_dir():
        raise CityGraphError(f"there is no folder {folder}")
    with only_writer(folder), garbage_collector_off():
        yield FolderDraft(World(folder, cache=cache))


class FolderDraft:
    """The new text of some files of an opened folder."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.folder = world.folder
        self.renamed: dict[str, str] = {}
        """The new ids of records, by the old ones."""
        self.renamed_kinds: dict[str, str] = {}
        """Those of kinds, whose ids are apart from those of records."""
        self.remarks: list[str] = []
        """What a person should know of the change."""
        self._held: dict[str, bytes | None] = {}
        """What the changed files hold on the disk."""
        self._edits: dict[str, YamlEdits | TableEdits] = {}
        self._awake: dict[str, YamlEdits] = {}
        """The YAML files that were edited last, the last one at the end."""
        self._texts: dict[str, str] = {}
        """The new text of files that hold no records."""
        self._spans: dict[Where, Span] = {}
        """Where records stand on the disk."""
        self._homes: dict[tuple[str, str], list[str]] = {}

    # ---------------------------------------------------------------- what is there

    @cached_property
    def mistakes(self) -> tuple[Diagnostic, ...]:
        """The mistakes of the folder as it is on the disk."""
        return self.world.diagnostics

    def find(self, records: Collection[Where]) -> None:
        """Look up where records stand. Whoever changes many finds them first: each file is read once for all."""
        self._spans |= self.world.places(records)

    def homes(self, type: str, kind: str = "") -> list[str]:
        """The files on the disk with records of a type, of ties of a kind: see :meth:`World.homes`. Each is looked up
        once."""
        if (type, kind) not in self._homes:
            self._homes[type, kind] = self.world.homes(type, kind)
        return self._homes[type, kind]

    def place(self, where: Where) -> InYaml | InTable:
        """Where a record stands.

        Raises:
            CityGraphError: if it stands in no file, or its file cannot be edited.
        """
        if where not in self._spans:
            self.find([where])
        span = self._spans.get(where)
        if span is None:
            raise CityGraphError(f"`{where.id}` stands in no file of {self.folder}")
        if span.file.lower().endswith(TABLE):
            return InTable(span.file, self.table(span.file).row_at(span.line))
        edits = self.yaml(span.file)
        return InYaml(span.file, edits.places.path_at(span.line, span.column))

    def yaml(self, file: str) -> YamlEdits:
        """The changes of a YAML file; of an empty one, if there is none of that name.

        Raises:
            CityGraphError: if it cannot be edited.
        """
        edits = self._edits.get(file)
        if not isinstance(edits, YamlEdits):
            edits = self._edits[file] = YamlEdits(self._document(file))
        edits.wake(lambda: self._decoded(file))
        self._awake = {one: at for one, at in self._awake.items() if one != file} | {file: edits}
        while len(self._awake) > _MOST_AWAKE:
            first = next(iter(self._awake))
            self._awake.pop(first).rest()
        return edits

    def table(self, file: str) -> TableEdits:
        """The changes of a table.

        Raises:
            CityGraphError: if it cannot be edited.
        """
        edits = self._edits.get(file)
        if not isinstance(edits, TableEdits):
            edits = self._edits[file] = TableEdits(self._document(file))
        return edits

    def _document(self, file: str) -> Document:
        try:
            with open_in(self.folder, file) as opened:
                data = opened.read()
        except NotRead as reason:
            if (self.folder / file).exists():
                raise CityGraphError(f"{self.folder / file}: {reason}") from None
            self._held[file] = None
            return Document(str(self.folder / file), "")
        self._held[file] = data
        return self._decoded(file)

    def _decoded(self, file: str) -> Document:
        """A file as it was when the draft was begun."""
        document, found = decode(self._held[file] or b"", str(self.folder / file))
        if document is None:
            raise CityGraphError(f"{self.folder / file}: {found[0].message}")
        return document

    def held(self, file: str) -> bytes:
        """What a file holds on the disk; nothing, if it is not read."""
        try:
            with open_in(self.folder, file) as opened:
                return opened.read()
        except NotRead:
            return b""

    def rewrite(self, file: str, change: Callable[[str], str]) -> None:
        """Change the whole text of a file that holds no records.

        Raises:
            CityGraphError: if it cannot be read.
        """
        self._texts[file] = change(self._texts[file] if file in self._texts else self._document(file).text)

    # ---------------------------------------------------------------- what would change

    def files(self) -> dict[str, bytes | None]:
        """The files that would change, with their new content; None if the file would go.

        Raises:
            CannotEdit: if a change cannot be made in the text.
        """
        changed: dict[str, bytes | None] = {}
        for file in (*self._edits, *self._texts):
            held = self._held[file]
            mark = _BOM if held is not None and held.startswith(_BOM) else b""
            content = self._texts[file].encode() if file in self._texts else self._edits[file].content()
            new = mark + content if content.strip() else None
            if new != held:
                changed[file] = None if self._has_lost_all(file) else new
        return changed

    def _has_lost_all(self, file: str) -> bool:
        """True if no record is left in a file that had some. What comments or column names are left tell of nothing, so
        the file goes."""
        edits = self._edits.get(file)
        return edits is not None and edits.is_empty

    def diff(self) -> list[str]:
        """The change of all files as a unified diff, in lines without line ends."""
        lines: list[str] = []
        for file, new in sorted(self.files().items()):
            lines += unified(file, self._held[file], new)
        return lines

    def new_lines(self) -> dict[str, list[str]]:
        """The lines that the draft brings in, by file."""
        found = {}
        for file, new in sorted(self.files().items()):
            several = list(unified(file, self._held[file], new))[2:]
            found[file] = [line[1:] for line in several if line.startswith("+")]
        return {file: lines for file, lines in found.items() if lines}

    def findings(self) -> NewMistakes:
        """The mistakes of the folder with the draft that it does not have without. All changes must be made. Of the
        folder's own checks, those that find errors are run; and the questions that it keeps are looked at."""
        self._awake.clear()
        for edits in self._edits.values():
            if isinstance(edits, YamlEdits):
                edits.rest(for_good=True)
        with drafted_store(self.folder, self.files()) as database:
            check = FolderCheck(database, self.folder)
            has_found = check.run_own(_SECONDS, [Severity.ERROR])
            has_found |= check.look_at_questions(partial(why_not, Asked(StoreGraph(database))))
            after = check.checked().problems
        before = self.world.check(timeout=_SECONDS).problems if has_found else self.mistakes
        return new_mistakes(before, after, self.called_now if self.renamed or self.renamed_kinds else None)

    def called_now(self, id: str) -> str:
        """The id that a record has with the draft. That of a tie may be made of its kind and ends."""
        kind, *ends = id.split(".")
        if id in self.renamed or len(ends) != _ENDS or kind not in self.world.kinds:
            return self.renamed.get(id, self.renamed_kinds.get(id, id))
        symmetric = self.world.kinds[kind].symmetric
        kind, ends = self.renamed_kinds.get(kind, kind), [self.renamed.get(end, end) for end in ends]
        return ".".join((kind, *(sorted(ends) if symmetric else ends)))

    def write(self) -> list[str]:
        """Write all files, or none of them; the files that have changed.

        Raises:
            CityGraphError: if a file has changed since the draft was begun, or cannot be written.
        """
        files = self.files()
        for file in files:
            try:
                now: bytes | None = (self.folder / file).read_bytes()
            except FileNotFoundError:
                now = None
            except OSError as error:
                raise CityGraphError(f"{self.folder / file}: {error.strerror or error}") from None
            if now != self._held[file]:
                raise CityGraphError(f"{self.folder / file} has changed meanwhile; run this once more")
        journal.replace_together(self.folder, files)
        return sorted(files)


def _lines(data: bytes | None) -> list[str]:
    return [] if data is None else data.decode(errors="replace").splitlines(keepends=True)


def unified(file: str, held: bytes | None, content: bytes | None) -> Iterator[str]:
    """The change of a file as a unified diff, in lines without line ends; None where there is no file. Lines that are
    the same at both ends are not compared one with another: files are long, and changes are short."""
    old, new = _lines(held), _lines(content)
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    first = max(0, start - _AROUND)
    last = max(0, end - _AROUND)
    some = difflib.unified_diff(old[first : len(old) - last], new[first : len(new) - last], n=_AROUND)
    yield f"--- {'/dev/null' if held is None else f'a/{file}'}"
    yield f"+++ {'/dev/null' if content is None else f'b/{file}'}"
    for line in list(some)[2:]:
        yield _moved(line, first) if line.startswith("@@") else line.rstrip("\r\n")


def _moved(header: str, by: int) -> str:
    """The line before a hunk, if the texts compared begin later than the files."""
    parts = header.split()
    moved = []
    for part in parts[1:3]:
        number, comma, count = part[1:].partition(",")
        moved.append(f"{part[0]}{int(number) + by}{comma}{count}")
    return f"@@ {' '.join(moved)} @@"
