"""SQL on the snapshot: its views say what the graph says, and nothing that is asked changes it."""

import csv
import io
import json
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import sql_tables
from citygraph.domain.dates import parse_period
from citygraph.domain.errors import CityGraphError
from citygraph.domain.names import is_name
from citygraph.domain.tie_rules import all_evidence, by_status
from citygraph.domain.tie_words import label_alone
from citygraph.store.sql_views import VIEWS
from citygraph.world import World
from conftest import SEED, citygraph, environment, examples, in_terminal, running, with_signals
from messy import folders, write
from worlds import networkx_graph


@contextmanager
def opened(held: dict[str, bytes]) -> Iterator[World]:
    """A world of these files, whose snapshot is kept."""
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITYGRAPH_CACHE", f"{scratch}/cache")
        folder = Path(scratch, "graph")
        folder.mkdir()
        write(folder, held)
        yield World(folder)


def rows(world: World, statement: str) -> list[dict[str, Any]]:
    """An answer, each row by its columns."""
    columns, found = world.sql(statement)
    return [dict(zip(columns, row, strict=True)) for row in found]


def many(values: list[str]) -> str | None:
    return "; ".join(values) if values else None


# ---------------------------------------------------------------- laws


@examples(60)
@given(folders())
def test_nodes_are_those_of_the_graph(held: dict[str, bytes]) -> None:
    with opened(held) as world:
        graph = networkx_graph(world.view)
        found = {row["id"]: row for row in rows(world, "SELECT * FROM nodes")}
        assert found.keys() == set(graph)
        for id, node in graph.nodes(data=True):
            row, record = found[id], node["record"]
            assert [row[key] for key in ("name", "type", "country")] == [
                node[key] for key in ("name", "type", "country")
            ]
            assert (row["latitude"], row["longitude"]) == (node["lat"], node["lon"])
            assert row["degree"] == graph.degree(id)
            for key in ("aliases", "known_for", "tags"):
                assert row[key] == many(record.get(key, []))
            assert row["sources"] == many(list(dict.fromkeys(item["source"] for item in record.get("evidence", ()))))
            assert_days(row, "date", record.get("when"))


@examples(60)
@given(folders())
def test_ties_are_those_of_the_graph(held: dict[str, bytes]) -> None:
    with opened(held) as world:
        graph = networkx_graph(world.view)
        found = {row["id"]: row for row in rows(world, "SELECT * FROM ties")}
        assert found.keys() == {tie for _, _, tie in graph.edges(keys=True)}
        for start, end, id, tie in graph.edges(keys=True, data=True):
            row = found[id]
            assert (row["from_id"], row["to_id"]) == (start, end)
            for side, node in (("from", graph.nodes[start]), ("to", graph.nodes[end])):
                assert [row[f"{side}_{key}"] for key in ("name", "type", "country")] == [
                    node[key] for key in ("name", "type", "country")
                ]
            kind = world.kinds[tie["kind"]]
            assert (row["kind"], row["kind_group"]) == (kind.id, kind.group)
            assert row["label"] == label_alone(kind, "out", by_status(row["status"], kind.nature))
            assert (bool(row["symmetric"]), row["status"]) == (tie["symmetric"], tie["status"])
            for column, key in (("since", "since"), ("until", "until"), ("date", "on"), ("seen", "seen")):
                assert_days(row, column, tie.get(key))
            evidence = all_evidence(tie)
            quotes = [item["quote"] for item in evidence if item["quote"] is not None]
            assert row["quote"] == (quotes[0] if quotes else None)
            assert row["sources"] == many(list(dict.fromkeys(item["source"] for item in evidence)))
        seen = rows(world, "SELECT node_id, direction, label, id, tie_id FROM neighbors")
        assert len(seen) == 2 * graph.number_of_edges()
        for row in seen:
            tie = found[row["tie_id"]]
            kind = world.kinds[tie["kind"]]
            assert row["label"] == label_alone(kind, row["direction"], by_status(tie["status"], kind.nature))
            ends = (row["node_id"], row["id"]) if row["direction"] != "in" else (row["id"], row["node_id"])
            assert ends[::1] in ((found[row["tie_id"]]["from_id"], found[row["tie_id"]]["to_id"]),) or (
                row["direction"] == "both"
            )


