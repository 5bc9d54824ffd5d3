"""The folder of one source in a graph folder. Only imports of that source write it.

``<graph>/<source>/`` holds ``cities.csv``, ``ties.csv`` … and the record of the source. Records that do not fit into a
row (those with posts) are in YAML beside the tables. A key that the user adds to such a record stays.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.model import SECTIONS
from citygraph.domain.tie_rules import Stage, by_status
from citygraph.folder import loader, writer
from citygraph.folder.diagnostics import Severity
from citygraph.folder.journal import Content, finish, replace_together
from citygraph.folder.records import Record
from citygraph.imports.change_words import difference

Form = Literal["csv", "yaml"]
JUDGEMENTS = "judgements.txt"
KINDS = "kinds.yaml"
FREE = ("since", "on", "notes")
MOST_ALIKE = 1 << 12
"""How many ties from which others can be made are remembered."""
_KEPT_BY = ("tie", "official", "event", "organization", "city", "country")
"""Types of records. A type that names records of another type stands before it."""
_WRITTEN = [section for section in SECTIONS if section.type in (*_KEPT_BY, "source")]
"""The sections that imports write. Files of other sections in the folder are the user's own."""
_KINDS = next(section for section in SECTIONS if section.type == "kind")
_STATEMENTS = next(section for section in SECTIONS if section.type == "statement")
_SECTION_OF = {section.type: section for section in _WRITTEN}
_OF_A_SOURCE = ("observations", "evidence", "posts")


class RecordText(NamedTuple):
    """A record as it stands in files: the type of its section, its id, and its data. Posts are in their official's
    data. Ties with an equal ``like`` have the same keys, and differ only in their ends, in the values of the
    keys ``FREE``, and in the sources and quotes of their evidence."""

    type: str
    id: str
    data: dict[str, Any]
    like: Hashable = None


class RecordChange(NamedTuple):
    """A change that an import makes to one record; ``what`` describes it in words."""

    sort: Literal["added", "changed", "gone", "kept"]
    id: str
    what: str = ""


def records_of(several: Iterable[Record]) -> Iterator[RecordText]:
    """Records in the form in which they are written. The posts of an official follow it."""
    waiting: RecordText | None = None
    for record in several:
        if record.owner is None:
            if waiting is not None:
                yield waiting
            waiting = RecordText(record.type, record.id, dict(record.data))
        else:
            assert waiting is not None
            data = {key: value for key, value in record.data.items() if key not in ("kind", "from", "to")}
            waiting.data.setdefault("posts", []).append({**data, "of": record.data["to"]})
    if waiting is not None:
        yield waiting


