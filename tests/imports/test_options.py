"""Each option changes what is written, or is refused, or the import says why it changes nothing; and each can stand in
a mapping file."""

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from citygraph.cli.app import app
from citygraph.domain.errors import CityGraphError
from citygraph.imports.columns.mapping import ColumnMapping
from citygraph.imports.mapping_file import read, text_of
from citygraph.imports.options import FIELDS, FileOptions
from citygraph.world import World
from conftest import examples
from imported import Imported, brought, table
from workbooks import xlsx

TIES = "City,Country,Partner,Partner country,Since,Trade\nLyon,FR,Turin,IT,1987-05-02,5\nBonn,DE,Oxford,GB,,7\n"
FILES = {
    "places.csv": "Name,Country,Population\nLyon,FR,5\nGhent,BE,7\n",
    "ties.csv": TIES,
    "open.csv": "City,Partner,Partner country,Since,Amount\nLyon,Turin,IT,03/04/1987,1.234\n"
    "Bonn,Oxford,GB,05/06/1990,2.345\n",
    "wide.csv": "City,Country,Partner 1,Country 1,Partner 2,Country 2\nLyon,FR,Turin,IT,Leeds,GB\n"
    "Bonn,DE,Oxford,GB,,\n",
    "gaps.csv": "City,Country,Partner,Partner country\nLyon,FR,Turin,IT\n,,Leeds,GB\nBonn,DE,Oxford,GB\n,,Sucre,BO\n",
    "years.csv": "City,Country,Population 2010,Population 2020\nLyon,FR,5,6\nGhent,BE,7,8\n",
    "lists.csv": "City;Country;Partners\nLyon;FR;Turin, Leeds\nBonn;DE;Oxford, Delft\n",
    "plain.csv": "Lyon;FR\nGhent;BE\n",
    "countries.csv": "Reporter,Partner,Year,Value\nFrance,Germany,2022,5\nGermany,France,2022,7\n",
    "posts.csv": "Name,Title,City,Since\nEric Adams,Mayor,New York,2022\n",
    "words.csv": "City,Country,Partner,Partner country,Kind\nLyon,FR,Turin,IT,Bund\nBonn,DE,Oxford,GB,Bund\n",
    "trade.json": '[{"city": "Lyon", "partners": [{"partner": "Turin", "since": "1987"}, {"partner": "Leeds"}]}]',
    "lists.json": '{"one": [{"name": "Lyon"}, {"name": "Bonn"}], "two": [{"name": "Turin"}, {"name": "Oxford"}]}',
    "rows.jsonl": '{"name": "Lyon", "country": "FR"}\n{"name": "Bonn", "country": "DE"}\n',
    "points.geojson": json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "Lyon"}, "geometry": {"type": "Point", "coordinates": [4.8, 45.7]}},
    ]}),
    "links.json": json.dumps({"nodes": [{"id": "a", "name": "Lyon"}, {"id": "b", "name": "Bonn"}],
                              "links": [{"source": "a", "target": "b", "since": "1987"}]}),
    "pairs.txt": "# ties\n1 2\n2 3\n",
    "graph.gexf": '<gexf xmlns="http://gexf.net/1.3"><graph defaultedgetype="undirected"><nodes>'
                  '<node id="a" label="Lyon"/><node id="b" label="Bonn"/></nodes><edges>'
                  '<edge id="0" source="a" target="b"/></edges></graph></gexf>',
    "graph.graphml": '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><key id="n" for="node" attr.name="name"/>'
                     '<graph edgedefault="undirected"><node id="a"><data key="n">Lyon</data></node><node id="b">'
                     '<data key="n">Bonn</data></node><edge id="0" source="a" target="b"/></graph></graphml>',
}  # fmt: skip
ANSWERS = {
    "open.csv": "--date-order dmy --decimal .", "lists.csv": "--split Partners=,",
    "gaps.csv": "--fill-down City --fill-down Country", "plain.csv": "--no-header --map name=1",
    "countries.csv": "--type country --new-kind exports-to:economy:directed", "posts.csv": "--type official",
    "words.csv": "--kind Bund=sister-city", "lists.json": "--at one", "book.xlsx": "--sheet 1",
}  # fmt: skip
"""What the files leave open."""
OPTIONS = {  # values that any file may be given
    "from": ["table"], "sheet": ["2"], "encoding": ["latin-1"], "no-header": [""], "header-row": ["2"],
    "delimiter": [";", "tab"], "at": ["two"], "date-order": ["dmy", "mdy"], "calendar": ["buddhist"],
    "decimal": [".", ","],
    "map": ["name=City", "notes=Country", "id=Name"],
    "set": ["country=PL", "status=active", "from.name=Kyiv", "years=area"],
    "split": ["Partners=,", "City=;"], "fill-down": ["City", "none"], "type": ["organization", "country"],
    "kind": ["friendship-city", "Bund=friendship-city"],
    "country": ["Congo=CD", "Bund=DE"],
    "new-kind": ["sends-to:economy:directed"], "source": ["mine"], "title": ["A title"], "url": ["https://example.org/a"],
    "licence": ["CC0"], "as": ["yaml"], "link": [""], "fill": [""],
}  # fmt: skip
OF_THE_RUN = {"into", "mapping", "save-mapping", "dry-run", "print-query", "theirs", "take", "remove", "format"}
"""Options about one run, which write nothing else into the folder."""
OF_THE_SOURCE = {"title", "url", "licence"}
"""Options that stand in a mapping file under ``source:``."""


