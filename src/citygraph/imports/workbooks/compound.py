"""The streams of a compound file, as old formats of Microsoft are ([MS-CFB])."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

_LAST, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_STREAMS = ("workbook", "book", "encryptedpackage", "worddocument")


def streams_of(data: bytes) -> dict[str, bytes]:
    """The streams of a compound file by their names, in any folder of it ([MS-CFB])."""
    shift, mini_shift = unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise ValueError("its sectors have an odd size")
    folder, _, cutoff, mini_start, _, more, _ = unpack_from("<IIIIIII", data, 48)
    whole = len(data) >> shift

    def sector(number: int) -> bytes:
        return data[(number + 1) << shift : (number + 2) << shift]

    def numbers(block: bytes) -> tuple[int, ...]:
        return unpack_from(f"<{len(block) // 4}I", block)

    tables = list(unpack_from("<109I", data, 76))
    while more < _LAST - 1 and len(tables) <= whole + 109:
        *listed, more = numbers(sector(more))
        tables += listed
    fat = [next for table in tables if table < whole for next in numbers(sector(table))]

    def chain(start: int, table: list[int] | tuple[int, ...], most: int) -> Iterator[int]:
        while start < _LAST - 1:
            if most <= 0:
                raise ValueError("its sectors go round in a circle")
            yield start
            start, most = table[start], most - 1

    def joined(start: int) -> bytes:
        return b"".join(map(sector, chain(start, fat, whole)))

    entries = joined(folder)
    mini = numbers(joined(mini_start)) if mini_start < _LAST - 1 else ()
    small = None
    found: dict[str, bytes] = {}
    for at in range(0, len(entries) - 127, 128):
        length, sort = unpack_from("<HB", entries, at + 64)
        start, size = unpack_from("<II", entries, at + 116)
        name = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").casefold()
        if sort == 5:
            small = joined(start)
        elif sort == 2 and name not in found and name in _STREAMS:
            if size >= cutoff:
                found[name] = joined(start)[:size]
            else:
                places = chain(start, mini, len(mini))
                found[name] = b"".join((small or b"")[place << 6 : (place + 1) << 6] for place in places)[:size]
    if small is None:
        raise ValueError("there is no folder in it")
    return found
