"""The commands that hand the graph on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.command import asks, remark

if TYPE_CHECKING:
    from citygraph.lens import Lens
    from citygraph.world import World

PANEL = "Share"


@asks
def export(
    world: "World",
    lens: "Lens",
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.graphml", help="The file to write; its suffix says the format.", show_default=False
        ),
    ],
) -> None:
    """Write the graph, or what the lens shows of it, for Gephi, yEd, Cytoscape, igraph or networkx.

    [dim]citygraph export cities.graphml[/dim]

    [dim]citygraph export no-people.graphml --type '!official'[/dim]
    """
    from citygraph.exporters import export as write

    nodes, ties = write(world.graph, file, lens)
    remark(f"{file}: {nodes} nodes, {ties} ties")
