"""The store, read by source, country, region and statement: the attributes of a graph that few answers need."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from citygraph.graph.citations import Citation, citations_in
from citygraph.graph.interface import Attributes
from citygraph.store import Damaged
from citygraph.store.graph_view import StoreGraph, StoreReader
from citygraph.store.layout import NUMBER, TYPE_BITS, decoded, only, stretch


class StoredSources(StoreReader, Mapping[str, Attributes]):
    """The sources by id."""

    def __getitem__(self, id: str) -> Attributes:
        row = self._graph.ask(f"SELECT data FROM _sources WHERE n = {NUMBER}", (id,)).fetchone()
        if row is None:
            raise KeyError(id)
        record: Attributes = decoded(row[0])
        return record

    def __iter__(self) -> Iterator[str]:
        return (id for (id,) in self._graph.ask("SELECT id FROM _sources JOIN _ids USING (n) ORDER BY id"))

    def __len__(self) -> int:
        (count,) = only(self._graph.ask("SELECT count(*) FROM _sources"))
        return int(count)


class CountryIndex(StoreReader, Mapping[str, list[str]]):
    """The ids of the nodes in each country, by the country's code."""

    def __getitem__(self, code: str) -> list[str]:
        written = [code, *(id for id, meant in self._graph.codes.items() if meant == code and id != code)]
        slots = ", ".join("?" * len(written))
        rows = self._graph.ask(
            f"SELECT id FROM _nodes JOIN _ids USING (n) WHERE country IN ({slots}) ORDER BY id", written
        )
        found = [id for (id,) in rows if self._graph.nodes[id]["country"] == code]
        if not found:
            raise KeyError(code)
        return found

    def __iter__(self) -> Iterator[str]:
        rows = self._graph.ask("SELECT DISTINCT country FROM _nodes WHERE country IS NOT NULL")
        countries = {country for (country,) in rows}
        if None in countries:
            raise Damaged("an index says otherwise than its table")
        return iter(sorted({self._graph.codes.get(country, country) for country in countries}))

    def __len__(self) -> int:
        return len(list(iter(self)))


class PartIndex(StoreReader, Mapping[str, list[str]]):
    """The ids of the nodes whose ``part_of`` is a region, by the region's id. Only files that name it are read."""

    def __getitem__(self, region: str) -> list[str]:
        files = self._graph.ask(
            f"SELECT DISTINCT f FROM _asks WHERE n = {NUMBER} AND types & {TYPE_BITS['city']}", (region,)
        )
        found = sorted(id for (f,) in files.fetchall() for id, of in self._said(*stretch(f)) if of == region)
        if not found:
            raise KeyError(region)
        return found

    def _said(self, first: int, last: int) -> Iterator[tuple[str, str]]:
        """Pairs of a node and its region, for the records with numbers from ``first`` to ``last``."""
        rows = self._graph.ask(
            "SELECT id, data FROM _nodes JOIN _ids USING (n) WHERE r BETWEEN ? AND ? AND instr(data, '\"part_of\"')",
            (first, last),
        )
        for id, data in rows:
            region = decoded(data).get("part_of")
            if region is not None and region in self._graph.nodes:
                yield id, region

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({region for _, region in self._said(0, (1 << 63) - 1)}))

    def __len__(self) -> int:
        return len(list(iter(self)))


class StatementIndex(StoreReader, Mapping[str, list[dict[str, Any]]]):
    """The statements by, at or about each node."""

    def __getitem__(self, id: str) -> list[dict[str, Any]]:
        rows = self._graph.ask(
            "SELECT data FROM _spoken JOIN _statements USING (r) JOIN _files ON f = r >> 28"
            f" WHERE n = {NUMBER} ORDER BY file, r",
            (id,),
        )
        found = [self.read(data) for (data,) in rows]
        if not found:
            raise KeyError(id)
        return found

    def read(self, text: str) -> dict[str, Any]:
        """A statement, without references to missing nodes, which may be in a file that could not be read."""
        data: dict[str, Any] = decoded(text)
        there = self._graph.nodes
        kept = {key: value for key, value in data.items() if key != "at" or value in there}
        return {**kept, "about": [id for id in data.get("about", ()) if id in there]}

    def __iter__(self) -> Iterator[str]:
        rows = self._graph.ask("SELECT DISTINCT id FROM _spoken JOIN _ids USING (n) ORDER BY id")
        return (id for (id,) in rows if id in self._graph.nodes)

    def __len__(self) -> int:
        return len(list(iter(self)))


class CitationsBySource(StoreReader, Mapping[str, "StoredCitations"]):
    """The citations of each source."""

    def __getitem__(self, source: str) -> StoredCitations:
        found = StoredCitations(self._graph, source)
        if not found.counts[0]:
            raise KeyError(source)
        return found

    def __iter__(self) -> Iterator[str]:
        rows = self._graph.ask("SELECT DISTINCT id FROM _citations JOIN _ids USING (n) ORDER BY id")
        return (source for (source,) in rows)

    def __len__(self) -> int:
        return len(list(iter(self)))


class StoredCitations(StoreReader):
    """The citations of one source: as :class:`citygraph.graph.citations.Citations`, but read during iteration."""

    def __init__(self, graph: StoreGraph, source: str) -> None:
        self._graph = graph
        self._source = source
        self._spelled = json.dumps(source, ensure_ascii=False)[1:-1]

    @cached_property
    def counts(self) -> tuple[int, int]:
        """The number of citations, and the number of ties that cite the source."""
        cited, ties = self._graph.ask(
            f"SELECT ifnull(sum(cited), 0), ifnull(sum(ties), 0) FROM _citations WHERE n = {NUMBER}", (self._source,)
        ).fetchone()
        return cited, ties

    def __len__(self) -> int:
        return self.counts[0]

    def __iter__(self) -> Iterator[Citation]:
        files = self._graph.ask(
            f"SELECT f FROM _citations JOIN _files USING (f) WHERE n = {NUMBER} ORDER BY file", (self._source,)
        )
        for (f,) in files.fetchall():
            yield from self._in_file(f)

    def _in_file(self, f: int) -> Iterator[Citation]:
        ask = self._graph.ask
        nodes = ask(
            "SELECT type, id, data FROM _nodes JOIN _ids USING (n) WHERE r BETWEEN ? AND ? ORDER BY r", stretch(f)
        )
        for type, id, data in nodes:
            yield from self._of(type, id, data)
        ties = ask("SELECT id, data FROM _edges WHERE t BETWEEN ? AND ? ORDER BY t", stretch(f))
        for id, data in ties:
            yield from self._of("tie", id, data)
        for (data,) in ask("SELECT data FROM _statements WHERE r BETWEEN ? AND ? ORDER BY r", stretch(f)):
            yield from self._of("statement", decoded(data)["by"], data)

    def _of(self, what: str, id: str, data: str) -> Iterator[Citation]:
        if self._spelled in data:  # few records name the source, and searching the text is cheaper than decoding it
            yield from (
                citation for source, citation in citations_in(what, id, decoded(data)) if source == self._source
            )


INDEXES: dict[str, Callable[[StoreGraph], Any]] = {
    "sources": StoredSources,
    "countries": CountryIndex,
    "parts": PartIndex,
    "statements": StatementIndex,
    "citations": CitationsBySource,
}
"""The attributes of a graph that are read here: see :mod:`citygraph.graph.interface`."""
