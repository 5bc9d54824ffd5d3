"""A name that is written once, with empty cells below it."""

from pathlib import Path

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


def test_or_they_mean_nothing(tmp_path: Path) -> None:
    found = Imported(tmp_path, TEXT, fill_down=["none"])
    assert len(found.ties) == 2
    assert len(found.told("refused")) == 2


def test_a_name_that_stands_in_each_row_asks_nothing(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Partner\nVienna,Brno\nVienna,Zagreb\nVienna,Trieste\n,Maribor\n")
    assert len(found.ties) == 3
