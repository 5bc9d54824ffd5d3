"""Reads a command line that asks a question, as a folder keeps it: which question, with which parameters.

typer reads what a user types. This module says of a line that nobody types now whether typer would take it, and which
of its words name records. A test compares the two.
"""

import io
import itertools
import pkgutil
import shlex
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, Literal, NamedTuple, get_args, get_origin

import citygraph.questions
from citygraph.domain.errors import CityGraphError
from citygraph.domain.languages import is_tag
from citygraph.domain.names import did_you_mean
from citygraph.graph.asked import Asked, LensWords
from citygraph.graph.resolve import AmbiguousName, UnknownName
from citygraph.questions import FORMATS, WrongOption
from citygraph.questions._options import NO_LAYOUTS, Asks, OptionPart, Parameters, dashed, name_of

Sort = Literal["node", "source", "any", "kind", "country"]


class Named(NamedTuple):
    """A word of a line that names something, without a ``!`` before it; the ``sort`` of thing that it may name; and
    which word of the line has it, from 0."""

    word: str
    sort: Sort
    at: int


class AskedLine(NamedTuple):
    """What a line asks: the function of the question, its arguments by position and by name, and the words of the line
    that name something. If ``is_of_git``, the answer comes from a git repository."""

    asks: Asks
    arguments: tuple[Any, ...]
    named: dict[str, Any]
    names: tuple[Named, ...]
    is_of_git: bool


