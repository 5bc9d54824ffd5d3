"""JSON Lines (NDJSON): an object in each line. A line that cannot be read costs itself alone."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import visible
from citygraph.imports.files import blocks
from citygraph.imports.readers import ForeignRow, ReadOptions, UnreadableRow
from citygraph.imports.readers.geojson import properties_of
from citygraph.imports.readers.json import table_rows, text_of, value_of

UNIT = "line"


def read(file: Path, how: ReadOptions) -> Iterator[ForeignRow | UnreadableRow]:
    """The rows of the objects, line by line: no more than one line is in memory."""
    twice: Counter[str] = Counter()
    read = 0
    for number, data in enumerate(_lines(file, how), 1):
        if not (line := data.strip(b"\x1e \t\r\n")):  # RFC 7464 begins each text with a record separator
            continue
        read += 1
        try:
            value = value_of(file, line.decode(), twice)
            if not isinstance(value, dict):
                yield UnreadableRow(number, f"this is no object: {visible(text_of(value))[:60]}")
                continue
            yield from table_rows(number, properties_of(value))
        except UnicodeDecodeError:
            yield UnreadableRow(number, "this line is not UTF-8")
        except CityGraphError as error:
            yield UnreadableRow(number, str(error).rpartition(": ")[2])
    for key, times in twice.items():
        how.says(f"{file.name}: objects have the key `{visible(key)[:60]}` twice ({times:,} times); the last counts")
    if not read:
        raise CityGraphError(f"{file}: there is no line in it")


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
