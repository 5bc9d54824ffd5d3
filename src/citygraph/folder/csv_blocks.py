"""CSV bytes → blocks of whole rows.

A table is read in blocks, so that a table of any length needs little memory. Where a block ends, its own text decides
(content-defined chunking): after a line whose checksum says so. So a row that changes changes its block, and all blocks
after it are soon cut where they were before. Each has a digest, by which it is known again.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from citygraph.folder.access import NotRead, OpenFile
from citygraph.folder.csv_text import Lost, Sheet, Splitter, line_ends, lines_in
from citygraph.folder.diagnostics import EXCERPT
from citygraph.folder.rules import MERGE_CONFLICT, NOT_UTF8, TABLE_SYNTAX
from citygraph.folder.yaml_text import (
    Document,
    first_conflict_marker,
    may_have_conflict_marker,
    not_read,
    unfinished_merge,
)

_LONGEST_LINE = 1 << 24
_LEAST = 1 << 18
_MOST = 1 << 19
"""The least and the most bytes of a block, if it has no longer row."""
_EVERY = 1 << 5
"""One line in so many may end a block."""
_LINE_END = re.compile(rb"\r\n|\n|\r")
_MARK = b"\xef\xbb\xbf"
_DIGEST = 16


class BlockPlace(NamedTuple):
    """Where a block stands: the number of its first row, and how many rows it has; the number of its first line; how
    many bytes are before it, a byte order mark apart, and how many it has."""

    first: int
    rows: int
    line: int
    offset: int
    size: int


@dataclass(slots=True)
class Block:
    """A part of a table: sheets of whole rows, and what cannot be read between them. It begins at line ``line``, after
    ``offset`` bytes. ``digest`` is that of its bytes; it is None if the block would read otherwise after another."""

    parts: list[Sheet | Lost]
    line: int
    offset: int
    size: int
    digest: bytes | None


class Piece(NamedTuple):
    """Bytes of a table that one reads together: how many are before them, how many they are, how many line ends they
    have, and their digest. They are a block unless a row goes on after them."""

    offset: int
    size: int
    lines: int
    digest: bytes


def read(opened: OpenFile, file: str) -> Iterator[Block]:
    """The blocks of a table, in order. ``file`` is the name of the table in messages."""
    reader = BlockReader(file)
    try:
        for data in _cut(opened):
            yield reader.block(data)
            if reader.is_over:
                return
    except NotRead as reason:
        yield reader.end(Lost(not_read(reason, file), all=True))
        return
    if reader.rest:
        yield reader.end()


def pieces(opened: OpenFile) -> Iterator[Piece]:
    """The pieces in which :func:`read` reads a table.

    Raises:
        NotRead: if it cannot be read.
    """
    offset = 0
    for data in _cut(opened):
        yield Piece(offset, len(data), line_ends(data), digest_of(data))
        offset += len(data)


def part(opened: OpenFile, offset: int, size: int) -> bytes:
    """Bytes of a table. A byte order mark does not count.

    Raises:
        NotRead: if it cannot be read.
    """
    before = len(_MARK) if opened.part(0, len(_MARK)) == _MARK else 0
    return opened.part(before + offset, size)


def block_at(opened: OpenFile, file: str, place: BlockPlace) -> Iterator[Sheet | Lost]:
    """The parts of a block that was read before, read again.

    Raises:
        NotRead, UnicodeDecodeError: if the table has changed.
    """
    text = part(opened, place.offset, place.size).decode()
    return Splitter(file, text, place.line, place.offset).split(whole=True)


def digest_of(*several: bytes) -> bytes:
    """A digest of bytes (BLAKE2b)."""
    found = hashlib.blake2b(digest_size=_DIGEST)
    for data in several:
        found.update(data)
    return found.digest()


# ------------------------------------------------------------------ bytes → pieces


def _cut(opened: OpenFile) -> Iterator[bytes]:
    """The content without a byte order mark, in pieces of whole lines. A line that is too long ends them."""
    data, start, is_first = b"", 0, True
    for more in opened.blocks():
        data, start = data[start:] + more, 0
        if is_first and len(data) < len(_MARK):
            continue
        if is_first:
            data, is_first = data.removeprefix(_MARK), False
        while end := _end(data, start):
            yield data[start:end]
            start = end
        if len(data) - start > _LONGEST_LINE:
            break
    else:
        while end := _end(data, start, is_all=True):
            yield data[start:end]
            start = end
    if start < len(data):
        yield data[start:]


def _end(data: bytes, start: int, *, is_all: bool = False) -> int:
    """The end of the piece at an offset; 0 if it does not show yet. ``is_all`` if nothing follows the data."""
    if len(data) - start <= _MOST:
        return 0
    at = start + _LEAST
    quotes, found, before = data.count(b'"', start, at), 0, -1
    for line_end in _LINE_END.finditer(data, at, start + _MOST):
        end = line_end.end()
        if data[end - 1 : end + 1] == b"\r\n":
            break
        quotes += data.count(b'"', at, end)
        at = end
        if quotes % 2 == 0:  # else a cell goes on, most likely
            found = end
            if before >= 0 and zlib.crc32(data[before:end]) % _EVERY == 0:
                break
        before = end
    if found or at > start + _LEAST:
        return found or at
    feed = data.find(b"\n", start + _MOST)
    carriage = data.find(b"\r", start + _MOST, feed if feed >= 0 else len(data))
    if carriage < 0 or carriage + 1 == feed:
        return feed + 1
    return carriage + 1 if is_all or carriage + 1 < len(data) else 0  # after it may come its `\n`


# ------------------------------------------------------------------ pieces → blocks


class BlockReader:
    """Makes blocks of the pieces of a table, one after the other. ``rest`` is the text of a last row without an end.
    ``is_over`` is True if nothing can be read any more."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rest = ""
        self.line = 1
        self.offset = 0
        self.is_over = False

    def skip(self, piece: Piece) -> None:
        """Leave out a piece, which must be a block."""
        self.line += piece.lines
        self.offset += piece.size

    def block(self, data: bytes) -> Block:
        """The block that a piece is; a last row without an end is left for the next."""
        is_whole = not self.rest
        text, lost = self._text(data)
        made = self._made(self.rest + text, lost, data if is_whole and not lost else None)
        if is_whole and not self.rest and not lost:
            made.digest = digest_of(data)
        return made

    def end(self, lost: Lost | None = None) -> Block:
        """The last block, of the row that was left."""
        return self._made(self.rest, lost, whole=True)

    def _made(self, text: str, lost: Lost | None, data: bytes | None = None, *, whole: bool = False) -> Block:
        splitter = Splitter(self.file, text, self.line, self.offset, data)
        parts = list(splitter.split(whole=whole))
        if lost:
            self.is_over = True
            if lost.diagnostic.code != MERGE_CONFLICT.code:  # the last row may go on after a conflict marker
                parts += splitter.split(whole=True)
            parts.append(lost)
        made = Block(parts, self.line, self.offset, splitter.offset - self.offset, None)
        self.rest, self.line, self.offset = text[splitter.start :], splitter.line, splitter.offset
        return made

    def _text(self, data: bytes) -> tuple[str, Lost | None]:
        """The text of a piece, and what ends the table there."""
        line = self.line + lines_in(self.rest)
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            return _not_utf8(self.file, data, error, line)
        if len(data) > _LONGEST_LINE:
            span = Sheet(self.file, text[: 2 * EXCERPT], line).at(0, 1)
            message = f"the line has more than {_LONGEST_LINE:,} bytes"
            return "", Lost(TABLE_SYNTAX.at(span, message, "is this a table?"), all=True)
        if may_have_conflict_marker(data) and (marker := first_conflict_marker(text)):
            span = Document(self.file, text).span(*marker)
            return text[: marker[0]], Lost(unfinished_merge(replace(span, line=span.line + line - 1)), all=True)
        return text, None


def _not_utf8(file: str, data: bytes, error: UnicodeDecodeError, line: int) -> tuple[str, Lost]:
    """The text before the line that is not UTF-8, and that line as a lost part."""
    start = max(data.rfind(b"\n", 0, error.start), data.rfind(b"\r", 0, error.start)) + 1
    before = data[:start].decode()
    excerpt = data[start : error.start].decode()
    span = replace(Document(file, excerpt).span(len(excerpt)), line=line + lines_in(before))
    if line == 1 and data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        hint = "it looks like UTF-16; save it as CSV UTF-8"
    else:
        hint = "save it as CSV UTF-8"
    return before, Lost(NOT_UTF8.at(span, f"the byte 0x{data[error.start]:02x} is not UTF-8", hint), all=True)
