"""The records of the store with words in their texts.

SQLite looks through the data of all records, and passes on those with the words, as far as it can read them: it knows
no letters but those of ASCII. Of the others Python decides. That takes a second for a million ties, so the snapshot has
no index of words that would have to grow and to be kept up (docs/decisions/2026-11-30-words.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from citygraph.domain.sought_words import LooseSearch
from citygraph.domain.terms import NODE_TYPES, STATUSES
from citygraph.graph.interface import Edge
from citygraph.graph.written import WrittenRecord
from citygraph.store.graph_view import StoredTie, StoreGraph
from citygraph.store.indexes import StatementIndex
from citygraph.store.layout import decoded

if TYPE_CHECKING:
    from citygraph.domain.kinds import Kind

KEYS = (
    "about", "agreement", "aliases", "approved", "archive_url", "as_of", "at", "authors", "bound", "by", "called",
    "contributors", "coordinates", "country", "document", "during", "end_reason", "evidence", "expires", "files",
    "follows", "form", "from", "history", "identifiers", "is", "iso", "known_for", "language", "level", "licence",
    "name", "names", "notes", "observations", "on", "on_behalf_of", "part_of", "passages", "period", "property",
    "published", "publisher", "quote", "retrieved", "role", "seen", "signed", "signed_by", "since", "source", "status",
    "subject", "tags", "title", "type", "unit", "until", "url", "value", "when",
)  # fmt: skip
"""The keys of records in ``data``. They are no words that somebody wrote."""
_MOST = 12
"""How many words SQLite looks for, and how many parts of data without words it leaves out: each takes time."""
_AT_ONCE = 5000
_NOT_ASCII = "length(data) <> length(CAST(data AS BLOB))"
_FREE_NOTES = ('"notes":{', '"notes":[')
"""Where notes have keys of their own, which somebody wrote."""


def writings(graph: StoreGraph, search: LooseSearch, types: Iterable[str]) -> Iterator[WrittenRecord]:
    """The records of these types that may have all words in their texts."""
    wanted, scan = frozenset(types), _Scan(graph, search)
    if wanted.intersection(NODE_TYPES):
        for type, id, data in scan.rows("type, id, data", "_nodes JOIN _ids USING (n)"):
            if type in wanted:
                yield WrittenRecord(type, id, partial(decoded, data))
    if "tie" in wanted:
        yield from _ties(graph, scan.rows("id, a, b, t, kind, data", "_ties"))
    if "statement" in wanted:
        read = StatementIndex(graph).read
        for (data,) in scan.rows("data", "_statements"):
            said = read(data)
            if said["by"] in graph.nodes:
                yield WrittenRecord("statement", said["by"], said)
    if "source" in wanted:
        for id, data in scan.rows("id, data", "_sources JOIN _ids USING (n)"):
            yield WrittenRecord("source", id, partial(decoded, data))


def _ties(graph: StoreGraph, rows: Iterator[Any]) -> Iterator[WrittenRecord]:
    kinds = graph.kinds_in_order
    ids: dict[int, str] = {}
    while some := list(islice(rows, _AT_ONCE)):
        new = {n for _, a, b, *_ in some for n in (a, b)}.difference(ids)
        asked = "SELECT n, id FROM _ids WHERE n IN (SELECT value FROM json_each(?))"
        ids.update(graph.ask(asked, (json.dumps([*new]),)))
        for own_id, a, b, t, k, data in some:
            kind, start, end = kinds[k], ids[a], ids[b]
            yield WrittenRecord(
                "tie",
                own_id or f"{kind.id}.{start}.{end}",
                partial(decoded, data),
                partial(_edge, graph, start, end, t, kind, data),
            )


def _edge(graph: StoreGraph, start: str, end: str, t: int, kind: Kind, data: str) -> Edge:
    return Edge(start, end, StoredTie(graph, t, kind, data))


class _Scan:
    """A look through the data of all records."""

    def __init__(self, graph: StoreGraph, search: LooseSearch) -> None:
        self._graph, self._search = graph, search
        self._noise = self._without_words()
        self._where, self._values = self._may_have()

    def rows(self, columns: str, table: str) -> Iterator[Any]:
        """Rows of a table whose last column is ``data``, if that may have the words."""
        found = self._graph.ask(f"SELECT {columns} FROM {table} WHERE {self._where}", self._values)
        while rows := found.fetchmany(_AT_ONCE):
            not_ascii = ((place, self._quiet(row[-1])) for place, row in enumerate(rows) if not row[-1].isascii())
            doubtful = {place: data for place, data in not_ascii if not self._has_words(data)}
            places = [*doubtful]
            left_out = doubtful.keys() - {places[at] for at in self._search.among([*doubtful.values()])}
            yield from (row for place, row in enumerate(rows) if place not in left_out) if left_out else rows

    def _has_words(self, data: str) -> bool:
        """True if data have the words as they are looked for. So much can be seen without reading each letter."""
        return all(word in data for word in self._search.words)

    def _without_words(self) -> list[str]:
        """Some parts of the data that have a word, but in no text: keys, statuses, ids of sources."""

        def has_word(text: str) -> bool:
            return any(word in text.lower() for word in self._search.words)

        keys = (f'"{key}":' for key in KEYS if has_word(key))
        stands = (f'"{key}":"{status}"' for key in ("status", "is") for status in STATUSES if has_word(status))
        sources = self._graph.ask("SELECT id FROM _sources JOIN _ids USING (n)")
        cited = (f'"source":"{id}"' for (id,) in sources if has_word(id))
        return list(islice(chain(keys, stands, cited), _MOST))

    def _may_have(self) -> tuple[str, list[str]]:
        """The condition in SQL, and its values. It is true of all data that are not ASCII."""
        words = self._search.words
        if not all(map(str.isascii, words)):
            return _NOT_ASCII, []
        sought = sorted(words, key=len, reverse=True)[:_MOST]
        like, values = ["data LIKE ?"] * len(sought), [f"%{word}%" for word in sought]
        if self._noise:
            data = "data"
            for _ in self._noise:
                data = f"replace({data}, ?, '')"
            for word in sought:
                like.append(f"{data} LIKE ?")
                values += [*self._noise, f"%{word}%"]
        where = f"{_NOT_ASCII} OR ({' AND '.join(like)})"
        if self._noise:
            where += "".join(" OR instr(data, ?)" for _ in _FREE_NOTES)
            values += _FREE_NOTES
        return where, values

    def _quiet(self, data: str) -> str:
        """Data without such parts."""
        if self._noise and not any(notes in data for notes in _FREE_NOTES):
            for part in self._noise:
                data = data.replace(part, "")
        return data
