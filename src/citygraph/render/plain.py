"""Rows as plain data, and data as text that a terminal cannot be misled by."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import sys
from collections.abc import Mapping
from typing import Any

# Control characters, and those that turn the direction of what follows (Unicode "Bidi_Control") or end a line; but not
# "\n".
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_NAMED = {"\t": "\\t", "\r": "\\r", "\x1b": "\\e"}


def visible(text: str, *, keep_lines: bool = False) -> str:
    r"""The text with its control characters shown, not obeyed: ESC is ``\e``, a right-to-left override ``\u202e``.

    >>> print(visible("a\tb\x1b[31m"))
    a\tb\e[31m
    """
    shown = _UNSEEN.sub(lambda match: _NAMED.get(match[0]) or _escape(match[0]), text)
    return shown if keep_lines else shown.replace("\n", "\\n")


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def as_data(value: Any) -> Any:
    """A row, or anything in one, as what JSON can carry: its own fields first, then those that all its like have.

    ``from_`` becomes ``from``; a field that only an option asks for is left out where it is None.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        data = {}
        for field in _own_first(type(value)):
            held = getattr(value, field.name)
            if held is None and field.metadata.get("only_if_asked"):
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


def as_json(value: Any) -> str:
    """JSON text, indented; whatever a terminal might obey is escaped."""
    data = as_data(value)
    text = json.dumps(data, ensure_ascii=False, indent=2)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(data, indent=2)
    # Inside a JSON text only strings hold such characters; json has escaped those below U+0020 already.
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
