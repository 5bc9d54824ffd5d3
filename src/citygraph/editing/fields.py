"""What can be given of a new record, one value at a time: made from the declarations of :mod:`citygraph.domain.model`.

A key of a record is an option. A key of an agreement or a post within it is one, too. Of a list or a mapping, each item
is given by itself: ``--alias``, ``--name zh=景德镇``.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from citygraph.domain.countries import did_you_mean_country, is_code
from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import (
    Choice,
    Coordinates,
    CountryCode,
    DateText,
    Free,
    Holds,
    Id,
    Language,
    ListOf,
    MapOf,
    ObservationRecord,
    RecordOf,
    Ref,
    Status,
    Text,
    Url,
    keys_of,
)
from citygraph.domain.terms import NODE_TYPES, STATED
from citygraph.editing.records import SECTION_OF
from citygraph.folder.csv_text import CsvCell, Mark
from citygraph.folder.values import Wrong, reader
from citygraph.graph.resolve import UnknownName, country_of
from citygraph.world import World

ADDED = ("tie", *NODE_TYPES, "source")
"""The types of records that can be added."""
OF_A_NEW_SOURCE = ("title", "publisher", "published", "retrieved")
"""What can be given of a source beside the record that names it."""
POSTS = "posts"
FIGURES = "observations"
_EVIDENCE = ("source", "quote", "by", "evidence")
_ELSEWHERE = ("id", "files")
"""Keys that have an option of their own, are too rich for one, or follow from a file."""
_OF_A_POST = ("title", "of", "since", "until", "seen", "status")


_OF_A_FIGURE = "A figure with its time: `population=22230, as_of=2021`; other keys as in the format"


class RecordField(NamedTuple):
    """A value that can be given: ``path`` is its place in the record, ``holds`` what one given text means, ``key`` the
    name of its option, ``several`` is True if it can be given several times."""

    path: tuple[str, ...]
    holds: Holds
    option: str
    about: str
    several: bool = False

    @property
    def metavar(self) -> str:
        """The word for the value in help."""
        if self.option == "kind":
            return "KIND"
        if self.option == "figure":
            return "WHAT=NUMBER"
        if isinstance(self.holds, MapOf):
            return "TAG=TEXT" if isinstance(self.holds.key, Language) else "KEY=TEXT"
        return _METAVARS[type(self.holds)]

    @property
    def help(self) -> str:
        """What the value is for."""
        if isinstance(self.holds, Status):
            return ", ".join(STATED) + "."
        if isinstance(self.holds, CountryCode):
            return "A country: its code, its name, or the id of its record."
        end = "" if self.about.endswith(("…", ".")) else "."
        return f"{self.about}{end}{' Repeat for several.' if self.several else ''}"


_METAVARS = {
    Text: "TEXT",
    DateText: "DATE",
    Choice: "WORD",
    Status: "STATUS",
    Ref: "NAME",
    CountryCode: "COUNTRY",
    Coordinates: "LATITUDE,LONGITUDE",
    Language: "TAG",
    Url: "URL",
    Id: "ID",
    Free: "TEXT",
}


@cache
def fields_of(type: str) -> Mapping[str, RecordField]:
    """What can be given of a record of a type, by option. What it is called is not among them, as it needs no option:
    see ``called``."""
    record = SECTION_OF[type].record
    found = {}
    for field in _fields(record, ()):
        is_taken = type != "source" and field.option in OF_A_NEW_SOURCE
        option = f"{type}-{field.option}" if is_taken else field.option
        found[option] = field._replace(option=option)
    return found


def called(type: str) -> str:
    """The key with the name of a record of a type; of a tie there is none."""
    return {"tie": "", "source": "title"}.get(type, "name")


def _fields(record: type, path: tuple[str, ...]) -> Iterator[RecordField]:
    for name, key in keys_of(record).all.items():
        holds, here = key.holds, (*path, name)
        if name in _EVIDENCE or name in _ELSEWHERE or (name == "name" and not path):
            continue
        if path == (POSTS,) and name not in _OF_A_POST:
            continue
        if name == FIGURES:
            if not path:
                yield RecordField(here, ListOf(RecordOf(ObservationRecord)), "figure", _OF_A_FIGURE, several=True)
        elif isinstance(holds, RecordOf):
            yield from _fields(holds.type, here)
        elif isinstance(holds, ListOf) and isinstance(holds.item, RecordOf):
            yield from _fields(holds.item.type, here)
        elif isinstance(holds, ListOf) and name != "between":
            yield RecordField(here, holds.item, _dashed(_one(name)), key.about, several=True)
        elif isinstance(holds, MapOf):
            yield RecordField(here, holds, _dashed(_one(name)), key.about, several=True)
        else:
            inner = holds.item if isinstance(holds, ListOf) else holds
            option = "post" if here == (POSTS, "title") else name
            yield RecordField(here, inner, _dashed(option), key.about)


def _one(name: str) -> str:
    """The word for one item of a key in the plural."""
    if name.endswith("ses"):
        return name[:-2]
    return name[:-1] if name.endswith("s") else name


def _dashed(name: str) -> str:
    return name.replace("_", "-")


# ------------------------------------------------------------------ from a text to a value


def read(world: World, field: RecordField, text: str) -> Any:
    """The value that a text means, as YAML writes it.

    Raises:
        CityGraphError: if the text is no such value; the message names the option.
    """
    if isinstance(field.holds, Ref):
        return found(world, text, field.holds.types)
    try:
        return _value(world, field.holds, text)
    except ValueError as error:
        raise CityGraphError(f"--{field.option}: {error}") from None


def _value(world: World, holds: Holds, text: str) -> Any:
    if isinstance(holds, MapOf):
        key, sign, value = text.partition("=")
        if not sign:
            form = "zh=景德镇" if isinstance(holds.key, Language) else "wikidata=Q1"
            raise ValueError(f"`{text}` has no `=`; write it like {form}")
        return {_value(world, holds.key, key.strip()): _value(world, holds.value, value.strip())}
    if isinstance(holds, ListOf):
        return _figure(world, text)
    if isinstance(holds, CountryCode):
        return _country(world, holds, text)
    if isinstance(holds, Coordinates):
        return _coordinates(text)
    cell = CsvCell(text, Mark(0))
    try:
        reader(holds)(cell, "it")
    except Wrong as wrong:
        raise ValueError("; ".join(filter(None, (_said(wrong.message), _said(wrong.hint))))) from None
    return text


_FIGURE_KEYS = {key: one.holds for key, one in keys_of(ObservationRecord).all.items()
                if key not in ("property", *_EVIDENCE, "notes", "tags")}  # fmt: skip


def _figure(world: World, text: str) -> dict[str, Any]:
    """The figure of a text such as ``population=22230, as_of=2021``."""
    pairs = [[part.strip() for part in pair.partition("=")[::2]] for pair in text.split(",")]
    (property, number), *others = pairs
    if not property or not all(value for _, value in pairs):
        raise ValueError(f"`{text}` is no figure; write it like population=22230, as_of=2021")
    figure = {"property": property}
    for key, value in [("value", number), *others]:
        key = key.replace("-", "_")
        if key not in _FIGURE_KEYS:
            raise ValueError(f"a figure has no `{key}`; it has {', '.join(_FIGURE_KEYS)}")
        holds = _FIGURE_KEYS[key]
        figure[key] = found(world, value, holds.types) if isinstance(holds, Ref) else _value(world, holds, value)
    return figure


def _said(words: Any) -> str:
    return str(words() if callable(words) else words)


def _country(world: World, holds: CountryCode, text: str) -> str:
    code = country_of(world.view, text)
    if code is None or not (holds.or_record or is_code(code)):
        hint = did_you_mean_country(text) or "give its ISO 3166-1 code"
        raise ValueError(f"there is no country `{text}`; {hint}")
    return code


_NUMBERS = re.compile(r"\s*([-+]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*", re.ASCII)


def _coordinates(text: str) -> list[str]:
    pair = _NUMBERS.fullmatch(text)
    if pair is None:
        raise ValueError(
            f"`{text}` is no latitude and longitude; write two numbers with decimal points, as 40.43,29.72"
        )
    latitude, longitude = pair.groups()
    if abs(float(latitude)) > 90 or abs(float(longitude)) > 180:
        raise ValueError(f"`{text}` lies nowhere: a latitude is -90 to 90, a longitude -180 to 180, the latitude first")
    return [latitude, longitude]


def found(world: World, text: str, types: tuple[str, ...]) -> str:
    """The id of the record that a text names, of one of some types.

    Raises:
        UnknownName: if there is none; its way out is the line that adds one.
        AmbiguousName: if there are several.
    """
    try:
        return world.resolve(text, types)
    except UnknownName as unknown:
        first = next((type for type in types if type in ADDED and type != "tie"), None)
        if "country" in types and country_of(world.view, text) is not None:
            first = "country"
        if first is not None:
            unknown.way_out = f"to add it: citygraph add {first} {shlex.quote(text)}"
        raise
