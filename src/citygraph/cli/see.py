"""The commands that show the graph as a page and as a picture."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.command import about_a_world
from citygraph.cli.completion import complete_node, if_asked
from citygraph.cli.messages import NO, counted, warn
from citygraph.cli.options import Ego, Hops, hops_around

if TYPE_CHECKING:
    from citygraph.graph.asked import LensWords
    from citygraph.outputs.picture.drawing import Form
    from citygraph.outputs.picture.facts import DrawnPath
    from citygraph.world import World

PANEL = "See"
COMMANDS = ("view", "draw")


@about_a_world
def view(
    world: "World",
    lens: "LensWords",
    file: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The page to write.")] = Path(
        "citygraph.html"
    ),
    ego: Ego = None,
    hops: Hops = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="The title of the page.", show_default=False)
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> None:
    """Write one page that shows the graph, or what the lens shows of it, in any browser.

    The file has it all: network, map, time, search, evidence. It works offline, so you can send it by mail.

    [dim]citygraph view --open[/dim]

    [dim]citygraph view -o near.html --ego Jingdezhen --hops 2[/dim]
    """
    shown = world.write_page(file, title=title, ego=ego, hops=hops_around(ego, hops), **lens)
    warn(f"{file}: {counted(shown.nodes, 'node')}, {counted(shown.ties, 'tie')}, {shown.bytes / 1000:,.0f} kB")
    if open_:
        import webbrowser

        if not webbrowser.open(file.resolve().as_uri()):
            warn("there is no browser here to open it")


@about_a_world
def draw(
    world: "World",
    lens: "LensWords",
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The file to write: .svg, .png or .pdf.", show_default=False)
    ],
    as_map: Annotated[bool, typer.Option("--map", help="A map: each node at its coordinates.")] = False,
    as_network: Annotated[
        bool, typer.Option("--network", help="A network: nodes with a tie lie near each other.")
    ] = False,
    ego: Ego = None,
    path: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--path",
            metavar="A B",
            help="Only the path between two nodes, as `path` finds it, and what is near it; the path stands out.",
            autocompletion=if_asked(complete_node),
            show_default=False,
        ),
    ] = None,
    hops: Annotated[
        int | None,
        typer.Option("--hops", metavar="N", min=0, help="With --ego or --path: up to N hops away.", show_default="1"),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="The title of the picture.", show_default=False)
    ] = None,
) -> None:
    """Draw the graph, or what the lens shows of it, as a map or a network with its legend.

    It is a map if most nodes have coordinates. The same graph gives the same SVG, byte by byte.

    [dim]citygraph draw ties.svg[/dim]

    [dim]citygraph draw near.pdf --ego Jingdezhen --hops 2 --network[/dim]

    [dim]citygraph draw how.svg --path Iznik Osh[/dim]
    """
    if as_map and as_network:
        raise typer.BadParameter("a picture is a map or a network", param_hint="--network")
    if path and ego:
        raise typer.BadParameter("a picture is about a node or a path: leave out --ego or --path", param_hint="--path")
    near = hops_around(ego or path, hops, "--ego NAME or --path A B, which say from where")
    form: Form | None = "map" if as_map else "network" if as_network else None
    walked, remarks = _walked(world, *path, lens) if path else (None, ())
    drawn = world.draw(file, form=form, title=title, ego=ego, path=walked, hops=near, **lens)
    nodes, ties = "node" + "s" * (drawn.nodes != 1), "tie" + "s" * (drawn.ties != 1)
    warn(f"{file}: a {drawn.form}, {drawn.nodes:,} {nodes}, {drawn.ties:,} {ties}")
    for line in (*remarks, *drawn.remarks):
        warn(line)


def _walked(world: "World", start: str, end: str, lens: "LensWords") -> "tuple[DrawnPath, Sequence[str]]":
    """The path to draw, and what may mislead about it. If there is none, this says so as `path` does, and ends the
    command."""
    from citygraph.outputs.picture.facts import DrawnPath

    found = world.path(start, end, **lens)
    if found.is_no:
        for line in (found.nothing, *found.remarks):
            warn(line)
        raise typer.Exit(NO)
    if not found.data.hops:
        raise typer.BadParameter("both names mean the same node; --ego draws what is near it", param_hint="--path")
    hops = found.data.hops
    nodes = [hops[0].from_, *(hop.to for hop in hops)]
    return DrawnPath(nodes, [hop.tie for hop in hops]), [*found.data.caveats()]
