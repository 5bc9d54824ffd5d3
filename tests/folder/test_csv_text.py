"""Tables: that a record says the same as CSV and as YAML, and that every mistake in a table has its place."""

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.model import SECTIONS, keys_of
from citygraph.folder import access, csv_blocks, csv_header, loader
from citygraph.folder.parser import FileContents
from citygraph.world import World
from conftest import ROOT, citygraph, environment, examples
from records import as_yaml, worlds
from worlds import Loaded, load

Tables = Callable[..., Path]

CITIES = "id,name,country\nosh,Osh,KG\ntroyan,Troyan,BG\n"
SOURCES = "id,title\npaper,The paper\n"


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    """Writes a graph folder of tables: ``tables(cities="…", ties="…")``."""

    def write(**files: str | bytes) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


def places(folder: Path) -> list[tuple[str, int, int]]:
    return [(found.code, found.span.line, found.span.column) for found in load(folder).diagnostics]


def table(text: str | bytes, name: str = "cities.csv") -> FileContents:
    """What a table says."""
    with tempfile.TemporaryDirectory() as scratch:
        (Path(scratch) / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return loader.read(Path(scratch), name)


def found(text: str | bytes, name: str = "cities.csv") -> list[tuple[str, int, int, str, str]]:
    """What is wrong in a table by itself."""
    return [(one.code, one.span.line, one.span.column, one.message, one.hint) for one in table(text, name).diagnostics]


# ---------------------------------------------------------------- as YAML and as CSV


def flat(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in record.items():
        if key == "observations":
            for figure in value:
                column = f"{key}.{figure['property']}"
                yield from ((f"{column}.{inner}", figure[inner]) for inner in ("as_of", "unit") if inner in figure)
                if "value" in figure:
                    yield column, figure["value"]
        elif isinstance(value, dict):
            yield from ((f"{key}.{inner}", text) for inner, text in flat(value))
        else:
            yield key, "; ".join(value) if isinstance(value, list) else value


def as_csv(section: str, records: list[dict[str, Any]], draw: Callable[..., Any]) -> bytes:
    """A table of these records, with all columns that one of its kind needs, however programs write it."""
    rows = [dict(flat(record)) for record in records]
    keys = next(keys_of(one.record) for one in SECTIONS if one.key == section)
    needed = [
        *keys.required,
        *(["source"] if "source" in keys.all else []),
        *(["between"] if section == "ties" else []),
        *(["country"] if section == "cities" else []),
    ]
    header = draw(st.permutations([*dict.fromkeys([*needed, *(key for row in rows for key in row)])]))
    out = io.StringIO()
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    how = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])) if "\n" in end else csv.QUOTE_ALL
    write = csv.writer(out, lineterminator=end, quoting=how).writerow
    write(header)
    for row in rows:
        write([row.get(key, "") for key in header])
        if draw(st.integers(0, 5)) == 0:
            out.write(draw(st.sampled_from(["", "," * (len(header) - 1), "  "])) + end)
    text = out.getvalue()
    if draw(st.booleans()):
        text = text.removesuffix(end)
    return bytes(draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))) + text.encode()


def said(world: Loaded) -> tuple[object, object]:
    def hint(text: str) -> str:
        """The hint without a place, and with a value as a cell has it: in YAML its key stands before it."""
        return re.sub(r"`\w+: ([^`]*)`", r"`\1`", re.sub(r"at [\w.-]+:\d+", "at …", text))

    problems = Counter((one.code, one.severity, one.message, hint(one.hint)) for one in world.diagnostics)
    for one in world.records:  # figures are in order of their columns
        if "observations" in one.data:
            one.data["observations"].sort(key=lambda figure: figure["property"])
    return sorted((one.type, one.id, json.dumps(one.data, sort_keys=True)) for one in world.records), problems


@examples(50)
@given(data=st.data())
def test_a_world_says_the_same_as_yaml_and_as_tables(data: st.DataObject) -> None:
    world = data.draw(worlds())
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        (Path(one) / "world.yaml").write_text(as_yaml(world), encoding="utf-8")
        for section, records in world.items():
            (Path(other) / f"{section}-1.csv").write_bytes(as_csv(section, records, data.draw))
        yaml, tables = said(load(Path(one))), said(load(Path(other)))
        assert yaml[0] == tables[0]
        assert yaml[1] == tables[1]


