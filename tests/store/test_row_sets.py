"""Tables that are read in sets: the store says of them what it says when each row is read by itself."""

import csv
import datetime
import io
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import messy
from citygraph.folder import csv_sets, loader
from citygraph.folder.checks import CHECKS, is_clean_alone
from citygraph.folder.checks.ties import next_turn
from citygraph.folder.csv_columns import RowSet
from citygraph.folder.graph_files import graph_files
from citygraph.folder.likeness import likeness
from citygraph.folder.records import Record
from citygraph.folder.values import plain_coordinates, plain_pairs
from citygraph.store import cross_file
from citygraph.store.build import build
from citygraph.store.cross_file import vocabulary_of
from citygraph.store.layout import connect
from citygraph.store.row_sets import SetWriter
from citygraph.store.rows import SelfContainedChecks
from conftest import examples

TODAY = datetime.date(2026, 11, 30)

# ---------------------------------------------------------------- random tables

IDS = ("a", "b", "b-b", "c", "B", "d_1")
DATES = (
    "1990",
    "1991",
    "1991-05",
    "1991-05-06",
    "2001~",
    "2026",
    "2026-11-30",
    "2027-01",
    "1.2.2020",
    " 1990 ",
    "2001?",
)
LONG = "a quote with, commas and\nanother line"
CELLS: dict[str, tuple[str, ...]] = {
    "kind": (
        "sister-city",
        "sister-city",
        "exchange",
        "supports",
        "delegation",
        " supports ",
        "sistr-city",
        "river",
        "",
    ),
    "between": (
        "a; b",
        "b;a",
        "b-b; b",
        "c ; a",
        "a; c",
        "d_1; B",
        "a; a",
        "a",
        "a; b; c",
        "a; zz",
        "ä; b",
        "a;",
        "o; a",
        "",
        "",
    ),
    "from": ("a", "b", "c", " c", "zz", "o", ""),
    "to": ("a", "b", "d_1", "B ", "a b", "m", ""),
    "since": (*DATES, "", ""),
    "until": (*DATES, "..", "", "", ""),
    "on": (*DATES, "1990/1991", "", "", ""),
    "seen": (*DATES, "", "", ""),
    "status": ("active", "active", "ended", "planned", "", "unknown", "actve", " ended"),
    "source": ("s", "s", "t", " t ", "zz", ""),
    "quote": ("They signed.", LONG, 'so "quoted"', "", "", "nowhere"),
    "by": ("o", "a", "zz", "", "", ""),
    "id": ("t1", "t2", "sister-city.a.b", "x y", "a", "", "", ""),
    "title": ("The tie", "The t\u200bie", "Оsh", " "),
    "subject": ("trade; art", "trade", ";", "trade; trade", ""),
    "tags": ("x; y", "x", ""),
    "notes": ("anything", "é", ""),
    "on_behalf_of": ("o", "e", "zz", ""),
    "follows": ("t1", "sister-city.a.b", "zz", ""),
    "agreement.signed": (*DATES, ""),
    "agreement.expires": (*DATES, ""),
    "agreement.signed_by": ("m", "m; m", "zz", ""),
    "observations.trade": ("12", "many", ""),
    "name": ("Osh", "Ош", "İznik", "O\u200bsh", "Tel Aviv-Yafo", "Osh", " Osh ", ""),
    "country": ("KG", "TR", "KG", "l", "XX", ""),
    "coordinates": ("40.5; 72.8", "72.8; 40.5", "100; 2", "1;2;3", "41.0, 29.0", "-1.25; +3", "41", ""),
    "aliases": ("Osch; Osch", "Och", "KG", ""),
    "names.zh": ("景德镇", "奥什", "", ""),
    "names.ru": ("Ош", "", ""),
    "identifiers.wikidata": ("Q1", "Q2", "", ""),
    "identifiers.geonames": ("Q1", "12", ""),
    "part_of": ("a", "zz", "o", ""),
    "level": ("county", ""),
    "known_for": ("tea; silk", ""),
    "when": ("2019", "2021/2019", "2020/..", ""),
    "type": ("council", ""),
    "iso": ("KG", "XX", ""),
    "hue": ("red", ""),
}  # fmt: skip
REGISTER: dict[str, tuple[str, ...]] = {
    "kind": ("exchange",),
    "between": ("a; b", "b;a", "b-b; b", "c ; a", "a; c", "d_1; B", "B; a"),
    "from": ("a", "b"),
    "to": ("c", "d_1"),
    "since": ("1990", "1991-05", "2001", "2020~"),
    "until": ("1989", "1991-05-06", "2005", "1991", "1990", "1989-12"),
    "seen": ("1995", "2003", "1980"),
    "status": ("ended", "unknown"),
    "quote": ("", "They signed.", "nowhere"),
    "id": ("", "t1", "t2", "exchange.a.b"),
    "agreement.expires": ("1989", "2001"),
    "name": ("Osh", "Ош", "Tel Aviv-Yafo"),
    "country": ("KG",),
    "coordinates": ("40.5; 72.8", "41;72.25", "-0; 3", "72.8; 40.5"),
    "aliases": ("Och", "Osch; Osch", ""),
    "identifiers.wikidata": ("Q1", "Q2", ""),
    "when": ("2019", ""),
    "iso": ("KG", ""),
    "source": ("s", "t"),
}
"""Cells that are right, though perhaps not in one row."""
OPTIONAL = {
    "ties": (
        "since", "until", "on", "seen", "status", "source", "quote", "by", "id", "title", "subject", "tags", "notes",
        "on_behalf_of", "follows", "agreement.signed", "agreement.expires", "agreement.signed_by", "hue",
    ),
    "cities": (
        "country", "coordinates", "aliases", "names.zh", "names.ru", "identifiers.wikidata", "identifiers.geonames",
        "part_of", "level", "known_for", "tags", "notes", "source", "quote", "by", "hue",
    ),
    "events": ("when", "type", "country", "aliases", "source", "quote"),
    "countries": ("iso", "coordinates", "names.zh", "source"),
}  # fmt: skip
BESIDE = """\
officials:
  m: {name: The mayor}
organizations:
  o: {name: The council}
sources:
  s: {title: The paper, passages: [They signed.]}
  t: {title: The register}
"""


