"""Persons in tables: names in parts, forms of address, whose ids and whose office."""

from __future__ import annotations

from pathlib import Path

import pytest

from citygraph.imports.values.courtesy import without_courtesy
from imported import Imported, options, questions

HEADERS = {
    "City,First name,Last name,In office since": ("Anne", "Hidalgo"),
    "Stadt,Name,Vorname,Amt seit": ("Hidalgo", "Anne"), "Ville,Nom,Prénom,Début du mandat": ("Hidalgo", "Anne"),
    "Municipio,Nombre,Apellidos,Fecha de toma de posesión": ("Anne", "Hidalgo"),
    "Comune,Cognome,Nome,Insediamento": ("Hidalgo", "Anne"),
    "Gmina,Imię,Nazwisko,Początek kadencji": ("Anne", "Hidalgo"),
    "Город,Фамилия,Имя,Начало полномочий": ("Hidalgo", "Anne"),
    "Gemeente,Voornaam,Achternaam,Datum van aantreden": ("Anne", "Hidalgo"),
}  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_first_and_last_name_are_one_person_in_this_order(header: str, tmp_path: Path) -> None:
    text = f"{header}\nParis,{','.join(HEADERS[header])},2014-04-05\nParis,,,2001-03-25\n"
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--type official"
    assert question.readings[0].samples[0] == "Anne Hidalgo"
    found = Imported(tmp_path, text, type="official")
    assert [(tie["ends"], tie["since"]) for tie in found.ties] == [(("Anne Hidalgo", "Paris"), "2014-04-05")]


def test_a_second_family_name_may_be_missing_and_a_whole_name_goes_before_its_parts(tmp_path: Path) -> None:
    text = (
        "municipio,nombre,apellido 1,apellido 2\nAmurrio,JOSUNE,IRABIEN,MARIGORTA\nAramaio,LIERNI,ALTUNA,\n"
        "Armiñón,,BARTOLOME,\n"
    )
    found = Imported(tmp_path, text, type="official")
    assert {tie["ends"][0] for tie in found.ties} == {"JOSUNE IRABIEN MARIGORTA", "LIERNI ALTUNA"}
    assert len(found.cities) == 3
    whole = "city,first_name,last_name,full_name\nParis,Anna Maria,Hidalgo,Anne Hidalgo\nLyon,Grégory,Doucet,\n"
    (tmp_path / "w").mkdir()
    found = Imported(tmp_path / "w", whole, type="official")
    assert {tie["ends"][0] for tie in found.ties} == {"Anne Hidalgo", "Grégory Doucet"}


def test_persons_with_births_are_no_cities(tmp_path: Path) -> None:
    text = "full_name,birthday,gender,party\nAnne Hidalgo,1959-06-19,F,PS\nKai Wegner,1972-09-15,M,CDU\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--type official --set of.name=NAME", "--type official", "--type city"]


def test_in_a_register_of_towns_persons_are_told_of(tmp_path: Path) -> None:
    text = "city,population,first_name,last_name\nAntony,62012,Jean-Yves,Sénant\n"
    found = Imported(tmp_path, text)
    assert found.cities == {"Antony": None}
    assert any("`first_name` and `last_name` may name officials" in said for said in found.report.said)


ADDRESSED = {
    "Ville,Nom du maire\nParis,Mme Anne Hidalgo\nLyon,M. Grégory Doucet\nNice,M. Christian Estrosi\n":
        ({"Anne Hidalgo", "Grégory Doucet", "Christian Estrosi"}, "Maire"),
    "Stadt,Oberbürgermeister\nBerlin,Herr Kai Wegner\nWien,Dr. Michael Ludwig\n":
        ({"Kai Wegner", "Michael Ludwig"}, "Oberbürgermeister"),
    "City,mayor_name\nLondon,Mr Sadiq Khan\nBerlin,Kai Wegner\n": ({"Sadiq Khan", "Kai Wegner"}, "Mayor"),
    "Ciudad,Nombre del alcalde\nBilbao,D. Iñaki Azkuna\nMadrid,D. José Luis Martínez-Almeida\n":
        ({"Iñaki Azkuna", "José Luis Martínez-Almeida"}, "Alcalde"),
    "Gmina,Imię i nazwisko burmistrza\nWarszawa,Rafał Trzaskowski\n": ({"Rafał Trzaskowski"}, "Burmistrz"),
}  # fmt: skip


@pytest.mark.parametrize("text", ADDRESSED)
def test_a_form_of_address_is_no_part_of_a_name_and_the_header_is_the_title(text: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, text, type="official")
    names, title = ADDRESSED[text]
    assert {tie["ends"][0] for tie in found.ties} == names
    assert {tie["title"] for tie in found.ties} == {title}


@pytest.mark.parametrize("name", ["M. Night Shyamalan", "Drew Barrymore", "Д. Медведев", "Don Smith", "Doctorow", "Mr"])
def test_an_initial_is_no_form_of_address(name: str) -> None:
    assert without_courtesy(name) == name


