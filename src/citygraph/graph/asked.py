"""A graph that answers questions, and the meaning of words in it: names become ids, words become a lens."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypedDict, TypeVar, Unpack

from citygraph.domain.dates import parse_date
from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Filter, Lens
from citygraph.domain.names import did_you_mean, fold, shortened
from citygraph.domain.terms import GROUPS, NODE_TYPES, STATUSES_OF_TODAY
from citygraph.graph.interface import SUBJECTS, ReadGraph, tags_of_ties
from citygraph.graph.resolve import UnknownName, country_of, describe, resolve

if TYPE_CHECKING:
    from citygraph.domain.kinds import Vocabulary
    from citygraph.graph.completed import Completed

P = ParamSpec("P")
A = TypeVar("A")
Words = str | Iterable[str]
Progress = Callable[[str, int, int], None]
"""Called with the progress of long work: what is being done, how much is done, and of how much (0 if unknown)."""


class LensWords(TypedDict, total=False):
    """A lens in words: for each filter one word or several; ``!x`` for all but x."""

    kind: Words
    group: Words
    type: Words
    status: Words
    country: Words
    source: Words
    tag: Words
    by_person: Words
    at: Words


def silent(doing: str, done: int, of: int) -> None:
    """A :data:`Progress` that does nothing."""


class Asked:
    """A graph that answers questions: the meaning of names and words in it, and the context of an answer.

    ``view`` is the read side of the graph; a plain ``networkx.MultiDiGraph`` will do. ``folder`` is the folder that it
    was read from, None if it was not read from files. ``progress`` is called with the progress of a long question.
    ``briefly`` is true if the answer is for a table: a question may then leave out what has no room on a screen, and
    says so in a remark. ``language`` is the BCP 47 tag of the language in which the view names nodes, where the records
    have such names; empty for the names that the records have first.
    """

    progress: Progress = staticmethod(silent)
    briefly: bool = False
    language: str = ""
    folder: Path | None = None

    def __init__(self, view: ReadGraph, folder: Path | None = None) -> None:
        self.view = view
        self.folder = folder

    @property
    def kinds(self) -> Vocabulary:
        """The kinds of ties: the built-in ones, and the folder's own."""
        kinds: Vocabulary = self.view.graph["kinds"]
        return kinds

    def places(self, records: Collection[Any]) -> Mapping[Any, Any]:
        """The place in the files (a ``Span``) of each of ``records`` (a ``Where`` each) that has one. A graph without
        files has none."""
        return {}

    def saved_questions(self) -> Sequence[Any]:
        """The questions that its files keep, in order. A graph without files keeps none."""
        return ()

    def home(self, what: str, id: str) -> tuple[Path | None, str]:
        """The folder that a record is from, and its id there. ``what`` is *tie*, *source* or the type of a node."""
        return self.folder, id

    def completed_by(self, state: Asked, lost: Collection[str] = ()) -> Completed:
        """This graph, but with the files of another ``state`` in place of those that cannot be read here. Files that
        are ``lost`` there, too, stay as they are. A graph without files is complete."""
        from citygraph.graph.completed import Completed

        return Completed(self)

    def ask(self, function: Callable[Concatenate[Any, P], A], *arguments: P.args, **named: P.kwargs) -> A:
        """The result of a function of an :class:`Asked` graph for this one."""
        return function(self, *arguments, **named)

    # ---------------------------------------------------------------- names

    def resolve(self, text: str, types: Collection[str] = NODE_TYPES) -> str:
        """The id of the record that ``text`` names, of one of ``types`` (the node types, ``source``, ``tie``).

        Raises:
            UnknownName: if no record has this name.
            AmbiguousName: if several records do.
        """
        return resolve(self.view, text, types)

    def end_or_country(self, text: str) -> str:
        """The id of the node that ``text`` names, or the code of a country that may have no record.

        Raises:
            UnknownName: if no node and no country has this name.
            AmbiguousName: if several nodes do.
        """
        try:
            return self.resolve(text)
        except UnknownName:
            country = country_of(self.view, text)
            if country is None:
                raise
            there = self.view.graph["countries"].get(country, ())
            return next((id for id in there if self.view.nodes[id]["type"] == "country"), country)

    def country(self, text: str) -> str:
        """The ``country`` of the nodes in the country that ``text`` names, by a code or a name.

        Raises:
            CityGraphError: if there is no such country.
        """
        country = country_of(self.view, text)
        if country is None:
            from citygraph.domain.countries import did_you_mean_country

            raise CityGraphError(_with_hint(f"there is no country `{text}`", did_you_mean_country(text)))
        return country

    def describe(self, id: str) -> tuple[str, str, str | None]:
        """Name, type and country of a node or a source, by its id.

        Raises:
            KeyError: if there is no record with that id.
        """
        return describe(self.view, id)

    def name(self, id: str) -> str:
        """The name of a record, with its country if other nodes have the name, too. If one of these is called alike in
        the same country, its region or its id stands behind that. The id itself, if there is no such record. In an
        answer for a table, a very long name is cut in its middle."""
        try:
            called, _, country = describe(self.view, id)
        except KeyError:
            return id
        namesakes = self.view.graph["names"].lookup(called, self.view.nodes.__contains__)
        shown = shortened(called, id) if self.briefly else called
        if len(namesakes) < 2:
            return shown
        alike = [other for other in namesakes if other != id and describe(self.view, other)[::2] == (called, country)]
        apart = f" ({self._told_apart(id, alike)})" if alike and id in self.view.nodes else ""
        return (f"{shown}, {country}" if country else shown) + apart

    def _told_apart(self, id: str, alike: Iterable[str]) -> str:
        """What tells a node from others that are called alike: the region that it is part of, else its id."""
        region, *others = (self.view.nodes[one]["record"].get("part_of") for one in (id, *alike))
        return self.view.nodes[region]["name"] if region in self.view.nodes and region not in others else id

    def address(self, source: str) -> str | None:
        """The address of a source, by its id; None if it has none."""
        address: str | None = self.view.graph["sources"].get(source, {}).get("url")
        return address

    def country_name(self, code: str) -> str:
        """The name of a country: from its record, or else the usual English name; the code itself if it has none."""
        from citygraph.domain.countries import country_name

        def is_it(record: str) -> bool:
            return describe(self.view, record)[1:] == ("country", code)

        recorded = self.view.graph["names"].lookup(code, is_it)
        return (describe(self.view, recorded[0])[0] if recorded else country_name(code)) or code

    # ---------------------------------------------------------------- lenses

    def lens(self, **words: Unpack[LensWords]) -> Lens:
        """A lens from words. A kind may be a register's term, and a country its name.

        Raises:
            CityGraphError: if a word is unknown; the message names the nearest known word.
        """
        if not any(words.values()):
            return Lens()
        try:
            times = Filter.of(_several(words.get("at", ())))
            held, not_held = (tuple(parse_date(_day(one)) for one in sorted(some)) for some in times)
        except ValueError as error:
            now = any(one.lstrip("!").lower() in ("now", "present", "today") for one in _several(words.get("at", ())))
            raise CityGraphError("write `today` for the present day" if now else str(error)) from None
        return Lens(
            kinds=filter_of(words.get("kind", ()), self._kinds),
            groups=filter_of(words.get("group", ()), one_of(GROUPS, "group")),
            types=filter_of(words.get("type", ()), one_of(NODE_TYPES, "type")),
            statuses=filter_of(words.get("status", ()), _status),
            countries=filter_of(words.get("country", ()), self._country),
            sources=filter_of(words.get("source", ()), self._source),
            tags=filter_of(words.get("tag", ()), self._tags),
            persons=filter_of(words.get("by_person", ()), self._person),
            at=held,
            not_at=not_held,
        )

    def _kinds(self, text: str) -> list[str]:
        kinds = self.kinds.called(text)
        if not kinds:
            raise CityGraphError(_with_hint(f"there is no kind `{text}`", did_you_mean(text, self.kinds.spoken)))
        return kinds

    def _source(self, text: str) -> list[str]:
        try:
            return [self.resolve(text, ("source",))]
        except UnknownName:
            hint = did_you_mean(text, self.view.graph["sources"])
            raise CityGraphError(_with_hint(f"there is no source `{text}`", hint)) from None

    def _tags(self, text: str) -> list[str]:
        known = list(tags_of_ties(self.view))
        found = [tag for tag in known if fold(tag) == fold(text)]
        if not found:
            hint = did_you_mean(text, known) or self._tagged(text) or "a tie has its tags under `tags:`"
            raise CityGraphError(_with_hint(f"no tie has the tag `{text}`", hint))
        return found

    def _tagged(self, text: str) -> str:
        """Where the nodes with a tag are found, if there are some."""
        those = (match.name for match in self.view.graph["names"].search(text))
        tagged = sum(name.how == SUBJECTS["tags"] and name.key == fold(text) for name in those)
        return f"{tagged:,} {'node has' if tagged == 1 else 'nodes have'} it: citygraph find {text}" if tagged else ""

    def _person(self, text: str) -> list[str]:
        try:
            return [self.resolve(text)]
        except UnknownName as error:
            near = f"did you mean `{error.candidates[0]}`?" if error.candidates else ""
            raise CityGraphError(_with_hint(f"there is no person or body `{text}`", near)) from None

    def _country(self, text: str) -> list[str]:
        return [self.country(text)]


