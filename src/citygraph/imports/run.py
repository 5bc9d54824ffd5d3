"""An import, from the files to the folder."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.names import fold
from citygraph.folder.judgements import JUDGEMENTS
from citygraph.folder.locks import only_writer
from citygraph.imports.asking import OpenQuestions, Question
from citygraph.imports.columns.mapping import ColumnMapping
from citygraph.imports.entities import Entities
from citygraph.imports.entity import Entity
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.fills import Fills
from citygraph.imports.folder_update import FolderUpdate
from citygraph.imports.ids import assign_ids, tell_of_wishes
from citygraph.imports.job import WRITE, ImportFile, ImportJob, check_source, size_of
from citygraph.imports.kinds import (
    with_new_kinds,
    with_types,
)
from citygraph.imports.last_import import IMPORTED
from citygraph.imports.linked import LinkedRecords
from citygraph.imports.locating import cite, locate
from citygraph.imports.mapping_file import text_of
from citygraph.imports.matching import Judgements
from citygraph.imports.met_again import meet_again
from citygraph.imports.new_files import KINDS, NewFiles
from citygraph.imports.options import FIELDS, KEYS
from citygraph.imports.own_exports import OwnExport, own_export
from citygraph.imports.own_links import WAYS, in_the_way, linked, new_records
from citygraph.imports.own_records import sound_records, written_in
from citygraph.imports.own_worlds import are_of_a_world, own_world
from citygraph.imports.reading import gathered
from citygraph.imports.record_texts import RecordText
from citygraph.imports.records import AlikeTies, Known, is_sound, to_records
from citygraph.imports.report import ImportReport
from citygraph.imports.same_list import AnotherList, check_list, common_records, may_be
from citygraph.imports.source_folder import SourceFolder
from citygraph.imports.source_record import digests_of, source_record
from citygraph.imports.three_way import Takes
from citygraph.imports.ties import TieMaker
from citygraph.imports.who import judge_near_names, only_one_each, settle
from citygraph.imports.without_country import tell_of_countries
from citygraph.store.cross_file import vocabulary_of


def run(job: ImportJob) -> ImportReport:
    """Import files into a graph folder, and return the report.

    Raises:
        CityGraphError: if a file cannot be read, if its columns cannot be mapped, if records of the folder are in the
            way, or if another command is writing there. Then nothing is written.
    """
    check_source(job.source)
    # What the folder holds must stay as it is from the first look to the last change.
    with ExitStack() as held:
        if not job.dry_run:
            held.enter_context(only_writer(job.folder))
        digests = digests_of(job)
        if job.names_source:
            return _run(job, digests, held)
        others: list[str] = []
        for source in may_be(job, digests):
            try:
                report = _run(replace(job, known_as=source), digests, held)
            except AnotherList:
                others.append(source)
                job = replace(job, has_read=lambda _: None)  # all of it has been read
                continue
            if others:
                report.said.append(
                    f"{job.name} has nothing of what {' and '.join(f'`{id}`' for id in others)} "
                    f"{'has' if len(others) == 1 else 'have'}: it is another list, and its source is `{source}`"
                )
            elif source != job.source_by_name:
                report.said.append(f"{job.name} is known as the list `{source}`; --source ID gives it another one")
            break
        return report


def _run(job: ImportJob, digests: Mapping[str, str], held: ExitStack) -> ImportReport:
    """Import the files. ``held`` gives the disk back on which rows and tables wait.

    Raises:
        AnotherList: if the files are none of the source.
    """
    report = ImportReport()
    shelf = held.enter_context(closing(SourceFolder(job.folder, job.source)))
    rest = ExistingRecords(job.folder, shelf, shelf.own_files)
    if rest.type_of(job.source):
        raise CityGraphError(f"the folder has another record `{job.source}`; give --source another id")
    report.updates = shelf.is_update
    if shelf.is_update and not shelf.last.is_there:
        report.said.append(
            f"{shelf.folder / IMPORTED} is not there, which says what the last import wrote: so all that stands in "
            f"{shelf.folder} stays"
        )
    if (export := _own_export(job, report)) is not None:
        _bring_back(job, digests, export, shelf, rest, held, report)
        return report

    kinds, made = with_new_kinds(job.said, rest.kinds, report.said)
    shelf.check_new_kinds(made)
    gathering = gathered(job, kinds, rest.is_country, report)
    held.enter_context(closing(gathering.rows))
    things = gathering.things
    judgements = Judgements(shelf.folder / JUDGEMENTS)
    report.links = links = bool(job.of_import.link) or judgements.links
    _check_fill(job, links)
    things.settle_parts()
    settle(things, gathering.rows.tied, rest.countries_of, judgements, report)
    locate(things, gathering.partners, shelf.nodes(), rest, judgements, report)
    judge_near_names(things, judgements, report)
    things.give_levels()
    gathering.settle_keys()
    _identify(things, shelf, rest, judgements, links, report)
    check_list(job, shelf, digests, lambda: common_records(shelf, gathering))

    if judgements.open_now and not job.dry_run:
        lines = "1 line asks" if judgements.open_now == 1 else f"{judgements.open_now} lines ask"
        told = f"{lines} if two are the same; write `same` or `different` there, and import again"
        report.said.append(f"{judgements.path}: {told}")

    by_name = things.by_names()

    def speaker(name: str) -> str | None:
        thing = by_name(name)
        return thing.id if thing is not None else rest.called(name)

    gathering.settle_evidence(speaker)
    own = [thing for thing in things if not thing.is_elsewhere]
    tell_of_countries(own, gathering.mappings, gathering.partners, report)
    _tell_of_namesakes(own, gathering.mappings, report)

    gazetteer = rest.source_at("geonames.org") or (
        "geonames" if job.source != "geonames" and rest.type_of("geonames") is None else f"{job.source}-gazetteer"
    )
    brings_gazetteer = cite(own, job.source, gazetteer) and rest.type_of(gazetteer) is None

    def type_of(id: str) -> str | None:
        return "source" if id in gathering.sources or (brings_gazetteer and id == gazetteer) else rest.type_of(id)

    def time_of(event: str) -> str | None:
        return times.get(event) or rest.time_of(event)

    times = {thing.id: thing.facts["when"] for thing in own if thing.type == "event" and "when" in thing.facts}
    known = Known(job.source, kinds, {thing.id: thing.type for thing in own}, type_of, time_of)
    fills = Fills(shelf.last, rest)
    others = _linked_records(job, rest, fills, report)
    maker = TieMaker(
        gathering.mappings, gathering.kinds, gathering.place, job.of_import.statuses, gathering.sources, report
    )
    alike = AlikeTies(job.source, others)
    ties = maker.ties(gathering.rows, things, speaker, alike.has)
    drafts = to_records(things, ties, job.source, known, others, alike, report)
    records = _paced(drafts, len(own) + gathering.rows.number, job)

    types_of_ends = {id: {"from": set[str](), "to": set[str]()} for id in made}
    draft = held.enter_context(closing(_new_files(job, shelf, kinds)))

    def all_records() -> Iterator[RecordText]:
        yield from records
        for id, data in gathering.sources:  # all are known only now
            yield RecordText("source", id, data)
        if brings_gazetteer:
            from citygraph.domain.gazetteer import SOURCE  # few imports need it

            yield RecordText("source", gazetteer, dict(SOURCE))
        yield RecordText("source", job.source, source_record(job, shelf, digests))

    update = held.enter_context(closing(_update(job, shelf, all_records(), rest, known)))
    for record in _updated(update, report):
        if record.type == "tie" and (types := types_of_ends.get(record.data["kind"])):
            for end in ("from", "to"):
                types[end].add(known.type_of(record.data[end]) or "city")
        draft.add(record)
    if made:
        whole = {id: with_types(record, types_of_ends[id]) for id, record in made.items()}
        draft.add_kinds(whole)
        update.imported.add_kinds(whole)
        names = " and ".join(made)
        is_new = "is a new kind" if len(made) == 1 else "are new kinds"
        report.said.append(f"{names} {is_new}; {shelf.folder / KINDS} says how it reads: edit its words")
    changed = others.settle(job.folder)
    fills.remember(update.imported)
    if not job.dry_run:
        text = {JUDGEMENTS: judgements.text(links).encode()} if links or judgements.are_there else {}
        draft.write({IMPORTED: update.imported.write, **text}, update.unchanged, changed)
    return report


def _check_fill(job: ImportJob, links: bool) -> None:
    if job.of_import.fill and not links:
        raise CityGraphError("--fill gives linked records what they lack, and nothing is linked; add --link")


def _linked_records(job: ImportJob, rest: ExistingRecords, fills: Fills, report: ImportReport) -> LinkedRecords:
    supply = job.supply if job.of_import.fill else None
    return LinkedRecords(rest, job.source, fills, supply, report, theirs=job.theirs)


def _new_files(job: ImportJob, shelf: SourceFolder, kinds: Vocabulary) -> NewFiles:
    return NewFiles(shelf.folder, shelf.files, "yaml" if job.of_import.form == "yaml" else "csv", kinds)


def _update(
    job: ImportJob, shelf: SourceFolder, records: Iterable[RecordText], rest: ExistingRecords, known: Known
) -> FolderUpdate:
    takes = Takes(every=job.theirs, ids=job.taken)
    return FolderUpdate(shelf, records, rest, lambda record: is_sound(record, known), takes)


def _updated(update: FolderUpdate, report: ImportReport) -> Iterator[RecordText]:
    """The records to write, counted in the report, and at last what changes there."""
    from citygraph.graph.located import CITY_LEVELS  # it looks into the gazetteer

    for record in update:
        report.written[record.type] += 1
        report.regions += record.type == "city" and record.data.get("level", "city").lower() not in CITY_LEVELS
        if record.type == "tie":
            status = record.data.get("status", "unknown")
            report.statuses[status] += 1
        yield record
    update.takes.check()
    update.keep_kinds()
    report.corrected = update.corrected
    report.conflicts = update.conflicts
    for change in update.changes:
        report.tell(change.sort, "", change.id, change.what)


# ------------------------------------------------------------------ exports of citygraph itself


def _own_export(job: ImportJob, report: ImportReport) -> OwnExport | None:
    """What the files have, if they are an export of citygraph or a graph folder, and the user does not say how to read
    them."""
    files = [file.path for file in job.files]
    told = next((f"--{key.removesuffix('s')}" for file in job.files for key in _HOW_TO_READ if _says(file, key)), "")
    if told and are_of_a_world(files):
        return None
    export = own_export(files, job.says) or own_world(files)
    if export is None or export.is_counted:
        return None
    if told:
        report.said.append(
            f"{job.name} is an export of citygraph, and {told} has its rows read like those of any file; without it "
            "all of its records come back as they were"
        )
        return None
    return export


def _says(file: ImportFile, key: str) -> bool:
    return getattr(file.said, FIELDS[key]) not in (None, "", {}, [])


_HOW_TO_READ = [key for key in KEYS if key not in ("from", "source", "as", "link", "fill")]
"""The options about rows and columns. An export of citygraph needs none of them."""


def _bring_back(
    job: ImportJob, digests: Mapping[str, str], export: OwnExport, shelf: SourceFolder, rest: ExistingRecords,
    held: ExitStack, report: ImportReport,
) -> None:  # fmt: skip
    """Import an export of citygraph as the records that it was made of.

    Raises:
        OpenQuestions: if the folder has one of them already, and the user does not say if they are the same.
    """
    own = written_in(export, rest.kinds, job.source, job.name, report)
    judgements = Judgements(shelf.folder / JUDGEMENTS)
    report.links = links = bool(job.of_import.link) or judgements.links
    _check_fill(job, links)
    found = None
    if links:
        found = linked(own, job.source, rest, judgements, report)
        own = found.own
    elif there := in_the_way(own, rest):
        more = f" and {len(there) - 1:,} more of its records" if len(there) > 1 else ""
        what = f"the folder has `{there[0]}`{more} already; are they the same?"
        raise OpenQuestions([Question(job.name, what, WAYS)])
    if job.source in own.types:
        raise CityGraphError(f"{job.name} has a record `{job.source}` of its own; give --source another id")
    known = Known(job.source, own.vocabulary, own.types, rest.type_of, rest.time_of)
    fills = Fills(shelf.last, rest)
    others = _linked_records(job, rest, fills, report)
    sound = sound_records(own, job.source, rest, report)
    if found is not None:
        records = new_records(sound, found, job.source, rest, known, others, report)
    else:
        records = [record for record, _ in sound]
    check_list(job, shelf, digests, lambda: sum(record.id in shelf for record in records))
    shelf.check_new_kinds(own.kinds)
    records.append(RecordText("source", job.source, source_record(job, shelf, digests)))
    draft = held.enter_context(closing(_new_files(job, shelf, own.vocabulary)))
    update = held.enter_context(closing(_update(job, shelf, _paced(records, len(records), job), rest, known)))
    for record in _updated(update, report):
        draft.add(record)
    if own.kinds:
        draft.add_kinds(own.kinds)
        update.imported.add_kinds(own.kinds)
    changed = others.settle(job.folder)
    fills.remember(update.imported)
    is_what = (
        "has records of citygraph: they come" if export.drafts else "is an export of citygraph: its records come back"
    )
    report.said.append(
        f"{job.name} {is_what} with their ids, dates, statuses and evidence"
        + ("" if export.sources is not None else "; of its sources it has the ids alone")
    )
    if export.left_out:
        report.said.append(
            f"{job.name}: left out, since they are about that folder alone: {', '.join(export.left_out)}"
        )
    if not job.dry_run:
        text = {JUDGEMENTS: judgements.text(links).encode()} if links or judgements.are_there else {}
        draft.write({IMPORTED: update.imported.write, **text}, update.unchanged, changed)


def _tell_of_namesakes(things: Sequence[Entity], mappings: Sequence[ColumnMapping], report: ImportReport) -> None:
    """Say how cities of one name become different records for all, if only their regions tell them apart: those are in
    the notes, and `check` will warn."""
    several: dict[tuple[str, str], list[Entity]] = {}
    for thing in things:
        if thing.type == "city" and thing.region and thing.part_of is None and not thing.identifiers:
            several.setdefault((fold(thing.name), thing.country_name), []).append(thing)
    alike = [those for those in several.values() if len(those) > 1]
    if not alike:
        return
    options = [
        f"--map {target.removesuffix('region')}part_of={shlex.quote(names[0])}"
        for plan in mappings
        for target, names in plan.columns.items()
        if target.rpartition(".")[2] == "region"
    ]
    option = options[0] if options else "--map part_of=COLUMN"
    others = len(alike) - 1
    more = f" (so do those of {others:,} more name{'s' * (others > 1)})" if others else ""
    report.said.append(
        f"only their regions tell {' and '.join(map(str, alike[0][:2]))} apart{more}, and `check` will warn of them; "
        f"{option} makes records of the regions, which tell them apart for good"
    )


def mapping_text(job: ImportJob) -> str:
    """A mapping file with the plan of the job's file, to be edited.

    Raises:
        OpenQuestions, CityGraphError: as :func:`run`; or if there are several files.
    """
    if len(job.files) > 1:
        raise CityGraphError("--save-mapping writes what one file needs; name one FILE")
    rest = ExistingRecords(job.folder, (), ()) if job.folder != Path() else None
    kinds, _ = with_new_kinds(job.said, rest.kinds if rest else vocabulary_of(())[0], [])
    gathering = gathered(job, kinds, rest.is_country if rest else lambda _: False, ImportReport())
    return text_of(job.files[0].said, gathering.mappings)


def _paced(items: Iterable[RecordText], number: int, job: ImportJob) -> Iterator[RecordText]:
    """The items, of which there are about ``number``. It reports equal shares of the files as read with them."""
    size, told = WRITE * sum(size_of(file.path) for file in job.files), 0
    for count, item in enumerate(items, 1):
        yield item
        if count % _PIECE == 0:
            done = min(size * count // max(number, 1), size)
            job.has_read(done - told)
            told = done
    job.has_read(size - told)


_PIECE = 256
"""With so many records, the bar moves."""


# ------------------------------------------------------------------ ids


def _identify(
    things: Entities,
    shelf: SourceFolder,
    rest: ExistingRecords,
    judgements: Judgements,
    links: bool,
    report: ImportReport,
) -> None:
    """Give each thing its id: that of its record in the rest of the folder, else that of the last import, else a new
    one."""
    there: list[tuple[Entity, str]] = []
    perhaps: list[tuple[Entity, str]] = []
    after = {"country": 0, "official": 2}  # cities refer to countries, officials to cities
    in_order = sorted(things, key=lambda thing: after.get(thing.type, 1))
    countries = [thing for thing in in_order if thing.type == "country"]
    for those in (countries, in_order[len(countries) :]):
        found = {thing: rest.matches(thing, _country_of(thing), near=links) for thing in those}
        for thing, matches in only_one_each(found).items():
            if not links and thing.type != "country":
                there += [(thing, match.id) for match in matches if match.verdict == "same"]
                if not matches and (id := rest.under_another_name(thing, _country_of(thing))):
                    perhaps.append((thing, id))
                continue
            told = [match for id in judgements.records_of(thing) if (match := rest.match(thing, id)) is not None]
            for match in told or matches:
                verdict = judgements.verdict(thing, match) if links else match.verdict
                if verdict == "same" and not thing.id:
                    thing.id, thing.is_elsewhere = match.id, True
                if verdict != "different":
                    report.tell(
                        "linked" if verdict == "same" else "unsure", thing.where, str(thing), f"{match.id}: {match.why}"
                    )
    meet_again(in_order, shelf, rest, _country_of, report)
    if there := [(thing, id) for thing, id in there if thing.id != id]:
        report.said.append(
            f"the folder has {_first_of(there)} already; --link uses its records and makes no second ones"
        )
    if perhaps:
        report.said.append(
            f"the folder may have {_first_of(perhaps)} already, under a name in another language; --link asks"
        )
    judgements.tell_unknown(lambda record: rest.type_of(record) is not None or record.startswith("geonames:"), report)
    nameless = (thing for thing in things if not thing.id)

    def is_taken(id: str) -> bool:
        return id in shelf or rest.type_of(id) is not None or id == shelf.source

    if said := assign_ids(nameless, is_taken):
        report.said.append(said)
    tell_of_wishes(things, report)


def _first_of(there: Sequence[tuple[Entity, str]]) -> str:
    """The first of several things that a folder has, with the id there, and how many others it has."""
    thing, id = there[0]
    more = f" and {len(there) - 1} others" if len(there) > 2 else " and 1 other" if len(there) == 2 else ""
    return f"{thing.name} (`{id}`){more}"


def _country_of(thing: Entity) -> str:
    """The country of a thing, as records name it; the name of one that has no code and no record yet."""
    if isinstance(thing.country, Entity):
        return thing.country.settled.id or thing.country.settled.name
    return thing.country or ""