def test_whose_ids_stand_beside_a_town_and_its_mayor_is_asked_or_shown(tmp_path: Path) -> None:
    text = "city_name,wikidata_id,mayor_name,mayor_title\nParis,Q90,Anne Hidalgo,Mayor\n"
    (question,) = questions(tmp_path, text, type="official")
    assert options(question) == [
        "--map of.identifiers.wikidata=wikidata_id", "--map identifiers.wikidata=wikidata_id",
    ]  # fmt: skip
    (tmp_path / "s").mkdir()
    found = Imported(tmp_path / "s", text + "Paris,Q90,Bertrand Delanoë,Mayor\n", type="official")
    assert found.report.plans[0].mapping.columns["of.identifiers.wikidata"] == ("wikidata_id",)


def test_whose_office_is_asked(tmp_path: Path) -> None:
    text = "name,beginTerm,endTerm\nKonrad Poll,1882,1885\nHeinrich Hansgraf,1885,1887\n"
    text = text.replace("beginTerm,endTerm", "term start,term end")
    (question,) = questions(tmp_path, text, type="official")
    assert options(question)[0] == "--set of.name=NAME"
    found = Imported(tmp_path, text, type="official", constants=["of.name=Wien"])
    assert [tie["ends"] for tie in found.ties] == [("Heinrich Hansgraf", "Wien"), ("Konrad Poll", "Wien")]


def test_a_province_of_numbers_tells_the_towns_of_posts_apart(tmp_path: Path) -> None:
    text = "provincia,municipio,alcalde\n6,Sancti-Spíritus,Anne Hidalgo\n37,Sancti-Spíritus,Kai Wegner\n"
    found = Imported(tmp_path, text, type="official")
    assert len([node for node in found.nodes.values() if node["type"] == "city"]) == 2


def test_a_postcode_behind_a_name_is_no_part_of_it_where_no_other_town_has_the_name(tmp_path: Path) -> None:
    text = "Ville,Maire\nParis (75001),Anne Hidalgo\nLyon (69001),Grégory Doucet\nNice (06000),Christian Estrosi\n"
    text += "Saint-Denis (93200),Kai Wegner\nSaint-Denis (97400),Elke Kahr\n"
    found = Imported(tmp_path, text, type="official")
    assert set(found.cities) == {"Paris", "Lyon", "Nice", "Saint-Denis (93200)", "Saint-Denis (97400)"}
    assert "postcode: 75001" in (found.into / "register/cities.csv").read_text("utf-8")


def test_councils_are_places_and_words_for_posts_are_titles(tmp_path: Path) -> None:
    text = (
        "name,start_date,executive,council\nKai Wegner,,,Hobart\nAnne Hidalgo,,Deputy Mayor,Hobart\n"
        "Elke Kahr,,Mayor,Launceston\n"
    )
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--type official", "--type city"]
    found = Imported(tmp_path, text, type="official")
    assert {(*tie["ends"], tie.get("title")) for tie in found.ties} == {
        ("Anne Hidalgo", "Hobart", "Deputy Mayor"),
        ("Elke Kahr", "Launceston", "Mayor"), ("Kai Wegner", "Hobart", None),
    }  # fmt: skip


@pytest.mark.parametrize("header", ["姓,名,城市,职务", "氏,名,市,役職", "성,이름,도시,직책"])
def test_names_of_east_asia_have_the_family_first_and_no_space(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"{header}\n李,忠军,南京,市长\n吴,庆文,苏州,市长\n", type="official")
    assert {post.name for city in found.cities for post in found.world.officials(city)} == {"李忠军", "吴庆文"}


def test_the_post_stands_in_the_headers_of_the_parts_of_a_name(tmp_path: Path) -> None:
    text = "City,Mayor first name,Mayor last name\nLyon,Grégory,Doucet\nGraz,Elke,Kahr\n"
    found = Imported(tmp_path, text, type="official")
    posts = [(post.name, post.title) for city in found.cities for post in found.world.officials(city)]
    assert sorted(posts) == [("Elke Kahr", "Mayor"), ("Grégory Doucet", "Mayor")]


@pytest.mark.parametrize("beside", ["state,party\n{},WA,Democratic\n{},MN,Democratic\n{},VT,Independent\n",
                                    "state\n{},WA\n{},MN\n{},VT\n"])  # fmt: skip
def test_senators_are_no_cities_though_they_have_a_state(beside: str, tmp_path: Path) -> None:
    text = "name," + beside.format("Maria Cantwell", "Amy Klobuchar", "Bernard Sanders")
    (question,) = questions(tmp_path, text)
    assert any(option.startswith("--type official") for option in options(question))


@pytest.mark.parametrize("header", ["name,beginTerm,endTerm", "Name,Amtsantritt,Amtsende", "Nom,Prise de fonction,Fin"])
def test_who_took_office_is_no_partner_town(header: str, tmp_path: Path) -> None:
    (question,) = questions(tmp_path, f"{header}\nGérard Collomb,2001,2017\nGrégory Doucet,2020,\n")
    assert options(question) == ["--type official --set of.name=NAME", "--type official", "--type city"]


def test_where_posts_are_held_may_be_a_council(tmp_path: Path) -> None:
    rows = ["Bev Craig,Manchester City Council", "Neil Emmott,Rochdale Council", "Arooj Shah,Oldham Council"]
    text = "Name,Council,Title\n" + "".join(f"{row},Leader\n" for row in rows)
    (question,) = questions(tmp_path, text, type="official")
    assert options(question) == [
        "--map of.name=Council --set of.type=organization", "--map of.name=Council --set of.type=city",
    ]  # fmt: skip