# ---------------------------------------------------------------- laws of any file

PIECES = st.sampled_from(
    ["id,name,country\n", "kind,between,source\r\n", "osh", "Osh", "KG", "sister-city", "osh; troyan", ",", ",", ",",
     "\n", "\n", "\r\n", "\r", '"', '"', '""', "a", " ", ";", "\x00", "\u2028", "names.zh", "id", "country", "2021-13",
     "é", "\ufeff"]
)  # fmt: skip
HEADS = st.sampled_from(["", CITIES, "kind,from,to,since\n", "id,name,country,names.zh,aliases,coordinates\n"])
TEXTS = st.builds(lambda head, rest: head + "".join(rest), HEADS, st.lists(PIECES, max_size=30))
NAMES = st.sampled_from(["cities.csv", "cities-2.csv", "ties-x.csv", "statements.csv", "kinds.csv", "city.csv"])


def lines_of(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))


@examples(300)
@given(st.binary(max_size=200) | TEXTS.map(str.encode), NAMES)
def test_any_bytes_give_diagnostics_in_the_file_and_never_an_exception(data: bytes, name: str) -> None:
    lines = lines_of(data.decode(errors="replace"))
    for one in table(data, name).diagnostics:
        assert 1 <= one.span.line <= len(lines)
        line = lines[one.span.line - 1]
        assert 1 <= one.span.column <= len(line) + 1
        if one.code not in ("unknown-table", "empty-file", "not-utf8"):
            assert one.span.excerpt == line


def told(contents: FileContents) -> object:
    return (
        [
            (
                record.type, record.id, record.span(), record.data, {key: record.span(key) for key in record.places},
                [(one.words, record.document.span(*one.place)) for one in record.quotations],
                record.sound,
                [(one.target, one.types, record.document.span(*one.place), one.part) for one in record.references],
            )
            for record in contents.records
        ],
        Counter(contents.diagnostics),
        contents.unread,
    )  # fmt: skip


@examples(500)
@given(TEXTS, NAMES, st.integers(1, 40), st.integers(1, 40), st.integers(0, 60), st.integers(1, 3), st.integers(1, 3))
def test_cut_anywhere_a_table_says_the_same(
    text: str, name: str, block: int, least: int, more: int, every: int, remembered: int
) -> None:
    whole = told(table(text, name))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_blocks, "_LEAST", least)
        patch.setattr(csv_blocks, "_MOST", least + more)
        patch.setattr(csv_blocks, "_EVERY", every)
        patch.setattr(csv_header, "_MOST_REMEMBERED", remembered)
        patch.setattr(access, "_BLOCK", block)
        assert told(table(text, name)) == whole


CELL = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=4)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8))
def test_a_place_is_where_the_text_stands(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["id", "name", "country"], *rows])
    lines = lines_of(out.getvalue())
    for record in table(out.getvalue()).records:
        for key in record.data.keys() & record.places:
            span = record.span(key)
            words = str(record.data[key]).replace('"', '""')
            shown = lines[span.line - 1][span.column - 1 :][: span.length]
            # A reference is read in NFC, whatever the form in which it is written.
            assert normalize("NFC", shown).startswith(normalize("NFC", words))
            assert span.length == max(1, len(shown)) if words else span.length == 1


# ---------------------------------------------------------------- by example


