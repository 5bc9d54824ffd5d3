"""Countries that are things themselves: in tables of trade, and in tables of the world."""

from __future__ import annotations

from pathlib import Path

import pytest

from citygraph.domain.country_names import rows
from imported import Imported, options, questions


@pytest.mark.parametrize("sum", ["World", "EU27", "Rest of the world", '"Areas, nes"', "Monde", "Extra-EU"])
def test_sums_of_countries_are_left_out_and_the_others_stay_countries(sum: str, tmp_path: Path) -> None:
    text = f"reporter,partner,year,value\nKenya,Uganda,2020,12\nKenya,{sum},2020,98\nUganda,Kenya,2021,45\n"
    found = Imported(tmp_path, text, name="trade.csv", new_kind="exports-to:economy:directed")
    assert found.pairs == {frozenset(("Kenya", "Uganda"))}
    assert {node["name"]: node["type"] for node in found.nodes.values()} == {"Kenya": "country", "Uganda": "country"}
    assert [why.endswith("a sum of several, so its row is left out") for *_, why in found.told("refused")] == [True]


def test_a_table_of_the_world_is_one_of_countries(tmp_path: Path) -> None:
    codes = [row["code"] for row in rows("countries.csv")]
    names = {row["code"]: row["name"] for row in rows("countries.csv")}
    text = "Name,Code,Region\n" + "".join(f'"{names[code]}",{code},Area {code[0]}\n' for code in codes)
    found = Imported(tmp_path, text)
    assert found.report.written["country"] == len(codes)
    assert found.cities == {}


def test_numbers_that_stand_for_no_id_join_nothing(tmp_path: Path) -> None:
    text = "id,name\nFRA,France\n-99,Northern Cyprus\n-99,Somaliland\nGIN,Guinea\nDEU,Germany\n"
    found = Imported(tmp_path, text, pairs=("key=id",), type="country")
    assert {"northern-cyprus", "somaliland", "guinea"} <= found.nodes.keys()
    assert found.nodes["guinea"]["record"]["iso"] == "GN"


def test_what_is_said_of_rows_is_one_thing(tmp_path: Path) -> None:
    said = " ".join(Imported(tmp_path, "name\nFrance\nGermany\nSpain\n").report.said)
    assert "they are countries" in said
    assert "they are cities;" not in said


def test_a_short_table_of_countries_with_their_codes_and_regions_is_none_of_cities(tmp_path: Path) -> None:
    rows = ["Afghanistan,AF,Southern Asia", "Albania,AL,Southern Europe", "Algeria,DZ,Africa", "Andorra,AD,Europe"]
    found = Imported(tmp_path, "name,alpha-2,sub-region\n" + "\n".join(rows))
    assert {node["type"] for node in found.nodes.values()} == {"country"}


def test_figures_are_no_keys(tmp_path: Path) -> None:
    text = (
        "City,Country,Project,Nights\nGraz,Austria,Bike Lanes,120\nLinz,Austria,Lights,220\nGraz,Austria,Gardens,130\n"
    )
    (question,) = questions(tmp_path, text)
    assert options(question)[0].startswith("--map key=City+Country+Project ")
