"""Whatever stands in a file to import: it is imported, a row is refused, or a line says what is wrong."""

import os
import random
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.detect import reader_of
from conftest import citygraph, examples
from imported import brought

FILES = {
    "table": b"city a,twin city,since,population\nOsh,Troyan,1987,44\nIznik,Osh,,8\n",
    "edgelist": b"a b 3\nb c\n# x\n",
    "wikidata": b"city,cityLabel,founded,foundedPrecision\nhttp://www.wikidata.org/entity/Q1,Osh,1987-01-01T00:00:00Z,9\n",
    "sparql": b'?city\t?cityLabel\n<http://x.org/1>\t"Osh"@en\n<http://x.org/2>\t"B \\u00e9"^^<http://x.org/t>\n',
    "node-link": b'{"directed":true,"nodes":[{"id":"a","name":"Osh","lat":1.5},{"id":"b"}],'
    b'"links":[{"source":"a","target":"b"}]}',
    "graphml": b'<?xml version="1.0" encoding="UTF-8"?><graphml><key id="k" for="node" attr.name="name"/>'
    b'<graph edgedefault="directed"><node id="a"><data key="k">Osh</data></node><node id="b"/>'
    b'<edge source="a" target="b"/></graph></graphml>',
    "gexf": b'<?xml version="1.0" encoding="UTF-8"?><gexf><graph><nodes><node id="a" label="Osh"/>'
    b'<node id="b" label="B"/></nodes><edges><edge source="a" target="b" start="1987"/></edges></graph></gexf>',
    "pajek": b'*Vertices 2\n1 "Osh" 0.1 0.2 box ic Red\n2 "B"\n*Arcs :1 "x"\n1 2 3 l "y" [1-2]\n*Matrix\n0 1\n1 0\n',
    "cyjs": b'{"elements": {"nodes": [{"data": {"id": "a", "name": "Osh"}, "position": {"x": 1}}, {"data": {"id": 2}}],'
    b'"edges": [{"data": {"source": "a", "target": 2, "at": {"x": [1, {"y": 2}]}}, "classes": "c"}]}}',
    "graphology": b'{"options": {"type": "mixed"}, "nodes": [{"key": "a", "attributes": {"label": "Osh"}}, {"key": 2}],'
    b'"edges": [{"key": "e", "source": "a", "target": 2, "undirected": true, "attributes": {"x": {"y": 1}}}]}',
    "popolo": b'{"persons": [{"id": "p", "name": "Ann", "identifiers": [{"scheme": "x", "identifier": 1}]}], '
    b'"organizations": [{"id": 2, "name": "Osh"}], "memberships": [{"person_id": "p", "organization_id": 2}]}',
    "yaml": b'- &a {city: Osh, population: 1987}\n- <<: *a\n  city: "B"\n  in: [x, {y: 1}]\n',
    "quickstatements": b'CREATE\nLAST\tLen\t"Osh"\nQ1\tP190\tQ2\tP580\t+1968-00-00T00:00:00Z/9||Q2|P625|@1/2\n',
    "gml": b'graph [\nnode [ id 0 label "Osh" at [ x 1 ] ]\nnode [ id 1 label "B" ]\nedge [ source 0 target 1 ]\n]\n',
}
ODD = [
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", "\xb9".encode(), "\uff11".encode(), "\u202e".encode()),
    *(b"\\ud800", b"1e999", b"9" * 5000, b"x" * 140_000, b"[" * 2000, b"<a>" * 400, b"&x;", b"UTN-8", b"UTF-16"),
    *(b'"', b"'", b"\r", b"\n\n", b",", b";", b"\t", b"-", b"{}", b"null", b"true", b"NaN", b"Point(1 2)"),
    b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>",
]


def imported(name: str, data: bytes, encoding: str | None = None) -> str:
    """Import a file of this format; the message if it cannot be read."""
    with TemporaryDirectory() as scratch:
        file = Path(scratch, "x.txt")
        file.write_bytes(data)
        try:
            brought(name, file, into=Path(scratch, "graph"), source="x", form="yaml", encoding=encoding)
        except OpenQuestions as error:
            return error.questions[0].what
        except CityGraphError as error:
            return str(error)
    return ""


@pytest.mark.parametrize("name", FILES)
@examples(40)
@given(st.randoms(use_true_random=False))
def test_a_file_of_any_bytes_is_imported_or_refused_with_a_line(name: str, random: random.Random) -> None:
    data = bytearray(FILES[name])
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(data) + 1)
        data[at : at + random.randint(0, 6)] = random.choice([*ODD, random.randbytes(3), data[at : at + 30]])
    assert len(imported(name, bytes(data)).splitlines()) <= 1


