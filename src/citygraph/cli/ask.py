"""The commands that ask the graph."""

from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.old_command import (
    Output,
    asks,
    complete_any,
)

if TYPE_CHECKING:
    from citygraph.domain.lens import Lens
    from citygraph.world import World

PANEL = "Ask"
COMMANDS = ("show",)


@asks
def show(
    world: "World",
    out: Output,
    lens: "Lens",
    what: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A node or a source by any of its names, or a tie by its id.",
            autocompletion=complete_any,
            show_default=False,
        ),
    ],
) -> None:
    """All that is known of a city, an official, an event, a source or a tie.

    [dim]citygraph show Jingdezhen[/dim]

    [dim]citygraph show sister-city.iznik.jingdezhen[/dim]
    """
    from citygraph.render.show import write_card

    write_card(world.show(what, lens), out.format, out.name, world.kinds)
