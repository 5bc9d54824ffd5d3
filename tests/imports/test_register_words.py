"""What registers put before or behind a name. No name here was used to make the table, but those that must stay."""

from pathlib import Path

import pytest

from citygraph.imports.near_names import near_names, spellings
from citygraph.imports.values.register_words import register_name
from imported import Imported

NAMES = [
    ("Worms, Stadt", "Worms", "DE"), ("Schwerin, Landeshauptstadt", "Schwerin", "DE"),
    ("Güstrow, Barlachstadt", "Güstrow", "DE"),
    ("Hansestadt Lübeck", "Lübeck", "DE"), ("Marktgemeinde Lustenau", "Lustenau", "AT"),
    ("Tacoma, City of", "Tacoma", "US"), ("Fresno city", "Fresno", "US"), ("Town of Banff", "Banff", "CA"),
    ("Ville d’Orléans", "Orléans", "FR"), ("Commune de Nivelles", "Nivelles", "BE"), ("Comune di Lecce", "Lecce", "IT"),
    ("Ayuntamiento de Burgos", "Burgos", "ES"), ("Municipalidad de Rosario", "Rosario", "AR"),
    ("Câmara Municipal de Évora", "Évora", "PT"), ("Prefeitura Municipal de Olinda", "Olinda", "BR"),
    ("Gemeente Breda", "Breda", "NL"), ("Breda (gemeente)", "Breda", "NL"), ("Gmina Sopot", "Sopot", "PL"),
    ("Statutární město Liberec", "Liberec", "CZ"), ("Mestna občina Kranj", "Kranj", "SI"),
    ("Grad Osijek", "Osijek", "HR"),
    ("Municipiul Oradea", "Oradea", "RO"), ("Община Русе", "Русе", "BG"), ("г. Псков", "Псков", "RU"),
    ("город Тула", "Тула", "RU"), ("м. Луцьк", "Луцьк", "UA"), ("Δήμος Βόλου", "Βόλου", "GR"),
    ("Konya Büyükşehir Belediyesi", "Konya", "TR"), ("مدينة صور", "صور", "LB"), ("札幌市", "札幌", "JP"),
    ("苏州市", "苏州", "CN"), ("광주광역시", "광주", "KR"), ("Växjö kommun", "Växjö", "SE"),
    ("Thành phố Vinh", "Vinh", "VN"),
]  # fmt: skip


ALSO_NAMES = ("札幌市", "苏州市")
"""In Chinese and Japanese, a city's name often has the word for city, in any text."""


@pytest.mark.parametrize(("text", "name", "country"), NAMES)
def test_a_name_as_a_register_writes_it_is_near_to_the_bare_one(text: str, name: str, country: str) -> None:
    found = register_name(text, country)
    assert found is not None
    assert found.name == name
    assert register_name(text) == (None if text in ALSO_NAMES else found)
    assert [{pair.one, pair.other} for pair in near_names([text, name], country, lambda *_: False).pairs] == [{0, 1}]


@pytest.mark.parametrize(
    "text",
    ["New City", "Mexico City", "Quebec City", "Iowa City", "Stadtlohn", "Stadthagen", "Marktredwitz",
     "Villa de Leyva", "Stadt am See",
     "Villeneuve", "Georgetown", "Cape Town", "Gradiška", "Portland, OR", "Halle (Saale)", "Nové Město", "City",
     "Stadt"],
)  # fmt: skip
def test_a_name_that_only_looks_like_it_stays(text: str) -> None:
    assert register_name(text) is None


TABLE = "name,country\n{}\n"


def names_of(found: Imported) -> list[str]:
    return sorted(found.cities)


def test_what_each_name_of_a_column_has_is_taken_off_and_said(tmp_path: Path) -> None:
    found = Imported(tmp_path, TABLE.format("Stadt Trier,DE\nStadt Worms,DE\nGemeinde Budenheim,DE"))
    assert names_of(found) == ["Budenheim", "Trier", "Worms"]
    assert "`name`: what a register adds to a name is taken off: Stadt Trier → Trier" in " ".join(found.report.said)


def test_two_such_names_among_others_stay(tmp_path: Path) -> None:
    found = Imported(tmp_path, TABLE.format("Stadt Wehlen,DE\nMarkt Schwaben,DE\nPirna,DE"))
    assert names_of(found) == ["Markt Schwaben", "Pirna", "Stadt Wehlen"]


def test_a_word_that_stands_apart_is_taken_off_unless_the_rest_is_another_name(tmp_path: Path) -> None:
    rows = '"Worms, Stadt",DE\nBudenheim,DE'
    assert names_of(Imported(tmp_path, TABLE.format(rows))) == ["Budenheim", "Worms"]
    (other := tmp_path / "other").mkdir()
    found = Imported(other, TABLE.format(f'{rows}\n"Ansbach, Stadt",DE\nAnsbach,DE'))
    assert names_of(found) == ["Ansbach", "Ansbach, Stadt", "Budenheim", "Worms, Stadt"]
    assert [what for _, what, _ in found.told("unsure")] == ["Ansbach, Stadt, DE"]


def test_words_that_stand_apart_make_no_list_of_names(tmp_path: Path) -> None:
    found = Imported(tmp_path, TABLE.format('"Worms, Stadt",DE\n"Tacoma, City of",US\n"Trier, Stadt",DE'))
    assert names_of(found) == ["Tacoma", "Trier", "Worms"]


def test_two_towns_with_two_words_are_two_and_many_with_one_are_asked_about() -> None:
    assert not near_names(["Salem city", "Salem town"], "US", lambda *_: False).pairs
    towns = [f"{stem}{end}" for stem in ("Berg", "Tal", "See", "Wald", "Moor") for end in ("heim", "hausen")]
    both = [*towns, *(f"{town}, Stadt" for town in towns)]
    assert len(near_names(both, "DE", lambda *_: False).pairs) == len(towns)


def test_the_folder_is_asked_both_ways() -> None:
    assert "wormsstadt" in spellings("Worms", "DE")
    assert "worms" in spellings("Worms, Stadt", "DE")
