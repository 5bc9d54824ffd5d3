"""What others have written, brought in: by law and by example, from real files, by real commands."""

import csv
import io
import json
import os
import random
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.domain.model import SECTIONS
from citygraph.domain.names import fold
from citygraph.folder import locks, writer
from citygraph.folder.csv_text import LONGEST_CELL
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.entity import NEARBY, distance
from citygraph.imports.options import options_given
from citygraph.imports.readers import ReadOptions, UnreadableRow, importer, sources
from citygraph.imports.report import ImportReport
from citygraph.imports.values.missing import is_missing
from citygraph.imports.values.names import in_list, tidied
from citygraph.world import World
from conftest import ROOT, SEED, SHARED, citygraph, examples, in_terminal
from imported import brought, read, table
from records import as_yaml, worlds
from worlds import load

TWINNINGS = SHARED / "data/sister_cities_2022.gexf"
needs_shared = pytest.mark.skipif(not TWINNINGS.exists(), reason="the extract of 2022 is not beside this checkout")


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def outcomes(report: ImportReport, *sorts: str) -> list[tuple[str, str]]:
    return [(one.where, one.why) for one in report.remarks if one.outcome in sorts]


# ---------------------------------------------------------------- laws

NAMES = st.sampled_from(["San José", "San Jose", "Köln", "København", "Ош", "景德镇", "Sant'Agata", "O, P", "=1+1",
                         "on", "🙂 Ost", "A" * 60, "two\nlines", "\u202eabc", "bell \a", "\x1b[31m", "line\u2028sep",
                         "nel\x85x", "del\x7f", "nul \0 here", "~ x", "# x", "- x", ": x"])  # fmt: skip
COUNTRIES = st.sampled_from(["Germany", "CN", "Costa Rica", "USA", "Somaliland", "Kingdom of Romania", "NA"])
ONE_NAME = ("from.name=none", "to.name=none")
"""Whatever signs are between the words of a cell, it has one name."""
CITIES = st.tuples(NAMES, COUNTRIES)
SINCE = st.sampled_from(["", "1987", "1987-05", "3/4/2010", "soon"])
PAIRS = st.lists(st.tuples(CITIES, CITIES, SINCE), min_size=1, max_size=12)


def as_table(pairs: list[Any]) -> bytes:
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(["from.name", "from.country", "to.name", "to.country", "since"])
    for one, other, since in pairs:
        write([*one, *other, since])
    return out.getvalue().encode()


def known_as(city: tuple[str, str]) -> tuple[str, str]:
    return fold(city[0]), fold(city[1])


def expected(pairs: list[Any]) -> nx.Graph:
    graph = nx.Graph()
    for one, other, _ in pairs:
        graph.add_nodes_from([known_as(one), known_as(other)])
        if known_as(one) != known_as(other):
            graph.add_edge(known_as(one), known_as(other))
    return graph


