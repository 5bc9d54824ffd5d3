"""What the last import of a source wrote: ``imported.json.gz`` in its folder. It is compared with what stands in the
folder now, so that the next import knows what people have changed there.

The file is a JSON array with a record in each line: its type, its id, and its data as the files of the source had them,
or null if they have it no longer. Behind that may stand the data before a conflict which nobody has settled. Nobody
edits the file: no spreadsheet opens it, and no search goes through it.
"""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sqlite3
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.folder.access import NotRead, open_in
from citygraph.folder.files import no_room

IMPORTED = "imported.json.gz"
canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""The data of a record as JSON: equal texts for equal data."""


def data_of(text: str | None) -> dict[str, Any] | None:
    """The data of a record from its JSON; None for no text, and for ``null``."""
    data: dict[str, Any] | None = None if text is None else json.loads(text)
    return data


_LONGEST_LINE = 1 << 24
_MOST = 4 * 10**9
"""How many bytes of the file are read, unpacked: strangers may have written it."""
_PIECE = 4096
_LEVEL = 4
"""How hard the file is packed: harder costs twice the time for a fourteenth less."""


class Versions(NamedTuple):
    """A record of the source, as JSON: its ``base`` is what the last import wrote, or ``null`` if the files had it no
    longer, ``mine`` what stands in the folder now, ``before`` the base before a conflict that is not settled. None: no
    import has written it, it is not in the folder, there is no such conflict."""

    type: str
    id: str
    base: str | None
    mine: str | None
    before: str | None


class LastImport:
    """The versions of all records of a source, on the disk of this machine."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA cache_size = -4000")  # a larger one is no faster, and the rest of the import needs it
        self._db.execute("CREATE TABLE records (number INTEGER PRIMARY KEY, id TEXT UNIQUE, type, base, mine, before)")
        self._met = bytearray()
        self.is_there = False
        """True if the folder has such a file."""

    def close(self) -> None:
        """Give the disk back."""
        self._db.close()

    def has_now(self, records: Iterable[tuple[str, str, str]]) -> None:
        """Take the records that stand in the folder now: type, id and data as JSON."""
        self._many("INSERT OR REPLACE INTO records (type, id, mine) VALUES (?, ?, ?)", records)

    def read(self, folder: Path, source: str) -> None:
        """Read the file of the source, if it is there.

        Raises:
            CityGraphError: if it is damaged.
        """
        if not (folder / source / IMPORTED).exists():
            return
        self.is_there = True
        self._many(_WRITTEN, _read_lines(folder, source))

    def _many(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        try:
            self._db.execute("BEGIN")
            self._db.executemany(statement, rows)
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise no_room(error) from None

    # ---------------------------------------------------------------- asked

    def __contains__(self, id: object) -> bool:
        return self._db.execute("SELECT 1 FROM records WHERE id = ?", (id,)).fetchone() is not None

    def __bool__(self) -> bool:
        return self._db.execute("SELECT 1 FROM records LIMIT 1").fetchone() is not None

    def counted(self) -> Counter[str]:
        """The number of records of each type that stand in the folder now."""
        return Counter(
            dict(self._db.execute("SELECT type, count(*) FROM records WHERE mine IS NOT NULL GROUP BY type"))
        )

    @property
    def number(self) -> int:
        """The number of nodes and ties that the last import has written; if its file is lost, of those that stand in
        the folder."""
        (found,) = self._db.execute(
            "SELECT count(*) FROM records WHERE coalesce(base, mine) != 'null' "
            "AND type NOT IN ('source', 'statement', 'kind', 'fill')"
        ).fetchone()
        return int(found)

    def of(self, id: str) -> Versions | None:
        """The versions of a record; None if there is none."""
        row = self._db.execute("SELECT type, id, base, mine, before FROM records WHERE id = ?", (id,)).fetchone()
        return None if row is None else Versions(*row)

    def meet(self, id: str) -> Versions | None:
        """The versions of a record that the files have; it is not among those that are left."""
        row = self._db.execute(
            "SELECT number, type, id, base, mine, before FROM records WHERE id = ?", (id,)
        ).fetchone()
        if row is None:
            return None
        number, *versions = row
        if number >= len(self._met):
            self._met.extend(bytes(number + (1 << 16) - len(self._met)))
        self._met[number] = 1
        return Versions(*versions)

    def left(self, type: str) -> Iterator[Versions]:
        """The records of a type that the files do not have, in the order of the folder."""
        rows = self._db.execute(
            "SELECT number, type, id, base, mine, before FROM records WHERE type = ? ORDER BY number", (type,)
        )
        for number, *versions in rows:
            if number >= len(self._met) or not self._met[number]:
                yield Versions(*versions)

    def all(self, types: Iterable[str]) -> Iterator[Versions]:
        """All records of these types."""
        for type in types:
            for row in self._db.execute(
                "SELECT type, id, base, mine, before FROM records WHERE type = ? ORDER BY number", (type,)
            ):
                yield Versions(*row)

    def rename(self, ids: dict[str, str], id_of_tie: Callable[[dict[str, Any], str], str]) -> None:
        """Write what the last import wrote as if records had been called then as they are now. ``ids`` are the new ones
        by the old ones; ``id_of_tie`` gives the id of a tie from its data, with the renamed ends, and its former id."""
        numbers = self._db.execute("SELECT number FROM records WHERE base IS NOT NULL ORDER BY number").fetchall()
        for (number,) in numbers:
            row = self._db.execute(
                "SELECT type, id, base, mine, before FROM records WHERE number = ?", (number,)
            ).fetchone()
            old = Versions(*row)
            base, before = (
                None if text is None else _renamed(json.loads(text), ids) for text in (old.base, old.before)
            )
            id = ids.get(old.id, old.id)
            if old.type == "tie" and (data := base or before):
                id = id_of_tie(data, old.id)
            if id != old.id:
                self._db.execute("UPDATE records SET base = NULL, before = NULL WHERE number = ?", (number,))
            elif base == json.loads(old.base or "null") and old.before is None:
                continue
            self._db.execute(
                _WRITTEN, (old.type, id, canonical(base), None if old.before is None else canonical(before))
            )
        self._db.execute("DELETE FROM records WHERE base IS NULL AND mine IS NULL")


_WRITTEN = (
    "INSERT INTO records (type, id, base, before) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET base = excluded.base, before = excluded.before"
)


def _renamed(data: Any, ids: dict[str, str]) -> dict[str, Any] | None:
    """The data of a record with new ids of those that it names."""
    if data is None:
        return None
    found = dict(data)
    for key in ("from", "to", "country", "part_of"):
        if key in found:
            found[key] = ids.get(found[key], found[key])
    if "posts" in found:
        found["posts"] = [{**post, "of": ids.get(post["of"], post["of"])} for post in found["posts"]]
    return found


def written_of(folder: Path, source: str, type: str) -> Iterator[tuple[str, str]]:
    """The id and the data as JSON of each record of one type that the last import of a source wrote; the others are
    passed over.

    Raises:
        CityGraphError: if the file is damaged.
    """
    for _, id, base, _ in _read_lines(folder, source, f'["{type}",'.encode()):
        yield id, base


def _read_lines(folder: Path, source: str, begin: bytes = b"[") -> Iterator[tuple[str, str, str, str | None]]:
    """The records in the file of a source whose lines begin so."""
    try:
        with open_in(folder, f"{source}/{IMPORTED}") as opened:
            packed = io.BytesIO(opened.read())
    except NotRead as reason:
        raise CityGraphError(f"{folder / source / IMPORTED}: {reason}") from None
    try:
        yield from _lines(packed, begin)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as reason:
        raise CityGraphError(
            f"{folder / source / IMPORTED}: this is not as an import wrote it ({reason}); bring back its last "
            "version, or take the file away: then what stands in the folder counts as written by people"
        ) from None


def _lines(packed: BinaryIO, begin: bytes) -> Iterator[tuple[str, str, str, str | None]]:
    with gzip.GzipFile(fileobj=packed, mode="rb") as opened:
        if opened.readline(_LONGEST_LINE) != b"[\n":
            raise ValueError("it begins in another way")
        size = 0
        while (line := opened.readline(_LONGEST_LINE)) != b"]\n":
            size += len(line)
            if not line.endswith(b"\n") or size > _MOST:
                raise ValueError("it ends in its midst" if size <= _MOST else "it is too large")
            if not line.startswith(begin):
                continue
            type, id, base, *before = json.loads(line.rstrip(b",\n"))
            if not all(isinstance(text, str) for text in (type, id)) or not all(
                isinstance(data, dict | None) for data in (base, *before)
            ):
                raise ValueError("a line is no record")
            yield type, id, canonical(base), canonical(before[0]) if before else None


class GrowingImport:
    """The file as it grows record by record; it is kept on disk until the import is done."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # :meth:`close` closes it
        self._packed = gzip.GzipFile(filename="", fileobj=self._file, mode="wb", compresslevel=_LEVEL, mtime=0)
        self._packed.write(b"[\n")
        self._lines: list[str] = []
        self._is_first = True

    def add(self, type: str, id: str, base: str, before: str | None = None) -> None:
        """Add a record as JSON: its data as the files have them, and those before a conflict.

        Raises:
            CityGraphError: if the disk for temporary files is full.
        """
        line = f'["{type}",{canonical(id)},{base}{f",{before}" if before is not None else ""}]'
        self._lines.append(line)
        if len(self._lines) >= _PIECE:
            self._pack()

    @property
    def is_empty(self) -> bool:
        """True if no record has been added."""
        return self._is_first and not self._lines

    def add_kinds(self, kinds: Mapping[str, Any]) -> None:
        """Add kinds of ties that the import has written into a file of their own."""
        for id, record in kinds.items():
            self.add("kind", id, canonical(record))

    def _pack(self) -> None:
        if not self._lines:
            return
        text = ",\n".join(self._lines)
        self._lines.clear()
        try:
            self._packed.write((text if self._is_first else ",\n" + text).encode())
        except OSError as error:
            raise no_room(error.strerror) from None
        self._is_first = False

    def write(self, out: BinaryIO) -> None:
        """Write the file. Nothing can be added afterwards."""
        self._pack()
        try:
            self._packed.write(b"]\n" if self._is_first else b"\n]\n")
            self._packed.close()
            self._file.seek(0)
        except OSError as error:
            raise no_room(error.strerror) from None
        shutil.copyfileobj(self._file, out)
        self.close()

    def close(self) -> None:
        """Give the disk back."""
        for file in (self._packed, self._file):  # the outer one first: it holds what is still to be written
            with suppress(OSError, ValueError):  # that finds no room
                file.close()