class NotUnderstood(CityGraphError):
    """A line asks no question. ``hint`` says the way out."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class _Option(NamedTuple):
    """An option of a command: the name of its value, how many words it takes (0 for a switch), and what they may be."""

    name: str
    words: int = 1
    repeated: bool = False
    number: Callable[[str], float] | None = None
    least: float | None = None
    choices: tuple[str, ...] = ()
    sort: Sort | None = None


_Word = tuple[int, str]
"""A word of a line, and which one it is."""
_LENS_SORTS: dict[str, Sort] = {"kind": "kind", "country": "country", "source": "source", "by_person": "node"}
_SORTS: tuple[str, ...] = get_args(Sort)
_OF_GIT = ("diff", "log")
_NO_FILE = "say it when you ask: `citygraph ask NAME --output FILE`"
_NOT_KEPT = {
    "--graph": "a folder's question is about that folder; leave it out",
    "--output": _NO_FILE,
    "-o": _NO_FILE,
    "--help": "it explains the question and asks nothing; leave it out",
    "-h": "it explains the question and asks nothing; leave it out",
}


def understood(line: str) -> AskedLine:
    """What a line asks. It is never given to a shell.

    Raises:
        NotUnderstood: if it asks no question, or if an option is unknown, has a wrong value or does not go with others.
    """
    name, *words = words_of(line) or [""]
    module = _question(name)
    reader = _Reader(module, name)
    given = reader.read(words)
    set_flags = [flag for flag in reader.flags if given.pop(flag)]
    format, lens = given.pop("format"), {key: value for key in reader.lens if (value := given.pop(key))}
    for layout in set_flags:
        if format and layout not in NO_LAYOUTS:
            raise NotUnderstood(f"{dashed(layout)}: a {layout} is not {format}", "leave out --format")
    try:
        asks, arguments, named = reader.parameters.call(given)
    except WrongOption as error:
        raise NotUnderstood(f"{error.option}: {error.why}") from None
    return AskedLine(asks, tuple(arguments), {**named, **lens}, tuple(reader.names), name in _OF_GIT)


def words_of(line: str) -> list[str]:
    """The words of a line, as a shell divides it.

    Raises:
        NotUnderstood: if a quotation mark is not closed.
    """
    try:
        return shlex.split(line)
    except ValueError:
        raise NotUnderstood("a quotation mark in it is not closed", "a \\ before it makes it a character") from None


def places_of_words(line: str) -> list[tuple[int, int]]:
    """Where the words of a line stand in it, each with what encloses it and the space behind it."""
    text = io.StringIO(line)
    reader = shlex.shlex(text, posix=True)
    reader.whitespace_split, reader.commenters = True, ""
    ends = [0, *(text.tell() for _ in reader)]
    return list(itertools.pairwise(ends))


def why_not(asked: Asked, line: str) -> tuple[str, str] | None:
    """Why a graph cannot be asked the question of a line, and the way out; None if it can. The question is begun, and
    left when its long work begins. One that is answered from git is not begun, since a folder may come without."""
    try:
        question = understood(line)
        if not question.is_of_git:
            _begin(asked, question)
    except NotUnderstood as error:
        return str(error), error.hint
    except WrongOption as error:
        return f"{error.option}: {error.why}", ""
    except UnknownName as error:
        return str(error), error.way_out or _either(error.candidates)
    except AmbiguousName as error:
        return str(error), _either(error.candidates)
    except CityGraphError as error:
        return str(error), ""
    return None


class _Begun(Exception):
    """The question has understood its parameters, and begins to work."""


def _begin(asked: Asked, question: AskedLine) -> None:
    def leave(doing: str, done: int, of: int) -> None:
        raise _Begun

    before, asked.progress = asked.progress, leave
    try:
        question.asks(asked, *question.arguments, **question.named)
    except _Begun:
        pass
    finally:
        asked.progress = before


def _either(ids: Iterable[str]) -> str:
    """A hint with several ids."""
    several = [f"`{id}`" for id in ids]
    return f"did you mean {' or '.join(several)}?" if several else ""


def _question(name: str) -> ModuleType:
    """The module of a question."""
    names = [one.name for one in pkgutil.iter_modules(citygraph.questions.__path__) if not one.name.startswith("_")]
    if name in names:
        module = import_module(f"citygraph.questions.{name}")
        if hasattr(module, "PANEL"):
            return module
    if name == "citygraph":
        raise NotUnderstood("`citygraph` is no question", "begin with the question: leave out `citygraph`")
    if name == "sql":
        hint = "keep the statement in a file, and ask `citygraph sql < FILE`; `checks:` keeps those that find mistakes"
        raise NotUnderstood("`sql` is no question: it asks the tables of a snapshot", hint)
    hint = did_you_mean(name, names) or "`citygraph ask` keeps what only asks: `ties`, `neighbors`, `path` …"
    raise NotUnderstood(f"`{name}` is no question", hint)


class _Reader:
    """Reads the words after the name of a question."""

    def __init__(self, module: ModuleType, name: str) -> None:
        asks: Asks = getattr(module, name)
        self.parameters = Parameters(asks, getattr(module, "INSTEAD", {}))
        self.flags: dict[str, str] = getattr(module, "FLAGS", {})
        self.lens = tuple(LensWords.__annotations__) if "lens" in asks.__annotations__ else ()
        self.names: list[Named] = []
        self._name = name
        formats: tuple[str, ...] = getattr(module, "FORMATS", FORMATS)[0]
        self._options = {
            **{dashed(flag): _Option(flag, words=0) for flag in self.flags},
            **{dashed(key): _Option(key, repeated=True, sort=_LENS_SORTS.get(key)) for key in self.lens},
            "--format": _Option("format", choices=formats),
            "--lang": _Option("lang"),
            "--no-cache": _Option("no_cache", words=0),
        }
        self._places = [_Option("state") for _ in getattr(module, "STATES", ())]
        self._required: list[tuple[str, str]] = []
        self._defaults: dict[str, Any] = {}
        self._checks: list[Callable[[dict[str, Any]], None]] = []
        for flag, parts in self.parameters.options.items():
            self._declare(flag, parts)

    def _declare(self, flag: str, parts: Sequence[OptionPart]) -> None:
        part, said = parts[0], parts[0].parameter
        sort: Any = said.names if said.names in _SORTS else None
        if part.positional:
            several = part.default == () or said.has_words
            self._places.append(_Option(part.name, repeated=several, sort=sort, choices=said.choices))
            taken = self.parameters.taken.values()
            if part.default is part.EMPTY and all(part.name in one for one in taken):
                self._required.append((part.name, flag))
            return
        words = tuple(one.parameter.word for one in parts if one.parameter.word)
        name = name_of(flag)
        if words or len(parts) > 1:
            every = (*said.choices, *words)
            self._options[flag] = _Option(name, repeated=bool(said.choices), choices=every)
            if said.choices:
                self._checks.append(lambda given: _one_at_a_time(flag, given[name], words))
        elif part.type is bool:
            self._options[flag] = _Option(name, words=0)
            self._defaults[name] = False
        else:
            of = get_args(part.type) or (part.type,)
            number = int if int in of else float if float in of else None
            pair = next((one for one in of if get_origin(one) is tuple), None) if part.default != () else None
            self._options[flag] = _Option(
                name, len(get_args(pair)) or 1, part.default == (), number, said.least, said.choices, sort
            )
            self._defaults[name] = None if part.default == () else part.default

    def read(self, words: Sequence[str]) -> dict[str, Any]:
        """The values of all options by their names, as the user gives them or by default."""
        given: dict[str, Any] = {}
        places: list[_Word] = []
        rest = list(enumerate(words, 1))
        while rest:
            at, word = rest.pop(0)
            if word == "--":
                places += rest
                break
            if not word.startswith("-") or word == "-":
                places.append((at, word))
                continue
            flag, equals, value = word.partition("=")
            if flag in _NOT_KEPT:
                raise NotUnderstood(f"{flag} is no part of a saved question", _NOT_KEPT[flag])
            option = self._options.get(flag)
            if option is None:
                hint = did_you_mean(flag, self._options) or f"`citygraph {self._name} --help` lists the options"
                raise NotUnderstood(f"`{self._name}` has no option `{flag}`", hint)
            if equals:
                if not option.words:
                    raise NotUnderstood(f"{flag} takes no value", f"write {flag} alone")
                rest.insert(0, (at, value))
            self._take(flag, option, rest, given)
        self._place(places, given)
        for option in self._options.values():
            if option.name not in given:
                nothing = None if option.words else False
                given[option.name] = self._defaults.get(option.name, nothing)
        for check in self._checks:
            check(given)
        self._look_at_values(given)
        return given

    def _take(self, flag: str, option: _Option, rest: list[_Word], given: dict[str, Any]) -> None:
        """Take the words of an option from those that are left."""
        if not option.words:
            given[option.name] = True
            return
        if len(rest) < option.words:
            what = "a value" if option.words == 1 else f"{option.words} values"
            raise NotUnderstood(f"{flag} takes {what}", f"`citygraph {self._name} --help` explains it")
        taken = tuple(self._noted(option, one) for one in rest[: option.words])
        del rest[: option.words]
        if option.repeated:
            given[option.name] = [*given.get(option.name, ()), *taken]
        else:
            given[option.name] = taken if option.words > 1 else taken[0]

    def _noted(self, option: _Option, one: _Word) -> str:
        """A word of an option, which is noted if it names something."""
        at, word = one
        if option.sort is not None:
            self.names.append(Named(word.removeprefix("!"), option.sort, at))
        return word

    def _place(self, places: Sequence[_Word], given: dict[str, Any]) -> None:
        """Give the words that are no options to the arguments of the question."""
        more = self._places[-1:] if self._places and self._places[-1].repeated else []
        once = self._places[: len(self._places) - len(more)]
        if len(places) > len(once) and not more:
            hint = "put a name of several words between quotation marks"
            raise NotUnderstood(f"`{places[len(once)][1]}` is one word too many", hint)
        for option, one in zip(once, places, strict=False):
            given[option.name] = self._noted(option, one)
        for option in more:
            given[option.name] = [self._noted(option, one) for one in places[len(once) :]]
        for option in once[len(places) :]:
            given[option.name] = None
        for name, flag in self._required:
            if given[name] is None:
                raise NotUnderstood(f"{flag} is missing", f"`citygraph {self._name} --help` explains it")

    def _look_at_values(self, given: dict[str, Any]) -> None:
        """Look if each value is one that its option takes; those that are numbers become numbers."""
        flags = {option.name: flag for flag, option in self._options.items()}
        for option in (*self._options.values(), *self._places):
            value = given[option.name]
            several = list(value) if isinstance(value, (list, tuple)) else [value] if isinstance(value, str) else []
            for word in several:
                if option.choices and word not in option.choices:
                    hint = did_you_mean(word, option.choices) or f"it is one of {', '.join(option.choices)}"
                    raise NotUnderstood(f"{flags.get(option.name, option.name)} takes no `{word}`", hint)
                if option.name == "lang" and word and not is_tag(word):
                    raise NotUnderstood(f"--lang takes a language tag, and not `{word}`", "as zh, zh-Hant or sr-Latn")
                if option.number is not None:
                    given[option.name] = _number(flags[option.name], option, word)


def _number(flag: str, option: _Option, word: str) -> float:
    assert option.number is not None
    try:
        number = option.number(word)
    except ValueError:
        what = "a whole number" if option.number is int else "a number"
        raise NotUnderstood(f"{flag} takes {what}, and not `{word}`") from None
    if option.least is not None and number < option.least:
        raise NotUnderstood(f"{flag} is at least {option.least}, and not {word}")
    return number


def _one_at_a_time(flag: str, values: Sequence[str] | None, words: Sequence[str]) -> None:
    if len({*(values or ())} - {*words}) > 1:
        raise NotUnderstood(f"{flag} takes one of them at a time, and perhaps {words[0]} beside it")
