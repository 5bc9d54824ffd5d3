"""What the columns of a table of ties are, as their headers and cells say it together."""

from pathlib import Path

import pytest

from imported import Imported


@pytest.mark.parametrize(("text", "pairs"), [
    ("City,Partner (Country)\nVaasa,Kiel (Germany)\nPori,Riga (Latvia)\n", {("Vaasa", "Kiel"), ("Pori", "Riga")}),
    ("City,Twin 1 (country),Twin 2 (country)\nVaasa,Kiel (Germany),Riga (Latvia)\n",
     {("Vaasa", "Kiel"), ("Vaasa", "Riga")}),
    ("City (Country),Sister city (Country),Year\nOulu (Finland),Bursa (Turkey),1978\n", {("Oulu", "Bursa")}),
    ("City,Partner city/Country\nVaasa,Kiel (Germany)\nPori,Riga (Latvia)\n", {("Vaasa", "Kiel"), ("Pori", "Riga")}),
])  # fmt: skip
def test_a_country_in_the_brackets_of_a_header_is_behind_the_names(
    text: str, pairs: set[tuple[str, str]], tmp_path: Path
) -> None:
    found = Imported(tmp_path, text)
    assert found.pairs == {frozenset(pair) for pair in pairs}
    countries = {"Kiel": "DE", "Riga": "LV", "Oulu": "FI", "Bursa": "TR"}
    assert {found.cities[name] == countries[name] for _, name in pairs} == {True}


def test_a_header_with_country_in_brackets_may_hold_countries(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Partner city,Partner (Country)\nVaasa,Kiel,Germany\nPori,Riga,Latvia\n")
    assert (found.cities["Kiel"], found.cities["Riga"]) == ("DE", "LV")