def filter_of(words: Words, meaning: Callable[[str], list[str]]) -> Filter:
    """A filter from words, each replaced by its ``meaning``.

    Raises:
        CityGraphError: if ``meaning`` does not know a word.
    """
    written = Filter.of(_several(words))
    if not written:
        return written
    return Filter(
        frozenset(meant for word in written.include for meant in meaning(word)),
        frozenset(meant for word in written.exclude for meant in meaning(word)),
    )


def one_of(choices: Collection[str], what: str) -> Callable[[str], list[str]]:
    """A ``meaning`` for words that must be one of ``choices``; ``what`` names their sort in the error."""

    def meaning(text: str) -> list[str]:
        if text not in choices:
            hint = did_you_mean(text, choices) or "one of: " + ", ".join(choices)
            if len(words := re.split(r"\s*,\s*", text)) > 1 and all(word in choices for word in words):
                hint = "name each by an option of its own: " + " ".join(f"--{what} {word}" for word in words)
            raise CityGraphError(_with_hint(f"there is no {what} `{text}`", hint))
        return [text]

    return meaning


def _status(text: str) -> list[str]:
    if instead := _ASKED_INSTEAD.get(text):
        raise CityGraphError(f"`{text}` is not a status, but what a tie is today; {instead}")
    return one_of(STATUSES_OF_TODAY, "status")(text)


_ASKED_INSTEAD = {
    "took place": "an occurrence that took place has the status `ended`: `--status ended --kind delegation`",
    "over": "no source says that it ended, so its status is `unknown`: `--status unknown`",
    "perhaps over": "no source says if it ended, so its status is `unknown`: `--status unknown`",
}
"""The words for what ties are today that are not statuses, each with what to ask for instead."""


def _several(words: Words) -> Iterable[str]:
    return [words] if isinstance(words, str) else words


def _day(text: str) -> str:
    """The date that ``text`` writes: itself, or for ``today`` the present day."""
    return datetime.date.today().isoformat() if text == "today" else text


def _with_hint(message: str, hint: str) -> str:
    return f"{message}; {hint}" if hint else message
