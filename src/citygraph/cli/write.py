"""The commands that change records: the life of a tie, ids, and what goes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citygraph.cli.messages import NO, error_exit, fail, warn
from citygraph.cli.options import Graph
from citygraph.domain.errors import CityGraphError
from citygraph.domain.terms import STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.editing.draft import FolderDraft

PANEL = "Write"
COMMANDS = ("status", "end", "confirm", "rm")

_Tie = Annotated[str, typer.Argument(metavar="TIE", help="The id of a tie.", show_default=False)]
_Source = Annotated[
    str | None, typer.Option("--source", metavar="ID", help="The source that says so.", show_default=False)
]
_Quote = Annotated[str | None, typer.Option("--quote", metavar="TEXT", help="Its words.", show_default=False)]
_By = Annotated[str | None, typer.Option("--by", metavar="WHO", help="Who says so in the source.", show_default=False)]
_On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="When: 2024, 2024-05, 2024-05-02.", show_default=False)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, as a diff; write nothing.")]
Anyway = Annotated[bool, typer.Option("--anyway", help="Write it even if `check` will then warn of something new.")]


def status(
    tie: _Tie,
    word: Annotated[str, typer.Argument(metavar="STATUS", help=", ".join(STATUSES[:-1]) + ".", show_default=False)],
    on: _On = None,
    source: _Source = None,
    quote: _Quote = None,
    by: _By = None,
    dry_run: DryRun = False,
    anyway: Anyway = False,
    graph: Graph = None,
) -> None:
    """Note how a tie stands from now on.

    The old status stays in its history: `status` becomes a list with an entry for each.

    [dim]citygraph status sister-city.iznik.jingdezhen suspended --on 2026-03 --source article[/dim]
    """
    from citygraph.editing.life import note_status

    _write(graph, lambda draft: note_status(draft, tie, word, on, _evidence(source, quote, by)), dry_run, anyway)


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
    dry_run: DryRun = False,
    anyway: Anyway = False,
    graph: Graph = None,
) -> None:
    """Note that a tie has ended.

    [dim]citygraph end sister-city.iznik.jingdezhen --on 2024 --source article[/dim]
    """
    from citygraph.editing.life import note_end

    _write(graph, lambda draft: note_end(draft, tie, on, reason, _evidence(source, quote, by)), dry_run, anyway)


def confirm(
    tie: _Tie,
    on: _On = None,
    source: _Source = None,
    quote: _Quote = None,
    by: _By = None,
    dry_run: DryRun = False,
    anyway: Anyway = False,
    graph: Graph = None,
) -> None:
    """Note that a tie still stands: another source shows it in force.

    `seen` becomes the day on which the source was published, or that of --on. `review` no longer asks about the tie.

    [dim]citygraph confirm sister-city.iznik.jingdezhen --source article --quote "celebrated 20 years"[/dim]
    """
    from citygraph.editing.life import note_confirmation

    if source is None and on is None:
        raise fail("name the source that shows it with --source, or the day with --on")
    _write(graph, lambda draft: note_confirmation(draft, tie, on, _evidence(source, quote, by)), dry_run, anyway)


def rm(
    record: Annotated[str, typer.Argument(metavar="ID", help="The id of a record.", show_default=False)],
    cascade: Annotated[bool, typer.Option("--cascade", help="Take out all that cannot stand without it, too.")] = False,
    dry_run: DryRun = False,
    anyway: Anyway = False,
    graph: Graph = None,
) -> None:
    """Take out a record.

    If others refer to it, they are listed, and nothing is taken out. With --cascade, ties, statements and posts that
    cannot stand without it go, too, and others lose the key that names it.

    [dim]citygraph rm sister-city.iznik.jingdezhen --dry-run[/dim]
    """
    from citygraph.editing.removal import take_out

    _write(graph, lambda draft: take_out(draft, record, cascade=cascade), dry_run, anyway)


def _evidence(source: str | None, quote: str | None, by: str | None) -> dict[str, str]:
    given = {"source": source, "quote": quote, "by": by}
    return {key: value for key, value in given.items() if value is not None}


def _write(
    graph: Path | None,
    change: "Callable[[FolderDraft], str]",
    dry_run: bool,
    anyway: bool,
    same: "Callable[[str], str]" = str,
) -> None:
    """Make a change of the folder, if it brings in no mistake. ``change`` changes a draft and says what it has done."""
    from citygraph.editing.draft import drafting
    from citygraph.editing.removal import Needed
    from citygraph.render.problems import write_problems
    from citygraph.world import find_folder

    draft: Any = None
    try:
        with drafting(find_folder(graph)) as draft:
            done = change(draft)
            found = draft.findings()
            diff = draft.diff()
            if dry_run:
                typer.echo("\n".join(diff))
            if found.errors or (found.warnings and not anyway):
                write_problems([*found.errors, *found.warnings], "text", draft.folder)
                why = "this brings in a mistake" if found.errors else "`check` would warn of this"
                way_out = "nothing is written" if found.errors else "nothing is written; --anyway writes it"
                raise fail(f"{why}; {way_out}", code=NO)
            if not diff:
                warn(f"{done}: it is there already")
            elif not dry_run:
                files = draft.write()
                warn(f"{done}: {', '.join(files)}")
    except Needed as error:
        raise fail(str(error), *error.lines, code=NO) from None
    except CityGraphError as error:
        raise error_exit(error, draft and draft.world) from None
