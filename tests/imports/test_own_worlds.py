"""Graph folders and exports to YAML come in as they are: as a file, a folder or an archive, alone or linked."""

import random
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from test_own_exports import said

from citygraph.domain.errors import CityGraphError
from citygraph.editing.supplementing import withdrawn
from citygraph.imports.removing import remove
from citygraph.imports.three_way import Takes
from citygraph.world import World
from conftest import citygraph, examples
from imported import brought, put
from workbooks import packed
from worlds import exported, files, told_worlds, world_texts


def imported(what: Path, into: Path, *options: str) -> World:
    done = citygraph("import", what, "--into", into, *options)
    assert done.code == 0, (done.out, done.err)
    return World(into, cache=False)


@given(text=world_texts() | told_worlds(), seed=st.integers(0, 99), as_archive=st.booleans())
@examples(6)
def test_any_graph_folder_comes_in_as_it_is(text: str, seed: int, as_archive: bool) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        theirs = Path(scratch, "theirs")
        texts = files(yaml.safe_load(text), random.Random(seed))
        for name, content in texts.items():
            (theirs / name).parent.mkdir(parents=True, exist_ok=True)
            (theirs / name).write_text(content, encoding="utf-8")
        world = World(theirs, cache=False)
        assume(not world.errors)
        what = theirs
        if as_archive:  # by its whole path, as here, or by a short one
            what = put(
                Path(scratch), packed({f"theirs/{name}": content for name, content in texts.items()}), "them.zip"
            )
        assert said(imported(what, Path(scratch, "mine"))) == said(world)


def test_a_post_keeps_its_history_and_the_evidence_for_it(tmp_path: Path) -> None:
    text = (
        "sources: {s: {title: S}, t: {title: T}}\ncities: {c: {name: Osh, country: KG}}\n"
        "officials:\n  o:\n    name: O\n"
        "    posts:\n      - title: Mayor\n        of: c\n        status:\n"
        "          - {is: active, from: 1992, evidence: [{source: s}]}\n"
        "          - {is: ended, from: 2001, evidence: [{source: t, quote: a}, {source: s, quote: b}]}\n"
    )
    put(tmp_path, text, "w.yaml")
    (tmp_path / "theirs").mkdir()
    put(tmp_path / "theirs", text, "w.yaml")
    world = imported(tmp_path / "w.yaml", tmp_path / "mine")
    assert said(world) == said(World(tmp_path / "theirs", cache=False))


