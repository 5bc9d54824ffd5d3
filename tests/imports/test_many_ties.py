"""What makes the import of many ties fast and lean does not show in what is written; and what goes wrong on the way
leaves no half folder."""

import csv
import datetime
import io
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.folder.writer import GrowingTable
from citygraph.imports.entity import Entity
from citygraph.imports.existing import ExistingRecords
from citygraph.imports.fills import Fills
from citygraph.imports.job import PASSES
from citygraph.imports.last_import import LastImport
from citygraph.imports.linked import LinkedRecords
from citygraph.imports.new_files import NewFiles
from citygraph.imports.records import SECTION_OF, AlikeTies, Known, to_records
from citygraph.imports.report import ImportReport
from citygraph.imports.tie_rows import TieRow, TieRows
from citygraph.imports.ties import EntityTie
from citygraph.store.cross_file import vocabulary_of
from conftest import examples
from imported import brought

KINDS = vocabulary_of(())[0]
SOON = str(datetime.date.today().year + 3)
DATES = st.sampled_from(["1990", "2004-10-07", "198X", SOON])
LONG = "x" * 40_000
FACTS: dict[str, st.SearchStrategy[str]] = {
    "since": DATES,
    "until": st.sampled_from(["1995", ".."]),
    "on": DATES,
    "seen": DATES,
    "agreement.signed": DATES,
    "status": st.sampled_from(["active", "ended"]),
    "notes": st.sampled_from(["a; b", "Note: 1", " blank", "two\nlines", "<<<<<<< HEAD\n", "\r", "é\u2028", LONG]),
    "title": st.sampled_from(["Treaty", "a\u200bb"]),
}
EVIDENCE = {
    "source": st.sampled_from(["s", "one", "two"]),
    "quote": st.sampled_from(["Yes.", "two\nlines", "- no"]),
    "by": st.sampled_from(["a", "nobody"]),
}
KEYS = st.sampled_from([
    ("since", "until"), ("since", "status"), ("on", "status"), ("since", "seen"), ("since", "notes"),
    ("title", "notes"), ("since", "until", "agreement.signed"),
])  # fmt: skip
OF_ROWS = st.sampled_from([(), ("source",), ("source", "quote"), ("source", "quote", "by")])


def ties(kind: str, keys: tuple[str, ...], of_row: tuple[str, ...]) -> st.SearchStrategy[list[Any]]:
    """Ties of one kind, with the same keys: many are alike."""
    facts = st.fixed_dictionaries({key: FACTS[key] for key in keys})
    item = st.fixed_dictionaries({key: EVIDENCE[key] for key in of_row})
    evidence = st.lists(item, min_size=1, max_size=1) if of_row else st.just([])
    return st.lists(st.tuples(st.just(kind), ENDS, facts, evidence), min_size=2, max_size=12)


ENDS = st.sampled_from(["ab", "ba", "bc", "ao"])
TIES = st.builds(ties, st.sampled_from(["sister-city", "supports", "delegation"]), KEYS, OF_ROWS).flatmap(
    lambda drawn: drawn
)


def things() -> dict[str, Entity]:
    found = {}
    for number, (id, type) in enumerate({"a": "city", "b": "city", "c": "city", "o": "organization"}.items()):
        found[id] = Entity(type, "f.csv:2", number, facts={"name": id.upper()}, id=id)
    return found


def written(drawn: list[Any], together: bool, folder: Path) -> tuple[list[Any], dict[str, Any], list[Any]]:
    """The records, the rows or YAML, and the remarks on ties that are made together, or each for itself."""
    known_things = things()
    types = {id: thing.type for id, thing in known_things.items()} | dict.fromkeys(("s", "one", "two"), "source")
    known, report = Known("s", KINDS, types, lambda _: None, lambda _: None), ImportReport()
    ties = [
        EntityTie("tie", KINDS[kind], known_things[ends[0]], known_things[ends[1]], f"f.csv:{line}", dict(facts), [],
            [dict(item) for item in evidence])
        for line, (kind, ends, facts, evidence) in enumerate(drawn, 2)
    ]  # fmt: skip
    none = ExistingRecords(folder / "none", (), ())
    linked = LinkedRecords(none, "s", Fills(LastImport(), none), None, report, theirs=False)
    batches = [ties] if together else [[tie] for tie in ties]
    records = [
        record
        for batch in batches
        for record in to_records((), batch, "s", known, linked, AlikeTies("s", linked), report)
    ]
    draft = NewFiles(folder / "s", (), "csv", KINDS)
    for record in records:
        draft.add(record if together else record._replace(like=None))
    tables: dict[str, Any] = {}
    for name, table in draft._tables.items():
        with (folder / name).open("w+b") as out:
            table.write(out)
        tables[name] = (folder / name).read_text(encoding="utf-8")
    return [record[:3] for record in records], {**tables, "rest": draft._rest}, report.remarks


