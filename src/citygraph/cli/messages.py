"""What a command says on standard error, and its exit codes."""

from typing import TYPE_CHECKING

import typer

from citygraph.domain.names import visible

if TYPE_CHECKING:
    from citygraph.domain.errors import CityGraphError
    from citygraph.graph.asked import Asked

NO, USAGE, BUG, PIPE_CLOSED = 1, 2, 70, 141
"""The answer is no; the command was used wrongly; a fault of citygraph's own (EX_SOFTWARE of sysexits.h); whatever read
the output has closed it (as shells tell of what SIGPIPE has ended)."""


def warn(message: str) -> None:
    """Say something on standard error, each line with its control characters shown."""
    typer.echo("\n".join(visible(line) for line in f"citygraph: {message}".split("\n")), err=True)


def fail(message: str, code: int = USAGE) -> typer.Exit:
    """Say what is wrong; the exit to raise."""
    warn(message)
    return typer.Exit(code)


def error_exit(error: "CityGraphError", asked: "Asked | None") -> typer.Exit:
    """Say an error of the library; the exit to raise. A name that is unknown or ambiguous is a no, and comes with the
    records that it may mean."""
    from citygraph.graph.resolve import AmbiguousName, UnknownName

    message = visible(str(error))
    if not isinstance(error, (AmbiguousName, UnknownName)):
        return fail(message)
    if error.candidates and asked is not None:
        message += "; which one?" if isinstance(error, AmbiguousName) else "; did you mean"
        for id in error.candidates:
            name, type, country = asked.describe(id)
            message += f"\n  {id:<24} {visible(name)} ({', '.join(filter(None, (type, country)))})"
    return fail(message, NO)
