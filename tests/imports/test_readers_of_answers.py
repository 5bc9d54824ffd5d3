"""Answers to SPARQL queries in the four forms of the W3C are read as rdflib reads them; addresses are the keys of the
names beside them."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.sparql.processor import SPARQLResult
from rdflib.query import Result

from citygraph.domain.errors import CityGraphError
from citygraph.imports.detect import reader_of
from citygraph.imports.readers import ReadOptions, UnreadableRow
from citygraph.imports.readers.sparql import solutions
from conftest import examples
from imported import Imported, put, read, values

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]), min_size=1,
                max_size=8).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
XSD = "http://www.w3.org/2001/XMLSchema#"
TERMS = st.one_of(
    st.sampled_from(["http://example.org/Köln", "urn:x:1"]).map(rdflib.URIRef),
    st.builds(rdflib.Literal, TEXTS, lang=st.sampled_from([None, "de", "zh-Hant"])),
    TEXTS.map(lambda text: rdflib.Literal(text, datatype=rdflib.URIRef(f"{XSD}string"))),
)
ANSWERS = st.lists(st.fixed_dictionaries({}, optional={"city": TERMS, "partner": TERMS}), max_size=4)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers")


def serialized(rows: list[dict[str, Any]], form: str) -> bytes:
    variables = [rdflib.Variable(name) for name in ("city", "partner")]
    bindings = [{rdflib.Variable(name): term for name, term in row.items()} for row in rows]
    if form == "tsv":  # rdflib reads it, and does not write it
        cells = [[row[name].n3() if name in row else "" for name in ("city", "partner")] for row in rows]
        return "".join("\t".join(line) + "\n" for line in [["?city", "?partner"], *cells]).encode()
    result = SPARQLResult({"type_": "SELECT", "vars_": variables, "bindings": bindings})
    return bytes(result.serialize(format=form) or b"")


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@examples(20)
@given(rows=ANSWERS)
def test_what_rdflib_writes_is_read_as_rdflib_reads_it(form: str, scratch: Path, rows: list[dict[str, Any]]) -> None:
    data = serialized(rows, form)
    found = list(solutions(put(scratch, data), ReadOptions()))
    texts = [{} if isinstance(one, UnreadableRow) else {name: term.text for name, term in one.items() if term.text}
             for one in found]  # fmt: skip
    if form == "csv":  # it does not say what is an address, and an empty line may be a row
        assert [*filter(None, texts)] == [{name: str(term) for name, term in row.items()} for row in rows if row]
        return
    assert texts == [{name: str(term) for name, term in row.items()} for row in rows]
    theirs = Result.parse(io.BytesIO(data), format=form)
    of_rdflib = [{str(name): term for name, term in row.items()} for row in theirs.bindings]
    for ours, other in zip(found, of_rdflib, strict=True):
        assert not isinstance(ours, UnreadableRow)
        for name, term in other.items():
            assert (ours[name].sort == "uri", ours[name].language) == (
                isinstance(term, rdflib.URIRef), getattr(term, "language", None) or "",
            )  # fmt: skip


TSV = """\
?city\t?cityLabel\t?since\t?at\t?born
<http://example.org/K%C3%B6ln>\t"Köln"@de\t"1958"^^<http://www.w3.org/2001/XMLSchema#gYear>\t\
"<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(6.9 50.9)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>\t_:b0
<http://example.org/Cork>\t"Cork \\"City\\" \\u00e9"@en\t"1988-05-13Z"^^<http://www.w3.org/2001/XMLSchema#date>\t4.20\t
<http://example.org/Lille\t"Lille"\t\t\t
<http://example.org/Lille>\t"Lille\t\t\t
<http://example.org/Osh>\t'Osh'
\t'Osh\\tKG'\t\t\ttrue
"""


def test_terms_become_texts_and_addresses_beside_names_are_keys(tmp_path: Path) -> None:
    rows, said = read("sparql", put(tmp_path, TSV))
    assert [row if isinstance(row, UnreadableRow) else row.values for row in rows] == [
        {"cityKey": "http://example.org/K%C3%B6ln", "cityLabel": "Köln", "since": "1958", "at": "POINT(6.9 50.9)",
         "born": ""},
        {"cityKey": "http://example.org/Cork", "cityLabel": 'Cork "City" é', "since": "1988-05-13", "at": "4.20",
         "born": ""},
        UnreadableRow(3, "`<http://example.org/Lille` is no whole address", '<http://example.org/Lille\\t"Lille"\\t\\t\\t'),
        UnreadableRow(4, "`\"Lille` is no whole text: a quote is not closed, or more stands behind it",
                      '<http://example.org/Lille>\\t"Lille\\t\\t\\t'),
        UnreadableRow(5, "the row has 2 cells, and the answer has 5", "<http://example.org/Osh>\\t'Osh'"),
        {"cityLabel": "Osh\tKG", "since": "", "at": "", "born": "true"},
    ]  # fmt: skip
    assert said == [
        "list.txt: the texts of `cityLabel` are in several languages: de (1), en (1)",
        "list.txt: 1 cell has a thing without an address (a blank node); such a cell is empty",
    ]
    assert reader_of(put(tmp_path, TSV)) == "sparql"


XML = """\
<?xml version="1.0"?>
<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="city"/><variable name="label"/></head>
<results><result><binding name="city"><uri>{}</uri></binding><binding name="label"><literal xml:lang="de">Köln</literal>
</binding></result><result><binding name="city"><triple/></binding></result></results></sparql>
"""


def test_an_answer_as_xml_is_read_and_what_no_cell_holds_is_refused(tmp_path: Path) -> None:
    file = put(tmp_path, XML.format("http://example.org/1"))
    assert reader_of(file) == "sparql"
    rows, _ = read("sparql", file)
    assert rows[1] == UnreadableRow(2, "`city` has no address and no text", "triple")
    assert values("sparql", file) == [{"cityKey": "http://example.org/1", "label": "Köln"}]
    file = put(tmp_path, XML.format("http://www.wikidata.org/entity/Q365"))
    assert values("sparql", file) == [{"cityQid": "Q365", "label": "Köln"}]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ('{"head": {}, "boolean": true}', r"says yes or no \(ASK\)"),
        ("<sparql><head/><boolean>true</boolean></sparql>", r"says yes or no \(ASK\)"),
        ('{"head": {"vars": ["a"]}, "results": {}}', "no `results` with `bindings`"),
        ('{"head": {"vars": ["a"]}, "results": {"bindings": [', "the text ends"),
        ("<sparql><results><result>", "the file ends, and `<result>` is not closed"),
        ("?a\t?a\nx\ty\n", "its first line has no names of variables"),
        ('a,b\n1,"x\n', "a quote opens here"),
    ],
)
def test_an_answer_that_cannot_be_read_says_why(data: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match=says):
        values("sparql", put(tmp_path, data))


@pytest.mark.parametrize("form", ["tsv", "json", "xml"])
def test_an_answer_becomes_ties_between_things_with_their_addresses(form: str, tmp_path: Path) -> None:
    cities = {"1": "Lille", "2": "Leeds", "3": "Köln"}
    pairs = (("1", "2"), ("1", "3"), ("3", "2"))
    columns = ["city", "cityLabel", "partner", "partnerLabel"]
    address = "http://example.org/"
    if form == "tsv":
        rows = [
            f'<{address}{one}>\t"{cities[one]}"@en\t<{address}{other}>\t"{cities[other]}"@en\n' for one, other in pairs
        ]
        text = "\t".join(f"?{column}" for column in columns) + "\n" + "".join(rows)
    else:
        bindings = [{"city": {"type": "uri", "value": address + one},
                     "cityLabel": {"type": "literal", "value": cities[one]},
                     "partner": {"type": "uri", "value": address + other},
                     "partnerLabel": {"type": "literal", "value": cities[other]}} for one, other in pairs]  # fmt: skip
        text = json.dumps({"head": {"vars": columns}, "results": {"bindings": bindings}})
        if form == "xml":
            written = Result.parse(io.StringIO(text), format="json").serialize(format="xml")
            assert written is not None
            text = written.decode()
    found = Imported(tmp_path, text, "answer.txt", reader=None)
    assert {node["name"]: node["record"]["identifiers"]["register"] for node in found.nodes.values()} == {
        name: address + id for id, name in cities.items()
    }
    assert found.pairs == {frozenset((cities[one], cities[other])) for one, other in pairs}


# ---------------------------------------------------------------- QuickStatements

COMMANDS = """\
CREATE
LAST\tLen\t"New Town"
LAST\tP625\t@50.5/3.25
Q648\tLfr\t"Lille"
Q648\tP1082\t+234475~5\tP585\t+2019-00-00T00:00:00Z/9
Q648\tP190\tQ39121\tP580\t+1968-00-00T00:00:00Z/9\tS854\t"https://example.org/a"
Q648\tP190\tQ365\tP580\t+1958-05-00T00:00:00Z/10\tP642\tQ5
Q648|P31|Q515||Q365|Lde|"Köln"
-Q648\tP190\tQ2
Q39121\tAen\t"Leodis"
foo\tbar
Q648\tP17\t
"""


def test_commands_of_quickstatements_are_ties_and_what_they_say_of_items(tmp_path: Path) -> None:
    file = put(tmp_path, COMMANDS)
    assert reader_of(file) == "quickstatements"
    rows, _ = read("quickstatements", file)
    assert [row.values for row in rows if not isinstance(row, UnreadableRow)] == [
        {"source": "Q648", "target": "Q39121", "kind": "sister-city", "since": "1968",
         "source.url": "https://example.org/a"},
        {"source": "Q648", "target": "Q365", "kind": "sister-city", "since": "1958-05", "P642": "item Q5"},
        {"label": "New Town", "names.en": "New Town", "lat": "50.5", "lon": "3.25"},
        {"id": "Q648", "label": "Lille", "names.fr": "Lille", "observations.population": "234475",
         "observations.population.as_of": "2019", "P31": "item Q515"},
        {"id": "Q365", "label": "Köln", "names.de": "Köln"},
        {"id": "Q39121", "aliases": "Leodis"},
    ]  # fmt: skip
    assert [(row.line, row.why) for row in rows if isinstance(row, UnreadableRow)] == [
        (9, "this line takes a statement away"),
        (11, "an item, a property and a value should stand here, with a tab between them"),
        (12, "the line has no value"),
    ]


def test_towns_of_quickstatements_have_their_ids_of_wikidata(tmp_path: Path) -> None:
    found = Imported(tmp_path, COMMANDS, "commands.txt", reader=None)
    nodes = {node["name"]: node["record"].get("identifiers", {}).get("wikidata") for node in found.nodes.values()}
    assert nodes == {"New Town": None, "Lille": "Q648", "Köln": "Q365", "Q39121": "Q39121"}
    assert [(set(tie["ends"]), tie["since"]) for tie in found.ties] == [
        ({"Köln", "Lille"}, "1958-05"),
        ({"Lille", "Q39121"}, "1968"),
    ]


def test_remarks_within_commands_are_no_part_of_them(tmp_path: Path) -> None:
    text = 'CREATE /* a town */\nLAST\tLen\t"Osh"/* its name */\nQ648\tP856\t"https://example.org/*"\nMERGE\tQ1\tQ2\n'
    rows, _ = read("quickstatements", put(tmp_path, text))
    assert [row.values for row in rows if not isinstance(row, UnreadableRow)] == [
        {"label": "Osh", "names.en": "Osh"}, {"id": "Q648", "P856": "https://example.org/*"},
    ]  # fmt: skip
    assert [row.why for row in rows if isinstance(row, UnreadableRow)] == ["this line merges two items"]


@pytest.mark.parametrize("text", ["", "a\tb\tc\n", "LAST\tP31\tQ1\n"])
def test_what_are_no_commands_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match="no line is a command of QuickStatements"):
        values("quickstatements", put(tmp_path, text))


GENID = "http://www.wikidata.org/.well-known/genid/5f2a8b"
ENDS = "city,cityLabel,twin,twinLabel,startTime,endTime\n{0}Q1492,Cork,{0}Q1726,Osh,1990-03-04T00:00:00Z,{1}\n"


@pytest.mark.parametrize("address", ["http://www.wikidata.org/entity/", "http://example.org/"])
@pytest.mark.parametrize("unknown", ["_:b7", GENID])
def test_an_end_that_nobody_knows_leaves_the_status_open_and_is_told(
    tmp_path: Path, address: str, unknown: str
) -> None:
    imported = Imported(tmp_path, ENDS.format(address, unknown), reader="sparql", kinds=["sister-city"])
    (tie,) = imported.ties
    assert (tie["until"], tie["status"]) == (None, "unknown")
    assert "unknown" in str(tie["notes"])
    assert [why[:58] for *_, why in imported.told("doubtful")] == [
        "this says that `until` is not known: it may have ended; it"
    ]


@pytest.mark.parametrize("column", ["startTime", "twin"])
def test_what_nobody_knows_elsewhere_is_empty(tmp_path: Path, column: str) -> None:
    text = f"city,cityLabel,{column}\nhttp://www.wikidata.org/entity/Q1,Cork,{GENID}\n"
    (row,) = values("sparql", put(tmp_path, text))
    assert row == {"cityQid": "Q1", "cityLabel": "Cork", column: ""}