@st.composite
def tables(draw: st.DrawFn, section: str) -> bytes:
    """A table as people leave it: most cells are right, but there is every kind of mistake. Many rows are alike."""
    by = random.Random(draw(st.integers(0, 1 << 32)))
    columns = by.sample(OPTIONAL[section], by.randint(1, len(OPTIONAL[section])))
    is_register = by.random() < 0.5
    if is_register:
        columns = by.sample([column for column in OPTIONAL[section] if column in REGISTER], 2)
        columns = by.choice([columns, ["since", "until", "source"]]) if section == "ties" else columns
    if section == "ties":
        columns += [["between"], ["from", "to"], ["between", "from", "to"]][by.randrange(3)]
        columns += ["kind"] if by.random() < 0.97 else []
        columns += [] if "source" in columns or by.random() < 0.2 else ["source"]
    else:
        columns += ["id"] + (["name"] if by.random() < 0.97 else [])
    if by.random() < 0.03:
        columns.append("observations.trade")
    by.shuffle(columns)
    quoting = csv.QUOTE_ALL if by.random() < 0.2 else csv.QUOTE_MINIMAL
    out = io.StringIO(newline="")
    table = csv.writer(out, quoting=quoting, lineterminator=by.choice(["\n", "\n", "\r\n", "\r"]))
    table.writerow(columns)
    own = by.random() < 0.5
    usual = {column: _usual(column, by) for column in columns}
    if is_register:
        usual |= {column: list(REGISTER[column]) for column in columns if column in REGISTER}
    for number in range(draw(st.integers(0, 24))):
        rare = by.random() < (0.05 if is_register else 0.2)
        row = [
            by.choice(CELLS.get(column, (*IDS, "x y")) if rare and by.random() < 0.4 else usual[column])
            for column in columns
        ]
        if section != "ties" and own and not rare:
            row[columns.index("id")] = f"n{number}"
        how = by.random()
        if how < 0.02:
            row = row[:-1]
        elif how < 0.04:
            row = [*row, "more"]
        elif how < 0.06:
            row = [" " for _ in row]
        elif how < 0.07:
            out.write("\n")
        elif how < 0.08:
            out.write('x"y,z\n')
        elif how < 0.09:
            out.write(f"{'x' * 140_000},{','.join(row[1:])}\n")
        table.writerow(row)
    text = out.getvalue()
    return (text.rstrip("\r\n") if by.random() < 0.2 else text).encode()