def test_a_row_is_a_record_and_a_column_a_key(tables: Tables) -> None:
    graph = tables(
        cities="id,name,names.zh,country,coordinates,aliases,identifiers.wikidata,source\n"
        "osh,Osh,奥什,KG,40.51; 72.8, Oš ;Och,Q174456,paper\n"
        'troyan,"Troyan, Lovech",,BG,,,,\n',
        ties="kind,between,from,to,agreement.signed,agreement.signed_by,source,quote\n"
        'sister-city,osh; troyan,,,2021-10-19,mayor;other,paper,"They said ""yes"""\n'
        "supports,,osh,troyan,,,paper,\n",
        officials="id,name\nmayor,The mayor\nother,Another\n",
        sources=SOURCES,
    )
    read = load(graph)
    assert read.diagnostics == ()
    data = {one.id: one.data for one in read.records}
    cited = {"source": "paper", "quote": None, "by": None}
    assert data["osh"] == {
        "name": "Osh", "names": {"zh": "奥什"}, "country": "KG", "coordinates": [40.51, 72.8], "aliases": ["Oš", "Och"],
        "identifiers": {"wikidata": "Q174456"}, "evidence": [cited],
    }  # fmt: skip
    assert data["troyan"] == {"name": "Troyan, Lovech", "country": "BG", "evidence": []}
    tie = data["sister-city.osh.troyan"]
    assert tie["agreement"] == {"signed": "2021-10-19", "signed_by": ["mayor", "other"]}
    assert tie["evidence"] == [{**cited, "quote": 'They said "yes"'}]
    assert data["supports.osh.troyan"]["evidence"] == [cited]


