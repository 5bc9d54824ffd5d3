"""The JSON Schema (draft-07) of a graph file, for editors, made from the declarations in
:mod:`citygraph.domain.model`.

It covers what one file alone can show. ``citygraph check`` does the rest, for example references to missing records.
"""

from __future__ import annotations

from typing import Any

from citygraph.domain.docstrings import docstring
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
from citygraph.domain.terms import STATUSES

_DATE = r"\d{4}(-\d{2}(-\d{2})?)?[~?%]?"
# YAML reads `2021` as a number and `true` as a boolean. citygraph takes them as text, so a text allows all three.
_SCALAR = ["string", "number", "boolean"]
_ID = {"type": ["string", "integer"], "pattern": "^[A-Za-z0-9_][A-Za-z0-9_-]*$"}
_DOTTED_ID = {"type": ["string", "integer"], "pattern": "^[A-Za-z0-9_][A-Za-z0-9_.-]*$"}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a whole file, as plain data."""
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
    }


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
    return schema


def _held(holds: Holds) -> dict[str, Any]:
    match holds:
        case Text():
            return {"type": _SCALAR}
        case Number():
            return {"type": "number"}
        case DateText(open=open, period=period):
            form = f"{_DATE}(/({_DATE}|\\.\\.))?" if period else f"{_DATE}|\\.\\." if open else _DATE
            return {"type": ["string", "integer"], "pattern": f"^({form})$"}
        case Choice(values=values):
            return {"enum": list(values)}
        case Status():
            return {"anyOf": [{"enum": list(STATUSES)}, {"type": "array", "items": _record(StatusEntry)}]}
        case Ref(types=types):
            return dict(_DOTTED_ID if "tie" in types else _ID)
        case Id(dots=dots):
            return dict(_DOTTED_ID if dots else _ID)
        case CountryCode(or_record=or_record):
            return dict(_ID) if or_record else {"type": "string", "pattern": "^[A-Z]{2}$"}
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
