"""The options that commands share, as typer takes them."""

import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from citygraph.cli.completion import (
    complete_country,
    complete_from,
    complete_kind,
    complete_language,
    complete_node,
    complete_source,
    complete_tag,
    if_asked,
)
from citygraph.domain.languages import is_tag
from citygraph.domain.terms import GROUPS, NODE_TYPES, STATUSES_OF_TODAY
from citygraph.questions import FORMATS, Formats, Parameter


def choice(choices: tuple[str, ...]) -> Callable[[str | None], str | None]:
    """A callback for an option whose value must be one of ``choices``."""

    def callback(value: str | None) -> str | None:
        if value is not None and value not in choices:
            raise typer.BadParameter(f"{value!r} is none of: {', '.join(choices)}")
        return value

    return callback


Ego = Annotated[
    str | None,
    typer.Option(
        "--ego",
        metavar="NAME",
        help="Only this node and what is near it.",
        autocompletion=if_asked(complete_node),
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
        autocompletion=if_asked(complete_from(("country",))),
        show_default=False,
        help="Countries in place of the nodes in them, with the ties between them.",
    ),
]
_FOLDER = "The graph folder; else graph/ here or in a folder above"
_VARIABLE = "[env var: CITYGRAPH_GRAPH]"
Graph = Annotated[
    Path | None,
    typer.Option(
        "--graph",
        metavar="DIR",
        show_default=False,
        help=f"{_FOLDER}. {_VARIABLE}",
        rich_help_panel="Input and output",
    ),
]


def _tag(value: str | None) -> str | None:
    """A callback: the value must be empty or a language tag."""
    if value and not is_tag(value):
        instead = value.replace("_", "-").partition(".")[0]
        way_out = f"write {instead}" if is_tag(instead) else "write a BCP 47 tag, as zh, zh-Hant or sr-Latn"
        raise typer.BadParameter(f"{value!r} is not a language tag; {way_out}")
    return value


Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="TAG",
        callback=_tag,
        autocompletion=if_asked(complete_language),
        show_default="the locale's in a terminal",
        help="Names in this language, where the records have them: zh, zh-Hant; '' for the names they have first.",
        rich_help_panel="Input and output",
    ),
]
Graphs = Annotated[
    list[Path] | None,
    typer.Option(
        "--graph",
        metavar="DIR",
        show_default=False,
        help=f"{_FOLDER}. Repeat to ask several as one. {_VARIABLE}",
        rich_help_panel="Input and output",
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        help="Read the files, use no snapshot and keep none.",
        rich_help_panel="Input and output",
    ),
]


def shown_format(formats: Formats = FORMATS) -> Any:
    """``--format`` of an answer that can be written in these formats, as typer shows it."""
    return typer.Option(
        "--format",
        metavar="FORMAT",
        callback=choice(formats[0]),
        autocompletion=if_asked(complete_from(formats[0])),
        show_default=False,
        help=formats[1],
        rich_help_panel="Input and output",
    )


Format = Annotated[str | None, shown_format()]


def format_option(formats: Formats = FORMATS) -> inspect.Parameter:
    """``--format`` as a parameter of a command."""
    return option("format", Annotated[str | None, shown_format(formats)])


def format_of(given: str | None, formats: Formats = FORMATS) -> str:
    """The format to write: the one given; else the first, which is for people, in a terminal, and tsv in a pipe."""
    for_people = formats[0][0]
    return given or (for_people if "tsv" not in formats[0] or sys.stdout.isatty() else "tsv")


def output_option(said: Parameter) -> inspect.Parameter:
    """The option of the file that an answer is written to."""
    shown = typer.Option(
        said.flag,
        "-o",
        metavar=said.metavar,
        help=said.help,
        show_default=False,
        rich_help_panel="Input and output",
    )
    return option("output", Annotated[Path | None, shown])


def suffix_of(file: Path, formats: Formats) -> str | None:
    """The format that the name of a file says; None for ``-``, standard output.

    Raises:
        typer.BadParameter: if it says none.
    """
    suffix = file.suffix.lower().lstrip(".")
    if suffix in formats[0]:
        return suffix
    if file == Path("-"):
        return None
    known = ", ".join(f".{one}" for one in formats[0])
    raise typer.BadParameter(
        f"the name {file} ends in none of: {known}; --format says the format, too", param_hint="--output"
    )


def hops_around(around: object, hops: int | None, needs: str = "--ego NAME, which says from which node") -> int:
    """How many hops from the ego, or from what else is ``around``, a node may be: 1 if no number is given. ``needs`` is
    the option that says from where.

    Raises:
        typer.BadParameter: if there is a number, and nothing to count from.
    """
    if hops is not None and around is None:
        raise typer.BadParameter(f"it goes with {needs}", param_hint="--hops")
    return 1 if hops is None else hops


def option(name: str, annotation: Any, default: Any = None) -> inspect.Parameter:
    """A parameter of the function that typer makes a command of."""
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _lens_option(name: str, metavar: str, help: str, complete: Callable[[str], Any] | None = None) -> inspect.Parameter:
    shown = typer.Option(
        f"--{name.replace('_', '-')}",
        metavar=metavar,
        help=help,
        autocompletion=if_asked(complete),
        rich_help_panel="Lens: which part to look at",
        show_default=False,
    )
    return option(name, Annotated[list[str] | None, shown])


LENS = (
    _lens_option(
        "kind",
        "KIND",
        "Only ties of this kind (its id or a register's term). Repeat for any of several; '!KIND' for all but it. "
        "All lens options work alike.",
        complete_kind,
    ),
    _lens_option(
        "group", "GROUP", "Only ties of this family of kinds: " + ", ".join(GROUPS) + ".", complete_from(GROUPS)
    ),
    _lens_option("type", "TYPE", "Only nodes of this type: " + ", ".join(NODE_TYPES) + ".", complete_from(NODE_TYPES)),
    _lens_option(
        "status",
        "STATUS",
        "Only ties of this status: " + ", ".join(STATUSES_OF_TODAY) + ".",
        complete_from(STATUSES_OF_TODAY),
    ),
    _lens_option("country", "COUNTRY", "Only nodes in this country: a code or a name.", complete_country),
    _lens_option("source", "SOURCE", "Only ties that this source attests.", complete_source),
    _lens_option("tag", "TAG", "Only ties with this tag of your own.", complete_tag),
    _lens_option(
        "by_person", "PERSON", "Only ties that this person or body tells of in a source, or signed.", complete_node
    ),
    _lens_option("at", "DATE", "Only ties that held then: 2019, 2019-05, 2019-05-31 or today."),
)
"""The options of a lens, made once for all commands."""
GRAPH = option("graph", Graph)
GRAPHS = option("graph", Graphs)
NO_CACHE = option("no_cache", NoCache, default=False)
LANG = option("lang", Lang)
