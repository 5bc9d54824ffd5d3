"""The findings of a review: by reason for people, and as annotations for GitHub's checks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.folder.diagnostics import Diagnostic, Severity, Span
from citygraph.graph.asked import Asked
from citygraph.questions.review import Review
from citygraph.questions.review.findings import Finding
from citygraph.questions.review.reasons import REASONS
from citygraph.render.plain import visible
from citygraph.render.problems import shown_path, write_problems
from citygraph.render.tables import console

if TYPE_CHECKING:
    from rich.console import RenderableType

Called = Callable[[str], str]
_GAP = 2


def _write_annotations(answer: Review, asked: Asked) -> None:
    write_problems([_as_problem(finding, asked.name) for finding in answer], "github", asked.folder or Path())


def _as_problem(finding: Finding, called: Called) -> Diagnostic:
    place = Span(finding.file or "", finding.line or 1, finding.column or 1)
    message = f"{_what(finding, called)}: {finding.message}"
    return Diagnostic(finding.reason, Severity.WARNING, message, place, finding.hint)


def _write_table(answer: Review, asked: Asked) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    found, folder, called = answer.data, asked.folder or Path(), asked.name
    to = console()
    places = [_place(finding, folder) for those in found for finding in those.findings]
    wide = max(map(len, places), default=0)
    blocks: list[list[RenderableType]] = []
    for those in found:
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
    if row.from_ is None or row.to is None or row.stage is None:
        return called(row.id)
    return f"{called(row.from_)} {row.label} {called(row.to)}, {row.stage.word}"


LAYOUTS = {"table": _write_table, "github": _write_annotations}
