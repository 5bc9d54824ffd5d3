"""The store, read as a graph: what a question asks for is loaded, and nothing else.

:class:`StoreGraph` offers the read side of a ``networkx.MultiDiGraph`` (see :class:`citygraph.graph.ReadGraph`). It
imports no networkx; :mod:`citygraph.store.lazy` makes of it a graph that networkx's own algorithms run on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from typing import Any, Self

from citygraph.graph import Attributes, Citation, Edge, End, citations_of, edge, node
from citygraph.kinds import Kind, Vocabulary
from citygraph.names import NOT_NAMES, Match, Name, fold, is_name, nearest, rank_of, settled
from citygraph.store.tables import stretch

_MOST_KEPT = 1 << 14
"""How many nodes and facts are kept in memory once they are read."""


class StoreGraph:
    """The graph in a store's database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.nodes = Nodes(self)
        self.adj = self.succ = self._adj = self._succ = Adjacency(self, second=False)
        self.pred = self._pred = Adjacency(self, second=True)
        self.degree = Degrees(self)
        self._facts: dict[int, dict[str, Any]] = {}

    def ask(self, question: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Ask the database."""
        try:
            return self.database.execute(question, values)
        except UnicodeEncodeError:  # what is typed need not be UTF-8; nothing is called so
            spelled = (value.encode(errors="backslashreplace").decode() for value in values)
            return self.database.execute(question, tuple(spelled))

    @cached_property
    def graph(self) -> dict[str, Any]:
        """What is neither node nor tie: see :mod:`citygraph.graph`."""
        return {
            "kinds": self.kinds,
            "sources": Sources(self),
            "names": StoredNames(self),
            "ties": Ties(self),
            "countries": Countries(self),
            "statements": Statements(self),
            "citations": CitationsBySource(self),
        }

    @cached_property
    def kinds(self) -> Vocabulary:
        """The vocabulary."""
        (text,) = self.ask("SELECT value FROM meta WHERE key = 'vocabulary'").fetchone()
        return Vocabulary(Kind.from_record(id, record) for id, record in json.loads(text).items())

    @cached_property
    def kinds_in_order(self) -> tuple[Kind, ...]:
        """The kinds, as a tie's ``way`` counts them."""
        return tuple(self.kinds.values())

    @cached_property
    def codes(self) -> dict[str, str]:
        """The code of each country that has a record, by its id; the id itself where it has no code."""
        return dict(self.ask("SELECT id, country FROM nodes WHERE type = 'country'"))

    def __iter__(self) -> Iterator[str]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)

    def __contains__(self, node: object) -> bool:
        return node in self.nodes

    def is_directed(self) -> bool:
        return True

    def is_multigraph(self) -> bool:
        return True

    def ends(self, node: str) -> Iterator[End]:
        """The ties of a node in reading order, a part at a time: see :func:`citygraph.graph.ends`."""
        for other, tie, p, way in self.entries(node):
            direction = way & 3
            yield End(other, tie, _DIRECTIONS[direction], StoredTie(self, node, other, p, way))  # type: ignore[arg-type]

    def entries(self, node: str) -> Iterator[tuple[str, str, int, int]]:
        """What is kept of each tie of a node: the other end, the tie, its facts and its way."""
        for (part,) in self.ask("SELECT ties FROM adjacency WHERE node = ? ORDER BY part", (node,)):
            flat = iter(json.loads(part))
            yield from zip(flat, flat, flat, flat, strict=True)

    def facts(self, p: int) -> dict[str, Any]:
        """What a tie says beside its id and ends."""
        facts = self._facts.get(p)
        if facts is None:
            (text,) = self.ask("SELECT data FROM facts WHERE p = ?", (p,)).fetchone()
            if len(self._facts) >= _MOST_KEPT:
                self._facts.clear()
            facts = self._facts[p] = json.loads(text)
        return facts

    def edge(self, start: str, end: str, p: int, kind: Kind) -> dict[str, Any]:
        """The attributes of an edge."""

        def when() -> str | None:
            return next(filter(None, (self.nodes[id]["record"].get("when") for id in (start, end))), None)

        return edge(self.facts(p), kind, when)


_DIRECTIONS = ("out", "in", "both", "both")


class _Reader:
    """A part of a graph that is read when it is asked for. As it cannot change, a copy is as good as itself."""

    def __init__(self, graph: StoreGraph) -> None:
        self._graph = graph

    def __deepcopy__(self, memo: object) -> Self:
        return self


