"""Tables of officials: with city, post, name and term they are posts without a question; without a place, the title
offers one."""

from pathlib import Path

import pytest

from imported import Imported, options, questions

ROWS = "Lyon,{0},Gérard Collomb,2001-2020\nLyon,{0},Grégory Doucet,2020-\nParis,{0},Anne Hidalgo,2014-\n"


@pytest.mark.parametrize(
    ("head", "post"),
    [
        ("City,Post,Name,Term", "Mayor"), ("Ville,Fonction,Nom,Mandat", "Maire"),
        ("Stadt,Amt,Name,Amtszeit", "Bürgermeister"),
        ("Ciudad,Cargo,Nombre,Mandato", "Alcalde"), ("Città,Carica,Nome,Mandato", "Sindaco"),
        ("Miasto,Stanowisko,Imię i nazwisko,Kadencja", "Prezydent"), ("Город,Должность,Имя,Срок", "Мэр"),
        ("Şehir,Görevi,Ad Soyad,Görev süresi", "Belediye Başkanı"),
    ],
)  # fmt: skip
def test_city_post_name_and_term_are_posts_without_a_question(head: str, post: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"{head}\n{ROWS.format(post)}")
    assert found.pairs == {
        frozenset(("Gérard Collomb", "Lyon")), frozenset(("Grégory Doucet", "Lyon")),
        frozenset(("Anne Hidalgo", "Paris")),
    }  # fmt: skip
    assert {tie["title"] for tie in found.ties} == {post}


def test_names_beside_remarks_are_no_holders_of_posts(tmp_path: Path) -> None:
    rows = "Lyon,largest,Gérard Collomb,2001-2020\nParis,capital,Anne Hidalgo,2014-\n"
    assert questions(tmp_path, f"City,Post,Name,Term\n{rows}")


PERSONS = "Gérard Collomb,2001,2020\nGrégory Doucet,2020,\nMichel Noir,1989,1995\n"


@pytest.mark.parametrize(
    ("title", "head", "option"),
    [
        ("Mayors of Lyon", "Name,From,To", "--set of.name=Lyon --set of.country=FR"),
        ("Oberbürgermeister der Stadt Leipzig", "Name,Amtsantritt,Amtsende",
         "--set of.name=Leipzig --set of.country=DE"),
        ("Sindaci di Milano", "Nome,Inizio mandato,Fine mandato", "--set of.name=Milano --set of.country=IT"),
        ("İstanbul Büyükşehir Belediyesi - Başkanlar", "Ad Soyad,Başlangıç,Bitiş",
         "--set of.name='İstanbul' --set of.country=TR"),
        ("歴代東京都知事", "氏名,就任日,退任日", "--set of.name='東京都' --set of.country=JP --set title='知事'"),
        ("台北市历任市长", "姓名,就任日期,卸任日期", "--set of.name='台北市' --set of.country=TW --set title='市长'"),
        ("Prezydenci", "Imię i nazwisko,Od,Do", "--set of.name=NAME"),
    ],
)  # fmt: skip
def test_the_place_of_officials_is_offered_from_the_title(title: str, head: str, option: str, tmp_path: Path) -> None:
    (question,) = questions(tmp_path, f"{title},,\n{head}\n{PERSONS}")
    assert options(question)[0] == f"--type official {option}"
