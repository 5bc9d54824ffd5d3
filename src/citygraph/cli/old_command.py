"""What all commands share: opening the folder, the lens's options, the output, and how a mistake is told.

A command that asks is a function of ``world``, and of ``out`` and ``lens`` if it takes them; or of ``asked``, if it
opens other worlds than the folder's. :func:`asks` gives those, adds the options behind them to what typer sees, and
turns the library's errors into exit codes: 1, the answer is no; 2, usage."""

import functools
import inspect
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citygraph.domain.errors import CityGraphError
from citygraph.domain.terms import GROUPS, NODE_TYPES, STATUSES
from citygraph.render.plain import visible
from citygraph.render.tables import FORMATS, write_rows

if TYPE_CHECKING:
    from citygraph.questions import Column
    from citygraph.world import World

    Columns = Callable[[Callable[[str], str]], Sequence[Column]]

NO, USAGE = 1, 2


def remark(message: str) -> None:
    """Say something on stderr, each line with its control characters shown."""
    typer.echo("\n".join(visible(line) for line in f"citygraph: {message}".split("\n")), err=True)


def fail(message: str, code: int = USAGE) -> typer.Exit:
    """Say what is wrong on stderr; the exit to raise."""
    remark(message)
    return typer.Exit(code)


class Output:
    """Where answers go: rows to standard output, in the format ``asked`` for; all else to stderr."""

    def __init__(self, world: "World", asked: str | None = None) -> None:
        self.world = world
        self.asked = asked
        self.format = asked or ("table" if sys.stdout.isatty() else "tsv")

    def name(self, id: str) -> str:
        """What people call a record, with its country where others are called so too; its id if it is none."""
        try:
            called, _, country = self.world.describe(id)
        except KeyError:
            return id
        view = self.world.view
        namesakes = view.graph["names"].lookup(called, view.nodes.__contains__)
        return f"{called}, {country}" if country and len(namesakes) > 1 else called

    def rows(
        self,
        rows: Sequence[Any],
        columns: "Columns",
        nothing: str,
        limit: int | None = None,
        count: Callable[[], int] | None = None,
    ) -> None:
        """Write rows, and what :meth:`number` says of them."""
        write_rows(rows, columns(self.name), self.format)
        self.number(rows, nothing, limit, count)

    def number(
        self, rows: Sequence[Any], nothing: str, limit: int | None, count: Callable[[], int] | None = None
    ) -> None:
        """Say ``nothing`` where there are no rows; how many there are, where a ``limit`` was reached and ``count``
        tells more."""
        of = count() if count and len(rows) == limit else len(rows)
        if len(rows) < of:
            self.say(f"{len(rows)} of {of} shown")
        elif not rows:
            self.say(nothing)

    def say(self, message: str) -> None:
        """A remark for people."""
        remark(message.replace("\n", "\\n"))


class Asked:
    """The options that all questions share, for a command that opens its worlds itself. It sets ``world`` to the one
    that names of the lens are taken from."""

    def __init__(self, folder: Path | None, filters: dict[str, Any], *, cache: bool) -> None:
        self.folder = folder
        self.filters = filters
        self.cache = cache
        self.world: World | None = None


from citygraph.cli.completion import complete_any as complete_any  # noqa: E402
from citygraph.cli.completion import complete_country as complete_country  # noqa: E402
from citygraph.cli.completion import complete_from as complete_from  # noqa: E402
from citygraph.cli.completion import complete_kind as complete_kind  # noqa: E402
from citygraph.cli.completion import complete_node as complete_node  # noqa: E402
from citygraph.cli.completion import complete_source as complete_source  # noqa: E402
from citygraph.cli.options import choice as choice  # noqa: E402

Node = Annotated[
    str,
    typer.Argument(
        metavar="NAME",
        help="An id, name, alias or identifier, in any spelling.",
        autocompletion=complete_node,
        show_default=False,
    ),
]
Limit = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=0, help="At most N of them.", show_default=False)
]
Ego = Annotated[
    str | None,
    typer.Option(
        "--ego",
        metavar="NAME",
        help="Only this node and what is near it.",
        autocompletion=complete_node,
        show_default=False,
    ),
]
Hops = Annotated[
    int | None,
    typer.Option("--hops", metavar="N", min=0, help="With --ego: up to N hops away.", show_default="1"),
]
ByCountry = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="country",
        callback=choice(("country",)),
        autocompletion=complete_from(("country",)),
        show_default=False,
        help="Countries in place of what lies in them, with the ties between them.",
    ),
]
Graph = Annotated[
    Path | None,
    typer.Option(
        "--graph",
        metavar="DIR",
        envvar="CITYGRAPH_GRAPH",
        show_default=False,
        show_envvar=True,
        help="The graph folder; else graph/ here or in a folder above.",
        rich_help_panel="Input and output",
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        help="Read the files, whatever the snapshot says, and keep none.",
        rich_help_panel="Input and output",
    ),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        callback=choice(FORMATS),
        autocompletion=complete_from(FORMATS),
        show_default=False,
        help="table, tsv, csv or json; else a table in a terminal, tsv in a pipe.",
        rich_help_panel="Input and output",
    ),
]


