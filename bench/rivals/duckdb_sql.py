"""DuckDB, asked by SQL: bulk load by ``read_csv``, cities by number with an index on their ids, each tie once from each
of its ends and sorted by them, so that little is read (its performance guide: ordering, zone maps, integers as keys).
The way is found by breadth from both ends, a statement for each step over the ties of a whole front at once."""

import sys
from itertools import pairwise
from pathlib import Path

import duckdb

from bench.rivals.tables import FOREVER, answer, question


def load(folder: str, store: str) -> None:
    database = duckdb.connect(store)
    tables = Path(folder)
    database.execute(
        "CREATE TABLE cities AS SELECT (row_number() OVER ())::INTEGER AS number, id, name, country "
        "FROM read_csv(?, header = true, all_varchar = true)",
        [str(tables / "cities*.csv")],
    )
    database.execute("CREATE UNIQUE INDEX city_by_id ON cities (id)")
    database.execute("CREATE UNIQUE INDEX city_by_number ON cities (number)")
    database.execute(
        f"""
        CREATE TABLE ties AS
        WITH rows AS (
          SELECT row_number() OVER () AS tie, *,
                 coalesce("from", split_part("between", '; ', 1)) AS start,
                 coalesce("to", split_part("between", '; ', 2)) AS finish,
                 since[:4]::SMALLINT AS first, coalesce(until[:4]::SMALLINT, {FOREVER}) AS last
          FROM read_csv(?, header = true, all_varchar = true)
        ), ends AS (
          SELECT tie, one.number AS here, other.number AS there, kind, first, last, since, until, status, source, quote
          FROM rows JOIN cities AS one ON one.id = start JOIN cities AS other ON other.id = finish
        )
        FROM ends
        UNION ALL BY NAME
        SELECT * REPLACE (there AS here, here AS there) FROM ends
        ORDER BY here
        """,
        [str(tables / "ties*.csv")],
    )
    database.close()


def ask(store: str, words: list[str]) -> None:
    database = duckdb.connect(store, read_only=True)
    asked = question(words)
    rows = database.execute("SELECT id, number FROM cities WHERE id IN (?, ?)", asked[:2]).fetchall()
    numbers: dict[str, int] = dict(rows)
    start, end = numbers[asked.start], numbers[asked.end]
    condition = "true"
    if asked.kind is not None:
        condition += f" AND kind = '{asked.kind}'"
    if asked.at is not None:
        condition += f" AND first <= {asked.at} AND last >= {asked.at}"
    # From each end: city -> the city before it on the way there.
    sides: list[dict[int, int]] = [{start: 0}, {end: 0}]
    fronts = [[start], [end]]
    meeting: int | None = None
    while meeting is None:
        side = 0 if len(fronts[0]) <= len(fronts[1]) else 1
        if not fronts[side]:
            return answer(None)
        known, front = sides[side], []
        step = (
            f"SELECT there, any_value(here) FROM ties WHERE here IN (SELECT unnest(?)) AND {condition} GROUP BY there"
        )
        for there, here in database.execute(step, [fronts[side]]).fetchall():
            if there not in known:
                known[there] = here
                front.append(there)
                if there in sides[1 - side]:
                    meeting = there
                    break
        fronts[side] = front
    way = [meeting]
    while before := sides[0][way[0]]:
        way.insert(0, before)
    while after := sides[1][way[-1]]:
        way.append(after)
    keys = ("from", "to", "kind", "since", "until", "status", "source", "quote")
    hop = (
        "SELECT one.id, other.id, kind, since, until, status, source, quote FROM ties "
        "JOIN cities AS one ON one.number = here JOIN cities AS other ON other.number = there "
        f"WHERE here = ? AND there = ? AND {condition} LIMIT 1"
    )
    ties = (database.execute(hop, [one, other]).fetchone() for one, other in pairwise(way))
    return answer(dict(zip(keys, row or (), strict=True)) for row in ties)


if __name__ == "__main__":
    if sys.argv[1] == "load":
        load(sys.argv[2], sys.argv[3])
    else:
        ask(sys.argv[2], sys.argv[3:])
