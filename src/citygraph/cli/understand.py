"""The commands that measure the network as a whole."""

from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.command import Output, asks

if TYPE_CHECKING:
    from citygraph.lens import Lens
    from citygraph.world import World

PANEL = "Understand"

Exact = Annotated[
    bool, typer.Option("--exact", help="However long it takes: no sample of a large network, but all of it.")
]


@asks
def stats(
    world: "World",
    out: Output,
    lens: "Lens",
    simple: Annotated[
        bool, typer.Option("--simple", help="Parallel ties are one, and those from a node to itself none.")
    ] = False,
    exact: Exact = False,
) -> None:
    """How large is the network, how far apart are its cities, how tightly is it knit?

    Sizes, distances and shape of what the lens shows, each figure with what it means. Ties count without direction.

    [dim]citygraph stats --type city[/dim]

    [dim]citygraph stats --kind sister-city --simple --format json[/dim]
    """
    from citygraph.render.measures import write_stats
    from citygraph.render.progress import Bar

    with Bar() as bar:
        figures = world.stats(lens, simple=simple, exact=exact, progress=bar.works)
    write_stats(figures, out.format)