@examples(60)
@given(pairs=PAIRS, form=st.sampled_from(["csv", "yaml"]))
def test_a_table_comes_in_whole_and_sound_and_again_it_changes_nothing(pairs: list[Any], form: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        file, into = table(folder, as_table(pairs)), folder / "graph"
        report = brought("table", file, into=into, form=form, date_order="dmy", splits=ONE_NAME)
        graph = expected(pairs)
        loops = sum(known_as(one) == known_as(other) for one, other, _ in pairs)
        assert report.count("refused") == loops
        world = World(into, cache=False)
        assert not world.errors, world.diagnostics
        cities = [data for _, data in world.graph.nodes(data=True) if data["node_type"] == "city"]
        assert len(cities) == graph.number_of_nodes()
        assert world.graph.number_of_edges() == graph.number_of_edges()
        before = files_of(into)
        again = brought("table", file, into=into, form=form, date_order="dmy", splits=ONE_NAME)
        assert files_of(into) == before
        assert again.count("added", "changed", "gone", "kept") == 0


@examples(40)
@given(first=PAIRS, second=PAIRS)
def test_a_newer_file_leaves_what_it_would_have_written_alone(first: list[Any], second: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        brought("table", table(folder, as_table(first)), into=folder / "updated", date_order="dmy", splits=ONE_NAME)
        ids = set(World(folder / "updated", cache=False).view.nodes)
        file = table(folder, as_table(second))
        brought("table", file, into=folder / "updated", date_order="dmy", splits=ONE_NAME)
        brought("table", file, into=folder / "new", date_order="dmy", splits=ONE_NAME)
        updated, new = (World(folder / name, cache=False) for name in ("updated", "new"))
        assert not updated.errors, updated.diagnostics
        assert said(updated) == said(new)
        kept = ids & set(updated.view.nodes)  # an id means what it meant
        before = expected(first)
        assert all(
            (fold(updated.view.nodes[id]["name"]), fold(country_of(updated, id))) in before
            for id in kept
            if updated.view.nodes[id]["type"] == "city"
        )


def country_of(world: World, id: str) -> str:
    """The country of a city as its table has it."""
    country = world.view.nodes[id]["country"]
    named = {"DE": "Germany", "CR": "Costa Rica", "US": "USA"}
    return named.get(country) or (world.view.nodes[country]["name"] if country in world.view.nodes else country)


def said(world: World) -> object:
    """What a world says, whatever its ids."""
    nodes = world.view.nodes
    names = {
        id: (nodes[id]["type"], nodes[id]["name"], country_of(world, id) if nodes[id]["country"] else "")
        for id in nodes
    }
    ties = sorted(
        (sorted((names[edge.start], names[edge.end])), edge.data["since"] or "", edge.data.get("notes", ""))
        for edge in world.view.graph["ties"].values()
    )
    return sorted(names.values()), ties


@examples(60)
@given(data=st.data())
def test_what_is_written_reads_back_the_same(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        one, other = Path(scratch) / "one", Path(scratch) / "other"
        one.mkdir()
        other.mkdir()
        (one / "world.yaml").write_text(as_yaml(data.draw(worlds())), encoding="utf-8")
        read = load(one)
        for section in SECTIONS:
            records = {
                each.id: writer.as_written(section, bare(each.data), symmetric=each.data.get("symmetric", False))
                for each in read.records
                if each.type == section.type and each.data.get("kind") != "holds-post"
            }
            rows = {id: each for id, each in records.items() if writer.row_of(each) and section.type != "kind"}
            rest = {id: each for id, each in records.items() if id not in rows}
            for several, suffix, text in ((rows, "csv", writer.as_table), (rest, "yaml", writer.as_yaml)):
                if several:
                    shown: Any = list(several.values()) if section.listed else several
                    (other / f"{section.key}.{suffix}").write_text(text(section, shown), encoding="utf-8", newline="")
        again = load(other)
        assert facts(again) == facts(read)


DERIVED = {"group", "nature", "symmetric", "when"}


def bare(data: dict[str, Any]) -> dict[str, Any]:
    """A tie without what its kind says of it."""
    return {key: value for key, value in data.items() if key not in DERIVED or "kind" not in data}


def facts(world: Any) -> list[Any]:
    """What records say: a list of which all items were wrong says nothing; figures are in order of their columns."""
    for one in world.records:
        one.data.get("observations", []).sort(key=lambda figure: figure["property"])
    said = ((one.type, one.id, {key: text for key, text in one.data.items() if text != []}) for one in world.records)
    return sorted((type, id, json.dumps(data, sort_keys=True)) for type, id, data in said if type != "kind")


def is_sound_or_told(source: str, held: str | bytes) -> None:
    """A file becomes a folder without errors; or an error of one line, or a question, says why not, and nothing is
    left."""
    with tempfile.TemporaryDirectory() as scratch:
        into, why = Path(scratch, "graph"), None
        try:
            brought(source, table(Path(scratch), held), into=into)
        except OpenQuestions as error:
            why = error.questions[0].what
        except CityGraphError as error:
            why = str(error)
        assert into.exists() == (why is None)
        assert World(into, cache=False).errors == 0 if why is None else len(why.splitlines()) == 1


@examples(150)
@given(source=st.sampled_from(sources()), data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_a_file_holds_it_is_told_and_never_a_crash(source: str, data: bytes) -> None:
    is_sound_or_told(source, data)


XML = st.sampled_from(["<gexf>", "</gexf>", "<graphml>", "</graphml>", "<graph>", "</graph>", "<nodes>", "</nodes>",
                       "<edges>", "</edges>", '<node id="a">', "<node>", "</node>", '<node id="b" label="B"/>',
                       '<edge source="a" target="b"/>', '<edge source="a"/>', '<edge source="b" target="b"/>',
                       '<key id="k" for="all" attr.name="country"/>', '<data key="k">DE</data>', "&",
                       "<default>x</default>", '<attvalues><attvalue for="0" value="1"/></attvalues>'])  # fmt: skip


@examples(150)
@given(source=st.sampled_from(["gexf", "graphml"]), parts=st.lists(XML, max_size=12))
def test_xml_that_is_no_graph_is_told_too(source: str, parts: list[str]) -> None:
    text = "".join(parts)
    for whole in (text, f"<{source}><graph>{text}</graph></{source}>"):
        is_sound_or_told(source, whole)


# ---------------------------------------------------------------- the extract of 2022


@needs_shared
def test_the_extract_of_2022_comes_in_whole(tmp_path: Path) -> None:
    ran = citygraph("import", "gexf", TWINNINGS, "--into", tmp_path / "world", "--licence", "MIT")
    assert ran.code == 1
    assert "4,566 cities, 8 countries, 8,182 ties" in ran.err
    rows = [line.split("\t") for line in ran.out.splitlines()[1:]]
    assert {row[0] for row in rows} == {"read", "unread", "doubtful"}
    # The file has the first far from Algeria, by mistake.
    assert sorted(row[2] for row in rows if row[0] == "doubtful") == ["Aïn Beïda", "Kingdom of Romania"]
    assert [row[2] for row in rows if row[0] == "unread"] == ["degree"]
    assert citygraph("check", "--strict", "--graph", tmp_path / "world").code == 0

    file = nx.read_gexf(TWINNINGS)
    world = World(tmp_path / "world")
    by_qid = {data["record"].get("identifiers", {}).get("wikidata"): id for id, data in world.view.nodes.items()}
    for qid, data in file.nodes(data=True):
        node = world.view.nodes[by_qid[qid]]
        assert node["name"] == data["label"] or f"{data['label']} → {node['name']} | " in ran.out  # `Mariquita, Tolima`
        assert (node["lat"], node["lon"]) == (data["lat"], data["lon"])
        assert [figure["value"] for figure in node["record"]["observations"]] == [data["pop"]]
    chance = random.Random(4)
    for one, other in (chance.sample(sorted(file), 2) for _ in range(40)):
        length = nx.shortest_path_length(file, one, other) if nx.has_path(file, one, other) else None
        assert world.path(one, other).data.length == length
    assert {"london-gb", "london-ca", "san-jose-cr"} <= set(world.view.nodes)
    assert all(re.fullmatch("[a-z0-9-]+", id) for id in world.view.nodes)


@needs_shared
def test_linked_to_the_seed_world_its_cities_are_those_that_are_there(tmp_path: Path) -> None:
    shutil.copytree(SEED, tmp_path / "graph")
    report = brought("gexf", TWINNINGS, into=tmp_path / "graph", source="twinnings", link=True)
    linked = {why.partition(":")[0] for _, why in outcomes(report, "linked")}
    assert linked == {"istanbul", "dubai", "troyan", "jingdezhen", "osh"}
    world = World(tmp_path / "graph")
    assert not world.diagnostics
    assert [row.node for row in world.neighbors("jingdezhen", source="twinnings")] == ["faenza"]


# ---------------------------------------------------------------- tables

REGISTER = "city,country,twin,twin country,since\nIznik,Turkey,Spandau,Germany,1987\nOsh,KG,Denver,USA,\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1252", b""),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_seen(tmp_path: Path, encoding: str, mark: bytes, delimiter: str) -> None:
    text = REGISTER.replace("Iznik", "Zürich, Kreis 4" if delimiter != "," else "Zürich").replace(",", ",")
    rows = [line.split(",") for line in REGISTER.replace("Iznik", "Zürich").splitlines()]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    report = brought("table", table(tmp_path, mark + text.encode(encoding)), into=tmp_path / "g")
    assert not outcomes(report, "refused", "doubtful", "unread")
    names = {data["name"] for _, data in World(tmp_path / "g", cache=False).view.nodes.items()}
    assert names == {"Zürich", "Spandau", "Osh", "Denver"}


def test_an_encoding_that_is_not_guessed_is_said(tmp_path: Path) -> None:
    file = table(tmp_path, "city,country\nИзник,TR\n".encode("koi8-r"))
    brought("table", file, into=tmp_path / "g", encoding="koi8-r")
    assert World(tmp_path / "g", cache=False).resolve("Изник") == "iznik"
    with pytest.raises(CityGraphError, match=r"register.csv:2: this is not ascii"):
        brought("table", file, into=tmp_path / "h", encoding="ascii")
    with pytest.raises(CityGraphError, match="no encoding `klingon`"):
        brought("table", file, into=tmp_path / "h", encoding="klingon")


def test_columns_are_mapped_by_hand_or_by_number(tmp_path: Path) -> None:
    file = table(tmp_path, "Iznik;TR;Spandau;DE;Freundschaft\n")
    pairs = ["from.name=1", "from.country=2", "to.name=3", "to.country=4", "kind=5"]
    report = brought("table", file, into=tmp_path / "g", pairs=pairs, no_header=True)
    assert [one.what for one in report.remarks] == ["Freundschaft"]  # a word for a kind
    (tie,) = World(tmp_path / "g", cache=False).view.graph["ties"].values()
    assert (tie.data["kind"], tie.data["called"]) == ("friendship-city", "Freundschaft")


MAPPING = """\
map: {from.name: A, to.name: B, to.country: [code, land]}
set: {from.country: DE, status: active}
countries: {Holland: NL}
kinds: {Bund: friendship-city}
source: {title: Partners, licence: CC0, url: https://example.org/}
"""


def test_a_mapping_file_beside_the_table_says_what_its_columns_are(tmp_path: Path) -> None:
    table(tmp_path, MAPPING, "register.import.yaml")
    file = table(tmp_path, "A,B,code,land,kind\nBonn,Delft,,Holland,Bund\nBonn,Oxford,GB,England,sister-city\n")
    assert not brought("table", file, into=tmp_path / "g").remarks
    world = World(tmp_path / "g", cache=False)
    assert not world.diagnostics
    assert {id: node["country"] for id, node in world.view.nodes.items()} == {
        "bonn": "DE",
        "delft": "NL",
        "oxford": "GB",
    }
    assert {edge.data["kind"] for edge in world.view.graph["ties"].values()} == {"friendship-city", "sister-city"}
    assert {edge.data["status"] for edge in world.view.graph["ties"].values()} == {"active"}
    source = world.view.graph["sources"]["register"]
    assert (source["title"], source["licence"]) == ("Partners", "CC0")
    assert source["files"]["register.csv"].startswith("sha256:")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mpa: {name: A}\n", r":1:1: .*no section|:1:1: .*no key `mpa`; did you mean `map`"),
        (
            "countries: {Holland: Netherlands}\n",
            r":1:22: under `countries`: there is no country code `Netherlands`; did you mean `NL`",
        ),
        ("map: [a]\n", r":1:6: `map` should be a mapping"),
        ("map: {name: A\n", r"register.import.yaml:"),
        ("map: {nmae: city}\n", r"no target `nmae`; did you mean `name`"),
        ("map: {name: ctiy}\n", r"name: ctiy: there is no column `ctiy`; did you mean `city`"),
    ],
)
def test_a_mistake_in_a_mapping_file_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    table(tmp_path, text, "register.import.yaml")
    with pytest.raises(CityGraphError, match=told):
        brought("table", table(tmp_path, "city,country\nOsh,KG\n"), into=tmp_path / "g")
    assert not (tmp_path / "g").exists()


def test_a_column_that_is_there_twice_is_read_once_and_the_other_named(tmp_path: Path) -> None:
    report = brought("table", table(tmp_path, "name,country,name\nOsh,KG,Och\n"), into=tmp_path / "g")
    assert [(one.outcome, one.what) for one in report.remarks] == [("unread", "name (again)")]
    assert set(World(tmp_path / "g", cache=False).view.nodes) == {"osh"}


def test_what_no_column_tells_is_asked_for(tmp_path: Path) -> None:
    told = r"no column has the name; the columns are x, y; name one with --map name=COLUMN"
    with pytest.raises(CityGraphError, match=told):
        brought("table", table(tmp_path, "x,y\n1,2\n"), into=tmp_path / "g")


def test_rows_that_cannot_be_taken_are_refused_with_their_line_and_reason(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "city,country,twin,twin country,since,until,kind,status\n"
        '"a\nb",DE,Rom,IT,,,sister-city,\nBonn,DE,,IT,,,sister-city,\n'
        "Bonn,DE,Bonn,DE,,,sister-city,\nBonn,DE,Rom,IT,,,road,\nBonn,DE,Oslo,NO,1990,1980,sister-city,\n"
        "Bonn,DE,Lima,PE,,,sister-city,actve\nBonn,DE,Lyon,FR,1,2,3,4,5,6,7\nBonn,DE,Nice,FR,,1999,sister-city,\n"
        "Bonn,DE,Pisa,IT,,,sister-city\n",
    )
    report = brought("table", file, into=tmp_path / "g")
    assert [(where, why.partition(";")[0]) for where, why in outcomes(report, "refused")] == [
        ("register.csv:6", "`road` is no kind of tie"),
        ("register.csv:9", "the row has 11 cells, the header 8"),
        ("register.csv:5", "both ends are the same"),
        ("register.csv:7", "it ends in 1980, before it begins in 1990"),
    ]
    assert outcomes(report, "read")[0] == (
        "register.csv:4",
        "these rows name one end, and nobody at the other: they bring no tie",
    )
    (of_status,) = (one for one in report.remarks if one.what == "actve")
    assert (of_status.outcome, of_status.where) == ("doubtful", "register.csv:8")
    world = World(tmp_path / "g", cache=False)
    assert not world.errors
    statuses = {edge.end: edge.data["status"] for edge in world.view.graph["ties"].values()}
    assert statuses == {"rom": "unknown", "lima": "unknown", "nice": "ended", "pisa": "unknown"}
    lima = world.view.graph["ties"]["sister-city.bonn.lima"].data
    assert lima["notes"] == "register: status: actve"


def test_dates_places_and_numbers_of_others_are_understood_or_kept_as_words(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "City\tCountry\tLat\tLon\tPopulation\tPopulation year\tTwin\tTwin country\tSince\n"
        "Bonn\tGermany\t50,73\t7,10\t330.579.000\t2020\tOxford\tUnited Kingdom\tMay 1947\n"
        "Bonn\tGermany\t50.7\t7.1\t\t\tPotsdam\tDDR\tca. 1988\n"
        "Kiel\tGermany\t154\t10\t246 000\t\tBrest\tFrance\t3/4/1964\n",
        "register.tsv",
    )
    with pytest.raises(OpenQuestions, match=r"--date-order dmy\n.*--date-order mdy"):
        brought("table", file, into=tmp_path / "h")
    report = brought("table", file, into=tmp_path / "g", date_order="dmy")
    assert [why.partition(";")[0] for _, why in outcomes(report, "doubtful")] == ["'154' is not a latitude"]
    assert [one.what for one in report.remarks if one.outcome == "read"] == ["DDR"]  # it gets a record of its own
    view = World(tmp_path / "g", cache=False).view
    bonn, kiel = view.nodes["bonn"]["record"], view.nodes["kiel"]["record"]
    assert bonn["coordinates"] == [50.73, 7.1]
    assert [(one["value"], one["as_of"]) for one in bonn["observations"]] == [(330579000, "2020")]
    assert kiel["notes"] == "register: coordinates: 154, 10"
    assert kiel["observations"][0]["value"] == 246000
    assert view.nodes["potsdam"]["country"] == "ddr"
    since = {
        edge.end if edge.start in ("bonn", "kiel") else edge.start: edge.data for edge in view.graph["ties"].values()
    }
    assert since["oxford"]["since"] == "1947-05"
    assert since["potsdam"]["since"] == "1988~"
    assert since["brest"]["since"] == "1964-04-03"


def figures(folder: Path) -> dict[str, float]:
    nodes = World(folder, cache=False).view.nodes
    return {id: nodes[id]["record"]["observations"][0]["value"] for id in nodes}


def test_figures_that_may_be_thousands_are_asked_about_and_told_are_figures_that_are_left_out(tmp_path: Path) -> None:
    german = "name,country,observations.area\nIznik,TR,48.213\nTroyan,BG,18.120\n"
    with pytest.raises(OpenQuestions) as asked:
        brought("table", table(tmp_path, german), into=tmp_path / "a")
    (question,) = asked.value.questions
    assert [(one.option, one.samples) for one in question.readings] == [
        ("--decimal '.'", ("48.213", "18.120")), ("--decimal ','", ("48213", "18120")),
    ]  # fmt: skip
    assert not (tmp_path / "a").exists()
    brought("table", table(tmp_path, german), into=tmp_path / "a", decimal=",")
    assert figures(tmp_path / "a") == {"iznik": 48213, "troyan": 18120}
    areas = german.replace("18.120", "18.1")
    report = brought("table", table(tmp_path, areas), into=tmp_path / "b")
    assert not outcomes(report, "doubtful")
    assert figures(tmp_path / "b") == {"iznik": 48.213, "troyan": 18.1}

    there = tmp_path / "c"
    shutil.copytree(SEED, there)
    plain = table(tmp_path, german.replace(".2", "2").replace(".1", "1"), "other.csv")
    report = brought("table", plain, into=there, source="other", link=True)
    lacks = ["`iznik` lacks area: 48213", "`troyan` lacks area: 18120"]
    assert [why.partition(";")[0] for _, why in outcomes(report, "lacking")] == lacks


def test_the_way_out_can_be_pasted_into_a_shell(tmp_path: Path) -> None:
    report = brought("table", table(tmp_path, "name,country,Bunte Spalte\nIznik,TR,x\n"), into=tmp_path / "a")
    assert any("--map TARGET='Bunte Spalte'" in why for _, why in outcomes(report, "unread"))
    with pytest.raises(CityGraphError, match=r"--map from\.name=Eins --map to\.name=Zwei"):
        brought("table", table(tmp_path, "Eins,Zwei\nIznik,Osh\n"), into=tmp_path / "b", header_row=1)


def test_officials_come_with_their_posts(tmp_path: Path) -> None:
    file = table(tmp_path, "Name,Post,City,Country,Since\nA B,Mayor,Osh,KG,2021\nA B,Head of protocol,Osh,KG,\n")
    assert not brought("table", file, into=tmp_path / "g", type="official").remarks
    posts = World(tmp_path / "g", cache=False).officials("Osh")
    assert [(post.name, post.title, post.since) for post in posts] == [
        ("A B", "Mayor", "2021"),
        ("A B", "Head of protocol", None),
    ]


def test_namesakes_are_told_apart_and_never_merged(tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "city,country,qid,lat,lon\nColumbus,US,Q16567,39.96,-83\nColumbus,US,Q1023,32.49,-84.94\nColumbus,CA,,,\n"
        "Springfield,US,,39.8,-89.6\nSpringfield,US,,42.1,-72.5\nSpringfield,US,,42.1,-72.5\n奥什,KG,,,\nOsh,KG,,,\n",
    )
    brought("table", file, into=tmp_path / "g")
    assert set(World(tmp_path / "g", cache=False).view.nodes) == {
        "columbus-us-q16567", "columbus-us-q1023", "columbus-ca", "springfield-us-2", "springfield-us-3",
        "aoshen", "osh",
    }  # fmt: skip


# ---------------------------------------------------------------- again


def test_what_people_add_to_an_imported_record_stays_theirs(tmp_path: Path) -> None:
    file = table(tmp_path, REGISTER)
    brought("table", file, into=tmp_path / "g", form="yaml")
    cities = tmp_path / "g/register/cities.yaml"
    cities.write_text(cities.read_text().replace("{name: Osh,", "{name: Osh, known_for: [apricots],"))
    (tmp_path / "g/own.yaml").write_text("ties: [{kind: contact, between: [iznik, osh], source: register}]\n")
    table(tmp_path, REGISTER.replace("1987", "1988").replace("Osh,KG,Denver,USA,\n", "Bonn,DE,Denver,USA,\n"))
    report = brought("table", file, into=tmp_path / "g", form="yaml")
    told = {(one.outcome, one.what): one.why for one in report.remarks}
    assert told["changed", "sister-city.iznik.spandau"] == "since: 1987 → 1988"
    assert told["conflict", "osh"].endswith("but you have changed it: known_for: nothing → apricots")
    assert {("added", "bonn"), ("gone", "sister-city.denver.osh"), ("added", "sister-city.bonn.denver")} <= told.keys()
    world = World(tmp_path / "g", cache=False)
    assert not world.diagnostics
    assert world.view.nodes["osh"]["record"]["known_for"] == ["apricots"]
    table(tmp_path, "city,country,twin,twin country\nBonn,DE,Denver,USA\n")
    report = brought("table", file, into=tmp_path / "g", form="yaml")
    assert ("kept", "iznik") in {(one.outcome, one.what) for one in report.remarks}  # a tie of somebody's leads there
    assert not World(tmp_path / "g", cache=False).errors


def test_a_status_and_statements_of_peoples_own_stay(tmp_path: Path) -> None:
    file = table(tmp_path, "city,country,twin,twin country,until\nIznik,TR,Spandau,DE,1999\nOsh,KG,Denver,US,\n")
    brought("table", file, into=tmp_path / "g")
    shelf = tmp_path / "g/register"
    (shelf / "statements.yaml").write_text(
        "statements: [{by: osh, on: 2020, source: register}, {by: osh, source: register}]\n"
    )
    ties = (shelf / "ties.csv").read_text()
    assert "denver; osh,,,register" in ties
    (shelf / "ties.csv").write_text(ties.replace("denver; osh,,,register", "denver; osh,,active,register"))
    table(tmp_path, "city,country,twin,twin country,until\nIznik,TR,Spandau,DE,\nOsh,KG,Denver,US,\n")
    report = brought("table", file, into=tmp_path / "g")
    assert [(one.what, one.why) for one in report.remarks] == [
        ("sister-city.iznik.spandau", "status: ended → nothing; until: 1999 → nothing"),
    ]  # fmt: skip
    world = World(tmp_path / "g", cache=False)
    assert not world.diagnostics
    assert world.view.graph["ties"]["sister-city.denver.osh"].data["status"] == "active"
    assert len(world.view.graph["statements"]["osh"]) == 2


def test_a_folder_that_no_import_has_written_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "g/register").mkdir(parents=True)
    (tmp_path / "g/register/cities.yaml").write_text("cities: {osh: {name: Osh, country: KG}}\n")
    before = files_of(tmp_path / "g")
    with pytest.raises(CityGraphError, match="no import has written; give --source another id"):
        brought("table", table(tmp_path, REGISTER), into=tmp_path / "g")
    (tmp_path / "g/register/cities.yaml").rename(tmp_path / "g/cities.yaml")
    with pytest.raises(CityGraphError, match="another record `osh`; give --source another id"):
        brought("table", table(tmp_path, REGISTER), into=tmp_path / "g", source="osh")
    assert list(files_of(tmp_path / "g").values()) == list(before.values())