class StoredTie(Mapping[str, Any]):
    """The attributes of an edge, read when they are first asked for; its kind is known before."""

    __slots__ = ("_data", "_graph", "_node", "_other", "_p", "_way")

    def __init__(self, graph: StoreGraph, node: str, other: str, p: int, way: int) -> None:
        self._graph, self._node, self._other, self._p, self._way = graph, node, other, p, way
        self._data: dict[str, Any] | None = None

    def __getitem__(self, key: str) -> Any:
        if self._data is None:
            kind = self._graph.kinds_in_order[self._way >> 2]
            if key in _OF_THE_KIND:
                return getattr(kind, _OF_THE_KIND[key])
            ends = (self._other, self._node) if self._way & 1 else (self._node, self._other)
            self._data = self._graph.edge(*ends, self._p, kind)
        return self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.copy())

    def __len__(self) -> int:
        return len(self.copy())

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return deepcopy(self.copy(), memo)

    def copy(self) -> dict[str, Any]:
        """All of them, as a dict of its own."""
        self["status"]
        return dict(self._data or {})


_OF_THE_KIND = {"kind": "id", "group": "group", "nature": "nature", "symmetric": "symmetric"}


class Nodes(Mapping[str, Attributes]):
    """The nodes by id."""

    def __init__(self, graph: StoreGraph) -> None:
        self._graph = graph
        self._kept: dict[str, Attributes] = {}

    def __getitem__(self, id: str) -> Attributes:
        kept = self._kept.get(id)
        if kept is None:
            row = self._graph.ask(
                "SELECT type, name, country, lat, lon, data FROM nodes WHERE id = ?", (id,)
            ).fetchone()
            if row is None:
                raise KeyError(id)
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[id] = self._read(*row)
        return kept

    def _read(self, type: str, name: str, country: str | None, lat: float | None, lon: float | None, data: str) -> Any:
        return node(type, name, self._graph.codes.get(country or "", country), (lat, lon), json.loads(data))

    def __call__(self, data: bool | str = False, default: Any = None) -> Any:
        """As networkx has it: the ids, or pairs of id and attributes, or of id and one attribute."""
        if data is False:
            return self
        if data is True:
            return self.items()
        return ((id, attributes.get(data, default)) for id, attributes in self.items())

    data = __call__

    def __iter__(self) -> Iterator[str]:
        return (id for (id,) in self._graph.ask("SELECT id FROM nodes ORDER BY id"))

    def __contains__(self, id: object) -> bool:
        return id in self._kept or (
            isinstance(id, str) and self._graph.ask("SELECT 1 FROM nodes WHERE id = ?", (id,)).fetchone() is not None
        )

    def __len__(self) -> int:
        (count,) = self._graph.ask("SELECT count(*) FROM nodes").fetchone()
        return int(count)


class Adjacency(Mapping[str, Mapping[str, Mapping[str, Attributes]]]):
    """For each node the edges that start at it or, ``second``, that lead to it."""

    def __init__(self, graph: StoreGraph, *, second: bool) -> None:
        self._graph = graph
        self._second = second

    def __getitem__(self, node: str) -> dict[str, dict[str, Attributes]]:
        found: dict[str, dict[str, Attributes]] = {}
        for other, tie, p, way in self._graph.entries(node):
            if bool(way & 1) == self._second:
                found.setdefault(other, {})[tie] = StoredTie(self._graph, node, other, p, way)
        if not found and node not in self._graph.nodes:
            raise KeyError(node)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._graph.nodes)

    def __len__(self) -> int:
        return len(self._graph.nodes)

    def __contains__(self, node: object) -> bool:
        return node in self._graph.nodes


class Degrees(_Reader):
    """How many ties each node has."""

    def __getitem__(self, node: str) -> int:
        (count,) = self._graph.ask("SELECT ifnull(sum(n), 0) FROM adjacency WHERE node = ?", (node,)).fetchone()
        if not count and node not in self._graph.nodes:
            raise KeyError(node)
        return int(count)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return ((node, self[node]) for node in self._graph.nodes)

    def __call__(self, nodes: Any = None, weight: None = None) -> Any:
        """As networkx has it: of one node its degree, else pairs of node and degree."""
        if isinstance(nodes, str):
            return self[nodes]
        return self if nodes is None else ((node, self[node]) for node in nodes)


