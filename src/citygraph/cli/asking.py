"""Asks in a terminal, field by field, for what a new record still needs. The Tab key completes names, kinds and words,
where Python has readline."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import typer

from citygraph.cli.messages import NO, error_exit, fail, warn
from citygraph.domain.errors import CityGraphError
from citygraph.domain.gazetteer import places_called
from citygraph.domain.model import CountryCode, Ref, Status
from citygraph.domain.terms import NODE_TYPES, STATED
from citygraph.editing.citing import cited
from citygraph.editing.fields import RecordField, fields_of, found, read
from citygraph.editing.given import Given, kind_of, missing, proposed_id
from citygraph.graph.resolve import UnknownName

if TYPE_CHECKING:
    from citygraph.world import World

_MOST_OFFERED = 100
_MOST_PLACES = 5
_ASKED = {
    "city": ("country",),
    "country": ("iso",),
    "official": ("post", "of", "since", "seen"),
    "organization": ("type", "country"),
    "event": ("type", "when", "country"),
    "source": ("title", "publisher", "published"),
}
"""What is asked of a record besides its name and its source: what most of them have."""
_OF_THE_SOURCE = ("title", "publisher", "published")

Complete = Callable[[str], Iterable[str]]


def is_incomplete(world: "World", given: Given, *, anyway: bool) -> bool:
    """True if a record lacks something that it needs, or without which `check` would warn."""
    if missing(given) or _lacks_title(world, given):
        return True
    expected = {
        "tie": bool(given.source),
        "city": "country" in given.values,
        "official": bool(given.source) or "of" not in given.values,
    }
    return not anyway and not expected.get(given.type, True)


def ask(world: "World", given: Given) -> Given:
    """What is given, with the user's answers to what is not. Ctrl-C and the end of the input end the command."""
    asker = _Asker(world, given)
    warn("Enter leaves out what is not known; Tab completes; Ctrl-C ends this, and nothing is written")
    return asker.run()


def agree(question: str, *, default: bool = True) -> bool:
    """The answer to a question of yes or no; Enter means the default."""
    while True:
        word = _line(f"{question} {'[Y/n]' if default else '[y/N]'} ").lower()
        if not word:
            return default
        if word in ("y", "yes", "n", "no"):
            return word in ("y", "yes")


