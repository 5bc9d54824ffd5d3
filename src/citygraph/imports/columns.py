"""The meaning of the columns of a foreign file: each *target* of a record, and the columns that it is read from.

Targets are the keys of records: ``name``, ``since``, ``identifiers.wikidata``, ``observations.population``. The keys of
the ends of a tie stand behind ``from.`` and ``to.``, those of the place of a post behind ``of.``. There are five more
targets: ``key`` (the id of a thing in the file), ``id`` (the id that it should get), ``type``, ``lat`` and ``lon``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, TypedDict

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import (
    CityRecord,
    CountryCode,
    CountryRecord,
    EventRecord,
    Holds,
    Key,
    ListOf,
    MapOf,
    ObservationRecord,
    OfficialRecord,
    OrganizationRecord,
    PostRecord,
    RecordOf,
    SourceRecord,
    Text,
    TieRecord,
    keys_of,
)
from citygraph.domain.names import did_you_mean, visible
from citygraph.folder import yaml_text
from citygraph.folder.access import NotRead, open_source
from citygraph.folder.csv_text import ROW, CsvCell
from citygraph.folder.parser import RecordReader
from citygraph.folder.values import Wrong, reader
from citygraph.imports.parsing import unwritable
from citygraph.imports.readers import Sort

Shape = str
"""What a row describes: ``tie``, ``post`` (of an official) or ``node``."""

ENDS = {"tie": ("from", "to"), "post": ("", "of"), "node": ("",)}
"""The nodes in a row of each shape, by the prefix of their targets."""

NODE_RECORDS: dict[str, type] = {
    "city": CityRecord,
    "country": CountryRecord,
    "official": OfficialRecord,
    "organization": OrganizationRecord,
    "event": EventRecord,
}
FACT_RECORDS = {"tie": TieRecord, "post": PostRecord}
_OWN_TARGETS = ("key", "id", "type", "lat", "lon")
_NOT_MAPPED = {"evidence", "source", "by", "quote", "posts", "observations", "between", "from", "to", "of", "history",
               "part_of"}  # fmt: skip
_FIGURES = "observations"


def holds(record: type, target: str) -> Holds | None:
    """What a target of a record type holds; None if there is no such target."""
    keys = keys_of(record).all
    outer, dot, inner = target.partition(".")
    if not dot:
        key = keys.get(target)
        return key.holds if key and target not in _NOT_MAPPED and not _is_nested(key.holds) else None
    if outer == _FIGURES and outer in keys and inner:
        _, dot, of_figure = inner.partition(".")
        figure = keys_of(ObservationRecord).all
        return figure[of_figure or "value"].holds if not dot or of_figure in _OF_A_FIGURE else None
    held = keys[outer].holds if outer in keys else None
    if isinstance(held, RecordOf):
        within = keys_of(held.type).all.get(inner)
        return within.holds if within else None
    return held.value if isinstance(held, MapOf) and inner else None


_OF_A_FIGURE = ("as_of", "period", "unit", "bound")


def _is_nested(holds: Holds) -> bool:
    return isinstance(holds, MapOf | RecordOf) or (isinstance(holds, ListOf) and isinstance(holds.item, RecordOf))


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How to read rows of one shape: the columns of each target, of which the first with a value counts; and constants
    for targets without a value."""

    shape: Shape
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]

    def read(self, values: Mapping[str, str]) -> dict[str, str]:
        """The texts of a row, by target."""
        found = dict(self.constants)
        for target, columns in self.columns.items():
            if target.rpartition(".")[2] == "notes":  # in notes, each text follows the name of its column
                words = "; ".join(f"{column}: {values[column]}" for column in columns if values.get(column))
            else:
                words = next((values[column] for column in columns if values.get(column)), "")
            if words:
                found[target] = words
        return found

    def __str__(self) -> str:
        """The plan in words, for the report."""
        pairs = [f"{', '.join(columns)} → {target}" for target, columns in self.columns.items()]
        pairs += [f"{target} is {text}" for target, text in self.constants.items()]
        return f"each row is a {self.shape}: " + "; ".join(pairs)

    @property
    def taken(self) -> set[str]:
        """The columns that are read."""
        return {column for columns in self.columns.values() for column in columns}

    def keys_of_nodes(self) -> set[str]:
        """The keys of nodes that the plan can fill in."""
        keys = {target.removeprefix(f"{prefix}.").partition(".")[0] for target in (*self.columns, *self.constants)
                for prefix in ENDS[self.shape]}  # fmt: skip
        return keys | ({"coordinates"} if keys & {"lat", "lon"} else set()) | {"posts"}

    def keys_of_ties(self) -> set[str]:
        """The keys of ties that the plan can fill in."""
        if self.shape != "tie":
            return set()
        keys = {target.partition(".")[0] for target in (*self.columns, *self.constants)}
        # ``called`` takes the register's word for a kind, and ``on`` the date of an occurrence.
        made = {"kind": "called", "since": "on", "until": "on"}
        return keys | {made[key] for key in keys & made.keys()}


