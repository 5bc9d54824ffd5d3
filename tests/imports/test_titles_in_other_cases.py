"""Titles with a town in another case: the town is offered as it is called alone, or none is."""

from __future__ import annotations

from pathlib import Path

import pytest

from citygraph.imports.columns.inflected_towns import town_in_case
from citygraph.imports.columns.towns_in_titles import owner_in
from imported import Imported, options, questions

TITLES = {
    "Partnerská města Brna": "Brno", "Partnerská města Plzně": "Plzeň", "Partnerská města Zlína": "Zlín",
    "Partnerská města Českých Budějovic": "České Budějovice", "Partnerské mestá Košíc": "Košice",
    "Partnerská města Hradce Králové": "Hradec Králové", "Ostrava – partnerská města": "Ostrava",
    "Miasta partnerskie Krakowa": "Kraków", "Miasta partnerskie Łodzi": "Łódź",
    "Miasta partnerskie Poznania": "Poznań", "Miasta partnerskie Zielonej Góry": "Zielona Góra",
    "Miasta partnerskie Sosnowca": "Sosnowiec", "Города-побратимы Москвы": "Москва",
    "Города-побратимы Казани": "Казань", "Города-побратимы Нижнего Новгорода": "Нижний Новгород",
    "Міста-побратими Києва": "Київ", "Міста-побратими Тернополя": "Тернопіль",
    "Міста-побратими Білої Церкви": "Біла Церква", "Pobratimski gradovi Zagreba": "Zagreb",
    "Gradovi pobratimi Rijeke": "Rijeka", "Gradovi prijatelji Zadra": "Zadar",
    "Градови побратими Новог Сада": "Нови Сад", "Градови побратими Крагујевца": "Крагујевац",
    "Pobratena mesta Ljubljane": "Ljubljana", "Turun ystävyyskaupungit": "Turku",
    "Lahden ystävyyskaupungit": "Lahti", "Seinäjoen ystävyyskaupungit": "Seinäjoki",
    "Tallinna sõpruslinnad": "Tallinn", "Tartu sõpruslinnad": "Tartu", "Göteborgs vänorter": "Göteborg",
    "Vänorter till Uppsala": "Uppsala", "Liepājas sadraudzības pilsētas": "Liepāja",
    "Miestai partneriai Klaipėdos": "Klaipėda", "Kauno miestai partneriai": "Kaunas",
    "Orașe înfrățite ale Clujului": "Cluj", "Αδελφοποιημένες πόλεις Τρικάλων": "Tríkala",
    "Győr testvérvárosai": "Győr", "Побратими на Пловдив": "Пловдив", "Twin towns of Oxford": "Oxford",
}  # fmt: skip
OPEN = ["Partnerská města Lhoty", "Miasta partnerskie Polski", "Partneri Brna", "Города-побратимы Европы"]


def test_a_town_in_another_case_is_found_by_the_name_that_it_has_alone() -> None:
    assert {title: owner_in(title) for title in TITLES} == TITLES


def test_what_no_known_town_explains_is_not_offered() -> None:
    assert {title: owner_in(title) for title in OPEN} == dict.fromkeys(OPEN, "")


def test_two_towns_that_fit_are_none() -> None:
    assert town_in_case("Города-побратимы Орла") == "Орёл"
    assert town_in_case("Города-побратимы Железногорска") == ""


@pytest.mark.parametrize(("title", "town", "country"), [
    ("Partnerská města Brna", "Brno", "CZ"), ("Turun ystävyyskaupungit", "Turku", "FI"),
    ("Города-побратимы Казани", "Казань", "RU"), ("Miasta partnerskie Łodzi", "Łódź", "PL"),
])  # fmt: skip
def test_the_list_of_such_a_town_is_one_of_its_partners(title: str, town: str, country: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"{title},\nCity,Year\nLyon,1968\nLeeds,1970\nLeipzig,1981\n")
    assert found.pairs == {frozenset({town, other}) for other in ("Lyon", "Leeds", "Leipzig")}
    assert found.cities[town] == country


def test_without_a_town_that_is_known_it_is_asked_openly(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "Partnerská města Lhoty,\nMěsto,Rok\nLyon,1968\nLeeds,1970\n")
    names = [option for option in options(question) if option.startswith("--set from.name=")]
    assert names
    assert all(option.startswith("--set from.name=NAME") for option in names)
