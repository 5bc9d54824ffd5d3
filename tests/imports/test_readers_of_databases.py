"""Tables of SQLite, DuckDB and Parquet give the rows that those programs wrote; a damaged file ends in words."""

import builtins
import datetime
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.detect import reader_of
from citygraph.imports.readers import ForeignRow
from citygraph.world import World
from conftest import citygraph, examples
from imported import brought, read, values

Rows = list[tuple[Any, ...]]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=10)
NUMBERS = st.integers(-(2**62), 2**62)
ROWS = st.lists(st.tuples(st.none() | TEXTS, st.none() | NUMBERS, st.none() | st.dates()), max_size=5)


def sqlite(file: Path, rows: Rows, more: str = "") -> Path:
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE towns (city TEXT, n INTEGER, since TEXT)")
    texts = ((city, n, since and str(since)) for city, n, since in rows)
    connection.executemany("INSERT INTO towns VALUES (?, ?, ?)", texts)
    connection.executescript(more)
    connection.close()
    return file


def insert(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    if rows:
        marks = ", ".join(["(?, ?, ?)"] * len(rows))
        connection.execute(f"INSERT INTO towns VALUES {marks}", [value for row in rows for value in row])


def in_duckdb(file: Path, rows: Rows, more: str = "") -> Path:
    with duckdb.connect(str(file)) as connection:
        connection.execute("CREATE TABLE towns (city VARCHAR, n BIGINT, since DATE)")
        insert(connection, rows)
        connection.execute(more or "SELECT 1")
    return file


def in_parquet(file: Path, rows: Rows, more: str = "") -> Path:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE towns (city VARCHAR, n BIGINT, since DATE)")
        insert(connection, rows)
        connection.execute(f"COPY towns TO '{file}' (FORMAT PARQUET)")
    return file


FORMS: dict[str, Callable[..., Path]] = {"sqlite": sqlite, "duckdb": in_duckdb, "parquet": in_parquet}


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("databases")


@pytest.mark.parametrize("form", FORMS)
@examples(5)
@given(rows=ROWS)
def test_each_cell_of_a_table_is_read_as_it_is(form: str, scratch: Path, rows: Rows) -> None:
    file = scratch / f"law.{form}"
    file.unlink(missing_ok=True)
    FORMS[form](file, rows)
    expected = [{"city": (city or "").strip(), "n": "" if n is None else str(n), "since": str(since or "")}
                for city, n, since in rows]  # fmt: skip
    assert values(form, file) == expected
    assert reader_of(file) == form


def test_values_of_duckdb_become_texts(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    given: dict[str, tuple[str, Any]] = {
        "whole": ("DOUBLE", 1968.0), "part": ("DOUBLE", 1.5), "nan": ("DOUBLE", float("nan")),
        "exact": ("DECIMAL(10, 2)", Decimal("1.10")), "yes": ("BOOLEAN", True),
        "day": ("TIMESTAMP", datetime.datetime(1968, 5, 1)), "hour": ("TIMESTAMP", datetime.datetime(1968, 5, 1, 9)),
        "list": ("VARCHAR[]", ["a", "b"]), "at": ("STRUCT(lat DOUBLE, lon DOUBLE)", {"lat": 50.5, "lon": 3.0}),
        "shape": ("BLOB", b"\x00\xff"), "zoned": ("TIMESTAMPTZ", "1990-01-01 10:00:00+00"),
    }  # fmt: skip
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        columns = ", ".join(f'"{name}" {type}' for name, (type, _) in given.items())
        connection.execute(f"CREATE TABLE t ({columns})")
        connection.execute(f"INSERT INTO t VALUES ({', '.join('?' * len(given))})", [one for _, one in given.values()])
        connection.execute(f"COPY t TO '{file}' (FORMAT PARQUET)")
    (row,), said = read("parquet", file)
    assert isinstance(row, ForeignRow)
    assert {name: text for name, text in row.values.items() if text and name != "zoned"} == {
        "whole": "1968", "part": "1.5", "exact": "1.10", "yes": "true", "day": "1968-05-01",
        "hour": "1968-05-01T09:00:00", "list": "a; b", "at.lat": "50.5", "at.lon": "3",
    }  # fmt: skip
    assert row.values["zoned"].startswith("1990-01-01")
    assert said == ["a.parquet: `shape` holds bytes in 1 cell, which are left out"]


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
def test_of_several_tables_one_is_asked_for_and_views_are_left_out(form: str, tmp_path: Path) -> None:
    more = "CREATE TABLE people (name TEXT); CREATE VIEW v AS SELECT * FROM towns;"
    file = FORMS[form](tmp_path / "a.db", [("Osh", 1, None)], more)
    with pytest.raises(OpenQuestions) as asked:
        read(form, file)
    assert [reading.option for reading in asked.value.questions[0].readings] == [
        "--sheet people", "--sheet towns", "--sheet all",
    ]  # fmt: skip
    assert values(form, file, sheet="towns") == values(form, file, sheet="2")
    with pytest.raises(CityGraphError, match="no table `town`; did you mean `towns`"):
        read(form, file, sheet="town")


@pytest.mark.parametrize("form", FORMS)
def test_a_table_becomes_cities(form: str, tmp_path: Path) -> None:
    file = FORMS[form](tmp_path / f"towns.{form}", [("Lille", 1, None), ("Köln", 2, None)])
    report = brought(None, file, into=tmp_path / "g")
    assert report.written["city"] == 2
    assert report.rows["table"] == 2


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("part", [0.0, 0.01, 0.4, 0.9])
def test_a_damaged_database_is_refused_as_a_whole(form: str, part: float, tmp_path: Path) -> None:
    rows: Rows = [(f"town {number}", number, None) for number in range(400)]
    file = FORMS[form](tmp_path / f"a.{form}", rows)
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * part)])
    with pytest.raises(CityGraphError) as refused:
        read(form, file)
    assert len(str(refused.value).splitlines()) == 1


