"""The plain rows of a table, entered into the store in sets: see :mod:`citygraph.folder.csv_sets`.

What a row becomes in the store is known for the first row of each shape: :mod:`citygraph.store.rows` enters it as any
other record. The same row is then entered as a set of one. If that does not give the same, all rows of its shape are
entered one by one.
"""

from __future__ import annotations

import datetime
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import compress, groupby, repeat
from typing import Any, NamedTuple

from citygraph.domain.dates import OPEN
from citygraph.domain.held import DATES
from citygraph.folder.csv_columns import RowSet
from citygraph.store import lives
from citygraph.store.layout import default_id
from citygraph.store.layout import number as number_of
from citygraph.store.rows import NODE_DATES, RowWriter, bits_of, rows_of


class _Shape(NamedTuple):
    """What all rows of a shape become. Of nodes only that they can be entered in sets."""

    kind: str = ""
    rank: int = 0
    standing: int | str = 0
    turns: datetime.date | None = None
    is_doubtful: bool = False
    data: dict[str, Any] = {}  # noqa: RUF012  # it is not changed


class SetWriter:
    """Enters the sets of one table beside the records that ``writer`` enters."""

    def __init__(self, writer: RowWriter) -> None:
        self.writer = writer
        self.shapes: dict[int, _Shape | None] = {}
        self.noted: dict[str, set[str]] = defaultdict(set)  # what was noted before, by column
        self.standings: dict[tuple[int, str], int | str] = {}
        self.known_dates: dict[str, dict[str, str]] = {}

    def take(self, rows: RowSet) -> None:
        """Add rows."""
        for shape in set(rows.shapes).difference(self.shapes):
            at = rows.shapes.index(shape)
            self.learn(shape, rows.part(at, at + 1))
        if all(map(self.shapes.get, set(rows.shapes))):
            self.enter(self.writer, rows)
            return
        start = 0
        for in_sets, run in groupby(self.shapes[shape] is not None for shape in rows.shapes):
            end = start + len(list(run))
            if in_sets:
                self.enter(self.writer, rows.part(start, end))
            else:
                self.writer.take(rows.part(start, end).contents())
            start = end

    def learn(self, shape: int, row: RowSet) -> None:
        """Find out what the rows of a shape become, from one of them."""
        writer, contents = self.writer, row.contents()
        (record,) = contents.records
        alone, as_a_set = (RowWriter(writer.entries.f, writer.alone, writer.ids) for _ in range(2))
        alone.take(contents)
        entries = alone.entries
        self.shapes[shape] = None
        if entries.ties:
            _, _, _, rank, _, _, _, _, standing, _, _ = entries.ties[0]
            kind = record.data["kind"]
            self.shapes[shape] = _Shape(kind, rank, standing, entries.turns, bool(entries.doubts), record.data)
        elif entries.nodes:
            self.shapes[shape] = _Shape()
        if self.shapes[shape]:
            self.enter(as_a_set, row)
            for ties in as_a_set.entries.plain_ties:
                as_a_set.entries.ties += rows_of(ties, repeat(None))
            as_a_set.entries.plain_ties.clear()
            if as_a_set.entries != entries:
                self.shapes[shape] = None

    def enter(self, into: RowWriter, rows: RowSet) -> None:
        """Enter rows of shapes that can be entered in sets."""
        is_tie = not rows.ids
        self.note(into, rows, DATES if is_tie else NODE_DATES, is_tie=is_tie)
        if is_tie:
            self.ties(into, rows)
            return
        said, type = rows.data(), rows.table.section.type
        into.ids.add(rows.ids)
        identifiers = rows.said_within("identifiers")
        each = zip(rows.numbers, rows.ids, said, json.loads(f"[{','.join(said)}]"), identifiers, strict=True)
        for number, id, text, data, known in each:
            into.row = rows.sheet.first + number
            into.declare_node(type, id, data, known)
            into.node(type, id, data, text)

    def note(self, into: RowWriter, rows: RowSet, dates: Iterable[str], *, is_tie: bool) -> None:
        """Note what the rows refer to, cite, and their dates."""
        entries, ids = into.entries, into.ids
        entries.in_block.asks |= {(ids[reference.target], bits_of(reference.types)) for reference in rows.references()}
        sources = rows.column("source")
        for text in set(compress(sources, rows.said("quote"))):
            entries.in_block.asks.add((ids[f"quote:{rows.value('source', text)}"], 0))
        for text, number in Counter(sources).items():
            if source := rows.value("source", text):
                cited = entries.citations.setdefault(ids[source], [0, 0])
                cited[0] += number
                cited[1] += number * is_tie
        for key in dates:
            texts = set(rows.column(key))
            if into is self.writer:
                texts -= self.noted[key]
                self.noted[key] |= texts
            for text in texts:
                if (date := rows.value(key, text)) and date != OPEN:
                    entries.dates.add(date)

    def ties(self, into: RowWriter, rows: RowSet) -> None:
        """Enter ties."""
        entries, number = into.entries, into.ids.__getitem__
        of = {shape: found for shape in set(rows.shapes) if (found := self.shapes[shape])}
        ranks = {shape: found.rank for shape, found in of.items()}
        for found in of.values():
            if found.turns and (entries.turns is None or found.turns < entries.turns):
                entries.turns = found.turns
        standings = list(self.standing(into, rows, of))
        entries.standings.update(standings)
        first = rows.sheet.first
        if any(found.is_doubtful for found in of.values()):
            several = zip(rows.numbers, rows.shapes, strict=True)
            entries.doubts |= {first + at for at, shape in several if of[shape].is_doubtful}
        before = number_of(entries.f, first)
        ties = (
            [before + at for at in rows.numbers],
            list(map(number, rows.starts)),
            list(map(number, rows.leads)),
            list(map(ranks.__getitem__, rows.shapes)),
            standings,
            self.lives(rows),
            rows.data(("kind", "id")),
        )
        if any(rows.column("id")):
            entries.ties += rows_of(ties, self.own_ids(rows, of))
        else:
            entries.plain_ties.append(ties)

    def standing(self, into: RowWriter, rows: RowSet, of: dict[int, _Shape]) -> Iterable[int | str]:
        """What the standing of each tie follows from. Where the day matters, it follows from the end, too."""
        standings = {shape: found.standing for shape, found in of.items()}
        if not any(isinstance(standing, str) for standing in standings.values()):
            return map(standings.__getitem__, rows.shapes)
        return (
            self.standing_until(into, rows, shape, until) if isinstance(standings[shape], str) else standings[shape]
            for shape, until in zip(rows.shapes, rows.column("until"), strict=True)
        )

    def standing_until(self, into: RowWriter, rows: RowSet, shape: int, until: str) -> int | str:
        if (shape, until) not in self.standings:
            found = self.shapes[shape]
            assert found is not None
            data = {**found.data, "until": rows.value("until", until)}
            self.standings[shape, until] = into.standing(data, None, None)
        return self.standings[shape, until]

    def lives(self, rows: RowSet) -> list[str]:
        """What each tie has gone through."""
        dates = [self.dates(rows, key) for key in DATES]
        return list(map(lives.of_dates, *dates))

    def dates(self, rows: RowSet, key: str) -> list[str]:
        """The dates under a key."""
        known = self.known_dates.setdefault(key, {})
        texts = rows.column(key)
        for text in set(texts).difference(known):
            known[text] = rows.value(key, text) or ""
        return list(map(known.__getitem__, texts))

    def own_ids(self, rows: RowSet, of: dict[int, _Shape]) -> Iterator[str | None]:
        """The ids of ties that have one of their own."""
        usual = map(default_id, [of[shape].kind for shape in rows.shapes], rows.starts, rows.leads)
        ids = zip(map(str.strip, rows.column("id")), usual, strict=True)
        return (id if id and id != by_default else None for id, by_default in ids)
