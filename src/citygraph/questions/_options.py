"""The parameters of a question as options of a command line: its own, and those of the functions in ``INSTEAD``."""

import inspect
from collections.abc import Callable, Iterator
from keyword import iskeyword
from typing import Annotated, Any, get_args, get_origin

from citygraph.questions import Answer, Parameter, WrongOption

Asks = Callable[..., Answer[Any]]
NO_LAYOUTS = frozenset({"count", "exit_code"})
"""The ``FLAGS`` of a question that are the same for all; each other flag names a layout."""


class OptionPart:
    """A parameter of a function, as a part of an option; or a switch, which is no parameter and has no ``name``."""

    EMPTY = inspect.Parameter.empty
    """The ``default`` of a parameter that must be given."""

    def __init__(
        self, parameter: Parameter, name: str = "", type: Any = bool, default: Any = False, positional: bool = False
    ) -> None:
        self.parameter, self.name, self.type = parameter, name, type
        self.default, self.positional = default, positional

    @property
    def takes_several(self) -> bool:
        """True if the option may be repeated."""
        return bool(self.default == ())

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
        self.taken = {each: _parts(each) for each in (asks, *instead.values())}
        self.options: dict[str, list[OptionPart]] = {}
        for part in self.taken[asks].values():
            self._add(part)
        for parameter, other in instead.items():
            own = self.taken[other].values()
            if all(part.parameter is not parameter for part in own):
                self._add(OptionPart(parameter))
            for part in own:
                self._add(part)

    def _add(self, part: OptionPart) -> None:
        parts = self.options.setdefault(part.flag, [])
        if all((one.name, one.parameter.word) != (part.name, part.parameter.word) for one in parts):
            parts.append(part)

    def call(self, given: dict[str, Any]) -> tuple[Asks, list[Any], dict[str, Any]]:
        """The function to call, its arguments by position and its arguments by name, from the values that the user
        gives, by the names of the options.

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
        taken = self.taken[asks]
        for name, (flag, _) in values.items():
            if name not in taken:
                raise WrongOption(flag, self._why_not(name, chosen_by))
        for name, part in taken.items():
            if part.positional and part.default is part.EMPTY and name not in values:
                others = " or ".join(parameter.spelled for parameter in self._instead)
                raise WrongOption(part.flag, f"it is missing; give it, or {others}")
        positional: list[Any] = []
        for name, part in taken.items():
            if part.positional and name in values:
                _, value = values.pop(name)
                positional += value if part.default == () else [value]
        return asks, positional, {name: value for name, (_, value) in values.items()}

    def _given(self, given: dict[str, Any]) -> Iterator[tuple[str, OptionPart, Any]]:
        """Each option that the user gave: as written, the part of it that is meant, and its value."""
        for flag, parts in self.options.items():
            value = given[parts[0].name if parts[0].positional else name_of(flag)]
            words = {part.parameter.word: part for part in parts if part.parameter.word}
            if words:
                written = [value] if isinstance(value, str) else value or ()
                if parts[0].takes_several and written and (len(written) > 1 or written[0] not in words):
                    yield flag, parts[0], tuple(written)
                    continue
                for word in written:
                    if word in words:
                        yield f"{flag} {word}", words[word], True
                    else:
                        yield flag, parts[0], word
            elif value not in (None, (), []) and value != parts[0].default:
                yield flag, parts[0], " ".join(value) if parts[0].parameter.has_words else value

    def _why_not(self, name: str, chosen_by: str) -> str:
        if chosen_by:
            return f"it does not go with {chosen_by}"
        fit = (parameter.spelled for parameter, other in self._instead.items() if name in self.taken[other])
        return f"it goes with {' or '.join(fit)}"


def dashed(name: str) -> str:
    """The option of a parameter: ``all_ties`` is ``--all-ties``."""
    return "--" + name.replace("_", "-")


def name_of(flag: str) -> str:
    """The name of an option in Python: that of ``--all-ties`` is ``all_ties``, that of ``--in`` is ``in_``."""
    name = flag.removeprefix("--").replace("-", "_")
    return f"{name}_" if iskeyword(name) else name


def _parts(function: Asks) -> dict[str, OptionPart]:
    """The parameters of a function that a user can give."""
    found = {}
    for name, one in inspect.signature(function).parameters.items():
        if get_origin(one.annotation) is Annotated:
            type, said = get_args(one.annotation)[:2]
            several = one.kind is one.VAR_POSITIONAL
            default = () if several else one.default
            found[name] = OptionPart(said, name, type, default, several or one.kind is one.POSITIONAL_OR_KEYWORD)
    return found
