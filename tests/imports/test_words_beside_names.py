"""Words beside a name that say how the tie stands are no part of the name, and no such tie reads as holding."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.domain.gazetteer import places_called
from citygraph.imports.values.status_phrases import StatusPhrase, kind_and_status, remarked, status_phrase
from citygraph.imports.values.statuses import _by_word, status_of
from imported import Imported

NAMES = st.sampled_from(
    ["Porirua", "Nuku'alofa", "La Ferté-Macé", "Frankfurt (Oder)", "Nowy Sącz", "Ярославль", "東川町"]
)
WORDS = st.sampled_from(["suspended", "geplant", "en sommeil", "zakończone", "приостановлено", "former", "opgezegd",
                         "avslutat", "休止", "sospeso"])  # fmt: skip
FORMS = st.sampled_from(["{} ({})", "{} [{}]", "{} - {}", "{} – {}", "{}, {}", "{}（{}）", "{}: {}"])


@given(name=NAMES, word=WORDS, form=FORMS, year=st.sampled_from(["", " 2010", " in 2010", " seit 2010"]))
def test_a_status_beside_a_name_is_taken_apart(name: str, word: str, form: str, year: str) -> None:
    found = remarked(form.format(name, word + year))
    assert found is not None
    assert found.name == name
    assert [status_phrase(text) for text in found.phrases] == [StatusPhrase(status_of(word) or "", year[-4:])]


@pytest.mark.parametrize(
    "name",
    ["Frankfurt (Oder)", "Mühlhausen (Thüringen)", "York (1957)", "Lublin (Polen, 1991)", "Hull, Over", "Kyiv (?)",
     "Chemnitz (former Karl-Marx-Stadt)", "Saint-Denis (en cours)", "Bar-le-Duc", "Lyon (France)", "Bath, City of"],
)  # fmt: skip
def test_what_is_no_status_stays(name: str) -> None:
    assert remarked(name) is None


def test_no_city_of_geonames_is_called_by_a_status_alone() -> None:
    """A name that is a status, too, stays one beside a comma if it has a capital: *Hull, Over*."""
    assert all(
        remarked(f"Ulm, {word.capitalize()}") is None for word in _by_word() if word.isascii() and places_called(word)
    )


ROWS = """Stadt;Staat;Partnerstadt;Partnerstaat
Kassel;Deutschland;Jaroslawl (ausgesetzt);Russland
Kassel;Deutschland;Mulhouse (seit 1965);Frankreich
Kassel;Deutschland;Västerås, beendet 2010;Schweden
Kassel;Deutschland;Nowy Sącz - geplant;Polen
Kassel;Deutschland;Rjasan (ruht seit 2022);Russland
Kassel;Deutschland;Arnstadt;Deutschland
"""
DATED = "Town,Twin town,Since\nKassel,Rjasan (suspended since 2022),1989\nKassel,Arnstadt (since 1990),1991\n"


def facts(found: Imported, *keys: str) -> dict[str, tuple[str | None, ...]]:
    return {(set(tie["ends"]) - {"Kassel"}).pop(): tuple(tie.get(key) for key in keys) for tie in found.ties}


def test_a_status_behind_a_partner_is_that_of_the_tie(tmp_path: Path) -> None:
    found = Imported(tmp_path, ROWS)
    assert facts(found, "status", "since", "until") == {
        "Jaroslawl": ("suspended", None, None), "Mulhouse": ("unknown", "1965", None),
        "Västerås": ("ended", None, "2010"), "Nowy Sącz": ("planned", None, None),
        "Rjasan": ("dormant", None, None), "Arnstadt": ("unknown", None, None),
    }  # fmt: skip
    (history,) = [tie["history"] for tie in found.ties if tie.get("history")]
    assert [(entry["is"], entry.get("from")) for entry in history] == [("unknown", None), ("dormant", "2022")]
    told = {what for _, what, why in found.told("read") if "how the tie stands" in why}
    assert told == {"ausgesetzt", "seit 1965", "beendet 2010", "geplant", "ruht seit 2022"}
    assert not found.report.count("refused", "doubtful")


def test_a_remark_beside_a_column_of_dates(tmp_path: Path) -> None:
    found = Imported(tmp_path, DATED)
    assert facts(found, "status", "since", "until") == {
        "Rjasan": ("suspended", "1989", None), "Arnstadt": ("unknown", "1991", None),
    }  # fmt: skip
    assert [what for _, what, _ in found.told("doubtful")] == ["since 1990"]


def test_a_word_that_contradicts_a_status_that_holds_leaves_it_open_and_is_doubtful(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Town,Twin town,Status\nHull,Freetown (suspended),active\nHull,Raleigh,active\n")
    assert sorted(tie["status"] for tie in found.ties) == ["active", "unknown"]
    ((_, what, why),) = found.told("doubtful")
    assert what == "Hull – Freetown"
    assert "`suspended` stands beside it" in why
    assert set(found.cities) == {"Hull", "Freetown", "Raleigh"}


def test_what_stays_in_brackets_is_told_once_for_its_column(tmp_path: Path) -> None:
    rows = "Ville;Ville jumelée\nMetz;Saint-Denis (en cours)\nMetz;Trèves\nMetz;Karlsruhe (pour mémoire)\n"
    found = Imported(tmp_path, rows)
    (told,) = [text for text in found.report.said if "in brackets behind" in text]
    assert "Saint-Denis (en cours), Karlsruhe (pour mémoire)" in told


@pytest.mark.parametrize(
    ("word", "kind", "status"),
    [("stedenband (opgezegd)", "stedenband", "ended"), ("ehemalige Partnerschaft", "Partnerschaft", "ended"),
     ("geplant", "", "planned"), ("former sister city", "sister city", "ended"), ("pacte gelé", "pacte", "suspended")],
)  # fmt: skip
def test_a_status_within_a_word_for_a_kind(word: str, kind: str, status: str) -> None:
    found = kind_and_status(word)
    assert found is not None
    assert (found.name, [phrase and phrase.status for phrase in map(status_phrase, found.phrases)]) == (kind, [status])


def test_a_column_of_kinds_gives_the_kind_and_the_status(tmp_path: Path) -> None:
    rows = """Stadt;Partnerstadt;Land;Art der Beziehung
