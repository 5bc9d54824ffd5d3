"""The folder of one source in a graph folder. Only imports of that source write it.

``<graph>/<source>/`` holds ``cities.csv``, ``ties.csv`` … and the record of the source. Records that do not fit into a
row (those with posts) are in YAML beside the tables. ``imported.json.gz`` has what the last import wrote: with that the
next one tells what people have changed here from what the source has changed (:mod:`citygraph.imports.three_way`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from citygraph.domain.errors import CityGraphError
from citygraph.domain.terms import NODE_TYPES
from citygraph.folder import loader
from citygraph.folder.diagnostics import Severity
from citygraph.folder.journal import finish
from citygraph.imports.last_import import LastImport, Versions, canonical, data_of
from citygraph.imports.new_files import KINDS
from citygraph.imports.record_texts import WRITTEN, records_of


class NodeVersions(NamedTuple):
    """A node of the source: its data as the last import wrote them, and as they stand in the folder now; None if they
    do not."""

    id: str
    type: str
    base: dict[str, Any] | None
    mine: dict[str, Any] | None


class SourceFolder:
    """The files of one source in a graph folder, their present records, and those of the last import."""

    def __init__(self, folder: Path, source: str) -> None:
        """Read the present files.

        Raises:
            CityGraphError: if no import has written the files; if there is an error in them, since a new import would
                lose records that it cannot read; or if the folder is a link that leads out of the graph folder.
        """
        self.source = source
        self.folder = folder / source
        if not self.folder.resolve().is_relative_to(folder.resolve()):
            there = self.folder.resolve()
            raise CityGraphError(f"{self.folder} is a link to {there}, outside of {folder}; give --source another id")
        finish(folder)
        finish(self.folder)
        self.last = LastImport()
        self._posts: set[str] = set()
        self.former_ids: dict[str, str] = {}
        """The ids that nodes had at the last import, by those that people have given them since."""
        self.files = [
            file
            for section in WRITTEN
            for form in ("yaml", "csv")
            if (self.folder / (file := f"{section.key}.{form}")).is_file()
        ]
        for file in self.files:
            self.last.has_now(self._records_in(f"{source}/{file}"))
        has_records = bool(self.last)
        self.last.read(folder, source)
        self.is_update = bool(self.last)
        """True if the folder has records of the source, or had them after the last import."""
        self.present = self.last.counted()
        own = self.last.of(source)
        self.own = (data_of(own.mine) if own is not None else None) or {}
        """The data of the record of the source."""
        if has_records and "files" not in self.own:
            raise CityGraphError(f"{self.folder} holds records that no import has written; give --source another id")

    def _records_in(self, file: str) -> Iterator[tuple[str, str, str]]:
        for piece in loader.pieces(self.folder.parent, file):
            errors = [problem for problem in piece.diagnostics if problem.severity is Severity.ERROR]
            if errors:
                where = f"{self.folder.parent / file}:{errors[0].span.line}"
                raise CityGraphError(f"{where}: {errors[0].message}; correct this first, or the import would lose it")
            for one in records_of(piece.records):
                for post in one.data.get("posts", ()):
                    self._posts.add(post.get("id") or f"holds-post.{one.id}.{post['of']}")
                yield one.type, one.id, canonical(one.data)

    def close(self) -> None:
        """Give the disk back."""
        self.last.close()

    def __contains__(self, id: object) -> bool:
        """True for the ids of the source's records, present ones and those of the last import, and of the posts that
        stand in those of officials."""
        return id in self._posts or id in self.last

    @property
    def own_files(self) -> list[str]:
        """The files, as the graph folder names them."""
        return [f"{self.source}/{file}" for file in self.files]

    def nodes(self) -> Iterator[NodeVersions]:
        """The nodes of the source."""
        yield from map(_of_node, self.last.all(NODE_TYPES))

    def node(self, id: str) -> NodeVersions | None:
        """A node of the source; None if it has none with this id."""
        found = self.last.of(id)
        return _of_node(found) if found is not None and found.type in NODE_TYPES else None

    def check_new_kinds(self, records: Mapping[str, Mapping[str, Any]]) -> None:
        """Raise an error if there is a file of kinds already, which is the user's own."""
        file = self.folder / KINDS
        if records and file.exists():
            (id, record), *_ = records.items()
            text = yaml.safe_dump({id: dict(record)}, default_flow_style=True, width=1000, sort_keys=False).strip()
            raise CityGraphError(f"{file} is your own file; write {text[1:-1]} there, and then --kind {id} here")

    def has_renamed(self, ids: dict[str, str], id_of_tie: Callable[[dict[str, Any], str], str]) -> None:
        """Remember what people have renamed, or made one with records of other files (:meth:`LastImport.rename`)."""
        if ids:
            self.last.rename(ids, id_of_tie)
            self.former_ids |= {new: old for old, new in ids.items()}


def _of_node(one: Versions) -> NodeVersions:
    base = data_of(one.base)
    return NodeVersions(one.id, one.type, base, base if one.mine == one.base else data_of(one.mine))