def _usual(column: str, by: random.Random) -> list[str]:
    """What most cells of a column have: a text or two, which are right with few others."""
    cells = CELLS.get(column, IDS)
    first = cells[: max(2, len(cells) // 2)]
    return by.sample(first, min(2, len(first))) + [""] * (by.random() < 0.3)


@st.composite
def folders(draw: st.DrawFn) -> dict[str, bytes]:
    """A folder of tables, and of a file beside them."""
    held = {"beside.yaml": BESIDE.encode(), "cities.csv": draw(tables("cities")), "ties.csv": draw(tables("ties"))}
    for section in draw(st.sets(st.sampled_from(["ties", "events", "countries"]), max_size=2)):
        held[f"{section}-2.csv"] = draw(tables(section))
    return held


@st.composite
def dated_ties(draw: st.DrawFn) -> dict[str, bytes]:
    """A table of ties that differ in little but their dates."""
    by = random.Random(draw(st.integers(0, 1 << 32)))
    dates = ["", *(date for date in DATES if "." not in date), *REGISTER["until"]]
    status, kind = by.choice(["ended", "ended", "unknown", "active"]), by.choice(["exchange", "exchange", "delegation"])
    rows = ([*by.choices(dates, k=2), by.choice(["", *dates[:3]]), by.choice(["a; b", "c; b"])] for _ in range(24))
    text = "".join(f"{kind},{status},{','.join(row)}\n" for row in rows)
    return {"ties.csv": f"kind,status,since,until,seen,between\n{text}".encode()}


# ---------------------------------------------------------------- both ways

ROWS = {
    "files": "SELECT f, file, size, digest, problems, found, errors, turns FROM _files ORDER BY 1",
    "ids": "SELECT id FROM _ids ORDER BY 1",
    "declared": "SELECT f, id, type, name, detail FROM _declared JOIN _ids USING (n) WHERE type <> 256"
    " ORDER BY f, place",
    "unread": "SELECT DISTINCT f, id FROM _declared JOIN _ids USING (n) WHERE type = 256 ORDER BY 1, 2",
    "doubts": "SELECT f, row FROM _doubts ORDER BY 1, 2",
    "asks": "SELECT f, id, types FROM _asks JOIN _ids USING (n) ORDER BY 1, 2, 3",
    "nodes": "SELECT r, id, type, name, country, lat, lon, data FROM _nodes JOIN _ids USING (n) ORDER BY 1",
    "sources": "SELECT r, id, data FROM _sources JOIN _ids USING (n) ORDER BY 1",
    "ties": "SELECT t, one.id, other.id, kind, it.id, since, until, status, standing, life, data FROM _ties AS it"
    " JOIN _ids AS one ON one.n = a JOIN _ids AS other ON other.n = b ORDER BY 1",
    "names": "SELECT key, id, how, text, r, searched FROM _names JOIN _ids USING (n) ORDER BY 1, 2, 3, 4, 5",
    "citations": "SELECT f, id, cited, ties FROM _citations JOIN _ids USING (n) ORDER BY 1, 2",
    "standings": "SELECT * FROM _standings ORDER BY 1, 2",
    "days": "SELECT * FROM _days ORDER BY 1",
    "kinds": "SELECT * FROM _kinds ORDER BY 1",
}
"""All rows of a snapshot, with ids in place of their numbers, which depend on who comes first."""


def rows(folder: Path, *, in_sets: bool, looks: int = 2) -> dict[str, list[Any]]:
    """The rows of the snapshot of a folder whose tables are read in sets, or row by row; after the first look at each
    file, or the second."""
    with pytest.MonkeyPatch.context() as patch:
        if looks == 1:
            patch.setattr("citygraph.store.build.Builder.look_again", lambda *_: None)
        patch.setattr(cross_file, "_LARGE_TABLE", -1 if in_sets else 1 << 60)
        patch.setattr(csv_sets, "_WORTH_IT", 0)
        database = connect("")
        build(database, folder, graph_files(folder), TODAY, 0, alone=True)
        return {table: database.execute(question).fetchall() for table, question in ROWS.items()}


@contextmanager
def folder_of(held: dict[str, bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as scratch:
        for name, data in held.items():
            Path(scratch, name).write_bytes(data)
        yield Path(scratch)


def same(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> None:
    for table in ROWS:
        assert one[table] == other[table], table


@examples(60)
@given(held=folders() | dated_ties(), looks=st.sampled_from([1, 1, 2]))
def test_tables_read_in_sets_say_what_their_rows_say(held: dict[str, bytes], looks: int) -> None:
    with folder_of(held) as folder:
        same(rows(folder, in_sets=True, looks=looks), rows(folder, in_sets=False, looks=looks))


@given(
    st.lists(
        st.sampled_from(["41", "2", "41; 2", "-5.25;100", "1;2;3", "41;2;3;4", "0; 3", "95; 1", "1;2\n3;4", ""]),
        min_size=1,
    )
)
@example(["41", "1;2;3"])
@example(["41", "2"])
@example(["1;2\n3;4"])
def test_coordinates_read_together_are_those_of_each_cell(texts: list[str]) -> None:
    each = [plain_coordinates(text) for text in texts]
    together = plain_pairs(texts)
    assert (None if together is None else [list(pair) for pair in together]) == (None if None in each else each)


def test_a_large_table_with_latitudes_alone_lacks_coordinates(tmp_path: Path) -> None:
    cities = "".join(f"c{number},City {number},TR,41.5,s\n" for number in range(10))
    (tmp_path / "cities.csv").write_text(f"id,name,country,coordinates,source\n{cities}")
    same(rows(tmp_path, in_sets=True), rows(tmp_path, in_sets=False))


def test_a_table_with_more_dates_than_are_remembered_says_what_its_rows_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("citygraph.folder.csv_columns._MOST_REMEMBERED", 2)
    dates = ["1989", "2031", " 1990 ", *(str(1900 + number) for number in range(40))]
    ties = "".join(f"exchange,c{at}; c{at + 1},{date},s\n" for at, date in enumerate(dates))
    (tmp_path / "ties.csv").write_text(f"kind,between,since,source\n{ties}")
    same(rows(tmp_path, in_sets=True), rows(tmp_path, in_sets=False))


def test_a_register_is_read_in_sets_but_for_its_odd_rows(tmp_path: Path) -> None:
    """So that it is seen if a new column or check has all rows read one by one."""
    ids = [f"c{number}" for number in range(400)]
    cities = "".join(f"{id},City {id},KG,40.5; 72.8,Город {id},s\n" for id in ids)
    (tmp_path / "cities.csv").write_text("id,name,country,coordinates,names.ru,source\n" + cities, encoding="utf-8")
    several = zip(ids, ids[1:], range(400), strict=False)
    ties = "".join(f"exchange,{one}; {other},{1900 + at % 100},{2000 + at % 9},ended,s\n" for one, other, at in several)
    odd = "exchange,c1; c1,,,,s\nexchange,c1; c9,,2.3.2001,,s\nexchange\n"
    (tmp_path / "ties.csv").write_text("kind,between,since,until,status,source\n" + ties + odd, encoding="utf-8")
    for table, in_sets in (("cities.csv", 400), ("ties.csv", 399)):
        pieces = list(loader.in_sets(tmp_path, table, TODAY))
        sets = [piece for piece in pieces if isinstance(piece, RowSet)]
        assert sum(map(len, sets)) == in_sets
        assert len({shape for some in sets for shape in some.shapes}) == 1
    same(rows(tmp_path, in_sets=True), rows(tmp_path, in_sets=False))


# ---------------------------------------------------------------- ties that are alike


class Watched(dict[str, Any]):
    """A dict that notes which keys are read."""

    read: set[str]

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)


def ties_in(held: dict[str, bytes]) -> list[Record]:
    with folder_of(held) as folder:
        records = [record for file in sorted(held) for record in loader.read(folder, file).records]
    return [record for record in records if record.type == "tie"]


YAML = messy.folders().map(lambda held: {f"{n}.yaml": text for n, text in enumerate(held.values())})


def test_usual_rows_are_entered_in_sets_whatever_the_order_of_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that it is seen if a set and a single row come to say the same in two ways: then all rows are read singly."""
    known: list[bool] = []
    learn = SetWriter.learn

    def learnt(writer: SetWriter, shape: int, row: RowSet) -> None:
        learn(writer, shape, row)
        known.append(writer.shapes[shape] is not None)

    monkeypatch.setattr(SetWriter, "learn", learnt)
    cities = "".join(f"c{at},s,a note,City {at},Stadt {at},Город {at},40.5; 72.8,KG,x; y,Q{at}\n" for at in range(300))
    header = "id,source,notes,name,names.de,names.ru,coordinates,country,tags,identifiers.wikidata\n"
    (tmp_path / "cities.csv").write_text(header + cities, encoding="utf-8")
    ties = "".join(f"s,said so,a note,{1900 + at % 90},exchange,c{at}; c{at + 1}\n" for at in range(299))
    header = "source,quote,notes,since,kind,between\n"
    (tmp_path / "ties.csv").write_text(header + ties, encoding="utf-8")
    same(rows(tmp_path, in_sets=True), rows(tmp_path, in_sets=False))
    assert known == [True, True]


@examples(60)
@given(held=folders() | YAML | dated_ties() | dated_ties())
def test_checks_of_a_tie_alone_read_what_they_declare_and_find_the_same_in_ties_that_are_alike(
    held: dict[str, bytes],
) -> None:
    vocabulary, _ = vocabulary_of([])
    alone: Any = SelfContainedChecks(vocabulary, TODAY)
    found: dict[Any, Any] = {}
    for tie in ties_in(held):
        assert found.setdefault(likeness(tie, TODAY), judged(tie, alone)) == judged(tie, alone)
        data, places = tie.data, tie.places
        for check in CHECKS:
            if check.alone and "tie" in check.types:
                tie.data, tie.places = Watched(data), Watched(places)
                tie.data.read = tie.places.read = set()
                list(check.look(tie, alone))
                read = {key for key in tie.data.read if not key.startswith("history.")}
                assert read <= check.alone, check.rule.code
        tie.data, tie.places = data, places


def judged(tie: Record, alone: Any) -> Any:
    """What is found in a tie, and when that may change."""
    return is_clean_alone(tie, alone), next_turn(tie, TODAY)
