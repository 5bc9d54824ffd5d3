"""A question as a command: its parameters become options, its answer rows on standard output, a *no* exit code 1."""

import inspect
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from importlib import import_module
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from citygraph.cli.messages import NO, broken, error_exit, warn, warn_of_formulas, width_of
from citygraph.cli.options import (
    GRAPH,
    GRAPHS,
    LANG,
    LENS,
    NO_CACHE,
    format_of,
    format_option,
    option,
    output_option,
    suffix_of,
)
from citygraph.cli.pager import paged
from citygraph.cli.parameters import shown as shown_parameters
from citygraph.cli.worlds import ReadAlready, open_asked, speak
from citygraph.domain.docstrings import docstring
from citygraph.domain.errors import CityGraphError
from citygraph.questions import FORMATS, Answer, Parameter, Report, WrongOption
from citygraph.questions._options import NO_LAYOUTS, Asks, Parameters, dashed
from citygraph.render.plain import as_json
from citygraph.render.tables import write_json, write_rows

if TYPE_CHECKING:
    from citygraph.graph.asked import Asked

_PATIENCE = 10
"""Seconds. If an answer takes longer, the command says what would make it faster."""


def command(module: ModuleType, name: str) -> Callable[..., None]:
    """The command that asks the question of a module: a function with the signature that typer reads."""
    asks: Asks = getattr(module, name)
    flags: dict[str, str] = getattr(module, "FLAGS", {})
    formats = getattr(module, "FORMATS", FORMATS)
    parameters = Parameters(asks, getattr(module, "INSTEAD", {}))
    lens = LENS if "lens" in inspect.signature(asks).parameters else ()
    states: Sequence[Parameter] = getattr(module, "STATES", ())
    to_file: Parameter | None = getattr(module, "FILE", None)
    shown = [
        *map(_state, ("old", "new"), states),
        *shown_parameters(parameters),
        *(option(flag, Annotated[bool, typer.Option(dashed(flag), help=help)], False) for flag, help in flags.items()),
        *([output_option(to_file)] if to_file else ()),
        *lens,
        GRAPH if states else GRAPHS,
        format_option(formats),
        LANG,
        NO_CACHE,
        option("context", typer.Context, inspect.Parameter.empty),
    ]

    def run(**given: Any) -> None:
        folders, written_as, no_cache = given.pop("graph"), given.pop("format"), given.pop("no_cache")
        lang, file = given.pop("lang"), given.pop("output", None)
        format = format_of(written_as or (None if file is None else suffix_of(file, formats)), formats)
        set_flags = {flag for flag in flags if given.pop(flag)}
        words = {one.name: value for one in lens if (value := given.pop(one.name))}
        for layout in set_flags - NO_LAYOUTS:
            if written_as:
                raise typer.BadParameter(
                    f"a {layout} is not {written_as}: leave out --format", param_hint=dashed(layout)
                )
            format = layout
        briefly = to_file is None and format not in formats[0][1:]
        read = given.pop("context").find_object(ReadAlready)
        asked: Asked | None = None
        try:
            chosen, arguments, named = parameters.call(given)
            if states:
                from citygraph.cli.states import open_states

                before, asked = open_states(given["old"], given["new"], folders, cache=not no_cache)
                speak((before, asked), lang, for_people=briefly)
                arguments.insert(0, before)
            else:
                asked = open_asked(folders or (), cache=not no_cache, language=lang, for_people=briefly, read=read)
            answer = _answer(asked, chosen, arguments, {**named, **words}, briefly=briefly)
            with paged():
                if "count" in set_flags:
                    _write_count(answer, format)
                    return
                if to_file is not None:
                    content = _content(answer, asked, format, name)
                    if isinstance(content, str) and format == formats[0][0]:
                        content = _for_a_terminal(content, file)
                    _hand_over(content, file)
                    for remark in answer.remarks:
                        warn(remark)
                    return
                rows = _write(answer, asked, format, name)
        except WrongOption as error:
            raise typer.BadParameter(error.why, param_hint=error.option) from None
        except CityGraphError as error:
            raise error_exit(error, asked) from None
        if (answer.is_no and not (rows or answer.total)) or (
            "exit_code" in set_flags and (answer.total or answer.is_partial)
        ):
            raise typer.Exit(NO)

    run.__doc__ = docstring(asks)
    run.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]  # what typer reads
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in shown}
    return run


def _state(name: str, said: Parameter) -> inspect.Parameter:
    argument = typer.Argument(metavar=f"[{said.metavar}]", help=said.help, show_default=False)
    return option(name, Annotated[str | None, argument])


