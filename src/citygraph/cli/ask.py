"""The commands that ask the graph."""

from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.old_command import (
    Output,
    asks,
    complete_any,
    complete_node,
)

if TYPE_CHECKING:
    from citygraph.domain.lens import Lens
    from citygraph.world import World

PANEL = "Ask"
COMMANDS = ("show", "compare")


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


@asks
def compare(
    world: "World",
    out: Output,
    lens: "Lens",
    one: Annotated[
        str,
        typer.Argument(
            metavar="X",
            help="An id, name, alias or identifier, in any spelling.",
            autocompletion=complete_node,
            show_default=False,
        ),
    ],
    other: Annotated[
        str,
        typer.Argument(metavar="Y", help="With whom to compare it.", autocompletion=complete_node, show_default=False),
    ],
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            metavar="N",
            min=0,
            help="At most N of each list; a table else has some, the other formats all.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """What have these two in common, and what not?

    Side by side: partners, networks, events, what both are known for, countries that they have partners in; by which
    ties, and how those stand.

    [dim]citygraph compare Iznik Osh[/dim]

    [dim]citygraph compare Iznik Osh --group agreement --at 2021[/dim]
    """
    from citygraph.render.compare import write_comparison

    found = world.compare(one, other, lens)
    write_comparison(found, out.format, out.name, world.country_name, world.kinds, limit)