def test_an_import_that_cannot_read_what_it_wrote_before_changes_nothing(tmp_path: Path) -> None:
    file = table(tmp_path, REGISTER)
    brought("table", file, into=tmp_path / "g")
    ties = tmp_path / "g/register/ties.csv"
    ties.write_text(ties.read_text() + "sister-city,one\n")
    before = files_of(tmp_path / "g")
    with pytest.raises(CityGraphError, match=r"ties.csv:\d+: .*correct this first"):
        brought("table", file, into=tmp_path / "g")
    assert files_of(tmp_path / "g") == before


def test_a_trial_writes_nothing(tmp_path: Path) -> None:
    ran = citygraph("import", "table", table(tmp_path, REGISTER), "--into", tmp_path / "g", "--dry-run")
    assert ran.code == 0
    assert "would have 4 cities, 2 ties" in ran.err
    assert not (tmp_path / "g").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "g").write_text("a file, no folder")
    ran = citygraph("import", "table", table(tmp_path, REGISTER), "--into", tmp_path / "g")
    assert ran.code == 2
    assert ran.err.startswith("citygraph: ")
    assert "Traceback" not in ran.err


# ---------------------------------------------------------------- beside what is there


LINKED = """\
cities:
  bonn: {name: Bonn, country: DE, coordinates: [50.73, 7.1]}
  bonn-hill: {name: Bonn Hill, aliases: [Bonnhill], country: DE}
  lima: {name: Lima, country: PE, identifiers: {wikidata: Q2868}}
  nice: {name: Nizza, names: {fr: Nice}, country: FR}
  york: {name: York, country: GB}
  york-us: {name: York, country: US}
ties:
  - {kind: sister-city, between: [bonn, lima], since: 1990}
"""


