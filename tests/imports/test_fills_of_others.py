"""What --fill has put into the records of another import belongs to the import that gave it: it is no correction of
people's, and whoever has the record may change it."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import assume, given
from typer.testing import CliRunner

from citygraph.cli.app import app
from citygraph.editing.supplementing import withdrawn
from citygraph.imports.removing import remove
from citygraph.imports.report import ImportReport
from citygraph.imports.three_way import Takes
from citygraph.world import World
from conftest import examples
from imported import brought, table
from linked_folders import CELLS, contents, row_of

HEAD = "City,Country,Partner city,Partner country,Since,Population\n"
ROW = "Lille,France,Leeds,United Kingdom,"


class TwoLists:
    """Two lists of one tie: the first is imported, the second fills in what it lacks."""

    def __init__(self, folder: Path, first: str, second: str, pairs: list[str] | None = None) -> None:
        self.folder, self.into = folder, folder / "g"
        self.pairs = ["from.observations.population=Population"] if pairs is None else pairs
        self.first(first)
        if second:
            self.second(second)

    def first(self, text: str, **more: Any) -> ImportReport:
        file = table(self.folder, text, "first.csv")
        return brought("table", file, into=self.into, kind="sister-city", source="first", pairs=self.pairs, **more)

    def second(self, text: str) -> None:
        file = table(self.folder, text, "second.csv")
        asked = {"kind": "sister-city", "source": "second", "link": True, "fill": True}
        brought("table", file, into=self.into, pairs=self.pairs, **asked)

    def without(self, source: str) -> ImportReport:
        return remove(self.into, source, withdrawn, Takes(), dry_run=False)

    @property
    def said(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the records say, but for what it rests on."""
        world = World(self.into, cache=False)
        assert not world.errors, world.diagnostics
        nodes = {id: dict(world.view.nodes[id]["record"]) for id in world.view.nodes}
        ties = {id: dict(tie.data) for id, tie in world.view.graph["ties"].items()}
        for record in (*nodes.values(), *ties.values()):
            record.pop("evidence", None)
        return nodes, ties


def reasons(report: ImportReport, *outcomes: str) -> list[str]:
    return [f"{one.what}: {one.why}" for one in report.remarks if one.outcome in outcomes]


# ---------------------------------------------------------------- laws


@given(first=CELLS, second=CELLS)
@examples(10)
def test_a_list_that_another_one_has_filled_comes_in_again_and_changes_nothing(
    first: dict[str, str], second: dict[str, str]
) -> None:
    _, one, pairs = row_of(first, {}, "")
    _, other, _ = row_of(second, {}, "")
    with TemporaryDirectory() as scratch:
        lists = TwoLists(Path(scratch), one, "", pairs)
        assume(lists.said[1])  # its row may be refused
        lists.second(other)
        before = contents(lists.into)
        report = lists.first(one)
        assert (report.corrected, report.conflicts, report.count("conflict", "changed", "kept")) == (0, [], 0)
        assert contents(lists.into) == before


@given(first=CELLS, second=CELLS, newer=CELLS)
@examples(10)
def test_a_newer_list_says_the_same_with_what_another_has_filled_in_and_without(
    first: dict[str, str], second: dict[str, str], newer: dict[str, str]
) -> None:
    several = ({**cells, "wikidata": cells["wikidata"] and "Q648"} for cells in (first, second, newer))
    (_, one, pairs), (_, other, _), (_, new, _) = (row_of(cells, {}, "") for cells in several)
    with TemporaryDirectory() as scratch, TemporaryDirectory() as alone:
        plain = TwoLists(Path(alone), one, "", pairs)
        assume(plain.said[1])
        plain.first(new)
        assume(plain.said[1])  # a row may be refused
        lists = TwoLists(Path(scratch), one, other, pairs)
        report = lists.first(new)
        assert (report.corrected, report.conflicts) == (0, [])
        lists.without("second")
        assert lists.said == plain.said


# ---------------------------------------------------------------- examples


