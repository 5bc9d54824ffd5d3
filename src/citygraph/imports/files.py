"""Foreign files: their bytes, text, JSON and CSV."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.folder.access import NotRead, open_source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 16


def decoded(file: Path, encoding: str | None = None) -> str:
    """The text of a file. Without an ``encoding`` it is detected: UTF-8 or UTF-16 by their byte order marks, UTF-16 by
    its zero bytes, UTF-8 if the bytes are valid, else Windows-1252, which spreadsheets write.

    Raises:
        CityGraphError: if the file cannot be opened, or is not in that encoding.
    """
    data = read(file)
    name = encoding or _encoding_of(data)
    try:
        return data.decode(name)
    except LookupError:
        raise CityGraphError(f"there is no encoding `{name}`") from None
    except UnicodeError as error:
        line = data.count(b"\n", 0, error.start) + 1 if isinstance(error, UnicodeDecodeError) else 1
        way_out = "" if encoding else "; name the encoding with --encoding"
        raise CityGraphError(f"{file}:{line}: this is not {name}{way_out}") from None


def read(file: Path) -> bytes:
    """The bytes of a file.

    Raises:
        CityGraphError: if it is not read.
    """
    return b"".join(blocks(file))


def blocks(file: Path) -> Iterator[bytes]:
    """The bytes of a file, in blocks.

    Raises:
        CityGraphError: if it is not read.
    """
    try:
        with open_source(file) as opened:
            yield from opened.blocks()
    except NotRead as reason:
        raise CityGraphError(f"{file}: {reason}") from None


def _encoding_of(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    start = data[:_BLOCK]
    if start.count(0) * 4 > len(start):  # one byte of each Latin letter is zero
        return "utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def json_in(file: Path, text: str) -> Any:
    """The value of a JSON text. ``file`` is its name in messages.

    Raises:
        CityGraphError: if it is not JSON, or is nested too deep.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise CityGraphError(f"{file}: its values are nested too deep") from None
    except ValueError as error:
        raise CityGraphError(f"{file}: this is not JSON: {error}") from None


def rows_in(text: str, file: Path, delimiter: str = ",", line: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text as CSV, with the number of the line on which each begins. ``line`` lines stand before it.

    Raises:
        CityGraphError: if it is not CSV, or a cell is too long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            yield line + begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise CityGraphError(f"{file}:{line + begins}: {error}; is there a quote that is not closed?") from None
