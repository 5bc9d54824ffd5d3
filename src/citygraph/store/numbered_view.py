"""The store as a graph of numbers: searches and counts need no ids."""

from __future__ import annotations

import datetime
import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, KeysView, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress
from itertools import count as numbers_from
from typing import TYPE_CHECKING, Any

from citygraph.domain.tie_rules import Standing, beginning, standing
from citygraph.graph.interface import Attributes, Edge
from citygraph.store import Damaged
from citygraph.store.graph_view import OF_THE_KIND, StoredTie, StoreGraph, StoreReader
from citygraph.store.layout import STANDINGS, decoded, only

if TYPE_CHECKING:
    from citygraph.domain.geo import Position
    from citygraph.graph.columns import TieEnds, TiesAlike, TiesTold, TieValues

_OF_ITS_EVENT = "@"
"""What begins the life of a tie that has the time of its event."""


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
        """The type, country and place of a node."""
        row = self._graph.ask("SELECT type, country, lat, lon FROM _nodes WHERE n = ?", (n,))
        return self._about(*only(row))

    def abouts(self, nodes: Collection[int]) -> dict[int, Attributes]:
        """The same of several nodes."""
        rows = self._graph.ask(
            "SELECT n, type, country, lat, lon FROM _nodes WHERE n IN (SELECT value FROM json_each(?))",
            (json.dumps([*nodes]),),
        )
        return {n: self._about(*row) for n, *row in rows}

    def _about(self, type: str, country: Any, lat: float | None, lon: float | None) -> Attributes:
        return {"type": type, "country": self._graph.codes.get(country, country), "lat": lat, "lon": lon}

    def all_nodes(self) -> Iterator[tuple[int, Attributes]]:
        """All nodes, sorted by id, each with its type and country. Those that have the same share one mapping."""
        abouts = _Abouts(self._graph.codes)
        known = dict(self._graph.ask("SELECT n, type || ifnull(' ' || country, '') FROM _nodes"))
        in_order = chain.from_iterable(self._graph.ask("SELECT n FROM _ids ORDER BY id"))
        nodes = list(filter(known.__contains__, in_order))
        return zip(nodes, map(abouts.__getitem__, map(known.__getitem__, nodes)), strict=True)

    def all_records(self) -> Iterator[tuple[int, Attributes]]:
        """All nodes in the order of the files, each with its type, its country and its record."""
        codes = self._graph.codes
        for n, type, country, record in self._graph.ask("SELECT n, type, country, data FROM _nodes ORDER BY r"):
            yield n, {"type": type, "country": codes.get(country, country), "record": decoded(record)}

    def places(self) -> dict[int, Position]:
        """Where all nodes lie that have coordinates."""
        found = self._graph.ask("SELECT n, lon, lat FROM _nodes WHERE lon IS NOT NULL AND lat IS NOT NULL")
        return {n: (lon, lat) for n, lon, lat in found}

    def all_ties(self) -> Iterator[tuple[int, int, Attributes]]:
        """All ties in the order of the files: start, end, and attributes."""
        kinds = self._graph.kinds_in_order
        rows = self._graph.ask("SELECT a, b, t, kind, data FROM _ties ORDER BY t")
        return ((a, b, StoredTie(self._graph, t, kinds[k], said)) for a, b, t, k, said in rows)

    def alike(self, *, dated: bool = False, as_one: Callable[[Attributes], Hashable] | None = None) -> TiesAlike:
        """All ties, by their likeness and, if ``dated``, their life, or one that is as good for ``as_one``."""
        from citygraph.graph.columns import TiesAlike
        from citygraph.store import lives, tie_columns

        alike, likenesses = tie_columns.likenesses(self._graph.database)
        if not dated:
            return TiesAlike(alike, [(likeness, "") for likeness in likenesses])
        gone_through = self._lives
        if as_one:

            def key_of(life: str) -> Hashable:
                return as_one(self.life(life) if life.startswith(_OF_ITS_EVENT) else lives.read(life))

            gone_through = map(_OneOfThem(key_of).__getitem__, gone_through)
        alike, common = tie_columns.with_lives(alike, gone_through)
        return TiesAlike(alike, [(likenesses[likeness], life) for likeness, life in common])

    def ends(self) -> TieEnds:
        """All nodes, and where all ties start and end."""
        from citygraph.graph.columns import TieEnds
        from citygraph.store import tie_columns

        nodes = list(self.all_nodes())
        return TieEnds(nodes, *tie_columns.ends(self._graph.database, [n for n, _ in nodes]))

    def told(self, *, in_full: bool = False) -> TiesTold:
        """What the records of all ties say. ``in_full`` reads the records of those with an agreement or figures."""
        from citygraph.graph.columns import TiesTold
        from citygraph.store import tie_columns, told

        places, numbers = tie_columns.tellings(self._graph.database)
        of = {number: told.number_of_sources(number) for number in numbers}
        wanted = json.dumps([*set(of.values())])
        rows = self._graph.ask("SELECT n, id FROM _ids WHERE n IN (SELECT value FROM json_each(?))", (wanted,))
        sources = {0: (), **{n: told.several(id) for n, id in rows}}
        try:
            common = [told.read(number, sources[n]) for number, n in of.items()]
        except KeyError as error:
            raise Damaged("a tie rests on a source that is not there") from error
        dated = bytes(map(told.has_dates, numbers))
        return self._in_full(places, common, dated) if in_full and any(dated) else TiesTold(places, common)

    def _in_full(self, places: array[int], common: Sequence[Attributes], dated: bytes) -> TiesTold:
        """The same with agreements and figures as the records have them. ``dated`` says of each place if these have
        some."""
        from citygraph.graph.columns import TiesTold
        from citygraph.store import told

        found = array("i", places)
        known: defaultdict[tuple[int, str], int] = defaultdict(numbers_from(len(common)).__next__)
        those = compress(range(len(places)), map(dated.__getitem__, places))
        records = self._graph.ask(f"SELECT {told.DATES} FROM _ties WHERE {told.HAS_DATES} ORDER BY t")
        try:
            for at, (record,) in zip(those, records, strict=True):
                found[at] = known[places[at], record]
        except ValueError as error:
            raise Damaged("the columns of ties do not tell what their rows do") from error
        in_full = [{**common[place], **told.dates(decoded(record))} for place, record in known]
        return TiesTold(found, [*common, *in_full])

    def beginnings(self) -> TieValues[str | None]:
        """When each tie begins or takes place."""
        from citygraph.store import lives, tie_columns

        def began(life: str) -> str | None:
            return beginning(self.life(life)) if life.startswith(_OF_ITS_EVENT) else lives.beginning(life)

        return tie_columns.values_of(self._lives, began)

    @property
    def _lives(self) -> Iterator[str]:
        """The lives of all ties, in order. An occurrence without a date of its own has that of the event at one of its
        ends, so its life is the number of the tie."""
        from citygraph.store import tie_columns

        occurrences = (str(k) for k, kind in enumerate(self._graph.kinds_in_order) if kind.nature == "occurrence")
        of_its_event = f"life = '' AND kind IN ({', '.join(occurrences)})"
        return tie_columns.texts(
            self._graph.database, f"CASE WHEN {of_its_event} THEN '{_OF_ITS_EVENT}' || t ELSE life END"
        )

    def facts(self, likeness: int | str) -> Attributes:
        """The attributes that ties of one likeness share."""
        from citygraph.store.tie_columns import kind_of

        k, stands = kind_of(likeness)
        kind = self._graph.kinds_in_order[k]
        return {**_grounds(stands), **{key: getattr(kind, of_the_kind) for key, of_the_kind in OF_THE_KIND.items()}}

    def life(self, life: str) -> Attributes:
        """The dates and the history of ties of one life."""
        if not life.startswith(_OF_ITS_EVENT):
            from citygraph.store import lives

            return lives.read(life)
        t = int(life.removeprefix(_OF_ITS_EVENT))
        (k,) = only(self._graph.ask("SELECT kind FROM _ties WHERE t = ?", (t,)))
        return StoredTie(self._graph, t, self._graph.kinds_in_order[k])

    def all_standings(self, today: datetime.date) -> Counter[Standing]:
        """The number of ties that stand in each way. It reads no tie."""
        known, found = _Standings(today), Counter[Standing]()
        for key, count in self._graph.ask("SELECT standing, sum(ties) FROM _standings GROUP BY standing"):
            found[known[key]] += count
        return found

    def edges_at(self, places: Iterable[int]) -> Iterator[tuple[str, Edge]]:
        """The ties at some places in the order of the files, by their ids."""
        kinds = self._graph.kinds_in_order
        for place in places:
            id, start, end, t, k, said = only(
                self._graph.ask(
                    "SELECT id, start, goal, t, kind, data FROM _edges WHERE t = ?", (self._numbers[place],)
                )
            )
            yield id, Edge(start, end, StoredTie(self._graph, t, kinds[k], said))

    @cached_property
    def _numbers(self) -> Sequence[int]:
        """The numbers of all ties."""
        return array("q", chain.from_iterable(self._graph.ask("SELECT t FROM _ties ORDER BY t")))

    def all_edges(self) -> Iterator[tuple[str, Edge]]:
        """All ties with their ids, in the order of the files."""
        kinds = self._graph.kinds_in_order
        ids: dict[int, str] = dict(self._graph.ask("SELECT n, id FROM _nodes JOIN _ids USING (n)"))
        for own_id, a, b, t, k, said in self._graph.ask("SELECT id, a, b, t, kind, data FROM _ties ORDER BY t"):
            kind, start, end = kinds[k], ids[a], ids[b]
            yield own_id or f"{kind.id}.{start}.{end}", Edge(start, end, StoredTie(self._graph, t, kind, said))


class _OneOfThem(dict[str, str]):
    """For each life the first that has the same key: it is asked once for each different life."""

    def __init__(self, key_of: Callable[[str], Hashable]) -> None:
        super().__init__()
        self._key_of = key_of
        self._firsts: dict[Hashable, str] = {}

    def __missing__(self, life: str) -> str:
        found = self[life] = self._firsts.setdefault(self._key_of(life), life)
        return found


class _Abouts(dict[str, Attributes]):
    """Type and country of nodes, by both in one text."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        super().__init__()
        self._codes = codes

    def __missing__(self, text: str) -> Attributes:
        type, _, written = text.partition(" ")
        country = written or None
        found = self[text] = {"type": type, "country": self._codes.get(written, country)}
        return found


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


class NumberedDegrees(StoreReader):
    """How many ties each node has, by the node's number."""

    def __getitem__(self, n: int | None) -> int:
        question = "SELECT (SELECT count(*) FROM _ties WHERE a = ?) + (SELECT count(*) FROM _ties WHERE b = ?)"
        (count,) = only(self._graph.ask(question, (n, n)))
        return int(count)


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
