"""A mapping file: what the user says about an import, in YAML beside the data. Its keys have the names of options."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TypedDict

import yaml

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import (
    Choice,
    CountryCode,
    Key,
    ListOf,
    MapOf,
    Number,
    RecordOf,
    SourceRecord,
    Text,
    keys_of,
)
from citygraph.domain.names import did_you_mean
from citygraph.domain.terms import NODE_TYPES, STATUSES
from citygraph.folder import yaml_text
from citygraph.folder.access import NotRead, open_source
from citygraph.folder.diagnostics import Diagnostic
from citygraph.folder.parser import RecordReader
from citygraph.folder.rules import HIDDEN_CHARACTER, MIXED_SCRIPTS, UNKNOWN_KEY
from citygraph.folder.yaml_composer import compose
from citygraph.imports.columns.mapping import ColumnMapping
from citygraph.imports.options import FIELDS, KEYS, SIGNS, FileOptions, sign_called
from citygraph.imports.readers import sources
from citygraph.imports.values.calendars import CALENDARS

_SourceKeys = TypedDict(
    "_SourceKeys",
    {
        "id": Annotated[str, Key(Text(), "Its id")],
        **{name: Annotated[Any, key] for name, key in keys_of(SourceRecord).all.items()},  # type: ignore[misc]
    },
    total=False,
)
_SWITCH = Choice(("true", "false"))
_MappingFile = TypedDict(
    "_MappingFile",
    {
        "from": Annotated[str, Key(Choice(tuple(sources())), "The format of the file")],
        "sheet": Annotated[str, Key(Text(), "The sheet of a workbook: its name or number")],
        "encoding": Annotated[str, Key(Text(), "The encoding of the text")],
        "no-header": Annotated[str, Key(_SWITCH, "`true` if the first row is data")],
        "header-row": Annotated[int, Key(Number(), "The line, or in a workbook the row, of the header")],
        "delimiter": Annotated[str, Key(Text(), "The character between cells")],
        "at": Annotated[str, Key(Text(), "Where the list is in a JSON file")],
        "date-order": Annotated[str, Key(Choice(("dmy", "mdy", "serial")), "What comes first in a date")],
        "calendar": Annotated[str, Key(Choice(tuple(CALENDARS)), "The calendar of the years")],
        "decimal": Annotated[str, Key(Choice((".", ",")), "The decimal sign of numbers")],
        "map": Annotated[dict[str, Any], Key(MapOf(Text(), ListOf(Text(), or_one=True)), "Targets, and their columns")],
        "set": Annotated[dict[str, str], Key(MapOf(Text(), Text()), "Targets, and their values in every row")],
        "split": Annotated[
            dict[str, str],
            Key(MapOf(Text(), Text()), "Columns whose cells hold several names, and what stands between them"),
        ],
        "fill-down": Annotated[
            list[str], Key(ListOf(Text(), or_one=True), "Columns whose empty cells mean the one above")
        ],
        "missing": Annotated[list[str], Key(ListOf(Text(), or_one=True), "The file's own words for no value")],
        "countries": Annotated[
            dict[str, str], Key(MapOf(Text(), CountryCode(or_record=False)), "Names of countries, and their codes")
        ],
        "kinds": Annotated[dict[str, str], Key(MapOf(Text(), Text()), "The file's words for kinds, and their ids")],
        "statuses": Annotated[
            dict[str, str], Key(MapOf(Text(), Choice(STATUSES)), "The file's words for statuses, and what they mean")
        ],
        "type": Annotated[str, Key(Choice(NODE_TYPES), "The type of the nodes")],
        "kind": Annotated[str, Key(Text(), "The kind of the ties")],
        "new-kind": Annotated[str, Key(Text(), "A kind that citygraph lacks, and its family")],
        "source": Annotated[dict[str, Any], Key(RecordOf(_SourceKeys), "The record of the source, and its id")],
        "as": Annotated[str, Key(Choice(("csv", "yaml")), "Tables, or YAML throughout")],
        "link": Annotated[str, Key(_SWITCH, "`true` to use the folder's own records")],
        "fill": Annotated[str, Key(_SWITCH, "`true` to fill in what these lack")],
    },
    total=False,
)
_PASSED_OVER = (HIDDEN_CHARACTER.code, MIXED_SCRIPTS.code)
"""A column may be called as it likes."""


def read(path: Path) -> FileOptions:
    """Read a mapping file.

    Raises:
        CityGraphError: if there are mistakes in it; the message has the place of each, its section, and what would be
            accepted.
    """
    try:
        with open_source(path) as opened:
            document, problems = yaml_text.read(opened, str(path))
    except NotRead as reason:
        raise CityGraphError(f"{path}: {reason}") from None
    if document is None:
        raise _wrong(path, problems, {})
    sections: dict[str, tuple[yaml_text.Scalar, Any]] = {}

    def take(key: yaml_text.Scalar, value: Any, whole: bool) -> None:
        _, before = sections.get(key.value, (key, None))
        if isinstance(before, yaml_text.YamlMapping) and isinstance(value, yaml_text.YamlMapping):
            value.entries = {**before.entries, **value.entries}
        sections[key.value] = key, value

    value, told = compose(document, take)
    problems = [*problems, *told]
    said: dict[str, Any] = {}
    begins: dict[tuple[int, int], str] = {}
    places: dict[str, str] = {}
    if isinstance(value, yaml_text.YamlMapping):
        reader = RecordReader(document)
        whole = yaml_text.YamlMapping(value.start_mark, value.end_mark, [], sections)
        said = reader.mapping(_MappingFile, whole, "the file")
        problems += [one for one in reader.diagnostics if one.code not in _PASSED_OVER]
        for name, (key, held) in sections.items():
            span = document.span(*yaml_text.place(key))
            begins[span.line, span.column] = name
            places[name] = f"{path}:{span.line}:{span.column}"
            for text, (key, _) in held.entries.items() if isinstance(held, yaml_text.YamlMapping) else ():
                span = document.span(*yaml_text.place(key))
                places[f"{name}.{text}"] = f"{path}:{span.line}:{span.column}"
    elif not problems and value is not None and not yaml_text.is_null(value):
        raise CityGraphError(f"{path}: a mapping file has sections, such as `map:` and `set:`")
    if problems:
        raise _wrong(path, problems, begins)
    options = {FIELDS[key]: _plain(places[key], key, found) for key, found in said.items()}
    return FileOptions(places=places, **options)


def _wrong(path: Path, problems: Iterable[Diagnostic], sections: dict[tuple[int, int], str]) -> CityGraphError:
    """The first mistake of a file, and how many others there are. ``sections`` are by the line and column where they
    begin."""
    first, *others = problems
    place = first.span.line, first.span.column
    section = next((sections[at] for at in sorted(sections, reverse=True) if at <= place), "")
    hint = first.hint
    if first.code == UNKNOWN_KEY.code and section not in KEYS:
        hint = did_you_mean(section, list(KEYS)) or f"its keys are {', '.join(KEYS)}"
        section = ""
    is_named = not section or f"`{section}`" in first.message
    told = ("" if is_named else f"under `{section}`: ") + first.message + (f"; {hint}" if hint else "")
    more = f" (and {len(others)} more mistake{'s' * (len(others) > 1)})" if others else ""
    return CityGraphError(f"{path}:{place[0]}:{place[1]}: {told}{more}")


def _plain(where: str, key: str, found: Any) -> Any:
    """A value of a mapping file as options hold it."""
    if key in ("no-header", "link", "fill"):
        return found == "true"
    if key == "header-row" and (found != int(found) or found < 1):
        raise CityGraphError(f"{where}: header-row: {found} is no row; the first is 1")
    if key == "delimiter":
        return sign_called(found)
    if key == "split":
        return {column: sign_called(sign) for column, sign in found.items()}
    return int(found) if key == "header-row" else found


def text_of(said: FileOptions, plans: Iterable[ColumnMapping]) -> str:
    """The text of a mapping file that says the same as options, and what the plan of a file has made of its columns.
    Columns that are not read are named in comments."""
    plans = list(plans)
    columns: dict[str, list[str]] = {}
    constants: dict[str, str] = {}
    for plan in plans:
        several = [other for other in plans if other.shape == plan.shape and other.uses == plan.uses]
        constants |= {
            target: text
            for target, text in plan.constants.items()
            if all(other.constants.get(target) == text for other in several)
        }
        for target, names in plan.columns.items():
            if any(other.columns.get(target) != names for other in several):
                continue  # columns side by side make several ties or figures: they are found again by their names
            known = columns.setdefault(target, [])
            known += [name for name in names if name not in known]
    unread = [use for plan in plans for use in plan.uses if not use.target]
    sections: dict[str, Any] = {key: getattr(said, field) for key, field in FIELDS.items()}
    sections["map"] = {target: names[0] if len(names) == 1 else names for target, names in columns.items()}
    sections["set"] = {**constants, **said.set}
    sections["split"] = {column: _called(sign) for column, sign in said.split.items()}
    sections["delimiter"] = said.delimiter and _called(said.delimiter)
    text = ""
    for key, value in sections.items():
        if value not in (None, False, "", {}, []):
            text += _dumped({key: value})
        if key == "map":
            for use in dict.fromkeys(unread):
                samples = json.dumps(", ".join(use.samples), ensure_ascii=False)[1:-1]
                text += f"#  TARGET: {json.dumps(use.column, ensure_ascii=False)}  # {samples}\n"
    return text


def _dumped(section: dict[str, Any]) -> str:
    text: str = yaml.safe_dump(section, allow_unicode=True, sort_keys=False, width=1000)
    if any(unicodedata.category(sign) in _UNSEEN for sign in text.replace("\n", "")):  # YAML takes escapes only
        text = yaml.safe_dump(section, allow_unicode=False, sort_keys=False, width=1000)
    return text


_UNSEEN = ("Cc", "Cn", "Co", "Cs", "Zl", "Zp")
"""The categories of characters that are no letters, signs or spaces."""


def _called(sign: str) -> str:
    """What a sign is called that would not be seen."""
    return next((name for name, one in SIGNS.items() if one == sign), sign)