def test_things_that_are_there_are_linked_and_what_is_open_people_decide(tmp_path: Path) -> None:
    (tmp_path / "g").mkdir()
    (tmp_path / "g/own.yaml").write_text(LINKED)
    file = table(
        tmp_path,
        "city,country,lat,lon,qid,twin,twin country,twin qid\nBonn,Germany,50.7,7.1,,Ciudad de los Reyes,,Q2868\n"
        "Bonn,Germany,,,,Nice,France,\nBonn,Germany,48,7.1,,Oslo,Norway,\nYork,,,,,Bonn,Germany,\n",
    )
    with pytest.raises(OpenQuestions, match=r"whose is the column `lat`\? \(`Bonn` has 50.7 and 48\)"):
        brought("table", file, into=tmp_path / "g", link=True)
    file.write_text(file.read_text().replace("lat,lon", "from.lat,from.lon", 1))
    report = brought("table", file, into=tmp_path / "g", link=True)
    assert {why for _, why in outcomes(report, "linked")} == {
        "bonn: same name and country, 3 km apart",
        "lima: wikidata Q2868",
        "nice: same name and country",
        "sister-city.bonn.lima: the same kind and ends",
    }
    assert [why for _, why in outcomes(report, "unsure")] == [
        "it has no place here, and can be Bonn, DE (at 50.70, 7.10) or Bonn, DE (at 48.00, 7.10); it stays a record of"
        " its own",
        "bonn: same name, but the files have several of it",
        "bonn: same name and country, 304 km apart",
        "york: same name; another record fits too",
        "york-us: same name; another record fits too",
    ]
    world = World(tmp_path / "g", cache=False)
    assert not world.errors
    assert {"nice", "york-2", "bonn-de-2", "bonn-de-3"} <= set(world.view.nodes)
    judgements = tmp_path / "g/register/judgements.txt"
    text = judgements.read_text()
    assert "unsure    york york  # York: same name" in text
    before = files_of(tmp_path / "g")
    brought("table", file, into=tmp_path / "g")  # once there are judgements, they count
    assert files_of(tmp_path / "g") == before
    judgements.write_text(
        text.replace("unsure    york york ", "same york york ")
        .replace("unsure    bonn,de bonn,de,50.70,7.10", "same bonn,de bonn,de,50.70,7.10")
        .replace("unsure    bonn", "different bonn")
    )
    report = brought("table", file, into=tmp_path / "g")
    assert not outcomes(report, "unsure")
    world = World(tmp_path / "g", cache=False)
    assert not world.errors
    assert "york-2" not in world.view.nodes
    assert [row.node for row in world.neighbors("york")] == ["bonn"]
    assert "same york york " in judgements.read_text()
    judgements.write_text("perhaps york york\n")
    with pytest.raises(CityGraphError, match=r"judgements.txt:1: a judgement is `same`, `different` or `unsure`"):
        brought("table", file, into=tmp_path / "g")