Kassel;Karlsruhe;Deutschland;Städtepartnerschaft
Kassel;Ufa;Russland;Städtepartnerschaft (ausgesetzt)
Kassel;Savannah;USA;geplant
Kassel;Linz;Österreich;ehemalige Städtepartnerschaft
"""
    found = Imported(tmp_path, rows)
    assert facts(found, "kind", "status") == {
        "Karlsruhe": ("sister-city", "unknown"), "Ufa": ("sister-city", "suspended"),
        "Savannah": ("sister-city", "planned"), "Linz": ("sister-city", "ended"),
    }  # fmt: skip
    assert [what for _, what, _ in found.told("doubtful")] == ["geplant"]


def test_a_remark_that_is_nothing_but_a_status_is_one(tmp_path: Path) -> None:
    rows = "Kunta,Ystävyyskunta,Maa,Huom.\nKassel,Łódź,Puola,ei aktiivinen\nKassel,Pietari,Venäjä,keskeytetty 2022\n"
    found = Imported(tmp_path, rows)
    assert facts(found, "status") == {"Łódź": ("dormant",), "Pietari": ("suspended",)}


def test_a_number_behind_a_name_that_stands_alone_elsewhere_is_told(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Town,Twin,Country\nFort William 2,Dudley,USA\nFort William,Hinterzarten#,Germany\n")
    assert {"Fort William 2", "Fort William", "Hinterzarten"} <= set(found.cities)
    assert any("Fort William 2 beside Fort William" in text for text in found.report.said)


def test_a_name_that_the_file_doubts_goes_in_without_its_sign_and_is_doubtful(tmp_path: Path) -> None:
    found = Imported(tmp_path, "Town,Country,Twin town\nUtrecht?,NL,Brno\nArnhem (?),NL,Gera\n")
    assert set(found.cities) == {"Utrecht", "Arnhem", "Brno", "Gera"}
    assert {what for _, what, _ in found.told("doubtful")} == {"Utrecht?", "Arnhem (?)"}


@pytest.mark.parametrize(
    "words", ["Nombre de jumelages", "Anzahl Partnerschaften", "Number of twin towns", "Liczba:", "Kardeş şehir sayısı"]
)
def test_a_count_below_the_rows_is_no_tie(tmp_path: Path, words: str) -> None:
    rows = "Commune,Partenaire,Pays\nPau,Gmunden,Autriche\nPau,Setúbal,Portugal\n"
    found = Imported(tmp_path, f"{rows}Source : mairie,,\n{words},3,\n")
    assert set(found.cities) == {"Pau", "Gmunden", "Setúbal"}
    assert [what for _, what, _ in found.told("left out")] == ["Source : mairie", f"{words}, 3"]


def test_a_town_that_begins_with_a_word_for_numbers_stays(tmp_path: Path) -> None:
    found = Imported(tmp_path, "City,Country,Population\nColón,Panama,78000\nNombre de Dios,Panama,1130\n", type="city")
    assert set(found.cities) == {"Colón", "Nombre de Dios"}


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [("Bamako/Mali", "Bamako", "ML"), ("Stockton (California, Stati Uniti)", "Stockton", "US"),
     ("Hawaii (island)", "Hawaii (island)", None), ("Santa Fe, Granada", "Santa Fe, Granada", None),
     ("Aboën (42380)", "Aboën", None)],
)  # fmt: skip
def test_a_place_behind_a_single_name(tmp_path: Path, text: str, name: str, country: str | None) -> None:
    rows = f'Ville;Ville jumelée\nMetz;"{text}"\nMetz;Trier\nMetz;Karlsruhe\nMetz;Gloucester\nMetz;Yichang\n'
    found = Imported(tmp_path, rows)
    assert name in found.cities
    assert country is None or found.cities[name] == country
    assert any(text in what or text in why for _, what, why in (*found.told("read"), *found.told("doubtful"))) or any(
        text in said for said in found.report.said
    ) or name == "Aboën"  # fmt: skip


def test_a_code_behind_one_name_is_what_geonames_shows(tmp_path: Path) -> None:
    rows = 'City,Twin city\n"Hague, The",Warsaw\n"Bath, City of",Braunschweig\n"York, PA",Arles\n"Leer, CA",Gera\n'
    found = Imported(tmp_path, rows)
    assert found.cities["York"] == "US"
    assert found.cities["Leer, CA"] is None
    assert [what for _, what, _ in found.told("doubtful")] == ["Leer, CA"]


def test_a_column_of_places_and_brackets_takes_two_brackets_apart(tmp_path: Path) -> None:
    rows = "Comune;Gemellata con\nBologna;Lipsia (Germania)\nFirenze;Frankfurt (Oder) (Germania)\n"
    rows += "Parma;Stockton (California, Stati Uniti)\nModena;Saint Paul (USA)\nTorino;Shenyang (Cina)(Liaoning)\n"
    found = Imported(tmp_path, rows)
    towns = {"Lipsia": "DE", "Frankfurt (Oder)": "DE", "Stockton": "US", "Saint Paul": "US", "Shenyang": "CN"}
    assert towns.items() <= found.cities.items()


def test_articles_behind_names_are_no_countries(tmp_path: Path) -> None:
    rows = "Municipi;Població\nCastell (Es);3000\nEscala (L');10000\nPobla (Sa);13000\nGaldana;500\n"
    found = Imported(tmp_path, rows, pairs=["name=Municipi"], type="city")
    assert {"Castell (Es)", "Pobla (Sa)"} <= set(found.cities)
    assert set(found.cities.values()) == {None}


LAST = st.sampled_from(
    ["until {}", "bis {}", "jusqu'en {}", "hasta {}", "fino al {}", "do roku {}", "до {}", "1971–{}"]
)


@given(name=NAMES, last=LAST, form=FORMS, year=st.integers(1980, 2020))
def test_until_when_a_tie_stood_is_no_part_of_the_name(name: str, last: str, form: str, year: int) -> None:
    found = remarked(form.format(name, last.format(year)))
    assert found is not None
    assert found.name == name
    (phrase,) = map(status_phrase, found.phrases)
    assert phrase is not None
    assert (phrase.status, phrase.until) == ("", str(year))


MANY = """Town;Twin town;Country;Signed;State
Leeds;Lille (until 2014);France;;
Leeds;formerly Siegen;Germany;;
Leeds;Was Brno until 2010;Czechia;;
Leeds;Dortmund;Germany;1969 (ended 2015);
Leeds;Durban;South Africa;under negotiation;
Leeds;Louisville;United States;;Dormant
Leeds;Hangzhou;China;;suspended since March 2021
"""


def test_a_status_counts_wherever_it_stands(tmp_path: Path) -> None:
    found = Imported(tmp_path, MANY)
    ties = {(set(tie["ends"]) - {"Leeds"}).pop(): (tie.get("status"), tie.get("until")) for tie in found.ties}
    assert ties == {
        "Lille": ("ended", "2014"), "Siegen": ("ended", None), "Brno": ("ended", "2010"), "Dortmund": ("ended", "2015"),
        "Durban": ("proposed", None), "Louisville": ("dormant", None), "Hangzhou": ("suspended", None),
    }  # fmt: skip
    assert not found.report.count("refused", "doubtful")


@pytest.mark.parametrize("header", ["Estado", "State", "Staat", "Stan", "Estat", "Situation", "Fase"])
def test_words_for_statuses_outvote_a_header(tmp_path: Path, header: str) -> None:
    rows = ("Leeds;Lille;France;Vigente", "Leeds;Brno;Czechia;Suspendido", "Leeds;Durban;South Africa;",
            "York;Ulm;Germany;Sin efecto", "")  # fmt: skip
    found = Imported(tmp_path, "\n".join((f"Town;Twin town;Country;{header}", *rows)))
    assert sorted(tie.get("status", "unknown") for tie in found.ties) == ["active", "ended", "suspended", "unknown"]


def test_a_column_of_states_stays_one(tmp_path: Path) -> None:
    found = Imported(
        tmp_path, "Town;Twin town;Country;Estado\nLeeds;Guadalajara;Mexico;Jalisco\nYork;Toluca;Mexico;México\n"
    )
    assert {tie.get("status", "unknown") for tie in found.ties} == {"unknown"}


NOTED = "Town,Twin town,Since\nLeeds,Lille*,1968\nLeeds,Brno,1991\nLeeds,Durban,2000¹\n* ended 2019,,\n¹ suspended.,,\n"


def test_a_mark_leads_to_the_note_that_says_how_a_tie_stands(tmp_path: Path) -> None:
    found = Imported(tmp_path, NOTED)
    assert facts_of(found) == {"Lille": ("ended", "1968"), "Brno": ("unknown", "1991"), "Durban": ("suspended", "2000")}


def facts_of(found: Imported) -> dict[str, tuple[str | None, ...]]:
    return {(set(tie["ends"]) - {"Leeds"}).pop(): (tie.get("status"), tie.get("since")) for tie in found.ties}
