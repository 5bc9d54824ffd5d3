"""Exports of citygraph come back: the same world, for what docs/exports.md says that each format carries."""

import csv
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given

from citygraph.domain.errors import CityGraphError
from citygraph.imports.job import ImportJob, files_to_import
from citygraph.imports.options import FileOptions
from citygraph.imports.report import ImportReport
from citygraph.imports.run import run
from citygraph.outputs.attributes import as_text
from citygraph.world import World
from conftest import citygraph, examples
from worlds import exported, told_worlds, world_texts

TEXTS = ("gexf", "graphml", "csv")
"""The formats in which each value is one text, and sources have no place."""


def brought_back(world: World, folder: Path, format: str) -> tuple[World, ImportReport]:
    files = exported(world, folder / f"x.{format}").files
    job = ImportJob(files=files_to_import(files, None, FileOptions()), folder=folder / "back")
    report = run(job)
    return World(folder / "back", cache=False), report


def said(world: World) -> dict[str, Any]:
    """All that a world says, but for the source that an import adds."""
    graph = world.view.graph
    return {
        "nodes": dict(world.view.nodes.items()),
        "ties": dict(graph["ties"].items()),
        "statements": sorted(
            json.dumps(one, sort_keys=True) for those in graph["statements"].values() for one in those
        ),
        "sources": {id: source for id, source in graph["sources"].items() if "files" not in source},
        "kinds": dict(world.kinds),
    }


def as_text_has_it(value: Any) -> Any:
    """A value as a format of texts carries it: notes that are a number, or yes or no, come back as a text."""
    if isinstance(value, list | tuple):
        return [as_text_has_it(one) for one in value]
    if not isinstance(value, dict):
        return value
    plain = {key: as_text_has_it(one) for key, one in value.items() if key != "notes"}
    if (notes := value.get("notes")) is not None:
        plain["notes"] = as_text(notes) if isinstance(notes, bool | int | float) else notes
    return plain


def opened(text: str, folder: Path) -> World:
    (folder / "world").mkdir()
    (folder / "world" / "world.yaml").write_text(text, encoding="utf-8")
    return World(folder / "world", cache=False)


# ---------------------------------------------------------------- laws