def test_distance_is_that_of_great_circles() -> None:
    assert distance((0, 0), (0, 180)) == pytest.approx(6371.0 * 3.14159265, rel=1e-6)
    assert distance((50.73, 7.1), (50.73, 7.1)) == 0
    assert distance((0, 179.9), (0, -179.9)) < NEARBY


# ---------------------------------------------------------------- graphs

GEXF = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph mode="dynamic" defaultedgetype="undirected" timeformat="date">
<attributes class="node"><attribute id="c" title="country" type="string"><default>TR</default></attribute></attributes>
<attributes class="edge"><attribute id="k" title="kind" type="string"/></attributes>
<nodes><node id="1" label="Iznik"/><node id="2" label="Osh &amp; more"><attvalues>
<attvalue for="c" value="Kyrgyzstan"/></attvalues></node>
<node id="3" label="Bursa"><nodes><node id="4" label="Nilüfer"/></nodes></node></nodes>
<edges><edge source="1" target="2" start="1999-05-01" end="2004-01-31"/>
<edge source="2" target="1" type="directed"><attvalues><attvalue for="k" value="flagship-store"/></attvalues></edge>
<edge source="1" target="3"><attvalues><attvalue for="k" value="flagship-store"/></attvalues></edge>
<edge source="3" target="4"><spells><spell start="2001"/><spell start="2010" end="2012"/></spells></edge>
<edge source="3"/></edges></graph></gexf>"""


def test_gexf_with_both_sorts_of_edges_times_and_defaults(tmp_path: Path) -> None:
    report = brought("gexf", table(tmp_path, GEXF, "g.gexf"), into=tmp_path / "g", kind="sister-city")
    assert outcomes(report, "refused") == [
        ("g.gexf:10", "`flagship-store` has a direction, and this edge has none"),
        ("g.gexf:12", "the edge has no target"),
    ]
    world = World(tmp_path / "g", cache=False)
    assert not world.errors
    nodes = {node["name"]: node["country"] for _, node in world.view.nodes.items()}
    assert nodes == {"Iznik": "TR", "Osh & more": "KG", "Bursa": "TR", "Nilüfer": "TR"}
    ties = {
        id: (edge.data["since"], edge.data["until"], edge.data["status"])
        for id, edge in world.view.graph["ties"].items()
    }
    assert ties == {
        "flagship-store.osh-more.iznik": (None, None, "unknown"),
        "sister-city.bursa.nilufer": ("2001", "2012", "ended"),
        "sister-city.iznik.osh-more": ("1999-05-01", "2004-01-31", "ended"),
    }


def test_graphml_as_networkx_igraph_and_yed_write_it(tmp_path: Path) -> None:
    import igraph

    graph = nx.Graph()
    graph.add_node("a", name="Köln", country="DE", population=1_000_000)
    graph.add_node("b", name="Ош", country="Kyrgyzstan")
    graph.add_edge("a", "b", since="1999")
    nx.write_graphml(graph, tmp_path / "nx.graphml")
    igraph.Graph.from_networkx(graph).write_graphml(str(tmp_path / "ig.graphml"))
    yed = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
    <key id="d6" for="node" yfiles.type="nodegraphics"/>
    <key id="c" for="node" attr.name="country"><default>DE</default></key><graph edgedefault="undirected">
    <node id="n0"><data key="d6"><y:ShapeNode><y:NodeLabel>Köln</y:NodeLabel></y:ShapeNode></data></node>
    <node id="n1"><data key="d6"><y:ShapeNode><y:NodeLabel>Ош</y:NodeLabel></y:ShapeNode></data>
    <data key="c">KG</data></node>
    <edge source="n0" target="n1"/></graph></graphml>"""
    table(tmp_path, yed, "yed.graphml")
    for name in ("nx", "ig", "yed"):
        report = brought("graphml", tmp_path / f"{name}.graphml", into=tmp_path / name)
        assert not outcomes(report, "refused", "doubtful")
        view = World(tmp_path / name, cache=False).view
        assert {(node["name"], node["country"]) for _, node in view.nodes.items()} == {("Köln", "DE"), ("Ош", "KG")}
        assert len(view.graph["ties"]) == 1


