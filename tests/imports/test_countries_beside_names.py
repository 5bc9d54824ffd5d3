"""A country beside a name: before it, cut short behind it, or as a code; and articles and postcodes beside names."""

from __future__ import annotations

from pathlib import Path

import pytest

from citygraph.domain.short_country_names import abbreviates
from citygraph.imports.values.articles import with_article_before
from citygraph.imports.values.countries_beside import country_before
from imported import Imported


def partners(folder: Path, *names: str) -> Imported:
    return Imported(folder, "City;Partner city\n" + "".join(f"Oulu;{name}\n" for name in names))


@pytest.mark.parametrize("form", ["{0}, {1}", "{0}: {1}", "{0} - {1}", "{0}/{1}", "({0}) {1}"])
def test_a_country_before_each_name_is_that_of_the_city(form: str, tmp_path: Path) -> None:
    towns = {"Frankreich": "Brest", "England": "Coventry", "Norwegen": "Alta", "Finnland": "Dorfhausen"}
    found = partners(tmp_path, *(form.format(*pair) for pair in towns.items()))
    codes = {"Brest": "FR", "Coventry": "GB", "Alta": "NO", "Dorfhausen": "FI"}
    assert codes.items() <= found.cities.items()


@pytest.mark.parametrize("names", [("DE Halle", "CN Hangzhou", "NO Alta"), ("F-Brest", "FIN-Vaasa", "D-Kiel"),
                                   ("Brest F", "Vaasa FIN", "Kiel D")])  # fmt: skip
def test_a_code_beside_each_name_is_that_of_its_country(names: tuple[str, ...], tmp_path: Path) -> None:
    found = partners(tmp_path, *names)
    codes = {"Halle": "DE", "Hangzhou": "CN", "Alta": "NO", "Brest": "FR", "Vaasa": "FI", "Kiel": "DE"}
    assert all(found.cities[name] == codes[name] for name in found.cities if name != "Oulu")
    assert {*found.cities} - {"Oulu"} <= {*codes}


@pytest.mark.parametrize("name", ["Mexico, Missouri", "Luxembourg, Stadt", "Panamá, Ciudad de", "Gambia, The", "Lyon"])
def test_what_only_looks_like_a_country_before_a_name_is_none(name: str) -> None:
    assert country_before(name) is None


def test_capitals_that_geonames_does_not_confirm_stay_in_the_names(tmp_path: Path) -> None:
    found = partners(tmp_path, "ST Helens", "LE Mans", "DE Bilt")
    assert {"ST Helens", "LE Mans", "DE Bilt"} <= {*found.cities}


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (("Wigan (R.-U.)", "Osnabrück (All.)", "Haarlem (P.-B.)", "Dorfhausen (All.)"), ("GB", "DE", "NL", "DE")),
        (("Wigan, Engl.", "Erfurt, Dtl.", "Pécs, Ung."), ("GB", "DE", "HU")),
        (("Нойс (Герм.)", "Витебск (Белор.)"), ("DE", "BY")),
    ],
)
def test_countries_cut_short_are_what_geonames_shows(
    names: tuple[str, ...], codes: tuple[str, ...], tmp_path: Path
) -> None:
    found = partners(tmp_path, *names)
    towns = [name.split(" (")[0].split(",")[0] for name in names]
    assert dict(zip(towns, codes, strict=True)).items() <= found.cities.items()


def test_an_abbreviation_that_stays_open_beside_countries_is_told(tmp_path: Path) -> None:
    found = partners(tmp_path, "Wigan (Engl.)", "Erfurt (Dtl.)", "Dorfhausen (Xyz.)")
    assert found.cities["Dorfhausen"] is None
    assert [what for _, what, _ in found.told("doubtful")] == ["Dorfhausen (Xyz.)"]


@pytest.mark.parametrize("name", ["Halle (Westf.)", "Neustadt (Weinstr.)", "Frankfurt (M.)"])
def test_other_abbreviations_stay_in_names(name: str, tmp_path: Path) -> None:
    assert name in partners(tmp_path, name, "Bergen", "Turku").cities


@pytest.mark.parametrize("state", ["Ore.", "Calif.", "Mass.", "Ill.", "Ga.", "Va."])
def test_no_state_cut_short_is_a_country(state: str) -> None:
    assert not any(abbreviates(state, code) == "begins" for code in ("US", "AU", "NZ"))


@pytest.mark.parametrize(
    ("text", "name"),
    [("Hague, The", "The Hague"), ("Havre (Le)", "Le Havre"), ("Escala, L'", "L'Escala"), ("Coruña, A", "A Coruña"),
     ("Shreveport, La", "Shreveport, La"), ("Linz, A", "Linz, A")],
)  # fmt: skip
def test_an_article_behind_a_name_is_put_before_it(text: str, name: str) -> None:
    assert with_article_before(text) == name


def test_articles_are_put_before_names_with_and_without_countries(tmp_path: Path) -> None:
    found = partners(tmp_path, "Hague, The (Netherlands)", "Mans, Le (France)", "Calais (France)")
    assert {"The Hague": "NL", "Le Mans": "FR", "Calais": "FR"}.items() <= found.cities.items()
    assert any("an article behind a name is put before it" in said for said in found.report.said)


