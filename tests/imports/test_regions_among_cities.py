"""Provinces, states and counties in a column of cities: each is told, and is no city in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from citygraph.imports.values.region_words import region_sign
from imported import Imported

PARTS = [
    ("江苏省", "province"), ("江蘇省", "province"), ("台灣省", "province"), ("广西壮族自治区", "region"),
    ("愛知県", "prefecture"), ("爱知县", "region"), ("兵庫縣", "region"), ("大阪府", "region"), ("北海道", "region"),
    ("京畿道", "region"), ("加利福尼亚州", "state"), ("ビクトリア州", "state"),
    ("安吉县", "county"), ("彰化縣", "county"),
    ("경기도", "region"), ("전라북도", "province"), ("강원특별자치도", "province"), ("가나가와현", "prefecture"),
    ("랴오닝성", "province"), ("캘리포니아주", "state"),
    ("Московская область", "region"), ("Краснодарский край", "region"), ("Республика Татарстан", "republic"),
    ("Львівська область", "region"), ("Підкарпатське воєводство", "region"), ("Област Пазарджик", "region"),
    ("Νομός Αττικής", "region"), ("محافظة الجيزة", "governorate"), ("จังหวัดเชียงใหม่", "province"),
    ("Jiangsu Province", "province"), ("Tver Oblast", "region"), ("Landkreis Oder-Spree", "district"),
    ("Département du Rhône", "department"), ("Provincia di Torino", "province"), ("Województwo Małopolskie", "region"),
    ("Stockholms län", "county"), ("Vas megye", "county"), ("Jihomoravský kraj", "region"), ("Kanton Zürich", "canton"),
]  # fmt: skip
TOWNS = [
    "苏州", "杭州", "南京市", "廣州", "톨레도", "송도", "남양주", "수원시", "東京都", "渋谷区", "北京", "톈진",
    "Land O' Lakes", "Tuscany",
    "Region", "Uri", "Sankt Gallen", "Kreischa", "Krajina", "Osnabrück", "Республика Беларусь", "Wien", "São Paulo",
]  # fmt: skip


def levels_of(found: Imported) -> dict[str, str]:
    """The levels of the places that have one, by name."""
    nodes = found.nodes.values()
    return {node["name"]: node["record"]["level"] for node in nodes if "level" in node["record"]}


@pytest.mark.parametrize(("name", "level"), PARTS)
def test_the_name_of_a_part_of_a_country_says_its_level(name: str, level: str) -> None:
    sign = region_sign(name)
    assert sign is not None
    assert sign.level == level


@pytest.mark.parametrize("name", TOWNS)
def test_the_name_of_a_town_is_none_of_a_part(name: str) -> None:
    assert region_sign(name) is None


def test_what_the_row_says_of_the_country_decides_about_names_in_latin_letters() -> None:
    for name, country in (("Bavaria", "DE"), ("Victoria", "AU"), ("Ontario", "CA")):
        sign = region_sign(name, country)
        assert sign is not None
        assert sign.level == "region"
    assert region_sign("Victoria", "CA") is None
    assert region_sign("Victoria") is None


def test_provinces_among_partner_towns_are_told_and_have_their_level(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Sister city,Since\n江苏省,愛知県,1980\n南京市,名古屋市,1978\n")
    assert levels_of(found) == {"江苏省": "province", "愛知県": "prefecture"}
    assert {what for _, what, why in found.told("read") if "no city" in why} == {"江苏省", "愛知県"}
    assert len(found.ties) == 2


def test_what_may_be_a_region_is_doubtful_and_stays_as_it_is(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Sister city\nNagoya,Bavaria\n名古屋市,北威州\n")
    assert {what for _, what, _ in found.told("doubtful")} == {"Bavaria", "北威州"}
    assert not levels_of(found)


def test_a_level_that_the_file_gives_stays(tmp_path: Path) -> None:
    found = Imported(tmp_path, "name,level\n江苏省,first level\nBavaria,state\n")
    assert levels_of(found) == {"江苏省": "first level", "Bavaria": "state"}
    assert not found.told("read")
    assert not found.told("doubtful")


@pytest.mark.parametrize(
    ("header", "region", "level"),
    [("Bundesland", "Sachsen", "state"), ("Département", "Dordogne", "department"), ("Region", "Occitanie", "region"),
     ("Bundesland", "Landkreis Bautzen", "district"), ("Provincia", "Ourense", "province"),
     ("県", "愛知", "prefecture")],
)  # fmt: skip
def test_the_larger_places_of_towns_have_the_level_that_their_column_or_name_says(
    header: str, region: str, level: str, tmp_path: Path
) -> None:
    found = Imported(
        tmp_path, f"Name,{header}\nDorfhausen,{region}\nKleinhausen,{region}\n", pairs=[f"part_of={header}"]
    )
    levels = {node["name"]: node["record"].get("level") for node in found.nodes.values()}
    assert levels == {"Dorfhausen": None, "Kleinhausen": None, region: level}
    assert found.report.regions == (level != "district")  # a district may be that of a city


def test_a_larger_place_that_is_a_town_of_the_list_has_no_level(tmp_path: Path) -> None:
    text = "Name,Land,Bundesland\nHamburg,DE,Hamburg\nBergedorf,DE,Hamburg\nGörlitz,DE,Sachsen\n"
    found = Imported(tmp_path, text, pairs=["part_of=Bundesland"])
    levels = {node["name"]: node["record"].get("level") for node in found.nodes.values()}
    assert levels == {"Hamburg": None, "Bergedorf": None, "Görlitz": None, "Sachsen": "state"}


def test_a_city_with_districts_is_no_region(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Name,Country,City\nKreuzberg,DE,Berlin\nMitte,DE,Berlin\n", pairs=["part_of=City"])
    assert all(node["record"].get("level") is None for node in found.nodes.values())
    assert found.report.regions == 0
