"""Titles between the rows of a table: kinds, countries and statuses of the rows below. What nobody understands there
costs no row, and what the title before it said holds no longer."""

from pathlib import Path

import pytest

from imported import Imported, options, questions

OF_LILLE = {"constants": ["from.name=Lille", "from.country=FR"]}


def list_of(*parts: tuple[str, tuple[str, ...]], columns: int = 3) -> str:
    """A list of partner towns in 1990, with a title above each part. Names come with their countries."""
    beside = ("", "1990")[-1:] * (columns - 2)
    lines = [";".join(("Partner city", "Country", "Since")[:columns])]
    for title, towns in parts:
        lines += [title + ";" * (columns - 1)] if title else []
        lines += [";".join((*town.split(","), *beside)) for town in towns]
    return "\n".join(lines) + "\n"


ONE, OTHER = ("Cologne,Germany", "Turin,Italy"), ("Haifa,Israel", "Porto,Portugal")


@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Sister cities", "Friendship cities"),
        ("Städtepartnerschaften:", "Städtefreundschaften:"),
        ("Villes jumelées (2)", "Villes amies (2)"),
        ("ciudades hermanas", "Ciudades amigas"),
        ("姉妹都市", "友好合作关系"),
    ],
)
def test_titles_say_the_kind_of_the_ties_below(first: str, second: str, columns: int, tmp_path: Path) -> None:
    found = Imported(tmp_path, list_of((first, ONE), (second, OTHER), columns=columns), **OF_LILLE)
    assert {tie["kind"] for tie in found.ties if {"Cologne", "Turin"} & {*tie["ends"]}} == {"sister-city"}
    assert {tie["kind"] for tie in found.ties if {"Haifa", "Porto"} & {*tie["ends"]}} == {"friendship-city"}
    assert len(found.ties) == 4
    assert not found.told("refused")


@pytest.mark.parametrize(
    ("title", "status"),
    [("Former partnerships", "ended"), ("Geplante Partnerschaften", "planned"), ("Anciens jumelages", "ended"),
     ("In preparation", "planned"), ("Ruhend", "dormant")],
)  # fmt: skip
def test_titles_say_how_the_ties_below_stand_and_nothing_of_those_above(
    title: str, status: str, tmp_path: Path
) -> None:
    found = Imported(tmp_path, list_of(("", ONE), (title, OTHER)), **OF_LILLE)
    assert {tie["status"] for tie in found.ties if {"Haifa", "Porto"} & {*tie["ends"]}} == {status}
    assert {tie["status"] for tie in found.ties if {"Cologne", "Turin"} & {*tie["ends"]}} == {"unknown"}


def test_titles_say_the_country_of_the_towns_below(tmp_path: Path) -> None:
    text = "Ville partenaire;Depuis;Type\nALLEMAGNE;;\nCologne;1958;Jumelage\nItalie;;\nTurin;1958;Jumelage\n"
    found = Imported(tmp_path, text, **OF_LILLE)
    assert found.cities == {"Lille": "FR", "Cologne": "DE", "Turin": "IT"}
    assert not found.told("refused")


def test_a_kind_and_an_end_among_titles_leave_the_kind_of_the_ended_ties_open(tmp_path: Path) -> None:
    text = list_of(("Sister cities", ONE), ("Ended partnerships", OTHER))
    (question,) = questions(tmp_path, text, **OF_LILLE)
    assert "--kind partnerships=sister-city" in options(question)
    found = Imported(tmp_path, text, kinds={"partnerships": "friendship-city"}, **OF_LILLE)
    stands = {(tie["kind"], tie["status"]) for tie in found.ties}
    assert stands == {("sister-city", "unknown"), ("friendship-city", "ended")}


def test_titles_that_say_nothing_of_ties_are_told_and_their_rows_stay(tmp_path: Path) -> None:
    found = Imported(tmp_path, list_of(("Europe", ONE), ("Asia", OTHER)), **OF_LILLE)
    assert len(found.ties) == 4
    assert [what for _, what, _ in found.told("left out")] == ["Europe", "Asia"]
    assert not found.told("refused")
    assert [what for _, what, _ in found.told("unread")] == ["title of the rows"]


def test_a_title_that_nobody_understands_ends_what_the_one_before_said(tmp_path: Path) -> None:
    text = list_of(("Former partnerships", ONE), ("Further towns", OTHER))
    found = Imported(tmp_path, text, **OF_LILLE)
    assert {tie["status"] for tie in found.ties if {"Haifa", "Porto"} & {*tie["ends"]}} == {"unknown"}
