"""Who refers to a record: each place in the files that names its id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import SECTIONS, ListOf, RecordOf, Status, StatusEntry, keys_of
from citygraph.editing.draft import FolderDraft, InTable
from citygraph.folder import loader
from citygraph.folder.diagnostics import Severity, Span, Where
from citygraph.folder.limits import TABLE
from citygraph.folder.records import Record, Reference
from citygraph.folder.yaml_places import Path as YamlPath

_RECORDS = {section.key: section.record for section in SECTIONS}


class Mention(NamedTuple):
    """A record that refers to another one, and its reference."""

    record: Record
    reference: Reference

    @property
    def file(self) -> str:
        """The file that it stands in."""
        return self.record.document.file

    @property
    def span(self) -> Span:
        """The place of the reference."""
        return self.record.document.span(*self.reference.place)


def mentions(draft: FolderDraft, id: str) -> Iterator[Mention]:
    """All references to an id, file by file, in their order there; also those of wrong records, which the graph does
    not know."""
    wrong = {one.span.file for one in draft.mistakes if one.severity is Severity.ERROR}
    perhaps = (file for file in wrong if id.encode() in draft.held(file))
    for file in sorted({*draft.world.files_about(id), *perhaps}):
        for piece in loader.pieces(draft.folder, file):
            for record in piece.records:
                for reference in record.references:
                    if reference.target == id:
                        yield Mention(record, reference)


def check_single(draft: FolderDraft, where: Where) -> None:
    """Refuse to change a record whose id another record has, too: what names the id may mean either.

    Raises:
        CityGraphError: with the places of both.
    """
    id = where.id
    others = [one.span for one in draft.mistakes if one.code == "duplicate-id" and one.record == id]
    first = draft.world.places([where]).get(where)
    if others and first is not None:
        places = " and ".join(f"{draft.folder / span.file}:{span.line}" for span in (first, *others))
        raise CityGraphError(f"`{id}` is the id of {len(others) + 1} records: {places}; correct one of them first")


def place_of(draft: FolderDraft, mention: Mention) -> YamlPath | InTable:
    """Where a reference stands: the path of its text in YAML, or the row of a table."""
    span = mention.span
    if mention.file.lower().endswith(TABLE):
        row = mention.record.document.span(0)
        return InTable(mention.file, draft.table(mention.file).row_at(row.line))
    yaml = draft.yaml(mention.file)
    return yaml.places.path_at(span.line, span.column)


def lost_with(path: YamlPath) -> tuple[YamlPath, ...]:
    """The paths in YAML that go if the reference at a path goes: that of the record, or of the item in it, that says
    nothing without it; else that of the reference alone. Words go with their source."""
    at = len(path) - (2 if isinstance(path[-1], int) else 1)
    key = str(path[at])
    keys = keys_of(_record_at(path[:at])).all
    if keys[key].vital:
        return (path[:at],)
    if key == "source":
        beside = ("source", "quote", *(() if keys["by"].vital else ("by",)))
        return tuple((*path[:at], one) for one in beside)
    return (path,)


def _record_at(path: YamlPath) -> type:
    """What a mapping at a path declares."""
    record: type = _RECORDS[str(path[0])]
    for step in path[2:]:
        if isinstance(step, int):
            continue
        holds = keys_of(record).all[step].holds
        if isinstance(holds, Status):
            record = StatusEntry
            continue
        item = holds.item if isinstance(holds, ListOf) else holds
        if isinstance(item, RecordOf):
            record = item.type
    return record
