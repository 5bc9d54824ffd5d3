"""An import, from the files to the folder."""

from __future__ import annotations

import datetime
import hashlib
import json
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.names import did_you_mean, nearest, slug, visible
from citygraph.domain.terms import GROUPS
from citygraph.folder.locks import only_writer
from citygraph.folder.values import is_id
from citygraph.imports.asking import asked_together
from citygraph.imports.columns.draft import PlanJob
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.lists import names_in
from citygraph.imports.columns.mapping import JOINED, ColumnMapping, given_keys
from citygraph.imports.columns.options import ONE_NAME, ColumnOptions
from citygraph.imports.columns.plan import plan
from citygraph.imports.columns.survey import Survey
from citygraph.imports.columns.targets import NODE_RECORDS, holds
from citygraph.imports.columns.tie_kinds import SISTER_CITY
from citygraph.imports.entities import Entities, Entity, RejectedRow
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.files import blocks
from citygraph.imports.gather import Gathering
from citygraph.imports.ids import assign_ids
from citygraph.imports.matching import Candidate, Judgements, PreviousImport
from citygraph.imports.readers import ForeignRow, Item, LeftOut, ReadOptions, Said, Sort, UnreadableRow, importer
from citygraph.imports.records import Known, to_records
from citygraph.imports.report import ImportReport
from citygraph.imports.source_folder import JUDGEMENTS, Form, RecordChange, RecordText, SourceFolder
from citygraph.imports.ties import TieMaker
from citygraph.imports.values.calendars import Calendar
from citygraph.imports.values.dates import First
from citygraph.imports.values.numbers import DecimalSign
from citygraph.imports.who import judge_near_names, only_one_each, settle
from citygraph.store.cross_file import vocabulary_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportJob:
    """The settings of an import: ``files`` to read, with the name of the reader of each; what the user says about the
    columns of each; the graph ``folder``, and the id of the ``source``. ``type`` and ``kind`` are the defaults for
    nodes and ties; ``has_type`` is True if the user has named the type. Without a kind, ties are sister-city ties.
    ``new_kind`` is a kind that the vocabulary lacks: its name, its family, and perhaps ``directed``, with colons
    between them.
    """

    files: Sequence[Path]
    readers: Sequence[str]
    how: ReadOptions
    folder: Path
    source: str
    said: Sequence[ColumnOptions]
    type: str
    kind: str | None
    form: Form
    link: bool
    dry_run: bool
    has_type: bool = False
    new_kind: str | None = None
    date_order: First | None = None
    decimal: DecimalSign | None = None
    calendar: Calendar = ""


def run(job: ImportJob) -> ImportReport:
    """Import files into a graph folder, and return the report.

    Raises:
        CityGraphError: if a file cannot be read, if its columns cannot be mapped, if records of the folder are in the
            way, or if another command is writing there. Then nothing is written.
    """
    _check_source(job.source)
    # What the folder holds must stay as it is from the first look to the last change.
    with ExitStack() as held:
        if not job.dry_run:
            held.enter_context(only_writer(job.folder))
        return _run(job, held)


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