class Ties(_Reader, Mapping[str, Edge]):
    """Every tie by its id, in order of ids."""

    _COLUMNS = "SELECT id, a, b, p, way FROM ties"

    def __getitem__(self, id: str) -> Edge:
        row = self._graph.ask(f"{self._COLUMNS} WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise KeyError(id)
        return self._read(*row)[1]

    def _read(self, id: str, start: str, end: str, p: int, way: int) -> tuple[str, Edge]:
        return id, Edge(start, end, StoredTie(self._graph, start, end, p, way))

    def items(self) -> Iterator[tuple[str, Edge]]:  # type: ignore[override]  # a view that is read once
        return (self._read(*row) for row in self._graph.ask(f"{self._COLUMNS} ORDER BY id"))

    def __iter__(self) -> Iterator[str]:
        return (id for (id,) in self._graph.ask("SELECT id FROM ties ORDER BY id"))

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._graph.ask("SELECT 1 FROM ties WHERE id = ?", (id,)).fetchone() is not None

    def starting(self, text: str) -> Iterator[str]:
        """The ids that begin with ``text``."""
        return (
            id for (id,) in self._graph.ask("SELECT id FROM ties WHERE id >= ? AND id < ? ORDER BY id", _span(text))
        )

    def __len__(self) -> int:
        (count,) = self._graph.ask("SELECT count(*) FROM ties").fetchone()
        return int(count)


class Sources(_Reader, Mapping[str, Attributes]):
    """The sources by id."""

    def __getitem__(self, id: str) -> Attributes:
        row = self._graph.ask("SELECT data FROM sources WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise KeyError(id)
        record: Attributes = json.loads(row[0])
        return record

    def __iter__(self) -> Iterator[str]:
        return (id for (id,) in self._graph.ask("SELECT id FROM sources ORDER BY id"))

    def __len__(self) -> int:
        (count,) = self._graph.ask("SELECT count(*) FROM sources").fetchone()
        return int(count)


class Countries(_Reader, Mapping[str, list[str]]):
    """The ids of the nodes that lie in each country."""

    def __getitem__(self, code: str) -> list[str]:
        written = [code, *(id for id, meant in self._graph.codes.items() if meant == code and id != code)]
        slots = ", ".join("?" * len(written))
        rows = self._graph.ask(f"SELECT id FROM nodes WHERE country IN ({slots}) ORDER BY id", written)
        found = [id for (id,) in rows if self._graph.nodes[id]["country"] == code]
        if not found:
            raise KeyError(code)
        return found

    def __iter__(self) -> Iterator[str]:
        rows = self._graph.ask("SELECT DISTINCT country FROM nodes WHERE country IS NOT NULL")
        return iter(sorted({self._graph.codes.get(country, country) for (country,) in rows}))

    def __len__(self) -> int:
        return len(list(iter(self)))


class Statements(_Reader, Mapping[str, list[dict[str, Any]]]):
    """What was said by, at or about each node."""

    def __getitem__(self, id: str) -> list[dict[str, Any]]:
        rows = self._graph.ask(
            "SELECT data FROM spoken JOIN statements USING (r) JOIN files ON f = r >> 28 WHERE id = ? ORDER BY file, r",
            (id,),
        )
        found = [self.read(data) for (data,) in rows]
        if not found:
            raise KeyError(id)
        return found

    def read(self, text: str) -> dict[str, Any]:
        """A statement, about whom there is: others may stand in a file that could not be read."""
        data: dict[str, Any] = json.loads(text)
        there = self._graph.nodes
        kept = {key: value for key, value in data.items() if key != "at" or value in there}
        return {**kept, "about": [id for id in data.get("about", ()) if id in there]}

    def __iter__(self) -> Iterator[str]:
        rows = self._graph.ask("SELECT DISTINCT id FROM spoken ORDER BY id")
        return (id for (id,) in rows if id in self._graph.nodes)

    def __len__(self) -> int:
        return len(list(iter(self)))


class CitationsBySource(_Reader, Mapping[str, "StoredCitations"]):
    """What stands on each source."""

    def __getitem__(self, source: str) -> StoredCitations:
        found = StoredCitations(self._graph, source)
        if not found.counts[0]:
            raise KeyError(source)
        return found

    def __iter__(self) -> Iterator[str]:
        return (source for (source,) in self._graph.ask("SELECT DISTINCT source FROM citations ORDER BY source"))

    def __len__(self) -> int:
        return len(list(iter(self)))


class StoredCitations(_Reader):
    """All that stands on one source: as :class:`citygraph.graph.Citations`, but read while it is iterated."""

    def __init__(self, graph: StoreGraph, source: str) -> None:
        self._graph = graph
        self._source = source
        self._spelled = json.dumps(source, ensure_ascii=False)[1:-1]

    @cached_property
    def counts(self) -> tuple[int, int]:
        """How many they are, and how many ties are among them."""
        cited, ties = self._graph.ask(
            "SELECT ifnull(sum(cited), 0), ifnull(sum(ties), 0) FROM citations WHERE source = ?", (self._source,)
        ).fetchone()
        return cited, ties

    def __len__(self) -> int:
        return self.counts[0]

    def __iter__(self) -> Iterator[Citation]:
        files = self._graph.ask(
            "SELECT f FROM citations JOIN files USING (f) WHERE source = ? ORDER BY file", (self._source,)
        )
        for (f,) in files.fetchall():
            yield from self._in_file(f)

    def _in_file(self, f: int) -> Iterator[Citation]:
        ask = self._graph.ask
        for type, id, data in ask("SELECT type, id, data FROM nodes WHERE r BETWEEN ? AND ? ORDER BY r", stretch(f)):
            yield from self._of(type, id, data)
        ties = ask("SELECT id, data FROM ties JOIN facts USING (p) WHERE t BETWEEN ? AND ? ORDER BY t", stretch(f))
        for id, data in ties:
            yield from self._of("tie", id, data)
        for (data,) in ask("SELECT data FROM statements WHERE r BETWEEN ? AND ? ORDER BY r", stretch(f)):
            yield from self._of("statement", json.loads(data)["by"], data)

    def _of(self, what: str, id: str, data: str) -> Iterator[Citation]:
        if self._spelled in data:  # most do not say it; looking is cheaper than reading
            yield from (
                citation for source, citation in citations_of(what, id, json.loads(data)) if source == self._source
            )


class StoredNames(_Reader):
    """:class:`citygraph.names.Names`, by the key that all spellings of a name share."""

    _COLUMNS = "SELECT id, text, how FROM names"

    def _read(self, where: str, values: tuple[str, ...] = ()) -> Iterator[Name]:
        return (Name(*row) for row in self._graph.ask(f"{self._COLUMNS} {where}", values))

    def lookup(self, text: str, among: Callable[[str], bool] | None = None) -> list[str]:
        named = [name for name in self._read("WHERE key = ?", (fold(text),)) if is_name(name)]
        named += self._read("WHERE key = ? AND how = 'identifier'", (text.strip().casefold(),))
        return settled(text, [name for name in named if among is None or among(name.id)])

    def search(self, text: str) -> Iterator[Match]:
        wanted = fold(text)
        for name in self._read("WHERE instr(searched, ?)", (wanted,)):
            rank = rank_of(name.text, wanted)
            if rank is not None:
                yield Match(rank, name)

    def starting(self, text: str) -> Iterator[Name]:
        key = fold(text)
        begins = {key, text.casefold()} if key.isalnum() and key.isascii() else {""}  # 's-Hertogenbosch has no ' there
        begins -= {one for one in begins for other in begins if one != other and one.startswith(other)}
        spans = map(_span, sorted(begins))
        for name in (name for span in spans for name in self._read("WHERE key >= ? AND key < ?", span)):
            if name.text.startswith(text) and name.how not in NOT_NAMES:
                yield name

    def near(self, text: str, limit: int = 5) -> list[str]:
        found = [match for match in self.search(text) if match.rank < 3 and is_name(match.name)]
        begins = sorted({match.name.key for match in found})
        keys = (
            key
            for (key,) in self._graph.ask(
                "SELECT DISTINCT key FROM names WHERE how NOT IN (?, ?, ?) ORDER BY key", ("identifier", *NOT_NAMES)
            )
        )
        wanted = [*begins, *nearest(text, keys, limit=limit * 3)]
        ids = dict.fromkeys(name.id for key in wanted for name in self._read("WHERE key = ?", (key,)) if is_name(name))
        return list(ids)[:limit]

    def __iter__(self) -> Iterator[Name]:
        return self._read("ORDER BY key, id, how, text")


def _span(text: str) -> tuple[str, str]:
    """The stretch of texts that begin with ``text``."""
    return text, text + "\U0010ffff"
