"""Rows as plain data, and data as JSON: what an answer is where it leaves Python."""

import dataclasses
import inspect
import json
from collections.abc import Mapping
from typing import Any

from citygraph.domain.names import unseen


def as_data(value: Any) -> Any:
    """A row, or anything in one, as what JSON can carry: its own fields first, then those that all its like have.

    ``from_`` becomes ``from``; a field that only an option asks for is left out where it is None, and one that is only
    for Python always.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        data = {}
        for field in _own_first(type(value)):
            held = getattr(value, field.name)
            if field.metadata.get("only_in_python") or (held is None and field.metadata.get("only_if_asked")):
                continue
            data[field.name.removesuffix("_")] = as_data(held)
        return data
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return as_data(value._asdict())
    if isinstance(value, Mapping):
        return {key: as_data(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_data(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    return value


def _own_first(row: type) -> list[dataclasses.Field[Any]]:
    fields = dataclasses.fields(row)
    own = inspect.get_annotations(row)
    return [field for field in fields if field.name in own] + [field for field in fields if field.name not in own]


def as_json(value: Any, *, ascii: bool = False) -> str:
    """JSON text, indented; whatever a terminal might obey is escaped, and all that is not ``ascii`` if that is asked
    for."""
    text = json.dumps(as_data(value), ensure_ascii=ascii, indent=2)
    # Inside a JSON text only strings hold such characters; json has escaped those below U+0020 already.
    return unseen().sub(lambda match: f"\\u{ord(match[0]):04x}", text)
