"""The store, read as a graph. It loads only what a question uses.

:class:`StoreGraph` offers the read side of a ``networkx.MultiDiGraph`` (see
:class:`citygraph.graph.interface.ReadGraph`). It does not import networkx; :mod:`citygraph.outputs.networkx_graph`
makes it a graph for networkx's own algorithms.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, ItemsView, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Self

from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.languages import name_in
from citygraph.domain.names import KNOWN_FOR, NOT_NAMES, Match, Name, fold, is_name, nearest, rank_of, settled
from citygraph.graph.interface import Attributes, Direction, End, edge, node
from citygraph.store import Damaged
from citygraph.store.layout import NUMBER, THE_ID, decoded, only

if TYPE_CHECKING:
    from citygraph.domain.sought_words import LooseSearch
    from citygraph.graph.written import WrittenRecord
    from citygraph.store.numbered_view import NumberedGraph

Row = tuple[Any, ...]

_MOST_KEPT = 1 << 14
"""How many nodes stay in memory after they are read."""


class StoreGraph:
    """The graph in a store's database. Nodes have the names of a ``language``, by its tag, where their records have
    them."""

    def __init__(self, database: sqlite3.Connection, language: str = "") -> None:
        self.database, self.language = database, language
        self.nodes = StoredNodes(self)
        self.adj = self.succ = self._adj = self._succ = Adjacency(self, "a", "b")
        self.pred = self._pred = Adjacency(self, "b", "a")
        self.degree = Degrees(self)

    def ask(self, question: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run a query on the database.

        Raises:
            Damaged: if SQLite reports damage in a message that is not UTF-8.
        """
        try:
            return self.database.execute(question, values)
        except UnicodeEncodeError:  # the user's text may not be UTF-8; no record has such a name
            spelled = (
                value.encode(errors="backslashreplace").decode() if isinstance(value, str) else value
                for value in values
            )
            return self.database.execute(question, tuple(spelled))
        except UnicodeDecodeError as error:  # SQLite's own message quotes what is damaged
            raise Damaged("SQLite reports damage that it cannot describe") from error

    @cached_property
    def graph(self) -> Mapping[str, Any]:
        """The attributes of the graph itself: see :mod:`citygraph.graph.interface`."""
        return _GraphAttributes(self)

    @cached_property
    def numbered(self) -> NumberedGraph:
        """The same graph with numbers in place of ids."""
        from citygraph.store.numbered_view import NumberedGraph

        return NumberedGraph(self)

    @cached_property
    def kinds(self) -> Vocabulary:
        """The vocabulary."""
        rows = self.ask("SELECT id, data FROM _kinds ORDER BY k")
        return Vocabulary(Kind.from_record(id, decoded(data)) for id, data in rows)

    @cached_property
    def kinds_in_order(self) -> tuple[Kind, ...]:
        """The kinds, in the order in which rows of ties number them."""
        return tuple(self.kinds.values())

    @cached_property
    def codes(self) -> dict[str, str]:
        """The code of each country with a record, by the record's id; the id itself if the country has no code."""
        return dict(self.ask("SELECT id, country FROM _nodes JOIN _ids USING (n) WHERE type = 'country'"))

    def languages(self) -> list[str]:
        """The tags of the languages in which records have names, sorted."""
        others = (*NOT_NAMES, "id", "name", "alias", "identifier")
        holes = ", ".join("?" * len(others))
        rows = self.ask(f"SELECT DISTINCT how FROM _names WHERE how NOT IN ({holes}) ORDER BY how", others)
        return [tag for (tag,) in rows]

    def number(self, id: str) -> int | None:
        """The number of an id, or None."""
        row = self.ask(f"SELECT n FROM _ids WHERE {THE_ID}", (id,)).fetchone()
        return row[0] if row else None

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

    def writings(self, search: LooseSearch, types: Iterable[str]) -> Iterator[WrittenRecord]:
        """The records that may have words: see :func:`citygraph.graph.written.writings`."""
        from citygraph.store.written_view import writings

        return writings(self, search, types)

    def ends(self, node: str, among: Collection[str] | None = None) -> Iterator[End]:
        """The ties of a node in reading order: see :func:`citygraph.graph.interface.ends`."""
        kinds = self.kinds_in_order
        only_to, values = "", list[Any]((self.number(node),))
        if among is not None:
            only_to = " AND {} IN (SELECT value FROM json_each(?))"
            values.append(json.dumps([*map(self.number, among)]))
        rows = self.ask(
            "SELECT kind, _ids.id, second, t, it.id"
            f" FROM (SELECT kind, b AS n, 0 AS second, t, id FROM _ties WHERE a = ?{only_to.format('b')}"
            f" UNION ALL SELECT kind, a, 1, t, id FROM _ties WHERE b = ?{only_to.format('a')}) AS it"
            " JOIN _ids USING (n) ORDER BY kind, _ids.id",
            values * 2,
        )
        for (k, other), several in groupby(rows, key=itemgetter(0, 1)):
            kind, found = kinds[k], []
            for _, _, second, t, own_id in several:
                start, end = (other, node) if second else (node, other)
                direction: Direction = "both" if kind.symmetric else "in" if second else "out"
                tie = own_id or f"{kind.id}.{start}.{end}"
                found.append(End(other, tie, direction, StoredTie(self, t, kind)))
            yield from sorted(found, key=attrgetter("tie")) if len(found) > 1 else found


