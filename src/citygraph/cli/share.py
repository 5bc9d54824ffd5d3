"""The commands that give the graph to other programs: ``export`` and ``sql``."""

import contextlib
import itertools
import math
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citygraph.cli.command import about_a_world
from citygraph.cli.messages import counted, fail, warn, warn_of_formulas
from citygraph.cli.options import ByCountry, Ego, Hops, hops_around
from citygraph.cli.pager import paged
from citygraph.questions import Column

if TYPE_CHECKING:
    from citygraph.graph.asked import LensWords
    from citygraph.world import World

PANEL = "Share"
COMMANDS = ("export", "sql")


def _complete_format(incomplete: str) -> list[str]:
    from citygraph.outputs.formats import formats

    return [name for name in formats() if name.startswith(incomplete)]


@about_a_world
def export(
    world: "World",
    lens: "LensWords",
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="The file to write; its suffix says the format. `-` is standard output.",
            show_default=False,
        ),
    ],
    written_as: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="The format, if the suffix does not say it.",
            autocompletion=_complete_format,
            show_default=False,
        ),
    ] = None,
    ego: Ego = None,
    hops: Hops = None,
    by: ByCountry = None,
    weight: Annotated[
        str | None,
        typer.Option(
            "--weight",
            metavar="PROPERTY",
            help="Only ties with this figure, such as trade, as their weight; with --at, the figure of then.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the graph, or what the lens shows of it, for another program.

    docs/exports.md says what each format carries; a line on stderr says what it loses.

    [dim]citygraph export cities.graphml[/dim]

    [dim]citygraph export near.graphml --ego Jingdezhen --hops 2[/dim]

    [dim]citygraph export no-people.graphml --type '!official'[/dim]
    """
    if by and ego:
        raise fail("--by country and --ego do not go together: a file has all that the lens shows, or an ego")
    if by and weight:
        raise fail("--by country and --weight do not go together: ties between countries are counts of ties")
    target = sys.stdout.buffer if file == Path("-") else file
    around = hops_around(ego, hops)
    written = world.export(
        target, format=written_as, ego=ego, hops=around, by_country=by is not None, weight=weight, **lens
    )
    called = ", ".join(map(str, written.files)) or "standard output"
    warn(f"{called}: {counted(written.nodes, 'node')}, {counted(written.ties, 'tie')}")
    for warning in written.warnings:
        warn(warning)


@about_a_world
def sql(
    world: "World",
    format: str,
    statement: Annotated[
        str | None,
        typer.Argument(
            metavar="[SELECT …]",
            help="A statement in SQLite's SQL; else standard input. Without either, the views are listed.",
            show_default=False,
        ),
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0, help="How long SQLite may work; 0: without limit.")
    ] = 60,
    path: Annotated[
        bool, typer.Option("--path", help="Only print the path of the file, for sqlite3, DuckDB, pandas, datasette …")
    ] = False,
) -> None:
    """Ask in SQL.

    The snapshot is an SQLite file that has nodes, ties, names, evidence, observations and more as views of plain
    columns. Without a statement it lists them; docs/sql.md explains them. A statement can only read.

    [dim]citygraph sql "SELECT name, degree FROM nodes ORDER BY degree DESC LIMIT 5"[/dim]

    [dim]citygraph sql < question.sql > answer.tsv[/dim]

    [dim]sqlite3 "$(citygraph sql --path)"[/dim]
    """
    if path:
        if statement is not None:
            raise fail("--path takes no statement")
        if world.snapshot is None:
            raise fail("there is no file: --no-cache keeps none, or citygraph cannot write to its cache folder")
        typer.echo(world.snapshot)
        return
    if math.isnan(timeout):
        raise fail("--timeout is no number of seconds")
    asked = statement if statement is not None or sys.stdin.isatty() else _piped_in()
    if statement is None and not (asked or "").strip():
        _list_views(world, format)
    else:
        _answer(world, format, asked or "", timeout or None)


def _piped_in() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise fail("standard input is not UTF-8") from None


def _list_views(world: "World", format: str) -> None:
    from citygraph.render.tables import write_rows
    from citygraph.store.sql_views import VIEWS

    views = [
        {"view": view.name, "about": view.about, "columns": [column.described for column in view.columns]}
        for view in VIEWS
    ]
    with paged():
        write_rows(views, _view_columns(), format)
    if world.snapshot is not None:
        warn(f"the views are in {world.snapshot}")
    warn('citygraph sql "SELECT name, degree FROM nodes ORDER BY degree DESC LIMIT 5"')


_MOST_ROWS = 1000
"""How many rows a table shows. Its layout needs them all at once; the other formats write each as it is found."""


def _answer(world: "World", format: str, statement: str, timeout: float | None) -> None:
    from citygraph.render.progress import Bar
    from citygraph.render.sql import write_answer

    if timeout is not None and hasattr(time, "pthread_getcpuclockid"):  # not on Windows
        threading.Thread(target=_end_at, args=(timeout,), daemon=True).start()
    more = False
    with Bar() as bar:
        columns, rows = world.sql(statement, waits=lambda: bar.works("asking", 0, 0), timeout=timeout)
        if format == "table":
            shown = list(itertools.islice(rows, _MOST_ROWS))
            more = next(rows, None) is not None
            rows = iter(shown)
    with paged() if format == "table" else contextlib.nullcontext():  # the others are written as they are found
        number, formulas = write_answer(columns, rows, format)
        warn_of_formulas(formulas)
    if not number:
        warn("no rows")
    if more:
        warn(f"only the first {_MOST_ROWS:,} rows are shown; --format tsv, csv or json writes all")


def _end_at(timeout: float) -> None:
    """End the process if the main thread works for longer than SQLite may: within one function, on a very long text,
    SQLite does not look at the clock, and no signal handler of Python runs."""
    from citygraph.store.sql import too_late

    clock = time.pthread_getcpuclockid(threading.main_thread().ident or 0)
    end = time.clock_gettime(clock) + timeout + _PATIENCE
    while time.clock_gettime(clock) < end:
        time.sleep(_PATIENCE / 10)
    warn(too_late(timeout))
    os._exit(2)


_PATIENCE = 3
"""How many seconds of work beyond its timeout SQLite has to look at the clock."""


def _view_columns() -> list[Column]:
    """The views of the snapshot."""

    def columns(view: Any) -> str:
        return ", ".join(column["name"] for column in view["columns"])

    return [
        Column("view", lambda view: str(view["view"]), style="bold"),
        Column("its rows", lambda view: str(view["about"])),
        Column("columns", columns, style="dim", place="below"),
        Column("columns", columns, place="data"),
    ]
