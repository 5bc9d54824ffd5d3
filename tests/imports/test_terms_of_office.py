"""Tables of officials with their terms, in the languages of the list: place, office-holder, begin, end."""

from pathlib import Path

import pytest

from imported import Imported, options, questions

ROWS = "Lyon,Gérard Collomb,2001-03-25,2017-07-17\nParis,Bertrand Delanoë,2001-03-25,2014-04-05\n"
HEADERS = [
    "City,Mayor,Start of mandate,End of mandate", "Town,Mayor,In office from,In office until",
    "Stadt,Oberbürgermeister,Beginn der Amtszeit,Ende der Amtszeit", "Gemeinde,Bürgermeisterin,Amt seit,Amt bis",
    "Mairie,Maire,Début,Fin", "Ville,Maire,Début du mandat,Fin du mandat",
    "Commune,Nom du maire,Date de prise de fonction,Date de fin de fonctions",
    "Ayuntamiento,Alcaldesa,Fecha de toma de posesión,Fecha de cese",
    "Ciudad,Alcalde,Inicio de la gestión,Fin de la gestión",
    "Prefeitura,Prefeita,Data da posse,Fim do mandato", "Comune,Sindaca,Insediamento,Fine del mandato",
    "Gemeente,Burgemeester,Datum van aantreden,Datum van aftreden", "Gmina,Wójt,Początek kadencji,Koniec kadencji",
    "Город,Глава,Начало полномочий,Конец полномочий",
    "Город,Мэр,Дата вступления в должность,Дата окончания срока полномочий",
    "Місто,Міський голова,Початок повноважень,Дата завершення каденції",
    "Şehir,Belediye Başkanı,Görevin başlangıcı,Görevin bitişi", "المدينة,العمدة,بداية ولاية,نهاية ولاية",
    "城市,市长,上任时间,离任时间", "市,市長,就任年月日,退任年月日", "도시,시장,임기 시작일,임기 종료일",
]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_posts_have_their_place_and_both_dates(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"{header}\n{ROWS}")
    posts = {post.name: (city, post.since, post.until) for city in found.cities for post in found.world.officials(city)}
    assert posts == {
        "Gérard Collomb": ("Lyon", "2001-03-25", "2017-07-17"),
        "Bertrand Delanoë": ("Paris", "2001-03-25", "2014-04-05"),
    }


def test_words_alone_are_no_figures(tmp_path: Path) -> None:
    """`Cargo` is freight in English, and an office in Spanish."""
    text = "Ciudad,Alcalde,Desde,Hasta,Cargo\nBilbao,Iñaki Azkuna,1999-07-03,2014-03-20,Alcalde\n"
    found = Imported(tmp_path, text, type="official")
    (post,) = found.world.officials("Bilbao")
    assert (post.title, post.since, post.until) == ("Alcalde", "1999-07-03", "2014-03-20")
    assert not found.told("doubtful")


IN_ONE_CELL = [
    "Municipality,Mayor,Term", "Gemeinde,Bürgermeisterin,Amtszeit", "Commune,Maire,Mandat", "Municipio,Alcalde,Período",
    "Comune,Sindaco,Mandato", "Município,Prefeito,Mandato", "Gemeente,Burgemeester,Ambtstermijn",
    "Gmina,Burmistrz,Kadencja", "Obec,Starosta,Funkční období", "Település,Polgármester,Megbízatás",
    "Localitate,Primar,Mandat", "Kommun,Kommunalråd,Mandatperiod", "Город,Мэр,Срок полномочий",
    "Місто,Міський голова,Каденція", "Δήμος,Δήμαρχος,Θητεία", "Belediye,Belediye Başkanı,Görev süresi",
    "المدينة,العمدة,الولاية", "城市,市长,任期", "市,市長,任期", "도시,시장,임기",
]  # fmt: skip


@pytest.mark.parametrize("header", IN_ONE_CELL)
@pytest.mark.parametrize(("first", "second"), [("2001-2017", "2014-"), ("2001–2017", "2014–")])
def test_a_term_in_one_cell_is_that_of_the_post(header: str, first: str, second: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"{header}\nLyon,Gérard Collomb,{first}\nParis,Anne Hidalgo,{second}\n")
    posts = {post.name: (post.since, post.until) for city in found.cities for post in found.world.officials(city)}
    assert posts == {"Gérard Collomb": ("2001", "2017"), "Anne Hidalgo": ("2014", None)}


@pytest.mark.parametrize("since", ["since 2014", "seit 2014", "depuis 2014", "dal 2014", "din 2014", "sedan 2014"])
def test_most_terms_may_have_no_end(since: str, tmp_path: Path) -> None:
    text = f"City,Mayor,Term\nLyon,Gérard Collomb,2001-2017\nParis,Anne Hidalgo,{since}\nGraz,Elke Kahr,since 2021\n"
    found = Imported(tmp_path, text, type="official")
    (post,) = found.world.officials("Paris")
    assert (post.since, post.until) == ("2014", None)
    assert not found.told("doubtful")


def test_terms_that_are_counted_are_no_dates(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Mayor,Terms\nLyon,Gérard Collomb,3\nParis,Anne Hidalgo,2\n", type="official")
    assert [post.since for city in found.cities for post in found.world.officials(city)] == [None, None]
    assert found.told("unread")


def test_times_that_no_header_explains_are_asked_about_beside_officials(tmp_path: Path) -> None:
    text = "City,Population,Mayor,Reign\nLyon,522250,Gérard Collomb,2001-2017\nParis,2103778,Anne Hidalgo,2014-\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--type official", "--type city"]
    (question,) = questions(tmp_path, text, type="official")
    assert options(question) == ["--map since=Reign", "--map notes=Reign"]
