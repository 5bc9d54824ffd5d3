"""LadybugDB, asked by Cypher: bulk load by ``COPY FROM``, cities found by their primary key, the way by the recursive
relationship ``SHORTEST`` with the filter inside it, all as its documentation advises. Opened for reading only."""

import sys
from itertools import pairwise
from pathlib import Path

import ladybug

from bench.rivals.tables import FOREVER, answer, question


def load(folder: str, store: str) -> None:
    connection = ladybug.Connection(ladybug.Database(store))
    connection.execute("CREATE NODE TABLE City(id STRING PRIMARY KEY, name STRING, country STRING)")
    connection.execute(
        "CREATE REL TABLE Tie(FROM City TO City, kind STRING, since STRING, until STRING, status STRING, "
        "source STRING, quote STRING, first INT64, last INT64)"
    )
    tables = Path(folder)
    columns = "header=true, auto_detect=false"
    names = "id, name, ja, uk, zh, aliases, country, coordinates, wikidata, source"
    for path in sorted(tables.glob("cities*.csv")):
        connection.execute(
            f"COPY City FROM (LOAD WITH HEADERS ({_strings(names)}) FROM '{path}' ({columns}) RETURN id, name, country)"
        )
    # Not split_part: in 0.22.0 it gives NULL for some texts in batches that have an empty cell.
    names = "kind, both, start, finish, since, until, status, source, quote"
    for path in sorted(tables.glob("ties*.csv")):
        connection.execute(
            f"""
            COPY Tie FROM (
              LOAD WITH HEADERS ({_strings(names)}) FROM '{path}' ({columns})
              WITH *, coalesce(start, '') = '' AS symmetric, coalesce(until, '') = '' AS stands
              RETURN CASE WHEN symmetric THEN string_split(both, '; ')[1] ELSE start END,
                     CASE WHEN symmetric THEN string_split(both, '; ')[2] ELSE finish END,
                     kind, since, until, status, source, quote,
                     CAST(left(since, 4), 'INT64'),
                     CASE WHEN stands THEN {FOREVER} ELSE CAST(left(until, 4), 'INT64') END
            )
            """
        )


def _strings(names: str) -> str:
    return ", ".join(f"{name} STRING" for name in names.split(", "))


def ask(store: str, words: list[str]) -> None:
    connection = ladybug.Connection(ladybug.Database(store, read_only=True))
    asked = question(words)
    conditions, values = [], {"one": asked.start, "other": asked.end}
    if asked.kind is not None:
        conditions.append(f"tie.kind = '{asked.kind}'")
    if asked.at is not None:
        conditions.append(f"tie.first <= {asked.at} AND tie.last >= {asked.at}")
    only = f"(tie, city | WHERE {' AND '.join(conditions)})" if conditions else ""
    found = connection.execute(
        f"MATCH way = (:City {{id: $one}})-[:Tie* SHORTEST 1..30 {only}]-(:City {{id: $other}}) "
        "RETURN properties(nodes(way), 'id'), rels(way)",
        values,
    )
    assert not isinstance(found, list)
    if not found.has_next():
        return answer(None)
    row = found.get_next()
    assert isinstance(row, list)
    ids, ties = row
    kept = ("kind", "since", "until", "status", "source", "quote")
    return answer(
        {"from": one, "to": other, **{key: tie[key] for key in kept}}
        for (one, other), tie in zip(pairwise(ids), ties, strict=True)
    )


if __name__ == "__main__":
    if sys.argv[1] == "load":
        load(sys.argv[2], sys.argv[3])
    else:
        ask(sys.argv[2], sys.argv[3:])
