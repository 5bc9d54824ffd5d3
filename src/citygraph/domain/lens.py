"""The lens: which part of the graph a question looks at. One frozen value, shared by all questions.

Each filter takes several values (any of them will do) and can be negated (none of them may be). Kinds, statuses,
sources and the date say which *ties* count; types and countries say which *nodes* take part. The node that is asked
about always does. What that means for a tie depends on where one stands:

- from a node (``neighbors``, ``path``, ``show``): the node at its other end must be admitted;
- in a list of ties (``ties``): at least one of its ends is admitted, and neither is excluded;
- in a part of the graph (``export``, ``stats``, ``rank``, ``communities``): both ends are admitted
  (:class:`VisiblePart`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from citygraph.domain.dates import Date
from citygraph.domain.held import SURE, held
from citygraph.domain.terms import Held

_OPPOSITE: dict[Held, Held] = {"yes": "no", "possibly": "possibly", "no": "yes"}


class Filter(NamedTuple):
    """Values of which one must be there (any will do if there are none), and values of which none may."""

    include: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether it lets anything not pass: what it asks about need not be looked up if it does not."""
        return bool(self.include or self.exclude)

    @classmethod
    def of(cls, values: Iterable[str]) -> Filter:
        """A filter from values as people write them: ``!x`` excludes x."""
        values = tuple(values)
        return cls(
            frozenset(value for value in values if not value.startswith("!")),
            frozenset(value[1:] for value in values if value.startswith("!")),
        )

    def admits(self, *values: str | None) -> bool:
        """Whether a thing that has these values passes."""
        if self.exclude and not self.exclude.isdisjoint(values):
            return False
        return not self.include or not self.include.isdisjoint(values)

    def excludes(self, value: str | None) -> bool:
        return value in self.exclude


class Lens(NamedTuple):
    """Which ties and nodes a question looks at. The empty lens looks at all.

    ``at`` asks what held at one of some times, ``not_at`` what did not at any of some; ``today`` is when it is asked,
    since *active* means active to this day: the present day if that is None.
    """

    kinds: Filter = Filter()
    groups: Filter = Filter()
    types: Filter = Filter()
    statuses: Filter = Filter()
    countries: Filter = Filter()
    sources: Filter = Filter()
    at: tuple[Date, ...] = ()
    not_at: tuple[Date, ...] = ()
    today: datetime.date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return self == Lens(today=self.today)

    def admits_node(self, node: Mapping[str, Any]) -> bool:
        """Whether a node takes part. A node without a country is in none."""
        return self.types.admits(node["type"]) and self.countries.admits(node["country"])

    def excludes_node(self, node: Mapping[str, Any]) -> bool:
        """Whether a node was told to stay out, not merely left unasked for."""
        return self.types.excludes(node["type"]) or self.countries.excludes(node["country"])

    @property
    def asks_for_nodes(self) -> bool:
        """Whether it says which nodes take part."""
        return bool(self.types or self.countries)

    @property
    def asks_for_ties(self) -> bool:
        """Whether it says which ties count, not only which nodes take part."""
        return bool(self.at or self.not_at or self.kinds or self.groups or self.statuses)

    def admits_tie(self, tie: Mapping[str, Any]) -> bool:
        """Whether a tie counts, its ends aside."""
        return (
            (not self.kinds or self.kinds.admits(tie["kind"]))
            and (not self.groups or self.groups.admits(tie["group"]))
            and (not self.statuses or self.statuses.admits(tie["status"]))
            and (not self.sources or self.sources.admits(*(item["source"] for item in tie["evidence"])))
            and self.held(tie) != "no"
        )

    def held(self, tie: Mapping[str, Any]) -> Held | None:
        """Whether a tie held at one of ``at`` and not at any of ``not_at``; None if no date is asked for."""
        if not self.at and not self.not_at:
            return None
        today = self.today or datetime.date.today()
        then = [held(tie, at, today) for at in self.at]
        answers = [max(then, key=SURE.index)] if then else []
        answers += [_OPPOSITE[held(tie, at, today)] for at in self.not_at]
        return min(answers, key=SURE.index)


class VisiblePart:
    """The part of a graph that a lens shows: the ``nodes`` that it admits, each with its type, and the ties that it
    admits between them. Nodes are known by whatever their graph knows them by, and stay in its order.
    """

    def __init__(self, lens: Lens, nodes: Iterable[tuple[Any, Mapping[str, Any]]], *, whatever: bool = False) -> None:
        """Of ``nodes``, those that the lens admits; or all, ``whatever`` it says of them."""
        self._lens = lens
        self.nodes = {node: data["type"] for node, data in nodes if whatever or lens.admits_node(data)}

    def has_tie(self, start: Any, end: Any, tie: Mapping[str, Any]) -> bool:
        """Whether a tie is in it."""
        return start in self.nodes and end in self.nodes and self._lens.admits_tie(tie)
