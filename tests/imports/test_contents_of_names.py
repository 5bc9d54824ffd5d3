"""What names show beside their header: those of cities are known, and others look like persons or organizations."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.imports.columns.survey import ColumnSurvey
from imported import Imported, options, questions

TOWNS = ["Lyon", "Milan", "Oslo", "Leipzig", "Graz", "Kyoto", "Gdańsk", "Київ", "Αθήνα", "京都市", "القاهرة"]
WORDS = [
    "Bürgermeisterin",
    "Grégory Doucet",
    "Governing mayor",
    "2020 or so",
    "Q3-Bericht",
    "Goethe-Institut",
    "Rathaus 2",
]


def column(texts: list[str]) -> ColumnSurvey:
    found = ColumnSurvey("Zorp", 0)
    for text in texts:
        found.see(text)
    return found


@given(st.lists(st.sampled_from(TOWNS), min_size=3, unique=True), st.lists(st.sampled_from(WORDS), unique=True))
def test_the_share_of_towns_is_that_of_known_names(towns: list[str], words: list[str]) -> None:
    texts = [*towns, *words]
    random.Random(1).shuffle(texts)
    assert column(texts).towns == pytest.approx(len(towns) / len(texts))


def test_two_names_show_nothing_and_a_country_or_a_year_behind_a_name_is_no_part_of_it() -> None:
    assert column(TOWNS[:2]).towns == 0
    assert column(["Lyon (France)", "Milan, Italy (1967)", "Oslo – Norway"]).towns == 1


def test_of_a_long_column_only_a_sample_is_looked_up() -> None:
    assert len(column([f"Town {number}" for number in range(5000)]).sample) <= 60
    assert column([f"Town {number}" for number in range(5000)]).sample[-1] > "Town 48"


@pytest.mark.parametrize("header", ["Bürgermeister", "Maire", "Organisation", "Institución", "Office", "市长", "Zorp"])
def test_a_column_of_towns_is_one_of_towns_whatever_it_is_called(header: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"{header},Country,Population\nLyon,France,520000\nMilan,Italy,1400000\nOslo,Norway,7\n")
    assert found.cities == {"Lyon": "FR", "Milan": "IT", "Oslo": "NO"}


@pytest.mark.parametrize(
    "header", ["person_id,city,country,position,start", "id,city,country,office,start", "ID,Stadt,Land,Amt,Amtsantritt"]
)
def test_no_town_becomes_the_official_of_its_row(header: str, tmp_path: Path) -> None:
    rows = "1,Lyon,France,Mayor,2020-05-28\n2,Milan,Italy,Mayor,2016-06-20\n3,Oslo,Norway,Mayor,2019-10-16\n"
    (question,) = questions(tmp_path, f"{header}\n{rows}", type="official")
    key = header.partition(",")[0]
    assert options(question) == [f"--map key={key}"]
    found = Imported(tmp_path, f"{header}\n{rows}", type="official", pairs=[f"key={key}"])
    assert found.cities == {"Lyon": "FR", "Milan": "IT", "Oslo": "NO"}
    assert [tie["ends"] for tie in found.ties] == [("1", "Lyon"), ("2", "Milan"), ("3", "Oslo")]


def test_bare_names_of_towns_in_a_table_of_posts_are_their_places(tmp_path: Path) -> None:
    rows = "Lyon,Grégory Doucet\nParis,Anne Hidalgo\nMilan,Giuseppe Sala\n"
    found = Imported(tmp_path, f"Name,Mayor\n{rows}", type="official")
    assert [tie["ends"] for tie in found.ties] == [
        ("Anne Hidalgo", "Paris"), ("Giuseppe Sala", "Milan"), ("Grégory Doucet", "Lyon"),
    ]  # fmt: skip


PERSONS = "Anne Hidalgo,France\nGrégory Doucet,France\nGiuseppe Sala,Italy\nUrsula von der Leyen,Germany\n"
PARTNERS = "Lyon,University of Milan\nLyon,Goethe Institut\nParis,Asociación de Amigos\n"


def test_names_that_look_like_persons_or_organizations_are_asked_about(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, f"Name,Country\n{PERSONS}")
    assert options(question) == ["--type official", "--type organization", "--type city"]
    (question,) = questions(tmp_path, f"City,Partner\n{PARTNERS}")
    assert options(question)[0] == "--set to.type=organization"
    found = Imported(tmp_path, f"City,Partner\n{PARTNERS}", constants=["to.type=organization"], kind="project-partner")
    assert set(found.cities) == {"Lyon", "Paris"}


@pytest.mark.parametrize(
    "towns",
    [
        ["San Pedro", "Bad Neustadt", "Nueva Villa Chica"],  # as towns are called
        ["Stadt Trier", "Stadt Worms", "Gemeinde Budenheim"],  # a register's words
        ["Otherville", "Anytown", "Thirdburg"],  # villages that nobody knows
        ["Anne Hidalgo", "Lyon", "Milan"],  # one odd name
        ["Anne Hidalgo", "Giuseppe Sala"],  # two prove nothing
    ],
)
def test_names_that_may_be_towns_are_not_asked_about(towns: list[str], tmp_path: Path) -> None:
    rows = "".join(f"{town},France\n" for town in towns)
    assert len(Imported(tmp_path, f"Name,Country\n{rows}").cities) == len(towns)


def test_a_header_that_names_organizations_makes_the_end_one(tmp_path: Path) -> None:
    text = "City,Partner organisation\nLyon,ETH\nParis,Sorbonne\nOslo,NATO\n"
    (question,) = questions(tmp_path, text)
    assert "from city to organization" in question.what
    found = Imported(tmp_path, text, kind="project-partner")
    assert set(found.cities) == {"Lyon", "Paris", "Oslo"}


@pytest.mark.parametrize(
    "text",
    [
        "Name,Country\nWorld Council for City Data,Canada\nOpen Cities Institute,Italy\nSlow Food Network,Italy\n",
        "Name,Country,Established\nEurocities,Belgium,1986\nMetropolis,Spain,1985\nClimate Alliance,Germany,1990\n",
        "Name,Acronym,Headquarters,Country\nEurocities,EC,Brussels,Belgium\nMetropolis,M,Barcelona,Spain\n",
    ],
)  # fmt: skip
def test_names_that_no_town_has_may_be_those_of_organizations(tmp_path: Path, text: str) -> None:
    (question,) = questions(tmp_path, text)
    assert "--type organization" in options(question)
    assert {node["type"] for node in Imported(tmp_path, text, type="organization").nodes.values()} == {"organization"}
