"""What --fill gave records of others: people may correct it or take it out, and --remove takes it out again."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from citygraph.cli.app import app
from citygraph.editing.supplementing import withdrawn
from citygraph.imports.fills import without
from citygraph.imports.removing import remove
from citygraph.imports.report import ImportReport
from citygraph.imports.three_way import Takes
from conftest import examples
from imported import brought, table
from linked_folders import CELLS, HEAD, KEPT, OFFICIALS, OWN, PAIR, PLACE, Filled, contents, row_of

REGISTER = "name,country,lat,lon,wikidata,population\nLille,France,50.6292,3.0573,Q648,236234\n"


def taken_out(found: Filled, source: str = "list", *, dry_run: bool = False) -> ImportReport:
    return remove(found.into, source, withdrawn, Takes(), dry_run=dry_run)


def register(folder: Path, own: str | Mapping[str, str] = OWN) -> Filled:
    return Filled(folder, own, REGISTER, type="city", kind=None)


def reasons(report: ImportReport, *outcomes: str) -> list[str]:
    return [f"{one.what}: {one.why}" for one in report.remarks if one.outcome in outcomes]


# ---------------------------------------------------------------- laws

VALUES = st.recursive(
    st.sampled_from(["a", "b", 5, 7.5]),
    lambda inner: st.dictionaries(st.sampled_from("xyz"), st.lists(inner, min_size=1, max_size=3) | inner, min_size=1),
    max_leaves=8,
)
DATA = st.dictionaries(st.sampled_from(["since", "names", "subject"]), VALUES, max_size=3)


@given(data=DATA, other=DATA)
@examples(200)
def test_what_is_taken_from_data_and_what_is_left_are_all_of_it(data: dict[str, Any], other: dict[str, Any]) -> None:
    assert without(data, {}) == (data, {})
    assert without(data, data) == ({}, data)
    rest, both = without(data, other)
    assert without(rest, other) == (rest, {})
    assert without(both, other) == ({}, both)
    assert rest.keys() | both.keys() == data.keys()


@given(cells=CELLS, kept=KEPT, place=PLACE, notes=st.sampled_from(["", "# ours"]))
@examples(12)
def test_an_import_that_is_taken_out_leaves_no_byte_in_files_of_others(
    cells: dict[str, str], kept: dict[str, str], place: str, notes: str
) -> None:
    own, text, pairs = row_of(cells, kept, place)
    own += notes
    with TemporaryDirectory() as scratch:
        found = Filled(Path(scratch), own, text, pairs=pairs)
        found.again()
        report = taken_out(found)
        assert not report.count("kept", "conflict"), report.remarks
        assert contents(found.into) == {"own.yaml": own.encode()}


# ---------------------------------------------------------------- people have the last word


def test_what_people_take_out_of_a_filled_record_stays_out(tmp_path: Path) -> None:
    found = register(tmp_path)
    own = found.own.replace("identifiers: {wikidata: Q648}, ", "").replace(", evidence: [{source: list}]", "")
    (found.into / "own.yaml").write_text(own)
    report = found.again()
    assert found.own == own
    assert reasons(report, "left out") == [
        "Lille, FR: you have taken it out of `lille`; it stays out: identifiers.wikidata: Q648"
    ]
    assert not report.count("filled", "lacking", "differs", "doubtful")


def test_theirs_fills_in_again_what_people_took_out(tmp_path: Path) -> None:
    found = register(tmp_path)
    filled = found.own
    (found.into / "own.yaml").write_text(OWN)
    found.asked["theirs"] = True
    found.again()
    assert found.own == filled


def test_a_correction_of_a_filled_value_stays_and_is_no_difference(tmp_path: Path) -> None:
    found = register(tmp_path)
    own = found.own.replace("236234", "240000").replace("50.6292, 3.0573", "48.1, 3.0573")
    (found.into / "own.yaml").write_text(own)
    report = found.again()
    assert found.own == own
    assert not report.count("filled", "differs")
    assert "Lille, FR: `population` is 236234 here, as before; you have made it 240000 in `lille`" in reasons(
        report, "read"
    )


def test_a_new_value_of_the_source_is_told(tmp_path: Path) -> None:
    found = register(tmp_path)
    table(tmp_path, REGISTER.replace("236234", "250000"), "list.csv")
    report = found.again()
    assert [why.partition(",")[0] for why in reasons(report, "differs")] == ["Lille"]
    assert found.node("lille")["observations"][0]["value"] == 236234


def test_what_was_filled_in_is_known_after_an_import_that_only_links(tmp_path: Path) -> None:
    found = register(tmp_path)
    del found.asked["fill"]
    table(tmp_path, REGISTER + "Oslo,Norway,,,,\n", "list.csv")
    assert not found.again().count("lacking")
    taken_out(found)
    assert found.own == OWN


# ---------------------------------------------------------------- taken out


def test_what_people_changed_of_it_stays_and_is_named(tmp_path: Path) -> None:
    found = register(tmp_path)
    (found.into / "own.yaml").write_text(found.own.replace("Q648", "Q9").replace("236234", "240000"))
    report = taken_out(found)
    lille = found.node("lille")
    assert (lille["identifiers"], lille.get("coordinates")) == ({"wikidata": "Q9"}, None)
    assert [one["source"] for one in lille["evidence"]] == ["minutes", "list"]
    assert lille["observations"][0]["value"] == 240000
    assert reasons(report, "changed") == ["lille: it loses what --fill gave it: coordinates: 50.6292, 3.0573"]
    assert reasons(report, "kept") == [
        "list: the source no longer has it, but own.yaml:3 names it, as 1 more",
        "lille: `identifiers.wikidata` is another now; that stays",
    ]


def test_what_a_later_source_may_say_too_stays_and_is_named(tmp_path: Path) -> None:
    own = OWN.replace("    since: 1968   # signed in May\n", "")
    found = Filled(tmp_path, own, f"{HEAD}{PAIR}1968\n")
    second = table(tmp_path, f"{HEAD}{PAIR}1968\n", "second.csv")
    brought("table", second, into=found.into, **found.asked | {"source": "second"})
    assert found.sources() == ["minutes", "list", "second"]
    report = taken_out(found)
    assert (found.tie()["since"], found.sources()) == ("1968", ["minutes", "list", "second"])
    assert reasons(report, "kept") == [
        "list: the source no longer has it, but own.yaml:14 names it",
        "sister-city.leeds.lille: `second` has become evidence for it since, and may say the same; it keeps what "
        "--fill gave it: source: list; since: 1968",
    ]
    report = taken_out(found, "second")
    assert (found.tie()["since"], found.sources()) == ("1968", ["minutes", "list"])
    assert not report.count("kept")
    taken_out(found)
    assert contents(found.into) == {"own.yaml": own.encode()}


def test_two_sources_that_only_attest_go_one_by_one(tmp_path: Path) -> None:
    found = Filled(tmp_path, OWN, f"{HEAD}{PAIR}1968\n")
    second = table(tmp_path, f"{HEAD}{PAIR}1968\nLille,France,Oslo,Norway,1990\n", "second.csv")
    brought("table", second, into=found.into, **found.asked | {"source": "second"})
    assert found.sources() == ["minutes", "list", "second"]
    taken_out(found)
    assert found.sources() == ["minutes", "second"]
    taken_out(found, "second")
    assert contents(found.into) == {"own.yaml": OWN.encode()}


def test_records_in_tables_lose_it_where_they_stand_now(tmp_path: Path) -> None:
    own = {
        "cities.csv": "id,name,country,observations.population,source\nlille,Lille,FR,,\nleeds,Leeds,GB,,minutes\n",
        "sources.yaml": "sources:\n  minutes: {title: Council minutes}\n",
    }
    text = "name,country,population\nLille,France,236234\nLeeds,United Kingdom,516298\n"
    found = Filled(tmp_path, own, text, type="city", kind=None)
    people = [found.node(id)["observations"][0]["value"] for id in ("lille", "leeds")]
    assert people == [236234, 516298]
    files = contents(found.into)
    found.again()
    assert contents(found.into) == files
    report = taken_out(found)
    assert not report.count("kept")
    assert [found.node(id).get("observations") for id in ("lille", "leeds")] == [None, None]
    assert {name.partition("/")[0] for name in contents(found.into)} <= {*own, "cities.yaml"}


def test_posts_of_officials_lose_it_and_comments_stay(tmp_path: Path) -> None:
    text = "name,title,city,country,since,until\nEric Adams,Mayor,New York,US,2022,2025\n"
    text += "Eric Adams,Borough President,New York,US,2014,2021\n"
    found = Filled(tmp_path, OFFICIALS, text, type="official", kind=None)
    assert found.tie("holds-post.mayor.new-york")["until"] == "2025"
    report = taken_out(found)
    assert not report.count("kept", "conflict")
    assert contents(found.into) == {"own.yaml": OFFICIALS.encode()}


def renamed(found: Filled, old: str, new: str) -> None:
    done = CliRunner().invoke(app, ["mv", old, new, "--graph", str(found.into)])
    assert done.exit_code == 0, done.output


def test_a_record_that_is_called_otherwise_now_loses_it(tmp_path: Path) -> None:
    found = register(tmp_path)
    renamed(found, "lille", "rijsel")
    report = taken_out(found)
    assert not report.count("kept")
    assert found.own == OWN.replace("  lille:", "  rijsel:").replace("[lille,", "[rijsel,")


def test_a_tie_whose_end_is_called_otherwise_now_loses_it(tmp_path: Path) -> None:
    found = Filled(tmp_path, OWN, f"{HEAD},Notes{PAIR}1968,by rail\n", pairs=["notes=Notes"])
    renamed(found, "lille", "a-town")
    own = found.own
    assert not found.again().count("filled", "lacking")
    assert found.own == own
    assert not taken_out(found).count("kept")
    assert found.own == OWN.replace("  lille:", "  a-town:").replace("[lille,", "[a-town,")


def test_what_people_take_out_of_a_record_stays_out_if_they_rename_it(tmp_path: Path) -> None:
    found = register(tmp_path)
    (found.into / "own.yaml").write_text(OWN)
    renamed(found, "lille", "rijsel")
    own = found.own
    report = found.again()
    assert (found.own, report.count("filled")) == (own, 0)
    assert len(reasons(report, "left out")) == 1


def test_a_record_that_is_another_now_is_named(tmp_path: Path) -> None:
    found = register(tmp_path)
    (found.into / "own.yaml").write_text(OWN.replace("Lille", "Roubaix").replace("lille", "roubaix"))
    (why,) = (why for why in reasons(taken_out(found), "kept") if why.startswith("lille"))
    assert "stands in no file" in why
    assert "identifiers.wikidata: Q648" in why


@pytest.mark.parametrize("file", ["mine.yaml", "cities-mine.yaml"])
def test_a_record_of_a_person_in_the_folder_of_the_import_is_filled_and_emptied_too(tmp_path: Path, file: str) -> None:
    found = register(tmp_path)
    taken_out(found)
    (found.into / "own.yaml").unlink()
    (found.into / "list").mkdir()
    (found.into / "list" / file).write_text(OWN)
    found.again()
    assert found.node("lille")["identifiers"] == {"wikidata": "Q648"}
    taken_out(found)
    assert contents(found.into) == {f"list/{file}": OWN.encode()}


def test_a_dry_run_of_a_removal_says_what_records_lose_and_writes_nothing(tmp_path: Path) -> None:
    found = register(tmp_path)
    files = contents(found.into)
    report = taken_out(found, dry_run=True)
    assert contents(found.into) == files
    assert not report.count("kept")
    assert report.remarks == taken_out(found).remarks
    assert found.own == OWN


def test_the_command_says_how_many_records_lose_it(tmp_path: Path) -> None:
    found = register(tmp_path)
    done = CliRunner().invoke(app, ["import", "--into", str(found.into), "--remove", "list"])
    assert done.exit_code == 0
    assert "1 record of other files loses what --fill gave it" in done.output
