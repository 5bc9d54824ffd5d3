"""What `--set country` and its hint do: they give a country to what has none, and take none away."""

from __future__ import annotations

from pathlib import Path

import pytest

from citygraph.domain.errors import CityGraphError
from imported import Imported

_PARTNERS = "City,Country,Twin\nBalkh,Afghanistan,Oberunterdorf\nKabul,Afghanistan,Niederdorfen\n"


@pytest.mark.parametrize("columns", [(0, 1, 2), (2, 1, 0), (0, 2, 1)])
def test_the_hint_names_the_end_that_lacks_the_country(columns: tuple[int, ...], tmp_path: Path) -> None:
    rows = [line.split(",") for line in _PARTNERS.splitlines()]
    text = "\n".join(",".join(row[at] for at in columns) for row in rows) + "\n"
    pairs = ("from.country=Country",)
    said = " ".join(Imported(tmp_path, text, pairs=pairs).report.said)
    assert "`--set to.country=CODE` names that of all rows" in said
    assert "--set from.country" not in said


def test_partners_of_several_countries_get_no_hint_of_one(tmp_path: Path) -> None:
    text = "City,Country,Twin,Twin country\nUlm,DE,Jinotega,Nicaragua\nUlm,DE,Oberunterdorf,\nUlm,DE,Sibiu,Romania\n"
    (said,) = (one for one in Imported(tmp_path, text).report.said if "no country" in one)
    assert "--set" not in said
    assert "in a column" in said


@pytest.mark.parametrize(
    ("ends", "is_offered"),
    [("Paris Rome\nRome Kyoto\nKyoto Paris\n", False), ("Oberdorfen Unterdorfen\n", True), ("Lyon Oberdorfen\n", True),
     ("44 45\n45 46\n", False)],
)  # fmt: skip
def test_no_hint_would_give_one_country_to_towns_of_several_or_to_a_number(
    ends: str, is_offered: bool, tmp_path: Path
) -> None:
    found = Imported(tmp_path, ends, "towns.txt", "edgelist", kind="sister-city")
    (said,) = (one for one in found.report.said if "no city has a country" in one)
    assert ("--set from.country=CODE" in said) == is_offered


def test_a_country_for_all_rows_moves_no_column_to_the_other_end(tmp_path: Path) -> None:
    said = Imported(tmp_path, _PARTNERS, constants=("from.country=US",))
    assert said.cities == {"Balkh": "AF", "Kabul": "AF", "Oberunterdorf": None, "Niederdorfen": None}


def test_it_decides_what_the_file_leaves_open(tmp_path: Path) -> None:
    text = "Town,Twin,Country\nOberdorfen,Niederdorfen,Italy\nOberdorfen,Unterdorfen,France\n"
    text += "Oberdorf,Niederdorfen,France\n"
    found = Imported(tmp_path, text, constants=("to.country=DE",))
    assert found.cities["Unterdorfen"] == "DE"


def test_countries_keep_their_own_codes(tmp_path: Path) -> None:
    text = "Country,City\nAustria,Boston\nBelgium,Boston\nBrazil,Boston\n"
    asked = {"pairs": ("from.name=Country", "to.name=City"), "kind": "contact"}
    with pytest.raises(CityGraphError, match=r"from\.country=US is for places in a country"):
        Imported(tmp_path, text, constants=("from.type=country", "from.country=US"), **asked)
    found = Imported(tmp_path, text, constants=("from.type=country", "to.country=US"), **asked)
    assert {"austria", "belgium", "brazil"} <= found.nodes.keys()


def test_a_code_beside_a_country_does_not_overrule_its_name(tmp_path: Path) -> None:
    text = "type,name,country\ncountry,Austria,US\ncountry,Belgium,US\n"
    found = Imported(tmp_path, text)
    assert {node["record"].get("iso") for node in found.nodes.values() if node["type"] == "country"} == {"AT", "BE"}
    assert len(found.told("doubtful")) == 2
