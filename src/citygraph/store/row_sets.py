"""The plain rows of a table, entered into the store in sets: see :mod:`citygraph.folder.csv_sets`.

What a row becomes in the store is known for the first row of each shape: :mod:`citygraph.store.rows` enters it as any
other record. The same row is then entered as a set of one. If that does not give the same, all rows of its shape are
entered one by one.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import compress, groupby, repeat
from typing import Any, NamedTuple

from citygraph.domain.held import DATES
from citygraph.folder.csv_columns import RowSet
from citygraph.folder.csv_header import ColumnMeaning
from citygraph.folder.records import Reference
from citygraph.store import lives, told
from citygraph.store.layout import TAG, IdNumbers, default_id
from citygraph.store.layout import number as number_of
from citygraph.store.node_columns import NodeColumns
from citygraph.store.rows import RowWriter, bits_of, rows_of

_MOST_REMEMBERED = 1 << 14


class _Shape(NamedTuple):
    """What all rows of a shape become. Of nodes only that they can be entered in sets."""

    kind: str = ""
    rank: int = 0
    told: int = 0
    standing: int | str = 0
    turns: datetime.date | None = None
    is_doubtful: bool = False
    data: dict[str, Any] = {}  # noqa: RUF012  # it is not changed


class SetWriter:
    """Enters the sets of one table beside the records that ``writer`` enters."""

    def __init__(self, writer: RowWriter) -> None:
        self.writer = writer
        self.shapes: dict[int, _Shape | None] = {}
        self.standings: dict[tuple[int, str], int | str] = {}
        self.asks: dict[int, _Referred] = {}

    def take(self, rows: RowSet) -> None:
        """Add rows."""
        for shape in set(rows.shapes).difference(self.shapes):
            at = rows.shapes.index(shape)
            self.learn(shape, rows.part(at, at + 1))
        if all(map(self.shapes.get, set(rows.shapes))):
            self.enter(rows)
            return
        start = 0
        for in_sets, run in groupby(self.shapes[shape] is not None for shape in rows.shapes):
            end = start + len(list(run))
            if in_sets:
                self.enter(rows.part(start, end))
            else:
                self.writer.take(rows.part(start, end).contents())
            start = end

    def learn(self, shape: int, row: RowSet) -> None:
        """Find out what the rows of a shape become, from one of them."""
        writer, contents = self.writer, row.contents()
        (record,) = contents.records
        numbers = IdNumbers()  # so that those of ids do not depend on which shapes are known already
        alone, other = (RowWriter(writer.entries.f, writer.alone, numbers) for _ in range(2))
        alone.take(contents)
        entries = alone.entries
        found = None
        if entries.ties:
            _, _, _, rank, _, _, _, _, tells, standing, _, _ = entries.ties[0]
            kind = record.data["kind"]
            found = _Shape(kind, rank, tells, standing, entries.turns, bool(entries.doubts), record.data)
        elif entries.nodes:
            found = _Shape()
        if found:
            as_a_set = SetWriter(other)
            as_a_set.shapes[shape] = found
            as_a_set.enter(row)
            for ties in other.entries.plain_ties:
                other.entries.ties += rows_of(ties, repeat(None))
            other.entries.plain_ties.clear()
        self.shapes[shape] = found if other.entries == entries else None

    def enter(self, rows: RowSet) -> None:
        """Enter rows of shapes that can be entered in sets."""
        entries, ids = self.writer.entries, self.writer.ids
        is_tie = not rows.ids
        self.note(rows, is_tie=is_tie)
        if is_tie:
            self.ties(rows)
        else:
            ids.add(rows.ids)
            nodes = NodeColumns(rows, number_of(entries.f, rows.sheet.first), list(map(ids.__getitem__, rows.ids)))
            entries.declared += nodes.declared()
            entries.nodes += nodes.rows()
            entries.names += nodes.names()
        entries.dates.update(rows.dates_to_note())

    def note(self, rows: RowSet, *, is_tie: bool) -> None:
        """Note what the rows refer to, and what they cite."""
        entries, ids = self.writer.entries, self.writer.ids
        for column, texts in rows.referring():
            asks = self.asks.setdefault(column.index, _Referred(column, ids))
            entries.in_block.asks.update(*map(asks.__getitem__, texts))
        if is_tie:
            for text in set(rows.column("tags")):
                entries.in_block.asks.update((ids[f"{TAG}{tag}"], 0) for tag in rows.value("tags", text) or ())
        sources = rows.column("source")
        for text in dict.fromkeys(compress(sources, rows.said("quote"))):
            entries.in_block.asks.add((ids[f"quote:{rows.value('source', text)}"], 0))
        for text, number in Counter(sources).items():
            if source := rows.value("source", text):
                cited = entries.citations.setdefault(ids[source], [0, 0])
                cited[0] += number
                cited[1] += number * is_tie

    def ties(self, rows: RowSet) -> None:
        """Enter ties."""
        entries, number = self.writer.entries, self.writer.ids.__getitem__
        numbers = Counter(rows.shapes)
        of = {shape: found for shape in numbers if (found := self.shapes[shape])}
        ranks = {shape: found.rank for shape, found in of.items()}
        for shape, found in of.items():
            entries.kinds[found.rank] += numbers[shape]
            if found.turns and (entries.turns is None or found.turns < entries.turns):
                entries.turns = found.turns
        standings = self.standings_of(rows, of)
        entries.standings.update(standings)
        first = rows.sheet.first
        if any(found.is_doubtful for found in of.values()):
            several = zip(rows.numbers, rows.shapes, strict=True)
            entries.doubts |= {first + at for at, shape in several if of[shape].is_doubtful}
        before = number_of(entries.f, first)
        ties = (
            _shifted(rows.numbers, before),
            list(map(number, rows.starts)),
            list(map(number, rows.leads)),
            list(map(ranks.__getitem__, rows.shapes)),
            self.told(rows, of),
            standings,
            self.lives(rows),
            rows.data(("kind", "id")),
        )
        if any(rows.column("id")):
            entries.ties += rows_of(ties, self.own_ids(rows, of))
        else:
            entries.plain_ties.append(ties)

    def standings_of(self, rows: RowSet, of: dict[int, _Shape]) -> list[int | str]:
        """What the standing of each tie follows from. Where the day matters, it follows from the end, too."""
        standings = {shape: found.standing for shape, found in of.items()}
        if not any(isinstance(standing, str) for standing in standings.values()):
            return list(map(standings.__getitem__, rows.shapes))
        return [
            self.standing_until(rows, shape, until) if isinstance(standings[shape], str) else standings[shape]
            for shape, until in zip(rows.shapes, rows.column("until"), strict=True)
        ]

    def standing_until(self, rows: RowSet, shape: int, until: str) -> int | str:
        if (shape, until) not in self.standings:
            found = self.shapes[shape]
            assert found is not None
            data = {**found.data, "until": rows.value("until", until)}
            self.standings[shape, until] = self.writer.standing(data, None, None)
        return self.standings[shape, until]

    def lives(self, rows: RowSet) -> list[str]:
        """What each tie has gone through."""
        return lives.of_columns(*map(rows.dates, DATES))

    def told(self, rows: RowSet, of: dict[int, _Shape]) -> list[int]:
        """What each tie tells: it says the facts of its shape, and rests on its own source."""
        known: dict[tuple[int, str], int] = {}
        texts = rows.column("source")
        for pair in dict.fromkeys(zip(rows.shapes, texts, strict=True)):
            shape, text = pair
            source = rows.value("source", text)
            known[pair] = told.with_sources(of[shape].told, self.writer.ids[source] if source else 0)
        return list(map(known.__getitem__, zip(rows.shapes, texts, strict=True)))

    def own_ids(self, rows: RowSet, of: dict[int, _Shape]) -> Iterator[str | None]:
        """The ids of ties that have one of their own."""
        usual = map(default_id, [of[shape].kind for shape in rows.shapes], rows.starts, rows.leads)
        ids = zip(map(str.strip, rows.column("id")), usual, strict=True)
        return (id if id and id != by_default else None for id, by_default in ids)


def _shifted(numbers: Sequence[int], by: int) -> Sequence[int]:
    if isinstance(numbers, range):
        return range(numbers.start + by, numbers.stop + by)
    return [by + number for number in numbers]


class _Referred(dict[str, tuple[tuple[int, int], ...]]):
    """What each text of a column refers to: the numbers of ids, and the types that they may have."""

    def __init__(self, column: ColumnMeaning, ids: IdNumbers) -> None:
        super().__init__()
        self.column = column
        self.ids = ids

    def __missing__(self, text: str) -> tuple[tuple[int, int], ...]:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        known = self.column[text]
        references = [Reference(*told) for told in known[4]] if known else []
        found = tuple([(self.ids[one.target], bits_of(one.types)) for one in references])
        self[text] = found
        return found
