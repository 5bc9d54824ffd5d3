"""What was heard between two nodes, and when: the signs of life of all ties between them, those of officials included.

An official speaks for the places of all posts that are held or were held. A plan to hold a post counts for none, nor
does a post from a day ahead on. If sources disagree on the post, the official perhaps speaks for its place.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from citygraph.domain import signs
from citygraph.domain.held import has_come_about
from citygraph.domain.signs import Sign, What
from citygraph.domain.tie_rules import Stage, all_evidence, stage
from citygraph.graph.interface import Attributes, ReadGraph, as_dict, sources_of

POST = "holds-post"


class Perhaps(NamedTuple):
    """Something of which nobody knows that it came about: ``what``, ``when``, and the id of the tie that it is of; None
    if nobody may be named."""

    tie: str | None
    what: What
    when: str


class Heard(NamedTuple):
    """The last sure sign of life, with the id of the tie that it is of; and what may be newer. ``perhaps`` is the last
    sign of each tie that may not have come about, the newest first; ``without_date`` are the ids of what has no date:
    sources, and ties without any source or date."""

    sign: Sign | None
    tie: str | None
    perhaps: tuple[Perhaps, ...]
    without_date: tuple[str, ...]


class Sources:
    """The days of sources: see :func:`citygraph.domain.signs.of_source`. Each record is read once; what could not be
    read has no date."""

    def __init__(self, graph: ReadGraph) -> None:
        self._records: Mapping[str, Attributes] = graph.graph["sources"]
        self._known: dict[str, Sign | None] = {}

    def __call__(self, id: str) -> Sign | None:
        if id not in self._known:
            self._known[id] = signs.of_source(id, self._records.get(id, {}))
        return self._known[id]


class Between:
    """The signs of life between nodes of a graph, on a day."""

    def __init__(self, graph: ReadGraph, today: datetime.date) -> None:
        self._graph, self._today, self._date_of = graph, today, Sources(graph)
        self._speakers: dict[str, dict[str, bool]] = {}

    def heard(self, tie: str, one: str, other: str) -> Heard:
        """What was heard last between two nodes that this tie joins. Of signs on one day, those of the tie itself come
        first."""
        ties = {id: (data, is_theirs) for id, data, is_theirs in self._ties(one, other)}
        best, of, newest = None, None, datetime.date.min
        unsure: dict[str, tuple[datetime.date, Perhaps]] = {}
        without_date: dict[str, None] = {}
        for id in sorted(ties, key=lambda one: (one != tie, one)):
            data, is_theirs = ties[id]
            found = list(self._signs(data))
            undated = [source for source in _sources(data) if self._date_of(source) is None]
            without_date |= dict.fromkeys(undated if found or undated or id == tie else [id])
            for sign in found:
                last = signs.last_day_of(sign.when, self._today)
                if not (sign.is_sure and is_theirs):
                    if id not in unsure or last > unsure[id][0]:
                        unsure[id] = last, Perhaps(id, sign.what, sign.when)
                elif last > newest:
                    best, of, newest = sign, id, last
        newer = sorted((pair for pair in unsure.values() if pair[0] > newest), key=lambda pair: pair[0], reverse=True)
        return Heard(best, of, tuple(perhaps for _, perhaps in newer), tuple(sorted(without_date)))

    def _signs(self, data: Attributes) -> Iterator[Sign]:
        yield from signs.of_its_dates(data, stage(data, self._today), self._today)
        yield from signs.of_its_paper(data, self._today)
        yield from signs.of_its_sources(all_evidence(data), self._date_of, self._today)
        yield from signs.of_its_figures(data, self._date_of, self._today)

    def _ties(self, one: str, other: str) -> Iterator[tuple[str, dict[str, Any], bool]]:
        """The ties between two nodes, or officials who speak for them; and if it is sure that they do."""
        for (start, is_sure), (end, is_too) in product(*(self._speaking_for(node).items() for node in (one, other))):
            for here, there in ((start, end), (end, start)):
                for id, data in self._graph.adj[here].get(there, {}).items():
                    if signs.can_fall_silent(data):
                        yield id, as_dict(data), is_sure and is_too

    def _speaking_for(self, node: str) -> dict[str, bool]:
        if node not in self._speakers:
            found = {node: True}
            for person, ties in self._graph.pred[node].items():
                posts = [data for data in ties.values() if data["kind"] == POST and has_come_about(data, self._today)]
                if posts:
                    found[person] = any(stage(post, self._today) is not Stage.DISPUTED for post in posts)
            self._speakers[node] = found
        return self._speakers[node]


def _sources(data: Attributes) -> tuple[str, ...]:
    figures = (item for figure in data.get("observations") or () for item in figure.get("evidence", ()))
    return sources_of((*all_evidence(data), *figures))
