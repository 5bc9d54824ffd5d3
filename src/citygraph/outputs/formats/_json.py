"""Writes JSON as a stream: an object whose members may be long arrays."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO


@contextmanager
def json_object(out: BinaryIO) -> Iterator[JsonObject]:
    """A context in which the caller writes an object, with a line for each item of its arrays."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="\n")
    yield JsonObject(text)
    text.write("\n}\n")
    text.detach()


class JsonObject:
    """An object that is being written."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._separator = "{"

    def member(self, name: str, value: Any) -> None:
        """Write a member."""
        self._begin(name)
        self._text.write(_dump(value))

    def array(self, name: str, items: Iterable[Any]) -> None:
        """Write a member that is an array."""
        self._begin(name)
        separator = "[\n"
        for item in items:
            self._text.write(separator + _dump(item))
            separator = ",\n"
        self._text.write("[]" if separator == "[\n" else "\n]")

    @contextmanager
    def object(self, name: str) -> Iterator[JsonObject]:
        """A context in which the caller writes a member that is an object."""
        self._begin(name)
        yield JsonObject(self._text)
        self._text.write("\n}")

    def _begin(self, name: str) -> None:
        self._text.write(f"{self._separator}\n{_dump(name)}: ")
        self._separator = ","


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
