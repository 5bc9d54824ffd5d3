"""A name that is written once, with empty cells below it."""

from pathlib import Path

import pytest

from imported import Imported, options, questions

TEXT = (
    "City,Country,Partner,Partner country\nVienna,Austria,Brno,Czechia\n,,Zagreb,Croatia\n"
    "Graz,,Trieste,Italy\n,,Maribor,Slovenia\n"
)


def test_empty_cells_mean_the_name_above_if_the_user_says_so(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, TEXT)
    assert options(question) == ["--fill-down City --fill-down Country", "--fill-down none"]
    assert question.readings[0].samples == ("Vienna – Zagreb", "Graz – Maribor")
    found = Imported(tmp_path, TEXT, fill_down=["City", "Country"])
    assert found.pairs == {
        frozenset(pair) for pair in (("Vienna", "Brno"), ("Vienna", "Zagreb"), ("Graz", "Trieste"), ("Graz", "Maribor"))
    }
    assert found.cities["Vienna"] == "AT"
    assert found.nodes["graz"]["record"]["evidence"][1]["source"] == "geonames"  # its row has no country of its own


@pytest.mark.parametrize("alone", ["Emden,Germany,,\n", "Emden,Germany,–,\n"])
@pytest.mark.parametrize("is_first", [False, True])
def test_a_town_without_a_partner_does_not_hide_the_question(tmp_path: Path, alone: str, is_first: bool) -> None:
    header, *rows = TEXT.splitlines(keepends=True)
    text = "".join([header, alone, *rows] if is_first else [header, *rows, alone])
    (question,) = questions(tmp_path, text)
    assert options(question)[0] == "--fill-down City --fill-down Country"
    found = Imported(tmp_path, text, fill_down=["City", "Country"])
    assert len(found.ties) == 4
    assert found.cities["Emden"] == "DE"
    assert not found.told("refused")


def test_a_name_may_stand_in_a_row_above_its_block(tmp_path: Path) -> None:
    text = "City,Partner\nVienna,\n,Brno\n,Zagreb\nGraz,\n,Trieste\n"
    assert questions(tmp_path, text)
    found = Imported(tmp_path, text, fill_down=["City"])
    assert found.pairs == {frozenset(pair) for pair in (("Vienna", "Brno"), ("Vienna", "Zagreb"), ("Graz", "Trieste"))}


def test_or_they_mean_nothing(tmp_path: Path) -> None:
    found = Imported(tmp_path, TEXT, fill_down=["none"])
    assert len(found.ties) == 2
    assert len(found.told("refused")) == 2


def test_a_name_that_stands_in_each_row_asks_nothing(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Partner\nVienna,Brno\nVienna,Zagreb\nVienna,Trieste\n,Maribor\n")
    assert len(found.ties) == 3


PARTNERS = (
    "Город;Город-побратим;Страна\nКазань;Урумчи;Китай\nКазань;Анталья;Турция\n;Эскишехир;\n;Хайдарабад;Индия\n"
    "Уфа;Анкара;Турция\n;Шэньян;Китай\n"
)


def test_a_name_that_stands_in_some_rows_of_its_block_is_asked_about(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, PARTNERS)
    assert options(question) == ["--fill-down 'Город'", "--fill-down none"]
    found = Imported(tmp_path, PARTNERS, fill_down=["Город"])
    assert len(found.ties) == 6
    assert frozenset(("Уфа", "Шэньян")) in found.pairs


def test_a_name_with_two_blocks_of_rows_is_written_in_each_row(tmp_path: Path) -> None:
    found = Imported(tmp_path, PARTNERS + "Казань;Астана;Казахстан\n")
    assert len(found.told("refused")) == 3


COUNTRIES = "Country,City\nEstonia,Tallinn\n,Tartu\n,Narva\nLatvia,Riga\n,Daugavpils\n"


def test_a_country_that_is_written_once_is_asked_about(tmp_path: Path) -> None:
    (question,) = questions(tmp_path, COUNTRIES)
    assert options(question) == ["--fill-down Country", "--fill-down none"]
    assert question.readings[0].samples == ("Estonia – Tartu", "Estonia – Narva", "Latvia – Daugavpils")
    found = Imported(tmp_path, COUNTRIES, fill_down=["Country"])
    assert found.cities["Daugavpils"] == "LV"


def test_towns_that_lie_elsewhere_are_not_of_the_country_above(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Country,City\nGermany,Ulm\n,Tartu\n,Narva\nFrance,Lyon\n,Pärnu\n")
    assert found.cities["Lyon"] == "FR"


def test_an_end_and_the_country_of_the_other_may_both_be_written_once(tmp_path: Path) -> None:
    text = "City,Partner,Partner country\nVienna,Brno,Czechia\n,Prague,\nGraz,Trieste,Italy\n,Udine,\n"
    (question,) = questions(tmp_path, text)
    assert options(question) == [
        "--fill-down City --fill-down 'Partner country'", "--fill-down City", "--fill-down 'Partner country'",
        "--fill-down none",
    ]  # fmt: skip
    found = Imported(tmp_path, text, fill_down=["City", "Partner country"])
    assert frozenset(("Graz", "Udine")) in found.pairs
    assert found.cities["Udine"] == "IT"


def test_blocks_stand_within_blocks(tmp_path: Path) -> None:
    text = (
        "Country,City,Partner\nAustria,Vienna,Brno\n,,Zagreb\n,Graz,Trieste\n,,Maribor\nCzechia,,Lyon\n,Olomouc,Ulm\n"
    )
    found = Imported(tmp_path, text, fill_down=["City", "Country"], pairs=["from.country=Country"])
    assert frozenset(("Graz", "Maribor")) in found.pairs
    assert (found.cities["Graz"], found.cities["Olomouc"]) == ("AT", "CZ")
    assert len(found.told("refused")) == 1  # Lyon: a new country begins, so the city above is not meant
