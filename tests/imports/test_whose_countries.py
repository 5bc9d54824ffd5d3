"""Whose a country or a region is: that of the city, of its partner, or of guests and citizens."""

from __future__ import annotations

from pathlib import Path

import pytest

from citygraph.domain.errors import CityGraphError
from imported import Imported, options, questions


@pytest.mark.parametrize(
    "text",
    [
        "City,Country of residence,Overnight stays\nBolzano,Germany,9\nMerano,Germany,7\n",  # the header says it
        "Gemeinde,Staatsangehörigkeit,Anzahl\nBasel,Italien,9\nBasel,Türkei,7\nRiehen,Italien,5\n",  # the cities do
        "Stadt,Herkunftsland der Gäste\nTrier,Belgien\nTrier,Niederlande\nBonn,Belgien\n",
    ],
)
def test_countries_of_guests_and_citizens_are_asked_about(text: str, tmp_path: Path) -> None:
    (question,) = questions(tmp_path, text)
    name, column, *_ = text.partition("\n")[0].split(",")
    assert options(question)[0].endswith(f"--set from.type=country --map to.name={name}")
    assert options(question)[-1].startswith("--map country=")
    assert column in options(question)[-1]


def test_ties_from_countries_to_a_city_are_what_a_flow_becomes(tmp_path: Path) -> None:
    text = "City,Country of residence,Overnight stays\nSalzburg,Germany,412000\nSalzburg,Italy,98000\n"
    (question,) = questions(tmp_path, text)
    assert "--map from.name='Country of residence' --set from.type=country" in question.readings[0].option
    pairs = ("from.name=Country of residence", "to.name=City", "observations.overnight-stays=Overnight stays")
    found = Imported(tmp_path, text, pairs=pairs, constants=("from.type=country",), kind="contact")
    assert found.cities == {"Salzburg": "AT"}
    assert len(found.ties) == 2