# ------------------------------------------------------------------ what the user says


class _MappingFile(TypedDict, total=False):
    """A mapping file."""

    map: Annotated[dict[str, Any], Key(MapOf(Text(), ListOf(Text(), or_one=True)), "Targets, and their columns")]
    set: Annotated[dict[str, str], Key(MapOf(Text(), Text()), "Targets, and their values in every row")]
    countries: Annotated[
        dict[str, str], Key(MapOf(Text(), CountryCode(or_record=False)), "Names of countries, and their codes")
    ]
    kinds: Annotated[dict[str, str], Key(MapOf(Text(), Text()), "The file's words for kinds, and their ids")]
    source: Annotated[SourceRecord, Key(RecordOf(SourceRecord), "The source record")]


@dataclass(slots=True)
class ColumnOptions:
    """What the user says about the columns of a file, on the command line or in a mapping file."""

    map: dict[str, list[str]] = field(default_factory=dict)
    set: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
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
        for problem in problems:
            where = f"{path}:{problem.span.line}:{problem.span.column}"
            raise CityGraphError(f"{where}: {problem.message}" + (f"; {problem.hint}" if problem.hint else ""))
        return cls(**said)


def said_of(
    files: Iterable[Path],
    mapping: Path | None,
    pairs: Iterable[str],
    constants: Iterable[str],
    about: Mapping[str, Any],
) -> ColumnOptions:
    """What the user says in a mapping file and in options. ``pairs`` are ``target=column``, ``constants`` are
    ``target=value``, and ``about`` has keys of the source's record.

    Options override the file. Without a ``mapping``, each file's ``<name>.import.yaml`` beside it is read, if there is
    one.

    Raises:
        CityGraphError: if an option has no ``=``, if no file can hold what one says, or if there is a mistake in a
            mapping file.
    """
    beside = [file.with_name(f"{file.stem}.import.yaml") for file in files]
    said = ColumnOptions()
    for path in [mapping] if mapping else [path for path in beside if path.is_file()]:
        one = ColumnOptions.in_file(path)
        said = ColumnOptions(
            said.map | one.map,
            said.set | one.set,
            said.countries | one.countries,
            said.kinds | one.kinds,
            said.source | one.source,
        )
    columns: dict[str, list[str]] = {}
    for target, column in _pairs(pairs, "--map TARGET=COLUMN"):
        columns.setdefault(target, []).append(column)
    given = dict(_pairs(constants, "--set TARGET=VALUE"))
    about = {key: text for key, text in about.items() if text}
    for key, text in about.items():
        _check_source_key(key, text)
    return ColumnOptions(said.map | columns, said.set | given, said.countries, said.kinds, said.source | about)


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
        if not equals or not target.strip() or not value.strip():
            raise CityGraphError(f"`{option}` is not of the form {form}")
        yield target.strip(), value.strip()


