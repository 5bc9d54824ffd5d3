"""The command ``import``: it brings in tables, answers of Wikidata and graphs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.messages import NO, fail, warn, warn_of_formulas
from citygraph.cli.options import choice, format_of, format_type
from citygraph.domain.errors import CityGraphError
from citygraph.domain.terms import NODE_TYPES
from citygraph.questions import Column

if TYPE_CHECKING:
    from citygraph.imports.readers import Importer
    from citygraph.imports.report import ImportReport, Outcome

PANEL = "Share"
COMMANDS = ("import",)
_WHAT = "What it says"
_SOURCE = "The source"


def import_(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help="The format of the files: table, wikidata, gexf, graphml, node-link or edgelist.",
            show_default=False,
        ),
    ],
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE…", help="The files to read.", show_default=False)
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="The graph folder; a new one is made.", show_default=False),
    ] = None,
    form: Annotated[
        str,
        typer.Option("--as", metavar="csv|yaml", help="Tables, or YAML throughout.", callback=choice(("csv", "yaml"))),
    ] = "csv",
    pairs: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="TARGET=COLUMN",
            help="The column that holds a value: from.name=originCity. Repeat.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    constants: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="TARGET=VALUE",
            help="The same value for every row: from.country=DE. Repeat.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar="FILE.yaml",
            help="A file with both; if left out, twins.import.yaml beside twins.csv, if there is one.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    type: Annotated[
        str,
        typer.Option(
            "--type", metavar="TYPE", help="The type of the nodes.", callback=choice(NODE_TYPES), rich_help_panel=_WHAT
        ),
    ] = "city",
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="The kind of the ties.", rich_help_panel=_WHAT)
    ] = "sister-city",
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            help="The encoding, if the guess is wrong.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    no_header: Annotated[
        bool,
        typer.Option("--no-header", help="The first row is data; columns are 1, 2, …", rich_help_panel=_WHAT),
    ] = False,
    id: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="ID",
            help="Its id; if left out, made from the file's name.",
            rich_help_panel=_SOURCE,
            show_default=False,
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="TEXT", help="Its title.", rich_help_panel=_SOURCE, show_default=False),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option("--url", metavar="URL", help="Its address.", rich_help_panel=_SOURCE, show_default=False),
    ] = None,
    licence: Annotated[
        str | None,
        typer.Option(
            "--licence",
            metavar="TEXT",
            help="The licence of its data.",
            rich_help_panel=_SOURCE,
            show_default=False,
        ),
    ] = None,
    link: Annotated[
        bool, typer.Option("--link", help="Use the folder's own records where they are the same thing.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what the import would write; write nothing.")] = False,
    print_query: Annotated[
        bool, typer.Option("--print-query", help="wikidata: print the query to paste into its query service.")
    ] = False,
    format: format_type() = None,  # type: ignore[valid-type]  # as typer takes it
) -> None:
    """Bring in what you have: a table, an answer of Wikidata, a graph from Gephi.

    Writes the records and their source into a subfolder of the graph folder. Import a newer file of the same source
    to update them. Prints a row for each thing that needs a second look. Exit code 1: a row was refused.

    [dim]citygraph import table twins.csv --into graph[/dim]

    [dim]citygraph import gexf sister_cities_2022.gexf --into graph --licence CC0 --link[/dim]
    """
    from citygraph.domain.names import slug
    from citygraph.folder.loader import garbage_collector_off
    from citygraph.imports.columns.options import said_of
    from citygraph.imports.readers import ReadOptions, importer
    from citygraph.imports.run import LONGEST_SOURCE, PASSES, ImportJob, run
    from citygraph.render.progress import Bar

    try:
        chosen = importer(source)
        if print_query:
            _print_query(chosen)
            return
        if not files or into is None:
            raise fail("an import needs " + ("--into DIR, the graph folder" if files else "a FILE to read"))
        about = {"title": title, "url": url, "licence": licence}
        with Bar() as bar, garbage_collector_off():
            bar.begins(PASSES * sum(file.stat().st_size for file in files if file.is_file()))
            order = ImportJob(
                importer=chosen,
                files=files,
                how=ReadOptions(encoding, not no_header, bar.has_read),
                folder=into,
                source=slug(files[0].stem)[:LONGEST_SOURCE].strip("-") or "import" if id is None else id,
                said=said_of(files, mapping, pairs or (), constants or (), about),
                type=type,
                kind=kind,
                form="yaml" if form == "yaml" else "csv",
                link=link,
                dry_run=dry_run,
            )
            report = run(order)
    except CityGraphError as error:
        raise fail(str(error)) from None
    _show(report, format_of(format), into, dry_run=dry_run)
    if report.count("refused"):
        raise typer.Exit(NO)


def _print_query(importer: "Importer") -> None:
    query = getattr(importer, "QUERY", None)
    if query is None:
        raise fail("only wikidata has a query to print")
    sys.stdout.write(query)


def _show(report: "ImportReport", format: str, into: Path, *, dry_run: bool) -> None:
    """Write the remarks as rows, and a few lines on stderr about what the import did."""
    from citygraph.domain.model import SECTIONS
    from citygraph.domain.terms import STATUSES
    from citygraph.render.tables import write_rows

    warn_of_formulas(write_rows(report.remarks, _remark_columns(), format))
    for told in report.mapped:
        warn(told)
    statuses = ", ".join(f"{report.statuses[status]:,} {status}" for status in STATUSES if report.statuses[status])
    written = ", ".join(
        f"{report.written[one.type]:,} {one.type if report.written[one.type] == 1 else one.key}"
        + (f" ({statuses})" if one.type == "tie" else "")
        for one in SECTIONS
        if report.written[one.type] and one.type != "source"
    )
    has = "would have" if dry_run else "has"
    warn(f"{report.read:,} rows read, {report.count('refused'):,} refused; {into} {has} {written} of it")
    if report.updates:
        sorts: tuple[Outcome, ...] = ("added", "changed", "gone", "kept")
        warn(", ".join(f"{report.count(sort):,} {sort}" for sort in sorts))
    if report.count("linked", "unsure"):
        warn(f"{report.count('linked'):,} linked to records of the folder, {report.count('unsure'):,} unsure")
    if not dry_run:
        warn(f"now `citygraph check --graph {into}`")


def _remark_columns() -> list[Column]:
    """The columns of what needs a second look after an import."""
    return [
        Column("outcome", lambda row: row.outcome, style="bold"),
        Column("where", lambda row: row.where),
        Column("what", lambda row: row.what),
        Column("why", lambda row: row.why),
    ]