def test_cities_of_one_name_in_several_countries_are_no_flow(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country\nValencia,Spain\nValencia,Venezuela\nCórdoba,Spain\nCórdoba,Argentina\n")
    assert found.report.written["city"] == 4


@pytest.mark.parametrize("header", ["City,Twin,Country", "City,Country,Twin", "Country,City,Twin"])
def test_geonames_says_whose_a_country_is(header: str, tmp_path: Path) -> None:
    """Wherever the column stands."""
    cities = {"Bremen": ("Dalian", "Germany"), "Padua": ("Boston", "Italy"), "Kaunas": ("Växjö", "Lithuania")}
    rows = [{"City": city, "Twin": twin, "Country": country} for city, (twin, country) in cities.items()]
    text = "\n".join([header, *(",".join(row[name] for name in header.split(",")) for row in rows)])
    found = Imported(tmp_path, text)
    assert {name: found.cities[name] for name in cities} == {"Bremen": "DE", "Padua": "IT", "Kaunas": "LT"}
    assert found.cities["Dalian"] == "CN"


def test_a_region_called_as_its_towns_is_theirs(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Town,Twin,County\nCluj-Napoca,Köln,Cluj\nSibiu,Rennes,Sibiu\n")
    assert "Cluj" in found.nodes["cluj-napoca"]["record"]["notes"]


def test_countries_of_both_ends_in_one_column_are_asked_about(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "City,Twin,Country\nBremen,Dalian,Germany\nPadua,Boston,USA\nBonn,Osaka,Japan\n")
    assert options(question) == ["--map from.country=Country", "--map to.country=Country"]


@pytest.mark.parametrize("giver", ["Donor", "Geber", "Recipient", "Donor country"])
def test_a_giver_beside_two_towns_is_no_end(giver: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Partner city,{giver}\nEspoo,Kutaisi,EU\nVaasa,Lviv,GIZ\n", kind="exchange")
    assert found.cities == {"Espoo": "FI", "Vaasa": "FI", "Kutaisi": "GE", "Lviv": "UA"}
    assert any(f"`{giver}` names no end" in said for said in found.report.said)


def test_a_giver_and_a_receiver_are_ends(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Donor,Recipient\nEspoo,Kutaisi\nVaasa,Lviv\n", kind="exchange")
    assert found.cities.keys() == {"Espoo", "Kutaisi", "Vaasa", "Lviv"}


@pytest.mark.parametrize(
    "header", ["Region A,Country A,Region B,Country B", "Region,Country,Partner region,Partner country"]
)
def test_regions_as_ends_are_themselves(header: str, tmp_path: Path) -> None:
    text = f"{header}\nBavaria,Germany,Quebec,Canada\nBrittany,France,Saxony,Germany\n"
    found = Imported(tmp_path, text, kind="cooperation-agreement")
    assert found.cities == {"Bavaria": "DE", "Quebec": "CA", "Brittany": "FR", "Saxony": "DE"}
    assert found.nodes["bavaria"]["record"]["level"] == "region"


@pytest.mark.parametrize("header", ["Département", "Область", "Prov."])
def test_a_region_that_nobody_knows_is_no_doubt_of_the_only_place(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,{header},Partner city,Partner country\nBeaune,Xland,Bensheim,Germany\n")
    assert found.cities["Beaune"] == "FR"


def test_a_region_that_nobody_knows_chooses_none_of_several_places(tmp_path: Path) -> None:
    text = "City,Partner,to.region\nBonn,Paris,Xland\nBonn,Angers,Xland\n"
    found = Imported(tmp_path, text)
    assert (found.cities["Paris"], found.cities["Angers"]) == (None, "FR")


def test_a_part_and_its_country_behind_a_name_are_both_told_apart(tmp_path: Path) -> None:
    text = "City;Twin\nBrno;Leeds, England, UK (1991)\nBrno;Leipzig, Germany (1973)\nOstrava;Athens, Georgia, USA\n"
    found = Imported(tmp_path, text)
    assert {name: found.cities[name] for name in ("Leeds", "Leipzig", "Athens")} == {
        "Leeds": "GB", "Leipzig": "DE", "Athens": "US"
    }  # fmt: skip


def test_a_code_behind_names_with_years_is_asked_about_with_examples(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "City;Twin\nBrno;Gary, IN (1991)\nBrno;Delhi, IN (1973)\n")
    assert all(options(question))
    assert len(question.readings[0].samples) == 2


def test_two_names_of_a_state_of_the_past_are_one_country(tmp_path: Path) -> None:
    text = "Town,Country,Partner,Partner country\nKyiv,Soviet Union,Rostock,GDR\nOmsk,USSR,Halle,GDR\n"
    found = Imported(tmp_path, text)
    assert found.report.written["country"] == 2
    assert found.cities["Kyiv"] == found.cities["Omsk"]


def test_the_country_of_posts_is_that_of_their_places(tmp_path: Path) -> None:
    text = "Name,Title,City\nThe mayor,Mayor,Bremen\n"
    with pytest.raises(CityGraphError, match=r"`of\.country`"):
        Imported(tmp_path, text, type="official", constants=("country=DE",))
    said = Imported(tmp_path, text, type="official").report.said
    assert any("`--set of.country=CODE` names that of all rows" in sentence for sentence in said)
    (other := tmp_path / "other").mkdir()
    found = Imported(other, text, type="official", constants=("of.country=DE",))
    assert found.cities == {"Bremen": "DE"}


def test_words_under_a_header_of_times_are_no_times(tmp_path: Path) -> None:
    asked = questions(
        tmp_path, "Agreement,City,Partner,Date\nTwinning pact,Bonn,Angers,1978\nProtocol,Bremen,Haarlem,1999\n"
    )
    assert ["--map notes=Agreement" in options(question) for question in asked] == [True, False]


def test_without_a_header_each_name_has_the_country_behind_it(tmp_path: Path) -> None:
    text = "Ravensburg,DE,Rivoli,IT\nWangen,DE,Prato,IT\nLindau,DE,Chelles,FR\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[:2] == [
        "--no-header --map name=1 --map country=2",
        "--no-header --map name=3 --map country=4",
    ]


def test_a_country_in_a_register_of_levels_is_no_city(tmp_path: Path) -> None:
    text = "Level,Code,Name\nCountry,FI,Finland\nMunicipality,091,Helsinki\nMunicipality,049,Espoo\n"
    found = Imported(tmp_path, text)
    assert found.cities.keys() == {"Helsinki", "Espoo"}
    assert found.nodes["finland"]["type"] == "country"
    assert "its level is Country" in found.told("read")[0][2]