def test_graphml_of_citygraph_itself_comes_back(tmp_path: Path) -> None:
    assert citygraph("export", tmp_path / "seed.graphml").code == 0
    report = brought("graphml", tmp_path / "seed.graphml", into=tmp_path / "g")
    assert not outcomes(report, "refused")
    seed, back = World(SEED).view, World(tmp_path / "g", cache=False).view
    assert sorted(
        (n["type"], n["name"], n["country"] or "") for _, n in back.nodes.items() if n["type"] != "country"
    ) == sorted((n["type"], n["name"], n["country"] or "") for _, n in seed.nodes.items() if n["type"] != "country")
    assert len(back.graph["ties"]) == len(seed.graph["ties"])


def test_node_link_as_networkx_and_d3_write_it(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_node(1, name="Köln", country="DE")
    graph.add_node(2, name="Osh", country="KG", area=[1, 2])
    graph.add_edge(1, 2)
    for edges in ("links", "edges"):
        table(tmp_path, json.dumps(nx.node_link_data(graph, edges=edges)), f"{edges}.json")
        report = brought("node-link", tmp_path / f"{edges}.json", into=tmp_path / edges)
        assert {one.what for one in report.remarks} == {"area"}
        assert set(World(tmp_path / edges, cache=False).view.nodes) == {"koln", "osh"}
    table(
        tmp_path,
        '{"nodes": [{"id": "a"}, {"name": "b"}, {}], "links": [{"source": {"id": "a"}, "target": "b"}, {}]}',
        "d3.json",
    )
    report = brought("node-link", tmp_path / "d3.json", into=tmp_path / "d3")
    assert outcomes(report, "refused") == [
        ("d3.json, item 3", "the node has no id"), ("d3.json, item 2", "the link has no source, or no target"),
    ]  # fmt: skip


def test_edge_lists_have_comments_tabs_and_ids_alone(tmp_path: Path) -> None:
    file = table(tmp_path, "# a comment\n% another\na b\n\nb\tc d\t0.5\nalone\n", "e.txt")
    report = brought("edgelist", file, into=tmp_path / "g")
    assert outcomes(report, "refused") == [("e.txt:6", "there is only one id in this line")]
    assert [one.what for one in report.remarks if one.outcome == "unread"] == ["3"]
    world = World(tmp_path / "g", cache=False)
    assert {problem.code for problem in world.diagnostics} == {"missing-country"}
    assert set(world.view.nodes) == {"a", "b", "c-d"}


def test_rows_of_a_broken_file_are_told_by_what_it_is(tmp_path: Path) -> None:
    for source, text, told in (
        ("gexf", "<gexf><graph>", "register.csv:1:14: this is not XML"),
        ("gexf", "<graphml/>", "this is GraphML, not gexf"),
        ("graphml", "<gexf/>", "this is GEXF, not graphml"),
        ("node-link", "[]", "this is not node-link JSON"),
        ("node-link", "{", "this is not JSON"),
        ("wikidata", "{}", "this is not an answer of SPARQL"),
        ("table", "", "the table is empty"),
        ("table", "city,country\n", "there are no rows to import"),
    ):
        with pytest.raises(CityGraphError, match=told):
            brought(source, table(tmp_path, text), into=tmp_path / "g")
    with pytest.raises(CityGraphError, match="No such file"):
        brought("table", tmp_path / "none.csv", into=tmp_path / "g")


def test_every_importer_gives_rows_or_says_why_not(tmp_path: Path) -> None:
    for source in sources():
        assert importer(source).__doc__
        assert importer(source).UNIT in ("line", "row", "item")
    rows = [*importer("edgelist").read(table(tmp_path, "x\ny z\n"), ReadOptions())]
    assert isinstance(rows[0], UnreadableRow)
    with pytest.raises(CityGraphError, match="no format `gxf`; did you mean `gexf`"):
        importer("gxf")


# ---------------------------------------------------------------- the command


def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    for words, told in (
        (("table",), "an import needs a FILE"),
        (("table", "x.csv"), "an import needs --into DIR"),
        (("tabel", "x.csv", "--into", "g"), "no file and no format `tabel`; did you mean `table`"),
        (("table", "--print-query"), "only wikidata has a query"),
        (
            ("table", ROOT / "docs/examples/partners.csv", "--into", tmp_path / "g", "--map", "name"),
            "not of the form --map",
        ),
        (("table", ROOT / "docs/examples/partners.csv", "--into", tmp_path / "g", "--kind", "road"), "no kind `road`"),
    ):
        ran = citygraph("import", *words)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err


def test_the_report_is_rows_and_its_code_tells_of_refused_ones(tmp_path: Path) -> None:
    partners = (ROOT / "docs/examples/partners.csv").read_text()
    file = table(tmp_path, partners, "settled.csv")
    ran = citygraph("import", "table", file, "--into", tmp_path / "g", "--format", "json", "--date-order", "dmy")
    assert ran.code == 0  # what each remark says is settled
    rows = json.loads(ran.out)
    assert [row["outcome"] for row in rows] == ["read", "read"]
    assert all(set(row) == {"outcome", "where", "what", "why", "number"} for row in rows)
    file = table(tmp_path, partners + "Neustädtchen;Germany;Neustädtchen;Germany;;\n")
    again = f"citygraph import table {file} --into {tmp_path}/h --date-order dmy"
    code, seen = in_terminal(again, columns=60, NO_COLOR="1")
    assert code == 1
    assert "both ends are the same" in " ".join(seen.split())
    assert max(map(len, seen.split("citygraph:")[0].splitlines())) <= 60


# ---------------------------------------------------------------- Wikidata

WIKIDATA = """
@prefix wd: <http://www.wikidata.org/entity/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix p: <http://www.wikidata.org/prop/> . @prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> . @prefix wikibase: <http://wikiba.se/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> . @prefix s: <http://example.org/s/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
wd:Q1 rdfs:label "Onetown"@en , "Einstadt"@de ; wdt:P17 wd:Q10 ; wdt:P31 wd:Q20 , wd:Q21 ;
  wdt:P625 "Point(7.1 50.7)"^^geo:wktLiteral ; p:P190 s:a , s:b , s:c ; p:P1082 s:n .
wd:Q2 rdfs:label "Twoville"@en ; wdt:P17 wd:Q11 ; p:P190 s:d .
wd:Q3 wdt:P17 wd:Q10 . wd:Q4 rdfs:label "Fourland"@en ; wdt:P31 wd:Q22 .
wd:Q10 rdfs:label "Germany"@en ; wdt:P297 "DE" . wd:Q11 rdfs:label "Somaliland"@en .
wd:Q20 rdfs:label "city"@en . wd:Q21 rdfs:label "port"@en . wd:Q22 rdfs:label "region"@en .
s:n a wikibase:BestRank ; ps:P1082 1000.0 ; pqv:P585 s:n2010 .
s:n2010 wikibase:timeValue "2010-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 9 .
s:a ps:P190 wd:Q2 ; wikibase:rank wikibase:NormalRank ; pqv:P580 s:t1 ; pqv:P582 s:t2 ;
  pq:P582 "2003-07-15T00:00:00Z"^^xsd:dateTime .
s:b ps:P190 wd:Q3 ; wikibase:rank wikibase:PreferredRank ; pqv:P580 s:t3 ;
  pq:P582 <http://www.wikidata.org/.well-known/genid/5f2a8b> .
s:c ps:P190 wd:Q99 ; wikibase:rank wikibase:DeprecatedRank .
s:d ps:P190 wd:Q1 ; wikibase:rank wikibase:NormalRank . wd:Q2 p:P190 s:e .
s:e ps:P190 wd:Q4 ; wikibase:rank wikibase:NormalRank ; pqv:P580 s:t4 .
s:t1 wikibase:timeValue "1990-05-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 10 .
s:t2 wikibase:timeValue "2003-07-15T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 11 .
s:t3 wikibase:timeValue "1993-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 9 .
s:t4 wikibase:timeValue "1980-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 8 .
"""
PREFIXES = "".join(
    line.replace(" .", "").replace("@prefix", "\nPREFIX") for line in re.findall(r"@prefix .*? \.", WIKIDATA)
)


@pytest.mark.parametrize("form", ["json", "short.json", "csv"])
def test_the_query_asked_of_a_small_wikidata_and_its_answer_imported(tmp_path: Path, form: str) -> None:
    """The query service knows the prefixes; rdflib has to be told."""
    rdflib = pytest.importorskip("rdflib")
    ran = citygraph("import", "wikidata", "--print-query")
    assert ran.code == 0
    answer = rdflib.Graph().parse(data=WIKIDATA, format="turtle").query(PREFIXES + "\n" + ran.out)
    text = answer.serialize(format=form.rpartition(".")[2])
    if form == "short.json":
        rows = json.loads(text)["results"]["bindings"]
        text = json.dumps([{name: cell["value"] for name, cell in row.items()} for row in rows]).encode()
    report = brought("wikidata", table(tmp_path, text, f"answer.{form}"), into=tmp_path / "g")
    assert not outcomes(report, "refused", "unread")
    assert {why.partition(";")[0] for _, why in outcomes(report, "doubtful")} == {
        "'1980s' is not a date", "this says that `until` is not known: it may have ended",
    }  # fmt: skip
    world = World(tmp_path / "g", cache=False)
    assert not world.errors
    nodes = {
        node["record"]["identifiers"]["wikidata"]: node
        for _, node in world.view.nodes.items()
        if node["type"] == "city"
    }
    assert {qid: (node["name"], node["country"]) for qid, node in nodes.items()} == {
        "Q1": ("Onetown", "DE"), "Q2": ("Twoville", "somaliland"), "Q3": ("Q3", "DE"), "Q4": ("Fourland", None),
    }  # fmt: skip
    assert nodes["Q4"]["record"]["level"] == "region"
    assert (nodes["Q1"]["lat"], nodes["Q1"]["lon"]) == (50.7, 7.1)
    (figure,) = nodes["Q1"]["record"]["observations"]
    assert (figure["property"], figure["value"], figure["as_of"]) == ("population", 1000, "2010")
    ties = {id: edge.data for id, edge in world.view.graph["ties"].items()}
    assert {id: (tie["since"], tie["until"], tie["status"]) for id, tie in ties.items()} == {
        "sister-city.onetown.twoville": ("1990-05", "2003-07-15", "ended"),
        "sister-city.onetown.q3": ("1993", None, "unknown"),
        "sister-city.fourland.twoville": (None, None, "unknown"),
    }
    assert ties["sister-city.fourland.twoville"]["notes"] == "register: since: 1980s"
    assert ties["sister-city.onetown.q3"]["notes"] == "register: until: unknown"


def test_a_time_of_wikidata_without_its_precision_is_no_finer_than_it_can_be(tmp_path: Path) -> None:
    rows = "".join(
        f"http://www.wikidata.org/entity/Q1,Alta,http://www.wikidata.org/entity/Q{n},{name},{time}T00:00:00Z\n"
        for n, name, time in ((2, "Bodø", "1987-01-01"), (3, "Oulu", "1987-05-01"), (4, "Umeå", "1987-05-02"))
    )
    file = table(tmp_path, "city,cityLabel,partner,partnerLabel,start\n" + rows)
    assert not outcomes(brought("wikidata", file, into=tmp_path / "g"), "refused", "doubtful", "unread")
    since = [edge.data["since"] for edge in World(tmp_path / "g", cache=False).view.graph["ties"].values()]
    assert since == ["1987", "1987-05-01", "1987-05-02"]  # days are real here, but for the first of January


def test_times_of_wikidata_that_are_cut_are_told(tmp_path: Path) -> None:
    item = "http://www.wikidata.org/entity/Q"
    rows = "".join(f"{item}{n},{item}9,{time}T00:00:00Z\n" for n, time in ((2, "1987-01-01"), (3, "1987-05-01")))
    found, said = read("wikidata", table(tmp_path, "city,partner,start\n" + rows))
    assert [row.values["start"] for row in found if not isinstance(row, UnreadableRow)] == ["1987", "1987-05"]
    assert ["2 dates may be days" in sentence and "1987-01-01 → 1987" in sentence for sentence in said] == [True]


# ---------------------------------------------------------------- what is written can be read

TIES = "from.name,from.country,to.name,to.country\nA,GB,B,FR\n"
_LONG = "x" * (LONGEST_CELL + 1)
TEXTS = st.text(st.characters(exclude_categories=[]) | st.sampled_from("\n\r\t \x00\x1b\x85\u2028\ufeff\ud800;#=<>'\""))
NASTY = TEXTS | st.sampled_from(
    [
        "a\n<<<<<<< HEAD\nb",
        "a\n=======\nb\n>>>>>>> x\nc",
        "=1+1",
        "# a",
        "a #b",
        "~",
        "null",
        "- a",
        "---",
        "a\r\nb",
        _LONG,
    ]
)


@examples(24)
@given(name=NASTY, notes=NASTY, aliases=NASTY, called=NASTY, form=st.sampled_from(["csv", "yaml"]))
@example(name="A", notes="a\n<<<<<<< HEAD\nb", aliases="", called="", form="csv")
@example(name="A", notes="\ud800", aliases="", called="", form="yaml")
@example(name="A", notes="", aliases="", called=_LONG, form="csv")
@example(name="A", notes="", aliases=_LONG, called="", form="csv")
@example(name="A", notes="", aliases=f"{_LONG[:-2]};{_LONG[:-2]}", called="", form="csv")
def test_what_an_import_writes_is_read_without_an_error_and_says_the_same(
    name: str, notes: str, aliases: str, called: str, form: str
) -> None:
    city = {"id": "q", "name": name, "country": "GB", "notes": notes, "aliases": aliases}
    tie = {"source": "q", "target": "r", "called": called}
    graph = {"nodes": [city, {"id": "r", "name": "R", "country": "FR"}], "edges": [tie]}
    with tempfile.TemporaryDirectory() as scratch:
        file, into = Path(scratch, "register.json"), Path(scratch, "graph")
        file.write_text(json.dumps(graph), encoding="utf-8")
        report = brought("node-link", file, into=into, form=form)
        world = World(into, cache=False)
        assert world.errors == 0
        nodes = [world.view.nodes[id]["record"] for id in world.view.nodes]
        refused = {why.split("`")[1] for _, why in outcomes(report, "refused") if why.startswith("`")}
        unwritable = {
            key for key, text in {**city, **tie}.items() if len(text) > LONGEST_CELL or any(map(is_half, text))
        }
        assert refused <= unwritable  # a row with two such cells is refused for the first
        assert bool(refused) == bool(unwritable)
        if refused & city.keys():
            return
        (found,) = (one for one in nodes if one["country"] == "GB")
        assert found["name"] == (tidied(value(name, "name")).name or "q")
        assert found.get("notes", "").removeprefix("register: notes: ") == value(notes)
        several = list(dict.fromkeys(one for one in in_list(value(aliases)) if one.strip(" ;")))
        assert found.get("aliases", []) in (several, [value(aliases)])  # a comma may be a part of the one that there is
        if "called" not in refused and "\x1f" not in called:  # no cell has the sign that parts the cells of a row
            (edge,) = world.view.graph["ties"].values()
            assert edge.data.get("called", "") == value(called)


def value(text: str, sort: str = "") -> str:
    """What a cell of a sort says: nothing, if its text stands for that."""
    return "" if is_missing(text.strip(), sort) else text.strip()


def is_half(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


@pytest.mark.parametrize("id", ["../x", "/abs", ".x", "a/b", "a\\b", "", "a\nb", "ü", "x" * 201])
def test_the_id_of_a_source_is_what_an_id_may_be(tmp_path: Path, id: str) -> None:
    file = table(tmp_path, TIES)
    with pytest.raises(CityGraphError, match=r"cannot be the id of a source, .*; write --source [a-z0-9-]+$"):
        brought("table", file, into=tmp_path / "g/graph", source=id)
    assert list(tmp_path.iterdir()) == [file]


def test_a_wrong_id_of_a_source_is_a_mistake_in_the_command(tmp_path: Path) -> None:
    table(tmp_path, TIES)
    done = citygraph("import", "table", "register.csv", "--into", "graph", "--source", "", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("citygraph: `` cannot be the id of a source")


def test_a_source_may_have_any_file_name(tmp_path: Path) -> None:
    name = "ü" * 100 + ".csv"
    said = citygraph("import", "table", str(table(tmp_path, TIES, name)), "--into", tmp_path / "graph")
    assert said.code == 0, said.err
    odd = os.fsdecode(b"r\xff\n.csv")
    brought("table", table(tmp_path, TIES.replace("A", "C"), odd), into=tmp_path / "graph", source="odd")
    assert World(tmp_path / "graph", cache=False).errors == 0


def test_the_folder_of_a_source_lies_in_the_graph_folder(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "graph/register").symlink_to("../other")
    with pytest.raises(CityGraphError, match=r"graph/register is a link to .*, outside of "):
        brought("table", table(tmp_path, TIES), into=tmp_path / "graph")
    assert list((tmp_path / "other").iterdir()) == []


@pytest.mark.parametrize(
    ("key", "text"), [("url", "example"), ("title", " "), ("licence", "\udcff"), ("title", "x" * (LONGEST_CELL + 1))]
)
def test_what_a_source_is_said_to_be_can_be_written(key: str, text: str) -> None:
    with pytest.raises(CityGraphError, match=f"^--{key}: "):
        options_given(about={key: text})


@pytest.mark.parametrize(("pairs", "constants"), [(["name=\udcff"], []), ([], ["country=\udcff"])])
def test_what_is_said_of_columns_can_be_written(pairs: list[str], constants: list[str]) -> None:
    with pytest.raises(CityGraphError, match=r"^--(map|set): the text has half a character"):
        options_given(pairs, constants)


def test_records_and_judgements_change_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import that is stopped before its first change of a file has made none; the next command makes all."""
    into = tmp_path / "graph"
    into.mkdir()
    two = "{name: A, country: GB, identifiers: {wikidata: Q%d}}"
    (into / "own.yaml").write_text(f"cities:\n  one: {two % 1}\n  two: {two % 2}\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            brought("table", table(tmp_path, TIES), into=into, link=True)
    assert not list((into / "register").glob("[!.]*"))
    assert World(into, cache=False).errors == 0
    found = {path.name for path in (into / "register").iterdir()}
    assert found == {"cities.csv", "ties.csv", "sources.yaml", "judgements.txt", "imported.json.gz"}
    assert brought("table", tmp_path / "register.csv", into=into, link=True).updates
    assert {path.name for path in (into / "register").iterdir()} == found


def test_two_imports_at_once_do_not_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "WAIT", 0.05)
    file, into = table(tmp_path, TIES), tmp_path / "graph"
    with locks.only_writer(into):
        assert brought("table", file, into=into, dry_run=True).read == 1
        with pytest.raises(CityGraphError, match=r"another command is writing into .*/graph; run this one again"):
            brought("table", file, into=into)
    assert brought("table", file, into=into).read == 1