def options_of_import() -> set[str]:
    group = typer.main.get_command(app)
    return {name.removeprefix("--") for one in group.commands["import"].params for name in one.opts if name[:2] == "--"}


def made(folder: Path, name: str) -> Path:
    book = {"A": [["Name", "Country"], ["Lyon", "FR"]], "B": [["Name", "Country"], ["Bonn", "DE"]]}
    return table(folder, xlsx(book) if name == "book.xlsx" else FILES[name], name)


def ran(file: Path, into: Path, *options: str) -> tuple[int, str, dict[str, bytes]]:
    """The exit code of an import, what it says, and the files that it writes."""
    done = CliRunner().invoke(app, ["import", str(file), "--into", str(into), *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), (options, done.exception)
    return done.exit_code, done.output, contents(into)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_each_option_of_the_file_can_stand_in_a_mapping_file() -> None:
    assert options_of_import() - OF_THE_RUN - OF_THE_SOURCE - {"help", "country"} <= FIELDS.keys()
    assert "countries" in FIELDS
    assert OPTIONS.keys() == options_of_import() - OF_THE_RUN - {"help"}


CASES = [(name, option, value) for name in (*FILES, "book.xlsx") for option in OPTIONS for value in OPTIONS[option]]
AGREE = {"from", "encoding", "delimiter", "no-header"}
"""Options that may say what the file shows anyhow."""
SHOWN_ANYHOW = {("years.csv", "map", "name=City"), ("years.csv", "as", "yaml")}
"""What a file shows without the option: its header, and figures, which no table of cities can hold."""


def words_of(name: str, *option: str) -> list[str]:
    return [*shlex.split(ANSWERS.get(name, "")), *(word for word in option if word)]


@given(case=st.sampled_from([case for case in CASES if case[1] not in AGREE and case not in SHOWN_ANYHOW]))
@examples(60)
def test_each_option_changes_something_or_is_told(case: tuple[str, str, str]) -> None:
    name, option, value = case
    with TemporaryDirectory() as scratch:
        file = made(Path(scratch), name)
        code, said, written = ran(file, Path(scratch, "g"), *words_of(name))
        assert code < 2, said
        with_it = ran(file, Path(scratch, "h"), *words_of(name, f"--{option}", value))
    is_answer = value and value in shlex.split(ANSWERS.get(name, ""))
    assert is_answer or with_it != (code, said.replace("/g", "/h"), written)


@given(case=st.sampled_from(CASES))
@examples(60)
def test_a_saved_mapping_says_all_that_options_say(case: tuple[str, str, str]) -> None:
    name, option, value = case
    words = words_of(name, f"--{option}", value)
    with TemporaryDirectory() as scratch:
        file, mapping = made(Path(scratch), name), Path(scratch, "saved.yaml")
        code, _, written = ran(file, Path(scratch, "g"), *words)
        if code < 2:
            ran(file, Path(scratch, "none"), "--save-mapping", str(mapping), *words)
            again = ran(file, Path(scratch, "h"), "--mapping", str(mapping))
            assert (again[0], again[2]) == (code, written), mapping.read_text()


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1, max_size=8).filter(str.strip)


