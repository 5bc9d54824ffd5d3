"""Each option changes what an import writes, or it is refused, or the import says why it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from citygraph.domain.countries import country_name, did_you_mean_country
from citygraph.domain.country_codes import country_of
from citygraph.domain.country_names import meanings, stated
from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import DateText, Holds, ListOf, Number, Status
from citygraph.domain.names import did_you_mean, visible
from citygraph.domain.terms import NODE_TYPES, STATUSES
from citygraph.folder.csv_text import ROW, CsvCell
from citygraph.folder.values import Wrong, is_id, reader
from citygraph.imports.columns.coordinates import LETTER_O
from citygraph.imports.columns.mapping import JOINED, ColumnMapping
from citygraph.imports.columns.survey import ColumnSurvey, Survey
from citygraph.imports.columns.targets import FACT_RECORDS, FIGURES, NODE_RECORDS, holds, is_target, split
from citygraph.imports.columns.years import YEARS
from citygraph.imports.options import ONE_NAME, FileOptions
from citygraph.imports.readers import Sort, importer
from citygraph.imports.values.calendars import Calendar, why_unlikely
from citygraph.imports.values.cells import in_form
from citygraph.imports.values.date_columns import SerialColumn
from citygraph.imports.values.dates import SHORT_YEAR, DateOrder, First, date
from citygraph.imports.values.identifiers import identifier
from citygraph.imports.values.numbers import number
from citygraph.imports.values.places import degrees, point
from citygraph.imports.values.statuses import status_of
from citygraph.imports.values.yes_or_no import YES_MEANS

_OF_READERS = {
    "sheet": ("sheet", "only a workbook has sheets, and a database tables"),
    "encoding": ("encoding", "the file says itself how its text is written"),
    "no_header": ("no-header", "only a table has a header"),
    "header_row": ("header-row", "only a table has a header"),
    "delimiter": ("delimiter", "only tables and edge lists in text files have a character between their cells"),
    "at": ("at", "only JSON and YAML have lists inside; --set from.name=NAME says whose list it is"),
}
"""By their fields, the options that only some readers take, and why the others do not."""
IsCountry = Callable[[str], bool]
"""True if the folder has a country of this name."""


def check_readers(files: Iterable[tuple[str, str, FileOptions]]) -> None:
    """Raise an error if no file can use an option about how files are written. Each file has its name in messages, and
    the name of its reader."""
    files = list(files)
    for field, (option, why) in _OF_READERS.items():
        told = [one for one in files if getattr(one[2], field) not in (None, False)]
        if told and not any(option in importer(reader).TAKES for _, reader, _ in told):
            where, reader, _ = told[0]
            value = "" if field == "no_header" else getattr(told[0][2], field)
            what = told[0][2].told(option, value).strip()
            raise CityGraphError(f"{what} says nothing about {where}, which is read as {reader}: {why}")


def for_rows(said: FileOptions, sort: Sort, sorts: Collection[Sort]) -> FileOptions:
    """What is said about the rows of one of the ``sorts`` of a file: in a graph, a target of nodes says nothing about
    edges."""
    other: Sort = "node" if sort == "tie" else "tie"
    if other not in sorts:
        return said

    def is_meant(target: str) -> bool:
        return is_target(target, sort) or not is_target(target, other)

    return replace(
        said,
        map={target: names for target, names in said.map.items() if is_meant(target)},
        set={target: text for target, text in said.set.items() if is_meant(target)},
    )


# ------------------------------------------------------------------ values for every row


def check_types(said: FileOptions) -> None:
    """Raise an error if a type that the user sets for every row is none. An organization has a type of its own."""
    for target, text in said.set.items():
        if target.rpartition(".")[2] != "type" or text.lower() in NODE_TYPES:
            continue
        if holds(NODE_RECORDS[said.type or "city"], "type") is None:
            hint = did_you_mean(text, NODE_TYPES)
            types = f"a type is one of {', '.join(NODE_TYPES)}"
            raise CityGraphError(f"{said.told('set', text, target)}: {types}" + (f"; {hint}" if hint else ""))


def check_constants(where: str, said: FileOptions, plan: ColumnMapping, is_country: IsCountry) -> None:
    """Raise an error if a value that the user sets for every row is none for its target."""
    for target, text in said.set.items():
        if target == YEARS:
            times = {f"{FIGURES}.{text}.as_of", f"{FIGURES}.{text}.period"}
            if not any(split(constant, plan.shape)[1] in times for constant in plan.constants):
                raise CityGraphError(f"{said.told('set', text, YEARS)}: no columns of {where} are years")
            continue
        if target == LETTER_O:
            if text[:1].upper() not in plan.forms.side_of_o.values():
                why = "no column has the letter O for a side" if text[:1].upper() in ("E", "W") else "it is E or W"
                raise CityGraphError(f"{said.told('set', text, LETTER_O)}: {why}")
            continue
        if target == YES_MEANS:
            if text not in STATUSES:
                raise CityGraphError(f"{said.told('set', text, YES_MEANS)}: a status is one of {', '.join(STATUSES)}")
            if not plan.forms.asked:
                why = "no column of a status has yes and no"
                raise CityGraphError(f"{said.told('set', text, YES_MEANS)}: {why}")
            continue
        about, inner = split(target, plan.shape)
        try:
            _check(text, about, inner, target, said, plan, is_country)
        except (ValueError, Wrong, CityGraphError) as error:
            hint = f"; {error.hint}" if isinstance(error, Wrong) and error.hint else ""
            raise CityGraphError(f"{said.told('set', text, target)}: {error}{hint}") from None


def _check(
    text: str, about: str, inner: str, target: str, said: FileOptions, plan: ColumnMapping, is_country: IsCountry
) -> None:
    match inner:
        case "country":
            _check_country(text, said, is_country)
            return
        case "lat" | "lon":
            degrees(text, inner)
            return
        case "coordinates":
            point(text)
            return
        case "id":
            if not is_id(text) and about != "facts":
                raise ValueError("an id has ASCII letters, digits, - and _ only")
            return
        case "key" | "region" | "part_of" | "type":
            return
    held = _held(about, inner, plan)
    if inner == "kind" or held is None or isinstance(held, ListOf):
        return  # a kind is looked at with the ends that it may have
    if inner.startswith("identifiers."):
        text = identifier(inner.partition(".")[2], text)
    if isinstance(held, Status):
        if text not in said.statuses and not status_of(text):
            hint = did_you_mean(text, STATUSES)
            raise ValueError(f"a status is one of {', '.join(STATUSES)}" + (f"; {hint}" if hint else ""))
        return
    text = in_form(text, held, plan.forms, target).text
    reader(held)(CsvCell(text, ROW), target)


def _held(about: str, inner: str, plan: ColumnMapping) -> Holds | None:
    """What a target holds; None if it may be any text."""
    if about == "row":
        return DateText() if inner == "source.published" else None
    if about == "facts":
        return holds(FACT_RECORDS[plan.shape], inner)
    return next((found for one in NODE_RECORDS.values() if (found := holds(one, inner)) is not None), None)


def _check_country(text: str, said: FileOptions, is_country: IsCountry) -> None:
    if text in said.countries or country_of(text, None) or stated(text) or is_country(text):
        return
    if codes := meanings(text):
        several = " or ".join(f"{code} ({country_name(code)})" for code in codes)
        raise ValueError(f"it can be {several}; give the code")
    hint = did_you_mean_country(text)
    raise ValueError(
        "this is no country; " + (hint or "give its code, or its name in any language; one that has no code needs a "
                                  "record in the folder first")
    )  # fmt: skip


def check_key(where: str, said: FileOptions, nodes: Survey, ties: Survey, of_ties: ColumnMapping) -> None:
    """Raise an error if the user takes another column for the key of nodes than that by which the ties of the same file
    name their ends: each end would become a node of its own."""
    (key, *more) = said.map.get("key", [""])
    ends = [
        ties.columns[name] for side in ("from", "to") for name in of_ties.columns.get(side, ()) if name in ties.columns
    ]
    named = {text for column in ends for text in column.texts}
    if more or key not in nodes.columns or not named or not named.isdisjoint(nodes.columns[key].texts):
        return
    for column in nodes.columns.values():
        if column.is_whole and named.issubset(column.texts):
            raise CityGraphError(
                f"{where}: {said.told('map', key, 'key')}: the ties name their ends by `{visible(column.name)}` "
                f"({visible(ends[0].texts[0])}), so that is the key of the nodes; leave this out"
            )


# ------------------------------------------------------------------ what changes nothing


def idle(
    where: str, said: FileOptions, read: Sequence[tuple[ColumnMapping, Survey]], cut: Collection[str]
) -> Iterator[str]:
    """Sentences about the options that change nothing in a file. ``read`` has its sorts of rows: how they are read, and
    what their columns hold. ``cut`` are the columns in which a cell has had the sign between several names."""
    of_rows = {f"--set {target}={visible(text)}": target for target, text in said.set.items()}
    of_rows |= {f"--{name} {text}": name for name in ("type", "kind") if (text := getattr(said, name))}
    dates: list[ColumnSurvey] = []
    numbers: list[ColumnSurvey] = []
    for plan, survey in read:
        for target, specs in plan.columns.items():
            columns = [survey.columns[name] for spec in specs for name in _names_in(spec, survey)]
            held = _held(*split(target, plan.shape), plan)
            dates += columns if isinstance(held, DateText) else []
            numbers += columns if isinstance(held, Number) else []
            if any(_is_full(column, survey.rows, plan, target) for column in columns):
                for option in (option for option, of_row in of_rows.items() if of_row == target):
                    yield f"{where}: {option} changes nothing: every row has a `{target}` of its own"
    if said.date_order and not any(_needs_order(column, said.date_order) for column in dates):
        short = next((text for column in dates for text in column.texts if SHORT_YEAR.fullmatch(text)), "")
        why = (
            f"{visible(short)} has no century, and is not read"
            if short
            else "no date of the file can be read in two ways"
        )
        yield f"{where}: --date-order {said.date_order} changes nothing: {why}"
    if said.calendar and not any(_needs_calendar(column, said.calendar) for column in dates):
        yield f"{where}: --calendar {said.calendar} changes nothing: no date of the file is another one by it"
    if said.decimal and not any(map(_needs_decimal, numbers)):
        yield f"{where}: --decimal '{said.decimal}' changes nothing: no number of the file can be read in two ways"
    for name, sign in said.split.items():
        if sign != ONE_NAME and name not in cut and any(name in survey.columns for _, survey in read):
            yield f"{where}: --split {name}={visible(sign)} changes nothing: no cell of `{visible(name)}` has this sign"


def idle_fills(where: str, said: FileOptions, filled: Collection[str]) -> Iterator[str]:
    """Sentences about the columns to fill down in which nothing is filled: ``filled`` are the others."""
    for name in said.fill_down:
        if name != ONE_NAME and name not in filled:
            yield f"{where}: --fill-down {visible(name)} changes nothing: no row gets a text of `{visible(name)}` so"


def _names_in(spec: str, survey: Survey) -> list[str]:
    names = [spec] if spec in survey.columns else [name.strip() for name in spec.split(JOINED)]
    return [name for name in names if name in survey.columns]


def _is_full(column: ColumnSurvey, rows: int, plan: ColumnMapping, target: str) -> bool:
    """True if every row has a value in a column."""
    return column.is_whole and column.filled == rows and all(plan.forms.value(text, target) for text in column.counts)


def _needs_order(column: ColumnSurvey, order: First) -> bool:
    """True if a text of a column can be read as two dates."""
    if order == "serial":
        numbers = SerialColumn()
        for text in column.texts:
            numbers.see(text)
        return numbers.may_be_serials
    dmy, mdy = DateOrder("dmy", is_said=True), DateOrder("mdy", is_said=True)
    return any(_read(date, text, dmy) != _read(date, text, mdy) for text in column.texts)


def _needs_calendar(column: ColumnSurvey, calendar: Calendar) -> bool:
    """True if a text of a column is another date by a calendar, or is asked about without it."""
    plain, named = DateOrder("dmy"), DateOrder("dmy", calendar=calendar)
    days = ((_read(date, text, plain), _read(date, text, named)) for text in column.texts)
    return any(one != other or (one is not None and why_unlikely(one)) for one, other in days)


def _needs_decimal(column: ColumnSurvey) -> bool:
    """True if a text of a column can be read as two numbers."""
    return any(_read(number, text, ".") != _read(number, text, ",") for text in column.texts)


def _read(reads: Callable[[str, Any], str], text: str, way: Any) -> str | None:
    try:
        return reads(text, way)
    except ValueError:
        return None
