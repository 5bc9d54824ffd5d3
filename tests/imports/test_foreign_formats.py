"""Workbooks and JSON give rows of text, whole and as they stand; what they leave open is asked; and a file is read as
what it is, whatever it is called."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.detect import reader_for, reader_of
from citygraph.imports.readers import ForeignRow, LeftOut, UnreadableRow
from conftest import citygraph, examples
from imported import put, read, values
from workbooks import (
    DAY,
    HIDDEN_COLUMNS_B_C,
    HIDDEN_ROW_2,
    MONTH,
    YEAR,
    compound,
    ods,
    ods_rows,
    packed,
    rows_xml,
    xls,
    xlsb,
    xlsx,
)
from workbooks import cell as xlsx_cell


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("readers")


# ---------------------------------------------------------------- laws

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=12).map(
    lambda text: " ".join(text.split())  # OpenDocument has elements for more than one space
)
CELLS = st.one_of(
    TEXTS.filter(bool),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(float),
    st.dates(date(1901, 1, 1)),
)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5)


def shown(value: Any) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


@examples(30)
@given(TABLES, st.sampled_from(["xlsx", "xlsb", "ods", "xls"]))
@example([["=1+1", 0.1, date(1999, 12, 31)]], "xls")
def test_each_cell_of_a_workbook_is_the_text_that_it_shows(scratch: Path, rows: list[list[Any]], form: str) -> None:
    table = [["city", "since", "figure"], *rows]
    data = {
        "xlsx": lambda: xlsx({"List": table}),
        "xlsb": lambda: xlsb(table),
        "ods": lambda: ods(ods_rows(table)),
        "xls": lambda: xls(table),
    }[form]()
    found = [list(row.values()) for row in values("xlsx", put(scratch, data, f"law.{form}"))]
    assert found == [list(map(shown, row)) for row in rows]


NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,5})?(e[0-9]{1,3})?", fullmatch=True)
OBJECTS = st.lists(
    st.dictionaries(st.sampled_from(["city", "since", "id"]), TEXTS.map(json.dumps) | NUMBERS, min_size=1), min_size=1
)


@examples(30)
@given(OBJECTS, st.booleans())
def test_objects_of_json_keep_their_texts_and_the_digits_of_their_numbers(
    scratch: Path, objects: list[dict[str, str]], in_lines: bool
) -> None:
    written = ["{" + ", ".join(f'"{name}": {text}' for name, text in one.items()) + "}" for one in objects]
    expected = [
        {name: json.loads(text).strip() if text.startswith('"') else text for name, text in one.items()}
        for one in objects
    ]
    text = "\n".join(written) if in_lines else f"[{', '.join(written)}]"
    assert values("jsonl" if in_lines else "json", put(scratch, text)) == expected


SMALL = {
    "xlsx": xlsx({"A": [["City", "Since"], ["Lille", date(1990, 5, 13)], [1.5, None]], "B": []}),
    "ods": ods(ods_rows([["City", "Since"], ["Lille", date(1990, 5, 13)]])),
    "xls": xls([["City", "Since"], ["Lille", date(1990, 5, 13)]]),
    "xlsb": xlsb([["City", "Since"], ["Lille", date(1990, 5, 13)]], style=MONTH, hidden_row=1, merged=(0, 1, 0, 0)),
    "json": b'{"data": [{"city": "Lille", "in": {"iso": "FR"}, "partners": [{"name": "Leeds"}]}, {"city": null}]}',
    "jsonl": b'{"city": "Lille"}\n{"city": "Leeds", "n": [1, 2]}\n',
    "geojson": b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Lille"}, '
    b'"geometry": {"type": "Point", "coordinates": [3.06, 50.63]}}]}',
}


@pytest.mark.parametrize("form", SMALL)
@examples(40)
@given(st.randoms(use_true_random=False))
def test_a_damaged_file_gives_rows_or_one_plain_sentence(form: str, scratch: Path, random: random.Random) -> None:
    data = bytearray(SMALL[form])
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(data) + 1)
        data[at : at + random.randint(0, 4)] = random.choice(
            [b"", b"<", b'"', b"\xff\xff", random.randbytes(2), b"[" * 3000]
        )
    if random.random() < 0.2:
        del data[random.randrange(len(data)) :]
    file = put(scratch, bytes(data), f"damaged.{form}")
    for reads in (lambda: read("xlsx" if form in ("ods", "xls", "xlsb") else form, file), lambda: reader_of(file)):
        said = ""
        try:
            reads()
        except OpenQuestions:
            pass
        except CityGraphError as error:
            said = str(error)
        assert len(said.splitlines()) <= 1


# ---------------------------------------------------------------- workbooks


def test_a_workbook_becomes_ties_with_real_dates(tmp_path: Path) -> None:
    rows = [
        ["City", "Country", "Partner city", "Partner country", "Since"],
        ["Nantes", "France", "Cardiff", "United Kingdom", 1964.0],
        ["Nantes", "France", "Saarbrücken", "Germany", date(1965, 5, 12)],
    ]
    ran = citygraph("import", "xlsx", put(tmp_path, xlsx({"List": rows}), "list.xlsx"), "--into", tmp_path / "g")
    assert ran.code == 0, ran.err
    answer = citygraph("sql", "SELECT name, since FROM neighbors WHERE node_name = 'Nantes'", "--graph", tmp_path / "g",
                       "--format", "csv")  # fmt: skip
    assert sorted(answer.out.splitlines()[1:]) == ["Cardiff,1964", "Saarbrücken,1965-05-12"]


def test_a_date_is_no_finer_than_it_is_shown(tmp_path: Path) -> None:
    styled = ((date(1990, 5, 1), MONTH), (date(1990, 1, 1), YEAR), (date(1990, 1, 1), DAY))
    row = "".join(xlsx_cell(f"{'ABC'[at]}2", day, style) for at, (day, style) in enumerate(styled))
    sheet = rows_xml([["month", "year", "day"]]) + f'<row r="2">{row}</row>'
    (found,), said = read("xlsx", put(tmp_path, xlsx({"A": sheet}), "a.xlsx"))
    assert isinstance(found, ForeignRow)
    assert list(found.values.values()) == ["1990-05", "1990", "1990-01-01"]
    assert said == ["a.xlsx: 2 dates are shown without their day, and are read so"]
    for (day, style), text in zip(styled, found.values.values(), strict=True):
        assert values("xlsx", put(tmp_path, xls([["since"], [day]], style=style), "a.xls")) == [{"since": text}]
        assert values("xlsx", put(tmp_path, xlsb([["since"], [day]], style=style), "a.xlsb")) == [{"since": text}]
        shown = "<number:year/>" + ("<number:month/>" * (style != YEAR)) + ("<number:day/>" * (style == DAY))
        styles = f'<number:date-style style:name="N">{shown}</number:date-style><style:style style:name="c" \
style:family="table-cell" style:data-style-name="N"/>'
        rows = ods_rows([["since"], [day]]).replace("<table:table-cell", '<table:table-cell table:style-name="c"')
        assert values("xlsx", put(tmp_path, ods(rows, styles), "a.ods")) == [{"since": text}]


def test_several_sheets_with_rows_are_asked_about_and_hidden_ones_are_named(tmp_path: Path) -> None:
    one, other = [["City", "Partner"], ["Lille", "Leeds"]], [["Name", "Title"], ["Ann", "Mayor"]]
    file = put(tmp_path, xlsx({"Our towns": one, "Empty": [], "People": other}), "a.xlsx")
    with pytest.raises(OpenQuestions) as asked:
        read("xlsx", file)
    (question,) = asked.value.questions
    assert [(one.option, one.samples) for one in question.readings] == [
        ("--sheet 'Our towns'", ("City", "Partner")),
        ("--sheet People", ("Name", "Title")),
        ("--sheet all", ()),
    ]
    assert (
        values("xlsx", file, sheet="People") == values("xlsx", file, sheet="3") == [{"Name": "Ann", "Title": "Mayor"}]
    )
    assert values("xlsx", file, sheet="our towns") == [{"City": "Lille", "Partner": "Leeds"}]
    with pytest.raises(CityGraphError, match="no sheet `Peple`; did you mean `People`"):
        read("xlsx", file, sheet="Peple")
    file = put(tmp_path, xlsx({"Towns": one, "Old": other}, hidden=["Old"]), "a.xlsx")
    rows, said = read("xlsx", file)
    assert len(rows) == 1
    assert "a.xlsx: hidden sheets are left out: `Old`; --sheet Old reads one" in said
    with pytest.raises(OpenQuestions, match="only hidden sheets"):
        read("xlsx", put(tmp_path, xlsx({"Towns": [], "Old": other}, hidden=["Old"]), "a.xlsx"))


def test_merged_cells_hold_for_all_of_them_and_a_title_stays_one(tmp_path: Path) -> None:
    merged = '<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>'
    rows = [["Partners of our towns", None], ["Lille", "Leeds"], [None, "Köln"]]
    file = put(tmp_path, xlsx({"A": rows}, after=merged), "a.xlsx")
    found, said = read("xlsx", file, header=False)
    assert [row.values for row in found if isinstance(row, ForeignRow)] == [
        {"1": "Lille", "2": "Leeds"}, {"1": "Lille", "2": "Köln"}
    ]  # fmt: skip
    assert [(row.line, row.what) for row in found if isinstance(row, LeftOut)] == [(1, "Partners of our towns")]
    assert said == ["a.xlsx: what stands in merged cells holds for all of them: `Lille` (rows 2 to 3)"]
    text = '<table:table-cell office:value-type="string"><text:p>'
    spanning = (
        ods_rows([["City", "Partner"], ["Lille", "Leeds"], ["", "Köln"]])
        .replace(f"{text}Lille", text.replace(" ", ' table:number-rows-spanned="2" ', 1) + "Lille")
        .replace(f"{text}</text:p></table:table-cell>", "<table:covered-table-cell/>")
    )
    assert [row["City"] for row in values("xlsx", put(tmp_path, ods(spanning), "a.ods"))] == ["Lille", "Lille"]


def test_formulas_without_a_value_are_told(tmp_path: Path) -> None:
    sheet = rows_xml([["City"], ["Lille"]]) + '<row r="3"><c r="A3"><f>A2</f><v></v></c></row>'
    _, said = read("xlsx", put(tmp_path, xlsx({"A": sheet}), "a.xlsx"))
    assert said == ["a.xlsx: 1 formula has no value in the file, so its cell is empty; open the workbook, and save it"]


LIST: list[list[Any]] = [["City", "Country", "Remark"], ["Lille", "FR", "x"], ["Leeds", "GB", "y"]]
ODS_HIDDEN = (
    '<table:table-column/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>'
    + ods_rows(LIST[:1])
    + ods_rows(LIST[1:2]).replace("<table:table-row", '<table:table-row table:visibility="collapse"')
    + ods_rows(LIST[2:])
)
XLSX_HIDDEN = rows_xml(LIST).replace('<row r="2"', '<row r="2" hidden="1"')


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", xlsx({"A": XLSX_HIDDEN}, before='<cols><col min="2" max="3" hidden="1"/></cols>')),
        ("a.xlsb", xlsb(LIST, hidden_row=1, hidden_columns=(1, 2))),
        ("a.xls", xls(LIST, of_sheet=HIDDEN_COLUMNS_B_C + HIDDEN_ROW_2)),
        ("a.ods", ods(ODS_HIDDEN)),
    ],
)
def test_hidden_rows_and_columns_are_read_and_told(name: str, data: bytes, tmp_path: Path) -> None:
    rows, said = read("xlsx", put(tmp_path, data, name))
    assert len(rows) == 2
    assert said == [f"{name}: 1 hidden row is read, too", f"{name}: 2 hidden columns are read, too"]


def test_a_binary_workbook_has_merged_cells_and_hidden_sheets(tmp_path: Path) -> None:
    table = [["City", "Partner"], ["Lille", "Leeds"], [None, "Köln"]]
    file = put(tmp_path, xlsb(table, merged=(1, 2, 0, 0), is_hidden=True), "a.xlsb")
    assert reader_of(file) == "xlsx"
    rows, said = read("xlsx", file)
    assert [row.values["City"] for row in rows if isinstance(row, ForeignRow)] == ["Lille", "Lille"]
    assert "a.xlsb: hidden sheets are left out: `Other`; --sheet Other reads one" in said


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">{}</row>'
REPEATED = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" '
    'office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
)
WIDE = "".join("<c><v>1</v></c>" for _ in range(5000))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("far.xlsx", xlsx({"A": FAR.format('<c r="XFD1048576"><v>2</v></c>')}), "spans 17,179,869,184 cells"),
        ("odd.xlsx", xlsx({"A": FAR.format("<c t='n' r='XFD1048576'><v>2</v></c>")}), "spans 17,179,869,184 cells"),
        ("unnamed.xlsx", xlsx({"A": f"<row>{WIDE}</row>" + "<row><c><v>1</v></c></row>" * 6000}), "spans 30,005,000"),
        ("far.xls", xls([["City"]], far=(65535, 65535)), "spans 4,294,967,296 cells"),
        ("far.ods", ods(REPEATED), "spans 16,384,000,000 cells"),
        ("bomb.xlsx", packed({"[Content_Types].xml": "x", "xl/sheet1.xml": b" " * 2_000_000}), "unpacked, the"),
        ("locked.xls", xls([["City"]], extra=b"\x2f\0\x02\0\0\0"), "has a password"),
        ("locked.xlsx", compound({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "has a password"),
        ("letter.xls", compound({"WordDocument": b"x"}), "this is a Word document"),
        ("far.xlsb", xlsb([["City"]], far=(1048575, 16383)), "spans 17,179,869,184 cells"),
        ("odd.xlsb", xlsb([["City"]], far=(0xFFFFFFFF, 0xFFFFFFFF)), "cells"),
        ("cut.xlsb", packed({"[Content_Types].xml": "x", "xl/workbook.bin": b"x"}), "damaged"),
        ("empty.xlsx", xlsx({"A": [], "B": []}), "no sheet with rows"),
    ],
)  # fmt: skip
def test_a_workbook_that_cannot_be_read_says_why(
    name: str, data: bytes, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYGRAPH_LIMITS", "source=1M")
    with pytest.raises(CityGraphError) as refused:
        read("xlsx", put(tmp_path, data, name))
    assert says in str(refused.value)
    assert str(refused.value).startswith(f"{tmp_path / name}: ")


def test_cells_that_are_empty_but_have_a_colour_far_away_do_no_harm(tmp_path: Path) -> None:
    sheet = rows_xml([["City"], ["Lille"]]) + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert values("xlsx", put(tmp_path, xlsx({"A": sheet}), "a.xlsx")) == [{"City": "Lille"}]


# ---------------------------------------------------------------- JSON


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('{"meta": {"count": 1}, "data": {"items": [{"a": 1.10, "b": true, "c": null, "d": [1, "x"]}]}}',
         [{"a": "1.10", "b": "true", "c": "", "d": "1; x"}]),
        ('[{"city": "A", "of": {"iso": "FR"}, "with": [{"name": "B"}, {"name": "C"}]}, {"city": "D", "with": []}]',
         [{"city": "A", "of.iso": "FR", "with.name": "B"}, {"city": "A", "of.iso": "FR", "with.name": "C"},
          {"city": "D"}]),
        ('[["city", "n"], ["Lille", 1]]', [{"city": "Lille", "n": "1"}]),
        ('{"city": ["Lille", "Leeds"], "n": [1, 2]}', [{"city": "Lille", "n": "1"}, {"city": "Leeds", "n": "2"}]),
        ('{"city": {"0": "Lille", "1": "Leeds"}, "n": {"0": 1, "1": 2}}',
         [{"city": "Lille", "n": "1"}, {"city": "Leeds", "n": "2"}]),
        ('{"q1": {"city": "Lille"}, "q2": {"city": "Leeds"}}',
         [{"key": "q1", "city": "Lille"}, {"key": "q2", "city": "Leeds"}]),
        ('[{"a.b": 1, "a": {"b": 2}}]', [{"a.b": "1", "a.b (again)": "2"}]),
        ('\ufeff[{"at": {"type": "Point", "coordinates": [3.1, 50.6]}, "n": NaN}]',
         [{"at.lon": "3.1", "at.lat": "50.6", "n": ""}]),
        ('{"city": "Lille"}\n{"city": "Leeds"}\n', [{"city": "Lille"}, {"city": "Leeds"}]),
        ('{"type": "FeatureCollection", "features": [{"type": "Feature", "id": 7, "properties": {"name": "Lille"}, '
         '"geometry": {"type": "Point", "coordinates": [3.06, 50.63]}}]}',
         [{"id": "7", "name": "Lille", "lon": "3.06", "lat": "50.63"}]),
    ],
    ids=["inside", "lists", "lists of lists", "columns", "pandas", "names", "dots", "point", "lines", "geojson"],
)  # fmt: skip
def test_json_of_any_shape_gives_rows(text: str, rows: list[dict[str, str]], tmp_path: Path) -> None:
    assert values("json", put(tmp_path, text)) == rows


def test_what_json_leaves_open_is_asked(tmp_path: Path) -> None:
    file = put(tmp_path, '{"cities": [{"name": "A"}], "ties": [{"from": "A", "to": "B"}]}')
    with pytest.raises(OpenQuestions) as asked:
        read("json", file)
    assert [one.option for one in asked.value.questions[0].readings] == ["--at cities", "--at ties"]
    assert values("json", file, at="ties") == [{"from": "A", "to": "B"}]
    file = put(tmp_path, '{"name": "Lille", "partners": [{"name": "Leeds"}]}')
    with pytest.raises(
        OpenQuestions, match=r"`name` stands beside the list of rows(.|\n)*--at \.\n(.|\n)*--at partners"
    ):
        read("json", file)
    assert values("json", file, at=".") == [{"name": "Lille", "partners.name": "Leeds"}]
    with pytest.raises(CityGraphError, match="no list `partner`; did you mean `partners`"):
        read("json", file, at="partner")


KEYS = st.lists(
    st.tuples(st.sampled_from(["a", "b", 'q"{', "é\\"]), st.sampled_from(["1", '"x{"', "[{}]"])), max_size=6
)


@examples(40)
@given(st.lists(KEYS.filter(bool), min_size=1, max_size=6), st.booleans())
def test_a_key_that_stands_twice_in_an_object_is_told_with_its_line(
    scratch: Path, objects: list[list[tuple[str, str]]], in_lines: bool
) -> None:
    written = ["{" + ", ".join(f"{json.dumps(key)}: {value}" for key, value in one) + "}" for one in objects]
    text = "\n".join(written) if in_lines else "[" + ",\n".join(written) + "]"
    _, said = read("jsonl" if in_lines else "json", put(scratch, text))
    lines = {
        key: [line for line, one in enumerate(objects, 1) if [name for name, _ in one].count(key) > 1]
        for one in objects for key, _ in one
    }  # fmt: skip
    expected = {f"list.txt:{at[0]}: the key `{key}` stands twice in an object" for key, at in lines.items() if at}
    assert {sentence.partition(", and in")[0].partition(";")[0] for sentence in said} == expected


def test_the_last_of_two_keys_counts(tmp_path: Path) -> None:
    rows, said = read("json", put(tmp_path, '[{"city": "Lille",\n"city": "Leeds"},\n{"city": 1, "city": 2}]'))
    assert [row.values for row in rows if isinstance(row, ForeignRow)] == [{"city": "Leeds"}, {"city": "2"}]
    assert said == ["list.txt:2: the key `city` stands twice in an object, and in 1 other object; the last one counts"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty"),
        ('[{"a": 1}', ":1:10: this is not JSON: a comma or a closing bracket should stand here, but the text ends"),
        ('[{"a": 1},\n {"a" 2}]', ":2:7: this is not JSON: a colon should stand here, not `2`"),
        ('[{"a": None}]', ":1:8: this is not JSON: a value should stand here, not `None`"),
        ("[{'a': 1}]", ":1:3: this is not JSON: a key in double quotes should stand here, not `'a'`"),
        ('[{"a": 1},]', "a comma stands before a closing bracket"),
        ('[{"a": 1, }]', "a comma stands before a closing bracket"),
        ('[{"a": "x]', ":1:8: this is not JSON: a quote opens here and is not closed"),
        ('[{"a": "x\ty"}]', "a tab or a line end stands within a text"),
        ('[{"a": "C:\\d"}]', "the backslash begins no escape"),
        ('"Lille"', "no list of objects"),
        ("[1, 2]", "no list of objects"),
        ("[" * 100_000, "nested too deep"),
        ('[{"a": 1}] [{"a": 2}]', "another value begins here"),
        ('{"type": "Topology", "objects": {}}', "TopoJSON"),
        ('{"@context": {}, "@graph": [{"@id": "#osh", "rdfs:label": [{"@value": "Osh"}]}]}', "JSON-LD"),
        ('[{"@id": "#osh", "http://www.w3.org/2000/01/rdf-schema#label": [{"@value": "Osh"}]}]', "JSON-LD"),
        ('{"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG:25832"}}, "features": []}', "EPSG:25832"),
    ],
)
def test_json_that_cannot_be_read_says_why(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CityGraphError) as refused:
        read("json", put(tmp_path, text))
    assert says in str(refused.value)


def test_an_object_that_is_nested_too_deep_costs_itself_alone(tmp_path: Path) -> None:
    deep = '{"a": [' * 150 + "1" + "]}" * 150
    rows, _ = read("json", put(tmp_path, f'[{deep}, {{"a": 1}}]'))
    assert rows == [UnreadableRow(1, "its values are nested too deep"), ForeignRow(2, "table", {"a": "1"})]


def test_a_bad_line_costs_itself_alone(tmp_path: Path) -> None:
    lines = b'\xef\xbb\xbf{"city": "Lille"}\n\n{"city": \n[1]\n{"city": "K\xf6ln"}\n{"city": "Leeds"}\n{"city": "Rom"}'
    rows, _ = read("jsonl", put(tmp_path, lines))
    assert [(row.line, row.values["city"]) for row in rows if isinstance(row, ForeignRow)] == [
        (1, "Lille"),
        (6, "Leeds"),
        (7, "Rom"),
    ]
    assert [row for row in rows if isinstance(row, UnreadableRow)] == [
        UnreadableRow(3, "column 9: a value should stand here, but the text ends", '{"city":'),
        UnreadableRow(4, "this is no object", "1"),
        UnreadableRow(5, "this line is not UTF-8 from its byte 12 on"),
    ]
    wide = '{"city": "Köln"}\n{"city": "Ош"}\n'
    assert values("jsonl", put(tmp_path, wide.encode("utf-16"))) == [{"city": "Köln"}, {"city": "Ош"}]


@pytest.mark.parametrize("broken", ['{"city": "Osh" "partner": "Lyon"}', "none", '{"city": "Osh', "[1]"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_broken_line_is_refused_wherever_it_stands(broken: str, at: int, tmp_path: Path) -> None:
    lines = ['{"city": "Lille", "partner": "Köln"}', '{"city": "Leeds", "partner": "Dortmund"}']
    lines.insert(at, broken)
    ran = citygraph("import", put(tmp_path, "\n".join(lines), "list.jsonl"), "--into", tmp_path / "g")
    assert ran.code == 1
    assert f"list.jsonl:{at + 1}" in ran.out
    assert "3 rows read, 1 refused" in ran.err
    assert "2 ties" in ran.err


def test_a_file_of_mostly_broken_lines_is_no_json_lines(tmp_path: Path) -> None:
    file = put(tmp_path, '{\n"city": "Lille"\n}\n{"city": "Leeds"}\n', "list.jsonl")
    ran = citygraph("import", file, "--into", tmp_path / "g")
    assert (ran.code, (tmp_path / "g").exists()) == (2, False)
    assert "3 of 4 lines are no objects" in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("nodes", "ids"),
    [
        ('[{"name": "Porto"}, {"name": "Bristol"}]', ["0", "1"]),
        ('[{"id": "p"}, {"id": "b"}]', ["p", "b"]),
        ('[{"id": 1}, {"id": 0}]', ["1", "0"]),
        ('["Porto", "Bristol"]', ["Porto", "Bristol"]),
    ],
)
def test_links_name_their_ends_by_place_if_no_node_has_that_id(nodes: str, ids: list[str], tmp_path: Path) -> None:
    rows = values("node-link", put(tmp_path, f'{{"nodes": {nodes}, "links": [{{"source": 0, "target": 1}}]}}'))
    assert [row["id"] for row in rows[:2]] == ids
    assert (rows[2]["source"], rows[2]["target"]) == (("0", "1") if "1" in ids else tuple(ids))


# ---------------------------------------------------------------- which reader

GML = 'Creator "me"\ngraph [\n  node [\n    id 1\n  ]\n]\n'


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("a.csv", "City,Partner\nLille,Leeds\n", "table"),
        ("a.txt", "[1] Lille;Leeds\n", "table"),
        ("a.xls", "City\tPartner\nLille\tLeeds\n", "table"),
        ("a.csv", "City,Partner\nLille,Leeds\n".encode("utf-16"), "table"),
        ("a.csv", xlsx({"A": []}), "xlsx"),
        ("a.txt", ods(""), "xlsx"),
        ("a", xls([]), "xlsx"),
        ("a.csv", '[{"a": 1}]', "json"),
        ("a.json", '{"a": 1}\n{"a": 2}', "jsonl"),
        ("a.xml", '<?xml version="1.0"?><!-- x --><g:gexf xmlns:g="u"/>', "gexf"),
        ("a.xml", "<graphml/>", "graphml"),
        ("a.txt", "# from a to b\n1 2\n2 3\n", "edgelist"),
        ("a.txt", "New York\nLos Angeles\n", "table"),
        ("a.edges", "New York\nLos Angeles\n", "edgelist"),
        ("a.xls", "\n<html><body><table><tr><td>Lille</td></tr></table></body></html>", "html"),
        ("a.txt", "Our partners:\n\n{| class=x\n! Town\n|-\n| Lille\n|}\n", "wikitext"),
        ("a.txt", GML, "gml"),
        ("a.csv", b"PAR1\0\0", "parquet"),
        ("a.csv", b"SQLite format 3\0", "sqlite"),
        ("a.db", b"\0" * 8 + b"DUCK@", "duckdb"),
    ],
)
def test_the_reader_is_seen_from_the_file(name: str, data: bytes | str, reader: str, tmp_path: Path) -> None:
    assert reader_of(put(tmp_path, data, name)) == reader


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.xls", '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "one XML file.*xlsx"),
        ("a.csv", b"ARROW1\0\0", "Arrow.*CSV"),
        ("a.csv", b"%PDF-1.7", "PDF"),
        ("a.csv", b"\x1f\x8b\x08", "compressed.*unpack"),
        ("a.docx", packed({"word/document.xml": "x"}), "text document"),
        ("a.zip", packed({"a.csv": "x"}), "zip archive.*unpack"),
        ("a.ttl", "@prefix wd: <http://www.wikidata.org/entity/> .\n", "RDF"),
        ("a.dot", "digraph G { a -> b }", "DOT"),
    ],
)
def test_a_format_that_is_not_read_is_named_with_the_way_out(
    name: str, data: bytes | str, says: str, tmp_path: Path
) -> None:
    with pytest.raises(CityGraphError, match=says):
        reader_of(put(tmp_path, data, name))


def test_a_file_given_to_another_reader_is_passed_on_or_refused_by_name(tmp_path: Path) -> None:
    def of(name: str, data: bytes | str) -> str:
        try:
            return reader_for(name, put(tmp_path, data))
        except CityGraphError as error:
            return str(error).partition("list.txt: ")[2]

    assert of("table", xlsx({"A": []})) == "xlsx"
    assert of("table", '[{"a": 1}]') == "json"
    assert of("json", '{"a": 1}\n{"a": 2}') == "jsonl"
    assert of("node-link", '{"nodes": [], "links": []}') == "node-link"
    assert of("xlsx", "a,b\n") == "table"
    assert of("edgelist", "a b\n") == "edgelist"
    assert of("edgelist", GML) == "this is GML, not an edge list; write `import gml`"
    assert of("gexf", "<graphml/>") == "this is GraphML, not gexf; write `import graphml`"
    assert of("wikidata", xlsx({"A": []})) == "this is a workbook, not an answer of Wikidata; write `import xlsx`"


@pytest.mark.parametrize("header", ["fra\ttil", "von\tnach", "från\ttill", "da\ta", "от\tдо"])
def test_the_header_of_an_edge_list_may_be_in_another_language(tmp_path: Path, header: str) -> None:
    (row,) = values("edgelist", put(tmp_path, f"{header}\tsiden\nAarhus\tBergen\t1946\n"))
    assert row == {"source": "Aarhus", "target": "Bergen", "siden": "1946"}


def test_the_header_of_an_edge_list_is_no_pair(tmp_path: Path) -> None:
    rows, said = read("edgelist", put(tmp_path, "# x\nTarget Source weight\nlyon milan 3\nlyon brno 4 5\n"))
    assert [row.values for row in rows if isinstance(row, ForeignRow)] == [
        {"target": "lyon", "source": "milan", "weight": "3"},
        {"target": "lyon", "source": "brno", "weight": "4", "4": "5"},
    ]
    assert said == ["list.txt:2: `Target Source weight` is read as a header; --no-header: it is a pair"]

    def pairs(text: str) -> list[str]:
        return [row["source"] for row in values("edgelist", put(tmp_path, text))]

    assert pairs("head tail\ntail foot\n") == ["head", "tail"]
    assert [row["source"] for row in values("edgelist", put(tmp_path, "from to\na b\n"), header=False)] == ["from", "a"]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ('"New York" "Los ""A"" Angeles" 3\n', {"source": "New York", "target": 'Los "A" Angeles', "3": "3"}),
        ("osh,lyon\nlyon,osh\n", {"source": "osh", "target": "lyon"}),
        ('"New York, NY", Osh\nOsh, Lyon\n', {"source": "New York, NY", "target": "Osh"}),
        ("from;to;weight\nNew York;Osh;2\n", {"source": "New York", "target": "Osh", "weight": "2"}),
        ("a,b c\nd e\n", {"source": "a,b", "target": "c"}),
        ("'90s b\n", {"source": "'90s", "target": "b"}),
    ],
)
def test_the_delimiter_and_the_quotes_of_an_edge_list_are_seen(text: str, pair: dict[str, str], tmp_path: Path) -> None:
    assert values("edgelist", put(tmp_path, text))[0] == pair


def test_a_sign_within_both_ids_of_all_lines_is_asked_about(tmp_path: Path) -> None:
    file = put(tmp_path, "Washington,DC Paris,TX\nOsh,KG Lyon,FR\n")
    with pytest.raises(OpenQuestions) as asked:
        read("edgelist", file)
    assert [one.option for one in asked.value.questions[0].readings] == ["--delimiter ','", "--delimiter space"]
    assert values("edgelist", file, delimiter=" ")[0] == {"source": "Washington,DC", "target": "Paris,TX"}


def test_a_list_of_single_words_is_no_edge_list(tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match=":2: this is no edge list: 2 of 3 lines have one id only"):
        read("edgelist", put(tmp_path, "a b\nOsh\nLyon\n"))
    rows, _ = read("edgelist", put(tmp_path, "a,b\n,c\nd,e\n"))
    assert rows[1] == UnreadableRow(2, "there is only one id in this line", "c")


@pytest.mark.parametrize(
    "text",
    ["New York Turin\nOsh Lyon\n", "Osh Lyon\nNew York Turin\n", "New York Turin\nSan Jose Lima\n",
     "New York Los Angeles\nOsh Lyon 3\n", "from to\nNew York Turin\n"],
)  # fmt: skip
def test_names_of_several_words_make_no_half_pairs(text: str, tmp_path: Path) -> None:
    ran = citygraph("import", "edgelist", put(tmp_path, text, "net.edges"), "--into", tmp_path / "g")
    assert (ran.code, (tmp_path / "g").exists()) == (2, False)
    assert "need a tab" in " ".join(ran.err.split())


def test_words_behind_a_pair_are_what_they_are_said_to_be(tmp_path: Path) -> None:
    assert values("edgelist", put(tmp_path, "New York\tTurin\nOsh\tLyon\n"))[0] == {
        "source": "New York", "target": "Turin",
    }  # fmt: skip
    rows, _ = read("edgelist", put(tmp_path, "New York\tTurin\nOsh\tLyon\nSan Jose\n"))
    assert rows[2] == UnreadableRow(3, "there is only one id in this line", "San Jose")
    networkx = values("edgelist", put(tmp_path, "a b {'weight': 1, 'x': 'y', 'source': 'z'}\nb c {}\n"))
    assert networkx[0] == {"source": "a", "target": "b", "weight": "1", "x": "y", "source (again)": "z"}
    assert networkx[1] == {"source": "b", "target": "c"}
    assert values("edgelist", put(tmp_path, "a b {'weight': f(1)}\n"))[0]["3"] == "{'weight': f(1)}"
    assert values("edgelist", put(tmp_path, "a b 3\nb c 1990-05-13 4\n"))[1]["4"] == "4"
    assert values("edgelist", put(tmp_path, "from to label\na b friend\n"))[0]["label"] == "friend"


# ---------------------------------------------------------------- what graphs have beside nodes and edges


def test_hyperedges_are_refused_and_nested_graphs_and_ports_told(tmp_path: Path) -> None:
    inner = '<graph edgedefault="directed"><node id="a"/><node id="b"/><edge source="a" target="b"/></graph>'
    hyper = '<hyperedge><endpoint node="a"/><endpoint node="b"/><endpoint node="c"/></hyperedge>'
    nodes = f'<node id="g">{inner}</node><node id="c"><port name="N"/></node>'
    text = (f'<graphml><graph edgedefault="undirected">{nodes}\n'
            f'<edge source="a" target="c" targetport="N"/>\n{hyper}</graph></graphml>')  # fmt: skip
    file = put(tmp_path, text, "net.graphml")
    rows, _ = read("graphml", file)
    found = [row for row in rows if isinstance(row, ForeignRow)]
    assert {row.values["id"]: row.values.get("parent") for row in found if row.sort == "node"} == {
        "a": "g", "b": "g", "g": None, "c": None,
    }  # fmt: skip
    assert [row.directed for row in found if row.sort == "tie"] == [True, False]
    ran = citygraph("import", file, "--into", tmp_path / "g")
    assert ran.code == 1
    assert "unread\tnet.graphml\tparent\t2 values" in ran.out
    assert "unread\tnet.graphml\ttargetport" in ran.out
    assert "refused\tnet.graphml:3\ta, b, c\tthis is a hyperedge" in ran.out


@pytest.mark.parametrize("nested", [True, False])
def test_a_node_of_gexf_inside_another_names_it(nested: bool, tmp_path: Path) -> None:
    node = '<node id="g"><nodes><node id="a"/></nodes></node>' if nested else '<node id="g"/><node id="a" pid="g"/>'
    rows = values("gexf", put(tmp_path, f"<gexf><graph><nodes>{node}</nodes></graph></gexf>"))
    assert {row["id"]: row.get("parent") for row in rows} == {"a": "g", "g": None}


def test_an_edge_of_several_spells_is_one_tie_with_a_history(tmp_path: Path) -> None:
    spells = '<spells><spell start="1990" end="1999"/><spell start="2005"/></spells>'
    edge = f'<edge source="a" target="b">{spells}</edge>'
    nodes = '<nodes><node id="a" label="Osh"/><node id="b" label="Lyon"/></nodes>'
    file = put(tmp_path, f"<gexf><graph>{nodes}<edges>{edge}</edges></graph></gexf>", "a.gexf")
    ran = citygraph("import", file, "--into", tmp_path / "g")
    assert "1 edge has several spells" in ran.err
    answer = citygraph(
        "sql", "SELECT since, until, status, record FROM ties", "--graph", tmp_path / "g", "--format", "csv"
    )
    assert "1990,,unknown," in answer.out
    assert """{""is"":""ended"",""from"":""1999""" in answer.out
    at = citygraph("ties", "--at", "2002", "--graph", tmp_path / "g", "--format", "json")
    assert at.out.strip() == "[]"  # between the spells it did not stand
    before = {file.name: file.read_bytes() for file in (tmp_path / "g/a").iterdir()}
    citygraph("import", file, "--into", tmp_path / "g")
    assert {file.name: file.read_bytes() for file in (tmp_path / "g/a").iterdir()} == before


def test_spells_without_a_gap_are_no_history_and_a_date_that_cannot_be_read_is_kept(tmp_path: Path) -> None:
    edge = '<edge source="a" target="{}"><spells><spell start="1990" end="{}"/><spell start="1999"/></spells></edge>'
    nodes = '<nodes><node id="a" label="Osh"/><node id="b" label="Lyon"/><node id="c" label="Graz"/></nodes>'
    edges = edge.format("b", "1999") + edge.format("c", "soon")
    file = put(tmp_path, f"<gexf><graph>{nodes}<edges>{edges}</edges></graph></gexf>", "a.gexf")
    ran = citygraph("import", file, "--into", tmp_path / "g")
    assert "soon" in ran.out
    answer = citygraph("sql", "SELECT id, record FROM ties", "--graph", tmp_path / "g", "--format", "json")
    found = {row["id"]: str(row["record"]) for row in json.loads(answer.out)}
    assert "history" not in found["sister-city.lyon.osh"]
    assert "soon" in found["sister-city.graz.osh"]
