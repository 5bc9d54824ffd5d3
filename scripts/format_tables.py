"""Write into docs/format.md the tables of keys, between ``<!-- keys: CityRecord -->`` and ``<!-- /keys -->``.

python scripts/format_tables.py
"""

import re
from pathlib import Path

from citygraph.domain import model
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
    Number,
    RecordOf,
    Ref,
    SourcedRecord,
    Status,
    Text,
    Url,
    keys_of,
)
from citygraph.domain.terms import ANYBODY, NODE_TYPES, STATUSES

PAGE = Path(__file__).parents[1] / "docs/format.md"

_BLOCK = re.compile(r"(<!-- keys: (\w+) -->\n).*?(<!-- /keys -->)", re.DOTALL)
_WORDS: dict[type, str] = {
    Text: "text",
    Number: "number",
    Status: "[status](#status-and-its-life): one, or a dated list",
    Coordinates: "`[latitude, longitude]`",
    Language: "language tag",
    Url: "web address",
    Id: "[id](#ids)",
    Free: "anything",
}
_RECORDS = {
    "ObservationRecord": "[figures](#figures)",
    "PostRecord": "[posts](#posts)",
    "EvidenceRecord": "items with `source`, `by`, `quote`",
    "TieEvidenceRecord": "items with `source`, `status`, `by`, `quote`",
    "AgreementRecord": "[an agreement](#agreements)",
}
_SHARED = ("tags", "source", "by", "quote", "evidence", "notes")


def holds(what: Holds) -> str:
    """What a key may hold, in words for people."""
    match what:
        case DateText(open=open, period=period):
            return "[date](#dates)" + (" or period" if period else "") + (", or `..`" if open else "")
        case Choice(values=values):
            if values == STATUSES:
                return "[status](#status-and-its-life)"
            return "type of node" if values == NODE_TYPES else "one of " + ", ".join(f"`{value}`" for value in values)
        case Ref(types=types):
            return "id of " + _any_of(types)
        case CountryCode(or_record=or_record):
            return "country code" + (", or id of a country" if or_record else "")
        case ListOf(item=RecordOf(type=record)):
            return f"list of {_RECORDS[record.__name__]}"
        case ListOf(item=item, or_one=or_one):
            return f"{holds(item)}, or a list of them" if or_one else f"list, each the {holds(item)}"
        case MapOf(key=key, value=value):
            return f"mapping: {holds(key)} → {holds(value)}"
        case RecordOf(type=record):
            return _RECORDS[record.__name__]
    return _WORDS[type(what)]


def _any_of(types: tuple[str, ...]) -> str:
    if set(types) == set(NODE_TYPES):
        return "any node"
    if set(types) == set(ANYBODY):
        return "any node but an event"
    named = [("an " if type[0] in "aeiou" else "a ") + type for type in types]
    return named[0] if len(named) == 1 else ", ".join(named[:-1]) + " or " + named[-1]


def table(record: type) -> str:
    """The table of a record's keys, in the order in which they are written. Those that every fact can carry are one
    row, which leads to their own table."""
    keys = keys_of(record)
    names = list(keys.all)
    shared: list[str] = []
    if record is SourcedRecord:
        names = list(_SHARED)
    elif "evidence" in keys.all:
        of_all = keys_of(SourcedRecord).all
        shared = [name for name in _SHARED if name in keys.all and keys.all[name].holds == of_all[name].holds]
    rows = ["| key | what it holds | what for |", "| --- | --- | --- |"]
    for name in names:
        if name not in shared:
            marked = f"`{name}`" + (" **required**" if name in keys.required else "")
            rows.append(f"| {marked} | {holds(keys.all[name].holds)} | {keys.all[name].about} |")
    if shared:
        rows.append(f"| {', '.join(f'`{name}`' for name in shared)} | | [What every fact can carry](#evidence) |")
    return "\n".join(rows) + "\n"


def page(text: str) -> str:
    """The page with its tables as the model is now."""
    return _BLOCK.sub(lambda block: f"{block[1]}\n{table(getattr(model, block[2]))}\n{block[3]}", text)


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