def _run(job: ImportJob, held: ExitStack) -> ImportReport:
    """Import the files. ``held`` gives the disk back on which rows and tables wait."""
    report = ImportReport()
    shelf = SourceFolder(job.folder, job.source)
    rest = ExistingRecords(job.folder, shelf.ids)
    if rest.type_of(job.source):
        raise CityGraphError(f"the folder has another record `{job.source}`; give --source another id")
    report.updates = bool(shelf.before)

    kinds, made = _with_new_kind(job, rest.kinds)
    gathering = _gathered(job, kinds, report)
    held.enter_context(closing(gathering.rows))
    things = gathering.things
    judgements = Judgements(shelf.folder / JUDGEMENTS)
    links = job.link or judgements.links
    settle(things, gathering.rows.tied, rest.countries_of, judgements, report)
    judge_near_names(things, judgements, report)
    gathering.settle_keys()
    _identify(things, shelf, rest, judgements, links, report)

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
    _tell_of_countries(own, report)

    def type_of(id: str) -> str | None:
        return "source" if id in gathering.sources else rest.type_of(id)

    known = Known(job.source, kinds, {thing.id: thing.type for thing in own}, type_of)
    for thing in things:
        if thing.is_elsewhere and thing.figures:
            of = ", ".join(dict.fromkeys(figure["property"] for figure in thing.figures))
            why = f"its figures ({of}) are left out, since another file has `{thing.id}`; add them there"
            report.tell("doubtful", thing.where, str(thing), why)
    maker = TieMaker(
        gathering.mappings, gathering.kinds, gathering.place, job.said[0].statuses, gathering.sources, report
    )
    drafts = to_records(own, maker.ties(gathering.rows, things, speaker), job.source, known, report)
    records = _paced(drafts, len(own) + gathering.rows.number, job)

    changes: list[RecordChange] = []
    types_of_ends: dict[str, set[str]] = {"from": set(), "to": set()}  # of the ties of a new kind
    draft = held.enter_context(closing(shelf.draft(job.form, kinds)))
    given = given_keys(gathering.mappings, NODE_RECORDS)

    def all_records() -> Iterator[RecordText]:
        yield from records
        for id, data in gathering.sources:  # all are known only now
            yield RecordText("source", id, data)
        yield RecordText("source", job.source, _source(job, shelf))

    for record in shelf.update(all_records(), given, rest.refers_to, changes):
        report.written[record.type] += 1
        if record.type == "tie":
            if made is not None and record.data["kind"] == made[0]:
                for end in ("from", "to"):
                    types_of_ends[end].add(known.type_of(record.data[end]) or job.type)
            report.statuses.update((record.data.get("status", "unknown"),))
        draft.add(record)
    for change in changes:
        report.tell(change.sort, "", change.id, change.what)
    if made is not None:
        draft.add_kind(made[0], _between(made[1], types_of_ends))
        report.said.append(f"{made[0]} is a new kind; {shelf.folder / 'kinds.yaml'} says how it reads: edit its words")
    if not job.dry_run:
        draft.write(judgements.text(links) if links or judgements.are_there else None)
    return report


def _tell_of_countries(things: Sequence[Entity], report: ImportReport) -> None:
    """Say how many cities have no country: `check` will warn of each."""
    cities = [thing for thing in things if thing.type == "city"]
    without = [thing for thing in cities if thing.country is None]
    if without:
        number = (
            "all cities have" if len(without) == len(cities) else f"{len(without):,} of {len(cities):,} cities have"
        )
        report.said.append(
            f"{number} no country, as {without[0].name}; `--set country=CODE` names that of all rows, or in a table of "
            "ties `--set from.country=CODE`"
        )


# ------------------------------------------------------------------ reading


def _gathered(job: ImportJob, kinds: Vocabulary, report: ImportReport) -> Gathering:
    """All things of the files, and the rows that are ties."""
    units = [importer(name).UNIT for name in job.readers]

    before = [
        file.name + (":" if unit == "line" else f", {unit} ") for file, unit in zip(job.files, units, strict=True)
    ]

    def place(file: int, line: int) -> str:
        return f"{before[file]}{line}"

    kind = kind_called(_name_of_new_kind(job) or job.kind or SISTER_CITY, kinds)
    gathering = Gathering(job.said[0], job.type, kind, kinds, place, job.source, report)
    files = range(len(job.files))
    surveys = asked_together(partial(_surveyed, job, file) for file in files)
    _check_columns(job, surveys)
    plans = asked_together(partial(_planned, job, file, surveys[file], gathering, report) for file in files)
    for file in files:
        _gather(job, file, plans[file], gathering, report)
    if not report.read:
        raise CityGraphError("there are no rows to import")
    return gathering


def _rows(job: ImportJob, file: int, share: int = 0) -> Iterator[Item]:
    """The rows of a file; those with a column of several names once for each name. In all, ``share`` times the size of
    the file is reported as read: what readers report is near that."""
    said = job.said[file]
    split = {column: sign for column, sign in said.split.items() if sign != ONE_NAME}
    told_of = frozenset(name for names in said.map.values() for name in names) | split.keys()
    left = _size(job.files[file])

    def has_read(size: int) -> None:
        nonlocal left
        size = min(size, left)
        left -= size
        job.how.has_read(share * size)

    how = job.how._replace(columns=told_of, has_read=has_read)
    for item in importer(job.readers[file]).read(job.files[file], how):
        if not (split and isinstance(item, ForeignRow)):
            yield item
            continue
        yield from (item._replace(values=row) for row in _cut(item.values, split))
    has_read(left)