@given(text=world_texts() | told_worlds())
@examples(5)
def test_a_world_that_is_linked_to_itself_brings_nothing(text: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        put(Path(scratch), text, "w.yaml")
        mine = Path(scratch, "mine")
        mine.mkdir()
        put(mine, text, "w.yaml")
        world = World(mine, cache=False)
        assume(not world.errors)
        before = said(world)
        done = citygraph("import", Path(scratch, "w.yaml"), "--into", mine, "--link", "--fill", "--source", "again")
        assert done.code == 0, (done.out, done.err)
        assert {line.partition("\t")[0] for line in done.out.splitlines()} <= {"outcome", "linked"}
        assert said(World(mine, cache=False)) == before
        assert (mine / "w.yaml").read_text(encoding="utf-8") == text


@given(text=told_worlds(), seed=st.integers(0, 99))
@examples(10)
def test_what_a_folder_lacks_of_another_world_is_filled_in_and_goes_again(text: str, seed: int) -> None:
    theirs = yaml.safe_load(text)
    mine = yaml.safe_load(text)
    chance = random.Random(seed)
    for record in (*mine["cities"].values(), *mine["ties"]):
        for key in {"subject", "observations", "notes"} & record.keys():
            if chance.random() < 0.7:
                del record[key]
    with tempfile.TemporaryDirectory() as scratch:
        into = Path(scratch, "mine")
        into.mkdir()
        own = put(into, yaml.safe_dump(mine, sort_keys=False, allow_unicode=True), "w.yaml")
        before = own.read_bytes()
        assume(not World(into, cache=False).errors)
        file = put(Path(scratch), text, "theirs.yaml")
        try:
            brought(None, file, into=into, link=True, fill=True, source="theirs")
        except CityGraphError as error:
            assume("correct them first" not in str(error))
            raise
        world = World(into, cache=False)
        assert not world.errors, world.diagnostics
        for id, record in theirs["cities"].items():
            assert ("observations" in record) == ("observations" in world.view.nodes[id]["record"])
        for tie in theirs["ties"]:
            found = world.view.graph["ties"][tie["id"]].data
            assert [key for key in ("subject", "observations") if key in tie] == [
                key for key in ("subject", "observations") if found.get(key)
            ]
        report = remove(into, "theirs", withdrawn, Takes(), dry_run=False)
        assert not report.count("kept", "conflict"), report.remarks
        assert own.read_bytes() == before


MINE = """\
cities: {lyon: {name: Lyon, country: FR}, paris: {name: Paris, country: FR}}
officials: {mayor: {name: The Mayor, posts: [{title: Mayor, of: lyon, source: s}]}}
ties:
  - {kind: sister-city, between: [lyon, paris], since: 1990, source: s}
  - {id: twins, kind: friendship-city, between: [lyon, paris], source: s}
sources: {s: {title: The Gazette}, wikidata: {title: Wikidata, url: "https://www.wikidata.org"}}
"""
THEIRS = """\
cities:
  lyon: {name: Lyon, country: US}
  ville: {name: Lyon, country: FR, known_for: [silk], source: s}
  paris: {name: Paris, country: FR}
officials: {someone: {name: The Mayor, posts: [{title: Patron, of: lyon, source: s}]}}
ties:
  - {kind: sister-city, between: [ville, paris], since: 1991, source: s}
  - {kind: sister-city, between: [lyon, paris], source: wikidata, notes: of theirs}
  - {id: twins, kind: friendship-city, between: [lyon, ville], source: s}
  - {kind: cooperation-agreement, between: [lyon, ville], follows: twins, source: s}
statements: [{by: someone, source: s, quote: we hope, about: [ville]}]
sources: {s: {title: The Herald}, wikidata: {title: Wikidata, url: "https://www.wikidata.org"}}
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    put(tmp_path / "mine", MINE, "mine.yaml")
    put(tmp_path, THEIRS, "theirs.yaml")
    return tmp_path / "mine"


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_if_the_folder_has_one_of_the_records_it_is_asked(mine: Path, format: str) -> None:
    (file,) = exported(World(mine, cache=False), mine.parent / f"mine.{format}").files
    done = citygraph("import", file, "--into", mine)
    assert done.code == 2
    assert "the folder has `lyon` and 7 more of its records already; are they the same?" in done.err
    assert "--link" in done.err
    assert "--into DIR" in done.err
    assert [path.name for path in mine.iterdir()] == ["mine.yaml"]


def test_a_country_of_the_same_code_is_asked_about(mine: Path) -> None:
    put(mine, "countries: {france: {name: France, iso: FR}}\n", "more.yaml")
    other = put(mine.parent, "countries: {fr: {name: Frankreich, iso: FR}}\nsources: {z: {title: Z}}\n", "other.yaml")
    done = citygraph("import", other, "--into", mine)
    assert done.code == 2
    assert "`france`" in done.err


def test_what_is_the_same_is_linked_and_the_rest_gets_ids_of_its_own(mine: Path) -> None:
    done = citygraph("import", mine.parent / "theirs.yaml", "--into", mine, "--link", "--format", "tsv")
    assert done.code == 1, (done.out, done.err)
    world = World(mine, cache=False)
    assert not world.errors
    nodes, ties, sources = world.view.nodes, world.view.graph["ties"], world.view.graph["sources"]
    assert set(nodes) == {"lyon", "paris", "lyon-us", "mayor"}
    assert nodes["lyon-us"]["name"] == "Lyon"
    assert sources["theirs-s"]["title"] == "The Herald"
    assert "theirs-wikidata" not in sources
    assert ties["sister-city.lyon.paris"][2]["since"] == "1990"
    assert ties["sister-city.lyon-us.paris"][2]["evidence"][0]["source"] == "wikidata"
    assert ties["theirs-twins"][:2] == ("lyon", "lyon-us")
    assert ties["cooperation-agreement.lyon.lyon-us"][2]["follows"] == "theirs-twins"
    assert ties["holds-post.mayor.lyon-us"][2]["title"] == "Patron"
    statements = [one for several in world.view.graph["statements"].values() for one in several]
    assert {(one["by"], *one["about"]) for one in statements} == {("mayor", "lyon")}
    told = [tuple(line.split("\t")) for line in done.out.splitlines()]
    assert ("lacking", "theirs.yaml:3", "Lyon, FR", "`lyon` lacks source: theirs-s; known_for: silk") in told
    differs = "`since` is 1991 here, and 1990 in `sister-city.lyon.paris`, where that stays"
    assert ("differs", "theirs.yaml:7", "Lyon – Paris", differs) in told
    assert any(why.endswith("so its id is `lyon-us`") for *_, what, why in told if what == "Lyon")
    assert (mine / "mine.yaml").read_text() == MINE


def test_what_a_record_lacks_of_an_export_is_filled_in_with_its_source(mine: Path) -> None:
    done = citygraph("import", mine.parent / "theirs.yaml", "--into", mine, "--link", "--fill")
    assert done.code == 1, (done.out, done.err)
    world = World(mine, cache=False)
    lyon = world.view.nodes["lyon"]["record"]
    assert (lyon["known_for"], lyon["evidence"][0]["source"]) == (["silk"], "theirs-s")
    tie = world.view.graph["ties"]["sister-city.lyon.paris"].data
    assert [item["source"] for item in tie["evidence"]] == ["s", "theirs-s"]
    assert (tie["since"], tie["notes"]) == ("1990", "theirs: since: 1991")
    again = citygraph("import", mine.parent / "theirs.yaml", "--into", mine, "--link", "--fill")
    assert again.code == 0, (again.out, again.err)


def test_filling_without_a_link_is_refused(mine: Path) -> None:
    done = citygraph("import", mine.parent / "theirs.yaml", "--into", mine, "--fill")
    assert done.code == 2
    assert "add --link" in done.err


def test_the_same_again_changes_nothing(mine: Path) -> None:
    states = []
    for options in (["--link"], []):
        done = citygraph("import", mine.parent / "theirs.yaml", "--into", mine, *options)
        assert done.code == 1, (done.out, done.err)
        states.append({path: path.read_bytes() for path in (mine / "theirs").iterdir()})
    assert states[0] == states[1]


def test_mistakes_in_a_graph_folder_stop_it_in_words(tmp_path: Path) -> None:
    (tmp_path / "theirs/deep").mkdir(parents=True)
    put(tmp_path / "theirs/deep", THEIRS.replace("1991", "spring"), "a.yaml")
    done = citygraph("import", tmp_path / "theirs", "--into", tmp_path / "mine")
    assert done.code == 2
    assert "a.yaml:7:" in done.err
    assert "`citygraph check` finds 1 mistake" in done.err
    assert not (tmp_path / "mine").exists()


def test_one_list_of_it_can_be_read_like_that_of_any_file(mine: Path) -> None:
    done = citygraph("import", mine.parent / "theirs.yaml", "--at", "cities", "--into", mine.parent / "other")
    assert done.code == 0, done.err
    assert "3 rows read" in done.err


def test_yaml_of_other_programs_is_read_as_before(tmp_path: Path) -> None:
    text = "cities:\n  - {name: Lyon, country: FR}\n  - {name: Kiel, country: DE}\n"
    other = put(tmp_path, text, "c.yaml")
    done = citygraph("import", other, "--into", tmp_path / "mine", "--dry-run")
    assert "records of citygraph" not in done.err
    assert "2 rows read" in done.err


def test_what_is_about_the_other_folder_alone_is_left_out_and_named(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    put(theirs, MINE, "a.yaml")
    put(theirs, "accepted: [{check: missing-evidence, record: paris, because: it is known}]\n", "b.yaml")
    put(theirs, "hello", "README.md")
    done = citygraph("import", theirs, "--into", tmp_path / "mine")
    assert done.code == 0, done.err
    assert "left out: README.md" in done.err
    assert "left out, since they are about that folder alone: `accepted`" in " ".join(done.err.split())


def test_an_archive_that_leads_out_is_no_graph_folder(tmp_path: Path) -> None:
    archive = put(tmp_path, packed({"../../a.yaml": MINE, "b.yaml": "sources: {z: {title: Z}}\n"}), "t.zip")
    done = citygraph("import", archive, "--into", tmp_path / "mine")
    assert done.code == 2
    assert "several folders" in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["t.zip"]


def test_a_folder_that_an_import_wrote_can_be_imported_elsewhere(mine: Path) -> None:
    put(mine.parent, "City,Country,Partner\nKiel,DE,Brest\nKiel,DE,Coventry\n", "twins.csv")
    first = mine.parent / "first"
    assert citygraph("import", mine.parent / "twins.csv", "--into", first, "--kind", "sister-city").code == 0
    world = imported(first, mine.parent / "second")
    assert said(world) == {**said(World(first, cache=False)), "sources": said(world)["sources"]}
    assert not (mine.parent / "second/twins").exists()


def test_a_statement_is_named_by_its_words(mine: Path) -> None:
    theirs, into = mine.parent / "theirs.yaml", mine.parent / "into"
    assert citygraph("import", theirs, "--into", into).code == 0
    put(mine.parent, THEIRS.replace("we hope", "we wish"), "theirs.yaml")
    told = {tuple(line.split("\t")[::2]) for line in citygraph("import", theirs, "--into", into).out.splitlines()}
    assert {("added", "statement by someone: we wish"), ("gone", "statement by someone: we hope")} <= told
    (into / "theirs/statements.yaml").unlink()
    again = citygraph("import", theirs, "--into", into)
    assert "left out\t\tstatement by someone: we wish\tyou have taken it out; it stays out" in again.out
