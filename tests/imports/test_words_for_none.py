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
    assert [what for _, what, _ in found.told("doubtful")] == ["Nema"]