def hops_around(ego: str | None, hops: int | None) -> int:
    """How many hops away from an ego is near; that asks for an ego."""
    if hops is not None and ego is None:
        raise typer.BadParameter("how far from whom? It goes with --ego NAME", param_hint="--hops")
    return 1 if hops is None else hops


def _option(name: str, annotation: Any, default: Any = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _lens_option(name: str, metavar: str, help: str, complete: Callable[[str], Any] | None = None) -> inspect.Parameter:
    option = typer.Option(
        f"--{name}",
        metavar=metavar,
        help=help,
        autocompletion=complete,
        rich_help_panel="Lens: which part to look at",
        show_default=False,
    )
    return _option(name, Annotated[list[str] | None, option])


# Made once for all commands.
_LENS = (
    _lens_option(
        "kind",
        "KIND",
        "Only ties of this kind, or by a register's term for it. Repeat for any of several; "
        "'!KIND' for all but it. So with each of these.",
        complete_kind,
    ),
    _lens_option(
        "group", "GROUP", "Only ties of this family of kinds: " + ", ".join(GROUPS) + ".", complete_from(GROUPS)
    ),
    _lens_option("type", "TYPE", "Only nodes of this type: " + ", ".join(NODE_TYPES) + ".", complete_from(NODE_TYPES)),
    _lens_option("status", "STATUS", "Only ties of this status: " + ", ".join(STATUSES) + ".", complete_from(STATUSES)),
    _lens_option("country", "COUNTRY", "Only nodes in this country: a code or a name.", complete_country),
    _lens_option("source", "SOURCE", "Only ties that this source attests.", complete_source),
    _lens_option("at", "DATE", "Only ties that held then: 2019, 2019-05 or 2019-05-31."),
)
_GRAPH = _option("graph", Graph)
_FORMAT = _option("format", Format)
_NO_CACHE = _option("no_cache", NoCache, default=False)


def asks(function: Callable[..., None]) -> Callable[..., None]:
    """Make a function of ``world``, or ``asked``, and perhaps ``out`` and ``lens`` a command: see the module."""
    own = inspect.signature(function).parameters
    lens_options = _LENS if {"lens", "asked"} & own.keys() else ()
    takes_out = "out" in own

    @functools.wraps(function)
    def command(**given: Any) -> None:
        folder, format, no_cache = given.pop("graph"), given.pop("format", None), given.pop("no_cache")
        filters = {option.name: given.pop(option.name) or () for option in lens_options}
        asked = Asked(folder, filters, cache=not no_cache)
        try:
            if "asked" in own:
                given["asked"] = asked
            else:
                given["world"] = asked.world = open_world(folder, cache=asked.cache)
            if "lens" in own:
                given["lens"] = given["world"].lens(**filters)
            if takes_out:
                given["out"] = Output(given["world"], format)
            function(**given)
        except CityGraphError as error:
            raise _told(error, asked.world) from None

    shown = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in own.items()
        if name not in ("world", "out", "lens", "asked")
    ]
    shown += [*lens_options, _GRAPH, *([_FORMAT] if takes_out else ()), _NO_CACHE]
    command.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]  # what typer reads
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in shown}
    return command


def read_world(folder: Path | None, *, cache: bool) -> "World":
    """The world of a graph folder, with a bar for people if that takes long.

    Raises:
        CityGraphError: there is none.
    """
    from citygraph.render.progress import Bar
    from citygraph.world import World, find_folder

    with Bar() as bar:
        return World(find_folder(folder), cache=cache, report=bar)


def open_world(folder: Path | None, *, cache: bool = True) -> "World":
    """Open the graph folder, and say in a line if it has errors.

    Raises:
        CityGraphError: there is none.
    """
    world = read_world(folder, cache=cache)
    say_if_broken(world, "; `citygraph check` shows them")
    return world


def say_if_broken(world: "World", hint: str = "") -> None:
    """Say in a line if a world has errors."""
    if world.errors:
        errors = "an error" if world.errors == 1 else f"{world.errors} errors"
        remark(f"{world.folder} has {errors}, this answers from the rest{hint}")


def _told(error: CityGraphError, world: "World | None") -> typer.Exit:
    """An error of the library as a message: usage, or a name that is unknown or ambiguous, with those it may mean."""
    from citygraph.graph.resolve import AmbiguousName, UnknownName

    message = visible(str(error))
    if not isinstance(error, (AmbiguousName, UnknownName)):
        return fail(message)
    if error.candidates and world is not None:
        message += "; which one?" if isinstance(error, AmbiguousName) else "; did you mean"
        for id in error.candidates:
            name, type, country = world.describe(id)
            message += f"\n  {id:<24} {visible(name)} ({', '.join(filter(None, (type, country)))})"
    return fail(message, NO)
