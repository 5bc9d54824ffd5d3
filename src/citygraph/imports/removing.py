"""Taking out what was imported as one source: a re-import of a list that has nothing any more."""

from __future__ import annotations

from contextlib import ExitStack, closing, suppress
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.folder import loader
from citygraph.folder.journal import Content
from citygraph.folder.judgements import JUDGEMENTS
from citygraph.folder.locks import only_writer
from citygraph.imports.change_words import told
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.fills import Fills, supplement
from citygraph.imports.folder_update import FolderUpdate
from citygraph.imports.job import Withdraw
from citygraph.imports.last_import import IMPORTED, canonical
from citygraph.imports.matching import Judgements
from citygraph.imports.new_files import KINDS, Form, NewFiles
from citygraph.imports.report import ImportReport
from citygraph.imports.same_list import imported_in
from citygraph.imports.set_aside import not_said_by_others
from citygraph.imports.source_folder import SourceFolder
from citygraph.imports.three_way import Takes


def remove(folder: Path, source: str, withdraw: Withdraw, takes: Takes, *, dry_run: bool) -> ImportReport:
    """Take out the records that imports of a source have written, and return the report. What people have changed stays
    (unless ``takes`` names it), what they have added, and what other records name. ``withdraw`` takes out of records of
    others what they have got.

    Raises:
        CityGraphError: if no import has written such a source, or another command is writing there.
    """
    if source not in (there := imported_in(folder)):
        has = f"; imports have written {', '.join(there)}" if there else ""
        raise CityGraphError(f"no import has written `{source}` into {folder}{has}")
    report = ImportReport(updates=True)
    with ExitStack() as held:
        if not dry_run:
            held.enter_context(only_writer(folder))
        shelf = held.enter_context(closing(SourceFolder(folder, source)))
        fills = Fills(shelf.last, ExistingRecords(folder, shelf, shelf.own_files))
        given = not_said_by_others(folder, source, fills)
        done = withdraw(folder, [supplement(where, data) for where, data in given if data])
        rest = ExistingRecords(folder, shelf, shelf.own_files, done.files)
        form: Form = "csv" if any(file.endswith(".csv") for file in shelf.files) else "yaml"
        draft = held.enter_context(closing(NewFiles(shelf.folder, shelf.files, form, rest.kinds)))
        update = held.enter_context(closing(FolderUpdate(shelf, (), rest, lambda _: True, takes)))
        for record in update:
            report.written[record.type] += 1
            draft.add(record)
        takes.check()
        report.conflicts = update.conflicts
        beside: dict[str, Content | None] = {}
        judgements = Judgements(shelf.folder / JUDGEMENTS)
        if not judgements.are_decided:
            beside[JUDGEMENTS] = None
        else:
            report.said.append(f"{judgements.path} stays, since it has what you have decided")
        if _kinds_can_go(shelf, rest):
            beside[KINDS] = None
        else:
            update.keep_kinds()
        if report.written:
            fills.remember(update.imported, done.refused)
        beside[IMPORTED] = None if update.imported.is_empty else update.imported.write
        for change in update.changes:
            report.tell(change.sort, "", change.id, change.what)
        for where, data in fills:
            if lost := done.lost.get(where):
                report.tell("changed", "", where.id, f"it loses what --fill gave it: {told(lost)}")
            if why := done.refused.get(where):
                stays = "that stays" if where in done.lost else f"it keeps what --fill gave it: {told(data)}"
                report.tell("kept", "", where.id, f"{why}; {stays}")
        if not dry_run:
            draft.write(beside, update.unchanged, done.files)
            with suppress(OSError):  # something stays in it
                shelf.folder.rmdir()
    return report


def _kinds_can_go(shelf: SourceFolder, rest: ExistingRecords) -> bool:
    """True if the file of kinds is as an import has written it, and no tie elsewhere is of them."""
    written = {one.id: one.base for one in shelf.last.left("kind")}
    if not written or not (shelf.folder / KINDS).is_file():
        return False
    found = loader.read(shelf.folder, KINDS)
    present = {record.id: canonical(record.data) for record in found.records}
    return present == written and not any(map(rest.has_ties_of, written))
