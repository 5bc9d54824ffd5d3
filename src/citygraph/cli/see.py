"""The commands that show the graph as a page and as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.command import about_a_world
from citygraph.cli.messages import counted, warn
from citygraph.cli.options import Ego, Hops, hops_around

if TYPE_CHECKING:
    from citygraph.graph.asked import LensWords
    from citygraph.outputs.picture.drawing import Form
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
    hops: Hops = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="The title of the picture.", show_default=False)
    ] = None,
) -> None:
    """Draw the graph, or what the lens shows of it, as a map or a network with its legend.

    It is a map if most nodes have coordinates. The same graph gives the same SVG, byte by byte.

    [dim]citygraph draw ties.svg[/dim]

    [dim]citygraph draw near.pdf --ego Jingdezhen --hops 2 --network[/dim]
    """
    if as_map and as_network:
        raise typer.BadParameter("a picture is a map or a network", param_hint="--network")
    form: Form | None = "map" if as_map else "network" if as_network else None
    drawn = world.draw(file, form=form, title=title, ego=ego, hops=hops_around(ego, hops), **lens)
    nodes, ties = "node" + "s" * (drawn.nodes != 1), "tie" + "s" * (drawn.ties != 1)
    warn(f"{file}: a {drawn.form}, {drawn.nodes:,} {nodes}, {drawn.ties:,} {ties}")
    for line in drawn.remarks:
        warn(line)
