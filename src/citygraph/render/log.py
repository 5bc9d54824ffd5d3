"""A log as a table: a row for each commit, and below it a line for each change."""

from __future__ import annotations

from citygraph.graph.asked import Asked
from citygraph.questions import Column, Naming, Report
from citygraph.questions.diff.words import in_a_line
from citygraph.questions.log import LogEntry, LogRow
from citygraph.render.tables import write_rows

_SHORT_COMMIT = 10


def _write_table(answer: Report[LogRow, tuple[LogEntry, ...]], asked: Asked) -> None:
    columns = [
        Column("date", lambda entry: (entry.date or "unknown")[:10], style="bold"),
        Column("author", lambda entry: entry.author or "unknown"),
        Column("subject", lambda entry: entry.subject),
        Column("commit", lambda entry: entry.commit[:_SHORT_COMMIT], style="dim"),
        Column("changes", lambda entry: _changes(entry, asked.name), place="below"),
    ]
    write_rows(answer.data, columns, "table")


def _changes(entry: LogEntry, naming: Naming) -> str:
    return "\n".join(f"{change.what} {change.change}: {in_a_line(change, naming)}" for change in entry.changes)


LAYOUTS = {"table": _write_table}
