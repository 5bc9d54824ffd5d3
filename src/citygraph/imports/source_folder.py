"""The folder of one source in a graph folder. Only imports of that source write it.

``<graph>/<source>/`` holds ``cities.csv``, ``ties.csv`` … and the record of the source. Records that do not fit into a
row (those with posts) are in YAML beside the tables. A key that the user adds to such a record stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.model import SECTIONS
from citygraph.domain.tie_rules import Stage, by_status
from citygraph.folder import loader, writer
from citygraph.folder.diagnostics import Severity
from citygraph.folder.journal import finish, replace_together
from citygraph.folder.records import Record

Form = Literal["csv", "yaml"]
JUDGEMENTS = "judgements.txt"
_KEPT_BY = ("tie", "official", "event", "organization", "city", "country")
"""Types of records. A type that names records of another type stands before it."""
_WRITTEN = [section for section in SECTIONS if section.type in (*_KEPT_BY, "source")]
"""The sections that imports write. Files of other sections in the folder are the user's own."""
_OF_A_SOURCE = ("observations", "evidence", "posts")


class RecordText(NamedTuple):
    """A record as it stands in files: the type of its section, its id, and its data. Posts are in their official's
    data."""

    type: str
    id: str
    data: dict[str, Any]


class RecordChange(NamedTuple):
    """A change that an import makes to one record; ``what`` describes it in words."""

    sort: Literal["added", "changed", "gone", "kept"]
    id: str
    what: str = ""


def records_of(several: Iterable[Record]) -> dict[str, RecordText]:
    """Records in the form in which they are written, by id."""
    found: dict[str, RecordText] = {}
    for record in several:
        if record.owner is None:
            found[record.id] = RecordText(record.type, record.id, dict(record.data))
        else:
            data = {key: value for key, value in record.data.items() if key not in ("kind", "from", "to")}
            found[record.owner.id].data.setdefault("posts", []).append({**data, "of": record.data["to"]})
    return found


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
            self.before |= records_of(contents.records)
        own = self.before.get(source)
        if self.before and (own is None or "files" not in own.data):
            raise CityGraphError(f"{self.folder} holds records that no import has written; give --source another id")

    def _files(self) -> Iterator[str]:
        for section in _WRITTEN:
            for form in ("yaml", "csv"):
                file = f"{section.key}.{form}"
                if (self.folder / file).is_file():
                    yield file

    def update(
        self, records: Mapping[str, RecordText], gives: Mapping[str, set[str]], is_needed: Callable[[str], bool]
    ) -> tuple[dict[str, RecordText], list[RecordChange]]:
        """The records to write, and the changes from the present ones. Each new record keeps what the user has added.

        ``gives`` are the keys that the import can fill in, by type; all other keys of a present record are the user's
        own. A record that the import no longer has is removed, unless the user has added to it, or another record
        refers to it. ``is_needed`` is True for the ids to which records in other files refer.
        """
        merged: dict[str, RecordText] = {}
        changes = []
        for id, record in records.items():
            old = self.before.get(id)
            data = self._merged(old.data, record.data, gives[record.type]) if old else record.data
            merged[id] = record._replace(data=data)
            if old is None:
                changes.append(RecordChange("added", id))
            elif what := _difference(old.data, data):
                changes.append(RecordChange("changed", id, what))
        named = {id for one in merged.values() for id in _names(one.data)}
        left = [old for id, old in self.before.items() if id not in records and old.type != "source"]
        # The records that a kept record names are kept too; so those that name others come first.
        for old in sorted(left, key=lambda old: _KEPT_BY.index(old.type)):
            own = sorted(self._own(old.data, gives[old.type]))
            if own or old.id in named or is_needed(old.id):
                why = "the user has added " + ", ".join(own) if own else "other records refer to it"
                changes.append(RecordChange("kept", old.id, f"it is no longer in the file, but {why}"))
                merged[old.id] = old
                named.update(_names(old.data))
            else:
                changes.append(RecordChange("gone", old.id))
        others = {id: old for id, old in self.before.items() if old.type == "source"}
        return {**others, **merged}, changes

    def _merged(self, old: Mapping[str, Any], new: Mapping[str, Any], gives: set[str]) -> dict[str, Any]:
        """The new data, with the keys that the user has added to the old data, and items from other sources."""
        merged = {**new, **{key: old[key] for key in self._own(old, gives)}}
        for key in _OF_A_SOURCE:
            theirs = [item for item in old.get(key, ()) if not self._is_ours(item)]
            if theirs:
                merged[key] = [*new.get(key, ()), *theirs]
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
        return self.source in ([one["source"] for one in said] if said is not None else [item.get("source")])

    def texts(self, records: Iterable[RecordText], form: Form, kinds: Vocabulary) -> dict[str, str]:
        """The texts of the files with these records, by file name."""
        files: dict[str, str] = {}
        several = list(records)
        for section in _WRITTEN:
            written = {
                one.id: writer.as_written(section, one.data, symmetric=_is_symmetric(one, kinds))
                for one in several
                if one.type == section.type
            }
            as_rows = {id: one for id, one in written.items() if form == "csv" and section.type != "source" and
                       writer.fits_a_row(one)}  # fmt: skip
            rest = {id: one for id, one in written.items() if id not in as_rows}
            if as_rows:
                files[f"{section.key}.csv"] = writer.as_table(
                    section, list(as_rows.values()) if section.listed else as_rows
                )
            if rest:
                files[f"{section.key}.yaml"] = writer.as_yaml(section, list(rest.values()) if section.listed else rest)
        return files

    def write(self, files: Mapping[str, str], judgements: str | None) -> None:
        """Replace the present files by these, and the judgements unless they are None, all together.

        Raises:
            CityGraphError: if a file cannot be written.
        """
        new: dict[str, bytes | None] = {name: text.encode() for name, text in files.items()}
        gone = dict.fromkeys(name for name in self._files() if name not in files)
        kept = {} if judgements is None else {JUDGEMENTS: judgements.encode()}
        replace_together(self.folder, {**new, **gone, **kept})


_ALWAYS = {"name", "kind", "from", "to", "evidence"}
"""Keys that every import fills in."""


def _names(data: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the records that a record names."""
    for key in ("from", "to", "country", "part_of"):
        if key in data:
            yield data[key]
    for post in data.get("posts", ()):
        yield post["of"]


def _is_symmetric(record: RecordText, kinds: Vocabulary) -> bool:
    return record.type == "tie" and record.data["kind"] in kinds and kinds[record.data["kind"]].symmetric


def _difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The changes between two versions of a record, key by key, in words."""
    changed = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    return "; ".join(f"{key}: {_short(old.get(key))} → {_short(new.get(key))}" for key in changed)


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 60 else text[:59] + "…"