def _cut(row: dict[str, str], split: Mapping[str, str]) -> list[dict[str, str]]:
    """A row for each of the names in a cell. The names of several columns belong together, one by one; where they are
    not equally many, each goes with each."""
    parts = {column: names_in(row[column], sign) for column, sign in split.items() if column in row}
    several = {column: texts for column, texts in parts.items() if len(texts) > 1}
    if len({len(texts) for texts in several.values()}) == 1:
        number = len(next(iter(several.values())))
        return [{**row, **{column: texts[at] for column, texts in several.items()}} for at in range(number)]
    rows = [row]
    for column, texts in parts.items():
        rows = [{**one, column: text} for one in rows for text in texts]
    return rows


def _surveyed(job: ImportJob, file: int) -> dict[Sort, Survey]:
    surveys: dict[Sort, Survey] = {}
    for item in _rows(job, file, _SURVEY):
        if isinstance(item, ForeignRow):
            survey = surveys.get(item.sort)
            if survey is None:
                survey = surveys[item.sort] = Survey()
            survey.see(item.values)
    return surveys


def _planned(
    job: ImportJob, file: int, surveys: dict[Sort, Survey], gathering: Gathering, report: ImportReport
) -> dict[Sort, list[int]]:
    """The numbers of the plans for each sort of rows of a file."""
    name = job.files[file].name

    def rows(sort: Sort) -> Iterator[dict[str, str]]:
        return (item.values for item in _rows(job, file) if isinstance(item, ForeignRow) and item.sort == sort)

    numbers: dict[Sort, list[int]] = {}
    of_sorts = asked_together(
        partial(plan, PlanJob(name, survey, sort, job.said[file], job.type, job.has_type, job.kind is not None,
                              gathering.vocabulary, partial(rows, sort), job.date_order, job.decimal, job.calendar))
        for sort, survey in surveys.items()
    )  # fmt: skip
    for (sort, survey), plans in zip(surveys.items(), of_sorts, strict=True):
        first = len(gathering.mappings)
        gathering.mappings += plans
        numbers[sort] = list(range(first, first + len(plans)))
        report.plans.append((name, plans[0]))
        report.said += plans[0].said
        _tell_unread(survey, plans[0], name, report)
    return numbers


def _gather(
    job: ImportJob, file: int, numbers: dict[Sort, list[int]], gathering: Gathering, report: ImportReport
) -> None:
    for item in _rows(job, file, _GATHER):
        if isinstance(item, LeftOut):
            report.tell("left out", gathering.place(file, item.line), item.what, item.why)
            continue
        if isinstance(item, Said):
            report.said.append(f"{gathering.place(file, item.line)}: {item.text}")
            continue
        report.read += 1
        try:
            if isinstance(item, UnreadableRow):
                raise RejectedRow(item.why)
            for number in numbers[item.sort]:
                gathering.take(number, item.values, file, item.line, item.directed)
        except RejectedRow as refused:
            texts = item.values.values() if isinstance(item, ForeignRow) else (item.what,)
            what = ", ".join(text[:60] for text in texts if text)[:60]
            report.tell("refused", gathering.place(file, item.line), what, str(refused))


def mapping_text(job: ImportJob) -> str:
    """A mapping file with the plan of the job's files, to be edited. Columns that are not read are named in comments.

    Raises:
        OpenQuestions, CityGraphError: as :func:`run`.
    """
    report = ImportReport()
    kinds = ExistingRecords(job.folder, ()).kinds if job.folder != Path() else vocabulary_of(())[0]
    mappings = _gathered(job, kinds, report).mappings
    columns: dict[str, list[str]] = {}
    for mapping in mappings:
        for target, names in mapping.columns.items():
            known = columns.setdefault(target, [])
            known += [name for name in names if name not in known]
    said = job.said[0]
    of_targets = {target: names[0] if len(names) == 1 else names for target, names in columns.items()}
    text = yaml.safe_dump({"map": of_targets},
                          allow_unicode=True, sort_keys=False, width=1000)  # fmt: skip
    for use in (use for _, mapping in report.plans for use in mapping.uses if not use.target):
        text += f"#  TARGET: {json.dumps(use.column, ensure_ascii=False)}  # {', '.join(use.samples)}\n".replace(
            "\r", " "
        )
    constants = {
        **said.set,
        **({"kind": job.kind} if job.kind else {}),
        **({"type": job.type} if job.type != "city" else {}),
    }
    rest = {"set": constants, "split": said.split, "missing": said.missing, "countries": said.countries,
            "kinds": said.kinds, "statuses": said.statuses, "source": said.source}  # fmt: skip
    return text + "".join(
        yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=1000)
        for key, value in rest.items()
        if value
    )