class _GraphAttributes(dict[str, Any]):
    """The attributes of the graph itself. A small answer needs only the first two, so it does not pay for the modules
    of the others."""

    def __init__(self, graph: StoreGraph) -> None:
        super().__init__(kinds=graph.kinds, names=StoredNames(graph))
        self._graph = graph

    def __missing__(self, name: str) -> Any:
        found: Any
        if name == "ties":
            from citygraph.store.ties_view import StoredTies

            found = StoredTies(self._graph)
        else:
            from citygraph.store.indexes import INDEXES

            found = INDEXES[name](self._graph)
        self[name] = found
        return found


class StoreReader:
    """A part of a graph that is read when it is used. Since it cannot change, it is its own copy."""

    def __init__(self, graph: StoreGraph) -> None:
        self._graph = graph

    def __deepcopy__(self, memo: object) -> Self:
        return self


class StoredTie(Mapping[str, Any]):
    """The attributes of an edge, read at their first use. Its kind is known without reading."""

    __slots__ = ("_data", "_graph", "_kind", "_said", "_t")

    def __init__(self, graph: StoreGraph, t: int, kind: Kind, said: str | None = None) -> None:
        self._graph, self._t, self._kind, self._said = graph, t, kind, said
        self._data: dict[str, Any] | None = None

    def __getitem__(self, key: str) -> Any:
        if self._data is None:
            if key in OF_THE_KIND:
                return getattr(self._kind, OF_THE_KIND[key])
            if self._said is None:
                (self._said,) = only(self._graph.ask("SELECT data FROM _ties WHERE t = ?", (self._t,)))
            self._data = edge(decoded(self._said), self._kind, self._when)
        return self._data[key]

    def get(self, key: str, default: Any = None) -> Any:
        """``Mapping.get``, but without the cost of an exception for each missing key."""
        if self._data is None:
            if key in OF_THE_KIND:
                return self[key]
            self["status"]
        return (self._data or {}).get(key, default)

    def _when(self) -> str | None:
        """The date of the event that the tie joins, or None."""
        nodes = self._graph.nodes
        ends = only(self._graph.ask("SELECT start, goal FROM _edges WHERE t = ?", (self._t,)))
        return next(filter(None, (nodes[id]["record"].get("when") for id in ends)), None)

    def __iter__(self) -> Iterator[str]:
        return iter(self.copy())

    def __len__(self) -> int:
        return len(self.copy())

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return deepcopy(self.copy(), memo)

    def copy(self) -> dict[str, Any]:
        """All attributes as a new dict."""
        self["status"]
        return dict(self._data or {})


OF_THE_KIND = {"kind": "id", "group": "group", "nature": "nature", "symmetric": "symmetric"}


