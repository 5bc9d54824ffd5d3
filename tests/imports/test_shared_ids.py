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


def test_names_of_regions_under_a_header_of_codes_are_regions_and_no_ids(tmp_path: Path) -> None:
    text = "Município;NUTS2;ISO3166-2\nÉvora;Alentejo;PT-07\nFaro;Algarve;PT-08\nBraga;Norte;PT-03\n"
    imported = Imported(tmp_path, text, type="city")
    assert imported.cities == {"Évora": "PT", "Faro": "PT", "Braga": "PT"}
    written = (imported.into / "register/cities.csv").read_text("utf-8")
    assert "identifiers" not in written
    assert "region: Alentejo" in written
    assert any("codes of parts of PT" in one for one in imported.report.said)


IDS = [("NUTS3", "Alpha", "DE111"), ("VIAF", "Lyon", "122530980"), ("GND", "Lyon", "4036770-9")]


@pytest.mark.parametrize(("header", "text", "id"), IDS)
def test_what_has_not_the_form_of_an_id_is_told_and_kept_in_the_notes(
    tmp_path: Path, header: str, text: str, id: str
) -> None:
    imported = Imported(tmp_path, f"City;Country;{header}\nLyon;FR;{text}\nUlm;DE;{id}\n", type="city")
    lyon, ulm = (imported.into / "register/cities.csv").read_text("utf-8").splitlines()[1:]
    assert f": {text}" in lyon
    assert f",{id}," in ulm
    assert imported.told("doubtful")


def test_a_code_of_a_part_in_the_place_of_a_country_names_both(tmp_path: Path) -> None:
    imported = Imported(tmp_path, "City;Country\nÉvora;PT-07\nLyon;FR-69\n", type="city")
    assert imported.cities == {"Évora": "PT", "Lyon": "FR"}
