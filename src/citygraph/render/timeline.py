"""The table of a timeline: a line for each entry, without repeated dates, and a line for each long gap. And its chart:
a line with a bar for each year or decade."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from citygraph.graph.asked import Asked
from citygraph.questions import Column, Naming
from citygraph.questions._columns import first_words, noted
from citygraph.questions._counts import Claims
from citygraph.questions.timeline import NOT_YET, NOW, TENSES, TO_COME, Timeline, in_words, which
from citygraph.questions.timeline.entries import Gap, TimelineEntry, gaps
from citygraph.render.bars import LEAST, MOST, bar, meaning
from citygraph.render.tables import console, write_rows


@dataclass(frozen=True, slots=True)
class _TableLine:
    """One line of the table: an entry, or a gap before the next."""

    when: str
    what: str
    which: str
    status: str = ""
    held: str = ""
    sources: str = ""
    words: str = ""


def _lines(entries: Sequence[TimelineEntry], naming: Naming, asked: str | None) -> Iterator[_TableLine]:
    quiet = {gap.before: gap for gap in gaps(entries)}
    before = ""
    for index, entry in enumerate(entries):
        if index in quiet:
            yield _gap(quiet[index])
        when = (entry.when or "no date").replace("/", "/\n")
        yield _TableLine(
            "" if when == before else when,
            in_words(entry),
            which(entry, naming, asked),
            noted(entry.stage.word, entry.notes) if entry.stage else "",
            entry.held or "",
            ", ".join(entry.sources),
            first_words(entry.evidence, naming),
        )
        before = when


def _gap(gap: Gap) -> _TableLine:
    return _TableLine("· · ·", "", f"{gap.years} years without an entry")


_TABLE = [
    Column("when", lambda line: line.when, style="bold"),
    Column("what", lambda line: line.what),
    Column("of", lambda line: line.which),
    Column("status", lambda line: line.status),
    Column("held", lambda line: line.held),
    Column("source", lambda line: line.sources, style="dim"),
    Column("words", lambda line: line.words, style="italic dim", place="below"),
]


def _write_table(answer: Timeline, asked: Asked) -> None:
    write_rows(_lines(list(answer), asked.name, answer.about), _TABLE, "table", links=asked.address)


# ------------------------------------------------------------------ the chart

_MOST_YEARS = 40
"""A longer time is charted by decades."""
_UNCLEAR = "unclear"
_ENDS = ("ended", "left office", "expired")
_BEGINNINGS = ("began", "took office", "resumed")


@dataclass(frozen=True, slots=True)
class _ChartLine:
    """The entries of a year, of a decade or without a clear one: by what happened, or may happen, in it."""

    when: str
    began: int = 0
    ended: int = 0
    other: int = 0
    perhaps: int = 0
    to_come: int = 0
    lapsed: int = 0

    @property
    def claims(self) -> Claims:
        return Claims(self.began + self.other, self.perhaps, self.ended, self.to_come + self.lapsed)


_SIGNS = ("began or took place", "perhaps", "ended", "to come, or not come about")
_NUMBERS = [
    Column("when", lambda line: line.when, style="bold"),
    Column("began", lambda line: str(line.began or "")),
    Column("ended", lambda line: str(line.ended or "")),
    Column("other", lambda line: str(line.other or "")),
    Column("perhaps", lambda line: str(line.perhaps or "")),
    Column("to come", lambda line: str(line.to_come or "")),
    Column("not come about", lambda line: str(line.lapsed or "")),
]


def _write_chart(answer: Timeline, asked: Asked) -> list[str]:
    """In a terminal with bars, where there is room; else rows for programs."""
    lines = charted([entry for entry in answer if entry.earliest or entry.latest])
    if not sys.stdout.isatty():
        write_rows(lines, [column._replace(cell=_zero(column.cell)) for column in _NUMBERS], "tsv")
        return []
    to = console()
    room = to.width - _width_of(lines)
    if not lines or room < LEAST:
        write_rows(lines, _NUMBERS, "table")
        return []
    most = max(sum(line.claims) for line in lines)
    bars = Column("", lambda line: bar(line.claims, most, min(room, MOST)))
    write_rows(lines, [*_NUMBERS, bars], "table")
    return [meaning((line.claims for line in lines), _SIGNS)]


def _zero(cell: Callable[[_ChartLine], str]) -> Callable[[_ChartLine], str]:
    return lambda line: cell(line) or "0"


def _width_of(lines: Sequence[_ChartLine]) -> int:
    """The cells that the columns of numbers take, with the gaps behind them."""
    shown = [column for column in _NUMBERS if any(map(column.cell, lines))]
    return sum(max(len(column.title), *(len(column.cell(line)) for line in lines)) + 2 for column in shown)


def charted(entries: Sequence[TimelineEntry]) -> list[_ChartLine]:
    """A line for each year or decade from the first to the last entry, also for those without one; and one for the
    entries whose date is less fine than that."""
    years = [_years(entry) for entry in entries]
    known = [year for pair in years for year in pair if year is not None]
    if not known:
        return []
    size = 10 if max(known) - min(known) >= _MOST_YEARS else 1
    counted: dict[int | None, Counter[str]] = defaultdict(Counter)
    for entry, (first, last) in zip(entries, years, strict=True):
        is_clear = first is not None and last is not None and first // size == last // size
        counted[first // size if is_clear and first is not None else None][_sort(entry)] += 1
    clear = [period for period in counted if period is not None]
    lines = [
        _ChartLine(f"{period * size}s" if size > 1 else str(period), **counted[period])
        for period in range(min(clear), max(clear) + 1)
    ] if clear else []  # fmt: skip
    return [*lines, *([_ChartLine(_UNCLEAR, **counted[None])] if counted[None] else [])]


def _years(entry: TimelineEntry) -> tuple[int | None, int | None]:
    """The first and the last year in which an entry may lie."""
    first, last = ((day and int(str(day).split("-")[0])) or None for day in (entry.earliest, entry.latest))
    return first, last


def _sort(entry: TimelineEntry) -> str:
    """The column of an entry."""
    tense = TENSES[entry.mode]
    if tense == TO_COME or entry.years is not None:
        return "to_come"
    if tense == NOT_YET:
        return "lapsed"
    if tense == NOW or entry.mode == "perhaps" or (entry.stage is not None and entry.stage.is_open):
        return "perhaps"
    return "began" if entry.what in _BEGINNINGS else "ended" if entry.what in _ENDS else "other"


LAYOUTS = {"table": _write_table, "chart": _write_chart}