def assert_days(row: dict[str, Any], column: str, date: str | None) -> None:
    """A date as it is written, and the days that it can mean, as ``dates`` has them."""
    assert row[column] == date
    if date is None or date == "..":
        assert row[f"{column}_earliest"] is None
        assert row[f"{column}_latest"] is None
        return
    period = parse_period(date)
    assert row[f"{column}_earliest"] == period.start.earliest.isoformat()
    latest = period.end.latest.isoformat() if period.end else None
    assert row[f"{column}_latest"] == latest


@examples(60)
@given(folders())
def test_names_figures_and_evidence_are_those_of_the_graph(held: dict[str, bytes]) -> None:
    with opened(held) as world:
        graph = networkx_graph(world.view)
        names = Counter((name.id, name.text) for name in graph.graph["names"] if is_name(name) and name.how != "id")
        identifiers = {
            (id, scheme, text)
            for id, node in graph.nodes(data=True)
            for scheme, text in node["record"].get("identifiers", {}).items()
        }
        found = rows(world, "SELECT * FROM identifiers")
        assert {(row["id"], row["scheme"], row["identifier"]) for row in found} == identifiers
        called = Counter((row["id"], row["name"]) for row in rows(world, "SELECT * FROM names"))
        assert called.keys() <= names.keys()
        assert {(id, node["name"]) for id, node in graph.nodes(data=True)} <= called.keys()
        figures = Counter(
            (id, figure["property"], figure["value"])
            for id, record in (
                *((id, node["record"]) for id, node in graph.nodes(data=True)),
                *((id, tie) for _, _, id, tie in graph.edges(keys=True, data=True)),
            )
            for figure in record.get("observations", ())
        )
        found = rows(world, "SELECT * FROM observations")
        assert Counter((row["id"], row["property"], row["value"]) for row in found) == figures
        words = Counter(
            (citation.id, source, citation.quote, citation.by)
            for source, citations in graph.graph["citations"].items()
            for citation in citations
            if citation.what != "statement"
        )
        found = rows(world, "SELECT * FROM evidence WHERE type <> 'statement'")
        assert Counter((row["id"], row["source_id"], row["quote"], row["by_id"]) for row in found) == words


@examples(60)
@given(folders())
def test_statements_and_sources_are_those_of_the_graph(held: dict[str, bytes]) -> None:
    with opened(held) as world:
        graph = networkx_graph(world.view)
        called = {id: node["name"] for id, node in graph.nodes(data=True)}
        said = Counter(
            (one["by"], called[one["by"]], one.get("at"), called.get(one.get("at")), many(one.get("about", [])))
            for node, statements in graph.graph["statements"].items()
            for one in statements
            if one["by"] == node
        )
        found = rows(world, "SELECT * FROM statements")
        keys = ("by_id", "by_name", "at_id", "at_name", "about")
        assert Counter(tuple(row[key] for key in keys) for row in found) == said
        cited = graph.graph["citations"]
        found = rows(world, "SELECT * FROM sources")
        assert {row["id"]: row["title"] for row in found} == {
            id: source.get("title") for id, source in graph.graph["sources"].items()
        }
        assert all(row["cited"] == len(cited.get(row["id"], ())) for row in found)


# ---------------------------------------------------------------- nothing is changed

WRITES = (
    "DELETE FROM nodes", "DELETE FROM _nodes", "UPDATE _nodes SET name = 'x'", "INSERT INTO _files VALUES (1)",
    "DROP VIEW ties", "CREATE TABLE x (a)", "CREATE TEMP TABLE x (a)", "ATTACH 'other.db' AS other", "VACUUM",
    "VACUUM INTO 'copy.db'", "PRAGMA user_version = 7", "PRAGMA query_only = OFF", "PRAGMA journal_mode = WAL", "BEGIN",
    "SELECT load_extension('x')", "SELECT writefile('x', 'y')", "REINDEX", "ANALYZE", "DETACH main",
)  # fmt: skip


