"""A list that goes on at its right: blocks of the same columns side by side are rows one after the other."""

from pathlib import Path

import pytest

from imported import Imported, answer, options, questions

BLOCKS = [
    ("Partnerstädte von Ulm", "Stadt,Land,Jahr", "Ulm"),
    ("ערים תאומות של חיפה", "עיר,מדינה,שנה", "חיפה"),
    ("Города-побратимы Казани", "Город,Страна,Год", "Казань"),
    ("札幌市の姉妹都市", "都市,国,年", "札幌市"),
    ("Jumelages de Tours", "Ville,Pays,Année", "Tours"),
]


@pytest.mark.parametrize(("title", "header", "owner"), BLOCKS)
def test_each_block_is_a_row(title: str, header: str, owner: str, tmp_path: Path) -> None:
    text = f"{title},,,,,\n{header},{header}\nLyon,France,1958,Graz,Austria,1988\nTurin,Italy,1962,,,\n"
    found = Imported(tmp_path, text)
    assert {frozenset(tie["ends"]): tie["since"] for tie in found.ties} == {
        frozenset({"Graz", owner}): "1988",
        frozenset({"Lyon", owner}): "1958",
        frozenset({owner, "Turin"}): "1962",
    }
    assert {**found.cities, owner: ""} == {"Graz": "AT", "Lyon": "FR", owner: "", "Turin": "IT"}


@pytest.mark.parametrize("number", [2, 3])
def test_a_town_in_the_title_that_no_row_names_is_the_other_end(number: int, tmp_path: Path) -> None:
    header, rows = ["City", "Country"] * number, ["Brest", "France", "Axum", "Ethiopia", "Oulu", "Finland"]
    text = f"Sister cities of Denver\n{','.join(header)}\n{','.join(rows[: 2 * number])}\n"
    found = Imported(tmp_path, text)
    assert found.pairs == {frozenset({town, "Denver"}) for town in rows[: 2 * number : 2]}


@pytest.mark.parametrize(
    "title", ["Twin towns", "Sister cities of Denver", "Sister cities of Italy", "Sister cities of Texas"]
)
def test_two_towns_in_a_row_stay_the_ends_of_a_tie(title: str, tmp_path: Path) -> None:
    text = f"{title},,,\nCity,Country,City,Country\nBrest,France,Denver,USA\nAxum,Ethiopia,Denver,USA\n"
    found = Imported(tmp_path, text, kind="sister-city")
    assert found.pairs == {frozenset({"Brest", "Denver"}), frozenset({"Axum", "Denver"})}


def test_a_user_who_names_a_column_of_the_second_block_has_no_blocks(tmp_path: Path) -> None:
    text = "Partner towns of Ulm,,,\nTown,Year,Town,Year\nLyon,1958,Graz,1988\n"
    pairs = ["from.name=Town", "to.name=Town (again)", "since=Year", "notes=Year (again)"]
    found = Imported(tmp_path, text, kind="sister-city", pairs=pairs)
    assert [(tie["ends"], tie["since"]) for tie in found.ties] == [(("Graz", "Lyon"), "1958")]


WITHOUT_TITLES = [
    "City,Since",
    "Partner,Year",
    "Stadt,Seit",
    "Ville,Depuis",
    "Ciudad,Desde",
    "都市,提携年",
    "Город,Год",
]
TWO_LISTS = "Lyon,1968,Milan,1967\nLeeds,1970,Leipzig,1981\nKraków,1973,Braga,1990\n"


@pytest.mark.parametrize("header", WITHOUT_TITLES)
def test_without_a_title_it_is_asked_whether_two_blocks_are_one_list(header: str, tmp_path: Path) -> None:
    text = f"{header},{header}\n{TWO_LISTS}"
    (question,) = questions(tmp_path, text)
    of_one, of_both, places = options(question)
    assert of_both.replace("'", "").endswith(f"--map to.name={header.partition(',')[0]} (again)")
    said = answer(of_one.replace("NAME", "Ulm"))
    found = Imported(tmp_path, text, kind="sister-city", **said)
    assert {({*tie["ends"]} - {"Ulm"}).pop() + tie["since"] for tie in found.ties} == {
        "Lyon1968", "Milan1967", "Leeds1970", "Leipzig1981", "Kraków1973", "Braga1990",
    }  # fmt: skip
    (other := tmp_path / "other").mkdir()
    assert len(Imported(other, text, **answer(places)).cities) == 6


def test_two_towns_with_their_countries_may_be_the_ends(tmp_path: Path) -> None:
    text = "City,Country,,City,Country\nLyon,France,,Milan,Italy\nLeeds,UK,,Leipzig,Germany\n"
    text += "Braga,Portugal,,Brno,Czechia\n"
    (question,) = questions(tmp_path, text)
    found = Imported(tmp_path, text, kind="sister-city", **answer(options(question)[0]))
    assert found.pairs == {frozenset(pair) for pair in (("Lyon", "Milan"), ("Leeds", "Leipzig"), ("Braga", "Brno"))}
    assert found.cities["Brno"] == "CZ"


def test_the_town_in_the_name_of_a_file_is_offered_before_any_other(tmp_path: Path) -> None:
    text = "City,Country,City,Country\nLyon,France,Milan,Italy\nLeeds,UK,Leipzig,Germany\nBraga,Portugal,Brno,Czechia\n"
    (question,) = questions(tmp_path, text, "Ulm.csv")
    begins = [option.split(" --")[0] for option in options(question)]
    assert begins == ["--map from.name=City", "--set from.name=Ulm", "--set from.name=NAME", "--map name=City"]
