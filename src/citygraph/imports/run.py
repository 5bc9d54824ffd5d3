"""An import, from the files to the folder."""

from __future__ import annotations

import datetime
import hashlib
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.names import did_you_mean, slug, visible
from citygraph.folder.locks import only_writer
from citygraph.folder.values import is_id
from citygraph.imports.columns.options import ColumnOptions
from citygraph.imports.columns.plan import ColumnMapping, plan
from citygraph.imports.columns.targets import NODE_RECORDS
from citygraph.imports.entities import Entity, EntityBuilder, RejectedRow
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.files import blocks
from citygraph.imports.ids import assign_ids
from citygraph.imports.matching import Candidate, Judgements, PreviousImport
from citygraph.imports.readers import ForeignRow, Importer, ReadOptions, Sort, UnreadableRow
from citygraph.imports.records import Known, to_records
from citygraph.imports.report import ImportReport
from citygraph.imports.source_folder import JUDGEMENTS, Form, RecordText, SourceFolder, records_of
from citygraph.imports.values.text import unwritable


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportJob:
    """The settings of an import: ``files`` to read, the graph ``folder``, and the id of the ``source``. ``type`` and
    ``kind`` are the defaults for nodes and ties."""

    importer: Importer
    files: Sequence[Path]
    how: ReadOptions
    folder: Path
    source: str
    said: ColumnOptions
    type: str
    kind: str
    form: Form
    link: bool
    dry_run: bool


def run(order: ImportJob) -> ImportReport:
    """Import files into a graph folder, and return the report.

    Raises:
        CityGraphError: if a file cannot be read, if its columns cannot be mapped, if records of the folder are in the
            way, or if another command is writing there. Then nothing is written.
    """
    _check_source(order.source)
    # What the folder holds must stay as it is from the first look to the last change.
    with nullcontext() if order.dry_run else only_writer(order.folder):
        return _run(order)


LONGEST_SOURCE = 200
"""How many characters the id of a source may have: it is the name of a folder too."""


def _check_source(id: str) -> None:
    """Raise an error if a text cannot be the id of a source."""
    if not is_id(id) or len(id) > LONGEST_SOURCE:
        spelled = slug(id)[:LONGEST_SOURCE].strip("-") or "my-source"
        raise CityGraphError(
            f"`{visible(id)}` cannot be the id of a source, which names its folder too: it may have ASCII letters, "
            f"digits, - and _, and at most {LONGEST_SOURCE} of them; write --source {spelled}"
        )


def _run(order: ImportJob) -> ImportReport:
    report = ImportReport()
    shelf = SourceFolder(order.folder, order.source)
    rest = ExistingRecords(order.folder, shelf.before.keys())
    if rest.type_of(order.source):
        raise CityGraphError(f"the folder has another record `{order.source}`; give --source another id")
    report.updates = bool(shelf.before)

    gathering, plans = _gathered(order, rest.kinds, report)
    judgements = Judgements(shelf.folder / JUDGEMENTS)
    links = order.link or judgements.exist
    _identify(gathering.things, shelf, rest, judgements if links else None, report)

    known = Known(rest.kinds, order.source, rest.type_of)
    own = [thing for thing in gathering.things if not thing.is_elsewhere]
    for thing in gathering.things:
        if thing.is_elsewhere and thing.figures:
            of = ", ".join(dict.fromkeys(figure["property"] for figure in thing.figures))
            why = f"its figures ({of}) are left out, since another file has `{thing.id}`; add them there"
            report.tell("doubtful", thing.where, str(thing), why)
    drafts = to_records(own, list(gathering.bonds.values()), order.source, known, report)
    records = records_of(_paced(drafts, len(own) + len(gathering.bonds), order))
    merged, changes = shelf.update(records, _given(plans), rest.refers_to)
    merged[order.source] = RecordText("source", order.source, _source(order, shelf))
    report.written.update(written.type for written in merged.values())
    report.statuses.update(
        written.data.get("status", "unknown") for written in merged.values() if written.type == "tie"
    )
    for change in changes:
        if change.sort != "added" or report.updates:
            report.tell(change.sort, "", change.id, change.what)
    if not order.dry_run:
        shelf.write(shelf.texts(merged.values(), order.form, rest.kinds), judgements.text if links else None)
    return report


# ------------------------------------------------------------------ reading


def _gathered(order: ImportJob, kinds: Vocabulary, report: ImportReport) -> tuple[EntityBuilder, list[ColumnMapping]]:
    """All things and ties of the files, and the plans for their columns."""
    gathering = EntityBuilder(order.said, order.type, _kind(order.kind, kinds), kinds, report)
    several = [(file, list(order.importer.read(file, order.how))) for file in order.files]
    _check_columns(
        order.said, {name for _, rows in several for row in rows if isinstance(row, ForeignRow) for name in row.values}
    )
    plans: list[ColumnMapping] = []
    for file, rows in several:
        columns: dict[Sort, Counter[str]] = {}
        for row in rows:
            if isinstance(row, ForeignRow):
                of_this = columns.setdefault(row.sort, Counter())
                of_this.update({name: bool(text) for name, text in row.values.items()})
        of_sort = {sort: plan(names, sort, order.said, order.type) for sort, names in columns.items()}
        for row in _paced(rows, sum(len(each) for _, each in several), order):
            report.read += 1
            unit = ":" if order.importer.UNIT == "line" else f", {order.importer.UNIT} "
            where = f"{file.name}{unit}{row.line}"
            try:
                if isinstance(row, UnreadableRow):
                    raise RejectedRow(row.why)
                _check_writable(row, of_sort[row.sort])
                gathering.take(of_sort[row.sort], row.values, where, row.directed)
            except RejectedRow as refused:
                what = (
                    ", ".join(text[:60] for text in row.values.values() if text)[:60]
                    if isinstance(row, ForeignRow)
                    else ""
                )
                report.tell("refused", where, what, str(refused))
        for sort, one in of_sort.items():
            report.mapped.append(f"{file.name}: {one}")
            _tell_unread(columns[sort], one, file.name, report)
        plans += of_sort.values()
    if not report.read:
        raise CityGraphError("there are no rows to import")
    gathering.finish(order.source)
    return gathering, plans


