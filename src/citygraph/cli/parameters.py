"""The parameters of a question as typer takes them."""

import inspect
from collections.abc import Sequence
from typing import Annotated

import typer

from citygraph.cli.completion import (
    Complete,
    complete_any,
    complete_country,
    complete_from,
    complete_node,
    complete_reason,
    complete_section,
    complete_source,
    if_asked,
)
from citygraph.cli.options import choice, option
from citygraph.questions._options import OptionPart, Parameters, name_of

_COMPLETE: dict[str, Complete] = {
    "node": complete_node,
    "source": complete_source,
    "any": complete_any,
    "reason": complete_reason,
    "country": complete_country,
    "section": complete_section,
}


def shown(parameters: Parameters) -> list[inspect.Parameter]:
    """The options of a command, in the order of their declaration."""
    return [
        _by_words(flag, parts) if parts[0].parameter.word or len(parts) > 1 else _shown(parameters, parts[0])
        for flag, parts in parameters.options.items()
    ]


def _shown(parameters: Parameters, part: OptionPart) -> inspect.Parameter:
    said, default = part.parameter, part.default
    complete = complete_from(said.choices) if said.choices else _COMPLETE.get(said.names or "")
    if part.positional:
        if default == ():  # several, or none
            many = typer.Argument(metavar=f"[{part.flag}]", help=said.help, autocompletion=if_asked(complete))
            return option(part.name, Annotated[list[part.type] | None, many])  # type: ignore[name-defined]  # known at run time
        is_required = default is part.EMPTY and all(part.name in one for one in parameters.taken.values())
        metavar = part.flag if is_required else f"[{part.flag}]"
        argument = typer.Argument(
            metavar=metavar, help=said.help, autocompletion=if_asked(complete), show_default=False
        )
        if is_required:
            type = list[str] if said.has_words else part.type
            return option(part.name, Annotated[type, argument], inspect.Parameter.empty)
        return option(part.name, Annotated[part.type | None, argument])
    if part.type is bool:
        return option(name_of(part.flag), Annotated[bool, typer.Option(part.flag, help=said.help)], False)
    is_repeated = default == ()
    made = typer.Option(
        part.flag,
        metavar=said.metavar,
        help=said.help,
        min=said.least,
        callback=choice(said.choices) if said.choices else None,
        autocompletion=if_asked(complete),
        show_default=said.shown_default or (default is not None and not is_repeated),
    )
    type = list[str] | None if is_repeated else part.type
    return option(name_of(part.flag), Annotated[type, made], None if is_repeated else default)


def _by_words(flag: str, parts: Sequence[OptionPart]) -> inspect.Parameter:
    """An option whose words set several parameters: one of the choices of the first, and each word of the others."""
    words = tuple(part.parameter.word for part in parts if part.parameter.word)
    first = parts[0].parameter
    every = tuple(dict.fromkeys((*first.choices, *words)))
    metavar, help, complete = first.metavar, first.help, complete_from(every)
    if not first.choices:
        one = typer.Option(
            flag,
            metavar=metavar,
            help=help,
            autocompletion=if_asked(complete),
            callback=choice(every),
            show_default=False,
        )
        return option(name_of(flag), Annotated[str | None, one])
    is_repeated = parts[0].takes_several
    default = False if is_repeated else str(parts[0].default)

    def callback(values: list[str] | None) -> list[str] | None:
        for value in values or ():
            choice(every)(value)
        if not is_repeated and len({*(values or ())} - {*words}) > 1:
            what = (first.metavar or "word").lower()
            raise typer.BadParameter(f"one {what} at a time, and perhaps {words[0]} beside it")
        return values

    several = typer.Option(
        flag, metavar=metavar, help=help, autocompletion=if_asked(complete), callback=callback, show_default=default
    )
    return option(name_of(flag), Annotated[list[str] | None, several])
