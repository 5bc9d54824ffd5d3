"""A state and its country in brackets behind a town: told apart in a column of such names, and behind a single one."""

from pathlib import Path

import pytest

from imported import Imported, said_in

BEHIND = {
    "Erie (Pennsylvania, USA)": "US", "Erie (Pensylwania, USA)": "US", "Stockton (California, USA)": "US",
    "Atlanta (Georgia, USA)": "US", "Windsor (Ontario, Kanada)": "CA", "Leeds (England, UK)": "GB",
    "Dallas (Texas - USA)": "US", "Dallas (Texas/USA)": "US", "Stockton (Kalifornien, Vereinigte Staaten)": "US",
    "Stockton (Californie, États-Unis)": "US", "Stockton (California, EE.UU.)": "US",
    "Erie (Pensylwania, Stany Zjednoczone)": "US", "Columbus (Огайо, США)": "US",
    "Perth (Australia, Western Australia)": "AU",
}  # fmt: skip


def read(folder: Path, names: list[str]) -> Imported:
    return Imported(folder, "City,Twin town,Since\n" + "".join(f'Foshan,"{name}",1998\n' for name in names))


@pytest.mark.parametrize("name", BEHIND)
@pytest.mark.parametrize("others", [["Windsor (Ontario, Canada)", "Lyon (France)"], ["Lyon", "Ulm", "Bath", "Brest"]])
def test_a_state_and_a_country_behind_a_name_are_no_part_of_it(name: str, others: list[str], tmp_path: Path) -> None:
    found = read(tmp_path, [name, *others])
    town = name.partition(" (")[0]
    assert found.cities[town] == BEHIND[name]
    assert not any("stays there" in line for line in found.report.said)


def test_what_is_no_state_and_no_country_stays_and_only_that_is_said_to(tmp_path: Path) -> None:
    found = read(tmp_path, ["Stockton (California, USA)", "Rust (am See)", "Kufstein (Alt, Neu)", "Lima", "Quito"])
    assert {"Stockton", "Rust (am See)", "Kufstein (Alt, Neu)"} <= found.cities.keys()
    (line,) = [line for line in found.report.said if "stays there" in line]
    assert "Stockton" not in line


@pytest.mark.parametrize("behind", ["Canada", "Ontario, Canada"])
def test_a_country_behind_a_name_that_is_none_of_its_row_is_told_and_kept(behind: str, tmp_path: Path) -> None:
    rows = [("Stockton (California, USA)", "USA"), ("Dallas (USA)", "USA"), (f"Windsor ({behind})", "Germany")]
    text = "City,Twin town,Country,Since\n" + "".join(f'Foshan,"{name}",{country},1998\n' for name, country in rows)
    found = Imported(tmp_path, text)
    assert found.cities["Windsor"] == "DE"
    assert f"Windsor ({behind})" in "".join(said_in(file) for file in found.into.rglob("cities.*"))
    assert [what for _, what, _ in found.told("doubtful")] == [f"Windsor ({behind})"]
