"""The typer app: all commands, and the options of none of them."""

import io
import sys
from typing import Annotated

import typer

from citygraph import __version__
from citygraph.cli import ask, data, share

app = typer.Typer(
    name="citygraph",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"citygraph {__version__}")
        raise typer.Exit


@app.callback()
def citygraph(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Plain-text knowledge for city diplomacy.

    Write what you know of ties between cities as YAML, each fact with its source; check it like code; ask it.

    To start:

    [bold]citygraph init my-graph --example[/bold]

    [bold]citygraph path Iznik Osh --graph my-graph[/bold]
    """


ask.add_to(app)
data.add_to(app)
share.add_to(app)


def main() -> None:
    """The ``citygraph`` command."""
    for stream in (sys.stdout, sys.stderr):
        # What the terminal's encoding has no sign for is spelled out, never a crash.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app(prog_name="citygraph")
    except OSError as error:  # no such directory any more, no space left …
        named = f"{error.filename}: " if error.filename else ""
        typer.echo(f"citygraph: {named}{error.strerror}", err=True)
        sys.exit(2)
