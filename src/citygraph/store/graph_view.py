"""The store, read as a graph. It loads only what a question uses.

:class:`StoreGraph` offers the read side of a ``networkx.MultiDiGraph`` (see
:class:`citygraph.graph.interface.ReadGraph`). It does not import networkx; :mod:`citygraph.outputs.networkx_graph`
makes it a graph for networkx's own algorithms.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, KeysView, Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from heapq import merge
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import Any, Self

from citygraph.domain.kinds import Kind, Vocabulary
from citygraph.domain.names import KNOWN_FOR, NOT_NAMES, Match, Name, fold, is_name, nearest, rank_of, settled
from citygraph.domain.tie_rules import Standing, standing
from citygraph.graph.interface import Attributes, Direction, Edge, End, edge, node
from citygraph.store import Damaged
from citygraph.store.layout import NUMBER, STANDINGS, THE_ID, decoded, only

Row = tuple[Any, ...]

_MOST_KEPT = 1 << 14
"""How many nodes stay in memory after they are read."""


class StoreGraph:
    """The graph in a store's database."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.nodes = StoredNodes(self)
        self.adj = self.succ = self._adj = self._succ = Adjacency(self, "a", "b")
        self.pred = self._pred = Adjacency(self, "b", "a")
        self.degree = Degrees(self)
        self.numbered = NumberedGraph(self)

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

    def ends(self, node: str) -> Iterator[End]:
        """The ties of a node in reading order: see :func:`citygraph.graph.interface.ends`."""
        n, kinds = self.number(node), self.kinds_in_order
        rows = self.ask(
            "SELECT kind, _ids.id, second, t, it.id"
            " FROM (SELECT kind, b AS n, 0 AS second, t, id FROM _ties WHERE a = ?"
            " UNION ALL SELECT kind, a, 1, t, id FROM _ties WHERE b = ?) AS it"
            " JOIN _ids USING (n) ORDER BY kind, _ids.id",
            (n, n),
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
    """The attributes of the graph itself. A small answer needs only the first three, so that it does not pay for the
    module of the others."""

    def __init__(self, graph: StoreGraph) -> None:
        super().__init__(kinds=graph.kinds, names=StoredNames(graph), ties=StoredTies(graph))
        self._graph = graph

    def __missing__(self, name: str) -> Any:
        from citygraph.store.indexes import INDEXES

        found = self[name] = INDEXES[name](self._graph)
        return found


def _grounds(stands: int | str) -> dict[str, Any]:
    """What the ``standing`` of a row says: see :func:`citygraph.domain.tie_rules.grounds`."""
    if isinstance(stands, int):
        return dict(zip(("nature", "status"), STANDINGS[stands], strict=True))
    found: dict[str, Any] = decoded(stands)
    return found


class _Standings(dict[Any, Standing]):
    """How ties stand on a day, by the ``standing`` of their rows: see :mod:`citygraph.store.layout`."""

    def __init__(self, today: datetime.date) -> None:
        self._today = today

    def __missing__(self, key: Any) -> Standing:
        try:
            found = self[key] = standing(_grounds(key), self._today)
        except (IndexError, KeyError, TypeError, ValueError) as error:
            raise Damaged("a tie stands in no known way") from error
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
            if key in _OF_THE_KIND:
                return getattr(self._kind, _OF_THE_KIND[key])
            if self._said is None:
                (self._said,) = only(self._graph.ask("SELECT data FROM _ties WHERE t = ?", (self._t,)))
            self._data = edge(decoded(self._said), self._kind, self._when)
        return self._data[key]

    def get(self, key: str, default: Any = None) -> Any:
        """``Mapping.get``, but without the cost of an exception for each missing key."""
        if self._data is None:
            if key in _OF_THE_KIND:
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


_OF_THE_KIND = {"kind": "id", "group": "group", "nature": "nature", "symmetric": "symmetric"}


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

    def _read(self, type: str, name: str, country: str | None, lat: float | None, lon: float | None, data: str) -> Any:
        return node(type, name, self._graph.codes.get(country or "", country), (lat, lon), decoded(data))

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


class NumberedGraph:
    """The same graph with numbers in place of ids: see :func:`citygraph.graph.interface.numbered`."""

    def __init__(self, graph: StoreGraph) -> None:
        self._graph = graph
        self.number = graph.number
        self.adj = NumberedAdjacency(graph, "a", "b")
        self.pred = NumberedAdjacency(graph, "b", "a")
        self.degree = NumberedDegrees(graph)

    def id(self, n: int) -> str:
        """The id of a node."""
        (id,) = only(self._graph.ask("SELECT id FROM _ids WHERE n = ?", (n,)))
        return str(id)

    def about(self, n: int) -> Attributes:
        """The type and country of a node."""
        type, country = only(self._graph.ask("SELECT type, country FROM _nodes WHERE n = ?", (n,)))
        return {"type": type, "country": self._graph.codes.get(country, country)}

    def all_nodes(self) -> Iterator[tuple[int, Attributes]]:
        """All nodes, sorted by id, each with its type and country."""
        codes = self._graph.codes
        rows = self._graph.ask("SELECT n, type, country FROM _nodes JOIN _ids USING (n) ORDER BY id")
        return ((n, {"type": type, "country": codes.get(country, country)}) for n, type, country in rows)

    def all_ties(self) -> Iterator[tuple[int, int, Attributes]]:
        """All ties in the order of the files: start, end, and attributes."""
        kinds = self._graph.kinds_in_order
        rows = self._graph.ask("SELECT a, b, t, kind, data FROM _ties ORDER BY t")
        return ((a, b, StoredTie(self._graph, t, kinds[k], said)) for a, b, t, k, said in rows)

    def all_ends(self, *, dated: bool = False) -> Iterator[tuple[int, int, int | str, str | int]]:
        """The same without attributes, but with the likeness and the life of each."""
        return self._graph.ask(f"SELECT a, b, {_LIKENESS}, {self._life_of(dated)} FROM _ties ORDER BY t")

    def all_alike(self, *, dated: bool = False) -> Iterator[tuple[int | str, str | int, int]]:
        """How many ties have each likeness, and each life."""
        return self._graph.ask(f"SELECT {_LIKENESS}, {self._life_of(dated)}, count(*) FROM _ties GROUP BY 1, 2")

    def _life_of(self, dated: bool) -> str:
        """The SQL for the life of a tie. An occurrence without a date of its own has that of the event at one of its
        ends, so its life is the number of the tie."""
        occurrences = (str(k) for k, kind in enumerate(self._graph.kinds_in_order) if kind.nature == "occurrence")
        return f"iif(life = '' AND kind IN ({', '.join(occurrences)}), t, life)" if dated else "''"

    def facts(self, likeness: int | str) -> Attributes:
        """The attributes that ties of one likeness share."""
        if isinstance(likeness, int):
            k, place = divmod(likeness, len(STANDINGS))
            facts = _grounds(place)
        else:
            number, _, text = likeness.partition(" ")
            k, facts = int(number), _grounds(text)
        kind = self._graph.kinds_in_order[k]
        return {**facts, **{key: getattr(kind, of_the_kind) for key, of_the_kind in _OF_THE_KIND.items()}}

    def life(self, life: str | int) -> Attributes:
        """The dates and the history of ties of one life."""
        if isinstance(life, str):
            from citygraph.store import lives

            return lives.read(life)
        (k,) = only(self._graph.ask("SELECT kind FROM _ties WHERE t = ?", (life,)))
        return StoredTie(self._graph, life, self._graph.kinds_in_order[k])

    def all_standings(self, today: datetime.date) -> Counter[Standing]:
        """The number of ties that stand in each way. It reads no tie."""
        known, found = _Standings(today), Counter[Standing]()
        for key, count in self._graph.ask("SELECT standing, sum(ties) FROM _standings GROUP BY standing"):
            found[known[key]] += count
        return found

    def all_edges(self) -> Iterator[tuple[str, Edge]]:
        """All ties with their ids, in the order of the files."""
        kinds = self._graph.kinds_in_order
        ids: dict[int, str] = dict(self._graph.ask("SELECT n, id FROM _nodes JOIN _ids USING (n)"))
        for own_id, a, b, t, k, said in self._graph.ask("SELECT id, a, b, t, kind, data FROM _ties ORDER BY t"):
            kind, start, end = kinds[k], ids[a], ids[b]
            yield own_id or f"{kind.id}.{start}.{end}", Edge(start, end, StoredTie(self._graph, t, kind, said))


_LIKENESS = f"iif(typeof(standing) = 'integer', kind * {len(STANDINGS)} + standing, kind || ' ' || standing)"
"""SQL: ties for which it is the same are of one kind and stand alike."""


class NumberedAdjacency(StoreReader):
    """The edges of each node to its neighbors, by numbers; ``here`` and ``there`` as in :class:`Adjacency`."""

    def __init__(self, graph: StoreGraph, here: str, there: str) -> None:
        super().__init__(graph)
        self._others = f"SELECT {there} FROM _ties WHERE {here} = ?"
        self._ties = f"SELECT {there}, t, kind FROM _ties WHERE {here} = ?"

    def __getitem__(self, n: int) -> NumberedNeighbors:
        others = dict.fromkeys(chain.from_iterable(self._graph.ask(self._others, (n,))))
        return NumberedNeighbors(others, lambda: self._read(n))

    def _read(self, n: int) -> dict[int, dict[int, Attributes]]:
        found: dict[int, dict[int, Attributes]] = {}
        kinds = self._graph.kinds_in_order
        for other, t, k in self._graph.ask(self._ties, (n,)):
            found.setdefault(other, {})[t] = StoredTie(self._graph, t, kinds[k])
        return found


class NumberedNeighbors(Mapping[int, Mapping[int, Attributes]]):
    """The neighbors of a node. Listing them costs little; their edges are read at the first look-up."""

    def __init__(self, others: dict[int, None], read: Callable[[], dict[int, dict[int, Attributes]]]) -> None:
        self._others = others
        self._read = read

    @cached_property
    def _ties(self) -> dict[int, dict[int, Attributes]]:
        return self._read()

    def keys(self) -> KeysView[int]:
        """The neighbors, as a set-like view."""
        return self._others.keys()

    def __getitem__(self, other: int) -> Mapping[int, Attributes]:
        return self._ties[other]

    def __iter__(self) -> Iterator[int]:
        return iter(self._others)

    def __len__(self) -> int:
        return len(self._others)


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


class NumberedDegrees(StoreReader):
    """How many ties each node has, by the node's number."""

    def __getitem__(self, n: int | None) -> int:
        question = "SELECT (SELECT count(*) FROM _ties WHERE a = ?) + (SELECT count(*) FROM _ties WHERE b = ?)"
        (count,) = only(self._graph.ask(question, (n, n)))
        return int(count)


class StoredTies(StoreReader, Mapping[str, Edge]):
    """All ties by id, sorted by id."""

    def __getitem__(self, id: str) -> Edge:
        for _, found in self._between(id, id + "\0"):
            return found
        raise KeyError(id)

    def items(self) -> Iterator[tuple[str, Edge]]:  # type: ignore[override]  # a view that is read once
        return self._between(*_span(""))

    def __iter__(self) -> Iterator[str]:
        return self.starting("")

    def starting(self, text: str) -> Iterator[str]:
        """The ids of ties that begin with ``text``."""
        return (id for id, _ in self._between(*_span(text)))

    def __len__(self) -> int:
        (count,) = only(self._graph.ask("SELECT ifnull(sum(ties), 0) FROM _kinds"))
        return int(count)

    def _between(self, first: str, after: str) -> Iterator[tuple[str, Edge]]:
        """The ties with ``first`` <= id < ``after``."""
        kinds = self._graph.kinds_in_order
        for id, start, end, t, k, said in merge(self._of_own(first, after), self._of_default(first, after)):
            yield id, Edge(start, end, StoredTie(self._graph, t, kinds[k], said))

    def _of_own(self, first: str, after: str) -> Iterator[Row]:
        """The ties with an id of their own."""
        return self._graph.ask(
            "SELECT _ties.id, one.id, other.id, t, kind, data FROM _ties JOIN _ids AS one ON one.n = a"
            " JOIN _ids AS other ON other.n = b WHERE _ties.id >= ? AND _ties.id < ? ORDER BY _ties.id",
            (first, after),
        )

    def _of_default(self, first: str, after: str) -> Iterator[Row]:
        """The ties whose id is made from their kind and ends."""
        kinds = self._graph.ask("SELECT id || '.', k FROM _kinds WHERE ties ORDER BY 1")
        for kind, k in kinds.fetchall():
            begins = kind.startswith(first) or first.startswith(kind) or first < kind
            if begins and kind < after:
                low, high = first.removeprefix(kind) if first > kind else "", _LAST
                if after.startswith(kind):
                    high = after.removeprefix(kind)
                yield from self._of_kind(kind, k, low, high)

    def _of_kind(self, kind: str, k: int, low: str, high: str) -> Iterator[Row]:
        """The ties of a kind whose id, after the kind, is at least ``low`` and less than ``high``. Starts are looked up
        in the order of ids, so the first ties come at once."""
        start, dot, _ = low.partition(".")
        return self._graph.ask(
            "SELECT ? || one.id || '.' || other.id, one.id, other.id, t, kind, data FROM _ids AS one"
            " CROSS JOIN _ties ON a = one.n AND kind = ? CROSS JOIN _ids AS other ON other.n = b"
            " WHERE _ties.id IS NULL AND one.id || '.' BETWEEN ? AND ?"
            " AND one.id || '.' || other.id >= ? AND one.id || '.' || other.id < ? ORDER BY one.id || '.', other.id",
            (kind, k, start + dot, high, low, high),
        )


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


_LAST = "\U0010ffff"
"""The last Unicode character."""


def _span(text: str) -> tuple[str, str]:
    """The bounds of all texts that begin with ``text``: the first, and one after the last."""
    return text, text + _LAST
