"""The command ``import``: it brings in tables, workbooks, JSON, answers of Wikidata and graphs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.messages import NO, USAGE, fail, warn
from citygraph.cli.options import Format, choice, format_of
from citygraph.domain.errors import CityGraphError
from citygraph.domain.terms import NODE_TYPES

if TYPE_CHECKING:
    from citygraph.imports.three_way import Takes

PANEL = "Share"
COMMANDS = ("import",)
_FILE = "How the file is written"
_WHAT = "What its columns mean"
_SOURCE = "The source"


def import_(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FORMAT] FILE…",
            help="The files to read, a folder or a zip of them, - for a pipe. citygraph sees their format; a format's "
            "name before says another.",
            show_default=False,
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="The graph folder; a new one is made.", show_default=False),
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="csv|yaml",
            help="Tables (if left out), or YAML throughout.",
            callback=choice(("csv", "yaml")),
            show_default=False,
        ),
    ] = None,
    reader: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            help="The format of the files: table, xlsx, json …; the same as its name before them.",
            rich_help_panel=_FILE,
            show_default=False,
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option(
            "--sheet",
            metavar="NAME",
            help="The sheet of a workbook, or the table of a database: its name or number; `all` for all of them.",
            rich_help_panel=_FILE,
            show_default=False,
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            help="The encoding of the text: cp1250, gb18030 …",
            rich_help_panel=_FILE,
            show_default=False,
        ),
    ] = None,
    no_header: Annotated[
        bool,
        typer.Option(
            "--no-header", help="The first row is data. The columns are called 1, 2, …", rich_help_panel=_FILE
        ),
    ] = False,
    header_row: Annotated[
        int | None,
        typer.Option(
            "--header-row",
            metavar="N",
            help="The line (in a workbook the row) of the header.",
            min=1,
            rich_help_panel=_FILE,
            show_default=False,
        ),
    ] = None,
    delimiter: Annotated[
        str | None,
        typer.Option(
            "--delimiter",
            metavar="SIGN",
            help="The character between cells; `tab` for a tab, `space` for a space.",
            rich_help_panel=_FILE,
            show_default=False,
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="PATH",
            help="Where the list is in a JSON file: data.items.",
            rich_help_panel=_FILE,
            show_default=False,
        ),
    ] = None,
    date_order: Annotated[
        str | None,
        typer.Option(
            "--date-order",
            metavar="dmy|mdy|serial",
            help="What comes first in 03/04/1990; or numbers are a spreadsheet's days.",
            callback=choice(("dmy", "mdy", "serial")),
            rich_help_panel=_FILE,
            show_default=False,
        ),
    ] = None,
    calendar: Annotated[
        str | None,
        typer.Option(
            "--calendar",
            metavar="NAME",
            help="That of the file's years: gregorian, buddhist (2533), persian (1369), minguo (112).",
            callback=choice(("gregorian", "buddhist", "minguo", "persian")),
            rich_help_panel=_FILE,
            show_default=False,
        ),
    ] = None,
    decimal: Annotated[
        str | None,
        typer.Option(
            "--decimal",
            metavar=".|,",
            help="The decimal sign of numbers such as 1.234.",
            callback=choice((".", ",")),
            rich_help_panel=_FILE,
            show_default=False,
        ),
    ] = None,
    pairs: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="TARGET=COLUMN",
            help="What a column holds: from.name='Home town'. Repeat.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    constants: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="TARGET=VALUE",
            help="A value for every row: from.name=Lille. Repeat.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    splits: Annotated[
        list[str] | None,
        typer.Option(
            "--split",
            metavar="COLUMN=SIGN",
            help="A column with several names in a cell, and the sign between them: Partners=';'. Two signs: ',;'. "
            "Repeat.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    fill_down: Annotated[
        list[str] | None,
        typer.Option(
            "--fill-down",
            metavar="COLUMN",
            help="A column whose empty cells mean the one above; none if they mean nothing. Repeat.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping",
            metavar="FILE.yaml",
            help="A file with such options. Else: twins.import.yaml beside twins.csv, if it is there.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    save_mapping: Annotated[
        Path | None,
        typer.Option(
            "--save-mapping",
            metavar="FILE.yaml",
            help="Write all options and the plan into such a file, to edit it; import nothing.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    type: Annotated[
        str | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            help="The type of the nodes: city, country, official, organization, event.",
            callback=choice(NODE_TYPES),
            rich_help_panel=_WHAT,
            show_default="city",
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="[WORD=]KIND",
            help="The kind of the ties; if left out, what the file says, or you are asked. WORD=KIND: what a word of "
            "the file means. Repeat.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    new_kind: Annotated[
        str | None,
        typer.Option(
            "--new-kind",
            metavar="NAME:FAMILY",
            help="The kind of the ties, if citygraph lacks it, with its family: exports-to:economy. Add :directed if "
            "it leads from one end to the other; --kind then names the kind of edges without a direction.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
    country: Annotated[
        list[str] | None,
        typer.Option(
            "--country",
            metavar="NAME=CODE",
            help="Which country a name or a code of the file means: Congo=CD. Repeat.",
            rich_help_panel=_WHAT,
            show_default=False,
        ),
    ] = None,
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
    fill: Annotated[
        bool, typer.Option("--fill", help="With --link: give those records what they lack, with its source.")
    ] = False,
    theirs: Annotated[
        bool,
        typer.Option("--theirs", help="Where you and the source have changed the same since, take the source's."),
    ] = False,
    taken: Annotated[
        list[str] | None,
        typer.Option(
            "--take",
            metavar="ID",
            help="Of this conflict, take the source's version; the report has its id. Repeat.",
            show_default=False,
        ),
    ] = None,
    remove: Annotated[
        str | None,
        typer.Option(
            "--remove",
            metavar="ID",
            help="Take out what was imported as this source; you give no FILE.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Show how the columns are read, and what the import would write; write nothing."
        ),
    ] = False,
    print_query: Annotated[
        bool, typer.Option("--print-query", help="wikidata: print the query to paste into its query service.")
    ] = False,
    format: Format = None,
) -> None:
    """Bring in what you have: a spreadsheet, a register, an answer of Wikidata, a graph from Gephi.

    Writes the records and their source into a subfolder of the graph folder. Import a newer file of the same source
    to update them. Prints a row for each thing that needs a second look. Exit code 1: rows have something open, and the
    others are written. Exit code 2: a whole column is open, or the file cannot be read, and nothing is written.

    [dim]citygraph import twins.xlsx --into graph --dry-run[/dim]

    [dim]citygraph import members.csv --into graph --set to.name=Eurocities --set to.type=organization --kind
    member-of[/dim]

    [dim]citygraph import gexf sister_cities_2022.gexf --into graph --licence CC0 --link[/dim]
    """
    from citygraph.cli.import_report import show
    from citygraph.editing.supplementing import supplemented
    from citygraph.folder.loader import garbage_collector_off
    from citygraph.imports.asking import OpenQuestions
    from citygraph.imports.bundles import unbundled
    from citygraph.imports.job import PASSES, ImportJob, files_to_import, size_of
    from citygraph.imports.options import options_given, sign_called
    from citygraph.imports.pipes import PipedFile, pipes_kept
    from citygraph.imports.readers import importer
    from citygraph.imports.report import NEEDS_A_LOOK
    from citygraph.imports.run import mapping_text, run
    from citygraph.imports.three_way import Takes
    from citygraph.render.progress import Bar

    if remove is not None:
        if words or into is None:
            raise fail("--remove takes out what was imported before: it needs --into DIR, and no FILE")
        takes = Takes(every=theirs, ids=taken or ())
        _take_out(into, remove, takes, dry_run=dry_run, format=format_of(format))
        return
    said: dict[str, None] = {}
    delimiter = sign_called(delimiter) if delimiter else None
    try:
        if delimiter is not None and len(delimiter) != 1:
            raise fail(f"--delimiter {delimiter}: it is one sign, or `tab`")
        reader, files = _files(words or [], reader)
        if print_query:
            if files or into or save_mapping:
                raise fail("--print-query prints a query and imports nothing; leave FILE, --into and others out")
            _print_query(importer(reader or ""))
            return
        if not files or (into is None and save_mapping is None):
            raise fail("an import needs " + ("--into DIR, the graph folder" if files else "a FILE to read"))
        if save_mapping is not None and (dry_run or format is not None):
            other = "--dry-run" if dry_run else "--format"
            raise fail(f"--save-mapping writes its file and imports nothing, so {other} says nothing; leave one out")
        options = options_given(
            pairs or (),
            constants or (),
            splits or (),
            kind or (),
            country or (),
            {"id": id, "title": title, "url": url, "licence": licence},
            reader=reader,
            sheet=sheet,
            encoding=encoding,
            no_header=no_header or None,
            header_row=header_row,
            delimiter=delimiter,
            at=at,
            date_order=date_order,
            calendar=calendar or "",
            decimal=decimal,
            fill_down=fill_down or [],
            type=type,
            new_kind=new_kind,
            form=form,
            link=link or None,
            fill=fill or None,
        )
        says = said.setdefault
        with pipes_kept(files) as kept, unbundled(kept, says) as (files, bundle), Bar() as bar, garbage_collector_off():
            several = files_to_import(files, mapping, options)
            bar.begins(PASSES * sum(size_of(file.path) for file in several))
            job = ImportJob(
                files=several,
                folder=into or Path(),
                bundle=bundle,
                dry_run=dry_run,
                theirs=theirs,
                supply=supplemented,
                taken=taken or (),
                has_read=bar.has_read,
                says=says,
            )
            if any(isinstance(file, PipedFile) for file in kept) and "id" not in job.of_import.source:
                raise fail("what comes through a pipe has no name, so its source has none; name it with --source ID")
            if save_mapping is not None:
                _write_mapping(save_mapping, mapping_text(job))
                return
            report = run(job)
    except OpenQuestions as error:
        from citygraph.cli.open_questions import show as ask

        ask(error.questions)
        raise typer.Exit(USAGE) from None
    except CityGraphError as error:
        raise fail(str(error)) from None
    for sentence in said:
        warn(sentence)
    show(report, format_of(format), job.folder, dry_run=dry_run)
    if report.count(*NEEDS_A_LOOK):
        raise typer.Exit(NO)


def _files(words: list[str], reader: str | None) -> tuple[str | None, list[Path]]:
    """The name of the format, if the user says it, and the files. The first word is a format if it is the name of one,
    unless it is the only word and a file has that name."""
    from citygraph.domain.names import did_you_mean
    from citygraph.imports.readers import sources

    if reader is None and words and words[0] in sources() and not (len(words) == 1 and Path(words[0]).exists()):
        reader, words = words[0], words[1:]
    elif reader is None and len(words) > 1 and not Path(words[0]).exists() and (
        hint := did_you_mean(words[0], sources())
    ):  # fmt: skip
        raise CityGraphError(f"there is no file and no format `{words[0]}`; {hint}")
    return reader, [Path(word) for word in words]


def _take_out(folder: Path, source: str, takes: "Takes", *, dry_run: bool, format: str) -> None:
    from citygraph.cli.import_report import show_removal
    from citygraph.editing.supplementing import withdrawn
    from citygraph.imports.removing import remove

    try:
        report = remove(folder, source, withdrawn, takes, dry_run=dry_run)
    except CityGraphError as error:
        raise fail(str(error)) from None
    show_removal(report, format, folder, source, dry_run=dry_run)
    if report.count("kept", "conflict"):
        raise typer.Exit(NO)


def _write_mapping(path: Path, text: str) -> None:
    from citygraph.folder.files import replacing

    if path.exists():
        raise fail(f"{path} is there already; give --save-mapping another name")
    with replacing([path]) as (out,):
        out.write(text.encode())
    warn(f"{path} has your options, and how the columns are read; edit it, then import with --mapping {path}")


def _print_query(importer: object) -> None:
    query = getattr(importer, "QUERY", None)
    if query is None:
        raise fail("only wikidata has a query to print")
    sys.stdout.write(query)