@pytest.mark.parametrize(
    "names", [("1010 Wien", "69000 Lyon"), ("Wien A-1010", "Lyon F-69000"), ("00-950 Wien", "Lyon")]
)
def test_postcodes_beside_most_names_are_no_part_of_them(names: tuple[str, ...], tmp_path: Path) -> None:
    found = partners(tmp_path, *names, *(("602 00 Brno",) if names[1] == "Lyon" else ()))
    assert {"Wien", "Lyon"} <= {*found.cities}


def test_a_part_that_only_one_country_has_is_told_apart_behind_one_name(tmp_path: Path) -> None:
    names = ("Gering, Nebraska", "Bari", "Turku", "Bergen", "Lyon", "Linz", "Halle (Westfalen)")
    found = partners(tmp_path, *names)
    assert found.cities["Gering"] == "US"
    assert "Halle (Westfalen)" in found.cities


@pytest.mark.parametrize("header", ["Ország, település", "Land und Ort", "Partner (country, city)", "City/Country"])
def test_a_header_may_name_both_in_any_order(header: str, tmp_path: Path) -> None:
    turned = header == "City/Country"
    towns = {"France": "Lyon", "Poland": "Kraków", "Austria": "Graz"}
    rows = "".join(f'"{town}, {land}";1\n' if turned else f'"{land}, {town}";1\n' for land, town in towns.items())
    asked = {"constants": ["from.name=Oulu"]} if header.startswith("Partner") else {"type": "city"}
    found = Imported(tmp_path, f'"{header}";Population\n{rows}', **asked)
    assert {"Lyon": "FR", "Kraków": "PL", "Graz": "AT"}.items() <= found.cities.items()


@pytest.mark.parametrize(
    ("name", "country", "shown"),
    [("Aarau (CH)", "Switzerland", "Aarau"), ("Graz (AT)", "Austria", "Graz"), ("Besançon (F)", "France", "Besançon"),
     ("Halle (Saale)", "Germany", "Halle (Saale)"), ("Graz (AT)", "Germany", "Graz (AT)")],
)  # fmt: skip
def test_a_code_behind_a_single_name_that_is_the_country_of_its_row_is_no_part_of_it(
    name: str, country: str, shown: str, tmp_path: Path
) -> None:
    rows = f"Ulm,{name},{country}\nUlm,Lyon,France\nUlm,Brno,Czechia\nUlm,Stuttgart (West),Germany\n"
    found = Imported(tmp_path, f"City,Partner town,Country\n{rows}")
    assert shown in {node["name"] for node in found.nodes.values()}


def test_parts_of_a_country_under_a_word_that_also_means_country_are_regions(tmp_path: Path) -> None:
    """*Kraj* is a country in Polish, and a part of Czechia."""
    rows = "Telč;Vysočina;Waidhofen;Rakousko\nBrno;Jihomoravský;Stuttgart;Německo\nZlín;Zlínský;Altenburg;Německo\n"
    found = Imported(tmp_path, f"Obec;Kraj;Partnerské město;Země\n{rows}")
    assert {node["type"] for node in found.nodes.values()} == {"city"}
    assert {tie["kind"] for tie in found.ties} == {"sister-city"}


SHORT = {"Daegu": ("Corée (Rép. de)", "KR"), "Kinshasa": ("Congo (Rép. dém. du)", "CD"),
         "Sarajevo": ("Bosnie-Herz.", "BA"), "Chicago": ("É.-U.", "US"), "Osnabrück": ("Dtl.", "DE"),
         "Pisa": ("Ital.", "IT"), "Wigan": ("R.-U.", "GB"), "Denver": ("Colo.", None), "Dorfhausen": ("Xyz.", None),
         "Santo Domingo": ("Rép. dom.", "DO")}  # fmt: skip


def test_a_country_cut_short_in_a_column_has_its_code_or_none_and_no_record(tmp_path: Path) -> None:
    rows = "".join(f"Lyon;France;{town};{country}\n" for town, (country, _) in SHORT.items())
    found = Imported(tmp_path, "Ville;Pays;Ville jumelée;Pays jumelé\n" + rows)
    assert {town: found.cities[town] for town in SHORT} == {town: code for town, (_, code) in SHORT.items()}
    assert not [node for node in found.nodes.values() if node["type"] == "country"]
    assert {what for _, what, _ in found.told("doubtful")} == {"Colo.", "Xyz."}
    assert any("Dtl. = DE" in sentence for sentence in found.report.said)


def test_what_the_user_says_of_a_country_cut_short_counts(tmp_path: Path) -> None:
    text = "City;Country;Partner;Partner country\nLyon;France;Denver;Colo.\nLyon;France;Pisa;Ital.\n"
    found = Imported(tmp_path, text, countries=["Colo.=US", "Ital.=SM"])
    assert (found.cities["Denver"], found.cities["Pisa"]) == ("US", "SM")
