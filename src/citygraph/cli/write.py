"""The commands that change records: the life of a tie, ids, what goes, where cities are; and the form of files."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citygraph.cli.completion import complete_node
from citygraph.cli.messages import NO, error_exit, fail, warn, warn_of_formulas
from citygraph.cli.options import Format, Graph, choice, format_of
from citygraph.domain.errors import CityGraphError
from citygraph.domain.terms import STATED

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.editing.draft import FolderDraft
    from citygraph.editing.evidence import GivenEvidence
    from citygraph.editing.merging import Choose, TwoValues

PANEL = "Write"
COMMANDS = ("status", "end", "confirm", "mv", "merge", "rm", "locate", "fmt")

_NAMED = 6
"""How many files are named that have changed."""
_Tie = Annotated[str, typer.Argument(metavar="TIE", help="The id of a tie.", show_default=False)]
_Source = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="SOURCE",
        help="The source that says so: its id or title; or a web address or a file, which becomes a new source.",
        show_default=False,
    ),
]
_Title = Annotated[
    str | None, typer.Option("--title", metavar="TEXT", help="Of a new source: its title.", show_default=False)
]
_Publisher = Annotated[
    str | None,
    typer.Option("--publisher", metavar="TEXT", help="Of a new source: who published it.", show_default=False),
]
_Published = Annotated[
    str | None, typer.Option("--published", metavar="DATE", help="Of a new source: when.", show_default=False)
]
_Quote = Annotated[str | None, typer.Option("--quote", metavar="TEXT", help="Its words.", show_default=False)]
_By = Annotated[str | None, typer.Option("--by", metavar="WHO", help="Who says so in the source.", show_default=False)]
_On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="When: 2024, 2024-05, 2024-05-02.", show_default=False)
]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would change, as a diff; write nothing.")]
AnywayOption = Annotated[
    bool, typer.Option("--anyway", help="Write it even if `check` will then warn of something new.")
]


def status(
    tie: _Tie,
    word: Annotated[str, typer.Argument(metavar="STATUS", help=", ".join(STATED) + ".", show_default=False)],
    on: _On = None,
    source: _Source = None,
    quote: _Quote = None,
    by: _By = None,
    title: _Title = None,
    publisher: _Publisher = None,
    published: _Published = None,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    graph: Graph = None,
) -> None:
    """Note how a tie stands from now on.

    The old status stays in its history: `status` becomes a list with an entry for each.

    [dim]citygraph status sister-city.iznik.jingdezhen suspended --on 2026-03 --source article[/dim]
    """
    from citygraph.editing.life import note_status

    write_draft(
        graph,
        lambda draft: note_status(draft, tie, word, on, _evidence(source, quote, by, title, publisher, published)),
        dry_run,
        anyway,
    )


def end(
    tie: _Tie,
    on: _On = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="WORD", help="expired, terminated, superseded …", show_default=False),
    ] = None,
    source: _Source = None,
    quote: _Quote = None,
    by: _By = None,
    title: _Title = None,
    publisher: _Publisher = None,
    published: _Published = None,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    graph: Graph = None,
) -> None:
    """Note that a tie has ended.

    [dim]citygraph end sister-city.iznik.jingdezhen --on 2024 --source article[/dim]

    [dim]citygraph end sister-city.iznik.jingdezhen --on 2024 --source https://example.org/news --title "The end"[/dim]
    """
    from citygraph.editing.life import note_status

    said = _evidence(source, quote, by, title, publisher, published)
    write_draft(graph, lambda draft: note_status(draft, tie, "ended", on, said, reason), dry_run, anyway)


def confirm(
    tie: _Tie,
    on: _On = None,
    source: _Source = None,
    quote: _Quote = None,
    by: _By = None,
    title: _Title = None,
    publisher: _Publisher = None,
    published: _Published = None,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    graph: Graph = None,
) -> None:
    """Note that a tie still stands: another source shows it in force.

    `seen` becomes the day on which the source was published, or that of --on. `review` no longer asks about the tie.

    [dim]citygraph confirm sister-city.iznik.jingdezhen --source article --quote "celebrated 20 years"[/dim]
    """
    from citygraph.editing.life import note_confirmation

    if source is None and on is None:
        raise fail("name the source that shows it with --source, or the day with --on")
    write_draft(
        graph,
        lambda draft: note_confirmation(draft, tie, on, _evidence(source, quote, by, title, publisher, published)),
        dry_run,
        anyway,
    )


def mv(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The id of a record.", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new id.", show_default=False)],
    kind: Annotated[bool, typer.Option("--kind", help="OLD is the id of a kind of the folder's own.")] = False,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    graph: Graph = None,
) -> None:
    """Give a record another id, everywhere.

    Changes the id in YAML and tables, in judgements of imports, and in notes if it stands between backticks there. The
    ids of ties that are made of it change, too, wherever something names them.

    [dim]citygraph mv osh osh-kg[/dim]
    """
    from citygraph.editing.renaming import rename, rename_kind

    write_draft(graph, lambda draft: (rename_kind if kind else rename)(draft, old, new), dry_run, anyway)


def merge(
    first: Annotated[str, typer.Argument(metavar="A", help="The record that stays.", show_default=False)],
    second: Annotated[
        str, typer.Argument(metavar="B", help="The record that becomes a part of it.", show_default=False)
    ],
    prefer: Annotated[
        str | None,
        typer.Option(
            "--prefer",
            metavar="A|B",
            help="Whose values are right where both differ. Without it, you are asked.",
            callback=choice(("A", "B")),
            show_default=False,
        ),
    ] = None,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    graph: Graph = None,
) -> None:
    """Make one record of two that are about the same thing.

    A keeps its id. The id, the name and the aliases of B become aliases of A; whatever names B then names A. Two ties
    of one kind to the same other end become one, with the evidence of both, unless one had ended when the other began.
    Where both differ in what a record can say only once, you are asked in a terminal; else nothing is written, and the
    exit code is 1.

    [dim]citygraph merge padova padua[/dim]
    """
    from citygraph.editing.merging import merge as merged

    chosen = _chosen(prefer)
    write_draft(graph, lambda draft: merged(draft, first, second, chosen), dry_run, anyway)


def _chosen(prefer: str | None) -> "Choose":
    """Which of two values is right: as the user has said, or says when asked."""

    def choose(difference: "TwoValues") -> Any:
        if prefer is not None or not sys.stdin.isatty() or not sys.stderr.isatty():
            return prefer
        from citygraph.editing.merging import in_words

        words = ["A", "B", *(["both"] if difference.may_be_two else [])]
        offered = {word.lower(): word for word in words}

        warn(
            f"which `{difference.key}` is right?",
            *(f"  {side}  {in_words(value)}  ({record})"
              for side, value, record in zip("AB", difference.values, difference.records, strict=True)),
            *(["  both  they are two ties, of two times"] if difference.may_be_two else []),
        )  # fmt: skip
        while True:
            answer = str(typer.prompt(" or ".join(words), err=True)).strip().lower()
            if answer in offered:
                return offered[answer]

    return choose


def rm(
    record: Annotated[str, typer.Argument(metavar="ID", help="The id of a record.", show_default=False)],
    cascade: Annotated[bool, typer.Option("--cascade", help="Take out all that cannot stand without it, too.")] = False,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    graph: Graph = None,
) -> None:
    """Take out a record.

    If others refer to it, they are listed, and nothing is taken out. With --cascade, ties, statements and posts that
    cannot stand without it go, too, and others lose the key that names it.

    [dim]citygraph rm sister-city.iznik.jingdezhen --dry-run[/dim]
    """
    from citygraph.editing.removal import take_out

    write_draft(graph, lambda draft: take_out(draft, record, cascade=cascade), dry_run, anyway)


def locate(
    cities: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CITY…]",
            help="Cities of the folder, in any spelling; all that lack one of the three if left out.",
            autocompletion=complete_node,
            show_default=False,
        ),
    ] = None,
    geonames: Annotated[
        list[str] | None,
        typer.Option(
            "--geonames", metavar="CITY=ID", help="The GeoNames id of a city: bath=2656173. Repeat.", show_default=False
        ),
    ] = None,
    dry_run: DryRunOption = False,
    anyway: AnywayOption = False,
    format: Format = None,
    graph: Graph = None,
) -> None:
    """Add the country, coordinates and GeoNames id of cities that lack them.

    The names of the cities are looked up in a gazetteer: GeoNames' cities of 15,000 people and more, under all their
    names, and smaller places of the same names. What a record says already narrows the choice. A place is clear if it
    is the only one, or 20 times as large as the next (6 times, if only its usual name is this). Then it is written,
    with its source. Else all places are listed, each with the option that chooses it. Exit code 1: something is open.

    [dim]citygraph locate[/dim]

    [dim]citygraph locate Bath --geonames bath=2656173[/dim]
    """
    from citygraph.editing.location import note_places
    from citygraph.graph.located import lacking
    from citygraph.graph.located import locate as look_up
    from citygraph.render.locate import counted, write_located

    if dry_run and format not in (None, "table"):
        raise fail(f"a diff is not {format}: leave out --format or --dry-run")
    is_done = True

    def change(draft: "FolderDraft") -> str:
        nonlocal is_done
        world = draft.world
        said: dict[str, str] = {}
        for city, id in map(_city_and_id, geonames or ()):
            other = said.setdefault(world.resolve(city, ("city",)), id)
            if other != id:
                raise CityGraphError(f"--geonames {city}={id}: another option says {other}")
        named = dict.fromkeys(world.resolve(name, ("city",)) for name in cities or ())
        wanted = list(named | dict.fromkeys(said)) or lacking(world.view)
        found = look_up(world.view, wanted, said)
        formulas, remarks = write_located(found, "table" if dry_run else format_of(format))
        warn_of_formulas(formulas)
        for remark in remarks:
            warn(remark)
        is_done = all(one.place for one in found)
        done = f"located {'1 city' if len(found) == 1 else f'{len(found):,} cities'}: {counted(found)}"
        if not found:
            warn("no city lacks its country, coordinates or GeoNames id")
            raise typer.Exit
        noted = note_places(draft, found)
        is_done = is_done and not noted.left
        if not noted.changed:
            for remark in draft.remarks:
                warn(remark)
            warn(f"{done}; there is nothing to add")
            raise typer.Exit(0 if is_done else NO)
        return done

    write_draft(graph, change, dry_run, anyway)
    if not is_done:
        raise typer.Exit(NO)


def _city_and_id(pair: str) -> tuple[str, str]:
    city, equals, id = pair.rpartition("=")
    if not equals or not (id.isascii() and id.isdecimal()):
        raise CityGraphError(f"--geonames {pair}: it is a city and its GeoNames id, as iznik=745026")
    return city, id


def fmt(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE…", help="YAML files of the folder; else all of them.", show_default=False),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="List files that are not in form, with exit code 1; write nothing."),
    ] = False,
    dry_run: DryRunOption = False,
    graph: Graph = None,
) -> None:
    """Bring the YAML files into one form.

    Puts the keys of each record in order, with indents, quotes and line breaks alike in all files. What the files say
    does not change. Comments stay, and so does the order of records. Tables are left alone.

    [dim]citygraph fmt --check[/dim]
    """
    from citygraph.editing.draft import unified
    from citygraph.editing.formatting import in_form, put_into_form, yaml_files
    from citygraph.world import find_folder

    try:
        folder = find_folder(graph)
        chosen = yaml_files(folder, files or ())
        found = list(in_form(folder, chosen))
        changed = [one for one in found if one.new != one.held]
        if dry_run:
            for one in changed:
                typer.echo("\n".join(unified(one.file, one.held, one.new)))
        elif check:
            for one in changed:
                typer.echo(folder / one.file)
        else:
            put_into_form(folder, changed)
    except CityGraphError as error:
        raise fail(str(error)) from None
    for one in found:
        if one.refused:
            warn(one.refused, "  the file stays as it is")
    of = f"of {len(found)} {'file' if len(found) == 1 else 'files'}"
    if check or dry_run:
        warn(f"{len(changed)} {of} {'is' if 1 in (len(changed), len(found)) else 'are'} not in form")
    else:
        warn(f"{len(changed)} {of} brought into form")
    if any(one.refused for one in found) or (check and changed):
        raise typer.Exit(NO)


def _evidence(
    source: str | None,
    quote: str | None,
    by: str | None,
    title: str | None,
    publisher: str | None,
    published: str | None,
) -> "GivenEvidence":
    from citygraph.editing.evidence import GivenEvidence

    of_source = {"title": title, "publisher": publisher, "published": published}
    return GivenEvidence(source or "", quote or "", by or "", {key: said for key, said in of_source.items() if said})


def write_draft(
    graph: Path | None,
    change: "Callable[[FolderDraft], str]",
    dry_run: bool,
    anyway: bool,
    agreed: "Callable[[FolderDraft], bool] | None" = None,
    despite: "Callable[[], bool] | None" = None,
) -> None:
    """Make a change of the folder, if it brings in no mistake. ``change`` changes a draft and says what it has done.
    ``agreed`` shows the draft before it is written; if it returns False, nothing is written. ``despite`` asks the same
    of a draft that `check` would warn of."""
    from citygraph.editing.draft import drafting
    from citygraph.editing.growing import Contradicts
    from citygraph.editing.merging import Differ
    from citygraph.editing.removal import Needed
    from citygraph.render.problems import write_problems
    from citygraph.world import find_folder

    draft: Any = None
    try:
        with drafting(find_folder(graph)) as draft:
            done = change(draft)
            found = draft.findings()
            if dry_run:
                typer.echo("\n".join(draft.diff()))
            if found.errors or (found.warnings and not anyway):
                write_problems([*found.errors, *found.warnings], "text", draft.folder)
                if found.errors:
                    raise fail("this brings in a mistake; nothing is written", code=NO)
                if dry_run or despite is None or not despite():
                    raise fail("`check` would warn of this; nothing is written; --anyway writes it", code=NO)
            for remark in draft.remarks:
                warn(remark)
            for one in found.unneeded:
                warn(f"{draft.folder / one.span.file}:{one.span.line}: this item of `accepted` is needed no longer:"
                     f" {one.message}; take it out")  # fmt: skip
            if not draft.files():
                warn(f"{done}: it is there already")
            elif not dry_run:
                if agreed is not None and not agreed(draft):
                    raise fail("nothing is written", code=NO)
                files = draft.write()
                warn(f"{done}: {', '.join(files) if len(files) <= _NAMED else f'{len(files)} files'}")
    except (Needed, Differ, Contradicts) as error:
        raise fail(str(error), *error.lines, code=NO) from None
    except CityGraphError as error:
        raise error_exit(error, draft and draft.world) from None
