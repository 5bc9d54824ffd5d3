"""Rows as plain data, and data as JSON: the form in which an answer leaves Python."""

import dataclasses
import inspect
import json
from collections.abc import Mapping
from typing import Any

from citygraph.domain.names import may_hide


def as_data(value: Any) -> Any:
    """A row, or a value in one, as data for JSON: the fields of its own class first, then the inherited ones.

    ``from_`` becomes ``from``. A field that only an option asks for, or that a named tuple has ``only_if_given``, is
    left out if it is None. A field that is only for Python is always left out.
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
        optional = value.only_if_given() if hasattr(value, "only_if_given") else ()
        return {key: as_data(item) for key, item in value._asdict().items() if item is not None or key not in optional}
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
    """JSON text, indented. What shows nothing is escaped; with ``ascii``, so is every character that is not
    ASCII."""
    text = json.dumps(as_data(value), ensure_ascii=ascii, indent=2)
    if not may_hide(text.replace("\n", "")):
        return text
    from citygraph.domain.odd_characters import unseen

    # Inside a JSON text only strings hold such characters; json has escaped those below U+0020 already.
    return unseen().sub(lambda match: json.dumps(match[0])[1:-1], text)
