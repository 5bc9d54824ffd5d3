"""The messages of commands on standard error, and their exit codes."""

import os
import re
import sys
from typing import TYPE_CHECKING, TextIO

import typer

from citygraph.domain.names import FORMULAS, visible

if TYPE_CHECKING:
    from citygraph.domain.errors import CityGraphError
    from citygraph.graph.asked import Asked

NO, USAGE, BUG, PIPE_CLOSED = 1, 2, 70, 141
"""The exit codes: the answer is no; the command line is wrong; citygraph itself has a fault (EX_SOFTWARE of
sysexits.h); the reader has closed the pipe (the code that shells give for SIGPIPE)."""


def warn(message: str, *more: str) -> None:
    """Write a message to standard error: a line, and ``more`` lines. Control characters in them are shown, not obeyed,
    and so are the ends of lines: the name of a file may hold some, and what reads the output may take commands from
    the start of a line. A terminal gets the lines broken between words; a pipe or a file gets them whole."""
    lines = [visible(line) for line in (f"citygraph: {message}", *more)]
    if sys.stderr.isatty():
        width = width_of(sys.stderr)
        lines = [part for line in lines for part in broken(line, width)]
    typer.echo("\n".join(lines), err=True)


def counted(number: int, what: str) -> str:
    """A number of things: ``1 file``, ``2,000 files``."""
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def warn_of_formulas(number: int) -> None:
    """Warn of so many texts in an answer that a spreadsheet takes for formulas."""
    if number:
        warn(f"{FORMULAS}: {number}")


def width_of(terminal: TextIO) -> int:
    """The width of a terminal, in cells."""
    return os.get_terminal_size(terminal.fileno()).columns or 80


def broken(line: str, width: int) -> list[str]:
    """A line in parts of at most ``width`` cells, broken between words. A longer word has a part of its own."""
    if len(line) * 2 <= width:  # no character is wider than two cells
        return [line]
    from rich.cells import cell_len

    parts = [""]
    for word in re.findall(r"\s*\S+", line):
        if parts[-1] and cell_len(parts[-1] + word) > width:
            parts.append("  " + word.lstrip())
        else:
            parts[-1] += word
    return parts


def fail(message: str, *more: str, code: int = USAGE) -> typer.Exit:
    """Write what is wrong to standard error, as :func:`warn`; the exit for the caller to raise."""
    warn(message, *more)
    return typer.Exit(code)


def error_exit(error: "CityGraphError", asked: "Asked | None") -> typer.Exit:
    """Write an error of the library to standard error; the exit for the caller to raise.

    An unknown or ambiguous name is a *no*. The message lists the records that it may mean.
    """
    from citygraph.graph.resolve import AmbiguousName, UnknownName

    message, candidates = str(error), list[str]()
    if not isinstance(error, (AmbiguousName, UnknownName)):
        return fail(message)
    if error.candidates and asked is not None:
        message += "; which one?" if isinstance(error, AmbiguousName) else "; did you mean"
        for id in error.candidates:
            name, type, country = asked.describe(id)
            candidates.append(f"  {id:<24} {name} ({', '.join(filter(None, (type, country)))})")
    if isinstance(error, UnknownName) and error.way_out:
        candidates.append(f"  {error.way_out}")
    return fail(message, *candidates, code=NO)