def test_a_record_that_the_list_drops_stays_for_what_another_has_filled_in(tmp_path: Path) -> None:
    lists = TwoLists(tmp_path, f"{HEAD}{ROW}1968,\nHull,GB,Oslo,NO,,\n", f"{HEAD}{ROW}1968,5000\n")
    report = lists.first(f"{HEAD}Hull,GB,Oslo,NO,,\n")
    assert not report.count("conflict")
    assert reasons(report, "kept")[:2] == [
        "sister-city.leeds.lille: the source no longer has it, but `second` has filled in source: second",
        "lille: the source no longer has it, but `second` has filled in population: 5000; source of population: second",
    ]
    lists.without("second")
    assert set(reasons(lists.first(f"{HEAD}Hull,GB,Oslo,NO,,\n"), "gone")) == {
        "sister-city.leeds.lille: ", "lille: ", "leeds: "
    }  # fmt: skip


def test_a_value_that_the_list_gives_now_goes_before_what_was_filled_in(tmp_path: Path) -> None:
    lists = TwoLists(tmp_path, f"{HEAD}{ROW}1968,\n", f"{HEAD}{ROW}1968,5000\n")
    report = lists.first(f"{HEAD}{ROW}1968,6000\n")
    assert not report.count("conflict")
    assert reasons(report, "changed")[-1] == (
        "lille: `second` has filled in population: 5000; source of population: second; of that goes, since the source "
        "has it otherwise now: population: 5000; source of population: second"
    )
    (figure,) = lists.said[0]["lille"]["observations"]
    assert (figure["value"], figure["evidence"][0]["source"]) == (6000, "first")


def test_what_people_correct_beside_a_fill_is_still_theirs(tmp_path: Path) -> None:
    lists = TwoLists(tmp_path, f"{HEAD}{ROW}1968,\n", f"{HEAD}{ROW},5000\n")
    (ties,) = (lists.into / "first").glob("ties.*")
    ties.write_text(ties.read_text().replace("1968", "1969"))
    report = lists.first(f"{HEAD}{ROW}1970,\n")
    assert report.conflicts == ["sister-city.leeds.lille"]
    assert lists.said[1]["sister-city.leeds.lille"]["since"] == "1969"
    report = lists.first(f"{HEAD}{ROW}1970,\n", theirs=True)
    assert lists.said[1]["sister-city.leeds.lille"]["since"] == "1970"
    world = World(lists.into, cache=False)
    evidence = world.view.graph["ties"]["sister-city.leeds.lille"].data["evidence"]
    assert [item["source"] for item in evidence] == ["first", "second"]


def test_what_a_post_was_given_is_set_aside_too(tmp_path: Path) -> None:
    head = "name,title,city,country,since\n"
    into = tmp_path / "g"
    asked: dict[str, Any] = {"into": into, "type": "official"}
    first = table(tmp_path, f"{head}Eric Adams,Mayor,New York,US,\n", "first.csv")
    brought("table", first, source="first", **asked)
    second = table(tmp_path, f"{head}Eric Adams,Mayor,New York,US,2022\n", "second.csv")
    brought("table", second, source="second", link=True, fill=True, **asked)
    before = contents(into)
    report = brought("table", first, source="first", **asked)
    assert (report.corrected, report.conflicts, contents(into)) == (0, [], before)
    table(tmp_path, f"{head}Eric Adams,Lord Mayor,New York,US,\n", "first.csv")
    report = brought("table", first, source="first", **asked)
    assert not report.conflicts
    post = World(into, cache=False).view.graph["ties"]["holds-post.eric-adams.new-york"].data
    assert (post["title"], post["since"]) == ("Lord Mayor", "2022")


def test_a_record_that_people_have_renamed_is_still_filled_by_another_list(tmp_path: Path) -> None:
    lists = TwoLists(tmp_path, f"{HEAD}{ROW}1968,\n", f"{HEAD}{ROW}1968,5000\n")
    done = CliRunner().invoke(app, ["mv", "lille", "a-town", "--graph", str(lists.into)])
    assert done.exit_code == 0, done.output
    before = contents(lists.into)
    report = lists.first(f"{HEAD}{ROW}1968,\n")
    assert (report.corrected, report.conflicts) == (0, [])
    assert {name: text for name, text in contents(lists.into).items() if "imported" not in name} == {
        name: text for name, text in before.items() if "imported" not in name
    }
