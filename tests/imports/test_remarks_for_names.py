"""A remark in the place of a name makes no city and no person, and is told."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.gazetteer import is_a_name, places_called
from citygraph.imports.values.no_names import is_remark, letters_of, refers_elsewhere
from citygraph.imports.values.none_words import says_none
from citygraph.imports.values.word_tables import words_by
from imported import Imported

TOWNS = st.sampled_from(["Dorchester", "Ulm", "Saint-Malo", "Cluj-Napoca", "Plzeň", "İzmir", "Псков"])
SIGNS = st.sampled_from(
    [
        "see",
        "siehe",
        "voir",
        "ver",
        "véase",
        "vedi",
        "zie",
        "patrz",
        "zob.",
        "viz",
        "lásd",
        "bkz.",
        "см.",
        "див.",
        "ks.",
    ]
)


@given(sign=SIGNS, town=TOWNS, form=st.sampled_from(["{} {}", "({} {})", "{}: {}"]))
def test_what_refers_elsewhere_is_no_name(sign: str, town: str, form: str) -> None:
    assert refers_elsewhere(form.format(sign, town))
    assert not refers_elsewhere(town)


def _words(part: str) -> list[str]:
    return sorted(words_by("part", "no_name_words.csv")[part])


def test_a_word_that_stands_alone_is_no_city_of_geonames() -> None:
    assert [word for word in _words("alone") if is_a_name(word)] == []


@pytest.mark.parametrize(
    "name",
    ["Stoke-on-Trent", "Bergen op Zoom", "Truth or Consequences", "Non Sung", "Weil am Rhein", "Had Soualem",
     "Nova Era", "Psie Pole", "Não-Me-Toque", "Dar es Salaam", "Santo Domingo Este", "Post Falls", "Sin-le-Noble"],
)  # fmt: skip
def test_names_with_words_of_remarks_stay(name: str) -> None:
    assert not is_remark(name)
    assert not refers_elsewhere(name)
    assert not letters_of(name)


LISTS = [
    ("Town,Twin town,Country", "Ludlow,Lyon,France", ["Not twinned", "n/k", "see Dorchester", "Ask council", "ditto"]),
    ("Ort;Partnerort;Land", "Ulm;Lyon;Frankreich", ["siehe Ulm", "wird noch ermittelt", "Anfrage läuft", "u. a."]),
    ("Commune;Ville jumelée;Pays", "Vitré;Lyon;France", ["voir Dinard", "à compléter", "en cours de recherche"]),
    ("Comune;Città gemellata;Paese", "Modena;Lyon;Francia", ["vedi Modena", "da verificare", "Non risulta"]),
    ("Gmina;Gmina partnerska;Kraj", "Toruń;Lyon;Francja", ["patrz Toruń", "do uzupełnienia", "nie podano"]),
    ("Belediye;Kardeş şehir;Ülke", "Bursa;Lyon;Fransa", ["bkz. Bursa", "araştırılıyor", "Henüz belirlenmedi"]),
    ("自治体名,姉妹都市,国名", "札幌市,リヨン,フランス", ["札幌市を参照", "調査中"]),
]


@pytest.mark.parametrize(("header", "row", "remarks"), LISTS, ids=[header for header, *_ in LISTS])
def test_remarks_among_partners_make_no_city(tmp_path: Path, header: str, row: str, remarks: list[str]) -> None:
    sign = ";" if ";" in header else ","
    homes = ["Kiel", "York", "Brno", "Oslo", "Turku"]
    rows = [sign.join((home, remark, "")) for home, remark in zip(homes, remarks, strict=False)]
    found = Imported(tmp_path, "\n".join([header, row, *rows, ""]))
    assert len(found.ties) == 1
    told = {what for outcome in ("doubtful", "read") for _, what, _ in found.told(outcome)}
    assert [remark for remark in remarks if remark not in told and not says_none(remark)] == []
    assert not found.cities.keys() & set(remarks)


KEPT = "Občina;Pobratena občina;Država\nKranj;Novo mesto;Slovenija\nCelje;Gorenja vas;Slovenija\nPtuj;Ulm;Nemčija\n"
SMALL = "city,partner town,country\nlyon,birmingham,uk\nparis,rome,italy\nlille,thorpe under stone,uk\n"
SLOPPY = (
    "City,Sister city,Country\nReno,Ulm,Germany\nTulsa,thorpeham,UK\nBoise,Thorpe under stone,UK\nProvo,like Boise,\n"
)


@pytest.mark.parametrize("text", [KEPT, SMALL])
def test_names_in_small_letters_stay_where_the_column_has_such_names(tmp_path: Path, text: str) -> None:
    found = Imported(tmp_path, text)
    assert len(found.ties) == 3
    assert not found.report.count("doubtful")


def test_names_unlike_those_of_their_column_are_doubtful(tmp_path: Path) -> None:
    found = Imported(tmp_path, SLOPPY)
    assert len(found.ties) == 4
    assert [what for _, what, _ in found.told("doubtful")] == ["thorpeham", "Thorpe under stone", "like Boise"]


OFFICIALS = [
    ("City,Mayor", "London,Sadiq Khan", ["office abolished", "see deputy", "vacant until May", "Acting: N.N."]),
    ("Ville,Maire", "Paris,Anne Hidalgo", ["intérim", "à élire", "poste supprimé"]),
    ("Stadt,Bürgermeister", "München,Dieter Reiter", ["kommissarisch", "vakant seit 2023", "Wahl am 9. Juni"]),
    ("Comune,Sindaco", "Milano,Giuseppe Sala", ["commissariato", "da eleggere", "carica vacante dal 2023"]),
]


@pytest.mark.parametrize(("header", "row", "remarks"), OFFICIALS, ids=[header for header, *_ in OFFICIALS])
def test_remarks_among_officials_make_no_person(tmp_path: Path, header: str, row: str, remarks: list[str]) -> None:
    rows = [f"{home},{remark}" for home, remark in zip(["Kiel", "York", "Brno", "Oslo"], remarks, strict=False)]
    found = Imported(tmp_path, "\n".join([header, row, *rows, ""]), type="official")
    assert [one["name"] for one in found.nodes.values() if one["type"] == "official"] == [row.partition(",")[2]]
    assert found.report.count("doubtful") == len(remarks)


def test_no_large_city_is_a_remark() -> None:
    """Of the names of GeoNames that have several words, none is a remark."""
    from zipfile import ZipFile

    with (
        resources.as_file(resources.files("citygraph.domain").joinpath("gazetteer.zip")) as path,
        ZipFile(path) as all_,
    ):
        members = [name for name in all_.namelist() if name.startswith("places/")]
        lines = (line for name in members for line in all_.read(name).decode().splitlines())
        names = {name for line in lines if " " in (name := line.split("\t")[1])}
    assert [name for name in names if is_remark(name) or refers_elsewhere(name)] == []
    assert places_called("Post Falls")


def test_an_event_may_be_called_like_a_remark(tmp_path: Path) -> None:
    text = "Event,City\nTestvérvárosi találkozó,Graz\nEurópai Kulturális Hét,Lyon\n"
    said = {"pairs": ["from.name=City", "to.name=Event"], "constants": ["to.type=event"]}
    found = Imported(tmp_path, text, kind="attends", **said)
    events = {node["name"] for node in found.nodes.values() if node["type"] == "event"}
    assert events == {"Testvérvárosi találkozó", "Európai Kulturális Hét"}