@given(column=NAMES, sign=st.sampled_from((" ", "\t", ";", "#", "|", "none")), value=NAMES)
@examples(60)
def test_a_mapping_file_is_read_as_it_is_written(column: str, sign: str, value: str) -> None:
    said = FileOptions(
        sheet=value, header_row=3, decimal=",", map={"name": [column], "notes": [value, column]}, set={"level": value},
        split={column: sign}, fill_down=[column], missing=[value], source={"title": value, "id": "x"}, link=True,
    )  # fmt: skip
    plan = ColumnMapping("node", {target: tuple(names) for target, names in said.map.items()}, {})
    with TemporaryDirectory() as scratch:
        file = Path(scratch, "saved.yaml")
        file.write_text(text_of(said, [plan]), "utf-8")
        found = read(file)
    assert replace(found, places={}) == said


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("places.csv", "--sheet 2", "--sheet 2 says nothing about places.csv, which is read as table: only a workbook"),
        ("rows.jsonl", "--at a", "--at a says nothing about rows.jsonl"),
        ("places.csv", "--at Leeds", "have lists inside; --set from.name=NAME says whose list it is"),
        ("lists.json", "--at one --no-header", "its rows are objects, whose keys are the columns"),
        ("ties.csv", "--kind a --kind b", "--kind a and --kind b both say the kind of all ties"),
        ("ties.csv", "--new-kind b:economy --new-kind c:economy", "--new-kind stands there twice"),
        ("ties.csv", "--new-kind trades-with:economy:directed", "there is a kind `trades-with` already"),
        ("ties.csv", "--set kind=sister-ciyt", "there is no kind `sister-ciyt`; did you mean `sister-city`?"),
        ("ties.csv", "--kind Bund=sister-ciyt", "there is no kind of this id; did you mean `sister-city`?"),
        ("ties.csv", "--kind member-of", "leads from a city, a country, an official or an organization to an organ"),
        ("ties.csv", "--kind member-of", "each row leads from a city to a city; say what an end is, as in --set to.t"),
        ("places.csv", "--kind sister-city", "no row is a tie; say who the other end is"),
        ("places.csv", "--set country=XX", "--set country=XX: this is no country; give its code"),
        ("ties.csv", "--set to.country=Germny", "this is no country; did you mean `DE` (Germany)?"),
        ("ties.csv", "--set from.country=Congo", "it can be CD (Congo - Kinshasa) or CG"),
        ("ties.csv", "--set status=actve", "--set status=actve: a status is one of proposed, planned"),
        ("ties.csv", "--set to.type=organisation", "a type is one of city, country, official, organization, event; d"),
        ("ties.csv", "--set until=soon", "--set until=soon: "),
        ("places.csv", "--set years=population", "no columns of places.csv are years"),
        ("places.csv", "--no-header --header-row 1", "--no-header and --header-row contradict each other"),
        ("places.csv", "--set status=active", "`status` is about a tie, and no row is one; name both ends"),
        ("places.csv", "--title=", "`title` is an empty text"),
        ("places.csv", "--map nmae=Name", "--map nmae=Name: there is no target `nmae`; did you mean `name`?"),
        ("places.csv", "--map name=Nmae", "--map name=Nmae: there is no column `Nmae`; did you mean `Name`?"),
        ("places.csv", "--set country=CODE", "--set country=CODE: write what you mean in the place of CODE"),
        ("places.csv", "--from nope", "there is no format `nope`"),
    ],
)  # fmt: skip
def test_an_option_that_cannot_be_is_refused_at_once(tmp_path: Path, name: str, words: str, told: str) -> None:
    code, said, written = ran(made(tmp_path, name), tmp_path / "g", *shlex.split(words))
    assert (code, written) == (2, {})
    assert told in said


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("ties.csv", "--date-order dmy", "--date-order dmy changes nothing: no date of the file can be read in two"),
        ("graph.gexf", "--decimal ,", "--decimal ',' changes nothing: no number of the file can be read in two ways"),
        ("ties.csv", "--split Partner=;", "--split Partner=; changes nothing: no cell of `Partner` has this sign"),
        ("places.csv", "--set country=FR", "--set country=FR changes nothing: every row has a `country` of its own"),
        ("ties.csv", "--kind friendship-city --new-kind b:economy", "--kind friendship-city changes nothing: "),
        ("ties.csv", "--set status=ended --set status=active", "--set status=ended changes nothing: --set"),
        ("ties.csv", "--kind Bund=sister-city", "`Bund` is a word for a kind, but in no row"),
        ("ties.csv", "--new-kind trades-with:economy", "the kind `trades-with` is there already"),
        ("graph.gexf", "--link", "0 linked to records of the folder"),
    ],
)  # fmt: skip
def test_an_option_that_changes_nothing_is_told(tmp_path: Path, name: str, words: str, told: str) -> None:
    code, said, _ = ran(made(tmp_path, name), tmp_path / "g", *shlex.split(words))
    assert code == 0
    assert told in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colums: 3\n", ":1:1: the file has no key `colums`; its keys are from, sheet, encoding"),
        ("statuses: {x: activ}\n", ":1:15: under `statuses`: there is no status `activ`; did you mean `active`?"),
        ("map:\n  name: Twon\n", ":2:3: name: Twon: there is no column `Twon`; the columns are `Name`, `Country`"),
        ("map:\n  nmae: Name\n", ":2:3: nmae: Name: there is no target `nmae`; did you mean `name`?"),
        ("kinds: {F: freindship-city}\n", ":1:9: F: freindship-city: there is no kind of this id; did you mean `frie"),
        ("set: {country: Nowhere}\n", ":1:7: country: Nowhere: this is no country"),
        ("header-row: 0\n", ":1:1: header-row: 0 is no row; the first is 1"),
        ("sheet: 3\n", ":1:1: sheet: 3 says nothing about places.csv"),
        ("date-order: foo\n", ":1:13: there is no `date-order` `foo`"),
        ("split: {Nmae: ;}\n", ":1:9: Nmae: ;: there is no column `Nmae`; did you mean `Name`?"),
    ],
)
def test_a_mistake_in_a_mapping_file_has_its_place_and_what_would_do(tmp_path: Path, text: str, told: str) -> None:
    mapping = table(tmp_path, text, "m.yaml")
    code, said, _ = ran(made(tmp_path, "places.csv"), tmp_path / "g", "--mapping", str(mapping))
    assert code == 2
    assert f"{mapping}{told}" in said


