"""The command `edit`: a record in the user's editor."""

import os
import sys
from typing import Annotated

import typer

from citygraph.cli.completion import complete_any
from citygraph.cli.messages import NO, counted, error_exit, fail, warn
from citygraph.cli.options import Graph
from citygraph.domain.errors import CityGraphError

PANEL = "Write"


def edit(
    record: Annotated[
        str,
        typer.Argument(
            metavar="X",
            help="An id or a name: of a city, an official, an event, a tie, a source, a kind …",
            autocompletion=complete_any,
            show_default=False,
        ),
    ],
    graph: Graph = None,
) -> None:
    """Open your editor at a record, and check the folder afterwards.

    The editor is that of the variable VISUAL or EDITOR. Only mistakes that were not there before are shown. Exit code
    1: there are new errors, or the editor failed and nothing has changed.

    [dim]citygraph edit Iznik[/dim]

    [dim]EDITOR="code --wait" citygraph edit sister-city.iznik.jingdezhen[/dim]
    """
    from citygraph.editing.editor import USUAL, chosen, command, open_in_editor, place_of
    from citygraph.editing.mistakes import new_mistakes
    from citygraph.folder.graph_files import graph_files
    from citygraph.render.problems import write_problems
    from citygraph.world import World, find_folder

    world: World | None = None
    try:
        folder = find_folder(graph)
        world = World(folder)
        before, stamps = world.diagnostics, graph_files(folder)
        place = place_of(world, record)
        editor = chosen(os.environ)
        if editor is None and not sys.stdin.isatty():
            raise fail(f"there is no terminal for an editor; `{record}` stands at {folder / place.file}:{place.line}")
        code = open_in_editor(command(editor or USUAL, folder / place.file, place.line))
        if code:
            warn(f"the editor ended with exit code {code}")
        now = graph_files(folder)
        changed = [file for file in {**stamps, **now} if stamps.get(file) != now.get(file)]
        if not changed:
            warn("nothing has changed")
            if code:
                raise typer.Exit(NO)
            return
        found = new_mistakes(before, World(folder).diagnostics)
    except CityGraphError as error:
        raise error_exit(error, world) from None
    warnings = [*found.warnings, *found.unneeded]
    write_problems([*found.errors, *warnings], "text", folder)
    counts = f"{counted(len(found.errors), 'new error')}, {counted(len(warnings), 'new warning')}"
    if found.errors:
        raise fail(f"{', '.join(changed)}: {counts}", code=NO)
    warn(f"{', '.join(changed)}: {counts}")
