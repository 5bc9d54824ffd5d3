"""JSON Lines (NDJSON): an object in each line. A line that cannot be read costs itself alone."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.files import blocks
from citygraph.imports.json_rows import no_object, table_rows
from citygraph.imports.json_text import NotJson, parsed, stands_twice
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow
from citygraph.imports.readers.geojson import properties_of

UNIT = "line"
TAKES = frozenset[str]({"encoding"})


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The rows of the objects, line by line: no more than one line is in memory.

    Raises:
        CityGraphError: if most of the lines are no objects.
    """
    twice: Counter[str] = Counter()
    lines_of: dict[str, int] = {}
    first_refused: UnreadableRow | None = None
    number_read = number_refused = 0
    for number, data in enumerate(_lines(file, how), 1):
        if not (line := data.strip(b"\x1e \t\r\n")):  # RFC 7464 begins each text with a record separator
            continue
        number_read += 1
        found = _object_in(number, line)
        if isinstance(found, UnreadableRow):
            number_refused += 1
            first_refused = first_refused or found
            yield found
            continue
        value, keys = found
        for key in keys:
            lines_of.setdefault(key, number)
        twice += keys
        yield from table_rows(number, properties_of(value))
    for key, line_number in lines_of.items():
        how.says(f"{file.name}:{line_number}: {stands_twice(key, twice[key])}")
    if not number_read:
        raise CityGraphError(f"{file}: there is no line in it")
    if first_refused and number_refused * 2 > number_read:
        raise CityGraphError(
            f"{file}:{first_refused.line}: {first_refused.why}; {number_refused:,} of {number_read:,} lines are no "
            "objects, so this is no JSON Lines; if it is JSON, write `import json`"
        )


def _object_in(number: int, line: bytes) -> tuple[dict[str, Any], Counter[str]] | UnreadableRow:
    """The object in a line, and the keys that stand twice in it."""
    try:
        value, twice = parsed(line.decode())
    except UnicodeDecodeError as error:
        return UnreadableRow(number, f"this line is not UTF-8 from its byte {error.start + 1:,} on")
    except NotJson as error:
        where = f"column {error.column:,}: " if error.column else ""
        return UnreadableRow(number, where + error.why, visible(line[:200].decode(errors="ignore"))[:60])
    return (value, twice) if isinstance(value, dict) else no_object(number, value)


def _lines(file: Path, how: ReadOptions) -> Iterator[bytes]:
    """The lines of a file, as UTF-8."""
    rest = b""
    recoded = None
    for index, block in enumerate(blocks(file)):
        how.has_read(len(block))
        if index == 0:
            block = block.removeprefix(codecs.BOM_UTF8)
            is_wide = block.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
            if name := how.encoding or ("utf-16" if is_wide else None):
                recoded = _decoder(name)
        if recoded:
            try:
                block = recoded.decode(block).encode(errors="replace")
            except UnicodeError:
                raise CityGraphError(f"{file}: this is not {how.encoding or 'UTF-16'}") from None
        *whole, rest = (rest + block).split(b"\n")
        yield from whole
    yield rest


def _decoder(name: str) -> codecs.IncrementalDecoder:
    try:
        return codecs.getincrementaldecoder(name)()
    except (LookupError, TypeError):
        raise CityGraphError(f"there is no encoding `{name}`") from None
