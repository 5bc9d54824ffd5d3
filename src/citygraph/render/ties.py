"""The table of counts of ties: a row for each key, a column for each of the second, and a bar where there is room."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from citygraph.domain.tie_rules import Standing
from citygraph.graph.asked import Asked
from citygraph.questions import Answer, Column
from citygraph.questions._counts import claims, in_words
from citygraph.questions._tie_counts import UNCLEAR, YEARS, Key, TieTally
from citygraph.questions.ties import By, TieTable
from citygraph.render.bars import LEAST, MOST, bar, meaning
from citygraph.render.tables import console, table, write_rows

_GAP = 2
_LONG_TITLE = 12
"""A title of more cells goes on several lines, where it has hyphens."""
_FEW_WORDS = 24
"""The cells in which words about statuses still read well."""
_NONE: Counter[Standing] = Counter()
_NOT_SAID: dict[By, str] = {"year": "no date", "decade": "no date", "source": "no source"}


class _Line(NamedTuple):
    """A line of the table: its label, all its ties, and those under each column; ``has_bar`` if it is one of the rows,
    and no total of them."""

    label: str
    ties: Counter[Standing]
    cells: Sequence[Counter[Standing]]
    has_bar: bool = True


def _write_table(answer: Answer[object], asked: Asked) -> list[str]:
    if not isinstance(answer, TieTable):
        write_rows(list(answer), answer.columns, "table", links=asked.address)
        return []
    if not list(answer):
        return []
    to = console()
    drawn = _Pivot(answer, asked, to.width, has_bars=sys.stdout.isatty())
    to.print(table(drawn.lines, drawn.columns, to.width, links=asked.address))
    return [*drawn.remarks()]


LAYOUTS = {"table": _write_table}


class _Pivot:
    """The table that fits a width."""

    def __init__(self, answer: TieTable, asked: Asked, width: int, *, has_bars: bool) -> None:
        counted: TieTally = answer.tally
        self._by, self._counts, self._asked, self._counted = counted.by, answer.counts, asked, counted
        self._across, self._others = self._chosen(width)
        rest = counted.only(1, self._others) if self._others else None
        rows, cells, others = counted.under(0), counted.cells(), rest.under(0) if rest else {}
        lines = [
            _Line(
                self._label(self._by[0], key),
                rows[key],
                [*(cells.get((key, one), _NONE) for one in self._across), *([others.get(key, _NONE)] if rest else [])],
            )
            for key in counted.order[0]
        ]
        self.lines = [*_without_holes(lines, counted)]
        if len(lines) > 1:
            under = counted.under(1) if self._across else {}
            totals = [*(under[key] for key in self._across), *([rest.total] if rest else [])]
            self.lines.append(_Line("all", counted.total, totals, has_bar=False))
        self.columns = self._columns(width, has_bars)

    # ---------------------------------------------------------------- words

    def _label(self, by: By, key: Key) -> str:
        if by == "country":
            one, other = (self._asked.country_name(code) if code else "no country" for code in key)
            return f"within {one}" if one == other and key[0] else f"{one} – {other}"
        return key[0] or _NOT_SAID[by]

    def _title(self, key: Key) -> str:
        label = self._label(self._by[1], key)
        return label.replace("-", "-\n").replace(" – ", " –\n") if cell_len(label) > _LONG_TITLE else label

    def _number(self, ties: Counter[Standing]) -> str:
        """The number of ties: of a cell, those that count, and behind a ``+`` those that do not hold."""
        if len(self._by) == 1:
            return f"{ties.total():,}"
        counted = sum(number for (_, stage), number in ties.items() if self._counts(stage))
        left_out = ties.total() - counted
        return " ".join([f"{counted:,}"] * bool(counted) + [f"+{left_out:,}"] * bool(left_out))

    def remarks(self) -> Iterator[str]:
        """What a reader must know of this table besides what holds for each form of the answer."""
        if self._others:
            number = "1 column" if len(self._others) == 1 else f"{len(self._others):,} columns"
            yield f"others: {number} for which the table has no room; --format csv has all"
        total = self._counted.total
        left_out = Counter({stands: number for stands, number in total.items() if not self._counts(stands[1])})
        if len(self._by) == 2 and left_out:
            counted = total - left_out
            yield f"+ counts {in_words(left_out)}" + (f"; the other numbers: {in_words(counted)}" if counted else "")
        if self._has_bars:
            yield meaning(claims(line.ties) for line in self.lines if line.has_bar)

    # ---------------------------------------------------------------- what has room

    def _chosen(self, width: int) -> tuple[list[Key], list[Key]]:
        """The keys that have columns, and those for which there is no room: of times the first, else the smallest."""
        if len(self._by) == 1:
            return [], []
        keys, under = self._counted.order[1], self._counted.under(1)
        labels = max(cell_len(self._label(self._by[0], key)) for key in self._counted.order[0])
        total = cell_len(self._number(self._counted.total))
        room = width - min(max(labels, cell_len(self._by[0])), width // 3) - _GAP - max(total, len("ties"))
        need = {
            key: _GAP + max(map(cell_len, (*self._title(key).splitlines(), self._number(under[key])))) for key in keys
        }
        if sum(need.values()) <= room:
            return keys, []
        room -= _GAP + max(len("others"), total)
        chosen = set()
        for key in keys[::-1] if self._by[1] in YEARS else keys:
            if need[key] > room:
                break
            room -= need[key]
            chosen.add(key)
        return [key for key in keys if key in chosen], [key for key in keys if key not in chosen]

    def _columns(self, width: int, has_bars: bool) -> list[Column]:
        columns = [Column(self._by[0], lambda line: line.label, style="bold")]
        for place, title in enumerate([*map(self._title, self._across), *(["others"] * bool(self._others))]):
            columns.append(Column(title, self._under(place)))
        columns.append(Column("ties", lambda line: self._number(line.ties) or "0"))
        room = width - sum(_GAP + self._width(column) for column in columns)
        words = Column("of which status", lambda line: in_words(line.ties), style="dim")
        is_plain = len(self._by) == 1
        if is_plain:
            room -= _GAP + self._width(words)
            if room < LEAST:  # the words may go on several lines
                room = min(room + self._width(words) - _FEW_WORDS, LEAST)
        self._has_bars = has_bars and room >= LEAST
        if self._has_bars:
            most, long = max(line.ties.total() for line in self.lines if line.has_bar), min(room, MOST)
            columns.append(Column(" ", lambda line: bar(claims(line.ties), most, long) if line.has_bar else ""))
        return [*columns, words] if is_plain else columns

    def _under(self, place: int) -> Callable[[_Line], str]:
        return lambda line: self._number(line.cells[place])

    def _width(self, column: Column) -> int:
        texts = (column.title, *map(column.cell, self.lines))
        return max(cell_len(part) for text in texts for part in text.splitlines() or [""])


def _without_holes(lines: Sequence[_Line], counted: TieTally) -> Iterator[_Line]:
    """The lines of years or decades, and one for those between them in which no tie begins."""
    years = YEARS.get(counted.by[0])
    before: int | None = None
    for key, line in zip(counted.order[0], lines, strict=True):
        if years and key[0] not in (None, UNCLEAR):
            this = int(str(key[0])[:4])
            if before is not None and this > before + years:
                first, last = (f"{year:04}" + "s" * (years > 1) for year in (before + years, this - years))
                yield _Line(first if first == last else f"{first} – {last}", _NONE, [_NONE] * len(line.cells))
            before = this
        yield line
