"""The lens: the part of the graph that a question looks at. One frozen value, shared by all questions.

Each filter has values to include, of which one must fit, and values to exclude, of which none may fit. Kinds, statuses,
sources, tags, persons and the date say which *ties* count; types and countries say which *nodes* take part. The node
that a question names always takes part. Which ends of a tie the lens must admit depends on the question:

- from a node (``neighbors``, ``path``, ``show``): the node at the other end;
- in a list of ties (``ties``): at least one end, and it may exclude neither;
- in a part of the graph (``export``, ``stats``, ``rank``, ``communities``): both ends (:class:`VisiblePart`).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from citygraph.domain.dates import Date
from citygraph.domain.held import SURE, InOrder, held
from citygraph.domain.names import visible
from citygraph.domain.terms import Held
from citygraph.domain.tie_rules import Stage, all_evidence, told_by

_OPPOSITE: dict[Held, Held] = {"yes": "no", "possibly": "possibly", "no": "yes"}


class Filter(NamedTuple):
    """Values to ``include``, of which one must be there unless the set is empty; and values to ``exclude``, of which
    none may be there."""

    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """True if the filter may keep something out. If it is false, the caller need not look up any values."""
        return bool(self.include or self.exclude)

    @classmethod
    def of(cls, values: Iterable[str]) -> Filter:
        """A filter from values as a user writes them: ``!x`` excludes x."""
        values = tuple(values)
        return cls(
            frozenset(value for value in values if not value.startswith("!")),
            frozenset(value[1:] for value in values if value.startswith("!")),
        )

    def admits(self, *values: str | None) -> bool:
        """True if a thing with these values passes."""
        if self.exclude and not self.exclude.isdisjoint(values):
            return False
        return not self.include or not self.include.isdisjoint(values)

    def excludes(self, value: str | None) -> bool:
        return value in self.exclude

    def in_words(self, what: str) -> str:
        """The filter in words, of values that are called ``what``: ``status active or planned``; empty if it keeps
        nothing out."""
        only = f"{what} {' or '.join(sorted(self.include))}" if self.include else ""
        without = f"without {what} {' or '.join(sorted(self.exclude))}" if self.exclude else ""
        return ", ".join(part for part in (only, without) if part)


class Lens(NamedTuple):
    """The ties and nodes that a question looks at. The empty lens admits all.

    ``tags`` are those of the tie's own record. ``persons`` are the nodes that tell of a tie, as its evidence has it, or
    that signed its agreement.

    ``at`` asks for ties that held at one of these times, ``not_at`` for ties that held at none of them. ``today`` is
    the day of the question, since *active* means active to this day; None is the present day.
    """

    kinds: Filter = Filter()
    groups: Filter = Filter()
    types: Filter = Filter()
    statuses: Filter = Filter()
    countries: Filter = Filter()
    sources: Filter = Filter()
    tags: Filter = Filter()
    persons: Filter = Filter()
    at: tuple[Date, ...] = ()
    not_at: tuple[Date, ...] = ()
    today: datetime.date | None = None

    @property
    def is_empty(self) -> bool:
        """True if the lens admits all ties and nodes."""
        return self == Lens(today=self.today)

    def admits_node(self, node: Mapping[str, Any]) -> bool:
        """True if the lens admits a node. A node without a country fits no country."""
        return self.types.admits(node["type"]) and self.countries.admits(node["country"])

    def excludes_node(self, node: Mapping[str, Any]) -> bool:
        """True if the lens excludes a node; a node that it merely does not ask for is not excluded."""
        return self.types.excludes(node["type"]) or self.countries.excludes(node["country"])

    @property
    def asks_for_nodes(self) -> bool:
        """True if the lens says which nodes take part."""
        return bool(self.types or self.countries)

    @property
    def asks_for_ties(self) -> bool:
        """True if the lens says which ties count, sources aside."""
        return bool(self.has_date or self.kinds or self.groups or self.statuses or self.tags or self.persons)

    @property
    def asks_for_words(self) -> bool:
        """True if the lens asks for what the record of each tie says: ties that are of one kind and stand alike may
        differ in that."""
        return bool(self.sources or self.tags or self.persons)

    def admits_tie(self, tie: Mapping[str, Any]) -> bool:
        """True if the lens admits a tie, its ends aside."""
        return (
            self.admits_today(tie)
            and self.admits_sources_of(tie)
            and (not self.tags or self.tags.admits(*tie.get("tags", ())))
            and (not self.persons or self.persons.admits(*told_by(tie)))
            and self.fits(tie) != "no"
        )

    def admits_today(self, tie: Mapping[str, Any]) -> bool:
        """True if the lens admits a tie, its ends, the words of its record and its times aside."""
        return (
            (not self.kinds or self.kinds.admits(tie["kind"]))
            and (not self.groups or self.groups.admits(tie["group"]))
            and (not self.statuses or self.statuses.admits(tie["status"]))
        )

    def admits_sources_of(self, tie: Mapping[str, Any]) -> bool:
        """True if the lens admits a tie by its sources, those of its history included."""
        return not self.sources or self.sources.admits(*(item["source"] for item in all_evidence(tie)))

    @property
    def day(self) -> datetime.date:
        """The day of the question."""
        return self.today or datetime.date.today()

    def counts(self, stage: Stage) -> bool:
        """True if the figures of a network count the ties of a stage that the lens shows: what holds or took place, and
        what nobody knows, but neither plans nor what is over. If the lens names statuses, all of these count. If it
        has a date, what is over counts, too, since it may have held then."""
        if self.statuses.include:
            return True
        return not stage.is_plan and (not stage.is_over or self.has_date)

    @property
    def has_date(self) -> bool:
        """True if the lens asks what held at a time, and not what holds today."""
        return bool(self.at or self.not_at)

    def to_be_told(self, stages: Iterable[Stage]) -> tuple[str, ...]:
        """The words of those stages that an answer must tell: all but *active* and *took place*. If the lens has a
        date, :meth:`held` says more than a stage does, and only plans are told."""
        return tuple(sorted({one.word for one in stages if one.is_plan or not (one.is_plain or self.has_date)}))

    def held(self, tie: Mapping[str, Any]) -> Held | None:
        """If a tie that the lens admits held at one of ``at``; if the lens has only ``not_at``, if it held at one of
        these: *no*, or *possibly*. None if the lens has no date."""
        fits = self.fits(tie)
        return _OPPOSITE[fits] if fits and not self.at else fits

    def fits(self, tie: Mapping[str, Any]) -> Held | None:
        """If a tie held at one of ``at`` and at none of ``not_at``; None if the lens has no date."""
        if not self.has_date:
            return None
        today = self.day
        then = [held(tie, at, today) for at in self.at]
        answers = [max(then, key=SURE.index)] if then else []
        answers += [_OPPOSITE[held(tie, at, today)] for at in self.not_at]
        return min(answers, key=SURE.index)

    def in_words(self) -> list[str]:
        """The lens in words, for a reader of a picture or a page: a text for each option."""
        found = [filter.in_words(what) for what, filter in (
            ("kind", self.kinds), ("group", self.groups), ("status", self.statuses), ("source", self.sources),
            ("tag", self.tags), ("told or signed by", self.persons), ("type", self.types), ("country", self.countries),
        )]  # fmt: skip
        found += [f"held in {' or '.join(date.text for date in self.at)}"] if self.at else []
        found += [f"did not hold in {' or '.join(date.text for date in self.not_at)}"] if self.not_at else []
        return [visible(words) for words in found if words]

    def in_order(self) -> InOrder:
        """A key of the dates of ties: :meth:`fits` says the same of those with one key that have one nature and one
        status."""
        return InOrder((self.day, *(day for at in (*self.at, *self.not_at) for day in (at.earliest, at.latest))))

    def fitting(self) -> Callable[[Mapping[str, Any]], Held | None]:
        """:meth:`fits`, for many ties: what is found of one is known of all whose dates come in the same order."""
        key_of = self.in_order()
        known: dict[tuple[Any, ...], Held | None] = {}

        def fits(tie: Mapping[str, Any]) -> Held | None:
            key = tie["nature"], tie["status"], key_of(tie)
            if key not in known:
                known[key] = self.fits(tie)
            return known[key]

        return fits


class VisiblePart:
    """The part of a graph that a lens shows: the ``nodes`` that it admits, each with its type, and the ties that it
    admits between them. The nodes are keys of their graph (ids or numbers), in its order.
    """

    def __init__(self, lens: Lens, nodes: Iterable[tuple[Any, Mapping[str, Any]]], *, whatever: bool = False) -> None:
        """Take those of ``nodes`` that the lens admits; with ``whatever``, take all."""
        self._lens = lens
        everything = whatever or not lens.asks_for_nodes
        self.nodes = {node: data["type"] for node, data in nodes if everything or lens.admits_node(data)}

    def has_tie(self, start: Any, end: Any, tie: Mapping[str, Any]) -> bool:
        """True if a tie is in this part."""
        return start in self.nodes and end in self.nodes and self._lens.admits_tie(tie)
