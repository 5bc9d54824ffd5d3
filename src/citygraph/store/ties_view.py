"""All ties of the store by id."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping
from heapq import merge

from citygraph.graph.interface import Edge
from citygraph.store.graph_view import LAST, Row, StoredTie, StoreReader, span
from citygraph.store.layout import BITS, TAG, only


class StoredTies(StoreReader, Mapping[str, Edge]):
    """All ties by id, sorted by id."""

    def __getitem__(self, id: str) -> Edge:
        for _, found in self.between(id, id + "\0"):
            return found
        raise KeyError(id)

    def items(self) -> ItemsView[str, Edge]:
        return _Items(self)

    def __iter__(self) -> Iterator[str]:
        return self.starting("")

    def starting(self, text: str) -> Iterator[str]:
        """The ids of ties that begin with ``text``."""
        return (id for id, _ in self.between(*span(text)))

    def __len__(self) -> int:
        (count,) = only(self._graph.ask("SELECT ifnull(sum(ties), 0) FROM _kinds"))
        return int(count)

    def between(self, first: str, after: str) -> Iterator[tuple[str, Edge]]:
        """The ties with ``first`` <= id < ``after``."""
        kinds = self._graph.kinds_in_order
        for id, start, end, t, k, said in merge(self._of_own(first, after), self._of_default(first, after)):
            yield id, Edge(start, end, StoredTie(self._graph, t, kinds[k], said))

    def that_may_say(self, *words: str, naming: str | None = None) -> Iterator[tuple[str, Edge]]:
        """The ties with one of these words in their records, as a key or as a value, or within a text; by their ids.
        Only those in files that name a record, if its id is given."""
        kinds = self._graph.kinds_in_order
        files = "SELECT DISTINCT f FROM _asks JOIN _ids USING (n) WHERE _ids.id = ?"
        within = f"({files}) JOIN _edges ON t BETWEEN f << {BITS} AND ((f + 1) << {BITS}) - 1" if naming else "_edges"
        found = self._graph.ask(
            f"SELECT id, start, goal, t, kind, data FROM {within}"
            f" WHERE {' OR '.join(['instr(data, ?)'] * len(words))} ORDER BY id",
            (*([naming] if naming else []), *(f'"{word}"' for word in words)),
        )
        for id, start, end, t, k, said in found:
            yield id, Edge(start, end, StoredTie(self._graph, t, kinds[k], said))

    def tags(self) -> Iterator[str]:
        """The tags of ties, sorted. Ties that are left out for a mistake may have some of them."""
        noted = self._graph.ask(
            "SELECT id FROM _ids WHERE id || '.' BETWEEN ? AND ?"
            " AND EXISTS (SELECT 1 FROM _asks WHERE _asks.n = _ids.n) ORDER BY id || '.'",
            span(TAG),
        )
        return (id.removeprefix(TAG) for (id,) in noted)

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
                low, high = first.removeprefix(kind) if first > kind else "", LAST
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


class _Items(ItemsView[str, Edge]):
    """The ties with their ids, read in one go, and not one by one."""

    _mapping: StoredTies

    def __iter__(self) -> Iterator[tuple[str, Edge]]:
        return self._mapping.between(*span(""))