def test_a_database_that_is_open_elsewhere_is_refused(tmp_path: Path) -> None:
    file = sqlite(tmp_path / "a.db", [("Osh", 1, None)])
    shutil.copy(file, tmp_path / "a.db-wal")
    with pytest.raises(CityGraphError, match="close that program first"):
        read("sqlite", file)


def test_without_duckdb_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = in_parquet(tmp_path / "a.parquet", [("Osh", 1, None)])
    imports = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "duckdb":
            raise ImportError(name)
        return imports(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CityGraphError, match=r"this needs duckdb: pip install 'citygraph\[duckdb\]'; or save"):
        read("parquet", file)


# ---------------------------------------------------------------- all tables of a database

SCHEMA = """
CREATE TABLE cities (id INTEGER, name VARCHAR, country VARCHAR);
CREATE TABLE partners (city_id INTEGER, partner_id INTEGER, since INTEGER);
"""


def joined(form: str, file: Path, pairs: Iterable[tuple[int, int]], more: str = "") -> Path:
    """A database with six cities, and a table of ties that names them by their ids."""
    cities = ", ".join(f"({number}, 'Town {'ABCDEF'[number]}', 'FR')" for number in range(6))
    text = f"{SCHEMA} INSERT INTO cities VALUES {cities};"
    text += "".join(f"INSERT INTO partners VALUES ({one}, {other}, {1960 + one});" for one, other in pairs) + more
    if form == "sqlite":
        with closing(sqlite3.connect(file)) as connection:
            connection.executescript(text)
    else:
        with duckdb.connect(str(file)) as in_duck:
            in_duck.execute(text)
    return file


@pytest.mark.parametrize("form", ["sqlite", "duckdb"])
@examples(3)
@given(pairs=st.sets(st.tuples(st.integers(0, 2), st.integers(3, 5)), min_size=2))
def test_all_tables_of_a_database_join_by_their_keys(form: str, pairs: set[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        file = joined(form, Path(scratch, "net.db"), pairs)
        ran = citygraph("import", file, "--sheet", "all", "--into", Path(scratch, "g"), "--kind", "sister-city")
        assert ran.code == 0, ran.err
        ties = World(Path(scratch, "g"), cache=False).view.graph["ties"]
        assert {id: data["since"] for id, (_, _, data) in ties.items()} == {
            f"sister-city.town-{'abcdef'[one]}.town-{'abcdef'[other]}": str(1960 + one) for one, other in pairs
        }


def test_several_tables_are_one_source_and_each_may_have_a_mapping_file(tmp_path: Path) -> None:
    file = joined("sqlite", tmp_path / "net.db", [(0, 3)], "CREATE TABLE log (day TEXT, who TEXT, what TEXT);"
                  "INSERT INTO log VALUES ('2024', 'a', 'b');")  # fmt: skip
    (tmp_path / "partners.import.yaml").write_text("kind: friendship-city\n")
    for _ in range(2):
        ran = citygraph("import", file, "--sheet", "cities,partners", "--into", tmp_path / "g")
        assert ran.code == 0, ran.err
    world = World(tmp_path / "g", cache=False)
    assert [*world.view.graph["ties"]] == ["friendship-city.town-a.town-d"]
    assert [*world.view.graph["sources"]["net"]["files"]] == ["net.db"]
    assert "0 added, 0 changed, 0 gone" in ran.err


def test_a_table_may_be_called_all(tmp_path: Path) -> None:
    file = sqlite(tmp_path / "a.db", [("Osh", 1, None)], 'CREATE TABLE "all" (city TEXT, country TEXT);'
                  "INSERT INTO \"all\" VALUES ('Kiel', 'DE');")  # fmt: skip
    assert citygraph("import", file, "--sheet", "all", "--into", tmp_path / "g").code == 0
    assert [*World(tmp_path / "g", cache=False).view.nodes] == ["kiel"]