def test_a_file_of_kinds_is_not_written_over(tmp_path: Path) -> None:
    file = made(tmp_path, "ties.csv")
    assert ran(file, tmp_path / "g", "--new-kind", "sends-to:economy")[0] == 0
    kinds = (tmp_path / "g/ties/kinds.yaml").read_bytes()
    code, said, written = ran(file, tmp_path / "g", "--new-kind", "gives-to:economy")
    assert (code, written["ties/kinds.yaml"]) == (2, kinds)
    assert "is your own file; write gives-to: {group: economy, " in said
    assert ran(file, tmp_path / "g", "--new-kind", "sends-to:economy")[0] == 0


def test_each_file_has_the_type_and_the_kind_of_its_own_mapping(tmp_path: Path) -> None:
    people = table(tmp_path, "name,key\nEric Adams,1\n", "people.csv")
    table(tmp_path, "type: official\n", "people.import.yaml")
    ties = made(tmp_path, "ties.csv")
    table(tmp_path, "kind: friendship-city\ndate-order: dmy\n", "ties.import.yaml")
    more = table(tmp_path, "City,Partner\nOslo,Riga\n", "more.csv")
    brought(None, people, ties, more, into=tmp_path / "g")
    world = World(tmp_path / "g", cache=False)
    assert sorted(tie.data["kind"] for tie in world.view.graph["ties"].values()) == [
        "friendship-city", "friendship-city", "sister-city",
    ]  # fmt: skip
    assert {data["name"] for _, data in world.view.nodes.items() if data["type"] == "official"} == {"Eric Adams"}


