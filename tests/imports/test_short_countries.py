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
