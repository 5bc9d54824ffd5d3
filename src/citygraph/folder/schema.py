"""The JSON Schema (draft-07) of a graph file, for editors, made from the declarations in
:mod:`citygraph.domain.model`.

It covers what one file alone can show. ``citygraph check`` does the rest, for example references to missing records.

Where a file names a kind or a record, an editor offers those of ``definitions``, each with what it stands for. The
schema allows any other id, too: since it was written, the folder may have got more records. So it allows the same files
whether it has the ids of a folder or not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from citygraph.domain.countries import codes
from citygraph.domain.docstrings import docstring
from citygraph.domain.kinds import Kind
from citygraph.domain.model import (
    SECTIONS,
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
    Number,
    RecordOf,
    Ref,
    Status,
    StatusEntry,
    Text,
    TieRecord,
    Url,
    keys_of,
)
from citygraph.domain.terms import MEANINGS, NODE_TYPES, STATUSES

_DATE = r"\d{4}(-\d{2}(-\d{2})?)?[~?%]?"
# YAML reads `2021` as a number and `true` as a boolean. citygraph takes them as text, so a text allows all three. But
# where a schema names the type of booleans, editors offer `true` and `false`: so it forbids what is none of the three.
_TEXT = {"anyOf": [{"type": ["string", "number"]}, {"if": {"type": "boolean"}, "else": False}]}
_ID = {"type": ["string", "integer"], "pattern": "^[A-Za-z0-9_][A-Za-z0-9_-]*$"}
_DOTTED_ID = {"type": ["string", "integer"], "pattern": "^[A-Za-z0-9_][A-Za-z0-9_.-]*$"}


Ids = Mapping[str, Mapping[str, str]]
"""The ids of records by type, each with what it stands for."""


def schema_text(kinds: Iterable[Kind], ids: Ids | None = None) -> str:
    """The JSON Schema of a file as ``citygraph schema`` prints it."""
    return json.dumps(json_schema(kinds, ids or {}), indent=2, ensure_ascii=False) + "\n"


def json_schema(kinds: Iterable[Kind], ids: Ids) -> dict[str, Any]:
    """The JSON Schema of a whole file, as plain data, with the ``kinds`` and ``ids`` that editors are to offer."""
    sections = {}
    for section in SECTIONS:
        record = _record(section.record)
        about = docstring(section.record)
        if section.listed:
            sections[section.key] = {"description": about, "type": "array", "items": record}
        else:
            sections[section.key] = {
                "description": about,
                "type": "object",
                "propertyNames": {"pattern": _ID["pattern"]},
                "additionalProperties": record,
            }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A file of a citygraph folder",
        "type": "object",
        "properties": sections,
        "additionalProperties": False,
        "definitions": {
            "text": _TEXT,
            "status": _offered(dict(zip(STATUSES, MEANINGS, strict=True))),
            "country-code": _offered(codes()),
            "kind": _with({kind.id: _meaning(kind) for kind in kinds}),
            **{type: _with(ids.get(type)) for type in (*NODE_TYPES, "source")},
            "tie": _DOTTED_ID,
        },
    }


def _offered(words: Mapping[str, str]) -> dict[str, Any]:
    """One of ``words``. Editors show what each stands for: ``enumDescriptions`` is a keyword of theirs, not one of JSON
    Schema itself."""
    return {"enum": list(words), "enumDescriptions": list(words.values())}


def _with(known: Mapping[str, str] | None) -> dict[str, Any]:
    """An id. Editors offer those that are ``known``."""
    return {"anyOf": [_offered(known), _ID]} if known else _ID


def _meaning(kind: Kind) -> str:
    """How a tie of a kind is written, and how it reads."""
    if kind.symmetric:
        return f"between A and B: A {kind.label} B"
    return f"from A to B: A {kind.label} B; B {kind.inverse} A"


def _one_of(*definitions: str) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/definitions/{name}"} for name in definitions]}


def _record(type: type) -> dict[str, Any]:
    keys = keys_of(type)
    properties = {name: {"description": key.about, **_held(key.holds)} for name, key in keys.all.items()}
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [name for name in keys.all if name in keys.required]
    if required:
        schema["required"] = required
    if type is TieRecord:
        schema["oneOf"] = [{"required": ["between"]}, {"required": ["from", "to"]}]
        schema["properties"]["between"] |= {"minItems": 2, "maxItems": 2, "uniqueItems": True}
        schema["properties"]["kind"] = {"description": keys.all["kind"].about, **_one_of("kind")}
    return schema


def _held(holds: Holds) -> dict[str, Any]:
    match holds:
        case Text():
            return _one_of("text")
        case Number():
            return {"type": "number"}
        case DateText(open=open, period=period):
            form = f"{_DATE}(/({_DATE}|\\.\\.))?" if period else f"{_DATE}|\\.\\." if open else _DATE
            return {"type": ["string", "integer"], "pattern": f"^({form})$"}
        case Choice(values=values):
            return {"enum": list(values)}
        case Status():
            return {"anyOf": [*_one_of("status")["anyOf"], {"type": "array", "items": _record(StatusEntry)}]}
        case Ref(types=types):
            return _one_of(*types)
        case Id(dots=dots):
            return dict(_DOTTED_ID if dots else _ID)
        case CountryCode(or_record=or_record):
            return _one_of("country-code", *(("country",) if or_record else ()))
        case Coordinates():
            latitude = {"type": "number", "minimum": -90, "maximum": 90}
            longitude = {"type": "number", "minimum": -180, "maximum": 180}
            return {"type": "array", "items": [latitude, longitude], "minItems": 2, "maxItems": 2}
        case Language():
            return {"type": "string"}
        case Url():
            return {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}
        case Free():
            return {}
        case ListOf(item=item, or_one=or_one):
            many = {"type": "array", "items": _held(item)}
            return {"anyOf": [_held(item), many]} if or_one else many
        case MapOf(value=value):
            return {"type": "object", "additionalProperties": _held(value)}
        case RecordOf(type=type):
            return _record(type)
