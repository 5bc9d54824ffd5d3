"""The parameters of a question as options of its command: its own, and those of the functions in ``INSTEAD``."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Any, get_args, get_origin

import typer

from citygraph.cli.completion import (
    complete_any,
    complete_from,
    complete_node,
    complete_reason,
    complete_source,
    if_asked,
)
from citygraph.cli.options import choice, option
from citygraph.questions import Answer, Parameter, WrongOption

Asks = Callable[..., Answer[Any]]
_COMPLETE = {"node": complete_node, "source": complete_source, "any": complete_any, "reason": complete_reason}


class _OptionPart:
    """A parameter of a function, as a part of an option; or a switch, which is no parameter and has no ``name``."""

    def __init__(
        self, parameter: Parameter, name: str = "", type: Any = bool, default: Any = False, positional: bool = False
    ) -> None:
        self.parameter, self.name, self.type = parameter, name, type
        self.default, self.positional = default, positional

    @property
    def flag(self) -> str:
        """The option on the command line, or the metavar of a positional argument."""
        if self.positional:
            return (self.parameter.metavar or self.name.upper()).strip("[]")
        return self.parameter.flag or dashed(self.name)


class Parameters:
    """The options of a command that calls ``asks``, or one of ``instead`` if the user gives its parameter."""

    def __init__(self, asks: Asks, instead: dict[Parameter, Asks]) -> None:
        self._asks = asks
        self._instead = instead
        self._taken = {each: _parts(each) for each in (asks, *instead.values())}
        self._options: dict[str, list[_OptionPart]] = {}
        for part in self._taken[asks].values():
            self._add(part)
        for parameter, other in instead.items():
            own = self._taken[other].values()
            if all(part.parameter is not parameter for part in own):
                self._add(_OptionPart(parameter))
            for part in own:
                self._add(part)

    def _add(self, part: _OptionPart) -> None:
        parts = self._options.setdefault(part.flag, [])
        if all((one.name, one.parameter.word) != (part.name, part.parameter.word) for one in parts):
            parts.append(part)

    # ---------------------------------------------------------------- what typer is shown

    def shown(self) -> list[inspect.Parameter]:
        """The options, in the order of their declaration."""
        return [
            _by_words(flag, parts) if parts[0].parameter.word or len(parts) > 1 else self._shown(parts[0])
            for flag, parts in self._options.items()
        ]

    def _shown(self, part: _OptionPart) -> inspect.Parameter:
        said, default = part.parameter, part.default
        complete = complete_from(said.choices) if said.choices else _COMPLETE.get(said.names or "")
        if part.positional:
            if default == ():  # several, or none
                many = typer.Argument(metavar=f"[{part.flag}]", help=said.help, autocompletion=complete)
                return option(part.name, Annotated[list[part.type] | None, many])  # type: ignore[name-defined]
            is_required = default is inspect.Parameter.empty and all(part.name in one for one in self._taken.values())
            metavar = part.flag if is_required else f"[{part.flag}]"
            argument = typer.Argument(
                metavar=metavar, help=said.help, autocompletion=if_asked(complete), show_default=False
            )
            if is_required:
                return option(part.name, Annotated[part.type, argument], inspect.Parameter.empty)
            return option(part.name, Annotated[part.type | None, argument])
        if part.type is bool:
            return option(_name(part.flag), Annotated[bool, typer.Option(part.flag, help=said.help)], False)
        is_repeated = default == ()
        shown = typer.Option(
            part.flag,
            metavar=said.metavar,
            help=said.help,
            min=said.least,
            callback=choice(said.choices) if said.choices else None,
            autocompletion=if_asked(complete),
            show_default=said.shown_default or (default is not None and not is_repeated),
        )
        type = list[str] | None if is_repeated else part.type
        return option(_name(part.flag), Annotated[type, shown], None if is_repeated else default)

    # ---------------------------------------------------------------- what is asked

    def call(self, given: dict[str, Any]) -> tuple[Asks, list[Any], dict[str, Any]]:
        """The function to call, its arguments by position and its arguments by name, from the values that typer gives.

        Raises:
            WrongOption: if some options do not go together.
        """
        asks, chosen_by = self._asks, ""
        values: dict[str, tuple[str, Any]] = {}
        for flag, part, value in self._given(given):
            if part.name:
                values[part.name] = flag, value
            other = self._instead.get(part.parameter)
            if other is not None:
                asks, chosen_by = other, flag
        taken = self._taken[asks]
        for name, (flag, _) in values.items():
            if name not in taken:
                raise WrongOption(flag, self._why_not(name, chosen_by))
        for name, part in taken.items():
            if part.positional and part.default is inspect.Parameter.empty and name not in values:
                others = " or ".join(parameter.spelled for parameter in self._instead)
                raise WrongOption(part.flag, f"it is missing; give it, or {others}")
        positional: list[Any] = []
        for name, part in taken.items():
            if part.positional and name in values:
                _, value = values.pop(name)
                positional += value if part.default == () else [value]
        return asks, positional, {name: value for name, (_, value) in values.items()}

    def _given(self, given: dict[str, Any]) -> Iterator[tuple[str, _OptionPart, Any]]:
        """Each option that the user gave: as written, the part of it that is meant, and its value."""
        for flag, parts in self._options.items():
            value = given[parts[0].name if parts[0].positional else _name(flag)]
            words = {part.parameter.word: part for part in parts if part.parameter.word}
            if words:
                for word in [value] if isinstance(value, str) else value or ():
                    if word in words:
                        yield f"{flag} {word}", words[word], True
                    else:
                        yield flag, parts[0], word
            elif value not in (None, (), []) and value != parts[0].default:
                yield flag, parts[0], value

    def _why_not(self, name: str, chosen_by: str) -> str:
        if chosen_by:
            return f"it does not go with {chosen_by}"
        fit = (parameter.spelled for parameter, other in self._instead.items() if name in self._taken[other])
        return f"it goes with {' or '.join(fit)}"


def dashed(name: str) -> str:
    """The option of a parameter: ``all_ties`` is ``--all-ties``."""
    return "--" + name.replace("_", "-")


def _name(flag: str) -> str:
    return flag.removeprefix("--").replace("-", "_")


def _parts(function: Asks) -> dict[str, _OptionPart]:
    """The parameters of a function that a user can give."""
    found = {}
    for name, one in inspect.signature(function).parameters.items():
        if get_origin(one.annotation) is Annotated:
            type, said = get_args(one.annotation)[:2]
            several = one.kind is one.VAR_POSITIONAL
            default = () if several else one.default
            found[name] = _OptionPart(said, name, type, default, several or one.kind is one.POSITIONAL_OR_KEYWORD)
    return found


def _by_words(flag: str, parts: Sequence[_OptionPart]) -> inspect.Parameter:
    """An option whose words set several parameters: one of the choices of the first, and each word of the others."""
    words = tuple(part.parameter.word for part in parts if part.parameter.word)
    first = parts[0].parameter
    every = (*first.choices, *words)
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
        return option(_name(flag), Annotated[str | None, one])
    default = str(parts[0].default)

    def callback(values: list[str] | None) -> list[str] | None:
        for value in values or ():
            choice(every)(value)
        if len({*(values or ())} - {*words}) > 1:
            what = (first.metavar or "word").lower()
            raise typer.BadParameter(f"one {what} at a time, and perhaps {words[0]} beside it")
        return values

    several = typer.Option(
        flag, metavar=metavar, help=help, autocompletion=if_asked(complete), callback=callback, show_default=default
    )
    return option(_name(flag), Annotated[list[str] | None, several])
