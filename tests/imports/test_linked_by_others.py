"""What rows of another list are linked to stays when its own list goes: nobody else tells of it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from citygraph.editing.supplementing import withdrawn
from citygraph.imports.removing import remove
from citygraph.imports.report import ImportReport
from citygraph.imports.three_way import Takes
from citygraph.world import World
from conftest import examples
from imported import brought, table

TOWNS = {"Lille": "France", "Leeds": "United Kingdom", "Graz": "Austria", "Osh": "Kyrgyzstan"}
PAIRS = st.sets(st.sampled_from([(one, other) for one in TOWNS for other in TOWNS if one < other]), min_size=1)
Pairs = set[tuple[str, str]]


def listed(folder: Path, source: str, pairs: Pairs, *, link: bool) -> ImportReport:
    rows = "".join(f"{one},{TOWNS[one]},{other},{TOWNS[other]}\n" for one, other in sorted(pairs))
    file = table(folder, f"City,Country,Partner city,Partner country\n{rows}", f"{source}.csv")
    return brought("table", file, into=folder / "g", kind="sister-city", source=source, link=link or None)


def without(folder: Path, source: str) -> ImportReport:
    return remove(folder / "g", source, withdrawn, Takes(), dry_run=False)


def there(folder: Path) -> Pairs:
    world = World(folder / "g", cache=False)
    assert not world.errors, world.diagnostics
    view = world.view
    names = {id: view.nodes[id]["name"] for id in view.nodes}
    pairs = ((names[one], names[other]) for one, other, _ in view.graph["ties"].values())
    return {(min(pair), max(pair)) for pair in pairs}


@given(first=PAIRS, newer=PAIRS, second=PAIRS)
@examples(6)
def test_no_tie_of_a_linked_list_goes_with_another_list(first: Pairs, newer: Pairs, second: Pairs) -> None:
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        listed(folder, "first", first, link=False)
        listed(folder, "second", second, link=True)
        assert there(folder) == first | second
        listed(folder, "first", newer, link=True)
        assert there(folder) == newer | second
        without(folder, "first")
        assert there(folder) == second
        without(folder, "second")
        if (folder / "g/first").exists():
            without(folder, "first")
        assert there(folder) == set()


def test_what_stays_is_named_and_goes_when_the_other_list_has_it_no_longer(tmp_path: Path) -> None:
    listed(tmp_path, "first", {("Leeds", "Lille"), ("Graz", "Osh")}, link=False)
    listed(tmp_path, "second", {("Leeds", "Lille")}, link=True)
    report = without(tmp_path, "first")
    kept = {one.what: one.why for one in report.remarks if one.outcome == "kept"}
    assert kept["sister-city.leeds.lille"] == "the source no longer has it, but rows of `second` tell of it, too"
    assert kept["lille"] == "the source no longer has it, but `sister-city.leeds.lille` names it"
    listed(tmp_path, "second", {("Graz", "Lille")}, link=True)
    without(tmp_path, "first")
    assert there(tmp_path) == {("Graz", "Lille")}