def _answer(asked: "Asked", asks: Asks, arguments: list[Any], named: dict[str, Any], *, briefly: bool) -> Answer[Any]:
    """The answer of a graph. A progress bar shows if that takes long."""
    from citygraph.render.progress import Bar

    asked.briefly = briefly
    with Bar() as bar:
        asked.progress = bar.works
        answer = asked.ask(asks, *arguments, **named)
    if bar.seconds > _PATIENCE and answer.hint_if_slow:
        answer.remarks = (*answer.remarks, answer.hint_if_slow)
    return answer


def _write(answer: Answer[Any], asked: "Asked", format: str, name: str) -> int:
    """Write an answer to standard output, and its remarks to standard error; the number of rows."""
    rows = list(iter(answer))  # list(answer) would call len(), which counts all rows first
    draw = None if format in ("tsv", "csv", "json") else _drawn_by_hand(name, format)
    said: Sequence[str] = ()
    if draw is not None:
        found = copy(answer)
        found.rows = rows  # a layout may read them several times
        said = draw(found, asked) or ()
    elif format == "json":
        write_json(answer.data if isinstance(answer, Report) else rows)
    else:
        warn_of_formulas(write_rows(rows, answer.columns, format, links=asked.address))
    for remark in chain(_number(answer, len(rows)), said, answer.remarks):
        warn(remark)
    return len(rows)


def _content(answer: Answer[Any], asked: "Asked", format: str, name: str) -> str | bytes:
    """A whole answer as the content of a file: ``FILES`` of the module in ``render`` with the question's name makes
    it."""
    if format == "json":
        return as_json(answer.data if isinstance(answer, Report) else list(answer)) + "\n"
    write: Callable[..., str | bytes] = import_module(f"citygraph.render.{name}").FILES[format]
    return write(answer, asked)


def _for_a_terminal(text: str, file: Path | None) -> str:
    """A text for people, with its lines broken between words if a terminal shows it; else the text itself."""
    if file is not None or not sys.stdout.isatty():
        return text
    width = width_of(sys.stdout)
    return "".join(f"{part}\n" for line in text.splitlines() for part in broken(line, width))


def _hand_over(content: str | bytes, file: Path | None) -> None:
    """Replace a file by some content, or write it to standard output; a terminal gets text alone."""
    if file is not None and file != Path("-"):
        from citygraph.folder.files import replacing

        written = content if isinstance(content, bytes) else content.encode()
        with replacing([file]) as (out,):
            out.write(written)
        warn(f"{file}: {len(written) / 1000:,.0f} kB")
    elif isinstance(content, str):
        sys.stdout.write(content)
    elif sys.stdout.isatty():
        raise WrongOption("--format", "a terminal shows text alone; write it to a file: --output FILE")
    else:
        sys.stdout.buffer.write(content)


def _write_count(answer: Answer[Any], format: str) -> None:
    """Write the number of rows to standard output. Of ties, also how many there are of each status: beside the number
    in a terminal, and in JSON; otherwise on standard error, since a program reads the number alone."""
    from citygraph.questions._counts import by_status, in_words

    if answer.standings is None:
        typer.echo(f'{{"count": {len(answer)}}}' if format == "json" else len(answer))
        return
    standings = answer.standings()
    count, words = sum(standings.values()), in_words(standings)
    if format == "json":
        typer.echo(json.dumps({"count": count, "statuses": by_status(standings)}))
    elif format == "table" and sys.stdout.isatty():
        typer.echo(f"{count} ({words})" if count else count)
    else:
        typer.echo(count)
        if count:
            warn(words)
    for remark in answer.remarks:
        warn(remark)


def _drawn_by_hand(name: str, format: str) -> Callable[..., Sequence[str] | None] | None:
    """The function that draws the answers to a question in a format, where columns are not enough: from ``LAYOUTS`` of
    the module in ``render`` that has the question's name; None if there is none."""
    from importlib.util import find_spec

    module = f"citygraph.render.{name}"
    layouts = import_module(module).LAYOUTS if find_spec(module) else {}
    drawn: Callable[..., Sequence[str] | None] | None = layouts.get(format)
    return drawn


def _number(answer: Answer[Any], shown: int) -> Iterator[str]:
    of = answer.total if answer.limit is not None and shown == answer.limit else shown
    if shown < of:
        yield f"{shown:,} of {of:,} shown"
    elif not shown and answer.nothing:
        yield answer.nothing