class SourceFolder:
    """The files of one source in a graph folder, and their present records."""

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
        finish(self.folder)
        self.before: dict[str, RecordText] = {}
        for file in self._files():
            contents = loader.read(folder, f"{source}/{file}")
            errors = [problem for problem in contents.diagnostics if problem.severity is Severity.ERROR]
            if errors:
                where = f"{folder / source / file}:{errors[0].span.line}"
                raise CityGraphError(f"{where}: {errors[0].message}; correct this first, or the import would lose it")
            self.before |= {one.id: one for one in records_of(contents.records)}
        self._made = f"named in {source}"
        sources = (one for one in self.before.values() if one.type == "source")
        self._sources = {source, *(one.id for one in sources if one.data.get("notes") == self._made)}
        own = self.before.get(source)
        if self.before and (own is None or "files" not in own.data):
            raise CityGraphError(f"{self.folder} holds records that no import has written; give --source another id")

    @property
    def ids(self) -> set[str]:
        """The ids of the present records, and of the posts that stand in those of officials."""
        posts = ((one.id, post) for one in self.before.values() for post in one.data.get("posts", ()))
        return {*self.before, *(post.get("id") or f"holds-post.{id}.{post['of']}" for id, post in posts)}

    def check_new_kinds(self, records: Mapping[str, Mapping[str, Any]]) -> None:
        """Raise an error if there is a file of kinds already, which is the user's own."""
        file = self.folder / KINDS
        if records and file.exists():
            (id, record), *_ = records.items()
            text = yaml.safe_dump({id: dict(record)}, default_flow_style=True, width=1000, sort_keys=False).strip()
            raise CityGraphError(f"{file} is your own file; write {text[1:-1]} there, and then --kind {id} here")

    def _files(self) -> Iterator[str]:
        for section in _WRITTEN:
            for form in ("yaml", "csv"):
                file = f"{section.key}.{form}"
                if (self.folder / file).is_file():
                    yield file

    def update(
        self,
        records: Iterable[RecordText],
        gives: Mapping[str, set[str]],
        is_needed: Callable[[str], bool],
        changes: list[RecordChange],
    ) -> Iterator[RecordText]:
        """The records to write: the new ones, each with what the user has added to it, then those that stay although
        the files have them no longer. The changes from the present ones are added to ``changes``.

        ``gives`` are the keys that the import can fill in, by type; all other keys of a present record are the user's
        own. A record that the import no longer has is removed, unless the user has added to it, or another record
        refers to it. ``is_needed`` is True for the ids to which records in other files refer.
        """
        left = dict(self.before)
        named: set[str] = set()
        for record in records:
            old = left.pop(record.id, None)
            if old is not None:
                data = self._merged(old.data, record.data, gives.get(record.type, set()))
                if data != record.data:
                    record = RecordText(record.type, record.id, data)
                if what := difference(old.data, record.data):
                    changes.append(RecordChange("changed", record.id, what))
            elif self.before:
                changes.append(RecordChange("added", record.id))
            if left:
                named.update(_names(record.data))
            yield record
        # The records that a kept record names are kept too; so those that name others come first.
        for old in sorted(
            (one for one in left.values() if one.type != "source"), key=lambda old: _KEPT_BY.index(old.type)
        ):
            own = sorted(self._own(old.data, gives.get(old.type, set())))
            if own or old.id in named or is_needed(old.id):
                why = "the user has added " + ", ".join(own) if own else "other records refer to it"
                changes.append(RecordChange("kept", old.id, f"it is no longer in the file, but {why}"))
                named.update(_names(old.data))
                yield old
            else:
                changes.append(RecordChange("gone", old.id))
        for old in left.values():
            if old.type == "source" and (old.id in named or old.data.get("notes") != self._made):
                yield old

    def _merged(self, old: Mapping[str, Any], new: Mapping[str, Any], gives: set[str]) -> dict[str, Any]:
        """The new data, with the keys that the user has added to the old data, and items from other sources. So it is
        with where a thing is: a column has that of some things, and a person, or `locate`, has added it to others."""
        own = self._own(old, gives) - ({"history"} if "history" in new else set())
        merged = {**new, **{key: old[key] for key in own}, **_where(old, new)}
        for key in _OF_A_SOURCE:
            ours = new.get(key, [])
            theirs = [item for item in old.get(key, ()) if not self._is_ours(item) and item not in ours]
            if theirs:
                merged[key] = [*ours, *theirs]
        return merged

    def _own(self, data: Mapping[str, Any], gives: set[str]) -> set[str]:
        """The keys of a record that the user has added. The import neither fills them in nor derives them; it derives
        notes that begin with the source, and the status of a tie that has ended."""
        made = set()
        if str(data.get("notes", "")).startswith(f"{self.source}: "):
            made.add("notes")
        if by_status(data.get("status")) is Stage.ENDED and "until" in data:
            made.add("status")
        return (data.keys() - gives - _ALWAYS | data.keys() & {"notes"}) - made

    def _is_ours(self, item: Mapping[str, Any]) -> bool:
        said = item.get("evidence")
        sources = [one["source"] for one in said] if said is not None else [item.get("source")]
        return any(id in self._sources for id in sources)

    def with_statements(self, statements: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """The statements of the present file, and then those of these that are new.

        Raises:
            CityGraphError: if there is an error in the present file.
        """
        file = f"{_STATEMENTS.key}.yaml"
        found: list[dict[str, Any]] = []
        if (self.folder / file).is_file():
            contents = loader.read(self.folder.parent, f"{self.source}/{file}")
            if any(problem.severity is Severity.ERROR for problem in contents.diagnostics):
                raise CityGraphError(f"{self.folder / file} has a mistake; correct this first, or it would be lost")
            found = [record.data for record in contents.records]
        found += (one for one in statements if one not in found)
        return found

    def draft(self, form: Form, kinds: Vocabulary) -> NewFiles:
        """The new files of this folder, still without records."""
        return NewFiles(self.folder, list(self._files()), form, kinds)


class NewFiles:
    """The new files of the folder of a source, as they grow record by record. Rows of tables are on disk."""

    def __init__(self, folder: Path, present: list[str], form: Form, kinds: Vocabulary) -> None:
        self._folder = folder
        self._present = present
        self._form = form
        self._kinds = kinds
        self._tables: dict[str, writer.GrowingTable] = {}
        self._rest: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        self._new: dict[str, Content] = {}
        self._alike: dict[Hashable, dict[str, str]] = {}

    def add(self, record: RecordText) -> None:
        """Add a record: to the table of its section if it fits a row, else to the YAML beside it."""
        section = _SECTION_OF[record.type]
        id = "" if section.listed else record.id
        row = self._row_like(record)
        if row is None:
            written = writer.as_written(section, record.data, symmetric=_is_symmetric(record, self._kinds))
            row = writer.row_of(written) if self._form == "csv" and "files" not in written else None
            if row is None:
                self._rest.setdefault(section.key, []).append((id, written))
                return
            if record.like is not None:
                if len(self._alike) >= MOST_ALIKE:
                    self._alike.clear()
                self._alike[record.like] = row
        if section.key not in self._tables:
            self._tables[section.key] = writer.GrowingTable(section)
        self._tables[section.key].add(id, row)

    def _row_like(self, record: RecordText) -> dict[str, str] | None:
        """The row of a tie, made from that of an earlier one like it; None if there is none, or a text fits no cell."""
        known = self._alike.get(record.like) if record.like is not None else None
        if known is None:
            return None
        data, item = record.data, record.data["evidence"][0]
        row = {**known, "source": item["source"]}
        if "between" in row:
            row["between"] = f"{data['from']}; {data['to']}"
        else:
            row["from"], row["to"] = data["from"], data["to"]
        free = {key: data[key] for key in FREE if key in data}
        if item["quote"] is not None:
            free["quote"] = item["quote"]
        for column, text in free.items():
            if (cell := writer.cell_of(text)) is None:
                return None
            row[column] = cell
        return row

    def add_kinds(self, records: Mapping[str, Mapping[str, Any]]) -> None:
        """Add new kinds of ties. From then on their file is the user's own."""
        self._new[KINDS] = writer.as_yaml(_KINDS, records).encode()

    def add_statements(self, statements: Sequence[Mapping[str, Any]]) -> None:
        """Add statements, all of them at once."""
        if statements:
            written = [writer.as_written(_STATEMENTS, one) for one in statements]
            self._new[f"{_STATEMENTS.key}.yaml"] = writer.as_yaml(_STATEMENTS, written).encode()

    def close(self) -> None:
        """Give back the disk on which the rows of tables wait."""
        for table in self._tables.values():
            table.close()

    def write(self, judgements: str | None) -> None:
        """Replace the present files by these, and the judgements unless they are None, all together.

        Raises:
            CityGraphError: if a file cannot be written.
        """
        files: dict[str, Content | None] = {**self._new}
        for section in _WRITTEN:
            if table := self._tables.get(section.key):
                files[f"{section.key}.csv"] = table.write
            if rest := self._rest.get(section.key):
                text = writer.as_yaml(section, [one for _, one in rest] if section.listed else dict(rest))
                files[f"{section.key}.yaml"] = text.encode()
        gone = dict.fromkeys(name for name in self._present if name not in files)
        kept = {} if judgements is None else {JUDGEMENTS: judgements.encode()}
        replace_together(self._folder, {**files, **gone, **kept})


def _where(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What the old data have of a thing's country, coordinates and ids, and the new ones do not."""
    kept = {key: old[key] for key in ("country", "coordinates") if key in old and key not in new}
    ids = {**old.get("identifiers", {}), **new.get("identifiers", {})}
    return {**kept, **({"identifiers": ids} if ids else {})}


_ALWAYS = {"name", "kind", "from", "to", "evidence"}
"""Keys that every import fills in."""


def _names(data: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the records that a record names."""
    for key in ("from", "to", "country", "part_of"):
        if key in data:
            yield data[key]
    for post in data.get("posts", ()):
        yield post["of"]
    for item in data.get("evidence", ()):
        yield item["source"]


def _is_symmetric(record: RecordText, kinds: Vocabulary) -> bool:
    return record.type == "tie" and record.data["kind"] in kinds and kinds[record.data["kind"]].symmetric
