"""Names that are those of a country and of a part of another one: GeoNames has the town in one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import Imported


@pytest.mark.parametrize(
    ("town", "of", "code"),
    [
        ("Atlanta", "Georgia", "US"), ("Tbilisi", "Georgia", "GE"), ("Marche-en-Famenne", "Luxembourg", "BE"),
        ("Esch-sur-Alzette", "Luxemburg", "LU"), ("Belfast", "Irland", "GB"), ("Cork", "Irlanda", "IE"),
        ("Thessaloniki", "Makedonien", "GR"), ("Oberunterdorf", "Georgia", None), ("Lyon", "France", "FR"),
    ],
)  # fmt: skip
def test_the_town_shows_which_is_meant(town: str, of: str, code: str | None, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Country,Twin,Twin country\nBath,UK,{town},{of}\nBonn,Germany,Oxford,UK\n")
    assert found.cities[town] == code
    told = [what for _, what, why in found.told("read") if why.startswith(f"{of} is a part of ")]
    assert told == ([town] if code in ("US", "BE", "GR") or town == "Belfast" else [])


def test_a_state_behind_a_name_is_no_country(tmp_path: Path) -> None:
    text = "City,Twin\nNewcastle upon Tyne,Atlanta (Georgia)\nBristol,Tbilisi (Georgia)\nNuremberg,Lyon (France)\n"
    found = Imported(tmp_path, text)
    assert (found.cities["Atlanta"], found.cities["Tbilisi"]) == ("US", "GE")


def test_what_the_user_says_counts(tmp_path: Path) -> None:
    text = "City,Country,Twin,Twin country\nBath,UK,Atlanta,Georgia\nBonn,Germany,Oxford,UK\n"
    assert Imported(tmp_path, text, countries=("Georgia=GE",)).cities["Atlanta"] == "GE"