class StoredNodes(Mapping[str, Attributes]):
    """The nodes by id."""

    def __init__(self, graph: StoreGraph) -> None:
        self._graph = graph
        self._kept: dict[str, Attributes] = {}

    def __getitem__(self, id: str) -> Attributes:
        kept = self._kept.get(id)
        if kept is None:
            row = self._graph.ask(
                f"SELECT type, name, country, lat, lon, data FROM _nodes WHERE n = {NUMBER}", (id,)
            ).fetchone()
            if row is None:
                raise KeyError(id)
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            kept = self._kept[id] = self._read(*row)
        return kept

    def items(self) -> ItemsView[str, Attributes]:
        return _NodeItems(self)

    def each(self) -> Iterator[tuple[str, Attributes]]:
        """All nodes with their ids, sorted by these, read in one go."""
        rows = self._graph.ask(
            "SELECT id, type, name, country, lat, lon, data FROM _nodes JOIN _ids USING (n) ORDER BY id"
        )
        return ((id, self._read(*row)) for id, *row in rows)

    def _read(self, type: str, name: str, country: str | None, lat: float | None, lon: float | None, data: str) -> Any:
        record = decoded(data)
        if self._graph.language:
            name = name_in(self._graph.language, record.get("names", {})) or name
        return node(type, name, self._graph.codes.get(country or "", country), (lat, lon), record)

    def __call__(self, data: bool | str = False, default: Any = None) -> Any:
        """As in networkx: the ids, or pairs of id and attributes, or pairs of id and one attribute."""
        if data is False:
            return self
        if data is True:
            return self.items()
        return ((id, attributes.get(data, default)) for id, attributes in self.items())

    data = __call__

    def __iter__(self) -> Iterator[str]:
        return (id for (id,) in self._graph.ask("SELECT id FROM _nodes JOIN _ids USING (n) ORDER BY id"))

    def __contains__(self, id: object) -> bool:
        return id in self._kept or (
            isinstance(id, str)
            and self._graph.ask(f"SELECT 1 FROM _nodes WHERE n = {NUMBER}", (id,)).fetchone() is not None
        )

    def __len__(self) -> int:
        (count,) = only(self._graph.ask("SELECT count(*) FROM _nodes"))
        return int(count)


class _NodeItems(ItemsView[str, Attributes]):
    """The nodes with their ids."""

    _mapping: StoredNodes

    def __iter__(self) -> Iterator[tuple[str, Attributes]]:
        return self._mapping.each()


class Adjacency(Mapping[str, "StoredNeighbors"]):
    """The edges of each node to its neighbors. ``here`` and ``there`` are the columns of the node and its neighbors:
    ``a`` and ``b`` for outgoing edges, ``b`` and ``a`` for incoming ones."""

    def __init__(self, graph: StoreGraph, here: str, there: str) -> None:
        self._graph = graph
        self._here, self._there = here, there

    def __getitem__(self, node: str) -> StoredNeighbors:
        if node not in self._graph.nodes:
            raise KeyError(node)
        return StoredNeighbors(self._graph, node, self._here, self._there)

    def __iter__(self) -> Iterator[str]:
        return iter(self._graph.nodes)

    def __len__(self) -> int:
        return len(self._graph.nodes)

    def __contains__(self, node: object) -> bool:
        return node in self._graph.nodes


