"""What needs a second look: by reason for people, a row for each for programs, annotations for GitHub's checks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.folder.diagnostics import Diagnostic, Severity, Span
from citygraph.questions import Column
from citygraph.questions.review import Finding, Found
from citygraph.questions.review.reasons import REASONS
from citygraph.render.plain import as_json, visible
from citygraph.render.problems import shown_path, write_problems
from citygraph.render.tables import console, write_rows

if TYPE_CHECKING:
    from rich.console import RenderableType

Called = Callable[[str], str]
_GAP = 2


def write_review(found: Sequence[Found], format: str, folder: Path, called: Called) -> None:
    """Write findings to standard output. ``called`` gives the name of an id."""
    findings = [finding for those in found for finding in those.findings]
    if format == "table":
        _write_table(found, folder, called)
    elif format == "github":
        write_problems([_as_problem(finding, called) for finding in findings], format, folder)
    elif format == "json":
        sys.stdout.write(as_json([those for those in found if those.count]) + "\n")
    else:
        write_rows(findings, list(_columns()), format)


def in_numbers(found: Sequence[Found]) -> str:
    """How much there is for each reason, in a line; empty if nothing."""
    counts = [f"{those.reason} {those.count:,}" for those in found if those.count]
    total = sum(those.count for those in found)
    return f"{total:,} to look at: {', '.join(counts)}" if counts else ""


def _columns() -> Iterator[Column]:
    for key in ("reason", "of", "id", "other", "from_", "to", "kind", "when"):
        yield Column(key.removesuffix("_"), _field(key))
    yield Column("sources", lambda row: ", ".join(row.sources))
    for key in ("message", "file", "line", "column"):
        yield Column(key, _field(key))


def _field(key: str) -> Callable[[Finding], str]:
    def cell(row: Finding) -> str:
        value = getattr(row, key)
        return "" if value is None else str(value)

    return cell


def _as_problem(finding: Finding, called: Called) -> Diagnostic:
    place = Span(finding.file or "", finding.line or 1, finding.column or 1)
    message = f"{_what(finding, called)}: {finding.message}"
    return Diagnostic(finding.reason, Severity.WARNING, message, place, finding.hint)


def _write_table(found: Sequence[Found], folder: Path, called: Called) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    to = console()
    places = [_place(finding, folder) for those in found for finding in those.findings]
    wide = max(map(len, places), default=0)
    blocks: list[list[RenderableType]] = []
    for those in found:
        if not those.count:
            continue
        reason = REASONS[those.reason]
        rows = Table.grid(padding=(0, _GAP, 0, 0))
        rows.add_column(width=min(wide, to.width // 2), overflow="fold")
        rows.add_column(overflow="fold")
        for finding in those.findings:
            what = Text(visible(_what(finding, called)))
            said = Text.assemble(what, ": ", (visible(finding.message), "yellow"))
            rows.add_row(Text(visible(_place(finding, folder)), "dim"), said)
        hint = Text.assemble(("= ", "blue"), reason.hint)
        more = those.count - len(those.findings)
        lines = [Text(f"and {more:,} more", style="dim")] if more else []
        head = Text.assemble((reason.id, "bold"), f" ({those.count:,}): {reason.about}")
        below: list[RenderableType] = [rows, *lines, hint]
        blocks.append([head, *(Padding(line, (0, 0, 0, 2), expand=False) for line in below)])
    for index, block in enumerate(blocks):
        if index:
            to.print()
        for line in block:
            to.print(line)


def _place(finding: Finding, folder: Path) -> str:
    return "" if finding.file is None else f"{shown_path(folder, finding.file)}:{finding.line}"


def _what(row: Finding, called: Called) -> str:
    return (
        called(row.id) if row.from_ is None or row.to is None else f"{called(row.from_)} {row.label} {called(row.to)}"
    )
