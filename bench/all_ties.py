"""``python -m bench.all_ties WORLD``: questions about all ties of a world, beside the same questions in DuckDB.

WORLD is a folder that ``python -m bench.worlds WORLD --ties 1000000 --form csv`` has written. DuckDB reads the same CSV
files; citygraph reads its snapshot. Both are whole processes, which take turns. A ratio is that of the medians of their
CPU time; in brackets the least and the most of the rounds. Questions about one city are asked of the seed world instead
of DuckDB. Prints the rows of a table in Markdown.
"""

import argparse
import json
import shlex
import statistics
import sys
from pathlib import Path
from typing import Any

from bench.measure import Command, Run, run
from bench.scenarios import SEED, citygraph

ENDS = """
  SELECT coalesce("from", split_part("between", '; ', 1)) AS start,
         coalesce("to", split_part("between", '; ', 2)) AS finish, kind, status
  FROM ties
"""
QUESTIONS: dict[str, tuple[list[str], str]] = {
    "coverage": (
        ["coverage"],
        """
        SELECT 'tie ' || kind, status, count(*), count(since), count(source), count(quote), count(status) FROM ties
        GROUP BY ALL
        UNION ALL
        SELECT 'city', country, count(*), count(coordinates), count(source), count("identifiers.wikidata"),
               count(coalesce("names.zh", "names.ja", "names.uk"))
        FROM cities GROUP BY ALL
        """,
    ),
    "ties by source": (
        ["ties", "--by", "source"],
        "SELECT source, status, count(*) FROM ties GROUP BY ALL",
    ),
    "ties by source and kind": (
        ["ties", "--by", "source", "--by", "kind"],
        "SELECT source, kind, status, count(*) FROM ties GROUP BY ALL",
    ),
    "ties by country": (
        ["ties", "--by", "country"],
        f"""
        SELECT one.country, other.country, kind, status, count(*) FROM ({ENDS}) AS tie
        JOIN cities AS one ON one.id = start JOIN cities AS other ON other.id = finish GROUP BY ALL
        """,
    ),
    "how many ties held in 2015": (
        ["ties", "--count", "--at", "2015"],
        """
        SELECT status, count(*) FROM ties
        WHERE (since IS NULL OR since[:4] <= '2015') AND (until IS NULL OR until[:4] >= '2015') GROUP BY ALL
        """,
    ),
    "a word that a quarter of all ties have": (
        ["find", "partners", "--limit", "20"],
        """
        WITH found AS (
            SELECT quote AS said FROM ties WHERE contains(strip_accents(lower(quote)), 'partners')
            UNION ALL SELECT name FROM cities WHERE contains(strip_accents(lower(name)), 'partners')
        )
        SELECT said, (SELECT count(*) FROM found) FROM found ORDER BY said LIMIT 20
        """,
    ),
}
"""Words for citygraph and SQL for DuckDB, by what they ask."""


def of_duckdb(graph: Path, what: str) -> list[tuple[Any, ...]]:
    """The answer of DuckDB."""
    import duckdb

    base = duckdb.connect()
    for table in ("cities", "ties"):
        read = f"read_csv('{graph / table}.csv', header = true, all_varchar = true)"
        base.sql(f"CREATE VIEW {table} AS SELECT * FROM {read}")
    found: list[tuple[Any, ...]] = base.sql(QUESTIONS[what][1]).fetchall()
    return found


def compared(ones: list[Run], others: list[Run]) -> str:
    """The ratio of two CPU times, as a cell of the table; what went wrong, if something did."""
    for ran in (*ones, *others):
        if ran.wrong:
            return ran.wrong
    each = [one.worked / other.worked for one, other in zip(ones, others, strict=True)]
    middle = statistics.median(one.worked for one in ones) / statistics.median(other.worked for other in others)
    return f"{middle:.2f} × ({min(each):.2f}–{max(each):.2f})"


def in_turn(one: Command, other: Command, rounds: int) -> tuple[list[Run], list[Run]]:
    """The runs of two commands, which take turns. The first of each does not count."""
    runs = [(run(one), run(other)) for _ in range(rounds + 1)][1:]
    return [pair[0] for pair in runs], [pair[1] for pair in runs]


def row(*cells: object) -> None:
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def seconds(runs: list[Run]) -> str:
    return f"{statistics.median(ran.worked for ran in runs):.2f} s"


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.all_ties", description=__doc__)
    parser.add_argument("world", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--duckdb", choices=list(QUESTIONS), help="only ask DuckDB this")
    asked = parser.parse_args(words)
    graph = asked.world.absolute() / "graph"
    if asked.duckdb:
        json.dump(of_duckdb(graph, asked.duckdb), sys.stdout)
        return
    cache = {"CITYGRAPH_CACHE": str(asked.world.absolute() / "cache")}

    def ours(question: list[str], of: Path = graph) -> Command:
        return Command(shlex.join(question), [*citygraph(), *question, "--graph", of], cache)

    run(ours(["ties", "--count"]))  # builds the snapshot
    row("question", "to the same in DuckDB", "rounds", "citygraph, on this machine", "DuckDB")
    row(*["---"] * 5)
    for what, (question, _) in QUESTIONS.items():
        script = Command(what, [sys.executable, "-m", "bench.all_ties", graph.parent, "--duckdb", what])
        mine, others = in_turn(ours(question), script, asked.rounds)
        row(f"`{shlex.join(question)}`", compared(mine, others), asked.rounds, seconds(mine), seconds(others))
    print()
    row("question", "to the same in the seed world", "rounds", "citygraph, on this machine", "in the seed world")
    row(*["---"] * 5)
    small = ours(["path", "Iznik", "Osh", "--cheapest", "km"], SEED)
    for pair in json.loads((asked.world / "world.json").read_text(encoding="utf-8"))["pairs"]:
        one, other = pair["from"], pair["to"]
        mine, others = in_turn(ours(["path", one["id"], other["id"], "--cheapest", "km"]), small, asked.rounds)
        what = f"`path --cheapest km`, {one['name']} to {other['name']}"
        row(what, compared(mine, others), asked.rounds, seconds(mine), seconds(others))


if __name__ == "__main__":
    main()
