"""Which blocks of a table have changed since it was read, so that only those are read again.

A block is known again by its digest. Its records keep the numbers of their rows. So blocks are kept only in the order
that they had, and if the new rows before them find free numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from citygraph.folder.access import NotRead, OpenFile
from citygraph.folder.csv_blocks import Block, BlockPlace, BlockReader, digest_of, part, pieces
from citygraph.folder.csv_records import CsvTable, KeptBlock, begun


class KnownBlock(NamedTuple):
    """A block as it was read: the number of its first row, how many rows it has, and its digest; None if it has to be
    read again."""

    first: int
    rows: int
    digest: bytes | None


class TableChanges:
    """What has changed in a table. ``size`` is how many bytes must be read, or somewhat fewer.

    Raises:
        NotRead: if the table cannot be read.
    """

    def __init__(self, opened: OpenFile, file: str, known: Sequence[KnownBlock]) -> None:
        self.file = file
        self._table = begun(opened, file)
        self._pieces = list(pieces(opened))
        self._kept: dict[int, KnownBlock] = {}
        if self._table is not None:
            new = [self._table.signed(piece.digest) for piece in self._pieces]
            several = _in_order([one.digest for one in known], new)
            self._kept = {at: known[place] for at, place in several.items()}
        self.size = sum(piece.size for at, piece in enumerate(self._pieces) if at not in self._kept)

    def blocks(self, opened: OpenFile, table: CsvTable) -> Iterator[Block | KeptBlock]:
        """The blocks of the table as it is now; ``table`` reads them.

        Raises:
            NotRead: if it cannot be read, or has changed since the changes were looked for.
        """
        reader = BlockReader(self.file)
        for at, piece in enumerate(self._pieces):
            known = self._kept.get(at)
            if known and known.first >= table.rows and not reader.rest:
                assert self._table is not None
                assert self._table.header is not None
                place = BlockPlace(known.first, known.rows, reader.line, reader.offset, piece.size)
                reader.skip(piece)
                yield KeptBlock(place, self._table.header)
                continue
            data = part(opened, piece.offset, piece.size)
            if digest_of(data) != piece.digest:
                raise NotRead("it changes while it is read")
            yield reader.block(data)
            if reader.is_over:
                return
        if reader.rest:
            yield reader.end()


def _in_order(old: Sequence[bytes | None], new: Sequence[bytes]) -> dict[int, int]:
    """Pairs of equal digests, by their places in ``new``: many of them, in the order of both.

    >>> _in_order([b"a", b"b", b"c", b"d", b"e"], [b"a", b"d", b"x", b"b", b"c", b"e"])
    {0: 0, 5: 4, 3: 1, 4: 2}
    """
    most, start = min(len(old), len(new)), 0
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    found = {at: at for at in range(start)}
    found |= {len(new) - at: len(old) - at for at in range(end, 0, -1)}
    numbers = Counter(old)
    places = {digest: at for at, digest in enumerate(old) if digest and numbers[digest] == 1}
    several = [
        (at, place)
        for at, digest in enumerate(new)
        if start <= at < len(new) - end and start <= (place := places.get(digest, -1)) < len(old) - end
    ]
    return found | _longest_run(several)


def _longest_run(pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """The longest run of pairs, in their order, in which the second number grows."""
    lowest: list[int] = []  # the lowest end of a run of each length
    ends: list[int] = []  # the places of these ends
    before: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(lowest, place)
        lowest[length : length + 1] = [place]
        ends[length : length + 1] = [at]
        before.append(ends[length - 1] if length else -1)
    run: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(pairs[at])
        at = before[at]
    return dict(reversed(run))