def test_the_manuals_tables_are_sound(tables: Tables) -> None:
    cities, ties = re.findall(
        r"^```csv\n(.*?)^```", (ROOT / "docs/format.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert load(tables(cities=cities, ties=ties, sources="id,title\natlas,The atlas\n")).diagnostics == ()


def test_tables_and_yaml_are_one_folder(tables: Tables) -> None:
    graph = tables(cities=CITIES)
    (graph / "more").mkdir()
    (graph / "more/ties-2024.csv").write_text("kind,between,source\nsister-city,osh; troyan,paper\n")
    (graph / "world.yaml").write_text("sources: {paper: {title: The paper}}\ncities: {osh: {name: Och, country: KG}}\n")
    world = World(graph)
    assert world.files == ("cities.csv", "more/ties-2024.csv", "world.yaml")
    (twice,) = world.diagnostics
    assert (twice.code, twice.span.file) == ("duplicate-id", "world.yaml")
    assert "cities.csv:2" in twice.message + twice.hint
    assert world.path("Osh", "Troyan").data.length == 1
    with (graph / "more/ties-2024.csv").open("a") as more:
        more.write("sister-city,osh; nowhere,paper\n")
    assert [(one.code, one.span.line) for one in World(graph).diagnostics] == [("dangling-end", 3), ("duplicate-id", 2)]


def test_one_id_twice_in_a_table(tables: Tables) -> None:
    ties = "kind,between,source\n" + 2 * "exchange,osh;troyan,paper\n"
    graph = tables(cities=CITIES + "osh,Och,KG\n", ties=ties, sources=SOURCES)
    assert places(graph) == [("duplicate-id", 4, 1), ("duplicate-id", 3, 1)]


def test_what_is_no_table_of_the_graph_is_told_and_hidden_files_are_left_alone(tables: Tables) -> None:
    graph = tables(citys=CITIES, ties_2024="", register="a,b\n", **{".raw": "a,b\n"})
    (graph / "Sources.CSV").write_text(SOURCES)
    assert [(one.code, one.span.file, one.hint) for one in load(graph).diagnostics] == [
        ("unknown-table", "Sources.CSV", "did you mean `sources.csv`?"),
        ("unknown-table", "citys.csv", "did you mean `cities.csv`?"),
        (
            "unknown-table",
            "register.csv",
            "name it `cities.csv`, `ties-2024.csv` …; if it is not a table of the graph, begin its name with a dot",
        ),
        ("unknown-table", "ties_2024.csv", "did you mean `ties-2024.csv`?"),
    ]


def test_what_a_table_that_cannot_be_read_may_declare_is_not_missed(tables: Tables) -> None:
    graph = tables(citys=CITIES, ties="kind,between,source\nexchange,osh; troyan,paper\n", sources=SOURCES)
    assert [code for code, _, _ in places(graph)] == ["unknown-table"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_mistakes_have_their_cell_whatever_ends_a_line(tables: Tables, end: str, mark: bytes) -> None:
    ties = (
        "kind,between,since,until,status,source,quote\n"
        'sister-city,osh; troyan,2021,,active,paper,"two\nlines, and\na comma"\n'
        "\n"
        "exchange,osh; izink,2021-13,,  actve,paper,\n"
        "   \n"
        ",,,,,,\n"
        '"exchange","osh;  osh",2021,2019,,"papr","奥什"\n'
        "sistr-city,osh,,..,,,\n"
    )
    graph = tables(
        cities=mark + CITIES.replace("\n", end).encode(), ties=mark + ties.replace("\n", end).encode(), sources=SOURCES
    )
    assert places(graph) == [
        ("dangling-end", 6, 15),
        ("invalid-date", 6, 21),
        ("unknown-status", 6, 32),
        ("same-ends", 9, 13),
        ("reversed-dates", 9, 29),
        ("unknown-source", 9, 36),
        ("missing-evidence", 10, 1),
        ("unknown-kind", 10, 1),
        ("wrong-number-of-ends", 10, 12),
    ]
    shown = [one.span for one in load(graph).diagnostics]
    assert [span.excerpt[span.column - 1 :][: span.length] for span in shown] == [
        "izink", "2021-13", "actve", "osh;  osh", "2019", "papr", "s", "sistr-city", "osh",
    ]  # fmt: skip


def test_rows_that_say_the_same_share_nothing_that_can_change() -> None:
    text = "id,name,country,names.zh,aliases,part_of\n" + "osh,Osh,KG,奥什,Och; Oš,\n" * 2
    one, other = table(text).records
    assert one.data == other.data
    for key in ("aliases", "names", "evidence"):
        assert one.data[key] is not other.data[key]
    assert (one.span("names").line, one.span("names").column) == (2, 12)
    wrong = table(text.replace("Och; Oš", "Och;")).records[1]
    assert (wrong.span("names").line, wrong.span("names").column) == (3, 12)


def test_a_row_that_lacks_something(tables: Tables) -> None:
    graph = tables(cities=CITIES + "iznik,,TR\n,Oslo,NO\nSão,São Tomé,ST\n")
    assert places(graph) == [("missing-key", 4, 1), ("missing-key", 5, 1), ("invalid-id", 6, 1)]


HEADERS = {
    "id;name;country\nosh;Osh;KG\n": (
        ("no-header", 1, 1),
        "separate cells with commas, not with semicolons: save it as CSV UTF-8 (comma delimited)",
    ),
    "id\tname\tcountry\n": (
        ("no-header", 1, 1),
        "separate cells with commas, not with tabs: save it as CSV UTF-8 (comma delimited)",
    ),
    "sep=,\nid,name,country\n": (("no-header", 1, 1), "take this line out: it is an instruction for a spreadsheet"),
    "\nosh,Osh,KG\n": (("no-header", 2, 1), "name the columns in the first row: id,name,country"),
    "# cities\nid,name,country\n": (("no-header", 1, 1), "name the columns in the first row: id,name,country"),
    "": (("empty-file", 1, 1), ""),
    "\n \n": (("empty-file", 1, 1), ""),
    "id,name,country\n": (("empty-file", 1, 1), ""),
    "name,country\nOsh,KG\n": (("missing-key", 1, 1), "each row of `cities` needs an id"),
    "id,nmae,name,country\nosh,Osh,Osh,KG\n": (("unknown-key", 1, 4), "`name` is here already"),
    "id,name,country,NAME\nosh,Osh,KG,\n": (("unknown-key", 1, 17), "`name` is here already"),
    "id,name,country, name\nosh,Osh,KG,Och\n": (("duplicate-key", 1, 18), "the first is column 2"),
    "id,name,country,names\nosh,Osh,KG,\n": (("wrong-shape", 1, 17), "name the column `names.zh`"),
    "id,name,country,name.zh\nosh,Osh,KG,\n": (("unknown-key", 1, 17), "did you mean `names.zh`?"),
    "id,name,country,names.chinese!\nosh,Osh,KG,\n": (
        ("invalid-language", 1, 17),
        "write a BCP 47 tag: zh, zh-Hant, sr-Latn",
    ),
    "id,name,country,evidence\nosh,Osh,KG,\n": (
        ("wrong-shape", 1, 17),
        "write these records as YAML, or use the columns `source`, `quote`, `by`",
    ),
    "id,name,country,observations\nosh,Osh,KG,\n": (("wrong-shape", 1, 17), "write these records as YAML"),
    "id,name,country,source,observations.population.asof\nosh,Osh,KG,,\n": (
        ("unknown-key", 1, 24),
        "did you mean `as_of`?",
    ),
    "id,name,country,observations.population\nosh,Osh,KG,250000\n": (
        ("missing-evidence", 1, 1),
        "add a column `source`, and `quote` with its words",
    ),
    "id,name\nosh,Osh\ntroyan,Troyan\n": (
        ("missing-country", 1, 1),
        "write its ISO 3166-1 code, or the id of a `countries` record",
    ),
    "id,country\nosh,KG\ntroyan,BG\n": (("missing-key", 1, 1), "The usual English name"),
    'id,"name,country\n': (("table-syntax", 1, 4), "close it; a quote within a cell is written twice"),
    "id,name," + 200_000 * "x" + "\nosh,Osh\n": (
        ("table-syntax", 1, 1),
        "is there a quote that is not closed? If not, shorten it",
    ),
}


@pytest.mark.parametrize("text", HEADERS, ids=lambda text: repr(text[:40].splitlines()[:1]))
def test_what_is_wrong_with_a_header_is_told_once(text: str) -> None:
    place, hint = HEADERS[text]
    assert [(*one[:3], one[4]) for one in found(text)] == [(*place, hint)]


def test_ties_without_a_column_that_all_of_them_need() -> None:
    assert [one[:4] for one in found("kind,from\nsupports,osh\nsupports,troyan\n", "ties.csv")] == [
        ("missing-key", 1, 1, "the table has no column `to`"),
        ("missing-evidence", 1, 1, "the table names no source for its ties"),
    ]
    assert [record.sound for record in table("kind,source\nexchange,paper\n", "ties.csv").records] == [False]


def test_a_dated_history_has_no_column() -> None:
    text = "kind,between,status.is,source\nexchange,osh; troyan,active,paper\n"
    assert [(*one[:3], one[4]) for one in found(text, "ties.csv")] == [
        ("unknown-key", 1, 14, "a dated history is a list of records: write it as YAML")
    ]


ROWS = {
    "osh,Osh,KG,\n": ("wrong-number-of-cells", 2, 12, "the row has 4 cells, the header 3"),
    "osh,Osh, Kyrgyzstan,KG\n": ("wrong-number-of-cells", 2, 21, "the row has 4 cells, the header 3"),
    "osh,Osh\n": ("wrong-number-of-cells", 2, 5, "the row has 2 cells, the header 3"),
    "osh\n": ("wrong-number-of-cells", 2, 1, "the row has one cell, the header 3"),
    "# a remark\n": ("wrong-number-of-cells", 2, 1, "the row has one cell, the header 3"),
    'osh,"Osh,KG\n': ("table-syntax", 2, 5, "the quote that opens this cell is never closed"),
    'osh,Osh "the old",KG\n': ("table-syntax", 2, 9, "a quote stands in a cell that does not begin with one"),
    'osh, "Osh",KG\n': ("table-syntax", 2, 6, "a quote stands in a cell that does not begin with one"),
    'osh,"Osh" the old,KG\n': ("table-syntax", 2, 9, "this quote closes the cell, but the cell goes on"),
    "osh,O\0sh,KG\n": ("table-syntax", 2, 6, "the character U+0000 is not allowed"),
    'osh,"O\x07\nsh",KG\n': ("table-syntax", 2, 7, "the character U+0007 is not allowed"),
    'osh,"O\nsh\x07",KG\n': ("table-syntax", 3, 3, "the character U+0007 is not allowed"),
    "osh," + 200_000 * "x" + ",KG\n": ("table-syntax", 2, 1, "a cell has more than 131,072 characters"),
    'osh,"' + 100_000 * "x\n" + '",KG\n': ("table-syntax", 2, 1, "a cell has more than 131,072 characters"),
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: repr(row[:24]))
def test_a_row_that_cannot_be_read_costs_itself(row: str) -> None:
    text = "id,name,country\n" + row + "bern!,Bern,CH\n"
    contents = table(text)
    assert [one[:4] for one in found(text)] == [
        ROWS[row],
        ("invalid-id", text.count("\n"), 1, "`bern!` cannot be an id"),
    ]
    assert [record.id for record in contents.records] == ["bern!"]
    assert contents.unread <= {"osh", "# a remark"}


def test_a_quote_that_the_next_rows_quote_closes() -> None:
    text = 'id,name,country\nosh,"Osh,KG\niznik,"Iznik",TR\nbern,Bern,CH\n'
    assert found(text)[0][:4] == (
        "table-syntax", 2, 5, "the quote that opens this cell is closed 1 line below, within a cell",
    )  # fmt: skip
    assert [record.id for record in table(text).records] == ["iznik", "bern"]


def test_a_cell_in_a_column_without_a_name() -> None:
    text = "id,name,country,,\nosh,Osh,KG,,\niznik,Iznik,TR,,x\n"
    assert found(text) == [
        ("wrong-number-of-cells", 3, 17, "this cell stands in a column without a name", "name it in the first row")
    ]


@pytest.mark.parametrize(
    ("data", "place", "hint"),
    [
        (CITIES.encode() + "bern,Bärn,CH\n".encode("latin-1"), (4, 7), "save it as CSV UTF-8"),
        (CITIES.encode("utf-16"), (1, 1), "it looks like UTF-16; save it as CSV UTF-8"),
    ],
    ids=["Latin-1", "UTF-16"],
)
def test_what_is_not_utf8(data: bytes, place: tuple[int, int], hint: str) -> None:
    assert [(code, (line, column), way) for code, line, column, _, way in found(data)] == [("not-utf8", place, hint)]
    assert table(data).unread == {"*"}


def test_a_long_line_is_cut_where_it_is_shown() -> None:
    (one,) = table("id,name,country,notes\nosh,Osh,KG,x\ntroyan!,Troyan,BG," + "x" * 100_000 + "\n").diagnostics
    assert (one.code, one.span.line, one.span.column) == ("invalid-id", 3, 1)
    assert len(one.span.excerpt) < 1000


def test_a_file_that_is_no_table_at_all(tmp_path: Path) -> None:
    (tmp_path / "cities.csv").write_bytes(b"x" * (csv_blocks._LONGEST_LINE + 2 * access._BLOCK))
    assert places(tmp_path) == [("table-syntax", 1, 1)]
    (tmp_path / "cities.csv").unlink()
    (tmp_path / "cities.csv").symlink_to(tmp_path / "nowhere.csv")
    assert places(tmp_path) == [("unreadable-file", 1, 1)]


def test_check_shows_the_line_of_a_table(tables: Tables) -> None:
    tables(cities=CITIES.replace("KG", "KX"))
    ran = citygraph("check", "--graph", ".", cwd=tables())
    assert ran.code == 1
    assert "cities.csv:2:9: error[unknown-country] " in ran.out
    assert "2 | osh,Osh,KX\n            ^^\n" in ran.out


MEASURE = """
import resource, sys
from pathlib import Path
from citygraph.folder import csv_blocks, loader
csv_blocks._LEAST, csv_blocks._MOST = 1 << 13, 1 << 14
print(sum(len(piece.records) for piece in loader.pieces(Path(sys.argv[1]), "ties.csv")))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_a_table_of_any_length_needs_little_memory(tables: Tables) -> None:
    def measured(rows: int) -> int:
        text = "".join(f"exchange,c{row}; c{row + 1},paper,these are the words of row {row}\n" for row in range(rows))
        graph = tables(ties="kind,between,source,quote\n" + text)
        ran = subprocess.run(
            [sys.executable, "-c", MEASURE, graph], env=environment(), capture_output=True, encoding="utf-8", check=True
        )
        records, memory = map(int, ran.stdout.split())
        assert records == rows
        return memory

    assert measured(80_000) < 1.2 * measured(20_000)
