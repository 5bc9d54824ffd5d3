"""New records in a file that is there already: what people have laid out stays, their remarks, their order, and
whatever is not about a record that has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from citygraph.domain.model import Section, keys_of
from citygraph.folder.access import NotRead, open_in
from citygraph.folder.csv_edits import TableEdits
from citygraph.folder.parser import parse
from citygraph.folder.writer import as_written
from citygraph.folder.yaml_edits import YamlEdits
from citygraph.folder.yaml_nodes import CannotEdit
from citygraph.folder.yaml_text import Document
from citygraph.imports.last_import import canonical
from citygraph.imports.record_texts import RecordText, records_of

MOST_EDITED = 4 << 20
"""Larger files are written anew: their text is not held in memory."""
_MOST_ROWS = 50_000
_EVIDENCE = ("source", "quote", "by", "evidence")
Written = Mapping[str, Any]


def in_yaml(
    folder: Path, file: str, section: Section, records: Sequence[tuple[str, Written]],
    is_symmetric: Callable[[RecordText], bool],
) -> bytes | None:  # fmt: skip
    """The text of a YAML file with these records of its one section, by id, in the place of those that it has. None if
    it cannot be made of the present one."""
    text = _text_of(folder, file)
    if text is None:
        return None
    path = section.key

    def said(text: str) -> dict[str, Written]:
        found = records_of(parse(Document(file, text)).records)
        several = ((one, as_written(section, one.data, symmetric=is_symmetric(one))) for one in found)
        return {one.id if one.type != "statement" else canonical(written): written for one, written in several}

    wanted = {id or canonical(written): written for id, written in records}
    was = said(text)
    try:
        edits = YamlEdits(Document(file, text))
        held = edits.at((path,))
        places = dict(zip(was, range(len(held)), strict=True)) if section.listed else {id: id for id in was}
        order = [*keys_of(section.record).all]
        for id, place in places.items():
            if id not in wanted:
                edits.remove((path, place))
            elif was[id] != wanted[id]:
                _change(edits, (path, place), was[id], wanted[id], order)
        for id in wanted.keys() - was.keys():
            if section.listed:
                edits.append((path,), dict(wanted[id]))
            else:
                edits.put((path, id), dict(wanted[id]))
        content = edits.content()
    except (CannotEdit, KeyError, ValueError, TypeError):
        return None
    return content if said(content.decode()) == wanted else None


def _change(edits: YamlEdits, path: tuple[Any, ...], was: Written, new: Written, order: Sequence[str]) -> None:
    changed = [key for key in {**was, **new} if was.get(key) != new.get(key)]
    present = edits.at(path)
    if not set(_EVIDENCE).isdisjoint(changed):
        changed = [*(key for key in changed if key not in _EVIDENCE), *_EVIDENCE]
    for key in changed:
        if key in new:
            edits.put((*path, key), new[key], order)
        elif key in present:
            edits.remove((*path, key))


def in_table(folder: Path, file: str, rows: Iterable[Mapping[str, str]]) -> bytes | None:
    """The text of a table with these rows in the place of those that it has. None if it cannot be made of the present
    one, as when a column is new."""
    text = _text_of(folder, file)
    if text is None:
        return None
    try:
        edits = TableEdits(Document(file, text))
        numbers = {_key(edits.cells(number)): number for number in range(1, edits.number) if edits.cells(number)}
        for count, cells in enumerate(rows):
            if count == _MOST_ROWS:
                return None
            number = numbers.pop(_key(cells), None)
            if number is None:
                edits.append(cells)
                continue
            there = edits.cells(number)
            for column in {**there, **cells}:
                if there.get(column, "") != cells.get(column, ""):
                    edits.put(number, column, cells.get(column, ""))
        for number in numbers.values():
            edits.remove(number)
        return edits.content()
    except (CannotEdit, KeyError, IndexError):
        return None


def _key(cells: Mapping[str, str]) -> tuple[str, ...]:
    """What makes a row the same record in two tables: its id, or the kind and the ends of a tie."""
    if id := cells.get("id"):
        return (id,)
    between = sorted(cells.get("between", "").replace(";", " ").split())
    return (cells.get("kind", ""), cells.get("from", ""), cells.get("to", ""), *between)


def _text_of(folder: Path, file: str) -> str | None:
    """The text of a file; None if it is not there, cannot be read, or is large."""
    path = folder / file
    try:
        if path.stat().st_size > MOST_EDITED:
            return None
        with open_in(folder, file) as opened:
            return opened.read().decode()
    except (OSError, NotRead, UnicodeDecodeError):
        return None
