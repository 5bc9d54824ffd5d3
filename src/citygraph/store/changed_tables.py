"""Bringing the store up to a table that has changed: only its blocks that have changed are read and replaced."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import repeat

from citygraph.folder import loader
from citygraph.folder.access import NotRead, open_in
from citygraph.folder.csv_blocks import BlockPlace
from citygraph.folder.csv_changes import KnownBlock, TableChanges
from citygraph.folder.csv_columns import RowSet
from citygraph.folder.diagnostics import Diagnostics
from citygraph.folder.parser import FileContents
from citygraph.store.freshness import OutOfDate, digest
from citygraph.store.layout import Range, declared_place, number, only, row_of, rows_in, stretch, unread_place
from citygraph.store.problems import Numbers, decode_problems, encode_problems, lists_enough, together
from citygraph.store.row_sets import SetWriter
from citygraph.store.rows import FileRows, Row, RowWriter, rows_of
from citygraph.store.second_looks import SecondLooks


class ChangedTable:
    """A table that has changed. ``size`` is how many bytes of it have to be read; ``replaced`` are the numbers of the
    records that are replaced; ``before`` and ``after`` what these offer to other records."""

    def __init__(self, builder: SecondLooks, f: int, file: str) -> None:
        self.builder = builder
        self.f = f
        self.file = file
        # Before the changes are looked for, so that what comes later is seen at the next look.
        builder.know(f, file, digest(builder.reading.folder, file))
        rows = builder.ask("SELECT first, rows, digest FROM _blocks WHERE f = ? ORDER BY first", (f,))
        known = [KnownBlock(*row) for row in rows]
        self._firsts = [block.first for block in known]
        self._changes: TableChanges | None = None
        self.size = 0
        try:
            with open_in(builder.reading.folder, file) as opened:
                self._changes = TableChanges(opened, file, known)
                self.size = self._changes.size
        except NotRead:
            pass
        self.replaced: list[Range] = []
        self.before: set[Row] = set()
        self.after: set[Row] = set()

    def update(self) -> None:
        """Replace what the table says.

        Raises:
            OutOfDate: if it changes meanwhile.
        """
        folder, today = self.builder.reading.folder, self.builder.reading.today
        pieces: Iterator[FileContents | RowSet] = loader.pieces(folder, self.file)
        if self._changes:
            pieces = loader.changed(folder, self._changes, today)
        writer = RowWriter(self.f, self.builder.alone, self.builder.ids)
        in_sets = SetWriter(writer)
        start = 0  # what is before this row is replaced, or stays
        block: FileRows | None = None
        turns = []
        try:
            for piece in pieces:
                if isinstance(piece, RowSet):
                    in_sets.take(piece)
                    continue
                if not piece.is_kept:
                    writer.take(piece)
                if piece.block:
                    start = self._replace(block, start, piece.block.first)
                    block = None if piece.is_kept else writer.entries
                    if block:
                        writer.entries = FileRows(self.f)
                        turns.append(block.turns)
                    else:
                        start = writer.next = start + piece.block.rows
                        self._move(piece.block)
        except NotRead:
            raise OutOfDate from None
        rest = writer.entries.in_block.problems
        writer.end()
        if block:
            start = self._replace(block, start, writer.next)
        self._replace(writer.entries, start, row_of(stretch(self.f)[1]) + 1)
        self._settle(rest, min((day.isoformat() for day in turns if day), default=None))

    def _replace(self, entries: FileRows | None, start: int, end: int) -> int:
        """Replace what was said from the row ``start`` to that before ``end``, and return ``end``."""
        if entries is None:
            at = bisect_left(self._firsts, start)
            if at == len(self._firsts) or self._firsts[at] >= end:  # there is no block
                return end
            entries = FileRows(self.f)
        for ties in entries.plain_ties:
            entries.ties += rows_of(ties, repeat(None))
        several = number(self.f, start), number(self.f, end - 1)
        self.replaced.append(several)
        self.before |= exports(self.builder, several)
        self.builder.replace_block(entries, start, end - 1)
        self.after |= exports(self.builder, several)
        return end

    def _move(self, place: BlockPlace) -> None:
        """Note where a block stands now that says what it said."""
        first, _, line, offset, _ = place
        where = (line, offset, self.f, first)
        self.builder.ask("UPDATE _blocks SET line = ?, offset = ? WHERE f = ? AND first = ?", where)

    def _settle(self, rest: Diagnostics, turns: str | None) -> None:
        """Note the mistakes of the table, with the ``rest`` that is of no block, and the day to check it again."""
        ask, f = self.builder.ask, self.f
        rows = ask(
            "SELECT first, rows, line, offset, size, problems FROM _blocks WHERE f = ? AND problems IS NOT NULL"
            " ORDER BY first",
            (f,),
        ).fetchall()
        blocks, before = [], Numbers()
        for *row, text in rows:
            place = BlockPlace(*row)
            block = decode_problems(text, place.line)
            if not lists_enough(block, before):  # blocks before it had more mistakes when it was read
                table = self.builder.lookup.table(self.file)
                assert table is not None
                text = encode_problems(table.mistakes(place), place.line)
                ask("UPDATE _blocks SET problems = ? WHERE f = ? AND first = ?", (text, f, place.first))
                block = decode_problems(text, place.line)
            blocks.append(block)
            before += block.numbers
        problems = together(blocks)
        problems.include(rest)
        (known,) = only(ask("SELECT turns FROM _files WHERE f = ?", (f,)))
        self.builder.settle_alone(f, problems, min(filter(None, (known, turns)), default=None))


def exports(builder: SecondLooks, several: Range) -> set[Row]:
    """What other records can see of some records: their declarations, and their ties."""
    f, first, last = rows_in(several)
    unread = (f, unread_place(last), unread_place(first))
    places = (f, declared_place(first, beside=False), declared_place(last, beside=True))
    question = (
        "SELECT f, n, type, name, detail FROM _declared WHERE f = ? AND place BETWEEN ? AND ?"
        " OR f = ? AND place BETWEEN ? AND ?"
    )
    found = set(builder.ask(question, (*unread, *places)))
    found.update(builder.ask("SELECT a, b, kind, id FROM _ties WHERE t BETWEEN ? AND ?", several))
    return found
