"""A second column of towns, under a header that nobody knows: never left unread without a question."""

from pathlib import Path

import pytest

from citygraph.imports.columns.headers import meaning_of
from imported import Imported, options, questions

_ROWS = (
    "Leeds,Dortmund,Germany\nLeeds,Lille,France\nYork,Münster,Germany\nYork,Dijon,France\nBath,Braunschweig,Germany\n"
)


@pytest.mark.parametrize("header", ["Town,Overseas link,Country", "Kunta,Kummikunta,Maa", "Obec,Družobná obec,Štát"])
def test_it_is_asked_what_the_second_towns_are_and_ties_are_offered(header: str, tmp_path: Path) -> None:
    text = f"{header}\n{_ROWS}"
    (question,) = questions(tmp_path, text)
    first, second, _ = header.split(",")
    assert f"what does `{second}` have?" in question.what
    assert options(question)[0].startswith(f"--map from.name={first} --map to.name=")
    found = Imported(tmp_path, text, pairs=[f"from.name={first}", f"to.name={second}"], kind="sister-city")
    assert found.cities["Dortmund"] == "DE"
    assert len(found.pairs) == 5


def test_names_beside_several_countries_are_asked_about_though_nobody_knows_them(tmp_path: Path) -> None:
    text = (
        "Pašvaldība,Sadraudzības pašvaldība,Valsts\nXnovads,Axa,Vācija\nXnovads,Bya,Igaunija\nXnovads,Cza,Zviedrija\n"
    )
    (question,) = questions(tmp_path, text)
    assert "`Pašvaldība` has names that stand beside several countries (Xnovads: Vācija, Igaunija" in question.what


def test_older_names_of_the_same_towns_and_persons_are_not_asked_about(tmp_path: Path) -> None:
    older = "City,Formerly\nWrocław,Breslau\nGdańsk,Danzig\nSzczecin,Stettin\nToruń,Thorn\n"
    assert len(Imported(tmp_path, older).cities) == 4


@pytest.mark.parametrize(("header", "singular"), [
    ("Vennskapskommune(r)", "Vennskapskommune"), ("Ville(s) jumelée(s)", "Ville jumelée"),
    ("Partnergemeinde(n)", "Partnergemeinde"), ("Partnerstadt/-e", "Partnerstadt"),
])  # fmt: skip
def test_a_header_that_offers_its_plural_is_read_as_its_singular(header: str, singular: str) -> None:
    assert meaning_of(header) == meaning_of(singular) is not None


@pytest.mark.parametrize(
    ("header", "other"),
    [("Partnerstadt (deutsch);Partnerstadt (Landessprache)", "aliases"),
     ("Ville jumelée (français);Ville jumelée (langue locale)", "aliases"),
     ("Miasto partnerskie (po polsku);Miasto partnerskie (nazwa oryginalna)", "aliases"),
     ("Partner city (German);Partner city (Italian)", "names")],
)  # fmt: skip
def test_one_partner_may_stand_there_in_two_languages(header: str, other: str, tmp_path: Path) -> None:
    text = f"City;{header};Since\nDresden;Florenz;Firenze;1978\nDresden;Mailand;Milano;1959\n"
    found = Imported(tmp_path, text, kind="sister-city")
    assert found.pairs == {frozenset(("Dresden", town)) for town in ("Florenz", "Mailand")}
    said = [found.nodes[id]["record"].get(other) for id in found.nodes if id != "dresden"]
    names = [*said[0], *said[1]] if other == "aliases" else [one["it"] for one in said]
    assert {*names} == {"Firenze", "Milano"}


def test_towns_of_two_countries_are_no_names_of_one(tmp_path: Path) -> None:
    text = (
        "City;Partner city (German);Partner city (French);Since\nLeeds;Dortmund;Lille;1969\nYork;Münster;Dijon;1959\n"
    )
    found = Imported(tmp_path, text)
    pairs = (("Leeds", "Dortmund"), ("Leeds", "Lille"), ("York", "Münster"), ("York", "Dijon"))
    assert found.pairs == {frozenset(pair) for pair in pairs}
    assert any("have the names of different towns" in said for said in found.report.said)


def test_a_language_without_brackets_says_where_towns_are() -> None:
    meanings = [meaning_of(header) for header in ("Deutsche Partnerstadt", "Partnerstadt (deutsch)")]
    assert [meaning and meaning.language for meaning in meanings] == [None, "de"]
