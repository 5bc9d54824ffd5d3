"""Foreign files: their bytes and text."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from citygraph.domain.errors import CityGraphError
from citygraph.folder.access import NotRead, open_source
from citygraph.imports.encodings import Blocks, Guess, encoding_of, is_utf8_beyond_ascii, wrong_at

_BLOCK = 1 << 20


def decoded(file: Path, encoding: str | None = None) -> str:
    """The text of a file. Without an ``encoding`` it is detected, as by :func:`encoding_in`.

    Raises:
        CityGraphError: as ``encoding_in``; or if the file is not in that encoding.
    """
    data = read(file)
    name = encoding_in(file, encoding, lambda: [data]).encoding
    try:
        return data.decode(name)
    except UnicodeError:
        raise _not_in(file, name, lambda: [data]) from None


def lines_of(file: Path, encoding: str) -> Iterator[str]:
    """The lines of a file with their ends as they are, for :mod:`csv`. The file is not held in memory.

    Raises:
        CityGraphError: if the file cannot be opened, or a line is not in that encoding.
    """
    with io.TextIOWrapper(io.BufferedReader(_Bytes(blocks(file)), _BLOCK), encoding, newline="") as text:
        try:
            yield from text
        except UnicodeError:
            raise _not_in(file, encoding, lambda: blocks(file)) from None


def encoding_in(file: Path, named: str | None = None, again: Blocks | None = None) -> Guess:
    """In which encoding a file is: the one that the user has ``named``, else the one that its bytes show. ``again``
    gives the blocks of the file, if they are at hand.

    Raises:
        OpenQuestions: if several encodings come near.
        CityGraphError: if the file cannot be opened, there is no encoding with that name, or none fits all lines.
    """
    again = again or (lambda: blocks(file))
    if named is None:
        return encoding_of(str(file), again)
    try:
        info = codecs.lookup(named)
        "".encode(named)  # refuses what makes no text, such as base64
    except (LookupError, UnicodeError):
        raise CityGraphError(f"there is no encoding `{named}`") from None
    # By chance, Chinese can be valid UTF-8; what a single byte per letter writes hardly ever is.
    if info.name not in ("utf-8", "utf-8-sig") and _has_single_bytes(named) and is_utf8_beyond_ascii(again):
        raise CityGraphError(f"{file}: this is UTF-8, and not {named}; leave --encoding out")
    return Guess(named)


def _has_single_bytes(encoding: str) -> bool:
    try:
        return len("é".encode(encoding, "replace")) == 1 and len("中".encode(encoding, "replace")) == 1
    except UnicodeError:
        return False


def _not_in(file: Path, encoding: str, again: Blocks) -> CityGraphError:
    try:
        line = wrong_at(again, encoding)
    except (LookupError, UnicodeError):  # a codec that does nothing by pieces
        line = 1
    return CityGraphError(f"{file}:{line or 1}: this is not {encoding}; --encoding names another")


class _Bytes(io.RawIOBase):
    """Blocks of bytes, as Python's readers of text want them."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._left = self._left or next(self._blocks, b"")
        number = min(len(buffer), len(self._left))
        buffer[:number], self._left = self._left[:number], self._left[number:]
        return number


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