PASSES = 3
"""How often an import goes through all rows: to read them, to gather things, and to make records."""

Item = TypeVar("Item")


def _paced(items: Iterable[Item], number: int, order: ImportJob) -> Iterator[Item]:
    """The items, of which there are ``number``. For each, it reports an equal share of the files' bytes as read."""
    each = sum(file.stat().st_size for file in order.files) // max(number, 1)
    for item in items:
        yield item
        order.how.has_read(each)


def _check_writable(row: ForeignRow, plan: ColumnMapping) -> None:
    """Raise an error if no file of the folder can hold a text of a row."""
    for name in plan.taken:
        if why := unwritable(row.values.get(name, "")):
            raise RejectedRow(f"`{visible(name)}` {why}")


def _tell_unread(columns: Counter[str], plan: ColumnMapping, where: str, report: ImportReport) -> None:
    for name, number in columns.items():
        if number and name not in plan.taken:
            values = "a value" if number == 1 else f"{number:,} values"
            report.tell("unread", where, name, f"{values}; name a target with --map TARGET={shlex.quote(name)}")


def _check_columns(said: ColumnOptions, columns: set[str]) -> None:
    """Raise an error if the user maps a column that no file has."""
    for target, names in said.map.items():
        for name in names:
            if name not in columns:
                hint = did_you_mean(name, sorted(columns))
                raise CityGraphError(f"there is no column `{name}` to map to {target}" + (f"; {hint}" if hint else ""))


def _kind(text: str, kinds: Vocabulary) -> Kind:
    ids = kinds.called(text)
    if len(ids) != 1:
        hint = did_you_mean(text, kinds.spoken)
        raise CityGraphError(f"there is no kind `{text}`" + (f"; {hint}" if hint else ""))
    return kinds[ids[0]]


# ------------------------------------------------------------------ ids


def _identify(
    things: Sequence[Entity],
    shelf: SourceFolder,
    rest: ExistingRecords,
    judgements: Judgements | None,
    report: ImportReport,
) -> None:
    """Give each thing its id: that of its record in the rest of the folder, else that of the last import, else a new
    one."""
    nodes = [old for old in shelf.before.values() if old.type in NODE_RECORDS]
    before = PreviousImport(
        (old.data["name"], Candidate.of(old.id, old.type, old.data.get("country"), old.data)) for old in nodes
    )
    for thing in sorted(things, key=lambda thing: thing.type != "country"):  # cities refer to countries
        country = thing.country.id if isinstance(thing.country, Entity) else thing.country or ""
        for match in rest.matches(thing, country) if judgements or thing.type == "country" else ():
            verdict = judgements.verdict(thing, match) if judgements else match.verdict
            if verdict == "same" and not thing.id:
                thing.id, thing.is_elsewhere = match.id, True
            if verdict != "different":
                report.tell(
                    "linked" if verdict == "same" else "unsure", thing.where, str(thing), f"{match.id}: {match.why}"
                )
        thing.id = thing.id or before.meet(thing, country)
    nameless = (thing for thing in things if not thing.id)

    def is_taken(id: str) -> bool:
        return id in shelf.before or rest.type_of(id) is not None

    assign_ids(nameless, is_taken)


def _given(plans: Iterable[ColumnMapping]) -> dict[str, set[str]]:
    """The keys of records that the columns can fill in, by type."""
    plans = list(plans)
    of_nodes = {"country", "identifiers", *(key for plan in plans for key in plan.keys_of_nodes())}
    of_ties = {key for plan in plans for key in plan.keys_of_ties()}
    return {**dict.fromkeys(NODE_RECORDS, of_nodes), "tie": of_ties}


# ------------------------------------------------------------------ the source


def _source(order: ImportJob, shelf: SourceFolder) -> dict[str, Any]:
    """The record of the source. If the files have not changed, ``retrieved`` stays the day of their first import."""
    old = shelf.before[order.source].data if order.source in shelf.before else {}
    # A name that is not UTF-8 is escaped.
    names = [file.name.encode(errors="backslashreplace").decode() for file in order.files]
    files = {name: f"sha256:{_digest(file)}" for name, file in zip(names, order.files, strict=True)}
    new = {"title": names[0], "type": "dataset", **old, **order.said.source, "files": files}
    if old.get("files") != files and "retrieved" not in order.said.source:
        new["retrieved"] = datetime.date.today().isoformat()
    return new


def _digest(file: Path) -> str:
    found = hashlib.sha256()
    for block in blocks(file):
        found.update(block)
    return found.hexdigest()