@pytest.mark.parametrize("statement", WRITES)
@pytest.mark.parametrize("cache", [True, False])
def test_nothing_but_reading_is_allowed(
    statement: str, cache: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    world = World(SEED, cache=cache)
    assert world.snapshot is None or world.snapshot.exists()
    before = world.snapshot and world.snapshot.read_bytes()
    with pytest.raises(CityGraphError):
        rows(world, statement)
    assert (world.snapshot and world.snapshot.read_bytes()) == before
    assert list(tmp_path.iterdir()) == []
    assert rows(world, "SELECT count(*) AS n FROM nodes") == [{"n": len(world.view.nodes)}]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELECT * FROM nods", "no such table: nods; did you mean `nodes`?"),
        ("SELECT nam FROM nodes", "no such column: nam; did you mean `name`?"),
        ("SELECT from FROM ties", 'near "from": syntax error; if you meant the column, it is called `from_id`'),
        ("SELECT 1; SELECT 2", "there is more than one statement; ask one at a time"),
        ("DROP VIEW ties", "only statements that read are allowed: SELECT, WITH, VALUES, EXPLAIN"),
        ("SELECT ?", "`?` and `:name` get no values here; write the value itself"),
        ("/* nothing */", "there is no statement; `citygraph sql` without one lists the views"),
    ],
)
def test_a_mistake_is_told_in_a_line_with_a_way_out(statement: str, said: str) -> None:
    done = citygraph("sql", statement, "--graph", SEED)
    assert (done.code, done.out, done.err) == (2, "", f"citygraph: {said}\n")


# ---------------------------------------------------------------- the command


def test_an_answer_in_each_format() -> None:
    asked = "SELECT name, degree, latitude, NULL AS none, x'00ff' AS bytes FROM nodes WHERE id = 'osh'"
    told = {form: citygraph("sql", asked, "--graph", SEED, "--format", form).out for form in ("csv", "tsv", "json")}
    latitude = World(SEED).view.nodes["osh"]["lat"]
    expected = ["Osh", "7", str(latitude), "", "X'00FF'"]
    assert list(csv.reader(io.StringIO(told["csv"])))[1] == expected
    assert told["tsv"].splitlines()[1].split("\t") == expected
    assert json.loads(told["json"]) == [
        {"name": "Osh", "degree": 7, "latitude": latitude, "none": None, "bytes": "X'00FF'"}
    ]
    code, seen = in_terminal(f'citygraph sql "SELECT NULL AS none" --graph {SEED}', NO_COLOR="1")
    assert code == 0
    assert "null" in seen


def test_columns_of_one_name_are_told_apart() -> None:
    done = citygraph("sql", "SELECT id, id, 1 AS id_2 FROM nodes LIMIT 1", "--graph", SEED, "--format", "json")
    assert list(json.loads(done.out)[0]) == ["id", "id_2", "id_2_2"]


def test_names_cannot_steer_a_terminal_or_break_a_row(folder: Any) -> None:
    graph = folder(cities='cities:\n  a: {name: "A\\e[31m\\tb\\nc"}\n')
    done = citygraph("sql", "SELECT name FROM nodes", "--graph", graph)
    assert "\x1b" not in done.out
    assert len(done.out.splitlines()) == 2


def test_a_statement_is_read_from_standard_input_and_without_one_the_views_are_listed() -> None:
    ask = [sys.executable, "-m", "citygraph", "sql", "--graph", str(SEED)]
    done = subprocess.run(
        ask, input="SELECT count(*) AS n\nFROM ties\n", capture_output=True, text=True, env=environment()
    )
    assert done.stdout == "n\n29\n"
    listed = json.loads(citygraph("sql", "--graph", SEED, "--format", "json").out)
    assert [view["view"] for view in listed] == [view.name for view in VIEWS]
    code, seen = in_terminal(f"citygraph sql --graph {SEED}", NO_COLOR="1")
    assert code == 0
    assert all(re.search(rf"^{view.name} ", seen, re.MULTILINE) for view in VIEWS)


def test_other_programs_open_the_file_that_path_prints(tmp_path: Path) -> None:
    done = citygraph("sql", "--path", "--graph", SEED)
    assert done.code == 0
    with closing(sqlite3.connect(f"file:{done.out.strip()}?mode=ro", uri=True)) as database:
        views = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")}
        assert {name for name in views if not name.startswith("_")} == {view.name for view in VIEWS}
        assert database.execute("SELECT count(*) FROM ties").fetchone() == (29,)
    none = citygraph("sql", "--path", "--no-cache", "--graph", SEED)
    assert none.code == 2
    assert "there is no file" in none.err
    asked = citygraph("sql", "SELECT count(*) AS n FROM ties", "--no-cache", "--graph", SEED)
    assert asked.out == "n\n29\n"


