"""Countries in short forms are read under any header: codes of sports, and a state beside its country."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import Imported


@pytest.mark.parametrize("header", ["TWIN CTRY", "X"])
def test_codes_of_sports_among_those_of_iso_are_countries(header: str, tmp_path: Path) -> None:
    text = f"TOWN,TWIN,{header}\nZug,Vienna,USA\nZug,Kalisz,POL\nBasel,Odense,DEN\nBasel,Dubrovnik,CRO\n"
    found = Imported(tmp_path, text)
    assert [found.cities[name] for name in ("Vienna", "Kalisz", "Odense", "Dubrovnik")] == ["US", "PL", "DK", "HR"]


@pytest.mark.parametrize("cell", ["TX / USA", '"USA, Texas"', "Texas (USA)", "USA/TX"])
def test_a_state_beside_its_country_is_in_that_country(cell: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"Stadt,Partnerstadt,Ld.\nLuzern,Odessa,{cell}\nBern,Sofia,BG\n")
    assert (found.cities["Odessa"], found.cities["Sofia"]) == ("US", "BG")
    assert not found.told("doubtful")


@pytest.mark.parametrize("others", [("GB", "IL"), ("RUS", "RO"), ("Polen", "Russland")])
def test_one_letter_among_other_countries_is_the_sign_of_vehicles(others: tuple[str, str], tmp_path: Path) -> None:
    text = f"Stadt,Staat,Partnerstadt,Partnerland\nBonn,D,Oxf,{others[0]}\nMainz,D,Telav,{others[1]}\nUlm,D,Dijon,F\n"
    found = Imported(tmp_path, text)
    assert (found.cities["Bonn"], found.cities["Dijon"]) == ("DE", "FR")
    assert "country" not in {node["type"] for node in found.nodes.values()}


@pytest.mark.parametrize(
    "name",
    [
        "VK", "Großbritannien und Nordirland", "Grande-Bretagne et Irlande du Nord", "Storbritannien og Nordirland",
        "Великобритания и Северная Ирландия", "Skotland", "Great Britain and Northern Ireland",
    ],
)  # fmt: skip
def test_short_and_long_names_of_the_united_kingdom_are_read(name: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Country,Twin,Twin country\nUlm,Germany,Oxted,{name}\nBonn,Germany,Oslo,Norway\n")
    assert found.cities["Oxted"] == "GB"
