"""A graph that is asked: from what people write to what it means. Names become ids, words become a lens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from citygraph.domain.dates import parse_date
from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Filter, Lens
from citygraph.domain.names import did_you_mean
from citygraph.domain.terms import GROUPS, NODE_TYPES, STATUSES
from citygraph.graph.interface import ReadGraph
from citygraph.graph.resolve import UnknownName, country_of, describe, resolve

if TYPE_CHECKING:
    from citygraph.domain.kinds import Vocabulary

Words = str | Iterable[str]
Progress = Callable[[str, int, int], None]
"""Hears how far a long work is: what is being done, how much of it, and of how much (0 if that is not known)."""


class LensWords(TypedDict, total=False):
    """A lens as people write it: for each filter one word or several, ``!x`` for all but x."""

    kind: Words
    group: Words
    type: Words
    status: Words
    country: Words
    source: Words
    at: Words


def silent(doing: str, done: int, of: int) -> None:
    """A :data:`Progress` that says nothing."""


class Asked:
    """A graph that questions are asked of: what names and words mean in it, and what an answer may need beside it.

    ``view`` is the graph's read side; a plain ``networkx.MultiDiGraph`` will do. ``folder`` is where it was read from,
    None if it was not read from files. ``progress`` hears how far a long question is. ``briefly`` is set where a person
    reads the answer in a table: a question may then leave out what no screen has place for, and says so.
    """

    progress: Progress = staticmethod(silent)
    briefly: bool = False
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
        """The place in the files (a ``Span``) of each of ``records`` (a ``Where`` each) that has one. A graph in memory
        knows none."""
        return {}

    # ---------------------------------------------------------------- names

    def resolve(self, text: str, types: Collection[str] = NODE_TYPES) -> str:
        """The id of what ``text`` means, of one of ``types`` (the node types, ``source``, ``tie``).

        Raises:
            UnknownName: nothing goes by it.
            AmbiguousName: several do.
        """
        return resolve(self.view, text, types)

    def end_or_country(self, text: str) -> str:
        """The id of the node that ``text`` means, or the code of a country, which need not have a record."""
        try:
            return self.resolve(text)
        except UnknownName:
            country = country_of(self.view, text)
            if country is None:
                raise
            there = self.view.graph["countries"].get(country, ())
            return next((id for id in there if self.view.nodes[id]["type"] == "country"), country)

    def describe(self, id: str) -> tuple[str, str, str | None]:
        """Name, type and country of a node or a source, by its id.

        Raises:
            KeyError: there is no record of that id.
        """
        return describe(self.view, id)

    def name(self, id: str) -> str:
        """What people call a record, with its country where others are called so too; its id if it is none."""
        try:
            called, _, country = describe(self.view, id)
        except KeyError:
            return id
        namesakes = self.view.graph["names"].lookup(called, self.view.nodes.__contains__)
        return f"{called}, {country}" if country and len(namesakes) > 1 else called

    def country_name(self, code: str) -> str:
        """What a country is called, by the record of that country or by ISO; the code itself if it has no name."""
        from citygraph.domain.countries import country_name

        def is_it(record: str) -> bool:
            return describe(self.view, record)[1:] == ("country", code)

        recorded = self.view.graph["names"].lookup(code, is_it)
        return (describe(self.view, recorded[0])[0] if recorded else country_name(code)) or code

    # ---------------------------------------------------------------- lenses

    def lens(self, **words: Unpack[LensWords]) -> Lens:
        """A lens from words: a kind by a register's own term, a country by its name.

        Raises:
            CityGraphError: a word means nothing; the message says what was near.
        """
        if not any(words.values()):
            return Lens()
        try:
            times = Filter.of(_several(words.get("at", ())))
            held, not_held = (tuple(map(parse_date, sorted(some))) for some in times)
        except ValueError as error:
            raise CityGraphError(str(error)) from None
        return Lens(
            kinds=filter_of(words.get("kind", ()), self._kinds),
            groups=filter_of(words.get("group", ()), one_of(GROUPS, "group")),
            types=filter_of(words.get("type", ()), one_of(NODE_TYPES, "type")),
            statuses=filter_of(words.get("status", ()), one_of(STATUSES, "status")),
            countries=filter_of(words.get("country", ()), self._country),
            sources=filter_of(words.get("source", ()), self._source),
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

    def _country(self, text: str) -> list[str]:
        from citygraph.domain.countries import did_you_mean_country

        country = country_of(self.view, text)
        if country is None:
            raise CityGraphError(_with_hint(f"there is no country `{text}`", did_you_mean_country(text)))
        return [country]


def filter_of(words: Words, meaning: Callable[[str], list[str]]) -> Filter:
    """A filter from words as people write them, each put to what it means.

    Raises:
        CityGraphError: ``meaning`` knows a word not.
    """
    written = Filter.of(_several(words))
    if not written:
        return written
    return Filter(
        frozenset(meant for word in written.include for meant in meaning(word)),
        frozenset(meant for word in written.exclude for meant in meaning(word)),
    )


def one_of(choices: Collection[str], what: str) -> Callable[[str], list[str]]:
    """The meaning of a word that must be one of a few."""

    def meaning(text: str) -> list[str]:
        if text not in choices:
            hint = did_you_mean(text, choices) or "one of: " + ", ".join(choices)
            raise CityGraphError(_with_hint(f"there is no {what} `{text}`", hint))
        return [text]

    return meaning


def _several(words: Words) -> Iterable[str]:
    return [words] if isinstance(words, str) else words


def _with_hint(message: str, hint: str) -> str:
    return f"{message}; {hint}" if hint else message
