"""Taking out a record, and what becomes of those that refer to it."""

from __future__ import annotations

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import keys_of
from citygraph.domain.terms import NODE_TYPES
from citygraph.editing.draft import FolderDraft, InTable
from citygraph.editing.records import SECTION_OF, remove
from citygraph.editing.references import Mention, check_single, lost_with, mentions, place_of
from citygraph.folder.diagnostics import Where
from citygraph.folder.yaml_places import Path

_SHOWN = 20
"""How many references a refusal lists."""


class Needed(CityGraphError):
    """Others refer to a record, so it stays. ``lines`` say who does."""

    def __init__(self, id: str, several: list[Mention]) -> None:
        number = "1 place refers" if len(several) == 1 else f"{len(several):,} places refer"
        super().__init__(f"{number} to `{id}`, so it stays; --cascade takes out what cannot stand without it")
        self.lines = [f"  {one.span.file}:{one.span.line}: {_called(one)}" for one in several[:_SHOWN]]
        if len(several) > _SHOWN:
            self.lines.append(f"  and {len(several) - _SHOWN:,} more")


def _called(mention: Mention) -> str:
    record = mention.record
    what = "an item of `accepted`" if record.type == "accepted" else f"a {record.type}"
    return f"`{mention.reference.key}` of {f'`{record.id}`' if record.id else what}"


def take_out(draft: FolderDraft, name: str, *, cascade: bool) -> str:
    """Take out a record; with ``cascade`` also all that cannot stand without it, and what names it in others. Returns
    what was done.

    Raises:
        Needed: if others refer to it, without ``cascade``.
        CityGraphError: if there is no such record, or a file cannot be edited.
    """
    id = draft.world.resolve(name, (*NODE_TYPES, "tie", "source"))
    todo, gone = [_where(draft, id)], set[Where]()
    check_single(draft, todo[0])
    remove(draft, todo[0])
    while todo:
        where = todo.pop()
        if where in gone:
            continue
        gone.add(where)
        several = [one for one in mentions(draft, where.id) if not _is_of(one, gone)]
        if several and not cascade:
            raise Needed(where.id, several)
        for one in several:
            todo += _without(draft, one)
        if where.type == "official":  # its posts go with its text
            todo += _posts(draft, where.id)
    return f"`{id}` is out" + ("" if len(gone) == 1 else f", and {len(gone) - 1:,} with it")


def _where(draft: FolderDraft, id: str) -> Where:
    if id in draft.world.view.graph["ties"]:
        return Where("tie", id)
    return Where(draft.world.describe(id)[1], id)


def _posts(draft: FolderDraft, official: str) -> list[Where]:
    """The posts of an official, which stand within the official's record."""
    edges = draft.world.view.adj[official]
    return [
        Where("tie", id) for several in edges.values() for id, data in several.items() if data["kind"] == "holds-post"
    ]


def _is_of(mention: Mention, gone: set[Where]) -> bool:
    """True if a reference goes with a record that goes."""
    record = mention.record
    owner = record.owner
    return Where(record.type, record.id) in gone or (owner is not None and Where(owner.type, owner.id) in gone)


def _without(draft: FolderDraft, mention: Mention) -> list[Where]:
    """Take a reference out of its record. If the record cannot stand without the reference, it goes, and is returned:
    also a wrong one, of which the graph knows nothing."""
    record = mention.record
    here = place_of(draft, mention)
    if isinstance(here, InTable):
        return _without_cell(draft, mention, here)
    yaml = draft.yaml(mention.file)
    paths = lost_with(here)
    for path in paths:
        if yaml.has(path):
            yaml.remove(path)
    return [Where(record.type, record.id)] if record.id and any(_is_record(path) for path in paths) else []


def _is_record(path: Path) -> bool:
    """True if a path in YAML is that of a record, or of a post."""
    return len(path) == 2 or (len(path) == 4 and path[2] == "posts")


def _without_cell(draft: FolderDraft, mention: Mention, row: InTable) -> list[Where]:
    record = mention.record
    table = draft.table(row.file)
    key = mention.reference.key
    if not table.cells(row.row):  # the row goes already
        return []
    if keys_of(SECTION_OF[record.type].record).all[key].vital:
        table.remove(row.row)
        return [Where(record.type, record.id)] if record.id else []
    for column in ("source", "quote", "by") if key == "source" else (key,):
        if column in table.columns:
            kept = [one.strip() for one in table.cells(row.row).get(column, "").split(";")]
            rest = [one for one in kept if one != mention.reference.target] if column == key else []
            table.put(row.row, column, "; ".join(rest))
    return []