def test_a_reader_goes_on_while_the_folder_and_its_snapshot_change(folder: Any, tmp_path: Path) -> None:
    graph = folder(cities="cities:\n" + "".join(f"  c{i}: {{name: C {i}}}\n" for i in range(500)))
    world = World(graph)
    _, found = world.sql("SELECT id FROM nodes")
    next(found)
    (graph / "cities.yaml").write_text("cities:\n  a: {name: A}\n")
    assert rows(World(graph), "SELECT id FROM nodes") == [{"id": "a"}]
    assert len(list(found)) == 499


def counting(to: int, handled: signal.Handlers) -> AbstractContextManager[subprocess.Popen[str]]:
    """A question that prints 1, counts for long, and prints where it ends. (Python asks SQLite for a row ahead of the
    one that it hands out: with ``i < 3`` it hands out 1, and has 2.)"""
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {to})"
    statement = f"{numbers} SELECT i FROM n WHERE i < 3 OR i = {to}"
    return running(*with_signals(handled), sys.executable, "-m", "citygraph", "sql", statement, "--graph", SEED)


@pytest.mark.parametrize(
    ("sent", "code", "says"),
    [(signal.SIGINT, 130, ""), (signal.SIGTERM, 143, "citygraph: ended by SIGTERM\n"),
     (signal.SIGHUP, 129, "citygraph: ended by SIGHUP\n")],
)  # fmt: skip
def test_what_never_ends_is_ended_at_once_and_without_a_traceback(sent: signal.Signals, code: int, says: str) -> None:
    with counting(10**15, signal.SIG_DFL) as process:
        assert process.stdout
        assert [process.stdout.readline() for _ in range(2)] == ["i\n", "1\n"]
        process.send_signal(sent)
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (code, says)


ENDLESS = "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n)"


@pytest.mark.parametrize("format", ["table", "json"])
def test_a_statement_has_only_so_much_time(format: str) -> None:
    done = citygraph("sql", f"{ENDLESS} SELECT max(i) FROM n", "--timeout", "0.2", "--format", format)
    assert (done.code, done.out) == (2, "")
    assert done.err == "citygraph: the answer takes more than 0.2 s of work; --timeout allows more\n"
    assert citygraph("sql", "SELECT 1", "--timeout", "0", "--format", "tsv").out == "1\n1\n"


def test_a_statement_has_only_so_much_time_within_one_function() -> None:
    long = "printf('%.20000000c', 'a')"
    done = citygraph("sql", f"SELECT instr({long}, substr({long}, 1, 9000000) || 'b')", "--timeout", "0.1")
    assert (done.code, done.out) == (2, "")
    assert done.err == "citygraph: the answer takes more than 0.1 s of work; --timeout allows more\n"
    assert citygraph("sql", "SELECT 1", "--timeout", "nan").code == 2


def test_a_statement_makes_no_value_of_any_size() -> None:
    done = citygraph("sql", "SELECT hex(zeroblob(60000000))")
    assert (done.code, done.out) == (2, "")
    assert "a value has more than 100,000,000 bytes" in done.err


def test_a_table_shows_only_so_many_rows() -> None:
    many = f"{ENDLESS} SELECT i FROM n LIMIT 1001"
    done = citygraph("sql", many, "--format", "table")
    assert done.out.split()[-1] == "1000"
    assert "only the first 1,000 rows are shown" in done.err
    assert len(citygraph("sql", many, "--format", "tsv").out.splitlines()) == 1 + 1001
    assert citygraph("sql", many.replace("1001", "1000"), "--format", "table").err == ""


def test_under_nohup_an_interrupt_is_ignored() -> None:
    with counting(2_000_000, signal.SIG_IGN) as process:
        assert process.stdout
        assert [process.stdout.readline() for _ in range(2)] == ["i\n", "1\n"]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "2\n2000000\n", "")


# ---------------------------------------------------------------- the page


def test_the_page_describes_every_view_and_column() -> None:
    text = sql_tables.PAGE.read_text(encoding="utf-8")
    assert sql_tables.page(text) == text, "run scripts/sql_tables.py"
