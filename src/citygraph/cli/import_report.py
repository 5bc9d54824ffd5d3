"""Shows what an import did: remarks as rows, and a few lines on standard error."""

from __future__ import annotations

from pathlib import Path

import typer

from citygraph.cli.messages import warn, warn_of_formulas
from citygraph.domain.model import SECTIONS
from citygraph.domain.terms import STATUSES
from citygraph.imports.columns.mapping import ColumnMapping, ColumnUse
from citygraph.imports.readers import Sort
from citygraph.imports.report import MOST_LISTED, ImportReport, Outcome
from citygraph.questions import Column
from citygraph.render.plain import visible
from citygraph.render.tables import write_rows


def show(report: ImportReport, format: str, into: Path, *, dry_run: bool) -> None:
    """Write the remarks as rows, and a few lines on stderr about what the import did."""
    shows_plan = dry_run and format == "table"
    for where, sort, type, plan in report.plans if shows_plan else ():
        warn(f"{where}: {_row_is(plan, sort, type)}; its columns:")
        write_rows([*plan.uses, *_set_in(plan)], _plan_columns(), format)
    warn_of_formulas(write_rows(report.remarks, _remark_columns(), format))
    for outcome, number in report.not_listed().items():
        warn(f"{number:,} more {outcome} are not listed")
    for where, sort, type, plan in () if shows_plan else report.plans:
        warn(
            f"{where}: {_row_is(plan, sort, type)}: "
            + "; ".join(f"{use.column} → {use.target}" for use in plan.uses if use.target)
        )
    for sentence in report.said:
        warn(sentence)
    statuses = ", ".join(f"{report.statuses[status]:,} {status}" for status in STATUSES if report.statuses[status])
    are_what = "a region" if report.regions == 1 else "regions"
    regions = f" ({report.regions:,} of them {are_what})" if report.regions else ""
    written = ", ".join(
        f"{report.written[one.type]:,} {one.type if report.written[one.type] == 1 else one.key}"
        + (f" ({statuses})" if one.type == "tie" else regions if one.type == "city" else "")
        for one in SECTIONS
        if report.written[one.type] and one.type != "source"
    )
    rows = " and ".join(
        f"{number:,} {_ROWS[sort]}{'s' * (number != 1)}" for sort in _ROWS if (number := report.rows[sort])
    )
    has = "would have" if dry_run else "has"
    warn(f"{rows} read, {report.count('refused'):,} refused; {into} {has} {written or 'no records'} of it")
    if report.updates:
        sorts: tuple[Outcome, ...] = ("added", "changed", "gone", "kept")
        warn(", ".join(f"{report.count(sort):,} {sort}" for sort in sorts))
        if report.corrected:
            stay = "1 record stays" if report.corrected == 1 else f"{report.corrected:,} records stay"
            warn(f"{stay} as you have changed {'it' if report.corrected == 1 else 'them'}")
        _warn_of_conflicts(report)
    if report.links or report.count("linked"):
        warn(f"{report.count('linked'):,} linked to records of the folder")
    if filled := report.count("filled"):
        warn(f"{filled:,} of them {'would get' if dry_run else 'got'} what they lacked")
    if unsure := report.count("unsure"):
        warn(f"{unsure:,} unsure: each may be the same as another, or not")
    if not dry_run:
        warn(f"now `citygraph check --graph {into}`")


def show_removal(report: ImportReport, format: str, into: Path, source: str, *, dry_run: bool) -> None:
    """Write what becomes of the records of a source that is taken out, as rows, and a few lines on stderr."""
    warn_of_formulas(write_rows(report.remarks, _remark_columns(), format))
    for outcome, number in report.not_listed().items():
        warn(f"{number:,} more {outcome} are not listed")
    for sentence in report.said:
        warn(sentence)
    of_it = sum(report.written.values())
    has = "would have" if dry_run else "has"
    left = f"{of_it:,} record{'s' * (of_it != 1)}" if of_it else "nothing"
    warn(f"{report.count('gone'):,} gone, {report.count('kept'):,} kept; {into / source} {has} {left} now")
    if changed := report.count("changed"):
        lost = "1 record of other files loses" if changed == 1 else f"{changed:,} records of other files lose"
        warn(f"{lost} what --fill gave {'it' if changed == 1 else 'them'}")
    _warn_of_conflicts(report)


def _warn_of_conflicts(report: ImportReport) -> None:
    if number := report.count("conflict"):
        those = "1 conflict" if number == 1 else f"{number:,} conflicts"
        of_one = ", or of one:" if report.conflicts else ""
        warn(
            f"{those}: you and the source have both changed something; yours stays; --theirs takes the source's{of_one}"
        )
        for id in report.conflicts[:MOST_LISTED]:
            typer.echo(f"  --take {visible(id)}", err=True)  # not broken, to be pasted


_ROWS: dict[Sort, str] = {"table": "row", "node": "node", "tie": "edge"}
"""What the rows of each sort are called."""


def _row_is(plan: ColumnMapping, sort: Sort, type: str) -> str:
    """What a row of a file is, in words. ``type`` is that of nodes of which the file does not say it."""
    of_node = "node" if "type" in plan.columns else plan.constants.get("type", type)
    what = of_node if plan.shape == "node" else plan.shape
    return f"each {_ROWS[sort]} is {'an' if what[0] in 'aeio' else 'a'} {what}"


def _set_in(plan: ColumnMapping) -> list[ColumnUse]:
    """What the user has said of every row, as rows of the plan."""
    return [ColumnUse("(every row)", target, "set", (text,)) for target, text in plan.constants.items()]


def _plan_columns() -> list[Column]:
    """The columns of the plan of a file."""
    return [
        Column("column", lambda use: use.column, style="bold"),
        Column("becomes", lambda use: use.target or "is not read"),
        Column("why", lambda use: use.why),
        Column("first values", lambda use: ", ".join(map(_short, use.samples))),
    ]


_LONGEST = 30


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _remark_columns() -> list[Column]:
    """The columns of what needs a second look after an import."""
    return [
        Column("outcome", lambda row: row.outcome, style="bold"),
        Column("where", lambda row: row.where),
        Column("what", lambda row: row.what),
        Column("why", lambda row: row.why + (f" ({row.number:,} times)" if row.number > 1 else "")),
    ]
