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
    (question,) = questions(tmp_path, f"{header}\n{ROWS}")
    assert options(question)[0] == "--type official"
    found = Imported(tmp_path, f"{header}\n{ROWS}", type="official")
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
