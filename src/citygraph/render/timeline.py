"""The table of a timeline: a line for each entry, without repeated dates, and a line for each long gap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citygraph.graph.asked import Asked
from citygraph.questions import Column, Naming
from citygraph.questions._columns import first_words, noted
from citygraph.questions.timeline import Timeline, in_words, which
from citygraph.questions.timeline.entries import Gap, TimelineEntry, gaps
from citygraph.render.tables import write_rows


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


LAYOUTS = {"table": _write_table}
