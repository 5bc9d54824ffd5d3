"""The commands that show the graph."""

from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.command import Output, asks, choice, complete_node

if TYPE_CHECKING:
    from citygraph.lens import Lens
    from citygraph.world import World

PANEL = "See"


@asks
def map(
    world: "World",
    lens: "Lens",
    around: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Only this one and whom it is tied to.",
            autocompletion=complete_node,
            show_default=False,
        ),
    ] = None,
    path: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--path",
            metavar="A B",
            help="Only the shortest path between these two.",
            autocompletion=complete_node,
            show_default=False,
        ),
    ] = None,
    written_as: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="text, or json: the places and ties.",
            callback=choice(("text", "json")),
            rich_help_panel="Input and output",
        ),
    ] = "text",
) -> None:
    """Where do the ties lead? A map in the terminal, as wide as that is.

    [dim]citygraph map[/dim]

    [dim]citygraph map Jingdezhen --group economy[/dim]

    [dim]citygraph map --path Iznik Osh[/dim]
    """
    if around is not None and path is not None:
        raise typer.BadParameter("a map is of NAME and its ties, or of a path", param_hint="--path")
    out = Output(world)
    shown = world.map(lens, around=around, path=path)
    found = world.path(*path, lens) if path else None
    if written_as == "json":
        from citygraph.render.plain import as_json

        typer.echo(as_json(shown))
    elif not shown.places:
        out.say("there is nothing to draw")
    elif found is None or found.length is not None:
        from citygraph.render.worldmap import write_map

        picked = [world.resolve(name) for name in path or (around,) if name is not None]
        for remark in write_map(shown, world.kinds, out.name, picked=picked, hops=found.hops if found else ()):
            out.say(remark)
        possibly = sum(tie.held == "possibly" for tie in shown.ties)
        if possibly and not found:
            out.say(f"of {len(shown.ties)} ties, {possibly} only possibly held then")
    if path and found:
        if found.length is None:
            raise out.no_path(*path, lens)
        out.doubts(found)