_SURVEY, _GATHER, _WRITE = 1, 2, 2
"""What parts of an import take, beside each other: to see what columns hold, to gather things, and to make records."""
PASSES = _SURVEY + _GATHER + _WRITE
"""How often an import reports each byte of its files as read."""


def _paced(items: Iterable[RecordText], number: int, job: ImportJob) -> Iterator[RecordText]:
    """The items, of which there are about ``number``. It reports equal shares of the files as read with them."""
    size, told = _WRITE * sum(map(_size, job.files)), 0
    for count, item in enumerate(items, 1):
        yield item
        if count % _PIECE == 0:
            done = min(size * count // max(number, 1), size)
            job.how.has_read(done - told)
            told = done
    job.how.has_read(size - told)


_PIECE = 256
"""With so many records, the bar moves."""


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _tell_unread(survey: Survey, plan: ColumnMapping, where: str, report: ImportReport) -> None:
    for name, column in survey.columns.items():
        if column.filled and not any(use.column == name and use.target for use in plan.uses):
            values = "a value" if column.filled == 1 else f"{column.filled:,} values"
            if (meaning := meaning_of(name)) and meaning.is_private:
                report.tell("unread", where, name, f"{values}; citygraph keeps no private data of persons")
                continue
            target = f"observations.{slug(name) or 'NAME'}" if column.sort == "numbers" else "TARGET"
            report.tell("unread", where, name, f"{values}; name a target with --map {target}={shlex.quote(name)}")


def _check_columns(job: ImportJob, surveys: Sequence[dict[Sort, Survey]]) -> None:
    """Raise an error if the user maps a column that no file has."""
    columns = {name for of_file in surveys for survey in of_file.values() for name in survey.columns}
    for said in job.said:
        for name in said.split.keys() - columns:
            hint = did_you_mean(name, sorted(columns))
            raise CityGraphError(f"there is no column `{name}` to split" + (f"; {hint}" if hint else ""))
        given = said.set.get("type", "")
        if given and given not in NODE_RECORDS and holds(NODE_RECORDS[job.type], "type") is None:
            raise CityGraphError(f"--set type={visible(given)}: a type is one of {', '.join(NODE_RECORDS)}")
        for target, names in said.map.items():
            for spec in names:
                for name in [spec] if spec in columns else [part.strip() for part in spec.split(JOINED)]:
                    if name not in columns:
                        hint = did_you_mean(name, sorted(columns))
                        told = f"there is no column `{name}` to map to {target}"
                        raise CityGraphError(told + (f"; {hint}" if hint else ""))


def _name_of_new_kind(job: ImportJob) -> str:
    return (job.new_kind or "").partition(":")[0]


def _with_new_kind(job: ImportJob, kinds: Vocabulary) -> tuple[Vocabulary, tuple[str, dict[str, Any]] | None]:
    """The vocabulary with the new kind that the user asks for, and the id and the record of that kind; None if the
    vocabulary has it already.

    Raises:
        CityGraphError: if the user does not say to which family it belongs.
    """
    if not job.new_kind:
        return kinds, None
    id, _, rest = job.new_kind.partition(":")
    group, _, direction = rest.partition(":")
    if id in kinds:
        return kinds, None
    if not is_id(id) or group not in GROUPS or direction not in ("", "directed"):
        raise CityGraphError(
            f"--new-kind {visible(job.new_kind)}: write NAME:FAMILY, or NAME:FAMILY:directed if it leads from one end "
            f"to the other; the families are {', '.join(GROUPS)}"
        )
    label = id.replace("-", " ")
    ends: dict[str, Any] = {"between": list(NODE_RECORDS)}
    if direction:
        ends = {"from": list(NODE_RECORDS), "to": list(NODE_RECORDS), "inverse": f"{label}, from the other end"}
    record: dict[str, Any] = {"group": group, "nature": "standing", "label": label, **ends}
    return Vocabulary([*kinds.values(), Kind.from_record(id, record)]), (id, record)


def _between(record: dict[str, Any], types: Mapping[str, set[str]]) -> dict[str, Any]:
    """The record of a new kind, with the types of ends that its ties have."""
    if "between" in record:
        types = {"between": types["from"] | types["to"]}
    return {**record, **{end: sorted(several) for end, several in types.items() if several}}


def kind_called(text: str, kinds: Vocabulary) -> Kind:
    """The kind with an id or a term.

    Raises:
        CityGraphError: if there is none, or several.
    """
    ids = kinds.called(text)
    if len(ids) != 1:
        hint = did_you_mean(text, kinds.spoken)
        told = f"there is no kind `{text}`" + (f"; {hint}" if hint else "")
        near = ", ".join(nearest(text, kinds.spoken)[:3])
        raise CityGraphError(
            told + (f"; the nearest are {near}" if near and not hint else "")
            + f"; `citygraph kinds` lists all; --new-kind {slug(text) or 'NAME'}:FAMILY makes a new one"
        )  # fmt: skip
    return kinds[ids[0]]


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
    nodes = {id: old for id, old in shelf.before.items() if old.type in NODE_RECORDS}

    def name_of(id: str) -> str:
        return str(nodes[id].data["name"]) if id in nodes else id

    before = PreviousImport(
        (old.data, Candidate.of(old.id, old.type, old.data.get("country"), old.data, name_of)) for old in nodes.values()
    )
    there: list[tuple[Entity, str]] = []
    after = {"country": 0, "official": 2}  # cities refer to countries, officials to cities
    in_order = sorted(things, key=lambda thing: after.get(thing.type, 1))
    found = {thing: rest.matches(thing, _country_of(thing), near=links) for thing in in_order}
    for thing, matches in only_one_each(found).items():
        if not links and thing.type != "country":
            there += [(thing, match.id) for match in matches if match.verdict == "same"]
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
    for exactly in (True, False):
        for thing in in_order:
            thing.id = thing.id or before.meet(thing, _country_of(thing), exactly=exactly)
    if there:
        thing, id = there[0]
        more = f" and {len(there) - 1} others" if len(there) > 2 else " and 1 other" if len(there) == 2 else ""
        report.said.append(
            f"the folder has {thing.name} (`{id}`){more} already; --link uses its records and makes no second ones"
        )
    judgements.tell_unknown(lambda record: rest.type_of(record) is not None, report)
    nameless = (thing for thing in things if not thing.id)

    def is_taken(id: str) -> bool:
        return id in shelf.before or rest.type_of(id) is not None or id == shelf.source

    if said := assign_ids(nameless, is_taken):
        report.said.append(said)


def _country_of(thing: Entity) -> str:
    """The country of a thing, as records name it."""
    return thing.country.settled.id if isinstance(thing.country, Entity) else thing.country or ""


# ------------------------------------------------------------------ the source


def _source(job: ImportJob, shelf: SourceFolder) -> dict[str, Any]:
    """The record of the source. If the files have not changed, ``retrieved`` stays the day of their first import."""
    old = shelf.before[job.source].data if job.source in shelf.before else {}
    # A name that is not UTF-8 is escaped.
    names = [file.name.encode(errors="backslashreplace").decode() for file in job.files]
    files = {name: f"sha256:{_digest(file)}" for name, file in zip(names, job.files, strict=True)}
    new = {"title": names[0], "type": "dataset", **old, **job.said[0].source, "files": files}
    if old.get("files") != files and "retrieved" not in job.said[0].source:
        new["retrieved"] = datetime.date.today().isoformat()
    return new


def _digest(file: Path) -> str:
    found = hashlib.sha256()
    for block in blocks(file):
        found.update(block)
    return found.hexdigest()