def test_what_an_update_changes_is_said_in_words(tmp_path: Path) -> None:
    head = "Name,Country,Lat,Lon,Population,Aliases\n"
    Imported(tmp_path, head + "Lyon,FR,45.7,4.8,5,Lyons\n")
    found = Imported(tmp_path, head + "Lyon,FR,45.9,4.8,7,Lyons; Lugdunum\n")
    changed = "aliases: Lyons → Lyons, Lugdunum; coordinates: 45.7, 4.8 → 45.9, 4.8; population: 5 → 7"
    assert found.told("changed") == [("", "lyon", changed)]


def test_what_an_update_changes_of_posts_is_said_in_words(tmp_path: Path) -> None:
    for number, post in enumerate(("Mayor,New York,2022", "Mayor,New York,2021")):
        text = f"name,title,city,since\nEric Adams,{post}\n"
        report = brought("table", table(tmp_path, text), into=tmp_path / "g", type="official")
        assert report.count("changed") == number
    (change,) = (one.why for one in report.remarks if one.outcome == "changed")
    assert change == "post at new-york: Mayor, since 2022 → Mayor, since 2021"


def test_namesakes_that_only_regions_tell_apart_are_told(tmp_path: Path) -> None:
    text = "City,State,Country\nSpringfield,Illinois,US\nSpringfield,Ohio,US\nDover,Delaware,US\n"
    (said,) = (one for one in Imported(tmp_path, text).report.said if "tell" in one)
    assert "only their regions tell Springfield, Illinois, US and Springfield, Ohio, US apart" in said
    assert "--map part_of=State makes records of the regions" in said
    (tmp_path / "h").mkdir()
    found = Imported(tmp_path / "h", text, pairs=["part_of=State"])
    assert not [one for one in found.world.diagnostics if one.code == "duplicate-name"]
    assert not [one for one in found.report.said if "tell" in one]


@pytest.mark.parametrize(
    ("name", "told"),
    [("graph.gexf", "2 nodes and 1 edge read, 0 refused"), ("rows.jsonl", "2 rows read"), ("posts.csv", "1 row read")],
)
def test_rows_nodes_and_edges_are_counted_each(tmp_path: Path, name: str, told: str) -> None:
    assert told in ran(made(tmp_path, name), tmp_path / "g", *words_of(name))[1]


@pytest.mark.parametrize(
    ("pair", "told"), [("Congo=Kinshasa", "--country Congo=Kinshasa: "), ("Congo", "--country NAME=CODE")]
)
def test_a_code_that_is_none_is_refused_at_once(pair: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(CityGraphError, match=re.escape(told)):
        Imported(tmp_path, "City,Country\nBrazzaville,Congo\n", countries=[pair])


def test_a_name_of_a_country_is_what_the_user_says(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country\nBrazzaville,Congo\n", countries=["Congo=CG", "Zorp=FR"])
    assert found.cities == {"Brazzaville": "CG"}
    assert "--country Zorp=FR changes nothing: no row names this country" in found.report.said
