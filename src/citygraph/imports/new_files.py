"""The new files of a source's folder, as they grow record by record."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.model import SECTIONS, Section
from citygraph.folder import writer
from citygraph.folder.journal import Content, replace_together
from citygraph.imports import laid_out
from citygraph.imports.record_texts import MOST_ALIKE, WRITTEN, RecordText, TiesOfOneForm

Form = Literal["csv", "yaml"]
KINDS = "kinds.yaml"
_KINDS = next(section for section in SECTIONS if section.type == "kind")
_SECTION_OF = {section.type: section for section in WRITTEN}


class NewFiles:
    """The new files of the folder of a source, as they grow record by record. Rows of tables are on disk."""

    def __init__(self, folder: Path, present: Sequence[str], form: Form, kinds: Vocabulary) -> None:
        self._folder = folder
        self._present = present
        self._form = form
        self._kinds = kinds
        self._tables: dict[str, writer.GrowingTable] = {}
        self._rest: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
        self._new: dict[str, Content] = {}
        self._alike: dict[TiesOfOneForm, tuple[tuple[str, ...], str]] = {}

    def add(self, record: RecordText) -> None:
        """Add a record: to the table of its section if it fits a row, else to the YAML beside it."""
        section = _SECTION_OF[record.type]
        table = self._tables.get(section.key)
        if table is not None and record.like is not None and (line := self._line_like(record, table)):
            table.add_line(line)
            return
        id = "" if section.listed else record.id
        written = writer.as_written(section, record.data, symmetric=_is_symmetric(record, self._kinds))
        row = writer.row_of(written) if self._form == "csv" and self._fits(record) else None
        if row is None:
            known_as = "" if record.type == "statement" else record.id
            self._rest.setdefault(section.key, []).append((id, known_as, written))
            return
        if table is None:
            table = self._tables[section.key] = writer.GrowingTable(section)
        table.add(id, row)
        if record.like is not None:
            if len(self._alike) >= MOST_ALIKE:
                self._alike.clear()
            self._alike[record.like] = table.columns, _line_with_gaps(row, table.columns, record.like)

    @staticmethod
    def _fits(record: RecordText) -> bool:
        return "files" not in record.data and record.type != "statement"

    def _line_like(self, record: RecordText, table: writer.GrowingTable) -> str | None:
        """The row of a tie, made from that of an earlier one like it; None if there is none for the columns of the
        table, or a text fits no cell."""
        like = record.like
        columns, line = self._alike.get(like, _NOTHING) if like is not None else _NOTHING
        if like is None or columns is not table.columns:
            return None
        data = record.data
        if like.of_evidence or "notes" in like.own:  # these may be any texts: ids and dates need no quotes
            said = {key: data["evidence"][0][key] for key in like.of_evidence}
            if "notes" in like.own:
                said["notes"] = data["notes"]
            cells = {key: writer.cell_of(text) for key, text in said.items()}
            if None in cells.values():
                return None
            data = {**data, **{key: writer.as_csv([cell])[:-1] for key, cell in cells.items() if cell is not None}}
        return line % data

    def add_kinds(self, records: Mapping[str, Mapping[str, Any]]) -> None:
        """Add new kinds of ties. From then on their file is the user's own."""
        self._new[KINDS] = writer.as_yaml(_KINDS, records).encode()

    def _yaml(self, section: Section, rest: list[tuple[str, str, dict[str, Any]]]) -> bytes:
        name = f"{section.key}.yaml"
        by_id = [(id, written) for _, id, written in rest]
        if name in self._present and (
            edited := laid_out.in_yaml(self._folder, name, section, by_id, lambda one: _is_symmetric(one, self._kinds))
        ):
            return edited
        named = {id: written for id, _, written in rest}
        return writer.as_yaml(section, [one for _, _, one in rest] if section.listed else named).encode()

    def close(self) -> None:
        """Give back the disk on which the rows of tables wait."""
        for table in self._tables.values():
            table.close()

    def write(
        self,
        beside: Mapping[str, Content | None],
        kept: Collection[str],
        others: Mapping[str, Content | None] | None = None,
    ) -> None:
        """Replace the present files by these, by the files ``beside`` them (None: a file that goes), and by ``others``
        of the graph folder, all together. The sections ``kept``, by their keys, stay as people have laid them out.

        Raises:
            CityGraphError: if a file cannot be written, or one of the others is one of these.
        """
        files: dict[str, Content | None] = {**self._new}
        for section in WRITTEN:
            if section.key in kept:
                continue
            if table := self._tables.get(section.key):
                name = f"{section.key}.csv"
                edited = laid_out.in_table(self._folder, name, table.rows()) if name in self._present else None
                files[name] = edited or table.write
            if rest := self._rest.get(section.key):
                files[f"{section.key}.yaml"] = self._yaml(section, rest)
        stays = {*files, *(f"{key}.{form}" for key in kept for form in ("yaml", "csv"))}
        gone = dict.fromkeys(name for name in self._present if name not in stays)
        whole = {**files, **gone, **beside}
        if not others:
            replace_together(self._folder, whole)
            return
        own = {f"{self._folder.name}/{name}": content for name, content in whole.items()}
        if both := own.keys() & others.keys():
            raise CityGraphError(f"{min(both)} would have records of yours; move them out of the folder of this import")
        replace_together(self._folder.parent, {**own, **others})


_NOTHING: tuple[tuple[str, ...], str] = (), ""


def _line_with_gaps(row: Mapping[str, str], columns: Sequence[str], like: TiesOfOneForm) -> str:
    """The row of a tie, with gaps for what is its own among those that are like it, by the keys of their data."""
    gaps = {key: f"%({key})s" for key in (*like.own, *like.of_evidence)}
    if row.get("between"):
        gaps["between"] = f"{gaps.pop('from')}; {gaps.pop('to')}"
    return writer.as_csv(gaps.get(column) or row.get(column, "").replace("%", "%%") for column in columns)


def _is_symmetric(record: RecordText, kinds: Vocabulary) -> bool:
    return record.type == "tie" and record.data["kind"] in kinds and kinds[record.data["kind"]].symmetric