# ------------------------------------------------------------------ plans


def plan(columns: Iterable[str], sort: Sort, said: ColumnOptions, type: str) -> ColumnMapping:
    """The plan for rows with these columns: as the user says, and otherwise as the names of the columns suggest.

    Raises:
        CityGraphError: if the user names a target that does not exist, or if no column identifies the node or the ends.
    """
    columns = list(columns)
    mapped = {target: tuple(names) for target, names in said.map.items() if any(name in columns for name in names)}
    shape = _shape(sort, {*mapped, *said.set}, columns, type)
    for target in (*mapped, *said.set):
        _check(target, shape)
    free = [column for column in columns if not any(column in names for names in mapped.values())]
    found = {**{target: names for target, names in _guessed(free, shape).items() if target not in said.map}, **mapped}
    _check_enough(shape, found, columns)
    return ColumnMapping(shape, found, said.set)


def _shape(sort: Sort, targets: set[str], columns: list[str], type: str) -> Shape:
    sides = {word for column in columns for word in _words(column) if _SIDE_OF.get(word) == "to"}
    if sort == "tie" or any(target.partition(".")[0] in ENDS["tie"] for target in targets):
        return "tie"
    if sort == "table" and type == "official":
        return "post"
    return "tie" if sort == "table" and sides else "node"


def _is_target(target: str, shape: Shape) -> bool:
    if shape in FACT_RECORDS and holds(FACT_RECORDS[shape], target) is not None:
        return True
    for prefix in ENDS[shape]:
        start = f"{prefix}." if prefix else ""
        if target.startswith(start) and _is_of_a_node(target.removeprefix(start)):
            return True
    return target in ENDS[shape]


def _is_of_a_node(target: str) -> bool:
    return target in _OWN_TARGETS or any(holds(record, target) is not None for record in NODE_RECORDS.values())


def _check(target: str, shape: Shape) -> None:
    if not _is_target(target, shape):
        of_ends = [f"{prefix}.{key}" if prefix else key for prefix in ENDS[shape]
                   for key in (*keys_of(CityRecord).all, *_OWN_TARGETS)]  # fmt: skip
        known = [*of_ends, *(keys_of(FACT_RECORDS[shape]).all if shape in FACT_RECORDS else ())]
        hint = did_you_mean(target, [name for name in known if name not in _NOT_MAPPED])
        raise CityGraphError(f"there is no `{target}` to map to" + (f"; {hint}" if hint else ""))


def _check_enough(shape: Shape, found: Mapping[str, tuple[str, ...]], columns: list[str]) -> None:
    for prefix in ENDS[shape]:
        start = f"{prefix}." if prefix else ""
        who = (f"{start}key", f"{start}name", prefix or "key")
        if not any(target in who or target.startswith(f"{start}identifiers.") for target in found):
            shown = ", ".join(map(visible, columns[:12])) + (" …" if len(columns) > 12 else "")
            target = f"{start}name"
            ways = f"name one with --map {target}=COLUMN"
            if shape == "node" and len(columns) > 1:
                ways += "; if each row is a tie, name both ends with --map from.name=COLUMN --map to.name=COLUMN"
            raise CityGraphError(f"no column has the `{target}`; the columns are {shown}; {ways}")


# ------------------------------------------------------------------ guessing from the names of columns