@examples(150)
@given(drawn=TIES)
def test_ties_say_the_same_whether_they_share_a_record_or_not(drawn: list[Any], tmp_path_factory: Any) -> None:
    folder = tmp_path_factory.mktemp("draft")
    assert written(drawn, True, folder) == written(drawn, False, folder)


def test_rows_of_one_pair_come_together_also_when_ends_turn_out_to_be_the_same() -> None:
    rows = TieRows()
    ends = [(1, 2), (6, 4), (2, 5), (2, 1), (4, 3)]
    for line, (start, end) in enumerate(ends):
        for kind in (0, 1):
            rows.add(TieRow(0, 0, line, kind, start, end, ("", "text")))
    found = [
        (several[0].kind, [(row.line, row.start, row.end) for row in several])
        for several in rows.together({5: 1, 6: 3}, [True, False])
    ]
    assert sorted(found) == [
        (0, [(0, 1, 2), (2, 2, 1), (3, 2, 1)]),
        (0, [(1, 3, 4), (4, 4, 3)]),
        (1, [(0, 1, 2)]),
        (1, [(1, 3, 4)]),
        (1, [(2, 2, 1), (3, 2, 1)]),
        (1, [(4, 4, 3)]),
    ]


CELLS = st.text('aé,;"\n ', min_size=1, max_size=4)
ROWS = st.lists(st.dictionaries(st.sampled_from(["kind", "from", "to", "since", "notes"]), CELLS, min_size=1))


@examples(100)
@given(rows=ROWS)
def test_a_table_has_all_rows_whatever_the_column_in_which_they_differ(rows: list[dict[str, str]]) -> None:
    table, out = GrowingTable(SECTION_OF["tie"]), io.BytesIO()
    for row in rows:
        table.add("", row)
        assert list(table.rows())[-1] == row
    assert list(table.rows()) == rows
    table.write(out)
    header, *written = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    used = {column for row in rows for column in row}
    assert header == [column for column in ("kind", "from", "to", "since", "notes") if column in used]
    assert [{key: text for key, text in zip(header, row, strict=True) if text} for row in written] == rows


# ---------------------------------------------------------------- a full disk


def test_rows_that_find_no_room_are_told_in_a_sentence() -> None:
    rows = TieRows()
    rows._db.execute("PRAGMA max_page_count = 4")

    def fill() -> None:
        for line in range(10_000):
            rows.add(TieRow(0, 0, line, 0, 1, 2, ("text",)))

    with pytest.raises(CityGraphError, match=r"full; make room there .* TMPDIR"):
        fill()


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of files")
def test_a_table_that_finds_no_room_leaves_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    rows = "".join(f"Town {n} of the hills,FR,Ville {n} du lac,DE\n" for n in range(1200))
    file.write_text("from.name,from.country,to.name,to.country\n" + rows)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 14, 1 << 14))

    done = subprocess.run(
        [sys.executable, "-m", "citygraph", "import", file, "--into", tmp_path / "graph"],
        capture_output=True, text=True, preexec_fn=limit, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "make room there for temporary files" in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert not list((tmp_path / "graph").rglob("*.csv"))


# ---------------------------------------------------------------- the progress bar


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_bar_goes_on_to_its_end_and_no_further(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    rows = "".join(f"Zürich {n},CH,Łódź {n},PL\n" for n in range(1500))
    file.write_text("from.name,from.country,to.name,to.country\n" + rows, encoding=encoding)
    steps: list[int] = []
    brought("table", file, into=tmp_path / "graph", dry_run=True, has_read=steps.append)
    whole = PASSES * file.stat().st_size
    assert sum(steps) == whole
    assert min(steps) >= 0
    assert max(steps) < whole / 2
