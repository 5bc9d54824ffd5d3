"""What the user says about the columns of a file: in options, and in a mapping file beside the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, TypedDict

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import Choice, CountryCode, Key, ListOf, MapOf, RecordOf, SourceRecord, Text, keys_of
from citygraph.domain.terms import STATUSES
from citygraph.folder import yaml_text
from citygraph.folder.access import NotRead, open_source
from citygraph.folder.csv_text import ROW, CsvCell
from citygraph.folder.parser import RecordReader
from citygraph.folder.values import Wrong, reader
from citygraph.imports.values.text import unwritable


class _MappingFile(TypedDict, total=False):
    """A mapping file."""

    map: Annotated[dict[str, Any], Key(MapOf(Text(), ListOf(Text(), or_one=True)), "Targets, and their columns")]
    set: Annotated[dict[str, str], Key(MapOf(Text(), Text()), "Targets, and their values in every row")]
    countries: Annotated[
        dict[str, str], Key(MapOf(Text(), CountryCode(or_record=False)), "Names of countries, and their codes")
    ]
    kinds: Annotated[dict[str, str], Key(MapOf(Text(), Text()), "The file's words for kinds, and their ids")]
    statuses: Annotated[
        dict[str, str], Key(MapOf(Text(), Choice(STATUSES)), "The file's words for statuses, and what they mean")
    ]
    missing: Annotated[list[str], Key(ListOf(Text(), or_one=True), "The file's own words for no value")]
    split: Annotated[
        dict[str, str],
        Key(MapOf(Text(), Text()), "Columns whose cells hold several names, and what stands between them"),
    ]
    source: Annotated[SourceRecord, Key(RecordOf(SourceRecord), "The source record")]


ONE_NAME = "none"
"""What the user says between the names of a column whose cells hold one name, whatever they look like."""


@dataclass(slots=True)
class ColumnOptions:
    """What the user says about the columns of a file, on the command line or in a mapping file."""

    map: dict[str, list[str]] = field(default_factory=dict)
    set: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    split: dict[str, str] = field(default_factory=dict)
    source: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def in_file(cls, path: Path) -> ColumnOptions:
        """Read a mapping file.

        Raises:
            CityGraphError: if there is a mistake in it; the message has the place.
        """
        try:
            with open_source(path) as opened:
                document, problems = yaml_text.read(opened, str(path))
        except NotRead as reason:
            raise CityGraphError(f"{path}: {reason}") from None
        said: dict[str, Any] = {}
        if document is not None:
            sections: dict[str, tuple[yaml_text.Scalar, Any]] = {}

            def take(key: yaml_text.Scalar, value: Any, whole: bool) -> None:
                _, before = sections.get(key.value, (key, None))
                if isinstance(before, yaml_text.YamlMapping) and isinstance(value, yaml_text.YamlMapping):
                    value.entries = {**before.entries, **value.entries}
                sections[key.value] = key, value

            value, problems = yaml_text.compose(document, take)
            if isinstance(value, yaml_text.YamlMapping):
                reader = RecordReader(document)
                said = reader.mapping(
                    _MappingFile, yaml_text.YamlMapping(value.start_mark, value.end_mark, [], sections), "the file"
                )
                problems = [*problems, *reader.diagnostics]
            elif not problems and value is not None and not yaml_text.is_null(value):
                raise CityGraphError(f"{path}: a mapping file has sections, such as `map:` and `set:`")
        for problem in problems:
            where = f"{path}:{problem.span.line}:{problem.span.column}"
            raise CityGraphError(f"{where}: {problem.message}" + (f"; {problem.hint}" if problem.hint else ""))
        return cls(**said)


def said_of(
    files: Sequence[Path],
    mapping: Path | None,
    pairs: Iterable[str],
    constants: Iterable[str],
    splits: Iterable[str],
    about: Mapping[str, Any],
    kinds: Mapping[str, str] | None = None,
) -> list[ColumnOptions]:
    """What the user says about each file, in a mapping file and in options. ``pairs`` are ``target=column``,
    ``constants`` are ``target=value``, ``splits`` are ``column=delimiter``, ``about`` has keys of the source's record,
    and ``kinds`` are words of the files with their kinds.

    Options override the file, and hold for all files. Without a ``mapping``, each file's ``<name>.import.yaml`` beside
    it is read, if there is one, and holds for that file alone; but its names of countries, kinds and statuses hold for
    all, and so does its source.

    Raises:
        CityGraphError: if an option has no ``=``, if no file can hold what one says, or if there is a mistake in a
            mapping file.
    """
    columns: dict[str, list[str]] = {}
    for target, column in _pairs(pairs, "--map TARGET=COLUMN"):
        columns.setdefault(target, []).append(column)
    given = dict(_pairs(constants, "--set TARGET=VALUE"))
    split = dict(_pairs(splits, "--split COLUMN=DELIMITER"))
    about = {key: text for key, text in about.items() if text}
    for key, text in about.items():
        _check_source_key(key, text)
    beside = [file.with_name(f"{file.stem}.import.yaml") for file in files]
    of_all = ColumnOptions.in_file(mapping) if mapping else None
    said = [of_all or (ColumnOptions.in_file(path) if path.is_file() else ColumnOptions()) for path in beside]
    together = ColumnOptions(
        countries={name: code for one in said for name, code in one.countries.items()},
        kinds={name: id for one in said for name, id in one.kinds.items()} | dict(kinds or {}),
        statuses={name: status for one in said for name, status in one.statuses.items()},
        source={key: value for one in said for key, value in one.source.items()} | about,
    )
    return [
        replace(together, map=one.map | columns, set=one.set | given, missing=one.missing, split=one.split | split)
        for one in said
    ]


def _check_source_key(key: str, text: str) -> None:
    """Raise an error if the record of a source cannot hold what an option says."""
    if why := unwritable(text):
        raise CityGraphError(f"--{key}: the text {why}")
    try:
        reader(keys_of(SourceRecord).all[key].holds)(CsvCell(text, ROW), key)
    except Wrong as wrong:
        raise CityGraphError(f"--{key}: {wrong.message}" + (f"; {wrong.hint}" if wrong.hint else "")) from None


def _pairs(options: Iterable[str], form: str) -> Iterator[tuple[str, str]]:
    for option in options:
        if why := unwritable(option):
            raise CityGraphError(f"{form.partition(' ')[0]}: the text {why}")
        target, equals, value = option.partition("=")
        if not equals or not target.strip() or not value:
            raise CityGraphError(f"`{option}` is not of the form {form}")
        yield target.strip(), value.strip() or value  # a delimiter may be a space
