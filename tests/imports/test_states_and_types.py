"""A column of states is no column of countries; a header that qualifies another word does not take its role."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.subdivisions import country_of_parts, subdivision
from conftest import examples
from imported import Imported, options, questions

STATES = ["Georgia", "Illinois", "Oregon", "Texas", "Bavaria", "Hesse", "France", "Quebec", "CA", "Victoria"]


@examples(50)
@given(st.lists(st.sampled_from(STATES), min_size=1))
def test_all_texts_are_parts_of_the_country_of_states(texts: list[str]) -> None:
    shared = set.intersection(*({part.country for part in subdivision(text)} for text in texts))
    assert country_of_parts(texts) == (shared.pop() if len(shared) == 1 else "")


@pytest.mark.parametrize("header", ["State", "Country"])
def test_where_some_are_states_all_are_and_their_country_is_known(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,{header}\nAtlanta,Georgia\nSpringfield,Illinois\nPortland,Oregon\n")
    assert found.cities == {"Atlanta": "US", "Springfield": "US", "Portland": "US"}
    assert any(f"`{header}` has states of US: that is the country" in sentence for sentence in found.report.said)


def test_georgia_among_countries_is_one(tmp_path: Path) -> None:
    assert Imported(tmp_path, "City,Country\nBatumi,Georgia\nLyon,France\n").cities == {"Batumi": "GE", "Lyon": "FR"}


def test_a_state_that_may_be_a_country_is_asked_about(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, "City,State\nAtlanta,Georgia\nSavannah,Georgia\n")
    assert options(question) == ["--map country=State --country Georgia=GE", "--map region=State --set country=US"]


def test_states_beside_their_country_are_regions(tmp_path: Path) -> None:
    text = "City,Country,State\nAtlanta,United States,Georgia\nSavannah,USA,Georgia\nLyon,France,\n"
    found = Imported(tmp_path, text)
    assert found.cities == {"Atlanta": "US", "Savannah": "US", "Lyon": "FR"}
    assert found.nodes["atlanta"]["record"]["notes"] == "register: region: Georgia"


def test_states_of_one_end_of_a_tie_are_its_own(tmp_path: Path) -> None:
    text = "City,Country,Partner city,Partner country\nAtlanta,Georgia,Lyon,France\nSpringfield,Illinois,Milan,Italy\n"
    assert Imported(tmp_path, text).cities == {"Atlanta": "US", "Springfield": "US", "Lyon": "FR", "Milan": "IT"}


@pytest.mark.parametrize("header", ["City Category", "City type", "Type", "Category"])
def test_a_type_of_cities_is_a_remark_under_its_own_name(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Country,{header}\nLyon,France,large\nParis,France,capital\n")
    assert found.nodes["lyon"]["record"]["notes"] == f"register: {header}: large"
    assert found.cities == {"Lyon": "FR", "Paris": "FR"}


def test_a_type_of_cities_says_nothing_of_their_ties(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,City Category,Partner city\nLyon,large,Milan\nParis,capital,Rome\n")
    assert [tie["notes"] for tie in found.ties] == [
        "register: City Category: large",
        "register: City Category: capital",
    ]


def test_a_type_of_partners_may_be_the_kind_of_the_tie(tmp_path: Path) -> None:
    question, _ = questions(tmp_path, "City,Partner city,Partner type\nLyon,Milan,pact\nParis,Rome,circle\n")
    assert options(question)[-1] == "--map notes='Partner type'"


def test_two_codes_of_what_has_a_name_are_no_ends(tmp_path: Path) -> None:
    text = "Name,Country,Code A,Code B\nLyon,France,12,1\nRome,Italy,14,3\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == ["--map key='Code A'", "--map key='Code B'"]