_SIDES = {
    "from": ("from", "origin", "source", "1", "a"),
    "to": ("to", "dest", "destination", "target", "twin", "twinned", "partner", "sister", "2", "b"),
}
_SIDE_OF = {word: side for side, words in _SIDES.items() for word in words}
_PLACES = {"city", "town", "municipality", "place", "commune", "node", "item"}
_GENERAL = {"name": "name", "label": "name", "id": "key", "key": "key", "type": "type"}
_OF_A_NODE = {
    "country": ("country", "nation", "iso"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
    "coordinates": ("coordinates", "coordinate", "coords", "coord", "location", "geo", "point"),
    "observations.population": ("population", "pop"),
    "identifiers.wikidata": ("wikidata", "qid"),
    "identifiers.geonames": ("geonames", "geonameid"),
    "identifiers.unlocode": ("unlocode", "locode"),
    "level": ("level",),
    "aliases": ("aliases", "alias"),
}
_OF_A_TIE = {
    "kind": ("kind", "relation", "relationship"),
    "since": ("since", "start", "begin", "established", "started"),
    "until": ("until", "end", "ended", "dissolved"),
    "status": ("status",),
    "subject": ("subject", "subjects", "theme", "themes", "field", "topic"),
    "title": ("title", "post", "office", "position", "function"),
    "notes": ("notes", "note", "remarks", "remark", "comment", "comments"),
    "agreement.signed": ("signed", "signature"),
    "agreement.expires": ("expires", "expiry"),
}
_NODE_WORDS = {word: target for target, words in _OF_A_NODE.items() for word in words}
_TIE_WORDS = {word: target for target, words in _OF_A_TIE.items() for word in words}
_FILLING = {"date", "year", "day", "of", "in", "the", "code"}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")


def _words(column: str) -> list[str]:
    """The words in a column's name, however they are joined: ``twinCityLabel``, ``Twin city: label``."""
    return [word.lower() for word in _WORD.findall(column)]


def _guessed(columns: list[str], shape: Shape) -> dict[str, tuple[str, ...]]:
    """The targets that the names of columns suggest, with their columns."""
    found: dict[str, tuple[str, ...]] = {}
    for column in columns:
        if column.isdigit():
            continue  # there is no header
        # A column may have the name of a target, as in citygraph's own tables. But `id` can mean anything.
        target = column if column != "id" and _is_target(column, shape) else _target_of(_words(column), shape)
        if target:
            found[target] = (*found.get(target, ()), column)
    for one, other in (("from", "to"), ("to", "from")):  # "city, twin": if one end is given by name, so is the other
        if one in found and other not in found and f"{other}.name" in found:
            found.setdefault(f"{one}.name", found.pop(one))
    return found


def _target_of(words: list[str], shape: Shape) -> str | None:
    """The target that the words of a column's name suggest; None if they suggest none, or several.

    In a tie, a column that names neither end belongs to the first end. In an official's row, a column that names a
    place belongs to the place of the post.
    """
    side = next((_SIDE_OF[word] for word in words if word in _SIDE_OF), "") if shape == "tie" else ""
    is_dated = not _FILLING.isdisjoint(words)
    is_of_a_place = not _PLACES.isdisjoint(words)
    telling = [word for word in words if not (word in _PLACES or word in _FILLING or (side and word in _SIDE_OF))]
    if shape != "node" and len(telling) == 1 and not side and not is_of_a_place and telling[0] in _TIE_WORDS:
        return _TIE_WORDS[telling[0]]
    general = [_GENERAL[word] for word in telling if word in _GENERAL]
    special = [_NODE_WORDS[word] for word in telling if word in _NODE_WORDS]
    if len(general) + len(special) < len(telling) or len(special) > 1 or (special == ["country"] and "key" in general):
        return None
    if not (telling or side or is_of_a_place):
        return None
    inner = special[0] if special else general[-1] if general else "name" if is_of_a_place else "key"
    if inner.startswith(_FIGURES) and is_dated:
        inner += ".as_of"
    if shape == "tie":
        if not (side or is_of_a_place or special):
            return None  # the id and the label of the tie itself
        prefix = side or "from"
    else:
        prefix = "of" if shape == "post" and (is_of_a_place or special) else ""
    if inner == "key" and prefix:
        return prefix
    return f"{prefix}.{inner}" if prefix else inner
