"""A word for what a thing is counts: no organization, region or country becomes a city in silence."""

from pathlib import Path

import pytest

from imported import Imported

NODES = "id,name,{header},country\n1,Malmö,{city},Sweden\n2,Lund University,{school},Sweden\n3,Eurocities,{network},\n"


@pytest.mark.parametrize("header", ["Type", "category", "Art", "what it is"])
@pytest.mark.parametrize(
    ("city", "school", "network"),
    [("city", "university", "network"), ("Stadt", "Hochschule", "Netzwerk"), ("ville", "université", "ONG"),
     ("ciudad", "universidad", "red"), ("город", "университет", "сеть"), ("municipality", "academic", "city network")],
)  # fmt: skip
def test_words_for_types_count_in_many_languages(
    header: str, city: str, school: str, network: str, tmp_path: Path
) -> None:
    found = Imported(tmp_path, NODES.format(header=header, city=city, school=school, network=network))
    types = {one["record"]["name"]: one["type"] for one in found.nodes.values()}
    assert types == {"Malmö": "city", "Lund University": "organization", "Eurocities": "organization"}


def test_a_region_has_its_level_and_a_country_its_code(tmp_path: Path) -> None:
    found = Imported(tmp_path, "name,Typ,Land\nSkåne,Region,Schweden\nTirol,Land,Österreich\nNorwegen,Land,\n")
    assert {one["record"].get("level") for one in found.nodes.values() if one["type"] == "city"} == {"Region", "Land"}
    assert [one["record"]["iso"] for one in found.nodes.values() if one["type"] == "country"] == ["NO"]


def test_a_word_that_is_not_understood_makes_its_row_doubtful(tmp_path: Path) -> None:
    found = Imported(tmp_path, "name,type,country\nLyon,city,France\nCirque Bleu,circus,France\nGraz,large,Austria\n")
    assert [what for _, what, _ in found.told("doubtful")] == ["Cirque Bleu"]
