"""The commands that hand the graph on."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citygraph.cli.command import ByCountry, Ego, Hops, asks, fail, hops_around, remark

if TYPE_CHECKING:
    from citygraph.lens import Lens
    from citygraph.world import World

PANEL = "Share"


def _complete_format(incomplete: str) -> list[str]:
    from citygraph.exporters import formats

    return [name for name in formats() if name.startswith(incomplete)]


@asks
def export(
    world: "World",
    lens: "Lens",
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="The file to write; its suffix says the format. `-` is standard output.",
            show_default=False,
        ),
    ],
    written_as: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="The format, if the suffix does not say it.",
            autocompletion=_complete_format,
            show_default=False,
        ),
    ] = None,
    ego: Ego = None,
    hops: Hops = None,
    by: ByCountry = None,
) -> None:
    """Write the graph, or what the lens shows of it, for another program.

    docs/formats.md says what each format carries; what it loses is said on stderr.

    [dim]citygraph export cities.graphml[/dim]

    [dim]citygraph export near.graphml --ego Jingdezhen --hops 2[/dim]

    [dim]citygraph export no-people.graphml --type '!official'[/dim]
    """
    if by and ego:
        raise fail("--by country is of all that the lens shows, --ego of what is near one node: only one of them")
    target = sys.stdout.buffer if file == Path("-") else file
    written = world.export(
        target, lens, format=written_as, ego=ego, hops=hops_around(ego, hops), by_country=by is not None
    )
    called = ", ".join(map(str, written.files)) or "standard output"
    remark(f"{called}: {written.nodes} nodes, {written.ties} ties")
    for warning in written.warnings:
        remark(warning)