@pytest.mark.parametrize("format", ["json", "yaml"])
@given(text=world_texts() | told_worlds())
@examples(20)
def test_json_and_yaml_of_any_world_are_the_same_world_again(format: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = opened(text, Path(folder))
        assume(not world.errors)
        back, report = brought_back(world, Path(folder), format)
        assert not report.remarks
        assert said(back) == said(world)


@pytest.mark.parametrize("format", TEXTS)
@given(text=world_texts() | told_worlds())
@examples(10)
def test_a_format_of_texts_brings_back_all_but_sources_and_statements(format: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = opened(text, Path(folder))
        assume(not world.errors)
        back, report = brought_back(world, Path(folder), format)
        assert not report.remarks
        for what in ("nodes", "ties"):
            assert as_text_has_it(said(back)[what]) == as_text_has_it(said(world)[what])


# ---------------------------------------------------------------- tables that a spreadsheet has saved


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(";", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16"), (",", "utf-8-sig"), ("\t", "utf-8")],
)
def test_the_tables_come_back_though_a_spreadsheet_has_saved_them(
    full: World, tmp_path: Path, delimiter: str, encoding: str
) -> None:
    """As Excel does: other delimiters, encodings and ends of lines, and its own words for true."""
    expected = brought_back(full, tmp_path, "csv")[0]
    files = exported(full, tmp_path / "again.csv").files
    for file in files:
        rows = list(csv.reader(file.read_text("utf-8").splitlines()))
        cells = [
            [{"true": "WAHR", "40.5": "40,5"}.get(cell, cell).replace("Ош", "Osch") for cell in row] for row in rows
        ]
        with file.open("w", encoding=encoding, newline="") as out:
            csv.writer(out, delimiter=delimiter).writerows(cells)
    report = run(ImportJob(files=files_to_import(files, None, FileOptions()), folder=tmp_path / "saved"))
    back = said(World(tmp_path / "saved", cache=False))
    assert not [one for one in report.remarks if "`guards`" not in one.why]
    assert back["ties"] == said(expected)["ties"]
    assert back["nodes"].keys() == said(expected)["nodes"].keys()
    assert back["nodes"]["osh"]["lat"] == said(expected)["nodes"]["osh"]["lat"] == 40.5


def test_two_workbooks_with_the_tables_come_back(full: World, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    expected = brought_back(full, tmp_path, "csv")[0]
    workbooks = []
    for file in exported(full, tmp_path / "again.csv").files:
        workbook = openpyxl.Workbook()
        for row in csv.reader(file.read_text("utf-8").splitlines()):
            workbook.active.append([int(cell) if cell.isdigit() else cell for cell in row])
        workbooks.append(file.with_suffix(".xlsx"))
        workbook.save(workbooks[-1])
    run(ImportJob(files=files_to_import(workbooks, None, FileOptions()), folder=tmp_path / "saved"))
    back = said(World(tmp_path / "saved", cache=False))
    assert (back["nodes"], back["ties"]) == (said(expected)["nodes"], said(expected)["ties"])


def test_the_table_of_ties_alone_asks_nothing_about_its_own_columns(full: World, tmp_path: Path) -> None:
    _, ties = sorted(exported(full, tmp_path / "again.csv").files)
    run(ImportJob(files=files_to_import([ties], None, FileOptions()), folder=tmp_path / "saved"))
    assert World(tmp_path / "saved", cache=False).view.graph["ties"]


# ---------------------------------------------------------------- what the laws do not draw

FULL = """\
cities:
  osh: {name: Osh, country: kg, names: {ky: Ош}, aliases: ["Osh; Och", "[Osz]"], coordinates: [40.5, 72.8],
        identifiers: {wikidata: Q173343, geonames: "1527534"}, known_for: [ceramics], tags: [south]}
  iznik: {name: Iznik, country: TR, part_of: bursa, notes: {seen: [1, "two"]}}
  bursa: {name: Bursa Province, country: TR, level: province}
countries: {kg: {name: Kyrgyzstan, iso: KG}}
officials: {mayor: {name: Mayor of Osh, posts: [{title: Mayor, of: osh, since: "2019~", source: s}]}}
events: {fair: {name: Fair, type: fair, when: "2023-05?"}}
ties:
  - {kind: sister-city, between: [osh, iznik], since: "2021~", until: "..", status: active, on_behalf_of: kg,
     agreement: {signed: 2021-05-03, signed_by: [mayor], document: paper},
     evidence: [{source: s, quote: "a; b", by: mayor}, {source: paper}]}
  - {id: second, kind: sister-city, between: [osh, iznik], since: 1990?, until: 1995, status: ended, source: s}
  - {kind: delegation, from: osh, to: iznik, on: 2019-05/2019-06, status: ended, source: s,
     observations: [{property: visitors, value: 12, source: s}]}
  - {kind: guards, from: osh, to: fair, status: planned, source: s, follows: second}
kinds:
  guards: {group: support, nature: standing, label: guards, inverse: is guarded by, from: city, to: [city, event]}
statements: [{by: mayor, source: s, quote: we hope, about: [iznik]}]
sources: {s: {title: The Gazette}, paper: {title: The Agreement, files: {a.pdf: "sha256:00"}}}
"""


@pytest.fixture
def full(tmp_path: Path) -> World:
    world = opened(FULL, tmp_path)
    assert not world.errors, world.diagnostics
    return world


def test_everything_that_a_record_can_say_comes_back_from_json(full: World, tmp_path: Path) -> None:
    back, report = brought_back(full, tmp_path, "json")
    assert not report.remarks
    titles = {id: source["title"] for id, source in back.view.graph["sources"].items()}
    assert titles == {"s": "The Gazette", "paper": "The Agreement", "x": "x.json"}
    assert {**said(back), "sources": 0, "nodes": 0} == {**said(full), "sources": 0, "nodes": 0}
    assert as_of(back) == as_of(full)


def as_of(world: World) -> dict[str, Any]:
    """The nodes; a country is the same by its code or by its id."""
    return {
        id: {**node, "record": {key: value for key, value in node["record"].items() if key != "country"}}
        for id, node in world.view.nodes.items()
    }


@pytest.mark.parametrize("format", TEXTS)
def test_dates_evidence_and_figures_come_back_from_texts(full: World, tmp_path: Path, format: str) -> None:
    back, report = brought_back(full, tmp_path, format)
    assert [(one.outcome, one.what) for one in report.remarks] == [("refused", "guards.osh.fair")]
    assert "declare it" in report.remarks[0].why
    ties = said(full)["ties"]
    del ties["guards.osh.fair"]
    assert said(back)["ties"] == ties
    assert as_of(back) == as_of(full)
    assert back.view.graph["sources"]["s"]["title"] == "s"  # its id is all that is known of it
    assert any("the ids alone" in sentence for sentence in report.said)


def test_the_same_export_again_changes_nothing(full: World, tmp_path: Path) -> None:
    brought_back(full, tmp_path, "json")
    once = {file: file.read_bytes() for file in (tmp_path / "back").rglob("*.*ml")}
    _, report = brought_back(full, tmp_path, "json")
    assert not report.remarks
    assert once == {file: file.read_bytes() for file in (tmp_path / "back").rglob("*.*ml")}


def test_counts_of_ties_between_countries_are_no_records(full: World, tmp_path: Path) -> None:
    (file,) = exported(full, tmp_path / "x.json", by_country=True).files
    done = citygraph("import", file, "--into", tmp_path / "back")
    assert "come back" not in done.err


@pytest.mark.parametrize(
    ("format", "old", "new", "outcome", "why"),
    [
        ("json", '"status": "active"', '"status": "activ"', "refused", "`status` is `activ`"),
        ("json", '"since": "2021~"', '"since": "spring"', "refused", "spring"),
        ("json", '"kind": "delegation"', '"kind": "trip"', "refused", "no kind of tie"),
        ("json", '"target": "osh", ', "", "refused", "lacks an end"),
        ("json", '"node_type": "event"', '"node_type": "party"', "refused", "no type of node"),
        ("json", '"quotes": ["a; b"]', '"quotes": ["c"]', "doubtful", "`quotes` says something else"),
        ("json", '"wikidata": "Q173343", "geonames"', '"wikidata": "Q1", "geonames"', "doubtful", "`wikidata` says"),
        (
            "json",
            '"evidence": [{"source": "s", "quote": "a; b"',
            '"evidence": ["?", {"source": "s"',
            "refused",
            "no list",
        ),
        ("json", '"name": "Iznik"', '"name": ""', "refused", "no `name`"),
        ("json", '"lat": 40.5, ', "", "doubtful", "coordinates"),
        ("json", '"key": "second"', '"key": "sec ond"', "doubtful", "no tie with the id `second`"),
        ("gexf", 'value="2021~"', 'value="spring"', "refused", "spring"),
        ("gexf", 'id="event:fair"', 'id="city:fair"', "refused", "its id says"),
        ("graphml", ">2021~<", ">spring<", "refused", "spring"),
        ("graphml", '<data key="e_symmetric">true', '<data key="e_symmetric">yes', "refused", "`symmetric` is not as"),
    ],
)
def test_what_has_been_edited_is_right_or_told(
    full: World, tmp_path: Path, format: str, old: str, new: str, outcome: str, why: str
) -> None:
    (file,) = exported(full, tmp_path / f"x.{format}").files
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    report = run(ImportJob(files=files_to_import([file], None, FileOptions()), folder=tmp_path / "back"))
    assert any(one.outcome == outcome and why in one.why for one in report.remarks), report.remarks
    assert not World(tmp_path / "back", cache=False).errors


@pytest.mark.parametrize("format", ["json", "gexf", "graphml"])
def test_half_an_export_is_refused_in_words(full: World, tmp_path: Path, format: str) -> None:
    (file,) = exported(full, tmp_path / f"x.{format}").files
    half = file.read_bytes()
    file.write_bytes(half[: len(half) * 2 // 3])
    with pytest.raises(CityGraphError, match=file.name):
        run(ImportJob(files=files_to_import([file], None, FileOptions()), folder=tmp_path / "back"))
    assert not (tmp_path / "back").exists()
