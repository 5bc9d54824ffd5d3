"""Which records need a second look, since only all files together show whether they are right.

It may be that no file declares an id, or two; that a kind does not join the ends of a tie; that nothing tells a node
from its namesake; or that a quote is in no passage of its source. The SQL queries here find such cases for all files at
once. They may name a record too many, never one too few.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from operator import itemgetter

from citygraph.domain.names import first_alike
from citygraph.domain.tie_rules import Stage, by_status
from citygraph.store.cross_file import NO_RECORD, asking, at_end, declaring, ties_called
from citygraph.store.layout import (
    STANDINGS,
    TYPE_BITS,
    Range,
    declared_place,
    decoded,
    file_of,
    row_of,
    row_of_declared,
    rows_in,
    stretch,
)

_TOOK_PLACE = tuple(
    place for place, (nature, status) in enumerate(STANDINGS) if by_status(status, nature) is Stage.TOOK_PLACE
)
_MOST_RANGES = 200
"""SQLite takes no condition with very many parts."""


class Doubt:
    """What is in doubt in one file: some ``rows`` of a table, those that have one of the ``texts`` in a cell (ids,
    dates, or ``quote:<id>`` for a quote of a source), or ``all`` records. Of YAML files it is always all."""

    def __init__(self) -> None:
        self.rows: set[int] = set()
        self.texts: set[str] = set()
        self.all = False


class Doubts(dict[int, Doubt]):
    """What is in doubt, by the numbers of files."""

    def __missing__(self, f: int) -> Doubt:
        self[f] = found = Doubt()
        return found

    def add_records(self, numbers: Iterable[int]) -> None:
        """Add records, by their numbers."""
        for number in numbers:
            self[file_of(number)].rows.add(row_of(number))

    def add_text(self, files: Iterable[int], text: str) -> None:
        """Add the records of these files that have a text in a cell."""
        for f in files:
            self[f].texts.add(text)

    def add_all(self, files: Iterable[int]) -> None:
        """Add all records of these files."""
        for f in files:
            self[f].all = True

    def add_id(self, database: sqlite3.Connection, id: str) -> None:
        """Add the records with an id, and those that refer to it."""
        self.add_records(declaring(database, id))
        self.add_records(at_end(database, id))
        self.add_text(asking(database, id), id)

    def include(self, others: Mapping[int, Doubt]) -> None:
        """Add what is in doubt there."""
        for f, other in others.items():
            mine = self[f]
            mine.rows |= other.rows
            mine.texts |= other.texts
            mine.all |= other.all


def to_look_at(database: sqlite3.Connection, today: datetime.date, records: Collection[Range] | None = None) -> Doubts:
    """Which of these records (None: of all) may have mistakes which only all files together show."""
    scope, found = _Scope(records), Doubts()
    _add_unresolved(database, scope, found)
    _add_unfit_ends(database, scope, found)
    _add_too_early(database, scope, found, today)
    quoting = database.execute(
        f"SELECT f, id FROM _asks JOIN _ids USING (n) WHERE NOT types AND {scope.asks}"
        " AND EXISTS (SELECT 1 FROM _declared WHERE _declared.n = _asks.n)"
    )
    for f, quote in quoting:
        found[f].texts.add(quote)
    _add_duplicates(database, scope, found)
    _add_namesakes(database, scope, found)
    return found


class _Scope:
    """Some records, or all (None), as SQL conditions for what they ask for, for ties, and for what they declare."""

    def __init__(self, records: Collection[Range] | None) -> None:
        self.is_all = records is None
        self.files = {file_of(first) for first, _ in records or ()}
        self.asks = self.ties = self.declared = "1"
        if records is not None:
            several = sorted(records) if len(records) <= _MOST_RANGES else map(stretch, sorted(self.files))
            self.ranges = list(several)
            rows = [rows_in(one) for one in self.ranges]
            self.asks = _any(f"f = {f} AND block BETWEEN {first} AND {last}" for f, first, last in rows)
            self.ties = _any(f"t BETWEEN {first} AND {last}" for first, last in self.ranges)
            places = [(f, declared_place(first, beside=False), declared_place(last, beside=True))
                      for f, first, last in rows]  # fmt: skip
            self.declared = _any(f"f = {f} AND place BETWEEN {first} AND {last}" for f, first, last in places)

    def __contains__(self, f: int) -> bool:
        return self.is_all or f in self.files


def _any(conditions: Iterable[str]) -> str:
    return f"({' OR '.join(f'({one})' for one in conditions) or 0})"


def _add_unresolved(database: sqlite3.Connection, scope: _Scope, found: Doubts) -> None:
    """References to ids that no file declares."""
    rows = database.execute(
        f"SELECT f, types, id FROM _asks JOIN _ids USING (n) WHERE types AND {scope.asks}"
        " AND NOT EXISTS (SELECT 1 FROM _declared WHERE _declared.n = _asks.n AND _declared.type & _asks.types)"
    )
    for f, types, id in rows:
        if not (types & TYPE_BITS["tie"] and ties_called(database, id)):
            found[f].texts.add(id)


def _add_unfit_ends(database: sqlite3.Connection, scope: _Scope, found: Doubts) -> None:
    """Ties whose ends their kind does not join."""
    for end, types in (("a", "starts"), ("b", "leads")):
        if scope.is_all and _fits_all_kinds(database, end, types):
            continue
        rows = database.execute(
            f"SELECT it.n, kind FROM (SELECT DISTINCT {end} AS n, kind FROM _ties WHERE {scope.ties}) AS it"
            f" JOIN _kinds ON k = kind WHERE NOT EXISTS (SELECT 1 FROM _declared WHERE n = it.n AND type & {types})"
        )
        for unfit in rows:
            ties = database.execute(f"SELECT t FROM _ties WHERE {end} = ? AND kind = ?", unfit)
            found.add_records(t for (t,) in ties if file_of(t) in scope)


def _fits_all_kinds(database: sqlite3.Connection, end: str, types: str) -> bool:
    """True if each id at this end of a tie has a type at which the ties of all kinds may be, as if all are cities. That
    takes less time to see than whether it fits the kinds of its own ties."""
    fits = -1
    for (some,) in database.execute(f"SELECT {types} FROM _kinds WHERE ties"):
        fits &= some
    unfit = database.execute(
        f"SELECT 1 FROM (SELECT DISTINCT {end} AS n FROM _ties) AS it"
        f" WHERE NOT EXISTS (SELECT 1 FROM _declared WHERE n = it.n AND type & {fits}) LIMIT 1"
    )
    return unfit.fetchone() is None


def _add_too_early(database: sqlite3.Connection, scope: _Scope, found: Doubts, today: datetime.date) -> None:
    """Ties that took place, as they say, at events which are yet to come."""
    places = ", ".join(map(str, _TOOK_PLACE))
    for end in ("a", "b"):
        ties = database.execute(
            f"SELECT t FROM _declared JOIN _ties ON {end} = _declared.n WHERE type = {TYPE_BITS['time']} AND detail > ?"
            f" AND (standing IN ({places}) OR typeof(standing) = 'text') AND {scope.ties}",
            (today.isoformat(),),
        )
        found.add_records(t for (t,) in ties)


def _add_duplicates(database: sqlite3.Connection, scope: _Scope, found: Doubts) -> None:
    """The records with an id that is declared twice, and those that refer to it."""
    for id in _maybe_twice(database, scope):
        if len(declaring(database, id)) > 1:
            concerned = Doubts()
            concerned.add_id(database, id)
            if any(f in scope for f in concerned):
                found.include(concerned)


def _maybe_twice(database: sqlite3.Connection, scope: _Scope) -> set[str]:
    """The ids that two records may have, if one of the records, or a reference to the id, is in scope."""
    alike = "other.a = it.a AND other.kind = it.kind AND other.b = it.b AND other.t <> it.t"
    if scope.is_all:  # one pass over an index costs less than one query for each tie
        pairs = "(SELECT a, kind, b FROM _ties GROUP BY a, kind, b HAVING count(*) > 1)"
        twins = f"SELECT t FROM {pairs} JOIN _ties USING (a, kind, b)"
    else:
        twins = f"SELECT t FROM _ties AS it WHERE {scope.ties} AND EXISTS (SELECT 1 FROM _ties AS other WHERE {alike})"
    record = f"_declared.n = _ids.n AND NOT _declared.type & {NO_RECORD}"
    queries = (
        f"SELECT id FROM (SELECT n FROM _declared WHERE NOT type & {NO_RECORD} GROUP BY n HAVING count(*) > 1)"
        " JOIN _ids USING (n)",
        f"SELECT id FROM _edges WHERE t IN ({twins})",
        f"SELECT id FROM _ties AS it WHERE id IS NOT NULL AND {scope.ties} AND (id LIKE '%.%.%'"
        " OR EXISTS (SELECT 1 FROM _ties AS other WHERE other.id = it.id AND other.t <> it.t))",
        "SELECT _ties.id FROM _ties CROSS JOIN _ids ON _ids.id || '.' = _ties.id || '.' WHERE _ties.id IS NOT NULL"
        f" AND EXISTS (SELECT 1 FROM _declared WHERE {record})",
        f"SELECT id FROM _ids WHERE id LIKE '%.%.%' AND EXISTS (SELECT 1 FROM _declared WHERE {record})",
        f"SELECT id FROM _asks JOIN _ids USING (n) WHERE types & {TYPE_BITS['tie']} AND {scope.asks}",
    )
    return {id for query in queries for (id,) in database.execute(query)}


def _add_namesakes(database: sqlite3.Connection, scope: _Scope, found: Doubts) -> None:
    """Nodes that nothing tells apart from a namesake before them."""
    within = ""
    if not scope.is_all:
        within = f" AND name IN (SELECT name FROM _declared WHERE {scope.declared})"
    rows = database.execute(
        "SELECT name, f, place, detail FROM _declared JOIN _files USING (f) WHERE name IN"
        f" (SELECT name FROM _declared WHERE name IS NOT NULL{within} GROUP BY name HAVING count(*) > 1)"
        " ORDER BY name, file, place"
    )
    for _, several in groupby(rows, key=itemgetter(0)):
        namesakes = list(several)
        alike = first_alike([decoded(detail) for *_, detail in namesakes])
        for (_, f, place, _), first in zip(namesakes, alike, strict=True):
            if first is not None:
                found[f].rows.add(row_of_declared(place))
