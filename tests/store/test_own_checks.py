"""The checks of a folder's own: what they find, and that no SQL in them harms whoever runs them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from citygraph.store import own_checks
from citygraph.world import World
from conftest import citygraph

Folder = Callable[..., Path]

TIES = """\
cities:
  osh: {name: Osh, country: KG}
  troyan: {name: Troyan, country: BG}
  iznik: {name: Iznik, country: TR}
officials:
  usta: {name: Kagan Mehmet Usta, posts: [{title: Mayor, of: iznik, source: paper}]}
sources:
  paper: {title: The paper}
ties:
  - {kind: sister-city, between: [osh, troyan], source: paper}
  - {kind: sister-city, between: [osh, iznik], since: 2021, source: paper}
"""
DATED = "SELECT id AS record, from_name, since FROM ties WHERE since IS NULL"


def checks(**some: dict[str, str]) -> str:
    return "checks:\n" + "".join(f"  {id}: {json.dumps(check)}\n" for id, check in some.items())


def one(sql: str, sentence: str = "x", **more: str) -> str:
    return checks(own={"sentence": sentence, "sql": sql, **more})


def found(graph: Path) -> list[tuple[str, str, str, int]]:
    return [(it.code, it.message, it.span.file, it.span.line) for it in World(graph).check().problems]


# ---------------------------------------------------------------- what they find


def test_a_row_is_a_finding_at_its_record(folder: Folder) -> None:
    graph = folder(a=TIES, b=one(DATED, "{from_name} has a tie of {since} date"))
    assert found(graph) == [
        ("own", "Kagan Mehmet Usta has a tie of unknown date", "a.yaml", 6),
        ("own", "Osh has a tie of unknown date", "a.yaml", 10),
    ]
    records = [it.record for it in World(graph).check().problems]
    assert records == ["holds-post.usta.iznik", "sister-city.osh.troyan"]
    assert World(graph).diagnostics == (), "a question runs none"


@pytest.mark.parametrize(
    "more",
    [
        "kinds:\n  twins: {group: agreement, nature: standing, label: is twin of, between: [city]}\n",
        "organizations:\n  one: {name: One, type: company}\n  two: {name: One, type: company}\n",
        "events:\n  fair: {name: Fair, type: fair, when: 2020, source: nosuch}\n",
        "countries:\n  own: {name: Own, source: nosuch}\n",  # a record of the check's name
    ],
)
def test_a_file_that_is_looked_at_twice_keeps_its_checks_and_what_it_accepts(folder: Folder, more: str) -> None:
    accepted = "accepted:\n  - {check: own, record: sister-city.osh.troyan, because: Nobody knows.}\n"
    graph = folder(a=one(DATED) + TIES + accepted + more)
    report = World(graph).check()
    assert [it.record for it in report.problems if it.code == "own"] == ["holds-post.usta.iznik"]
    assert [it.because for it in report.accepted] == ["Nobody knows."]
    assert ("own" in World(graph).view.nodes) == ("own:" in more)


def test_a_file_with_checks_that_changes_keeps_them(folder: Folder) -> None:
    graph = folder(a=TIES + one(DATED))
    assert [code for code, *_ in found(graph)] == ["own", "own"]
    folder(a=TIES.replace("name: Osh", "name: Troyan").replace("country: KG", "country: BG") + one(DATED))
    assert sorted(code for code, *_ in found(graph)) == ["duplicate-name", "own", "own"]


@pytest.mark.parametrize("sql", ["SELECT 'nowhere' AS record", "SELECT NULL AS record", "SELECT 1 AS record"])
def test_a_row_without_a_record_is_a_finding_at_the_check(folder: Folder, sql: str) -> None:
    assert found(folder(a=TIES, b=one(sql))) == [("own", "x", "b.yaml", 2)]


def test_check_exits_with_1_only_for_errors(folder: Folder) -> None:
    graph = folder(a=TIES, b=one(DATED))
    warned = citygraph("check", "--graph", graph)
    assert (warned.code, warned.out.count("warning[own]")) == (0, 2)
    assert "= a check of this folder, at b.yaml:2" in warned.out
    folder(b=one(DATED, severity="error"))
    assert citygraph("check", "--graph", graph).code == 1
    assert citygraph("ties", "--graph", graph).err == "", "no other command tells of it"
    rows = json.loads(citygraph("check", "--format", "json", "--no-cache", "--graph", graph).out)
    assert [(row["code"], row["severity"], row["record"]) for row in rows] == [
        ("own", "error", "holds-post.usta.iznik"),
        ("own", "error", "sister-city.osh.troyan"),
    ]


def test_a_table_holds_checks_too(folder: Folder) -> None:
    graph = folder(a=TIES)
    (graph / "checks.csv").write_text(f'id,sentence,sql\nown,x,"{DATED}"\n')
    assert [code for code, *_ in found(graph)] == ["own", "own"]


def test_what_they_find_can_be_accepted(folder: Folder) -> None:
    accepted = "accepted:\n  - {check: own, record: sister-city.osh.troyan, because: Nobody knows.}\n"
    graph = folder(a=TIES, b=one(DATED), c=accepted)
    assert [code for code, *_ in found(graph)] == ["own"]
    assert [it.because for it in World(graph).check().accepted] == ["Nobody knows."]
    assert World(graph).diagnostics == (), "what has not run may need it"
    folder(b=one(DATED, severity="error"))
    assert [code for code, *_ in found(graph)] == ["own", "own", "accepted-error"]
    folder(b=one("SELECT id AS record FROM ties WHERE 0"))
    assert [code for code, *_ in found(graph)] == ["accepted-unneeded"]
    folder(b=one("SELECT"))
    assert [code for code, *_ in found(graph)] == ["wrong-check"]


def test_of_many_rows_the_first_are_listed_and_all_counted(folder: Folder) -> None:
    rows = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT 'r' || i AS record FROM n"
    )
    accepted = "accepted:\n  - {check: own, record: r1, because: x}\n  - {check: own, record: r99999, because: x}\n"
    done = World(folder(a=TIES, b=one(rows), c=accepted)).check()
    assert len(done.problems) == 1001
    assert (done.problems[0].record, done.problems[-1].more) == ("r2", 98_998)
    assert [it.finding.record for it in done.accepted] == ["r1", "r99999"]


# ---------------------------------------------------------------- what cannot run

WRONG = {
    "SELECT id AS record FROM tie": ("no such table: tie; did you mean `ties`?", ""),
    "SELECT id AS record, nam FROM nodes": ("no such column: nam; did you mean `name`?", ""),
    "SELECT 1": ("its answer has no column `record`", "name the column with the id so: `SELECT id AS record`"),
    "SELECT id AS record FROM nodes; SELECT 1": ("there is more than one statement; ask one at a time", ""),
    "DELETE FROM _ids": ("only statements that read are allowed: SELECT, WITH, VALUES, EXPLAIN", ""),
    "ATTACH 'x.db' AS x": ("only statements that read are allowed: SELECT, WITH, VALUES, EXPLAIN", ""),
    "VACUUM INTO 'x.db'": ("only statements that read are allowed: SELECT, WITH, VALUES, EXPLAIN", ""),
    "PRAGMA journal_mode = WAL": ("only statements that read are allowed: SELECT, WITH, VALUES, EXPLAIN", ""),
    "SELECT load_extension('x') AS record": ("not authorized to use function: load_extension", ""),
    "SELECT readfile('/etc/passwd') AS record": ("no such function: readfile", ""),
    "SELECT ? AS record": ("`?` and `:name` get no values here; write the value itself", ""),
}  # fmt: skip


@pytest.mark.parametrize("sql", WRONG)
def test_wrong_sql_is_a_mistake_at_its_place(folder: Folder, sql: str) -> None:
    (it,) = World(folder(a=TIES, b=one(sql))).check().problems
    assert (it.code, it.message, it.hint) == ("wrong-check", f"`own`: {WRONG[sql][0]}", WRONG[sql][1])
    assert (it.span.file, it.span.line, it.span.excerpt[it.span.column :].startswith(sql[:4])) == ("b.yaml", 2, True)


def test_a_sentence_shows_columns_that_there_are(folder: Folder) -> None:
    (it,) = World(folder(a=TIES, b=one(DATED, "{from_nam}"))).check().problems
    assert (it.message, it.hint) == ("`own`: its answer has no column `from_nam`", "did you mean `from_name`?")


def test_a_name_can_be_used_once(folder: Folder) -> None:
    taken = checks(**{"missing-country": {"sentence": "x", "sql": DATED}, "own": {"sentence": "x", "sql": DATED}})
    graph = folder(a=TIES, b=taken, c=one(DATED))
    wrong = [(it.span.file, it.span.line, it.hint) for it in World(graph).check().problems if it.code == "wrong-check"]
    assert wrong == [("b.yaml", 2, "it is one of citygraph's own checks"), ("c.yaml", 2, "the first is at b.yaml:3")]


def test_so_many_checks_and_no_more(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citygraph.store.checked.MOST_CHECKS", 2)
    graph = folder(a=TIES, b=checks(**{f"c{n}": {"sentence": "x", "sql": "SELECT 1 AS record"} for n in range(4)}))
    assert [code for code, *_ in found(graph)] == ["c0", "c1", "wrong-check", "wrong-check"]


# ---------------------------------------------------------------- checks of strangers

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS record FROM n"
IN_ONE_CALL = "SELECT instr(zeroblob(90000000), zeroblob(45000000) || x'01') AS record"
"""A single step of SQLite that takes hours: it looks at no clock meanwhile."""


@pytest.mark.parametrize("sql", [ENDLESS, IN_ONE_CALL])
def test_a_check_without_end_is_ended(folder: Folder, sql: str) -> None:
    some = {"first": {"sentence": "x", "sql": DATED}, "hangs": {"sentence": "x", "sql": sql}}
    graph = folder(a=TIES, b=checks(**some, after={"sentence": "x", "sql": DATED}))
    done = World(graph).check(timeout=0.3)
    told = [(it.code, it.message) for it in done.problems if it.code != "first"]
    assert len(done.problems) == 4
    assert [code for code, _ in told] == ["wrong-check", "wrong-check"]
    assert "takes more" in told[0][1]
    assert told[1][1] == "`after`: it was not run, because of the one before it"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT " + ", ".join(f"printf('%.*c', 90000000, 'x') AS c{n}" for n in range(8)) + ", 1 AS record",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9000) SELECT zeroblob(100000) AS record"
        " FROM n ORDER BY i * 7 % 11",
    ],
)
def test_a_check_has_so_much_memory(folder: Folder, sql: str) -> None:
    (it,) = World(folder(a=TIES, b=one(sql))).check().problems
    assert it.message == "`own`: it takes more than 500 MB of memory"


def test_a_value_writes_nothing_into_the_report(folder: Folder) -> None:
    sql = "SELECT 1 AS record, char(27) || '[31m' || char(10) || '::error::no' || printf('%.*c', 9999, 'x') AS c"
    done = citygraph("check", "--format", "github", "--graph", folder(a=TIES, b=one(sql, "{c}")))
    (line,) = done.out.splitlines()
    assert line.startswith("::warning file=")
    assert "\x1b" not in line
    assert len(line) < 600


def test_the_process_is_not_asked_if_there_is_no_check(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_checks.subprocess, "Popen", None)
    assert World(folder(a=TIES)).check().problems == ()


# ---------------------------------------------------------------- before a writer writes


def test_a_writer_is_refused_by_an_error_of_the_folders_own_and_not_by_an_old_one(folder: Folder) -> None:
    undated = {"sentence": "{from_name} has a tie without a date", "sql": DATED}
    graph = folder(a=TIES, b=checks(own={**undated, "severity": "error"}, other=undated))
    end = ("add", "tie", "--kind", "contact", "--between", "Troyan", "Iznik", "--source", "paper", "--graph", graph)
    before = (graph / "a.yaml").read_bytes()
    refused = citygraph(*end)
    assert refused.code == 1
    assert "error[own] Iznik has a tie without a date" in refused.out
    assert refused.out.count("[own]") == 1, "the old ones are not told"
    assert "this brings in a mistake; nothing is written" in refused.err
    assert (graph / "a.yaml").read_bytes() == before
    assert citygraph(*end, "--since", "2020").code == 0
    folder(b=checks(own=undated))
    assert citygraph("add", "tie", "--kind", "friendship-city", *end[4:]).code == 0, (
        "a warning of its own stops nothing"
    )


def test_a_check_that_cannot_run_stops_no_writer(folder: Folder) -> None:
    graph = folder(a=TIES, b=one("SELECT nothing AS record FROM nowhere", severity="error"))
    assert citygraph("end", "sister-city.iznik.osh", "--on", "2024", "--source", "paper", "--graph", graph).code == 0
