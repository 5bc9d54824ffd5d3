"""Ids that several towns share are those of their region; codes of locations need their country beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from imported import Imported, options, questions


@pytest.mark.parametrize(
    ("header", "codes"),
    [("NUTS3,Obec,Stát,Obyvatel", ("CZ042", "CZ042", "CZ020")),
     ("LAU,Municipality,Country,Inhabitants", ("7", "7", "8")),
     ("kod_nuts2,miasto,kraj,ludność", ("PL21", "PL41", "PL42"))],
)  # fmt: skip
def test_a_code_that_towns_share_is_of_where_they_lie(header: str, codes: tuple[str, ...], tmp_path: Path) -> None:
    towns = zip(codes, ("Děčín", "Teplice", "Kladno"), ("47029", "49640", "69078"), strict=True)
    found = Imported(tmp_path, header + "\n" + "".join(f"{code},{town},CZ,{people}\n" for code, town, people in towns))
    assert set(found.cities) == {"Děčín", "Teplice", "Kladno"}
    assert not found.told("doubtful")
    assert any("of where the" in said for said in found.report.said)
    assert "identifiers" not in (found.into / "register/cities.csv").read_text("utf-8")


def test_an_id_of_a_register_of_things_with_several_names_is_asked_about(tmp_path: Path) -> None:
    text = "town,qid,population\nLyon,Q142,500000\nNantes,Q142,300000\nLille,Q142,200000\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--map notes=qid", "--map identifiers.wikidata=qid"]


def test_the_id_of_a_country_is_none_of_its_city(tmp_path: Path) -> None:
    text = "city,countryQID,cityQID,population\nUccle,Q31,Q203312,80000\nOttawa,Q16,Q1930,900000\n"
    found = Imported(tmp_path, text)
    assert found.cities.keys() == {"Uccle", "Ottawa"}
    assert [told[1] for told in found.told("unread")] == ["countryQID"]


LOCATIONS = "Country,{},Name,Subdivision,Function\nPE,,.PERU,,\nPE,CLL,Callao,CAL,1-3-5---\nPE,CUZ,Cuzco,CUS,--34----\n"


def test_a_location_gets_its_country_before_it_and_the_heading_of_a_country_is_no_city(tmp_path: Path) -> None:
    found = Imported(tmp_path, LOCATIONS.format("LOCODE"))
    assert found.cities == {"Callao": "PE", "Cuzco": "PE"}
    text = (found.into / "register/cities.csv").read_text("utf-8")
    assert "PECLL" in text
    assert "PECUZ" in text
    assert [told[1] for told in found.told("left out")] == [".PERU"]


def test_a_location_alone_is_no_id(tmp_path: Path) -> None:
    found = Imported(tmp_path, LOCATIONS.format("Location"), name="unlocode.csv", source="unlocode")
    assert found.cities == {"Callao": "PE", "Cuzco": "PE"}
    assert len(found.told("doubtful")) == 2
