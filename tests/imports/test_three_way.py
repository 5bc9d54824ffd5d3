"""A list comes in again: what people have changed stays, what the source has changed comes in, and who takes an import
out finds the folder as it was."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.errors import CityGraphError
from citygraph.editing.supplementing import withdrawn
from citygraph.imports.asking import OpenQuestions
from citygraph.imports.job import ImportJob, files_to_import
from citygraph.imports.options import options_given
from citygraph.imports.removing import remove
from citygraph.imports.report import ImportReport
from citygraph.imports.run import run
from citygraph.imports.three_way import Takes, merge
from citygraph.world import World
from conftest import SEED, citygraph, examples
from imported import brought, table

PARTNERS = {"Pécs": "HU", "Cork": "IE", "Brno": "CZ", "Osh": "KG"}
LIST = "City,Country,Partner,Partner country,Since\nGraz,AT,Pécs,HU,1989\nGraz,AT,Cork,IE,1982\nGraz,AT,Brno,CZ,1965\n"


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def list_of(years: Mapping[str, str | None]) -> str:
    rows = (f"Graz,AT,{name},{PARTNERS[name]},{year}\n" for name, year in years.items() if year is not None)
    return "City,Country,Partner,Partner country,Since\n" + "".join(rows)


def years(folder: Path) -> dict[str, str]:
    """The years of the ties of Graz, by partner."""
    world = World(folder, cache=False)
    assert not world.errors, world.diagnostics
    nodes = world.view.nodes
    return {
        next(nodes[id]["name"] for id in (tie.start, tie.end) if nodes[id]["name"] != "Graz"): tie.data["since"]
        for tie in world.view.graph["ties"].values()
    }


def edited(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def without(file: Path, word: str) -> None:
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(line for line in lines if word not in line), encoding="utf-8")


def told(report: ImportReport) -> dict[tuple[str, str], str]:
    return {(one.outcome, one.what): one.why for one in report.remarks}


# ---------------------------------------------------------------- laws

VALUES = st.sampled_from(["a", "b", "c"])
RECORDS = st.none() | st.fixed_dictionaries(
    {"name": VALUES},
    optional={
        "since": VALUES,
        "names": st.dictionaries(st.sampled_from(["de", "fr"]), VALUES, min_size=1),
        "aliases": st.lists(VALUES, unique=True, min_size=1),
        "observations": st.lists(st.fixed_dictionaries({"property": VALUES, "value": VALUES}), min_size=1),
        "posts": st.lists(st.fixed_dictionaries({"of": VALUES}, optional={"since": VALUES}), min_size=1),
    },
)


@examples(300)
@given(base=RECORDS, one=RECORDS, other=RECORDS)
def test_who_has_changed_a_record_has_it(base: Any, one: Any, other: Any) -> None:
    assert merge(base, base, one) == (one, one)
    assert merge(base, one, base) == (one, one)
    assert merge(base, one, one) == (one, one)
    both = merge(base, one, other)
    if base and one and other:
        for key in ("name", "since"):
            was, mine, theirs = (record.get(key) for record in (base, one, other))
            assert (both.mine or {}).get(key) == (theirs if mine == was else mine)
            assert (both.theirs or {}).get(key) == (mine if theirs == was else theirs)
            assert not (mine != was != theirs != mine) or both.conflicts


YEARS = st.fixed_dictionaries({name: st.none() | st.sampled_from(["1980", "1990", "2000"]) for name in PARTNERS})


@examples(25)
@given(
    base=YEARS,
    mine=YEARS,
    theirs=YEARS,
    form=st.sampled_from(["csv", "yaml"]),
    some=st.sets(st.sampled_from([*PARTNERS])),
)
def test_a_list_that_comes_in_again_is_merged(base: Any, mine: Any, theirs: Any, form: str, some: set[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        into = folder / "g"
        mine = {name: year and base[name] and year for name, year in mine.items()}  # people change what has come in
        brought("table", table(folder, list_of({**base, "Osh": "1970"})), into=into, form=form)
        change_by_hand(into / "register", base, mine, form)
        file = table(folder, list_of({**theirs, "Osh": "1970"}))
        report = brought("table", file, into=into, form=form)
        found, after = years(into), held(into)
        assert found.pop("Osh") == "1970"
        open_now: dict[str, str] = {}
        for name in PARTNERS:
            if name == "Osh":
                continue
            was, own, new = base[name], mine[name], theirs[name]
            assert found.get(name) == (new if own == was else own), name
            id = f"sister-city.{'.'.join(sorted(('graz', name.lower().replace('é', 'e'))))}"
            assert (("conflict", id) in told(report)) == (own != was != new != own), name
            if ("conflict", id) in told(report):
                open_now[name] = id
                assert id in report.conflicts
        again = brought("table", file, into=into, form=form)
        assert held(into) == after
        assert not again.count("added", "changed", "gone", "conflict")
        if taken := [id for name, id in open_now.items() if name in some]:
            brought("table", file, into=into, form=form, taken=taken)
            now = {name: theirs[name] if open_now.get(name) in taken else found.get(name) for name in open_now}
            assert {name: years(into).get(name) for name in open_now} == now
        brought("table", file, into=into, form=form, theirs=True)
        found = years(into)
        for name in set(PARTNERS) - {"Osh"}:
            assert found.get(name) == (mine[name] if theirs[name] == base[name] else theirs[name]), name


def change_by_hand(folder: Path, base: Any, mine: Any, form: str) -> None:
    """Give ties other years, or take them out."""
    if form == "csv":
        file = folder / "ties.csv"
        rows = list(csv.DictReader(io.StringIO(file.read_text())))
        kept = []
        for row in rows:
            name = next(name for name in PARTNERS if name.lower().replace("é", "e") in row["between"])
            if name == "Osh" or mine[name]:
                kept.append({**row, "since": row["since"] if name == "Osh" else mine[name]})
        out = io.StringIO()
        writer = csv.DictWriter(out, rows[0], lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(kept)
        file.write_text(out.getvalue(), newline="")
        return
    import yaml

    file = folder / "ties.yaml"
    ties = []
    for tie in yaml.safe_load(file.read_text())["ties"]:
        name = next(name for name in PARTNERS if name.lower().replace("é", "e") in tie["between"])
        if name == "Osh" or mine[name]:
            ties.append({**tie, "since": int(tie["since"] if name == "Osh" else mine[name])})
    file.write_text("# By hand\n" + yaml.safe_dump({"ties": ties}))


@examples(10)
@given(first=YEARS, second=YEARS, kind=st.booleans())
def test_an_import_that_is_taken_out_leaves_the_folder_as_it_was(first: Any, second: Any, kind: bool) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        into = folder / "g"
        brought("table", table(folder, list_of({**first, "Osh": "1970"})), into=into, source="first")
        before = held(into)
        new = {"new_kind": "twins-with:exchange"} if kind else {}
        brought("table", table(folder, list_of({**second, "Osh": "1970"})), into=into, source="second", **new)
        assert (into / "second/kinds.yaml").exists() == kind
        remove(into, "second", withdrawn, Takes(), dry_run=False)
        assert held(into) == before
        assert not (into / "second").exists()


def test_an_export_that_comes_in_again_changes_nothing_and_goes_without_a_trace(tmp_path: Path) -> None:
    assert citygraph("export", tmp_path / "world.json", "--graph", SEED).code in (0, 1)
    into = tmp_path / "g"
    for _ in range(2):
        report = by_name(tmp_path / "world.json", into=into, reader="json")
        assert not report.count("added", "changed", "gone", "kept", "conflict")
        assert not report.corrected
    (into / "own.yaml").write_text("ties:\n  - {kind: contact, between: [iznik, osh], source: article}\n")
    report = remove(into, "world", withdrawn, Takes(), dry_run=False)
    assert {one.what for one in report.remarks if one.outcome == "kept"} >= {"iznik", "osh", "article"}
    assert not World(into, cache=False).errors
    (into / "own.yaml").unlink()
    remove(into, "world", withdrawn, Takes(), dry_run=False)
    assert held(into) == {}


# ---------------------------------------------------------------- what people do


@pytest.fixture
def into(tmp_path: Path) -> Path:
    brought("table", table(tmp_path, LIST), into=tmp_path / "g")
    return tmp_path / "g"


def again(into: Path, text: str = LIST, **said: Any) -> ImportReport:
    return brought("table", table(into.parent, text), into=into, **said)


def test_what_somebody_has_taken_out_stays_out_and_is_said(into: Path) -> None:
    assert citygraph("rm", "pecs", "--cascade", "--graph", into).code == 0
    report = again(into)
    assert told(report)["left out", "pecs"] == "you have taken it out; it stays out"
    assert set(years(into)) == {"Cork", "Brno"}
    newer = LIST.replace("1989", "1990") + "Linz,AT,Pécs,HU,2001\n"
    report = again(into, newer)
    assert {what for outcome, what in told(report) if outcome == "conflict"} == {
        "sister-city.graz.pecs", "sister-city.linz.pecs",
    }  # fmt: skip
    assert not World(into, cache=False).errors
    assert not again(into, newer).count("conflict")
    again(into, newer, theirs=True)
    assert years(into)["Pécs"] == "1990"


def test_a_country_that_somebody_has_taken_out_comes_back_with_a_city(tmp_path: Path) -> None:
    text = "City,Country\nEkwa,Ruritania\nGraz,AT\n"
    brought("table", table(tmp_path, text), into=tmp_path / "g", type="city")
    for name, row in (("countries", "ruritania,"), ("cities", "ekwa,")):
        for file in (tmp_path / "g/register").glob(f"{name}.csv"):
            without(file, row)
    report = brought("table", table(tmp_path, text + "Oltra,Ruritania\n"), into=tmp_path / "g", type="city")
    assert told(report)["added", "ruritania"].endswith("another record of the source names it")
    assert ("left out", "ekwa") in told(report)
    world = World(tmp_path / "g", cache=False)
    assert (world.errors, world.view.nodes["oltra"]["country"]) == (0, "ruritania")


def test_a_renamed_record_is_known_again(into: Path) -> None:
    assert citygraph("mv", "cork", "cork-ie", "--graph", into).code == 0
    edited(into / "register/ties.csv", "1982", "1983")
    before = held(into)
    report = again(into)
    assert {name: content for name, content in held(into).items() if not name.endswith(".gz")} == {
        name: content for name, content in before.items() if not name.endswith(".gz")
    }
    assert not report.count("added", "changed", "gone", "conflict", "left out")
    report = again(into, LIST.replace("1982", "1984"))
    assert (
        told(report)["conflict", "sister-city.cork-ie.graz"] == "your version stays: since is 1983, the source has 1984"
    )


@pytest.mark.parametrize("keep", ["brno-own", "brno"])
def test_a_record_that_was_made_one_with_another_is_known_again(into: Path, keep: str) -> None:
    (into / "own.yaml").write_text("cities:\n  brno-own: {name: Brno, country: CZ}\n")
    gone = "brno" if keep == "brno-own" else "brno-own"
    assert citygraph("merge", keep, gone, "--graph", into).code == 0
    for _ in range(3):
        report = again(into, LIST.replace("1965", "1966"))
        assert years(into)["Brno"] == "1966"
        assert {id for id in World(into, cache=False).view.nodes if id.startswith("brno")} == {keep}
        assert not report.count("added", "gone", "conflict")


def test_a_record_in_another_file_is_that_of_its_owner(into: Path) -> None:
    cities = into / "register/cities.csv"
    header, *rows = cities.read_text().splitlines(keepends=True)
    (into / "own.csv").mkdir(exist_ok=True)
    (into / "own.csv/cities.csv").write_text(header + next(row for row in rows if row.startswith("cork,")))
    without(cities, "cork,")
    before = held(into)
    report = again(into)
    assert held(into) == before
    assert not report.remarks
    report = again(into, LIST.replace(",Since", ",Since,to.names.ga").replace("IE,1982", "IE,1982,Corcaigh"))
    assert told(report)["conflict", "cork"].endswith("the source has changed: names.ga: nothing → Corcaigh")
    assert [id for id in World(into, cache=False).view.nodes if "cork" in id] == ["cork"]


def test_a_tie_in_another_file_is_that_of_its_owner(into: Path) -> None:
    without(into / "register/ties.csv", "cork")
    (into / "own.yaml").write_text(
        "ties:\n  - {kind: sister-city, between: [cork, graz], since: 1983, source: register}\n"
    )
    before = held(into)
    assert not again(into).remarks
    assert held(into) == before
    report = again(into, LIST.replace("1982", "1984"))
    assert told(report)["conflict", "sister-city.cork.graz"].endswith("the source has changed: since: 1982 → 1984")
    assert years(into)["Cork"] == "1983"
    assert not again(into, LIST.replace("1982", "1984")).remarks


def test_comments_and_the_layout_of_a_spreadsheet_stay_where_nothing_changes(tmp_path: Path) -> None:
    brought("table", table(tmp_path, LIST), into=tmp_path / "g", form="yaml")
    cities, ties = (tmp_path / "g/register" / name for name in ("cities.yaml", "ties.yaml"))
    cities.write_text("# Checked with the city hall.\n" + cities.read_text() + "  linz: {name: Linz, country: AT}\n")
    text = cities.read_text()
    report = brought("table", table(tmp_path, LIST.replace("1965", "1966")), into=tmp_path / "g", form="yaml")
    assert cities.read_text() == text
    assert "1966" in ties.read_text()
    assert not report.count("gone")


def test_a_note_stays_beside_what_the_source_changes(into: Path) -> None:
    ties = into / "register/ties.csv"
    header, *rows = ties.read_text().splitlines()
    ties.write_text("\n".join([f"{header},notes", *(f"{row},seen the charter" for row in rows)]) + "\n")
    report = again(into, LIST.replace("1989", "1990"))
    assert years(into)["Pécs"] == "1990"
    assert report.corrected == 3
    assert ties.read_text().count("seen the charter") == 3


def test_two_changes_that_make_a_mistake_together_are_a_conflict(tmp_path: Path) -> None:
    text = "City,Country,Partner,Partner country,Since,Until\nGraz,AT,Pécs,HU,1989,1999\n"
    brought("table", table(tmp_path, text), into=tmp_path / "g")
    edited(tmp_path / "g/register/ties.csv", "1999", "1990")
    report = brought("table", table(tmp_path, text.replace("1989", "1995")), into=tmp_path / "g")
    assert "since is 1989, the source has 1995" in told(report)["conflict", "sister-city.graz.pecs"]
    assert not World(tmp_path / "g", cache=False).errors


def test_without_the_file_of_the_last_import_all_that_is_there_stays(into: Path) -> None:
    edited(into / "register/ties.csv", "1989", "1988")
    (into / "register/imported.json.gz").unlink()
    report = again(into, LIST.replace("Graz,AT,Brno,CZ,1965\n", ""))
    assert years(into) == {"Pécs": "1988", "Cork": "1982", "Brno": "1965"}
    assert "imported.json.gz is not there" in report.said[0]
    assert told(report)["conflict", "sister-city.graz.pecs"]


@pytest.mark.parametrize(
    "content",
    [b"", b"text", gzip.compress(b"[\n"), gzip.compress(b'[\n["city", 1, 2]\n]\n')],
    ids=["empty", "no gzip", "cut off", "other rows"],
)
def test_a_damaged_file_of_the_last_import_is_said(into: Path, content: bytes) -> None:
    (into / "register/imported.json.gz").write_bytes(content)
    before = held(into)
    with pytest.raises(CityGraphError, match=r"imported\.json\.gz: this is not as an import wrote it"):
        again(into)
    assert held(into) == before


def test_what_rests_on_an_import_is_named_when_it_is_taken_out(into: Path) -> None:
    (into / "own.yaml").write_text("ties:\n  - {kind: contact, between: [pecs, cork], source: register}\n")
    edited(into / "register/ties.csv", "1965", "1966")
    ran = citygraph("import", "--remove", "register", "--into", into, "--format", "tsv")
    assert ran.code == 1
    rows = {tuple(line.split("\t")[:3:2]): line.split("\t")[3] for line in ran.out.splitlines()}
    assert "own.yaml:2 names it" in rows["kept", "pecs"]
    assert "since: 1965 → 1966" in rows["conflict", "sister-city.brno.graz"]
    assert ("gone", "sister-city.graz.pecs") in rows
    assert not World(into, cache=False).errors
    (into / "own.yaml").unlink()
    assert citygraph("import", "--remove", "register", "--into", into, "--theirs").code == 0
    assert held(into) == {}


@pytest.mark.parametrize("form", ["csv", "yaml"])
def test_the_layout_of_people_stays_in_a_file_in_which_something_changes(form: str, tmp_path: Path) -> None:
    into = tmp_path / "g"
    brought("table", table(tmp_path, LIST), into=into, form=form)
    file = into / f"register/ties.{form}"
    lines = file.read_text().splitlines(keepends=True)
    if form == "csv":
        file.write_text("".join([lines[0], *reversed(lines[1:])]))
    else:
        text = "".join(lines).replace("  - kind", "  # asked at the town hall\n  - kind", 1)
        file.write_text(text.replace("since: 1965", "since: 1965  # as the register says", 1))
    before = file.read_text()
    newer = LIST.replace("1982", "1971").replace("Graz,AT,Pécs,HU,1989\n", "") + "Graz,AT,Osh,KG,1990\n"
    brought("table", table(tmp_path, newer), into=into, form=form)
    after = file.read_text()
    assert years(into) == {"Cork": "1971", "Brno": "1965", "Osh": "1990"}
    if form == "csv":
        header, *rows = before.splitlines()
        kept = [row.replace("1982", "1971") for row in rows if "pecs" not in row]
        assert after.splitlines()[:-1] == [header, *kept]
    else:
        assert "since: 1965  # as the register says" in after
        assert "osh" in after.splitlines()[-3] + after.splitlines()[-4] + after.splitlines()[-5]
    brought("table", table(tmp_path, newer), into=into, form=form)
    assert file.read_text() == after


def test_only_an_open_conflict_can_be_decided_by_its_id(into: Path) -> None:
    edited(into / "register/ties.csv", "1965", "1966")
    edited(into / "register/ties.csv", "1982", "1983")
    newer = table(into.parent, LIST.replace("1965", "1970").replace("1982", "1971"))
    ran = citygraph("import", newer, "--into", into, "--format", "tsv")
    pasted = [line.split() for line in ran.err.splitlines() if line.startswith("  --take ")]
    assert len(pasted) == 2
    before = held(into)
    wrong = citygraph("import", newer, "--into", into, "--take", "sister-city.graz.pecs")
    assert (wrong.code, held(into)) == (2, before)
    assert "no conflict about it is open" in wrong.err
    assert citygraph("import", newer, "--into", into, *pasted[0]).code == 0
    assert pasted[0] == ["--take", "sister-city.cork.graz"]
    assert years(into) == {"Pécs": "1989", "Brno": "1966", "Cork": "1971"}


def test_taking_out_one_of_two_that_were_changed(into: Path) -> None:
    edited(into / "register/ties.csv", "1965", "1966")
    edited(into / "register/ties.csv", "1982", "1983")
    ran = citygraph("import", "--remove", "register", "--into", into, "--take", "sister-city.brno.graz")
    assert ran.code == 1, ran.err
    assert years(into) == {"Cork": "1983"}


def test_taking_out_what_no_import_has_written(into: Path) -> None:
    ran = citygraph("import", "--remove", "twins", "--into", into)
    assert (ran.code, ran.err) == (
        2,
        f"citygraph: no import has written `twins` into {into}; imports have written register\n",
    )


# ---------------------------------------------------------------- which list it is


def by_name(*files: Path, into: Path, source: str | None = None, reader: str = "table") -> ImportReport:
    """Import files of which the user does not say the source."""
    said = options_given(about={"id": source} if source else {}, reader=reader)
    return run(ImportJob(files=files_to_import(files, None, said), folder=into))


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    """The lists of two towns, of one name."""
    for town in ("graz", "rennes"):
        (tmp_path / town).mkdir()
    rennes = "City,Country,Partner,Partner country,Since\nRennes,FR,Cork,IE,1982\nRennes,FR,Sendai,JP,1967\n"
    return table(tmp_path / "graz", LIST, "partners.csv"), table(tmp_path / "rennes", rennes, "partners.csv")


def test_two_lists_of_one_name_are_two_sources(tmp_path: Path, lists: tuple[Path, Path]) -> None:
    graz, rennes = lists
    edited(graz, "Graz,AT,Cork,IE,1982\n", "")
    by_name(graz, into=tmp_path / "g")
    report = by_name(rennes, into=tmp_path / "g")
    assert "its source is `partners-2`" in report.said[-1]
    before = held(tmp_path / "g")
    for file in (rennes, graz):
        assert not by_name(file, into=tmp_path / "g").count("added", "changed", "gone", "kept")
    assert held(tmp_path / "g") == before
    edited(rennes, "1967", "1968")
    assert told(by_name(rennes, into=tmp_path / "g"))["changed", "sister-city.rennes.sendai"] == "since: 1967 → 1968"


def test_a_list_that_shares_little_with_the_one_of_its_name_is_asked_about(
    tmp_path: Path, lists: tuple[Path, Path]
) -> None:
    graz, rennes = lists
    by_name(graz, into=tmp_path / "g")
    before = held(tmp_path / "g")
    with pytest.raises(OpenQuestions, match="a newer state of the list `partners`, or another list") as asked:
        by_name(rennes, into=tmp_path / "g")
    (question,) = asked.value.questions
    assert [reading.option for reading in question.readings] == ["--source partners", "--source partners-2"]
    assert held(tmp_path / "g") == before
    by_name(rennes, into=tmp_path / "g", source="partners-2")
    assert years(tmp_path / "g").keys() >= {"Pécs", "Brno"}


def test_two_lists_in_one_go_are_one_source_and_one_of_them_alone_is_asked_about(
    tmp_path: Path, lists: tuple[Path, Path]
) -> None:
    by_name(*lists, into=tmp_path / "g")
    files = World(tmp_path / "g", cache=False).view.graph["sources"]["partners"]["files"]
    assert sorted(files) == ["graz/partners.csv", "rennes/partners.csv"]
    with pytest.raises(OpenQuestions, match="which was imported from 2 files"):
        by_name(lists[0], into=tmp_path / "g")
    assert not by_name(*lists, into=tmp_path / "g").count("added", "changed", "gone", "kept")


def test_a_list_is_known_though_what_the_last_import_wrote_is_lost(tmp_path: Path) -> None:
    file = table(tmp_path, LIST, "partners.csv")
    by_name(file, into=tmp_path / "g")
    (tmp_path / "g/partners/imported.json.gz").unlink()
    by_name(file, into=tmp_path / "g")
    assert [path.name for path in (tmp_path / "g").iterdir()] == ["partners"]


def test_a_newer_download_with_a_date_in_its_name_is_asked_about(tmp_path: Path) -> None:
    by_name(table(tmp_path, LIST, "partners-2025-01-31.csv"), into=tmp_path / "g")
    newer = table(tmp_path, LIST.replace("1989", "1990"), "partners-2026-01-31.csv")
    with pytest.raises(OpenQuestions) as asked:
        by_name(newer, into=tmp_path / "g")
    options = [reading.option for reading in asked.value.questions[0].readings]
    assert options == ["--source partners-2025-01-31", "--source partners-2026-01-31"]
    by_name(newer, into=tmp_path / "g", source="partners-2025-01-31")
    report = by_name(newer, into=tmp_path / "g")
    assert not report.count("added", "changed", "gone", "kept")
    assert "is known as the list `partners-2025-01-31`" in report.said[-1]
    other = "City,Country,Partner,Partner country\nRennes,FR,Sendai,JP\n"
    by_name(table(tmp_path, other, "partners-2027.csv"), into=tmp_path / "g")
    assert (tmp_path / "g/partners-2027").is_dir()


def test_what_an_import_writes_is_the_same_on_every_day(tmp_path: Path, into: Path) -> None:
    other = tmp_path / "other"
    brought("table", table(tmp_path, LIST), into=other)
    packed = (into / "register/imported.json.gz").read_bytes()
    assert packed == (other / "register/imported.json.gz").read_bytes()
    assert packed[4:8] == bytes(4)  # no time of writing
    shutil.rmtree(other)
    assert "imported.json.gz" not in citygraph("check", "--graph", into).err
