"""The typer app. It knows the names of all commands, and the options of none."""

import contextlib
import gc
import importlib
import io
import keyword
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from types import ModuleType
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from citygraph.cli._index import INDEX
from citygraph.cli.messages import BUG, PIPE_CLOSED, USAGE, warn
from citygraph.cli.once_each import OnceEach
from citygraph.cli.plain_numbers import PlainNumbers
from citygraph.domain.docstrings import docstring
from citygraph.domain.version import __version__


class _Commands(MutableMapping[str, Any]):
    """The commands by name. Each is made when typer asks for it: to make all of them would take most of the time of one
    answer."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self[name] = _made(name, *INDEX[name])
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(INDEX)

    def __len__(self) -> int:
        return len(INDEX)


def _made(name: str, module: str, panel: str, _: str) -> Any:
    """A command. Its docstring is its help. If its module has ``SUBCOMMANDS`` for it, it is a group of these."""
    home = importlib.import_module(module)
    function = function_of(home, name)
    subcommands: Mapping[str, Callable[..., None]] = getattr(home, "SUBCOMMANDS", {}).get(name, {})
    one = typer.Typer(name=name, rich_markup_mode="rich", add_completion=False, no_args_is_help=True)
    if not subcommands:
        usual = PlainNumbers if is_question(home) else OnceEach  # `ask` gives questions options anew
        made_of = getattr(home, "COMMAND_CLASS", usual)
        one.command(name, cls=made_of, help=_help(function), rich_help_panel=panel)(function)
        return typer.main.get_command(one)
    one.callback(help=_help(function))(function)
    for word, subcommand in subcommands.items():
        one.command(word, help=_help(subcommand))(subcommand)
    return typer.main.get_command(one)


def _help(function: Callable[..., None]) -> str:
    """The help of a command. Each paragraph of the docstring becomes one line, which typer wraps."""
    return "\n\n".join(" ".join(text.split()) for text in docstring(function).split("\n\n"))


def is_question(module: ModuleType) -> bool:
    """True if a command is made from a question."""
    return module.__name__.startswith("citygraph.questions")


def function_of(module: ModuleType, name: str) -> Callable[..., None]:
    """The function that typer makes a command of: one made from a question, or the function of that name in a module
    of this package."""
    if is_question(module):
        from citygraph.cli.question import command

        return command(module, name)
    function: Callable[..., None] = getattr(module, f"{name}_" if keyword.iskeyword(name) else name)
    return function


class _CommandGroup(TyperGroup):
    """All commands."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Commands()

    def format_help(self, context: Any, formatter: Any) -> None:
        """List the commands from the index, so that none of them has to be made."""
        made = self.commands
        self.commands = {
            name: TyperCommand(name, help=line, rich_help_panel=panel) for name, (_, panel, line) in INDEX.items()
        }
        super().format_help(context, formatter)
        self.commands = made


app = typer.Typer(
    name="citygraph",
    cls=_CommandGroup,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _use_no_pager(value: bool) -> None:
    if value:
        from citygraph.cli.pager import want_none

        want_none()


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"citygraph {__version__}")
        raise typer.Exit


@app.callback()
def citygraph(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    no_pager: Annotated[
        bool,
        typer.Option("--no-pager", callback=_use_no_pager, help="Show what is longer than the screen without a pager."),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="If citygraph itself has a fault, show the traceback.")
    ] = False,
) -> None:
    """Plain-text knowledge for city diplomacy.

    Write what you know of ties between cities as YAML, each fact with its source; check it like code; ask it.

    To start:

    [bold]citygraph init my-graph --example[/bold]

    [bold]citygraph path Iznik Osh --graph my-graph[/bold]
    """


citygraph.__doc__ = docstring(citygraph)


def main() -> None:
    """The ``citygraph`` command."""
    _catch_ends()
    # All modules imported by now stay to the end. Frozen, they are not searched for garbage when the process ends:
    # that would take a tenth of the time of a small answer.
    gc.freeze()
    if sys.getfilesystemencoding() == "ascii":
        _begin_again_in_utf8()
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        # A character that the terminal's encoding lacks is written as an escape, and never a crash.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # see `__main__`
            signal.signal(signal.SIGINT, signal.default_int_handler)
        _run()
    except KeyboardInterrupt:
        sys.exit(128 + (_ended_by[-1] if _ended_by else signal.SIGINT))
    except BrokenPipeError:  # the reader has closed the pipe, as `head` does
        _say_no_more()
        sys.exit(PIPE_CLOSED)
    except OSError as error:  # the directory is gone, no space is left …
        if _ended_by:
            os._exit(128 + _ended_by[-1])  # what is still to be printed cannot be
        warn((f"{error.filename}: " if error.filename else "") + str(error.strerror or error))
        sys.exit(USAGE)
    except Exception as error:  # a bug: whatever a user can cause has been caught by now
        if "--debug" in sys.argv[1:2]:
            raise
        warn(_bug(error))
        sys.exit(BUG)


_ended_by: list[int] = []
"""The signals, other than Ctrl-C, that have ended this command."""


def _catch_ends() -> None:
    """Let SIGTERM and SIGHUP end a command as Ctrl-C does, so that it leaves no scratch files. A signal that whoever
    started the command ignores, as nohup does, stays ignored."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)


def _end(number: int, _: object) -> None:
    _ended_by.append(number)
    raise KeyboardInterrupt


def _begin_again_in_utf8() -> None:
    """Start Python anew in its UTF-8 mode. It takes only ASCII for text where the locale is C and the variable
    ``PYTHONUTF8=0`` says so; then it could neither open a file named Zürich nor understand that name as an argument."""
    if os.name == "posix" and "utf8" not in sys._xoptions and sys.orig_argv and sys.executable:
        with contextlib.suppress(OSError):
            os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606


def _open_closed_streams() -> None:
    """Open the null device in place of each standard stream that the caller has closed, as ``>&-`` does. Without this,
    the next file that is opened would get the number of the stream, and what is printed would go there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):  # each gets the lowest free number: its own
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  # to the end


def _bug(error: Exception) -> str:
    """A line about a fault of citygraph itself, and how to report it."""
    import shlex
    import traceback

    *_, last = traceback.extract_tb(error.__traceback__)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    where = f"{os.path.basename(last.filename)}:{last.lineno}"
    again = shlex.join(["citygraph", "--debug", *sys.argv[1:]])
    return f"a fault of citygraph {__version__} itself: {what} ({where}); please report it with what `{again}` prints"


def _run() -> None:
    try:
        app(prog_name="citygraph")
    except SystemExit as end:
        if _ended_by:
            with suppress(OSError):  # after SIGHUP the terminal may be gone
                warn(f"ended by {signal.Signals(_ended_by[-1]).name}")
            sys.exit(128 + _ended_by[-1])
        if isinstance(end.__context__, BrokenPipeError):  # typer and rich exit with 1, which would mean *no*
            raise end.__context__ from None
        raise
    finally:
        print(end="", flush=True)  # at its end the interpreter flushes, too, but can only complain about an error


def _say_no_more() -> None:
    """Send all further output to the null device."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
