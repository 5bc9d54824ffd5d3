"""A word for none in the place of a name is no city, and no tie; a name that looks like one stays."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.gazetteer import places_called
from citygraph.imports.values.none_words import _parts, is_perhaps_a_name, says_none
from imported import Imported

PARTS = {part: st.sampled_from(sorted(words)) for part, words in _parts().items()}


@given(word=PARTS["none"] | PARTS["open"], hedge=PARTS["hedge"], form=st.sampled_from(["{}", "({})", "{}.", " {} "]))
def test_words_for_none_say_so_with_a_word_of_time_beside_them(word: str, hedge: str, form: str) -> None:
    for text in (word, f"{word} {hedge}", f"{hedge} {word}", word.upper(), word.capitalize()):
        if not is_perhaps_a_name(text):
            assert says_none(form.format(text)), text


@given(word=PARTS["no"], tie=PARTS["tie"])
def test_no_tie_says_none(word: str, tie: str) -> None:
    assert says_none(f"{word} {tie}")


def test_no_word_for_none_is_the_name_of_a_city() -> None:
    by_key = {"无", "無", "未定"}  # Kure and Vidin have these characters among others, and the same key
    words = (_parts()["none"] | _parts()["open"]) - by_key
    assert [word for word in words if places_called(word) and not is_perhaps_a_name(word)] == []


@pytest.mark.parametrize("name", ["Lyon", "Nema", "Over", "Nonette", "Sin-le-Noble", "Open Bay", "No", "Ei", "Noch"])
def test_names_stay_names(name: str) -> None:
    assert not says_none(name)


ROWS = """Gemeinde;Land;Partnergemeinde;Partnerland
Lindau;Deutschland;Chelles;Frankreich
Wangen;Deutschland;derzeit keine;
Auray;Frankreich;à définir;
Soria;Spanien;sin hermanamientos;ninguno
Ulm;Deutschland;x;
Melle;Deutschland;Nema;Mauretanien
"""


def test_rows_that_name_no_partner_bring_their_town_and_say_so(tmp_path: Path) -> None:
    found = Imported(tmp_path, ROWS)
    towns = {"Lindau", "Chelles", "Wangen", "Auray", "Soria", "Ulm", "Melle", "Nema"}
    assert set(found.cities) == towns
    assert len(found.ties) == 2
    told = {what for _, what, why in found.told("read") if "in the place of a name" in why}
    assert told == {"derzeit keine", "à définir", "sin hermanamientos"}


def test_a_word_that_is_a_name_too_is_doubtful_where_nothing_else_is_said(tmp_path: Path) -> None:
    found = Imported(tmp_path, ROWS.replace("Nema;Mauretanien", "Nema;"))
    assert "Nema" not in found.cities
    assert [what for _, what, _ in found.told("doubtful")] == ["x", "Nema"]


@pytest.mark.parametrize("mark", ["?", "[?]", "…", "...", "x", "✓", "~", "(1)", "¹", "〃"])
def test_a_mark_in_the_place_of_a_partner_is_told_in_each_row_and_the_town_stays(mark: str, tmp_path: Path) -> None:
    text = f"City,Partner town,Since\nLyon,Leipzig,1981\nNantes,{mark},1990\nNantes,{mark},1991\nNantes,Cardiff,1964\n"
    found = Imported(tmp_path, text)
    assert found.pairs == {frozenset(("Lyon", "Leipzig")), frozenset(("Nantes", "Cardiff"))}
    assert set(found.cities) == {"Lyon", "Leipzig", "Nantes", "Cardiff"}
    assert [(one.what, one.number) for one in found.report.remarks if one.outcome == "doubtful"] == [(mark, 2)]


@pytest.mark.parametrize("mark", ["-", "–", "/", ".", "0", "keine", "NULL", ""])
def test_a_cell_that_is_as_good_as_empty_leaves_no_doubt(mark: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, f"City,Partner town\nLyon,Leipzig\nNantes,{mark}\nNantes,Cardiff\n")
    assert set(found.cities) == {"Lyon", "Leipzig", "Nantes", "Cardiff"}
    assert not found.told("doubtful")


def test_a_mark_in_the_second_column_of_partners_is_told(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Partner 1,Partner 2\nLyon,Leipzig,?\nNantes,Cardiff,\n")
    assert len(found.ties) == 2
    assert [what for _, what, _ in found.told("doubtful")] == ["?"]
