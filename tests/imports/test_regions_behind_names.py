"""A part of its country behind the name of a town, a first or a second one: no part of the name, nor a second town."""

from pathlib import Path

import pytest

from imported import Imported

HEAD = "City,Country,Partner,Partner country\nLyon,FR,{},{}\nLyon,FR,Debrecen,HU\nLyon,FR,Leeds,GB\n"
TOWNS = {
    "Salisbury, Wiltshire": ("Salisbury", "GB"),
    "Springfield, Sangamon County": ("Springfield", "US"),
    "Bad Tölz, Oberbayern": ("Bad Tölz", "DE"),
    "Perugia, Umbria": ("Perugia", "IT"),
    "Lund, Skåne": ("Lund", "SE"),
    "Oradea, Bihor": ("Oradea", "RO"),
    "Zakopane, małopolskie": ("Zakopane", "PL"),
    "Kerava, Uusimaa": ("Kerava", "FI"),
    "Lutsk, Volyn": ("Lutsk", "UA"),
    "Annecy, Haute-Savoie": ("Annecy", "FR"),
}


@pytest.mark.parametrize("text", TOWNS)
def test_a_part_of_its_country_is_no_part_of_the_name(text: str, tmp_path: Path) -> None:
    name, country = TOWNS[text]
    for number, given in enumerate((country, "")):
        (folder := tmp_path / str(number)).mkdir()
        found = Imported(folder, HEAD.format(f'"{text}"', given))
        assert found.cities.get(name) == country
        assert text not in found.cities
        assert not found.told("doubtful")


def test_all_names_with_their_parts_ask_nothing_and_the_parts_tell_namesakes_apart(tmp_path: Path) -> None:
    rows = [f'Lyon,FR,"{text}",{country}' for text, (_, country) in TOWNS.items()]
    rows.append('Lyon,FR,"Springfield, Hampden County",US')
    found = Imported(tmp_path, "\n".join(["City,Country,Partner,Partner country", *rows]) + "\n")
    assert len(found.ties) == len(rows)
    assert [node["name"] for node in found.nodes.values()].count("Springfield") == 2


@pytest.mark.parametrize("text", ["Tokyo, Osaka", "Rwamagana, Huye", "Celje, Žalec", "Gyula, Békés"])
def test_two_towns_are_no_town_and_its_part(text: str, tmp_path: Path) -> None:
    found = Imported(tmp_path, HEAD.format(f'"{text}"', ""))
    assert text.partition(",")[0] not in found.cities
    assert found.told("doubtful")


def test_a_column_of_counties_says_where_its_towns_lie(tmp_path: Path) -> None:
    text = "Town,County,Twin,Country\nSalisbury,Wiltshire,Saintes,FR\nMarlborough,Wiltshire,Gunjur,GM\n"
    found = Imported(tmp_path, text)
    assert (found.cities["Salisbury"], found.cities["Marlborough"]) == ("GB", "GB")
    assert "the only place of this name where Wiltshire is" in "".join(why for *_, why in found.told("located"))