class StoredNeighbors(Mapping[str, Mapping[str, Attributes]]):
    """The edges between a node and each neighbor. A look-up of one neighbor reads only the edges to it."""

    def __init__(self, graph: StoreGraph, node: str, here: str, there: str) -> None:
        self._graph, self._node, self._leads = graph, node, here == "a"
        self._all = f"SELECT _ids.id, t, kind, _ties.id FROM _ties JOIN _ids ON n = {there} WHERE {here} = {NUMBER}"
        self._of_one = f"{self._all} AND {there} = {NUMBER}"

    @cached_property
    def _found(self) -> dict[str, dict[str, Attributes]]:
        return self._read(f"{self._all} ORDER BY 1", self._node)

    def _read(self, question: str, *ids: str) -> dict[str, dict[str, Attributes]]:
        found: dict[str, dict[str, Attributes]] = {}
        for other, t, k, own_id in self._graph.ask(question, ids):
            kind = self._graph.kinds_in_order[k]
            start, end = (self._node, other) if self._leads else (other, self._node)
            found.setdefault(other, {})[own_id or f"{kind.id}.{start}.{end}"] = StoredTie(self._graph, t, kind)
        return found

    def __getitem__(self, other: str) -> Mapping[str, Attributes]:
        found = self._found if "_found" in self.__dict__ else self._read(self._of_one, self._node, other)
        return found[other]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class Degrees(StoreReader):
    """How many ties each node has."""

    def __getitem__(self, node: str) -> int:
        count = self._graph.numbered.degree[self._graph.number(node)]
        if not count and node not in self._graph.nodes:
            raise KeyError(node)
        return count

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return ((node, self[node]) for node in self._graph.nodes)

    def __call__(self, nodes: Any = None, weight: None = None) -> Any:
        """As in networkx: the degree of one node, or pairs of node and degree."""
        if isinstance(nodes, str):
            return self[nodes]
        return self if nodes is None else ((node, self[node]) for node in nodes)


class StoredNames(StoreReader):
    """:class:`citygraph.domain.names.Names` over the store, by the key that all spellings of a name share."""

    _COLUMNS = "SELECT id, text, how FROM _names JOIN _ids USING (n)"
    _ORDER = "ORDER BY key, id, how, text"

    def _read(self, where: str, values: tuple[str, ...] = ()) -> Iterator[Name]:
        return (Name(*row) for row in self._graph.ask(f"{self._COLUMNS} {where} {self._ORDER}", values))

    def lookup(self, text: str, among: Callable[[str], bool] | None = None) -> list[str]:
        named = [name for name in self._read("WHERE key = ?", (fold(text),)) if is_name(name)]
        named += self._read("WHERE key = ? AND how = 'identifier'", (text.strip().casefold(),))
        return settled(text, [name for name in named if among is None or among(name.id)])

    def search(self, text: str) -> Iterator[Match]:
        wanted = fold(text)
        for name in self._read("WHERE instr(ifnull(searched, key), ?)", (wanted,)):
            rank = rank_of(name.text, wanted)
            if rank is not None:
                yield Match(rank, name)

    def starting(self, text: str) -> Iterator[Name]:
        key = fold(text)
        # The key of 's-Hertogenbosch has no apostrophe.
        begins = {key, text.casefold()} if key.isalnum() and key.isascii() else {""}
        begins -= {one for one in begins for other in begins if one != other and one.startswith(other)}
        spans = map(span, sorted(begins))
        for name in (name for span in spans for name in self._read("WHERE key >= ? AND key < ?", span)):
            if name.text.startswith(text) and name.how not in NOT_NAMES:
                yield name

    def near(self, text: str, limit: int = 5) -> list[str]:
        found = [match for match in self.search(text) if match.rank < 3 and is_name(match.name)]
        begins = sorted({match.name.key for match in found})
        keys = (
            key
            for (key,) in self._graph.ask(
                "SELECT DISTINCT key FROM _names WHERE how NOT IN (?, ?, ?) ORDER BY key", ("identifier", *NOT_NAMES)
            )
        )
        wanted = [*begins, *nearest(text, keys, limit=limit * 3)]
        ids = dict.fromkeys(name.id for key in wanted for name in self._read("WHERE key = ?", (key,)) if is_name(name))
        return list(ids)[:limit]

    def known_for(self, word: str | None = None) -> Iterator[Name]:
        if word is None:
            return self._read("WHERE how = ?", (KNOWN_FOR,))
        return self._read("WHERE key = ? AND how = ?", (fold(word), KNOWN_FOR))

    def __iter__(self) -> Iterator[Name]:
        return self._read("")


LAST = "\U0010ffff"
"""The last Unicode character."""


def span(text: str) -> tuple[str, str]:
    """The bounds of all texts that begin with ``text``: the first, and one after the last."""
    return text, text + LAST
