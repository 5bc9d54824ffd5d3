"""Changes in words and columns: a line for each change for people, and a row for each changed field for
spreadsheets."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from citygraph.graph.tie_facts import Evidence
from citygraph.questions import Column, Naming
from citygraph.questions._columns import BOUND_WORDS, first_words, when
from citygraph.questions._data import as_json
from citygraph.questions.diff.changes import Change, Field, declared

_PLURALS = {"city": "cities", "country": "countries"}
WHOLE = ("added", "removed", "taken")
"""The changes whose row shows the record itself, and not its fields."""


# ------------------------------------------------------------------ words


def called(change: Change, naming: Naming) -> str:
    """The name of the changed record; with its country if another record has the name, too."""
    if change.from_ and change.to and change.what == "tie":
        start, end = naming(change.from_), naming(change.to)
        if (start, end) != (change.from_, change.to):
            return f"{start} {change.label} {end}"
    return change.name


def summary(changes: Sequence[Change]) -> str:
    """The number of each sort of change: ``2 ties added, 1 ended; 1 source added``."""
    parts = []
    for what, several in groupby(changes, key=lambda change: change.what):
        counts = Counter(change.change for change in several)
        first, *others = counts.items()
        said = [
            f"{first[1]} {plural(what, first[1])} {first[0]}",
            *(f"{number} {became}" for became, number in others),
        ]
        parts.append(", ".join(said))
    return "; ".join(parts)


def plural(what: str, number: int) -> str:
    return what if number == 1 else _PLURALS.get(what, f"{what}s")


def in_a_line(change: Change, naming: Naming) -> str:
    """A change in a line: the record, its changed fields and the new sources."""
    said = [called(change, naming)]
    if change.stage:
        said += filter(None, (when(change) if change.change in WHOLE else "", change.stage.word))
    if change.what == "statement":
        said += filter(None, (first_words(change.evidence, naming),))
    line = ", ".join(said)
    differs = "; ".join(differing(change, naming))
    sources = f" ({', '.join(change.sources)})" if change.sources else ""
    return line + (f": {differs}" if differs else "") + sources


def differing(change: Change, naming: Naming) -> list[str]:
    """Field by field, the value before and after. New evidence is left out, since the change has it itself."""
    if change.change in WHOLE:
        return []
    return [line for field in change.fields for line in _in_words(field, naming)]


def _in_words(field: Field, naming: Naming) -> Iterator[str]:
    before, after = field.before, field.after
    if field.field == "evidence":
        for item in before or ():
            if item not in (after or ()):
                yield f"no longer {_evidence(item, naming)}"
        return
    key = field.field.rpartition(".")[2] if field.field.startswith("agreement.") else field.field

    def said(value: Any) -> str:
        return "–" if value is None else _value(key, value, naming)

    if _is_list(before) and _is_list(after):
        new = [said(item) for item in after if item not in before]
        gone = [said(item) for item in before if item not in after]
        if not (len(new) == len(gone) == 1 and field.field.startswith("observations.")):
            signed = [*(f"+ {one}" for one in new), *(f"− {one}" for one in gone)]
            yield f"{_label(field.field)}: {', '.join(signed) or 'evidence'}"
            return
        before, after = gone, new
    yield f"{_label(field.field)}: {said(before)} → {said(after)}"


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and not all(isinstance(item, float) for item in value)


def _label(field: str) -> str:
    outer, _, inner = field.partition(".")
    if outer in ("identifiers", "observations"):
        return inner
    return outer.replace("_", " ") + (f" ({inner})" if inner else "")


def _value(key: str, value: Any, naming: Naming) -> str:
    """A value for people, with names in place of ids."""
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return ", ".join(_value(key, item, naming) for item in value)
    if isinstance(value, Mapping) and "is" in value:
        return f"{value['is']} from {value['from']}" if "from" in value else str(value["is"])
    if isinstance(value, Mapping) and "value" in value:
        number = BOUND_WORDS.get(value.get("bound", "exactly"), "") + f"{value['value']:,}"
        return number + (f" {value['unit']}" if "unit" in value else "")
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    return naming(value) if key in declared().references else str(value)


def _evidence(item: Evidence, naming: Naming) -> str:
    return f"“{item.quote}” ({item.source})" if item.quote else item.source


# ------------------------------------------------------------------ tables, and rows for programs


def table_columns(naming: Naming) -> list[Column]:
    return [
        Column("change", lambda change: change.change, style="bold"),
        Column("what", lambda change: change.what, style="dim"),
        Column("which", lambda change: called(change, naming), style="bold"),
        Column("when", when),
        Column("status", lambda change: change.stage.word if change.stage else ""),
        Column("source", lambda change: ", ".join(change.sources), style="dim"),
        Column("fields", lambda change: "\n".join(differing(change, naming)), place="below"),
        Column("words", lambda change: first_words(change.evidence, naming), style="italic dim", place="below"),
    ]


FieldRow = tuple[Change, Field | None]
"""A change, and one of its fields; None if the record is new or gone as a whole."""


def by_field(changes: Iterable[Change]) -> Iterator[FieldRow]:
    """A row for each changed field; one row for a record that is new or gone as a whole."""
    for change in changes:
        whole = change.change in WHOLE or not change.fields
        for field in (None,) if whole else change.fields:
            yield change, field


def data_columns(naming: Naming) -> list[Column]:
    def of(name: str) -> Callable[[FieldRow], str]:
        return lambda row: str(getattr(row[0], name) or "")

    def side(name: str) -> Callable[[FieldRow], str]:
        return lambda row: _data(getattr(row[1], name)) if row[1] else ""

    return [
        Column("change", of("change")),
        Column("what", of("what")),
        Column("id", of("id")),
        Column("which", lambda row: called(row[0], naming)),
        *(Column(name.rstrip("_"), of(name)) for name in ("from_", "to", "kind", "since", "until", "on", "status")),
        Column("source", lambda row: ", ".join(row[0].sources)),
        Column("field", lambda row: row[1].field if row[1] else ""),
        Column("before", side("before")),
        Column("after", side("after")),
    ]


def _data(value: Any) -> str:
    """A value in a cell: a text as it is, a list of texts joined by semicolons as in tables, all else as JSON."""
    if value is None:
        return ""
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return " ".join(as_json(value).split())