@pytest.mark.parametrize("name", FILES)
def test_the_files_that_the_law_changes_are_sound(name: str) -> None:
    assert imported(name, FILES[name]) == ""


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("graphml", b'<?xml version="1.0" encoding="UTN-8"?><graphml/>', "encoding `UTN-8` is not read"),
        ("graphml", b'<graphml><graph><node id="a">' + b"<data>" * 1000, "nested more than 256 deep"),
        ("node-link", b'{"nodes":[' + b"[" * 5000 + b"]" * 5000 + b'],"links":[]}', "nested too deep"),
        ("wikidata", b"item,itemLabel\nx,y\na,\"" + b"y" * 140_000, "x.txt:3: a quote opens here"),
        ("wikidata", b'[{"a":' + b"[" * 5000, "nested too deep"),
        ("gexf", b"<!DOCTYPE g [" + b"".join(
            b"<!ENTITY e%d '%s'>" % (n + 1, b"&e%d;" % n * 10) for n in range(12)
        ).replace(b"&e0;", b"ha") + b"]><gexf><graph><nodes><node id='a'>&e12;</node></nodes></graph></gexf>",
         "its entities unpack to far more"),
        ("graphml", b'<graphml>\n<graph><node id="a"></graph>', ":2:21: this is not XML: the end of `<node>` should"),
        ("graphml", b'<graphml>\n<graph>', ":2:8: this is not XML: the file ends, and `<graph>` is not closed"),
        ("gexf", b"<gexf>\n a < b</gexf>", ":2:5: this is not XML: this cannot stand here: `b</gexf>`"),
    ],
    ids=["encoding", "deep xml", "deep json", "open quote", "deep wikidata", "laughs", "end", "open", "sign"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_why(name: str, data: bytes, says: str) -> None:
    assert says in imported(name, data)


@pytest.mark.parametrize("encoding", ["undefined", "idna", "punycode", "base64", "rot13", "nope", "utf-7", "utf-16"])
def test_an_encoding_that_is_none_is_a_line(encoding: str) -> None:
    imported("table", FILES["table"] + b"\\ \xff+AAA-\n", encoding)
    assert imported("table", FILES["table"], "undefined") == "there is no encoding `undefined`"


@pytest.mark.parametrize("table", [
    b"City A,Twin city,Since,Population\nIznik,Osh,," + b"9" * 5000 + b"\n",
    "Key,Name,Partner\n1,Iznik,²\n2,Osh,1\n".encode(),
], ids=["long number", "raised digit"])  # fmt: skip
def test_digits_of_any_sort_and_number_are_no_fault(table: bytes) -> None:
    assert len(imported("table", table).splitlines()) <= 1


def test_half_a_character_and_an_odd_digit_cost_no_more_than_themselves(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"nodes":[{"id":"a","name":"\\ud800x"},{"id":"b"}],"links":[]}')
    ran = citygraph("import", "node-link", tmp_path / "a.json", "--into", tmp_path / "graph")
    assert ran.code == 1
    assert "half a character" in ran.out
    assert "1 refused" in ran.err
    assert imported("wikidata", "city,since,sincePrecision\nA,1987-01-01T00:00:00Z,¹\n".encode()) == ""


@pytest.mark.parametrize("way", ["fifo", "device", "folder", "large"])
def test_what_is_imported_is_a_regular_file_within_the_limit(way: str, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    make: dict[str, Callable[[], object]] = {
        "fifo": lambda: os.mkfifo(file),
        "device": lambda: file.symlink_to("/dev/zero"),
        "folder": file.mkdir,
        "large": lambda: file.write_text("a,b\n1,2\n"),
    }
    make[way]()
    ran = citygraph("import", "table", file, "--into", tmp_path / "graph", CITYGRAPH_LIMITS="source=4")
    assert ran.code == 2
    assert len(ran.err.splitlines()) == 1
    assert ("CITYGRAPH_LIMITS=source=" in ran.err) == (way == "large")


def test_long_rows_and_beginnings_end_in_a_line(tmp_path: Path) -> None:
    assert "the row has 60,001 cells" in imported("table", b"City,Partner\n" + b"a," * 60_000 + b"\n")
    file = tmp_path / "a.graphml"
    file.write_text(f"<!DOCTYPE graphml [<!ENTITY a '{'x' * 70_000}'>]><graphml/>")
    assert reader_of(file) == "graphml"
