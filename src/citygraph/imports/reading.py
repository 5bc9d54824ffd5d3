"""From the rows of files to things and ties that wait: the survey, the plan, and then all rows."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.domain.kinds import Vocabulary
from citygraph.domain.names import did_you_mean, visible
from citygraph.imports.answers import asked_of_one, may_have_ties
from citygraph.imports.asking import asked_together
from citygraph.imports.columns.blocks import blocks_of
from citygraph.imports.columns.claims import CONTINENTS
from citygraph.imports.columns.coordinates import LETTER_O
from citygraph.imports.columns.doubles import lost_beside_first
from citygraph.imports.columns.draft import PlanJob
from citygraph.imports.columns.figure_headers import is_a_unit, property_in
from citygraph.imports.columns.headerless import has_words
from citygraph.imports.columns.headers import meaning_of
from citygraph.imports.columns.keys_of_files import keys_between, persons_between
from citygraph.imports.columns.mapping import JOINED, ColumnMapping
from citygraph.imports.columns.paired_lists import paired_lists, told
from citygraph.imports.columns.plan import plan
from citygraph.imports.columns.post_tables import column_of_posts
from citygraph.imports.columns.survey import Survey
from citygraph.imports.columns.targets import ENDS, is_target, targets
from citygraph.imports.columns.tie_kinds import SISTER_CITY
from citygraph.imports.columns.years import YEARS
from citygraph.imports.gather import Gathering
from citygraph.imports.grid import ALONE
from citygraph.imports.job import GATHER, SURVEY, ImportJob, size_of
from citygraph.imports.kept_rows import KeptRows
from citygraph.imports.kinds import (
    check_ends,
    check_words,
    kind_called,
)
from citygraph.imports.marks import MARKED, OTHERS, marks_of
from citygraph.imports.option_checks import (
    IsCountry,
    check_constants,
    check_key,
    check_readers,
    check_types,
    for_rows,
    idle,
    idle_fills,
)
from citygraph.imports.options import ONE_NAME, FileOptions
from citygraph.imports.parties import COUNTERPART
from citygraph.imports.readers import (
    ForeignRow,
    LeftOut,
    Read,
    ReadOptions,
    RowBlock,
    RowTitle,
    Said,
    Sort,
    UnreadableRow,
    importer,
    one_by_one,
)
from citygraph.imports.report import FilePlan, ImportReport, RejectedRow
from citygraph.imports.terms_of_posts import one_term_each
from citygraph.imports.unfolding import Unfolding, cut_row
from citygraph.imports.values.yes_or_no import YES_MEANS


def gathered(job: ImportJob, kinds: Vocabulary, is_country: IsCountry, report: ImportReport) -> Gathering:
    """All things of the files, and the rows that are ties.

    Raises:
        OpenQuestions, CityGraphError: if the files or the options leave something open, or cannot be.
    """
    check_readers((file.path.name, file.reader, file.said) for file in job.files)
    units = [importer(file.reader).UNIT for file in job.files]

    before = [
        file.path.name + (":" if unit == "line" else f", {unit} ") for file, unit in zip(job.files, units, strict=True)
    ]

    def place(file: int, line: int) -> str:
        return f"{before[file]}{line}" if line else job.files[file].path.name

    report.said += job.of_import.remarks
    for said in job.said:
        check_types(said)
        check_words(said, kinds)
        if said.kind:
            kind_called(said.kind, kinds)
    gathering = Gathering(job.of_import, kinds, place, job.source, report)
    unfoldings = [Unfolding(file.said) for file in job.files]
    filled: list[set[str]] = [set() for _ in job.files]
    files = range(len(job.files))
    surveys = asked_together(partial(_surveyed, job, file, unfoldings[file], filled[file], report) for file in files)
    _check_columns(job, surveys)
    tables = [sorts["table"].columns if "table" in sorts else {} for sorts in surveys]
    named = [(file.path.name, columns) for file, columns in zip(job.files, tables, strict=True)]
    keys = keys_between(named)
    persons = persons_between(named, keys)
    of_ties = [file for file in files if may_have_ties((*tables[file], *_called(job, file)))]
    steps = [
        partial(_planned, job, file, surveys[file], unfoldings[file], keys[file], persons[file], gathering, is_country,
                report)
        for file in files
    ]  # fmt: skip
    plans = asked_together(
        partial(asked_of_one, step, job.files[file].path.stem) if {*of_ties} - {file} else step
        for file, step in enumerate(steps)
    )
    for file in files:
        _gather(job, file, unfoldings[file], plans[file], gathering, report)
        said = job.files[file].said
        report.said += idle_fills(job.files[file].path.name, said, filled[file])
        if (kind := said.kind_without_direction) and file not in gathering.edges_without_direction:
            new = said.name_of_new_kind
            report.said.append(f"--kind {kind} changes nothing: --new-kind {new} is the kind of the ties")
    if not report.read:
        raise CityGraphError("there are no rows to import")
    _check_kind(job, surveys, gathering, report)
    if words := [f"`{visible(word)}`" for word in job.of_import.kinds.keys() - gathering.words_for_kinds]:
        are = "is a word for a kind, but" if len(words) == 1 else "are words for kinds, but"
        report.said.append(f"{', '.join(sorted(words))} {are} in no row")
    for name in gathering.country_names.unused:
        told = job.of_import.told("countries", job.of_import.countries[name], name)
        report.said.append(f"{told} changes nothing: no row names this country")
    return gathering


def _check_kind(
    job: ImportJob, surveys: Sequence[dict[Sort, Survey]], gathering: Gathering, report: ImportReport
) -> None:
    """A kind of ties says nothing if no row is one. In tables an end may be missing; a graph may have no edges."""
    if any(plan.shape == "tie" for plan in gathering.mappings):
        return
    for said, sorts in zip(job.said, surveys, strict=True):
        option = f"--kind {said.kind}" if said.kind else f"--new-kind {said.new_kind}" if said.new_kind else ""
        if option and "table" in sorts:
            way_out = "say who the other end is, as in --set to.name=NAME, or leave the option out"
            raise CityGraphError(f"{option}: no row is a tie; {way_out}")
        if option:
            report.said.append(f"{option} changes nothing: no row is a tie")


def _rows(
    job: ImportJob, file: int, unfolding: Unfolding, share: int = 0, filled: set[str] | None = None
) -> Iterator[Read]:
    """The rows of a file; those with a column of several names once for each name. In all, ``share`` times the size of
    the file is reported as read: what readers report is near that. ``filled`` gets the columns with empty cells that
    mean the one above."""
    path, reader, said = job.files[file]
    said_split = {column for column, sign in said.split.items() if sign != ONE_NAME}
    told_of = frozenset(name for names in said.map.values() for name in names) | said_split | {*said.fill_down}
    left = size_of(path)

    def has_read(size: int) -> None:
        nonlocal left
        size = min(size, left)
        left -= size
        job.has_read(share * size)

    how = ReadOptions(
        encoding=said.encoding,
        header=not said.no_header,
        has_read=has_read,
        says=job.says,
        sheet=said.sheet,
        at=said.at,
        header_row=said.header_row,
        delimiter=said.delimiter,
        columns=told_of,
        has_kind=bool(said.kind_of_ties) or "kind" in said.set,
    )
    fill = {*said.fill_down} - {ONE_NAME}
    above: dict[str, str] = {}
    items = importer(reader).read(path, how)
    if not fill and not unfolding:
        yield from items
    else:
        for item in one_by_one(items):
            if fill and isinstance(item, ForeignRow):
                values = _filled_down(item.values, fill, above)
                if filled is not None:
                    filled |= {name for name in fill if values.get(name) != item.values.get(name)}
                item = item._replace(values=values)
            yield from unfolding.items(item)
    has_read(left)


def _filled_down(values: Mapping[str, str], fill: Collection[str], above: dict[str, str]) -> dict[str, str]:
    """A row with the texts ``above`` in empty cells of the columns to fill down. A filled cell begins a block: nothing
    behind it in the row comes from the block before."""
    is_new, found = False, dict(values)
    for name in values:
        if name in fill:
            is_new = is_new or bool(values[name])
            if is_new:
                above[name] = values[name]
            found[name] = above.get(name, "")
    return found


def _surveyed(
    job: ImportJob, file: int, unfolding: Unfolding, filled: set[str], report: ImportReport
) -> dict[Sort, Survey]:
    surveys = _survey_of(_rows(job, file, unfolding, SURVEY, filled))
    if "table" not in surveys:
        return surveys
    said = job.files[file].said
    told_of = {name for names in said.map.values() for name in names}
    plain = Unfolding(FileOptions())
    if blocks := blocks_of(surveys["table"], said):
        unfolding.blocks = plain.blocks = blocks
        names = ", ".join(f"`{visible(name)}`" for name in blocks[0])
        report.said.append(
            f"{job.files[file].path.name}: {names} stand {len(blocks)} times side by side: the list goes on at its "
            "right, and each block is a row"
        )
        surveys = _survey_of(_rows(job, file, unfolding))
    found = paired_lists(surveys["table"], partial(_values, job, file, plain), said)
    if MARKED not in surveys["table"].columns and MARKED in told_of:
        marks = marks_of(surveys["table"])
        unfolding.marks = marks if marks.columns else None
    if OTHERS not in surveys["table"].columns and OTHERS in told_of:
        rest = surveys["table"].columns.values()
        unfolding.others = [column.name for column in rest if column.name not in told_of and has_words(column)]
    starts = said.map.get("from.name", [])
    if COUNTERPART not in surveys["table"].columns and COUNTERPART in told_of and len(starts) == 1:
        columns = surveys["table"].columns
        unfolding.parties = starts if starts[0] in columns else [name.strip() for name in starts[0].split(JOINED)]
    if not found and not unfolding.marks and not unfolding.others and not unfolding.parties:
        return surveys
    for paired in found:
        unfolding.beside |= paired.beside
        if paired.names not in unfolding.split:
            unfolding.split[paired.names] = paired.sign
            report.said += [f"{job.files[file].path.name}: {text}" for text in told(paired)]
    return _survey_of(_rows(job, file, unfolding))


def _survey_of(items: Iterator[Read]) -> dict[Sort, Survey]:
    surveys: dict[Sort, Survey] = {}
    titles: list[str] = []
    notes: list[str] = []
    for item in items:
        if isinstance(item, (ForeignRow, RowBlock)):
            survey = surveys.get(item.sort)
            if survey is None:
                survey = surveys[item.sort] = Survey(titles, notes)
            if isinstance(item, RowBlock):
                survey.see_block(item)
                continue
            survey.see(item.values)
            survey.directions.add(item.directed)
        elif isinstance(item, LeftOut):
            (titles if item.is_above else notes).append(item.what)
    return surveys


def _values(job: ImportJob, file: int, unfolding: Unfolding, sort: Sort = "table") -> Iterator[dict[str, str]]:
    """The values of the rows of a sort."""
    items = one_by_one(_rows(job, file, unfolding))
    return (item.values for item in items if isinstance(item, ForeignRow) and item.sort == sort)


def _planned(
    job: ImportJob, file: int, surveys: dict[Sort, Survey], unfolding: Unfolding, keys: Mapping[str, str],
    persons_of: str, gathering: Gathering, is_country: IsCountry, report: ImportReport,
) -> dict[Sort, range]:  # fmt: skip
    """The numbers of the plans for each sort of rows of a file."""
    path, _, said = job.files[file]
    name = path.name
    type, kinds = said.type or "city", gathering.vocabulary
    kind = said.kind_of_ties
    of_rows = {sort: for_rows(said, sort, surveys.keys()) for sort in surveys}

    jobs = {
        sort: PlanJob(name, survey, sort, of_rows[sort], type, said.type is not None, bool(kind), kinds,
                      KeptRows(partial(_values, job, file, unfolding, sort)), said.date_order, said.decimal,
                      said.calendar, len(job.files) == 1, keys, persons_of, _called(job, file))
        for sort, survey in surveys.items()
    }  # fmt: skip
    if "table" in jobs and (post := column_of_posts(jobs["table"])):
        type = jobs["table"].type = "official"
        report.said.append(f"{name}: `{post}` names who holds a post in each place: each row is a post of an official; "
                           "--type city makes it a place")  # fmt: skip
    of_sorts = asked_together(partial(plan, one) for one in jobs.values())
    numbers: dict[Sort, range] = {}
    for (sort, survey), plans in zip(surveys.items(), of_sorts, strict=True):
        check_constants(name, of_rows[sort], plans[0], is_country)
        check_ends(name, plans[0], said, kinds)
        without = kind_called(said.kind_without_direction, kinds) if said.kind_without_direction else None
        numbers[sort] = gathering.add(plans, type, kind_called(kind or SISTER_CITY, kinds), without, bool(kind))
        report.plans.append(FilePlan(name, sort, type, plans[0]))
        report.said += plans[0].said
        _tell_unread(survey, plans[0], name, report)
        _tell_lost(jobs[sort], plans[0], report)
    of_sort = {sort: plans[0] for sort, plans in zip(surveys, of_sorts, strict=True)}
    if "node" in of_sort and "tie" in of_sort:
        check_key(name, said, surveys["node"], surveys["tie"], of_sort["tie"])
    read = [(of_sort[sort], survey) for sort, survey in surveys.items()]
    report.said += idle(name, said, read, unfolding.cut)
    return numbers


def _called(job: ImportJob, file: int) -> tuple[str, ...]:
    """What a file is called, its sheet, its list, the bundle that has it, and the source."""
    path, _, said = job.files[file]
    title = str(job.of_import.source.get("title") or "")
    return path.stem, said.sheet or "", said.at or "", Path(job.bundle).stem, title


def _gather(
    job: ImportJob, file: int, unfolding: Unfolding, numbers: dict[Sort, range], gathering: Gathering,
    report: ImportReport,
) -> None:  # fmt: skip
    for item in _rows(job, file, unfolding, GATHER):
        if isinstance(item, RowBlock):
            report.rows[item.sort] += len(item.rows)
            plans = numbers[item.sort]
            take = partial(_gather_row, file=file, numbers=plans, gathering=gathering, report=report)
            gathering.take_block(plans, item, file, take)
            continue
        if isinstance(item, LeftOut):
            report.tell("left out", gathering.place(file, item.line), item.what, item.why)
            continue
        if isinstance(item, Said):
            report.said.append(f"{gathering.place(file, item.line)}: {item.text}")
            continue
        if isinstance(item, RowTitle) and any(
            gathering.mappings[number].reads(item.column) for number in numbers.get("table", ())
        ):
            why = "this stands alone in its row: it is the title of the rows below"
            report.tell("read", gathering.place(file, item.line), item.what, why)
            continue
        if isinstance(item, RowTitle) and item.what.lower() in CONTINENTS:
            why = "a part of the world, as the title of the rows below"
            report.tell("left out", gathering.place(file, item.line), item.what, why)
            continue
        report.rows[item.sort if isinstance(item, ForeignRow) else "table"] += 1
        if isinstance(item, RowTitle):
            report.tell("refused", gathering.place(file, item.line), item.what[:_LONGEST], ALONE)
        elif isinstance(item, UnreadableRow):
            report.tell("refused", gathering.place(file, item.line), item.what[:_LONGEST], item.why)
        else:
            _gather_row(item, file, numbers[item.sort], gathering, report)


def _gather_row(item: ForeignRow, file: int, numbers: range, gathering: Gathering, report: ImportReport) -> None:
    mapping = gathering.mappings[numbers[0]]
    try:
        for row in cut_row(item.values, mapping.cut):
            for one, several in one_term_each(row, mapping):
                if several:
                    why = "these are several terms of office: each is a post"
                    report.tell("read", gathering.place(file, item.line), several, why)
                for number in numbers:
                    gathering.take(number, one, file, item.line, item.directed)
    except RejectedRow as refused:
        what = ", ".join(text[:_LONGEST] for text in item.values.values() if text)[:_LONGEST]
        report.tell("refused", gathering.place(file, item.line), what, str(refused))


_LONGEST = 60
"""How many characters of a refused row are shown."""


def _tell_unread(survey: Survey, plan: ColumnMapping, where: str, report: ImportReport) -> None:
    for name, column in survey.columns.items():
        if column.filled and not plan.reads(name):
            values = "a value" if column.filled == 1 else f"{column.filled:,} values"
            if (meaning := meaning_of(name)) and meaning.is_private:
                report.tell("unread", where, name, f"{values}; citygraph keeps no private data of persons")
                continue
            if column.counts_rows and name.isdigit():  # it has no header, as the index of pandas
                report.tell("unread", where, name, f"{values}, which look like the numbers of the rows")
                continue
            counts = "value" if plan.shape == "tie" and is_a_unit(name) else property_in(name)
            target = f"observations.{counts or 'NAME'}" if column.sort == "numbers" else "TARGET"
            if meaning and meaning.attribute == "as_of":  # the day of figures that are not read either
                target = f"observations.NAME.{'as_of' if plan.shape == 'node' else 'period'}"
            report.tell("unread", where, name, f"{values}; name a target with --map {target}={shlex.quote(name)}")


def _tell_lost(job: PlanJob, plan: ColumnMapping, report: ImportReport) -> None:
    """Tell of texts in columns that the user gives to one target after another column, which has something else."""
    for first, column, number, (counts, lost) in lost_beside_first(plan, job.rows):
        rows = "a row has" if number == 1 else f"{number:,} rows have"
        why = f"{rows} something else under `{first}`, which counts: {counts}, not {lost}"
        report.tell("doubtful", job.where, column, f"{why}; --map notes={shlex.quote(column)} keeps both")


def _check_columns(job: ImportJob, surveys: Sequence[dict[Sort, Survey]]) -> None:
    """Raise an error if the user maps a column that no file has."""
    columns = dict.fromkeys(name for of_file in surveys for survey in of_file.values() for name in survey.columns)
    for said in job.said:
        for name in said.split.keys() - columns.keys():
            told = said.told("split", said.split[name], name)
            raise CityGraphError(f"{told}: there is no column `{visible(name)}`; {_among(name, columns)}")
        for name in set(said.fill_down) - columns.keys() - {ONE_NAME}:
            told = said.told("fill-down", name)
            raise CityGraphError(f"{told}: there is no column `{visible(name)}`; {_among(name, columns)}")
        for target, names in said.map.items():
            _check_target(said, "map", target, names[0])
            for spec in names:
                for name in [spec] if spec in columns else [part.strip() for part in spec.split(JOINED)]:
                    if name not in columns:
                        told = said.told("map", spec, target)
                        raise CityGraphError(f"{told}: there is no column `{visible(name)}`; {_among(name, columns)}")
        for target, text in said.set.items():
            if target not in (YEARS, LETTER_O, YES_MEANS):
                _check_target(said, "set", target, text)


def _check_target(said: FileOptions, section: str, target: str, value: str) -> None:
    """Raise an error if something is no target in any table."""
    if not any(is_target(target, shape) for shape in ENDS):
        hint = did_you_mean(target, [known for shape in ENDS for known in targets(shape)])
        what = f"{said.told(section, value, target)}: there is no target `{visible(target)}`"
        raise CityGraphError(f"{what}; " + (hint or "docs/import.md lists them"))


def _among(name: str, columns: Collection[str]) -> str:
    """The column that is nearly called like this, or else those that there are."""
    listed = ", ".join(f"`{visible(column)}`" for column in islice(columns, _MOST_COLUMNS))
    return did_you_mean(name, sorted(columns)) or f"the columns are {listed}"


_MOST_COLUMNS = 12
