"""The figures of ties as weights: which figure of a property a tie counts with.

A tie has one weight at most: its latest figure of the property, or its latest one within the times that are asked for.
What has no such figure has no weight; it is never taken for 0 or 1. What a reader must know beside the weights (units,
times, bounds, what has none) is counted meanwhile.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from citygraph.domain.dates import first_day, last_day
from citygraph.domain.errors import CityGraphError
from citygraph.domain.lens import Lens
from citygraph.domain.names import did_you_mean
from citygraph.domain.tie_rules import figure_date
from citygraph.graph.interface import ReadGraph

_NO_UNIT = "no unit"


class _Time(NamedTuple):
    """When a figure counts: its last day, its first day, and the date as written. The latest is the greatest; of two
    that end together, the one that is about less time."""

    last: datetime.date
    first: datetime.date
    written: str


_NO_TIME = _Time(datetime.date.min, datetime.date.min, "")


class Weights:
    """Gives each tie its weight: its figure of the ``property``. After all ties, :meth:`settled` tells whether these
    weights can be added and compared, and :meth:`remarks` what must be said of them.

    If the lens asks for times, a figure counts if one of them lies within its own time, or its own within one of them.
    """

    def __init__(self, graph: ReadGraph, property: str, lens: Lens) -> None:
        self.property = property
        self.missing = 0
        self.contradicted = 0
        self._graph, self._at = graph, lens.at
        self._units: Counter[str] = Counter()
        self._bounds: Counter[str] = Counter()
        self._undated = 0
        self._first = self._last = _NO_TIME
        self._others: set[str] = set()  # the other properties, for a hint

    def of(self, tie: Mapping[str, Any]) -> float | None:
        """The weight of a tie, or None. If several figures are the latest, and they differ, it has none."""
        figures = self._latest(tie.get("observations", ()))
        if not figures:
            self.missing += 1
            return None
        self._units.update({figure.get("unit", _NO_UNIT) for figure in figures})
        if len({(figure["value"], figure.get("bound")) for figure in figures}) > 1:
            self.contradicted += 1
            return None
        if bound := figures[0].get("bound"):
            self._bounds[bound] += 1
        value: float = figures[0]["value"]
        return value

    def _latest(self, figures: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """The latest figures of the property; several if they are of one time."""
        latest, found = _NO_TIME, list[Mapping[str, Any]]()
        for figure in figures:
            if figure["property"] != self.property:
                self._others.add(figure["property"])
                continue
            time = self._time(figure)
            if time is None or time[:2] < latest[:2]:
                continue
            if time[:2] > latest[:2]:
                latest, found = time, []
            found.append(figure)
        if found and latest.written:
            self._first = min(self._first, latest) if self._first.written else latest
            self._last = max(self._last, latest)
        elif found:
            self._undated += 1
        return found

    def _time(self, figure: Mapping[str, Any]) -> _Time | None:
        """When a figure counts; None if that is not at the times that are asked for."""
        date = figure_date(figure, self._date_of_event)
        if date is None:
            return None if self._at else _NO_TIME
        time = _Time(last_day(date) or datetime.date.max, first_day(date), date)
        within = (
            (at.earliest <= time.first and time.last <= at.latest)
            or (time.first <= at.earliest and at.latest <= time.last)
            for at in self._at
        )
        return time if not self._at or any(within) else None

    def _date_of_event(self, event: str) -> str | None:
        date: str | None = self._graph.nodes[event]["record"].get("when") if event in self._graph.nodes else None
        return date

    @property
    def unit(self) -> str | None:
        """The unit of all weights; None if none has one."""
        return next((unit for unit in self._units if unit != _NO_UNIT), None)

    def settled(self) -> None:
        """Check that there are weights, and that all are in one unit.

        Raises:
            CityGraphError: if not.
        """
        if not self._units:
            then = f" at {', '.join(at.text for at in self._at)}" if self._at else ""
            hint = did_you_mean(self.property, self._others) or (
                f"there is {', '.join(sorted(self._others)[:_MOST_NAMED])}" if self._others else ""
            )
            raise CityGraphError(
                f"none of these ties has a figure `{self.property}`{then}" + (f"; {hint}" if hint else "")
            )
        if len(self._units) > 1:
            several = ", ".join(f"{unit} ({count:,})" for unit, count in sorted(self._units.items()))
            raise CityGraphError(
                f"the figures `{self.property}` are in several units: {several}. They cannot be added or compared: "
                "ask for ties of one unit (--kind, --country, --source), or name each unit's property apart"
            )

    def remarks(self) -> Iterator[str]:
        """What must be said of the weights: what they are, and which ties have none."""
        what = [f"`{self.property}`" + (f" in {self.unit}" if self.unit else "")]
        if self._first.written:
            several = self._first.written != self._last.written
            what.append(f"of {self._first.written}" + (f" to {self._last.written}" if several else ""))
        if self._undated:
            what.append(f"{self._undated:,} without a date" if self._first.written else "without a date")
        yield f"figures: {', '.join(what)}"
        if self._bounds:
            rough = ", ".join(f"{count:,} {bound.replace('-', ' ')}" for bound, count in sorted(self._bounds.items()))
            yield f"not exact, and taken as written: {rough}"
        if self.missing:
            yield f"left out: {_ties(self.missing)} without such a figure"
        if self.contradicted:
            yield f"left out: {_ties(self.contradicted)} with different figures for one time"


def _ties(number: int) -> str:
    return "1 tie" if number == 1 else f"{number:,} ties"


_MOST_NAMED = 10
