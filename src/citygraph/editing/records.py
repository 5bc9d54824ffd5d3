"""Changes of single records in a draft: give them keys and evidence, add them, take them out.

A record stands in YAML or in a row of a table. If a table has no cell for what is to be written, the record moves from
the table into YAML: a new column would change every row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import (
    SECTIONS,
    Coordinates,
    Free,
    Holds,
    Language,
    ListOf,
    MapOf,
    PostRecord,
    RecordOf,
    Section,
    keys_of,
)
from citygraph.editing.draft import FolderDraft, InTable, InYaml
from citygraph.folder.diagnostics import Where
from citygraph.folder.limits import TABLE
from citygraph.folder.writer import row_of
from citygraph.folder.yaml_edits import YamlEdits
from citygraph.folder.yaml_places import Path as YamlPath

SECTION_OF = {section.type: section for section in SECTIONS}
_BY_KEY = {section.key: section for section in SECTIONS}
_FIGURES = "observations"

Written = dict[str, Any]
"""A record as YAML writes it."""
Evidence = Mapping[str, str]
"""An item of evidence: ``source``, perhaps ``quote``, ``by``, ``status``."""


def written(draft: FolderDraft, where: Where) -> Written:
    """A record as it is written. All its texts are as they stand there.

    Raises:
        CityGraphError: if it stands in no file, or cannot be edited there.
    """
    place = draft.place(where)
    if isinstance(place, InTable):
        return _of_row(SECTION_OF[where.type], draft.table(place.file).cells(place.row))
    return dict(draft.yaml(place.file).at(place.path) or {})


def change(draft: FolderDraft, where: Where, values: Mapping[str, Any], evidence: Sequence[Evidence] = ()) -> str:
    """Give keys of a record new values, None to take a key out, and add evidence; the file that it stands in then.

    Raises:
        CityGraphError: if the record stands in no file, or cannot be edited there.
    """
    place = draft.place(where)
    before = written(draft, where)
    values = {**values, **with_evidence(before, evidence)}
    if isinstance(place, InYaml):
        yaml, order = draft.yaml(place.file), list(keys_of(_record(place)).all)
        with yaml.all_or_none(place.path):
            for key, value in values.items():
                if value is None:
                    if key in before:
                        yaml.remove((*place.path, key))
                else:
                    _put(yaml, (*place.path, key), before.get(key), value, order)
        return place.file
    table = draft.table(place.file)
    after = {key: value for key, value in {**before, **values}.items() if value is not None}
    cells = row_of(after)
    if cells is None or not table.has(cells):
        table.remove(place.row)
        section = SECTION_OF[where.type]
        return add(draft, section, after.pop("id", None), after, near=place.file)
    for column in table.columns:
        old, new = table.cells(place.row).get(column, ""), cells.get(column, "")
        if column not in _NAMES_THE_RECORD and old != new:
            table.put(place.row, column, new)
    return place.file


def _put(yaml: YamlEdits, path: YamlPath, before: Any, value: Any, order: Sequence[str]) -> None:
    """Give a key its value. What a list or mapping has already stays as it is written."""
    if isinstance(before, list) and isinstance(value, list) and value[: len(before)] == before:
        for item in value[len(before) :]:
            yaml.append(path, item)
    elif isinstance(before, list) and isinstance(value, list) and value == [one for one in before if one in value]:
        for number, item in enumerate(before):
            if item not in value:
                yaml.remove((*path, number))
    elif isinstance(before, Mapping) and isinstance(value, Mapping) and before.items() <= value.items():
        for key, inner in value.items():
            if key not in before:
                yaml.put((*path, key), inner)
    elif isinstance(before, Mapping) and isinstance(value, Mapping) and value.items() <= before.items():
        for key in before:
            if key not in value:
                yaml.remove((*path, key))
    else:
        yaml.put(path, value, order)


_NAMES_THE_RECORD = ("kind", "from", "to", "between", "id")
"""Columns that stay: they say which record it is. In YAML they stand before the others."""


def add(
    draft: FolderDraft, section: Section, id: str | None, record: Mapping[str, Any], file: str = "", near: str = ""
) -> str:
    """Add a record, in a file; if none is named, where the like stands: see ``home``. The record's keys are put in
    order. The file that it stands in then.

    Raises:
        CityGraphError: if the file cannot be edited, or is a table without a cell for something in the record.
    """
    order = [key for key in keys_of(section.record).all if key in record]
    if section.listed:
        record = record if id is None else {**record, "id": id}
        order = [*(key for key in _NAMES_THE_RECORD if key in record), *order]
    ordered = {key: record[key] for key in dict.fromkeys(order)}
    cells = row_of(ordered if section.listed else {"id": str(id), **ordered})
    file = file or home(draft, section, str(record.get("kind", "")), near, cells)
    if file.lower().endswith(TABLE):
        table = draft.table(file)
        if cells is None or not table.has(cells):
            raise CityGraphError(f"{draft.folder / file} has no column for all of it; name a YAML file")
        table.append(cells)
        return file
    yaml = draft.yaml(file)
    here = (yaml.data or {}).get(section.key)
    if section.listed:
        if here is None:
            yaml.put((section.key,), [ordered], apart=True)
        else:
            yaml.append((section.key,), ordered, apart=True)
    else:
        yaml.put((section.key, str(id)) if here is not None else (section.key,),
                 ordered if here is not None else {str(id): ordered}, apart=True)  # fmt: skip
    return file


def remove(draft: FolderDraft, where: Where) -> str:
    """Take out a record; the file that it stood in.

    Raises:
        CityGraphError: if it stands in no file, or cannot be edited there.
    """
    place = draft.place(where)
    if isinstance(place, InTable):
        draft.table(place.file).remove(place.row)
    else:
        draft.yaml(place.file).remove(place.path)
    return place.file


def home(
    draft: FolderDraft, section: Section, kind: str = "", near: str = "", cells: Mapping[str, str] | None = None
) -> str:
    """The file where the like of a record stands: that with the most records of its section, of ties that with the most
    of its kind. A table is one only if it has a column for each of the ``cells``. The files of an import are none: the
    next import would take the record out. If there is no other, a YAML file.

    ``near``: the table that the record leaves; then only a YAML file beside it.
    """
    folder = near.rpartition("/")[0]
    for file in draft.homes(section.type, kind):
        is_table = file.lower().endswith(TABLE)
        if near:
            if not is_table and file.rpartition("/")[0] == folder:
                return file
        elif _is_imported(draft, file):
            continue
        elif not is_table or (cells is not None and draft.table(file).has(cells)):
            return file
    return f"{folder}/{section.key}.yaml".lstrip("/")


def _is_imported(draft: FolderDraft, file: str) -> bool:
    """True for a file in the folder of a source that an import writes."""
    source = file.partition("/")[0]
    return source != file and "files" in draft.world.view.graph["sources"].get(source, {})


def _record(place: InYaml) -> type:
    """What a record in YAML declares: that of its section, or a post."""
    return PostRecord if "posts" in place.path[2:3] else _BY_KEY[str(place.path[0])].record


def united(holds: Holds, mine: Any, theirs: Any) -> Any:
    """What two values of a key say together; None if a record can say only one of them."""
    if isinstance(holds, Coordinates):
        return None
    if isinstance(holds, ListOf | Free):
        return [*listed(mine), *(item for item in listed(theirs) if item not in listed(mine))]
    if isinstance(holds, MapOf) and isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        clash = [key for key in theirs if key in mine and mine[key] != theirs[key]]
        # a second name in one language becomes an alias
        return None if clash and not isinstance(holds.key, Language) else {**theirs, **mine}
    if isinstance(holds, RecordOf) and isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return None if any(mine.get(key, value) != value for key, value in theirs.items()) else {**theirs, **mine}
    return None


def listed(value: Any) -> list[Any]:
    """A value as a list: nothing as an empty one, a single item as a list of it."""
    return [] if value is None else list(value) if isinstance(value, list) else [value]


def with_evidence(record: Mapping[str, Any], items: Sequence[Evidence]) -> Written:
    """The keys of a record that change if it gets evidence. One item stands beside the other keys, if the record has no
    evidence yet; else the items stand in a list. Evidence that is there already is not added."""
    have = record.get("evidence") or []
    short = {key: record[key] for key in ("source", "by", "quote") if key in record}
    new = [dict(item) for item in items if item not in have and dict(item) != short]
    if not new:
        return {}
    if not have and not short and len(new) == 1 and "status" not in new[0]:
        return new[0]
    return {"evidence": [*have, *new]}


def _of_row(section: Section, cells: Mapping[str, str]) -> Written:
    """A row of a table, as YAML writes the record."""
    keys = keys_of(section.record).all
    record: Written = {}
    figures: dict[str, Written] = {}
    for column, text in cells.items():
        outer, dot, inner = column.partition(".")
        if column in keys or not dot:
            holds = keys[column].holds if column in keys else None
            is_list = isinstance(holds, ListOf | Coordinates)
            record[column] = [item.strip() for item in text.split(";")] if is_list else text
        elif outer == _FIGURES:
            property, _, key = inner.partition(".")
            figures.setdefault(property, {"property": property})[key or "value"] = text
        else:
            record.setdefault(outer, {})[inner] = text
    if figures:
        source = {"source": record["source"]} if "source" in record else {}
        record[_FIGURES] = [{**figure, **source} for figure in figures.values()]
    return record