class _Asker:
    def __init__(self, world: "World", given: Given) -> None:
        self.world = world
        self.given = given
        self.values = {option: list(texts) for option, texts in given.values.items()}
        self.fields = fields_of(given.type)
        self.is_new_title = False
        """True if the source that is given is the title of a new one."""

    def run(self) -> Given:
        if self.given.type == "tie":
            self.ask_tie()
        else:
            self.ask_name()
            for option in _ASKED[self.given.type]:
                self.ask_field(option, needed=option == "of" and "post" in self.values)
            self.ask_id()
        self.put(values=self.values)
        if self.given.type != "source":
            self.ask_source()
        return self.given

    def put(self, **changes: object) -> None:
        self.given = dataclasses.replace(self.given, **changes)  # type: ignore[arg-type]  # as the callers give them

    # ---------------------------------------------------------------- the record

    def ask_tie(self) -> None:
        values, kinds = self.values, self.world.kinds
        if "kind" not in values:
            values["kind"] = [
                self.asked("kind", lambda text: kind_of(self.world, text), _of(kinds.spoken), needed=True)
            ]
        kind = kind_of(self.world, values["kind"][0])
        ends = ("between", "between") if kind.symmetric else ("from", "to")
        given = [text for end in dict.fromkeys(ends) for text in values.pop(end, ())] if kind.symmetric else []
        if not given and not all(end in values for end in ends):
            warn(f"`{kind.id}` reads: A {kind.label} B")
        for number, (end, types) in enumerate(zip(ends, (kind.starts, kind.ends), strict=True)):
            wanted = tuple(type for type in NODE_TYPES if type in types)
            text = given[number] if number < len(given) else "" if kind.symmetric else "".join(values.pop(end, ()))
            values.setdefault(end, []).append(self.known_node(text, wanted) or self.asked_node("AB"[number], wanted))
        self.ask_field("since" if kind.nature == "standing" else "on")
        self.ask_field("status")

    def known_node(self, text: str, types: tuple[str, ...]) -> str:
        """What is given for an end of a tie; nothing if that names no record, so that it is asked."""
        try:
            found(self.world, text, types) if text else None
        except CityGraphError as error:
            error_exit(error, self.world)
            return ""
        return text

    def asked_node(self, label: str, types: Sequence[str]) -> str:
        wanted = tuple(types)
        return self.asked(label, lambda text: found(self.world, text, wanted), self.names(wanted), needed=True)

    def ask_name(self) -> None:
        if not self.given.name and self.given.type == "source":
            if "title" not in self.values:
                self.put(name=self.asked("title, web address or file", needed=True))
        elif not self.given.name:
            self.put(name=self.asked("name", needed=True))

    def ask_field(self, option: str, *, needed: bool = False) -> None:
        if option in self.values or (option == "title" and not _lacks_title(self.world, self.given)):
            return
        if option == "of" and not needed:
            return
        if (self.given.type, option) == ("city", "country"):
            self.show_places()
        field = self.fields[option]
        label = option.replace("-", " ")
        answer = self.asked(label, partial(read, self.world, field), self.offers(field), needed=needed)
        if answer:
            self.values[option] = [answer]

    def show_places(self) -> None:
        """Show where the gazetteer has places of the name; the user says which one is meant."""
        places = places_called(self.given.name)[:_MOST_PLACES]
        if places:
            warn(
                "GeoNames has places of this name:",
                *(f"  {one.country}  {one.name}, {self.world.country_name(one.country)}" + _people(one.population)
                  for one in places),
            )  # fmt: skip

    def ask_id(self) -> None:
        """Ask for the id of a node; of those that have the name, the user chooses."""
        given, nodes = self.given, self.world.view.nodes
        if given.id or given.type == "source":
            return
        country = next(iter(self.values.get("country", ())), "")
        code = str(read(self.world, self.fields["country"], country)) if country else ""
        names = self.world.view.graph["names"]
        same = names.lookup(given.name, lambda one: one in nodes and nodes[one]["type"] == given.type)
        here = [id for id in same if not code or nodes[id]["country"] in (None, code)]
        proposal = proposed_id(self.world, given.type, given.name, code)
        if same:
            about = (f"  {id}  {', '.join(filter(None, self.world.describe(id)))}" for id in same)
            warn(f"{given.name} is there already; its id adds to it, another id adds another one", *about)
        default = here[0] if len(here) == 1 else proposal
        answer = self.asked("id", default=default, complete=_of([*same, proposal]))
        if same or answer != proposal:
            self.put(id=answer)

    # ---------------------------------------------------------------- its source

    def ask_source(self) -> None:
        if not self.given.source:
            label = "source (id, title, web address or file)"
            self.put(source=self.asked(label, self.check_source, self.names(("source",))))
        if not self.given.source:
            return
        if _lacks_title(self.world, self.given) or self.is_new_title:
            fields, said = fields_of("source"), dict(self.given.of_source)
            warn("this source is new")
            for key in _OF_THE_SOURCE:
                if key not in said:
                    field = fields[key]
                    answer = self.asked(key, partial(read, self.world, field), needed=key == "title")
                    said |= {key: answer} if answer else {}
            self.put(of_source=said)
        if not self.given.quote:
            self.put(quote=self.asked("quote (its words)"))

    def check_source(self, text: str) -> None:
        try:
            cited(self.world, text, {"title": "?"} if "://" in text else {})
        except UnknownName:
            if not agree(f"there is no source `{text}`; is it the title of a new one?", default=False):
                raise
            self.is_new_title = True
            self.put(of_source={**self.given.of_source, "title": text})

    # ---------------------------------------------------------------- asking

    def asked(
        self,
        label: str,
        check: Callable[[str], object] = str,
        complete: Complete | None = None,
        *,
        default: str = "",
        needed: bool = False,
    ) -> str:
        """The answer to a question, once it is sound."""
        prompt = f"{label} [{default}]: " if default else f"{label}: "
        while True:
            text = _line(prompt, complete) or default
            if not text:
                if not needed:
                    return ""
                warn(f"it is needed: {label}")
                continue
            try:
                check(text)
            except CityGraphError as error:
                error_exit(error, self.world)
                continue
            return text

    def offers(self, field: RecordField) -> Complete | None:
        match field.holds:
            case Ref(types):
                return self.names(types)
            case Status():
                return _of(STATED)
            case CountryCode():
                return self.names(("country",))
        return None

    def names(self, types: Sequence[str]) -> Complete:
        """The names of records of some types that begin with a text."""

        def complete(text: str) -> Iterable[str]:
            names = self.world.view.graph["names"].starting(text)
            return (name.text for name in names if self.world.describe(name.id)[1] in types)

        return complete


def _people(population: int | None) -> str:
    return "" if population is None else f" ({population:,} people)"


def _lacks_title(world: "World", given: Given) -> bool:
    """True if a record names a new source without its title."""
    text = given.name if given.type == "source" else given.source
    if "://" not in text or "title" in (given.values if given.type == "source" else given.of_source):
        return False
    try:
        return cited(world, text, {"title": "?"}).is_new
    except UnknownName:
        return False


def _of(words: Iterable[str]) -> Complete:
    return lambda text: (word for word in words if word.lower().startswith(text.lower()))


def _line(prompt: str, complete: Complete | None = None) -> str:
    """A line that the user types."""
    with _completing(complete):
        try:
            return input(prompt).strip()
        except EOFError:
            typer.echo()
            raise fail("nothing is written", code=NO) from None


@contextlib.contextmanager
def _completing(complete: Complete | None) -> Iterator[None]:
    """Within the block, the Tab key completes the whole line."""
    try:
        import readline
    except ImportError:  # Windows has none: then nothing is completed
        yield
        return
    offered: list[str] = []

    def completer(text: str, number: int) -> str | None:
        if not number:
            offered[:] = sorted(dict.fromkeys(islice(complete(text), _MOST_OFFERED))) if complete else []
        return offered[number] if number < len(offered) else None

    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.set_auto_history(False)
    readline.set_completer_delims("")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    readline.set_completer(completer)
    try:
        yield
    finally:
        readline.set_completer(None)
